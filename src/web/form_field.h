/* SPDX-License-Identifier: Apache-2.0 */
/*
 * form_field.h - input as a table: the table's words. form.h includes it; include that.
 *
 * Purpose    One table of fields gives parsing (url-encoded, multipart, JSON, query), limits, all messages at once, the
 *            form's model for templates with everything kept as typed, and the schema in OpenAPI.
 * Layer      web; uses base and text. Knows no routes.
 * Units      MONEY in minor units of env.currency; DATE in days, INSTANT in µs, since 1970; lengths in characters.
 * Ownership  texts live in the arena or in the body, which must live as long.
 * Errors     ERR_BAD_INPUT: see state.errors; `out` is not written. ERR_MALFORMED: not that format at all.
 *            ERR_MEDIA_TYPE: another content type. A field that is not declared is refused by name (ignored in queries).
 */
#ifndef WEB_FORM_FIELD_H
#define WEB_FORM_FIELD_H

#include "base/clock.h"
#include "base/ctx.h"
#include "base/value.h"

enum field_kind {
    FIELD_TEXT,      /* str, one line, trimmed */
    FIELD_LINES,     /* str, several lines, \r\n becomes \n */
    FIELD_INT,       /* int64_t */
    FIELD_MONEY,     /* money; people may type Rp125.000; JSON {"amount","currency"} */
    FIELD_PHONE,     /* str, normalised: +62812… */
    FIELD_EMAIL,     /* str */
    FIELD_BOOL,      /* bool; absent is false; min 1 means it must be ticked */
    FIELD_DATE,      /* int64_t days, 0 when left out */
    FIELD_INSTANT,   /* int64_t µs; datetime-local in the shop's zone or RFC 3339 */
    FIELD_CHOICE,    /* str; one of .options, or free (checked by the handler) when there are none */
    FIELD_SLUG,      /* str, a-z 0-9 - */
    FIELD_TEXT_LIST, /* struct form_texts; repeated names or a JSON array; min, max count items of ≤ item_max characters */
    FIELD_ROWS,      /* struct form_rows of .rows; lines.0.sku or a JSON array of objects */
    FIELD_FILE,      /* struct form_file; multipart only */
    FIELD_KIND_COUNT
};

struct form_texts {
    str *at;
    size_t count;
};
struct form_rows {
    void *at; /* structs of the sub-form */
    size_t count;
};
struct form_file {
    str name; /* as sent, without folders */
    str content_type;
    str bytes;
};

struct form_option {
    const char *value, *label;
};

struct field {
    enum field_kind kind;
    bool is_optional;     /* may be left out or empty; TEXT and lists with min 0 are so anyhow */
    bool is_secret;       /* never given back: passwords */
    const char *name;     /* "address.street" is a nested object in JSON, with the same dotted name in a page's form */
    size_t offset;
    int64_t min, max;     /* characters, number, minor units, or items; 0, 0 for numbers and dates: no limits */
    int64_t item_max;     /* TEXT_LIST */
    const char *message;  /* English, when missing, too small, or wrong */
    const char *label;    /* English */
    const char *hint;     /* English */
    const char *type;     /* of the <input>; NULL: by kind */
    const char *autocomplete, *inputmode;
    const struct form_option *options;
    size_t option_count;
    const struct form *rows;
};

struct form_state;
/* What one answer asks of another: the field it refuses and why (English), or NULL. Asked whether the fields are good or not, so that
 * everything is said at once. */
typedef const char *form_check(const struct form_state *state, str *field);

struct form {
    const char *name; /* "add_to_cart": the schema's name */
    const struct field *field;
    size_t count;
    size_t size; /* of the struct */
    bool is_query; /* read from the address; unknown names are ignored */
    form_check *check;
};

#define FIELD_CTYPE_TEXT str
#define FIELD_CTYPE_LINES str
#define FIELD_CTYPE_INT int64_t
#define FIELD_CTYPE_MONEY money
#define FIELD_CTYPE_PHONE str
#define FIELD_CTYPE_EMAIL str
#define FIELD_CTYPE_BOOL bool
#define FIELD_CTYPE_DATE int64_t
#define FIELD_CTYPE_INSTANT int64_t
#define FIELD_CTYPE_CHOICE str
#define FIELD_CTYPE_SLUG str
#define FIELD_CTYPE_TEXT_LIST struct form_texts
#define FIELD_CTYPE_ROWS struct form_rows
#define FIELD_CTYPE_FILE struct form_file
/* 0, or does not compile when the member is not of the field's type. */
#define FIELD_TYPE_CHECK(kind_, type_, member_)                                                    \
    (0 * sizeof(char[__builtin_types_compatible_p(__typeof__(((type_ *)0)->member_),               \
                                                  FIELD_CTYPE_##kind_)                             \
                         ? 1                                                                       \
                         : -1]))
/* FIELD(TEXT, struct checkout, address.street, 5, 200, "Please write the street.", .label = "Street") */
#define FIELD(kind_, type_, member_, min_, max_, message_, ...)                                    \
    {                                                                                              \
        .kind = FIELD_##kind_, .name = #member_,                                                   \
        .offset = offsetof(type_, member_) + FIELD_TYPE_CHECK(kind_, type_, member_), .min = min_, \
        .max = max_, .message = message_, ##__VA_ARGS__                                            \
    }
#define OPTIONS(array) .options = (array), .option_count = COUNT(array)
#define FORM(name_, fields_, type_)                                                                \
    { .name = name_, .field = fields_, .count = COUNT(fields_), .size = sizeof(type_) }
#define CHECKED_FORM(name_, fields_, type_, check_)                                                \
    {                                                                                              \
        .name = name_, .field = fields_, .count = COUNT(fields_), .size = sizeof(type_),           \
        .check = check_                                                                            \
    }
#define QUERY_FORM(name_, fields_, type_)                                                          \
    {                                                                                              \
        .name = name_, .field = fields_, .count = COUNT(fields_), .size = sizeof(type_),           \
        .is_query = true                                                                           \
    }

enum { FORM_FIELDS_MAX = 64, FORM_ROWS_MAX = 200 };

#endif
