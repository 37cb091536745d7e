/* SPDX-License-Identifier: Apache-2.0 */
/*
 * order_find.h - whose orders somebody in the office looks for.
 *
 * Purpose    A telephone number or an e-mail address, whole: found by its keyed hash, then read for the order's purpose, so that each look
 *            is in the reader's log. Names and streets are sealed without one, and cannot be searched.
 * Layer      shop; part of order.
 * Ownership  what is returned lives in ctx->arena.
 * Errors     ERR_DB. A person who was erased or said stop, and a role that may not read, find nothing, and are no error.
 */
#ifndef SHOP_ORDER_FIND_H
#define SHOP_ORDER_FIND_H

#include "db/batch.h"

/* The ids of the persons who have it, a row each; none where it is neither number nor address, or nobody's. */
MUST_USE enum err order_find_persons(struct ctx *c, str typed, struct batch *out);

#endif
