/* SPDX-License-Identifier: Apache-2.0 */
/*
 * import.h - catalogues from elsewhere, and back.
 *
 * Purpose    Shopify (both generations of headers) and WooCommerce product CSV in; Shopify CSV out.
 * Layer      shop; uses csv, product, stock, category.
 * Units      prices in the shop's currency; a price finer than it is refused by line.
 * Ownership  the report lives in c->arena.
 * Errors     ERR_MALFORMED: no known header (report.error says so); ERR_IO: not readable; ERR_DB: everything is rolled back.
 *            What is wrong with a line is in the report, and the rest goes in.
 * Invariants the same file twice changes nothing. A product or variant that is not in the file is left alone; so is stock that
 *            was sold since (a quantity is set only when the file's quantity differs from the one imported last).
 */
#ifndef SHOP_IMPORT_H
#define SHOP_IMPORT_H

#include "base/money.h"
#include "shop/product_edit.h"

enum { IMPORT_FINDINGS_MAX = 1000 };

enum import_format { IMPORT_ANY, IMPORT_SHOPIFY, IMPORT_WOOCOMMERCE, IMPORT_FORMAT_COUNT };
MUST_USE bool import_format_of(str name, enum import_format *out); /* "" shopify woocommerce */

struct import_options {
    currency currency; /* the shop's */
    enum import_format format;
    bool is_dry_run; /* everything is checked; the caller rolls back */
    enum lang lang;  /* the language the texts are in */
};

struct import_finding {
    str file; /* base name */
    int64_t line;
    bool is_refusal; /* else a remark */
    str text;        /* English; no line break */
};

struct import_report {
    int64_t created, changed, unchanged; /* products */
    int64_t refused;                     /* lines */
    int64_t variants, pictures;          /* seen */
    int64_t files;
    struct import_finding *finding;
    size_t finding_count; /* at most IMPORT_FINDINGS_MAX; `refused` counts on */
    str error;            /* with an error returned */
    enum import_format nearest; /* of a header that lacks columns */
    str lacks;                  /* those: "Title, Variant Price"; empty: it is like neither */
};

/* One file, or every *.csv of a directory in the order of names. Runs in the caller's transaction. */
MUST_USE enum err import_products(struct ctx *c, str path, const struct import_options *options,
                                  struct import_report *out);
/* The same from memory (uploads, tests). */
MUST_USE enum err import_products_text(struct ctx *c, str name, str text,
                                       const struct import_options *options,
                                       struct import_report *out);

/* Shopify CSV of all products (legacy header), streamed to `write`, which may stop it with an error. */
MUST_USE enum err export_products(struct ctx *c, currency shown_in,
                                  enum err (*write)(void *data, str bytes), void *data);

#endif
