/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conversation_said.h - one message after it was said: found again, delivered, bounced, changed.
 *
 * Purpose    What channels report about messages that are there already.
 * Layer      care; part of conversation.
 * Ownership  everything returned lives in c->arena.
 * Errors     ERR_NOT_FOUND; ERR_STATE: not a message of that direction.
 */
#ifndef CARE_CONVERSATION_SAID_H
#define CARE_CONVERSATION_SAID_H

#include "care/conversation.h"

enum { CONVERSATION_MESSAGES_MAX = 500 };

struct said {
    said_id id;
    conversation_id conversation, origin; /* origin: where it was said, before a merge */
    enum said_direction direction;
    enum channel channel;
    enum said_author author;
    int64_t staff;
    person_id person;
    vault_text_id text;
    bool is_auto;
    int64_t sent_at, recorded_at, changed_at, deleted_at;
    enum said_delivery delivery;
    int64_t kept_promise, answers_since; /* SAID_OUT: what it answered */
};
struct said_list {
    struct said *item;
    size_t count;
};

/* In the order they were sent, notes among them. */
MUST_USE enum err conversation_messages(struct ctx *c, conversation_id id, struct said_list *out);
/* What continues it: after it was closed, or split off; oldest first. */
MUST_USE enum err conversation_continued(struct ctx *c, conversation_id id,
                                         struct conversation *out, size_t max, size_t *count);
MUST_USE enum err conversation_message(struct ctx *c, said_id id, struct said *out);
/* Whether it says exactly this, without reading it. */
MUST_USE enum err conversation_said_is(struct ctx *c, said_id id, str text, bool *out);
/* ERR_NOT_FOUND: nothing on this channel has that id. */
MUST_USE enum err conversation_find_external(struct ctx *c, enum channel channel, str external,
                                             struct said *out);

/* Sends a message by its channel's way (mail, app); payload {said}. */
#define CONVERSATION_SEND_JOB "conversation.send"
/* An answer did not reach the person: what it had answered is unanswered again. Twice is once. */
MUST_USE enum err conversation_bounced(struct ctx *c, said_id id);
/* An adapter sent it. */
MUST_USE enum err conversation_delivered(struct ctx *c, said_id id);
/* The person changed or took back a message on its channel. */
MUST_USE enum err conversation_changed(struct ctx *c, said_id id, str text, bool is_deleted);

str said_direction_name(enum said_direction direction);
str said_author_name(enum said_author author);
str said_delivery_name(enum said_delivery delivery);

#endif
