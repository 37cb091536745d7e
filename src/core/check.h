/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check.h - the invariants, as a table.
 *
 * Purpose    What `amanah check` tests on a live shop and tests test after every step. Each room has a table of its own
 *            (core_checks, order_checks, …); cli joins them.
 * Layer      core; uses base, db.
 * Ownership  findings live in ctx->arena.
 * Errors     ERR_DB: a check could not be made; ctx->detail names it. A broken invariant is a finding, not an error.
 */
#ifndef CORE_CHECK_H
#define CORE_CHECK_H

#include "db/db.h"

enum { CHECK_FINDINGS_MAX = 20 };

struct check_report {
    str finding[CHECK_FINDINGS_MAX]; /* "order:12 held 5000 after it was closed": ids, no personal data */
    size_t count;                    /* all, also those beyond the list */
};

void check_found(struct ctx *c, struct check_report *r, const char *format, ...) PRINTF_LIKE(3, 4);

/* Nothing is overdue by a clock nobody believes: held, or to be held at the next look as pulse_is_held says. $1: now_at. */
#define CHECK_PULSE_GOES                                                                           \
    " NOT EXISTS (SELECT 1 FROM pulse WHERE held_at IS NOT NULL OR at + 86400000000 < $1)"

/* Either a statement whose every row is a finding (first column: what), or a function. */
struct check {
    const char *name; /* "ledger_is_balanced": the sentence that holds */
    const struct sql *sql;
    enum err (*run)(struct ctx *c, struct check_report *r);
    bool takes_now; /* the statement has $1: now_at */
};

MUST_USE enum err check_run(struct ctx *c, const struct check *check, struct check_report *out);
/* Runs a whole table; calls `each` (may be NULL) after every check; adds what it finds to `findings`. */
MUST_USE enum err check_run_all(struct ctx *c, const struct check *checks, size_t count,
                                void (*each)(const struct check *check,
                                             const struct check_report *r),
                                size_t *findings);

extern const struct check core_checks[];
extern const size_t core_check_count;

#endif
