/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_SEPARATE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_SEPARATE 1
#endif
#endif
#ifndef ARENA_SEPARATE
#define ARENA_SEPARATE 0
#endif

enum { BLOCK_BYTES = 32 * 1024, ALIGN = 16, SPARE_MAX = 5 };

struct block {
    struct block *previous;
    size_t capacity;
    _Alignas(ALIGN) unsigned char bytes[];
};

struct arena {
    struct block *block; /* newest first */
    size_t used;         /* in the newest block */
    size_t total;
    struct block *spare; /* empty ones of BLOCK_BYTES, kept by arena_reset */
    size_t spare_count;
};

static struct block *block_new(struct block *previous, size_t capacity)
{
    struct block *block = malloc(sizeof(struct block) + capacity);
    CHECK(block != NULL);
    block->previous = previous;
    block->capacity = capacity;
    return block;
}

struct arena *arena_new(void)
{
    struct arena *arena = calloc(1, sizeof *arena);
    CHECK(arena != NULL);
    return arena;
}

static struct block *block_standard(struct arena *arena)
{
    struct block *block = arena->spare;
    if (block == NULL) {
        return block_new(arena->block, BLOCK_BYTES);
    }
    arena->spare = block->previous;
    arena->spare_count--;
    block->previous = arena->block;
    return block;
}

static void drop_until(struct arena *arena, const struct block *keep)
{
    while (arena->block != keep) {
        struct block *block = arena->block;
        CHECK(block != NULL);
        arena->block = block->previous;
        free(block);
    }
}

void arena_trim(struct arena *arena)
{
    while (arena->spare != NULL) {
        struct block *block = arena->spare;
        arena->spare = block->previous;
        free(block);
    }
    arena->spare_count = 0;
}

void arena_free(struct arena *arena)
{
    if (arena == NULL) {
        return;
    }
    drop_until(arena, NULL);
    arena_trim(arena);
    free(arena);
}

void arena_drop(struct arena **arena)
{
    arena_free(*arena);
    *arena = NULL;
}

void arena_reset(struct arena *arena)
{
    while (arena->block != NULL) {
        struct block *block = arena->block;
        arena->block = block->previous;
        if (!ARENA_SEPARATE && block->capacity == BLOCK_BYTES && arena->spare_count < SPARE_MAX) {
            block->previous = arena->spare;
            arena->spare = block;
            arena->spare_count++;
        } else {
            free(block);
        }
    }
    arena->used = 0;
    arena->total = 0;
}

void *arena_room(struct arena *arena, size_t size)
{
    CHECK(size <= SIZE_MAX / 2);
    size_t need =
        ARENA_SEPARATE ? (size == 0 ? 1 : size) : (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    struct block *block = arena->block;
    if (ARENA_SEPARATE || block == NULL || block->capacity - arena->used < need) {
        bool is_own = ARENA_SEPARATE || need > BLOCK_BYTES;
        block = arena->block = is_own ? block_new(block, need) : block_standard(arena);
        arena->used = 0;
    }
    void *memory = block->bytes + arena->used;
    arena->used += need;
    arena->total += need;
    return memory;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(arena_room(arena, size), 0, size);
}

void *arena_alloc_n(struct arena *arena, size_t count, size_t size)
{
    size_t bytes = 0;
    CHECK(!__builtin_mul_overflow(count, size, &bytes));
    return arena_alloc(arena, bytes);
}

size_t arena_used(const struct arena *arena)
{
    return arena->total;
}

struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){ arena->block, arena->used, arena->total };
}

void arena_rewind(struct arena *arena, struct arena_mark mark)
{
    drop_until(arena, mark.block);
    arena->used = mark.used;
    arena->total = mark.total;
}
