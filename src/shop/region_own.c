/* SPDX-License-Identifier: Apache-2.0 */
/* region_own.c - a newer list of provinces, cities and districts than the program's. */
#include "shop/region_own.h"

#include "base/buf.h"
#include "base/digest.h"
#include "base/embed.h"
#include "core/event.h"
#include "shop/media_file.h"

#include <stdio.h>
#include <sys/stat.h>

const char *region_own_path(struct arena *arena, str data_dir)
{
    return str_c(arena, str_join(arena, data_dir, S("/regions.tsv")));
}

int64_t region_own_stamp(const char *path)
{
    struct stat about;
    if (path == NULL || stat(path, &about) != 0) {
        return 0;
    }
    int64_t changed = (int64_t)about.st_mtim.tv_sec * 1000000000 + about.st_mtim.tv_nsec;
    return (changed ^ (int64_t)about.st_ino << 20 ^ (int64_t)about.st_size) | 1;
}

static void close_stream(FILE **stream)
{
    if (*stream != NULL) {
        fclose(*stream);
    }
}

bool region_own_read(struct arena *arena, const char *path, str *out)
{
    CLEANUP(close_stream) FILE *stream = path == NULL ? NULL : fopen(path, "rbe");
    struct stat about;
    if (stream == NULL || fstat(fileno(stream), &about) != 0 ||
        about.st_size > REGION_LIST_BYTES_MAX) {
        return false;
    }
    char *bytes = arena_alloc(arena, (size_t)about.st_size + 1);
    size_t size = fread(bytes, 1, (size_t)about.st_size, stream);
    *out = (str){ bytes, size };
    return !ferror(stream);
}

static void load_ours(struct arena *arena, struct region_index *out)
{
    str tsv = { 0 };
    CHECK(embed_find(S("data/regions.tsv"), &tsv)); /* part of the binary, and a test loads it */
    CHECK(region_load(arena, tsv, out, NULL));
}

bool region_own_load(struct arena *arena, const char *path, struct region_index *out,
                     struct region_fault *fault)
{
    str tsv = { 0 };
    if (!region_own_read(arena, path, &tsv)) {
        load_ours(arena, out);
        return true;
    }
    if (!region_load(arena, tsv, out, fault)) {
        load_ours(arena, out);
        return false;
    }
    return true;
}

/* Both are ordered by code. */
static struct region_change compare(const struct region_index *old, const struct region_index *new)
{
    struct region_change change = { .districts = (int64_t)new->name_count };
    size_t i = 0;
    size_t j = 0;
    while (i < old->count || j < new->count) {
        int order = i == old->count   ? 1
                    : j == new->count ? -1
                                      : str_compare(old->region[i].code, new->region[j].code);
        if (order < 0) {
            change.gone++;
            i++;
        } else if (order > 0) {
            change.added++;
            j++;
        } else {
            bool is_same = str_eq(old->region[i++].name, new->region[j++].name);
            change.unchanged += is_same;
            change.renamed += !is_same;
        }
    }
    return change;
}

static enum err note_change(struct ctx *c, const struct region_change *change)
{
    struct value *facts = value_object(c->arena);
    value_set_int(c->arena, facts, S("districts"), change->districts);
    value_set_int(c->arena, facts, S("added"), change->added);
    value_set_int(c->arena, facts, S("renamed"), change->renamed);
    value_set_int(c->arena, facts, S("gone"), change->gone);
    return event_note(c, S("regions.replaced"), S("shop"), facts);
}

enum err region_own_put(struct ctx *c, str data_dir, str tsv, bool is_trial,
                        struct region_change *out)
{
    CLEANUP(arena_drop) struct arena *lists = arena_new();
    const char *path = region_own_path(c->arena, data_dir);
    struct region_index old = { 0 };
    struct region_index new = { 0 };
    struct region_fault fault = { 0 };
    if (tsv.size > REGION_LIST_BYTES_MAX) {
        return fail(c, ERR_MALFORMED, "at most %d bytes", REGION_LIST_BYTES_MAX);
    }
    if (!region_load(lists, tsv, &new, &fault)) {
        return fail(c, ERR_MALFORMED, "line %" PRId64 ": %s", fault.line, fault.why);
    }
    (void)!region_own_load(lists, path, &old, &fault); /* a broken one is replaced, like any */
    *out = compare(&old, &new);
    if (is_trial || out->added + out->renamed + out->gone == 0) {
        return OK;
    }
    TRY(note_change(c, out));
    TRY(media_file_write(c, str_of(path), tsv, NULL, 0));
    return media_directory_sync(c, data_dir);
}
