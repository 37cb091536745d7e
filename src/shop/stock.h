/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stock.h - how many there are, and who holds them.
 *
 * Purpose    Reservations and movements per SKU; the only module that changes stock.
 * Layer      shop; uses db. Used by product, cart, order.
 * Units      pieces; instants in µs.
 * Ownership  everything returned lives in c->arena.
 * Errors     ERR_OUT_OF_STOCK: fewer are free, nothing was taken (roll back). ERR_NOT_FOUND: no such SKU. ERR_STATE: the subject holds already.
 * Invariants 0 ≤ held ≤ on_hand by constraint; both equal the sums of the movements; movements are never changed. Rows are
 *            updated in the order of sku ids. Variants that are not counted always succeed; those sold before they exist
 *            (preorder_days) succeed as a pre-order when too few are free.
 * Tags       raises `product:ID` and `products` only when the text buyers see changes.
 */
#ifndef SHOP_STOCK_H
#define SHOP_STOCK_H

#include "core/check.h"
#include "shop/product_id.h"

enum { STOCK_LOW_MAX = 5, STOCK_LINES_MAX = 100, STOCK_QUANTITY_MAX = 1000000 };

enum stock_status { STOCK_IN, STOCK_LOW, STOCK_OUT, STOCK_PREORDER, STOCK_STATUS_COUNT };

/* What a buyer is told. */
struct stock_shown {
    enum stock_status status;
    bool is_counted;   /* false: quantity is not known (null), always for sale */
    int64_t quantity;  /* free pieces when counted */
    int64_t preorder_days;
};

struct stock_facts {
    bool is_tracked;
    bool sells_past_zero;  /* goes on being sold as if it were there */
    int64_t on_hand, held;
    int64_t preorder_days; /* 0: not sold before it is there */
};
struct stock_shown stock_shown_of(const struct stock_facts *facts);
str stock_status_name(enum stock_status status); /* in_stock low out preorder */

struct stock_line {
    sku_id sku;
    int64_t quantity;
    bool is_preorder; /* written by stock_reserve */
};

enum stock_reason {
    STOCK_ADJUSTMENT, /* counted anew, bought in */
    STOCK_RESERVATION,
    STOCK_RELEASE,
    STOCK_SALE,
    STOCK_RETURN,
    STOCK_DAMAGE,
    STOCK_REASON_COUNT
};

/* Holds all lines for `subject` ("cart:12", "order:7"), or fails as a whole (the caller's transaction rolls back). Lines of one SKU are
 * added up. expires_at 0: until released. */
MUST_USE enum err stock_reserve(struct ctx *c, str subject, struct stock_line *line, size_t count,
                                int64_t expires_at);
/* Gives the held pieces of some subject another name and expiry: a cart's become the order's. ERR_NOT_FOUND: it holds nothing. */
MUST_USE enum err stock_extend(struct ctx *c, str subject, str new_subject, int64_t expires_at);
/* Frees what a subject holds; holding nothing is fine (expired meanwhile, released twice). */
MUST_USE enum err stock_release(struct ctx *c, str subject);
/* Sold: held pieces leave. ERR_NOT_FOUND: the subject holds nothing (expired: reserve again). */
MUST_USE enum err stock_commit(struct ctx *c, str subject);
/* Pieces sold to a subject that never left go back on the shelf, as many as the sale took (of pre-orders and uncounted goods: none). */
MUST_USE enum err stock_return(struct ctx *c, str subject);
/* The same, but for the pieces of each SKU that are `away` (a parcel that did leave). `*returned`: how many came back, NULL: not asked. */
MUST_USE enum err stock_return_rest(struct ctx *c, str subject, const struct stock_line *away,
                                    size_t count, int64_t *returned);
/* Whether the subject holds anything now. */
MUST_USE enum err stock_is_reserved(struct ctx *c, str subject, bool *out);

struct stock_subjects {
    str *item;
    size_t count;
};
/* Releases reservations due by c->now_at, oldest first, at most `limit` (≤ 100) subjects; names them. */
MUST_USE enum err stock_release_expired(struct ctx *c, size_t limit, struct stock_subjects *out);

/* Changes on_hand by delta for STOCK_ADJUSTMENT, STOCK_RETURN (> 0) or STOCK_DAMAGE (< 0); `note` says why, without personal data.
 * ERR_OUT_OF_STOCK: it would go below what is held. */
MUST_USE enum err stock_adjust(struct ctx *c, sku_id sku, int64_t delta, enum stock_reason reason,
                               str note);
/* Sets on_hand (a count). */
MUST_USE enum err stock_count(struct ctx *c, sku_id sku, int64_t on_hand, str note);
MUST_USE enum err stock_level(struct ctx *c, sku_id sku, struct stock_shown *out);

struct stock_movement {
    int64_t id, at, on_hand_delta, held_delta, quantity;
    enum stock_reason reason;
    str subject, note;
};
/* Newest first, at most 100, before_id 0 from the newest. */
MUST_USE enum err stock_movements(struct ctx *c, sku_id sku, int64_t before_id,
                                  struct stock_movement **out, size_t *count);

/* Invariants for `amanah check`. */
extern const struct check stock_checks[];
extern const size_t stock_check_count;

#endif
