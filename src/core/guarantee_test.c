/* SPDX-License-Identifier: Apache-2.0 */
/* What is covered, until when; floors of the law. */
#include "c/guarantee.h"
#include "core/guarantee.h"
#include "core/policy_law.h"
#include "core/setting.h"

static int64_t local(struct fixture *t, const char *date, int minute)
{
    int64_t days = 0;
    cr_assert(clock_parse_date(str_of(date), &days));
    return zone_instant(t->c.shop->zone, days, minute);
}

static void expect_until(struct fixture *t, int64_t until_at, const char *printed)
{
    str text = clock_print(t->c.arena, t->c.shop->zone, until_at, true);
    cr_expect(str_eq(text, str_of(printed)), "%.*s, not %s", STR_ARG(text), printed);
}

static void hours(struct fixture *t, const char *calendar)
{
    must(setting_set(&t->c, S("shop.calendar"), str_of(calendar)));
    fixture_load_shop(t);
}

DomainTest(guarantee, of_three_days_ends_at_the_end_of_the_third_local_day)
{
    fixture_load_shop(t);
    struct policy p = guarantee_with(t, "{\"window_days\":3,\"starts\":\"delivery\"}");
    struct working_days days = working_days_of(c);
    /* Wednesday 14 October 2026, 10.00: two working days end on Friday, three days on Saturday. */
    struct cover_facts facts = { .paid_at = local(t, "2026-10-10", 600), .delivered_at = local(t, "2026-10-14", 600) };
    struct cover cover = guarantee_cover(&p, &days, &facts, facts.delivered_at);
    cr_expect(cover.is_covered);
    cr_expect_eq(cover.why, COVER_WINDOW);
    expect_until(t, cover.until_at, "17 Oktober 2026 23.59 WIB");
    cr_expect(guarantee_cover(&p, &days, &facts, cover.until_at).is_covered);
    cr_expect_not(guarantee_cover(&p, &days, &facts, cover.until_at + 1).is_covered);
}

DomainTest(guarantee, deadline_on_a_holiday_is_the_second_working_day)
{
    hours(t, "mon-sat 08:00-17:00\nholidays id");
    struct policy p = guarantee_with(t, "{\"window_days\":3,\"starts\":\"delivery\"}");
    struct working_days days = working_days_of(c);
    /* Tuesday 17 March 2026; from the 18th to the 24th Nyepi, Idulfitri, joint leave: the next working days are 25 and 26 March. */
    struct cover_facts facts = { .paid_at = local(t, "2026-03-10", 600), .delivered_at = local(t, "2026-03-17", 600) };
    struct cover cover = guarantee_cover(&p, &days, &facts, local(t, "2026-03-25", 600));
    expect_until(t, cover.window_until_at, "20 Maret 2026 23.59 WIB");
    expect_until(t, cover.until_at, "26 Maret 2026 23.59 WIB");
    cr_expect(cover.is_covered);
    cr_expect_eq(cover.why, COVER_LAW);
}

DomainTest(guarantee, counts_no_sunday_and_no_day_the_shop_is_closed)
{
    hours(t, "mon-sun 08:00-17:00\nclosed 2026-10-12 2026-10-13");
    struct policy p = guarantee_with(t, "{\"window_days\":2,\"starts\":\"delivery\"}");
    struct working_days days = working_days_of(c);
    struct cover_facts facts = { .paid_at = local(t, "2026-10-09", 600), .delivered_at = local(t, "2026-10-10", 600) }; /* Saturday */
    struct cover cover = guarantee_cover(&p, &days, &facts, facts.delivered_at);
    expect_until(t, cover.until_at, "15 Oktober 2026 23.59 WIB");
}

DomainTest(guarantee, from_payment_takes_the_later_of_payment_and_receipt)
{
    fixture_load_shop(t);
    struct policy p = guarantee_with(t, "{\"window_days\":30,\"starts\":\"payment\"}");
    struct working_days days = working_days_of(c);
    struct cover_facts facts = { .paid_at = local(t, "2026-09-01", 600), .delivered_at = local(t, "2026-09-03", 600) };
    struct cover cover = guarantee_cover(&p, &days, &facts, facts.delivered_at);
    expect_until(t, cover.until_at, "1 Oktober 2026 23.59 WIB");
    facts.delivered_at = local(t, "2026-10-14", 600); /* six weeks on the way */
    cover = guarantee_cover(&p, &days, &facts, facts.delivered_at);
    cr_expect(cover.is_covered);
    cr_expect_eq(cover.why, COVER_LAW);
    expect_until(t, cover.until_at, "16 Oktober 2026 23.59 WIB");
}

DomainTest(guarantee, does_not_run_out_while_the_goods_are_not_there)
{
    fixture_load_shop(t);
    struct policy p =
        guarantee_with(t, "{\"window_days\":30,\"starts\":\"payment\",\"late_days\":7}");
    struct working_days days = working_days_of(c);
    struct cover_facts facts = { .paid_at = local(t, "2026-09-01", 600), .promised_at = local(t, "2026-09-05", 1439) };
    struct cover cover = guarantee_cover(&p, &days, &facts, local(t, "2026-09-12", 1439));
    cr_expect(cover.is_covered);
    cr_expect_eq(cover.why, COVER_WAITING);
    expect_until(t, cover.lost_at, "12 September 2026 23.59 WIB");
    cover = guarantee_cover(&p, &days, &facts,
                            local(t, "2027-03-01", 0)); /* tracking silent for half a year */
    cr_expect(cover.is_covered);
    cr_expect_eq(cover.why, COVER_LATE);
    cr_expect_eq(cover.until_at, 0);
}

DomainTest(guarantee, of_unpaid_goods_has_not_begun_and_of_cash_on_delivery_begins_with_receipt)
{
    fixture_load_shop(t);
    struct policy p = guarantee_with(t, "{\"window_days\":30,\"starts\":\"payment\"}");
    struct working_days days = working_days_of(c);
    struct cover_facts facts = { 0 };
    cr_expect_eq(guarantee_cover(&p, &days, &facts, c->now_at).why, COVER_NOT_BEGUN);
    facts.delivered_at = local(t, "2026-10-14", 600);
    struct cover cover = guarantee_cover(&p, &days, &facts, facts.delivered_at);
    expect_until(t, cover.until_at, "13 November 2026 23.59 WIB");
}

/* Whatever the policy, the calendar and the instants: never before the policy's own window nor the law's two working days,
 * one end only, and what is covered was covered at every instant before since delivery. */
DomainTest(guarantee, never_ends_before_the_policy_or_the_law_say)
{
    static const char *const calendars[] = { "mon-sat 08:00-17:00\nholidays id", "tue-wed 09:00-12:00", "mon-sun 00:00-24:00\nclosed 2026-03-01 2026-06-30", "sun 08:00-12:00" };
    struct random random = random_seeded(20261122);
    for (size_t i = 0; i < COUNT(calendars); i++) {
        hours(t, calendars[i]);
        struct working_days days = working_days_of(c);
        for (int round = 0; round < 200; round++) {
            int64_t window = 2 + (int64_t)random_below(&random, 88);
            bool by_payment = window >= 7 && random_below(&random, 2) == 1;
            struct policy p = guarantee_with(
                t, str_c(c->arena,
                         str_format(c->arena, "{\"window_days\":%" PRId64 ",\"starts\":\"%s\"}",
                                    window, by_payment ? "payment" : "delivery")));
            struct cover_facts f = { .paid_at = local(t, "2026-01-01", 0) + (int64_t)random_below(&random, 400) * HOURS(20) };
            f.delivered_at = f.paid_at + (int64_t)random_below(&random, 60 * 24 * 60) * MINUTES(1);
            struct cover cover = guarantee_cover(&p, &days, &f, f.delivered_at);
            int64_t from_at = by_payment ? f.paid_at : f.delivered_at;
            cr_assert_geq(cover.until_at, from_at + DAYS(window) - SECONDS(1));
            int64_t working = 0;
            for (int64_t day = zone_days(c->shop->zone, f.delivered_at) + 1;
                 day <= zone_days(c->shop->zone, cover.until_at); day++) {
                working += is_working_day(&days, day) ||
                                   day - zone_days(c->shop->zone, f.delivered_at) > 180
                               ? 1
                               : 0;
            }
            cr_assert_geq(working, LAW_EXCHANGE_WORKING_DAYS);
            cr_assert(guarantee_cover(&p, &days, &f, cover.until_at).is_covered);
            cr_assert_not(guarantee_cover(&p, &days, &f, cover.until_at + 1).is_covered);
            int64_t between =
                f.delivered_at +
                (int64_t)random_below(
                    &random, (uint64_t)((cover.until_at - f.delivered_at) / SECONDS(1)) + 1) *
                    SECONDS(1);
            cr_assert(guarantee_cover(&p, &days, &f, between).is_covered);
        }
    }
}

DomainTest(guarantee, covers_the_grounds_its_parameters_name)
{
    fixture_load_shop(t);
    struct policy p = guarantee_with(t, "{}");
    static const char *const on[] = { "not_received", "damaged", "defective", "wrong_item", "missing_part", "not_as_described" };
    for (size_t i = 0; i < COUNT(on); i++) {
        cr_expect(guarantee_has_ground(&p, str_of(on[i])), "%s", on[i]);
    }
    cr_expect_not(guarantee_has_ground(&p, S("changed_mind")));
    cr_expect_not(guarantee_has_ground(&p, S("never heard of")));
    p = guarantee_with(t, "{\"covers_change_of_mind\":true}");
    cr_expect(guarantee_has_ground(&p, S("changed_mind")));
}

DomainTest(warranty, of_months_ends_on_the_same_day_or_the_last_of_the_month)
{
    fixture_load_shop(t);
    const struct zone *zone = c->shop->zone;
    expect_until(t, warranty_until(zone, local(t, "2027-01-31", 600), 1),
                 "28 Februari 2027 23.59 WIB");
    expect_until(t, warranty_until(zone, local(t, "2026-11-22", 600), 12),
                 "22 November 2027 23.59 WIB");
    expect_until(t, warranty_until(zone, local(t, "2026-12-05", 600), 1),
                 "5 Januari 2027 23.59 WIB");
    cr_expect_eq(warranty_until(zone, local(t, "2026-12-05", 600), 0), 0);
    cr_expect_eq(warranty_until(zone, 0, 12), 0);
}

/* ---- the law ---- */

static enum err publish(struct fixture *t, enum policy_kind kind, const char *params)
{
    struct value *given = NULL;
    str why = { 0 };
    cr_assert(json_read(t->c.arena, str_of(params), &given, &why));
    return policy_publish(&t->c, &(struct policy_new){ .kind = kind, .params = given }, NULL);
}

DomainTest(policy, that_takes_away_what_the_law_grants_is_refused_naming_the_rule)
{
    static const struct {
        enum policy_kind kind;
        const char *params, *rule;
    } refused[] = {
        { POLICY_GUARANTEE, "{\"covers_not_received\":false}",
          "UU 8/1999 ps. 4 huruf h dan ps. 18" },
        { POLICY_GUARANTEE, "{\"covers_damaged\":false}", "ps. 18" },
        { POLICY_GUARANTEE, "{\"covers_wrong\":false}", "ps. 18" },
        { POLICY_GUARANTEE, "{\"covers_not_as_described\":false}", "ps. 18" },
        { POLICY_GUARANTEE, "{\"window_days\":1}", "PP 80/2019 ps. 69" },
        { POLICY_GUARANTEE, "{\"window_days\":6,\"starts\":\"payment\"}", "ps. 19" },
        { POLICY_GUARANTEE, "{\"refund_days\":6}", "ps. 19" },
        { POLICY_RETURNS, "{\"window_days\":1}", "PP 80/2019 ps. 69" },
        { POLICY_RETURNS, "{\"refund_days\":8}", "ps. 19" },
        { POLICY_GUARANTEE, "{\"buyer_chooses\":false}", "PP 80/2019 ps. 69" },
        { POLICY_WARRANTY, "{\"replace_days\":8}", "ps. 19" },
        { POLICY_TERMS, "{\"exchange_days\":1}", "PP 80/2019 ps. 69" },
        { POLICY_PRIVACY, "{\"breach_hours\":73}", "UU 27/2022 ps. 46" },
        { POLICY_PRIVACY, "{\"books_years\":9}", "PP 80/2019 ps. 25" },
    };
    fixture_load_shop(t);
    for (size_t i = 0; i < COUNT(refused); i++) {
        cr_expect_eq(publish(t, refused[i].kind, refused[i].params), ERR_LAW, "%s",
                     refused[i].params);
        cr_expect(str_contains(str_of(c->detail), str_of(refused[i].rule)), "%s: %s",
                  refused[i].params, c->detail);
        int64_t version = 0;
        must(policy_current_version(c, refused[i].kind, &version));
        cr_expect_eq(version, 0);
    }
    must(
        publish(t, POLICY_GUARANTEE, "{\"refund_days\":5}")); /* 48 hours to answer and 5 days: 7 */
}

DomainTest(policy, with_a_clause_the_law_declares_void_is_refused)
{
    fixture_load_shop(t);
    struct policy_new p = {
        .kind = POLICY_RETURNS,
        .text = { S("## Retur\n\nBarang yang sudah dibeli TIDAK  dapat dikembalikan, apa pun alasannya, titik."), S("Goods that were bought cannot be returned, whatever the reason may be.") },
    };
    cr_expect_eq(policy_publish(c, &p, NULL), ERR_LAW);
    p.text[LANG_EN] = S("You may return the goods within three days, whatever the reason may be.");
    p.text[LANG_ID] =
        S("Anda boleh mengembalikan barang dalam tiga hari, apa pun alasannya, dan uang kembali.");
    must(policy_publish(c, &p, NULL));
}

DomainTest(policy, keeps_the_law_of_the_shops_country)
{
    fixture_load_shop(t);
    must(setting_set(c, S("shop.country"), S("DE")));
    fixture_load_shop(t);
    cr_expect_eq(publish(t, POLICY_RETURNS, "{\"window_days\":3,\"allows_change_of_mind\":true}"),
                 ERR_LAW);
    cr_expect(str_contains(str_of(c->detail), S("2011/83/EU art. 9")), "%s", c->detail);
    cr_expect_eq(publish(t, POLICY_RETURNS, "{\"window_days\":14}"), ERR_LAW);
    must(publish(t, POLICY_RETURNS, "{\"window_days\":14,\"allows_change_of_mind\":true}"));
    must(setting_set(c, S("shop.country"),
                     S("SG"))); /* none that we know of: its own responsibility */
    fixture_load_shop(t);
    must(publish(t, POLICY_WARRANTY, "{\"replace_days\":30}"));
}

Test(policy, floors_are_about_parameters_that_exist_and_defaults_keep_them)
{
    size_t count = 0;
    const struct law_floor *floor = law_floors(&count);
    for (size_t i = 0; i < count; i++) {
        size_t params = 0;
        bool found = false;
        const struct policy_param *param = policy_params(floor[i].kind, &params);
        for (size_t j = 0; j < params; j++) {
            found = found || str_eq(str_of(param[j].name), str_of(floor[i].param));
        }
        cr_expect(found, "%s", floor[i].param);
        cr_expect(floor[i].text[LANG_ID] != NULL && floor[i].text[LANG_EN] != NULL);
    }
    for (enum policy_kind kind = 0; kind < POLICY_KIND_COUNT; kind++) {
        cr_expect_null(law_breach(S("ID"), kind, NULL));
    }
}

DomainTest(policy, reads_a_choice_by_its_index_and_an_older_version_by_the_default)
{
    fixture_load_shop(t);
    struct policy p = guarantee_with(t, "{\"window_days\":30,\"starts\":\"payment\"}");
    cr_expect_eq(policy_int(&p, S("starts")), 1);
    struct policy old = { .kind = POLICY_GUARANTEE, .params = value_object(c->arena) };
    cr_expect_eq(policy_int(&old, S("window_days")), 3);
    cr_expect_eq(policy_int(&old, S("starts")), 0);
    cr_expect(policy_bool(&old, S("buyer_chooses")));
}
