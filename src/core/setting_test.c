/* SPDX-License-Identifier: Apache-2.0 */
#include "c/fixture.h"
#include "core/event.h"
#include "core/setting_hours.h"

DomainTest(setting, has_sound_defaults_for_a_new_shop)
{
    struct shop shop;
    must(shop_load(c, &shop));
    cr_expect(str_eq(currency_code(&shop.currency), S("IDR")));
    cr_expect_eq(shop.lang, LANG_ID);
    cr_expect(str_eq(zone_name(shop.zone), S("Asia/Jakarta")));
    cr_expect(shop.is_open && !shop.is_pkp && !shop.is_sandbox);
    cr_expect_eq(shop.unpaid_expiry_hours, 24);
    cr_expect_eq(shop.bank_count, 0);
}

DomainTest(setting, is_seen_by_the_next_snapshot_in_its_stored_spelling)
{
    must(setting_set(c, S("shop.phone"), S("0812-3456-7890")));
    must(setting_set(c, S("shop.is_open"), S("0")));
    must(setting_set(c, S("order.cart_days"), S(" 7 ")));
    must(setting_set(c, S("payment.banks"), S("BCA | 1234567890 | CV Lereng\r\n\nBRI|99|Budi")));
    struct shop shop;
    must(shop_load(c, &shop));
    cr_expect(str_eq(shop.phone, S("+6281234567890")));
    cr_expect(!shop.is_open);
    cr_expect_eq(shop.cart_days, 7);
    cr_assert_eq(shop.bank_count, 2);
    cr_expect(str_eq(shop.bank[0].holder, S("CV Lereng")));
    cr_expect(str_eq(shop.bank[1].bank, S("BRI")));
}

DomainTest(setting, refuses_unknown_keys_and_values_that_do_not_hold)
{
    static const char *const wrong[][2] = {
        { "shop.phone", "bukan nomor" },     { "shop.owner_email", "budi" },
        { "shop.currency", "XXQ" },          { "shop.timezone", "Asia/Nowhere" },
        { "shop.lang", "fr" },               { "order.cart_days", "0" },
        { "order.cart_days", "abc" },        { "order.cart_days", "" },
        { "shop.name", "" },                 { "shop.name", "dua\nbaris" },
        { "shop.base_url", "javascript:1" }, { "payment.banks", "BCA 123" },
        { "shop.is_open", "2" },             { "shop.base_url", "https://toko.example/" },
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        cr_expect_eq(setting_set(c, str_of(wrong[i][0]), str_of(wrong[i][1])), ERR_BAD_INPUT, "%s",
                     wrong[i][0]);
    }
    cr_expect_eq(setting_set(c, S("shop.colour"), S("red")), ERR_NOT_FOUND);
    str text = { 0 };
    cr_expect_eq(setting_get(c, S("shop.colour"), &text), ERR_NOT_FOUND);
}

DomainTest(setting, keeps_its_old_versions)
{
    str text = { 0 };
    must(setting_set(c, S("shop.tagline"), S("satu")));
    must(setting_set(c, S("shop.tagline"), S("dua")));
    must(setting_set(c, S("shop.tagline"), S("dua"))); /* the same: no version */
    must(setting_get(c, S("shop.tagline"), &text));
    cr_expect(str_eq(text, S("dua")));
    must(setting_get_version(c, S("shop.tagline"), 1, &text));
    cr_expect(str_eq(text, S("satu")));
    cr_expect_eq(setting_get_version(c, S("shop.tagline"), 3, &text), ERR_NOT_FOUND);
    struct event_list events;
    must(event_page(c, S("setting."), (event_id){ 0 }, 10, &events));
    cr_expect_eq(events.count, 2);
    cr_expect(!str_contains(events.item[0].facts,
                            S("dua"))); /* what it was set to is nobody's business */
}

SQL(test_setting_value, "SELECT value FROM setting WHERE key = 'mail.smtp_password' ORDER BY version DESC LIMIT 1");

DomainTest(setting, seals_its_secrets)
{
    str text = { 0 };
    must(setting_secret(c, S("mail.smtp_password"), &text));
    cr_expect_eq(text.size, 0);
    must(setting_set(c, S("mail.smtp_password"), S("kata-sandi-surat")));
    must(setting_get(c, S("mail.smtp_password"), &text));
    cr_expect(str_eq(text, S("set")));
    must(setting_secret(c, S("mail.smtp_password"), &text));
    cr_expect(str_eq(text, S("kata-sandi-surat")));
    struct rows r = db_query(c->db, &test_setting_value, NO_ARGS);
    cr_assert(db_next(&r));
    cr_expect(!str_contains(row_text(&r, c->arena), S("kata")));
    must(db_done(&r));
}

DomainTest(setting, calendar_is_read_as_a_shopkeeper_writes_it)
{
    must(setting_set(c, S("shop.calendar"),
                     S("mon-fri 09:00-12:00 13:00-17:00\nsat 20:00-02:00\ncutoff 14:30\n"
                       "closed 2026-12-24 2026-12-26\nholidays id")));
    struct shop shop;
    must(shop_load(c, &shop));
    cr_assert_not_null(shop.calendar);
    cr_expect_eq(shop.calendar->version, 1);
    cr_expect_eq(shop.calendar->weekday[1].count, 2);
    cr_expect_eq(shop.calendar->weekday[6].interval[0].to_minute, 1560); /* past midnight */
    cr_expect_eq(shop.calendar->weekday[0].count, 0);
    cr_expect_eq(shop.calendar->cutoff_minute, 870);
    cr_expect_eq(shop.calendar->closure_count, 1);
    cr_expect(shop.calendar->holiday_count > 0);
    cr_expect_not(calendar_is_business_day(shop.calendar, clock_days_of(2026, 12, 25)));
    static const char *const wrong[] = { "", "mon", "funday 09:00-17:00", "mon 9-17", "mon 09:00-17:00\ncutoff 25:00",
                                         "mon 09:00-17:00\nclosed 2026-13-01", "mon 12:00-14:00 13:00-15:00" };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        cr_expect_eq(setting_set(c, S("shop.calendar"), str_of(wrong[i])), ERR_BAD_INPUT, "%s",
                     wrong[i]);
    }
}

Test(setting, hours_read_and_written_again_are_the_same)
{
    struct arena *a = arena_new();
    struct shop_hours hours = { 0 };
    struct shop_hours again = { 0 };
    str why = { 0 };
    str text = S("tue-fri 09:00-12:00 13:00-17:00\nsat 20:00-02:00\nsun 06:00-24:00\ncutoff 14:30\n"
                 "holidays id joint\nclosed 2026-12-24 2026-12-26\nclosed 2027-03-01");
    cr_assert(shop_hours_read(a, text, zone_of(S("Asia/Jakarta")), &hours, &why), "%.*s",
              STR_ARG(why));
    cr_expect(hours.has_holidays && hours.has_joint_leave);
    str written = shop_hours_write(a, &hours);
    cr_assert(shop_hours_read(a, written, zone_of(S("Asia/Jakarta")), &again, &why), "%.*s",
              STR_ARG(written));
    cr_expect(memcmp(&hours, &again, sizeof(hours)) == 0, "%.*s", STR_ARG(written));
    cr_expect(str_eq(written, shop_hours_write(a, &again)));
    cr_expect(str_contains(written, S("sat 20:00-02:00")) &&
              str_contains(written, S("closed 2027-03-01 2027-03-01")));
    arena_free(a);
}

Test(setting, table_holds_every_default_it_declares)
{
    size_t count = 0;
    const struct setting *table = setting_table(&count);
    for (size_t i = 0; i < count; i++) {
        cr_expect(table[i].english[0] != '\0' && table[i].indonesian[0] != '\0', "%s",
                  table[i].key);
        cr_expect_eq(setting_of(str_of(table[i].key)), &table[i], "%s stands twice", table[i].key);
        cr_expect(table[i].kind == SETTING_SECRET || table[i].offset < sizeof(struct shop), "%s",
                  table[i].key);
    }
}
