/* SPDX-License-Identifier: Apache-2.0 */
#include "web/openapi_schema.h"

#include "web/form_inner.h"

struct value *openapi_below(struct arena *arena, struct value *object, str name)
{
    for (struct value *child = object->children.first; child != NULL; child = child->next) {
        if (str_eq(child->name, name)) {
            return child;
        }
    }
    return value_set_object(arena, object, name);
}

bool openapi_is_required(const struct field *field)
{
    return field_is_required(field);
}

bool openapi_has_file(const struct form *form)
{
    for (size_t i = 0; i < form->count; i++) {
        if (form->field[i].kind == FIELD_FILE) {
            return true;
        }
    }
    return false;
}

/* --- models ----------------------------------------------------------------------------------------------------- */

static const struct {
    const char *type, *format;
} kinds[VALUE_KIND_COUNT] = {
    [VALUE_NULL] = { "null", NULL },     [VALUE_BOOL] = { "boolean", NULL },
    [VALUE_INT] = { "integer", NULL },   [VALUE_DECIMAL] = { "number", NULL },
    [VALUE_TEXT] = { "string", NULL },   [VALUE_INSTANT] = { "string", "date-time" },
    [VALUE_DATE] = { "string", "date" }, [VALUE_LIST] = { "array", NULL },
    [VALUE_OBJECT] = { "object", NULL },
};

static void set_type(struct arena *arena, struct value *schema, const char *type, bool is_nullable)
{
    if (!is_nullable) {
        value_set_text(arena, schema, S("type"), str_of(type));
        return;
    }
    struct value *types = value_set_list(arena, schema, S("type"));
    value_add_text(arena, types, str_of(type));
    value_add_text(arena, types, S("null"));
}

static void set_reference(struct arena *arena, struct value *schema, str name, bool is_nullable)
{
    str path = str_join(arena, S("#/components/schemas/"), name);
    if (!is_nullable) {
        value_set_text(arena, schema, S("$ref"), path);
        return;
    }
    struct value *any = value_set_list(arena, schema, S("anyOf"));
    value_set_text(arena, value_add_object(arena, any), S("$ref"), path);
    value_set_text(arena, value_add_object(arena, any), S("type"), S("null"));
}

static void set_kind(struct arena *arena, struct value *schema, enum value_kind kind,
                     bool is_nullable)
{
    if (kind == VALUE_MONEY) {
        set_reference(arena, schema, S("money"), is_nullable);
        return;
    }
    set_type(arena, schema, kinds[kind].type, is_nullable);
    if (kinds[kind].format != NULL) {
        value_set_text(arena, schema, S("format"), str_of(kinds[kind].format));
    }
}

static void set_items(struct arena *arena, struct value *schemas, struct value *schema,
                      const struct model_field *field)
{
    struct value *items = value_set_object(arena, schema, S("items"));
    if (field->of != NULL) {
        set_reference(arena, items, str_of(field->of->name), false);
        openapi_add_model(arena, schemas, field->of);
    } else {
        set_kind(arena, items, field->item, false);
    }
}

static void set_model_field(struct arena *arena, struct value *schemas, struct value *schema,
                            const struct model_field *field)
{
    if (field->kind == VALUE_OBJECT && field->of != NULL) {
        set_reference(arena, schema, str_of(field->of->name), field->is_nullable);
        openapi_add_model(arena, schemas, field->of);
        return;
    }
    set_kind(arena, schema, field->kind, field->is_nullable);
    if (field->kind == VALUE_LIST) {
        set_items(arena, schemas, schema, field);
    } else if (field->is_map) {
        struct value *rest = value_set_object(arena, schema, S("additionalProperties"));
        value_set_text(arena, rest, S("type"), S("string"));
    }
    if (field->note != NULL) {
        value_set_text(arena, schema, S("description"), str_of(field->note));
    }
}

void openapi_add_model(struct arena *arena, struct value *schemas, const struct model *model)
{
    str name = str_of(model->name);
    if (value_get(schemas, name) != NULL) {
        return;
    }
    struct value *schema = value_set_object(arena, schemas, name);
    value_set_text(arena, schema, S("type"), S("object"));
    struct value *properties = value_set_object(arena, schema, S("properties"));
    struct value *required = value_set_list(arena, schema, S("required"));
    for (size_t i = 0; i < model->count; i++) {
        const struct model_field *field = &model->field[i];
        str property = str_of(field->name);
        if (field->face != FACE_PAGE) {
            set_model_field(arena, schemas, value_set_object(arena, properties, property), field);
            value_add_text(arena, required, property);
        }
    }
}

void openapi_add_money(struct arena *arena, struct value *schemas)
{
    static const struct model_field fields[] = {
        SHOW(INT, "amount", .note = "Whole minor units; rupiah has none, so Rp125.000 is 125000."),
        SHOW(TEXT, "currency", .note = "ISO 4217."),
    };
    static const struct model money_model = MODEL("money", fields);
    openapi_add_model(arena, schemas, &money_model);
}

/* --- forms ------------------------------------------------------------------------------------------------------ */

static void set_int(struct arena *arena, struct value *schema, str name, int64_t number,
                    bool is_set)
{
    if (is_set) {
        value_set_int(arena, schema, name, number);
    }
}

static void set_formatted(struct arena *arena, struct value *schema, str format)
{
    value_set_text(arena, schema, S("type"), S("string"));
    if (!str_is_empty(format)) {
        value_set_text(arena, schema, S("format"), format);
    }
}

static void set_options(struct arena *arena, struct value *schema, const struct field *field)
{
    if (field->option_count == 0) {
        return;
    }
    struct value *values = value_set_list(arena, schema, S("enum"));
    for (size_t i = 0; i < field->option_count; i++) {
        value_add_text(arena, values, str_of(field->options[i].value));
    }
}

static void set_text(struct arena *arena, struct value *schema, const struct field *field)
{
    set_formatted(arena, schema, field->kind == FIELD_EMAIL ? S("email") : S(""));
    set_int(arena, schema, S("minLength"), field->min, field->min > 0 && !field->is_optional);
    set_int(arena, schema, S("maxLength"), field->max, field->max > 0);
    set_options(arena, schema, field);
}

static void set_list(struct arena *arena, struct value *schema, const struct field *field)
{
    value_set_text(arena, schema, S("type"), S("array"));
    set_int(arena, schema, S("maxItems"), field->max, true);
    set_int(arena, schema, S("minItems"), field->min, field->min > 0);
    struct value *items = value_set_object(arena, schema, S("items"));
    if (field->kind == FIELD_ROWS) {
        set_reference(arena, items, str_join(arena, S("form_"), str_of(field->rows->name)), false);
        return;
    }
    set_formatted(arena, items, S(""));
    set_options(arena, items, field);
}

struct value *openapi_field_schema(struct arena *arena, const struct field *field)
{
    struct value *schema = value_object(arena);
    bool has_limits = field->min != 0 || field->max != 0;
    switch (field->kind) {
    case FIELD_INT:
        value_set_text(arena, schema, S("type"), S("integer"));
        set_int(arena, schema, S("minimum"), field->min, has_limits);
        set_int(arena, schema, S("maximum"), field->max, has_limits);
        break;
    case FIELD_MONEY:
        set_reference(arena, schema, S("money"), false);
        break;
    case FIELD_BOOL:
        value_set_text(arena, schema, S("type"), S("boolean"));
        break;
    case FIELD_DATE:
        set_formatted(arena, schema, S("date"));
        break;
    case FIELD_INSTANT:
        set_formatted(arena, schema, S("date-time"));
        break;
    case FIELD_TEXT_LIST:
    case FIELD_ROWS:
        set_list(arena, schema, field);
        break;
    case FIELD_FILE:
        set_formatted(arena, schema, S("binary"));
        break;
    case FIELD_TEXT:
    case FIELD_LINES:
    case FIELD_PHONE:
    case FIELD_EMAIL:
    case FIELD_CHOICE:
    case FIELD_SLUG:
    case FIELD_KIND_COUNT:
        set_text(arena, schema, field);
        break;
    }
    return schema;
}

static void add_required(struct arena *arena, struct value *schema, str name)
{
    struct value *required = NULL;
    for (struct value *child = schema->children.first; child != NULL; child = child->next) {
        required = str_eq(child->name, S("required")) ? child : required;
    }
    required = required != NULL ? required : value_set_list(arena, schema, S("required"));
    for (const struct value *item = required->children.first; item != NULL; item = item->next) {
        if (str_eq(item->text, name)) {
            return;
        }
    }
    value_add_text(arena, required, name);
}

/* address.street: an object `address` with a property `street`, required if the field is. */
static void add_form_field(struct arena *arena, struct value *schema, const struct field *field)
{
    struct str_pair rest = str_cut(str_of(field->name), '.');
    bool is_required = field_is_required(field);
    while (rest.found) {
        if (is_required) {
            add_required(arena, schema, rest.head);
        }
        struct value *properties = openapi_below(arena, schema, S("properties"));
        schema = openapi_below(arena, properties, rest.head);
        if (value_get(schema, S("type")) == NULL) {
            value_set_text(arena, schema, S("type"), S("object"));
            value_set_bool(arena, schema, S("additionalProperties"), false);
        }
        rest = str_cut(rest.tail, '.');
    }
    if (is_required) {
        add_required(arena, schema, rest.head);
    }
    value_set(openapi_below(arena, schema, S("properties")), rest.head,
              openapi_field_schema(arena, field));
}

void openapi_add_form(struct arena *arena, struct value *schemas, const struct form *form)
{
    str name = str_join(arena, S("form_"), str_of(form->name));
    if (value_get(schemas, name) != NULL) {
        return;
    }
    struct value *schema = value_set_object(arena, schemas, name);
    value_set_text(arena, schema, S("type"), S("object"));
    value_set_bool(arena, schema, S("additionalProperties"), false);
    for (size_t i = 0; i < form->count; i++) {
        add_form_field(arena, schema, &form->field[i]);
        if (form->field[i].kind == FIELD_ROWS) {
            openapi_add_form(arena, schemas, form->field[i].rows);
        }
    }
}
