/* SPDX-License-Identifier: Apache-2.0 */
#include "core/promise_figures.h"

#include "core/promise_kind.h"
#include "core/promise_row.h"
#include "core/setting.h"

enum {
    PAGE_MAX = 200,
    REASONS_MAX = 200,
    SAMPLES_MAX = 20000,
    OUTLOOK_MAX = 2000,
    OUTLOOK_MIN = 5
};
static const int64_t outlook_span = DAYS(14);

/* ---- lists ---- */

#define WANTED                                                                                     \
    " AND (CAST($1 AS TEXT) = '' OR kind = $1) AND (CAST($2 AS TEXT) = '' OR subject = $2)"
#define BEYOND " AND (due_at, id) > ($3, $4)"
#define AFTER BEYOND " ORDER BY due_at, id LIMIT $5"

SQL(promises_page_open, "SELECT " PROMISE_COLUMNS " FROM promise WHERE outcome = 'open'" WANTED AFTER);
/* As promise_is_late: also what nobody has called broken yet, because the clock is in question. */
SQL(promises_page_late, "SELECT " PROMISE_COLUMNS " FROM promise WHERE outcome = 'broken' AND settled_at IS NULL AND dropped_at IS NULL" WANTED BEYOND
                        " UNION ALL SELECT " PROMISE_COLUMNS " FROM promise WHERE outcome = 'open' AND due_at < $6" WANTED AFTER);
SQL(promises_page_all, "SELECT " PROMISE_COLUMNS " FROM promise WHERE (due_at, id) < ($3, $4)" WANTED
                       " AND (CAST($6 AS TEXT) = '' OR outcome = $6) ORDER BY due_at DESC, id DESC LIMIT $5");

bool promise_is_late(const struct promise *p, int64_t now_at)
{
    bool is_owed = p->outcome == PROMISE_BROKEN && p->settled_at == 0 && p->dropped_at == 0;
    bool is_past = p->outcome == PROMISE_OPEN && p->due_at < now_at; /* a pause has moved it */
    return is_owed || is_past;
}

enum err promise_page(struct ctx *c, const struct promise_filter *f, struct promise_list *out,
                      bool *has_more)
{
    CHECK(f->limit > 0 && f->limit <= PAGE_MAX);
    bool is_all = f->view == PROMISES_ALL;
    int64_t due_at = is_all && f->after_due_at == 0 ? INT64_MAX : f->after_due_at;
    int64_t more = f->limit + 1;
    struct promise_list list = { 0 };
    struct rows r;
    if (is_all) {
        r = db_query(c->db, &promises_page_all,
                     ARGS(f->kind, f->subject, due_at, f->after_id, more, f->outcome));
    } else if (f->view == PROMISES_LATE) {
        r = db_query(c->db, &promises_page_late,
                     ARGS(f->kind, f->subject, due_at, f->after_id, more, c->now_at));
    } else {
        r = db_query(c->db, &promises_page_open,
                     ARGS(f->kind, f->subject, due_at, f->after_id, more));
    }
    TRY(promise_read(c, r, (size_t)more, &list));
    *has_more = (int64_t)list.count == more;
    list.count -= *has_more ? 1 : 0;
    *out = list;
    return OK;
}

/* The conditions are those of the indexes promise_todo and promise_todo_late. */
#define TODO_LATE "outcome = 'broken' AND settled_at IS NULL AND dropped_at IS NULL AND kind <> 'deliver'"
SQL(promises_todo_late, "SELECT " PROMISE_COLUMNS " FROM promise WHERE " TODO_LATE " ORDER BY due_at, id LIMIT $1");
SQL(promises_todo_open, "SELECT " PROMISE_COLUMNS " FROM promise WHERE outcome = 'open' AND kind <> 'deliver'"
                        " AND paused_by = '' ORDER BY due_at, id LIMIT $1");

enum err promise_todo(struct ctx *c, bool is_late, int64_t limit, struct promise_list *out,
                      bool *has_more)
{
    CHECK(limit > 0 && limit <= PAGE_MAX);
    struct promise_list list = { 0 };
    struct sql *sql = is_late ? &promises_todo_late : &promises_todo_open;
    TRY(promise_read(c, db_query(c->db, sql, ARGS(limit + 1)), (size_t)limit + 1, &list));
    *has_more = (int64_t)list.count > limit;
    list.count -= *has_more ? 1 : 0;
    *out = list;
    return OK;
}

#define TODO_COUNT(condition)                                                                      \
    "SELECT kind, count(*) FROM (SELECT kind FROM promise WHERE " condition                        \
    " ORDER BY due_at, id LIMIT 500) AS next GROUP BY kind LIMIT 100"
SQL(promises_todo_late_count, TODO_COUNT(TODO_LATE));
SQL(promises_todo_open_count, TODO_COUNT("outcome = 'open' AND kind <> 'deliver' AND paused_by = ''"));

static enum err count_kinds(struct ctx *c, struct sql *sql, int64_t by_kind[PROMISE_KIND_COUNT],
                            int64_t *total)
{
    struct rows r = db_query(c->db, sql, NO_ARGS);
    while (db_next(&r)) {
        enum promise_kind kind = 0;
        bool is_known = promise_kind_of(row_text(&r, c->arena), &kind);
        int64_t count = row_int(&r);
        if (is_known) {
            by_kind[kind] += count;
            *total += count;
        }
    }
    return db_done(&r);
}

enum err promise_todo_counts(struct ctx *c, struct promise_todo_counts *out)
{
    struct promise_todo_counts counts = { 0 };
    int64_t open = 0;
    TRY(count_kinds(c, &promises_todo_late_count, counts.kind, &counts.late));
    TRY(count_kinds(c, &promises_todo_open_count, counts.kind, &open));
    *out = counts;
    return OK;
}

SQL(voided_reasons, "SELECT kind, voided_reason, count(*) FROM promise WHERE due_at >= $1 AND due_at < $2 AND outcome = 'voided'"
                    " GROUP BY kind, voided_reason ORDER BY kind, count(*) DESC, voided_reason LIMIT 200");

enum err promise_voided_reasons(struct ctx *c, int64_t from_at, int64_t to_at,
                                struct promise_reasons *out)
{
    struct promise_reasons list = { .item = NEW_N(c->arena, struct promise_reason, REASONS_MAX) };
    struct rows r = db_query(c->db, &voided_reasons, ARGS(from_at, to_at));
    while (db_next(&r)) {
        struct promise_reason one = { 0 };
        bool is_known = promise_kind_of(row_text(&r, c->arena), &one.kind);
        one.reason = row_text(&r, c->arena);
        one.count = row_int(&r);
        if (is_known) {
            list.item[list.count++] = one;
        }
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

/* ---- how long they took ---- */

struct cases {
    struct stats_sample *wall, *business;
    struct promise_share open_hour, open_day;
    size_t count;
};

static struct calendar hours_of(const struct ctx *c)
{
    return c->shop->calendar != NULL ? *c->shop->calendar : calendar_always(c->shop->zone);
}

SQL(promise_cases, "SELECT from_at, settled_at FROM promise WHERE kind = $1 AND from_at >= $2 AND from_at < $3"
                   " AND outcome <> 'voided' ORDER BY from_at DESC LIMIT $4");
/* Who has waited for longer than two weeks ($2) and waits still: few, found by their own index and not among all that ever was. */
#define WAITS_STILL                                                                                \
    "outcome = 'broken' AND settled_at IS NULL AND dropped_at IS NULL AND due_at < $3 AND kind || '' = $1 AND from_at + 0 < $2"
SQL(promise_cases_now, "SELECT from_at, settled_at FROM promise WHERE kind = $1 AND from_at >= $2 AND from_at < $3 AND outcome <> 'voided'"
                       " UNION ALL SELECT from_at, settled_at FROM promise WHERE " WAITS_STILL " ORDER BY from_at DESC LIMIT $4");

static void share_add(struct promise_share *share, struct stats_sample s, int64_t bound)
{
    if (s.is_censored && s.value <= bound) {
        return; /* nobody knows yet */
    }
    share->of++;
    share->in += !s.is_censored && s.value <= bound;
}

/* Answered or not, newest first. */
static enum err read_cases(struct ctx *c, struct rows r, int64_t max, struct cases *out)
{
    struct calendar cal = hours_of(c);
    struct cases list = { .wall = NEW_N(c->arena, struct stats_sample, (size_t)max),
                          .business = NEW_N(c->arena, struct stats_sample, (size_t)max) };
    while (db_next(&r)) {
        int64_t start_at = row_int(&r);
        bool waits = row_is_null(&r);
        int64_t end_at = waits ? c->now_at : row_int(&r);
        end_at = end_at < start_at ? start_at : end_at;
        struct stats_sample open = { calendar_business_time(&cal, start_at, end_at), waits };
        share_add(&list.open_hour, open, HOURS(1));
        share_add(&list.open_day, open, HOURS(24));
        list.wall[list.count] = (struct stats_sample){ end_at - start_at, waits };
        list.business[list.count++] = open;
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

SQL(reply_counts,
    "SELECT CAST(COALESCE(sum(CASE WHEN outcome <> 'voided' THEN 1 ELSE 0 END), 0) AS BIGINT),"
    " CAST(COALESCE(sum(CASE WHEN outcome <> 'voided' AND settled_at IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT),"
    " CAST(COALESCE(sum(CASE WHEN outcome = 'voided' THEN 1 ELSE 0 END), 0) AS BIGINT),"
    " CAST(COALESCE(sum(CASE WHEN outcome <> 'voided' AND (settled_at IS NOT NULL OR from_at + 3600000000 <= $3) THEN 1 ELSE 0 END), 0) AS BIGINT),"
    " CAST(COALESCE(sum(CASE WHEN outcome <> 'voided' AND settled_at - from_at <= 3600000000 THEN 1 ELSE 0 END), 0) AS BIGINT),"
    " CAST(COALESCE(sum(CASE WHEN outcome <> 'voided' AND (settled_at IS NOT NULL OR from_at + 86400000000 <= $3) THEN 1 ELSE 0 END), 0) AS BIGINT),"
    " CAST(COALESCE(sum(CASE WHEN outcome <> 'voided' AND settled_at - from_at <= 86400000000 THEN 1 ELSE 0 END), 0) AS BIGINT)"
    " FROM promise WHERE kind = $4 AND from_at >= $1 AND from_at < $2");

enum err promise_reply_speed(struct ctx *c, enum promise_kind kind, int64_t from_at, int64_t to_at,
                             struct promise_speed *out)
{
    struct promise_speed s = { 0 };
    struct cases cases = { 0 };
    str name = promise_kind_name(kind);
    struct rows r = db_query(c->db, &reply_counts, ARGS(from_at, to_at, c->now_at, name));
    if (db_next(&r)) {
        s.asked = row_int(&r);
        s.waiting = row_int(&r);
        s.voided = row_int(&r);
        s.hour.of = row_int(&r);
        s.hour.in = row_int(&r);
        s.day.of = row_int(&r);
        s.day.in = row_int(&r);
    }
    TRY(db_done(&r));
    int64_t max = SAMPLES_MAX;
    r = db_query(c->db, &promise_cases, ARGS(name, from_at, to_at, max));
    TRY(read_cases(c, r, max, &cases));
    s.samples = (int64_t)cases.count;
    s.open_hour = cases.open_hour;
    s.open_day = cases.open_day;
    s.wall_p50 = stats_percentile(cases.wall, cases.count, 50);
    s.wall_p90 = stats_percentile(cases.wall, cases.count, 90);
    s.business_p50 = stats_percentile(cases.business, cases.count, 50);
    s.business_p90 = stats_percentile(cases.business, cases.count, 90);
    *out = s;
    return OK;
}

enum err promise_outlook(struct ctx *c, enum promise_kind kind, int64_t budget,
                         struct promise_outlook *out)
{
    struct cases cases = { 0 };
    struct promise_outlook o = { 0 };
    int64_t max = OUTLOOK_MAX;
    struct rows r =
        db_query(c->db, &promise_cases_now,
                 ARGS(promise_kind_name(kind), c->now_at - outlook_span, c->now_at + 1, max));
    TRY(read_cases(c, r, max, &cases));
    bool is_business = promise_rule_of(kind)->clock == CLOCK_BUSINESS;
    o.p90 = stats_percentile(is_business ? cases.business : cases.wall, cases.count, 90);
    o.count = (int64_t)cases.count;
    o.is_worse = o.count >= OUTLOOK_MIN && o.p90.value > budget;
    *out = o;
    return OK;
}

SQL(promise_late_now,
    "SELECT count(*), CAST(coalesce(sum(CASE WHEN settled_at > due_at OR (settled_at IS NULL AND due_at < $3) THEN 1 ELSE 0 END), 0) AS BIGINT)"
    " FROM (SELECT due_at, settled_at FROM (SELECT due_at, settled_at FROM promise WHERE kind = $1 AND from_at >= $2 AND outcome <> 'voided'"
    " ORDER BY from_at DESC LIMIT $4) AS recent UNION ALL SELECT due_at, settled_at FROM promise WHERE " WAITS_STILL ") AS cases");

enum err promise_outlook_dated(struct ctx *c, enum promise_kind kind, struct promise_outlook *out)
{
    enum { PERCENT = 90 };
    struct promise_outlook o = { 0 };
    int64_t count = 0;
    int64_t late = 0;
    int64_t max = OUTLOOK_MAX;
    struct rows r =
        db_query(c->db, &promise_late_now,
                 ARGS(promise_kind_name(kind), c->now_at - outlook_span, c->now_at, max));
    if (db_next(&r)) {
        count = row_int(&r);
        late = row_int(&r);
    }
    TRY(db_done(&r));
    int64_t rank = (count * PERCENT + 99) / 100;
    if (count >= OUTLOOK_MIN && count - late < rank) { /* the one of that rank was late */
        TRY(promise_outlook(c, kind, 0, &o));
        o.is_worse = o.p90.is_known;
    }
    o.count = count;
    *out = o;
    return OK;
}
