/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cache.h - pages rendered once, compressed once, served until something they show changes.
 *
 * Purpose    Prepared replies by key (language, path, declared query), with tags and an end.
 * Layer      web; uses base and http.
 * Units      sizes in bytes; valid_until in µs of the shop's clock (the test clock too).
 * Ownership  a hit holds a reference to its prepared reply: send it with HTTP_PREPARED or release it.
 * Threads    everything from any thread; a hit takes one read lock and allocates nothing.
 * Invariants a page whose tag rose after its token was read is never served; order: cache_begin, open the snapshot, render,
 *            cache_put; the writer: commit, cache_raise, answer.
 *
 *   if (cache_key_of(&key, lang, path, query, declared, count)) {
 *       if (cache_find(cache, &key, request, now_at, &hit)) {
 *           exchange->prepared = hit;
 *           return HTTP_PREPARED;
 *       }
 *       struct cache_turn turn = cache_begin(cache, &key, wait_ms);
 *       if (turn.is_filled && cache_find(…)) …            somebody else rendered it meanwhile
 *       … render … cache_put(cache, &turn, &page) or cache_give_up(cache, &turn)
 *   }
 */
#ifndef WEB_CACHE_H
#define WEB_CACHE_H

#include "base/ctx.h"
#include "web/http.h"

enum { CACHE_KEY_BYTES = 512, CACHE_TAGS_MAX = 64 };

struct cache;

struct cache_key {
    char bytes[CACHE_KEY_BYTES];
    size_t size;
    uint64_t hash;
};

/* Allocates nothing. False: not to be cached (too long, or a declared parameter given twice). */
MUST_USE bool cache_key_of(struct cache_key *out, enum lang lang, str path, str query,
                           const str *declared, size_t declared_count);

struct cache *cache_new(size_t max_bytes);
void cache_free(struct cache *cache);

/* A fresh page in the encoding the request likes best, or its 304 when If-None-Match says so. */
MUST_USE bool cache_find(struct cache *cache, const struct cache_key *key,
                         const struct http_request *request, int64_t now_at, struct prepared **out);

/* The right to render one key. Ends with cache_put or cache_give_up. */
struct cache_turn {
    struct cache_key key;
    uint64_t token;   /* invalidations seen before the snapshot */
    bool is_renderer; /* others wait for us */
    bool is_filled; /* somebody put the page while we waited: find again; no put, no give_up needed
                     */
};

/* One renderer per key: others wait up to wait_ms for it, then render for themselves. */
struct cache_turn cache_begin(struct cache *cache, const struct cache_key *key, unsigned wait_ms);
void cache_give_up(struct cache *cache, struct cache_turn *turn);

struct cache_page {
    int status;
    const struct http_head *header; /* without ETag, Vary and Content-Encoding; kept for the 304:
                                       Cache-Control, Content-Location, Expires, Last-Modified */
    size_t header_count;
    str body;
    const str *tag;
    size_t tag_count;        /* more than CACHE_TAGS_MAX: not put */
    int64_t valid_until;     /* 0: no end */
    bool varies_by_language; /* Vary: Accept-Language too */
    bool compress_best;      /* brotli 11 instead of 5: for assets that never change */
};

/* False: not kept (a tag rose since the turn began, or too large). Makes the reply for this request
 * either way; the page is compressed only when it is kept. */
bool cache_put(struct cache *cache, struct cache_turn *turn, const struct cache_page *page,
               const struct http_request *request, struct prepared **out);

/* After the commit and before the answer. */
void cache_raise(struct cache *cache, const str *tag, size_t count);
/* Everything: a lost LISTEN, a moved test clock, more tags than fit. */
void cache_clear(struct cache *cache);

struct cache_counts {
    uint64_t hits, misses /* of pages that may be kept */, puts, refused, evicted;
    uint64_t entries, bytes;
};
struct cache_counts cache_counts(struct cache *cache);

#endif
