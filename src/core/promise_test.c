/* SPDX-License-Identifier: Apache-2.0 */
#include "c/promises.h"
#include "core/event.h"
#include "core/job.h"
#include "core/promise.h"
#include "core/pulse.h"

static promise_id ship(struct fixture *t, const char *subject, int64_t due_at)
{
    promise_id id = { 0 };
    must(promise_make(&t->c,
                      &(struct promise_new){ .kind = PROMISE_SHIP,
                                              .subject = str_of(subject),
                                              .owed_to = S("buyer"),
                                              .due_at = due_at },
                      &id));
    return id;
}

/* The timer beats and breaks, as serve does it. */
static int64_t tick(struct fixture *t)
{
    int64_t broken = 0;
    must(pulse_beat(&t->c, NULL));
    must(promise_break_due(&t->c, 100, &broken));
    return broken;
}

/* Hours pass with a living timer. */
static int64_t pass(struct fixture *t, int64_t hours)
{
    int64_t broken = 0;
    for (int64_t i = 0; i < hours; i++) {
        fixture_pass(t, HOURS(1));
        broken += tick(t);
    }
    return broken;
}

DomainTest(promise, is_kept_up_to_the_last_microsecond)
{
    promise_id in_time = ship(t, "order:1", c->now_at + HOURS(5));
    promise_id late = ship(t, "order:2", c->now_at + HOURS(5));
    must(promise_keep(c, S("order:1"), PROMISE_SHIP, c->now_at + HOURS(5)));
    must(promise_keep(c, S("order:2"), PROMISE_SHIP, c->now_at + HOURS(5) + 1));
    cr_expect_eq(look(t, in_time).outcome, PROMISE_KEPT);
    cr_expect_eq(look(t, late).outcome, PROMISE_BROKEN);
    cr_expect_eq(look(t, late).settled_at, c->now_at + HOURS(5) + 1);
    cr_expect_eq(count_events(t, "order:1", "promise.kept"), 1);
    cr_expect_eq(count_events(t, "order:2", "promise.broken"), 1);
}

DomainTest(promise, is_broken_by_the_timer_and_stays_broken_when_done_late)
{
    must(pulse_beat(c, NULL));
    promise_id id = ship(t, "order:1", c->now_at + HOURS(5));
    cr_expect_eq(pass(t, 5), 0);
    cr_expect_eq(look(t, id).outcome, PROMISE_OPEN);
    cr_expect_eq(pass(t, 1), 1);
    cr_expect_eq(look(t, id).outcome, PROMISE_BROKEN);
    cr_expect_eq(look(t, id).settled_at, 0);
    must(promise_keep(c, S("order:1"), PROMISE_SHIP, c->now_at));
    cr_expect_eq(look(t, id).outcome, PROMISE_BROKEN);
    cr_expect_eq(look(t, id).settled_at, c->now_at);
    cr_expect_eq(count_events(t, "order:1", "promise.broken"), 1);
    cr_expect_eq(count_events(t, "order:1", "promise.done_late"), 1);
}

DomainTest(promise, reopened_before_its_day_is_open_and_breaks_nothing)
{
    must(pulse_beat(c, NULL));
    promise_id id = ship(t, "order:1", c->now_at + HOURS(5));
    must(promise_keep(c, S("order:1"), PROMISE_SHIP, c->now_at));
    must(promise_reopen(c, S("order:1"), PROMISE_SHIP, S("bounced")));
    cr_expect_eq(look(t, id).outcome, PROMISE_OPEN);
    cr_expect_eq(count_events(t, "order:1", "promise.broken"), 0);
    cr_expect_eq(pass(t, 6), 1);
    cr_expect_eq(count_events(t, "order:1", "promise.broken"), 1);
    must(promise_keep(c, S("order:1"), PROMISE_SHIP, c->now_at));
    must(promise_reopen(c, S("order:1"), PROMISE_SHIP, S("bounced")));
    cr_expect_eq(look(t, id).outcome, PROMISE_BROKEN, "late it was, and late it stays");
    cr_expect_eq(count_events(t, "order:1", "promise.broken"), 1);
}

/* A parcel lost, and its successor on the way: whoever gets that has got both. */
DomainTest(promise, broken_before_and_promised_again_is_done_with_the_new_one)
{
    must(pulse_beat(c, NULL));
    promise_id first = ship(t, "order:1", c->now_at + HOURS(1));
    cr_expect_eq(pass(t, 2), 1);
    promise_id second = ship(t, "order:1", c->now_at + HOURS(5));
    promise_id other = ship(t, "order:2", c->now_at + HOURS(1));
    cr_expect_eq(pass(t, 2), 1);
    must(promise_keep(c, S("order:1"), PROMISE_SHIP, c->now_at));
    cr_expect_eq(look(t, second).outcome, PROMISE_KEPT);
    cr_expect_eq(look(t, first).outcome, PROMISE_BROKEN, "a verdict never changes");
    cr_expect_eq(look(t, first).settled_at, c->now_at);
    cr_expect_eq(look(t, other).settled_at, 0);
    cr_expect_eq(count_events(t, "order:1", "promise.done_late"), 1);
}

DomainTest(promise, verdict_is_corrected_by_news_of_timely_delivery)
{
    must(pulse_beat(c, NULL));
    int64_t due_at = c->now_at + HOURS(5);
    promise_id id = ship(t, "order:1", due_at);
    pass(t, 10);
    cr_expect_eq(promise_correct(c, id, due_at + 1, S("courier")), ERR_STATE);
    must(promise_correct(c, id, due_at - HOURS(1), S("courier")));
    cr_expect_eq(look(t, id).outcome, PROMISE_KEPT);
    cr_expect_eq(look(t, id).settled_at, due_at - HOURS(1));
    cr_expect_eq(count_events(t, "order:1", "promise.corrected"), 1);
    cr_expect_eq(count_events(t, "order:1", "promise.broken"),
                 1); /* the record of the break stays */
}

DomainTest(promise, is_made_once_at_a_time)
{
    promise_id first = ship(t, "order:1", c->now_at + HOURS(5));
    struct promise_new again = { .kind = PROMISE_SHIP,
                                 .subject = S("order:1"),
                                 .due_at = c->now_at + HOURS(9) };
    cr_expect_eq(promise_make(c, &again, NULL), ERR_EXISTS);
    must(promise_void(c, S("order:1"), PROMISE_SHIP, S("order_cancelled")));
    cr_expect_eq(look(t, first).outcome, PROMISE_VOIDED);
    must(promise_make(c, &again, NULL)); /* the refusal did not end the transaction */
    cr_expect_eq(promise_keep(c, S("order:9"), PROMISE_SHIP, c->now_at), ERR_NOT_FOUND);
}

/* Whoever ends it while the timer sleeps does not turn a broken promise into one without a verdict. */
DomainTest(promise, ended_after_its_day_is_broken_though_the_timer_has_not_looked)
{
    promise_id id = ship(t, "order:1", c->now_at + HOURS(5));
    fixture_pass(t, HOURS(6));
    must(promise_void_all(c, S("order:1"), S("order_cancelled")));
    cr_expect_eq(look(t, id).outcome, PROMISE_BROKEN);
    int64_t waiting = 0;
    must(job_count(c, JOB_WAITING, &waiting));
    cr_expect_eq(waiting, 1, "and what follows follows");
}

DomainTest(promise, nothing_follows_when_it_was_kept_or_voided_before)
{
    must(pulse_beat(c, NULL));
    ship(t, "order:1", c->now_at + HOURS(5));
    ship(t, "order:2", c->now_at + HOURS(5));
    must(promise_keep(c, S("order:1"), PROMISE_SHIP, c->now_at));
    must(promise_void_all(c, S("order:2"), S("order_cancelled")));
    cr_expect_eq(pass(t, 10), 0);
    int64_t waiting = 0;
    must(job_count(c, JOB_WAITING, &waiting));
    cr_expect_eq(waiting, 0);
}

static int64_t hook_calls;
static enum err remember(struct ctx *c, const struct promise *p)
{
    hook_calls += p->outcome == PROMISE_BROKEN && c != NULL ? 1 : 0;
    return OK;
}

DomainTest(promise, consequence_is_a_job_that_runs_the_kinds_hook)
{
    must(pulse_beat(c, NULL));
    ship(t, "order:1", c->now_at + HOURS(1));
    pass(t, 3);
    struct job_list jobs;
    must(job_list(c, JOB_WAITING, 0, 10, &jobs));
    cr_assert_eq(jobs.count, 1);
    cr_expect(str_eq(jobs.item[0].kind, S(PROMISE_JOB)));
    struct promise_hooks hooks = { .broken = { [PROMISE_SHIP] = remember } };
    hook_calls = 0;
    must(promise_consequence(c, &hooks, jobs.item[0].payload));
    cr_expect_eq(hook_calls, 1);
    must(promise_keep(c, S("order:1"), PROMISE_SHIP,
                      c->now_at - HOURS(2))); /* it was done in time after all */
    must(promise_consequence(c, &hooks, jobs.item[0].payload));
    cr_expect_eq(hook_calls, 1);
}

DomainTest(promise, are_held_when_the_clock_jumps_and_go_on_when_the_owner_confirms)
{
    must(pulse_beat(c, NULL));
    promise_id id = ship(t, "order:1", c->now_at + HOURS(5));
    fixture_pass(t, HOURS(25));
    int64_t broken = 0;
    must(promise_break_due(c, 100, &broken)); /* before the next beat, too */
    cr_expect_eq(broken, 0);
    cr_expect_eq(tick(t), 0);
    cr_expect_eq(pass(t, 3), 0);
    bool is_held = false;
    must(pulse_is_held(c, &is_held));
    cr_expect(is_held);
    int64_t next_at = 1;
    must(promise_next_due_at(c, &next_at));
    cr_expect_eq(next_at, 0, "nobody wakes for what may not break");
    cr_expect_eq(look(t, id).outcome, PROMISE_OPEN);
    must(pulse_confirm(c));
    cr_expect_eq(tick(t), 1);
    cr_expect_eq(look(t, id).outcome, PROMISE_BROKEN);
}

DomainTest(promise, clock_moved_back_changes_no_verdict_and_nothing_fires_twice)
{
    int64_t waiting = 0;
    bool is_held = true;
    must(pulse_beat(c, NULL));
    promise_id broken = ship(t, "order:1", c->now_at + HOURS(2));
    promise_id later = ship(t, "order:2", c->now_at + HOURS(9));
    cr_expect_eq(pass(t, 3), 1);
    c->now_at -= HOURS(6); /* before it was made */
    cr_expect_eq(pass(t, 8), 0);
    cr_expect_eq(look(t, broken).outcome, PROMISE_BROKEN);
    cr_expect_eq(look(t, later).outcome, PROMISE_OPEN);
    must(pulse_is_held(c, &is_held));
    cr_expect_not(is_held, "the way forward again is no jump");
    cr_expect_eq(pass(t, 5), 1);
    cr_expect_eq(look(t, later).outcome, PROMISE_BROKEN);
    must(job_count(c, JOB_WAITING, &waiting));
    cr_expect_eq(waiting, 2, "one consequence each");
}

/* The shop was down when it fell due; whoever starts next breaks it once. */
DomainTest(promise, due_while_nobody_ran_is_broken_once_by_the_next_start)
{
    int64_t waiting = 0;
    must(pulse_beat(c, NULL));
    promise_id id = ship(t, "order:1", c->now_at + HOURS(2));
    int64_t due_at = c->now_at + HOURS(2);
    fixture_commit(t);
    fixture_pass(t, HOURS(20));
    cr_expect_eq(tick(t), 1);
    cr_expect_eq(tick(t), 0);
    cr_expect_eq(look(t, id).outcome, PROMISE_BROKEN);
    cr_expect_eq(look(t, id).due_at, due_at);
    must(job_count(c, JOB_WAITING, &waiting));
    cr_expect_eq(waiting, 1);
}

DomainTest(promise, rates_count_what_was_due_in_the_period)
{
    must(pulse_beat(c, NULL));
    int64_t start_at = c->now_at;
    ship(t, "order:1", start_at + HOURS(1));
    ship(t, "order:2", start_at + HOURS(1));
    ship(t, "order:3", start_at + HOURS(1));
    ship(t, "order:4", start_at + HOURS(1));
    ship(t, "order:5", start_at + HOURS(30)); /* due later: not counted */
    must(promise_keep(c, S("order:1"), PROMISE_SHIP, start_at));
    must(promise_void(c, S("order:2"), PROMISE_SHIP, S("order_cancelled")));
    pass(t, 2);
    must(promise_keep(c, S("order:3"), PROMISE_SHIP, c->now_at));
    struct promise_rate rate[PROMISE_KIND_COUNT];
    must(promise_rates(c, start_at, start_at + HOURS(2), rate));
    cr_expect_eq(rate[PROMISE_SHIP].due, 4);
    cr_expect_eq(rate[PROMISE_SHIP].kept, 1);
    cr_expect_eq(rate[PROMISE_SHIP].broken, 2);
    cr_expect_eq(rate[PROMISE_SHIP].broken_open, 1);
    cr_expect_eq(rate[PROMISE_SHIP].voided, 1);
    cr_expect_eq(rate[PROMISE_DELIVER].due, 0);
    must(promise_void(c, S("order:4"), PROMISE_SHIP, S("order_cancelled")));
    must(promise_rates(c, start_at, start_at + HOURS(2), rate));
    cr_expect_eq(rate[PROMISE_SHIP].broken, 2, "ended after its day");
    cr_expect_eq(rate[PROMISE_SHIP].broken_open, 0, "and nobody waits for it");
}

DomainTest(promise, ends_with_the_one_that_was_made_after_it)
{
    must(pulse_beat(c, NULL));
    promise_id first = ship(t, "order:1", c->now_at + HOURS(1));
    pass(t, 2);
    cr_expect_eq(look(t, first).outcome, PROMISE_BROKEN);
    promise_id again = ship(t, "order:1", c->now_at + HOURS(1));
    cr_expect_eq(look(t, first).dropped_at, 0, "somebody waits still");
    must(promise_void(c, S("order:1"), PROMISE_SHIP, S("order_cancelled")));
    cr_expect_eq(look(t, again).outcome, PROMISE_VOIDED);
    cr_expect_eq(look(t, first).outcome, PROMISE_BROKEN);
    cr_expect_eq(look(t, first).dropped_at, c->now_at);
    cr_expect_eq(count_events(t, "order:1", "promise.dropped"), 1);
}

DomainTest(promise, next_due_is_the_earliest_open_one)
{
    int64_t next_at = 1;
    must(promise_next_due_at(c, &next_at));
    cr_expect_eq(next_at, 0);
    ship(t, "order:1", c->now_at + HOURS(9));
    ship(t, "order:2", c->now_at + HOURS(5));
    must(promise_next_due_at(c, &next_at));
    cr_expect_eq(next_at, c->now_at + HOURS(5));
    must(promise_keep(c, S("order:2"), PROMISE_SHIP, c->now_at));
    must(promise_next_due_at(c, &next_at));
    cr_expect_eq(next_at, c->now_at + HOURS(9));
}

Test(promise, names_and_labels_are_there_for_every_kind)
{
    for (enum promise_kind kind = 0; kind < PROMISE_KIND_COUNT; kind++) {
        enum promise_kind back = PROMISE_KIND_COUNT;
        cr_assert(promise_kind_of(promise_kind_name(kind), &back));
        cr_expect_eq(back, kind);
        cr_expect(promise_kind_label(kind, LANG_ID).size > 0 &&
                  promise_kind_label(kind, LANG_EN).size > 0);
    }
    cr_expect(str_eq(promise_outcome_label(PROMISE_VOIDED, LANG_ID), S("gugur")));
}

DomainTest(lease, is_one_owners_until_it_ends)
{
    bool taken = false;
    must(lease_take(c, S("timer"), S("a"), SECONDS(10), &taken));
    cr_expect(taken);
    must(lease_take(c, S("timer"), S("b"), SECONDS(10), &taken));
    cr_expect(!taken);
    must(lease_take(c, S("timer"), S("a"), SECONDS(10), &taken));
    cr_expect(taken);
    fixture_pass(t, SECONDS(10));
    must(lease_take(c, S("timer"), S("b"), SECONDS(10), &taken));
    cr_expect(taken);
    must(lease_drop(c, S("timer"), S("b")));
    must(lease_take(c, S("timer"), S("a"), SECONDS(10), &taken));
    cr_expect(taken);
}

DomainTest(lease, written_by_a_clock_that_was_set_back_holds_nobody_up)
{
    bool taken = false;
    must(lease_take(c, S("timer"), S("killed"), SECONDS(20), &taken));
    c->now_at -= HOURS(3);
    must(lease_take(c, S("timer"), S("next"), SECONDS(20), &taken));
    cr_expect(taken, "not three hours from now");
    c->now_at -=
        SECONDS(30); /* two machines that differ by a little do not take it from each other */
    must(lease_take(c, S("timer"), S("other"), SECONDS(20), &taken));
    cr_expect(!taken);
}
