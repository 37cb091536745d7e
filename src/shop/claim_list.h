/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claim_list.h - claims for the back office, by whose turn it is.
 *
 * Layer      shop; part of claim.h.
 * Errors     ERR_DB.
 */
#ifndef SHOP_CLAIM_LIST_H
#define SHOP_CLAIM_LIST_H

#include "shop/claim.h"

/* `view`: "" the shop's turn, decide, waiting, closed, all, or a state's name. Newest first; before_id 0: from the newest. Without
 * lines; at most 100. */
MUST_USE enum err claim_page_of(struct ctx *c, str view, int64_t before_id, int64_t limit,
                                struct claim_list *out);
MUST_USE enum err claim_count(struct ctx *c, str view, int64_t *out);

#endif
