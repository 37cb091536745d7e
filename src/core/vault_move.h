/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vault_move.h - the keys of persons when a shop moves from one engine to the other.
 *
 * Purpose    Keys of persons lie in rows on SQLite and in files on PostgreSQL; what the rows of the other engine say of them stays behind.
 * Layer      core; uses db, keys. Used by cli alone.
 * Errors     ERR_IO, ERR_DB. Persons without a key (erased) are passed over.
 */
#ifndef CORE_VAULT_MOVE_H
#define CORE_VAULT_MOVE_H

#include "base/ctx.h"

/* From the rows of c->vault_db into files under c->keys; durable when it returns. */
MUST_USE enum err vault_keys_to_files(struct ctx *c);
/* From those files into the rows of c->db, in the caller's transaction. */
MUST_USE enum err vault_keys_to_rows(struct ctx *c);

#endif
