/* SPDX-License-Identifier: Apache-2.0 */
/*
 * abuse.h - people who try what they may not: claims for what was not bought, twice, too many; steps out of turn; money twice.
 *
 * Errors     ERR_INTERNAL: something that must be refused was not; ctx->detail says what.
 */
#ifndef TESTS_SIM_ABUSE_H
#define TESTS_SIM_ABUSE_H

#include "cli/demo_watch.h"

struct abuse {
    struct demo *demo;
    struct random random;
    size_t tried;
};
/* A few tries, inside one write. */
MUST_USE enum err abuse_try(struct ctx *c, void *abuse);

#endif
