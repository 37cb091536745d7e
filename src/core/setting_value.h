/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setting_value.h - the text of a setting, checked and put into its place. Private to setting*.c.
 *
 * Purpose    One function a kind: from text to the field of struct shop.
 * Layer      core.
 * Ownership  results live in the arena given; texts may borrow the input.
 * Errors     false with a reason for the operator.
 */
#ifndef CORE_SETTING_VALUE_H
#define CORE_SETTING_VALUE_H

#include "core/setting.h"

/* Checks `text` and gives it the spelling that is stored ("0812…" → "+62812…"). */
MUST_USE bool setting_check(struct arena *arena, const struct setting *s, str text, str *stored,
                            str *why);
/* Puts a stored text into its field. False: it does not hold (any more). */
MUST_USE bool setting_apply(struct arena *arena, const struct setting *s, str stored,
                            int64_t version, struct shop *shop);

#endif
