/* SPDX-License-Identifier: Apache-2.0 */
/*
 * str.h - text as {pointer, length}, by value.
 *
 * Purpose    All text handling; no other file does pointer arithmetic on text.
 * Layer      base.
 * Ownership  a str borrows its bytes. Functions that take an arena return bytes that live there;
 *            those that do not return a part of what they were given.
 * Errors     parsing functions return false and leave their output alone.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/arena.h"

#include <stdarg.h>
#include <string.h>

typedef struct {
    const char *at;
    size_t size;
} str;

#define S(literal) ((str){ "" literal, sizeof(literal) - 1 })
/* The same for static initialisers. */
#define S_INIT(literal) { "" literal, sizeof(literal) - 1 }
/* For %.*s */
#define STR_ARG(s) (int)(s).size, (s).at == NULL ? "" : (s).at

struct str_pair {
    str head, tail;
    bool found; /* the separator was there */
};

/* NULL gives an empty str. Inline, like what follows: of a literal the compiler counts, and pages are made of these. */
static inline str str_of(const char *c_string)
{
    return c_string == NULL ? (str){ 0 } : (str){ c_string, strlen(c_string) };
}

static inline bool str_eq(str a, str b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.at, b.at, a.size) == 0);
}

static inline bool str_is_empty(str s)
{
    return s.size == 0;
}

static inline bool str_starts(str s, str prefix)
{
    return s.size >= prefix.size && str_eq((str){ s.at, prefix.size }, prefix);
}

/* Clamped to the text. */
static inline str str_slice(str s, size_t from, size_t to)
{
    to = to > s.size ? s.size : to;
    from = from > to ? to : from;
    return s.at == NULL ? s : (str){ s.at + from, to - from };
}

static inline str str_skip(str s, size_t count)
{
    return str_slice(s, count, s.size);
}

bool str_eq_nocase(str a, str b); /* ASCII only */
int str_compare(str a, str b);    /* by bytes */
bool str_ends(str s, str suffix);
bool str_contains(str s, str part);
bool str_has(str s, char c);
/* Index of the first `part` at or after `from`, or s.size when there is none. */
size_t str_find(str s, str part, size_t from);
/* Splits at the first separator: head before it, tail after it; not found: head is all, tail empty. */
struct str_pair str_cut(str s, char separator);
struct str_pair str_cut_last(str s, char separator);
str str_trim(str s); /* ASCII white space at both ends */
uint64_t str_hash(str s);

/* Whole text must be a number; optional leading '-'. */
MUST_USE bool str_to_int(str s, int64_t *out);
enum { STR_INT_BYTES = 20 };
/* Decimal digits, at the end of the room given. */
str str_write_int(char digits[STR_INT_BYTES], int64_t n);
str str_of_int(struct arena *arena, int64_t n);

bool str_is_utf8(str s); /* strict: no surrogates, no overlong forms */
/* Characters (code points) of valid UTF-8. */
size_t str_count_chars(str s);

str str_copy(struct arena *arena, str s);
/* NUL-terminated copy for the border to libraries. */
char *str_c(struct arena *arena, str s);
str str_format(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
str str_format_list(struct arena *arena, const char *format, va_list list);
str str_lower(struct arena *arena, str s); /* ASCII only */
str str_join(struct arena *arena, str a, str b);
str str_replace(struct arena *arena, str s, str from, str to);
str str_hex(struct arena *arena, str bytes); /* lower case */
MUST_USE bool str_unhex(struct arena *arena, str hex, str *out);
str str_base64(struct arena *arena, str bytes);
str str_base64url(struct arena *arena, str bytes); /* without padding */
MUST_USE bool str_unbase64url(struct arena *arena, str text, str *out);
/* %XX decoding; `plus` also turns '+' into a space. False: bad escape or %00. */
MUST_USE bool str_unescape_url(struct arena *arena, str s, bool plus, str *out);
str str_escape_url(struct arena *arena, str s); /* everything but unreserved characters */

#endif
