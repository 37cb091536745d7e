/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_id.h - Message-IDs of our answers, so that replies and bounces find what they answer.
 *
 * Purpose    "said-12-5f3a…" names a message and is signed: nobody can name another one.
 * Layer      care; uses core/keys.
 * Ownership  results live in c->arena.
 */
#ifndef CARE_MAIL_ID_H
#define CARE_MAIL_ID_H

#include "care/conversation.h"

/* What stands before the @. */
str mail_id_of(struct ctx *c, said_id said);
/* Any text that holds one (References, a bounce's original headers): the first that is ours. False: none. */
MUST_USE bool mail_id_find(struct ctx *c, str text, said_id *out);

#endif
