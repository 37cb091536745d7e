/* SPDX-License-Identifier: Apache-2.0 */
/*
 * answers.h - ready answers: their editor, and picking one in a conversation.
 *
 * Purpose    Handlers of /admin/inbox/answers; what the conversation's page offers, filled with what is known of its person and order.
 * Layer      web.
 * Ownership  everything lives in the request's arena.
 */
#ifndef WEB_ADMIN_ANSWERS_H
#define WEB_ADMIN_ANSWERS_H

#include "care/canned.h"
#include "web/web.h"

enum err admin_answers(struct web *w);
enum err admin_answer_post(struct web *w); /* a new one */
enum err admin_answer_page(struct web *w);
enum err admin_answer_change(struct web *w);
enum err admin_answer_retire(struct web *w);
enum err admin_answer_restore(struct web *w);
enum err admin_answer_again(struct web *w);
extern const struct form admin_answer_form;
extern const struct model admin_answers_model, admin_answer_model, answer_pick_model;

/* canned[] of the conversation's page; `picked`: the words of the one the address names, else empty. */
MUST_USE enum err answers_show(struct web *w, const struct conversation *v,
                               const struct person_data *who, struct value *m, str *picked);
/* ERR_BAD_INPUT beside the field `text` when a variable in it was never filled. */
MUST_USE enum err answers_check(struct web *w, str text);

#endif
