/* SPDX-License-Identifier: Apache-2.0 */
/*
 * digest.h - SHA-256, and HMAC with it.
 *
 * Purpose    The hash of files, migrations and request bodies. (OpenSSL's is seven times as fast as libsodium's here.)
 * Layer      base.
 * Ownership  the 32 bytes live in the arena.
 * Source     FIPS 180-4; RFC 2104.
 */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base/str.h"

enum { SHA256_BYTES = 32 };

str digest_sha256(struct arena *arena, str bytes);
/* A short message proved by a key of any length: what providers sign their requests with. */
str digest_hmac_sha256(struct arena *arena, str key, str bytes);

#endif
