/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openapi_schema.h - forms and models as JSON Schema.
 *
 * Purpose    The schemas of an OpenAPI document. Used by openapi.c only.
 * Layer      web.
 * Ownership  nodes live in the arena given.
 * Source     JSON Schema 2020-12.
 */
#ifndef WEB_OPENAPI_SCHEMA_H
#define WEB_OPENAPI_SCHEMA_H

#include "web/form.h"
#include "web/model.h"

/* The object of that name inside `object`; made when there is none. */
struct value *openapi_below(struct arena *arena, struct value *object, str name);
/* Each adds its schema, and those it refers to, under its name, once. */
void openapi_add_model(struct arena *arena, struct value *schemas, const struct model *model);
void openapi_add_form(struct arena *arena, struct value *schemas, const struct form *form);
void openapi_add_money(struct arena *arena, struct value *schemas);
struct value *openapi_field_schema(struct arena *arena, const struct field *field);
bool openapi_is_required(const struct field *field);
bool openapi_has_file(const struct form *form);

#endif
