/* SPDX-License-Identifier: Apache-2.0 */
/* Who hears of a claim's steps, what of them is kept, and what of it holds for no other. */
#include "c/claims.h"

#include "core/notice.h"
#include "shop/claim_parcel.h"

/* Notices of a claim to one side so far. */
static size_t told(struct fixture *t, const struct claim *k, enum notice_to to)
{
    struct notice_list list = { 0 };
    size_t count = 0;
    must(notice_list_of(&t->c, claim_subject(&t->c, k->id), &list));
    for (size_t i = 0; i < list.count; i++) {
        count += list.item[i].to == to;
    }
    return count;
}

DomainTest(claim_told, opened_both_sides_hear_of_it_and_then_the_other_one)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    cr_expect_eq(told(t, &k, NOTICE_PERSON), 1, "that it is here, and by when it is answered");
    cr_expect_eq(told(t, &k, NOTICE_OWNER), 1);
    fixture_pass(t, HOURS(1));
    claims_as_staff(t, 7);
    must(claim_accept(c, k.id, &(struct claim_answer){ .needs_return = true }));
    cr_expect_eq(told(t, &k, NOTICE_PERSON), 2);
    cr_expect_eq(told(t, &k, NOTICE_OWNER), 1, "the shop knows what it did itself");
    fixture_pass(t, HOURS(1));
    claims_as_buyer(t, &o);
    must(claim_send_back(c, k.id, S("jne"), S("BALIK-1")));
    cr_expect_eq(told(t, &k, NOTICE_PERSON), 2, "and so does the buyer");
    cr_expect_eq(told(t, &k, NOTICE_OWNER), 2);
}

DomainTest(claim_told, silence_of_the_shop_is_told_to_both_sides)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    claims_go_on(t, DAYS(5), k.id);
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    cr_expect_eq(told(t, &k, NOTICE_PERSON), 2);
    cr_expect_eq(told(t, &k, NOTICE_OWNER), 2);
}

DomainTest(claim_told, every_step_is_kept_with_who_took_it)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    struct claim_step_list steps = { 0 };
    claims_as_staff(t, 7);
    must(claim_contest(c, k.id, S("Segelnya utuh di foto.")));
    claims_as_buyer(t, &o);
    must(claim_withdraw(c, k.id));
    must(claim_steps_of(c, k.id, &steps));
    cr_assert_eq(steps.count, 3);
    cr_expect(str_eq(steps.item[0].act, S("open")) && steps.item[0].by.role == ROLE_BUYER);
    cr_expect(str_eq(steps.item[1].act, S("contest")) && steps.item[1].by.id == 7);
    cr_expect(str_eq(steps.item[2].act, S("withdraw")) && steps.item[2].to == CLAIM_WITHDRAWN);
}

DomainTest(claim, withdrawn_there_is_nothing_left_to_decide)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    int64_t ani = claims_person(t, "Ani", "ani@example.com");
    struct decision d = { 0 };
    struct decision_verdict v = { .is_upheld = true, .reasons = S("Foto menunjukkan retaknya.") };
    claims_as_staff(t, claims_person(t, "Budi", "budi@example.com"));
    must(claim_contest(c, k.id, S("Segelnya utuh di foto.")));
    must(decision_find(c, claim_subject(c, k.id), &d));
    claims_as_buyer(t, &o);
    must(claim_withdraw(c, k.id));
    fixture_commit(t);
    claims_as_staff(t, ani);
    cr_expect_eq(decision_decide(c, &claims_decisions, d.id, &v), ERR_STATE);
    fixture_undo(t);
    struct promise p = { 0 };
    must(promise_find(c, str_format(c->arena, "decision:%" PRId64, d.id.v), PROMISE_DECIDE, &p));
    cr_expect_eq(p.outcome, PROMISE_VOIDED, "and nobody is late with it");
    claims_expect(t, &k, CLAIM_WITHDRAWN);
}

DomainTest(claim, line_of_no_pieces_is_not_claimed)
{
    struct order o = claims_delivered(t, claims_coffee(t), 2);
    struct claim_line line[2] = { { .line_id = o.line[0].id, .quantity = 0 },
                                  { .line_id = o.line[0].id, .quantity = 1 } };
    struct claim_new in = claims_wished(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    struct claim_verdict v = { 0 };
    struct claim k = { 0 };
    in.line = line;
    in.line_count = COUNT(line);
    claims_as_buyer(t, &o);
    must(claim_open(c, &o, &in, &k, &v));
    k = claims_now(t, &k);
    cr_assert_eq(k.line_count, 1);
    cr_expect_eq(k.line[0].quantity, 1);
}

/* Under a guarantee that leaves the choice to the buyer, another remedy is an exception: it has a reason. */
DomainTest(claim, buyers_choice_is_passed_over_with_a_reason_only)
{
    static const enum claim_kind kinds[] = { CLAIM_DAMAGED, CLAIM_DEFECTIVE, CLAIM_WRONG_ITEM,
                                             CLAIM_MISSING_PART, CLAIM_NOT_AS_DESCRIBED };
    struct order o = claims_delivered(t, claims_coffee(t), (int64_t)COUNT(kinds));
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct claim k = claims_opened(t, &o, kinds[i], REMEDY_REFUND, 1);
        struct claim_answer other = { .remedy = REMEDY_REPLACEMENT };
        claims_as_staff(t, 7);
        cr_expect_eq(claim_propose(c, k.id, &other), ERR_BAD_INPUT, "%zu", i);
        fixture_undo(t);
        struct claim_answer same = { .remedy = REMEDY_REFUND, .needs_return = true };
        must(claim_propose(c, k.id, &same));
        fixture_commit(t);
    }
}

/* --- refunds, one beside another --- */

DomainTest(refund, one_that_left_leaves_the_other_owed)
{
    struct order o = claims_delivered(t, claims_coffee(t), 2);
    struct refund_list list = { 0 };
    int64_t id[2] = { 0 };
    for (size_t i = 0; i < COUNT(id); i++) {
        must(refund_request(c, &o, (money){ 20000, o.total.currency }, S("goodwill"), &id[i]));
    }
    must(refund_settle(c, id[0], S("TRF-1")));
    must(refund_list_of(c, o.id, &list));
    for (size_t i = 0; i < list.count; i++) {
        bool has_left = list.item[i].id == id[0];
        cr_expect_eq(list.item[i].settled_at != 0, has_left);
        cr_expect_eq(list.item[i].reference.size != 0, has_left);
    }
    cr_expect_eq(buying_promise(t, o.id, PROMISE_REFUND), PROMISE_OPEN, "until all of it is paid");
}

DomainTest(refund, is_owed_though_another_orders_bank_took_its_money_back)
{
    sku_id coffee = claims_coffee(t);
    struct order o = claims_delivered(t, coffee, 1);
    struct order disputed = claims_delivered(t, coffee, 1);
    struct payment p = buying_payment(t, disputed.id);
    int64_t id = 0;
    buying_say(t, &p, PAY_DISPUTED, "d1");
    cr_expect_eq(
        refund_request(c, &disputed, (money){ 1000, o.total.currency }, S("goodwill"), &id),
        ERR_STATE);
    must(refund_request(c, &o, (money){ 1000, o.total.currency }, S("goodwill"), &id));
    must(refund_settle(c, id, S("TRF-2")));
}

DomainTest(refund, ended_by_a_rule_leaves_another_orders_refund_as_it_is)
{
    sku_id coffee = claims_coffee(t);
    struct order o[2] = { claims_delivered(t, coffee, 1), claims_delivered(t, coffee, 1) };
    int64_t id[2] = { 0 };
    struct refund r = { 0 };
    for (size_t i = 0; i < COUNT(o); i++) {
        must(
            refund_request(c, &o[i], (money){ 1000, o[i].total.currency }, S("goodwill"), &id[i]));
    }
    must(refund_settle(c, id[1], S("TRF-9")));
    must(refund_reverse(c, &o[0], S("arrived_after_all")));
    must(refund_get(c, id[0], &r));
    cr_expect_eq(r.state, REFUND_REVERSED);
    must(refund_get(c, id[1], &r));
    cr_expect_eq(r.state, REFUND_SUCCEEDED);
    cr_expect_eq(r.settled_at, c->now_at);
}
