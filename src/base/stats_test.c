/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"
#include "base/stats.h"

#include <criterion/criterion.h>
#include <math.h>

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

/* Computed by quadrature of the density in 30 digits (mpmath betainc), bisected to the 5 % quantile. */
Test(stats, beta_bound_is_that_of_tables)
{
    static const struct {
        double a, b;
        int64_t low_bp;
    } known[] = { { 6, 19, 1149 },  { 5, 20, 859 },     { 7, 23, 1192 },    { 6, 24, 942 },
                  { 2, 23, 150 },   { 5.4, 19.6, 973 }, { 3.4, 21.6, 442 }, { 32, 28, 4275 },
                  { 0.4, 24.6, 0 }, { 1, 1, 500 } };
    for (size_t i = 0; i < COUNT(known); i++) {
        cr_expect_eq(stats_beta_low_bp(known[i].a, known[i].b), known[i].low_bp, "row %zu", i);
    }
}

/* For whole numbers the beta is a sum of binomials: P(Beta(a, b) < x) = P(Binomial(a + b - 1, x) >= a). */
Test(stats, beta_bound_agrees_with_the_binomial)
{
    for (int a = 1; a <= 30; a += 3) {
        for (int b = 1; b <= 30; b += 4) {
            double x = (double)stats_beta_low_bp(a, b) / 10000;
            int n = a + b - 1;
            double term = pow(x, n);
            double sum = 0;
            for (int k = n; k >= a; k--) {
                sum += term;
                term *= (double)k / (n - k + 1) * (1 - x) / x;
            }
            cr_expect_float_eq(sum, 0.05, 0.002, "a %d b %d: %f", a, b, sum);
        }
    }
}

Test(stats, a_small_share_is_drawn_towards_the_mean)
{
    struct stats_rate one = stats_shrunk(1, 1, 500, 20);
    cr_expect_eq(one.rate_bp, 952);
    struct stats_rate many = stats_shrunk(5, 5, 500, 20);
    cr_expect_eq(many.rate_bp, 2400);
    cr_expect_eq(many.low_bp, 1149);
    cr_expect_eq(stats_shrunk(0, 0, 500, 20).rate_bp, 500);
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
