/* SPDX-License-Identifier: Apache-2.0 */
#include "web/text.h"

#include "base/buf.h"
#include "web/multipart.h"

#include <criterion/criterion.h>

Test(text, is_found_in_the_catalogue_or_stays_english)
{
    cr_expect(str_eq(text_of(LANG_ID, T("Cart")), S("Keranjang")));
    cr_expect(str_eq(text_of(LANG_EN, T("Cart")), S("Cart")));
    cr_expect(str_eq(text_of(LANG_ID, S("Nobody translated this")), S("Nobody translated this")));
    cr_expect(str_is_empty(text_of(LANG_ID, S(""))), "the catalogue's own header is no text");
}

Test(text, fills_in_what_stands_in_braces)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    str text = text_fill(arena, LANG_ID, T("Between {min} and {max}."),
                         SLOTS({ S("min"), S("1") }, { S("max"), S("{min}") }));
    cr_expect(str_eq(text, S("Antara 1 dan {min}.")), "%.*s", STR_ARG(text));
    text = text_fill(arena, LANG_EN, S("{a} {b {"), SLOTS({ S("b"), S("x") }));
    cr_expect(str_eq(text, S("{a} {b {")), "%.*s", STR_ARG(text));
}

Test(text, collapses_white_space_as_message_ids_are_written)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    cr_expect(str_eq(text_collapse(arena, S("\n  a \t\n b  ")), S("a b")));
}

static bool reads(const char *content_type, const char *body)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct multipart_part *part = NULL;
    size_t count = 0;
    return multipart_read(arena, str_of(content_type), str_of(body), &part, &count);
}

#define PART "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n"

Test(multipart, takes_only_what_browsers_send)
{
    const char *type = "multipart/form-data; boundary=\"b\"";
    cr_expect(reads(type, PART "--b--\r\n"));
    cr_expect(reads(type, PART "--b--"));
    cr_expect(!reads(type, PART "--b\r\n"), "no last boundary");
    cr_expect(!reads(type, PART "--b--\r\nmore"), "bytes after the end");
    cr_expect(!reads(type, "before\r\n" PART "--b--"), "a preamble");
    cr_expect(!reads(type, "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--"), "no name");
    cr_expect(!reads(type, "--b\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--b--"));
    cr_expect(!reads(type, "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n"
                           "Content-Transfer-Encoding: base64\r\n\r\nx\r\n--b--"));
    cr_expect(!reads(type, "--b\nContent-Disposition: form-data; name=\"a\"\n\nx\n--b--"),
              "bare LF");
    cr_expect(!reads("multipart/form-data", PART "--b--"), "no boundary");
    cr_expect(!reads("multipart/mixed; boundary=b", PART "--b--"));
}

Test(multipart, refuses_too_many_parts)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct buf body = buf_new(arena, MB(1));
    struct multipart_part *part = NULL;
    size_t count = 0;
    for (int i = 0; i < MULTIPART_PARTS_MAX; i++) {
        buf_add(&body, S(PART));
    }
    str good = str_join(arena, buf_str(&body), S("--b--"));
    str bad = str_join(arena, buf_str(&body), S(PART "--b--"));
    cr_expect(multipart_read(arena, S("multipart/form-data; boundary=b"), good, &part, &count));
    cr_expect_eq(count, MULTIPART_PARTS_MAX);
    cr_expect(!multipart_read(arena, S("multipart/form-data; boundary=b"), bad, &part, &count));
}
