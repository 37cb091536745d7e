/* SPDX-License-Identifier: Apache-2.0 */
#include "c/claims.h"

#include "shop/order_source.h"

static enum err found(struct fixture *t, const struct claim *k, enum promise_kind kind)
{
    struct promise p = { 0 };
    return promise_find(&t->c, claim_subject(&t->c, k->id), kind, &p);
}

DomainTest(claim_market, money_of_a_marketplace_is_never_refunded_by_us)
{
    struct order o = claims_delivered_elsewhere(t, "tokopedia");
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    claims_as_staff(t, 7);
    must(claim_accept(c, k.id, &(struct claim_answer){ 0 }));
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    struct claim is = claims_now(t, &k);
    cr_expect(is.by_marketplace);
    cr_expect_eq(is.refund, 0);
    cr_expect_eq(claims_refunded(t, &o), 0);
    cr_expect_eq(found(t, &k, PROMISE_REFUND), ERR_NOT_FOUND, "their promise, not ours");
    cr_expect_eq(claim_pay(c, k.id, S("BCA 1")), ERR_STATE, "nor by hand");
}

DomainTest(claim_market, silence_accepts_and_still_refunds_nothing)
{
    struct order o = claims_delivered_elsewhere(t, "shopee");
    struct claim k = claims_opened(t, &o, CLAIM_DEFECTIVE, REMEDY_REFUND, 1);
    claims_go_on(t, HOURS(49), k.id);
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    cr_expect_eq(claims_outcome(t, &k, PROMISE_ANSWER_CLAIM), PROMISE_BROKEN,
                 "our answer was ours");
    cr_expect_eq(claims_refunded(t, &o), 0);
    claims_go_on(t, DAYS(31), k.id);
    claims_expect(t, &k, CLAIM_LAPSED);
    claims_as_buyer(t, &o);
    must(claim_resume(c, k.id));
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
}

DomainTest(claim_market, paid_by_the_marketplace_closes_it_with_proof)
{
    struct order o = claims_delivered_elsewhere(t, "tiktok");
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REPLACEMENT, 1);
    claims_as_staff(t, 7);
    must(claim_accept(c, k.id, &(struct claim_answer){ 0 }));
    cr_expect_eq(claims_outcome(t, &k, PROMISE_REPLACE), PROMISE_OPEN,
                 "what the shop promises still works");
    cr_expect_eq(claim_paid_by_marketplace(c, k.id, S("  ")), ERR_BAD_INPUT);
    must(claim_paid_by_marketplace(c, k.id, S("TT-REFUND-9")));
    fixture_commit(t);
    claims_expect(t, &k, CLAIM_SETTLED);
    struct claim is = claims_now(t, &k);
    cr_expect(is.by_marketplace && str_eq(is.reference, S("TT-REFUND-9")) && is.amount.minor == 0);
    cr_expect_eq(claims_outcome(t, &k, PROMISE_REPLACE), PROMISE_VOIDED);
    cr_expect_eq(claim_paid_by_marketplace(c, k.id, S("again")), ERR_STATE);
}

DomainTest(claim_market, the_buyer_may_say_so_too_and_also_when_it_rests)
{
    struct order o = claims_delivered_elsewhere(t, "shopee");
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    claims_go_on(t, HOURS(49), k.id);
    claims_go_on(t, DAYS(31), k.id);
    claims_as_buyer(t, &o);
    cr_expect(claim_may(&(struct claim){ .state = CLAIM_LAPSED }, ROLE_BUYER, S("pay_elsewhere")));
    must(claim_paid_by_marketplace(c, k.id, (str){ 0 }));
    fixture_commit(t);
    claims_expect(t, &k, CLAIM_SETTLED);
}

DomainTest(claim_market, replacement_that_cannot_be_had_points_to_the_marketplace)
{
    struct order o = claims_delivered_elsewhere(t, "tokopedia");
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REPLACEMENT, 1);
    claims_as_staff(t, 7);
    must(claim_accept(c, k.id, &(struct claim_answer){ 0 }));
    claims_go_on(t, DAYS(8), k.id);
    claims_as_buyer(t, &o);
    must(claim_take_money(c, k.id));
    fixture_commit(t);
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    cr_expect(claims_now(t, &k).by_marketplace);
    cr_expect_eq(claims_refunded(t, &o), 0);
}

DomainTest(claim_market, money_of_our_own_is_not_said_to_be_theirs)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    cr_expect_eq(claim_paid_by_marketplace(c, k.id, S("x")), ERR_STATE);
}

Test(order_source, statements_and_the_table_name_the_same_marketplaces)
{
    static const char *const all[] = { "own", "whatsapp", "woocommerce", "shopee", "tokopedia", "tiktok", "manual" };
    str listed = S(MARKETPLACE_SOURCES);
    for (size_t i = 0; i < COUNT(all); i++) {
        struct order o = { .source = str_of(all[i]) };
        cr_expect_eq(str_contains(listed, o.source), order_is_of_marketplace(&o), "%s", all[i]);
    }
}
