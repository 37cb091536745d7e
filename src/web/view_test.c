/* SPDX-License-Identifier: Apache-2.0 */
#include "c/shared.h"

#include "web/view.h"

#include <criterion/criterion.h>

static struct value *model_of(struct arena *arena, const char *json)
{
    struct value *model = NULL;
    str why = { 0 };
    cr_assert(json_read(arena, str_of(json), &model, &why), "%.*s", STR_ARG(why));
    return model;
}

struct rendered {
    bool is_loaded, is_done;
    str text, why;
};

static struct rendered render_sources(struct arena *arena, enum view_mode mode,
                                      const struct view_source *source, size_t count,
                                      const struct value *model, const struct view_env *env)
{
    struct rendered r = { 0 };
    struct view *view = NULL;
    if (!view_load(arena, mode, source, count, &view, &r.why)) {
        return r;
    }
    r.is_loaded = true;
    struct buf out = buf_new(arena, MB(4));
    const struct view_template *t = view_find(view, source[0].name, env->lang);
    r.is_done = view_render(t, model, NULL, env, &out, &r.why);
    r.text = buf_str(&out);
    return r;
}

static struct rendered strict(struct arena *arena, const char *text, const char *json)
{
    struct view_source source = { S("page"), S("page.html"), str_of(text) };
    struct view_env env = { .lang = LANG_EN, .strict_fields = true };
    return render_sources(arena, VIEW_STRICT, &source, 1, model_of(arena, json), &env);
}

/* --- the public spec ------------------------------------------------------------------------------------------- */

static void run_spec_case(const struct value *test, str file)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    const struct value *partials = value_get(test, S("partials"));
    struct view_source source[16] = { { S("page"), S("page"), value_text(test, S("template")) } };
    size_t count = 1;
    for (const struct value *p = partials == NULL ? NULL : partials->children.first; p != NULL;
         p = p->next) {
        source[count++] = (struct view_source){ p->name, p->name, p->text };
    }
    struct view_env env = { .lang = LANG_EN };
    struct rendered r =
        render_sources(arena, VIEW_PLAIN, source, count, value_get(test, S("data")), &env);
    str name = value_text(test, S("name"));
    cr_expect(r.is_done && str_eq(r.text, value_text(test, S("expected"))),
              "%.*s: %.*s\n--- got %.*s\n--- instead of %.*s\n%.*s", STR_ARG(file), STR_ARG(name),
              STR_ARG(r.text), STR_ARG(value_text(test, S("expected"))), STR_ARG(r.why));
}

static void run_spec(const char *file)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    str path = str_format(arena, "conformance/mustache/%s.json", file);
    str text = { 0 };
    if (!shared_read(arena, path, &text)) {
        cr_skip("%.*s is not here", STR_ARG(path));
    }
    struct value *spec = NULL;
    str why = { 0 };
    cr_assert(json_read(arena, text, &spec, &why));
    const struct value *tests = value_get(spec, S("tests"));
    cr_assert_gt(tests->count, 8);
    for (const struct value *test = tests->children.first; test != NULL; test = test->next) {
        run_spec_case(test, str_of(file));
    }
}

Test(mustache, keeps_the_spec_of_comments)
{
    run_spec("comments");
}
Test(mustache, keeps_the_spec_of_delimiters)
{
    run_spec("delimiters");
}
Test(mustache, keeps_the_spec_of_interpolation)
{
    run_spec("interpolation");
}
Test(mustache, keeps_the_spec_of_inverted)
{
    run_spec("inverted");
}
Test(mustache, keeps_the_spec_of_partials)
{
    run_spec("partials");
}
Test(mustache, keeps_the_spec_of_sections)
{
    run_spec("sections");
}
Test(mustache, keeps_the_spec_of_inheritance)
{
    run_spec("inheritance");
}

/* --- the strict dialect ---------------------------------------------------------------------------------------- */

static void expect_refused(const char *text, const char *because)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct rendered r = strict(arena, text, "{}");
    cr_expect(!r.is_loaded, "loaded: %s", text);
    cr_expect(str_contains(r.why, str_of(because)), "%s\n  %.*s", text, STR_ARG(r.why));
}

static void expect_renders(const char *text, const char *json, const char *expected)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct rendered r = strict(arena, text, json);
    cr_expect(r.is_done && str_eq(r.text, str_of(expected)), "%s\n  %.*s\n  %.*s", text,
              STR_ARG(r.text), STR_ARG(r.why));
}

Test(view, refuses_raw_values_that_no_sanitiser_made)
{
    expect_refused("<p>\n{{{x}}}</p>", "page.html:2: {{x}}: raw values must be named *_html");
    expect_refused("{{&x}}", "*_html");
    expect_refused("<a title=\"{{{x_html}}}\">", "no raw values in attributes");
    expect_refused("<title>{{{x_html}}}</title>", "no raw values inside title");
    expect_renders("<p>{{{x_html}}}</p>", "{\"x_html\":\"<b>\"}", "<p><b></p>");
}

Test(view, refuses_addresses_that_no_url_function_made)
{
    expect_refused("<a href=\"{{x}}\">", "must be named *_url");
    expect_refused("<a HREF=\"/x?{{x}}\">", "must be named *_url");
    expect_refused("<img srcset=\"{{x}}\">", "must be named *_url");
    expect_refused("<button formaction=\"{{#a}}{{x}}{{/a}}\">", "must be named *_url");
    expect_renders("<a href=\"{{x_url}}#top\">", "{\"x_url\":\"/a?b&c\"}",
                   "<a href=\"/a?b&amp;c#top\">");
}

Test(view, refuses_values_where_escaping_does_not_help)
{
    expect_refused("<a title={{x}}>", "double-quoted");
    expect_refused("<a title='{{x}}'>", "double-quoted");
    expect_refused("<a {{x}}>", "double-quoted");
    expect_refused("<{{x}}>", "double-quoted");
    expect_refused("<a data-{{x}}=\"1\">", "double-quoted");
    expect_refused("<!-- {{x}} -->", "double-quoted");
    expect_refused("<!doctype {{x}}>", "double-quoted");
}

Test(view, refuses_scripts_styles_and_handlers)
{
    expect_refused("<script>alert(1)</script>", "inline scripts");
    expect_refused("<script>{{x}}</script>", "inline scripts");
    expect_refused("<script src=\"/a.js\">x</script>", "inline scripts");
    expect_refused("<SCRIPT\n>x</SCRIPT>", "inline scripts");
    expect_refused("<style>p{}</style>", "not allowed");
    expect_refused("<p style=\"{{x}}\">", "not allowed");
    expect_refused("<p ONCLICK=\"x\">", "event handlers");
    expect_refused("<meta http-equiv=\"refresh\">", "not allowed");
    expect_refused("<base href=\"/\">", "not allowed");
    expect_renders("<script src=\"{{x_url}}\" defer></script>.", "{\"x_url\":\"/a.js\"}",
                   "<script src=\"/a.js\" defer></script>.");
}

Test(view, refuses_a_section_that_changes_what_follows)
{
    expect_refused("{{#a}}<p title=\"{{/a}}{{x}}",
                   "begins in text and ends in an attribute's value");
    expect_refused("<p {{#a}}title=\"{{/a}}\">",
                   "begins in a tag and ends in an attribute's value");
    expect_refused("<p title=\"{{#a}}\" id=\"{{/a}}{{x}}\">", "begins in an attribute's value");
    expect_refused("<p>{{#a}}<title>{{/a}}{{x}}",
                   "begins in text and ends in the text of an element");
    expect_refused("<a href={{#a}}\"x\"{{/a}}>", "may not begin or end here");
    expect_refused("<p", "ends inside a tag");
    expect_renders("<input{{#a}} checked{{/a}}{{#b}} value=\"{{b}}\"{{/b}}>",
                   "{\"a\":true,\"b\":\"x\"}", "<input checked value=\"x\">");
    expect_renders("<p class=\"x{{#a}} y{{/a}}\">", "{\"a\":true}", "<p class=\"x y\">");
}

Test(view, refuses_what_is_not_well_formed_with_file_and_line)
{
    expect_refused("a\n{{#b}}", "page.html:2: {{b}} is never closed");
    expect_refused("a\n\n{{/b}}", "page.html:3: {{/b}} closes nothing");
    expect_refused("{{#a}}{{#b}}{{/a}}{{/b}}", "closes nothing");
    expect_refused("{{a", "not closed");
    expect_refused("{{}}", "is not a name");
    expect_refused("{{a b}}", "is not a name");
    expect_refused("{{a..b}}", "is not a name");
    expect_refused("{{.a}}", "is not a name");
    expect_refused("{{>nowhere}}", "no such template");
    expect_refused("{{>page}}", "includes itself");
    expect_refused("{{=| |=}}", "delimiters");
    expect_refused("{{#t}} {{/t}}", "without a text");
}

Test(view, says_which_field_is_unknown)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct rendered r = strict(arena, "\n{{a.b}}", "{\"a\":{}}");
    cr_expect(!r.is_done);
    cr_expect(str_eq(r.why, S("page.html:2: unknown field a.b")), "%.*s", STR_ARG(r.why));
    expect_renders("{{a.b}}{{#a}}x{{/a}}", "{\"a\":null}", "");
    struct rendered object = strict(arena, "{{a}}", "{\"a\":{}}");
    cr_expect(!object.is_done);
}

Test(view, escapes_everything_a_person_typed)
{
    expect_renders("<p title=\"{{x}}\">{{x}}", "{\"x\":\"\\\"'<&>\"}",
                   "<p title=\"&quot;&#39;&lt;&amp;&gt;\">&quot;&#39;&lt;&amp;&gt;");
}

Test(view, finds_the_size_of_lists)
{
    expect_renders("{{#a.size}}{{a.size}}{{/a.size}}{{^b.size}}none{{/b.size}}",
                   "{\"a\":[1,2],\"b\":[]}", "2none");
}

static struct value *typed_model(struct arena *arena)
{
    struct value *model = value_object(arena);
    currency idr;
    cr_assert(currency_of(S("IDR"), &idr));
    value_set_money(arena, model, S("price"), (money){ 125000, idr });
    int64_t at = 0;
    cr_assert(clock_parse_rfc3339(S("2026-11-21T18:05:00Z"), &at));
    value_set_instant(arena, model, S("due_at"), at);
    value_set_date(arena, model, S("day"), clock_days_of(2026, 11, 24));
    value_set_decimal(arena, model, S("stars"), 467, 2);
    value_set_instant(arena, model, S("settled_at"), 0);
    return model;
}

static void expect_typed(enum lang lang, const char *text, const char *expected)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct view_source source = { S("page"), S("page.html"), str_of(text) };
    struct view_env env = { lang, zone_of(S("Asia/Jakarta")), true };
    struct rendered r = render_sources(arena, VIEW_STRICT, &source, 1, typed_model(arena), &env);
    cr_expect(r.is_done && str_eq(r.text, str_of(expected)), "%.*s %.*s", STR_ARG(r.text),
              STR_ARG(r.why));
}

Test(view, prints_typed_values_as_people_write_them)
{
    expect_typed(LANG_ID, "{{price}} {{stars}} {{due_at}} {{day}}",
                 "Rp125.000 4,67 22 November 2026 01.05 WIB 24 November 2026");
    expect_typed(LANG_EN, "{{price}} {{stars}} {{due_at.iso}}",
                 "Rp125.000 4.67 2026-11-21T18:05:00Z");
    expect_typed(LANG_ID, "{{due_at.date}} {{due_at.date.iso}} {{due_at.time}} {{day.weekday}}",
                 "22 November 2026 2026-11-22 01.05 WIB Selasa");
    expect_typed(
        LANG_ID,
        "{{price.amount}} {{price.currency}} {{settled_at.date}}{{^settled_at}}.{{/settled_at}}",
        "125000 IDR .");
}

Test(view, looks_for_the_layouts_fields_after_the_pages)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct view_source source = { S("page"), S("page.html"), S("{{a}}{{b}}{{#c}}{{a}}{{b}}{{/c}}") };
    struct view *view = NULL;
    str why = { 0 };
    cr_assert(view_load(arena, VIEW_STRICT, &source, 1, &view, &why));
    struct buf out = buf_new(arena, KB(1));
    struct view_env env = { .lang = LANG_EN, .strict_fields = true };
    cr_assert(view_render(view_find(view, S("page"), LANG_EN),
                          model_of(arena, "{\"a\":1,\"c\":{\"a\":3}}"),
                          model_of(arena, "{\"a\":7,\"b\":8}"), &env, &out, &why));
    cr_expect(str_eq(buf_str(&out), S("1838")));
}

Test(view, does_not_escape_in_text_templates)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct view_source source = { S("mail/a.txt"), S("mail/a.txt"), S("{{x}} <") };
    struct view_env env = { .lang = LANG_EN, .strict_fields = true };
    struct rendered r =
        render_sources(arena, VIEW_STRICT, &source, 1, model_of(arena, "{\"x\":\"a&b\"}"), &env);
    cr_expect(r.is_done && str_eq(r.text, S("a&b <")));
}

Test(view, stops_when_the_page_is_too_large)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct view_source source = { S("page"), S("page.html"), S("{{#a}}0123456789{{/a}}") };
    struct view *view = NULL;
    str why = { 0 };
    cr_assert(view_load(arena, VIEW_STRICT, &source, 1, &view, &why));
    struct buf out = buf_new(arena, 25);
    struct view_env env = { .lang = LANG_EN };
    cr_expect(!view_render(view_find(view, S("page"), LANG_EN), model_of(arena, "{\"a\":[1,2,3]}"),
                           NULL, &env, &out, &why));
    cr_expect(str_contains(why, S("larger than 25 bytes")));
}
