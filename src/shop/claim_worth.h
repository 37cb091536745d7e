/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claim_worth.h - what a claim brings in money.
 *
 * Purpose    The price of its pieces, discounts shared out, less what went back for them before; and the shipping cost, once.
 * Layer      shop; part of claim.h. Uses order, refund, undelivered.
 * Units      minor units.
 * Errors     ERR_DB.
 * Invariants over all its claims a line brings back at most what was paid for it, and the shipping cost comes back at most once.
 */
#ifndef SHOP_CLAIM_WORTH_H
#define SHOP_CLAIM_WORTH_H

#include "shop/claim.h"

/* What earlier claims, and the rule about parcels that never came, gave back or owe. */
struct claim_before {
    int64_t goods[ORDER_LINES_MAX]; /* in the order of the lines */
    int64_t pieces[ORDER_LINES_MAX]; /* of which the whole price is back, through no wish of the buyer */
    int64_t shipping;
};
/* With the shipping cost when the shop says so, and when nothing of the order is left that the buyer has as it was bought. */
money claim_worth(const struct order *o, const struct claim *k, const struct claim_before *before,
                  bool with_shipping);
/* What its pieces were paid with, whatever went back since. */
money claim_goods_worth(const struct order *o, const struct claim *k);
/* claim_worth after all that went before it; k->id 0: one that is not opened yet. */
MUST_USE enum err claim_due(struct ctx *c, const struct order *o, const struct claim *k,
                            bool with_shipping, money *out);
/* Between agreeing and owing something else may have paid for its pieces: never more than is due now. */
MUST_USE enum err claim_take_off_paid(struct ctx *c, const struct order *o, struct claim *k);

#endif
