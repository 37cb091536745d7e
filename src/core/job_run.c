/* SPDX-License-Identifier: Apache-2.0 */
/* job_run.c - claim, work, finish: the network is used between two transactions, never inside one. */
#include "core/job_row.h"
#include "core/vault.h"

enum { ATTEMPTS_DEFAULT = 8, ERROR_MAX_BYTES = 500 };

static const int64_t timeout_default = MINUTES(2);
static const int64_t backoff_first = SECONDS(30);
static const int64_t backoff_max = HOURS(6);

/* One turn: what the transactions of one job share. */
struct turn {
    const struct job_runner *runner;
    const struct job_kind *kind;
    struct job job;
    bool is_claimed;
    enum err failure;
    str error;
    struct ctx reading; /* its notes of reads of personal data */
};

static const struct job_kind *kind_of(const struct job_runner *runner, str name)
{
    for (size_t i = 0; i < runner->kind_count; i++) {
        if (str_eq(name, str_of(runner->kind[i].name))) {
            return &runner->kind[i];
        }
    }
    return NULL;
}

static enum err in_transaction(struct ctx *c, struct turn *turn,
                               enum err (*run)(struct ctx *, void *))
{
    return turn->runner->write(turn->runner->data, c, run, turn);
}

/* ---- claim ---- */

/* The conditions stand inside and outside: of two runners that chose the same row, the second finds it leased. */
SQL(job_claim,
    "UPDATE job SET attempt = attempt + 1, lease_owner = $2, lease_until = $3"
    " WHERE id = (SELECT id FROM job WHERE state = 'waiting' AND run_at <= $1 AND lease_until <= $1"
    "  ORDER BY run_at, id LIMIT 1)"
    " AND state = 'waiting' AND run_at <= $1 AND lease_until <= $1 RETURNING " JOB_COLUMNS);
SQL(job_lease, "UPDATE job SET lease_until = $3 WHERE id = $1 AND lease_owner = $2 AND state = 'waiting'");

static enum err claim(struct ctx *c, void *data)
{
    struct turn *turn = data;
    enum err e = OK;
    struct rows r = db_query(c->db, &job_claim,
                             ARGS(c->now_at, turn->runner->owner, c->now_at + timeout_default));
    turn->is_claimed = db_next(&r);
    if (turn->is_claimed) {
        e = job_read_row(c, &r, &turn->job);
        turn->job.runner_data = turn->runner->data;
    }
    TRY(db_done(&r));
    TRY(e);
    turn->kind = turn->is_claimed ? kind_of(turn->runner, turn->job.kind) : NULL;
    if (turn->kind != NULL && turn->kind->timeout != 0) {
        return db_exec(c->db, &job_lease,
                       ARGS(turn->job.id.v, turn->runner->owner, c->now_at + turn->kind->timeout),
                       NULL);
    }
    return OK;
}

SQL(job_is_due, "SELECT 1 FROM job WHERE state = 'waiting' AND run_at <= $1 AND lease_until <= $1 LIMIT 1");

/* Asked on the read connection: an idle shop writes nothing. */
static enum err has_due(struct ctx *c, const struct job_runner *runner, bool *out)
{
    int64_t found = 0;
    TRY(db_get_int(runner->read_db, &job_is_due, ARGS(c->now_at), 0, &found));
    *out = found != 0;
    return OK;
}

/* ---- the end of a turn ---- */

SQL(job_done, "UPDATE job SET state = 'done', done_at = $4, error = '', lease_until = 0"
              " WHERE id = $1 AND lease_owner = $2 AND attempt = $3 AND state = 'waiting'");

static enum err finish(struct ctx *c, void *data)
{
    struct turn *turn = data;
    int64_t changed = 0;
    TRY(db_exec(c->db, &job_done,
                ARGS(turn->job.id.v, turn->runner->owner, turn->job.attempt, c->now_at), &changed));
    if (changed == 0) {
        return fail(c, ERR_CONFLICT, "job %" PRId64 " was taken over", turn->job.id.v);
    }
    TRY(vault_write_notes(c, &turn->reading));
    return turn->kind->finish == NULL ? OK : turn->kind->finish(c, &turn->job);
}

static bool is_hopeless(const struct turn *turn)
{
    int attempts = turn->kind == NULL              ? 0
                   : turn->kind->max_attempts != 0 ? turn->kind->max_attempts
                                                   : ATTEMPTS_DEFAULT;
    return turn->job.attempt >= attempts || turn->failure == ERR_STATE ||
           turn->failure == ERR_NOT_FOUND || turn->failure == ERR_UNPROCESSABLE;
}

/* 30 s, 1 min, 2 min, … up to 6 h, each between half and one and a half of it. */
static int64_t backoff(struct ctx *c, int64_t attempt)
{
    int64_t span = backoff_first;
    for (int64_t i = 1; i < attempt && span < backoff_max; i++) {
        span *= 2;
    }
    span = span > backoff_max ? backoff_max : span;
    return span / 2 + (int64_t)random_below(c->random, (uint64_t)span);
}

SQL(job_again, "UPDATE job SET run_at = $4, error = $5, lease_until = 0"
               " WHERE id = $1 AND lease_owner = $2 AND attempt = $3 AND state = 'waiting'");
SQL(job_bury, "UPDATE job SET state = 'dead', done_at = $4, error = $5, lease_until = 0"
              " WHERE id = $1 AND lease_owner = $2 AND attempt = $3 AND state = 'waiting'");

static enum err bury(struct ctx *c, struct turn *turn)
{
    int64_t changed = 0;
    TRY(db_exec(
        c->db, &job_bury,
        ARGS(turn->job.id.v, turn->runner->owner, turn->job.attempt, c->now_at, turn->error),
        &changed));
    if (changed == 0 || turn->kind == NULL || turn->kind->give_up == NULL) {
        return OK;
    }
    return turn->kind->give_up(c, &turn->job);
}

static enum err put_back(struct ctx *c, void *data)
{
    struct turn *turn = data;
    TRY(vault_write_notes(c, &turn->reading));
    if (is_hopeless(turn)) {
        return bury(c, turn);
    }
    int64_t run_at = c->now_at + backoff(c, turn->job.attempt);
    return db_exec(
        c->db, &job_again,
        ARGS(turn->job.id.v, turn->runner->owner, turn->job.attempt, run_at, turn->error), NULL);
}

/* ---- one job ---- */

static enum err work(struct ctx *c, struct turn *turn)
{
    if (turn->kind == NULL) {
        return fail(c, ERR_STATE, "no such kind of job");
    }
    if (turn->kind->work == NULL) {
        return OK;
    }
    struct ctx *reading = &turn->reading;
    *reading = *c;
    reading->db = turn->runner->read_db;
    reading->vault_db = turn->runner->vault_db;
    reading->note = NULL;
    reading->detail[0] = '\0';
    enum err e = turn->kind->work(reading, &turn->job);
    return e == OK ? OK : fail(c, e, "%s", reading->detail);
}

static enum err keep_failure(struct ctx *c, struct turn *turn, enum err e)
{
    str text = str_format(c->arena, "%s: %s", err_name(e), c->detail);
    turn->failure = e;
    turn->error = text.size <= ERROR_MAX_BYTES && str_is_utf8(text) ? text : str_of(err_name(e));
    return in_transaction(c, turn, put_back);
}

static enum err run_one(struct ctx *c, struct turn *turn)
{
    c->detail[0] = '\0';
    enum err e = work(c, turn);
    if (e == OK) {
        e = in_transaction(c, turn, finish);
    }
    if (e == OK) {
        return OK;
    }
    return keep_failure(c, turn, e);
}

enum err job_run_due(struct ctx *c, const struct job_runner *runner, int limit, int *ran)
{
    int count = 0;
    enum err e = OK;
    while (e == OK && count < limit) {
        struct arena_mark mark = arena_mark(c->arena);
        size_t tags = c->tag_count;
        struct turn turn = { .runner = runner };
        bool is_due = false;
        e = has_due(c, runner, &is_due);
        if (e == OK && is_due) {
            e = in_transaction(c, &turn, claim);
        }
        if (e != OK || !turn.is_claimed) {
            break;
        }
        e = run_one(c, &turn);
        count++;
        c->tag_count = tags; /* the job's own tags rose with its commit, and go with its memory */
        arena_rewind(c->arena, mark);
    }
    *ran = count;
    return e;
}
