/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preset_cost.h - what a guarantee would have cost on orders that were.
 *
 * Purpose    Puts several guarantees to the orders of a span: what each would have covered, and what is at risk now.
 * Layer      shop; uses order, core/guarantee, policy.
 * Units      minor units of the shop's currency; instants in µs.
 * Errors     ERR_DB.
 * Limits     it counts what was asked for and what never came. It cannot know who would have asked had the window been longer,
 *            nor who changed their mind and kept silent: a longer window can only cost more than it says.
 */
#ifndef SHOP_PRESET_COST_H
#define SHOP_PRESET_COST_H

#include "base/money.h"
#include "core/guarantee.h"

enum { PRESET_ORDERS_MAX = 5000 };

struct preset_sum {
    int64_t count, minor;
};
struct preset_cost {
    struct preset_sum never_came; /* past the promised day and the grace, and not delivered */
    struct preset_sum covered;    /* asked for (refunds for loss or damage, claims) while it was covered */
    struct preset_sum outside;    /* asked for when it was not */
    struct preset_sum at_risk;    /* delivered, and the window would be open now */
};
struct preset_orders {
    int64_t count;       /* orders looked at */
    int64_t total_minor; /* what they were worth */
    int64_t late;        /* delivered after the promised day */
    bool is_cut;         /* there were more than PRESET_ORDERS_MAX: the newest were looked at */
};
/* `guarantee` has `count` policies of POLICY_GUARANTEE, `out` as many places. Orders placed from `from_at` until now. */
MUST_USE enum err preset_cost_load(struct ctx *c, int64_t from_at, const struct policy *guarantee,
                                   size_t count, struct preset_cost *out,
                                   struct preset_orders *orders);

#endif
