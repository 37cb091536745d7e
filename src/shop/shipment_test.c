/* SPDX-License-Identifier: Apache-2.0 */
/* Parcels, and the promises they keep or break. */
#include "c/buying.h"
#include "core/override.h"

static struct order two_pieces(struct fixture *t, sku_id *cup)
{
    buying_open(t);
    *cup = goods(t, "Cangkir", 45000, 5);
    return buying_paid(t, *cup, 2);
}

DomainTest(shipment, leaves_in_parts_and_never_sends_a_piece_twice)
{
    sku_id cup = { 0 };
    struct order o = two_pieces(t, &cup);
    struct shipment_line one = { .sku = buying_sku(t, cup), .quantity = 1 };
    struct shipment_line three = { .sku = buying_sku(t, cup), .quantity = 3 };
    struct shipment_new part = { .carrier = S("jne"), .tracking_number = S("A1"), .line = &three, .line_count = 1 };
    int64_t first = 0;
    int64_t second = 0;
    cr_expect_eq(shipment_create(c, o.id, &part, &first), ERR_UNPROCESSABLE);
    part.line = &one;
    must(shipment_create(c, o.id, &part, &first));
    cr_expect_eq(buying_now(t, o.id).fulfillment, FULFILLMENT_PARTIAL);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_SHIP), PROMISE_OPEN);
    part.tracking_number = S("A2");
    must(shipment_create(c, o.id, &part, &second));
    cr_expect_eq(buying_now(t, o.id).fulfillment, FULFILLMENT_SHIPPED);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_SHIP), PROMISE_KEPT);
    part.tracking_number = S("A3");
    cr_expect_eq(shipment_create(c, o.id, &part, &second), ERR_UNPROCESSABLE);
    struct shipment_event_new arrived = { .status = S("Delivered"), .source = S("staff") };
    must(shipment_note(c, first, &arrived));
    cr_expect_eq(buying_promise(t, o.id, PROMISE_DELIVER), PROMISE_OPEN);
    fixture_pass(t, HOURS(1));
    must(shipment_note(c, second, &arrived));
    cr_expect_eq(buying_promise(t, o.id, PROMISE_DELIVER), PROMISE_KEPT);
    cr_expect_eq(buying_now(t, o.id).fulfillment, FULFILLMENT_DELIVERED);
    buying_expect_sound(t);
}

DomainTest(shipment, of_an_unpaid_or_cancelled_order_is_refused)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 5);
    struct order o = buying_place(t, cup, 1, "sandbox");
    struct shipment_new all = { .carrier = S("jne") };
    int64_t id = 0;
    cr_expect_eq(shipment_create(c, o.id, &all, &id), ERR_STATE);
    must(order_cancel(c, o.id, S("staff")));
    cr_expect_eq(shipment_create(c, o.id, &all, &id), ERR_STATE);
}

DomainTest(shipment, number_is_used_once_per_courier)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 5);
    struct order one = buying_paid(t, cup, 1);
    struct order two = buying_paid(t, cup, 1);
    struct shipment_new all = { .carrier = S("jne"), .tracking_number = S("CGK1") };
    int64_t id = 0;
    must(shipment_create(c, one.id, &all, &id));
    fixture_commit(t);
    cr_expect_eq(shipment_create(c, two.id, &all, &id), ERR_CONFLICT,
                 "unless staff say that both are in it");
    fixture_undo(t);
}

DomainTest(shipment, cancelled_can_be_sent_again)
{
    sku_id cup = { 0 };
    struct order o = two_pieces(t, &cup);
    must(shipment_cancel(c, buying_ship(t, o.id), S("other")));
    o = buying_now(t, o.id);
    cr_expect_eq(o.fulfillment, FULFILLMENT_UNFULFILLED);
    cr_expect_eq(o.shipped_at, 0);
    fixture_pass(t, HOURS(1));
    (void)buying_ship(t, o.id);
    cr_expect_eq(buying_now(t, o.id).fulfillment, FULFILLMENT_SHIPPED);
    buying_expect_sound(t);
}

/* A parcel that never left was not sent: the promise is owed again, by instants. */
DomainTest(shipment_cancel, opens_the_promise_to_ship_again)
{
    sku_id cup = { 0 };
    struct order o = two_pieces(t, &cup);
    struct promise p = { 0 };
    int64_t parcel = buying_ship(t, o.id);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_SHIP), PROMISE_KEPT);
    must(shipment_cancel(c, parcel, S("marked_too_early")));
    cr_expect_eq(buying_promise(t, o.id, PROMISE_SHIP), PROMISE_OPEN);
    must(promise_find(c, order_subject(c, o.id), PROMISE_SHIP, &p));
    cr_expect_eq(p.settled_at, 0);
    c->now_at = p.due_at + 1;
    buying_tick(t);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_SHIP), PROMISE_BROKEN, "the timer judges it anew");
    (void)buying_ship(t, o.id);
    buying_expect_sound(t);
}

DomainTest(shipment_cancel, after_the_due_date_shows_that_the_promise_was_broken)
{
    sku_id cup = { 0 };
    struct order o = two_pieces(t, &cup);
    struct promise p = { 0 };
    int64_t parcel = buying_ship(t, o.id);
    must(promise_find(c, order_subject(c, o.id), PROMISE_SHIP, &p));
    c->now_at = p.due_at + HOURS(1);
    must(shipment_cancel(c, parcel, S("marked_too_early")));
    must(promise_find(c, order_subject(c, o.id), PROMISE_SHIP, &p));
    cr_expect_eq(p.outcome, PROMISE_BROKEN);
    cr_expect_eq(p.settled_at, 0, "and it is still not done");
    (void)buying_ship(t, o.id);
    must(promise_find(c, order_subject(c, o.id), PROMISE_SHIP, &p));
    cr_expect_eq(p.outcome, PROMISE_BROKEN);
    cr_expect_eq(p.settled_at, c->now_at);
    buying_expect_sound(t);
}

DomainTest(shipment_cancel, leaves_nothing_that_could_still_arrive)
{
    sku_id cup = { 0 };
    struct order o = two_pieces(t, &cup);
    int64_t parcel = buying_ship(t, o.id);
    must(shipment_cancel(c, parcel, S("other")));
    static const char *const news[] = { "Delivered", "AttemptFail", "InTransit" };
    for (size_t i = 0; i < COUNT(news); i++) {
        struct shipment_event_new e = { .status = str_of(news[i]), .source = S("staff") };
        cr_expect_eq(shipment_note(c, parcel, &e), ERR_STATE, "%s", news[i]);
    }
    cr_expect_eq(buying_promise(t, o.id, PROMISE_SHIP), PROMISE_OPEN);
    buying_expect_sound(t);
}

DomainTest(shipment_cancel, of_what_the_courier_has_is_refused)
{
    sku_id cup = { 0 };
    struct order o = two_pieces(t, &cup);
    int64_t parcel = buying_ship(t, o.id);
    must(shipment_note(
        c, parcel, &(struct shipment_event_new){ .status = S("Pending"), .source = S("staff") }));
    must(shipment_note(
        c, parcel,
        &(struct shipment_event_new){ .status = S("InTransit"), .source = S("courier") }));
    cr_expect_eq(shipment_cancel(c, parcel, S("other")), ERR_STATE);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_SHIP), PROMISE_KEPT);
}

DomainTest(shipment_note, tells_the_same_thing_once)
{
    sku_id cup = { 0 };
    struct order o = two_pieces(t, &cup);
    int64_t parcel = buying_ship(t, o.id);
    struct shipment_event_new e = { .status = S("InTransit"), .at = c->now_at, .source = S("courier") };
    struct shipment_list list = { 0 };
    must(shipment_note(c, parcel, &e));
    must(shipment_note(c, parcel, &e));
    e.status = S("Teleported");
    cr_expect_eq(shipment_note(c, parcel, &e), ERR_BAD_INPUT);
    cr_expect_eq(shipment_note(c, 999, &(struct shipment_event_new){ .status = S("InTransit") }),
                 ERR_NOT_FOUND);
    must(shipment_list_of(c, o.id, &list));
    cr_assert_eq(list.count, 1);
    cr_expect_eq(list.item[0].event_count, 1);
}

DomainTest(shipment_note, of_before_it_left_begins_no_guarantee_before)
{
    sku_id cup = { 0 };
    struct order o = two_pieces(t, &cup);
    fixture_pass(t, DAYS(2));
    int64_t left_at = c->now_at;
    int64_t parcel = buying_ship(t, o.id);
    fixture_pass(t, DAYS(1));
    const int64_t wrong[] = { left_at - DAYS(700), left_at - MINUTES(1), c->now_at + MINUTES(1), c->now_at + DAYS(365) };
    struct shipment_event_new e = { .status = S("Delivered"), .source = S("staff") };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        e.at = wrong[i];
        cr_expect_eq(shipment_note(c, parcel, &e), ERR_UNPROCESSABLE, "%zu", i);
    }
    must(order_by_id(c, o.id, &o));
    cr_expect_eq(o.fulfillment, FULFILLMENT_SHIPPED);
    e.at = left_at - SECONDS(30); /* the minute it was sent in, as people write it */
    must(shipment_note(c, parcel, &e));
    must(order_by_id(c, o.id, &o));
    cr_expect_eq(o.delivered_at, left_at);
    struct shipment_list list = { 0 };
    must(shipment_list_of(c, o.id, &list));
    cr_expect_eq(list.item[0].delivered_at, left_at);
    cr_expect_eq(list.item[0].event_count, 1);
}

/* The courier scanned it before somebody wrote it down here; that is no arrival. */
DomainTest(shipment_note, of_the_way_may_be_older_than_the_note_that_it_left)
{
    sku_id cup = { 0 };
    struct order o = two_pieces(t, &cup);
    int64_t parcel = buying_ship(t, o.id);
    struct shipment_event_new e = { .status = S("InTransit"), .at = c->now_at - HOURS(3), .source = S("staff") };
    must(shipment_note(c, parcel, &e));
    e.at = c->now_at + HOURS(3);
    cr_expect_eq(shipment_note(c, parcel, &e), ERR_UNPROCESSABLE, "but it has come");
}

DomainTest(promise_to_ship, is_judged_by_its_instant)
{
    sku_id cup = { 0 };
    struct order o = two_pieces(t, &cup);
    struct order late = buying_paid(t, cup, 1);
    struct promise p = { 0 };
    must(promise_find(c, order_subject(c, o.id), PROMISE_SHIP, &p));
    c->now_at = p.due_at;
    (void)buying_ship(t, o.id);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_SHIP), PROMISE_KEPT);
    c->now_at = p.due_at + 1;
    (void)buying_ship(t, late.id); /* no timer came round in between */
    cr_expect_eq(buying_promise(t, late.id, PROMISE_SHIP), PROMISE_BROKEN);
    buying_expect_sound(t);
}

/* The courier's own instant counts; when staff say it, the moment they do. */
DomainTest(promise_to_deliver, counts_the_couriers_instant_but_not_what_staff_remember)
{
    sku_id cup = { 0 };
    struct order by_courier = two_pieces(t, &cup);
    struct order by_staff = buying_paid(t, cup, 1);
    int64_t one = buying_ship(t, by_courier.id);
    int64_t two = buying_ship(t, by_staff.id);
    struct promise p = { 0 };
    must(promise_find(c, order_subject(c, by_courier.id), PROMISE_DELIVER, &p));
    c->now_at = p.due_at + HOURS(2);
    struct shipment_event_new e = { .status = S("Delivered"), .at = p.due_at - HOURS(1), .source = S("courier") };
    must(shipment_note(c, one, &e));
    e.source = S("staff");
    must(shipment_note(c, two, &e));
    cr_expect_eq(buying_promise(t, by_courier.id, PROMISE_DELIVER), PROMISE_KEPT);
    cr_expect_eq(buying_promise(t, by_staff.id, PROMISE_DELIVER), PROMISE_BROKEN);
    buying_expect_sound(t);
}

DomainTest(order_dates, wait_for_preorders_and_for_the_shops_own_days)
{
    struct delivery_dates now = { 0 };
    struct delivery_dates later = { 0 };
    buying_open(t);
    buying_set(t, "shop.calendar", "mon-fri 09:00-17:00\ncutoff 14:00");
    buying_set(t, "promise.handling_hours", "8");
    must(order_dates(c, c->now_at, 0, 2, 4,
                     &now)); /* Saturday 21 November 2026: work begins on Monday */
    int64_t monday = zone_days(c->shop->zone, c->now_at) + 2;
    cr_expect_eq(zone_days(c->shop->zone, now.ship_by_at), monday);
    cr_expect_eq(now.from_days, monday + 2);
    cr_expect_eq(now.to_days, monday + 4);
    cr_expect_eq(zone_days(c->shop->zone, now.deliver_by_at), monday + 4);
    must(order_dates(c, c->now_at, 14, 2, 4, &later));
    cr_expect_eq(zone_days(c->shop->zone, later.ship_by_at), monday + 14);
}

static struct shipment first_parcel(struct fixture *t, order_id id)
{
    struct shipment_list list = { 0 };
    must(shipment_list_of(&t->c, id, &list));
    cr_assert(list.count > 0);
    return list.item[0];
}

DomainTest(shipment_correct, mends_a_number_typed_wrong_whatever_the_courier_said_since)
{
    buying_open(t);
    struct order o = buying_paid(t, goods(t, "Cangkir", 45000, 3), 1);
    struct shipment_new in = { .carrier = S("jne"), .tracking_number = S(" JNE 001 ") };
    int64_t id = 0;
    must(shipment_create(c, o.id, &in, &id));
    cr_expect(str_eq(first_parcel(t, o.id).tracking_number, S("JNE001")),
              "as the courier prints it");
    must(shipment_note(c, id,
                       &(struct shipment_event_new){
                           .status = S("InTransit"), .source = S("staff"), .place = S("") }));
    must(shipment_correct(
        c, id, &(struct shipment_new){ .carrier = S("jnt"), .tracking_number = S("JP 77") }));
    struct shipment parcel = first_parcel(t, o.id);
    cr_expect(str_eq(parcel.carrier, S("jnt")));
    cr_expect(str_eq(parcel.tracking_number, S("JP77")));
    cr_expect_eq(parcel.event_count, 1, "what was seen of it stays");
    cr_expect_eq(buying_promise(t, o.id, PROMISE_SHIP), PROMISE_KEPT);
    buying_expect_sound(t);
}

DomainTest(shipment, of_a_disputed_payment_leaves_for_a_reason_only_and_the_reason_is_counted)
{
    buying_open(t);
    struct order o = buying_paid(t, goods(t, "Cangkir", 45000, 2), 1);
    struct payment p = buying_payment(t, o.id);
    struct shipment_new parcel = { .carrier = S("jne") };
    int64_t id = 0;
    int64_t overrides = 0;
    cr_expect_eq(buying_say(t, &p, PAY_DISPUTED, "disputed"), PAY_NOTED);
    fixture_commit(t);
    cr_expect_eq(shipment_create(c, o.id, &parcel, &id), ERR_STATE);
    fixture_undo(t);
    parcel.despite = S("ya");
    cr_expect_eq(shipment_create(c, o.id, &parcel, &id), ERR_BAD_INPUT, "a word is no reason");
    fixture_undo(t);
    parcel.despite = S("Pembeli menarik sengketanya lewat telepon.");
    must(shipment_create(c, o.id, &parcel, &id));
    must(override_count(c, 0, INT64_MAX, &overrides));
    cr_expect_eq(overrides, 1);
    buying_expect_sound(t);
}

DomainTest(shipment, of_a_dispute_that_was_won_leaves_as_any_other)
{
    buying_open(t);
    struct order o = buying_paid(t, goods(t, "Cangkir", 45000, 2), 1);
    struct payment p = buying_payment(t, o.id);
    int64_t id = 0;
    cr_expect_eq(buying_say(t, &p, PAY_DISPUTED, "disputed"), PAY_NOTED);
    cr_expect_eq(buying_say(t, &p, PAY_DISPUTE_WON, "won"), PAY_NOTED);
    must(shipment_create(c, o.id, &(struct shipment_new){ .carrier = S("jne") }, &id));
}
