/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/media_pixels.h"

#include <png.h>
#include <webp/decode.h>

enum { RGBA = 4 };

/* Rows of red, green, blue and opacity. */
struct pixels {
    const uint8_t *at;
    int64_t width, height;
};

static void drop_image(gdImagePtr *image)
{
    if (*image != NULL) {
        gdImageDestroy(*image);
    }
}

gdImagePtr media_blank(int64_t width, int64_t height)
{
    gdImagePtr image = gdImageCreateTrueColor((int)width, (int)height);
    CHECK(image != NULL); /* at most 1600 × 3200 */
    gdImageAlphaBlending(image, 0);
    gdImageSaveAlpha(image, 1);
    return image;
}

gdImagePtr media_scaled(gdImagePtr from, int64_t width, int64_t height)
{
    gdImagePtr image = media_blank(width, height);
    gdImageCopyResampled(image, from, 0, 0, 0, 0, (int)width, (int)height, gdImageSX(from),
                         gdImageSY(from));
    return image;
}

/* --- from rows of pixels --- */

struct sum {
    uint64_t red, green, blue, alpha, count;
};

static void add_row(struct sum *sum, const uint8_t *at, int64_t count)
{
    for (int64_t i = 0; i < count; i++, at += RGBA) {
        uint64_t alpha = at[3]; /* what cannot be seen has no colour */
        sum->red += at[0] * alpha;
        sum->green += at[1] * alpha;
        sum->blue += at[2] * alpha;
        sum->alpha += alpha;
    }
    sum->count += (uint64_t)count;
}

static int color_of(const struct sum *sum)
{
    uint64_t weight = sum->alpha > 0 ? sum->alpha : 1;
    uint64_t count = sum->count > 0 ? sum->count : 1;
    uint64_t alpha = (sum->alpha + count / 2) / count;
    uint64_t half = weight / 2;
    return gdTrueColorAlpha((int)((sum->red + half) / weight), (int)((sum->green + half) / weight),
                            (int)((sum->blue + half) / weight), (int)(127 - alpha * 127 / 255));
}

/* The mean of the pixels that fall together. */
static int mean(const struct pixels *from, int64_t left, int64_t right, int64_t top, int64_t bottom)
{
    struct sum sum = { 0 };
    for (int64_t y = top; y < bottom; y++) {
        add_row(&sum, from->at + (y * from->width + left) * RGBA, right - left);
    }
    return color_of(&sum);
}

static gdImagePtr shrunk(const struct pixels *from, int64_t width, int64_t height)
{
    gdImagePtr image = media_blank(width, height);
    for (int64_t y = 0; y < height; y++) {
        int64_t top = y * from->height / height;
        int64_t bottom = (y + 1) * from->height / height;
        for (int64_t x = 0; x < width; x++) {
            int color =
                mean(from, x * from->width / width, (x + 1) * from->width / width, top, bottom);
            gdImageSetPixel(image, (int)x, (int)y, color);
        }
    }
    return image;
}

/* --- each kind --- */

static gdImagePtr from_png(str bytes, const struct media_header *header, int64_t width,
                           int64_t height)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    png_image png = { .version = PNG_IMAGE_VERSION };
    struct pixels all = { .width = header->width, .height = header->height };
    bool is_read = png_image_begin_read_from_memory(&png, bytes.at, bytes.size) != 0;
    if (is_read && (int64_t)png.width == all.width && (int64_t)png.height == all.height) {
        png.format = PNG_FORMAT_RGBA;
        uint8_t *rows = arena_alloc(arena, PNG_IMAGE_SIZE(png));
        is_read = png_image_finish_read(&png, NULL, rows, 0, NULL) != 0;
        all.at = rows;
    }
    png_image_free(&png);
    return is_read && all.at != NULL ? shrunk(&all, width, height) : NULL;
}

/* The library makes it small row by row. */
static gdImagePtr from_webp(str bytes, int64_t width, int64_t height)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    WebPDecoderConfig config;
    size_t size = (size_t)(width * height * RGBA);
    uint8_t *rows = arena_alloc(arena, size);
    if (!WebPInitDecoderConfig(&config)) {
        return NULL;
    }
    config.options.use_scaling = 1;
    config.options.scaled_width = (int)width;
    config.options.scaled_height = (int)height;
    config.output.colorspace = MODE_RGBA;
    config.output.is_external_memory = 1;
    config.output.u.RGBA =
        (WebPRGBABuffer){ .rgba = rows, .stride = (int)width * RGBA, .size = size };
    bool is_read = WebPDecode((const uint8_t *)bytes.at, bytes.size, &config) == VP8_STATUS_OK;
    WebPFreeDecBuffer(&config.output);
    struct pixels small = { rows, width, height };
    return is_read ? shrunk(&small, width, height) : NULL;
}

static void say_nothing(int priority, const char *format, va_list list)
{
    (void)priority;
    (void)format;
    (void)list;
}

static gdImagePtr from_gd(str bytes, const struct media_header *header, int64_t width,
                          int64_t height)
{
    gdSetErrorMethod(say_nothing);
    int size = (int)bytes.size;
    void *data = (void *)(uintptr_t)bytes.at; /* gd only reads */
    CLEANUP(drop_image)
    gdImagePtr original = header->kind == MEDIA_JPEG ? gdImageCreateFromJpegPtr(size, data)
                                                     : gdImageCreateFromGifPtr(size, data);
    if (original == NULL || gdImageSX(original) != header->width ||
        gdImageSY(original) != header->height) {
        return NULL;
    }
    return media_scaled(original, width, height);
}

gdImagePtr media_pixels(str bytes, const struct media_header *header, int64_t width, int64_t height)
{
    switch (header->kind) {
    case MEDIA_PNG:
        return from_png(bytes, header, width, height);
    case MEDIA_WEBP:
        return from_webp(bytes, width, height);
    case MEDIA_JPEG:
    case MEDIA_GIF:
        return from_gd(bytes, header, width, height);
    case MEDIA_KIND_COUNT:
        break;
    }
    return NULL;
}
