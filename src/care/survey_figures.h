/* SPDX-License-Identifier: Apache-2.0 */
/*
 * survey_figures.h - what the answers add up to: CSAT, NPS, response rate, what made people doubt.
 *
 * Purpose    Counts over surveys sent in a range; the last answer of each counts once. n always; no share below SURVEY_SHOWN_FROM answers.
 * Layer      care; uses survey.
 * Units      shares in ten-thousandths (_bp).
 * Source     CSAT = (4s and 5s) / valid answers; NPS = (promoters 9-10 − detractors 0-6) / numeric answers, margin 1.96·sqrt(var/n);
 *            response rate = valid / delivered. See base/stats.h.
 */
#ifndef CARE_SURVEY_FIGURES_H
#define CARE_SURVEY_FIGURES_H

#include "base/stats.h"
#include "care/survey.h"

struct survey_figures {
    int64_t sent;      /* asked, whether or not it arrived */
    int64_t delivered; /* written to, and it left by mail, was said sent by staff, or was answered */
    int64_t answered;
    int64_t replied; /* of those delivered; others answered on the order's page without having been written to */
    int64_t low, cases; /* low answers; complaints they opened */
    struct {
        int64_t satisfied, count;
    } csat[SURVEY_RECOMMEND]; /* SURVEY_GOODS, SURVEY_SERVICE */
    int64_t promoters, passives, detractors;
    int64_t doubt[DOUBT_COUNT];
};

/* Of surveys sent in [from_at, to_at). */
MUST_USE enum err survey_figures(struct ctx *c, int64_t from_at, int64_t to_at,
                                 struct survey_figures *out);
/* False: too few answers to say anything. */
bool survey_csat(const struct survey_figures *f, enum survey_question question, int64_t *share_bp,
                 struct stats_interval *between);
bool survey_nps(const struct survey_figures *f, struct stats_nps *out);
int64_t survey_nps_count(const struct survey_figures *f);
/* How many said what made them doubt; "nothing" is an answer. */
int64_t survey_doubt_count(const struct survey_figures *f);
bool survey_response(const struct survey_figures *f, int64_t *share_bp);

#endif
