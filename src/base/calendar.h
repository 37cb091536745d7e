/* SPDX-License-Identifier: Apache-2.0 */
/*
 * calendar.h - when a shop is open, so that a promise can be dated.
 *
 * Purpose    Business time between two instants and its inverse; business days; cut-off hour.
 * Layer      base.
 * Units      instants and budgets in µs; dates in days since 1970-01-01; times of day in minutes since local midnight.
 * Ownership  a calendar borrows its arrays; nothing is allocated.
 * Invariants business_time(t, due_at(t, budget)) == budget for every budget > 0 that can be met, and due_at is the earliest such instant.
 * Source     local days by the zone's own rules: a day of 23 or 25 hours counts what it has. An interval may cross midnight; it
 *            belongs to the day on which it starts, and is open whole when that day is.
 */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include "base/clock.h"

enum { CALENDAR_INTERVALS_MAX = 6, CALENDAR_HORIZON_DAYS = 3700 };

/* from < to ≤ from + 1440; `to` past 1440 lies on the next day; 0–1440 is a whole day. */
struct calendar_interval {
    int32_t from_minute, to_minute;
};

struct calendar_weekday {
    int32_t count; /* 0: closed */
    struct calendar_interval interval[CALENDAR_INTERVALS_MAX]; /* sorted, not overlapping */
};

/* Both ends included: "toko libur". */
struct calendar_closure {
    int64_t from_days, to_days;
};

struct calendar {
    int64_t version; /* of the setting it came from; kept with each promise */
    const struct zone *zone;
    struct calendar_weekday weekday[7]; /* 0 Sunday */
    int32_t cutoff_minute; /* orders from this minute on count for the next business day; 1440: none */
    const int64_t *holiday; /* sorted dates */
    size_t holiday_count;
    const struct calendar_closure *closure;
    size_t closure_count;
};

/* Text for the operator when something does not hold (unsorted, overlapping, out of range); empty when it is sound. */
str calendar_problem(const struct calendar *cal);
/* No hour is ever open (within the horizon after `at`). */
bool calendar_is_never_open(const struct calendar *cal, int64_t at);
bool calendar_is_open(const struct calendar *cal, int64_t at);
/* Holidays and closures taken into account. */
bool calendar_is_business_day(const struct calendar *cal, int64_t days);

/* Open µs in [from, to); negative when to < from. */
int64_t calendar_business_time(const struct calendar *cal, int64_t from_at, int64_t to_at);
/* Earliest instant with `budget` open µs since start. Budget 0: `start_at` itself. False: not within CALENDAR_HORIZON_DAYS. */
MUST_USE bool calendar_due_at(const struct calendar *cal, int64_t start_at, int64_t budget,
                              int64_t *out_at);
/* A clock that ran all the time, in a zone: wall-clock promises are business time of this calendar. */
struct calendar calendar_always(const struct zone *zone);

/* While a clock is paused nothing is open. Sorted by from_at, not overlapping. */
struct calendar_pause {
    int64_t from_at, to_at;
};
/* The same two with pauses taken out; they stay each other's inverse. `from_at` ≤ `to_at`. */
int64_t calendar_time_paused(const struct calendar *cal, int64_t from_at, int64_t to_at,
                             const struct calendar_pause *pause, size_t count);
MUST_USE bool calendar_due_paused(const struct calendar *cal, int64_t start_at, int64_t budget,
                                  const struct calendar_pause *pause, size_t count,
                                  int64_t *out_at);
/* The business day on which work for something that came in at `at` begins: that day when it is one and before the cut-off, else the next. */
MUST_USE bool calendar_first_day(const struct calendar *cal, int64_t at, int64_t *out_days);
/* The count-th business day after `days` (count 0: `days` itself, or the next business day). */
MUST_USE bool calendar_add_business_days(const struct calendar *cal, int64_t days, int64_t count,
                                         int64_t *out_days);
/* When that day's last opening ends; for days that are not business days, local midnight at its end. */
int64_t calendar_day_end_at(const struct calendar *cal, int64_t days);

/* Sorted dates of kind "holiday" (and "cuti_bersama" when asked) from a table like data/holidays-id.tsv; bad lines are skipped. */
const int64_t *calendar_read_holidays(struct arena *arena, str tsv, bool with_joint_leave,
                                      size_t *count);

#endif
