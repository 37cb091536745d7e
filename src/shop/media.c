/* SPDX-License-Identifier: Apache-2.0 */
/* media.c - uploads become a few files of known size, upright and without anything the camera wrote beside the picture. */
#include "shop/media.h"

#include "shop/media_file.h"
#include "shop/media_work.h"

#include <string.h>
#include <sys/stat.h>

enum {
    FULL_WIDTH = 1600,
    FULL_HEIGHT = 3200,
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

/* The size of the largest file: upright, at most FULL_WIDTH wide. */
static void full_size(const struct media_header *header, int64_t *width, int64_t *height)
{
    int64_t w = media_is_turned(header) ? header->height : header->width;
    int64_t h = media_is_turned(header) ? header->width : header->height;
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

/* --- files --- */

static bool is_stored(struct ctx *c, str directory, str name)
{
    str file = media_file(c->arena, name, INT32_MAX, true);
    struct stat about;
    return stat(str_c(c->arena,
                      str_format(c->arena, "%.*s/%.*s", STR_ARG(directory), STR_ARG(file))),
                &about) == 0;
}

/* The largest last: where its WebP is, all are. */
static enum err write_files(struct ctx *c, str directory, const struct media *media,
                            enum media_kind kind, const struct media_parts *parts)
{
    struct media_file_plan plan[MEDIA_FILES_MAX];
    size_t count = media_files(kind, media->width, media->height, plan);
    if (parts->count != count) {
        return fail(c, ERR_IO, "%zu files instead of %zu", parts->count, count);
    }
    TRY(media_directory_make(c, directory));
    for (size_t i = 0; i < count; i++) {
        str path = str_format(c->arena, "%.*s/%.*s-%" PRId64 ".%s", STR_ARG(directory),
                              STR_ARG(media->name), plan[i].width, plan[i].ending);
        TRY(media_file_write(c, path, parts->part[i], NULL, 0));
    }
    return OK;
}

static enum err make_files(struct ctx *c, str directory, str bytes,
                           const struct media_header *header, const struct media *media)
{
    struct media_work work = { .width = media->width, .height = media->height };
    struct media_parts parts = { 0 };
    enum err e = media_work(c, &work, bytes, &parts);
    if (e != OK) {
        return fail(c, e, "%.*s cannot be %s", STR_ARG(media->name),
                    e == ERR_MEDIA_TYPE ? "decoded" : "made");
    }
    return write_files(c, directory, media, header->kind, &parts);
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
        TRY(make_files(c, directory, bytes, &header, &media));
    }
    TRY(media_directory_sync(c, directory));
    *out = media;
    return OK;
}
