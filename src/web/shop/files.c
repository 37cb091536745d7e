/* SPDX-License-Identifier: Apache-2.0 */
/* files.c - bytes that are part of the program, and the shop's pictures. */
#include "base/embed.h"
#include "shop/media.h"
#include "web/app.h"
#include "web/assets.h"
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

enum err media_page_file(struct web *w)
{
    struct http_reply *reply = &w->exchange->reply;
    struct stat about = { 0 };
    str name = web_param(w, S("name"));
    str type = { 0 };
    if (!media_is_file_name(name, &type)) {
        return fail(&w->ctx, ERR_NOT_FOUND, "not a name of a picture");
    }
    str path = str_format(w->ctx.arena, "%.*s/media/%.*s", STR_ARG(w->app->options.data_dir),
                          STR_ARG(name));
    int file = open(str_c(w->ctx.arena, path), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) {
        return fail(&w->ctx, ERR_NOT_FOUND, "no such picture");
    }
    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) {
        close(file);
        return fail(&w->ctx, ERR_IO, "picture cannot be read");
    }
    reply->has_file = true;
    reply->file = file;
    reply->file_size_bytes = (uint64_t)about.st_size;
    web_raw(w, type, (str){ 0 });
    return OK;
}
