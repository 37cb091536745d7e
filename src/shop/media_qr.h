/* SPDX-License-Identifier: Apache-2.0 */
/*
 * media_qr.h - the text of a QR code in a picture.
 *
 * Purpose    A photo or a screenshot of a code becomes its text; nothing of the picture is kept.
 * Layer      shop. Slow CPU work: call outside of any transaction, on the work pool; one at a time (base/mem.h).
 * Units      pixels; the picture is read at no more than 1600 × 1600.
 * Ownership  the text lives in the arena.
 * Errors     ERR_MEDIA_TYPE: not a picture of ours, or damaged. ERR_TOO_LARGE: as media.h. ERR_NOT_FOUND: no QR code is seen in it.
 */
#ifndef SHOP_MEDIA_QR_H
#define SHOP_MEDIA_QR_H

#include "base/ctx.h"

/* Of several codes the one that begins with `prefix`, else any. */
MUST_USE enum err media_qr_read(struct ctx *c, str bytes, str prefix, str *out);

#endif
