/* SPDX-License-Identifier: Apache-2.0 */
/*
 * promise_kind.h - the kinds of promises, as a table people can read.
 *
 * Purpose    One row a kind: what makes it, what keeps it, its clock, what may pause it, what follows by itself when it is broken.
 *            The same words stand on /promises and in the back office.
 * Layer      core.
 * Ownership  texts are literals.
 */
#ifndef CORE_PROMISE_KIND_H
#define CORE_PROMISE_KIND_H

#include "core/promise.h"

/* Published rules that pause a clock. No member of staff pauses one by hand. */
enum promise_pause_rule {
    PAUSE_WAITING_CUSTOMER, /* the shop asked the person something it needs to know; ends when they answer */
    PAUSE_NEEDS_ACCOUNT,    /* money that can only go to an account, and nobody said to which; ends when they do */
    PAUSE_RULE_COUNT
};

struct promise_rule {
    const char *name;
    const char *label[LANG_COUNT];
    const char *made[LANG_COUNT]; /* "a message from a person" */
    const char *kept[LANG_COUNT];
    enum promise_clock clock;
    unsigned pauses;                     /* 1u << PAUSE_… */
    const char *consequence[LANG_COUNT]; /* what follows by itself: cli/consequence.c does it */
    bool is_unmade;                      /* nothing in this version makes one: nobody is told of it */
};

const struct promise_rule *promise_rule_of(enum promise_kind kind);
str promise_clock_name(enum promise_clock clock); /* wall, business */
str promise_clock_label(enum promise_clock clock, enum lang lang);

str promise_pause_name(enum promise_pause_rule rule);
str promise_pause_label(enum promise_pause_rule rule, enum lang lang);
/* A pause ends by itself after this; the due time shown meanwhile already reckons with it. */
int64_t promise_pause_max(enum promise_pause_rule rule);
MUST_USE bool promise_pause_of(str name, enum promise_pause_rule *out);

/* "order_canceled" → "Pesanan dibatalkan"; a reason nobody wrote down here is shown as it is. */
str promise_reason_text(str reason, enum lang lang);

#endif
