/* SPDX-License-Identifier: Apache-2.0 */
/* app_region.c - the administrative list in force. Whoever changes the shop's own file, every process sees it. */
#include "base/log.h"
#include "shop/region_own.h"
#include "web/app.h"

#include <stdatomic.h>

/* Under the lock. A request keeps the list it began with, and a ring of lists outlasts it. */
static const struct region_index *load_regions(struct app *app)
{
    struct arena **slot = &app->region_arena[app->region_count++ % REGIONS_KEPT];
    struct region_fault fault = { 0 };
    arena_free(*slot);
    *slot = arena_new();
    struct region_index *index = NEW(*slot, struct region_index);
    if (!region_own_load(*slot, app->region_path, index, &fault)) {
        log_line(LOG_WARN, "regions.tsv is no administrative list; the program's own is used",
                 "\"line\":%" PRId64 ",\"why\":\"%s\"", fault.line, fault.why);
    }
    return index;
}

static const struct region_index *in_force(struct app *app, int64_t stamp)
{
    bool is_fresh = atomic_load(&app->region_stamp) == stamp;
    return is_fresh ? atomic_load(&app->regions) : NULL;
}

const struct region_index *app_regions(struct app *app)
{
    int64_t stamp = region_own_stamp(app->region_path);
    const struct region_index *index = in_force(app, stamp);
    if (index == NULL) {
        pthread_mutex_lock(&app->site_lock);
        index = in_force(app, stamp);
        if (index == NULL) {
            index = load_regions(app);
            atomic_store(&app->regions, index);
            atomic_store(&app->region_stamp, stamp);
        }
        pthread_mutex_unlock(&app->site_lock);
    }
    return index;
}
