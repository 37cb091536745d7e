/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/html.h"

#include <criterion/criterion.h>
#include <string.h>

static void expect_all(str (*make)(struct arena *arena, str text), const char *const cases[][2],
                       size_t count)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    for (size_t i = 0; i < count; i++) {
        str got = make(arena, str_of(cases[i][0]));
        cr_expect(str_eq(got, str_of(cases[i][1])), "%s\n → %.*s", cases[i][0], STR_ARG(got));
    }
}

Test(html, keeps_the_elements_of_the_table_and_takes_the_rest_away)
{
    static const char *const cases[][2] = {
        { "<p>Kopi <b>enak</b></p>", "<p>Kopi <strong>enak</strong></p>" },
        { "<p onclick=\"x()\" style=\"color:red\" class=a>hi</p>", "<p>hi</p>" },
        { "a<script>alert(1)</script>b", "ab" },
        { "<style>p{}</style><div><span>x</span></div>", "x" },
        { "<img src=x onerror=alert(1)>text", "text" },
        { "<svg><script>alert(1)</script><a href=\"javascript:x\">y</a></svg>z", "z" },
        { "<h1>Big</h1>", "<h2>Big</h2>" },
        { "<ul><li>one<li>two", "<ul><li>one</li><li>two</li></ul>" },
        { "2 < 3 & \"4\"", "2 &lt; 3 &amp; &quot;4&quot;" },
        { "<iframe src=//evil></iframe><template><p>x</p></template>ok", "ok" },
        { "", "" },
    };
    expect_all(html_sanitise, cases, COUNT(cases));
}

Test(html, lets_only_honest_links_through)
{
    static const char *const cases[][2] = {
        { "<a href=\"https://a.example/?x=1&y=2\">x</a>",
          "<a href=\"https://a.example/?x=1&amp;y=2\" rel=\"nofollow noopener\">x</a>" },
        { "<a href=/products/kopi>x</a>", "<a href=\"/products/kopi\">x</a>" },
        { "<a href=\"javascript:alert(1)\">x</a>", "<a>x</a>" },
        { "<a href=\" java\tscript:alert(1)\">x</a>", "<a>x</a>" },
        { "<a href=\"JAVASCRIPT:alert(1)\">x</a>", "<a>x</a>" },
        { "<a href=\"&#106;avascript:alert(1)\">x</a>", "<a>x</a>" },
        { "<a href=\"//evil.example\">x</a>", "<a>x</a>" },
        { "<a href=\"/\\evil.example\">x</a>", "<a>x</a>" },
        { "<a href=\"data:text/html,x\">x</a>", "<a>x</a>" },
        { "<a href='https://a/\"><script>x'>x</a>",
          "<a href=\"https://a/&quot;&gt;&lt;script&gt;x\" rel=\"nofollow noopener\">x</a>" },
    };
    expect_all(html_sanitise, cases, COUNT(cases));
}

Test(html, makes_markdown_and_sanitises_what_is_in_it)
{
    static const char *const cases[][2] = {
        { "**Kopi** enak", "<p><strong>Kopi</strong> enak</p>" },
        { "[x](javascript:alert(1))", "<p><a>x</a></p>" },
        { "hi <script>alert(1)</script> there", "<p>hi  there</p>" },
    };
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++) {
        str got = str_trim(html_of_markdown(arena, str_of(cases[i][0])));
        cr_expect(str_eq(got, str_of(cases[i][1])), "%s\n → %.*s", cases[i][0], STR_ARG(got));
    }
    str table = html_of_markdown(arena, S("|a|b|\n|---|---|\n|1|2|\n"));
    cr_expect(str_contains(table, S("<th scope=\"col\">a</th>")), "%.*s", STR_ARG(table));
}

Test(html, gives_the_words_alone)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    str html = S("<p>Kopi\n  <b>enak</b></p><p>sekali</p><script>no</script>");
    cr_expect(str_eq(html_text(arena, html, 100), S("Kopi enak sekali")));
    cr_expect(str_eq(html_text(arena, html, 6), S("Kopi…")));
    cr_expect(str_eq(html_text(arena, S("é é"), 2), S("é…")));
    cr_expect(str_eq(html_text(arena, S("é é"), 3), S("é é")));
    cr_expect(str_eq(html_text(arena, S("Kopi enak"), 4), S("Kopi")));
    cr_expect(str_eq(html_text(arena, S("Kopi"), 2), S("Ko")));
}

Test(html, survives_a_tower_of_elements)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    size_t count = 20000;
    char *deep = NEW_N(arena, char, count * 12 + 1);
    for (size_t i = 0; i < count; i++) {
        memcpy(deep + i * 12, "<blockquote>", 12);
    }
    str got = html_sanitise(arena, (str){ deep, count * 12 });
    cr_expect(str_starts(got, S("<blockquote>")));
    cr_expect_lt(got.size, 12 * 2 * 70);
}

Test(html_lines, keep_the_lines_of_a_letter_and_mark_what_is_quoted)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    static const struct {
        const char *html, *text;
    } cases[] = {
        { "<p>Halo <b>kopi</b>&nbsp;ada?</p><p>Sari</p>", "Halo kopi\xc2\xa0"
                                                          "ada?\nSari" },
        { "<div>satu<br>dua\ntiga<div>empat</div></div>", "satu\ndua tiga\nempat" },
        { "Siap<blockquote>Kami <p>kirim</p><blockquote>kapan?</blockquote></blockquote>lagi",
          "Siap\n> Kami\n> kirim\n>> kapan?\nlagi" },
        { "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc" },
        { "<style>p{}</style><script>x</script>", "" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        str text = html_lines(arena, str_of(cases[i].html));
        cr_expect(str_eq(text, str_of(cases[i].text)), "%zu: %.*s", i, STR_ARG(text));
    }
}

/* Many short lines, each thrice quoted: the marks are longer than the words. */
Test(html_lines, lose_nothing_to_their_own_marks)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    enum { LINES = 20000 };
    struct buf html = buf_new(arena, LINES * 8);
    buf_add(&html, S("<blockquote><blockquote><blockquote>"));
    for (int i = 0; i < LINES / 10; i++) {
        buf_add(&html, S("a<br>"));
    }
    str text = html_lines(arena, buf_str(&html));
    cr_expect_eq(text.size, (size_t)LINES / 10 * 6 - 1);
}
