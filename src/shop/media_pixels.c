/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/media_pixels.h"

#include <gif_lib.h>
#include <png.h>
#include <string.h>
#include <turbojpeg.h>
#include <webp/decode.h>

enum { OPAQUE_BYTES = 3 };

static struct raster raster_new(struct arena *arena, int64_t width, int64_t height)
{
    size_t size = (size_t)width * (size_t)height * RASTER_BYTES;
    return (struct raster){ .width = width, .height = height, .rows = arena_alloc(arena, size) };
}

/* --- scaling --- */

struct sum {
    uint64_t red, green, blue, alpha, weight;
};

/* On a line that both divide evenly: an old pixel is as long as there are new ones, a new pixel as there are old ones. */
static uint64_t shared(int64_t old, int64_t old_length, int64_t new, int64_t new_length)
{
    int64_t from = old * old_length > new *new_length ? old *old_length : new *new_length;
    int64_t old_end = (old + 1) * old_length;
    int64_t new_end = (new + 1) * new_length;
    return (uint64_t)((old_end < new_end ? old_end : new_end) - from);
}

static void add_row(struct sum *sum, const struct raster *from, int64_t y, int64_t x, int64_t width,
                    uint64_t row_weight)
{
    int64_t first = x * from->width / width;
    int64_t end = ((x + 1) * from->width + width - 1) / width;
    int64_t step = from->is_opaque ? OPAQUE_BYTES : RASTER_BYTES;
    const uint8_t *at = from->rows + (y * from->width + first) * step;
    for (int64_t i = first; i < end; i++, at += step) {
        uint64_t weight = row_weight * shared(i, width, x, from->width);
        uint64_t alpha = (from->is_opaque ? 255 : at[3]) * weight;
        sum->red += at[0] * alpha;
        sum->green += at[1] * alpha;
        sum->blue += at[2] * alpha;
        sum->alpha += alpha;
        sum->weight += weight;
    }
}

static void put_mean(const struct sum *sum, uint8_t *to)
{
    if (sum->alpha == 0) {
        return; /* nothing to be seen: the row is zeroed */
    }
    uint64_t half = sum->alpha / 2;
    to[0] = (uint8_t)((sum->red + half) / sum->alpha);
    to[1] = (uint8_t)((sum->green + half) / sum->alpha);
    to[2] = (uint8_t)((sum->blue + half) / sum->alpha);
    to[3] = (uint8_t)((sum->alpha + sum->weight / 2) / sum->weight);
}

struct raster media_scaled(struct arena *arena, const struct raster *from, int64_t width,
                           int64_t height)
{
    CHECK(width > 0 && height > 0 && width <= from->width && height <= from->height);
    struct raster to = raster_new(arena, width, height);
    uint8_t *at = to.rows;
    for (int64_t y = 0; y < height; y++) {
        int64_t first = y * from->height / height;
        int64_t end = ((y + 1) * from->height + height - 1) / height;
        for (int64_t x = 0; x < width; x++, at += RASTER_BYTES) {
            struct sum sum = { 0 };
            for (int64_t i = first; i < end; i++) {
                add_row(&sum, from, i, x, width, shared(i, height, y, from->height));
            }
            put_mean(&sum, at);
        }
    }
    return to;
}

/* --- JPEG --- */

static void drop_jpeg(tjhandle *handle)
{
    if (*handle != NULL) {
        tjDestroy(*handle);
    }
}

/* The library makes it smaller by eighths while it reads; the smallest that is still large enough. */
static tjscalingfactor jpeg_step(const struct media_header *header, int64_t width, int64_t height)
{
    tjscalingfactor best = { 1, 1 };
    int count = 0;
    const tjscalingfactor *step = tjGetScalingFactors(&count);
    for (int i = 0; step != NULL && i < count; i++) {
        bool is_enough = TJSCALED((int)header->width, step[i]) >= width &&
                         TJSCALED((int)header->height, step[i]) >= height;
        if (is_enough && step[i].num * best.denom < best.num * step[i].denom) {
            best = step[i];
        }
    }
    return best;
}

/* As Adobe writes it and everybody after them: 255 is no ink. */
static void rgba_of_ink(struct raster *raster)
{
    uint8_t *end = raster->rows + raster->width * raster->height * RASTER_BYTES;
    for (uint8_t *at = raster->rows; at < end; at += RASTER_BYTES) {
        for (int i = 0; i < 3; i++) {
            at[i] = (uint8_t)(at[i] * at[3] / 255);
        }
        at[3] = 255;
    }
}

/* What is missing at the end of a file is grey, and told as a warning. */
static bool from_jpeg(struct arena *arena, str bytes, const struct media_header *header,
                      int64_t width, int64_t height, struct raster *out)
{
    CLEANUP(drop_jpeg) tjhandle reader = tjInitDecompress();
    const unsigned char *at = (const unsigned char *)bytes.at;
    int w = 0;
    int h = 0;
    int sampling = 0;
    int space = 0;
    if (reader == NULL ||
        tjDecompressHeader3(reader, at, bytes.size, &w, &h, &sampling, &space) != 0 ||
        w != header->width || h != header->height) {
        return false;
    }
    bool is_ink = space == TJCS_CMYK || space == TJCS_YCCK;
    tjscalingfactor step = jpeg_step(header, width, height);
    struct raster all = raster_new(arena, TJSCALED(w, step), TJSCALED(h, step));
    if (tjDecompress2(reader, at, bytes.size, all.rows, (int)all.width, 0, (int)all.height,
                      is_ink ? TJPF_CMYK : TJPF_RGBA, TJFLAG_LIMITSCANS) != 0 &&
        tjGetErrorCode(reader) != TJERR_WARNING) {
        return false;
    }
    if (is_ink) {
        rgba_of_ink(&all);
    }
    *out = all;
    return true;
}

/* --- PNG, WebP --- */

static bool from_png(struct arena *arena, str bytes, const struct media_header *header,
                     struct raster *out)
{
    png_image png = { .version = PNG_IMAGE_VERSION };
    bool is_read = png_image_begin_read_from_memory(&png, bytes.at, bytes.size) != 0 &&
                   (int64_t)png.width == header->width && (int64_t)png.height == header->height;
    if (is_read) {
        out->is_opaque = (png.format & PNG_FORMAT_FLAG_ALPHA) == 0;
        png.format = out->is_opaque ? PNG_FORMAT_RGB : PNG_FORMAT_RGBA;
        out->width = header->width;
        out->height = header->height;
        out->rows = arena_alloc(arena, PNG_IMAGE_SIZE(png));
        is_read = png_image_finish_read(&png, NULL, out->rows, 0, NULL) != 0;
    }
    png_image_free(&png);
    return is_read;
}

/* The library makes it small row by row. */
static bool from_webp(struct arena *arena, str bytes, int64_t width, int64_t height,
                      struct raster *out)
{
    WebPDecoderConfig config;
    struct raster small = raster_new(arena, width, height);
    if (!WebPInitDecoderConfig(&config)) {
        return false;
    }
    config.options.use_scaling = 1;
    config.options.scaled_width = (int)width;
    config.options.scaled_height = (int)height;
    config.output.colorspace = MODE_RGBA;
    config.output.is_external_memory = 1;
    config.output.u.RGBA = (WebPRGBABuffer){ .rgba = small.rows,
                                              .stride = (int)width * RASTER_BYTES,
                                              .size = (size_t)(width * height * RASTER_BYTES) };
    bool is_read = WebPDecode((const uint8_t *)bytes.at, bytes.size, &config) == VP8_STATUS_OK;
    WebPFreeDecBuffer(&config.output);
    *out = small;
    return is_read;
}

/* --- GIF: its first picture --- */

static int gif_bytes(GifFileType *gif, GifByteType *to, int size)
{
    str *left = gif->UserData;
    str part = str_slice(*left, 0, (size_t)size);
    if (part.size > 0) {
        memcpy(to, part.at, part.size);
    }
    *left = str_skip(*left, part.size);
    return (int)part.size;
}

static void drop_gif(GifFileType **gif)
{
    if (*gif != NULL) {
        (void)DGifCloseFile(*gif, NULL);
    }
}

/* Which of its colours cannot be seen stands before the picture. */
static bool gif_skip_extension(GifFileType *gif, int *unseen)
{
    int code = 0;
    GifByteType *block = NULL;
    int read = DGifGetExtension(gif, &code, &block);
    while (read == GIF_OK && block != NULL) {
        GraphicsControlBlock control;
        if (code == GRAPHICS_EXT_FUNC_CODE &&
            DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK) {
            *unseen = control.TransparentColor;
        }
        read = DGifGetExtensionNext(gif, &block);
    }
    return read == GIF_OK;
}

static bool gif_find_picture(GifFileType *gif, int *unseen)
{
    GifRecordType kind = UNDEFINED_RECORD_TYPE;
    while (DGifGetRecordType(gif, &kind) == GIF_OK) {
        if (kind == IMAGE_DESC_RECORD_TYPE) {
            return DGifGetImageDesc(gif) == GIF_OK;
        }
        if (kind != EXTENSION_RECORD_TYPE || !gif_skip_extension(gif, unseen)) {
            return false;
        }
    }
    return false;
}

static void put_gif_row(const ColorMapObject *colors, int unseen, const GifByteType *line,
                        int64_t width, uint8_t *to)
{
    for (int64_t x = 0; x < width; x++, to += RASTER_BYTES) {
        if (line[x] != unseen && line[x] < colors->ColorCount) {
            GifColorType color = colors->Colors[line[x]];
            to[0] = color.Red;
            to[1] = color.Green;
            to[2] = color.Blue;
            to[3] = 255;
        }
    }
}

static bool gif_rows(GifFileType *gif, const ColorMapObject *colors, int unseen, GifByteType *line,
                     struct raster *to)
{
    static const int first[] = { 0, 4, 2, 1 };
    static const int step[] = { 8, 8, 4, 2 };
    const GifImageDesc *picture = &gif->Image;
    int passes = picture->Interlace ? 4 : 1;
    for (int pass = 0; pass < passes; pass++) {
        int by = picture->Interlace ? step[pass] : 1;
        for (int y = first[pass]; y < picture->Height; y += by) {
            if (DGifGetLine(gif, line, picture->Width) != GIF_OK) {
                return false;
            }
            int64_t at = (int64_t)(picture->Top + y) * to->width + picture->Left;
            put_gif_row(colors, unseen, line, picture->Width, to->rows + at * RASTER_BYTES);
        }
    }
    return true;
}

static bool from_gif(struct arena *arena, str bytes, const struct media_header *header,
                     struct raster *out)
{
    int unseen = NO_TRANSPARENT_COLOR;
    CLEANUP(drop_gif) GifFileType *gif = DGifOpen(&bytes, gif_bytes, NULL);
    if (gif == NULL || gif->SWidth != header->width || gif->SHeight != header->height ||
        !gif_find_picture(gif, &unseen)) {
        return false;
    }
    const GifImageDesc *picture = &gif->Image;
    const ColorMapObject *colors = picture->ColorMap != NULL ? picture->ColorMap : gif->SColorMap;
    bool is_inside = picture->Left >= 0 && picture->Top >= 0 && picture->Width > 0 &&
                     picture->Height > 0 && picture->Left + picture->Width <= gif->SWidth &&
                     picture->Top + picture->Height <= gif->SHeight;
    if (colors == NULL || !is_inside) {
        return false;
    }
    *out = raster_new(arena, header->width, header->height);
    return gif_rows(gif, colors, unseen, arena_alloc(arena, (size_t)picture->Width), out);
}

bool media_pixels(struct arena *arena, str bytes, const struct media_header *header, int64_t width,
                  int64_t height, struct raster *out)
{
    CLEANUP(arena_drop) struct arena *large = arena_new();
    struct raster all = { 0 };
    bool is_read = false;
    switch (header->kind) {
    case MEDIA_JPEG:
        is_read = from_jpeg(large, bytes, header, width, height, &all);
        break;
    case MEDIA_PNG:
        is_read = from_png(large, bytes, header, &all);
        break;
    case MEDIA_WEBP:
        is_read = from_webp(large, bytes, width, height, &all);
        break;
    case MEDIA_GIF:
        is_read = from_gif(large, bytes, header, &all);
        break;
    case MEDIA_KIND_COUNT:
        break;
    }
    if (is_read) {
        *out = media_scaled(arena, &all, width, height);
    }
    return is_read;
}
