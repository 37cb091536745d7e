/* SPDX-License-Identifier: Apache-2.0 */
#include "c/buying.h"
#include "c/catalogue.h"
#include "core/promise.h"
#include "shop/delay.h"
#include "shop/order.h"

static int64_t today(struct fixture *t)
{
    return zone_days(t->c.shop->zone, t->c.now_at);
}

static int64_t announce(struct fixture *t, const char *carrier, int64_t from, int64_t to,
                        int64_t extra)
{
    int64_t id = 0;
    must(delay_announce(&t->c,
                        &(struct delay){ .carrier = str_of(carrier),
                                          .from_days = from,
                                          .to_days = to,
                                          .extra_days = extra,
                                          .note_id = S("Libur Lebaran"),
                                          .note_en = S("Lebaran") },
                        &id));
    return id;
}

static int64_t arrives(struct fixture *t, const char *method, int64_t known_at)
{
    struct delivery_dates dates = { 0 };
    struct dates_ask ask = { .at = t->c.now_at, .min_days = 2, .max_days = 4, .method = str_of(method), .known_at = known_at };
    must(order_dates_of(&t->c, &ask, &dates));
    return dates.to_days;
}

DomainTest(delay, announced_in_advance_moves_new_dates_and_never_old_ones)
{
    int64_t before_at = c->now_at;
    int64_t usual = arrives(t, "", before_at);
    fixture_pass(t, MINUTES(1));
    int64_t id = announce(t, "", today(t) + 3, today(t) + 10, 3);
    cr_expect_eq(arrives(t, "", c->now_at), usual + 3);
    cr_expect_eq(arrives(t, "", before_at), usual); /* the buyer was told before it was announced */
    fixture_pass(t, MINUTES(1));
    struct delay_list list = { 0 };
    must(delay_withdraw(c, id, S("on_time")));
    must(delay_list(c, &list));
    cr_expect(str_eq(list.item[0].withdrawn_reason, S("on_time")), "kept in its event");
    cr_expect_eq(arrives(t, "", c->now_at), usual);
    cr_expect_eq(delay_withdraw(c, id, S("other")), ERR_NOT_FOUND);
}

DomainTest(delay, counts_for_its_courier_and_only_when_it_touches_the_way)
{
    announce(t, "JNE", today(t) + 3, today(t) + 10, 3);
    int64_t usual = arrives(t, "", c->now_at);
    cr_expect_eq(usual, arrives(t, "flat", c->now_at)); /* another courier */
    announce(t, "", today(t) + 60, today(t) + 70, 5);
    cr_expect_eq(arrives(t, "", c->now_at), usual);
    announce(t, "", today(t), today(t) + 10, 2);
    announce(t, "", today(t), today(t) + 10, 7);
    cr_expect_eq(arrives(t, "", c->now_at), usual + 7); /* the longest, not the sum */
}

DomainTest(delay, refuses_what_is_no_coming_period)
{
    int64_t id = 0;
    struct delay d = { .from_days = today(t) - 9, .to_days = today(t) - 1, .extra_days = 3 };
    cr_expect_eq(delay_announce(c, &d, &id), ERR_BAD_INPUT);
    d = (struct delay){ .from_days = today(t) + 5, .to_days = today(t) + 4, .extra_days = 3 };
    cr_expect_eq(delay_announce(c, &d, &id), ERR_BAD_INPUT);
    d = (struct delay){ .from_days = today(t), .to_days = today(t) + 4, .extra_days = 0 };
    cr_expect_eq(delay_announce(c, &d, &id), ERR_BAD_INPUT);
}

DomainTest(delay, of_an_order_placed_before_the_announcement_moves_nothing)
{
    buying_open(t);
    sku_id cup = goods(t, "Cup", 10000, 5);
    struct order o = buying_place(t, cup, 1, "bank_transfer");
    struct delivery_dates dates = { 0 };
    fixture_pass(t, MINUTES(1));
    announce(t, "", today(t), today(t) + 20, 9);
    must(order_promise(c, &o, o.placed_at));
    struct promise p = { 0 };
    must(promise_find(c, order_subject(c, o.id), PROMISE_DELIVER, &p));
    must(order_dates(c, o.placed_at, 0, o.shipping_min_days, o.shipping_max_days, &dates));
    cr_expect_eq(p.due_at, dates.deliver_by_at - DAYS(9));
}
