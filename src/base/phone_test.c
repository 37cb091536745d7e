/* SPDX-License-Identifier: Apache-2.0 */
#include "base/phone.h"

#include <criterion/criterion.h>

Test(phone, gives_one_spelling_to_equal_numbers)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    static const char *const same[] = {
        "081234567890",      "0812-3456-7890",    "0812 3456 7890",    "6281234567890",
        "+6281234567890",    "+62 812-3456-7890", "+62 (0)81234567890", "(0812) 3456.7890",
        "006281234567890",   " 081234567890 ",    "81234567890",       "62 0812 3456 7890",
    };
    for (size_t i = 0; i < COUNT(same); i++) {
        str out = { 0 };
        cr_expect(phone_normalise(arena, str_of(same[i]), &out), "%s", same[i]);
        cr_expect(str_eq(out, S("+6281234567890")), "%s gives %.*s", same[i], STR_ARG(out));
    }
}

Test(phone, takes_other_countries_in_full)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    str out = { 0 };
    cr_assert(phone_normalise(arena, S("+65 9123 4567"), &out));
    cr_expect(str_eq(out, S("+6591234567")));
    cr_assert(phone_normalise(arena, S("0065 9123 4567"), &out));
    cr_expect(str_eq(out, S("+6591234567")));
    cr_assert(phone_normalise(arena, S("021 555 1234"), &out)); /* a landline in Jakarta */
    cr_expect(str_eq(out, S("+62215551234")));
}

Test(phone, refuses_nonsense)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    static const char *const wrong[] = {
        "",           "08",          "0812",         "budi",           "0812345678901234",
        "+62",        "+0812345678", "12345",        "0812x3456789",   "++6281234567890",
        "+6281234",   "00000000000", "0112345678",   "62812345678+90", "+1234567890123456",
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        str out = S("untouched");
        cr_expect(!phone_normalise(arena, str_of(wrong[i]), &out), "%s", wrong[i]);
        cr_expect(str_eq(out, S("untouched")));
    }
}

Test(phone, prints_and_masks_as_indonesians_write)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    cr_expect(str_eq(phone_print(arena, S("+6281234567890")), S("0812-3456-7890")));
    cr_expect(str_eq(phone_print(arena, S("+6591234567")), S("+6591234567")));
    cr_expect(str_eq(phone_mask(arena, S("+6281234567890")), S("0812-****-7890")));
    cr_expect(str_eq(phone_digits(S("+6281234567890")), S("6281234567890")));
}

/* Edge case: SMS (or WhatsApp) to a landline. It is rung up instead. */
Test(phone, sms_to_a_landline_is_never_offered)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    str number = { 0 };
    cr_assert(phone_normalise(arena, S("(022) 250-1234"), &number));
    cr_expect(phone_is_landline(number), "%.*s", STR_ARG(number));
    cr_expect(!phone_is_landline(S("+6281234567890")));
    cr_expect(!phone_is_landline(S("+6591234567")), "nobody can tell");
    cr_expect(!phone_is_landline(S("")));
}
