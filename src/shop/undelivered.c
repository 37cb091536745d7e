/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/undelivered.h"

#include "core/aside.h"
#include "core/guarantee.h"
#include "core/notice.h"
#include "core/promise.h"
#include "core/pulse.h"
#include "core/setting.h"
#include "shop/message.h"
#include "shop/order_cover.h"
#include "shop/order_source.h"
#include "shop/order_store.h"
#include "shop/refund.h"
#include "shop/shipment.h"

static const char *const state_names[] = { "asked", "found", "received", "lost", "arrived_late", "closed" };

str undelivered_state_name(enum undelivered_state s)
{
    CHECK(s < UNDELIVERED_STATE_COUNT);
    return str_of(state_names[s]);
}

/* ---- rows ---- */

#define UNDELIVERED_COLUMNS                                                                        \
    "SELECT order_id, state, promised_at, asked_at, lost_at, coalesce(denied_at, 0),"              \
    " coalesce(checked_at, 0), coalesce(ended_at, 0) FROM undelivered"

SQL(undelivered_by_order, UNDELIVERED_COLUMNS " WHERE order_id = $1");
SQL(undelivered_open, UNDELIVERED_COLUMNS " WHERE state = 'asked' ORDER BY lost_at, order_id LIMIT $1");
/* A claim that it did not come has promises and an end of its own: the rule waits for it, and takes up what it leaves. */
#define NO_OPEN_CLAIM                                                                              \
    " AND NOT EXISTS (SELECT 1 FROM claim k WHERE k.order_id = undelivered.order_id"               \
    " AND k.kind = 'not_received' AND k.closed_at IS NULL)"
SQL(undelivered_due, UNDELIVERED_COLUMNS " WHERE state = 'asked' AND lost_at <= $1" NO_OPEN_CLAIM
                                         " AND" ASIDE_NOT("undelivered.lose", "undelivered.order_id", "$1")
                                         " ORDER BY lost_at, order_id LIMIT $2");

static enum undelivered_state state_of(str name)
{
    enum undelivered_state s = 0;
    while (s < UNDELIVERED_STATE_COUNT && !str_eq(name, str_of(state_names[s]))) {
        s++;
    }
    CHECK(s < UNDELIVERED_STATE_COUNT);
    return s;
}

enum { LIST_MAX = 200 };

static enum err read(struct ctx *c, struct sql *sql, struct args args, struct undelivered_list *out)
{
    struct undelivered_list list = { .item = NEW_N(c->arena, struct undelivered, LIST_MAX) };
    struct rows r = db_query(c->db, sql, args);
    while (db_next(&r) && list.count < LIST_MAX) {
        struct undelivered *u = &list.item[list.count++];
        u->order.v = row_int(&r);
        u->state = state_of(row_text(&r, c->arena));
        u->promised_at = row_int(&r);
        u->asked_at = row_int(&r);
        u->lost_at = row_int(&r);
        u->denied_at = row_int(&r);
        u->checked_at = row_int(&r);
        u->ended_at = row_int(&r);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

enum err undelivered_find(struct ctx *c, order_id order, struct undelivered *out)
{
    struct undelivered_list list = { 0 };
    TRY(read(c, &undelivered_by_order, ARGS(order.v), &list));
    if (list.count == 0) {
        return fail(c, ERR_NOT_FOUND, "order %" PRId64 " is not overdue", order.v);
    }
    *out = list.item[0];
    return OK;
}

enum err undelivered_list_open(struct ctx *c, int64_t limit, struct undelivered_list *out)
{
    CHECK(limit > 0 && limit <= LIST_MAX);
    return read(c, &undelivered_open, ARGS(limit), out);
}

SQL(undelivered_end,
    "UPDATE undelivered SET state = $2, ended_at = $3 WHERE order_id = $1 AND state = $4 RETURNING order_id");

/* A race loses politely: `moved` is false when somebody else ended it. */
static enum err move(struct ctx *c, order_id order, enum undelivered_state from,
                     enum undelivered_state to, bool *moved)
{
    int64_t id = 0;
    TRY(db_get_int(
        c->db, &undelivered_end,
        ARGS(order.v, undelivered_state_name(to), c->now_at, undelivered_state_name(from)), 0,
        &id));
    *moved = id != 0;
    return OK;
}

/* ---- the promised day is over ---- */

SQL(undelivered_insert,
    "INSERT INTO undelivered (order_id, state, promised_at, asked_at, lost_at) VALUES ($1, 'asked', $2, $3, $4)"
    " ON CONFLICT (order_id) DO NOTHING RETURNING order_id");

/* The grace is that of the guarantee the order was bought under; the longest of its lines'. 0: none of them covers goods that do not
 * come (where the law leaves that to the shop). What was never sent is no matter of a guarantee: nobody keeps the money and the goods. */
static enum err lost_at_of(struct ctx *c, const struct order *o, int64_t promised_at, int64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < o->line_count; i++) {
        struct policy p = { 0 };
        TRY(order_line_policy(c, &o->line[i], POLICY_GUARANTEE, &p));
        bool is_covered =
            policy_bool(&p, S("covers_not_received")) || o->fulfillment == FULFILLMENT_UNFULFILLED;
        int64_t at = is_covered ? guarantee_lost_at(&p, c->shop->zone, promised_at) : 0;
        *out = at > *out ? at : *out;
    }
    return OK;
}

enum err undelivered_pays_at(struct ctx *c, const struct order *o, int64_t *out)
{
    struct undelivered u = { 0 };
    struct promise p = { 0 };
    enum err e = undelivered_find(c, o->id, &u);
    if (e == OK) {
        *out = u.state == UNDELIVERED_ASKED ? u.lost_at : -1;
        return OK;
    }
    TRY(e == ERR_NOT_FOUND ? OK : e);
    e = promise_find(c, order_subject(c, o->id), PROMISE_DELIVER, &p);
    if (e == ERR_NOT_FOUND) {
        *out = 0;
        return OK;
    }
    TRY(e);
    return lost_at_of(c, o, p.due_at, out);
}

enum err undelivered_tell_back(struct ctx *c, const struct order *o, int64_t shipment)
{
    struct notice_new n = { .kind = S(NOTICE_SENT_BACK), .subject = order_subject(c, o->id), .person = o->person, .lang = o->lang,
                            .occasion = str_format(c->arena, "shipment:%" PRId64, shipment) };
    bool is_paid = o->paid_at != 0 || o->payment == PAYMENT_NONE;
    bool waits = o->status == ORDER_OPEN && o->delivered_at == 0 && is_paid;
    return waits && o->person.v != 0 ? notice_queue(c, &n) : OK;
}

/* Who was told that it came back is not asked whether it is there. */
static enum err ask_buyer(struct ctx *c, const struct order *o)
{
    struct shipment_list parcels = { 0 };
    TRY(shipment_list_of(c, o->id, &parcels));
    if (shipment_is_sent_back(&parcels)) {
        return OK;
    }
    struct notice_new n = { .kind = S(NOTICE_DID_IT_ARRIVE), .subject = order_subject(c, o->id), .person = o->person, .lang = o->lang };
    return o->person.v == 0 ? OK : notice_queue(c, &n);
}

enum err undelivered_promise_broken(struct ctx *c, const struct promise *p)
{
    struct order o = { 0 };
    int64_t lost_at = 0;
    int64_t added = 0;
    struct str_pair cut = str_cut(p->subject, ':');
    CHECK(cut.found && str_to_int(cut.tail, &o.id.v));
    TRY(order_by_id(c, o.id, &o));
    if (o.status != ORDER_OPEN || o.delivered_at != 0) {
        return OK;
    }
    TRY(lost_at_of(c, &o, p->due_at, &lost_at));
    if (lost_at == 0) {
        return OK;
    }
    TRY(db_get_int(c->db, &undelivered_insert, ARGS(o.id.v, p->due_at, c->now_at, lost_at), 0,
                   &added));
    if (added == 0) {
        return OK;
    }
    struct value *facts = value_object(c->arena);
    value_set_instant(c->arena, facts, S("promised_at"), p->due_at);
    value_set_instant(c->arena, facts, S("lost_at"), lost_at);
    TRY(order_event(c, &o, "order.overdue", facts));
    ctx_raise(c, S("orders"));
    ctx_wake(c, WAKE_TIMER);
    return ask_buyer(c, &o);
}

/* ---- what people say ---- */

SQL(undelivered_set_denied,
    "UPDATE undelivered SET denied_at = $2 WHERE order_id = $1 AND state = 'asked' AND denied_at IS NULL");
SQL(undelivered_set_checked,
    "UPDATE undelivered SET checked_at = $2, checked_by = $3 WHERE order_id = $1 AND state = 'asked'");

static enum err say(struct ctx *c, order_id order, const char *event)
{
    struct order o = { 0 };
    TRY(order_by_id(c, order, &o));
    ctx_raise(c, S("orders"));
    return order_event(c, &o, event, NULL);
}

enum err undelivered_deny(struct ctx *c, order_id order)
{
    struct undelivered u = { 0 };
    int64_t changed = 0;
    TRY(undelivered_find(c, order, &u));
    if (u.state != UNDELIVERED_ASKED) {
        return fail(c, ERR_STATE, "order %" PRId64 ": nothing is asked any more", order.v);
    }
    TRY(db_exec(c->db, &undelivered_set_denied, ARGS(order.v, c->now_at), &changed));
    return changed == 0 ? OK : say(c, order, "order.not_arrived");
}

enum err undelivered_checked(struct ctx *c, order_id order)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &undelivered_set_checked,
                ARGS(order.v, c->now_at, arg_int_or_null(c->actor.id)), &changed));
    return changed == 0 ? fail(c, ERR_STATE, "order %" PRId64 ": nothing to look for", order.v)
                        : say(c, order, "order.tracking_checked");
}

/* The money is on its way back, and the goods came: who says so decides. The buyer who keeps them is owed nothing; a courier's word alone
 * takes nothing from a buyer who has not seen them. */
static enum err came_after_all(struct ctx *c, const struct order *o)
{
    bool moved = false;
    TRY(order_event(c, o, "order.arrived_late", NULL));
    ctx_raise(c, S("orders"));
    if (c->actor.role != ROLE_BUYER) {
        return OK;
    }
    TRY(move(c, o->id, UNDELIVERED_LOST, UNDELIVERED_ARRIVED_LATE, &moved));
    return moved ? refund_reverse(c, o, S("goods_arrived")) : OK;
}

enum err undelivered_arrived(struct ctx *c, const struct order *o)
{
    struct undelivered u = { 0 };
    bool moved = false;
    enum err e = undelivered_find(c, o->id, &u);
    if (e == ERR_NOT_FOUND) {
        return OK;
    }
    TRY(e);
    if (u.state == UNDELIVERED_LOST) {
        return came_after_all(c, o);
    }
    bool is_buyer = c->actor.role == ROLE_BUYER;
    TRY(move(c, o->id, UNDELIVERED_ASKED, is_buyer ? UNDELIVERED_RECEIVED : UNDELIVERED_FOUND,
             &moved));
    return moved ? order_event(c, o, "order.found", NULL) : OK;
}

/* ---- the grace is over ---- */

/* A parcel `h` had arrived by then, as far as anybody had said so. */
#define PARCEL_HERE_BY(at)                                                                         \
    " h.state = 'delivered' AND coalesce((SELECT min(e.recorded_at) FROM shipment_event e"         \
    " WHERE e.shipment_id = h.id AND e.status = 'Delivered'), h.delivered_at) <= " at
/* Of a claim's line `n`, the pieces whose parcels had arrived by then. */
#define CLAIM_CAME_BY(at)                                                                          \
    "coalesce((SELECT CAST(sum(q.quantity) AS BIGINT) FROM claim_line_parcel q JOIN shipment h ON h.id = q.shipment_id" \
    " WHERE q.claim_id = n.claim_id AND q.line_id = n.line_id AND" PARCEL_HERE_BY(at) "), 0)"

/* Of a claim's line `n`, the pieces that are in no parcel it means, as far as pieces of that line were never sent. */
#define CLAIM_NEVER_SENT                                                                           \
    "(SELECT CASE WHEN u.unnamed < u.unsent THEN u.unnamed ELSE u.unsent END FROM (SELECT"         \
    " n.quantity - coalesce((SELECT CAST(sum(q.quantity) AS BIGINT) FROM claim_line_parcel q WHERE q.claim_id = n.claim_id" \
    "  AND q.line_id = n.line_id), 0) AS unnamed,"                                                 \
    " (SELECT x.quantity FROM order_line x WHERE x.id = n.line_id) - coalesce((SELECT CAST(sum(s.quantity) AS BIGINT)" \
    "  FROM shipment_line s JOIN shipment h ON h.id = s.shipment_id WHERE s.line_id = n.line_id AND h.state <> 'canceled'), 0) AS unsent) u)"
/* Of a claim's line `n` whose claim `k` was refused, the pieces that came back to the shop, or never left it: no decision puts them into the
 * buyer's hands. What was sent instead of them was decided to be there. */
#define CLAIM_BACK                                                                                 \
    "CASE WHEN k.state = 'refused' AND k.sent_due_at IS NULL THEN coalesce((SELECT CAST(sum(q.quantity) AS BIGINT)" \
    " FROM claim_line_parcel q JOIN shipment h ON h.id = q.shipment_id WHERE q.claim_id = n.claim_id AND q.line_id = n.line_id" \
    " AND h.state = 'returned_to_sender'), 0) + " CLAIM_NEVER_SENT " ELSE 0 END"

/* Of each line: what had arrived by $2, as far as anybody had said so by then, and what a claim of something that did not come, and has not come
 * since, had settled otherwise; of that, what it settled by anything but the whole price. */
#define CLAIMED_BY_THEN                                                                            \
    "SELECT CAST(sum(n.quantity - " CLAIM_CAME_BY("$2") " - " CLAIM_BACK ") AS BIGINT) FROM claim_line n JOIN claim k ON k.id = n.claim_id" \
    " WHERE n.line_id = l.id AND k.kind = 'not_received' AND k.state IN ('settled', 'refused') AND k.closed_at <= $2"
SQL(pieces_by_then,
    "SELECT l.quantity, coalesce((SELECT CAST(sum(s.quantity) AS BIGINT) FROM shipment_line s JOIN shipment h ON h.id = s.shipment_id"
    " WHERE s.line_id = l.id AND" PARCEL_HERE_BY("$2") "), 0),"
    " coalesce((" CLAIMED_BY_THEN "), 0), coalesce((" CLAIMED_BY_THEN " AND NOT (k.state = 'settled' AND k.remedy = 'refund')), 0)"
    " FROM order_line l WHERE l.order_id = $1 ORDER BY l.position, l.id LIMIT 60");

struct pieces {
    int64_t lost[ORDER_LINES_MAX];
    bool is_whole; /* nothing arrived, and nothing was made good but by the money */
};

static enum err pieces_at(struct ctx *c, order_id order, int64_t at, struct pieces *out)
{
    struct pieces p = { .is_whole = true };
    struct rows r = db_query(c->db, &pieces_by_then, ARGS(order.v, at));
    for (size_t i = 0; db_next(&r) && i < ORDER_LINES_MAX; i++) {
        int64_t bought = row_int(&r);
        int64_t arrived = row_int(&r);
        int64_t claimed = row_int(&r);
        int64_t kept = row_int(&r);
        int64_t left = bought - arrived - claimed;
        p.lost[i] = left > 0 ? left : 0;
        p.is_whole = p.is_whole && arrived == 0 && kept == 0;
    }
    TRY(db_done(&r));
    *out = p;
    return OK;
}

/* The rule's own refund, or the moment at which it found that staff had paid by hand before. */
#define BY_HAND "reason = '" UNDELIVERED_BY_HAND "' AND state <> 'reversed'"
SQL(paid_by_rule_at,
    "SELECT max(at) FROM (SELECT requested_at AS at FROM refund WHERE order_id = $1 AND reason = 'not_delivered' AND state <> 'reversed'"
    " UNION ALL SELECT u.ended_at FROM undelivered u WHERE u.order_id = $1 AND u.state = 'lost' AND EXISTS"
    "  (SELECT 1 FROM refund WHERE order_id = $1 AND requested_at <= u.ended_at AND " BY_HAND ")) AS paid");
SQL(paid_by_hand, "SELECT CAST(coalesce(sum(amount_minor), 0) AS BIGINT) FROM refund WHERE order_id = $1 AND " BY_HAND);

enum err undelivered_pieces(struct ctx *c, const struct order *o, int64_t out[ORDER_LINES_MAX])
{
    struct pieces p = { 0 };
    int64_t paid_at = 0;
    TRY(db_get_int(c->db, &paid_by_rule_at, ARGS(o->id.v), 0, &paid_at));
    if (paid_at != 0) {
        TRY(pieces_at(c, o->id, paid_at, &p));
    }
    for (size_t i = 0; i < ORDER_LINES_MAX; i++) {
        out[i] = p.lost[i];
    }
    return OK;
}

/* Of each claim of something that did not come, whose money is owed or went back: what its pieces cost, and what it brings. */
SQL(claims_paid,
    "SELECT (SELECT CAST(sum(n.quantity * coalesce(n.hand_minor, l.unit_minor)) AS BIGINT) FROM claim_line n JOIN order_line l ON l.id = n.line_id"
    " WHERE n.claim_id = k.id), coalesce(r.amount_minor, k.amount_minor) FROM claim k LEFT JOIN refund r ON r.id = k.refund_id"
    " WHERE k.order_id = $1 AND k.id <> $2 AND k.kind = 'not_received' AND k.remedy = 'refund'"
    " AND k.state IN ('remedy_due', 'settled') AND coalesce(r.state, '') <> 'reversed' ORDER BY k.id LIMIT 50");

enum err undelivered_by_hand(struct ctx *c, const struct order *o, int64_t but_claim,
                             int64_t *minor)
{
    int64_t left = 0;
    TRY(db_get_int(c->db, &paid_by_hand, ARGS(o->id.v), 0, &left));
    struct rows r = db_query(c->db, &claims_paid, ARGS(o->id.v, but_claim));
    while (db_next(&r)) {
        int64_t less = refund_goods_worth(o, row_int(&r)).minor;
        less -= row_int(&r);
        left -= less > 0 ? less : 0;
    }
    *minor = left > 0 ? left : 0;
    return db_done(&r);
}

/* Pieces that arrived are kept; when nothing did, the shipping cost comes back too. What staff paid back for them is not paid again. */
static enum err amount_lost(struct ctx *c, const struct order *o, money *out)
{
    struct pieces p = { 0 };
    int64_t minor = 0;
    int64_t by_hand = 0;
    money left = { 0 };
    TRY(refund_left(c, o, &left));
    TRY(pieces_at(c, o->id, c->now_at, &p));
    for (size_t i = 0; i < o->line_count; i++) {
        minor += o->line[i].unit.minor * p.lost[i];
    }
    TRY(undelivered_by_hand(c, o, 0, &by_hand));
    money goods = refund_goods_worth(o, minor);
    goods.minor = goods.minor > by_hand ? goods.minor - by_hand : 0;
    *out = minor > 0 && (p.is_whole || goods.minor > left.minor) ? left : goods;
    return OK;
}

static bool is_ours_to_refund(const struct order *o)
{
    return !order_is_of_marketplace(o);
}

SQL(order_end_lost,
    "UPDATE shop_order SET status = 'canceled', canceled_at = $2, cancel_reason = 'not_delivered'"
    " WHERE id = $1 AND status = 'open' AND delivered_at IS NULL");

SQL(cancel_attempts_of_lost,
    "UPDATE payment SET state = 'canceled', settled_at = $2 WHERE order_id = $1 AND state IN ('created', 'pending')");

/* What was not sent is not waited for either. */
static enum err stop_waiting(struct ctx *c, const struct order *o, str reason)
{
    TRY(promise_void(c, order_subject(c, o->id), PROMISE_SHIP, reason));
    return promise_void(c, order_subject(c, o->id), PROMISE_DELIVER, reason);
}

/* Over: pieces that were never sent are for sale again. The broken promise stays broken, but is on nobody's list any more. */
static enum err end_lost(struct ctx *c, const struct order *o, str reason)
{
    int64_t ended = 0;
    TRY(db_exec(c->db, &order_end_lost, ARGS(o->id.v, c->now_at), &ended));
    TRY(stop_waiting(c, o, reason));
    TRY(order_derive(c, o->id));
    return ended > 0 ? shipment_shelve(c, o) : OK;
}

/* To be paid on delivery: nothing was given, nothing is owed, the order is over. */
static enum err end_unpaid(struct ctx *c, const struct order *o)
{
    TRY(db_exec(c->db, &cancel_attempts_of_lost, ARGS(o->id.v, c->now_at), NULL));
    TRY(end_lost(c, o, S("not_delivered")));
    return message_queue(c, o->id, MESSAGE_CANCELED, o->has_email);
}

static enum err give_back(struct ctx *c, const struct order *o)
{
    money amount = { 0 };
    if (o->fulfillment == FULFILLMENT_UNFULFILLED) { /* never sent: nothing is lost but time */
        return order_cancel(c, o->id, S("not_sent_in_time"));
    }
    if (o->paid_at == 0 && o->payment != PAYMENT_NONE) {
        return end_unpaid(c, o);
    }
    TRY(amount_lost(c, o, &amount));
    if (amount.minor <= 0) { /* all of it is back already, by the bank or by us */
        TRY(shipment_shelve(c, o));
        return undelivered_settle(c, o->id);
    }
    if (!is_ours_to_refund(o)) {
        return OK;
    }
    TRY(refund_request(c, o, amount, S("not_delivered"), NULL));
    return shipment_shelve(c, o); /* what never left is nobody's any more */
}

/* Nothing is left for the rule: it is over, it came, or claims settled every piece that did not. */
static enum err is_settled(struct ctx *c, const struct order *o, bool *out)
{
    struct pieces p = { 0 };
    int64_t lost = 0;
    TRY(pieces_at(c, o->id, c->now_at, &p));
    for (size_t i = 0; i < ORDER_LINES_MAX; i++) {
        lost += p.lost[i];
    }
    *out = o->status != ORDER_OPEN || o->delivered_at != 0 || lost == 0;
    return OK;
}

/* A claim that is opened at this moment goes first as well: it waits here, or is waited for. */
SQL(hold_order_of_lost, "UPDATE shop_order SET status = status WHERE id = $1");
SQL(claims_open, "SELECT count(*) FROM claim WHERE order_id = $1 AND kind = 'not_received' AND closed_at IS NULL");

static enum err lose(struct ctx *c, void *data)
{
    const struct undelivered *u = data;
    struct order o = { 0 };
    bool moved = false;
    bool is_over = false;
    int64_t lost_at = 0;
    int64_t claims = 0;
    TRY(db_exec(c->db, &hold_order_of_lost, ARGS(u->order.v), NULL));
    TRY(db_get_int(c->db, &claims_open, ARGS(u->order.v), 0, &claims));
    if (claims != 0) {
        return OK;
    }
    TRY(order_by_id(c, u->order, &o));
    TRY(is_settled(c, &o, &is_over));
    TRY(lost_at_of(c, &o, u->promised_at, &lost_at));
    is_over = is_over || lost_at == 0; /* it was sent after all, and is not covered on its way */
    TRY(move(c, u->order, UNDELIVERED_ASKED, is_over ? UNDELIVERED_CLOSED : UNDELIVERED_LOST,
             &moved));
    if (!moved || is_over) {
        return OK;
    }
    c->actor = (struct actor){ ROLE_SYSTEM, 0 };
    TRY(order_event(c, &o, "order.lost", NULL));
    ctx_raise(c, S("orders"));
    return give_back(c, &o);
}

enum err undelivered_lost_due(struct ctx *c, int64_t limit, int64_t *done)
{
    struct undelivered_list due = { 0 };
    bool is_held = false;
    *done = 0;
    TRY(pulse_is_held(c, &is_held));
    if (is_held) {
        return OK;
    }
    TRY(read(c, &undelivered_due, ARGS(c->now_at, limit), &due));
    for (size_t i = 0; i < due.count; i++) {
        bool is_done = false;
        struct aside item = { "undelivered.lose", due.item[i].order.v, order_subject(c, due.item[i].order) };
        TRY(aside_try(c, &item, lose, &due.item[i], &is_done));
        *done += is_done;
    }
    return OK;
}

SQL(undelivered_first, "SELECT min(lost_at) FROM undelivered WHERE state = 'asked'" NO_OPEN_CLAIM
                       " AND" ASIDE_NOT("undelivered.lose", "undelivered.order_id", "$1"));

enum err undelivered_next_at(struct ctx *c, int64_t *out)
{
    bool is_held = false;
    *out = 0;
    TRY(pulse_is_held(c, &is_held));
    return is_held ? OK : db_get_int(c->db, &undelivered_first, ARGS(c->now_at), 0, out);
}

/* ---- whatever did not come is made good ---- */

/* Refused for good, its pieces are there by the decision: their parcels, or what was sent instead. What came back is the rule's.
 * Others were in no parcel: they are in doubt. */
SQL(claims_in_doubt,
    "SELECT count(*) FROM claim k WHERE k.order_id = $1 AND k.kind = 'not_received' AND (k.closed_at IS NULL OR (k.state = 'refused'"
    " AND k.arrived_at IS NULL AND EXISTS (SELECT 1 FROM claim_line n WHERE n.claim_id = k.id AND n.quantity > " CLAIM_CAME_BY("$2") " + " CLAIM_BACK ")))");
SQL(rule_owes,
    "SELECT count(*) FROM refund WHERE order_id = $1 AND reason IN ('not_delivered', '" UNDELIVERED_BY_HAND "')"
    " AND state NOT IN ('succeeded', 'reversed')");
SQL(last_arrival,
    "SELECT CASE WHEN p.at > k.at THEN p.at ELSE k.at END FROM"
    " (SELECT coalesce(max(delivered_at), 0) AS at FROM shipment WHERE order_id = $1 AND state = 'delivered') p,"
    " (SELECT coalesce(max(arrived_at), 0) AS at FROM claim WHERE order_id = $1 AND kind = 'not_received'"
    "  AND state IN ('settled', 'refused')) k");
SQL(order_goes_on, "UPDATE shop_order SET delivered_at = $2 WHERE id = $1 AND delivered_at IS NULL AND status = 'open'");

/* Each piece came, or was replaced, or its money is back. */
static enum err is_made_good(struct ctx *c, const struct order *o, struct pieces *now, bool *out)
{
    int64_t doubts = 0;
    int64_t owed = 0;
    int64_t paid[ORDER_LINES_MAX] = { 0 };
    TRY(db_get_int(c->db, &claims_in_doubt, ARGS(o->id.v, c->now_at), 0, &doubts));
    TRY(db_get_int(c->db, &rule_owes, ARGS(o->id.v), 0, &owed));
    TRY(pieces_at(c, o->id, c->now_at, now));
    TRY(undelivered_pieces(c, o, paid));
    *out = doubts == 0 && owed == 0;
    for (size_t i = 0; i < ORDER_LINES_MAX; i++) {
        *out = *out && now->lost[i] <= paid[i];
    }
    return OK;
}

/* It is as if the rest had been all of it: its guarantee runs, and the money for it is earned when that ends. */
static enum err go_on_without_rest(struct ctx *c, const struct order *o)
{
    struct order now = { 0 };
    int64_t at = 0;
    TRY(db_get_int(c->db, &last_arrival, ARGS(o->id.v), 0, &at));
    TRY(db_exec(c->db, &order_goes_on, ARGS(o->id.v, at != 0 ? at : c->now_at), NULL));
    TRY(stop_waiting(c, o, S("made_good")));
    TRY(order_derive(c, o->id));
    TRY(order_by_id(c, o->id, &now));
    TRY(order_cover_note(c, &now));
    ctx_wake(c, WAKE_TIMER);
    ctx_raise(c, S("orders"));
    TRY(order_event(c, &now, "order.made_good", NULL));
    return shipment_shelve(c, &now);
}

/* Counted as lost, and nothing is left to give back: by the rule, or by the bank. */
static enum err is_lost_and_paid(struct ctx *c, const struct order *o, bool *out)
{
    struct undelivered u = { 0 };
    money left = { 0 };
    enum err e = undelivered_find(c, o->id, &u);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    TRY(refund_left(c, o, &left));
    *out = e == OK && u.state == UNDELIVERED_LOST && left.minor <= 0;
    return OK;
}

enum err undelivered_gave_up_rest(struct ctx *c, const struct order *o, bool *out)
{
    int64_t paid_at = 0;
    TRY(db_get_int(c->db, &paid_by_rule_at, ARGS(o->id.v), 0, &paid_at));
    *out = o->delivered_at != 0 || paid_at != 0;
    return OK;
}

enum err undelivered_settle(struct ctx *c, order_id order)
{
    struct order o = { 0 };
    struct pieces p = { 0 };
    bool is_paid = false;
    bool is_good = false;
    bool moved = false;
    TRY(db_exec(c->db, &hold_order_of_lost, ARGS(order.v),
                NULL)); /* the second of two that end at once sees the first */
    TRY(order_by_id(c, order, &o));
    if (o.status != ORDER_OPEN || o.delivered_at != 0) {
        return OK;
    }
    TRY(is_lost_and_paid(c, &o, &is_paid));
    TRY(is_made_good(c, &o, &p, &is_good));
    if (!is_paid && !is_good) {
        return OK;
    }
    TRY(move(c, order, UNDELIVERED_ASKED, UNDELIVERED_CLOSED, &moved));
    return p.is_whole || !is_good ? end_lost(c, &o, S("replaced_by_refund"))
                                  : go_on_without_rest(c, &o);
}
