/* SPDX-License-Identifier: Apache-2.0 */
#include "web/limit.h"

#include "base/mem.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

enum { CLASSES_MAX = 16, SETS = 2048, WAYS = 4, LOCKS = 16 };

/* A bucket is one instant (the generic cell rate algorithm): when it will be full again. In the
 * past: full, as good as never seen. */
struct bucket {
    uint64_t key;
    int64_t full_at;
};

struct limiter {
    struct limit_class class[CLASSES_MAX];
    size_t class_count;
    unsigned char key[crypto_shorthash_KEYBYTES];
    pthread_mutex_t lock[LOCKS];
    struct bucket bucket[SETS][WAYS];
};

struct limiter *limiter_new(const struct limit_class *classes, size_t count, uint64_t seed)
{
    CHECK(count <= CLASSES_MAX);
    struct limiter *limiter = MEM_NEW(struct limiter);
    memcpy(limiter->class, classes, count * sizeof *classes);
    limiter->class_count = count;
    memcpy(limiter->key, &seed, sizeof seed);
    for (size_t i = 0; i < LOCKS; i++) {
        pthread_mutex_init(&limiter->lock[i], NULL);
    }
    return limiter;
}

void limiter_free(struct limiter *limiter)
{
    if (limiter == NULL) {
        return;
    }
    for (size_t i = 0; i < LOCKS; i++) {
        pthread_mutex_destroy(&limiter->lock[i]);
    }
    mem_free(limiter);
}

/* The bucket of that key, else the one closest to full, which is then the key's. */
static struct bucket *bucket_of(struct bucket *set, uint64_t key)
{
    struct bucket *oldest = &set[0];
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].key == key) {
            return &set[i];
        }
        if (set[i].full_at < oldest->full_at) {
            oldest = &set[i];
        }
    }
    *oldest = (struct bucket){ .key = key };
    return oldest;
}

static bool bucket_take(struct bucket *bucket, const struct limit_class *class, int64_t now,
                        int64_t *retry_after_s)
{
    int64_t interval = MINUTES(1) / (class->per_minute == 0 ? 1 : class->per_minute);
    int64_t full_at = (bucket->full_at > now ? bucket->full_at : now) + interval;
    int64_t excess = full_at - now - interval * (int64_t) class->burst;
    if (excess <= 0) {
        bucket->full_at = full_at;
        return true;
    }
    if (retry_after_s != NULL) {
        *retry_after_s = (excess + SECONDS(1) - 1) / SECONDS(1);
    }
    return false;
}

static bool take(struct limiter *limiter, size_t class_index, const void *subject, size_t size,
                 int64_t now, int64_t *retry_after_s)
{
    CHECK(class_index < limiter->class_count);
    unsigned char text[1 + 16] = { (unsigned char)class_index };
    CHECK(size < sizeof text);
    memcpy(&text[1], subject, size);
    uint64_t key = 0;
    crypto_shorthash((unsigned char *)&key, text, 1 + size, limiter->key);
    size_t set = (size_t)(key % SETS);
    pthread_mutex_t *lock = &limiter->lock[set % LOCKS];
    pthread_mutex_lock(lock);
    struct bucket *bucket = bucket_of(limiter->bucket[set], key);
    bool is_taken = bucket_take(bucket, &limiter->class[class_index], now, retry_after_s);
    pthread_mutex_unlock(lock);
    return is_taken;
}

bool limit_take(struct limiter *limiter, size_t class_index, const struct http_address *address,
                int64_t now, int64_t *retry_after_s)
{
    static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
    bool is_ipv4 = memcmp(address->bytes, mapped, sizeof mapped) == 0;
    return take(limiter, class_index, address->bytes, is_ipv4 ? 16 : 8, now, retry_after_s);
}

bool limit_take_subject(struct limiter *limiter, size_t class_index, uint64_t subject_hash,
                        int64_t now, int64_t *retry_after_s)
{
    unsigned char text[9] = { 's' }; /* nine bytes: never the text of an address */
    memcpy(&text[1], &subject_hash, sizeof subject_hash);
    return take(limiter, class_index, text, sizeof text, now, retry_after_s);
}
