/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dump.h - all rows of a shop as one stream that either engine writes and either reads.
 *
 * Purpose    Backups of a PostgreSQL shop; moving a shop from one engine to the other.
 * Layer      db. Tables and columns are those the migrations make; all are INTEGER, TEXT or BLOB.
 * Units      a record: its kind (one letter), its length (4 bytes, big end first), its bytes. 'M' the migrations applied; 'T' a table's name
 *            and its columns, a line each; 'D' whole rows of it; 'E' the end.
 * Ownership  nothing is kept.
 * Errors     ERR_DB with `detail` (CTX_DETAIL_BYTES); ERR_MALFORMED: not such a stream, or cut short; what the sink or the source says.
 * Source     rows are in PostgreSQL's binary COPY format (its documentation, COPY): INTEGER in 8 bytes, TEXT and BLOB as they are.
 */
#ifndef DB_DUMP_H
#define DB_DUMP_H

#include "db/db.h"

#include <stdio.h>

/* Takes bytes on their way out. */
struct dump_sink {
    enum err (*write)(void *data, str bytes);
    void *data;
    str without; /* "table.column" that stays behind (written as NULL); empty: none */
};

/* The rows of one moment; others may go on writing. `db` is a DB_READ_VAULT connection: sealed columns go too. */
MUST_USE enum err dump_write(struct db *db, const struct dump_sink *sink, char *detail);
/* In the caller's transaction, on a database without a single table (else ERR_EXISTS): schema and rows, then what this program's
 * schema has beyond the dump's. */
MUST_USE enum err dump_read(struct db *db, FILE *in, int64_t now_at, char *detail);

#endif
