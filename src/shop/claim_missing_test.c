/* SPDX-License-Identifier: Apache-2.0 */
/* What did not come, parcel by parcel: decided to be there, come after all, or lost. */
#include "c/claims.h"

#include "core/pulse.h"
#include "shop/claim_missing.h"
#include "shop/undelivered.h"

struct parcels {
    struct order o;
    int64_t id[2];
};

/* So many pieces of one line, each in a parcel of its own. */
static struct parcels on_their_way(struct fixture *t, int64_t pieces)
{
    struct parcels p = { .o = buying_paid(t, claims_coffee(t), pieces) };
    struct shipment_line one = { .line_id = p.o.line[0].id, .quantity = 1 };
    for (int64_t i = 0; i < pieces; i++) {
        struct shipment_new part = { .carrier = S("jne"), .line = &one, .line_count = 1,
                                     .tracking_number = str_format(t->c.arena, "A%" PRId64, i) };
        must(shipment_create(&t->c, p.o.id, &part, &p.id[i]));
    }
    fixture_commit(t);
    p.o = buying_now(t, p.o.id);
    return p;
}

static void courier_says(struct fixture *t, int64_t parcel, const char *status)
{
    struct shipment_event_new e = { .status = str_of(status), .source = S("courier") };
    claims_as_rule(t);
    must(shipment_note(&t->c, parcel, &e));
    fixture_commit(t);
}

static void promised_day_passes(struct fixture *t, const struct order *o)
{
    struct promise deliver = { 0 };
    must(promise_find(&t->c, order_subject(&t->c, o->id), PROMISE_DELIVER, &deliver));
    t->c.now_at = deliver.due_at + SECONDS(1);
    claims_as_rule(t);
    buying_tick(t);
    must(promise_find(&t->c, order_subject(&t->c, o->id), PROMISE_DELIVER, &deliver));
    must(undelivered_promise_broken(&t->c, &deliver));
    fixture_commit(t);
}

static void grace_over(struct fixture *t, const struct order *o)
{
    struct undelivered u = { 0 };
    int64_t done = 0;
    must(undelivered_find(&t->c, o->id, &u));
    t->c.now_at = u.lost_at >= t->c.now_at ? u.lost_at + HOURS(1) : t->c.now_at;
    claims_as_rule(t);
    must(undelivered_lost_due(&t->c, 50, &done));
    fixture_commit(t);
}

/* Contested with evidence, and the second person finds for the shop. */
static struct claim found_for_shop(struct fixture *t, struct claim k)
{
    claims_as_staff(t, claims_person(t, "Budi", "budi@example.com"));
    must(claim_contest(&t->c, k.id, S("Foto serah terima dan tanda tangan.")));
    claims_decide(t, &k, claims_person(t, "Ani", "ani@example.com"), false);
    fixture_commit(t);
    claims_expect(t, &k, CLAIM_DENIED);
    return k;
}

static struct claim denied(struct fixture *t, const struct order *o)
{
    return found_for_shop(t, claims_opened(t, o, CLAIM_NOT_RECEIVED, REMEDY_REFUND, 1));
}

/* Of what was not sent yet, before the rule would pay: taken by staff. */
static struct claim denied_early(struct fixture *t, const struct order *o)
{
    struct claim_new in = claims_wished(t, o, CLAIM_NOT_RECEIVED, REMEDY_REFUND, 1);
    struct claim_verdict v = { 0 };
    struct claim k = { 0 };
    in.override_reason = S("Belum dikirim.");
    claims_as_staff(t, 7);
    must(claim_open(&t->c, o, &in, &k, &v));
    fixture_commit(t);
    return found_for_shop(t, k);
}

static struct shipment parcel_of(struct fixture *t, const struct order *o, size_t at)
{
    struct shipment_list list = { 0 };
    must(shipment_list_of(&t->c, o->id, &list));
    return list.item[at];
}

static enum undelivered_state asked(struct fixture *t, const struct order *o)
{
    struct undelivered u = { 0 };
    must(undelivered_find(&t->c, o->id, &u));
    return u.state;
}

DomainTest(claim_missing, refused_for_good_counts_as_delivered_by_the_decision)
{
    struct parcels p = on_their_way(t, 1);
    int64_t n = 0;
    promised_day_passes(t, &p.o);
    courier_says(t, p.id[0], "Expired");
    struct claim k = denied(t, &p.o);
    cr_expect_eq(buying_now(t, p.o.id).delivered_at, 0, "the buyer may still appeal");
    claims_go_on(t, DAYS(8), k.id);
    claims_expect(t, &k, CLAIM_REFUSED);
    struct order o = buying_now(t, p.o.id);
    cr_expect_eq(o.delivered_at, c->now_at, "from now on, which is better for the buyer");
    cr_expect_eq(o.fulfillment, FULFILLMENT_DELIVERED);
    struct shipment s = parcel_of(t, &o, 0);
    cr_expect(str_eq(s.event[0].status, S("Delivered")));
    cr_expect(str_eq(s.event[0].source, S(SHIPMENT_BY_DECISION)), "nobody else said so");
    cr_expect_eq(buying_promise(t, o.id, PROMISE_DELIVER), PROMISE_BROKEN, "and so it stays");
    cr_expect_eq(asked(t, &o), UNDELIVERED_FOUND);
    grace_over(t, &o);
    cr_expect_eq(claims_refunded(t, &o), 0);
    fixture_pass(t, DAYS(30));
    must(order_release_due(c, 50, &n));
    cr_expect_eq(n, 1, "nothing waits for it any more");
    buying_expect_sound(t);
}

DomainTest(claim_missing, refused_before_the_promised_day_keeps_the_promise)
{
    struct parcels p = on_their_way(t, 1);
    courier_says(t, p.id[0], "Expired");
    struct claim k = claims_opened(t, &p.o, CLAIM_NOT_RECEIVED, REMEDY_REFUND, 1);
    claims_as_staff(t, claims_person(t, "Budi", "budi@example.com"));
    must(claim_contest(c, k.id, S("Foto serah terima dan tanda tangan.")));
    claims_decide(t, &k, claims_person(t, "Ani", "ani@example.com"), false);
    claims_as_buyer(t, &p.o);
    must(claim_appeal(c, k.id, S("Itu bukan tanda tangan saya.")));
    fixture_commit(t);
    claims_decide(t, &k, claims_person(t, "Edi", "edi@example.com"), false);
    claims_expect(t, &k, CLAIM_REFUSED);
    cr_expect_eq(buying_promise(t, p.o.id, PROMISE_DELIVER), PROMISE_KEPT);
    cr_expect_eq(buying_now(t, p.o.id).delivered_at, c->now_at);
}

DomainTest(claim_missing, won_on_appeal_leaves_nothing_noted_as_delivered)
{
    struct parcels p = on_their_way(t, 1);
    promised_day_passes(t, &p.o);
    courier_says(t, p.id[0], "Expired");
    struct claim k = denied(t, &p.o);
    claims_as_buyer(t, &p.o);
    must(claim_appeal(c, k.id, S("Itu bukan tanda tangan saya.")));
    fixture_commit(t);
    claims_decide(t, &k, claims_person(t, "Edi", "edi@example.com"), true);
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    cr_expect_eq(claims_refunded(t, &p.o), 75000);
    cr_expect_eq(parcel_of(t, &p.o, 0).delivered_at, 0);
    cr_expect_eq(buying_now(t, p.o.id).delivered_at, 0);
}

DomainTest(claim_missing, refused_for_good_about_what_was_sent_instead_ends_the_wait)
{
    struct parcels p = on_their_way(t, 1);
    promised_day_passes(t, &p.o);
    courier_says(t, p.id[0], "Expired");
    struct claim k = claims_opened(t, &p.o, CLAIM_NOT_RECEIVED, REMEDY_REPLACEMENT, 1);
    claims_as_staff(t, claims_person(t, "Budi", "budi@example.com"));
    must(claim_accept(c, k.id, &(struct claim_answer){ 0 }));
    must(claim_send(c, k.id, S("jne"), S("GANTI-1")));
    fixture_commit(t);
    c->now_at = claims_now(t, &k).sent_due_at + HOURS(1);
    claims_as_buyer(t, &p.o);
    must(claim_miss(c, k.id, S("Tidak ada paket di rumah.")));
    fixture_commit(t);
    claims_decide(t, &k, claims_person(t, "Ani", "ani@example.com"), false);
    claims_go_on(t, DAYS(8), k.id);
    claims_expect(t, &k, CLAIM_REFUSED);
    struct order o = buying_now(t, p.o.id);
    cr_expect_eq(o.delivered_at, c->now_at);
    cr_expect_eq(parcel_of(t, &o, 0).delivered_at, 0, "the first one never came");
}

/* Claimed and paid, and then it comes all the same. */
static struct parcels paid_and_here(struct fixture *t)
{
    struct parcels p = on_their_way(t, 2);
    promised_day_passes(t, &p.o);
    courier_says(t, p.id[0], "Expired");
    struct claim k = claims_opened(t, &p.o, CLAIM_NOT_RECEIVED, REMEDY_REFUND, 1);
    claims_as_staff(t, 7);
    must(claim_accept(&t->c, k.id, &(struct claim_answer){ 0 }));
    must(refund_settle(&t->c, claims_now(t, &k).refund, S("sandbox:1")));
    fixture_commit(t);
    claims_expect(t, &k, CLAIM_SETTLED);
    courier_says(t, p.id[0], "Delivered");
    return p;
}

DomainTest(claim_missing, that_came_after_all_leaves_the_lost_one_to_the_rule)
{
    struct parcels p = paid_and_here(t);
    cr_expect_eq(claims_refunded(t, &p.o), 60000);
    grace_over(t, &p.o);
    cr_expect_eq(asked(t, &p.o), UNDELIVERED_LOST);
    cr_expect_eq(claims_refunded(t, &p.o), 120000,
                 "the second parcel is lost, whatever came of the first");
    grace_over(t, &p.o);
    cr_expect_eq(claims_refunded(t, &p.o), 120000);
    buying_expect_sound(t);
}

DomainTest(claim_missing, that_came_after_all_leaves_the_lost_one_to_a_claim)
{
    struct parcels p = paid_and_here(t);
    courier_says(t, p.id[1], "Expired");
    struct claim_new again = claims_wished(t, &p.o, CLAIM_NOT_RECEIVED, REMEDY_REFUND, 1);
    again.parcel = p.id[0];
    cr_expect_eq(claims_refused(t, &p.o, &again), CLAIM_OTHER_PARCEL, "that one is paid");
    struct claim_new broken = claims_wished(t, &p.o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    cr_expect_eq(claims_refused(t, &p.o, &broken), CLAIM_NOT_ARRIVED, "what came is paid already");
    struct claim k = claims_opened(t, &p.o, CLAIM_NOT_RECEIVED, REMEDY_REFUND, 1);
    struct claim_missing_list named = { 0 };
    must(claim_missing_of(c, k.id, &named));
    cr_assert_eq(named.count, 1);
    cr_expect(str_eq(named.item[0].tracking_number, S("A1")));
    claims_as_staff(t, 7);
    must(claim_accept(c, k.id, &(struct claim_answer){ 0 }));
    cr_expect_eq(claims_refunded(t, &p.o), 135000, "with the shipping cost, once");
    grace_over(t, &p.o);
    cr_expect_eq(claims_refunded(t, &p.o), 135000);
}

DomainTest(claim_missing, names_the_parcel_the_buyer_means)
{
    struct parcels p = on_their_way(t, 2);
    struct claim_missing_list named = { 0 };
    struct claim_verdict v = { 0 };
    struct claim k = { 0 };
    promised_day_passes(t, &p.o);
    courier_says(t, p.id[1], "Expired");
    struct claim_new in = claims_wished(t, &p.o, CLAIM_NOT_RECEIVED, REMEDY_REFUND, 2);
    in.parcel = p.id[1];
    cr_expect_eq(claims_refused(t, &p.o, &in), CLAIM_OTHER_PARCEL, "it held one of them");
    in = claims_wished(t, &p.o, CLAIM_NOT_RECEIVED, REMEDY_REFUND, 1);
    in.parcel = p.id[1];
    must(claim_open(c, &p.o, &in, &k, &v));
    must(claim_missing_of(c, k.id, &named));
    cr_assert_eq(named.count, 1);
    cr_expect(str_eq(named.item[0].tracking_number, S("A1")));
    cr_expect_eq(named.item[0].delivered_at, 0);
}

static int64_t sent_with(struct fixture *t, const struct order *o, int64_t pieces, str number)
{
    struct shipment_line line = { .line_id = o->line[0].id, .quantity = pieces };
    struct shipment_new part = { .carrier = S("jne"), .line = &line, .line_count = 1, .tracking_number = number };
    int64_t id = 0;
    claims_as_staff(t, 7);
    must(shipment_create(&t->c, o->id, &part, &id));
    fixture_commit(t);
    return id;
}

/* Of three that are late and were not sent, one is claimed and paid back. */
static struct order paid_before_sent(struct fixture *t, struct claim *k)
{
    struct order o = buying_paid(t, claims_coffee(t), 3);
    struct claim_verdict v = { 0 };
    promised_day_passes(t, &o);
    claims_as_staff(t, claims_person(t, "Budi", "budi@example.com"));
    struct claim_new in = claims_wished(t, &o, CLAIM_NOT_RECEIVED, REMEDY_REFUND, 1);
    in.override_reason = S("Belum dikirim.");
    must(claim_open(&t->c, &o, &in, k, &v));
    must(claim_accept(&t->c, k->id, &(struct claim_answer){ 0 }));
    must(refund_settle(&t->c, claims_now(t, k).refund, S("sandbox:1")));
    fixture_commit(t);
    claims_expect(t, k, CLAIM_SETTLED);
    return o;
}

DomainTest(claim_missing, that_left_after_it_was_claimed_is_counted_once)
{
    struct claim k = { 0 };
    struct claim_missing_list named = { 0 };
    struct order o = paid_before_sent(t, &k);
    (void)sent_with(t, &o, 2, S("B1"));
    must(claim_missing_of(c, k.id, &named));
    cr_expect_eq(named.count, 0, "these are the two nobody claimed");
    courier_says(t, sent_with(t, &o, 1, S("B2")), "Delivered");
    must(claim_missing_of(c, k.id, &named));
    cr_assert_eq(named.count, 1);
    cr_expect(str_eq(named.item[0].tracking_number, S("B2")));
    grace_over(t, &o);
    cr_expect_eq(claims_refunded(t, &o), 180000,
                 "the one that was claimed, and the two that are lost");
    buying_expect_sound(t);
}

DomainTest(claim_missing, that_left_after_it_was_claimed_in_a_parcel_taken_back_is_named_anew)
{
    struct claim k = { 0 };
    struct claim_missing_list named = { 0 };
    struct order o = paid_before_sent(t, &k);
    int64_t all = sent_with(t, &o, 3, S("B1"));
    must(shipment_cancel(c, all, S("not_handed_over")));
    fixture_commit(t);
    (void)sent_with(t, &o, 3, S("B2"));
    must(claim_missing_of(c, k.id, &named));
    cr_assert_eq(named.count, 1, "a parcel that never left holds nothing");
    cr_expect(str_eq(named.item[0].tracking_number, S("B2")));
    cr_expect_eq(named.item[0].quantity, 1);
}

static void comes_back(struct fixture *t, int64_t parcel)
{
    claims_as_staff(t, 7);
    must(shipment_come_back(&t->c, parcel, (str){ 0 }));
    fixture_commit(t);
}

DomainTest(claim_missing, refused_about_what_came_back_leaves_it_to_the_rule)
{
    struct parcels p = on_their_way(t, 1);
    struct refund_list list = { 0 };
    promised_day_passes(t, &p.o);
    comes_back(t, p.id[0]);
    struct claim k = denied(t, &p.o);
    claims_go_on(t, DAYS(8), k.id);
    claims_expect(t, &k, CLAIM_REFUSED);
    cr_expect_eq(buying_now(t, p.o.id).delivered_at, 0, "the shop has it");
    grace_over(t, &p.o);
    cr_expect_eq(claims_refunded(t, &p.o), 75000, "nobody keeps both the goods and the money");
    must(refund_list_of(c, p.o.id, &list));
    must(refund_settle(c, list.item[0].id, S("sandbox:1")));
    fixture_commit(t);
    cr_expect_eq(buying_now(t, p.o.id).status, ORDER_CANCELED);
    buying_expect_sound(t);
}

DomainTest(claim_missing, refused_about_what_came_back_ends_with_the_rest)
{
    struct parcels p = on_their_way(t, 2);
    struct refund_list list = { 0 };
    courier_says(t, p.id[0], "Delivered");
    promised_day_passes(t, &p.o);
    comes_back(t, p.id[1]);
    struct claim k = denied(t, &p.o);
    claims_go_on(t, DAYS(8), k.id);
    claims_expect(t, &k, CLAIM_REFUSED);
    grace_over(t, &p.o);
    cr_expect_eq(claims_refunded(t, &p.o), 60000);
    must(refund_list_of(c, p.o.id, &list));
    must(refund_settle(c, list.item[0].id, S("sandbox:1")));
    fixture_commit(t);
    struct order o = buying_now(t, p.o.id);
    cr_expect_neq(o.delivered_at, 0, "what came is all there is to come");
    cr_expect_eq(o.status, ORDER_OPEN);
    buying_expect_sound(t);
}

/* Paid, and nothing was sent: whatever is decided of the claim, the money or the goods are the buyer's. */
DomainTest(claim_missing, refused_about_what_was_never_sent_leaves_it_to_the_rule)
{
    struct order o = buying_paid(t, claims_coffee(t), 1);
    fixture_commit(t);
    promised_day_passes(t, &o);
    struct claim k = denied_early(t, &o);
    claims_go_on(t, DAYS(8), k.id);
    claims_expect(t, &k, CLAIM_REFUSED);
    cr_expect_eq(buying_now(t, o.id).status, ORDER_OPEN);
    cr_expect_eq(buying_now(t, o.id).delivered_at, 0, "nobody can have received it");
    grace_over(t, &o);
    o = buying_now(t, o.id);
    cr_expect_eq(o.status, ORDER_CANCELED);
    cr_expect(str_eq(o.cancel_reason, S("not_sent_in_time")));
    cr_expect_eq(claims_refunded(t, &o), o.total.minor - buying_payment(t, o.id).unique_code);
    buying_expect_sound(t);
}

/* Of three one was sent and came; of the others one was claimed, and refused: both are owed. */
DomainTest(claim_missing, refused_about_a_piece_that_was_never_sent_pays_for_all_that_never_left)
{
    struct order o = buying_paid(t, claims_coffee(t), 3);
    struct shipment_line one = { .line_id = o.line[0].id, .quantity = 1 };
    struct shipment_new part = { .carrier = S("jne"), .tracking_number = S("A1"), .line = &one, .line_count = 1 };
    int64_t parcel = 0;
    must(shipment_create(c, o.id, &part, &parcel));
    fixture_commit(t);
    courier_says(t, parcel, "Delivered");
    promised_day_passes(t, &o);
    struct claim k = denied_early(t, &o);
    claims_go_on(t, DAYS(8), k.id);
    claims_expect(t, &k, CLAIM_REFUSED);
    grace_over(t, &o);
    cr_expect_eq(claims_refunded(t, &o), 2 * o.line[0].unit.minor);
    struct refund_list list = { 0 };
    must(refund_list_of(c, o.id, &list));
    must(refund_settle(c, list.item[0].id, S("sandbox:1")));
    fixture_commit(t);
    o = buying_now(t, o.id);
    cr_expect_neq(o.delivered_at, 0, "what came is all there is to come");
    buying_expect_sound(t);
}

/* Sent after the decision, and come: it is the order's arrival, and nothing is paid. */
DomainTest(claim_missing, refused_about_what_is_sent_later_is_ended_by_its_arrival)
{
    struct order o = buying_paid(t, claims_coffee(t), 1);
    fixture_commit(t);
    promised_day_passes(t, &o);
    struct claim k = denied_early(t, &o);
    claims_go_on(t, DAYS(8), k.id);
    claims_expect(t, &k, CLAIM_REFUSED);
    claims_as_staff(t, 7);
    int64_t parcel = buying_ship(t, o.id);
    fixture_commit(t);
    courier_says(t, parcel, "Delivered");
    grace_over(t, &o);
    o = buying_now(t, o.id);
    cr_expect_eq(o.fulfillment, FULFILLMENT_DELIVERED);
    cr_expect_eq(claims_refunded(t, &o), 0);
    buying_expect_sound(t);
}

/* --- what `amanah check` finds --- */

static size_t found(struct fixture *t, const char *name)
{
    struct check_report report = { 0 };
    size_t i = 0;
    while (i < claim_check_count && !str_eq(str_of(claim_checks[i].name), str_of(name))) {
        i++;
    }
    cr_assert_lt(i, claim_check_count);
    must(check_run(&t->c, &claim_checks[i], &report));
    return report.count;
}

SQL(bend_named, "UPDATE claim_line_parcel SET quantity = $2 WHERE claim_id = $1");
SQL(bend_claimed, "UPDATE claim_line SET quantity = 9 WHERE claim_id = $1");
SQL(bend_line, "INSERT INTO claim_line_parcel (claim_id, line_id, shipment_id, quantity) VALUES ($1, $2, $3, 1)");

static void bend(struct fixture *t, struct sql *sql, struct args args)
{
    int64_t changed = 0;
    must(db_exec(t->db, sql, args, &changed));
    cr_assert_eq(changed, 1);
}

DomainTest(claim_missing, named_more_often_than_claimed_or_sent_is_found)
{
    struct parcels p = on_their_way(t, 2);
    courier_says(t, p.id[0], "Expired");
    struct claim k = claims_opened(t, &p.o, CLAIM_NOT_RECEIVED, REMEDY_REFUND, 1);
    buying_expect_none(t, claim_checks, claim_check_count);
    bend(t, &bend_line, ARGS(k.id.v, p.o.line[0].id, p.id[1]));
    cr_expect_eq(found(t, "claims_name_what_they_claim"), 1, "two parcels for one piece");
    cr_expect_eq(found(t, "parcels_are_named_once"), 0, "each holds one");
    bend(t, &bend_claimed, ARGS(k.id.v));
    cr_expect_eq(found(t, "claims_name_what_they_claim"), 0);
    must(db_exec(t->db, &bend_named, ARGS(k.id.v, 2), NULL));
    cr_expect_eq(found(t, "parcels_are_named_once"), 2, "two pieces in parcels of one");
    fixture_undo(t);
    buying_expect_none(t, claim_checks, claim_check_count);
}

DomainTest(claim_missing, named_of_a_line_that_is_not_claimed_is_found)
{
    struct parcels p = on_their_way(t, 1);
    struct order other = buying_paid(t, p.o.line[0].variant, 1);
    courier_says(t, p.id[0], "Expired");
    struct claim k = claims_opened(t, &p.o, CLAIM_NOT_RECEIVED, REMEDY_REFUND, 1);
    cr_expect_eq(found(t, "claims_name_their_own_lines"), 0);
    bend(t, &bend_line, ARGS(k.id.v, other.line[0].id, p.id[0]));
    cr_expect_eq(found(t, "claims_name_their_own_lines"), 1);
    cr_expect_eq(found(t, "parcels_are_named_once"), 1, "it holds none of that line");
}
