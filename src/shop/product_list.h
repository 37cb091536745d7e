/* SPDX-License-Identifier: Apache-2.0 */
/*
 * product_list.h - shelves: many products at once.
 *
 * Purpose    Filtering, sorting and paging by key; search goes through here too.
 * Layer      shop; uses product, search.
 * Units      prices in minor units of the shop's currency.
 * Ownership  everything returned lives in c->arena.
 * Errors     ERR_BAD_INPUT: a cursor that is not ours, or of another sorting; ERR_DB.
 */
#ifndef SHOP_PRODUCT_LIST_H
#define SHOP_PRODUCT_LIST_H

#include "shop/product.h"

enum {
    PRODUCT_PAGE_MAX = 100,
    PRODUCT_FACETS_MAX = 200,
    PRODUCT_FILTER_OPTIONS_MAX = 20,
    PRODUCT_SHELF_MAX = 5
};

enum product_sort {
    PRODUCT_SORT_NEWEST,
    PRODUCT_SORT_PRICE_ASC,
    PRODUCT_SORT_PRICE_DESC,
    PRODUCT_SORT_NAME,
    PRODUCT_SORT_RELEVANCE, /* with a query; else newest */
    PRODUCT_SORT_COUNT
};
str product_sort_name(enum product_sort sort); /* newest price_asc price_desc name relevance */
MUST_USE bool product_sort_of(str name, enum product_sort *out);

/* "Ukuran" is "L". */
struct product_choice {
    str name, value;
};

struct product_filter {
    str query;
    category_id category;            /* and its descendants; 0: all */
    int64_t price_min, price_max;    /* a variant's price lies between; 0: open */
    /* One variant has, of every name, one of the values. */
    struct product_choice option[PRODUCT_FILTER_OPTIONS_MAX];
    size_t option_count;
    bool only_available;
    bool any_status;                 /* the back office; else active ones only */
    enum product_status status;      /* with any_status: only this one, unless PRODUCT_STATUS_COUNT */
    enum product_sort sort;
    str cursor;                      /* of the page before; empty: from the start */
    size_t limit;                    /* 1–PRODUCT_PAGE_MAX; 0: 24 */
};

struct product_card {
    product_id id;
    str slug, name, brand, category;
    enum product_status status;
    int64_t price_min_minor, price_max_minor, compare_at_minor;
    struct picture picture;          /* id 0: none */
    bool is_available, is_low, is_preorder;
    bool is_counted;
    int64_t quantity;                /* free pieces of all counted variants */
    int64_t variant_count;
    int64_t key;                     /* of the sorting */
};

struct product_page {
    struct product_card *item;
    size_t count;
    str next; /* cursor; empty at the end */
    /* Of a query only: */
    int64_t found;  /* products in all, at most SEARCH_HITS_MAX */
    str suggestion; /* what was searched for instead of the words as typed; else empty */
};

MUST_USE enum err product_list(struct ctx *c, const struct product_filter *filter,
                               struct product_page *out);
/* How many the filter finds in all (a query: at most SEARCH_HITS_MAX; product_list says it without a second search). */
MUST_USE enum err product_count(struct ctx *c, const struct product_filter *filter, int64_t *out);

struct product_facet {
    str name, value;
    int64_t count;
};
/* Option values on the shelf of a category (0: all), by name, then most frequent first. */
MUST_USE enum err product_facets(struct ctx *c, category_id category, struct product_facet **out,
                                 size_t *count);
/* The newest of a category (not of those below it), at most PRODUCT_SHELF_MAX. Without `exact` cards that are there in plenty may leave
 * their pieces uncounted. */
MUST_USE enum err product_shelf(struct ctx *c, const struct category_ref *category, bool exact,
                                struct product_page *out);

/* Slug and last change of what visitors may see, for the sitemap: after a slug, in order, at most 1000. */
struct product_address {
    str slug;
    int64_t updated_at;
};
MUST_USE enum err product_addresses(struct ctx *c, str after_slug, struct product_address **out,
                                    size_t *count);

#endif
