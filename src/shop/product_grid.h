/* SPDX-License-Identifier: Apache-2.0 */
/*
 * product_grid.h - the variants of all combinations of options, made at once.
 *
 * Purpose    "S, M, L" and "Merah, Biru" are six variants; an owner writes each value once.
 * Layer      shop; uses product, product_edit, stock.
 * Units      as in product.h.
 * Ownership  nothing is kept.
 * Errors     see variant_add_all; ERR_DB.
 */
#ifndef SHOP_PRODUCT_GRID_H
#define SHOP_PRODUCT_GRID_H

#include "shop/product_edit.h"

/* All combinations of what each option can be. */
struct variant_grid {
    str values[PRODUCT_OPTIONS_MAX]; /* "S, M, L", in the order of product.option_name */
    struct variant_fields like;      /* of each; its options, SKU and barcode are not read */
    int64_t on_hand;                 /* of each, if like.is_tracked */
};
/*
 * Those of `p` (with all its variants) that are not there yet; letters' case makes no other value. ERR_STATE: the product has no
 * options; ERR_BAD_INPUT: one has no value; ERR_LIMIT: it would have too many. An error leaves a part: the caller rolls back.
 */
MUST_USE enum err variant_add_all(struct ctx *c, const struct product *p,
                                  const struct variant_grid *grid, size_t *made);

#endif
