/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decision.h - the page on which a second person decides (core/decision.h).
 *
 * Purpose    What both sides said and showed, and a form for the verdict: for another person of the shop, or the outside reviewer by link.
 * Layer      web.
 */
#ifndef WEB_CARE_DECISION_H
#define WEB_CARE_DECISION_H

#include "core/decision.h"
#include "web/notice_text.h"

enum err decision_page(struct web *w);
enum err decision_post(struct web *w);
enum err decision_again(struct web *w);
enum err decision_file(struct web *w);
enum err admin_decisions(struct web *w);
extern const struct form decision_query, decision_form;
extern const struct model decision_model, admin_decisions_model;

/* What a room tells of its case: sets `title` (TEXT), `wish` (TEXT or null) and fills `story`, objects of decision_story_add. The reader's texts are
 * read for PURPOSE_DECIDE. */
typedef enum err decision_story(struct web *w, const struct decision *d, struct value *m,
                                struct value *story);
/* `who`: the buyer, the shop, the rule; in the page's language. */
void decision_story_add(struct web *w, struct value *story, str who, int64_t at, str text);

/* decision_shown.c: `decision` of a case's own pages, null when nobody was asked; `purpose`: of who reads. */
MUST_USE enum err decision_show(struct web *w, str subject, enum vault_purpose purpose,
                                struct value *m);
extern const struct model decision_shown_model;

notice_fill notice_decision_asked, notice_decision_reminder, notice_decision_decided;

#endif
