/* SPDX-License-Identifier: Apache-2.0 */
#include "core/promise_clock.h"
#include "core/promise_kind.h"
#include "core/promise_row.h"

#include "core/event.h"
#include "core/job.h"
#include "core/pulse.h"

enum { LIST_MAX = 200, SUBJECT_LIST_MAX = 100 };

/* ---- rows ---- */

static enum err clock_of(struct ctx *c, str name, enum promise_clock *out)
{
    for (enum promise_clock clock = 0; clock < CLOCK_COUNT; clock++) {
        if (str_eq(name, promise_clock_name(clock))) {
            *out = clock;
            return OK;
        }
    }
    return fail(c, ERR_INTERNAL, "promise clock %.*s", STR_ARG(name));
}

static enum err read_row(struct ctx *c, struct rows *r, struct promise *out)
{
    struct promise p = { .id = { row_int(r) } };
    str kind = row_text(r, c->arena);
    p.subject = row_text(r, c->arena);
    p.owed_by = row_text(r, c->arena);
    p.owed_to = row_text(r, c->arena);
    p.policy_version = row_int(r);
    p.made_at = row_int(r);
    p.due_at = row_int(r);
    p.settled_at = row_int(r);
    str outcome = row_text(r, c->arena);
    p.voided_reason = row_text(r, c->arena);
    TRY(clock_of(c, row_text(r, c->arena), &p.clock));
    p.from_at = row_int(r);
    p.budget = row_int(r);
    p.calendar_version = row_int(r);
    p.paused_by = row_text(r, c->arena);
    p.dropped_at = row_int(r);
    if (!promise_kind_of(kind, &p.kind) || !promise_outcome_of(outcome, &p.outcome)) {
        return fail(c, ERR_INTERNAL, "promise %" PRId64 " is of kind %.*s, %.*s", p.id.v,
                    STR_ARG(kind), STR_ARG(outcome));
    }
    *out = p;
    return OK;
}

enum err promise_read(struct ctx *c, struct rows r, size_t max, struct promise_list *out)
{
    struct promise_list list = { .item = NEW_N(c->arena, struct promise, max) };
    enum err e = OK;
    while (e == OK && db_next(&r)) {
        e = read_row(c, &r, &list.item[list.count++]);
    }
    TRY(db_done(&r));
    TRY(e);
    *out = list;
    return OK;
}

static enum err read_one(struct ctx *c, struct rows r, struct promise *out)
{
    struct promise_list list = { 0 };
    TRY(promise_read(c, r, 1, &list));
    if (list.count == 0) {
        return ERR_NOT_FOUND;
    }
    *out = list.item[0];
    return OK;
}

SQL(promise_by_id, "SELECT " PROMISE_COLUMNS " FROM promise WHERE id = $1");

enum err promise_get(struct ctx *c, promise_id id, struct promise *out)
{
    enum err e = read_one(c, db_query(c->db, &promise_by_id, ARGS(id.v)), out);
    return e == ERR_NOT_FOUND ? fail(c, e, "promise %" PRId64, id.v) : e;
}

SQL(promise_latest, "SELECT " PROMISE_COLUMNS " FROM promise WHERE subject = $1 AND kind = $2"
                    " ORDER BY id DESC LIMIT 1");

enum err promise_find(struct ctx *c, str subject, enum promise_kind kind, struct promise *out)
{
    str name = promise_kind_name(kind);
    enum err e = read_one(c, db_query(c->db, &promise_latest, ARGS(subject, name)), out);
    return e == ERR_NOT_FOUND
               ? fail(c, e, "%.*s has no promise %.*s", STR_ARG(subject), STR_ARG(name))
               : e;
}

SQL(promises_of_subject, "SELECT " PROMISE_COLUMNS " FROM promise WHERE subject = $1"
                         " ORDER BY due_at, id LIMIT 100");

enum err promise_ask(struct ctx *c, str subject, enum promise_kind kind)
{
    TRY(db_ask(c->db, &promises_of_subject, ARGS(subject)));
    return db_ask(c->db, &promise_latest, ARGS(subject, promise_kind_name(kind)));
}

enum err promise_list(struct ctx *c, str subject, struct promise_list *out)
{
    return promise_read(c, db_query(c->db, &promises_of_subject, ARGS(subject)), SUBJECT_LIST_MAX,
                        out);
}

SQL(promises_open, "SELECT " PROMISE_COLUMNS " FROM promise WHERE outcome = 'open'"
                   " ORDER BY due_at, id LIMIT $1");

enum err promise_list_open(struct ctx *c, int64_t limit, struct promise_list *out)
{
    CHECK(limit > 0 && limit <= LIST_MAX);
    return promise_read(c, db_query(c->db, &promises_open, ARGS(limit)), (size_t)limit, out);
}

/* ---- events ---- */

enum err promise_note(struct ctx *c, const char *kind, const struct promise *p, int64_t occurred_at,
                      str reason)
{
    struct value *facts = value_object(c->arena);
    value_set_int(c->arena, facts, S("promise"), p->id.v);
    value_set_text(c->arena, facts, S("kind"), promise_kind_name(p->kind));
    value_set_instant(c->arena, facts, S("due_at"), p->due_at);
    value_set_instant(c->arena, facts, S("settled_at"), p->settled_at);
    value_set_text(c->arena, facts, S("outcome"), promise_outcome_name(p->outcome));
    value_set_int(c->arena, facts, S("policy_version"), p->policy_version);
    value_set_text(c->arena, facts, S("clock"), promise_clock_name(p->clock));
    value_set_instant(c->arena, facts, S("from_at"), p->from_at);
    value_set_int(c->arena, facts, S("calendar_version"), p->calendar_version);
    if (reason.size > 0) {
        value_set_text(c->arena, facts, S("reason"), reason);
    }
    return event_add(c,
                     &(struct event_new){ .kind = str_of(kind),
                                           .subject = p->subject,
                                           .facts = facts,
                                           .occurred_at = occurred_at },
                     NULL);
}

/* ---- making ---- */

SQL(promise_insert,
    "INSERT INTO promise (kind, subject, owed_by, owed_to, policy_version, made_at, due_at, outcome, clock, from_at, budget, calendar_version)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $10, $11)"
    " ON CONFLICT (subject, kind) WHERE outcome = 'open' DO NOTHING RETURNING id");

/* A date is what was said; a budget is reckoned by the kind's clock, and the calendar's version is kept with it. */
static enum err reckon(struct ctx *c, const struct promise_new *p, struct promise *made)
{
    made->from_at = p->from_at == 0 ? c->now_at : p->from_at;
    if (p->due_at != 0) {
        made->clock = CLOCK_DATE;
        made->due_at = p->due_at;
        made->budget = p->due_at > made->from_at ? p->due_at - made->from_at : 0;
        return OK;
    }
    made->clock = promise_rule_of(p->kind)->clock;
    made->budget = p->budget;
    made->calendar_version = made->clock == CLOCK_BUSINESS ? promise_calendar_version(c) : 0;
    return promise_due_at(c, made->clock, made->from_at, made->budget, &made->due_at);
}

enum err promise_make(struct ctx *c, const struct promise_new *p, promise_id *out)
{
    CHECK((p->due_at > 0 || p->budget > 0) && p->subject.size > 0);
    str owed_by = p->owed_by.size == 0 ? S("shop") : p->owed_by;
    str kind = promise_kind_name(p->kind);
    struct promise made = { .kind = p->kind, .subject = p->subject, .policy_version = p->policy_version };
    TRY(reckon(c, p, &made));
    TRY(db_get_int(c->db, &promise_insert,
                   ARGS(kind, p->subject, owed_by, p->owed_to, p->policy_version, c->now_at,
                        made.due_at, promise_clock_name(made.clock), made.from_at, made.budget,
                        made.calendar_version),
                   0, &made.id.v));
    if (made.id.v == 0) {
        return fail(c, ERR_EXISTS, "%.*s has an open promise %.*s", STR_ARG(p->subject),
                    STR_ARG(kind));
    }
    TRY(promise_note(c, "promise.made", &made, 0, S("")));
    ctx_wake(c, WAKE_TIMER);
    if (out != NULL) {
        *out = made.id;
    }
    return OK;
}

/* ---- settling ---- */

SQL(promise_settle, "UPDATE promise SET outcome = $2, settled_at = $3, paused_by = '' WHERE id = $1 AND outcome = 'open'");

static enum err add_consequence(struct ctx *c, const struct promise *p)
{
    struct value *payload = value_object(c->arena);
    value_set_int(c->arena, payload, S("promise"), p->id.v);
    return job_add(
        c,
        &(struct job_new){ .kind = S(PROMISE_JOB),
                            .key = str_format(c->arena, PROMISE_JOB ":%" PRId64, p->id.v),
                            .payload = payload },
        NULL);
}

/* Open until now; done at `at`. Late but before the timer looked is broken all the same, with its consequence. */
static enum err settle(struct ctx *c, struct promise p, int64_t at, bool *settled)
{
    int64_t changed = 0;
    p.outcome = at <= p.due_at ? PROMISE_KEPT : PROMISE_BROKEN;
    p.settled_at = at;
    TRY(db_exec(c->db, &promise_settle, ARGS(p.id.v, promise_outcome_name(p.outcome), at),
                &changed));
    *settled = changed == 1;
    if (!*settled) {
        return OK;
    }
    TRY(promise_pause_end(c, &p, at));
    if (p.outcome == PROMISE_KEPT) {
        return promise_note(c, "promise.kept", &p, at, S(""));
    }
    TRY(promise_note(c, "promise.broken", &p, p.due_at, S("")));
    return add_consequence(c, &p);
}

SQL(promise_done_late, "UPDATE promise SET settled_at = $2"
                       " WHERE id = $1 AND outcome = 'broken' AND settled_at IS NULL");

static enum err settle_late(struct ctx *c, struct promise p, int64_t at)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &promise_done_late, ARGS(p.id.v, at), &changed));
    p.settled_at = at;
    return changed == 1 ? promise_note(c, "promise.done_late", &p, at, S("")) : OK;
}

SQL(promises_owed_before, "SELECT " PROMISE_COLUMNS " FROM promise WHERE subject = $1 AND kind = $2 AND id < $3 AND due_at < $4"
                          " AND outcome = 'broken' AND settled_at IS NULL AND dropped_at IS NULL ORDER BY id LIMIT $5");

/* Broken, and promised again meanwhile: with the new one it is done at last. */
static enum err settle_those_before(struct ctx *c, const struct promise *p, int64_t at)
{
    struct promise_list list = { 0 };
    TRY(promise_read(c,
                     db_query(c->db, &promises_owed_before,
                              ARGS(p->subject, promise_kind_name(p->kind), p->id.v, at, LIST_MAX)),
                     LIST_MAX, &list));
    for (size_t i = 0; i < list.count; i++) {
        TRY(settle_late(c, list.item[i], at));
    }
    return OK;
}

enum err promise_keep(struct ctx *c, str subject, enum promise_kind kind, int64_t at)
{
    struct promise p = { 0 };
    bool settled = false;
    TRY(promise_find(c, subject, kind, &p));
    TRY(settle_those_before(c, &p, at));
    if (p.outcome == PROMISE_OPEN) {
        TRY(settle(c, p, at, &settled));
        if (settled) {
            return OK;
        }
        TRY(promise_find(c, subject, kind,
                         &p)); /* the timer was quicker: no reason to refuse what was done */
    }
    switch (p.outcome) {
    case PROMISE_OPEN:
        return fail(c, ERR_CONFLICT, "promise %" PRId64 " was settled and made again meanwhile",
                    p.id.v);
    case PROMISE_BROKEN:
        return at <= p.due_at ? promise_correct(c, p.id, at, S("")) : settle_late(c, p, at);
    case PROMISE_KEPT:
    case PROMISE_VOIDED:
    case PROMISE_OUTCOME_COUNT:
        break;
    }
    return OK;
}

SQL(promise_correct_row, "UPDATE promise SET outcome = 'kept', settled_at = $2"
                         " WHERE id = $1 AND outcome = 'broken' AND due_at >= $2");

enum err promise_correct(struct ctx *c, promise_id id, int64_t at, str source)
{
    struct promise p = { 0 };
    int64_t changed = 0;
    TRY(promise_get(c, id, &p));
    TRY(db_exec(c->db, &promise_correct_row, ARGS(id.v, at), &changed));
    if (changed == 0) {
        return fail(c, ERR_STATE, "promise %" PRId64 " is not broken, or was done late", id.v);
    }
    p.outcome = PROMISE_KEPT;
    p.settled_at = at;
    return promise_note(c, "promise.corrected", &p, at, source);
}

SQL(promise_reopen_row, "UPDATE promise SET outcome = $2, settled_at = NULL, dropped_at = NULL"
                        " WHERE id = $1 AND outcome IN ('kept', 'broken') AND settled_at IS NOT NULL");

enum err promise_reopen(struct ctx *c, str subject, enum promise_kind kind, str reason)
{
    struct promise p = { 0 };
    int64_t changed = 0;
    TRY(promise_find(c, subject, kind, &p));
    bool was_kept = p.outcome == PROMISE_KEPT;
    enum promise_outcome now = was_kept && p.due_at >= c->now_at ? PROMISE_OPEN : PROMISE_BROKEN;
    TRY(db_exec(c->db, &promise_reopen_row, ARGS(p.id.v, promise_outcome_name(now)), &changed));
    if (changed == 0) {
        return OK; /* it is owed all the same */
    }
    p.outcome = now;
    p.settled_at = 0;
    TRY(promise_note(c, "promise.reopened", &p, 0, reason));
    ctx_wake(c, WAKE_TIMER);
    if (now == PROMISE_OPEN || !was_kept) {
        return OK;
    }
    TRY(promise_note(c, "promise.broken", &p, p.due_at, S("")));
    return add_consequence(c, &p);
}

SQL(promise_void_row, "UPDATE promise SET outcome = 'voided', voided_reason = $2, paused_by = ''"
                      " WHERE id = $1 AND outcome = 'open'");

static enum err void_one(struct ctx *c, struct promise p, str reason)
{
    CHECK(reason.size > 0);
    int64_t changed = 0;
    TRY(db_exec(c->db, &promise_void_row, ARGS(p.id.v, reason), &changed));
    TRY(promise_pause_end(c, &p, c->now_at));
    p.outcome = PROMISE_VOIDED;
    return changed == 1 ? promise_note(c, "promise.voided", &p, 0, reason) : OK;
}

SQL(promise_drop_row, "UPDATE promise SET dropped_at = $2"
                      " WHERE id = $1 AND outcome = 'broken' AND settled_at IS NULL AND dropped_at IS NULL");

/* Broken stays broken; but nobody waits for it any more. */
static enum err drop_one(struct ctx *c, struct promise p, str reason)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &promise_drop_row, ARGS(p.id.v, c->now_at), &changed));
    p.outcome = PROMISE_BROKEN; /* the timer may not have looked before */
    return changed == 1 ? promise_note(c, "promise.dropped", &p, 0, reason) : OK;
}

/* Past its day still: it may have been paused since the timer looked. */
SQL(promise_break, "UPDATE promise SET outcome = 'broken', paused_by = '' WHERE id = $1 AND outcome = 'open' AND due_at < $2");

static enum err break_one(struct ctx *c, struct promise p, int64_t *broken)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &promise_break, ARGS(p.id.v, c->now_at), &changed));
    if (changed == 0) {
        return OK; /* kept or moved while we looked */
    }
    p.outcome = PROMISE_BROKEN;
    ++*broken;
    TRY(promise_pause_end(c, &p, c->now_at));
    TRY(promise_note(c, "promise.broken", &p, p.due_at, S("")));
    return add_consequence(c, &p);
}

/* Past its day and the timer has not looked yet: broken all the same, whatever ends it now. */
static enum err end_one(struct ctx *c, const struct promise *p, str reason)
{
    int64_t broken = 0;
    if (p->outcome == PROMISE_OPEN && p->due_at >= c->now_at) {
        return void_one(c, *p, reason);
    }
    if (p->outcome == PROMISE_OPEN) {
        TRY(break_one(c, *p, &broken));
        return drop_one(c, *p, reason);
    }
    bool is_owed = p->outcome == PROMISE_BROKEN && p->settled_at == 0;
    return is_owed ? drop_one(c, *p, reason) : OK;
}

/* Broken, and promised again meanwhile: it ends with the new one. */
static enum err drop_those_before(struct ctx *c, const struct promise *p, str reason)
{
    struct promise_list list = { 0 };
    TRY(promise_read(
        c,
        db_query(c->db, &promises_owed_before,
                 ARGS(p->subject, promise_kind_name(p->kind), p->id.v, c->now_at, LIST_MAX)),
        LIST_MAX, &list));
    for (size_t i = 0; i < list.count; i++) {
        TRY(drop_one(c, list.item[i], reason));
    }
    return OK;
}

enum err promise_void(struct ctx *c, str subject, enum promise_kind kind, str reason)
{
    struct promise p = { 0 };
    enum err e = promise_find(c, subject, kind, &p);
    if (e == ERR_NOT_FOUND) {
        return OK;
    }
    TRY(e);
    TRY(drop_those_before(c, &p, reason));
    return end_one(c, &p, reason);
}

enum err promise_void_all(struct ctx *c, str subject, str reason)
{
    struct promise_list list = { 0 };
    TRY(promise_list(c, subject, &list));
    for (size_t i = 0; i < list.count; i++) {
        TRY(end_one(c, &list.item[i], reason));
    }
    return OK;
}

/* ---- the timer ---- */

SQL(promises_overdue, "SELECT " PROMISE_COLUMNS " FROM promise WHERE outcome = 'open' AND due_at < $1"
                      " ORDER BY due_at, id LIMIT $2");

enum err promise_break_due(struct ctx *c, int64_t limit, int64_t *broken)
{
    CHECK(limit > 0 && limit <= LIST_MAX);
    bool is_held = false;
    int64_t count = 0;
    struct promise_list list = { 0 };
    TRY(pulse_is_held(c, &is_held));
    if (!is_held) {
        TRY(promise_read(c, db_query(c->db, &promises_overdue, ARGS(c->now_at, limit)),
                         (size_t)limit, &list));
    }
    for (size_t i = 0; i < list.count; i++) {
        TRY(break_one(c, list.item[i], &count));
    }
    *broken = count;
    return OK;
}

SQL(promise_first_due, "SELECT due_at FROM promise WHERE outcome = 'open' ORDER BY due_at LIMIT 1");

/* While the pulse is held nothing breaks: who sleeps until the next due time must not be woken again and again for it. */
enum err promise_next_due_at(struct ctx *c, int64_t *out)
{
    bool is_held = false;
    *out = 0;
    TRY(pulse_is_held(c, &is_held));
    return is_held ? OK : db_get_int(c->db, &promise_first_due, NO_ARGS, 0, out);
}

/* The rule did what the shop did not: the claim is accepted, the goods count as sound, the buyer's wish counts. */
static bool is_done_by_rule(enum promise_kind kind)
{
    return kind == PROMISE_ANSWER_CLAIM || kind == PROMISE_INSPECT || kind == PROMISE_DECIDE ||
           kind == PROMISE_PUBLISH_REVIEW;
}

enum err promise_consequence(struct ctx *c, const struct promise_hooks *hooks,
                             const struct value *payload)
{
    promise_id id = { value_int(payload, S("promise"), 0) };
    struct promise p = { 0 };
    TRY(promise_get(c, id, &p));
    enum err (*hook)(struct ctx *, const struct promise *) = hooks->broken[p.kind];
    if (hook == NULL || p.outcome != PROMISE_BROKEN) { /* corrected meanwhile: nothing follows */
        return OK;
    }
    TRY(hook(c, &p));
    return is_done_by_rule(p.kind) ? drop_one(c, p, S("by_rule")) : OK;
}

/* ---- rates ---- */

SQL(promise_rates_of,
    "SELECT kind, count(*),"
    " CAST(sum(CASE WHEN outcome = 'kept' THEN 1 ELSE 0 END) AS BIGINT),"
    " CAST(sum(CASE WHEN outcome = 'broken' OR (outcome = 'open' AND due_at < $3) THEN 1 ELSE 0 END) AS BIGINT),"
    " CAST(sum(CASE WHEN settled_at IS NULL AND dropped_at IS NULL AND (outcome = 'broken' OR (outcome = 'open' AND due_at < $3))"
    "  THEN 1 ELSE 0 END) AS BIGINT),"
    " CAST(sum(CASE WHEN outcome = 'voided' THEN 1 ELSE 0 END) AS BIGINT)"
    " FROM promise WHERE due_at >= $1 AND due_at < $2 GROUP BY kind ORDER BY kind LIMIT 100");

enum err promise_rates(struct ctx *c, int64_t from_at, int64_t to_at,
                       struct promise_rate out[PROMISE_KIND_COUNT])
{
    struct promise_rate rate[PROMISE_KIND_COUNT] = { 0 };
    struct rows r = db_query(c->db, &promise_rates_of, ARGS(from_at, to_at, c->now_at));
    while (db_next(&r)) {
        enum promise_kind kind = 0;
        if (!promise_kind_of(row_text(&r, c->arena), &kind)) {
            continue; /* a kind of a later version */
        }
        rate[kind].due = row_int(&r);
        rate[kind].kept = row_int(&r);
        rate[kind].broken = row_int(&r);
        rate[kind].broken_open = row_int(&r);
        rate[kind].voided = row_int(&r);
    }
    TRY(db_done(&r));
    for (size_t i = 0; i < PROMISE_KIND_COUNT; i++) {
        out[i] = rate[i];
    }
    return OK;
}
