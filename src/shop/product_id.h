/* SPDX-License-Identifier: Apache-2.0 */
/*
 * product_id.h - the ids of the catalogue, each a type of its own.
 *
 * Layer      shop.
 */
#ifndef SHOP_PRODUCT_ID_H
#define SHOP_PRODUCT_ID_H

#include "base/base.h"

typedef struct {
    int64_t v;
} product_id;

/* A variant: what has a price, a stock and a SKU. */
typedef struct {
    int64_t v;
} sku_id;

typedef struct {
    int64_t v;
} category_id;

typedef struct {
    int64_t v;
} picture_id;

#endif
