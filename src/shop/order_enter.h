/* SPDX-License-Identifier: Apache-2.0 */
/*
 * order_enter.h - orders taken elsewhere: WhatsApp, marketplaces, other shops.
 *
 * Purpose    Entering one so that it carries the same promises.
 * Layer      shop; uses order.
 * Errors     ERR_EXISTS: this source has this external reference already. Else as order.h.
 */
#ifndef SHOP_ORDER_ENTER_H
#define SHOP_ORDER_ENTER_H

#include "shop/order.h"

/* An order taken elsewhere: no cart, stock, payment or ledger. */
struct order_elsewhere {
    str source, external_ref;
    struct delivery to;
    int64_t placed_at, paid_at; /* paid_at 0: not known to be */
    int64_t ship_by, deliver_by; /* promised instants; 0: by the shop's own rule */
    money shipping;
    struct {
        str name, sku;
        int64_t quantity;
        money unit;
    } line[20];
    size_t line_count;
};
MUST_USE enum err order_enter(struct ctx *c, const struct order_elsewhere *in, struct order *out);
/* By the number it has where it was bought; with lines. */
MUST_USE enum err order_by_ref(struct ctx *c, str source, str external_ref, struct order *out);

#endif
