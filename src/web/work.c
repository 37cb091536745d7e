/* SPDX-License-Identifier: Apache-2.0 */
#include "web/work.h"

#include "base/mem.h"

#include <pthread.h>

enum { THREADS_MAX = 8 };

struct work_pool {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct work_task *first, *last;
    bool is_stopping;
    unsigned thread_count;
    pthread_t thread[THREADS_MAX];
};

static struct work_task *take(struct work_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    while (pool->first == NULL && !pool->is_stopping) {
        pthread_cond_wait(&pool->wake, &pool->lock);
    }
    struct work_task *task = pool->first;
    if (task != NULL) {
        pool->first = task->next;
        pool->last = pool->first == NULL ? NULL : pool->last;
    }
    pthread_mutex_unlock(&pool->lock);
    return task;
}

static void *work(void *data)
{
    struct work_pool *pool = data;
    struct work_task *task = NULL;
    while ((task = take(pool)) != NULL) {
        task->run(task->data);
    }
    return NULL;
}

struct work_pool *work_start(unsigned threads)
{
    struct work_pool *pool = MEM_NEW(struct work_pool);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->wake, NULL);
    CHECK(threads > 0 && threads <= THREADS_MAX);
    for (unsigned i = 0; i < threads; i++) {
        CHECK(pthread_create(&pool->thread[i], NULL, work, pool) == 0);
        pool->thread_count++;
    }
    return pool;
}

void work_stop(struct work_pool *pool)
{
    if (pool == NULL) {
        return;
    }
    pthread_mutex_lock(&pool->lock);
    pool->is_stopping = true;
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->thread_count; i++) {
        pthread_join(pool->thread[i], NULL);
    }
    pthread_cond_destroy(&pool->wake);
    pthread_mutex_destroy(&pool->lock);
    mem_free(pool);
}

void work_submit(struct work_pool *pool, struct work_task *task)
{
    task->next = NULL;
    pthread_mutex_lock(&pool->lock);
    if (pool->last == NULL) {
        pool->first = task;
    } else {
        pool->last->next = task;
    }
    pool->last = task;
    pthread_cond_signal(&pool->wake);
    pthread_mutex_unlock(&pool->lock);
}
