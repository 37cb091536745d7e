/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shipment.h - parcels and what is known of them.
 *
 * Purpose    Partial shipments, tracking numbers, tracking events in AfterShip's words.
 * Layer      shop; uses order, promise, event.
 * Units      instants in µs.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_STATE (order cancelled, unpaid, or disputed and no reason given), ERR_UNPROCESSABLE (more pieces than are left), ERR_EXISTS (tracking number used),
 *            ERR_BAD_INPUT (unknown status), ERR_NOT_FOUND, ERR_DB.
 * Invariants no line is shipped twice; a parcel never goes back from delivered.
 */
#ifndef SHOP_SHIPMENT_H
#define SHOP_SHIPMENT_H

#include "shop/order.h"

enum { SHIPMENTS_MAX = 40, SHIPMENT_EVENTS_MAX = 100, SHIPMENT_MATES_MAX = 20 };

struct shipment_line {
    int64_t line_id, quantity;
    str name, options, sku;
};
struct shipment_event {
    str status; /* Pending InfoReceived InTransit OutForDelivery AttemptFail Delivered AvailableForPickup Exception Expired */
    int64_t at, recorded_at;
    str place, source; /* staff, courier, buyer, import, decision (SHIPMENT_BY_DECISION) */
};
/* Another order in the same parcel. */
struct shipment_mate {
    str number;
    person_id person;
};
struct shipment {
    int64_t id;
    order_id order;
    str state, carrier, tracking_number;
    int64_t created_at, shipped_at, delivered_at;
    struct shipment_line *line;
    size_t line_count;
    struct shipment_event *event; /* newest first */
    size_t event_count;
    struct shipment_mate *mate; /* shipment_parcel.h */
    size_t mate_count;
};
struct shipment_list {
    struct shipment *item;
    size_t count;
};

struct shipment_new {
    str carrier, tracking_number;
    const struct shipment_line *line; /* sku or line_id, quantity; none: everything that is left */
    size_t line_count;
    order_id same_parcel; /* staff say: one parcel with this order; 0: nobody said so */
    str despite;          /* why it leaves although the payment is disputed */
    bool is_alone;        /* a correction: this order was not in the parcel with the others */
};
/* The parcel left: at now. What the courier told of a parcel it goes in, it has told of this one. Of the number: as parcel_share. */
MUST_USE enum err shipment_create(struct ctx *c, order_id order, const struct shipment_new *in,
                                  int64_t *out_id);
#define SHIPMENT_DESPITE "shipment.disputed" /* the override: sent although the payment is disputed */
#define SHIPMENT_BY_DECISION "decision" /* a claim that it did not come was refused for good */
struct shipment_event_new {
    str status;
    int64_t at; /* 0: now */
    str place, source;
};
/* When it happened: now, where nobody said. ERR_UNPROCESSABLE: that has not come yet, or it is an arrival from before the parcel was sent. */
MUST_USE enum err shipment_event_at(struct ctx *c, const struct shipment_event_new *e,
                                    int64_t left_at, int64_t *out);
/* The same event twice changes nothing. What staff and couriers tell is of every order in the parcel; what a buyer or a decision
 * says is of this order's goods. ERR_UNPROCESSABLE: as shipment_event_at. ERR_STATE: the parcel was cancelled. */
MUST_USE enum err shipment_note(struct ctx *c, int64_t shipment,
                                const struct shipment_event_new *e);
/* Before the courier has it: then it was not sent, and the promise to ship is owed again; so of every order in the parcel, but for
 * SHIPMENT_NOT_IN_IT. ERR_STATE: handed over, delivered, or cancelled before. `reason`: a fixed word, in the order's history. */
#define SHIPMENT_NOT_IN_IT "wrong_parcel"
MUST_USE enum err shipment_cancel(struct ctx *c, int64_t shipment, str reason);
/* The number or the courier was typed wrong: the buyer is told anew, the promises stay. Of every order in the parcel, unless this one
 * goes alone, or with another. Of the number: as parcel_share. ERR_STATE: the parcel was taken back, or is there already and cannot go alone. */
MUST_USE enum err shipment_correct(struct ctx *c, int64_t shipment, const struct shipment_new *in);
/* It is back at the shop, with every order in it: refused, or nobody was there. An unpaid order ends with it, its goods are on the shelf again.
 * `reason`: a fixed word, empty when nobody knows. ERR_STATE: not on its way. */
MUST_USE enum err shipment_come_back(struct ctx *c, int64_t shipment, str reason);
/* The order ended: what of it is in no parcel that is out (never sent, or back) is on the shelf again; what is lost on its way stays taken. */
MUST_USE enum err shipment_shelve(struct ctx *c, const struct order *o);
MUST_USE enum err shipment_list_of(struct ctx *c, order_id order, struct shipment_list *out);
/* One came back, and nothing else is on its way. */
bool shipment_is_sent_back(const struct shipment_list *list);
bool shipment_status_is(str status);
/* "Dalam perjalanan" · "In transit" */
str shipment_status_label(str status, enum lang lang);

/* The courier's page for a number; empty when there is none. From data/couriers.tsv. */
str courier_tracking_url(struct arena *arena, str carrier, str tracking_number);
str courier_name(str code);

#endif
