/* SPDX-License-Identifier: Apache-2.0 */
/*
 * search_word.h - what both sides of the index mean by a word; for search.c and search_index.c only.
 *
 * Layer      shop; uses base.
 * Units      bytes of folded text.
 * Ownership  trigrams live in the arena given.
 */
#ifndef SHOP_SEARCH_WORD_H
#define SHOP_SEARCH_WORD_H

#include "base/ctx.h"

enum { WORD_MAX_BYTES = 40, TRIGRAMS_MAX = 12 };

/* At most TRIGRAMS_MAX; how many. */
size_t search_trigrams(struct arena *arena, str word, str *out);
/* Only Latin words are mended: a trigram of bytes may cut a character in two, and numbers and SKUs are right or wrong. */
bool search_word_is_latin(str word);

#endif
