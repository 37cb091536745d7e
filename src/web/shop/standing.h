/* SPDX-License-Identifier: Apache-2.0 */
/*
 * standing.h - a step added for a phone number, as the one it concerns reads and contests it.
 *
 * Layer      web.
 */
#ifndef WEB_SHOP_STANDING_H
#define WEB_SHOP_STANDING_H

#include "shop/standing.h"
#include "web/care/decision.h"
#include "web/notice_text.h"
#include "web/web.h"

/* standing[] of an order's model. */
MUST_USE enum err standing_show(struct web *w, const struct order *o, struct value *m);
enum err standing_contest_post(struct web *w);
extern const struct form standing_form;
extern const struct model standing_model;

/* What the shop's people see of it, too. */
str standing_title(const struct web *w, enum standing_kind kind);
void standing_facts(struct web *w, const struct standing *s, struct value *node);

decision_story standing_story;
notice_fill notice_standing_began, notice_standing_ended;

#endif
