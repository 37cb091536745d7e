/* SPDX-License-Identifier: Apache-2.0 */
/* job.c - the outbox itself; the runner is job_run.c. */
#include "core/job_row.h"
#include "core/override.h"

enum { PAYLOAD_MAX_BYTES = 8 * 1024, LIST_MAX = 200 };

static const char *const states[JOB_STATE_COUNT] = {
    [JOB_WAITING] = "waiting",
    [JOB_DONE] = "done",
    [JOB_DEAD] = "dead",
};

str job_state_name(enum job_state state)
{
    CHECK(state < JOB_STATE_COUNT);
    return str_of(states[state]);
}

static enum err payload_text(struct ctx *c, const struct job_new *j, str *out)
{
    if (j->payload == NULL) {
        *out = S("{}");
        return OK;
    }
    CHECK(j->payload->kind == VALUE_OBJECT);
    struct buf text = buf_new(c->arena, PAYLOAD_MAX_BYTES);
    json_write(&text, j->payload);
    if (buf_is_over(&text)) {
        return fail(c, ERR_TOO_LARGE, "job %.*s: payload over %d bytes", STR_ARG(j->kind),
                    PAYLOAD_MAX_BYTES);
    }
    *out = buf_str(&text);
    return OK;
}

#define JOB_PUT                                                                                    \
    "INSERT INTO job (kind, job_key, payload, state, made_at, run_at)"                             \
    " VALUES ($1, $2, $3, 'waiting', $4, $5) ON CONFLICT (job_key) DO NOTHING"
SQL(job_put, JOB_PUT);
SQL(job_insert, JOB_PUT " RETURNING id");
SQL(job_by_key, "SELECT id FROM job WHERE job_key = $1");

enum err job_add(struct ctx *c, const struct job_new *j, job_id *out)
{
    str payload = { 0 };
    int64_t run_at = j->run_at == 0 ? c->now_at : j->run_at;
    job_id id = { 0 };
    TRY(payload_text(c, j, &payload));
    if (out == NULL) {
        ctx_wake(c, WAKE_JOBS);
        return db_post(c->db, &job_put,
                       ARGS(j->kind, arg_text_or_null(j->key), payload, c->now_at, run_at));
    }
    TRY(db_get_int(c->db, &job_insert,
                   ARGS(j->kind, arg_text_or_null(j->key), payload, c->now_at, run_at), 0, &id.v));
    if (id.v == 0) {
        TRY(db_get_int(c->db, &job_by_key, ARGS(j->key), 0, &id.v));
    } else {
        ctx_wake(c, WAKE_JOBS);
    }
    *out = id;
    return OK;
}

/* ---- reading ---- */

static enum err state_of(struct ctx *c, str name, enum job_state *out)
{
    for (enum job_state state = 0; state < JOB_STATE_COUNT; state++) {
        if (str_eq(name, str_of(states[state]))) {
            *out = state;
            return OK;
        }
    }
    return fail(c, ERR_INTERNAL, "job state %.*s", STR_ARG(name));
}

enum err job_read_row(struct ctx *c, struct rows *r, struct job *out)
{
    struct job j = { .id = { row_int(r) } };
    j.kind = row_text(r, c->arena);
    j.key = row_text(r, c->arena);
    str payload = row_text(r, c->arena);
    TRY(state_of(c, row_text(r, c->arena), &j.state));
    j.attempt = row_int(r);
    j.made_at = row_int(r);
    j.run_at = row_int(r);
    j.done_at = row_int(r);
    j.error = row_text(r, c->arena);
    struct value *tree = NULL;
    str why = { 0 };
    if (!json_read(c->arena, payload, &tree, &why)) {
        return fail(c, ERR_INTERNAL, "job %" PRId64 ": payload: %.*s", j.id.v, STR_ARG(why));
    }
    j.payload = tree;
    *out = j;
    return OK;
}

static enum err read_list(struct ctx *c, struct rows r, size_t max, struct job_list *out)
{
    struct job_list list = { .item = NEW_N(c->arena, struct job, max) };
    enum err e = OK;
    while (e == OK && db_next(&r)) {
        e = job_read_row(c, &r, &list.item[list.count++]);
    }
    TRY(db_done(&r));
    TRY(e);
    *out = list;
    return OK;
}

SQL(job_by_id, "SELECT " JOB_COLUMNS " FROM job WHERE id = $1");

enum err job_get(struct ctx *c, job_id id, struct job *out)
{
    struct job_list list = { 0 };
    TRY(read_list(c, db_query(c->db, &job_by_id, ARGS(id.v)), 1, &list));
    if (list.count == 0) {
        return fail(c, ERR_NOT_FOUND, "job %" PRId64, id.v);
    }
    *out = list.item[0];
    return OK;
}

SQL(job_whole_by_key, "SELECT " JOB_COLUMNS " FROM job WHERE job_key = $1");

enum err job_of_key(struct ctx *c, str key, struct job *out)
{
    struct job_list list = { 0 };
    TRY(read_list(c, db_query(c->db, &job_whole_by_key, ARGS(key)), 1, &list));
    if (list.count == 0) {
        return fail(c, ERR_NOT_FOUND, "job %.*s", STR_ARG(key));
    }
    *out = list.item[0];
    return OK;
}

SQL(jobs_newest, "SELECT " JOB_COLUMNS " FROM job WHERE state = $1 AND id < $2 ORDER BY id DESC LIMIT $3");

enum err job_list(struct ctx *c, enum job_state state, int64_t before, int64_t limit,
                  struct job_list *out)
{
    CHECK(limit > 0 && limit <= LIST_MAX);
    int64_t below = before == 0 ? INT64_MAX : before;
    return read_list(c, db_query(c->db, &jobs_newest, ARGS(job_state_name(state), below, limit)),
                     (size_t)limit, out);
}

SQL(jobs_counted, "SELECT count(*) FROM job WHERE state = $1");

enum err job_count(struct ctx *c, enum job_state state, int64_t *out)
{
    return db_get_int(c->db, &jobs_counted, ARGS(job_state_name(state)), 0, out);
}

SQL(job_first_run, "SELECT run_at FROM job WHERE state = 'waiting' ORDER BY run_at LIMIT 1");

enum err job_next_run_at(struct ctx *c, int64_t *out)
{
    return db_get_int(c->db, &job_first_run, NO_ARGS, 0, out);
}

/* ---- the back office ---- */

SQL(job_revive, "UPDATE job SET state = 'waiting', attempt = 0, run_at = $2, done_at = NULL, lease_until = 0"
                " WHERE id = $1 AND state = 'dead'");

enum err job_retry(struct ctx *c, job_id id)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &job_revive, ARGS(id.v, c->now_at), &changed));
    if (changed == 0) {
        struct job j = { 0 };
        TRY(job_get(c, id, &j));
        return fail(c, ERR_STATE, "job %" PRId64 " is no dead letter", id.v);
    }
    ctx_wake(c, WAKE_JOBS);
    return OK;
}

SQL(job_give_up, "UPDATE job SET state = 'done', done_at = $2, error = $3"
                 " WHERE id = $1 AND state <> 'done' AND lease_until <= $2");

enum err job_drop(struct ctx *c, job_id id, str reason)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &job_give_up, ARGS(id.v, c->now_at, reason), &changed));
    if (changed == 0) {
        struct job j = { 0 };
        TRY(job_get(c, id, &j));
        return fail(c, ERR_STATE, "job %" PRId64 " is done, or runs now", id.v);
    }
    return override_note(c, S("job.drop"), str_format(c->arena, "job:%" PRId64, id.v), reason, 0);
}

SQL(job_delete_old, "DELETE FROM job WHERE id IN (SELECT id FROM job WHERE state = 'done' AND job_key IS NULL"
                    " AND done_at < $1 ORDER BY done_at LIMIT $2)");

enum err job_prune(struct ctx *c, int64_t before_at, int64_t limit, int64_t *deleted)
{
    return db_exec(c->db, &job_delete_old, ARGS(before_at, limit), deleted);
}
