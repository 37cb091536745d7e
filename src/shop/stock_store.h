/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stock_store.h - the rows of stock; for stock.c and variants being made only.
 *
 * Layer      shop; uses db.
 * Ownership  everything returned lives in c->arena.
 * Errors     ERR_DB; ERR_NOT_FOUND where said.
 */
#ifndef SHOP_STOCK_STORE_H
#define SHOP_STOCK_STORE_H

#include "shop/stock.h"

struct stock_row {
    int64_t on_hand, held;
};

enum reservation_kind {
    RESERVED_COUNTED,
    RESERVED_PREORDER,
    RESERVED_UNCOUNTED,
    RESERVED_KIND_COUNT
};

struct held {
    sku_id sku;
    int64_t quantity;
    enum reservation_kind kind;
};

struct held_list {
    struct held *item;
    size_t count;
};

struct stock_change {
    sku_id sku;
    enum stock_reason reason;
    int64_t quantity, on_hand_delta, held_delta;
    str subject, note;
};

struct stock_opening {
    sku_id sku;
    int64_t on_hand;
};
/* The rows of new variants; pieces that are there at once are movements too, with `note`. */
MUST_USE enum err stock_open(struct ctx *c, const struct stock_opening *opening, size_t count,
                             str note);
/* ERR_NOT_FOUND: no such variant. */
MUST_USE enum err stock_facts_load(struct ctx *c, sku_id sku, struct stock_facts *out,
                                   bool *is_active);
/* held += quantity where that many are free and the variant is counted and on sale. Asked ahead it is done at once where there is a server:
 * ask only what will be taken, or the transaction given up. */
MUST_USE enum err stock_take_ask(struct ctx *c, sku_id sku, int64_t quantity);
MUST_USE enum err stock_take(struct ctx *c, sku_id sku, int64_t quantity, struct stock_row *after,
                             bool *taken);
MUST_USE enum err stock_put_back(struct ctx *c, sku_id sku, int64_t quantity,
                                 struct stock_row *after);
MUST_USE enum err stock_sell(struct ctx *c, sku_id sku, int64_t quantity);
MUST_USE enum err stock_add(struct ctx *c, sku_id sku, int64_t delta, struct stock_row *after,
                            bool *changed);
MUST_USE enum err stock_move(struct ctx *c, const struct stock_change *change);
MUST_USE enum err stock_reservation_add(struct ctx *c, str subject, sku_id sku, int64_t quantity,
                                        enum reservation_kind kind, int64_t expires_at);
MUST_USE enum err stock_reservation_rename(struct ctx *c, str subject, str new_subject,
                                           int64_t expires_at, int64_t *changed);
/* Takes a subject's reservations out; two that try at once: one gets them. */
MUST_USE enum err stock_reservation_take(struct ctx *c, str subject, struct held_list *out);
MUST_USE enum err stock_reservation_take_due(struct ctx *c, str subject, struct held_list *out);
MUST_USE enum err stock_reservation_due(struct ctx *c, size_t limit, struct stock_subjects *out);
/* What sales to the subject took out of the stock and did not come back, by SKU; kind is RESERVED_COUNTED. */
MUST_USE enum err stock_sold(struct ctx *c, str subject, struct held_list *out);
/* Raises the tags of the pages that show this SKU. */
MUST_USE enum err stock_raise(struct ctx *c, sku_id sku);

#endif
