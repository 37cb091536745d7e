/* SPDX-License-Identifier: Apache-2.0 */
#include "c/fixture.h"
#include "core/promise_clock.h"
#include "core/promise_figures.h"
#include "core/promise_kind.h"
#include "core/setting.h"

static void asked(struct fixture *t, int i, enum promise_kind kind, int64_t budget)
{
    must(promise_make(
        &t->c,
        &(struct promise_new){ .kind = kind,
                                .subject = str_format(t->c.arena, "conversation:%d", i),
                                .owed_to = S("person:1"),
                                .budget = budget },
        NULL));
}

static void answered(struct fixture *t, int i)
{
    must(promise_keep(&t->c, str_format(t->c.arena, "conversation:%d", i), PROMISE_REPLY,
                      t->c.now_at));
}

/* Ten asked at once: four answered after half an hour, three after 5 h, three never. */
static int64_t ten_questions(struct fixture *t)
{
    int64_t start_at = t->c.now_at;
    for (int i = 0; i < 10; i++) {
        asked(t, i, PROMISE_REPLY, HOURS(4));
    }
    fixture_pass(t, MINUTES(30));
    for (int i = 0; i < 4; i++) {
        answered(t, i);
    }
    fixture_pass(t, MINUTES(270));
    for (int i = 4; i < 7; i++) {
        answered(t, i);
    }
    return start_at;
}

DomainTest(promise_figures, unanswered_count_as_unanswered)
{
    must(setting_set(c, S("shop.calendar"), S("mon-sun 00:00-24:00")));
    fixture_load_shop(t);
    int64_t start_at = ten_questions(t);
    fixture_pass(t, HOURS(15));
    struct promise_speed s = { 0 };
    must(promise_reply_speed(c, PROMISE_REPLY, start_at, c->now_at, &s));
    cr_expect_eq(s.asked, 10);
    cr_expect_eq(s.waiting, 3);
    cr_expect_eq(s.hour.of, 10);
    cr_expect_eq(s.hour.in, 4);
    cr_expect_eq(s.day.of, 7); /* three wait for 20 h: nobody knows yet */
    cr_expect_eq(s.day.in, 7);
    cr_expect_eq(s.open_hour.of, 10);
    cr_expect_eq(s.open_hour.in, 4);
    cr_expect_eq(s.open_day.of, 7);
    cr_expect_eq(s.open_day.in, 7);
    cr_expect_eq(s.samples, 10);
    cr_expect_eq(s.wall_p50.value, HOURS(5));
    cr_expect(!s.wall_p50.is_at_least);
    cr_expect_eq(s.wall_p90.value, HOURS(20));
    cr_expect(s.wall_p90.is_at_least);
    fixture_pass(t, HOURS(5));
    must(promise_reply_speed(c, PROMISE_REPLY, start_at, c->now_at, &s));
    cr_expect_eq(s.day.of, 10);
    cr_expect_eq(s.day.in, 7);
}

DomainTest(promise_figures, outlook_says_what_is_usual_when_it_is_worse_than_the_policy)
{
    must(setting_set(c, S("shop.calendar"), S("mon-sun 00:00-24:00")));
    fixture_load_shop(t);
    int64_t broken = 0;
    struct promise_outlook o = { 0 };
    must(promise_outlook(c, PROMISE_REPLY, HOURS(4), &o));
    cr_expect(!o.is_worse); /* nobody asked yet */
    ten_questions(t);
    must(promise_outlook(c, PROMISE_REPLY, HOURS(4), &o));
    cr_expect(o.is_worse);
    cr_expect_eq(o.p90.value, HOURS(5));
    must(promise_outlook(c, PROMISE_REPLY, HOURS(6), &o));
    cr_expect(!o.is_worse);
    fixture_pass(t, DAYS(15));
    must(promise_break_due(c, 10, &broken));
    must(promise_outlook(c, PROMISE_REPLY, HOURS(4), &o));
    cr_expect_eq(o.count, 3); /* quiet for two weeks, but three wait still */
    cr_expect(o.p90.is_at_least);
    cr_expect(o.p90.value >= DAYS(15));
    cr_expect(!o.is_worse); /* fewer than five tell nothing */
    for (int i = 7; i < 10; i++) {
        answered(t, i);
    }
    must(promise_outlook(c, PROMISE_REPLY, HOURS(4), &o));
    cr_expect_eq(o.count, 0);
}

DomainTest(promise_figures, who_waits_no_longer_makes_nothing_slow)
{
    struct promise_outlook o = { 0 };
    int64_t broken = 0;
    for (int i = 0; i < 6; i++) {
        asked(t, i, PROMISE_REPLY, HOURS(4));
    }
    fixture_pass(t, DAYS(20));
    must(promise_break_due(c, 10, &broken));
    must(promise_outlook(c, PROMISE_REPLY, HOURS(4), &o));
    cr_expect(o.is_worse);
    for (int i = 0; i < 6; i++) {
        must(promise_void(c, str_format(c->arena, "conversation:%d", i), PROMISE_REPLY, S("spam")));
    }
    must(promise_outlook(c, PROMISE_REPLY, HOURS(4), &o));
    cr_expect_eq(o.count, 0);
    cr_expect(!o.is_worse);
}

/* Parcels have a date each: nine in time of ten is as promised, eight is not. */
DomainTest(promise_figures, outlook_of_dated_promises_counts_those_past_their_date)
{
    struct promise_outlook o = { 0 };
    for (int i = 0; i < 10; i++) {
        str subject = str_format(c->arena, "order:%d", i);
        struct promise_new p = { .kind = PROMISE_SHIP, .subject = subject, .due_at = c->now_at + HOURS(i) + HOURS(1) };
        must(promise_make(c, &p, NULL));
    }
    fixture_pass(t, HOURS(2) + MINUTES(30)); /* orders 0 and 1 are past theirs */
    for (int i = 1; i < 10; i++) {
        must(promise_keep(c, str_format(c->arena, "order:%d", i), PROMISE_SHIP,
                          i == 1 ? c->now_at - HOURS(1) : c->now_at));
    }
    must(promise_outlook_dated(c, PROMISE_SHIP, &o));
    cr_expect_eq(o.count, 10);
    cr_expect(!o.is_worse);
    must(promise_make(c,
                      &(struct promise_new){
                          .kind = PROMISE_SHIP, .subject = S("order:10"), .due_at = c->now_at + 1 },
                      NULL));
    fixture_pass(t, HOURS(1));
    must(promise_outlook_dated(c, PROMISE_SHIP, &o));
    cr_expect(o.is_worse);
    cr_expect(o.p90.is_known);
}

DomainTest(promise_figures, voided_are_counted_with_their_reasons)
{
    int64_t start_at = c->now_at;
    for (int i = 0; i < 3; i++) {
        asked(t, i, PROMISE_REPLY, HOURS(4));
        must(promise_void(c, str_format(c->arena, "conversation:%d", i), PROMISE_REPLY,
                          i == 0 ? S("spam") : S("merged")));
    }
    struct promise_reasons list = { 0 };
    must(promise_voided_reasons(c, start_at, start_at + DAYS(9), &list));
    cr_assert_eq(list.count, 2);
    cr_expect(str_eq(list.item[0].reason, S("merged")));
    cr_expect_eq(list.item[0].count, 2);
    cr_expect_eq(list.item[1].count, 1);
}

DomainTest(promise_figures, pages_filter_by_kind_state_and_subject)
{
    for (int i = 0; i < 5; i++) {
        asked(t, i, PROMISE_REPLY, HOURS(i + 1));
    }
    asked(t, 1, PROMISE_CALL_BACK, HOURS(1));
    must(promise_keep(c, S("conversation:0"), PROMISE_REPLY, c->now_at));
    struct promise_filter f = { .view = PROMISES_OPEN, .kind = S("reply"), .limit = 3 };
    struct promise_list list = { 0 };
    bool has_more = false;
    must(promise_page(c, &f, &list, &has_more));
    cr_assert_eq(list.count, 3);
    cr_expect(has_more);
    f.after_due_at = list.item[2].due_at;
    f.after_id = list.item[2].id.v;
    must(promise_page(c, &f, &list, &has_more));
    cr_expect_eq(list.count, 1);
    cr_expect(!has_more);
    f = (struct promise_filter){ .view = PROMISES_ALL,
                                  .subject = S("conversation:1"),
                                  .limit = 10 };
    must(promise_page(c, &f, &list, &has_more));
    cr_expect_eq(list.count, 2);
    f = (struct promise_filter){ .view = PROMISES_ALL, .outcome = S("kept"), .limit = 10 };
    must(promise_page(c, &f, &list, &has_more));
    cr_expect_eq(list.count, 1);
    fixture_pass(t, DAYS(9));
    int64_t broken = 0;
    must(promise_break_due(c, 100, &broken));
    f = (struct promise_filter){ .view = PROMISES_LATE, .limit = 10 };
    must(promise_page(c, &f, &list, &has_more));
    cr_expect_eq((int64_t)list.count, broken);
    cr_expect_eq(broken, 5);
}

/* The clock question stands: nothing is called broken, and late it is all the same. */
DomainTest(promise_figures, late_ones_are_those_whose_clock_ran_out_called_broken_or_not)
{
    struct promise_list late = { 0 };
    struct promise_list all = { 0 };
    bool has_more = false;
    int64_t marked = 0;
    int64_t broken = 0;
    asked(t, 1, PROMISE_REPLY, HOURS(1));
    must(promise_break_due(c, 100, &broken));
    fixture_pass(t, DAYS(2));
    must(promise_break_due(c, 100, &broken));
    cr_assert_eq(broken, 1);
    asked(t, 2, PROMISE_REPLY, HOURS(1));
    asked(t, 3, PROMISE_DECIDE_COMPLAINT, HOURS(1));
    asked(t, 4, PROMISE_REPLY, DAYS(900));
    must(promise_pause(c, S("conversation:3"), PROMISE_DECIDE_COMPLAINT, PAUSE_WAITING_CUSTOMER));
    fixture_pass(t, DAYS(2));
    struct promise_filter f = { .view = PROMISES_LATE, .limit = 1 };
    must(promise_page(c, &f, &late, &has_more));
    cr_assert_eq(late.count, 1);
    cr_expect(has_more);
    cr_expect(str_eq(late.item[0].subject, S("conversation:1")), "soonest first");
    f.after_due_at = late.item[0].due_at;
    f.after_id = late.item[0].id.v;
    must(promise_page(c, &f, &late, &has_more));
    cr_assert_eq(late.count, 1);
    cr_expect(!has_more);
    cr_expect(str_eq(late.item[0].subject, S("conversation:2")), "open, and past its date");
    f = (struct promise_filter){ .view = PROMISES_ALL, .limit = 10 };
    must(promise_page(c, &f, &all, &has_more));
    for (size_t i = 0; i < all.count; i++) {
        marked += promise_is_late(&all.item[i], c->now_at);
    }
    cr_expect_eq(marked, 2, "the list of all marks the same");
}

DomainTest(promise_figures, what_is_to_be_done_leaves_out_what_waits_for_others_and_what_is_over)
{
    struct promise_list list = { 0 };
    struct promise_todo_counts counts = { 0 };
    bool has_more = false;
    int64_t broken = 0;
    asked(t, 1, PROMISE_REPLY, HOURS(1));
    asked(t, 2, PROMISE_DELIVER, HOURS(1)); /* the courier's */
    asked(t, 3, PROMISE_REFUND, HOURS(2));
    asked(t, 4, PROMISE_DECIDE_COMPLAINT, HOURS(3));
    must(promise_pause(c, S("conversation:4"), PROMISE_DECIDE_COMPLAINT, PAUSE_WAITING_CUSTOMER));
    must(promise_todo(c, false, 1, &list, &has_more));
    cr_assert_eq(list.count, 1);
    cr_expect_eq(list.item[0].kind, PROMISE_REPLY, "soonest first");
    cr_expect(has_more);
    must(promise_todo(c, false, 10, &list, &has_more));
    cr_expect_eq(list.count, 2, "neither the parcel nor what waits for the customer");
    cr_expect(!has_more);
    fixture_pass(t, DAYS(4));
    must(promise_break_due(c, 100, &broken));
    must(promise_todo_counts(c, &counts));
    cr_expect_eq(counts.late, 2);
    cr_expect_eq(counts.kind[PROMISE_REFUND], 1);
    must(promise_void_all(c, S("conversation:1"), S("withdrawn")));
    must(promise_keep(c, S("conversation:3"), PROMISE_REFUND, c->now_at));
    must(promise_todo(c, true, 10, &list, &has_more));
    cr_expect_eq(list.count, 0, "one is over, the other was done late");
    struct promise p = { 0 };
    must(promise_find(c, S("conversation:1"), PROMISE_REPLY, &p));
    cr_expect_eq(p.outcome, PROMISE_BROKEN, "broken stays broken");
}
