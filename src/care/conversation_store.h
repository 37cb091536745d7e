/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conversation_store.h - rows of conversations and messages; for the files of care/conversation alone.
 *
 * Purpose    Reads and changes rows; knows no rule but the order of states in the table.
 * Layer      care; part of conversation.
 * Ownership  everything returned lives in c->arena.
 * Errors     ERR_NOT_FOUND; ERR_STATE: the row was not in that state.
 */
#ifndef CARE_CONVERSATION_STORE_H
#define CARE_CONVERSATION_STORE_H

#include "care/conversation_said.h"

struct said_row {
    conversation_id conversation, origin;
    const struct said_new *said;
    person_id person;
    vault_text_id text;
    str external_hash, content_hash;
    int64_t sent_at;
    enum said_delivery delivery;
    int64_t kept_promise, answers_since;
};

MUST_USE enum err conversation_insert(struct ctx *c, const struct conversation_new *n, str number,
                                      vault_text_id title, conversation_id *out);
/* Reads it to change it: until the end of the transaction nobody else does. */
MUST_USE enum err conversation_hold(struct ctx *c, conversation_id id, struct conversation *out);
MUST_USE enum err said_insert(struct ctx *c, const struct said_row *row, said_id *out);
/* Reads one row whose columns are CONVERSATION_COLUMNS. */
MUST_USE enum err conversation_read_row(struct ctx *c, struct rows *r, struct conversation *out);
MUST_USE enum err conversation_put_state(struct ctx *c, const struct conversation *v,
                                         enum conversation_state to);
/* waiting_since and due_at; 0 clears. */
MUST_USE enum err conversation_put_due(struct ctx *c, conversation_id id, int64_t waiting_since,
                                       int64_t due_at);
/* last_at, and last_message_id for what the person can see. */
MUST_USE enum err conversation_put_last(struct ctx *c, conversation_id id, said_id said,
                                        bool is_public);
/* After messages came from or went to another conversation. */
MUST_USE enum err conversation_find_last(struct ctx *c, conversation_id id);
/* The later of two windows holds. */
MUST_USE enum err conversation_put_window(struct ctx *c, conversation_id id, int64_t closes_at);
/* Who wrote to `from` by an app is answered from `into`. */
MUST_USE enum err conversation_move_address(struct ctx *c, conversation_id from,
                                            conversation_id into);
MUST_USE enum err said_put_external(struct ctx *c, said_id id, enum channel channel, str external);
MUST_USE enum err said_put_delivery(struct ctx *c, said_id id, enum said_delivery delivery,
                                    bool *changed);
/* What an answer kept, when it is known only later. */
MUST_USE enum err said_put_kept(struct ctx *c, said_id id, int64_t promise, int64_t since);
/* The latest successful public human answer after `after`; 0: none. */
MUST_USE enum err said_answer_after(struct ctx *c, conversation_id id, said_id after,
                                    int64_t *recorded_at);

str said_hash_external(struct ctx *c, enum channel channel, str external);
str said_hash_content(struct ctx *c, str text);
MUST_USE enum err conversation_note(struct ctx *c, conversation_id id, const char *kind,
                                    struct value *facts);
void conversation_raise(struct ctx *c, conversation_id id);

#define CONVERSATION_COLUMNS                                                                       \
    "v.id, v.number, v.person_id, v.state, v.state_before, v.channel, v.lang, v.title_text_id, v.team, v.assignee_id, v.opened_at, " \
    "v.last_at, v.last_message_id, v.waiting_since, v.due_at, v.snoozed_until, v.solved_at, v.merged_into, v.continues_id, " \
    "v.window_closes_at"

#endif
