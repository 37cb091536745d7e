/* SPDX-License-Identifier: Apache-2.0 */
/* Replacements on their way, what the way back cost, and who is reminded. */
#include "c/claims.h"

#include "core/event.h"
#include "core/notice.h"
#include "shop/claim_parcel.h"
#include "shop/message.h"

static struct claim sent(struct fixture *t, struct order *o)
{
    *o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = claims_opened(t, o, CLAIM_DAMAGED, REMEDY_REPLACEMENT, 1);
    claims_as_staff(t, 7);
    must(claim_accept(&t->c, k.id, &(struct claim_answer){ 0 }));
    must(claim_send(&t->c, k.id, S("jne"), S("GANTI-1")));
    fixture_commit(t);
    return claims_now(t, &k);
}

static void courier_says(struct fixture *t, const struct claim *k, const char *status)
{
    struct shipment_event_new e = { .status = str_of(status), .source = S("courier"), .place = S("Bandung") };
    must(claim_parcel_note(&t->c, k->id, &e));
    fixture_commit(t);
}

/* The timers, to this instant. */
static void until(struct fixture *t, const struct claim *k, int64_t at)
{
    struct promise p = { 0 };
    claims_go_on(t, at - t->c.now_at, k->id);
    if (promise_find(&t->c, claim_subject(&t->c, k->id), PROMISE_DELIVER, &p) == OK &&
        p.outcome == PROMISE_BROKEN && p.settled_at == 0) {
        claims_as_rule(t);
        must(claim_promise_broken(&t->c, &p));
        fixture_commit(t);
    }
}

/* Broken, not done, and still on the shop's list. */
static bool is_awaited(struct fixture *t, const struct claim *k, enum promise_kind kind)
{
    struct promise p = { 0 };
    must(promise_find(&t->c, claim_subject(&t->c, k->id), kind, &p));
    return p.outcome == PROMISE_BROKEN && p.settled_at == 0 && p.dropped_at == 0;
}

static size_t told(struct fixture *t, const struct claim *k, const char *kind)
{
    struct notice_list list = { 0 };
    size_t count = 0;
    must(notice_list_of(&t->c, claim_subject(&t->c, k->id), &list));
    for (size_t i = 0; i < list.count; i++) {
        count += str_eq(list.item[i].kind, str_of(kind));
    }
    return count;
}

/* --- a replacement travels --- */

DomainTest(claim_parcel, courier_delivers_and_keeps_the_promise_the_buyer_may_object)
{
    struct order o = { 0 };
    struct claim k = sent(t, &o);
    cr_expect_eq(claims_outcome(t, &k, PROMISE_REPLACE), PROMISE_KEPT);
    cr_expect_eq(claims_outcome(t, &k, PROMISE_DELIVER), PROMISE_OPEN, "it has a promised day");
    courier_says(t, &k, "InTransit");
    fixture_pass(t, DAYS(2));
    int64_t at = c->now_at;
    courier_says(t, &k, "Delivered");
    courier_says(t, &k, "Delivered");
    struct claim_parcel_events seen = { 0 };
    must(claim_parcel_events(c, k.id, &seen));
    cr_expect_eq(seen.count, 2, "the same event twice is one");
    cr_expect_eq(claims_outcome(t, &k, PROMISE_DELIVER), PROMISE_KEPT);
    claims_expect(t, &k, CLAIM_REMEDY_SENT);
    cr_expect(claim_is_missed(&(struct claim){ .sent_delivered_at = at }, at),
              "a courier's word can be contested");
    until(t, &k, at + HOURS(49));
    claims_expect(t, &k, CLAIM_SETTLED);
    cr_expect_eq(claims_now(t, &k).arrived_at, at, "its guarantee begins with the delivery");
}

/* What stands in its history as that kind of event, oldest first; how many there are. */
static size_t history(struct fixture *t, const struct claim *k, const char *kind, str out[2])
{
    struct event_list list = { 0 };
    size_t count = 0;
    must(event_list(&t->c, claim_subject(&t->c, k->id), (event_id){ 0 }, &list));
    for (size_t i = 0; i < list.count; i++) {
        if (str_eq(list.item[i].kind, str_of(kind))) {
            cr_assert_lt(count, 2);
            out[count++] = list.item[i].facts;
        }
    }
    return count;
}

DomainTest(claim_parcel, every_news_of_it_stands_in_its_history_once_with_who_said_it)
{
    struct order o = { 0 };
    struct claim k = sent(t, &o);
    str facts[2] = { 0 };
    courier_says(t, &k, "InTransit");
    courier_says(t, &k, "InTransit");
    fixture_pass(t, HOURS(5));
    struct shipment_event_new e = { .status = S("AvailableForPickup"), .source = S("staff") };
    claims_as_staff(t, 7);
    must(claim_parcel_note(c, k.id, &e));
    cr_assert_eq(history(t, &k, "claim.tracked", facts), 2, "the same news twice is told once");
    cr_expect(str_contains(facts[0], S("InTransit")) && str_contains(facts[0], S("courier")));
    cr_expect(str_contains(facts[1], S("AvailableForPickup")) &&
              str_contains(facts[1], S("staff")));
}

DomainTest(claim_parcel, contested_delivery_of_a_replacement_goes_to_a_second_person)
{
    struct order o = { 0 };
    struct claim k = sent(t, &o);
    claims_as_buyer(t, &o);
    cr_expect_eq(claim_miss(c, k.id, S("Belum sampai.")), ERR_EARLY, "it may still come");
    cr_expect_eq(c->possible_at, claims_now(t, &k).sent_due_at, "and it is said from when on");
    courier_says(t, &k, "Delivered");
    claims_as_buyer(t, &o);
    must(claim_miss(c, k.id, S("Tidak ada paket di rumah.")));
    fixture_commit(t);
    claims_expect(t, &k, CLAIM_CONTESTED);
}

DomainTest(claim_parcel, never_arrives_and_the_money_is_due_by_itself)
{
    struct order o = { 0 };
    struct claim k = sent(t, &o);
    until(t, &k, k.sent_due_at + SECONDS(2));
    struct claim is = claims_now(t, &k);
    cr_expect_eq(claims_outcome(t, &k, PROMISE_DELIVER), PROMISE_BROKEN);
    cr_expect_neq(is.sent_asked_at, 0, "the buyer is asked before anything follows");
    cr_expect_eq(claims_refunded(t, &o), 0);
    claims_expect(t, &k, CLAIM_REMEDY_SENT);
    until(t, &k, is.waits_until);
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    is = claims_now(t, &k);
    cr_expect_eq(is.remedy, REMEDY_REFUND);
    cr_expect_eq(claims_refunded(t, &o), 75000, "the whole order, with shipping");
    cr_expect_not(is_awaited(t, &k, PROMISE_DELIVER), "the money comes instead");
}

/* Sent, missed, and decided for the shop. */
static struct claim denied(struct fixture *t, struct order *o)
{
    struct claim k = sent(t, o);
    until(t, &k, k.sent_due_at + SECONDS(2));
    claims_as_buyer(t, o);
    must(claim_miss(&t->c, k.id, S("Tidak ada paket di rumah.")));
    fixture_commit(t);
    cr_expect(is_awaited(t, &k, PROMISE_DELIVER));
    claims_decide(t, &k, claims_person(t, "Ani", "ani@example.org"), false);
    claims_expect(t, &k, CLAIM_DENIED);
    return claims_now(t, &k);
}

DomainTest(claim_parcel, nobody_waits_for_what_was_refused_for_good)
{
    struct order o = { 0 };
    struct claim lapsed = denied(t, &o);
    cr_expect(is_awaited(t, &lapsed, PROMISE_DELIVER), "the buyer may appeal");
    until(t, &lapsed, lapsed.waits_until);
    claims_expect(t, &lapsed, CLAIM_REFUSED);
    cr_expect_eq(claims_outcome(t, &lapsed, PROMISE_DELIVER), PROMISE_BROKEN, "and so it stays");
    cr_expect_not(is_awaited(t, &lapsed, PROMISE_DELIVER));
}

DomainTest(claim_parcel, nobody_waits_for_what_was_refused_on_appeal)
{
    struct order o = { 0 };
    struct claim k = denied(t, &o);
    claims_as_buyer(t, &o);
    must(claim_appeal(c, k.id, S("Kurirnya salah alamat.")));
    fixture_commit(t);
    claims_decide(t, &k, claims_person(t, "Edi", "edi@example.org"), false);
    claims_expect(t, &k, CLAIM_REFUSED);
    cr_expect_not(is_awaited(t, &k, PROMISE_DELIVER));
}

DomainTest(claim_parcel, staff_find_it_past_the_day_and_nothing_is_lost)
{
    struct order o = { 0 };
    struct claim k = sent(t, &o);
    until(t, &k, k.sent_due_at + SECONDS(2));
    struct shipment_event_new e = { .status = S("Delivered"), .source = S("staff") };
    claims_as_staff(t, 7);
    must(claim_parcel_note(c, k.id, &e));
    fixture_commit(t);
    cr_expect_eq(claims_outcome(t, &k, PROMISE_DELIVER), PROMISE_BROKEN, "late is late");
    until(t, &k, c->now_at + DAYS(10));
    claims_expect(t, &k, CLAIM_SETTLED);
    cr_expect_eq(claims_refunded(t, &o), 0);
}

DomainTest(claim_parcel, exchange_in_advance_that_is_lost_wants_the_old_goods_first)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REPLACEMENT, 1);
    claims_as_staff(t, 7);
    must(
        claim_accept(c, k.id, &(struct claim_answer){ .needs_return = true, .is_advance = true }));
    must(claim_send(c, k.id, S("jne"), S("GANTI-2")));
    fixture_commit(t);
    k = claims_now(t, &k);
    until(t, &k, k.sent_due_at + SECONDS(2));
    until(t, &k, k.waits_until);
    claims_expect(t, &k, CLAIM_RETURN_DUE);
    cr_expect_eq(claims_refunded(t, &o), 0);
}

DomainTest(claim_parcel, refuses_an_arrival_from_before_it_was_sent_and_one_to_come)
{
    struct order o = { 0 };
    struct claim k = sent(t, &o);
    int64_t left_at = c->now_at;
    fixture_pass(t, HOURS(30));
    const int64_t wrong[] = { left_at - DAYS(400), left_at - MINUTES(1), c->now_at + MINUTES(1), c->now_at + DAYS(9) };
    struct shipment_event_new e = { .status = S("Delivered"), .source = S("staff") };
    claims_as_staff(t, 7);
    for (size_t i = 0; i < COUNT(wrong); i++) {
        e.at = wrong[i];
        cr_expect_eq(claim_parcel_note(c, k.id, &e), ERR_UNPROCESSABLE, "%zu", i);
    }
    k = claims_now(t, &k);
    cr_expect_eq(k.sent_delivered_at, 0);
    e.at = left_at + HOURS(2);
    must(claim_parcel_note(c, k.id, &e));
    k = claims_now(t, &k);
    cr_expect_eq(k.sent_delivered_at, e.at);
}

DomainTest(claim_parcel, refuses_what_is_no_news_of_a_parcel)
{
    struct order o = { 0 };
    struct claim k = sent(t, &o);
    struct shipment_event_new odd = { .status = S("Eaten"), .source = S("courier") };
    cr_expect_eq(claim_parcel_note(c, k.id, &odd), ERR_BAD_INPUT);
    struct order other = claims_delivered(t, goods(t, "Teh", 20000, 5), 1);
    struct claim open = claims_opened(t, &other, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    odd.status = S("Delivered");
    cr_expect_eq(claim_parcel_note(c, open.id, &odd), ERR_STATE, "nothing was sent");
}

/* --- the way back --- */

static struct claim sent_back(struct fixture *t, const struct order *o, enum claim_kind kind)
{
    struct claim k = claims_opened(t, o, kind, REMEDY_REFUND, 1);
    claims_as_staff(t, 7);
    must(claim_accept(&t->c, k.id, &(struct claim_answer){ .needs_return = true }));
    claims_as_buyer(t, o);
    must(claim_send_back(&t->c, k.id, S("jnt"), S("BALIK-1")));
    fixture_commit(t);
    return claims_now(t, &k);
}

static struct refund postage_of(struct fixture *t, const struct claim *k)
{
    struct refund r = { 0 };
    must(refund_get(&t->c, claims_now(t, k).postage_refund, &r));
    return r;
}

static void pass(struct fixture *t, const struct claim *k)
{
    claims_as_staff(t, 7);
    must(claim_receive(&t->c, k->id));
    must(claim_inspect(&t->c, k->id,
                       &(struct claim_inspection){ .is_ok = true, .disposition = S("scrap") }));
    fixture_commit(t);
}

DomainTest(claim_postage, is_repaid_beside_the_refund_when_the_shop_was_at_fault)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = sent_back(t, &o, CLAIM_DAMAGED);
    claims_as_buyer(t, &o);
    must(claim_say_postage(c, k.id, (money){ 18000, o.total.currency }));
    pass(t, &k);
    struct refund r = postage_of(t, &k);
    cr_expect_eq(r.state, REFUND_NEEDS_BANK_ACCOUNT, "no gateway knows of it");
    cr_expect_eq(r.amount.minor, 18000);
    cr_expect_eq(claims_refunded(t, &o), 75000 + 18000, "more than was captured, and rightly so");
    cr_expect_eq(buying_balance(t, "guarantee_paid"), 18000);
    must(refund_settle(c, claims_now(t, &k).refund, S("SANDBOX")));
    must(refund_settle(c, r.id, S("BCA 18")));
    fixture_commit(t);
    claims_expect(t, &k, CLAIM_SETTLED);
    cr_expect_eq(buying_now(t, o.id).payment, PAYMENT_REFUNDED);
}

DomainTest(claim_postage, is_owed_up_to_what_the_policy_names)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = sent_back(t, &o, CLAIM_WRONG_ITEM);
    struct refund_list none = { 0 };
    claims_as_buyer(t, &o);
    must(claim_say_postage(c, k.id, (money){ 18000, o.total.currency }));
    must(refund_list_of(c, o.id, &none));
    cr_expect_eq(none.count, 0, "before the goods are looked at nothing is owed");
    money most = { 1, o.total.currency };
    must(claim_postage_max(c, &k, &most));
    cr_expect_eq(most.minor, 0, "no limit unless the policy has one");
}

/* The returns policy of all orders from now on. */
static void publish_returns(struct fixture *t, const char *json)
{
    struct value *params = NULL;
    str why = { 0 };
    cr_assert(json_read(t->c.arena, str_of(json), &params, &why), "%.*s", STR_ARG(why));
    must(policy_publish(&t->c, &(struct policy_new){ .kind = POLICY_RETURNS, .params = params },
                        NULL));
    fixture_load_shop(t);
}

/* Postage owed for a parcel that cost Rp18.000, under a policy that pays at most `most` of it. */
static int64_t postage_under(struct fixture *t, sku_id coffee, const char *policy)
{
    publish_returns(t, policy);
    struct order o = claims_delivered(t, coffee, 1);
    struct claim k = sent_back(t, &o, CLAIM_DAMAGED);
    claims_as_buyer(t, &o);
    must(claim_say_postage(&t->c, k.id, (money){ 18000, o.total.currency }));
    pass(t, &k);
    cr_expect_eq(claims_now(t, &k).amount.minor, 75000,
                 "the goods and their shipping all the same");
    return postage_of(t, &k).amount.minor;
}

DomainTest(claim_postage, above_what_the_policy_names_is_not_owed)
{
    sku_id coffee = claims_coffee(t);
    cr_expect_eq(postage_under(t, coffee, "{\"postage_max\":10000}"), 10000);
    cr_expect_eq(postage_under(t, coffee, "{\"postage_max\":18000}"), 18000);
}

DomainTest(claim_refund, never_owes_more_than_what_is_left_when_the_goods_are_back)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = sent_back(t, &o, CLAIM_DAMAGED);
    int64_t goodwill = 0;
    claims_as_staff(t, 7);
    must(refund_request(c, &o, (money){ 20000, o.total.currency }, S("goodwill"), &goodwill));
    pass(t, &k);
    cr_expect_eq(claims_now(t, &k).amount.minor, 55000,
                 "75,000 with shipping, 20,000 owed already");
    cr_expect_eq(claims_refunded(t, &o), 75000, "all of it, and not more");
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
}

DomainTest(claim_postage, is_not_the_shops_when_the_goods_are_not_as_said)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = sent_back(t, &o, CLAIM_DAMAGED);
    claims_as_buyer(t, &o);
    cr_expect_eq(claim_say_postage(c, k.id, money_zero(o.total.currency)), ERR_UNPROCESSABLE);
    must(claim_say_postage(c, k.id, (money){ 18000, o.total.currency }));
    claims_as_staff(t, 7);
    must(claim_receive(c, k.id));
    must(claim_inspect(c, k.id,
                       &(struct claim_inspection){ .text = S("Barangnya utuh, segelnya juga.") }));
    fixture_commit(t);
    cr_expect_eq(claims_now(t, &k).postage_refund, 0);
    claims_expect(t, &k, CLAIM_INSPECTED_NOT_OK);
}

/* --- reminders --- */

DomainTest(claim_remind, proposal_is_recalled_two_days_before_it_rests)
{
    struct order o = claims_delivered(t, claims_coffee(t), 2);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    struct claim_answer part = { .remedy = REMEDY_PARTIAL_REFUND, .amount = { 20000, o.total.currency }, .reason = S("Goresannya kecil sekali.") };
    int64_t next = 0;
    claims_as_staff(t, 7);
    must(claim_propose(c, k.id, &part));
    fixture_commit(t);
    k = claims_now(t, &k);
    must(claim_next_at(c, &next));
    cr_expect_eq(next, k.waits_until - HOURS(48), "the timer wakes for it");
    until(t, &k, k.waits_until - HOURS(49));
    cr_expect_eq(told(t, &k, "claim_reminder"), 0);
    until(t, &k, k.waits_until - HOURS(48));
    until(t, &k, k.waits_until - HOURS(1));
    cr_expect_eq(told(t, &k, "claim_reminder"), 1, "once");
    until(t, &k, k.waits_until);
    claims_expect(t, &k, CLAIM_LAPSED);
    claims_as_buyer(t, &o);
    must(claim_resume(c, k.id));
    fixture_commit(t);
    k = claims_now(t, &k);
    until(t, &k, k.waits_until - HOURS(47));
    cr_expect_eq(told(t, &k, "claim_reminder"), 2, "taken up again, it is recalled again");
}

/* --- mails --- */

DomainTest(refund_mails, second_refund_of_an_order_is_told_as_the_first)
{
    struct order o = claims_delivered(t, claims_coffee(t), 2);
    struct message_list told_now = { 0 };
    int64_t id[2] = { 0 };
    for (size_t i = 0; i < COUNT(id); i++) {
        must(refund_request(c, &o, (money){ 20000, o.total.currency }, S("goodwill"), &id[i]));
        must(refund_settle(c, id[i], S("TRF")));
    }
    must(message_list_of(c, o.id, &told_now));
    for (size_t i = 0; i < COUNT(id); i++) {
        size_t count = 0;
        for (size_t n = 0; n < told_now.count; n++) {
            count += told_now.item[n].refund == id[i];
        }
        cr_expect_eq(count, 2, "due and done");
    }
}
