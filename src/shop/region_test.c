/* SPDX-License-Identifier: Apache-2.0 */
#include "base/embed.h"
#include "c/buying.h"
#include "shop/region_own.h"

#include <unistd.h>

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

/* --- the shop's own list --- */

static void expect_fault(const char *tsv, int64_t line)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct region_index index = { 0 };
    struct region_fault fault = { 0 };
    cr_expect_not(region_load(arena, str_of(tsv), &index, &fault), "%s", tsv);
    cr_expect_eq(fault.line, line, "%s: line %d", tsv, (int)fault.line);
    cr_expect_not_null(fault.why, "%s", tsv);
}

#define COBLONG "32\tJawa Barat\n32.73\tKota Bandung\n32.73.02\tCoblong\n"

Test(region_load, names_the_line_that_is_wrong)
{
    expect_fault("", 1);
    expect_fault("# nothing but a remark\n", 2);
    expect_fault("32\tJawa Barat\n32.73\tKota Bandung\n", 3);
    expect_fault(COBLONG "32.73.02\tCoblong\n", 4);
    expect_fault(COBLONG "32.73.01\tSukasari\n", 4);
    expect_fault(COBLONG "32.74.01\tKesambi\n", 4);
    expect_fault(COBLONG "32.73.03 Babakan Ciparay\n", 4);
    expect_fault(COBLONG "32.73.03\t\n", 4);
    expect_fault(COBLONG "32.73.03\t\xff\xfe\n", 4);
    expect_fault("code\tname\n" COBLONG, 1);
    expect_fault("<!doctype html>\n", 1);
}

static str coblong_in(struct fixture *t)
{
    struct region_index index = { 0 };
    struct region_fault fault = { 0 };
    struct district d = { 0 };
    const char *path = region_own_path(t->c.arena, t->dir);
    cr_expect(region_own_load(t->c.arena, path, &index, &fault), "line %d", (int)fault.line);
    return region_district(&index, S("32.73.02"), &d) ? d.name : S("");
}

DomainTest(region_own, stands_in_place_of_the_programs_and_says_what_changed)
{
    struct region_change change = { 0 };
    str renamed =
        S("\xef\xbb\xbf# ours\n32\tJawa Barat\r\n32.73\tKota Bandung\r\n32.73.02\tCoblong Utara\r\n"
          "32.73.99\tDago\r\n");
    cr_expect(str_eq(coblong_in(t), S("Coblong")));
    must(region_own_put(c, t->dir, renamed, true, &change));
    cr_expect(str_eq(coblong_in(t), S("Coblong")), "a trial changes nothing");
    cr_expect_eq(change.added, 1);
    cr_expect_eq(change.renamed, 1);
    cr_expect_eq(change.unchanged, 2);
    cr_expect_gt(change.gone, 7000);
    must(region_own_put(c, t->dir, renamed, false, &change));
    cr_expect(str_eq(coblong_in(t), S("Coblong Utara")));
    must(region_own_put(c, t->dir, renamed, false, &change));
    cr_expect_eq(change.added + change.renamed + change.gone, 0, "the same again changes nothing");
    cr_expect_eq(region_own_put(c, t->dir, S("32\tJawa Barat\n"), false, &change), ERR_MALFORMED);
    cr_expect(str_eq(coblong_in(t), S("Coblong Utara")), "what is no list replaces none");
    cr_assert_eq(unlink(region_own_path(c->arena, t->dir)), 0);
    cr_expect(str_eq(coblong_in(t), S("Coblong")), "without one it is the program's again");
}

static str area_of(struct fixture *t, const char *typed)
{
    struct region_index index = { 0 };
    struct region found[3];
    cr_assert(region_own_load(t->c.arena, region_own_path(t->c.arena, t->dir), &index, NULL));
    size_t count = region_areas(&index, t->c.arena, str_of(typed), found, COUNT(found));
    return count == 1 ? found[0].code : str_format(t->c.arena, "%zu", count);
}

DomainTest(region, areas_are_meant_by_name_or_code)
{
    const struct {
        const char *typed, *code;
    } meant[] = {
        { "32", "32" },
        { " 32.73 ", "32.73" },
        { "32.73.02", "32.73.02" },
        { "jawa barat", "32" },
        { "Provinsi Bali", "51" },
        { "Kota Bandung", "32.73" },
        { "Kab. Bandung", "32.04" },
        { "Kabupaten Bogor", "32.01" },
        { "Jakarta", "31" },
        { "Makassar", "73.71" },
        { "Coblong", "32.73.02" },
        { "Bandung", "2" },
        { "Gorontalo", "75" },
        { "Yogyakarta", "2" },
        { "99.99", "0" },
        { "Negeri Antah", "0" },
    };
    (void)c;
    for (size_t i = 0; i < COUNT(meant); i++) {
        str code = area_of(t, meant[i].typed);
        cr_expect(str_eq(code, str_of(meant[i].code)), "%s is %.*s", meant[i].typed, STR_ARG(code));
    }
}
