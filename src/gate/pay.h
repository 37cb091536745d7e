/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pay.h - gateways that can pay back by themselves.
 *
 * Purpose    One row per gateway: the call that sends money back the way it came.
 * Layer      gate.
 * Ownership  the reference lives in the arena of `c`.
 * Errors     ERR_NOT_FOUND: this way has no way back. Others: tried again later.
 * Invariants called with the same refund twice, the gateway pays once: the refund's own number is the idempotency key.
 */
#ifndef GATE_PAY_H
#define GATE_PAY_H

#include "shop/refund.h"

MUST_USE enum err pay_back(struct ctx *c, const struct refund *r, str *reference);

#endif
