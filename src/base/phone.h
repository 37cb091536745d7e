/* SPDX-License-Identifier: Apache-2.0 */
/*
 * phone.h - one number, one spelling.
 *
 * Purpose    08…, 628…, +62…, with spaces, dots, dashes and brackets, become +62…; other countries must be written in
 *            full (+65…, 0065…). The phone number is a buyer's identity, so equal numbers must be equal text.
 * Layer      base.
 * Ownership  results live in the arena given.
 * Errors     phone_normalise returns false and leaves its output alone: letters, too short, too long, no such country code.
 * Source     ITU-T E.164 (at most 15 digits); Indonesian mobile numbers are 08 and 8 to 11 digits more.
 */
#ifndef BASE_PHONE_H
#define BASE_PHONE_H

#include "base/str.h"

/* "0812-3456 7890" → "+6281234567890". */
MUST_USE bool phone_normalise(struct arena *arena, str text, str *out);
/* As Indonesians write it: "0812-3456-7890"; numbers of other countries stay "+6591234567". Takes a normalised number. */
str phone_print(struct arena *arena, str number);
/* For https://wa.me/: the digits without '+'. A part of `number`. */
str phone_digits(str number);
/* Of a number of Indonesia with an area code, where no message arrives: it is rung up. Of other countries nobody can tell. */
bool phone_is_landline(str number);
/* "0812-****-7890": enough to recognise one's own number. */
str phone_mask(struct arena *arena, str number);

#endif
