/* SPDX-License-Identifier: Apache-2.0 */
/*
 * media_pixels.h - a picture's pixels, made small while they are read.
 *
 * Purpose    Decodes JPEG, PNG, WebP and GIF so that at most one picture in full size is in memory, and gives the small one:
 *            gd's own readers of PNG and WebP hold two.
 * Layer      shop; libgd, libpng, libwebp. Only media.c uses it.
 * Units      pixels; at most MEDIA_PIXELS_MAX of them, checked by the caller.
 * Ownership  the picture is the caller's: gdImageDestroy.
 * Errors     NULL: damaged, or not as large as its header says.
 */
#ifndef SHOP_MEDIA_PIXELS_H
#define SHOP_MEDIA_PIXELS_H

#include "shop/media_header.h"

#include <gd.h>

/* At most as large as the original; not turned. */
gdImagePtr media_pixels(str bytes, const struct media_header *header, int64_t width,
                        int64_t height);
/* An empty picture of that size, transparent. */
gdImagePtr media_blank(int64_t width, int64_t height);
gdImagePtr media_scaled(gdImagePtr from, int64_t width, int64_t height);

#endif
