/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/media_work.h"

#include "base/mem.h"
#include "shop/media.h"
#include "shop/media_code.h"
#include "shop/media_pixels.h"

#include <string.h>

static media_worker *elsewhere; /* set once, before any thread */

void media_worker_is(media_worker *worker)
{
    elsewhere = worker;
}

bool media_is_turned(const struct media_header *header)
{
    return header->orientation >= 5;
}

const char *media_ending(enum media_kind kind)
{
    return kind == MEDIA_JPEG ? "jpg" : kind == MEDIA_WEBP ? "webp" : "png";
}

static size_t add_file(struct media_file_plan *out, size_t count, enum media_kind kind,
                       int64_t width, int64_t height)
{
    if (kind != MEDIA_WEBP) {
        out[count++] = (struct media_file_plan){ width, height, media_ending(kind) };
    }
    out[count++] = (struct media_file_plan){ width, height, "webp" };
    return count;
}

size_t media_files(enum media_kind kind, int64_t width, int64_t height, struct media_file_plan *out)
{
    size_t count = 0;
    for (size_t i = 0; i < MEDIA_WIDTH_COUNT; i++) {
        if (media_widths[i] < width) {
            int64_t scaled = (height * media_widths[i] + width / 2) / width;
            count = add_file(out, count, kind, media_widths[i], scaled > 0 ? scaled : 1);
        }
    }
    return add_file(out, count, kind, width, height);
}

/* --- pixels --- */

/* Where the pixel at x, y of the upright picture lies in the one the camera wrote. */
static const uint8_t *camera_pixel(const struct raster *from, int orientation, int64_t x, int64_t y)
{
    bool is_swapped = orientation >= 5;
    bool is_from_right =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    bool is_from_below =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    int64_t column = is_swapped ? y : x;
    int64_t row = is_swapped ? x : y;
    column = is_from_right ? from->width - 1 - column : column;
    row = is_from_below ? from->height - 1 - row : row;
    return from->rows + (row * from->width + column) * RASTER_BYTES;
}

static void turn(const struct raster *from, int orientation, struct raster *to)
{
    uint8_t *at = to->rows;
    for (int64_t y = 0; y < to->height; y++) {
        for (int64_t x = 0; x < to->width; x++, at += RASTER_BYTES) {
            memcpy(at, camera_pixel(from, orientation, x, y), RASTER_BYTES);
        }
    }
}

/* Made small first, then turned: only one large picture is ever in memory. */
static bool upright(struct arena *arena, str bytes, const struct media_header *header,
                    const struct media_work *work, struct raster *out)
{
    bool is_swapped = media_is_turned(header);
    struct raster small;
    if (!media_pixels(arena, bytes, header, is_swapped ? work->height : work->width,
                      is_swapped ? work->width : work->height, &small)) {
        return false;
    }
    *out = (struct raster){ .width = work->width, .height = work->height, .rows = small.rows };
    if (header->orientation > 1) {
        size_t size = (size_t)(work->width * work->height * RASTER_BYTES);
        out->rows = arena_room(arena, size);
        turn(&small, header->orientation, out);
    }
    return true;
}

/* --- the work --- */

static enum err make_files(struct arena *arena, const struct raster *full, enum media_kind kind,
                           struct media_parts *out)
{
    struct media_file_plan plan[MEDIA_FILES_MAX];
    struct media_parts parts = { .count = media_files(kind, full->width, full->height, plan) };
    for (size_t i = 0; i < parts.count; i++) {
        CLEANUP(arena_drop) struct arena *scratch = arena_new();
        struct raster file = media_scaled(scratch, full, plan[i].width, plan[i].height);
        str bytes = { 0 };
        if (!media_encoded(scratch, &file, plan[i].ending, &bytes)) {
            return ERR_IO;
        }
        parts.part[i] = str_copy(arena, bytes);
    }
    *out = parts;
    return OK;
}

enum err media_work_here(struct arena *arena, const struct media_work *work, str bytes,
                         struct media_parts *out)
{
    CLEANUP(arena_drop) struct arena *scratch = arena_new();
    struct media_header header;
    struct raster full;
    if (!media_header_read(bytes, &header) || !upright(scratch, bytes, &header, work, &full)) {
        return ERR_MEDIA_TYPE;
    }
    if (!work->is_code) {
        return make_files(arena, &full, header.kind, out);
    }
    out->count = 1;
    return media_code_read(arena, &full, str_of(work->prefix), &out->part[0]);
}

enum err media_work(struct ctx *c, const struct media_work *work, str bytes,
                    struct media_parts *out)
{
    mem_large_begin(); /* 24 megapixels take 96 MB */
    enum err e = elsewhere != NULL ? elsewhere(c, work, bytes, out)
                                   : media_work_here(c->arena, work, bytes, out);
    mem_large_end();
    return e;
}
