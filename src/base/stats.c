/* SPDX-License-Identifier: Apache-2.0 */
#include "base/stats.h"

#include <math.h>
#include <stdlib.h>

enum { ONE_BP = 10000 };
static const double z_95 = 1.96;

static int64_t to_bp(double share)
{
    return (int64_t)floor(share * ONE_BP + 0.5);
}

struct stats_interval stats_wilson(int64_t part, int64_t whole)
{
    CHECK(part >= 0 && part <= whole && whole > 0);
    double n = (double)whole;
    double p = (double)part / n;
    double zz = z_95 * z_95;
    double middle = (p + zz / (2 * n)) / (1 + zz / n);
    double half = z_95 / (1 + zz / n) * sqrt(p * (1 - p) / n + zz / (4 * n * n));
    struct stats_interval out = { to_bp(middle - half), to_bp(middle + half) };
    out.low_bp = out.low_bp < 0 ? 0 : out.low_bp;
    out.high_bp = out.high_bp > ONE_BP ? ONE_BP : out.high_bp;
    return out;
}

int64_t stats_share_bp(int64_t part, int64_t whole)
{
    CHECK(part >= 0 && part <= whole && whole > 0 && whole < INT64_MAX / (2 * ONE_BP));
    return (part * 2 * ONE_BP + whole) / (whole * 2);
}

/* --- the beta distribution --- */

static double away_from_zero(double x)
{
    static const double tiny = 1e-300;
    return fabs(x) < tiny ? tiny : x;
}

/* Lentz's way through the continued fraction; it converges fast left of the mean. */
static double beta_fraction(double x, double a, double b)
{
    enum { ROUNDS = 500 };
    static const double close_enough = 1e-14;
    double c = 1;
    double d = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
    double sum = d;
    for (int n = 1; n <= ROUNDS; n++) {
        double even = n * (b - n) * x / ((a + 2 * n - 1) * (a + 2 * n));
        double odd = -(a + n) * (a + b + n) * x / ((a + 2 * n) * (a + 2 * n + 1));
        d = 1 / away_from_zero(1 + even * d);
        c = away_from_zero(1 + even / c);
        sum *= c * d;
        d = 1 / away_from_zero(1 + odd * d);
        c = away_from_zero(1 + odd / c);
        sum *= c * d;
        if (fabs(c * d - 1) < close_enough) {
            break;
        }
    }
    return sum;
}

/* How much of Beta(a, b) lies below x. */
static double beta_below(double x, double a, double b)
{
    int sign = 0;
    if (x <= 0 || x >= 1) {
        return x <= 0 ? 0 : 1;
    }
    double scale = lgamma_r(a + b, &sign) - lgamma_r(a, &sign) - lgamma_r(b, &sign);
    double front = exp(scale + a * log(x) + b * log1p(-x));
    return x < (a + 1) / (a + b + 2) ? front * beta_fraction(x, a, b) / a
                                     : 1 - front * beta_fraction(1 - x, b, a) / b;
}

int64_t stats_beta_low_bp(double a, double b)
{
    enum { HALVINGS = 50 };
    static const double below = 0.05;
    double low = 0;
    double high = 1;
    CHECK(a > 0 && b > 0);
    for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;
        if (beta_below(middle, a, b) < below) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return to_bp(low);
}

struct stats_rate stats_shrunk(int64_t part, int64_t whole, int64_t mean_bp, int64_t strength)
{
    CHECK(part >= 0 && part <= whole && strength > 0 && mean_bp > 0 && mean_bp < ONE_BP);
    double mean = (double)mean_bp / ONE_BP;
    double a = (double)part + (double)strength * mean;
    double b = (double)(whole - part) + (double)strength * (1 - mean);
    return (struct stats_rate){ to_bp(a / (a + b)), stats_beta_low_bp(a, b) };
}

/* --- scores --- */

struct stats_nps stats_nps(int64_t promoters, int64_t passives, int64_t detractors)
{
    int64_t all = promoters + passives + detractors;
    CHECK(promoters >= 0 && passives >= 0 && detractors >= 0 && all > 0);
    double n = (double)all;
    double p = (double)promoters / n;
    double d = (double)detractors / n;
    double margin = z_95 * sqrt((p + d - (p - d) * (p - d)) / n);
    return (struct stats_nps){ to_bp(p - d), to_bp(margin) };
}

static int by_value(const void *a, const void *b)
{
    int64_t x = ((const struct stats_sample *)a)->value;
    int64_t y = ((const struct stats_sample *)b)->value;
    return (x > y) - (x < y);
}

struct stats_percentile stats_percentile(struct stats_sample *sample, size_t count, int64_t percent)
{
    CHECK(percent > 0 && percent <= 100);
    if (count == 0) {
        return (struct stats_percentile){ 0 };
    }
    qsort(sample, count, sizeof *sample, by_value);
    size_t rank = (count * (size_t)percent + 99) / 100;
    int64_t value = sample[rank - 1].value;
    size_t answered = 0;
    for (size_t i = 0; i < count && sample[i].value <= value; i++) {
        answered += sample[i].is_censored ? 0 : 1;
    }
    return (struct stats_percentile){ .value = value,
                                       .is_known = true,
                                       .is_at_least = answered < rank };
}
