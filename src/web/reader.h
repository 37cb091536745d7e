/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader.h - in whose language and on whose clock a page or a message speaks.
 *
 * Purpose    A promise is shown in the time of the one to whom it was made: the zone of the province an order goes to. The office, and
 *            whoever lives nobody knows where, sees the shop's.
 * Layer      web; uses shop and care.
 * Errors     ERR_DB. What is not there has no zone.
 * Invariants the zone of an order is shown to its own person alone: naming somebody else's order tells nothing about it.
 */
#ifndef WEB_READER_H
#define WEB_READER_H

#include "shop/order.h"
#include "web/web.h"

/* What instants of this reply are printed in. */
const struct zone *reader_zone(const struct web *w);
/* Where the order goes; NULL: unknown, or fetched at the shop. */
const struct zone *reader_zone_of_order(const struct order *o);
/* Of "order:12", "claim:3", "complaint:4", "conversation:5", "survey:6", "decision:7"; NULL: unknown. */
MUST_USE enum err reader_zone_of(struct web *w, str subject, const struct zone **out);

/* A page about this speaks in its person's time, unless it is a page of the office. */
void reader_see_order(struct web *w, const struct order *o);
MUST_USE enum err reader_see(struct web *w, str subject);

/* A text for somebody else than who asks for the page: `reader_change` gives who it was, to be changed back to. */
struct reader {
    enum lang lang;
    const struct zone *zone;
};
struct reader reader_change(struct web *w, struct reader to);

#endif
