/* SPDX-License-Identifier: Apache-2.0 */
#include "c/shared.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void close_file(FILE **file)
{
    if (*file != NULL) {
        fclose(*file);
    }
}

static bool read_file(struct arena *arena, str path, str *out)
{
    CLEANUP(close_file) FILE *file = fopen(str_c(arena, path), "rbe");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        return false;
    }
    long size = ftell(file);
    rewind(file);
    if (size < 0) {
        return false;
    }
    char *bytes = arena_alloc(arena, (size_t)size + 1);
    *out = (str){ bytes, fread(bytes, 1, (size_t)size, file) };
    return out->size == (size_t)size;
}

/* The nearest folder upwards that holds meson_options.txt. */
static str repository_root(struct arena *arena)
{
    char here[1024] = "";
    const char *given = getenv("AMANAH_ROOT");
    if (given != NULL || getcwd(here, sizeof here) == NULL) {
        return str_copy(arena, str_of(given));
    }
    str folder = str_copy(arena, str_of(here));
    while (!str_is_empty(folder) &&
           access(str_c(arena, str_join(arena, folder, S("/meson_options.txt"))), R_OK) != 0) {
        folder = str_cut_last(folder, '/').head;
    }
    return folder;
}

str repository_path(struct arena *arena, str path)
{
    str root = repository_root(arena);
    return str_format(arena, "%.*s/%.*s", STR_ARG(root), STR_ARG(path));
}

bool repository_read(struct arena *arena, str path, str *out)
{
    return read_file(arena, repository_path(arena, path), out);
}

bool shared_read(struct arena *arena, str path, str *out)
{
    const char *given = getenv("AMANAH_SHARED");
    bool is_given = given != NULL && given[0] != 0;
    str folder =
        is_given ? str_of(given) : str_join(arena, repository_root(arena), S("/../shared"));
    return read_file(arena, str_format(arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(path)), out);
}
