/* SPDX-License-Identifier: Apache-2.0 */
#include "c/claims.h"

#include "core/override.h"
#include "shop/claim_worth.h"
#include "shop/order_cover.h"

/* --- silence --- */

DomainTest(claim, is_accepted_by_itself_when_the_shop_is_silent)
{
    struct order o = claims_delivered(t, claims_coffee(t), 2);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    cr_expect_eq(claims_outcome(t, &k, PROMISE_ANSWER_CLAIM), PROMISE_OPEN);
    claims_go_on(t, HOURS(47), k.id);
    claims_expect(t, &k, CLAIM_OPEN);
    claims_go_on(t, HOURS(2), k.id);
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    cr_expect_eq(claims_outcome(t, &k, PROMISE_ANSWER_CLAIM), PROMISE_BROKEN);
    cr_expect(claims_now(t, &k).is_by_rule);
    cr_expect_eq(claims_refunded(t, &o), 60000);
    claims_go_on(t, HOURS(2), k.id);
    cr_expect_eq(claims_refunded(t, &o), 60000, "the rule fires once");
}

DomainTest(claim, ends_when_the_refund_has_left)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    struct claim_answer yes = { .text = S("Maaf ya, kami kembalikan.") };
    claims_as_staff(t, 7);
    must(claim_accept(c, k.id, &yes));
    cr_expect_eq(claims_refunded(t, &o), 75000, "the whole order, with shipping");
    cr_expect_eq(claims_outcome(t, &k, PROMISE_ANSWER_CLAIM), PROMISE_KEPT);
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    must(refund_settle(c, claims_now(t, &k).refund, S("BCA 0091")));
    claims_expect(t, &k, CLAIM_SETTLED);
}

/* --- refusals --- */

DomainTest(claim, refuses_lines_not_bought_twice_and_more_than_bought)
{
    struct order o = claims_delivered(t, claims_coffee(t), 2);
    struct claim_new in = claims_wished(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 3);
    struct claim_line foreign = { .line_id = 9999, .quantity = 1 };
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_TOO_MANY);
    in.line = &foreign;
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_NO_LINE);
    in.line_count = 0;
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_NO_PIECES);
    (void)claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 2);
    in = claims_wished(t, &o, CLAIM_WRONG_ITEM, REMEDY_REFUND, 1);
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_TWICE);
}

DomainTest(claim, refuses_before_delivery_and_after_the_window)
{
    sku_id sku = claims_coffee(t);
    struct order o = buying_paid(t, sku, 1);
    struct claim_new in = claims_wished(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_NOT_ARRIVED);
    o = claims_delivered(t, sku, 1);
    fixture_pass(t, DAYS(9));
    in = claims_wished(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_WINDOW_OVER);
    in = claims_wished(t, &o, CLAIM_WARRANTY, REMEDY_REPLACEMENT, 1);
    struct claim k = { 0 };
    struct claim_verdict v = { 0 };
    must(claim_open(c, &o, &in, &k, &v));
    claims_go_on(t, 0, k.id);
    claims_expect(t, &k, CLAIM_OPEN);
}

DomainTest(claim, refuses_grounds_the_frozen_guarantee_does_not_list)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim_new in = claims_wished(t, &o, CLAIM_CHANGED_MIND, REMEDY_REFUND, 1);
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_NOT_COVERED);
    in = claims_wished(t, &o, CLAIM_DAMAGED, REMEDY_REPAIR, 1);
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_WISH);
    in = claims_wished(t, &o, CLAIM_DAMAGED, REMEDY_PARTIAL_REFUND, 1);
    in.wish_amount = (money){ 60001, o.total.currency };
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_AMOUNT);
}

/* --- not here --- */

DomainTest(claim, not_received_waits_until_it_counts_as_lost)
{
    struct order o = buying_paid(t, claims_coffee(t), 1);
    (void)buying_ship(t, o.id);
    fixture_pass(t, DAYS(2));
    o = buying_now(t, o.id);
    struct claim_new in = claims_wished(t, &o, CLAIM_NOT_RECEIVED, REMEDY_REFUND, 1);
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_NOT_LATE);
    fixture_pass(t, DAYS(15));
    struct claim k = claims_opened(t, &o, CLAIM_NOT_RECEIVED, REMEDY_REFUND, 1);
    claims_go_on(t, HOURS(49), k.id);
    cr_expect_eq(claims_refunded(t, &o), 75000);
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
}

DomainTest(claim, tracking_silent_for_30_days_counts_as_lost_at_once)
{
    struct order o = buying_paid(t, claims_coffee(t), 1);
    int64_t parcel = buying_ship(t, o.id);
    struct shipment_event_new e = { .status = S("Expired"), .source = S("courier") };
    fixture_pass(t, DAYS(1));
    must(shipment_note(c, parcel, &e));
    o = buying_now(t, o.id);
    struct claim k = claims_opened(t, &o, CLAIM_NOT_RECEIVED, REMEDY_REFUND, 1);
    claims_expect(t, &k, CLAIM_OPEN);
}

DomainTest(claim, reported_delivered_but_buyer_says_no)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = claims_opened(t, &o, CLAIM_NOT_RECEIVED, REMEDY_REFUND, 1);
    int64_t budi = claims_person(t, "Budi", "budi@example.com");
    int64_t ani = claims_person(t, "Ani", "ani@example.com");
    claims_as_staff(t, budi);
    must(claim_contest(c, k.id, S("Kurir punya foto serah terima.")));
    claims_expect(t, &k, CLAIM_CONTESTED);
    claims_decide(t, &k, ani, false);
    claims_expect(t, &k, CLAIM_DENIED);
    cr_expect_eq(claims_refunded(t, &o), 0, "evidence protects the seller");
}

DomainTest(claim, buyer_who_said_it_arrived_cannot_say_it_did_not)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    claims_as_buyer(t, &o);
    must(order_receive(c, o.id));
    o = buying_now(t, o.id);
    struct claim_new in = claims_wished(t, &o, CLAIM_NOT_RECEIVED, REMEDY_REFUND, 1);
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_RECEIVED);
}

/* Two pieces bought, one of them here. */
static struct order claims_half_delivered(struct fixture *t)
{
    struct order o = buying_paid(t, claims_coffee(t), 2);
    struct shipment_line one = { .line_id = o.line[0].id, .quantity = 1 };
    struct shipment_new parcel = { .carrier = S("jne"), .tracking_number = S("A1"), .line = &one, .line_count = 1 };
    struct shipment_event_new here = { .status = S("Delivered"), .source = S("courier") };
    int64_t id = 0;
    must(shipment_create(&t->c, o.id, &parcel, &id));
    must(shipment_note(&t->c, id, &here));
    fixture_commit(t);
    return buying_now(t, o.id);
}

DomainTest(claim, piece_that_came_is_paid_back_once)
{
    struct order o = claims_half_delivered(t);
    struct claim_line twice[] = { { .line_id = o.line[0].id, .quantity = 1 }, { .line_id = o.line[0].id, .quantity = 1 } };
    struct claim_new both = claims_wished(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    both.line = twice;
    both.line_count = 2;
    cr_expect_eq(claims_refused(t, &o, &both), CLAIM_NOT_ARRIVED,
                 "two rows of one piece are two pieces");
    (void)claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    struct claim_new in = claims_wished(t, &o, CLAIM_WRONG_ITEM, REMEDY_REFUND, 1);
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_NOT_ARRIVED,
                 "the other one is still on its way");
}

DomainTest(claim, piece_that_did_not_come_is_paid_back_once)
{
    struct order o = claims_half_delivered(t);
    fixture_pass(t, DAYS(60));
    (void)claims_opened(t, &o, CLAIM_NOT_RECEIVED, REMEDY_REFUND, 1);
    struct claim_new in = claims_wished(t, &o, CLAIM_NOT_RECEIVED, REMEDY_REFUND, 1);
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_WINDOW_OVER, "the other one came, long ago");
}

DomainTest(claim, partial_delivery_and_several_parcels_with_different_dates)
{
    struct order o = buying_paid(t, claims_coffee(t), 2);
    struct shipment_line one = { .line_id = o.line[0].id, .quantity = 1 };
    struct shipment_new parcel = { .carrier = S("jne"), .tracking_number = S("A1"), .line = &one, .line_count = 1 };
    struct shipment_event_new here = { .status = S("Delivered"), .source = S("courier") };
    int64_t first = 0;
    int64_t second = 0;
    must(shipment_create(c, o.id, &parcel, &first));
    must(shipment_note(c, first, &here));
    o = buying_now(t, o.id);
    struct claim_new in = claims_wished(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 2);
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_NOT_ARRIVED, "one of two is here");
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    parcel.tracking_number = S("A2");
    must(shipment_create(c, o.id, &parcel, &second));
    fixture_pass(t, DAYS(8));
    must(shipment_note(c, second, &here));
    fixture_commit(t);
    o = buying_now(t, o.id);
    struct claim later = claims_opened(t, &o, CLAIM_WRONG_ITEM, REMEDY_REFUND, 1);
    claims_go_on(t, 0, later.id);
    claims_expect(t, &later, CLAIM_OPEN);
    cr_expect_neq(k.id.v, later.id.v);
}

/* --- proposal, contest, appeal --- */

DomainTest(claim, proposal_is_taken_or_left)
{
    struct order o = claims_delivered(t, claims_coffee(t), 2);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    struct claim_answer part = { .remedy = REMEDY_PARTIAL_REFUND, .amount = { 20000, o.total.currency }, .reason = S("Goresannya kecil sekali.") };
    claims_as_staff(t, 7);
    must(claim_propose(c, k.id, &part));
    claims_expect(t, &k, CLAIM_PROPOSED);
    claims_as_buyer(t, &o);
    must(claim_agree(c, k.id));
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    cr_expect_eq(claims_refunded(t, &o), 20000);
    struct claim other = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    claims_as_staff(t, 7);
    must(claim_propose(c, other.id, &part));
    claims_as_buyer(t, &o);
    must(claim_decline(c, other.id, S("Retaknya besar.")));
    claims_expect(t, &other, CLAIM_CONTESTED);
    cr_expect_eq(claims_now(t, &other).remedy, REMEDY_COUNT);
}

DomainTest(claim, has_one_appeal_and_then_it_is_final)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    int64_t budi = claims_person(t, "Budi", "budi@example.com");
    int64_t ani = claims_person(t, "Ani", "ani@example.com");
    struct decision d = { 0 };
    struct decision_verdict v = { .is_upheld = true, .reasons = S("Saya tetap pada pendapat saya.") };
    claims_as_staff(t, budi);
    must(claim_contest(c, k.id, S("Segelnya utuh di foto.")));
    must(decision_find(c, claim_subject(c, k.id), &d));
    cr_expect_eq(decision_decide(c, &claims_decisions, d.id, &v), ERR_FORBIDDEN,
                 "who contested does not decide");
    claims_decide(t, &k, ani, false);
    claims_as_buyer(t, &o);
    must(claim_appeal(c, k.id, S("Ada foto baru.")));
    claims_expect(t, &k, CLAIM_APPEALED);
    must(decision_find(c, claim_subject(c, k.id), &d));
    claims_as_staff(t, budi);
    cr_expect_eq(decision_decide(c, &claims_decisions, d.id, &v), ERR_EARLY,
                 "who contested waits a day, and only since nobody else is there");
    claims_as_staff(t, ani);
    cr_expect_eq(decision_decide(c, &claims_decisions, d.id, &v), ERR_EARLY,
                 "and so does who decided the first time");
    claims_decide(t, &k, claims_person(t, "Citra", "citra@example.com"), false);
    claims_expect(t, &k, CLAIM_REFUSED);
    claims_as_buyer(t, &o);
    cr_expect_eq(claim_appeal(c, k.id, S("Sekali lagi.")), ERR_STATE);
    struct claim_new in = claims_wished(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_DECIDED);
}

DomainTest(claim, contest_nobody_decides_in_time_is_the_buyers)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    claims_as_staff(t, claims_person(t, "Budi", "budi@example.com"));
    must(claim_contest(c, k.id, S("Segelnya utuh di foto.")));
    claims_go_on(t, DAYS(5), k.id);
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    cr_expect_eq(claims_refunded(t, &o), 75000);
}

DomainTest(claim, denied_and_not_appealed_ends)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    int64_t ani = claims_person(t, "Ani", "ani@example.com");
    claims_as_staff(t, claims_person(t, "Budi", "budi@example.com"));
    must(claim_contest(c, k.id, S("Segelnya utuh di foto.")));
    claims_decide(t, &k, ani, false);
    claims_go_on(t, DAYS(8), k.id);
    claims_expect(t, &k, CLAIM_REFUSED);
}

/* --- goods come back --- */

static struct claim sent_back(struct fixture *t, const struct order *o, const char *number)
{
    struct claim k = claims_opened(t, o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    struct claim_answer back = { .needs_return = true };
    claims_as_staff(t, 7);
    must(claim_accept(&t->c, k.id, &back));
    claims_expect(t, &k, CLAIM_RETURN_DUE);
    claims_as_buyer(t, o);
    must(claim_send_back(&t->c, k.id, S("jne"), str_of(number)));
    fixture_commit(t);
    return k;
}

DomainTest(claim, returned_goods_are_inspected_restocked_and_paid)
{
    sku_id sku = claims_coffee(t);
    struct order o = claims_delivered(t, sku, 2);
    struct claim k = sent_back(t, &o, "RET1");
    struct claim_inspection good = { .is_ok = true, .disposition = S("restock") };
    int64_t before = buying_free(t, sku);
    claims_as_staff(t, 7);
    must(claim_receive(c, k.id));
    cr_expect_eq(claims_outcome(t, &k, PROMISE_INSPECT), PROMISE_OPEN);
    cr_expect_eq(claims_refunded(t, &o), 0, "not before it was looked at");
    must(claim_inspect(c, k.id, &good));
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    cr_expect_eq(claims_outcome(t, &k, PROMISE_INSPECT), PROMISE_KEPT);
    cr_expect_eq(buying_free(t, sku), before + 1);
    cr_expect_eq(claims_refunded(t, &o), 60000);
}

DomainTest(claim, scrapped_goods_do_not_come_back_on_the_shelf)
{
    sku_id sku = claims_coffee(t);
    struct order o = claims_delivered(t, sku, 2);
    struct claim k = sent_back(t, &o, "RET1");
    struct claim_inspection broken = { .is_ok = true, .disposition = S("scrap") };
    struct stock_movement *move = NULL;
    size_t count = 0;
    int64_t before = buying_free(t, sku);
    claims_as_staff(t, 7);
    must(claim_receive(c, k.id));
    must(claim_inspect(c, k.id, &broken));
    cr_expect_eq(buying_free(t, sku), before);
    must(stock_movements(c, sku, 0, &move, &count));
    cr_expect_eq(move[0].reason, STOCK_DAMAGE);
    cr_expect_eq(move[1].reason, STOCK_RETURN);
}

DomainTest(claim, inspection_disagreement_goes_to_a_second_person)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = sent_back(t, &o, "RET1");
    struct claim_inspection bad = { .text = S("Nomor seri lain dari yang kami kirim.") };
    int64_t ani = claims_person(t, "Ani", "ani@example.com");
    int64_t budi = claims_person(t, "Budi", "budi@example.com");
    struct decision d = { 0 };
    struct decision_verdict v = { .is_upheld = false, .reasons = S("Saya tetap pada pendapat saya.") };
    claims_as_staff(t, budi); /* another than who accepted the claim */
    must(claim_receive(c, k.id));
    must(claim_inspect(c, k.id, &bad));
    claims_expect(t, &k, CLAIM_INSPECTED_NOT_OK);
    claims_as_buyer(t, &o);
    must(claim_appeal(c, k.id, S("Itu nomor di kardusnya.")));
    claims_expect(t, &k, CLAIM_CONTESTED);
    must(decision_find(c, claim_subject(c, k.id), &d));
    claims_as_staff(t, budi);
    cr_expect_eq(decision_decide(c, &claims_decisions, d.id, &v), ERR_FORBIDDEN,
                 "who inspected does not judge the inspection");
    claims_decide(t, &k, ani, true);
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    cr_expect_eq(claims_refunded(t, &o), 75000);
}

DomainTest(claim, inspection_nobody_makes_counts_as_good)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = sent_back(t, &o, "RET1");
    claims_as_staff(t, 7);
    must(claim_receive(c, k.id));
    claims_go_on(t, HOURS(49), k.id);
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    cr_expect_eq(claims_outcome(t, &k, PROMISE_INSPECT), PROMISE_BROKEN);
}

DomainTest(claim, return_label_expired_can_be_taken_up_again)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    struct claim_answer back = { .needs_return = true };
    claims_as_staff(t, 7);
    must(claim_accept(c, k.id, &back));
    claims_go_on(t, DAYS(15), k.id);
    claims_expect(t, &k, CLAIM_LAPSED);
    claims_as_buyer(t, &o);
    must(claim_resume(c, k.id));
    claims_expect(t, &k, CLAIM_RETURN_DUE);
}

DomainTest(claim, that_rests_keeps_no_piece_from_others)
{
    sku_id sku = claims_coffee(t);
    struct order o = claims_delivered(t, sku, 1);
    int64_t before = buying_free(t, sku);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REPLACEMENT, 1);
    claims_as_staff(t, 7);
    must(claim_accept(c, k.id, &(struct claim_answer){ .needs_return = true }));
    fixture_commit(t);
    cr_expect_eq(buying_free(t, sku), before - 1, "held from the moment it is agreed");
    claims_go_on(t, DAYS(15), k.id);
    claims_expect(t, &k, CLAIM_LAPSED);
    cr_expect_eq(buying_free(t, sku), before);
    claims_as_buyer(t, &o);
    must(claim_resume(c, k.id));
    claims_as_staff(t, 7);
    must(claim_receive(c, k.id));
    must(claim_inspect(c, k.id,
                       &(struct claim_inspection){ .is_ok = true, .disposition = S("scrap") }));
    fixture_commit(t);
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    cr_expect_eq(buying_free(t, sku), before - 1, "held again");
}

DomainTest(claim, return_lost_in_transit_is_the_shops_risk_when_tracked)
{
    struct order o = claims_delivered(t, claims_coffee(t), 2);
    struct claim tracked = sent_back(t, &o, "RET1");
    struct claim untracked = sent_back(t, &o, "");
    claims_go_on(t, DAYS(13), tracked.id);
    claims_expect(t, &tracked, CLAIM_RETURN_SENT);
    claims_expect(t, &untracked, CLAIM_RETURN_SENT);
    claims_go_on(t, DAYS(2), tracked.id);
    claims_expect(t, &tracked, CLAIM_REMEDY_DUE);
    claims_expect(t, &untracked, CLAIM_CONTESTED);
}

/* --- replacement --- */

static void replaced(struct fixture *t, const struct claim *k, const struct order *o)
{
    struct claim_answer yes = { 0 };
    claims_as_staff(t, 7);
    must(claim_accept(&t->c, k->id, &yes));
    cr_expect_eq(claims_outcome(t, k, PROMISE_REPLACE), PROMISE_OPEN);
    must(claim_send(&t->c, k->id, S("jne"), S("GANTI")));
    cr_expect_eq(claims_outcome(t, k, PROMISE_REPLACE), PROMISE_KEPT);
    fixture_pass(t, DAYS(2));
    claims_as_buyer(t, o);
    must(claim_arrive(&t->c, k->id));
    fixture_commit(t);
}

DomainTest(claim, replacement_starts_its_coverage_anew)
{
    sku_id sku = claims_coffee(t);
    struct order o = claims_delivered(t, sku, 1);
    int64_t before = buying_free(t, sku);
    fixture_pass(t, DAYS(2));
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REPLACEMENT, 1);
    replaced(t, &k, &o);
    claims_expect(t, &k, CLAIM_SETTLED);
    cr_expect_eq(buying_free(t, sku), before - 1, "another piece left");
    fixture_pass(t, DAYS(3));
    struct claim again = claims_opened(t, &o, CLAIM_DEFECTIVE, REMEDY_REFUND, 1);
    cr_expect_eq(again.round, 2);
    claims_expect(t, &again, CLAIM_OPEN);
}

/* What the buyer reads is what the rule enforces: also of a piece that came later than the first. */
DomainTest(claim, replacement_shows_the_coverage_it_began)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct order_cover cover = { 0 };
    fixture_pass(t, DAYS(2));
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REPLACEMENT, 1);
    must(order_cover_load(c, &o, &cover));
    int64_t first_end_at = cover.item[0].guarantee.until_at;
    int64_t first_warranty_at = cover.item[0].warranty_until;
    cr_expect_eq(cover.item[0].renewed_at, 0);
    replaced(t, &k, &o);
    k = claims_now(t, &k);
    fixture_pass(t, DAYS(2));
    must(order_cover_load(c, &o, &cover));
    cr_expect_eq(cover.item[0].renewed_at, k.arrived_at);
    cr_expect(cover.item[0].guarantee.is_covered, "covered, though the first window is over");
    cr_expect_geq(cover.item[0].guarantee.until_at, first_end_at + DAYS(2));
    cr_expect_geq(cover.item[0].warranty_until, first_warranty_at + DAYS(2));
    fixture_pass(t, cover.item[0].guarantee.until_at - c->now_at + SECONDS(1));
    struct claim_new late = claims_wished(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    cr_expect_eq(claims_refused(t, &o, &late), CLAIM_WINDOW_OVER,
                 "and not a second longer than shown");
}

DomainTest(claim, replacement_defective_the_third_time_is_money_by_choice)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    for (int i = 0; i < 2; i++) {
        struct claim k = claims_opened(t, &o, CLAIM_DEFECTIVE, REMEDY_REPLACEMENT, 1);
        replaced(t, &k, &o);
    }
    struct claim third = claims_opened(t, &o, CLAIM_WARRANTY, REMEDY_REFUND, 1);
    struct claim_answer other = { .remedy = REMEDY_REPLACEMENT };
    cr_expect_eq(third.round, 3);
    claims_as_staff(t, 7);
    cr_expect_eq(claim_propose(c, third.id, &other), ERR_UNPROCESSABLE);
    must(claim_accept(c, third.id, &(struct claim_answer){ 0 }));
    cr_expect_eq(claims_refunded(t, &o), 75000);
}

DomainTest(claim, item_out_of_stock_for_replacement_becomes_money)
{
    buying_open(t);
    sku_id sku = goods(t, "Satu saja", 60000, 1);
    struct order o = claims_delivered(t, sku, 1);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REPLACEMENT, 1);
    claims_as_staff(t, 7);
    cr_expect_eq(claim_accept(c, k.id, &(struct claim_answer){ 0 }), ERR_OUT_OF_STOCK);
    claims_go_on(t, HOURS(49), k.id);
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    cr_expect_eq(claims_now(t, &k).remedy, REMEDY_REFUND);
    cr_expect_eq(claims_refunded(t, &o), 75000);
}

DomainTest(claim, replacement_in_advance_waits_for_the_old_goods)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = claims_opened(t, &o, CLAIM_DEFECTIVE, REMEDY_REPLACEMENT, 1);
    struct claim_answer advance = { .needs_return = true, .is_advance = true };
    struct claim_inspection good = { .is_ok = true, .disposition = S("scrap") };
    claims_as_staff(t, 7);
    must(claim_accept(c, k.id, &advance));
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    must(claim_send(c, k.id, S("jne"), S("GANTI")));
    must(claim_arrive(c, k.id));
    claims_expect(t, &k, CLAIM_RETURN_DUE);
    must(claim_receive(c, k.id));
    must(claim_inspect(c, k.id, &good));
    claims_expect(t, &k, CLAIM_SETTLED);
}

DomainTest(claim, overdue_replacement_may_become_money)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REPLACEMENT, 1);
    claims_as_staff(t, 7);
    must(claim_accept(c, k.id, &(struct claim_answer){ 0 }));
    claims_as_buyer(t, &o);
    cr_expect_eq(claim_take_money(c, k.id), ERR_EARLY, "not overdue yet");
    claims_go_on(t, DAYS(8), k.id);
    claims_as_buyer(t, &o);
    must(claim_take_money(c, k.id));
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    cr_expect_eq(claims_refunded(t, &o), 75000);
    struct promise p = { 0 };
    must(promise_find(c, claim_subject(c, k.id), PROMISE_REPLACE, &p));
    cr_expect_eq(p.outcome, PROMISE_BROKEN);
    cr_expect_neq(p.dropped_at, 0, "the money comes instead: nobody waits for the goods");
}

/* --- money --- */

DomainTest(claim, bundle_with_one_defective_item_pays_that_item)
{
    struct order o = claims_delivered(t, claims_coffee(t), 3);
    struct claim k = claims_opened(t, &o, CLAIM_DEFECTIVE, REMEDY_REFUND, 1);
    claims_as_staff(t, 7);
    must(claim_accept(c, k.id, &(struct claim_answer){ 0 }));
    cr_expect_eq(claims_refunded(t, &o), 60000, "without the shipping of the others");
}

DomainTest(claim, refund_larger_than_captured_is_impossible)
{
    struct order o = claims_delivered(t, claims_coffee(t), 2);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    int64_t id = 0;
    claims_as_staff(t, 7);
    must(refund_request(c, &o, (money){ 130000, o.total.currency }, S("goodwill"), &id));
    must(claim_accept(c, k.id, &(struct claim_answer){ 0 }));
    cr_expect_eq(claims_refunded(t, &o), 135000, "what was left, not what it is worth");
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    struct claim_new in = claims_wished(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_PAID_BACK);
}

DomainTest(claim, everything_paid_back_meanwhile_settles_it_at_once)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    int64_t id = 0;
    must(refund_request(c, &o, o.total, S("goodwill"), &id));
    claims_go_on(t, HOURS(49), k.id);
    claims_expect(t, &k, CLAIM_SETTLED);
    cr_expect_eq(claims_refunded(t, &o), 75000);
}

DomainTest(claim, refund_after_chargeback_never_happens)
{
    struct order o = claims_delivered(t, claims_coffee(t), 2);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    struct payment p = buying_payment(t, o.id);
    claims_as_rule(t);
    (void)buying_say(t, &p, PAY_DISPUTED, "dispute");
    claims_expect(t, &k, CLAIM_CHARGED_BACK);
    claims_go_on(t, DAYS(3), k.id);
    cr_expect_eq(claims_refunded(t, &o), 0);
    claims_as_staff(t, 7);
    cr_expect_eq(claim_accept(c, k.id, &(struct claim_answer){ 0 }), ERR_STATE);
    struct claim_new in = claims_wished(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_PAID_BY_BANK);
}

DomainTest(claim, holds_the_money_until_it_is_closed)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    fixture_pass(t, DAYS(10));
    claims_as_rule(t);
    int64_t n = 0;
    must(order_release_due(c, 50, &n));
    cr_expect_eq(n, 0);
    claims_as_buyer(t, &o);
    must(claim_withdraw(c, k.id));
    claims_expect(t, &k, CLAIM_WITHDRAWN);
    claims_as_rule(t);
    must(order_release_due(c, 50, &n));
    cr_expect_eq(n, 1);
}

DomainTest(claim, order_from_elsewhere_is_paid_by_hand_with_proof)
{
    struct order o = claims_delivered_elsewhere(t, "whatsapp");
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    claims_go_on(t, HOURS(49), k.id);
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    cr_expect_eq(claims_outcome(t, &k, PROMISE_REFUND), PROMISE_OPEN,
                 "a promise to transfer by hand");
    claims_as_staff(t, 7);
    cr_expect_eq(claim_pay(c, k.id, S(" ")), ERR_BAD_INPUT);
    must(claim_pay(c, k.id, S("BCA 0091")));
    claims_expect(t, &k, CLAIM_SETTLED);
    cr_expect_eq(claims_outcome(t, &k, PROMISE_REFUND), PROMISE_KEPT);
}

/* --- people --- */

DomainTest(claim, buyer_erased_leaves_the_claim_with_its_number)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    claims_as_rule(t);
    c->actor.role = ROLE_PRIVACY;
    must(vault_erase(c, o.person));
    fixture_commit(t);
    claims_as_staff(t, 7);
    must(claim_accept(c, k.id, &(struct claim_answer){ .text = S("Kami kembalikan.") }));
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
}

DomainTest(claim, steps_are_only_for_those_the_table_names)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    claims_as_buyer(t, &o);
    cr_expect_eq(claim_accept(c, k.id, &(struct claim_answer){ 0 }), ERR_FORBIDDEN);
    claims_as_staff(t, 7);
    cr_expect_eq(claim_withdraw(c, k.id), ERR_FORBIDDEN);
    cr_expect_eq(claim_agree(c, k.id), ERR_STATE);
    claims_expect(t, &k, CLAIM_OPEN);
}

DomainTest(claim, taken_by_staff_outside_the_rule_needs_a_reason_and_is_counted)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim_new in = claims_wished(t, &o, CLAIM_CHANGED_MIND, REMEDY_REFUND, 1);
    struct claim_verdict v = { 0 };
    struct claim k = { 0 };
    int64_t count = 0;
    in.override_reason = S("Pembeli lama, barang masih tersegel.");
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_NOT_COVERED,
                 "a buyer's own reason changes nothing");
    claims_as_staff(t, 7);
    must(claim_open(c, &o, &in, &k, &v));
    cr_expect_eq(v.overridden, CLAIM_NOT_COVERED);
    must(override_count(c, 0, c->now_at + 1, &count));
    cr_expect_eq(count, 1);
    claims_expect(t, &k, CLAIM_OPEN);
}

Test(claim_steps, lead_out_of_every_open_state_and_into_no_closed_one_twice)
{
    size_t count = 0;
    const struct claim_rule *rule = claim_rules(&count);
    for (enum claim_state s = 0; s < CLAIM_STATE_COUNT; s++) {
        bool leads_out = false;
        for (size_t i = 0; i < count; i++) {
            leads_out = leads_out || rule[i].from == s;
        }
        bool is_end = claim_is_closed(s) && s != CLAIM_LAPSED;
        cr_expect_eq(leads_out, !is_end, "%.*s", STR_ARG(claim_state_name(s)));
    }
    for (size_t i = 0; i < count; i++) {
        cr_expect_neq(rule[i].who, 0u);
        cr_expect_eq(claim_rule_of(rule[i].act, rule[i].from, rule[i].to), &rule[i],
                     "row %zu is there twice", i);
    }
}

Test(claim_worth, shares_a_discount_out_and_never_pays_a_changed_mind_its_shipping)
{
    currency idr = { 0 };
    cr_assert(currency_of(S("IDR"), &idr));
    struct order_line line = { .id = 1, .quantity = 2, .unit = { 50000, idr }, .total = { 100000, idr } };
    struct order o = { .line = &line, .line_count = 1, .subtotal = { 100000, idr }, .discount = { 10000, idr },
                       .shipping = { 15000, idr }, .total = { 105000, idr } };
    struct claim_line one = { .line_id = 1, .quantity = 1, .unit = { 50000, idr } };
    struct claim k = { .kind = CLAIM_DAMAGED, .line = &one, .line_count = 1 };
    struct claim_before none = { 0 };
    cr_expect_eq(claim_worth(&o, &k, &none, false).minor, 45000);
    one.quantity = 2;
    cr_expect_eq(claim_worth(&o, &k, &none, false).minor, 105000);
    k.kind = CLAIM_CHANGED_MIND;
    cr_expect_eq(claim_worth(&o, &k, &none, false).minor, 90000);
}
