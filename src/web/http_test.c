/* SPDX-License-Identifier: Apache-2.0 */
#include "web/http.h"

#include "web/body.h"
#include "web/compress.h"
#include "web/limit.h"

#include <criterion/criterion.h>
#include <string.h>

Test(http, chooses_the_encoding_the_client_likes_best)
{
    static const struct {
        str accept;
        enum http_encoding want;
    } cases[] = {
        { S_INIT(""), ENCODING_IDENTITY },
        { S_INIT("gzip"), ENCODING_GZIP },
        { S_INIT("gzip, deflate, br"), ENCODING_BR },
        { S_INIT("br;q=0, gzip"), ENCODING_GZIP },
        { S_INIT("gzip;q=0.8, br;q=0.2"), ENCODING_GZIP },
        { S_INIT("*"), ENCODING_BR },
        { S_INIT("*;q=0, gzip"), ENCODING_GZIP },
        { S_INIT("*;q=0"), ENCODING_IDENTITY },
        { S_INIT("identity, gzip;q=0.5"), ENCODING_IDENTITY },
        { S_INIT("GZIP ; Q=1.0"), ENCODING_GZIP },
        { S_INIT("gzip;q=2"), ENCODING_IDENTITY },
        { S_INIT("gzip;q=x"), ENCODING_IDENTITY },
        { S_INIT(",,;q=1,"), ENCODING_IDENTITY },
        { S_INIT("x-gzip"), ENCODING_GZIP },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        cr_expect_eq(http_encoding_choose(cases[i].accept, 7), cases[i].want, "case %zu", i);
    }
    cr_expect_eq(http_encoding_choose(S("gzip, br"), 1u << ENCODING_IDENTITY | 1u << ENCODING_GZIP),
                 ENCODING_GZIP);
}

Test(http, compares_entity_tags_weakly)
{
    cr_expect(http_etag_matches(S("\"a\""), S("\"a\"")));
    cr_expect(http_etag_matches(S("W/\"a\""), S("\"a\"")));
    cr_expect(http_etag_matches(S("\"b\", \"a\""), S("\"a\"")));
    cr_expect(http_etag_matches(S("*"), S("\"a\"")));
    cr_expect_not(http_etag_matches(S("\"aa\""), S("\"a\"")));
    cr_expect_not(http_etag_matches(S(""), S("\"a\"")));
}

Test(http, chooses_a_language)
{
    static const str offered[] = { S_INIT("id"), S_INIT("en") };
    cr_expect_eq(http_language_choose(S("en-US,en;q=0.9,id;q=0.8"), offered, 2), 1);
    cr_expect_eq(http_language_choose(S("id-ID,id;q=0.9,en;q=0.8"), offered, 2), 0);
    cr_expect_eq(http_language_choose(S("de, en;q=0.3"), offered, 2), 1);
    cr_expect_eq(http_language_choose(S("de"), offered, 2), 0);
    cr_expect_eq(http_language_choose(S(""), offered, 2), 0);
}

Test(http, reads_and_writes_addresses)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    static const str good[] = { S_INIT("203.0.113.7"), S_INIT("2001:db8::1"), S_INIT("::1") };
    for (size_t i = 0; i < COUNT(good); i++) {
        struct http_address address;
        cr_assert(http_address_parse(good[i], &address));
        cr_expect(str_eq(http_address_text(arena, &address), good[i]));
    }
    struct http_address address;
    cr_expect_not(http_address_parse(S("1.2.3"), &address));
    cr_expect_not(http_address_parse(S("1.2.3.4 "), &address));
    cr_expect_not(http_address_parse(S("203.0.113.7\0x"), &address));
    cr_assert(http_address_parse(S("::ffff:127.0.0.1"), &address));
    cr_expect(http_address_is_loopback(&address));
}

Test(body, is_kept_in_memory_and_then_in_a_file)
{
    struct body_room room = { .directory = "/tmp", .max_bytes = KB(400), .files_max_bytes = MB(1), .files_of_one_max_bytes = MB(1) };
    struct body body = body_new(&room);
    body_begin(&body, MB(1), 0);
    char part[1000];
    size_t size = 0;
    for (int i = 0; i < 600; i++) {
        memset(part, 'a' + i % 26, sizeof part);
        cr_assert_eq(body_add(&body, (str){ part, sizeof part }), BODY_OK);
        size += sizeof part;
    }
    cr_expect(body.file >= 0);
    cr_expect_eq(room.used_bytes, 0);
    str text;
    cr_assert_eq(body_text(&body, &text), BODY_OK);
    cr_expect_eq(text.size, size);
    cr_expect_eq(text.at[599 * 1000], 'a' + 599 % 26);
    body_free(&body);
}

Test(body, is_refused_past_its_limit_and_past_the_room)
{
    struct body_room room = { .directory = "/tmp", .max_bytes = KB(8) };
    struct body body = body_new(&room);
    body_begin(&body, 10, 10);
    cr_expect_eq(body_add(&body, S("0123456789")), BODY_OK);
    cr_expect_eq(body_add(&body, S("x")), BODY_TOO_LARGE);
    struct body other = body_new(&room);
    char part[9000] = { 0 };
    body_begin(&other, KB(64), 0);
    cr_expect_eq(body_add(&other, (str){ part, sizeof part }), BODY_FULL);
    body_free(&body);
    body_free(&other);
    cr_expect_eq(room.used_bytes, 0);
    struct body_room broken = { .directory = "/nonexistent", .max_bytes = MB(1) };
    struct body third = body_new(&broken);
    body_begin(&third, MB(1), 0);
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    cr_expect_eq(body_add(&third, (str){ arena_alloc(arena, KB(300)), KB(300) }), BODY_FULL);
    body_free(&third);
}

Test(body, too_large_for_anybody_keeps_its_two_ends)
{
    struct body_room room = { .directory = "/tmp", .max_bytes = KB(400), .files_max_bytes = MB(1), .files_of_one_max_bytes = MB(1) };
    struct body body = body_new(&room);
    str text;
    char part[1000];
    body_begin_ends(&body);
    cr_assert_eq(body_add(&body, S("first")), BODY_OK);
    memset(part, '.', sizeof part);
    for (int i = 0; i < 5000; i++) {
        cr_assert_eq(body_add(&body, (str){ part, sizeof part }), BODY_OK);
    }
    cr_assert_eq(body_add(&body, S("last")), BODY_OK);
    cr_assert_eq(body_text(&body, &text), BODY_OK);
    cr_expect(text.size >= BODY_HEAD_BYTES + BODY_TAIL_BYTES && text.size <= KB(256), "%zu",
              text.size);
    cr_expect(str_starts(text, S("first")) && str_ends(text, S("..last")));
    cr_expect_eq(body.file, -1, "never on the disk");
    body_free(&body);
    cr_expect_eq(room.used_bytes, 0);
    body_begin(&body, 3, 0);
    cr_expect_eq(body_add(&body, S("four")), BODY_TOO_LARGE, "the next body is bounded again");
    body_free(&body);
}

Test(limit, gives_a_burst_and_then_a_rate)
{
    static const struct limit_class classes[] = { { .burst = 3, .per_minute = 60 }, { .burst = 1, .per_minute = 1 } };
    struct limiter *limiter = limiter_new(classes, 2, 42);
    struct http_address one, other;
    cr_assert(http_address_parse(S("203.0.113.7"), &one));
    cr_assert(http_address_parse(S("203.0.113.8"), &other));
    int64_t now = SECONDS(1000), wait_s = 0;
    for (int i = 0; i < 3; i++) {
        cr_expect(limit_take(limiter, 0, &one, now, NULL));
    }
    cr_expect_not(limit_take(limiter, 0, &one, now, &wait_s));
    cr_expect_eq(wait_s, 1);
    cr_expect(limit_take(limiter, 0, &other, now, NULL));
    cr_expect(limit_take(limiter, 1, &one, now, NULL));
    cr_expect_not(limit_take(limiter, 1, &one, now, &wait_s));
    cr_expect_eq(wait_s, 60);
    cr_expect(limit_take(limiter, 0, &one, now + SECONDS(1), NULL));
    cr_expect_not(limit_take(limiter, 0, &one, now + SECONDS(1), NULL));
    limiter_free(limiter);
}

Test(limit, counts_an_ipv6_network_as_one_and_forgets_the_fullest)
{
    static const struct limit_class class = { .burst = 1, .per_minute = 1 };
    struct limiter *limiter = limiter_new(&class, 1, 7);
    struct http_address a, b, c;
    cr_assert(http_address_parse(S("2001:db8::1"), &a));
    cr_assert(http_address_parse(S("2001:db8::ffff:2"), &b));
    cr_assert(http_address_parse(S("2001:db8:0:1::1"), &c));
    cr_expect(limit_take(limiter, 0, &a, 1, NULL));
    cr_expect_not(limit_take(limiter, 0, &b, 1, NULL));
    cr_expect(limit_take(limiter, 0, &c, 1, NULL));
    for (uint64_t i = 0; i < 100000; i++) {
        cr_expect(limit_take_subject(limiter, 0, i, SECONDS(100) + (int64_t)i, NULL));
    }
    limiter_free(limiter);
}

Test(compress, shrinks_text_and_leaves_pictures)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    char *page = arena_alloc(arena, 20000);
    memset(page, 'k', 20000);
    str text = { page, 20000 };
    cr_expect(compress_is_worth(S("text/html; charset=utf-8"), text.size));
    cr_expect_not(compress_is_worth(S("image/webp"), text.size));
    cr_expect_not(compress_is_worth(S("text/html"), 10));
    str small = compress_text(arena, ENCODING_GZIP, text, false);
    cr_expect(small.size > 0 && small.size < 200);
    cr_expect_eq((unsigned char)small.at[0], 0x1f);
    cr_expect(compress_text(arena, ENCODING_BR, text, true).size > 0);
    cr_expect_eq(compress_text(arena, ENCODING_GZIP, S("abcdefgh"), true).size, 0);
}
