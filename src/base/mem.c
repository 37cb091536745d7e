/* SPDX-License-Identifier: Apache-2.0 */
#include "base/mem.h"

#include <malloc.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Left alone the C library raises both after each large block it frees, and a thread's arena then keeps up to 64 MB that
 * nobody uses: malloc_trim gives back what lies between blocks in use, never what lies after the last one. */
enum { OWN_MAPPING_BYTES = 1 << 20, FREE_AT_END_BYTES = 1 << 20 };

static pthread_mutex_t large = PTHREAD_MUTEX_INITIALIZER;

/* Every mapping alive, so that mem_forget never touches memory that could not come back. */
struct mapping {
    struct mapping *next;
    uintptr_t from, to;
};
static pthread_mutex_t mappings_lock = PTHREAD_MUTEX_INITIALIZER;
static struct mapping *mappings;

void mem_start(void)
{
    (void)mallopt(M_MMAP_THRESHOLD, OWN_MAPPING_BYTES);
    (void)mallopt(M_TRIM_THRESHOLD, FREE_AT_END_BYTES);
}

void *mem_new(size_t size)
{
    void *memory = calloc(1, size == 0 ? 1 : size);
    CHECK(memory != NULL);
    return memory;
}

void mem_free(void *memory)
{
    free(memory);
}

void mem_give_back(void *memory)
{
    free(memory);
}

void mem_trim(void)
{
    malloc_trim(0);
}

void mem_large_begin(void)
{
    pthread_mutex_lock(&large);
    mem_trim(); /* what earlier load left free makes room */
}

void mem_large_end(void)
{
    mem_trim();
    pthread_mutex_unlock(&large);
}

void *mem_map(int file, size_t size)
{
    void *map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (map == MAP_FAILED) {
        return NULL;
    }
    struct mapping *mapping = MEM_NEW(struct mapping);
    mapping->from = (uintptr_t)map;
    mapping->to = mapping->from + size;
    pthread_mutex_lock(&mappings_lock);
    mapping->next = mappings;
    mappings = mapping;
    pthread_mutex_unlock(&mappings_lock);
    return map;
}

static void forget_mapping(const void *map)
{
    pthread_mutex_lock(&mappings_lock);
    struct mapping **at = &mappings;
    while (*at != NULL && (*at)->from != (uintptr_t)map) {
        at = &(*at)->next;
    }
    struct mapping *found = *at;
    CHECK(found != NULL);
    *at = found->next;
    pthread_mutex_unlock(&mappings_lock);
    mem_free(found);
}

void mem_unmap(void *map, size_t size)
{
    if (map != NULL) {
        forget_mapping(map);
        munmap(map, size);
    }
}

void mem_forget(const void *from, size_t size)
{
    union {
        const void *in;
        char *out;
    } start = { .in = from };
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    size_t before = (size_t)((page - (uintptr_t)from % page) % page);
    size_t whole = size > before ? (size - before) / page * page : 0;
    pthread_mutex_lock(&mappings_lock);
    const struct mapping *mapping = whole == 0 ? NULL : mappings;
    while (mapping != NULL &&
           ((uintptr_t)from < mapping->from || (uintptr_t)from + size > mapping->to)) {
        mapping = mapping->next;
    }
    if (mapping != NULL) {
        (void)madvise(start.out + before, whole, MADV_DONTNEED);
    }
    pthread_mutex_unlock(&mappings_lock);
}
