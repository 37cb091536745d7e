/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <criterion/criterion.h>

struct sign {
    char letter;
    const char *written;
};
static const struct sign html_signs[] = {
    { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" }, { '\'', "&#39;" },
};
static const struct sign json_signs[] = {
    { '"', "\\\"" },     { '\\', "\\\\" },   { '<', "\\u003c" },    { '\n', "\\n" },
    { '\t', "\\t" },    { '\x01', "\\u0001" }, { '\x1f', "\\u001f" }, { '\x7f', "\\u007f" },
};

static str slowly(struct arena *arena, str s, const struct sign *signs, size_t count)
{
    struct buf out = buf_new(arena, KB(1));
    for (size_t i = 0; i < s.size; i++) {
        size_t k = 0;
        while (k < count && signs[k].letter != s.at[i]) {
            k++;
        }
        buf_add(&out, k == count ? str_slice(s, i, i + 1) : str_of(signs[k].written));
    }
    return buf_str(&out);
}

/* A text of each size with two signs at every place. */
static void try_everywhere(const struct sign *signs, size_t count, bool is_json)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    for (size_t size = 0; size < 70; size++) {
        for (size_t at = 0; at <= size; at++) {
            char *text = str_c(
                arena, S("kain batik tulis dari Lasem, dikerjakan tiga bulan, dicuci tangan, é m"));
            if (at < size) {
                text[at] = signs[(at + size) % count].letter;
                text[(at * 7 + 3) % size] = signs[at % count].letter;
            }
            /* Exactly its own bytes, so that reading past them is seen. */
            str s = str_copy(arena, (str){ text, size });
            struct buf out = buf_new(arena, KB(1));
            if (is_json) {
                buf_add_json(&out, s);
            } else {
                buf_add_html(&out, s);
            }
            str got = buf_str(&out);
            got = is_json ? str_slice(got, 1, got.size - 1) : got;
            cr_assert(str_eq(got, slowly(arena, s, signs, count)), "%.*s", STR_ARG(s));
        }
    }
}

Test(buf, escapes_signs_of_html_wherever_they_stand)
{
    try_everywhere(html_signs, COUNT(html_signs), false);
}

Test(buf, escapes_signs_of_json_wherever_they_stand)
{
    try_everywhere(json_signs, COUNT(json_signs), true);
}

Test(arena, forgets_what_came_after_a_mark)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct arena_mark nothing = arena_mark(arena);
    char *kept = arena_alloc(arena, 100);
    memcpy(kept, "kept", 4);
    size_t used = arena_used(arena);
    struct arena_mark mark = arena_mark(arena);
    for (size_t size = 0; size < KB(100); size = size * 2 + 1) {
        memset(arena_room(arena, size), 0x5a, size);
    }
    cr_assert_gt(arena_used(arena), used + KB(60));
    arena_rewind(arena, mark);
    cr_assert_eq(arena_used(arena), used);
    memset(arena_alloc(arena, 50), 0x5a, 50);
    cr_assert_eq(memcmp(kept, "kept", 5), 0,
                 "what was there before the mark is not given out again");
    arena_rewind(arena, nothing);
    cr_assert_eq(arena_used(arena), (size_t)0);
    cr_assert_eq(*(unsigned char *)arena_alloc(arena, 1), 0);
}

Test(arena, gives_zeroed_memory_again_after_a_reset)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 40; i++) {
            unsigned char *at = arena_alloc(arena, 9000);
            for (size_t k = 0; k < 9000; k++) {
                cr_assert_eq(at[k], 0);
            }
            memset(at, 0xa5, 9000);
            memset(arena_room(arena, 500), 0x5a, 500);
        }
        cr_assert_geq(arena_used(arena), (size_t)40 * 9500);
        arena_reset(arena);
    }
    arena_trim(arena);
    cr_assert_eq(*(unsigned char *)arena_alloc(arena, 1), 0);
}
