/* SPDX-License-Identifier: Apache-2.0 */
/*
 * guarantee.h - what is covered, until when, and why: the rule the guarantee's text is rendered from.
 *
 * Purpose    One pure function for the guarantee, one for returns, one for the warranty; what eligibility, countdown, release
 *            of money and the cost of a preset all ask.
 * Layer      core; uses policy, base/calendar.
 * Units      instants in µs since 1970 UTC; days are local days, and the last one counts to its end (23.59.59).
 * Ownership  plain values; a `struct working_days` lives in the arena of the ctx it was made with.
 * Errors     none: these functions answer.
 * Invariants several clocks: the LATER one counts (max, never min), so no policy ends before the two working days of the law;
 *            goods that were not delivered never run out of cover.
 * Source     covered = now <= max(end of the window, end of the 2nd working day after receipt), or not delivered. PP 80/2019
 *            art. 69; a working day is one on which the shop is open and which is neither Sunday nor an Indonesian holiday or
 *            joint leave (also an estimated one: it can only lengthen what the buyer has).
 */
#ifndef CORE_GUARANTEE_H
#define CORE_GUARANTEE_H

#include "base/calendar.h"
#include "core/policy.h"

enum { LAW_EXCHANGE_WORKING_DAYS = 2 };

/* Which days the law counts: the shop's own and the country's. */
struct working_days {
    struct calendar calendar;
    const int64_t *holiday; /* sorted dates */
    size_t holiday_count;
};
struct working_days working_days_of(struct ctx *c);
bool is_working_day(const struct working_days *days, int64_t local_days);
/* Local end of the count-th working day after the one of `at`. */
int64_t working_days_end_at(const struct working_days *days, int64_t at, int64_t count);

struct cover_facts {
    int64_t paid_at;      /* 0: nothing was paid yet; of orders from elsewhere: when they were placed */
    int64_t delivered_at; /* of this parcel; 0: not delivered */
    int64_t promised_at;  /* promised delivery; 0: none was promised */
    int64_t exchange_days; /* working days from receipt by the terms; fewer than the law's, also 0: the law's */
};
enum cover_why {
    COVER_NOT_BEGUN, /* nothing paid, nothing delivered */
    COVER_WAITING,   /* on its way: covered until it is here, whatever the window says */
    COVER_LATE,      /* past the promised day and its grace: it counts as lost */
    COVER_WINDOW,    /* within the days of the policy */
    COVER_LAW,       /* past them, and still within the working days of the law */
    COVER_ENDED,
    COVER_WHY_COUNT
};
str cover_why_name(enum cover_why why); /* for machines: "window" */

struct cover {
    bool is_covered;
    enum cover_why why;
    int64_t until_at;        /* the later of the two below; 0: not fixed while it is not delivered */
    int64_t window_until_at; /* by the policy's days; 0: not begun */
    int64_t law_until_at;    /* by the law's working days; 0: not delivered */
    int64_t lost_at;         /* when undelivered goods count as lost; 0: delivered, or nothing was promised */
};
/* `guarantee` is a version of POLICY_GUARANTEE. */
struct cover guarantee_cover(const struct policy *guarantee, const struct working_days *days,
                             const struct cover_facts *facts, int64_t now_at);
/* The same for a version of POLICY_RETURNS: it begins with delivery. */
struct cover returns_cover(const struct policy *returns, const struct working_days *days,
                           const struct cover_facts *facts, int64_t now_at);
/* End of the grace after a promised delivery: then the goods count as lost. */
int64_t guarantee_lost_at(const struct policy *guarantee, const struct zone *zone,
                          int64_t promised_at);
/* Local end of the day `months` after delivery (31 January + 1 month: 28 February). 0: no warranty, or not delivered. */
int64_t warranty_until(const struct zone *zone, int64_t delivered_at, int64_t months);

/* What a claim says is wrong: not_received, damaged, defective, wrong_item, missing_part, not_as_described, changed_mind. */
bool guarantee_has_ground(const struct policy *guarantee, str ground);
/* The same of a version of POLICY_RETURNS: what is here and is not as it should be; a change of mind when it says so. */
bool returns_has_ground(const struct policy *returns, str ground);

#endif
