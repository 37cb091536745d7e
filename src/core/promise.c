/* SPDX-License-Identifier: Apache-2.0 */
#include "core/promise.h"

#include "core/event.h"
#include "core/job.h"
#include "core/pulse.h"

enum { LIST_MAX = 200, SUBJECT_LIST_MAX = 100 };

struct kind_row {
    const char *name;
    const char *label[LANG_COUNT];
    const char *made_by; /* what makes it: read by people who add a kind */
};

static const struct kind_row kinds[PROMISE_KIND_COUNT] = {
    [PROMISE_REPLY] = { "reply", { "Balas pertanyaan", "Answer a question" }, "a message from a person" },
    [PROMISE_NEXT_REPLY] = { "next_reply", { "Balas pesan berikutnya", "Answer the next message" }, "each further message" },
    [PROMISE_SHIP] = { "ship", { "Kirim pesanan", "Ship the order" }, "a paid order" },
    [PROMISE_DELIVER] = { "deliver", { "Pesanan sampai", "Deliver the order" }, "a paid order" },
    [PROMISE_CONFIRM_PAYMENT] = { "confirm_payment", { "Periksa pembayaran", "Confirm the payment" }, "a buyer who says they paid" },
    [PROMISE_REPLACE] = { "replace", { "Ganti barang", "Replace the goods" }, "an accepted claim" },
    [PROMISE_REFUND] = { "refund", { "Kembalikan uang", "Refund the money" }, "a refund that is due" },
    [PROMISE_DECIDE_COMPLAINT] = { "decide_complaint", { "Putuskan pengaduan", "Decide the complaint" }, "a complaint" },
    [PROMISE_PUBLISH_REVIEW] = { "publish_review", { "Terbitkan ulasan", "Publish the review" }, "a review that was sent in" },
    [PROMISE_ANSWER_PRIVACY_REQUEST] = { "answer_privacy_request", { "Jawab permintaan data pribadi", "Answer a privacy request" }, "a request about personal data" },
    [PROMISE_STOP_PROCESSING] = { "stop_processing", { "Berhenti memakai data", "Stop using the data" }, "a consent withdrawn" },
    [PROMISE_NOTIFY_BREACH] = { "notify_breach", { "Beri tahu kebocoran data", "Tell about a data breach" }, "a breach that was found" },
    [PROMISE_ACKNOWLEDGE] = { "acknowledge", { "Tanggapi pengaduan", "Acknowledge the complaint" }, "a complaint" },
    [PROMISE_ANSWER_CLAIM] = { "answer_claim", { "Jawab klaim", "Answer the claim" }, "a claim" },
    [PROMISE_DECIDE] = { "decide", { "Putuskan oleh orang kedua", "Decide by a second person" }, "a contest or an appeal" },
    [PROMISE_CALL_BACK] = { "call_back", { "Telepon balik", "Call back" }, "a person who asks to be called" },
    [PROMISE_INSPECT] = { "inspect", { "Periksa barang retur", "Inspect the returned goods" }, "goods that came back" },
    [PROMISE_REPAIR] = { "repair", { "Perbaiki barang", "Repair the goods" }, "an accepted claim" },
};

static const struct kind_row outcomes[PROMISE_OUTCOME_COUNT] = {
    [PROMISE_OPEN] = { "open", { "berjalan", "open" }, "" },
    [PROMISE_KEPT] = { "kept", { "ditepati", "kept" }, "" },
    [PROMISE_BROKEN] = { "broken", { "dilanggar", "broken" }, "" },
    [PROMISE_VOIDED] = { "voided", { "gugur", "voided" }, "" },
};

str promise_kind_name(enum promise_kind kind)
{
    CHECK(kind < PROMISE_KIND_COUNT);
    return str_of(kinds[kind].name);
}

bool promise_kind_of(str name, enum promise_kind *out)
{
    for (enum promise_kind kind = 0; kind < PROMISE_KIND_COUNT; kind++) {
        if (str_eq(name, str_of(kinds[kind].name))) {
            *out = kind;
            return true;
        }
    }
    return false;
}

str promise_kind_label(enum promise_kind kind, enum lang lang)
{
    CHECK(kind < PROMISE_KIND_COUNT && lang < LANG_COUNT);
    return str_of(kinds[kind].label[lang]);
}

str promise_outcome_name(enum promise_outcome outcome)
{
    CHECK(outcome < PROMISE_OUTCOME_COUNT);
    return str_of(outcomes[outcome].name);
}

str promise_outcome_label(enum promise_outcome outcome, enum lang lang)
{
    CHECK(outcome < PROMISE_OUTCOME_COUNT && lang < LANG_COUNT);
    return str_of(outcomes[outcome].label[lang]);
}

/* ---- rows ---- */

#define PROMISE_COLUMNS "id, kind, subject, owed_by, owed_to, policy_version, made_at, due_at, settled_at, outcome, voided_reason"

static enum err outcome_of(struct ctx *c, str name, enum promise_outcome *out)
{
    for (enum promise_outcome o = 0; o < PROMISE_OUTCOME_COUNT; o++) {
        if (str_eq(name, str_of(outcomes[o].name))) {
            *out = o;
            return OK;
        }
    }
    return fail(c, ERR_INTERNAL, "promise outcome %.*s", STR_ARG(name));
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
    TRY(outcome_of(c, row_text(r, c->arena), &p.outcome));
    p.voided_reason = row_text(r, c->arena);
    if (!promise_kind_of(kind, &p.kind)) {
        return fail(c, ERR_INTERNAL, "promise %" PRId64 " is of kind %.*s", p.id.v, STR_ARG(kind));
    }
    *out = p;
    return OK;
}

static enum err read_list(struct ctx *c, struct rows r, size_t max, struct promise_list *out)
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
    TRY(read_list(c, r, 1, &list));
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

enum err promise_list(struct ctx *c, str subject, struct promise_list *out)
{
    return read_list(c, db_query(c->db, &promises_of_subject, ARGS(subject)), SUBJECT_LIST_MAX,
                     out);
}

SQL(promises_open, "SELECT " PROMISE_COLUMNS " FROM promise WHERE outcome = 'open'"
                   " ORDER BY due_at, id LIMIT $1");

enum err promise_list_open(struct ctx *c, int64_t limit, struct promise_list *out)
{
    CHECK(limit > 0 && limit <= LIST_MAX);
    return read_list(c, db_query(c->db, &promises_open, ARGS(limit)), (size_t)limit, out);
}

/* ---- events ---- */

static enum err note(struct ctx *c, const char *kind, const struct promise *p, int64_t occurred_at,
                     str reason)
{
    struct value *facts = value_object(c->arena);
    value_set_int(c->arena, facts, S("promise"), p->id.v);
    value_set_text(c->arena, facts, S("kind"), promise_kind_name(p->kind));
    value_set_instant(c->arena, facts, S("due_at"), p->due_at);
    value_set_instant(c->arena, facts, S("settled_at"), p->settled_at);
    value_set_text(c->arena, facts, S("outcome"), promise_outcome_name(p->outcome));
    value_set_int(c->arena, facts, S("policy_version"), p->policy_version);
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
    "INSERT INTO promise (kind, subject, owed_by, owed_to, policy_version, made_at, due_at, outcome)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, 'open')"
    " ON CONFLICT (subject, kind) WHERE outcome = 'open' DO NOTHING RETURNING id");

enum err promise_make(struct ctx *c, const struct promise_new *p, promise_id *out)
{
    CHECK(p->due_at > 0 && p->subject.size > 0);
    str owed_by = p->owed_by.size == 0 ? S("shop") : p->owed_by;
    str kind = promise_kind_name(p->kind);
    struct promise made = { .kind = p->kind, .subject = p->subject, .policy_version = p->policy_version,
                            .due_at = p->due_at };
    TRY(db_get_int(
        c->db, &promise_insert,
        ARGS(kind, p->subject, owed_by, p->owed_to, p->policy_version, c->now_at, p->due_at), 0,
        &made.id.v));
    if (made.id.v == 0) {
        return fail(c, ERR_EXISTS, "%.*s has an open promise %.*s", STR_ARG(p->subject),
                    STR_ARG(kind));
    }
    TRY(note(c, "promise.made", &made, 0, S("")));
    ctx_wake(c, WAKE_TIMER);
    if (out != NULL) {
        *out = made.id;
    }
    return OK;
}

/* ---- settling ---- */

SQL(promise_settle, "UPDATE promise SET outcome = $2, settled_at = $3 WHERE id = $1 AND outcome = 'open'");

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
static enum err settle(struct ctx *c, struct promise p, int64_t at)
{
    int64_t changed = 0;
    p.outcome = at <= p.due_at ? PROMISE_KEPT : PROMISE_BROKEN;
    p.settled_at = at;
    TRY(db_exec(c->db, &promise_settle, ARGS(p.id.v, promise_outcome_name(p.outcome), at),
                &changed));
    if (changed == 0) {
        return fail(c, ERR_CONFLICT, "promise %" PRId64 " was settled meanwhile", p.id.v);
    }
    if (p.outcome == PROMISE_KEPT) {
        return note(c, "promise.kept", &p, at, S(""));
    }
    TRY(note(c, "promise.broken", &p, p.due_at, S("")));
    return add_consequence(c, &p);
}

SQL(promise_done_late, "UPDATE promise SET settled_at = $2"
                       " WHERE id = $1 AND outcome = 'broken' AND settled_at IS NULL");

static enum err settle_late(struct ctx *c, struct promise p, int64_t at)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &promise_done_late, ARGS(p.id.v, at), &changed));
    p.settled_at = at;
    return changed == 1 ? note(c, "promise.done_late", &p, at, S("")) : OK;
}

enum err promise_keep(struct ctx *c, str subject, enum promise_kind kind, int64_t at)
{
    struct promise p = { 0 };
    TRY(promise_find(c, subject, kind, &p));
    switch (p.outcome) {
    case PROMISE_OPEN:
        return settle(c, p, at);
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
    return note(c, "promise.corrected", &p, at, source);
}

SQL(promise_reopen_row, "UPDATE promise SET outcome = $2, settled_at = NULL"
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
    TRY(note(c, "promise.reopened", &p, 0, reason));
    ctx_wake(c, WAKE_TIMER);
    if (now == PROMISE_OPEN || !was_kept) {
        return OK;
    }
    TRY(note(c, "promise.broken", &p, p.due_at, S("")));
    return add_consequence(c, &p);
}

SQL(promise_void_row, "UPDATE promise SET outcome = 'voided', voided_reason = $2"
                      " WHERE id = $1 AND outcome = 'open'");

static enum err void_one(struct ctx *c, struct promise p, str reason)
{
    CHECK(reason.size > 0);
    int64_t changed = 0;
    TRY(db_exec(c->db, &promise_void_row, ARGS(p.id.v, reason), &changed));
    p.outcome = PROMISE_VOIDED;
    return changed == 1 ? note(c, "promise.voided", &p, 0, reason) : OK;
}

enum err promise_void(struct ctx *c, str subject, enum promise_kind kind, str reason)
{
    struct promise p = { 0 };
    enum err e = promise_find(c, subject, kind, &p);
    if (e == ERR_NOT_FOUND) {
        return OK;
    }
    TRY(e);
    return p.outcome == PROMISE_OPEN ? void_one(c, p, reason) : OK;
}

enum err promise_void_all(struct ctx *c, str subject, str reason)
{
    struct promise_list list = { 0 };
    TRY(promise_list(c, subject, &list));
    for (size_t i = 0; i < list.count; i++) {
        if (list.item[i].outcome == PROMISE_OPEN) {
            TRY(void_one(c, list.item[i], reason));
        }
    }
    return OK;
}

/* ---- the timer ---- */

SQL(promises_overdue, "SELECT " PROMISE_COLUMNS " FROM promise WHERE outcome = 'open' AND due_at < $1"
                      " ORDER BY due_at, id LIMIT $2");
SQL(promise_break, "UPDATE promise SET outcome = 'broken' WHERE id = $1 AND outcome = 'open'");

static enum err break_one(struct ctx *c, struct promise p, int64_t *broken)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &promise_break, ARGS(p.id.v), &changed));
    if (changed == 0) {
        return OK; /* kept while we looked */
    }
    p.outcome = PROMISE_BROKEN;
    ++*broken;
    TRY(note(c, "promise.broken", &p, p.due_at, S("")));
    return add_consequence(c, &p);
}

enum err promise_break_due(struct ctx *c, int64_t limit, int64_t *broken)
{
    CHECK(limit > 0 && limit <= LIST_MAX);
    bool is_held = false;
    int64_t count = 0;
    struct promise_list list = { 0 };
    TRY(pulse_is_held(c, &is_held));
    if (!is_held) {
        TRY(read_list(c, db_query(c->db, &promises_overdue, ARGS(c->now_at, limit)), (size_t)limit,
                      &list));
    }
    for (size_t i = 0; i < list.count; i++) {
        TRY(break_one(c, list.item[i], &count));
    }
    *broken = count;
    return OK;
}

SQL(promise_first_due, "SELECT due_at FROM promise WHERE outcome = 'open' ORDER BY due_at LIMIT 1");

enum err promise_next_due_at(struct ctx *c, int64_t *out)
{
    return db_get_int(c->db, &promise_first_due, NO_ARGS, 0, out);
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
    return hook(c, &p);
}

/* ---- rates ---- */

SQL(promise_rates_of,
    "SELECT kind, count(*),"
    " CAST(sum(CASE WHEN outcome = 'kept' THEN 1 ELSE 0 END) AS BIGINT),"
    " CAST(sum(CASE WHEN outcome = 'broken' OR (outcome = 'open' AND due_at < $3) THEN 1 ELSE 0 END) AS BIGINT),"
    " CAST(sum(CASE WHEN settled_at IS NULL AND (outcome = 'broken' OR (outcome = 'open' AND due_at < $3))"
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
