/* SPDX-License-Identifier: Apache-2.0 */
/* What parcels, cards and people do to a guarantee. Each test is named after its edge case; tests/edge-cases.md has the list. */
#include "c/claims.h"

#include "core/event.h"
#include "shop/order_cover.h"

static int64_t sent(struct fixture *t, sku_id sku, struct order *o)
{
    *o = buying_paid(t, sku, 1);
    int64_t parcel = buying_ship(t, o->id);
    fixture_pass(t, DAYS(1));
    return parcel;
}

static void seen(struct fixture *t, int64_t parcel, const char *status, const char *place)
{
    struct shipment_event_new e = { .status = str_of(status), .place = str_of(place), .source = S("courier") };
    must(shipment_note(&t->c, parcel, &e));
    fixture_commit(t);
}

/* The courier's word starts the clock, and is no proof against the buyer's: a person decides. */
DomainTest(claim_edge, delivered_to_neighbour)
{
    struct order o = { 0 };
    int64_t parcel = sent(t, claims_coffee(t), &o);
    seen(t, parcel, "Delivered", "Tetangga: Bu Rini, nomor 14");
    o = buying_now(t, o.id);
    cr_expect_neq(o.delivered_at, 0);
    struct shipment_list list = { 0 };
    must(shipment_list_of(c, o.id, &list));
    cr_expect(str_eq(list.item[0].event[0].place, S("Tetangga: Bu Rini, nomor 14")),
              "the buyer reads whom to ask");
    struct claim k = claims_opened(t, &o, CLAIM_NOT_RECEIVED, REMEDY_REFUND, 1);
    int64_t budi = claims_person(t, "Budi", "budi@example.com");
    int64_t ani = claims_person(t, "Ani", "ani@example.com");
    claims_as_staff(t, budi);
    must(claim_contest(c, k.id, S("Dititipkan ke tetangga menurut kurir.")));
    cr_expect_eq(claims_refunded(t, &o), 0);
    claims_decide(t, &k, ani, true);
    cr_expect_eq(claims_refunded(t, &o), 75000,
                 "handed to somebody else is not handed to the buyer");
}

/* The parcel went where the buyer told the courier: shown by evidence, it protects the shop; by silence it does not. */
DomainTest(claim_edge, address_changed_by_the_buyer_at_the_carrier)
{
    struct order o = { 0 };
    sku_id sku = claims_coffee(t);
    int64_t parcel = sent(t, sku, &o);
    seen(t, parcel, "InTransit", "Alamat diubah penerima");
    fixture_pass(t, HOURS(20));
    seen(t, parcel, "Delivered", "Cimahi");
    o = buying_now(t, o.id);
    struct claim k = claims_opened(t, &o, CLAIM_NOT_RECEIVED, REMEDY_REFUND, 1);
    int64_t budi = claims_person(t, "Budi", "budi@example.com");
    int64_t ani = claims_person(t, "Ani", "ani@example.com");
    claims_as_staff(t, budi);
    must(claim_contest(c, k.id, S("Kurir mencatat penerima sendiri mengubah alamat.")));
    claims_decide(t, &k, ani, false);
    claims_expect(t, &k, CLAIM_DENIED);
    cr_expect_eq(claims_refunded(t, &o), 0);
    parcel = sent(t, sku, &o);
    seen(t, parcel, "Delivered", "Cimahi");
    o = buying_now(t, o.id);
    k = claims_opened(t, &o, CLAIM_NOT_RECEIVED, REMEDY_REFUND, 1);
    claims_go_on(t, HOURS(49), k.id);
    cr_expect_eq(claims_refunded(t, &o), 75000);
}

DomainTest(claim_edge, pickup_point_never_collected)
{
    struct order o = { 0 };
    int64_t parcel = sent(t, claims_coffee(t), &o);
    seen(t, parcel, "AvailableForPickup", "Agen Dago");
    fixture_pass(t, DAYS(3));
    o = buying_now(t, o.id);
    cr_expect_eq(o.delivered_at, 0,
                 "waiting at a counter is not received: no clock of the guarantee runs");
    struct claim_new in = claims_wished(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_NOT_ARRIVED);
    must(shipment_come_back(c, parcel, S("nobody_there")));
    o = buying_now(t, o.id);
    cr_expect_eq(o.status, ORDER_OPEN,
                 "paid: the buyer chooses between the money and another parcel");
    cr_expect_eq(claims_refunded(t, &o), 0);
    buying_expect_sound(t);
}

/* Whoever was given the parcel's card holds the order's link. The money goes back the way it came. */
DomainTest(claim_edge, gift_recipient_returns)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    struct claim_answer yes = { .needs_return = true };
    claims_as_staff(t, 7);
    must(claim_accept(c, k.id, &yes));
    claims_as_buyer(t, &o);
    must(claim_send_back(c, k.id, S("jne"), S("RET9")));
    claims_as_staff(t, 7);
    must(claim_receive(c, k.id));
    must(claim_inspect(c, k.id,
                       &(struct claim_inspection){ .is_ok = true, .disposition = S("restock") }));
    struct refund_list list = { 0 };
    must(refund_list_of(c, o.id, &list));
    cr_assert_eq(list.count, 1);
    cr_expect_eq(list.item[0].payment.v, buying_payment(t, o.id).id.v,
                 "to whoever paid, not to whoever holds the parcel");
    cr_expect_eq(list.item[0].account.v, 0);
}

DomainTest(claim_edge, refund_to_closed_card_asks_for_an_account)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct refund_account account = { S("BCA"), S("1234567890"), S("Sari Dewi") };
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    claims_as_staff(t, 7);
    must(claim_accept(c, k.id, &(struct claim_answer){ .text = S("Kami kembalikan.") }));
    int64_t refund = claims_now(t, &k).refund;
    must(refund_fail(c, refund, true)); /* the rail says: closed */
    struct refund_list list = { 0 };
    must(refund_list_of(c, o.id, &list));
    cr_expect_eq(list.item[0].state, REFUND_NEEDS_BANK_ACCOUNT);
    cr_expect_eq(buying_promise(t, o.id, PROMISE_REFUND), PROMISE_OPEN,
                 "still owed, by the same date");
    claims_as_buyer(t, &o);
    must(refund_give_account(c, &o, &account));
    claims_as_staff(t, 7);
    must(refund_settle(c, refund, S("TRF 77")));
    claims_expect(t, &k, CLAIM_SETTLED);
    buying_expect_sound(t);
}

DomainTest(claim_edge, currency_change_is_refused_once_money_moved)
{
    must(setting_set(c, S("shop.currency"), S("USD")));
    must(setting_set(c, S("shop.currency"), S("IDR")));
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    cr_expect_eq(setting_set(c, S("shop.currency"), S("USD")), ERR_STATE);
    fixture_load_shop(t);
    o = buying_now(t, o.id);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    claims_as_staff(t, 7);
    must(claim_accept(c, k.id, &(struct claim_answer){ .text = S("Kami kembalikan.") }));
    struct refund_list list = { 0 };
    must(refund_list_of(c, o.id, &list));
    cr_assert_eq(list.count, 1);
    cr_expect_eq(list.item[0].amount.minor, 75000);
    cr_expect(currency_eq(list.item[0].amount.currency, o.total.currency),
              "rupiah were paid, rupiah go back");
}

/* Whatever a product is made of, what arrives broken is covered; only a change of mind may be left out. */
DomainTest(claim_edge, hygiene_perishable_and_custom_goods_are_covered_when_broken)
{
    struct order o = claims_delivered(t, claims_coffee(t), 1);
    struct claim_new mind = claims_wished(t, &o, CLAIM_CHANGED_MIND, REMEDY_REFUND, 1);
    cr_expect_eq(claims_refused(t, &o, &mind), CLAIM_NOT_COVERED);
    struct claim k = claims_opened(t, &o, CLAIM_DEFECTIVE, REMEDY_REFUND, 1);
    claims_expect(t, &k, CLAIM_OPEN);
}

/* --- sold out, and when the shop may say so --- */

/* One piece was there, and it is the one that was bought. */
static struct claim wants_another(struct fixture *t, struct order *o)
{
    buying_open(t);
    *o = claims_delivered(t, goods(t, "Satu saja", 60000, 1), 1);
    return claims_opened(t, o, CLAIM_DAMAGED, REMEDY_REPLACEMENT, 1);
}

DomainTest(claim, sold_out_is_money_when_a_second_person_finds_for_the_buyer)
{
    struct order o = { 0 };
    struct claim k = wants_another(t, &o);
    claims_as_staff(t, claims_person(t, "Budi", "budi@example.com"));
    must(claim_contest(c, k.id, S("Segelnya utuh di foto.")));
    claims_decide(t, &k, claims_person(t, "Ani", "ani@example.com"), true);
    claims_expect(t, &k, CLAIM_RETURN_DUE);
    k = claims_now(t, &k);
    cr_expect_eq(k.remedy, REMEDY_REFUND, "the decision stands, whatever is left");
    cr_expect_eq(k.amount.minor, 75000);
}

DomainTest(claim, sold_out_the_shop_cannot_come_round_to_a_replacement)
{
    struct order o = { 0 };
    struct claim k = wants_another(t, &o);
    struct claim_answer money_back = { .remedy = REMEDY_REFUND };
    claims_as_staff(t, 7);
    must(claim_propose(c, k.id, &money_back));
    fixture_commit(t);
    cr_expect_eq(claim_accept(c, k.id, &(struct claim_answer){ 0 }), ERR_OUT_OF_STOCK);
    fixture_undo(t);
    claims_expect(t, &k, CLAIM_PROPOSED);
    claims_as_buyer(t, &o);
    must(claim_agree(c, k.id));
    fixture_commit(t);
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    cr_expect_eq(claims_refunded(t, &o), 75000);
}
