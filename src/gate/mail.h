/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail.h - one mail, as bytes and on its way.
 *
 * Purpose    Writes a mail with a plain and an HTML part, and hands it to an SMTP server.
 * Layer      gate; libcurl. Blocks: only from a job's work(), never inside a transaction.
 * Units      instants in µs.
 * Ownership  what mail_format returns lives in the arena.
 * Errors     ERR_UNPROCESSABLE: not an address mail can go to, or the server refuses it for good (550 and the like): trying again
 *            cannot help. ERR_PROVIDER: no answer, refused for now, login or TLS failed: try again.
 * Invariants what people typed never makes a header: control characters become spaces, everything beyond ASCII is encoded, addresses
 *            are checked. Passwords and personal data never leave without TLS, but to this machine itself.
 * Source     RFC 5322, 2045 (quoted-printable), 2047 (encoded words), 3834 (Auto-Submitted); curl's smtp documentation.
 */
#ifndef GATE_MAIL_H
#define GATE_MAIL_H

#include "base/ctx.h"

#include <stdatomic.h>

struct mail {
    str from, from_name, reply_to; /* reply_to may be empty */
    str to;
    str subject, text, html;
    str id; /* of Message-ID, before the @: the same at every try, so that a receiver can tell a repetition */
    int64_t at;
    bool is_human; /* a person wrote it: not marked as made by a program */
};

struct mail_server {
    str url; /* smtps://host:465, or smtp://host:587 with STARTTLS */
    str user, password;
    const atomic_bool *is_stopping; /* true: give up at once; may be NULL */
};

/* An address as mail servers take it: one @, ASCII, nothing that could end a header or a command. */
bool mail_is_address(str address);
/* The whole mail, lines ending in CRLF. */
MUST_USE enum err mail_format(struct ctx *c, const struct mail *mail, str *out);
MUST_USE enum err mail_send(struct ctx *c, const struct mail_server *server,
                            const struct mail *mail);

#endif
