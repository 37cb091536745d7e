/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/abuse.h"

#include "shop/claim_act.h"
#include "shop/refund.h"
#include "shop/shipment.h"

enum { TRIES = 4 };

struct target {
    struct abuse *abuse;
    const struct life *life;
    struct order order;
};

static int64_t below(struct target *t, int64_t n)
{
    return (int64_t)random_below(&t->abuse->random, (uint64_t)n);
}

static void as_buyer(struct ctx *c, const struct target *t)
{
    c->actor = (struct actor){ ROLE_BUYER, t->order.person.v };
}

static enum err claim_of(struct ctx *c, struct target *t, int64_t line, int64_t quantity)
{
    struct claim_line one = { .line_id = line, .quantity = quantity };
    struct claim_new in = { .kind = CLAIM_DAMAGED, .wish = REMEDY_REFUND, .line = &one, .line_count = 1,
                            .says_arrived = true, .text = S("Rusak semua.") };
    struct claim out = { 0 };
    struct claim_verdict verdict = { 0 };
    as_buyer(c, t);
    return claim_open(c, &t->order, &in, &out, &verdict);
}

static enum err line_of_another(struct ctx *c, struct target *t)
{
    return claim_of(c, t, t->order.line[0].id + 100000, 1);
}

static enum err more_than_bought(struct ctx *c, struct target *t)
{
    return claim_of(c, t, t->order.line[0].id, t->order.line[0].quantity + 1 + below(t, 5));
}

static enum err nothing_at_all(struct ctx *c, struct target *t)
{
    return claim_of(c, t, t->order.line[0].id, 0);
}

static enum err more_money_than_paid(struct ctx *c, struct target *t)
{
    int64_t id = 0;
    money more = t->order.total;
    more.minor += 1 + below(t, 1000);
    demo_act_as(c, t->abuse->demo, ROLE_OWNER);
    return refund_request(c, &t->order, more, S("damaged"), &id);
}

static enum err money_twice(struct ctx *c, struct target *t)
{
    struct refund_list list = { 0 };
    TRY(refund_list_of(c, t->order.id, &list));
    if (list.count == 0 || list.item[0].state != REFUND_SUCCEEDED) {
        return ERR_STATE;
    }
    demo_act_as(c, t->abuse->demo, ROLE_OWNER);
    return refund_settle(c, list.item[0].id, S("TRF-LAGI"));
}

static enum err cancel_what_left(struct ctx *c, struct target *t)
{
    as_buyer(c, t);
    return t->order.shipped_at == 0 ? ERR_STATE
                                    : order_cancel(c, t->order.id, S("Berubah pikiran"));
}

static enum err send_twice(struct ctx *c, struct target *t)
{
    struct shipment_new parcel = { .carrier = S("jne"), .tracking_number = S("LAGI") };
    int64_t id = 0;
    demo_act_as(c, t->abuse->demo, ROLE_FULFILMENT);
    return t->order.shipped_at == 0 ? ERR_STATE : shipment_create(c, t->order.id, &parcel, &id);
}

/* A closed claim of anybody: nobody may take a step in it. */
static enum err step_in_a_closed_claim(struct ctx *c, struct target *t)
{
    struct claim_list list = { 0 };
    struct claim_answer yes = { .text = S("Ya.") };
    TRY(claim_list_of(c, t->order.id, &list));
    if (list.count == 0 || !claim_is_closed(list.item[0].state) ||
        list.item[0].state == CLAIM_LAPSED) {
        return ERR_STATE;
    }
    demo_act_as(c, t->abuse->demo, ROLE_CARE);
    return claim_accept(c, list.item[0].id, &yes);
}

/* The buyer answers their own claim. */
static enum err judge_in_their_own_case(struct ctx *c, struct target *t)
{
    struct claim_list list = { 0 };
    struct claim_answer yes = { .text = S("Ya.") };
    TRY(claim_list_of(c, t->order.id, &list));
    as_buyer(c, t);
    return list.count == 0 ? ERR_STATE : claim_accept(c, list.item[0].id, &yes);
}

static const struct {
    const char *what;
    enum err (*run)(struct ctx *c, struct target *t);
} acts[] = {
    { "a claim for a line of another order", line_of_another },
    { "a claim for more than was bought", more_than_bought },
    { "a claim for nothing", nothing_at_all },
    { "more money back than was paid", more_money_than_paid },
    { "the same money back twice", money_twice },
    { "cancelling what left the shop", cancel_what_left },
    { "sending everything twice", send_twice },
    { "accepting a claim that is closed", step_in_a_closed_claim },
    { "a buyer accepting their own claim", judge_in_their_own_case },
};

static enum err try_one(struct ctx *c, struct target *t, size_t act)
{
    TRY(db_save(c->db));
    enum err e = acts[act].run(c, t);
    db_rollback_to_save(c->db);
    t->abuse->tried++;
    if (e == OK) {
        return fail(c, ERR_INTERNAL, "order %" PRId64 ": %s was not refused", t->order.id.v,
                    acts[act].what);
    }
    return e == ERR_DB || e == ERR_INTERNAL ? e : OK;
}

enum err abuse_try(struct ctx *c, void *abuse)
{
    struct abuse *a = abuse;
    const struct demo *d = a->demo;
    for (int i = 0; i < TRIES && d->life_count > 0; i++) {
        struct target t = { .abuse = a };
        t.life = &d->life[random_below(&a->random, d->life_count)];
        TRY(order_by_id(c, t.life->order, &t.order));
        TRY(try_one(c, &t, random_below(&a->random, COUNT(acts))));
    }
    return OK;
}
