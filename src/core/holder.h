/* SPDX-License-Identifier: Apache-2.0 */
/*
 * holder.h - which processes hold leases, and taking them from one that is dead.
 *
 * Purpose    A process that was killed leaves what it held (the timers, jobs under way) until the leases end. Whoever knows that it is gone
 *            need not wait for that. How one knows is the caller's matter: cli/keeper.
 * Layer      core; uses base, db.
 * Ownership  names live in ctx->arena.
 * Errors     ERR_DB: as everywhere.
 */
#ifndef CORE_HOLDER_H
#define CORE_HOLDER_H

#include "db/db.h"

enum { HOLDERS_MAX = 16 };

struct holders {
    str name[HOLDERS_MAX];
    size_t count;
};

/* SQL: jobs somebody holds or held; said like this the index of just those is read (job_held). */
#define HOLDER_JOBS " FROM job WHERE state = 'waiting' AND lease_until > 0"
/* Who but `self` holds a lease now; more than HOLDERS_MAX: the others another time. */
MUST_USE enum err holder_list(struct ctx *c, str self, struct holders *out);
/* Everything `name` held is free. Its jobs are as if their lease had ended: if it lives after all, what it did with them counts until somebody
 * takes them up. */
MUST_USE enum err holder_bury(struct ctx *c, str name);

#endif
