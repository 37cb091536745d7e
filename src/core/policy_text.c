/* SPDX-License-Identifier: Apache-2.0 */
#include "core/policy_text.h"

#include "base/embed.h"
#include "base/phone.h"
#include "core/setting.h"

enum { TEXT_MAX_BYTES = 64 * 1024 };

str policy_default_text(enum policy_kind kind, enum lang lang)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    str path = str_format(arena, "data/policies/%.*s.%s.md", STR_ARG(policy_kind_name(kind)),
                          lang == LANG_ID ? "id" : "en");
    str text = { 0 };
    CHECK(embed_find(path, &text)); /* part of the program */
    return text;
}

/* ---- what a name stands for ---- */

static str shop_word(struct ctx *c, str name)
{
    const struct shop *shop = c->shop;
    if (str_eq(name, S("shop_name"))) {
        return shop->name;
    }
    if (str_eq(name, S("shop_email"))) {
        return shop->email;
    }
    if (str_eq(name, S("shop_phone"))) {
        return phone_print(c->arena, shop->phone);
    }
    if (str_eq(name, S("shop_address"))) {
        return shop->address;
    }
    return (str){ 0 };
}

static bool is_shop_word(str name)
{
    return str_starts(name, S("shop_"));
}

/* An amount of money reads "50.000"; counts of days and hours never grow so long. */
static str grouped(struct ctx *c, int64_t number)
{
    enum { GROUP = 1000 };
    return number < GROUP ? str_format(c->arena, "%" PRId64, number)
                          : str_format(c->arena, "%.*s.%03" PRId64,
                                       STR_ARG(grouped(c, number / GROUP)), number % GROUP);
}

static enum err word_of(struct ctx *c, const struct value *params, str name, str *out)
{
    const struct value *param = value_get(params, name);
    if (is_shop_word(name)) {
        *out = shop_word(c, name);
        return OK;
    }
    if (param == NULL) {
        return fail(c, ERR_INTERNAL, "a policy text names %.*s", STR_ARG(name));
    }
    *out = param->kind == VALUE_TEXT ? param->text : grouped(c, param->number);
    return OK;
}

static enum err is_on(struct ctx *c, const struct value *params, str name, bool *out)
{
    if (is_shop_word(name)) {
        *out = shop_word(c, name).size > 0;
        return OK;
    }
    struct str_pair is = str_cut(name, '='); /* {{#starts=delivery}} */
    const struct value *param = value_get(params, is.head);
    if (param == NULL) {
        return fail(c, ERR_INTERNAL, "a policy text asks for %.*s", STR_ARG(name));
    }
    *out = is.found ? str_eq(value_text(params, is.head), is.tail) : value_is_true(param);
    return OK;
}

/* ---- the text ---- */

struct tag {
    size_t begin, end; /* of the whole tag */
    char sigil;        /* '#', '^', '/' or 0 */
    str name;
};

static bool next_tag(str text, size_t from, struct tag *out)
{
    size_t begin = str_find(text, S("{{"), from);
    size_t end = str_find(text, S("}}"), begin);
    if (end >= text.size) {
        return false;
    }
    struct tag tag = { .begin = begin, .end = end + 2, .name = str_slice(text, begin + 2, end) };
    char first = text.at[begin + 2]; /* at worst of the end */
    if (str_has(S("#^/"), first)) {
        tag.sigil = first;
        tag.name = str_skip(tag.name, 1);
    }
    *out = tag;
    return true;
}

/* Where {{/name}} begins; sections do not nest. */
static enum err end_of_section(struct ctx *c, str text, const struct tag *open, struct tag *out)
{
    struct tag tag = *open;
    while (next_tag(text, tag.end, &tag)) {
        if (tag.sigil == '/' && str_eq(tag.name, open->name)) {
            *out = tag;
            return OK;
        }
    }
    return fail(c, ERR_INTERNAL, "a policy text does not close %.*s", STR_ARG(open->name));
}

static enum err render_into(struct ctx *c, str text, const struct value *params, struct buf *out);

static enum err render_section(struct ctx *c, str text, const struct tag *open,
                               const struct value *params, struct buf *out, size_t *next)
{
    struct tag close = { 0 };
    bool shows = false;
    TRY(end_of_section(c, text, open, &close));
    TRY(is_on(c, params, open->name, &shows));
    *next = close.end;
    if (shows == (open->sigil == '#')) {
        return render_into(c, str_slice(text, open->end, close.begin), params, out);
    }
    if (str_starts(str_skip(text, close.end),
                   S("\n"))) { /* a line that is not said leaves no empty line */
        ++*next;
    }
    return OK;
}

static enum err render_tag(struct ctx *c, str text, const struct tag *tag,
                           const struct value *params, struct buf *out, size_t *next)
{
    if (tag->sigil == '#' || tag->sigil == '^') {
        return render_section(c, text, tag, params, out, next);
    }
    str word = { 0 };
    TRY(word_of(c, params, tag->name, &word));
    buf_add(out, word);
    *next = tag->end;
    return OK;
}

static enum err render_into(struct ctx *c, str text, const struct value *params, struct buf *out)
{
    size_t at = 0;
    struct tag tag = { 0 };
    while (next_tag(text, at, &tag)) {
        buf_add(out, str_slice(text, at, tag.begin));
        TRY(render_tag(c, text, &tag, params, out, &at));
    }
    buf_add(out, str_skip(text, at));
    return OK;
}

enum err policy_render(struct ctx *c, str text, const struct value *params, str *out)
{
    struct buf made = buf_new(c->arena, TEXT_MAX_BYTES);
    TRY(render_into(c, text, params, &made));
    if (buf_is_over(&made)) {
        return fail(c, ERR_TOO_LARGE, "a policy text over %d bytes", TEXT_MAX_BYTES);
    }
    *out = buf_str(&made);
    return OK;
}
