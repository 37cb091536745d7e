/* SPDX-License-Identifier: Apache-2.0 */
#include "base/fold.h"

#include <criterion/criterion.h>

Test(fold, takes_marks_and_case_and_signs_away)
{
    static const char *const cases[][2] = {
        { "Kópi  Gayo®", "kopi gayo" },         { "Straße 5", "strasse 5" },      { "Jum'at-Berkah", "jumat berkah" },
        { "Ｗｉｄｅ", "wide" },                 { "кофе Арабика", "kofe arabika" }, { "  !? ", "" },
        { "Sarung\tBHS 210×4", "sarung bhs 210 4" },
    };
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++) {
        str got = text_fold(arena, str_of(cases[i][0]));
        cr_expect(str_eq(got, str_of(cases[i][1])), "%s: %.*s", cases[i][0], STR_ARG(got));
    }
}

Test(fold, makes_slugs_that_end_at_a_word)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    cr_expect(str_eq(text_slug(arena, S("Kopi Gayo, 200 g"), 80), S("kopi-gayo-200-g")));
    cr_expect(str_eq(text_slug(arena, S("Kopi Gayo Arabika"), 11), S("kopi-gayo")));
    cr_expect(str_eq(text_slug(arena, S("***"), 80), S("")));
    cr_expect(str_eq(text_slug(arena, S("abcdefgh"), 3), S("abc")));
}

Test(fold, survives_bytes_that_are_no_text)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    str got = text_fold(arena, S("kopi \xff\xfe\xc3 gayo"));
    cr_expect(str_starts(got, S("kopi")), "%.*s", STR_ARG(got));
}

Test(fold, counts_slips_of_the_finger)
{
    cr_expect_eq(text_distance(S("kopi"), S("kopi"), 2), 0);
    cr_expect_eq(text_distance(S("kpoi"), S("kopi"), 2), 1);
    cr_expect_eq(text_distance(S("kpi"), S("kopi"), 2), 1);
    cr_expect_eq(text_distance(S("arabica"), S("arabika"), 2), 1);
    cr_expect_eq(text_distance(S("batik"), S("kopi"), 2), 3);
    cr_expect_eq(text_distance(S(""), S("ab"), 2), 2);
}
