/* SPDX-License-Identifier: Apache-2.0 */
/*
 * job.h - what leaves the shop, and what is done later.
 *
 * Purpose    The outbox: rows written in the transaction that wants the effect, done afterwards, at least once, with retries,
 *            back-off with jitter and dead letters that the back office shows.
 * Layer      core; uses base, db. What a kind does is a table given from above.
 * Units      instants and spans in µs.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_NOT_FOUND, ERR_STATE from job_retry; ERR_DB: as everywhere. What a job fails with stays in its row.
 * Invariants payloads carry ids, never personal data; a job key is used once; one runner has a claimed job until its lease ends.
 */
#ifndef CORE_JOB_H
#define CORE_JOB_H

#include "base/value.h"
#include "db/db.h"

typedef struct {
    int64_t v;
} job_id;

enum job_state { JOB_WAITING, JOB_DONE, JOB_DEAD, JOB_STATE_COUNT };

struct job_new {
    str kind;                    /* "mail.order_placed" */
    str key;                     /* unique for ever, or empty; adding a known key again changes nothing */
    const struct value *payload; /* object of ids; may be NULL */
    int64_t run_at;              /* 0: now */
};

struct job {
    job_id id;
    str kind, key;
    const struct value *payload;
    enum job_state state;
    int64_t attempt; /* 1 at the first */
    int64_t made_at, run_at, done_at;
    str error;          /* of the last attempt: name and the operator's text */
    struct value *news; /* what work() found out, for finish() */
    void *data;         /* the same, not as values */
    void *runner_data;  /* job_runner.data of who runs it */
};

struct job_list {
    struct job *item;
    size_t count;
};

/* work: outside any transaction, on read connections; the only place that may use the network. May be NULL.
 * finish: inside the transaction that ends the job; writes down what came of it. May be NULL.
 * Either may fail: the job is tried again, or is a dead letter when it was the last attempt or the error is ERR_STATE,
 * ERR_NOT_FOUND or ERR_UNPROCESSABLE (trying again cannot help). */
struct job_kind {
    const char *name;
    enum err (*work)(struct ctx *c, struct job *job);
    enum err (*finish)(struct ctx *c, struct job *job);
    int max_attempts; /* 0: 8 */
    int64_t timeout;  /* lease: after it another runner may take the job; 0: 2 minutes */
    /* Inside the transaction that gives the job up; may be NULL. */
    enum err (*give_up)(struct ctx *c, struct job *job);
};

/* Joined by cli/serve. `write` runs a function in one durable write transaction: writer_run behind it, or write_once. */
struct job_runner {
    const struct job_kind *kind;
    size_t kind_count;
    str owner; /* names this process in leases */
    enum err (*write)(void *data, struct ctx *c, enum err (*run)(struct ctx *c, void *data), void *run_data);
    void *data;
    struct db *read_db;  /* ctx->db while work() runs, without a transaction: network work must not hold a snapshot */
    struct db *vault_db; /* ctx->vault_db meanwhile; NULL: ctx->open_vault says it; reads of personal data are noted when the job ends */
};

MUST_USE enum err job_add(struct ctx *c, const struct job_new *j,
                          job_id *out); /* `out` may be NULL */
/* Claims and does at most `limit` due jobs, oldest run_at first. `c` gives arena, time and randomness; its arena is rewound after
 * each. `ran` counts attempts. Failing jobs are no error; ERR_DB is. */
MUST_USE enum err job_run_due(struct ctx *c, const struct job_runner *runner, int limit, int *ran);
/* When the next waiting job is due; 0: none waits. */
MUST_USE enum err job_next_run_at(struct ctx *c, int64_t *out);
/* A dead letter once more, from the first attempt. */
MUST_USE enum err job_retry(struct ctx *c, job_id id);
/* Gives a waiting or dead job up for good, marked done with `reason`: what the shop owed is not done, so it is an override.
 * ERR_BAD_INPUT: override.h's. */
MUST_USE enum err job_drop(struct ctx *c, job_id id, str reason);

MUST_USE enum err job_get(struct ctx *c, job_id id, struct job *out);
MUST_USE enum err job_of_key(struct ctx *c, str key, struct job *out); /* ERR_NOT_FOUND */
/* Newest first; `before` 0: from the newest; at most `limit` ≤ 200. */
MUST_USE enum err job_list(struct ctx *c, enum job_state state, int64_t before, int64_t limit,
                           struct job_list *out);
MUST_USE enum err job_count(struct ctx *c, enum job_state state, int64_t *out);
/* Deletes done jobs without a key that ended before `before_at`. */
MUST_USE enum err job_prune(struct ctx *c, int64_t before_at, int64_t limit, int64_t *deleted);
str job_state_name(enum job_state state);

#endif
