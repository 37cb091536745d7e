/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/keeper.h"

#include "c/buying.h"
#include "core/pulse.h"

SQL(try_no_jobs, "DELETE FROM job");

static void round_of_all(struct fixture *t)
{
    int64_t done = 0;
    for (size_t i = 0; i < keeper_chore_count; i++) {
        if (!str_eq(str_of(keeper_chores[i].name),
                    S("films nobody shows"))) { /* it wants a directory */
            must(keeper_chore_run(&t->c, &keeper_chores[i], 50, &done));
        }
    }
}

static int64_t next_due(struct fixture *t)
{
    int64_t at = 0;
    must(keeper_next_due(&t->c, &at));
    return at;
}

/* The clock of the machine ran away, or the shop was off: by a wrong clock nobody loses an order, goods, or the money that is held for him. */
DomainTest(keeper, asks_the_owner_before_anything_follows_that_a_buyer_would_notice)
{
    buying_open(t);
    sku_id variant = goods(t, "Cangkir", 45000, 9);
    struct order unpaid = buying_place(t, variant, 1, "bank_transfer");
    struct order paid = buying_paid(t, variant, 2);
    struct shipment_event_new arrived = { .status = S("Delivered"), .source = S("staff") };
    must(shipment_note(c, buying_ship(t, paid.id), &arrived));
    round_of_all(t);
    int64_t held = buying_held(t, paid.id);
    int64_t free = buying_free(t, variant);
    cr_assert_gt(held, 0);
    must(db_exec(c->db, &try_no_jobs, NO_ARGS, NULL)); /* mails: nobody sends them here */
    cr_assert_gt(next_due(t), c->now_at);

    fixture_pass(t, DAYS(300));
    for (int turn = 0; turn < 3; turn++) {
        round_of_all(t);
        cr_expect_eq(buying_now(t, unpaid.id).status, ORDER_OPEN,
                     "an order nobody could pay while the shop was off");
        cr_expect_eq(buying_payment(t, unpaid.id).state, ATTEMPT_PENDING);
        cr_expect_eq(buying_free(t, variant), free, "its goods are kept");
        cr_expect_eq(buying_held(t, paid.id), held,
                     "money is not the shop's before the window has closed");
        fixture_pass(t, MINUTES(1));
    }
    cr_expect_eq(next_due(t), 0, "what waits for the owner wakes nobody");
    buying_expect_sound(t);

    must(pulse_confirm(c));
    cr_expect_neq(next_due(t), 0);
    round_of_all(t);
    cr_expect_eq(buying_now(t, unpaid.id).status, ORDER_CANCELED);
    cr_expect_eq(buying_free(t, variant), free + 1);
    cr_expect_eq(buying_held(t, paid.id), 0);
    buying_expect_sound(t);
}
