/* SPDX-License-Identifier: Apache-2.0 */
/*
 * refund.h - money that is owed back, and went back.
 *
 * Purpose    Refunds from the moment they are due to the proof that the money arrived.
 * Layer      shop; uses payment, ledger, message, promise. Makes and keeps the promise `refund`.
 * Units      minor units; instants in µs.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_STATE: not in this state, or paid back by chargeback; ERR_UNPROCESSABLE: more than is left; ERR_NOT_FOUND, ERR_DB.
 * Invariants never more than was captured and not given back; never twice; nothing after a chargeback. An order from elsewhere has no
 *            ledger: its refund is a promise to pay by hand, at most the order's total.
 *
 *   requested ─→ processing ─→ succeeded ─(buyer: it did not arrive)→ failed
 *      ↑  └───────────┴──→ failed ─→ needs_bank_account
 *   needs_bank_account (transfers, QRIS, cash have no way back: the buyer is asked for an account)
 *   requested, failed, needs_bank_account ─→ reversed (by a rule: the goods arrived after all, paid by chargeback)
 */
#ifndef SHOP_REFUND_H
#define SHOP_REFUND_H

#include "shop/payment.h"

enum refund_state {
    REFUND_REQUESTED,
    REFUND_PROCESSING,
    REFUND_SUCCEEDED,
    REFUND_FAILED,
    REFUND_NEEDS_BANK_ACCOUNT,
    REFUND_REVERSED,
    REFUND_STATE_COUNT
};
str refund_state_name(enum refund_state s);
struct refund {
    int64_t id;
    order_id order;
    payment_id payment; /* 0: the order was paid elsewhere */
    str provider;       /* of that payment */
    money amount;
    enum refund_state state;
    str reason, reference, reversed_reason;
    int64_t requested_at, settled_at, confirmed_at, denied_at;
    vault_text_id account; /* 0: none given; JSON {bank, number, holder} */
    bool is_manual;        /* staff transfer it */
    bool is_postage;       /* of goods sent back: beside what was captured */
};
struct refund_list {
    struct refund *item;
    size_t count;
};
/* A refund that is due: at most what was captured and not given back. Makes the promise `refund`. */
MUST_USE enum err refund_request(struct ctx *c, const struct order *o, money amount, str reason,
                                 int64_t *out_id);
struct refund_new {
    money amount;
    str reason;
    int64_t budget; /* time until the money must be back; 0: the days of the guarantee the order was made under */
};
MUST_USE enum err refund_request_within(struct ctx *c, const struct order *o,
                                        const struct refund_new *in, int64_t *out_id);
/* What the buyer paid for the way back, by hand to an account: never part of what was captured, so not bound by it. */
MUST_USE enum err refund_request_postage(struct ctx *c, const struct order *o, money amount,
                                         int64_t *out_id);
/* What may still be given back: captured (elsewhere: the total) less what went back or is owed; nothing after a chargeback. */
MUST_USE enum err refund_left(struct ctx *c, const struct order *o, money *out);
/* What goods of this price were paid with: their share of the order's discount is taken off. */
money refund_goods_worth(const struct order *o, int64_t goods_minor);
#define NOTICE_REFUND_LATE "refund_late"
/* Late and still not done: the owner is told. */
MUST_USE enum err refund_promise_broken(struct ctx *c, const struct promise *p);
/* The money went back; `reference` is the proof, required. */
MUST_USE enum err refund_settle(struct ctx *c, int64_t refund, str reference);
/* It could not be paid: `needs_account` asks the buyer for another account. */
MUST_USE enum err refund_fail(struct ctx *c, int64_t refund, bool needs_account);
/* Where to: for all refunds of the order that wait for it. ERR_STATE: none waits. */
struct refund_account {
    str bank, number, holder;
};
MUST_USE enum err refund_give_account(struct ctx *c, const struct order *o,
                                      const struct refund_account *account);
/* Whether the days stand still while the account is missing (a rule of the frozen guarantee): until when at most, and what is due when it comes
 * now. Both 0: the clock runs. */
MUST_USE enum err refund_account_waits(struct ctx *c, order_id order, int64_t *until_at,
                                       int64_t *due_at);
MUST_USE enum err refund_read_account(struct ctx *c, const struct refund *r,
                                      enum vault_purpose purpose, struct refund_account *out);
/* The buyer says the money arrived, or did not: then it is owed again, and the verdict follows from instants. */
MUST_USE enum err refund_confirm(struct ctx *c, int64_t refund, bool has_arrived);
/* A published rule (`reason`: its name) ends every refund of the order that is not paid and not on its way. */
MUST_USE enum err refund_reverse(struct ctx *c, const struct order *o, str reason);

/* The bank decided for the shop: what was not paid because the bank would is owed again, and all of an order that was cancelled meanwhile. */
MUST_USE enum err refund_owe_again(struct ctx *c, const struct order *o);

MUST_USE enum err refund_get(struct ctx *c, int64_t id, struct refund *out);
MUST_USE enum err refund_list_of(struct ctx *c, order_id order, struct refund_list *out);
/* Open ones over all orders, oldest first, at most 200. */
MUST_USE enum err refund_list_open(struct ctx *c, int64_t limit, struct refund_list *out);

/* What can be paid back by itself leaves by this job: payload {refund}. */
#define REFUND_JOB "refund.pay"

#endif
