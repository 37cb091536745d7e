/* SPDX-License-Identifier: Apache-2.0 */
/*
 * survey.h - the page on which somebody answers how it was (care/survey.h), and what was improved by it.
 *
 * Purpose    A GET shows, a POST answers: what follows links in mails does not vote. The link shows neither names nor what was written.
 * Layer      web.
 */
#ifndef WEB_CARE_SURVEY_H
#define WEB_CARE_SURVEY_H

#include "care/survey.h"
#include "web/notice_text.h"

enum err survey_page(struct web *w);
enum err survey_post(struct web *w);
enum err survey_stop_post(struct web *w);
enum err survey_again(struct web *w);
extern const struct form survey_query, survey_form;
extern const struct model survey_model;

/* "Barang", "Pelayanan", "Menyarankan" */
str survey_question_label(const struct web *w, enum survey_question question);
str survey_doubt_label(const struct web *w, enum survey_doubt doubt);

/* On the page of an order, for who holds its link: {number, href_url, is_answered, expires_at}, or null. */
MUST_USE enum err survey_show_link(struct web *w, str subject, struct value *m);
extern const struct model survey_link_model;

notice_fill notice_survey_sent;

#endif
