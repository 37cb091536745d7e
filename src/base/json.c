/* SPDX-License-Identifier: Apache-2.0 */
/* json_read of value.h: jansson reads, our tree keeps. */
#include "base/value.h"

#include <jansson.h>
#include <math.h>

enum { DEPTH_MAX = 32 };

static bool convert(struct arena *arena, const json_t *json, int depth, struct value **out,
                    str *why);

static bool convert_object(struct arena *arena, const json_t *json, int depth, struct value **out,
                           str *why)
{
    struct value *object = value_object(arena);
    /* jansson's iterator takes no const, but does not change anything. */
    for (void *at = json_object_iter((json_t *)(uintptr_t)json); at != NULL;
         at = json_object_iter_next((json_t *)(uintptr_t)json, at)) {
        struct value *child = NULL;
        if (!convert(arena, json_object_iter_value(at), depth + 1, &child, why)) {
            return false;
        }
        value_set(object, str_copy(arena, str_of(json_object_iter_key(at))), child);
    }
    *out = object;
    return true;
}

static bool convert_list(struct arena *arena, const json_t *json, int depth, struct value **out,
                         str *why)
{
    struct value *list = value_list(arena);
    for (size_t i = 0; i < json_array_size(json); i++) {
        struct value *child = NULL;
        if (!convert(arena, json_array_get(json, i), depth + 1, &child, why)) {
            return false;
        }
        value_add(list, child);
    }
    *out = list;
    return true;
}

/* A real is kept with six places; what does not fit is refused rather than rounded in silence. */
static bool convert_real(double real, struct value *node, str *why)
{
    double scaled = real * 1e6;
    if (!isfinite(real) || fabs(scaled) > 9e15 || fabs(scaled - round(scaled)) > 0.001) {
        *why = S("a number is out of range or finer than six places");
        return false;
    }
    node->kind = VALUE_DECIMAL;
    node->number = (int64_t)round(scaled);
    node->scale = 6;
    return true;
}

static bool convert_plain(struct arena *arena, const json_t *json, struct value **out, str *why)
{
    struct value *node = NEW(arena, struct value);
    *out = node;
    if (json_is_string(json)) {
        node->kind = VALUE_TEXT;
        node->text = str_copy(arena, (str){ json_string_value(json), json_string_length(json) });
    } else if (json_is_boolean(json)) {
        node->kind = VALUE_BOOL;
        node->truth = json_is_true(json);
    } else if (json_is_integer(json)) {
        node->kind = VALUE_INT;
        node->number = json_integer_value(json);
    } else if (json_is_real(json)) {
        return convert_real(json_real_value(json), node, why);
    }
    return true;
}

static bool convert(struct arena *arena, const json_t *json, int depth, struct value **out,
                    str *why)
{
    if (depth > DEPTH_MAX) {
        *why = S("nested too deeply");
        return false;
    }
    if (json_is_object(json)) {
        return convert_object(arena, json, depth, out, why);
    }
    if (json_is_array(json)) {
        return convert_list(arena, json, depth, out, why);
    }
    return convert_plain(arena, json, out, why);
}

static void json_drop(json_t **json)
{
    json_decref(*json);
}

bool json_read(struct arena *arena, str text, struct value **out, str *why)
{
    json_error_t error;
    CLEANUP(json_drop)
    json_t *json = json_loadb(text.size == 0 ? "" : text.at, text.size,
                              JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (json == NULL) {
        *why = str_format(arena, "%s (line %d)", error.text, error.line);
        return false;
    }
    return convert(arena, json, 0, out, why);
}
