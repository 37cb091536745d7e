/* SPDX-License-Identifier: Apache-2.0 */
#include "c/buying.h"
#include "c/catalogue.h"

#include "base/stats.h"
#include "core/override.h"
#include "core/staff.h"
#include "shop/claim_act.h"
#include "shop/refund.h"
#include "shop/standing.h"

static const struct decision_hooks hooks = {
    .decided = { [DECISION_CLAIM] = claim_decided, [DECISION_STANDING] = standing_decided },
};

static void as(struct fixture *t, enum role role, int64_t id)
{
    t->c.actor = (struct actor){ role, id };
}

static const char budi[] = "+6281222223333";
static const char sari[] = "+6281234567890";

static struct order bought(struct fixture *t, sku_id goods_sku, const char *phone,
                           const char *method)
{
    struct order o = { 0 };
    bool is_new = false;
    struct checkout in = buying_form(buying_cart(t, goods_sku, 1), phone, method);
    must(order_place(&t->c, &in, &o, &is_new));
    fixture_commit(t);
    return o;
}

static void arrive(struct fixture *t, int64_t parcel)
{
    struct shipment_event_new e = { .status = S("Delivered"), .source = S("courier") };
    fixture_pass(t, DAYS(1));
    must(shipment_note(&t->c, parcel, &e));
    fixture_commit(t);
}

static struct order delivered(struct fixture *t, sku_id goods_sku, const char *phone)
{
    struct order o = bought(t, goods_sku, phone, "sandbox");
    struct payment p = buying_payment(t, o.id);
    (void)buying_say(t, &p, PAY_PAID, str_c(t->c.arena, p.reference));
    arrive(t, buying_ship(t, o.id));
    return buying_now(t, o.id);
}

static struct claim claimed(struct fixture *t, const struct order *o, enum claim_kind kind)
{
    struct claim_line line = { .line_id = o->line[0].id, .quantity = 1 };
    struct claim_new in = { .kind = kind, .wish = REMEDY_REFUND, .line = &line, .line_count = 1, .text = S("Kemasannya sobek.") };
    struct claim_verdict v = { 0 };
    struct claim k = { 0 };
    as(t, ROLE_BUYER, o->person.v);
    must(claim_open(&t->c, o, &in, &k, &v));
    as(t, ROLE_OWNER, 1);
    return k;
}

static void settle(struct fixture *t, const struct claim *k)
{
    struct claim now = { 0 };
    must(claim_get(&t->c, k->id, &now));
    must(refund_settle(&t->c, now.refund, S("BCA 123")));
    fixture_commit(t);
}

/* On the buyer's word alone: nobody saw the goods. */
static struct claim granted(struct fixture *t, const struct order *o, enum claim_kind kind)
{
    struct claim_answer yes = { .text = S("Baik.") };
    struct claim k = claimed(t, o, kind);
    must(claim_accept(&t->c, k.id, &yes));
    settle(t, &k);
    return k;
}

static bool holds(struct fixture *t, person_id person, enum standing_kind kind)
{
    bool out = false;
    must(standing_holds(&t->c, person, kind, &out));
    return out;
}

static struct standing only_step(struct fixture *t, person_id person)
{
    struct standing_list list = { 0 };
    must(standing_list_of(&t->c, person, &list));
    cr_assert_eq(list.count, 1);
    return list.item[0];
}

static sku_id coffee(struct fixture *t)
{
    buying_open(t);
    return goods(t, "Kopi Gayo", 60000, 90);
}

/* Forty honest orders, so that the mean is that of a shop. */
static void others_buy(struct fixture *t, sku_id sku, int count)
{
    for (int i = 0; i < count; i++) {
        (void)delivered(t, sku, sari);
    }
}

static person_id abuser(struct fixture *t, sku_id sku, int orders, int claims)
{
    struct order o = { 0 };
    for (int i = 0; i < orders; i++) {
        o = delivered(t, sku, budi);
        if (i < claims) {
            (void)granted(t, &o, CLAIM_DAMAGED);
        }
    }
    return o.person;
}

DomainTest(standing, a_single_claim_never_flags_a_buyer)
{
    sku_id sku = coffee(t);
    struct order o = delivered(t, sku, budi);
    (void)granted(t, &o, CLAIM_DAMAGED);
    struct standing_figures f = { 0 };
    must(standing_weigh(&t->c, o.person, &f));
    cr_expect_eq(f.claims, 1);
    cr_expect_eq(f.orders, 1);
    cr_expect(!holds(t, o.person, STANDING_RETURN_FIRST));
}

DomainTest(standing, four_claims_of_four_orders_are_too_few_to_judge)
{
    sku_id sku = coffee(t);
    others_buy(t, sku, 20);
    person_id person = abuser(t, sku, 4, 4);
    cr_expect(!holds(t, person, STANDING_RETURN_FIRST));
}

DomainTest(standing, a_clear_excess_adds_the_return_with_its_figures_and_an_end)
{
    sku_id sku = coffee(t);
    others_buy(t, sku, 30);
    person_id person = abuser(t, sku, 5, 5);
    struct standing s = only_step(t, person);
    cr_expect_eq(s.kind, STANDING_RETURN_FIRST);
    cr_expect_eq(s.why.orders, STANDING_ORDERS_MIN);
    cr_expect_eq(s.why.claims, 5);
    cr_expect_eq(s.why.mean_bp, STANDING_MEAN_MIN_BP);
    cr_expect_gt(s.why.low_bp, STANDING_MULTIPLE * s.why.mean_bp);
    cr_expect_eq(s.until_at - s.since_at, DAYS(STANDING_LASTS_DAYS));
    fixture_pass(t, DAYS(STANDING_LASTS_DAYS) + 1);
    cr_expect(!holds(t, person, STANDING_RETURN_FIRST), "it ends by itself");
}

/* In a shop that packs badly everybody claims: that is not the buyer. */
DomainTest(standing, nobody_stands_out_where_everybody_claims)
{
    sku_id sku = coffee(t);
    struct order o = { 0 };
    for (int i = 0; i < 6; i++) {
        o = delivered(t, sku, sari);
        (void)granted(t, &o, CLAIM_DAMAGED);
        o = delivered(t, sku, budi);
        (void)granted(t, &o, CLAIM_DAMAGED);
    }
    cr_expect(!holds(t, o.person, STANDING_RETURN_FIRST));
}

DomainTest(standing, claims_that_showed_the_shops_fault_do_not_count)
{
    sku_id sku = coffee(t);
    struct claim_answer back = { .needs_return = true };
    struct claim_inspection fine = { .is_ok = true, .disposition = S("scrap") };
    struct order o = { 0 };
    others_buy(t, sku, 20);
    for (int i = 0; i < 6; i++) {
        o = delivered(t, sku, budi);
        struct claim k = claimed(t, &o, CLAIM_DAMAGED);
        must(claim_accept(&t->c, k.id, &back));
        must(claim_receive(&t->c, k.id));
        must(claim_inspect(&t->c, k.id, &fine));
        settle(t, &k);
    }
    struct standing_figures f = { 0 };
    must(standing_weigh(&t->c, o.person, &f));
    cr_expect_eq(f.orders, 6);
    cr_expect_eq(f.claims, 0);
    cr_expect(!holds(t, o.person, STANDING_RETURN_FIRST));
}

DomainTest(standing, what_a_second_person_decided_for_the_buyer_does_not_count)
{
    sku_id sku = coffee(t);
    struct order o = delivered(t, sku, budi);
    struct claim k = claimed(t, &o, CLAIM_DAMAGED);
    struct decision d = { 0 };
    staff_id first = { 0 };
    staff_id other = { 0 };
    must(staff_add(&t->c, S("Rina"), S("rina@example.id"), ROLE_CARE, S("x"), &first));
    must(staff_add(&t->c, S("Dewi"), S("dewi@example.id"), ROLE_CARE, S("x"), &other));
    as(t, ROLE_CARE, first.v);
    must(claim_contest(&t->c, k.id, S("Fotonya bukan barang kami.")));
    must(decision_find(&t->c, claim_subject(&t->c, k.id), &d));
    as(t, ROLE_CARE, other.v);
    struct decision_verdict yes = { .is_upheld = true, .reasons = S("Foto jelas menunjukkan sobek.") };
    must(decision_decide(&t->c, &hooks, d.id, &yes));
    struct standing_figures f = { 0 };
    must(standing_weigh(&t->c, o.person, &f));
    cr_expect_eq(f.claims, 0);
}

/* Whatever stands on the page of a buyer: what they may claim and buy is the same. */
DomainTest(standing, never_refuses_a_right)
{
    sku_id sku = coffee(t);
    others_buy(t, sku, 30);
    person_id person = abuser(t, sku, 5, 5);
    struct order before = delivered(t, sku, sari);
    struct order after = delivered(t, sku, budi);
    cr_assert(holds(t, person, STANDING_RETURN_FIRST));
    for (int kind = 0; kind < CLAIM_KIND_COUNT; kind++) {
        for (int wish = 0; wish < REMEDY_COUNT; wish++) {
            struct claim_verdict plain = { 0 };
            struct claim_verdict watched = { 0 };
            struct claim_line line[] = { { .line_id = before.line[0].id, .quantity = 1 },
                                         { .line_id = after.line[0].id, .quantity = 1 } };
            struct claim_new in = { .kind = (enum claim_kind)kind, .wish = (enum claim_remedy)wish, .wish_amount = { .minor = 1000, .currency = before.total.currency },
                                    .line = &line[0], .line_count = 1 };
            must(claim_judge(&t->c, &before, &in, &plain));
            in.line = &line[1];
            must(claim_judge(&t->c, &after, &in, &watched));
            cr_expect_eq(plain.why, watched.why, "kind %d wish %d", kind, wish);
        }
    }
    struct claim_answer yes = { 0 };
    struct claim_inspection fine = { .is_ok = true, .disposition = S("restock") };
    struct claim k = claimed(t, &after, CLAIM_DAMAGED);
    must(claim_accept(&t->c, k.id, &yes));
    must(claim_get(&t->c, k.id, &k));
    cr_expect_eq(k.state, CLAIM_RETURN_DUE, "one step more");
    must(claim_receive(&t->c, k.id));
    must(claim_inspect(&t->c, k.id, &fine));
    must(claim_get(&t->c, k.id, &k));
    cr_expect_eq(k.state, CLAIM_REMEDY_DUE, "and the money all the same");
    cr_expect_eq(k.amount.minor, after.total.minor);
}

/* Said not to have come, though the courier says so: next time somebody signs. */
DomainTest(standing, parcels_said_not_to_have_come_add_a_signature)
{
    sku_id sku = coffee(t);
    struct order o = { 0 };
    others_buy(t, sku, 30);
    for (int i = 0; i < 6; i++) {
        o = delivered(t, sku, budi);
        (void)granted(t, &o, CLAIM_NOT_RECEIVED);
    }
    cr_expect(holds(t, o.person, STANDING_SIGNATURE));
    cr_expect(!holds(t, o.person, STANDING_RETURN_FIRST), "nothing can be sent back");
}

/* --- cash on delivery --- */

static struct order cod_refused(struct fixture *t, sku_id sku)
{
    struct order o = bought(t, sku, budi, "cod");
    must(order_confirm(&t->c, o.id));
    must(shipment_come_back(&t->c, buying_ship(t, o.id), S("refused")));
    fixture_commit(t);
    return buying_now(t, o.id);
}

DomainTest(standing, cod_refused_at_the_door_repeatedly_ends_cod_and_nothing_else)
{
    sku_id sku = coffee(t);
    struct order o = cod_refused(t, sku);
    cr_expect_eq(o.status, ORDER_CANCELED);
    cr_expect(!holds(t, o.person, STANDING_NO_COD), "once has many reasons");
    cr_expect_eq(buying_free(t, sku), 90);
    o = cod_refused(t, sku);
    struct standing s = only_step(t, o.person);
    cr_expect_eq(s.kind, STANDING_NO_COD);
    cr_expect_eq(s.why.refusals, 2);
    bool is_new = false;
    struct checkout in = buying_form(buying_cart(t, sku, 1), budi, "cod");
    cr_expect_eq(order_place(&t->c, &in, &o, &is_new), ERR_NO_COD);
    fixture_undo(t);
    in = buying_form(buying_cart(t, sku, 1), budi, "sandbox");
    must(order_place(&t->c, &in, &o, &is_new));
    bool is_typed = false;
    must(standing_holds_phone(&t->c, S("+6281222223333"), STANDING_NO_COD, &is_typed));
    cr_expect(is_typed);
    must(standing_holds_phone(&t->c, S("+6281234567890"), STANDING_NO_COD, &is_typed));
    cr_expect(!is_typed);
    buying_expect_sound(t);
}

DomainTest(standing, one_failed_attempt_is_the_couriers_everyday)
{
    sku_id sku = coffee(t);
    struct shipment_event_new fails = { .status = S("AttemptFail"), .source = S("courier") };
    struct standing_figures f = { 0 };
    struct order o = bought(t, sku, budi, "cod");
    must(order_confirm(&t->c, o.id));
    int64_t parcel = buying_ship(t, o.id);
    must(shipment_note(&t->c, parcel, &fails));
    fixture_pass(t, DAYS(1));
    must(standing_weigh(&t->c, o.person, &f));
    cr_expect_eq(f.refusals, 0);
    must(shipment_note(&t->c, parcel, &fails));
    must(standing_weigh(&t->c, o.person, &f));
    cr_expect_eq(f.refusals, 1, "twice nobody was there");
    arrive(t, parcel);
    must(standing_weigh(&t->c, o.person, &f));
    cr_expect_eq(f.refusals, 0, "it was taken after all");
}

/* --- contested --- */

static struct standing without_cod(struct fixture *t)
{
    sku_id sku = coffee(t);
    (void)cod_refused(t, sku);
    return only_step(t, cod_refused(t, sku).person);
}

static struct decision contested(struct fixture *t, const struct standing *s)
{
    struct decision d = { 0 };
    as(t, ROLE_BUYER, s->person.v);
    must(standing_contest(&t->c, s->id, s->person, S("Kurir tidak pernah datang ke rumah saya.")));
    must(decision_find(&t->c, standing_subject(&t->c, s->id), &d));
    as(t, ROLE_OWNER, 1);
    return d;
}

DomainTest(standing, upheld_it_is_lifted_and_never_counted_again)
{
    struct standing s = without_cod(t);
    struct decision d = contested(t, &s);
    cr_expect(holds(t, s.person, STANDING_NO_COD), "it holds meanwhile");
    struct decision_verdict yes = { .is_upheld = true, .reasons = S("Kurir mengakui salah alamat.") };
    must(decision_decide(&t->c, &hooks, d.id, &yes));
    cr_expect(!holds(t, s.person, STANDING_NO_COD));
    must(standing_look(&t->c, s.person));
    cr_expect(!holds(t, s.person, STANDING_NO_COD), "the same parcels do not count twice");
}

DomainTest(standing, nobody_decided_in_time_is_the_buyers_wish)
{
    struct standing s = without_cod(t);
    struct decision d = contested(t, &s);
    struct promise p = { 0 };
    int64_t broken = 0;
    fixture_pass(t, HOURS(49));
    as(t, ROLE_SYSTEM, 0);
    must(promise_break_due(&t->c, 50, &broken));
    must(promise_find(&t->c, str_format(t->c.arena, "decision:%" PRId64, d.id.v), PROMISE_DECIDE,
                      &p));
    must(decision_overdue(&t->c, &hooks, &p));
    cr_expect(!holds(t, s.person, STANDING_NO_COD));
}

DomainTest(standing, is_contested_once_with_reasons)
{
    struct standing s = without_cod(t);
    cr_expect_eq(standing_contest(&t->c, s.id, s.person, S("Tidak")), ERR_BAD_INPUT);
    struct decision d = contested(t, &s);
    struct decision_verdict no = { .is_upheld = false, .reasons = S("Dua paket kembali, tercatat kurir.") };
    must(decision_decide(&t->c, &hooks, d.id, &no));
    must(standing_get(&t->c, s.id, &s));
    cr_expect_eq(s.state, STANDING_KEPT);
    cr_expect(holds(t, s.person, STANDING_NO_COD));
    fixture_commit(t);
    cr_expect_eq(standing_contest(&t->c, s.id, s.person, S("Sekali lagi saya menyanggah.")),
                 ERR_STATE);
}

DomainTest(standing, staff_lift_it_with_a_reason_that_is_counted)
{
    struct standing s = without_cod(t);
    int64_t count = 0;
    (void)contested(t, &s);
    cr_expect_eq(standing_lift(&t->c, s.id, S("ok")), ERR_BAD_INPUT);
    must(standing_lift(&t->c, s.id, S("Pelanggan lama, sudah ditelepon.")));
    cr_expect(!holds(t, s.person, STANDING_NO_COD));
    must(override_count(&t->c, 0, t->c.now_at + 1, &count));
    cr_expect_eq(count, 1);
    struct decision_list open = { 0 };
    must(decision_list_open(&t->c, 10, &open));
    cr_expect_eq(open.count, 0, "nobody has to decide it any more");
}

/* trust.md 4c, rate = (k + s·m) / (n + s), worked by hand and the bound by quadrature of the density: five claims of five at a mean
 * of 2 % are (5 + 0,4) / 25 = 21,6 %, beyond doubt more than 9,7 %; one of one is 6,7 %, beyond doubt only 0,7 %. */
Test(standing, formula_is_that_of_the_worked_example)
{
    static const struct {
        int64_t claims, orders, mean_bp, rate_bp, low_bp;
        bool is_excess;
    } rows[] = {
        { 1, 1, 200, 667, 73, false },    { 2, 5, 200, 960, 223, false },
        { 3, 5, 200, 1360, 441, true },   { 5, 5, 200, 2160, 972, true },
        { 2, 6, 500, 1154, 335, false },  { 5, 5, 500, 2400, 1149, true },
        { 6, 20, 500, 1750, 874, false },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct stats_rate r =
            stats_shrunk(rows[i].claims, rows[i].orders, rows[i].mean_bp, STANDING_STRENGTH);
        cr_expect(r.rate_bp - rows[i].rate_bp <= 1 && rows[i].rate_bp - r.rate_bp <= 1,
                  "row %zu: rate %d", i, (int)r.rate_bp);
        cr_expect(r.low_bp - rows[i].low_bp <= 1 && rows[i].low_bp - r.low_bp <= 1,
                  "row %zu: bound %d", i, (int)r.low_bp);
        cr_expect_eq(r.low_bp > STANDING_MULTIPLE * rows[i].mean_bp, rows[i].is_excess, "row %zu",
                     i);
    }
}
