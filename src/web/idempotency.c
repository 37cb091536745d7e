/* SPDX-License-Identifier: Apache-2.0 */
/*
 * idempotency.c - the same request twice has one effect.
 *
 * A key is scoped to caller and route; the body's hash is compared; the row is stored with the effect and keeps status and id
 * only: the reply is rendered again, never stored, since it may hold keys. Refusals roll back and are not stored. Routes that
 * cannot render it again (PATCH, DELETE: the same twice is the same) take no key. A first cart is kept under its own new token: whoever
 * lost that reply gets another cart, and nobody else at this address gets theirs.
 */
#include "base/digest.h"
#include "web/app.h"

enum { KEY_MAX_CHARS = 255 };

static str key_of(const struct web *w)
{
    if (w->route->again == NULL) {
        return (str){ 0 };
    }
    return http_header(w->request, S("idempotency-key"));
}

static str scope_of(struct web *w)
{
    str caller = w->session_token.size != 0 ? w->session_token
                 : w->order_key.size != 0   ? w->order_key
                 : w->cart_token.size != 0  ? w->cart_token
                                            : w->request->peer;
    str hidden = str_slice(keys_mac_hex(w->ctx.arena, w->ctx.keys, KEY_TOKEN, caller), 0, 32);
    return str_format(w->ctx.arena, "%.*s %s %.*s", STR_ARG(hidden), w->route->method,
                      STR_ARG(w->page_path));
}

static str body_hash(struct web *w)
{
    return digest_sha256(w->ctx.arena, w->request->body);
}

SQL(idempotency_find,
    "SELECT body_hash, status, resource FROM idempotency WHERE scope = $1 AND key = $2");

enum err idempotency_open(struct web *w, bool *again)
{
    str key = key_of(w);
    if (key.size == 0) {
        return OK;
    }
    if (key.size > KEY_MAX_CHARS || !str_is_utf8(key)) {
        return fail(&w->ctx, ERR_MALFORMED, "Idempotency-Key of %zu bytes", key.size);
    }
    bool found = false;
    bool same = false;
    struct rows r = db_query(w->ctx.db, &idempotency_find, ARGS(scope_of(w), key));
    if (db_next(&r)) {
        found = true;
        same = str_eq(row_blob(&r, w->ctx.arena), body_hash(w));
        w->status = (int)row_int(&r);
        w->resource = row_text(&r, w->ctx.arena);
    }
    TRY(db_done(&r));
    if (found && !same) {
        return ERR_KEY_REUSED;
    }
    *again = found;
    return OK;
}

SQL(idempotency_keep,
    "INSERT INTO idempotency (scope, key, body_hash, status, resource, at) VALUES ($1, $2, $3, $4, $5, $6)");

enum err idempotency_close(struct web *w)
{
    str key = key_of(w);
    if (key.size == 0) {
        return OK;
    }
    return db_exec(
        w->ctx.db, &idempotency_keep,
        ARGS(scope_of(w), key, ARG_BYTES(body_hash(w)), w->status, w->resource, w->ctx.now_at),
        NULL);
}
