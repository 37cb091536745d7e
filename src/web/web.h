/* SPDX-License-Identifier: Apache-2.0 */
/*
 * web.h - one request on its way from route to reply: what handlers see.
 *
 * Purpose    Handlers read `form`, path parameters and domain modules, and fill `model`; the face prints it.
 * Layer      web.
 * Ownership  everything lives in w->ctx.arena until the reply has left.
 * Errors     a handler returns enum err; the app prints problem+json, or the form again with its messages.
 */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "base/ctx.h"
#include "base/value.h"
#include "core/setting.h"
#include "db/writer.h"
#include "web/form.h"
#include "web/http.h"
#include "web/route.h"

enum web_face { WEB_PAGE, WEB_JSON };

enum { WEB_TAGS_MAX = 24, WEB_PARAMS_MAX = 4 };

struct app;
struct nav_counts;

struct web_param {
    str name, value;
};

struct web {
    struct app *app;
    struct http_exchange *exchange;
    const struct http_request *request;
    const struct route *route;
    struct ctx ctx;
    const struct zone *zone; /* the reader's (reader.h); NULL: the shop's */
    enum web_face face;
    bool is_api; /* came in below /api/v1 */
    bool is_admitted; /* before the body came: large ones are taken from those who may send them */

    str page_path; /* without "/en" and "/api/v1", as the routes name it */
    struct web_param param[WEB_PARAMS_MAX];
    size_t param_count;
    void *form;  /* the struct the route's form was parsed into; NULL without a form */
    void *query; /* the same for the query string */
    struct form_state form_state;
    struct form_state query_state;

    /* Who is here; filled by admit. */
    str cart_token;  /* empty: no cart yet */
    str staff_name;
    str session_token;
    bool by_token;   /* credentials came in a header: no CSRF token needed */
    str order_key; /* of the order's or the case's link */
    str csrf_token;  /* for the page's own forms; empty on shared pages */

    struct nav_counts *waiting; /* pages of the back office: what waits where; else NULL (admin/nav.h) */

    /* What the handler answers. */
    struct value *model;
    int status;           /* 0: 200, or 303 with a location */
    str location;         /* page face, after a POST: where to go */
    str resource;         /* what a repeated request (Idempotency-Key) renders again */
    str set_cookie[3];
    size_t set_cookie_count;
    bool is_raw;          /* the handler answers bytes of its own */
    str raw_body, raw_type;
    str tag[WEB_TAGS_MAX]; /* what a cached page shows */
    size_t tag_count;
    int64_t valid_until;  /* 0: until a tag rises */
    uint64_t shelves_seen; /* app->shelves_changed before the snapshot was opened; 0: nothing is remembered (shop/shelf.h) */

    struct write write;
    enum err result;
    void *slow;           /* what the `before` step hands to the handler */
    str read_detail;      /* what the reading said for the log, while its notes are written */
    bool is_back;         /* a refused form's page is being shown again */
    enum err back_err;    /* why */
    int64_t started_at;   /* monotonic */
};

/* Of the path: "/products/{slug}". Empty when there is none. */
str web_param(const struct web *w, str name);
/* The shown page depends on this: it is rendered again when the tag rises. */
void web_tag(struct web *w, str tag);
void web_tag_of(struct web *w, str kind, int64_t id); /* "product:" 12 */
void web_tagf(struct web *w, const char *format, ...) PRINTF_LIKE(2, 3);
void web_valid_until(struct web *w, int64_t at);
/* A path of the shop in the language of the request: "/en/cart". */
str web_path(const struct web *w, const char *format, ...) PRINTF_LIKE(2, 3);
/* The same of "/products/" and a name: without formatting, for lists. `name` may be empty. */
str web_path_to(const struct web *w, str folder, str name);
/* The same with the shop's own scheme and host in front. */
str web_absolute(const struct web *w, str path);
/* A link for another language: "/en/products/x" ↔ "/products/x". */
str web_path_in(const struct web *w, enum lang lang);
/* Text in the language of the request; `msgid` is the English text. */
str web_text(const struct web *w, const char *msgid);
bool web_is_indonesian(const struct web *w);
void web_set_cookie(struct web *w, str name, str value, int64_t max_age_s);
/* After a POST, the page face goes here with 303. */
void web_redirect(struct web *w, str path);
/* What a form page shows: as typed when it was refused, else blank. */
struct form_state web_form_state(const struct web *w, const struct form *form);
/* Puts a message beside a field (or for the whole form with an empty name) and returns `e`. */
enum err web_refuse(struct web *w, enum err e, str field, const char *msgid);
/* The same with a text that is one already. */
void web_refuse_text(struct web *w, str field, str text);
/* Bytes instead of a model: pictures, XML. */
void web_raw(struct web *w, str type, str body);
/* An open reply (server-sent events): "change" each time the tag rises, and at once when it rose since the page that listens was
   asked for. ERR_BUSY: there are enough of them. The route's query is stream_query. */
extern const struct form stream_query;
/* Of the page being made: what changes from now on is told to it. */
str web_stream_url(const struct web *w, str path);
MUST_USE enum err web_stream(struct web *w, str tag);

#endif
