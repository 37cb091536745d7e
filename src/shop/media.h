/* SPDX-License-Identifier: Apache-2.0 */
/*
 * media.h - pictures as files.
 *
 * Purpose    Takes uploads, makes the sizes the pages use, names files by their content.
 * Layer      shop. Slow CPU work: call outside of any transaction, on the work pool; one at a time (base/mem.h).
 * Units      pixels, bytes.
 * Ownership  everything returned lives in the arena.
 * Errors     ERR_MEDIA_TYPE: not a JPEG, PNG, WebP or GIF by its content, or damaged; ERR_TOO_LARGE: more than MEDIA_PIXELS_MAX (decided from
 *            the header, before decoding) or MEDIA_BYTES_MAX; ERR_IO.
 * Invariants files are written beside and renamed; a name never changes its content. Metadata (EXIF, GPS) never reaches a file.
 */
#ifndef SHOP_MEDIA_H
#define SHOP_MEDIA_H

#include "base/ctx.h"
#include "shop/product_id.h"

enum { MEDIA_PIXELS_MAX = 24000000, MEDIA_BYTES_MAX = 20 * 1024 * 1024, MEDIA_WIDTH_COUNT = 3 };
extern const int32_t media_widths[MEDIA_WIDTH_COUNT]; /* 320 640 1080 */

struct media {
    str name;      /* "9f86d0…-1600x1200j": content address, size and original kind; goes into picture.media */
    int64_t width, height; /* after turning upright */
};

/* Stores a picture under `directory` (DIR/media). The same bytes give the same name and write nothing. */
MUST_USE enum err media_store(struct ctx *c, str directory, str bytes, struct media *out);

/* File names below DIR/media, for addresses /media/NAME: NAME-640.webp, NAME-640.jpg. Widths above the picture's own give the full one. */
str media_file(struct arena *arena, str name, int32_t width, bool is_webp);
/* "/media/…-320.webp 320w, /media/…-640.webp 640w, …" */
str media_srcset(struct arena *arena, str name, bool is_webp);
/* Width of the file media_file gives. */
int32_t media_file_width(str name, int32_t width);
/* Whether the last part of /media/… is a file name of ours; gives its content type. Never trust a path otherwise. */
MUST_USE bool media_is_file_name(str file_name, str *content_type);

/* Pictures that imports left to be fetched: the job asks, fetches, and says what came of it. */
struct media_wanted {
    picture_id picture;
    str source_url;
};
MUST_USE enum err media_wanted(struct ctx *c, size_t limit, struct media_wanted **out,
                               size_t *count);
MUST_USE enum err media_arrived(struct ctx *c, picture_id picture, const struct media *media);
/* Tried `attempts` times; final ones are not wanted any more. */
MUST_USE enum err media_missed(struct ctx *c, picture_id picture, bool is_final);

#endif
