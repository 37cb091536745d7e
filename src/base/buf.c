/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <string.h>

struct buf buf_new(struct arena *arena, size_t max_size)
{
    return (struct buf){ .arena = arena, .max_size = max_size };
}

bool buf_make_room(struct buf *b, size_t more)
{
    if (b->is_over || more > b->max_size || b->size > b->max_size - more) {
        b->is_over = true;
        b->capacity = b->size; /* so that nothing goes in any more, however short */
        return false;
    }
    if (b->capacity - b->size >= more) {
        return true;
    }
    size_t capacity = b->capacity == 0 ? 1024 : b->capacity * 2;
    while (capacity < b->size + more) {
        capacity *= 2;
    }
    capacity = capacity > b->max_size ? b->max_size : capacity;
    char *bigger = arena_room(b->arena, capacity);
    if (b->size != 0) {
        memcpy(bigger, b->at, b->size);
    }
    b->at = bigger;
    b->capacity = capacity;
    return true;
}

void buf_reserve(struct buf *b, size_t more)
{
    size_t room = b->max_size - b->size;
    if (!b->is_over && room != 0) {
        (void)buf_make_room(b, more < room ? more : room);
    }
}

void buf_add_int(struct buf *b, int64_t n)
{
    char digits[STR_INT_BYTES];
    buf_add(b, str_write_int(digits, n));
}

void buf_addf(struct buf *b, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    buf_add(b, str_format_list(b->arena, format, list));
    va_end(list);
}

/* Entity per byte; NULL means the byte stands for itself. */
static const char *const html_entities[256] = {
    ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;",
};

/* Sixteen bytes at once; most texts have nothing to escape. */
typedef unsigned char lane __attribute__((vector_size(16)));
typedef lane hits_in(lane bytes); /* nonzero where a byte must be escaped */

static inline lane html_hits(lane bytes)
{
    return (lane)(bytes == '&') | (lane)(bytes == '<') | (lane)(bytes == '>') |
           (lane)(bytes == '"') | (lane)(bytes == '\'');
}

static inline lane json_hits(lane bytes)
{
    return (lane)(bytes < ' ') | (lane)(bytes == '"') | (lane)(bytes == '\\') |
           (lane)(bytes == '<') | (lane)(bytes == 127);
}

static inline bool has_any(const char *at, hits_in *hits_of)
{
    lane bytes;
    memcpy(&bytes, at, sizeof bytes);
    lane hit = hits_of(bytes);
    uint64_t half[2];
    memcpy(half, &hit, sizeof half);
    return (half[0] | half[1]) != 0;
}

/* Fewer than a lane's: once from the front, once from the back; what lies in both is looked at twice. */
static inline bool has_any_in_short(const char *at, size_t size, hits_in *hits_of)
{
    char both[sizeof(lane)] = "xxxxxxxxxxxxxxx";
    if (size >= 8) {
        memcpy(both, at, 8);
        memcpy(both + 8, at + size - 8, 8);
    } else if (size >= 4) {
        memcpy(both, at, 4);
        memcpy(both + 4, at + size - 4, 4);
    } else {
        both[0] = at[0];
        both[1] = at[size / 2];
        both[2] = at[size - 1];
    }
    return has_any(both, hits_of);
}

/* How many bytes from `from` on need not be looked at one by one. */
static inline size_t plain_run(str s, size_t from, hits_in *hits_of)
{
    size_t at = from;
    while (s.size - at >= sizeof(lane) && !has_any(s.at + at, hits_of)) {
        at += sizeof(lane);
    }
    size_t left = s.size - at;
    bool is_tail = left < sizeof(lane) && left != 0 && !has_any_in_short(s.at + at, left, hits_of);
    return (is_tail ? s.size : at) - from;
}

void buf_add_html(struct buf *b, str s)
{
    size_t done = 0;
    for (size_t i = plain_run(s, 0, html_hits); i < s.size; i++) {
        const char *entity = html_entities[(unsigned char)s.at[i]];
        if (entity != NULL) {
            buf_add(b, str_slice(s, done, i));
            buf_add(b, str_of(entity));
            done = i + 1;
            i += plain_run(s, done, html_hits);
        }
    }
    buf_add(b, str_skip(s, done));
}

static void add_json_char(struct buf *b, unsigned char c)
{
    static const char *const short_form[32] = {
        ['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\f'] = "\\f", ['\r'] = "\\r",
    };
    if (c == '"' || c == '\\') {
        buf_add_char(b, '\\');
        buf_add_char(b, (char)c);
    } else if (c < 32 && short_form[c] != NULL) {
        buf_add(b, str_of(short_form[c]));
    } else {
        buf_addf(b, "\\u%04x", c);
    }
}

void buf_add_json(struct buf *b, str s)
{
    size_t done = 0;
    buf_add_char(b, '"');
    for (size_t i = plain_run(s, 0, json_hits); i < s.size; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c < 32 || c == '"' || c == '\\' || c == '<' || c == 127) {
            buf_add(b, str_slice(s, done, i));
            add_json_char(b, c);
            done = i + 1;
            i += plain_run(s, done, json_hits);
        }
    }
    buf_add(b, str_skip(s, done));
    buf_add_char(b, '"');
}

bool buf_is_over(const struct buf *b)
{
    return b->is_over;
}

str buf_str(const struct buf *b)
{
    return (str){ b->at, b->size };
}

void buf_clear(struct buf *b)
{
    b->size = 0;
    b->is_over = false;
}
