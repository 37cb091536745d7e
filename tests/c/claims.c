/* SPDX-License-Identifier: Apache-2.0 */
#include "c/claims.h"

/* --- who acts, and time --- */

void claims_as_buyer(struct fixture *t, const struct order *o)
{
    t->c.actor = (struct actor){ ROLE_BUYER, o->person.v };
}

void claims_as_staff(struct fixture *t, int64_t id)
{
    t->c.actor = (struct actor){ ROLE_CARE, id };
}

void claims_as_rule(struct fixture *t)
{
    t->c.actor = (struct actor){ ROLE_SYSTEM, 0 };
}

const struct decision_hooks claims_decisions = { .decided = { [DECISION_CLAIM] = claim_decided } };

static void consequence(struct fixture *t, str subject, enum promise_kind kind)
{
    struct promise p = { 0 };
    enum err e = promise_find(&t->c, subject, kind, &p);
    if (e == ERR_NOT_FOUND || p.outcome != PROMISE_BROKEN || p.settled_at != 0) {
        return;
    }
    must(kind == PROMISE_DECIDE ? decision_overdue(&t->c, &claims_decisions, &p)
                                : claim_promise_broken(&t->c, &p));
}

/* What the timers of a running shop do meanwhile. */
void claims_go_on(struct fixture *t, int64_t span, claim_id id)
{
    int64_t n = 0;
    struct decision d = { 0 };
    struct actor before = t->c.actor;
    fixture_pass(t, span);
    claims_as_rule(t);
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

struct order claims_delivered(struct fixture *t, sku_id goods_sku, int64_t quantity)
{
    struct order o = buying_paid(t, goods_sku, quantity);
    int64_t parcel = buying_ship(t, o.id);
    fixture_pass(t, DAYS(2));
    struct shipment_event_new e = { .status = S("Delivered"), .source = S("courier") };
    must(shipment_note(&t->c, parcel, &e));
    fixture_commit(t);
    return buying_now(t, o.id);
}

sku_id claims_coffee(struct fixture *t)
{
    buying_open(t);
    return goods(t, "Kopi Gayo", 60000, 20);
}

struct claim_new claims_wished(struct fixture *t, const struct order *o, enum claim_kind kind,
                               enum claim_remedy wish, int64_t quantity)
{
    struct claim_line *line = NEW(t->c.arena, struct claim_line);
    *line = (struct claim_line){ .line_id = o->line[0].id, .quantity = quantity };
    return (struct claim_new){
        .kind = kind, .wish = wish, .line = line, .line_count = 1, .text = S("Kemasannya sobek.")
    };
}

struct claim claims_opened(struct fixture *t, const struct order *o, enum claim_kind kind,
                           enum claim_remedy wish, int64_t quantity)
{
    struct claim_new in = claims_wished(t, o, kind, wish, quantity);
    struct claim_verdict v = { 0 };
    struct claim k = { 0 };
    claims_as_buyer(t, o);
    must(claim_open(&t->c, o, &in, &k, &v));
    fixture_commit(t);
    return k;
}

enum claim_refusal claims_refused(struct fixture *t, const struct order *o,
                                  const struct claim_new *in)
{
    struct claim_verdict v = { 0 };
    struct claim k = { 0 };
    claims_as_buyer(t, o);
    cr_expect_eq(claim_open(&t->c, o, in, &k, &v), ERR_UNPROCESSABLE);
    return v.why;
}

struct claim claims_now(struct fixture *t, const struct claim *k)
{
    struct claim out = { 0 };
    must(claim_get(&t->c, k->id, &out));
    return out;
}

enum promise_outcome claims_outcome(struct fixture *t, const struct claim *k,
                                    enum promise_kind kind)
{
    struct promise p = { 0 };
    must(promise_find(&t->c, claim_subject(&t->c, k->id), kind, &p));
    return p.outcome;
}

void claims_expect(struct fixture *t, const struct claim *k, enum claim_state state)
{
    struct claim is = claims_now(t, k);
    cr_expect_eq(is.state, state, "%.*s, not %.*s", STR_ARG(claim_state_name(is.state)),
                 STR_ARG(claim_state_name(state)));
    buying_expect_none(t, claim_checks, claim_check_count);
    buying_expect_sound(t);
}

int64_t claims_refunded(struct fixture *t, const struct order *o)
{
    struct refund_list list = { 0 };
    int64_t sum = 0;
    must(refund_list_of(&t->c, o->id, &list));
    for (size_t i = 0; i < list.count; i++) {
        sum += list.item[i].amount.minor;
    }
    return sum;
}

int64_t claims_person(struct fixture *t, const char *name, const char *email)
{
    staff_id id = { 0 };
    must(staff_add(&t->c, str_of(name), str_of(email), ROLE_CARE, S("x"), &id));
    fixture_commit(t);
    return id.v;
}

void claims_decide(struct fixture *t, const struct claim *k, int64_t staff, bool is_upheld)
{
    struct decision d = { 0 };
    struct decision_verdict v = { .is_upheld = is_upheld, .reasons = S("Foto menunjukkan segelnya utuh.") };
    claims_as_staff(t, staff);
    must(decision_find(&t->c, claim_subject(&t->c, k->id), &d));
    must(decision_decide(&t->c, &claims_decisions, d.id, &v));
    fixture_commit(t);
}

/* An order taken on `source`, sent and delivered: its money never was here. */
struct order claims_delivered_elsewhere(struct fixture *t, const char *source)
{
    struct order o = { 0 };
    struct order_elsewhere in = { .source = str_of(source), .external_ref = S("X-1"), .placed_at = t->c.now_at,
                                  .to = { .name = S("Sari"), .phone = S("+6281234567890") }, .line_count = 1 };
    buying_open(t);
    in.shipping = money_zero(t->c.shop->currency);
    in.line[0].name = S("Kopi");
    in.line[0].sku = S("K1");
    in.line[0].quantity = 1;
    in.line[0].unit = (money){ 50000, t->c.shop->currency };
    must(order_enter(&t->c, &in, &o));
    int64_t parcel = buying_ship(t, o.id);
    struct shipment_event_new e = { .status = S("Delivered"), .source = S("courier") };
    must(shipment_note(&t->c, parcel, &e));
    fixture_commit(t);
    return buying_now(t, o.id);
}
