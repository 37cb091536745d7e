/* SPDX-License-Identifier: Apache-2.0 */
/* mails.c - messages to buyers across all orders: what left, what waits for staff. */
#include "web/admin/order.h"
#include "web/shop/show.h"
#include "web/text.h"

static const struct model_field item_fields[] = {
    SHOW(INT, "id"), SHOW(TEXT, "kind"), PAGE_ONLY(TEXT, "name"), SHOW(INSTANT, "made_at"), SHOW(TEXT, "channel"),
    PAGE_ONLY(TEXT, "channel_text"), SHOW(TEXT, "order_number"), PAGE_ONLY(TEXT, "order_url"), SHOW(TEXT, "state"),
    PAGE_ONLY(TEXT, "state_text"), PAGE_ONLY(BOOL, "is_sent"), PAGE_ONLY(BOOL, "is_waiting"), PAGE_ONLY(BOOL, "is_failed"),
    SHOW_OR_NULL(INSTANT, "sent_at"), PAGE_ONLY(TEXT, "text"), PAGE_ONLY(TEXT, "whatsapp_url"), PAGE_ONLY(TEXT, "sent_url"),
    SHOW_OR_NULL(TEXT, "overtaken_by"), PAGE_ONLY(TEXT, "overtaken_text"),
};
static const struct model item_model = MODEL("office_message", item_fields);
static const struct model_field mails_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(LIST, "tabs"), SHOW(LIST, "items", .of = &item_model),
    PAGE_ONLY(TEXT, "first_url"), PAGE_ONLY(TEXT, "next_url"), SHOW_OR_NULL(TEXT, "next"),
};
const struct model admin_mails_model = MODEL("office_messages", mails_fields);

static const struct {
    str tab, state, name;
} states[] = {
    { S_INIT(""), S_INIT(""), T_INIT("All") },
    { S_INIT("waiting"), S_INIT("queued"), T_INIT("Not sent yet") },
    { S_INIT("sent"), S_INIT("sent"), T_INIT("Sent") },
    { S_INIT("failed"), S_INIT("failed"), T_INIT("Failed") },
};

static str state_text(const struct web *w, str state)
{
    for (size_t i = 1; i < COUNT(states); i++) {
        if (str_eq(state, states[i].state)) {
            return text_of(w->ctx.lang, states[i].name);
        }
    }
    return state;
}

/* What staff send by hand, with its words and the button that says it left; whose person is gone has none. */
static enum err show_hand(struct web *w, const struct order *o, const struct message *msg,
                          bool is_to_send, struct value *node)
{
    struct arena *a = w->ctx.arena;
    struct delivery to = { 0 };
    bool is_by_hand = is_to_send && str_eq(msg->channel, S("whatsapp")) &&
                      str_eq(msg->state, S("queued")) && office_may(w, ROLES_ORDERS);
    enum err e = is_by_hand ? order_delivery(&w->ctx, o, PURPOSE_ORDER, &to) : ERR_NOT_FOUND;
    bool is_there = e == OK;
    TRY(e == ERR_NOT_FOUND || e == ERR_FORBIDDEN ? OK : e);
    str sent = str_format(a, "/admin/mails/%.*s/%" PRId64 "/sent", STR_ARG(o->number), msg->id);
    show_text_or_null(w, node, S("sent_url"),
                      is_there ? web_path(w, "%.*s", STR_ARG(sent)) : (str){ 0 });
    return admin_message_hand_show(w, o, msg, is_there ? &to : NULL, node);
}

static enum err show_item(struct web *w, const struct message *msg, bool is_to_send,
                          struct value *node)
{
    struct arena *a = w->ctx.arena;
    struct order o = { 0 };
    TRY(order_by_id(&w->ctx, msg->order, &o));
    TRY(show_hand(w, &o, msg, is_to_send, node));
    value_set_int(a, node, S("id"), msg->id);
    value_set_text(a, node, S("kind"), message_kind_name(msg->kind));
    value_set_text(a, node, S("name"), admin_message_name(w, msg->kind));
    value_set_instant(a, node, S("made_at"), msg->created_at);
    value_set_text(a, node, S("channel"), msg->channel);
    value_set_text(a, node, S("channel_text"),
                   str_eq(msg->channel, S("mail")) ? web_text(w, "E-mail") : S("WhatsApp"));
    value_set_text(a, node, S("order_number"), o.number);
    value_set_text(a, node, S("order_url"), admin_order_url(w, &o, "#messages"));
    value_set_text(a, node, S("state"), msg->state);
    value_set_text(a, node, S("state_text"), state_text(w, msg->state));
    admin_overtaken_show(w, msg, node);
    value_set_bool(a, node, S("is_sent"), str_eq(msg->state, S("sent")));
    value_set_bool(a, node, S("is_waiting"), str_eq(msg->state, S("queued")));
    value_set_bool(a, node, S("is_failed"), str_eq(msg->state, S("failed")));
    value_set_instant(a, node, S("sent_at"), msg->sent_at);
    return OK;
}

enum err admin_mails(struct web *w)
{
    enum { PAGE = 50 };
    const struct office_ask *ask = office_ask_of(w);
    struct arena *a = w->ctx.arena;
    struct value *m = office_page(w);
    struct message_list list = { 0 };
    struct office_tab tabs[COUNT(states)];
    size_t state = 0;
    for (size_t i = 0; i < COUNT(states); i++) {
        state = str_eq(ask->state, states[i].tab) ? i : state;
        tabs[i] = (struct office_tab){ states[i].tab.at, states[i].name, 0 };
        TRY(message_count(&w->ctx, (str){ 0 }, states[i].state, &tabs[i].count));
    }
    TRY(message_page_of(&w->ctx, states[state].state, ask->before, PAGE, &list));
    office_tabs(w, m, "/admin/mails", tabs, COUNT(tabs), states[state].tab);
    struct value *items = value_set_list(a, m, S("items"));
    bool is_to_send = str_eq(states[state].tab, S("waiting"));
    for (size_t i = 0; i < list.count; i++) {
        /* sent in the order in which they came up */
        size_t at = is_to_send ? list.count - 1 - i : i;
        TRY(show_item(w, &list.item[at], is_to_send, value_add_object(a, items)));
    }
    bool has_more = list.count == PAGE;
    office_next(w, m, "/admin/mails", S("before"),
                has_more ? str_format(a, "%" PRId64, list.item[list.count - 1].id) : (str){ 0 });
    return OK;
}
