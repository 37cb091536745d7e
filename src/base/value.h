/* SPDX-License-Identifier: Apache-2.0 */
/*
 * value.h - the one value tree: what a handler fills and both faces print.
 *
 * Purpose    Models of pages and API replies, parsed JSON, parameters of policies and jobs.
 * Layer      base.
 * Units      instants in µs since 1970 UTC; dates in days since 1970-01-01; decimals as scaled integers.
 * Ownership  nodes live in the arena they were made in; texts and names are borrowed, not copied.
 * Errors     json_read: false with a reason; depth ≤ 32, size capped by the caller.
 */
#ifndef BASE_VALUE_H
#define BASE_VALUE_H

#include "base/buf.h"
#include "base/money.h"

enum value_kind {
    VALUE_NULL,
    VALUE_BOOL,
    VALUE_INT,
    VALUE_DECIMAL, /* number / 10^scale, e.g. a rating of 4.67 */
    VALUE_TEXT,
    VALUE_MONEY,
    VALUE_INSTANT,
    VALUE_DATE,
    VALUE_LIST,
    VALUE_OBJECT,
    VALUE_KIND_COUNT
};

struct value {
    enum value_kind kind;
    uint8_t scale;      /* VALUE_DECIMAL */
    uint32_t count;     /* children of a list or object */
    str name;           /* inside an object */
    struct value *next; /* next sibling */
    union {
        bool truth;
        int64_t number; /* INT, DECIMAL, INSTANT, DATE */
        str text;
        money money;
        struct {
            struct value *first, *last;
        } children;
    };
};

struct value *value_object(struct arena *arena);
struct value *value_list(struct arena *arena);

/* Setters append; setting a name twice is a bug. They return the new node. */
struct value *value_set_null(struct arena *arena, struct value *object, str name);
struct value *value_set_bool(struct arena *arena, struct value *object, str name, bool truth);
struct value *value_set_int(struct arena *arena, struct value *object, str name, int64_t number);
struct value *value_set_decimal(struct arena *arena, struct value *object, str name, int64_t number,
                                uint8_t scale);
struct value *value_set_text(struct arena *arena, struct value *object, str name, str text);
struct value *value_set_money(struct arena *arena, struct value *object, str name, money amount);
/* 0 gives null: a moment that has not come. */
struct value *value_set_instant(struct arena *arena, struct value *object, str name, int64_t at);
struct value *value_set_date(struct arena *arena, struct value *object, str name, int64_t days);
struct value *value_set_object(struct arena *arena, struct value *object, str name);
struct value *value_set_list(struct arena *arena, struct value *object, str name);
/* Hangs a detached node (value_object, value_list, json_read) under a name. */
struct value *value_set(struct value *object, str name, struct value *node);
struct value *value_add_object(struct arena *arena, struct value *list);
struct value *value_add_text(struct arena *arena, struct value *list, str text);
struct value *value_add(struct value *list, struct value *node);

/* NULL when there is none. */
const struct value *value_get(const struct value *object, str name);
str value_text(const struct value *object, str name); /* else empty */
int64_t value_int(const struct value *object, str name, int64_t otherwise);
bool value_bool(const struct value *object, str name);
/* Mustache's truth: not null, false, 0, "", [] . */
bool value_is_true(const struct value *node);

/* Parses JSON (through jansson). Duplicate keys, depth over 32, NUL and invalid UTF-8 are refused. Numbers must be
 * integers in range, or decimals of at most 6 places. */
MUST_USE bool json_read(struct arena *arena, str text, struct value **out, str *why);
/* Money as {"amount","currency"}, instants RFC 3339 UTC, dates YYYY-MM-DD. */
void json_write(struct buf *out, const struct value *node);

#endif
