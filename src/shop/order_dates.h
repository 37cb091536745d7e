/* SPDX-License-Identifier: Apache-2.0 */
/*
 * order_dates.h - when goods leave and arrive, by the shop's calendar.
 *
 * Purpose    The dates of the promises to ship and deliver, before and after the purchase.
 * Layer      shop; uses setting. Part of order.c; order.h includes it.
 * Units      instants in µs; local dates in days since 1970-01-01.
 * Errors     ERR_UNPROCESSABLE: the shop is never open.
 */
#ifndef SHOP_ORDER_DATES_H
#define SHOP_ORDER_DATES_H

#include "base/calendar.h"
#include "base/ctx.h"

/* The shop's business calendar. */
struct calendar order_calendar(struct ctx *c);
/* When goods will leave and arrive if everything is paid at `at`: what pages say before the purchase. */
struct delivery_dates {
    int64_t ship_by_at;      /* the promise's instant */
    int64_t from_days, to_days; /* local dates of arrival */
    int64_t deliver_by_at;   /* the promise's instant */
};
struct dates_ask {
    int64_t at, preorder_days, min_days, max_days;
    str district;     /* where they go: a day of arrival ends when it ends there; empty: at the shop */
    str method;       /* code of the shipping method, for its courier's delays; empty: those of every courier */
    int64_t known_at; /* delays announced by then count: what the buyer was told stands */
};
MUST_USE enum err order_dates_of(struct ctx *c, const struct dates_ask *ask,
                                 struct delivery_dates *out);
/* The same by any method, as known now. */
MUST_USE enum err order_dates(struct ctx *c, int64_t at, int64_t preorder_days, int64_t min_days,
                              int64_t max_days, struct delivery_dates *out);

#endif
