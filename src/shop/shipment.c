/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/shipment.h"

#include "base/embed.h"
#include "core/override.h"
#include "core/setting.h"
#include "db/db.h"
#include "shop/claim_missing.h"
#include "shop/message.h"
#include "shop/order_cover.h"
#include "shop/order_store.h"
#include "shop/payment.h"
#include "shop/shipment_parcel.h"
#include "shop/standing.h"
#include "shop/undelivered.h"

/* AfterShip's words, with what they mean for the parcel. */
static const struct {
    const char *status, *english, *indonesian;
    bool is_delivered;
} words[] = {
    { "Pending", "Waiting for the courier", "Menunggu kurir", false },
    { "InfoReceived", "Handed to the courier", "Diserahkan ke kurir", false },
    { "InTransit", "On its way", "Dalam perjalanan", false },
    { "OutForDelivery", "Out for delivery", "Sedang diantar", false },
    { "AttemptFail", "Delivery was tried", "Gagal diantar, akan dicoba lagi", false },
    { "AvailableForPickup", "Ready for pickup", "Siap diambil", false },
    { "Delivered", "Delivered", "Sudah diterima", true },
    { "Exception", "There is a problem", "Ada kendala", false },
    { "Expired", "No news for 30 days", "Tidak ada kabar 30 hari", false },
};

static size_t word_of(str status)
{
    size_t i = 0;
    while (i < COUNT(words) && !str_eq(status, str_of(words[i].status))) {
        i++;
    }
    return i;
}

bool shipment_status_is(str status)
{
    return word_of(status) < COUNT(words);
}

str shipment_status_label(str status, enum lang lang)
{
    size_t i = word_of(status);
    return i == COUNT(words) ? status
                             : str_of(lang == LANG_ID ? words[i].indonesian : words[i].english);
}

/* --- creating --- */

SQL(insert_shipment,
    "INSERT INTO shipment (order_id, state, carrier, tracking_number, created_at, shipped_at, with_id)"
    " VALUES ($1, 'shipped', $2, $3, $4, $4, $5) RETURNING id");
SQL(insert_shipment_line, "INSERT INTO shipment_line (shipment_id, line_id, quantity) VALUES ($1, $2, $3)");
/* The row lock lets two staff members ship one after the other, each seeing what is left. */
SQL(lock_order,
    "UPDATE shop_order SET packed_at = coalesce(packed_at, $2) WHERE id = $1 AND status = 'open'"
    " AND (paid_at IS NOT NULL OR confirmed_at IS NOT NULL OR payment_status = 'none')");
SQL(set_shipped, "UPDATE shop_order SET shipped_at = coalesce(shipped_at, $2) WHERE id = $1");

static const struct order_line *find_line(const struct order *o, const struct shipment_line *want)
{
    for (size_t i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->line[i];
        if (want->line_id != 0 ? l->id == want->line_id : str_eq(l->sku, want->sku)) {
            return l;
        }
    }
    return NULL;
}

/* What goes into the parcel: the lines named, or everything that is left. */
static enum err choose(struct ctx *c, const struct order *o, const struct shipment_new *in,
                       int64_t *quantity)
{
    int64_t pieces = 0;
    for (size_t i = 0; i < in->line_count; i++) {
        const struct order_line *l = find_line(o, &in->line[i]);
        if (l == NULL || in->line[i].quantity <= 0) {
            return fail(c, ERR_UNPROCESSABLE, "order %" PRId64 ": no such line", o->id.v);
        }
        quantity[l - o->line] += in->line[i].quantity;
    }
    for (size_t i = 0; i < o->line_count; i++) {
        int64_t left = o->line[i].quantity - o->line[i].shipped;
        quantity[i] = in->line_count == 0 ? left : quantity[i];
        pieces += quantity[i];
        if (quantity[i] > left) {
            return fail(c, ERR_UNPROCESSABLE, "line %" PRId64 ": %" PRId64 " left", o->line[i].id,
                        left);
        }
    }
    return pieces > 0
               ? OK
               : fail(c, ERR_UNPROCESSABLE, "order %" PRId64 ": nothing is left to send", o->id.v);
}

static bool is_all_shipped(const struct order *o, const int64_t *quantity)
{
    for (size_t i = 0; i < o->line_count; i++) {
        if (o->line[i].shipped + quantity[i] < o->line[i].quantity) {
            return false;
        }
    }
    return true;
}

static enum err keep(struct ctx *c, order_id id, enum promise_kind kind, int64_t at)
{
    enum err e = promise_keep(c, order_subject(c, id), kind, at);
    return e == ERR_NOT_FOUND ? OK : e;
}

/* Goods that leave unpaid were only held until now. */
static enum err take_held(struct ctx *c, const struct order *o)
{
    bool is_held = false;
    TRY(stock_is_reserved(c, order_subject(c, o->id), &is_held));
    return is_held ? stock_commit(c, order_subject(c, o->id)) : OK;
}

static enum err tell_shipped(struct ctx *c, const struct order *o, const struct shipment_new *in)
{
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("carrier"), in->carrier);
    value_set_bool(c->arena, facts, S("has_tracking_number"), in->tracking_number.size != 0);
    TRY(order_event(c, o, "shipment.shipped", facts));
    ctx_raise(c, S("orders"));
    return message_queue(c, o->id, MESSAGE_SHIPPED, o->has_email);
}

static enum err insert_pieces(struct ctx *c, const struct order *o, const struct shipment_new *in,
                              int64_t with, const int64_t *quantity, int64_t *id)
{
    str number = parcel_number(c->arena, in->tracking_number);
    TRY(db_get_int(c->db, &insert_shipment,
                   ARGS(o->id.v, in->carrier, number, c->now_at, arg_int_or_null(with)), 0, id));
    for (size_t i = 0; i < o->line_count; i++) {
        if (quantity[i] > 0) {
            TRY(db_exec(c->db, &insert_shipment_line, ARGS(*id, o->line[i].id, quantity[i]), NULL));
        }
    }
    return OK;
}

static enum err take_news(struct ctx *c, int64_t shipment, int64_t from);

/* The bank has taken the money back: goods that leave now may be lost too. Who sends them all the same says why, and it is counted. */
static enum err mind_dispute(struct ctx *c, const struct order *o, const struct shipment_new *in)
{
    bool is_disputed = false;
    TRY(payment_is_disputed(c, o->id, &is_disputed));
    if (!is_disputed) {
        return OK;
    }
    return in->despite.size == 0 ? fail(c, ERR_STATE, "order %" PRId64 " is disputed", o->id.v)
                                 : override_note(c, S(SHIPMENT_DESPITE), order_subject(c, o->id),
                                                 in->despite, o->person.v);
}

enum err shipment_create(struct ctx *c, order_id order, const struct shipment_new *in,
                         int64_t *out_id)
{
    struct order o = { 0 };
    int64_t quantity[ORDER_LINES_MAX] = { 0 };
    int64_t changed = 0;
    int64_t id = 0;
    int64_t with = 0;
    bool is_given_up = false;
    TRY(db_exec(c->db, &lock_order, ARGS(order.v, c->now_at), &changed));
    if (changed == 0) {
        return fail(c, ERR_STATE, "order %" PRId64 " is cancelled, or not paid", order.v);
    }
    TRY(order_by_id(c, order, &o));
    TRY(mind_dispute(c, &o, in));
    TRY(undelivered_gave_up_rest(c, &o, &is_given_up));
    if (is_given_up) {
        return fail(c, ERR_UNPROCESSABLE, "order %" PRId64 ": what was not sent is paid back",
                    o.id.v);
    }
    TRY(choose(c, &o, in, quantity));
    TRY(parcel_share(c, &o, 0, in, &with));
    TRY(insert_pieces(c, &o, in, with, quantity, &id));
    TRY(claim_name_sent(c, &o, id, quantity));
    TRY(take_held(c, &o));
    TRY(db_exec(c->db, &set_shipped, ARGS(order.v, c->now_at), NULL));
    if (is_all_shipped(&o, quantity)) {
        TRY(keep(c, order, PROMISE_SHIP, c->now_at));
    }
    TRY(order_derive(c, order));
    TRY(tell_shipped(c, &o, in));
    TRY(with == 0 ? OK : take_news(c, id, with));
    *out_id = id;
    return OK;
}

/* --- tracking --- */

SQL(shipment_by_id, "SELECT order_id, state FROM shipment WHERE id = $1");
SQL(insert_tracking,
    "INSERT INTO shipment_event (shipment_id, status, at, place, source, recorded_at)"
    " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (shipment_id, status, at) DO NOTHING RETURNING id");
SQL(set_parcel_delivered,
    "UPDATE shipment SET state = 'delivered', delivered_at = $2 WHERE id = $1 AND state = 'shipped'");
SQL(undelivered_parcels, "SELECT count(*) FROM shipment WHERE order_id = $1 AND state = 'shipped'");
SQL(set_order_delivered,
    "UPDATE shop_order SET delivered_at = $2 WHERE id = $1 AND delivered_at IS NULL");

SQL(parcel_left, "SELECT shipped_at FROM shipment WHERE id = $1");
SQL(parcel_is_off, "SELECT count(*) FROM shipment WHERE id = $1 AND state = 'canceled'");

/* A wrong time zone or a wrong year begins no guarantee before the parcel was on its way, or in days to come. People write whole minutes, and
 * clocks of programs differ a little. */
enum err shipment_event_at(struct ctx *c, const struct shipment_event_new *e, int64_t left_at,
                           int64_t *out)
{
    const int64_t slack = MINUTES(1);
    int64_t at = e->at == 0 ? c->now_at : e->at;
    bool is_arrival = str_eq(e->status, S("Delivered"));
    if (at - c->now_at >= slack) {
        return fail(c, ERR_UNPROCESSABLE, "%.*s has not come yet", STR_ARG(e->status));
    }
    if (is_arrival && left_at - at >= slack) {
        return fail(c, ERR_UNPROCESSABLE, "%.*s before it was sent", STR_ARG(e->status));
    }
    at = at > c->now_at ? c->now_at : at;
    *out = is_arrival && at < left_at ? left_at : at;
    return OK;
}

/* The promise is kept at the courier's or the buyer's own instant; when staff say so, at the moment they do. */
static int64_t vouched_at(const struct ctx *c, const struct shipment_event_new *e, int64_t at)
{
    bool is_vouched = str_eq(e->source, S("courier")) || str_eq(e->source, S("buyer"));
    return is_vouched ? at : c->now_at;
}

/* A decision has a notice of its own. */
static enum err tell_delivered(struct ctx *c, const struct order *o, str source)
{
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("source"), source);
    TRY(order_event(c, o, "order.delivered", facts));
    bool is_told = str_eq(source, S(SHIPMENT_BY_DECISION));
    return is_told ? OK : message_queue(c, o->id, MESSAGE_DELIVERED, o->has_email);
}

static enum err parcel_delivered(struct ctx *c, int64_t shipment, order_id order,
                                 const struct shipment_event_new *e, int64_t at)
{
    struct order o = { 0 };
    int64_t changed = 0;
    int64_t open = 0;
    TRY(db_exec(c->db, &set_parcel_delivered, ARGS(shipment, at), &changed));
    if (changed == 0) {
        return OK;
    }
    TRY(order_derive(c, order));
    TRY(order_by_id(c, order, &o));
    TRY(db_get_int(c->db, &undelivered_parcels, ARGS(order.v), 0, &open));
    if (open > 0 || o.fulfillment != FULFILLMENT_DELIVERED) {
        return OK; /* other parcels are still on their way */
    }
    TRY(db_exec(c->db, &set_order_delivered, ARGS(order.v, at), NULL));
    o.delivered_at = o.delivered_at == 0 ? at : o.delivered_at;
    TRY(order_cover_note(c, &o));
    TRY(keep(c, order, PROMISE_DELIVER, vouched_at(c, e, at)));
    TRY(tell_delivered(c, &o, e->source));
    ctx_wake(c, WAKE_TIMER);
    ctx_raise(c, S("orders"));
    return undelivered_arrived(c, &o);
}

static enum err look_at_buyer(struct ctx *c, order_id order)
{
    struct order o = { 0 };
    TRY(order_by_id(c, order, &o));
    return standing_look(c, o.person);
}

static enum err note(struct ctx *c, int64_t shipment, const struct shipment_event_new *e)
{
    order_id order = { 0 };
    int64_t id = 0;
    int64_t left_at = 0;
    int64_t off = 0;
    int64_t at = 0;
    size_t word = word_of(e->status);
    if (word == COUNT(words)) {
        return fail(c, ERR_BAD_INPUT, "tracking status %.*s", STR_ARG(e->status));
    }
    TRY(db_get_int(c->db, &shipment_by_id, ARGS(shipment), 0, &order.v));
    if (order.v == 0) {
        return fail(c, ERR_NOT_FOUND, "shipment %" PRId64, shipment);
    }
    TRY(db_get_int(c->db, &parcel_is_off, ARGS(shipment), 0, &off));
    if (off != 0) {
        return fail(c, ERR_STATE, "shipment %" PRId64 " was cancelled", shipment);
    }
    TRY(db_get_int(c->db, &parcel_left, ARGS(shipment), 0, &left_at));
    TRY(shipment_event_at(c, e, left_at, &at));
    TRY(db_get_int(c->db, &insert_tracking,
                   ARGS(shipment, e->status, at, e->place, e->source, c->now_at), 0, &id));
    ctx_raisef(c, "order:%" PRId64, order.v);
    if (id != 0 && str_eq(e->status, S("AttemptFail"))) {
        return look_at_buyer(c, order);
    }
    if (id == 0 || !words[word].is_delivered) {
        return OK;
    }
    return parcel_delivered(c, shipment, order, e, at);
}

/* A parcel is seen by couriers, and by staff for them; buyers and decisions speak of what was in it for one order. */
static bool is_of_parcel(str source)
{
    return !str_eq(source, S("buyer")) && !str_eq(source, S(SHIPMENT_BY_DECISION));
}

/* It was written down as sent later than the other, and cannot have come before. */
static enum err note_with(struct ctx *c, int64_t shipment, const struct shipment_event_new *e)
{
    struct shipment_event_new same = *e;
    int64_t left_at = 0;
    TRY(db_get_int(c->db, &parcel_left, ARGS(shipment), 0, &left_at));
    bool is_early = e->at != 0 && e->at < left_at && str_eq(e->status, S("Delivered"));
    same.at = is_early ? left_at : e->at;
    return note(c, shipment, &same);
}

enum err shipment_note(struct ctx *c, int64_t shipment, const struct shipment_event_new *e)
{
    struct parcel_mates mates = { 0 };
    TRY(note(c, shipment, e));
    TRY(is_of_parcel(e->source) ? parcel_mates(c, shipment, &mates) : OK);
    for (size_t i = 0; i < mates.count; i++) {
        TRY(note_with(c, mates.id[i], e));
    }
    return OK;
}

static enum err read_events(struct ctx *c, struct shipment *s);

/* What was told of the parcel before this order was written down as being in it. */
static enum err take_news(struct ctx *c, int64_t shipment, int64_t from)
{
    struct shipment of = { .id = from };
    TRY(read_events(c, &of));
    for (size_t i = of.event_count; i > 0; i--) {
        const struct shipment_event *e = &of.event[i - 1];
        struct shipment_event_new news = { .status = e->status, .at = e->at, .place = e->place, .source = e->source };
        TRY(is_of_parcel(e->source) ? note_with(c, shipment, &news) : OK);
    }
    return OK;
}

static enum err tell(struct ctx *c, const struct order *o, const char *kind, int64_t shipment,
                     str reason)
{
    struct value *facts = value_object(c->arena);
    value_set_int(c->arena, facts, S("shipment"), shipment);
    if (reason.size != 0) {
        value_set_text(c->arena, facts, S("reason"), reason);
    }
    return order_event(c, o, kind, facts);
}

/* What the courier has, or has seen, was handed over: it is on its way or comes back, but it left. */
SQL(cancel_shipment,
    "UPDATE shipment SET state = 'canceled' WHERE id = $1 AND state = 'shipped' AND NOT EXISTS (SELECT 1"
    " FROM shipment_event e WHERE e.shipment_id = $1 AND e.status <> 'Pending') RETURNING order_id");

SQL(set_first_shipped,
    "UPDATE shop_order SET shipped_at = (SELECT min(h.shipped_at) FROM shipment h WHERE h.order_id = $1"
    " AND h.state <> 'canceled') WHERE id = $1");

SQL(parcels_out, "SELECT count(*) FROM shipment WHERE order_id = $1 AND state IN ('shipped', 'delivered')");

SQL(pieces_out,
    "SELECT l.variant_id, CAST(sum(s.quantity) AS BIGINT) FROM shipment_line s JOIN shipment h ON h.id = s.shipment_id"
    " JOIN order_line l ON l.id = s.line_id WHERE h.order_id = $1 AND h.state IN ('shipped', 'delivered')"
    " AND l.variant_id IS NOT NULL GROUP BY l.variant_id ORDER BY l.variant_id LIMIT 60");

enum err shipment_shelve(struct ctx *c, const struct order *o)
{
    struct stock_line away[ORDER_LINES_MAX] = { 0 };
    size_t count = 0;
    int64_t pieces = 0;
    struct rows r = db_query(c->db, &pieces_out, ARGS(o->id.v));
    while (db_next(&r) && count < COUNT(away)) {
        away[count].sku.v = row_int(&r);
        away[count++].quantity = row_int(&r);
    }
    TRY(db_done(&r));
    TRY(stock_return_rest(c, order_subject(c, o->id), away, count, &pieces));
    if (pieces == 0) {
        return OK;
    }
    struct value *facts = value_object(c->arena);
    value_set_int(c->arena, facts, S("pieces"), pieces);
    return order_event(c, o, "order.shelved", facts);
}

/* Goods that left unpaid and did not leave after all are held again, not sold. */
static enum err hold_again(struct ctx *c, const struct order *o)
{
    struct stock_line line[ORDER_LINES_MAX];
    if (o->status == ORDER_CANCELED) {
        return shipment_shelve(c, o);
    }
    if (o->paid_at != 0 || o->shipped_at != 0 || o->payment == PAYMENT_NONE) {
        return OK;
    }
    for (size_t i = 0; i < o->line_count; i++) {
        line[i] =
            (struct stock_line){ .sku = o->line[i].variant, .quantity = o->line[i].quantity };
    }
    TRY(stock_return(c, order_subject(c, o->id)));
    return stock_reserve(c, order_subject(c, o->id), line, o->line_count, 0);
}

static enum err reopen_ship(struct ctx *c, order_id id)
{
    enum err e = promise_reopen(c, order_subject(c, id), PROMISE_SHIP, S("shipment_canceled"));
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err cancel(struct ctx *c, int64_t shipment, str reason)
{
    order_id order = { 0 };
    struct order o = { 0 };
    TRY(db_get_int(c->db, &cancel_shipment, ARGS(shipment), 0, &order.v));
    if (order.v == 0) {
        return fail(c, ERR_STATE, "shipment %" PRId64 " cannot be cancelled", shipment);
    }
    TRY(db_exec(c->db, &set_first_shipped, ARGS(order.v), NULL));
    TRY(order_derive(c, order));
    TRY(order_by_id(c, order, &o));
    TRY(hold_again(c, &o));
    if (o.status != ORDER_CANCELED) {
        TRY(reopen_ship(c, order));
    }
    ctx_raise(c, S("orders"));
    return tell(c, &o, "shipment.canceled", shipment, reason);
}

/* The courier has the parcel, or has not: that holds for everything in it. Whose goods were never in it leaves alone. */
enum err shipment_cancel(struct ctx *c, int64_t shipment, str reason)
{
    struct parcel_mates mates = { 0 };
    bool is_alone = str_eq(reason, S(SHIPMENT_NOT_IN_IT));
    TRY(is_alone ? OK : parcel_mates(c, shipment, &mates));
    TRY(cancel(c, shipment, reason));
    for (size_t i = 0; i < mates.count; i++) {
        TRY(cancel(c, mates.id[i], reason));
    }
    return is_alone ? parcel_pass_on(c, shipment) : OK;
}

SQL(set_tracking_number,
    "UPDATE shipment SET carrier = $2, tracking_number = $3, with_id = CASE CAST($4 AS BIGINT) WHEN 0 THEN with_id WHEN id THEN NULL"
    " ELSE CAST($4 AS BIGINT) END"
    " WHERE id = $1 AND state <> 'canceled' RETURNING order_id");

/* `with`: 0: it stays where it is; its own id: it goes alone. */
static enum err correct(struct ctx *c, int64_t shipment, const struct shipment_new *in,
                        int64_t with)
{
    order_id order = { 0 };
    struct order o = { 0 };
    str number = parcel_number(c->arena, in->tracking_number);
    TRY(db_get_int(c->db, &set_tracking_number, ARGS(shipment, in->carrier, number, with), 0,
                   &order.v));
    if (order.v == 0) {
        return fail(c, ERR_STATE, "shipment %" PRId64 " was taken back", shipment);
    }
    TRY(order_by_id(c, order, &o));
    ctx_raise(c, S("orders"));
    ctx_raisef(c, "order:%" PRId64, order.v);
    TRY(tell(c, &o, "shipment.corrected", shipment, (str){ 0 }));
    return message_queue_anew(c, order, MESSAGE_SHIPPED, o.has_email);
}

/* The parcel they are all in has another number than was thought. */
static enum err correct_all(struct ctx *c, int64_t shipment, const struct shipment_new *in)
{
    struct parcel_mates mates = { 0 };
    TRY(correct(c, shipment, in, 0));
    TRY(parcel_mates(c, shipment, &mates));
    for (size_t i = 0; i < mates.count; i++) {
        TRY(correct(c, mates.id[i], in, 0));
    }
    return OK;
}

SQL(parcel_order_of, "SELECT order_id FROM shipment WHERE id = $1 AND state <> 'canceled' AND (CAST($2 AS BIGINT) = 0 OR state = 'shipped')");

enum err shipment_correct(struct ctx *c, int64_t shipment, const struct shipment_new *in)
{
    struct order o = { 0 };
    int64_t with = 0;
    TRY(db_get_int(c->db, &parcel_order_of, ARGS(shipment, in->is_alone ? 1 : 0), 0, &o.id.v));
    if (o.id.v == 0) {
        return fail(c, ERR_STATE, "shipment %" PRId64 " cannot be corrected so", shipment);
    }
    TRY(order_by_id(c, o.id, &o));
    TRY(parcel_share(c, &o, shipment, in, &with));
    if (with == 0 && !in->is_alone) {
        return correct_all(c, shipment, in);
    }
    TRY(correct(c, shipment, in, with == 0 ? shipment : with));
    TRY(parcel_pass_on(c, shipment));
    return with == 0 ? OK : take_news(c, shipment, with);
}

/* --- it comes back --- */

SQL(set_returned, "UPDATE shipment SET state = 'returned_to_sender' WHERE id = $1 AND state = 'shipped' RETURNING order_id");
/* Nothing was paid and everything is back: the order is over. A paid one stays open: the buyer chooses money or another parcel. */
SQL(end_returned,
    "UPDATE shop_order SET status = 'canceled', canceled_at = $2, cancel_reason = 'returned_to_sender'"
    " WHERE id = $1 AND status = 'open' AND payment_status = 'pending'");
SQL(cancel_attempts_of_returned,
    "UPDATE payment SET state = 'canceled', settled_at = $2 WHERE order_id = $1 AND state IN ('created', 'pending')");

static enum err end_unpaid(struct ctx *c, const struct order *o)
{
    int64_t out = 0;
    int64_t ended = 0;
    if (o->status == ORDER_CANCELED) {
        return shipment_shelve(c, o);
    }
    TRY(db_get_int(c->db, &parcels_out, ARGS(o->id.v), 0, &out));
    if (out > 0) {
        return OK;
    }
    TRY(db_exec(c->db, &end_returned, ARGS(o->id.v, c->now_at), &ended));
    if (ended == 0) {
        return OK;
    }
    TRY(db_exec(c->db, &cancel_attempts_of_returned, ARGS(o->id.v, c->now_at), NULL));
    TRY(stock_return(c, order_subject(c, o->id)));
    TRY(promise_void_all(c, order_subject(c, o->id), S("returned_to_sender")));
    return message_queue(c, o->id, MESSAGE_CANCELED, o->has_email);
}

static enum err come_back(struct ctx *c, int64_t shipment, str reason)
{
    order_id order = { 0 };
    struct order o = { 0 };
    TRY(db_get_int(c->db, &set_returned, ARGS(shipment), 0, &order.v));
    if (order.v == 0) {
        return fail(c, ERR_STATE, "shipment %" PRId64 " is not on its way", shipment);
    }
    TRY(order_by_id(c, order, &o));
    TRY(end_unpaid(c, &o));
    TRY(order_derive(c, order));
    ctx_raise(c, S("orders"));
    TRY(tell(c, &o, "shipment.returned", shipment, reason));
    TRY(order_by_id(c, order, &o)); /* it may have ended with it */
    TRY(undelivered_tell_back(c, &o, shipment));
    return standing_look(c, o.person);
}

enum err shipment_come_back(struct ctx *c, int64_t shipment, str reason)
{
    struct parcel_mates mates = { 0 };
    TRY(come_back(c, shipment, reason));
    TRY(parcel_mates(c, shipment, &mates));
    for (size_t i = 0; i < mates.count; i++) {
        enum err e = come_back(c, mates.id[i], reason);
        TRY(e == ERR_STATE ? OK : e); /* its buyer said that it came */
    }
    return OK;
}

/* --- reading --- */

SQL(shipments_of_order,
    "SELECT id, state, carrier, tracking_number, created_at, coalesce(shipped_at, 0), coalesce(delivered_at, 0)"
    " FROM shipment WHERE order_id = $1 AND state <> 'canceled' ORDER BY id LIMIT 40");
SQL(lines_of_shipment,
    "SELECT s.line_id, s.quantity, l.name, l.options, l.sku FROM shipment_line s JOIN order_line l ON l.id = s.line_id"
    " WHERE s.shipment_id = $1 ORDER BY l.position LIMIT 60");
SQL(events_of_shipment,
    "SELECT status, at, recorded_at, place, source FROM shipment_event WHERE shipment_id = $1"
    " ORDER BY at DESC, id DESC LIMIT 100");

static enum err read_lines(struct ctx *c, struct shipment *s)
{
    s->line = NEW_N(c->arena, struct shipment_line, ORDER_LINES_MAX);
    struct rows r = db_query(c->db, &lines_of_shipment, ARGS(s->id));
    while (db_next(&r) && s->line_count < ORDER_LINES_MAX) {
        struct shipment_line *l = &s->line[s->line_count++];
        l->line_id = row_int(&r);
        l->quantity = row_int(&r);
        l->name = row_text(&r, c->arena);
        l->options = row_text(&r, c->arena);
        l->sku = row_text(&r, c->arena);
    }
    return db_done(&r);
}

static enum err read_events(struct ctx *c, struct shipment *s)
{
    s->event = NEW_N(c->arena, struct shipment_event, SHIPMENT_EVENTS_MAX);
    struct rows r = db_query(c->db, &events_of_shipment, ARGS(s->id));
    while (db_next(&r) && s->event_count < SHIPMENT_EVENTS_MAX) {
        struct shipment_event *e = &s->event[s->event_count++];
        e->status = row_text(&r, c->arena);
        e->at = row_int(&r);
        e->recorded_at = row_int(&r);
        e->place = row_text(&r, c->arena);
        e->source = row_text(&r, c->arena);
    }
    return db_done(&r);
}

enum err shipment_list_of(struct ctx *c, order_id order, struct shipment_list *out)
{
    struct shipment_list list = { .item = NEW_N(c->arena, struct shipment, SHIPMENTS_MAX) };
    struct rows r = db_query(c->db, &shipments_of_order, ARGS(order.v));
    while (db_next(&r) && list.count < SHIPMENTS_MAX) {
        struct shipment *s = &list.item[list.count++];
        s->order = order;
        s->id = row_int(&r);
        s->state = row_text(&r, c->arena);
        s->carrier = row_text(&r, c->arena);
        s->tracking_number = row_text(&r, c->arena);
        s->created_at = row_int(&r);
        s->shipped_at = row_int(&r);
        s->delivered_at = row_int(&r);
    }
    TRY(db_done(&r));
    for (size_t i = 0; i < list.count; i++) {
        TRY(read_lines(c, &list.item[i]));
        TRY(read_events(c, &list.item[i]));
        list.item[i].mate = NEW_N(c->arena, struct shipment_mate, SHIPMENT_MATES_MAX);
    }
    TRY(parcel_read_orders(c, order, &list));
    *out = list;
    return OK;
}

bool shipment_is_sent_back(const struct shipment_list *list)
{
    bool is_back = false;
    bool is_out = false;
    for (size_t i = 0; i < list->count; i++) {
        is_back = is_back || str_eq(list->item[i].state, S("returned_to_sender"));
        is_out = is_out || str_eq(list->item[i].state, S("shipped"));
    }
    return is_back && !is_out;
}

/* --- couriers: code, name, kind, divisor, tracking address --- */

static bool courier_row(str code, str *cells, size_t max)
{
    str tsv = { 0 };
    if (!embed_find(S("data/couriers.tsv"), &tsv)) {
        return false;
    }
    struct str_pair line = { .tail = tsv };
    do {
        line = str_cut(line.tail, '\n');
        struct str_pair cell = { .tail = line.head };
        for (size_t i = 0; i < max; i++) {
            cell = str_cut(cell.tail, '\t');
            cells[i] = cell.head;
        }
        if (str_eq_nocase(cells[0], code) || str_eq_nocase(cells[1], code)) {
            return true;
        }
    } while (line.found);
    return false;
}

str courier_tracking_url(struct arena *arena, str carrier, str tracking_number)
{
    str cells[5] = { 0 };
    if (carrier.size == 0 || !courier_row(carrier, cells, COUNT(cells)) || cells[4].size == 0) {
        return (str){ 0 };
    }
    return str_replace(arena, str_trim(cells[4]), S("{number}"),
                       str_escape_url(arena, tracking_number));
}

str courier_name(str code)
{
    str cells[2] = { 0 };
    return courier_row(code, cells, COUNT(cells)) ? cells[1] : code;
}
