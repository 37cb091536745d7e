/* SPDX-License-Identifier: Apache-2.0 */
/*
 * watch.h - connections that may not take forever.
 *
 * Purpose    One total deadline per connection, a thread that ends what is over it, and how many connections an address has.
 *            The library's own time-out only sees silence: one byte a second keeps it away for ever. And it overlooks a client
 *            that leaves with its last bytes: the thread tells it.
 * Layer      web; uses base and http. Sockets only, no HTTP library.
 * Units      µs of clock_monotonic(); WATCH_NEVER: no deadline.
 * Ownership  a watched struct is the caller's; it must be removed before its socket is closed.
 * Threads    any; moving a deadline takes no lock.
 */
#ifndef WEB_WATCH_H
#define WEB_WATCH_H

#include "web/http.h"
#include "web/linger.h"

#include <stdatomic.h>

#define WATCH_NEVER INT64_MAX

enum { WATCH_SLOTS = 8192 };

struct watched {
    struct watched *previous, *next;
    int socket;
    bool is_counted; /* against its address */
    bool is_sealed;  /* TLS: shut for reading, nothing could be said on it */
    unsigned ends;   /* how often it was told that it is over; the watch's own */
    size_t slot;
    _Atomic int64_t deadline_at;
    atomic_bool is_waiting; /* for our own answer: the deadline calls `late` instead of cutting */
    atomic_bool is_overdue; /* its deadline has passed: there is a moment left to say so */
};

struct watch {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    bool is_stopping;
    struct watched *first, *look_next;
    unsigned per_address_max;
    uint64_t count, cut_slow, refused_address;
    uint8_t key[16]; /* of the slot hash, so that nobody can aim at a neighbour */
    uint32_t per_slot[WATCH_SLOTS];
    struct linger_list linger;
    void *data;
    void (*late)(void *data, struct watched *watched);
};

/* False: no thread. Set per_address_max, data and late first. */
MUST_USE bool watch_start(struct watch *watch);
void watch_stop(struct watch *watch);

/* May one more connection come from there? IPv6 by /64. */
MUST_USE bool watch_admits(struct watch *watch, const struct http_address *address);
/* Cuts it at once when its address is full by now: two threads may have admitted the last one. */
void watch_add(struct watch *watch, struct watched *watched, const struct http_address *address);
void watch_remove(struct watch *watch, struct watched *watched);
/* A number of that address, the same while the server runs, below WATCH_SLOTS. */
size_t watch_slot(const struct watch *watch, const struct http_address *address);
void watch_until(struct watched *watched, int64_t deadline_at);
/* Calls `late` for everything that waits, now. */
void watch_late_all(struct watch *watch);
/* CLOCK_MONOTONIC, some ms behind, cheap. */
int64_t watch_now(void);

#endif
