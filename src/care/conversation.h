/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conversation.h - what a person and the shop say to each other, on whatever channel, and until when we answer.
 *
 * Purpose    Conversations, their messages and states, and the promises `reply` (first public human answer) and `next_reply`
 *            (one per burst of messages).
 *
 *   new → open ⇄ waiting_customer         nothing of the customer's is unanswered
 *         open ⇄ waiting_third_party      our promise keeps running
 *         open ⇄ snoozed                  the desk's convenience: the customer's clock runs on
 *   new|open|waiting_* → solved → closed  (by itself after CONVERSATION_CLOSE_DAYS; then a message opens a new, linked one)
 *   solved → open                         any message of the customer
 *   any → merged · any → spam ⇄ what it was
 *
 * Layer      care; uses core.
 * Units      instants in µs since 1970 UTC; sent_at ≤ recorded_at.
 * Ownership  everything returned lives in c->arena.
 * Errors     ERR_NOT_FOUND: no such conversation, or its person was erased. ERR_STATE: not from this state. ERR_CONFLICT: somebody
 *            said something that the writer had not seen. ERR_BAD_INPUT: empty or too long.
 * Invariants due_at is the due time of the open promise, waiting_since the instant of the first unanswered message; bots,
 *            auto-replies and bounced answers answer nothing; a message's clock starts when the person sent it.
 * Tags       `inbox` and `conversation:ID` rise with every change.
 */
#ifndef CARE_CONVERSATION_H
#define CARE_CONVERSATION_H

#include "care/channel.h"
#include "core/promise.h"
#include "core/vault.h"

typedef struct {
    int64_t v;
} conversation_id;
typedef struct {
    int64_t v;
} said_id;

enum {
    CONVERSATION_ABOUT_MAX = 10,
    CONVERSATION_TEXT_MAX_CHARS = 20000,
    CONVERSATION_CLOSE_DAYS = 7,
};

enum conversation_state {
    CONVERSATION_NEW,
    CONVERSATION_OPEN,
    CONVERSATION_WAITING_CUSTOMER,
    CONVERSATION_WAITING_THIRD_PARTY,
    CONVERSATION_SNOOZED,
    CONVERSATION_SOLVED,
    CONVERSATION_CLOSED,
    CONVERSATION_MERGED,
    CONVERSATION_SPAM,
    CONVERSATION_STATE_COUNT
};

struct conversation {
    conversation_id id;
    str number; /* "TNY-7K2M-94QX" */
    person_id person;
    enum conversation_state state, state_before;
    enum channel channel; /* where it began */
    enum lang lang;
    vault_text_id title; /* 0: none */
    str team;
    int64_t assignee; /* staff id; 0: nobody */
    int64_t opened_at, last_at;
    said_id last_said;     /* the latest public message: what a writer must have seen */
    int64_t waiting_since; /* 0: nothing is unanswered */
    int64_t due_at;        /* 0: nothing promised */
    int64_t snoozed_until, solved_at;
    conversation_id merged_into, continues; /* 0: none */
    int64_t window_closes_at; /* after it no answer leaves by the app it came in by; 0: no such app */
};

struct conversation_new {
    person_id person;
    enum channel channel;
    enum lang lang;
    str title;        /* a mail's subject; may be empty; sealed */
    const str *about; /* "order:AMN-…", "product:12", "complaint:…", "claim:…" */
    size_t about_count;
    conversation_id continues;
};

enum said_direction { SAID_IN, SAID_OUT, SAID_NOTE, SAID_DIRECTION_COUNT };
enum said_author { AUTHOR_BUYER, AUTHOR_STAFF, AUTHOR_BOT, AUTHOR_COUNT };
enum said_delivery {
    DELIVERY_NONE,
    DELIVERY_WAITING,
    DELIVERY_SENT,
    DELIVERY_FAILED,
    DELIVERY_COUNT
};

struct said_new {
    enum said_direction direction;
    enum channel channel;
    enum said_author author;
    str text;
    str external;     /* the channel's own id of it: the same again changes nothing; may be empty */
    int64_t sent_at;  /* when the person sent it; 0: now; later than now counts as now */
    int64_t clock_at; /* when our time began to run, if that is not sent_at (a mail: when our server had it) */
    bool is_auto;     /* an auto-reply: starts no clock, reopens nothing */
    bool is_sent;     /* SAID_OUT by hand: it left already; else it answers when conversation_delivered is told */
    bool is_past;     /* SAID_IN: answered where it was said: starts no clock */
    said_id seen;     /* SAID_OUT: the last message its writer had seen; 0: whatever came */
};

/* What became of a message. */
struct said_receipt {
    said_id said;
    conversation_id conversation; /* another one when this was closed or merged */
    bool is_duplicate;
    int64_t due_at; /* until when we answer; 0: nothing is owed */
};

/* Begins one without a message; with it the person's contract for care. */
MUST_USE enum err conversation_open(struct ctx *c, const struct conversation_new *n,
                                    conversation_id *out);
MUST_USE enum err conversation_say(struct ctx *c, conversation_id id, const struct said_new *s,
                                   struct said_receipt *out);
/* The person asked to be called: a dated promise `call_back`, kept by a call that is written down. */
MUST_USE enum err conversation_call_back(struct ctx *c, conversation_id id, int64_t *due_at);
/* Makes it findable by the person's name; the name itself stays in the vault. */
MUST_USE enum err conversation_add_name(struct ctx *c, conversation_id id, person_id person,
                                        str name);
/* Known ones change nothing. */
MUST_USE enum err conversation_add_about(struct ctx *c, conversation_id id, str subject);

MUST_USE enum err conversation_get(struct ctx *c, conversation_id id, struct conversation *out);
MUST_USE enum err conversation_find(struct ctx *c, str number, struct conversation *out);
/* The latest that is about `subject` and not closed, merged or spam. ERR_NOT_FOUND. */
MUST_USE enum err conversation_about(struct ctx *c, str subject, struct conversation *out);
MUST_USE enum err conversation_subjects(struct ctx *c, conversation_id id,
                                        str out[CONVERSATION_ABOUT_MAX], size_t *count);

str conversation_subject(struct ctx *c,
                         conversation_id id); /* "conversation:12", of promises and events */
/* By when something must leave: the due time, or the end of the app's reply window where that comes first; 0: nothing is owed. */
int64_t conversation_act_by(const struct conversation *v);
/* As the person may see it: what the desk put off for itself is open. */
enum conversation_state conversation_state_shown(enum conversation_state state);
str conversation_state_name(enum conversation_state state);
str conversation_state_label(enum conversation_state state, enum lang lang);
/* By when a message that began to wait at `at` is answered: the reply policy on the shop's calendar. */
MUST_USE enum err conversation_due_at(struct ctx *c, int64_t at, int64_t *due_at,
                                      int64_t *policy_version);

#endif
