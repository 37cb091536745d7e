/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conversation_writer.h - who of the team is writing an answer at this moment.
 *
 * Purpose    The collision warning before it is too late: whoever begins to write says so, and is seen by the others until
 *            WRITING_FOR after the last word. What was missed is refused when it is sent (said_new.seen).
 * Layer      care; part of conversation.
 * Units      instants in µs.
 * Ownership  everything returned lives in c->arena.
 * Errors     ERR_NOT_FOUND: no such conversation. ERR_DB.
 * Tags       `inbox` and `conversation:ID` rise when somebody begins, and when they are done.
 */
#ifndef CARE_CONVERSATION_WRITER_H
#define CARE_CONVERSATION_WRITER_H

#include "care/conversation.h"

#define WRITING_FOR MINUTES(2)
enum { WRITERS_MAX = 10 };

struct conversation_writer {
    int64_t staff, since_at;
};

/* c->actor writes; a program without a name of its own is nobody. */
MUST_USE enum err conversation_writes(struct ctx *c, conversation_id id);
MUST_USE enum err conversation_wrote(struct ctx *c, conversation_id id);
/* All others than c->actor, who began first stands first. */
MUST_USE enum err conversation_writers(struct ctx *c, conversation_id id,
                                       struct conversation_writer out[WRITERS_MAX], size_t *count);

#endif
