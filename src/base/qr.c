/* SPDX-License-Identifier: Apache-2.0 */
/* qr.c - drawing codes. */
#include "base/buf.h"
#include "base/qris.h"

#include <png.h>
#include <qrencode.h>
#include <string.h>

enum { MARGIN = 4, SCALE_MAX = 40 };

static void drop_code(QRcode **code)
{
    if (*code != NULL) {
        QRcode_free(*code);
    }
}

static QRcode *code_of(str text)
{
    return text.size == 0 || text.size > 2000
               ? NULL
               : QRcode_encodeData((int)text.size, (const unsigned char *)text.at, 0, QR_ECLEVEL_M);
}

static bool is_dark(const QRcode *code, int x, int y)
{
    return (code->data[y * code->width + x] & 1) != 0;
}

/* One rectangle for each run of dark modules. */
static void add_row(struct buf *out, const QRcode *code, int y)
{
    for (int x = 0; x < code->width; x++) {
        int from = x;
        while (x < code->width && is_dark(code, x, y)) {
            x++;
        }
        if (x > from) {
            buf_addf(out, "M%d %dh%dv1h-%dz", from + MARGIN, y + MARGIN, x - from, x - from);
        }
    }
}

bool qr_svg(struct arena *arena, str text, str *out_svg)
{
    CLEANUP(drop_code) QRcode *code = code_of(text);
    if (code == NULL) {
        return false;
    }
    int side = code->width + 2 * MARGIN;
    struct buf out = buf_new(arena, KB(512));
    buf_addf(&out,
             "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
             "shape-rendering=\"crispEdges\">"
             "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/><path fill=\"#000\" d=\"",
             side, side, side, side);
    for (int y = 0; y < code->width; y++) {
        add_row(&out, code, y);
    }
    buf_add(&out, S("\"/></svg>"));
    *out_svg = buf_str(&out);
    return true;
}

/* One byte a pixel: the number of its colour. */
static void draw(uint8_t *rows, int side, const QRcode *code, int scale)
{
    for (int y = 0; y < code->width * scale; y++) {
        uint8_t *row = rows + (size_t)(y + MARGIN * scale) * (size_t)side + MARGIN * scale;
        for (int x = 0; x < code->width; x++) {
            memset(row + x * scale, is_dark(code, x, y / scale), (size_t)scale);
        }
    }
}

bool qr_png(struct arena *arena, str text, int scale, str *out_png)
{
    static const uint8_t colors[] = { 255, 255, 255, 0, 0, 0 };
    CHECK(scale >= 1 && scale <= SCALE_MAX);
    CLEANUP(drop_code) QRcode *code = code_of(text);
    if (code == NULL) {
        return false;
    }
    int side = (code->width + 2 * MARGIN) * scale; /* at most 185 modules of 40 pixels */
    CLEANUP(arena_drop) struct arena *scratch = arena_new();
    uint8_t *rows = arena_alloc(scratch, (size_t)side * (size_t)side);
    draw(rows, side, code, scale);
    png_image png = { .version = PNG_IMAGE_VERSION,
                      .width = (png_uint_32)side,
                      .height = (png_uint_32)side,
                      .format = PNG_FORMAT_RGB_COLORMAP,
                      .colormap_entries = 2 };
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(png);
    char *bytes = arena_room(scratch, size);
    bool is_written = png_image_write_to_memory(&png, bytes, &size, 0, rows, 0, colors) != 0;
    CHECK(is_written);
    *out_png = str_copy(arena, (str){ bytes, size });
    return true;
}
