/* SPDX-License-Identifier: Apache-2.0 */
/*
 * writer.c - how many checkouts a second the write queue makes durable, without HTTP around it.
 *
 * usage      writer-load DATABASE SECONDS CLIENTS [THREADS]     DATABASE: a new file, or an empty postgres:// database
 *            prints: writes per second, commits, writes per commit. THREADS: PostgreSQL's writers
 * Why        the share of the engine in a checkout; beside it stands fsync.c's figure of the same disk. Built with TSan it
 *            looks for races in the queue (Criterion does not start under TSan).
 * What       one write is 25 statements, as a checkout of three lines: guarded stock, lines, promises, events with their
 *            pending rows, two accounts, jobs.
 */
#include "db/writer.h"
#include "base/clock.h"
#include "db/migrate.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { CLIENTS_MAX = 1024, LINES = 3, ITEMS = 100 };

static const str schema =
    S_INIT("CREATE TABLE load_item (id INTEGER PRIMARY KEY, on_hand INTEGER NOT NULL, held INTEGER "
           "NOT NULL,"
           " CHECK (held <= on_hand)) STRICT;"
           "CREATE TABLE load_order (id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, cart "
           "INTEGER NOT NULL UNIQUE,"
           " address BLOB NOT NULL, total INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;"
           "CREATE TABLE load_line (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES "
           "load_order (id),"
           " item_id INTEGER NOT NULL REFERENCES load_item (id), quantity INTEGER NOT NULL) STRICT;"
           "CREATE INDEX load_line_order ON load_line (order_id);"
           "CREATE TABLE load_promise (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, order_id "
           "INTEGER NOT NULL,"
           " due_at INTEGER NOT NULL, outcome TEXT NOT NULL) STRICT;"
           "CREATE INDEX load_promise_due ON load_promise (due_at) WHERE outcome = 'open';"
           "CREATE TABLE load_event (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT "
           "NULL, subject TEXT NOT NULL,"
           " body TEXT NOT NULL) STRICT;"
           "CREATE TABLE load_event_pending (event_id INTEGER PRIMARY KEY) STRICT;"
           "CREATE TABLE load_account (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL) STRICT;"
           "CREATE TABLE load_job (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, run_at INTEGER NOT "
           "NULL, body TEXT NOT NULL) STRICT;");

SQL(load_add_item, "INSERT INTO load_item (id, on_hand, held) VALUES ($1, 1000000000, 0)");
SQL(load_add_account, "INSERT INTO load_account (id, balance) VALUES ($1, 0)");
SQL(load_hold,
    "UPDATE load_item SET held = held + $2 WHERE id = $1 AND on_hand - held >= $2 RETURNING held");
SQL(load_order, "INSERT INTO load_order (number, cart, address, total, at) VALUES ($1, $2, $3, $4, "
                "$5) RETURNING id");
SQL(load_line, "INSERT INTO load_line (order_id, item_id, quantity) VALUES ($1, $2, $3)");
SQL(load_promise,
    "INSERT INTO load_promise (kind, order_id, due_at, outcome) VALUES ($1, $2, $3, 'open')");
SQL(load_event,
    "INSERT INTO load_event (at, kind, subject, body) VALUES ($1, $2, $3, $4) RETURNING id");
SQL(load_pending, "INSERT INTO load_event_pending (event_id) VALUES ($1)");
SQL(load_post, "UPDATE load_account SET balance = balance + $2 WHERE id = $1");
SQL(load_job, "INSERT INTO load_job (kind, run_at, body) VALUES ($1, $2, $3)");

/* ---- one checkout: 1 + 3×2 + 3 + 5×2 + 2 + 3 = 25 statements ---- */

struct client {
    struct write write;
    struct ctx c;
    struct random random;
    struct crowd *crowd;
    int64_t cart;
    struct client *next;
};

static enum err lines_added(struct client *client, int64_t order_id)
{
    /* Rows are locked in the order of their ids, or two writers of PostgreSQL would wait for each other. */
    int64_t first = (int64_t)random_below(&client->random, ITEMS - LINES);
    for (int64_t i = 1; i <= LINES; i++) {
        int64_t changed = 0;
        TRY(db_exec(client->c.db, &load_hold, ARGS(first + i, 1), &changed));
        if (changed == 0) {
            return ERR_OUT_OF_STOCK;
        }
        TRY(db_exec(client->c.db, &load_line, ARGS(order_id, first + i, 1), NULL));
    }
    return OK;
}

static enum err facts_added(struct client *client, int64_t order_id)
{
    static const char *const kinds[] = { "order.placed", "stock.held", "promise.made",
                                         "promise.made", "payment.asked" };
    struct ctx *c = &client->c;
    str subject = str_format(c->arena, "order:%" PRId64, order_id);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        int64_t event_id = 0;
        TRY(db_get_int(c->db, &load_event,
                       ARGS(c->now_at, str_of(kinds[i]), subject,
                            S("{\"lines\":3,\"total\":375000,\"policy\":1}")),
                       0, &event_id));
        TRY(db_exec(c->db, &load_pending, ARGS(event_id), NULL));
    }
    return OK;
}

static enum err checkout(struct write *w)
{
    struct client *client = w->data;
    struct ctx *c = &client->c;
    int64_t order_id = 0;
    char address[180] = "sealed bytes";
    str number = random_word(&client->random, c->arena, 10);
    TRY(db_get_int(c->db, &load_order,
                   ARGS(number, client->cart, ARG_BYTES(((str){ address, sizeof address })),
                        375000, c->now_at),
                   0, &order_id));
    TRY(lines_added(client, order_id));
    for (int i = 0; i < 3; i++) {
        TRY(db_exec(c->db, &load_promise,
                    ARGS(i == 0 ? S("ship") : S("deliver"), order_id, c->now_at + DAYS(i)), NULL));
    }
    TRY(facts_added(client, order_id));
    for (int i = 0; i < 3; i++) {
        TRY(db_exec(c->db, &load_job, ARGS(S("mail"), c->now_at, S("{\"template\":\"placed\"}")),
                    NULL));
    }
    TRY(db_exec(c->db, &load_post, ARGS(1, -375000), NULL)); /* the hottest rows last */
    return db_exec(c->db, &load_post, ARGS(2, 375000), NULL);
}

/* ---- clients: as many as there are connections, served by a thread as by a web server ---- */

struct crowd {
    struct writer *writer;
    pthread_mutex_t lock;
    pthread_cond_t answered;
    struct client *ready;
    int64_t carts;
    int64_t done, refused;
    int outside; /* clients waiting for an answer */
};

static void client_answered(struct write *w)
{
    struct client *client = w->data;
    struct crowd *crowd = client->crowd;
    pthread_mutex_lock(&crowd->lock);
    crowd->done += w->result == OK;
    crowd->refused += w->result != OK;
    crowd->outside--;
    client->next = crowd->ready;
    crowd->ready = client;
    pthread_cond_signal(&crowd->answered);
    pthread_mutex_unlock(&crowd->lock);
}

static struct client *next_ready(struct crowd *crowd)
{
    pthread_mutex_lock(&crowd->lock);
    while (crowd->ready == NULL) {
        pthread_cond_wait(&crowd->answered, &crowd->lock);
    }
    struct client *client = crowd->ready;
    crowd->ready = client->next;
    crowd->outside++;
    client->cart = ++crowd->carts;
    pthread_mutex_unlock(&crowd->lock);
    return client;
}

static void clients_run(struct crowd *crowd, int64_t span)
{
    int64_t until_at = clock_monotonic() + span;
    while (clock_monotonic() < until_at) {
        struct client *client = next_ready(crowd);
        arena_reset(client->c.arena);
        ctx_forget(&client->c);
        writer_submit(crowd->writer, &client->write);
    }
    pthread_mutex_lock(&crowd->lock);
    while (crowd->outside > 0) {
        pthread_cond_wait(&crowd->answered, &crowd->lock);
    }
    pthread_mutex_unlock(&crowd->lock);
}

static void clients_make(struct crowd *crowd, struct client *client, int count)
{
    for (int i = 0; i < count; i++) {
        client[i].random = random_seeded((uint64_t)i);
        client[i].crowd = crowd;
        client[i].c = (struct ctx){ .arena = arena_new(),
                                     .random = &client[i].random,
                                     .now_at = clock_now() };
        client[i].write = (struct write){
            .run = checkout, .done = client_answered, .ctx = &client[i].c, .data = &client[i]
        };
        client[i].next = crowd->ready;
        crowd->ready = &client[i];
    }
}

/* ---- */

static enum err prepare(str database, char *detail)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    CLEANUP(db_drop) struct db *db = NULL;
    TRY(db_open(database, DB_WRITE, &db, detail));
    TRY(db_begin(db));
    enum err e = db_run_script(db, migrate_script(arena, schema, db_is_postgres(db)));
    for (int i = 1; e == OK && i <= ITEMS; i++) {
        e = db_exec(db, &load_add_item, ARGS(i), NULL);
    }
    for (int i = 1; e == OK && i <= 2; i++) {
        e = db_exec(db, &load_add_account, ARGS(i), NULL);
    }
    if (e != OK) {
        snprintf(detail, CTX_DETAIL_BYTES, "%.*s", STR_ARG(db_error(db)));
        return e;
    }
    return db_commit(db);
}

static enum err load(const char *database, double seconds, int count, int threads, char *detail)
{
    static struct client clients[CLIENTS_MAX];
    struct crowd crowd = { .lock = PTHREAD_MUTEX_INITIALIZER,
                           .answered = PTHREAD_COND_INITIALIZER };
    struct writer_options options = { .database = str_of(database),
                                      .threads = threads,
                                      .queue_max = CLIENTS_MAX,
                                      .wait_max = SECONDS(60) };
    db_start();
    TRY(prepare(options.database, detail));
    TRY(writer_start(&options, &crowd.writer, detail));
    clients_make(&crowd, clients, count);
    int64_t begun_at = clock_monotonic();
    clients_run(&crowd, (int64_t)(seconds * 1e6));
    double took = (double)(clock_monotonic() - begun_at) / 1e6;
    struct writer_figures figures = writer_figures(crowd.writer);
    writer_stop(crowd.writer);
    for (int i = 0; i < count; i++) {
        arena_free(clients[i].c.arena);
    }
    printf("%.1f writes/s, %" PRId64 " commits, %.1f writes a commit, %" PRId64 " refused\n",
           (double)crowd.done / took, figures.commits, (double)crowd.done / (double)figures.commits,
           crowd.refused);
    return OK;
}

int main(int argc, char **argv)
{
    char detail[CTX_DETAIL_BYTES] = "";
    if (argc < 4) {
        fprintf(stderr, "usage: writer-load DATABASE SECONDS CLIENTS [THREADS]\n");
        return 2;
    }
    int count = atoi(argv[3]);
    CHECK(count > 0 && count <= CLIENTS_MAX);
    enum err e = load(argv[1], strtod(argv[2], NULL), count, argc > 4 ? atoi(argv[4]) : 4, detail);
    if (e != OK) {
        fprintf(stderr, "%s: %s\n", err_name(e), detail);
    }
    return e == OK ? 0 : 1;
}
