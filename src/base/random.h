/* SPDX-License-Identifier: Apache-2.0 */
/*
 * random.h - where randomness comes from.
 *
 * Purpose    A source behind one struct: libsodium in the program, a seed in tests and the demo.
 * Layer      base.
 * Errors     none: libsodium aborts when the system has no entropy.
 */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include "base/str.h"

struct random {
    bool is_seeded;
    uint64_t seed;    /* with is_seeded: same seed, same bytes */
    uint64_t counter; /* bytes drawn come from (seed, counter) */
};

struct random random_system(void);
/* Never for secrets of a live shop. */
struct random random_seeded(uint64_t seed);
void random_bytes(struct random *source, void *out, size_t size);
/* Uniform in [0, bound). */
uint64_t random_below(struct random *source, uint64_t bound);
/* `length` characters of the alphabet 23456789abcdefghjkmnpqrstuvwxyz (no 0 o 1 l i), unguessable from 20 on. */
str random_word(struct random *source, struct arena *arena, size_t length);

#endif
