/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/keeper.h"

#include "cli/asking.h"
#include "cli/pictures.h"
#include "cli/sweep.h"

#include "base/log.h"
#include "base/mem.h"
#include "care/complaint_act.h"
#include "core/holder.h"
#include "core/invalidation.h"
#include "core/ledger.h"
#include "core/promise_clock.h"
#include "core/pulse.h"
#include "db/notice.h"
#include "shop/claim_act.h"
#include "shop/payment.h"
#include "shop/undelivered.h"
#include "web/neighbours.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { STEP_LIMIT = 50, ROUNDS_MAX = 10000 };
#define SLEEP_MAX SECONDS(20)
#define LEASE_SPAN SECONDS(20) /* taken again every APP_SHARED_STALE */
#define GONE_AFTER SECONDS(3)  /* longer than who lives needs to sign again after the server was away */

/* One thread's turn: sleeps until something of its kind is due. */
struct turn {
    struct keeper *keeper;
    pthread_t thread;
    pthread_mutex_t lock; /* one step at a time: the thread's own, or the test clock's */
    enum err (*next_at)(struct ctx *c, int64_t *out);
    void (*keep)(struct keeper *k, int64_t now_at);
    bool is_awake, is_running;
};

/* Somebody who holds leases, and was not seen to live since. */
struct missing {
    char name[64];
    int64_t since; /* monotonic */
};

struct keeper {
    struct keeper_rooms rooms;
    struct app *app;
    struct turn timers, jobs; /* a slow mail server must not hold up a promise */
    pthread_mutex_t sleep_lock;
    pthread_cond_t wake;
    atomic_bool is_stopping;
    char owner[64];
    struct missing missing[HOLDERS_MAX];
    bool has_looked; /* for who died before we began */
    atomic_bool stands_back;
};

static enum err beat(struct ctx *c, int64_t limit, int64_t *done)
{
    (void)limit;
    *done = 0;
    return pulse_beat(c, NULL);
}

static enum err free_stock(struct ctx *c, int64_t limit, int64_t *done)
{
    struct stock_subjects subjects = { 0 };
    TRY(stock_release_expired(c, (size_t)limit, &subjects));
    *done = (int64_t)subjects.count;
    return OK;
}

const struct chore keeper_chores[] = {
    { "pulse", beat, .is_housekeeping = true },
    { "payments that expire", payment_expire_due },
    { "reminders", payment_remind_due },
    { "promises that break", promise_break_due },
    { "parcels that count as lost", undelivered_lost_due },
    { "promises that keep the better date", promise_review_due },
    { "reservations that end", free_stock },
    { "money that becomes earned", order_release_due },
    { "claims that waited long enough", claim_tick },
    { "complaints that waited long enough", complaint_tick },
    { "deliveries to ask about", asking_deliveries },
    { "claims to ask about", asking_claims },
    { "conversations to ask about", survey_offer_conversations },
    { "complaints to ask about", survey_offer_complaints },
    { "surveys to send", asking_send },
    { "pending transfers", ledger_expire_due },
    { "old carts", cart_prune },
    { "pictures to fetch", pictures_want, .is_housekeeping = true },
    { "films nobody shows", sweep_films, .is_housekeeping = true },
    { "news for other processes", invalidation_prune, .is_housekeeping = true },
};
const size_t keeper_chore_count = COUNT(keeper_chores);

enum err keeper_chore_run(struct ctx *c, const struct chore *chore, int64_t limit, int64_t *done)
{
    bool is_held = false;
    *done = 0;
    TRY(chore->is_housekeeping ? OK : pulse_is_held(c, &is_held));
    return is_held ? OK : chore->run(c, limit, done);
}

struct chore_run {
    const struct chore *chore;
    int64_t done;
};

static enum err run_chore(struct write *write)
{
    struct chore_run *r = write->data;
    return keeper_chore_run(write->ctx, r->chore, STEP_LIMIT, &r->done);
}

static void chore_until_done(struct keeper *k, const struct chore *chore, int64_t now_at)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct chore_run r = { .chore = chore };
    for (int round = 0; round < ROUNDS_MAX; round++) {
        struct ctx c;
        app_ctx(k->app, arena, &c);
        c.now_at = now_at;
        r.done = 0;
        struct write write = { .run = run_chore, .ctx = &c, .data = &r };
        enum err e = writer_run(k->app->writer, &write);
        if (e != OK) {
            log_line(LOG_ERROR, "chore", "\"chore\":\"%s\",\"err\":\"%s\",\"detail\":\"%s\"",
                     chore->name, err_name(e), log_safe(arena, c.detail));
        }
        if (e != OK || r.done < STEP_LIMIT) {
            return;
        }
        arena_reset(arena);
    }
}

struct job_write {
    enum err (*run)(struct ctx *c, void *data);
    void *data;
};

static enum err run_job_write(struct write *write)
{
    struct job_write *j = write->data;
    return j->run(write->ctx, j->data);
}

static enum err write_for_jobs(void *data, struct ctx *c,
                               enum err (*run)(struct ctx *c, void *data), void *run_data)
{
    struct keeper *k = data;
    struct job_write j = { run, run_data };
    struct write write = { .run = run_job_write, .ctx = c, .data = &j };
    return writer_run(k->app->writer, &write);
}

/* True when jobs were done. */
static bool run_jobs(struct keeper *k, int64_t now_at)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct ctx c;
    int ran = 0;
    app_ctx(k->app, arena, &c);
    c.now_at = now_at;
    c.open_vault = app_open_vault;
    struct job_runner runner = {
        .kind = k->rooms.job, .kind_count = k->rooms.job_count, .owner = str_of(k->owner),
        .write = write_for_jobs, .data = k, .read_db = app_read_db(k->app, DB_READ),
    };
    if (runner.read_db == NULL) {
        return false;
    }
    enum err e = job_run_due(&c, &runner, STEP_LIMIT, &ran);
    if (e != OK) {
        log_line(LOG_ERROR, "jobs", "\"err\":\"%s\",\"detail\":\"%s\"", err_name(e),
                 log_safe(arena, c.detail));
    }
    return ran > 0;
}

static void keep_timers(struct keeper *k, int64_t now_at)
{
    pthread_mutex_lock(&k->timers.lock);
    for (size_t i = 0; i < COUNT(keeper_chores); i++) {
        chore_until_done(k, &keeper_chores[i], now_at);
    }
    pthread_mutex_unlock(&k->timers.lock);
}

static void keep_jobs(struct keeper *k, int64_t now_at)
{
    pthread_mutex_lock(&k->jobs.lock);
    for (int round = 0; round < ROUNDS_MAX && !k->is_stopping && run_jobs(k, now_at); round++) {
    }
    pthread_mutex_unlock(&k->jobs.lock);
}

/* Everything that is due at `now_at`, until quiet. */
static void keep(struct keeper *k, int64_t now_at)
{
    keep_timers(k, now_at);
    keep_jobs(k, now_at);
}

/* --- when the next thing is due --- */

typedef enum err next_at(struct ctx *c, int64_t *out);

static enum err first_of(struct ctx *c, next_at *const *ask, size_t count, int64_t *out)
{
    int64_t next = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t at = 0;
        TRY(ask[i](c, &at));
        next = at != 0 && (next == 0 || at < next) ? at : next;
    }
    *out = next;
    return OK;
}

/* What waits for the owner must not wake anybody again and again. */
static enum err next_timer_at(struct ctx *c, int64_t *out)
{
    static next_at *const asks[] = { promise_next_due_at, payment_next_due_at, order_next_release_at,
                                   undelivered_next_at, claim_next_at, asking_next_at };
    bool is_held = false;
    *out = 0;
    TRY(pulse_is_held(c, &is_held));
    return is_held ? OK : first_of(c, asks, COUNT(asks), out);
}

enum err keeper_next_due(struct ctx *c, int64_t *out)
{
    static next_at *const asks[] = { next_timer_at, job_next_run_at };
    return first_of(c, asks, COUNT(asks), out);
}

static int64_t next_due_at(struct keeper *k, next_at *ask)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct ctx c;
    int64_t next = 0;
    app_ctx(k->app, arena, &c);
    c.db = app_read_db(k->app, DB_READ);
    if (c.db == NULL || db_begin(c.db) != OK) {
        return 0;
    }
    enum err e = ask(&c, &next);
    db_rollback(c.db);
    return e == OK ? next : 0;
}

/* The test clock: from due to due, beating at least every twelve hours, so that no jump looks like a wrong clock. */
void keeper_settle(void *keeper, int64_t until_at)
{
    struct keeper *k = keeper;
    int64_t at = app_now(k->app);
    keep(k, at);
    for (int round = 0; round < ROUNDS_MAX && at < until_at && !k->is_stopping; round++) {
        int64_t next = next_due_at(k, keeper_next_due);
        int64_t beat_at = at + HOURS(12);
        next = next == 0 || next > beat_at ? beat_at : next;
        at = next <= at ? at + SECONDS(1) : next;
        at = at > until_at ? until_at : at;
        app_set_now(k->app, at);
        keep(k, at);
    }
}

void keeper_wake(void *keeper, unsigned what)
{
    struct keeper *k = keeper;
    (void)what;
    pthread_mutex_lock(&k->sleep_lock);
    k->timers.is_awake = true;
    k->jobs.is_awake = true;
    pthread_cond_broadcast(&k->wake);
    pthread_mutex_unlock(&k->sleep_lock);
}

static void sleep_until_due(struct turn *turn)
{
    struct keeper *k = turn->keeper;
    int64_t next = next_due_at(k, turn->next_at);
    int64_t now_at = app_now(k->app);
    int64_t longest = app_is_shared(k->app) ? APP_SHARED_STALE : SLEEP_MAX;
    int64_t wait = next == 0 || next - now_at > longest ? longest
                   : next <= now_at                     ? MILLISECONDS(200)
                                                        : next - now_at;
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC,
                  &until); /* a clock that is set back does not prolong the sleep */
    int64_t ns = until.tv_nsec + wait % SECONDS(1) * 1000;
    until.tv_sec += wait / SECONDS(1) + ns / 1000000000;
    until.tv_nsec = ns % 1000000000;
    pthread_mutex_lock(&k->sleep_lock);
    while (!turn->is_awake && !k->is_stopping &&
           pthread_cond_timedwait(&k->wake, &k->sleep_lock, &until) == 0) {
    }
    turn->is_awake = false;
    pthread_mutex_unlock(&k->sleep_lock);
}

/* --- who died and still holds something --- */

struct burial {
    struct keeper *keeper;
    str name;
};

static enum err bury(struct write *write)
{
    struct burial *b = write->data;
    return holder_bury(write->ctx, b->name);
}

static void bury_now(struct keeper *k, struct ctx *c, str name)
{
    struct burial b = { k, name };
    struct write write = { .run = bury, .ctx = c, .data = &b };
    if (writer_run(k->app->writer, &write) == OK) {
        log_line(LOG_INFO, "what a dead process held is free", "\"process\":\"%s\"",
                 log_safe(c->arena, str_c(c->arena, name)));
        keeper_wake(k, WAKE_TIMER);
    }
}

/* NULL: more are missing than there is room for. */
static struct missing *missing_of(struct keeper *k, str name)
{
    struct missing *free = NULL;
    for (size_t i = 0; i < COUNT(k->missing); i++) {
        if (str_eq(str_of(k->missing[i].name), name)) {
            return &k->missing[i];
        }
        free = k->missing[i].name[0] == '\0' ? &k->missing[i] : free;
    }
    if (free != NULL && name.size < sizeof free->name) {
        snprintf(free->name, sizeof free->name, "%.*s", STR_ARG(name));
        free->since = clock_monotonic();
        return free;
    }
    return NULL;
}

/* On SQLite the lock of the directory proves that nobody else lives. On PostgreSQL a process signs on a connection of its own, which the server
 * ends with it; one that lives may be without it for a moment, when the server was away. */
static enum err is_gone(struct keeper *k, struct ctx *c, str name, bool *lives, bool *out)
{
    bool is_there = false;
    TRY(app_is_shared(k->app) ? notices_is_signed(c->db, name, &is_there) : OK);
    *lives = *lives || is_there;
    struct missing *m = missing_of(k, name);
    bool is_long =
        !app_is_shared(k->app) || (m != NULL && clock_monotonic() - m->since >= GONE_AFTER);
    *out = !is_there && is_long;
    if (m != NULL && (is_there || *out)) {
        *m = (struct missing){ 0 };
    }
    return OK;
}

static bool holds(const struct holders *all, str name)
{
    for (size_t i = 0; i < all->count; i++) {
        if (str_eq(all->name[i], name)) {
            return true;
        }
    }
    return false;
}

/* Who gave up what they held, or whose lease ended: missed anew when they hold something again. */
static void forget_others(struct keeper *k, const struct holders *all)
{
    for (size_t i = 0; i < COUNT(k->missing); i++) {
        if (!holds(all, str_of(k->missing[i].name))) {
            k->missing[i] = (struct missing){ 0 };
        }
    }
}

/* Who cannot sign that they live are taken for dead by those who can: they leave the work to them, instead of having it taken away again and
 * again, half done. Alone, somebody has to do it. */
static void stand_back(struct keeper *k, bool others_live)
{
    bool yields = others_live && !app_is_up_to_date(k->app);
    if (atomic_exchange(&k->stands_back, yields) != yields) {
        log_line(yields ? LOG_WARN : LOG_INFO, "timers and jobs", "\"left_to_others\":%s",
                 yields ? "true" : "false");
    }
}

static enum err find_gone(struct keeper *k, struct ctx *c, struct holders *gone)
{
    struct holders all = { 0 };
    bool others_live = false;
    TRY(holder_list(c, str_of(k->owner), &all));
    forget_others(k, &all);
    for (size_t i = 0; i < all.count; i++) {
        bool is_gone_now = false;
        TRY(is_gone(k, c, all.name[i], &others_live, &is_gone_now));
        if (is_gone_now) {
            gone->name[gone->count++] = all.name[i];
        }
    }
    stand_back(k, others_live);
    return OK;
}

/* The leases of the dead end by themselves; this only makes it sooner. */
static void bury_the_dead(struct keeper *k)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct ctx c;
    struct holders gone = { 0 };
    app_ctx(k->app, arena, &c);
    c.db = app_read_db(k->app, DB_READ);
    if ((k->has_looked && !app_is_shared(k->app)) || c.db == NULL || db_begin(c.db) != OK) {
        return;
    }
    k->has_looked = find_gone(k, &c, &gone) == OK;
    db_rollback(c.db);
    for (size_t i = 0; i < gone.count; i++) {
        bury_now(k, &c, gone.name[i]);
    }
}

struct lease_run {
    struct keeper *keeper;
    bool is_ours;
};

static enum err lease(struct write *write)
{
    struct lease_run *l = write->data;
    return lease_take(write->ctx, S("timer"), str_of(l->keeper->owner), LEASE_SPAN, &l->is_ours);
}

/* One owner of the timers among many processes; each job has a lease of its own. */
static bool take_lease(struct keeper *k)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct ctx c;
    struct lease_run l = { .keeper = k };
    app_ctx(k->app, arena, &c);
    struct write write = { .run = lease, .ctx = &c, .data = &l };
    return writer_run(k->app->writer, &write) == OK && l.is_ours;
}

static enum err drop_lease(struct write *write)
{
    struct lease_run *l = write->data;
    return lease_drop(write->ctx, S("timer"), str_of(l->keeper->owner));
}

/* So that another process need not wait for its end. */
static void give_lease_back(struct keeper *k)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct ctx c;
    struct lease_run l = { .keeper = k };
    app_ctx(k->app, arena, &c);
    struct write write = { .run = drop_lease, .ctx = &c, .data = &l };
    if (writer_run(k->app->writer, &write) != OK) {
        log_line(LOG_WARN, "lease", "\"kept\":true,\"detail\":\"%s\"", log_safe(arena, c.detail));
    }
}

static void *run(void *data)
{
    struct turn *turn = data;
    struct keeper *k = turn->keeper;
    while (!k->is_stopping) {
        if (turn == &k->timers) {
            bury_the_dead(k);
        }
        bool may_work = !atomic_load(&k->stands_back);
        if (may_work && (turn == &k->jobs || take_lease(k))) {
            turn->keep(k, app_now(k->app));
        }
        if (turn != &k->jobs && !app_is_up_to_date(k->app) && app_reload_site(k->app) != OK) {
            log_line(LOG_WARN, "settings of a shared database could not be read again", "%s",
                     "\"kept\":true");
        }
        sleep_until_due(turn);
    }
    if (turn != &k->jobs) {
        give_lease_back(k);
    }
    return NULL;
}

static void turn_set(struct keeper *k, struct turn *turn, next_at *ask,
                     void (*keep_it)(struct keeper *, int64_t))
{
    turn->keeper = k;
    turn->next_at = ask;
    turn->keep = keep_it;
    pthread_mutex_init(&turn->lock, NULL);
}

struct keeper *keeper_new(const struct keeper_rooms *rooms)
{
    struct keeper *k = MEM_NEW(struct keeper);
    k->rooms = *rooms;
    pthread_mutex_init(&k->sleep_lock, NULL);
    pthread_condattr_t by_monotonic;
    pthread_condattr_init(&by_monotonic);
    pthread_condattr_setclock(&by_monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&k->wake, &by_monotonic);
    pthread_condattr_destroy(&by_monotonic);
    turn_set(k, &k->timers, next_timer_at, keep_timers);
    turn_set(k, &k->jobs, job_next_run_at, keep_jobs);
    return k;
}

struct app *keeper_app(struct keeper *k)
{
    return k->app;
}

const atomic_bool *keeper_is_stopping(const struct keeper *k)
{
    return &k->is_stopping;
}

static void turn_start(struct turn *turn)
{
    CHECK(pthread_create(&turn->thread, NULL, run, turn) == 0);
    turn->is_running = true;
}

void keeper_start(struct keeper *k, struct app *app)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    k->app = app;
    str name = app_is_shared(app) ? neighbours_own_name(app->neighbours)
                                  : str_format(arena, "%d-%.*s", (int)getpid(),
                                               STR_ARG(random_word(&app->random, arena, 12)));
    for (size_t i = 0; i < name.size && i + 1 < sizeof k->owner; i++) {
        k->owner[i] = name.at[i];
    }
    turn_start(&k->timers);
    turn_start(&k->jobs);
}

void keeper_stop(struct keeper *k)
{
    pthread_mutex_lock(&k->sleep_lock);
    k->is_stopping = true;
    pthread_cond_broadcast(&k->wake);
    pthread_mutex_unlock(&k->sleep_lock);
    struct turn *turns[] = { &k->timers, &k->jobs };
    for (size_t i = 0; i < COUNT(turns); i++) {
        if (turns[i]->is_running) {
            pthread_join(turns[i]->thread, NULL);
        }
    }
}

void keeper_free(struct keeper *k)
{
    mem_free(k);
}
