/* SPDX-License-Identifier: Apache-2.0 */
/* Money that came in parts, from several sides, or beside what was asked for: none of it is lost, none goes back twice. */
#include "c/buying.h"
#include "core/override.h"
#include "shop/message.h"
#include "shop/order_store.h"
#include "shop/payment_store.h"
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

/* An order by transfer of which Rp20.000 came. */
static struct order partly_paid(struct fixture *t, sku_id sku)
{
    struct order o = buying_place(t, sku, 1, "bank_transfer");
    must(payment_confirm_received(&t->c, &o, rupiah(&o, 20000)));
    fixture_commit(t);
    return buying_now(t, o.id);
}

/* Of which the gateway brought the rest. */
static struct order paid_two_ways(struct fixture *t, sku_id sku)
{
    struct order o = partly_paid(t, sku);
    struct payment rest = { 0 };
    must(payment_change(&t->c, &o, S("sandbox"), &rest));
    cr_assert_eq(buying_say(t, &rest, PAY_PAID, "rest"), PAY_MOVED);
    return buying_now(t, o.id);
}

DomainTest(payment_more, of_two_ways_no_gateway_gives_back_more_than_it_brought)
{
    buying_open(t);
    struct order o = paid_two_ways(t, goods(t, "Cangkir", 45000, 2));
    must(order_cancel(c, o.id, S("out_of_stock")));
    cr_assert_eq(refunds(t, o.id).count, 1);
    cr_expect_eq(refunds(t, o.id).item[0].amount.minor, o.total.minor);
    cr_expect(str_eq(refunds(t, o.id).item[0].provider, S("bank_transfer")));
    cr_expect_eq(refunds(t, o.id).item[0].state, REFUND_NEEDS_BANK_ACCOUNT, "by hand");
    buying_expect_sound(t);
}

DomainTest(payment_more, of_two_ways_a_small_part_goes_back_by_itself)
{
    buying_open(t);
    struct order o = paid_two_ways(t, goods(t, "Cangkir", 45000, 2));
    must(refund_request(c, &o, rupiah(&o, o.total.minor - 25000), S("goodwill"), NULL));
    must(refund_request(c, &o, rupiah(&o, 25000), S("goodwill"), NULL));
    cr_expect(str_eq(refunds(t, o.id).item[0].provider, S("sandbox")));
    cr_expect(str_eq(refunds(t, o.id).item[1].provider, S("bank_transfer")),
              "the gateway has 5000 of it left");
}

DomainTest(payment_more, of_a_gateway_paid_twice_each_gives_back_its_own)
{
    buying_open(t);
    struct order o = buying_place(t, goods(t, "Cangkir", 45000, 2), 1, "sandbox");
    struct payment first = buying_payment(t, o.id);
    struct payment other = { 0 };
    struct payment second = { 0 };
    must(payment_change(c, &o, S("bank_transfer"), &other));
    o = buying_now(t, o.id);
    must(payment_change(c, &o, S("sandbox"), &second));
    cr_assert_eq(buying_say(t, &first, PAY_PAID, "one"), PAY_HONOURED);
    cr_assert_eq(buying_say(t, &second, PAY_PAID, "two"), PAY_OWED_BACK);
    must(order_cancel(c, o.id, S("out_of_stock")));
    cr_assert_eq(refunds(t, o.id).count, 2);
    cr_expect_eq(refunds(t, o.id).item[0].payment.v, second.id.v);
    cr_expect_eq(refunds(t, o.id).item[1].payment.v, first.id.v);
    buying_expect_sound(t);
}

DomainTest(payment_more, that_waits_for_its_rest_does_so_when_the_clock_went_back)
{
    buying_open(t);
    struct order o = partly_paid(t, goods(t, "Cangkir", 45000, 2));
    c->now_at -= HOURS(1);
    int64_t rest = buying_payment(t, o.id).amount.minor;
    must(payment_confirm_received(c, &o, rupiah(&o, rest - 2000)));
    o = buying_now(t, o.id);
    cr_expect_eq(o.payment, PAYMENT_PARTIALLY_PAID);
    fixture_commit(t);
    fixture_pass(t, HOURS(90));
    buying_tick(t);
    o = buying_now(t, o.id);
    cr_expect(str_eq(o.cancel_reason, S("partly_paid")));
    cr_expect_eq(buying_held(t, o.id), 0, "all of it is owed back");
    buying_expect_sound(t);
}

DomainTest(payment_more, order_by_transfer_is_not_confirmed_as_cash_is)
{
    buying_open(t);
    struct order o = buying_place(t, goods(t, "Cangkir", 45000, 2), 1, "bank_transfer");
    fixture_commit(t);
    cr_expect_eq(order_confirm(c, o.id), ERR_STATE, "it would leave unpaid");
    fixture_undo(t);
    o = buying_now(t, o.id);
    cr_expect_eq(o.confirmed_at, 0);
}

DomainTest(payment_more, paid_after_an_earlier_part_went_back_is_paid)
{
    buying_open(t);
    struct order o = buying_place(t, goods(t, "Cangkir", 45000, 2), 1, "sandbox");
    struct payment first = buying_payment(t, o.id);
    struct payment other = { 0 };
    must(payment_change(c, &o, S("bank_transfer"), &other));
    fixture_pass(t, HOURS(80));
    buying_tick(t);
    o = buying_now(t, o.id);
    must(payment_confirm_received(c, &o, rupiah(&o, 20000)));
    must(refund_settle(c, refunds(t, o.id).item[0].id, S("BCA 7")));
    cr_assert_eq(buying_say(t, &first, PAY_PAID, "late"), PAY_HONOURED);
    o = buying_now(t, o.id);
    cr_expect_eq(o.payment, PAYMENT_PAID);
    cr_expect_eq(buying_held(t, o.id), o.total.minor);
    cr_expect_eq(refunds(t, o.id).count, 1);
    buying_expect_sound(t);
}

DomainTest(payment_more, order_shows_what_it_was_paid_by)
{
    buying_open(t);
    struct order o = buying_place(t, goods(t, "Cangkir", 45000, 2), 1, "sandbox");
    struct payment first = buying_payment(t, o.id);
    struct payment other = { 0 };
    struct payment shown = { 0 };
    must(payment_change(c, &o, S("bank_transfer"), &other));
    cr_assert_gt(other.unique_code, 0);
    must(payment_shown(c, &o, &shown));
    cr_expect_eq(shown.id.v, other.id.v);
    cr_assert_eq(buying_say(t, &first, PAY_PAID, "one"), PAY_HONOURED);
    o = buying_now(t, o.id);
    must(payment_shown(c, &o, &shown));
    cr_expect_eq(shown.amount.minor, o.total.minor);
    cr_expect_eq(shown.unique_code, 0, "no number is taken off that the buyer did not save");
}

DomainTest(payment_more, parts_are_shown_as_what_they_make)
{
    buying_open(t);
    struct order o = paid_two_ways(t, goods(t, "Cangkir", 45000, 2));
    struct payment shown = { 0 };
    must(payment_shown(c, &o, &shown));
    cr_expect_eq(shown.amount.minor, o.total.minor);
    cr_expect_eq(shown.unique_code, 0);
}

static bool has_event(struct fixture *t, const struct order *o, const char *kind)
{
    SQL(events_of_kind, "SELECT count(*) FROM event WHERE subject = $1 AND kind = $2");
    int64_t count = 0;
    must(db_get_int(t->db, &events_of_kind, ARGS(order_subject(&t->c, o->id), str_of(kind)), 0,
                    &count));
    return count > 0;
}

DomainTest(payment_more, order_that_ends_partly_paid_does_not_say_nobody_paid)
{
    buying_open(t);
    struct order o = partly_paid(t, goods(t, "Cangkir", 45000, 2));
    struct order unpaid = buying_place(t, goods(t, "Teko", 45000, 2), 1, "bank_transfer");
    fixture_pass(t, HOURS(80));
    buying_tick(t);
    cr_expect(has_event(t, &o, "order.ended_partly_paid"));
    cr_expect(!has_event(t, &o, "order.expired"));
    cr_expect(has_event(t, &unpaid, "order.expired"));
    cr_expect(!has_event(t, &unpaid, "order.ended_partly_paid"));
}

DomainTest(payment_more, second_transfer_for_a_paid_order_is_owed_back)
{
    buying_open(t);
    struct order o = buying_place(t, goods(t, "Cangkir", 45000, 2), 1, "bank_transfer");
    must(payment_confirm(c, &o));
    o = buying_now(t, o.id);
    int64_t held = buying_held(t, o.id);
    must(payment_receive_more(c, &o, rupiah(&o, 33000)));
    o = buying_now(t, o.id);
    cr_expect_eq(o.payment, PAYMENT_OVERPAID);
    cr_assert_eq(refunds(t, o.id).count, 1);
    cr_expect_eq(refunds(t, o.id).item[0].amount.minor, 33000);
    cr_expect_eq(refunds(t, o.id).item[0].state, REFUND_NEEDS_BANK_ACCOUNT);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_REFUND), PROMISE_OPEN);
    cr_expect_eq(buying_held(t, o.id), held);
    cr_expect_eq(buying_balance(t, "bank"), held + 33000);
    struct payment shown = { 0 };
    must(payment_shown(c, &o, &shown));
    cr_expect_eq(shown.amount.minor, held, "its total is what it was");
    buying_expect_sound(t);
    must(refund_settle(c, refunds(t, o.id).item[0].id, S("BCA 9")));
    cr_expect_eq(buying_now(t, o.id).payment, PAYMENT_PAID);
    buying_expect_sound(t);
}

DomainTest(payment_more, second_transfer_for_an_order_that_is_done_is_owed_back)
{
    buying_open(t);
    buying_set(t, "tax.is_pkp", "1");
    struct order o = buying_place(t, goods(t, "Cangkir", 111000, 2), 1, "bank_transfer");
    must(payment_confirm(c, &o));
    o = buying_now(t, o.id);
    must(order_release(c, &o));
    int64_t tax = buying_balance(t, "tax_payable");
    o = buying_now(t, o.id);
    must(payment_receive_more(c, &o, rupiah(&o, 33000)));
    cr_expect_eq(refunds(t, o.id).item[0].amount.minor, 33000);
    cr_expect_eq(buying_held(t, o.id), 0);
    cr_expect_eq(buying_balance(t, "tax_payable"), tax, "nothing was sold by it");
    buying_expect_sound(t);
}

DomainTest(payment_more, second_transfer_for_an_order_that_ended_is_owed_back)
{
    buying_open(t);
    struct order o = buying_place(t, goods(t, "Cangkir", 45000, 2), 1, "bank_transfer");
    fixture_pass(t, HOURS(30));
    buying_tick(t);
    o = buying_now(t, o.id);
    must(payment_confirm_received(c, &o, rupiah(&o, 20000)));
    o = buying_now(t, o.id);
    must(payment_receive_more(c, &o, rupiah(&o, 39000)));
    o = buying_now(t, o.id);
    cr_expect_eq(o.status, ORDER_CANCELED);
    cr_assert_eq(refunds(t, o.id).count, 2);
    cr_expect_eq(refunds(t, o.id).item[1].amount.minor, 39000);
    cr_expect_eq(buying_held(t, o.id), 0);
    buying_expect_sound(t);
}

DomainTest(payment_more, second_transfer_is_refused_while_money_is_waited_for)
{
    buying_open(t);
    struct order o = buying_place(t, goods(t, "Cangkir", 45000, 2), 1, "bank_transfer");
    struct order other = buying_place(t, goods(t, "Teko", 95000, 2), 1, "bank_transfer");
    fixture_commit(t);
    cr_expect_eq(payment_receive_more(c, &o, rupiah(&o, 33000)), ERR_STATE, "it is its payment");
    fixture_undo(t);
    must(payment_confirm(c, &o));
    fixture_commit(t);
    o = buying_now(t, o.id);
    cr_expect_eq(payment_receive_more(c, &o, buying_payment(t, other.id).amount), ERR_CONFLICT,
                 "another order waits for just that");
    fixture_undo(t);
    cr_expect_eq(refunds(t, o.id).count, 0);
}

DomainTest(payment_more, rest_is_forgiven_for_a_reason_that_is_counted)
{
    buying_open(t);
    buying_set(t, "tax.is_pkp", "1");
    sku_id cup = goods(t, "Cangkir", 111000, 2);
    struct order o = buying_place(t, cup, 1, "bank_transfer");
    struct payment first = buying_payment(t, o.id);
    int64_t came = first.amount.minor - 6500;
    int64_t tax = o.tax.minor;
    int64_t counted = 0;
    must(payment_confirm_received(c, &o, rupiah(&o, came)));
    o = buying_now(t, o.id);
    struct payment rest = buying_payment(t, o.id);
    cr_expect_eq(payment_forgive_rest(c, &o, S("")), ERR_BAD_INPUT, "why?");
    must(payment_forgive_rest(c, &o, S("Dipotong biaya bank")));
    must(override_count(c, 0, c->now_at + 1, &counted));
    cr_expect_eq(counted, 1);
    o = buying_now(t, o.id);
    cr_expect_eq(o.payment, PAYMENT_PAID);
    cr_expect_eq(o.discount.minor, 6500);
    cr_expect_lt(o.tax.minor, tax);
    cr_expect_eq(buying_held(t, o.id), came);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_SHIP), PROMISE_OPEN);
    cr_expect_eq(refunds(t, o.id).count, 0);
    struct payment shown = { 0 };
    must(payment_shown(c, &o, &shown));
    cr_expect_eq(shown.amount.minor, came);
    cr_expect_eq(shown.unique_code, first.unique_code);
    must(payment_by_reference(c, rest.reference, &rest));
    cr_expect_eq(rest.state, ATTEMPT_CANCELED, "it asks no more");
    buying_expect_sound(t);
    fixture_commit(t);
    cr_expect_eq(payment_forgive_rest(c, &o, S("Dipotong biaya bank")), ERR_STATE, "once");
    fixture_undo(t);
    must(order_release(c, &o));
    cr_expect_eq(buying_balance(t, "tax_payable"), o.tax.minor);
    buying_expect_sound(t);
}
