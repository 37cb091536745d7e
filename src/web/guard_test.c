/* SPDX-License-Identifier: Apache-2.0 */
#include "web/guard.h"

#include <criterion/criterion.h>
#include <string.h>

/* Splits a head as the library does: NULs for the blanks of the first line, for colons and for line ends. */
struct trial {
    struct arena *arena;
    struct guard_head head;
    struct http_request request;
    struct guard_framing framing;
};

static void split_line(struct guard_head *head, char *text, size_t at, size_t end)
{
    struct guard_line *line = &head->line[head->line_count++];
    size_t colon = at;
    while (colon < end && text[colon] != ':') {
        colon++;
    }
    text[colon] = '\0';
    line->name_at = at;
    line->name_size = colon - at;
    line->value_at = colon + 1;
    while (text[line->value_at] == ' ' || text[line->value_at] == '\t') {
        line->value_at++;
    }
    line->value_size = strlen(&text[line->value_at]);
}

static size_t line_end(char *text, size_t at, size_t *next)
{
    size_t end = at;
    while (text[end] != '\n') {
        end++;
    }
    *next = end + 1;
    text[end] = '\0';
    if (end > at && text[end - 1] == '\r') {
        text[--end] = '\0';
    }
    return end;
}

static enum guard_verdict judge(struct trial *t, str raw)
{
    t->arena = arena_new();
    char *text = str_c(t->arena, raw);
    t->head = (struct guard_head){ .text = { text, raw.size } };
    size_t next = 0;
    size_t end = line_end(text, 0, &next);
    struct str_pair method = str_cut(str_slice(t->head.text, 0, end), ' ');
    struct str_pair target = str_cut(method.tail, ' ');
    t->head.method = str_copy(t->arena, method.head);
    t->head.target = str_copy(t->arena, target.head);
    t->head.version = str_copy(t->arena, target.tail);
    while (next < raw.size) {
        size_t at = next;
        end = line_end(text, at, &next);
        if (end > at) {
            split_line(&t->head, text, at, end);
        }
    }
    return guard_read(t->arena, &t->head, &t->request, &t->framing);
}

static enum guard_verdict verdict_of(str raw)
{
    struct trial t = { 0 };
    enum guard_verdict verdict = judge(&t, raw);
    arena_free(t.arena);
    return verdict;
}

#define HEAD(line, rest) S(line "\r\nHost: shop.example\r\n" rest "\r\n")

Test(guard, reads_a_plain_request)
{
    struct trial t = { 0 };
    cr_assert_eq(judge(&t, HEAD("POST /a%20b?c=%41 HTTP/1.1", "Content-Length: 12\r\nX: \ty \r\n")),
                 GUARD_OK);
    cr_expect_eq(t.request.method, HTTP_POST);
    cr_expect(str_eq(t.request.path, S("/a b")));
    cr_expect(str_eq(t.request.query, S("c=%41")));
    cr_expect(str_eq(t.request.host, S("shop.example")));
    cr_expect(str_eq(http_header(&t.request, S("x")), S("y")));
    cr_expect_eq(t.framing.length_bytes, 12);
    cr_expect(t.request.has_body);
    arena_free(t.arena);
}

Test(guard, refuses_what_two_parsers_could_read_in_two_ways)
{
    static const struct {
        enum guard_verdict want;
        str raw;
    } cases[] = {
        { GUARD_CODING, S_INIT("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: "
                               "1\r\nTransfer-Encoding: chunked\r\n\r\n") },
        { GUARD_CODING,
          S_INIT("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n") },
        { GUARD_CODING,
          S_INIT("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n") },
        { GUARD_LENGTH,
          S_INIT("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n") },
        { GUARD_LENGTH, S_INIT("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 01\r\n\r\n") },
        { GUARD_HOST, S_INIT("GET / HTTP/1.1\r\n\r\n") },
        { GUARD_HOST, S_INIT("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n") },
        { GUARD_HOST, S_INIT("GET / HTTP/1.1\r\nHost: a@b\r\n\r\n") },
        { GUARD_NAME, S_INIT("GET / HTTP/1.1\r\nHost: a\r\nX y: z\r\n\r\n") },
        { GUARD_VALUE, S_INIT("GET / HTTP/1.1\r\nHost: a\r\nX: \x01\r\n\r\n") },
        { GUARD_LINES, S_INIT("GET / HTTP/1.1\nHost: a\r\n\r\n") },
        { GUARD_LINES, S_INIT("GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n") },
        { GUARD_LINES, S_INIT("GET / HTTP/1.1\r\nHost: a\r\nX: y\0z\r\n\r\n") },
        { GUARD_LINES, S_INIT("GET / HTTP/1.1\r\nHost: a\r\n\n") },
        { GUARD_VERSION, S_INIT("GET / HTTP/1.9\r\nHost: a\r\n\r\n") },
        { GUARD_METHOD, S_INIT("G[T / HTTP/1.1\r\nHost: a\r\n\r\n") },
        { GUARD_TARGET, S_INIT("GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n") },
        { GUARD_TARGET, S_INIT("GET * HTTP/1.1\r\nHost: a\r\n\r\n") },
        { GUARD_PATH, S_INIT("GET /a/%2e%2e/b HTTP/1.1\r\nHost: a\r\n\r\n") },
        { GUARD_PATH, S_INIT("GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n") },
        { GUARD_PATH, S_INIT("GET //b HTTP/1.1\r\nHost: a\r\n\r\n") },
        { GUARD_PATH, S_INIT("GET /a%2Fb HTTP/1.1\r\nHost: a\r\n\r\n") },
        { GUARD_OK, S_INIT("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n") },
        { GUARD_OK, S_INIT("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n") },
        { GUARD_OK, S_INIT("GET / HTTP/1.0\r\n\r\n") },
        { GUARD_OK, S_INIT("GET /..a/.b HTTP/1.1\r\nHost: [::1]:80\r\n\r\n") },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        enum guard_verdict got = verdict_of(cases[i].raw);
        cr_expect_eq(got, cases[i].want, "case %zu: %s", i, guard_text(got));
    }
}

Test(guard, refuses_lines_that_were_folded_or_too_many)
{
    struct trial t = { 0 };
    cr_assert_eq(judge(&t, HEAD("GET / HTTP/1.1", "")), GUARD_OK);
    t.head.is_moved = true;
    cr_expect_eq(guard_read(t.arena, &t.head, &t.request, &t.framing), GUARD_LINES);
    t.head.is_moved = false;
    t.head.is_too_long = true;
    cr_expect_eq(guard_read(t.arena, &t.head, &t.request, &t.framing), GUARD_TOO_MANY);
    cr_expect_eq(guard_status(GUARD_TOO_MANY), 431);
    arena_free(t.arena);
}

static struct http_request located(str peer, str forwarded, str host)
{
    static struct arena *arena;
    arena = arena == NULL ? arena_new() : arena;
    struct http_address proxies[2];
    struct guard_place place = { .proxy = proxies, .proxy_count = 2 };
    cr_assert(http_address_parse(S("10.0.0.1"), &proxies[0]));
    cr_assert(http_address_parse(S("2001:db8::1"), &proxies[1]));
    cr_assert(http_address_parse(peer, &place.peer));
    struct http_request request = { .host = host };
    if (forwarded.size > 0) {
        request.header[request.header_count++] =
            (struct http_head){ S("X-Forwarded-For"), forwarded };
    }
    guard_locate(arena, &place, &request);
    return request;
}

Test(guard, believes_only_trusted_proxies)
{
    cr_expect(str_eq(located(S("10.0.0.1"), S("203.0.113.7"), S("a")).peer, S("203.0.113.7")));
    cr_expect(str_eq(located(S("10.0.0.1"), S("6.6.6.6, 203.0.113.7, 2001:db8::1"), S("a")).peer,
                     S("203.0.113.7")));
    cr_expect(
        str_eq(located(S("10.0.0.1"), S("[2001:db8::9]:443"), S("a")).peer, S("2001:db8::9")));
    cr_expect(str_eq(located(S("10.0.0.1"), S("nonsense"), S("a")).peer, S("10.0.0.1")));
    cr_expect(str_eq(located(S("203.0.113.9"), S("6.6.6.6"), S("a")).peer, S("203.0.113.9")));
}

Test(guard, calls_loopback_only_what_asks_directly_by_a_loopback_name)
{
    cr_expect(located(S("127.0.0.1"), S(""), S("localhost:80")).is_loopback);
    cr_expect(located(S("::1"), S(""), S("[::1]:80")).is_loopback);
    cr_expect_not(located(S("127.0.0.1"), S(""), S("shop.example")).is_loopback);
    cr_expect_not(located(S("127.0.0.1"), S("1.2.3.4"), S("localhost")).is_loopback);
    cr_expect_not(located(S("10.0.0.1"), S("127.0.0.1"), S("localhost")).is_loopback);
}
