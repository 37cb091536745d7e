/* SPDX-License-Identifier: Apache-2.0 */
#include "web/assets.h"

#include "base/embed.h"
#include "web/web.h"
#include "web/app.h"

enum { ASSETS_MAX = 64 };

/* One of the program's few globals: made at start, read-only afterwards. */
static struct {
    str name, url;
} assets[ASSETS_MAX];
static size_t asset_count;

void assets_start(struct arena *arena)
{
    size_t count = 0;
    const struct embedded *list = embed_list(&count);
    asset_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (!str_starts(list[i].path, S("assets/")) || asset_count == ASSETS_MAX) {
            continue;
        }
        assets[asset_count].name = str_skip(list[i].path, 7);
        assets[asset_count++].url =
            str_format(arena, "/%.*s?v=%08" PRIx64, STR_ARG(list[i].path), str_hash(list[i].bytes) >> 32);
    }
}

str asset_url(str name)
{
    for (size_t i = 0; i < asset_count; i++) {
        if (str_eq(assets[i].name, name)) {
            return assets[i].url;
        }
    }
    return (str){ 0 };
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
