/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/claim_cover.h"

#include "core/policy.h"
#include "core/setting.h"
#include "shop/claim_store.h"
#include "shop/payment.h"
#include "shop/shipment.h"

static const char *const refusal_names[CLAIM_REFUSAL_COUNT] = {
    [CLAIM_MAY] = "may",
    [CLAIM_NO_LINE] = "not_bought",
    [CLAIM_NO_PIECES] = "no_pieces",
    [CLAIM_TOO_MANY] = "more_than_bought",
    [CLAIM_TWICE] = "already_claimed",
    [CLAIM_DECIDED] = "already_decided",
    [CLAIM_NOT_ARRIVED] = "not_arrived",
    [CLAIM_NOT_LATE] = "not_late_yet",
    [CLAIM_RECEIVED] = "received",
    [CLAIM_NOT_COVERED] = "not_covered",
    [CLAIM_WINDOW_OVER] = "window_over",
    [CLAIM_UNPAID] = "unpaid",
    [CLAIM_CANCELED] = "canceled",
    [CLAIM_PAID_BACK] = "paid_back",
    [CLAIM_PAID_BY_BANK] = "paid_by_bank",
    [CLAIM_WISH] = "wish",
    [CLAIM_AMOUNT] = "amount",
};

str claim_refusal_name(enum claim_refusal why)
{
    CHECK(why < CLAIM_REFUSAL_COUNT);
    return str_of(refusal_names[why]);
}

#define WISH(remedy) (1u << (remedy))
static const struct {
    unsigned wishes;
    const char *covered; /* parameter of the guarantee; NULL: the warranty */
    bool is_shops_fault;
} kinds[CLAIM_KIND_COUNT] = {
    [CLAIM_NOT_RECEIVED] = { WISH(REMEDY_REFUND) | WISH(REMEDY_REPLACEMENT), "covers_not_received", true },
    [CLAIM_DAMAGED] = { WISH(REMEDY_REFUND) | WISH(REMEDY_PARTIAL_REFUND) | WISH(REMEDY_REPLACEMENT), "covers_damaged", true },
    [CLAIM_DEFECTIVE] = { WISH(REMEDY_REFUND) | WISH(REMEDY_PARTIAL_REFUND) | WISH(REMEDY_REPLACEMENT) | WISH(REMEDY_REPAIR),
                          "covers_damaged", true },
    [CLAIM_WRONG_ITEM] = { WISH(REMEDY_REFUND) | WISH(REMEDY_PARTIAL_REFUND) | WISH(REMEDY_REPLACEMENT), "covers_wrong", true },
    [CLAIM_MISSING_PART] = { WISH(REMEDY_REFUND) | WISH(REMEDY_PARTIAL_REFUND) | WISH(REMEDY_REPLACEMENT) | WISH(REMEDY_MISSING_PART),
                             "covers_wrong", true },
    [CLAIM_NOT_AS_DESCRIBED] = { WISH(REMEDY_REFUND) | WISH(REMEDY_PARTIAL_REFUND) | WISH(REMEDY_REPLACEMENT),
                                 "covers_not_as_described", true },
    [CLAIM_CHANGED_MIND] = { WISH(REMEDY_REFUND), "covers_change_of_mind", false },
    [CLAIM_WARRANTY] = { WISH(REMEDY_REPLACEMENT) | WISH(REMEDY_REPAIR) | WISH(REMEDY_MISSING_PART), NULL, true },
};

enum { ROUNDS_TO_MONEY = 3 };

bool claim_remedy_fits(enum claim_kind kind, enum claim_remedy remedy, int64_t round)
{
    CHECK(kind < CLAIM_KIND_COUNT);
    bool is_third = round >= ROUNDS_TO_MONEY && remedy == REMEDY_REFUND;
    return remedy < REMEDY_COUNT && (is_third || (kinds[kind].wishes & WISH(remedy)) != 0);
}

bool claim_is_shops_fault(enum claim_kind kind)
{
    CHECK(kind < CLAIM_KIND_COUNT);
    return kinds[kind].is_shops_fault;
}

/* --- what is known of each line --- */

struct facts {
    struct claim_room room[ORDER_LINES_MAX];
    int64_t busy[ORDER_LINES_MAX], decided[ORDER_LINES_MAX], round[ORDER_LINES_MAX];
    bool is_lost[ORDER_LINES_MAX];      /* the courier gave up, or the parcel went back */
    int64_t renewed_at[ORDER_LINES_MAX]; /* the last replacement's arrival */
};

static size_t line_of(const struct order *o, int64_t line_id, str sku)
{
    size_t i = 0;
    while (i < o->line_count &&
           !(line_id != 0 ? o->line[i].id == line_id : str_eq(o->line[i].sku, sku))) {
        i++;
    }
    return i;
}

static bool is_given_up(const struct shipment *s)
{
    bool is_over = str_eq(s->state, S("lost")) || str_eq(s->state, S("returned_to_sender"));
    return is_over || (s->delivered_at == 0 && s->event_count > 0 &&
                       str_eq(s->event[0].status, S("Expired")));
}

static enum err read_deliveries(struct ctx *c, const struct order *o, struct facts *f)
{
    struct shipment_list list = { 0 };
    TRY(shipment_list_of(c, o->id, &list));
    for (size_t i = 0; i < list.count; i++) {
        const struct shipment *s = &list.item[i];
        for (size_t n = 0; n < s->line_count; n++) {
            size_t at = line_of(o, s->line[n].line_id, (str){ 0 });
            struct claim_room *room = &f->room[at];
            room->delivered += s->delivered_at != 0 ? s->line[n].quantity : 0;
            room->delivered_at =
                s->delivered_at > room->delivered_at ? s->delivered_at : room->delivered_at;
            f->is_lost[at] = f->is_lost[at] || is_given_up(s);
        }
    }
    for (size_t i = 0; i < o->line_count && list.count == 0 && o->delivered_at != 0; i++) {
        f->room[i].delivered = o->line[i].quantity; /* handed over without a parcel */
        f->room[i].delivered_at = o->delivered_at;
    }
    return OK;
}

static void add_claim(const struct order *o, const struct claim *k, enum claim_kind kind,
                      struct facts *f)
{
    bool was_refunded = k->state == CLAIM_SETTLED && k->remedy == REMEDY_REFUND;
    bool was_mended = k->state == CLAIM_SETTLED &&
                      (k->remedy == REMEDY_REPLACEMENT || k->remedy == REMEDY_REPAIR);
    bool is_busy = !claim_is_closed(k->state) || k->state == CLAIM_LAPSED || was_refunded;
    for (size_t i = 0; i < k->line_count; i++) {
        size_t at = line_of(o, k->line[i].line_id, (str){ 0 });
        f->busy[at] += is_busy ? k->line[i].quantity : 0;
        f->decided[at] += k->state == CLAIM_REFUSED && k->kind == kind ? k->line[i].quantity : 0;
        f->round[at] += was_mended;
        f->renewed_at[at] =
            was_mended && k->arrived_at > f->renewed_at[at] ? k->arrived_at : f->renewed_at[at];
    }
}

static enum err read_facts(struct ctx *c, const struct order *o, enum claim_kind kind,
                           struct facts *f)
{
    struct claim_list list = { 0 };
    TRY(read_deliveries(c, o, f));
    TRY(claim_list_of(c, o->id, &list));
    for (size_t i = 0; i < list.count; i++) {
        add_claim(o, &list.item[i], kind, f);
    }
    for (size_t i = 0; i < o->line_count; i++) {
        f->room[i].line_id = o->line[i].id;
        f->room[i].free = o->line[i].quantity - f->busy[i];
    }
    return OK;
}

enum err claim_rooms(struct ctx *c, const struct order *o, struct claim_room *out)
{
    struct facts f = { 0 };
    TRY(read_facts(c, o, CLAIM_KIND_COUNT, &f));
    for (size_t i = 0; i < o->line_count; i++) {
        out[i] = f.room[i];
    }
    return OK;
}

/* --- how long --- */

static int64_t months_later(const struct zone *zone, int64_t at, int64_t months)
{
    struct civil day = clock_civil_of_days(zone_days(zone, at));
    int64_t month = day.month - 1 + months;
    int year = day.year + (int)(month / 12);
    int64_t days = clock_days_of(year, (int)(month % 12) + 1, day.day);
    return at + DAYS(days - zone_days(zone, at));
}

/* Until when a piece that came at `since_at` is covered for this kind. Two clocks of one guarantee: the later counts. */
static enum err covered_until(struct ctx *c, const struct order *o, enum claim_kind kind,
                              int64_t since_at, bool is_renewed, int64_t *out)
{
    struct policy p = { 0 };
    if (kind == CLAIM_WARRANTY) {
        TRY(policy_current(c, POLICY_WARRANTY, &p));
        *out = months_later(c->shop->zone, since_at, policy_int(&p, S("months")));
        return OK;
    }
    TRY(policy_get(c, POLICY_GUARANTEE, o->guarantee_version, &p));
    int64_t window = DAYS(policy_int(&p, S("window_days")));
    bool from_payment = policy_int(&p, S("starts")) == 1 && !is_renewed;
    int64_t floor_at = since_at + DAYS(2);
    int64_t until_at =
        (from_payment && o->paid_at != 0 ? o->paid_at : since_at) + window;
    *out = until_at > floor_at ? until_at : floor_at;
    return OK;
}

static enum err is_covered(struct ctx *c, const struct order *o, enum claim_kind kind, bool *out)
{
    struct policy p = { 0 };
    if (kinds[kind].covered == NULL) {
        TRY(policy_current(c, POLICY_WARRANTY, &p));
        *out = policy_int(&p, S("months")) > 0;
        return OK;
    }
    TRY(policy_get(c, POLICY_GUARANTEE, o->guarantee_version, &p));
    *out = policy_bool(&p, str_of(kinds[kind].covered));
    return OK;
}

/* From when goods that have not come count as lost. */
static enum err lost_from(struct ctx *c, const struct order *o, int64_t *out)
{
    struct policy p = { 0 };
    struct promise deliver = { 0 };
    TRY(policy_get(c, POLICY_GUARANTEE, o->guarantee_version, &p));
    enum err e = promise_find(c, order_subject(c, o->id), PROMISE_DELIVER, &deliver);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    int64_t promised_at =
        e == OK ? deliver.due_at : o->placed_at + DAYS(o->shipping_max_days + o->preorder_days);
    *out = promised_at + DAYS(policy_int(&p, S("late_days")));
    return OK;
}

/* --- the judgement --- */

static enum err judge_order(struct ctx *c, const struct order *o, struct claim_verdict *v)
{
    struct pay_sums sums = { 0 };
    bool is_disputed = false;
    TRY(claim_is_disputed(c, o->id, &is_disputed));
    TRY(payment_sums(c, o, &sums));
    money back = money_add(sums.refunded, sums.owed_back);
    bool is_ours = o->payment != PAYMENT_NONE;
    if (is_disputed) {
        v->why = CLAIM_PAID_BY_BANK;
    } else if (o->status == ORDER_CANCELED) {
        v->why = CLAIM_CANCELED;
    } else if (is_ours && sums.captured.minor > 0 && back.minor >= sums.captured.minor) {
        v->why = CLAIM_PAID_BACK;
    } else if (is_ours && o->paid_at == 0 && o->delivered_at == 0) {
        v->why = CLAIM_UNPAID;
    }
    return OK;
}

static void judge_pieces(const struct order *o, const struct claim_new *in, const struct facts *f,
                         struct claim_verdict *v)
{
    int64_t asked[ORDER_LINES_MAX] = { 0 };
    int64_t pieces = 0;
    for (size_t i = 0; i < in->line_count && v->why == CLAIM_MAY; i++) {
        size_t at = line_of(o, in->line[i].line_id, in->line[i].sku);
        if (at == o->line_count) {
            v->why = CLAIM_NO_LINE;
            return;
        }
        asked[at] += in->line[i].quantity;
        pieces += in->line[i].quantity;
        bool is_over = in->line[i].quantity < 0 || asked[at] > o->line[at].quantity;
        bool is_busy = asked[at] > f->room[at].free;
        bool is_decided = asked[at] > o->line[at].quantity - f->decided[at];
        v->why = is_over      ? CLAIM_TOO_MANY
                 : is_busy    ? CLAIM_TWICE
                 : is_decided ? CLAIM_DECIDED
                              : CLAIM_MAY;
        v->round = f->round[at] + 1 > v->round ? f->round[at] + 1 : v->round;
    }
    if (v->why == CLAIM_MAY && pieces == 0) {
        v->why = CLAIM_NO_PIECES;
    }
}

/* Goods that are not here: undelivered pieces once they count as lost; delivered ones while the word of the courier stands against
 * the buyer's, but not against the buyer's own. */
static enum err judge_missing(struct ctx *c, const struct order *o, const struct claim_line *l,
                              const struct facts *f, struct claim_verdict *v)
{
    size_t at = line_of(o, l->line_id, l->sku);
    int64_t lost_at = 0;
    int64_t until_at = 0;
    if (o->received_at != 0) {
        v->why = CLAIM_RECEIVED;
        return OK;
    }
    if (l->quantity > o->line[at].quantity - f->room[at].delivered) {
        TRY(covered_until(c, o, CLAIM_NOT_RECEIVED, f->room[at].delivered_at, false, &until_at));
        v->why = c->now_at > until_at ? CLAIM_WINDOW_OVER : v->why;
        v->at = until_at;
        return OK;
    }
    TRY(lost_from(c, o, &lost_at));
    if (c->now_at < lost_at && !f->is_lost[at]) {
        v->why = CLAIM_NOT_LATE;
        v->at = lost_at;
    }
    return OK;
}

static enum err judge_arrived(struct ctx *c, const struct order *o, const struct claim_new *in,
                              const struct claim_line *l, const struct facts *f,
                              struct claim_verdict *v)
{
    size_t at = line_of(o, l->line_id, l->sku);
    int64_t until_at = 0;
    bool is_here = f->room[at].delivered >= l->quantity;
    bool is_vouched = in->says_arrived && o->line[at].shipped >= l->quantity;
    int64_t since_at = is_here ? f->room[at].delivered_at : c->now_at;
    bool is_renewed = f->renewed_at[at] > since_at;
    if (!is_here && !is_vouched) {
        v->why = CLAIM_NOT_ARRIVED;
        return OK;
    }
    TRY(covered_until(c, o, in->kind, is_renewed ? f->renewed_at[at] : since_at, is_renewed,
                      &until_at));
    v->covered_until =
        v->covered_until == 0 || until_at < v->covered_until ? until_at : v->covered_until;
    if (c->now_at > until_at) {
        v->why = CLAIM_WINDOW_OVER;
        v->at = until_at;
    }
    return OK;
}

static void judge_wish(const struct order *o, const struct claim_new *in, struct claim_verdict *v)
{
    money worth = money_zero(o->total.currency);
    if (!claim_remedy_fits(in->kind, in->wish, v->round)) {
        v->why = CLAIM_WISH;
        return;
    }
    if (in->wish != REMEDY_PARTIAL_REFUND) {
        return;
    }
    for (size_t i = 0; i < in->line_count; i++) {
        size_t at = line_of(o, in->line[i].line_id, in->line[i].sku);
        worth = money_add(worth, money_times(o->line[at].unit, in->line[i].quantity));
    }
    if (in->wish_amount.minor <= 0 || in->wish_amount.minor > worth.minor) {
        v->why = CLAIM_AMOUNT;
    }
}

static enum err judge_lines(struct ctx *c, const struct order *o, const struct claim_new *in,
                            const struct facts *f, struct claim_verdict *v)
{
    for (size_t i = 0; i < in->line_count && v->why == CLAIM_MAY; i++) {
        if (in->line[i].quantity == 0) {
            continue;
        }
        if (in->kind == CLAIM_NOT_RECEIVED) {
            TRY(judge_missing(c, o, &in->line[i], f, v));
        } else {
            TRY(judge_arrived(c, o, in, &in->line[i], f, v));
        }
    }
    return OK;
}

enum err claim_judge(struct ctx *c, const struct order *o, const struct claim_new *in,
                     struct claim_verdict *out)
{
    struct claim_verdict v = { .why = CLAIM_MAY, .round = 1 };
    struct facts f = { 0 };
    bool is_listed = false;
    TRY(judge_order(c, o, &v));
    TRY(read_facts(c, o, in->kind, &f));
    if (v.why == CLAIM_MAY) {
        judge_pieces(o, in, &f, &v);
    }
    if (v.why == CLAIM_MAY) {
        TRY(is_covered(c, o, in->kind, &is_listed));
        v.why = is_listed ? CLAIM_MAY : CLAIM_NOT_COVERED;
    }
    if (v.why == CLAIM_MAY) {
        TRY(judge_lines(c, o, in, &f, &v));
    }
    if (v.why == CLAIM_MAY) {
        judge_wish(o, in, &v);
    }
    *out = v;
    return OK;
}

/* --- what it is worth --- */

money claim_worth(const struct order *o, const struct claim *k, bool with_shipping)
{
    int64_t goods = 0;
    int64_t pieces = 0;
    int64_t all = 0;
    for (size_t i = 0; i < o->line_count; i++) {
        all += o->line[i].quantity;
    }
    for (size_t i = 0; i < k->line_count; i++) {
        goods += k->line[i].unit.minor * k->line[i].quantity;
        pieces += k->line[i].quantity;
    }
    bool is_whole = pieces == all && claim_is_shops_fault(k->kind);
    int64_t shares[2] = { goods, o->subtotal.minor - goods };
    money part[2] = { o->discount, money_zero(o->discount.currency) };
    if (o->discount.minor > 0 && o->subtotal.minor > 0) {
        money_share(o->discount, shares, COUNT(shares), part);
    }
    int64_t shipping = is_whole || with_shipping ? o->shipping.minor : 0;
    return (money){ goods - part[0].minor + shipping, o->total.currency };
}
