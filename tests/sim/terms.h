/* SPDX-License-Identifier: Apache-2.0 */
/*
 * terms.h - the shop changes its terms: policies, opening hours, days it is closed, weeks in which couriers are slower.
 *
 * Purpose    Some evenings the next change of a list is published; what was in force when is kept here, so that what an order was bought
 *            under is known without asking the shop.
 * Ownership  rows live in here; settings that are loaded again in the demo's arena.
 * Errors     ERR_DB; ERR_LAW, ERR_BAD_INPUT: a change of the list is not one the shop may make.
 */
#ifndef TESTS_SIM_TERMS_H
#define TESTS_SIM_TERMS_H

#include "cli/demo_watch.h"
#include "sim/witness.h"

enum { TERMS_MAX = 400 };

struct terms_row {
    int64_t at;
    int64_t guarantee_days, returns_days, warranty_months, reply_hours, complaint_days;
    bool from_payment, guarantee_mind, returns_mind; /* _mind: a changed mind is a ground */
};
struct terms {
    struct demo *demo;
    struct random random;
    struct terms_row row[TERMS_MAX];
    size_t rows, next, changed;
    str calendar; /* the opening hours of every day */
    struct new_terms news;
};
/* What the new shop has. */
MUST_USE enum err terms_begin(struct ctx *c, void *terms);
/* Whether something changes this evening. */
bool terms_are_due(struct terms *terms);
/* The next change, in one write. */
MUST_USE enum err terms_change(struct ctx *c, void *terms);
/* After that write: the running shop reads its settings again. */
MUST_USE enum err terms_load(struct ctx *c, void *terms);
/* One round of the timer that gives running promises the better date. */
struct terms_round {
    int64_t done;
};
MUST_USE enum err terms_review(struct ctx *c, void *round);
/* Under which something was bought. */
const struct terms_row *terms_at(const struct terms *terms, int64_t at);

#endif
