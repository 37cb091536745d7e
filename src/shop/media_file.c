/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/media_file.h"

#include "base/digest.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WINDOW_BYTES = 1024 * 1024 };

str media_hash(struct arena *arena, str bytes)
{
    return str_hex(arena, str_slice(digest_sha256(arena, bytes), 0, MEDIA_HASH_CHARS / 2));
}

bool media_is_hash(str name)
{
    for (size_t i = 0; i < name.size; i++) {
        char c = name.at[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            return false;
        }
    }
    return name.size == MEDIA_HASH_CHARS;
}

static void close_file(int *file)
{
    if (*file >= 0) {
        close(*file);
    }
}

enum err media_directory_make(struct ctx *c, str directory)
{
    if (mkdir(str_c(c->arena, directory), 0755) != 0 && errno != EEXIST) {
        return fail(c, ERR_IO, "%.*s: %s", STR_ARG(directory), strerror(errno));
    }
    return OK;
}

enum err media_directory_sync(struct ctx *c, str directory)
{
    const char *path = str_c(c->arena, directory);
    CLEANUP(close_file) int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0 || fsync(folder) != 0) {
        return fail(c, ERR_IO, "%s: %s", path, strerror(errno));
    }
    return OK;
}

static bool write_window(int file, str bytes)
{
    while (bytes.size > 0) {
        ssize_t written = write(file, bytes.at, bytes.size);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        bytes = str_skip(bytes, (size_t)written);
    }
    return true;
}

/* What was written is let go of: an upload may be larger than the memory there is. */
static bool write_all(int file, str bytes)
{
    while (bytes.size > 0) {
        str window = str_slice(bytes, 0, WINDOW_BYTES);
        if (!write_window(file, window)) {
            return false;
        }
        bytes = str_skip(bytes, window.size);
        if (bytes.size > 0) {
            mem_forget(window.at, window.size);
        }
    }
    return true;
}

static bool write_blank(int file, const struct media_span *span)
{
    static const char zeroes[4096];
    size_t done = 0;
    while (done < span->size) {
        str bytes = done < span->put.size
                        ? str_skip(span->put, done)
                        : str_slice((str){ zeroes, sizeof zeroes }, 0, span->size - done);
        ssize_t written = pwrite(file, bytes.at, bytes.size, (off_t)(span->from + done));
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        done += (size_t)written;
    }
    return true;
}

static bool write_blanks(int file, const struct media_span *blank, size_t count)
{
    bool is_good = true;
    for (size_t i = 0; i < count && is_good; i++) {
        is_good = write_blank(file, &blank[i]);
    }
    return is_good;
}

enum err media_file_write(struct ctx *c, str path, str bytes, const struct media_span *blank,
                          size_t blank_count)
{
    const char *final = str_c(c->arena, path);
    const char *beside = str_c(c->arena, str_join(c->arena, path, S(".new")));
    CLEANUP(close_file) int file = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0 || !write_all(file, bytes) || !write_blanks(file, blank, blank_count) ||
        fsync(file) != 0 || rename(beside, final) != 0) {
        return fail(c, ERR_IO, "%s: %s", beside, strerror(errno));
    }
    return OK;
}
