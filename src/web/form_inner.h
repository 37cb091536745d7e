/* SPDX-License-Identifier: Apache-2.0 */
/*
 * form_inner.h - what the parts of the form reader share; nobody else includes it.
 *
 * Purpose    Answers: what came in, flat, whatever the format; conversion by kind.
 * Layer      web.
 * Ownership  the arena of the request.
 */
#ifndef WEB_FORM_INNER_H
#define WEB_FORM_INNER_H

#include "web/form.h"
#include "web/text.h"

enum { ANSWERS_MAX = 2048 };

/* One named value. JSON: lines[0].sku is named lines.0.sku, as in a page's form. */
struct answer {
    str name;
    str text;                 /* as typed; of JSON scalars their text */
    const struct value *node; /* JSON; NULL from pages */
    const struct form_file *file;
    bool is_bad;   /* not decodable */
    bool is_taken; /* by a declared field */
};

struct answers {
    struct arena *arena;
    struct answer *answer;
    size_t count, capacity;
    bool is_over; /* more than ANSWERS_MAX */
};

/* ERR_MEDIA_TYPE, ERR_MALFORMED with `why`. */
MUST_USE enum err answers_read(struct arena *arena, const struct form *form,
                               const struct form_input *input, struct answers *out, str *why);

/* Why a value is not good: an English text, with {max}, {min} or {size} in it, or "" for the field's own message. */
typedef str problem_text;

struct field_at {
    struct arena *arena;
    const struct form_env *env;
    const struct field *field;
};

/* Converts one answer into `to`; false: `why` says so. */
MUST_USE bool field_convert(const struct field_at *at, const struct answer *answer, void *to,
                            problem_text *why);
/* The text a person would have typed for a value; the opposite of field_convert. */
str field_text(const struct field_at *at, const void *from);
/* Whether an empty answer is fine. */
bool field_is_required(const struct field *field);
/* Cleaned text: trimmed, line breaks as \n; false: characters that cannot be read. */
MUST_USE bool field_clean(struct arena *arena, str text, bool has_lines, str *out);

#endif
