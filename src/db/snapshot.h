/* SPDX-License-Identifier: Apache-2.0 */
/*
 * snapshot.h - a whole SQLite database as one consistent file.
 *
 * Purpose    Copies the rows of one moment while others go on writing (SQLite's online backup).
 * Layer      db.
 * Errors     ERR_DB with `detail` (CTX_DETAIL_BYTES); no half file is left.
 */
#ifndef DB_SNAPSHOT_H
#define DB_SNAPSHOT_H

#include "base/ctx.h"

MUST_USE enum err snapshot_sqlite(str from, str to, char *detail);

#endif
