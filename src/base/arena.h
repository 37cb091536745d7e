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

#include <string.h>

/* Nobody but arena.c touches the fields; they stand here so that the usual case, a few bytes from the newest block, costs a few instructions. */
struct arena {
    unsigned char *at, *end; /* what is free of the newest block; nothing under AddressSanitizer */
    struct arena_block *block;
    size_t older;              /* bytes handed out from the blocks before it */
    struct arena_block *spare; /* empty ones, kept by arena_reset */
    size_t spare_count;
};
enum { ARENA_ALIGN = 16 };

struct arena *arena_new(void);
void arena_free(struct arena *arena);
/* For CLEANUP(arena_drop). */
void arena_drop(struct arena **arena);
/* Forgets everything; keeps a few blocks, so that a busy thread does not call malloc. */
void arena_reset(struct arena *arena);
/* Gives back what arena_reset keeps. */
void arena_trim(struct arena *arena);
/* The slow half of the two below: a new block. */
void *arena_room_in_new_block(struct arena *arena, size_t size)
    __attribute__((malloc, returns_nonnull));
/* Aligned to 16 bytes, not zeroed: for bytes that are all written before any is read. */
__attribute__((malloc, returns_nonnull)) static inline void *arena_room(struct arena *arena,
                                                                        size_t size)
{
    if (size >= (size_t)(arena->end - arena->at)) {
        return arena_room_in_new_block(arena, size);
    }
    void *memory = arena->at;
    arena->at += (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
    return memory;
}
/* The same, zeroed. */
__attribute__((malloc, returns_nonnull)) static inline void *arena_alloc(struct arena *arena,
                                                                         size_t size)
{
    return memset(arena_room(arena, size), 0, size);
}
/* Overflow-checked count × size. */
void *arena_alloc_n(struct arena *arena, size_t count, size_t size)
    __attribute__((malloc, returns_nonnull));
/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *arena);
/* A mark, and back to it: everything allocated after the mark is forgotten. */
struct arena_mark {
    struct arena_block *block;
    unsigned char *at;
    size_t older;
};
struct arena_mark arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, struct arena_mark mark);

#define NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define NEW_N(arena, type, count) ((type *)arena_alloc_n((arena), (count), sizeof(type)))

#endif
