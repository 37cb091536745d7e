/* SPDX-License-Identifier: Apache-2.0 */
/* calendar.c - walks local days; each gives its intervals as instants. */
#include "base/calendar.h"

enum { DAY_MINUTES = 1440 };

struct span {
    int64_t from_at, to_at;
};

/* --- days --- */

static bool is_holiday(const struct calendar *cal, int64_t days)
{
    size_t low = 0;
    size_t high = cal->holiday_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (cal->holiday[middle] < days) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < cal->holiday_count && cal->holiday[low] == days;
}

static bool is_closure(const struct calendar *cal, int64_t days)
{
    for (size_t i = 0; i < cal->closure_count; i++) {
        if (days >= cal->closure[i].from_days && days <= cal->closure[i].to_days) {
            return true;
        }
    }
    return false;
}

/* 1970-01-01 was a Thursday. */
static const struct calendar_weekday *weekday_of(const struct calendar *cal, int64_t days)
{
    int64_t weekday = (days + 4) % 7;
    return &cal->weekday[weekday < 0 ? weekday + 7 : weekday];
}

bool calendar_is_business_day(const struct calendar *cal, int64_t days)
{
    return weekday_of(cal, days)->count > 0 && !is_holiday(cal, days) && !is_closure(cal, days);
}

/* A time the clocks skip is the moment they were put forward: what opens then opens at once, what closes then has closed. */
static int64_t end_of_gap(const struct zone *zone, int64_t at)
{
    int64_t offset = zone_offset(zone, at);
    int64_t before = at - HOURS(3);
    int64_t after = at;
    while (after - before > 1) {
        int64_t middle = before + (after - before) / 2;
        if (zone_offset(zone, middle) == offset) {
            after = middle;
        } else {
            before = middle;
        }
    }
    return after;
}

/* Minute 1440 and later lie on the next day, by that day's own rules of the zone; of an hour shown twice the first counts. */
static int64_t instant_of(const struct calendar *cal, int64_t days, int32_t minute)
{
    int64_t local_days = days + minute / DAY_MINUTES;
    int32_t local_minute = minute % DAY_MINUTES;
    int64_t at = zone_instant(cal->zone, local_days, local_minute);
    bool is_shown = at + zone_offset(cal->zone, at) == DAYS(local_days) + MINUTES(local_minute);
    return is_shown ? at : end_of_gap(cal->zone, at);
}

/* Spans of one business day in order; a span that falls into the hour a clock skips is empty. */
static int32_t spans_of(const struct calendar *cal, int64_t days, struct span *out)
{
    if (!calendar_is_business_day(cal, days)) {
        return 0;
    }
    const struct calendar_weekday *weekday = weekday_of(cal, days);
    for (int32_t i = 0; i < weekday->count; i++) {
        out[i].from_at = instant_of(cal, days, weekday->interval[i].from_minute);
        out[i].to_at = instant_of(cal, days, weekday->interval[i].to_minute);
    }
    return weekday->count;
}

/* --- soundness --- */

static str weekday_problem(const struct calendar_weekday *weekday)
{
    if (weekday->count < 0 || weekday->count > CALENDAR_INTERVALS_MAX) {
        return S("too many opening intervals on a day");
    }
    for (int32_t i = 0; i < weekday->count; i++) {
        struct calendar_interval now = weekday->interval[i];
        if (now.from_minute < 0 || now.from_minute >= DAY_MINUTES ||
            now.to_minute <= now.from_minute || now.to_minute > now.from_minute + DAY_MINUTES) {
            return S("an opening interval ends before it begins, or lasts longer than a day");
        }
        if (i > 0 && now.from_minute < weekday->interval[i - 1].to_minute) {
            return S("opening intervals of a day overlap or are not in order");
        }
    }
    return S("");
}

/* What reaches past midnight must not reach into the next day's opening. */
static bool reaches_into(const struct calendar_weekday *day, const struct calendar_weekday *next)
{
    return day->count > 0 && next->count > 0 &&
           day->interval[day->count - 1].to_minute - DAY_MINUTES > next->interval[0].from_minute;
}

str calendar_problem(const struct calendar *cal)
{
    for (int i = 0; i < 7; i++) {
        str problem = weekday_problem(&cal->weekday[i]);
        if (problem.size > 0) {
            return problem;
        }
    }
    for (int i = 0; i < 7; i++) {
        if (reaches_into(&cal->weekday[i], &cal->weekday[(i + 1) % 7])) {
            return S("an interval past midnight reaches into the next day's opening");
        }
    }
    for (size_t i = 1; i < cal->holiday_count; i++) {
        if (cal->holiday[i] < cal->holiday[i - 1]) {
            return S("holidays are not in order");
        }
    }
    for (size_t i = 0; i < cal->closure_count; i++) {
        if (cal->closure[i].to_days < cal->closure[i].from_days) {
            return S("a closed period ends before it begins");
        }
    }
    bool has_cutoff = cal->cutoff_minute >= 0 && cal->cutoff_minute <= DAY_MINUTES;
    return cal->zone == NULL ? S("no time zone")
           : has_cutoff      ? S("")
                             : S("the cut-off is not a minute of a day");
}

bool calendar_is_never_open(const struct calendar *cal, int64_t at)
{
    int64_t due_at = 0;
    return !calendar_due_at(cal, at, 1, &due_at);
}

bool calendar_is_open(const struct calendar *cal, int64_t at)
{
    return calendar_business_time(cal, at, at + 1) == 1;
}

/* --- time --- */

static int64_t overlap(struct span span, int64_t from_at, int64_t to_at)
{
    int64_t from = span.from_at > from_at ? span.from_at : from_at;
    int64_t to = span.to_at < to_at ? span.to_at : to_at;
    return to > from ? to - from : 0;
}

int64_t calendar_business_time(const struct calendar *cal, int64_t from_at, int64_t to_at)
{
    if (to_at < from_at) {
        return -calendar_business_time(cal, to_at, from_at);
    }
    int64_t sum = 0;
    int64_t last = zone_days(cal->zone, to_at);
    for (int64_t days = zone_days(cal->zone, from_at) - 1; days <= last;
         days++) { /* yesterday may last past midnight */
        struct span span[CALENDAR_INTERVALS_MAX];
        int32_t count = spans_of(cal, days, span);
        for (int32_t i = 0; i < count; i++) {
            sum += overlap(span[i], from_at, to_at);
        }
    }
    return sum;
}

bool calendar_due_at(const struct calendar *cal, int64_t start_at, int64_t budget, int64_t *out_at)
{
    CHECK(budget >= 0);
    if (budget == 0) {
        *out_at = start_at;
        return true;
    }
    int64_t left = budget;
    int64_t first = zone_days(cal->zone, start_at) - 1;
    for (int64_t days = first; days <= first + CALENDAR_HORIZON_DAYS; days++) {
        struct span span[CALENDAR_INTERVALS_MAX];
        int32_t count = spans_of(cal, days, span);
        for (int32_t i = 0; i < count; i++) {
            int64_t open = overlap(span[i], start_at, INT64_MAX);
            if (open >= left) {
                *out_at = span[i].to_at - (open - left);
                return true;
            }
            left -= open;
        }
    }
    return false;
}

/* --- pauses --- */

struct calendar calendar_always(const struct zone *zone)
{
    struct calendar always = { .zone = zone, .cutoff_minute = DAY_MINUTES };
    for (int day = 0; day < 7; day++) {
        always.weekday[day] = (struct calendar_weekday){ 1, { { 0, DAY_MINUTES } } };
    }
    return always;
}

int64_t calendar_time_paused(const struct calendar *cal, int64_t from_at, int64_t to_at,
                             const struct calendar_pause *pause, size_t count)
{
    CHECK(from_at <= to_at);
    int64_t open = calendar_business_time(cal, from_at, to_at);
    for (size_t i = 0; i < count; i++) {
        CHECK(i == 0 || pause[i].from_at >= pause[i - 1].to_at);
        int64_t from = pause[i].from_at > from_at ? pause[i].from_at : from_at;
        int64_t to = pause[i].to_at < to_at ? pause[i].to_at : to_at;
        open -= to > from ? calendar_business_time(cal, from, to) : 0;
    }
    return open;
}

/* From gap to gap: what the stretch before a pause leaves of the budget runs on after it. */
bool calendar_due_paused(const struct calendar *cal, int64_t start_at, int64_t budget,
                         const struct calendar_pause *pause, size_t count, int64_t *out_at)
{
    int64_t left = budget;
    int64_t from_at = start_at;
    for (size_t i = 0; i < count; i++) {
        if (pause[i].to_at <= from_at) {
            continue;
        }
        int64_t open =
            pause[i].from_at > from_at ? calendar_business_time(cal, from_at, pause[i].from_at) : 0;
        if (open >= left) {
            break;
        }
        left -= open;
        from_at = pause[i].to_at;
    }
    return calendar_due_at(cal, from_at, left, out_at);
}

/* --- business days --- */

static bool next_business_day(const struct calendar *cal, int64_t from_days, int64_t *out_days)
{
    for (int64_t days = from_days; days <= from_days + CALENDAR_HORIZON_DAYS; days++) {
        if (calendar_is_business_day(cal, days)) {
            *out_days = days;
            return true;
        }
    }
    return false;
}

bool calendar_first_day(const struct calendar *cal, int64_t at, int64_t *out_days)
{
    int64_t today = zone_days(cal->zone, at);
    bool is_late =
        cal->cutoff_minute < DAY_MINUTES && at >= instant_of(cal, today, cal->cutoff_minute);
    return next_business_day(cal, is_late ? today + 1 : today, out_days);
}

bool calendar_add_business_days(const struct calendar *cal, int64_t days, int64_t count,
                                int64_t *out_days)
{
    CHECK(count >= 0);
    int64_t at = 0;
    if (!next_business_day(cal, count == 0 ? days : days + 1, &at)) {
        return false;
    }
    for (int64_t n = 1; n < count; n++) {
        if (!next_business_day(cal, at + 1, &at)) {
            return false;
        }
    }
    *out_days = at;
    return true;
}

int64_t calendar_day_end_at(const struct calendar *cal, int64_t days)
{
    const struct calendar_weekday *weekday = weekday_of(cal, days);
    int32_t minute = calendar_is_business_day(cal, days)
                         ? weekday->interval[weekday->count - 1].to_minute
                         : DAY_MINUTES;
    return instant_of(cal, days, minute);
}

/* --- holidays --- */

static bool is_wanted(str kind, bool with_joint_leave)
{
    return str_eq(kind, S("holiday")) || (with_joint_leave && str_eq(kind, S("cuti_bersama")));
}

static size_t count_lines(str text)
{
    size_t lines = 1;
    for (size_t i = 0; i < text.size; i++) {
        lines += text.at[i] == '\n';
    }
    return lines;
}

const int64_t *calendar_read_holidays(struct arena *arena, str tsv, bool with_joint_leave,
                                      size_t *count)
{
    int64_t *list = NEW_N(arena, int64_t, count_lines(tsv));
    size_t n = 0;
    for (struct str_pair rest = { .tail = tsv, .found = true }; rest.found;) {
        rest = str_cut(rest.tail, '\n');
        struct str_pair date = str_cut(rest.head, '\t');
        int64_t days = 0;
        if (!clock_parse_date(date.head, &days) ||
            !is_wanted(str_cut(date.tail, '\t').head, with_joint_leave)) {
            continue;
        }
        size_t at = n++;
        for (; at > 0 && list[at - 1] > days; at--) { /* nearly sorted already */
            list[at] = list[at - 1];
        }
        list[at] = days;
    }
    *count = n;
    return list;
}
