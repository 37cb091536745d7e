/* SPDX-License-Identifier: Apache-2.0 */
/*
 * media_code.h - a QR code among pixels.
 *
 * Purpose    Finds codes in a picture and gives the text of one.
 * Layer      shop; libzbar, which is loaded when the first code is looked for: it brings a camera's and a desktop's libraries
 *            that a shop needs once in its life. Only media_work.c uses it.
 * Units      pixels; codes are found best at no more than 1600 × 1600.
 * Ownership  the text lives in the arena.
 * Errors     ERR_NOT_FOUND: no code is seen. ERR_IO: the library is not installed.
 */
#ifndef SHOP_MEDIA_CODE_H
#define SHOP_MEDIA_CODE_H

#include "base/arena.h"
#include "shop/media_pixels.h"

/* Loads the library; where nothing can be opened later, before. */
MUST_USE bool media_code_start(void);
/* Of several codes the one that begins with `prefix`, else any. */
MUST_USE enum err media_code_read(struct arena *arena, const struct raster *from, str prefix,
                                  str *out);

#endif
