/* SPDX-License-Identifier: Apache-2.0 */
/*
 * form.h - reading a form, and giving it back.
 *
 * Purpose    form_parse, refusals beside fields, the model for templates.
 * Layer      web; the tables are declared with the words of form_field.h, which says more.
 * Ownership  as form_field.h.
 */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "web/form_field.h"

struct form_env {
    enum lang lang;
    const struct zone *zone; /* of INSTANT fields typed without a zone */
    currency currency;       /* of MONEY fields */
};

struct form_input {
    str content_type; /* the header; unused for query forms */
    str body;
    str query; /* without '?' */
};

/* What came in, whether good or not. */
struct form_state {
    const struct form *form;
    struct value *typed;  /* object: full name → text as typed, for texts, numbers, choices; lists of texts */
    struct value *errors; /* list of {field, message}, in the visitor's language */
    str error;            /* one message for the whole form, or empty */
    str csrf_token;       /* of a page's form; this and the next are always accepted */
    str idempotency_key;
    uint64_t given;       /* bit i: field i of the form was there and not empty */
};

/* Reads into `out` (struct of form->size). */
MUST_USE enum err form_parse(struct ctx *c, const struct form *form, const struct form_env *env,
                             const struct form_input *input, void *out, struct form_state *state);
/* An empty state, for showing a form for the first time. */
struct form_state form_blank(struct arena *arena, const struct form *form);
/* The state of a struct's present values, for editing. */
struct form_state form_of(struct arena *arena, const struct form *form, const struct form_env *env,
                          const void *values);
bool form_was_given(const struct form_state *state, str name);
/* A refusal found later (by the domain), shown beside a field; `message` already in the visitor's language. */
void form_refuse(struct arena *arena, struct form_state *state, str name, str message);
bool form_is_refused(const struct form_state *state);

/* An amount as people type it: "Rp1.250.000", "125000", "12.50". False: none in this currency. */
MUST_USE bool form_money(struct arena *arena, currency in, str text, money *out);

/* "10 MB" */
str form_size_text(struct arena *arena, int64_t bytes);

/* The object `form` for templates: {error, csrf_token, action_url, FIELD: {name, label, value, error, type, is_required,
 * max_length, min, max, hint, autocomplete, inputmode, options[], is_checked}}. Dotted fields nest:
 * {{#form.address.street}}{{>part/field}}. FILE fields have max_bytes and too_large, the words. Options are {value, label, hint, is_selected} and can be shown with part/check:
 * {{#form.consents.options}}. ROWS fields also have rows[], objects of fields. `csrf_token` may be empty. */
struct value *form_model(struct arena *arena, const struct form_state *state, str action_url,
                         str csrf_token, enum lang lang);
/* Gives a CHOICE or TEXT_LIST field the options a handler made: objects with at least value and label; is_selected is
 * added by what was typed. `name` must be declared. */
void form_model_options(struct arena *arena, struct value *form, str name, struct value *options,
                        const struct form_state *state);

#endif
