/* SPDX-License-Identifier: Apache-2.0 */
/*
 * question.h - "Tanya produk ini": what visitors ask about a product, and what becomes public of it.
 *
 * Purpose    A question is sealed in the vault; staff read it for a purpose, answer, and may publish question and answer in
 *            words of their own, without the person.
 * Layer      shop; uses base, db, event, vault.
 * Units      instants in µs since 1970 UTC.
 * Ownership  everything returned lives in c->arena.
 * Errors     ERR_NOT_FOUND; ERR_STATE: it is not open any more; ERR_BAD_INPUT (detail names the field); ERR_RATE: too many
 *            questions in the last hour.
 * Invariants the visitor's own words are nowhere but in the vault.
 * Tags       publishing raises `product:ID`.
 */
#ifndef SHOP_QUESTION_H
#define SHOP_QUESTION_H

#include "core/vault.h"
#include "shop/product_id.h"

typedef struct {
    int64_t v;
} question_id;

enum { QUESTION_LIST_MAX = 100, QUESTIONS_PER_HOUR_MAX = 120, QUESTION_MAX_CHARS = 1000 };

struct question_new {
    product_id product;
    str text, phone, email; /* phone and e-mail normalised, both may be empty: then nobody can be answered but in public */
};
MUST_USE enum err question_ask(struct ctx *c, const struct question_new *q, question_id *out);

struct question {
    question_id id;
    product_id product;
    person_id person;
    vault_text_id text;
    enum lang lang;
    str state; /* open published closed */
    int64_t asked_at, answered_at;
    str question, answer_html; /* published ones: in c->lang, else the other */
};
struct question_list {
    struct question *item;
    size_t count;
    int64_t total; /* question_shown: how many there are in all */
};

/* Published ones of a product, latest answer first, at most `limit` ≤ QUESTION_LIST_MAX. */
MUST_USE enum err question_shown(struct ctx *c, product_id product, int64_t limit,
                                 struct question_list *out);
/* Waiting for staff, oldest first. */
MUST_USE enum err question_open_list(struct ctx *c, struct question_list *out);
MUST_USE enum err question_get(struct ctx *c, question_id id, struct question *out);
/* The visitor's words and contact, for staff, through the vault. */
MUST_USE enum err question_read(struct ctx *c, const struct question *q, str *text,
                                struct person_data *who);

struct question_answer {
    str question[LANG_COUNT]; /* the public wording */
    str answer[LANG_COUNT];   /* Markdown */
};
MUST_USE enum err question_publish(struct ctx *c, question_id id,
                                   const struct question_answer *answer);
/* Answered in private, or not to be answered. */
MUST_USE enum err question_close(struct ctx *c, question_id id);

#endif
