/* SPDX-License-Identifier: Apache-2.0 */
/*
 * media_file.h - files named by their content.
 *
 * Purpose    Writes beside and renames, so that nobody ever reads half a file; a name never changes its content.
 * Layer      shop; internal to media.
 * Units      bytes.
 * Errors     ERR_IO: the disk refuses; nothing stands under the name.
 */
#ifndef SHOP_MEDIA_FILE_H
#define SHOP_MEDIA_FILE_H

#include "base/ctx.h"

enum { MEDIA_HASH_CHARS = 40 };

/* The first MEDIA_HASH_CHARS digits of SHA-256. */
str media_hash(struct arena *arena, str bytes);
bool media_is_hash(str name);

/* Bytes that do not reach the file: `put` stands there instead, then zeroes. */
struct media_span {
    size_t from, size;
    str put; /* at most size */
};

MUST_USE enum err media_directory_make(struct ctx *c, str directory);
/* A name lasts when its directory does; also one that another upload just made. */
MUST_USE enum err media_directory_sync(struct ctx *c, str directory);
MUST_USE enum err media_file_write(struct ctx *c, str path, str bytes,
                                   const struct media_span *blank, size_t blank_count);

#endif
