/* SPDX-License-Identifier: Apache-2.0 */
/*
 * witness.h - what was promised when it was promised, and what people and couriers then did; reckoned without the shop.
 *
 * Purpose    The judge of /promises: it never reads an outcome, only what the buyer was told (a date), and what the actors say they did.
 * Ownership  everything lives in the witness's arena. What a lost write told is forgotten with it.
 * Errors     ERR_DB.
 */
#ifndef TESTS_SIM_WITNESS_H
#define TESTS_SIM_WITNESS_H

#include "base/calendar.h"
#include "core/promise.h"

enum fact_sort {
    FACT_DONE,
    FACT_ENDED, /* what it was promised for ended */
    FACT_PAUSED, /* the shop asked the person something: the clock stands until they answer, 14 days at most */
    FACT_RESUMED,
    FACT_LAPSES, /* unless somebody takes it up before `due_at`, nobody waits for it from then on; 0: it was taken up */
    FACT_MOVED,  /* a better date was said: `due_at`, of this promise only */
};
struct fact {
    int64_t at;
    str subject;
    enum promise_kind kind; /* PROMISE_KIND_COUNT: whatever the subject was promised */
    enum fact_sort sort;
    int64_t due_at, promise;
};
struct told {
    int64_t id, made_at, due_at, from_at, budget; /* the budget as last said; 0: a date was said */
    str subject;
    enum promise_kind kind;
    enum promise_clock clock;
    bool was_moved;
};
/* Terms that changed between two instants: what promises that run may now be given. Budgets of 0: as they were. */
struct new_terms {
    int64_t from_at, reply, complaint;
    const struct calendar *calendar; /* NULL: the same opening hours */
};
struct witness {
    struct arena *arena;
    struct fact *fact;
    struct told *told;
    size_t facts, tolds, facts_kept, tolds_kept, moved;
};

struct witness witness_new(struct arena *arena);
void witness_did(struct witness *w, const struct fact *fact);
/* The promises made by the write that is going on. */
MUST_USE enum err witness_look(struct witness *w, struct ctx *c);
/* After the terms changed: each running promise keeps the better date for the person, by the published rule. Prints each that does not;
 * `differ` counts them. */
MUST_USE enum err witness_hear(struct witness *w, struct ctx *c, const struct new_terms *terms,
                               size_t *differ);
/* The write is durable, or was lost. */
void witness_keep(struct witness *w);
void witness_forget(struct witness *w);
/* What came due in [from, to), as seen at `now`. */
void witness_rates(const struct witness *w, int64_t from_at, int64_t to_at,
                   struct promise_rate out[PROMISE_KIND_COUNT]);
/* Prints each promise whose row says something else; how many. */
MUST_USE enum err witness_compare(const struct witness *w, struct ctx *c, size_t *differ);

#endif
