/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shipping.h - what sending costs, and by when it arrives.
 *
 * Purpose    Methods flat, table (area × weight) and pickup; quotes for a district.
 * Layer      shop; uses base, db.
 * Units      grams, minor units, days of transit.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_UNPROCESSABLE: the method does not exist, is not active, or does not reach the district. ERR_DB.
 * Source     couriers' rules in Indonesia: at least 1 kg, 0.3 kg tolerance, volumetric weight cm³ ÷ 6000 (settable per method).
 */
#ifndef SHOP_SHIPPING_H
#define SHOP_SHIPPING_H

#include "base/ctx.h"
#include "base/money.h"

struct parcel_item {
    int64_t quantity;
    int64_t weight_grams;
    int64_t length_mm, width_mm, height_mm; /* 0: unknown */
};

enum { SHIPPING_QUOTES_MAX = 16 };

struct shipping_quote {
    str code, name, carrier;
    bool is_pickup;
    money price;
    int64_t min_days, max_days; /* of transit */
    int64_t chargeable_grams;
};

struct shipping_quotes {
    size_t count;
    struct shipping_quote quote[SHIPPING_QUOTES_MAX];
};

struct shipping_ask {
    str district; /* code; empty asks for pickup only */
    money subtotal;
    const struct parcel_item *item;
    size_t item_count;
};

/* Ahead of the two below: db_ask. */
MUST_USE enum err shipping_quotes_ask(struct ctx *c, str district);
/* Every method that reaches the district, in the shop's order. */
MUST_USE enum err shipping_quotes(struct ctx *c, const struct shipping_ask *ask,
                                  struct shipping_quotes *out);
MUST_USE enum err shipping_quote_of(struct ctx *c, const struct shipping_ask *ask, str code,
                                    struct shipping_quote *out);

/* The first active method that costs the same everywhere; name and carrier are left empty. */
MUST_USE enum err shipping_flat(struct ctx *c, currency in, struct shipping_quote *out,
                                bool *found);

struct shipping_rules {
    int64_t min_grams, tolerance_grams, volumetric_divisor;
};
/* What the courier charges for: the greater of real and volumetric weight, whole kilograms after the tolerance. */
int64_t shipping_chargeable_grams(const struct shipping_rules *rules,
                                  const struct parcel_item *item, size_t count);

struct shipping_method_new {
    str code, kind, carrier, name_id, name_en;
    int64_t flat_minor, free_over_minor; /* free_over 0: never */
    int64_t min_grams, tolerance_grams, volumetric_divisor, min_days, max_days;
    int64_t position;
    bool is_active;
};
/* Makes a method or changes the one with this code. */
MUST_USE enum err shipping_method_put(struct ctx *c, const struct shipping_method_new *m,
                                      int64_t *out_id);
struct shipping_rate_new {
    str area;
    int64_t first_kg_minor, next_kg_minor, min_days, max_days;
};
MUST_USE enum err shipping_rate_put(struct ctx *c, int64_t method_id,
                                    const struct shipping_rate_new *rate);

/* For the back office: all methods in the shop's order, and the rates of one by area. */
struct shipping_method_list {
    size_t count;
    struct {
        int64_t id;
        struct shipping_method_new as; /* what shipping_method_put would be given */
    } item[SHIPPING_QUOTES_MAX];
};
enum { SHIPPING_RATES_MAX = 600 };
struct shipping_rate_list {
    size_t count;
    struct shipping_rate_new *item;
};
MUST_USE enum err shipping_method_list(struct ctx *c, struct shipping_method_list *out);
MUST_USE enum err shipping_rate_list(struct ctx *c, int64_t method_id,
                                     struct shipping_rate_list *out);
/* All rates of a method at once: those not named are gone. */
MUST_USE enum err shipping_rates_replace(struct ctx *c, int64_t method_id,
                                         const struct shipping_rate_new *rate, size_t count);

#endif
