/* SPDX-License-Identifier: Apache-2.0 */
#include "web/hours.h"

#include <criterion/criterion.h>

static void expect_week(const char *lines, enum lang lang, const char *printed)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct calendar calendar = { 0 };
    str why = { 0 };
    cr_assert(
        shop_read_calendar(arena, str_of(lines), zone_of(S("Asia/Jakarta")), 1, &calendar, &why),
        "%.*s", STR_ARG(why));
    str text = hours_of_week(arena, &calendar, lang);
    cr_expect(str_eq(text, str_of(printed)), "%.*s, not %s", STR_ARG(text), printed);
}

Test(hours, of_a_week_join_days_that_are_alike)
{
    expect_week("mon-fri 09:00-17:00\nsat 09:00-14:00", LANG_ID,
                "Senin–Jumat 09.00–17.00; Sabtu 09.00–14.00");
    expect_week("mon-fri 09:00-17:00\nsat 09:00-14:00", LANG_EN,
                "Monday–Friday 09:00–17:00; Saturday 09:00–14:00");
    expect_week("mon-sun 08:00-20:00", LANG_ID, "Setiap hari 08.00–20.00");
    expect_week("mon-sun 08:00-20:00", LANG_EN, "Every day 08:00–20:00");
}

Test(hours, name_each_opening_of_a_day_and_leave_closed_days_out)
{
    expect_week(
        "mon 09:00-12:00 13:00-17:00\nthu 09:00-12:00 13:00-17:00\nsun 10:00-12:00", LANG_ID,
        "Senin 09.00–12.00, 13.00–17.00; Kamis 09.00–12.00, 13.00–17.00; Minggu 10.00–12.00");
    expect_week("fri 20:00-24:00", LANG_EN, "Friday 20:00–24:00");
}

Test(hours, of_pickup_are_the_shops_own_words_or_its_opening_hours)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct calendar calendar = { 0 };
    str why = { 0 };
    cr_assert(shop_read_calendar(arena, S("mon-fri 09:00-17:00"), zone_of(S("Asia/Jakarta")), 1,
                                 &calendar, &why));
    struct shop shop = { .calendar = &calendar };
    cr_expect(str_eq(hours_of_pickup(arena, &shop, LANG_ID), S("Senin–Jumat 09.00–17.00")));
    shop.pickup_hours = S("Tiap sore, hubungi dulu");
    cr_expect(str_eq(hours_of_pickup(arena, &shop, LANG_ID), shop.pickup_hours));
}
