/* SPDX-License-Identifier: Apache-2.0 */
/*
 * promise_row.h - what the files of the promise engine share.
 *
 * Purpose    Reading rows and writing the event of a step.
 * Layer      core, inside promise*.
 * Errors     ERR_DB; ERR_INTERNAL: a row of a kind this program does not know.
 */
#ifndef CORE_PROMISE_ROW_H
#define CORE_PROMISE_ROW_H

#include "core/promise.h"

#define PROMISE_COLUMNS                                                                            \
    "id, kind, subject, owed_by, owed_to, policy_version, made_at, due_at, settled_at, outcome, "  \
    "voided_reason, clock, from_at, budget, calendar_version, paused_by, coalesce(dropped_at, 0)"

/* The rows of a query for PROMISE_COLUMNS, at most `max`. */
MUST_USE enum err promise_read(struct ctx *c, struct rows r, size_t max, struct promise_list *out);
/* One event of one step; `reason` may be empty. */
MUST_USE enum err promise_note(struct ctx *c, const char *kind, const struct promise *p,
                               int64_t occurred_at, str reason);
/* The promise ends: so does the pause it was in, if any. */
MUST_USE enum err promise_pause_end(struct ctx *c, const struct promise *p, int64_t at);

#endif
