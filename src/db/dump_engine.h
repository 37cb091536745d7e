/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dump_engine.h - what an engine does for dump.c: one table out, one table in.
 *
 * Layer      db; private.
 * Ownership  rows handed to `write` live until it returns.
 * Errors     db_fault keeps the operator's text.
 */
#ifndef DB_DUMP_ENGINE_H
#define DB_DUMP_ENGINE_H

#include "db/dump.h"

enum { DUMP_TABLES_MAX = 1000, DUMP_COLUMNS_MAX = 100, DUMP_CHUNK_BYTES = 32 * 1024 };

struct dump_table {
    str name;
    str column[DUMP_COLUMNS_MAX];
    size_t count;
    char kind[DUMP_COLUMNS_MAX]; /* SQLite: 'I' 'T' 'B', of the columns here */
    str without;                 /* a column's name; empty: none */
    void *statement;             /* SQLite: while rows come in */
    bool has_begun;              /* the format's header is past */
};

struct dump_engine {
    /* Lifts limits of time; the writer also makes what must wait until the end wait. */
    enum err (*begin)(struct db *db);
    enum err (*columns)(struct db *db, struct arena *arena, struct dump_table *table);
    /* Whole rows at a time, header and trailer of the format included. */
    enum err (*out)(struct db *db, struct arena *arena, const struct dump_table *table,
                    enum err (*write)(void *data, str rows), void *data);
    enum err (*in_begin)(struct db *db, struct arena *arena, struct dump_table *table);
    enum err (*in_rows)(struct db *db, struct dump_table *table, str rows);
    /* Also after a failure. */
    enum err (*in_end)(struct db *db, struct dump_table *table);
    /* After the last table: the next ids. */
    enum err (*end)(struct db *db);
    enum err (*is_empty)(struct db *db, bool *out);
    /* Rows that migrations put in make room. */
    enum err (*empty)(struct db *db, const struct dump_table *table);
};

extern const struct dump_engine dump_postgres;
extern const struct dump_engine dump_sqlite;

#endif
