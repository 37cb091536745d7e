/* SPDX-License-Identifier: Apache-2.0 */
/*
 * language.c - "/" in the buyer's language.
 *
 * Every address has one content, so only the front door looks at who comes: the language once chosen (a cookie), else what the
 * browser asks for. Whoever comes from a page of the shop's own has chosen already.
 */
#include "web/app.h"

enum { REMEMBERED_S = 365 * 86400 };

static bool wants_english(const struct http_request *r)
{
    static const str offered[] = { S_INIT("id"), S_INIT("en") };
    str chosen = session_cookie(r, S("lang"));
    str asked = http_header(r, S("accept-language"));
    if (chosen.size != 0) {
        return str_eq(chosen, S("en"));
    }
    if (asked.size == 0 || str_eq(http_header(r, S("sec-fetch-site")), S("same-origin"))) {
        return false;
    }
    return http_language_choose(asked, offered, COUNT(offered)) == LANG_EN;
}

static bool is_choice(const struct http_request *r)
{
    return str_eq(r->query, S("lang=id")) || str_eq(r->query, S("lang=en"));
}

bool language_leads(const struct http_request *r)
{
    bool is_front = (r->method == HTTP_GET || r->method == HTTP_HEAD) && str_eq(r->path, S("/"));
    return is_front && (is_choice(r) || wants_english(r));
}

void language_lead(struct web *w)
{
    bool is_chosen = is_choice(w->request);
    bool is_english = !is_chosen || str_eq(w->request->query, S("lang=en"));
    if (is_chosen) {
        web_set_cookie(w, S("lang"), is_english ? S("en") : S("id"), REMEMBERED_S);
    }
    w->status = is_chosen ? 303 : 302;
    http_reply_add(&w->exchange->reply, S("Vary"), S("Accept-Language, Cookie, Sec-Fetch-Site"));
    web_redirect(w, is_english ? S("/en/") : S("/"));
    face_reply(w);
}
