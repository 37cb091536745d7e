/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claim_act.h - what buyer, shop, rule and second person do to a claim.
 *
 * Layer      shop; part of claim.h, which says units, ownership and errors. Who acts is ctx->actor.
 */
#ifndef SHOP_CLAIM_ACT_H
#define SHOP_CLAIM_ACT_H

#include "core/decision.h"
#include "shop/claim_cover.h"

/* ERR_UNPROCESSABLE: `verdict` says why, and from or until when. ERR_BAD_INPUT: too short a reason to set a rule aside. */
MUST_USE enum err claim_open(struct ctx *c, const struct order *o, const struct claim_new *in,
                             struct claim *out, struct claim_verdict *verdict);

struct claim_answer {
    enum claim_remedy remedy; /* proposing only */
    money amount;             /* of a partial refund; else computed */
    bool needs_return, is_advance, with_shipping;
    str text;
    str reason; /* of staff who propose another remedy where the choice is the buyer's, or give something dearer: counted in public */
    str exchange_for; /* proposing an exchange: the SKU of what is given instead */
};
/* The shop: what the buyer wishes, with or without the goods coming back first. */
MUST_USE enum err claim_accept(struct ctx *c, claim_id id, const struct claim_answer *a);
/* The shop: something else, which needs the buyer's consent; where the guarantee leaves the choice of a replacement or the money to the
 * shop, these two are decided at once. ERR_UNPROCESSABLE: the third time the buyer's wish for money counts. ERR_BAD_INPUT: the choice
 * is the buyer's, and there is no `reason`. */
MUST_USE enum err claim_propose(struct ctx *c, claim_id id, const struct claim_answer *a);
/* The shop says no; the words and the evidence go to a second person. ERR_BAD_INPUT: no words. */
MUST_USE enum err claim_contest(struct ctx *c, claim_id id, str text);
/* The buyer, of a proposal. */
MUST_USE enum err claim_agree(struct ctx *c, claim_id id);
MUST_USE enum err claim_decline(struct ctx *c, claim_id id, str text);
/* The buyer: once against a decision, or against an inspection that found the goods not as said. */
MUST_USE enum err claim_appeal(struct ctx *c, claim_id id, str text);
MUST_USE enum err claim_withdraw(struct ctx *c, claim_id id);
/* The buyer, before the shop answered: something else instead (what was wished for is sold out). `exchange_for`: the SKU of an exchange.
 * ERR_UNPROCESSABLE: `verdict` says why. */
MUST_USE enum err claim_choose(struct ctx *c, claim_id id, enum claim_remedy wish, str exchange_for,
                               struct claim_verdict *verdict);
/* The buyer was silent too long and comes back. */
MUST_USE enum err claim_resume(struct ctx *c, claim_id id);
/* The buyer (or staff for them) handed the parcel in. */
MUST_USE enum err claim_send_back(struct ctx *c, claim_id id, str carrier, str number);
MUST_USE enum err claim_receive(struct ctx *c, claim_id id);

struct claim_inspection {
    bool is_ok;
    str disposition; /* restock, scrap; of a repair: empty */
    str text;        /* needed when not ok */
};
MUST_USE enum err claim_inspect(struct ctx *c, claim_id id, const struct claim_inspection *in);
/* The replacement, the part or the repaired goods left. */
MUST_USE enum err claim_send(struct ctx *c, claim_id id, str carrier, str number);
/* They arrived (buyer or staff): coverage begins anew. */
MUST_USE enum err claim_arrive(struct ctx *c, claim_id id);
/* The buyer: what was sent did not come. ERR_EARLY: it may still (claim_is_missed). */
MUST_USE enum err claim_miss(struct ctx *c, claim_id id, str text);
/* The buyer: the replacement is overdue, the money instead. ERR_EARLY: it is not yet; ERR_STATE: it cannot be. */
MUST_USE enum err claim_take_money(struct ctx *c, claim_id id);
bool claim_can_be_overdue(const struct claim *k);
bool claim_is_overdue(const struct claim *k, const struct promise *p, int64_t now_at);
/* Staff paid by hand (an order from elsewhere); `reference` is the proof. */
MUST_USE enum err claim_pay(struct ctx *c, claim_id id, str reference);
/* The marketplace that holds the money gave it back: the buyer says so, or staff with its proof. What else was going on stops.
 * ERR_STATE: an order of the shop's own. ERR_BAD_INPUT: staff without a proof. */
MUST_USE enum err claim_paid_by_marketplace(struct ctx *c, claim_id id, str reference);

/* Called by other modules. */
MUST_USE enum err claim_refund_paid(struct ctx *c, int64_t refund);
/* What a chargeback ended is owed again, by another refund: it stays that claim's money. */
MUST_USE enum err claim_refund_again(struct ctx *c, int64_t before, int64_t refund);
MUST_USE enum err claim_charged_back(struct ctx *c, order_id order);
/* decision_hooks.decided[DECISION_CLAIM] */
MUST_USE enum err claim_decided(struct ctx *c, const struct decision *d);
/* promise_hooks.broken of answer_claim, inspect, replace, repair, refund: a claim's promise ran out. Others: nothing happens. */
MUST_USE enum err claim_promise_broken(struct ctx *c, const struct promise *p);
/* Those that waited for the buyer or a courier past their date; at most `limit`. */
MUST_USE enum err claim_tick(struct ctx *c, int64_t limit, int64_t *done);
MUST_USE enum err claim_next_at(struct ctx *c, int64_t *out);

#endif
