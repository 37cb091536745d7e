/* SPDX-License-Identifier: Apache-2.0 */
/* media.c - uploads become a few files of known size, upright and without anything the camera wrote beside the picture. */
#include "shop/media.h"

#include "base/mem.h"
#include "shop/media_file.h"
#include "shop/media_pixels.h"

#include <string.h>
#include <sys/stat.h>

enum {
    FULL_WIDTH = 1600,
    FULL_HEIGHT = 3200,
    WEBP_QUALITY = 80,
    JPEG_QUALITY = 82,
    PNG_LEVEL = 7
};

const int32_t media_widths[MEDIA_WIDTH_COUNT] = { 320, 640, 1080 };

static const char kind_letters[MEDIA_KIND_COUNT + 1] = "jpwg";

/* --- names --- */

struct parts {
    int64_t width, height;
    char kind;
};

static bool is_size(int64_t n)
{
    return n > 0 && n <= FULL_HEIGHT;
}

/* "HASH-1600x1200j" */
static bool parts_of(str name, struct parts *out)
{
    struct str_pair hash = str_cut(name, '-');
    struct str_pair size = str_cut(hash.tail, 'x');
    if (!media_is_hash(hash.head) || size.tail.size < 2) {
        return false;
    }
    char kind = size.tail.at[size.tail.size - 1];
    str height = str_slice(size.tail, 0, size.tail.size - 1);
    struct parts parts = { .kind = kind };
    bool is_fine = str_to_int(size.head, &parts.width) && str_to_int(height, &parts.height) &&
                   strchr(kind_letters, kind) != NULL && is_size(parts.width) &&
                   is_size(parts.height);
    if (is_fine) {
        *out = parts;
    }
    return is_fine;
}

static const char *ending_of(char kind)
{
    return kind == 'j' ? "jpg" : kind == 'w' ? "webp" : "png";
}

static int64_t step_of(int64_t full, int32_t width)
{
    for (size_t i = 0; i < MEDIA_WIDTH_COUNT; i++) {
        if (media_widths[i] >= width && media_widths[i] < full) {
            return media_widths[i];
        }
    }
    return full;
}

int32_t media_file_width(str name, int32_t width)
{
    struct parts parts;
    return parts_of(name, &parts) ? (int32_t)step_of(parts.width, width) : 0;
}

str media_file(struct arena *arena, str name, int32_t width, bool is_webp)
{
    struct parts parts;
    if (!parts_of(name, &parts)) {
        return (str){ 0 };
    }
    return str_format(arena, "%.*s-%" PRId64 ".%s", STR_ARG(name), step_of(parts.width, width),
                      is_webp ? "webp" : ending_of(parts.kind));
}

str media_srcset(struct arena *arena, str name, bool is_webp)
{
    str set = { 0 };
    struct parts parts;
    if (!parts_of(name, &parts)) {
        return set;
    }
    for (size_t i = 0; i <= MEDIA_WIDTH_COUNT; i++) {
        int64_t width = i < MEDIA_WIDTH_COUNT ? media_widths[i] : parts.width;
        if (i < MEDIA_WIDTH_COUNT && width >= parts.width) {
            continue;
        }
        str file = media_file(arena, name, (int32_t)width, is_webp);
        set = str_format(arena, "%.*s%s/media/%.*s %" PRId64 "w", STR_ARG(set),
                         set.size > 0 ? ", " : "", STR_ARG(file), width);
    }
    return set;
}

bool media_is_file_name(str file_name, str *content_type)
{
    struct str_pair ending = str_cut_last(file_name, '.');
    struct str_pair width = str_cut_last(ending.head, '-');
    struct parts parts;
    int64_t n = 0;
    if (!ending.found || !width.found || !parts_of(width.head, &parts) ||
        !str_to_int(width.tail, &n) || n != step_of(parts.width, (int32_t)(is_size(n) ? n : 1))) {
        return false;
    }
    if (str_eq(ending.tail, S("webp"))) {
        *content_type = S("image/webp");
        return true;
    }
    *content_type = parts.kind == 'j' ? S("image/jpeg") : S("image/png");
    return str_eq(ending.tail, str_of(ending_of(parts.kind)));
}

static bool is_turned(const struct media_header *header)
{
    return header->orientation >= 5; /* a quarter turn swaps width and height */
}

/* The size of the largest file: upright, at most FULL_WIDTH wide. */
static void full_size(const struct media_header *header, int64_t *width, int64_t *height)
{
    int64_t w = is_turned(header) ? header->height : header->width;
    int64_t h = is_turned(header) ? header->width : header->height;
    if (w > FULL_WIDTH) {
        h = (h * FULL_WIDTH + w / 2) / w;
        w = FULL_WIDTH;
    }
    if (h > FULL_HEIGHT) {
        w = (w * FULL_HEIGHT + h / 2) / h;
        h = FULL_HEIGHT;
    }
    *width = w > 0 ? w : 1;
    *height = h > 0 ? h : 1;
}

static str name_of(struct arena *arena, str bytes, const struct media_header *header, int64_t width,
                   int64_t height)
{
    str hash = media_hash(arena, bytes);
    return str_format(arena, "%.*s-%" PRId64 "x%" PRId64 "%c", STR_ARG(hash), width, height,
                      kind_letters[header->kind]);
}

/* --- pixels --- */

static void drop_image(gdImagePtr *image)
{
    if (*image != NULL) {
        gdImageDestroy(*image);
    }
}

/* Where the pixel at x, y of the upright picture lies in the one the camera wrote. */
static int upright_pixel(gdImagePtr from, int orientation, int x, int y)
{
    int last_x = gdImageSX(from) - 1;
    int last_y = gdImageSY(from) - 1;
    switch (orientation) {
    case 2:
        return gdImageGetTrueColorPixel(from, last_x - x, y);
    case 3:
        return gdImageGetTrueColorPixel(from, last_x - x, last_y - y);
    case 4:
        return gdImageGetTrueColorPixel(from, x, last_y - y);
    case 5:
        return gdImageGetTrueColorPixel(from, y, x);
    case 6:
        return gdImageGetTrueColorPixel(from, y, last_y - x);
    case 7:
        return gdImageGetTrueColorPixel(from, last_x - y, last_y - x);
    case 8:
        return gdImageGetTrueColorPixel(from, last_x - y, x);
    default:
        return gdImageGetTrueColorPixel(from, x, y);
    }
}

static gdImagePtr upright(gdImagePtr from, int orientation, int64_t width, int64_t height)
{
    gdImagePtr image = media_blank(width, height);
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            gdImageSetPixel(image, x, y, upright_pixel(from, orientation, x, y));
        }
    }
    return image;
}

/* Made small first, then turned: only one large picture is ever in memory. */
static gdImagePtr full_picture(str bytes, const struct media_header *header, int64_t width,
                               int64_t height)
{
    bool is_swapped = is_turned(header);
    CLEANUP(drop_image)
    gdImagePtr small =
        media_pixels(bytes, header, is_swapped ? height : width, is_swapped ? width : height);
    if (small == NULL) {
        return NULL;
    }
    return upright(small, header->orientation, width, height);
}

/* --- files --- */

static void *encoded(gdImagePtr image, const char *ending, int *size)
{
    if (strcmp(ending, "webp") == 0) {
        return gdImageWebpPtrEx(image, size, WEBP_QUALITY);
    }
    if (strcmp(ending, "jpg") == 0) {
        gdImageInterlace(image, 1);
        return gdImageJpegPtr(image, size, JPEG_QUALITY);
    }
    return gdImagePngPtrEx(image, size, PNG_LEVEL);
}

static enum err write_encoded(struct ctx *c, str directory, str name, gdImagePtr image,
                              const char *ending)
{
    str path = str_format(c->arena, "%.*s/%.*s-%d.%s", STR_ARG(directory), STR_ARG(name),
                          gdImageSX(image), ending);
    int size = 0;
    void *bytes = encoded(image, ending, &size);
    if (bytes == NULL) {
        return fail(c, ERR_IO, "%.*s cannot be encoded", STR_ARG(path));
    }
    enum err e = media_file_write(c, path, (str){ bytes, (size_t)size }, NULL, 0);
    gdFree(bytes);
    return e;
}

static enum err write_kinds(struct ctx *c, str directory, str name, gdImagePtr image, char kind)
{
    const char *ending = ending_of(kind);
    if (strcmp(ending, "webp") != 0) {
        TRY(write_encoded(c, directory, name, image, ending));
    }
    return write_encoded(c, directory, name, image, "webp");
}

/* The largest last: where its WebP is, all are. */
static enum err write_sizes(struct ctx *c, str directory, str name, gdImagePtr full, char kind)
{
    for (size_t i = 0; i < MEDIA_WIDTH_COUNT; i++) {
        int64_t width = media_widths[i];
        if (width < gdImageSX(full)) {
            int64_t height = (gdImageSY(full) * width + gdImageSX(full) / 2) / gdImageSX(full);
            CLEANUP(drop_image)
            gdImagePtr image = media_scaled(full, width, height > 0 ? height : 1);
            TRY(write_kinds(c, directory, name, image, kind));
        }
    }
    return write_kinds(c, directory, name, full, kind);
}

static bool is_stored(struct ctx *c, str directory, str name)
{
    str file = media_file(c->arena, name, INT32_MAX, true);
    struct stat about;
    return stat(str_c(c->arena,
                      str_format(c->arena, "%.*s/%.*s", STR_ARG(directory), STR_ARG(file))),
                &about) == 0;
}

static enum err make_files(struct ctx *c, str directory, str bytes,
                           const struct media_header *header, const struct media *media)
{
    CLEANUP(drop_image) gdImagePtr full = full_picture(bytes, header, media->width, media->height);
    if (full == NULL) {
        return fail(c, ERR_MEDIA_TYPE, "%.*s cannot be decoded", STR_ARG(media->name));
    }
    TRY(media_directory_make(c, directory));
    return write_sizes(c, directory, media->name, full, kind_letters[header->kind]);
}

enum err media_store(struct ctx *c, str directory, str bytes, struct media *out)
{
    struct media_header header;
    struct media media;
    if (bytes.size > MEDIA_BYTES_MAX) {
        return fail(c, ERR_TOO_LARGE, "a picture of %zu bytes", bytes.size);
    }
    if (!media_header_read(bytes, &header)) {
        return fail(c, ERR_MEDIA_TYPE, "not a picture we know (%zu bytes)", bytes.size);
    }
    if (header.width * header.height > MEDIA_PIXELS_MAX) {
        return fail(c, ERR_TOO_LARGE, "a picture of %" PRId64 " × %" PRId64, header.width,
                    header.height);
    }
    full_size(&header, &media.width, &media.height);
    media.name = name_of(c->arena, bytes, &header, media.width, media.height);
    if (!is_stored(c, directory, media.name)) {
        mem_large_begin(); /* 24 megapixels take 96 MB */
        enum err e = make_files(c, directory, bytes, &header, &media);
        mem_large_end();
        TRY(e);
    }
    TRY(media_directory_sync(c, directory));
    *out = media;
    return OK;
}
