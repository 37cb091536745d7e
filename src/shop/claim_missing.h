/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claim_missing.h - which parcels the pieces were in that are said not to have come.
 *
 * Purpose    What comes after all is told from what is lost; what a decision found to be there is noted as delivered, by the decision.
 * Layer      shop; part of claim.h.
 * Errors     ERR_DB as everywhere.
 * Invariants a piece is named by one claim that was not withdrawn; a piece that is in no parcel is named by none.
 */
#ifndef SHOP_CLAIM_MISSING_H
#define SHOP_CLAIM_MISSING_H

#include "shop/claim_cover.h"

struct claim_missing {
    int64_t line_id, quantity, delivered_at; /* 0: it has not come */
    str carrier, tracking_number;
    int64_t shipped_at;
};
struct claim_missing_list {
    struct claim_missing *item;
    size_t count;
};

/* Whether the parcel that is named held what is asked; `v` says when not. */
MUST_USE enum err claim_judge_parcel(struct ctx *c, const struct order *o,
                                     const struct claim_new *in, struct claim_verdict *v);
/* Of a claim that begins: the parcel named, else what is on its way, else what has arrived. */
MUST_USE enum err claim_name_parcels(struct ctx *c, const struct order *o, const struct claim *k,
                                     int64_t parcel);
MUST_USE enum err claim_missing_of(struct ctx *c, claim_id id, struct claim_missing_list *out);
/* A parcel left: pieces of it that can only be those somebody claimed before they were sent are named by that claim. */
MUST_USE enum err claim_name_sent(struct ctx *c, const struct order *before, int64_t shipment,
                                  const int64_t quantity[ORDER_LINES_MAX]);
/* A claim of the order has ended. Parcels that a final decision found to be there count as delivered from now on, unless another claim of them
 * is still open. A promise that is broken by now stays broken. */
MUST_USE enum err claim_note_decided(struct ctx *c, const struct claim *k);

#endif
