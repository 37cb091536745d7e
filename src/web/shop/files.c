/* SPDX-License-Identifier: Apache-2.0 */
/* files.c - bytes that are part of the program, and the shop's pictures and films. */
#include "base/embed.h"
#include "shop/media.h"
#include "shop/media_video.h"
#include "web/app.h"
#include "web/assets.h"
#include "web/range.h"
#include "web/shop/pages.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Names are one segment of a path that was checked, and are looked up in a table: nothing else is ever opened. */
static enum err embedded_file(struct web *w, const char *folder)
{
    str name = web_param(w, S("name"));
    str type = { 0 };
    str bytes = { 0 };
    if (!asset_type(name, &type) ||
        !embed_find(str_format(w->ctx.arena, "%s/%.*s", folder, STR_ARG(name)), &bytes)) {
        return fail(&w->ctx, ERR_NOT_FOUND, "no such file");
    }
    web_raw(w, type, bytes);
    return OK;
}

enum err asset_file(struct web *w)
{
    return embedded_file(w, "assets");
}

enum err art_file(struct web *w)
{
    return embedded_file(w, "demo/media");
}

static bool name_is_ours(str name, str *type)
{
    return media_is_file_name(name, type) || media_is_video_name(name, type);
}

/* Answers with the file, the part of it that was asked for, or that the asker has it. */
static void answer_file(struct web *w, str type, int file, uint64_t size)
{
    struct http_reply *reply = &w->exchange->reply;
    struct range part = { 0, size };
    str etag = str_format(w->ctx.arena, "\"%.*s\"", STR_ARG(web_param(w, S("name"))));
    bool is_known = http_etag_matches(http_header(w->request, S("if-none-match")), etag);
    enum range_verdict verdict = range_of(w->request, etag, size, &part);
    http_reply_add(reply, S("ETag"), etag);
    http_reply_add(reply, S("Accept-Ranges"), S("bytes"));
    web_raw(w, type, (str){ 0 });
    if (is_known || verdict == RANGE_UNSATISFIABLE) {
        close(file);
        w->status = is_known ? 304 : 416;
    } else {
        w->status = verdict == RANGE_PART ? 206 : 200;
        reply->has_file = true;
        reply->file = file;
        reply->file_offset_bytes = part.from;
        reply->file_size_bytes = part.count;
    }
    if (w->status == 206) {
        http_reply_add(reply, S("Content-Range"),
                       str_format(w->ctx.arena, "bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64, part.from,
                                  part.from + part.count - 1, size));
    } else if (w->status == 416) {
        http_reply_add(reply, S("Content-Range"),
                       str_format(w->ctx.arena, "bytes */%" PRIu64, size));
    }
}

enum err media_page_file(struct web *w)
{
    struct stat about = { 0 };
    str name = web_param(w, S("name"));
    str type = { 0 };
    if (!name_is_ours(name, &type)) {
        return fail(&w->ctx, ERR_NOT_FOUND, "not a name of a picture or a film");
    }
    str path = str_format(w->ctx.arena, "%.*s/media/%.*s", STR_ARG(w->app->options.data_dir),
                          STR_ARG(name));
    int file = open(str_c(w->ctx.arena, path), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) {
        return fail(&w->ctx, ERR_NOT_FOUND, "no such file");
    }
    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) {
        close(file);
        return fail(&w->ctx, ERR_IO, "file cannot be read");
    }
    answer_file(w, type, file, (uint64_t)about.st_size);
    return OK;
}
