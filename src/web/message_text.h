/* SPDX-License-Identifier: Apache-2.0 */
/*
 * message_text.h - what the shop tells about an order, made from the rows as they are now.
 *
 * Purpose    One model for mails and short messages; the short message as text and as a prefilled wa.me link.
 * Layer      web. Mails: mail.h. Who is told what, and whether it went out: shop/message.h.
 * Units      as in shop/order.h.
 * Ownership  everything returned lives in w->ctx.arena.
 * Errors     ERR_UNPROCESSABLE: there is no short message of this kind (the owner's). ERR_STATE: it is not true any more (a reminder
 *            of a payment that has come or ended): it must not go out. ERR_DB; ERR_INTERNAL: a template failed.
 * Invariants texts are in the order's language (the owner's in the shop's), instants in the zone it goes to, addresses are whole, nothing is stored. The name is
 *            given by the caller, who read it from the vault for PURPOSE_NOTIFY; it may be empty.
 */
#ifndef WEB_MESSAGE_TEXT_H
#define WEB_MESSAGE_TEXT_H

#include "shop/message.h"
#include "web/reader.h"

/* The model of templates/mail/NAME and templates/message/NAME.txt. */
MUST_USE enum err message_model(struct web *w, const struct order *o, const struct message *about,
                                str name, struct value **out);
MUST_USE enum err message_text(struct web *w, const struct order *o, const struct message *about,
                               str name, str *out);
/* "https://wa.me/62812…?text=…"; empty without a number that takes messages. */
str message_whatsapp_url(struct arena *arena, str phone, str text);
/* The language a message is written in, and on whose clock: the buyer's, or the shop's. */
struct reader message_reader(const struct web *w, const struct order *o, enum message_kind kind);
/* Mails carry their own style: {style_html}. */
void message_style(struct web *w, struct value *m);
/* Renders a template with the model and the shop's own facts. */
MUST_USE enum err message_render(struct web *w, str template_name, const struct value *model,
                                 str *out);

#endif
