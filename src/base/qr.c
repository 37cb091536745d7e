/* SPDX-License-Identifier: Apache-2.0 */
/* qr.c - drawing codes. */
#include "base/buf.h"
#include "base/qris.h"

#include <gd.h>
#include <qrencode.h>

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

static void draw(gdImagePtr image, const QRcode *code, int scale, int dark)
{
    for (int y = 0; y < code->width; y++) {
        for (int x = 0; x < code->width; x++) {
            if (is_dark(code, x, y)) {
                int left = (x + MARGIN) * scale;
                int top = (y + MARGIN) * scale;
                gdImageFilledRectangle(image, left, top, left + scale - 1, top + scale - 1, dark);
            }
        }
    }
}

bool qr_png(struct arena *arena, str text, int scale, str *out_png)
{
    CHECK(scale >= 1 && scale <= SCALE_MAX);
    CLEANUP(drop_code) QRcode *code = code_of(text);
    if (code == NULL) {
        return false;
    }
    int side = (code->width + 2 * MARGIN) * scale;
    gdImagePtr image = gdImageCreate(side, side);
    CHECK(image != NULL);                       /* at most 185 modules of 40 pixels */
    gdImageColorAllocate(image, 255, 255, 255); /* the first colour is the ground */
    draw(image, code, scale, gdImageColorAllocate(image, 0, 0, 0));
    int size = 0;
    void *bytes = gdImagePngPtr(image, &size);
    CHECK(bytes != NULL);
    *out_png = str_copy(arena, (str){ bytes, (size_t)size });
    gdFree(bytes);
    gdImageDestroy(image);
    return true;
}
