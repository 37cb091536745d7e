/* SPDX-License-Identifier: Apache-2.0 */
/*
 * db.h - one interface over SQLite and PostgreSQL.
 *
 * Purpose    Connections, statements, rows, transactions. One SQL text serves both engines (docs/recipes.md, "a query").
 * Layer      db; uses base. Knows no tables.
 * Ownership  a connection belongs to one thread at a time; rows borrow the connection; text and blobs are copied into the arena given.
 * Errors     ERR_DB: the engine failed, the transaction is lost. ERR_EXISTS: a unique constraint refused. ERR_UNPROCESSABLE: a CHECK or foreign
 *            key refused. ERR_BUSY: deadlock or serialization failure that survived the retries. After any of them the connection refuses
 *            further statements until the transaction (or its savepoint) is rolled back, on both engines alike.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/ctx.h"

/* A statement with its name; every one is listed by the linker so that a test can prepare them all on both engines.
 * Parameters are $1, $2 …; write DDL types as INTEGER, TEXT, BLOB. */
struct sql {
    const char *name;
    const char *text;
    const char *file;
    const char *postgres_text; /* NULL but for search, the one place with two texts */
    bool reads_sealed;         /* may read sealed columns on the writer's connection: core/vault only */
    int slot;                  /* index in each connection's cache of prepared statements; set by db_start */
};

#define SQL_ENTRY(symbol, sqlite, postgres, reads_sealed)                                          \
    static struct sql symbol = { #symbol, sqlite, __FILE__, postgres, reads_sealed, -1 };          \
    static struct sql *const symbol##_entry                                                        \
        __attribute__((used, section("amanah_sql"))) = &symbol
#define SQL_2(symbol, sqlite, postgres) SQL_ENTRY(symbol, sqlite, postgres, false)
#define SQL(symbol, sql_text) SQL_ENTRY(symbol, sql_text, NULL, false)
/* For core/vault alone (a test holds it there): the permission belongs to the statement, because a prepared statement
 * keeps what it was once allowed, so a door on the connection could not be closed again. */
#define SQL_SEALED(symbol, sql_text) SQL_ENTRY(symbol, sql_text, NULL, true)

#include "db/args.h" /* ARGS(a, b, …): typed, up to ARGS_MAX; NO_ARGS, ARG_NULL, ARG_BYTES, arg_text_or_null, arg_int_or_null */

/* What a connection may do; enforced by the engine (read-only open, authorizer), not by manners. */
enum db_mode {
    DB_READ,       /* never writes, never checkpoints, cannot read columns named sealed* */
    DB_READ_VAULT, /* the same, may read sealed columns */
    DB_WRITE,      /* the writer: may insert and update sealed columns; reads them only by SQL_SEALED */
};

struct db;

/* Numbers all statements; call before the first connection (again is harmless). */
void db_start(void);
/* `where`: a file path (SQLite) or a postgres:// URL. The operator's text of a failure goes to `detail` (CTX_DETAIL_BYTES).
 * SQLite, DB_WRITE: makes the file where there is none and holds flock(DIR/lock) until closed; ERR_BUSY: somebody else holds it. */
MUST_USE enum err db_open(str where, enum db_mode mode, struct db **out, char *detail);
void db_close(struct db *db);
/* For CLEANUP(db_drop). */
void db_drop(struct db **db);
bool db_is_postgres(const struct db *db);
enum db_mode db_mode_of(const struct db *db);
/* Operator's text of the last failure; valid until the next statement. */
str db_error(const struct db *db);

struct rows {
    struct db *db;
    void *statement; /* engine's own */
    int column;      /* next to be read */
    int64_t row;
    enum err err; /* sticky */
};

/* Runs a statement; its rows must be read to the end or ended with db_done before the next statement of this connection
 * is run (a second query while one is open is allowed when it is another statement). */
struct rows db_query(struct db *db, const struct sql *sql, struct args args);
/* False at the end and after a failure; db_done says which. */
bool db_next(struct rows *rows);
/* Columns from left to right. NULL reads as 0 or empty. */
int64_t row_int(struct rows *rows);
bool row_bool(struct rows *rows);
str row_text(struct rows *rows, struct arena *arena);
str row_blob(struct rows *rows, struct arena *arena);
bool row_is_null(const struct rows *rows); /* of the next column; does not advance */
/* The one place where a query can fail; ends it. */
MUST_USE enum err db_done(struct rows *rows);

/* For statements whose rows do not matter. `changed` may be NULL; counts rows changed or returned. */
MUST_USE enum err db_exec(struct db *db, const struct sql *sql, struct args args, int64_t *changed);
/* The same for a statement whose answer nobody needs, not even whether it refused: over a network it travels with the next one that is
 * waited for. Its failure is learned with the next answer, at the latest at the commit; then the transaction is lost as with any other. */
MUST_USE enum err db_post(struct db *db, const struct sql *sql, struct args args);
/* Ahead of db_query with the same arguments in the same transaction: over a network the question travels with the next statement that is
 * waited for, and its answer is there when it is wanted. Not for what is written in between: that may or may not be seen. An answer that
 * nobody wants costs its reading. Where there is no server nothing happens. */
MUST_USE enum err db_ask(struct db *db, const struct sql *sql, struct args args);
/* First column of the first row, else `otherwise`. */
MUST_USE enum err db_get_int(struct db *db, const struct sql *sql, struct args args,
                             int64_t otherwise, int64_t *out);

/* Transactions. Domain code never calls these: a handler runs inside one. */
MUST_USE enum err db_begin(struct db *db); /* on a read connection: opens its snapshot */
MUST_USE enum err db_commit(struct db *db);
void db_rollback(struct db *db);
/* A savepoint around one request in a batch (SQLite writer). */
MUST_USE enum err db_save(struct db *db);
MUST_USE enum err db_release(struct db *db);
void db_rollback_to_save(struct db *db);
/* False when the engine has ended the whole transaction by itself (disk full, I/O error, out of memory). */
bool db_is_in_transaction(const struct db *db);
/* True after a commit of which nobody knows whether it holds (I/O error, connection lost while committing). */
bool db_is_in_doubt(const struct db *db);
/* True when the last failure may pass if the whole transaction runs again (40001, 40P01, SQLITE_BUSY). */
bool db_should_retry(const struct db *db);

/* Housekeeping of the writer's connection between transactions: SQLite checkpoints the WAL once it has grown. */
void db_tidy(struct db *db);

/* For the transaction that has begun, when nobody waits at a page for it (check, export, import, a migration): the time limits of our sessions are
 * lifted. Those which the operator set hold (in the URL, for the role or the database). On SQLite, which has none, nothing. */
MUST_USE enum err db_take_time(struct db *db);

/* For transactions that write very many rows. PostgreSQL keeps the plans it made while the tables were small, which may walk them row by
 * row; this counts the tables anew, after which it plans again. On SQLite nothing. No rows may be open. */
MUST_USE enum err db_plan_again(struct db *db);
/* Statements run on this connection so far. */
int64_t db_statements_run(const struct db *db);
/* Ways to the server and back so far; 0 where there is no server. */
int64_t db_round_trips(const struct db *db);

/* Text that was not written as SQL(...): migrations and tests only. Several statements, no parameters, no rows. */
MUST_USE enum err db_run_script(struct db *db, str script);
/* Prepares without running (the test that walks all statements). */
MUST_USE enum err db_prepare(struct db *db, const struct sql *sql);
/* All statements of the program. */
struct sql *const *db_statements(size_t *count);

/* Makes the n-th statement from now fail with ERR_DB (0: none). Fault tests only. */
void db_fail_after(struct db *db, int64_t statements);

#endif
