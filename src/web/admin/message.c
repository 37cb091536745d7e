/* SPDX-License-Identifier: Apache-2.0 */
/* message.c - what staff send by WhatsApp: texts in the buyer's language, made when shown, never stored. */
#include "web/admin/order.h"

#include "base/phone.h"
#include "web/message_text.h"
#include "web/shop/show.h"
#include "web/text.h"

static const str names[MESSAGE_KIND_COUNT] = {
    [MESSAGE_PLACED] = T_INIT("Order placed"),
    [MESSAGE_INSTRUCTIONS] = T_INIT("How to pay"),
    [MESSAGE_PAID] = T_INIT("Payment received"),
    [MESSAGE_EXPIRING] = T_INIT("Payment reminder"),
    [MESSAGE_SHIPPED] = T_INIT("Sent"),
    [MESSAGE_DELIVERED] = T_INIT("Delivered"),
    [MESSAGE_CANCELED] = T_INIT("Cancelled"),
    [MESSAGE_REFUND_DUE] = T_INIT("Refund due"),
    [MESSAGE_REFUNDED] = T_INIT("Refund paid"),
    [MESSAGE_NOT_FOUND] = T_INIT("Payment not found"),
    [MESSAGE_PARTLY_PAID] = T_INIT("Paid in part"),
    [MESSAGE_OWNER_NEW_ORDER] = T_INIT("New order (to the shop)"),
};

str admin_message_name(const struct web *w, enum message_kind kind)
{
    return text_of(w->ctx.lang, names[kind]);
}

str admin_whatsapp_url(struct web *w, str phone, str text)
{
    struct arena *a = w->ctx.arena;
    if (!str_starts(phone, S("+")) || phone_is_landline(phone)) {
        return (str){ 0 };
    }
    str url = str_join(a, S("https://wa.me/"), str_skip(phone, 1));
    return text.size == 0
               ? url
               : str_format(a, "%.*s?text=%.*s", STR_ARG(url), STR_ARG(str_escape_url(a, text)));
}

/* The signed link in the buyer's language. */
str admin_buyer_link(struct web *w, const struct order *o)
{
    str path = str_format(w->ctx.arena, "%s/orders/%.*s?key=%.*s", o->lang == LANG_EN ? "/en" : "",
                          STR_ARG(o->number), STR_ARG(order_link_key(&w->ctx, o->number)));
    return web_absolute(w, path);
}

/* Of a message that waits to be sent; what is not true any more (a reminder of a payment that came) has none. */
static enum err waiting_text(struct web *w, const struct order *o, const struct message *msg,
                             const struct delivery *to, str *out)
{
    if (to == NULL || !str_eq(msg->channel, S("whatsapp")) || !str_eq(msg->state, S("queued"))) {
        return OK;
    }
    enum err e = message_text(w, o, msg, to->name, out);
    return e == ERR_STATE ? OK : e;
}

enum err admin_message_hand_show(struct web *w, const struct order *o, const struct message *msg,
                                 const struct delivery *to, struct value *node)
{
    str text = { 0 };
    TRY(waiting_text(w, o, msg, to, &text));
    show_text_or_null(w, node, S("text"), text);
    show_text_or_null(w, node, S("whatsapp_url"),
                      text.size == 0 ? text : admin_whatsapp_url(w, to->phone, text));
    return OK;
}

void admin_overtaken_show(struct web *w, const struct message *msg, struct value *node)
{
    enum message_kind by = MESSAGE_PLACED;
    str text = { 0 };
    if (message_kind_of(msg->overtaken_by, &by)) {
        text = text_fill(w->ctx.arena, w->ctx.lang, T("left out: “{name}” came after it"),
                         SLOTS({ S("name"), admin_message_name(w, by) }));
    } else if (msg->overtaken_by.size != 0) {
        text = web_text(w, "left out: the buyer says that it is paid");
    }
    show_text_or_null(w, node, S("overtaken_by"), msg->overtaken_by);
    show_text_or_null(w, node, S("overtaken_text"), text);
}

static enum err show_message(struct web *w, const struct order *o, const struct message *msg,
                             const struct delivery *to, struct value *node)
{
    struct arena *a = w->ctx.arena;
    bool is_whatsapp = str_eq(msg->channel, S("whatsapp"));
    TRY(admin_message_hand_show(w, o, msg, to, node));
    value_set_int(a, node, S("id"), msg->id);
    value_set_text(a, node, S("kind"), message_kind_name(msg->kind));
    value_set_text(a, node, S("name"), admin_message_name(w, msg->kind));
    value_set_text(a, node, S("channel"), msg->channel);
    value_set_text(a, node, S("state"), msg->state);
    value_set_bool(a, node, S("is_mail"), !is_whatsapp);
    admin_overtaken_show(w, msg, node);
    value_set_instant(a, node, S("sent_at"), msg->sent_at);
    bool can_again = !is_whatsapp && !str_eq(msg->state, S("sent")) &&
                     msg->created_at < w->ctx.now_at - MINUTES(1);
    str again = str_format(a, "/messages/%" PRId64 "/again", msg->id);
    show_text_or_null(w, node, S("again_url"),
                      can_again && office_may(w, ROLES_ORDERS)
                          ? admin_order_url(w, o, str_c(a, again))
                          : (str){ 0 });
    value_set_bool(a, node, S("is_failed"), str_eq(msg->state, S("failed")));
    str act = str_format(a, "/messages/%" PRId64 "/sent", msg->id);
    show_text_or_null(w, node, S("sent_url"),
                      !str_eq(msg->state, S("queued")) || !is_whatsapp ||
                              !office_may(w, ROLES_ORDERS)
                          ? (str){ 0 }
                          : admin_order_url(w, o, str_c(a, act)));
    return OK;
}

enum err admin_messages_show(struct web *w, const struct order *o, const struct delivery *to,
                             struct value *list)
{
    struct message_list messages = { 0 };
    TRY(message_list_of(&w->ctx, o->id, &messages));
    for (size_t i = 0; i < messages.count; i++) {
        if (messages.item[i].kind != MESSAGE_OWNER_NEW_ORDER) {
            TRY(show_message(w, o, &messages.item[i], to, value_add_object(w->ctx.arena, list)));
        }
    }
    return OK;
}
