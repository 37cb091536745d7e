/* SPDX-License-Identifier: Apache-2.0 */
/*
 * import_item.h - one product as a file describes it; between the readers of formats and the writing.
 *
 * Purpose    The readers (import_shopify.c, import_woo.c) fill items; import_apply.c brings them into the shop.
 * Layer      shop; internal to import.
 * Ownership  an item and its texts live in the scratch arena until import_apply has run.
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
    int64_t refused_line;  /* the last one: a line is counted once */
    int64_t written; /* products since the last step: rows of a growing transaction */
    struct import_touched *touched; /* open addressing, power of two */
    size_t touched_size, touched_count;
    size_t tags_before;
    struct import_item *item;
};

/* The line does not go in. */
void import_refuse(struct import *run, int64_t line, const char *format, ...) PRINTF_LIKE(3, 4);
/* It does, but not as it stands. */
void import_remark(struct import *run, int64_t line, const char *format, ...) PRINTF_LIKE(3, 4);
/* False after saying what is wrong with the record itself. */
bool import_record_is_fine(struct import *run, const struct csv *csv);

/* Empties the item for the next product (and the scratch arena with it). */
void import_item_begin(struct import *run, int64_t line);
/* The next free variant or picture; NULL after refusing the line, when there is no more room. */
struct import_variant *import_item_variant(struct import *run, int64_t line);
void import_item_picture(struct import *run, int64_t line, str url, str alt);

/* Amounts as files write them; blank is 0. False after refusing the line. */
bool import_price(struct import *run, int64_t line, const char *column, str text,
                  int64_t *out_minor);
/* "0.25" × scale, rounded; blank is 0. False: not a number. */
bool import_decimal(str text, int64_t scale, int64_t *out);

/* Brings the item into the shop: creates, changes, or sees that nothing changes. */
MUST_USE enum err import_apply(struct import *run);
/* At the end of everything: statuses, prices, search; counts the outcomes. */
MUST_USE enum err import_finish(struct import *run);
struct import_touched *import_touched_of(struct import *run, int64_t product);

/* Each reads a whole file; `csv` stands behind its header. */
MUST_USE enum err import_shopify(struct import *run, struct csv *csv);
/* Reads it more than once: `again` begins anew, behind the header. */
struct import_source {
    struct csv *(*again)(void *data);
    void *data;
};
MUST_USE enum err import_woo(struct import *run, const struct import_source *source);
bool import_is_shopify(const struct csv *header);
bool import_is_woo(const struct csv *header);

#endif
