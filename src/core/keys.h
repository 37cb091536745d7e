/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keys.h - the shop's secret keys.
 *
 * Purpose    One random master key in DIR/keys/shop.key (0600) and what is derived from it: sealing, lookup hashes, links, forms.
 *            On PostgreSQL the wrapped keys of persons lie beside it in DIR/keys/persons/ (rows leave traces in WAL and dead tuples).
 * Layer      core; uses base. Loaded once by cli, carried in ctx->keys, read by any thread.
 * Ownership  struct keys lives in the arena it was opened with.
 * Errors     ERR_IO with `detail` (CTX_DETAIL_BYTES); ERR_EXISTS: keys_make found a key (it never overwrites one).
 * Source     XChaCha20-Poly1305 and keyed BLAKE2b of libsodium.
 */
#ifndef CORE_KEYS_H
#define CORE_KEYS_H

#include "base/ctx.h"

#include <stdatomic.h>

enum { KEY_BYTES = 32, MAC_BYTES = 32 };

/* What a derived key is for; one is never used for two things. Add a use at the end: the order is part of the derivation. */
enum key_use {
    KEY_WRAP,   /* keys of persons */
    KEY_FIND,   /* lookup hashes of phone and e-mail */
    KEY_SECRET, /* the shop's own secrets in settings (SMTP password, gateway keys) */
    KEY_LINK,   /* signed links of buyers */
    KEY_FORM,   /* form tokens */
    KEY_TOKEN,  /* sessions and API tokens, stored as MACs only */
    KEY_LOG,    /* seed of the public log's signing key */
    KEY_USE_COUNT
};

struct keys {
    unsigned char derived[KEY_USE_COUNT][KEY_BYTES];
    str person_dir; /* DIR/keys/persons; empty in tests that have no directory */
    atomic_bool *is_lasting; /* of its folders: those whose names were synced (keys_person_put) */
};

/* Makes DIR/keys and its key. Only `init`, `demo` and `restore` do. */
MUST_USE enum err keys_make(str data_dir, struct random *random, char *detail);
MUST_USE enum err keys_open(struct arena *arena, str data_dir, const struct keys **out,
                            char *detail);
/* Keys that exist in memory only: tests. */
const struct keys *keys_seeded(struct arena *arena, uint64_t seed);

void keys_mac(const struct keys *keys, enum key_use use, str message, unsigned char out[MAC_BYTES]);
/* Lower-case hex of the same, in the arena. */
str keys_mac_hex(struct arena *arena, const struct keys *keys, enum key_use use, str message);
/* Random nonce, ciphertext and tag in one piece; `context` must be the same when opened ("person:12"). */
str keys_seal(struct ctx *c, enum key_use use, str context, str plain);
/* False: another key, another context, or damaged. */
MUST_USE bool keys_unseal(struct ctx *c, enum key_use use, str context, str sealed, str *out);
/* The same with a key of one's own (KEY_BYTES). */
str key_seal(struct ctx *c, str key, str context, str plain);
MUST_USE bool key_unseal(struct ctx *c, str key, str context, str sealed, str *out);

/* PostgreSQL only: a person's wrapped key as a file of its own (0600), made durable before it returns. */
MUST_USE enum err keys_person_put(struct ctx *c, int64_t person, str wrapped);
MUST_USE enum err keys_person_get(struct ctx *c, int64_t person, str *out); /* ERR_NOT_FOUND */
MUST_USE enum err keys_person_drop(struct ctx *c, int64_t person);          /* no file: harmless */

/* Compares in constant time; false when the lengths differ. */
bool key_eq(str a, str b);

#endif
