/* SPDX-License-Identifier: Apache-2.0 */
/* refund_post.c - refunds in the ledger. Orders from elsewhere have none: their money never was here. */
#include "core/ledger.h"
#include "shop/refund_store.h"

static bool has_ledger(const struct order *o)
{
    return o->payment != PAYMENT_NONE;
}

static str payable_of(struct ctx *c, const struct order *o)
{
    return str_format(c->arena, "refund_payable:order:%" PRId64, o->id.v);
}

static enum err post(struct ctx *c, const struct order *o, str id, const char *code, str debit,
                     str credit, money amount)
{
    struct transfer t = {
        .id = id, .kind = TRANSFER_POSTED, .debit = debit, .credit = credit, .amount = amount, .code = str_of(code),
        .subject = order_subject(c, o->id),
    };
    return ledger_post(c, &t);
}

enum err refund_post_owed(struct ctx *c, const struct order *o, int64_t refund,
                          const struct refund *r)
{
    struct balance held = { 0 };
    str held_code = str_format(c->arena, "held:order:%" PRId64, o->id.v);
    if (!has_ledger(o)) {
        return OK;
    }
    TRY(ledger_balance(c, held_code, &held));
    bool is_held = !r->is_postage && held.minor >= r->amount.minor; /* postage is the shop's cost */
    return post(c, o, str_format(c->arena, "refund_due:%" PRId64, refund), "refund_due",
                is_held ? held_code : S("guarantee_paid"), payable_of(c, o), r->amount);
}

static str way_back(const struct pay_method *m)
{
    return m == NULL || m->is_on_delivery ? S("bank") : str_of(m->clearing);
}

enum err refund_post_paid(struct ctx *c, const struct order *o, const struct refund *r)
{
    if (!has_ledger(o)) {
        return OK;
    }
    /* A refund that came back is paid again: its postings are told apart by when. */
    str id = r->denied_at == 0
                 ? str_format(c->arena, "refund_paid:%" PRId64, r->id)
                 : str_format(c->arena, "refund_paid:%" PRId64 ":%" PRId64, r->id, r->denied_at);
    return post(c, o, id, "refund_paid", payable_of(c, o), way_back(pay_method_of(r->provider)),
                r->amount);
}

enum err refund_post_returned(struct ctx *c, const struct order *o, const struct refund *r)
{
    if (!has_ledger(o)) {
        return OK;
    }
    return post(
        c, o, str_format(c->arena, "refund_returned:%" PRId64 ":%" PRId64, r->id, c->now_at),
        "refund_returned", way_back(pay_method_of(r->provider)), payable_of(c, o), r->amount);
}

enum err refund_post_reversed(struct ctx *c, const struct order *o, const struct refund *r)
{
    struct transfer due = { 0 };
    if (!has_ledger(o)) {
        return OK;
    }
    TRY(ledger_get(c, str_format(c->arena, "refund_due:%" PRId64, r->id), &due));
    return post(c, o, str_format(c->arena, "refund_reversed:%" PRId64, r->id), "refund_reversed",
                payable_of(c, o), due.debit, r->amount);
}
