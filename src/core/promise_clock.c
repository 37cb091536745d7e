/* SPDX-License-Identifier: Apache-2.0 */
#include "core/promise_clock.h"

#include "core/job.h"
#include "core/policy.h"
#include "core/promise_row.h"
#include "core/setting.h"

enum { PAUSES_MAX = 100 };

/* ---- calendars ---- */

int64_t promise_calendar_version(const struct ctx *c)
{
    return c->shop == NULL || c->shop->calendar == NULL ? 0 : c->shop->calendar->version;
}

static const struct zone *zone_of_shop(const struct ctx *c)
{
    return c->shop == NULL ? zone_of(S("UTC")) : c->shop->zone;
}

/* The hours as they were in that version: past and running promises are judged by what was published then. */
static enum err calendar_of(struct ctx *c, enum promise_clock clock, int64_t version,
                            struct calendar *out)
{
    const struct shop *shop = c->shop;
    if (clock != CLOCK_BUSINESS || shop == NULL || shop->calendar == NULL) {
        *out = calendar_always(zone_of_shop(c));
        return OK;
    }
    if (version == shop->calendar->version) {
        *out = *shop->calendar;
        return OK;
    }
    str text = { 0 };
    str why = { 0 };
    TRY(setting_get_version(c, S("shop.calendar"), version, &text));
    if (!shop_read_calendar(c->arena, text, shop->zone, version, out, &why)) {
        return fail(c, ERR_INTERNAL, "calendar version %" PRId64 ": %.*s", version, STR_ARG(why));
    }
    return OK;
}

enum err promise_due_at(struct ctx *c, enum promise_clock clock, int64_t from_at, int64_t budget,
                        int64_t *out)
{
    struct calendar cal = { 0 };
    TRY(calendar_of(c, clock, promise_calendar_version(c), &cal));
    if (!calendar_due_at(&cal, from_at, budget, out)) {
        *out = from_at + budget;
    }
    return OK;
}

enum err promise_due_of(struct ctx *c, enum promise_kind kind, int64_t budget, int64_t *out)
{
    return promise_due_at(c, promise_rule_of(kind)->clock, c->now_at, budget, out);
}

/* ---- pauses ---- */

SQL(pauses_of, "SELECT rule, from_at, until_at FROM promise_pause WHERE promise_id = $1"
               " ORDER BY from_at, id LIMIT 100");

enum err promise_pauses(struct ctx *c, promise_id id, struct promise_pause_list *out)
{
    struct promise_pause_list list = { .item = NEW_N(c->arena, struct promise_pause_row, PAUSES_MAX) };
    bool is_known = true;
    struct rows r = db_query(c->db, &pauses_of, ARGS(id.v));
    while (db_next(&r)) {
        struct promise_pause_row *p = &list.item[list.count++];
        is_known = promise_pause_of(row_text(&r, c->arena), &p->rule) && is_known;
        p->from_at = row_int(&r);
        p->until_at = row_int(&r);
    }
    TRY(db_done(&r));
    if (!is_known) {
        return fail(c, ERR_INTERNAL, "promise %" PRId64 ": an unknown pause", id.v);
    }
    *out = list;
    return OK;
}

struct pauses {
    struct calendar_pause item[PAUSES_MAX];
    size_t count;
};

/* One that still lasts counts as long as its rule lets it. */
static enum err read_pauses(struct ctx *c, promise_id id, struct pauses *out)
{
    struct promise_pause_list list = { 0 };
    TRY(promise_pauses(c, id, &list));
    for (size_t i = 0; i < list.count; i++) {
        const struct promise_pause_row *row = &list.item[i];
        int64_t end_at =
            row->until_at == 0 ? row->from_at + promise_pause_max(row->rule) : row->until_at;
        out->item[i] = (struct calendar_pause){ row->from_at, end_at };
    }
    out->count = list.count;
    return OK;
}

static enum err due_of(struct ctx *c, const struct promise *p, const struct calendar *cal,
                       int64_t from_at, int64_t budget, int64_t *out)
{
    struct pauses pauses;
    TRY(read_pauses(c, p->id, &pauses));
    if (!calendar_due_paused(cal, from_at, budget, pauses.item, pauses.count, out)) {
        *out = p->due_at;
    }
    return OK;
}

/* The budget that gives this due time from this start, so that a later pause reckons from the same two. */
static enum err budget_of(struct ctx *c, struct promise *p, const struct calendar *cal)
{
    struct pauses pauses;
    TRY(read_pauses(c, p->id, &pauses));
    p->budget = p->due_at <= p->from_at
                    ? 0
                    : calendar_time_paused(cal, p->from_at, p->due_at, pauses.item, pauses.count);
    return OK;
}

static enum err due_by_own_rules(struct ctx *c, const struct promise *p, int64_t *out)
{
    struct calendar cal = { 0 };
    TRY(calendar_of(c, p->clock, p->calendar_version, &cal));
    return due_of(c, p, &cal, p->from_at, p->budget, out);
}

SQL(promise_move,
    "UPDATE promise SET due_at = $2, from_at = $3, budget = $4, calendar_version = $5, paused_by = $6,"
    " policy_version = $7, clock = $8"
    " WHERE id = $1 AND outcome = 'open'");

static enum err move(struct ctx *c, const struct promise *p, const char *event, str reason)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &promise_move,
                ARGS(p->id.v, p->due_at, p->from_at, p->budget, p->calendar_version, p->paused_by,
                     p->policy_version, promise_clock_name(p->clock)),
                &changed));
    if (changed == 0) {
        return fail(c, ERR_STATE, "promise %" PRId64 " is settled", p->id.v);
    }
    ctx_wake(c, WAKE_TIMER);
    return promise_note(c, event, p, 0, reason);
}

enum err promise_pause_now(struct ctx *c, const struct promise *p, int64_t *until_at,
                           int64_t *due_at)
{
    struct pauses pauses;
    struct calendar cal = { 0 };
    TRY(read_pauses(c, p->id, &pauses));
    if (p->paused_by.size == 0 || pauses.count == 0) {
        return fail(c, ERR_STATE, "promise %" PRId64 " is not paused", p->id.v);
    }
    struct calendar_pause *last = &pauses.item[pauses.count - 1];
    int64_t end_at = last->to_at;
    last->to_at = end_at < c->now_at ? end_at : c->now_at;
    TRY(calendar_of(c, p->clock, p->calendar_version, &cal));
    if (!calendar_due_paused(&cal, p->from_at, p->budget, pauses.item, pauses.count, due_at)) {
        *due_at = p->due_at;
    }
    *until_at = end_at;
    return OK;
}

SQL(pause_insert, "INSERT INTO promise_pause (promise_id, rule, from_at) VALUES ($1, $2, $3)");

enum err promise_pause(struct ctx *c, str subject, enum promise_kind kind,
                       enum promise_pause_rule rule)
{
    struct promise p = { 0 };
    str name = promise_pause_name(rule);
    TRY(promise_find(c, subject, kind, &p));
    bool is_running = p.outcome == PROMISE_OPEN && p.paused_by.size == 0 && p.due_at >= c->now_at;
    if (!is_running || (promise_rule_of(kind)->pauses & 1u << rule) == 0) {
        return fail(c, ERR_STATE, "promise %" PRId64 " cannot be paused by %.*s", p.id.v,
                    STR_ARG(name));
    }
    TRY(db_exec(c->db, &pause_insert, ARGS(p.id.v, name, c->now_at), NULL));
    p.paused_by = name;
    TRY(due_by_own_rules(c, &p, &p.due_at));
    return move(c, &p, "promise.paused", name);
}

SQL(pause_open, "SELECT from_at FROM promise_pause WHERE promise_id = $1 AND until_at IS NULL");
SQL(pause_close, "UPDATE promise_pause SET until_at = $2 WHERE promise_id = $1 AND until_at IS NULL");

static int64_t between(int64_t low, int64_t at, int64_t high)
{
    return at < low ? low : at > high ? high : at;
}

enum err promise_pause_end(struct ctx *c, const struct promise *p, int64_t at)
{
    if (p->paused_by.size == 0) {
        return OK;
    }
    int64_t from_at = 0;
    enum promise_pause_rule rule = 0;
    TRY(db_get_int(c->db, &pause_open, ARGS(p->id.v), 0, &from_at));
    if (!promise_pause_of(p->paused_by, &rule)) {
        return fail(c, ERR_INTERNAL, "promise %" PRId64 ": an unknown pause", p->id.v);
    }
    int64_t latest = from_at + promise_pause_max(rule);
    int64_t until_at = between(from_at, at, latest < c->now_at ? latest : c->now_at);
    return db_exec(c->db, &pause_close, ARGS(p->id.v, until_at), NULL);
}

enum err promise_resume(struct ctx *c, str subject, enum promise_kind kind, int64_t at)
{
    struct promise p = { 0 };
    enum err e = promise_find(c, subject, kind, &p);
    if (e == ERR_NOT_FOUND || (e == OK && p.paused_by.size == 0)) {
        return OK;
    }
    TRY(e);
    str rule = p.paused_by;
    TRY(promise_pause_end(c, &p, at));
    p.paused_by = S("");
    TRY(due_by_own_rules(c, &p, &p.due_at));
    return move(c, &p, "promise.resumed", rule);
}

/* ---- the better of old and new ---- */

/* What a change would make of it. A change never makes a promise overdue at once: then the new budget counts from now. */
static enum err better(struct ctx *c, struct promise *p, const struct calendar *cal, int64_t budget,
                       bool *is_better)
{
    int64_t due_at = 0;
    TRY(due_of(c, p, cal, p->from_at, budget, &due_at));
    if (due_at <= c->now_at) {
        TRY(due_of(c, p, cal, c->now_at, budget, &due_at));
    }
    *is_better = due_at < p->due_at && due_at > c->now_at;
    if (!*is_better) {
        return OK;
    }
    p->due_at = due_at;
    p->calendar_version = p->clock == CLOCK_BUSINESS ? cal->version : 0;
    return budget_of(c, p, cal);
}

enum err promise_tighten(struct ctx *c, str subject, enum promise_kind kind, int64_t budget,
                         str reason)
{
    struct promise p = { 0 };
    struct calendar cal = { 0 };
    bool is_better = false;
    enum err e = promise_find(c, subject, kind, &p);
    if (e == ERR_NOT_FOUND || (e == OK && p.outcome != PROMISE_OPEN)) {
        return OK;
    }
    TRY(e);
    TRY(calendar_of(c, p.clock, p.calendar_version, &cal));
    TRY(better(c, &p, &cal, budget, &is_better));
    return is_better ? move(c, &p, "promise.moved", reason) : OK;
}

static enum err start_before(struct ctx *c, struct promise p, int64_t from_at)
{
    struct calendar cal = { 0 };
    int64_t due_at = 0;
    TRY(calendar_of(c, p.clock, p.calendar_version, &cal));
    TRY(due_of(c, &p, &cal, from_at, p.budget, &due_at));
    p.from_at = from_at;
    p.due_at = due_at < p.due_at ? due_at : p.due_at;
    TRY(budget_of(c, &p, &cal));
    return move(c, &p, "promise.moved", S("earlier_start"));
}

enum err promise_started_before(struct ctx *c, str subject, int64_t from_at)
{
    struct promise_list list = { 0 };
    TRY(promise_list(c, subject, &list));
    for (size_t i = 0; i < list.count; i++) {
        if (list.item[i].outcome == PROMISE_OPEN && from_at < list.item[i].from_at) {
            TRY(start_before(c, list.item[i], from_at));
        }
    }
    return OK;
}

/* ---- two cases become one ---- */

static enum err give(struct ctx *c, const struct promise *from, str into, enum promise_kind as)
{
    struct promise p = { 0 };
    enum err e = promise_find(c, into, as, &p);
    if (e == ERR_NOT_FOUND || (e == OK && p.outcome != PROMISE_OPEN)) {
        struct promise_new heir = { .kind = as, .subject = into, .owed_by = from->owed_by, .owed_to = from->owed_to,
                                    .policy_version = from->policy_version, .from_at = from->from_at, .due_at = from->due_at };
        return promise_make(c, &heir, NULL);
    }
    TRY(e);
    if (from->due_at >= p.due_at && from->from_at >= p.from_at) {
        return OK;
    }
    struct calendar always = calendar_always(zone_of_shop(c));
    p.from_at = from->from_at < p.from_at ? from->from_at : p.from_at;
    p.due_at = from->due_at < p.due_at ? from->due_at : p.due_at;
    p.clock =
        CLOCK_DATE; /* the two may have come from different rules: the date is what was said */
    TRY(budget_of(c, &p, &always));
    return move(c, &p, "promise.moved", S("merged"));
}

enum err promise_inherit(struct ctx *c, const struct promise *from, str into, enum promise_kind as)
{
    CHECK(from->outcome == PROMISE_OPEN);
    TRY(give(c, from, into, as));
    return promise_void(c, from->subject, from->kind, S("merged"));
}

enum err promise_merge(struct ctx *c, str from, str into)
{
    struct promise_list list = { 0 };
    TRY(promise_list(c, from, &list));
    for (size_t i = 0; i < list.count; i++) {
        if (list.item[i].outcome == PROMISE_OPEN) {
            TRY(promise_inherit(c, &list.item[i], into, list.item[i].kind));
        }
    }
    return OK;
}

/* ---- reviews ---- */

struct review {
    int64_t id, calendar_version, policy_version, budget, last_due_at, last_id;
    str kind; /* empty: all that run on the calendar */
};

SQL(review_insert, "INSERT INTO promise_review (kind, calendar_version, policy_version, budget, asked_at)"
                   " VALUES ($1, $2, $3, $4, $5)");

enum err promise_review_policy(struct ctx *c, enum promise_kind kind, int64_t policy_version,
                               int64_t budget)
{
    CHECK(budget > 0);
    ctx_wake(c, WAKE_TIMER);
    return db_exec(c->db, &review_insert,
                   ARGS(promise_kind_name(kind), promise_calendar_version(c), policy_version,
                        budget, c->now_at),
                   NULL);
}

SQL(review_newest, "SELECT calendar_version FROM promise_review WHERE kind = '' ORDER BY calendar_version DESC LIMIT 1");

static enum err notice_calendar(struct ctx *c)
{
    int64_t version = promise_calendar_version(c);
    int64_t seen = 0;
    TRY(db_get_int(c->db, &review_newest, NO_ARGS, -1, &seen));
    return version <= seen
               ? OK
               : db_exec(c->db, &review_insert, ARGS(S(""), version, 0, 0, c->now_at), NULL);
}

/* What the published reply policy gives each kind; the guarantee's times are frozen with each order. */
static const struct {
    enum promise_kind kind;
    const char *param;
    int64_t unit;
} of_reply_policy[] = {
    { PROMISE_REPLY, "reply_hours", HOURS(1) },
    { PROMISE_NEXT_REPLY, "reply_hours", HOURS(1) },
    { PROMISE_ACKNOWLEDGE, "reply_hours", HOURS(1) },
    { PROMISE_DECIDE_COMPLAINT, "complaint_days", DAYS(1) },
};

SQL(review_policy_newest, "SELECT policy_version FROM promise_review WHERE kind = 'reply' ORDER BY policy_version DESC LIMIT 1");

static enum err notice_policy(struct ctx *c)
{
    int64_t version = 0;
    int64_t seen = 0;
    struct policy p = { 0 };
    TRY(policy_current_version(c, POLICY_REPLY, &version));
    TRY(db_get_int(c->db, &review_policy_newest, NO_ARGS, 0, &seen));
    if (version <= seen) {
        return OK;
    }
    TRY(policy_get(c, POLICY_REPLY, version, &p));
    for (size_t i = 0; i < COUNT(of_reply_policy); i++) {
        int64_t budget = policy_int(&p, str_of(of_reply_policy[i].param)) * of_reply_policy[i].unit;
        TRY(promise_review_policy(c, of_reply_policy[i].kind, version, budget));
    }
    return OK;
}

SQL(review_first, "SELECT id, kind, calendar_version, policy_version, budget, last_due_at, last_id"
                  " FROM promise_review WHERE done_at IS NULL ORDER BY id LIMIT 1");

static enum err next_review(struct ctx *c, struct review *out, bool *found)
{
    struct review v = { 0 };
    struct rows r = db_query(c->db, &review_first, NO_ARGS);
    bool is_there = db_next(&r);
    if (is_there) {
        v.id = row_int(&r);
        v.kind = row_text(&r, c->arena);
        v.calendar_version = row_int(&r);
        v.policy_version = row_int(&r);
        v.budget = row_int(&r);
        v.last_due_at = row_int(&r);
        v.last_id = row_int(&r);
    }
    TRY(db_done(&r));
    *out = v;
    *found = is_there;
    return OK;
}

static enum err review_one(struct ctx *c, const struct review *v, const struct calendar *business,
                           struct promise p)
{
    bool is_better = false;
    bool is_kind = v->kind.size > 0;
    bool is_meant = is_kind ? str_eq(v->kind, promise_kind_name(p.kind)) && p.clock != CLOCK_DATE
                            : p.clock == CLOCK_BUSINESS;
    if (!is_meant || p.due_at <= c->now_at) {
        return OK;
    }
    struct calendar cal = p.clock == CLOCK_BUSINESS ? *business : calendar_always(zone_of_shop(c));
    TRY(better(c, &p, &cal, is_kind ? v->budget : p.budget, &is_better));
    if (!is_better) {
        return OK;
    }
    p.policy_version = is_kind ? v->policy_version : p.policy_version;
    TRY(move(c, &p, "promise.moved", is_kind ? S("policy_changed") : S("calendar_changed")));
    struct value *payload = value_object(c->arena);
    value_set_int(c->arena, payload, S("promise"), p.id.v);
    str key = str_format(c->arena, PROMISE_MOVED_JOB ":%" PRId64 ":%" PRId64, p.id.v, v->id);
    return job_add(
        c, &(struct job_new){ .kind = S(PROMISE_MOVED_JOB), .key = key, .payload = payload },
        NULL);
}

SQL(review_batch, "SELECT " PROMISE_COLUMNS " FROM promise WHERE outcome = 'open' AND (due_at, id) > ($1, $2)"
                  " ORDER BY due_at, id LIMIT $3");
SQL(review_step, "UPDATE promise_review SET last_due_at = $2, last_id = $3, done_at = $4 WHERE id = $1");

static enum err walk(struct ctx *c, const struct review *v, int64_t limit)
{
    struct promise_list list = { 0 };
    struct calendar business = { 0 };
    TRY(calendar_of(c, CLOCK_BUSINESS, v->calendar_version, &business));
    TRY(promise_read(c, db_query(c->db, &review_batch, ARGS(v->last_due_at, v->last_id, limit)),
                     (size_t)limit, &list));
    for (size_t i = 0; i < list.count; i++) {
        TRY(review_one(c, v, &business, list.item[i]));
    }
    bool is_done = (int64_t)list.count < limit;
    const struct promise *last = list.count > 0 ? &list.item[list.count - 1] : NULL;
    return db_exec(c->db, &review_step,
                   ARGS(v->id, last == NULL ? v->last_due_at : last->due_at,
                        last == NULL ? v->last_id : last->id.v,
                        arg_int_or_null(is_done ? c->now_at : 0)),
                   NULL);
}

enum err promise_review_due(struct ctx *c, int64_t limit, int64_t *done)
{
    struct review v = { 0 };
    bool found = false;
    TRY(notice_calendar(c));
    TRY(notice_policy(c));
    TRY(next_review(c, &v, &found));
    *done = found ? limit : 0; /* not the last step while a review waits */
    return found ? walk(c, &v, limit) : OK;
}
