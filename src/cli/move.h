/* SPDX-License-Identifier: Apache-2.0 */
/*
 * move.h - a shop's rows from one engine to the other, by way of a file.
 *
 * Purpose    What restore and copy share.
 * Layer      cli.
 * Ownership  files are the caller's, 0600, and gone when it is done.
 * Errors     ERR_IO, ERR_DB, ERR_MALFORMED, ERR_EXISTS (the database is not empty) with `detail` (CTX_DETAIL_BYTES).
 */
#ifndef CLI_MOVE_H
#define CLI_MOVE_H

#include "db/db.h"

#include <stdio.h>

struct move {
    struct arena *arena;
    str dir; /* of the shop: keys, and shop.db */
    char *detail;
};

/* Rows of the SQLite shop in `dir` into a file, read again from its beginning; the keys of its persons stay behind. */
MUST_USE enum err move_out(const struct move *move, FILE *rows);
/* Those keys, out of the rows of `dir`/shop.db into files of `dir`. */
MUST_USE enum err move_keys(const struct move *move);
/* Rows into an empty database: a URL, or none: `dir`/shop.db, which is made, and takes the keys of persons from their files. On
 * PostgreSQL the transaction stays open in `out`; commit it when everything else is done. */
MUST_USE enum err move_in(const struct move *move, FILE *rows, str url, struct db **out);
/* A folder and all that is in it. */
void remove_tree(const char *path);

#endif
