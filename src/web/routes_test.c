/* SPDX-License-Identifier: Apache-2.0 */
/* The map of the site, row by row: guarded, bounded, with a face; and who is let in. */
#include "base/arena.h"
#include "core/keys.h"
#include "core/link.h"
#include "shop/order_link.h"
#include "web/app.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static const struct route *row(size_t i)
{
    size_t count = 0;
    const struct route *table = route_table(&count);
    return i < count ? &table[i] : NULL;
}

static bool is_reading(const struct route *r)
{
    return str_eq(str_of(r->method), S("GET"));
}

static bool has_page(const struct route *r)
{
    return r->face == FACES_BOTH || r->face == FACES_PAGE;
}

static bool has_json(const struct route *r)
{
    return r->face == FACES_BOTH || r->face == FACES_JSON;
}

Test(routes, are_each_guarded_and_bounded)
{
    for (size_t i = 0; row(i) != NULL; i++) {
        const struct route *r = row(i);
        bool is_system = r->guard == GUARD_LOOPBACK || str_ends(str_of(r->path), S("z"));
        cr_expect(r->path[0] == '/' && r->handle != NULL, "%s", r->path);
        cr_expect_lt(r->guard, GUARD_COUNT, "%s", r->path);
        cr_expect_lt(r->rate, RATE_COUNT, "%s", r->path);
        cr_expect(r->rate != RATE_NONE || is_system, "%s is not limited", r->path);
        cr_expect(!is_reading(r) || (r->body_max == NO_BODY && r->form == NULL), "%s reads a body",
                  r->path);
        size_t most = r->guard == GUARD_STAFF
                          ? MB(64)
                          : MB(32); /* films: see app.c, who is asked before the body */
        cr_expect(is_reading(r) || r->body_max <= most, "%s takes too much", r->path);
        cr_expect(is_reading(r) || r->form == NULL || r->body_max > 0, "%s cannot take its form",
                  r->path);
        unsigned outsiders = 1u << ROLE_VISITOR | 1u << ROLE_BUYER;
        cr_expect(r->guard != GUARD_STAFF || (r->roles != 0 && (r->roles & outsiders) == 0),
                  "%s %s lets anybody in", r->method, r->path);
    }
}

Test(routes, are_cached_only_where_everybody_sees_the_same)
{
    for (size_t i = 0; row(i) != NULL; i++) {
        const struct route *r = row(i);
        bool is_shared = r->cache != CACHE_NEVER;
        cr_expect(!is_shared || (is_reading(r) && r->guard == GUARD_OPEN), "%s %s", r->method,
                  r->path);
    }
}

Test(routes, have_a_face_for_every_answer)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct view *view = NULL;
    str why = { 0 };
    cr_assert(view_load_all(arena, (str){ 0 }, &view, &why), "%.*s", STR_ARG(why));
    for (size_t i = 0; row(i) != NULL; i++) {
        const struct route *r = row(i);
        bool needs_page = is_reading(r) && has_page(r);
        cr_expect(!needs_page || r->template != NULL, "%s has no template", r->path);
        cr_expect(r->template == NULL || (view_find(view, str_of(r->template), LANG_ID) != NULL &&
                                          view_find(view, str_of(r->template), LANG_EN) != NULL),
                  "%s: no template %s", r->path, r->template);
        cr_expect(!has_json(r) || r->model != NULL || str_eq(str_of(r->path), S("/openapi.json")),
                  "%s %s has no model", r->method, r->path);
    }
}

Test(routes, lead_back_to_a_page_that_exists_and_knows_the_same_link)
{
    for (size_t i = 0; row(i) != NULL; i++) {
        const struct route *r = row(i);
        bool found = r->back == NULL;
        for (size_t k = 0; row(k) != NULL && !found; k++) {
            found = is_reading(row(k)) && has_page(row(k)) &&
                    str_eq(str_of(row(k)->path), str_of(r->back)) &&
                    (row(k)->guard == r->guard || row(k)->guard == GUARD_OPEN ||
                     row(k)->guard == GUARD_CART);
        }
        cr_expect(found, "%s %s leads back to %s", r->method, r->path, r->back);
        cr_expect((r->guard == GUARD_CASE_LINK) == (r->link != NULL),
                  "%s: a case link needs its word", r->path);
        cr_expect((r->guard != GUARD_ORDER_LINK && r->guard != GUARD_CASE_LINK) ||
                      r->query != NULL || r->face == FACES_JSON,
                  "%s does not know its key", r->path);
    }
}

/* What is done below a link is the person's word; a second person's decision is the one thing that is the shop's. */
Test(routes, below_a_link_let_staff_do_nothing_but_decide)
{
    for (size_t i = 0; row(i) != NULL; i++) {
        cr_expect(!row(i)->staff_act || str_eq(str_of(row(i)->link), S("decision")), "%s",
                  row(i)->path);
    }
}

Test(routes, stand_once_each)
{
    for (size_t i = 0; row(i) != NULL; i++) {
        for (size_t k = i + 1; row(k) != NULL; k++) {
            bool same = str_eq(str_of(row(i)->method), str_of(row(k)->method)) &&
                        str_eq(str_of(row(i)->path), str_of(row(k)->path));
            bool meet =
                (has_page(row(i)) && has_page(row(k))) || (has_json(row(i)) && has_json(row(k)));
            cr_expect(!(same && meet), "%s %s stands twice", row(i)->method, row(i)->path);
        }
    }
}

/* What changes something can be asked for twice under one Idempotency-Key. */
Test(routes, that_change_something_can_answer_a_repeated_request)
{
    for (size_t i = 0; row(i) != NULL; i++) {
        const struct route *r = row(i);
        bool is_asked = str_eq(str_of(r->method), S("POST")) && r->face != FACES_RAW;
        cr_expect(!is_asked || r->again != NULL, "%s %s cannot", r->method, r->path);
    }
}

/* Programs can do whatever people can; they need no session to begin or end. */
Test(routes, of_the_back_office_let_programs_do_what_people_do)
{
    for (size_t i = 0; row(i) != NULL; i++) {
        const struct route *r = row(i);
        bool is_session = str_eq(str_of(r->path), S("/admin/login")) ||
                          str_eq(str_of(r->path), S("/admin/logout"));
        bool is_office = str_starts(str_of(r->path), S("/admin"));
        cr_expect(is_reading(r) || !is_office || is_session || has_json(r), "%s %s", r->method,
                  r->path);
    }
}

Test(route_find, answers_head_by_the_get_row_and_names_what_is_allowed)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct route_hit hit = { 0 };
    cr_expect_eq(route_find(arena, S("HEAD"), S("/products/kopi"), false, &hit), ROUTE_FOUND);
    cr_expect(str_eq(hit.value[0], S("kopi")));
    cr_expect_eq(route_find(arena, S("DELETE"), S("/checkout"), false, &hit), ROUTE_NO_METHOD);
    cr_expect(str_contains(hit.allow, S("GET")) && str_contains(hit.allow, S("POST")));
    cr_expect_eq(route_find(arena, S("GET"), S("/no/such/page"), false, &hit), ROUTE_NO_PATH);
    cr_expect_eq(route_find(arena, S("GET"), S("/products/"), false, &hit), ROUTE_NO_PATH);
}

/* --- who is let in --- */

struct knock {
    struct arena *arena;
    struct app app;
    struct shop shop;
    struct http_request request;
    struct http_exchange exchange;
    struct web w;
    struct random random;
};

static const char *const number = "KOP-7K2M-94QX";

static struct knock *knock_at(struct arena *arena, const char *method, const char *path)
{
    struct knock *k = NEW(arena, struct knock);
    struct route_hit hit = { 0 };
    k->random = random_seeded(7);
    k->app.keys = keys_seeded(arena, 7);
    k->app.options.no_rate_limit = true;
    k->request = (struct http_request){
        .method = str_eq(str_of(method), S("GET")) ? HTTP_GET : HTTP_POST,
        .method_name = str_of(method),
        .path = str_of(path),
        .host = S("toko.example"),
    };
    k->exchange.arena = arena;
    k->w = (struct web){ .app = &k->app, .exchange = &k->exchange, .request = &k->request };
    k->w.ctx = (struct ctx){ .arena = arena, .keys = k->app.keys, .shop = &k->shop };
    cr_assert_eq(route_find(arena, str_of(method), str_of(path), false, &hit), ROUTE_FOUND, "%s",
                 path);
    k->w.route = hit.route;
    for (size_t i = 0; i < hit.count; i++) {
        k->w.param[k->w.param_count++] = (struct web_param){ hit.name[i], hit.value[i] };
    }
    return k;
}

static void say(struct knock *k, const char *name, str value)
{
    k->request.header[k->request.header_count++] = (struct http_head){ str_of(name), value };
}

Test(admit, lets_nobody_at_an_order_without_its_own_key)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct knock *k = knock_at(arena, "GET", "/orders/KOP-7K2M-94QX");
    cr_expect_eq(admit(&k->w), ERR_NOT_FOUND);
    k->request.query = S("key=guess");
    cr_expect_eq(admit(&k->w), ERR_NOT_FOUND);
    k->request.query = str_join(arena, S("key="), order_link_key(&k->w.ctx, S("KOP-7K2M-94QY")));
    cr_expect_eq(admit(&k->w), ERR_NOT_FOUND, "another order's key");
    k->request.query = str_join(arena, S("key="), order_link_key(&k->w.ctx, str_of(number)));
    cr_expect_eq(admit(&k->w), OK);
    cr_expect_eq(k->w.ctx.actor.role, ROLE_BUYER);
}

Test(admit, takes_no_form_from_another_site)
{
    static const struct {
        const char *name, *value;
        enum err expected;
    } cases[] = {
        { "Sec-Fetch-Site", "same-origin", OK },
        { "Sec-Fetch-Site", "cross-site", ERR_CROSS_ORIGIN },
        { "Sec-Fetch-Site", "same-site", ERR_CROSS_ORIGIN },
        { "Origin", "https://toko.example", OK },
        { "Origin", "https://toko.example.evil", ERR_CROSS_ORIGIN },
        { "Origin", "https://evil.example", ERR_CROSS_ORIGIN },
        { "Origin", "null", ERR_CROSS_ORIGIN },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        CLEANUP(arena_drop) struct arena *arena = arena_new();
        struct knock *k = knock_at(arena, "POST", "/cart/items");
        say(k, cases[i].name, str_of(cases[i].value));
        cr_expect_eq(admit(&k->w), cases[i].expected, "%s: %s", cases[i].name, cases[i].value);
    }
}

/* Every form of a page that stands behind a link carries a token, and no other token will do. */
Test(admit_form, wants_the_token_of_this_link_on_every_page_form_behind_it)
{
    size_t walked = 0;
    for (size_t i = 0; row(i) != NULL; i++) {
        bool is_link = row(i)->guard == GUARD_ORDER_LINK || row(i)->guard == GUARD_CASE_LINK;
        if (!is_link || is_reading(row(i)) || !has_page(row(i))) {
            continue;
        }
        CLEANUP(arena_drop) struct arena *arena = arena_new();
        str path = str_replace(arena, str_of(row(i)->path), S("{number}"), str_of(number));
        struct knock *k = knock_at(arena, "POST", str_c(arena, path));
        str kind = row(i)->guard == GUARD_ORDER_LINK ? S("order") : str_of(row(i)->link);
        str key = link_key(&k->w.ctx, str_format(arena, "%.*s:%s", STR_ARG(kind), number));
        k->request.query = str_join(arena, S("key="), key);
        cr_assert_eq(admit(&k->w), OK, "%s", row(i)->path);
        cr_expect_eq(admit_form(&k->w), ERR_CROSS_ORIGIN, "%s without a token", row(i)->path);
        k->w.form_state.csrf_token = csrf_token_of(&k->w, S("another key"));
        cr_expect_eq(admit_form(&k->w), ERR_CROSS_ORIGIN, "%s with another token", row(i)->path);
        k->w.form_state.csrf_token = csrf_token_of(&k->w, key);
        cr_expect_eq(admit_form(&k->w), OK, "%s", row(i)->path);
        walked++;
    }
    cr_expect_geq(walked, 5);
}

Test(admit_form, wants_no_token_where_the_key_came_in_a_header)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct knock *k = knock_at(arena, "POST", "/orders/KOP-7K2M-94QX/cancel");
    say(k, "Order-Key", order_link_key(&k->w.ctx, str_of(number)));
    cr_expect_eq(admit(&k->w), OK);
    cr_expect_eq(admit_form(&k->w), OK);
}
