/* SPDX-License-Identifier: Apache-2.0 */
#include "web/openapi.h"

#include "web/openapi_schema.h"
#include "web/problem.h"

struct writer {
    struct arena *arena;
    struct value *paths;
    struct value *schemas;
};

static struct value *text_object(struct arena *arena, struct value *to, str name, str key, str text)
{
    struct value *object = value_set_object(arena, to, name);
    value_set_text(arena, object, key, text);
    return object;
}

/* "get_orders_number" from GET /api/v1/orders/{number}. */
static str operation_id(struct arena *arena, const struct openapi_route *route)
{
    struct buf id = buf_new(arena, 256);
    str path = str_of(route->path);
    path = str_starts(path, S("/api/v1")) ? str_skip(path, 7) : path;
    buf_add(&id, str_lower(arena, str_of(route->method)));
    for (size_t i = 0; i < path.size; i++) {
        char c = path.at[i];
        bool is_gap = c == '/' || c == '.' || c == '-';
        if (c != '{' && c != '}') {
            buf_add_char(&id, is_gap ? '_' : c);
        }
    }
    return buf_str(&id);
}

static struct value *add_parameter(struct writer *w, struct value *list, str name, str in,
                                   bool is_required)
{
    struct value *parameter = value_add_object(w->arena, list);
    value_set_text(w->arena, parameter, S("name"), name);
    value_set_text(w->arena, parameter, S("in"), in);
    value_set_bool(w->arena, parameter, S("required"), is_required);
    return parameter;
}

static void add_path_parameters(struct writer *w, struct value *list, str path)
{
    struct str_pair rest = str_cut(path, '{');
    while (rest.found) {
        struct str_pair name = str_cut(rest.tail, '}');
        struct value *parameter = add_parameter(w, list, name.head, S("path"), true);
        text_object(w->arena, parameter, S("schema"), S("type"), S("string"));
        rest = str_cut(name.tail, '{');
    }
}

static void add_query_parameters(struct writer *w, struct value *list, const struct form *query)
{
    for (size_t i = 0; i < query->count; i++) {
        const struct field *field = &query->field[i];
        struct value *parameter =
            add_parameter(w, list, str_of(field->name), S("query"), openapi_is_required(field));
        value_set(parameter, S("schema"), openapi_field_schema(w->arena, field));
    }
}

static void add_parameters(struct writer *w, struct value *operation,
                           const struct openapi_route *route)
{
    struct value *list = value_set_list(w->arena, operation, S("parameters"));
    add_path_parameters(w, list, str_of(route->path));
    if (route->query != NULL) {
        add_query_parameters(w, list, route->query);
    }
    if (str_eq(str_of(route->method), S("POST"))) {
        struct value *key = add_parameter(w, list, S("Idempotency-Key"), S("header"), false);
        text_object(w->arena, key, S("schema"), S("type"), S("string"));
    }
}

static str reference(struct arena *arena, const char *kind, const char *name)
{
    return str_format(arena, "#/components/schemas/%s%s", kind, name);
}

static void add_body(struct writer *w, struct value *operation, const struct form *form)
{
    struct value *body = value_set_object(w->arena, operation, S("requestBody"));
    struct value *content = value_set_object(w->arena, body, S("content"));
    bool has_file = openapi_has_file(form);
    const struct {
        str type;
        bool is_used;
    } types[] = {
        { S("application/json"), !has_file },
        { S("application/x-www-form-urlencoded"), !has_file },
        { S("multipart/form-data"), has_file },
    };
    for (size_t i = 0; i < COUNT(types); i++) {
        if (types[i].is_used) {
            struct value *media = value_set_object(w->arena, content, types[i].type);
            text_object(w->arena, media, S("schema"), S("$ref"),
                        reference(w->arena, "form_", form->name));
        }
    }
    openapi_add_form(w->arena, w->schemas, form);
}

static void add_reply(struct writer *w, struct value *replies, str status, str description,
                      str type, const struct model *model)
{
    struct value *reply = text_object(w->arena, replies, status, S("description"), description);
    if (model != NULL) {
        struct value *content = value_set_object(w->arena, reply, S("content"));
        struct value *media = value_set_object(w->arena, content, type);
        text_object(w->arena, media, S("schema"), S("$ref"), reference(w->arena, "", model->name));
        openapi_add_model(w->arena, w->schemas, model);
    }
}

static void add_security(struct writer *w, struct value *operation, enum openapi_auth auth)
{
    struct value *list = value_set_list(w->arena, operation, S("security"));
    if (auth == OPENAPI_ORDER_KEY || auth == OPENAPI_CASE_KEY) {
        str header = auth == OPENAPI_ORDER_KEY ? S("order_key") : S("case_key");
        value_set_list(w->arena, value_add_object(w->arena, list), header);
        value_set_list(w->arena, value_add_object(w->arena, list), S("order_key_query"));
    } else if (auth == OPENAPI_TOKEN) {
        value_set_list(w->arena, value_add_object(w->arena, list), S("token"));
    }
}

static void add_operation(struct writer *w, const struct openapi_route *route)
{
    struct value *path = openapi_below(w->arena, w->paths, str_of(route->path));
    struct value *operation =
        value_set_object(w->arena, path, str_lower(w->arena, str_of(route->method)));
    value_set_text(w->arena, operation, S("operationId"), operation_id(w->arena, route));
    if (route->summary != NULL) {
        value_set_text(w->arena, operation, S("summary"), str_of(route->summary));
    }
    add_security(w, operation, route->auth);
    add_parameters(w, operation, route);
    if (route->form != NULL) {
        add_body(w, operation, route->form);
    }
    struct value *replies = value_set_object(w->arena, operation, S("responses"));
    add_reply(w, replies, str_format(w->arena, "%d", route->status), S("Done."),
              S("application/json"), route->model);
    add_reply(w, replies, S("default"), S("Refused, or not possible now."), S(PROBLEM_CONTENT_TYPE),
              &problem_declared);
}

static void add_key_scheme(struct writer *w, struct value *schemes, str name, str in, str key)
{
    struct value *scheme = text_object(w->arena, schemes, name, S("type"), S("apiKey"));
    value_set_text(w->arena, scheme, S("in"), in);
    value_set_text(w->arena, scheme, S("name"), key);
}

static void add_schemes(struct writer *w, struct value *components)
{
    struct value *schemes = value_set_object(w->arena, components, S("securitySchemes"));
    struct value *token = text_object(w->arena, schemes, S("token"), S("type"), S("http"));
    value_set_text(w->arena, token, S("scheme"), S("bearer"));
    add_key_scheme(w, schemes, S("order_key"), S("header"), S("Order-Key"));
    add_key_scheme(w, schemes, S("case_key"), S("header"), S("Case-Key"));
    add_key_scheme(w, schemes, S("order_key_query"), S("query"), S("key"));
}

static void add_info(struct writer *w, struct value *root, str title)
{
    struct value *info = text_object(w->arena, root, S("info"), S("title"), title);
    value_set_text(w->arena, info, S("version"), S(AMANAH_VERSION));
    value_set_text(
        w->arena, info, S("description"),
        S("Every page of the shop as JSON. Instants are RFC 3339 in UTC; amounts are whole "
          "minor units of their currency (rupiah has none)."));
}

void openapi_write(struct buf *out, str title, str server_url, struct openapi_routes *routes)
{
    struct arena *arena = out->arena;
    struct value *root = value_object(arena);
    value_set_text(arena, root, S("openapi"), S("3.1.0"));
    struct writer w = { .arena = arena };
    add_info(&w, root, title);
    struct value *servers = value_set_list(arena, root, S("servers"));
    value_set_text(arena, value_add_object(arena, servers), S("url"), server_url);
    w.paths = value_set_object(arena, root, S("paths"));
    struct value *components = value_set_object(arena, root, S("components"));
    w.schemas = value_set_object(arena, components, S("schemas"));
    openapi_add_money(arena, w.schemas);
    struct openapi_route route = { 0 };
    while (routes->next(routes->state, &route)) {
        add_operation(&w, &route);
    }
    add_schemes(&w, components);
    json_write(out, root);
}
