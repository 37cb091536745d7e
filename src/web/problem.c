/* SPDX-License-Identifier: Apache-2.0 */
#include "web/problem.h"

#include "web/text.h"

static const struct model_field error_fields[] = {
    SHOW(TEXT, "field", .note = "Name of the field, as it was sent."),
    SHOW(TEXT, "message", .note = "What is wrong with it, in the caller's language."),
};
static const struct model error_declared = MODEL("field_error", error_fields);

static const struct model_field problem_fields[] = {
    SHOW(TEXT, "type", .note = "A word for the kind of refusal, after #."),
    SHOW(TEXT, "title"),
    SHOW(INT, "status"),
    SHOW_OR_NULL(TEXT, "detail"),
    SHOW(LIST, "errors", .of = &error_declared),
    SHOW_OR_NULL(TEXT, "request_id"),
};
const struct model problem_declared = MODEL("problem", problem_fields);

str problem_code(struct arena *arena, enum err err)
{
    str name = str_of(err_name(err));
    return str_lower(arena, str_starts(name, S("ERR_")) ? str_skip(name, 4) : name);
}

static str title_of(enum err err, enum lang lang)
{
    return str_of(err_text(err, lang == LANG_ID));
}

static void add_text_or_null(struct arena *arena, struct value *to, str name, str text)
{
    if (str_is_empty(text)) {
        value_set_null(arena, to, name);
    } else {
        value_set_text(arena, to, name, text);
    }
}

static void add_errors(struct arena *arena, struct value *to, const struct value *errors)
{
    struct value *list = value_set_list(arena, to, S("errors"));
    for (const struct value *e = errors == NULL ? NULL : errors->children.first; e != NULL;
         e = e->next) {
        struct value *error = value_add_object(arena, list);
        value_set_text(arena, error, S("field"), value_text(e, S("field")));
        value_set_text(arena, error, S("message"), value_text(e, S("message")));
    }
}

void problem_write_json(struct buf *out, const struct problem *problem, enum lang lang)
{
    struct arena *arena = out->arena;
    struct value *node = value_object(arena);
    str code = problem_code(arena, problem->err);
    value_set_text(arena, node, S("type"), str_join(arena, S("about:blank#"), code));
    value_set_text(arena, node, S("title"), title_of(problem->err, lang));
    value_set_int(arena, node, S("status"), err_http_status(problem->err));
    add_text_or_null(arena, node, S("detail"), problem->detail);
    add_errors(arena, node, problem->errors);
    add_text_or_null(arena, node, S("request_id"), problem->request_id);
    model_write_json(out, &problem_declared, node);
}

struct value *problem_model(struct arena *arena, const struct problem *problem, enum lang lang)
{
    int status = err_http_status(problem->err);
    struct value *node = value_object(arena);
    value_set_int(arena, node, S("status"), status);
    value_set_text(arena, node, S("title"), title_of(problem->err, lang));
    add_text_or_null(arena, node, S("text"), problem->detail);
    add_errors(arena, node, problem->errors);
    add_text_or_null(arena, node, S("request_id"), problem->request_id);
    value_set_bool(arena, node, S("is_not_found"), status == 404);
    value_set_bool(arena, node, S("is_fault"), status >= 500);
    value_set_bool(arena, node, S("is_limit"), status == 429);
    value_set_bool(arena, node, S("is_too_large"), status == 413);
    value_set_bool(arena, node, S("takes_files"), problem->takes_files);
    value_set_bool(arena, node, S("is_too_slow"), status == 408);
    return node;
}
