/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_read.h - bytes of a mail as a letter.
 *
 * Purpose    MIME, charsets, attachments, delivery reports; whatever comes, something readable comes out.
 * Layer      gate; GMime. No network.
 * Ownership  the letter's texts live in the arena.
 * Errors     none: what cannot be read becomes the text as it is, cut to MAIL_TEXT_MAX.
 * Source     RFC 2045–2049, 2231, 3464, 3834, 5322, 6532.
 */
#ifndef GATE_MAIL_READ_H
#define GATE_MAIL_READ_H

#include "care/letter.h"

enum { MAIL_BYTES_READ_MAX = 30 * 1000 * 1000, MAIL_TEXT_MAX = 200000 };

void mail_read(struct arena *arena, str whole, struct letter *out);

#endif
