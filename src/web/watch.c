/* SPDX-License-Identifier: Apache-2.0 */
#include "web/watch.h"

#include "base/log.h"
#include "base/mem.h"
#include "base/random.h"

#include <errno.h>
#include <poll.h>
#include <sodium.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { TICK_MS = 200, LINGER_TICK_MS = 50, IDLE_US = 1000000, LOOK_COUNT = 256, LAST_ENDS = 10 };

int64_t watch_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

size_t watch_slot(const struct watch *watch, const struct http_address *address)
{
    static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
    bool is_ipv4 = memcmp(address->bytes, mapped, sizeof mapped) == 0;
    uint64_t hash = 0;
    crypto_shorthash((unsigned char *)&hash, address->bytes, is_ipv4 ? 16 : 8, watch->key);
    return (size_t)(hash % WATCH_SLOTS);
}

bool watch_admits(struct watch *watch, const struct http_address *address)
{
    size_t slot = watch_slot(watch, address);
    pthread_mutex_lock(&watch->lock);
    bool is_room = watch->per_slot[slot] < watch->per_address_max;
    watch->refused_address += is_room ? 0 : 1;
    pthread_mutex_unlock(&watch->lock);
    return is_room;
}

void watch_add(struct watch *watch, struct watched *watched, const struct http_address *address)
{
    watched->slot = watch_slot(watch, address);
    pthread_mutex_lock(&watch->lock);
    if (watched->is_counted && watch->per_slot[watched->slot] >= watch->per_address_max) {
        shutdown(watched->socket, SHUT_RDWR); /* admitted beside another that took the last place */
        watch->refused_address++;
    }
    watched->previous = NULL;
    watched->next = watch->first;
    if (watch->first != NULL) {
        watch->first->previous = watched;
    }
    watch->first = watched;
    watch->count++;
    watch->per_slot[watched->slot] += watched->is_counted ? 1u : 0u;
    pthread_mutex_unlock(&watch->lock);
}

void watch_remove(struct watch *watch, struct watched *watched)
{
    pthread_mutex_lock(&watch->lock);
    if (watched->previous != NULL) {
        watched->previous->next = watched->next;
    } else {
        watch->first = watched->next;
    }
    if (watched->next != NULL) {
        watched->next->previous = watched->previous;
    }
    if (watch->look_next == watched) {
        watch->look_next = watched->next;
    }
    watch->count--;
    watch->per_slot[watched->slot] -= watched->is_counted ? 1u : 0u;
    pthread_mutex_unlock(&watch->lock);
}

void watch_until(struct watched *watched, int64_t deadline_at)
{
    atomic_store_explicit(&watched->deadline_at, deadline_at, memory_order_relaxed);
}

/* First the connection comes to its end for whoever reads it, who may say so to the client; then it is cut. Bytes that come with that end
 * hide it, so it is said at some ticks. */
static void end_overdue(struct watch *watch, struct watched *w)
{
    if (atomic_load(&w->is_waiting)) {
        watch->late(watch->data, w);
        return;
    }
    if (!atomic_exchange(&w->is_overdue, true)) {
        w->ends = 0;
        watch->cut_slow++;
    }
    if (w->ends++ >= LAST_ENDS) {
        shutdown(w->socket, SHUT_RDWR);
    } else if (!w->is_sealed) {
        shutdown(w->socket, SHUT_RD);
    }
}

/* With the lock. The socket cannot be closed meanwhile: watch_remove comes first and waits for the
 * lock. Returns a number that is another one as soon as any connection came, went or moved on. */
static uint64_t see_overdue(struct watch *watch, int64_t now)
{
    uint64_t sum = watch->count;
    for (struct watched *w = watch->first; w != NULL; w = w->next) {
        int64_t deadline_at = atomic_load_explicit(&w->deadline_at, memory_order_relaxed);
        sum += (uint64_t)deadline_at;
        if (deadline_at <= now && atomic_compare_exchange_strong(&w->deadline_at, &deadline_at,
                                                                 now + MILLISECONDS(TICK_MS))) {
            end_overdue(watch, w); /* and has not just moved on */
        }
    }
    return sum;
}

/* With the lock. Bytes and the end of a connection that come together are one event to the library: it reads the bytes, and asks
 * no further. Shutting the socket is an event of its own; what was sent before can still be read, and a reply still be sent.
 * So many a tick, on from where the last one stopped, and again while it stands: what is read meanwhile hides the end once more. */
static void see_who_left(struct watch *watch)
{
    struct pollfd socket[LOOK_COUNT];
    size_t count = 0;
    struct watched *w = watch->look_next != NULL ? watch->look_next : watch->first;
    for (; w != NULL && count < LOOK_COUNT; w = w->next) {
        socket[count++] = (struct pollfd){ .fd = w->socket, .events = POLLRDHUP };
    }
    watch->look_next = w;
    int left = count == 0 ? 0 : poll(socket, count, 0);
    for (size_t i = 0; left > 0 && i < count; i++) {
        if (socket[i].revents != 0) {
            shutdown(socket[i].fd, SHUT_RD);
        }
    }
}

void watch_late_all(struct watch *watch)
{
    pthread_mutex_lock(&watch->lock);
    for (struct watched *w = watch->first; w != NULL; w = w->next) {
        if (atomic_load(&w->is_waiting)) {
            watch->late(watch->data, w);
        }
    }
    pthread_mutex_unlock(&watch->lock);
}

static struct timespec after_ms(int64_t ms)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    int64_t ns = at.tv_nsec + ms * 1000000;
    at.tv_sec += ns / 1000000000;
    at.tv_nsec = ns % 1000000000;
    return at;
}

/* Browsers keep connections open that ask for nothing: what counts is that nothing moves. */
struct rest {
    uint64_t seen;
    int64_t busy_at; /* 0: trimmed since */
};

static void trim_at_rest(struct rest *rest, uint64_t seen, int64_t now)
{
    if (seen != rest->seen) {
        *rest = (struct rest){ seen, now };
    } else if (rest->busy_at != 0 && now - rest->busy_at > IDLE_US) {
        rest->busy_at = 0;
        mem_trim();
    }
}

static void *watch_run(void *data)
{
    struct watch *watch = data;
    bool is_lingering = false;
    struct rest rest = { .busy_at = watch_now() };
    pthread_mutex_lock(&watch->lock);
    while (!watch->is_stopping) {
        struct timespec at = after_ms(is_lingering ? LINGER_TICK_MS : TICK_MS);
        pthread_cond_timedwait(&watch->wake, &watch->lock, &at);
        int64_t now = watch_now();
        uint64_t seen = see_overdue(watch, now);
        see_who_left(watch);
        pthread_mutex_unlock(&watch->lock);
        trim_at_rest(&rest, seen, now);
        is_lingering = linger_tick(&watch->linger, now);
        log_flush();
        pthread_mutex_lock(&watch->lock);
    }
    pthread_mutex_unlock(&watch->lock);
    return NULL;
}

bool watch_start(struct watch *watch)
{
    struct random source = random_system();
    random_bytes(&source, watch->key, sizeof watch->key);
    pthread_mutex_init(&watch->lock, NULL);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&watch->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    linger_init(&watch->linger);
    return pthread_create(&watch->thread, NULL, watch_run, watch) == 0;
}

void watch_stop(struct watch *watch)
{
    pthread_mutex_lock(&watch->lock);
    watch->is_stopping = true;
    pthread_cond_signal(&watch->wake);
    pthread_mutex_unlock(&watch->lock);
    pthread_join(watch->thread, NULL);
    linger_close(&watch->linger);
    pthread_cond_destroy(&watch->wake);
    pthread_mutex_destroy(&watch->lock);
}
