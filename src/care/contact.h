/* SPDX-License-Identifier: Apache-2.0 */
/*
 * contact.h - a person writes to the shop for the first time.
 *
 * Purpose    Makes the person, the conversation and its first message in one go, whatever the channel.
 * Layer      care; uses conversation, vault.
 * Ownership  results live in c->arena.
 * Errors     ERR_BAD_INPUT: no text; ERR_RATE: too many conversations begun from this channel within an hour.
 * Invariants nobody proves here that a number or address is theirs: a known person's data is never joined, staff are shown who it may
 *            be (conversation_alike).
 */
#ifndef CARE_CONTACT_H
#define CARE_CONTACT_H

#include "care/conversation.h"

enum { CONTACTS_PER_HOUR_MAX = 300 };

struct contact {
    enum channel channel;
    enum lang lang;
    str name, phone, email; /* normalised; may be empty */
    str title;
    struct said_new first;
    const str *about;
    size_t about_count;
    conversation_id continues;
};
MUST_USE enum err contact_begin(struct ctx *c, const struct contact *contact,
                                struct said_receipt *out);
/* The shop's owner is told that somebody waits: once per burst. */
MUST_USE enum err contact_tell(struct ctx *c, conversation_id id);

#endif
