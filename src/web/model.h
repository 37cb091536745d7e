/* SPDX-License-Identifier: Apache-2.0 */
/*
 * model.h - what a reply may say, declared.
 *
 * Purpose    Tables of the fields of each route's model: name, kind, face. Tests check every model against its table, the
 *            JSON face writes only what is declared for it, OpenAPI is printed from it.
 * Layer      web; uses base.
 * Errors     model_check: false and `why` names the path ("variants.0.price: a text, declared as money").
 * Invariants an undeclared field and a page field never leave as JSON.
 */
#ifndef WEB_MODEL_H
#define WEB_MODEL_H

#include "base/value.h"

enum model_face {
    FACE_BOTH,
    FACE_PAGE,     /* only templates see it: form tokens, navigation, picture sizes */
    FACE_PERSONAL, /* filled through vault_read only; routes with it are guarded and no-store */
};

struct model;

struct model_field {
    const char *name;
    enum value_kind kind;
    enum model_face face;
    bool is_nullable;
    bool is_map;            /* VALUE_OBJECT with free names, each value a text */
    bool is_free;           /* VALUE_OBJECT whose contents are not declared: facts of an event */
    enum value_kind item;   /* VALUE_LIST without `of`: kind of the items; VALUE_NULL means objects of `of` */
    const struct model *of; /* fields of the object, or of the objects in the list; NULL with FACE_PAGE: not looked into */
    const char *note;       /* one sentence for OpenAPI, or NULL */
};

struct model {
    const char *name; /* "product": the schema's name */
    const struct model_field *field;
    size_t count;
};

/* SHOW(TEXT, "slug"), SHOW_OR_NULL(INSTANT, "settled_at"), SHOW(LIST, "variants", .of = &variant_model),
 * SHOW(LIST, "tags", .item = VALUE_TEXT), SHOW(OBJECT, "options", .is_map = true), PAGE_ONLY(TEXT, "css_url") */
#define SHOW(kind_, name_, ...) { .name = name_, .kind = VALUE_##kind_, ##__VA_ARGS__ }
#define SHOW_OR_NULL(kind_, name_, ...)                                                            \
    { .name = name_, .kind = VALUE_##kind_, .is_nullable = true, ##__VA_ARGS__ }
/* Page fields may always be null. */
#define PAGE_ONLY(kind_, name_, ...)                                                               \
    { .name = name_, .kind = VALUE_##kind_, .face = FACE_PAGE, .is_nullable = true, ##__VA_ARGS__ }
#define PERSONAL(kind_, name_, ...)                                                                \
    {                                                                                              \
        .name = name_, .kind = VALUE_##kind_, .face = FACE_PERSONAL, .is_nullable = true,          \
        ##__VA_ARGS__                                                                              \
    }
#define MODEL(name_, fields_) { .name = name_, .field = fields_, .count = COUNT(fields_) }

/* Every field declared and of its kind, every declared field there (page fields may be left out). */
MUST_USE bool model_check(struct arena *arena, const struct model *model, const struct value *node,
                          str *why);
bool model_declares(const struct model *model, str name);
/* The JSON face: declared fields without those of the page. NULL model: everything (for tests and /healthz). */
void model_write_json(struct buf *out, const struct model *model, const struct value *node);
bool model_has_personal(const struct model *model);

#endif
