/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arena.h - memory that is given back all at once.
 *
 * Purpose    One zeroing arena per request, command or test. Texts and buffers, which write all they show, skip the zeroing.
 * Layer      base.
 * Ownership  what an arena gives lives until arena_reset or arena_free of that arena.
 * Errors     never NULL: out of memory aborts, because everything a user can make grow is capped earlier.
 *            Under AddressSanitizer each allocation is its own malloc, so overruns are seen.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/base.h"

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *arena);
/* For CLEANUP(arena_drop). */
void arena_drop(struct arena **arena);
/* Forgets everything; keeps a few blocks, so that a busy thread does not call malloc. */
void arena_reset(struct arena *arena);
/* Gives back what arena_reset keeps. */
void arena_trim(struct arena *arena);
/* Zeroed, aligned to 16 bytes. */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((malloc, returns_nonnull));
/* The same, not zeroed: for bytes that are all written before any is read. */
void *arena_room(struct arena *arena, size_t size) __attribute__((malloc, returns_nonnull));
/* Overflow-checked count × size. */
void *arena_alloc_n(struct arena *arena, size_t count, size_t size)
    __attribute__((malloc, returns_nonnull));
/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *arena);
/* A mark, and back to it: everything allocated after the mark is forgotten. */
struct arena_mark {
    void *block;
    size_t used;
    size_t total;
};
struct arena_mark arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, struct arena_mark mark);

#define NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define NEW_N(arena, type, count) ((type *)arena_alloc_n((arena), (count), sizeof(type)))

#endif
