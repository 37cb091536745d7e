/* SPDX-License-Identifier: Apache-2.0 */
/* claim_steps.c - who may take which step, and why: the business reads it, a test walks it. */
#include "shop/claim_store.h"

#define STAFF                                                                                      \
    (1u << ROLE_OWNER | 1u << ROLE_MANAGER | 1u << ROLE_CARE | 1u << ROLE_FULFILMENT)
#define DESK (1u << ROLE_OWNER | 1u << ROLE_MANAGER | 1u << ROLE_CARE) /* who answers for the shop's money */
#define BUYER (1u << ROLE_BUYER)
#define RULE (1u << ROLE_SYSTEM)
#define ANYBODY (STAFF | BUYER | RULE | 1u << ROLE_VISITOR | 1u << ROLE_REVIEWER) /* the second person may be outside the shop */

static const struct claim_rule rules[] = {
    { ACT_ACCEPT, CLAIM_OPEN, CLAIM_RETURN_DUE, DESK, "the shop accepted; the goods come back first" },
    { ACT_ACCEPT, CLAIM_OPEN, CLAIM_REMEDY_DUE, DESK, "the shop accepted" },
    { ACT_ACCEPT, CLAIM_OPEN, CLAIM_SETTLED, DESK, "the shop accepted; everything had been paid back" },
    { ACT_ACCEPT, CLAIM_PROPOSED, CLAIM_RETURN_DUE, DESK, "the shop came round to the buyer's wish" },
    { ACT_ACCEPT, CLAIM_PROPOSED, CLAIM_REMEDY_DUE, DESK, "the shop came round to the buyer's wish" },
    { ACT_ACCEPT, CLAIM_PROPOSED, CLAIM_SETTLED, DESK, "the shop came round; everything had been paid back" },
    { ACT_PROPOSE, CLAIM_OPEN, CLAIM_PROPOSED, DESK, "the shop proposed another remedy" },
    { ACT_CONTEST, CLAIM_OPEN, CLAIM_CONTESTED, DESK, "the shop contested with evidence" },
    { ACT_SILENCE, CLAIM_OPEN, CLAIM_RETURN_DUE, RULE, "the shop was silent past the promised time" },
    { ACT_SILENCE, CLAIM_OPEN, CLAIM_REMEDY_DUE, RULE, "the shop was silent past the promised time" },
    { ACT_SILENCE, CLAIM_OPEN, CLAIM_SETTLED, RULE, "the shop was silent; everything had been paid back" },
    { ACT_AGREE, CLAIM_PROPOSED, CLAIM_RETURN_DUE, BUYER, "the buyer agreed" },
    { ACT_AGREE, CLAIM_PROPOSED, CLAIM_REMEDY_DUE, BUYER, "the buyer agreed" },
    { ACT_AGREE, CLAIM_PROPOSED, CLAIM_SETTLED, BUYER, "the buyer agreed; everything had been paid back" },
    { ACT_DECLINE, CLAIM_PROPOSED, CLAIM_CONTESTED, BUYER, "the buyer did not agree" },
    { ACT_UPHOLD, CLAIM_CONTESTED, CLAIM_RETURN_DUE, ANYBODY, "decided for the buyer; the goods come back first" },
    { ACT_UPHOLD, CLAIM_CONTESTED, CLAIM_REMEDY_DUE, ANYBODY, "decided for the buyer" },
    { ACT_UPHOLD, CLAIM_CONTESTED, CLAIM_SETTLED, ANYBODY, "decided for the buyer; everything had been paid back" },
    { ACT_UPHOLD, CLAIM_APPEALED, CLAIM_RETURN_DUE, ANYBODY, "decided for the buyer; the goods come back first" },
    { ACT_UPHOLD, CLAIM_APPEALED, CLAIM_REMEDY_DUE, ANYBODY, "decided for the buyer" },
    { ACT_UPHOLD, CLAIM_APPEALED, CLAIM_SETTLED, ANYBODY, "decided for the buyer; everything had been paid back" },
    { ACT_DENY, CLAIM_CONTESTED, CLAIM_DENIED, ANYBODY, "decided for the shop; the buyer may appeal" },
    { ACT_DENY, CLAIM_CONTESTED, CLAIM_REFUSED, ANYBODY, "decided for the shop; there was an appeal before" },
    { ACT_DENY, CLAIM_APPEALED, CLAIM_REFUSED, ANYBODY, "decided for the shop, finally" },
    { ACT_APPEAL, CLAIM_DENIED, CLAIM_APPEALED, BUYER, "the buyer appealed" },
    { ACT_APPEAL, CLAIM_INSPECTED_NOT_OK, CLAIM_CONTESTED, BUYER, "the buyer contested the inspection" },
    { ACT_SEND_BACK, CLAIM_RETURN_DUE, CLAIM_RETURN_SENT, BUYER | STAFF, "the goods are on their way back" },
    { ACT_RECEIVE, CLAIM_RETURN_DUE, CLAIM_RETURN_RECEIVED, STAFF, "the goods are back" },
    { ACT_RECEIVE, CLAIM_RETURN_SENT, CLAIM_RETURN_RECEIVED, STAFF, "the goods are back" },
    { ACT_LOSE, CLAIM_RETURN_SENT, CLAIM_REMEDY_DUE, RULE, "lost on the way back, at the shop's risk" },
    { ACT_LOSE, CLAIM_RETURN_SENT, CLAIM_SETTLED, RULE, "lost on the way back, at the shop's risk" },
    { ACT_LOSE, CLAIM_RETURN_SENT, CLAIM_CONTESTED, RULE, "lost on the way back; a second person looks at it" },
    { ACT_LOSE, CLAIM_REMEDY_SENT, CLAIM_REMEDY_DUE, RULE, "what was sent never came: the money is due" },
    { ACT_LOSE, CLAIM_REMEDY_SENT, CLAIM_SETTLED, RULE, "what was sent never came; everything had been paid back" },
    { ACT_LOSE, CLAIM_REMEDY_SENT, CLAIM_RETURN_DUE, RULE, "what was sent never came; the old goods go back, then the money" },
    { ACT_PASS, CLAIM_RETURN_RECEIVED, CLAIM_REMEDY_DUE, STAFF | RULE, "inspected: as the buyer said" },
    { ACT_PASS, CLAIM_RETURN_RECEIVED, CLAIM_SETTLED, STAFF | RULE, "inspected: as the buyer said" },
    { ACT_FAIL, CLAIM_RETURN_RECEIVED, CLAIM_INSPECTED_NOT_OK, STAFF, "inspected: not as the buyer said" },
    { ACT_SEND, CLAIM_REMEDY_DUE, CLAIM_REMEDY_SENT, STAFF, "on its way to the buyer" },
    { ACT_ARRIVE, CLAIM_REMEDY_SENT, CLAIM_SETTLED, BUYER | STAFF | RULE, "arrived" },
    { ACT_ARRIVE, CLAIM_REMEDY_SENT, CLAIM_RETURN_DUE, BUYER | STAFF | RULE, "arrived; now the old goods come back" },
    { ACT_MISS, CLAIM_REMEDY_SENT, CLAIM_CONTESTED, BUYER, "what was sent did not come" },
    { ACT_TAKE_MONEY, CLAIM_REMEDY_DUE, CLAIM_REMEDY_DUE, BUYER, "overdue: the buyer takes the money instead" },
    { ACT_TAKE_MONEY, CLAIM_REMEDY_DUE, CLAIM_SETTLED, BUYER, "overdue; everything had been paid back" },
    { ACT_PAY, CLAIM_REMEDY_DUE, CLAIM_SETTLED, STAFF | RULE, "the money is back" },
    { ACT_LAPSE, CLAIM_REMEDY_DUE, CLAIM_LAPSED, RULE, "nobody said that the marketplace paid" },
    { ACT_CHOOSE, CLAIM_OPEN, CLAIM_OPEN, BUYER, "the buyer wishes for something else" },
    { ACT_WITHDRAW, CLAIM_OPEN, CLAIM_WITHDRAWN, BUYER, "the buyer withdrew" },
    { ACT_WITHDRAW, CLAIM_PROPOSED, CLAIM_WITHDRAWN, BUYER, "the buyer withdrew" },
    { ACT_WITHDRAW, CLAIM_CONTESTED, CLAIM_WITHDRAWN, BUYER, "the buyer withdrew" },
    { ACT_WITHDRAW, CLAIM_DENIED, CLAIM_WITHDRAWN, BUYER, "the buyer withdrew" },
    { ACT_WITHDRAW, CLAIM_APPEALED, CLAIM_WITHDRAWN, BUYER, "the buyer withdrew" },
    { ACT_WITHDRAW, CLAIM_RETURN_DUE, CLAIM_WITHDRAWN, BUYER, "the buyer withdrew" },
    { ACT_LAPSE, CLAIM_PROPOSED, CLAIM_LAPSED, RULE, "the buyer did not answer" },
    { ACT_LAPSE, CLAIM_RETURN_DUE, CLAIM_LAPSED, RULE, "the goods did not come back" },
    { ACT_LAPSE, CLAIM_DENIED, CLAIM_REFUSED, RULE, "the buyer did not appeal" },
    { ACT_LAPSE, CLAIM_INSPECTED_NOT_OK, CLAIM_REFUSED, RULE, "the buyer did not contest the inspection" },
    { ACT_RESUME, CLAIM_LAPSED, CLAIM_PROPOSED, BUYER, "the buyer took it up again" },
    { ACT_RESUME, CLAIM_LAPSED, CLAIM_RETURN_DUE, BUYER, "the buyer took it up again" },
    { ACT_RESUME, CLAIM_LAPSED, CLAIM_REMEDY_DUE, BUYER, "the buyer took it up again" },
};

static const char *const act_names[ACT_COUNT] = {
    [ACT_OPEN] = "open",           [ACT_ACCEPT] = "accept",         [ACT_PROPOSE] = "propose",
    [ACT_CONTEST] = "contest",     [ACT_SILENCE] = "silence",       [ACT_AGREE] = "agree",
    [ACT_DECLINE] = "decline",     [ACT_UPHOLD] = "uphold",         [ACT_DENY] = "deny",
    [ACT_APPEAL] = "appeal",       [ACT_SEND_BACK] = "send_back",   [ACT_RECEIVE] = "receive",
    [ACT_LOSE] = "lose",           [ACT_PASS] = "pass",             [ACT_FAIL] = "fail",
    [ACT_SEND] = "send",           [ACT_ARRIVE] = "arrive",         [ACT_MISS] = "miss",
    [ACT_TAKE_MONEY] = "take_money", [ACT_PAY] = "pay",             [ACT_WITHDRAW] = "withdraw",
    [ACT_PAY_ELSEWHERE] = "pay_elsewhere", [ACT_CHOOSE] = "choose",
    [ACT_LAPSE] = "lapse",         [ACT_RESUME] = "resume",         [ACT_CHARGEBACK] = "chargeback",
};

str claim_act_name(enum claim_act act)
{
    CHECK(act < ACT_COUNT);
    return str_of(act_names[act]);
}

/* The bank took the money back: whatever was going on stops. */
static const struct claim_rule chargeback = { ACT_CHARGEBACK, CLAIM_STATE_COUNT, CLAIM_CHARGED_BACK, ANYBODY,
                                              "the bank paid the buyer back" };
/* The same of the marketplace that holds the money; a claim that rests can end so, too. */
static const struct claim_rule paid_elsewhere = { ACT_PAY_ELSEWHERE, CLAIM_STATE_COUNT, CLAIM_SETTLED, STAFF | BUYER,
                                                  "the marketplace paid the buyer back" };

bool claim_may(const struct claim *k, enum role role, str act)
{
    if (str_eq(act, claim_act_name(ACT_PAY_ELSEWHERE))) {
        bool is_it = claim_rule_of(ACT_PAY_ELSEWHERE, k->state, CLAIM_SETTLED) != NULL;
        return is_it && (paid_elsewhere.who & 1u << role) != 0;
    }
    for (size_t i = 0; i < COUNT(rules); i++) {
        bool is_it = rules[i].from == k->state && str_eq(act, str_of(act_names[rules[i].act]));
        if (is_it && (rules[i].who & 1u << role) != 0) {
            return true;
        }
    }
    return false;
}

const struct claim_rule *claim_rules(size_t *count)
{
    *count = COUNT(rules);
    return rules;
}

const struct claim_rule *claim_rule_of(enum claim_act act, enum claim_state from,
                                       enum claim_state to)
{
    if (act == ACT_CHARGEBACK) {
        return claim_is_closed(from) ? NULL : &chargeback;
    }
    if (act == ACT_PAY_ELSEWHERE) {
        bool is_over = claim_is_closed(from) && from != CLAIM_LAPSED;
        return is_over || to != CLAIM_SETTLED ? NULL : &paid_elsewhere;
    }
    for (size_t i = 0; i < COUNT(rules); i++) {
        if (rules[i].act == act && rules[i].from == from && rules[i].to == to) {
            return &rules[i];
        }
    }
    return NULL;
}
