/* SPDX-License-Identifier: Apache-2.0 */
#include "core/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_BYTES = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    WRAPPED_MAX = 200,
    PERSON_SHELVES = 1000,
};
_Static_assert(KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "one size of key");
_Static_assert(KEY_BYTES == crypto_kdf_KEYBYTES, "one size of key");

static const char kdf_context[crypto_kdf_CONTEXTBYTES + 1] = "amanah.1";

/* ---- files ---- */

static void fd_close(const int *fd)
{
    if (*fd >= 0) {
        close(*fd);
    }
}

static enum err io_fail(char *detail, const char *what, const char *path)
{
    int code = errno;
    snprintf(detail, CTX_DETAIL_BYTES, "%s %s: %s", what, path, strerror(code));
    return code == EEXIST ? ERR_EXISTS : code == ENOENT ? ERR_NOT_FOUND : ERR_IO;
}

static enum err sync_dir(const char *dir, char *detail)
{
    CLEANUP(fd_close) int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0) {
        return io_fail(detail, "sync", dir);
    }
    return OK;
}

static enum err make_dir(const char *dir, char *detail)
{
    if (mkdir(dir, 0700) != 0 && errno != EEXIST) {
        return io_fail(detail, "make", dir);
    }
    return OK;
}

/* Never overwrites. */
static enum err write_new(const char *path, str bytes, char *detail)
{
    CLEANUP(fd_close) int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        return io_fail(detail, "make", path);
    }
    if (write(fd, bytes.at, bytes.size) != (ssize_t)bytes.size || fsync(fd) != 0) {
        return io_fail(detail, "write", path);
    }
    return OK;
}

static enum err read_all(struct arena *arena, const char *path, size_t max, str *out, char *detail)
{
    CLEANUP(fd_close) int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return io_fail(detail, "open", path);
    }
    char *bytes = arena_alloc(arena, max + 1);
    ssize_t size = read(fd, bytes, max + 1);
    if (size < 0) {
        return io_fail(detail, "read", path);
    }
    *out = (str){ bytes, (size_t)size };
    return OK;
}

/* ---- the shop's key ---- */

static void derive(struct keys *keys, const unsigned char master[KEY_BYTES])
{
    for (size_t use = 0; use < KEY_USE_COUNT; use++) {
        crypto_kdf_derive_from_key(keys->derived[use], KEY_BYTES, use + 1, kdf_context, master);
    }
}

enum err keys_make(str data_dir, struct random *random, char *detail)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    const char *dir = str_c(arena, str_join(arena, data_dir, S("/keys")));
    const char *persons = str_c(arena, str_join(arena, data_dir, S("/keys/persons")));
    const char *path = str_c(arena, str_join(arena, data_dir, S("/keys/shop.key")));
    TRY(make_dir(dir, detail));
    TRY(make_dir(persons, detail));
    unsigned char master[KEY_BYTES];
    random_bytes(random, master, sizeof master);
    enum err e = write_new(path, (str){ (const char *)master, sizeof master }, detail);
    sodium_memzero(master, sizeof master);
    TRY(e);
    TRY(sync_dir(dir, detail));
    return sync_dir(str_c(arena, data_dir), detail);
}

enum err keys_open(struct arena *arena, str data_dir, const struct keys **out, char *detail)
{
    CHECK(sodium_init() >= 0);
    const char *path = str_c(arena, str_join(arena, data_dir, S("/keys/shop.key")));
    str master = { 0 };
    enum err e = read_all(arena, path, KEY_BYTES, &master, detail);
    if (e != OK) {
        return ERR_IO;
    }
    if (master.size != KEY_BYTES) {
        snprintf(detail, CTX_DETAIL_BYTES, "%s has %zu bytes instead of %d", path, master.size,
                 KEY_BYTES);
        return ERR_IO;
    }
    struct keys *keys = NEW(arena, struct keys);
    unsigned char copy[KEY_BYTES];
    memcpy(copy, master.at, sizeof copy);
    derive(keys, copy);
    sodium_memzero(copy, sizeof copy);
    keys->person_dir = str_join(arena, data_dir, S("/keys/persons"));
    keys->is_lasting = NEW_N(arena, atomic_bool, PERSON_SHELVES);
    *out = keys;
    return OK;
}

const struct keys *keys_seeded(struct arena *arena, uint64_t seed)
{
    CHECK(sodium_init() >= 0);
    struct keys *keys = NEW(arena, struct keys);
    keys->is_lasting = NEW_N(arena, atomic_bool, PERSON_SHELVES);
    struct random random = random_seeded(seed);
    unsigned char master[KEY_BYTES];
    random_bytes(&random, master, sizeof master);
    derive(keys, master);
    return keys;
}

/* ---- what is done with keys ---- */

void keys_mac(const struct keys *keys, enum key_use use, str message, unsigned char out[MAC_BYTES])
{
    CHECK(use < KEY_USE_COUNT);
    crypto_generichash(out, MAC_BYTES, (const unsigned char *)message.at, message.size,
                       keys->derived[use], KEY_BYTES);
}

str keys_mac_hex(struct arena *arena, const struct keys *keys, enum key_use use, str message)
{
    unsigned char mac[MAC_BYTES];
    keys_mac(keys, use, message, mac);
    return str_hex(arena, (str){ (const char *)mac, sizeof mac });
}

str key_seal(struct ctx *c, str key, str context, str plain)
{
    CHECK(key.size == KEY_BYTES);
    size_t size = NONCE_BYTES + plain.size + TAG_BYTES;
    unsigned char *box = arena_alloc(c->arena, size);
    random_bytes(c->random, box, NONCE_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        box + NONCE_BYTES, NULL, (const unsigned char *)plain.at, plain.size,
        (const unsigned char *)context.at, context.size, NULL, box, (const unsigned char *)key.at);
    return (str){ (const char *)box, size };
}

bool key_unseal(struct ctx *c, str key, str context, str sealed, str *out)
{
    if (key.size != KEY_BYTES || sealed.size < NONCE_BYTES + TAG_BYTES) {
        return false;
    }
    const unsigned char *box = (const unsigned char *)sealed.at;
    size_t size = sealed.size - NONCE_BYTES - TAG_BYTES;
    unsigned char *plain = arena_alloc(c->arena, size + 1);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, box + NONCE_BYTES,
                                                   size + TAG_BYTES,
                                                   (const unsigned char *)context.at, context.size,
                                                   box, (const unsigned char *)key.at) != 0) {
        return false;
    }
    *out = (str){ (const char *)plain, size };
    return true;
}

static str derived_key(const struct keys *keys, enum key_use use)
{
    CHECK(use < KEY_USE_COUNT);
    return (str){ (const char *)keys->derived[use], KEY_BYTES };
}

str keys_seal(struct ctx *c, enum key_use use, str context, str plain)
{
    return key_seal(c, derived_key(c->keys, use), context, plain);
}

bool keys_unseal(struct ctx *c, enum key_use use, str context, str sealed, str *out)
{
    return key_unseal(c, derived_key(c->keys, use), context, sealed, out);
}

bool key_eq(str a, str b)
{
    return a.size == b.size && (a.size == 0 || sodium_memcmp(a.at, b.at, a.size) == 0);
}

/* ---- keys of persons as files ---- */

/* Two levels, so that no directory grows without bound. */
static const char *person_path(struct ctx *c, int64_t person, const char **dir)
{
    str shelf = str_format(c->arena, "%.*s/%03" PRId64, STR_ARG(c->keys->person_dir),
                           person % PERSON_SHELVES);
    *dir = str_c(c->arena, shelf);
    return str_c(c->arena, str_format(c->arena, "%.*s/%" PRId64, STR_ARG(shelf), person));
}

/* The folder's name lasts once the one above was synced after it was made: by us, or for what another made, once in our life. */
static enum err make_shelf(struct ctx *c, int64_t person, const char *dir)
{
    atomic_bool *is_lasting = &c->keys->is_lasting[person % PERSON_SHELVES];
    const char *above = str_c(c->arena, c->keys->person_dir);
    bool is_new = mkdir(dir, 0700) == 0;
    if (!is_new && errno == ENOENT) { /* a backup keeps no empty folders */
        TRY(make_dir(above, c->detail));
        is_new = mkdir(dir, 0700) == 0;
    }
    if (!is_new && errno != EEXIST) {
        return io_fail(c->detail, "make", dir);
    }
    if (is_new || !atomic_load(is_lasting)) {
        TRY(sync_dir(above, c->detail));
        atomic_store(is_lasting, true);
    }
    return OK;
}

enum err keys_person_put(struct ctx *c, int64_t person, str wrapped)
{
    const char *dir = NULL;
    const char *path = person_path(c, person, &dir);
    TRY(make_shelf(c, person, dir));
    if (unlink(path) != 0 && errno != ENOENT) { /* left by a transaction that was rolled back */
        return io_fail(c->detail, "replace", path);
    }
    TRY(write_new(path, wrapped, c->detail));
    return sync_dir(dir, c->detail);
}

enum err keys_person_get(struct ctx *c, int64_t person, str *out)
{
    const char *dir = NULL;
    const char *path = person_path(c, person, &dir);
    return read_all(c->arena, path, WRAPPED_MAX, out, c->detail);
}

enum err keys_person_drop(struct ctx *c, int64_t person)
{
    const char *dir = NULL;
    const char *path = person_path(c, person, &dir);
    if (unlink(path) != 0) {
        return errno == ENOENT ? OK : io_fail(c->detail, "remove", path);
    }
    return sync_dir(dir, c->detail);
}
