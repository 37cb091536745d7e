/* SPDX-License-Identifier: Apache-2.0 */
/*
 * order_store.h - rows of orders, shared by the files of the module.
 *
 * Layer      shop; only order_*.c, payment*.c and shipment.c include it.
 */
#ifndef SHOP_ORDER_STORE_H
#define SHOP_ORDER_STORE_H

#include "base/calendar.h"
#include "shop/order.h"

/* Inserts the order and its lines; fills the id of the order. Lines have ids when they are read again (order_by_id). */
MUST_USE enum err order_insert(struct ctx *c, struct order *o, cart_id cart);
/* Seals the address as given; makes or finds the person by phone. `is_new` may be NULL: nothing was known of them. */
MUST_USE enum err order_seal(struct ctx *c, const struct delivery *to, struct order *o,
                             bool *is_new);
str delivery_json(struct ctx *c, const struct delivery *to);
/* An event about an order with public facts. */
MUST_USE enum err order_event(struct ctx *c, const struct order *o, const char *kind,
                              struct value *facts);
/* Raises what pages of this order show, and the lists of the back office. */
void order_raise(struct ctx *c, const struct order *o);
/* The order's money leaves what is held: sales, shipping and tax. Nothing held: nothing happens. */
MUST_USE enum err order_release(struct ctx *c, const struct order *o);

#endif
