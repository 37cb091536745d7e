/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/fetch.h"

#include <criterion/criterion.h>

Test(fetch, knows_public_addresses_from_others)
{
    static const struct {
        str address;
        bool is_public;
    } cases[] = {
        { S_INIT("93.184.216.34"), true },     { S_INIT("127.0.0.1"), false },
        { S_INIT("10.1.2.3"), false },         { S_INIT("172.16.0.1"), false },
        { S_INIT("172.32.0.1"), true },        { S_INIT("192.168.1.1"), false },
        { S_INIT("169.254.169.254"), false },  { S_INIT("0.0.0.0"), false },
        { S_INIT("224.0.0.1"), false },        { S_INIT("100.64.0.1"), false },
        { S_INIT("255.255.255.255"), false },  { S_INIT("::1"), false },
        { S_INIT("fe80::1"), false },          { S_INIT("fc00::1"), false },
        { S_INIT("::ffff:127.0.0.1"), false }, { S_INIT("::ffff:8.8.8.8"), true },
        { S_INIT("2606:4700::1111"), true },   { S_INIT("2002:7f00:1::"), false },
        { S_INIT("2001:db8::1"), false },      { S_INIT("not an address"), false },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        cr_expect_eq(fetch_is_public(cases[i].address), cases[i].is_public, "%.*s",
                     STR_ARG(cases[i].address));
    }
}

Test(fetch, refuses_other_schemes_and_our_own_machine)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct ctx c = { .arena = arena };
    str bytes = { 0 };
    cr_expect_eq(fetch_get(&c, S("file:///etc/passwd"), KB(64), &bytes), ERR_FORBIDDEN);
    cr_expect_eq(fetch_get(&c, S("http://127.0.0.1:9/x.jpg"), KB(64), &bytes), ERR_FORBIDDEN);
    cr_expect_eq(fetch_get(&c, S("http://[::1]:9/x.jpg"), KB(64), &bytes), ERR_FORBIDDEN);
    cr_expect_eq(bytes.size, 0);
}
