/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "web/app.h"

#include <criterion/criterion.h>

struct caller {
    const char *path, *query, *accept, *cookie, *site;
    int status; /* 0: the page itself */
    const char *location;
};

static const struct caller callers[] = {
    { "/", "", "", "", "", 0, "" },
    { "/", "", "*", "", "", 0, "" },
    { "/", "", "id-ID,id;q=0.9,en;q=0.8", "", "", 0, "" },
    { "/", "", "de-DE,de;q=0.9", "", "", 0, "" },
    { "/", "", "en-US,en;q=0.9", "", "", 302, "/en/" },
    { "/", "", "en-US,en;q=0.9", "", "cross-site", 302, "/en/" },
    { "/", "", "en-US,en;q=0.9", "", "same-origin", 0, "" },
    { "/", "", "en-US,en;q=0.9", "a=1; lang=id", "", 0, "" },
    { "/", "", "id-ID", "lang=en", "", 302, "/en/" },
    { "/", "lang=en", "id-ID", "", "", 303, "/en/" },
    { "/", "lang=id", "en-US", "lang=en", "", 303, "/" },
    { "/", "lang=//evil", "", "", "", 0, "" },
    { "/products", "", "en-US,en;q=0.9", "lang=en", "", 0, "" },
};

static void add(struct http_request *r, const char *name, const char *value)
{
    if (value[0] != '\0') {
        r->header[r->header_count++] = (struct http_head){ str_of(name), str_of(value) };
    }
}

Test(language, is_looked_at_on_the_front_door_only_and_the_choice_of_the_buyer_wins)
{
    for (size_t i = 0; i < COUNT(callers); i++) {
        const struct caller *one = &callers[i];
        CLEANUP(arena_drop) struct arena *arena = arena_new();
        struct http_request *r = NEW(arena, struct http_request);
        struct http_exchange *x = NEW(arena, struct http_exchange);
        struct web w = { .exchange = x, .request = r, .ctx = { .arena = arena } };
        *r = (struct http_request){ .method = HTTP_GET,
                                     .path = str_of(one->path),
                                     .query = str_of(one->query) };
        x->arena = arena;
        http_reply_clear(&x->reply);
        add(r, "Accept-Language", one->accept);
        add(r, "Cookie", one->cookie);
        add(r, "Sec-Fetch-Site", one->site);
        cr_assert_eq(language_leads(r), one->status != 0, "case %zu", i);
        if (one->status != 0) {
            language_lead(&w);
        }
        cr_expect(one->status == 0 || x->reply.status == one->status, "case %zu", i);
        cr_expect(str_eq(w.location, str_of(one->location)), "case %zu: %.*s", i,
                  STR_ARG(w.location));
        cr_expect_eq(w.set_cookie_count, one->status == 303 ? 1 : 0, "case %zu", i);
    }
}
