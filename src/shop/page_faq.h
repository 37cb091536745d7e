/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_faq.h - questions everybody asks, and their answers.
 *
 * Purpose    FAQ entries by topic, in both languages.
 * Layer      shop; uses base, db, event.
 * Ownership  everything returned lives in c->arena.
 * Errors     ERR_NOT_FOUND; ERR_BAD_INPUT (detail names the field).
 * Tags       raises `page:faq`.
 */
#ifndef SHOP_PAGE_FAQ_H
#define SHOP_PAGE_FAQ_H

#include "db/db.h"

typedef struct {
    int64_t v;
} faq_id;

enum { FAQ_MAX = 200 };

/* In the order in which they are shown. */
enum faq_topic {
    FAQ_ORDER,
    FAQ_PAYMENT,
    FAQ_SHIPPING,
    FAQ_GUARANTEE,
    FAQ_PRODUCT,
    FAQ_TRUST,
    FAQ_OTHER,
    FAQ_TOPIC_COUNT
};
str faq_topic_name(enum faq_topic topic); /* "payment" */
MUST_USE bool faq_topic_of(str name, enum faq_topic *out);
str faq_topic_label(enum faq_topic topic, enum lang lang);

struct faq_fields {
    str slug;
    enum faq_topic topic;
    int64_t position;
    str question[LANG_COUNT];
    str answer[LANG_COUNT]; /* Markdown */
    bool is_published;
};

struct faq {
    faq_id id;
    str slug;
    enum faq_topic topic;
    str question, answer_html; /* in c->lang, else the other */
    bool is_published;
};
struct faq_list {
    struct faq *item;
    size_t count;
};

/* Makes the entry of this slug, or changes it. */
MUST_USE enum err faq_put(struct ctx *c, const struct faq_fields *fields, faq_id *out);
MUST_USE enum err faq_fields_load(struct ctx *c, faq_id id, struct faq_fields *out);
MUST_USE enum err faq_delete(struct ctx *c, faq_id id);
/* By topic, then position; the unpublished ones too with `all`. */
MUST_USE enum err faq_list(struct ctx *c, bool all, struct faq_list *out);

#endif
