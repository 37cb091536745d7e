/* SPDX-License-Identifier: Apache-2.0 */
/*
 * today_place.h - where a promise is worked on, by whom, and whether anything is left to do.
 *
 * Layer      web. Opens no vault.
 * Ownership  texts live in the request's arena.
 */
#ifndef WEB_ADMIN_TODAY_PLACE_H
#define WEB_ADMIN_TODAY_PLACE_H

#include "core/promise.h"
#include "web/web.h"

struct place {
    str number;     /* of the case, as people say it */
    str path;       /* of the exact place, without the language; empty: there is none */
    str note;       /* what helps to choose: an amount, a kind */
    str who;        /* a name, or whose work it is */
    str about;      /* subject of the complaint it belongs to: one row for all that is due in it; empty: none */
    bool is_safety; /* a complaint about safety: before everything else */
    bool is_moot;   /* ended another way, or somebody else's turn: nothing to do here */
};

/* Of "order:12", "claim:3", "refund:4", "shipment:5" …; a case that is gone is moot. */
MUST_USE enum err place_of(struct web *w, enum promise_kind kind, str subject, struct place *out);
/* The subject of an order's or a case's number as people write it; what is none is given back as it is. */
MUST_USE enum err place_subject(struct web *w, str number, str *out);
MUST_USE enum err place_of_order(struct web *w, int64_t id, const char *anchor, enum role who,
                                 struct place *out);

#endif
