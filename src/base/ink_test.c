/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ink.h"

#include <criterion/criterion.h>

Test(ink, is_none_where_nothing_is_seen)
{
    static const struct {
        const char *what, *text;
    } blank[] = {
        { "nothing", "" },
        { "white space", " \t\r\n\xc2\xa0\xe3\x80\x80\xe2\x80\xa8" },
        { "zero width space, joiner, non-joiner", "\xe2\x80\x8b\xe2\x80\x8d\xe2\x80\x8c" },
        { "word joiner, byte order mark", "\xe2\x81\xa0\xef\xbb\xbf" },
        { "blank Braille", "\xe2\xa0\x80\xe2\xa0\x80" },
        { "soft hyphens", "\xc2\xad\xc2\xad" },
        { "Hangul fillers", "\xe3\x85\xa4\xef\xbe\xa0\xe1\x85\x9f" },
        { "marks of direction", "\xe2\x80\x8e\xe2\x80\xae\xe2\x81\xa6" },
        { "a selector without its sign", "\xef\xb8\x8f" },
        { "a tag", "\xf3\xa0\x81\xa5" },
        { "control characters", "\x01\x7f\xc2\x9f" },
    };
    for (size_t i = 0; i < COUNT(blank); i++) {
        cr_expect(ink_is_none(str_of(blank[i].text)), "%s", blank[i].what);
        cr_expect_eq(ink_count(str_of(blank[i].text)), 0, "%s", blank[i].what);
    }
}

Test(ink, is_every_letter_sign_and_picture_people_write)
{
    static const struct {
        const char *text;
        size_t count;
    } seen[] = {
        { "a", 1 },
        { "  Halo, Bu  ", 8 },
        { "b\xe2\x80\x8b\xe2\x80\x8b\xe2\x80\x8b", 1 },
        { "\xe2\x9d\xa4\xef\xb8\x8f", 1 }, /* a heart and its selector */
        { "\xf0\x9f\x99\x8f", 1 },         /* folded hands */
        { "\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7", 5 },
        { "\xea\xa6\x8f\xea\xa6\xa4", 2 }, /* Javanese letters */
        { "\xe2\xa0\x81", 1 },             /* a Braille letter */
        { ".", 1 },
        { "\xff", 1 }, /* no UTF-8: somebody else refuses it */
    };
    for (size_t i = 0; i < COUNT(seen); i++) {
        cr_expect_not(ink_is_none(str_of(seen[i].text)), "%zu", i);
        cr_expect_eq(ink_count(str_of(seen[i].text)), seen[i].count, "%zu", i);
    }
}
