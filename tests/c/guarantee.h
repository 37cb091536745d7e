/* SPDX-License-Identifier: Apache-2.0 */
/* guarantee.h - a guarantee of given parameters, not published, for tests. Layer: tests; uses core. */
#ifndef TESTS_GUARANTEE_H
#define TESTS_GUARANTEE_H

#include "c/fixture.h"

#include "core/policy.h"

static inline struct policy guarantee_with(struct fixture *t, const char *params)
{
    struct policy p = { 0 };
    struct value *given = NULL;
    str why = { 0 };
    cr_assert(json_read(t->c.arena, str_of(params), &given, &why));
    must(policy_draft(&t->c, &(struct policy_new){ .kind = POLICY_GUARANTEE, .params = given },
                      &p));
    return p;
}

#endif
