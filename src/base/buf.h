/* SPDX-License-Identifier: Apache-2.0 */
/*
 * buf.h - text that grows, up to a limit named at birth.
 *
 * Purpose    Building replies, mails, SQL-free text of unknown length.
 * Layer      base.
 * Ownership  the bytes live in the arena given at birth.
 * Errors     sticky: past the limit nothing is added any more and buf_is_over says so, once, at the end.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/str.h"

struct buf {
    struct arena *arena;
    char *at;
    size_t size;
    size_t capacity;
    size_t max_size;
    bool is_over;
};

struct buf buf_new(struct arena *arena, size_t max_size);
/* Room for `more` bytes at once, within the limit: one allocation instead of many. */
void buf_reserve(struct buf *b, size_t more);
/* The slow half of the two below. */
bool buf_make_room(struct buf *b, size_t more);
static inline void buf_add(struct buf *b, str s)
{
    if (s.size != 0 && (b->capacity - b->size >= s.size || buf_make_room(b, s.size))) {
        memcpy(b->at + b->size, s.at, s.size);
        b->size += s.size;
    }
}
static inline void buf_add_char(struct buf *b, char c)
{
    if (b->size < b->capacity || buf_make_room(b, 1)) {
        b->at[b->size++] = c;
    }
}
void buf_add_int(struct buf *b, int64_t n);
void buf_addf(struct buf *b, const char *format, ...) PRINTF_LIKE(2, 3);
/* Text with & < > " ' as entities. */
void buf_add_html(struct buf *b, str s);
/* A JSON string with its quotes; also safe inside <script>: '<' becomes \u003c. */
void buf_add_json(struct buf *b, str s);
bool buf_is_over(const struct buf *b);
/* Not a copy: valid while the buffer is not added to. */
str buf_str(const struct buf *b);
void buf_clear(struct buf *b);

#endif
