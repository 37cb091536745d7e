/* SPDX-License-Identifier: Apache-2.0 */
/* route.c - which row of the table a request is for. */
#include "web/route.h"

static bool take_param(str pattern, str value, struct route_hit *hit)
{
    if (value.size == 0 || hit->count == COUNT(hit->name)) {
        return false;
    }
    hit->name[hit->count] = str_slice(pattern, 1, pattern.size - 1);
    hit->value[hit->count++] = value;
    return true;
}

/* "/orders/{number}/cancel" against "/orders/AB12/cancel", one segment at a time. */
bool route_fits(const char *pattern, str path, struct route_hit *out)
{
    struct route_hit hit = { 0 };
    struct str_pair want = { .tail = str_of(pattern) };
    struct str_pair have = { .tail = path };
    do {
        want = str_cut(want.tail, '/');
        have = str_cut(have.tail, '/');
        bool fits = str_starts(want.head, S("{")) ? take_param(want.head, have.head, &hit)
                                                  : str_eq(want.head, have.head);
        if (!fits || want.found != have.found) {
            return false;
        }
    } while (want.found);
    hit.route = out->route;
    hit.allow = out->allow;
    *out = hit;
    return true;
}

/* The letters before the first parameter: nearly every row is told apart by them. */
static bool begins_like(const char *pattern, str path)
{
    size_t at = 0;
    while (pattern[at] != '\0' && pattern[at] != '{') {
        if (at == path.size || pattern[at] != path.at[at]) {
            return false;
        }
        at++;
    }
    return pattern[at] == '{' || at == path.size;
}

static bool has_face(const struct route *route, bool is_json)
{
    switch (route->face) {
    case FACES_BOTH:
        return true;
    case FACES_PAGE:
    case FACES_RAW:
        return !is_json;
    case FACES_JSON:
        return is_json;
    }
    return false;
}

/* HEAD is answered by the GET row. */
static bool same_method(const char *row, str method)
{
    str name = str_of(row);
    return str_eq(name, method) || (str_eq(method, S("HEAD")) && str_eq(name, S("GET")));
}

enum route_match route_find(struct arena *arena, str method, str path, bool is_json,
                            struct route_hit *out)
{
    size_t count = 0;
    const struct route *table = route_table(&count);
    str allow = { 0 };
    for (size_t i = 0; i < count; i++) {
        struct route_hit hit = { .route = &table[i] };
        if (!has_face(&table[i], is_json) || !begins_like(table[i].path, path) ||
            !route_fits(table[i].path, path, &hit)) {
            continue;
        }
        if (same_method(table[i].method, method)) {
            *out = hit;
            return ROUTE_FOUND;
        }
        allow = allow.size == 0 ? str_of(table[i].method)
                                : str_format(arena, "%.*s, %s", STR_ARG(allow), table[i].method);
    }
    out->allow = allow;
    return allow.size == 0 ? ROUTE_NO_PATH : ROUTE_NO_METHOD;
}
