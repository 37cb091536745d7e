/* SPDX-License-Identifier: Apache-2.0 */
/* dump_sqlite.c - tables out of SQLite and into it, in the format of PostgreSQL's binary COPY. */
#include "base/buf.h"
#include "db/dump_engine.h"
#include "db/engine.h"

#include <endian.h>
#include <sqlite3.h>
#include <string.h>

static const char header[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0"; /* flags and extension: 0 */
enum { HEADER_BYTES = sizeof header - 1 };
static const char trailer[] = "\377\377";

static enum err fault(struct db *db, const char *what)
{
    return db_fault(db, ERR_DB, "%s: %s", what, sqlite3_errmsg(sqlite_handle(db)));
}

static void finalize(sqlite3_stmt **statement)
{
    (void)sqlite3_finalize(*statement);
    *statement = NULL;
}

static enum err prepare(struct db *db, struct arena *arena, str text, sqlite3_stmt **out)
{
    const char *words = str_c(arena, text);
    return sqlite3_prepare_v2(sqlite_handle(db), words, -1, out, NULL) == SQLITE_OK
               ? OK
               : fault(db, words);
}

/* A row of a table may refer to a later one: looked at when all are there. */
static enum err begin(struct db *db)
{
    return db_mode_of(db) == DB_WRITE ? db_run_script(db, S("PRAGMA defer_foreign_keys = ON")) : OK;
}

static enum err columns(struct db *db, struct arena *arena, struct dump_table *table)
{
    CLEANUP(finalize) sqlite3_stmt *q = NULL;
    TRY(prepare(
        db, arena,
        str_format(arena, "SELECT name, type FROM pragma_table_info('%.*s')", STR_ARG(table->name)),
        &q));
    int code = sqlite3_step(q);
    for (; code == SQLITE_ROW && table->count < DUMP_COLUMNS_MAX; code = sqlite3_step(q)) {
        table->kind[table->count] = ((const char *)sqlite3_column_text(q, 1))[0];
        table->column[table->count++] =
            str_copy(arena, str_of((const char *)sqlite3_column_text(q, 0)));
    }
    return code == SQLITE_DONE ? OK : fault(db, "columns");
}

static str names_of(struct arena *arena, const struct dump_table *table)
{
    struct buf text = buf_new(arena, KB(16));
    for (size_t i = 0; i < table->count; i++) {
        buf_add(&text, i > 0 ? S(", ") : S(""));
        bool stays = str_eq(table->column[i], table->without);
        buf_add(&text, stays ? S("NULL") : table->column[i]);
    }
    return buf_str(&text);
}

/* ---- out ---- */

static void add_size(struct buf *rows, size_t size)
{
    uint32_t four = htobe32((uint32_t)size);
    buf_add(rows, (str){ (const char *)&four, sizeof four });
}

static void add_value(struct buf *rows, sqlite3_stmt *q, int column)
{
    int type = sqlite3_column_type(q, column);
    if (type == SQLITE_NULL) {
        add_size(rows, UINT32_MAX);
    } else if (type == SQLITE_INTEGER) {
        uint64_t eight = htobe64((uint64_t)sqlite3_column_int64(q, column));
        add_size(rows, sizeof eight);
        buf_add(rows, (str){ (const char *)&eight, sizeof eight });
    } else {
        const char *bytes = sqlite3_column_blob(q, column);
        size_t size = (size_t)sqlite3_column_bytes(q, column);
        add_size(rows, size);
        buf_add(rows, (str){ bytes, size });
    }
}

static void add_row(struct buf *rows, sqlite3_stmt *q, size_t count)
{
    uint16_t two = htobe16((uint16_t)count);
    buf_add(rows, (str){ (const char *)&two, sizeof two });
    for (size_t i = 0; i < count; i++) {
        add_value(rows, q, (int)i);
    }
}

static enum err out(struct db *db, struct arena *arena, const struct dump_table *table,
                    enum err (*write)(void *data, str rows), void *data)
{
    CLEANUP(finalize) sqlite3_stmt *q = NULL;
    struct buf rows = buf_new(arena, MB(1024));
    TRY(prepare(db, arena,
                str_format(arena, "SELECT %.*s FROM %.*s", STR_ARG(names_of(arena, table)),
                           STR_ARG(table->name)),
                &q));
    buf_add(&rows, (str){ header, HEADER_BYTES });
    int code = sqlite3_step(q);
    for (; code == SQLITE_ROW; code = sqlite3_step(q)) {
        add_row(&rows, q, table->count);
        if (rows.size >= DUMP_CHUNK_BYTES) {
            TRY(write(data, buf_str(&rows)));
            buf_clear(&rows);
        }
    }
    if (code != SQLITE_DONE) {
        return fault(db, "rows");
    }
    buf_add(&rows, str_of(trailer));
    return write(data, buf_str(&rows));
}

/* ---- in ---- */

static enum err in_begin(struct db *db, struct arena *arena, struct dump_table *table)
{
    struct dump_table here = { .name = table->name };
    struct buf places = buf_new(arena, KB(4));
    TRY(columns(db, arena, &here));
    for (size_t i = 0; i < table->count; i++) {
        size_t at = 0;
        while (at < here.count && !str_eq(here.column[at], table->column[i])) {
            at++;
        }
        if (at == here.count) {
            return db_fault(db, ERR_DB, "%.*s has no %.*s here", STR_ARG(table->name),
                            STR_ARG(table->column[i]));
        }
        table->kind[i] = here.kind[at];
        buf_add(&places, i > 0 ? S(", ?") : S("?"));
    }
    sqlite3_stmt *statement = NULL;
    TRY(prepare(db, arena,
                str_format(arena, "INSERT INTO %.*s (%.*s) VALUES (%.*s)", STR_ARG(table->name),
                           STR_ARG(names_of(arena, table)), STR_ARG(buf_str(&places))),
                &statement));
    table->statement = statement;
    table->has_begun = false;
    return OK;
}

static bool take(str *rest, size_t size, str *out)
{
    if (rest->size < size) {
        return false;
    }
    *out = str_slice(*rest, 0, size);
    *rest = str_skip(*rest, size);
    return true;
}

static bool take_number(str *rest, size_t size, int64_t *out)
{
    uint64_t number = 0;
    if (rest->at == NULL || rest->size < size) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        number = number << 8 | (unsigned char)rest->at[i];
    }
    *rest = str_skip(*rest, size);
    *out = (int64_t)number;
    return true;
}

/* What cannot be right is left unbound, or does not end where it should: false. */
static bool bind_value(sqlite3_stmt *statement, int place, char kind, str *rest)
{
    int64_t size = 0;
    int64_t number = 0;
    str bytes = { 0 };
    if (!take_number(rest, 4, &size)) {
        return false;
    }
    if (size == UINT32_MAX) {
        return sqlite3_bind_null(statement, place) == SQLITE_OK;
    }
    if (kind == 'I') {
        return size == 8 && take_number(rest, 8, &number) &&
               sqlite3_bind_int64(statement, place, number) == SQLITE_OK;
    }
    if (!take(rest, (size_t)size, &bytes)) {
        return false;
    }
    const char *at = bytes.at == NULL ? "" : bytes.at;
    return (kind == 'T'
                ? sqlite3_bind_text(statement, place, at, (int)size, SQLITE_STATIC)
                : sqlite3_bind_blob(statement, place, at, (int)size, SQLITE_STATIC)) == SQLITE_OK;
}

static enum err insert_row(struct db *db, const struct dump_table *table, str *rest)
{
    sqlite3_stmt *statement = table->statement;
    for (size_t i = 0; i < table->count; i++) {
        if (!bind_value(statement, (int)i + 1, table->kind[i], rest)) {
            return db_fault(db, ERR_MALFORMED, "%.*s: a row is damaged", STR_ARG(table->name));
        }
    }
    int code = sqlite3_step(statement);
    (void)sqlite3_reset(statement);
    return code == SQLITE_DONE ? OK : fault(db, "rows");
}

static enum err in_rows(struct db *db, struct dump_table *table, str rows)
{
    str rest = rows;
    int64_t count = 0;
    if (!table->has_begun) {
        str begin_of_all = { 0 };
        if (!take(&rest, HEADER_BYTES, &begin_of_all)) {
            return db_fault(db, ERR_MALFORMED, "%.*s has no header", STR_ARG(table->name));
        }
        table->has_begun = true;
    }
    while (rest.size > 0) {
        if (!take_number(&rest, 2, &count)) {
            return db_fault(db, ERR_MALFORMED, "%.*s ends too early", STR_ARG(table->name));
        }
        if (count == UINT16_MAX) {
            return OK; /* the trailer */
        }
        if ((size_t)count != table->count) {
            return db_fault(db, ERR_MALFORMED, "%.*s has other columns", STR_ARG(table->name));
        }
        TRY(insert_row(db, table, &rest));
    }
    return OK;
}

static enum err in_end(struct db *db, struct dump_table *table)
{
    (void)db;
    (void)sqlite3_finalize(table->statement);
    table->statement = NULL;
    return OK;
}

static enum err end(struct db *db)
{
    (void)db; /* the next id follows the largest by itself */
    return OK;
}

static enum err is_empty(struct db *db, bool *answer)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    CLEANUP(finalize) sqlite3_stmt *q = NULL;
    TRY(prepare(db, arena, S("SELECT 1 FROM sqlite_master LIMIT 1"), &q));
    *answer = sqlite3_step(q) == SQLITE_DONE;
    return OK;
}

static enum err empty(struct db *db, const struct dump_table *table)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    return db_run_script(db, str_format(arena, "DELETE FROM %.*s", STR_ARG(table->name)));
}

const struct dump_engine dump_sqlite = {
    .begin = begin,
    .columns = columns,
    .out = out,
    .in_begin = in_begin,
    .in_rows = in_rows,
    .in_end = in_end,
    .end = end,
    .is_empty = is_empty,
    .empty = empty,
};
