/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/claim_worth.h"

#include "shop/claim_cover.h"
#include "shop/claim_exchange.h"
#include "shop/refund.h"
#include "shop/undelivered.h"

static size_t line_at(const struct order *o, int64_t line_id)
{
    size_t i = 0;
    while (i < o->line_count && o->line[i].id != line_id) {
        i++;
    }
    return i;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* --- the sum --- */

money claim_goods_worth(const struct order *o, const struct claim *k)
{
    int64_t goods = 0;
    for (size_t i = 0; i < k->line_count; i++) {
        goods += k->line[i].unit.minor * k->line[i].quantity;
    }
    return refund_goods_worth(o, goods);
}

/* What is left of a line's price after all that went back for it. */
static int64_t line_left(const struct order *o, const struct claim_before *before, size_t at)
{
    int64_t paid = refund_goods_worth(o, o->line[at].unit.minor * o->line[at].quantity).minor;
    return paid > before->goods[at] ? paid - before->goods[at] : 0;
}

static int64_t claimed_of(const struct claim *k, int64_t line_id)
{
    int64_t pieces = 0;
    for (size_t i = 0; i < k->line_count; i++) {
        pieces += k->line[i].line_id == line_id ? k->line[i].quantity : 0;
    }
    return pieces;
}

static bool is_everything(const struct order *o, const struct claim *k,
                          const struct claim_before *before)
{
    bool keeps_them = k->remedy == REMEDY_PARTIAL_REFUND;
    bool is_all = !keeps_them && claim_is_shops_fault(k->kind);
    for (size_t i = 0; i < o->line_count; i++) {
        int64_t pieces = before->pieces[i] + claimed_of(k, o->line[i].id);
        is_all = is_all && pieces >= o->line[i].quantity;
    }
    return is_all;
}

money claim_worth(const struct order *o, const struct claim *k, const struct claim_before *before,
                  bool with_shipping)
{
    int64_t left = 0;
    int64_t shipping = 0;
    for (size_t i = 0; i < k->line_count; i++) {
        size_t at = line_at(o, k->line[i].line_id);
        left += at < o->line_count ? line_left(o, before, at) : 0;
    }
    if (with_shipping || is_everything(o, k, before)) {
        shipping = o->shipping.minor > before->shipping ? o->shipping.minor - before->shipping : 0;
    }
    return (money){ least(claim_goods_worth(o, k).minor, left) + shipping, o->total.currency };
}

/* --- what went before --- */

/* Agreed, on its way or paid. */
static bool is_promised(enum claim_state state)
{
    return state == CLAIM_RETURN_DUE || state == CLAIM_RETURN_SENT ||
           state == CLAIM_RETURN_RECEIVED || state == CLAIM_REMEDY_DUE || state == CLAIM_SETTLED;
}

static enum err went_back(struct ctx *c, const struct claim *k, int64_t *out)
{
    struct refund r = { 0 };
    money difference = { 0 };
    bool is_again =
        k->state == CLAIM_CHARGED_BACK && k->refund != 0; /* the shop won: it is owed again */
    bool is_owed = claim_remedy_is_money(k->remedy) && (is_again || is_promised(k->state));
    *out = is_owed ? k->amount.minor : 0;
    if (is_owed && k->refund != 0) {
        TRY(refund_get(c, k->refund, &r));
        *out = r.state == REFUND_REVERSED ? 0 : r.amount.minor;
    }
    TRY(claim_difference_paid(c, k, &difference));
    *out += difference.minor;
    return OK;
}

/* Its money goes to its lines by their price; what is above their price was the shipping cost. */
static void share_out(const struct order *o, const struct claim *k, int64_t minor,
                      struct claim_before *before)
{
    int64_t price[ORDER_LINES_MAX] = { 0 };
    money share[ORDER_LINES_MAX] = { 0 };
    int64_t goods = least(minor, claim_goods_worth(o, k).minor);
    int64_t sum = 0;
    before->shipping += minor - goods;
    for (size_t i = 0; i < k->line_count; i++) {
        price[i] = k->line[i].unit.minor * k->line[i].quantity;
        sum += price[i];
    }
    if (sum == 0) {
        return;
    }
    money_share((money){ goods, o->total.currency }, price, k->line_count, share);
    for (size_t i = 0; i < k->line_count; i++) {
        size_t at = line_at(o, k->line[i].line_id);
        before->goods[at < o->line_count ? at : 0] += share[i].minor;
    }
}

static enum err add_claim(struct ctx *c, const struct order *o, const struct claim *k,
                          struct claim_before *before)
{
    int64_t minor = 0;
    TRY(went_back(c, k, &minor));
    bool is_whole = k->remedy == REMEDY_REFUND && minor > 0 && claim_is_shops_fault(k->kind);
    for (size_t i = 0; i < o->line_count; i++) {
        before->pieces[i] += is_whole ? claimed_of(k, o->line[i].id) : 0;
    }
    share_out(o, k, minor, before);
    return OK;
}

enum err claim_due(struct ctx *c, const struct order *o, const struct claim *k, bool with_shipping,
                   money *out)
{
    struct claim_before before = { 0 };
    struct claim_list list = { 0 };
    int64_t lost[ORDER_LINES_MAX] = { 0 };
    int64_t by_hand = 0;
    TRY(claim_list_of(c, o->id, &list));
    TRY(k->kind == CLAIM_NOT_RECEIVED ? undelivered_by_hand(c, o, k->id.v, &by_hand) : OK);
    for (size_t i = 0; i < list.count; i++) {
        TRY(list.item[i].id.v == k->id.v ? OK : add_claim(c, o, &list.item[i], &before));
    }
    TRY(undelivered_pieces(c, o, lost));
    for (size_t i = 0; i < o->line_count; i++) {
        before.goods[i] += refund_goods_worth(o, o->line[i].unit.minor * lost[i]).minor;
        before.pieces[i] += lost[i];
        by_hand = lost[i] > 0 ? 0 : by_hand; /* the rule was less for it */
    }
    *out = claim_worth(o, k, &before, with_shipping);
    out->minor -= least(by_hand, out->minor);
    return OK;
}

enum err claim_take_off_paid(struct ctx *c, const struct order *o, struct claim *k)
{
    money due = { 0 };
    money difference = { 0 };
    bool has_shipping = k->amount.minor > claim_goods_worth(o, k).minor;
    TRY(claim_due(c, o, k, has_shipping, &due));
    TRY(claim_difference_paid(c, k, &difference));
    due.minor = due.minor > difference.minor ? due.minor - difference.minor : 0;
    k->amount = k->amount.minor > due.minor ? due : k->amount;
    return OK;
}
