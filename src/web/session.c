/* SPDX-License-Identifier: Apache-2.0 */
/* session.c - who is here: cart, buyer's link, staff session, program's token. */
#include "core/link.h"
#include "core/staff.h"
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

/* The link's key: header, or query. A wrong one is as good as none, and never says whether the number exists. */
static enum err read_link(struct web *w, str kind, str header_name)
{
    str subject =
        str_format(w->ctx.arena, "%.*s:%.*s", STR_ARG(kind), STR_ARG(web_param(w, S("number"))));
    str header = http_header(w->request, header_name);
    str key = header.size != 0 ? header : query_value(w->ctx.arena, w->request->query, S("key"));
    if (key.size == 0 || !link_is(&w->ctx, subject, key)) {
        return ERR_NOT_FOUND;
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

/* What is done below a link is done by the person: "received", "the money arrived", a word in a conversation. Staff look. */
static bool is_act_of_the_person(const struct route *r)
{
    return !str_eq(str_of(r->method), S("GET")) && !r->staff_act;
}

static enum err link_or_staff(struct web *w, enum err link)
{
    if (link == ERR_NOT_FOUND && read_staff(w) == OK) {
        if (is_act_of_the_person(w->route)) {
            return fail(&w->ctx, ERR_FORBIDDEN, "staff without the key at %s", w->route->path);
        }
        w->csrf_token = csrf_token_of(w, w->session_token);
        return OK;
    }
    TRY(link);
    w->csrf_token = csrf_token_of(w, w->order_key);
    return OK;
}

/* Of staff only those who may see orders at the back office. */
static enum err order_link_or_staff(struct web *w)
{
    TRY(link_or_staff(w, read_link(w, S("order"), S("order-key"))));
    bool is_staff = w->order_key.size == 0;
    return is_staff && ((ROLES_ORDERS | 1u << ROLE_AUDITOR) & 1u << w->ctx.actor.role) == 0
               ? fail(&w->ctx, ERR_NOT_FOUND, "role %.*s at %s",
                      STR_ARG(role_name(w->ctx.actor.role)), w->route->path)
               : OK;
}

/* Cases hold what people wrote: of staff only those who care for them. */
static enum err case_link_or_staff(struct web *w)
{
    enum err e = read_link(w, str_of(w->route->link), S("case-key"));
    TRY(link_or_staff(w, e));
    bool is_staff = w->order_key.size == 0;
    return is_staff && (ROLES_CARE & 1u << w->ctx.actor.role) == 0
               ? fail(&w->ctx, ERR_NOT_FOUND, "role %.*s at %s",
                      STR_ARG(role_name(w->ctx.actor.role)), w->route->path)
               : OK;
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
    case GUARD_CASE_LINK:
        return case_link_or_staff(w);
    case GUARD_STAFF:
        return staff_with_role(w);
    case GUARD_LOOPBACK:
        return w->request->is_loopback ? OK : staff_with_role(w);
    case GUARD_COUNT:
        break;
    }
    return ERR_FORBIDDEN;
}
