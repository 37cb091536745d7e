/* SPDX-License-Identifier: Apache-2.0 */
/*
 * promise_clock.h - when a promise falls due, and the only ways that moment may move.
 *
 * Purpose    Due times from a start and a budget; pauses by published rules; the better of old and new for the customer when the
 *            calendar or a policy changes, a case becomes urgent, or two cases become one.
 * Layer      core; uses base/calendar, setting, event.
 * Units      instants and budgets in µs.
 * Errors     ERR_STATE: not open, overdue, or no published rule of this kind pauses it. ERR_DB.
 * Invariants a settled promise never changes. due_at moves later only by a pause; everything else moves it earlier or not at all.
 *            Each move is an event (promise.paused, promise.resumed, promise.moved).
 */
#ifndef CORE_PROMISE_CLOCK_H
#define CORE_PROMISE_CLOCK_H

#include "core/promise_kind.h"

/* Earliest instant with `budget` on the clock since from_at. A shop that is never open counts by the wall clock. */
MUST_USE enum err promise_due_at(struct ctx *c, enum promise_clock clock, int64_t from_at,
                                 int64_t budget, int64_t *out);
/* Of the kind's clock: what a page says before the promise is made. */
MUST_USE enum err promise_due_of(struct ctx *c, enum promise_kind kind, int64_t budget,
                                 int64_t *out);
int64_t promise_calendar_version(const struct ctx *c);

/* The clock stops by a published rule of the kind; due_at becomes the latest it can be (the rule's longest pause). */
MUST_USE enum err promise_pause(struct ctx *c, str subject, enum promise_kind kind,
                                enum promise_pause_rule rule);
/* What was waited for came at `at`; the clock goes on. Not paused: nothing changes. */
MUST_USE enum err promise_resume(struct ctx *c, str subject, enum promise_kind kind, int64_t at);

/* Of a paused one: until when the pause can last, and what is due when it ends now. ERR_STATE: it runs. */
MUST_USE enum err promise_pause_now(struct ctx *c, const struct promise *p, int64_t *until_at,
                                    int64_t *due_at);

struct promise_pause_row {
    enum promise_pause_rule rule;
    int64_t from_at, until_at; /* until_at 0: still */
};
struct promise_pause_list {
    struct promise_pause_row *item;
    size_t count;
};
MUST_USE enum err promise_pauses(struct ctx *c, promise_id id, struct promise_pause_list *out);

/* A shorter budget from now on (a safety complaint): the earlier of the two dates holds, so raising and lowering again changes
 * nothing for the worse. Nothing open: nothing changes. `reason`: a published rule's name. */
MUST_USE enum err promise_tighten(struct ctx *c, str subject, enum promise_kind kind,
                                  int64_t budget, str reason);
/* It turned out that the case began earlier (an older post): the start moves back, each open due time with it, never later. */
MUST_USE enum err promise_started_before(struct ctx *c, str subject, int64_t from_at);
/* Two cases become one: the surviving subject inherits each open promise with the earlier start and the earlier date; those of
 * `from` are voided as "merged". */
MUST_USE enum err promise_merge(struct ctx *c, str from, str into);

/* The same of one promise that is open: `into` owes it as a promise of this kind. */
MUST_USE enum err promise_inherit(struct ctx *c, const struct promise *from, str into,
                                  enum promise_kind as);

/* A policy gave this kind another budget: open promises keep the better date. Done by promise_review_due, some at a time. */
MUST_USE enum err promise_review_policy(struct ctx *c, enum promise_kind kind,
                                        int64_t policy_version, int64_t budget);
/* After a review moved one: the payload of this job names it (promise), so that rooms can follow. */
#define PROMISE_MOVED_JOB "promise.moved"
/* A chore: notices that the calendar or the reply policy changed, and walks at most `limit` open promises; `done` is 0 when
 * no review waits. */
MUST_USE enum err promise_review_due(struct ctx *c, int64_t limit, int64_t *done);

#endif
