/* SPDX-License-Identifier: Apache-2.0 */
/* A parcel past its promised day: asked, looked for, found or lost; and the money that then comes back. */
#include "c/buying.h"

#include "core/notice.h"
#include "core/pulse.h"
#include "shop/order_office.h"
#include "shop/order_store.h"
#include "shop/refund.h"
#include "shop/undelivered.h"

struct parcel {
    struct order o;
    sku_id cup;
    int64_t shipment;
    struct promise deliver;
};

/* The broken promise's consequence, as cli/consequence.c joins it. */
static void break_promise(struct fixture *t, struct parcel *p)
{
    struct ctx *c = &t->c;
    must(promise_find(c, order_subject(c, p->o.id), PROMISE_DELIVER, &p->deliver));
    c->now_at = p->deliver.due_at + SECONDS(1);
    buying_tick(t);
    must(promise_find(c, order_subject(c, p->o.id), PROMISE_DELIVER, &p->deliver));
    cr_assert_eq(p->deliver.outcome, PROMISE_BROKEN);
    must(undelivered_promise_broken(c, &p->deliver));
}

static struct parcel overdue(struct fixture *t)
{
    struct parcel p = { 0 };
    buying_open(t);
    p.cup = goods(t, "Cangkir", 45000, 5);
    p.o = buying_paid(t, p.cup, 2);
    p.shipment = buying_ship(t, p.o.id);
    break_promise(t, &p);
    return p;
}

static struct undelivered state_of(struct fixture *t, order_id order)
{
    struct undelivered u = { 0 };
    must(undelivered_find(&t->c, order, &u));
    return u;
}

static int64_t grace_over(struct fixture *t, order_id order)
{
    int64_t done = 0;
    t->c.now_at = state_of(t, order).lost_at;
    must(undelivered_lost_due(&t->c, 50, &done));
    return done;
}

static struct refund only_refund(struct fixture *t, order_id order)
{
    struct refund_list list = { 0 };
    must(refund_list_of(&t->c, order, &list));
    cr_assert_eq(list.count, 1);
    return list.item[0];
}

/* Broken, not done, and still on the shop's list. */
static bool is_awaited(struct fixture *t, order_id order)
{
    struct promise p = { 0 };
    must(promise_find(&t->c, order_subject(&t->c, order), PROMISE_DELIVER, &p));
    return p.outcome == PROMISE_BROKEN && p.settled_at == 0 && p.dropped_at == 0;
}

DomainTest(undelivered, asks_the_buyer_before_anything_follows)
{
    struct parcel p = overdue(t);
    struct notice_list notices = { 0 };
    struct undelivered_list open = { 0 };
    int64_t done = 0;
    must(notice_list_of(c, order_subject(c, p.o.id), &notices));
    cr_assert_eq(notices.count, 1);
    cr_expect(str_eq(notices.item[0].kind, S(NOTICE_DID_IT_ARRIVE)));
    must(undelivered_list_open(c, 10, &open));
    cr_expect_eq(open.count, 1);
    cr_expect_gt(open.item[0].lost_at, open.item[0].promised_at + DAYS(6));
    must(undelivered_lost_due(c, 50, &done));
    cr_expect_eq(done, 0);
    must(undelivered_promise_broken(c, &p.deliver)); /* the job runs again after a crash */
    must(notice_list_of(c, order_subject(c, p.o.id), &notices));
    cr_expect_eq(notices.count, 1);
    buying_expect_sound(t);
}

DomainTest(undelivered, past_the_grace_gives_the_money_back_without_a_word_of_the_buyer)
{
    struct parcel p = overdue(t);
    cr_expect_eq(grace_over(t, p.o.id), 1);
    cr_expect_eq(grace_over(t, p.o.id), 0); /* fires once */
    cr_expect_eq(state_of(t, p.o.id).state, UNDELIVERED_LOST);
    struct refund r = only_refund(t, p.o.id);
    cr_expect_eq(r.amount.minor, 105000);    /* with the shipping cost */
    cr_expect_eq(r.state, REFUND_REQUESTED); /* this rail has a way back */
    cr_expect_eq(buying_promise(t, p.o.id, PROMISE_REFUND), PROMISE_OPEN);
    cr_expect_eq(buying_held(t, p.o.id), 0);
    cr_expect(is_awaited(t, p.o.id), "until the money is back, it may still come");
    must(refund_settle(c, r.id, S("sandbox:1")));
    struct order o = buying_now(t, p.o.id);
    cr_expect_not(is_awaited(t, p.o.id));
    cr_expect_eq(o.status, ORDER_CANCELED);
    cr_expect_eq(o.payment, PAYMENT_REFUNDED);
    cr_expect_eq(buying_promise(t, p.o.id, PROMISE_DELIVER), PROMISE_BROKEN);
    cr_expect_eq(buying_promise(t, p.o.id, PROMISE_REFUND), PROMISE_KEPT);
    buying_expect_sound(t);
}

DomainTest(undelivered, is_stopped_by_evidence_of_delivery)
{
    struct parcel p = overdue(t);
    struct shipment_event_new e = { .status = S("Delivered"), .source = S("courier") };
    fixture_pass(t, DAYS(1));
    must(shipment_note(c, p.shipment, &e));
    cr_expect_eq(state_of(t, p.o.id).state, UNDELIVERED_FOUND);
    cr_expect_eq(grace_over(t, p.o.id), 0);
    struct refund_list list = { 0 };
    must(refund_list_of(c, p.o.id, &list));
    cr_expect_eq(list.count, 0);
    buying_expect_sound(t);
}

DomainTest(undelivered, is_stopped_by_the_buyer_who_has_it)
{
    struct parcel p = overdue(t);
    c->actor = (struct actor){ ROLE_BUYER, p.o.person.v };
    must(order_receive(c, p.o.id));
    cr_expect_eq(state_of(t, p.o.id).state, UNDELIVERED_RECEIVED);
    cr_expect_eq(undelivered_deny(c, p.o.id), ERR_STATE);
    buying_expect_sound(t);
}

DomainTest(undelivered, that_was_never_sent_cancels_the_order)
{
    struct parcel p = { 0 };
    struct promise back = { 0 };
    struct value *params = value_object(c->arena);
    value_set_int(c->arena, params, S("refund_days"), 2);
    buying_open(t);
    must(policy_publish(c, &(struct policy_new){ .kind = POLICY_GUARANTEE, .params = params },
                        NULL));
    p.cup = goods(t, "Cangkir", 45000, 5);
    p.o = buying_paid(t, p.cup, 2);
    break_promise(t, &p);
    cr_expect_eq(grace_over(t, p.o.id), 1);
    cr_expect_eq(buying_now(t, p.o.id).status, ORDER_CANCELED);
    cr_expect_eq(buying_free(t, p.cup), 5);
    cr_expect_eq(only_refund(t, p.o.id).amount.minor, 105000);
    must(promise_find(c, order_subject(c, p.o.id), PROMISE_REFUND, &back));
    cr_expect_eq(back.due_at, c->now_at + DAYS(2));
    cr_expect_eq(back.policy_version, 2, "the guarantee gives the days");
    buying_expect_sound(t);
}

DomainTest(undelivered, pays_for_the_parcel_that_is_missing_and_not_for_the_one_that_came)
{
    struct parcel p = { 0 };
    buying_open(t);
    p.cup = goods(t, "Cangkir", 45000, 5);
    p.o = buying_paid(t, p.cup, 2);
    struct shipment_line one = { .sku = buying_sku(t, p.cup), .quantity = 1 };
    struct shipment_new part = { .carrier = S("jne"), .tracking_number = S("A1"), .line = &one, .line_count = 1 };
    struct shipment_event_new e = { .status = S("Delivered"), .source = S("courier") };
    must(shipment_create(c, p.o.id, &part, &p.shipment));
    must(shipment_note(c, p.shipment, &e));
    part.tracking_number = S("A2");
    must(shipment_create(c, p.o.id, &part, &p.shipment));
    break_promise(t, &p);
    cr_expect_eq(grace_over(t, p.o.id), 1);
    cr_expect_eq(only_refund(t, p.o.id).amount.minor, 45000);
    buying_expect_sound(t);
}

DomainTest(undelivered, that_comes_after_all_is_owed_nothing_once_the_buyer_says_so)
{
    struct parcel p = overdue(t);
    grace_over(t, p.o.id);
    struct shipment_event_new e = { .status = S("Delivered"), .source = S("courier") };
    must(shipment_note(c, p.shipment, &e)); /* the courier's word alone takes nothing away */
    cr_expect_eq(only_refund(t, p.o.id).state, REFUND_REQUESTED);
    c->actor = (struct actor){ ROLE_BUYER, p.o.person.v };
    must(order_receive(c, p.o.id));
    cr_expect_eq(only_refund(t, p.o.id).state, REFUND_REVERSED);
    cr_expect_eq(state_of(t, p.o.id).state, UNDELIVERED_ARRIVED_LATE);
    cr_expect_eq(buying_promise(t, p.o.id, PROMISE_REFUND), PROMISE_VOIDED);
    buying_expect_sound(t);
}

DomainTest(undelivered, waits_while_the_clock_is_in_doubt)
{
    struct parcel p = overdue(t);
    int64_t done = 0;
    bool is_held = false;
    must(pulse_beat(c, NULL));
    c->now_at =
        state_of(t, p.o.id).lost_at + DAYS(30); /* a clock that jumps must not refund everybody */
    must(pulse_beat(c, &is_held));
    cr_assert(is_held);
    must(undelivered_lost_due(c, 50, &done));
    cr_expect_eq(done, 0);
    must(pulse_confirm(c));
    must(undelivered_lost_due(c, 50, &done));
    cr_expect_eq(done, 1);
}

/* ---- refunds ---- */

static struct order lost_transfer(struct fixture *t, int64_t *refund)
{
    struct ctx *c = &t->c;
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 5);
    struct order o = buying_place(t, cup, 1, "bank_transfer");
    must(payment_say_transferred(c, &o));
    must(payment_confirm(c, &o));
    o = buying_now(t, o.id);
    money left = { 0 };
    must(refund_left(c, &o, &left));
    must(refund_request(c, &o, left, S("damaged"), refund));
    return o;
}

DomainTest(refund, of_a_transfer_asks_for_an_account_and_is_kept_only_with_proof)
{
    int64_t id = 0;
    struct order o = lost_transfer(t, &id);
    struct refund r = only_refund(t, o.id);
    struct refund_account in = { S("BCA"), S("1234567890"), S("Sari Dewi") }, out = { 0 };
    cr_expect_eq(r.state, REFUND_NEEDS_BANK_ACCOUNT);
    must(refund_give_account(c, &o, &in));
    cr_expect_eq(refund_give_account(c, &o, &in), ERR_STATE);
    money nothing = { 0, o.total.currency };
    money below = { -1, o.total.currency };
    cr_expect_eq(refund_request(c, &o, nothing, S("goodwill"), &id), ERR_UNPROCESSABLE);
    cr_expect_eq(refund_request(c, &o, below, S("goodwill"), &id), ERR_UNPROCESSABLE);
    r = only_refund(t, o.id);
    cr_expect_eq(r.state, REFUND_REQUESTED);
    must(refund_read_account(c, &r, PURPOSE_REFUND, &out));
    cr_expect(str_eq(out.number, in.number) && str_eq(out.holder, in.holder));
    cr_expect_eq(refund_settle(c, id, S("  ")), ERR_BAD_INPUT);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_REFUND), PROMISE_OPEN);
    must(refund_settle(c, id, S("TRF 0812")));
    cr_expect_eq(buying_promise(t, o.id, PROMISE_REFUND), PROMISE_KEPT);
    cr_expect_eq(refund_settle(c, id, S("TRF 0812")), ERR_STATE);
    buying_expect_sound(t);
}

static struct promise promised_back(struct fixture *t, const struct order *o)
{
    struct promise p = { 0 };
    must(promise_find(&t->c, order_subject(&t->c, o->id), PROMISE_REFUND, &p));
    return p;
}

DomainTest(refund, that_waits_for_an_account_counts_the_days_from_when_it_is_given)
{
    int64_t id = 0;
    int64_t until_at = 0;
    int64_t due_at = 0;
    struct order o = lost_transfer(t, &id);
    struct refund_account in = { S("BCA"), S("1234567890"), S("Sari Dewi") };
    int64_t began_at = c->now_at;
    int64_t days = promised_back(t, &o).due_at - DAYS(90) - began_at;
    must(refund_account_waits(c, o.id, &until_at, &due_at));
    cr_expect_eq(until_at, began_at + DAYS(90));
    cr_expect_eq(due_at, began_at + days, "what the buyer reads: given now");
    fixture_pass(t, DAYS(20));
    buying_tick(t);
    cr_expect_eq(promised_back(t, &o).outcome, PROMISE_OPEN, "nobody could have paid");
    must(refund_account_waits(c, o.id, &until_at, &due_at));
    cr_expect_eq(due_at, c->now_at + days);
    must(refund_give_account(c, &o, &in));
    cr_expect_eq(promised_back(t, &o).due_at, due_at, "as it was said");
    must(refund_account_waits(c, o.id, &until_at, &due_at));
    cr_expect_eq(due_at, 0);
    must(refund_fail(c, id, true)); /* that account is wrong */
    fixture_pass(t, DAYS(2));
    must(refund_give_account(c, &o, &in));
    cr_expect_eq(promised_back(t, &o).due_at, c->now_at + days);
    fixture_pass(t, days + HOURS(1));
    buying_tick(t);
    cr_expect_eq(promised_back(t, &o).outcome, PROMISE_BROKEN, "the account was there");
    buying_expect_sound(t);
}

DomainTest(refund, whose_account_never_comes_is_not_forgotten_and_has_a_date_when_it_does)
{
    int64_t id = 0;
    struct order o = lost_transfer(t, &id);
    struct refund_account in = { S("BCA"), S("1234567890"), S("Sari Dewi") };
    fixture_pass(t, DAYS(120));
    buying_tick(t);
    cr_expect_eq(promised_back(t, &o).outcome, PROMISE_BROKEN, "the rule ends after 90 days");
    must(refund_give_account(c, &o, &in));
    cr_expect_eq(promised_back(t, &o).outcome, PROMISE_OPEN);
    cr_expect_gt(promised_back(t, &o).due_at, c->now_at);
    must(refund_settle(c, id, S("TRF 0812")));
    cr_expect_eq(promised_back(t, &o).outcome, PROMISE_KEPT);
    buying_expect_sound(t);
}

DomainTest(refund, beside_one_that_can_be_paid_has_days_that_run)
{
    int64_t id = 0;
    int64_t until_at = 0;
    int64_t due_at = 0;
    struct parcel p = overdue(t);
    must(refund_request(c, &p.o, (money){ 20000, p.o.total.currency }, S("goodwill"), &id));
    must(refund_request_postage(c, &p.o, (money){ 9000, p.o.total.currency }, &id));
    must(refund_account_waits(c, p.o.id, &until_at, &due_at));
    cr_expect_eq(due_at, 0, "the first can be paid");
}

DomainTest(refund, that_did_not_arrive_is_owed_again)
{
    int64_t id = 0;
    struct order o = lost_transfer(t, &id);
    must(refund_settle(c, id, S("TRF 1")));
    int64_t bank = buying_balance(t, "bank");
    fixture_pass(t, HOURS(2));
    must(refund_confirm(c, id, false));
    cr_expect_eq(only_refund(t, o.id).state, REFUND_FAILED);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_REFUND), PROMISE_OPEN);
    cr_expect_eq(buying_now(t, o.id).payment, PAYMENT_PAID);
    buying_expect_sound(t);
    must(refund_settle(c, id, S("TRF 2")));
    cr_expect_eq(buying_balance(t, "bank"), bank);
    must(refund_confirm(c, id, true));
    cr_expect_eq(refund_confirm(c, id, false), ERR_STATE);
    buying_expect_sound(t);
}

/* The first was overdue when the second was asked for: with the last of the money both are done, one of them late. */
DomainTest(refund, of_one_order_twice_is_owed_until_all_of_it_is_paid)
{
    int64_t first = 0, second = 0, late = 0;
    struct promise_list list = { 0 };
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 5);
    struct order o = buying_place(t, cup, 2, "bank_transfer");
    must(payment_say_transferred(c, &o));
    must(payment_confirm(c, &o));
    o = buying_now(t, o.id);
    money part = { .minor = 20000, .currency = o.total.currency };
    must(refund_request(c, &o, part, S("damaged"), &first));
    must(refund_give_account(c, &o,
                             &(struct refund_account){ S("BCA"), S("1234567890"), S("Sari") }));
    fixture_pass(t, DAYS(c->shop->refund_days) + HOURS(1));
    buying_tick(t);
    must(refund_request(c, &o, part, S("damaged"), &second));
    must(refund_settle(c, first, S("TRF 1")));
    cr_expect_eq(buying_promise(t, o.id, PROMISE_REFUND), PROMISE_OPEN);
    must(refund_settle(c, second, S("TRF 2")));
    must(promise_list(c, order_subject(c, o.id), &list));
    for (size_t i = 0; i < list.count; i++) {
        bool is_refund = list.item[i].kind == PROMISE_REFUND;
        late += is_refund && list.item[i].outcome == PROMISE_BROKEN;
        cr_expect(!is_refund || list.item[i].settled_at == c->now_at);
    }
    cr_expect_eq(late, 1);
    buying_expect_sound(t);
}

DomainTest(refund, that_was_wrong_about_the_account_asks_again)
{
    int64_t id = 0;
    struct order o = lost_transfer(t, &id);
    struct refund_account account = { S("BCA"), S("1"), S("Sari") };
    must(refund_give_account(c, &o, &account));
    must(refund_fail(c, id, true));
    cr_expect_eq(only_refund(t, o.id).state, REFUND_NEEDS_BANK_ACCOUNT);
    must(refund_give_account(c, &o, &account));
}

DomainTest(refund, is_never_paid_after_a_chargeback)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 5);
    struct order o = buying_paid(t, cup, 1);
    struct payment p = buying_payment(t, o.id);
    int64_t id = 0;
    must(refund_request(c, &o, (money){ 20000, o.total.currency }, S("damaged"), &id));
    cr_expect_eq(buying_say(t, &p, PAY_DISPUTED, "chargeback"), PAY_NOTED);
    cr_expect_eq(only_refund(t, o.id).state, REFUND_REVERSED);
    cr_expect_eq(refund_settle(c, id, S("TRF 1")), ERR_STATE);
    cr_expect_eq(refund_request(c, &o, (money){ 20000, o.total.currency }, S("damaged"), &id),
                 ERR_STATE);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_REFUND), PROMISE_VOIDED);
    buying_expect_sound(t);
}

DomainTest(undelivered, lost_after_a_chargeback_is_paid_back_by_the_bank_alone_and_holds_nothing_up)
{
    struct parcel p = overdue(t);
    struct payment paid = buying_payment(t, p.o.id);
    cr_expect_eq(buying_say(t, &paid, PAY_DISPUTED, "chargeback"), PAY_NOTED);
    cr_expect_eq(
        buying_balance(t, str_c(c->arena, str_format(c->arena, "held:order:%" PRId64, p.o.id.v))),
        0);
    cr_expect_eq(buying_balance(t, "chargeback_loss"), 0, "it was held still");
    cr_expect_eq(buying_say(t, &paid, PAY_DISPUTED, "chargeback told again"), PAY_NOTED);
    cr_expect_eq(buying_balance(t, "chargeback_loss"), 0, "once is enough");
    cr_expect_eq(grace_over(t, p.o.id), 1);
    cr_expect_eq(state_of(t, p.o.id).state, UNDELIVERED_LOST);
    struct refund_list list = { 0 };
    must(refund_list_of(c, p.o.id, &list));
    cr_expect_eq(list.count, 0);
    cr_expect_eq(buying_now(t, p.o.id).status, ORDER_CANCELED);
    cr_expect_not(is_awaited(t, p.o.id), "the bank paid the buyer");
    buying_expect_sound(t);
}

DomainTest(undelivered, lost_and_then_paid_back_by_the_bank_is_over)
{
    struct parcel p = overdue(t);
    struct payment paid = buying_payment(t, p.o.id);
    cr_expect_eq(grace_over(t, p.o.id), 1);
    cr_expect_eq(buying_say(t, &paid, PAY_DISPUTED, "chargeback"), PAY_NOTED);
    cr_expect_eq(only_refund(t, p.o.id).state, REFUND_REVERSED);
    cr_expect_eq(buying_now(t, p.o.id).status, ORDER_CANCELED);
    cr_expect_not(is_awaited(t, p.o.id));
    buying_expect_sound(t);
}

DomainTest(order, charged_back_after_it_was_earned_is_the_shops_loss)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 5);
    struct order o = buying_paid(t, cup, 1);
    struct payment paid = buying_payment(t, o.id);
    must(order_release(c, &o));
    cr_expect_eq(buying_say(t, &paid, PAY_DISPUTED, "chargeback"), PAY_NOTED);
    cr_expect_eq(buying_say(t, &paid, PAY_DISPUTED, "chargeback told again"), PAY_NOTED);
    cr_expect_eq(buying_balance(t, "chargeback_loss"), o.total.minor);
    cr_expect_eq(buying_balance(t, pay_method_of(paid.provider)->clearing), 0);
}

DomainTest(refund, that_is_not_owed_any_more_after_the_order_ended_is_earned)
{
    buying_open(t);
    struct order o = buying_paid(t, goods(t, "Cangkir", 45000, 5), 1);
    int64_t id = 0;
    must(refund_request(c, &o, (money){ 20000, o.total.currency }, S("goodwill"), &id));
    must(order_release(c, &o));
    cr_expect_eq(buying_held(t, o.id), 0);
    must(refund_fail(c, id, true));
    cr_expect_eq(buying_held(t, o.id), 0, "it is owed all the same");
    buying_expect_sound(t);
    must(refund_reverse(c, &o, S("goods_arrived")));
    cr_expect_eq(buying_held(t, o.id), 0, "nothing stays with an order that is over");
    cr_expect_eq(buying_balance(t, "sales") + buying_balance(t, "shipping"), o.total.minor);
    buying_expect_sound(t);
}

SQL(bend_open, "UPDATE shop_order SET status = 'completed' WHERE id = $1");

DomainTest(order, that_ended_and_still_holds_money_is_found)
{
    buying_open(t);
    struct order o = buying_paid(t, goods(t, "Cangkir", 45000, 5), 1);
    struct check_report report = { 0 };
    size_t i = 0;
    must(db_exec(t->db, &bend_open, ARGS(o.id.v), NULL));
    while (!str_eq(str_of(order_checks[i].name), S("closed_orders_hold_no_money"))) {
        i++;
        cr_assert_lt(i, order_check_count);
    }
    must(check_run(c, &order_checks[i], &report));
    cr_expect_eq(report.count, 1);
}

DomainTest(order, can_be_canceled_after_a_chargeback_and_owes_nothing_twice)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 5);
    struct order o = buying_paid(t, cup, 1);
    struct payment paid = buying_payment(t, o.id);
    money left = { 0 };
    cr_expect_eq(buying_say(t, &paid, PAY_DISPUTED, "chargeback"), PAY_NOTED);
    must(refund_left(c, &o, &left));
    cr_expect_eq(left.minor, 0);
    must(order_cancel(c, o.id, S("shop")));
    cr_expect_eq(buying_now(t, o.id).status, ORDER_CANCELED);
    buying_expect_sound(t);
}

static struct parcel lost_on_delivery(struct fixture *t)
{
    struct parcel p = { 0 };
    buying_open(t);
    p.cup = goods(t, "Cangkir", 45000, 5);
    p.o = buying_place(t, p.cup, 1, "cod");
    must(order_confirm(&t->c, p.o.id));
    p.shipment = buying_ship(t, p.o.id);
    break_promise(t, &p);
    cr_expect_eq(grace_over(t, p.o.id), 1);
    p.o = buying_now(t, p.o.id);
    cr_expect_eq(buying_free(t, p.cup), 4);
    return p;
}

DomainTest(undelivered, cash_on_delivery_that_never_came_ends_the_order_and_owes_nothing)
{
    struct parcel p = lost_on_delivery(t);
    struct refund_list list = { 0 };
    must(refund_list_of(c, p.o.id, &list));
    cr_expect_eq(list.count, 0);
    cr_expect_eq(p.o.status, ORDER_CANCELED);
    cr_expect(str_eq(p.o.cancel_reason, S("not_delivered")));
    cr_expect_not(is_awaited(t, p.o.id), "the order is over");
    buying_expect_sound(t);
}

DomainTest(undelivered, that_comes_back_to_the_shop_unpaid_is_on_the_shelf_again)
{
    struct parcel p = lost_on_delivery(t);
    must(shipment_come_back(c, p.shipment, S("refused")));
    cr_expect_eq(buying_free(t, p.cup), 5);
    cr_expect_eq(buying_now(t, p.o.id).status, ORDER_CANCELED);
    buying_expect_sound(t);
}

DomainTest(undelivered, that_never_left_the_shop_is_on_the_shelf_and_held_for_nobody)
{
    struct parcel p = lost_on_delivery(t);
    must(shipment_cancel(c, p.shipment, S("other")));
    cr_expect_eq(buying_free(t, p.cup), 5);
    buying_expect_sound(t);
}

static size_t told(struct fixture *t, order_id order, const char *kind)
{
    struct notice_list list = { 0 };
    size_t count = 0;
    must(notice_list_of(&t->c, order_subject(&t->c, order), &list));
    for (size_t i = 0; i < list.count; i++) {
        count += str_eq(list.item[i].kind, str_of(kind));
    }
    return count;
}

DomainTest(undelivered, that_came_back_is_said_to_who_paid_and_not_asked_about_on_the_promised_day)
{
    struct parcel p = { 0 };
    buying_open(t);
    p.cup = goods(t, "Cangkir", 45000, 5);
    p.o = buying_now(t, buying_paid(t, p.cup, 2).id);
    p.shipment = buying_ship(t, p.o.id);
    must(shipment_come_back(c, p.shipment, S("nobody_there")));
    cr_expect_eq(told(t, p.o.id, NOTICE_SENT_BACK), 1);
    break_promise(t, &p);
    cr_expect_eq(told(t, p.o.id, NOTICE_DID_IT_ARRIVE), 0, "everybody knows where it is");
    cr_expect_eq(told(t, p.o.id, NOTICE_SENT_BACK), 1);
    cr_expect_eq(grace_over(t, p.o.id), 1, "the money is due all the same");
    buying_expect_sound(t);
}

DomainTest(undelivered, that_came_back_unpaid_is_cancelled_and_nothing_is_to_be_chosen)
{
    struct parcel p = { 0 };
    buying_open(t);
    p.o = buying_place(t, goods(t, "Cangkir", 45000, 5), 1, "cod");
    must(order_confirm(c, p.o.id));
    must(shipment_come_back(c, buying_ship(t, p.o.id), S("refused")));
    cr_expect_eq(told(t, p.o.id, NOTICE_SENT_BACK), 0);
}

/* Three bought to be paid on delivery, one sent. */
static struct parcel partly_sent(struct fixture *t)
{
    struct parcel p = { 0 };
    buying_open(t);
    p.cup = goods(t, "Cangkir", 45000, 5);
    p.o = buying_place(t, p.cup, 3, "cod");
    p.o = buying_now(t, p.o.id);
    must(order_confirm(&t->c, p.o.id));
    struct shipment_line one = { .line_id = p.o.line[0].id, .quantity = 1 };
    struct shipment_new in = { .carrier = S("jne"), .tracking_number = S("JNE1"), .line = &one, .line_count = 1 };
    must(shipment_create(&t->c, p.o.id, &in, &p.shipment));
    cr_expect_eq(buying_free(t, p.cup), 2);
    break_promise(t, &p);
    cr_expect_eq(grace_over(t, p.o.id), 1);
    p.o = buying_now(t, p.o.id);
    return p;
}

SQL(shelved, "SELECT count(*) FROM event WHERE subject = $1 AND kind = 'order.shelved'");

DomainTest(undelivered, cash_on_delivery_partly_sent_and_lost_puts_what_never_left_on_the_shelf)
{
    struct parcel p = partly_sent(t);
    int64_t events = 0;
    cr_expect_eq(p.o.status, ORDER_CANCELED);
    cr_expect_eq(buying_free(t, p.cup), 4, "the lost one stays taken");
    must(db_get_int(c->db, &shelved, ARGS(order_subject(c, p.o.id)), 0, &events));
    cr_expect_eq(events, 1);
    buying_expect_sound(t);
}

DomainTest(undelivered, partly_sent_that_comes_back_late_is_whole_on_the_shelf_once)
{
    struct parcel p = partly_sent(t);
    must(shipment_come_back(c, p.shipment, S("refused")));
    cr_expect_eq(buying_free(t, p.cup), 5);
    buying_expect_sound(t);
}

/* Paid, three bought, one sent and here; the two that never left are paid back, and the order goes on without them. */
static struct parcel paid_without_rest(struct fixture *t)
{
    struct parcel p = { 0 };
    struct shipment_event_new here = { .status = S("Delivered"), .source = S("courier") };
    buying_open(t);
    p.cup = goods(t, "Cangkir", 45000, 5);
    p.o = buying_paid(t, p.cup, 3);
    struct shipment_line one = { .sku = buying_sku(t, p.cup), .quantity = 1 };
    struct shipment_new in = { .carrier = S("jne"), .tracking_number = S("JNE1"), .line = &one, .line_count = 1 };
    must(shipment_create(&t->c, p.o.id, &in, &p.shipment));
    must(shipment_note(&t->c, p.shipment, &here));
    break_promise(t, &p);
    cr_expect_eq(grace_over(t, p.o.id), 1);
    p.o = buying_now(t, p.o.id);
    return p;
}

DomainTest(undelivered,
           that_was_never_sent_and_is_paid_back_is_for_sale_again_while_the_order_goes_on)
{
    struct parcel p = paid_without_rest(t);
    struct refund r = only_refund(t, p.o.id);
    cr_expect_eq(r.amount.minor, 90000);
    cr_expect_eq(buying_free(t, p.cup), 4, "owed back, so they are not the buyer's any more");
    buying_expect_sound(t);
    struct order_figures figures = { 0 };
    must(order_figures(c, p.o.placed_at, c->now_at, &figures));
    cr_expect_eq(figures.orders, 1);
    cr_expect_eq(figures.sales.minor, p.o.total.minor - 90000);
    must(refund_settle(c, r.id, S("TRF-1")));
    p.o = buying_now(t, p.o.id);
    cr_expect_eq(p.o.status, ORDER_OPEN);
    cr_expect_neq(p.o.delivered_at, 0);
    cr_expect_eq(buying_free(t, p.cup), 4);
    const enum promise_kind kinds[] = { PROMISE_SHIP, PROMISE_DELIVER };
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct promise promise = { 0 };
        must(promise_find(c, order_subject(c, p.o.id), kinds[i], &promise));
        cr_expect_eq(promise.outcome, PROMISE_BROKEN, "late is late");
        cr_expect_neq(promise.dropped_at, 0, "and nobody waits for what is paid back");
    }
    buying_expect_sound(t);
    struct shipment_new rest = { .carrier = S("jne"), .tracking_number = S("JNE2") };
    cr_expect_eq(shipment_create(c, p.o.id, &rest, &p.shipment), ERR_UNPROCESSABLE,
                 "there is no rest");
    fixture_pass(t, DAYS(40));
    buying_tick(t);
    p.o = buying_now(t, p.o.id);
    cr_expect_eq(p.o.status, ORDER_COMPLETED);
    cr_expect_eq(p.o.fulfillment, FULFILLMENT_DELIVERED);
    cr_expect_eq(buying_free(t, p.cup), 4);
    buying_expect_sound(t);
}

/* Given up as lost, then picked up and paid for after all: a sale, and no debt of the shop. */
DomainTest(undelivered, cash_on_delivery_that_comes_after_all_and_is_paid_is_a_sale)
{
    struct parcel p = lost_on_delivery(t);
    struct shipment_event_new here = { .status = S("Delivered"), .source = S("staff") };
    struct refund_list list = { 0 };
    fixture_pass(t, DAYS(2));
    must(shipment_note(c, p.shipment, &here));
    must(payment_confirm(c, &p.o));
    p.o = buying_now(t, p.o.id);
    cr_expect_eq(p.o.status, ORDER_OPEN);
    cr_expect_eq(p.o.payment, PAYMENT_PAID);
    cr_expect_eq(p.o.fulfillment, FULFILLMENT_DELIVERED);
    cr_expect_eq(p.o.delivered_at, c->now_at);
    must(refund_list_of(c, p.o.id, &list));
    cr_expect_eq(list.count, 0);
    cr_expect_eq(buying_free(t, p.cup), 4, "sold once");
    buying_expect_sound(t);
    fixture_pass(t, DAYS(40));
    buying_tick(t);
    cr_expect_eq(buying_now(t, p.o.id).status, ORDER_COMPLETED);
    cr_expect_eq(buying_held(t, p.o.id), 0);
    buying_expect_sound(t);
}

DomainTest(undelivered, cash_for_what_never_came_is_owed_back)
{
    struct parcel p = lost_on_delivery(t);
    must(payment_confirm(c, &p.o));
    cr_expect_eq(only_refund(t, p.o.id).amount.minor, p.o.total.minor);
    buying_expect_sound(t);
}

/* ---- what staff paid back by their own hand before ---- */

/* Three bought, one here, two on their way past their day; the rule would pay 90000 for these. */
static struct parcel two_missing(struct fixture *t)
{
    struct parcel p = { 0 };
    struct shipment_event_new here = { .status = S("Delivered"), .source = S("courier") };
    buying_open(t);
    p.cup = goods(t, "Cangkir", 45000, 5);
    p.o = buying_paid(t, p.cup, 3);
    for (int i = 0; i < 2; i++) {
        struct shipment_line part = { .sku = buying_sku(t, p.cup), .quantity = 1 + i };
        struct shipment_new in = { .carrier = S("jne"), .line = &part, .line_count = 1,
                                   .tracking_number = str_format(t->c.arena, "JNE%d", i) };
        must(shipment_create(&t->c, p.o.id, &in, &p.shipment));
        must(i == 0 ? shipment_note(&t->c, p.shipment, &here) : OK);
    }
    break_promise(t, &p);
    p.o = buying_now(t, p.o.id);
    return p;
}

static int64_t by_hand(struct fixture *t, const struct order *o, int64_t minor, const char *reason)
{
    int64_t id = 0;
    must(refund_request(&t->c, o, (money){ minor, o->total.currency }, str_of(reason), &id));
    return id;
}

static int64_t back_of(struct fixture *t, order_id order)
{
    struct refund_list list = { 0 };
    int64_t sum = 0;
    must(refund_list_of(&t->c, order, &list));
    for (size_t i = 0; i < list.count; i++) {
        sum += list.item[i].amount.minor;
    }
    return sum;
}

DomainTest(undelivered, paid_back_by_hand_for_not_arriving_is_not_paid_again_by_the_rule)
{
    struct parcel p = two_missing(t);
    (void)by_hand(t, &p.o, 45000, "not_arrived");
    cr_expect_eq(grace_over(t, p.o.id), 1);
    cr_expect_eq(back_of(t, p.o.id), 90000, "two pieces, each once: %" PRId64, back_of(t, p.o.id));
    buying_tick(t);
    buying_expect_sound(t);
}

DomainTest(undelivered, given_for_goodwill_takes_nothing_from_what_is_owed)
{
    struct parcel p = two_missing(t);
    (void)by_hand(t, &p.o, 10000, "goodwill");
    cr_expect_eq(grace_over(t, p.o.id), 1);
    cr_expect_eq(back_of(t, p.o.id), 100000);
    (void)by_hand(t, &p.o, 50000, "goodwill");
    cr_expect_eq(back_of(t, p.o.id), p.o.total.minor, "and never more than was paid");
    buying_tick(t);
    buying_expect_sound(t);
}

DomainTest(undelivered, paid_back_by_hand_in_whole_ends_as_if_the_rule_had_paid)
{
    struct parcel p = two_missing(t);
    int64_t id = by_hand(t, &p.o, 90000, "not_arrived");
    struct shipment_new late = { .carrier = S("jne"), .tracking_number = S("JNE9") };
    cr_expect_eq(grace_over(t, p.o.id), 1);
    cr_expect_eq(back_of(t, p.o.id), 90000);
    cr_expect_eq(shipment_create(c, p.o.id, &late, &p.shipment), ERR_UNPROCESSABLE);
    cr_expect_eq(state_of(t, p.o.id).state, UNDELIVERED_LOST);
    cr_expect_eq(buying_now(t, p.o.id).delivered_at, 0,
                 "until the money is back it may still come");
    must(refund_settle(c, id, S("TRF-1")));
    cr_expect_neq(buying_now(t, p.o.id).delivered_at, 0);
    cr_expect_not(is_awaited(t, p.o.id));
    fixture_pass(t, DAYS(40));
    buying_tick(t);
    cr_expect_eq(buying_now(t, p.o.id).status, ORDER_COMPLETED);
    cr_expect_eq(buying_held(t, p.o.id), 0);
    buying_expect_sound(t);
}

/* The money is back before the days of grace are over. */
DomainTest(undelivered, paid_back_by_hand_and_arrived_there_before_the_grace_ends_goes_on)
{
    struct parcel p = two_missing(t);
    int64_t id = by_hand(t, &p.o, 90000, "not_arrived");
    must(refund_settle(c, id, S("TRF-1")));
    cr_expect_eq(grace_over(t, p.o.id), 1);
    cr_expect_eq(back_of(t, p.o.id), 90000);
    cr_expect_neq(buying_now(t, p.o.id).delivered_at, 0);
    cr_expect_not(is_awaited(t, p.o.id));
    buying_expect_sound(t);
}
