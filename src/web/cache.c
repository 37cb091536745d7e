/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cache.c - how it stays right without asking anybody on a hit.
 *
 * One counter numbers the invalidations. Raising a tag writes the next number into the tag's slot
 * (a fixed table; two tags in one slot only invalidate too much), then into the counter. A page
 * carries the counter as it was before its snapshot (token). It is fresh while none of its tags'
 * slots is newer than the token; that is looked at again only when the counter has moved. So
 * raising costs a few stores, and nobody searches the pages.
 */
#include "web/cache.h"

#include "base/mem.h"
#include "web/compress.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

enum { SHARDS = 8, CHAINS = 256, SLOTS = 4096, TURNS = 32, ETAG_BYTES = 12, ETAG_TEXT_BYTES = 32 };
enum { HEADERS_ADDED = 3 };

struct variant {
    struct prepared *reply, *unchanged; /* 200 and 304; NULL: not offered */
    char etag[ETAG_TEXT_BYTES];
};

struct entry {
    struct entry *next;
    uint64_t hash;
    uint64_t token;
    _Atomic uint64_t fresh_at; /* the counter when it was last found fresh */
    _Atomic uint64_t used_at;  /* puts of the whole cache when it was last used */
    int64_t valid_until;
    unsigned offered; /* bits of encodings */
    struct variant variant[ENCODING_COUNT];
    size_t tag_count;
    uint16_t slot[CACHE_TAGS_MAX];
    size_t size_bytes;
    size_t key_size;
    char key[];
};

struct shard {
    pthread_rwlock_t lock;
    struct entry *chain[CHAINS];
    size_t bytes;
    size_t count;
    _Atomic uint64_t hits, misses;
};

struct turn {
    bool is_taken;
    struct cache_key key;
};

struct cache {
    size_t shard_max_bytes;
    struct shard shard[SHARDS];
    _Atomic uint64_t counter, floor; /* pages older than floor are gone: cache_clear */
    _Atomic uint64_t slot[SLOTS];
    _Atomic uint64_t puts, refused, evicted;
    pthread_mutex_t raise_lock, turn_lock;
    pthread_cond_t turn_done;
    struct turn turn[TURNS];
};

/* ---- keys ---- */

static bool key_add(struct cache_key *key, str part)
{
    if (part.size > CACHE_KEY_BYTES - key->size) {
        return false;
    }
    memcpy(&key->bytes[key->size], part.at, part.size);
    key->size += part.size;
    return true;
}

/* The parameter's value as sent; false: given twice. */
static bool query_value(str query, str name, str *out)
{
    int found = 0;
    while (query.size > 0) {
        struct str_pair cut = str_cut(query, '&');
        struct str_pair pair = str_cut(cut.head, '=');
        if (str_eq(pair.head, name)) {
            *out = pair.tail;
            found++;
        }
        query = cut.tail;
    }
    return found <= 1;
}

bool cache_key_of(struct cache_key *out, enum lang lang, str path, str query, const str *declared,
                  size_t declared_count)
{
    out->size = 0;
    out->bytes[out->size++] = (char)('0' + (int)lang);
    bool is_good = key_add(out, path);
    for (size_t i = 0; is_good && i < declared_count; i++) {
        str value = { 0 };
        is_good = query_value(query, declared[i], &value);
        if (is_good && value.at != NULL) {
            is_good = key_add(out, S("&")) && key_add(out, declared[i]) && key_add(out, S("=")) &&
                      key_add(out, value);
        }
    }
    out->hash = str_hash((str){ out->bytes, out->size });
    return is_good;
}

/* ---- life ---- */

struct cache *cache_new(size_t max_bytes)
{
    struct cache *cache = MEM_NEW(struct cache);
    cache->shard_max_bytes = max_bytes / SHARDS;
    for (size_t i = 0; i < SHARDS; i++) {
        pthread_rwlock_init(&cache->shard[i].lock, NULL);
    }
    pthread_mutex_init(&cache->raise_lock, NULL);
    pthread_mutex_init(&cache->turn_lock, NULL);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&cache->turn_done, &attributes);
    pthread_condattr_destroy(&attributes);
    return cache;
}

static void entry_free(struct entry *entry)
{
    for (size_t i = 0; i < ENCODING_COUNT; i++) {
        prepared_release(entry->variant[i].reply);
        prepared_release(entry->variant[i].unchanged);
    }
    mem_free(entry);
}

/* With the shard's lock. */
static void shard_remove(struct shard *shard, struct entry **link)
{
    struct entry *entry = *link;
    *link = entry->next;
    shard->bytes -= entry->size_bytes;
    shard->count--;
    entry_free(entry);
}

static void shard_empty(struct shard *shard)
{
    pthread_rwlock_wrlock(&shard->lock);
    for (size_t i = 0; i < CHAINS; i++) {
        while (shard->chain[i] != NULL) {
            shard_remove(shard, &shard->chain[i]);
        }
    }
    pthread_rwlock_unlock(&shard->lock);
}

void cache_free(struct cache *cache)
{
    if (cache == NULL) {
        return;
    }
    for (size_t i = 0; i < SHARDS; i++) {
        shard_empty(&cache->shard[i]);
        pthread_rwlock_destroy(&cache->shard[i].lock);
    }
    pthread_cond_destroy(&cache->turn_done);
    pthread_mutex_destroy(&cache->turn_lock);
    pthread_mutex_destroy(&cache->raise_lock);
    mem_free(cache);
}

/* ---- freshness ---- */

static size_t slot_of(str tag)
{
    uint64_t hash = str_hash(tag);
    return (size_t)((hash ^ hash >> 32) % SLOTS);
}

void cache_raise(struct cache *cache, const str *tag, size_t count)
{
    pthread_mutex_lock(&cache->raise_lock);
    uint64_t number = cache->counter + 1;
    for (size_t i = 0; i < count; i++) {
        cache->slot[slot_of(tag[i])] = number;
    }
    cache->counter = number; /* last: who sees it sees the slots */
    pthread_mutex_unlock(&cache->raise_lock);
}

void cache_clear(struct cache *cache)
{
    pthread_mutex_lock(&cache->raise_lock);
    uint64_t number = cache->counter + 1;
    cache->floor = number;
    cache->counter = number;
    pthread_mutex_unlock(&cache->raise_lock);
    for (size_t i = 0; i < SHARDS; i++) {
        shard_empty(&cache->shard[i]);
    }
}

static bool tags_are_older(struct cache *cache, const uint16_t *slot, size_t count, uint64_t token)
{
    if (token < cache->floor) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (cache->slot[slot[i]] > token) {
            return false;
        }
    }
    return true;
}

static bool entry_is_fresh(struct cache *cache, struct entry *entry)
{
    uint64_t counter = cache->counter;
    if (atomic_load_explicit(&entry->fresh_at, memory_order_relaxed) == counter) {
        return true;
    }
    if (!tags_are_older(cache, entry->slot, entry->tag_count, entry->token)) {
        return false;
    }
    atomic_store_explicit(&entry->fresh_at, counter, memory_order_relaxed);
    return true;
}

/* ---- finding ---- */

static struct shard *shard_of(struct cache *cache, uint64_t hash)
{
    return &cache->shard[(hash >> 48) % SHARDS];
}

static struct entry **link_of(struct shard *shard, const struct cache_key *key)
{
    struct entry **link = &shard->chain[(key->hash ^ key->hash >> 32) % CHAINS];
    while (*link != NULL) {
        struct entry *entry = *link;
        if (entry->hash == key->hash && entry->key_size == key->size &&
            memcmp(entry->key, key->bytes, key->size) == 0) {
            break;
        }
        link = &entry->next;
    }
    return link;
}

static struct prepared *choose(const struct entry *entry, const struct http_request *request)
{
    enum http_encoding encoding =
        http_encoding_choose(http_header(request, S("accept-encoding")), entry->offered);
    const struct variant *variant = &entry->variant[encoding];
    str if_none_match = http_header(request, S("if-none-match"));
    bool is_unchanged = variant->unchanged != NULL && if_none_match.size > 0 &&
                        http_etag_matches(if_none_match, str_of(variant->etag));
    return prepared_keep(is_unchanged ? variant->unchanged : variant->reply);
}

static void entry_use(struct cache *cache, struct entry *entry)
{
    uint64_t puts = atomic_load_explicit(&cache->puts, memory_order_relaxed);
    if (atomic_load_explicit(&entry->used_at, memory_order_relaxed) != puts) {
        atomic_store_explicit(&entry->used_at, puts, memory_order_relaxed);
    }
}

bool cache_find(struct cache *cache, const struct cache_key *key,
                const struct http_request *request, int64_t now_at, struct prepared **out)
{
    struct shard *shard = shard_of(cache, key->hash);
    pthread_rwlock_rdlock(&shard->lock);
    struct entry *entry = *link_of(shard, key);
    bool is_hit = entry != NULL && entry_is_fresh(cache, entry) &&
                  (entry->valid_until == 0 || now_at < entry->valid_until);
    if (is_hit) {
        *out = choose(entry, request);
        entry_use(cache, entry);
    }
    pthread_rwlock_unlock(&shard->lock);
    if (is_hit) {
        atomic_fetch_add_explicit(&shard->hits, 1, memory_order_relaxed);
    }
    return is_hit;
}

/* ---- turns ---- */

static struct turn *turn_of(struct cache *cache, const struct cache_key *key)
{
    for (size_t i = 0; i < TURNS; i++) {
        struct turn *turn = &cache->turn[i];
        if (turn->is_taken && turn->key.hash == key->hash && turn->key.size == key->size &&
            memcmp(turn->key.bytes, key->bytes, key->size) == 0) {
            return turn;
        }
    }
    return NULL;
}

static bool turn_take(struct cache *cache, const struct cache_key *key)
{
    for (size_t i = 0; i < TURNS; i++) {
        if (!cache->turn[i].is_taken) {
            cache->turn[i] = (struct turn){ .is_taken = true, .key = *key };
            return true;
        }
    }
    return false; /* too many at once: render without anybody waiting for us */
}

static struct timespec until_ms(unsigned ms)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    int64_t ns = at.tv_nsec + (int64_t)(ms % 1000) * 1000000;
    at.tv_sec += ms / 1000 + ns / 1000000000;
    at.tv_nsec = ns % 1000000000;
    return at;
}

static bool is_there(struct cache *cache, const struct cache_key *key)
{
    struct shard *shard = shard_of(cache, key->hash);
    pthread_rwlock_rdlock(&shard->lock);
    struct entry *entry = *link_of(shard, key);
    bool is_fresh = entry != NULL && entry_is_fresh(cache, entry);
    pthread_rwlock_unlock(&shard->lock);
    return is_fresh;
}

struct cache_turn cache_begin(struct cache *cache, const struct cache_key *key, unsigned wait_ms)
{
    struct cache_turn turn = { .key = *key };
    struct timespec until = until_ms(wait_ms);
    bool is_in_time = true;
    bool has_waited = false;
    atomic_fetch_add_explicit(&shard_of(cache, key->hash)->misses, 1, memory_order_relaxed);
    pthread_mutex_lock(&cache->turn_lock);
    while (is_in_time && turn_of(cache, key) != NULL) {
        has_waited = true;
        is_in_time = pthread_cond_timedwait(&cache->turn_done, &cache->turn_lock, &until) == 0;
    }
    turn.is_filled = has_waited && is_there(cache, key);
    if (!turn.is_filled && turn_of(cache, key) == NULL) {
        turn.is_renderer = turn_take(cache, key);
    }
    pthread_mutex_unlock(&cache->turn_lock);
    turn.token = cache->counter;
    return turn;
}

void cache_give_up(struct cache *cache, struct cache_turn *turn)
{
    if (!turn->is_renderer) {
        return;
    }
    turn->is_renderer = false;
    pthread_mutex_lock(&cache->turn_lock);
    struct turn *own = turn_of(cache, &turn->key);
    CHECK(own != NULL);
    own->is_taken = false;
    pthread_cond_broadcast(&cache->turn_done);
    pthread_mutex_unlock(&cache->turn_lock);
}

/* ---- putting ---- */

static str header_of(const struct cache_page *page, str lower_case_name)
{
    for (size_t i = 0; i < page->header_count; i++) {
        if (str_eq_nocase(page->header[i].name, lower_case_name)) {
            return page->header[i].value;
        }
    }
    return (str){ 0 };
}

/* What a 304 repeats (RFC 9110 15.4.5), without what is added for each variant. */
static bool is_repeated(str name)
{
    static const str names[] = { S_INIT("cache-control"), S_INIT("content-location"),
                                 S_INIT("expires"), S_INIT("last-modified") };
    for (size_t i = 0; i < COUNT(names); i++) {
        if (str_eq_nocase(name, names[i])) {
            return true;
        }
    }
    return false;
}

struct head_list {
    struct http_head item[HTTP_REPLY_HEADERS_MAX + HEADERS_ADDED];
    size_t count;
};

static void head_add(struct head_list *list, str name, str value)
{
    list->item[list->count++] = (struct http_head){ name, value };
}

static struct head_list heads_of(const struct cache_page *page, bool is_304, str etag)
{
    struct head_list list = { .count = 0 };
    CHECK(page->header_count <= HTTP_REPLY_HEADERS_MAX);
    for (size_t i = 0; i < page->header_count; i++) {
        if (!is_304 || is_repeated(page->header[i].name)) {
            list.item[list.count++] = page->header[i];
        }
    }
    head_add(&list, S("ETag"), etag);
    head_add(&list, S("Vary"),
             page->varies_by_language ? S("Accept-Encoding, Accept-Language")
                                      : S("Accept-Encoding"));
    return list;
}

/* A strong tag of the bytes; each encoding has its own. */
static void etag_of(str body, enum http_encoding encoding, char out[ETAG_TEXT_BYTES])
{
    static const char suffix[ENCODING_COUNT][3] = { "\"", "g\"", "b\"" };
    unsigned char digest[crypto_generichash_BYTES];
    crypto_generichash(digest, sizeof digest, (const unsigned char *)body.at, body.size, NULL, 0);
    out[0] = '"';
    sodium_bin2hex(&out[1], ETAG_TEXT_BYTES - 1, digest, ETAG_BYTES);
    memcpy(&out[1 + 2 * ETAG_BYTES], suffix[encoding], sizeof suffix[encoding]);
}

static struct variant variant_of(const struct cache_page *page, enum http_encoding encoding,
                                 str body)
{
    static const str names[ENCODING_COUNT] = { S_INIT(""), S_INIT("gzip"), S_INIT("br") };
    struct variant variant = { 0 };
    etag_of(page->body, encoding, variant.etag);
    struct head_list heads = heads_of(page, false, str_of(variant.etag));
    if (encoding != ENCODING_IDENTITY) {
        head_add(&heads, S("Content-Encoding"), names[encoding]);
    }
    variant.reply = prepared_new(page->status, heads.item, heads.count, body);
    if (page->status == 200) {
        struct head_list short_heads = heads_of(page, true, str_of(variant.etag));
        variant.unchanged = prepared_new(304, short_heads.item, short_heads.count, (str){ 0 });
    }
    return variant;
}

static void entry_add(struct entry *entry, const struct cache_page *page,
                      enum http_encoding encoding, str body)
{
    struct variant variant = variant_of(page, encoding, body);
    entry->variant[encoding] = variant;
    entry->offered |= 1u << encoding;
    entry->size_bytes += prepared_size_bytes(variant.reply);
    entry->size_bytes += variant.unchanged == NULL ? 0 : prepared_size_bytes(variant.unchanged);
}

static struct entry *entry_new(struct cache *cache, const struct cache_turn *turn,
                               const struct cache_page *page)
{
    struct entry *entry = mem_new(sizeof *entry + turn->key.size);
    entry->hash = turn->key.hash;
    entry->token = turn->token;
    entry->fresh_at = turn->token;
    entry->used_at = cache->puts + 1;
    entry->valid_until = page->valid_until;
    entry->tag_count = page->tag_count;
    for (size_t i = 0; i < page->tag_count; i++) {
        entry->slot[i] = (uint16_t)slot_of(page->tag[i]);
    }
    entry->key_size = turn->key.size;
    memcpy(entry->key, turn->key.bytes, turn->key.size);
    entry->size_bytes = sizeof *entry + turn->key.size;
    entry_add(entry, page, ENCODING_IDENTITY, page->body);
    return entry;
}

static void entry_compress(struct entry *entry, const struct cache_page *page)
{
    if (!compress_is_worth(header_of(page, S("content-type")), page->body.size)) {
        return;
    }
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    for (int i = ENCODING_GZIP; i < ENCODING_COUNT; i++) {
        str small = compress_text(arena, (enum http_encoding)i, page->body, page->compress_best);
        if (small.size > 0) {
            entry_add(entry, page, (enum http_encoding)i, small);
        }
    }
}

/* Stale pages first, then the one that was used longest ago. With the shard's lock. */
static void shard_evict(struct cache *cache, struct shard *shard)
{
    struct entry **worst = NULL;
    uint64_t worst_used = UINT64_MAX;
    for (size_t i = 0; i < CHAINS; i++) {
        for (struct entry **link = &shard->chain[i]; *link != NULL; link = &(*link)->next) {
            uint64_t used = entry_is_fresh(cache, *link) ? (*link)->used_at : 0;
            if (used < worst_used) {
                worst = link;
                worst_used = used;
            }
        }
    }
    CHECK(worst != NULL);
    shard_remove(shard, worst);
    cache->evicted++;
}

static void shard_put(struct cache *cache, struct shard *shard, const struct cache_key *key,
                      struct entry *entry)
{
    pthread_rwlock_wrlock(&shard->lock);
    struct entry **link = link_of(shard, key);
    if (*link != NULL) {
        shard_remove(shard, link);
    }
    while (shard->bytes + entry->size_bytes > cache->shard_max_bytes) {
        shard_evict(cache, shard);
    }
    link = link_of(shard, key);
    entry->next = *link;
    *link = entry;
    shard->bytes += entry->size_bytes;
    shard->count++;
    cache->puts++;
    pthread_rwlock_unlock(&shard->lock);
}

bool cache_put(struct cache *cache, struct cache_turn *turn, const struct cache_page *page,
               const struct http_request *request, struct prepared **out)
{
    bool is_kept = page->tag_count <= CACHE_TAGS_MAX;
    struct cache_page kept = *page;
    kept.tag_count = is_kept ? page->tag_count : 0;
    struct entry *entry = entry_new(cache, turn, &kept);
    is_kept = is_kept && tags_are_older(cache, entry->slot, entry->tag_count, turn->token) &&
              entry->size_bytes <= cache->shard_max_bytes / 4;
    if (is_kept) {
        entry_compress(entry, page);
    }
    *out = choose(entry, request);
    if (is_kept) {
        shard_put(cache, shard_of(cache, turn->key.hash), &turn->key, entry);
    } else {
        entry_free(entry);
        cache->refused++;
    }
    cache_give_up(cache, turn);
    return is_kept;
}

struct cache_counts cache_counts(struct cache *cache)
{
    struct cache_counts counts = { .puts = cache->puts,
                                   .refused = cache->refused,
                                   .evicted = cache->evicted };
    for (size_t i = 0; i < SHARDS; i++) {
        struct shard *shard = &cache->shard[i];
        pthread_rwlock_rdlock(&shard->lock);
        counts.entries += shard->count;
        counts.bytes += shard->bytes;
        pthread_rwlock_unlock(&shard->lock);
        counts.hits += shard->hits;
        counts.misses += shard->misses;
    }
    return counts;
}
