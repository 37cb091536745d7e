/* SPDX-License-Identifier: Apache-2.0 */
/* What sending costs, and where a kecamatan is. */
#include "base/embed.h"
#include "c/buying.h"
#include "shop/region.h"

static int64_t grams(int64_t weight, int64_t quantity)
{
    struct shipping_rules rules = { 1000, 300, 6000 };
    struct parcel_item item = { .quantity = quantity, .weight_grams = weight };
    return shipping_chargeable_grams(&rules, &item, 1);
}

Test(shipping_weight, is_whole_kilograms_after_the_tolerance_and_at_least_one)
{
    static const struct {
        int64_t grams, charged;
    } cases[] = { { 1, 1000 },    { 999, 1000 },  { 1000, 1000 }, { 1300, 1000 }, { 1301, 2000 },
                  { 2000, 2000 }, { 2300, 2000 }, { 2301, 3000 }, { 0, 1000 } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        cr_expect_eq(grams(cases[i].grams, 1), cases[i].charged, "%" PRId64 " g", cases[i].grams);
    }
    cr_expect_eq(grams(650, 2), 1000, "pieces are added before rounding");
}

Test(shipping_weight, is_volumetric_when_that_is_more)
{
    struct shipping_rules rules = { 1000, 300, 6000 };
    struct parcel_item pillow = { .quantity = 1, .weight_grams = 500, .length_mm = 600, .width_mm = 400, .height_mm = 200 };
    cr_expect_eq(shipping_chargeable_grams(&rules, &pillow, 1),
                 8000); /* 60·40·20 cm³ ÷ 6000 = 8 kg */
    rules.volumetric_divisor = 4000;
    cr_expect_eq(shipping_chargeable_grams(&rules, &pillow, 1), 12000);
}

static struct shipping_quote quote(struct fixture *t, const char *code, const char *district,
                                   int64_t weight, int64_t subtotal)
{
    struct parcel_item item = { .quantity = 1, .weight_grams = weight };
    struct shipping_ask ask = { .district = str_of(district), .subtotal = { subtotal, t->c.shop->currency },
                                .item = &item, .item_count = 1 };
    struct shipping_quote out = { 0 };
    enum err e = shipping_quote_of(&t->c, &ask, str_of(code), &out);
    cr_assert(e == OK || e == ERR_UNPROCESSABLE);
    return out;
}

DomainTest(shipping_quote, takes_the_rate_of_the_longest_prefix)
{
    buying_open(t);
    cr_expect_eq(quote(t, "jne", "32.73.02", 2000, 1).price.minor, 9000 + 8000);
    cr_expect_eq(quote(t, "jne", "32.73.02", 2000, 1).max_days, 2);
    cr_expect_eq(quote(t, "jne", "32.01.01", 2000, 1).price.minor, 12000 + 10000);
    cr_expect_eq(quote(t, "jne", "11.01.01", 2000, 1).code.size, 0, "no zone: not offered");
    cr_expect_eq(quote(t, "flat", "11.01.01", 2000, 499999).price.minor, 15000);
    cr_expect_eq(quote(t, "flat", "11.01.01", 2000, 500000).price.minor, 0, "free from Rp500.000");
}

DomainTest(shipping_quotes, without_a_district_are_for_pickup_only)
{
    buying_open(t);
    struct shipping_quotes all = { 0 };
    struct shipping_ask ask = { .subtotal = money_zero(c->shop->currency) };
    must(shipping_quotes(c, &ask, &all));
    cr_assert_eq(all.count, 1);
    cr_expect(all.quote[0].is_pickup);
    cr_expect_eq(all.quote[0].price.minor, 0);
}

static struct region_index regions(struct arena *arena)
{
    str tsv = { 0 };
    struct region_index index = { 0 };
    cr_assert(embed_find(S("data/regions.tsv"), &tsv));
    cr_assert(region_load(arena, tsv, &index, NULL));
    return index;
}

Test(region_search, finds_a_kecamatan_by_what_people_type)
{
    static const struct {
        const char *typed, *name, *city;
    } cases[] = {
        { "Coblong", "Coblong", "Bandung" },
        { "coblong bandung", "Coblong", "Bandung" },
        { "Kec. Coblong, Kota Bandung", "Coblong", "Bandung" },
        { "kecamatan coblong jawa barat", "Coblong", "Bandung" },
        { "Coblong, Kota Bandung, Provinsi Jawa Barat", "Coblong", "Bandung" },
        { "kledung", "Kledung", "Temanggung" },
        { "cobl", "Coblong", "Bandung" },
        { "COBLONG (Bandung)", "Coblong", "Bandung" },
    };
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct region_index index = regions(arena);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct district found[5] = { 0 };
        size_t count = region_search(&index, arena, str_of(cases[i].typed), found, COUNT(found));
        cr_assert(count > 0, "%s", cases[i].typed);
        cr_expect(str_eq_nocase(found[0].name, str_of(cases[i].name)), "%s: %.*s", cases[i].typed,
                  STR_ARG(found[0].name));
        cr_expect(str_find(str_lower(arena, found[0].city), str_lower(arena, str_of(cases[i].city)),
                           0) < found[0].city.size,
                  "%s: %.*s", cases[i].typed, STR_ARG(found[0].city));
    }
}

Test(region_named, finds_the_district_of_that_city_only)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct region_index index = regions(arena);
    struct district one;
    cr_assert(region_named(&index, arena, S("coblong"), S("Kota Bandung"), &one));
    cr_expect(str_eq(one.code, S("32.73.02")));
    cr_assert(region_named(&index, arena, S(" Coblong"), S("bandung "), &one));
    cr_expect(str_eq(one.code, S("32.73.02")));
    cr_expect_not(region_named(&index, arena, S("Coblong"), S("Kota Surabaya"), &one));
    cr_expect_not(region_named(&index, arena, S("Coblon"), S("Kota Bandung"), &one));
    cr_expect_not(region_named(&index, arena, S(""), S(""), &one));
}

Test(region_search, finds_nothing_for_nothing_and_for_nonsense)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct region_index index = regions(arena);
    struct district found[5];
    cr_expect_eq(region_search(&index, arena, S(""), found, 5), 0);
    cr_expect_eq(region_search(&index, arena, S("  kec. "), found, 5), 0);
    cr_expect_eq(region_search(&index, arena, S("xyzzy"), found, 5), 0);
    struct district one = { 0 };
    cr_expect(region_district(&index, S("32.73.02"), &one));
    cr_expect_not(region_district(&index, S("32.73"), &one), "a city is no district");
    cr_expect_not(region_district(&index, S("99.99.99"), &one));
}
