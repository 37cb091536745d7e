/* SPDX-License-Identifier: Apache-2.0 */
#include "c/claims.h"

static size_t found(struct fixture *t, const char *name)
{
    struct check_report report = { 0 };
    size_t i = 0;
    while (i < order_check_count && !str_eq(str_of(order_checks[i].name), str_of(name))) {
        i++;
    }
    cr_assert_lt(i, order_check_count);
    must(check_run(&t->c, &order_checks[i], &report));
    return report.count;
}

#define NOT_BACK(t) found(t, "canceled_orders_gave_their_goods_back")
#define NOT_ONCE(t) found(t, "orders_take_their_goods_once")

SQL(bend_away,
    "DELETE FROM stock_movement WHERE subject = 'order:' || CAST($1 AS BIGINT) AND reason = $2");
SQL(bend_again,
    "INSERT INTO stock_movement (sku_id, at, reason, quantity, on_hand_delta, held_delta, subject, note, actor_role, actor_id)"
    " SELECT sku_id, at, reason, quantity, on_hand_delta, 0, subject, note, actor_role, actor_id FROM stock_movement"
    " WHERE subject = 'order:' || CAST($1 AS BIGINT) AND reason = $2");
SQL(bend_held,
    "INSERT INTO stock_reservation (subject, sku_id, quantity, kind) SELECT 'order:' || order_id, variant_id, quantity, 'preorder'"
    " FROM order_line WHERE order_id = $1");
SQL(bend_free, "DELETE FROM stock_reservation WHERE subject = 'order:' || CAST($1 AS BIGINT)");

static void bend(struct fixture *t, struct sql *sql, struct args args)
{
    int64_t changed = 0;
    must(db_exec(t->db, sql, args, &changed));
    cr_assert_eq(changed, 1);
}

DomainTest(order_goods, of_a_cancelled_order_that_did_not_come_back_are_found)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 9);
    struct order paid = buying_paid(t, cup, 2);
    struct order unpaid = buying_place(t, cup, 1, "sandbox");
    struct order kept = buying_paid(t, cup, 1);
    must(order_cancel(c, paid.id, S("staff")));
    must(order_cancel(c, unpaid.id, S("buyer_changed_mind")));
    buying_expect_sound(t);
    bend(t, &bend_held, ARGS(unpaid.id.v));
    cr_expect_eq(NOT_BACK(t), 1);
    bend(t, &bend_away, ARGS(paid.id.v, S("return")));
    cr_expect_eq(NOT_BACK(t), 2);
    bend(t, &bend_free, ARGS(unpaid.id.v));
    cr_expect_eq(NOT_BACK(t), 1);
    cr_expect_eq(NOT_ONCE(t), 0);
    cr_expect_eq(buying_now(t, kept.id).status, ORDER_OPEN);
}

DomainTest(order_goods, that_came_back_twice_are_found)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 9);
    struct order o = buying_paid(t, cup, 2);
    must(order_cancel(c, o.id, S("staff")));
    bend(t, &bend_again, ARGS(o.id.v, S("return")));
    cr_expect_eq(NOT_BACK(t), 1);
}

DomainTest(order_goods, taken_twice_or_never_are_found)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 9);
    struct order twice = buying_paid(t, cup, 2);
    struct order never = buying_paid(t, cup, 1);
    buying_expect_sound(t);
    bend(t, &bend_again, ARGS(twice.id.v, S("sale")));
    cr_expect_eq(NOT_ONCE(t), 1);
    bend(t, &bend_away, ARGS(never.id.v, S("sale")));
    cr_expect_eq(NOT_ONCE(t), 2);
    cr_expect_eq(NOT_BACK(t), 0);
}

DomainTest(order_goods, taken_and_still_held_are_found)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 9);
    struct order o = buying_paid(t, cup, 2);
    bend(t, &bend_held, ARGS(o.id.v));
    cr_expect_eq(NOT_ONCE(t), 1);
    bend(t, &bend_free, ARGS(o.id.v));
    cr_expect_eq(NOT_ONCE(t), 0);
}

DomainTest(order_goods, are_in_order_whatever_becomes_of_the_orders)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 20);
    sku_id endless = goods(t, "Unduhan", 45000, -1);
    struct order part = buying_paid(t, cup, 3);
    struct shipment_line one = { .sku = buying_sku(t, cup), .quantity = 1 };
    struct shipment_new parcel = { .carrier = S("jne"), .tracking_number = S("P1"), .line = &one, .line_count = 1 };
    int64_t id = 0;
    (void)buying_place(t, cup, 2, "sandbox");
    buying_expect_sound(t);
    fixture_pass(t, HOURS(25));
    buying_tick(t); /* it expires */
    buying_expect_sound(t);
    must(shipment_create(c, part.id, &parcel, &id));
    buying_expect_sound(t);
    must(shipment_cancel(c, id, S("other")));
    buying_expect_sound(t);
    must(order_cancel(c, part.id, S("staff")));
    (void)buying_ship(t, buying_paid(t, endless, 2).id);
    buying_expect_sound(t);
    cr_expect_eq(buying_free(t, cup), 20);
}

static struct order on_delivery(struct fixture *t, sku_id what, int64_t *parcel)
{
    struct order o = buying_place(t, what, 2, "cod");
    must(order_confirm(&t->c, o.id));
    *parcel = buying_ship(t, o.id);
    buying_expect_sound(t);
    return o;
}

DomainTest(order_goods, of_a_parcel_that_came_back_unpaid_are_on_the_shelf)
{
    int64_t parcel = 0;
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 5);
    struct order o = on_delivery(t, cup, &parcel);
    must(shipment_come_back(c, parcel, S("refused")));
    cr_expect_eq(buying_now(t, o.id).status, ORDER_CANCELED);
    cr_expect_eq(buying_free(t, cup), 5);
    buying_expect_sound(t);
}
