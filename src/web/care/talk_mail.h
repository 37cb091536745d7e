/* SPDX-License-Identifier: Apache-2.0 */
/*
 * talk_mail.h - an answer as a mail.
 *
 * Purpose    The words of a person of the shop, the conversation's number in the subject, the link to read and answer.
 * Layer      web.
 * Ownership  everything returned lives in w->ctx.arena.
 * Errors     ERR_STATE: the person has no e-mail address any more.
 */
#ifndef WEB_CARE_TALK_MAIL_H
#define WEB_CARE_TALK_MAIL_H

#include "care/conversation_said.h"
#include "web/mail.h"

MUST_USE enum err talk_mail_compose(struct web *w, const struct said *s, str *to,
                                    struct mail_body *out);

#endif
