/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clock.h - instants, dates and zones.
 *
 * Purpose    Reading and writing instants; civil dates; offsets of time zones (ICU).
 * Layer      base.
 * Units      instants in µs since 1970-01-01 UTC (no leap seconds); dates in days since 1970-01-01; offsets in µs.
 * Errors     parsers return false and leave the output alone.
 * Source     RFC 3339; civil date arithmetic after H. Hinnant's days_from_civil.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/str.h"

struct civil {
    int year, month, day; /* month 1–12, day 1–31 */
    int hour, minute, second;
    int weekday; /* 0 Sunday … 6 Saturday */
};

/* An IANA zone, loaded once and then read by any thread. */
struct zone;

/* The wall clock of the machine; only cli/ and web/ may ask it. */
int64_t clock_now(void);
/* Monotonic, for durations. */
int64_t clock_monotonic(void);

int64_t clock_days_of(int year, int month, int day);
struct civil clock_civil_of_days(int64_t days);
MUST_USE bool clock_parse_rfc3339(str text, int64_t *out_at);
MUST_USE bool clock_parse_date(str text, int64_t *out_days); /* YYYY-MM-DD */
str clock_rfc3339(struct arena *arena, int64_t at); /* 2026-11-21T07:05:00Z, µs only when not 0 */
str clock_iso_date(struct arena *arena, int64_t days);
str clock_http_date(struct arena *arena, int64_t at); /* RFC 9110 IMF-fixdate */

/* NULL: unknown name. Zones are kept for the life of the program; thread-safe. */
const struct zone *zone_of(str name);
str zone_name(const struct zone *zone);
int64_t zone_offset(const struct zone *zone, int64_t at);
/* WIB, WITA, WIT where Indonesians say so; else "GMT+2" and the like. */
str zone_label(struct arena *arena, const struct zone *zone, int64_t at);
struct civil zone_civil(const struct zone *zone, int64_t at);
int64_t zone_days(const struct zone *zone, int64_t at); /* local date of an instant */
/* Instant of a local date and minute of day; a gap moves forward, an overlap takes the first. */
int64_t zone_instant(const struct zone *zone, int64_t days, int minute_of_day);

/* 21 November 2026 14.05 WIB · 21 November 2026, 14:05 WIB */
str clock_print(struct arena *arena, const struct zone *zone, int64_t at, bool indonesian);
str clock_print_date(struct arena *arena, int64_t days, bool indonesian); /* 21 November 2026 */
str clock_print_time(struct arena *arena, const struct zone *zone, int64_t at,
                     bool indonesian);                  /* 14.05 WIB */
str clock_print_weekday(int64_t days, bool indonesian); /* Senin · Monday */

#endif
