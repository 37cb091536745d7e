/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ctx.h - what one unit of work carries.
 *
 * Purpose    Memory, connection, time, randomness, actor and the operator's error text of one request, job or command.
 * Layer      base; it names things of higher rooms but knows nothing of them.
 * Units      now_at in µs since 1970 UTC; drawn once, never goes back, the same when a transaction runs again.
 * Ownership  the caller's; everything made through it lives in `arena`.
 * Errors     fail() keeps the operator's text; it is logged once, at the edge.
 */
#ifndef BASE_CTX_H
#define BASE_CTX_H

#include "base/random.h"

/* Who acts. The order is not a ranking; rights are columns of tables. */
enum role {
    ROLE_VISITOR,
    ROLE_BUYER,
    ROLE_OWNER,
    ROLE_MANAGER,
    ROLE_CARE,
    ROLE_FULFILMENT,
    ROLE_PRIVACY,
    ROLE_AUDITOR,
    ROLE_SYSTEM,
    ROLE_REVIEWER, /* from outside: decides a case, by link */
    ROLE_COUNT
};

struct actor {
    enum role role;
    int64_t id; /* staff or person id; 0 where there is none */
};

enum lang { LANG_ID, LANG_EN, LANG_COUNT };

enum {
    CTX_TAGS_MAX = 64, /* more raised tags than this empty the whole cache */
    CTX_DETAIL_BYTES = 400,
};

/* What must happen after the commit. */
enum ctx_wake { WAKE_JOBS = 1, WAKE_TIMER = 2, WAKE_LOG = 4 };

struct db;
struct shop;
struct keys;
struct vault_note;

struct ctx {
    struct arena *arena;
    struct db *db;
    struct db *vault_db;     /* reads sealed columns (DB_READ_VAULT); NULL: `db` does, or open_vault; see core/vault.h */
    enum err (*open_vault)(struct ctx *c); /* fills vault_db when a reader first needs it; NULL: there is none to be had */
    const struct shop *shop; /* settings as they were when the work began; see core/setting.h */
    const struct keys *keys; /* core/keys.h */
    struct random *random;
    int64_t now_at;
    struct actor actor;
    enum lang lang;
    str request_id;
    str tag[CTX_TAGS_MAX]; /* cache tags to raise after the commit */
    size_t tag_count;
    unsigned wake; /* enum ctx_wake */
    struct vault_note *note; /* reads of personal data still to be written down; see core/vault.h */
    int64_t possible_at;     /* with ERR_EARLY: from when on it can be done */
    char detail[CTX_DETAIL_BYTES];
};

/* Keeps the operator's text (ids, never personal data or secrets) and returns `e`. */
enum err fail(struct ctx *c, enum err e, const char *format, ...) PRINTF_LIKE(3, 4);
/* The same with ERR_EARLY: it can be done from `possible_at` on. */
enum err fail_early(struct ctx *c, int64_t possible_at, const char *format, ...) PRINTF_LIKE(3, 4);

/* Raises a cache tag ("product:12") when this work commits. The name is copied. */
void ctx_raise(struct ctx *c, str tag);
void ctx_raisef(struct ctx *c, const char *format, ...) PRINTF_LIKE(2, 3);
void ctx_wake(struct ctx *c, enum ctx_wake what);
/* Forgets what a rolled-back run collected (tags, wake-ups, detail), before it runs again. */
void ctx_forget(struct ctx *c);

str role_name(enum role role);
MUST_USE bool role_of(str name, enum role *out);

#endif
