/* SPDX-License-Identifier: Apache-2.0 */
/*
 * undelivered.h - a parcel past its promised day.
 *
 * Purpose    The promise `deliver` is broken: the buyer is asked, staff look for the parcel ("cek resi"), and past the grace of the frozen
 *            guarantee the money is due by itself. Evidence of delivery stops it; the buyer may still contest by a claim.
 * Layer      shop; uses order, order_cover, shipment, refund, policy, promise, notice, pulse.
 * Units      instants in µs.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_STATE: nothing is asked about this order; ERR_NOT_FOUND; ERR_DB.
 * Invariants one row per order; the consequence fires once; a marketplace's order is refunded by its own guarantee, never by ours; a
 *            piece is paid by the rule or by a claim, never by both: an open claim of it goes first.
 *
 *   asked ─(courier, staff: delivered)→ found      asked ─(buyer: it is here)→ received
 *   asked ─(grace over, no evidence)→ lost ─(buyer: it came after all)→ arrived_late
 *   asked ─(order ended another way, or claims settled it)→ closed
 */
#ifndef SHOP_UNDELIVERED_H
#define SHOP_UNDELIVERED_H

#include "shop/order.h"

enum undelivered_state {
    UNDELIVERED_ASKED,
    UNDELIVERED_FOUND,
    UNDELIVERED_RECEIVED,
    UNDELIVERED_LOST,
    UNDELIVERED_ARRIVED_LATE,
    UNDELIVERED_CLOSED,
    UNDELIVERED_STATE_COUNT
};
str undelivered_state_name(enum undelivered_state s);

struct undelivered {
    order_id order;
    enum undelivered_state state;
    int64_t promised_at, asked_at, lost_at;
    int64_t denied_at;  /* the buyer says it has not arrived; 0: not said */
    int64_t checked_at; /* staff looked; 0: not yet */
    int64_t ended_at;
};
struct undelivered_list {
    struct undelivered *item;
    size_t count;
};

/* For promise_hooks.broken[PROMISE_DELIVER]. */
MUST_USE enum err undelivered_promise_broken(struct ctx *c, const struct promise *p);
/* A step of the timer: past the grace without evidence the money is due. Nothing while the pulse is held. */
MUST_USE enum err undelivered_lost_due(struct ctx *c, int64_t limit, int64_t *done);
MUST_USE enum err undelivered_next_at(struct ctx *c, int64_t *out);

/* The buyer: it has not arrived. Saying it again changes nothing. */
MUST_USE enum err undelivered_deny(struct ctx *c, order_id order);
/* Staff looked at the courier's page; what they found is noted as a tracking event. */
MUST_USE enum err undelivered_checked(struct ctx *c, order_id order);
/* It is there: the actor of `c` says so (buyer, staff, courier). Nothing asked: nothing happens. */
MUST_USE enum err undelivered_arrived(struct ctx *c, const struct order *o);
/* Money went back, or a claim of something that did not come has ended: when every piece that did not come is made good the order is over,
 * or goes on with what came. Else nothing happens. */
MUST_USE enum err undelivered_settle(struct ctx *c, order_id order);

/* Whether what was not sent will not be sent any more: it is owed back, or made good otherwise. */
MUST_USE enum err undelivered_gave_up_rest(struct ctx *c, const struct order *o, bool *out);
/* A refund by staff's own hand with this reason is for what did not come: the rule pays the rest of it. Any other is beside what is owed. */
#define UNDELIVERED_BY_HAND "not_arrived"
/* Of the money that went back with it, what no claim but `but_claim` (0: none) was less for yet. */
MUST_USE enum err undelivered_by_hand(struct ctx *c, const struct order *o, int64_t but_claim,
                                      int64_t *minor);
/* Pieces the rule paid for, or found paid by hand, of each line in the order of the lines: they are not claimed again, not even when they come after all. */
MUST_USE enum err undelivered_pieces(struct ctx *c, const struct order *o,
                                     int64_t out[ORDER_LINES_MAX]);
MUST_USE enum err undelivered_find(struct ctx *c, order_id order, struct undelivered *out);
/* When its money is due back by itself if nothing is heard of it, asked already or not yet; 0: never; -1: it is due, or the question is over. */
MUST_USE enum err undelivered_pays_at(struct ctx *c, const struct order *o, int64_t *out);
/* Its parcel is at the shop again, and the money is not the shop's: the buyer is told what follows, once for each parcel. */
MUST_USE enum err undelivered_tell_back(struct ctx *c, const struct order *o, int64_t shipment);
/* What staff must look for, soonest lost first, at most 200. */
MUST_USE enum err undelivered_list_open(struct ctx *c, int64_t limit, struct undelivered_list *out);

/* Kinds of core/notice.h; the subject is "order:ID". */
#define NOTICE_DID_IT_ARRIVE "did_it_arrive"
#define NOTICE_SENT_BACK "sent_back"

#endif
