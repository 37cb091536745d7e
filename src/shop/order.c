/* SPDX-License-Identifier: Apache-2.0 */
/* order.c - what happens to an order after it was placed. */
#include "shop/order.h"

#include "core/aside.h"
#include "core/ledger.h"
#include "core/setting.h"
#include "db/db.h"
#include "shop/delay.h"
#include "shop/message.h"
#include "shop/order_cover.h"
#include "shop/order_source.h"
#include "shop/order_store.h"
#include "shop/order_tax.h"
#include "shop/payment.h"
#include "shop/refund.h"
#include "shop/region.h"
#include "shop/undelivered.h"

/* --- dates --- */

/* A shop whose hours are not set is open all day. */
struct calendar order_calendar(struct ctx *c)
{
    if (c->shop->calendar != NULL) {
        return *c->shop->calendar;
    }
    return calendar_always(c->shop->zone);
}

enum err order_dates(struct ctx *c, int64_t at, int64_t preorder_days, int64_t min_days,
                     int64_t max_days, struct delivery_dates *out)
{
    struct dates_ask ask = { .at = at, .preorder_days = preorder_days, .min_days = min_days, .max_days = max_days,
                             .known_at = c->now_at };
    return order_dates_of(c, &ask, out);
}

enum err order_dates_of(struct ctx *c, const struct dates_ask *ask, struct delivery_dates *out)
{
    struct calendar cal = order_calendar(c);
    struct delivery_dates dates = { 0 };
    int64_t at = ask->at;
    int64_t extra = 0;
    int64_t first = 0;
    int64_t handed_at = 0;
    if (!calendar_first_day(&cal, at, &first)) {
        return fail(c, ERR_UNPROCESSABLE, "%s", "the shop is never open");
    }
    int64_t start_days = first + ask->preorder_days;
    int64_t start_at = zone_instant(cal.zone, start_days, 0);
    start_at = start_at > at ? start_at : at;
    if (!calendar_due_at(&cal, start_at, HOURS(c->shop->handling_hours), &handed_at)) {
        return fail(c, ERR_UNPROCESSABLE, "%s", "the shop is never open");
    }
    int64_t ship_days = zone_days(cal.zone, handed_at);
    dates.ship_by_at = calendar_day_end_at(&cal, ship_days);
    if (dates.ship_by_at == zone_instant(cal.zone, ship_days + 1, 0)) {
        dates.ship_by_at -= SECONDS(1); /* midnight belongs to that day, not to the next */
    }
    dates.from_days = ship_days + ask->min_days;
    dates.to_days = ship_days + ask->max_days;
    if (ask->max_days > 0) { /* goods picked up at the shop do not travel */
        TRY(delay_days(c, ask->method, ship_days, dates.to_days, ask->known_at, &extra));
    }
    dates.to_days += extra;
    const struct zone *there = region_zone(ask->district);
    dates.deliver_by_at =
        zone_instant(there == NULL ? cal.zone : there, dates.to_days + 1, 0) - SECONDS(1);
    *out = dates;
    return OK;
}

static enum err make(struct ctx *c, const struct order *o, enum promise_kind kind, int64_t due_at)
{
    struct promise_new p = { .kind = kind, .subject = order_subject(c, o->id), .due_at = due_at,
                             .owed_to = str_format(c->arena, "person:%" PRId64, o->person.v),
                             .policy_version = o->terms_version };
    promise_id id = { 0 };
    return promise_make(c, &p, &id);
}

enum err order_promise(struct ctx *c, const struct order *o, int64_t from_at)
{
    struct delivery_dates dates = { 0 };
    struct dates_ask ask = { .at = from_at, .preorder_days = o->preorder_days, .min_days = o->shipping_min_days,
                             .max_days = o->shipping_max_days, .district = o->district, .method = o->shipping_code, .known_at = o->placed_at };
    TRY(order_dates_of(c, &ask, &dates));
    TRY(make(c, o, PROMISE_SHIP, dates.ship_by_at));
    return make(c, o, PROMISE_DELIVER, dates.deliver_by_at);
}

/* --- steps --- */

static enum err step(struct ctx *c, const struct order *o, struct sql *sql, const char *event,
                     struct value *facts)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, sql, ARGS(o->id.v, c->now_at), &changed));
    if (changed == 0) {
        return fail(c, ERR_STATE, "order %" PRId64 ": %s is not possible any more", o->id.v, event);
    }
    return order_event(c, o, event, facts);
}

SQL(set_packed,
    "UPDATE shop_order SET packed_at = $2 WHERE id = $1 AND status = 'open' AND packed_at IS NULL"
    " AND shipped_at IS NULL AND (paid_at IS NOT NULL OR confirmed_at IS NOT NULL OR payment_status = 'none')");

enum err order_pack(struct ctx *c, order_id id)
{
    struct order o = { 0 };
    TRY(order_by_id(c, id, &o));
    return step(c, &o, &set_packed, "order.packed", NULL);
}

SQL(set_confirmed,
    "UPDATE shop_order SET confirmed_at = $2 WHERE id = $1 AND status = 'open' AND confirmed_at IS NULL"
    " AND payment_method IN ('cod', 'pay_at_pickup')"); /* the others are paid before they leave */

enum err order_confirm(struct ctx *c, order_id id)
{
    struct order o = { 0 };
    TRY(order_by_id(c, id, &o));
    TRY(step(c, &o, &set_confirmed, "order.confirmed", NULL));
    return order_promise(c, &o, c->now_at);
}

bool order_can_cancel(const struct order *o, enum role by)
{
    bool is_early =
        o->status == ORDER_OPEN && o->shipped_at == 0 && o->fulfillment == FULFILLMENT_UNFULFILLED;
    return is_early && (by != ROLE_BUYER || (o->packed_at == 0 && !order_is_of_marketplace(o)));
}

/* As it was when the order was made; from before policies, the defaults. */
static enum err shipping_policy(struct ctx *c, const struct order *o, struct policy *out)
{
    if (o->shipping_version == 0) {
        *out = (struct policy){ .kind = POLICY_SHIPPING, .params = value_object(c->arena) };
        return OK;
    }
    return policy_get(c, POLICY_SHIPPING, o->shipping_version, out);
}

enum err order_cancel_from(struct ctx *c, const struct order *o, int64_t *out)
{
    struct promise ship = { 0 };
    struct policy p = { 0 };
    enum err e = promise_find(c, order_subject(c, o->id), PROMISE_SHIP, &ship);
    if (e == ERR_NOT_FOUND || order_is_of_marketplace(o)) {
        *out = 0;
        return OK;
    }
    TRY(e);
    TRY(shipping_policy(c, o, &p));
    *out = ship.due_at + HOURS(policy_int(&p, S("cancel_hours")));
    return OK;
}

enum err order_insured_for(struct ctx *c, const struct order *o, money *out)
{
    struct policy p = { 0 };
    TRY(shipping_policy(c, o, &p));
    bool travels = o->shipping_max_days > 0 || o->shipping.minor > 0;
    bool is_insured = travels && policy_bool(&p, S("is_insured"));
    *out = is_insured ? money_sub(o->subtotal, o->discount) : money_zero(o->total.currency);
    return OK;
}

enum err order_buyer_can_cancel(struct ctx *c, const struct order *o, bool *out)
{
    int64_t from_at = 0;
    *out = order_can_cancel(o, ROLE_BUYER);
    if (*out || !order_can_cancel(o, ROLE_OWNER)) {
        return OK;
    }
    TRY(order_cancel_from(c, o, &from_at));
    *out = from_at != 0 && c->now_at >= from_at;
    return OK;
}

SQL(set_canceled,
    "UPDATE shop_order SET status = 'canceled', canceled_at = $2, cancel_reason = $3,"
    " fulfillment_status = 'canceled' WHERE id = $1 AND status = 'open' AND shipped_at IS NULL"
    " AND ($4 = 0 OR packed_at IS NULL)");

SQL(cancel_attempts,
    "UPDATE payment SET state = 'canceled', settled_at = $2 WHERE order_id = $1 AND state IN ('created', 'pending')");

/* What was paid for an order that will not be sent is owed back. */
static enum err owe_back(struct ctx *c, const struct order *o)
{
    money left = { 0 };
    if (o->payment == PAYMENT_NONE) { /* paid elsewhere, paid back there */
        return OK;
    }
    TRY(refund_left(c, o, &left));
    return left.minor > 0 ? refund_request(c, o, left, S("order_canceled"), NULL) : OK;
}

/* A shop that cancels does not do what it promised: counted in public, apart from what buyers cancel. */
static str voided_because(const struct ctx *c)
{
    bool by_staff = c->actor.role >= ROLE_OWNER && c->actor.role <= ROLE_FULFILMENT;
    return by_staff ? S("canceled_by_shop") : S("order_canceled");
}

enum err order_cancel(struct ctx *c, order_id id, str reason)
{
    struct order o = { 0 };
    int64_t changed = 0;
    bool is_late = false;
    TRY(order_by_id(c, id, &o));
    bool by_buyer = c->actor.role == ROLE_BUYER;
    if (by_buyer && order_is_of_marketplace(&o)) {
        return fail(c, ERR_STATE, "order %" PRId64 ": its buyer cancels where it was placed", id.v);
    }
    TRY(order_buyer_can_cancel(c, &o, &is_late));
    bool ends_with_packing = by_buyer && !is_late;
    TRY(db_exec(c->db, &set_canceled, ARGS(id.v, c->now_at, reason, ends_with_packing), &changed));
    if (changed == 0) {
        return fail(c, ERR_STATE, "order %" PRId64 " cannot be cancelled any more", id.v);
    }
    TRY(db_exec(c->db, &cancel_attempts, ARGS(id.v, c->now_at), NULL));
    TRY(stock_release(
        c, order_subject(c, id))); /* held, also when it was paid before it was to be sent (COD) */
    TRY(stock_return(c, order_subject(c, id)));
    TRY(promise_void_all(c, order_subject(c, id), voided_because(c)));
    TRY(owe_back(c, &o));
    TRY(order_derive(c, id));
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("by"), role_name(c->actor.role));
    value_set_text(c->arena, facts, S("reason"), reason);
    TRY(order_event(c, &o, "order.canceled", facts));
    return message_queue(c, id, MESSAGE_CANCELED, o.has_email);
}

bool order_can_receive(const struct order *o)
{
    bool is_all_sent =
        o->fulfillment == FULFILLMENT_SHIPPED || o->fulfillment == FULFILLMENT_DELIVERED;
    return o->status == ORDER_OPEN && o->received_at == 0 && is_all_sent;
}

SQL(set_received,
    "UPDATE shop_order SET received_at = $2, delivered_at = coalesce(delivered_at, $2)"
    " WHERE id = $1 AND status = 'open' AND received_at IS NULL AND fulfillment_status IN ('shipped', 'delivered')");
SQL(parcels_received,
    "UPDATE shipment SET state = 'delivered', delivered_at = $2 WHERE order_id = $1 AND state = 'shipped'");

enum err order_receive(struct ctx *c, order_id id)
{
    struct order o = { 0 };
    TRY(order_by_id(c, id, &o));
    TRY(step(c, &o, &set_received, "order.received", NULL));
    TRY(db_exec(c->db, &parcels_received, ARGS(id.v, c->now_at), NULL));
    enum err e = promise_keep(c, order_subject(c, id), PROMISE_DELIVER, c->now_at);
    if (e != ERR_NOT_FOUND) {
        TRY(e);
    }
    TRY(order_derive(c, id));
    TRY(undelivered_arrived(c, &o));
    bool is_unpaid =
        o.paid_at == 0 && o.payment != PAYMENT_NONE; /* the courier still has the cash */
    return is_unpaid ? OK : order_release(c, &o);
}

/* --- derived statuses --- */

SQL(order_facts,
    "SELECT coalesce((SELECT CAST(sum(p.captured_minor) AS BIGINT) FROM payment p WHERE p.order_id = $1), 0),"
    " coalesce((SELECT CAST(sum(r.amount_minor) AS BIGINT) FROM refund r WHERE r.order_id = $1 AND r.state = 'succeeded'"
    "   AND r.is_postage = 0), 0),"
    " coalesce((SELECT p.amount_minor FROM payment p WHERE p.order_id = $1 AND p.captured_minor > 0"
    "   ORDER BY p.settled_at, p.id LIMIT 1), 0),"
    " coalesce((SELECT p.state FROM payment p WHERE p.order_id = $1 ORDER BY p.id DESC LIMIT 1), ''),"
    " coalesce((SELECT CAST(sum(l.quantity) AS BIGINT) FROM order_line l WHERE l.order_id = $1), 0),"
    " coalesce((SELECT CAST(sum(s.quantity) AS BIGINT) FROM shipment_line s JOIN shipment h ON h.id = s.shipment_id"
    "   WHERE h.order_id = $1 AND h.state NOT IN ('canceled')), 0),"
    " coalesce((SELECT CAST(sum(s.quantity) AS BIGINT) FROM shipment_line s JOIN shipment h ON h.id = s.shipment_id"
    "   WHERE h.order_id = $1 AND h.state = 'delivered'), 0)");

struct order_facts {
    int64_t captured, refunded, asked, pieces, shipped, delivered;
    str attempt;
    bool waits; /* open, and not paid in whole */
};

static enum payment_status derive_payment(const struct order_facts *f)
{
    if (f->attempt.size == 0) {
        return PAYMENT_NONE; /* paid elsewhere: it stays so, whatever was given back since */
    }
    if (f->captured > 0 && f->refunded >= f->captured) {
        return PAYMENT_REFUNDED;
    }
    if (f->waits && f->captured > 0) {
        return PAYMENT_PARTIALLY_PAID;
    }
    int64_t left = f->captured - f->refunded;
    bool is_surplus_back = f->captured > f->asked && left >= f->asked;
    if (is_surplus_back) {
        return left > f->asked ? PAYMENT_OVERPAID : PAYMENT_PAID;
    }
    if (f->refunded > 0) {
        return PAYMENT_PARTIALLY_REFUNDED;
    }
    if (f->captured > 0) {
        return f->captured < f->asked ? PAYMENT_PARTIALLY_PAID : PAYMENT_PAID;
    }
    if (str_eq(f->attempt, S("authorized"))) {
        return PAYMENT_AUTHORIZED;
    }
    if (str_eq(f->attempt, S("expired"))) {
        return PAYMENT_EXPIRED;
    }
    bool is_over = str_eq(f->attempt, S("canceled")) || str_eq(f->attempt, S("failed"));
    return is_over ? PAYMENT_VOIDED : PAYMENT_PENDING;
}

static enum fulfillment_status derive_fulfillment(const struct order *o,
                                                  const struct order_facts *f)
{
    if (o->status == ORDER_CANCELED) {
        return FULFILLMENT_CANCELED;
    }
    if (f->shipped == 0) {
        return FULFILLMENT_UNFULFILLED;
    }
    bool is_here = o->delivered_at != 0; /* what of it was to come; the rest was made good */
    if (f->shipped < f->pieces && !is_here) {
        return FULFILLMENT_PARTIAL;
    }
    return f->delivered >= f->pieces || is_here ? FULFILLMENT_DELIVERED : FULFILLMENT_SHIPPED;
}

SQL(set_statuses, "UPDATE shop_order SET payment_status = $2, fulfillment_status = $3 WHERE id = $1");

enum err order_derive(struct ctx *c, order_id id)
{
    struct order o = { 0 };
    struct order_facts f = { 0 };
    TRY(order_by_id(c, id, &o));
    struct rows r = db_query(c->db, &order_facts, ARGS(id.v));
    if (db_next(&r)) {
        f.captured = row_int(&r);
        f.refunded = row_int(&r);
        f.asked = row_int(&r);
        f.attempt = row_text(&r, c->arena);
        f.pieces = row_int(&r);
        f.shipped = row_int(&r);
        f.delivered = row_int(&r);
    }
    TRY(db_done(&r));
    order_raise(c, &o);
    f.waits = o.status == ORDER_OPEN && o.paid_at == 0;
    o.fulfillment = derive_fulfillment(&o, &f);
    TRY(db_exec(
        c->db, &set_statuses,
        ARGS(id.v, payment_status_name(derive_payment(&f)), fulfillment_status_name(o.fulfillment)),
        NULL));
    return o.released_at == 0 ? order_cover_note(c, &o) : OK;
}

/* --- held money becomes earned --- */

/* What was earned before: money that comes back after that (a dispute that is won) is earned in transfers of its own. */
struct earned {
    int64_t transfers, shipping_minor;
};

SQL(earned_before,
    "SELECT count(*), CAST(coalesce(sum(CASE WHEN a.code = 'shipping' THEN t.amount ELSE 0 END), 0) AS BIGINT)"
    " FROM ledger_transfer t JOIN ledger_account a ON a.id = t.credit_id WHERE t.subject = $1 AND t.code = 'release'");

static enum err read_earned(struct ctx *c, const struct order *o, struct earned *out)
{
    struct earned e = { 0 };
    struct rows r = db_query(c->db, &earned_before, ARGS(order_subject(c, o->id)));
    if (db_next(&r)) {
        e.transfers = row_int(&r);
        e.shipping_minor = row_int(&r);
    }
    TRY(db_done(&r));
    *out = e;
    return OK;
}

static struct transfer release_part(struct ctx *c, const struct order *o, const char *account,
                                    int64_t minor, int64_t before)
{
    str id = str_format(c->arena, "release:%" PRId64 ":%s", o->id.v, account);
    return (struct transfer){
        .id = before == 0 ? id : str_format(c->arena, "%.*s:%" PRId64, STR_ARG(id), before),
        .kind = TRANSFER_POSTED,
        .debit = str_format(c->arena, "held:order:%" PRId64, o->id.v),
        .credit = str_of(account),
        .amount = { minor, o->total.currency },
        .code = S("release"),
        .subject = order_subject(c, o->id),
    };
}

SQL(set_released,
    "UPDATE shop_order SET released_at = $2, completed_at = $2, status = 'completed'"
    " WHERE id = $1 AND released_at IS NULL AND status = 'open'");

/* What is owed by now and not in the books yet: of what was paid back, no tax is owed. */
static enum err tax_to_post(struct ctx *c, const struct order *o, int64_t left, int64_t *out)
{
    int64_t kept = 0;
    int64_t posted = 0;
    TRY(order_tax_kept(c, o, &kept));
    TRY(order_tax_posted(c, o, &posted));
    int64_t missing = kept > posted ? kept - posted : 0;
    *out = missing < left ? missing : left;
    return OK;
}

enum err order_release(struct ctx *c, const struct order *o)
{
    struct balance held = { 0 };
    struct transfer part[3];
    size_t count = 0;
    int64_t tax = 0;
    int64_t changed = 0;
    struct earned before = { 0 };
    TRY(ledger_balance(c, str_format(c->arena, "held:order:%" PRId64, o->id.v), &held));
    TRY(read_earned(c, o, &before));
    int64_t left = held.minor;
    TRY(left == 0 ? OK : tax_to_post(c, o, left, &tax));
    int64_t shipping = o->shipping.minor - before.shipping_minor;
    shipping = shipping < left - tax ? shipping : left - tax;
    const struct {
        const char *account;
        int64_t minor;
    } shares[] = { { "tax_payable", tax },
                   { "shipping", shipping },
                   { "sales", left - tax - shipping } };
    for (size_t i = 0; i < COUNT(shares); i++) {
        if (shares[i].minor > 0) {
            part[count++] =
                release_part(c, o, shares[i].account, shares[i].minor, before.transfers);
        }
    }
    if (count > 0) {
        TRY(ledger_post_chain(c, part, count));
    }
    TRY(db_exec(c->db, &set_released, ARGS(o->id.v, c->now_at), &changed));
    return changed == 0 ? OK : order_event(c, o, "order.completed", NULL);
}

/* What the buyer says is wrong with it is not settled yet. */
#define NO_CLAIM "NOT EXISTS (SELECT 1 FROM claim k WHERE k.order_id = shop_order.id AND k.closed_at IS NULL)"

/* Delivered, and the window in which the buyer could object has closed. */
SQL(release_due,
    "SELECT id FROM shop_order WHERE released_at IS NULL AND covered_until IS NOT NULL AND covered_until < $1"
    " AND status = 'open' AND payment_status NOT IN ('pending', 'authorized') AND " NO_CLAIM " AND" ASIDE_NOT("order.release", "shop_order.id", "$1")
    " ORDER BY covered_until, id LIMIT $2");

static enum err release_one(struct ctx *c, void *data)
{
    const order_id *id = data;
    struct order o = { 0 };
    TRY(order_by_id(c, *id, &o));
    return order_release(c, &o);
}

enum err order_release_due(struct ctx *c, int64_t limit, int64_t *released)
{
    enum { BATCH_MAX = 100 };
    order_id due[BATCH_MAX];
    size_t count = 0;
    struct rows r =
        db_query(c->db, &release_due, ARGS(c->now_at, limit < BATCH_MAX ? limit : BATCH_MAX));
    while (db_next(&r)) {
        due[count++].v = row_int(&r);
    }
    TRY(db_done(&r));
    *released = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_done = false;
        struct aside item = { "order.release", due[i].v, order_subject(c, due[i]) };
        TRY(aside_try(c, &item, release_one, &due[i], &is_done));
        *released += is_done;
    }
    return OK;
}

SQL(next_release,
    "SELECT covered_until FROM shop_order WHERE released_at IS NULL AND covered_until IS NOT NULL"
    " AND status = 'open' AND payment_status NOT IN ('pending', 'authorized') AND " NO_CLAIM " AND" ASIDE_NOT("order.release", "shop_order.id", "$1")
    " ORDER BY covered_until, id LIMIT 1");

enum err order_next_release_at(struct ctx *c, int64_t *out)
{
    int64_t at = 0;
    TRY(db_get_int(c->db, &next_release, ARGS(c->now_at), 0, &at));
    *out = at == 0 ? 0 : at + 1; /* covered until then, and not after */
    return OK;
}
