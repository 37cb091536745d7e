/* SPDX-License-Identifier: Apache-2.0 */
/* The kept corpus of every fuzzer, as a normal test. */
#include "c/shared.h"
#include "fuzz/fuzz.h"

#include <criterion/criterion.h>
#include <dirent.h>

static const struct {
    const char *name;
    void (*run)(struct arena *arena, str bytes);
} targets[] = {
#define FUZZ_ROW(name) { #name, fuzz_##name },
    FUZZ_TARGETS(FUZZ_ROW)
#undef FUZZ_ROW
};

static void close_folder(DIR **folder)
{
    if (*folder != NULL) {
        closedir(*folder);
    }
}

static size_t replay(size_t target)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    str folder = str_format(arena, "tests/fuzz/corpus/%s", targets[target].name);
    CLEANUP(close_folder)
    DIR *open_folder = opendir(str_c(arena, repository_path(arena, folder)));
    cr_assert(open_folder != NULL, "%.*s", STR_ARG(folder));
    size_t count = 0;
    for (struct dirent *entry = NULL; (entry = readdir(open_folder)) != NULL;) {
        CLEANUP(arena_drop) struct arena *one = arena_new();
        str bytes = { 0 };
        str path = str_format(one, "%.*s/%s", STR_ARG(folder), entry->d_name);
        if (entry->d_name[0] != '.' && repository_read(one, path, &bytes)) {
            targets[target].run(one, bytes);
            count++;
        }
    }
    return count;
}

Test(fuzz, corpora_do_no_harm)
{
    for (size_t i = 0; i < COUNT(targets); i++) {
        cr_expect_gt(replay(i), 0, "no corpus for %s", targets[i].name);
    }
}
