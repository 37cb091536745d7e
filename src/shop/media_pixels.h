/* SPDX-License-Identifier: Apache-2.0 */
/*
 * media_pixels.h - a picture's pixels, made small while they are read.
 *
 * Purpose    Decodes JPEG, PNG, WebP and GIF so that at most one picture in full size is in memory, gives the small one, and
 *            encodes JPEG, PNG and WebP.
 * Layer      shop; libturbojpeg, libpng, libwebp, giflib. Only media_work.c and media_code.c use it.
 * Units      pixels; at most MEDIA_PIXELS_MAX of them, checked by the caller.
 * Ownership  rows and bytes live in the arena.
 * Errors     false: damaged, or not as large as its header says; cannot be encoded.
 */
#ifndef SHOP_MEDIA_PIXELS_H
#define SHOP_MEDIA_PIXELS_H

#include "base/arena.h"
#include "shop/media_header.h"

enum { RASTER_BYTES = 4 }; /* red, green, blue, opacity */

struct raster {
    int64_t width, height;
    uint8_t *rows;  /* from the top, nothing between them */
    bool is_opaque; /* three bytes a pixel: large ones while they are read */
};

/* At most as large as the original; not turned. */
MUST_USE bool media_pixels(struct arena *arena, str bytes, const struct media_header *header,
                           int64_t width, int64_t height, struct raster *out);
/* Never larger. Each pixel is the mean of what falls together; what cannot be seen has no colour. */
struct raster media_scaled(struct arena *arena, const struct raster *from, int64_t width,
                           int64_t height);
/* `ending`: jpg, png or webp. */
MUST_USE bool media_encoded(struct arena *arena, const struct raster *from, const char *ending,
                            str *out);

#endif
