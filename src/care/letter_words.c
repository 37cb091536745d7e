/* SPDX-License-Identifier: Apache-2.0 */
/* letter_words.c - what the writer wrote, without what their program put below it. */
#include "base/buf.h"
#include "care/letter.h"

static bool is_quote(str line)
{
    return str_starts(line, S(">"));
}

/* Lines after which everything is somebody else's. */
static bool ends_words(str line)
{
    static const str starts[] = {
        S_INIT("-----Original Message-----"), S_INIT("-----Pesan Asli-----"), S_INIT("________________________________"),
        S_INIT("---------- Forwarded message"), S_INIT("---------- Pesan terusan"),
    };
    for (size_t i = 0; i < COUNT(starts); i++) {
        if (str_starts(line, starts[i])) {
            return true;
        }
    }
    return str_eq(line, S("--")) || str_eq(line, S("-- "));
}

/* "On Sat, 21 Nov 2026 at 14:05, Toko <halo@…> wrote:" · "Pada tanggal … menulis:", maybe broken into two lines. */
static bool announces_quote(str line, str next)
{
    static const str ends[] = { S_INIT("wrote:"), S_INIT("menulis:"), S_INIT("writes:"), S_INIT("schrieb:") };
    bool begins =
        str_starts(line, S("On ")) || str_starts(line, S("Pada ")) || str_starts(line, S("Am "));
    for (size_t i = 0; i < COUNT(ends); i++) {
        if (begins && (str_ends(line, ends[i]) || str_ends(next, ends[i]))) {
            return true;
        }
    }
    return false;
}

static str first_line(str text)
{
    return str_trim(str_cut(text, '\n').head);
}

str letter_words(struct arena *arena, str text)
{
    str plain = str_replace(arena, text, S("\r"), S(""));
    struct buf out = buf_new(arena, plain.size + 1);
    struct str_pair line = { .tail = plain, .found = true };
    while (line.found) {
        line = str_cut(line.tail, '\n');
        str bare = str_trim(line.head);
        if (ends_words(bare) || ends_words(line.head) ||
            announces_quote(bare, first_line(line.tail))) {
            break;
        }
        if (!is_quote(bare)) {
            buf_add(&out, line.head);
            buf_add_char(&out, '\n');
        }
    }
    str words = str_trim(buf_str(&out));
    return words.size != 0 ? words : str_trim(plain);
}
