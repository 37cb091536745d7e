/* SPDX-License-Identifier: Apache-2.0 */
/*
 * whatsapp_chat.h - a chat as WhatsApp exports it, or as somebody pasted it.
 *
 * Purpose    Reads "21/11/26 14.05 - Sari: …" (Android) and "[21/11/26 14.05.33] Sari: …" (iPhone), several lines a message, and
 *            leaves the lines of the system out; writes them into a conversation, once.
 * Layer      care; uses conversation.
 * Units      instants in µs since 1970 UTC, read in the shop's zone.
 * Ownership  texts are parts of what was read, or live in the arena.
 * Errors     ERR_BAD_INPUT: no message was found.
 * Source     exports of WhatsApp for Android and iPhone, 2026; they are nowhere specified.
 */
#ifndef CARE_WHATSAPP_CHAT_H
#define CARE_WHATSAPP_CHAT_H

#include "base/clock.h"
#include "care/conversation.h"

enum { WHATSAPP_LINES_MAX = 2000 };

struct whatsapp_line {
    int64_t at;
    str author, text;
};
struct whatsapp_chat {
    struct whatsapp_line *item;
    size_t count;
};
/* Day or month first: as the chat then runs forwards and ends by `now_at`; where both do, the day. */
void whatsapp_read(struct arena *arena, str text, const struct zone *zone, int64_t now_at,
                   struct whatsapp_chat *out);

/* What was not there yet is added. `ours`: the shop's name in the chat; empty: nobody's. The person's messages that the chat
 * itself answers are past and start no clock; the last unanswered ones do, from when they were written. What we took back is a note,
 * and answers nothing. In a group (several who are
 * not us) each message says who wrote it: nobody's words are put into another's mouth. */
MUST_USE enum err whatsapp_add(struct ctx *c, conversation_id id, const struct whatsapp_chat *chat,
                               str ours, int64_t *added);

#endif
