/* SPDX-License-Identifier: Apache-2.0 */
#include "base/random.h"

#include <sodium.h>
#include <string.h>

struct random random_system(void)
{
    CHECK(sodium_init() >= 0);
    return (struct random){ 0 };
}

struct random random_seeded(uint64_t seed)
{
    CHECK(sodium_init() >= 0);
    return (struct random){ .is_seeded = true, .seed = seed };
}

void random_bytes(struct random *source, void *out, size_t size)
{
    if (!source->is_seeded) {
        randombytes_buf(out, size);
        return;
    }
    unsigned char key[randombytes_SEEDBYTES] = { 0 };
    source->counter++;
    memcpy(key, &source->seed, sizeof source->seed);
    memcpy(key + 8, &source->counter, sizeof source->counter);
    randombytes_buf_deterministic(out, size, key);
}

uint64_t random_below(struct random *source, uint64_t bound)
{
    CHECK(bound > 0);
    uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
    uint64_t number = 0;
    do {
        random_bytes(source, &number, sizeof number);
    } while (number >= limit);
    return number % bound;
}

str random_word(struct random *source, struct arena *arena, size_t length)
{
    static const char alphabet[] = "23456789abcdefghjkmnpqrstuvwxyz";
    char *word = arena_alloc(arena, length + 1);
    for (size_t i = 0; i < length; i++) {
        word[i] = alphabet[random_below(source, sizeof alphabet - 1)];
    }
    return (str){ word, length };
}
