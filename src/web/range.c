/* SPDX-License-Identifier: Apache-2.0 */
#include "web/range.h"

/* Digits alone; a number too large to write is past every end. */
static bool number_of(str digits, uint64_t *out)
{
    uint64_t n = 0;
    for (size_t i = 0; i < digits.size; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9') {
            return false;
        }
        uint64_t digit = (uint64_t)(digits.at[i] - '0');
        n = n > (UINT64_MAX - digit) / 10 ? UINT64_MAX : n * 10 + digit;
    }
    *out = n;
    return digits.size > 0;
}

/* "bytes=-500" */
static enum range_verdict last_bytes(str digits, uint64_t size, struct range *part)
{
    uint64_t count = 0;
    if (!number_of(digits, &count)) {
        return RANGE_WHOLE;
    }
    if (count == 0 || size == 0) {
        return RANGE_UNSATISFIABLE;
    }
    count = count < size ? count : size;
    *part = (struct range){ size - count, count };
    return RANGE_PART;
}

/* "bytes=0-499", "bytes=500-" */
static enum range_verdict bytes_from(str from_digits, str to_digits, uint64_t size,
                                     struct range *part)
{
    uint64_t from = 0;
    uint64_t to = UINT64_MAX;
    if (!number_of(from_digits, &from) || (to_digits.size > 0 && !number_of(to_digits, &to)) ||
        to < from) {
        return RANGE_WHOLE;
    }
    if (from >= size) {
        return RANGE_UNSATISFIABLE;
    }
    to = to < size - 1 ? to : size - 1;
    *part = (struct range){ from, to - from + 1 };
    return RANGE_PART;
}

enum range_verdict range_of(const struct http_request *request, str etag, uint64_t size,
                            struct range *part)
{
    str range = http_header(request, S("range"));
    str only_if = http_header(request, S("if-range"));
    struct str_pair unit = str_cut(range, '=');
    struct str_pair ends = str_cut(str_trim(unit.tail), '-');
    bool is_asked = request->method == HTTP_GET && http_header_count(request, S("range")) == 1 &&
                    str_eq_nocase(unit.head, S("bytes")) && ends.found;
    if (!is_asked || (only_if.size > 0 && !str_eq(only_if, etag))) {
        return RANGE_WHOLE;
    }
    return ends.head.size == 0 ? last_bytes(ends.tail, size, part)
                               : bytes_from(ends.head, ends.tail, size, part);
}
