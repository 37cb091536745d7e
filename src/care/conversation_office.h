/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conversation_office.h - what the care team does with conversations.
 *
 * Purpose    States, assignment, teams, tags, snooze, merge, split, spam; the timer that wakes and closes.
 * Layer      care; part of conversation.
 * Units      instants in µs.
 * Ownership  everything returned lives in c->arena.
 * Errors     ERR_STATE: the table of steps has no such step, or something of the customer's is unanswered. ERR_BAD_INPUT: a reason or
 *            name is missing or too long. ERR_NOT_FOUND.
 * Invariants no step of staff stops a running promise but spam, merge and conversation_owes_nothing, and each of them is counted
 *            as voided; what is taken back (spam) is owed again with its old due time.
 */
#ifndef CARE_CONVERSATION_OFFICE_H
#define CARE_CONVERSATION_OFFICE_H

#include "base/value.h"
#include "care/conversation_said.h"

/* open, waiting_customer, waiting_third_party, solved; from spam, open means what it was before. */
MUST_USE enum err conversation_move(struct ctx *c, conversation_id id, enum conversation_state to);
/* Nothing is promised to it from now on, until it is opened again: where an answer is owed that is an override, and needs a reason. */
MUST_USE enum err conversation_spam(struct ctx *c, conversation_id id, str reason);
/* Out of sight until then, or until half an hour before the answer is due, whichever comes first. */
MUST_USE enum err conversation_snooze(struct ctx *c, conversation_id id, int64_t until_at);
/* 0: nobody; the team stays when it is empty. */
MUST_USE enum err conversation_assign(struct ctx *c, conversation_id id, int64_t staff, str team);
MUST_USE enum err conversation_tag(struct ctx *c, conversation_id id, str tag, bool is_on);
enum { TAGS_MAX = 20, TAG_CHARS_MAX = 40 };
MUST_USE enum err conversation_tags(struct ctx *c, conversation_id id, str out[TAGS_MAX],
                                    size_t *count);
/* "Terima kasih" needs no answer: an override with a reason, counted as voided. */
MUST_USE enum err conversation_owes_nothing(struct ctx *c, conversation_id id, str reason);

/* Two threads of one person: `from` goes into `into`, which inherits the earlier due time. Each link keeps showing what was said
 * under it and the answers given since, never what came in under the other. */
MUST_USE enum err conversation_merge(struct ctx *c, conversation_id from, conversation_id into);
/* From this message of the customer on, it is a conversation of its own; what waits for an answer goes with it, due as before. */
MUST_USE enum err conversation_split(struct ctx *c, said_id from, conversation_id *out);

/* Other conversations whose person has the same phone or e-mail: for staff only, who judge whether it is the same person. */
MUST_USE enum err conversation_alike(struct ctx *c, const struct conversation *v,
                                     struct conversation *out, size_t max, size_t *count);

/* Both have the same phone or e-mail. */
MUST_USE enum err conversation_is_alike(struct ctx *c, person_id one, person_id other, bool *out);

/* What waits for time: the finish function of this job. */
#define CONVERSATION_JOB "conversation.timer"
MUST_USE enum err conversation_timer(struct ctx *c, const struct value *payload);

#endif
