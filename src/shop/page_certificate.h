/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_certificate.h - permits, certificates, awards: with their proof, and gone when they expire.
 *
 * Purpose    What the shop may and what it was given; for the whole shop or for certain goods.
 * Layer      shop; uses base, db, event.
 * Units      dates in days since 1970-01-01, in the shop's zone; the last day counts.
 * Ownership  everything returned lives in c->arena.
 * Errors     ERR_NOT_FOUND; ERR_BAD_INPUT (detail names the field).
 * Invariants what has expired, or does not hold yet, is never in a list visitors see.
 * Tags       raises `page:permits`; pages with certificates also stop being valid at certificates_end_at.
 */
#ifndef SHOP_PAGE_CERTIFICATE_H
#define SHOP_PAGE_CERTIFICATE_H

#include "db/db.h"
#include "shop/product_id.h"

typedef struct {
    int64_t v;
} certificate_id;

enum { CERTIFICATES_MAX = 100 };

enum certificate_kind {
    CERTIFICATE_NIB,
    CERTIFICATE_HALAL,
    CERTIFICATE_PIRT,
    CERTIFICATE_BPOM,
    CERTIFICATE_SNI,
    CERTIFICATE_AWARD,
    CERTIFICATE_SECURITY,
    CERTIFICATE_RATING,
    CERTIFICATE_TEST,
    CERTIFICATE_TRAINING,
    CERTIFICATE_OTHER,
    CERTIFICATE_KIND_COUNT
};
str certificate_kind_name(enum certificate_kind kind);
MUST_USE bool certificate_kind_of(str name, enum certificate_kind *out);
/* "P-IRT", "Halal", "Award": before a number. */
str certificate_kind_label(enum certificate_kind kind, enum lang lang);
/* An office's leave to trade (NIB, halal, P-IRT, BPOM, SNI); else something earned. */
bool certificate_is_permit(enum certificate_kind kind);

struct certificate_fields {
    str code; /* of the shop's own choosing: putting the same code changes it */
    enum certificate_kind kind;
    str name[LANG_COUNT], number, issuer, scope[LANG_COUNT];
    str proof_url; /* https://…, or /media/… */
    str media;
    int64_t position;
    int64_t valid_from_days, expires_days; /* 0: open */
    bool is_published;
    const product_id *product; /* what it is about; none: the whole shop */
    size_t product_count;
};

struct certificate {
    certificate_id id;
    str code;
    enum certificate_kind kind;
    str name, number, issuer, scope, proof_url, media; /* in c->lang, else the other */
    int64_t valid_from_days, expires_days;
    bool is_published, holds; /* holds: today */
};
struct certificate_list {
    struct certificate *item;
    size_t count;
};

MUST_USE enum err certificate_put(struct ctx *c, const struct certificate_fields *fields,
                                  certificate_id *out);
/* For editing; what it is about included. ERR_NOT_FOUND. */
MUST_USE enum err certificate_fields_load(struct ctx *c, certificate_id id,
                                          struct certificate_fields *out);
MUST_USE enum err certificate_delete(struct ctx *c, certificate_id id);
/* Published ones that hold today. */
MUST_USE enum err certificate_list(struct ctx *c, struct certificate_list *out);
/* All, for the back office. */
MUST_USE enum err certificate_list_all(struct ctx *c, struct certificate_list *out);
/* The permits of one product that hold today, without scope and media. */
MUST_USE enum err certificates_of_product(struct ctx *c, product_id product,
                                          struct certificate_list *out);
/* The instant at which the first of the list stops holding; 0: none does. */
int64_t certificates_end_at(const struct ctx *c, const struct certificate_list *list);

#endif
