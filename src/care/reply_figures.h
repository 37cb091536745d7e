/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reply_figures.h - how fast people are answered.
 *
 * Purpose    Shares of bursts answered within an hour and within a day, by the wall clock first and by opening hours second; first
 *            replies and next replies apart. Published on /promises.
 * Layer      care; uses conversation's rows, calendar.
 * Units      counts of bursts that began in [from, to).
 * Errors     ERR_DB.
 * Invariants computed from instants, nothing is sampled; who still waits longer than the bound counts as not answered within it, who
 *            waits shorter is in no count of that bound; bots, notes and bounced answers answer nothing.
 * Source     87 % of buyers expect an answer within 24 hours, 20 % within one.
 */
#ifndef CARE_REPLY_FIGURES_H
#define CARE_REPLY_FIGURES_H

#include "db/db.h"

struct reply_share {
    int64_t total, within; /* share = within / total */
};
struct reply_figures {
    int64_t bursts;                     /* all that began in that time */
    struct reply_share hour, day;       /* wall clock */
    struct reply_share open_hour, open_day; /* 1 and 24 hours of opening time */
};
MUST_USE enum err reply_figures(struct ctx *c, int64_t from_at, int64_t to_at,
                                struct reply_figures *first, struct reply_figures *next);

#endif
