/* SPDX-License-Identifier: Apache-2.0 */
/*
 * capture.h - a public post becomes a case, also from networks that have no door for programs; and where to look for them.
 *
 * Purpose    Link, screenshot or pasted words of a post become a conversation whose clock began when it was posted, with the SHA-256
 *            of the evidence. The watch list: places, last looked at when and by whom.
 * Layer      care; uses contact, conversation.
 * Units      instants in µs since 1970 UTC.
 * Ownership  everything returned lives in c->arena.
 * Errors     ERR_BAD_INPUT: nothing was captured, or posted in the future; ERR_EXISTS: a place of this name; ERR_NOT_FOUND.
 * Invariants the evidence's hash never changes; a post that is taken back is marked, not forgotten; the public answer holds nothing
 *            but the case's link.
 */
#ifndef CARE_CAPTURE_H
#define CARE_CAPTURE_H

#include "care/contact.h"

enum { WATCH_MAX = 100, CAPTURE_DAYS_MAX = 365 };

struct capture_new {
    str place; /* "instagram"; fixed words of the form */
    str url, text;
    str picture; /* bytes of a screenshot; may be empty */
    int64_t posted_at;
    bool by_buyer;
    str name, phone, email; /* what is known of the poster */
    enum lang lang;
};
struct capture {
    conversation_id conversation;
    str place, hash;
    vault_text_id url; /* 0: none */
    int64_t posted_at, captured_at, deleted_at;
    bool by_buyer;
};
MUST_USE enum err capture_post(struct ctx *c, const struct capture_new *n,
                               struct said_receipt *out);
/* The post that was captured into this conversation, or into one that was merged into it; the oldest. */
MUST_USE enum err capture_of(struct ctx *c, conversation_id id, struct capture *out);
/* The poster deleted it: our evidence stays, for staff only. */
MUST_USE enum err capture_gone(struct ctx *c, conversation_id id);

struct watch_place {
    int64_t id;
    str name, url;
    int64_t every_hours;
    int64_t looked_at, looked_by; /* 0: never */
    int64_t found;                /* then */
    bool is_due;
};
struct watch_list {
    struct watch_place *item;
    size_t count;
    int64_t due;
};
MUST_USE enum err watch_add_place(struct ctx *c, str name, str url, int64_t every_hours);
MUST_USE enum err watch_hide_place(struct ctx *c, int64_t id);
MUST_USE enum err watch_looked(struct ctx *c, int64_t id, int64_t found);
/* What is due first. */
MUST_USE enum err watch_read(struct ctx *c, struct watch_list *out);

#endif
