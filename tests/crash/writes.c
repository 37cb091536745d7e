/* SPDX-License-Identifier: Apache-2.0 */
/*
 * writes.c - makes transfers through the write queue and says on standard output which are kept, for ever.
 *
 * usage      crash-writes DATABASE COUNT CLIENTS     COUNT 0: until killed
 * Why        explore.py cuts the power under it, kill.py kills it; what was acknowledged must be there, nothing may be half.
 */
#include "base/clock.h"
#include "db/migrate.h"
#include "db/writer.h"

#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { CLIENTS_MAX = 64 };

static const str schema = S_INIT("CREATE TABLE IF NOT EXISTS entry (id INTEGER PRIMARY KEY, "
                                 "transfer INTEGER NOT NULL, account INTEGER NOT NULL,"
                                 " amount INTEGER NOT NULL, filler BLOB NOT NULL) STRICT;"
                                 "CREATE TABLE IF NOT EXISTS account (id INTEGER PRIMARY KEY, "
                                 "balance INTEGER NOT NULL) STRICT;");

SQL(crash_account, "INSERT INTO account (id, balance) VALUES ($1, 0) ON CONFLICT (id) DO NOTHING");
SQL(crash_entry, "INSERT INTO entry (transfer, account, amount, filler) VALUES ($1, $2, $3, $4)");
SQL(crash_balance, "UPDATE account SET balance = balance + $2 WHERE id = $1");
SQL(crash_last, "SELECT coalesce(max(transfer), 0) FROM entry");

struct client {
    struct write write;
    struct ctx c;
    struct random random;
    int64_t transfer;
    sem_t *free;
};

static enum err half(struct client *client, int64_t account, int64_t amount)
{
    static const char filler[5000];
    struct db *db = client->c.db;
    size_t size = (size_t)(client->transfer * 977 % (int64_t)sizeof filler);
    TRY(db_exec(db, &crash_entry,
                ARGS(client->transfer, account, amount, ARG_BYTES(((str){ filler, size }))),
                NULL));
    return db_exec(db, &crash_balance, ARGS(account, amount), NULL);
}

static enum err transfer(struct write *w)
{
    struct client *client = w->data;
    TRY(half(client, 1, client->transfer));
    return half(client, 2, -client->transfer);
}

static void acknowledge(struct write *w)
{
    struct client *client = w->data;
    char line[40];
    int size = snprintf(line, sizeof line, "%s %" PRId64 "\n", w->result == OK ? "kept" : "refused",
                        client->transfer);
    (void)!write(STDOUT_FILENO, line, (size_t)size);
    sem_post(client->free);
}

static enum err prepare(str database, int64_t *last, char *detail)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    CLEANUP(db_drop) struct db *db = NULL;
    TRY(db_open(database, DB_WRITE, &db, detail));
    TRY(db_run_script(db, migrate_script(arena, schema, db_is_postgres(db))));
    TRY(db_exec(db, &crash_account, ARGS(1), NULL));
    TRY(db_exec(db, &crash_account, ARGS(2), NULL));
    return db_get_int(db, &crash_last, NO_ARGS, 0, last);
}

/* One client after the other, each again when its last transfer was answered. */
static void run(struct writer *writer, int64_t first, int64_t count, int clients)
{
    static struct client client[CLIENTS_MAX];
    static sem_t is_free[CLIENTS_MAX];
    for (int i = 0; i < clients; i++) {
        sem_init(&is_free[i], 0, 1);
        client[i] = (struct client){ .random = random_seeded(1), .free = &is_free[i] };
        client[i].c = (struct ctx){ .arena = arena_new(),
                                     .random = &client[i].random,
                                     .now_at = clock_now() };
        client[i].write = (struct write){
            .run = transfer, .done = acknowledge, .ctx = &client[i].c, .data = &client[i]
        };
    }
    for (int64_t n = 0; count == 0 || n < count; n++) {
        struct client *next = &client[n % clients];
        sem_wait(next->free);
        next->transfer = first + n;
        arena_reset(next->c.arena);
        writer_submit(writer, &next->write);
    }
    for (int i = 0; i < clients; i++) {
        sem_wait(&is_free[i]);
        arena_free(client[i].c.arena);
    }
}

int main(int argc, char **argv)
{
    char detail[CTX_DETAIL_BYTES] = "";
    struct writer *writer = NULL;
    int64_t last = 0;
    if (argc != 4) {
        fprintf(stderr, "usage: crash-writes DATABASE COUNT CLIENTS\n");
        return 2;
    }
    int clients = atoi(argv[3]);
    CHECK(clients > 0 && clients <= CLIENTS_MAX);
    db_start();
    struct writer_options options = {
        .database = str_of(argv[1]), .threads = 4, .queue_max = 100, .wait_max = SECONDS(60)
    };
    if (prepare(options.database, &last, detail) != OK ||
        writer_start(&options, &writer, detail) != OK) {
        fprintf(stderr, "%s\n", detail);
        return 1;
    }
    run(writer, last + 1, atoll(argv[2]), clients);
    writer_stop(writer);
    return 0;
}
