/* SPDX-License-Identifier: Apache-2.0 */
#include "web/exchange.h"

#include "base/clock.h"
#include "base/mem.h"

#include <string.h>

enum {
    KEPT_MAX = 64,
    WARM_MAX = 6
}; /* that many keep their memory too: the last back is the first to go again */

void exchange_pool_open(struct exchange_pool *pool, struct body_room *room)
{
    *pool = (struct exchange_pool){ .room = room };
    pthread_mutex_init(&pool->lock, NULL);
}

static void exchange_free(struct exchange *x)
{
    arena_free(x->public.arena);
    mem_free(x);
}

void exchange_pool_close(struct exchange_pool *pool)
{
    while (pool->free != NULL) {
        struct exchange *x = pool->free;
        pool->free = x->next_free;
        exchange_free(x);
    }
    pthread_mutex_destroy(&pool->lock);
}

struct exchange *exchange_take(struct exchange_pool *pool, struct connection *connection)
{
    pthread_mutex_lock(&pool->lock);
    struct exchange *x = pool->free;
    if (x != NULL) {
        pool->free = x->next_free;
        pool->free_count--;
    }
    pool->running++;
    pthread_mutex_unlock(&pool->lock);
    if (x == NULL) {
        x = MEM_NEW(struct exchange);
        x->public.arena = arena_new();
    }
    x->connection = connection;
    x->body = body_new(pool->room);
    x->public.reply.file = -1;
    x->public.started_at = clock_monotonic();
    x->references = 1;
    return x;
}

/* Everything but the room for headers, three quarters of the struct, which their counts make void. */
static void wipe(struct exchange *x)
{
    struct arena *arena = x->public.arena;
    struct http_request *request = &x->public.request;
    arena_reset(arena);
    memset(request, 0, offsetof(struct http_request, header));
    request->header_count = 0;
    size_t own = offsetof(struct exchange, public.prepared);
    memset(&x->public.prepared, 0, sizeof *x - own);
    x->public.arena = arena;
}

bool exchange_give_back(struct exchange_pool *pool, struct exchange *x)
{
    http_reply_clear(&x->public.reply);
    body_free(&x->body);
    wipe(x);
    pthread_mutex_lock(&pool->lock);
    bool is_kept = pool->free_count < KEPT_MAX;
    if (is_kept) {
        if (pool->free_count >= WARM_MAX) {
            arena_trim(x->public.arena);
        }
        x->next_free = pool->free;
        pool->free = x;
        pool->free_count++;
    }
    pool->running--;
    bool is_last = pool->is_ended && pool->running == 0;
    pthread_mutex_unlock(&pool->lock);
    if (!is_kept) {
        exchange_free(x);
    }
    return is_last;
}

uint64_t exchange_pool_running(struct exchange_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    uint64_t running = pool->running;
    pthread_mutex_unlock(&pool->lock);
    return running;
}

bool exchange_pool_end(struct exchange_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->is_ended = true;
    bool is_idle = pool->running == 0;
    pthread_mutex_unlock(&pool->lock);
    return is_idle;
}
