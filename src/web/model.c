/* SPDX-License-Identifier: Apache-2.0 */
#include "web/model.h"

static const char *const kind_names[VALUE_KIND_COUNT] = {
    [VALUE_NULL] = "null",   [VALUE_BOOL] = "true or false", [VALUE_INT] = "a whole number",
    [VALUE_DECIMAL] = "a decimal", [VALUE_TEXT] = "a text",  [VALUE_MONEY] = "money",
    [VALUE_INSTANT] = "an instant", [VALUE_DATE] = "a date", [VALUE_LIST] = "a list",
    [VALUE_OBJECT] = "an object",
};

static const struct model_field *find_field(const struct model *model, str name)
{
    for (size_t i = 0; i < model->count; i++) {
        if (str_eq(str_of(model->field[i].name), name)) {
            return &model->field[i];
        }
    }
    return NULL;
}

bool model_declares(const struct model *model, str name)
{
    return find_field(model, name) != NULL;
}

static bool say(struct arena *arena, str *why, str path, const char *what)
{
    *why = str_format(arena, "%.*s: %s", STR_ARG(path), what);
    return false;
}

static bool say_kind(struct arena *arena, str *why, str path, enum value_kind is,
                     enum value_kind declared)
{
    *why = str_format(arena, "%.*s: %s, declared as %s", STR_ARG(path), kind_names[is],
                      kind_names[declared]);
    return false;
}

static str below(struct arena *arena, str path, str name)
{
    return str_is_empty(path) ? name : str_format(arena, "%.*s.%.*s", STR_ARG(path), STR_ARG(name));
}

static bool check_object(struct arena *arena, const struct model *model, const struct value *node,
                         str path, str *why);

static bool check_list(struct arena *arena, const struct model_field *field,
                       const struct value *node, str path, str *why)
{
    int64_t index = 0;
    for (const struct value *item = node->children.first; item != NULL; item = item->next) {
        str at = below(arena, path, str_format(arena, "%" PRId64, index++));
        enum value_kind kind = field->of != NULL ? VALUE_OBJECT : field->item;
        if (item->kind != kind) {
            return say_kind(arena, why, at, item->kind, kind);
        }
        if (field->of != NULL && !check_object(arena, field->of, item, at, why)) {
            return false;
        }
    }
    return true;
}

static bool check_map(struct arena *arena, const struct value *node, str path, str *why)
{
    for (const struct value *item = node->children.first; item != NULL; item = item->next) {
        if (item->kind != VALUE_TEXT) {
            return say_kind(arena, why, below(arena, path, item->name), item->kind, VALUE_TEXT);
        }
    }
    return true;
}

static bool check_value(struct arena *arena, const struct model_field *field,
                        const struct value *node, str path, str *why)
{
    if (node->kind == VALUE_NULL && field->is_nullable) {
        return true;
    }
    if (node->kind != field->kind) {
        return say_kind(arena, why, path, node->kind, field->kind);
    }
    bool is_tree = node->kind == VALUE_LIST || node->kind == VALUE_OBJECT;
    if (!is_tree || field->is_free || (field->face == FACE_PAGE && field->of == NULL)) {
        return true;
    }
    if (node->kind == VALUE_LIST) {
        return check_list(arena, field, node, path, why);
    }
    if (field->is_map) {
        return check_map(arena, node, path, why);
    }
    return field->of == NULL ? say(arena, why, path, "an object without declared fields")
                             : check_object(arena, field->of, node, path, why);
}

static bool check_missing(struct arena *arena, const struct model *model, const struct value *node,
                          str path, str *why)
{
    for (size_t i = 0; i < model->count; i++) {
        str name = str_of(model->field[i].name);
        if (model->field[i].face != FACE_PAGE && value_get(node, name) == NULL) {
            return say(arena, why, below(arena, path, name), "declared, but not there");
        }
    }
    return true;
}

static bool check_object(struct arena *arena, const struct model *model, const struct value *node,
                         str path, str *why)
{
    for (const struct value *child = node->children.first; child != NULL; child = child->next) {
        str at = below(arena, path, child->name);
        const struct model_field *field = find_field(model, child->name);
        if (field == NULL) {
            return say(arena, why, at, "not declared");
        }
        if (value_get(node, child->name) != child) {
            return say(arena, why, at, "set twice");
        }
        if (!check_value(arena, field, child, at, why)) {
            return false;
        }
    }
    return check_missing(arena, model, node, path, why);
}

bool model_check(struct arena *arena, const struct model *model, const struct value *node, str *why)
{
    if (node->kind != VALUE_OBJECT) {
        return say(arena, why, str_of(model->name), "not an object");
    }
    return check_object(arena, model, node, (str){ 0 }, why);
}

static void write_object(struct buf *out, const struct model *model, const struct value *node);

static void write_list(struct buf *out, const struct model *of, const struct value *node)
{
    buf_add_char(out, '[');
    for (const struct value *item = node->children.first; item != NULL; item = item->next) {
        write_object(out, of, item);
        buf_add(out, item->next == NULL ? S("") : S(","));
    }
    buf_add_char(out, ']');
}

static void write_value(struct buf *out, const struct model_field *field, const struct value *node)
{
    bool is_object = node->kind == VALUE_OBJECT;
    if (node->kind == VALUE_LIST && field->of != NULL) {
        write_list(out, field->of, node);
    } else if (is_object && field->of != NULL) {
        write_object(out, field->of, node);
    } else if (is_object && !field->is_map && !field->is_free) {
        buf_add(out, S("{}")); /* nothing of it is declared */
    } else {
        json_write(out, node);
    }
}

static void write_object(struct buf *out, const struct model *model, const struct value *node)
{
    if (node->kind != VALUE_OBJECT) {
        json_write(out, node);
        return;
    }
    bool is_first = true;
    buf_add_char(out, '{');
    for (const struct value *child = node->children.first; child != NULL; child = child->next) {
        const struct model_field *field = find_field(model, child->name);
        if (field == NULL || field->face == FACE_PAGE) {
            continue;
        }
        buf_add(out, is_first ? S("") : S(","));
        is_first = false;
        buf_add_json(out, child->name);
        buf_add_char(out, ':');
        write_value(out, field, child);
    }
    buf_add_char(out, '}');
}

void model_write_json(struct buf *out, const struct model *model, const struct value *node)
{
    if (model == NULL) {
        json_write(out, node);
    } else {
        write_object(out, model, node);
    }
}

static bool has_personal(const struct model *model, int depth)
{
    for (size_t i = 0; i < model->count; i++) {
        const struct model_field *field = &model->field[i];
        if (field->face == FACE_PERSONAL ||
            (field->of != NULL && depth < 16 && has_personal(field->of, depth + 1))) {
            return true;
        }
    }
    return false;
}

bool model_has_personal(const struct model *model)
{
    return has_personal(model, 0);
}
