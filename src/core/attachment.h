/* SPDX-License-Identifier: Apache-2.0 */
/*
 * attachment.h - files people send: evidence of a claim, pictures in a message, a screenshot of a public post.
 *
 * Purpose    Takes a file by its content, seals it for the person it is about, names its SHA-256, gives it back for a purpose.
 * Layer      core; uses base, db, vault, event.
 * Units      bytes; instants in µs.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_MEDIA_TYPE: none of the known kinds by its content. ERR_TOO_LARGE: over ATTACHMENT_BYTES_MAX. ERR_LIMIT: the subject has
 *            ATTACHMENTS_MAX already. ERR_BAD_INPUT: empty. ERR_NOT_FOUND; reading: as vault.h.
 * Invariants the bytes are rows of the vault (erased with the person, in every backup, in the transaction that names them); the hash
 *            stays. The same bytes twice for one subject are one attachment. Nothing is ever shown as HTML or SVG.
 */
#ifndef CORE_ATTACHMENT_H
#define CORE_ATTACHMENT_H

#include "core/vault.h"

enum { ATTACHMENT_BYTES_MAX = 10 * 1000 * 1000, ATTACHMENTS_MAX = 20 };

typedef struct {
    int64_t v;
} attachment_id;

struct attachment {
    attachment_id id;
    str subject; /* "claim:12" */
    person_id person;
    enum role by; /* who gave it: ROLE_BUYER, a staff role, ROLE_VISITOR */
    str type;     /* "image/jpeg", by content */
    int64_t size;
    str hash; /* SHA-256 of the bytes, hex */
    int64_t at;
    vault_text_id text;
    bool is_gone; /* erased with its person */
};
struct attachment_list {
    struct attachment *item;
    size_t count;
};

/* The kind by content: JPEG, PNG, WebP, GIF, MP4/MOV, WebM, PDF, or plain UTF-8 text; empty: none of them. */
str attachment_type_of(str bytes);
bool attachment_is_picture(const struct attachment *a);
bool attachment_is_video(const struct attachment *a);

/* The actor of `c` is who gave it. `out` may be NULL. */
MUST_USE enum err attachment_add(struct ctx *c, str subject, person_id person, str bytes,
                                 struct attachment *out);
MUST_USE enum err attachment_list(struct ctx *c, str subject, struct attachment_list *out);
MUST_USE enum err attachment_get(struct ctx *c, attachment_id id, struct attachment *out);
/* The bytes; ERR_NOT_FOUND also when it does not belong to `subject`. */
MUST_USE enum err attachment_read(struct ctx *c, str subject, attachment_id id,
                                  enum vault_purpose purpose, str *out);
/* When two cases become one. */
MUST_USE enum err attachment_move(struct ctx *c, str from_subject, str to_subject);

#endif
