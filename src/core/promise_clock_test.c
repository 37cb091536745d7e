/* SPDX-License-Identifier: Apache-2.0 */
/* Named after the edge cases of service clocks: what moves a due time, and what never does. */
#include "c/promises.h"
#include "core/check.h"
#include "core/event.h"
#include "core/job.h"
#include "core/policy.h"
#include "core/promise_clock.h"
#include "core/pulse.h"
#include "core/setting.h"

static int64_t at(const char *text)
{
    int64_t instant = 0;
    cr_assert(clock_parse_rfc3339(str_of(text), &instant), "%s", text);
    return instant;
}

/* Monday to Friday 9 to 17. */
static void office_hours(struct fixture *t, const char *more)
{
    must(setting_set(&t->c, S("shop.calendar"),
                     str_format(t->c.arena, "mon-fri 09:00-17:00\n%s", more)));
    fixture_load_shop(t);
}

static promise_id promised(struct fixture *t, enum promise_kind kind, const char *subject,
                           int64_t from_at, int64_t budget)
{
    promise_id id = { 0 };
    must(promise_make(&t->c,
                      &(struct promise_new){ .kind = kind,
                                              .subject = str_of(subject),
                                              .owed_to = S("person:1"),
                                              .from_at = from_at,
                                              .budget = budget },
                      &id));
    return id;
}

static void go_to(struct fixture *t, const char *when)
{
    fixture_pass(t, at(when) - t->c.now_at);
    must(pulse_beat(&t->c, NULL));
    must(pulse_confirm(&t->c));
}

static int64_t tick(struct fixture *t)
{
    int64_t broken = 0;
    must(promise_break_due(&t->c, 100, &broken));
    return broken;
}

static void review(struct fixture *t)
{
    int64_t done = 1;
    for (int i = 0; i < 50 && done > 0; i++) {
        must(promise_review_due(&t->c, 2, &done));
    }
}

DomainTest(promise_clock, start_outside_hours_counts_from_the_next_opening)
{
    office_hours(t, ""); /* Saturday 14.05 */
    promise_id id = promised(t, PROMISE_REPLY, "conversation:1", 0, HOURS(4));
    cr_expect_eq(look(t, id).due_at, at("2026-11-23T13:00:00+07:00"));
    cr_expect_eq(look(t, id).from_at, c->now_at);
    cr_expect_eq(look(t, id).calendar_version, c->shop->calendar->version);
    promise_id wall = promised(t, PROMISE_ANSWER_CLAIM, "claim:1", 0, HOURS(48));
    cr_expect_eq(look(t, wall).due_at, c->now_at + HOURS(48));
}

DomainTest(promise_clock, decision_promised_on_a_non_working_day_is_due_on_a_working_one)
{
    office_hours(t, "closed 2026-11-23");
    promise_id id = promised(t, PROMISE_ACKNOWLEDGE, "complaint:1", 0, HOURS(2));
    cr_expect_eq(look(t, id).due_at, at("2026-11-24T11:00:00+07:00"));
}

DomainTest(promise_clock, calendar_with_zero_open_hours_counts_by_the_wall_clock)
{
    office_hours(t, "closed 2026-01-01 2040-01-01");
    promise_id id = promised(t, PROMISE_REPLY, "conversation:1", 0, HOURS(4));
    cr_expect_eq(look(t, id).due_at, c->now_at + HOURS(4));
}

DomainTest(promise_clock, backdated_post_starts_the_clock_when_it_was_posted)
{
    office_hours(t, "");
    promise_id id =
        promised(t, PROMISE_REPLY, "conversation:1", at("2026-11-20T10:00:00+07:00"), HOURS(4));
    cr_expect_eq(look(t, id).due_at, at("2026-11-20T14:00:00+07:00"));
    must(pulse_beat(c, NULL));
    cr_expect_eq(tick(t), 1);
}

DomainTest(promise_clock, pauses_only_by_a_published_rule_of_its_kind)
{
    office_hours(t, "");
    promised(t, PROMISE_REPLY, "conversation:1", 0, HOURS(4));
    promised(t, PROMISE_REFUND, "conversation:1", 0, HOURS(4));
    promised(t, PROMISE_DECIDE_COMPLAINT, "conversation:1", 0, HOURS(4));
    cr_expect_eq(promise_pause(c, S("conversation:1"), PROMISE_REPLY, PAUSE_WAITING_CUSTOMER),
                 ERR_STATE);
    cr_expect_eq(promise_pause(c, S("conversation:1"), PROMISE_REFUND, PAUSE_WAITING_CUSTOMER),
                 ERR_STATE, "the date of the money stands, also while an account is asked for");
    must(promise_pause(c, S("conversation:1"), PROMISE_DECIDE_COMPLAINT, PAUSE_WAITING_CUSTOMER));
    cr_expect_eq(
        promise_pause(c, S("conversation:1"), PROMISE_DECIDE_COMPLAINT, PAUSE_WAITING_CUSTOMER),
        ERR_STATE);
}

DomainTest(promise_clock, customer_writes_while_paused_and_the_rest_of_the_time_runs_on)
{
    office_hours(t, "");
    go_to(t, "2026-11-23T10:00:00+07:00");
    promise_id id = promised(t, PROMISE_DECIDE_COMPLAINT, "conversation:1", 0, HOURS(4));
    go_to(t, "2026-11-23T12:00:00+07:00");
    must(promise_pause(c, S("conversation:1"), PROMISE_DECIDE_COMPLAINT, PAUSE_WAITING_CUSTOMER));
    cr_expect(str_eq(look(t, id).paused_by, S("waiting_customer")));
    cr_expect_eq(look(t, id).due_at,
                 at("2026-12-07T14:00:00+07:00")); /* the latest: 14 days, then 2 h */
    go_to(t, "2026-11-24T15:00:00+07:00");
    cr_expect_eq(tick(t), 0);
    go_to(t, "2026-11-24T16:00:00+07:00");
    must(promise_resume(c, S("conversation:1"), PROMISE_DECIDE_COMPLAINT, c->now_at));
    cr_expect_eq(look(t, id).due_at, at("2026-11-24T18:00:00+07:00"));
    cr_expect_eq(look(t, id).paused_by.size, 0);
    must(promise_resume(c, S("conversation:1"), PROMISE_DECIDE_COMPLAINT,
                        c->now_at)); /* again changes nothing */
    cr_expect_eq(count_events(t, "conversation:1", "promise.paused"), 1);
    cr_expect_eq(count_events(t, "conversation:1", "promise.resumed"), 1);
    struct promise_pause_list pauses = { 0 };
    must(promise_pauses(c, id, &pauses));
    cr_assert_eq(pauses.count, 1);
    cr_expect_eq(pauses.item[0].until_at - pauses.item[0].from_at, HOURS(28));
}

DomainTest(promise_clock, pause_nobody_ends_is_ended_by_its_rule_and_the_promise_breaks)
{
    office_hours(t, "");
    go_to(t, "2026-11-23T10:00:00+07:00");
    promise_id id = promised(t, PROMISE_DECIDE_COMPLAINT, "conversation:1", 0, HOURS(4));
    must(promise_pause(c, S("conversation:1"), PROMISE_DECIDE_COMPLAINT, PAUSE_WAITING_CUSTOMER));
    go_to(t, "2026-12-07T14:00:00+07:00");
    cr_expect_eq(tick(t), 0);
    fixture_pass(t, 1);
    cr_expect_eq(tick(t), 1);
    cr_expect_eq(look(t, id).outcome, PROMISE_BROKEN);
    struct promise_pause_list pauses = { 0 };
    must(promise_pauses(c, id, &pauses));
    cr_expect_eq(pauses.item[0].until_at - pauses.item[0].from_at, DAYS(14));
}

DomainTest(promise_clock, kept_while_paused_is_kept_and_the_pause_ends)
{
    office_hours(t, "");
    promise_id id = promised(t, PROMISE_DECIDE_COMPLAINT, "conversation:1", 0, HOURS(4));
    must(promise_pause(c, S("conversation:1"), PROMISE_DECIDE_COMPLAINT, PAUSE_WAITING_CUSTOMER));
    fixture_pass(t, DAYS(5));
    must(promise_keep(c, S("conversation:1"), PROMISE_DECIDE_COMPLAINT, c->now_at));
    cr_expect_eq(look(t, id).outcome, PROMISE_KEPT);
    struct promise_pause_list pauses = { 0 };
    must(promise_pauses(c, id, &pauses));
    cr_expect_eq(pauses.item[0].until_at, c->now_at);
}

DomainTest(promise_clock, agent_replies_in_the_same_second_is_kept)
{
    promise_id id = promised(t, PROMISE_REPLY, "conversation:1", 0, HOURS(4));
    must(promise_keep(c, S("conversation:1"), PROMISE_REPLY, c->now_at));
    cr_expect_eq(look(t, id).outcome, PROMISE_KEPT);
    cr_expect_eq(look(t, id).settled_at, c->now_at);
}

DomainTest(promise_clock, retroactive_holiday_changes_no_verdict)
{
    office_hours(t, "");
    go_to(t, "2026-11-23T10:00:00+07:00");
    promise_id broken = promised(t, PROMISE_REPLY, "conversation:1", 0, HOURS(4));
    promise_id open = promised(t, PROMISE_REPLY, "conversation:2", 0, HOURS(20));
    int64_t due_at = look(t, open).due_at;
    go_to(t, "2026-11-24T10:00:00+07:00");
    cr_expect_eq(tick(t), 1);
    office_hours(t, "closed 2026-11-23 2026-11-26"); /* it was a holiday, we now say */
    review(t);
    cr_expect_eq(look(t, broken).outcome, PROMISE_BROKEN);
    cr_expect_eq(look(t, broken).due_at, at("2026-11-23T14:00:00+07:00"));
    cr_expect_eq(look(t, open).due_at, due_at); /* later is never better for the customer */
    promise_id later = promised(t, PROMISE_REPLY, "conversation:3", 0, HOURS(4));
    cr_expect_eq(look(t, later).due_at, at("2026-11-27T13:00:00+07:00"));
    cr_expect_eq(count_events(t, "conversation:2", "promise.moved"), 0);
}

DomainTest(promise_clock, longer_hours_bring_open_promises_forward_and_it_is_logged)
{
    office_hours(t, "");
    review(t);
    promise_id ids[5];
    for (int i = 0; i < 5; i++) {
        str subject = str_format(c->arena, "conversation:%d", i);
        must(promise_make(
            c,
            &(struct promise_new){ .kind = PROMISE_REPLY, .subject = subject, .budget = HOURS(4) },
            &ids[i]));
    }
    office_hours(t, "sun 09:00-17:00");
    review(t);
    for (int i = 0; i < 5; i++) {
        cr_expect_eq(look(t, ids[i]).due_at, at("2026-11-22T13:00:00+07:00"), "%d", i);
        cr_expect_eq(look(t, ids[i]).calendar_version, c->shop->calendar->version);
    }
    cr_expect_eq(count_events(t, "conversation:3", "promise.moved"), 1);
    review(t);
    cr_expect_eq(count_events(t, "conversation:3", "promise.moved"), 1);
}

DomainTest(promise_clock, policy_change_mid_flight_keeps_the_better_for_the_customer)
{
    office_hours(t, "");
    go_to(t, "2026-11-23T10:00:00+07:00");
    promise_id id = promised(t, PROMISE_REPLY, "conversation:1", 0, HOURS(6));
    promise_id other = promised(t, PROMISE_ACKNOWLEDGE, "complaint:1", 0, HOURS(6));
    must(promise_review_policy(c, PROMISE_REPLY, 2, HOURS(30)));
    review(t);
    cr_expect_eq(look(t, id).due_at, at("2026-11-23T16:00:00+07:00"));
    must(promise_review_policy(c, PROMISE_REPLY, 3, HOURS(4)));
    review(t);
    cr_expect_eq(look(t, id).due_at, at("2026-11-23T14:00:00+07:00"));
    cr_expect_eq(look(t, id).policy_version, 3);
    cr_expect_eq(look(t, other).due_at, at("2026-11-23T16:00:00+07:00"));
    cr_expect_eq(count_events(t, "conversation:1", "promise.moved"), 1);
}

DomainTest(promise_clock, published_reply_policy_brings_open_replies_forward_by_itself)
{
    office_hours(t, "");
    must(policy_publish(c, &(struct policy_new){ .kind = POLICY_REPLY }, NULL));
    review(t);
    go_to(t, "2026-11-23T10:00:00+07:00");
    promise_id id = promised(t, PROMISE_REPLY, "conversation:1", 0, HOURS(4));
    struct value *params = value_object(c->arena);
    value_set_int(c->arena, params, S("reply_hours"), 2);
    must(policy_publish(c, &(struct policy_new){ .kind = POLICY_REPLY, .params = params }, NULL));
    review(t);
    cr_expect_eq(look(t, id).due_at, at("2026-11-23T12:00:00+07:00"));
    cr_expect_eq(look(t, id).policy_version, 2);
    int64_t waiting = 0;
    must(job_count(c, JOB_WAITING, &waiting));
    cr_expect_eq(waiting, 1); /* the inbox is told */
}

DomainTest(promise_clock, change_of_policy_makes_nothing_overdue_at_once)
{
    office_hours(t, "");
    go_to(t, "2026-11-23T10:00:00+07:00");
    promise_id id = promised(t, PROMISE_REPLY, "conversation:1", 0, HOURS(6));
    go_to(t, "2026-11-23T13:00:00+07:00");
    must(promise_review_policy(c, PROMISE_REPLY, 2, HOURS(2)));
    review(t);
    cr_expect_eq(look(t, id).due_at, at("2026-11-23T15:00:00+07:00"));
    cr_expect_eq(look(t, id).from_at, at("2026-11-23T10:00:00+07:00"));
}

DomainTest(promise_clock, priority_raised_then_lowered_keeps_the_earlier_date)
{
    go_to(t, "2026-11-23T10:00:00+07:00");
    promise_id id = promised(t, PROMISE_DECIDE_COMPLAINT, "complaint:1", 0, DAYS(7));
    must(promise_tighten(c, S("complaint:1"), PROMISE_DECIDE_COMPLAINT, DAYS(2), S("safety")));
    cr_expect_eq(look(t, id).due_at, c->now_at + DAYS(2));
    must(promise_tighten(c, S("complaint:1"), PROMISE_DECIDE_COMPLAINT, DAYS(7),
                         S("safety_lowered")));
    cr_expect_eq(look(t, id).due_at, c->now_at + DAYS(2));
    cr_expect_eq(count_events(t, "complaint:1", "promise.moved"), 1);
    must(promise_tighten(c, S("complaint:9"), PROMISE_DECIDE_COMPLAINT, DAYS(2), S("safety")));
}

DomainTest(promise_clock, merge_lets_the_surviving_case_inherit_the_earliest_start)
{
    int64_t start_at = c->now_at;
    promise_id old = promised(t, PROMISE_REPLY, "conversation:1", 0, HOURS(4));
    fixture_pass(t, HOURS(1));
    promise_id kept = promised(t, PROMISE_REPLY, "conversation:2", 0, HOURS(9));
    promised(t, PROMISE_CALL_BACK, "conversation:1", 0, HOURS(2));
    must(promise_merge(c, S("conversation:1"), S("conversation:2")));
    cr_expect_eq(look(t, old).outcome, PROMISE_VOIDED);
    cr_expect(str_eq(look(t, old).voided_reason, S("merged")));
    cr_expect_eq(look(t, kept).from_at, start_at);
    cr_expect_eq(look(t, kept).due_at, look(t, old).due_at);
    struct promise heir = { 0 };
    must(promise_find(c, S("conversation:2"), PROMISE_CALL_BACK, &heir));
    cr_expect_eq(heir.outcome, PROMISE_OPEN);
}

DomainTest(promise_clock, every_step_is_one_event)
{
    office_hours(t, "");
    promised(t, PROMISE_DECIDE_COMPLAINT, "conversation:1", 0, HOURS(4));
    must(promise_pause(c, S("conversation:1"), PROMISE_DECIDE_COMPLAINT, PAUSE_WAITING_CUSTOMER));
    must(promise_resume(c, S("conversation:1"), PROMISE_DECIDE_COMPLAINT, c->now_at));
    must(promise_keep(c, S("conversation:1"), PROMISE_DECIDE_COMPLAINT, c->now_at));
    struct event_list list = { 0 };
    must(event_list(c, S("conversation:1"), (event_id){ 0 }, &list));
    cr_expect_eq(list.count, 4);
}

static size_t findings(struct fixture *t)
{
    size_t count = 0;
    must(check_run_all(&t->c, core_checks, core_check_count, NULL, &count));
    return count;
}

SQL(test_move_due, "UPDATE promise SET paused_by = 'waiting_customer'");
SQL(test_drop_event, "INSERT INTO event (at, occurred_at, kind, subject, actor_role, actor_id, facts, commitments)"
                     " SELECT at, occurred_at, kind, subject, actor_role, actor_id, facts, commitments FROM event WHERE kind = 'promise.kept'");

DomainTest(promise_clock, check_finds_a_clock_that_stands_by_no_rule_and_a_step_told_twice)
{
    office_hours(t, "");
    promised(t, PROMISE_DECIDE_COMPLAINT, "conversation:1", 0, HOURS(4));
    must(promise_pause(c, S("conversation:1"), PROMISE_DECIDE_COMPLAINT, PAUSE_WAITING_CUSTOMER));
    promised(t, PROMISE_REPLY, "conversation:2", 0, HOURS(4));
    must(promise_keep(c, S("conversation:2"), PROMISE_REPLY, c->now_at));
    cr_expect_eq(findings(t), 0);
    must(db_exec(c->db, &test_move_due, NO_ARGS, NULL));
    cr_expect_eq(findings(t), 1);
    must(db_exec(c->db, &test_drop_event, NO_ARGS, NULL));
    cr_expect_eq(findings(t), 2);
}

Test(promise_kind, says_in_both_languages_what_makes_keeps_and_follows)
{
    for (enum promise_kind kind = 0; kind < PROMISE_KIND_COUNT; kind++) {
        const struct promise_rule *rule = promise_rule_of(kind);
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            cr_assert(rule->label[lang] != NULL && rule->made[lang] != NULL &&
                          rule->kept[lang] != NULL,
                      "%s", rule->name);
            cr_expect_eq(rule->consequence[lang] == NULL, rule->consequence[0] == NULL);
        }
        cr_expect(rule->clock == CLOCK_WALL || rule->clock == CLOCK_BUSINESS);
        cr_expect_lt(rule->pauses, 1u << PAUSE_RULE_COUNT);
    }
    cr_expect(str_eq(promise_reason_text(S("merged"), LANG_EN), S("Merged into another case")));
    cr_expect(str_eq(promise_reason_text(S("somebody_elses"), LANG_EN), S("somebody_elses")));
}

/* A server whose clock is ahead breaks it; the fact's own instant, told to another, puts it right. */
DomainTest(promise_clock, clock_skew_between_nodes_never_breaks_what_was_done_in_time)
{
    promise_id id = promised(t, PROMISE_ANSWER_CLAIM, "claim:1", 0, HOURS(48));
    int64_t done_at = c->now_at + HOURS(47);
    fixture_pass(t, HOURS(49));
    cr_expect_eq(tick(t), 1);
    c->now_at = done_at; /* the other server */
    must(promise_keep(c, S("claim:1"), PROMISE_ANSWER_CLAIM, c->now_at));
    cr_expect_eq(look(t, id).outcome, PROMISE_KEPT);
    cr_expect_eq(count_events(t, "claim:1", "promise.corrected"), 1,
                 "by a new event, nothing is taken back in silence");
}

/* No policy can promise an answer within nothing, and the engine takes no such budget. */
DomainTest(promise_clock, budget_0_is_due_at_once)
{
    int64_t due_at = 0;
    office_hours(t, "");
    must(promise_due_at(c, CLOCK_BUSINESS, c->now_at, 0, &due_at));
    cr_expect_eq(due_at, c->now_at);
    must(promise_due_at(c, CLOCK_WALL, c->now_at, 0, &due_at));
    cr_expect_eq(due_at, c->now_at);
}
