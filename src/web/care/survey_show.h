/* SPDX-License-Identifier: Apache-2.0 */
/*
 * survey_show.h - the figures of the surveys as a model: the same for everybody and for the back office.
 *
 * Layer      web.
 * Units      shares in ten-thousandths (_bp), as in care/survey_figures.h.
 */
#ifndef WEB_CARE_SURVEY_SHOW_H
#define WEB_CARE_SURVEY_SHOW_H

#include "care/survey_figures.h"
#include "web/web.h"

/* {sent, delivered, answered, low, cases, figures, doubts, doubt_count} */
void survey_show_figures(struct web *w, const struct survey_figures *f, struct value *m);
#define SURVEY_FIGURE_FIELDS                                                                       \
    SHOW(INT, "sent"), SHOW(INT, "delivered", .note = "Left by mail, said sent by staff, or answered."), \
        SHOW(INT, "answered"), SHOW(INT, "low", .note = "CSAT 1 or 2, or 0 to 6 of 10; the last answer counts."), \
        SHOW(INT, "cases", .note = "Complaints that low answers opened."),                         \
        SHOW(LIST, "figures", .of = &survey_figure_model), SHOW(LIST, "doubts", .of = &survey_doubt_model), \
        SHOW(INT, "doubt_count", .note = "How many said what made them doubt, or that nothing did.")
extern const struct model survey_figure_model, survey_doubt_model;

/* Everybody's page. */
enum err surveys_page(struct web *w);
extern const struct form surveys_query;
extern const struct model surveys_model;

#endif
