/* SPDX-License-Identifier: Apache-2.0 */
/*
 * media_video_header.h - what a film is, by its structure; nothing is decoded.
 *
 * Purpose    Kind, whether it is whole, and which parts of it tell of the person who made it.
 * Layer      shop; internal to media. Looks at nothing past the end of what it was given.
 * Errors     false: neither MP4 nor WebM, cut short, no track with pictures, or more to blank than VIDEO_BLANKS_MAX.
 * Source     ISO/IEC 14496-12 4.2, 8.1 to 8.10; RFC 8794 4 to 11; RFC 9559 5.1.
 */
#ifndef SHOP_MEDIA_VIDEO_HEADER_H
#define SHOP_MEDIA_VIDEO_HEADER_H

#include "shop/media_file.h"

enum video_kind { VIDEO_MP4, VIDEO_WEBM, VIDEO_KIND_COUNT };
enum { VIDEO_BLANKS_MAX = 64 };

struct video_header {
    enum video_kind kind;
    struct media_span blank[VIDEO_BLANKS_MAX]; /* contents of boxes that describe the maker, not the film */
    size_t blank_count;
};

MUST_USE bool video_header_read(str bytes, struct video_header *out);

#endif
