/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/media_video.h"

#include "base/mem.h"
#include "shop/media_video_header.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

struct ending {
    str name, type;
};
static const struct ending endings[] = {
    [VIDEO_MP4] = { S_INIT("mp4"), S_INIT("video/mp4") },
    [VIDEO_WEBM] = { S_INIT("webm"), S_INIT("video/webm") },
    [VIDEO_KIND_COUNT] = { S_INIT("vtt"), S_INIT("text/vtt; charset=utf-8") },
};

bool media_is_video_name(str file_name, str *content_type)
{
    struct str_pair parts = str_cut_last(file_name, '.');
    for (size_t i = 0; i < COUNT(endings); i++) {
        if (media_is_hash(parts.head) && str_eq(parts.tail, endings[i].name)) {
            *content_type = endings[i].type;
            return true;
        }
    }
    return false;
}

/* What is there is young again, so that nobody sweeps it away before the upload that found it is done. */
static bool is_stored(struct ctx *c, str path)
{
    return utimensat(AT_FDCWD, str_c(c->arena, path), NULL, 0) == 0;
}

static enum err keep(struct ctx *c, str directory, str bytes, const struct ending *ending,
                     const struct video_header *header, str *out)
{
    str name = str_format(c->arena, "%.*s.%.*s", STR_ARG(media_hash(c->arena, bytes)),
                          STR_ARG(ending->name));
    str path = str_format(c->arena, "%.*s/%.*s", STR_ARG(directory), STR_ARG(name));
    TRY(media_directory_make(c, directory));
    mem_large_begin(); /* one at a time: two uploads of one film do not meet in one file */
    enum err e = is_stored(c, path)
                     ? OK
                     : media_file_write(c, path, bytes, header->blank, header->blank_count);
    mem_large_end();
    TRY(e);
    TRY(media_directory_sync(c, directory));
    *out = name;
    return OK;
}

enum err media_video_store(struct ctx *c, str directory, str bytes, str *out)
{
    struct video_header header;
    if (bytes.size > VIDEO_BYTES_MAX) {
        return fail(c, ERR_TOO_LARGE, "a film of %zu bytes", bytes.size);
    }
    if (!video_header_read(bytes, &header)) {
        return fail(c, ERR_MEDIA_TYPE, "not a film we know (%zu bytes)", bytes.size);
    }
    return keep(c, directory, bytes, &endings[header.kind], &header, out);
}

/* "WEBVTT" alone, or with a comment after white space; a mark of byte order may stand before it. */
static bool is_captions(str bytes)
{
    str text = str_starts(bytes, S("\xef\xbb\xbf")) ? str_skip(bytes, 3) : bytes;
    str after = str_skip(text, 6);
    return str_starts(text, S("WEBVTT")) && str_is_utf8(bytes) && !str_has(bytes, 0) &&
           (after.size == 0 || strchr(" \t\r\n", after.at[0]) != NULL);
}

enum err media_captions_store(struct ctx *c, str directory, str bytes, str *out)
{
    static const struct video_header nothing = { .blank_count = 0 };
    if (bytes.size > CAPTIONS_BYTES_MAX) {
        return fail(c, ERR_TOO_LARGE, "captions of %zu bytes", bytes.size);
    }
    if (!is_captions(bytes)) {
        return fail(c, ERR_MEDIA_TYPE, "not WebVTT (%zu bytes)", bytes.size);
    }
    return keep(c, directory, bytes, &endings[VIDEO_KIND_COUNT], &nothing, out);
}
