/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"

#include "base/buf.h"
#include "base/mem.h"

/* OpenSSL calls SHA256_Update old; its newer door clashes with our names and costs a lookup a digest. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

enum { WINDOW_BYTES = 1024 * 1024 };

/* Piece by piece: a mapped file of any size is never in memory whole. */
str digest_sha256(struct arena *arena, str bytes)
{
    unsigned char *digest = arena_alloc(arena, SHA256_BYTES);
    SHA256_CTX context;
    SHA256_Init(&context);
    while (bytes.size > 0) {
        str window = str_slice(bytes, 0, WINDOW_BYTES);
        SHA256_Update(&context, window.at, window.size);
        bytes = str_skip(bytes, window.size);
        if (bytes.size > 0) {
            mem_forget(window.at, window.size);
        }
    }
    SHA256_Final(digest, &context);
    return (str){ (const char *)digest, SHA256_BYTES };
}

enum { BLOCK_BYTES = 64 };

static str padded(struct arena *arena, str key, unsigned char pad, str rest)
{
    struct buf out = buf_new(arena, BLOCK_BYTES + rest.size);
    for (size_t i = 0; i < BLOCK_BYTES; i++) {
        unsigned char at = i < key.size ? (unsigned char)key.at[i] : 0;
        buf_add_char(&out, (char)(at ^ pad));
    }
    buf_add(&out, rest);
    return buf_str(&out);
}

str digest_hmac_sha256(struct arena *arena, str key, str bytes)
{
    str short_key = key.size > BLOCK_BYTES ? digest_sha256(arena, key) : key;
    str inner = digest_sha256(arena, padded(arena, short_key, 0x36, bytes));
    return digest_sha256(arena, padded(arena, short_key, 0x5c, inner));
}
