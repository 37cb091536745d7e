/* SPDX-License-Identifier: Apache-2.0 */
/* Orders as they are placed, cancelled, received and completed. */
#include "c/buying.h"
#include "shop/order_enter.h"
#include "shop/order_tax.h"
#include "shop/refund.h"

/* --- carts --- */

DomainTest(cart, refuses_more_than_there_is_and_keeps_what_is_in_it)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 3);
    cart_id id = buying_cart(t, cup, 2);
    struct cart cart = { 0 };
    cr_expect_eq(cart_add(c, id, buying_sku(t, cup), 2), ERR_OUT_OF_STOCK);
    must(cart_load(c, id, &cart));
    cr_expect_eq(cart.pieces, 2);
    cr_expect_eq(cart.subtotal.minor, 90000);
    cr_expect(cart.can_checkout);
    cr_expect_eq(cart_add(c, id, S("no-such"), 1), ERR_NOT_FOUND);
    must(cart_set(c, id, buying_sku(t, cup), 0));
    must(cart_load(c, id, &cart));
    cr_expect_eq(cart.count, 0);
    cr_expect_not(cart.can_checkout);
}

DomainTest(cart, of_an_unknown_or_old_token_is_expired)
{
    str token = { 0 };
    cart_id id = { 0 };
    buying_open(t);
    must(cart_create(c, &token, &id));
    must(cart_find(c, token, &id));
    cr_expect_eq(cart_find(c, S("guess"), &id), ERR_CART_EXPIRED);
    fixture_pass(t, DAYS(31));
    cr_expect_eq(cart_find(c, token, &id), ERR_CART_EXPIRED);
}

DomainTest(cart, cannot_change_once_it_is_an_order)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 3);
    struct checkout form = buying_form(buying_cart(t, cup, 1), "+6281234567890", "sandbox");
    struct order o = { 0 };
    bool is_new = false;
    must(order_place(c, &form, &o, &is_new));
    cr_expect_eq(cart_add(c, form.cart, buying_sku(t, cup), 1), ERR_CART_EXPIRED);
}

static void make_preorder(struct fixture *t, sku_id variant, int64_t days)
{
    SQL(set_preorder, "UPDATE variant SET preorder_days = $2 WHERE id = $1");
    must(db_exec(t->db, &set_preorder, ARGS(variant.v, days), NULL));
}

DomainTest(cart, says_how_long_goods_are_awaited_when_only_some_are_there)
{
    buying_open(t);
    sku_id batik = goods(t, "Batik", 250000, 2);
    make_preorder(t, batik, 14);
    struct cart cart = { 0 };
    must(cart_load(c, buying_cart(t, batik, 2), &cart));
    cr_expect_eq(cart_preorder_days(&cart), 0);
    must(cart_load(c, buying_cart(t, batik, 3), &cart));
    cr_expect_eq(cart_preorder_days(&cart), 14);
    cr_expect(cart.can_checkout);
}

/* --- placing --- */

DomainTest(order_place, gives_the_same_order_for_the_same_cart_every_time)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 3);
    struct checkout form = buying_form(buying_cart(t, cup, 2), "+6281234567890", "sandbox");
    struct order first = { 0 };
    struct order again = { 0 };
    bool is_new = false;
    must(order_place(c, &form, &first, &is_new));
    cr_expect(is_new);
    form.to.name = S("Another tab");
    must(order_place(c, &form, &again, &is_new));
    cr_expect_not(is_new);
    cr_expect(str_eq(first.number, again.number));
    cr_expect_eq(buying_free(t, cup), 1);
    cr_expect_eq(first.total.minor, 105000);
    buying_expect_sound(t);
}

static struct checkout_shown shown(struct fixture *t, int64_t goods, int64_t sending, int64_t terms)
{
    currency in = t->c.shop->currency;
    return (struct checkout_shown){ .is_known = true,
                                     .goods = { goods, in },
                                     .sending = { sending, in },
                                     .fee = { 0, in },
                                     .terms_version = terms,
                                     .guarantee_version = 1 };
}

DomainTest(order_place, is_refused_when_it_would_not_be_what_was_shown)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 3);
    struct checkout form = buying_form(buying_cart(t, cup, 2), "+6281234567890", "sandbox");
    const struct checkout_shown other[] = {
        shown(t, 80000, 15000, 1), /* dearer since, or put in by another tab */
        shown(t, 90000, 12000, 1), shown(t, 90000, 15000, 2),
    };
    struct order o = { 0 };
    bool is_new = false;
    fixture_commit(t);
    for (size_t i = 0; i < COUNT(other); i++) {
        form.shown = other[i];
        cr_expect_eq(order_place(c, &form, &o, &is_new), ERR_CONFLICT, "%zu", i);
        fixture_undo(t);
    }
    form.shown = shown(t, 90000, 15000, 1);
    must(order_place(c, &form, &o, &is_new));
    form.shown = other[0]; /* the second press of the same button */
    must(order_place(c, &form, &o, &is_new));
    cr_expect_not(is_new);
    buying_expect_sound(t);
}

DomainTest(order_place, takes_nothing_of_an_empty_cart)
{
    buying_open(t);
    cart_id cart = { 0 };
    str token = { 0 };
    struct order o = { 0 };
    bool is_new = false;
    must(cart_create(c, &token, &cart));
    struct checkout form = buying_form(cart, "+6281234567890", "sandbox");
    cr_expect_eq(order_place(c, &form, &o, &is_new), ERR_CART_EMPTY);
}

DomainTest(order_place, never_sells_the_last_piece_twice)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 1);
    struct checkout early = buying_form(buying_cart(t, cup, 1), "+6281234567890", "sandbox");
    struct checkout late = buying_form(buying_cart(t, cup, 1), "+6281234567891", "sandbox");
    struct order o = { 0 };
    bool is_new = false;
    must(order_place(c, &early, &o, &is_new));
    fixture_commit(t);
    cr_expect_eq(order_place(c, &late, &o, &is_new), ERR_OUT_OF_STOCK);
    fixture_undo(t);
    buying_expect_sound(t);
}

DomainTest(order_place, limits_unpaid_orders_of_a_phone_number)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 30);
    struct order o = { 0 };
    bool is_new = false;
    for (int i = 0; i < 3; i++) {
        (void)buying_place(t, cup, 1, "bank_transfer");
    }
    fixture_commit(t);
    struct checkout form = buying_form(buying_cart(t, cup, 1), "+6281234567890", "sandbox");
    cr_expect_eq(order_place(c, &form, &o, &is_new), ERR_LIMIT);
    fixture_undo(t);
    form = buying_form(buying_cart(t, cup, 1), "+6281234567899", "sandbox");
    must(order_place(c, &form, &o, &is_new));
}

DomainTest(order_place, offers_only_what_reaches_the_buyer)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 600000, 30);
    struct order o = { 0 };
    bool is_new = false;
    struct checkout form = buying_form(buying_cart(t, cup, 1), "+6281234567890", "cod");
    cr_expect_eq(order_place(c, &form, &o, &is_new), ERR_UNPROCESSABLE, "above the COD maximum");
    form.payment_method = S("pay_at_pickup");
    cr_expect_eq(order_place(c, &form, &o, &is_new), ERR_UNPROCESSABLE,
                 "it is sent, not picked up");
    form.payment_method = S("sandbox");
    form.shipping_method = S("jne");
    form.to.district_code = S("11.01.01");
    cr_expect_eq(order_place(c, &form, &o, &is_new), ERR_UNPROCESSABLE,
                 "the table has no such zone");
}

DomainTest(order_place, refuses_while_the_shop_takes_no_orders)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 3);
    struct checkout form = buying_form(buying_cart(t, cup, 1), "+6281234567890", "sandbox");
    struct order o = { 0 };
    bool is_new = false;
    buying_set(t, "shop.is_open", "0");
    cr_expect_eq(order_place(c, &form, &o, &is_new), ERR_STATE);
    buying_set(t, "shop.is_open", "1");
    buying_set(t, "order.min_minor", "50000");
    cr_expect_eq(order_place(c, &form, &o, &is_new), ERR_STATE);
}

DomainTest(order_place, freezes_tax_by_the_rate_of_its_day_inside_the_total)
{
    buying_open(t);
    buying_set(t, "tax.is_pkp", "1");
    buying_set(t, "tax.rates", "2027-01-01 12%\n2022-04-01 11%\n2000-01-01 1000");
    sku_id cup = goods(t, "Cangkir", 96000, 3);
    struct order o = buying_place(t, cup, 1, "sandbox");
    cr_expect_eq(o.total.minor, 111000);
    cr_expect_eq(o.tax.minor, 11000, "%" PRId64, o.tax.minor);
    cr_expect(o.terms_version > 0 && o.guarantee_version > 0);
}

/* Rp111.000 with Rp11.000 of tax: what is asked for is less by the code, and so is the tax inside it. */
DomainTest(order_tax, stays_when_the_shop_is_no_pkp_any_more)
{
    buying_open(t);
    buying_set(t, "tax.is_pkp", "1");
    sku_id cup = goods(t, "Cangkir", 45000, 9);
    struct order o = buying_place(t, cup, 1, "bank_transfer");
    int64_t tax = buying_now(t, o.id).tax.minor;
    cr_assert(tax > 0);
    buying_set(t, "tax.is_pkp", "0");
    must(payment_confirm(c, &o));
    cr_expect_eq(buying_now(t, o.id).tax.minor, tax);
    buying_expect_sound(t);
}

DomainTest(order_tax, is_inside_what_is_asked_for_whatever_the_code_and_the_way_to_pay)
{
    buying_open(t);
    buying_set(t, "tax.is_pkp", "1");
    sku_id cup = goods(t, "Cangkir", 96000, 3);
    struct order o = buying_place(t, cup, 1, "bank_transfer");
    struct payment p = buying_payment(t, o.id);
    cr_assert(p.unique_code > 0);
    cr_expect_eq(buying_now(t, o.id).tax.minor, money_split_included_bp(p.amount, 1100).part.minor);
    must(payment_change(c, &o, S("sandbox"), &p));
    cr_expect_eq(buying_now(t, o.id).tax.minor, 11000);
}

DomainTest(order_tax, is_not_owed_of_what_was_paid_back)
{
    buying_open(t);
    buying_set(t, "tax.is_pkp", "1");
    struct order o = buying_paid(t, goods(t, "Cangkir", 96000, 3), 1);
    (void)buying_ship(t, o.id);
    must(refund_request(c, &o, (money){ 99900, o.total.currency }, S("goodwill"), NULL));
    must(order_receive(c, o.id));
    cr_expect_eq(buying_balance(t, "tax_payable"), 1100,
                 "a tenth is left, with a tenth of the tax");
    cr_expect_eq(buying_held(t, o.id), 0);
    buying_expect_sound(t);
}

/* An order of Rp111.000 with Rp11.000 of tax, earned. */
static struct order taxed_and_earned(struct fixture *t)
{
    buying_open(t);
    buying_set(t, "tax.is_pkp", "1");
    struct order o = buying_paid(t, goods(t, "Cangkir", 96000, 3), 1);
    (void)buying_ship(t, o.id);
    must(order_receive(&t->c, o.id));
    cr_assert_eq(buying_balance(t, "tax_payable"), 11000);
    return buying_now(t, o.id);
}

DomainTest(order_tax, is_not_owed_of_what_goes_back_after_it_was_earned)
{
    struct order o = taxed_and_earned(t);
    int64_t kept = 0;
    int64_t id = 0;
    must(refund_request(c, &o, (money){ 99900, o.total.currency }, S("damaged"), &id));
    cr_expect_eq(buying_balance(t, "tax_payable"), 1100, "as if it had gone back before");
    cr_expect_eq(buying_balance(t, "guarantee_paid"), 99900 - 9900);
    must(order_tax_kept(c, &o, &kept));
    cr_expect_eq(kept, 1100);
    must(refund_settle(c, id, S("TRF 1")));
    must(refund_request(c, &o, (money){ 1, o.total.currency }, S("goodwill"), &id));
    must(refund_request(c, &o, (money){ 11099, o.total.currency }, S("goodwill"), &id));
    cr_expect_eq(buying_balance(t, "tax_payable"), 0, "of nothing that is kept, nothing is owed");
    cr_expect_eq(buying_balance(t, "guarantee_paid"), 100000);
    buying_expect_sound(t);
}

DomainTest(order_tax, of_a_refund_that_is_not_owed_after_all_is_owed_again)
{
    struct order o = taxed_and_earned(t);
    must(refund_request(c, &o, (money){ 33333, o.total.currency }, S("damaged"), NULL));
    cr_expect_lt(buying_balance(t, "tax_payable"), 11000);
    must(refund_reverse(c, &o, S("goods_arrived")));
    cr_expect_eq(buying_balance(t, "tax_payable"), 11000);
    cr_expect_eq(buying_balance(t, "guarantee_paid"), 0);
    buying_expect_sound(t);
}

DomainTest(order_tax, of_what_the_way_back_cost_is_none)
{
    struct order o = taxed_and_earned(t);
    must(refund_request_postage(c, &o, (money){ 18000, o.total.currency }, &(int64_t){ 0 }));
    cr_expect_eq(buying_balance(t, "tax_payable"), 11000);
    cr_expect_eq(buying_balance(t, "guarantee_paid"), 18000);
    buying_expect_sound(t);
}

SQL(bend_tax, "UPDATE shop_order SET tax_minor = 10999 WHERE id = $1");

DomainTest(order_tax, unlike_that_in_the_ledger_is_found)
{
    struct order o = taxed_and_earned(t);
    struct check_report report = { 0 };
    size_t i = 0;
    must(db_exec(t->db, &bend_tax, ARGS(o.id.v), NULL));
    while (!str_eq(str_of(order_checks[i].name), S("taxes_stay_within_their_orders"))) {
        i++;
        cr_assert_lt(i, order_check_count);
    }
    must(check_run(c, &order_checks[i], &report));
    cr_expect_eq(report.count, 1);
}

DomainTest(order_tax, of_an_order_from_elsewhere_is_by_the_rate_of_its_own_day)
{
    buying_open(t);
    buying_set(t, "tax.is_pkp", "1");
    buying_set(t, "tax.rates", "2025-01-01 11%\n2022-04-01 10%");
    struct order_elsewhere in = { .source = S("whatsapp"), .placed_at = zone_instant(c->shop->zone, 19997, 0), .line_count = 1,
                                  .line = { { S("Cangkir"), S(""), 1, { 110000, c->shop->currency } } } };
    struct order o = { 0 };
    in.to = buying_form((cart_id){ 0 }, "+6281234567890", "sandbox").to;
    must(order_enter(c, &in, &o)); /* 19997 days: 1 October 2024 */
    cr_expect_eq(o.tax.minor, 10000);
}

/* n = 1, 2, … until nothing fails: whatever statement breaks, nothing is half done. */
DomainTest(order_place, leaves_nothing_when_any_statement_fails)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 3);
    struct checkout form = buying_form(buying_cart(t, cup, 1), "+6281234567890", "bank_transfer");
    struct order o = { 0 };
    bool is_new = false;
    int64_t n = 0;
    fixture_commit(t);
    for (enum err e = ERR_DB; e != OK;) {
        db_fail_after(t->db, ++n);
        e = order_place(c, &form, &o, &is_new);
        db_fail_after(t->db, 0);
        cr_assert(e == OK || e == ERR_DB, "statement %" PRId64 ": %s", n, err_name(e));
        if (e != OK) {
            fixture_undo(t);
            cr_assert_eq(buying_free(t, cup), 3);
        }
        cr_assert_lt(n, 200);
    }
    cr_expect_eq(buying_free(t, cup), 2);
    cr_expect_leq(n - 1, 36, "%" PRId64 " statements", n - 1);
    buying_expect_sound(t);
}

/* --- paid on delivery --- */

DomainTest(order_cod, waits_for_confirmation_the_first_time_only)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 5);
    struct order first = buying_place(t, cup, 1, "cod");
    struct shipment_new all = { .carrier = S("jne") };
    int64_t shipment = 0;
    cr_expect_eq(first.confirmed_at, 0);
    cr_expect_eq(shipment_create(c, first.id, &all, &shipment), ERR_STATE);
    must(order_confirm(c, first.id));
    cr_expect_eq(order_confirm(c, first.id), ERR_STATE);
    cr_expect_eq(buying_promise(t, first.id, PROMISE_SHIP), PROMISE_OPEN);
    (void)buying_ship(t, first.id);
    must(order_receive(c, first.id));
    struct order now = buying_now(t, first.id);
    cr_expect_eq(now.status, ORDER_OPEN, "the courier still has the cash");
    must(payment_confirm(c, &now));
    now = buying_now(t, first.id);
    cr_expect_eq(now.status, ORDER_COMPLETED);
    cr_expect_eq(buying_held(t, first.id), 0);
    cr_expect_eq(buying_balance(t, "sales"), 45000);
    struct order second = buying_place(t, cup, 1, "cod");
    cr_expect_neq(buying_now(t, second.id).confirmed_at, 0);
    buying_expect_sound(t);
}

DomainTest(order_cod, is_limited_per_phone_number)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 5);
    struct order o = { 0 };
    bool is_new = false;
    (void)buying_place(t, cup, 1, "cod");
    struct checkout form = buying_form(buying_cart(t, cup, 1), "+6281234567890", "cod");
    cr_expect_eq(order_place(c, &form, &o, &is_new), ERR_COD_OPEN);
}

/* Not the one order on its way, but those nobody paid: that is what has to be said. */
DomainTest(order_cod, after_unpaid_transfers_is_refused_for_those)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 30);
    struct order o = { 0 };
    bool is_new = false;
    for (int i = 0; i < 3; i++) {
        (void)buying_place(t, cup, 1, "bank_transfer");
    }
    struct checkout form = buying_form(buying_cart(t, cup, 1), "+6281234567890", "cod");
    cr_expect_eq(order_place(c, &form, &o, &is_new), ERR_LIMIT);
}

DomainTest(order_cod, paid_early_and_cancelled_gives_back_goods_once_and_money)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 5);
    struct order o = buying_place(t, cup, 2, "cod");
    must(order_confirm(c, o.id));
    struct order now = buying_now(t, o.id);
    must(payment_confirm(c, &now));
    cr_expect_eq(buying_free(t, cup), 3);
    must(order_cancel(c, o.id, S("staff")));
    cr_expect_eq(buying_free(t, cup), 5);
    cr_expect_eq(buying_held(t, o.id), 0);
    buying_expect_sound(t);
}

DomainTest(order_cod, whose_parcel_did_not_leave_holds_its_goods_again)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 5);
    struct order o = buying_place(t, cup, 2, "cod");
    must(order_confirm(c, o.id));
    must(shipment_cancel(c, buying_ship(t, o.id), S("other")));
    cr_expect_eq(buying_free(t, cup), 3);
    cr_expect_eq(buying_now(t, o.id).shipped_at, 0);
    buying_expect_sound(t);
    must(order_cancel(c, o.id, S("staff")));
    cr_expect_eq(buying_free(t, cup), 5);
    buying_expect_sound(t);
}

/* --- cancelling --- */

DomainTest(order_cancel, by_the_buyer_ends_with_packing_and_by_staff_with_sending)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 5);
    struct order o = buying_paid(t, cup, 1);
    cr_expect(order_can_cancel(&o, ROLE_BUYER));
    must(order_pack(c, o.id));
    o = buying_now(t, o.id);
    cr_expect_not(order_can_cancel(&o, ROLE_BUYER));
    cr_expect(order_can_cancel(&o, ROLE_CARE));
    c->actor.role = ROLE_BUYER;
    cr_expect_eq(order_cancel(c, o.id, S("buyer_changed_mind")), ERR_STATE);
    c->actor.role = ROLE_SYSTEM;
    (void)buying_ship(t, o.id);
    cr_expect_eq(order_cancel(c, o.id, S("staff")), ERR_STATE);
}

DomainTest(order_cancel, of_a_paid_order_owes_the_money_and_puts_the_goods_back)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 5);
    struct order o = buying_paid(t, cup, 2);
    cr_expect_eq(buying_held(t, o.id), 105000);
    cr_expect_eq(buying_free(t, cup), 3);
    must(order_cancel(c, o.id, S("buyer_changed_mind")));
    cr_expect_eq(order_cancel(c, o.id, S("again")), ERR_STATE);
    cr_expect_eq(buying_free(t, cup), 5);
    cr_expect_eq(buying_held(t, o.id), 0);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_SHIP), PROMISE_VOIDED);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_REFUND), PROMISE_OPEN);
    struct refund_list refunds = { 0 };
    must(refund_list_of(c, o.id, &refunds));
    cr_assert_eq(refunds.count, 1);
    cr_expect_eq(refunds.item[0].amount.minor, 105000);
    must(refund_settle(c, refunds.item[0].id, S("TRF 7")));
    cr_expect_eq(refund_settle(c, refunds.item[0].id, S("TRF 7")), ERR_STATE);
    cr_expect_eq(buying_now(t, o.id).payment, PAYMENT_REFUNDED);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_REFUND), PROMISE_KEPT);
    cr_expect_eq(buying_balance(t, "gateway:sandbox:clearing"), 0);
    buying_expect_sound(t);
}

static str ship_voided_because(struct fixture *t, enum role by, sku_id what)
{
    struct promise_list list = { 0 };
    struct order o = buying_paid(t, what, 1);
    struct actor before = t->c.actor;
    t->c.actor.role = by;
    must(order_cancel(&t->c, o.id, S("out_of_stock")));
    t->c.actor = before;
    must(promise_list(&t->c, order_subject(&t->c, o.id), &list));
    for (size_t i = 0; i < list.count; i++) {
        if (list.item[i].kind == PROMISE_SHIP) {
            return list.item[i].voided_reason;
        }
    }
    return S("");
}

DomainTest(order_cancel, by_the_shop_is_counted_apart_from_what_buyers_cancel)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 9);
    cr_expect(str_eq(ship_voided_because(t, ROLE_BUYER, cup), S("order_canceled")));
    cr_expect(str_eq(ship_voided_because(t, ROLE_FULFILMENT, cup), S("canceled_by_shop")));
    cr_expect(str_eq(ship_voided_because(t, ROLE_OWNER, cup), S("canceled_by_shop")));
}

DomainTest(order_cancel, puts_back_no_more_than_was_taken)
{
    buying_open(t);
    sku_id endless = goods(t, "Unduhan", 45000, -1);
    sku_id awaited = goods(t, "Batik", 250000, 1);
    make_preorder(t, awaited, 14);
    struct order one = buying_paid(t, endless, 2);
    struct order two = buying_paid(t, awaited, 3);
    cr_expect_eq(two.preorder_days, 14);
    must(order_cancel(c, one.id, S("staff")));
    must(order_cancel(c, two.id, S("staff")));
    cr_expect_eq(buying_free(t, awaited), 1);
    buying_expect_sound(t);
}

/* --- receiving, completing --- */

DomainTest(order_receive, earns_the_money_at_once)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 5);
    struct order o = buying_paid(t, cup, 2);
    cr_expect_eq(order_receive(c, o.id), ERR_STATE, "nothing was sent");
    (void)buying_ship(t, o.id);
    must(order_receive(c, o.id));
    cr_expect_eq(order_receive(c, o.id), ERR_STATE);
    o = buying_now(t, o.id);
    cr_expect_eq(o.status, ORDER_COMPLETED);
    cr_expect_eq(o.fulfillment, FULFILLMENT_DELIVERED);
    cr_expect_eq(buying_held(t, o.id), 0);
    cr_expect_eq(buying_balance(t, "sales"), 90000);
    cr_expect_eq(buying_balance(t, "shipping"), 15000);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_DELIVER), PROMISE_KEPT);
    buying_expect_sound(t);
}

DomainTest(order_receive, waits_until_everything_was_sent)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 5);
    struct order o = buying_paid(t, cup, 2);
    struct shipment_line some = { .sku = buying_sku(t, cup), .quantity = 1 };
    struct shipment_new part = { .carrier = S("jne"), .line = &some, .line_count = 1 };
    int64_t shipment = 0;
    must(shipment_create(c, o.id, &part, &shipment));
    o = buying_now(t, o.id);
    cr_expect_not(order_can_receive(&o));
    cr_expect_eq(order_receive(c, o.id), ERR_STATE);
    (void)buying_ship(t, o.id);
    must(order_receive(c, o.id));
}

DomainTest(order_release, follows_when_the_window_closes_and_nobody_said_a_word)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 5);
    struct order o = buying_paid(t, cup, 1);
    struct shipment_event_new arrived = { .status = S("Delivered"), .source = S("courier") };
    int64_t next = 0;
    must(shipment_note(c, buying_ship(t, o.id), &arrived));
    must(order_next_release_at(c, &next));
    int64_t day = zone_days(c->shop->zone, c->now_at);
    cr_expect_eq(next, zone_instant(c->shop->zone, day + 4, 0) - SECONDS(1) + 1,
                 "the third day counts to its end");
    fixture_pass(t, next - 1 - c->now_at);
    buying_tick(t);
    cr_expect_eq(buying_now(t, o.id).status, ORDER_OPEN);
    fixture_pass(t, 1);
    buying_tick(t);
    cr_expect_eq(buying_now(t, o.id).status, ORDER_COMPLETED);
    cr_expect_eq(buying_held(t, o.id), 0);
    must(order_next_release_at(c, &next));
    cr_expect_eq(next, 0);
    buying_expect_sound(t);
}

DomainTest(order_release, leaves_what_is_owed_back)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 5);
    struct order o = buying_paid(t, cup, 1);
    int64_t refund = 0;
    cr_expect_eq(refund_request(c, &o, (money){ 60001, o.total.currency }, S("damaged"), &refund),
                 ERR_UNPROCESSABLE);
    must(refund_request(c, &o, (money){ 20000, o.total.currency }, S("damaged"), &refund));
    (void)buying_ship(t, o.id);
    must(order_receive(c, o.id));
    cr_expect_eq(buying_balance(t, "sales"), 25000);
    cr_expect_eq(buying_balance(t, "shipping"), 15000);
    must(refund_settle(c, refund, S("TRF 1")));
    cr_expect_eq(buying_now(t, o.id).payment, PAYMENT_PARTIALLY_REFUNDED);
    o = buying_now(t, o.id);
    must(refund_request(c, &o, (money){ 40000, o.total.currency }, S("guarantee"), &refund));
    cr_expect_eq(buying_balance(t, "guarantee_paid"), 40000, "after the release the shop pays");
    must(refund_settle(c, refund, S("TRF 2")));
    cr_expect_eq(buying_now(t, o.id).payment, PAYMENT_REFUNDED);
    buying_expect_sound(t);
}

DomainTest(order_place, adds_the_fee_of_cash_on_delivery_and_of_no_other_way)
{
    buying_open(t);
    buying_set(t, "payment.cod_fee_minor", "5000");
    sku_id cup = goods(t, "Cangkir", 45000, 4);
    struct order cod = buying_now(t, buying_place(t, cup, 1, "cod").id);
    struct order other = buying_now(t, buying_place(t, cup, 1, "bank_transfer").id);
    cr_expect_eq(cod.fee.minor, 5000);
    cr_expect_eq(cod.shipping.minor, 20000);
    cr_expect_eq(cod.total.minor, 65000);
    cr_expect_eq(buying_payment(t, cod.id).amount.minor, 65000, "the courier collects it all");
    cr_expect_eq(other.fee.minor, 0);
    cr_expect_eq(other.total.minor, 60000);
    must(order_confirm(c, cod.id));
    (void)buying_ship(t, cod.id);
    must(payment_confirm(c, &cod));
    must(order_receive(c, cod.id));
    cr_expect_eq(buying_balance(t, "shipping"), 20000, "courier and fee");
    buying_expect_sound(t);
}

/* --- from elsewhere --- */

static struct order_elsewhere elsewhere(const struct ctx *c, const char *ref)
{
    struct order_elsewhere in = {
        .source = S("shopee"), .external_ref = str_of(ref), .line_count = 1,
        .to = { .name = S("Budi"), .phone = S("+6281200000001"), .country = S("ID") },
    };
    in.line[0].name = S("Kopi 250 g");
    in.line[0].sku = S("KOPI-250");
    in.line[0].quantity = 2;
    in.line[0].unit = (money){ 50000, c->shop->currency };
    return in;
}

DomainTest(order_enter, stays_paid_elsewhere_when_a_part_is_given_back)
{
    buying_open(t);
    struct order_elsewhere in = elsewhere(c, "240900003");
    struct order o = { 0 };
    int64_t id = 0;
    money left = { 0 };
    must(order_enter(c, &in, &o));
    must(refund_request(c, &o, (money){ 1000, o.total.currency }, S("shipping_late"), &id));
    must(refund_settle(c, id, S("TRX1")));
    o = buying_now(t, o.id);
    cr_expect_eq(o.payment, PAYMENT_NONE);
    must(refund_left(c, &o, &left));
    cr_expect_eq(left.minor, o.total.minor - 1000);
    (void)buying_ship(t, o.id);
    must(order_receive(c, o.id));
    cr_expect_eq(buying_now(t, o.id).status, ORDER_COMPLETED);
    buying_expect_sound(t);
}

DomainTest(order_enter, makes_promises_without_stock_or_money)
{
    buying_open(t);
    struct order_elsewhere in = elsewhere(c, "240900001");
    struct order o = { 0 };
    must(order_enter(c, &in, &o));
    cr_expect_eq(buying_promise(t, o.id, PROMISE_SHIP), PROMISE_OPEN);
    cr_expect_eq(buying_now(t, o.id).payment, PAYMENT_NONE);
    (void)buying_ship(t, o.id);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_SHIP), PROMISE_KEPT);
    must(order_receive(c, o.id));
    cr_expect_eq(buying_now(t, o.id).status, ORDER_COMPLETED);
    buying_expect_sound(t);
    fixture_commit(t);
    order_id first = o.id;
    must(order_by_ref(c, in.source, in.external_ref, &o));
    cr_expect_eq(o.id.v, first.v);
    cr_expect_eq(order_by_ref(c, S("tokopedia"), in.external_ref, &o), ERR_NOT_FOUND);
    cr_expect_eq(order_enter(c, &in, &o), ERR_EXISTS);
    fixture_undo(t);
    in = elsewhere(c, "240900002");
    must(order_enter(c, &in, &o));
    must(order_cancel(c, o.id, S("staff")));
    buying_expect_sound(t);
}

/* --- the buyer's link --- */

DomainTest(order_link, opens_its_own_order_only)
{
    buying_open(t);
    str key = order_link_key(c, S("KOP-7K2M-94QX"));
    cr_expect_eq(key.size, 22);
    cr_expect(order_link_is(c, S("KOP-7K2M-94QX"), key));
    cr_expect_not(order_link_is(c, S("KOP-7K2M-94QY"), key));
    cr_expect_not(order_link_is(c, S("KOP-7K2M-94QX"), str_slice(key, 0, 21)));
    cr_expect_not(order_link_is(c, S("KOP-7K2M-94QX"), (str){ 0 }));
}

/* A checkout holds row locks and, on SQLite, everybody's turn. */
DomainTest(order_place, runs_no_more_than_twenty_nine_statements)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 9);
    (void)buying_place(t, cup, 1, "sandbox"); /* policies and accounts are made by the first */
    struct checkout form = buying_form(buying_cart(t, cup, 1), "+6281299990000", "sandbox");
    struct order o = { 0 };
    bool is_new = false;
    fixture_commit(t);
    int64_t before = db_statements_run(c->db);
    int64_t ways_before = db_round_trips(c->db);
    must(order_place(c, &form, &o, &is_new));
    int64_t ran = db_statements_run(c->db) - before;
    cr_expect(is_new);
    cr_expect_leq(ran, 29, "%" PRId64 " statements", ran);
    fixture_commit(t);
    int64_t ways = db_round_trips(c->db) - ways_before;
    cr_expect_leq(ways, 10, "%" PRId64 " ways to the server", ways);
}
