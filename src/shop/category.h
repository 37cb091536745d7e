/* SPDX-License-Identifier: Apache-2.0 */
/*
 * category.h - the tree products hang on.
 *
 * Purpose    Categories up to three deep, their names in both languages.
 * Layer      shop; uses db.
 * Ownership  everything returned lives in c->arena.
 * Errors     ERR_NOT_FOUND, ERR_BAD_INPUT (detail names the field), ERR_STATE, ERR_DB.
 * Tags       raises `category:ID` and `products`.
 */
#ifndef SHOP_CATEGORY_H
#define SHOP_CATEGORY_H

#include "base/ctx.h"
#include "shop/product_id.h"

enum { CATEGORY_DEPTH_MAX = 3, CATEGORY_LIST_MAX = 500 };

struct category_fields {
    str slug; /* empty: made from the name */
    str name[LANG_COUNT];
    str description[LANG_COUNT]; /* Markdown */
    category_id parent;          /* 0: at the root */
    int64_t position;
};

struct category {
    category_id id, parent;
    str slug;
    str name;             /* in c->lang, else the other */
    str description_html; /* the same */
    int32_t depth;        /* 0 at the root */
    int64_t position;
    int64_t product_count; /* on sale, those of its descendants included */
};

struct category_list {
    struct category *item;
    size_t count;
};

/* The tree from top to bottom, children after their parent. */
MUST_USE enum err category_list(struct ctx *c, struct category_list *out);
/* The same without product_count, which costs a look at every product on sale. */
MUST_USE enum err category_list_uncounted(struct ctx *c, struct category_list *out);
MUST_USE enum err category_load(struct ctx *c, str slug, struct category *out);
MUST_USE enum err category_fields_load(struct ctx *c, category_id id, struct category_fields *out);
MUST_USE enum err category_create(struct ctx *c, const struct category_fields *fields,
                                  category_id *out);
MUST_USE enum err category_update(struct ctx *c, category_id id,
                                  const struct category_fields *fields);
/* ERR_STATE: products of any status, or categories, hang on it. */
MUST_USE enum err category_delete(struct ctx *c, category_id id);
/* The category of a path such as "Clothing > Hoodies", made where missing (deeper levels than allowed are left out). */
MUST_USE enum err category_of_path(struct ctx *c, str path, category_id *out);

#endif
