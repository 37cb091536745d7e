/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/archive.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char magic[] = "AMANAH BACKUP 1\n";

enum {
    MAGIC_BYTES = sizeof magic - 1,
    SALT_BYTES = crypto_pwhash_SALTBYTES,
    HEADER_BYTES = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
    SEAL_BYTES = crypto_secretstream_xchacha20poly1305_ABYTES,
    PLAIN_MAX = ARCHIVE_FRAME_BYTES + 1,
    KEY_MEMORY_BYTES = 64 * 1024 * 1024,
    KEY_ROUNDS = 3
};

struct archive {
    struct arena *arena;
    int file;
    char *detail;
    const char *path, *beside; /* beside: NULL when it is read */
    crypto_secretstream_xchacha20poly1305_state state;
    bool is_ended;
    unsigned char plain[PLAIN_MAX];
    unsigned char sealed[PLAIN_MAX + SEAL_BYTES];
};

static enum err io_fail(struct archive *a, const char *what)
{
    snprintf(a->detail, CTX_DETAIL_BYTES, "%s: cannot %s: %s", a->path, what, strerror(errno));
    return ERR_IO;
}

static enum err write_all(struct archive *a, const void *bytes, size_t size)
{
    const char *at = bytes;
    while (size > 0) {
        ssize_t done = write(a->file, at, size);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            return io_fail(a, "write");
        }
        at += done;
        size -= (size_t)done;
    }
    return OK;
}

/* ERR_MALFORMED: the file ends first. */
static enum err read_all(struct archive *a, void *bytes, size_t size)
{
    char *at = bytes;
    while (size > 0) {
        ssize_t done = read(a->file, at, size);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done < 0) {
            return io_fail(a, "read");
        }
        if (done == 0) {
            snprintf(a->detail, CTX_DETAIL_BYTES, "%s: not a whole backup", a->path);
            return ERR_MALFORMED;
        }
        at += done;
        size -= (size_t)done;
    }
    return OK;
}

/* The only slow step: a guess costs as much as this. */
static enum err make_key(struct archive *a, str passphrase, const unsigned char *salt,
                         unsigned char *key)
{
    if (crypto_pwhash(key, crypto_secretstream_xchacha20poly1305_KEYBYTES, passphrase.at,
                      passphrase.size, salt, KEY_ROUNDS, KEY_MEMORY_BYTES,
                      crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return io_fail(a, "find 64 MB of memory for");
    }
    return OK;
}

static struct archive *archive_new(str path, char *detail)
{
    struct archive *a = MEM_NEW(struct archive);
    CHECK(sodium_init() >= 0);
    a->arena = arena_new();
    a->detail = detail;
    a->file = -1;
    a->path = str_c(a->arena, path);
    return a;
}

static enum err begin_writing(struct archive *a, str passphrase)
{
    unsigned char salt[SALT_BYTES];
    unsigned char header[HEADER_BYTES];
    unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
    a->beside = str_c(a->arena, str_join(a->arena, str_of(a->path), S(".new")));
    a->file = open(a->beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (a->file < 0) {
        return io_fail(a, "make");
    }
    randombytes_buf(salt, sizeof salt);
    TRY(make_key(a, passphrase, salt, key));
    crypto_secretstream_xchacha20poly1305_init_push(&a->state, header, key);
    sodium_memzero(key, sizeof key);
    TRY(write_all(a, magic, MAGIC_BYTES));
    TRY(write_all(a, salt, sizeof salt));
    return write_all(a, header, sizeof header);
}

enum err archive_make(str path, str passphrase, struct archive **out, char *detail)
{
    struct archive *a = archive_new(path, detail);
    enum err e = begin_writing(a, passphrase);
    if (e != OK) {
        archive_drop(&a);
        return e;
    }
    *out = a;
    return OK;
}

static enum err put(struct archive *a, enum archive_frame kind, str text)
{
    unsigned long long size = 0;
    unsigned char tag = kind == ARCHIVE_END ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                                            : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
    CHECK(text.size <= ARCHIVE_FRAME_BYTES);
    a->plain[0] = (unsigned char)kind;
    if (text.size > 0) {
        memcpy(a->plain + 1, text.at, text.size);
    }
    crypto_secretstream_xchacha20poly1305_push(&a->state, a->sealed, &size, a->plain, text.size + 1,
                                               NULL, 0, tag);
    unsigned char length[4] = { (unsigned char)(size >> 24), (unsigned char)(size >> 16),
                                (unsigned char)(size >> 8), (unsigned char)size };
    TRY(write_all(a, length, sizeof length));
    return write_all(a, a->sealed, (size_t)size);
}

enum err archive_name(struct archive *archive, str name)
{
    return put(archive, ARCHIVE_NAME, name);
}

enum err archive_add(struct archive *archive, str bytes)
{
    while (bytes.size > 0) {
        str part = str_slice(bytes, 0, ARCHIVE_FRAME_BYTES);
        TRY(put(archive, ARCHIVE_DATA, part));
        bytes = str_skip(bytes, part.size);
    }
    return OK;
}

static enum err sync_folder(struct archive *a)
{
    struct str_pair path = str_cut_last(str_of(a->path), '/');
    const char *folder = path.found ? str_c(a->arena, str_join(a->arena, path.head, S("/"))) : ".";
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_synced = file >= 0 && fsync(file) == 0;
    if (file >= 0) {
        close(file);
    }
    return is_synced ? OK : io_fail(a, "sync the folder of");
}

enum err archive_close(struct archive *archive)
{
    TRY(put(archive, ARCHIVE_END, (str){ 0 }));
    if (fsync(archive->file) != 0 || rename(archive->beside, archive->path) != 0) {
        return io_fail(archive, "finish");
    }
    archive->is_ended = true;
    return sync_folder(archive);
}

static enum err begin_reading(struct archive *a, str passphrase)
{
    char start[MAGIC_BYTES];
    unsigned char salt[SALT_BYTES];
    unsigned char header[HEADER_BYTES];
    unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
    a->file = open(a->path, O_RDONLY | O_CLOEXEC);
    if (a->file < 0) {
        return io_fail(a, "open");
    }
    TRY(read_all(a, start, sizeof start));
    if (memcmp(start, magic, sizeof start) != 0) {
        snprintf(a->detail, CTX_DETAIL_BYTES, "%s: not a backup of ours", a->path);
        return ERR_MALFORMED;
    }
    TRY(read_all(a, salt, sizeof salt));
    TRY(read_all(a, header, sizeof header));
    TRY(make_key(a, passphrase, salt, key));
    int bad = crypto_secretstream_xchacha20poly1305_init_pull(&a->state, header, key);
    sodium_memzero(key, sizeof key);
    return bad == 0 ? OK : ERR_MALFORMED;
}

enum err archive_open(str path, str passphrase, struct archive **out, char *detail)
{
    struct archive *a = archive_new(path, detail);
    enum err e = begin_reading(a, passphrase);
    if (e != OK) {
        archive_drop(&a);
        return e;
    }
    *out = a;
    return OK;
}

enum err archive_next(struct archive *archive, enum archive_frame *kind, str *text)
{
    unsigned char length[4];
    unsigned char tag = 0;
    unsigned long long plain = 0;
    TRY(read_all(archive, length, sizeof length));
    size_t size =
        (size_t)length[0] << 24 | (size_t)length[1] << 16 | (size_t)length[2] << 8 | length[3];
    if (size <= SEAL_BYTES || size > sizeof archive->sealed) {
        snprintf(archive->detail, CTX_DETAIL_BYTES, "%s: damaged", archive->path);
        return ERR_MALFORMED;
    }
    TRY(read_all(archive, archive->sealed, size));
    if (crypto_secretstream_xchacha20poly1305_pull(&archive->state, archive->plain, &plain, &tag,
                                                   archive->sealed, size, NULL, 0) != 0) {
        snprintf(archive->detail, CTX_DETAIL_BYTES, "%s: another passphrase, or a damaged file",
                 archive->path);
        return ERR_FORBIDDEN;
    }
    *kind = (enum archive_frame)archive->plain[0];
    *text = (str){ (const char *)archive->plain + 1, (size_t)plain - 1 };
    return OK;
}

void archive_drop(struct archive **archive)
{
    struct archive *a = *archive;
    if (a == NULL) {
        return;
    }
    if (a->file >= 0) {
        close(a->file);
    }
    if (a->beside != NULL && !a->is_ended) {
        (void)unlink(a->beside);
    }
    arena_free(a->arena);
    sodium_memzero(a, sizeof *a);
    mem_free(a);
    *archive = NULL;
}
