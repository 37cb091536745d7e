/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check_all.h - every room's invariants in one go.
 *
 * Purpose    What `amanah check` prints, and tests/sim asks every evening.
 * Layer      cli.
 * Errors     ERR_DB: a check could not be made. A broken invariant is a finding.
 */
#ifndef CLI_CHECK_ALL_H
#define CLI_CHECK_ALL_H

#include "core/check.h"

MUST_USE enum err check_all(struct ctx *c,
                            void (*each)(const struct check *check, const struct check_report *r),
                            size_t *findings);

#endif
