/* SPDX-License-Identifier: Apache-2.0 */
/*
 * order_source.h - where an order was taken, and whose word holds for its money.
 *
 * Purpose    Names of the sources of shop_order.source; which of them hold the buyer's money themselves. A marketplace's own
 *            money guarantee is theirs: it is named, never promised and never counted as the shop's.
 * Layer      shop; uses order.
 * Ownership  names are the program's own.
 */
#ifndef SHOP_ORDER_SOURCE_H
#define SHOP_ORDER_SOURCE_H

#include "shop/order.h"

/* "Tokopedia"; empty for the shop itself and for what is written down by hand ("manual"). */
str order_source_name(str source);
/* The number an order has there, as two are compared: marketplaces mean the same by small letters, spaces and a "#" in front. What a shop
 * numbers itself is only trimmed. Empty: none. */
str order_ref_key(struct arena *arena, str source, str external_ref);
bool order_is_from_elsewhere(const struct order *o);
/* The buyer's money lies with a marketplace, which gives it back by its own rules. */
bool order_is_of_marketplace(const struct order *o);
/* Where its buyers ask for their money; empty: only in its app, or no marketplace. */
str order_source_money_url(str source);
/* The same sources, for statements that leave out what is not counted as the shop's. */
#define MARKETPLACE_SOURCES "('shopee', 'tokopedia', 'tiktok')"
/* Fetched at the shop: no district to send it to, and no marketplace that knows one. */
bool order_is_pickup(const struct order *o);

#endif
