/* SPDX-License-Identifier: Apache-2.0 */
/*
 * order.h - what was bought, by whose word, and how far it is.
 *
 * Purpose    Placing an order from a cart (exactly once), orders from elsewhere, cancelling, receiving, completing.
 * Layer      shop; uses cart, stock, shipping, payment, shipment, message, policy, promise, ledger, event, vault.
 * Units      minor units of the order's currency; instants in µs.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_CART_EMPTY, ERR_OUT_OF_STOCK, ERR_LIMIT (unpaid orders of this phone), ERR_COD_OPEN (to be paid on receipt), ERR_NO_COD (standing.h), ERR_UNPROCESSABLE (method does not
 *            reach), ERR_STATE (not possible any more), ERR_NOT_FOUND, ERR_EXISTS (external reference), ERR_DB.
 * Invariants one order per cart; statuses are derived from payments and shipments, never typed; every step has its event.
 */
#ifndef SHOP_ORDER_H
#define SHOP_ORDER_H

#include "core/promise.h"
#include "core/vault.h"
#include "shop/cart.h"
#include "shop/order_dates.h"
#include "shop/order_link.h"
#include "shop/order_shown.h"

typedef struct {
    int64_t v;
} order_id;

enum { ORDER_LINES_MAX = CART_ITEMS_MAX, ORDER_LIST_MAX = 100 };

enum order_status { ORDER_OPEN, ORDER_COMPLETED, ORDER_CANCELED, ORDER_STATUS_COUNT };
enum payment_status {
    PAYMENT_NONE, /* an order from elsewhere: its money is not ours to follow */
    PAYMENT_PENDING,
    PAYMENT_AUTHORIZED,
    PAYMENT_PARTIALLY_PAID,
    PAYMENT_PAID,
    PAYMENT_OVERPAID,
    PAYMENT_PARTIALLY_REFUNDED,
    PAYMENT_REFUNDED,
    PAYMENT_VOIDED,
    PAYMENT_EXPIRED,
    PAYMENT_STATUS_COUNT
};
enum fulfillment_status {
    FULFILLMENT_UNFULFILLED,
    FULFILLMENT_PARTIAL,
    FULFILLMENT_SHIPPED,
    FULFILLMENT_DELIVERED,
    FULFILLMENT_CANCELED,
    FULFILLMENT_STATUS_COUNT
};
str order_status_name(enum order_status s);
str payment_status_name(enum payment_status s);
str fulfillment_status_name(enum fulfillment_status s);

/* Where it goes; sealed as given with each order. Texts are trimmed and bounded by the form. */
struct delivery {
    str name, phone, email;
    str street, village, district_code, district, city, province, postal_code, country, note;
};

struct order_line {
    int64_t id, position;
    sku_id variant; /* 0: from elsewhere */
    str sku, name, options, slug;
    int64_t quantity, weight_grams, shipped; /* shipped: pieces in shipments that are not cancelled */
    money unit, total;
    int64_t guarantee_version, returns_version, warranty_version; /* frozen when it was bought */
    int64_t warranty_months; /* of this product, frozen; -1: what warranty_version says */
    str guide; /* slug of its product when that has a guide to its use; empty until order_pictures */
    struct show_of_line *show; /* its picture; NULL until order_pictures, or when there is none */
};

struct show_of_line {
    str media, asset;
    int64_t width, height;
    bool is_illustration;
};

struct order {
    order_id id;
    str number, source, external_ref;
    person_id person;
    vault_text_id delivery; /* read with order_delivery */
    bool has_email;
    enum lang lang;
    int64_t placed_at;
    enum order_status status;
    enum payment_status payment;
    enum fulfillment_status fulfillment;
    money subtotal, shipping, discount, tax, total; /* tax is included in the others */
    money fee; /* part of shipping: for collecting the cash on delivery */
    str shipping_code, shipping_name, district, payment_method;
    int64_t shipping_min_days, shipping_max_days, terms_version, guarantee_version, shipping_version, preorder_days;
    int64_t confirmed_at, packed_at, paid_at, shipped_at, delivered_at, received_at, released_at, completed_at, canceled_at;
    str cancel_reason;
    struct order_line *line; /* NULL until order_lines */
    size_t line_count;
};

struct checkout {
    cart_id cart;
    struct delivery to;
    str shipping_method, payment_method;
    struct checkout_shown shown; /* prices, wait and terms: another order than that is refused */
    const enum vault_purpose *consent; /* ticked boxes */
    size_t consent_count;
};

/* Places the order of a cart; that of a cart which is one already, with *is_new false. ERR_CONFLICT: not as it was shown. */
MUST_USE enum err order_place(struct ctx *c, const struct checkout *in, struct order *out,
                              bool *is_new);

MUST_USE enum err order_by_number(struct ctx *c, str number, struct order *out); /* with lines */
MUST_USE enum err order_by_id(struct ctx *c, order_id id, struct order *out);    /* with lines */
MUST_USE enum err order_is_theirs(struct ctx *c, str number, str phone, bool *out);
MUST_USE enum err order_lines(struct ctx *c, struct order *o);
/* The pictures of its lines and which have a guide, for pages. */
MUST_USE enum err order_pictures(struct ctx *c, struct order *o);
/* Through the vault: needs a purpose the caller's role may have. */
MUST_USE enum err order_delivery(struct ctx *c, const struct order *o, enum vault_purpose purpose,
                                 struct delivery *out);

/* By the buyer until it is packed, unless a marketplace holds its money: then there; by staff until it is shipped. A paid one owes a refund. */
MUST_USE enum err order_cancel(struct ctx *c, order_id id, str reason);
bool order_can_cancel(const struct order *o, enum role by);
/* From when the buyer may cancel although it is packed: the hours of the frozen shipping policy past the promise. 0: none was made. */
MUST_USE enum err order_cancel_from(struct ctx *c, const struct order *o, int64_t *out);
/* What its parcels are insured for by the frozen shipping policy: the goods' price; zero: not insured, or nothing travels. */
MUST_USE enum err order_insured_for(struct ctx *c, const struct order *o, money *out);
/* Before it is packed, and again once it is that late. */
MUST_USE enum err order_buyer_can_cancel(struct ctx *c, const struct order *o, bool *out);
MUST_USE enum err order_pack(struct ctx *c, order_id id);
/* Paid on delivery: the shop has reached the buyer (or need not), and will send it. */
MUST_USE enum err order_confirm(struct ctx *c, order_id id);
/* The buyer says that it is here. */
MUST_USE enum err order_receive(struct ctx *c, order_id id);
bool order_can_receive(const struct order *o);
/* Paid (or cash on delivery and confirmed): the promises to ship and deliver begin. */
MUST_USE enum err order_promise(struct ctx *c, const struct order *o, int64_t from_at);
/* Derives the statuses again from payments and shipments, and writes them. */
MUST_USE enum err order_derive(struct ctx *c, order_id id);
/* Held money whose guarantee window has closed becomes earned; at most `limit` orders. */
MUST_USE enum err order_release_due(struct ctx *c, int64_t limit, int64_t *released);
MUST_USE enum err order_next_release_at(struct ctx *c, int64_t *out);

/* What of a total is tax by the rate of that day: included in it, zero for a shop that is not PKP. */
money order_tax(struct ctx *c, money total, int64_t at);
str order_subject(struct ctx *c, order_id id); /* "order:12" */

#endif
