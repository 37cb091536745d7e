/* SPDX-License-Identifier: Apache-2.0 */
/*
 * messaging.h - what a messaging app reports, and where an answer goes there.
 *
 * Purpose    One piece of news becomes a message, a change, a delivery or a bounce; who writes is known by the app's own address.
 * Layer      care; uses channel, contact, conversation.
 * Units      instants in µs since 1970 UTC.
 * Ownership  everything returned lives in c->arena.
 * Errors     messaging_take: ERR_NOT_FOUND: news about a message we do not have (yet): the app may send it again later. ERR_BAD_INPUT: no
 *            words or no address. messaging_address: ERR_STATE: nobody wrote by it, they blocked us, or the reply window is closed.
 * Invariants the same news twice changes nothing; an address silent for MESSAGING_IDENTITY_DAYS is somebody new, for numbers are given to
 *            other people; addresses are sealed.
 */
#ifndef CARE_MESSAGING_H
#define CARE_MESSAGING_H

#include "care/conversation_said.h"

enum { MESSAGING_IDENTITY_DAYS = 180 };

struct messaging_taken {
    conversation_id conversation; /* 0: none */
    said_id said;
    bool is_new; /* a message that was not there before */
};
MUST_USE enum err messaging_take(struct ctx *c, enum channel channel, const struct channel_news *n,
                                 struct messaging_taken *out);
/* Where this answer goes. For the job that sends: outside writes. */
MUST_USE enum err messaging_address(struct ctx *c, const struct said *s, str *out);
/* The app took it; `external` names it there. */
MUST_USE enum err messaging_sent(struct ctx *c, said_id id, str external);

#endif
