/* SPDX-License-Identifier: Apache-2.0 */
/* claim_check.h - what must hold of claims, for `amanah check`. Layer: shop. */
#ifndef SHOP_CLAIM_CHECK_H
#define SHOP_CLAIM_CHECK_H

#include "core/check.h"

extern const struct check claim_checks[];
extern const size_t claim_check_count;

#endif
