/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vault_person.h - a person and the key that opens them. Private to vault*.c.
 *
 * Purpose    Loads, unwraps and destroys keys; decides whether a purpose may read; writes accesses down.
 * Layer      core.
 * Ownership  keys live in ctx->arena.
 * Errors     as vault.h.
 */
#ifndef CORE_VAULT_PERSON_H
#define CORE_VAULT_PERSON_H

#include "core/vault.h"

struct person {
    person_id id;
    str key;
    bool is_restricted, is_new; /* new: nothing of them is written yet */
};

/* The connection on which sealed columns can be read. */
MUST_USE enum err vault_reader(struct ctx *c, struct db **out);
MUST_USE enum err vault_person_make(struct ctx *c, struct person *out);
/* ERR_NOT_FOUND: no such person, or erased. */
MUST_USE enum err vault_person_load(struct ctx *c, person_id id, struct person *out);
/* ERR_FORBIDDEN with the reason in detail. */
MUST_USE enum err vault_may(struct ctx *c, const struct person *p, unsigned fields,
                            enum vault_purpose purpose);
/* In a write: a row; else a note. */
MUST_USE enum err vault_write_down(struct ctx *c, person_id person, unsigned fields,
                                   enum vault_purpose purpose);

#endif
