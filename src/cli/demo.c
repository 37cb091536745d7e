/* SPDX-License-Identifier: Apache-2.0 */
/* demo.c - makes the example shop and lets it live through its days. */
#include "cli/demo_watch.h"
#include "shop/order_list.h"

#include "base/clock.h"
#include "cli/make.h"
#include "core/pulse.h"
#include "core/setting.h"
#include "db/writer.h"

#include <stdio.h>

enum { DAYS_MAX = 730, ORDERS_OF_DAY_MAX = 40, EVENING = 24 * 60 };

static enum err open_shop(struct ctx *c, void *data)
{
    struct demo *d = data;
    TRY(pulse_beat(c, NULL));
    return demo_shop(c, d);
}

/* --- one day --- */

struct day {
    struct demo *demo;
    int64_t days; /* the local date */
    int64_t order_at[ORDERS_OF_DAY_MAX];
    size_t order_count, placed;
};

static enum err buy(struct ctx *c, void *data)
{
    return demo_buy(c, data);
}

static enum err place_until(struct ctx *c, struct day *day, int64_t until_at)
{
    while (day->placed < day->order_count && day->order_at[day->placed] <= until_at) {
        int64_t at = day->order_at[day->placed++];
        TRY(demo_pass(c, day->demo, at));
        TRY(demo_write(c, day->demo, buy, day->demo));
    }
    return demo_pass(c, day->demo, until_at);
}

/* What staff do at an hour of the day, when the shop is open. */
static enum err send_messages(struct ctx *c, void *data)
{
    struct day *day = data;
    return calendar_is_open(c->shop->calendar, c->now_at) ? demo_send_messages(c, day->demo) : OK;
}

static enum err morning(struct ctx *c, void *data)
{
    struct day *day = data;
    bool is_monday = (day->days + 3) % 7 == 0;
    c->actor = (struct actor){ ROLE_MANAGER, day->demo->staff[ROLE_MANAGER].v };
    TRY(demo_reprice(c, day->demo, day->days));
    TRY(demo_improve(c, day->demo, day->days));
    return is_monday ? demo_restock(c, day->demo) : OK;
}

static const struct hour {
    int minute;
    enum err (*act)(struct ctx *c, void *day);
} hours[] = { { 8 * 60, morning },
              { 10 * 60, send_messages },
              { 13 * 60 + 30, send_messages },
              { 16 * 60, send_messages } };

static enum err live_day(struct ctx *c, void *data)
{
    struct day *day = data;
    struct demo *d = day->demo;
    for (size_t i = 0; i <= COUNT(hours); i++) {
        bool is_evening = i == COUNT(hours);
        int64_t at = zone_instant(c->shop->zone, day->days, is_evening ? EVENING : hours[i].minute);
        if (at > d->end_at) {
            break;
        }
        TRY(place_until(c, day, at));
        TRY(is_evening ? OK : demo_write(c, d, hours[i].act, day));
    }
    int64_t end_at = zone_instant(c->shop->zone, day->days, EVENING);
    TRY(place_until(c, day, end_at < d->end_at ? end_at : d->end_at));
    return d->watch == NULL ? OK : d->watch->evening(d->watch->data, c);
}

/* A day is a transaction: nobody else writes, and the example is thrown away when it fails. Watched, each write is one. */
bool demo_live_days(struct demo *d, struct shop_session *s)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    const struct zone *zone = s->ctx.shop->zone;
    s->ctx.arena = arena;
    s->ctx.random = &d->random;
    for (int64_t days = zone_days(zone, d->start_at); days <= zone_days(zone, d->end_at); days++) {
        struct day day = { .demo = d, .days = days };
        day.order_count = demo_orders_of_day(d, &s->ctx, days, day.order_at, ORDERS_OF_DAY_MAX);
        while (day.placed < day.order_count && day.order_at[day.placed] < s->ctx.now_at) {
            day.placed++; /* before it opened */
        }
        enum err e = d->watch == NULL ? write_once(s->ctx.db, &s->ctx, live_day, &day)
                                      : live_day(&s->ctx, &day);
        if (e != OK) {
            complain(s->err != NULL ? s->err : stderr, "the example's history failed", e,
                     s->ctx.detail);
            return false;
        }
        ctx_forget(&s->ctx);
        arena_reset(arena);
    }
    return true;
}

/* --- the command --- */

static void print_order(struct ctx *c, const char *label, str view)
{
    struct order_list list = { 0 };
    struct order_filter filter = { .view = view, .limit = 1 };
    if (order_list(c, &filter, &list) == OK && list.count == 1) {
        str number = list.item[0].number;
        printf("  %-18s %.*s/orders/%.*s?key=%.*s\n", label, STR_ARG(c->shop->base_url),
               STR_ARG(number), STR_ARG(order_link_key(c, number)));
    }
}

static void announce(const struct demo *d, struct shop_session *s, str password)
{
    printf("The example shop has lived %" PRId64 " days and had %zu orders (seed %" PRId64 ").\n\n",
           d->days, d->life_count, d->seed);
    printf("Back office logins (e-mail, password):\n");
    for (const struct value *one = demo_first(d->history, "staff"); one != NULL; one = one->next) {
        printf("  %-12.*s %-26.*s %.*s\n", STR_ARG(value_text(one, S("role"))),
               STR_ARG(value_text(one, S("email"))), STR_ARG(password));
    }
    printf("\nSome orders, as their buyers see them:\n");
    s->ctx.arena = d->arena;
    print_order(&s->ctx, "waits for payment", S("unpaid"));
    print_order(&s->ctx, "to be sent", S("to_ship"));
    print_order(&s->ctx, "on its way", S("shipped"));
    print_order(&s->ctx, "done", S("completed"));
}

bool demo_make(struct options *o, struct demo *d, struct shop_session *s)
{
    struct random random = random_system();
    d->arena = o->arena;
    d->random = random_seeded((uint64_t)d->seed);
    d->start_at = d->end_at - DAYS(d->days);
    if (!demo_read(d)) {
        return false;
    }
    const struct value *owner = demo_first(d->history, "staff");
    struct making making = { .options = o, .password = random_word(&random, o->arena, 12), .now_at = d->start_at,
                             .owner_name = value_text(owner, S("name")), .more = open_shop, .data = d };
    d->password_hash = &making.password_hash;
    d->password = making.password;
    o->name = value_text(value_get(d->catalogue, S("shop")), S("name"));
    o->email = value_text(owner, S("email"));
    o->sandbox = true;
    return shop_make(o, &making, s);
}

int command_demo(struct options *o)
{
    struct shop_session s = { 0 };
    struct demo d = {
        .seed = o->seed, .days = o->days, .end_at = clock_now(), .trouble = 1, .silence_bp = 400
    };
    if (o->days < 1 || o->days > DAYS_MAX || o->word_count != 0) {
        fprintf(stderr, "amanah: demo --data DIR [--seed N] [--days 1-%d]\n", DAYS_MAX);
        return EXIT_USAGE;
    }
    bool made = demo_make(o, &d, &s) && demo_live_days(&d, &s);
    if (made) {
        announce(&d, &s, d.password);
    }
    session_close(&s);
    return made ? EXIT_DONE : EXIT_REFUSED;
}
