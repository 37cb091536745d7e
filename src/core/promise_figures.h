/* SPDX-License-Identifier: Apache-2.0 */
/*
 * promise_figures.h - what the promises add up to, honestly.
 *
 * Purpose    Lists for the back office; why promises were voided; how fast replies are, with the unanswered among them;
 *            whether a promise may be made at all, or only what is usual may be said.
 * Layer      core; uses base/stats, setting.
 * Units      instants and spans in µs.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_DB: as everywhere.
 */
#ifndef CORE_PROMISE_FIGURES_H
#define CORE_PROMISE_FIGURES_H

#include "base/stats.h"
#include "core/promise.h"

enum promise_view { PROMISES_OPEN, PROMISES_LATE, PROMISES_ALL };

/* Somebody still waits, longer than was promised: broken and not made good, or past its date, in which the longest pause is counted. */
bool promise_is_late(const struct promise *p, int64_t now_at);

struct promise_filter {
    enum promise_view view; /* open and late ones: soonest first; all: newest due first */
    str kind, outcome, subject; /* empty: any */
    int64_t after_due_at, after_id; /* where the page before ended; 0: from the start */
    int64_t limit;                  /* ≤ 200 */
};
MUST_USE enum err promise_page(struct ctx *c, const struct promise_filter *filter,
                               struct promise_list *out, bool *has_more);

/* What somebody of the shop still has to do, soonest first, at most `limit` ≤ 200: the broken ones that are owed all the same, or the open
 * ones whose clock runs. Without `deliver`: only the courier does that. */
MUST_USE enum err promise_todo(struct ctx *c, bool is_late, int64_t limit, struct promise_list *out,
                               bool *has_more);
/* The same counted, of the 500 late and the 500 open ones that come first. */
struct promise_todo_counts {
    int64_t kind[PROMISE_KIND_COUNT];
    int64_t late;
};
MUST_USE enum err promise_todo_counts(struct ctx *c, struct promise_todo_counts *out);

struct promise_reason {
    enum promise_kind kind;
    str reason;
    int64_t count;
};
struct promise_reasons {
    struct promise_reason *item;
    size_t count;
};
/* Why promises due in [from, to) were voided. */
MUST_USE enum err promise_voided_reasons(struct ctx *c, int64_t from_at, int64_t to_at,
                                         struct promise_reasons *out);

/* How fast those were who asked in [from, to): `reply` or `next_reply`, one promise a burst. A share leaves out only those who asked
 * less than that time ago and wait still; the older unanswered count as not answered. What runs on opening hours, and the
 * percentiles, are of the newest 20,000. */
struct promise_share {
    int64_t in, of; /* share = in / of */
};
struct promise_speed {
    int64_t asked, waiting, voided;
    struct promise_share hour, day;              /* wall clock: within 1 h and 24 h */
    struct promise_share open_hour, open_day;    /* the same of opening hours */
    int64_t samples;                             /* of the percentiles */
    struct stats_percentile wall_p50, wall_p90, business_p50, business_p90;
};
MUST_USE enum err promise_reply_speed(struct ctx *c, enum promise_kind kind, int64_t from_at,
                                      int64_t to_at, struct promise_speed *out);

/* Of those who asked in the last 14 days or wait still: where nine of ten took longer than `budget` (by the kind's clock, five cases at least), a page says what
 * is usual instead of promising. The promise is made and judged all the same. */
struct promise_outlook {
    bool is_worse;
    struct stats_percentile p90;
    int64_t count;
};
MUST_USE enum err promise_outlook(struct ctx *c, enum promise_kind kind, int64_t budget,
                                  struct promise_outlook *out);
/* The same where each promise has a date of its own (ship): worse when the one of that rank was past its date. */
MUST_USE enum err promise_outlook_dated(struct ctx *c, enum promise_kind kind,
                                        struct promise_outlook *out);

#endif
