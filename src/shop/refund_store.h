/* SPDX-License-Identifier: Apache-2.0 */
/* refund_store.h - rows of refunds and what they post. Layer: shop; only refund*.c include it. */
#ifndef SHOP_REFUND_STORE_H
#define SHOP_REFUND_STORE_H

#include "shop/refund.h"

/* Moves one by the step table; ERR_STATE when it is not in a state from which `to` is reached. */
MUST_USE enum err refund_move(struct ctx *c, int64_t id, enum refund_state to);

/* What is owed: from what is held, else from what the shop pays for its guarantee. */
MUST_USE enum err refund_post_owed(struct ctx *c, const struct order *o, int64_t refund,
                                   const struct refund *r);
MUST_USE enum err refund_post_paid(struct ctx *c, const struct order *o, const struct refund *r);
/* Paid, and did not arrive: it is owed again. `n` tells two returns of one refund apart. */
MUST_USE enum err refund_post_returned(struct ctx *c, const struct order *o,
                                       const struct refund *r);
/* Not owed any more: back to where it came from. */
MUST_USE enum err refund_post_reversed(struct ctx *c, const struct order *o,
                                       const struct refund *r);

#endif
