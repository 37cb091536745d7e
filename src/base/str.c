/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"

#include <stdio.h>
#include <string.h>

static char lower_char(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool str_eq_nocase(str a, str b)
{
    if (a.size != b.size) {
        return false;
    }
    for (size_t i = 0; i < a.size; i++) {
        if (lower_char(a.at[i]) != lower_char(b.at[i])) {
            return false;
        }
    }
    return true;
}

int str_compare(str a, str b)
{
    size_t shared = a.size < b.size ? a.size : b.size;
    int order = shared == 0 ? 0 : memcmp(a.at, b.at, shared);
    return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

bool str_ends(str s, str suffix)
{
    return s.size >= suffix.size && str_eq(str_skip(s, s.size - suffix.size), suffix);
}

size_t str_find(str s, str part, size_t from)
{
    if (from >= s.size || part.size == 0) {
        return s.size;
    }
    const char *hit = memmem(s.at + from, s.size - from, part.at, part.size);
    return hit == NULL ? s.size : (size_t)(hit - s.at);
}

bool str_contains(str s, str part)
{
    return part.size == 0 || str_find(s, part, 0) < s.size;
}

bool str_has(str s, char c)
{
    return s.size != 0 && memchr(s.at, c, s.size) != NULL;
}

struct str_pair str_cut(str s, char separator)
{
    const char *hit = s.size == 0 ? NULL : memchr(s.at, separator, s.size);
    if (hit == NULL) {
        return (struct str_pair){ .head = s, .tail = str_slice(s, s.size, s.size) };
    }
    size_t index = (size_t)(hit - s.at);
    return (struct str_pair){ str_slice(s, 0, index), str_skip(s, index + 1), true };
}

struct str_pair str_cut_last(str s, char separator)
{
    const char *hit = s.size == 0 ? NULL : memrchr(s.at, separator, s.size);
    if (hit == NULL) {
        return (struct str_pair){ .head = s, .tail = str_slice(s, s.size, s.size) };
    }
    size_t index = (size_t)(hit - s.at);
    return (struct str_pair){ str_slice(s, 0, index), str_skip(s, index + 1), true };
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

str str_trim(str s)
{
    while (s.size > 0 && is_space(s.at[0])) {
        s = str_skip(s, 1);
    }
    while (s.size > 0 && is_space(s.at[s.size - 1])) {
        s.size--;
    }
    return s;
}

/* FNV-1a, 64 bit. */
uint64_t str_hash(str s)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < s.size; i++) {
        hash = (hash ^ (unsigned char)s.at[i]) * 1099511628211u;
    }
    return hash;
}

/* By hand: pages are full of numbers, and printf reads its format anew for each. */
str str_write_int(char digits[STR_INT_BYTES], int64_t n)
{
    uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    size_t at = STR_INT_BYTES;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left != 0);
    if (n < 0) {
        digits[--at] = '-';
    }
    return (str){ digits + at, STR_INT_BYTES - at };
}

str str_of_int(struct arena *arena, int64_t n)
{
    char digits[STR_INT_BYTES];
    return str_copy(arena, str_write_int(digits, n));
}

bool str_to_int(str s, int64_t *out)
{
    bool negative = s.size > 0 && s.at[0] == '-';
    s = negative ? str_skip(s, 1) : s;
    if (s.size == 0) {
        return false;
    }
    int64_t number = 0;
    for (size_t i = 0; i < s.size; i++) {
        int digit = s.at[i] - '0';
        if (digit < 0 || digit > 9 || __builtin_mul_overflow(number, 10, &number) ||
            __builtin_sub_overflow(number, digit, &number)) {
            return false;
        }
    }
    if (!negative && number == INT64_MIN) {
        return false;
    }
    *out = negative ? number : -number;
    return true;
}

/* Size of the UTF-8 sequence at the start of `s`, 0 when it is not valid. Source: RFC 3629 section 4. */
static size_t utf8_sequence(const unsigned char *s, size_t size)
{
    if (s[0] < 0x80) {
        return 1;
    }
    size_t need = s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : 2;
    if (s[0] < 0xC2 || s[0] > 0xF4 || size < need) {
        return 0;
    }
    for (size_t i = 1; i < need; i++) {
        if ((s[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    bool overlong = (s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xF0 && s[1] < 0x90);
    bool surrogate = s[0] == 0xED && s[1] > 0x9F;
    bool too_high = s[0] == 0xF4 && s[1] > 0x8F;
    return overlong || surrogate || too_high ? 0 : need;
}

bool str_is_utf8(str s)
{
    for (size_t i = 0; i < s.size;) {
        size_t step = utf8_sequence((const unsigned char *)s.at + i, s.size - i);
        if (step == 0) {
            return false;
        }
        i += step;
    }
    return true;
}

size_t str_count_chars(str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.size; i++) {
        count += ((unsigned char)s.at[i] & 0xC0) != 0x80;
    }
    return count;
}

char *str_c(struct arena *arena, str s)
{
    char *copy = arena_room(arena, s.size + 1);
    if (s.size != 0) {
        memcpy(copy, s.at, s.size);
    }
    copy[s.size] = '\0';
    return copy;
}

str str_copy(struct arena *arena, str s)
{
    return (str){ str_c(arena, s), s.size };
}

str str_format_list(struct arena *arena, const char *format, va_list list)
{
    char first[256]; /* most texts are short: printed once, copied */
    va_list again;
    va_copy(again, list);
    int size = vsnprintf(first, sizeof first, format, again);
    va_end(again);
    CHECK(size >= 0);
    char *text = arena_room(arena, (size_t)size + 1);
    if ((size_t)size < sizeof first) {
        memcpy(text, first, (size_t)size + 1);
    } else {
        vsnprintf(text, (size_t)size + 1, format, list);
    }
    return (str){ text, (size_t)size };
}

str str_format(struct arena *arena, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    str text = str_format_list(arena, format, list);
    va_end(list);
    return text;
}

str str_lower(struct arena *arena, str s)
{
    char *copy = str_c(arena, s);
    for (size_t i = 0; i < s.size; i++) {
        copy[i] = lower_char(copy[i]);
    }
    return (str){ copy, s.size };
}

str str_join(struct arena *arena, str a, str b)
{
    CHECK(a.size < SIZE_MAX / 4 && b.size < SIZE_MAX / 4);
    char *both = arena_room(arena, a.size + b.size + 1);
    both[a.size + b.size] = '\0';
    if (a.size != 0) {
        memcpy(both, a.at, a.size);
    }
    if (b.size != 0) {
        memcpy(both + a.size, b.at, b.size);
    }
    return (str){ both, a.size + b.size };
}

str str_replace(struct arena *arena, str s, str from, str to)
{
    CHECK(from.size > 0);
    size_t hits = 0;
    for (size_t i = str_find(s, from, 0); i < s.size; i = str_find(s, from, i + from.size)) {
        hits++;
    }
    if (hits == 0) {
        return s;
    }
    size_t size = s.size - hits * from.size + hits * to.size;
    char *text = arena_alloc(arena, size + 1);
    char *end = text;
    size_t done = 0;
    for (size_t i = str_find(s, from, 0); hits > 0; i = str_find(s, from, done), hits--) {
        end = mempcpy(end, s.at + done, i - done);
        end = to.size == 0 ? end : mempcpy(end, to.at, to.size);
        done = i + from.size;
    }
    memcpy(end, s.at + done, s.size - done);
    return (str){ text, size };
}
