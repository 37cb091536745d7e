/* SPDX-License-Identifier: Apache-2.0 */
/*
 * linger.h - closing without losing the last reply.
 *
 * Purpose    When we refuse a body the client is still sending, closing at once makes its kernel
 * throw our reply away (a reset). A second handle on the socket is read empty for a moment instead.
 * Layer      web; uses base. Sockets only, no HTTP.
 * Units      µs of clock_monotonic().
 * Ownership  the handles are the list's; a full list closes the oldest.
 * Threads    any; one mutex.
 */
#ifndef WEB_LINGER_H
#define WEB_LINGER_H

#include "base/base.h"

#include <pthread.h>

enum { LINGER_MAX = 64 };

struct linger_list {
    pthread_mutex_t lock;
    size_t count;
    struct {
        int socket;
        int64_t until_at;
    } item[LINGER_MAX]; /* oldest first */
};

void linger_init(struct linger_list *list);
/* Keeps a duplicate of the socket until the peer closes or 5 s are over. `is_ended`: the peer is told at once that nothing more comes;
 * not on a socket shut for reading, where the kernel would answer its next byte with a reset. */
void linger_keep(struct linger_list *list, int socket, int64_t now, bool is_ended);
/* Reads what came; true while there is something left to wait for. */
bool linger_tick(struct linger_list *list, int64_t now);
void linger_close(struct linger_list *list);

#endif
