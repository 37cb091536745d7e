/* SPDX-License-Identifier: Apache-2.0 */
#include "web/compress.h"

#include <brotli/encode.h>
#include <string.h>
#define ZLIB_CONST
#include <zlib.h>

/* Measured on 20 KB pages: brotli 5 costs about a millisecond, 11 thirty times that for a tenth
 * fewer bytes. */
enum { SMALLEST_BYTES = 256, BROTLI_QUICK = 5, BROTLI_BEST = 11, GZIP_QUICK = 6, GZIP_BEST = 9 };
enum { GZIP_WINDOW = 15 + 16, GZIP_MEMORY = 8 };

bool compress_is_worth(str content_type, size_t size)
{
    static const str kinds[] = {
        S_INIT("text/"),
        S_INIT("application/json"),
        S_INIT("application/problem+json"),
        S_INIT("application/ld+json"),
        S_INIT("application/javascript"),
        S_INIT("application/xml"),
        S_INIT("application/rss+xml"),
        S_INIT("application/manifest+json"),
        S_INIT("image/svg+xml"),
    };
    for (size_t i = 0; size >= SMALLEST_BYTES && i < COUNT(kinds); i++) {
        if (content_type.size >= kinds[i].size &&
            str_eq_nocase(str_slice(content_type, 0, kinds[i].size), kinds[i])) {
            return true;
        }
    }
    return false;
}

static str gzip(struct arena *arena, str text, bool best)
{
    z_stream stream = { 0 };
    if (deflateInit2(&stream, best ? GZIP_BEST : GZIP_QUICK, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
        return (str){ 0 };
    }
    size_t room = deflateBound(&stream, (uLong)text.size);
    unsigned char *out = arena_alloc(arena, room);
    stream.next_in = (const Bytef *)text.at;
    stream.avail_in = (uInt)text.size;
    stream.next_out = out;
    stream.avail_out = (uInt)room;
    int ended = deflate(&stream, Z_FINISH);
    size_t size = stream.total_out;
    deflateEnd(&stream);
    return ended == Z_STREAM_END ? (str){ (const char *)out, size } : (str){ 0 };
}

static str brotli(struct arena *arena, str text, bool best)
{
    size_t size = BrotliEncoderMaxCompressedSize(text.size);
    uint8_t *out = arena_alloc(arena, size);
    int quality = best ? BROTLI_BEST : BROTLI_QUICK;
    bool is_done = BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT,
                                         text.size, (const uint8_t *)text.at, &size, out);
    return is_done ? (str){ (const char *)out, size } : (str){ 0 };
}

str compress_text(struct arena *arena, enum http_encoding encoding, str text, bool best)
{
    str small = { 0 };
    switch (encoding) {
    case ENCODING_GZIP:
        small = gzip(arena, text, best);
        break;
    case ENCODING_BR:
        small = brotli(arena, text, best);
        break;
    case ENCODING_IDENTITY:
    case ENCODING_COUNT:
        break;
    }
    return small.size < text.size - text.size / 16 ? small : (str){ 0 };
}
