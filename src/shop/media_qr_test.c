/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/media_qr.h"

#include "base/qris.h"

#include <criterion/criterion.h>
#include <gd.h>

static const char code[] = "00020101021126620016ID.CO.CONTOH."
                           "WWW011893600000123456789002091234567890303UMI51440014ID.CO.QRIS.WWW0215"
                           "ID10200000000000303UMI5204581253033605802ID5911TOKO "
                           "CONTOH6007BANDUNG61054011162070703A0163044802";

/* A sticker on a photo: the code somewhere on a grey sheet, turned by `degrees`, as a JPEG. */
static str photo(struct ctx *c, str text, int side, int degrees)
{
    str png = { 0 };
    int size = 0;
    cr_assert(qr_png(c->arena, text, 6, &png));
    gdImagePtr drawn = gdImageCreateFromPngPtr((int)png.size, (void *)(uintptr_t)png.at);
    gdImagePtr sheet = gdImageCreateTrueColor(side, side);
    gdImageFilledRectangle(sheet, 0, 0, side, side, 0xc8c4bc);
    gdImageCopyRotated(sheet, drawn, side / 2, side / 2, 0, 0, gdImageSX(drawn), gdImageSY(drawn),
                       degrees);
    void *bytes = gdImageJpegPtr(sheet, &size, 80);
    str copy = str_copy(c->arena, (str){ bytes, (size_t)size });
    gdFree(bytes);
    gdImageDestroy(sheet);
    gdImageDestroy(drawn);
    return copy;
}

Test(media_qr, reads_a_code_in_a_photo_also_a_turned_or_a_large_one)
{
    struct ctx c = { .arena = arena_new() };
    static const struct {
        int side, degrees;
    } photos[] = { { 700, 0 }, { 700, 90 }, { 900, 12 }, { 2400, 180 } };
    for (size_t i = 0; i < COUNT(photos); i++) {
        str text = { 0 };
        enum err e = media_qr_read(&c, photo(&c, str_of(code), photos[i].side, photos[i].degrees),
                                   S("000201"), &text);
        cr_expect_eq(e, OK, "%d px, %d degrees: %s", photos[i].side, photos[i].degrees, c.detail);
        cr_expect(str_eq(text, str_of(code)), "%.*s", STR_ARG(text));
    }
    arena_free(c.arena);
}

Test(media_qr, says_when_there_is_no_code_no_picture_or_too_much_of_it)
{
    struct ctx c = { .arena = arena_new() };
    str text = { 0 };
    int size = 0;
    gdImagePtr blank = gdImageCreateTrueColor(300, 300);
    void *bytes = gdImagePngPtr(blank, &size);
    cr_expect_eq(media_qr_read(&c, (str){ bytes, (size_t)size }, S("000201"), &text),
                 ERR_NOT_FOUND);
    cr_expect_eq(media_qr_read(&c, (str){ bytes, (size_t)size / 2 }, S("000201"), &text),
                 ERR_MEDIA_TYPE);
    cr_expect_eq(media_qr_read(&c, S("only words, and no picture at all"), S("000201"), &text),
                 ERR_MEDIA_TYPE);
    cr_expect_eq(text.size, 0);
    gdFree(bytes);
    gdImageDestroy(blank);
    arena_free(c.arena);
}
