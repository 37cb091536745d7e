/* SPDX-License-Identifier: Apache-2.0 */
/*
 * search.h - finding products by a few letters, also misspelt ones.
 *
 * Purpose    Typo-tolerant prefix search over name, brand, category, attributes.
 * Layer      shop; uses db. Used by product_list.
 * Ownership  everything returned lives in c->arena.
 * Errors     ERR_DB. A query without letters or digits finds nothing.
 * Source     an inverted index of folded words in plain tables, so both engines give the same hits in the same order; words that
 *            nothing begins with are corrected among those that share trigrams, by edit distance (1 from 4 letters, 2 from 8).
 */
#ifndef SHOP_SEARCH_H
#define SHOP_SEARCH_H

#include "base/ctx.h"
#include "shop/product_id.h"

enum { SEARCH_HITS_MAX = 200, SEARCH_QUERY_MAX_CHARS = 100 };

struct search_hit {
    product_id product;
    int32_t score; /* higher is better; equal scores: newer product first */
};

struct search_hits {
    struct search_hit *item;
    size_t count;
    str suggestion; /* what was searched for instead, when the words as typed find nothing; else empty */
};

/* Only products on sale. Every word of the query must be met by a word's beginning, or nearly. */
MUST_USE enum err search_products(struct ctx *c, str query, struct search_hits *out);

/* What a product is found by. */
struct search_texts {
    str name;       /* all languages */
    str brand;
    str category;   /* the whole path */
    str attributes; /* values, option values, tags, SKUs */
};
struct search_entry {
    product_id product;
    struct search_texts texts;
};
/* Writes what products are found by, each named once; called by product. */
MUST_USE enum err search_index(struct ctx *c, const struct search_entry *entry, size_t count);
MUST_USE enum err search_forget(struct ctx *c, product_id product);
/* An empty index. */
MUST_USE enum err search_clear(struct ctx *c);

#endif
