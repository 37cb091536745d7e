/* SPDX-License-Identifier: Apache-2.0 */
/* Less or more was transferred than was asked for. */
#include "c/buying.h"
#include "shop/message.h"
#include "shop/order_office.h"
#include "shop/order_store.h"
#include "shop/refund.h"

static money rupiah(const struct order *o, int64_t minor)
{
    return (money){ minor, o->total.currency };
}

static struct refund_list refunds(struct fixture *t, order_id order)
{
    struct refund_list list = { 0 };
    must(refund_list_of(&t->c, order, &list));
    return list;
}

static bool is_told(struct fixture *t, order_id order, enum message_kind kind)
{
    struct message_list list = { 0 };
    must(message_list_of(&t->c, order, &list));
    for (size_t i = 0; i < list.count; i++) {
        if (list.item[i].kind == kind && str_eq(list.item[i].state, S("queued"))) {
            return true;
        }
    }
    return false;
}

static int64_t tax_of(struct fixture *t, order_id order)
{
    return buying_now(t, order).tax.minor;
}

/* An order by transfer of which Rp20.000 came. */
static struct order partly_paid(struct fixture *t, sku_id sku)
{
    struct order o = buying_place(t, sku, 1, "bank_transfer");
    must(payment_say_transferred(&t->c, &o));
    fixture_pass(t, HOURS(2));
    must(payment_confirm_received(&t->c, &o, rupiah(&o, 20000)));
    fixture_commit(t);
    return buying_now(t, o.id);
}

DomainTest(bank_transfer, of_less_asks_for_the_rest_with_a_date)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = buying_place(t, cup, 1, "bank_transfer");
    struct payment first = buying_payment(t, o.id);
    must(payment_say_transferred(c, &o));
    fixture_pass(t, HOURS(30)); /* the shop was slow: the time to pay is over */
    must(payment_confirm_received(c, &o, rupiah(&o, 20000)));
    struct order now = buying_now(t, o.id);
    struct payment rest = buying_payment(t, o.id);
    cr_expect_eq(now.status, ORDER_OPEN);
    cr_expect_eq(now.payment, PAYMENT_PARTIALLY_PAID);
    cr_expect_eq(now.paid_at, 0);
    cr_expect_neq(rest.id.v, first.id.v);
    cr_expect_eq(rest.amount.minor, first.amount.minor - 20000, "not a rupiah more than was asked");
    cr_expect_eq(rest.expires_at, c->now_at + HOURS(c->shop->transfer_grace_hours));
    cr_expect_eq(buying_held(t, o.id), 20000);
    cr_expect_eq(buying_free(t, cup), 1, "the goods stay");
    cr_expect_eq(buying_promise(t, o.id, PROMISE_CONFIRM_PAYMENT), PROMISE_BROKEN, "looked, late");
    cr_expect(is_told(t, o.id, MESSAGE_PARTLY_PAID));
    cr_expect_eq(
        shipment_create(c, o.id, &(struct shipment_new){ .carrier = S("jne") }, &(int64_t){ 0 }),
        ERR_STATE, "nothing leaves for a part");
    fixture_undo(t);
}

DomainTest(bank_transfer, of_less_and_then_of_the_rest_is_paid)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = partly_paid(t, cup);
    struct payment rest = buying_payment(t, o.id);
    int64_t asked = rest.amount.minor + 20000;
    must(payment_say_transferred(c, &o));
    fixture_pass(t, HOURS(60)); /* the clock stands still again */
    buying_tick(t);
    must(payment_confirm(c, &o));
    struct order now = buying_now(t, o.id);
    cr_expect_eq(now.payment, PAYMENT_PAID);
    cr_expect_eq(buying_held(t, o.id), asked);
    cr_expect_eq(refunds(t, o.id).count, 0);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_SHIP), PROMISE_OPEN);
    must(payment_confirm(c, &o)); /* twice: one effect */
    cr_expect_eq(buying_held(t, o.id), asked);
    buying_expect_sound(t);
}

DomainTest(bank_transfer, in_three_parts_is_paid_in_the_end)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = partly_paid(t, cup);
    int64_t asked = buying_payment(t, o.id).amount.minor + 20000;
    must(payment_confirm_received(c, &o, rupiah(&o, 15000)));
    o = buying_now(t, o.id);
    cr_expect_eq(o.payment, PAYMENT_PARTIALLY_PAID);
    cr_expect_eq(buying_payment(t, o.id).amount.minor, asked - 35000);
    buying_expect_sound(t);
    must(payment_confirm(c, &o));
    cr_expect_eq(buying_now(t, o.id).payment, PAYMENT_PAID);
    cr_expect_eq(buying_held(t, o.id), asked);
    buying_expect_sound(t);
}

static int64_t sold(struct fixture *t)
{
    struct order_figures figures = { 0 };
    must(order_figures(&t->c, 0, t->c.now_at + 1, &figures));
    return figures.sales.minor;
}

DomainTest(order_figures, count_what_was_paid_less_what_goes_back)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 9);
    struct order waiting = buying_place(t, cup, 1, "bank_transfer");
    struct order_figures figures = { 0 };
    must(order_figures(c, 0, c->now_at + 1, &figures));
    cr_expect_eq(figures.orders, 1);
    cr_expect_eq(figures.sales.minor, 0, "nobody paid yet");
    must(payment_confirm(c, &waiting));
    int64_t first = buying_payment(t, waiting.id).amount.minor;
    cr_expect_eq(sold(t), first, "what came, not what was on the bill before the code");
    struct order second = buying_paid(t, cup, 1);
    cr_expect_eq(sold(t), first + second.total.minor);
    must(refund_request(c, &second, rupiah(&second, 10000), S("goodwill"), NULL));
    cr_expect_eq(sold(t), first + second.total.minor - 10000, "owed back is not earned");
    must(refund_settle(c, refunds(t, second.id).item[0].id, S("BCA 7")));
    cr_expect_eq(sold(t), first + second.total.minor - 10000, "once");
    must(order_cancel(c, second.id, S("other")));
    cr_expect_eq(sold(t), first);
    struct order third = buying_paid(t, cup, 1);
    struct payment p = buying_payment(t, third.id);
    cr_expect_eq(buying_say(t, &p, PAY_DISPUTED, "disputed"), PAY_NOTED);
    cr_expect_eq(sold(t), first, "the bank has it");
    cr_expect_eq(buying_say(t, &p, PAY_DISPUTE_WON, "won"), PAY_NOTED);
    cr_expect_eq(sold(t), first + third.total.minor);
}

DomainTest(bank_transfer, of_less_whose_rest_never_comes_is_owed_back)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = partly_paid(t, cup);
    cr_expect_eq(refund_request(c, &o, rupiah(&o, 5000), S("goodwill"), NULL), ERR_STATE,
                 "it would be missing again");
    fixture_undo(t);
    fixture_pass(t, HOURS(80));
    buying_tick(t);
    o = buying_now(t, o.id);
    cr_expect_eq(o.status, ORDER_CANCELED);
    cr_expect(str_eq(o.cancel_reason, S("partly_paid")));
    cr_expect_eq(o.payment, PAYMENT_PARTIALLY_PAID);
    cr_assert_eq(refunds(t, o.id).count, 1);
    cr_expect_eq(refunds(t, o.id).item[0].amount.minor, 20000);
    cr_expect_eq(refunds(t, o.id).item[0].state, REFUND_NEEDS_BANK_ACCOUNT,
                 "the account is asked for");
    cr_expect_eq(buying_promise(t, o.id, PROMISE_REFUND), PROMISE_OPEN);
    cr_expect_eq(buying_held(t, o.id), 0);
    cr_expect_eq(buying_free(t, cup), 2);
    buying_expect_sound(t);
    must(refund_settle(c, refunds(t, o.id).item[0].id, S("BCA 7")));
    cr_expect_eq(buying_now(t, o.id).payment, PAYMENT_REFUNDED);
    buying_expect_sound(t);
}

DomainTest(bank_transfer, of_the_rest_that_comes_late_is_honoured_while_the_part_is_here)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = partly_paid(t, cup);
    int64_t asked = buying_payment(t, o.id).amount.minor + 20000;
    fixture_pass(t, HOURS(80));
    buying_tick(t);
    o = buying_now(t, o.id);
    must(payment_confirm(c, &o));
    o = buying_now(t, o.id);
    cr_expect_eq(o.status, ORDER_OPEN);
    cr_expect_eq(o.payment, PAYMENT_PAID);
    cr_expect_eq(buying_held(t, o.id), asked);
    cr_expect_eq(refunds(t, o.id).item[0].state, REFUND_REVERSED);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_REFUND), PROMISE_VOIDED);
    buying_expect_sound(t);
}

DomainTest(bank_transfer, of_the_rest_that_comes_after_the_part_went_back_goes_back_too)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = partly_paid(t, cup);
    int64_t rest = buying_payment(t, o.id).amount.minor;
    fixture_pass(t, HOURS(80));
    buying_tick(t);
    must(refund_settle(c, refunds(t, o.id).item[0].id, S("BCA 7")));
    o = buying_now(t, o.id);
    must(payment_confirm(c, &o));
    o = buying_now(t, o.id);
    cr_expect_eq(o.status, ORDER_CANCELED);
    cr_assert_eq(refunds(t, o.id).count, 2);
    cr_expect_eq(refunds(t, o.id).item[1].amount.minor, rest);
    cr_expect_eq(buying_held(t, o.id), 0);
    buying_expect_sound(t);
}

DomainTest(bank_transfer, of_less_that_comes_late_is_owed_back)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = buying_place(t, cup, 1, "bank_transfer");
    fixture_pass(t, HOURS(30));
    buying_tick(t);
    must(payment_confirm_received(c, &o, rupiah(&o, 20000)));
    o = buying_now(t, o.id);
    cr_expect_eq(o.status, ORDER_CANCELED);
    cr_assert_eq(refunds(t, o.id).count, 1);
    cr_expect_eq(refunds(t, o.id).item[0].amount.minor, 20000);
    cr_expect_eq(buying_held(t, o.id), 0);
    buying_expect_sound(t);
}

DomainTest(bank_transfer, of_less_for_an_order_that_is_cancelled_goes_back)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = partly_paid(t, cup);
    c->actor = (struct actor){ ROLE_BUYER, o.person.v };
    must(order_cancel(c, o.id, S("buyer_changed_mind")));
    cr_assert_eq(refunds(t, o.id).count, 1);
    cr_expect_eq(refunds(t, o.id).item[0].amount.minor, 20000);
    cr_expect_eq(buying_held(t, o.id), 0);
    buying_expect_sound(t);
}

DomainTest(bank_transfer, of_more_is_paid_and_the_surplus_owed_back)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = buying_place(t, cup, 1, "bank_transfer");
    must(payment_confirm_received(c, &o, rupiah(&o, o.total.minor + 7000)));
    o = buying_now(t, o.id);
    cr_expect_eq(o.payment, PAYMENT_OVERPAID);
    cr_expect_neq(o.paid_at, 0);
    cr_expect_eq(buying_held(t, o.id), o.total.minor);
    cr_expect_eq(buying_balance(t, "bank"), o.total.minor + 7000);
    cr_assert_eq(refunds(t, o.id).count, 1);
    cr_expect_eq(refunds(t, o.id).item[0].amount.minor, 7000);
    cr_expect_eq(refunds(t, o.id).item[0].state, REFUND_NEEDS_BANK_ACCOUNT);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_REFUND), PROMISE_OPEN);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_SHIP), PROMISE_OPEN);
    buying_expect_sound(t);
    must(refund_settle(c, refunds(t, o.id).item[0].id, S("BCA 8")));
    cr_expect_eq(buying_now(t, o.id).payment, PAYMENT_PAID, "what was too much is back");
    must(order_release(c, &o));
    cr_expect_eq(buying_balance(t, "sales") + buying_balance(t, "shipping"), o.total.minor);
    buying_expect_sound(t);
}

DomainTest(bank_transfer, of_a_rest_by_more_gives_the_surplus_back)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = partly_paid(t, cup);
    must(payment_confirm_received(c, &o, rupiah(&o, o.total.minor)));
    o = buying_now(t, o.id);
    cr_expect_eq(o.payment, PAYMENT_OVERPAID);
    cr_expect_eq(buying_held(t, o.id), o.total.minor);
    cr_assert_eq(refunds(t, o.id).count, 1);
    cr_expect_eq(refunds(t, o.id).item[0].amount.minor, 20000);
    buying_expect_sound(t);
}

DomainTest(bank_transfer, of_a_part_that_another_order_waits_for_is_refused)
{
    buying_open(t);
    struct order o = buying_place(t, goods(t, "Teko", 95000, 2), 1, "bank_transfer");
    struct order other = buying_place(t, goods(t, "Cangkir", 45000, 2), 1, "bank_transfer");
    fixture_commit(t);
    cr_expect_eq(payment_confirm_received(c, &o, buying_payment(t, other.id).amount), ERR_CONFLICT);
    fixture_undo(t);
    cr_expect_eq(buying_now(t, o.id).payment, PAYMENT_PENDING);
    cr_expect_eq(buying_held(t, o.id), 0);
}

DomainTest(bank_transfer, of_a_rest_takes_another_number_off_when_another_order_waits_for_it)
{
    buying_open(t);
    struct order other = buying_place(t, goods(t, "Cangkir", 45000, 2), 1, "bank_transfer");
    struct order o = buying_place(t, goods(t, "Teko", 95000, 2), 1, "bank_transfer");
    struct payment first = buying_payment(t, o.id);
    int64_t taken = buying_payment(t, other.id).amount.minor;
    must(payment_confirm_received(c, &o, rupiah(&o, first.amount.minor - taken)));
    struct payment rest = buying_payment(t, o.id);
    bool can_differ = first.unique_code < 999;
    cr_expect_eq(rest.amount.minor, taken - can_differ, "never above what was asked");
    must(payment_confirm(c, &o));
    cr_expect_eq(buying_now(t, o.id).payment, PAYMENT_PAID);
    buying_expect_sound(t);
}

DomainTest(bank_transfer, of_less_may_be_completed_another_way)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 2);
    struct order o = partly_paid(t, cup);
    struct payment other = { 0 };
    must(payment_change(c, &o, S("sandbox"), &other));
    cr_expect_eq(other.amount.minor, o.total.minor - 20000, "without the code");
    buying_expect_sound(t);
    cr_expect_eq(buying_say(t, &other, PAY_PAID, "paid"), PAY_MOVED);
    cr_expect_eq(buying_now(t, o.id).payment, PAYMENT_PAID);
    cr_expect_eq(buying_held(t, o.id), o.total.minor);
    buying_expect_sound(t);
}

DomainTest(bank_transfer, in_parts_owes_tax_for_the_whole)
{
    buying_open(t);
    buying_set(t, "tax.is_pkp", "1");
    sku_id cup = goods(t, "Cangkir", 111000, 2);
    struct order o = buying_place(t, cup, 1, "bank_transfer");
    int64_t tax = tax_of(t, o.id);
    cr_assert_gt(tax, 0);
    must(payment_confirm_received(c, &o, rupiah(&o, 20000)));
    cr_expect_eq(tax_of(t, o.id), tax, "what is asked for in all has not changed");
    o = buying_now(t, o.id);
    must(payment_confirm(c, &o));
    cr_expect_eq(tax_of(t, o.id), tax);
    must(order_release(c, &o));
    cr_expect_eq(buying_balance(t, "tax_payable"), tax);
    buying_expect_sound(t);
}

SQL(bend_rest, "UPDATE payment SET state = 'canceled' WHERE order_id = $1 AND state = 'pending'");

DomainTest(order, that_is_partly_paid_and_asks_for_no_rest_is_found)
{
    buying_open(t);
    struct order o = partly_paid(t, goods(t, "Cangkir", 45000, 2));
    struct check_report report = { 0 };
    size_t i = 0;
    must(db_exec(t->db, &bend_rest, ARGS(o.id.v), NULL));
    while (!str_eq(str_of(order_checks[i].name), S("partly_paid_orders_ask_for_the_rest"))) {
        i++;
        cr_assert_lt(i, order_check_count);
    }
    must(check_run(c, &order_checks[i], &report));
    cr_expect_eq(report.count, 1);
}
