/* SPDX-License-Identifier: Apache-2.0 */
/*
 * complaint.h - a case from the first word of dissatisfaction to its end.
 *
 * Purpose    ISO 10002's complaint: number, wish, severity, safety, category, cause, one owner, dated steps, a decision with reasons, recourse.
 *            Who may take which step is the table in complaint_steps.c.
 * Layer      care; uses conversation, promise, decision, event, link, notice, vault, override, policy.
 * Units      instants in µs.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_STATE: not a step from here. ERR_FORBIDDEN: not this actor's step. ERR_BAD_INPUT: words are missing. ERR_NOT_FOUND.
 * Invariants an open complaint has an open promise (acknowledge, decide_complaint, decide or remedy) or waits for the person until a date;
 *            only a decision, a withdrawal or a judged reason closes it as settled; no answer closes it as no_reply, which can be
 *            reopened and is never counted as settled; every step is a row, an event and words the person can read.
 *
 *   received ─acknowledge→ investigating ⇄ waiting_customer | waiting_third_party
 *   received | investigating ─propose→ proposed ─agree→ remedy_due ─done→ remedied ─confirm→ closed(resolved)
 *                            │                 ├─decline→ escalated      ├─not so→ escalated · 7 days→ closed(no_reply)
 *                            │                 └─14 days→ closed(no_reply)
 *                            └─reject→ rejected ─contest→ escalated ─upheld→ remedy_due
 *                                        │                     └─not→ closed(told_recourse) ─outside→ external_dispute
 *                                        └─14 days→ closed(told_recourse)
 *   any open ─overdue decision→ escalated · ─withdraw, duplicate, not a complaint→ closed · closed ─new facts→ investigating
 */
#ifndef CARE_COMPLAINT_H
#define CARE_COMPLAINT_H

#include "care/conversation.h"
#include "core/decision.h"

typedef struct {
    int64_t v;
} complaint_id;

enum { COMPLAINT_STEPS_MAX = 100, COMPLAINT_PAGE_MAX = 50, COMPLAINT_FILES_MAX = 10 };
/* By the form, in a day, with one phone or e-mail: an address that somebody types need not be theirs. */
enum { COMPLAINTS_A_DAY_MAX = 10, COMPLAINTS_TOLD_A_DAY_MAX = 3 };

enum complaint_state {
    COMPLAINT_RECEIVED,
    COMPLAINT_INVESTIGATING,
    COMPLAINT_WAITING_CUSTOMER,
    COMPLAINT_WAITING_THIRD_PARTY,
    COMPLAINT_PROPOSED,
    COMPLAINT_REJECTED,
    COMPLAINT_ESCALATED,
    COMPLAINT_REMEDY_DUE,
    COMPLAINT_REMEDIED,
    COMPLAINT_EXTERNAL,
    COMPLAINT_CLOSED,
    COMPLAINT_STATE_COUNT
};

struct complaint {
    complaint_id id;
    str number; /* "PGD-7K2M-94QX"; its link is link_key of "complaint:NUMBER" */
    person_id person;
    conversation_id conversation;
    int64_t incident; /* 0: none */
    str order_number, source;
    enum lang lang;
    enum complaint_state state;
    str outcome, verdict, severity, category, cause; /* names; empty: not yet */
    bool is_safety;
    int64_t owner, decided_by; /* staff */
    vault_text_id subject, wish, decision; /* 0: none */
    int64_t remedy_due_at;
    complaint_id duplicate_of;
    int64_t reopened_count, received_at, opened_at, changed_at, waits_until, closed_at; /* received_at: when the clock began */
};
struct complaint_list {
    struct complaint *item;
    size_t count;
    bool has_more;
};
struct complaint_step {
    int64_t id, at;
    str act;
    enum complaint_state from, to;
    struct actor by;
    vault_text_id text; /* 0: no words */
};
struct complaint_step_list {
    struct complaint_step *item;
    size_t count;
};

struct complaint_new {
    person_id person;
    enum channel channel;
    str source; /* "form", "staff", "survey", "social", "not_delivered", "inbox" */
    enum lang lang;
    conversation_id conversation; /* where it was said; 0: it gets one, and `text` is its first message */
    str order_number;             /* as the person wrote it; may be empty */
    str subject, text, wish;      /* wish may be empty */
    int64_t posted_at;            /* the first word of it, anywhere; 0: now */
    bool is_safety;
    bool is_untold; /* the person is not written to that it was opened */
};

/* How many came by the form in the last day with this phone or e-mail (normalised; empty: not looked for). */
MUST_USE enum err complaint_count_from(struct ctx *c, str phone, str email, int64_t *out);
/* A conversation that has an open complaint gives that one, with the earlier start. */
MUST_USE enum err complaint_open(struct ctx *c, const struct complaint_new *n,
                                 struct complaint *out);
MUST_USE enum err complaint_get(struct ctx *c, complaint_id id, struct complaint *out);
MUST_USE enum err complaint_by_number(struct ctx *c, str number, struct complaint *out);
/* The open one said in this conversation. ERR_NOT_FOUND. */
MUST_USE enum err complaint_of_conversation(struct ctx *c, conversation_id id,
                                            struct complaint *out);
/* All that were said in it, the newest first, at most 10. */
MUST_USE enum err complaint_list_in(struct ctx *c, conversation_id id, struct complaint_list *out);
MUST_USE enum err complaint_steps_of(struct ctx *c, complaint_id id,
                                     struct complaint_step_list *out);
/* The number belongs to somebody with this phone or e-mail (normalised). */
MUST_USE enum err complaint_matches(struct ctx *c, const struct complaint *k, str phone, str email,
                                    bool *out);

struct complaint_filter {
    str view; /* "open" (safety first, then the oldest), "mine", "closed", "all" */
    int64_t owner;
    int64_t before_id; /* of closed and all; 0: from the newest */
    int64_t after_rank, after_at, after_id; /* of the board, the last one's: 0 safety, 1 others; received_at; id */
    int64_t limit;
};
MUST_USE enum err complaint_page(struct ctx *c, const struct complaint_filter *f,
                                 struct complaint_list *out);

str complaint_subject(struct ctx *c, complaint_id id); /* "complaint:12" */
str complaint_state_name(enum complaint_state state);
str complaint_state_label(enum complaint_state state, enum lang lang);
bool complaint_is_open(const struct complaint *k);

#endif
