/* SPDX-License-Identifier: Apache-2.0 */
#include "base/calendar.h"
#include "base/random.h"

#include <criterion/criterion.h>

static int64_t at(const char *text)
{
    int64_t instant = 0;
    cr_assert(clock_parse_rfc3339(str_of(text), &instant), "%s", text);
    return instant;
}

static int64_t day(const char *text)
{
    int64_t days = 0;
    cr_assert(clock_parse_date(str_of(text), &days), "%s", text);
    return days;
}

/* Monday to Friday 9–12 and 13–17, Saturday 9–13, WIB; cut-off at 14. */
static struct calendar shop_hours(void)
{
    struct calendar cal = { .version = 1, .zone = zone_of(S("Asia/Jakarta")), .cutoff_minute = 14 * 60 };
    for (int i = 1; i <= 5; i++) {
        cal.weekday[i] = (struct calendar_weekday){ 2, { { 540, 720 }, { 780, 1020 } } };
    }
    cal.weekday[6] = (struct calendar_weekday){ 1, { { 540, 780 } } };
    return cal;
}

Test(calendar, counts_open_hours_over_lunch_nights_and_sundays)
{
    struct calendar cal = shop_hours();
    cr_assert_eq(calendar_problem(&cal).size, 0);
    /* Friday 20 November 2026 16.00 to Monday 10.30 */
    int64_t friday = at("2026-11-20T16:00:00+07:00");
    cr_expect_eq(calendar_business_time(&cal, friday, at("2026-11-23T10:30:00+07:00")),
                 HOURS(1) + HOURS(4) + MINUTES(90));
    cr_expect_eq(calendar_business_time(&cal, at("2026-11-23T10:30:00+07:00"), friday),
                 -(HOURS(5) + MINUTES(90)));
    int64_t due = 0;
    cr_assert(calendar_due_at(&cal, friday, HOURS(6), &due));
    cr_expect_eq(due, at("2026-11-23T10:00:00+07:00"));
    cr_assert(calendar_due_at(&cal, friday, HOURS(1),
                              &due)); /* at the end of the day, not at the start of the next */
    cr_expect_eq(due, at("2026-11-20T17:00:00+07:00"));
    cr_assert(calendar_due_at(&cal, friday, 0, &due));
    cr_expect_eq(due, friday);
    cr_expect(calendar_is_open(&cal, friday));
    cr_expect(!calendar_is_open(&cal, at("2026-11-20T12:00:00+07:00")));
}

Test(calendar, leaves_out_holidays_and_closed_periods)
{
    struct calendar cal = shop_hours();
    int64_t holidays[] = { day("2026-12-25") };
    struct calendar_closure libur = { day("2026-12-28"), day("2026-12-31") };
    cal.holiday = holidays;
    cal.holiday_count = 1;
    cal.closure = &libur;
    cal.closure_count = 1;
    int64_t due = 0;
    cr_assert(calendar_due_at(&cal, at("2026-12-24T16:00:00+07:00"), HOURS(6), &due));
    cr_expect_eq(
        due,
        at("2027-01-01T10:00:00+07:00")); /* 1 h Thursday, 4 h Saturday, then Friday 1 January */
    int64_t days = 0;
    cr_assert(calendar_add_business_days(&cal, day("2026-12-24"), 2, &days));
    cr_expect_eq(days, day("2027-01-01"));
    cr_expect_eq(calendar_day_end_at(&cal, day("2026-12-26")), at("2026-12-26T13:00:00+07:00"));
    cr_expect_eq(calendar_day_end_at(&cal, day("2026-12-25")), at("2026-12-26T00:00:00+07:00"));
}

Test(calendar, begins_the_next_day_after_the_cutoff)
{
    struct calendar cal = shop_hours();
    int64_t days = 0;
    cr_assert(calendar_first_day(&cal, at("2026-11-20T13:59:59+07:00"), &days));
    cr_expect_eq(days, day("2026-11-20"));
    cr_assert(calendar_first_day(&cal, at("2026-11-20T14:00:00+07:00"), &days));
    cr_expect_eq(days, day("2026-11-21"));
    cr_assert(
        calendar_first_day(&cal, at("2026-11-21T14:00:00+07:00"), &days)); /* Saturday: Monday */
    cr_expect_eq(days, day("2026-11-23"));
}

Test(calendar, knows_when_it_is_never_open)
{
    struct calendar cal = { .zone = zone_of(S("Asia/Jakarta")), .cutoff_minute = 1440 };
    int64_t out = -1;
    cr_expect(calendar_is_never_open(&cal, 0));
    cr_expect(!calendar_due_at(&cal, 0, HOURS(1), &out));
    cr_expect(!calendar_first_day(&cal, 0, &out));
    cr_expect(!calendar_add_business_days(&cal, 0, 3, &out));
    cr_expect_eq(out, -1);
    cr_expect_eq(calendar_business_time(&cal, 0, DAYS(30)), 0);
}

Test(calendar, tells_what_does_not_hold)
{
    struct calendar cal = shop_hours();
    cal.weekday[1].interval[1].from_minute = 700;
    cr_expect_gt(calendar_problem(&cal).size, 0);
    cal = shop_hours();
    cal.weekday[5].interval[1] =
        (struct calendar_interval){ 1200, 2040 }; /* Friday 20 to Saturday 10, which opens at 9 */
    cr_expect_gt(calendar_problem(&cal).size, 0);
    cal = shop_hours();
    cal.weekday[2].interval[0].to_minute = 540;
    cr_expect_gt(calendar_problem(&cal).size, 0);
}

Test(calendar, reads_the_table_of_holidays)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    size_t count = 0;
    str tsv = S("# "
                "date\tkind\n2026-12-25\tholiday\tcertain\n2026-12-24\tcuti_"
                "bersama\tcertain\nbad\tholiday\n");
    const int64_t *list = calendar_read_holidays(arena, tsv, true, &count);
    cr_assert_eq(count, 2);
    cr_expect_eq(list[0], day("2026-12-24"));
    calendar_read_holidays(arena, tsv, false, &count);
    cr_expect_eq(count, 1);
}

/* --- against a counter of minutes that knows nothing of spans --- */

struct world {
    struct random random;
    struct calendar cal;
    int64_t holiday[8];
    struct calendar_closure closure[2];
};

static int32_t below(struct world *w, int32_t bound)
{
    return (int32_t)random_below(&w->random, (uint64_t)bound);
}

static void random_weekday(struct world *w, struct calendar_weekday *weekday, int32_t first_minute)
{
    int32_t minute = first_minute;
    weekday->count = 0;
    for (int32_t i = below(w, 4); i > 0; i--) {
        int32_t from = minute + below(w, 400);
        int32_t to = from + 1 + below(w, 500);
        bool is_last_past_midnight = to > 1440;
        if (from >= 1440) {
            return;
        }
        weekday->interval[weekday->count++] = (struct calendar_interval){ from, to };
        if (is_last_past_midnight) {
            return;
        }
        minute = to;
    }
}

static void random_calendar(struct world *w, int64_t around_days)
{
    static const char *const zones[] = { "Asia/Jakarta", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Jayapura", "Africa/Casablanca" };
    w->cal = (struct calendar){ .zone = zone_of(str_of(zones[below(w, COUNT(zones))])),
                                 .cutoff_minute = below(w, 1441) };
    do {
        for (int i = 0; i < 7; i++) {
            random_weekday(w, &w->cal.weekday[i], 0);
        }
    } while (calendar_problem(&w->cal).size > 0);
    for (size_t i = 0; i < COUNT(w->holiday); i++) {
        w->holiday[i] = around_days + (int64_t)i * 3 + below(w, 3);
    }
    w->cal.holiday = w->holiday;
    w->cal.holiday_count = (size_t)below(w, COUNT(w->holiday) + 1);
    for (size_t i = 0; i < COUNT(w->closure); i++) {
        w->closure[i].from_days = around_days + below(w, 20);
        w->closure[i].to_days = w->closure[i].from_days + below(w, 4);
    }
    w->cal.closure = w->closure;
    w->cal.closure_count = (size_t)below(w, COUNT(w->closure) + 1);
}

static bool is_shut_day(const struct calendar *cal, int64_t days)
{
    bool is_shut = false;
    for (size_t i = 0; i < cal->holiday_count; i++) {
        is_shut = is_shut || cal->holiday[i] == days;
    }
    for (size_t i = 0; i < cal->closure_count; i++) {
        is_shut = is_shut || (days >= cal->closure[i].from_days && days <= cal->closure[i].to_days);
    }
    return is_shut;
}

/* Is the minute that begins at this instant open? By the wall clock of the shop alone. */
static bool minute_is_open(const struct calendar *cal, int64_t minute_at)
{
    struct civil now = zone_civil(cal->zone, minute_at);
    int64_t today = zone_days(cal->zone, minute_at);
    int32_t minute = now.hour * 60 + now.minute;
    for (int back = 0; back <= 1; back++) {
        const struct calendar_weekday *weekday = &cal->weekday[(now.weekday + 7 - back) % 7];
        for (int32_t i = 0; i < weekday->count && !is_shut_day(cal, today - back); i++) {
            int32_t here = minute + back * 1440;
            if (here >= weekday->interval[i].from_minute && here < weekday->interval[i].to_minute) {
                return true;
            }
        }
    }
    return false;
}

static int64_t minutes_counted(const struct calendar *cal, int64_t from_at, int64_t to_at)
{
    int64_t open = 0;
    for (int64_t minute_at = from_at; minute_at < to_at; minute_at += MINUTES(1)) {
        open += minute_is_open(cal, minute_at);
    }
    return open * MINUTES(1);
}

/* A clock put back shows an hour twice, and an interval that ends in it ends at the first showing: there the wall clock alone does not
 * decide, so spans near such a change are left to the tests of DST above. */
static bool clock_is_put_back(const struct calendar *cal, int64_t from_at, int64_t to_at)
{
    for (int64_t hour_at = from_at; hour_at < to_at; hour_at += HOURS(1)) {
        if (zone_offset(cal->zone, hour_at) > zone_offset(cal->zone, hour_at + HOURS(1))) {
            return true;
        }
    }
    return false;
}

Test(calendar, agrees_with_a_counter_of_minutes)
{
    struct world w = { .random = random_seeded(20261121) };
    int compared = 0;
    for (int round = 0; round < 600; round++) {
        int64_t around = clock_days_of(2026, 1 + below(&w, 12), 1);
        random_calendar(&w, around);
        int64_t from_at = around * DAYS(1) + MINUTES(below(&w, 10000));
        int64_t to_at = from_at + MINUTES(below(&w, 12000));
        if (clock_is_put_back(&w.cal, from_at - DAYS(2), to_at + DAYS(2))) {
            continue;
        }
        compared++;
        int64_t got = calendar_business_time(&w.cal, from_at, to_at);
        int64_t want = minutes_counted(&w.cal, from_at, to_at);
        cr_assert_eq(got, want, "round %d: %" PRId64 " min, counted %" PRId64, round,
                     got / MINUTES(1), want / MINUTES(1));
    }
    cr_expect_gt(compared, 400);
}

Test(calendar, due_at_is_the_inverse_of_business_time)
{
    struct world w = { .random = random_seeded(7) };
    int met = 0;
    for (int round = 0; round < 3000; round++) {
        int64_t around = clock_days_of(2026, 1 + below(&w, 12), 1);
        random_calendar(&w, around);
        int64_t start_at = around * DAYS(1) + below(&w, 1000000000);
        int64_t budget = 1 + below(&w, 2000000000) * INT64_C(60);
        int64_t due_at = 0;
        if (!calendar_due_at(&w.cal, start_at, budget, &due_at)) {
            continue;
        }
        met++;
        cr_assert_eq(calendar_business_time(&w.cal, start_at, due_at), budget, "round %d", round);
        cr_assert_eq(calendar_business_time(&w.cal, start_at, due_at - 1), budget - 1,
                     "round %d: not the earliest", round);
    }
    cr_expect_gt(met, 2500);
}

/* --- pauses --- */

enum { PAUSES = 4 };

static size_t random_pauses(struct world *w, int64_t from_at, struct calendar_pause *out)
{
    size_t count = (size_t)below(w, PAUSES + 1);
    int64_t at = from_at - MINUTES(300);
    for (size_t i = 0; i < count; i++) {
        out[i].from_at = at + MINUTES(below(w, 1500));
        out[i].to_at = out[i].from_at + MINUTES(below(w, 3000));
        at = out[i].to_at;
    }
    return count;
}

static bool is_paused(const struct calendar_pause *pause, size_t count, int64_t at)
{
    bool is = false;
    for (size_t i = 0; i < count; i++) {
        is = is || (at >= pause[i].from_at && at < pause[i].to_at);
    }
    return is;
}

Test(calendar, with_pauses_agrees_with_a_counter_of_minutes)
{
    struct world w = { .random = random_seeded(99) };
    int compared = 0;
    for (int round = 0; round < 400; round++) {
        struct calendar_pause pause[PAUSES];
        int64_t around = clock_days_of(2026, 1 + below(&w, 12), 1);
        random_calendar(&w, around);
        int64_t from_at = around * DAYS(1) + MINUTES(below(&w, 10000));
        int64_t to_at = from_at + MINUTES(below(&w, 9000));
        size_t count = random_pauses(&w, from_at, pause);
        if (clock_is_put_back(&w.cal, from_at - DAYS(2), to_at + DAYS(2))) {
            continue;
        }
        int64_t want = 0;
        for (int64_t at = from_at; at < to_at; at += MINUTES(1)) {
            want += minute_is_open(&w.cal, at) && !is_paused(pause, count, at) ? MINUTES(1) : 0;
        }
        compared++;
        cr_assert_eq(calendar_time_paused(&w.cal, from_at, to_at, pause, count), want, "round %d",
                     round);
    }
    cr_expect_gt(compared, 250);
}

Test(calendar, with_pauses_due_at_is_the_inverse_of_business_time)
{
    struct world w = { .random = random_seeded(100) };
    int met = 0;
    for (int round = 0; round < 3000; round++) {
        struct calendar_pause pause[PAUSES];
        int64_t around = clock_days_of(2026, 1 + below(&w, 12), 1);
        random_calendar(&w, around);
        int64_t start_at = around * DAYS(1) + below(&w, 1000000000);
        int64_t budget = 1 + below(&w, 2000000000) * INT64_C(60);
        int64_t due_at = 0;
        size_t count = random_pauses(&w, start_at, pause);
        if (!calendar_due_paused(&w.cal, start_at, budget, pause, count, &due_at)) {
            continue;
        }
        met++;
        cr_assert_eq(calendar_time_paused(&w.cal, start_at, due_at, pause, count), budget,
                     "round %d", round);
        cr_assert_eq(calendar_time_paused(&w.cal, start_at, due_at - 1, pause, count), budget - 1,
                     "round %d: not the earliest", round);
    }
    cr_expect_gt(met, 2500);
}

Test(calendar, that_is_always_open_counts_the_wall_clock)
{
    struct calendar cal = calendar_always(zone_of(S("Asia/Jakarta")));
    struct calendar_pause pause = { HOURS(2), HOURS(12) };
    int64_t due_at = 0;
    cr_expect_eq(calendar_business_time(&cal, 12345, DAYS(3)), DAYS(3) - 12345);
    cr_assert(calendar_due_paused(&cal, 0, HOURS(5), &pause, 1, &due_at));
    cr_expect_eq(due_at, HOURS(15));
    cr_assert(calendar_due_paused(&cal, 0, HOURS(2), &pause, 1, &due_at));
    cr_expect_eq(due_at, HOURS(2)); /* done at the moment the pause begins */
}

Test(calendar, counts_days_of_23_and_25_hours_as_they_are)
{
    struct calendar cal = { .zone = zone_of(S("Europe/Berlin")), .cutoff_minute = 1440 };
    for (int i = 0; i < 7; i++) {
        cal.weekday[i] = (struct calendar_weekday){ 1, { { 0, 1440 } } };
    }
    int64_t spring = zone_instant(cal.zone, day("2026-03-29"), 0);
    int64_t autumn = zone_instant(cal.zone, day("2026-10-25"), 0);
    cr_expect_eq(calendar_business_time(&cal, spring, zone_instant(cal.zone, day("2026-03-30"), 0)),
                 HOURS(23));
    cr_expect_eq(calendar_business_time(&cal, autumn, zone_instant(cal.zone, day("2026-10-26"), 0)),
                 HOURS(25));
    int64_t due = 0;
    cr_assert(calendar_due_at(&cal, autumn, HOURS(25), &due));
    cr_expect_eq(due, zone_instant(cal.zone, day("2026-10-26"), 0));
}
