/* SPDX-License-Identifier: Apache-2.0 */
#include "web/admin/today.h"

#include "care/capture.h"
#include "care/complaint.h"
#include "care/conversation_list.h"
#include "care/improvement.h"
#include "care/survey.h"
#include "core/notice.h"
#include "core/promise_figures.h"
#include "shop/message.h"
#include "shop/order_list.h"
#include "shop/shipment.h"
#include "shop/undelivered.h"
#include "web/admin/inbox.h"
#include "web/admin/office.h"
#include "web/admin/today_place.h"
#include "web/shop/card.h"
#include "web/shop/show.h"
#include "web/text.h"

#include <stdlib.h>

enum { PROMISE_ROWS = 40, OTHER_ROWS = 10, PARCEL_ROWS = 20, PILE = 4, ROWS_MAX = 200 };

static const struct model_field row_fields[] = {
    SHOW(TEXT, "kind"), SHOW(TEXT, "name"), SHOW(TEXT, "about", .note = "The number of the case."),
    SHOW_OR_NULL(TEXT, "note"), SHOW_OR_NULL(TEXT, "who"), SHOW_OR_NULL(INSTANT, "due_at", .note = "Null: as soon as possible."),
    SHOW_OR_NULL(INSTANT, "since_at", .note = "Of what has no due time: waiting since."), PAGE_ONLY(TEXT, "due_text"),
    SHOW(BOOL, "is_late"), SHOW(BOOL, "is_safety"), PAGE_ONLY(TEXT, "href_url"),
};
const struct model today_row_model = MODEL("due_next", row_fields);

struct today_row {
    str kind, name;
    struct place place;
    int64_t due_at, since_at; /* one of them */
    bool is_now;              /* whatever the date: to be done today */
};
struct today {
    struct today_row *row;
    size_t count;
};

static void add(struct web *w, struct today *t, const struct today_row *row)
{
    str page = str_cut(str_cut(row->place.path, '#').head, '?').head;
    if (t->count < ROWS_MAX && !row->place.is_moot && office_may_open(w, page)) {
        t->row[t->count++] = *row;
    }
}

/* ---- promises ---- */

static enum err add_promise(struct web *w, struct today *t, const struct promise *p)
{
    struct today_row row = { .kind = promise_kind_name(p->kind), .name = promise_kind_label(p->kind, w->ctx.lang),
                             .due_at = p->due_at };
    TRY(place_of(w, p->kind, p->subject, &row.place));
    add(w, t, &row);
    return OK;
}

/* Whatever else waits: what is about safety is found by the board, not by its place among the due times. */
static enum err add_safety(struct web *w, struct today *t)
{
    struct complaint_filter f = { .view = S("open"), .limit = OTHER_ROWS };
    struct complaint_list list = { 0 };
    TRY(complaint_page(&w->ctx, &f, &list));
    for (size_t i = 0; i < list.count && list.item[i].is_safety; i++) {
        struct promise_list promises = { 0 };
        TRY(promise_list(&w->ctx, complaint_subject(&w->ctx, list.item[i].id), &promises));
        for (size_t n = 0; n < promises.count; n++) {
            const struct promise *p = &promises.item[n];
            bool is_owed =
                p->outcome == PROMISE_OPEN || (p->outcome == PROMISE_BROKEN && p->settled_at == 0);
            TRY(is_owed && p->paused_by.size == 0 ? add_promise(w, t, p) : OK);
        }
    }
    return OK;
}

static bool is_there(const struct today *t, const struct today_row *row)
{
    for (size_t i = 0; i < t->count; i++) {
        const struct today_row *old = &t->row[i];
        if (old->due_at == row->due_at && str_eq(old->kind, row->kind) &&
            str_eq(old->place.path, row->place.path)) {
            return true;
        }
    }
    return false;
}

static enum err add_promises(struct web *w, struct today *t, bool is_late, bool *has_more)
{
    struct promise_list list = { 0 };
    struct today found = { .row = NEW_N(w->ctx.arena, struct today_row, ROWS_MAX) };
    TRY(promise_todo(&w->ctx, is_late, PROMISE_ROWS, &list, has_more));
    for (size_t i = 0; i < list.count; i++) {
        TRY(add_promise(w, &found, &list.item[i]));
    }
    for (size_t i = 0; i < found.count; i++) {
        if (!is_there(t, &found.row[i])) {
            add(w, t, &found.row[i]);
        }
    }
    return OK;
}

/* ---- what is no promise ---- */

/* The app takes no answer after it, and it shuts before the answer is due: the promise's own row would come too late. */
static enum err add_windows(struct web *w, struct today *t)
{
    struct conversation_filter f = { .view = VIEW_TODO, .after_sort = w->ctx.now_at, .limit = CONVERSATION_LIST_MAX };
    struct conversation_list list = { 0 };
    TRY(conversation_list(&w->ctx, &f, &list));
    for (size_t i = 0; i < list.count; i++) {
        const struct conversation *v = &list.item[i];
        struct today_row row = { .kind = S("reply_window"), .due_at = conversation_act_by(v) };
        if (row.due_at == v->due_at) {
            continue;
        }
        str time =
            clock_print_time(w->ctx.arena, w->ctx.shop->zone, row.due_at, web_is_indonesian(w));
        row.name =
            say_with(w, T("Reply window on {channel} closes at {time}"),
                     { S("channel"), channel_label(v->channel, w->ctx.lang) }, { S("time"), time });
        TRY(place_of(w, PROMISE_KIND_COUNT, conversation_subject(&w->ctx, v->id), &row.place));
        row.place.note = say(w, T("after it the app takes no answer"));
        row.place.about = (str){ 0 }; /* says what no other row says */
        add(w, t, &row);
    }
    return OK;
}

/* Looked for today, and the buyer said nothing since: tomorrow again. */
static bool is_looked_for(const struct web *w, const struct undelivered *u)
{
    return u->checked_at != 0 && u->checked_at > u->denied_at &&
           w->ctx.now_at - u->checked_at < DAYS(1);
}

static enum err add_sent_back(struct web *w, struct today *t, const struct undelivered *u)
{
    struct today_row row = { .kind = S("sent_back"), .name = say(w, T("Ask the buyer: the parcel came back")), .due_at = u->lost_at, .is_now = true };
    TRY(place_of_order(w, u->order.v, "#sent-back", ROLE_CARE, &row.place));
    row.place.note = say(w, T("then the money is due back"));
    add(w, t, &row);
    return OK;
}

static enum err add_parcels(struct web *w, struct today *t)
{
    struct undelivered_list list = { 0 };
    size_t shown = 0;
    TRY(undelivered_list_open(&w->ctx, 200, &list));
    for (size_t i = 0; i < list.count && shown < PARCEL_ROWS; i++) {
        struct today_row row = { .kind = S("check_parcel"), .name = say(w, T("Look for the parcel")), .due_at = list.item[i].lost_at, .is_now = true };
        if (is_looked_for(w, &list.item[i])) {
            continue;
        }
        struct shipment_list parcels = { 0 };
        TRY(shipment_list_of(&w->ctx, list.item[i].order, &parcels));
        if (shipment_is_sent_back(&parcels)) { /* nobody looks for what lies here */
            TRY(add_sent_back(w, t, &list.item[i]));
            continue;
        }
        TRY(place_of_order(w, list.item[i].order.v, "#overdue", ROLE_FULFILMENT, &row.place));
        row.place.note = list.item[i].denied_at != 0 ? say(w, T("the buyer says it is not there"))
                                                     : say(w, T("then the money is due back"));
        add(w, t, &row);
        shown++;
    }
    return OK;
}

static enum err add_cash_orders(struct web *w, struct today *t)
{
    struct order_filter f = { .view = S("to_confirm"), .limit = OTHER_ROWS };
    struct order_list list = { 0 };
    TRY(order_list(&w->ctx, &f, &list));
    for (size_t i = 0; i < list.count; i++) {
        struct today_row row = { .kind = S("confirm_order"), .name = say(w, T("Confirm cash on delivery")), .since_at = list.item[i].placed_at };
        TRY(place_of_order(w, list.item[i].id.v, "#confirm", ROLE_CARE, &row.place));
        add(w, t, &row);
    }
    return OK;
}

/* Many of a kind, done one after the other on a page of their own: one row. From `most` on there are more. */
static void add_pile(struct web *w, struct today *t, struct today_row *row, const char *path,
                     int64_t count, int64_t most)
{
    row->place = (struct place){ .path = str_of(path), .who = office_role_text(w, ROLE_CARE) };
    row->place.number = count < most ? str_format(w->ctx.arena, "%" PRId64, count)
                                     : str_format(w->ctx.arena, "%" PRId64 "+", most - 1);
    add(w, t, row);
}

static enum err add_message(struct web *w, struct today *t, const struct message_hand *one)
{
    str count = str_format(w->ctx.arena, "%" PRId64, one->count);
    struct today_row row = { .kind = S("message"), .since_at = one->since_at };
    row.name = one->count == 1
                   ? say(w, T("Send a WhatsApp message"))
                   : say_with(w, T("Send {count} WhatsApp messages"), { S("count"), count });
    TRY(place_of_order(w, one->order.v, "#messages", ROLE_CARE, &row.place));
    row.place.note = (str){ 0 };
    add(w, t, &row);
    return OK;
}

static enum err add_messages(struct web *w, struct today *t)
{
    struct message_hand_list list = { 0 };
    int64_t count = 0;
    TRY(message_by_hand(&w->ctx, PILE, &list));
    if (list.count == PILE) {
        struct today_row row = { .kind = S("message"), .name = say(w, T("Send WhatsApp messages")), .since_at = list.item[0].since_at };
        TRY(message_by_hand_count(&w->ctx, &count));
        add_pile(w, t, &row, "/admin/mails?state=waiting", count, 100);
        return OK;
    }
    for (size_t i = 0; i < list.count; i++) {
        TRY(add_message(w, t, &list.item[i]));
    }
    return OK;
}

/* The page of notices begins with this one. */
static enum err add_notice(struct web *w, struct today *t, const struct notice *n)
{
    struct today_row row = { .kind = S("notice"), .name = say(w, T("Send a notice by WhatsApp")), .since_at = n->created_at };
    TRY(place_of(w, PROMISE_KIND_COUNT, n->subject, &row.place));
    row.place.is_moot = false;
    row.place.note = (str){ 0 };
    row.place.who = office_role_text(w, ROLE_CARE);
    row.place.path = str_format(w->ctx.arena, "/admin/notices?before=%" PRId64 "#notice-%" PRId64,
                                n->id + 1, n->id);
    add(w, t, &row);
    return OK;
}

static enum err add_notices(struct web *w, struct today *t)
{
    struct notice_list list = { 0 };
    TRY(notice_by_hand(&w->ctx, S(NOTICE_SURVEY_SENT), OTHER_ROWS, &list));
    if (list.count >= PILE) {
        struct today_row row = { .kind = S("notice"), .name = say(w, T("Send notices by WhatsApp")), .since_at = list.item[0].created_at };
        add_pile(w, t, &row, "/admin/notices", (int64_t)list.count, OTHER_ROWS);
        return OK;
    }
    for (size_t i = 0; i < list.count; i++) {
        TRY(add_notice(w, t, &list.item[i]));
    }
    return OK;
}

/* Questions after the purchase are many and nobody waits for them: one row. */
static enum err add_surveys(struct web *w, struct today *t)
{
    int64_t count = 0;
    TRY(notice_by_hand_count(&w->ctx, S(NOTICE_SURVEY_SENT), &count));
    if (count > 0) {
        struct today_row row = { .kind = S("survey"), .name = say(w, T("Send surveys by WhatsApp")), .is_now = true };
        add_pile(w, t, &row, "/admin/notices", count, 100);
    }
    return OK;
}

/* What was suggested waits for a yes or no, then to be done: a row each, however many there are. */
static enum err add_improvements(struct web *w, struct today *t)
{
    static const struct {
        enum improvement_status status;
        str name;
    } rows[] = {
        { IMPROVEMENT_CONSIDERED, T_INIT("Decide about improvements") },
        { IMPROVEMENT_PLANNED, T_INIT("Carry out improvements") },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct improvement_list list = { 0 };
        struct improvement_filter f = { .has_status = true, .status = rows[i].status, .limit = IMPROVEMENT_PAGE_MAX };
        TRY(improvement_page(&w->ctx, &f, &list));
        if (list.count == 0) {
            continue;
        }
        struct today_row row = { .kind = S("improvement"), .name = text_of(w->ctx.lang, rows[i].name) };
        str status = improvement_status_name(rows[i].status);
        row.since_at = list.item[list.count - 1].changed_at; /* it waits longest */
        row.place.number = str_format(w->ctx.arena, list.has_more ? "%zu+" : "%zu", list.count);
        row.place.path =
            str_format(w->ctx.arena, "/admin/improvements?state=%.*s", STR_ARG(status));
        row.place.who = office_role_text(w, ROLE_MANAGER);
        add(w, t, &row);
    }
    return OK;
}

static enum err add_watch(struct web *w, struct today *t)
{
    struct watch_list list = { 0 };
    TRY(watch_read(&w->ctx, &list));
    for (size_t i = 0, shown = 0; i < list.count && shown < OTHER_ROWS; i++) {
        const struct watch_place *p = &list.item[i];
        struct today_row row = { .kind = S("watch"), .name = say(w, T("Look at")), .since_at = p->looked_at };
        if (!p->is_due) {
            continue;
        }
        row.place.number = p->name;
        row.place.path = str_format(w->ctx.arena, "/admin/watch#place-%" PRId64, p->id);
        row.place.who = office_role_text(w, ROLE_CARE);
        add(w, t, &row);
        shown++;
    }
    return OK;
}

/* ---- in their order ---- */

static int by_due(const void *a, const void *b)
{
    const struct today_row *x = a;
    const struct today_row *y = b;
    if (x->place.is_safety != y->place.is_safety) {
        return x->place.is_safety ? -1 : 1;
    }
    if ((x->due_at == 0) != (y->due_at == 0)) {
        return x->due_at == 0 ? 1 : -1;
    }
    int64_t left = x->due_at != 0 ? x->due_at : x->since_at;
    int64_t right = y->due_at != 0 ? y->due_at : y->since_at;
    return left < right ? -1 : left > right;
}

static void show_row(struct web *w, const struct today_row *row, struct value *list)
{
    struct arena *a = w->ctx.arena;
    struct value *node = value_add_object(a, list);
    value_set_text(a, node, S("kind"), row->kind);
    value_set_text(a, node, S("name"), row->name);
    value_set_text(a, node, S("about"), row->place.number);
    show_text_or_null(w, node, S("note"), row->place.note);
    show_text_or_null(w, node, S("who"), row->place.who);
    value_set_instant(a, node, S("due_at"), row->due_at);
    value_set_instant(a, node, S("since_at"), row->since_at);
    show_text_or_null(w, node, S("due_text"), inbox_due_text(w, row->due_at));
    value_set_bool(a, node, S("is_late"), row->due_at != 0 && row->due_at < w->ctx.now_at);
    value_set_bool(a, node, S("is_safety"), row->place.is_safety);
    value_set_text(a, node, S("href_url"), web_path(w, "%.*s", STR_ARG(row->place.path)));
}

/* What is due in one complaint, and in the conversation it was said in, is one matter: the row that comes first stays. */
static void join_complaints(struct today *t)
{
    size_t kept = 0;
    for (size_t i = 0; i < t->count; i++) {
        bool is_said = false;
        for (size_t j = 0; j < kept && !is_said; j++) {
            is_said = t->row[i].place.about.size > 0 &&
                      str_eq(t->row[j].place.about, t->row[i].place.about);
        }
        if (!is_said) {
            t->row[kept++] = t->row[i];
        }
    }
    t->count = kept;
}

static void show_rows(struct web *w, struct today *t, struct value *m)
{
    const struct zone *zone = w->ctx.shop->zone;
    int64_t now_at = w->ctx.now_at;
    struct value *late = value_set_list(w->ctx.arena, m, S("late"));
    struct value *today = value_set_list(w->ctx.arena, m, S("today"));
    struct value *later = value_set_list(w->ctx.arena, m, S("later"));
    if (t->count > 0) {
        qsort(t->row, t->count, sizeof *t->row, by_due);
    }
    join_complaints(t);
    for (size_t i = 0; i < t->count; i++) {
        const struct today_row *row = &t->row[i];
        bool is_late = row->due_at != 0 && row->due_at < now_at;
        bool is_now = row->due_at == 0 || row->is_now || row->place.is_safety ||
                      zone_days(zone, row->due_at) == zone_days(zone, now_at);
        show_row(w, row, is_late ? late : is_now ? today : later);
    }
}

enum err today_show(struct web *w, struct value *m)
{
    struct today t = { .row = NEW_N(w->ctx.arena, struct today_row, ROWS_MAX) };
    bool more_late = false;
    bool more_open = false;
    TRY(add_safety(w, &t));
    TRY(add_promises(w, &t, true, &more_late));
    TRY(add_promises(w, &t, false, &more_open));
    TRY(add_windows(w, &t));
    TRY(add_parcels(w, &t));
    TRY(add_cash_orders(w, &t));
    TRY(add_messages(w, &t));
    TRY(add_notices(w, &t));
    TRY(add_surveys(w, &t));
    TRY(add_watch(w, &t));
    TRY(add_improvements(w, &t));
    show_rows(w, &t, m);
    show_text_or_null(w, m, S("more_late_url"),
                      more_late ? web_path(w, "/admin/promises?state=late") : (str){ 0 });
    show_text_or_null(w, m, S("more_url"),
                      more_open ? web_path(w, "/admin/promises") : (str){ 0 });
    return OK;
}
