/* SPDX-License-Identifier: Apache-2.0 */
/*
 * order_shown.h - what the buyer had before the eyes when the button was pressed.
 *
 * Purpose    An order is placed as it was shown, or refused and shown anew.
 * Layer      shop; uses base.
 * Units      money in the shop's currency; whole days.
 */
#ifndef SHOP_ORDER_SHOWN_H
#define SHOP_ORDER_SHOWN_H

#include "base/money.h"

struct checkout_shown {
    bool is_known; /* programs need not say it */
    money goods, sending, fee;
    int64_t preorder_days, terms_version, guarantee_version;
};

#endif
