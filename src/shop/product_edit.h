/* SPDX-License-Identifier: Apache-2.0 */
/*
 * product_edit.h - changing what is for sale.
 *
 * Purpose    The doors of the back office, of imports and of the demo; all rules about products stand behind them.
 * Layer      shop; uses product, category, stock, search.
 * Units      as in product.h.
 * Ownership  everything returned lives in c->arena.
 * Errors     ERR_BAD_INPUT: see product_issues; ERR_EXISTS: slug or SKU taken; ERR_CONFLICT: the revision is not the one that was
 *            edited; ERR_STATE: not possible for this product; ERR_NOT_FOUND; ERR_DB.
 * Tags       raises `product:ID`, `products`, `category:ID`.
 */
#ifndef SHOP_PRODUCT_EDIT_H
#define SHOP_PRODUCT_EDIT_H

#include "shop/product.h"

/* Everything an editor can set; languages side by side. */
struct product_fields {
    str slug; /* empty: made from the name */
    enum product_status status;
    str name[LANG_COUNT], summary[LANG_COUNT];
    str description[LANG_COUNT]; /* Markdown, or HTML with is_html */
    bool is_html;
    str size_chart[LANG_COUNT]; /* Markdown */
    str usage[LANG_COUNT];      /* how to use it, Markdown */
    bool has_warranty;          /* its own number of months; else the shop's policy */
    int64_t warranty_months;    /* 0: none, 120 at most */
    str brand, tags;            /* tags: comma separated */
    category_id category;
    str option_name[PRODUCT_OPTIONS_MAX];
    struct {
        str name[LANG_COUNT], value[LANG_COUNT];
    } attribute[PRODUCT_ATTRIBUTES_MAX];
    size_t attribute_count;
    struct video video;
    str external_ref; /* "woocommerce:741": where it was imported from; unique */
};

struct variant_fields {
    str sku; /* empty: made from slug and options */
    str option[PRODUCT_OPTIONS_MAX];
    int64_t price_minor, compare_at_minor;
    int64_t weight_grams, length_mm, width_mm, height_mm;
    str barcode;
    bool is_tracked, sells_past_zero;
    int64_t preorder_days;
    bool is_active;
};

/* One thing wrong with a form: the field's name and a msgid. */
struct product_issue {
    const char *field;
    const char *text;
};
/* All at once; returns how many of `max` were written. */
size_t product_issues(const struct product_fields *fields, struct product_issue *out, size_t max);
/* Addresses alone: https:// or a file of this shop. */
bool product_video_holds(const struct video *video);
size_t variant_issues(const struct variant_fields *fields, struct product_issue *out, size_t max);

MUST_USE enum err product_fields_load(struct ctx *c, product_id id, struct product_fields *out,
                                      int64_t *revision);
/* Makes a draft whatever fields->status says: without a variant nothing can be on sale. */
MUST_USE enum err product_create(struct ctx *c, const struct product_fields *fields,
                                 product_id *out);
/* The film alone; the revision stays, so that nobody who edits the texts meanwhile is refused. ERR_BAD_INPUT: not an address. */
MUST_USE enum err product_set_video(struct ctx *c, product_id id, const struct video *video);
/* revision 0: whatever it is now. A product without an active variant (price above 0) cannot be active: ERR_STATE. */
MUST_USE enum err product_update(struct ctx *c, product_id id, int64_t revision,
                                 const struct product_fields *fields);
MUST_USE enum err product_set_status(struct ctx *c, product_id id, enum product_status status);
/* Its goods, and those of what lies below it, are found by the category's new words. */
MUST_USE enum err product_category_renamed(struct ctx *c, category_id id);
/* A product on sale whose last active variant goes becomes a draft. */
MUST_USE enum err variant_add(struct ctx *c, product_id product,
                              const struct variant_fields *fields, sku_id *out);
MUST_USE enum err variant_update(struct ctx *c, sku_id id, const struct variant_fields *fields);

struct picture_fields {
    str media, asset, source_url; /* one of them */
    str alt[LANG_COUNT];
    int64_t width, height;
    bool is_illustration;
};
MUST_USE enum err picture_add(struct ctx *c, product_id product,
                              const struct picture_fields *fields, picture_id *out);
/* alt: LANG_COUNT texts. */
MUST_USE enum err picture_update(struct ctx *c, picture_id id, const str *alt,
                                 bool is_illustration);
MUST_USE enum err picture_remove(struct ctx *c, picture_id id);
/* Puts a picture first. */
MUST_USE enum err picture_promote(struct ctx *c, picture_id id);

#endif
