/* SPDX-License-Identifier: Apache-2.0 */
/* A form as templates see it: every field with its label, what was typed, and what is wrong with it. */
#include "web/form_inner.h"

struct showing {
    struct arena *arena;
    const struct form_state *state;
    enum lang lang;
};

static const char *const input_types[FIELD_KIND_COUNT] = {
    [FIELD_TEXT] = "text",      [FIELD_LINES] = "textarea", [FIELD_INT] = "number",
    [FIELD_MONEY] = "text",     [FIELD_PHONE] = "tel",      [FIELD_EMAIL] = "email",
    [FIELD_BOOL] = "checkbox",  [FIELD_DATE] = "date",      [FIELD_INSTANT] = "datetime-local",
    [FIELD_CHOICE] = "select",  [FIELD_SLUG] = "text",      [FIELD_TEXT_LIST] = "checkbox",
    [FIELD_ROWS] = "rows",      [FIELD_FILE] = "file",
};
static const char *const input_modes[FIELD_KIND_COUNT] = {
    [FIELD_INT] = "numeric",
    [FIELD_MONEY] = "numeric",
    [FIELD_PHONE] = "tel",
    [FIELD_EMAIL] = "email",
};

static void set_text_or_null(const struct showing *s, struct value *to, str name, const char *text)
{
    if (text == NULL) {
        value_set_null(s->arena, to, name);
    } else {
        value_set_text(s->arena, to, name, str_of(text));
    }
}

static void set_words(const struct showing *s, struct value *to, str name, const char *english)
{
    if (english == NULL) {
        value_set_null(s->arena, to, name);
    } else {
        value_set_text(s->arena, to, name, text_of(s->lang, str_of(english)));
    }
}

static void set_error(const struct showing *s, struct value *to, str full_name)
{
    for (const struct value *e = s->state->errors->children.first; e != NULL; e = e->next) {
        if (str_eq(value_text(e, S("field")), full_name)) {
            value_set_text(s->arena, to, S("error"), value_text(e, S("message")));
            return;
        }
    }
    value_set_null(s->arena, to, S("error"));
}

static bool is_chosen(const struct value *typed, str option)
{
    if (typed == NULL || typed->kind != VALUE_LIST) {
        return typed != NULL && typed->kind == VALUE_TEXT && str_eq(typed->text, option);
    }
    for (const struct value *item = typed->children.first; item != NULL; item = item->next) {
        if (str_eq(item->text, option)) {
            return true;
        }
    }
    return false;
}

/* An option of a list is a checkbox of its own and can be shown with part/check. */
static void set_option_rest(const struct showing *s, struct value *option, str name,
                            const struct value *typed)
{
    bool chosen = is_chosen(typed, value_text(option, S("value")));
    value_set_text(s->arena, option, S("name"), name);
    value_set_bool(s->arena, option, S("is_selected"), chosen);
    value_set_bool(s->arena, option, S("is_checked"), chosen);
    value_set_bool(s->arena, option, S("is_required"), false);
    if (value_get(option, S("hint")) == NULL) {
        value_set_null(s->arena, option, S("hint"));
    }
    value_set_null(s->arena, option, S("error"));
}

static void set_options(const struct showing *s, struct value *to, const struct field *field,
                        str full_name, const struct value *typed)
{
    struct value *options = value_set_list(s->arena, to, S("options"));
    for (size_t i = 0; i < field->option_count; i++) {
        struct value *option = value_add_object(s->arena, options);
        value_set_text(s->arena, option, S("value"), str_of(field->options[i].value));
        set_words(s, option, S("label"), field->options[i].label);
        set_option_rest(s, option, full_name, typed);
    }
}

static bool is_ticked(str typed)
{
    return str_eq_nocase(typed, S("true")) || str_eq(typed, S("1")) ||
           str_eq_nocase(typed, S("on")) || str_eq_nocase(typed, S("yes"));
}

static void set_value(const struct showing *s, struct value *to, const struct field *field,
                      const struct value *typed)
{
    bool is_text = typed != NULL && typed->kind == VALUE_TEXT;
    str text = is_text ? typed->text : S("");
    bool is_box = field->kind == FIELD_BOOL;
    value_set_text(s->arena, to, S("value"), is_box ? S("true") : text);
    value_set_bool(s->arena, to, S("is_checked"), is_box && is_ticked(text));
}

static bool has_max_length(const struct field *field)
{
    return field->kind == FIELD_TEXT || field->kind == FIELD_LINES || field->kind == FIELD_PHONE ||
           field->kind == FIELD_EMAIL || field->kind == FIELD_SLUG;
}

static void set_limits(const struct showing *s, struct value *to, const struct field *field)
{
    bool is_number = field->kind == FIELD_INT && (field->min != 0 || field->max != 0);
    bool is_long = has_max_length(field) && field->max > 0;
    const struct {
        str name;
        int64_t number;
        bool is_set;
    } limits[] = {
        { S("max_length"), field->max, is_long },
        { S("min"), field->min, is_number },
        { S("max"), field->max, is_number },
    };
    for (size_t i = 0; i < COUNT(limits); i++) {
        if (limits[i].is_set) {
            value_set_int(s->arena, to, limits[i].name, limits[i].number);
        } else {
            value_set_null(s->arena, to, limits[i].name);
        }
    }
}

/* What a browser says before it sends a file that will be refused. */
static void set_file_limit(const struct showing *s, struct value *to, const struct field *field)
{
    struct text_slot slot[] = { { S("size"), form_size_text(s->arena, field->max) } };
    if (field->kind == FIELD_FILE) {
        value_set_int(s->arena, to, S("max_bytes"), field->max);
        value_set_text(s->arena, to, S("too_large"),
                       text_fill(s->arena, s->lang, T("This file is too large: at most {size}."),
                                 slot, COUNT(slot)));
    }
}

static struct value *show_field(const struct showing *s, const struct field *field, str full_name)
{
    struct value *to = value_object(s->arena);
    const struct value *typed = value_get(s->state->typed, full_name);
    const char *mode = field->inputmode != NULL ? field->inputmode : input_modes[field->kind];
    const char *type = field->type != NULL ? field->type : input_types[field->kind];
    value_set_text(s->arena, to, S("name"), full_name);
    set_words(s, to, S("label"), field->label);
    set_value(s, to, field, typed);
    set_error(s, to, full_name);
    set_text_or_null(s, to, S("type"), type);
    value_set_bool(s->arena, to, S("is_required"), field_is_required(field));
    set_limits(s, to, field);
    set_file_limit(s, to, field);
    set_words(s, to, S("hint"), field->hint);
    set_text_or_null(s, to, S("autocomplete"), field->autocomplete);
    set_text_or_null(s, to, S("inputmode"), mode);
    set_options(s, to, field, full_name, typed);
    return to;
}

/* Goes down a dotted name, making objects on the way; *last is its final step. */
static struct value *descend(struct arena *arena, struct value *at, str name, str *last)
{
    struct str_pair rest = str_cut(name, '.');
    while (rest.found) {
        struct value *inner = NULL;
        for (struct value *child = at->children.first; child != NULL; child = child->next) {
            inner = str_eq(child->name, rest.head) ? child : inner;
        }
        at = inner != NULL ? inner : value_set_object(arena, at, rest.head);
        rest = str_cut(rest.tail, '.');
    }
    *last = rest.head;
    return at;
}

static void show_fields(const struct showing *s, const struct form *form, str prefix,
                        struct value *to);

static bool has_typed(const struct form_state *state, str prefix)
{
    for (const struct value *t = state->typed->children.first; t != NULL; t = t->next) {
        if (str_starts(t->name, prefix)) {
            return true;
        }
    }
    return false;
}

/* The rows typed so far, renumbered from 0 by the page's own names. */
static struct value *show_rows(const struct showing *s, const struct field *field, str full_name)
{
    struct value *to = show_field(s, field, full_name);
    struct value *rows = value_set_list(s->arena, to, S("rows"));
    for (int64_t i = 0; i < FORM_ROWS_MAX; i++) {
        str prefix = str_format(s->arena, "%.*s.%" PRId64 ".", STR_ARG(full_name), i);
        if (has_typed(s->state, prefix)) {
            show_fields(s, field->rows, prefix, value_add_object(s->arena, rows));
        }
    }
    return to;
}

static void show_fields(const struct showing *s, const struct form *form, str prefix,
                        struct value *to)
{
    for (size_t i = 0; i < form->count; i++) {
        const struct field *field = &form->field[i];
        str full_name = str_join(s->arena, prefix, str_of(field->name));
        str last = { 0 };
        struct value *parent = descend(s->arena, to, str_of(field->name), &last);
        bool is_rows = field->kind == FIELD_ROWS;
        value_set(parent, last,
                  is_rows ? show_rows(s, field, full_name) : show_field(s, field, full_name));
    }
}

static str whole_error(const struct form_state *state, enum lang lang)
{
    if (!str_is_empty(state->error) || state->errors->count == 0) {
        return state->error;
    }
    return str_of(err_text(ERR_BAD_INPUT, lang == LANG_ID));
}

struct value *form_model(struct arena *arena, const struct form_state *state, str action_url,
                         str csrf_token, enum lang lang)
{
    struct showing s = { arena, state, lang };
    struct value *form = value_object(arena);
    str error = whole_error(state, lang);
    value_set_text(arena, form, S("action_url"), action_url);
    if (str_is_empty(error)) {
        value_set_null(arena, form, S("error"));
    } else {
        value_set_text(arena, form, S("error"), error);
    }
    if (str_is_empty(csrf_token)) {
        value_set_null(arena, form, S("csrf_token"));
    } else {
        value_set_text(arena, form, S("csrf_token"), csrf_token);
    }
    show_fields(&s, state->form, (str){ 0 }, form);
    return form;
}

static struct value *child_of(struct value *object, str name)
{
    for (struct value *child = object->children.first; child != NULL; child = child->next) {
        if (str_eq(child->name, name)) {
            return child;
        }
    }
    return NULL;
}

void form_model_options(struct arena *arena, struct value *form, str name, struct value *options,
                        const struct form_state *state)
{
    struct showing s = { .arena = arena, .state = state };
    str last = { 0 };
    struct value *field = child_of(descend(arena, form, name, &last), last);
    CHECK(field != NULL);
    struct value *to = child_of(field, S("options"));
    CHECK(to != NULL && to->count == 0);
    for (struct value *option = options->children.first; option != NULL; option = option->next) {
        set_option_rest(&s, option, name, value_get(state->typed, name));
    }
    to->children = options->children;
    to->count = options->count;
}
