/* SPDX-License-Identifier: Apache-2.0 */
/* policy_form.c - the parameters of a policy as a form; publishing, and looking before publishing. */
#include "web/admin/policies.h"
#include "web/shop/show.h"
#include "web/text.h"

enum { ROWS_MAX = 20 };

struct row_input {
    str name, value;
};
struct policy_input {
    struct form_rows params;
};
static const struct field row_fields[] = {
    FIELD(TEXT, struct row_input, name, 1, 40, "Unknown parameter."),
    FIELD(TEXT, struct row_input, value, 0, 40, "This does not fit here.", .is_optional = true),
};
static const struct form row_form = FORM("policy_param_value", row_fields, struct row_input);
static const struct field policy_fields[] = {
    FIELD(ROWS, struct policy_input, params, 1, ROWS_MAX, "Nothing was sent.", .label = "Parameters", .rows = &row_form),
};
const struct form admin_policy_form = FORM("policy_publish", policy_fields, struct policy_input);

str admin_policy_label(const struct web *w, const struct policy_param *param)
{
    return str_of(web_is_indonesian(w) ? param->indonesian : param->english);
}

str admin_policy_choice(const struct web *w, str choice)
{
    return str_eq(choice, S("delivery"))  ? web_text(w, "the day it is received")
           : str_eq(choice, S("payment")) ? web_text(w, "the day it is paid")
                                          : choice;
}

/* ---- showing ---- */

static str printed(struct web *w, const struct value *params, const struct policy *current,
                   const struct policy_param *param)
{
    struct policy one = { .kind = current->kind, .params = current->params };
    if (params != NULL && value_get(params, str_of(param->name)) != NULL) {
        one.params = params;
    }
    int64_t number = param->kind == PARAM_BOOL ? policy_bool(&one, str_of(param->name))
                                               : policy_int(&one, str_of(param->name));
    return param->kind == PARAM_CHOICE ? policy_choice(param, number)
                                       : str_of_int(w->ctx.arena, number);
}

static void show_options(struct web *w, const struct policy_param *param, str value,
                         struct value *field)
{
    struct arena *a = w->ctx.arena;
    struct value *options = value_set_list(a, field, S("options"));
    int64_t last = param->kind == PARAM_INT ? -1 : param->max;
    for (int64_t i = 0; i <= last; i++) {
        int64_t number = param->kind == PARAM_BOOL ? 1 - i : i; /* yes stands first */
        bool is_bool = param->kind == PARAM_BOOL;
        str one = is_bool ? str_of_int(a, number) : policy_choice(param, number);
        str yes_no = number == 1 ? web_text(w, "Yes") : web_text(w, "No");
        struct value *option = value_add_object(a, options);
        value_set_text(a, option, S("value"), one);
        value_set_text(a, option, S("label"), is_bool ? yes_no : admin_policy_choice(w, one));
        value_set_bool(a, option, S("is_selected"), str_eq(value, one));
    }
}

static str error_of(const struct web *w, str name)
{
    if (w->form_state.errors == NULL) {
        return (str){ 0 };
    }
    for (const struct value *e = w->form_state.errors->children.first; e != NULL; e = e->next) {
        if (str_eq(value_text(e, S("field")), name)) {
            return value_text(e, S("message"));
        }
    }
    return (str){ 0 };
}

static void show_field(struct web *w, const struct policy_param *param, size_t row, str value,
                       struct value *field)
{
    struct arena *a = w->ctx.arena;
    bool is_number = param->kind == PARAM_INT;
    str name = str_format(a, "params.%zu.value", row);
    bool is_typed = w->form_state.form == &admin_policy_form;
    const struct value *typed = is_typed ? value_get(w->form_state.typed, name) : NULL;
    str shown = typed != NULL && typed->kind == VALUE_TEXT ? typed->text : value;
    str bounds = str_format(a, "%" PRId64 "–%" PRId64, param->min, param->max);
    const char *const no[] = { "is_lines", "is_check", "is_file" };
    for (size_t i = 0; i < COUNT(no); i++) {
        value_set_bool(a, field, str_of(no[i]), false);
    }
    value_set_bool(a, field, S("is_line"), is_number);
    value_set_bool(a, field, S("is_choice"), !is_number);
    value_set_text(a, field, S("key_name"), str_format(a, "params.%zu.name", row));
    value_set_text(a, field, S("key"), str_of(param->name));
    value_set_text(a, field, S("name"), name);
    value_set_text(a, field, S("label"), admin_policy_label(w, param));
    value_set_text(a, field, S("value"), shown);
    show_text_or_null(w, field, S("error"), is_typed ? error_of(w, name) : (str){ 0 });
    value_set_text(a, field, S("type"), S("text"));
    value_set_bool(a, field, S("is_required"), true);
    value_set_null(a, field, S("max_length"));
    show_text_or_null(w, field, S("hint"), is_number ? bounds : (str){ 0 });
    value_set_text(a, field, S("autocomplete"), S("off"));
    show_text_or_null(w, field, S("inputmode"), is_number ? S("numeric") : (str){ 0 });
    show_options(w, param, shown, field);
}

static void show_param(struct web *w, const struct policy_param *param, str value,
                       struct value *node)
{
    static const char *const kinds[] = { [PARAM_INT] = "int", [PARAM_BOOL] = "bool", [PARAM_CHOICE] = "choice" };
    struct arena *a = w->ctx.arena;
    value_set_text(a, node, S("name"), str_of(param->name));
    value_set_text(a, node, S("label"), admin_policy_label(w, param));
    value_set_text(a, node, S("value"), value);
    value_set_text(a, node, S("kind"), str_of(kinds[param->kind]));
    if (param->kind == PARAM_INT) {
        value_set_int(a, node, S("min"), param->min);
        value_set_int(a, node, S("max"), param->max);
    } else {
        value_set_null(a, node, S("min"));
        value_set_null(a, node, S("max"));
    }
    show_text_or_null(w, node, S("choices"), str_of(param->choices));
}

/* What the address asks to begin from: ?state=30d */
static const struct value *preset_asked(struct web *w, enum policy_kind kind)
{
    size_t count = 0;
    const struct policy_preset *preset = policy_presets(kind, &count);
    for (size_t i = 0; i < count; i++) {
        struct value *params = NULL;
        str why = { 0 };
        if (str_eq(office_ask_of(w)->state, str_of(preset[i].name)) &&
            json_read(w->ctx.arena, str_of(preset[i].params), &params, &why)) {
            return params;
        }
    }
    return NULL;
}

void admin_policy_form_show(struct web *w, const struct policy *current, struct value *m)
{
    struct arena *a = w->ctx.arena;
    size_t count = 0;
    const struct policy_param *param = policy_params(current->kind, &count);
    const struct value *preset = preset_asked(w, current->kind);
    struct value *form = office_button(w, m, "form", admin_policy_url(w, current->kind));
    (void)office_take(form, S("error"));
    show_text_or_null(w, form, S("error"),
                      office_is_refused(w, &admin_policy_form) ? w->form_state.error : (str){ 0 });
    value_set_text(a, form, S("preview_url"),
                   str_join(a, admin_policy_url(w, current->kind), S("/preview#preview")));
    struct value *fields = value_set_list(a, form, S("fields"));
    struct value *params = value_set_list(a, m, S("params"));
    for (size_t i = 0; i < count; i++) {
        str value = printed(w, preset, current, &param[i]);
        show_field(w, &param[i], i, value, value_add_object(a, fields));
        show_param(w, &param[i], printed(w, NULL, current, &param[i]), value_add_object(a, params));
    }
}

/* ---- reading ---- */

static bool take_bool(str text, bool *out)
{
    *out = str_eq(text, S("1")) || str_eq(text, S("true"));
    return *out || str_eq(text, S("0")) || str_eq(text, S("false"));
}

static bool take_value(struct web *w, const struct policy_param *param, str text,
                       struct value *params)
{
    struct arena *a = w->ctx.arena;
    str name = str_of(param->name);
    int64_t number = 0;
    bool truth = false;
    switch (param->kind) {
    case PARAM_INT: /* the law is asked later, and says more than a bound */
        if (!str_to_int(str_trim(text), &number)) {
            return false;
        }
        value_set_int(a, params, name, number);
        return true;
    case PARAM_BOOL:
        if (!take_bool(text, &truth)) {
            return false;
        }
        value_set_bool(a, params, name, truth);
        return true;
    case PARAM_CHOICE:
        break;
    }
    value_set_text(a, params, name, text);
    for (int64_t i = 0; i <= param->max; i++) {
        if (str_eq(text, policy_choice(param, i))) {
            return true;
        }
    }
    return false;
}

static str field_name(struct web *w, size_t row)
{
    return str_format(w->ctx.arena, "params.%zu.value", row);
}

/* All that cannot be read, at once. */
static enum err read_params(struct web *w, enum policy_kind kind, struct value *params)
{
    const struct policy_input *in = w->form;
    const struct row_input *row = in->params.at;
    enum err e = OK;
    for (size_t i = 0; i < in->params.count; i++) {
        const struct policy_param *param = policy_param_named(kind, row[i].name);
        if (param == NULL || value_get(params, row[i].name) != NULL) {
            e = web_refuse(w, ERR_BAD_INPUT, field_name(w, i), "Unknown parameter.");
        } else if (!take_value(w, param, row[i].value, params)) {
            e = web_refuse(w, ERR_BAD_INPUT, field_name(w, i), "This does not fit here.");
        }
    }
    return e;
}

static size_t row_of(const struct web *w, str name)
{
    const struct policy_input *in = w->form;
    const struct row_input *row = in->params.at;
    size_t i = 0;
    while (i < in->params.count && !str_eq(row[i].name, name)) {
        i++;
    }
    return i;
}

/* Parameters that were not sent stay as they are. */
static enum err fill_rest(struct web *w, enum policy_kind kind, struct value *params)
{
    struct policy current = { .kind = kind, .params = value_object(w->ctx.arena) };
    size_t count = 0;
    const struct policy_param *param = policy_params(kind, &count);
    enum err e = policy_current(&w->ctx, kind, &current);
    if (e != ERR_NOT_FOUND) {
        TRY(e);
    }
    for (size_t i = 0; i < count; i++) {
        if (value_get(params, str_of(param[i].name)) == NULL) {
            str text = printed(w, NULL, &current, &param[i]);
            CHECK(take_value(w, &param[i], text, params));
        }
    }
    return OK;
}

static enum err keep_law(struct web *w, enum policy_kind kind, const struct value *params)
{
    struct arena *a = w->ctx.arena;
    const struct law_floor *floor = law_breach(law_of_country(w->ctx.shop->country), kind, params);
    if (floor == NULL) {
        return OK;
    }
    str text = str_format(a, "%s (%s)", floor->text[w->ctx.lang], floor->rule);
    size_t row = row_of(w, str_of(floor->param));
    form_refuse(a, &w->form_state, field_name(w, row), text);
    w->form_state.error =
        str_format(a, "%.*s %.*s", STR_ARG(web_text(w, "The law gives buyers more than this:")),
                   STR_ARG(text));
    return ERR_LAW;
}

static enum err keep_bounds(struct web *w, enum policy_kind kind, const struct value *params)
{
    enum err e = OK;
    size_t count = 0;
    const struct policy_param *param = policy_params(kind, &count);
    for (size_t i = 0; i < count; i++) {
        int64_t number = value_int(params, str_of(param[i].name), 0);
        if (param[i].kind != PARAM_INT || (number >= param[i].min && number <= param[i].max)) {
            continue;
        }
        str text = text_fill(w->ctx.arena, w->ctx.lang, T("Between {min} and {max}."),
                             SLOTS({ S("min"), str_of_int(w->ctx.arena, param[i].min) },
                                   { S("max"), str_of_int(w->ctx.arena, param[i].max) }));
        form_refuse(w->ctx.arena, &w->form_state, field_name(w, row_of(w, str_of(param[i].name))),
                    text);
        e = ERR_BAD_INPUT;
    }
    return e;
}

static enum err read_policy(struct web *w, struct policy_new *out)
{
    struct value *params = value_object(w->ctx.arena);
    TRY(admin_policy_kind(w, &out->kind));
    TRY(read_params(w, out->kind, params));
    TRY(fill_rest(w, out->kind, params));
    TRY(keep_law(w, out->kind, params));
    TRY(keep_bounds(w, out->kind, params));
    out->params = params;
    return OK;
}

enum err admin_policy_preview(struct web *w)
{
    struct policy_new p = { 0 };
    struct policy draft = { 0 };
    TRY(read_policy(w, &p));
    TRY(policy_draft(&w->ctx, &p, &draft));
    return admin_policy_show(w, p.kind, &draft);
}

enum err admin_policy_post(struct web *w)
{
    struct policy_new p = { 0 };
    TRY(read_policy(w, &p));
    TRY(policy_publish(&w->ctx, &p, NULL));
    return admin_policy_again(w);
}

enum err admin_policy_again(struct web *w)
{
    enum policy_kind kind = POLICY_TERMS;
    TRY(admin_policy_kind(w, &kind));
    w->form_state = form_blank(w->ctx.arena, &admin_policy_form);
    TRY(admin_policy_show(w, kind, NULL));
    office_done(w, admin_policy_url(w, kind), "published");
    return OK;
}
