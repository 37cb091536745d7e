/* SPDX-License-Identifier: Apache-2.0 */
/*
 * aftercare.h - which buyers may be asked how it was.
 *
 * Purpose    Deliveries and ended claims that nobody was asked about yet; whether a person waits for a claim. The asking is care/survey.
 * Layer      shop; uses order, claim.
 * Units      instants in µs.
 * Ownership  everything returned lives in c->arena.
 * Errors     ERR_DB.
 * Invariants each is found once; an order from elsewhere is found like our own; one whose money went back whole is taken, but not asked
 *            about as a delivery.
 */
#ifndef SHOP_AFTERCARE_H
#define SHOP_AFTERCARE_H

#include "core/vault.h"

enum { AFTERCARE_MAX = 50 };

struct aftercare {
    person_id person;
    str subject; /* "order:12", "claim:3" */
    enum lang lang;
};
struct aftercare_list {
    struct aftercare *item;
    size_t count;
    int64_t taken; /* found and marked, also those not to be asked */
};

/* Takes orders delivered at or before `until_at`. */
MUST_USE enum err aftercare_take_deliveries(struct ctx *c, int64_t until_at, int64_t limit,
                                            struct aftercare_list *out);
MUST_USE enum err aftercare_take_claims(struct ctx *c, int64_t limit, struct aftercare_list *out);
/* The earliest delivery not taken yet; 0: none. */
MUST_USE enum err aftercare_next_delivered_at(struct ctx *c, int64_t *out);
/* Whether a claim of this person is open. */
MUST_USE enum err aftercare_has_open_claim(struct ctx *c, person_id person, bool *out);

#endif
