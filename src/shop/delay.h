/* SPDX-License-Identifier: Apache-2.0 */
/*
 * delay.h - weeks in which couriers are slower, announced before anybody is promised anything.
 *
 * Purpose    "Lebaran, 10 to 21 March: three days more." Moves the delivery dates said after the announcement, never a promise made before.
 * Layer      shop; uses event.
 * Units      local dates in days; instants in µs.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_BAD_INPUT: the period ends before it begins, is over, or is not 1 to 60 days more. ERR_NOT_FOUND.
 * Invariants a period counts for what is said from its announcement on; withdrawn ones stay on record and count no more.
 */
#ifndef SHOP_DELAY_H
#define SHOP_DELAY_H

#include "db/db.h"

enum { DELAYS_MAX = 100 };

struct delay {
    int64_t id;
    str carrier; /* of shipping methods; empty: every courier */
    int64_t from_days, to_days, extra_days;
    str note_id, note_en; /* "Libur Lebaran" */
    int64_t announced_at, withdrawn_at; /* withdrawn 0: in force */
    str withdrawn_reason; /* a fixed word; empty: none was asked for then */
};
struct delay_list {
    struct delay *item;
    size_t count;
};

MUST_USE enum err delay_announce(struct ctx *c, const struct delay *d, int64_t *out_id);
/* From now on nothing is moved by it; dates already promised stay. `reason`: a fixed word, kept in its event. */
MUST_USE enum err delay_withdraw(struct ctx *c, int64_t id, str reason);
/* Newest first, withdrawn ones too. */
MUST_USE enum err delay_list(struct ctx *c, struct delay_list *out);

/* Days more for a parcel by this method (empty: any) that travels from..to, as was known at `known_at`: the longest of those
 * periods that touch the way. */
MUST_USE enum err delay_days(struct ctx *c, str method, int64_t from_days, int64_t to_days,
                             int64_t known_at, int64_t *out);

#endif
