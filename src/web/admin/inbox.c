/* SPDX-License-Identifier: Apache-2.0 */
/* inbox.c - what must be done first stands first, with a name and the first words; each page of it is a look that is written down. */
#include "web/admin/inbox.h"

#include "care/conversation_list.h"
#include "care/conversation_office.h"
#include "core/staff.h"
#include "shop/order.h"
#include "web/admin/office.h"
#include "web/shop/card.h"
#include "web/shop/outlook.h"
#include "web/text.h"

enum { PAGE_SIZE = 30 };

struct inbox_ask {
    str q, state, channel, who, tag, cursor, done;
};
static const struct field ask_fields[] = {
    FIELD(TEXT, struct inbox_ask, q, 0, 100, "", .label = "Search", .is_optional = true, .type = "search"),
    FIELD(TEXT, struct inbox_ask, state, 0, 20, "", .is_optional = true, .type = "hidden"),
    FIELD(TEXT, struct inbox_ask, channel, 0, 20, "", .label = "Channel", .is_optional = true),
    FIELD(TEXT, struct inbox_ask, who, 0, 20, "", .label = "Whose", .is_optional = true),
    FIELD(TEXT, struct inbox_ask, tag, 0, 40, "", .label = "Tag", .is_optional = true),
    FIELD(TEXT, struct inbox_ask, cursor, 0, 60, "", .is_optional = true),
    FIELD(TEXT, struct inbox_ask, done, 0, 20, "", .is_optional = true),
};
const struct form inbox_query = QUERY_FORM("inbox_query", ask_fields, struct inbox_ask);

static const struct model_field item_fields[] = {
    SHOW(TEXT, "number"), PERSONAL(TEXT, "name"), PERSONAL(TEXT, "words"), PAGE_ONLY(BOOL, "is_ours"), PAGE_ONLY(TEXT, "href_url"), SHOW(TEXT, "channel"), PAGE_ONLY(TEXT, "channel_text"), SHOW(TEXT, "state"),
    PAGE_ONLY(TEXT, "state_text"), SHOW(INSTANT, "last_at"), SHOW_OR_NULL(INSTANT, "due_at"), PAGE_ONLY(TEXT, "due_text"),
    SHOW_OR_NULL(INSTANT, "window_closes_at"), PAGE_ONLY(TEXT, "window_text"), PAGE_ONLY(BOOL, "is_window_first"),
    SHOW(BOOL, "is_late"), PAGE_ONLY(BOOL, "is_soon"), SHOW(INT, "assignee"), PAGE_ONLY(TEXT, "assignee_name"), SHOW(TEXT, "team"),
    PAGE_ONLY(BOOL, "begins_rest"), SHOW(LIST, "tags", .item = VALUE_TEXT), SHOW(LIST, "about", .item = VALUE_TEXT),
};
static const struct model item_model = MODEL("inbox_item", item_fields);
static const struct model_field inbox_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(LIST, "tabs"), PAGE_ONLY(OBJECT, "filter"),
    SHOW(INT, "todo"), SHOW(INT, "overdue"), SHOW(LIST, "items", .of = &item_model), PAGE_ONLY(TEXT, "next_url"),
    SHOW_OR_NULL(TEXT, "next"), PAGE_ONLY(TEXT, "stream_url"), PAGE_ONLY(LIST, "links"),
    PAGE_ONLY(TEXT, "new_url"), PAGE_ONLY(TEXT, "watch_url"), PAGE_ONLY(TEXT, "answers_url"),
};
const struct model admin_inbox_model = MODEL("admin_inbox", inbox_fields);

static const struct {
    enum conversation_view view;
    str name;
} tabs[] = {
    { VIEW_TODO, T_INIT("To answer") },  { VIEW_WAITING, T_INIT("Waiting for the customer") },
    { VIEW_SNOOZED, T_INIT("Snoozed") }, { VIEW_SOLVED, T_INIT("Solved") },
    { VIEW_CLOSED, T_INIT("Closed") },   { VIEW_SPAM, T_INIT("Spam") },
    { VIEW_ALL, T_INIT("All") },
};

/* ---- words ---- */

str inbox_due_text(struct web *w, int64_t due_at)
{
    int64_t left = due_at - w->ctx.now_at;
    if (due_at == 0) {
        return (str){ 0 };
    }
    return left < 0 ? say_with(w, T("{span} late"), { S("span"), span_text(w, -left, false) })
                    : say_with(w, T("due in {span}"), { S("span"), span_text(w, left, false) });
}

str inbox_url(struct web *w, const struct conversation *v, const char *rest)
{
    return web_path(w, "/admin/inbox/%.*s%s", STR_ARG(v->number), rest);
}

/* ---- the list ---- */

static enum err show_names(struct web *w, const struct conversation *v, struct value *node)
{
    struct staff staff = { 0 };
    if (v->assignee > 0) {
        TRY(staff_get(&w->ctx, (staff_id){ v->assignee }, &staff));
    }
    show_text_or_null(w, node, S("assignee_name"), staff.name);
    return OK;
}

static enum err show_glimpse(struct web *w, const struct conversation *v, struct value *node)
{
    struct conversation_glimpse glimpse = { 0 };
    TRY(conversation_glimpse(&w->ctx, v, &glimpse));
    show_text_or_null(w, node, S("name"), glimpse.name);
    show_text_or_null(w, node, S("words"), glimpse.words);
    value_set_bool(w->ctx.arena, node, S("is_ours"), glimpse.is_ours);
    return OK;
}

static enum err show_words(struct web *w, const struct conversation *v, struct value *node)
{
    struct arena *a = w->ctx.arena;
    str tag[TAGS_MAX];
    str about[CONVERSATION_ABOUT_MAX];
    size_t count = 0;
    TRY(conversation_tags(&w->ctx, v->id, tag, &count));
    struct value *list = value_set_list(a, node, S("tags"));
    for (size_t i = 0; i < count; i++) {
        value_add_text(a, list, tag[i]);
    }
    TRY(conversation_subjects(&w->ctx, v->id, about, &count));
    list = value_set_list(a, node, S("about"));
    for (size_t i = 0; i < count; i++) {
        value_add_text(a, list, about[i]);
    }
    return OK;
}

/* The second deadline: after it the app takes no answer any more. */
static void show_window(struct web *w, const struct conversation *v, struct value *node)
{
    struct arena *a = w->ctx.arena;
    bool counts = v->waiting_since != 0 && v->window_closes_at > w->ctx.now_at;
    str time = clock_print_time(a, w->ctx.shop->zone, v->window_closes_at, web_is_indonesian(w));
    str text =
        say_with(w, T("{channel}: window closes {time}"),
                 { S("channel"), channel_label(v->channel, w->ctx.lang) }, { S("time"), time });
    value_set_instant(a, node, S("window_closes_at"), counts ? v->window_closes_at : 0);
    show_text_or_null(w, node, S("window_text"), counts ? text : (str){ 0 });
    value_set_bool(a, node, S("is_window_first"), counts && conversation_act_by(v) < v->due_at);
}

static enum err show_item(struct web *w, const struct conversation *v, struct value *node)
{
    struct arena *a = w->ctx.arena;
    value_set_text(a, node, S("number"), v->number);
    value_set_text(a, node, S("href_url"), inbox_url(w, v, ""));
    value_set_text(a, node, S("channel"), channel_name(v->channel));
    value_set_text(a, node, S("channel_text"), channel_label(v->channel, w->ctx.lang));
    value_set_text(a, node, S("state"), conversation_state_name(v->state));
    value_set_text(a, node, S("state_text"), conversation_state_label(v->state, w->ctx.lang));
    value_set_instant(a, node, S("last_at"), v->last_at);
    value_set_instant(a, node, S("due_at"), v->due_at);
    show_text_or_null(w, node, S("due_text"), inbox_due_text(w, v->due_at));
    bool is_late = v->due_at != 0 && v->due_at < w->ctx.now_at;
    value_set_bool(a, node, S("is_late"), is_late);
    value_set_bool(a, node, S("is_soon"),
                   !is_late && v->due_at != 0 && v->due_at < w->ctx.now_at + HOURS(1));
    show_window(w, v, node);
    value_set_int(a, node, S("assignee"), v->assignee);
    TRY(show_names(w, v, node));
    TRY(show_glimpse(w, v, node));
    value_set_text(a, node, S("team"), v->team);
    return show_words(w, v, node);
}

static void read_filter(struct web *w, const struct inbox_ask *ask, struct conversation_filter *f)
{
    struct str_pair key = str_cut(ask->cursor, '-');
    *f = (struct conversation_filter){
        .view = VIEW_TODO, .tag = ask->tag, .query = ask->q, .limit = PAGE_SIZE
    };
    (void)!conversation_view_of(ask->state, &f->view);
    f->has_channel = channel_of(ask->channel, &f->channel);
    f->assignee = str_eq(ask->who, S("me"))       ? w->ctx.actor.id
                  : str_eq(ask->who, S("nobody")) ? -1
                                                  : 0;
    if (!str_to_int(key.head, &f->after_sort) || !str_to_int(key.tail, &f->after_id)) {
        f->after_sort = f->after_id = 0;
    }
}

/* An order's number finds what is said about it. */
static enum err read_about(struct web *w, struct conversation_filter *f)
{
    struct order o = { 0 };
    if (f->query.size == 0) {
        return OK;
    }
    enum err e = order_by_number(&w->ctx, str_trim(f->query), &o);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    f->about = e == OK ? str_format(w->ctx.arena, "order:%" PRId64, o.id.v) : (str){ 0 };
    return OK;
}

static void show_tabs(struct web *w, const struct conversation_filter *f, int64_t todo,
                      struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct value *list = value_set_list(a, m, S("tabs"));
    for (size_t i = 0; i < COUNT(tabs); i++) {
        struct value *one = value_add_object(a, list);
        str view = conversation_view_name(tabs[i].view);
        value_set_text(a, one, S("name"), text_of(w->ctx.lang, tabs[i].name));
        value_set_text(a, one, S("href_url"),
                       web_path(w, "/admin/inbox?state=%.*s", STR_ARG(view)));
        value_set_bool(a, one, S("is_current"), f->view == tabs[i].view && f->query.size == 0);
        value_set_int(a, one, S("count"), tabs[i].view == VIEW_TODO ? todo : 0);
    }
}

/* Whose, and from where: links, so that a thumb needs one touch. */
static void show_links(struct web *w, const struct conversation_filter *f,
                       const struct inbox_ask *ask, struct value *m)
{
    static const struct {
        const char *key, *value;
        str name;
    } links[] = {
        { "who", "", T_INIT("Everybody's") },
        { "who", "me", T_INIT("Mine") },
        { "who", "nobody", T_INIT("Nobody's") },
    };
    struct arena *a = w->ctx.arena;
    str view = conversation_view_name(f->view);
    struct value *list = value_set_list(a, m, S("links"));
    for (size_t i = 0; i < COUNT(links); i++) {
        struct value *one = value_add_object(a, list);
        value_set_text(a, one, S("name"), text_of(w->ctx.lang, links[i].name));
        value_set_text(
            a, one, S("href_url"),
            web_path(w, "/admin/inbox?state=%.*s&who=%s", STR_ARG(view), links[i].value));
        value_set_bool(a, one, S("is_current"), str_eq(ask->who, str_of(links[i].value)));
    }
    for (enum channel channel = 0; channel < CHANNEL_LOOPBACK; channel++) {
        struct value *one = value_add_object(a, list);
        str name = channel_name(channel);
        value_set_text(a, one, S("name"), channel_label(channel, w->ctx.lang));
        value_set_text(
            a, one, S("href_url"),
            web_path(w, "/admin/inbox?state=%.*s&channel=%.*s", STR_ARG(view), STR_ARG(name)));
        value_set_bool(a, one, S("is_current"), str_eq(ask->channel, name));
    }
}

static void show_next(struct web *w, const struct conversation_list *list,
                      const struct inbox_ask *ask, struct value *m)
{
    struct arena *a = w->ctx.arena;
    str cursor = { 0 };
    if (list->has_more) {
        cursor = str_format(a, "%" PRId64 "-%" PRId64, list->next_sort, list->next_id);
    }
    show_text_or_null(w, m, S("next"), cursor);
    show_text_or_null(
        w, m, S("next_url"),
        cursor.size == 0
            ? cursor
            : web_path(w, "/admin/inbox?state=%.*s&channel=%.*s&who=%.*s&tag=%.*s&cursor=%.*s",
                       STR_ARG(str_escape_url(a, ask->state)),
                       STR_ARG(str_escape_url(a, ask->channel)),
                       STR_ARG(str_escape_url(a, ask->who)), STR_ARG(str_escape_url(a, ask->tag)),
                       STR_ARG(cursor)));
}

enum err admin_inbox(struct web *w)
{
    const struct inbox_ask *ask = w->query;
    struct arena *a = w->ctx.arena;
    struct conversation_filter f;
    struct conversation_list list = { 0 };
    int64_t todo = 0;
    int64_t overdue = 0;
    read_filter(w, ask, &f);
    TRY(read_about(w, &f));
    TRY(conversation_list(&w->ctx, &f, &list));
    TRY(conversation_counts(&w->ctx, &todo, &overdue));
    struct value *m = office_page(w);
    show_tabs(w, &f, todo, m);
    value_set(
        m, S("filter"),
        form_model(a, &w->query_state, web_path(w, "/admin/inbox"), (str){ 0 }, w->ctx.lang));
    value_set_int(a, m, S("todo"), todo);
    value_set_int(a, m, S("overdue"), overdue);
    struct value *items = value_set_list(a, m, S("items"));
    for (size_t i = 0; i < list.count; i++) {
        const struct conversation *v = &list.item[i];
        struct value *node = value_add_object(a, items);
        bool is_answered = f.view == VIEW_TODO && v->due_at == 0;
        TRY(show_item(w, v, node));
        value_set_bool(a, node, S("begins_rest"),
                       is_answered && (i == 0 || list.item[i - 1].due_at != 0));
    }
    show_next(w, &list, ask, m);
    show_links(w, &f, ask, m);
    value_set_text(a, m, S("stream_url"), web_stream_url(w, web_path(w, "/admin/inbox/stream")));
    value_set_text(a, m, S("new_url"), web_path(w, "/admin/inbox/new"));
    value_set_text(a, m, S("watch_url"), web_path(w, "/admin/watch"));
    value_set_text(a, m, S("answers_url"), web_path(w, "/admin/inbox/answers"));
    return OK;
}

enum err admin_inbox_stream(struct web *w)
{
    return web_stream(w, S("inbox"));
}
