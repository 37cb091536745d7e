/* SPDX-License-Identifier: Apache-2.0 */
/*
 * neighbours.c - one thread that listens, and says when there is news.
 *
 * A page is kept long only if its cache token is younger than the last forgetting, so the order is: lost → not heard → forget;
 * found → LISTEN → begin reading → forget → heard. A page begun before either forgetting is never put.
 */
#include "web/neighbours.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/invalidation.h"
#include "db/notice.h"
#include "web/app.h"

#include <poll.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { NAME_LETTERS = 16 };
static const int64_t look_after = SECONDS(5); /* also when nothing was said */
static const int64_t try_after = SECONDS(1);

struct neighbours {
    struct app *app;
    struct arena *arena;
    str name;
    pthread_t thread;
    int wake_fd;
    atomic_bool is_heard, is_stopping, has_news;
    struct notices *notices; /* NULL: not listening */
    struct invalidation_reader reader;
    struct invalidation_tags news;
    int64_t read_at; /* monotonic */
};

/* What is read within one snapshot. */
static enum err in_snapshot(struct neighbours *n, struct ctx *c,
                            enum err (*run)(struct neighbours *n, struct ctx *c))
{
    c->db = app_read_db(n->app, DB_READ);
    if (c->db == NULL) {
        return ERR_DB;
    }
    int64_t began_at = clock_monotonic();
    TRY(db_begin(c->db));
    enum err e = run(n, c);
    db_rollback(c->db);
    n->read_at = e == OK ? began_at : n->read_at;
    return e;
}

static enum err begin_reading(struct neighbours *n, struct ctx *c)
{
    return invalidation_begin(c, &n->reader);
}

static enum err read_news(struct neighbours *n, struct ctx *c)
{
    return invalidation_read(c, n->name, &n->reader, &n->news);
}

/* After the snapshot, because settings are read again in a newer one. */
static enum err look(struct neighbours *n, struct ctx *c)
{
    TRY(in_snapshot(n, c, read_news));
    if (n->news.is_everything) {
        app_forget_all(n->app);
    } else {
        app_changed(n->app, n->news.item, n->news.count);
    }
    return OK;
}

static void lose(struct neighbours *n, const char *why)
{
    atomic_store(&n->is_heard, false);
    notices_close(n->notices);
    n->notices = NULL;
    app_forget_all(n->app);
    log_line(LOG_WARN, "other processes are not heard", "\"why\":\"%s\"", why);
}

static void find(struct neighbours *n, struct ctx *c)
{
    enum err e =
        notices_open(n->app->options.database, INVALIDATION_CHANNEL, &n->notices, c->detail);
    e = e == OK ? notices_sign(n->notices, n->name) : e;
    e = e == OK ? in_snapshot(n, c, begin_reading) : e;
    if (e != OK) {
        notices_close(n->notices);
        n->notices = NULL;
        return;
    }
    app_forget_all(n->app);
    atomic_store(&n->is_heard, true);
    log_line(LOG_INFO, "other processes are heard", "%s",
             "\"channel\":\"" INVALIDATION_CHANNEL "\"");
}

/* What could not be said is said once they are found again. */
static enum err say_news(struct neighbours *n)
{
    if (!atomic_exchange(&n->has_news, false)) {
        return OK;
    }
    enum err e = notices_say(n->notices);
    if (e != OK) {
        atomic_store(&n->has_news, true);
    }
    return e;
}

/* News set the flag first and ring then, so what rings after this is seen by the next round. */
static void hush(const struct neighbours *n)
{
    eventfd_t count = 0;
    (void)eventfd_read(n->wake_fd, &count); /* nothing rang: nothing to take */
}

static void listen_once(struct neighbours *n, struct ctx *c)
{
    bool told = false;
    if (say_news(n) != OK || notices_wait(n->notices, look_after, n->wake_fd, &told) != OK) {
        lose(n, "connection lost");
        return;
    }
    hush(n);
    int64_t silent_for = clock_monotonic() - n->read_at;
    if (silent_for > INVALIDATION_KEPT / 2) {
        lose(n, "asleep too long"); /* rows we never read may be gone */
    } else if ((told || silent_for >= look_after) && look(n, c) != OK) {
        lose(n, "changes cannot be read");
    }
}

static void sleep_unless_stopped(const struct neighbours *n)
{
    struct pollfd wait = { .fd = n->wake_fd, .events = POLLIN };
    (void)poll(&wait, 1, (int)(try_after / MILLISECONDS(1)));
    hush(n);
}

static void *run(void *data)
{
    struct neighbours *n = data;
    struct arena *arena = arena_new();
    while (!atomic_load(&n->is_stopping)) {
        struct ctx c;
        app_ctx(n->app, arena, &c);
        if (n->notices == NULL) {
            find(n, &c);
        } else {
            listen_once(n, &c);
        }
        if (n->notices == NULL) {
            sleep_unless_stopped(n);
        }
        arena_reset(arena);
    }
    if (n->notices != NULL) {
        (void)say_news(n); /* they look by themselves a little later */
    }
    notices_close(n->notices);
    arena_free(arena);
    return NULL;
}

struct neighbours *neighbours_start(struct app *app)
{
    struct neighbours *n = MEM_NEW(struct neighbours);
    n->app = app;
    n->arena = arena_new();
    n->name = str_format(n->arena, "%d-%.*s", (int)getpid(),
                         STR_ARG(random_word(&app->random, n->arena, NAME_LETTERS)));
    n->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    CHECK(n->wake_fd >= 0);
    CHECK(pthread_create(&n->thread, NULL, run, n) == 0);
    return n;
}

void neighbours_stop(struct neighbours *n)
{
    if (n == NULL) {
        return;
    }
    atomic_store(&n->is_stopping, true);
    CHECK(eventfd_write(n->wake_fd, 1) == 0);
    pthread_join(n->thread, NULL);
    close(n->wake_fd);
    arena_free(n->arena);
    mem_free(n);
}

str neighbours_own_name(const struct neighbours *n)
{
    return n->name;
}

void neighbours_say(struct neighbours *n)
{
    if (n != NULL && !atomic_exchange(&n->has_news, true)) {
        CHECK(eventfd_write(n->wake_fd, 1) == 0);
    }
}

bool neighbours_are_heard(const struct neighbours *n)
{
    return atomic_load(&n->is_heard);
}
