/* SPDX-License-Identifier: Apache-2.0 */
/* claim_remedy.c - what an accepted claim brings: goods back, inspection, money, replacement. */
#include "shop/claim_act.h"

#include "base/ink.h"
#include "shop/claim_exchange.h"
#include "shop/claim_parcel.h"
#include "shop/claim_store.h"
#include "shop/claim_worth.h"
#include "shop/order_cover.h"
#include "shop/order_source.h"
#include "shop/refund.h"
#include "shop/stock.h"

/* Goods from the shelf: the same again, or another variant. */
static bool is_from_shelf(enum claim_remedy remedy)
{
    return remedy == REMEDY_REPLACEMENT || remedy == REMEDY_EXCHANGE;
}

/* What leaves for a line: nothing that is counted here when the line is from elsewhere. */
static sku_id given(enum claim_remedy remedy, const struct claim_line *l)
{
    return remedy == REMEDY_EXCHANGE ? l->other.variant : l->variant;
}

/* --- what it was bought under --- */

enum err claim_policy(struct ctx *c, const struct claim *k, enum policy_kind kind,
                      struct policy *out)
{
    struct order o = { 0 };
    TRY(order_by_id(c, k->order, &o));
    for (size_t i = 0; i < o.line_count; i++) {
        if (k->line_count == 0 || o.line[i].id == k->line[0].line_id) {
            return order_line_policy(c, &o.line[i], kind, out);
        }
    }
    return fail(c, ERR_NOT_FOUND, "claim %" PRId64 " has no goods", k->id.v);
}

enum err claim_money_budget(struct ctx *c, const struct claim *k, int64_t *out)
{
    struct policy p = { 0 };
    if (k->returned_at != 0) {
        TRY(claim_policy(c, k, POLICY_RETURNS, &p));
        int64_t due_at = k->returned_at + DAYS(policy_int(&p, S("refund_days")));
        if (due_at > c->now_at) {
            *out = due_at - c->now_at;
            return OK;
        }
    }
    TRY(claim_policy(c, k, POLICY_GUARANTEE, &p));
    *out = DAYS(policy_int(&p, S("refund_days")));
    return OK;
}

/* --- weighing --- */

/* All lines that are given this one. */
static int64_t pieces_of(const struct claim *k, enum claim_remedy remedy, sku_id sku)
{
    int64_t pieces = 0;
    for (size_t i = 0; i < k->line_count; i++) {
        pieces += given(remedy, &k->line[i]).v == sku.v ? k->line[i].quantity : 0;
    }
    return pieces;
}

enum err claim_can_give(struct ctx *c, const struct claim *k, enum claim_remedy remedy, bool *out)
{
    bool is_held = false;
    *out = true;
    TRY(stock_is_reserved(c, claim_subject(c, k->id), &is_held));
    for (size_t i = 0; i < k->line_count && !is_held; i++) {
        struct stock_shown shown = { 0 };
        sku_id sku = given(remedy, &k->line[i]);
        if (sku.v == 0) { /* from elsewhere: not counted here; another variant must be one */
            *out = *out && remedy != REMEDY_EXCHANGE;
            continue;
        }
        TRY(stock_level(c, sku, &shown));
        *out = *out && (!shown.is_counted || shown.quantity >= pieces_of(k, remedy, sku));
    }
    return OK;
}

/* What was captured and is not given back nor owed already. */
static enum err money_left(struct ctx *c, const struct order *o, money *left, bool *is_ours)
{
    struct pay_sums sums = { 0 };
    TRY(payment_sums(c, o, &sums));
    *left = money_sub(money_sub(sums.captured, sums.refunded), sums.owed_back);
    *is_ours = sums.captured.minor > 0;
    return OK;
}

static enum err weigh_money(struct ctx *c, struct claim *k, bool with_shipping)
{
    struct order o = { 0 };
    money left = { 0 };
    bool is_ours = false;
    TRY(order_by_id(c, k->order, &o));
    TRY(money_left(c, &o, &left, &is_ours));
    money worth = { 0 };
    money paid = { 0 };
    TRY(claim_due(c, &o, k, with_shipping, &worth));
    TRY(claim_difference_paid(c, k, &paid)); /* of an exchange that came to nothing */
    worth.minor -= paid.minor;
    if (k->remedy == REMEDY_REFUND) {
        k->amount = worth;
    }
    if (k->remedy == REMEDY_PARTIAL_REFUND &&
        (k->amount.minor <= 0 || k->amount.minor > worth.minor)) {
        return fail(c, ERR_UNPROCESSABLE, "claim %" PRId64 ": part of %" PRId64, k->id.v,
                    worth.minor);
    }
    if (is_ours && k->amount.minor > left.minor) {
        k->amount = left;
    }
    return OK;
}

/* Goods for goods; what the other one costs less goes back. */
static enum err weigh_goods(struct ctx *c, struct claim *k)
{
    struct order o = { 0 };
    k->amount.minor = 0;
    if (k->remedy != REMEDY_EXCHANGE) {
        return OK;
    }
    TRY(order_by_id(c, k->order, &o));
    k->amount = claim_difference(&o, k);
    return OK;
}

enum err claim_weigh(struct ctx *c, struct claim *k, bool with_shipping)
{
    bool is_there = true;
    if (is_from_shelf(k->remedy)) {
        TRY(claim_can_give(c, k, k->remedy, &is_there));
    }
    bool by_staff = c->actor.role != ROLE_SYSTEM && c->actor.role != ROLE_BUYER &&
                    (k->state == CLAIM_OPEN || k->state == CLAIM_PROPOSED);
    if (!is_there && by_staff) {
        return fail(c, ERR_OUT_OF_STOCK, "claim %" PRId64 ": nothing to replace it with", k->id.v);
    }
    if (!is_there) {
        k->remedy = REMEDY_REFUND;
    }
    if (!claim_remedy_is_money(k->remedy)) {
        return weigh_goods(c, k);
    }
    k->is_advance = false; /* money that left does not come back by itself */
    return weigh_money(c, k, with_shipping);
}

/* --- stock --- */

/* Pieces are kept for the buyer from the moment a replacement is agreed. */
static enum err hold(struct ctx *c, const struct claim *k)
{
    struct stock_line line[ORDER_LINES_MAX] = { 0 };
    size_t count = 0;
    bool is_held = false;
    if (!is_from_shelf(k->remedy)) {
        return OK;
    }
    TRY(stock_is_reserved(c, claim_subject(c, k->id), &is_held));
    for (size_t i = 0; i < k->line_count; i++) {
        sku_id sku = given(k->remedy, &k->line[i]);
        if (sku.v != 0) {
            line[count++] = (struct stock_line){ .sku = sku, .quantity = k->line[i].quantity };
        }
    }
    return is_held || count == 0 ? OK : stock_reserve(c, claim_subject(c, k->id), line, count, 0);
}

enum err claim_shelve(struct ctx *c, const struct claim *k)
{
    return stock_release(c, claim_subject(c, k->id));
}

static enum err take_held(struct ctx *c, const struct claim *k)
{
    bool is_held = false;
    TRY(stock_is_reserved(c, claim_subject(c, k->id), &is_held));
    return is_held ? stock_commit(c, claim_subject(c, k->id)) : OK;
}

/* Goods that are back go on the shelf, or are written off: both movements are there to be read. */
static enum err put_back(struct ctx *c, const struct claim *k)
{
    for (size_t i = 0; i < k->line_count; i++) {
        const struct claim_line *l = &k->line[i];
        struct stock_shown shown = { 0 };
        if (l->variant.v == 0 || k->disposition.size == 0) {
            continue;
        }
        TRY(stock_level(c, l->variant, &shown));
        if (!shown.is_counted) {
            continue;
        }
        TRY(stock_adjust(c, l->variant, l->quantity, STOCK_RETURN, k->number));
        if (str_eq(k->disposition, S("scrap"))) {
            TRY(stock_adjust(c, l->variant, -l->quantity, STOCK_DAMAGE, k->number));
        }
    }
    return OK;
}

/* --- owing --- */

static enum err request_money(struct ctx *c, struct claim *k, bool *is_nothing)
{
    struct order o = { 0 };
    money left = { 0 };
    bool is_ours = false;
    TRY(order_by_id(c, k->order, &o));
    TRY(money_left(c, &o, &left, &is_ours));
    k->by_marketplace = order_is_of_marketplace(&o);
    TRY(claim_take_off_paid(c, &o, k));
    *is_nothing = k->amount.minor <= 0 && claim_goods_worth(&o, k).minor > 0;
    if (!is_ours || *is_nothing) {
        return OK; /* paid elsewhere: promised by hand, or the marketplace's own guarantee */
    }
    k->amount = k->amount.minor > left.minor ? left : k->amount;
    *is_nothing = k->amount.minor <= 0;
    k->amount.minor = *is_nothing ? 0 : k->amount.minor;
    if (*is_nothing) {
        return OK;
    }
    struct refund_new r = { .amount = k->amount, .reason = claim_kind_name(k->kind) };
    TRY(claim_money_budget(c, k, &r.budget));
    return refund_request_within(c, &o, &r, &k->refund);
}

/* Goods that can no longer be had by now become money. */
static enum err choose_again(struct ctx *c, struct claim *k)
{
    bool is_there = true;
    if (is_from_shelf(k->remedy)) {
        TRY(claim_can_give(c, k, k->remedy, &is_there));
    }
    if (is_there) {
        return hold(c, k);
    }
    k->remedy = REMEDY_REFUND;
    return weigh_money(c, k, false);
}

/* Whoever comes second waits here, and finds that the step was taken; two claims of one order owe one after the other. */
SQL(lock_claim, "UPDATE claim SET state = state WHERE id = $1 AND state = $2");
SQL(lock_order_for_money, "UPDATE shop_order SET status = status WHERE id = $1");

static enum err lock(struct ctx *c, const struct claim *k)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &lock_claim, ARGS(k->id.v, claim_state_name(k->state)), &changed));
    if (changed == 0) {
        return fail(c, ERR_STATE, "claim %" PRId64 " was changed meanwhile", k->id.v);
    }
    return db_exec(c->db, &lock_order_for_money, ARGS(k->order.v), NULL);
}

enum err claim_owe(struct ctx *c, struct claim *k, enum claim_act act, str text)
{
    bool is_nothing = false;
    if (claim_rule_of(act, k->state, CLAIM_REMEDY_DUE) == NULL) {
        return fail(c, ERR_STATE, "claim %" PRId64 ": nothing to owe from here", k->id.v);
    }
    TRY(lock(c, k));
    TRY(choose_again(c, k));
    TRY(k->returned_at != 0 ? claim_owe_postage(c, k)
                            : OK); /* an inspection that was contested, and upheld */
    TRY(claim_owe_difference(c, k));
    if (claim_remedy_is_money(k->remedy)) {
        TRY(request_money(c, k, &is_nothing));
    }
    return claim_move(c, k, act, is_nothing ? CLAIM_SETTLED : CLAIM_REMEDY_DUE, text);
}

enum err claim_grant(struct ctx *c, struct claim *k, enum claim_act act, str text)
{
    bool is_first = k->needs_return && !k->is_advance && k->returned_at == 0;
    if (!is_first) {
        return claim_owe(c, k, act, text);
    }
    if (claim_rule_of(act, k->state, CLAIM_RETURN_DUE) == NULL) {
        return fail(c, ERR_STATE, "claim %" PRId64 ": nothing to send back from here", k->id.v);
    }
    TRY(hold(c, k));
    return claim_move(c, k, act, CLAIM_RETURN_DUE, text);
}

/* --- the goods come back --- */

enum err claim_send_back(struct ctx *c, claim_id id, str carrier, str number)
{
    struct claim k = { 0 };
    TRY(claim_get(c, id, &k));
    k.return_carrier = carrier;
    k.return_number = number;
    return claim_move(c, &k, ACT_SEND_BACK, CLAIM_RETURN_SENT, (str){ 0 });
}

enum err claim_receive(struct ctx *c, claim_id id)
{
    struct claim k = { 0 };
    TRY(claim_get(c, id, &k));
    k.returned_at = c->now_at;
    return claim_move(c, &k, ACT_RECEIVE, CLAIM_RETURN_RECEIVED, (str){ 0 });
}

static enum err pass(struct ctx *c, struct claim *k, const struct claim_inspection *in)
{
    k->disposition = k->remedy == REMEDY_REPAIR ? S("") : in->disposition;
    TRY(put_back(c, k));
    TRY(claim_owe_postage(c, k));
    bool is_done = k->is_advance && k->arrived_at != 0;
    return is_done ? claim_move(c, k, ACT_PASS, CLAIM_SETTLED, in->text)
                   : claim_owe(c, k, ACT_PASS, in->text);
}

enum err claim_inspect(struct ctx *c, claim_id id, const struct claim_inspection *in)
{
    enum { WORDS_MIN = 10 };
    struct claim k = { 0 };
    TRY(claim_get(c, id, &k));
    if (in->is_ok) {
        return pass(c, &k, in);
    }
    if (ink_count(in->text) < WORDS_MIN) {
        return fail(c, ERR_BAD_INPUT, "claim %" PRId64 ": found wanting without reasons", id.v);
    }
    return claim_move(c, &k, ACT_FAIL, CLAIM_INSPECTED_NOT_OK, in->text);
}

/* --- the remedy leaves --- */

enum err claim_send(struct ctx *c, claim_id id, str carrier, str number)
{
    struct claim k = { 0 };
    TRY(claim_get(c, id, &k));
    if (claim_remedy_is_money(k.remedy)) {
        return fail(c, ERR_STATE, "claim %" PRId64 " owes money, not goods", id.v);
    }
    k.sent_carrier = carrier;
    k.sent_number = number;
    TRY(claim_parcel_leave(c, &k));
    TRY(claim_move(c, &k, ACT_SEND, CLAIM_REMEDY_SENT, (str){ 0 }));
    return take_held(c, &k);
}

enum err claim_arrive(struct ctx *c, claim_id id)
{
    struct claim k = { 0 };
    TRY(claim_get(c, id, &k));
    bool is_by_courier = c->actor.role == ROLE_SYSTEM && k.sent_delivered_at != 0;
    k.arrived_at = is_by_courier ? k.sent_delivered_at : c->now_at;
    bool is_owed_back = k.needs_return && k.is_advance && k.returned_at == 0;
    return claim_move(c, &k, ACT_ARRIVE, is_owed_back ? CLAIM_RETURN_DUE : CLAIM_SETTLED,
                      (str){ 0 });
}

enum err claim_miss(struct ctx *c, claim_id id, str text)
{
    struct claim k = { 0 };
    TRY(claim_get(c, id, &k));
    if (k.state == CLAIM_REMEDY_SENT && !claim_is_missed(&k, c->now_at)) {
        return fail_early(c, k.sent_due_at, "claim %" PRId64 ": it may still come", id.v);
    }
    return claim_move(c, &k, ACT_MISS, CLAIM_CONTESTED, text);
}

enum err claim_take_money(struct ctx *c, claim_id id)
{
    struct claim k = { 0 };
    struct promise p = { 0 };
    TRY(claim_get(c, id, &k));
    enum err e = claim_next_promise(c, &k, &p);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    if (e == OK && claim_can_be_overdue(&k) && p.due_at >= c->now_at) {
        return fail_early(c, p.due_at, "claim %" PRId64 " is not overdue", id.v);
    }
    if (e != OK || !claim_is_overdue(&k, &p, c->now_at)) {
        return fail(c, ERR_STATE, "claim %" PRId64 " is not overdue", id.v);
    }
    TRY(claim_shelve(c, &k));
    k.remedy = REMEDY_REFUND;
    TRY(weigh_money(c, &k, false));
    return claim_owe(c, &k, ACT_TAKE_MONEY, (str){ 0 });
}

/* --- money is back --- */

enum err claim_pay(struct ctx *c, claim_id id, str reference)
{
    struct claim k = { 0 };
    TRY(claim_get(c, id, &k));
    if (!claim_remedy_is_money(k.remedy) || k.refund != 0 || k.by_marketplace) {
        return fail(c, ERR_STATE, "claim %" PRId64 " is not paid by hand", id.v);
    }
    if (ink_is_none(reference)) {
        return fail(c, ERR_BAD_INPUT, "claim %" PRId64 ": no proof", id.v);
    }
    k.reference = reference;
    return claim_move(c, &k, ACT_PAY, CLAIM_SETTLED, (str){ 0 });
}

enum err claim_paid_by_marketplace(struct ctx *c, claim_id id, str reference)
{
    struct claim k = { 0 };
    struct order o = { 0 };
    TRY(claim_get(c, id, &k));
    TRY(order_by_id(c, k.order, &o));
    if (!order_is_of_marketplace(&o)) {
        return fail(c, ERR_STATE, "claim %" PRId64 " is about money of the shop's own", id.v);
    }
    if (c->actor.role != ROLE_BUYER && ink_is_none(reference)) {
        return fail(c, ERR_BAD_INPUT, "claim %" PRId64 ": no proof", id.v);
    }
    if (!claim_remedy_is_money(k.remedy)) { /* whatever was agreed here, it ended in money */
        k.remedy = REMEDY_REFUND;
        k.amount.minor = 0;
    }
    k.by_marketplace = true;
    k.reference = str_trim(reference);
    return claim_move(c, &k, ACT_PAY_ELSEWHERE, CLAIM_SETTLED, (str){ 0 });
}

enum err claim_refund_paid(struct ctx *c, int64_t refund)
{
    struct claim k = { 0 };
    claim_id id = { 0 };
    enum err e = claim_of_refund(c, refund, &id);
    if (e == ERR_NOT_FOUND) {
        return OK;
    }
    TRY(e);
    TRY(claim_get(c, id, &k));
    return k.state == CLAIM_REMEDY_DUE ? claim_move(c, &k, ACT_PAY, CLAIM_SETTLED, (str){ 0 })
                                       : OK;
}

SQL(set_claim_refund, "UPDATE claim SET refund_id = $2 WHERE refund_id = $1");

enum err claim_refund_again(struct ctx *c, int64_t before, int64_t refund)
{
    return db_exec(c->db, &set_claim_refund, ARGS(before, refund), NULL);
}

enum err claim_charged_back(struct ctx *c, order_id order)
{
    struct claim_list list = { 0 };
    TRY(claim_list_of(c, order, &list));
    for (size_t i = 0; i < list.count; i++) {
        if (!claim_is_closed(list.item[i].state)) {
            TRY(claim_move(c, &list.item[i], ACT_CHARGEBACK, CLAIM_CHARGED_BACK, (str){ 0 }));
        }
    }
    return OK;
}
