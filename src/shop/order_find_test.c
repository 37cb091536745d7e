/* SPDX-License-Identifier: Apache-2.0 */
/* Orders found by the number they have elsewhere, by their buyer's telephone or address; each look at a buyer written down. */
#include "c/buying.h"

#include "shop/order_enter.h"
#include "shop/order_find.h"
#include "shop/order_list.h"
#include "shop/order_source.h"

static struct order_elsewhere elsewhere(const struct ctx *c, const char *source, const char *ref)
{
    struct order_elsewhere in = {
        .source = str_of(source), .external_ref = str_of(ref), .line_count = 1,
        .to = { .name = S("Budi"), .phone = S("+6281200000001"), .email = S("Budi@Contoh.id"), .country = S("ID") },
    };
    in.line[0].name = S("Kopi 250 g");
    in.line[0].sku = S("KOPI-250");
    in.line[0].quantity = 2;
    in.line[0].unit = (money){ 50000, c->shop->currency };
    return in;
}

static enum err enter(struct fixture *t, const char *source, const char *ref, struct order *o)
{
    struct order_elsewhere in = elsewhere(&t->c, source, ref);
    return order_enter(&t->c, &in, o);
}

static size_t found(struct fixture *t, const char *typed, struct order_list *list)
{
    struct order_filter f = { .query = str_of(typed) };
    must(order_list(&t->c, &f, list));
    return list->count;
}

DomainTest(order_ref, in_another_letter_case_is_the_same_number)
{
    static const char *const same[] = { "240518abcdef", " 240518ABCDEF", "240518 ABCDEF", "#240518ABCdef", "240518ABCDEF" };
    struct order first = { 0 };
    struct order o = { 0 };
    struct order_list list = { 0 };
    buying_open(t);
    must(enter(t, "shopee", "240518ABCDEF", &first));
    fixture_commit(t);
    for (size_t i = 0; i < COUNT(same); i++) {
        must(order_by_ref(c, S("shopee"), str_of(same[i]), &o));
        cr_expect_eq(o.id.v, first.id.v, "%s", same[i]);
        cr_expect_eq(found(t, same[i], &list), 1, "%s", same[i]);
        cr_expect_eq(enter(t, "shopee", same[i], &o), ERR_EXISTS, "%s", same[i]);
        fixture_undo(t);
    }
    must(enter(t, "tokopedia", "240518abcdef", &o));
    cr_expect(str_eq(buying_now(t, o.id).external_ref, S("240518abcdef")), "shown as typed");
    must(order_by_ref(c, S("shopee"), S("240518abcdef"), &o));
    cr_expect_eq(o.id.v, first.id.v, "each place has numbers of its own");
}

/* What a shop numbers by hand may differ by its letters. */
DomainTest(order_ref, of_the_shops_own_is_taken_as_it_was_written)
{
    struct order upper = { 0 };
    struct order lower = { 0 };
    struct order o = { 0 };
    buying_open(t);
    must(enter(t, "whatsapp", "Nota A1", &upper));
    must(enter(t, "whatsapp", "Nota a1", &lower));
    must(order_by_ref(c, S("whatsapp"), S(" Nota a1 "), &o));
    cr_expect_eq(o.id.v, lower.id.v);
    cr_expect(str_eq(order_ref_key(c->arena, S("manual"), S(" B #7 ")), S("B #7")));
}

/* Two of before the rule: both stay, each found as it was typed. */
DomainTest(order_ref, entered_twice_before_is_found_as_it_was_typed)
{
    SQL(as_before, "UPDATE shop_order SET external_ref = $2, external_key = NULL WHERE id = $1");
    struct order first = { 0 };
    struct order second = { 0 };
    struct order o = { 0 };
    buying_open(t);
    must(enter(t, "shopee", "24ABC", &first));
    must(enter(t, "shopee", "24XYZ", &second));
    must(db_exec(c->db, &as_before, ARGS(second.id.v, S("24abc")), NULL));
    must(order_by_ref(c, S("shopee"), S("24abc"), &o));
    cr_expect_eq(o.id.v, second.id.v);
    must(order_by_ref(c, S("shopee"), S("24Abc"), &o));
    cr_expect_eq(o.id.v, first.id.v);
}

static size_t looks(struct fixture *t, person_id person)
{
    struct vault_access_list list = { 0 };
    must(vault_access_list(&t->c, person, 0, &list));
    return list.count;
}

DomainTest(order_find, by_telephone_or_address_whole_and_each_look_is_written_down)
{
    static const char *const whole[] = { "081234567890", "+62 812-3456-7890", "SARI@contoh.id " };
    static const char *const parts[] = { "0812345678", "sari@contoh", "Sari Dewi", "sari", "Jl. Dago 5", "62" };
    struct order_list list = { 0 };
    struct order elsewhere_o = { 0 };
    bool is_new = false;
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 9);
    struct checkout in = buying_form(buying_cart(t, cup, 1), "+6281234567890", "sandbox");
    struct order o = { 0 };
    in.to.email = S("sari@contoh.id");
    must(order_place(c, &in, &o, &is_new));
    must(enter(t, "shopee", "24ABC", &elsewhere_o));
    c->actor = (struct actor){ ROLE_CARE, 7 };
    for (size_t i = 0; i < COUNT(whole); i++) {
        size_t before = looks(t, o.person);
        cr_expect_eq(found(t, whole[i], &list), 1, "%s", whole[i]);
        cr_expect_eq(list.item[0].id.v, o.id.v, "%s", whole[i]);
        cr_expect_eq(looks(t, o.person), before + 1, "%s", whole[i]);
    }
    struct vault_access_list log = { 0 };
    must(vault_access_list(c, o.person, 0, &log));
    cr_expect_eq(log.item[0].purpose, PURPOSE_ORDER);
    cr_expect_eq(log.item[0].fields, VAULT_BIT(VAULT_EMAIL));
    cr_expect_eq(log.item[0].actor.id, 7);
    size_t before = looks(t, o.person);
    for (size_t i = 0; i < COUNT(parts); i++) {
        cr_expect_eq(found(t, parts[i], &list), 0, "%s", parts[i]);
    }
    cr_expect_eq(looks(t, o.person), before, "who was not found was not looked at");
    cr_expect_eq(looks(t, elsewhere_o.person), 0);
}

DomainTest(order_find, opens_nothing_for_those_who_may_not_read_or_of_those_who_said_stop)
{
    struct order_list list = { 0 };
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 9);
    struct order o = buying_place(t, cup, 1, "sandbox");
    c->actor = (struct actor){ ROLE_AUDITOR, 8 };
    cr_expect_eq(found(t, "081234567890", &list), 0);
    c->actor = (struct actor){ ROLE_OWNER, 1 };
    cr_expect_eq(found(t, "081234567890", &list), 1);
    must(vault_restrict(c, o.person, true));
    cr_expect_eq(found(t, "081234567890", &list), 0, "stop is stop");
    cr_expect_eq(found(t, str_c(c->arena, o.number), &list), 1,
                 "by its number it is found all the same");
    must(vault_restrict(c, o.person, false));
    c->actor = (struct actor){ ROLE_SYSTEM, 0 };
    must(vault_erase(c, o.person));
    cr_expect_eq(found(t, "081234567890", &list), 0);
}

DomainTest(order_find, of_many_orders_comes_in_pages_and_numbers_however_they_are_typed)
{
    struct order_list list = { 0 };
    struct order o = { 0 };
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 9);
    for (int i = 0; i < 3; i++) {
        o = buying_paid(t, cup, 1);
        fixture_pass(t, HOURS(1));
    }
    struct order_filter f = { .query = S("0812 3456 7890"), .limit = 2 };
    must(order_list(c, &f, &list));
    cr_assert_eq(list.count, 2);
    cr_expect(list.has_more);
    cr_expect_eq(list.item[0].id.v, o.id.v);
    f.before_at = list.item[1].placed_at;
    f.before_id = list.item[1].id.v;
    must(order_list(c, &f, &list));
    cr_expect_eq(list.count, 1);
    str small = str_lower(c->arena, str_replace(c->arena, o.number, S("-"), S(" ")));
    cr_expect_eq(found(t, str_c(c->arena, small), &list), 1);
}
