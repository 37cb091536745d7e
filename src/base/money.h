/* SPDX-License-Identifier: Apache-2.0 */
/*
 * money.h - amounts that always add up.
 *
 * Purpose    Integer money with its currency; the parts of a split always sum to the whole.
 * Layer      base.
 * Units      minor units of the currency; rupiah has none here, so Rp125.000 is 125000 (ISO 4217 says 2, nobody pays sen).
 * Errors     overflow and mixed currencies are bugs (CHECK): every amount that enters is capped at MONEY_MAX_MINOR.
 */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include "base/str.h"

#define MONEY_MAX_MINOR INT64_C(1000000000000000)

typedef struct currency {
    char code[4]; /* ISO 4217, upper case */
    int8_t exponent;
} currency;

typedef struct money {
    int64_t minor;
    currency currency;
} money;

struct money_split {
    money part, rest;
};

MUST_USE bool currency_of(str code, currency *out);
str currency_code(const currency *c);
bool currency_eq(currency a, currency b);

money money_zero(currency c);
money money_add(money a, money b);
money money_sub(money a, money b);
money money_times(money a, int64_t quantity);
int money_compare(money a, money b);
/* part = amount × rate_bp / 10000, rounded half away from zero; rest = amount − part. */
struct money_split money_split_bp(money amount, int32_t rate_bp);
/* The tax inside a price that includes it: amount × rate / (10000 + rate). */
struct money_split money_split_included_bp(money amount, int32_t rate_bp);
/* Shares `amount` over weights (all ≥ 0, one > 0) by largest remainder; shares[i].minor sum to amount. */
void money_share(money amount, const int64_t *weights, size_t count, money *shares);

/* "125000", "9.00" (9 in a currency without fractions), "1250.5"; false: finer than the currency, not a number, negative. */
MUST_USE bool money_parse(str text, currency c, money *out);
/* "125000" or "12.50": for files and machines. */
str money_decimal(struct arena *arena, money m);
/* As people write it: Rp125.000 · -Rp5.000 · $12.50 in English, US$12,50 in Indonesian. */
str money_print(struct arena *arena, money m, bool indonesian);

#endif
