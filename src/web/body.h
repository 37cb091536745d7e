/* SPDX-License-Identifier: Apache-2.0 */
/*
 * body.h - the bytes a client sends, kept within bounds.
 *
 * Purpose    Small bodies in memory, larger ones in an unlinked file that is mapped when it is
 * whole: an upload never fills memory, nor one client the disk. Layer      web; uses base. Units      bytes. Ownership
 * body_text is valid until body_free. Errors     BODY_TOO_LARGE past the limit; BODY_FULL: no
 * memory or no share of the disk left for bodies, or the disk refuses (503).
 */
#ifndef WEB_BODY_H
#define WEB_BODY_H

#include "base/str.h"

#include <stdatomic.h>

enum body_verdict { BODY_OK, BODY_TOO_LARGE, BODY_FULL };

enum {
    BODY_MEMORY_BYTES = 256 * 1024,
    BODY_HEAD_BYTES = 128 * 1024,
    BODY_TAIL_BYTES = 64 * 1024,
    BODY_SOURCES = 1024
};

/* Shared by all requests. */
struct body_room {
    const char *directory; /* for the files; lives as long as the room */
    size_t max_bytes;      /* in memory, of all requests together */
    size_t files_max_bytes, files_of_one_max_bytes; /* on the disk: of all together, of one source */
    atomic_size_t used_bytes, files_bytes;
    atomic_size_t files_of[BODY_SOURCES];
};

struct body {
    struct body_room *room;
    char *memory; /* size `capacity` */
    size_t capacity;
    size_t size;
    size_t max_size;
    bool keeps_ends; /* see body_begin_ends */
    int file;        /* -1: in memory */
    size_t source;   /* whose share of the disk it takes: a number below BODY_SOURCES */
    size_t file_bytes;
    void *map;
};

struct body body_new(struct body_room *room);
/* `expected_size` is what the client says (0: unknown); it is not trusted before its first bytes
 * are here. */
void body_begin(struct body *body, size_t max_size, uint64_t expected_size);
MUST_USE enum body_verdict body_add(struct body *body, str part);
/* A body longer than anybody takes: its first BODY_HEAD_BYTES and at least its last BODY_TAIL_BYTES are kept, joined. Of a form with a file
 * that is still a form: every small field around the file, and a file that lacks its middle. */
void body_begin_ends(struct body *body);
/* Ends the body: the whole text. */
MUST_USE enum body_verdict body_text(struct body *body, str *out);
void body_free(struct body *body);

#endif
