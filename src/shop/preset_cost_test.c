/* SPDX-License-Identifier: Apache-2.0 */
/* What a guarantee would have cost on orders that were. */
#include "c/buying.h"
#include "c/guarantee.h"
#include "shop/preset_cost.h"
#include "shop/refund.h"

static struct order delivered(struct fixture *t, sku_id cup)
{
    struct order o = buying_paid(t, cup, 1);
    must(shipment_note(
        &t->c, buying_ship(t, o.id),
        &(struct shipment_event_new){ .status = S("Delivered"), .source = S("courier") }));
    return buying_now(t, o.id);
}

DomainTest(preset_cost, counts_what_each_window_would_have_covered)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 30);
    struct policy short_and_long[2] = { guarantee_with(t, "{\"window_days\":3,\"starts\":\"delivery\"}"),
                                        guarantee_with(t, "{\"window_days\":30,\"starts\":\"payment\"}") };
    struct preset_cost cost[2];
    struct preset_orders orders = { 0 };
    struct order early = delivered(t, cup);
    struct order late = delivered(t, cup);
    struct order lost = buying_paid(t, cup, 1);
    must(refund_request(c, &early, (money){ 20000, early.total.currency }, S("damaged"), NULL));
    fixture_pass(t, DAYS(10));
    must(refund_request(c, &late, (money){ 10000, late.total.currency }, S("damaged"), NULL));
    fixture_pass(t, DAYS(15));
    struct order fresh = delivered(t, cup);
    must(preset_cost_load(c, c->now_at - DAYS(90), short_and_long, 2, cost, &orders));
    cr_expect_eq(orders.count, 4);
    cr_expect_not(orders.is_cut);
    cr_expect_eq(cost[0].covered.count, 1);
    cr_expect_eq(cost[0].covered.minor, 20000);
    cr_expect_eq(cost[0].outside.minor, 10000);
    cr_expect_eq(cost[1].covered.count, 2);
    cr_expect_eq(cost[1].covered.minor, 30000);
    cr_expect_eq(cost[1].outside.count, 0);
    for (size_t i = 0; i < 2; i++) {
        cr_expect_eq(cost[i].never_came.count, 1);
        cr_expect_eq(cost[i].never_came.minor, lost.total.minor);
        cr_expect_eq(cost[i].at_risk.count, 1);
        cr_expect_eq(cost[i].at_risk.minor, fresh.total.minor);
    }
    must(preset_cost_load(c, c->now_at - DAYS(1), short_and_long, 1, cost, &orders));
    cr_expect_eq(orders.count, 1);
}
