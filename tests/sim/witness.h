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

#include "core/promise.h"

enum fact_sort {
    FACT_DONE,
    FACT_ENDED, /* what it was promised for ended */
    FACT_PAUSED, /* the shop asked the person something: the clock stands until they answer, 14 days at most */
    FACT_RESUMED,
};
struct fact {
    int64_t at;
    str subject;
    enum promise_kind kind;
    enum fact_sort sort;
};
struct told {
    int64_t id, made_at, due_at;
    str subject;
    enum promise_kind kind;
};
struct witness {
    struct arena *arena;
    struct fact *fact;
    struct told *told;
    size_t facts, tolds, facts_kept, tolds_kept;
};

struct witness witness_new(struct arena *arena);
void witness_did(struct witness *w, const struct fact *fact);
/* The promises made by the write that is going on. */
MUST_USE enum err witness_look(struct witness *w, struct ctx *c);
/* The write is durable, or was lost. */
void witness_keep(struct witness *w);
void witness_forget(struct witness *w);
/* What came due in [from, to), as seen at `now`. */
void witness_rates(const struct witness *w, int64_t from_at, int64_t to_at,
                   struct promise_rate out[PROMISE_KIND_COUNT]);
/* Prints each promise whose row says something else; how many. */
MUST_USE enum err witness_compare(const struct witness *w, struct ctx *c, size_t *differ);

#endif
