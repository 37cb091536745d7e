/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/media.h"

#include "c/desk.h"
#include "shop/media_pixels.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <gd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>
#include <unistd.h>

/* Left half red, right half blue: turning shows. */
static str picture(struct desk *d, int width, int height, const char *kind)
{
    gdImagePtr image = gdImageCreateTrueColor(width, height);
    gdImageFilledRectangle(image, 0, 0, width / 2 - 1, height - 1, 0xff0000);
    gdImageFilledRectangle(image, width / 2, 0, width - 1, height - 1, 0x0000ff);
    int size = 0;
    void *bytes = strcmp(kind, "jpg") == 0    ? gdImageJpegPtr(image, &size, 90)
                  : strcmp(kind, "png") == 0  ? gdImagePngPtr(image, &size)
                  : strcmp(kind, "webp") == 0 ? gdImageWebpPtr(image, &size)
                                              : gdImageGifPtr(image, &size);
    str copy = str_copy(d->c.arena, (str){ bytes, (size_t)size });
    gdFree(bytes);
    gdImageDestroy(image);
    return copy;
}

static gdImagePtr stored(struct desk *d, str file)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%.*s", d->directory, STR_ARG(file));
    gdImagePtr image = gdImageCreateFromFile(path);
    cr_assert_not_null(image, "%s", path);
    return image;
}

Test(media, makes_every_size_in_both_kinds)
{
    static const char *const kinds[] = { "jpg", "png", "webp", "gif" };
    struct desk d;
    desk_open(&d);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct media media;
        cr_assert_eq(
            media_store(&d.c, str_of(d.directory), picture(&d, 2000, 1000, kinds[i]), &media), OK,
            "%s", kinds[i]);
        cr_expect_eq(media.width, 1600);
        cr_expect_eq(media.height, 800);
        for (int webp = 0; webp < 2; webp++) {
            str file = media_file(d.c.arena, media.name, 600, webp);
            str type = { 0 };
            cr_expect(media_is_file_name(file, &type), "%.*s", STR_ARG(file));
            gdImagePtr image = stored(&d, file);
            cr_expect_eq(gdImageSX(image), 640);
            cr_expect_eq(gdImageSY(image), 320);
            gdImageDestroy(image);
        }
    }
    desk_close(&d);
}

/* An APP1 segment with orientation 6: the camera was turned a quarter to the left. */
static str with_orientation(struct desk *d, str jpeg, char orientation)
{
    char exif[] = "\xff\xe1\x00\x22"
                  "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0?\0\0\0\0\0\0";
    exif[29] = orientation;
    str head = str_join(d->c.arena, str_slice(jpeg, 0, 2), (str){ exif, 36 });
    return str_join(d->c.arena, head, str_skip(jpeg, 2));
}

Test(media, turns_pictures_upright_and_drops_what_the_camera_wrote)
{
    struct desk d;
    desk_open(&d);
    struct media media;
    str jpeg = with_orientation(&d, picture(&d, 400, 200, "jpg"), 6);
    cr_assert_eq(media_store(&d.c, str_of(d.directory), jpeg, &media), OK, "%s", d.c.detail);
    cr_expect_eq(media.width, 200);
    cr_expect_eq(media.height, 400);
    gdImagePtr image = stored(&d, media_file(d.c.arena, media.name, 200, false));
    cr_expect_gt(gdTrueColorGetRed(gdImageGetTrueColorPixel(image, 100, 40)),
                 200); /* what was left is above */
    cr_expect_gt(gdTrueColorGetBlue(gdImageGetTrueColorPixel(image, 100, 360)), 200);
    gdImageDestroy(image);
    char path[512];
    snprintf(path, sizeof path, "%s/%.*s", d.directory,
             STR_ARG(media_file(d.c.arena, media.name, 200, false)));
    FILE *file = fopen(path, "rb");
    char bytes[4096];
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    cr_expect(!str_contains((str){ bytes, size }, S("Exif")));
    desk_close(&d);
}

/* Exif's drawing of the eight: where the corner that was red lies in the upright picture. */
Test(media, turns_each_of_the_eight_ways)
{
    static const struct {
        int x, y;
    } red_at[9] = { [1] = { 0, 0 }, [2] = { 1, 0 }, [3] = { 1, 1 }, [4] = { 0, 1 },
                    [5] = { 0, 0 }, [6] = { 1, 0 }, [7] = { 1, 1 }, [8] = { 0, 1 } };
    struct desk d;
    desk_open(&d);
    gdImagePtr corner = gdImageCreateTrueColor(160, 80);
    gdImageFilledRectangle(corner, 0, 0, 79, 39, 0xff0000);
    int size = 0;
    void *bytes = gdImageJpegPtr(corner, &size, 95);
    for (int way = 1; way <= 8; way++) {
        struct media media;
        str jpeg = with_orientation(&d, (str){ bytes, (size_t)size }, (char)way);
        cr_assert_eq(media_store(&d.c, str_of(d.directory), jpeg, &media), OK);
        cr_expect_eq(media.width, way < 5 ? 160 : 80);
        gdImagePtr image = stored(&d, media_file(d.c.arena, media.name, 2000, false));
        for (int at = 0; at < 4; at++) {
            int x = gdImageSX(image) / 4 + at % 2 * gdImageSX(image) / 2;
            int y = gdImageSY(image) / 4 + at / 2 * gdImageSY(image) / 2;
            bool is_red = gdTrueColorGetRed(gdImageGetTrueColorPixel(image, x, y)) > 200;
            cr_expect_eq(is_red, at % 2 == red_at[way].x && at / 2 == red_at[way].y, "%d: %d", way,
                         at);
        }
        gdImageDestroy(image);
    }
    gdFree(bytes);
    gdImageDestroy(corner);
    desk_close(&d);
}

Test(media_pixels, shares_a_pixel_among_those_it_falls_into)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    uint8_t rows[] = { 90, 0, 0, 255, 0, 90, 0, 255, 0, 0, 90, 0 };
    struct raster three = { .width = 3, .height = 1, .rows = rows };
    struct raster two = media_scaled(arena, &three, 2, 1);
    const uint8_t left[] = { 60, 30, 0, 255 };
    const uint8_t right[] = { 0, 90, 0, 85 }; /* what cannot be seen gives no colour, and lets light through */
    cr_expect_arr_eq(two.rows, left, 4);
    cr_expect_arr_eq(two.rows + 4, right, 4);
}

Test(media_pixels, reads_a_gif_line_by_line_also_when_its_lines_are_mixed_and_some_cannot_be_seen)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    for (int interlaced = 0; interlaced < 2; interlaced++) {
        gdImagePtr image = gdImageCreate(21, 19);
        for (int i = 0; i < 20; i++) {
            gdImageColorAllocate(image, 10 * i, 255 - 10 * i, 7);
        }
        for (int y = 0; y < 19; y++) {
            gdImageLine(image, 0, y, 20, y, y);
        }
        gdImageColorTransparent(image, 5);
        gdImageInterlace(image, interlaced);
        int size = 0;
        void *bytes = gdImageGifPtr(image, &size);
        struct media_header header;
        struct raster raster;
        str gif = { bytes, (size_t)size };
        cr_assert(media_header_read(gif, &header));
        cr_assert(media_pixels(arena, gif, &header, 21, 19, &raster));
        for (int y = 0; y < 19; y++) {
            const uint8_t *at = raster.rows + (y * 21 + 20) * RASTER_BYTES;
            cr_expect_eq(at[3], y == 5 ? 0 : 255);
            cr_expect_eq(at[0], y == 5 ? 0 : 10 * y);
            cr_expect_eq(at[1], y == 5 ? 0 : 255 - 10 * y);
        }
        cr_expect(!media_pixels(arena, str_slice(gif, 0, gif.size - 30), &header, 21, 19, &raster));
        gdFree(bytes);
        gdImageDestroy(image);
    }
}

Test(media_pixels, reads_a_jpeg_of_four_inks_and_what_a_cut_one_still_has)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    static uint8_t ink[64 * 64][4];
    for (size_t i = 0; i < COUNT(ink); i++) {
        memcpy(ink[i], (uint8_t[]){ 255, 100, 0, 200 }, 4);
    }
    tjhandle writer = tjInitCompress();
    unsigned char *bytes = NULL;
    unsigned long size = 0;
    cr_assert_eq(
        tjCompress2(writer, ink[0], 64, 0, 64, TJPF_CMYK, &bytes, &size, TJSAMP_444, 95, 0), 0);
    struct media_header header;
    struct raster raster;
    str jpeg = { (const char *)bytes, size };
    cr_assert(media_header_read(jpeg, &header));
    cr_assert(media_pixels(arena, jpeg, &header, 64, 64, &raster));
    cr_expect_leq(abs(raster.rows[0] - 200), 3);
    cr_expect_leq(abs(raster.rows[1] - 78), 3);
    cr_expect_leq(abs(raster.rows[2] - 0), 3);
    cr_expect_eq(raster.rows[3], 255);
    cr_expect(media_pixels(arena, str_slice(jpeg, 0, jpeg.size - 2), &header, 64, 64, &raster));
    tjFree(bytes);
    tjDestroy(writer);
}

Test(media, gives_the_same_bytes_the_same_name)
{
    struct desk d;
    desk_open(&d);
    struct media first;
    struct media second;
    str bytes = picture(&d, 100, 100, "png");
    cr_assert_eq(media_store(&d.c, str_of(d.directory), bytes, &first), OK);
    cr_assert_eq(media_store(&d.c, str_of(d.directory), bytes, &second), OK);
    cr_expect(str_eq(first.name, second.name));
    cr_expect(str_eq(media_srcset(d.c.arena, first.name, true),
                     str_format(d.c.arena, "/media/%.*s-100.webp 100w", STR_ARG(first.name))));
    desk_close(&d);
}

Test(media, refuses_what_is_no_picture_or_too_large)
{
    struct desk d;
    desk_open(&d);
    struct media media;
    str at = str_of(d.directory);
    cr_expect_eq(media_store(&d.c, at, S("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), &media),
                 ERR_MEDIA_TYPE);
    cr_expect_eq(media_store(&d.c, at, S("<html>"), &media), ERR_MEDIA_TYPE);
    cr_expect_eq(media_store(&d.c, at, S(""), &media), ERR_MEDIA_TYPE);
    /* 30,000 × 30,000 by its header, and nothing behind it: refused before any decoding */
    str bomb = S("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x75\x30\0\0\x75\x30\x08\x06\0\0\0");
    cr_expect_eq(media_store(&d.c, at, bomb, &media), ERR_TOO_LARGE);
    str half = str_slice(picture(&d, 300, 300, "png"), 0, 200);
    cr_expect_eq(media_store(&d.c, at, half, &media), ERR_MEDIA_TYPE);
    str jpeg = picture(&d, 60, 60, "jpg");
    for (size_t size = 0; size < 300; size++) { /* no cut crashes a reader */
        (void)!media_store(&d.c, at, str_slice(jpeg, 0, size), &media);
    }
    desk_close(&d);
}

Test(media_file_name, lets_nothing_else_through)
{
    static const char *const bad[] = { "", "../shop.db", "x.webp", "0123456789012345678901234567890123456789-10x10j-10.svg",
                                       "0123456789012345678901234567890123456789-10x10j-11.webp",
                                       "0123456789012345678901234567890123456789-10x10j-10.png",
                                       "0123456789012345678901234567890123456789-10x10z-10.png",
                                       "0123456789012345678901234567890123456789-99999x10j-10.jpg" };
    str type = { 0 };
    for (size_t i = 0; i < COUNT(bad); i++) {
        cr_expect(!media_is_file_name(str_of(bad[i]), &type), "%s", bad[i]);
    }
    cr_expect(
        media_is_file_name(S("0123456789012345678901234567890123456789-1000x10j-320.jpg"), &type));
    cr_expect(str_eq(type, S("image/jpeg")));
}
