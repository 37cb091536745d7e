/* SPDX-License-Identifier: Apache-2.0 */
/*
 * import_item.h - one product as a file describes it; between the readers of formats and the writing.
 *
 * Purpose    The readers (import_shopify.c, import_woo.c) fill items; import_gather.c holds them back until there are many, and
 *            import_apply.c brings those into the shop together: what is the same for all is asked and written in one statement.
 * Layer      shop; internal to import.
 * Ownership  items and their texts live in the scratch arena until they are in the shop (import_flush).
 * Errors     ERR_DB ends the import; what is wrong with a line becomes a finding.
 */
#ifndef SHOP_IMPORT_ITEM_H
#define SHOP_IMPORT_ITEM_H

#include "base/csv.h"
#include "shop/import.h"

struct import_variant {
    int64_t line;
    struct variant_fields fields;
    int64_t quantity;
};

struct import_picture {
    int64_t line;
    str url, alt;
};

struct import_item {
    int64_t line;
    str slug;         /* asked for; may be empty */
    str external_ref; /* what it is found by */
    bool has_texts;   /* else only variants and pictures of a product that is there */
    bool may_be_empty; /* goes in without a variant (its variants follow, or it is a draft) */
    struct product_fields fields;
    bool has_attributes; /* the format knows attributes: they replace those in the shop */
    str category_path;
    struct import_variant variant[PRODUCT_VARIANTS_MAX];
    size_t variant_count;
    struct import_picture picture[PRODUCT_PICTURES_MAX];
    size_t picture_count;
};

enum import_outcome { OUTCOME_NONE, OUTCOME_UNCHANGED, OUTCOME_CHANGED, OUTCOME_CREATED };

/* A product the file spoke of. */
struct import_touched {
    int64_t product; /* 0: a free place in the table */
    enum import_outcome outcome;
    bool has_status;
    enum product_status status; /* wished for */
};

struct import {
    struct ctx *c;
    const struct import_options *options;
    struct import_report report;
    struct arena *keep;    /* the caller's */
    struct arena *scratch; /* c->arena while it runs; emptied after each product */
    str file;
    uint64_t *refused_line; /* of this file, a bit a line: each is counted once */
    size_t refused_words;
    size_t first_finding; /* of this file */
    int64_t written; /* products since the last step: rows of a growing transaction */
    struct import_touched *touched; /* open addressing, power of two */
    size_t touched_size, touched_count;
    uint64_t *said; /* variants the file spoke of, hashed: open addressing, power of two */
    size_t said_size, said_count;
    size_t tags_before;
    struct import_item *item;    /* being read */
    struct import_item *waiting; /* IMPORT_AT_ONCE; `item` is the first free one of them */
    size_t waiting_count, waiting_variants;
    uint64_t *claimed; /* what the waiting items are known by, hashed: open addressing, IMPORT_CLAIMS */
    size_t claimed_count;
    struct import_category *category; /* those of the file, IMPORT_CATEGORIES */
    size_t category_count;
};

enum {
    IMPORT_AT_ONCE = 64,
    IMPORT_VARIANTS_AT_ONCE = 1000,
    IMPORT_CLAIMS = 16384,
    IMPORT_CATEGORIES = 256
};

struct import_category {
    str path;
    category_id id;
};

/* The line does not go in. */
void import_refuse(struct import *run, int64_t line, const char *format, ...) PRINTF_LIKE(3, 4);
/* It does, but not as it stands. */
void import_remark(struct import *run, int64_t line, const char *format, ...) PRINTF_LIKE(3, 4);
/* False after saying what is wrong with the record itself. */
bool import_record_is_fine(struct import *run, const struct csv *csv);

/* An empty item for the next product (and an empty scratch arena, when nothing waits in it). */
void import_item_begin(struct import *run, int64_t line);
/* The next free variant or picture; NULL after refusing the line, when there is no more room. */
struct import_variant *import_item_variant(struct import *run, int64_t line);
void import_item_picture(struct import *run, int64_t line, str url, str alt);

/* Amounts as files write them; blank is 0. False after refusing the line. */
bool import_price(struct import *run, int64_t line, const char *column, str text,
                  int64_t *out_minor);
/* "0.25" × scale, rounded; blank is 0. False: not a number. */
bool import_decimal(str text, int64_t scale, int64_t *out);

/* Takes the item that was read; when many wait, they go into the shop. */
MUST_USE enum err import_take(struct import *run);
/* At the end of a file: whatever waits goes in. */
MUST_USE enum err import_flush(struct import *run);
/* Brings the waiting items into the shop: creates, changes, or sees that nothing changes. They have nothing in common. */
MUST_USE enum err import_apply(struct import *run);
/* At the end of everything: statuses, prices, search; counts the outcomes. */
MUST_USE enum err import_finish(struct import *run);
/* After `products` more: the engine plans anew when the tables have grown several times. */
MUST_USE enum err import_plan(struct import *run, int64_t products);
struct import_touched *import_touched_of(struct import *run, int64_t product);

/* FNV-1a of two names. */
uint64_t import_hash(char kind, str first, str second);
/* What the file says of a variant counts where it says it first: else it would change the shop each time it is read. */
bool import_was_said(const struct import *run, product_id product, const struct variant_fields *f);
void import_say(struct import *run, product_id product, const struct variant_fields *f);

/* Each reads a whole file; `csv` stands behind its header. */
MUST_USE enum err import_shopify(struct import *run, struct csv *csv);
/* Reads it more than once: `again` begins anew, behind the header. */
struct import_source {
    struct csv *(*again)(void *data);
    void *data;
};
MUST_USE enum err import_woo(struct import *run, const struct import_source *source);
/* The columns a header lacks to be one of these, "A, B"; 0: it is one, IMPORT_COLUMNS_NEEDED: nothing of it. */
enum { IMPORT_COLUMNS_NEEDED = 4 };
struct import_lacks {
    struct arena *arena;
    str names;
    size_t count;
};
void import_lack(struct import_lacks *lacks, bool is_lacking, const char *name);
size_t import_shopify_lacks(struct arena *a, const struct csv *header, str *out);
size_t import_woo_lacks(struct arena *a, const struct csv *header, str *out);

#endif
