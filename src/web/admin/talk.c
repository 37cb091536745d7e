/* SPDX-License-Identifier: Apache-2.0 */
/* talk.c - one conversation as the care team sees it: messages, the buyer's orders beside it, the next step. */
#include "web/care/talk.h"
#include "base/phone.h"
#include "care/capture.h"
#include "care/conversation_office.h"
#include "core/staff.h"
#include "shop/order.h"
#include "web/admin/answers.h"
#include "web/admin/improvements.h"
#include "web/admin/inbox.h"
#include "web/admin/office.h"
#include "web/attachment.h"
#include "web/care/complaint.h"
#include "web/care/post.h"
#include "web/message_text.h"
#include "web/shop/card.h"
#include "web/shop/order_model.h"
#include "web/shop/outlook.h"
#include "web/text.h"

static const struct model_field said_fields[] = {
    SHOW(INT, "id"), SHOW(TEXT, "direction"), SHOW(TEXT, "author"), PAGE_ONLY(TEXT, "author_text"), SHOW(TEXT, "channel"),
    PAGE_ONLY(TEXT, "channel_text"), PERSONAL(TEXT, "text"), SHOW(INSTANT, "sent_at"), SHOW(INSTANT, "recorded_at"), SHOW(TEXT, "delivery"),
    SHOW(BOOL, "is_auto"), SHOW(BOOL, "is_deleted"), SHOW(BOOL, "is_changed"), PAGE_ONLY(BOOL, "is_in"), PAGE_ONLY(BOOL, "is_note"),
    PAGE_ONLY(BOOL, "is_failed"), PAGE_ONLY(BOOL, "can_split"), PAGE_ONLY(TEXT, "send_url"), PAGE_ONLY(TEXT, "sent_url"), PAGE_ONLY(BOOL, "is_late_entry"),
    SHOW(LIST, "files", .of = &talk_file_model),
};
static const struct model said_model = MODEL("inbox_message", said_fields);
static const struct model_field order_fields[] = {
    SHOW(TEXT, "number"), PAGE_ONLY(TEXT, "href_url"), SHOW(TEXT, "status_text"), SHOW(TEXT, "payment_text"), SHOW(TEXT, "fulfillment_text"),
    SHOW(MONEY, "total"), SHOW(INSTANT, "placed_at"), SHOW(BOOL, "is_proven", .note = "The writer is the order's own buyer."),
};
static const struct model order_model_beside = MODEL("inbox_order", order_fields);
static const struct model_field alike_fields[] = {
    SHOW(TEXT, "number"), PAGE_ONLY(TEXT, "href_url"), SHOW(TEXT, "channel"), PAGE_ONLY(TEXT, "channel_text"), PAGE_ONLY(TEXT, "state_text"),
    SHOW(INSTANT, "last_at"),
};
static const struct model alike_model = MODEL("inbox_alike", alike_fields);
static const struct model_field capture_fields[] = {
    SHOW(TEXT, "place"), PAGE_ONLY(TEXT, "place_text"), SHOW(TEXT, "evidence_hash"), SHOW(INSTANT, "posted_at"), SHOW(INSTANT, "captured_at"),
    SHOW_OR_NULL(INSTANT, "deleted_at"), SHOW(TEXT, "public_text"),
};
static const struct model capture_model_shown = MODEL("captured_post", capture_fields);
static const struct model_field talk_shown[] = {
    SHOW_OR_NULL(OBJECT, "capture", .of = &capture_model_shown),
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), SHOW(TEXT, "number"), SHOW(TEXT, "state"), PAGE_ONLY(TEXT, "state_text"),
    SHOW(TEXT, "channel"), PAGE_ONLY(TEXT, "channel_text"), PERSONAL(TEXT, "name"), PERSONAL(TEXT, "phone"), PERSONAL(TEXT, "email"),
    PERSONAL(TEXT, "title"), PAGE_ONLY(TEXT, "phone_url"), SHOW_OR_NULL(INSTANT, "due_at"), PAGE_ONLY(TEXT, "due_text"),
    SHOW_OR_NULL(INSTANT, "window_closes_at", .note = "After it an answer cannot leave by the app."), PAGE_ONLY(BOOL, "is_window_shut"), SHOW(INT, "seen"), SHOW(INT, "assignee"),
    SHOW(TEXT, "team"), SHOW_OR_NULL(INSTANT, "snoozed_until"), SHOW(LIST, "tags", .item = VALUE_TEXT),
    SHOW(LIST, "promises", .of = &talk_promise_model), SHOW(LIST, "messages", .of = &said_model),
    SHOW(LIST, "orders", .of = &order_model_beside), SHOW(LIST, "alike", .of = &alike_model), PAGE_ONLY(OBJECT, "say_form"),
    PAGE_ONLY(OBJECT, "act_form"), PAGE_ONLY(TEXT, "buyer_url"), PAGE_ONLY(TEXT, "stream_url"), PAGE_ONLY(TEXT, "page_url"),
    PAGE_ONLY(BOOL, "is_late"), PAGE_ONLY(BOOL, "is_spam"), PAGE_ONLY(BOOL, "can_solve"), SHOW(LIST, "canned", .of = &answer_pick_model), PAGE_ONLY(LIST, "colleagues"),
    SHOW(LIST, "writers", .of = &talk_writer_model, .note = "Others who are writing an answer now."), PAGE_ONLY(TEXT, "writing_url"), PAGE_ONLY(TEXT, "answers_url"), SHOW_OR_NULL(TEXT, "improvement_title"), PAGE_ONLY(TEXT, "improvement_url"),
    SHOW_OR_NULL(TEXT, "continues", .note = "The conversation it came from."), PAGE_ONLY(TEXT, "continues_url"),
    SHOW(LIST, "continued", .of = &alike_model, .note = "Conversations that came from it."),
    SHOW(LIST, "complaints", .of = &complaint_in_model), PAGE_ONLY(BOOL, "can_judge"), PAGE_ONLY(OBJECT, "judge_form"),
};
const struct model admin_talk_model = MODEL("admin_conversation", talk_shown);

enum err inbox_of_path(struct web *w, struct conversation *out)
{
    return conversation_find(&w->ctx, web_param(w, S("number")), out);
}

/* ---- messages ---- */

static enum err author_text(struct web *w, const struct said *s, str *out)
{
    struct staff staff = { 0 };
    if (s->author == AUTHOR_STAFF && s->staff > 0) {
        TRY(staff_get(&w->ctx, (staff_id){ s->staff }, &staff));
        *out = staff.name;
        return OK;
    }
    *out = s->author == AUTHOR_BUYER ? say(w, T("Customer"))
           : s->author == AUTHOR_BOT ? say(w, T("Automatic message"))
                                     : w->ctx.shop->name;
    return OK;
}

/* What waits to be sent by hand: the link that opens WhatsApp with the words in it, and the button that says it left. */
static void show_by_hand(struct web *w, const struct conversation *v, const struct said *s,
                         str text, str phone, struct value *node)
{
    struct arena *a = w->ctx.arena;
    bool waits = s->direction == SAID_OUT && s->delivery == DELIVERY_WAITING &&
                 channel_row(s->channel)->way == WAY_HAND;
    str rest = str_format(a, "/messages/%" PRId64 "/sent", s->id.v);
    show_text_or_null(w, node, S("send_url"),
                      waits ? message_whatsapp_url(a, phone, text) : (str){ 0 });
    show_text_or_null(w, node, S("sent_url"),
                      waits ? inbox_url(w, v, str_c(a, rest)) : (str){ 0 });
}

static enum err show_said(struct web *w, const struct conversation *v, const struct said *s,
                          str phone, struct value *node)
{
    struct arena *a = w->ctx.arena;
    str text = { 0 };
    str author = { 0 };
    TRY(vault_text_read(&w->ctx, s->text, PURPOSE_CARE, &text));
    TRY(author_text(w, s, &author));
    value_set_int(a, node, S("id"), s->id.v);
    value_set_text(a, node, S("direction"), said_direction_name(s->direction));
    value_set_text(a, node, S("author"), said_author_name(s->author));
    value_set_text(a, node, S("author_text"), author);
    value_set_text(a, node, S("channel"), channel_name(s->channel));
    value_set_text(a, node, S("channel_text"), channel_label(s->channel, w->ctx.lang));
    value_set_text(a, node, S("text"), text);
    value_set_instant(a, node, S("sent_at"), s->sent_at);
    value_set_instant(a, node, S("recorded_at"), s->recorded_at);
    value_set_bool(a, node, S("is_late_entry"), s->recorded_at > s->sent_at + MINUTES(10));
    value_set_text(a, node, S("delivery"), said_delivery_name(s->delivery));
    value_set_bool(a, node, S("is_auto"), s->is_auto);
    value_set_bool(a, node, S("is_deleted"), s->deleted_at != 0);
    value_set_bool(a, node, S("is_changed"), s->changed_at != 0 && s->deleted_at == 0);
    value_set_bool(a, node, S("is_in"), s->direction == SAID_IN);
    value_set_bool(a, node, S("is_note"), s->direction == SAID_NOTE);
    value_set_bool(a, node, S("is_failed"), s->delivery == DELIVERY_FAILED);
    show_by_hand(w, v, s, text, phone, node);
    return talk_show_files(w, s->id, inbox_url(w, v, "/messages"), (str){ 0 }, node);
}

static enum err show_messages(struct web *w, const struct conversation *v, str phone,
                              struct value *m)
{
    struct said_list list = { 0 };
    TRY(conversation_messages(&w->ctx, v->id, &list));
    struct value *messages = value_set_list(w->ctx.arena, m, S("messages"));
    for (size_t i = 0; i < list.count; i++) {
        bool is_in = list.item[i].direction == SAID_IN;
        struct value *node = value_add_object(w->ctx.arena, messages);
        TRY(show_said(w, v, &list.item[i], phone, node));
        bool can_split = is_in && i > 0 && v->state != CONVERSATION_SPAM;
        value_set_bool(w->ctx.arena, node, S("can_split"), can_split);
    }
    return OK;
}

/* ---- who ---- */

enum channel inbox_channel(const struct ctx *c, const struct conversation *v,
                           const struct person_data *who)
{
    bool has_mail = c->shop->smtp_url.size != 0 && who->field[VAULT_EMAIL].size != 0;
    bool is_whatsapp = v->channel == CHANNEL_WHATSAPP || v->channel == CHANNEL_PHONE;
    bool is_app = channel_row(v->channel)->way == WAY_APP;
    if (is_app && channel_can_send(v->channel, v->window_closes_at, c->now_at)) {
        return v->channel;
    }
    if ((has_mail && !is_whatsapp) || v->channel == CHANNEL_EMAIL) {
        return CHANNEL_EMAIL;
    }
    if (who->field[VAULT_PHONE].size != 0) {
        return CHANNEL_WHATSAPP;
    }
    return v->channel == CHANNEL_SOCIAL ? CHANNEL_SOCIAL : CHANNEL_CHAT;
}

static enum err show_person(struct web *w, const struct conversation *v, struct person_data *who,
                            struct value *m)
{
    struct arena *a = w->ctx.arena;
    str title = { 0 };
    TRY(vault_read(&w->ctx, v->person, VAULT_CONTACT, PURPOSE_CARE, who));
    if (v->title.v != 0) {
        TRY(vault_text_read(&w->ctx, v->title, PURPOSE_CARE, &title));
    }
    str phone = who->field[VAULT_PHONE];
    show_text_or_null(w, m, S("name"), who->field[VAULT_NAME]);
    show_text_or_null(w, m, S("phone"), phone.size == 0 ? phone : phone_print(a, phone));
    show_text_or_null(w, m, S("phone_url"),
                      phone.size == 0 ? phone : str_join(a, S("tel:"), phone));
    show_text_or_null(w, m, S("email"), who->field[VAULT_EMAIL]);
    show_text_or_null(w, m, S("title"), title);
    return OK;
}

/* ---- orders ---- */

static enum err show_order(struct web *w, str subject, person_id person, struct value *list)
{
    struct arena *a = w->ctx.arena;
    struct order o = { 0 };
    order_id id = { 0 };
    bool is_proven = false;
    bool is_disputed = false;
    if (!str_starts(subject, S("order:")) || !str_to_int(str_skip(subject, 6), &id.v)) {
        return OK;
    }
    TRY(order_by_id(&w->ctx, id, &o));
    TRY(conversation_is_alike(&w->ctx, person, o.person, &is_proven));
    TRY(payment_is_disputed(&w->ctx, o.id, &is_disputed));
    struct value *node = value_add_object(a, list);
    value_set_text(a, node, S("number"), o.number);
    value_set_text(a, node, S("href_url"), web_path(w, "/admin/orders/%.*s", STR_ARG(o.number)));
    value_set_text(a, node, S("status_text"), order_status_text(w, o.status));
    value_set_text(a, node, S("payment_text"), order_payment_text(w, &o, is_disputed));
    value_set_text(a, node, S("fulfillment_text"), order_fulfillment_text(w, o.fulfillment));
    value_set_money(a, node, S("total"), o.total);
    value_set_instant(a, node, S("placed_at"), o.placed_at);
    value_set_bool(a, node, S("is_proven"), is_proven);
    return OK;
}

static enum err show_orders(struct web *w, const struct conversation *v, struct value *m)
{
    str about[CONVERSATION_ABOUT_MAX];
    size_t count = 0;
    TRY(conversation_subjects(&w->ctx, v->id, about, &count));
    struct value *orders = value_set_list(w->ctx.arena, m, S("orders"));
    for (size_t i = 0; i < count; i++) {
        TRY(show_order(w, about[i], v->person, orders));
    }
    return OK;
}

static void show_others(struct web *w, const struct conversation *alike, size_t count,
                        const char *name, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct value *list = value_set_list(a, m, str_of(name));
    for (size_t i = 0; i < count; i++) {
        struct value *one = value_add_object(a, list);
        value_set_text(a, one, S("number"), alike[i].number);
        value_set_text(a, one, S("href_url"), inbox_url(w, &alike[i], ""));
        value_set_text(a, one, S("channel"), channel_name(alike[i].channel));
        value_set_text(a, one, S("channel_text"), channel_label(alike[i].channel, w->ctx.lang));
        value_set_text(a, one, S("state_text"),
                       conversation_state_label(alike[i].state, w->ctx.lang));
        value_set_instant(a, one, S("last_at"), alike[i].last_at);
    }
}

static enum err show_alike(struct web *w, const struct conversation *v, struct value *m)
{
    struct conversation alike[8];
    size_t count = 0;
    TRY(conversation_alike(&w->ctx, v, alike, COUNT(alike), &count));
    show_others(w, alike, count, "alike", m);
    return OK;
}

/* Closed and gone on, split off, or private words after a public post. */
static enum err show_thread(struct web *w, const struct conversation *v, struct value *m)
{
    struct conversation before = { 0 };
    struct conversation after[8];
    size_t count = 0;
    TRY(v->continues.v == 0 ? OK : conversation_get(&w->ctx, v->continues, &before));
    TRY(conversation_continued(&w->ctx, v->id, after, COUNT(after), &count));
    show_text_or_null(w, m, S("continues"), before.number);
    show_text_or_null(w, m, S("continues_url"),
                      v->continues.v == 0 ? (str){ 0 } : inbox_url(w, &before, ""));
    show_others(w, after, count, "continued", m);
    return OK;
}

/* What is said in public holds the case's link and nothing else. */
static enum err show_capture(struct web *w, const struct conversation *v, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct capture post = { 0 };
    struct conversation own = { 0 };
    enum err e = capture_of(&w->ctx, v->id, &post);
    if (e == ERR_NOT_FOUND) { /* went on from one that was */
        w->ctx.detail[0] = '\0';
        value_set_null(a, m, S("capture"));
        return OK;
    }
    TRY(e);
    TRY(conversation_get(&w->ctx, post.conversation, &own));
    struct value *node = value_set_object(a, m, S("capture"));
    value_set_text(a, node, S("place"), post.place);
    value_set_text(a, node, S("place_text"), capture_place_text(w, post.place));
    value_set_text(a, node, S("evidence_hash"), post.hash);
    value_set_instant(a, node, S("posted_at"), post.posted_at);
    value_set_instant(a, node, S("captured_at"), post.captured_at);
    value_set_instant(a, node, S("deleted_at"), post.deleted_at);
    value_set_text(a, node, S("public_text"),
                   say_with(w, T("Thank you for telling us. We look after it here: {url}"),
                            { S("url"), post_url(w, &own) }));
    return OK;
}

/* ---- the page ---- */

static void show_head(struct web *w, const struct conversation *v, struct value *m)
{
    struct arena *a = w->ctx.arena;
    value_set_text(a, m, S("number"), v->number);
    value_set_text(a, m, S("state"), conversation_state_name(v->state));
    value_set_text(a, m, S("state_text"), conversation_state_label(v->state, w->ctx.lang));
    value_set_text(a, m, S("channel"), channel_name(v->channel));
    value_set_text(a, m, S("channel_text"), channel_label(v->channel, w->ctx.lang));
    value_set_instant(a, m, S("due_at"), v->due_at);
    value_set_instant(a, m, S("window_closes_at"), v->window_closes_at);
    value_set_bool(a, m, S("is_window_shut"),
                   v->window_closes_at != 0 && v->window_closes_at <= w->ctx.now_at);
    show_text_or_null(w, m, S("due_text"), inbox_due_text(w, v->due_at));
    value_set_bool(a, m, S("is_late"), v->due_at != 0 && v->due_at < w->ctx.now_at);
    value_set_bool(a, m, S("is_spam"), v->state == CONVERSATION_SPAM);
    value_set_bool(a, m, S("can_solve"),
                   v->waiting_since == 0 && v->state != CONVERSATION_SOLVED &&
                       v->state != CONVERSATION_CLOSED);
    value_set_int(a, m, S("seen"), v->last_said.v);
    value_set_int(a, m, S("assignee"), v->assignee);
    value_set_text(a, m, S("team"), v->team);
    value_set_instant(a, m, S("snoozed_until"), v->snoozed_until);
    value_set_text(a, m, S("page_url"), inbox_url(w, v, ""));
    value_set_text(a, m, S("stream_url"), web_stream_url(w, web_path(w, "/admin/inbox/stream")));
    value_set_text(a, m, S("buyer_url"), talk_url(w, v));
    value_set_text(a, m, S("writing_url"),
                   str_format(a, "/api/v1/admin/inbox/%.*s/writing", STR_ARG(v->number)));
}

static enum err show_tags(struct web *w, const struct conversation *v, struct value *m)
{
    str tag[TAGS_MAX];
    size_t count = 0;
    TRY(conversation_tags(&w->ctx, v->id, tag, &count));
    struct value *list = value_set_list(w->ctx.arena, m, S("tags"));
    for (size_t i = 0; i < count; i++) {
        value_add_text(w->ctx.arena, list, tag[i]);
    }
    return OK;
}

static enum err show_colleagues(struct web *w, const struct conversation *v, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct staff_list staff = { 0 };
    TRY(staff_list(&w->ctx, &staff));
    struct value *list = value_set_list(a, m, S("colleagues"));
    for (size_t i = 0; i < staff.count; i++) {
        if ((ROLES_CARE & 1u << staff.item[i].role) != 0 && !staff.item[i].is_disabled) {
            struct value *one = value_add_object(a, list);
            value_set_int(a, one, S("id"), staff.item[i].id.v);
            value_set_text(a, one, S("name"), staff.item[i].name);
            value_set_bool(a, one, S("is_current"), staff.item[i].id.v == v->assignee);
        }
    }
    return OK;
}

static enum err show_forms(struct web *w, const struct conversation *v,
                           const struct person_data *who, struct value *m)
{
    struct say_input say = { .direction = S_INIT("out"), .channel = channel_name(inbox_channel(&w->ctx, v, who)), .seen = v->last_said.v };
    TRY(answers_show(w, v, who, m, &say.text));
    say.answer = say.text.size != 0 ? office_ask_of(w)->pick : 0;
    struct value *form =
        office_form(w, m, "say_form", &admin_say_form, &say, inbox_url(w, v, "/messages"));
    struct value *seen =
        office_take(form, S("seen")); /* whoever sees the page again has seen what is new */
    CHECK(seen != NULL);
    struct value *fresh = value_set_object(w->ctx.arena, form, S("seen"));
    value_set_text(w->ctx.arena, fresh, S("name"), S("seen"));
    value_set_text(w->ctx.arena, fresh, S("value"), str_of_int(w->ctx.arena, v->last_said.v));
    inbox_show_channels(w, v, form);
    office_form(w, m, "act_form", &admin_act_form, NULL, inbox_url(w, v, "/act"));
    struct complaint open = { 0 };
    enum err e = complaint_of_conversation(&w->ctx, v->id, &open);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    value_set_bool(w->ctx.arena, m, S("can_judge"), e == ERR_NOT_FOUND);
    office_form(w, m, "judge_form", &admin_judge_form, NULL, inbox_url(w, v, "/complaint"));
    value_set_text(w->ctx.arena, m, S("answers_url"), web_path(w, "/admin/inbox/answers"));
    return OK;
}

enum err inbox_show(struct web *w, const struct conversation *v)
{
    struct value *m = office_page(w);
    struct person_data who = { 0 };
    show_head(w, v, m);
    TRY(show_person(w, v, &who, m));
    TRY(show_tags(w, v, m));
    TRY(promises_show(w, conversation_subject(&w->ctx, v->id), m));
    TRY(show_messages(w, v, who.field[VAULT_PHONE], m));
    TRY(show_orders(w, v, m));
    TRY(show_alike(w, v, m));
    TRY(show_thread(w, v, m));
    TRY(show_capture(w, v, m));
    TRY(complaint_show_in(w, v, true, m));
    TRY(inbox_show_writers(w, v, m));
    TRY(show_colleagues(w, v, m));
    TRY(improvement_link(w, conversation_subject(&w->ctx, v->id), v->number, m));
    return show_forms(w, v, &who, m);
}

enum err admin_talk(struct web *w)
{
    struct conversation v = { 0 };
    TRY(inbox_of_path(w, &v));
    return inbox_show(w, &v);
}

enum err admin_talk_file(struct web *w)
{
    struct conversation v = { 0 };
    struct said s = { 0 };
    int64_t said = 0;
    int64_t file = 0;
    TRY(inbox_of_path(w, &v));
    TRY(office_id(w, "said", &said));
    TRY(office_id(w, "file", &file));
    TRY(conversation_message(&w->ctx, (said_id){ said }, &s));
    if (s.conversation.v != v.id.v) {
        return ERR_NOT_FOUND;
    }
    return web_attachment(w, str_format(w->ctx.arena, "said:%" PRId64, said),
                          (attachment_id){ file }, PURPOSE_CARE);
}
