/* SPDX-License-Identifier: Apache-2.0 */
/* admit.c - what the columns of the route table demand, checked in one place. */
#include "web/app.h"

static bool is_reading(const struct web *w)
{
    return w->request->method == HTTP_GET || w->request->method == HTTP_HEAD;
}

/* A browser says where a form came from; programs say nothing and carry credentials of their own. */
static bool came_from_here(const struct web *w)
{
    str site = http_header(w->request, S("sec-fetch-site"));
    if (site.size != 0) {
        return str_eq(site, S("same-origin")) || str_eq(site, S("none"));
    }
    str origin = http_header(w->request, S("origin"));
    if (origin.size == 0) {
        return true;
    }
    size_t scheme = str_find(origin, S("://"), 0);
    return scheme < origin.size && str_eq_nocase(str_skip(origin, scheme + 3), w->request->host);
}

static enum err check_rate(struct web *w)
{
    int64_t wait_s = 0;
    if (w->app->options.no_rate_limit ||
        limit_take(w->app->limiter, w->route->rate, &w->request->address, clock_monotonic(),
                   &wait_s)) {
        return OK;
    }
    http_reply_add(&w->exchange->reply, S("Retry-After"),
                   str_format(w->ctx.arena, "%" PRId64, wait_s));
    return ERR_RATE;
}

enum err admit(struct web *w)
{
    TRY(check_rate(w));
    if (!is_reading(w) && w->route->guard != GUARD_SIGNATURE && !came_from_here(w)) {
        return ERR_CROSS_ORIGIN;
    }
    return session_read(w);
}

bool csrf_token_is(struct web *w, str token)
{
    return w->csrf_token.size != 0 && key_eq(token, w->csrf_token);
}

/* What a form of any site can send; JSON it cannot. */
static bool is_of_form(struct web *w)
{
    str type = http_media_type(w->ctx.arena, w->request->content_type);
    return type.size != 0 && !str_eq(type, S("application/json"));
}

/* Only pages of a session or a link carry a token; a header with credentials needs none, nor does JSON. What a browser's cookie alone vouches
 * for needs it at the programs' addresses too. */
enum err admit_form(struct web *w)
{
    bool is_page = w->face == WEB_PAGE || (w->session_token.size != 0 && is_of_form(w));
    bool needs_token = w->csrf_token.size != 0 && !w->by_token && is_page;
    if (needs_token && !csrf_token_is(w, w->form_state.csrf_token)) {
        return fail(&w->ctx, ERR_CROSS_ORIGIN, "form token of %s", w->route->path);
    }
    return OK;
}
