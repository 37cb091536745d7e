/* SPDX-License-Identifier: Apache-2.0 */
#include "web/admin/nav.h"

#include "core/notice.h"
#include "core/promise_figures.h"
#include "shop/message.h"
#include "web/admin/office.h"
#include "web/shop/card.h"
#include "web/text.h"

#define COUNT_OF(member) offsetof(struct nav_counts, member)
#define NO_COUNT SIZE_MAX

struct nav_place {
    str name; /* T_INIT */
    str path;
    size_t count; /* where in struct nav_counts */
};
struct nav_group {
    str name;
    struct nav_place place[12];
};

/* At the thumb, on every page. */
static const struct nav_place dock[] = {
    { T_INIT("Today"), S_INIT("/admin"), COUNT_OF(late) },
    { T_INIT("Orders"), S_INIT("/admin/orders"), COUNT_OF(orders) },
    { T_INIT("Inbox"), S_INIT("/admin/inbox"), COUNT_OF(inbox) },
    { T_INIT("Products"), S_INIT("/admin/products"), NO_COUNT },
};

static const struct nav_group groups[] = {
    { T_INIT("Orders and goods"),
      { { T_INIT("Today"), S_INIT("/admin"), COUNT_OF(late) },
        { T_INIT("Orders"), S_INIT("/admin/orders"), COUNT_OF(orders) },
        { T_INIT("Enter an order"), S_INIT("/admin/orders/new"), NO_COUNT },
        { T_INIT("Messages about orders"), S_INIT("/admin/mails"), COUNT_OF(messages) },
        { T_INIT("Products"), S_INIT("/admin/products"), NO_COUNT },
        { T_INIT("Import"), S_INIT("/admin/imports"), NO_COUNT } } },
    { T_INIT("Customers"),
      { { T_INIT("Inbox"), S_INIT("/admin/inbox"), COUNT_OF(inbox) },
        { T_INIT("Claims"), S_INIT("/admin/claims"), COUNT_OF(claims) },
        { T_INIT("Complaints"), S_INIT("/admin/complaints"), COUNT_OF(complaints) },
        { T_INIT("Second decisions"), S_INIT("/admin/decisions"), COUNT_OF(decisions) },
        { T_INIT("Notices about cases"), S_INIT("/admin/notices"), COUNT_OF(notices) },
        { T_INIT("Ready answers"), S_INIT("/admin/inbox/answers"), NO_COUNT },
        { T_INIT("Where to look"), S_INIT("/admin/watch"), NO_COUNT },
        { T_INIT("Surveys"), S_INIT("/admin/surveys"), NO_COUNT },
        { T_INIT("Improvements"), S_INIT("/admin/improvements"), NO_COUNT },
        { T_INIT("Protection against abuse"), S_INIT("/admin/standing"), NO_COUNT } } },
    { T_INIT("Promises"),
      { { T_INIT("All promises"), S_INIT("/admin/promises"), COUNT_OF(late) },
        { T_INIT("Policies"), S_INIT("/admin/policies"), NO_COUNT },
        { T_INIT("Hours and promises"), S_INIT("/admin/settings/hours"), NO_COUNT },
        { T_INIT("Slower couriers"), S_INIT("/admin/delays"), NO_COUNT } } },
    { T_INIT("The shop"),
      { { T_INIT("Pages"), S_INIT("/admin/pages"), NO_COUNT },
        { T_INIT("Settings"), S_INIT("/admin/settings"), NO_COUNT },
        { T_INIT("Payment"), S_INIT("/admin/settings/payment"), NO_COUNT },
        { T_INIT("Shipping"), S_INIT("/admin/settings/shipping"), NO_COUNT },
        { T_INIT("Staff"), S_INIT("/admin/staff"), NO_COUNT } } },
    { T_INIT("Records"),
      { { T_INIT("Ledger"), S_INIT("/admin/ledger"), NO_COUNT },
        { T_INIT("Events"), S_INIT("/admin/events"), NO_COUNT },
        { T_INIT("Jobs"), S_INIT("/admin/jobs"), NO_COUNT } } },
};

/* ---- how much waits ---- */

enum err nav_count(struct web *w)
{
    struct nav_counts *n = NEW(w->ctx.arena, struct nav_counts);
    struct promise_todo_counts todo = { 0 };
    TRY(promise_todo_counts(&w->ctx, &todo));
    TRY(notice_by_hand_count(&w->ctx, (str){ 0 }, &n->notices));
    TRY(message_by_hand_count(&w->ctx, &n->messages));
    const int64_t *kind = todo.kind;
    n->late = todo.late;
    n->orders = kind[PROMISE_SHIP] + kind[PROMISE_CONFIRM_PAYMENT] + kind[PROMISE_REFUND];
    n->inbox = kind[PROMISE_REPLY] + kind[PROMISE_NEXT_REPLY] + kind[PROMISE_CALL_BACK];
    n->claims = kind[PROMISE_ANSWER_CLAIM] + kind[PROMISE_INSPECT] + kind[PROMISE_REPLACE] +
                kind[PROMISE_REPAIR];
    /* a case once: its acknowledgement is promised beside its decision */
    n->complaints = kind[PROMISE_DECIDE_COMPLAINT] + kind[PROMISE_REMEDY];
    n->decisions = kind[PROMISE_DECIDE];
    w->waiting = n;
    return OK;
}

static int64_t count_at(const struct web *w, size_t at)
{
    int64_t count = 0;
    if (at != NO_COUNT && w->waiting != NULL) {
        memcpy(&count, (const char *)w->waiting + at, sizeof count);
    }
    return count;
}

static const struct {
    size_t at;
    const char *name;
} counts[] = {
    { COUNT_OF(late), "late" },
    { COUNT_OF(orders), "orders" },
    { COUNT_OF(inbox), "inbox" },
    { COUNT_OF(claims), "claims" },
    { COUNT_OF(complaints), "complaints" },
    { COUNT_OF(decisions), "decisions" },
    { COUNT_OF(notices), "notices" },
    { COUNT_OF(messages), "messages" },
};

static str count_name(size_t at)
{
    for (size_t i = 0; i < COUNT(counts); i++) {
        if (counts[i].at == at) {
            return str_of(counts[i].name);
        }
    }
    return (str){ 0 };
}

static const struct model_field waiting_fields[] = {
    SHOW(INT, "late"),       SHOW(INT, "orders"),    SHOW(INT, "inbox"),   SHOW(INT, "claims"),
    SHOW(INT, "complaints"), SHOW(INT, "decisions"), SHOW(INT, "notices"), SHOW(INT, "messages"),
};
const struct model admin_waiting_model = MODEL("waiting", waiting_fields);

enum err admin_waiting(struct web *w)
{
    TRY(nav_count(w));
    w->model = value_object(w->ctx.arena);
    for (size_t i = 0; i < COUNT(counts); i++) {
        value_set_int(w->ctx.arena, w->model, str_of(counts[i].name), count_at(w, counts[i].at));
    }
    return OK;
}

/* ---- the links ---- */

/* The place whose path the page's begins with; the longest of them is where we are. */
static bool is_below(str page, str path)
{
    bool is_whole = str_eq(path, S("/admin")); /* every page is below it */
    return str_starts(page, path) &&
           (page.size == path.size || (!is_whole && page.at[path.size] == '/'));
}

static str place_here(str page)
{
    str best = { 0 };
    for (size_t g = 0; g < COUNT(groups); g++) {
        const struct nav_place *p = groups[g].place;
        for (size_t i = 0; i < COUNT(groups[g].place) && p[i].path.size > 0; i++) {
            best = is_below(page, p[i].path) && p[i].path.size > best.size ? p[i].path : best;
        }
    }
    return best;
}

static void show_place(struct web *w, const struct nav_place *p, str here, struct value *list)
{
    struct arena *a = w->ctx.arena;
    int64_t count = count_at(w, p->count);
    if (!office_may_open(w, p->path)) {
        return;
    }
    struct value *node = value_add_object(a, list);
    value_set_text(a, node, S("name"), text_of(w->ctx.lang, p->name));
    value_set_text(a, node, S("href_url"), web_path_to(w, p->path, (str){ 0 }));
    value_set_bool(a, node, S("is_current"), str_eq(here, p->path));
    value_set_text(a, node, S("count"),
                   count == 0   ? (str){ 0 }
                   : count > 99 ? S("99+")
                                : str_format(a, "%" PRId64, count));
    value_set_bool(a, node, S("is_late"), p->count == COUNT_OF(late));
    value_set_text(a, node, S("place"), count_name(p->count));
}

void nav_show(struct web *w, struct value *admin)
{
    struct arena *a = w->ctx.arena;
    str here = place_here(w->page_path);
    bool has_inbox = office_may_open(w, S("/admin/inbox"));
    value_set_text(a, admin, S("inbox_url"), has_inbox ? web_path(w, "/admin/inbox") : (str){ 0 });
    value_set_text(a, admin, S("stream_url"),
                   has_inbox ? web_stream_url(w, web_path(w, "/admin/inbox/stream")) : (str){ 0 });
    value_set_text(a, admin, S("waiting_url"), S("/api/v1/admin/waiting"));
    struct value *list = value_set_list(a, admin, S("dock"));
    for (size_t i = 0; i < COUNT(dock); i++) {
        show_place(w, &dock[i], here, list);
    }
    list = value_set_list(a, admin, S("groups"));
    for (size_t g = 0; g < COUNT(groups); g++) {
        struct value *group = value_object(a);
        value_set_text(a, group, S("name"), text_of(w->ctx.lang, groups[g].name));
        struct value *places = value_set_list(a, group, S("places"));
        const struct nav_place *p = groups[g].place;
        for (size_t i = 0; i < COUNT(groups[g].place) && p[i].path.size > 0; i++) {
            show_place(w, &p[i], here, places);
        }
        if (places->count > 0) {
            value_add(list, group);
        }
    }
}
