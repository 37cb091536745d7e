/* SPDX-License-Identifier: Apache-2.0 */
#include "web/range.h"

#include <criterion/criterion.h>

static enum range_verdict asked(const char *range, const char *only_if, uint64_t size,
                                struct range *part)
{
    struct http_request request = { .method = HTTP_GET };
    request.header[request.header_count++] = (struct http_head){ S("Range"), str_of(range) };
    if (only_if != NULL) {
        request.header[request.header_count++] =
            (struct http_head){ S("If-Range"), str_of(only_if) };
    }
    *part = (struct range){ 7, 7 };
    return range_of(&request, S("\"etag\""), size, part);
}

Test(range, gives_the_part_that_was_asked_for)
{
    static const struct {
        const char *range;
        uint64_t size, from, count;
    } good[] = { { "bytes=0-0", 10, 0, 1 },  { "bytes=2-4", 10, 2, 3 },
                 { "bytes=5-", 10, 5, 5 },   { "bytes=-3", 10, 7, 3 },
                 { "bytes=-30", 10, 0, 10 }, { "bytes=9-99999999999999999999999", 10, 9, 1 },
                 { "BYTES=0-", 10, 0, 10 } };
    struct range part;
    for (size_t i = 0; i < COUNT(good); i++) {
        cr_expect_eq(asked(good[i].range, NULL, good[i].size, &part), RANGE_PART, "%s",
                     good[i].range);
        cr_expect(part.from == good[i].from && part.count == good[i].count, "%s", good[i].range);
    }
    cr_expect_eq(asked("bytes=2-4", "\"etag\"", 10, &part), RANGE_PART);
}

Test(range, past_the_end_cannot_be_given)
{
    static const char *const past[] = { "bytes=10-", "bytes=10-12", "bytes=-0", "bytes=99999999999999999999999-" };
    struct range part;
    for (size_t i = 0; i < COUNT(past); i++) {
        cr_expect_eq(asked(past[i], NULL, 10, &part), RANGE_UNSATISFIABLE, "%s", past[i]);
    }
    cr_expect_eq(asked("bytes=-5", NULL, 0, &part), RANGE_UNSATISFIABLE);
}

Test(range, counts_as_not_asked_when_it_cannot_be_read)
{
    static const char *const odd[] = { "",           "bytes",      "bytes=",      "bytes=-",     "bytes=4-2", "bytes=1-2,4-5",
                                       "bytes=a-b", "lines=1-2",  "bytes=+1-2", "bytes=1 - 2", "bytes=0x1-" };
    struct range part;
    for (size_t i = 0; i < COUNT(odd); i++) {
        cr_expect_eq(asked(odd[i], NULL, 10, &part), RANGE_WHOLE, "%s", odd[i]);
        cr_expect_eq(part.from, 7, "nothing is written");
    }
    cr_expect_eq(asked("bytes=2-4", "\"older\"", 10, &part), RANGE_WHOLE,
                 "the file is another one");
    cr_expect_eq(asked("bytes=2-4", "Sun, 22 Nov 2026 00:00:00 GMT", 10, &part), RANGE_WHOLE);
}
