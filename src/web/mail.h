/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail.h - the mails about an order: subject, plain text and HTML of one model.
 *
 * Purpose    Composing; sending is gate/mail.h, joined by cli/mailer.c.
 * Layer      web.
 * Ownership  everything returned lives in w->ctx.arena.
 * Errors     as message_text.h.
 */
#ifndef WEB_MAIL_H
#define WEB_MAIL_H

#include "web/message_text.h"

struct mail_body {
    str subject, text, html;
};

/* `name` as in message_text.h; the owner's mail holds nothing of the buyer's. */
MUST_USE enum err mail_compose(struct web *w, const struct order *o, const struct message *about,
                               str name, struct mail_body *out);

#endif
