/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stats.h - what a few figures really tell.
 *
 * Purpose    Wilson interval of a share, a small share drawn towards the mean, margin of a net promoter score, percentiles in which the
 *            unanswered stay unanswered.
 * Layer      base; pure functions.
 * Units      shares in ten-thousandths (_bp): 9/10 is 9000.
 * Source     E. B. Wilson, 1927, score interval, z = 1.96; percentiles by nearest rank, index ceil(p/100 · n); the incomplete beta
 *            function by its continued fraction (DLMF 8.17.22).
 */
#ifndef BASE_STATS_H
#define BASE_STATS_H

#include "base/arena.h"

struct stats_interval {
    int64_t low_bp, high_bp;
};

/* 95 % interval of part/whole. CHECK: 0 ≤ part ≤ whole, whole > 0. */
struct stats_interval stats_wilson(int64_t part, int64_t whole);
/* part/whole rounded to the nearest; whole > 0. */
int64_t stats_share_bp(int64_t part, int64_t whole);

/* What the share of a Beta(a, b) exceeds with 95 % probability: its 5 % quantile. a, b > 0. */
int64_t stats_beta_low_bp(double a, double b);
/* part/whole as if `strength` cases at the mean had come before: (part + s·m) / (whole + s), and the bound of that beta. */
struct stats_rate {
    int64_t rate_bp, low_bp;
};
struct stats_rate stats_shrunk(int64_t part, int64_t whole, int64_t mean_bp, int64_t strength);

/* (promoters − detractors) / all; half the width of its 95 % interval beside it. */
struct stats_nps {
    int64_t score_bp, margin_bp;
};
struct stats_nps stats_nps(int64_t promoters, int64_t passives, int64_t detractors);

/* One case: how long it took, or, unanswered, how long it has waited. */
struct stats_sample {
    int64_t value;
    bool is_censored;
};
struct stats_percentile {
    int64_t value;
    bool is_at_least; /* too many wait still: the true figure is `value` or more */
    bool is_known;    /* false: no case at all */
};
/* Sorts `sample` in place. The unanswered are never left out: a lower bound is said instead. */
struct stats_percentile stats_percentile(struct stats_sample *sample, size_t count,
                                         int64_t percent);

#endif
