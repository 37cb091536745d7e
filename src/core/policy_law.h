/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_law.h - what the law grants buyers, whatever a shop writes.
 *
 * Purpose    A table of floors per country: a parameter that takes away what the law grants is refused, naming the rule.
 *            And the clauses no text may hold.
 * Layer      core; uses policy, setting.
 * Units      as the parameter's.
 * Ownership  rows and texts are the program's own.
 * Errors     none: these functions answer.
 * Source     Indonesia: UU 8/1999 art. 4(h), 18, 19; PP 80/2019 art. 25, 69; UU 27/2022 art. 30, 32, 40, 46. European Union:
 *            directives 2011/83 art. 9 and 13, 2019/771 art. 10, regulation 2016/679 art. 33. Not legal advice.
 */
#ifndef CORE_POLICY_LAW_H
#define CORE_POLICY_LAW_H

#include "core/policy.h"

enum law_bound {
    LAW_AT_LEAST,
    LAW_AT_MOST,
    LAW_MUST, /* what is granted may not be switched off */
};

struct law_floor {
    const char *law; /* "ID", "EU" */
    enum policy_kind kind;
    const char *param, *plus; /* `plus`: its hours count with the days of `param` */
    enum law_bound bound;
    int64_t value;
    const char *when; /* "starts=payment": only then; NULL: always */
    const char *rule; /* "UU 8/1999 ps. 19 ayat (3)" */
    const char *text[LANG_COUNT];
};

/* Whose law a shop in this country (ISO 3166, "ID") keeps: "ID", "EU", or empty where we know of none. */
str law_of_country(str country);
/* All rows, for pages. */
const struct law_floor *law_floors(size_t *count);
/* The first floor these parameters fall below; NULL: none. Parameters that are left out have their defaults. */
const struct law_floor *law_breach(str law, enum policy_kind kind, const struct value *params);
/* The clause of a text that the law declares void, else empty. "barang yang sudah dibeli tidak dapat dikembalikan" */
str law_void_clause(str text);
/* The rule that declares it void. */
const char *law_void_rule(enum lang lang);

#endif
