/* SPDX-License-Identifier: Apache-2.0 */
#include "base/qris.h"

#include <criterion/criterion.h>
#include <string.h>

/* A merchant that does not exist. */
#define STATIC_CODE                                                                                                    \
    "00020101021126620016ID.CO.CONTOH.WWW011893600000123456789002091234567890303UMI51440014ID.CO.QRIS.WWW0215"         \
    "ID10200000000000303UMI5204581253033605802ID5911TOKO CONTOH6007BANDUNG61054011162070703A0163044802"
#define DYNAMIC_CODE                                                                                                   \
    "00020101021226620016ID.CO.CONTOH.WWW011893600000123456789002091234567890303UMI51440014ID.CO.QRIS.WWW0215"         \
    "ID10200000000000303UMI52045812530336054061250375802ID5911TOKO CONTOH6007BANDUNG61054011162210510INV-000123"       \
    "0703A016304BE2E"

Test(qris, counts_the_checksum_of_the_standard)
{
    cr_expect_eq(qris_crc(S("123456789")), 0x29b1);
    cr_expect_eq(qris_crc(S("")), 0xffff);
}

Test(qris, reads_a_static_code)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct qris q;
    str why = { 0 };
    cr_assert(qris_read(arena, S("  " STATIC_CODE "\n"), &q, &why), "%.*s", STR_ARG(why));
    cr_expect(!q.is_dynamic);
    cr_expect(str_eq(q.merchant_name, S("TOKO CONTOH")));
    cr_expect(str_eq(q.merchant_city, S("BANDUNG")));
    cr_expect(str_eq(q.nmid, S("ID1020000000000")));
    cr_expect(str_eq(q.acquirer, S("ID.CO.CONTOH.WWW")));
    cr_expect(str_eq(q.criteria, S("UMI")));
    cr_expect(str_eq(q.category_code, S("5812")));
    cr_expect_eq(q.amount, 0);
}

Test(qris, makes_a_static_code_dynamic)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    str made = { 0 };
    str why = { 0 };
    cr_assert(qris_with_amount(arena, S(STATIC_CODE), 125037, S("INV-000123"), &made, &why), "%.*s",
              STR_ARG(why));
    cr_expect(str_eq(made, S(DYNAMIC_CODE)), "%.*s", STR_ARG(made));
    struct qris q;
    cr_assert(qris_read(arena, made, &q, &why));
    cr_expect(q.is_dynamic);
    cr_expect_eq(q.amount, 125037);
    cr_expect(str_eq(q.reference, S("INV-000123")));
    cr_expect(!qris_with_amount(arena, made, 1000, S(""), &made, &why));
    cr_expect(!qris_with_amount(arena, S(STATIC_CODE), 0, S(""), &made, &why));
    cr_expect(!qris_with_amount(arena, S(STATIC_CODE), 1000, S("with space"), &made, &why));
}

Test(qris, refuses_every_single_wrong_character)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    str good = S(STATIC_CODE);
    for (size_t i = 0; i < good.size; i++) {
        char *bad = str_c(arena, good);
        bad[i] = bad[i] == '9' ? '8' : '9';
        struct qris q;
        str why = { 0 };
        cr_expect(!qris_read(arena, str_of(bad), &q, &why), "character %zu", i);
        cr_expect_gt(why.size, 0);
        cr_expect(!qris_read(arena, str_slice(good, 0, i), &q, &why), "cut at %zu", i);
    }
}

static str sealed(struct arena *arena, const char *body)
{
    str head = str_format(arena, "%s6304", body);
    return str_format(arena, "%.*s%04X", STR_ARG(head), qris_crc(head));
}

Test(qris, says_what_is_wrong)
{
    static const char *const cases[][2] = {
        { "0002010102115303840" "5802ID5904TOKO", "currency" },
        { "00020101021153033605802US5904TOKO", "country" },
        { "00020101021153033605802ID", "merchant" },
        { "00020101021153033605802ID5904TOKO5904TOKO", "twice" },
        { "0002010102115303360540512.505802ID5904TOKO", "amount" },
        { "00020101021126040099" "53033605802ID5904TOKO", "damaged" },
        { "01021100020153033605802ID5904TOKO", "000201" },
    };
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct qris q;
        str why = { 0 };
        cr_expect(!qris_read(arena, sealed(arena, cases[i][0]), &q, &why));
        cr_expect(str_contains(why, str_of(cases[i][1])), "%s: %.*s", cases[i][0], STR_ARG(why));
    }
}

Test(qris, counts_characters_and_not_bytes)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct qris q;
    str why = { 0 };
    cr_assert(qris_read(arena, sealed(arena, "00020101021153033605802ID5904KAFÉ"), &q, &why),
              "%.*s", STR_ARG(why));
    cr_expect(str_eq(q.merchant_name, S("KAFÉ")));
}

Test(qr, draws_svg_and_png)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    str svg = { 0 };
    str png = { 0 };
    cr_assert(qr_svg(arena, S(STATIC_CODE), &svg));
    cr_expect(str_starts(svg, S("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")));
    cr_expect(str_ends(svg, S("z\"/></svg>")));
    cr_assert(qr_png(arena, S(STATIC_CODE), 8, &png));
    cr_expect(str_starts(png, S("\x89PNG")));
    char *long_text = NEW_N(arena, char, 3000);
    memset(long_text, 'x', 3000);
    cr_expect(!qr_svg(arena, (str){ long_text, 3000 }, &svg));
}
