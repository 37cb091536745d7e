/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate.h - the schema, forward only.
 *
 * Purpose    Applies the numbered files of migrations/ in order, each in one transaction, and records their SHA-256.
 * Layer      db.
 *            A file is named migrations/NNNN_name.sql and written for SQLite. Where the engines need different words (search), a line
 *            `-- only sqlite` or `-- only postgres` begins a part for that engine, taken as it is, and `-- both` ends it.
 *            Type words are upper case (INTEGER, TEXT, BLOB), so that a column may be called text.
 * Errors     ERR_DB with detail: a file failed; a recorded hash differs; the database is newer than this binary.
 */
#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include "db/db.h"

/* Brings the database to this binary's schema. `applied` may be NULL. */
MUST_USE enum err migrate_up(struct db *db, int64_t now_at, int *applied, char *detail);
/* OK when the schema is exactly this binary's; else ERR_STATE and detail. */
MUST_USE enum err migrate_check(struct db *db, char *detail);
/* In the caller's transaction, on a database that has nothing yet: the first `count` migrations. Later migrate_rest, in the same one. */
MUST_USE enum err migrate_first(struct db *db, int64_t now_at, size_t count, char *detail);
MUST_USE enum err migrate_rest(struct db *db, int64_t now_at, char *detail);
/* What this database has, a line each (name, hash); and how many of this program's those are. ERR_DB with detail: others. */
MUST_USE enum err migrate_list(struct db *db, struct arena *arena, str *out);
MUST_USE enum err migrate_match(struct arena *arena, str list, size_t *count, char *detail);
/* The tables that the first `count` migrations make, in their order: what a row refers to is in an earlier table, or in its own. */
size_t migrate_tables(struct arena *arena, size_t count, str *out, size_t max);
/* A migration file as this engine is given it. */
str migrate_script(struct arena *arena, str file, bool is_postgres);
/* DDL written for SQLite in PostgreSQL's words (INTEGER → BIGINT, TEXT → TEXT COLLATE "C", BLOB → BYTEA, STRICT dropped…). */
str migrate_translate(struct arena *arena, str script);

#endif
