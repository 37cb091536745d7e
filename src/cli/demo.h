/* SPDX-License-Identifier: Apache-2.0 */
/*
 * demo.h - an example shop with a lived history, made through the real domain code under a moving clock.
 *
 * Purpose    demo_shop.c fills the shelves from demo/catalogue.json; demo_buy.c places orders as demo/history.json says;
 *            demo_live.c does what staff, couriers, buyers and timers did afterwards, demo_case.c what went wrong and was talked about;
 *            demo.c moves the clock. tests/sim lives a harder year through the same doors, watching.
 * Layer      cli.
 * Units      instants in µs; weights are relative; _bp of 10000.
 * Ownership  everything lives in demo->arena; ctx->arena is rewound after each simulated day.
 * Invariants the same seed, days and program give the same orders, save for keys and passwords, which are always drawn from the system.
 */
#ifndef CLI_DEMO_H
#define CLI_DEMO_H

#include "base/value.h"
#include "core/staff.h"
#include "shop/order.h"

struct demo_buyer {
    struct delivery to;
    enum lang lang;
};

struct demo_good {
    str slug, name, category;
    const struct value *variants; /* first of the list in the catalogue */
    size_t variant_count;
};

struct weights {
    int64_t *item;
    size_t count;
};

/* What is the next thing to happen to an order. */
enum life_step {
    LIFE_REPORT,  /* the buyer says: transferred */
    LIFE_CONFIRM, /* staff see the money, or reach the buyer of a COD order */
    LIFE_CANCEL,
    LIFE_REFUND,
    LIFE_PACK,
    LIFE_SHIP,
    LIFE_TRACK,
    LIFE_COLLECT, /* the courier hands over the cash */
    LIFE_RECEIVE,
    LIFE_STEP_COUNT,
    LIFE_OVER = LIFE_STEP_COUNT,
};

struct life {
    order_id order;
    enum life_step step;
    int64_t next_at;
    person_id person;
    str province, city, category;
    bool is_pickup, is_cod, is_transfer;
    bool is_canceled_by_shop, is_lost, is_refused;
    int64_t ship_at, deliver_at, shipment;
    size_t station; /* how many tracking events there are */
    size_t buyer;   /* of demo->buyer */
};

struct demo {
    struct arena *arena;
    const struct value *catalogue, *history, *rates;
    struct random random;
    int64_t seed, days, start_at, end_at;
    str password;
    const str *password_hash; /* known when the shop is made */
    staff_id staff[ROLE_COUNT];
    struct demo_buyer *buyer;
    struct demo_good *good;
    struct weights buyer_weights, good_weights;
    struct life *life;
    size_t life_count, life_max;
    struct demo_case *cases;
    size_t case_count;
    int64_t trouble;    /* how many times more goes wrong than demo/history.json says */
    int64_t silence_bp; /* how often somebody does not answer */
    int64_t refuses_cod; /* of every so many buyers one refuses parcels to be paid on delivery; 0: nobody does as a habit */
    struct demo_watch *watch;
    int64_t looked_at; /* when the timers looked last */
};

/* --- demo_shop.c --- */

/* Settings, shelves, staff, pages; inside one transaction, with ctx->now_at at the beginning. */
MUST_USE enum err demo_shop(struct ctx *c, struct demo *d);
/* What was sold is made again, as far as the workshop keeps it. */
MUST_USE enum err demo_restock(struct ctx *c, const struct demo *d);
/* Prices that changed on this local day. */
MUST_USE enum err demo_reprice(struct ctx *c, const struct demo *d, int64_t days);

/* --- demo_draw.c: reading the files and drawing lots --- */

MUST_USE bool demo_read(struct demo *d);
const struct value *demo_first(const struct value *object,
                               const char *list); /* NULL: empty or missing */
struct weights demo_weights(struct demo *d, const struct value *first, const char *member);
size_t demo_pick(struct demo *d, struct weights weights);
str demo_mix(struct demo *d, const char *kind); /* a name from history.mix */
bool demo_chance(struct demo *d, const char *rate_bp);
bool demo_lot(struct demo *d, int64_t bp);
/* Uniform in [low, high]. */
int64_t demo_between(struct demo *d, int64_t low, int64_t high);
/* Whether a buyer orders to pay on delivery, and then does not, as a habit. */
bool demo_refuses_cod(const struct demo *d, size_t buyer);
/* The incident of this kind that covers the instant; NULL: none. */
const struct value *demo_incident(const struct demo *d, const char *kind, int64_t at);
/* Working time later: open hours only. */
int64_t demo_work_later(struct ctx *c, int64_t at, int64_t span);

/* --- demo_buy.c --- */

/* Instants of the orders of one local day, sorted; at most `max`. */
size_t demo_orders_of_day(struct demo *d, const struct ctx *c, int64_t days, int64_t *at,
                          size_t max);
/* Somebody orders at ctx->now_at; nothing when the shop refuses (a limit, nothing left). */
MUST_USE enum err demo_buy(struct ctx *c, struct demo *d);

/* --- demo_live.c --- */

/* Of an order just placed: what will come of it. */
MUST_USE enum err demo_begin(struct ctx *c, struct demo *d, const struct order *o,
                             const struct demo_good *good, size_t buyer);
/* Moves the clock to `until_at`: all that is due by then happens, each at its own instant. */
MUST_USE enum err demo_pass(struct ctx *c, struct demo *d, int64_t until_at);
/* Staff send what waits for WhatsApp. */
MUST_USE enum err demo_send_messages(struct ctx *c, struct demo *d);

#endif
