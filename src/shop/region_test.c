/* SPDX-License-Identifier: Apache-2.0 */
#include "base/embed.h"
#include "c/buying.h"
#include "shop/region.h"

static str clock_of(const char *code)
{
    const struct zone *zone = region_zone(str_of(code));
    return zone == NULL ? (str){ 0 } : zone_name(zone);
}

Test(region_zone, has_one_of_three_clocks_for_every_province_and_no_other)
{
    str tsv = { 0 };
    size_t provinces = 0;
    cr_assert(embed_find(S("data/regions.tsv"), &tsv));
    for (struct str_pair line = str_cut(tsv, '\n'); line.head.size > 0;
         line = str_cut(line.tail, '\n')) {
        str code = str_cut(line.head, '\t').head;
        bool is_province = code.size == 2;
        cr_expect(str_starts(line.head, S("#")) || region_zone(code) != NULL, "%.*s",
                  STR_ARG(line.head));
        provinces += is_province ? 1 : 0;
    }
    cr_expect_eq(provinces, 38);
    cr_expect(str_eq(clock_of("32.73.02"), S("Asia/Jakarta")));
    cr_expect(str_eq(clock_of("61.71.01"), S("Asia/Jakarta")));  /* Pontianak */
    cr_expect(str_eq(clock_of("63.71.01"), S("Asia/Makassar"))); /* Banjarmasin */
    cr_expect(str_eq(clock_of("51"), S("Asia/Makassar")));
    cr_expect(str_eq(clock_of("81.71.01"), S("Asia/Jayapura"))); /* Ambon */
    static const char *const none[] = { "", "7", "20", "99.01.01", " 1", "1 ", "XX" };
    for (size_t i = 0; i < COUNT(none); i++) {
        cr_expect_null(region_zone(str_of(none[i])), "%s", none[i]);
    }
}

static int64_t arrives_by(struct fixture *t, const char *district)
{
    struct delivery_dates dates = { 0 };
    struct dates_ask ask = { .at = t->c.now_at, .min_days = 2, .max_days = 4, .district = str_of(district), .known_at = t->c.now_at };
    must(order_dates_of(&t->c, &ask, &dates));
    return dates.deliver_by_at;
}

DomainTest(order_dates, end_a_day_of_arrival_where_the_parcel_goes)
{
    buying_open(t);
    int64_t jakarta = arrives_by(t, "31.71.01");
    cr_expect_eq(arrives_by(t, ""), jakarta, "fetched at the shop");
    cr_expect_eq(arrives_by(t, "73.71.01"), jakarta - HOURS(1));
    cr_expect_eq(arrives_by(t, "91.71.01"), jakarta - HOURS(2));
    cr_expect_eq(zone_days(zone_of(S("Asia/Jayapura")), arrives_by(t, "91.71.01")),
                 zone_days(c->shop->zone, jakarta), "the same date, said in both places");
}
