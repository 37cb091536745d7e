/* SPDX-License-Identifier: Apache-2.0 */
/* media_encode.c - pixels as files. */
#include "shop/media_pixels.h"

#include <png.h>
#include <string.h>
#include <turbojpeg.h>
#include <webp/encode.h>

enum { WEBP_QUALITY = 80, JPEG_QUALITY = 82 };

static bool as_webp(struct arena *arena, const struct raster *from, str *out)
{
    uint8_t *bytes = NULL;
    size_t size = WebPEncodeRGBA(from->rows, (int)from->width, (int)from->height,
                                 (int)from->width * RASTER_BYTES, WEBP_QUALITY, &bytes);
    if (size > 0) {
        *out = str_copy(arena, (str){ (const char *)bytes, size });
    }
    WebPFree(bytes);
    return size > 0;
}

static bool as_jpeg(struct arena *arena, const struct raster *from, str *out)
{
    tjhandle writer = tjInitCompress();
    unsigned char *bytes = NULL;
    unsigned long size = 0;
    bool is_written =
        writer != NULL &&
        tjCompress2(writer, from->rows, (int)from->width, 0, (int)from->height, TJPF_RGBX, &bytes,
                    &size, TJSAMP_420, JPEG_QUALITY, TJFLAG_PROGRESSIVE) == 0;
    if (is_written) {
        *out = str_copy(arena, (str){ (const char *)bytes, size });
    }
    tjFree(bytes);
    if (writer != NULL) {
        tjDestroy(writer);
    }
    return is_written;
}

static bool as_png(struct arena *arena, const struct raster *from, str *out)
{
    png_image png = { .version = PNG_IMAGE_VERSION,
                      .width = (png_uint_32)from->width,
                      .height = (png_uint_32)from->height,
                      .format = PNG_FORMAT_RGBA };
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(png);
    char *bytes = arena_room(arena, size);
    bool is_written = png_image_write_to_memory(&png, bytes, &size, 0, from->rows, 0, NULL) != 0;
    *out = (str){ bytes, size };
    return is_written;
}

bool media_encoded(struct arena *arena, const struct raster *from, const char *ending, str *out)
{
    if (strcmp(ending, "webp") == 0) {
        return as_webp(arena, from, out);
    }
    return strcmp(ending, "jpg") == 0 ? as_jpeg(arena, from, out) : as_png(arena, from, out);
}
