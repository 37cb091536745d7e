/* SPDX-License-Identifier: Apache-2.0 */
/*
 * terms.h - what the policies in force say, as sentences: the same rows the program enforces.
 *
 * Layer      web; reads core/policy.
 * Units      in the names.
 * Ownership  sentences live in the request's arena.
 */
#ifndef WEB_SHOP_TERMS_H
#define WEB_SHOP_TERMS_H

#include "shop/order.h"
#include "web/web.h"

struct terms {
    int64_t window_days, late_days, refund_days;
    bool from_delivery; /* else from payment */
    bool covers_not_received, covers_damaged, covers_wrong, covers_not_as_described, covers_change_of_mind;
    int64_t return_days;
    bool repays_all_postage, allows_change_of_mind;
    int64_t warranty_months, replace_days;
    int64_t reply_hours, complaint_days;
    bool has_flat; /* a shipping method that costs the same everywhere */
    int64_t flat_minor, flat_min_days, flat_max_days;
};

/* Of the policies and the flat shipping method in force now; a shop without policies promises nothing (all zero). */
MUST_USE enum err terms_read(struct ctx *c, struct terms *out);
/* The same as the app keeps them: read again when a policy or a shipping method changes. */
const struct terms *terms_of(const struct web *w);

/* One sentence on the guarantee: how long, from when, on which grounds. */
str terms_guarantee_text(struct web *w, const struct terms *t);
MUST_USE enum err terms_reply_text(struct web *w, const struct terms *t, str *out);
/* promises[{kind, text}]: with dates the ship-by day is named, else the rule. The page is good for a quarter of an hour. */
MUST_USE enum err terms_promises(struct web *w, struct value *object, const struct terms *t,
                                 const struct delivery_dates *dates);
extern const struct model promise_text_model;

/* When the ship-by date said now would be another: the page's end. */
int64_t terms_dates_end_at(struct web *w, const struct delivery_dates *dates);

#endif
