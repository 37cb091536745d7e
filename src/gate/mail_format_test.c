/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "gate/mail.h"

#include <criterion/criterion.h>

static struct mail sample(void)
{
    return (struct mail){
        .from = S("halo@toko.example"),
        .from_name = S("Toko Uji"),
        .to = S("siti@surat.example"),
        .subject = S("Pesanan AMN-1"),
        .text = S("Halo"),
        .html = S("<p>Halo</p>"),
        .id = S("m1"),
        .at = 1795287975000000,
    };
}

static str formatted(struct arena *arena, const struct mail *mail)
{
    struct ctx c = { .arena = arena };
    str out = { 0 };
    cr_assert_eq(mail_format(&c, mail, &out), OK, "%s", c.detail);
    return out;
}

static size_t longest_line(str text)
{
    size_t longest = 0;
    struct str_pair line = { .tail = text };
    do {
        line = str_cut(line.tail, '\n');
        longest = line.head.size > longest ? line.head.size : longest;
    } while (line.found);
    return longest;
}

Test(mail, has_both_parts_and_says_when_and_by_whom)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct mail mail = sample();
    str out = formatted(arena, &mail);
    static const char *const wanted[] = {
        "From: \"Toko Uji\"\r\n <halo@toko.example>\r\n", "To: <siti@surat.example>\r\n", "Subject: Pesanan AMN-1\r\n",
        "Date: Sat, 21 Nov 2026 19:06:15 +0000\r\n", "Message-ID: <m1@toko.example>\r\n",
        "Auto-Submitted: auto-generated\r\n", "Content-Type: text/plain; charset=utf-8\r\n",
        "Content-Type: text/html; charset=utf-8\r\n",
    };
    for (size_t i = 0; i < COUNT(wanted); i++) {
        cr_expect(str_contains(out, str_of(wanted[i])), "%s", wanted[i]);
    }
    cr_expect(!str_contains(out, S("Reply-To")));
}

Test(mail, takes_no_header_from_what_people_typed)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct mail mail = sample();
    mail.subject = S("Halo\r\nBcc: semua@orang.example");
    mail.from_name = S("Toko\"\\\r\nX-Evil: 1");
    str out = formatted(arena, &mail);
    cr_expect(!str_contains(out, S("\nBcc:")));
    cr_expect(!str_contains(out, S("\nX-Evil")));
    cr_expect(str_contains(out, S("From: \"Toko'  X-Evil: 1\"\r\n <halo@toko.example>\r\n")));
}

Test(mail, encodes_and_folds_what_is_not_ascii_between_characters)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct mail mail = sample();
    struct buf long_subject = buf_new(arena, 4000);
    for (int i = 0; i < 60; i++) {
        buf_add(&long_subject, S("é–"));
    }
    mail.subject = buf_str(&long_subject);
    str out = formatted(arena, &mail);
    cr_expect_leq(longest_line(out), 77); /* 76 and the CR */
    for (size_t i = 0; i < out.size; i++) {
        cr_assert_lt((unsigned char)out.at[i], 127);
    }
    /* 39 bytes would end inside a character: the word ends before it, at 37 (é and – are 2 and 3 bytes). */
    str first =
        str_slice(out, str_find(out, S("=?UTF-8?B?"), 0) + 10, str_find(out, S("?=\r\n ="), 0));
    cr_expect(str_eq(first, str_base64(arena, str_slice(mail.subject, 0, 37))), "%.*s",
              STR_ARG(first));
}

Test(mail, writes_quoted_printable_lines_of_at_most_76)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct mail mail = sample();
    mail.text = S("a=b \nRp362.877 – lunas\t\n"
                  "01234567890123456789012345678901234567890123456789012345678901234567890123456789"
                  "01234567890123456789");
    str out = formatted(arena, &mail);
    cr_expect(str_contains(out, S("a=3Db=20\r\n")));
    cr_expect(str_contains(out, S("Rp362.877 =E2=80=93 lunas=09\r\n")));
    cr_expect(str_contains(out, S("0123=\r\n")) || str_contains(out, S("4=\r\n")));
    cr_expect_leq(longest_line(out), 77); /* 76 and the CR */
}

Test(mail, goes_to_addresses_only)
{
    static const char *const good[] = { "siti@surat.example", "a.b+c@x-y.co.id", "o'neil@z.example" };
    static const char *const bad[] = { "", "siti", "@x.example", "siti@", "a b@x.example", "a@b@c.example", "a\r\nb@x.example",
                                       "a@x.example\r\nRCPT TO:<b@y.example>", "a@x.example>", "sité@x.example", "-v@x.example",
                                       "a@.example", "a@x." };
    for (size_t i = 0; i < COUNT(good); i++) {
        cr_expect(mail_is_address(str_of(good[i])), "%s", good[i]);
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        CLEANUP(arena_drop) struct arena *arena = arena_new();
        struct ctx c = { .arena = arena };
        struct mail mail = sample();
        str out = { 0 };
        mail.to = str_of(bad[i]);
        cr_expect(!mail_is_address(mail.to), "%s", bad[i]);
        cr_expect_eq(mail_format(&c, &mail, &out), ERR_UNPROCESSABLE);
    }
}
