/* SPDX-License-Identifier: Apache-2.0 */
/* payment_store.h - what the files of payment share. Layer: shop; only payment*.c and refund.c include it. */
#ifndef SHOP_PAYMENT_STORE_H
#define SHOP_PAYMENT_STORE_H

#include "shop/payment.h"

/* What a provider's buyers still mean to pay; the words are those of its index. */
#define PAYMENT_WAITING " FROM payment WHERE state IN ('created', 'pending') AND provider = "

/* The goods of an order stay held until somebody lets them go. */
MUST_USE enum err stock_hold_on(struct ctx *c, const struct order *o);
/*
 * Of each attempt: its amount, its code and what attempts before it brought make the order's total. What the order costs in the end is the total
 * less the code of the attempt that completes it.
 */
money payment_most(const struct payment *p); /* amount and code */
money payment_asked_in_all(const struct order *o, const struct payment *p);
int64_t payment_codes(currency in); /* the largest code */

/* Whose money it is must be plain: an amount that another order waits for is not taken for this one. ERR_CONFLICT, ERR_UNPROCESSABLE: nothing. */
MUST_USE enum err payment_check_received(struct ctx *c, const struct payment *p, money received);

/* Another attempt, for what `part` asked for and did not bring. */
MUST_USE enum err payment_ask_rest(struct ctx *c, const struct order *o, const struct payment *part,
                                   int64_t expires_at, struct payment *out);
/* Less than the whole came, and is in the books: the rest is asked for, the goods stay held until it is due. */
MUST_USE enum err payment_take_part(struct ctx *c, const struct order *o,
                                    const struct payment *part);
/* The order is paid, in parts or by more than was asked for: what that is in all, and the surplus is owed back. */
MUST_USE enum err payment_settle_parts(struct ctx *c, const struct order *o,
                                       const struct payment *last);
/* The rest never came: what did is owed back. */
MUST_USE enum err payment_owe_part(struct ctx *c, const struct order *o);
/* The rest came late: what is owed back of the earlier part can still be kept for it, because none of it has left. */
MUST_USE enum err payment_part_is_here(struct ctx *c, const struct order *o, bool *out);

/* The tax inside what the order costs in all: a unique code is taken off the price, so off its tax too. */
MUST_USE enum err payment_set_tax(struct ctx *c, const struct order *o, const struct payment *p);
/* After a failure: the buyer may try again until the order expires. */
MUST_USE enum err payment_retry(struct ctx *c, const struct order *o, const struct payment *failed);
/* The attempt that brought money last. ERR_NOT_FOUND. */
MUST_USE enum err payment_captured(struct ctx *c, order_id order, struct payment *out);
/* Which attempt an amount goes back by: the last that still has so much of what it brought, for a gateway gives back no more than that; else one
 * that is paid back by hand. ERR_NOT_FOUND. */
MUST_USE enum err payment_to_give_back(struct ctx *c, order_id order, money amount,
                                       struct payment *out);
/* The order ends because nobody paid (and no other attempt is open): stock freed, promises void, the buyer told. */
MUST_USE enum err payment_end_order(struct ctx *c, const struct order *o);

#endif
