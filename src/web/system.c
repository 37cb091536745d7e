/* SPDX-License-Identifier: Apache-2.0 */
#include "web/system.h"

#include "base/clock.h"
#include "core/pulse.h"
#include "shop/message.h"
#include "web/app.h"
#include "web/mail.h"
#include "web/notice_text.h"
#include "web/openapi.h"

#include <stdatomic.h>

enum err system_health(struct web *w)
{
    web_raw(w, S("text/plain; charset=utf-8"), S("alive\n"));
    return OK;
}

SQL(can_read, "SELECT count(*) FROM setting WHERE key = 'shop.name'");

enum err system_ready(struct web *w)
{
    int64_t count = 0;
    TRY(db_get_int(w->ctx.db, &can_read, NO_ARGS, 0, &count));
    if (writer_has_failed(w->app->writer)) {
        return fail(&w->ctx, ERR_DB, "%s", "the writer has failed");
    }
    web_raw(w, S("text/plain; charset=utf-8"), S("ready\n"));
    return OK;
}

static void metric(struct buf *out, const char *name, const char *kind, int64_t number)
{
    buf_addf(out, "# TYPE amanah_%s %s\namanah_%s %" PRId64 "\n", name, kind, name, number);
}

enum err system_metrics(struct web *w)
{
    struct app *app = w->app;
    struct buf out = buf_new(w->ctx.arena, KB(32));
    struct server_counts server = server_counts(app->server);
    struct writer_figures writer = writer_figures(app->writer);
    int64_t beat_at = 0;
    TRY(pulse_last_at(&w->ctx, &beat_at));
    metric(&out, "up_seconds", "gauge", (clock_now() - app->started_at) / SECONDS(1));
    buf_add(&out, S("# TYPE amanah_http_replies_total counter\n"));
    for (int class = 1; class < 6; class ++) {
        buf_addf(&out, "amanah_http_replies_total{class=\"%dxx\"} %" PRIu64 "\n", class,
                 (uint64_t)atomic_load(&app->replies_by_class[class]));
    }
    metric(&out, "http_connections", "gauge", (int64_t)server.connections);
    metric(&out, "http_exchanges", "gauge", (int64_t)server.exchanges);
    metric(&out, "http_refused_address_total", "counter", (int64_t)server.refused_address);
    metric(&out, "http_refused_malformed_total", "counter", (int64_t)server.refused_malformed);
    metric(&out, "http_cut_slow_total", "counter", (int64_t)server.cut_slow);
    metric(&out, "writer_commits_total", "counter", writer.commits);
    metric(&out, "writer_writes_total", "counter", writer.writes);
    metric(&out, "writer_refused_total", "counter", writer.refused);
    metric(&out, "writer_queue", "gauge", writer.queue_size);
    metric(&out, "timer_age_seconds", "gauge",
           beat_at == 0 ? -1 : (w->ctx.now_at - beat_at) / SECONDS(1));
    if (app->cache != NULL) {
        struct cache_counts cache = cache_counts(app->cache);
        metric(&out, "cache_hits_total", "counter", (int64_t)cache.hits);
        metric(&out, "cache_misses_total", "counter", (int64_t)cache.misses);
        metric(&out, "cache_entries", "gauge", (int64_t)cache.entries);
        metric(&out, "cache_bytes", "gauge", (int64_t)cache.bytes);
    }
    web_raw(w, S("text/plain; version=0.0.4; charset=utf-8"), buf_str(&out));
    return OK;
}

/* --- OpenAPI from the tables --- */

struct listing {
    const struct route *table;
    size_t count, next;
    struct arena *arena;
};

static enum openapi_auth auth_of(const struct route *route)
{
    return route->guard == GUARD_STAFF        ? OPENAPI_TOKEN
           : route->guard == GUARD_ORDER_LINK ? OPENAPI_ORDER_KEY
           : route->guard == GUARD_CASE_LINK  ? OPENAPI_CASE_KEY
                                              : OPENAPI_OPEN;
}

static bool next_route(void *state, struct openapi_route *out)
{
    struct listing *l = state;
    while (l->next < l->count) {
        const struct route *r = &l->table[l->next++];
        if (r->face != FACES_BOTH && r->face != FACES_JSON) {
            continue;
        }
        bool makes = str_eq(str_of(r->method), S("POST")) && r->again != NULL;
        *out = (struct openapi_route){
            .method = r->method,
            .path = str_c(l->arena, str_format(l->arena, "/api/v1%s", r->path)),
            .summary = r->path,
            .auth = auth_of(r),
            .status = makes ? 201 : 200,
            .query = r->query,
            .form = r->form,
            .model = r->model,
        };
        return true;
    }
    return false;
}

enum err system_openapi(struct web *w)
{
    struct listing listing = { .arena = w->ctx.arena };
    struct buf out = buf_new(w->ctx.arena, MB(2));
    listing.table = route_table(&listing.count);
    struct openapi_routes routes = { &listing, next_route };
    openapi_write(&out, w->ctx.shop->name, w->ctx.shop->base_url, &routes);
    web_tag(w, S("shop"));
    web_raw(w, S("application/json"), buf_str(&out));
    return OK;
}

/* --- the test clock --- */

enum err system_clock(struct web *w)
{
    str now = clock_rfc3339(w->ctx.arena, app_now(w->app));
    web_raw(w, S("application/json"), str_format(w->ctx.arena, "{\"now\":\"%.*s\"}", STR_ARG(now)));
    return OK;
}

/* Moves there; what is due by then is done, each at its own instant, before the reply comes. */
enum err system_clock_move(struct web *w)
{
    struct value *body = NULL;
    str why = { 0 };
    int64_t to_at = 0;
    if (!json_read(w->ctx.arena, w->request->body, &body, &why) ||
        !clock_parse_rfc3339(value_text(body, S("now")), &to_at)) {
        return fail(&w->ctx, ERR_BAD_INPUT, "%s", "now must be an RFC 3339 instant");
    }
    if (to_at < app_now(w->app)) {
        return fail(&w->ctx, ERR_UNPROCESSABLE, "%s", "time does not go back");
    }
    if (w->app->options.hooks.settle != NULL) {
        w->app->options.hooks.settle(w->app->options.hooks.data, to_at);
    }
    app_set_now(w->app, to_at);
    if (w->app->cache != NULL) {
        cache_clear(w->app->cache);
    }
    return OK;
}

enum err system_clock_set(struct web *w)
{
    return system_clock(w);
}

/* Of the test clock only: the mail or message as it would leave, with its address, read as the sender would. */
static enum err show_message(struct web *w, const struct message *m, struct value *node)
{
    struct arena *a = w->ctx.arena;
    struct order o = { 0 };
    struct delivery to = { 0 };
    struct mail_body mail = { 0 };
    bool is_mail = str_eq(m->channel, S("mail"));
    bool is_owner = m->kind == MESSAGE_OWNER_NEW_ORDER;
    struct actor before = w->ctx.actor;
    TRY(order_by_id(&w->ctx, m->order, &o));
    w->ctx.actor = (struct actor){ ROLE_SYSTEM, 0 };
    enum err e = is_owner ? OK : order_delivery(&w->ctx, &o, PURPOSE_NOTIFY, &to);
    w->ctx.actor = before;
    TRY(e);
    TRY(is_mail ? mail_compose(w, &o, m, to.name, &mail)
                : message_text(w, &o, m, to.name, &mail.text));
    value_set_text(a, node, S("order"), o.number);
    value_set_text(a, node, S("to"),
                   is_owner  ? w->ctx.shop->owner_email
                   : is_mail ? to.email
                             : to.phone);
    value_set_text(a, node, S("subject"), mail.subject);
    value_set_text(a, node, S("text"), mail.text);
    value_set_text(a, node, S("html"), mail.html);
    return OK;
}

static enum err show_notice(struct web *w, const struct notice *n, struct value *node)
{
    struct arena *a = w->ctx.arena;
    struct notice_address to = { 0 };
    struct mail_body mail = { 0 };
    struct actor before = w->ctx.actor;
    bool is_mail = str_eq(n->channel, S("mail"));
    w->ctx.actor = (struct actor){ ROLE_SYSTEM, 0 };
    enum err e = notice_address(&w->ctx, n, &to);
    e = e != OK   ? e
        : is_mail ? notice_compose(w, n, to.name, &mail)
                  : notice_message(w, n, to.name, &mail.text);
    w->ctx.actor = before;
    TRY(e);
    value_set_text(a, node, S("to"), is_mail ? to.email : to.phone);
    value_set_text(a, node, S("title"), mail.subject);
    value_set_text(a, node, S("text"), mail.text);
    value_set_text(a, node, S("html"), mail.html);
    return OK;
}

/* Notices about cases, after the messages about orders. */
static enum err show_notices(struct web *w, struct value *items)
{
    enum { SHOWN = 100 };
    struct arena *a = w->ctx.arena;
    struct notice_list list = { 0 };
    TRY(notice_page(&w->ctx, (str){ 0 }, (str){ 0 }, 0, SHOWN, &list));
    for (size_t i = list.count; i > 0; i--) {
        const struct notice *n = &list.item[i - 1];
        struct value *node = value_add_object(a, items);
        value_set_text(a, node, S("kind"), n->kind);
        value_set_text(a, node, S("subject"), n->subject);
        value_set_text(a, node, S("channel"), n->channel);
        value_set_text(a, node, S("state"), n->state);
        value_set_instant(a, node, S("created_at"), n->created_at);
        enum err e = show_notice(w, n, node);
        if (e != ERR_NOT_FOUND && e != ERR_FORBIDDEN && e != ERR_STATE) {
            TRY(e);
        }
    }
    return OK;
}

/* What would have been sent, newest last. */
enum err system_outbox(struct web *w)
{
    enum { SHOWN = 100 };
    struct message_list list = { 0 };
    struct buf out = buf_new(w->ctx.arena, MB(8));
    struct value *items = value_list(w->ctx.arena);
    struct value *model = value_object(w->ctx.arena);
    TRY(message_page(&w->ctx, 0, SHOWN, &list));
    for (size_t i = list.count; i > 0; i--) {
        const struct message *m = &list.item[i - 1];
        struct value *node = value_add_object(w->ctx.arena, items);
        value_set_int(w->ctx.arena, node, S("id"), m->id);
        value_set_int(w->ctx.arena, node, S("order_id"), m->order.v);
        value_set_text(w->ctx.arena, node, S("kind"), message_kind_name(m->kind));
        value_set_text(w->ctx.arena, node, S("channel"), m->channel);
        value_set_text(w->ctx.arena, node, S("state"), m->state);
        value_set_instant(w->ctx.arena, node, S("created_at"), m->created_at);
        value_set_instant(w->ctx.arena, node, S("sent_at"), m->sent_at);
        enum err e = show_message(w, m, node);
        if (e != ERR_NOT_FOUND && e != ERR_FORBIDDEN &&
            e != ERR_STATE) { /* erased, without an address, not true any more */
            TRY(e);
        }
    }
    TRY(show_notices(w, items));
    value_set(model, S("items"), items);
    json_write(&out, model);
    web_raw(w, S("application/json"), buf_str(&out));
    return OK;
}
