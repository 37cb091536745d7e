/* SPDX-License-Identifier: Apache-2.0 */
/*
 * limit.h - how often an address may ask.
 *
 * Purpose    Token buckets by class and address (IPv6 by /64) in a table of fixed size.
 * Layer      web; uses base and http.
 * Units      instants in µs of clock_monotonic(); waits in whole seconds.
 * Ownership  the limiter is one allocation, freed by limiter_free.
 * Errors     none; a full table forgets the bucket that is closest to full, which loses the least.
 * Threads    any.
 */
#ifndef WEB_LIMIT_H
#define WEB_LIMIT_H

#include "web/http.h"

struct limiter;

/* A class allows `burst` at once and `per_minute` in the long run. */
struct limit_class {
    uint32_t burst;
    uint32_t per_minute;
};

/* The classes are copied; at most 16. `seed` is random, so that nobody can aim at a slot. */
struct limiter *limiter_new(const struct limit_class *classes, size_t count, uint64_t seed);
void limiter_free(struct limiter *limiter);
/* True: allowed and counted. False: `retry_after_s` (may be NULL) says when one more will be. */
MUST_USE bool limit_take(struct limiter *limiter, size_t class_index,
                         const struct http_address *address, int64_t now, int64_t *retry_after_s);
/* The same for another subject than an address: a phone's lookup hash, an account. */
MUST_USE bool limit_take_subject(struct limiter *limiter, size_t class_index, uint64_t subject_hash,
                                 int64_t now, int64_t *retry_after_s);

#endif
