/* SPDX-License-Identifier: Apache-2.0 */
/* staff_session.c - what a browser or a program shows to be let in. Only keyed hashes are stored. */
#include "core/staff.h"

#include "core/event.h"

enum { TOKENS_MAX = 200, SCOPE_MAX_BYTES = 40, NAME_MAX_BYTES = 80 };

static const int64_t session_span = DAYS(30);
static const int64_t session_idle = HOURS(12);
static const int64_t seen_grain = MINUTES(1);

static str token_hash(struct ctx *c, const char *use, str token)
{
    return keys_mac_hex(c->arena, c->keys, KEY_TOKEN,
                        str_format(c->arena, "%s:%.*s", use, STR_ARG(token)));
}

/* ---- sessions ---- */

SQL(session_insert, "INSERT INTO staff_session (token_hash, staff_id, made_at, seen_at, expires_at)"
                    " VALUES ($1, $2, $3, $3, $4)");
SQL(session_prune, "DELETE FROM staff_session WHERE staff_id = $1 AND (expires_at <= $2 OR seen_at <= $3)");

enum err staff_session_begin(struct ctx *c, staff_id id, str *token)
{
    str made = random_word(c->random, c->arena, TOKEN_CHARS);
    TRY(db_exec(c->db, &session_prune, ARGS(id.v, c->now_at, c->now_at - session_idle), NULL));
    TRY(db_exec(c->db, &session_insert,
                ARGS(token_hash(c, "session", made), id.v, c->now_at, c->now_at + session_span),
                NULL));
    *token = made;
    return OK;
}

SQL(session_find, "SELECT s.id, s.role FROM staff_session t JOIN staff s ON s.id = t.staff_id"
                  " WHERE t.token_hash = $1 AND t.expires_at > $2 AND t.seen_at > $3 AND s.is_disabled = 0");

enum err staff_session_find(struct ctx *c, str token, struct actor *out)
{
    struct actor actor = { 0 };
    struct rows r =
        db_query(c->db, &session_find,
                 ARGS(token_hash(c, "session", token), c->now_at, c->now_at - session_idle));
    bool found = db_next(&r);
    if (found) {
        actor.id = row_int(&r);
        found = role_of(row_text(&r, c->arena), &actor.role);
    }
    TRY(db_done(&r));
    if (!found) {
        return fail(c, ERR_UNAUTHENTICATED, "no such session, or over");
    }
    *out = actor;
    return OK;
}

/* Once a minute is enough: pages come in bursts. */
SQL(session_seen, "UPDATE staff_session SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $3 AND seen_at > $4");

enum err staff_session_seen(struct ctx *c, str token)
{
    return db_exec(c->db, &session_seen,
                   ARGS(token_hash(c, "session", token), c->now_at, c->now_at - seen_grain,
                        c->now_at - session_idle),
                   NULL);
}

SQL(session_delete, "DELETE FROM staff_session WHERE token_hash = $1");

enum err staff_session_end(struct ctx *c, str token)
{
    return db_exec(c->db, &session_delete, ARGS(token_hash(c, "session", token)), NULL);
}

SQL(session_delete_all, "DELETE FROM staff_session WHERE staff_id = $1");

enum err staff_session_end_all(struct ctx *c, staff_id id)
{
    return db_exec(c->db, &session_delete_all, ARGS(id.v), NULL);
}

/* ---- tokens of programs ---- */

static bool role_of_scope(str scope, enum role *out)
{
    enum role role = ROLE_OWNER;
    bool is_known = str_eq(scope, S("admin")) ||
                    (role_of(scope, &role) && role >= ROLE_OWNER && role <= ROLE_AUDITOR);
    if (is_known) {
        *out = role;
    }
    return is_known;
}

static str token_subject(struct ctx *c, int64_t id)
{
    return str_format(c->arena, "token:%" PRId64, id);
}

SQL(token_insert, "INSERT INTO api_token (name, scope, token_hash, made_at, expires_at)"
                  " VALUES ($1, $2, $3, $4, $5) RETURNING id");

enum err token_create(struct ctx *c, str name, str scope, int64_t expires_at, str *token)
{
    enum role role = ROLE_VISITOR;
    if (!role_of_scope(scope, &role) || scope.size > SCOPE_MAX_BYTES) {
        return fail(c, ERR_BAD_INPUT, "no scope %.*s", STR_ARG(scope));
    }
    if (name.size > NAME_MAX_BYTES || !str_is_utf8(name)) {
        return fail(c, ERR_BAD_INPUT, "a name of at most %d bytes is expected", NAME_MAX_BYTES);
    }
    str made = random_word(c->random, c->arena, TOKEN_CHARS);
    int64_t id = 0;
    TRY(db_get_int(
        c->db, &token_insert,
        ARGS(name, scope, token_hash(c, "token", made), c->now_at, arg_int_or_null(expires_at)), 0,
        &id));
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("scope"), scope);
    TRY(event_note(c, S("token.created"), token_subject(c, id), facts));
    *token = made;
    return OK;
}

SQL(token_row, "SELECT id, scope FROM api_token WHERE token_hash = $1 AND revoked_at IS NULL"
               " AND (expires_at IS NULL OR expires_at > $2)");

enum err token_find(struct ctx *c, str token, struct actor *out, str *scope)
{
    struct actor actor = { 0 };
    str found_scope = { 0 };
    struct rows r = db_query(c->db, &token_row, ARGS(token_hash(c, "token", token), c->now_at));
    bool found = db_next(&r);
    if (found) {
        actor.id =
            -row_int(&r); /* a program is no person: its ids count downwards, staff's upwards */
        found_scope = row_text(&r, c->arena);
        found = role_of_scope(found_scope, &actor.role);
    }
    TRY(db_done(&r));
    if (!found) {
        return fail(c, ERR_UNAUTHENTICATED, "no such token, or revoked");
    }
    *out = actor;
    *scope = found_scope;
    return OK;
}

SQL(token_revoke_row, "UPDATE api_token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL");

enum err token_revoke(struct ctx *c, token_id id)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &token_revoke_row, ARGS(id.v, c->now_at), &changed));
    if (changed == 0) {
        return fail(c, ERR_NOT_FOUND, "token %" PRId64 " is not there, or revoked before", id.v);
    }
    return event_note(c, S("token.revoked"), token_subject(c, id.v), NULL);
}

SQL(tokens_all, "SELECT id, name, scope, made_at, expires_at, revoked_at FROM api_token ORDER BY id DESC LIMIT 200");

enum err token_list(struct ctx *c, struct token_list *out)
{
    struct token_list list = { .item = NEW_N(c->arena, struct token, TOKENS_MAX) };
    struct rows r = db_query(c->db, &tokens_all, NO_ARGS);
    while (db_next(&r)) {
        struct token *t = &list.item[list.count++];
        t->id.v = row_int(&r);
        t->name = row_text(&r, c->arena);
        t->scope = row_text(&r, c->arena);
        t->made_at = row_int(&r);
        t->expires_at = row_int(&r);
        t->revoked_at = row_int(&r);
        if (!role_of_scope(t->scope, &t->role)) {
            t->role = ROLE_VISITOR;
        }
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}
