/* SPDX-License-Identifier: Apache-2.0 */
/*
 * word.h - searching sealed texts without reading them.
 *
 * Purpose    Keyed hashes of the words of a text, by subject; found again by the same words. Erased with the person.
 * Layer      core; uses base, db, keys, vault.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_DB.
 * Invariants no word stands anywhere in clear; a hash is 64 bits, so a search may, very rarely, find too much.
 */
#ifndef CORE_WORD_H
#define CORE_WORD_H

#include "core/vault.h"

enum { WORDS_PER_TEXT_MAX = 200, WORDS_PER_QUERY_MAX = 6, WORD_HITS_MAX = 200 };

MUST_USE enum err word_add(struct ctx *c, person_id person, str subject, str text);
/* Subjects that begin with `prefix` and hold every word of `query`, at most WORD_HITS_MAX, latest first. No words: none. */
MUST_USE enum err word_find(struct ctx *c, str prefix, str query, str out[WORD_HITS_MAX],
                            size_t *count);
/* For vault_erase. */
MUST_USE enum err word_forget(struct ctx *c, person_id person);

#endif
