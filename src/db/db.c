/* SPDX-License-Identifier: Apache-2.0 */
#include "db/engine.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

/* The linker gathers every SQL(...) of the program between these two. */
extern struct sql *const __start_amanah_sql[];
extern struct sql *const __stop_amanah_sql[];

struct sql *const *db_statements(size_t *count)
{
    *count = (size_t)(__stop_amanah_sql - __start_amanah_sql);
    return __start_amanah_sql;
}

size_t db_statement_count(void)
{
    size_t count = 0;
    (void)db_statements(&count);
    return count;
}

static void number_statements(void)
{
    size_t count = 0;
    struct sql *const *list = db_statements(&count);
    for (size_t i = 0; i < count; i++) {
        list[i]->slot = (int)i;
    }
    sqlite_start();
}

void db_start(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    CHECK(pthread_once(&once, number_statements) == 0);
}

static bool is_url(str where)
{
    return str_starts(where, S("postgres://")) || str_starts(where, S("postgresql://"));
}

enum err db_open(str where, enum db_mode mode, struct db **out, char *detail)
{
    return is_url(where) ? postgres_open(where, mode, out, detail)
                         : sqlite_open(where, mode, out, detail);
}

void db_close(struct db *db)
{
    if (db == NULL) {
        return;
    }
    struct arena *arena = db->arena;
    db->engine->close(db);
    arena_free(arena);
}

void db_drop(struct db **db)
{
    db_close(*db);
    *db = NULL;
}

bool db_is_postgres(const struct db *db)
{
    return db->is_postgres;
}

enum db_mode db_mode_of(const struct db *db)
{
    return db->mode;
}

str db_error(const struct db *db)
{
    return str_of(db->error);
}

enum err db_fault(struct db *db, enum err e, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(db->error, sizeof db->error, format, list);
    va_end(list);
    if (db->failed == OK && db->has_begun) {
        db->failed = e;
    }
    return e;
}

/* ---- statements and rows ---- */

static bool fault_is_due(struct db *db)
{
    return db->fail_after > 0 && --db->fail_after == 0;
}

static enum err may_run(struct db *db, const struct sql *sql, struct args args)
{
    CHECK(sql->slot >= 0); /* db_start was not called */
    CHECK(args.count <= ARGS_MAX);
    TRY(db->failed);
    if (fault_is_due(db)) {
        return db_fault(db, ERR_DB, "%s: made to fail", sql->name);
    }
    db->run_count++;
    return OK;
}

struct rows db_query(struct db *db, const struct sql *sql, struct args args)
{
    struct rows rows = { .db = db, .err = may_run(db, sql, args) };
    if (rows.err == OK) {
        db->engine->query(&rows, sql, args);
    }
    return rows;
}

bool db_next(struct rows *rows)
{
    rows->column = 0;
    if (rows->err != OK || rows->statement == NULL || !rows->db->engine->next(rows)) {
        return false;
    }
    rows->row++;
    return true;
}

int64_t row_int(struct rows *rows)
{
    return rows->db->engine->read_int(rows, rows->column++);
}

bool row_bool(struct rows *rows)
{
    return row_int(rows) != 0;
}

str row_text(struct rows *rows, struct arena *arena)
{
    str bytes = rows->db->engine->read_bytes(rows, rows->column++);
    return bytes.size == 0 ? (str){ 0 } : str_copy(arena, bytes);
}

str row_blob(struct rows *rows, struct arena *arena)
{
    return row_text(rows, arena);
}

bool row_is_null(const struct rows *rows)
{
    return rows->db->engine->is_null(rows, rows->column);
}

enum err db_done(struct rows *rows)
{
    if (rows->statement != NULL) {
        rows->db->engine->finish(rows);
    }
    return rows->err;
}

enum err db_exec(struct db *db, const struct sql *sql, struct args args, int64_t *changed)
{
    struct rows rows = db_query(db, sql, args);
    while (db_next(&rows)) {
    }
    int64_t count = rows.row;
    if (count == 0 && rows.err == OK && rows.statement != NULL) {
        count = db->engine->changed(&rows);
    }
    TRY(db_done(&rows));
    if (changed != NULL) {
        *changed = count;
    }
    return OK;
}

enum err db_post(struct db *db, const struct sql *sql, struct args args)
{
    if (db->engine->post == NULL || !db->has_begun) {
        return db_exec(db, sql, args, NULL);
    }
    TRY(may_run(db, sql, args));
    return db->engine->post(db, sql, args);
}

/* Counted, and made to fail, when it is queried. */
enum err db_ask(struct db *db, const struct sql *sql, struct args args)
{
    CHECK(sql->slot >= 0 && args.count <= ARGS_MAX);
    TRY(db->failed);
    return db->engine->ask == NULL || !db->has_begun ? OK : db->engine->ask(db, sql, args);
}

enum err db_get_int(struct db *db, const struct sql *sql, struct args args, int64_t otherwise,
                    int64_t *out)
{
    struct rows rows = db_query(db, sql, args);
    int64_t number = db_next(&rows) ? row_int(&rows) : otherwise;
    TRY(db_done(&rows));
    *out = number;
    return OK;
}

/* ---- transactions ---- */

static void forget_failure(struct db *db)
{
    db->failed = OK;
    db->should_retry = false;
}

enum err db_begin(struct db *db)
{
    CHECK(!db->has_begun);
    forget_failure(db);
    db->is_in_doubt = false;
    TRY(db->engine->step(db, DB_STEP_BEGIN));
    db->has_begun = true;
    return OK;
}

static void end_transaction(struct db *db)
{
    db->has_begun = false;
    db->saves = 0;
    db->failed = OK;
}

/* A failure that the caller overlooked must not become half a transaction. */
enum err db_commit(struct db *db)
{
    CHECK(db->has_begun);
    enum err e = db->failed == OK ? db->engine->step(db, DB_STEP_COMMIT) : db->failed;
    if (e != OK) {
        db_rollback(db);
    }
    end_transaction(db);
    return e;
}

void db_rollback(struct db *db)
{
    if (db_is_in_transaction(db)) {
        (void)db->engine->step(db,
                               DB_STEP_ROLLBACK); /* it cannot keep anything, whatever it says */
    }
    end_transaction(db);
}

enum err db_save(struct db *db)
{
    TRY(db->failed);
    TRY(db->engine->step(db, DB_STEP_SAVE));
    db->saves++;
    return OK;
}

enum err db_release(struct db *db)
{
    TRY(db->failed);
    TRY(db->engine->step(db, DB_STEP_RELEASE));
    db->saves--;
    return OK;
}

void db_rollback_to_save(struct db *db)
{
    if (!db_is_in_transaction(db) || db->saves == 0) {
        return; /* the engine ended the transaction, and the savepoint with it */
    }
    forget_failure(db);
    if (db->engine->step(db, DB_STEP_ROLLBACK_TO) != OK) {
        db_rollback(db); /* then nothing of the batch may stay */
        return;
    }
    db->saves--;
}

bool db_is_in_transaction(const struct db *db)
{
    return db->engine->is_in_transaction(db);
}

bool db_is_in_doubt(const struct db *db)
{
    return db->is_in_doubt;
}

bool db_should_retry(const struct db *db)
{
    return db->should_retry;
}

void db_tidy(struct db *db)
{
    CHECK(!db->has_begun);
    db->engine->tidy(db);
}

enum err db_run_script(struct db *db, str script)
{
    TRY(db->failed);
    return db->engine->run_script(db, script);
}

/* What it would be set back to is what the session had before we spoke. */
SQL_2(take_time, "SELECT 1",
      "SELECT count(set_config(name, reset_val, true)) FROM pg_settings"
      " WHERE name IN ('statement_timeout', 'idle_in_transaction_session_timeout')");

enum err db_take_time(struct db *db)
{
    CHECK(db->has_begun);
    return db->is_postgres ? db_exec(db, &take_time, NO_ARGS, NULL) : OK;
}

/* Of an empty table PostgreSQL believes, once it was counted, that it stays empty, and walks it row by row when it has grown; of one it never
 * counted it thinks better. So those are left alone. */
static const str count_tables =
    S_INIT("DO $$ DECLARE t regclass; BEGIN FOR t IN SELECT c.oid FROM pg_class c"
           " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND "
           "pg_relation_size(c.oid) > 0"
           " LOOP EXECUTE 'ANALYZE ' || t; END LOOP; END $$");

enum err db_plan_again(struct db *db)
{
    return db->is_postgres ? db_run_script(db, count_tables) : OK;
}

int64_t db_statements_run(const struct db *db)
{
    return db->run_count;
}

int64_t db_round_trips(const struct db *db)
{
    return db->round_trips;
}

enum err db_prepare(struct db *db, const struct sql *sql)
{
    CHECK(sql->slot >= 0);
    return db->engine->prepare(db, sql);
}

void db_fail_after(struct db *db, int64_t statements)
{
    db->fail_after = statements;
}
