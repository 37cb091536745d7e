/* SPDX-License-Identifier: Apache-2.0 */
/* media_code.c - pixels as shades of grey before zbar's scanner. */
#include "shop/media_code.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>
#include <zbar.h>

enum { WHITE = 255 };

#define ZBAR_FUNCTIONS(X)                                                                          \
    X(image_scanner_create)                                                                        \
    X(image_scanner_destroy)                                                                       \
    X(image_scanner_set_config)                                                                    \
    X(image_create)                                                                                \
    X(image_destroy)                                                                               \
    X(image_set_format)                                                                            \
    X(image_set_size)                                                                              \
    X(image_set_data)                                                                              \
    X(scan_image)                                                                                  \
    X(image_first_symbol)                                                                          \
    X(symbol_next)                                                                                 \
    X(symbol_get_data)                                                                             \
    X(symbol_get_data_length)

struct zbar {
#define X(name) __typeof__(&zbar_##name) name;
    ZBAR_FUNCTIONS(X)
#undef X
};

static struct zbar zbar; /* written once */
static bool is_loaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void)
{
    static const char *const names[] = {
#define X(name) "zbar_" #name,
        ZBAR_FUNCTIONS(X)
#undef X
    };
    void *at[COUNT(names)];
    void *library = dlopen("libzbar.so.0", RTLD_NOW | RTLD_LOCAL);
    for (size_t i = 0; i < COUNT(names); i++) {
        at[i] = library == NULL ? NULL : dlsym(library, names[i]);
        if (at[i] == NULL) {
            return;
        }
    }
    _Static_assert(sizeof at == sizeof zbar, "one address a function");
    memcpy(&zbar, at, sizeof zbar);
    is_loaded = true;
}

bool media_code_start(void)
{
    pthread_once(&once, load);
    return is_loaded;
}

static void drop_scanner(zbar_image_scanner_t **scanner)
{
    if (*scanner != NULL) {
        zbar.image_scanner_destroy(*scanner);
    }
}

static void drop_image(zbar_image_t **image)
{
    if (*image != NULL) {
        zbar.image_destroy(*image);
    }
}

/* Luma of ITU-R BT.601; what can be seen through lies on white paper. */
static uint8_t grey_of(const uint8_t *at)
{
    int luma = (299 * at[0] + 587 * at[1] + 114 * at[2]) / 1000;
    return (uint8_t)((luma * at[3] + WHITE * (255 - at[3])) / 255);
}

static const char *grey_rows(struct arena *arena, const struct raster *from, size_t count)
{
    uint8_t *rows = arena_room(arena, count);
    for (size_t i = 0; i < count; i++) {
        rows[i] = grey_of(from->rows + i * RASTER_BYTES);
    }
    return (const char *)rows;
}

static str chosen_text(struct arena *arena, const zbar_image_t *image, str prefix)
{
    str found = { 0 };
    for (const zbar_symbol_t *s = zbar.image_first_symbol(image); s != NULL;
         s = zbar.symbol_next(s)) {
        str text = { zbar.symbol_get_data(s), zbar.symbol_get_data_length(s) };
        if (found.size == 0 || (str_starts(text, prefix) && !str_starts(found, prefix))) {
            found = str_copy(arena, text);
        }
    }
    return found;
}

enum err media_code_read(struct arena *arena, const struct raster *from, str prefix, str *out)
{
    if (!media_code_start()) {
        return ERR_IO;
    }
    CLEANUP(arena_drop) struct arena *scratch = arena_new();
    CLEANUP(drop_scanner) zbar_image_scanner_t *scanner = zbar.image_scanner_create();
    CLEANUP(drop_image) zbar_image_t *image = zbar.image_create();
    size_t count = (size_t)from->width * (size_t)from->height;
    CHECK(scanner != NULL && image != NULL);
    zbar.image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    zbar.image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    zbar.image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
    zbar.image_set_size(image, (unsigned)from->width, (unsigned)from->height);
    zbar.image_set_data(image, grey_rows(scratch, from, count), count, NULL);
    str text =
        zbar.scan_image(scanner, image) > 0 ? chosen_text(arena, image, prefix) : (str){ 0 };
    *out = text;
    return text.size > 0 ? OK : ERR_NOT_FOUND;
}
