/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setting_hours.h - opening hours in parts, for a form: read from the setting's lines and written back.
 *
 * Purpose    The lines of "shop.calendar" stay the one thing that is kept; this is their other face.
 * Layer      core; uses base.
 * Units      minutes since local midnight; dates in days since 1970-01-01.
 * Ownership  texts made here live in the arena given.
 * Errors     false with a reason for the operator: as shop_read_calendar.
 * Invariants reading what was written gives the same hours.
 */
#ifndef CORE_SETTING_HOURS_H
#define CORE_SETTING_HOURS_H

#include "core/setting.h"

enum { HOURS_CLOSURES_MAX = 60 };

struct shop_hours {
    struct calendar_weekday weekday[7]; /* 0 Sunday */
    int32_t cutoff_minute;              /* 1440: none */
    bool has_holidays, has_joint_leave;
    struct calendar_closure closure[HOURS_CLOSURES_MAX];
    size_t closure_count;
};

/* "sun" … "sat" */
extern const char *const shop_weekdays[7];

MUST_USE bool shop_hours_read(struct arena *arena, str text, const struct zone *zone,
                              struct shop_hours *out, str *why);
str shop_hours_write(struct arena *arena, const struct shop_hours *hours);

/* "08:00" to "24:00". */
MUST_USE bool shop_minute_of(str text, int32_t *out);
/* "08:00"; past midnight the time of the next day. */
str shop_time_text(struct arena *arena, int32_t minute);

#endif
