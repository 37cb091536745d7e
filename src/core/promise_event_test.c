/* SPDX-License-Identifier: Apache-2.0 */
/* What is written down of a promise: from the events alone its whole life can be told. */
#include "c/promises.h"

#include "base/clock.h"
#include "base/value.h"
#include "core/promise_clock.h"
#include "core/pulse.h"

static promise_id reply(struct fixture *t, int64_t due_at)
{
    promise_id id = { 0 };
    must(promise_make(&t->c,
                      &(struct promise_new){ .kind = PROMISE_NEXT_REPLY,
                                              .subject = S("conversation:1"),
                                              .due_at = due_at },
                      &id));
    return id;
}

static void break_due(struct fixture *t)
{
    int64_t broken = 0;
    must(pulse_beat(&t->c, NULL));
    must(promise_break_due(&t->c, 100, &broken));
}

/* The newest event says this of the promise, and that it was so at `at` (0: just now). */
static void expect_told(struct fixture *t, const char *kind, const char *outcome,
                        int64_t settled_at, int64_t at)
{
    struct event_list list = { 0 };
    struct value *facts = NULL;
    str why = { 0 };
    must(event_list(&t->c, S("conversation:1"), (event_id){ 0 }, &list));
    cr_assert_gt(list.count, 0);
    const struct event *e = &list.item[list.count - 1];
    cr_expect(str_eq(e->kind, str_of(kind)), "%.*s, not %s", STR_ARG(e->kind), kind);
    cr_assert(json_read(t->c.arena, e->facts, &facts, &why));
    str told = value_text(facts, S("outcome"));
    cr_expect(str_eq(told, str_of(outcome)), "%s is %.*s", kind, STR_ARG(told));
    str settled = value_text(facts, S("settled_at"));
    str expected = settled_at == 0 ? (str){ 0 } : clock_rfc3339(t->c.arena, settled_at);
    cr_expect(str_eq(settled, expected), "%s settled %.*s, not %.*s", kind, STR_ARG(settled),
              STR_ARG(expected));
    cr_expect_eq(e->occurred_at, at == 0 ? t->c.now_at : at, "%s", kind);
}

DomainTest(promise_event, says_that_it_is_broken_then_done_late_then_that_it_was_in_time)
{
    int64_t due_at = c->now_at + HOURS(5);
    promise_id id = reply(t, due_at);
    expect_told(t, "promise.made", "open", 0, 0);
    fixture_pass(t, HOURS(6));
    break_due(t);
    expect_told(t, "promise.broken", "broken", 0, due_at);
    must(promise_keep(c, S("conversation:1"), PROMISE_NEXT_REPLY, c->now_at));
    expect_told(t, "promise.done_late", "broken", c->now_at, 0);
    must(promise_reopen(c, S("conversation:1"), PROMISE_NEXT_REPLY, S("bounced")));
    expect_told(t, "promise.reopened", "broken", 0, 0);
    must(promise_correct(c, id, due_at, S("courier")));
    expect_told(t, "promise.corrected", "kept", due_at, due_at);
}

DomainTest(promise_event, says_that_what_was_kept_is_open_again_or_broken_by_then)
{
    int64_t due_at = c->now_at + HOURS(5);
    reply(t, due_at);
    must(promise_keep(c, S("conversation:1"), PROMISE_NEXT_REPLY, c->now_at));
    expect_told(t, "promise.kept", "kept", c->now_at, 0);
    fixture_pass(t, HOURS(5));
    must(promise_reopen(c, S("conversation:1"), PROMISE_NEXT_REPLY, S("bounced")));
    expect_told(t, "promise.reopened", "open", 0, 0); /* to the last microsecond of its day */
    must(promise_keep(c, S("conversation:1"), PROMISE_NEXT_REPLY, c->now_at));
    fixture_pass(t, 1);
    must(promise_reopen(c, S("conversation:1"), PROMISE_NEXT_REPLY, S("bounced")));
    expect_told(t, "promise.broken", "broken", 0, due_at);
}

DomainTest(promise_event, says_that_it_ended_without_a_verdict_up_to_its_day_and_broken_after_it)
{
    reply(t, c->now_at + HOURS(5));
    fixture_pass(t, HOURS(5));
    must(promise_void(c, S("conversation:1"), PROMISE_NEXT_REPLY, S("withdrawn")));
    expect_told(t, "promise.voided", "voided", 0, 0);
    promise_id second = reply(t, c->now_at + HOURS(5));
    fixture_pass(t, HOURS(5) + 1);
    must(promise_void(c, S("conversation:1"), PROMISE_NEXT_REPLY, S("withdrawn")));
    expect_told(t, "promise.dropped", "broken", 0, 0);
    cr_expect_eq(look(t, second).dropped_at, c->now_at);
}

DomainTest(promise, late_stays_late_though_the_clock_was_set_back_before_it_was_reopened)
{
    promise_id id = reply(t, c->now_at + HOURS(5));
    fixture_pass(t, HOURS(6));
    must(promise_keep(c, S("conversation:1"), PROMISE_NEXT_REPLY, c->now_at));
    c->now_at -= HOURS(3);
    must(promise_reopen(c, S("conversation:1"), PROMISE_NEXT_REPLY, S("bounced")));
    cr_expect_eq(look(t, id).outcome, PROMISE_BROKEN);
}

DomainTest(promise_clock, ended_while_paused_it_is_over_and_so_is_the_pause)
{
    promise_id id = { 0 };
    must(promise_make(c,
                      &(struct promise_new){ .kind = PROMISE_DECIDE_COMPLAINT,
                                              .subject = S("complaint:1"),
                                              .budget = HOURS(5) },
                      &id));
    struct promise_pause_list pauses = { 0 };
    must(promise_pause(c, S("complaint:1"), PROMISE_DECIDE_COMPLAINT, PAUSE_WAITING_CUSTOMER));
    fixture_pass(t, HOURS(2));
    must(promise_void(c, S("complaint:1"), PROMISE_DECIDE_COMPLAINT, S("withdrawn")));
    must(promise_pauses(c, id, &pauses));
    cr_assert_eq(pauses.count, 1);
    cr_expect_eq(pauses.item[0].until_at, c->now_at);
}

/* Two that are broken: what is done to the one leaves the other as it was. */
static struct promise other(struct fixture *t)
{
    struct promise p = { 0 };
    must(promise_find(&t->c, S("conversation:2"), PROMISE_NEXT_REPLY, &p));
    return p;
}

static promise_id two_broken(struct fixture *t)
{
    promise_id id = reply(t, t->c.now_at + HOURS(5));
    must(promise_make(&t->c,
                      &(struct promise_new){ .kind = PROMISE_NEXT_REPLY,
                                              .subject = S("conversation:2"),
                                              .due_at = t->c.now_at + HOURS(5) },
                      NULL));
    fixture_pass(t, HOURS(6));
    break_due(t);
    return id;
}

DomainTest(promise, corrected_or_ended_leaves_every_other_one_as_it_was)
{
    promise_id id = two_broken(t);
    must(promise_correct(c, id, c->now_at - HOURS(2), S("courier")));
    cr_expect_eq(other(t).outcome, PROMISE_BROKEN);
    cr_expect_eq(other(t).settled_at, 0);
    promise_id again = reply(t, c->now_at + HOURS(1));
    fixture_pass(t, HOURS(2));
    must(promise_void(c, S("conversation:1"), PROMISE_NEXT_REPLY, S("withdrawn")));
    cr_expect_eq(look(t, again).dropped_at, c->now_at);
    cr_expect_eq(other(t).dropped_at, 0, "somebody waits still");
}

DomainTest(promise, done_late_is_done_when_it_was_done_first)
{
    promise_id id = two_broken(t);
    int64_t first_at = c->now_at;
    must(promise_keep(c, S("conversation:1"), PROMISE_NEXT_REPLY, first_at));
    fixture_pass(t, HOURS(1));
    must(promise_keep(c, S("conversation:1"), PROMISE_NEXT_REPLY, c->now_at));
    cr_expect_eq(look(t, id).settled_at, first_at);
    cr_expect_eq(count_events(t, "conversation:1", "promise.done_late"), 1);
    cr_expect_eq(other(t).settled_at, 0);
}
