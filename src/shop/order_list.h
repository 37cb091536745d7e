/* SPDX-License-Identifier: Apache-2.0 */
/*
 * order_list.h - the back office's shelves of orders.
 *
 * Purpose    Views, search by number, telephone or e-mail address, paging by key.
 * Layer      shop; uses order.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_DB.
 */
#ifndef SHOP_ORDER_LIST_H
#define SHOP_ORDER_LIST_H

#include "shop/order.h"

struct order_filter {
    str view; /* "", unpaid, reported, to_confirm (cash on delivery), to_ship, shipped, delivered, completed, canceled */
    str query; /* a number or its end, the number elsewhere, a phone number, an e-mail address (order_find.h) */
    int64_t before_at, before_id; /* paging by key; 0: from the newest */
    int64_t limit;
};
struct order_list {
    struct order *item; /* without lines */
    size_t count;
    bool has_more;
};
MUST_USE enum err order_list(struct ctx *c, const struct order_filter *filter,
                             struct order_list *out);

#endif
