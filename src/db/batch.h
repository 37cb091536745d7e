/* SPDX-License-Identifier: Apache-2.0 */
/*
 * batch.h - many rows as one argument of one statement.
 *
 * Purpose    What is written or asked by the hundred goes in one statement: over a network each statement costs its way there and back.
 *            The rows travel as one JSON object, {"0": […], "1": […]}, which both engines take apart with the same words:
 *            FROM json_each($1) j, then CAST(j.value ->> 0 AS BIGINT), j.value ->> 1 …; CAST(j.key AS BIGINT) is the row's number.
 * Layer      db.
 * Units      columns and rows count from 0.
 * Ownership  the text lives in the arena given; it may be given to a statement again and again.
 * Errors     more than BATCH_BYTES is a bug of the caller, who bounds its rows. Bytes (blobs) cannot travel.
 */
#ifndef DB_BATCH_H
#define DB_BATCH_H

#include "base/buf.h"
#include "db/db.h"

enum { BATCH_BYTES = 64 * 1024 * 1024 };

struct batch {
    struct buf text;
    int64_t count;
};

struct batch batch_new(struct arena *arena);
/* Numbers, texts and NULL. */
void batch_add(struct batch *batch, struct args row);
/* For ARGS: the rows so far. */
struct arg batch_arg(struct batch *batch);

#endif
