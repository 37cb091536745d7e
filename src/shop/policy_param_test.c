/* SPDX-License-Identifier: Apache-2.0 */
/* Each parameter of a policy does what the text says: with another value the shop acts otherwise. tests/policy-parameters.md names which
 * test holds which parameter, and a lint looks that none is without one. */
#include "c/claims.h"

#include "core/guarantee.h"
#include "core/override.h"
#include "core/policy_law.h"
#include "shop/claim_parcel.h"
#include "shop/order_cover.h"
#include "shop/undelivered.h"

/* A shop of a country whose law we do not know, so that everything can be published; `json` is laid over the defaults. */
static void publish(struct fixture *t, enum policy_kind kind, const char *json)
{
    struct value *params = NULL;
    str why = { 0 };
    buying_set(t, "shop.country", "SG");
    cr_assert(json_read(t->c.arena, str_of(json), &params, &why), "%.*s", STR_ARG(why));
    must(policy_publish(&t->c, &(struct policy_new){ .kind = kind, .params = params }, NULL));
    fixture_load_shop(t);
    fixture_commit(t);
}

static struct order bought(struct fixture *t, enum policy_kind kind, const char *json)
{
    sku_id sku = claims_coffee(t);
    publish(t, kind, json);
    return claims_delivered(t, sku, 1);
}

static bool may_claim(struct fixture *t, const struct order *o, enum claim_kind kind,
                      enum claim_remedy wish)
{
    struct claim_new in = claims_wished(t, o, kind, wish, 1);
    struct claim_verdict v = { 0 };
    claims_as_buyer(t, o);
    must(claim_judge(&t->c, o, &in, &v));
    return v.why == CLAIM_MAY;
}

static struct promise promised(struct fixture *t, str subject, enum promise_kind kind)
{
    struct promise p = { 0 };
    must(promise_find(&t->c, subject, kind, &p));
    return p;
}

static int64_t overrides(struct fixture *t)
{
    int64_t count = 0;
    must(override_count(&t->c, 0, t->c.now_at + 1, &count));
    return count;
}

/* --- the guarantee --- */

DomainTest(policy_param, guarantee_window_days)
{
    struct order o = bought(t, POLICY_GUARANTEE, "{\"window_days\":20}");
    fixture_pass(t, DAYS(19));
    cr_expect(may_claim(t, &o, CLAIM_DAMAGED, REMEDY_REFUND));
    fixture_pass(t, DAYS(3));
    cr_expect_not(may_claim(t, &o, CLAIM_DAMAGED, REMEDY_REFUND));
}

DomainTest(policy_param, guarantee_starts)
{
    struct order o = bought(t, POLICY_GUARANTEE, "{\"window_days\":20,\"starts\":\"payment\"}");
    cr_assert_gt(o.delivered_at, o.paid_at + DAYS(1));
    c->now_at = o.paid_at + DAYS(20);
    cr_expect(may_claim(t, &o, CLAIM_DAMAGED, REMEDY_REFUND));
    c->now_at = o.delivered_at + DAYS(20) - HOURS(1); /* from delivery it would be within */
    cr_expect_not(may_claim(t, &o, CLAIM_DAMAGED, REMEDY_REFUND));
}

/* When goods that never came count as lost, of an order whose promise of delivery broke. */
static int64_t grace(struct fixture *t, const char *json)
{
    struct undelivered u = { 0 };
    sku_id sku = claims_coffee(t);
    publish(t, POLICY_GUARANTEE, json);
    struct order o = buying_paid(t, sku, 1);
    (void)buying_ship(t, o.id);
    struct promise p = promised(t, order_subject(&t->c, o.id), PROMISE_DELIVER);
    t->c.now_at = p.due_at + SECONDS(1);
    buying_tick(t);
    p = promised(t, order_subject(&t->c, o.id), PROMISE_DELIVER);
    must(undelivered_promise_broken(&t->c, &p));
    enum err e = undelivered_find(&t->c, o.id, &u);
    return e == ERR_NOT_FOUND ? 0 : u.lost_at - p.due_at;
}

DomainTest(policy_param, guarantee_late_days)
{
    cr_expect_eq(grace(t, "{\"late_days\":2}"), DAYS(2));
}

DomainTest(policy_param, guarantee_covers_not_received)
{
    cr_expect_eq(grace(t, "{\"covers_not_received\":false}"), 0, "nothing follows by itself");
    fixture_pass(t, DAYS(30));
    struct order o = buying_now(t, (order_id){ 1 });
    cr_expect_not(may_claim(t, &o, CLAIM_NOT_RECEIVED, REMEDY_REFUND));
}

/* What never left is no matter of a guarantee: its money comes back after the same days. */
DomainTest(policy_param, guarantee_that_covers_nothing_on_its_way_owes_what_was_never_sent)
{
    struct undelivered u = { 0 };
    sku_id sku = claims_coffee(t);
    int64_t done = 0;
    publish(t, POLICY_GUARANTEE, "{\"covers_not_received\":false}");
    struct order unsent = buying_paid(t, sku, 1);
    struct order sent = buying_paid(t, sku, 1);
    const order_id each[] = { unsent.id, sent.id };
    for (size_t i = 0; i < COUNT(each); i++) {
        struct promise p = promised(t, order_subject(c, each[i]), PROMISE_DELIVER);
        c->now_at = p.due_at + SECONDS(1);
        buying_tick(t);
        p = promised(t, order_subject(c, each[i]), PROMISE_DELIVER);
        must(undelivered_promise_broken(c, &p));
    }
    (void)buying_ship(t, sent.id); /* late, and lost on its way: that is not covered */
    must(undelivered_find(c, unsent.id, &u));
    c->now_at = u.lost_at + HOURS(1);
    must(undelivered_lost_due(c, 50, &done));
    cr_expect_eq(buying_now(t, unsent.id).status, ORDER_CANCELED);
    cr_expect_eq(claims_refunded(t, &unsent), buying_payment(t, unsent.id).amount.minor);
    cr_expect_eq(buying_now(t, sent.id).status, ORDER_OPEN);
    cr_expect_eq(claims_refunded(t, &sent), 0);
    buying_expect_sound(t);
}

DomainTest(policy_param, guarantee_refund_days)
{
    struct order o = bought(t, POLICY_GUARANTEE, "{\"refund_days\":5}");
    publish(t, POLICY_GUARANTEE, "{\"refund_days\":9}"); /* not for orders from before */
    must(refund_request(c, &o, o.total, S("damaged"), NULL));
    cr_expect_eq(promised(t, order_subject(c, o.id), PROMISE_REFUND).due_at, c->now_at + DAYS(5));
}

static int64_t due_of_transfer(struct fixture *t, const char *params, bool *is_paused)
{
    struct order o = { 0 };
    buying_open(t);
    publish(t, POLICY_GUARANTEE, params);
    o = buying_place(t, goods(t, "Cangkir", 45000, 5), 1, "bank_transfer");
    must(payment_say_transferred(&t->c, &o));
    must(payment_confirm(&t->c, &o));
    o = buying_now(t, o.id);
    must(refund_request(&t->c, &o, (money){ 9000, o.total.currency }, S("damaged"), NULL));
    struct promise p = promised(t, order_subject(&t->c, o.id), PROMISE_REFUND);
    *is_paused = p.paused_by.size != 0;
    return p.due_at - t->c.now_at;
}

DomainTest(policy_param, guarantee_waits_for_account)
{
    bool is_paused = false;
    cr_expect_eq(due_of_transfer(t, "{\"refund_days\":5}", &is_paused), DAYS(5),
                 "older versions do not say so");
    cr_expect_not(is_paused);
}

DomainTest(policy_param, guarantee_waits_for_account_where_it_says_so)
{
    bool is_paused = false;
    cr_expect_eq(due_of_transfer(t, "{\"refund_days\":5,\"waits_for_account\":true}", &is_paused),
                 DAYS(95));
    cr_expect(is_paused);
}

DomainTest(policy_param, guarantee_answer_hours)
{
    struct order o = bought(t, POLICY_GUARANTEE, "{\"answer_hours\":20}");
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    cr_expect_eq(promised(t, claim_subject(c, k.id), PROMISE_ANSWER_CLAIM).due_at,
                 c->now_at + HOURS(20));
    claims_go_on(t, HOURS(21), k.id);
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
}

/* What the guarantee does not list may still be returned by the other policy; the grounds themselves are what is asked here. */
static void expect_ground(struct fixture *t, const char *param, const char *ground)
{
    struct ctx *c = &t->c;
    for (int on = 0; on < 2; on++) {
        struct policy p = { 0 };
        publish(t, POLICY_GUARANTEE,
                str_c(c->arena, str_format(c->arena, "{\"%s\":%s}", param, on ? "true" : "false")));
        must(policy_current(c, POLICY_GUARANTEE, &p));
        cr_expect_eq(guarantee_has_ground(&p, str_of(ground)), on != 0, "%s", param);
    }
}

DomainTest(policy_param, guarantee_covers_damaged)
{
    expect_ground(t, "covers_damaged", "damaged");
    expect_ground(t, "covers_damaged", "defective");
}

DomainTest(policy_param, guarantee_covers_wrong)
{
    expect_ground(t, "covers_wrong", "wrong_item");
    expect_ground(t, "covers_wrong", "missing_part");
}

DomainTest(policy_param, guarantee_covers_not_as_described)
{
    expect_ground(t, "covers_not_as_described", "not_as_described");
}

/* Past the days of the returns policy only the guarantee counts, and what it does not list is not covered. */
DomainTest(policy_param, guarantee_covers_what_it_lists_and_nothing_else)
{
    struct order o = bought(t, POLICY_GUARANTEE, "{\"window_days\":60,\"covers_damaged\":false}");
    fixture_pass(t, DAYS(30));
    cr_expect_not(may_claim(t, &o, CLAIM_DAMAGED, REMEDY_REFUND));
    cr_expect(may_claim(t, &o, CLAIM_WRONG_ITEM, REMEDY_REFUND));
}

DomainTest(policy_param, guarantee_covers_change_of_mind)
{
    struct order o = bought(t, POLICY_GUARANTEE, "{\"covers_change_of_mind\":true}");
    cr_expect(may_claim(t, &o, CLAIM_CHANGED_MIND, REMEDY_REFUND));
    fixture_pass(t, DAYS(9));
    cr_expect_not(may_claim(t, &o, CLAIM_CHANGED_MIND, REMEDY_REFUND));
}

DomainTest(policy_param, guarantee_buyer_chooses_and_staff_who_propose_otherwise_say_why)
{
    struct order o = bought(t, POLICY_GUARANTEE, "{\"buyer_chooses\":true}");
    struct claim k = claims_opened(t, &o, CLAIM_DEFECTIVE, REMEDY_REFUND, 1);
    struct claim_answer other = { .remedy = REMEDY_REPLACEMENT };
    claims_as_staff(t, 7);
    must(db_save(c->db));
    cr_expect_eq(claim_propose(c, k.id, &other), ERR_BAD_INPUT, "the choice is the buyer's");
    db_rollback_to_save(c->db);
    cr_expect_eq(overrides(t), 0);
    other.reason = S("Pengganti sudah siap dikirim hari ini.");
    must(claim_propose(c, k.id, &other));
    cr_expect_eq(overrides(t), 1, "counted in public");
    claims_expect(t, &k, CLAIM_PROPOSED); /* nothing follows without the buyer's consent */
    claims_as_buyer(t, &o);
    must(claim_agree(c, k.id));
    cr_expect_eq(claims_now(t, &k).remedy, REMEDY_REPLACEMENT);
    cr_expect_eq(claims_refunded(t, &o), 0);
}

DomainTest(policy_param, guarantee_buyer_chooses_and_gets_the_money_when_nothing_is_left)
{
    sku_id sku = claims_coffee(t);
    struct order o = claims_delivered(t, sku, 1);
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REPLACEMENT, 1);
    must(stock_adjust(c, sku, -19, STOCK_DAMAGE, S("habis")));
    claims_as_staff(t, 7);
    must(claim_propose(c, k.id, &(struct claim_answer){ .remedy = REMEDY_REFUND }));
    cr_expect_eq(overrides(t), 0, "no other choice was there");
    claims_expect(t, &k, CLAIM_PROPOSED);
}

DomainTest(policy_param, guarantee_buyer_chooses_off_the_shop_decides_between_the_two_at_once)
{
    struct order o = bought(t, POLICY_GUARANTEE, "{\"buyer_chooses\":false}");
    struct claim k = claims_opened(t, &o, CLAIM_DEFECTIVE, REMEDY_REFUND, 1);
    claims_as_staff(t, 7);
    must(claim_propose(c, k.id, &(struct claim_answer){ .remedy = REMEDY_REPLACEMENT }));
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    cr_expect_eq(claims_now(t, &k).remedy, REMEDY_REPLACEMENT);
    cr_expect_eq(overrides(t), 0);
}

DomainTest(policy_param, guarantee_buyer_chooses_off_and_silent_the_wish_counts)
{
    struct order o = bought(t, POLICY_GUARANTEE, "{\"buyer_chooses\":false}");
    struct claim k = claims_opened(t, &o, CLAIM_DEFECTIVE, REMEDY_REFUND, 1);
    claims_go_on(t, HOURS(49), k.id);
    cr_expect_eq(claims_now(t, &k).remedy, REMEDY_REFUND);
}

/* --- returns --- */

DomainTest(policy_param, returns_window_days_last_longer_than_the_guarantee)
{
    struct order o = bought(t, POLICY_RETURNS, "{\"window_days\":25}");
    fixture_pass(t, DAYS(24));
    cr_expect(may_claim(t, &o, CLAIM_WRONG_ITEM, REMEDY_REFUND));
    cr_expect_not(may_claim(t, &o, CLAIM_NOT_RECEIVED, REMEDY_REFUND), "no return without goods");
    struct claim k = claims_opened(t, &o, CLAIM_WRONG_ITEM, REMEDY_REFUND, 1);
    claims_go_on(t, HOURS(49), k.id); /* the money was the shop's by now */
    cr_expect_eq(claims_refunded(t, &o), 75000);
    claims_expect(t, &k, CLAIM_REMEDY_DUE);
    fixture_pass(t, DAYS(3));
    o = claims_delivered(t, o.line[0].variant, 1);
    fixture_pass(t, DAYS(27));
    cr_expect_not(may_claim(t, &o, CLAIM_WRONG_ITEM, REMEDY_REFUND));
}

DomainTest(policy_param, returns_allows_change_of_mind)
{
    struct order o =
        bought(t, POLICY_RETURNS, "{\"window_days\":14,\"allows_change_of_mind\":true}");
    fixture_pass(t, DAYS(13));
    cr_expect(may_claim(t, &o, CLAIM_CHANGED_MIND, REMEDY_REFUND));
    publish(t, POLICY_RETURNS, "{\"window_days\":14,\"allows_change_of_mind\":false}");
    cr_expect(may_claim(t, &o, CLAIM_CHANGED_MIND, REMEDY_REFUND), "frozen with the order");
    o = claims_delivered(t, o.line[0].variant, 1);
    cr_expect_not(may_claim(t, &o, CLAIM_CHANGED_MIND, REMEDY_REFUND));
}

/* Goods that came back: the days of the returns policy, from their arrival, not from the inspection. */
DomainTest(policy_param, returns_refund_days)
{
    struct order o = bought(t, POLICY_RETURNS, "{\"refund_days\":6}");
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    claims_as_staff(t, 7);
    must(claim_accept(c, k.id, &(struct claim_answer){ .needs_return = true }));
    claims_as_buyer(t, &o);
    must(claim_send_back(c, k.id, S("jne"), S("BALIK-1")));
    claims_as_staff(t, 7);
    must(claim_receive(c, k.id));
    int64_t here_at = c->now_at;
    fixture_pass(t, HOURS(20));
    must(claim_inspect(c, k.id,
                       &(struct claim_inspection){ .is_ok = true, .disposition = S("scrap") }));
    cr_expect_eq(promised(t, order_subject(c, o.id), PROMISE_REFUND).due_at, here_at + DAYS(6));
}

DomainTest(policy_param, returns_refund_days_leave_time_to_inspect)
{
    struct order o = bought(t, POLICY_RETURNS, "{\"refund_days\":2}");
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    claims_as_staff(t, 7);
    must(claim_accept(c, k.id, &(struct claim_answer){ .needs_return = true }));
    must(claim_receive(c, k.id));
    cr_expect_eq(promised(t, claim_subject(c, k.id), PROMISE_INSPECT).due_at,
                 c->now_at + HOURS(24));
}

DomainTest(policy_param, returns_postage_max)
{
    struct order o = bought(t, POLICY_RETURNS, "{\"postage_max\":15000}");
    struct claim k = claims_opened(t, &o, CLAIM_WRONG_ITEM, REMEDY_REFUND, 1);
    struct refund_list list = { 0 };
    int64_t postage = 0;
    claims_as_staff(t, 7);
    must(claim_accept(c, k.id, &(struct claim_answer){ .needs_return = true }));
    claims_as_buyer(t, &o);
    must(claim_send_back(c, k.id, S("jne"), S("BALIK-1")));
    must(claim_say_postage(c, k.id, (money){ 18000, o.total.currency }));
    claims_as_staff(t, 7);
    must(claim_receive(c, k.id));
    must(claim_inspect(c, k.id,
                       &(struct claim_inspection){ .is_ok = true, .disposition = S("scrap") }));
    must(refund_list_of(c, o.id, &list));
    for (size_t i = 0; i < list.count; i++) {
        postage += list.item[i].is_postage ? list.item[i].amount.minor : 0;
    }
    cr_expect_eq(postage, 15000);
}

/* --- warranty --- */

DomainTest(policy_param, warranty_months)
{
    struct order o = bought(t, POLICY_WARRANTY, "{\"months\":3}");
    fixture_pass(t, DAYS(80));
    cr_expect(may_claim(t, &o, CLAIM_WARRANTY, REMEDY_REPLACEMENT));
    fixture_pass(t, DAYS(20));
    cr_expect_not(may_claim(t, &o, CLAIM_WARRANTY, REMEDY_REPLACEMENT));
    publish(t, POLICY_WARRANTY, "{\"months\":0}");
    o = claims_delivered(t, o.line[0].variant, 1);
    cr_expect_not(may_claim(t, &o, CLAIM_WARRANTY, REMEDY_REPLACEMENT));
}

DomainTest(policy_param, warranty_replace_days_are_those_of_the_day_it_was_bought)
{
    struct order o = bought(t, POLICY_WARRANTY, "{\"replace_days\":5}");
    publish(t, POLICY_WARRANTY, "{\"replace_days\":20}");
    struct claim k = claims_opened(t, &o, CLAIM_DAMAGED, REMEDY_REPLACEMENT, 1);
    claims_as_staff(t, 7);
    must(claim_accept(c, k.id, &(struct claim_answer){ 0 }));
    cr_expect_eq(promised(t, claim_subject(c, k.id), PROMISE_REPLACE).due_at, c->now_at + DAYS(5));
}

/* --- shipping --- */

DomainTest(policy_param, shipping_handling_hours)
{
    sku_id sku = claims_coffee(t);
    publish(t, POLICY_SHIPPING, "{\"handling_hours\":24}");
    struct order soon = buying_paid(t, sku, 1);
    publish(t, POLICY_SHIPPING, "{\"handling_hours\":96}");
    struct order late = buying_paid(t, sku, 1);
    cr_expect_eq(promised(t, order_subject(c, late.id), PROMISE_SHIP).due_at,
                 promised(t, order_subject(c, soon.id), PROMISE_SHIP).due_at + DAYS(3));
}

DomainTest(policy_param, shipping_cancel_hours)
{
    sku_id sku = claims_coffee(t);
    int64_t from_at = 0;
    publish(t, POLICY_SHIPPING, "{\"handling_hours\":24,\"cancel_hours\":30}");
    struct order o = buying_paid(t, sku, 1);
    publish(t, POLICY_SHIPPING, "{\"cancel_hours\":300}"); /* not for orders from before */
    must(order_pack(c, o.id));
    fixture_commit(t);
    struct promise ship = promised(t, order_subject(c, o.id), PROMISE_SHIP);
    must(order_cancel_from(c, &o, &from_at));
    cr_expect_eq(from_at, ship.due_at + HOURS(30));
    fixture_pass(t, from_at - SECONDS(1) - c->now_at);
    buying_tick(t);
    claims_as_buyer(t, &o);
    cr_expect_eq(order_cancel(c, o.id, S("not_sent_in_time")), ERR_STATE);
    fixture_pass(t, SECONDS(1));
    claims_as_buyer(t, &o);
    must(order_cancel(c, o.id, S("not_sent_in_time")));
    cr_expect_eq(claims_refunded(t, &o), o.total.minor, "all of it");
    cr_expect_eq(promised(t, order_subject(c, o.id), PROMISE_SHIP).outcome, PROMISE_BROKEN,
                 "a verdict does not change");
    buying_expect_sound(t);
}

DomainTest(policy_param, shipping_is_insured)
{
    sku_id sku = claims_coffee(t);
    money insured = { 0 };
    struct order plain = buying_place(t, sku, 1, "sandbox");
    publish(t, POLICY_SHIPPING, "{\"is_insured\":true}");
    struct order o = buying_place(t, sku, 2, "sandbox");
    must(order_insured_for(c, &plain, &insured));
    cr_expect_eq(insured.minor, 0);
    must(order_insured_for(c, &o, &insured));
    cr_expect_eq(insured.minor, 120000, "the goods, not the shipping");
}

/* --- terms --- */

DomainTest(policy_param, terms_unpaid_hours)
{
    sku_id sku = claims_coffee(t);
    publish(t, POLICY_TERMS, "{\"unpaid_hours\":5}");
    struct order o = buying_place(t, sku, 1, "bank_transfer");
    cr_expect_eq(buying_payment(t, o.id).expires_at, c->now_at + HOURS(5));
    struct order other = buying_place(t, sku, 1, "sandbox");
    cr_expect_eq(buying_payment(t, other.id).expires_at, c->now_at + HOURS(5));
}

DomainTest(policy_param, terms_exchange_days)
{
    struct order o = bought(t, POLICY_TERMS, "{\"exchange_days\":12}");
    publish(t, POLICY_TERMS, "{\"exchange_days\":2}"); /* not for orders from before */
    fixture_pass(t, DAYS(11));
    cr_expect(may_claim(t, &o, CLAIM_DAMAGED, REMEDY_REFUND));
    fixture_pass(t, DAYS(4));
    cr_expect_not(may_claim(t, &o, CLAIM_DAMAGED, REMEDY_REFUND));
}
