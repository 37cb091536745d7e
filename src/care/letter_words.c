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

static bool has_digit(str line)
{
    for (size_t i = 0; i < line.size; i++) {
        if (line.at[i] >= '0' && line.at[i] <= '9') {
            return true;
        }
    }
    return false;
}

/* Bold, as some programs write it in plain text. */
static str without_stars(str line)
{
    while (str_starts(line, S("*"))) {
        line = str_skip(line, 1);
    }
    return line;
}

/* "On Sat, 21 Nov 2026 at 14:05, Toko <halo@…> wrote:" · "Pada tanggal … menulis:", maybe broken into two lines. */
static bool announces_quote(str line, str next)
{
    static const str ends[] = { S_INIT("wrote:"), S_INIT("menulis:"), S_INIT("writes:"), S_INIT("schrieb:") };
    bool begins =
        str_starts(line, S("On ")) || str_starts(line, S("Pada ")) || str_starts(line, S("Am "));
    for (size_t i = 0; i < COUNT(ends); i++) {
        bool is_here = str_ends(line, ends[i]);
        /* "On Monday I wrote:" is a person's; a program says the date, or quotes at once */
        if (begins && (is_here || str_ends(next, ends[i])) &&
            (has_digit(line) || str_starts(next, S(">")))) {
            return true;
        }
    }
    return false;
}

/* Outlook writes the head of the letter it answers, and no marks: "From: …", "Sent: …" on the next line. */
static bool is_head(str line, str next)
{
    static const struct {
        str from, sent;
    } heads[] = {
        { S_INIT("From:"), S_INIT("Sent:") },    { S_INIT("From:"), S_INIT("Date:") },
        { S_INIT("Dari:"), S_INIT("Dikirim:") }, { S_INIT("Dari:"), S_INIT("Tanggal:") },
        { S_INIT("Von:"), S_INIT("Gesendet:") },
    };
    str bare = without_stars(line);
    str after = without_stars(next);
    for (size_t i = 0; i < COUNT(heads); i++) {
        if (str_starts(bare, heads[i].from) && str_starts(after, heads[i].sent)) {
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
            announces_quote(bare, first_line(line.tail)) || is_head(bare, first_line(line.tail))) {
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
