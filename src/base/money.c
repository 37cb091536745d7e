/* SPDX-License-Identifier: Apache-2.0 */
#include "base/money.h"

#include <stdlib.h>
#include <string.h>

struct currency_row {
    char code[4];
    int8_t exponent;
    const char *symbol; /* NULL: the code and a space */
};

/* Exponents of ISO 4217 where they are not 2; IDR is 0 by decision (nobody pays sen). */
static const struct currency_row currencies[] = {
    { "IDR", 0, "Rp" },  { "USD", 2, "$" },   { "EUR", 2, "€" },   { "GBP", 2, "£" },
    { "SGD", 2, "S$" },  { "MYR", 2, "RM" },  { "AUD", 2, "A$" },  { "JPY", 0, "¥" },
    { "KRW", 0, "₩" },   { "VND", 0, NULL },  { "CLP", 0, NULL },  { "ISK", 0, NULL },
    { "PYG", 0, NULL },  { "UGX", 0, NULL },  { "XAF", 0, NULL },  { "XOF", 0, NULL },
    { "BHD", 3, NULL },  { "IQD", 3, NULL },  { "JOD", 3, NULL },  { "KWD", 3, NULL },
    { "OMR", 3, NULL },  { "TND", 3, NULL },  { "THB", 2, "฿" },   { "PHP", 2, "₱" },
    { "INR", 2, "₹" },   { "CNY", 2, "CN¥" }, { "HKD", 2, "HK$" }, { "TWD", 2, "NT$" },
    { "BRL", 2, "R$" },  { "CAD", 2, "CA$" }, { "CHF", 2, NULL },  { "NZD", 2, "NZ$" },
    { "SAR", 2, NULL },  { "AED", 2, NULL },
};

static const struct currency_row *find_row(str code)
{
    for (size_t i = 0; i < COUNT(currencies); i++) {
        if (str_eq(code, str_of(currencies[i].code))) {
            return &currencies[i];
        }
    }
    return NULL;
}

bool currency_of(str code, currency *out)
{
    const struct currency_row *row = find_row(code);
    if (row == NULL) {
        return false;
    }
    *out = (currency){ .exponent = row->exponent };
    memcpy(out->code, row->code, sizeof out->code);
    return true;
}

str currency_code(const currency *c)
{
    return str_of(c->code);
}

bool currency_eq(currency a, currency b)
{
    return memcmp(a.code, b.code, sizeof a.code) == 0;
}

money money_zero(currency c)
{
    return (money){ 0, c };
}

money money_add(money a, money b)
{
    money sum = { .currency = a.currency };
    CHECK(currency_eq(a.currency, b.currency));
    CHECK(!__builtin_add_overflow(a.minor, b.minor, &sum.minor));
    return sum;
}

money money_sub(money a, money b)
{
    money rest = { .currency = a.currency };
    CHECK(currency_eq(a.currency, b.currency));
    CHECK(!__builtin_sub_overflow(a.minor, b.minor, &rest.minor));
    return rest;
}

money money_times(money a, int64_t quantity)
{
    money product = { .currency = a.currency };
    CHECK(!__builtin_mul_overflow(a.minor, quantity, &product.minor));
    return product;
}

int money_compare(money a, money b)
{
    CHECK(currency_eq(a.currency, b.currency));
    return (a.minor > b.minor) - (a.minor < b.minor);
}

static struct money_split split_ratio(money amount, int64_t numerator, int64_t denominator)
{
    __int128 scaled = (__int128)amount.minor * numerator;
    __int128 half = scaled < 0 ? -(denominator / 2) : denominator / 2;
    money part = { (int64_t)((scaled + half) / denominator), amount.currency };
    return (struct money_split){ part, money_sub(amount, part) };
}

struct money_split money_split_bp(money amount, int32_t rate_bp)
{
    return split_ratio(amount, rate_bp, 10000);
}

struct money_split money_split_included_bp(money amount, int32_t rate_bp)
{
    return split_ratio(amount, rate_bp, 10000 + (int64_t)rate_bp);
}

/* Hands the units that rounding down left over to the largest remainders, first come first. */
static void share_leftover(int64_t left, __int128 *remainder, size_t count, money *shares)
{
    for (; left > 0; left--) {
        size_t best = 0;
        for (size_t i = 1; i < count; i++) {
            best = remainder[i] > remainder[best] ? i : best;
        }
        shares[best].minor++;
        remainder[best] = -1;
    }
}

void money_share(money amount, const int64_t *weights, size_t count, money *shares)
{
    enum { SHARES_MAX = 256 };
    __int128 remainder[SHARES_MAX];
    __int128 total = 0;
    CHECK(count > 0 && count <= SHARES_MAX && amount.minor >= 0);
    for (size_t i = 0; i < count; i++) {
        CHECK(weights[i] >= 0);
        total += weights[i];
    }
    CHECK(total > 0);
    int64_t left = amount.minor;
    for (size_t i = 0; i < count; i++) {
        __int128 scaled = (__int128)amount.minor * weights[i];
        shares[i] = (money){ (int64_t)(scaled / total), amount.currency };
        remainder[i] = scaled % total;
        left -= shares[i].minor;
    }
    share_leftover(left, remainder, count, shares);
}

/* Digits after the point: as many as the currency has count, more are refused unless they are zero. */
static bool add_fraction(str fraction, int exponent, int64_t *minor)
{
    for (int i = 0; i < exponent; i++) {
        int digit = (size_t)i < fraction.size ? fraction.at[i] - '0' : 0;
        if (digit < 0 || digit > 9 || *minor > MONEY_MAX_MINOR / 10) {
            return false;
        }
        *minor = *minor * 10 + digit;
    }
    for (size_t i = (size_t)exponent; i < fraction.size; i++) {
        if (fraction.at[i] != '0') {
            return false;
        }
    }
    return true;
}

bool money_parse(str text, currency c, money *out)
{
    struct str_pair parts = str_cut(str_trim(text), '.');
    int64_t minor = 0;
    if (!str_to_int(parts.head, &minor) || str_has(parts.head, '-') || minor > MONEY_MAX_MINOR ||
        (parts.found && parts.tail.size == 0) || !add_fraction(parts.tail, c.exponent, &minor) ||
        minor > MONEY_MAX_MINOR) {
        return false;
    }
    *out = (money){ minor, c };
    return true;
}

static int64_t power_of_ten(int exponent)
{
    int64_t power = 1;
    while (exponent-- > 0) {
        power *= 10;
    }
    return power;
}

str money_decimal(struct arena *arena, money m)
{
    int64_t unit = power_of_ten(m.currency.exponent);
    int64_t size = llabs(m.minor);
    const char *sign = m.minor < 0 ? "-" : "";
    if (unit == 1) {
        return str_of_int(arena, m.minor);
    }
    return str_format(arena, "%s%" PRId64 ".%0*" PRId64, sign, size / unit, m.currency.exponent,
                      size % unit);
}

static str group_thousands(struct arena *arena, int64_t whole, char separator)
{
    char number[STR_INT_BYTES];
    str digits = str_write_int(number, whole);
    char *text = arena_alloc(arena, digits.size * 2);
    size_t size = 0;
    for (size_t i = 0; i < digits.size; i++) {
        if (i > 0 && (digits.size - i) % 3 == 0) {
            text[size++] = separator;
        }
        text[size++] = digits.at[i];
    }
    return (str){ text, size };
}

str money_print(struct arena *arena, money m, bool indonesian)
{
    const struct currency_row *row = find_row(str_of(m.currency.code));
    bool is_rupiah = str_eq(str_of(m.currency.code), S("IDR"));
    bool dots = indonesian || is_rupiah;
    int64_t unit = power_of_ten(m.currency.exponent);
    int64_t size = llabs(m.minor);
    str whole = group_thousands(arena, size / unit, dots ? '.' : ',');
    str symbol = row != NULL && row->symbol != NULL ? str_of(row->symbol)
                                                    : str_format(arena, "%s ", m.currency.code);
    if (indonesian && str_eq(symbol, S("$"))) {
        symbol = S("US$");
    }
    str head = str_join(arena, symbol, whole);
    head = m.minor < 0 ? str_join(arena, S("-"), head) : head;
    if (unit == 1) {
        return head;
    }
    return str_format(arena, "%.*s%c%0*" PRId64, STR_ARG(head), dots ? ',' : '.',
                      m.currency.exponent, size % unit);
}
