/* SPDX-License-Identifier: Apache-2.0 */
/*
 * improvements.h - suggestions and what becomes of them, in the back office.
 *
 * Layer      web.
 */
#ifndef WEB_ADMIN_IMPROVEMENTS_H
#define WEB_ADMIN_IMPROVEMENTS_H

#include "web/web.h"

enum err admin_improvements(struct web *w);
enum err admin_improvement_new(struct web *w);
enum err admin_improvement(struct web *w);
enum err admin_improvement_make(struct web *w);
enum err admin_improvement_save(struct web *w);
enum err admin_improvement_move(struct web *w);
enum err admin_improvement_origin(struct web *w);
enum err admin_improvement_again(struct web *w);
extern const struct form improvement_new_query, admin_improvement_form,
    admin_improvement_words_form, admin_improvement_move_form, admin_improvement_origin_form;
extern const struct model admin_improvements_model, admin_improvement_model,
    admin_improvement_new_model;

/* Beside a case: {improvement_title, improvement_url}: of the record that names it, else where one is begun. */
MUST_USE enum err improvement_link(struct web *w, str subject, str number, struct value *node);

#endif
