/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shelf.h - what lies beside a product, remembered until something on a shelf changes.
 *
 * Purpose    The neighbours on a product's page are those of every page of their category: each thread asks for them once. They are
 *            forgotten when a tag rises on which cached pages with them depend ("products", "category:*"), so that a page rendered from
 *            memory is never older than one from the cache could be (app->shelves_changed counts those). Of the PostgreSQL processes those that do not hear the others
 *            remember nothing, and exact numbers (the JSON face) are always read.
 * Layer      web; uses shop/product_list.
 * Ownership  what is returned lives until the thread's next request.
 * Errors     as product_shelf.
 */
#ifndef WEB_SHOP_SHELF_H
#define WEB_SHOP_SHELF_H

#include "shop/product_list.h"
#include "web/web.h"

MUST_USE enum err shelf_read(struct web *w, const struct category_ref *category,
                             struct product_page *out);

#endif
