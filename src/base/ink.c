/* SPDX-License-Identifier: Apache-2.0 */
/* ink.c - ASCII, the common case, never reaches ICU. */
#include "base/ink.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

enum kind { SEEN, SPACE, UNSEEN };
enum { BRAILLE_BLANK = 0x2800 };

static enum kind kind_of(UChar32 c)
{
    if (c >= 0 && c < 0x80) {
        return c > ' ' && c < 0x7f ? SEEN : c == ' ' || (c >= '\t' && c <= '\r') ? SPACE : UNSEEN;
    }
    if (c < 0) {
        return SEEN;
    }
    if (u_isUWhiteSpace(c) || c == BRAILLE_BLANK) {
        return SPACE;
    }
    bool is_ignored = u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
    return is_ignored || u_charType(c) == U_CONTROL_CHAR ? UNSEEN : SEEN;
}

/* Stops when `enough` are counted. */
static size_t count(str s, size_t enough)
{
    const uint8_t *bytes = (const uint8_t *)s.at;
    size_t seen = 0;
    size_t spaces = 0;
    size_t i = 0;
    while (i < s.size && seen < enough) {
        UChar32 c = 0;
        U8_NEXT(bytes, i, s.size, c);
        enum kind kind = kind_of(c);
        spaces += kind == SPACE && seen > 0 ? 1 : 0;
        if (kind == SEEN) {
            seen += spaces + 1;
            spaces = 0;
        }
    }
    return seen;
}

bool ink_is_none(str s)
{
    return count(s, 1) == 0;
}

size_t ink_count(str s)
{
    return count(s, SIZE_MAX);
}
