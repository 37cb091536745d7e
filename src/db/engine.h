/* SPDX-License-Identifier: Apache-2.0 */
/*
 * engine.h - what an engine gives to db.c.
 *
 * Purpose    One struct of functions for SQLite, one for PostgreSQL. Private to src/db.
 * Layer      db.
 * Ownership  an engine's connection struct begins with struct db and lives in db->arena.
 * Errors     engines report through db_fault, which keeps the first failure of a transaction.
 */
#ifndef DB_ENGINE_H
#define DB_ENGINE_H

#include "db/db.h"

enum db_step {
    DB_STEP_BEGIN,
    DB_STEP_COMMIT,
    DB_STEP_ROLLBACK,
    DB_STEP_SAVE,
    DB_STEP_RELEASE,
    DB_STEP_ROLLBACK_TO,
    DB_STEP_COUNT
};

struct engine {
    void (*close)(struct db *db);
    /* Runs the statement up to its first row; a failure is in rows->err. */
    void (*query)(struct rows *rows, const struct sql *sql, struct args args);
    /* Inside a transaction; NULL: the engine waits for every statement. */
    enum err (*post)(struct db *db, const struct sql *sql, struct args args);
    /* Inside a transaction; NULL: answers are never far. */
    enum err (*ask)(struct db *db, const struct sql *sql, struct args args);
    bool (*next)(struct rows *rows);
    /* Gives back what the rows hold. Harmless when called again. */
    void (*finish)(struct rows *rows);
    /* Rows changed by the statement that has just ended. */
    int64_t (*changed)(const struct rows *rows);
    int64_t (*read_int)(struct rows *rows, int column);
    /* Borrowed until the next row. */
    str (*read_bytes)(struct rows *rows, int column);
    bool (*is_null)(const struct rows *rows, int column);
    enum err (*step)(struct db *db, enum db_step step);
    bool (*is_in_transaction)(const struct db *db);
    enum err (*run_script)(struct db *db, str script);
    enum err (*prepare)(struct db *db, const struct sql *sql);
    void (*tidy)(struct db *db);
};

struct db {
    const struct engine *engine;
    struct arena *arena;
    enum db_mode mode;
    enum err failed; /* of this transaction; refuses further statements until rolled back */
    bool should_retry;
    bool is_in_doubt;
    bool is_postgres;
    bool has_begun;     /* between db_begin and its end, whatever the engine did meanwhile */
    int saves;          /* savepoints open, one inside the other */
    int64_t run_count;
    int64_t round_trips;
    int64_t fail_after; /* fault tests; 0: never */
    char error[CTX_DETAIL_BYTES];
};

/* Keeps the operator's text and, inside a transaction, the failure itself. Returns `e`. */
enum err db_fault(struct db *db, enum err e, const char *format, ...) PRINTF_LIKE(3, 4);
/* How many statements the program has: the size of each connection's cache. */
size_t db_statement_count(void);

/* Settings of the library, before its first use. */
void sqlite_start(void);
MUST_USE enum err sqlite_open(str where, enum db_mode mode, struct db **out, char *detail);
MUST_USE enum err postgres_open(str where, enum db_mode mode, struct db **out, char *detail);
/* A bare connection of libpq, as all of ours are made. Never NULL; its status says whether it stands. */
struct pg_conn *postgres_connect(const char *url);

/* The libraries' own handles, for dump_*.c; nothing is on its way any more. */
struct pg_conn *postgres_handle(const struct db *db);
struct sqlite3 *sqlite_handle(const struct db *db);

#endif
