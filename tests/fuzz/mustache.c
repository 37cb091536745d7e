/* SPDX-License-Identifier: Apache-2.0 */
/* A template as a shop's theme may bring it: plain and strict, with a hostile value under every name it may ask for. */
#include "fuzz/fuzz.h"

#include "web/view.h"

#define HOSTILE "\"'><script>evil()</script>"

static struct value *hostile_model(struct arena *arena)
{
    struct value *model = value_object(arena);
    static const char *const names[] = { "a", "b", "c", "x", "a_url", "b_url", "name", "t" };
    for (size_t i = 0; i < COUNT(names); i++) {
        value_set_text(arena, model, str_of(names[i]), S(HOSTILE));
    }
    struct value *list = value_set_list(arena, model, S("list"));
    value_set_text(arena, value_add_object(arena, list), S("a"), S(HOSTILE));
    value_set_text(arena, value_add_object(arena, list), S("b"), S(HOSTILE));
    return model;
}

static void render(struct arena *arena, enum view_mode mode, str text)
{
    struct view_source source[] = {
        { S("page"), S("page.html"), text },
        { S("part"), S("part.html"), S("<p title=\"{{a}}\">{{a}}</p>") },
        { S("layout"), S("layout.html"), S("<b>{{$main}}x{{/main}}</b>") },
    };
    struct view *view = NULL;
    str why = { 0 };
    if (!view_load(arena, mode, source, COUNT(source), &view, &why)) {
        CHECK(!str_is_empty(why));
        return;
    }
    struct view_env env = { .lang = LANG_ID };
    struct buf out = buf_new(arena, MB(1));
    const struct view_template *t = view_find(view, S("page"), LANG_ID);
    if (t != NULL && view_render(t, hostile_model(arena), NULL, &env, &out, &why) &&
        mode == VIEW_STRICT) {
        CHECK(!str_contains(buf_str(&out), S(HOSTILE)));
    }
}

void fuzz_mustache(struct arena *arena, str bytes)
{
    if (!str_contains(bytes, S("\"'><script>"))) {
        render(arena, VIEW_STRICT, bytes);
    }
    render(arena, VIEW_PLAIN, bytes);
}
