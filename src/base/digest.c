/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"

#include <openssl/sha.h>

str digest_sha256(struct arena *arena, str bytes)
{
    unsigned char *digest = arena_alloc(arena, SHA256_DIGEST_LENGTH);
    (void)SHA256((const unsigned char *)bytes.at, bytes.size, digest);
    return (str){ (const char *)digest, SHA256_DIGEST_LENGTH };
}
