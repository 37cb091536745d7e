/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cart.h - what somebody is about to buy.
 *
 * Purpose    Carts by an unguessable token; no account, no personal data.
 * Layer      shop; uses db, product, stock.
 * Units      minor units of the shop's currency; pieces.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_CART_EXPIRED: the token is unknown or too old. ERR_NOT_FOUND: no such SKU for sale. ERR_LIMIT: too many
 *            different items. ERR_OUT_OF_STOCK: fewer are free than asked for (nothing changed). ERR_DB.
 */
#ifndef SHOP_CART_H
#define SHOP_CART_H

#include "base/money.h"
#include "shop/shipping.h"
#include "shop/stock.h"

typedef struct {
    int64_t v;
} cart_id;

enum { CART_ITEMS_MAX = 60, CART_QUANTITY_MAX = 999 };

struct cart_item {
    sku_id variant;
    product_id product;
    str sku, name, title, slug; /* title: option values joined by ", " */
    str media, asset, alt;      /* its first picture; both empty: none */
    int64_t picture_width, picture_height;
    bool is_illustration;
    money price, total;
    int64_t quantity;
    bool is_for_sale; /* still active */
    struct stock_shown shown;
    bool is_short;         /* fewer are free than wanted, and it is not sold before it is there */
    bool is_endless;       /* not counted, or sold past zero: never short, never awaited */
    int64_t preorder_days; /* this many are not there yet: days until they are; 0: from the shelf */
    struct parcel_item parcel;
};

struct cart {
    cart_id id;
    struct cart_item *item;
    size_t count;
    int64_t pieces;
    money subtotal;
    str order_number; /* it became this order; empty: not yet */
    bool can_checkout;
};

/* A new cart's token. */
MUST_USE enum err cart_create(struct ctx *c, str *token, cart_id *out);
MUST_USE enum err cart_find(struct ctx *c, str token, cart_id *out);
MUST_USE enum err cart_load(struct ctx *c, cart_id id, struct cart *out);
/* The same of a cart that is known not to be an order yet. */
MUST_USE enum err cart_load_open(struct ctx *c, cart_id id, struct cart *out);
MUST_USE enum err cart_ask(struct ctx *c, cart_id id); /* ahead of it: db_ask */
/* Adds to what is there. */
MUST_USE enum err cart_add(struct ctx *c, cart_id id, str sku, int64_t quantity);
/* 0 removes. */
MUST_USE enum err cart_set(struct ctx *c, cart_id id, str sku, int64_t quantity);
/* Carts nobody used any more. */
MUST_USE enum err cart_prune(struct ctx *c, int64_t limit, int64_t *deleted);

/* The longest wait of what is not there yet; 0: everything is. */
int64_t cart_preorder_days(const struct cart *cart);
/* Weights and sizes of all items, for quoting. */
const struct parcel_item *cart_parcel(struct ctx *c, const struct cart *cart);

#endif
