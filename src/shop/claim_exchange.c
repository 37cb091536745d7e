/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/claim_exchange.h"

#include "core/setting.h"
#include "db/db.h"
#include "shop/claim_store.h"
#include "shop/claim_worth.h"
#include "shop/product.h"
#include "shop/refund.h"

/* --- what is in hand --- */

static size_t line_at(const struct order *o, int64_t line_id)
{
    size_t i = 0;
    while (i < o->line_count && o->line[i].id != line_id) {
        i++;
    }
    return i;
}

/* NULL: none of it, and no room to note it. */
static struct claim_hand *hand_of(struct claim_hands *hands, sku_id variant)
{
    for (size_t i = 0; i < hands->count; i++) {
        if (hands->item[i].variant.v == variant.v) {
            return &hands->item[i];
        }
    }
    if (hands->count == CLAIM_HANDS_MAX) {
        return NULL;
    }
    struct claim_hand *added = &hands->item[hands->count++];
    *added = (struct claim_hand){ .variant = variant };
    return added;
}

/* Out of one hand into the other. */
static void move_pieces(struct claim_hands *hands, const struct claim *k,
                        const struct claim_line *l)
{
    bool is_other = k->remedy == REMEDY_EXCHANGE && k->arrived_at != 0;
    bool is_busy = !claim_is_closed(k->state) || k->state == CLAIM_LAPSED ||
                   (k->state == CLAIM_SETTLED && k->remedy == REMEDY_REFUND);
    struct claim_hand *from = hand_of(hands, l->variant);
    if (from != NULL && (is_busy || is_other)) {
        from->quantity -= l->quantity;
    }
    struct claim_hand *to = is_other && !is_busy ? hand_of(hands, l->other.variant) : NULL;
    if (to != NULL) {
        to->sku = l->other.sku;
        to->options = l->other.options;
        to->unit =
            l->other.unit.minor < l->unit.minor ? l->other.unit : l->unit; /* a gift was not paid */
        to->quantity += l->quantity;
    }
}

void claim_hands_of(const struct order *o, const struct claim_list *claims, struct claim_hands *out)
{
    for (size_t i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->line[i];
        out[i].count = 1;
        out[i].item[0] =
            (struct claim_hand){ l->variant, l->sku, l->options, l->unit, l->quantity };
    }
    for (size_t i = 0; i < claims->count; i++) {
        const struct claim *k = &claims->item[i];
        for (size_t n = 0; n < k->line_count; n++) {
            size_t at = line_at(o, k->line[n].line_id);
            if (at < o->line_count) {
                move_pieces(&out[at], k, &k->line[n]);
            }
        }
    }
}

/* The one that is named; else the first of which something is left. */
static const struct claim_hand *choose_hand(const struct claim_hands *hands, str sku)
{
    const struct claim_hand *first = NULL;
    for (size_t i = 0; i < hands->count; i++) {
        const struct claim_hand *hand = &hands->item[i];
        if (sku.size != 0 && str_eq(hand->sku, sku) && hand->quantity > 0) {
            return hand;
        }
        first = first == NULL && hand->quantity > 0 ? hand : first;
    }
    return first == NULL ? &hands->item[0] : first;
}

static size_t line_named(const struct order *o, const struct claim_hands *hands,
                         const struct claim_line *asked)
{
    if (asked->line_id != 0) {
        return line_at(o, asked->line_id);
    }
    for (size_t i = 0; i < o->line_count; i++) {
        for (size_t n = 0; n < hands[i].count; n++) {
            if (str_eq(hands[i].item[n].sku, asked->sku)) {
                return i;
            }
        }
    }
    return o->line_count;
}

/* By its name, or by its id. */
static enum err find_other(struct ctx *c, struct claim_line *l, str sku, sku_id id)
{
    struct claim_choices choices = { 0 };
    l->other = (struct claim_other){ .unit = l->unit };
    if (sku.size == 0 && id.v == 0) {
        return OK;
    }
    TRY(claim_choices_of(c, l->variant, l->unit, &choices));
    for (size_t i = 0; i < choices.count; i++) {
        const struct claim_other *other = &choices.item[i].other;
        if (sku.size != 0 ? str_eq(other->sku, sku) : other->variant.v == id.v) {
            l->other = *other;
        }
    }
    return OK;
}

enum err claim_resolve(struct ctx *c, const struct order *o, const struct claim_hands *hands,
                       const struct claim_line *asked, struct claim_line *out)
{
    size_t at = line_named(o, hands, asked);
    *out = *asked;
    if (at == o->line_count) {
        out->line_id = -1;
        return OK;
    }
    const struct claim_hand *hand = choose_hand(&hands[at], asked->sku);
    out->line_id = o->line[at].id;
    out->name = o->line[at].name;
    out->variant = hand->variant;
    out->sku = hand->sku;
    out->options = hand->options;
    out->unit = hand->unit;
    return find_other(c, out, asked->other.sku, (sku_id){ 0 });
}

/* --- what it may be exchanged for --- */

SQL(variants_beside,
    "SELECT v.id, v.sku, v.option1, v.option2, v.option3, v.price_minor, v.is_tracked, v.sells_past_zero, s.on_hand, s.held"
    " FROM variant h JOIN variant v ON v.product_id = h.product_id AND v.id <> h.id JOIN product p ON p.id = h.product_id"
    " JOIN stock s ON s.sku_id = v.id WHERE h.id = $1 AND v.is_active = 1 AND p.status = 'active'"
    " ORDER BY v.position, v.id LIMIT 100");

enum err claim_choices_of(struct ctx *c, sku_id hand, money unit, struct claim_choices *out)
{
    struct claim_choices list = { .item = NEW_N(c->arena, struct claim_choice, CLAIM_CHOICES_MAX) };
    struct rows r = db_query(c->db, &variants_beside, ARGS(hand.v));
    while (db_next(&r) && list.count < CLAIM_CHOICES_MAX) {
        struct claim_choice *choice = &list.item[list.count++];
        struct stock_facts stock = { 0 };
        str option[PRODUCT_OPTIONS_MAX] = { 0 };
        choice->other.variant.v = row_int(&r);
        choice->other.sku = row_text(&r, c->arena);
        for (size_t i = 0; i < COUNT(option); i++) {
            option[i] = row_text(&r, c->arena);
        }
        choice->other.options = variant_title(c, option);
        choice->other.unit = (money){ row_int(&r), unit.currency };
        stock.is_tracked = row_bool(&r);
        stock.sells_past_zero = row_bool(&r);
        stock.on_hand = row_int(&r);
        stock.held = row_int(&r);
        choice->shown = stock_shown_of(&stock);
        choice->is_dearer = choice->other.unit.minor > unit.minor;
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

bool claim_choice_is_there(const struct claim_choice *choice, int64_t quantity)
{
    return !choice->shown.is_counted || choice->shown.quantity >= quantity;
}

enum err claim_judge_other(struct ctx *c, const struct claim_line *line, size_t count,
                           struct claim_verdict *v)
{
    bool is_dearer = false;
    for (size_t i = 0; i < count && v->why == CLAIM_MAY; i++) {
        struct stock_shown shown = { 0 };
        if (line[i].quantity == 0) {
            continue;
        }
        if (line[i].other.variant.v == 0) {
            v->why = CLAIM_NO_OTHER;
            return OK;
        }
        TRY(stock_level(c, line[i].other.variant, &shown));
        bool is_there = !shown.is_counted || shown.quantity >= line[i].quantity;
        v->why = is_there ? v->why : CLAIM_SOLD_OUT;
        is_dearer = is_dearer || line[i].other.unit.minor > line[i].unit.minor;
    }
    v->why = v->why == CLAIM_MAY && is_dearer ? CLAIM_DEARER : v->why;
    return OK;
}

enum err claim_set_other(struct ctx *c, struct claim *k, str sku, bool *is_dearer)
{
    *is_dearer = false;
    for (size_t i = 0; i < k->line_count; i++) {
        struct claim_line *l = &k->line[i];
        TRY(find_other(c, l, sku, (sku_id){ 0 }));
        if (l->other.variant.v == 0) {
            return fail(c, ERR_UNPROCESSABLE, "claim %" PRId64 ": no such variant beside", k->id.v);
        }
        *is_dearer = *is_dearer || l->other.unit.minor > l->unit.minor;
    }
    return OK;
}

enum err claim_wish_again(struct ctx *c, struct claim *k)
{
    for (size_t i = 0; i < k->line_count; i++) {
        struct claim_line *l = &k->line[i];
        if (l->other.variant.v != l->wished.v) {
            TRY(find_other(c, l, (str){ 0 }, l->wished));
        }
    }
    return claim_save_lines(c, k);
}

/* --- the difference --- */

money claim_difference(const struct order *o, const struct claim *k)
{
    int64_t shares[2] = { 0, 0 };
    money part[2] = { money_zero(o->total.currency), money_zero(o->total.currency) };
    for (size_t i = 0; i < k->line_count; i++) {
        const struct claim_line *l = &k->line[i];
        int64_t other = l->other.unit.minor < l->unit.minor ? l->other.unit.minor : l->unit.minor;
        shares[0] += other * l->quantity;
        shares[1] += (l->unit.minor - other) * l->quantity;
    }
    if (shares[0] + shares[1] > 0) {
        money_share(claim_goods_worth(o, k), shares, COUNT(shares), part);
    }
    return part[1];
}

enum err claim_owe_difference(struct ctx *c, struct claim *k)
{
    struct order o = { 0 };
    money left = { 0 };
    struct refund_new r = { .reason = S("exchange_difference") };
    if (k->remedy != REMEDY_EXCHANGE || k->difference_refund != 0 || k->amount.minor == 0) {
        return OK;
    }
    TRY(order_by_id(c, k->order, &o));
    TRY(refund_left(c, &o, &left));
    k->amount = k->amount.minor > left.minor ? left : k->amount;
    if (k->amount.minor <= 0) {
        k->amount.minor = 0;
        return OK;
    }
    r.amount = k->amount;
    TRY(claim_money_budget(c, k, &r.budget));
    return refund_request_within(c, &o, &r, &k->difference_refund);
}

enum err claim_difference_paid(struct ctx *c, const struct claim *k, money *out)
{
    struct refund r = { 0 };
    *out = money_zero(c->shop->currency);
    if (k->difference_refund == 0) {
        return OK;
    }
    TRY(refund_get(c, k->difference_refund, &r));
    out->minor = r.state == REFUND_REVERSED ? 0 : r.amount.minor;
    return OK;
}
