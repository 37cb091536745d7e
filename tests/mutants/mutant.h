/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mutant.h - which of the breaks in this program is the one that is broken now.
 *
 * Purpose    The mutated copy of the tree holds all breaks of a file at once, each behind mutant_is(number). AMANAH_MUTANT names
 *            the one; AMANAH_MUTANT_SEEN is a file in which a test leaves a byte for each break it came past.
 * Layer      never part of the program; copied into src/base of the mutated tree by run.mjs.
 */
#ifndef BASE_MUTANT_H
#define BASE_MUTANT_H

extern int mutant_chosen;
extern unsigned char *mutant_seen;

static inline _Bool mutant_is(int number)
{
    mutant_seen[number] = 1;
    return mutant_chosen == number;
}

#endif
