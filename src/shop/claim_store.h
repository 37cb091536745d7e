/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claim_store.h - rows of claims, and the table of steps; shared by the files of the module.
 *
 * Layer      shop; only claim*.c include it.
 */
#ifndef SHOP_CLAIM_STORE_H
#define SHOP_CLAIM_STORE_H

#include "core/policy.h"
#include "shop/claim.h"

enum claim_act {
    ACT_OPEN,
    ACT_ACCEPT,
    ACT_PROPOSE,
    ACT_CONTEST,
    ACT_SILENCE, /* the shop said nothing in time */
    ACT_AGREE,
    ACT_DECLINE,
    ACT_UPHOLD,
    ACT_DENY,
    ACT_APPEAL,
    ACT_SEND_BACK,
    ACT_RECEIVE,
    ACT_LOSE, /* the return did not come */
    ACT_PASS,
    ACT_FAIL,
    ACT_SEND,
    ACT_ARRIVE,
    ACT_MISS,
    ACT_TAKE_MONEY,
    ACT_PAY,
    ACT_PAY_ELSEWHERE, /* the marketplace did */
    ACT_CHOOSE, /* the buyer wishes for something else */
    ACT_WITHDRAW,
    ACT_LAPSE,
    ACT_RESUME,
    ACT_CHARGEBACK,
    ACT_COUNT
};
str claim_act_name(enum claim_act act);

struct claim_rule {
    enum claim_act act;
    enum claim_state from, to;
    unsigned who; /* 1u << enum role */
    const char *because;
};
const struct claim_rule *claim_rules(size_t *count);
/* NULL: not a step. */
const struct claim_rule *claim_rule_of(enum claim_act act, enum claim_state from,
                                       enum claim_state to);

MUST_USE enum err claim_insert(struct ctx *c,
                               struct claim *k); /* with lines; fills id and number */
/* Writes everything that changes, if it still is in `from`; else ERR_STATE. */
MUST_USE enum err claim_save(struct ctx *c, const struct claim *k, enum claim_state from);
/* What is given instead, of each line. */
MUST_USE enum err claim_save_lines(struct ctx *c, const struct claim *k);
/* The wish, with what it names instead. */
MUST_USE enum err claim_save_wish(struct ctx *c, struct claim *k);
MUST_USE enum err claim_add_step(struct ctx *c, const struct claim *k, enum claim_act act,
                                 enum claim_state from, vault_text_id text);
MUST_USE enum err claim_has_step(struct ctx *c, claim_id id, enum claim_act act, bool *out);
MUST_USE enum err claim_of_refund(struct ctx *c, int64_t refund, claim_id *out); /* ERR_NOT_FOUND */
MUST_USE enum err claim_waiting(struct ctx *c, int64_t limit, claim_id *out, size_t *count);
/* The order has a disputed payment. */
MUST_USE enum err claim_is_disputed(struct ctx *c, order_id order, bool *out);

/* The one function that moves. Fields of `k` that the step changes are already set; `text` is sealed. */
MUST_USE enum err claim_move(struct ctx *c, struct claim *k, enum claim_act act,
                             enum claim_state to, str text);
/* A remedy is agreed: the goods come back first, or it is owed now. */
MUST_USE enum err claim_grant(struct ctx *c, struct claim *k, enum claim_act act, str text);
/* Owed now: money is requested or promised, goods are promised. Nothing left to pay back: settled at once. */
MUST_USE enum err claim_owe(struct ctx *c, struct claim *k, enum claim_act act, str text);
/* Amount and stock of k->remedy; what cannot be replaced becomes money, unless staff choose (ERR_OUT_OF_STOCK). */
MUST_USE enum err claim_weigh(struct ctx *c, struct claim *k, bool with_shipping);
/* The version the claimed goods were bought under: guarantee, returns or warranty. */
MUST_USE enum err claim_policy(struct ctx *c, const struct claim *k, enum policy_kind kind,
                               struct policy *out);
/* How long the money may take from now: after goods that came back the returns policy counts from their arrival, else (and
 * when those days went by in a contest) the guarantee. */
MUST_USE enum err claim_money_budget(struct ctx *c, const struct claim *k, int64_t *out);
/* Whether a replacement or an exchange can be had; what is held for the claim can. */
MUST_USE enum err claim_can_give(struct ctx *c, const struct claim *k, enum claim_remedy remedy,
                                 bool *out);
/* Two days before something waited too long for the buyer; adds to `done`. */
MUST_USE enum err claim_remind_due(struct ctx *c, int64_t limit, int64_t *done);
MUST_USE enum err claim_remind_next_at(struct ctx *c, int64_t *out);
MUST_USE enum err claim_shelve(struct ctx *c, const struct claim *k);

#endif
