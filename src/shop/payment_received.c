/* SPDX-License-Identifier: Apache-2.0 */
/*
 * payment_received.c - what staff saw in the account: what was asked for, less or more.
 *
 * Less is held, and another attempt asks for the rest; when that never comes, the order ends and the part is owed back. More is owed back at once.
 */
#include "core/ledger.h"
#include "core/setting.h"
#include "db/db.h"
#include "shop/message.h"
#include "shop/order_store.h"
#include "shop/payment_store.h"
#include "shop/refund.h"

/* --- said by staff --- */

static enum err confirm(struct ctx *c, const struct payment *p, money received)
{
    enum pay_outcome outcome = PAY_IGNORED;
    const struct pay_method *m = pay_method_of(p->provider);
    if (m == NULL || !m->is_manual) {
        return fail(c, ERR_STATE, "payment %" PRId64 " is confirmed by its provider", p->id.v);
    }
    struct pay_event e = { .provider = p->provider, .reference = p->reference, .kind = PAY_PAID, .amount = received,
                           .event_id = str_format(c->arena, "confirmed:%.*s", STR_ARG(p->reference)),
                           .at = c->now_at, .is_seen = true };
    TRY(payment_event(c, &e, &outcome));
    return outcome == PAY_IGNORED ? fail(c, ERR_STATE, "payment %" PRId64 " is %.*s", p->id.v,
                                         STR_ARG(attempt_state_name(p->state)))
                                  : OK;
}

enum err payment_confirm(struct ctx *c, const struct order *o)
{
    struct payment p = { 0 };
    TRY(payment_latest(c, o->id, &p));
    return confirm(c, &p, p.amount);
}

SQL(others_waiting,
    "SELECT count(*) FROM payment WHERE provider = $1 AND amount_minor = $2 AND id <> $3"
    " AND state IN ('created', 'pending')");

enum err payment_check_received(struct ctx *c, const struct payment *p, money received)
{
    int64_t others = 0;
    if (received.minor <= 0) {
        return fail(c, ERR_UNPROCESSABLE, "payment %" PRId64 ": nothing", p->id.v);
    }
    TRY(db_get_int(c->db, &others_waiting, ARGS(p->provider, received.minor, p->id.v), 0, &others));
    return others == 0 ? OK : fail(c, ERR_CONFLICT, "payment %" PRId64 ": others wait", p->id.v);
}

SQL(set_asked,
    "UPDATE payment SET amount_minor = $2, unique_code = $3 WHERE id = $1 AND state NOT IN ('captured', 'late_captured')");

/* Another number than the code was taken off, or none: that is what is booked and printed from then on. Of a part the asked amount stays. */
static enum err ask_for_what_came(struct ctx *c, const struct payment *p, money received)
{
    money most = payment_most(p);
    int64_t code = most.minor > received.minor ? most.minor - received.minor : 0;
    return code > payment_codes(most.currency)
               ? OK
               : db_exec(c->db, &set_asked, ARGS(p->id.v, most.minor - code, code), NULL);
}

static bool is_waited_for(const struct payment *p)
{
    const struct pay_method *m = pay_method_of(p->provider);
    bool is_over = p->state == ATTEMPT_CAPTURED || p->state == ATTEMPT_LATE_CAPTURED;
    return m != NULL && m->is_manual && !m->is_on_delivery && !is_over;
}

enum err payment_confirm_received(struct ctx *c, const struct order *o, money received)
{
    struct payment p = { 0 };
    struct value *facts = value_object(c->arena);
    TRY(payment_latest(c, o->id, &p));
    if (received.minor == p.amount.minor) {
        return confirm(c, &p, received);
    }
    if (!is_waited_for(&p)) {
        return fail(c, ERR_STATE, "payment %" PRId64 " is no transfer that is waited for", p.id.v);
    }
    TRY(payment_check_received(c, &p, received));
    TRY(ask_for_what_came(c, &p, received));
    value_set_money(c->arena, facts, S("asked"), p.amount);
    value_set_money(c->arena, facts, S("received"), received);
    TRY(order_event(c, o, "payment.other_amount", facts));
    return confirm(c, &p, received);
}

/* --- less --- */

/* Staff needed time to look, and the buyer needs some to send the rest. */
static int64_t rest_due_at(struct ctx *c, const struct payment *part)
{
    int64_t grace_at = c->now_at + HOURS(c->shop->transfer_grace_hours);
    return part->expires_at > grace_at ? part->expires_at : grace_at;
}

enum err payment_take_part(struct ctx *c, const struct order *o, const struct payment *part)
{
    struct payment rest = { 0 };
    struct value *facts = value_object(c->arena);
    str subject = order_subject(c, o->id);
    TRY(payment_ask_rest(c, o, part, rest_due_at(c, part), &rest));
    TRY(stock_hold_on(c, o));
    TRY(stock_extend(c, subject, subject, rest.expires_at));
    enum err kept = promise_keep(c, subject, PROMISE_CONFIRM_PAYMENT, c->now_at);
    TRY(kept == ERR_NOT_FOUND ? OK : kept);
    TRY(order_derive(c, o->id));
    value_set_money(c->arena, facts, S("received"), part->captured);
    value_set_money(c->arena, facts, S("missing"), rest.amount);
    value_set_instant(c->arena, facts, S("due_at"), rest.expires_at);
    TRY(order_event(c, o, "payment.partial", facts));
    ctx_raise(c, S("orders"));
    return message_queue_anew(c, o->id, MESSAGE_PARTLY_PAID, o->has_email);
}

SQL(set_partly_paid, "UPDATE shop_order SET cancel_reason = 'partly_paid' WHERE id = $1 AND cancel_reason = 'unpaid'");

enum err payment_owe_part(struct ctx *c, const struct order *o)
{
    struct order now = { 0 };
    money left = { 0 };
    TRY(db_exec(c->db, &set_partly_paid, ARGS(o->id.v), NULL));
    TRY(order_derive(c, o->id));
    TRY(order_by_id(c, o->id, &now));
    TRY(refund_left(c, &now, &left));
    return left.minor > 0 ? refund_request(c, &now, left, S("partly_paid"), NULL) : OK;
}

SQL(refunds_that_left, "SELECT count(*) FROM refund WHERE order_id = $1 AND state IN ('processing', 'succeeded')");

enum err payment_part_is_here(struct ctx *c, const struct order *o, bool *out)
{
    int64_t left = 0;
    TRY(db_get_int(c->db, &refunds_that_left, ARGS(o->id.v), 0, &left));
    *out = left == 0;
    return OK;
}

/* --- more, or the last part --- */

/* Statuses and taxes go by what the first attempt that brought money asked for: of parts, that is what they make together. */
SQL(set_asked_in_all,
    "UPDATE payment SET amount_minor = $2, unique_code = $3 WHERE id ="
    " (SELECT p.id FROM payment p WHERE p.order_id = $1 AND p.captured_minor > 0 ORDER BY p.settled_at, p.id LIMIT 1)"
    " AND amount_minor <> $2");

enum err payment_settle_parts(struct ctx *c, const struct order *o, const struct payment *last)
{
    money asked = payment_asked_in_all(o, last);
    money left = { 0 };
    TRY(db_exec(c->db, &set_asked_in_all, ARGS(o->id.v, asked.minor, last->unique_code), NULL));
    TRY(refund_left(c, o, &left));
    return left.minor > asked.minor
               ? refund_request(c, o, money_sub(left, asked), S("overpaid"), NULL)
               : OK;
}
