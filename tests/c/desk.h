/* SPDX-License-Identifier: Apache-2.0 */
/* desk.h - a folder for pictures and films, gone when the test is over. Layer: tests. */
#ifndef TESTS_DESK_H
#define TESTS_DESK_H

#include "base/ctx.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct desk {
    struct ctx c;
    char directory[64];
};

static inline void desk_open(struct desk *d)
{
    memset(d, 0, sizeof *d);
    d->c.arena = arena_new();
    snprintf(d->directory, sizeof d->directory, "/tmp/amanah-desk-XXXXXX");
    cr_assert_not_null(mkdtemp(d->directory));
}

/* How many files there were. */
static inline int desk_close(struct desk *d)
{
    int files = 0;
    DIR *directory = opendir(d->directory);
    for (const struct dirent *entry = readdir(directory); entry != NULL;
         entry = readdir(directory)) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", d->directory, entry->d_name);
        files += unlink(path) == 0;
    }
    closedir(directory);
    rmdir(d->directory);
    arena_free(d->c.arena);
    return files;
}

#endif
