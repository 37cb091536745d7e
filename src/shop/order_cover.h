/* SPDX-License-Identifier: Apache-2.0 */
/*
 * order_cover.h - what of an order is still covered, line by line and parcel by parcel.
 *
 * Purpose    The frozen policies of each line, put to the facts of its parcels: countdowns, eligibility of claims, release of
 *            money.
 * Layer      shop; uses order, core/guarantee, policy, promise.
 * Units      instants in µs.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_DB.
 * Invariants one clock for each parcel of each line; pieces in no parcel, or in one that is not delivered, do not run out.
 */
#ifndef SHOP_ORDER_COVER_H
#define SHOP_ORDER_COVER_H

#include "core/guarantee.h"
#include "shop/order.h"

/* Pieces of one line that travel together. */
struct line_cover {
    int64_t line_id, shipment_id; /* shipment 0: in no parcel yet */
    int64_t quantity, delivered_at;
    int64_t renewed_at; /* what a claim sent instead arrived later: everything runs from then. 0: nothing did */
    struct cover guarantee, returns;
    int64_t warranty_months, warranty_until; /* 0: none; 0: not delivered */
    bool is_in_warranty;
};
struct order_cover {
    struct line_cover *item; /* by line, then by parcel */
    size_t count;
    int64_t until_at; /* the latest end of a guarantee; 0: something is not delivered, or nothing is covered */
};
MUST_USE enum err order_cover_load(struct ctx *c, const struct order *o, struct order_cover *out);
/* Of a line's parcels the one that is covered longest. NULL: no such line. */
const struct line_cover *order_cover_of_line(const struct order_cover *cover, int64_t line_id);

/* Working days from receipt that the terms of its version give; 0: it has none. */
MUST_USE enum err order_exchange_days(struct ctx *c, const struct order *o, int64_t *out);

/* Writes down until when its money is held: the latest end of a guarantee, and not before the days of the setting; nothing while
 * something is not delivered. */
MUST_USE enum err order_cover_note(struct ctx *c, const struct order *o);

/* The version a line was bought under; a line from before policies has the defaults. Which: GUARANTEE, RETURNS, WARRANTY. */
MUST_USE enum err order_line_policy(struct ctx *c, const struct order_line *line,
                                    enum policy_kind kind, struct policy *out);

#endif
