/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shipment_parcel.h - orders that travel in one parcel.
 *
 * Purpose    A tracking number is one parcel's. Shipments of several orders share it when staff say so and the buyer, or the address,
 *            is the same: the first has the number, the others go with it. What the courier tells reaches all of them.
 * Layer      shop; part of shipment.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_DB. A delivery that may not be read is no same address, and no error.
 * Invariants the shipment others go with goes with none; a shipment that was taken back is in no parcel.
 * Source     docs/decisions/shared-parcels.md
 */
#ifndef SHOP_SHIPMENT_PARCEL_H
#define SHOP_SHIPMENT_PARCEL_H

#include "shop/shipment.h"

enum { PARCEL_MATES_MAX = 40 };

/* As couriers print it: pasted with spaces it would be another parcel's. */
str parcel_number(struct arena *arena, str typed);

/* Whose parcel has a number, as seen from an order that would like to be in it. */
struct parcel_holder {
    int64_t shipment; /* 0: nobody's */
    order_id order;
    str number;   /* the order's */
    bool can_join; /* the same buyer or address, on its way or there, and another order */
};
MUST_USE enum err parcel_holder(struct ctx *c, const struct order *o, str carrier,
                                str tracking_number, struct parcel_holder *out);

/* Which shipment this one goes with; 0: it is a parcel of its own. `own`: the shipment that is corrected, or 0.
 * ERR_CONFLICT: one it could go with, and nobody said so. ERR_EXISTS: another's number. ERR_BAD_INPUT: the order named has no such parcel. */
MUST_USE enum err parcel_share(struct ctx *c, const struct order *o, int64_t own,
                               const struct shipment_new *in, int64_t *with);

/* The other shipments of a parcel, none that was taken back. */
struct parcel_mates {
    int64_t id[PARCEL_MATES_MAX];
    size_t count;
};
MUST_USE enum err parcel_mates(struct ctx *c, int64_t shipment, struct parcel_mates *out);
/* The shipment left its parcel: the next of those that went with it has the number. */
MUST_USE enum err parcel_pass_on(struct ctx *c, int64_t shipment);
/* The orders each of these shipments shares its parcel with. */
MUST_USE enum err parcel_read_orders(struct ctx *c, order_id order, struct shipment_list *list);

#endif
