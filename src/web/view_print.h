/* SPDX-License-Identifier: Apache-2.0 */
/*
 * view_print.h - how typed values look to people.
 *
 * Purpose    Printing a value in a language, and the parts of typed values ({{due_at.date}}).
 * Layer      web; inside the template engine.
 * Ownership  texts made live in the arena or buffer given.
 */
#ifndef WEB_VIEW_PRINT_H
#define WEB_VIEW_PRINT_H

#include "web/view.h"

/* As view_print, with & < > " ' escaped. */
void view_print_html(struct buf *out, const struct value *node, const struct view_env *env);
/* A part of an instant, a date, money or a list; false: it has none of that name. */
MUST_USE bool view_part(struct arena *arena, const struct value *node, str name,
                        const struct view_env *env, struct value *out);

#endif
