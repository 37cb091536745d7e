/* SPDX-License-Identifier: Apache-2.0 */
/*
 * aside.h - one item of a batch must not hold up the others.
 *
 * Purpose    Each item of a timer's round runs in a savepoint of its own; the one that fails is undone, reported as the event
 *            "chore.failed" of its subject, and left alone for an hour.
 * Layer      core; uses db, event. Used by the timers of the domain rooms.
 * Units      instants in µs.
 * Errors     only what ends the whole round: the engine ended the transaction, or all of it should run again.
 */
#ifndef CORE_ASIDE_H
#define CORE_ASIDE_H

#include "db/db.h"

struct aside {
    const char *chore; /* "payment.expire" */
    int64_t item;      /* id of its row */
    str subject;       /* "order:12" */
};

/* *is_done false: it failed, the round goes on. */
MUST_USE enum err aside_try(struct ctx *c, const struct aside *item,
                            enum err (*run)(struct ctx *c, void *data), void *data, bool *is_done);

/* In the statement that looks for what is due: `chore` as above, `id` the item's column, `now` a parameter. */
#define ASIDE_NOT(chore, id, now)                                                                  \
    " NOT EXISTS (SELECT 1 FROM aside x WHERE x.chore = '" chore "' AND x.item = " id              \
    " AND x.until_at > " now ")"

#endif
