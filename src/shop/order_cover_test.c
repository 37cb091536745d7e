/* SPDX-License-Identifier: Apache-2.0 */
/* What an order keeps of the policies it was bought under, and until when. */
#include "c/buying.h"
#include "shop/order_cover.h"
#include "shop/order_enter.h"

static struct order_cover cover_now(struct fixture *t, order_id id)
{
    struct order_cover cover = { 0 };
    struct order o = buying_now(t, id);
    must(order_cover_load(&t->c, &o, &cover));
    return cover;
}

static void publish(struct fixture *t, enum policy_kind kind, const char *params)
{
    struct value *given = NULL;
    str why = { 0 };
    cr_assert(json_read(t->c.arena, str_of(params), &given, &why));
    must(policy_publish(&t->c, &(struct policy_new){ .kind = kind, .params = given }, NULL));
}

DomainTest(order_cover, stays_with_the_versions_the_order_was_bought_under)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 30);
    struct order before = buying_paid(t, cup, 1);
    publish(t, POLICY_GUARANTEE, "{\"window_days\":14}");
    publish(t, POLICY_RETURNS, "{\"window_days\":14}");
    publish(t, POLICY_WARRANTY, "{\"months\":12}");
    struct order after = buying_paid(t, cup, 1);
    before = buying_now(t, before.id);
    after = buying_now(t, after.id);
    cr_expect_eq(before.line[0].guarantee_version, 1);
    cr_expect_eq(before.line[0].returns_version, 1);
    cr_expect_eq(before.line[0].warranty_months, 1);
    cr_expect_eq(after.line[0].guarantee_version, 2);
    cr_expect_eq(after.line[0].returns_version, 2);
    cr_expect_eq(after.line[0].warranty_version, 2);
    cr_expect_eq(after.line[0].warranty_months, 12);
    buying_ship(t, before.id);
    buying_ship(t, after.id);
    must(order_receive(c, before.id));
    must(order_receive(c, after.id));
    int64_t old_end = cover_now(t, before.id).until_at;
    int64_t new_end = cover_now(t, after.id).until_at;
    cr_expect_eq(new_end - old_end, DAYS(11));
}

static void own_warranty(struct fixture *t, sku_id variant, int64_t months)
{
    SQL(set_warranty, "UPDATE product SET warranty_months = $2 WHERE id = (SELECT product_id FROM "
                      "variant WHERE id = $1)");
    must(db_exec(t->db, &set_warranty, ARGS(variant.v, months), NULL));
}

DomainTest(order_cover, keeps_the_warranty_the_product_had)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 30);
    own_warranty(t, cup, 24);
    struct order o = buying_paid(t, cup, 1);
    own_warranty(t, cup, 0);
    cr_expect_eq(buying_now(t, o.id).line[0].warranty_months, 24);
    buying_ship(t, o.id);
    must(order_receive(c, o.id));
    struct order_cover cover = cover_now(t, o.id);
    cr_expect(cover.item[0].is_in_warranty);
    fixture_pass(t, DAYS(700));
    cr_expect(cover_now(t, o.id).item[0].is_in_warranty);
    fixture_pass(t, DAYS(40));
    cr_expect_not(cover_now(t, o.id).item[0].is_in_warranty);
}

/* trust.md 4f */
DomainTest(order_cover, partial_delivery_and_several_parcels_with_different_dates)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 30);
    struct order o = buying_paid(t, cup, 3);
    struct shipment_line one = { .line_id = buying_now(t, o.id).line[0].id, .quantity = 1 };
    int64_t first = 0;
    int64_t second = 0;
    must(shipment_create(c, o.id, &(struct shipment_new){ S("jne"), S("A1"), &one, 1 }, &first));
    must(shipment_create(c, o.id, &(struct shipment_new){ S("jne"), S("A2"), &one, 1 }, &second));
    must(shipment_note(
        c, first, &(struct shipment_event_new){ .status = S("Delivered"), .source = S("staff") }));
    fixture_pass(t, DAYS(10));
    must(shipment_note(
        c, second,
        &(struct shipment_event_new){ .status = S("Delivered"), .source = S("staff") }));
    struct order_cover cover = cover_now(t, o.id);
    cr_assert_eq(cover.count, 3);
    cr_expect_eq(cover.item[0].shipment_id, first);
    cr_expect_eq(cover.item[0].guarantee.why, COVER_ENDED);
    cr_expect_eq(cover.item[1].shipment_id, second);
    cr_expect_eq(cover.item[1].guarantee.why, COVER_WINDOW);
    cr_expect_eq(cover.item[2].shipment_id, 0);
    cr_expect(cover.item[2].guarantee.is_covered); /* the third piece was never sent */
    cr_expect_eq(cover.item[2].guarantee.until_at, 0);
    cr_expect_eq(cover.until_at, 0);
    cr_expect_eq(order_cover_of_line(&cover, one.line_id), &cover.item[2]);
    cr_expect_null(order_cover_of_line(&cover, one.line_id + 1));
}
