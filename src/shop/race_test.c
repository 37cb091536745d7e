/* SPDX-License-Identifier: Apache-2.0 */
/* race_test.c - two transactions at once on PostgreSQL: exactly one wins, and a deadlock is run again, not told. */
#include "c/claims.h"

#include "shop/refund.h"

#include <pthread.h>

enum { ROUNDS = 12 };

/* One side of a race: a connection, a context and what it does. */
struct racer {
    struct ctx c;
    struct random random;
    struct db *db;
    pthread_t thread;
    pthread_barrier_t *start;
    enum err (*run)(struct ctx *c, void *data);
    void *data;
    enum err result;
};

static void *race_one(void *data)
{
    struct racer *r = data;
    pthread_barrier_wait(r->start);
    r->result = write_once(r->db, &r->c, r->run, r->data);
    return NULL;
}

static void racer_open(struct fixture *t, struct racer *r, pthread_barrier_t *start)
{
    char detail[CTX_DETAIL_BYTES] = "";
    cr_assert_eq(db_open(t->database, DB_WRITE, &r->db, detail), OK, "%s", detail);
    r->random = random_system();
    r->c = t->c;
    r->c.arena = arena_new();
    r->c.random = &r->random;
    r->c.db = r->db;
    r->c.tag_count = 0;
    r->start = start;
}

/* What the fixture has written is committed; both begin at the same moment. */
static void race(struct fixture *t, struct racer two[2])
{
    pthread_barrier_t start;
    pthread_barrier_init(&start, NULL, 2);
    fixture_commit(t);
    for (size_t i = 0; i < 2; i++) {
        racer_open(t, &two[i], &start);
    }
    for (size_t i = 0; i < 2; i++) {
        cr_assert_eq(pthread_create(&two[i].thread, NULL, race_one, &two[i]), 0);
    }
    for (size_t i = 0; i < 2; i++) {
        pthread_join(two[i].thread, NULL);
        db_close(two[i].db);
        cr_expect_neq(two[i].result, ERR_BUSY, "%s", two[i].c.detail);
        cr_expect_neq(two[i].result, ERR_DB, "%s", two[i].c.detail);
    }
    pthread_barrier_destroy(&start);
    fixture_undo(t); /* a new transaction sees what they did */
}

static void racers_close(struct racer two[2])
{
    arena_free(two[0].c.arena);
    arena_free(two[1].c.arena);
}

#define RaceTest(name)                                                                             \
    static void name##_body(struct fixture *t, struct ctx *c);                                     \
    Test(race, name)                                                                               \
    {                                                                                              \
        fixture_run(name##_body, true);                                                            \
    }                                                                                              \
    static void name##_body(struct fixture *t, struct ctx *c)

/* --- stock --- */

struct reserving {
    str subject;
    struct stock_line line[2];
    size_t count;
};

static enum err reserve(struct ctx *c, void *data)
{
    struct reserving *r = data;
    return stock_reserve(c, r->subject, r->line, r->count, c->now_at + MINUTES(10));
}

RaceTest(for_the_last_piece_has_one_winner)
{
    buying_open(t);
    for (int i = 0; i < ROUNDS; i++) {
        sku_id cup = goods(t, "Cangkir", 45000, 1);
        struct reserving side[2];
        struct racer two[2] = { 0 };
        for (size_t s = 0; s < 2; s++) {
            side[s] =
                (struct reserving){ str_format(c->arena, "order:%d", 900000 + i * 2 + (int)s),
                                     { { .sku = cup, .quantity = 1 } },
                                     1 };
            two[s].run = reserve;
            two[s].data = &side[s];
        }
        race(t, two);
        cr_expect_eq((two[0].result == OK) + (two[1].result == OK), 1);
        cr_expect_eq((two[0].result == ERR_OUT_OF_STOCK) + (two[1].result == ERR_OUT_OF_STOCK), 1);
        cr_expect_eq(buying_free(t, cup), 0);
        racers_close(two);
    }
}

RaceTest(for_the_same_goods_in_opposite_order_ends_well_for_both)
{
    buying_open(t);
    for (int i = 0; i < ROUNDS; i++) {
        sku_id cup = goods(t, "Cangkir", 45000, 5);
        sku_id tea = goods(t, "Teh", 30000, 5);
        struct stock_line a = { .sku = cup, .quantity = 1 };
        struct stock_line b = { .sku = tea, .quantity = 1 };
        struct reserving side[2] = {
            { str_format(c->arena, "order:%d", 800000 + i * 2), { a, b }, 2 },
            { str_format(c->arena, "order:%d", 800001 + i * 2), { b, a }, 2 },
        };
        struct racer two[2] = { { .run = reserve, .data = &side[0] },
                                { .run = reserve, .data = &side[1] } };
        race(t, two);
        cr_expect_eq(two[0].result, OK, "%s", two[0].c.detail);
        cr_expect_eq(two[1].result, OK, "%s", two[1].c.detail);
        cr_expect_eq(buying_free(t, cup), 3);
        cr_expect_eq(buying_free(t, tea), 3);
        racers_close(two);
    }
}

/* --- checkout --- */

struct placing {
    struct checkout form;
    struct order order;
    bool is_new;
};

static enum err place(struct ctx *c, void *data)
{
    struct placing *p = data;
    return order_place(c, &p->form, &p->order, &p->is_new);
}

RaceTest(of_two_tabs_makes_one_order)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 1000);
    for (int i = 0; i < ROUNDS; i++) {
        const char *phone = str_c(c->arena, str_format(c->arena, "+62812345000%02d", i));
        struct checkout form = buying_form(buying_cart(t, cup, 1), phone, "sandbox");
        struct placing side[2] = { { .form = form }, { .form = form } };
        struct racer two[2] = { { .run = place, .data = &side[0] },
                                { .run = place, .data = &side[1] } };
        race(t, two);
        cr_expect_eq(two[0].result, OK, "%s", two[0].c.detail);
        cr_expect_eq(two[1].result, OK, "%s", two[1].c.detail);
        cr_expect_eq(side[0].is_new + side[1].is_new, 1);
        cr_expect_eq(side[0].order.id.v, side[1].order.id.v);
        racers_close(two);
    }
    cr_expect_eq(buying_free(t, cup), 1000 - ROUNDS);
}

/* --- payment --- */

struct saying {
    struct pay_event event;
    enum pay_outcome outcome;
};

static enum err say(struct ctx *c, void *data)
{
    struct saying *s = data;
    return payment_event(c, &s->event, &s->outcome);
}

RaceTest(of_one_payment_told_twice_moves_it_once)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 1000);
    for (int i = 0; i < ROUNDS / 2; i++) {
        struct order o = buying_place(t, cup, 1, "sandbox");
        struct payment p = buying_payment(t, o.id);
        struct pay_event event = { .provider = p.provider, .reference = p.reference, .kind = PAY_PAID,
                                   .amount = p.amount, .at = c->now_at,
                                   .event_id = str_format(c->arena, "%.*s:paid", STR_ARG(p.reference)) };
        struct saying side[2] = { { .event = event }, { .event = event } };
        side[1].event.event_id = i % 2 == 0 ? event.event_id : S("told by another event");
        struct racer two[2] = { { .run = say, .data = &side[0] }, { .run = say, .data = &side[1] } };
        race(t, two);
        int moved = 0;
        for (size_t s = 0; s < 2;
             s++) { /* who loses is refused and told again later, or hears that it is known */
            moved += two[s].result == OK && side[s].outcome == PAY_MOVED;
            cr_expect(two[s].result == OK || two[s].result == ERR_CONFLICT, "%s", two[s].c.detail);
        }
        cr_expect_eq(moved, 1);
        cr_expect_eq(buying_held(t, o.id), o.total.minor);
        cr_expect_eq(buying_promise(t, o.id, PROMISE_SHIP), PROMISE_OPEN);
        racers_close(two);
    }
    buying_expect_sound(t);
}

/* --- money back --- */

static enum err give_all_back(struct ctx *c, void *data)
{
    struct order o = { 0 };
    money left = { 0 };
    TRY(order_by_id(c, *(order_id *)data, &o));
    TRY(refund_left(c, &o, &left));
    return refund_request(c, &o, left, S("goodwill"), NULL);
}

RaceTest(of_two_refunds_gives_back_once)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 1000);
    for (int i = 0; i < ROUNDS / 2; i++) {
        struct order o = buying_paid(t, cup, 1);
        struct racer two[2] = { { .run = give_all_back, .data = &o.id }, { .run = give_all_back, .data = &o.id } };
        struct refund_list list = { 0 };
        race(t, two);
        cr_expect((two[0].result == OK) != (two[1].result == OK));
        must(refund_list_of(c, o.id, &list));
        cr_expect_eq(list.count, 1);
        racers_close(two);
    }
    buying_expect_sound(t);
}

/* --- promises --- */

struct settling {
    str subject;
    int64_t at, broken;
};

static enum err keep(struct ctx *c, void *data)
{
    struct settling *s = data;
    return promise_keep(c, s->subject, PROMISE_SHIP, s->at);
}

static enum err break_due(struct ctx *c, void *data)
{
    struct settling *s = data;
    return promise_break_due(c, 50, &s->broken);
}

SQL(race_settlements, "SELECT count(*) FROM event WHERE subject = $1 AND kind IN ('promise.kept', 'promise.broken')");

RaceTest(of_keeping_and_breaking_a_promise_has_one_outcome)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 1000);
    for (int i = 0; i < ROUNDS / 2; i++) {
        struct order o = buying_paid(t, cup, 1);
        struct promise p = { 0 };
        str subject = order_subject(c, o.id);
        must(promise_find(c, subject, PROMISE_SHIP, &p));
        fixture_pass(t, p.due_at - c->now_at + SECONDS(1));
        struct settling kept = { subject, c->now_at, 0 }; /* a second late */
        struct settling late = { subject, 0, 0 };
        struct racer two[2] = { { .run = keep, .data = &kept }, { .run = break_due, .data = &late } };
        race(t, two);
        int64_t settlements = 0;
        must(db_get_int(t->db, &race_settlements, ARGS(subject), 0, &settlements));
        cr_expect_eq(two[0].result, OK, "%s", two[0].c.detail);
        cr_expect_eq(two[1].result, OK, "%s", two[1].c.detail);
        cr_expect_eq(buying_promise(t, o.id, PROMISE_SHIP), PROMISE_BROKEN,
                     "late is late, whoever came first");
        cr_expect_eq(settlements, 1);
        racers_close(two);
    }
    buying_expect_sound(t);
}

/* --- what did not come --- */

static enum err replacement_is_here(struct ctx *c, void *data)
{
    return claim_arrive(c, ((const struct claim *)data)->id);
}

/* Two pieces are lost, two replacements on their way. */
static struct order replaced_twice(struct fixture *t, sku_id bag, struct claim k[2])
{
    struct order o = buying_paid(t, bag, 2);
    struct shipment_event_new lost = { .status = S("Expired"), .source = S("courier") };
    must(shipment_note(&t->c, buying_ship(t, o.id), &lost));
    o = buying_now(t, o.id);
    for (size_t i = 0; i < 2; i++) {
        k[i] = claims_opened(t, &o, CLAIM_NOT_RECEIVED, REMEDY_REPLACEMENT, 1);
        claims_as_staff(t, 7);
        must(claim_accept(&t->c, k[i].id, &(struct claim_answer){ 0 }));
        must(claim_send(&t->c, k[i].id, S("jne"), str_format(t->c.arena, "GANTI-%zu", i)));
    }
    return o;
}

RaceTest(of_the_last_two_replacements_ends_the_wait_for_the_order)
{
    sku_id bag = claims_coffee(t);
    for (int i = 0; i < ROUNDS / 3; i++) {
        struct claim k[2];
        struct order o = replaced_twice(t, bag, k);
        claims_as_buyer(t, &o);
        cr_assert_eq(c->actor.role, ROLE_BUYER);
        struct racer two[2] = { { .run = replacement_is_here, .data = &k[0] },
                                { .run = replacement_is_here, .data = &k[1] } };
        race(t, two);
        cr_expect_eq(two[0].result, OK, "%s", two[0].c.detail);
        cr_expect_eq(two[1].result, OK, "%s", two[1].c.detail);
        cr_expect_neq(buying_now(t, o.id).delivered_at, 0, "round %d: waited for for ever", i);
        racers_close(two);
    }
}
