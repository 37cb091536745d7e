/* SPDX-License-Identifier: Apache-2.0 */
/* refund.c - money that is owed back, and went back. */
#include "shop/refund.h"
#include "core/ledger.h"
#include "core/setting.h"
#include "db/db.h"
#include "shop/claim_act.h"
#include "shop/message.h"
#include "shop/order_store.h"
#include "shop/payment_store.h"

static const char *const state_names[] = { "requested", "processing", "succeeded", "failed",
                                           "needs_bank_account", "reversed" };

str refund_state_name(enum refund_state s)
{
    CHECK(s < REFUND_STATE_COUNT);
    return str_of(state_names[s]);
}

/* Before the release it comes out of what is held; after it, the shop pays for its guarantee. */
static enum err post_owed(struct ctx *c, const struct order *o, int64_t refund, money amount)
{
    struct balance held = { 0 };
    str held_code = str_format(c->arena, "held:order:%" PRId64, o->id.v);
    TRY(ledger_balance(c, held_code, &held));
    struct transfer t = {
        .id = str_format(c->arena, "refund_due:%" PRId64, refund), .kind = TRANSFER_POSTED,
        .debit = held.minor >= amount.minor ? held_code : S("guarantee_paid"),
        .credit = str_format(c->arena, "refund_payable:order:%" PRId64, o->id.v), .amount = amount,
        .code = S("refund_due"), .subject = order_subject(c, o->id),
    };
    return ledger_post(c, &t);
}

SQL(insert_refund,
    "INSERT INTO refund (order_id, payment_id, amount_minor, state, reason, requested_at)"
    " VALUES ($1, $2, $3, $4, $5, $6) RETURNING id");

/* Manual rails (transfer, cash) have no way back by themselves: the shop needs an account to pay to. */
static enum refund_state first_state(const struct payment *p)
{
    const struct pay_method *m = pay_method_of(p->provider);
    return m != NULL && m->is_manual ? REFUND_NEEDS_BANK_ACCOUNT : REFUND_REQUESTED;
}

static enum err promise_back(struct ctx *c, const struct order *o)
{
    promise_id id = { 0 };
    struct promise_new p = { .kind = PROMISE_REFUND, .subject = order_subject(c, o->id),
                             .due_at = c->now_at + DAYS(c->shop->refund_days), .policy_version = o->terms_version,
                             .owed_to = str_format(c->arena, "person:%" PRId64, o->person.v) };
    enum err e = promise_make(c, &p, &id);
    return e == ERR_EXISTS
               ? OK
               : e; /* an earlier refund of this order is still promised; the earlier date stands */
}

enum err refund_request(struct ctx *c, const struct order *o, money amount, str reason,
                        int64_t *out_id)
{
    struct pay_sums sums = { 0 };
    struct payment p = { 0 };
    int64_t id = 0;
    TRY(payment_sums(c, o, &sums));
    TRY(payment_captured(c, o->id, &p));
    money left = money_sub(money_sub(sums.captured, sums.refunded), sums.owed_back);
    if (amount.minor <= 0 || amount.minor > left.minor) {
        return fail(c, ERR_UNPROCESSABLE, "order %" PRId64 ": %" PRId64 " asked, %" PRId64 " left",
                    o->id.v, amount.minor, left.minor);
    }
    TRY(db_get_int(
        c->db, &insert_refund,
        ARGS(o->id.v, p.id.v, amount.minor, refund_state_name(first_state(&p)), reason, c->now_at),
        0, &id));
    TRY(post_owed(c, o, id, amount));
    TRY(promise_back(c, o));
    struct value *facts = value_object(c->arena);
    value_set_money(c->arena, facts, S("amount"), amount);
    value_set_text(c->arena, facts, S("reason"), reason);
    TRY(order_event(c, o, "refund.requested", facts));
    if (out_id != NULL) {
        *out_id = id;
    }
    return OK;
}

SQL(refund_by_id,
    "SELECT r.order_id, r.amount_minor, coalesce(p.provider, '') FROM refund r LEFT JOIN payment p ON p.id = r.payment_id"
    " WHERE r.id = $1");
SQL(set_refunded,
    "UPDATE refund SET state = 'succeeded', settled_at = $2, reference = $3 WHERE id = $1"
    " AND state IN ('requested', 'processing', 'needs_bank_account', 'failed')");
SQL(open_refunds,
    "SELECT count(*) FROM refund WHERE order_id = $1 AND state IN ('requested', 'processing', 'needs_bank_account', 'failed')");

static enum err read_refund(struct ctx *c, int64_t id, order_id *order, money *amount,
                            str *provider)
{
    bool found = false;
    struct rows r = db_query(c->db, &refund_by_id, ARGS(id));
    if (db_next(&r)) {
        found = true;
        order->v = row_int(&r);
        *amount = (money){ row_int(&r), c->shop->currency };
        *provider = row_text(&r, c->arena);
    }
    TRY(db_done(&r));
    return found ? OK : fail(c, ERR_NOT_FOUND, "refund %" PRId64, id);
}

static enum err post_paid_back(struct ctx *c, const struct order *o, int64_t refund, money amount,
                               str provider)
{
    const struct pay_method *m = pay_method_of(provider);
    struct transfer t = {
        .id = str_format(c->arena, "refund_paid:%" PRId64, refund), .kind = TRANSFER_POSTED,
        .debit = str_format(c->arena, "refund_payable:order:%" PRId64, o->id.v),
        .credit = m == NULL || m->is_on_delivery ? S("bank") : str_of(m->clearing), .amount = amount,
        .code = S("refund_paid"), .subject = order_subject(c, o->id),
    };
    return ledger_post(c, &t);
}

enum err refund_settle(struct ctx *c, int64_t refund, str reference)
{
    order_id id = { 0 };
    money amount = { 0 };
    struct order o = { 0 };
    str provider = { 0 };
    int64_t changed = 0;
    int64_t open = 0;
    TRY(read_refund(c, refund, &id, &amount, &provider));
    TRY(order_by_id(c, id, &o));
    TRY(db_exec(c->db, &set_refunded, ARGS(refund, c->now_at, reference), &changed));
    if (changed == 0) {
        return fail(c, ERR_STATE, "refund %" PRId64 " is settled", refund);
    }
    TRY(post_paid_back(c, &o, refund, amount, provider));
    TRY(db_get_int(c->db, &open_refunds, ARGS(id.v), 0, &open));
    if (open == 0) {
        enum err e = promise_keep(c, order_subject(c, id), PROMISE_REFUND, c->now_at);
        TRY(e == ERR_NOT_FOUND ? OK : e);
    }
    TRY(order_derive(c, id));
    struct value *facts = value_object(c->arena);
    value_set_money(c->arena, facts, S("amount"), amount);
    TRY(order_event(c, &o, "refund.succeeded", facts));
    TRY(claim_refund_paid(c, refund));
    return message_queue(c, id, MESSAGE_REFUNDED, o.has_email);
}

SQL(refunds_of_order,
    "SELECT id, payment_id, amount_minor, state, reason, coalesce(reference, ''), requested_at, coalesce(settled_at, 0)"
    " FROM refund WHERE order_id = $1 ORDER BY id LIMIT 20");

static enum refund_state state_of(str name)
{
    enum refund_state s = 0;
    while (s < REFUND_STATE_COUNT && !str_eq(name, str_of(state_names[s]))) {
        s++;
    }
    CHECK(s < REFUND_STATE_COUNT);
    return s;
}

enum err refund_list_of(struct ctx *c, order_id order, struct refund_list *out)
{
    enum { REFUNDS_MAX = 20 };
    struct refund_list list = { .item = NEW_N(c->arena, struct refund, REFUNDS_MAX) };
    struct rows r = db_query(c->db, &refunds_of_order, ARGS(order.v));
    while (db_next(&r) && list.count < REFUNDS_MAX) {
        struct refund *one = &list.item[list.count++];
        one->order = order;
        one->id = row_int(&r);
        one->payment.v = row_int(&r);
        one->amount = (money){ row_int(&r), c->shop->currency };
        one->state = state_of(row_text(&r, c->arena));
        one->reason = row_text(&r, c->arena);
        one->reference = row_text(&r, c->arena);
        one->requested_at = row_int(&r);
        one->settled_at = row_int(&r);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}
