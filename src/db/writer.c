/* SPDX-License-Identifier: Apache-2.0 */
#include "db/writer.h"

#include "base/clock.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <unistd.h>

enum {
    BATCH_MAX = 64,
    BATCH_US = 5000, /* latecomers join a batch for this long */
    THREADS_MAX = 16,
    TRIES = 6, /* once, and five times again */
    REOPEN_SECONDS = 5,
};

struct writer {
    struct arena *arena;
    struct writer_options options;
    pthread_mutex_t lock; /* guards all below */
    pthread_cond_t arrived;
    pthread_cond_t stopping;
    struct write *first;
    struct write *last;
    bool is_stopping;
    bool has_failed;
    struct writer_figures figures;
    pthread_t thread[THREADS_MAX];
    struct db *db[THREADS_MAX];
    int thread_count;
    int thread_max;
    int next_thread; /* numbers the threads as they begin */
    int idle;        /* threads that wait for a write */
};

/* What is answered together. */
struct batch {
    struct write *item[BATCH_MAX];
    struct arena_mark mark[BATCH_MAX];
    struct db *before[BATCH_MAX]; /* ctx->db as the caller had it */
    size_t count;
};

/* ---- the queue ---- */

static struct write *queue_pop(struct writer *writer)
{
    struct write *w = writer->first;
    if (w != NULL) {
        writer->first = w->next;
        writer->last = writer->first == NULL ? NULL : writer->last;
        writer->figures.queue_size--;
        w->next = NULL;
    }
    return w;
}

static void batch_add(struct batch *batch, struct write *w)
{
    batch->mark[batch->count] = arena_mark(w->ctx->arena);
    batch->before[batch->count] = w->ctx->db;
    batch->item[batch->count++] = w;
}

/* Moves what is waiting into the batch, up to `max` in all. With `wait`: until there is something; false when stopped. */
static bool batch_take(struct writer *writer, struct batch *batch, size_t max, bool wait)
{
    pthread_mutex_lock(&writer->lock);
    writer->idle++;
    while (wait && writer->first == NULL && !writer->is_stopping) {
        pthread_cond_wait(&writer->arrived, &writer->lock);
    }
    writer->idle--;
    bool found = writer->first != NULL;
    while (writer->first != NULL && batch->count < max) {
        batch_add(batch, queue_pop(writer));
    }
    pthread_mutex_unlock(&writer->lock);
    return found;
}

static void finish(struct write *w, enum err result)
{
    w->result = result;
    if (w->done != NULL) {
        w->done(w);
    }
}

static void *postgres_thread(void *data);

/* One thread more while more waits than threads do: a shop with few writes keeps few connections. With the lock held. */
static void grow(struct writer *writer)
{
    if (writer->figures.queue_size > writer->idle && writer->thread_count < writer->thread_max) {
        pthread_t *thread = &writer->thread[writer->thread_count];
        writer->thread_count += pthread_create(thread, NULL, postgres_thread, writer) == 0;
    }
}

void writer_submit(struct writer *writer, struct write *w)
{
    enum err refused = OK;
    w->next = NULL;
    w->queued_at = clock_monotonic();
    pthread_mutex_lock(&writer->lock);
    if (writer->has_failed) {
        refused = ERR_DB;
    } else if (writer->is_stopping || writer->figures.queue_size >= writer->options.queue_max) {
        refused = ERR_BUSY;
    }
    if (refused == OK) {
        *(writer->last == NULL ? &writer->first : &writer->last->next) = w;
        writer->last = w;
        writer->figures.queue_size++;
        pthread_cond_signal(&writer->arrived);
        grow(writer);
    } else {
        writer->figures.refused++;
    }
    pthread_mutex_unlock(&writer->lock);
    if (refused != OK) {
        finish(w, fail(w->ctx, refused, "the write queue takes no more"));
    }
}

/* ---- one write ---- */

/* The operator must learn what the engine said, also where the domain only handed it on. */
static void explain(struct write *w, const struct db *db)
{
    if ((w->result == ERR_DB || w->result == ERR_BUSY) && w->ctx->detail[0] == '\0') {
        (void)fail(w->ctx, w->result, "%.*s", STR_ARG(db_error(db)));
    }
}

/* As if it had never run. `now_at` and what the caller drew stay the same. */
static void prepare_to_run(struct batch *batch, size_t i, struct db *db)
{
    struct write *w = batch->item[i];
    ctx_forget(w->ctx);
    arena_rewind(w->ctx->arena, batch->mark[i]);
    w->ctx->db = db;
}

static enum err run_in_transaction(struct writer *writer, struct db *db, struct write *w)
{
    const struct writer_options *options = &writer->options;
    TRY(db_begin(db));
    enum err e = w->run(w);
    if (e == OK && options->committing != NULL && db_is_postgres(db)) {
        e = options->committing(options->data, w->ctx);
    }
    if (e != OK) {
        bool should_retry = db_should_retry(db);
        db_rollback(db);
        return should_retry ? ERR_BUSY : e;
    }
    return db_commit(db);
}

static void sleep_before_try(struct ctx *c, int try)
{
    uint64_t most_us = (uint64_t)MILLISECONDS(4) << try;
    (void)usleep((useconds_t)(1000 + random_below(c->random, most_us)));
}

/* A transaction of its own. Returns false when nobody knows whether its commit holds. */
static bool run_alone(struct writer *writer, struct batch *batch, size_t i, struct db *db)
{
    struct write *w = batch->item[i];
    for (int try = 0; try < TRIES; try++) {
        if (try > 0) {
            sleep_before_try(w->ctx, try);
        }
        prepare_to_run(batch, i, db);
        w->result = run_in_transaction(writer, db, w);
        if (w->result != ERR_BUSY || !db_should_retry(db)) {
            break;
        }
    }
    explain(w, db);
    return !db_is_in_doubt(db);
}

/* ---- a batch: SQLite ---- */

/* Inside the batch's transaction. A refusal takes back this write alone. */
static void run_in_savepoint(struct batch *batch, size_t i, struct db *db)
{
    struct write *w = batch->item[i];
    prepare_to_run(batch, i, db);
    enum err e = db_save(db);
    if (e == OK) {
        e = w->run(w);
    }
    if (e == OK) {
        e = db_release(db);
    }
    w->result = e;
    if (e != OK) {
        explain(w, db);
        db_rollback_to_save(db);
    }
}

/* ERR_DB: the engine ended the transaction under us. */
static enum err run_all(struct writer *writer, struct batch *batch, struct db *db)
{
    int64_t until_at = clock_monotonic() + BATCH_US;
    for (size_t i = 0; i < batch->count; i++) {
        run_in_savepoint(batch, i, db);
        if (!db_is_in_transaction(db)) {
            return ERR_DB;
        }
        if (i + 1 == batch->count && clock_monotonic() < until_at) {
            (void)batch_take(writer, batch, BATCH_MAX, false);
        }
    }
    return OK;
}

static void set_failed(struct writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    writer->has_failed = true;
    pthread_mutex_unlock(&writer->lock);
}

static void give_all(struct batch *batch, enum err result, const struct db *db)
{
    for (size_t i = 0; i < batch->count; i++) {
        ctx_forget(batch->item[i]->ctx);
        batch->item[i]->result = result;
        explain(batch->item[i], db);
    }
}

/* The batch was lost before anybody was answered: each write tries for itself. A refusal is judged again too, because it may
 * have seen what another write of the lost batch did. */
static void run_each(struct writer *writer, struct batch *batch, struct db *db)
{
    for (size_t i = 0; i < batch->count; i++) {
        if (writer_has_failed(writer)) {
            batch->item[i]->result =
                fail(batch->item[i]->ctx, ERR_DB, "not run: the writer has failed");
        } else if (!run_alone(writer, batch, i, db)) {
            set_failed(writer);
        }
    }
}

static void run_batch(struct writer *writer, struct batch *batch, struct db *db)
{
    enum err e = db_begin(db);
    if (e != OK) {
        give_all(batch, e, db);
        return;
    }
    e = run_all(writer, batch, db);
    if (e == OK) {
        e = db_commit(db);
    } else {
        db_rollback(db);
    }
    if (e != OK && db_is_in_doubt(db)) {
        set_failed(writer);
        give_all(batch, ERR_DB, db);
    } else if (e != OK) {
        run_each(writer, batch, db);
    }
}

/* ---- answering ---- */

/* First everything that commits made stale, then the answers: nobody may read the old page after being told. */
static void answer(struct writer *writer, struct batch *batch)
{
    int64_t refused = 0;
    for (size_t i = 0; i < batch->count; i++) {
        struct write *w = batch->item[i];
        w->ctx->db = batch->before[i];
        refused += w->result != OK;
        if (w->result == OK && writer->options.committed != NULL) {
            writer->options.committed(writer->options.data, w->ctx);
        }
    }
    pthread_mutex_lock(&writer->lock);
    writer->figures.commits += refused < (int64_t)batch->count;
    writer->figures.writes += (int64_t)batch->count;
    writer->figures.refused += refused;
    pthread_mutex_unlock(&writer->lock);
    for (size_t i = 0; i < batch->count; i++) {
        finish(batch->item[i], batch->item[i]->result); /* after this the write may be gone */
    }
    batch->count = 0;
}

/* Takes out of the batch what has waited too long, and what came when nothing can be written any more. */
static void refuse_late(struct writer *writer, struct batch *batch)
{
    int64_t latest_at = clock_monotonic() - writer->options.wait_max;
    bool has_failed = writer_has_failed(writer);
    struct batch kept = { .count = 0 };
    struct batch late = { .count = 0 };
    for (size_t i = 0; i < batch->count; i++) {
        struct write *w = batch->item[i];
        if (has_failed) {
            w->result = fail(w->ctx, ERR_DB, "not run: the writer has failed");
        } else if (w->queued_at < latest_at) {
            w->result = fail(w->ctx, ERR_BUSY, "waited too long in the write queue");
        }
        batch_add(has_failed || w->queued_at < latest_at ? &late : &kept, w);
    }
    answer(writer, &late);
    *batch = kept;
}

/* ---- threads ---- */

/* False when the writer stops. */
static bool wait_a_while(struct writer *writer)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += REOPEN_SECONDS;
    pthread_mutex_lock(&writer->lock);
    if (!writer->is_stopping) {
        (void)pthread_cond_timedwait(&writer->stopping, &writer->lock, &until);
    }
    bool goes_on = !writer->is_stopping;
    pthread_mutex_unlock(&writer->lock);
    return goes_on;
}

/* The first connection was there before its thread; the others each open their own. A server that has no room for more is asked again
 * later, and the threads that have a connection do the work meanwhile. NULL: the writer stops. */
static struct db *connection_of_thread(struct writer *writer)
{
    char detail[CTX_DETAIL_BYTES];
    pthread_mutex_lock(&writer->lock);
    struct db **db = &writer->db[writer->next_thread++];
    pthread_mutex_unlock(&writer->lock);
    while (*db == NULL && db_open(writer->options.database, DB_WRITE, db, detail) != OK) {
        *db = NULL;
        if (!wait_a_while(writer)) {
            return NULL;
        }
    }
    return *db;
}

static void *sqlite_thread(void *data)
{
    struct writer *writer = data;
    struct db *db = connection_of_thread(writer);
    struct batch batch = { .count = 0 };
    while (batch_take(writer, &batch, BATCH_MAX, true)) {
        refuse_late(writer, &batch);
        if (batch.count > 0) {
            run_batch(writer, &batch, db);
            answer(writer, &batch);
            db_tidy(db);
        }
    }
    return NULL;
}

static void *postgres_thread(void *data)
{
    struct writer *writer = data;
    struct db *db = connection_of_thread(writer);
    struct batch batch = { .count = 0 };
    while (db != NULL && batch_take(writer, &batch, 1, true)) {
        refuse_late(writer, &batch);
        if (batch.count > 0) {
            /* in doubt: told as ERR_DB; the other processes go on */
            (void)run_alone(writer, &batch, 0, db);
            answer(writer, &batch);
        }
    }
    return NULL;
}

/* ---- life ---- */

static void release(struct writer *writer)
{
    for (int i = 0; i < THREADS_MAX; i++) {
        db_drop(&writer->db[i]);
    }
    pthread_cond_destroy(&writer->stopping);
    pthread_cond_destroy(&writer->arrived);
    pthread_mutex_destroy(&writer->lock);
    arena_free(writer->arena);
}

static struct writer *writer_new(const struct writer_options *options)
{
    CHECK(options->queue_max > 0 && options->wait_max > 0 && options->threads <= THREADS_MAX);
    struct arena *arena = arena_new();
    struct writer *writer = NEW(arena, struct writer);
    writer->arena = arena;
    writer->options = *options;
    writer->options.database = str_copy(arena, options->database);
    CHECK(pthread_mutex_init(&writer->lock, NULL) == 0);
    CHECK(pthread_cond_init(&writer->arrived, NULL) == 0);
    CHECK(pthread_cond_init(&writer->stopping, NULL) == 0);
    return writer;
}

static enum err open_first(struct writer *writer, char *detail)
{
    TRY(db_open(writer->options.database, DB_WRITE, &writer->db[0], detail));
    return writer->options.opened == NULL ? OK : writer->options.opened(writer->db[0], detail);
}

enum err writer_start(const struct writer_options *options, struct writer **out, char *detail)
{
    struct writer *writer = writer_new(options);
    enum err e = open_first(writer, detail);
    if (e != OK) {
        release(writer);
        return e;
    }
    bool is_postgres = db_is_postgres(writer->db[0]);
    writer->thread_max = is_postgres && options->threads > 1 ? options->threads : 1;
    writer->thread_count = 1;
    CHECK(pthread_create(&writer->thread[0], NULL, is_postgres ? postgres_thread : sqlite_thread,
                         writer) == 0);
    *out = writer;
    return OK;
}

void writer_stop(struct writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    writer->is_stopping = true;
    pthread_cond_broadcast(&writer->arrived);
    pthread_cond_broadcast(&writer->stopping);
    pthread_mutex_unlock(&writer->lock);
    for (int i = 0; i < writer->thread_count; i++) {
        pthread_join(writer->thread[i], NULL);
    }
    release(writer);
}

/* The lock changes, what it guards does not. */
static pthread_mutex_t *lock_of(const struct writer *writer)
{
    return (pthread_mutex_t *)(uintptr_t)&writer->lock;
}

bool writer_has_failed(const struct writer *writer)
{
    pthread_mutex_lock(lock_of(writer));
    bool has_failed = writer->has_failed;
    pthread_mutex_unlock(lock_of(writer));
    return has_failed;
}

struct writer_figures writer_figures(const struct writer *writer)
{
    pthread_mutex_lock(lock_of(writer));
    struct writer_figures figures = writer->figures;
    pthread_mutex_unlock(lock_of(writer));
    return figures;
}

/* ---- waiting for one's own ---- */

struct waiting {
    struct write write;
    struct write *inner;
    sem_t finished;
};

static enum err run_inner(struct write *w)
{
    struct waiting *waiting = w->data;
    return waiting->inner->run(waiting->inner);
}

static void wake_waiting(struct write *w)
{
    struct waiting *waiting = w->data;
    sem_post(&waiting->finished);
}

enum err writer_run(struct writer *writer, struct write *w)
{
    struct waiting waiting = { .inner = w };
    waiting.write =
        (struct write){ .run = run_inner, .done = wake_waiting, .ctx = w->ctx, .data = &waiting };
    CHECK(sem_init(&waiting.finished, 0, 0) == 0);
    writer_submit(writer, &waiting.write);
    while (sem_wait(&waiting.finished) != 0) { /* a signal came between */
    }
    sem_destroy(&waiting.finished);
    finish(w, waiting.write.result);
    return w->result;
}
