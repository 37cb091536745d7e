/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sweep.h"

#include "base/clock.h"
#include "base/log.h"
#include "db/db.h"
#include "shop/media_video.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES_MAX = 1000, PRODUCTS_MAX = 10000 };
#define SWEEP_EVERY HOURS(6)
#define YOUNG DAYS(1)

/* Of the server's few globals: the first is set once at start, the second belongs to the timers' thread. */
static str media_directory;
static int64_t swept_at;

void sweep_start(str directory)
{
    media_directory = directory;
    swept_at = 0;
}

static bool is_old(struct arena *arena, str name)
{
    struct stat about;
    const char *path =
        str_c(arena, str_format(arena, "%.*s/%.*s", STR_ARG(media_directory), STR_ARG(name)));
    return stat(path, &about) == 0 && S_ISREG(about.st_mode) &&
           SECONDS((int64_t)about.st_mtime) < clock_now() - YOUNG;
}

/* Films, captions, and what a crash left half written of any kind. */
static bool is_ours(str file)
{
    str type = { 0 };
    return media_is_video_name(file, &type) || str_ends(file, S(".new"));
}

static size_t old_films(struct arena *arena, str *name, size_t max)
{
    size_t count = 0;
    DIR *directory = opendir(str_c(arena, media_directory));
    if (directory == NULL) { /* no picture yet */
        return 0;
    }
    for (const struct dirent *one = readdir(directory); one != NULL && count < max;
         one = readdir(directory)) {
        str file = str_of(one->d_name);
        if (is_ours(file) && is_old(arena, file)) {
            name[count++] = str_copy(arena, file);
        }
    }
    closedir(directory);
    return count;
}

SQL(sweep_shown,
    "SELECT video_src, video_captions, video_captions_en FROM product WHERE video_is_file = 1 ORDER BY id LIMIT $1");

struct shown {
    str *address;
    size_t count;
};

static enum err read_shown(struct ctx *c, struct shown *out)
{
    struct shown shown = { .address = NEW_N(c->arena, str, PRODUCTS_MAX * 3) };
    struct rows r = db_query(c->db, &sweep_shown, ARGS(PRODUCTS_MAX));
    while (db_next(&r)) {
        for (size_t i = 0; i < 3; i++) {
            shown.address[shown.count++] = row_text(&r, c->arena);
        }
    }
    TRY(db_done(&r));
    *out = shown;
    return OK;
}

static bool is_shown(struct ctx *c, const struct shown *shown, str name)
{
    str address = str_join(c->arena, S("/media/"), name);
    for (size_t i = 0; i < shown->count; i++) {
        if (str_eq(shown->address[i], address)) {
            return true;
        }
    }
    return false;
}

static void sweep_one(struct ctx *c, str name)
{
    str path = str_format(c->arena, "%.*s/%.*s", STR_ARG(media_directory), STR_ARG(name));
    if (unlink(str_c(c->arena, path)) == 0) {
        log_line(LOG_INFO, "swept", "\"file\":\"%.*s\"", STR_ARG(name));
    }
}

enum err sweep_films(struct ctx *c, int64_t limit, int64_t *done)
{
    (void)limit;
    *done = 0;
    if (media_directory.size == 0 || (swept_at != 0 && c->now_at < swept_at + SWEEP_EVERY)) {
        return OK;
    }
    struct shown shown = { 0 };
    str *name = NEW_N(c->arena, str, FILES_MAX);
    size_t count = old_films(c->arena, name, FILES_MAX);
    TRY(read_shown(c, &shown));
    bool is_complete =
        shown.count < PRODUCTS_MAX * 3; /* more films than can be looked at: nothing is swept */
    for (size_t i = 0; i < count && is_complete; i++) {
        if (!is_shown(c, &shown, name[i])) {
            sweep_one(c, name[i]);
        }
    }
    swept_at = c->now_at;
    return OK;
}
