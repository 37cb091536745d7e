/* SPDX-License-Identifier: Apache-2.0 */
#include "web/body.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_BYTES = 4096 };

struct body body_new(struct body_room *room)
{
    return (struct body){ .room = room, .file = -1 };
}

void body_begin(struct body *body, size_t max_size, uint64_t expected_size)
{
    body->max_size = max_size;
    body->capacity = 0;
    if (expected_size > 0 && expected_size <= FIRST_BYTES) {
        body->capacity =
            (size_t)expected_size; /* an exact first block; taken when the first byte is here */
    }
}

void body_begin_ends(struct body *body)
{
    body_begin(body, 0, 0);
    body->keeps_ends = true;
}

static bool room_take(struct body_room *room, size_t bytes)
{
    if (atomic_fetch_add(&room->used_bytes, bytes) + bytes > room->max_bytes) {
        atomic_fetch_sub(&room->used_bytes, bytes);
        return false;
    }
    return true;
}

static void memory_free(struct body *body)
{
    if (body->memory != NULL) {
        mem_free(body->memory);
        atomic_fetch_sub(&body->room->used_bytes, body->capacity);
        body->memory = NULL;
    }
}

static bool memory_grow(struct body *body, size_t need)
{
    size_t capacity = body->capacity < FIRST_BYTES ? FIRST_BYTES : body->capacity;
    if (body->memory == NULL && need <= body->capacity) {
        capacity = body->capacity;
    }
    while (capacity < need) {
        capacity *= 2;
    }
    if (!room_take(body->room, capacity)) {
        return false;
    }
    char *memory = mem_new(capacity);
    if (body->memory != NULL) {
        memcpy(memory, body->memory, body->size);
    }
    memory_free(body);
    body->memory = memory;
    body->capacity = capacity;
    return true;
}

/* Not all of one client's, or nobody else could send anything while it holds its bodies open. */
static bool files_take(struct body *body, size_t bytes)
{
    struct body_room *room = body->room;
    atomic_size_t *own = &room->files_of[body->source];
    if (atomic_fetch_add(&room->files_bytes, bytes) + bytes > room->files_max_bytes) {
        atomic_fetch_sub(&room->files_bytes, bytes);
        return false;
    }
    if (atomic_fetch_add(own, bytes) + bytes > room->files_of_one_max_bytes) {
        atomic_fetch_sub(own, bytes);
        atomic_fetch_sub(&room->files_bytes, bytes);
        return false;
    }
    body->file_bytes += bytes;
    return true;
}

static void file_free(struct body *body)
{
    if (body->file >= 0) {
        close(body->file);
        atomic_fetch_sub(&body->room->files_bytes, body->file_bytes);
        atomic_fetch_sub(&body->room->files_of[body->source], body->file_bytes);
        body->file_bytes = 0;
        body->file = -1;
    }
}

static bool file_add(struct body *body, str part)
{
    if (!files_take(body, part.size)) {
        return false;
    }
    while (part.size > 0) {
        ssize_t written = write(body->file, part.at, part.size);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        part = str_skip(part, (size_t)written);
    }
    return true;
}

/* Without a name; some file systems know only files that had one. */
static int nameless_file(const char *directory)
{
    int file = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) {
        return file;
    }
    char name[PATH_MAX];
    int size = snprintf(name, sizeof name, "%s/.upload-XXXXXX", directory);
    if (size < 0 || (size_t)size >= sizeof name) {
        return -1;
    }
    file = mkostemp(name, O_CLOEXEC);
    if (file >= 0) {
        (void)unlink(name);
    }
    return file;
}

/* From memory into a file nobody else can open. */
static bool file_begin(struct body *body)
{
    body->file = nameless_file(body->room->directory);
    if (body->file < 0 || !file_add(body, (str){ body->memory, body->size })) {
        return false;
    }
    memory_free(body);
    return true;
}

/* The tail has twice its room: when that is full, its older half goes. */
static enum body_verdict ends_add(struct body *body, str part)
{
    enum { ALL = BODY_HEAD_BYTES + 2 * BODY_TAIL_BYTES };
    if (body->memory == NULL && !memory_grow(body, ALL)) {
        return BODY_FULL;
    }
    while (part.size > 0) {
        if (body->size == ALL) {
            memcpy(&body->memory[BODY_HEAD_BYTES], &body->memory[ALL - BODY_TAIL_BYTES],
                   BODY_TAIL_BYTES);
            body->size = BODY_HEAD_BYTES + BODY_TAIL_BYTES;
        }
        str now = str_slice(part, 0, ALL - body->size);
        memcpy(&body->memory[body->size], now.at, now.size);
        body->size += now.size;
        part = str_skip(part, now.size);
    }
    return BODY_OK;
}

enum body_verdict body_add(struct body *body, str part)
{
    if (body->keeps_ends) {
        return ends_add(body, part);
    }
    if (part.size > body->max_size - body->size) {
        return BODY_TOO_LARGE;
    }
    size_t need = body->size + part.size;
    if (body->file < 0 && need > BODY_MEMORY_BYTES && !file_begin(body)) {
        return BODY_FULL;
    }
    if (body->file >= 0) {
        body->size = need;
        return file_add(body, part) ? BODY_OK : BODY_FULL;
    }
    if ((body->memory == NULL || need > body->capacity) && !memory_grow(body, need)) {
        return BODY_FULL;
    }
    memcpy(&body->memory[body->size], part.at, part.size);
    body->size = need;
    return BODY_OK;
}

enum body_verdict body_text(struct body *body, str *out)
{
    if (body->file < 0) {
        *out = (str){ body->memory, body->size };
        return BODY_OK;
    }
    void *map = mem_map(body->file, body->size);
    if (map == NULL) {
        return BODY_FULL;
    }
    body->map = map;
    *out = (str){ map, body->size };
    return BODY_OK;
}

void body_free(struct body *body)
{
    memory_free(body);
    mem_unmap(body->map, body->size);
    body->map = NULL;
    file_free(body);
    body->size = 0;
    body->capacity = 0;
    body->max_size = 0;
    body->keeps_ends = false;
}
