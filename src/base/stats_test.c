/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"
#include "base/stats.h"

#include <criterion/criterion.h>

Test(stats, wilson_tells_how_little_a_few_cases_say)
{
    cr_expect_eq((stats_wilson(1, 1).low_bp + 5) / 10, 207);
    cr_expect_eq((stats_wilson(9, 10).low_bp + 5) / 10, 596);
    cr_expect_eq((stats_wilson(90, 100).low_bp + 5) / 10, 826);
    cr_expect_eq(stats_wilson(1, 1).high_bp, 10000);
    cr_expect_eq(stats_wilson(0, 5).low_bp, 0);
    cr_expect_eq(stats_wilson(0, 1).high_bp, 10000 - stats_wilson(1, 1).low_bp);
}

Test(stats, share_rounds_to_the_nearest)
{
    cr_expect_eq(stats_share_bp(2, 3), 6667);
    cr_expect_eq(stats_share_bp(1, 3), 3333);
    cr_expect_eq(stats_share_bp(0, 3), 0);
    cr_expect_eq(stats_share_bp(3, 3), 10000);
}

Test(stats, net_promoter_score_has_its_margin)
{
    struct stats_nps nps = stats_nps(50, 25, 25);
    cr_expect_eq(nps.score_bp, 2500);
    cr_expect_eq((nps.margin_bp + 5) / 10, 163);
    cr_expect_eq(stats_nps(0, 0, 4).score_bp, -10000);
    cr_expect_eq(stats_nps(0, 0, 4).margin_bp, 0);
}

Test(stats, percentile_is_by_nearest_rank)
{
    struct stats_sample s[] = { { 50, false }, { 15, false }, { 40, false }, { 20, false }, { 35, false } };
    cr_expect_eq(stats_percentile(s, 5, 5).value, 15);
    cr_expect_eq(stats_percentile(s, 5, 30).value, 20);
    cr_expect_eq(stats_percentile(s, 5, 40).value, 20);
    cr_expect_eq(stats_percentile(s, 5, 50).value, 35);
    cr_expect_eq(stats_percentile(s, 5, 100).value, 50);
    cr_expect(!stats_percentile(s, 5, 90).is_at_least);
    cr_expect(!stats_percentile(s, 0, 90).is_known);
}

/* Ten cases, three of them waiting: the naive p90 over the answered would be 20 h. */
Test(stats, percentile_leaves_the_unanswered_unanswered)
{
    struct stats_sample s[] = { { HOURS(1), false }, { HOURS(2), false }, { HOURS(3), false }, { HOURS(4), false }, { HOURS(6), false },
                                { HOURS(9), false }, { HOURS(20), false }, { HOURS(30), true }, { HOURS(40), true }, { HOURS(50), true } };
    struct stats_percentile p90 = stats_percentile(s, COUNT(s), 90);
    cr_expect_eq(p90.value, HOURS(40));
    cr_expect(p90.is_at_least);
    struct stats_percentile p50 = stats_percentile(s, COUNT(s), 50);
    cr_expect_eq(p50.value, HOURS(6));
    cr_expect(!p50.is_at_least);
}

/* Somebody who came a minute ago does not make the others look faster. */
Test(stats, percentile_says_at_least_when_a_young_case_waits_below_it)
{
    struct stats_sample s[] = { { MINUTES(1), true }, { HOURS(2), false }, { HOURS(3), false } };
    struct stats_percentile p50 = stats_percentile(s, COUNT(s), 50);
    cr_expect_eq(p50.value, HOURS(2));
    cr_expect(p50.is_at_least);
}
