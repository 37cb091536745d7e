/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff.h - the people of the shop: accounts, passwords, sessions, tokens of programs.
 *
 * Purpose    Who may sign in and as what. E-mail addresses are kept as a keyed hash and sealed; secrets as keyed hashes only.
 * Layer      core; uses base, db, keys, event.
 * Units      instants in µs since 1970 UTC.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_UNAUTHENTICATED: wrong, expired, revoked or disabled, never saying which. ERR_RATE: too many wrong passwords.
 *            ERR_EXISTS: the e-mail is taken. ERR_STATE: the last owner cannot be disabled or lose the role.
 * Login      staff_login_begin (read) → staff_password_is (slow, on the work pool, no transaction) → staff_login_end (write).
 * Source     argon2id with 19 MiB and two passes (OWASP); through libsodium.
 */
#ifndef CORE_STAFF_H
#define CORE_STAFF_H

#include "core/keys.h"
#include "db/db.h"

typedef struct {
    int64_t v;
} staff_id;

enum { PASSWORD_MIN_CHARS = 10, PASSWORD_MAX_BYTES = 256, TOKEN_CHARS = 40 };

struct staff {
    staff_id id;
    str name; /* shown to buyers: "Sari" */
    enum role role;
    bool is_disabled;
    int64_t made_at, last_login_at;
    int64_t invited_until; /* a link for a first or new password is out (staff_invite.h); 0: none */
};
struct staff_list {
    struct staff *item;
    size_t count;
};

/* Slow and pure: takes about 50 ms and 19 MiB; one at a time. ERR_BAD_INPUT: too short or too long. */
MUST_USE enum err staff_password_hash(struct ctx *c, str password, str *out);
/* Slow. An empty hash costs the same time and is false. */
bool staff_password_is(struct ctx *c, str hash, str password);

/* An empty hash: nobody can sign in until a link was used (staff_invite.h). */
MUST_USE enum err staff_add(struct ctx *c, str name, str email, enum role role, str password_hash,
                            staff_id *out);
MUST_USE enum err staff_set_password(struct ctx *c, staff_id id,
                                     str password_hash); /* ends all sessions */
/* As buyers read it below answers. */
MUST_USE enum err staff_set_name(struct ctx *c, staff_id id, str name);
MUST_USE enum err staff_set_role(struct ctx *c, staff_id id, enum role role);
MUST_USE enum err staff_disable(struct ctx *c, staff_id id, bool is_disabled); /* ends sessions */
MUST_USE enum err staff_get(struct ctx *c, staff_id id, struct staff *out);
MUST_USE enum err staff_find(struct ctx *c, str email, staff_id *out);
MUST_USE enum err staff_email(struct ctx *c, staff_id id, str *out);
MUST_USE enum err staff_list(struct ctx *c, struct staff_list *out); /* at most 200 */

struct staff_login {
    staff_id id; /* 0: nobody has this e-mail; go on all the same */
    str email_hash;
    str password_hash;
    str counted_as; /* whose wrong tries these are: the account's, or the known browser's */
};
/* ERR_RATE: five wrong passwords in a row lock the account for a minute, then two, four, … at most an hour. A browser that signed in
 * here before (`known`, from staff_browser_new; else empty) counts for itself: strangers who try for ever do not lock its owner out. */
MUST_USE enum err staff_login_begin(struct ctx *c, str email, str known, struct staff_login *out);
/* What the browser of a right login keeps; it opens nothing by itself. */
str staff_browser_new(struct ctx *c, const struct staff_login *login);
/* Writes the try down. Right: a new session whose token is returned once (its hash is stored). Wrong: OK with an empty token,
 * because the count of wrong tries must be kept; the caller answers ERR_UNAUTHENTICATED. */
MUST_USE enum err staff_login_end(struct ctx *c, const struct staff_login *login, bool is_right,
                                  str *token);

/* A session for somebody who proved who they are (init, tests, demo); staff_login_end does it after a password. */
MUST_USE enum err staff_session_begin(struct ctx *c, staff_id id, str *token);
/* Fills the actor of a session's token. A session lasts 30 days, or 12 hours without use (staff_session_seen). */
MUST_USE enum err staff_session_find(struct ctx *c, str token, struct actor *out);
/* A counter: may be lost. */
MUST_USE enum err staff_session_seen(struct ctx *c, str token);
MUST_USE enum err staff_session_end(struct ctx *c, str token);
MUST_USE enum err staff_session_end_all(struct ctx *c, staff_id id);

/* Tokens of programs ("Authorization: Bearer …"). */
typedef struct {
    int64_t v;
} token_id;
struct token {
    token_id id;
    str name, scope; /* scope: "admin", or a role's name */
    enum role role;
    int64_t made_at, expires_at, revoked_at;
};
struct token_list {
    struct token *item;
    size_t count;
};
/* `scope` "admin" acts as the owner. `expires_at` 0: never. The token itself is returned once. ERR_BAD_INPUT: unknown scope. */
MUST_USE enum err token_create(struct ctx *c, str name, str scope, int64_t expires_at, str *token);
/* The actor's id is minus the token's. */
MUST_USE enum err token_find(struct ctx *c, str token, struct actor *out, str *scope);
MUST_USE enum err token_revoke(struct ctx *c, token_id id);
MUST_USE enum err token_list(struct ctx *c, struct token_list *out);

#endif
