/* SPDX-License-Identifier: Apache-2.0 */
/* Another variant instead: chosen by the buyer, held, sent, and the difference paid back. */
#include "c/claims.h"

#include "core/override.h"
#include "shop/claim_exchange.h"
#include "shop/claim_parcel.h"

/* A shirt in three sizes; two of M are bought, returns allow a change of mind. */
struct shirt {
    sku_id m, l, xl;
    struct order o;
};

static struct shirt bought(struct fixture *t, int64_t quantity)
{
    struct shirt s = { 0 };
    struct value *params = NULL;
    str why = { 0 };
    buying_open(t);
    cr_assert(json_read(t->c.arena, S("{\"allows_change_of_mind\":true,\"window_days\":30}"),
                        &params, &why));
    must(policy_publish(&t->c, &(struct policy_new){ .kind = POLICY_RETURNS, .params = params },
                        NULL));
    fixture_load_shop(t);
    product_id product = goods_product(t, "Kaos");
    s.m = goods_variant(t, product, "M", 60000, 9);
    s.l = goods_variant(t, product, "L", 50000, 2);
    s.xl = goods_variant(t, product, "XL", 75000, 3);
    must(product_set_status(&t->c, product, PRODUCT_ACTIVE));
    fixture_commit(t);
    s.o = claims_delivered(t, s.m, quantity);
    return s;
}

static struct claim_new wish(struct fixture *t, const struct shirt *s, enum claim_kind kind,
                             sku_id other)
{
    struct claim_line *line = NEW(t->c.arena, struct claim_line);
    *line = (struct claim_line){ .line_id = s->o.line[0].id, .quantity = 1 };
    line->other.sku = other.v == 0 ? (str){ 0 } : buying_sku(t, other);
    return (struct claim_new){ .kind = kind,
                                .wish = REMEDY_EXCHANGE,
                                .line = line,
                                .line_count = 1,
                                .text = S("Kebesaran.") };
}

static struct claim opened(struct fixture *t, const struct shirt *s, enum claim_kind kind,
                           sku_id other)
{
    struct claim_new in = wish(t, s, kind, other);
    struct claim_verdict v = { 0 };
    struct claim k = { 0 };
    claims_as_buyer(t, &s->o);
    must(claim_open(&t->c, &s->o, &in, &k, &v));
    fixture_commit(t);
    return claims_now(t, &k);
}

static void accepted(struct fixture *t, const struct claim *k)
{
    claims_as_staff(t, 7);
    must(claim_accept(&t->c, k->id, &(struct claim_answer){ 0 }));
    fixture_commit(t);
}

static void comes_back(struct fixture *t, const struct shirt *s, const struct claim *k)
{
    claims_as_buyer(t, &s->o);
    must(claim_send_back(&t->c, k->id, S("jne"), S("BALIK-1")));
    claims_as_staff(t, 7);
    must(claim_receive(&t->c, k->id));
    must(claim_inspect(&t->c, k->id,
                       &(struct claim_inspection){ .is_ok = true, .disposition = S("restock") }));
    fixture_commit(t);
}

static void arrives(struct fixture *t, const struct shirt *s, const struct claim *k)
{
    claims_as_staff(t, 7);
    must(claim_send(&t->c, k->id, S("jne"), S("TUKAR-1")));
    claims_as_buyer(t, &s->o);
    must(claim_arrive(&t->c, k->id));
    fixture_commit(t);
}

DomainTest(claim_exchange, of_a_changed_mind_comes_back_first_and_pays_the_difference)
{
    struct shirt s = bought(t, 2);
    struct claim k = opened(t, &s, CLAIM_CHANGED_MIND, s.l);
    cr_expect_eq(k.wish, REMEDY_EXCHANGE);
    cr_expect(str_eq(k.line[0].other.options, S("L")));
    accepted(t, &k);
    claims_expect(t, &k, CLAIM_RETURN_DUE);
    cr_expect_eq(buying_free(t, s.l), 1, "kept for the buyer while the other travels");
    cr_expect_eq(claims_refunded(t, &s.o), 0);
    comes_back(t, &s, &k);
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    cr_expect_eq(buying_free(t, s.m), 8);
    cr_expect_eq(claims_refunded(t, &s.o), 10000, "it is cheaper");
    cr_expect_eq(claims_outcome(t, &k, PROMISE_REPLACE), PROMISE_OPEN);
    arrives(t, &s, &k);
    claims_expect(t, &k, CLAIM_SETTLED);
    cr_expect_eq(claims_outcome(t, &k, PROMISE_REPLACE), PROMISE_KEPT);
    cr_expect_eq(claims_outcome(t, &k, PROMISE_DELIVER), PROMISE_KEPT);
    cr_expect_eq(buying_free(t, s.l), 1);
    cr_expect_eq(claims_refunded(t, &s.o), 10000, "once");
    cr_expect_eq(claims_now(t, &k).round, 1);
}

DomainTest(claim_exchange, refuses_what_is_no_variant_sold_out_or_dearer)
{
    struct shirt s = bought(t, 1);
    sku_id mug = goods(t, "Cangkir", 30000, 5);
    struct claim_new in = wish(t, &s, CLAIM_CHANGED_MIND, (sku_id){ 0 });
    cr_expect_eq(claims_refused(t, &s.o, &in), CLAIM_NO_OTHER);
    in = wish(t, &s, CLAIM_CHANGED_MIND, mug);
    cr_expect_eq(claims_refused(t, &s.o, &in), CLAIM_NO_OTHER, "another product is another order");
    in = wish(t, &s, CLAIM_CHANGED_MIND, s.m);
    cr_expect_eq(claims_refused(t, &s.o, &in), CLAIM_NO_OTHER, "the same again is a replacement");
    in = wish(t, &s, CLAIM_CHANGED_MIND, s.xl);
    cr_expect_eq(claims_refused(t, &s.o, &in), CLAIM_DEARER);
    in = wish(t, &s, CLAIM_MISSING_PART, s.l);
    cr_expect_eq(claims_refused(t, &s.o, &in), CLAIM_WISH);
    must(stock_count(c, s.l, 0, S("count")));
    in = wish(t, &s, CLAIM_CHANGED_MIND, s.l);
    cr_expect_eq(claims_refused(t, &s.o, &in), CLAIM_SOLD_OUT);
}

DomainTest(claim_exchange, for_something_dearer_is_staffs_to_give_with_a_reason)
{
    struct shirt s = bought(t, 1);
    struct claim_new in = wish(t, &s, CLAIM_DEFECTIVE, s.xl);
    struct claim_verdict v = { 0 };
    struct claim k = { 0 };
    int64_t count = 0;
    in.override_reason = S("Salah kami, ukurannya tertukar.");
    claims_as_staff(t, 7);
    must(claim_open(c, &s.o, &in, &k, &v));
    cr_expect_eq(v.overridden, CLAIM_DEARER);
    must(override_count(c, 0, c->now_at + 1, &count));
    cr_expect_eq(count, 1);
    accepted(t, &k);
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    arrives(t, &s, &k);
    claims_expect(t, &k, CLAIM_SETTLED);
    cr_expect_eq(claims_refunded(t, &s.o), 0);
    struct claim back = opened(t, &s, CLAIM_DAMAGED, s.l);
    accepted(t, &back);
    cr_expect_eq(claims_refunded(t, &s.o), 10000, "of what was paid, not of what was given");
}

DomainTest(claim_exchange, sold_out_meanwhile_lets_the_buyer_choose_again)
{
    struct shirt s = bought(t, 1);
    struct claim k = opened(t, &s, CLAIM_CHANGED_MIND, s.l);
    struct claim_verdict v = { 0 };
    must(stock_count(c, s.l, 0, S("count")));
    fixture_commit(t);
    claims_as_staff(t, 7);
    cr_expect_eq(claim_accept(c, k.id, &(struct claim_answer){ 0 }), ERR_OUT_OF_STOCK);
    claims_as_buyer(t, &s.o);
    cr_expect_eq(claim_choose(c, k.id, REMEDY_EXCHANGE, buying_sku(t, s.l), &v), ERR_UNPROCESSABLE);
    cr_expect_eq(v.why, CLAIM_SOLD_OUT);
    cr_expect_eq(claim_choose(c, k.id, REMEDY_EXCHANGE, buying_sku(t, s.xl), &v),
                 ERR_UNPROCESSABLE);
    cr_expect_eq(v.why, CLAIM_DEARER);
    cr_expect_eq(claim_choose(c, k.id, REMEDY_REPAIR, (str){ 0 }, &v), ERR_UNPROCESSABLE);
    must(claim_choose(c, k.id, REMEDY_REFUND, (str){ 0 }, &v));
    fixture_commit(t);
    cr_expect_eq(claims_now(t, &k).wish, REMEDY_REFUND);
    cr_expect_eq(claims_outcome(t, &k, PROMISE_ANSWER_CLAIM), PROMISE_OPEN,
                 "the shop still owes its answer");
    accepted(t, &k);
    comes_back(t, &s, &k);
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    cr_expect_eq(claims_refunded(t, &s.o), 60000);
}

DomainTest(claim_exchange, never_oversells_the_last_piece)
{
    struct shirt s = bought(t, 2);
    must(stock_count(c, s.l, 1, S("count")));
    struct claim first = opened(t, &s, CLAIM_CHANGED_MIND, s.l);
    struct claim second = opened(t, &s, CLAIM_CHANGED_MIND, s.l);
    accepted(t, &first);
    cr_expect_eq(buying_free(t, s.l), 0);
    cr_expect_eq(claim_accept(c, second.id, &(struct claim_answer){ 0 }), ERR_OUT_OF_STOCK);
    claims_go_on(t, HOURS(49), second.id);
    struct claim now = claims_now(t, &second);
    cr_expect(now.is_by_rule && now.remedy == REMEDY_REFUND, "what cannot be had becomes money");
    claims_expect(t, &second, CLAIM_RETURN_DUE);
}

DomainTest(claim_exchange, by_silence_of_the_shop_is_owed_at_once_when_the_fault_is_its_own)
{
    struct shirt s = bought(t, 1);
    struct claim k = opened(t, &s, CLAIM_WRONG_ITEM, s.l);
    claims_go_on(t, HOURS(49), k.id);
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    cr_expect_eq(claims_now(t, &k).remedy, REMEDY_EXCHANGE);
    cr_expect_eq(buying_free(t, s.l), 1);
    cr_expect_eq(claims_refunded(t, &s.o), 10000);
}

DomainTest(claim_exchange, of_another_variant_is_proposed_and_declined_for_the_buyers_own_wish)
{
    struct shirt s = bought(t, 1);
    struct claim k = opened(t, &s, CLAIM_DEFECTIVE, s.l);
    struct claim_answer other = { .remedy = REMEDY_EXCHANGE, .exchange_for = buying_sku(t, s.xl) };
    claims_as_staff(t, 7);
    cr_expect_eq(claim_propose(c, k.id, &other), ERR_BAD_INPUT,
                 "dearer for nothing: with a reason");
    fixture_undo(t);
    other.reason = S("Ukuran L habis di gudang.");
    must(claim_propose(c, k.id, &other));
    cr_expect_eq(claims_now(t, &k).line[0].other.variant.v, s.xl.v);
    claims_expect(t, &k, CLAIM_PROPOSED);
    claims_as_buyer(t, &s.o);
    must(claim_decline(c, k.id, S("Saya mau yang L.")));
    cr_expect_eq(claims_now(t, &k).line[0].other.variant.v, s.l.v);
    claims_decide(t, &k, claims_person(t, "Ani", "ani@example.com"), true);
    cr_expect_eq(claims_now(t, &k).remedy, REMEDY_EXCHANGE);
    claims_expect(t, &k, CLAIM_RETURN_DUE);
    cr_expect_eq(buying_free(t, s.l), 1);
    cr_expect_eq(buying_free(t, s.xl), 3);
}

DomainTest(claim_exchange, the_shop_that_comes_round_gives_what_was_wished_for)
{
    struct shirt s = bought(t, 1);
    struct claim k = opened(t, &s, CLAIM_CHANGED_MIND, s.l);
    struct claim_answer other = { .remedy = REMEDY_EXCHANGE, .exchange_for = buying_sku(t, s.xl), .reason = S("Ukuran L habis di gudang.") };
    claims_as_staff(t, 7);
    must(claim_propose(c, k.id, &other));
    must(claim_accept(c, k.id, &(struct claim_answer){ 0 }));
    cr_expect_eq(claims_now(t, &k).line[0].other.variant.v, s.l.v);
    claims_expect(t, &k, CLAIM_RETURN_DUE);
    cr_expect(buying_free(t, s.l) == 1 && buying_free(t, s.xl) == 3);
}

DomainTest(claim_exchange, that_never_comes_is_the_money_less_the_difference)
{
    struct shirt s = bought(t, 1);
    struct claim k = opened(t, &s, CLAIM_DEFECTIVE, s.l);
    struct promise p = { 0 };
    accepted(t, &k);
    cr_expect_eq(claims_refunded(t, &s.o), 10000);
    must(promise_find(c, claim_subject(c, k.id), PROMISE_REPLACE, &p));
    claims_go_on(t, p.due_at - c->now_at + HOURS(1), k.id);
    claims_as_buyer(t, &s.o);
    must(claim_take_money(c, k.id));
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    cr_expect_eq(buying_free(t, s.l), 2, "free again");
    cr_expect_eq(claims_refunded(t, &s.o), 75000, "all that was paid, and no more");
}

/* What is claimed afterwards is what the buyer has now: its price, its shelf. */
DomainTest(claim_exchange, is_what_the_buyer_has_in_hand_afterwards)
{
    struct shirt s = bought(t, 2);
    struct claim k = opened(t, &s, CLAIM_CHANGED_MIND, s.l);
    accepted(t, &k);
    comes_back(t, &s, &k);
    arrives(t, &s, &k);
    struct claim_line both[2] = { { .sku = buying_sku(t, s.m), .quantity = 1 }, { .sku = buying_sku(t, s.l), .quantity = 1 } };
    struct claim_new in = wish(t, &s, CLAIM_DAMAGED, s.l);
    in.wish = REMEDY_REFUND;
    in.line = both;
    in.line_count = 2;
    cr_expect_eq(claims_refused(t, &s.o, &in), CLAIM_ONE_EACH);
    both[1].quantity = 2;
    in.line = &both[1];
    in.line_count = 1;
    cr_expect_eq(claims_refused(t, &s.o, &in), CLAIM_TWICE, "only one was exchanged");
    both[1].quantity = 1;
    struct claim_verdict v = { 0 };
    struct claim next = { 0 };
    must(claim_open(c, &s.o, &in, &next, &v));
    fixture_commit(t);
    cr_expect_eq(next.line[0].variant.v, s.l.v);
    accepted(t, &next);
    cr_expect_eq(claims_refunded(t, &s.o), 60000, "the difference before, and its own price now");
    claims_expect(t, &next, CLAIM_REMEDY_DUE);
}

DomainTest(claim_exchange, of_goods_from_elsewhere_has_nothing_beside_it)
{
    struct order o = claims_delivered_elsewhere(t, "shopee");
    struct claim_new in = claims_wished(t, &o, CLAIM_DAMAGED, REMEDY_EXCHANGE, 1);
    cr_expect_eq(claims_refused(t, &o, &in), CLAIM_NO_OTHER);
}

/* --- what `amanah check` would find --- */

SQL(bend_other, "UPDATE claim_line SET other_id = NULL WHERE claim_id = $1");
SQL(bend_sale, "DELETE FROM stock_movement WHERE subject = 'claim:' || CAST($1 AS BIGINT) AND reason = 'sale'");
SQL(bend_held, "DELETE FROM stock_reservation WHERE subject = 'claim:' || CAST($1 AS BIGINT)");
SQL(bend_price, "UPDATE claim_line SET other_minor = hand_minor WHERE claim_id = $1");

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

static void bend(struct fixture *t, struct sql *sql, const struct claim *k)
{
    int64_t changed = 0;
    must(db_exec(t->db, sql, ARGS(k->id.v), &changed));
    cr_assert_eq(changed, 1);
}

DomainTest(claim_exchange, without_goods_or_with_too_much_money_is_found_by_the_check)
{
    struct shirt s = bought(t, 2);
    struct claim sent = opened(t, &s, CLAIM_DEFECTIVE, s.l);
    accepted(t, &sent);
    arrives(t, &s, &sent);
    struct claim owed = opened(t, &s, CLAIM_DEFECTIVE, s.l);
    accepted(t, &owed);
    buying_expect_none(t, claim_checks, claim_check_count);
    bend(t, &bend_price, &sent);
    cr_expect_eq(found(t, "exchanges_give_back_the_difference"), 1);
    bend(t, &bend_sale, &sent);
    cr_expect_eq(found(t, "exchanges_take_their_goods"), 1);
    bend(t, &bend_held, &owed);
    cr_expect_eq(found(t, "exchanges_take_their_goods"), 2);
    bend(t, &bend_other, &owed);
    cr_expect_eq(found(t, "exchanges_say_for_what"), 1);
}
