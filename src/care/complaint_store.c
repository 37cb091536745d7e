/* SPDX-License-Identifier: Apache-2.0 */
#include "care/complaint_store.h"

#define COMPLAINT_COLUMNS                                                                          \
    "SELECT id, number, person_id, conversation_id, incident_id, order_number, source, lang, state, outcome, verdict, severity," \
    " category, cause, is_safety, owner_id, decided_by, subject_text_id, wish_text_id, decision_text_id, remedy_due_at," \
    " duplicate_of, reopened_count, received_at, opened_at, changed_at, waits_until, closed_at FROM complaint"

static bool read_row(struct ctx *c, struct rows *r, struct complaint *k)
{
    k->id.v = row_int(r);
    k->number = row_text(r, c->arena);
    k->person.v = row_int(r);
    k->conversation.v = row_int(r);
    k->incident = row_int(r);
    k->order_number = row_text(r, c->arena);
    k->source = row_text(r, c->arena);
    k->lang = str_eq(row_text(r, c->arena), S("en")) ? LANG_EN : LANG_ID;
    bool is_known = complaint_state_of(row_text(r, c->arena), &k->state);
    k->outcome = row_text(r, c->arena);
    k->verdict = row_text(r, c->arena);
    k->severity = row_text(r, c->arena);
    k->category = row_text(r, c->arena);
    k->cause = row_text(r, c->arena);
    k->is_safety = row_bool(r);
    k->owner = row_int(r);
    k->decided_by = row_int(r);
    k->subject.v = row_int(r);
    k->wish.v = row_int(r);
    k->decision.v = row_int(r);
    k->remedy_due_at = row_int(r);
    k->duplicate_of.v = row_int(r);
    k->reopened_count = row_int(r);
    k->received_at = row_int(r);
    k->opened_at = row_int(r);
    k->changed_at = row_int(r);
    k->waits_until = row_int(r);
    k->closed_at = row_int(r);
    return is_known;
}

static enum err read_list(struct ctx *c, struct rows r, int64_t max, struct complaint_list *out)
{
    struct complaint_list list = { .item = NEW_N(c->arena, struct complaint, (size_t)max) };
    bool is_known = true;
    while (db_next(&r)) {
        is_known = read_row(c, &r, &list.item[list.count++]) && is_known;
    }
    TRY(db_done(&r));
    if (!is_known) {
        return fail(c, ERR_INTERNAL, "%s", "a complaint in an unknown state");
    }
    *out = list;
    return OK;
}

static enum err one(struct ctx *c, struct rows r, struct complaint *out)
{
    struct complaint_list list = { 0 };
    TRY(read_list(c, r, 1, &list));
    if (list.count == 0) {
        return fail(c, ERR_NOT_FOUND, "%s", "complaint");
    }
    *out = list.item[0];
    return OK;
}

SQL(complaint_by_id, COMPLAINT_COLUMNS " WHERE id = $1");
SQL(complaint_numbered, COMPLAINT_COLUMNS " WHERE number = $1");
/* Two conversations that became one, and one that goes on in another, carry along what they are about. */
#define IS_SAID_IN                                                                                 \
    "id IN (SELECT CAST(substr(a.subject, 11) AS BIGINT) FROM conversation_about a WHERE a.conversation_id = $1" \
    " AND substr(a.subject, 1, 10) = 'complaint:')"
SQL(complaint_said_in, COMPLAINT_COLUMNS " WHERE " IS_SAID_IN " AND closed_at IS NULL ORDER BY id DESC LIMIT 1");

enum err complaint_get(struct ctx *c, complaint_id id, struct complaint *out)
{
    return one(c, db_query(c->db, &complaint_by_id, ARGS(id.v)), out);
}

/* Whoever comes second waits here, and reads what the first left: a flag that was raised meanwhile is not lowered. */
SQL(complaint_lock, "UPDATE complaint SET state = state WHERE id = $1");

enum err complaint_hold(struct ctx *c, complaint_id id, struct complaint *out)
{
    TRY(db_exec(c->db, &complaint_lock, ARGS(id.v), NULL));
    return complaint_get(c, id, out);
}

enum err complaint_by_number(struct ctx *c, str number, struct complaint *out)
{
    return one(c, db_query(c->db, &complaint_numbered, ARGS(number)), out);
}

enum err complaint_of_conversation(struct ctx *c, conversation_id id, struct complaint *out)
{
    return one(c, db_query(c->db, &complaint_said_in, ARGS(id.v)), out);
}

SQL(complaints_in, COMPLAINT_COLUMNS " WHERE " IS_SAID_IN " ORDER BY id DESC LIMIT 10");

enum err complaint_list_in(struct ctx *c, conversation_id id, struct complaint_list *out)
{
    return read_list(c, db_query(c->db, &complaints_in, ARGS(id.v)), 10, out);
}

SQL(complaint_insert_row,
    "INSERT INTO complaint (number, person_id, conversation_id, order_number, source, lang, state, is_safety, subject_text_id,"
    " wish_text_id, received_at, opened_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, 'received', $7, $8, $9, $10, $11, $11) RETURNING id");

enum err complaint_insert(struct ctx *c, struct complaint *k)
{
    return db_get_int(c->db, &complaint_insert_row,
                      ARGS(k->number, k->person.v, k->conversation.v, k->order_number, k->source,
                           k->lang == LANG_EN ? S("en") : S("id"), k->is_safety, k->subject.v,
                           k->wish.v, k->received_at, k->opened_at),
                      0, &k->id.v);
}

SQL(complaint_update_row,
    "UPDATE complaint SET state = $3, outcome = $4, verdict = $5, severity = $6, category = $7, cause = $8, is_safety = $9,"
    " owner_id = $10, decided_by = $11, decision_text_id = $12, remedy_due_at = $13, duplicate_of = $14, reopened_count = $15,"
    " changed_at = $16, waits_until = $17, closed_at = $18, incident_id = $19 WHERE id = $1 AND state = $2");

enum err complaint_update(struct ctx *c, const struct complaint *k, enum complaint_state from)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &complaint_update_row,
                ARGS(k->id.v, complaint_state_name(from), complaint_state_name(k->state),
                     k->outcome, k->verdict, k->severity, k->category, k->cause, k->is_safety,
                     k->owner, k->decided_by, k->decision.v, arg_int_or_null(k->remedy_due_at),
                     arg_int_or_null(k->duplicate_of.v), k->reopened_count, c->now_at,
                     arg_int_or_null(k->waits_until), arg_int_or_null(k->closed_at),
                     arg_int_or_null(k->incident)),
                &changed));
    return changed == 1 ? OK
                        : fail(c, ERR_CONFLICT, "complaint %" PRId64 " moved meanwhile", k->id.v);
}

SQL(complaint_wait, "UPDATE complaint SET waits_until = $3 WHERE id = $1 AND state = $2 AND waits_until < $3");

enum err complaint_put_wait(struct ctx *c, const struct complaint *k, int64_t until_at)
{
    return db_exec(c->db, &complaint_wait, ARGS(k->id.v, complaint_state_name(k->state), until_at),
                   NULL);
}

SQL(complaint_start, "UPDATE complaint SET received_at = $2 WHERE id = $1 AND received_at > $2");

enum err complaint_set_start(struct ctx *c, complaint_id id, int64_t received_at)
{
    return db_exec(c->db, &complaint_start, ARGS(id.v, received_at), NULL);
}

SQL(complaint_step_add,
    "INSERT INTO complaint_step (complaint_id, at, act, from_state, to_state, actor_role, actor_id, text_id)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id");

enum err complaint_step_insert(struct ctx *c, const struct complaint *k, enum complaint_act act,
                               enum complaint_state from, vault_text_id text, int64_t *out_id)
{
    return db_get_int(c->db, &complaint_step_add,
                      ARGS(k->id.v, c->now_at, complaint_act_name(act), complaint_state_name(from),
                           complaint_state_name(k->state), role_name(c->actor.role), c->actor.id,
                           text.v),
                      0, out_id);
}

SQL(complaint_steps, "SELECT id, at, act, from_state, to_state, actor_role, actor_id, text_id FROM complaint_step"
                     " WHERE complaint_id = $1 ORDER BY id LIMIT 100");

enum err complaint_steps_of(struct ctx *c, complaint_id id, struct complaint_step_list *out)
{
    struct complaint_step_list list = { .item = NEW_N(c->arena, struct complaint_step, COMPLAINT_STEPS_MAX) };
    bool is_known = true;
    struct rows r = db_query(c->db, &complaint_steps, ARGS(id.v));
    while (db_next(&r)) {
        struct complaint_step *s = &list.item[list.count++];
        s->id = row_int(&r);
        s->at = row_int(&r);
        s->act = row_text(&r, c->arena);
        is_known = complaint_state_of(row_text(&r, c->arena), &s->from) && is_known;
        is_known = complaint_state_of(row_text(&r, c->arena), &s->to) && is_known;
        is_known = role_of(row_text(&r, c->arena), &s->by.role) && is_known;
        s->by.id = row_int(&r);
        s->text.v = row_int(&r);
    }
    TRY(db_done(&r));
    if (!is_known) {
        return fail(c, ERR_INTERNAL, "complaint %" PRId64 ": an unknown step", id.v);
    }
    *out = list;
    return OK;
}

SQL(complaints_recent_of,
    "SELECT count(DISTINCT k.id) FROM complaint k JOIN person_find f ON f.person_id = k.person_id"
    " WHERE f.hash = $1 AND k.source = 'form' AND k.opened_at > $2");
SQL(complaints_recent_alike,
    "SELECT count(DISTINCT k.id) FROM complaint k JOIN person_find f ON f.person_id = k.person_id"
    " WHERE f.hash IN (SELECT g.hash FROM person_find g WHERE g.person_id = $1) AND k.opened_at > $2");

enum err complaint_count_alike(struct ctx *c, person_id person, int64_t *out)
{
    return db_get_int(c->db, &complaints_recent_alike, ARGS(person.v, c->now_at - DAYS(1)), 0, out);
}

static enum err count_of(struct ctx *c, enum vault_field field, str value, int64_t *most)
{
    int64_t found = 0;
    if (value.size > 0) {
        TRY(db_get_int(c->db, &complaints_recent_of,
                       ARGS(vault_find_hash(c, field, value), c->now_at - DAYS(1)), 0, &found));
    }
    *most = found > *most ? found : *most;
    return OK;
}

enum err complaint_count_from(struct ctx *c, str phone, str email, int64_t *out)
{
    int64_t most = 0;
    TRY(count_of(c, VAULT_PHONE, phone, &most));
    TRY(count_of(c, VAULT_EMAIL, email, &most));
    *out = most;
    return OK;
}

/* ---- lists ---- */

SQL(complaints_open, COMPLAINT_COLUMNS " WHERE closed_at IS NULL AND ($1 = 0 OR owner_id = $1)"
                                       " AND (1 - is_safety, received_at, id) > ($2, $3, $4)"
                                       " ORDER BY is_safety DESC, received_at, id LIMIT $5");
SQL(complaints_newest, COMPLAINT_COLUMNS " WHERE id < $1 AND ($2 = 0 OR closed_at IS NOT NULL) ORDER BY id DESC LIMIT $3");

enum err complaint_page(struct ctx *c, const struct complaint_filter *f, struct complaint_list *out)
{
    CHECK(f->limit > 0 && f->limit <= COMPLAINT_PAGE_MAX);
    struct complaint_list list = { 0 };
    int64_t more = f->limit + 1;
    bool is_closed = str_eq(f->view, S("closed"));
    if (is_closed || str_eq(f->view, S("all"))) {
        int64_t before = f->before_id == 0 ? INT64_MAX : f->before_id;
        TRY(read_list(c, db_query(c->db, &complaints_newest, ARGS(before, is_closed, more)), more,
                      &list));
    } else {
        int64_t owner = str_eq(f->view, S("mine")) ? f->owner : 0;
        TRY(read_list(c,
                      db_query(c->db, &complaints_open,
                               ARGS(owner, f->after_rank, f->after_at, f->after_id, more)),
                      more, &list));
    }
    list.has_more = (int64_t)list.count == more;
    list.count -= list.has_more ? 1 : 0;
    *out = list;
    return OK;
}

SQL(complaints_waited, COMPLAINT_COLUMNS " WHERE waits_until IS NOT NULL AND waits_until < $1 ORDER BY waits_until, id LIMIT $2");

enum err complaint_waited(struct ctx *c, int64_t limit, struct complaint_list *out)
{
    return read_list(c, db_query(c->db, &complaints_waited, ARGS(c->now_at, limit)), limit, out);
}

SQL(complaint_counts,
    "SELECT count(*), CAST(COALESCE(sum(CASE WHEN closed_at IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT),"
    " CAST(COALESCE(sum(CASE WHEN verdict IN ('upheld', 'partly_upheld') THEN 1 ELSE 0 END), 0) AS BIGINT),"
    " CAST(COALESCE(sum(CASE WHEN verdict = 'rejected' THEN 1 ELSE 0 END), 0) AS BIGINT),"
    " CAST(COALESCE(sum(CASE WHEN outcome = 'withdrawn' THEN 1 ELSE 0 END), 0) AS BIGINT),"
    " CAST(COALESCE(sum(CASE WHEN outcome = 'no_reply' THEN 1 ELSE 0 END), 0) AS BIGINT),"
    " CAST(COALESCE(sum(CASE WHEN outcome = 'not_a_complaint' THEN 1 ELSE 0 END), 0) AS BIGINT),"
    " CAST(COALESCE(sum(CASE WHEN reopened_count > 0 THEN 1 ELSE 0 END), 0) AS BIGINT)"
    " FROM complaint WHERE received_at >= $1 AND received_at < $2");

enum err complaint_count(struct ctx *c, int64_t from_at, int64_t to_at,
                         struct complaint_figures *out)
{
    struct complaint_figures f = { 0 };
    struct rows r = db_query(c->db, &complaint_counts, ARGS(from_at, to_at));
    if (db_next(&r)) {
        f.received = row_int(&r);
        f.open = row_int(&r);
        f.upheld = row_int(&r);
        f.rejected = row_int(&r);
        f.withdrawn = row_int(&r);
        f.no_reply = row_int(&r);
        f.not_a_complaint = row_int(&r);
        f.reopened = row_int(&r);
    }
    TRY(db_done(&r));
    *out = f;
    return OK;
}
