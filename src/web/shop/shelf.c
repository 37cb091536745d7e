/* SPDX-License-Identifier: Apache-2.0 */
#include "web/shop/shelf.h"

#include <pthread.h>

enum { SHELVES_MAX = 64 };

struct shelf {
    category_id category;
    enum lang lang;
    struct product_page page;
};

/* Of one thread, so that nobody waits. All shelves are of one state of the shop: when that has changed they go together. */
struct shelves {
    const struct app *app;
    struct arena *arena;
    uint64_t seen;
    struct shelf item[SHELVES_MAX];
    size_t count;
};
static _Thread_local struct shelves shelves;
static pthread_key_t shelves_key;
static pthread_once_t shelves_once = PTHREAD_ONCE_INIT;

static void close_shelves(void *data)
{
    struct shelves *mine = data;
    arena_free(mine->arena);
    *mine = (struct shelves){ 0 };
}

static void make_key(void)
{
    CHECK(pthread_key_create(&shelves_key, close_shelves) == 0);
}

static void forget(const struct web *w)
{
    if (shelves.arena == NULL) {
        CHECK(pthread_once(&shelves_once, make_key) == 0);
        CHECK(pthread_setspecific(shelves_key, &shelves) == 0);
        shelves.arena = arena_new();
    }
    arena_reset(shelves.arena);
    shelves.app = w->app;
    shelves.seen = w->shelves_seen;
    shelves.count = 0;
}

static const struct shelf *find(category_id category, enum lang lang)
{
    for (size_t i = 0; i < shelves.count; i++) {
        const struct shelf *shelf = &shelves.item[i];
        if (shelf->category.v == category.v && shelf->lang == lang) {
            return shelf;
        }
    }
    return NULL;
}

/* Into the memory of the thread instead of the request's. */
static enum err read_kept(struct web *w, const struct category_ref *category, struct shelf *shelf)
{
    struct arena *own = w->ctx.arena;
    struct category_ref kept = { category->id, { 0 }, str_copy(shelves.arena, category->name) };
    w->ctx.arena = shelves.arena;
    enum err e = product_shelf(&w->ctx, &kept, false, &shelf->page);
    w->ctx.arena = own;
    shelf->category = category->id;
    shelf->lang = w->ctx.lang;
    return e;
}

enum err shelf_read(struct web *w, const struct category_ref *category, struct product_page *out)
{
    if (w->shelves_seen == 0 || w->face == WEB_JSON) {
        return product_shelf(&w->ctx, category, w->face == WEB_JSON, out);
    }
    bool is_current = shelves.app == w->app && shelves.seen == w->shelves_seen;
    const struct shelf *shelf = is_current ? find(category->id, w->ctx.lang) : NULL;
    if (shelf == NULL) {
        if (!is_current || shelves.count == SHELVES_MAX) {
            forget(w);
        }
        struct shelf *new = &shelves.item[shelves.count];
        TRY(read_kept(w, category, new));
        shelves.count++;
        shelf = new;
    }
    *out = shelf->page;
    return OK;
}
