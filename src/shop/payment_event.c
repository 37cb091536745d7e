/* SPDX-License-Identifier: Apache-2.0 */
/*
 * payment_event.c - what a provider says, counted once.
 *
 * An event moves only the attempt it names. Late money revives the order when the goods are still there; else it is owed back.
 */
#include "core/event.h"
#include "core/ledger.h"
#include "core/setting.h"
#include "db/db.h"
#include "shop/message.h"
#include "shop/order_store.h"
#include "shop/payment_store.h"

static const char *const outcome_names[] = { "moved", "repeated", "ignored", "mismatch", "honoured", "owed_back" };

str pay_outcome_name(enum pay_outcome o)
{
    CHECK(o < PAY_OUTCOME_COUNT);
    return str_of(outcome_names[o]);
}

static const char *const kind_names[] = { "paid", "failed", "expired", "canceled", "disputed" };

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

static enum err move(struct ctx *c, const struct payment *p, enum attempt_state to, int64_t captured)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &move_attempt,
                ARGS(p->id.v, attempt_state_name(p->state), attempt_state_name(to), captured, c->now_at), &changed));
    return changed == 1 ? OK : fail(c, ERR_CONFLICT, "payment %" PRId64 " moved meanwhile", p->id.v);
}

/* The money is there and not yet earned. */
static enum err post_capture(struct ctx *c, const struct order *o, const struct payment *p)
{
    const struct pay_method *m = pay_method_of(p->provider);
    CHECK(m != NULL);
    struct transfer t = {
        .id = str_format(c->arena, "capture:%.*s", STR_ARG(p->reference)), .kind = TRANSFER_POSTED,
        .debit = str_of(m->clearing), .credit = str_format(c->arena, "held:order:%" PRId64, o->id.v),
        .amount = p->amount, .code = S("capture"), .subject = order_subject(c, o->id),
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
    value_set_money(c->arena, facts, S("amount"), p->amount);
    TRY(order_event(c, o, "payment.captured", facts));
    ctx_raise(c, S("orders"));
    return message_queue(c, o->id, MESSAGE_PAID, o->has_email);
}

SQL(set_paid, "UPDATE shop_order SET paid_at = $2 WHERE id = $1 AND paid_at IS NULL");

/* Pieces held for the order leave the stock; when the hold was lost meanwhile, they are taken anew. */
static enum err take_stock(struct ctx *c, const struct order *o)
{
    bool is_held = false;
    TRY(stock_is_reserved(c, order_subject(c, o->id), &is_held));
    if (!is_held) {
        struct stock_line line[ORDER_LINES_MAX];
        for (size_t i = 0; i < o->line_count; i++) {
            line[i] = (struct stock_line){ .sku = o->line[i].variant, .quantity = o->line[i].quantity };
        }
        TRY(stock_reserve(c, order_subject(c, o->id), line, o->line_count, 0));
    }
    return stock_commit(c, order_subject(c, o->id));
}

static enum err become_paid(struct ctx *c, const struct order *o, const struct payment *p)
{
    TRY(post_capture(c, o, p));
    TRY(db_exec(c->db, &set_paid, ARGS(o->id.v, c->now_at), NULL));
    TRY(keep_if_made(c, o, PROMISE_CONFIRM_PAYMENT));
    if (o->confirmed_at == 0) { /* goods that left unpaid were promised and taken before */
        TRY(take_stock(c, o));
        TRY(order_promise(c, o, c->now_at));
    }
    TRY(order_derive(c, o->id));
    return tell_paid(c, o, p);
}

SQL(revive_order,
    "UPDATE shop_order SET status = 'open', canceled_at = NULL, cancel_reason = NULL,"
    " fulfillment_status = 'unfulfilled' WHERE id = $1 AND status = 'canceled' AND cancel_reason = 'unpaid'");

/* Are the pieces of an expired order still free? Asked before anything is taken: a refused statement would end the transaction. */
static enum err goods_are_there(struct ctx *c, const struct order *o, bool *out)
{
    *out = true;
    for (size_t i = 0; i < o->line_count; i++) {
        struct stock_shown shown = { 0 };
        TRY(stock_level(c, o->line[i].variant, &shown));
        bool enough = !shown.is_counted || shown.quantity >= o->line[i].quantity || shown.preorder_days > 0;
        *out = *out && shown.status != STOCK_OUT && enough;
    }
    return OK;
}

/* Money came after the order had ended. */
static enum err late_money(struct ctx *c, struct order *o, const struct payment *p, enum pay_outcome *out)
{
    bool are_there = false;
    int64_t revived = 0;
    TRY(goods_are_there(c, o, &are_there));
    if (are_there && o->paid_at == 0) {
        TRY(db_exec(c->db, &revive_order, ARGS(o->id.v), &revived));
    }
    if (revived == 1) {
        o->status = ORDER_OPEN;
        *out = PAY_HONOURED;
        TRY(order_event(c, o, "order.revived", NULL));
        return become_paid(c, o, p);
    }
    *out = PAY_OWED_BACK;
    TRY(post_capture(c, o, p));
    TRY(order_derive(c, o->id));
    TRY(refund_request(c, o, p->amount, S("paid_too_late"), NULL));
    return message_queue(c, o->id, MESSAGE_REFUND_DUE, o->has_email);
}

SQL(reopen_for_retry,
    "UPDATE shop_order SET payment_status = 'pending' WHERE id = $1 AND status = 'open' AND payment_status = 'voided'");

/* The attempt failed; the order goes on waiting until it expires, and the buyer may try again. */
static enum err attempt_over(struct ctx *c, const struct order *o, enum attempt_state to)
{
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("state"), attempt_state_name(to));
    TRY(order_event(c, o, "payment.ended", facts));
    if (to == ATTEMPT_FAILED) {
        TRY(order_derive(c, o->id));
        return db_exec(c->db, &reopen_for_retry, ARGS(o->id.v), NULL);
    }
    return payment_end_order(c, o);
}

static enum err apply(struct ctx *c, const struct pay_event *e, const struct payment *p, enum pay_outcome *out)
{
    struct order o = { 0 };
    enum attempt_state to = p->state;
    *out = PAY_MOVED;
    if (!find_step(p->state, e->kind, &to)) {
        *out = PAY_IGNORED;
        return OK;
    }
    if (e->kind == PAY_PAID && (e->amount.minor != p->amount.minor || !currency_eq(e->amount.currency, p->amount.currency))) {
        *out = PAY_MISMATCH;
        return OK;
    }
    TRY(order_by_id(c, p->order, &o));
    TRY(move(c, p, to, e->kind == PAY_PAID ? e->amount.minor : 0));
    if (to == ATTEMPT_LATE_CAPTURED) {
        return late_money(c, &o, p, out);
    }
    if (to == ATTEMPT_CAPTURED) {
        return o.status == ORDER_CANCELED ? late_money(c, &o, p, out) : become_paid(c, &o, p);
    }
    return attempt_over(c, &o, to);
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
                   ARGS(p.id.v, e->provider, e->event_id, str_of(kind_names[e->kind]), e->amount.minor, e->at,
                        c->now_at),
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
