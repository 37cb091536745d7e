/* SPDX-License-Identifier: Apache-2.0 */
/*
 * invalidation.h - telling the other processes of a shop what has changed.
 *
 * Purpose    On PostgreSQL a change writes its cache tags as a row of its own transaction. INVALIDATION_CHANNEL only wakes: a server says so
 *            after its commit (web/neighbours.h), a command within it. Every process reads what was committed since it last read.
 * Layer      core; uses base, db. Written by whoever commits, read by web/neighbours.
 * Ownership  tags returned live in c->arena; a reader is the caller's.
 * Errors     ERR_DB.
 * Invariants a row is never missed, although ids and transaction numbers are not commit order: a reader goes on from the oldest
 *            transaction that was running when it last read, and skips the rows of later ones that it has seen.
 */
#ifndef CORE_INVALIDATION_H
#define CORE_INVALIDATION_H

#include "db/db.h"

#define INVALIDATION_CHANNEL "amanah_invalidation"
/* Older rows are deleted: who has not read for half as long must take everything as changed. */
#define INVALIDATION_KEPT MINUTES(10)

enum { INVALIDATION_ROWS_MAX = 500 };

struct invalidation_reader {
    int64_t horizon; /* number of a transaction */
    int64_t seen[INVALIDATION_ROWS_MAX];
    size_t seen_count;
};

struct invalidation_tags {
    str *item;
    size_t count;
    bool is_everything; /* more than can be named */
};

/* Inside the transaction that changes something: what it raised, if anything. `origin` names the process. */
MUST_USE enum err invalidation_write(struct ctx *c, str origin);
/* From here on: what is committed already will not be told. Inside a snapshot, as the next. */
MUST_USE enum err invalidation_begin(struct ctx *c, struct invalidation_reader *reader);
/* What others than `origin` committed since. */
MUST_USE enum err invalidation_read(struct ctx *c, str origin, struct invalidation_reader *reader,
                                    struct invalidation_tags *out);
/* A chore: deletes old rows. */
MUST_USE enum err invalidation_prune(struct ctx *c, int64_t limit, int64_t *done);

#endif
