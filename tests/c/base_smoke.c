/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"
#include "base/value.h"

#include <criterion/criterion.h>

Test(clock, prints_an_instant_as_indonesians_write_it)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    int64_t at = 0;
    cr_assert(clock_parse_rfc3339(S("2026-11-21T07:05:00Z"), &at));
    str text = clock_print(arena, zone_of(S("Asia/Jakarta")), at, true);
    cr_expect(str_eq(text, S("21 November 2026 14.05 WIB")), "%.*s", STR_ARG(text));
}

Test(clock, keeps_the_first_of_an_overlap_and_moves_a_gap_forward)
{
    const struct zone *berlin = zone_of(S("Europe/Berlin"));
    int64_t want = 0;
    cr_assert(clock_parse_rfc3339(S("2026-03-29T03:30:00+02:00"), &want));
    cr_expect_eq(zone_instant(berlin, clock_days_of(2026, 3, 29), 150), want);
    cr_assert(clock_parse_rfc3339(S("2026-10-25T02:30:00+02:00"), &want));
    cr_expect_eq(zone_instant(berlin, clock_days_of(2026, 10, 25), 150), want);
}

Test(money, prints_rupiah_with_dots_and_no_space)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    currency idr;
    cr_assert(currency_of(S("IDR"), &idr));
    cr_expect(str_eq(money_print(arena, (money){ 125000, idr }, true), S("Rp125.000")));
    money m;
    cr_expect(!money_parse(S("9.99"), idr, &m));
    cr_assert(money_parse(S("9.00"), idr, &m));
    cr_expect_eq(m.minor, 9);
}

Test(json, writes_what_it_read)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct value *node = NULL;
    str why = { 0 };
    str text = S("{\"a\":[1,true,null,\"x\\u003cy\"],\"b\":{\"c\":-5}}");
    cr_assert(json_read(arena, text, &node, &why));
    struct buf out = buf_new(arena, KB(4));
    json_write(&out, node);
    cr_expect(str_eq(buf_str(&out), text), "%.*s", STR_ARG(buf_str(&out)));
}
