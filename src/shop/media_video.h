/* SPDX-License-Identifier: Apache-2.0 */
/*
 * media_video.h - films of a product as files, and their captions.
 *
 * Purpose    Knows MP4 and WebM by their structure, WebVTT by its first line; names files by their content.
 * Layer      shop. Slow: call outside of any transaction, on the work pool.
 * Units      bytes.
 * Ownership  names live in the arena.
 * Errors     ERR_MEDIA_TYPE: not that kind, cut short, or without pictures; ERR_TOO_LARGE; ERR_IO.
 * Invariants what a camera wrote beside the film (place, owner, device: boxes udta and meta of an MP4) never reaches a file.
 * Source     ISO/IEC 14496-12 (boxes), RFC 8794 (EBML), RFC 9559 (Matroska), W3C WebVTT 4.1.
 */
#ifndef SHOP_MEDIA_VIDEO_H
#define SHOP_MEDIA_VIDEO_H

#include "base/ctx.h"

enum { VIDEO_BYTES_MAX = 40 * 1024 * 1024, CAPTIONS_BYTES_MAX = 256 * 1024 };

/* Stores a film under `directory` (DIR/media); `*out` is its file name: "9f86d0….mp4". The same bytes give the same name. */
MUST_USE enum err media_video_store(struct ctx *c, str directory, str bytes, str *out);
MUST_USE enum err media_captions_store(struct ctx *c, str directory, str bytes, str *out);
/* Whether the last part of /media/… is a film or captions of ours; gives its content type. */
MUST_USE bool media_is_video_name(str file_name, str *content_type);

#endif
