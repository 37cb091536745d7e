/* SPDX-License-Identifier: Apache-2.0 */
/*
 * order_link.h - the buyer's key to an order.
 *
 * Purpose    A signed key per order number, made from the shop's secret: nothing to store, nothing to guess.
 * Layer      shop; uses base, core/link.
 * Ownership  results live in ctx->arena.
 */
#ifndef SHOP_ORDER_LINK_H
#define SHOP_ORDER_LINK_H

#include "base/ctx.h"

/* 22 characters, 131 bits. */
str order_link_key(struct ctx *c, str number);
bool order_link_is(struct ctx *c, str number, str key);
/* "AMN-7K2M-94QX": a prefix and eight unguessable characters. */
str order_number_new(struct ctx *c);

#endif
