/* SPDX-License-Identifier: Apache-2.0 */
#include "base/mem.h"

#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t large = PTHREAD_MUTEX_INITIALIZER;

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

void mem_large_begin(void)
{
    pthread_mutex_lock(&large);
}

void mem_large_end(void)
{
    malloc_trim(0);
    pthread_mutex_unlock(&large);
}
