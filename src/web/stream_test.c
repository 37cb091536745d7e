/* SPDX-License-Identifier: Apache-2.0 */
#include "web/stream.h"

#include "base/clock.h"

#include <criterion/criterion.h>

static int woken, slept;

static void on_wake(struct stream *s)
{
    (void)s;
    woken++;
}

static void on_sleep(struct stream *s)
{
    (void)s;
    slept++;
}

static const struct stream *gone;

static bool is_gone(const struct stream *s)
{
    return s == gone;
}

static const struct stream_server server = { on_wake, is_gone };
static const struct http_address here = { { [15] = 1 } };

/* "event: change", an id, and no contents. */
static bool says_change(str text)
{
    str id = str_skip(text, S("event: change\nid: ").size);
    size_t digits = 0;
    while (digits < id.size && id.at[digits] >= '0' && id.at[digits] <= '9') {
        digits++;
    }
    return str_starts(text, S("event: change\nid: ")) && digits > 0 &&
           str_eq(str_skip(id, digits), S("\ndata: .\n\n"));
}

Test(stream, says_that_its_tag_rose_and_nothing_else)
{
    struct streams *streams = streams_start(&server);
    struct stream *s = stream_open(streams, &here, S("conversation:12"), 0);
    char text[STREAM_TEXT_BYTES];
    int64_t size = stream_read(s, text, sizeof text, on_sleep);
    cr_expect(size > 0 && str_starts((str){ text, (size_t)size }, S("retry:")));
    cr_expect_eq(stream_read(s, text, sizeof text, on_sleep), 0);
    cr_expect_eq(slept, 1);
    streams_raise(streams, &(str){ "conversation:1", 14 }, 1);
    cr_expect_eq(woken, 0, "a tag that only begins alike is another");
    streams_raise(streams, &(str){ "conversation:12", 15 }, 1);
    cr_expect_eq(woken, 1);
    size = stream_read(s, text, sizeof text, on_sleep);
    cr_expect(says_change((str){ text, (size_t)size }));
    streams_end(streams);
    cr_expect_eq(stream_read(s, text, sizeof text, on_sleep), -1);
    stream_close(s);
    streams_free(streams);
}

Test(stream, is_refused_when_an_address_has_enough)
{
    struct streams *streams = streams_start(&server);
    struct stream *open[STREAMS_PER_ADDRESS_MAX];
    for (size_t i = 0; i < COUNT(open); i++) {
        open[i] = stream_open(streams, &here, S("inbox"), 0);
        cr_assert_not_null(open[i]);
    }
    cr_expect_null(stream_open(streams, &here, S("inbox"), 0));
    stream_close(open[0]);
    open[0] = stream_open(streams, &here, S("inbox"), 0);
    cr_expect_not_null(open[0]);
    streams_end(streams);
    cr_expect_null(stream_open(streams, &here, S("inbox"), 0), "none while it ends");
    for (size_t i = 0; i < COUNT(open); i++) {
        stream_close(open[i]);
    }
    streams_free(streams);
}

Test(stream, of_a_page_that_was_left_makes_room_at_once)
{
    struct streams *streams = streams_start(&server);
    struct stream *open[STREAMS_PER_ADDRESS_MAX];
    char text[STREAM_TEXT_BYTES];
    for (size_t i = 0; i < COUNT(open); i++) {
        open[i] = stream_open(streams, &here, S("inbox"), 0);
        cr_expect(stream_read(open[i], text, sizeof text, on_sleep) > 0);
        cr_expect_eq(stream_read(open[i], text, sizeof text, on_sleep), 0);
    }
    gone = open[3];
    struct stream *next = stream_open(streams, &here, S("inbox"), 0);
    cr_expect_not_null(next);
    cr_expect_eq(stream_read(open[3], text, sizeof text, on_sleep), -1, "it was woken to its end");
    cr_expect_null(stream_open(streams, &here, S("inbox"), 0), "the others still listen");
    streams_end(streams);
    for (size_t i = 0; i < COUNT(open); i++) {
        stream_close(open[i]);
    }
    stream_close(next);
    streams_free(streams);
}

Test(stream, says_once_what_was_not_read)
{
    struct streams *streams = streams_start(&server);
    struct stream *s = stream_open(streams, &here, S("inbox"), 0);
    char text[STREAM_TEXT_BYTES];
    cr_expect(stream_read(s, text, sizeof text, on_sleep) > 0);
    for (int i = 0; i < 100; i++) {
        streams_raise(streams, &(str){ "inbox", 5 }, 1);
    }
    int64_t size = stream_read(s, text, sizeof text, on_sleep);
    cr_expect(size > 0 && says_change((str){ text, (size_t)size }));
    cr_expect_eq(stream_read(s, text, sizeof text, on_sleep), 0);
    streams_raise(streams, &(str){ "inbox", 5 }, 1);
    cr_expect(stream_read(s, text, sizeof text, on_sleep) > 0, "and again what came after");
    streams_end(streams);
    stream_close(s);
    streams_free(streams);
}

/* What a stream opened with `since` says first: whether there is a change in it. */
static bool is_told(struct streams *streams, int64_t since)
{
    struct stream *s = stream_open(streams, &here, S("inbox"), since);
    char text[STREAM_TEXT_BYTES];
    int64_t size = stream_read(s, text, sizeof text, on_sleep);
    stream_close(s);
    return size > 0 && str_contains((str){ text, (size_t)size }, S("event: change"));
}

Test(stream, says_at_once_what_rose_since_the_page_was_made)
{
    int64_t before = clock_now();
    struct streams *streams = streams_start(&server);
    int64_t begun = clock_now() + 1;
    cr_expect(is_told(streams, before), "the page is of an earlier process: who knows");
    cr_expect(!is_told(streams, begun));
    cr_expect(!is_told(streams, 0), "nothing was shown before");
    while (clock_now() <= begun) {
    }
    streams_raise(streams, &(str){ "conversation:12", 15 }, 1);
    cr_expect(!is_told(streams, begun), "another's tag");
    streams_raise(streams, &(str){ "inbox", 5 }, 1);
    cr_expect(is_told(streams, begun));
    int64_t later = clock_now() + 1;
    cr_expect(!is_told(streams, later), "the page shows it");
    while (clock_now() <= later) {
    }
    streams_raise_all(streams);
    cr_expect(is_told(streams, later));
    streams_end(streams);
    streams_free(streams);
}
