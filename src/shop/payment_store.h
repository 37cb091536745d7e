/* SPDX-License-Identifier: Apache-2.0 */
/* payment_store.h - what the files of payment share. Layer: shop; only payment*.c and refund.c include it. */
#ifndef SHOP_PAYMENT_STORE_H
#define SHOP_PAYMENT_STORE_H

#include "shop/payment.h"

/* The goods of an order stay held until somebody lets them go. */
MUST_USE enum err stock_hold_on(struct ctx *c, const struct order *o);
/* The tax inside what this attempt asks for: a unique code is taken off the price, so off its tax too. */
MUST_USE enum err payment_set_tax(struct ctx *c, const struct order *o, const struct payment *p);
/* After a failure: the buyer may try again until the order expires. */
MUST_USE enum err payment_retry(struct ctx *c, const struct order *o, const struct payment *failed);
/* The attempt that brought money last. ERR_NOT_FOUND. */
MUST_USE enum err payment_captured(struct ctx *c, order_id order, struct payment *out);
/* The order ends because nobody paid (and no other attempt is open): stock freed, promises void, the buyer told. */
MUST_USE enum err payment_end_order(struct ctx *c, const struct order *o);

#endif
