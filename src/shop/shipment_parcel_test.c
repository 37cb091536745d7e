/* SPDX-License-Identifier: Apache-2.0 */
/* Orders that travel in one parcel: only on purpose, only of one buyer; what the courier tells is of all of them, promises and claims of each. */
#include "c/buying.h"

#include "shop/refund.h"
#include "shop/shipment_parcel.h"
#include "shop/standing.h"
#include "shop/undelivered.h"

struct together {
    struct order one, two;
    int64_t first, second; /* their shipments */
    sku_id cup;
};

static enum err send(struct fixture *t, order_id order, const char *number, order_id with,
                     int64_t *id)
{
    struct shipment_new all = { .carrier = S("jne"), .tracking_number = str_of(number), .same_parcel = with };
    return shipment_create(&t->c, order, &all, id);
}

static struct together two_orders(struct fixture *t, const char *method)
{
    struct together p = { 0 };
    buying_open(t);
    buying_set(t, "payment.cod_orders_max", "2");
    p.cup = goods(t, "Cangkir", 45000, 9);
    bool is_paid = str_eq(str_of(method), S("sandbox"));
    p.one = is_paid ? buying_paid(t, p.cup, 1) : buying_place(t, p.cup, 1, method);
    p.two = is_paid ? buying_paid(t, p.cup, 2) : buying_place(t, p.cup, 2, method);
    if (!is_paid) {
        must(order_confirm(&t->c, p.one.id));
        must(order_confirm(&t->c, p.two.id));
    }
    return p;
}

static struct together in_one_parcel(struct fixture *t, const char *method)
{
    struct together p = two_orders(t, method);
    must(send(t, p.one.id, "CGK 7", (order_id){ 0 }, &p.first));
    must(send(t, p.two.id, "CGK7", p.one.id, &p.second));
    return p;
}

static struct shipment parcel_of(struct fixture *t, order_id order)
{
    struct shipment_list list = { 0 };
    must(shipment_list_of(&t->c, order, &list));
    cr_assert_eq(list.count, 1);
    return list.item[0];
}

static enum err tell(struct fixture *t, int64_t shipment, const char *status, const char *source)
{
    struct shipment_event_new e = { .status = str_of(status), .source = str_of(source), .place = S("Bandung") };
    return shipment_note(&t->c, shipment, &e);
}

/* Another person at the same or another address. */
static struct order by_another(struct fixture *t, sku_id cup, const char *street)
{
    struct checkout form = buying_form(buying_cart(t, cup, 1), "+6281298765432", "sandbox");
    struct order o = { 0 };
    bool is_new = false;
    form.to.street = str_of(street);
    must(order_place(&t->c, &form, &o, &is_new));
    struct payment p = buying_payment(t, o.id);
    cr_assert_eq(buying_say(t, &p, PAY_PAID, "paid"), PAY_MOVED);
    return buying_now(t, o.id);
}

DomainTest(shipment_parcel, has_a_second_order_only_when_staff_say_so)
{
    struct together p = two_orders(t, "sandbox");
    must(send(t, p.one.id, "CGK7", (order_id){ 0 }, &p.first));
    cr_expect_eq(send(t, p.two.id, "CGK7", (order_id){ 0 }, &p.second), ERR_CONFLICT);
    cr_expect_eq(buying_promise(t, p.two.id, PROMISE_SHIP), PROMISE_OPEN);
    fixture_commit(t);
    cr_expect_eq(send(t, p.two.id, "CGK8", p.one.id, &p.second), ERR_BAD_INPUT,
                 "that order has no such parcel");
    fixture_undo(t);
    must(send(t, p.two.id, "CGK7", p.one.id, &p.second));
    cr_expect_eq(buying_promise(t, p.two.id, PROMISE_SHIP), PROMISE_KEPT);
    struct shipment two = parcel_of(t, p.two.id);
    cr_assert_eq(two.mate_count, 1);
    cr_expect(str_eq(two.mate[0].number, p.one.number));
    cr_expect_eq(two.mate[0].person.v, p.two.person.v);
    struct order three = buying_paid(t, p.cup, 1);
    int64_t id = 0;
    must(send(t, three.id, "CGK7", p.two.id, &id));
    cr_expect_eq(parcel_of(t, p.one.id).mate_count, 2);
    cr_expect_eq(parcel_of(t, three.id).mate_count, 2);
    buying_expect_sound(t);
}

DomainTest(shipment_parcel, of_another_buyer_at_another_address_stays_theirs)
{
    struct together p = two_orders(t, "sandbox");
    struct order other = by_another(t, p.cup, "Jl. Riau 12");
    int64_t id = 0;
    must(send(t, p.one.id, "CGK7", (order_id){ 0 }, &p.first));
    fixture_commit(t);
    cr_expect_eq(send(t, other.id, "CGK7", (order_id){ 0 }, &id), ERR_EXISTS);
    fixture_undo(t);
    cr_expect_eq(send(t, other.id, "CGK7", p.one.id, &id), ERR_EXISTS, "whatever is said of it");
    fixture_undo(t);
    must(send(t, other.id, "CGK9", (order_id){ 0 }, &id));
    fixture_commit(t);
    struct shipment_new now = { .carrier = S("jne"), .tracking_number = S("CGK7"), .same_parcel = p.one.id };
    cr_expect_eq(shipment_correct(c, id, &now), ERR_EXISTS);
    fixture_undo(t);
    buying_expect_sound(t);
}

DomainTest(shipment_parcel, goes_to_one_address_for_two_people)
{
    struct together p = two_orders(t, "sandbox");
    struct order other = by_another(t, p.cup, "jl dago 5");
    int64_t id = 0;
    must(send(t, p.one.id, "CGK7", (order_id){ 0 }, &p.first));
    must(send(t, other.id, "CGK7", p.one.id, &id));
    must(tell(t, p.first, "Delivered", "staff"));
    cr_expect_eq(buying_now(t, other.id).fulfillment, FULFILLMENT_DELIVERED);
    buying_expect_sound(t);
}

DomainTest(shipment_parcel, news_of_the_courier_reach_each_order_and_keep_each_promise)
{
    struct together p = in_one_parcel(t, "sandbox");
    must(tell(t, p.second, "InTransit", "courier"));
    must(tell(t, p.second, "InTransit", "courier"));
    cr_expect_eq(parcel_of(t, p.one.id).event_count, 1);
    cr_expect_eq(parcel_of(t, p.two.id).event_count, 1);
    fixture_pass(t, HOURS(5));
    must(tell(t, p.first, "Delivered", "courier"));
    const order_id each[] = { p.one.id, p.two.id };
    for (size_t i = 0; i < COUNT(each); i++) {
        cr_expect_eq(buying_now(t, each[i]).fulfillment, FULFILLMENT_DELIVERED, "%zu", i);
        cr_expect_eq(buying_now(t, each[i]).delivered_at, c->now_at, "%zu", i);
        cr_expect_eq(buying_promise(t, each[i], PROMISE_DELIVER), PROMISE_KEPT, "%zu", i);
    }
    buying_expect_sound(t);
}

/* Late for the one that was promised first, in time for the other. */
DomainTest(shipment_parcel, promises_are_judged_each_by_its_own_day)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 9);
    struct order early = buying_paid(t, cup, 1);
    fixture_pass(t, DAYS(2));
    struct order late = buying_paid(t, cup, 1);
    struct promise due = { 0 };
    int64_t first = 0;
    int64_t second = 0;
    must(send(t, early.id, "CGK7", (order_id){ 0 }, &first));
    must(send(t, late.id, "CGK7", early.id, &second));
    must(promise_find(c, order_subject(c, early.id), PROMISE_DELIVER, &due));
    c->now_at = due.due_at + HOURS(1);
    must(tell(t, second, "Delivered", "courier"));
    cr_expect_eq(buying_promise(t, early.id, PROMISE_DELIVER), PROMISE_BROKEN);
    cr_expect_eq(buying_promise(t, late.id, PROMISE_DELIVER), PROMISE_KEPT);
    buying_expect_sound(t);
}

/* What was in it for one order, its buyer says, and its claim decides. */
DomainTest(shipment_parcel, word_of_a_buyer_or_a_decision_is_of_one_order)
{
    static const char *const sources[] = { "buyer", SHIPMENT_BY_DECISION };
    for (size_t i = 0; i < COUNT(sources); i++) {
        struct together p = { 0 };
        if (i == 0) {
            p = in_one_parcel(t, "sandbox");
        } else {
            sku_id cup = goods(t, "Piring", 45000, 9);
            p.one = buying_paid(t, cup, 1);
            p.two = buying_paid(t, cup, 1);
            must(send(t, p.one.id, "CGK8", (order_id){ 0 }, &p.first));
            must(send(t, p.two.id, "CGK8", p.one.id, &p.second));
        }
        must(tell(t, p.first, "Delivered", sources[i]));
        cr_expect_eq(buying_now(t, p.one.id).fulfillment, FULFILLMENT_DELIVERED, "%s", sources[i]);
        cr_expect_eq(buying_now(t, p.two.id).fulfillment, FULFILLMENT_SHIPPED, "%s", sources[i]);
        cr_expect_eq(buying_promise(t, p.two.id, PROMISE_DELIVER), PROMISE_OPEN, "%s", sources[i]);
    }
    buying_expect_sound(t);
}

DomainTest(shipment_parcel, written_down_late_has_the_news_of_before)
{
    struct together p = two_orders(t, "sandbox");
    must(send(t, p.one.id, "CGK7", (order_id){ 0 }, &p.first));
    must(tell(t, p.first, "InTransit", "courier"));
    fixture_pass(t, HOURS(9));
    must(tell(t, p.first, "Delivered", "courier"));
    fixture_pass(t, HOURS(2));
    must(send(t, p.two.id, "CGK7", p.one.id, &p.second));
    struct shipment two = parcel_of(t, p.two.id);
    cr_expect_eq(two.event_count, 2);
    cr_expect_eq(two.delivered_at, c->now_at, "not before it was written down as sent");
    cr_expect_eq(buying_promise(t, p.two.id, PROMISE_SHIP), PROMISE_KEPT);
    cr_expect_eq(buying_promise(t, p.two.id, PROMISE_DELIVER), PROMISE_KEPT);
    buying_expect_sound(t);
}

static void lose(struct fixture *t, order_id order)
{
    struct ctx *c = &t->c;
    struct promise p = { 0 };
    must(promise_find(c, order_subject(c, order), PROMISE_DELIVER, &p));
    cr_expect_eq(p.outcome, PROMISE_BROKEN);
    must(undelivered_promise_broken(c, &p));
}

DomainTest(shipment_parcel, that_is_lost_is_lost_for_each_order)
{
    struct together p = in_one_parcel(t, "sandbox");
    const order_id each[] = { p.one.id, p.two.id };
    int64_t done = 0;
    must(tell(t, p.second, "Exception", "courier"));
    fixture_pass(t, DAYS(60));
    buying_tick(t);
    lose(t, p.one.id);
    lose(t, p.two.id);
    fixture_pass(t, DAYS(60));
    must(undelivered_lost_due(c, 50, &done));
    cr_expect_eq(done, 2);
    for (size_t i = 0; i < COUNT(each); i++) {
        struct refund_list refunds = { 0 };
        must(refund_list_of(c, each[i], &refunds));
        cr_assert_eq(refunds.count, 1, "%zu", i);
        cr_expect_eq(refunds.item[0].amount.minor, buying_payment(t, each[i]).amount.minor,
                     "all that was paid for it");
    }
    buying_expect_sound(t);
}

DomainTest(shipment_parcel, comes_back_with_everything_in_it_and_counts_once)
{
    struct together p = in_one_parcel(t, "cod");
    int64_t free = buying_free(t, p.cup);
    must(shipment_come_back(c, p.second, S("refused")));
    cr_expect_eq(buying_now(t, p.one.id).status, ORDER_CANCELED);
    cr_expect_eq(buying_now(t, p.two.id).status, ORDER_CANCELED);
    cr_expect_eq(buying_free(t, p.cup), free + 3);
    bool is_held = true;
    must(standing_holds(c, p.one.person, STANDING_NO_COD, &is_held));
    cr_expect_not(is_held, "one parcel was refused, not two");
    cr_expect_eq(shipment_come_back(c, p.first, S("refused")), ERR_STATE);
    buying_expect_sound(t);
}

DomainTest(shipment_parcel, that_did_not_leave_owes_each_order_its_sending)
{
    struct together p = in_one_parcel(t, "sandbox");
    must(shipment_cancel(c, p.first, S("not_collected")));
    cr_expect_eq(buying_promise(t, p.one.id, PROMISE_SHIP), PROMISE_OPEN);
    cr_expect_eq(buying_promise(t, p.two.id, PROMISE_SHIP), PROMISE_OPEN);
    must(send(t, p.two.id, "CGK7", (order_id){ 0 }, &p.second));
    buying_expect_sound(t);
}

DomainTest(shipment_parcel, has_its_number_still_when_one_was_never_in_it)
{
    struct together p = in_one_parcel(t, "sandbox");
    struct order other = by_another(t, p.cup, "Jl. Riau 12");
    int64_t id = 0;
    must(shipment_cancel(c, p.first, S(SHIPMENT_NOT_IN_IT)));
    cr_expect_eq(buying_promise(t, p.one.id, PROMISE_SHIP), PROMISE_OPEN);
    cr_expect_eq(buying_promise(t, p.two.id, PROMISE_SHIP), PROMISE_KEPT);
    cr_expect_eq(parcel_of(t, p.two.id).mate_count, 0);
    fixture_commit(t);
    cr_expect_eq(send(t, other.id, "CGK7", (order_id){ 0 }, &id), ERR_EXISTS);
    fixture_undo(t);
    must(send(t, p.one.id, "CGK7", p.two.id, &p.first));
    must(tell(t, p.first, "Delivered", "courier"));
    cr_expect_eq(buying_promise(t, p.two.id, PROMISE_DELIVER), PROMISE_KEPT);
    buying_expect_sound(t);
}

DomainTest(shipment_parcel, the_courier_has_is_not_taken_back_for_either)
{
    struct together p = in_one_parcel(t, "sandbox");
    must(tell(t, p.first, "InTransit", "courier"));
    cr_expect_eq(shipment_cancel(c, p.second, S("marked_too_early")), ERR_STATE);
    cr_expect_eq(shipment_cancel(c, p.second, S(SHIPMENT_NOT_IN_IT)), ERR_STATE);
}

DomainTest(shipment_parcel, number_typed_wrong_is_mended_for_all_or_for_one)
{
    struct together p = in_one_parcel(t, "sandbox");
    must(shipment_correct(
        c, p.second, &(struct shipment_new){ .carrier = S("jnt"), .tracking_number = S("JP 1") }));
    cr_expect(str_eq(parcel_of(t, p.one.id).tracking_number, S("JP1")));
    cr_expect(str_eq(parcel_of(t, p.two.id).carrier, S("jnt")));
    must(shipment_correct(c, p.first,
                          &(struct shipment_new){ .carrier = S("jnt"),
                                                   .tracking_number = S("JP2"),
                                                   .is_alone = true }));
    cr_expect(str_eq(parcel_of(t, p.one.id).tracking_number, S("JP2")));
    cr_expect(str_eq(parcel_of(t, p.two.id).tracking_number, S("JP1")));
    cr_expect_eq(parcel_of(t, p.two.id).mate_count, 0);
    must(tell(t, p.second, "InTransit", "courier"));
    cr_expect_eq(parcel_of(t, p.one.id).event_count, 0);
    struct shipment_new back = { .carrier = S("jnt"), .tracking_number = S("JP1") };
    cr_expect_eq(shipment_correct(c, p.first, &back), ERR_CONFLICT);
    back.same_parcel = p.two.id;
    must(shipment_correct(c, p.first, &back));
    cr_expect_eq(parcel_of(t, p.one.id).event_count, 1, "what was told of the parcel it is in");
    must(tell(t, p.second, "Delivered", "courier"));
    cr_expect_eq(buying_promise(t, p.one.id, PROMISE_DELIVER), PROMISE_KEPT);
    buying_expect_sound(t);
}

SQL(another_shipment, "INSERT INTO shipment (order_id, state, carrier, tracking_number, created_at, shipped_at, with_id)"
                      " VALUES ($1, 'shipped', 'jne', 'CGK7', $2, $2, $3)");

/* Else the courier's word would not reach the last of them. */
DomainTest(shipment_parcel, takes_no_more_orders_than_are_told)
{
    struct together p = two_orders(t, "sandbox");
    must(send(t, p.one.id, "CGK7", (order_id){ 0 }, &p.first));
    for (size_t i = 0; i < PARCEL_MATES_MAX; i++) {
        must(db_exec(t->db, &another_shipment, ARGS(p.one.id.v, c->now_at, p.first), NULL));
    }
    cr_expect_eq(send(t, p.two.id, "CGK7", p.one.id, &p.second), ERR_EXISTS);
}

DomainTest(shipment_parcel, first_that_goes_alone_needs_another_number)
{
    struct together p = in_one_parcel(t, "sandbox");
    struct shipment_new same = { .carrier = S("jne"), .tracking_number = S("CGK7"), .is_alone = true };
    fixture_commit(t);
    cr_expect_eq(shipment_correct(c, p.first, &same), ERR_EXISTS);
    fixture_undo(t);
    cr_expect_eq(parcel_of(t, p.two.id).mate_count, 1, "nothing has changed");
    buying_expect_sound(t);
}

DomainTest(shipment_parcel, taken_out_and_mended_in_each_order_is_sound)
{
    struct together p = in_one_parcel(t, "sandbox");
    struct shipment_new other = { .carrier = S("jnt"), .tracking_number = S("JP9") };
    must(shipment_cancel(c, p.second, S(SHIPMENT_NOT_IN_IT)));
    must(shipment_correct(c, p.first, &other));
    buying_expect_sound(t);
    other.same_parcel = p.one.id;
    must(shipment_create(c, p.two.id, &other, &p.second));
    must(shipment_cancel(c, p.first, S(SHIPMENT_NOT_IN_IT)));
    must(send(t, p.one.id, "CGK8", (order_id){ 0 }, &p.first));
    must(shipment_correct(c, p.first,
                          &(struct shipment_new){ .carrier = S("jnt"),
                                                   .tracking_number = S("JP9"),
                                                   .same_parcel = p.two.id }));
    buying_expect_sound(t);
    must(shipment_cancel(c, p.second, S("not_collected")));
    cr_expect_eq(buying_promise(t, p.one.id, PROMISE_SHIP), PROMISE_OPEN);
    buying_expect_sound(t);
}
