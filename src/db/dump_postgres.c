/* SPDX-License-Identifier: Apache-2.0 */
/* dump_postgres.c - tables out of PostgreSQL and into it, by COPY. */
#include "base/buf.h"
#include "db/dump_engine.h"
#include "db/engine.h"

#include <libpq-fe.h>

static enum err fault(struct db *db, const char *what)
{
    return db_fault(db, ERR_DB, "%s: %s", what, PQerrorMessage(postgres_handle(db)));
}

static enum err begin(struct db *db)
{
    return db_run_script(db, S("SET LOCAL statement_timeout = 0;"
                               "SET LOCAL idle_in_transaction_session_timeout = 0"));
}

static enum err columns(struct db *db, struct arena *arena, struct dump_table *table)
{
    const char *text = "SELECT column_name FROM information_schema.columns"
                       " WHERE table_schema = current_schema() AND table_name = $1"
                       " ORDER BY ordinal_position";
    const char *values[] = { str_c(arena, table->name) };
    PGresult *r = PQexecParams(postgres_handle(db), text, 1, NULL, values, NULL, NULL, 0);
    bool is_fine = PQresultStatus(r) == PGRES_TUPLES_OK && PQntuples(r) <= DUMP_COLUMNS_MAX;
    for (int i = 0; is_fine && i < PQntuples(r); i++) {
        table->column[table->count++] = str_copy(arena, str_of(PQgetvalue(r, i, 0)));
    }
    PQclear(r);
    return is_fine ? OK : fault(db, "columns");
}

static void add_name(struct buf *text, str name)
{
    buf_add_char(text, '"'); /* names of ours: letters and _ */
    buf_add(text, name);
    buf_add_char(text, '"');
}

static const char *copy_text(struct arena *arena, const struct dump_table *table, bool is_out)
{
    struct buf text = buf_new(arena, KB(16));
    buf_add(&text, is_out ? S("COPY (SELECT ") : S("COPY "));
    if (!is_out) {
        add_name(&text, table->name);
        buf_add(&text, S(" ("));
    }
    for (size_t i = 0; i < table->count; i++) {
        bool stays = is_out && str_eq(table->column[i], table->without);
        buf_add(&text, i > 0 ? S(", ") : S(""));
        buf_add(&text, stays ? S("NULL::bytea AS ") : S(""));
        add_name(&text, table->column[i]);
    }
    if (is_out) {
        buf_add(&text, S(" FROM "));
        add_name(&text, table->name);
    }
    buf_add(&text, is_out ? S(") TO STDOUT (FORMAT binary)") : S(") FROM STDIN (FORMAT binary)"));
    CHECK(!buf_is_over(&text));
    return str_c(arena, buf_str(&text));
}

/* The answers that follow a COPY, to the last. */
static enum err end_copy(struct db *db, const char *what)
{
    PGconn *connection = postgres_handle(db);
    enum err e = OK;
    for (PGresult *r = PQgetResult(connection); r != NULL; r = PQgetResult(connection)) {
        if (PQresultStatus(r) != PGRES_COMMAND_OK && e == OK) {
            const char *said = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
            e = db_fault(db, ERR_DB, "%s: %s", what, said == NULL ? "" : said);
        }
        PQclear(r);
    }
    return e;
}

static enum err begin_copy(struct db *db, const char *text, ExecStatusType wanted)
{
    PGresult *r = PQexec(postgres_handle(db), text);
    bool is_fine = PQresultStatus(r) == wanted;
    PQclear(r);
    return is_fine ? OK : fault(db, "COPY");
}

/* After the sink failed the rest is read and thrown away: a COPY has no other end. */
static enum err out(struct db *db, struct arena *arena, const struct dump_table *table,
                    enum err (*write)(void *data, str rows), void *data)
{
    struct buf chunk = buf_new(arena, MB(1024));
    enum err e = OK;
    int size = 0;
    TRY(begin_copy(db, copy_text(arena, table, true), PGRES_COPY_OUT));
    for (;;) {
        char *row = NULL;
        size = PQgetCopyData(postgres_handle(db), &row, 0);
        if (size <= 0) {
            break;
        }
        buf_add(&chunk, (str){ row, (size_t)size });
        PQfreemem(row);
        if (chunk.size >= DUMP_CHUNK_BYTES) {
            e = e == OK ? write(data, buf_str(&chunk)) : e;
            buf_clear(&chunk);
        }
    }
    e = e == OK && chunk.size > 0 ? write(data, buf_str(&chunk)) : e;
    enum err ended = size == -2 ? fault(db, "COPY") : end_copy(db, "COPY");
    return e == OK ? ended : e;
}

static enum err in_begin(struct db *db, struct arena *arena, struct dump_table *table)
{
    return begin_copy(db, copy_text(arena, table, false), PGRES_COPY_IN);
}

static enum err in_rows(struct db *db, struct dump_table *table, str rows)
{
    (void)table;
    return PQputCopyData(postgres_handle(db), rows.at, (int)rows.size) == 1 ? OK
                                                                            : fault(db, "COPY");
}

static enum err in_end(struct db *db, struct dump_table *table)
{
    (void)table;
    if (PQputCopyEnd(postgres_handle(db), NULL) != 1) {
        return fault(db, "COPY");
    }
    return end_copy(db, "COPY");
}

static enum err end(struct db *db)
{
    return db_run_script(
        db,
        S("DO $$ DECLARE r record; BEGIN FOR r IN SELECT c.oid::regclass AS place, a.attname AS id"
          " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
          " JOIN pg_namespace n ON n.oid = c.relnamespace"
          " WHERE n.nspname = current_schema() AND a.attidentity <> '' LOOP"
          " EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, %L), COALESCE(max(%I), 0) + "
          "1, false) FROM %s',"
          " r.place::text, r.id, r.id, r.place); END LOOP; END $$; ANALYZE"));
}

static enum err is_empty(struct db *db, bool *answer)
{
    PGresult *r = PQexec(postgres_handle(db), "SELECT 1 FROM information_schema.tables"
                                              " WHERE table_schema = current_schema() LIMIT 1");
    bool is_fine = PQresultStatus(r) == PGRES_TUPLES_OK;
    *answer = PQntuples(r) == 0;
    PQclear(r);
    return is_fine ? OK : fault(db, "tables");
}

/* Not DELETE: some tables refuse it. What refers to these rows comes later and is empty too. */
static enum err empty(struct db *db, const struct dump_table *table)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    return db_run_script(db, str_format(arena, "TRUNCATE \"%.*s\" CASCADE", STR_ARG(table->name)));
}

const struct dump_engine dump_postgres = {
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
