/* SPDX-License-Identifier: Apache-2.0 */
/*
 * complaint_act.h - the steps of a complaint: by the person, the shop, a second person, and the rules.
 *
 * Purpose    One function takes a step; two hooks follow promises and decisions; one chore ends what waited long enough.
 * Layer      care; uses complaint's rooms.
 * Errors     as complaint.h.
 */
#ifndef CARE_COMPLAINT_ACT_H
#define CARE_COMPLAINT_ACT_H

#include "care/complaint.h"

enum complaint_act {
    COMPLAINT_ACT_OPEN,
    COMPLAINT_ACT_ACKNOWLEDGE, /* staff; judges severity and category */
    COMPLAINT_ACT_ASK,         /* staff ask the person something they need: the clock stands */
    COMPLAINT_ACT_WAIT,        /* for a courier or supplier: the clock runs, the person sees why */
    COMPLAINT_ACT_GO_ON,       /* staff, or the person's answer */
    COMPLAINT_ACT_PROPOSE,     /* a remedy until a date */
    COMPLAINT_ACT_REJECT,
    COMPLAINT_ACT_AGREE,
    COMPLAINT_ACT_DECLINE,
    COMPLAINT_ACT_CONTEST,
    COMPLAINT_ACT_OVERDUE, /* the rule: nobody decided in time */
    COMPLAINT_ACT_UPHOLD,  /* the second person, or the rule */
    COMPLAINT_ACT_DENY,
    COMPLAINT_ACT_REMEDY, /* done, with its proof */
    COMPLAINT_ACT_CONFIRM,
    COMPLAINT_ACT_DISPUTE, /* taken outside */
    COMPLAINT_ACT_RULED_FOR,
    COMPLAINT_ACT_RULED_AGAINST,
    COMPLAINT_ACT_WITHDRAW,
    COMPLAINT_ACT_DUPLICATE,
    COMPLAINT_ACT_NOT_ONE, /* judged not to be a complaint, with a reason the person reads */
    COMPLAINT_ACT_LAPSE,   /* the rule: no answer, or nothing contested, by the date */
    COMPLAINT_ACT_REOPEN,
    COMPLAINT_ACT_COUNT
};
str complaint_act_name(enum complaint_act act);
str complaint_act_label(enum complaint_act act, enum lang lang);
MUST_USE bool complaint_act_of(str name, enum complaint_act *out);
/* Whether this actor may take it now: what pages offer. */
bool complaint_can(const struct complaint *k, enum complaint_act act, enum role by);

struct complaint_do {
    enum complaint_act act;
    str text;               /* to the person, or by them; reasons, the remedy, its proof */
    str severity, category, cause; /* ACKNOWLEDGE; others: empty leaves them */
    bool is_safety;                /* ACKNOWLEDGE: raises it; it is never lowered by a step */
    bool is_partly;                /* PROPOSE: upheld in part */
    int64_t due_at;                /* PROPOSE: the remedy's date */
    str duplicate_of;              /* DUPLICATE: the number of the other one */
    bool is_said;                  /* it stands in the conversation already: no word is too short, none is missing */
};
/* The actor is ctx->actor; a buyer is ROLE_BUYER. */
MUST_USE enum err complaint_take(struct ctx *c, complaint_id id, const struct complaint_do *d,
                                 struct complaint *out);
/* The person writes: goes into the conversation, ends a wait for them. */
MUST_USE enum err complaint_said(struct ctx *c, complaint_id id, str text);
/* The person spoke, wherever they talk with us: a wait for their answer is over, and their silence counts from now. The text stands in the
 * conversation `in` already; empty when another person of that conversation said it. */
MUST_USE enum err complaint_answered(struct ctx *c, complaint_id id, conversation_id in, str text);
/* A file of whoever acts; nothing when `bytes` is empty. Errors as core/attachment.h; ERR_LIMIT: COMPLAINT_FILES_MAX are there. */
MUST_USE enum err complaint_attach(struct ctx *c, const struct complaint *k, str bytes);
/* Raised: a shorter promise, the top of the board. */
MUST_USE enum err complaint_raise_safety(struct ctx *c, complaint_id id);
MUST_USE enum err complaint_assign(struct ctx *c, complaint_id id, int64_t staff);

MUST_USE enum err complaint_incident_open(struct ctx *c, str title, int64_t *out);
MUST_USE enum err complaint_incident_join(struct ctx *c, complaint_id id, int64_t incident);

MUST_USE enum err complaint_decided(struct ctx *c, const struct decision *d);
MUST_USE enum err complaint_promise_broken(struct ctx *c, const struct promise *p);
/* The chore: proposals nobody answered, decisions nobody contested, remedies nobody questioned. */
MUST_USE enum err complaint_tick(struct ctx *c, int64_t limit, int64_t *done);

/* Received in [from, to): how many, and what became of them. */
struct complaint_figures {
    int64_t received, open, upheld, rejected, withdrawn, no_reply, not_a_complaint, reopened;
};
MUST_USE enum err complaint_count(struct ctx *c, int64_t from_at, int64_t to_at,
                                  struct complaint_figures *out);

#endif
