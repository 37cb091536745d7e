/* SPDX-License-Identifier: Apache-2.0 */
/*
 * product.h - what is for sale.
 *
 * Purpose    Products with options, variants, attributes and pictures as they are read; the hot page.
 * Layer      shop; uses db, category, stock. Changing: product_edit.h. Lists: product_list.h. Pictures' files: media.h.
 * Units      prices in minor units of the shop's currency; grams; millimetres; instants in µs.
 * Ownership  everything returned lives in c->arena.
 * Errors     ERR_NOT_FOUND; ERR_DB.
 */
#ifndef SHOP_PRODUCT_H
#define SHOP_PRODUCT_H

#include "shop/category.h"
#include "shop/stock.h"

enum {
    PRODUCT_OPTIONS_MAX = 3,
    PRODUCT_VARIANTS_MAX = 250,
    PRODUCT_ATTRIBUTES_MAX = 60,
    PRODUCT_PICTURES_MAX = 60,
};

enum product_status { PRODUCT_DRAFT, PRODUCT_ACTIVE, PRODUCT_ARCHIVED, PRODUCT_STATUS_COUNT };
str product_status_name(enum product_status status);
MUST_USE bool product_status_of(str name, enum product_status *out);

struct attribute {
    str name, value;
};

struct video {
    str src;      /* a file of ours (/media/…) or a link elsewhere; empty: none */
    str poster, title;
    str captions[LANG_COUNT]; /* files of ours, WebVTT */
    bool is_file;
};

enum picture_state { PICTURE_READY, PICTURE_WANTED, PICTURE_FAILED };

struct picture {
    picture_id id;
    str media;  /* content address, see media.h; empty while wanted */
    str asset;  /* or a drawing shipped with the demo: "demo/kopi.svg" */
    str source_url; /* where it is fetched from */
    str alt;    /* in c->lang, else the other, else the product's name */
    int64_t width, height;
    bool is_illustration;
    enum picture_state state;
};

struct variant {
    sku_id id;
    str sku;
    str option[PRODUCT_OPTIONS_MAX]; /* values, in the order of product.option_name */
    str title;                       /* values joined by ", "; empty for a product without options */
    int64_t price_minor;
    int64_t compare_at_minor; /* 0: none */
    int64_t weight_grams, length_mm, width_mm, height_mm;
    str barcode;
    bool is_active;
    struct stock_facts stock;
    struct stock_shown shown;
};

struct category_ref {
    category_id id;
    str slug, name;
};

struct product {
    product_id id;
    str slug;
    enum product_status status;
    str name, summary, description_html, size_chart_html; /* in c->lang, else the other */
    str usage_html; /* "Cara pakai"; empty: none */
    bool has_warranty; /* its own; else the shop's policy */
    int64_t warranty_months;
    str brand, tags;
    struct category_ref category[CATEGORY_DEPTH_MAX]; /* from the root down */
    size_t category_count;
    size_t option_count;
    str option_name[PRODUCT_OPTIONS_MAX];
    struct attribute *attribute;
    size_t attribute_count;
    struct picture *picture;
    size_t picture_count;
    struct variant *variant; /* active ones only, but all of them with PRODUCT_ANY */
    size_t variant_count;
    struct video video;
    int64_t price_min_minor, price_max_minor, compare_at_minor;
    bool is_available;
    int64_t created_at, updated_at, published_at, revision;
};

/* What visitors may see, or anything. */
enum product_sight { PRODUCT_PUBLIC, PRODUCT_ANY };

/* The product page: four statements. */
MUST_USE enum err product_load(struct ctx *c, str slug, enum product_sight sight,
                               struct product *out);
MUST_USE enum err product_load_by_id(struct ctx *c, product_id id, enum product_sight sight,
                                     struct product *out);

/* A variant by SKU with its product, for cart and order lines. ERR_NOT_FOUND: none, or (PUBLIC) not for sale. */
struct sku {
    struct variant variant;
    product_id product;
    str product_slug, product_name, picture_media, picture_asset;
};
MUST_USE enum err product_sku(struct ctx *c, str sku, enum product_sight sight, struct sku *out);
MUST_USE enum err product_sku_by_id(struct ctx *c, sku_id id, struct sku *out);
/* Option values as people read them: "Besar, Merah". */
str variant_title(struct ctx *c, const str option[static PRODUCT_OPTIONS_MAX]);

#endif
