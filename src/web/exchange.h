/* SPDX-License-Identifier: Apache-2.0 */
/*
 * exchange.h - one request on its way through the server, and the pool they come from.
 *
 * Purpose    The server's own part of an exchange; memory that is reused instead of allocated per
 * request. Layer      web; uses base, body, guard. Only server.c includes it. Ownership  an
 * exchange has references: its connection, and whoever owes an answer. Threads    the pool has its
 * own lock; an exchange belongs to one thread at a time.
 */
#ifndef WEB_EXCHANGE_H
#define WEB_EXCHANGE_H

#include "web/body.h"
#include "web/guard.h"
#include "web/server.h"

#include <pthread.h>

struct connection;

enum phase { PHASE_HEAD, PHASE_BODY, PHASE_SERVING, PHASE_SUSPENDED, PHASE_ANSWERED, PHASE_LATE };

struct exchange {
    struct http_exchange public; /* first: hooks hand it back */
    struct connection *connection;
    struct exchange *next_free;
    struct guard_framing framing;
    struct body body;
    enum phase phase; /* once serve said HTTP_LATER: under server->answer_lock */
    enum http_progress progress;
    bool is_refused; /* the reply stands; what still comes is thrown away */
    bool is_told;    /* and is with the client already, in the middle of its body */
    uint64_t body_bytes;
    int64_t body_started_at;
    int status_queued;
    _Atomic int references; /* the connection, and whoever owes an answer */
};

struct exchange_pool {
    pthread_mutex_t lock;
    struct body_room *room;
    struct exchange *free;
    size_t free_count;
    uint64_t running;
    bool is_ended;
};

void exchange_pool_open(struct exchange_pool *pool, struct body_room *room);
/* With nothing running any more. */
void exchange_pool_close(struct exchange_pool *pool);
struct exchange *exchange_take(struct exchange_pool *pool, struct connection *connection);
/* Wiped for the next one. True: it was the last one of an ended pool. */
MUST_USE bool exchange_give_back(struct exchange_pool *pool, struct exchange *x);
uint64_t exchange_pool_running(struct exchange_pool *pool);
/* No exchange is taken any more. True: none is running. */
MUST_USE bool exchange_pool_end(struct exchange_pool *pool);

#endif
