/* SPDX-License-Identifier: Apache-2.0 */
#include "web/assets.h"

#include "base/embed.h"
#include "web/app.h"
#include "web/web.h"

enum { ASSETS_MAX = 256 };

/* One of the program's few globals: made at start, read-only afterwards. */
static struct {
    str name, url;
    bool is_art;
} assets[ASSETS_MAX];
static size_t asset_count;

static void add(struct arena *arena, const struct embedded *file, str folder, const char *address)
{
    if (!str_starts(file->path, folder) || asset_count == ASSETS_MAX) {
        return;
    }
    str name = str_skip(file->path, folder.size);
    assets[asset_count].name = name;
    assets[asset_count].is_art = !str_eq(folder, S("assets/"));
    assets[asset_count++].url = str_format(arena, "%s%.*s?v=%08" PRIx64, address, STR_ARG(name),
                                           str_hash(file->bytes) >> 32);
}

void assets_start(struct arena *arena)
{
    size_t count = 0;
    const struct embedded *list = embed_list(&count);
    asset_count = 0;
    for (size_t i = 0; i < count; i++) {
        add(arena, &list[i], S("assets/"), "/assets/");
        add(arena, &list[i], S("demo/media/"), "/art/");
    }
}

static str url_of(str name, bool is_art)
{
    for (size_t i = 0; i < asset_count; i++) {
        if (assets[i].is_art == is_art && str_eq(assets[i].name, name)) {
            return assets[i].url;
        }
    }
    return (str){ 0 };
}

str asset_url(str name)
{
    return url_of(name, false);
}

str art_url(str asset)
{
    str file = str_cut_last(asset, '/').tail;
    str url = url_of(file.size == 0 ? asset : file, true);
    return url.size == 0 ? S("/art/none.svg") : url;
}

bool asset_type(str name, str *out)
{
    static const struct {
        str ending, type;
    } types[] = {
        { S_INIT(".css"), S_INIT("text/css; charset=utf-8") },
        { S_INIT(".js"), S_INIT("text/javascript; charset=utf-8") },
        { S_INIT(".svg"), S_INIT("image/svg+xml") },
        { S_INIT(".png"), S_INIT("image/png") },
        { S_INIT(".webp"), S_INIT("image/webp") },
        { S_INIT(".ico"), S_INIT("image/x-icon") },
        { S_INIT(".webmanifest"), S_INIT("application/manifest+json") },
        { S_INIT(".txt"), S_INIT("text/plain; charset=utf-8") },
    };
    for (size_t i = 0; i < COUNT(types); i++) {
        if (str_ends(name, types[i].ending)) {
            *out = types[i].type;
            return true;
        }
    }
    return false;
}
