/* SPDX-License-Identifier: Apache-2.0 */
/*
 * order_office.h - orders as the back office counts them.
 *
 * Purpose    How many wait in each view, what was sold, and which order a parcel or message belongs to.
 * Layer      shop; uses order.
 * Units      minor units of the shop's currency; instants in µs.
 * Errors     ERR_NOT_FOUND from the finders; ERR_DB.
 */
#ifndef SHOP_ORDER_OFFICE_H
#define SHOP_ORDER_OFFICE_H

#include "shop/order.h"
#include "shop/order_list.h"

/* Orders in a view of struct order_filter. */
MUST_USE enum err order_count(struct ctx *c, str view, int64_t *out);

struct order_figures {
    int64_t orders; /* not cancelled, paid or not */
    money sales;    /* what was paid for the orders, less what was paid back, is owed back or the bank took */
};
/* Orders placed in [from, to). */
MUST_USE enum err order_figures(struct ctx *c, int64_t from_at, int64_t to_at,
                                struct order_figures *out);

MUST_USE enum err order_of_shipment(struct ctx *c, int64_t shipment, order_id *out);

#endif
