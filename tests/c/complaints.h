/* SPDX-License-Identifier: Apache-2.0 */
/* complaints.h - what always holds of complaints, for tests. Layer: tests; uses care. */
#ifndef TESTS_COMPLAINTS_H
#define TESTS_COMPLAINTS_H

#include "c/fixture.h"

#include "care/complaint_check.h"
#include "core/check.h"

static size_t findings_lasting;

/* What waits for a timer or a job is not looked at: none runs beside a test. */
static inline void count_lasting(const struct check *check, const struct check_report *r)
{
    findings_lasting += check->takes_now ? 0 : r->count;
}

static inline size_t findings(struct fixture *t)
{
    size_t all = 0;
    findings_lasting = 0;
    must(check_run_all(&t->c, core_checks, core_check_count, count_lasting, &all));
    must(check_run_all(&t->c, complaint_checks, complaint_check_count, count_lasting, &all));
    return findings_lasting;
}

#endif
