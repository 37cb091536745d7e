/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalogue.h - goods for tests.
 *
 * Purpose    One line makes a product on sale, with stock.
 * Layer      tests; uses shop.
 */
#ifndef TESTS_CATALOGUE_H
#define TESTS_CATALOGUE_H

#include "fixture.h"
#include "shop/product_edit.h"

/* A variant of 250 g at `price_minor` with `on_hand` pieces; −1: not counted. */
static inline sku_id goods_variant(struct fixture *t, product_id product, const char *option,
                                   int64_t price_minor, int64_t on_hand)
{
    struct variant_fields fields = {
        .option = { str_of(option) },
        .price_minor = price_minor,
        .weight_grams = 250,
        .is_tracked = on_hand >= 0,
        .is_active = true,
    };
    sku_id sku = { 0 };
    must(variant_add(&t->c, product, &fields, &sku));
    if (on_hand > 0) {
        must(stock_count(&t->c, sku, on_hand, S("opening")));
    }
    return sku;
}

static inline product_id goods_product(struct fixture *t, const char *name)
{
    struct product_fields fields = { 0 };
    fields.name[LANG_ID] = str_of(name);
    product_id product = { 0 };
    must(product_create(&t->c, &fields, &product));
    return product;
}

/* A product with one variant, on sale. */
static inline sku_id goods(struct fixture *t, const char *name, int64_t price_minor,
                           int64_t on_hand)
{
    product_id product = goods_product(t, name);
    sku_id sku = goods_variant(t, product, "", price_minor, on_hand);
    must(product_set_status(&t->c, product, PRODUCT_ACTIVE));
    return sku;
}

#endif
