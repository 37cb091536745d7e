/* SPDX-License-Identifier: Apache-2.0 */
/* setting_calendar.c - opening hours as a shopkeeper writes them, read into base/calendar.h. */
#include "core/setting_hours.h"

#include "base/buf.h"
#include "base/embed.h"

const char *const shop_weekdays[7] = { "sun", "mon", "tue", "wed", "thu", "fri", "sat" };

struct reading {
    struct arena *arena;
    struct calendar calendar;
    struct calendar_closure *closure;
    str why;
};

static bool refuse(struct reading *r, str line)
{
    r->why =
        str_format(r->arena, "this line of the calendar is not understood: %.*s", STR_ARG(line));
    return false;
}

static bool weekday_of(str name, int *out)
{
    for (int i = 0; i < 7; i++) {
        if (str_eq(name, str_of(shop_weekdays[i]))) {
            *out = i;
            return true;
        }
    }
    return false;
}

/* "08:00" to "24:00". */
bool shop_minute_of(str text, int32_t *out)
{
    struct str_pair part = str_cut(text, ':');
    int64_t hour = 0;
    int64_t minute = 0;
    if (!part.found || part.tail.size != 2 || !str_to_int(part.head, &hour) ||
        !str_to_int(part.tail, &minute) || hour < 0 || hour > 24 || minute < 0 || minute > 59 ||
        hour * 60 + minute > 1440) {
        return false;
    }
    *out = (int32_t)(hour * 60 + minute);
    return true;
}

static bool interval_of(str text, struct calendar_interval *out)
{
    struct str_pair part = str_cut(text, '-');
    struct calendar_interval i;
    if (!part.found || !shop_minute_of(part.head, &i.from_minute) ||
        !shop_minute_of(part.tail, &i.to_minute)) {
        return false;
    }
    if (i.to_minute <= i.from_minute) { /* past midnight */
        i.to_minute += 1440;
    }
    *out = i;
    return true;
}

static bool hours_of(str text, struct calendar_weekday *out)
{
    struct calendar_weekday day = { 0 };
    for (struct str_pair rest = { .tail = text }; rest.tail.size > 0;) {
        rest = str_cut(str_trim(rest.tail), ' ');
        if (day.count == CALENDAR_INTERVALS_MAX ||
            !interval_of(rest.head, &day.interval[day.count++])) {
            return false;
        }
    }
    *out = day;
    return true;
}

/* "mon 09:00-12:00 13:00-17:00", "mon-fri …", "sun" (closed) */
static bool read_weekdays(struct reading *r, str days, str hours)
{
    struct str_pair span = str_cut(days, '-');
    struct calendar_weekday day;
    int from = 0;
    int to = 0;
    if (!weekday_of(span.head, &from) || !hours_of(hours, &day)) {
        return false;
    }
    to = from;
    if (span.found && !weekday_of(span.tail, &to)) {
        return false;
    }
    for (int i = from;; i = (i + 1) % 7) {
        r->calendar.weekday[i] = day;
        if (i == to) {
            return true;
        }
    }
}

/* "closed 2026-12-24" or "closed 2026-12-24 2026-12-26" */
static bool read_closed(struct reading *r, str dates)
{
    struct str_pair part = str_cut(str_trim(dates), ' ');
    struct calendar_closure one;
    if (!clock_parse_date(part.head, &one.from_days)) {
        return false;
    }
    one.to_days = one.from_days;
    if (part.found && !clock_parse_date(str_trim(part.tail), &one.to_days)) {
        return false;
    }
    if (one.to_days < one.from_days || r->calendar.closure_count == HOURS_CLOSURES_MAX) {
        return false;
    }
    r->closure[r->calendar.closure_count++] = one;
    return true;
}

static bool read_holidays(struct reading *r, str which)
{
    str table = { 0 };
    bool with_joint = str_eq(which, S("id joint"));
    if (!with_joint && !str_eq(which, S("id"))) {
        return false;
    }
    if (embed_find(S("data/holidays-id.tsv"), &table)) {
        r->calendar.holiday =
            calendar_read_holidays(r->arena, table, with_joint, &r->calendar.holiday_count);
    }
    return true;
}

static bool read_line(struct reading *r, str line)
{
    struct str_pair part = str_cut(line, ' ');
    str rest = str_trim(part.tail);
    if (str_eq(part.head, S("cutoff"))) {
        return shop_minute_of(rest, &r->calendar.cutoff_minute);
    }
    if (str_eq(part.head, S("closed"))) {
        return read_closed(r, rest);
    }
    if (str_eq(part.head, S("holidays"))) {
        return read_holidays(r, rest);
    }
    return read_weekdays(r, part.head, rest);
}

/* A shop that never opens could promise nothing. */
static bool has_hours(const struct calendar *calendar)
{
    for (size_t i = 0; i < COUNT(calendar->weekday); i++) {
        if (calendar->weekday[i].count > 0) {
            return true;
        }
    }
    return false;
}

bool shop_read_calendar(struct arena *arena, str text, const struct zone *zone, int64_t version,
                        struct calendar *out, str *why)
{
    struct reading r = { .arena = arena,
                         .calendar = { .version = version, .zone = zone, .cutoff_minute = 1440 },
                         .closure = NEW_N(arena, struct calendar_closure, HOURS_CLOSURES_MAX) };
    r.calendar.closure = r.closure;
    for (struct str_pair rest = { .tail = text }; rest.tail.size > 0;) {
        rest = str_cut(rest.tail, '\n');
        str line = str_trim(rest.head);
        if (line.size > 0 && !read_line(&r, line) && !refuse(&r, line)) {
            *why = r.why;
            return false;
        }
    }
    *why = has_hours(&r.calendar) ? calendar_problem(&r.calendar) : S("some day must be open");
    if (why->size > 0) {
        return false;
    }
    *out = r.calendar;
    return true;
}

/* ---- the same for a form ---- */

/* Which holidays are meant stands in the text alone: a calendar has their dates. */
static void read_kind_of_holidays(str text, struct shop_hours *out)
{
    for (struct str_pair rest = { .tail = text }; rest.tail.size > 0;) {
        rest = str_cut(rest.tail, '\n');
        struct str_pair word = str_cut(str_trim(rest.head), ' ');
        if (str_eq(word.head, S("holidays"))) {
            out->has_holidays = true;
            out->has_joint_leave = str_eq(str_trim(word.tail), S("id joint"));
        }
    }
}

bool shop_hours_read(struct arena *arena, str text, const struct zone *zone, struct shop_hours *out,
                     str *why)
{
    struct calendar calendar = { 0 };
    struct shop_hours hours = { 0 };
    if (!shop_read_calendar(arena, text, zone, 0, &calendar, why)) {
        return false;
    }
    memcpy(hours.weekday, calendar.weekday, sizeof(hours.weekday));
    hours.cutoff_minute = calendar.cutoff_minute;
    hours.closure_count = calendar.closure_count;
    for (size_t i = 0; i < calendar.closure_count; i++) {
        hours.closure[i] = calendar.closure[i];
    }
    read_kind_of_holidays(text, &hours);
    *out = hours;
    return true;
}

str shop_time_text(struct arena *arena, int32_t minute)
{
    int32_t of_day = minute > 1440 ? minute - 1440 : minute;
    return str_format(arena, "%02d:%02d", of_day / 60, of_day % 60);
}

static void write_weekday(struct arena *arena, struct buf *out, int day,
                          const struct calendar_weekday *hours)
{
    buf_addf(out, "%s", shop_weekdays[day]);
    for (int32_t i = 0; i < hours->count; i++) {
        str from = shop_time_text(arena, hours->interval[i].from_minute);
        str to = shop_time_text(arena, hours->interval[i].to_minute);
        buf_addf(out, " %.*s-%.*s", STR_ARG(from), STR_ARG(to));
    }
    buf_addf(out, "\n");
}

str shop_hours_write(struct arena *arena, const struct shop_hours *hours)
{
    struct buf out = buf_new(arena, KB(8));
    for (int i = 0; i < 7; i++) {
        int day = (i + 1) % 7; /* a week begins on Monday */
        write_weekday(arena, &out, day, &hours->weekday[day]);
    }
    if (hours->cutoff_minute < 1440) {
        str cutoff = shop_time_text(arena, hours->cutoff_minute);
        buf_addf(&out, "cutoff %.*s\n", STR_ARG(cutoff));
    }
    if (hours->has_holidays) {
        buf_addf(&out, "holidays id%s\n", hours->has_joint_leave ? " joint" : "");
    }
    for (size_t i = 0; i < hours->closure_count; i++) {
        str from = clock_iso_date(arena, hours->closure[i].from_days);
        str to = clock_iso_date(arena, hours->closure[i].to_days);
        buf_addf(&out, "closed %.*s %.*s\n", STR_ARG(from), STR_ARG(to));
    }
    return str_trim(buf_str(&out));
}
