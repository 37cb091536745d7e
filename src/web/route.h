/* SPDX-License-Identifier: Apache-2.0 */
/*
 * route.h - the map of the site: one row a door.
 *
 * Purpose    Every fact the dispatcher enforces is a column: who, how much, how often, how cached. No handler repeats one.
 * Layer      web.
 */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "base/ctx.h"
#include "web/form.h"
#include "web/model.h"

struct web;
typedef enum err web_handler(struct web *w);

enum guard {
    GUARD_OPEN,       /* anybody */
    GUARD_CART,       /* anybody; a cart token is looked at */
    GUARD_ORDER_LINK, /* the signed key of the order {number}, or staff */
    GUARD_CASE_LINK,  /* the signed key of "LINK:{number}" (column .link), or staff who care for cases */
    GUARD_STAFF,      /* a staff session or token with one of the roles */
    GUARD_SIGNATURE,  /* a provider's signature, checked by its adapter */
    GUARD_LOOPBACK,   /* test clock, metrics: from this machine only, never through a proxy */
    GUARD_COUNT
};

enum rate_class {
    RATE_READ,
    RATE_WRITE,
    RATE_SEARCH,
    RATE_LOGIN,
    RATE_HOOK,
    RATE_NONE,
    RATE_COUNT
};

enum cache_class {
    CACHE_NEVER,  /* no-store: personal or changing */
    CACHE_SHARED,  /* the prepared-response cache; revalidated by browsers */
    CACHE_FOREVER, /* the same, kept by browsers for a year: the address names the content */
};

enum route_face {
    FACES_BOTH,
    FACES_PAGE,   /* HTML only */
    FACES_JSON,   /* API only */
    FACES_RAW,    /* bytes of its own at the natural path (sitemap, hooks, pictures) */
};

#define ROLES_STAFF                                                                                \
    (1u << ROLE_OWNER | 1u << ROLE_MANAGER | 1u << ROLE_CARE | 1u << ROLE_FULFILMENT |             \
     1u << ROLE_PRIVACY | 1u << ROLE_AUDITOR)
#define ROLES_MANAGE (1u << ROLE_OWNER | 1u << ROLE_MANAGER)
#define ROLES_ORDERS (ROLES_MANAGE | 1u << ROLE_CARE | 1u << ROLE_FULFILMENT)
#define ROLES_CARE (ROLES_MANAGE | 1u << ROLE_CARE)
#define ROLES_ALL UINT32_MAX
#define NO_BODY 0

struct route {
    const char *method;
    const char *path;
    web_handler *handle;
    enum guard guard;
    uint32_t roles; /* with GUARD_STAFF */
    const struct form *form;
    size_t body_max;
    enum rate_class rate;
    enum cache_class cache;
    enum route_face face;
    const char *template; /* of the page face; NULL: a redirect or JSON only */
    const struct model *model;
    /* Optional columns */
    const struct form *query;
    web_handler *before; /* slow CPU work, on the work pool, before the transaction */
    web_handler *again;  /* fills the model from w->resource for a repeated request */
    const char *link;    /* with GUARD_CASE_LINK: "complaint", "conversation", "survey", "decision" */
    bool staff_act;      /* below a link: staff may POST here too, as themselves; else only whoever holds the key */
    const char *back;    /* GET page shown again when the form is refused; NULL: the error page */
    bool is_sandbox;     /* exists in sandbox shops on loopback only */
    bool is_alone;       /* asks nothing of the database: it answers when that is gone, too */
    bool is_test_clock;  /* exists with --test-clock only */
};

/* The whole table, ended by a row without a method. */
const struct route *route_table(size_t *count);

enum route_match { ROUTE_FOUND, ROUTE_NO_PATH, ROUTE_NO_METHOD };
struct route_hit {
    const struct route *route;
    str name[4], value[4]; /* path parameters */
    size_t count;
    str allow; /* with ROUTE_NO_METHOD: "GET, POST" */
};
enum route_match route_find(struct arena *arena, str method, str path, bool is_json,
                            struct route_hit *out);
MUST_USE bool route_fits(const char *pattern, str path, struct route_hit *out);

#endif
