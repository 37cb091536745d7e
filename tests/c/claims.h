/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claims.h - a shop with something delivered, and claims about it, for tests.
 *
 * Purpose    Who acts, what the timers do meanwhile, claims as buyers open them, the invariants after each step.
 * Layer      tests; uses base, db, core, shop.
 */
#ifndef TESTS_CLAIMS_H
#define TESTS_CLAIMS_H

#include "c/buying.h"
#include "c/catalogue.h"

#include "core/staff.h"
#include "shop/claim_act.h"
#include "shop/claim_check.h"
#include "shop/claim_store.h"
#include "shop/order_enter.h"
#include "shop/refund.h"

extern const struct decision_hooks claims_decisions; /* as the running shop has them */
void claims_as_buyer(struct fixture *t, const struct order *o);
void claims_as_staff(struct fixture *t, int64_t id);
void claims_as_rule(struct fixture *t);
void claims_go_on(struct fixture *t, int64_t span, claim_id id);
struct order claims_delivered(struct fixture *t, sku_id goods_sku, int64_t quantity);
sku_id claims_coffee(struct fixture *t);
struct claim_new claims_wished(struct fixture *t, const struct order *o, enum claim_kind kind,
                               enum claim_remedy wish, int64_t quantity);
struct claim claims_opened(struct fixture *t, const struct order *o, enum claim_kind kind,
                           enum claim_remedy wish, int64_t quantity);
enum claim_refusal claims_refused(struct fixture *t, const struct order *o,
                                  const struct claim_new *in);
struct claim claims_now(struct fixture *t, const struct claim *k);
enum promise_outcome claims_outcome(struct fixture *t, const struct claim *k,
                                    enum promise_kind kind);
void claims_expect(struct fixture *t, const struct claim *k, enum claim_state state);
int64_t claims_refunded(struct fixture *t, const struct order *o);
int64_t claims_person(struct fixture *t, const char *name, const char *email);
void claims_decide(struct fixture *t, const struct claim *k, int64_t staff, bool is_upheld);
struct order claims_delivered_elsewhere(struct fixture *t, const char *source);

#endif
