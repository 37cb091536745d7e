/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decision.h - wherever a second person must decide.
 *
 * Purpose    A contest, an appeal or an escalation is decided by somebody who had no hand in the case: another person of the shop, else the
 *            outside reviewer the owner named (by link), else, after a day, one who had, which is said and counted apart. A reviewer who
 *            decided this case before is no other person: then it is theirs, after that day.
 * Layer      core; uses promise, event, staff, setting, vault, link. What follows a decision is given from above (decision_hooks).
 * Units      instants in µs.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_NOT_FOUND; ERR_STATE: decided already; ERR_FORBIDDEN: this person had a hand in it; ERR_EARLY: and may only later; ERR_EXISTS: the
 *            subject has an open decision; ERR_BAD_INPUT: no reasons.
 * Invariants one open decision per subject; the promise `decide` of "decision:ID" is made with it and kept by deciding; overdue means
 *            the buyer's wish; a verdict never changes; nobody decides about a case of their own.
 */
#ifndef CORE_DECISION_H
#define CORE_DECISION_H

#include "core/promise.h"
#include "core/vault.h"

typedef struct {
    int64_t v;
} decision_id;

enum decision_kind {
    DECISION_CLAIM,     /* contest or appeal of a claim */
    DECISION_COMPLAINT, /* escalation of a complaint */
    DECISION_STANDING,  /* contest of a step added against abuse */
    DECISION_KIND_COUNT
};

enum decider {
    DECIDER_NONE,     /* open */
    DECIDER_STAFF,    /* another person of the shop */
    DECIDER_REVIEWER, /* the outside reviewer, by link */
    DECIDER_SAME,     /* "diputus orang yang sama" */
    DECIDER_RULE,     /* nobody in time: the buyer's wish */
    DECIDER_DROPPED,  /* the case ended another way */
    DECIDER_COUNT
};

struct decision {
    decision_id id;
    enum decision_kind kind;
    str number;  /* "PTS-7K2M-94QX"; the reviewer's link is link_key of "decision:NUMBER" */
    str subject; /* "claim:12" */
    person_id person;  /* the buyer */
    int64_t first_by;  /* staff who decided first; 0: the rule did */
    int64_t asked_at, due_at, decided_at; /* 0: open */
    bool is_final;     /* no appeal after it */
    enum decider by;
    int64_t staff; /* who decided; 0: reviewer or rule */
    bool is_upheld; /* for the buyer, wholly or partly */
    vault_text_id reasons; /* 0: none yet; VAULT_MESSAGE of the buyer: both sides read it */
};
struct decision_list {
    struct decision *item;
    size_t count;
};

struct decision_new {
    enum decision_kind kind;
    str subject;
    person_id person;
    int64_t first_by;
    bool is_final;
    const struct actor *involved; /* whoever took a step in the case before; staff among them may not decide */
    size_t involved_count;
};

str decision_kind_name(enum decision_kind kind);
str decision_kind_label(enum decision_kind kind, enum lang lang); /* "A contested claim" */
str decider_name(enum decider by); /* staff, reviewer, same_person, rule */
/* "Diputus orang yang sama"; for both sides. */
str decider_label(enum decider by, enum lang lang);

/* Asks for it: due 48 hours of wall clock from now. With a reviewer and nobody else in the shop, the reviewer is told at once. */
MUST_USE enum err decision_ask(struct ctx *c, const struct decision_new *d, decision_id *out);
MUST_USE enum err decision_get(struct ctx *c, decision_id id, struct decision *out);
MUST_USE enum err decision_by_number(struct ctx *c, str number, struct decision *out);
/* The latest of a subject. ERR_NOT_FOUND. */
MUST_USE enum err decision_find(struct ctx *c, str subject, struct decision *out);
MUST_USE enum err decision_list_open(struct ctx *c, int64_t limit, struct decision_list *out);

/* Whether ctx->actor may decide it now. */
MUST_USE enum err decision_may(struct ctx *c, const struct decision *d, bool is_reviewer,
                               bool *out);
/* The owner named somebody outside the shop. */
bool decision_has_reviewer(const struct ctx *c);
/* Whom an open decision waits for: DECIDER_STAFF (another person), DECIDER_REVIEWER, or DECIDER_SAME from `*from_at` on. */
MUST_USE enum err decision_waits_for(struct ctx *c, const struct decision *d, enum decider *out,
                                     int64_t *from_at);

struct decision_verdict {
    bool is_upheld;
    str reasons; /* at least 10 characters */
    bool is_reviewer; /* came by the reviewer's link; else ctx->actor is the staff member */
};
/* What follows, by kind; called in the same transaction with the decided row. */
struct decision_hooks {
    enum err (*decided[DECISION_KIND_COUNT])(struct ctx *c, const struct decision *d);
};
MUST_USE enum err decision_decide(struct ctx *c, const struct decision_hooks *hooks, decision_id id,
                                  const struct decision_verdict *v);
/* The finish function of DECISION_REMIND_JOB: half way, the reviewer it still waits for is told once more. */
#define DECISION_REMIND_JOB "decision.remind"
struct job;
MUST_USE enum err decision_remind_finish(struct ctx *c, struct job *job);
/* For promise_hooks.broken[PROMISE_DECIDE]: nobody decided in time. */
MUST_USE enum err decision_overdue(struct ctx *c, const struct decision_hooks *hooks,
                                   const struct promise *p);
/* The case ended another way (withdrawn, paid by chargeback): the promise is voided with `reason`. */
MUST_USE enum err decision_drop(struct ctx *c, str subject, str reason);

/* Decided in [from, to) by each decider, for the public figures. */
MUST_USE enum err decision_counts(struct ctx *c, int64_t from_at, int64_t to_at,
                                  int64_t out[DECIDER_COUNT]);

#endif
