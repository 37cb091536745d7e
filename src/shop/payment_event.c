/* SPDX-License-Identifier: Apache-2.0 */
/*
 * payment_event.c - what a provider says, counted once.
 *
 * An event moves only the attempt it names. Late money revives the order when the goods are still there; else it is owed back.
 */
#include "core/event.h"
#include "core/ledger.h"
#include "core/override.h"
#include "core/setting.h"
#include "db/db.h"
#include "shop/claim_act.h"
#include "shop/message.h"
#include "shop/order_store.h"
#include "shop/payment_store.h"
#include "shop/refund.h"

static const char *const outcome_names[] = { "moved", "repeated", "ignored", "mismatch", "honoured", "owed_back", "noted" };

str pay_outcome_name(enum pay_outcome o)
{
    CHECK(o < PAY_OUTCOME_COUNT);
    return str_of(outcome_names[o]);
}

static const char *const kind_names[] = { "paid", "failed", "expired", "canceled", "disputed", "dispute_won" };

/* Which event moves which state where; what is not listed says nothing new. */
struct attempt_step {
    enum attempt_state from;
    enum pay_event_kind kind;
    enum attempt_state to;
};
static const struct attempt_step steps[] = {
    { ATTEMPT_CREATED, PAY_PAID, ATTEMPT_CAPTURED },      { ATTEMPT_PENDING, PAY_PAID, ATTEMPT_CAPTURED },
    { ATTEMPT_AUTHORIZED, PAY_PAID, ATTEMPT_CAPTURED },   { ATTEMPT_CREATED, PAY_FAILED, ATTEMPT_FAILED },
    { ATTEMPT_PENDING, PAY_FAILED, ATTEMPT_FAILED },      { ATTEMPT_AUTHORIZED, PAY_FAILED, ATTEMPT_FAILED },
    { ATTEMPT_CREATED, PAY_EXPIRED, ATTEMPT_EXPIRED },    { ATTEMPT_PENDING, PAY_EXPIRED, ATTEMPT_EXPIRED },
    { ATTEMPT_CREATED, PAY_CANCELED, ATTEMPT_CANCELED },  { ATTEMPT_PENDING, PAY_CANCELED, ATTEMPT_CANCELED },
    { ATTEMPT_EXPIRED, PAY_PAID, ATTEMPT_LATE_CAPTURED }, { ATTEMPT_CANCELED, PAY_PAID, ATTEMPT_LATE_CAPTURED },
    { ATTEMPT_FAILED, PAY_PAID, ATTEMPT_LATE_CAPTURED },
};

static bool find_step(enum attempt_state from, enum pay_event_kind kind, enum attempt_state *to)
{
    for (size_t i = 0; i < COUNT(steps); i++) {
        if (steps[i].from == from && steps[i].kind == kind) {
            *to = steps[i].to;
            return true;
        }
    }
    return false;
}

SQL(insert_event,
    "INSERT INTO payment_event (payment_id, provider, event_id, kind, amount_minor, at, recorded_at, outcome)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, 'moved') ON CONFLICT (provider, event_id) DO NOTHING RETURNING id");
SQL(set_outcome, "UPDATE payment_event SET outcome = $2 WHERE id = $1");
SQL(move_attempt,
    "UPDATE payment SET state = $3, captured_minor = $4, settled_at = $5 WHERE id = $1 AND state = $2");

static enum err move(struct ctx *c, const struct payment *p, enum attempt_state to,
                     int64_t captured)
{
    int64_t changed = 0;
    TRY(db_exec(
        c->db, &move_attempt,
        ARGS(p->id.v, attempt_state_name(p->state), attempt_state_name(to), captured, c->now_at),
        &changed));
    return changed == 1 ? OK
                        : fail(c, ERR_CONFLICT, "payment %" PRId64 " moved meanwhile", p->id.v);
}

/* The money is there and not yet earned. */
static enum err post_capture(struct ctx *c, const struct order *o, const struct payment *p)
{
    const struct pay_method *m = pay_method_of(p->provider);
    CHECK(m != NULL);
    struct transfer t = {
        .id = str_format(c->arena, "capture:%.*s", STR_ARG(p->reference)), .kind = TRANSFER_POSTED,
        .debit = str_of(m->clearing), .credit = str_format(c->arena, "held:order:%" PRId64, o->id.v),
        .amount = p->captured, .code = S("capture"), .subject = order_subject(c, o->id),
    };
    return ledger_post(c, &t);
}

static enum err keep_if_made(struct ctx *c, const struct order *o, enum promise_kind kind)
{
    enum err e = promise_keep(c, order_subject(c, o->id), kind, c->now_at);
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err tell_paid(struct ctx *c, const struct order *o, const struct payment *p)
{
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("provider"), p->provider);
    value_set_money(c->arena, facts, S("amount"), p->captured);
    TRY(order_event(c, o, "payment.captured", facts));
    ctx_raise(c, S("orders"));
    return message_queue(c, o->id, MESSAGE_PAID, o->has_email);
}

SQL(set_paid, "UPDATE shop_order SET paid_at = $2, payment_method = $3 WHERE id = $1 AND paid_at IS NULL");
/* Money came by one attempt: the others ask no more. */
SQL(leave_others,
    "UPDATE payment SET state = 'canceled', settled_at = $3 WHERE order_id = $1 AND id <> $2"
    " AND state IN ('created', 'pending')");

/* Pieces held for the order leave the stock; when the hold was lost meanwhile, they are taken anew. */
static enum err take_stock(struct ctx *c, const struct order *o)
{
    TRY(stock_hold_on(c, o));
    return stock_commit(c, order_subject(c, o->id));
}

/* Nothing of it is missing any more. */
static enum err complete(struct ctx *c, const struct order *o, const struct payment *p)
{
    TRY(db_exec(c->db, &set_paid, ARGS(o->id.v, c->now_at, p->provider), NULL));
    TRY(db_exec(c->db, &leave_others, ARGS(o->id.v, p->id.v, c->now_at), NULL));
    TRY(payment_set_tax(c, o, p));
    TRY(keep_if_made(c, o, PROMISE_CONFIRM_PAYMENT));
    if (o->confirmed_at == 0) { /* goods that left unpaid were promised and taken before */
        TRY(take_stock(c, o));
        TRY(order_promise(c, o, c->now_at));
    }
    bool had_money = o->payment != PAYMENT_PENDING && o->payment != PAYMENT_AUTHORIZED &&
                     o->payment != PAYMENT_EXPIRED && o->payment != PAYMENT_VOIDED;
    bool is_plain = p->captured.minor == p->amount.minor && !had_money;
    TRY(is_plain ? OK : payment_settle_parts(c, o, p));
    return order_derive(c, o->id);
}

static enum err become_paid(struct ctx *c, const struct order *o, const struct payment *p)
{
    TRY(post_capture(c, o, p));
    TRY(complete(c, o, p));
    TRY(tell_paid(c, o, p));
    return o->received_at != 0 ? order_release(c, o)
                               : OK; /* the courier's cash of what has arrived */
}

SQL(revive_order,
    "UPDATE shop_order SET status = 'open', canceled_at = NULL, cancel_reason = NULL,"
    " fulfillment_status = 'unfulfilled' WHERE id = $1 AND status = 'canceled' AND cancel_reason IN ('unpaid', 'partly_paid')");

SQL(lines_not_there,
    "SELECT count(*) FROM order_line l JOIN variant v ON v.id = l.variant_id JOIN stock s ON s.sku_id = v.id"
    " WHERE l.order_id = $1 AND (v.is_active = 0 OR (v.is_tracked = 1 AND v.sells_past_zero = 0"
    " AND s.on_hand - s.held < l.quantity AND (v.preorder_days = 0 OR v.preorder_days > $2)))");

/* Are the pieces of an expired order still free? Asked before anything is taken: a refused statement would end the transaction.
 * What would have to be waited for longer than was said is not there. */
static enum err goods_are_there(struct ctx *c, const struct order *o, bool *out)
{
    int64_t missing = 0;
    TRY(db_get_int(c->db, &lines_not_there, ARGS(o->id.v, o->preorder_days), 0, &missing));
    *out = missing == 0;
    return OK;
}

static enum err owe_back(struct ctx *c, const struct order *o, const struct payment *p, str why)
{
    TRY(post_capture(c, o, p));
    TRY(order_derive(c, o->id));
    return refund_request(c, o, p->captured, why, NULL);
}

SQL(insert_more,
    "INSERT INTO payment (reference, order_id, provider, state, amount_minor, unique_code, captured_minor, created_at, expires_at, settled_at)"
    " VALUES ($1, $2, 'bank_transfer', 'late_captured', $3, 0, $3, $4, $4, $4)");

enum err payment_receive_more(struct ctx *c, const struct order *o, money received)
{
    bool is_over = o->paid_at != 0 || o->status == ORDER_CANCELED;
    struct payment p = { .order = o->id, .provider = S("bank_transfer"), .captured = received,
                         .reference = str_join(c->arena, S("pay_"), random_word(c->random, c->arena, 20)) };
    struct value *facts = value_object(c->arena);
    if (!is_over || o->payment == PAYMENT_NONE) {
        return fail(c, ERR_STATE, "order %" PRId64 " is not over", o->id.v);
    }
    TRY(payment_check_received(c, &p, received));
    TRY(db_exec(c->db, &insert_more, ARGS(p.reference, o->id.v, received.minor, c->now_at), NULL));
    value_set_money(c->arena, facts, S("received"), received);
    TRY(order_event(c, o, "payment.more", facts));
    return owe_back(c, o, &p, o->status == ORDER_CANCELED ? S("paid_too_late") : S("paid_twice"));
}

/* It was to be paid where it is handed over, and counted as lost before that: whoever pays has it in hand, so nothing is owed back. */
SQL(revive_arrived,
    "UPDATE shop_order SET status = 'open', canceled_at = NULL, cancel_reason = NULL, delivered_at = coalesce(delivered_at,"
    " (SELECT max(h.delivered_at) FROM shipment h WHERE h.order_id = $1 AND h.state = 'delivered'))"
    " WHERE id = $1 AND status = 'canceled' AND cancel_reason = 'not_delivered' AND NOT EXISTS (SELECT 1 FROM order_line l"
    "  WHERE l.order_id = $1 AND l.quantity > (SELECT coalesce(CAST(sum(s.quantity) AS BIGINT), 0) FROM shipment_line s"
    "   JOIN shipment h ON h.id = s.shipment_id WHERE s.line_id = l.id AND h.state = 'delivered'))");

static bool was_partly_paid(const struct order *o)
{
    return str_eq(o->cancel_reason, S("partly_paid"));
}

static enum err revive(struct ctx *c, const struct order *o, bool *out)
{
    bool are_there = false;
    bool is_here = true;
    int64_t revived = 0;
    *out = false;
    TRY(was_partly_paid(o) ? payment_part_is_here(c, o, &is_here) : OK);
    if (!is_here) {
        return OK;
    }
    TRY(db_exec(c->db, &revive_arrived, ARGS(o->id.v), &revived));
    TRY(revived == 0 ? goods_are_there(c, o, &are_there) : OK);
    if (are_there) {
        TRY(db_exec(c->db, &revive_order, ARGS(o->id.v), &revived));
    }
    *out = revived == 1;
    return OK;
}

/* Money came after the order had ended. */
static enum err late_money(struct ctx *c, struct order *o, const struct payment *p,
                           enum pay_outcome *out)
{
    bool is_revived = false;
    bool is_part = p->captured.minor < p->amount.minor;
    TRY(is_part ? OK : revive(c, o, &is_revived));
    if (is_revived) {
        o->status = ORDER_OPEN;
        *out = PAY_HONOURED;
        TRY(order_event(c, o, "order.revived", NULL));
        TRY(was_partly_paid(o) ? refund_reverse(c, o, S("paid_after_all")) : OK);
        return become_paid(c, o, p);
    }
    *out = PAY_OWED_BACK;
    return owe_back(c, o, p, S("paid_too_late"));
}

static enum err money_came(struct ctx *c, struct order *o, const struct payment *p,
                           enum attempt_state to, enum pay_outcome *out)
{
    if (o->paid_at != 0) {
        *out = PAY_OWED_BACK;
        return owe_back(c, o, p, S("paid_twice"));
    }
    if (o->status == ORDER_CANCELED) {
        return late_money(c, o, p, out);
    }
    if (p->captured.minor < p->amount.minor) {
        *out = PAY_MOVED;
        TRY(post_capture(c, o, p));
        return payment_take_part(c, o, p);
    }
    *out = to == ATTEMPT_LATE_CAPTURED
               ? PAY_HONOURED
               : PAY_MOVED; /* an old attempt of an order that still waits */
    return become_paid(c, o, p);
}

SQL(forgive_rest,
    "UPDATE shop_order SET discount_minor = discount_minor + $2, total_minor = total_minor - $2 WHERE id = $1"
    " AND status = 'open' AND paid_at IS NULL AND subtotal_minor - discount_minor >= $2");

enum err payment_forgive_rest(struct ctx *c, const struct order *o, str reason)
{
    struct payment rest = { 0 };
    struct payment part = { 0 };
    struct order less = { 0 };
    int64_t changed = 0;
    struct value *facts = value_object(c->arena);
    TRY(payment_latest(c, o->id, &rest));
    if (o->status != ORDER_OPEN || o->payment != PAYMENT_PARTIALLY_PAID ||
        rest.state != ATTEMPT_PENDING) {
        return fail(c, ERR_STATE, "order %" PRId64 " waits for no rest", o->id.v);
    }
    TRY(payment_captured(c, o->id, &part));
    TRY(override_note(c, S("payment.rest"), order_subject(c, o->id), reason, o->person.v));
    TRY(db_exec(c->db, &forgive_rest, ARGS(o->id.v, rest.amount.minor), &changed));
    if (changed == 0) {
        return fail(c, ERR_UNPROCESSABLE, "order %" PRId64 ": more than its goods cost", o->id.v);
    }
    value_set_money(c->arena, facts, S("amount"), rest.amount);
    TRY(order_event(c, o, "payment.rest_forgiven", facts));
    TRY(order_by_id(c, o->id, &less));
    rest.id.v = 0; /* it asks no more, like the others */
    rest.provider = part.provider;
    TRY(complete(c, &less, &rest));
    ctx_raise(c, S("orders"));
    return message_queue(c, o->id, MESSAGE_PAID, o->has_email);
}

/* The attempt is over: after a failure another begins, else the order ends. */
static enum err attempt_over(struct ctx *c, const struct order *o, const struct payment *p,
                             enum attempt_state to)
{
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("state"), attempt_state_name(to));
    TRY(order_event(c, o, "payment.ended", facts));
    bool goes_on = o->status == ORDER_OPEN && o->paid_at == 0;
    return to == ATTEMPT_FAILED && goes_on ? payment_retry(c, o, p) : payment_end_order(c, o);
}

/* A payment can be disputed again after the shop has won: each round has transfers of its own. */
SQL(disputes_won, "SELECT count(*) FROM payment_event WHERE payment_id = $1 AND kind = 'dispute_won' AND outcome = 'noted'");

static str part_id(struct ctx *c, const struct payment *p, const char *what, int64_t won)
{
    return won == 0
               ? str_format(c->arena, "%s:%.*s", what, STR_ARG(p->reference))
               : str_format(c->arena, "%s:%.*s:%" PRId64, what, STR_ARG(p->reference), won + 1);
}

static struct transfer chargeback_part(struct ctx *c, const struct payment *p, const char *what,
                                       str id, str debit, money amount)
{
    return (struct transfer){
        .id = id,
        .kind = TRANSFER_POSTED,
        .debit = debit,
        .credit = str_of(pay_method_of(p->provider)->clearing),
        .amount = amount,
        .code = str_of(what),
        .subject = order_subject(c, p->order),
    };
}

SQL(chargeback_posted, "SELECT count(*) FROM ledger_transfer WHERE id IN ($1, $2)");

/* Providers tell things twice. */
static enum err is_chargeback_posted(struct ctx *c, str held, str loss, bool *out)
{
    int64_t count = 0;
    TRY(db_get_int(c->db, &chargeback_posted, ARGS(held, loss), 0, &count));
    *out = count > 0;
    return OK;
}

/* The bank has taken it: what is held goes first, what was earned or given back already is the shop's loss. */
static enum err post_chargeback(struct ctx *c, const struct order *o, const struct payment *p)
{
    struct pay_sums sums = { 0 };
    struct balance held = { 0 };
    struct transfer part[2];
    size_t count = 0;
    bool is_posted = false;
    int64_t won = 0;
    TRY(db_get_int(c->db, &disputes_won, ARGS(p->id.v), 0, &won));
    str id = part_id(c, p, "chargeback", won);
    str loss_id = part_id(c, p, "chargeback_loss", won);
    str account = str_format(c->arena, "held:order:%" PRId64, o->id.v);
    TRY(is_chargeback_posted(c, id, loss_id, &is_posted));
    TRY(payment_sums(c, o, &sums));
    TRY(ledger_balance(c, account, &held));
    int64_t kept = sums.captured.minor - sums.refunded.minor;
    int64_t taken = p->captured.minor < kept ? p->captured.minor : kept;
    int64_t of_held = held.minor < taken ? held.minor : taken;
    if (of_held > 0) {
        part[count++] = chargeback_part(c, p, "chargeback", id, account,
                                        (money){ of_held, o->total.currency });
    }
    if (taken > of_held) {
        part[count++] = chargeback_part(c, p, "chargeback_loss", loss_id, S("chargeback_loss"),
                                        (money){ taken - of_held, o->total.currency });
    }
    return count == 0 || is_posted ? OK : ledger_post_chain(c, part, count);
}

/* The buyer's bank takes the money back: what the shop still owed for the same order is not owed a second time. */
static enum err note_dispute(struct ctx *c, const struct payment *p, enum pay_outcome *out)
{
    struct order o = { 0 };
    struct value *facts = value_object(c->arena);
    *out = PAY_NOTED;
    TRY(order_by_id(c, p->order, &o));
    value_set_text(c->arena, facts, S("provider"), p->provider);
    value_set_money(c->arena, facts, S("amount"), p->captured);
    TRY(order_event(c, &o, "payment.disputed", facts));
    TRY(refund_reverse(c, &o, S("paid_by_chargeback")));
    TRY(post_chargeback(c, &o, p));
    return claim_charged_back(c, o.id); /* the bank pays the buyer now: nothing is paid twice */
}

/* What the bank took comes back to where it was taken from. */
static enum err give_back(struct ctx *c, const struct payment *p, str taken_id, str won_id)
{
    struct transfer taken = { 0 };
    enum err e = ledger_get(c, taken_id, &taken);
    if (e == ERR_NOT_FOUND) {
        return OK;
    }
    TRY(e);
    struct transfer back = { .id = won_id, .kind = TRANSFER_POSTED, .debit = taken.credit, .credit = taken.debit,
                             .amount = taken.amount, .code = S("dispute_won"), .subject = order_subject(c, p->order) };
    return ledger_post(c, &back);
}

SQL(disputes_undecided,
    "SELECT count(*) FROM payment_event e WHERE e.payment_id = $1 AND e.kind = 'disputed' AND NOT EXISTS (SELECT 1 FROM payment_event w"
    " WHERE w.payment_id = $1 AND w.kind = 'dispute_won' AND w.outcome = 'noted' AND w.id > e.id)");

/* The bank decided for the shop: the money is back, and what was left to the bank to pay is the shop's to pay again. */
static enum err note_won(struct ctx *c, const struct payment *p, enum pay_outcome *out)
{
    struct order o = { 0 };
    struct value *facts = value_object(c->arena);
    int64_t undecided = 0;
    int64_t won = 0;
    TRY(db_get_int(c->db, &disputes_undecided, ARGS(p->id.v), 0, &undecided));
    *out = undecided == 0 ? PAY_IGNORED : PAY_NOTED;
    if (undecided == 0) {
        return OK;
    }
    TRY(db_get_int(c->db, &disputes_won, ARGS(p->id.v), 0, &won));
    TRY(give_back(c, p, part_id(c, p, "chargeback", won), part_id(c, p, "dispute_won", won)));
    TRY(give_back(c, p, part_id(c, p, "chargeback_loss", won),
                  part_id(c, p, "dispute_won_loss", won)));
    TRY(order_by_id(c, p->order, &o));
    value_set_text(c->arena, facts, S("provider"), p->provider);
    value_set_money(c->arena, facts, S("amount"), p->captured);
    TRY(order_event(c, &o, "payment.dispute_won", facts));
    TRY(refund_owe_again(c, &o));
    TRY(order_derive(c, o.id));
    ctx_raise(c, S("orders"));
    TRY(order_by_id(c, p->order, &o));
    return o.status == ORDER_COMPLETED ? order_release(c, &o) : OK; /* it was earned meanwhile */
}

SQL(disputed_of_order,
    "SELECT p.reference FROM payment_event e JOIN payment p ON p.id = e.payment_id WHERE p.order_id = $1 AND e.kind = 'disputed'"
    " ORDER BY e.id DESC LIMIT 1");

enum err payment_dispute_won(struct ctx *c, const struct order *o, str reason)
{
    struct payment p = { 0 };
    enum pay_outcome outcome = PAY_IGNORED;
    int64_t won = 0;
    bool is_disputed = false;
    str reference = { 0 };
    TRY(payment_is_disputed(c, o->id, &is_disputed));
    if (!is_disputed) {
        return fail(c, ERR_STATE, "order %" PRId64 " is not disputed", o->id.v);
    }
    struct rows r = db_query(c->db, &disputed_of_order, ARGS(o->id.v));
    while (db_next(&r)) {
        reference = row_text(&r, c->arena);
    }
    TRY(db_done(&r));
    TRY(payment_by_reference(c, reference, &p));
    TRY(db_get_int(c->db, &disputes_won, ARGS(p.id.v), 0, &won));
    struct pay_event e = { .provider = p.provider, .reference = p.reference, .kind = PAY_DISPUTE_WON, .at = c->now_at, .amount = p.amount,
                           .event_id = str_format(c->arena, "%.*s:won:%" PRId64, STR_ARG(p.reference), won + 1) };
    TRY(override_note(c, S("payment.dispute_won"), order_subject(c, o->id), reason, o->person.v));
    return payment_event(c, &e, &outcome);
}

SQL(disputes_open, PAY_DISPUTES_OPEN);

enum err payment_is_disputed(struct ctx *c, order_id order, bool *out)
{
    int64_t open = 0;
    TRY(db_get_int(c->db, &disputes_open, ARGS(order.v), 0, &open));
    *out = open > 0;
    return OK;
}

static bool is_as_asked(const struct pay_event *e, const struct payment *p)
{
    return currency_eq(e->amount.currency, p->amount.currency) &&
           (e->is_seen || e->amount.minor == p->amount.minor);
}

static enum err apply(struct ctx *c, const struct pay_event *e, const struct payment *p,
                      enum pay_outcome *out)
{
    struct order o = { 0 };
    enum attempt_state to = p->state;
    *out = PAY_MOVED;
    if (e->kind == PAY_DISPUTED) {
        return note_dispute(c, p, out);
    }
    if (e->kind == PAY_DISPUTE_WON) {
        return note_won(c, p, out);
    }
    if (!find_step(p->state, e->kind, &to)) {
        *out = PAY_IGNORED;
        return OK;
    }
    if (e->kind == PAY_PAID && !is_as_asked(e, p)) {
        *out = PAY_MISMATCH;
        return OK;
    }
    TRY(order_by_id(c, p->order, &o));
    TRY(move(c, p, to, e->kind == PAY_PAID ? e->amount.minor : 0));
    if (to != ATTEMPT_CAPTURED && to != ATTEMPT_LATE_CAPTURED) {
        return attempt_over(c, &o, p, to);
    }
    struct payment paid = *p;
    paid.captured = e->amount;
    return money_came(c, &o, &paid, to, out);
}

static enum err note_mismatch(struct ctx *c, const struct pay_event *e, const struct payment *p)
{
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("provider"), e->provider);
    value_set_money(c->arena, facts, S("asked"), p->amount);
    value_set_money(c->arena, facts, S("said"), e->amount);
    return event_note(c, S("payment.mismatch"), order_subject(c, p->order), facts);
}

enum err payment_event(struct ctx *c, const struct pay_event *e, enum pay_outcome *out)
{
    struct payment p = { 0 };
    int64_t id = 0;
    TRY(payment_by_reference(c, e->reference, &p));
    if (!str_eq(p.provider, e->provider)) {
        return fail(c, ERR_NOT_FOUND, "payment %" PRId64 " is not of this provider", p.id.v);
    }
    TRY(db_get_int(c->db, &insert_event,
                   ARGS(p.id.v, e->provider, e->event_id, str_of(kind_names[e->kind]),
                        e->amount.minor, e->at, c->now_at),
                   0, &id));
    if (id == 0) {
        *out = PAY_REPEATED;
        return OK;
    }
    TRY(apply(c, e, &p, out));
    if (*out == PAY_MISMATCH) {
        TRY(note_mismatch(c, e, &p));
    }
    return db_exec(c->db, &set_outcome, ARGS(id, pay_outcome_name(*out)), NULL);
}
