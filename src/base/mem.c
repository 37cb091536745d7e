/* SPDX-License-Identifier: Apache-2.0 */
#include "base/mem.h"

#include <stdlib.h>

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
