/* SPDX-License-Identifier: Apache-2.0 */
/* order_check.h - the invariants of orders, payments and shipments. Layer: shop. */
#ifndef SHOP_ORDER_CHECK_H
#define SHOP_ORDER_CHECK_H

#include "core/check.h"

extern const struct check order_checks[];
extern const size_t order_check_count;

#endif
