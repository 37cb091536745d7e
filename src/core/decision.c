/* SPDX-License-Identifier: Apache-2.0 */
#include "core/decision.h"

#include "base/ink.h"
#include "core/event.h"
#include "core/job.h"
#include "core/link.h"
#include "core/notice.h"
#include "core/setting.h"
#include "core/staff.h"

enum {
    DUE_HOURS = 48,
    SAME_PERSON_HOURS = 24,
    REMIND_HOURS = 24, /* half way to the due time */
    REASONS_MIN = 10,
    REASONS_MAX = 4000,
    LIST_MAX = 200
};

struct word {
    const char *name;
    const char *label[LANG_COUNT];
};
static const struct word kinds[DECISION_KIND_COUNT] = {
    [DECISION_CLAIM] = { "claim", { "Klaim yang disanggah", "A contested claim" } },
    [DECISION_COMPLAINT] = { "complaint", { "Pengaduan yang dinaikkan", "An escalated complaint" } },
    [DECISION_STANDING] = { "standing", { "Langkah tambahan yang disanggah", "A contested extra step" } },
};
static const struct word deciders[DECIDER_COUNT] = {
    [DECIDER_NONE] = { "none", { "Belum diputus", "Not decided yet" } },
    [DECIDER_STAFF] = { "staff", { "Diputus orang lain di toko", "Decided by another person of the shop" } },
    [DECIDER_REVIEWER] = { "reviewer", { "Diputus penengah dari luar toko", "Decided by the outside reviewer" } },
    [DECIDER_SAME] = { "same_person", { "Diputus orang yang sama", "Decided by the same person" } },
    [DECIDER_RULE] = { "rule", { "Tidak diputus tepat waktu: sesuai permintaan pembeli", "Not decided in time: as the buyer wished" } },
    [DECIDER_DROPPED] = { "dropped", { "Selesai tanpa putusan", "Ended without a decision" } },
};

str decision_kind_name(enum decision_kind kind)
{
    CHECK(kind < DECISION_KIND_COUNT);
    return str_of(kinds[kind].name);
}

str decision_kind_label(enum decision_kind kind, enum lang lang)
{
    CHECK(kind < DECISION_KIND_COUNT && lang < LANG_COUNT);
    return str_of(kinds[kind].label[lang]);
}

str decider_name(enum decider by)
{
    CHECK(by < DECIDER_COUNT);
    return str_of(deciders[by].name);
}

str decider_label(enum decider by, enum lang lang)
{
    CHECK(by < DECIDER_COUNT && lang < LANG_COUNT);
    return str_of(deciders[by].label[lang]);
}

static str own_subject(struct ctx *c, decision_id id)
{
    return str_format(c->arena, "decision:%" PRId64, id.v);
}

/* ---- reading ---- */

#define DECISION_COLUMNS                                                                           \
    "SELECT id, number, kind, subject, person_id, first_by, is_final, asked_at, due_at,"           \
    " coalesce(decided_at, 0), decider, coalesce(staff_id, 0), coalesce(is_upheld, 0),"            \
    " coalesce(reasons_text_id, 0) FROM decision"

static int word_of(const struct word *words, int count, str name)
{
    for (int i = 0; i < count; i++) {
        if (str_eq(name, str_of(words[i].name))) {
            return i;
        }
    }
    CHECK(false); /* the columns' own constraints */
    return 0;
}

static void read_row(struct ctx *c, struct rows *r, struct decision *d)
{
    d->id.v = row_int(r);
    d->number = row_text(r, c->arena);
    d->kind = (enum decision_kind)word_of(kinds, DECISION_KIND_COUNT, row_text(r, c->arena));
    d->subject = row_text(r, c->arena);
    d->person.v = row_int(r);
    d->first_by = row_int(r);
    d->is_final = row_int(r) != 0;
    d->asked_at = row_int(r);
    d->due_at = row_int(r);
    d->decided_at = row_int(r);
    d->by = (enum decider)word_of(deciders, DECIDER_COUNT, row_text(r, c->arena));
    d->staff = row_int(r);
    d->is_upheld = row_int(r) != 0;
    d->reasons.v = row_int(r);
}

static enum err one(struct ctx *c, struct sql *sql, struct args args, struct decision *out)
{
    struct decision d = { 0 };
    struct rows r = db_query(c->db, sql, args);
    while (db_next(&r)) {
        read_row(c, &r, &d);
    }
    TRY(db_done(&r));
    if (d.id.v == 0) {
        return fail(c, ERR_NOT_FOUND, "decision");
    }
    *out = d;
    return OK;
}

SQL(decision_by_id, DECISION_COLUMNS " WHERE id = $1");
SQL(decision_numbered, DECISION_COLUMNS " WHERE number = $1");
SQL(decision_latest, DECISION_COLUMNS " WHERE subject = $1 ORDER BY id DESC LIMIT 1");
SQL(decisions_open, DECISION_COLUMNS " WHERE decided_at IS NULL ORDER BY due_at, id LIMIT $1");

enum err decision_get(struct ctx *c, decision_id id, struct decision *out)
{
    return one(c, &decision_by_id, ARGS(id.v), out);
}

enum err decision_by_number(struct ctx *c, str number, struct decision *out)
{
    return one(c, &decision_numbered, ARGS(number), out);
}

enum err decision_find(struct ctx *c, str subject, struct decision *out)
{
    return one(c, &decision_latest, ARGS(subject), out);
}

enum err decision_list_open(struct ctx *c, int64_t limit, struct decision_list *out)
{
    CHECK(limit > 0 && limit <= LIST_MAX);
    struct decision_list list = { .item = NEW_N(c->arena, struct decision, (size_t)limit) };
    struct rows r = db_query(c->db, &decisions_open, ARGS(limit));
    while (db_next(&r)) {
        read_row(c, &r, &list.item[list.count++]);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

/* ---- asking ---- */

static bool can_role_decide(enum role role)
{
    return role == ROLE_OWNER || role == ROLE_MANAGER || role == ROLE_CARE;
}

static enum err note(struct ctx *c, str kind, const struct decision *d)
{
    struct value *facts = value_object(c->arena);
    value_set_int(c->arena, facts, S("decision"), d->id.v);
    value_set_text(c->arena, facts, S("kind"), decision_kind_name(d->kind));
    value_set_text(c->arena, facts, S("about"), d->subject);
    if (d->decided_at != 0) {
        value_set_text(c->arena, facts, S("decided_by"), decider_name(d->by));
        value_set_bool(c->arena, facts, S("is_upheld"), d->is_upheld);
    }
    return event_note(c, kind, own_subject(c, d->id), facts);
}

SQL(decision_insert,
    "INSERT INTO decision (number, kind, subject, person_id, first_by, is_final, asked_at, due_at, decider)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'none') ON CONFLICT DO NOTHING RETURNING id");

/* Where nobody else in the shop can decide, the outside reviewer hears of it at once, however the case came here; also a second time. */
static enum err tell_reviewer(struct ctx *c, const struct decision *d, str kind)
{
    enum decider waits = DECIDER_NONE;
    int64_t from_at = 0;
    TRY(decision_waits_for(c, d, &waits, &from_at));
    if (waits == DECIDER_STAFF || !decision_has_reviewer(c)) {
        return OK;
    }
    return notice_queue(c, &(struct notice_new){ .kind = kind,
                                                  .subject = own_subject(c, d->id),
                                                  .to = NOTICE_REVIEWER,
                                                  .lang = c->shop->lang });
}

/* Looked at when the time has come: who it waits for may be another by then. */
static enum err plan_reminder(struct ctx *c, const struct decision *d)
{
    struct value *payload = value_object(c->arena);
    value_set_int(c->arena, payload, S("decision"), d->id.v);
    return job_add(
        c,
        &(struct job_new){ .kind = S(DECISION_REMIND_JOB),
                            .key = str_format(c->arena, DECISION_REMIND_JOB ":%" PRId64, d->id.v),
                            .payload = payload,
                            .run_at = d->asked_at + HOURS(REMIND_HOURS) },
        NULL);
}

enum err decision_remind_finish(struct ctx *c, struct job *job)
{
    struct decision d = { 0 };
    TRY(decision_get(c, (decision_id){ value_int(job->payload, S("decision"), 0) }, &d));
    bool is_over = d.decided_at != 0 || c->now_at >= d.due_at;
    return is_over ? OK : tell_reviewer(c, &d, S("decision_reminder"));
}

SQL(decision_involve, "INSERT INTO decision_involved (decision_id, staff_id) VALUES ($1, $2) ON CONFLICT DO NOTHING");
SQL(decision_is_own, "SELECT count(*) FROM person_find WHERE hash = $1 AND person_id = $2");

static enum err involve(struct ctx *c, decision_id id, int64_t staff)
{
    return staff <= 0 ? OK : db_exec(c->db, &decision_involve, ARGS(id.v, staff), NULL);
}

/* Whoever works here buys and complains like everybody, and does not judge it. */
static enum err involve_owners_of_case(struct ctx *c, decision_id id, person_id person)
{
    struct staff_list list = { 0 };
    TRY(staff_list(c, &list));
    for (size_t i = 0; i < list.count; i++) {
        int64_t found = 0;
        str email = { 0 };
        enum err e = staff_email(c, list.item[i].id, &email);
        if (e == ERR_NOT_FOUND) {
            continue;
        }
        TRY(e);
        TRY(db_get_int(c->db, &decision_is_own,
                       ARGS(vault_find_hash(c, VAULT_EMAIL, email), person.v), 0, &found));
        TRY(found == 0 ? OK : involve(c, id, list.item[i].id.v));
    }
    return OK;
}

static enum err involve_all(struct ctx *c, decision_id id, const struct decision_new *n)
{
    TRY(involve(c, id, n->first_by));
    for (size_t i = 0; i < n->involved_count; i++) {
        TRY(can_role_decide(n->involved[i].role) ? involve(c, id, n->involved[i].id) : OK);
    }
    return involve_owners_of_case(c, id, n->person);
}

enum err decision_ask(struct ctx *c, const struct decision_new *n, decision_id *out)
{
    struct decision d = {
        .number = link_number_new(c, S("PTS")), .kind = n->kind, .subject = n->subject, .person = n->person,
        .first_by = n->first_by, .is_final = n->is_final, .asked_at = c->now_at, .due_at = c->now_at + HOURS(DUE_HOURS),
    };
    TRY(db_get_int(c->db, &decision_insert,
                   ARGS(d.number, decision_kind_name(d.kind), d.subject, d.person.v, d.first_by,
                        d.is_final, d.asked_at, d.due_at),
                   0, &d.id.v));
    if (d.id.v == 0) {
        return fail(c, ERR_EXISTS, "%.*s waits for a decision", STR_ARG(d.subject));
    }
    struct promise_new p = {
        .kind = PROMISE_DECIDE, .subject = own_subject(c, d.id), .due_at = d.due_at,
        .owed_to = str_format(c->arena, "person:%" PRId64, d.person.v),
    };
    TRY(promise_make(c, &p, NULL));
    TRY(involve_all(c, d.id, n));
    *out = d.id;
    TRY(tell_reviewer(c, &d, S("decision_asked")));
    TRY(plan_reminder(c, &d));
    return note(c, S("decision.asked"), &d);
}

/* ---- who may ---- */

static bool can_decide(const struct staff *s)
{
    return !s->is_disabled && can_role_decide(s->role);
}

SQL(decision_is_involved, "SELECT count(*) FROM decision_involved WHERE decision_id = $1 AND staff_id = $2");

static enum err is_involved(struct ctx *c, const struct decision *d, int64_t staff, bool *out)
{
    int64_t found = 0;
    TRY(db_get_int(c->db, &decision_is_involved, ARGS(d->id.v, staff), 0, &found));
    *out = found > 0 || staff == d->first_by;
    return OK;
}

static enum err has_another(struct ctx *c, const struct decision *d, bool *out)
{
    struct staff_list list = { 0 };
    bool found = false;
    TRY(staff_list(c, &list));
    for (size_t i = 0; i < list.count && !found; i++) {
        bool involved = true;
        TRY(can_decide(&list.item[i]) ? is_involved(c, d, list.item[i].id.v, &involved) : OK);
        found = !involved;
    }
    *out = found;
    return OK;
}

bool decision_has_reviewer(const struct ctx *c)
{
    return c->shop->reviewer_email.size != 0 || c->shop->reviewer_phone.size != 0;
}

/* Who the reviewer is, by address and not by name; an address that is not known is a dash. */
static str reviewer_mark(struct ctx *c)
{
    str email = c->shop->reviewer_email;
    str phone = c->shop->reviewer_phone;
    str of_email = email.size == 0 ? S("-") : vault_find_hash(c, VAULT_EMAIL, email);
    str of_phone = phone.size == 0 ? S("-") : vault_find_hash(c, VAULT_PHONE, phone);
    return str_format(c->arena, "%.*s %.*s", STR_ARG(of_email), STR_ARG(of_phone));
}

static bool is_same_mark(str a, str b)
{
    struct str_pair left = str_cut(a, ' ');
    struct str_pair right = str_cut(b, ' ');
    bool has_email = left.head.size > 1 && str_eq(left.head, right.head);
    return has_email || (left.tail.size > 1 && str_eq(left.tail, right.tail));
}

SQL(decision_reviewed,
    "SELECT coalesce(reviewer, '') FROM decision WHERE subject = $1 AND id < $2 AND staff_id IS NULL"
    " AND decider IN ('reviewer', 'same_person') ORDER BY id LIMIT 20");

/* The reviewer of today decided this case before; of old decisions nobody knows who it was, so it was them. */
static enum err was_reviewer(struct ctx *c, const struct decision *d, bool *out)
{
    bool was = false;
    str mark = reviewer_mark(c);
    struct rows r = db_query(c->db, &decision_reviewed, ARGS(d->subject, d->id.v));
    while (db_next(&r)) {
        str before = row_text(&r, c->arena);
        was = was || before.size == 0 || is_same_mark(mark, before);
    }
    TRY(db_done(&r));
    *out = was;
    return OK;
}

enum err decision_waits_for(struct ctx *c, const struct decision *d, enum decider *out,
                            int64_t *from_at)
{
    bool another = false;
    bool was = false;
    TRY(has_another(c, d, &another));
    TRY(was_reviewer(c, d, &was));
    bool reviewer = decision_has_reviewer(c) && !was;
    *out = another ? DECIDER_STAFF : reviewer ? DECIDER_REVIEWER : DECIDER_SAME;
    *from_at = *out == DECIDER_SAME ? d->asked_at + HOURS(SAME_PERSON_HOURS) : d->asked_at;
    return OK;
}

/* One who had a hand in it, and nobody else is there: after a day; where a reviewer is named it is them, not the shop. */
static enum err same_decides(struct ctx *c, const struct decision *d, bool is_reviewer,
                             enum decider *out)
{
    enum decider waits = DECIDER_NONE;
    int64_t from_at = 0;
    TRY(decision_waits_for(c, d, &waits, &from_at));
    bool is_theirs = waits == DECIDER_SAME && is_reviewer == decision_has_reviewer(c);
    *out = is_theirs && c->now_at >= from_at ? DECIDER_SAME : DECIDER_NONE;
    return OK;
}

/* A program's token is nobody in particular: it cannot show that it is another person. DECIDER_NONE: may not, or not yet. */
static enum err who_decides(struct ctx *c, const struct decision *d, bool is_reviewer,
                            enum decider *out)
{
    bool involved = true;
    if (is_reviewer) {
        TRY(was_reviewer(c, d, &involved));
    } else if (c->actor.id > 0) {
        TRY(is_involved(c, d, c->actor.id, &involved));
    }
    if (!involved) {
        *out = is_reviewer ? DECIDER_REVIEWER : DECIDER_STAFF;
        return OK;
    }
    return same_decides(c, d, is_reviewer, out);
}

enum err decision_may(struct ctx *c, const struct decision *d, bool is_reviewer, bool *out)
{
    enum decider by = DECIDER_NONE;
    TRY(who_decides(c, d, is_reviewer, &by));
    *out = by != DECIDER_NONE;
    return OK;
}

/* ---- deciding ---- */

SQL(decision_set,
    "UPDATE decision SET decided_at = $2, decider = $3, staff_id = $4, is_upheld = $5, reasons_text_id = $6,"
    " reviewer = $7 WHERE id = $1 AND decided_at IS NULL RETURNING id");

static enum err settle(struct ctx *c, const struct decision_hooks *hooks, struct decision *d)
{
    int64_t id = 0;
    bool is_outside = d->staff == 0 && (d->by == DECIDER_REVIEWER || d->by == DECIDER_SAME);
    str mark = is_outside ? reviewer_mark(c) : (str){ 0 };
    d->decided_at = c->now_at;
    TRY(db_get_int(c->db, &decision_set,
                   ARGS(d->id.v, d->decided_at, decider_name(d->by), arg_int_or_null(d->staff),
                        d->is_upheld, arg_int_or_null(d->reasons.v), arg_text_or_null(mark)),
                   0, &id));
    if (id == 0) {
        return fail(c, ERR_STATE, "decision %" PRId64 " is decided", d->id.v);
    }
    TRY(note(c, S("decision.decided"), d));
    return hooks->decided[d->kind] == NULL ? OK : hooks->decided[d->kind](c, d);
}

/* Whose turn comes by itself learns when. */
static enum err refuse(struct ctx *c, const struct decision *d, bool is_reviewer)
{
    enum decider waits = DECIDER_NONE;
    int64_t from_at = 0;
    TRY(decision_waits_for(c, d, &waits, &from_at));
    bool is_anybody = is_reviewer || c->actor.id > 0;
    return is_anybody && waits == DECIDER_SAME && is_reviewer == decision_has_reviewer(c)
               ? fail_early(c, from_at, "decision %" PRId64 ": the same person", d->id.v)
               : fail(c, ERR_FORBIDDEN, "decision %" PRId64 ": one who had a hand in it", d->id.v);
}

enum err decision_decide(struct ctx *c, const struct decision_hooks *hooks, decision_id id,
                         const struct decision_verdict *v)
{
    struct decision d = { 0 };
    size_t size = str_count_chars(str_trim(v->reasons));
    if (ink_count(v->reasons) < REASONS_MIN || size > REASONS_MAX) {
        return fail(c, ERR_BAD_INPUT, "reasons: %d to %d characters", REASONS_MIN, REASONS_MAX);
    }
    TRY(decision_get(c, id, &d));
    if (d.decided_at != 0) {
        return fail(c, ERR_STATE, "decision %" PRId64 " is decided", id.v);
    }
    TRY(who_decides(c, &d, v->is_reviewer, &d.by));
    if (d.by == DECIDER_NONE) {
        return refuse(c, &d, v->is_reviewer);
    }
    d.staff = v->is_reviewer ? 0 : c->actor.id;
    d.is_upheld = v->is_upheld;
    TRY(vault_text_write(c, d.person, VAULT_MESSAGE, str_trim(v->reasons), &d.reasons));
    TRY(promise_keep(c, own_subject(c, id), PROMISE_DECIDE, c->now_at));
    return settle(c, hooks, &d);
}

enum err decision_overdue(struct ctx *c, const struct decision_hooks *hooks,
                          const struct promise *p)
{
    struct decision d = { 0 };
    int64_t id = 0;
    struct str_pair cut = str_cut(p->subject, ':');
    CHECK(cut.found && str_to_int(cut.tail, &id));
    TRY(decision_get(c, (decision_id){ id }, &d));
    if (d.decided_at != 0) { /* late, but before this ran: what was decided stands */
        return OK;
    }
    d.by = DECIDER_RULE;
    d.is_upheld = true;
    return settle(c, hooks, &d);
}

SQL(decision_set_dropped,
    "UPDATE decision SET decided_at = $2, decider = 'dropped' WHERE subject = $1 AND decided_at IS NULL RETURNING id");

enum err decision_drop(struct ctx *c, str subject, str reason)
{
    decision_id id = { 0 };
    TRY(db_get_int(c->db, &decision_set_dropped, ARGS(subject, c->now_at), 0, &id.v));
    return id.v == 0 ? OK : promise_void(c, own_subject(c, id), PROMISE_DECIDE, reason);
}

/* ---- figures ---- */

SQL(decisions_by_decider, "SELECT decider, CAST(count(1) AS BIGINT) FROM decision"
                          " WHERE decided_at >= $1 AND decided_at < $2 GROUP BY decider ORDER BY decider LIMIT 10");

enum err decision_counts(struct ctx *c, int64_t from_at, int64_t to_at, int64_t out[DECIDER_COUNT])
{
    for (int i = 0; i < DECIDER_COUNT; i++) {
        out[i] = 0;
    }
    struct rows r = db_query(c->db, &decisions_by_decider, ARGS(from_at, to_at));
    while (db_next(&r)) {
        int by = word_of(deciders, DECIDER_COUNT, row_text(&r, c->arena));
        out[by] = row_int(&r);
    }
    return db_done(&r);
}
