/* SPDX-License-Identifier: Apache-2.0 */
/* media_qr.c - the picture, made small, as shades of grey before zbar's scanner. */
#include "shop/media_qr.h"

#include "base/mem.h"
#include "shop/media.h"
#include "shop/media_pixels.h"

#include <zbar.h>

enum { SIDE_MAX = 1600, ALPHA_MAX = 127, WHITE = 255 };

static void drop_scanner(zbar_image_scanner_t **scanner)
{
    if (*scanner != NULL) {
        zbar_image_scanner_destroy(*scanner);
    }
}

static void drop_zbar_image(zbar_image_t **image)
{
    if (*image != NULL) {
        zbar_image_destroy(*image);
    }
}

static void drop_pixels(gdImagePtr *image)
{
    if (*image != NULL) {
        gdImageDestroy(*image);
    }
}

/* Luma of ITU-R BT.601; what can be seen through lies on white paper. */
static unsigned char grey_of(int color)
{
    int luma = (299 * gdTrueColorGetRed(color) + 587 * gdTrueColorGetGreen(color) +
                114 * gdTrueColorGetBlue(color)) /
               1000;
    int alpha = gdTrueColorGetAlpha(color);
    return (unsigned char)((luma * (ALPHA_MAX - alpha) + WHITE * alpha) / ALPHA_MAX);
}

static const char *grey_rows(struct arena *arena, gdImagePtr image)
{
    size_t width = (size_t)gdImageSX(image);
    size_t height = (size_t)gdImageSY(image);
    unsigned char *rows = arena_alloc(arena, width * height);
    for (size_t i = 0; i < width * height; i++) {
        rows[i] = grey_of(gdImageGetTrueColorPixel(image, (int)(i % width), (int)(i / width)));
    }
    return (const char *)rows;
}

static str chosen_text(struct ctx *c, const zbar_image_t *image, str prefix)
{
    str found = { 0 };
    for (const zbar_symbol_t *s = zbar_image_first_symbol(image); s != NULL;
         s = zbar_symbol_next(s)) {
        str text = { zbar_symbol_get_data(s), zbar_symbol_get_data_length(s) };
        if (found.size == 0 || (str_starts(text, prefix) && !str_starts(found, prefix))) {
            found = str_copy(c->arena, text);
        }
    }
    return found;
}

static enum err scan(struct ctx *c, gdImagePtr picture, str prefix, str *out)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    CLEANUP(drop_scanner) zbar_image_scanner_t *scanner = zbar_image_scanner_create();
    CLEANUP(drop_zbar_image) zbar_image_t *image = zbar_image_create();
    unsigned long size = (unsigned long)gdImageSX(picture) * (unsigned long)gdImageSY(picture);
    CHECK(scanner != NULL && image != NULL);
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(image, (unsigned)gdImageSX(picture), (unsigned)gdImageSY(picture));
    zbar_image_set_data(image, grey_rows(arena, picture), size, NULL);
    str text = zbar_scan_image(scanner, image) > 0 ? chosen_text(c, image, prefix) : (str){ 0 };
    if (text.size == 0) {
        return fail(c, ERR_NOT_FOUND, "no code is seen in the picture");
    }
    *out = text;
    return OK;
}

static enum err read_at(struct ctx *c, str bytes, const struct media_header *header, str prefix,
                        str *out)
{
    int64_t longer = header->width > header->height ? header->width : header->height;
    int64_t width = header->width;
    int64_t height = header->height;
    if (longer > SIDE_MAX) {
        width = width * SIDE_MAX / longer;
        height = height * SIDE_MAX / longer;
    }
    CLEANUP(drop_pixels)
    gdImagePtr picture =
        media_pixels(bytes, header, width > 0 ? width : 1, height > 0 ? height : 1);
    return picture == NULL ? fail(c, ERR_MEDIA_TYPE, "damaged picture")
                           : scan(c, picture, prefix, out);
}

enum err media_qr_read(struct ctx *c, str bytes, str prefix, str *out)
{
    struct media_header header = { 0 };
    if (bytes.size > MEDIA_BYTES_MAX) {
        return fail(c, ERR_TOO_LARGE, "picture of %zu bytes", bytes.size);
    }
    if (!media_header_read(bytes, &header)) {
        return fail(c, ERR_MEDIA_TYPE, "not a picture");
    }
    if (header.width * header.height > MEDIA_PIXELS_MAX) {
        return fail(c, ERR_TOO_LARGE, "picture of too many pixels");
    }
    mem_large_begin();
    enum err e = read_at(c, bytes, &header, prefix, out);
    mem_large_end();
    return e;
}
