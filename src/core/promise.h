/* SPDX-License-Identifier: Apache-2.0 */
/*
 * promise.h - what was promised, until when, and what came of it.
 *
 * Purpose    Make, keep, void, break by the timer; kept-rates. One engine for shipping, replies, refunds and privacy requests.
 * Layer      core; uses base, db, event, job. Domain rooms make and keep; what a break leads to is given from above (promise_hooks).
 * Units      instants in µs since 1970 UTC.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_EXISTS: the subject has an open promise of this kind. ERR_NOT_FOUND: it never had one. Neither ends the transaction.
 * Invariants at most one open promise per subject and kind; a verdict follows from instants (kept: at ≤ due_at), never from when
 *            the timer looked; broken stays broken when it is done late.
 */
#ifndef CORE_PROMISE_H
#define CORE_PROMISE_H

#include "base/value.h"
#include "db/db.h"

typedef struct {
    int64_t v;
} promise_id;

enum promise_kind {
    PROMISE_REPLY,
    PROMISE_NEXT_REPLY,
    PROMISE_SHIP,
    PROMISE_DELIVER,
    PROMISE_CONFIRM_PAYMENT,
    PROMISE_REPLACE,
    PROMISE_REFUND,
    PROMISE_DECIDE_COMPLAINT,
    PROMISE_PUBLISH_REVIEW,
    PROMISE_ANSWER_PRIVACY_REQUEST,
    PROMISE_STOP_PROCESSING,
    PROMISE_NOTIFY_BREACH,
    PROMISE_ACKNOWLEDGE,  /* a complaint was seen by a person */
    PROMISE_ANSWER_CLAIM, /* silence at the due time accepts the claim */
    PROMISE_DECIDE,       /* a second person decides: decision.h */
    PROMISE_CALL_BACK,
    PROMISE_INSPECT, /* returned goods */
    PROMISE_REPAIR,
    PROMISE_REMEDY, /* what was agreed on a complaint */
    PROMISE_KIND_COUNT
};

enum promise_outcome {
    PROMISE_OPEN,
    PROMISE_KEPT,
    PROMISE_BROKEN,
    PROMISE_VOIDED,
    PROMISE_OUTCOME_COUNT
};

/* Nights and holidays count on the wall clock; business time is the shop's calendar. */
enum promise_clock { CLOCK_DATE, CLOCK_WALL, CLOCK_BUSINESS, CLOCK_COUNT };

struct promise {
    promise_id id;
    enum promise_kind kind;
    str subject, owed_by, owed_to; /* "order:12", "shop", "person:3" */
    int64_t policy_version;        /* 0: none */
    int64_t made_at, due_at;
    int64_t settled_at; /* when it was done, also late; 0: not yet */
    int64_t dropped_at; /* broken, and nobody waits for it any more; 0: somebody does */
    enum promise_outcome outcome;
    str voided_reason;
    enum promise_clock clock;
    int64_t from_at, budget;  /* the clock's start (the post, the first unanswered message) and the time given */
    int64_t calendar_version; /* under which due_at was reckoned */
    str paused_by;            /* the published rule that holds the clock (promise_kind.h); due_at is then the latest; empty: it runs */
};

struct promise_list {
    struct promise *item;
    size_t count;
};

struct promise_new {
    enum promise_kind kind;
    str subject, owed_by, owed_to; /* owed_by empty: "shop" */
    int64_t policy_version;
    int64_t from_at; /* when the clock started; 0: now */
    int64_t budget;  /* time given, by the kind's clock: due_at follows from it */
    int64_t due_at;  /* a promised date; 0: from the budget */
};

/* Names are for machines (JSON, rows), labels for people. */
str promise_kind_name(enum promise_kind kind);
MUST_USE bool promise_kind_of(str name, enum promise_kind *out);
str promise_kind_label(enum promise_kind kind, enum lang lang); /* "Kirim" · "Ship" */
str promise_outcome_name(enum promise_outcome outcome);
MUST_USE bool promise_outcome_of(str name, enum promise_outcome *out);
str promise_outcome_label(enum promise_outcome outcome,
                          enum lang lang); /* ditepati, dilanggar, gugur, berjalan */

MUST_USE enum err promise_make(struct ctx *c, const struct promise_new *p, promise_id *out);
/* The thing was done at `at`: the fact's own instant where a courier or the buyer vouches for it, now where staff say so.
 * Kept or broken by comparing instants; done before: nothing changes; broken: settled_at is filled, or corrected when at ≤ due_at.
 * What was promised before it on the same subject, broken and never done, is done with it. */
MUST_USE enum err promise_keep(struct ctx *c, str subject, enum promise_kind kind, int64_t at);
/* A published rule (`reason`: its name) ends the promise without a verdict. A broken one stays broken, and an open one past its day
 * breaks, but nobody is owed it any more: it leaves the lists of what is to be done. What was
 * promised before it on the same subject, broken and never done, ends with it. Else nothing changes. */
MUST_USE enum err promise_void(struct ctx *c, str subject, enum promise_kind kind, str reason);
/* All promises of a subject (a cancelled order). */
MUST_USE enum err promise_void_all(struct ctx *c, str subject, str reason);
/* News that it was done in time after all: a broken promise becomes kept by a new event. ERR_STATE: not broken, or at > due_at. */
MUST_USE enum err promise_correct(struct ctx *c, promise_id id, int64_t at, str source);

/* What kept it is taken back (a parcel that never left): the latest one is owed again. Due still: it is open; else broken, and
 * not done. Open or voided: nothing changes. ERR_NOT_FOUND. */
MUST_USE enum err promise_reopen(struct ctx *c, str subject, enum promise_kind kind, str reason);

MUST_USE enum err promise_get(struct ctx *c, promise_id id, struct promise *out);
/* The latest of a kind. ERR_NOT_FOUND. */
MUST_USE enum err promise_find(struct ctx *c, str subject, enum promise_kind kind,
                               struct promise *out);
/* All of a subject by due_at, at most 100. */
MUST_USE enum err promise_list(struct ctx *c, str subject, struct promise_list *out);
/* Ahead of both: db_ask. */
MUST_USE enum err promise_ask(struct ctx *c, str subject, enum promise_kind kind);
/* Open ones by due_at, at most `limit` ≤ 200: the back office's "what is due next". */
MUST_USE enum err promise_list_open(struct ctx *c, int64_t limit, struct promise_list *out);

/* What follows a break, by kind; NULL: nothing but the record. Runs in a transaction of its own (job "promise.broken"), is tried
 * again when it fails, and may see the promise settled meanwhile. */
struct promise_hooks {
    enum err (*broken[PROMISE_KIND_COUNT])(struct ctx *c, const struct promise *p);
};
#define PROMISE_JOB "promise.broken"
/* The finish function of that job calls this with the job's payload. */
MUST_USE enum err promise_consequence(struct ctx *c, const struct promise_hooks *hooks,
                                      const struct value *payload);

/* One step of the timer: breaks at most `limit` promises due before now, adds their events and consequence jobs. Does nothing
 * while the shop's pulse is held (pulse.h). */
MUST_USE enum err promise_break_due(struct ctx *c, int64_t limit, int64_t *broken);
/* When the next open promise falls due; 0: none is open, or the pulse is held. */
MUST_USE enum err promise_next_due_at(struct ctx *c, int64_t *out);

/* Promises due in [from, to): kept-rate = kept / (kept + broken). broken_open, part of broken: past due, not done, and still
 * waited for (what a rule did in the shop's place, or what ended, is waited for no more). */
struct promise_rate {
    int64_t due, kept, broken, broken_open, voided;
};
MUST_USE enum err promise_rates(struct ctx *c, int64_t from_at, int64_t to_at,
                                struct promise_rate out[PROMISE_KIND_COUNT]);

#endif
