/* SPDX-License-Identifier: Apache-2.0 */
/* complaint_check.h - what always holds for complaints. Layer: care. */
#ifndef CARE_COMPLAINT_CHECK_H
#define CARE_COMPLAINT_CHECK_H

#include "core/check.h"

extern const struct check complaint_checks[];
extern const size_t complaint_check_count;

#endif
