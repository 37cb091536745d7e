/* SPDX-License-Identifier: Apache-2.0 */
/* Attempts to pay: transfers, what providers say, expiry, late and double money. */
#include "c/buying.h"
#include "core/event.h"
#include "shop/message.h"
#include "shop/payment_store.h"
#include "shop/refund.h"

/* Literals stand where the parameters would. */
#define AMOUNTS_THAT_WAIT "SELECT amount_minor" PAYMENT_WAITING "'bank_transfer' AND amount_minor BETWEEN 1 AND 9"
SQL_2(try_plan_of_amounts, "EXPLAIN QUERY PLAN " AMOUNTS_THAT_WAIT, "EXPLAIN " AMOUNTS_THAT_WAIT);

/* --- transfers --- */

DomainTest(bank_transfer, asks_each_buyer_for_an_amount_of_their_own_below_the_total)
{
    buying_open(t);
    buying_set(t, "order.unpaid_max", "100");
    sku_id cup = goods(t, "Cangkir", 45000, 100);
    int64_t seen[40] = { 0 };
    for (size_t i = 0; i < COUNT(seen); i++) {
        struct order o = buying_place(t, cup, 1, "bank_transfer");
        struct payment p = buying_payment(t, o.id);
        cr_assert(p.unique_code >= 1 && p.unique_code <= 999);
        cr_assert_eq(p.amount.minor, o.total.minor - p.unique_code);
        for (size_t k = 0; k < i; k++) {
            cr_assert_neq(seen[k], p.amount.minor);
        }
        seen[i] = p.amount.minor;
    }
}

/* The amounts that others wait for are found among all payments that ever were. */
DomainTest(bank_transfer, finds_the_amounts_that_are_taken_by_an_index)
{
    bool is_named = false;
    struct rows r = db_query(c->db, &try_plan_of_amounts, NO_ARGS);
    while (db_next(&r)) {
        for (int i = 0; !t->is_postgres && i < 3; i++) { /* id, parent, unused, detail */
            (void)row_int(&r);
        }
        is_named = is_named || str_contains(row_text(&r, c->arena), S("payment_waiting"));
    }
    must(db_done(&r));
    cr_expect(is_named);
}

DomainTest(bank_transfer, of_an_expired_order_keeps_its_amount_from_the_next_for_two_days)
{
    buying_open(t);
    buying_set(t, "order.unpaid_max", "100");
    sku_id cup = goods(t, "Cangkir", 45000, 1000);
    enum { EACH = 50 };
    bool was[1000] = { 0 };
    for (int i = 0; i < EACH; i++) {
        struct order o = buying_place(t, cup, 1, "bank_transfer");
        was[buying_payment(t, o.id).unique_code] = true;
    }
    fixture_pass(t, HOURS(30));
    buying_tick(t);
    for (int i = 0; i < EACH; i++) {
        struct order o = buying_place(t, cup, 1, "bank_transfer");
        cr_assert_not(was[buying_payment(t, o.id).unique_code], "%d", i);
    }
    fixture_pass(t, HOURS(48));
    buying_tick(t);
    int again = 0;
    for (int i = 0; i < EACH; i++) {
        struct order o = buying_place(t, cup, 1, "bank_transfer");
        again += was[buying_payment(t, o.id).unique_code];
    }
    cr_expect_gt(again, 0, "then they are free");
}

DomainTest(bank_transfer, of_small_totals_or_without_codes_may_be_the_same_twice)
{
    buying_open(t);
    sku_id sweet = goods(t, "Permen", 1000, 10);
    struct order o = { 0 };
    bool is_new = false;
    for (int i = 0; i < 2; i++) {
        struct checkout form =
            buying_form(buying_cart(t, sweet, 1), "+6281234567890", "bank_transfer");
        form.shipping_method = S("pickup");
        must(order_place(c, &form, &o, &is_new));
        cr_expect_eq(buying_payment(t, o.id).amount.minor, 1000);
    }
    buying_set(t, "payment.unique_code", "0");
    struct order first = buying_place(t, sweet, 5, "bank_transfer");
    cr_expect_eq(buying_payment(t, first.id).amount.minor, first.total.minor);
}

DomainTest(bank_transfer, without_a_code_is_not_booked_for_somebody_else)
{
    buying_open(t);
    sku_id sweet = goods(t, "Permen", 1000, 10);
    sku_id cup = goods(t, "Cangkir", 1500, 10);
    buying_set(t, "payment.unique_code", "0");
    struct order waiting = buying_place(t, sweet, 1, "bank_transfer");
    struct order o = buying_place(t, cup, 1, "bank_transfer");
    fixture_commit(t);
    cr_assert_eq(buying_payment(t, waiting.id).unique_code, 0);
    cr_expect_eq(payment_confirm_received(c, &o, waiting.total), ERR_CONFLICT,
                 "it is exactly what the other was asked for");
    fixture_undo(t);
    must(payment_confirm(c, &waiting));
    must(payment_confirm_received(c, &o, waiting.total)); /* the other's has come already */
    buying_expect_sound(t);
}

DomainTest(bank_transfer, said_in_the_23rd_hour_and_confirmed_in_the_30th_lives)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = buying_place(t, cup, 1, "bank_transfer");
    fixture_pass(t, HOURS(23));
    must(payment_say_transferred(c, &o));
    must(payment_say_transferred(c, &o)); /* pressing twice is fine */
    cr_expect_eq(buying_promise(t, o.id, PROMISE_CONFIRM_PAYMENT), PROMISE_OPEN);
    for (int hour = 23; hour < 30; hour++) {
        fixture_pass(t, HOURS(1));
        buying_tick(t);
    }
    o = buying_now(t, o.id);
    cr_expect_eq(o.status, ORDER_OPEN);
    cr_expect_eq(buying_free(t, cup), 1);
    must(payment_confirm(c, &o));
    o = buying_now(t, o.id);
    cr_expect_eq(o.payment, PAYMENT_PAID);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_CONFIRM_PAYMENT), PROMISE_KEPT);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_SHIP), PROMISE_OPEN);
    cr_expect_eq(buying_held(t, o.id), buying_payment(t, o.id).amount.minor);
    must(payment_confirm(c, &o)); /* twice: one effect */
    cr_expect_eq(buying_held(t, o.id), buying_payment(t, o.id).amount.minor);
    buying_expect_sound(t);
}

DomainTest(bank_transfer, of_the_whole_total_is_booked_as_it_came)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 9);
    struct order o = buying_place(t, cup, 1, "bank_transfer");
    struct order other = buying_place(t, cup, 1, "bank_transfer");
    currency in = o.total.currency;
    fixture_commit(t);
    cr_expect_eq(payment_confirm_received(c, &o, (money){ 0, in }), ERR_UNPROCESSABLE);
    cr_expect_eq(payment_confirm_received(c, &o, buying_payment(t, other.id).amount), ERR_CONFLICT,
                 "the other buyer's money");
    fixture_undo(t);
    must(payment_confirm_received(c, &o, o.total));
    cr_expect_eq(buying_held(t, o.id), o.total.minor);
    cr_expect_eq(buying_payment(t, o.id).unique_code, 0);
    cr_expect_eq(buying_now(t, o.id).payment, PAYMENT_PAID);
    must(payment_confirm_received(c, &other, buying_payment(t, other.id).amount));
    buying_expect_sound(t);
}

DomainTest(bank_transfer, not_found_goes_on_waiting_and_then_expires)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = buying_place(t, cup, 1, "bank_transfer");
    must(payment_say_transferred(c, &o));
    fixture_pass(t, HOURS(8));
    must(payment_not_found(c, &o));
    cr_expect_eq(payment_not_found(c, &o), ERR_STATE);
    must(payment_say_transferred(c, &o));
    must(payment_not_found(c, &o));
    fixture_pass(t, HOURS(49));
    buying_tick(t);
    cr_expect_eq(buying_now(t, o.id).status, ORDER_CANCELED);
    cr_expect_eq(buying_free(t, cup), 2);
    buying_expect_sound(t);
}

DomainTest(bank_transfer, said_after_the_hold_was_freed_takes_the_goods_again)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = buying_place(t, cup, 1, "bank_transfer");
    struct stock_subjects freed = { 0 };
    fixture_pass(t, HOURS(24));
    must(stock_release_expired(c, 50, &freed)); /* before the payment's own timer came round */
    cr_assert_eq(freed.count, 1);
    must(payment_say_transferred(c, &o));
    cr_expect_eq(buying_free(t, cup), 1);
    buying_tick(t);
    cr_expect_eq(buying_now(t, o.id).status, ORDER_OPEN);
    buying_expect_sound(t);
}

/* --- what a provider says --- */

DomainTest(payment_event, told_twice_has_one_effect)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = buying_place(t, cup, 1, "sandbox");
    struct payment p = buying_payment(t, o.id);
    cr_expect_eq(buying_say(t, &p, PAY_PAID, "1"), PAY_MOVED);
    cr_expect_eq(buying_say(t, &p, PAY_PAID, "1"), PAY_REPEATED);
    cr_expect_eq(buying_say(t, &p, PAY_PAID, "2"), PAY_IGNORED);
    cr_expect_eq(buying_say(t, &p, PAY_EXPIRED, "3"), PAY_IGNORED, "an old message");
    cr_expect_eq(buying_held(t, o.id), o.total.minor);
    cr_expect_eq(buying_free(t, cup), 1);
    cr_expect_eq(buying_now(t, o.id).payment, PAYMENT_PAID);
    buying_expect_sound(t);
}

DomainTest(payment_event, of_another_amount_currency_or_provider_moves_nothing)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = buying_place(t, cup, 1, "sandbox");
    struct payment p = buying_payment(t, o.id);
    struct payment less = p;
    struct payment dollars = p;
    less.amount.minor--;
    cr_assert(currency_of(S("USD"), &dollars.amount.currency));
    cr_expect_eq(buying_say(t, &less, PAY_PAID, "1"), PAY_MISMATCH);
    cr_expect_eq(buying_say(t, &dollars, PAY_PAID, "2"), PAY_MISMATCH);
    struct pay_event foreign = { .provider = S("midtrans"), .reference = p.reference, .event_id = S("3"),
                                 .kind = PAY_PAID, .amount = p.amount };
    enum pay_outcome outcome = PAY_IGNORED;
    cr_expect_eq(payment_event(c, &foreign, &outcome), ERR_NOT_FOUND);
    cr_expect_eq(buying_now(t, o.id).payment, PAYMENT_PENDING);
    cr_expect_eq(buying_held(t, o.id), 0);
    cr_expect_eq(buying_say(t, &p, PAY_PAID, "4"), PAY_MOVED);
    buying_expect_sound(t);
}

DomainTest(payment_event, failed_lets_the_buyer_try_again_until_the_order_expires)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = buying_place(t, cup, 1, "sandbox");
    struct payment first = buying_payment(t, o.id);
    cr_expect_eq(buying_say(t, &first, PAY_FAILED, "failed"), PAY_MOVED);
    struct payment second = buying_payment(t, o.id);
    cr_expect_neq(second.id.v, first.id.v);
    cr_expect_eq(second.state, ATTEMPT_PENDING);
    cr_expect_eq(second.expires_at, first.expires_at);
    cr_expect_eq(buying_now(t, o.id).payment, PAYMENT_PENDING);
    cr_expect_eq(buying_say(t, &second, PAY_FAILED, "failed"), PAY_MOVED);
    fixture_pass(t, HOURS(24));
    buying_tick(t);
    cr_expect_eq(buying_now(t, o.id).status, ORDER_CANCELED);
    cr_expect_eq(buying_free(t, cup), 2);
    buying_expect_sound(t);
}

DomainTest(payment_event, of_a_failed_attempt_that_pays_after_all_is_honoured_once)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = buying_place(t, cup, 1, "sandbox");
    struct payment first = buying_payment(t, o.id);
    (void)buying_say(t, &first, PAY_FAILED, "failed");
    struct payment second = buying_payment(t, o.id);
    cr_expect_eq(buying_say(t, &first, PAY_PAID, "paid"), PAY_HONOURED);
    cr_expect_eq(buying_now(t, o.id).payment, PAYMENT_PAID);
    cr_expect_eq(buying_payment(t, o.id).state, ATTEMPT_CANCELED);
    cr_expect_eq(buying_say(t, &second, PAY_PAID, "paid"), PAY_OWED_BACK, "double money");
    cr_expect_eq(buying_held(t, o.id), o.total.minor);
    fixture_pass(t, HOURS(25));
    buying_tick(t);
    cr_expect_eq(buying_now(t, o.id).status, ORDER_OPEN);
    buying_expect_sound(t);
}

DomainTest(payment_event, dispute_is_written_down_and_moves_nothing)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = buying_paid(t, cup, 1);
    struct payment p = buying_payment(t, o.id);
    cr_expect_eq(buying_say(t, &p, PAY_DISPUTED, "disputed"), PAY_NOTED);
    cr_expect_eq(buying_now(t, o.id).payment, PAYMENT_PAID);
    buying_expect_sound(t);
    int64_t held = buying_held(t, o.id);
    int64_t lost = buying_balance(t, "chargeback_loss");
    cr_expect_eq(buying_say(t, &p, PAY_DISPUTED, "told again"), PAY_NOTED);
    cr_expect_eq(buying_held(t, o.id), held);
    cr_expect_eq(buying_balance(t, "chargeback_loss"), lost,
                 "one dispute is one loss, however often it is told");
    buying_expect_sound(t);
}

DomainTest(payment_event, dispute_won_brings_the_money_back_once_to_where_it_was)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = buying_paid(t, cup, 1);
    struct payment p = buying_payment(t, o.id);
    int64_t held = buying_held(t, o.id);
    cr_expect_eq(buying_say(t, &p, PAY_DISPUTE_WON, "nothing to win"), PAY_IGNORED);
    cr_expect_eq(buying_say(t, &p, PAY_DISPUTED, "disputed"), PAY_NOTED);
    cr_expect_eq(buying_held(t, o.id), 0);
    cr_expect_eq(refund_request(c, &o, (money){ 1000, o.total.currency }, S("goodwill"), NULL),
                 ERR_STATE);
    c->actor = (struct actor){ ROLE_OWNER, 1 };
    must(payment_dispute_won(c, &o, S("Surat BCA 12/2026")));
    cr_expect_eq(buying_held(t, o.id), held);
    cr_expect_eq(payment_dispute_won(c, &o, S("Surat BCA 12/2026")), ERR_STATE, "once");
    cr_expect_eq(buying_say(t, &p, PAY_DISPUTE_WON, "told as well"), PAY_IGNORED);
    cr_expect_eq(buying_held(t, o.id), held);
    must(refund_request(c, &o, (money){ 1000, o.total.currency }, S("goodwill"), NULL));
    buying_expect_sound(t);
    cr_expect_eq(buying_say(t, &p, PAY_DISPUTED, "and again"), PAY_NOTED);
    cr_expect_eq(buying_held(t, o.id), 0, "a second dispute takes it a second time");
    buying_expect_sound(t);
    cr_expect_eq(buying_say(t, &p, PAY_DISPUTE_WON, "and won again"), PAY_NOTED);
    cr_expect_eq(buying_held(t, o.id), held - 1000, "what was owed is owed again");
    buying_expect_sound(t);
}

static struct order paid_and_here(struct fixture *t)
{
    struct order o = buying_paid(t, goods(t, "Cangkir", 45000, 2), 1);
    struct shipment_event_new here = { .status = S("Delivered"), .source = S("courier") };
    must(shipment_note(&t->c, buying_ship(t, o.id), &here));
    return o;
}

DomainTest(payment_event, dispute_won_after_it_was_earned_is_no_loss_any_more)
{
    int64_t n = 0;
    buying_open(t);
    struct order o = paid_and_here(t);
    struct payment p = buying_payment(t, o.id);
    fixture_pass(t, DAYS(30));
    must(order_release_due(c, 50, &n));
    cr_expect_eq(buying_say(t, &p, PAY_DISPUTED, "disputed"), PAY_NOTED);
    cr_expect_eq(buying_balance(t, "chargeback_loss"), o.total.minor);
    cr_expect_eq(buying_say(t, &p, PAY_DISPUTE_WON, "won"), PAY_NOTED);
    cr_expect_eq(buying_balance(t, "chargeback_loss"), 0);
    cr_expect_eq(buying_held(t, o.id), 0);
    buying_expect_sound(t);
}

DomainTest(payment_event, dispute_won_after_the_window_is_earned_at_once)
{
    int64_t n = 0;
    buying_open(t);
    struct order o = paid_and_here(t);
    struct payment p = buying_payment(t, o.id);
    cr_expect_eq(buying_say(t, &p, PAY_DISPUTED, "disputed"), PAY_NOTED);
    fixture_pass(t, DAYS(30));
    must(order_release_due(c, 50, &n));
    cr_expect_eq(buying_say(t, &p, PAY_DISPUTE_WON, "won"), PAY_NOTED);
    cr_expect_eq(buying_held(t, o.id), 0);
    cr_expect_gt(buying_balance(t, "sales"), 0);
    buying_expect_sound(t);
}

DomainTest(payment_event, dispute_won_after_a_part_was_earned_earns_the_rest_beside_it)
{
    int64_t n = 0;
    buying_open(t);
    struct order o = paid_and_here(t);
    struct payment p = buying_payment(t, o.id);
    must(refund_request(c, &o, (money){ 1000, o.total.currency }, S("goodwill"), NULL));
    fixture_pass(t, DAYS(30));
    must(order_release_due(c, 50, &n));
    int64_t sales = buying_balance(t, "sales");
    int64_t shipping = buying_balance(t, "shipping");
    o = buying_now(t, o.id);
    must(refund_reverse(c, &o, S("goods_arrived"))); /* earned, beside what was before */
    cr_expect_eq(buying_held(t, o.id), 0);
    cr_expect_eq(buying_balance(t, "sales"), sales + 1000);
    cr_expect_eq(buying_say(t, &p, PAY_DISPUTED, "disputed"), PAY_NOTED);
    cr_expect_eq(buying_held(t, o.id), 0);
    cr_expect_eq(buying_say(t, &p, PAY_DISPUTE_WON, "won"), PAY_NOTED);
    cr_expect_eq(buying_held(t, o.id), 0);
    cr_expect_eq(buying_balance(t, "chargeback_loss"), 0);
    cr_expect_eq(buying_balance(t, "sales"), sales + 1000);
    cr_expect_eq(buying_balance(t, "shipping"), shipping, "paid for once");
    buying_expect_sound(t);
}

DomainTest(payment_event, dispute_won_for_an_order_cancelled_meanwhile_is_the_buyers_money)
{
    buying_open(t);
    struct order o = buying_paid(t, goods(t, "Cangkir", 45000, 2), 1);
    struct payment p = buying_payment(t, o.id);
    struct refund_list list = { 0 };
    cr_expect_eq(buying_say(t, &p, PAY_DISPUTED, "disputed"), PAY_NOTED);
    must(order_cancel(c, o.id, S("other")));
    cr_expect_eq(buying_say(t, &p, PAY_DISPUTE_WON, "won"), PAY_NOTED);
    must(refund_list_of(c, o.id, &list));
    cr_assert_eq(list.count, 1);
    cr_expect_eq(list.item[0].amount.minor, o.total.minor);
    buying_expect_sound(t);
}

DomainTest(payment_event, leaves_nothing_when_any_statement_fails)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 3);
    struct order o = buying_place(t, cup, 1, "sandbox");
    struct payment p = buying_payment(t, o.id);
    struct pay_event e = { .provider = p.provider, .reference = p.reference, .event_id = S("paid"),
                           .kind = PAY_PAID, .amount = p.amount };
    enum pay_outcome outcome = PAY_IGNORED;
    int64_t n = 0;
    fixture_commit(t);
    for (enum err result = ERR_DB; result != OK;) {
        db_fail_after(t->db, ++n);
        result = payment_event(c, &e, &outcome);
        db_fail_after(t->db, 0);
        cr_assert(result == OK || result == ERR_DB, "statement %" PRId64 ": %s", n,
                  err_name(result));
        if (result != OK) {
            fixture_undo(t);
            cr_assert_eq(buying_held(t, o.id), 0);
        }
        cr_assert_lt(n, 200);
    }
    cr_expect_eq(outcome, PAY_MOVED);
    buying_expect_sound(t);
}

/* --- time --- */

DomainTest(payment_expiry, frees_the_goods_once_reminds_before_and_ends_the_order)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = buying_place(t, cup, 1, "bank_transfer");
    struct message_list told = { 0 };
    int64_t next = 0;
    must(payment_next_due_at(c, &next));
    cr_expect_eq(next, c->now_at + HOURS(21));
    fixture_pass(t, HOURS(21));
    buying_tick(t);
    must(message_list_of(c, o.id, &told));
    cr_expect_eq(told.count, 3, "placed, owner, expiring: %zu", told.count);
    must(payment_next_due_at(c, &next));
    cr_expect_eq(next, c->now_at + HOURS(3));
    fixture_pass(t, HOURS(3));
    buying_tick(t);
    buying_tick(t);
    struct order now = buying_now(t, o.id);
    cr_expect_eq(now.status, ORDER_CANCELED);
    cr_expect_eq(now.payment, PAYMENT_EXPIRED);
    cr_expect_eq(buying_free(t, cup), 2);
    must(payment_next_due_at(c, &next));
    cr_expect_eq(next, 0);
    buying_expect_sound(t);
}

DomainTest(late_money, revives_the_order_while_the_goods_are_there)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 1);
    struct order o = buying_place(t, cup, 1, "sandbox");
    struct payment p = buying_payment(t, o.id);
    fixture_pass(t, HOURS(24));
    buying_tick(t);
    cr_expect_eq(buying_say(t, &p, PAY_PAID, "late"), PAY_HONOURED);
    struct order now = buying_now(t, o.id);
    cr_expect_eq(now.status, ORDER_OPEN);
    cr_expect_eq(now.payment, PAYMENT_PAID);
    cr_expect_eq(now.fulfillment, FULFILLMENT_UNFULFILLED);
    cr_expect_eq(buying_free(t, cup), 0);
    (void)buying_ship(t, o.id);
    must(order_receive(c, o.id));
    buying_expect_sound(t);
}

DomainTest(late_money, is_owed_back_when_the_goods_are_gone_or_not_sold_any_more)
{
    buying_open(t);
    SQL(put_away, "UPDATE variant SET is_active = 0 WHERE id = $1");
    sku_id cup = goods(t, "Cangkir", 45000, 1);
    sku_id plate = goods(t, "Piring", 45000, 1);
    struct order gone = buying_place(t, cup, 1, "sandbox");
    struct order away = buying_place(t, plate, 1, "sandbox");
    struct payment of_gone = buying_payment(t, gone.id);
    struct payment of_away = buying_payment(t, away.id);
    fixture_pass(t, HOURS(24));
    buying_tick(t);
    (void)buying_paid(t, cup, 1);
    must(db_exec(t->db, &put_away, ARGS(plate.v), NULL));
    cr_expect_eq(buying_say(t, &of_gone, PAY_PAID, "late"), PAY_OWED_BACK);
    cr_expect_eq(buying_say(t, &of_away, PAY_PAID, "late"), PAY_OWED_BACK);
    cr_expect_eq(buying_held(t, gone.id), 0);
    cr_expect_eq(buying_promise(t, gone.id, PROMISE_REFUND), PROMISE_OPEN);
    cr_expect_eq(buying_now(t, gone.id).status, ORDER_CANCELED);
    buying_expect_sound(t);
}

DomainTest(late_money, of_an_order_the_buyer_cancelled_is_owed_back)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 1);
    struct order o = buying_place(t, cup, 1, "bank_transfer");
    must(order_cancel(c, o.id, S("buyer_changed_mind")));
    o = buying_now(t, o.id);
    must(payment_confirm(c, &o)); /* staff found it on the account */
    cr_expect_eq(buying_now(t, o.id).status, ORDER_CANCELED);
    cr_expect_eq(buying_held(t, o.id), 0);
    struct refund_list refunds = { 0 };
    must(refund_list_of(c, o.id, &refunds));
    cr_assert_eq(refunds.count, 1);
    cr_expect_eq(refunds.item[0].state, REFUND_NEEDS_BANK_ACCOUNT);
    buying_expect_sound(t);
}

static size_t events_of(struct fixture *t, order_id id, const char *kind)
{
    struct event_list list = { 0 };
    size_t count = 0;
    must(event_list(&t->c, order_subject(&t->c, id), (event_id){ 0 }, &list));
    for (size_t i = 0; i < list.count; i++) {
        count += str_eq(list.item[i].kind, str_of(kind));
    }
    return count;
}

DomainTest(payment_expire, of_one_order_that_fails_does_not_hold_up_the_others)
{
    SQL(spoil_promise, "UPDATE promise SET kind = 'of a later version' WHERE subject = $1");
    SQL(mend_promise, "UPDATE promise SET kind = 'reply' WHERE subject = $1");
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 4);
    struct order bad = buying_place(t, cup, 1, "bank_transfer");
    struct order good = buying_place(t, cup, 1, "bank_transfer");
    struct promise_new reply = { .kind = PROMISE_REPLY, .subject = order_subject(c, bad.id),
                                 .owed_to = S("buyer"), .due_at = c->now_at + DAYS(9) };
    int64_t expired = 0;
    int64_t next_at = 0;
    must(promise_make(c, &reply, NULL));
    must(db_exec(t->db, &spoil_promise, ARGS(reply.subject), NULL)); /* it cannot be read */
    fixture_pass(t, HOURS(25));
    must(payment_expire_due(c, 50, &expired));
    cr_expect_eq(expired, 1);
    cr_expect_eq(buying_now(t, good.id).status, ORDER_CANCELED);
    cr_expect_eq(buying_now(t, bad.id).status, ORDER_OPEN, "undone as a whole");
    cr_expect_eq(buying_payment(t, bad.id).state, ATTEMPT_PENDING);
    cr_expect_eq(events_of(t, bad.id, "chore.failed"), 1);
    must(payment_expire_due(c, 50, &expired));
    cr_expect_eq(events_of(t, bad.id, "chore.failed"), 1, "left alone for an hour");
    must(payment_next_due_at(c, &next_at));
    cr_expect_eq(next_at, 0, "the timer does not turn in circles meanwhile");
    must(db_exec(t->db, &mend_promise, ARGS(reply.subject), NULL));
    fixture_pass(t, HOURS(2));
    must(payment_expire_due(c, 50, &expired));
    cr_expect_eq(expired, 1);
    cr_expect_eq(buying_now(t, bad.id).status, ORDER_CANCELED);
    buying_expect_sound(t);
}

DomainTest(payment_not_found, is_told_each_time_it_happens)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = buying_place(t, cup, 1, "bank_transfer");
    struct message_list told = { 0 };
    for (int time = 0; time < 2; time++) {
        size_t count = 0;
        must(payment_say_transferred(c, &o));
        fixture_pass(t, HOURS(1));
        must(payment_not_found(c, &o));
        must(message_list_of(c, o.id, &told));
        for (size_t i = 0; i < told.count; i++) {
            if (told.item[i].kind == MESSAGE_NOT_FOUND) {
                count++;
                cr_expect(str_eq(told.item[i].state, S("queued")), "time %d", time);
                must(message_sent(c, told.item[i].id));
            }
        }
        cr_expect_eq(count, 1);
    }
}

/* --- another way --- */

DomainTest(payment_change, begins_another_attempt_and_leaves_the_old_one)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = buying_place(t, cup, 1, "bank_transfer");
    struct payment old = buying_payment(t, o.id);
    struct payment now = { 0 };
    cr_expect_eq(payment_change(c, &o, S("cod"), &now), ERR_UNPROCESSABLE);
    cr_expect_eq(payment_change(c, &o, S("qris_static"), &now), ERR_UNPROCESSABLE, "not offered");
    must(payment_change(c, &o, S("sandbox"), &now));
    o = buying_now(t, o.id);
    cr_expect(str_eq(o.payment_method, S("sandbox")));
    cr_expect_eq(now.expires_at, old.expires_at);
    cr_expect_eq(now.amount.minor, o.total.minor);
    struct payment same = { 0 };
    must(payment_change(c, &o, S("sandbox"), &same));
    cr_expect_eq(same.id.v, now.id.v);
    cr_expect_eq(buying_say(t, &old, PAY_PAID, "transferred"), PAY_HONOURED,
                 "they had paid already");
    o = buying_now(t, o.id);
    cr_expect(str_eq(o.payment_method, S("bank_transfer")));
    cr_expect_eq(o.payment, PAYMENT_PAID);
    cr_expect_eq(payment_change(c, &o, S("sandbox"), &now), ERR_STATE);
    buying_expect_sound(t);
}

DomainTest(payment_change, is_not_possible_once_a_transfer_was_reported)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = buying_place(t, cup, 1, "bank_transfer");
    struct payment now = { 0 };
    must(payment_say_transferred(c, &o));
    cr_expect_eq(payment_change(c, &o, S("sandbox"), &now), ERR_STATE);
}

/* --- telling --- */

DomainTest(message, of_a_kind_is_queued_once)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = buying_place(t, cup, 1, "sandbox");
    struct message_list told = { 0 };
    must(message_queue(c, o.id, MESSAGE_PLACED, false));
    must(message_queue(c, o.id, MESSAGE_PLACED, false));
    must(message_list_of(c, o.id, &told));
    size_t placed = 0;
    for (size_t i = 0; i < told.count; i++) {
        placed += told.item[i].kind == MESSAGE_PLACED;
        must(message_sent(c, told.item[i].id));
    }
    cr_expect_eq(placed, 1);
    must(message_list_of(c, o.id, &told));
    cr_expect(str_eq(told.item[0].state, S("sent")));
}
