/* SPDX-License-Identifier: Apache-2.0 */
#include "core/keys.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static str new_directory(struct arena *arena)
{
    const char *root = getenv("TMPDIR");
    str path = str_format(arena, "%s/amanah-keys-XXXXXX", root != NULL ? root : "/tmp");
    return str_of(mkdtemp(str_c(arena, path)));
}

static void remove_directory(struct arena *arena, str dir)
{
    (void)unlink(str_c(arena, str_join(arena, dir, S("/keys/shop.key"))));
    (void)rmdir(str_c(arena, str_join(arena, dir, S("/keys/persons"))));
    (void)rmdir(str_c(arena, str_join(arena, dir, S("/keys"))));
    (void)rmdir(str_c(arena, dir));
}

Test(keys, are_made_once_readable_by_the_owner_alone)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct random random = random_system();
    char detail[CTX_DETAIL_BYTES] = "";
    str dir = new_directory(arena);
    const struct keys *keys = NULL;
    const struct keys *again = NULL;
    cr_expect_eq(keys_open(arena, dir, &keys, detail), ERR_IO);
    cr_assert_eq(keys_make(dir, &random, detail), OK, "%s", detail);
    cr_expect_eq(keys_make(dir, &random, detail), ERR_EXISTS);
    struct stat info;
    cr_assert_eq(stat(str_c(arena, str_join(arena, dir, S("/keys/shop.key"))), &info), 0);
    cr_expect_eq(info.st_mode & 0777, 0600);
    cr_assert_eq(keys_open(arena, dir, &keys, detail), OK, "%s", detail);
    cr_assert_eq(keys_open(arena, dir, &again, detail), OK, "%s", detail);
    cr_expect(str_eq(keys_mac_hex(arena, keys, KEY_FIND, S("a")),
                     keys_mac_hex(arena, again, KEY_FIND, S("a"))));
    cr_expect(!str_eq(keys_mac_hex(arena, keys, KEY_FIND, S("a")),
                      keys_mac_hex(arena, keys, KEY_LINK, S("a"))));
    remove_directory(arena, dir);
}

Test(keys, open_only_what_was_sealed_with_the_same_key_and_context)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct random random = random_seeded(1);
    struct ctx c = { .arena = arena, .random = &random, .keys = keys_seeded(arena, 1) };
    str sealed = keys_seal(&c, KEY_SECRET, S("setting:a"), S("rahasia"));
    str plain = { 0 };
    cr_assert(keys_unseal(&c, KEY_SECRET, S("setting:a"), sealed, &plain));
    cr_expect(str_eq(plain, S("rahasia")));
    cr_expect(!keys_unseal(&c, KEY_SECRET, S("setting:b"), sealed, &plain));
    cr_expect(!keys_unseal(&c, KEY_WRAP, S("setting:a"), sealed, &plain));
    cr_expect(!keys_unseal(&c, KEY_SECRET, S("setting:a"), str_slice(sealed, 0, sealed.size - 1),
                           &plain));
    cr_expect(!keys_unseal(&c, KEY_SECRET, S("setting:a"), S(""), &plain));
    cr_expect(!str_eq(sealed,
                      keys_seal(&c, KEY_SECRET, S("setting:a"), S("rahasia")))); /* nonces differ */
    c.keys = keys_seeded(arena, 2);
    cr_expect(!keys_unseal(&c, KEY_SECRET, S("setting:a"), sealed, &plain));
}
