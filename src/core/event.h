/* SPDX-License-Identifier: Apache-2.0 */
/*
 * event.h - facts, written once.
 *
 * Purpose    Append-only events in the transaction that makes them true, and the pending list the public log, webhooks and
 *            exports take them from. Public facts stand in clear; of a private field only a commitment is kept.
 * Layer      core; uses base, db. Used by every domain room.
 * Units      instants in µs since 1970 UTC.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_INTERNAL: a public fact looks like personal data ('@'). ERR_DB: as everywhere.
 * Invariants no event is ever updated or deleted (triggers on both engines); each has a pending row from birth until it is taken.
 * Source     commitment = HMAC-SHA256(salt, "shop-trust/v1|" kind "|" field "|" length value), salt 32 random bytes, length
 *            8 bytes big-endian; salts stand in event_salt, which alone may be deleted.
 */
#ifndef CORE_EVENT_H
#define CORE_EVENT_H

#include "base/value.h"
#include "db/db.h"

typedef struct {
    int64_t v;
} event_id;

enum { EVENT_PRIVATE_MAX = 12, EVENT_LIST_MAX = 200, COMMITMENT_BYTES = 32, SALT_BYTES = 32 };

struct event_private {
    str name, value;
};

struct event_new {
    str kind;                  /* "order.placed": what happened, in the past tense */
    str subject;               /* "order:12" */
    const struct value *facts; /* public object: nobody's personal data, no free text; may be NULL */
    const struct event_private *private_field;
    size_t private_count;
    int64_t person;      /* whose erasure destroys the salts; 0: nobody's */
    int64_t occurred_at; /* the fact's own instant; 0: now */
};

struct event {
    event_id id;
    int64_t at; /* when it was written down */
    int64_t occurred_at;
    str kind, subject;
    struct actor actor;
    str facts;       /* JSON object */
    str commitments; /* JSON object: field name → hex */
};

struct event_list {
    struct event *item;
    size_t count;
};

/* Writes one event. `out` may be NULL. */
MUST_USE enum err event_add(struct ctx *c, const struct event_new *e, event_id *out);
/* The usual case: a kind, a subject, public facts. */
MUST_USE enum err event_note(struct ctx *c, str kind, str subject, const struct value *facts);

/* ERR_NOT_FOUND. */
MUST_USE enum err event_get(struct ctx *c, event_id id, struct event *out);
/* A subject's events, oldest first, at most EVENT_LIST_MAX, after the one given (0: from the start). */
MUST_USE enum err event_list(struct ctx *c, str subject, event_id after, struct event_list *out);
/* Newest first for the back office; `kind_prefix` "" is all, "order." its kinds; `before` 0: from the newest. */
MUST_USE enum err event_page(struct ctx *c, str kind_prefix, event_id before, int64_t limit,
                             struct event_list *out);

/* Events not taken yet, in the order they were written down (ids are not commit order). */
MUST_USE enum err event_pending(struct ctx *c, int64_t limit, struct event_list *out);
/* Takes one off the pending list. ERR_STATE: it was taken. */
MUST_USE enum err event_taken(struct ctx *c, event_id id);

/* The pure formula; `salt` has SALT_BYTES. Hex in the arena. */
str event_commitment(struct arena *arena, str salt, str kind, str field, str value);
/* The salt of a private field, for the receipt of the one it belongs to. ERR_NOT_FOUND: no such field, or erased. */
MUST_USE enum err event_salt(struct ctx *c, event_id id, str field, str *out);
/* Whether `value` is what was committed to. ERR_NOT_FOUND: no such field, or erased. */
MUST_USE enum err event_opens(struct ctx *c, event_id id, str field, str value, bool *out);
/* Erasure: the commitments about a person can never be opened again. */
MUST_USE enum err event_forget(struct ctx *c, int64_t person);

#endif
