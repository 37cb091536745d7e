/* SPDX-License-Identifier: Apache-2.0 */
/* app.c - the life of a request: bytes → route → admit → form → handler → model → face. */
#include "web/app.h"
#include "web/admin/nav.h"

#include "base/log.h"
#include "base/mem.h"
#include "core/invalidation.h"
#include "core/staff.h"
#include "core/vault.h"
#include "db/migrate.h"
#include "shop/category.h"
#include "shop/region_own.h"
#include "web/hours.h"
#include "web/neighbours.h"
#include "web/server_stream.h"
#include "web/text.h"
#include "web/too_much.h"
#include "web/trace.h"

#include <stdatomic.h>
#include <stdio.h>

enum {
    RENDER_WAIT_MS = 250,
    LARGE_BODY_BYTES = 1024 * 1024,
    WRITERS = 16, /* PostgreSQL: as many commits may share a flush of its disk */
};

int64_t app_now(struct app *app)
{
    int64_t now_at = clock_now() + atomic_load(&app->clock_offset);
    int64_t last = atomic_load(&app->last_now);
    while (last < now_at && !atomic_compare_exchange_weak(&app->last_now, &last, now_at)) {
    }
    return last < now_at ? now_at : last;
}

void app_set_now(struct app *app, int64_t at)
{
    atomic_store(&app->clock_offset, at - clock_now());
    (void)app_now(app);
}

void app_ctx(struct app *app, struct arena *arena, struct ctx *out)
{
    const struct site *site = atomic_load(&app->site);
    *out = (struct ctx){
        .arena = arena,
        .shop = site == NULL ? NULL : &site->shop,
        .random = &app->random,
        .now_at = app_now(app),
        .keys = app->keys,
        .actor = { ROLE_SYSTEM, 0 },
    };
    out->lang = out->shop == NULL ? LANG_ID : out->shop->lang;
}

/* "/en/cart" → English and "/cart"; "/api/v1/cart" → JSON and "/cart". */
static void read_path(struct web *w)
{
    str path = w->request->path;
    w->face = WEB_PAGE;
    w->ctx.lang = LANG_ID;
    w->is_api = str_starts(path, S("/api/v1/"));
    if (w->is_api) {
        static const str offered[] = { S_INIT("id"), S_INIT("en") };
        w->face = WEB_JSON;
        path = str_skip(path, 7);
        w->ctx.lang = (enum lang)http_language_choose(http_header(w->request, S("accept-language")),
                                                      offered, COUNT(offered));
    } else if (str_eq(path, S("/en")) || str_starts(path, S("/en/"))) {
        w->ctx.lang = LANG_EN;
        path = path.size == 3 ? S("/") : str_skip(path, 3);
    }
    if (str_eq(http_media_type(w->ctx.arena, w->request->content_type), S("application/json"))) {
        w->face = WEB_JSON; /* who speaks JSON is answered in JSON, at the natural path too */
    }
    w->page_path = path;
}

static struct web *web_new(struct app *app, struct http_exchange *x)
{
    struct web *w = NEW(x->arena, struct web);
    app_ctx(app, x->arena, &w->ctx);
    w->app = app;
    w->exchange = x;
    w->request = &x->request;
    w->ctx.actor = (struct actor){ ROLE_VISITOR, 0 };
    w->started_at = x->started_at;
    w->ctx.request_id = trace_id(app, x->arena);
    read_path(w);
    x->user = w;
    return w;
}

static bool is_reading(const struct http_request *request)
{
    return request->method == HTTP_GET || request->method == HTTP_HEAD;
}

static enum err find_route(struct web *w)
{
    struct route_hit hit = { 0 };
    switch (route_find(w->ctx.arena, w->request->method_name, w->page_path, w->is_api, &hit)) {
    case ROUTE_NO_PATH:
        return ERR_NOT_FOUND;
    case ROUTE_NO_METHOD:
        http_reply_add(&w->exchange->reply, S("Allow"), hit.allow);
        return ERR_METHOD;
    case ROUTE_FOUND:
        break;
    }
    bool is_hidden =
        (hit.route->is_sandbox &&
         !(w->ctx.shop->is_sandbox && w->app->is_loopback && w->request->is_loopback)) ||
        (hit.route->is_test_clock && !(w->app->options.test_clock && w->request->is_loopback));
    if (is_hidden) {
        return ERR_NOT_FOUND;
    }
    w->route = hit.route;
    for (size_t i = 0; i < hit.count; i++) {
        w->param[w->param_count++] = (struct web_param){ hit.name[i], hit.value[i] };
    }
    return OK;
}

/* A body may have taken minutes: the time, the settings and who is here are those of its end. */
static struct web *begin_again(struct web *w)
{
    const struct site *site = atomic_load(&w->app->site);
    w->ctx.shop = &site->shop;
    w->ctx.now_at = app_now(w->app);
    return w;
}

enum err app_admit(struct app *app, struct http_exchange *x, struct web **out)
{
    struct web *w = x->user == NULL ? web_new(app, x) : begin_again(x->user);
    *out = w;
    if (w->route == NULL) {
        TRY(find_route(w));
    }
    return w->is_admitted ? session_read(w) : admit(w);
}

static struct form_env form_env_of(const struct web *w)
{
    CHECK(w->ctx.shop != NULL);
    return (struct form_env){ w->ctx.lang, w->ctx.shop->zone, w->ctx.shop->currency };
}

static enum err read_query(struct web *w)
{
    const struct form *form = w->route->query;
    if (form == NULL) {
        return OK;
    }
    struct form_env env = form_env_of(w);
    struct form_input input = { .query = w->request->query };
    w->query = arena_alloc(w->ctx.arena, form->size);
    return form_parse(&w->ctx, form, &env, &input, w->query, &w->query_state);
}

static enum err read_form(struct web *w)
{
    const struct form *form = w->route->form;
    struct form_env env = form_env_of(w);
    struct form_input input = { w->request->content_type, w->request->body, { 0 } };
    if (form == NULL) {
        static const struct form nothing = { .name = "nothing" };
        form = &nothing; /* still reads csrf_token, still refuses what nobody declared */
        if (w->request->body.size == 0 || w->route->guard == GUARD_SIGNATURE ||
            w->route->face == FACES_RAW) {
            return OK;
        }
    }
    w->form = arena_alloc(w->ctx.arena, form->size + 1);
    return form_parse(&w->ctx, form, &env, &input, w->form, &w->form_state);
}

/* Too large, but every small field is there: the page comes back as it was typed, without the file. */
static enum err give_back_cut(struct web *w)
{
    enum err e = read_form(w);
    if (w->form_state.form == NULL || e == ERR_MALFORMED) {
        w->form_state = form_blank(w->ctx.arena, w->route->form);
    }
    too_much_say(w, ERR_TOO_LARGE);
    return fail(&w->ctx, ERR_TOO_LARGE, "body over %zu bytes", w->route->body_max);
}

enum err app_read_input(struct web *w)
{
    TRY(read_query(w));
    if (is_reading(w->request)) {
        return OK;
    }
    if (w->request->is_cut) {
        return give_back_cut(w);
    }
    TRY(read_form(w));
    return admit_form(w);
}

/* --- reading --- */

/* Pages of the back office say what waits where. */
static enum err count_waiting(struct web *w)
{
    bool is_office = w->route->guard == GUARD_STAFF && w->face == WEB_PAGE && !w->is_raw;
    return is_office ? nav_count(w) : OK;
}

static enum err snapshot_run(struct web *w)
{
    if (w->route->is_alone) {
        return w->route->handle(w);
    }
    w->shelves_seen = app_is_up_to_date(w->app) ? atomic_load(&w->app->shelves_changed) : 0;
    TRY(app_snapshot_begin(w->app, &w->ctx));
    enum err e = w->route->handle(w);
    e = e == OK ? count_waiting(w) : e;
    app_snapshot_end(&w->ctx);
    return e;
}

/* Staff at work stay signed in: whatever they write also says that they are here. */
static enum err session_note(struct web *w)
{
    bool is_staff = w->session_token.size != 0 && !w->by_token && w->route->guard == GUARD_STAFF;
    return is_staff ? staff_session_seen(&w->ctx, w->session_token) : OK;
}

static enum err notes_run(struct write *write)
{
    struct web *w = write->data;
    TRY(session_note(w));
    return vault_write_notes(&w->ctx, &w->ctx);
}

/* No note, no data: the reply leaves once it is durable who read what. */
static void notes_done(struct write *write)
{
    struct web *w = write->data;
    if (write->result != OK) {
        http_reply_clear(&w->exchange->reply);
        face_refuse(w, write->result);
    } else {
        snprintf(w->ctx.detail, sizeof w->ctx.detail, "%.*s", STR_ARG(w->read_detail));
    }
    server_answer(w->exchange, HTTP_ANSWERED);
}

enum err app_read_page(struct web *w)
{
    struct write notes = { .run = notes_run, .ctx = &w->ctx, .data = w };
    TRY(read_query(w));
    TRY(snapshot_run(w));
    if (w->ctx.note != NULL) {
        TRY(writer_run(w->app->writer, &notes));
    }
    face_reply(w);
    return OK;
}

static enum http_progress reply_after_notes(struct web *w)
{
    if (w->ctx.note == NULL) {
        return HTTP_ANSWERED;
    }
    w->read_detail = str_copy(w->ctx.arena, str_of(w->ctx.detail)); /* the write begins with none */
    w->write = (struct write){ .run = notes_run, .done = notes_done, .ctx = &w->ctx, .data = w };
    writer_submit(w->app->writer, &w->write);
    return HTTP_LATER;
}

static enum http_progress read_uncached(struct web *w)
{
    enum err e = read_query(w);
    e = e == OK ? snapshot_run(w) : e;
    if (e != OK) {
        face_refuse(w, e);
        return reply_after_notes(w);
    }
    face_reply(w);
    return reply_after_notes(w);
}

static bool key_of(struct web *w, struct cache_key *key)
{
    str declared[FORM_FIELDS_MAX];
    const struct form *query = w->route->query;
    size_t count = query == NULL ? 0 : query->count;
    for (size_t i = 0; i < count; i++) {
        declared[i] = str_of(query->field[i].name);
    }
    return cache_key_of(key, w->ctx.lang, w->request->path, w->request->query, declared, count);
}

static enum http_progress read_cached(struct web *w)
{
    struct cache *cache = w->app->cache;
    struct cache_key *key = NEW(w->ctx.arena, struct cache_key);
    bool is_page = w->face == WEB_PAGE; /* programs are told exact quantities, which raise no tag */
    if (cache == NULL || !is_page || w->request->method != HTTP_GET || !key_of(w, key)) {
        return read_uncached(w);
    }
    if (cache_find(cache, key, w->request, w->ctx.now_at, &w->exchange->prepared)) {
        return HTTP_PREPARED;
    }
    struct cache_turn *turn = NEW(w->ctx.arena, struct cache_turn);
    *turn = cache_begin(cache, key, RENDER_WAIT_MS);
    if (turn->is_filled &&
        cache_find(cache, key, w->request, w->ctx.now_at, &w->exchange->prepared)) {
        return HTTP_PREPARED;
    }
    enum err e = read_query(w);
    e = e == OK ? snapshot_run(w) : e;
    if (e != OK) {
        cache_give_up(cache, turn);
        face_refuse(w, e);
        return HTTP_ANSWERED;
    }
    return face_cached(w, turn);
}

/* --- writing --- */

static enum err write_run(struct write *write)
{
    struct web *w = write->data;
    bool again = false;
    w->model = NULL;
    w->status = 0;
    w->location = w->resource = (str){ 0 };
    w->set_cookie_count = 0;
    w->ctx.note = NULL;
    TRY(idempotency_open(w, &again));
    if (again) {
        return w->route->again == NULL ? OK : w->route->again(w);
    }
    TRY(w->route->handle(w));
    TRY(session_note(w));
    return idempotency_close(w);
}

/* A page that answers a form without leading elsewhere (a preview) has the dock of every other. */
static enum err count_beside(struct web *w)
{
    TRY(app_snapshot_begin(w->app, &w->ctx));
    enum err e = count_waiting(w);
    app_snapshot_end(&w->ctx);
    return e;
}

/* A refusal, or a good page that had to be rendered off the writer. */
static void render_refusal(void *data)
{
    struct web *w = data;
    w->result = w->result == OK ? count_beside(w) : w->result;
    if (w->result == OK) {
        face_reply(w);
    } else {
        face_refuse(w, w->result);
    }
    server_answer(w->exchange, HTTP_ANSWERED);
}

/* On the pool, since the page may have to be read, and its reading noted. */
static enum http_progress refuse_later(struct web *w, enum err e)
{
    struct work_task *task = NEW(w->ctx.arena, struct work_task);
    *task = (struct work_task){ .run = render_refusal, .data = w };
    w->result = e;
    work_submit(w->app->work, task);
    return HTTP_LATER;
}

static void write_done(struct write *write)
{
    struct web *w = write->data;
    w->result = write->result;
    if (w->result == OK && (w->face == WEB_JSON || w->location.size != 0 || w->is_raw)) {
        face_reply(w);
        server_answer(w->exchange, HTTP_ANSWERED);
        return;
    }
    (void)refuse_later(w, w->result);
}

static void submit_write(struct web *w)
{
    w->write = (struct write){ .run = write_run, .done = write_done, .ctx = &w->ctx, .data = w };
    writer_submit(w->app->writer, &w->write);
}

/* Slow work first, on the pool; it reads a snapshot of its own. */
static enum err before_run(struct web *w)
{
    if (w->route->is_test_clock) {
        return w->route->before(w); /* what is due reads and writes for itself */
    }
    TRY(app_snapshot_begin(w->app, &w->ctx));
    enum err e = w->route->before(w);
    app_snapshot_end(&w->ctx);
    return e;
}

static void run_before(void *data)
{
    struct web *w = data;
    w->result = before_run(w);
    if (w->result != OK) {
        render_refusal(w);
        return;
    }
    submit_write(w);
}

static enum http_progress change(struct web *w)
{
    enum err e = app_read_input(w);
    if (e != OK) {
        return refuse_later(w, e);
    }
    if (w->route->before == NULL) {
        submit_write(w);
        return HTTP_LATER;
    }
    struct work_task *task = NEW(w->ctx.arena, struct work_task);
    *task = (struct work_task){ .run = run_before, .data = w };
    work_submit(w->app->work, task);
    return HTTP_LATER;
}

/* --- the server's hooks --- */

/* A page's form with a file: what was typed beside it is worth reading on for a while. */
static size_t cut_max_of(struct web *w)
{
    enum { TIMES = 4, BYTES_MAX = 64 * 1024 * 1024 };
    str type = http_media_type(w->ctx.arena, w->request->content_type);
    bool is_form = w->face == WEB_PAGE && w->route->form != NULL && w->route->back != NULL &&
                   str_eq(type, S("multipart/form-data"));
    size_t most = w->route->body_max * TIMES;
    return !is_form ? 0 : most < BYTES_MAX ? most : BYTES_MAX;
}

/* Bodies are allowed only where the table says so, before they are read. */
static bool on_head(void *data, struct http_exchange *x, size_t *body_max_bytes)
{
    *body_max_bytes = 0;
    if (!x->request.has_body) {
        return true;
    }
    struct web *w = web_new(data, x);
    enum err e = find_route(w);
    if (e == OK && w->route->body_max >= LARGE_BODY_BYTES) {
        e = admit(w); /* nobody fills the disk who may not */
        w->is_admitted = e == OK;
    }
    if (e != OK) {
        face_refuse(w, e);
        return false;
    }
    *body_max_bytes = w->route->body_max;
    x->cut_max_bytes = cut_max_of(w);
    return true;
}

/* The hot path: an anonymous page without a query string, found without routing. */
static bool serve_from_cache(struct app *app, struct http_exchange *x)
{
    struct cache_key key;
    if (app->cache == NULL || x->request.method != HTTP_GET || x->request.query.size != 0 ||
        str_starts(x->request.path, S("/api/"))) {
        return false;
    }
    str path = x->request.path;
    enum lang lang = str_eq(path, S("/en")) || str_starts(path, S("/en/")) ? LANG_EN : LANG_ID;
    return cache_key_of(&key, lang, path, (str){ 0 }, NULL, 0) &&
           cache_find(app->cache, &key, &x->request, app_now(app), &x->prepared);
}

static enum http_progress on_serve(void *data, struct http_exchange *x)
{
    struct app *app = data;
    if (language_leads(&x->request)) {
        language_lead(x->user == NULL ? web_new(app, x) : x->user);
        return HTTP_ANSWERED;
    }
    if (serve_from_cache(app, x)) {
        return HTTP_PREPARED;
    }
    struct web *w = NULL;
    enum err e = app_admit(app, x, &w);
    if (e != OK) {
        face_refuse(w, e);
        return HTTP_ANSWERED;
    }
    if (!is_reading(w->request)) {
        return change(w);
    }
    return w->route->cache == CACHE_NEVER ? read_uncached(w) : read_cached(w);
}

static void on_refuse(void *data, struct http_exchange *x, int status)
{
    static const enum err by_status[] = { ERR_MALFORMED, ERR_TIMEOUT, ERR_TOO_LARGE, ERR_HEADERS_TOO_LARGE,
                                          ERR_DB, ERR_BUSY, ERR_FORBIDDEN };
    enum err e = ERR_MALFORMED;
    for (size_t i = 0; i < COUNT(by_status); i++) {
        e = err_http_status(by_status[i]) == status ? by_status[i] : e;
    }
    struct web *w = x->user == NULL ? web_new(data, x) : begin_again(x->user);
    if (w->is_admitted && w->route->form != NULL && w->form_state.form == NULL) {
        w->form_state = form_blank(w->ctx.arena, w->route->form); /* its page says it, unread */
    }
    too_much_say(w, e);
    face_refuse(w, e);
    x->reply.status = status;
}

static void on_ended(void *data, struct http_exchange *x)
{
    struct app *app = data;
    const struct web *w = x->user;
    int class = x->status_sent / 100;
    atomic_fetch_add(&app->replies_by_class[class > 0 && class < 6 ? class : 0], 1);
    if (w == NULL) {
        return; /* from the cache: counted, not logged line by line */
    }
    trace_end(w, x->status_sent);
}

static void read_site_again(struct app *app)
{
    if (app_reload_site(app) != OK) {
        log_line(LOG_ERROR, "settings could not be read again", "%s", "\"kept\":true");
    }
}

void app_forget_all(struct app *app)
{
    read_site_again(app);
    atomic_fetch_add(&app->shelves_changed, 1);
    if (app->cache != NULL) {
        cache_clear(app->cache);
    }
    if (app->streams != NULL) {
        streams_raise_all(app->streams);
    }
}

static bool is_of_site(str tag)
{
    return str_eq(tag, S("shop")) || str_starts(tag, S("category:")) || str_eq(tag, S("policy")) ||
           str_eq(tag, S("shipping"));
}

static bool is_of_shelves(str tag)
{
    return str_eq(tag, S("products")) || str_starts(tag, S("category:"));
}

void app_changed(struct app *app, const str *tag, size_t count)
{
    bool is_site = false;
    for (size_t i = 0; i < count; i++) {
        if (str_eq(tag[i], S("*"))) { /* more than could be named */
            app_forget_all(app);
            return;
        }
        is_site = is_site || is_of_site(tag[i]);
        atomic_fetch_add(&app->shelves_changed, is_of_shelves(tag[i]) ? 1 : 0);
    }
    if (is_site) {
        read_site_again(app);
    }
    if (app->cache != NULL && count > 0) {
        cache_raise(app->cache, tag, count);
    }
    if (app->streams != NULL) {
        streams_raise(app->streams, tag, count);
    }
}

/* In the transaction itself, so that no change is without its word to the other processes. */
static enum err on_committing(void *data, struct ctx *c)
{
    struct app *app = data;
    return invalidation_write(c, neighbours_own_name(app->neighbours));
}

static void on_committed(void *data, const struct ctx *c)
{
    struct app *app = data;
    app_changed(app, c->tag, c->tag_count);
    if (c->tag_count > 0) {
        neighbours_say(app->neighbours);
    }
    if (c->wake != 0 && app->options.hooks.wake != NULL) {
        app->options.hooks.wake(app->options.hooks.data, c->wake);
    }
}

static enum err read_nav(struct ctx *c, struct site *site)
{
    static const enum lang langs[] = { LANG_ID, LANG_EN };
    for (size_t l = 0; l < COUNT(langs); l++) {
        struct category_list list = { 0 };
        c->lang = langs[l];
        TRY(category_list(c, &list));
        site->nav_count = 0;
        for (size_t i = 0; i < list.count && site->nav_count < NAV_MAX; i++) {
            if (list.item[i].depth == 0) {
                site->nav[site->nav_count].slug = list.item[i].slug;
                site->nav[site->nav_count++].name[langs[l]] = list.item[i].name;
            }
        }
    }
    return OK;
}

static enum err read_site(struct app *app, struct arena *arena, struct site *site)
{
    struct ctx c;
    app_ctx(app, arena, &c);
    c.db = app_read_db(app, DB_READ);
    if (c.db == NULL) {
        return ERR_DB;
    }
    TRY(db_begin(c.db));
    enum err e = shop_load(&c, &site->shop);
    c.shop = &site->shop;
    for (enum lang lang = LANG_ID; e == OK && lang < LANG_COUNT; lang++) {
        site->hours[lang] = hours_of_week(arena, site->shop.calendar, lang);
    }
    e = e == OK ? terms_read(&c, &site->terms) : e;
    e = e == OK ? read_nav(&c, site) : e;
    db_rollback(c.db);
    return e;
}

/* Old snapshots stay for a while, so that no request needs a lock to use its own. */
enum err app_reload_site(struct app *app)
{
    struct arena *arena = arena_new();
    struct site *site = NEW(arena, struct site);
    enum err e = read_site(app, arena, site);
    if (e != OK) {
        arena_free(arena);
        return e;
    }
    pthread_mutex_lock(&app->site_lock);
    struct arena **slot = &app->site_arena[app->site_count++ % SITES_KEPT];
    arena_free(*slot);
    *slot = arena;
    atomic_store(&app->site, site);
    pthread_mutex_unlock(&app->site_lock);
    return OK;
}

static const struct limit_class rates[RATE_COUNT] = {
    [RATE_READ] = { 240, 1200 },  [RATE_WRITE] = { 60, 180 }, [RATE_SEARCH] = { 60, 240 },
    [RATE_LOGIN] = { 10, 20 },    [RATE_HOOK] = { 200, 1200 }, [RATE_NONE] = { 1000, 60000 },
};

static enum err load_templates(struct app *app, char *detail)
{
    str why = { 0 };
    str theme = str_format(app->arena, "%.*s/theme", STR_ARG(app->options.data_dir));
    if (!view_open(app->arena, theme, &app->view, &why)) {
        snprintf(detail, CTX_DETAIL_BYTES, "%.*s", STR_ARG(why));
        return ERR_INTERNAL;
    }
    return OK;
}

static enum err start_parts(struct app *app, char *detail)
{
    struct writer_options writer = {
        .database = app->options.database, .threads = WRITERS, .queue_max = 2000, .wait_max = SECONDS(10),
        .opened = migrate_check, .committed = on_committed, .data = app,
    };
    struct server_hooks hooks = { app, on_head, on_serve, on_refuse, on_ended };
    uint64_t seed = 0;
    random_bytes(&app->random, &seed, sizeof seed);
    TRY(keys_open(app->arena, app->options.data_dir, &app->keys, detail));
    if (app_is_shared(app)) {
        writer.committing = on_committing;
    }
    TRY(writer_start(&writer, &app->writer, detail));
    TRY(load_templates(app, detail));
    TRY(app_reload_site(app));
    if (!app->options.no_cache) {
        app->cache = cache_new(MB(8));
    }
    app->limiter = limiter_new(rates, RATE_COUNT, seed);
    app->work = work_start(2);
    app->streams = app->options.server.streams = streams_start(&server_stream);
    if (app_is_shared(app)) {
        app->neighbours = neighbours_start(app);
    }
    return server_start(&app->options.server, &hooks, &app->server, detail, CTX_DETAIL_BYTES);
}

enum err app_start(const struct app_options *options, struct app **out, char *detail)
{
    struct http_address address = { 0 };
    struct app *app = MEM_NEW(struct app);
    app->options = *options;
    app->options.server.spool_directory = options->data_dir; /* /tmp may be memory */
    app->arena = arena_new();
    pthread_mutex_init(&app->site_lock, NULL);
    app->region_path = region_own_path(app->arena, app->options.data_dir);
    app->random = random_system();
    app->started_at = clock_now();
    atomic_store(&app->shelves_changed, 1);
    app->is_loopback =
        http_address_parse(options->server.address, &address) && http_address_is_loopback(&address);
    enum err e = start_parts(app, detail);
    if (e != OK) {
        app_stop(app);
        return e;
    }
    *out = app;
    return OK;
}

bool app_is_shared(const struct app *app)
{
    return str_starts(app->options.database, S("postgres"));
}

bool app_is_up_to_date(const struct app *app)
{
    return app->neighbours == NULL || neighbours_are_heard(app->neighbours);
}

uint16_t app_port(const struct app *app)
{
    return server_port(app->server);
}

void app_stop(struct app *app)
{
    app_forget_read_dbs(app);
    if (app->server != NULL) {
        server_stop(app->server);
    }
    work_stop(app->work);
    if (app->writer != NULL) {
        writer_stop(app->writer);
    }
    neighbours_stop(app->neighbours);
    if (app->streams != NULL) {
        streams_end(app->streams);
        streams_free(app->streams);
    }
    if (app->cache != NULL) {
        cache_free(app->cache);
    }
    limiter_free(app->limiter);
    view_close(app->view);
    for (size_t i = 0; i < SITES_KEPT; i++) {
        arena_free(app->site_arena[i]);
    }
    for (size_t i = 0; i < REGIONS_KEPT; i++) {
        arena_free(app->region_arena[i]);
    }
    pthread_mutex_destroy(&app->site_lock);
    arena_free(app->arena);
    mem_free(app);
}
