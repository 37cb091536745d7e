/* SPDX-License-Identifier: Apache-2.0 */
/* demo_buy.c - who orders what and when in the example shop. */
#include "cli/demo.h"
#include "shop/order_enter.h"

#include "base/phone.h"
#include "core/setting.h"
#include "db/db.h"

enum { TRIES = 6 };

/* --- when --- */

static size_t count_of_day(struct demo *d, int64_t days, int64_t noon_at)
{
    const struct value *rhythm = value_get(d->history, S("rhythm"));
    struct weights week = demo_weights(d, demo_first(rhythm, "weekday_weights"), NULL);
    int64_t weekday = (days + 3) % 7; /* 0 Monday: 1970-01-01 was a Thursday */
    int64_t milli = value_int(rhythm, S("orders_per_day_milli"), 3000) * week.item[weekday] / 1000;
    static const char *const boosts[] = { "campaign", "promoter" };
    for (size_t i = 0; i < COUNT(boosts); i++) {
        const struct value *incident = demo_incident(d, boosts[i], noon_at);
        milli += incident == NULL ? 0 : milli * value_int(incident, S("boost_bp"), 0) / 10000;
    }
    /* Spread: between half and one and a half of it. */
    int64_t drawn = demo_between(d, milli / 2, milli * 3 / 2);
    return (size_t)(drawn / 1000) + (demo_lot(d, drawn % 1000 * 10) ? 1 : 0);
}

size_t demo_orders_of_day(struct demo *d, const struct ctx *c, int64_t days, int64_t *at,
                          size_t max)
{
    int64_t midnight_at = zone_instant(c->shop->zone, days, 0);
    struct weights hours =
        demo_weights(d, demo_first(value_get(d->history, S("rhythm")), "hour_weights"), NULL);
    size_t wanted = count_of_day(d, days, midnight_at + HOURS(12));
    size_t count = wanted < max ? wanted : max;
    for (size_t i = 0; i < count; i++) {
        int64_t hour = (int64_t)demo_pick(d, hours);
        int64_t one = midnight_at + HOURS(hour) + SECONDS(demo_between(d, 0, 3599));
        size_t k = i;
        for (; k > 0 && at[k - 1] > one; k--) {
            at[k] = at[k - 1];
        }
        at[k] = one;
    }
    return count;
}

/* --- what --- */

static const struct demo_good *choose_good(struct ctx *c, struct demo *d)
{
    const struct value *campaign = demo_incident(d, "campaign", c->now_at);
    const struct demo_good *good = &d->good[demo_pick(d, d->good_weights)];
    bool is_drawn = campaign != NULL && demo_lot(d, 5000);
    for (int i = 0;
         is_drawn && i < TRIES && !str_eq(good->category, value_text(campaign, S("category")));
         i++) {
        good = &d->good[demo_pick(d, d->good_weights)];
    }
    return good;
}

static const struct value *choose_variant(struct demo *d, const struct demo_good *good)
{
    const struct value *v = good->variants;
    for (int64_t skip = demo_between(d, 0, (int64_t)good->variant_count - 1); skip > 0; skip--) {
        v = v->next;
    }
    return v;
}

static int64_t choose_quantity(struct demo *d)
{
    const struct value *rhythm = value_get(d->history, S("rhythm"));
    return 1 + (int64_t)demo_pick(d, demo_weights(d, demo_first(rhythm, "quantity_weights"), NULL));
}

/* What is out of stock is passed over, as buyers do. */
static enum err add_one(struct ctx *c, struct demo *d, cart_id cart, const struct demo_good **out)
{
    for (int i = 0; i < TRIES; i++) {
        const struct demo_good *good = choose_good(c, d);
        str sku = value_text(choose_variant(d, good), S("sku"));
        enum err e = cart_add(c, cart, sku, choose_quantity(d));
        if (e == OK) {
            *out = good;
            return OK;
        }
        if (e != ERR_OUT_OF_STOCK) {
            return e;
        }
    }
    return ERR_OUT_OF_STOCK;
}

static enum err fill_cart(struct ctx *c, struct demo *d, cart_id cart,
                          const struct demo_good **first)
{
    const struct value *rhythm = value_get(d->history, S("rhythm"));
    size_t lines =
        1 + demo_pick(d, demo_weights(d, demo_first(rhythm, "basket_lines_weights"), NULL));
    for (size_t i = 0; i < lines; i++) {
        const struct demo_good *good = NULL;
        enum err e = add_one(c, d, cart, &good);
        if (e != OK) {
            return i > 0 && e == ERR_OUT_OF_STOCK ? OK : e;
        }
        *first = i == 0 ? good : *first;
    }
    return OK;
}

/* --- how --- */

static void choose_ways(struct demo *d, struct checkout *in, bool refuses_cod)
{
    bool is_near = str_starts(in->to.district_code, S("34"));
    str shipping = demo_mix(d, "shipping");
    str payment = demo_mix(d, "payment");
    bool is_pickup = is_near && (str_eq(shipping, S("pickup")) || demo_lot(d, 1500));
    bool pays_there = is_pickup && demo_lot(d, 6000);
    bool is_cod = (str_eq(payment, S("cod")) || refuses_cod) && !is_pickup;
    bool is_transfer = str_eq(payment, S("bank_transfer")) || str_eq(payment, S("qris_static"));
    in->shipping_method = is_pickup                     ? S("pickup")
                          : str_eq(shipping, S("flat")) ? S("flat")
                                                        : S("kurir");
    in->payment_method = pays_there    ? S("pay_at_pickup")
                         : is_cod      ? S("cod")
                         : is_transfer ? payment
                                       : S("bank_transfer");
}

/* The shop may refuse a way to pay for this amount or place; then one transfers. */
static enum err place(struct ctx *c, const struct checkout *in, struct order *out)
{
    bool is_new = false;
    TRY(db_save(c->db));
    enum err e = order_place(c, in, out, &is_new);
    if (e == OK) {
        return db_release(c->db);
    }
    db_rollback_to_save(c->db);
    bool is_about_way = e == ERR_UNPROCESSABLE || e == ERR_NO_COD || e == ERR_COD_OPEN;
    if (!is_about_way || str_eq(in->payment_method, S("bank_transfer"))) {
        return e;
    }
    struct checkout other = *in;
    other.payment_method = S("bank_transfer");
    return place(c, &other, out);
}

static enum err buy_here(struct ctx *c, struct demo *d, const struct demo_buyer *buyer,
                         const struct demo_buyer *known)
{
    static const enum vault_purpose marketing[] = { PURPOSE_MARKETING };
    const struct demo_good *good = NULL;
    struct order o = { 0 };
    str token = { 0 };
    struct checkout in = { .to = buyer->to };
    TRY(cart_create(c, &token, &in.cart));
    TRY(fill_cart(c, d, in.cart, &good));
    choose_ways(d, &in, demo_refuses_cod(d, (size_t)(known - d->buyer)));
    if (demo_lot(d, value_int(value_get(d->rates, S("consent_bp")), S("marketing_whatsapp"), 0))) {
        in.consent = marketing;
        in.consent_count = COUNT(marketing);
    }
    TRY(place(c, &in, &o));
    return demo_begin(c, d, &o, good, (size_t)(known - d->buyer));
}

/* Sold in a marketplace, promised and followed here. */
static enum err buy_elsewhere(struct ctx *c, struct demo *d, const struct demo_buyer *buyer,
                              const struct demo_buyer *known)
{
    struct order o = { 0 };
    const struct demo_good *good = choose_good(c, d);
    const struct value *v = choose_variant(d, good);
    struct order_elsewhere in = { .source = demo_lot(d, 6500) ? S("shopee") : S("tokopedia"), .to = buyer->to,
                                  .placed_at = c->now_at, .paid_at = c->now_at, .line_count = 1 };
    in.to.email = (str){ 0 };
    in.external_ref = str_format(c->arena, "26%010" PRId64, demo_between(d, 0, 9999999999));
    in.line[0].name = good->name;
    in.line[0].sku = value_text(v, S("sku"));
    in.line[0].quantity = 1;
    in.line[0].unit = (money){ value_int(v, S("price"), 0), c->shop->currency };
    TRY(order_enter(c, &in, &o));
    return demo_begin(c, d, &o, good, (size_t)(known - d->buyer));
}

enum err demo_buy(struct ctx *c, struct demo *d)
{
    const struct demo_buyer *known = &d->buyer[demo_pick(d, d->buyer_weights)];
    struct demo_buyer buyer = *known;
    if (d->life_count == d->life_max) {
        return OK;
    }
    if (!phone_normalise(c->arena, buyer.to.phone, &buyer.to.phone)) {
        return fail(c, ERR_BAD_INPUT, "%s", "a buyer's phone number in demo/history.json");
    }
    bool is_elsewhere = str_eq(demo_mix(d, "source"), S("marketplace"));
    c->lang = buyer.lang;
    c->actor = (struct actor){ is_elsewhere ? ROLE_CARE : ROLE_VISITOR,
                                is_elsewhere ? d->staff[ROLE_CARE].v : 0 };
    enum err e = is_elsewhere ? buy_elsewhere(c, d, &buyer, known) : buy_here(c, d, &buyer, known);
    return e == ERR_LIMIT || e == ERR_OUT_OF_STOCK ? OK : e;
}
