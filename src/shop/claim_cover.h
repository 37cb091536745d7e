/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claim_cover.h - who may claim what, until when, and if not, why not.
 *
 * Purpose    One judgement over the frozen policy, the deliveries and the earlier claims of an order. A refusal is a reason people can be told.
 * Layer      shop; part of claim.h.
 * Errors     ERR_DB only: a refusal is a verdict.
 */
#ifndef SHOP_CLAIM_COVER_H
#define SHOP_CLAIM_COVER_H

#include "shop/claim.h"

struct claim_new {
    enum claim_kind kind;
    enum claim_remedy wish;
    money wish_amount; /* of a partial refund */
    const struct claim_line *line;
    size_t line_count;
    int64_t parcel;    /* of what did not come: the one it was in; 0: not said */
    bool says_arrived; /* the buyer vouches that the goods are here */
    str text;
    str override_reason; /* of staff who take it all the same: an event, counted in public; a buyer's is not looked at */
};

enum claim_refusal {
    CLAIM_MAY,
    CLAIM_NO_LINE,      /* not bought with this order */
    CLAIM_NO_PIECES,    /* nothing was chosen */
    CLAIM_TOO_MANY,     /* more than was bought */
    CLAIM_TWICE,        /* these pieces are in a claim */
    CLAIM_DECIDED,      /* of this kind they were, and it was refused */
    CLAIM_NOT_ARRIVED,  /* not here yet, as far as we know */
    CLAIM_NOT_LATE,     /* it may still come: `at` */
    CLAIM_RECEIVED,     /* the buyer said that it came */
    CLAIM_NOT_COVERED,  /* the frozen guarantee does not list this ground */
    CLAIM_WINDOW_OVER,  /* it ended `at` */
    CLAIM_UNPAID,
    CLAIM_CANCELED,
    CLAIM_PAID_BACK,    /* all that was paid went back */
    CLAIM_PAID_BY_BANK, /* a chargeback stops everything */
    CLAIM_WISH,         /* this remedy does not fit this kind */
    CLAIM_AMOUNT,       /* a partial refund above what the pieces cost, or none */
    CLAIM_NO_OTHER,     /* an exchange for nothing that can be had of this product */
    CLAIM_SOLD_OUT,     /* too few are left of what is wished for instead */
    CLAIM_DEARER,       /* it costs more than what was bought */
    CLAIM_ONE_EACH,     /* pieces of one line, some exchanged before and some not: one claim for each */
    CLAIM_OTHER_PARCEL, /* the parcel that is named did not hold so many of them */
    CLAIM_REFUSAL_COUNT
};
struct claim_verdict {
    enum claim_refusal why;
    int64_t at; /* 0: no date belongs to it */
    int64_t round;
    int64_t covered_until;
    enum claim_refusal overridden; /* what staff set aside with a reason; CLAIM_MAY: nothing */
};
str claim_refusal_name(enum claim_refusal why); /* window_over, … */

MUST_USE enum err claim_judge(struct ctx *c, const struct order *o, const struct claim_new *in,
                              struct claim_verdict *out);
/* What each line of an order still has: for the form. */
struct claim_hands;
struct claim_room {
    int64_t line_id, free; /* pieces in no open or refunded claim */
    int64_t delivered, delivered_at;
    const struct claim_hands *hands; /* claim_exchange.h: of which variants they are */
};
MUST_USE enum err claim_rooms(struct ctx *c, const struct order *o, struct claim_room *out);
/* Lines as they are asked for, with everything known of them; `out` has room for in->line_count. */
MUST_USE enum err claim_resolve_lines(struct ctx *c, const struct order *o,
                                      const struct claim_new *in, struct claim_line *out);
/* The shop's own fault: it bears the way back. */
bool claim_is_shops_fault(enum claim_kind kind);

#endif
