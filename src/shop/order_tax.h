/* SPDX-License-Identifier: Apache-2.0 */
/*
 * order_tax.h - what of an order's tax is owed, as money goes back.
 *
 * Purpose    One formula for the release of held money, for refunds after it (the ledger's nota retur) and for the file of orders.
 * Layer      shop; uses payment, ledger. Part of order.
 * Units      minor units of the order's currency.
 * Errors     ERR_DB.
 * Invariants what is owed is the tax inside what the shop keeps of what was asked for; of all of it, all of it; of nothing, nothing.
 */
#ifndef SHOP_ORDER_TAX_H
#define SHOP_ORDER_TAX_H

#include "shop/order.h"

/* What the order costs in the end, of which its tax is a part; 0: nothing came yet. */
MUST_USE enum err order_tax_asked(struct ctx *c, const struct order *o, int64_t *out);
/* The tax inside `left` of `asked`. */
int64_t order_tax_inside(const struct order *o, int64_t asked, int64_t left);
/* Of what was captured and neither went back nor is owed back. */
MUST_USE enum err order_tax_kept(struct ctx *c, const struct order *o, int64_t *out);
/* What the ledger has of it as owed to the state. */
MUST_USE enum err order_tax_posted(struct ctx *c, const struct order *o, int64_t *out);

#endif
