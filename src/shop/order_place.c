/* SPDX-License-Identifier: Apache-2.0 */
/* order_place.c - from a cart to an order, exactly once; and orders taken elsewhere. */
#include "core/consent.h"
#include "core/event.h"
#include "core/job.h"
#include "core/policy.h"
#include "core/setting.h"
#include "db/db.h"
#include "shop/message.h"
#include "shop/order_enter.h"
#include "shop/order_store.h"
#include "shop/payment.h"
#include "shop/standing.h"

/* Two tabs, a double click, a resent request: the row lock lets one through, the others find its order. */
SQL(lock_cart, "UPDATE cart SET updated_at = $2 WHERE id = $1");
SQL(order_of_cart, "SELECT coalesce(o.id, 0) FROM cart k LEFT JOIN shop_order o ON o.cart_id = k.id WHERE k.id = $1");

/* What nearly every checkout reads, on one way to the server; behind the lock, so that it is this cart as it is bought. */
static enum err ask_ahead(struct ctx *c, const struct checkout *in)
{
    TRY(cart_ask(c, in->cart));
    TRY(shipping_quotes_ask(c, in->to.district_code));
    TRY(policy_current_ask(c, POLICY_WARRANTY));
    return vault_find_ask(c, VAULT_PHONE, in->to.phone);
}

static enum err find_existing(struct ctx *c, const struct checkout *in, order_id *out)
{
    int64_t id = 0;
    cart_id cart = in->cart;
    TRY(db_post(c->db, &lock_cart, ARGS(cart.v, c->now_at)));
    TRY(ask_ahead(c, in));
    TRY(db_get_int(c->db, &order_of_cart, ARGS(cart.v), -1, &id));
    if (id < 0) {
        return fail(c, ERR_CART_EXPIRED, "cart %" PRId64, cart.v);
    }
    out->v = id;
    return OK;
}

/* Unpaid orders and open cash-on-delivery orders of one phone number are limited from the first order on. The bound, which nobody reaches,
 * makes PostgreSQL begin with the person: while it has not counted the table it would rather walk all open orders. */
#define UNPAID_OF_PERSON                                                                           \
    "SELECT count(*) FROM (SELECT status, payment_status, payment_method FROM shop_order"          \
    " WHERE person_id = $1 LIMIT 100000) o WHERE o.status = 'open' AND o.payment_status = 'pending'"
SQL(count_unpaid_of_person, UNPAID_OF_PERSON);
SQL(count_open_of_person, UNPAID_OF_PERSON " AND o.payment_method = $2");

static enum err check_limits(struct ctx *c, const struct order *o, bool is_new)
{
    int64_t count = 0;
    bool is_off = false;
    if (!is_new) {
        TRY(db_get_int(c->db, &count_unpaid_of_person, ARGS(o->person.v), 0, &count));
    }
    if (count >= c->shop->unpaid_orders_max) {
        return fail(c, ERR_LIMIT, "person %" PRId64 ": %" PRId64 " unpaid orders", o->person.v,
                    count);
    }
    if (!str_eq(o->payment_method, S("cod"))) {
        return OK;
    }
    TRY(standing_holds(c, o->person, STANDING_NO_COD, &is_off));
    if (is_off) {
        return fail(c, ERR_NO_COD, "person %" PRId64 ": no cash on delivery for now", o->person.v);
    }
    TRY(db_get_int(c->db, &count_open_of_person, ARGS(o->person.v, o->payment_method), 0, &count));
    if (count >= c->shop->cod_orders_max) {
        return fail(c, ERR_COD_OPEN, "person %" PRId64 ": %" PRId64 " open COD orders", o->person.v,
                    count);
    }
    return OK;
}

money order_tax(struct ctx *c, money total, int64_t at)
{
    return c->shop->is_pkp
               ? money_split_included_bp(total, (int32_t)shop_tax_rate_at(c->shop, at)).part
               : money_zero(total.currency);
}

static void set_amounts(struct ctx *c, struct order *o, money subtotal, money shipping)
{
    o->subtotal = subtotal;
    o->shipping = shipping;
    o->discount = money_zero(subtotal.currency);
    o->total = money_add(subtotal, shipping);
    o->tax = order_tax(c, o->total, o->placed_at);
    o->fee = money_zero(subtotal.currency);
}

/* What the courier takes for collecting the cash stands with the shipping. */
static void add_fee(struct ctx *c, struct order *o)
{
    money fee = pay_method_fee(c->shop, o->payment_method);
    set_amounts(c, o, o->subtotal, money_add(o->shipping, fee));
    o->fee = fee;
}

static enum err set_policies(struct ctx *c, struct order *o)
{
    int64_t version[POLICY_KIND_COUNT] = { 0 };
    struct policy warranty = { .kind = POLICY_WARRANTY };
    TRY(policy_current_versions(c, version));
    o->terms_version = version[POLICY_TERMS];
    o->guarantee_version = version[POLICY_GUARANTEE];
    o->shipping_version = version[POLICY_SHIPPING];
    enum err e = policy_current(c, POLICY_WARRANTY, &warranty);
    if (e != ERR_NOT_FOUND) {
        TRY(e);
    }
    for (size_t i = 0; i < o->line_count; i++) {
        o->line[i].guarantee_version = o->guarantee_version;
        o->line[i].returns_version = version[POLICY_RETURNS];
        o->line[i].warranty_version = warranty.version;
        o->line[i].warranty_months = e == OK ? policy_int(&warranty, S("months")) : 0;
    }
    return OK;
}

static void set_lines(struct ctx *c, const struct cart *cart, struct order *o)
{
    o->line = NEW_N(c->arena, struct order_line, cart->count);
    o->line_count = cart->count;
    for (size_t i = 0; i < cart->count; i++) {
        const struct cart_item *item = &cart->item[i];
        o->line[i] = (struct order_line){
            .position = (int64_t)i + 1,
            .variant = item->variant,
            .sku = item->sku,
            .name = item->name,
            .options = item->title,
            .slug = item->slug,
            .quantity = item->quantity,
            .weight_grams = item->parcel.weight_grams,
            .unit = item->price,
            .total = item->total,
        };
    }
}

static enum err set_shipping(struct ctx *c, const struct checkout *in, const struct cart *cart,
                             struct order *o)
{
    struct shipping_quote quote = { 0 };
    struct shipping_ask ask = { .district = in->to.district_code, .subtotal = cart->subtotal,
                                .item = cart_parcel(c, cart), .item_count = cart->count };
    TRY(shipping_quote_of(c, &ask, in->shipping_method, &quote));
    o->shipping_code = quote.code;
    o->shipping_name = quote.name;
    o->shipping_min_days = quote.min_days;
    o->shipping_max_days = quote.max_days;
    o->district = quote.is_pickup ? (str){ 0 } : in->to.district_code;
    set_amounts(c, o, cart->subtotal, quote.price);
    return OK;
}

static enum err check_payment_method(struct ctx *c, const struct checkout *in,
                                     const struct order *o)
{
    struct pay_methods offered = { 0 };
    bool is_pickup = o->district.size == 0;
    pay_methods_offered(c->shop, o->total, o->district, is_pickup, &offered);
    for (size_t i = 0; i < offered.count; i++) {
        if (str_eq(in->payment_method, str_of(offered.method[i]->code))) {
            return OK;
        }
    }
    return fail(c, ERR_UNPROCESSABLE, "payment method %.*s is not offered",
                STR_ARG(in->payment_method));
}

/* Holds the goods. What was on the shelf when the cart was read and is not now was taken by somebody faster: it does not
 * quietly become a pre-order that nobody was told of. */
static enum err reserve(struct ctx *c, const struct order *o, const struct cart *cart,
                        int64_t expires_at)
{
    struct stock_line *line = NEW_N(c->arena, struct stock_line, o->line_count);
    for (size_t i = 0; i < o->line_count; i++) {
        line[i] =
            (struct stock_line){ .sku = o->line[i].variant, .quantity = o->line[i].quantity };
    }
    TRY(stock_reserve(c, order_subject(c, o->id), line, o->line_count, expires_at));
    for (size_t i = 0; i < o->line_count; i++) {
        const struct cart_item *item = &cart->item[i];
        if (line[i].is_preorder && item->preorder_days == 0 && !item->is_endless) {
            return fail(c, ERR_OUT_OF_STOCK, "sku %" PRId64 " went meanwhile", line[i].sku.v);
        }
    }
    return OK;
}

static enum err keep_consents(struct ctx *c, const struct checkout *in, const struct order *o)
{
    int64_t version = 0;
    if (in->consent_count == 0) {
        return OK;
    }
    TRY(policy_current_version(c, POLICY_PRIVACY, &version));
    for (size_t i = 0; i < in->consent_count; i++) {
        TRY(consent_give(c, o->person, in->consent[i], version));
    }
    return OK;
}

SQL(earlier_orders,
    "SELECT count(*) FROM shop_order WHERE person_id = $1 AND id <> $2 AND delivered_at IS NOT NULL");

/* Goods that leave unpaid: at once for those who bought before, else after the shop reached the buyer. */
static enum err begin_on_delivery(struct ctx *c, const struct order *o)
{
    int64_t earlier = 0;
    const struct pay_method *method = pay_method_of(o->payment_method);
    if (method == NULL || !method->is_on_delivery) {
        return OK;
    }
    TRY(db_get_int(c->db, &earlier_orders, ARGS(o->person.v, o->id.v), 0, &earlier));
    bool must_ask =
        str_eq(o->payment_method, S("cod")) && c->shop->cod_confirms_first && earlier == 0;
    return must_ask ? OK : order_confirm(c, o->id);
}

static enum err tell(struct ctx *c, const struct order *o)
{
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("source"), o->source);
    value_set_text(c->arena, facts, S("payment_method"), o->payment_method);
    value_set_text(c->arena, facts, S("shipping_method"), o->shipping_code);
    value_set_money(c->arena, facts, S("total"), o->total);
    value_set_int(c->arena, facts, S("lines"), (int64_t)o->line_count);
    TRY(order_event(c, o, "order.placed", facts));
    TRY(vault_basis_begin(c, o->person, order_subject(c, o->id)));
    TRY(message_queue(c, o->id, MESSAGE_PLACED, o->has_email));
    if (c->shop->notifies_owner) {
        TRY(message_queue(c, o->id, MESSAGE_OWNER_NEW_ORDER, true));
    }
    ctx_raise(c, S("orders"));
    return OK;
}

/* A price that rose, goods put in by another tab, a longer wait or other terms are agreed to by nobody who did not see them. */
static enum err check_shown(struct ctx *c, const struct checkout_shown *shown,
                            const struct order *o)
{
    money sending = money_sub(o->shipping, o->fee);
    bool is_same = shown->goods.minor == o->subtotal.minor &&
                   shown->sending.minor == sending.minor && shown->fee.minor == o->fee.minor &&
                   shown->preorder_days == o->preorder_days &&
                   shown->terms_version == o->terms_version &&
                   shown->guarantee_version == o->guarantee_version;
    return is_same || !shown->is_known
               ? OK
               : fail(c, ERR_CONFLICT, "%s", "the order would not be the one that was shown");
}

static enum err prepare(struct ctx *c, const struct checkout *in, const struct cart *cart,
                        struct order *o)
{
    bool is_new = false;
    *o = (struct order){ .number = order_number_new(c),
                          .source = S("own"),
                          .lang = c->lang,
                          .placed_at = c->now_at,
                          .payment = PAYMENT_PENDING,
                          .payment_method = in->payment_method,
                          .preorder_days = cart_preorder_days(cart) };
    set_lines(c, cart, o);
    TRY(set_shipping(c, in, cart, o));
    TRY(check_payment_method(c, in, o));
    add_fee(c, o);
    TRY(set_policies(c, o));
    TRY(check_shown(c, &in->shown, o));
    TRY(order_seal(c, &in->to, o, &is_new));
    return check_limits(c, o, is_new);
}

static enum err check_shop_takes(struct ctx *c, const struct cart *cart)
{
    if (!c->shop->is_open) {
        return fail(c, ERR_STATE, "%s", "the shop takes no orders");
    }
    return cart->subtotal.minor >= c->shop->order_min_minor
               ? OK
               : fail(c, ERR_STATE, "cart %" PRId64 " is below the smallest order", cart->id.v);
}

enum err order_place(struct ctx *c, const struct checkout *in, struct order *out, bool *is_new)
{
    struct cart cart = { 0 };
    struct order o = { 0 };
    struct payment payment = { 0 };
    order_id existing = { 0 };
    TRY(find_existing(c, in, &existing));
    if (existing.v != 0) {
        *is_new = false;
        return order_by_id(c, existing, out);
    }
    TRY(cart_load_open(c, in->cart, &cart)); /* find_existing holds its row */
    if (cart.count == 0) {
        return fail(c, ERR_CART_EMPTY, "cart %" PRId64, in->cart.v);
    }
    if (!cart.can_checkout) {
        return fail(c, ERR_OUT_OF_STOCK, "cart %" PRId64 " has items that cannot be bought",
                    in->cart.v);
    }
    TRY(check_shop_takes(c, &cart));
    TRY(prepare(c, in, &cart, &o));
    TRY(order_insert(c, &o, in->cart));
    TRY(payment_begin(c, &o, &payment));
    TRY(reserve(c, &o, &cart, payment.expires_at));
    TRY(keep_consents(c, in, &o));
    TRY(tell(c, &o));
    TRY(begin_on_delivery(c, &o));
    *out = o;
    *is_new = true;
    return OK;
}

/* --- taken elsewhere --- */

static enum err lines_of_elsewhere(struct ctx *c, const struct order_elsewhere *in, struct order *o,
                                   money *subtotal)
{
    o->line = NEW_N(c->arena, struct order_line, in->line_count);
    o->line_count = in->line_count;
    *subtotal = money_zero(c->shop->currency);
    for (size_t i = 0; i < in->line_count; i++) {
        money total = money_times(in->line[i].unit, in->line[i].quantity);
        o->line[i] = (struct order_line){ .position = (int64_t)i + 1,
                                           .sku = in->line[i].sku,
                                           .name = in->line[i].name,
                                           .options = S(""),
                                           .slug = S(""),
                                           .quantity = in->line[i].quantity,
                                           .unit = in->line[i].unit,
                                           .total = total };
        *subtotal = money_add(*subtotal, total);
    }
    return in->line_count == 0 ? fail(c, ERR_BAD_INPUT, "%s", "an order without lines") : OK;
}

static enum err promise_at(struct ctx *c, const struct order *o, enum promise_kind kind,
                           int64_t due_at)
{
    struct promise_new p = { .kind = kind, .subject = order_subject(c, o->id), .due_at = due_at,
                             .owed_to = str_format(c->arena, "person:%" PRId64, o->person.v),
                             .policy_version = o->terms_version };
    promise_id id = { 0 };
    return promise_make(c, &p, &id);
}

static enum err promise_elsewhere(struct ctx *c, const struct order_elsewhere *in,
                                  const struct order *o)
{
    if (in->ship_by == 0 && in->deliver_by == 0) {
        return order_promise(c, o, in->paid_at != 0 ? in->paid_at : o->placed_at);
    }
    if (in->ship_by != 0) {
        TRY(promise_at(c, o, PROMISE_SHIP, in->ship_by));
    }
    return in->deliver_by == 0 ? OK : promise_at(c, o, PROMISE_DELIVER, in->deliver_by);
}

enum err order_enter(struct ctx *c, const struct order_elsewhere *in, struct order *out)
{
    struct order o = { .number = order_number_new(c), .source = in->source, .external_ref = in->external_ref,
                       .lang = c->shop->lang, .payment = PAYMENT_NONE, .shipping_code = S("elsewhere"),
                       .shipping_name = S(""), .payment_method = S("elsewhere"), .shipping_max_days = 7,
                       .district = in->to.district_code, .paid_at = in->paid_at };
    money subtotal = { 0 };
    o.placed_at = in->placed_at == 0 ? c->now_at : in->placed_at;
    TRY(lines_of_elsewhere(c, in, &o, &subtotal));
    set_amounts(c, &o, subtotal,
                in->shipping.currency.code[0] == 0 ? money_zero(subtotal.currency) : in->shipping);
    TRY(set_policies(c, &o));
    TRY(order_seal(c, &in->to, &o, NULL));
    TRY(order_insert(c, &o, (cart_id){ 0 }));
    TRY(tell(c, &o));
    TRY(promise_elsewhere(c, in, &o));
    *out = o;
    return OK;
}
