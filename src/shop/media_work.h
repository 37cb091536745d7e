/* SPDX-License-Identifier: Apache-2.0 */
/*
 * media_work.h - what is done with a picture's pixels, and by whom.
 *
 * Purpose    Bytes of an upload become the files of a picture, or the text of a code seen in it. The program lets a process
 *            without any rights do it (cli/picture_worker.h): whoever finds a fault in a decoder finds no keys behind it, and
 *            all memory goes back. Without that it is done here (tests).
 * Layer      shop; internal to media.
 * Units      pixels, upright.
 * Ownership  what is returned lives in the arena.
 * Errors     ERR_MEDIA_TYPE: damaged; ERR_NOT_FOUND: no code is seen; ERR_IO: cannot be encoded, or no process could be started.
 */
#ifndef SHOP_MEDIA_WORK_H
#define SHOP_MEDIA_WORK_H

#include "base/ctx.h"
#include "shop/media_header.h"

enum { MEDIA_FILES_MAX = 8, MEDIA_PREFIX_BYTES = 16 };

/* One struct of plain values: it goes to the other process as it is. */
struct media_work {
    int64_t width, height;           /* of the largest file */
    bool is_code;                    /* the text of a code is wanted, not files */
    char prefix[MEDIA_PREFIX_BYTES]; /* of several codes the one that begins so */
};

/* Files in the order of media_files, or one text. */
struct media_parts {
    size_t count;
    str part[MEDIA_FILES_MAX];
};

struct media_file_plan {
    int64_t width, height;
    const char *ending;
};

bool media_is_turned(const struct media_header *header); /* a quarter turn swaps width and height */
const char *media_ending(enum media_kind kind);
/* Which files a picture gets; the largest last. At most MEDIA_FILES_MAX. */
size_t media_files(enum media_kind kind, int64_t width, int64_t height,
                   struct media_file_plan *out);

/* One at a time in the whole program (base/mem.h). */
MUST_USE enum err media_work(struct ctx *c, const struct media_work *work, str bytes,
                             struct media_parts *out);
/* The work itself. */
MUST_USE enum err media_work_here(struct arena *arena, const struct media_work *work, str bytes,
                                  struct media_parts *out);

typedef enum err media_worker(struct ctx *c, const struct media_work *work, str bytes,
                              struct media_parts *out);
/* Who does it from now on; before the first thread. */
void media_worker_is(media_worker *worker);

#endif
