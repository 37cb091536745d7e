/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <criterion/criterion.h>

static str slowly(struct arena *arena, str s)
{
    struct buf out = buf_new(arena, KB(1));
    for (size_t i = 0; i < s.size; i++) {
        switch (s.at[i]) {
        case '&':
            buf_add(&out, S("&amp;"));
            break;
        case '<':
            buf_add(&out, S("&lt;"));
            break;
        case '>':
            buf_add(&out, S("&gt;"));
            break;
        case '"':
            buf_add(&out, S("&quot;"));
            break;
        case '\'':
            buf_add(&out, S("&#39;"));
            break;
        default:
            buf_add_char(&out, s.at[i]);
        }
    }
    return buf_str(&out);
}

Test(buf, escapes_signs_wherever_they_stand)
{
    static const char signs[] = "&<>\"'";
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    for (size_t size = 1; size < 70; size++) {
        for (size_t at = 0; at < size; at++) {
            char *text = str_c(
                arena, S("kain batik tulis dari Lasem, dikerjakan tiga bulan, dicuci tangan, 2 m"));
            text[at] = signs[(at + size) % 5];
            text[(at * 7 + 3) % size] = signs[at % 5];
            str s = { text, size };
            struct buf out = buf_new(arena, KB(1));
            buf_add_html(&out, s);
            cr_assert(str_eq(buf_str(&out), slowly(arena, s)), "%.*s", STR_ARG(s));
        }
    }
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
