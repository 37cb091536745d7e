/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies and queries of all formats → a flat list of named answers. */
#include "web/form_inner.h"
#include "web/multipart.h"

/* By doubling: most forms are small, most queries empty. */
static void make_room(struct answers *a)
{
    if (a->count < a->capacity) {
        return;
    }
    size_t capacity = a->capacity == 0 ? 16 : a->capacity * 2;
    struct answer *wider = NEW_N(a->arena, struct answer, capacity);
    for (size_t i = 0; i < a->count; i++) {
        wider[i] = a->answer[i];
    }
    a->answer = wider;
    a->capacity = capacity;
}

static struct answer *add(struct answers *a, str name)
{
    static struct answer spare; /* written, never read, when there are too many */
    if (a->count == ANSWERS_MAX) {
        a->is_over = true;
        return &spare;
    }
    make_room(a);
    struct answer *answer = &a->answer[a->count++];
    answer->name = name;
    return answer;
}

/* a=1&b=2: RFC-less, as the URL Standard says. A name that cannot be decoded spoils the whole. */
static bool read_encoded(struct answers *a, str text)
{
    struct str_pair rest = { .tail = text, .found = !str_is_empty(text) };
    while (rest.found && !a->is_over) {
        rest = str_cut(rest.tail, '&');
        struct str_pair pair = str_cut(rest.head, '=');
        str name = { 0 };
        if (str_is_empty(rest.head)) {
            continue;
        }
        if (!str_unescape_url(a->arena, pair.head, true, &name) || !str_is_utf8(name)) {
            return false;
        }
        struct answer *answer = add(a, name);
        answer->is_bad = !str_unescape_url(a->arena, pair.tail, true, &answer->text);
    }
    return !a->is_over;
}

static bool read_multipart(struct answers *a, str content_type, str body)
{
    struct multipart_part *part = NULL;
    size_t count = 0;
    if (!multipart_read(a->arena, content_type, body, &part, &count)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        struct answer *answer = add(a, part[i].name);
        answer->is_bad = !str_is_utf8(part[i].name) || !str_is_utf8(part[i].file_name);
        if (!part[i].is_file) {
            answer->text = part[i].bytes;
            continue;
        }
        struct form_file *file = NEW(a->arena, struct form_file);
        *file = (struct form_file){ part[i].file_name, part[i].content_type, part[i].bytes };
        answer->file = file;
    }
    return !a->is_over;
}

/* The field a flat name means: "lines.3.sku" is field sku of lines' rows. */
static const struct field *find_field(const struct form *form, str name)
{
    for (size_t i = 0; i < form->count; i++) {
        const struct field *field = &form->field[i];
        str own = str_of(field->name);
        if (str_eq(own, name)) {
            return field;
        }
        bool is_row = field->kind == FIELD_ROWS && str_starts(name, own) &&
                      name.size > own.size + 1 && name.at[own.size] == '.';
        if (is_row) {
            struct str_pair inner = str_cut(str_skip(name, own.size + 1), '.');
            return inner.found ? find_field(field->rows, inner.tail) : NULL;
        }
    }
    return NULL;
}

static str text_of_node(struct arena *arena, const struct value *node)
{
    if (node->kind == VALUE_TEXT) {
        return node->text;
    }
    struct buf text = buf_new(arena, KB(4));
    bool is_plain =
        node->kind == VALUE_INT || node->kind == VALUE_BOOL || node->kind == VALUE_DECIMAL;
    if (is_plain) {
        json_write(&text, node);
    }
    return buf_str(&text);
}

static void add_node(struct answers *a, str name, const struct value *node)
{
    struct answer *answer = add(a, name);
    answer->node = node;
    answer->text = text_of_node(a->arena, node);
}

static void flatten(struct answers *a, const struct form *form, str name, const struct value *node);

static void flatten_children(struct answers *a, const struct form *form, str name,
                             const struct value *node)
{
    int64_t index = 0;
    for (const struct value *child = node->children.first; child != NULL && !a->is_over;
         child = child->next, index++) {
        str step = node->kind == VALUE_LIST ? str_format(a->arena, "%" PRId64, index) : child->name;
        bool is_top = str_is_empty(name);
        str path = is_top ? step : str_format(a->arena, "%.*s.%.*s", STR_ARG(name), STR_ARG(step));
        flatten(a, form, path, child);
    }
}

/* JSON null is the same as leaving the field out. */
static void flatten(struct answers *a, const struct form *form, str name, const struct value *node)
{
    const struct field *field = find_field(form, name);
    if (node->kind == VALUE_NULL) {
        return;
    }
    if (field == NULL && (node->kind == VALUE_OBJECT || node->kind == VALUE_LIST)) {
        size_t before = a->count;
        flatten_children(a, form, name, node);
        if (a->count == before && node->count == 0 && !str_is_empty(name)) {
            add_node(a, name, node); /* {} or [] under an unknown name is refused by that name */
        }
        return;
    }
    if (field != NULL && field->kind == FIELD_TEXT_LIST && node->kind == VALUE_LIST) {
        for (const struct value *item = node->children.first; item != NULL; item = item->next) {
            add_node(a, name, item);
        }
        return;
    }
    if (field != NULL && field->kind == FIELD_ROWS && node->kind == VALUE_LIST) {
        flatten_children(a, form, name, node);
        return;
    }
    add_node(a, name, node);
}

static bool read_json(struct answers *a, const struct form *form, str body, str *why)
{
    struct value *node = NULL;
    if (!json_read(a->arena, body, &node, why)) {
        return false;
    }
    if (node->kind != VALUE_OBJECT) {
        *why = S("a JSON object was expected");
        return false;
    }
    flatten_children(a, form, (str){ 0 }, node);
    return !a->is_over;
}

enum err answers_read(struct arena *arena, const struct form *form, const struct form_input *input,
                      struct answers *out, str *why)
{
    *out = (struct answers){ .arena = arena };
    str type = str_trim(str_cut(input->content_type, ';').head);
    bool is_good = true;
    *why = S("the body is not what its content type says");
    if (form->is_query) {
        is_good = read_encoded(out, input->query);
    } else if (str_is_empty(type) && str_is_empty(input->body)) {
        return OK;
    } else if (str_eq_nocase(type, S("application/x-www-form-urlencoded"))) {
        is_good = read_encoded(out, input->body);
    } else if (str_eq_nocase(type, S("multipart/form-data"))) {
        is_good = read_multipart(out, input->content_type, input->body);
    } else if (str_eq_nocase(type, S("application/json"))) {
        is_good = read_json(out, form, input->body, why);
    } else {
        return ERR_MEDIA_TYPE;
    }
    if (out->is_over) {
        *why = S("too many fields");
    }
    return is_good ? OK : ERR_MALFORMED;
}
