/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simulate.c - a shop lives for days on end, harder than the example shop, and is checked every evening.
 *
 * usage      simulate DIR SEED DAYS [DATABASE]     the last line: N passed, N failed, 0 skipped; DIR/truth.json is what /promises must say, and at what instant
 *            SIMULATE_SHIFT: days later (or, below 0, earlier) than the coming Saturday at which the story ends; SIMULATE_TELL: what was refused
 * What       the actors of `amanah demo` (buyers, staff, couriers, timers) with more trouble and silence; people who try what they may
 *            not; each write a transaction of its own, of which one in fifty is lost: the program died, comes back after seconds
 *            or hours, and goes on.
 */
#include "base/clock.h"
#include "cli/check_all.h"
#include "core/pulse.h"
#include "db/writer.h"
#include "shop/refund.h"
#include "shop/undelivered.h"
#include "sim/abuse.h"
#include "sim/outside.h"
#include "sim/rights.h"
#include "sim/terms.h"
#include "sim/witness.h"

#include <stdio.h>
#include <stdlib.h>

enum { LOST_BP = 200, LONG_OUTAGE_BP = 300, REFUSES_COD = 9 };
#define LOST_FOR_SURE DAYS(30)

/* What the actors know, to be taken back with a lost write. */
struct memory {
    struct random random;
    struct life *life;
    struct demo_case *cases;
    size_t life_count, case_count;
};

struct year {
    struct demo demo;
    struct demo_watch watch;
    struct shop_session session;
    struct witness witness;
    struct abuse abuse;
    struct outside outside;
    struct terms terms;
    struct rights rights;
    struct random luck; /* its own, so that a crash changes nothing else */
    struct memory memory;
    size_t writes, lost, refused, held, days, findings, lost_parcels;
    bool will_be_lost, is_calm;
    enum err (*run)(struct ctx *c, void *data);
    void *run_data;
};

static void remember(struct year *y)
{
    const struct demo *d = &y->demo;
    y->memory.random = d->random;
    y->memory.life_count = d->life_count;
    y->memory.case_count = d->case_count;
    for (size_t i = 0; i < d->life_count; i++) {
        y->memory.life[i] = d->life[i];
    }
    for (size_t i = 0; i < d->case_count; i++) {
        y->memory.cases[i] = d->cases[i];
    }
}

static void recall(struct year *y)
{
    struct demo *d = &y->demo;
    d->random = y->memory.random;
    d->life_count = y->memory.life_count;
    d->case_count = y->memory.case_count;
    for (size_t i = 0; i < d->life_count; i++) {
        d->life[i] = y->memory.life[i];
    }
    for (size_t i = 0; i < d->case_count; i++) {
        d->cases[i] = y->memory.cases[i];
    }
    witness_forget(&y->witness);
}

static enum err run_one(struct ctx *c, void *data)
{
    struct year *y = data;
    TRY(y->run(c, y->run_data));
    TRY(witness_look(&y->witness, c));
    return y->will_be_lost ? fail(c, ERR_DB, "the power went") : OK;
}

static bool lot(struct year *y, int64_t bp)
{
    return (int64_t)random_below(&y->luck, 10000) < bp;
}

/* Until somebody starts it again. */
static void stay_down(struct year *y, struct ctx *c)
{
    bool is_long = lot(y, LONG_OUTAGE_BP);
    c->now_at += SECONDS(1 + (int64_t)random_below(&y->luck, is_long ? 60000 : 300));
    c->detail[0] = '\0';
    y->lost++;
}

static enum err write_with_luck(struct year *y, struct ctx *c,
                                enum err (*run)(struct ctx *c, void *data), void *data,
                                bool *was_lost)
{
    y->writes++;
    y->will_be_lost = lot(y, LOST_BP) && !y->is_calm;
    y->run = run;
    y->run_data = data;
    if (y->will_be_lost) {
        remember(y);
    }
    enum err e = write_once(y->session.ctx.db, c, run_one, y);
    *was_lost = y->will_be_lost && e == ERR_DB;
    if (e == ERR_INTERNAL) {
        printf("FAIL %s\n", c->detail);
    }
    ctx_forget(c);
    if (*was_lost) {
        recall(y);
        stay_down(y, c);
    } else if (e == OK) {
        witness_keep(&y->witness);
    }
    return e;
}

static enum err write_again(void *data, struct ctx *c, enum err (*run)(struct ctx *c, void *data),
                            void *run_data)
{
    struct actor actor = c->actor;
    enum err e = OK;
    bool was_lost = true;
    while (was_lost) {
        c->actor = actor;
        e = write_with_luck(data, c, run, run_data, &was_lost);
    }
    return e;
}

static enum err write_job(void *data, struct ctx *c, enum err (*run)(struct ctx *c, void *data),
                          void *run_data)
{
    struct year *y = data;
    bool was_lost = false;
    enum err e = write_with_luck(y, c, run, run_data, &was_lost);
    y->watch.was_lost = y->watch.was_lost || was_lost;
    return e;
}

static void did(void *data, int64_t at, str subject, enum promise_kind kind, bool is_done)
{
    struct year *y = data;
    struct fact fact = { .at = at, .subject = subject, .kind = kind, .sort = is_done ? FACT_DONE : FACT_ENDED };
    witness_did(&y->witness, &fact);
}

static void waits(void *data, int64_t at, str subject, enum promise_kind kind, bool waits)
{
    struct year *y = data;
    struct fact fact = { .at = at, .subject = subject, .kind = kind, .sort = waits ? FACT_PAUSED : FACT_RESUMED };
    witness_did(&y->witness, &fact);
}

static void lapses(void *data, int64_t at, str subject, enum promise_kind kind, int64_t lapses_at)
{
    struct year *y = data;
    struct fact fact = { .at = at, .subject = subject, .kind = kind, .sort = FACT_LAPSES, .due_at = lapses_at };
    witness_did(&y->witness, &fact);
}

static void refused(void *data, struct ctx *c, const struct demo_case *other,
                    const struct life *life)
{
    struct year *y = data;
    y->refused++;
    witness_forget(&y->witness);
    if (getenv("SIMULATE_TELL") != NULL) {
        printf("refused: %s %" PRId64 ", order %" PRId64 ", step %d: %s\n",
               other == NULL               ? "order"
               : other->kind == CASE_TALK  ? "talk"
               : other->kind == CASE_CLAIM ? "claim"
                                           : "complaint",
               other == NULL ? 0 : other->id, other == NULL ? life->order.v : other->order.v,
               other == NULL ? (int)life->step : 0, c->detail);
    }
    c->detail[0] = '\0';
}

/* --- every evening --- */

static void print_finding(const struct check *check, const struct check_report *r)
{
    for (size_t i = 0; i < r->count && i < CHECK_FINDINGS_MAX; i++) {
        printf("FAIL %s: %.*s\n", check->name, STR_ARG(r->finding[i]));
    }
}

static enum err check_it(struct ctx *c, void *data)
{
    return check_all(c, print_finding, data);
}

static enum err is_pulse_held(struct ctx *c, void *data)
{
    return pulse_is_held(c, data);
}

static enum err confirm_pulse(struct ctx *c, void *data)
{
    (void)data;
    return pulse_confirm(c);
}

static enum err hear(struct ctx *c, void *data)
{
    struct year *y = data;
    return witness_hear(&y->witness, c, &y->terms.news, &y->findings);
}

/* New terms: published, read by the running shop, given to the promises that run; the program may die between any two of these. */
static enum err change_terms(struct year *y, struct ctx *c)
{
    struct terms_round round = { .done = 1 };
    y->is_calm = true;
    TRY(write_again(y, c, terms_change, &y->terms));
    TRY(write_again(y, c, terms_load, &y->terms));
    y->is_calm = false;
    while (round.done != 0) {
        TRY(write_again(y, c, terms_review, &round));
    }
    y->is_calm = true;
    return write_again(y, c, hear, y);
}

static enum err evening(void *data, struct ctx *c)
{
    struct year *y = data;
    size_t before = y->findings;
    bool is_held = false;
    TRY(write_once(y->session.ctx.db, c, is_pulse_held, &is_held));
    if (is_held) { /* it was down for more than a day: the owner looks at the clock, and finds it right */
        y->held++;
        demo_act_as(c, &y->demo, ROLE_OWNER);
        TRY(write_once(y->session.ctx.db, c, confirm_pulse, NULL));
    }
    if (terms_are_due(&y->terms)) {
        TRY(change_terms(y, c));
    }
    y->is_calm = true; /* the timers catch up with what happened while it was down */
    TRY(write_again(y, c, abuse_try, &y->abuse));
    TRY(write_again(y, c, outside_happen, &y->outside));
    TRY(write_again(y, c, rights_try, &y->rights));
    TRY(demo_pass(c, &y->demo, c->now_at + MINUTES(2)));
    y->is_calm = false;
    TRY(write_once(y->session.ctx.db, c, check_it, &y->findings));
    y->days++;
    if (y->findings != before) {
        return fail(c, ERR_INTERNAL, "day %zu: the shop is not sound", y->days);
    }
    return OK;
}

/* --- the end --- */

static void put_rate(FILE *file, enum promise_kind kind, const struct promise_rate *r,
                     bool is_first)
{
    str name = promise_kind_name(kind);
    fprintf(file,
            "%s\n  {\"kind\": \"%.*s\", \"due\": %" PRId64 ", \"kept\": %" PRId64
            ", \"broken\": %" PRId64 ", \"broken_open\": %" PRId64 ", \"voided\": %" PRId64 "}",
            is_first ? "" : ",", STR_ARG(name), r->due, r->kept, r->broken, r->broken_open,
            r->voided);
}

static bool write_truth(struct year *y, const struct options *o)
{
    struct promise_rate rates[PROMISE_KIND_COUNT] = { 0 };
    FILE *file =
        fopen(str_c(o->arena, str_format(o->arena, "%.*s/truth.json", STR_ARG(o->data))), "w");
    int64_t now_at = y->session.ctx.now_at;
    witness_rates(&y->witness, now_at - DAYS(365), now_at, rates);
    if (file == NULL) {
        return false;
    }
    fprintf(file, "{\"at_ms\": %" PRId64 ", \"kinds\": [", now_at / MILLISECONDS(1));
    bool is_first = true;
    for (int kind = 0; kind < PROMISE_KIND_COUNT; kind++) {
        if (rates[kind].due != 0) {
            put_rate(file, kind, &rates[kind], is_first);
            is_first = false;
        }
    }
    fputs("\n]}\n", file);
    return fclose(file) == 0;
}

/* Days too late: the buyer was asked whether it came, before anybody wrote. */
static enum err look_for_the_unasked(struct ctx *c, struct year *y, const struct life *l)
{
    struct promise deliver = { 0 };
    struct undelivered asked = { 0 };
    enum err e = promise_find(c, order_subject(c, l->order), PROMISE_DELIVER, &deliver);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    bool is_late = deliver.settled_at > deliver.due_at + DAYS(2);
    e = is_late ? undelivered_find(c, l->order, &asked) : OK;
    if (e == ERR_NOT_FOUND) {
        printf("FAIL order %" PRId64 ": it came days too late, and nobody asked the buyer\n",
               l->order.v);
        y->findings++;
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

/* Paid for here, never arrived, and long ago: whoever waited without a word has the money back or is promised it. */
static enum err look_for_the_forgotten(struct ctx *c, struct year *y, const struct life *l)
{
    struct order o = { 0 };
    struct refund_list refunds = { 0 };
    TRY(order_by_id(c, l->order, &o));
    TRY(refund_list_of(c, l->order, &refunds));
    bool is_disputed = outside_is_disputed(&y->outside, l->order); /* the bank paid it back */
    bool is_paid = o.payment == PAYMENT_PAID || o.payment == PAYMENT_OVERPAID;
    bool is_long_ago = o.shipped_at != 0 && o.shipped_at < c->now_at - LOST_FOR_SURE;
    if (l->is_lost && is_paid && is_long_ago && o.delivered_at == 0 && refunds.count == 0 &&
        !is_disputed) {
        printf("FAIL order %" PRId64 ": it never arrived, and no money is promised\n", l->order.v);
        y->findings++;
    }
    y->lost_parcels += l->is_lost && is_long_ago;
    return OK;
}

static enum err compare(struct ctx *c, void *data)
{
    struct year *y = data;
    for (size_t i = 0; i < y->demo.life_count; i++) {
        TRY(look_for_the_forgotten(c, y, &y->demo.life[i]));
        TRY(look_for_the_unasked(c, y, &y->demo.life[i]));
    }
    TRY(rights_counted(c, &y->rights, &y->findings));
    return witness_compare(&y->witness, c, &y->findings);
}

/*
 * The luck of outages may have carried the shop past the machine's clock, or the machine's clock past the shop: the page
 * is judged at an instant both have reached. (The server that shows it can only move its clock forward.)
 */
static enum err reach_today(struct year *y, struct arena *arena)
{
    struct ctx *c = &y->session.ctx;
    int64_t ready_at = clock_now() + MINUTES(5);
    int64_t at = c->now_at > ready_at ? c->now_at : ready_at;
    int64_t end_at = (at / SECONDS(1) + 1) * SECONDS(1); /* no clock is set to a part of a second */
    y->is_calm = true;
    while (c->now_at < end_at) {
        TRY(demo_pass(c, &y->demo, c->now_at + DAYS(1) < end_at ? c->now_at + DAYS(1) : end_at));
        arena_reset(arena);
    }
    return OK;
}

/* In an arena of its own: what the shop forgets the witness keeps. */
static enum err judge(struct year *y)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct arena *before = y->session.ctx.arena;
    y->session.ctx.arena = arena;
    enum err e = reach_today(y, arena);
    e = e == OK ? write_once(y->session.ctx.db, &y->session.ctx, compare, y) : e;
    y->session.ctx.arena = before;
    return e;
}

/* Everybody with luck of their own, so that one of them changes nothing for the others. */
static void come_in(struct year *y, struct options *o)
{
    struct demo *d = &y->demo;
    uint64_t seed = (uint64_t)o->seed;
    y->memory.life = NEW_N(o->arena, struct life, d->life_max);
    y->memory.cases = NEW_N(o->arena, struct demo_case, d->life_max * 4);
    y->witness = witness_new(o->arena);
    y->abuse = (struct abuse){ .demo = d, .random = random_seeded(seed + 2) };
    y->outside = (struct outside){ .demo = d, .random = random_seeded(seed + 3) };
    y->terms = (struct terms){ .demo = d, .random = random_seeded(seed + 4) };
    y->rights =
        (struct rights){ .demo = d, .random = random_seeded(seed + 5), .terms = &y->terms };
}

static bool live(struct year *y, struct options *o)
{
    if (!demo_make(o, &y->demo, &y->session)) {
        return false;
    }
    come_in(y, o);
    y->session.ctx.arena = o->arena;
    if (write_once(y->session.ctx.db, &y->session.ctx, terms_begin, &y->terms) != OK) {
        return false;
    }
    bool is_lived = demo_live_days(&y->demo, &y->session);
    y->session.ctx.arena = o->arena;
    return is_lived && judge(y) == OK && write_truth(y, o);
}

/* Saturday noon (UTC) to come: within a week a seed is one story, whenever it is told. */
static int64_t end_of_week(void)
{
    enum { SATURDAY_NOON = 2 * 86400 + 43200 }; /* the epoch was a Thursday */
    const char *shift = getenv("SIMULATE_SHIFT");
    int64_t week = DAYS(7);
    int64_t noon = SECONDS((int64_t)SATURDAY_NOON);
    int64_t days = shift == NULL ? 0 : atoll(shift);
    return (clock_now() - noon + week - 1) / week * week + noon + DAYS(days);
}

int main(int argc, char **argv)
{
    struct options o;
    static struct year y;
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    if (argc < 4) {
        fputs("usage: simulate DIR SEED DAYS [DATABASE]\n", stderr);
        return EXIT_USAGE;
    }
    options_default(&o, arena);
    o.data = str_of(argv[1]);
    o.seed = atoll(argv[2]);
    o.days = atoll(argv[3]);
    o.database = argc > 4 ? str_of(argv[4]) : (str){ 0 };
    y.watch = (struct demo_watch){ .data = &y,
                                    .write = write_again,
                                    .write_job = write_job,
                                    .did = did,
                                    .waits = waits,
                                    .lapses = lapses,
                                    .refused = refused,
                                    .evening = evening };
    y.luck = random_seeded((uint64_t)o.seed + 1);
    y.demo = (struct demo){ .seed = o.seed,
                             .days = o.days,
                             .end_at = end_of_week(),
                             .trouble = 5,
                             .silence_bp = 2500,
                             .refuses_cod = REFUSES_COD,
                             .watch = &y.watch };
    bool is_lived = live(&y, &o);
    session_close(&y.session);
    printf(
        "%zu days, %zu orders, %zu talks, claims and complaints, %zu promises, %zu writes of "
        "which %zu were "
        "lost, %zu steps refused, %zu times the pulse was held, %zu tries at abuse, "
        "%zu parcels that never arrived, %zu posts, %zu mails, %zu of machines, %zu chargebacks\n",
        y.days, y.demo.life_count, y.demo.case_count, y.witness.tolds, y.writes, y.lost, y.refused,
        y.held, y.abuse.tried, y.lost_parcels, y.outside.posts, y.outside.letters,
        y.outside.machines, y.outside.chargebacks);
    printf("%zu changes of terms moved %zu promises; %zu claims of a changed mind or a warranty "
           "asked for, %zu of them for another variant, %zu claims in the evening granted, "
           "%zu refused, %zu taken against the rule; %zu by those who always claim, %zu parcels "
           "refused and back, %zu steps added, %zu contested, %zu lifted\n",
           y.terms.changed, y.witness.moved, y.rights.asked, y.rights.exchanges, y.rights.granted,
           y.rights.refused, y.rights.overridden, y.rights.abused, y.rights.returned,
           y.rights.steps, y.rights.contested, y.rights.lifted);
    size_t failed = y.findings + (is_lived ? 0 : 1);
    printf("%zu passed, %zu failed, 0 skipped\n", y.days + y.witness.tolds, failed);
    return failed == 0 ? EXIT_DONE : EXIT_REFUSED;
}
