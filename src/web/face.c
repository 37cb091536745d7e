/* SPDX-License-Identifier: Apache-2.0 */
/* face.c - one model, two faces: HTML through a template, or JSON as it is. */
#include "web/app.h"

#include "base/clock.h"
#include "base/log.h"
#include "web/problem.h"
#include "web/reader.h"
#include "web/text.h"
#include "web/too_much.h"

#define FOREVER "public, max-age=31536000, immutable"

enum { PAGE_BYTES_MAX = 2 * 1024 * 1024 };

/* Headers every reply has. The policy lets nothing in from elsewhere and nothing inline. */
static const struct http_head safe_headers[] = {
    { S_INIT("Content-Security-Policy"),
      S_INIT("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
             "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
             "frame-ancestors 'none'") },
    { S_INIT("X-Content-Type-Options"), S_INIT("nosniff") },
    { S_INIT("X-Frame-Options"), S_INIT("DENY") },
    { S_INIT("Permissions-Policy"), S_INIT("camera=(), microphone=(), geolocation=(), interest-cohort=()") },
    { S_INIT("Cross-Origin-Opener-Policy"), S_INIT("same-origin") },
    { S_INIT("Cross-Origin-Resource-Policy"), S_INIT("same-origin") },
};

static bool is_personal(const struct web *w)
{
    return w->route == NULL || w->route->guard == GUARD_ORDER_LINK ||
           w->route->guard == GUARD_CASE_LINK || w->route->guard == GUARD_STAFF;
}

static size_t safe_copy(const struct web *w, struct http_head *out)
{
    size_t count = 0;
    for (; count < COUNT(safe_headers); count++) {
        out[count] = safe_headers[count];
    }
    out[count++] = (struct http_head){ S("Referrer-Policy"),
                                        is_personal(w) ? S("no-referrer")
                                                       : S("strict-origin-when-cross-origin") };
    if (w->request->is_tls) {
        out[count++] = (struct http_head){ S("Strict-Transport-Security"), S("max-age=31536000") };
    }
    return count;
}

static void add_headers(struct web *w)
{
    struct http_reply *reply = &w->exchange->reply;
    struct http_head heads[COUNT(safe_headers) + 2];
    http_reply_add_own(reply, heads, safe_copy(w, heads));
    bool is_forever = reply->has_file || (w->status == 304 && w->route->cache == CACHE_FOREVER);
    http_reply_add(reply, S("Cache-Control"),
                   is_personal(w) ? S("no-store")
                   : is_forever   ? S(FOREVER)
                                  : S("no-cache, private"));
    for (size_t i = 0; i < w->set_cookie_count; i++) {
        http_reply_add(reply, S("Set-Cookie"), w->set_cookie[i]);
    }
}

static str content_type_of(const struct web *w)
{
    return w->is_raw             ? w->raw_type
           : w->face == WEB_JSON ? S("application/json")
                                 : S("text/html; charset=utf-8");
}

static enum err render_page(struct web *w, const char *template, struct buf *out)
{
    const struct view_template *t = view_find(w->app->view, str_of(template), w->ctx.lang);
    struct view_env env = { .lang = w->ctx.lang, .zone = reader_zone(w),
                            .strict_fields = w->app->options.test_clock };
    struct value *layout = value_object(w->ctx.arena);
    str why = { 0 };
    if (t == NULL) {
        return fail(&w->ctx, ERR_INTERNAL, "no template %s", template);
    }
    layout_model(w, layout);
    if (!view_render(t, w->model, layout, &env, out, &why)) {
        return fail(&w->ctx, ERR_INTERNAL, "template %s: %.*s", template, STR_ARG(why));
    }
    return OK;
}

/* Under the test clock a model is held to its declaration, and a template to the model: what is forgotten is found by asking. */
static enum err check_model(struct web *w)
{
    str why = { 0 };
    const struct model *model = w->route->model;
    if (!w->app->options.test_clock || model == NULL ||
        model_check(w->ctx.arena, model, w->model, &why)) {
        return OK;
    }
    return fail(&w->ctx, ERR_INTERNAL, "model %s of %s: %.*s", model->name, w->route->path,
                STR_ARG(why));
}

/* The body of a good answer. */
static enum err face_body(struct web *w, str *body)
{
    struct buf out = buf_new(w->ctx.arena, PAGE_BYTES_MAX);
    if (w->is_raw) {
        *body = w->raw_body;
        return OK;
    }
    if (w->model == NULL) {
        w->model = value_object(w->ctx.arena);
    }
    TRY(check_model(w));
    if (w->face == WEB_JSON) {
        model_write_json(&out, w->route->model, w->model);
    } else {
        if (w->route->template == NULL) {
            return fail(&w->ctx, ERR_INTERNAL, "%s has no page", w->route->path);
        }
        TRY(render_page(w, w->route->template, &out));
    }
    if (buf_is_over(&out)) {
        return fail(&w->ctx, ERR_INTERNAL, "reply of %s over %d bytes", w->route->path,
                    PAGE_BYTES_MAX);
    }
    *body = buf_str(&out);
    return OK;
}

static void redirect(struct web *w)
{
    struct http_reply *reply = &w->exchange->reply;
    add_headers(w);
    reply->status = w->status >= 300 && w->status < 400 ? w->status : 303;
    http_reply_add(reply, S("Location"), w->location);
}

void face_reply(struct web *w)
{
    struct http_reply *reply = &w->exchange->reply;
    if (w->location.size != 0 && w->face == WEB_PAGE) {
        redirect(w);
        return;
    }
    str body = { 0 };
    enum err e = face_body(w, &body);
    if (e != OK) {
        face_refuse(w, e);
        return;
    }
    add_headers(w);
    reply->status = w->status == 0 ? 200 : w->status;
    reply->body = body;
    http_reply_add(reply, S("Content-Type"), content_type_of(w));
}

enum http_progress face_cached(struct web *w, struct cache_turn *turn)
{
    str body = { 0 };
    bool is_kept = w->location.size == 0 && !w->exchange->reply.has_file &&
                   (w->status == 0 || w->status == 200);
    enum err e = is_kept ? face_body(w, &body) : ERR_INTERNAL;
    if (e != OK) {
        cache_give_up(w->app->cache, turn);
        if (!is_kept) {
            face_reply(w);
        } else {
            face_refuse(w, e);
        }
        return HTTP_ANSWERED;
    }
    struct http_head heads[COUNT(safe_headers) + 4];
    size_t count = safe_copy(w, heads);
    heads[count++] = (struct http_head){ S("Content-Type"), content_type_of(w) };
    bool is_forever = w->route->cache == CACHE_FOREVER;
    heads[count++] =
        (struct http_head){ S("Cache-Control"), is_forever ? S(FOREVER) : S("no-cache") };
    if (!app_is_up_to_date(w->app) && !is_forever) {
        web_valid_until(w, w->ctx.now_at + APP_SHARED_STALE);
    }
    struct cache_page page = {
        .status = w->status == 0 ? 200 : w->status, .header = heads, .header_count = count, .body = body,
        .tag = w->tag, .tag_count = w->tag_count, .valid_until = w->valid_until,
        .varies_by_language = w->face == WEB_JSON || str_eq(w->request->path, S("/")), .compress_best = is_forever,
    };
    (void)cache_put(w->app->cache, turn, &page, w->request, &w->exchange->prepared);
    return HTTP_PREPARED;
}

/* The page of a form again, with what was typed and the messages beside the fields. */
static bool show_form_again(struct web *w, enum err e)
{
    size_t count = 0;
    const struct route *table = route_table(&count);
    const struct route *post = w->route;
    bool was_read = w->form_state.form != NULL && e != ERR_CROSS_ORIGIN;
    if (w->face != WEB_PAGE || post == NULL || post->back == NULL || w->is_back || !was_read) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (str_eq(str_of(table[i].method), S("GET")) &&
            str_eq(str_of(table[i].path), str_of(post->back)) && table[i].face != FACES_JSON) {
            w->route = &table[i];
        }
    }
    w->is_back = true;
    w->status = err_http_status(e);
    w->back_err = e;
    if (w->form_state.error.size == 0 && !form_is_refused(&w->form_state)) {
        w->form_state.error = str_of(err_text(e, web_is_indonesian(w)));
    }
    bool shown = w->route != post && app_read_page(w) == OK;
    if (!shown) {
        w->route = post;
    }
    return shown;
}

static void refuse_with_page(struct web *w, const struct problem *problem, int status)
{
    struct buf out = buf_new(w->ctx.arena, PAGE_BYTES_MAX);
    w->model = problem_model(w->ctx.arena, problem, w->ctx.lang);
    if (str_starts(w->page_path, S("/admin"))) {
        value_set_text(w->ctx.arena, w->model, S("office_url"), web_path(w, "/admin"));
    } else {
        value_set_null(w->ctx.arena, w->model, S("office_url"));
    }
    if (render_page(w, "error", &out) != OK) {
        buf_clear(&out);
        buf_add(&out, str_of(err_text(problem->err, web_is_indonesian(w))));
    }
    w->exchange->reply.status = status;
    w->exchange->reply.body = buf_str(&out);
    http_reply_add(&w->exchange->reply, S("Content-Type"), S("text/html; charset=utf-8"));
}

static void refuse_with_json(struct web *w, const struct problem *problem, int status)
{
    struct buf out = buf_new(w->ctx.arena, KB(64));
    problem_write_json(&out, problem, w->ctx.lang);
    w->exchange->reply.status = status;
    w->exchange->reply.body = buf_str(&out);
    http_reply_add(&w->exchange->reply, S("Content-Type"), S(PROBLEM_CONTENT_TYPE));
}

/* Visitors who are not signed in are led to the login page, which brings them back. */
static bool lead_to_login(struct web *w, enum err e)
{
    if (e != ERR_UNAUTHENTICATED || w->face != WEB_PAGE || w->route == NULL ||
        w->route->guard != GUARD_STAFF) {
        return false;
    }
    bool is_get = str_eq(str_of(w->route->method), S("GET"));
    str next = is_get ? w->request->target : web_path(w, "/admin");
    w->location =
        web_path(w, "/admin/login?next=%.*s", STR_ARG(str_escape_url(w->ctx.arena, next)));
    redirect(w);
    return true;
}

static void say_when(struct web *w, int status)
{
    if (status == 503) {
        http_reply_add(&w->exchange->reply, S("Retry-After"), S("2"));
    }
}

/* Too early is no "never": from when on it can be done. */
static void say_from_when(struct web *w, enum err e)
{
    if (e != ERR_EARLY || w->form_state.error.size != 0) {
        return;
    }
    struct text_slot slot[] = { { S("at"), clock_print(w->ctx.arena, reader_zone(w), w->ctx.possible_at,
                                                       web_is_indonesian(w)) } };
    w->form_state.error =
        text_fill(w->ctx.arena, w->ctx.lang,
                  T("It is too early for this: it can be done after {at}."), slot, COUNT(slot));
}

void face_refuse(struct web *w, enum err e)
{
    int status = err_http_status(e);
    say_from_when(w, e);
    if (lead_to_login(w, e)) {
        return;
    }
    w->set_cookie_count = 0;
    w->location = (str){ 0 };
    w->is_raw = false;
    if (show_form_again(w, e)) {
        say_when(w, status);
        return;
    }
    struct problem problem = {
        .err = e, .detail = w->form_state.error, .errors = w->form_state.errors, .request_id = w->ctx.request_id,
        .takes_files = too_much_takes_files(w),
    };
    if (problem.errors == NULL && w->query_state.errors != NULL) {
        problem.errors = w->query_state.errors;
    }
    add_headers(w);
    say_when(w, status);
    if (w->face == WEB_JSON || (w->route != NULL && w->route->face == FACES_RAW)) {
        refuse_with_json(w, &problem, status);
    } else {
        refuse_with_page(w, &problem, status);
    }
}
