/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compress.h - smaller bytes for the wire.
 *
 * Purpose    gzip and brotli of a whole text.
 * Layer      web; uses base and http.
 * Ownership  the result lives in the arena.
 * Errors     empty: not worth it (too small, no gain, already compressed kind).
 */
#ifndef WEB_COMPRESS_H
#define WEB_COMPRESS_H

#include "web/http.h"

/* Text, JSON, JavaScript, XML, SVG: what shrinks. */
bool compress_is_worth(str content_type, size_t size);
/* `best`: slow and smallest, for what is compressed once and served for ever. */
str compress_text(struct arena *arena, enum http_encoding encoding, str text, bool best);

#endif
