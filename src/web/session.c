/* SPDX-License-Identifier: Apache-2.0 */
/* session.c - who is here: cart, buyer's link, staff session, program's token. */
#include "core/staff.h"
#include "shop/order_link.h"
#include "web/app.h"

/* Exact names: a search for "sid=" would find "nosid=". */
str session_cookie(const struct http_request *request, str name)
{
    struct str_pair rest = { .tail = http_header(request, S("cookie")) };
    do {
        rest = str_cut(rest.tail, ';');
        struct str_pair cookie = str_cut(str_trim(rest.head), '=');
        if (str_eq(cookie.head, name)) {
            return cookie.tail;
        }
    } while (rest.found);
    return (str){ 0 };
}

static str query_value(struct arena *arena, str query, str name)
{
    struct str_pair rest = { .tail = query };
    do {
        rest = str_cut(rest.tail, '&');
        struct str_pair pair = str_cut(rest.head, '=');
        str value = { 0 };
        if (str_eq(pair.head, name) && str_unescape_url(arena, pair.tail, true, &value)) {
            return value;
        }
    } while (rest.found);
    return (str){ 0 };
}

static void read_cart(struct web *w)
{
    str token = http_header(w->request, S("cart-token"));
    w->by_token = token.size != 0;
    w->cart_token = token.size != 0 ? token : session_cookie(w->request, S("cart"));
}

/* The link's key: header, or query. A wrong one is as good as none. */
static enum err read_order_key(struct web *w)
{
    str number = web_param(w, S("number"));
    str header = http_header(w->request, S("order-key"));
    str key = header.size != 0 ? header : query_value(w->ctx.arena, w->request->query, S("key"));
    if (key.size == 0 || !order_link_is(&w->ctx, number, key)) {
        return ERR_NOT_FOUND; /* never says whether the number exists */
    }
    w->by_token = header.size != 0;
    w->order_key = key;
    w->ctx.actor = (struct actor){ ROLE_BUYER, 0 };
    return OK;
}

static enum err find_session(struct web *w, str bearer, str cookie)
{
    str scope = { 0 };
    w->ctx.db = app_read_db(w->app, DB_READ);
    if (w->ctx.db == NULL) {
        return ERR_DB;
    }
    TRY(db_begin(w->ctx.db));
    enum err e = bearer.size != 0 ? token_find(&w->ctx, bearer, &w->ctx.actor, &scope)
                                  : staff_session_find(&w->ctx, cookie, &w->ctx.actor);
    struct staff person = { 0 };
    if (e == OK && w->ctx.actor.id != 0 && bearer.size == 0) {
        e = staff_get(&w->ctx, (staff_id){ w->ctx.actor.id }, &person);
        w->staff_name = person.name;
    }
    db_rollback(w->ctx.db);
    w->ctx.db = NULL;
    return e;
}

static enum err read_staff(struct web *w)
{
    str header = http_header(w->request, S("authorization"));
    str bearer = str_starts(header, S("Bearer ")) ? str_trim(str_skip(header, 7)) : (str){ 0 };
    str cookie = session_cookie(w->request, S("staff"));
    if (bearer.size == 0 && cookie.size == 0) {
        return ERR_UNAUTHENTICATED;
    }
    enum err e = find_session(w, bearer, cookie);
    if (e == ERR_NOT_FOUND) {
        return ERR_UNAUTHENTICATED;
    }
    TRY(e);
    w->by_token = bearer.size != 0;
    w->session_token = bearer.size != 0 ? bearer : cookie;
    return OK;
}

str csrf_token_of(struct web *w, str credential)
{
    return str_slice(keys_mac_hex(w->ctx.arena, w->ctx.keys, KEY_FORM, credential), 0, 32);
}

static enum err staff_with_role(struct web *w)
{
    TRY(read_staff(w));
    if ((w->route->roles & 1u << w->ctx.actor.role) == 0) {
        return fail(&w->ctx, ERR_FORBIDDEN, "role %.*s at %s",
                    STR_ARG(role_name(w->ctx.actor.role)), w->route->path);
    }
    w->csrf_token = csrf_token_of(w, w->session_token);
    return OK;
}

static enum err order_link_or_staff(struct web *w)
{
    enum err e = read_order_key(w);
    if (e == ERR_NOT_FOUND && read_staff(w) == OK) {
        w->csrf_token = csrf_token_of(w, w->session_token);
        return OK;
    }
    TRY(e);
    w->csrf_token = csrf_token_of(w, w->order_key);
    return OK;
}

enum err session_read(struct web *w)
{
    switch (w->route->guard) {
    case GUARD_OPEN:
    case GUARD_SIGNATURE:
        return OK;
    case GUARD_CART:
        read_cart(w);
        return OK;
    case GUARD_ORDER_LINK:
        return order_link_or_staff(w);
    case GUARD_STAFF:
        return staff_with_role(w);
    case GUARD_LOOPBACK:
        return w->request->is_loopback ? OK : staff_with_role(w);
    case GUARD_COUNT:
        break;
    }
    return ERR_FORBIDDEN;
}
