/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claim_exchange.h - another variant of the same product instead of what was bought.
 *
 * Purpose    What the buyer has in hand of each line after exchanges before, what it may be exchanged for, and what the difference is. The other
 *            one costs the same or less: the rest goes back; a dearer one is refused, unless staff give it for nothing with a reason.
 * Layer      shop; part of claim.h, which says units and ownership.
 * Units      minor units; the price of the other one is that of the day it was wished for.
 * Errors     ERR_DB; ERR_UNPROCESSABLE where a verdict says why.
 */
#ifndef SHOP_CLAIM_EXCHANGE_H
#define SHOP_CLAIM_EXCHANGE_H

#include "shop/claim_cover.h"

enum { CLAIM_HANDS_MAX = 8, CLAIM_CHOICES_MAX = 100 };

/* Pieces of one line that are one variant, in no claim that is open or was paid back. */
struct claim_hand {
    sku_id variant;
    str sku, options;
    money unit;
    int64_t quantity;
};
struct claim_hands {
    struct claim_hand item[CLAIM_HANDS_MAX]; /* the first is as it was bought */
    size_t count;
};
/* One for each line of the order. */
void claim_hands_of(const struct order *o, const struct claim_list *claims,
                    struct claim_hands *out);
/* A line as it is asked for (by id, by SKU, by the SKU in hand), with everything known of it; line_id −1: nothing of this order. */
MUST_USE enum err claim_resolve(struct ctx *c, const struct order *o,
                                const struct claim_hands *hands, const struct claim_line *asked,
                                struct claim_line *out);

struct claim_choice {
    struct claim_other other;
    struct stock_shown shown;
    bool is_dearer;
};
struct claim_choices {
    struct claim_choice *item;
    size_t count;
};
/* The other variants on sale of the same product; none of goods from elsewhere. */
MUST_USE enum err claim_choices_of(struct ctx *c, sku_id hand, money unit,
                                   struct claim_choices *out);
bool claim_choice_is_there(const struct claim_choice *choice, int64_t quantity);

/* Whether these lines can be exchanged as wished; each is resolved. Sets v->why. */
MUST_USE enum err claim_judge_other(struct ctx *c, const struct claim_line *line, size_t count,
                                    struct claim_verdict *v);
/* The variant called `sku` for every line of the claim; `*is_dearer`: one costs more. ERR_UNPROCESSABLE: it is no variant of each. */
MUST_USE enum err claim_set_other(struct ctx *c, struct claim *k, str sku, bool *is_dearer);
/* What the buyer wished for stands again. */
MUST_USE enum err claim_wish_again(struct ctx *c, struct claim *k);
/* What goes back because the other one is cheaper. */
money claim_difference(const struct order *o, const struct claim *k);
/* Owed from now on, once: fills k->difference_refund. */
MUST_USE enum err claim_owe_difference(struct ctx *c, struct claim *k);
/* What of it went back or is owed, when the remedy turns into money. */
MUST_USE enum err claim_difference_paid(struct ctx *c, const struct claim *k, money *out);

#endif
