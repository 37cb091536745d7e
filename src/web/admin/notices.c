/* SPDX-License-Identifier: Apache-2.0 */
/* notices.c - what people are told about their cases: what left by mail, what staff send by WhatsApp. */
#include "core/notice.h"
#include "web/admin/admin.h"
#include "web/admin/office.h"
#include "web/admin/order.h"
#include "web/admin/today_place.h"
#include "web/notice_text.h"
#include "web/shop/card.h"
#include "web/shop/show.h"
#include "web/text.h"

static const struct model_field notice_fields[] = {
    SHOW(INT, "id"), SHOW(TEXT, "kind"), SHOW(TEXT, "subject"), SHOW(TEXT, "to"), SHOW(TEXT, "channel"), SHOW(TEXT, "state"),
    SHOW(INSTANT, "made_at"), SHOW_OR_NULL(INSTANT, "sent_at"), PAGE_ONLY(TEXT, "title"), PAGE_ONLY(TEXT, "number"), PAGE_ONLY(TEXT, "href_url"), PAGE_ONLY(BOOL, "is_mail"),
    PAGE_ONLY(BOOL, "is_sent"), PAGE_ONLY(BOOL, "is_failed"), PAGE_ONLY(TEXT, "text"), PAGE_ONLY(TEXT, "whatsapp_url"),
    PAGE_ONLY(TEXT, "sent_url"),
};
const struct model admin_notice_model = MODEL("office_notice", notice_fields);
static const struct model_field notices_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(LIST, "tabs"), SHOW(LIST, "items", .of = &admin_notice_model),
    PAGE_ONLY(TEXT, "first_url"), PAGE_ONLY(TEXT, "next_url"), SHOW_OR_NULL(TEXT, "next"),
};
const struct model admin_notices_model = MODEL("office_notices", notices_fields);

static const struct {
    str tab, channel, state, name;
} tabs_of[] = {
    { S_INIT(""), S_INIT("whatsapp"), S_INIT("queued"), T_INIT("To send by WhatsApp") },
    { S_INIT("sent"), S_INIT(""), S_INIT("sent"), T_INIT("Sent") },
    { S_INIT("mail"), S_INIT("mail"), S_INIT("queued"), T_INIT("Mails on their way") },
    { S_INIT("failed"), S_INIT(""), S_INIT("failed"), T_INIT("Failed") },
};

static const str recipients[] = { [NOTICE_PERSON] = S_INIT("person"), [NOTICE_OWNER] = S_INIT("owner"), [NOTICE_REVIEWER] = S_INIT("reviewer") };

/* Of one that staff still have to send; what is not true any more, or whose person is gone, has no text. */
static enum err waiting_text(struct web *w, const struct notice *n, str *text, str *url)
{
    struct notice_address to = { 0 };
    if (!str_eq(n->channel, S("whatsapp")) || !str_eq(n->state, S("queued"))) {
        return OK;
    }
    enum err e = notice_address(&w->ctx, n, &to);
    e = e != OK ? e : notice_message(w, n, to.name, text);
    if (e == ERR_STATE || e == ERR_NOT_FOUND || e == ERR_FORBIDDEN) {
        return OK;
    }
    TRY(e);
    *url = admin_whatsapp_url(w, to.phone, *text);
    return OK;
}

/* What it is about, in the reader's words; what is not true any more says so. */
static enum err show_about(struct web *w, const struct notice *n, struct value *node)
{
    struct place place = { 0 };
    str title = { 0 };
    enum err e = notice_title(w, n, &title);
    TRY(e == ERR_STATE || e == ERR_NOT_FOUND || e == ERR_FORBIDDEN ? OK : e);
    TRY(place_of(w, PROMISE_KIND_COUNT, n->subject, &place));
    bool is_case = place.path.size != 0 && !str_starts(place.path, S("/admin/promises"));
    value_set_text(w->ctx.arena, node, S("title"),
                   title.size != 0 ? title : say(w, T("This need not be told any more")));
    show_text_or_null(w, node, S("number"), is_case ? place.number : (str){ 0 });
    show_text_or_null(w, node, S("href_url"),
                      is_case ? web_path(w, "%.*s", STR_ARG(place.path)) : (str){ 0 });
    return OK;
}

static enum err show_notice(struct web *w, const struct notice *n, struct value *node)
{
    struct arena *a = w->ctx.arena;
    str text = { 0 }, url = { 0 };
    bool is_sent = str_eq(n->state, S("sent"));
    bool is_mail = str_eq(n->channel, S("mail"));
    TRY(waiting_text(w, n, &text, &url));
    value_set_int(a, node, S("id"), n->id);
    value_set_text(a, node, S("kind"), n->kind);
    value_set_text(a, node, S("subject"), n->subject);
    value_set_text(a, node, S("to"), recipients[n->to]);
    value_set_text(a, node, S("channel"), n->channel);
    value_set_text(a, node, S("state"), n->state);
    value_set_instant(a, node, S("made_at"), n->created_at);
    value_set_instant(a, node, S("sent_at"), n->sent_at);
    value_set_bool(a, node, S("is_mail"), is_mail);
    value_set_bool(a, node, S("is_sent"), is_sent);
    value_set_bool(a, node, S("is_failed"), str_eq(n->state, S("failed")));
    show_text_or_null(w, node, S("text"), text);
    show_text_or_null(w, node, S("whatsapp_url"), url);
    show_text_or_null(w, node, S("sent_url"),
                      is_sent || is_mail ? (str){ 0 }
                                         : web_path(w, "/admin/notices/%" PRId64 "/sent", n->id));
    return show_about(w, n, node);
}

enum err admin_notices_show(struct web *w, str subject, struct value *list)
{
    struct notice_list notices = { 0 };
    TRY(notice_list_of(&w->ctx, subject, &notices));
    for (size_t i = 0; i < notices.count; i++) {
        TRY(show_notice(w, &notices.item[i], value_add_object(w->ctx.arena, list)));
    }
    return OK;
}

enum err admin_notices(struct web *w)
{
    enum { PAGE = 50 };
    const struct office_ask *ask = office_ask_of(w);
    struct arena *a = w->ctx.arena;
    struct value *m = office_page(w);
    struct notice_list list = { 0 };
    struct office_tab tabs[COUNT(tabs_of)];
    size_t at = 0;
    for (size_t i = 0; i < COUNT(tabs_of); i++) {
        at = str_eq(ask->state, tabs_of[i].tab) ? i : at;
        tabs[i] = (struct office_tab){ tabs_of[i].tab.at, tabs_of[i].name, 0 };
        TRY(notice_count(&w->ctx, tabs_of[i].channel, tabs_of[i].state, &tabs[i].count));
    }
    TRY(notice_page(&w->ctx, tabs_of[at].channel, tabs_of[at].state, ask->before, PAGE, &list));
    office_tabs(w, m, "/admin/notices", tabs, COUNT(tabs), tabs_of[at].tab);
    struct value *items = value_set_list(a, m, S("items"));
    for (size_t i = 0; i < list.count; i++) {
        TRY(show_notice(w, &list.item[i], value_add_object(a, items)));
    }
    bool has_more = list.count == PAGE;
    office_next(w, m, "/admin/notices", S("before"),
                has_more ? str_format(a, "%" PRId64, list.item[list.count - 1].id) : (str){ 0 });
    return OK;
}

enum err admin_notice_sent(struct web *w)
{
    int64_t id = 0;
    struct notice n = { 0 };
    TRY(office_id(w, "id", &id));
    TRY(notice_get(&w->ctx, id, &n));
    TRY(notice_sent(&w->ctx, id));
    w->resource = str_format(w->ctx.arena, "%" PRId64, id);
    office_done(w, web_path(w, "/admin/notices"), "saved");
    return admin_notices(w);
}
