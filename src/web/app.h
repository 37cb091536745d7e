/* SPDX-License-Identifier: Apache-2.0 */
/*
 * app.h - the running shop as the web sees it.
 *
 * Purpose    Holds what every request needs (server, writer, cache, templates, settings, clock) and leads a request from route to reply.
 * Layer      web. Joined with the domain's and the gate's doors by cli/serve.
 * Ownership  made by app_start, ended by app_stop; the options' texts must outlive it.
 * Threads    requests on the server's threads, writes on the writer's, slow work on the pool's.
 */
#ifndef WEB_APP_H
#define WEB_APP_H

#include "base/embed.h"
#include "care/channel.h"
#include "core/keys.h"
#include "core/promise_figures.h"
#include "shop/region.h"
#include "web/cache.h"
#include "web/limit.h"
#include "web/server.h"
#include "web/shop/terms.h"
#include "web/view.h"
#include "web/web.h"
#include "web/work.h"

#include <pthread.h>

struct decision_hooks;
/* Doors into rooms the web may not see; given by cli/serve. */
struct app_hooks {
    void *data;
    /* After a commit that asked for it (enum ctx_wake). */
    void (*wake)(void *data, unsigned what);
    /* Test clock: the time was moved; do what is due until quiet, each at its own instant. */
    void (*settle)(void *data, int64_t until_at);
    /* A provider's webhook or the sandbox page; runs inside a write. */
    enum err (*provider_event)(void *data, struct web *w, str provider);
    /* The adapter of a messaging app (enum channel); NULL: none. */
    const struct channel_app *(*channel_app)(enum channel channel);
    /* What follows a second person's decision. */
    const struct decision_hooks *decisions;
};

struct app_options {
    str database, data_dir;
    struct server_options server;
    unsigned threads;
    bool test_clock, no_cache, no_rate_limit;
    struct app_hooks hooks;
};

enum { NAV_MAX = 8, SITES_KEPT = 256, REGIONS_KEPT = 4 };

/* What every page shows, read once per change: settings, policies' parameters, roots of the category tree. */
struct site {
    struct shop shop;
    struct terms terms;
    str hours[LANG_COUNT];
    size_t nav_count;
    struct {
        str slug, name[LANG_COUNT];
    } nav[NAV_MAX];
};

struct app {
    struct app_options options;
    struct arena *arena; /* of what lives as long as the app; start and settings only */
    struct server *server;
    struct streams *streams;
    struct writer *writer;
    struct cache *cache; /* NULL with no_cache */
    struct limiter *limiter;
    struct view *view;
    struct work_pool *work;
    _Atomic(const struct region_index *) regions; /* see app_regions */
    struct random random;       /* the system's; safe from any thread */
    _Atomic(const struct site *) site;
    _Atomic int64_t clock_offset, last_now, region_stamp; /* the first: of the test clock */
    _Atomic uint64_t requests, replies_by_class[6], shelves_changed; /* the last: see web/shop/shelf.h; never 0 */
    int64_t started_at;
    bool is_loopback; /* the listener is */
    const struct keys *keys;
    struct neighbours *neighbours; /* NULL on SQLite, where one process is the shop */
    struct arena *site_arena[SITES_KEPT]; /* a ring: a request keeps the one it began with */
    struct arena *region_arena[REGIONS_KEPT]; /* likewise */
    size_t site_count, region_count;
    const char *region_path; /* NULL: the program's list alone */
    struct outlook_seen {
        int64_t made_at, budget;
        struct promise_outlook outlook;
    } outlook[2]; /* by enum outlook_of: see web/shop/outlook.c */
    pthread_mutex_t site_lock; /* of the ring, of the regions while they are made, of the outlook */
};

MUST_USE enum err app_start(const struct app_options *options, struct app **out, char *detail);
void app_stop(struct app *app);
uint16_t app_port(const struct app *app);
/* Several processes share the database (PostgreSQL). While the others are heard (web/neighbours.h) what they change is seen at once;
 * while they are not, after APP_SHARED_STALE. */
bool app_is_shared(const struct app *app);
bool app_is_up_to_date(const struct app *app);
#define APP_SHARED_STALE SECONDS(2)
/* The shop's now: never goes back; moved by the test clock. */
int64_t app_now(struct app *app);
void app_set_now(struct app *app, int64_t at); /* test clock: time runs on from there */
/* A reading connection of this thread; NULL when the database cannot be opened. Kept for the thread's life. */
struct db *app_read_db(struct app *app, enum db_mode mode);
void app_forget_read_dbs(struct app *app);
/* ctx->open_vault of contexts that read on this thread. */
MUST_USE enum err app_open_vault(struct ctx *c);
/* Between the two `c` reads one state of the shop, sealed columns only if somebody asks for them. */
MUST_USE enum err app_snapshot_begin(struct app *app, struct ctx *c);
void app_snapshot_end(struct ctx *c);
/* A context for work that is no request: jobs, timers. */
void app_ctx(struct app *app, struct arena *arena, struct ctx *out);
/* Provinces, cities, districts: put in order when first asked for, and again when the shop's own list has changed. */
const struct region_index *app_regions(struct app *app);
/* Reads settings and categories again; called after a commit that raised "shop" or a category. */
MUST_USE enum err app_reload_site(struct app *app);
/* These tags rose, here or in another process: settings are read again, pages forgotten. After the commit. */
void app_changed(struct app *app, const str *tag, size_t count);
void app_forget_all(struct app *app); /* nobody knows what has changed: everything may have */

/* The steps of a request, each in a file of its own. */
enum err admit(struct web *w);        /* admit.c: guard, role, origin, rate */
enum err admit_form(struct web *w);   /* admit.c: the form's token, once it is read */
enum err session_read(struct web *w); /* session.c: cookies, keys, tokens → who is here */
str session_cookie(const struct http_request *request, str name); /* empty: not sent */
/* language.c: whether "/" leads to another language than its own; then the answer that does. */
bool language_leads(const struct http_request *request);
void language_lead(struct web *w);
str csrf_token_of(struct web *w, str credential);
MUST_USE bool csrf_token_is(struct web *w, str token);
/* layout.c: what every page has; of it {shop}, for pages and mails. */
void layout_model(struct web *w, struct value *layout);
void layout_shop(struct web *w, struct value *layout);
void face_reply(struct web *w); /* face.c: model → reply */
/* What happens before a handler: the route, then who may pass (admit.c); `*out` is there whatever comes of it. */
enum err app_admit(struct app *app, struct http_exchange *x, struct web **out);
/* Then what was sent: the query, and of a change the form and its token. */
enum err app_read_input(struct web *w);
/* Runs the GET route w->route names and prints it: a refused form's page. */
enum err app_read_page(struct web *w);
void face_refuse(struct web *w, enum err e); /* face.c: refusal or fault → reply */
enum http_progress face_cached(struct web *w, struct cache_turn *turn);
/* idempotency.c: inside the write, before and after the handler. `*again`: the effect exists already, resource is filled. */
enum err idempotency_open(struct web *w, bool *again);
enum err idempotency_close(struct web *w);

#endif
