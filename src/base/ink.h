/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ink.h - what of a text leaves a mark on the page.
 *
 * Purpose    Zero-width signs, blank Braille and fillers pass for letters where bytes are counted; here they do not. What must be written must
 *            be seen.
 * Layer      base; uses ICU's properties of characters.
 * Ownership  nothing is kept.
 * Errors     none: bytes that are no UTF-8 count as a mark.
 * Source     Unicode: Default_Ignorable_Code_Point (UAX 44), White_Space; U+2800 BRAILLE PATTERN BLANK, which is neither.
 */
#ifndef BASE_INK_H
#define BASE_INK_H

#include "base/str.h"

/* Nothing, or nothing anybody could see. */
bool ink_is_none(str s);
/* Characters from the first that is seen to the last: spaces between count, what nobody sees does not. */
size_t ink_count(str s);

#endif
