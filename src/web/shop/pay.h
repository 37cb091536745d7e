/* SPDX-License-Identifier: Apache-2.0 */
/* pay.h - the picture of a QRIS. Layer: web. */
#ifndef WEB_SHOP_PAY_H
#define WEB_SHOP_PAY_H

#include "web/web.h"

enum err order_qris(struct web *w);

#endif
