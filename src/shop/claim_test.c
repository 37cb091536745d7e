/* SPDX-License-Identifier: Apache-2.0 */
#include "c/buying.h"
#include "c/catalogue.h"

#include "core/staff.h"
#include "shop/claim_act.h"
#include "shop/claim_check.h"
#include "shop/claim_store.h"
#include "shop/order_enter.h"
#include "shop/refund.h"

/* --- who acts, and time --- */

static void as_buyer(struct fixture *t, const struct order *o)
{
    t->c.actor = (struct actor){ ROLE_BUYER, o->person.v };
}

static void as_staff(struct fixture *t, int64_t id)
{
    t->c.actor = (struct actor){ ROLE_CARE, id };
}

static void as_rule(struct fixture *t)
{
    t->c.actor = (struct actor){ ROLE_SYSTEM, 0 };
}

static const struct decision_hooks decisions = { .decided = { [DECISION_CLAIM] = claim_decided } };

static void consequence(struct fixture *t, str subject, enum promise_kind kind)
{
    struct promise p = { 0 };
    enum err e = promise_find(&t->c, subject, kind, &p);
    if (e == ERR_NOT_FOUND || p.outcome != PROMISE_BROKEN || p.settled_at != 0) {
        return;
    }
    must(kind == PROMISE_DECIDE ? decision_overdue(&t->c, &decisions, &p)
                                : claim_promise_broken(&t->c, &p));
}

/* What the timers of a running shop do meanwhile. */
static void go_on(struct fixture *t, int64_t span, claim_id id)
{
    int64_t n = 0;
    struct decision d = { 0 };
    struct actor before = t->c.actor;
    fixture_pass(t, span);
    as_rule(t);
    buying_tick(t);
    consequence(t, claim_subject(&t->c, id), PROMISE_ANSWER_CLAIM);
    consequence(t, claim_subject(&t->c, id), PROMISE_INSPECT);
    if (decision_find(&t->c, claim_subject(&t->c, id), &d) == OK) {
        consequence(t, str_format(t->c.arena, "decision:%" PRId64, d.id.v), PROMISE_DECIDE);
    }
    must(claim_tick(&t->c, 50, &n));
    t->c.actor = before;
    fixture_commit(t);
}

/* --- a shop with something delivered --- */

static struct order delivered(struct fixture *t, sku_id goods_sku, int64_t quantity)
{
    struct order o = buying_paid(t, goods_sku, quantity);
    int64_t parcel = buying_ship(t, o.id);
    fixture_pass(t, DAYS(2));
    struct shipment_event_new e = { .status = S("Delivered"), .source = S("courier") };
    must(shipment_note(&t->c, parcel, &e));
    fixture_commit(t);
    return buying_now(t, o.id);
}

static sku_id coffee(struct fixture *t)
{
    buying_open(t);
    return goods(t, "Kopi Gayo", 60000, 20);
}

static struct claim_new wished(struct fixture *t, const struct order *o, enum claim_kind kind,
                               enum claim_remedy wish, int64_t quantity)
{
    struct claim_line *line = NEW(t->c.arena, struct claim_line);
    *line = (struct claim_line){ .line_id = o->line[0].id, .quantity = quantity };
    return (struct claim_new){
        .kind = kind, .wish = wish, .line = line, .line_count = 1, .text = S("Kemasannya sobek.")
    };
}

static struct claim opened(struct fixture *t, const struct order *o, enum claim_kind kind,
                           enum claim_remedy wish, int64_t quantity)
{
    struct claim_new in = wished(t, o, kind, wish, quantity);
    struct claim_verdict v = { 0 };
    struct claim k = { 0 };
    as_buyer(t, o);
    must(claim_open(&t->c, o, &in, &k, &v));
    fixture_commit(t);
    return k;
}

static enum claim_refusal refused(struct fixture *t, const struct order *o,
                                  const struct claim_new *in)
{
    struct claim_verdict v = { 0 };
    struct claim k = { 0 };
    as_buyer(t, o);
    cr_expect_eq(claim_open(&t->c, o, in, &k, &v), ERR_UNPROCESSABLE);
    return v.why;
}

static struct claim now(struct fixture *t, const struct claim *k)
{
    struct claim out = { 0 };
    must(claim_get(&t->c, k->id, &out));
    return out;
}

static enum promise_outcome outcome(struct fixture *t, const struct claim *k,
                                    enum promise_kind kind)
{
    struct promise p = { 0 };
    must(promise_find(&t->c, claim_subject(&t->c, k->id), kind, &p));
    return p.outcome;
}

static void expect_state(struct fixture *t, const struct claim *k, enum claim_state state)
{
    struct claim is = now(t, k);
    cr_expect_eq(is.state, state, "%.*s, not %.*s", STR_ARG(claim_state_name(is.state)),
                 STR_ARG(claim_state_name(state)));
    buying_expect_none(t, claim_checks, claim_check_count);
    buying_expect_sound(t);
}

static int64_t refunded(struct fixture *t, const struct order *o)
{
    struct refund_list list = { 0 };
    int64_t sum = 0;
    must(refund_list_of(&t->c, o->id, &list));
    for (size_t i = 0; i < list.count; i++) {
        sum += list.item[i].amount.minor;
    }
    return sum;
}

static int64_t person(struct fixture *t, const char *name, const char *email)
{
    staff_id id = { 0 };
    must(staff_add(&t->c, str_of(name), str_of(email), ROLE_CARE, S("x"), &id));
    fixture_commit(t);
    return id.v;
}

static void decide(struct fixture *t, const struct claim *k, int64_t staff, bool is_upheld)
{
    struct decision d = { 0 };
    struct decision_verdict v = { .is_upheld = is_upheld, .reasons = S("Foto menunjukkan segelnya utuh.") };
    as_staff(t, staff);
    must(decision_find(&t->c, claim_subject(&t->c, k->id), &d));
    must(decision_decide(&t->c, &decisions, d.id, &v));
    fixture_commit(t);
}

/* --- silence --- */

DomainTest(claim, is_accepted_by_itself_when_the_shop_is_silent)
{
    struct order o = delivered(t, coffee(t), 2);
    struct claim k = opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    cr_expect_eq(outcome(t, &k, PROMISE_ANSWER_CLAIM), PROMISE_OPEN);
    go_on(t, HOURS(47), k.id);
    expect_state(t, &k, CLAIM_OPEN);
    go_on(t, HOURS(2), k.id);
    expect_state(t, &k, CLAIM_REMEDY_DUE);
    cr_expect_eq(outcome(t, &k, PROMISE_ANSWER_CLAIM), PROMISE_BROKEN);
    cr_expect(now(t, &k).is_by_rule);
    cr_expect_eq(refunded(t, &o), 60000);
    go_on(t, HOURS(2), k.id);
    cr_expect_eq(refunded(t, &o), 60000, "the rule fires once");
}

DomainTest(claim, ends_when_the_refund_has_left)
{
    struct order o = delivered(t, coffee(t), 1);
    struct claim k = opened(t, &o, CLAIM_DAMAGED, REMEDY_REFUND, 1);
    struct claim_answer yes = { .text = S("Maaf ya, kami kembalikan.") };
    as_staff(t, 7);
    must(claim_accept(c, k.id, &yes));
    cr_expect_eq(refunded(t, &o), 75000, "the whole order, with shipping");
    cr_expect_eq(outcome(t, &k, PROMISE_ANSWER_CLAIM), PROMISE_KEPT);
    expect_state(t, &k, CLAIM_REMEDY_DUE);
    must(refund_settle(c, now(t, &k).refund, S("BCA 0091")));
    expect_state(t, &k, CLAIM_SETTLED);
}
