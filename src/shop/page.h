/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page.h - what the shop writes about itself.
 *
 * Purpose    Editable pages (about, commitment, contact, free ones) and the people behind the shop.
 * Layer      shop; uses base, db, event.
 * Units      instants in µs since 1970 UTC.
 * Ownership  everything returned lives in c->arena.
 * Errors     ERR_NOT_FOUND; ERR_BAD_INPUT (detail names the field); ERR_STATE: a page the program needs cannot be deleted.
 * Tags       raises `page:SLUG`; people raise `page:about`.
 */
#ifndef SHOP_PAGE_H
#define SHOP_PAGE_H

#include "db/db.h"

typedef struct {
    int64_t v;
} page_id;

enum { PAGE_LIST_MAX = 200, PAGE_PEOPLE_MAX = 60, PAGE_BODY_MAX_BYTES = 200000 };

enum page_slug_of { PAGE_SLUG, PAGE_SLUG_FAQ, PAGE_SLUG_CERTIFICATE };

/* A picture of ours (media.h) or a drawing shipped with the program; both empty: none. */
struct page_picture {
    str media, asset, alt;
};

struct page_fields {
    str slug;
    str title[LANG_COUNT];
    str lead[LANG_COUNT]; /* one or two sentences */
    str body[LANG_COUNT]; /* Markdown */
    str media, asset, alt[LANG_COUNT];
    bool is_published;
};

struct page {
    page_id id;
    str slug, title, lead, body_html; /* in c->lang, else the other */
    struct page_picture picture;
    bool is_published;
    int64_t updated_at;
};
struct page_list {
    struct page *item; /* without body_html */
    size_t count;
};

/* Pages with a place of their own: "about", "commitment" (part of about), "contact" (more on the contact page), "home" (the
 * home page's own words). Others are read at /pages/SLUG. */
bool page_is_builtin(str slug);

/* Makes the page of this slug, or changes it. */
MUST_USE enum err page_put(struct ctx *c, const struct page_fields *fields, page_id *out);
/* A free slug for a new one of its kind, made from its name; never empty. */
MUST_USE enum err page_slug_free(struct ctx *c, enum page_slug_of kind, str name, str *out);
/* A published page. */
MUST_USE enum err page_load(struct ctx *c, str slug, struct page *out);
/* The same; *found false instead of ERR_NOT_FOUND, for pages that may be missing. */
MUST_USE enum err page_find(struct ctx *c, str slug, struct page *out, bool *found);
MUST_USE enum err page_fields_load(struct ctx *c, page_id id, struct page_fields *out);
MUST_USE enum err page_list(struct ctx *c, struct page_list *out); /* all, by slug */
MUST_USE enum err page_delete(struct ctx *c, page_id id);

struct page_person_fields {
    int64_t position; /* names the person: putting the same position changes them */
    str name, role[LANG_COUNT], text[LANG_COUNT];
    str media, asset;
};
struct page_person {
    int64_t position;
    str name, role, text;
    struct page_picture picture;
};
struct page_people {
    struct page_person *item;
    size_t count;
};
MUST_USE enum err page_person_put(struct ctx *c, const struct page_person_fields *fields);
MUST_USE enum err page_person_delete(struct ctx *c, int64_t position);
MUST_USE enum err page_people(struct ctx *c, struct page_people *out); /* by position */

#endif
