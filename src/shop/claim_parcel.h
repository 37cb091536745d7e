/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claim_parcel.h - the parcel of a replacement until it is here, and what the way back cost.
 *
 * Purpose    A replacement has a promised day, as an order has. Courier's news are noted; delivered keeps the promise `deliver` of the claim;
 *            past the day the buyer is asked and staff look for it, and past the grace without a proof the money is due by itself.
 * Layer      shop; part of claim.h, which says units, ownership and errors.
 * Invariants a courier's word alone settles nothing before the buyer had two days to object; an event is noted once.
 */
#ifndef SHOP_CLAIM_PARCEL_H
#define SHOP_CLAIM_PARCEL_H

#include "shop/claim.h"
#include "shop/shipment.h"

/* ERR_STATE: nothing was sent. ERR_BAD_INPUT: no such status. ERR_UNPROCESSABLE: as shipment_event_at. The same event twice changes nothing. */
MUST_USE enum err claim_parcel_note(struct ctx *c, claim_id id, const struct shipment_event_new *e);
struct claim_parcel_events {
    struct shipment_event *item; /* newest first */
    size_t count;
};
MUST_USE enum err claim_parcel_events(struct ctx *c, claim_id id, struct claim_parcel_events *out);
/* What was sent is missed by the buyer only when it should be here: the courier says so, or its day is over. */
bool claim_is_missed(const struct claim *k, int64_t now_at);

/* The buyer: what the way back cost; repaid once the goods turn out as said, at most what the frozen return policy names.
 * ERR_UNPROCESSABLE: the fault is not the shop's. ERR_STATE: nothing was sent back. */
MUST_USE enum err claim_say_postage(struct ctx *c, claim_id id, money cost);
/* Whether and how much of it; 0 minor: no limit. */
MUST_USE enum err claim_postage_max(struct ctx *c, const struct claim *k, money *out);

/* --- called by the other files of the module --- */
/* Sets the promised day and the end of the grace. */
MUST_USE enum err claim_parcel_leave(struct ctx *c, struct claim *k);
MUST_USE enum err claim_parcel_promise(struct ctx *c, const struct claim *k);
MUST_USE enum err claim_parcel_keep(struct ctx *c, const struct claim *k, int64_t at);
/* The promised day is over: the buyer is asked, staff look for it. */
MUST_USE enum err claim_parcel_overdue(struct ctx *c, struct claim *k);
/* The grace is over: settled by the courier's word, or the money is due. */
MUST_USE enum err claim_parcel_end(struct ctx *c, struct claim *k);
/* Owed from now on, once: fills k->postage_refund. */
MUST_USE enum err claim_owe_postage(struct ctx *c, struct claim *k);

#endif
