/* SPDX-License-Identifier: Apache-2.0 */
/*
 * region_own.h - the shop's own administrative list, when the country has moved on.
 *
 * Purpose    DIR/regions.tsv stands in place of the program's list: read, compared, replaced whole.
 * Layer      shop; uses region, media_file. The format is data/README.md's.
 * Ownership  texts live in the arena given.
 * Errors     ERR_MALFORMED: not such a list (detail: which line, and why); ERR_IO.
 */
#ifndef SHOP_REGION_OWN_H
#define SHOP_REGION_OWN_H

#include "base/ctx.h"
#include "shop/region.h"

enum { REGION_LIST_BYTES_MAX = 4 * 1024 * 1024 };

/* Of provinces, cities and districts, against the list in force before. */
struct region_change {
    int64_t districts, added, renamed, gone, unchanged;
};

/* Checks the list, compares it and puts it in force; with is_trial it only looks. */
MUST_USE enum err region_own_put(struct ctx *c, str data_dir, str tsv, bool is_trial,
                                 struct region_change *out);
/* The list in force: the shop's own where it can be read and is one, else the program's. False: an own one stands there and is no such
 * list (`fault` says why); `out` is the program's all the same. */
MUST_USE bool region_own_load(struct arena *arena, const char *path, struct region_index *out,
                              struct region_fault *fault);
/* A file's bytes. False: there is none, or it is far too large to be a list. */
MUST_USE bool region_own_read(struct arena *arena, const char *path, str *out);
/* DIR/regions.tsv */
const char *region_own_path(struct arena *arena, str data_dir);
/* Another number after each change of the file; 0: there is none. */
int64_t region_own_stamp(const char *path);

#endif
