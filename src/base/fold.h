/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fold.h - text as it is compared and as it stands in addresses.
 *
 * Purpose    Folding for search and LIKE (Latin letters without marks, lower case) and slugs, by ICU transliteration.
 * Layer      base.
 * Ownership  results live in the arena.
 * Errors     none: what ICU cannot read (invalid UTF-8) becomes U+FFFD and then nothing.
 */
#ifndef BASE_FOLD_H
#define BASE_FOLD_H

#include "base/str.h"

/* "Kópi  Gayo®" → "kopi gayo": words of a–z and 0–9 (letters of other scripts stay), one space between. */
str text_fold(struct arena *arena, str text);
/* "Kopi Gayo, 200 g" → "kopi-gayo-200-g"; at most `max_size` bytes, cut at a word; empty when nothing is left. */
str text_slug(struct arena *arena, str text, size_t max_size);
/* Folded edit distance of at most `limit`; limit + 1 when it is more. Transposition counts one (optimal string alignment). */
int text_distance(str a, str b, int limit);

#endif
