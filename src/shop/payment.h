/* SPDX-License-Identifier: Apache-2.0 */
/*
 * payment.h - attempts to pay, and what providers say of them.
 *
 * Purpose    Attempts, provider events (each counted once), confirmation by staff, expiry, late money; postings.
 * Layer      shop; uses stock, ledger, promise, event. What a provider is like is a row of a table; its API is gate/.
 * Units      minor units; instants in µs.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_STATE, ERR_NOT_FOUND, ERR_UNPROCESSABLE (method not offered), ERR_LIMIT, ERR_DB.
 * Invariants an open unpaid order has an open attempt; one effect per (provider, event_id); an event moves only its own attempt;
 *            amount and currency are compared; held:order:<id> is what was captured and not yet released or owed back.
 *
 *   created ─→ pending ─→ authorized ─→ captured
 *      └───────────┴──→ failed | canceled | expired ─→ late_captured (honoured if stock allows, else a refund is due)
 * A failed attempt is followed by a new one until the order expires: an open unpaid order always has an attempt that is open.
 */
#ifndef SHOP_PAYMENT_H
#define SHOP_PAYMENT_H

#include "shop/order.h"

typedef struct {
    int64_t v;
} payment_id;

enum attempt_state {
    ATTEMPT_CREATED,
    ATTEMPT_PENDING,
    ATTEMPT_AUTHORIZED,
    ATTEMPT_CAPTURED,
    ATTEMPT_FAILED,
    ATTEMPT_CANCELED,
    ATTEMPT_EXPIRED,
    ATTEMPT_LATE_CAPTURED,
    ATTEMPT_STATE_COUNT
};
str attempt_state_name(enum attempt_state s);

struct payment {
    payment_id id;
    order_id order;
    str reference, provider;
    enum attempt_state state;
    money amount; /* what the buyer is asked for: what is missing of the total, minus the unique code */
    int64_t unique_code;
    money captured;
    int64_t created_at, expires_at, transferred_at, settled_at;
    vault_text_id proof; /* 0: none */
};

/* The built-in ways to pay and the gateways, one row each. */
struct pay_method {
    const char *code; /* "bank_transfer" */
    const char *english, *indonesian;
    const char *clearing; /* ledger account its money arrives in */
    bool is_manual;       /* staff confirm */
    bool is_on_delivery;  /* paid when handed over: goods leave unpaid */
    bool has_unique_code;
};
const struct pay_method *pay_method_of(str code); /* NULL: none */
/* What this shop offers for this amount and district now. */
struct pay_methods {
    const struct pay_method *method[8];
    size_t count;
};
void pay_methods_offered(const struct shop *shop, money total, str district, bool is_pickup,
                         struct pay_methods *out);
/* Why cash on delivery is not among them; a shop that never takes it is not asked. */
enum pay_cod { PAY_COD_MAY, PAY_COD_NOT_HERE, PAY_COD_TOO_MUCH };
enum pay_cod pay_cod_of(const struct shop *shop, money total, str district, bool is_pickup);
/* What paying this way costs on top; zero but for cash on delivery. */
money pay_method_fee(const struct shop *shop, str code);

/* The first attempt of an order. */
MUST_USE enum err payment_begin(struct ctx *c, const struct order *o, struct payment *out);
/* The buyer pays another way: a new attempt until the old one's expiry; the old one is left (money it brings still counts).
 * ERR_STATE: paid, ended, reported, or paid on delivery. ERR_UNPROCESSABLE: not offered. The same way again changes nothing. */
MUST_USE enum err payment_change(struct ctx *c, const struct order *o, str method,
                                 struct payment *out);
bool payment_can_change(const struct order *o, const struct payment *p);
MUST_USE enum err payment_latest(struct ctx *c, order_id order, struct payment *out);
/* The one whose amount and code the order's totals go by: once it is paid, what it was paid by (of parts, all they make); before, the latest. */
MUST_USE enum err payment_shown(struct ctx *c, const struct order *o, struct payment *out);
MUST_USE enum err payment_latest_ask(struct ctx *c, order_id order); /* ahead of it: db_ask */
MUST_USE enum err payment_by_reference(struct ctx *c, str reference, struct payment *out);

enum pay_event_kind {
    PAY_PAID,
    PAY_FAILED,
    PAY_EXPIRED,
    PAY_CANCELED,
    PAY_DISPUTED,
    PAY_DISPUTE_WON, /* the bank decided for the shop: the money is back */
    PAY_EVENT_COUNT
};
struct pay_event {
    str provider, event_id, reference;
    enum pay_event_kind kind;
    money amount; /* of PAY_PAID */
    bool is_seen; /* staff saw it in the account: less or more than was asked for is booked as it came */
    int64_t at;   /* the provider's own instant */
};
/* SQL: disputes of an order $1 that the shop did not win (yet). */
#define PAY_DISPUTES_OPEN                                                                          \
    "SELECT CAST(count(1) AS BIGINT) FROM payment_event e JOIN payment p ON p.id = e.payment_id"   \
    " WHERE p.order_id = $1 AND e.kind = 'disputed' AND NOT EXISTS (SELECT 1 FROM payment_event w" \
    " WHERE w.payment_id = e.payment_id AND w.kind = 'dispute_won' AND w.outcome <> 'ignored' AND w.id > e.id)"
enum pay_outcome {
    PAY_MOVED,     /* the attempt moved */
    PAY_REPEATED,  /* this event was counted before */
    PAY_IGNORED,   /* out of order: it says nothing new */
    PAY_MISMATCH,  /* amount or currency differ: noted, owner told, nothing moved */
    PAY_HONOURED,  /* late money, and the goods were still there */
    PAY_OWED_BACK, /* late or double money: a refund is due */
    PAY_NOTED,     /* written down for the shop; the attempt stays as it is */
    PAY_OUTCOME_COUNT
};
str pay_outcome_name(enum pay_outcome o);
MUST_USE enum err payment_event(struct ctx *c, const struct pay_event *e, enum pay_outcome *out);

/* "Saya sudah transfer": the expiry stands still, the shop promises to look. */
MUST_USE enum err payment_say_transferred(struct ctx *c, const struct order *o);
/* The buyer's screenshot, sealed in the vault. */
MUST_USE enum err payment_keep_proof(struct ctx *c, payment_id payment, vault_text_id text);
/* Staff saw the money (or took the cash). */
MUST_USE enum err payment_confirm(struct ctx *c, const struct order *o);
/* The same with what came. The total, or less by no more than a code: the whole. Less: the order is partly paid, the rest asked for, and owed back
 * when it never comes. More: the surplus is owed back. ERR_UNPROCESSABLE: nothing. ERR_CONFLICT: another order waits for exactly this. */
MUST_USE enum err payment_confirm_received(struct ctx *c, const struct order *o, money received);
/* Another transfer for an order that is paid, or that ended: in the books, and owed back. ERR_STATE: it waits for money. ERR_CONFLICT as above. */
MUST_USE enum err payment_receive_more(struct ctx *c, const struct order *o, money received);
/* What is missing becomes a discount, for a reason that is counted in public. ERR_STATE: nothing is. ERR_UNPROCESSABLE: more than the goods cost. */
MUST_USE enum err payment_forgive_rest(struct ctx *c, const struct order *o, str reason);
/* Staff looked and found nothing: the buyer is told, the order goes on waiting. */
MUST_USE enum err payment_not_found(struct ctx *c, const struct order *o);
/* Attempts past their expiry: order cancelled, stock freed. Reminders of those that expire soon. At most `limit`. */
MUST_USE enum err payment_expire_due(struct ctx *c, int64_t limit, int64_t *expired);
MUST_USE enum err payment_remind_due(struct ctx *c, int64_t limit, int64_t *reminded);
MUST_USE enum err payment_next_due_at(struct ctx *c, int64_t *out);

/* Of an order: captured, given back or owed back. */
struct pay_sums {
    money captured, refunded, owed_back;
};
/* Staff read the bank's decision: as PAY_DISPUTE_WON of the provider. `reason`: by which letter, counted in public. ERR_STATE: nothing is disputed. */
MUST_USE enum err payment_dispute_won(struct ctx *c, const struct order *o, str reason);
MUST_USE enum err payment_is_disputed(struct ctx *c, order_id order, bool *out);
MUST_USE enum err payment_sums(struct ctx *c, const struct order *o, struct pay_sums *out);

#endif
