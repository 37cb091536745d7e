/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/claim_cover.h"

#include "core/setting.h"
#include "shop/claim_exchange.h"
#include "shop/claim_missing.h"
#include "shop/claim_store.h"
#include "shop/claim_worth.h"
#include "shop/order_cover.h"
#include "shop/payment.h"
#include "shop/shipment.h"
#include "shop/undelivered.h"

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
    [CLAIM_NO_OTHER] = "no_other",
    [CLAIM_SOLD_OUT] = "sold_out",
    [CLAIM_DEARER] = "dearer",
    [CLAIM_ONE_EACH] = "one_each",
    [CLAIM_OTHER_PARCEL] = "other_parcel",
};

str claim_refusal_name(enum claim_refusal why)
{
    CHECK(why < CLAIM_REFUSAL_COUNT);
    return str_of(refusal_names[why]);
}

#define WISH(remedy) (1u << (remedy))
static const struct {
    unsigned wishes;
    bool is_shops_fault;
} kinds[CLAIM_KIND_COUNT] = {
    [CLAIM_NOT_RECEIVED] = { WISH(REMEDY_REFUND) | WISH(REMEDY_REPLACEMENT), true },
    [CLAIM_DAMAGED] = { WISH(REMEDY_REFUND) | WISH(REMEDY_PARTIAL_REFUND) |
                            WISH(REMEDY_REPLACEMENT) | WISH(REMEDY_EXCHANGE),
                        true },
    [CLAIM_DEFECTIVE] = { WISH(REMEDY_REFUND) | WISH(REMEDY_PARTIAL_REFUND) |
                              WISH(REMEDY_REPLACEMENT) | WISH(REMEDY_REPAIR) |
                              WISH(REMEDY_EXCHANGE),
                          true },
    [CLAIM_WRONG_ITEM] = { WISH(REMEDY_REFUND) | WISH(REMEDY_PARTIAL_REFUND) |
                               WISH(REMEDY_REPLACEMENT) | WISH(REMEDY_EXCHANGE),
                           true },
    [CLAIM_MISSING_PART] = { WISH(REMEDY_REFUND) | WISH(REMEDY_PARTIAL_REFUND) |
                                 WISH(REMEDY_REPLACEMENT) | WISH(REMEDY_MISSING_PART),
                             true },
    [CLAIM_NOT_AS_DESCRIBED] = { WISH(REMEDY_REFUND) | WISH(REMEDY_PARTIAL_REFUND) |
                                     WISH(REMEDY_REPLACEMENT) | WISH(REMEDY_EXCHANGE),
                                 true },
    [CLAIM_CHANGED_MIND] = { WISH(REMEDY_REFUND) | WISH(REMEDY_EXCHANGE), false },
    [CLAIM_WARRANTY] = { WISH(REMEDY_REPLACEMENT) | WISH(REMEDY_REPAIR) | WISH(REMEDY_MISSING_PART),
                         true },
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
    int64_t missed[ORDER_LINES_MAX]; /* of the busy ones, those that are said not to have come, and did not */
    bool is_lost[ORDER_LINES_MAX];       /* the courier gave up, or the parcel went back */
    int64_t exchange_days;               /* of the order's terms */
    struct claim_hands *hands;           /* a line each: which variants its pieces are */
    struct line_cover here[ORDER_LINES_MAX], away[ORDER_LINES_MAX]; /* of what arrived, what lasts longest; of what did not */
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
    return is_over ||
           (s->delivered_at == 0 && s->event_count > 0 && str_eq(s->event[0].status, S("Expired")));
}

/* Several parcels, several dates: of the delivered ones the clock that ends last counts. */
static enum err read_cover(struct ctx *c, const struct order *o, struct facts *f)
{
    struct order_cover cover = { 0 };
    TRY(order_cover_load(c, o, &cover));
    for (size_t i = 0; i < cover.count; i++) {
        const struct line_cover *one = &cover.item[i];
        size_t at = line_of(o, one->line_id, (str){ 0 });
        struct claim_room *room = &f->room[at];
        if (one->delivered_at == 0) {
            f->away[at] = *one;
            continue;
        }
        room->delivered += one->quantity;
        bool is_longer = one->guarantee.until_at >= f->here[at].guarantee.until_at;
        f->here[at] = is_longer ? *one : f->here[at];
        room->delivered_at =
            one->delivered_at > room->delivered_at ? one->delivered_at : room->delivered_at;
    }
    return OK;
}

static enum err read_losses(struct ctx *c, const struct order *o, struct facts *f)
{
    struct shipment_list list = { 0 };
    TRY(shipment_list_of(c, o->id, &list));
    for (size_t i = 0; i < list.count; i++) {
        const struct shipment *s = &list.item[i];
        for (size_t n = 0; n < s->line_count && is_given_up(s); n++) {
            f->is_lost[line_of(o, s->line[n].line_id, (str){ 0 })] = true;
        }
    }
    return OK;
}

static void add_claim(const struct order *o, const struct claim *k, enum claim_kind kind,
                      struct facts *f)
{
    bool was_refunded = k->state == CLAIM_SETTLED && k->remedy == REMEDY_REFUND;
    bool was_mended =
        k->state == CLAIM_SETTLED && (k->remedy == REMEDY_REPLACEMENT ||
                                      k->remedy == REMEDY_REPAIR || k->remedy == REMEDY_EXCHANGE);
    bool has_failed = was_mended && claim_is_shops_fault(k->kind); /* not when the mind changed */
    bool is_busy = !claim_is_closed(k->state) || k->state == CLAIM_LAPSED || was_refunded;
    for (size_t i = 0; i < k->line_count; i++) {
        size_t at = line_of(o, k->line[i].line_id, (str){ 0 });
        f->busy[at] += is_busy ? k->line[i].quantity : 0;
        f->missed[at] +=
            is_busy && k->kind == CLAIM_NOT_RECEIVED ? k->line[i].quantity - k->line[i].came : 0;
        f->decided[at] += k->state == CLAIM_REFUSED && k->kind == kind ? k->line[i].quantity : 0;
        f->round[at] += has_failed;
    }
}

/* Those the rule paid for, before anybody claimed them. */
static enum err read_paid_by_rule(struct ctx *c, const struct order *o, struct facts *f)
{
    int64_t pieces[ORDER_LINES_MAX] = { 0 };
    TRY(undelivered_pieces(c, o, pieces));
    for (size_t i = 0; i < o->line_count; i++) {
        f->busy[i] += pieces[i];
        f->missed[i] += pieces[i];
    }
    return OK;
}

static enum err read_facts(struct ctx *c, const struct order *o, enum claim_kind kind,
                           struct facts *f)
{
    struct claim_list list = { 0 };
    TRY(read_cover(c, o, f));
    TRY(read_losses(c, o, f));
    TRY(read_paid_by_rule(c, o, f));
    TRY(order_exchange_days(c, o, &f->exchange_days));
    TRY(claim_list_of(c, o->id, &list));
    for (size_t i = 0; i < list.count; i++) {
        add_claim(o, &list.item[i], kind, f);
    }
    f->hands = NEW_N(c->arena, struct claim_hands, ORDER_LINES_MAX);
    claim_hands_of(o, &list, f->hands);
    for (size_t i = 0; i < o->line_count; i++) {
        f->room[i].hands = &f->hands[i];
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

struct line_terms {
    struct policy guarantee, returns;
    bool by_guarantee, by_returns; /* which of them lists this kind */
};

static enum err read_terms(struct ctx *c, const struct order_line *line, enum claim_kind kind,
                           struct line_terms *out)
{
    struct line_terms t = { 0 };
    TRY(order_line_policy(c, line, POLICY_GUARANTEE, &t.guarantee));
    TRY(order_line_policy(c, line, POLICY_RETURNS, &t.returns));
    t.by_guarantee = guarantee_has_ground(&t.guarantee, claim_kind_name(kind));
    t.by_returns = returns_has_ground(&t.returns, claim_kind_name(kind));
    *out = t;
    return OK;
}

/* Since when a piece is at the buyer's: as its parcel says (`cover`), or today, by the buyer's own word. */
struct piece_clock {
    const struct line_cover *cover;
    int64_t since_at, exchange_days;
    bool is_here;
};

static void ends_of(struct ctx *c, const struct line_terms *t, const struct piece_clock *clock,
                    int64_t *guarantee_at, int64_t *returns_at)
{
    struct working_days days = working_days_of(c);
    struct cover_facts facts = { .paid_at = clock->since_at, .delivered_at = clock->since_at, .exchange_days = clock->exchange_days };
    *guarantee_at = clock->is_here
                        ? clock->cover->guarantee.until_at
                        : guarantee_cover(&t->guarantee, &days, &facts, c->now_at).until_at;
    *returns_at = clock->is_here ? clock->cover->returns.until_at
                                 : returns_cover(&t->returns, &days, &facts, c->now_at).until_at;
}

/* Until when a piece of this line is covered for this kind: guarantee and returns are promised side by side, of those that
 * list the kind the later end counts. */
static enum err covered_until(struct ctx *c, const struct order_line *line, enum claim_kind kind,
                              const struct piece_clock *clock, int64_t *out)
{
    struct line_terms t = { 0 };
    int64_t guarantee_at = 0;
    int64_t returns_at = 0;
    if (kind == CLAIM_WARRANTY) {
        *out = clock->is_here
                   ? clock->cover->warranty_until
                   : warranty_until(c->shop->zone, clock->since_at, clock->cover->warranty_months);
        return OK;
    }
    TRY(read_terms(c, line, kind, &t));
    ends_of(c, &t, clock, &guarantee_at, &returns_at);
    *out =
        !t.by_returns || (t.by_guarantee && guarantee_at > returns_at) ? guarantee_at : returns_at;
    return OK;
}

static enum err is_covered(struct ctx *c, const struct order_line *line, enum claim_kind kind,
                           bool *out)
{
    struct policy p = { 0 };
    struct line_terms t = { 0 };
    if (kind == CLAIM_WARRANTY) {
        TRY(order_line_policy(c, line, POLICY_WARRANTY, &p));
        *out =
            (line->warranty_months >= 0 ? line->warranty_months : policy_int(&p, S("months"))) > 0;
        return OK;
    }
    TRY(read_terms(c, line, kind, &t));
    *out = t.by_guarantee || t.by_returns;
    return OK;
}

/* From when goods that have not come count as lost. */
static enum err lost_from(struct ctx *c, const struct order *o, const struct order_line *line,
                          const struct line_cover *away, int64_t *out)
{
    struct policy p = { 0 };
    if (away->guarantee.lost_at != 0) {
        *out = away->guarantee.lost_at;
        return OK;
    }
    TRY(order_line_policy(c, line, POLICY_GUARANTEE, &p));
    *out = guarantee_lost_at(&p, c->shop->zone,
                             o->placed_at + DAYS(o->shipping_max_days + o->preorder_days));
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

/* Pieces of one line in one claim are all the same variant, and as many as there are of it in hand. */
static void judge_hands(const struct order *o, const struct claim_new *in, const struct facts *f,
                        struct claim_verdict *v)
{
    for (size_t i = 0; i < in->line_count && v->why == CLAIM_MAY; i++) {
        const struct claim_hands *hands = &f->hands[line_of(o, in->line[i].line_id, (str){ 0 })];
        int64_t left = 0;
        int64_t asked = 0;
        for (size_t n = 0; n < hands->count; n++) {
            bool is_it = hands->item[n].variant.v == in->line[i].variant.v;
            left += is_it ? hands->item[n].quantity : 0;
        }
        for (size_t n = 0; n < in->line_count; n++) {
            bool is_beside = in->line[n].line_id == in->line[i].line_id;
            bool is_other = in->line[n].variant.v != in->line[i].variant.v;
            v->why = is_beside && is_other ? CLAIM_ONE_EACH : v->why;
            asked += is_beside && !is_other ? in->line[n].quantity : 0;
        }
        v->why = v->why == CLAIM_MAY && asked > left ? CLAIM_TWICE : v->why;
    }
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

/* All rows about one line of the order. */
static int64_t asked_of(const struct order *o, const struct claim_new *in, size_t at)
{
    int64_t pieces = 0;
    for (size_t i = 0; i < in->line_count; i++) {
        bool is_it = line_of(o, in->line[i].line_id, in->line[i].sku) == at;
        pieces += is_it ? in->line[i].quantity : 0;
    }
    return pieces;
}

/* Goods that are not here: undelivered pieces once they count as lost; delivered ones while the word of the courier stands against
 * the buyer's, but not against the buyer's own. */
static enum err judge_missing(struct ctx *c, const struct order *o, const struct claim_new *in,
                              const struct claim_line *l, const struct facts *f,
                              struct claim_verdict *v)
{
    size_t at = line_of(o, l->line_id, l->sku);
    int64_t away = o->line[at].quantity - f->room[at].delivered - f->missed[at];
    int64_t lost_at = 0;
    int64_t until_at = 0;
    if (o->received_at != 0) {
        v->why = CLAIM_RECEIVED;
        return OK;
    }
    if (asked_of(o, in, at) > away) {
        until_at = f->here[at].guarantee.until_at;
        v->why = c->now_at > until_at ? CLAIM_WINDOW_OVER : v->why;
        v->at = until_at;
        return OK;
    }
    TRY(lost_from(c, o, &o->line[at], &f->away[at], &lost_at));
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
    int64_t asked =
        asked_of(o, in, at) + f->busy[at] - f->missed[at]; /* a piece that came is claimed once */
    bool is_here = f->room[at].delivered >= asked;
    bool is_vouched = in->says_arrived && o->line[at].shipped >= asked;
    if (!is_here && !is_vouched) {
        v->why = CLAIM_NOT_ARRIVED;
        return OK;
    }
    struct piece_clock clock = { is_here ? &f->here[at] : &f->away[at], c->now_at, f->exchange_days, is_here };
    TRY(covered_until(c, &o->line[at], in->kind, &clock, &until_at));
    v->covered_until =
        v->covered_until == 0 || until_at < v->covered_until ? until_at : v->covered_until;
    if (c->now_at > until_at) {
        v->why = CLAIM_WINDOW_OVER;
        v->at = until_at;
    }
    return OK;
}

/* Of pieces that were paid back in part before, the rest is left. */
static enum err judge_wish(struct ctx *c, const struct order *o, const struct claim_new *in,
                           struct claim_verdict *v)
{
    struct claim asked = { .kind = in->kind, .remedy = in->wish, .line = NEW_N(c->arena, struct claim_line, in->line_count + 1) };
    money worth = { 0 };
    if (!claim_remedy_fits(in->kind, in->wish, v->round)) {
        v->why = CLAIM_WISH;
        return OK;
    }
    if (!claim_remedy_is_money(in->wish)) {
        return OK;
    }
    for (size_t i = 0; i < in->line_count; i++) {
        asked.line[asked.line_count++] = in->line[i];
    }
    TRY(claim_due(c, o, &asked, false, &worth));
    bool is_part = in->wish == REMEDY_PARTIAL_REFUND;
    bool is_bad = is_part && (in->wish_amount.minor <= 0 || in->wish_amount.minor > worth.minor);
    bool is_back = worth.minor == 0 && claim_goods_worth(o, &asked).minor > 0;
    v->why = is_back ? CLAIM_PAID_BACK : is_bad ? CLAIM_AMOUNT : v->why;
    return OK;
}

static enum err judge_lines(struct ctx *c, const struct order *o, const struct claim_new *in,
                            const struct facts *f, struct claim_verdict *v)
{
    for (size_t i = 0; i < in->line_count && v->why == CLAIM_MAY; i++) {
        bool is_listed = false;
        if (in->line[i].quantity == 0) {
            continue;
        }
        size_t at = line_of(o, in->line[i].line_id, in->line[i].sku);
        TRY(is_covered(c, &o->line[at], in->kind, &is_listed));
        if (!is_listed) {
            v->why = CLAIM_NOT_COVERED;
        } else if (in->kind == CLAIM_NOT_RECEIVED) {
            TRY(judge_missing(c, o, in, &in->line[i], f, v));
        } else {
            TRY(judge_arrived(c, o, in, &in->line[i], f, v));
        }
    }
    return OK;
}

/* Staff with a reason. */
static bool is_kind_staff(const struct ctx *c, const struct claim_new *in)
{
    enum { STAFF = 1u << ROLE_OWNER | 1u << ROLE_MANAGER | 1u << ROLE_CARE };
    return (STAFF & 1u << c->actor.role) != 0 && in->override_reason.size != 0;
}

/* They may be kinder than the rule about time and ground; never about pieces or money. */
static void set_aside(const struct ctx *c, const struct claim_new *in, struct claim_verdict *v)
{
    bool is_about_time = v->why == CLAIM_NOT_COVERED || v->why == CLAIM_WINDOW_OVER ||
                         v->why == CLAIM_NOT_LATE || v->why == CLAIM_NOT_ARRIVED ||
                         v->why == CLAIM_RECEIVED;
    if (is_about_time && is_kind_staff(c, in)) {
        v->overridden = v->why;
        v->why = CLAIM_MAY;
    }
}

/* What is wished for instead: a dearer one is staff's to give. */
static enum err judge_other(struct ctx *c, const struct claim_new *in, struct claim_verdict *v)
{
    TRY(claim_judge_other(c, in->line, in->line_count, v));
    if (v->why == CLAIM_DEARER && is_kind_staff(c, in)) {
        v->overridden = v->overridden == CLAIM_MAY ? CLAIM_DEARER : v->overridden;
        v->why = CLAIM_MAY;
    }
    return OK;
}

static enum err resolve(struct ctx *c, const struct order *o, const struct facts *f,
                        const struct claim_new *in, struct claim_line *out)
{
    for (size_t i = 0; i < in->line_count; i++) {
        TRY(claim_resolve(c, o, f->hands, &in->line[i], &out[i]));
    }
    return OK;
}

enum err claim_resolve_lines(struct ctx *c, const struct order *o, const struct claim_new *in,
                             struct claim_line *out)
{
    struct facts f = { 0 };
    TRY(read_facts(c, o, in->kind, &f));
    return resolve(c, o, &f, in, out);
}

static enum err judge_all(struct ctx *c, const struct order *o, const struct claim_new *in,
                          const struct facts *f, struct claim_verdict *v)
{
    if (v->why == CLAIM_MAY) {
        judge_pieces(o, in, f, v);
    }
    if (v->why == CLAIM_MAY) {
        judge_hands(o, in, f, v);
    }
    if (v->why == CLAIM_MAY) {
        TRY(judge_lines(c, o, in, f, v));
    }
    set_aside(c, in, v);
    if (v->why == CLAIM_MAY) {
        TRY(claim_judge_parcel(c, o, in, v));
    }
    if (v->why == CLAIM_MAY) {
        TRY(judge_wish(c, o, in, v));
    }
    return v->why == CLAIM_MAY && in->wish == REMEDY_EXCHANGE ? judge_other(c, in, v) : OK;
}

enum err claim_judge(struct ctx *c, const struct order *o, const struct claim_new *in,
                     struct claim_verdict *out)
{
    struct claim_verdict v = { .why = CLAIM_MAY, .round = 1 };
    struct facts f = { 0 };
    struct claim_new known = *in;
    struct claim_line *line = NEW_N(c->arena, struct claim_line, in->line_count + 1);
    TRY(judge_order(c, o, &v));
    TRY(read_facts(c, o, in->kind, &f));
    TRY(resolve(c, o, &f, in, line));
    known.line = line;
    TRY(judge_all(c, o, &known, &f, &v));
    *out = v;
    return OK;
}
