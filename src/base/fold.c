/* SPDX-License-Identifier: Apache-2.0 */
/* fold.c - ASCII text, the common case, never reaches ICU. */
#include "base/fold.h"

#include "base/buf.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>
#include <unicode/utrans.h>

enum { WORD_MAX_BYTES = 64 };

static bool is_ascii(str s)
{
    for (size_t i = 0; i < s.size; i++) {
        if ((unsigned char)s.at[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

static void close_transliterator(UTransliterator **held)
{
    if (*held != NULL) {
        utrans_close(*held);
    }
}

static UTransliterator *open_transliterator(void)
{
    static const UChar id[] = u"NFD; [[:So:][:Nonspacing Mark:]] Remove; NFKD; [:Nonspacing Mark:] "
                              u"Remove; Any-Latin; Latin-ASCII; Lower";
    UErrorCode status = U_ZERO_ERROR;
    UTransliterator *made = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    CHECK(U_SUCCESS(status)); /* the rules are ICU's own data */
    return made;
}

/* Other alphabets become Latin letters, marks fall away; what has no Latin form stays. */
static str transliterate(struct arena *arena, str text)
{
    CLEANUP(close_transliterator) UTransliterator *rules = open_transliterator();
    int32_t capacity = (int32_t)text.size * 4 + 64;
    UChar *wide = NEW_N(arena, UChar, (size_t)capacity);
    int32_t length = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8WithSub(wide, capacity, &length, text.at, (int32_t)text.size, 0xfffd, NULL,
                         &status);
    CHECK(U_SUCCESS(status)); /* UTF-16 never has more units than UTF-8 has bytes */
    int32_t limit = length;
    utrans_transUChars(rules, wide, &length, capacity, 0, &limit, &status);
    if (U_FAILURE(status)) {
        return text; /* grew beyond four times its size: compared as it is */
    }
    char *narrow = NEW_N(arena, char, (size_t)length * 3 + 1);
    int32_t size = 0;
    status = U_ZERO_ERROR;
    u_strToUTF8WithSub(narrow, length * 3 + 1, &size, wide, length, 0xfffd, NULL, &status);
    CHECK(U_SUCCESS(status));
    return (str){ narrow, (size_t)size };
}

/* Digits and letters of any script; everything else parts words. */
static bool is_word_char(UChar32 code)
{
    return code < 0x80 ? (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') ||
                             (code >= 'A' && code <= 'Z')
                       : u_isalnum(code);
}

static str words_joined(struct arena *arena, str text, char separator)
{
    struct buf out = buf_new(arena, text.size + 1);
    bool gap = false;
    for (int32_t i = 0; i < (int32_t)text.size;) {
        int32_t from = i;
        UChar32 code;
        U8_NEXT((const uint8_t *)text.at, i, (int32_t)text.size, code);
        if (code == '\'' ||
            !(code >= 0 && is_word_char(code))) { /* an apostrophe joins: "jum'at" is jumat */
            gap = gap || code != '\'';
            continue;
        }
        if (gap && out.size > 0) {
            buf_add_char(&out, separator);
        }
        gap = false;
        buf_add(&out, str_slice(text, (size_t)from, (size_t)i));
    }
    return str_lower(arena, buf_str(&out));
}

str text_fold(struct arena *arena, str text)
{
    str plain = is_ascii(text) ? text : transliterate(arena, str_slice(text, 0, MB(1)));
    return words_joined(arena, plain, ' ');
}

str text_slug(struct arena *arena, str text, size_t max_size)
{
    str folded = text_fold(arena, text);
    struct buf out = buf_new(arena, folded.size + 1);
    for (struct str_pair rest = { .tail = folded, .found = true }; rest.found;) {
        rest = str_cut(rest.tail, ' ');
        str word = str_slice(rest.head, 0, max_size);
        if (!is_ascii(word) ||
            word.size == 0) { /* addresses stay ASCII: what has no Latin form is left out */
            continue;
        }
        if (out.size > 0 && out.size + 1 + word.size > max_size) {
            break;
        }
        if (out.size > 0) {
            buf_add_char(&out, '-');
        }
        buf_add(&out, word);
    }
    return buf_str(&out);
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

/* Three rows of the matrix are enough. */
int text_distance(str a, str b, int limit)
{
    size_t longer = a.size > b.size ? a.size - b.size : b.size - a.size;
    if (longer > (size_t)limit || a.size > WORD_MAX_BYTES || b.size > WORD_MAX_BYTES) {
        return limit + 1;
    }
    int row[3][WORD_MAX_BYTES + 1];
    for (size_t j = 0; j <= b.size; j++) {
        row[0][j] = (int)j;
    }
    for (size_t i = 1; i <= a.size; i++) {
        int *now = row[i % 3];
        const int *above = row[(i + 2) % 3];
        const int *two_above = row[(i + 1) % 3];
        now[0] = (int)i;
        int best = now[0];
        for (size_t j = 1; j <= b.size; j++) {
            int replace = above[j - 1] + (a.at[i - 1] != b.at[j - 1]);
            now[j] = smaller(replace, smaller(above[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1]) {
                now[j] = smaller(now[j], two_above[j - 2] + 1);
            }
            best = smaller(best, now[j]);
        }
        if (best > limit) {
            return limit + 1;
        }
    }
    return smaller(row[a.size % 3][b.size], limit + 1);
}
