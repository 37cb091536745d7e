/* SPDX-License-Identifier: Apache-2.0 */
/*
 * product_store.h - the rows of products; for product_edit.c, import.c and `amanah rebuild` only.
 *
 * Purpose    Writes without the rules and without bringing projections up to date: call product_refresh once at the end.
 * Layer      shop; uses db.
 * Errors     ERR_DB; ERR_EXISTS, ERR_UNPROCESSABLE from constraints.
 */
#ifndef SHOP_PRODUCT_STORE_H
#define SHOP_PRODUCT_STORE_H

#include "shop/product_edit.h"

/* Drafts, as many as are given, in one statement; their slugs are settled. Ids are written in the same order. */
MUST_USE enum err product_insert(struct ctx *c, const struct product_fields *const *fields,
                                 size_t count, product_id *out);
/* The fields with slug and status settled. */
MUST_USE enum err product_write(struct ctx *c, product_id id, const struct product_fields *fields);
MUST_USE enum err product_write_status(struct ctx *c, product_id id, enum product_status status);
MUST_USE enum err product_attributes_write(struct ctx *c, product_id id,
                                           const struct product_fields *fields);
MUST_USE enum err product_slug_owner(struct ctx *c, str slug, product_id *out); /* 0: free */
MUST_USE enum err product_of_ref(struct ctx *c, str external_ref, product_id *out);

/* A variant to be made, its SKU settled. */
struct variant_new {
    product_id product;
    const struct variant_fields *fields;
    bool is_counted; /* by an import: `on_hand` pieces are there, and are remembered as imported */
    int64_t on_hand;
    sku_id id; /* out */
};
MUST_USE enum err variant_insert(struct ctx *c, struct variant_new *new, size_t count);
/* Pictures behind those the product has, each in order (positions leave gaps); `last`: one of them. */
struct picture_new {
    product_id product;
    struct picture_fields fields;
};
MUST_USE enum err picture_insert(struct ctx *c, const struct picture_new *new, size_t count,
                                 picture_id *last);
MUST_USE enum err variant_write(struct ctx *c, sku_id id, const struct variant_fields *fields);
MUST_USE enum err variant_owner(struct ctx *c, sku_id id, product_id *out); /* ERR_NOT_FOUND */
MUST_USE enum err variant_of_sku(struct ctx *c, str sku, sku_id *out,
                                 product_id *product); /* 0: free */
MUST_USE enum err variant_of_options(struct ctx *c, product_id product, const str *option,
                                     sku_id *out); /* 0: none */
MUST_USE enum err variant_count_active(struct ctx *c, product_id product, int64_t *out);
/* A free slug, a free SKU: the typed one (ERR_EXISTS: taken), or one made from the names. `own` may hold it already. */
MUST_USE enum err product_settle_slug(struct ctx *c, const struct product_fields *fields,
                                      product_id own, str *out);
MUST_USE enum err variant_settle_sku(struct ctx *c, product_id product,
                                     const struct variant_fields *fields, sku_id own, str *out);
/* What those two try first: the slug typed or made from the name; the SKU made from slug and options. */
str product_slug_wish(struct ctx *c, const struct product_fields *fields);
str variant_sku_wish(struct ctx *c, str slug, const struct variant_fields *fields);
/* Brings prices, search and revision up to date and raises the tags; each product is named once. */
MUST_USE enum err product_refresh(struct ctx *c, const product_id *id, size_t count);
/* All products: prices from their variants, and the index of the search from nothing. Revisions and dates stay. */
MUST_USE enum err product_rebuild(struct ctx *c, int64_t *products);

#endif
