/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdlib.h>

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

enum { BLOCK_BYTES = 32 * 1024, SPARE_MAX = 5 };

struct arena_block {
    struct arena_block *previous;
    size_t capacity; /* a multiple of ARENA_ALIGN but under AddressSanitizer */
    _Alignas(ARENA_ALIGN) unsigned char bytes[];
};

static struct arena_block *block_new(size_t capacity)
{
    struct arena_block *block = malloc(sizeof(struct arena_block) + capacity);
    CHECK(block != NULL);
    block->capacity = capacity;
    return block;
}

struct arena *arena_new(void)
{
    struct arena *arena = calloc(1, sizeof *arena);
    CHECK(arena != NULL);
    return arena;
}

static struct arena_block *block_standard(struct arena *arena)
{
    struct arena_block *block = arena->spare;
    if (block == NULL) {
        return block_new(BLOCK_BYTES);
    }
    arena->spare = block->previous;
    arena->spare_count--;
    return block;
}

static void drop_until(struct arena *arena, const struct arena_block *keep)
{
    while (arena->block != keep) {
        struct arena_block *block = arena->block;
        CHECK(block != NULL);
        arena->block = block->previous;
        free(block);
    }
}

void arena_trim(struct arena *arena)
{
    while (arena->spare != NULL) {
        struct arena_block *block = arena->spare;
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
        struct arena_block *block = arena->block;
        arena->block = block->previous;
        if (!ARENA_SEPARATE && block->capacity == BLOCK_BYTES && arena->spare_count < SPARE_MAX) {
            block->previous = arena->spare;
            arena->spare = block;
            arena->spare_count++;
        } else {
            free(block);
        }
    }
    arena->at = arena->end = NULL;
    arena->older = 0;
}

/* The newest block's free part begins at `at`; NULL: there is none. */
static void free_from(struct arena *arena, unsigned char *at)
{
    struct arena_block *block = arena->block;
    arena->at = at;
    arena->end = ARENA_SEPARATE || block == NULL ? at : block->bytes + block->capacity;
}

void *arena_room_in_new_block(struct arena *arena, size_t size)
{
    CHECK(size <= SIZE_MAX / 2);
    size_t need = ARENA_SEPARATE ? (size == 0 ? 1 : size)
                                 : (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
    size_t older = arena_used(arena);
    bool is_own = ARENA_SEPARATE || need > BLOCK_BYTES;
    struct arena_block *block = is_own ? block_new(need) : block_standard(arena);
    block->previous = arena->block;
    arena->block = block;
    arena->older = older;
    free_from(arena, block->bytes + need);
    return block->bytes;
}

void *arena_alloc_n(struct arena *arena, size_t count, size_t size)
{
    size_t bytes = 0;
    CHECK(!__builtin_mul_overflow(count, size, &bytes));
    return arena_alloc(arena, bytes);
}

size_t arena_used(const struct arena *arena)
{
    return arena->older + (arena->block == NULL ? 0 : (size_t)(arena->at - arena->block->bytes));
}

struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){ arena->block, arena->at, arena->older };
}

void arena_rewind(struct arena *arena, struct arena_mark mark)
{
    drop_until(arena, mark.block);
    arena->older = mark.older;
    free_from(arena, mark.at);
}
