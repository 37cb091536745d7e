/* SPDX-License-Identifier: Apache-2.0 */
#include "web/admin/today.h"

#include "care/complaint.h"
#include "core/decision.h"
#include "core/promise_figures.h"
#include "core/setting.h"
#include "shop/claim.h"
#include "web/text.h"

enum { ROWS = 40 };

static const struct model_field row_fields[] = {
    SHOW(TEXT, "kind"), SHOW(TEXT, "name"), SHOW(TEXT, "about", .note = "The number of the case."), SHOW(INSTANT, "due_at"),
    PAGE_ONLY(TEXT, "href_url"),
};
const struct model today_row_model = MODEL("due_next", row_fields);

/* A case: its number, and the page on which it is worked. */
struct place {
    str number, path;
};

static enum err find_order(struct web *w, int64_t id, struct place *out)
{
    struct order o = { 0 };
    TRY(order_by_id(&w->ctx, (order_id){ id }, &o));
    *out = (struct place){ o.number, web_path(w, "/admin/orders/%.*s", STR_ARG(o.number)) };
    return OK;
}

static enum err find_claim(struct web *w, int64_t id, struct place *out)
{
    struct claim k = { 0 };
    TRY(claim_get(&w->ctx, (claim_id){ id }, &k));
    *out = (struct place){ k.number, web_path(w, "/admin/claims/%.*s", STR_ARG(k.number)) };
    return OK;
}

static enum err find_complaint(struct web *w, int64_t id, struct place *out)
{
    struct complaint k = { 0 };
    TRY(complaint_get(&w->ctx, (complaint_id){ id }, &k));
    *out = (struct place){ k.number, web_path(w, "/admin/complaints/%.*s", STR_ARG(k.number)) };
    return OK;
}

static enum err find_conversation(struct web *w, int64_t id, struct place *out)
{
    struct conversation k = { 0 };
    TRY(conversation_get(&w->ctx, (conversation_id){ id }, &k));
    *out = (struct place){ k.number, web_path(w, "/admin/inbox/%.*s", STR_ARG(k.number)) };
    return OK;
}

static enum err find_decision(struct web *w, int64_t id, struct place *out)
{
    struct decision d = { 0 };
    TRY(decision_get(&w->ctx, (decision_id){ id }, &d));
    *out = (struct place){ d.number, web_path(w, "/decisions/%.*s", STR_ARG(d.number)) };
    return OK;
}

static const struct {
    str room;
    enum err (*find)(struct web *w, int64_t id, struct place *out);
} rooms[] = {
    { S_INIT("order"), find_order },         { S_INIT("claim"), find_claim },
    { S_INIT("complaint"), find_complaint }, { S_INIT("conversation"), find_conversation },
    { S_INIT("decision"), find_decision },
};

/* What has no page of its own is found in the list of promises. */
static enum err find_place(struct web *w, str subject, struct place *out)
{
    struct str_pair cut = str_cut(subject, ':');
    int64_t id = 0;
    *out = (struct place){ subject, web_path(w, "/admin/promises?state=all&q=%.*s",
                                              STR_ARG(str_escape_url(w->ctx.arena, subject))) };
    for (size_t i = 0; i < COUNT(rooms); i++) {
        if (str_eq(cut.head, rooms[i].room) && str_to_int(cut.tail, &id)) {
            enum err e = rooms[i].find(w, id, out);
            return e == ERR_NOT_FOUND ? OK : e;
        }
    }
    return OK;
}

static enum err add_row(struct web *w, const struct promise *p, struct value *list)
{
    struct arena *a = w->ctx.arena;
    struct place place = { 0 };
    TRY(find_place(w, p->subject, &place));
    struct value *node = value_add_object(a, list);
    value_set_text(a, node, S("kind"), promise_kind_name(p->kind));
    value_set_text(a, node, S("name"), promise_kind_label(p->kind, w->ctx.lang));
    value_set_text(a, node, S("about"), place.number);
    value_set_instant(a, node, S("due_at"), p->due_at);
    value_set_text(a, node, S("href_url"), place.path);
    return OK;
}

enum err today_show(struct web *w, struct value *m)
{
    struct promise_filter overdue = { .view = PROMISES_LATE, .limit = ROWS };
    struct promise_list late = { 0 };
    struct promise_list open = { 0 };
    bool has_more = false;
    int64_t now_at = w->ctx.now_at;
    const struct zone *zone = w->ctx.shop->zone;
    struct value *list[] = { value_set_list(w->ctx.arena, m, S("late")),
                             value_set_list(w->ctx.arena, m, S("today")),
                             value_set_list(w->ctx.arena, m, S("later")) };
    TRY(promise_page(&w->ctx, &overdue, &late, &has_more));
    TRY(promise_list_open(&w->ctx, ROWS, &open));
    for (size_t i = 0; i < late.count; i++) {
        TRY(add_row(w, &late.item[i], list[0]));
    }
    for (size_t i = 0; i < open.count; i++) {
        const struct promise *p = &open.item[i];
        bool is_today = zone_days(zone, p->due_at) == zone_days(zone, now_at);
        if (p->due_at >= now_at) {
            TRY(add_row(w, p, list[is_today ? 1 : 2]));
        }
    }
    return OK;
}
