/* SPDX-License-Identifier: Apache-2.0 */
/* What one piece brings back over all the ways it can: claims after claims, and parcels that count as lost by themselves. */
#include "c/claims.h"

#include "shop/undelivered.h"

/* One bag of coffee (60.000) and one cup (45.000), shipping 15.000. */
static struct order two_lines(struct fixture *t)
{
    sku_id bag = claims_coffee(t);
    sku_id cup = goods(t, "Cangkir", 45000, 5);
    cart_id cart = buying_cart(t, bag, 1);
    must(cart_add(&t->c, cart, buying_sku(t, cup), 1));
    struct checkout form = buying_form(cart, "+6281234567890", "sandbox");
    struct order o = { 0 };
    bool is_new = false;
    must(order_place(&t->c, &form, &o, &is_new));
    struct payment p = buying_payment(t, o.id);
    cr_assert_eq(buying_say(t, &p, PAY_PAID, "paid"), PAY_MOVED);
    return buying_now(t, o.id);
}

static struct order two_lines_here(struct fixture *t)
{
    struct order o = two_lines(t);
    struct shipment_event_new e = { .status = S("Delivered"), .source = S("courier") };
    must(shipment_note(&t->c, buying_ship(t, o.id), &e));
    fixture_commit(t);
    return buying_now(t, o.id);
}

static struct claim claimed(struct fixture *t, const struct order *o, struct claim_new *in,
                            size_t line)
{
    struct claim_verdict v = { 0 };
    struct claim k = { 0 };
    struct claim_line one = { .line_id = o->line[line].id, .quantity = 1 };
    in->line = &one;
    in->line_count = 1;
    in->text = S("Lihat fotonya.");
    claims_as_buyer(t, o);
    must(claim_open(&t->c, o, in, &k, &v));
    fixture_commit(t);
    return k;
}

static void accepted(struct fixture *t, const struct claim *k, bool with_shipping)
{
    claims_as_staff(t, 7);
    must(claim_accept(&t->c, k->id, &(struct claim_answer){ .with_shipping = with_shipping }));
    fixture_commit(t);
}

static void paid(struct fixture *t, const struct claim *k)
{
    must(refund_settle(&t->c, claims_now(t, k).refund, S("sandbox:1")));
    fixture_commit(t);
    claims_expect(t, k, CLAIM_SETTLED);
}

static struct claim_new money_for(enum claim_kind kind)
{
    return (struct claim_new){ .kind = kind, .wish = REMEDY_REFUND };
}

DomainTest(claim_money, paid_back_in_part_is_not_paid_whole_again)
{
    struct order o = two_lines_here(t);
    struct claim_new part = { .kind = CLAIM_DAMAGED, .wish = REMEDY_PARTIAL_REFUND, .wish_amount = { 40000, o.total.currency } };
    struct claim first = claimed(t, &o, &part, 0);
    accepted(t, &first, false);
    paid(t, &first);
    struct claim_new rest = money_for(CLAIM_DEFECTIVE);
    struct claim second = claimed(t, &o, &rest, 0);
    accepted(t, &second, false);
    cr_expect_eq(claims_refunded(t, &o), 60000, "what the bag cost, and nothing of the cup's");
}

DomainTest(claim_money, in_part_twice_is_never_more_than_the_piece)
{
    struct order o = two_lines_here(t);
    struct claim_new part = { .kind = CLAIM_DAMAGED, .wish = REMEDY_PARTIAL_REFUND, .wish_amount = { 40000, o.total.currency } };
    struct claim first = claimed(t, &o, &part, 0);
    accepted(t, &first, false);
    paid(t, &first);
    struct claim_line one = { .line_id = o.line[0].id, .quantity = 1 };
    struct claim_new again = part;
    again.line = &one;
    again.line_count = 1;
    cr_expect_eq(claims_refused(t, &o, &again), CLAIM_AMOUNT);
    again.wish_amount.minor = 20000;
    struct claim second = claimed(t, &o, &again, 0);
    accepted(t, &second, false);
    cr_expect_eq(claims_refunded(t, &o), 60000);
}

DomainTest(claim_money, shipping_comes_back_once)
{
    struct order o = two_lines_here(t);
    struct claim_new in = money_for(CLAIM_DAMAGED);
    struct claim bag = claimed(t, &o, &in, 0);
    accepted(t, &bag, true);
    cr_expect_eq(claims_refunded(t, &o), 75000);
    struct claim cup = claimed(t, &o, &in, 1);
    accepted(t, &cup, true);
    cr_expect_eq(claims_refunded(t, &o), 120000);
    cr_expect_eq(claims_now(t, &cup).amount.minor, 45000);
}

/* Both are agreed before either is owed. */
DomainTest(claim_money, shipping_comes_back_once_also_while_the_goods_travel)
{
    struct order o = two_lines_here(t);
    struct claim_new in = money_for(CLAIM_DAMAGED);
    struct claim_answer both = { .needs_return = true, .with_shipping = true };
    struct claim k[2] = { { .kind = CLAIM_DAMAGED } };
    for (size_t i = 0; i < 2; i++) {
        k[i] = claimed(t, &o, &in, i);
        claims_as_staff(t, 7);
        must(claim_accept(c, k[i].id, &both));
        fixture_commit(t);
        cr_expect_eq(claims_now(t, &k[i]).state, CLAIM_RETURN_DUE);
    }
    cr_expect_eq(claims_now(t, &k[0]).amount.minor, 75000);
    cr_expect_eq(claims_now(t, &k[1]).amount.minor, 45000);
}

DomainTest(claim_money, shipping_comes_back_with_the_last_piece_claimed_one_by_one)
{
    struct order o = two_lines_here(t);
    struct claim_new broken = money_for(CLAIM_DAMAGED);
    struct claim_new other = money_for(CLAIM_WRONG_ITEM);
    struct claim bag = claimed(t, &o, &broken, 0);
    accepted(t, &bag, false);
    cr_expect_eq(claims_refunded(t, &o), 60000);
    struct claim cup = claimed(t, &o, &other, 1);
    accepted(t, &cup, false);
    cr_expect_eq(claims_refunded(t, &o), 120000, "nothing of the order was as it should be");
}

/* ---- a parcel that counts as lost, and claims about it ---- */

/* The bag is here; the cup is on its way, past its day, and the courier has given it up. */
static struct order cup_missing(struct fixture *t)
{
    struct order o = two_lines(t);
    struct promise deliver = { 0 };
    int64_t parcel = 0;
    struct shipment_event_new here = { .status = S("Delivered"), .source = S("courier") };
    for (size_t i = 0; i < 2; i++) {
        struct shipment_line one = { .line_id = o.line[i].id, .quantity = 1 };
        struct shipment_new part = { .carrier = S("jne"), .line = &one, .line_count = 1,
                                     .tracking_number = str_format(t->c.arena, "A%zu", i) };
        must(shipment_create(&t->c, o.id, &part, &parcel));
        must(i == 0 ? shipment_note(&t->c, parcel, &here) : OK);
    }
    must(promise_find(&t->c, order_subject(&t->c, o.id), PROMISE_DELIVER, &deliver));
    t->c.now_at = deliver.due_at + SECONDS(1);
    buying_tick(t);
    must(promise_find(&t->c, order_subject(&t->c, o.id), PROMISE_DELIVER, &deliver));
    must(undelivered_promise_broken(&t->c, &deliver));
    struct shipment_event_new lost = { .status = S("Expired"), .source = S("courier") };
    must(shipment_note(&t->c, parcel, &lost));
    fixture_commit(t);
    return buying_now(t, o.id);
}

static struct undelivered undelivered_now(struct fixture *t, const struct order *o)
{
    struct undelivered u = { 0 };
    must(undelivered_find(&t->c, o->id, &u));
    return u;
}

static void grace_over(struct fixture *t, const struct order *o)
{
    int64_t done = 0;
    t->c.now_at = undelivered_now(t, o).lost_at + HOURS(1);
    claims_as_rule(t);
    must(undelivered_lost_due(&t->c, 50, &done));
    fixture_commit(t);
}

/* The order is done with what came: nobody waits for the rest, and the money for it becomes the shop's in the end. */
static void expect_earned(struct fixture *t, const struct order *before)
{
    struct ctx *c = &t->c;
    struct promise p = { 0 };
    int64_t n = 0;
    struct order o = buying_now(t, before->id);
    cr_expect_eq(o.status, ORDER_OPEN);
    cr_expect_eq(o.fulfillment, FULFILLMENT_DELIVERED);
    must(promise_find(c, order_subject(c, o.id), PROMISE_DELIVER, &p));
    cr_expect_eq(p.outcome, PROMISE_BROKEN);
    cr_expect_neq(p.dropped_at, 0);
    claims_as_rule(t);
    fixture_pass(t, DAYS(30));
    must(order_release_due(c, 50, &n));
    cr_expect_eq(n, 1);
    cr_expect_eq(buying_held(t, o.id), 0);
    buying_expect_sound(t);
}

DomainTest(claim_money, claimed_before_it_counts_as_lost_is_paid_by_the_claim_alone)
{
    struct order o = cup_missing(t);
    struct claim_new in = money_for(CLAIM_NOT_RECEIVED);
    struct claim cup = claimed(t, &o, &in, 1);
    accepted(t, &cup, false);
    cr_expect_eq(claims_refunded(t, &o), 45000);
    grace_over(t, &o);
    cr_expect_eq(claims_refunded(t, &o), 45000, "the rule does not pay it a second time");
    paid(t, &cup);
    grace_over(t, &o);
    cr_expect_eq(claims_refunded(t, &o), 45000);
    cr_expect_eq(undelivered_now(t, &o).state, UNDELIVERED_CLOSED);
    expect_earned(t, &o);
}

DomainTest(claim_money, replaced_before_it_counts_as_lost_is_not_paid_as_well)
{
    struct order o = cup_missing(t);
    struct claim_new in = { .kind = CLAIM_NOT_RECEIVED, .wish = REMEDY_REPLACEMENT };
    struct claim cup = claimed(t, &o, &in, 1);
    accepted(t, &cup, false);
    must(claim_send(c, cup.id, S("jne"), S("GANTI-1")));
    claims_as_buyer(t, &o);
    must(claim_arrive(c, cup.id));
    grace_over(t, &o);
    cr_expect_eq(claims_refunded(t, &o), 0);
    cr_expect_eq(undelivered_now(t, &o).state, UNDELIVERED_CLOSED);
    claims_expect(t, &cup, CLAIM_SETTLED);
    expect_earned(t, &o);
}

/* Nothing arrived, and the claim brings all of it back before the days of grace are over. */
DomainTest(claim_money, whole_order_given_up_and_claimed_ends_with_its_money)
{
    struct order o = buying_paid(t, claims_coffee(t), 1);
    int64_t parcel = buying_ship(t, o.id);
    struct shipment_event_new lost = { .status = S("Expired"), .source = S("courier") };
    fixture_pass(t, DAYS(1));
    must(shipment_note(c, parcel, &lost));
    struct claim_new in = money_for(CLAIM_NOT_RECEIVED);
    struct claim bag = claimed(t, &o, &in, 0);
    accepted(t, &bag, false);
    cr_expect_eq(buying_now(t, o.id).status, ORDER_OPEN, "it may still come");
    paid(t, &bag);
    o = buying_now(t, o.id);
    cr_expect_eq(claims_refunded(t, &o), 75000);
    cr_expect_eq(o.status, ORDER_CANCELED);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_DELIVER), PROMISE_VOIDED);
}

/* Nothing arrived but what a claim sent instead: that is the order now, with a guarantee of its own. */
DomainTest(claim_money, whole_order_replaced_is_delivered_with_the_replacement)
{
    struct order o = buying_paid(t, claims_coffee(t), 1);
    int64_t parcel = buying_ship(t, o.id);
    struct shipment_event_new lost = { .status = S("Expired"), .source = S("courier") };
    fixture_pass(t, DAYS(1));
    must(shipment_note(c, parcel, &lost));
    struct claim_new in = { .kind = CLAIM_NOT_RECEIVED, .wish = REMEDY_REPLACEMENT };
    struct claim bag = claimed(t, &o, &in, 0);
    accepted(t, &bag, false);
    must(claim_send(c, bag.id, S("jne"), S("GANTI-1")));
    fixture_pass(t, DAYS(1));
    claims_as_buyer(t, &o);
    must(claim_arrive(c, bag.id));
    fixture_commit(t);
    o = buying_now(t, o.id);
    cr_expect_eq(o.delivered_at, c->now_at);
    cr_expect_eq(o.fulfillment, FULFILLMENT_DELIVERED);
    struct claim_new broken = money_for(CLAIM_DAMAGED);
    (void)claimed(t, &o, &broken, 0);
    claims_expect(t, &bag, CLAIM_SETTLED);
}

DomainTest(claim_money, goes_on_with_what_came_when_the_rule_has_paid_for_the_rest)
{
    struct order o = cup_missing(t);
    grace_over(t, &o);
    cr_expect_eq(buying_now(t, o.id).delivered_at, 0, "until the money is back it may still come");
    must(refund_settle(c, 1, S("sandbox:1")));
    fixture_commit(t);
    cr_expect_eq(undelivered_now(t, &o).state, UNDELIVERED_LOST);
    expect_earned(t, &o);
}

DomainTest(claim_money, withdrawn_leaves_the_rule_in_force)
{
    struct order o = cup_missing(t);
    struct claim_new in = money_for(CLAIM_NOT_RECEIVED);
    struct claim cup = claimed(t, &o, &in, 1);
    grace_over(t, &o);
    cr_expect_eq(undelivered_now(t, &o).state, UNDELIVERED_ASKED, "the claim goes first");
    claims_as_buyer(t, &o);
    must(claim_withdraw(c, cup.id));
    grace_over(t, &o);
    cr_expect_eq(claims_refunded(t, &o), 45000);
    cr_expect_eq(undelivered_now(t, &o).state, UNDELIVERED_LOST);
}

/* A proposal nobody answered rests; the rule pays for the parcel meanwhile; taken up again, nothing is left to pay. */
DomainTest(claim_money, that_rested_while_the_rule_paid_pays_nothing_more)
{
    struct order o = cup_missing(t);
    struct claim_new in = { .kind = CLAIM_NOT_RECEIVED, .wish = REMEDY_REPLACEMENT };
    struct claim cup = claimed(t, &o, &in, 1);
    struct claim_answer offer = { .remedy = REMEDY_REFUND };
    claims_as_staff(t, 7);
    must(claim_propose(c, cup.id, &offer));
    fixture_commit(t);
    claims_go_on(t, DAYS(7) + HOURS(1), cup.id);
    cr_expect_eq(claims_now(t, &cup).state, CLAIM_LAPSED);
    grace_over(t, &o);
    cr_expect_eq(claims_refunded(t, &o), 45000);
    claims_as_buyer(t, &o);
    must(claim_resume(c, cup.id));
    must(claim_agree(c, cup.id));
    fixture_commit(t);
    cr_expect_eq(claims_refunded(t, &o), 45000);
    cr_expect_eq(claims_now(t, &cup).state, CLAIM_SETTLED);
}

DomainTest(claim_money, paid_by_the_rule_is_not_claimed_again)
{
    struct order o = cup_missing(t);
    struct claim_line one = { .line_id = o.line[1].id, .quantity = 1 };
    struct claim_new in = money_for(CLAIM_NOT_RECEIVED);
    grace_over(t, &o);
    cr_expect_eq(claims_refunded(t, &o), 45000);
    in.line = &one;
    in.line_count = 1;
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_TWICE);
    struct shipment_list parcels = { 0 };
    struct shipment_event_new here = { .status = S("Delivered"), .source = S("courier") };
    must(shipment_list_of(c, o.id, &parcels));
    claims_as_rule(t);
    fixture_pass(t, HOURS(1));
    must(shipment_note(c, parcels.item[1].id, &here));
    in.kind = CLAIM_DAMAGED;
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_TWICE, "it came after all, and is paid for");
    claims_as_buyer(t, &o);
    must(refund_settle(c, 1, S("sandbox:1")));
    must(order_receive(c, o.id));
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_TWICE, "also when the buyer says so");
}

/* ---- what staff paid back by hand for not arriving ---- */

static void by_hand(struct fixture *t, const struct order *o, int64_t minor, const char *reason)
{
    claims_as_staff(t, 7);
    must(refund_request(&t->c, o, (money){ minor, o->total.currency }, str_of(reason), NULL));
    fixture_commit(t);
}

DomainTest(claim_money, paid_by_hand_for_not_arriving_is_not_claimed_again)
{
    struct order o = cup_missing(t);
    struct claim_line one = { .line_id = o.line[1].id, .quantity = 1 };
    struct claim_new in = money_for(CLAIM_NOT_RECEIVED);
    in.line = &one;
    in.line_count = 1;
    by_hand(t, &o, 45000, UNDELIVERED_BY_HAND);
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_PAID_BACK);
    cr_expect_eq(claims_refunded(t, &o), 45000);
}

DomainTest(claim_money, paid_by_hand_while_it_is_claimed_is_taken_off)
{
    struct order o = cup_missing(t);
    struct claim_new in = money_for(CLAIM_NOT_RECEIVED);
    struct claim cup = claimed(t, &o, &in, 1);
    by_hand(t, &o, 30000, UNDELIVERED_BY_HAND);
    by_hand(t, &o, 5000, "goodwill");
    accepted(t, &cup, false);
    cr_expect_eq(claims_refunded(t, &o), 50000, "the cup, and a gift");
}

/* Both parcels are lost: each is paid once, by hand, by a claim and by the rule together. */
DomainTest(claim_money, paid_by_hand_counts_once_for_claims_and_the_rule_together)
{
    struct order o = buying_paid(t, claims_coffee(t), 3);
    struct promise deliver = { 0 };
    struct shipment_event_new word = { .source = S("courier") };
    int64_t parcel = 0;
    for (size_t i = 0; i < 3; i++) {
        struct shipment_line one = { .line_id = o.line[0].id, .quantity = 1 };
        struct shipment_new part = { .carrier = S("jne"), .line = &one, .line_count = 1,
                                     .tracking_number = str_format(c->arena, "A%zu", i) };
        must(shipment_create(c, o.id, &part, &parcel));
        word.status = i == 0 ? S("Delivered") : S("Expired");
        must(shipment_note(c, parcel, &word));
    }
    must(promise_find(c, order_subject(c, o.id), PROMISE_DELIVER, &deliver));
    c->now_at = deliver.due_at + SECONDS(1);
    buying_tick(t);
    must(promise_find(c, order_subject(c, o.id), PROMISE_DELIVER, &deliver));
    must(undelivered_promise_broken(c, &deliver));
    by_hand(t, &o, 20000, UNDELIVERED_BY_HAND);
    struct claim_new in = money_for(CLAIM_NOT_RECEIVED);
    struct claim one = claimed(t, &o, &in, 0);
    accepted(t, &one, false);
    cr_expect_eq(claims_refunded(t, &o), 60000, "the first");
    paid(t, &one);
    grace_over(t, &o);
    cr_expect_eq(claims_refunded(t, &o), 120000, "two of three bags");
}
