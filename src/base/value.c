/* SPDX-License-Identifier: Apache-2.0 */
#include "base/value.h"

#include "base/clock.h"

/* A page has some hundred: each field is written once. Of the union what is empty in every kind. */
static inline struct value *node_new(struct arena *arena, str name, enum value_kind kind)
{
    struct value *node = arena_room(arena, sizeof *node);
    node->kind = kind;
    node->scale = 0;
    node->count = 0;
    node->name = name;
    node->next = NULL;
    node->children.first = node->children.last = NULL;
    return node;
}

struct value *value_object(struct arena *arena)
{
    return node_new(arena, (str){ 0 }, VALUE_OBJECT);
}

struct value *value_list(struct arena *arena)
{
    return node_new(arena, (str){ 0 }, VALUE_LIST);
}

static inline void append(struct value *parent, struct value *node)
{
    if (parent->children.last == NULL) {
        parent->children.first = node;
    } else {
        parent->children.last->next = node;
    }
    parent->children.last = node;
    parent->count++;
}

struct value *value_set(struct value *object, str name, struct value *node)
{
    CHECK(object->kind == VALUE_OBJECT && node->next == NULL);
    node->name = name;
    append(object, node);
    return node;
}

struct value *value_add(struct value *list, struct value *node)
{
    CHECK(list->kind == VALUE_LIST && node->next == NULL);
    append(list, node);
    return node;
}

static inline struct value *set_kind(struct arena *arena, struct value *object, str name,
                                     enum value_kind kind)
{
    CHECK(object->kind == VALUE_OBJECT);
    struct value *node = node_new(arena, name, kind);
    append(object, node);
    return node;
}

struct value *value_set_null(struct arena *arena, struct value *object, str name)
{
    return set_kind(arena, object, name, VALUE_NULL);
}

struct value *value_set_bool(struct arena *arena, struct value *object, str name, bool truth)
{
    struct value *node = set_kind(arena, object, name, VALUE_BOOL);
    node->truth = truth;
    return node;
}

static struct value *set_number(struct arena *arena, struct value *object, str name,
                                enum value_kind kind, int64_t number)
{
    struct value *node = set_kind(arena, object, name, kind);
    node->number = number;
    return node;
}

struct value *value_set_int(struct arena *arena, struct value *object, str name, int64_t number)
{
    return set_number(arena, object, name, VALUE_INT, number);
}

struct value *value_set_decimal(struct arena *arena, struct value *object, str name, int64_t number,
                                uint8_t scale)
{
    struct value *node = set_number(arena, object, name, VALUE_DECIMAL, number);
    node->scale = scale;
    return node;
}

struct value *value_set_text(struct arena *arena, struct value *object, str name, str text)
{
    struct value *node = set_kind(arena, object, name, VALUE_TEXT);
    node->text = text;
    return node;
}

struct value *value_set_money(struct arena *arena, struct value *object, str name, money amount)
{
    struct value *node = set_kind(arena, object, name, VALUE_MONEY);
    node->money = amount;
    return node;
}

struct value *value_set_instant(struct arena *arena, struct value *object, str name, int64_t at)
{
    return set_number(arena, object, name, at == 0 ? VALUE_NULL : VALUE_INSTANT, at);
}

struct value *value_set_date(struct arena *arena, struct value *object, str name, int64_t days)
{
    return set_number(arena, object, name, VALUE_DATE, days);
}

struct value *value_set_object(struct arena *arena, struct value *object, str name)
{
    return set_kind(arena, object, name, VALUE_OBJECT);
}

struct value *value_set_list(struct arena *arena, struct value *object, str name)
{
    return set_kind(arena, object, name, VALUE_LIST);
}

struct value *value_add_object(struct arena *arena, struct value *list)
{
    return value_add(list, value_object(arena));
}

struct value *value_add_text(struct arena *arena, struct value *list, str text)
{
    struct value *node = node_new(arena, (str){ 0 }, VALUE_TEXT);
    node->text = text;
    return value_add(list, node);
}

const struct value *value_get(const struct value *object, str name)
{
    if (object == NULL || object->kind != VALUE_OBJECT) {
        return NULL;
    }
    for (const struct value *node = object->children.first; node != NULL; node = node->next) {
        if (str_eq(node->name, name)) {
            return node;
        }
    }
    return NULL;
}

str value_text(const struct value *object, str name)
{
    const struct value *node = value_get(object, name);
    return node != NULL && node->kind == VALUE_TEXT ? node->text : (str){ 0 };
}

int64_t value_int(const struct value *object, str name, int64_t otherwise)
{
    const struct value *node = value_get(object, name);
    return node != NULL && node->kind == VALUE_INT ? node->number : otherwise;
}

bool value_bool(const struct value *object, str name)
{
    const struct value *node = value_get(object, name);
    return node != NULL && node->kind == VALUE_BOOL && node->truth;
}

bool value_is_true(const struct value *node)
{
    if (node == NULL) {
        return false;
    }
    switch (node->kind) {
    case VALUE_NULL:
        return false;
    case VALUE_BOOL:
        return node->truth;
    case VALUE_INT:
    case VALUE_DECIMAL:
        return node->number != 0;
    case VALUE_TEXT:
        return node->text.size != 0;
    case VALUE_LIST:
        return node->count != 0;
    case VALUE_MONEY:
    case VALUE_INSTANT:
    case VALUE_DATE:
    case VALUE_OBJECT:
    case VALUE_KIND_COUNT:
        break;
    }
    return true;
}

static void write_decimal(struct buf *out, int64_t number, uint8_t scale)
{
    money as_money = { number, { .exponent = (int8_t)scale } };
    buf_add(out, money_decimal(out->arena, as_money));
}

static void write_children(struct buf *out, const struct value *node)
{
    bool is_object = node->kind == VALUE_OBJECT;
    buf_add_char(out, is_object ? '{' : '[');
    for (const struct value *child = node->children.first; child != NULL; child = child->next) {
        if (is_object) {
            buf_add_json(out, child->name);
            buf_add_char(out, ':');
        }
        json_write(out, child);
        if (child->next != NULL) {
            buf_add_char(out, ',');
        }
    }
    buf_add_char(out, is_object ? '}' : ']');
}

void json_write(struct buf *out, const struct value *node)
{
    switch (node->kind) {
    case VALUE_NULL:
    case VALUE_KIND_COUNT:
        buf_add(out, S("null"));
        break;
    case VALUE_BOOL:
        buf_add(out, node->truth ? S("true") : S("false"));
        break;
    case VALUE_INT:
        buf_add_int(out, node->number);
        break;
    case VALUE_DECIMAL:
        write_decimal(out, node->number, node->scale);
        break;
    case VALUE_TEXT:
        buf_add_json(out, node->text);
        break;
    case VALUE_MONEY:
        buf_addf(out, "{\"amount\":%" PRId64 ",\"currency\":\"%s\"}", node->money.minor,
                 node->money.currency.code);
        break;
    case VALUE_INSTANT:
        buf_add_json(out, clock_rfc3339(out->arena, node->number));
        break;
    case VALUE_DATE:
        buf_add_json(out, clock_iso_date(out->arena, node->number));
        break;
    case VALUE_LIST:
    case VALUE_OBJECT:
        write_children(out, node);
        break;
    }
}
