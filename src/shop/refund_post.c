/* SPDX-License-Identifier: Apache-2.0 */
/* refund_post.c - refunds in the ledger. Orders from elsewhere have none: their money never was here. */
#include "core/ledger.h"
#include "shop/order_tax.h"
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

/* The tax inside what goes back after it was earned is not owed to the state any more; the rest is what the shop pays. */
enum { TAX, COST, PARTS };

static const struct {
    const char *account, *owed, *reversed;
} parts[PARTS] = {
    [TAX] = { "tax_payable", "refund_due_tax", "refund_reversed_tax" },
    [COST] = { "guarantee_paid", "refund_due", "refund_reversed" },
};

/* Both halves of a refund of earned money; `is_back`: it is not owed after all. */
static enum err post_earned(struct ctx *c, const struct order *o, int64_t refund, money amount,
                            int64_t tax, bool is_back)
{
    const int64_t share[PARTS] = { [TAX] = tax, [COST] = amount.minor - tax };
    for (size_t i = 0; i < PARTS; i++) {
        const char *code = is_back ? parts[i].reversed : parts[i].owed;
        str account = str_of(parts[i].account);
        str id = str_format(c->arena, "%s:%" PRId64, code, refund);
        money part = { share[i], amount.currency };
        TRY(part.minor == 0 ? OK
            : is_back       ? post(c, o, id, code, payable_of(c, o), account, part)
                            : post(c, o, id, code, account, payable_of(c, o), part));
    }
    return OK;
}

/* What the books have above what is owed now, or the other way round; never more than goes back. */
static enum err tax_that_moves(struct ctx *c, const struct order *o, money amount, bool is_back,
                               int64_t *out)
{
    int64_t kept = 0;
    int64_t posted = 0;
    TRY(order_tax_kept(c, o, &kept));
    TRY(order_tax_posted(c, o, &posted));
    int64_t moves = is_back ? kept - posted : posted - kept;
    moves = moves > 0 ? moves : 0;
    *out = moves < amount.minor ? moves : amount.minor;
    return OK;
}

enum err refund_post_owed(struct ctx *c, const struct order *o, int64_t refund,
                          const struct refund *r)
{
    struct balance held = { 0 };
    str held_code = str_format(c->arena, "held:order:%" PRId64, o->id.v);
    int64_t tax = 0;
    if (!has_ledger(o)) {
        return OK;
    }
    TRY(ledger_balance(c, held_code, &held));
    if (!r->is_postage && held.minor >= r->amount.minor) {
        return post(c, o, str_format(c->arena, "refund_due:%" PRId64, refund), "refund_due",
                    held_code, payable_of(c, o), r->amount);
    }
    TRY(r->is_postage
            ? OK
            : tax_that_moves(c, o, r->amount, false, &tax)); /* postage is the shop's cost */
    return post_earned(c, o, refund, r->amount, tax, false);
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
    int64_t tax = 0;
    if (!has_ledger(o)) {
        return OK;
    }
    enum err e = ledger_get(c, str_format(c->arena, "refund_due:%" PRId64, r->id), &due);
    TRY(e == ERR_NOT_FOUND ? OK : e); /* all of it was tax */
    if (str_starts(due.debit, S("held:"))) {
        return post(c, o, str_format(c->arena, "refund_reversed:%" PRId64, r->id),
                    "refund_reversed", payable_of(c, o), due.debit, r->amount);
    }
    TRY(r->is_postage ? OK : tax_that_moves(c, o, r->amount, true, &tax));
    return post_earned(c, o, r->id, r->amount, tax, true);
}
