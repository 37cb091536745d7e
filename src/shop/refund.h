/* SPDX-License-Identifier: Apache-2.0 */
/*
 * refund.h - money that is owed back, and went back.
 *
 * Purpose    Refunds from the moment they are due to the proof that the money left.
 * Layer      shop; uses payment, ledger, message. Makes and keeps the promise `refund`.
 * Units      minor units; instants in µs.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_STATE, ERR_NOT_FOUND, ERR_DB.
 * Invariants never more than was captured and not given back.
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
    payment_id payment;
    money amount;
    enum refund_state state;
    str reason, reference;
    int64_t requested_at, settled_at;
};
struct refund_list {
    struct refund *item;
    size_t count;
};
/* A refund that is due: at most what was captured and not given back. Makes the promise `refund`. */
MUST_USE enum err refund_request(struct ctx *c, const struct order *o, money amount, str reason,
                                 int64_t *out_id);
/* The money went back; `reference` is the proof. */
MUST_USE enum err refund_settle(struct ctx *c, int64_t refund, str reference);
MUST_USE enum err refund_list_of(struct ctx *c, order_id order, struct refund_list *out);

#endif
