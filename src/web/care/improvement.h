/* SPDX-License-Identifier: Apache-2.0 */
/*
 * improvement.h - what was improved after suggestions, for everybody, and what who suggested it is told.
 *
 * Layer      web.
 */
#ifndef WEB_CARE_IMPROVEMENT_H
#define WEB_CARE_IMPROVEMENT_H

#include "care/improvement.h"
#include "web/notice_text.h"

enum err improvements_page(struct web *w);
extern const struct form improvements_query;
extern const struct model improvements_model;

/* "123.4" of a page's address: before which instant and id; anything else is the start. */
void improvement_cursor(str cursor, struct improvement_filter *f);
/* The last one's, when there are more; else empty. */
str improvement_cursor_of(struct web *w, const struct improvement_list *list);

notice_fill notice_improvement_done;

#endif
