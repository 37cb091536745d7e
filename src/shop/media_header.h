/* SPDX-License-Identifier: Apache-2.0 */
/*
 * media_header.h - what a picture says of itself, before anything is decoded.
 *
 * Purpose    Kind, size and orientation from the first bytes of JPEG, PNG, GIF and WebP.
 * Layer      shop; internal to media.
 * Errors     false: none of these, or damaged.
 * Source     ISO 10918-1, PNG 1.2, GIF89a, RFC 9649 (WebP), Exif 2.3 tag 0x0112.
 */
#ifndef SHOP_MEDIA_HEADER_H
#define SHOP_MEDIA_HEADER_H

#include "base/str.h"

enum media_kind { MEDIA_JPEG, MEDIA_PNG, MEDIA_WEBP, MEDIA_GIF, MEDIA_KIND_COUNT };

struct media_header {
    enum media_kind kind;
    int64_t width, height;
    int orientation; /* Exif: 1 upright … 8 */
};

MUST_USE bool media_header_read(str bytes, struct media_header *out);

#endif
