/* SPDX-License-Identifier: Apache-2.0 */
/*
 * product_store.h - the rows of products; for product_edit.c and import.c only.
 *
 * Purpose    Writes without the rules and without bringing projections up to date: call product_refresh once at the end.
 * Layer      shop; uses db.
 * Errors     ERR_DB; ERR_EXISTS, ERR_UNPROCESSABLE from constraints.
 */
#ifndef SHOP_PRODUCT_STORE_H
#define SHOP_PRODUCT_STORE_H

#include "shop/product_edit.h"

/* The fields with slug and status settled. */
MUST_USE enum err product_insert(struct ctx *c, const struct product_fields *fields,
                                 product_id *out);
MUST_USE enum err product_write(struct ctx *c, product_id id, const struct product_fields *fields);
MUST_USE enum err product_write_status(struct ctx *c, product_id id, enum product_status status);
MUST_USE enum err product_attributes_write(struct ctx *c, product_id id,
                                           const struct product_fields *fields);
MUST_USE enum err product_slug_owner(struct ctx *c, str slug, product_id *out); /* 0: free */
MUST_USE enum err product_of_ref(struct ctx *c, str external_ref, product_id *out);
MUST_USE enum err variant_insert(struct ctx *c, product_id product,
                                 const struct variant_fields *fields, sku_id *out);
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
/* Brings prices, search and revision up to date and raises the tags. */
MUST_USE enum err product_refresh(struct ctx *c, product_id id);

#endif
