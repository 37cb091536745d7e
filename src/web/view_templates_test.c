/* SPDX-License-Identifier: Apache-2.0 */
/* Every template of templates/ with its sample model of tests/models, in both languages: unknown fields fail. */
#include "c/shared.h"

#include "web/view.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <time.h>

/* {"amount","currency"}, {"instant"} and {"date"} of the sample models become typed values. */
static void make_typed(struct arena *arena, struct value *node)
{
    const struct value *amount = value_get(node, S("amount"));
    str instant = value_text(node, S("instant"));
    str date = value_text(node, S("date"));
    int64_t number = 0;
    currency code;
    if (amount != NULL && node->count == 2 && currency_of(value_text(node, S("currency")), &code)) {
        node->kind = VALUE_MONEY;
        node->money = (money){ amount->number, code };
    } else if (node->count == 1 && clock_parse_rfc3339(instant, &number)) {
        node->kind = VALUE_INSTANT;
        node->number = number;
    } else if (node->count == 1 && clock_parse_date(date, &number)) {
        node->kind = VALUE_DATE;
        node->number = number;
    }
    bool has_children = node->kind == VALUE_OBJECT || node->kind == VALUE_LIST;
    for (struct value *child = has_children ? node->children.first : NULL; child != NULL;
         child = child->next) {
        bool is_plain = child->kind != VALUE_OBJECT && child->kind != VALUE_LIST;
        if (!is_plain) {
            make_typed(arena, child);
        }
    }
}

static struct value *sample(struct arena *arena, str name)
{
    str text = { 0 };
    str why = { 0 };
    struct value *model = NULL;
    bool is_message = str_starts(name, S("message/")); /* says what the mail of that name says */
    str path = str_format(arena, "tests/models/%s%.*s.json", is_message ? "mail/" : "",
                          STR_ARG(is_message ? str_skip(name, 8) : name));
    if (!repository_read(arena, path, &text)) {
        return NULL;
    }
    cr_assert(json_read(arena, text, &model, &why), "%.*s: %.*s", STR_ARG(path), STR_ARG(why));
    make_typed(arena, model);
    return model;
}

static struct view *load(struct arena *arena)
{
    struct view *view = NULL;
    str why = { 0 };
    cr_assert(view_load_all(arena, (str){ 0 }, &view, &why), "\n%.*s", STR_ARG(why));
    cr_assert_gt(view_count(view), 5);
    return view;
}

static void render_sample(struct arena *arena, const struct view_template *t, enum lang lang)
{
    str name = view_template_name(t);
    name = str_ends(name, S(".txt")) ? str_slice(name, 0, name.size - 4) : name;
    const struct value *model = sample(arena, name);
    const struct value *layout = sample(arena, S("layout"));
    if (str_starts(name, S("admin/")) && sample(arena, S("admin/layout")) != NULL) {
        layout = sample(arena, S("admin/layout"));
    }
    if (model == NULL) {
        bool is_part = str_contains(name, S("part/")) || str_contains(name, S("icon/")) ||
                       str_ends(name, S("layout")) || str_eq(name, S("paper"));
        cr_expect(is_part, "%.*s has no sample model in tests/models", STR_ARG(name));
        return; /* shown inside others */
    }
    struct view_env env = { lang, zone_of(S("Asia/Jakarta")), true };
    struct buf out = buf_new(arena, MB(4));
    str why = { 0 };
    cr_expect(view_render(t, model, layout, &env, &out, &why), "%.*s", STR_ARG(why));
    cr_expect(!str_contains(buf_str(&out), S("{{")), "%.*s", STR_ARG(name));
}

Test(templates, render_their_sample_models_without_an_unknown_field)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct view *view = load(arena);
    for (size_t i = 0; i < view_count(view); i++) {
        for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
            const struct view_template *t = view_at(view, i, lang);
            if (t != NULL) {
                render_sample(arena, t, lang);
            }
        }
    }
}

enum { ASKERS = 4 };

static void *ask_for_all(void *data)
{
    const struct view *view = data;
    for (size_t i = 0; i < view_count(view); i++) {
        (void)view_find(view, S("product"), LANG_EN);
        (void)view_at(view, i, i % LANG_COUNT == 0 ? LANG_ID : LANG_EN);
    }
    return NULL;
}

static struct view *opened(struct arena *arena)
{
    struct view *view = NULL;
    str why = { 0 };
    cr_assert(view_open(arena, (str){ 0 }, &view, &why), "\n%.*s", STR_ARG(why));
    return view;
}

static str rendered(struct arena *arena, const struct view *view, str name, enum lang lang)
{
    struct view_env env = { lang, zone_of(S("Asia/Jakarta")), true };
    struct buf out = buf_new(arena, MB(4));
    str why = { 0 };
    const struct view_template *t = view_find(view, name, lang);
    cr_assert(t != NULL, "%.*s", STR_ARG(name));
    cr_assert(view_render(t, sample(arena, name), sample(arena, S("layout")), &env, &out, &why),
              "%.*s", STR_ARG(why));
    return buf_str(&out);
}

Test(templates, compiled_when_asked_for_say_the_same)
{
    static const str names[] = { S_INIT("product"), S_INIT("cart"), S_INIT("checkout"), S_INIT("order") };
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct view *early = load(arena);
    struct view *late = opened(arena);
    for (size_t i = 0; i < COUNT(names); i++) {
        for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
            cr_expect(str_eq(rendered(arena, early, names[i], lang),
                             rendered(arena, late, names[i], lang)));
        }
    }
    cr_expect(view_find(late, S("no/such/page"), LANG_ID) == NULL);
    view_close(late);
}

Test(templates, asked_for_by_many_threads_are_compiled_once)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct view *view = opened(arena);
    pthread_t asker[ASKERS];
    for (int i = 0; i < ASKERS; i++) {
        cr_assert_eq(pthread_create(&asker[i], NULL, ask_for_all, view), 0);
    }
    for (int i = 0; i < ASKERS; i++) {
        pthread_join(asker[i], NULL);
    }
    const struct view_template *first = view_find(view, S("product"), LANG_ID);
    cr_expect(first != NULL && first == view_find(view, S("product"), LANG_ID));
    view_close(view);
}

Test(templates, speak_indonesian_and_english)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct view *view = load(arena);
    str text[LANG_COUNT];
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        struct buf out = buf_new(arena, MB(1));
        struct view_env env = { .lang = lang };
        str why = { 0 };
        cr_assert(view_render(view_find(view, S("cart"), lang), sample(arena, S("cart")),
                              sample(arena, S("layout")), &env, &out, &why));
        text[lang] = buf_str(&out);
    }
    cr_expect(str_contains(text[LANG_EN], S("Track my order")));
    cr_expect(!str_contains(text[LANG_ID], S("Track my order")));
}

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Prints the time of a product page; no limit here, sanitizers and other work make it vary. */
Test(templates, render_a_product_page_many_times_alike)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    CLEANUP(arena_drop) struct arena *page = arena_new();
    struct view *view = load(arena);
    const struct value *model = sample(arena, S("product"));
    const struct value *layout = sample(arena, S("layout"));
    const struct view_template *t = view_find(view, S("product"), LANG_ID);
    struct view_env env = { LANG_ID, zone_of(S("Asia/Jakarta")), false };
    enum { ROUNDS = 2000 };
    int64_t best = INT64_MAX;
    size_t size = 0;
    for (int i = 0; i < ROUNDS; i++) {
        arena_reset(page);
        struct buf out = buf_new(page, MB(1));
        str why = { 0 };
        int64_t start = now_ns();
        cr_assert(view_render(t, model, layout, &env, &out, &why));
        int64_t took = now_ns() - start;
        best = took < best ? took : best;
        cr_assert(size == 0 || size == out.size);
        size = out.size;
    }
    cr_log_info("product page: %zu bytes in %" PRId64 " ns at best", size, best);
}
