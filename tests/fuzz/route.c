/* SPDX-License-Identifier: Apache-2.0 */
/* A whole request as it comes from the wire, up to the handler: guard, route, who may pass, query, form. No socket, no database. */
#include "fuzz/fuzz.h"

#include "shop/order_link.h"
#include "web/app.h"
#include "web/guard.h"

#include <string.h>

/* Splits a head as the library does: NULs for the blanks of the first line, for colons and for line ends. */
static void add_line(struct guard_head *head, char *text, size_t at, size_t end)
{
    if (head->line_count == HTTP_HEADERS_MAX) {
        head->is_too_long = true;
        return;
    }
    struct guard_line *line = &head->line[head->line_count++];
    char *colon = memchr(text + at, ':', end - at);
    line->name_at = at;
    line->name_size = colon == NULL ? end - at : (size_t)(colon - text) - at;
    text[at + line->name_size] = '\0';
    line->value_at = colon == NULL ? end : at + line->name_size + 1;
    while (line->value_at < end && (text[line->value_at] == ' ' || text[line->value_at] == '\t')) {
        line->value_at++;
    }
    line->value_size = strlen(text + line->value_at);
}

static size_t line_end(str text, size_t at)
{
    size_t end = str_find(text, S("\n"), at);
    return end < text.size ? end : text.size;
}

/* The head of `bytes`; what follows the empty line is the body. */
static str split(struct arena *arena, str bytes, struct guard_head *head)
{
    char *text = str_c(arena, bytes);
    size_t at = line_end(bytes, 0);
    struct str_pair method = str_cut(str_trim(str_slice(bytes, 0, at)), ' ');
    struct str_pair target = str_cut(method.tail, ' ');
    head->method = method.head;
    head->target = target.head;
    head->version = target.tail;
    while (at < bytes.size) {
        size_t from = at + 1;
        at = line_end(bytes, from);
        size_t end = at > from && text[at - 1] == '\r' ? at - 1 : at;
        text[end] = '\0';
        if (from >= bytes.size || end == from) {
            break;
        }
        add_line(head, text, from, end);
    }
    head->text = (str){ text, at };
    head->is_unseen = true; /* what the library's line ends tell has tests of its own */
    return str_skip(bytes, at + 1);
}

/* Nobody here knows the keys: whoever is let in must be allowed to come without one. */
static void check_admitted(struct web *w)
{
    str site = http_header(w->request, S("sec-fetch-site"));
    bool is_reading = w->request->method == HTTP_GET || w->request->method == HTTP_HEAD;
    CHECK(w->route != NULL && w->param_count <= WEB_PARAMS_MAX);
    CHECK(w->route->guard != GUARD_STAFF && w->route->guard != GUARD_LOOPBACK);
    CHECK(w->route->guard != GUARD_ORDER_LINK ||
          order_link_is(&w->ctx, web_param(w, S("number")), w->order_key));
    CHECK(is_reading || w->route->guard == GUARD_SIGNATURE || !str_eq(site, S("cross-site")));
}

/* Forms are read for everybody here, also behind the doors that stay shut. */
static void read_input(struct web *w, str body)
{
    if (body.size > w->route->body_max) {
        return;
    }
    struct http_exchange *x = w->exchange;
    x->request.body = body;
    w->csrf_token = (str){ 0 };
    enum err e = app_read_input(w);
    CHECK(e == OK || e == ERR_BAD_INPUT || e == ERR_MALFORMED || e == ERR_MEDIA_TYPE ||
          e == ERR_TOO_LARGE);
    const struct value *asked = w->query_state.errors;
    const struct value *sent = w->form_state.errors;
    bool is_named = (asked != NULL && asked->count != 0) || (sent != NULL && sent->count != 0);
    CHECK((e == ERR_BAD_INPUT) == is_named);
}

static void request(struct arena *arena, struct app *app, str bytes)
{
    struct http_exchange *x = NEW(arena, struct http_exchange);
    struct guard_head *head = NEW(arena, struct guard_head);
    struct guard_framing framing = { 0 };
    struct guard_place place = { .proxy_count = 0 };
    struct web *w = NULL;
    str body = split(arena, bytes, head);
    x->arena = arena;
    enum guard_verdict verdict = guard_read(arena, head, &x->request, &framing);
    guard_locate(arena, &place, &x->request);
    if (verdict != GUARD_OK) {
        CHECK(guard_status(verdict) >= 400 && guard_status(verdict) < 500);
        return;
    }
    CHECK(str_is_utf8(x->request.path) && !str_contains(x->request.path, S("..//")));
    enum err e = app_admit(app, x, &w);
    CHECK(e != ERR_METHOD || x->reply.header_count == 1);
    if (e == OK) {
        check_admitted(w);
    }
    if (w->route != NULL) {
        read_input(w, body);
    }
}

void fuzz_route(struct arena *arena, str bytes)
{
    static const struct zone *zone;
    zone = zone == NULL ? zone_of(S("Asia/Jakarta")) : zone;
    struct app *app = NEW(arena, struct app);
    struct site *site = NEW(arena, struct site);
    site->shop.zone = zone;
    site->shop.is_sandbox = true;
    CHECK(currency_of(S("IDR"), &site->shop.currency));
    app->site = site;
    app->keys = keys_seeded(arena, 7);
    app->random = random_seeded(7);
    app->options.no_rate_limit = true;
    app->options.database = S("/nonexistent/shop.db"); /* nobody's session is found */
    request(arena, app, bytes);
}
