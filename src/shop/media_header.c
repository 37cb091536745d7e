/* SPDX-License-Identifier: Apache-2.0 */
/* media_header.c - readers that look at nothing past the end of what they were given. */
#include "shop/media_header.h"

/* 0 past the end: every caller refuses 0 sizes. */
static uint32_t byte_at(str s, size_t at)
{
    return at < s.size ? (unsigned char)s.at[at] : 0;
}

static uint32_t big_16(str s, size_t at)
{
    return byte_at(s, at) << 8 | byte_at(s, at + 1);
}

static uint32_t big_32(str s, size_t at)
{
    return big_16(s, at) << 16 | big_16(s, at + 2);
}

static uint32_t little_16(str s, size_t at)
{
    return byte_at(s, at) | byte_at(s, at + 1) << 8;
}

static uint32_t little_24(str s, size_t at)
{
    return little_16(s, at) | byte_at(s, at + 2) << 16;
}

static uint32_t little_32(str s, size_t at)
{
    return little_16(s, at) | little_16(s, at + 2) << 16;
}

/* Tag 0x0112 of the first directory of an Exif (TIFF) block. */
static int exif_orientation(str tiff)
{
    bool is_little = str_starts(tiff, S("II*\0"));
    if (!is_little && !str_starts(tiff, S("MM\0*"))) {
        return 1;
    }
    size_t at = is_little ? little_32(tiff, 4) : big_32(tiff, 4);
    size_t count = is_little ? little_16(tiff, at) : big_16(tiff, at);
    for (size_t i = 0; i < count && at + 14 + i * 12 <= tiff.size; i++) {
        size_t entry = at + 2 + i * 12;
        uint32_t tag = is_little ? little_16(tiff, entry) : big_16(tiff, entry);
        uint32_t value = is_little ? little_16(tiff, entry + 8) : big_16(tiff, entry + 8);
        if (tag == 0x0112) {
            return value >= 1 && value <= 8 ? (int)value : 1;
        }
    }
    return 1;
}

static bool is_frame(uint32_t marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/* Walks the segments up to the frame header. */
static bool read_jpeg(str s, struct media_header *out)
{
    out->kind = MEDIA_JPEG;
    for (size_t at = 2; at + 4 <= s.size && byte_at(s, at) == 0xff;) {
        uint32_t marker = byte_at(s, at + 1);
        size_t length = big_16(s, at + 2);
        if (marker == 0xff) { /* padding */
            at++;
            continue;
        }
        if (is_frame(marker)) {
            out->height = big_16(s, at + 5);
            out->width = big_16(s, at + 7);
            return true;
        }
        str body = str_slice(s, at + 4, at + 2 + length);
        if (marker == 0xe1 && str_starts(body, S("Exif\0\0"))) {
            out->orientation = exif_orientation(str_skip(body, 6));
        }
        if (marker == 0xda || length < 2) {
            return false; /* picture data before a frame header */
        }
        at += 2 + length;
    }
    return false;
}

static bool read_png(str s, struct media_header *out)
{
    out->kind = MEDIA_PNG;
    out->width = big_32(s, 16);
    out->height = big_32(s, 20);
    return str_eq(str_slice(s, 12, 16), S("IHDR"));
}

static bool read_gif(str s, struct media_header *out)
{
    out->kind = MEDIA_GIF;
    out->width = little_16(s, 6);
    out->height = little_16(s, 8);
    return true;
}

static void read_webp_chunk(str kind, str body, struct media_header *out)
{
    if (str_eq(kind, S("VP8X"))) {
        out->width = little_24(body, 4) + 1;
        out->height = little_24(body, 7) + 1;
    } else if (str_eq(kind, S("VP8 ")) && out->width == 0) {
        out->width = little_16(body, 6) & 0x3fff;
        out->height = little_16(body, 8) & 0x3fff;
    } else if (str_eq(kind, S("VP8L")) && out->width == 0) {
        uint32_t bits = little_32(body, 1);
        out->width = (bits & 0x3fff) + 1;
        out->height = (bits >> 14 & 0x3fff) + 1;
    } else if (str_eq(kind, S("EXIF"))) {
        str tiff = str_starts(body, S("Exif\0\0")) ? str_skip(body, 6) : body;
        out->orientation = exif_orientation(tiff);
    }
}

static bool read_webp(str s, struct media_header *out)
{
    out->kind = MEDIA_WEBP;
    for (size_t at = 12; at + 8 <= s.size;) {
        size_t length = little_32(s, at + 4);
        read_webp_chunk(str_slice(s, at, at + 4), str_slice(s, at + 8, at + 8 + length), out);
        at += 8 + length + (length & 1);
    }
    return true;
}

bool media_header_read(str s, struct media_header *out)
{
    struct media_header header = { .orientation = 1 };
    bool is_fine = false;
    if (str_starts(s, S("\xff\xd8\xff"))) {
        is_fine = read_jpeg(s, &header);
    } else if (str_starts(s, S("\x89PNG\r\n\x1a\n"))) {
        is_fine = read_png(s, &header);
    } else if (str_starts(s, S("GIF87a")) || str_starts(s, S("GIF89a"))) {
        is_fine = read_gif(s, &header);
    } else if (str_starts(s, S("RIFF")) && str_eq(str_slice(s, 8, 12), S("WEBP"))) {
        is_fine = read_webp(s, &header);
    }
    is_fine = is_fine && header.width > 0 && header.height > 0;
    if (is_fine) {
        *out = header;
    }
    return is_fine;
}
