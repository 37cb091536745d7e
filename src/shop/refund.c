/* SPDX-License-Identifier: Apache-2.0 */
/* refund.c - money that is owed back, and went back. */
#include "shop/refund.h"

#include "base/ink.h"
#include "base/value.h"
#include "core/job.h"
#include "core/notice.h"
#include "core/policy.h"
#include "core/promise_clock.h"
#include "core/setting.h"
#include "shop/claim_act.h"
#include "shop/message.h"
#include "shop/order_store.h"
#include "shop/payment_store.h"
#include "shop/refund_store.h"
#include "shop/undelivered.h"

/* ---- due ---- */

SQL(chargebacks_of_order, PAY_DISPUTES_OPEN);

/* The bank gives it back already: a second time would be a gift. */
static enum err is_charged_back(struct ctx *c, const struct order *o, bool *out)
{
    int64_t disputes = 0;
    TRY(db_get_int(c->db, &chargebacks_of_order, ARGS(o->id.v), 0, &disputes));
    *out = disputes > 0;
    return OK;
}

static enum err refuse_after_chargeback(struct ctx *c, const struct order *o)
{
    bool is_back = false;
    TRY(is_charged_back(c, o, &is_back));
    return !is_back ? OK
                    : fail(c, ERR_STATE, "order %" PRId64 " is paid back by chargeback", o->id.v);
}

enum err refund_left(struct ctx *c, const struct order *o, money *out)
{
    struct pay_sums sums = { 0 };
    bool is_back = false;
    TRY(is_charged_back(c, o, &is_back));
    if (is_back) {
        *out = (money){ 0, o->total.currency };
        return OK;
    }
    TRY(payment_sums(c, o, &sums));
    money top = o->payment == PAYMENT_NONE ? o->total : sums.captured;
    *out = money_sub(money_sub(top, sums.refunded), sums.owed_back);
    return OK;
}

money refund_goods_worth(const struct order *o, int64_t goods_minor)
{
    int64_t rest = o->subtotal.minor > goods_minor ? o->subtotal.minor - goods_minor : 0;
    int64_t shares[2] = { goods_minor, rest };
    money part[2] = { o->discount, money_zero(o->discount.currency) };
    if (o->discount.minor > 0 && o->subtotal.minor > 0) {
        money_share(o->discount, shares, COUNT(shares), part);
    }
    return (money){ goods_minor - part[0].minor, o->total.currency };
}

/* Manual rails (transfer, cash) have no way back by themselves: the shop needs an account to pay to. */
static enum refund_state first_state(const struct payment *p)
{
    const struct pay_method *m = pay_method_of(p->provider);
    return m != NULL && !m->is_manual ? REFUND_REQUESTED : REFUND_NEEDS_BANK_ACCOUNT;
}

/* By the version the order was made under; from before policies, by what the shop does now. */
static enum err days_of_guarantee(struct ctx *c, const struct order *o, int64_t *out)
{
    struct policy p = { 0 };
    if (o->guarantee_version == 0) {
        *out = c->shop->refund_days;
        return OK;
    }
    TRY(policy_get(c, POLICY_GUARANTEE, o->guarantee_version, &p));
    *out = policy_int(&p, S("refund_days"));
    return OK;
}

static enum err promise_back(struct ctx *c, const struct order *o, int64_t budget)
{
    int64_t days = 0;
    TRY(days_of_guarantee(c, o, &days));
    struct promise_new p = { .kind = PROMISE_REFUND, .subject = order_subject(c, o->id),
                             .due_at = c->now_at + (budget != 0 ? budget : DAYS(days)), .policy_version = o->guarantee_version,
                             .owed_to = str_format(c->arena, "person:%" PRId64, o->person.v) };
    promise_id id = { 0 };
    enum err e = promise_make(c, &p, &id);
    return e == ERR_EXISTS
               ? OK
               : e; /* an earlier refund of this order is still promised; the earlier date stands */
}

/* ---- while the account is missing ---- */

SQL(refunds_to_pay, "SELECT count(*) FROM refund WHERE order_id = $1 AND state IN ('requested', 'processing', 'failed')");
SQL(refunds_without_account, "SELECT count(*) FROM refund WHERE order_id = $1 AND state = 'needs_bank_account'");

static enum err says_it_waits(struct ctx *c, const struct order *o, bool *out)
{
    struct policy p = { 0 };
    *out = false;
    if (o->guarantee_version == 0) {
        return OK;
    }
    TRY(policy_get(c, POLICY_GUARANTEE, o->guarantee_version, &p));
    *out = policy_bool(&p, S("waits_for_account"));
    return OK;
}

/* The days stand still as long as nothing can be paid but to an account nobody named, and go on with the first that can. */
static enum err mind_account(struct ctx *c, const struct order *o)
{
    struct promise p = { 0 };
    int64_t to_pay = 0;
    int64_t without = 0;
    bool waits = false;
    enum err e = promise_find(c, order_subject(c, o->id), PROMISE_REFUND, &p);
    if (e == ERR_NOT_FOUND) {
        return OK;
    }
    TRY(e);
    TRY(db_get_int(c->db, &refunds_to_pay, ARGS(o->id.v), 0, &to_pay));
    TRY(db_get_int(c->db, &refunds_without_account, ARGS(o->id.v), 0, &without));
    TRY(says_it_waits(c, o, &waits));
    bool is_missing = without > 0 && to_pay == 0;
    if (!is_missing) {
        return promise_resume(c, p.subject, PROMISE_REFUND, c->now_at);
    }
    bool is_running = p.outcome == PROMISE_OPEN && p.paused_by.size == 0 && p.due_at >= c->now_at;
    return waits && is_running ? promise_pause(c, p.subject, PROMISE_REFUND, PAUSE_NEEDS_ACCOUNT)
                               : OK;
}

enum err refund_account_waits(struct ctx *c, order_id order, int64_t *until_at, int64_t *due_at)
{
    struct promise p = { 0 };
    *until_at = *due_at = 0;
    enum err e = promise_find(c, order_subject(c, order), PROMISE_REFUND, &p);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    bool is_paused = e == OK && p.outcome == PROMISE_OPEN && p.paused_by.size != 0;
    return is_paused ? promise_pause_now(c, &p, until_at, due_at) : OK;
}

enum err refund_promise_broken(struct ctx *c, const struct promise *p)
{
    struct notice_new n = { .kind = S(NOTICE_REFUND_LATE), .subject = p->subject, .to = NOTICE_OWNER,
                            .occasion = str_format(c->arena, "promise:%" PRId64, p->id.v), .lang = c->shop->lang };
    ctx_raise(c, S("orders"));
    return p->settled_at != 0 ? OK : notice_queue(c, &n);
}

static enum err pay_by_itself(struct ctx *c, int64_t refund)
{
    struct value *payload = value_object(c->arena);
    value_set_int(c->arena, payload, S("refund"), refund);
    struct job_new job = { .kind = S(REFUND_JOB), .payload = payload, .key = str_format(c->arena, "refund:%" PRId64, refund) };
    ctx_wake(c, WAKE_JOBS);
    return job_add(c, &job, NULL);
}

static enum err tell(struct ctx *c, const struct order *o, const char *kind, money amount,
                     str reason)
{
    struct value *facts = value_object(c->arena);
    value_set_money(c->arena, facts, S("amount"), amount);
    if (reason.size != 0) {
        value_set_text(c->arena, facts, S("reason"), reason);
    }
    return order_event(c, o, kind, facts);
}

/* Two people who give money back at once wait for each other: the second sees what the first left. */
SQL(hold_order, "UPDATE shop_order SET status = status WHERE id = $1");
SQL(insert_refund,
    "INSERT INTO refund (order_id, payment_id, amount_minor, state, reason, requested_at, is_postage)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id");

/* Owed from now on: in the books, told. */
static enum err owe(struct ctx *c, const struct order *o, const struct payment *p,
                    const struct refund *r, int64_t *out_id)
{
    int64_t id = 0;
    TRY(db_get_int(c->db, &insert_refund,
                   ARGS(o->id.v, arg_int_or_null(p->id.v), r->amount.minor,
                        refund_state_name(r->state), r->reason, c->now_at, r->is_postage),
                   0, &id));
    TRY(mind_account(c, o));
    TRY(refund_post_owed(c, o, id, r));
    TRY(tell(c, o, "refund.requested", r->amount, r->reason));
    TRY(message_queue_refund(c, o->id, MESSAGE_REFUND_DUE, id, o->has_email));
    *out_id = id;
    return r->state == REFUND_REQUESTED ? pay_by_itself(c, id) : OK;
}

enum err refund_request(struct ctx *c, const struct order *o, money amount, str reason,
                        int64_t *out_id)
{
    return refund_request_within(c, o, &(struct refund_new){ .amount = amount, .reason = reason },
                                 out_id);
}

SQL(waits_for_rest, "SELECT count(*) FROM shop_order WHERE id = $1 AND status = 'open' AND payment_status = 'partially_paid' AND paid_at IS NULL");

/* Part of it was paid and the rest is asked for: what is given back of that would be missing again. Cancelling gives all of it back. */
static enum err refuse_while_rest_is_asked(struct ctx *c, const struct order *o)
{
    int64_t waits = 0;
    TRY(db_get_int(c->db, &waits_for_rest, ARGS(o->id.v), 0, &waits));
    return waits == 0 ? OK : fail(c, ERR_STATE, "order %" PRId64 " waits for the rest", o->id.v);
}

enum err refund_request_within(struct ctx *c, const struct order *o, const struct refund_new *in,
                               int64_t *out_id)
{
    money amount = in->amount;
    money left = { 0 };
    struct payment p = { 0 };
    int64_t id = 0;
    TRY(db_exec(c->db, &hold_order, ARGS(o->id.v), NULL));
    TRY(refund_left(c, o, &left));
    TRY(refuse_after_chargeback(c, o));
    TRY(refuse_while_rest_is_asked(c, o));
    if (amount.minor <= 0 || amount.minor > left.minor) {
        return fail(c, ERR_UNPROCESSABLE, "order %" PRId64 ": %" PRId64 " asked, %" PRId64 " left",
                    o->id.v, amount.minor, left.minor);
    }
    if (o->payment != PAYMENT_NONE) {
        TRY(payment_to_give_back(c, o->id, amount, &p));
    }
    struct refund r = { .amount = amount, .reason = in->reason, .state = first_state(&p) };
    TRY(promise_back(c, o, in->budget));
    TRY(owe(c, o, &p, &r, &id));
    if (out_id != NULL) {
        *out_id = id;
    }
    return OK;
}

enum err refund_request_postage(struct ctx *c, const struct order *o, money amount, int64_t *out_id)
{
    struct payment none = { 0 };
    struct refund r = { .amount = amount, .reason = S("return_postage"), .state = REFUND_NEEDS_BANK_ACCOUNT,
                        .is_postage = true };
    TRY(refuse_after_chargeback(c, o));
    if (amount.minor <= 0) {
        return fail(c, ERR_UNPROCESSABLE, "order %" PRId64 ": no postage", o->id.v);
    }
    TRY(promise_back(c, o, 0));
    return owe(c, o, &none, &r, out_id);
}

/* ---- where to ---- */

enum { ACCOUNT_BYTES_MAX = 2000 };

SQL(set_account, "UPDATE refund SET account_text_id = $2 WHERE id = $1");

enum err refund_give_account(struct ctx *c, const struct order *o,
                             const struct refund_account *account)
{
    struct refund_list list = { 0 };
    struct value *json = value_object(c->arena);
    vault_text_id text = { 0 };
    int64_t given = 0;
    value_set_text(c->arena, json, S("bank"), account->bank);
    value_set_text(c->arena, json, S("number"), account->number);
    value_set_text(c->arena, json, S("holder"), account->holder);
    struct buf plain = buf_new(c->arena, ACCOUNT_BYTES_MAX);
    json_write(&plain, json);
    TRY(refund_list_of(c, o->id, &list));
    for (size_t i = 0; i < list.count; i++) {
        const struct refund *r = &list.item[i];
        if (r->state != REFUND_NEEDS_BANK_ACCOUNT && r->state != REFUND_FAILED) {
            continue;
        }
        TRY(vault_text_write(c, o->person, VAULT_BANK_ACCOUNT, buf_str(&plain), &text));
        TRY(db_exec(c->db, &set_account, ARGS(r->id, text.v), NULL));
        TRY(refund_move(c, r->id, REFUND_REQUESTED));
        given++;
    }
    if (given == 0) {
        return fail(c, ERR_STATE, "order %" PRId64 ": no refund waits for an account", o->id.v);
    }
    TRY(promise_back(c, o, 0)); /* broken by now: the buyer has a date again */
    TRY(mind_account(c, o));
    ctx_raise(c, S("orders"));
    return order_event(c, o, "refund.account_given", NULL);
}

enum err refund_read_account(struct ctx *c, const struct refund *r, enum vault_purpose purpose,
                             struct refund_account *out)
{
    str text = { 0 };
    str why = { 0 };
    struct value *json = NULL;
    if (r->account.v == 0) {
        *out = (struct refund_account){ 0 };
        return OK;
    }
    TRY(vault_text_read(c, r->account, purpose, &text));
    if (!json_read(c->arena, text, &json, &why)) {
        return fail(c, ERR_INTERNAL, "account of refund %" PRId64, r->id);
    }
    *out = (struct refund_account){ value_text(json, S("bank")), value_text(json, S("number")),
                                     value_text(json, S("holder")) };
    return OK;
}

/* ---- paid ---- */

SQL(set_settled, "UPDATE refund SET settled_at = $2, reference = $3 WHERE id = $1");
SQL(open_refunds,
    "SELECT count(*) FROM refund WHERE order_id = $1 AND state IN ('requested', 'processing', 'needs_bank_account', 'failed')");

static enum err keep_when_all_paid(struct ctx *c, order_id order)
{
    int64_t open = 0;
    TRY(db_get_int(c->db, &open_refunds, ARGS(order.v), 0, &open));
    if (open != 0) {
        return OK;
    }
    enum err e = promise_keep(c, order_subject(c, order), PROMISE_REFUND, c->now_at);
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err refund_settle(struct ctx *c, int64_t refund, str reference)
{
    struct refund r = { 0 };
    struct order o = { 0 };
    TRY(refund_get(c, refund, &r));
    TRY(order_by_id(c, r.order, &o));
    if (ink_is_none(reference)) {
        return fail(c, ERR_BAD_INPUT, "refund %" PRId64 ": no proof", refund);
    }
    TRY(refuse_after_chargeback(c, &o));
    TRY(refund_move(c, refund, REFUND_SUCCEEDED));
    TRY(db_exec(c->db, &set_settled, ARGS(refund, c->now_at, str_trim(reference)), NULL));
    TRY(refund_post_paid(c, &o, &r));
    TRY(keep_when_all_paid(c, r.order));
    TRY(mind_account(c, &o));
    TRY(order_derive(c, r.order));
    TRY(undelivered_settle(c, r.order));
    TRY(claim_refund_paid(c, refund));
    TRY(tell(c, &o, "refund.succeeded", r.amount, (str){ 0 }));
    return message_queue_refund(c, r.order, MESSAGE_REFUNDED, refund, o.has_email);
}

enum err refund_fail(struct ctx *c, int64_t refund, bool needs_account)
{
    struct refund r = { 0 };
    struct order o = { 0 };
    TRY(refund_get(c, refund, &r));
    TRY(order_by_id(c, r.order, &o));
    if (r.state == REFUND_SUCCEEDED) {
        return fail(c, ERR_STATE,
                    "refund %" PRId64 " left; only the buyer can say it did not arrive", refund);
    }
    TRY(refund_move(c, refund, needs_account ? REFUND_NEEDS_BANK_ACCOUNT : REFUND_FAILED));
    TRY(mind_account(c, &o));
    ctx_raise(c, S("orders"));
    return tell(c, &o, "refund.failed", r.amount, (str){ 0 });
}

/* ---- arrived? ---- */

SQL(set_confirmed,
    "UPDATE refund SET confirmed_at = $2 WHERE id = $1 AND state = 'succeeded' AND confirmed_at IS NULL");
SQL(set_denied, "UPDATE refund SET denied_at = $2, settled_at = NULL, confirmed_at = NULL WHERE id = $1");

/* Owed again. What was counted as kept was not: the promise is open again until its date, or broken by it. */
static enum err money_missing(struct ctx *c, const struct order *o, const struct refund *r)
{
    TRY(refund_move(c, r->id, REFUND_FAILED));
    TRY(mind_account(c, o));
    TRY(refund_post_returned(c, o, r));
    TRY(db_exec(c->db, &set_denied, ARGS(r->id, c->now_at), NULL));
    enum err e =
        promise_reopen(c, order_subject(c, o->id), PROMISE_REFUND, S("money_not_received"));
    if (e != ERR_NOT_FOUND) {
        TRY(e);
    }
    TRY(order_derive(c, o->id));
    ctx_raise(c, S("orders"));
    return tell(c, o, "refund.denied", r->amount, (str){ 0 });
}

/* "It arrived" and "it did not", said at once: the second finds what the first said. */
SQL(hold_refund, "UPDATE refund SET state = state WHERE id = $1");

enum err refund_confirm(struct ctx *c, int64_t refund, bool has_arrived)
{
    struct refund r = { 0 };
    struct order o = { 0 };
    int64_t changed = 0;
    TRY(db_exec(c->db, &hold_refund, ARGS(refund), NULL));
    TRY(refund_get(c, refund, &r));
    TRY(order_by_id(c, r.order, &o));
    if (r.state != REFUND_SUCCEEDED || r.confirmed_at != 0) {
        return fail(c, ERR_STATE, "refund %" PRId64 " did not leave, or was confirmed", refund);
    }
    if (!has_arrived) {
        return money_missing(c, &o, &r);
    }
    TRY(db_exec(c->db, &set_confirmed, ARGS(refund, c->now_at), &changed));
    return changed == 0 ? fail(c, ERR_STATE, "refund %" PRId64, refund)
                        : tell(c, &o, "refund.confirmed", r.amount, (str){ 0 });
}

/* ---- ended by a rule ---- */

SQL(set_reversed, "UPDATE refund SET reversed_reason = $2, settled_at = NULL WHERE id = $1");

static enum err reverse_one(struct ctx *c, const struct order *o, const struct refund *r,
                            str reason)
{
    TRY(refund_move(c, r->id, REFUND_REVERSED));
    TRY(db_exec(c->db, &set_reversed, ARGS(r->id, reason), NULL));
    TRY(refund_post_reversed(c, o, r));
    return tell(c, o, "refund.reversed", r->amount, reason);
}

/* What a completed order is not to pay back after all is earned like the rest of it; what the bank is about to take is not. */
static enum err earn_again(struct ctx *c, const struct order *o)
{
    struct order now = { 0 };
    bool is_back = false;
    TRY(order_by_id(c, o->id, &now));
    TRY(is_charged_back(c, o, &is_back));
    return now.status == ORDER_COMPLETED && !is_back ? order_release(c, &now) : OK;
}

enum err refund_reverse(struct ctx *c, const struct order *o, str reason)
{
    struct refund_list list = { 0 };
    TRY(refund_list_of(c, o->id, &list));
    for (size_t i = 0; i < list.count; i++) {
        const struct refund *r = &list.item[i];
        bool is_waiting = r->state == REFUND_REQUESTED || r->state == REFUND_NEEDS_BANK_ACCOUNT ||
                          r->state == REFUND_FAILED;
        TRY(is_waiting ? reverse_one(c, o, r, reason) : OK);
    }
    int64_t open = 0;
    TRY(db_get_int(c->db, &open_refunds, ARGS(o->id.v), 0, &open));
    TRY(open != 0 ? OK : promise_void(c, order_subject(c, o->id), PROMISE_REFUND, reason));
    TRY(mind_account(c, o));
    TRY(undelivered_settle(c, o->id)); /* the bank gave it back instead */
    TRY(order_derive(c, o->id));
    return earn_again(c, o);
}

/* ---- owed again ---- */

SQL(set_owed_again, "UPDATE refund SET reversed_reason = 'owed_again' WHERE id = $1");

static enum err owe_one_again(struct ctx *c, const struct order *o, const struct refund *r)
{
    money left = { 0 };
    int64_t id = 0;
    TRY(refund_left(c, o, &left));
    money amount = r->amount.minor < left.minor || r->is_postage ? r->amount : left;
    if (amount.minor <= 0) {
        return OK;
    }
    TRY(r->is_postage ? refund_request_postage(c, o, amount, &id)
                      : refund_request(c, o, amount, r->reason, &id));
    TRY(db_exec(c->db, &set_owed_again, ARGS(r->id), NULL));
    return claim_refund_again(c, r->id, id);
}

enum err refund_owe_again(struct ctx *c, const struct order *o)
{
    struct refund_list list = { 0 };
    money left = { 0 };
    TRY(refund_list_of(c, o->id, &list));
    for (size_t i = 0; i < list.count; i++) {
        bool is_it = list.item[i].state == REFUND_REVERSED &&
                     str_eq(list.item[i].reversed_reason, S("paid_by_chargeback"));
        TRY(is_it ? owe_one_again(c, o, &list.item[i]) : OK);
    }
    TRY(refund_left(c, o, &left));
    bool is_nobodys = o->status == ORDER_CANCELED && left.minor > 0;
    return is_nobodys ? refund_request(c, o, left, S("canceled_meanwhile"), NULL) : OK;
}
