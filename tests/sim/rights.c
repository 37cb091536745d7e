/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/rights.h"

#include "cli/consequence.h"
#include "shop/claim_act.h"
#include "shop/claim_list.h"
#include "shop/shipment.h"
#include "shop/standing.h"

#include <stdio.h>

enum {
    TRIES = 1,
    WARRANTY_BP = 5000,
    OVERRIDE_BP = 1500,
    ABUSE_BP = 7000,
    ABUSERS = 33, /* one of so many buyers; the 21st buys much */
    ABUSER = 20,
    RETURN_BP = 4000,
    EXCHANGE_BP = 5000,
};
/* Longer than any two working days of the law, holidays and all. */
static const int64_t law_span = DAYS(24);

static bool lot(struct rights *r, int64_t bp)
{
    return (int64_t)random_below(&r->random, 10000) < bp;
}

static const char script_text[] =
    "{\"text\":\"Sudah saya pikirkan baik-baik.\",\"answer\":\"Baik, kami urus.\"}";

static const struct value *script(struct rights *r)
{
    struct value *one = NULL;
    str why = { 0 };
    bool is_json = json_read(r->demo->arena, str_of(script_text), &one, &why);
    CHECK(is_json);
    return one;
}

/* From here on it is lived like the others. */
static void go_on(struct ctx *c, struct rights *r, const struct order *o, claim_id id)
{
    struct demo_case *k = demo_case_begin(r->demo, o, CASE_CLAIM, c->now_at + HOURS(9));
    k->script = script(r);
    k->id = id.v;
}

/* --- what was promised when it was bought --- */

/* Until `sure_at` nobody may say that it is too late; from `over_at` on nobody may take it without a reason. 0: not a ground at all. */
struct right {
    int64_t sure_at, over_at;
};

static int64_t end_of_day(const struct ctx *c, int64_t at, int64_t days)
{
    return zone_instant(c->shop->zone, zone_days(c->shop->zone, at) + days + 1, 0) - SECONDS(1);
}

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static struct right of_changed_mind(const struct ctx *c, const struct terms_row *t,
                                    const struct order *o)
{
    struct right right = { 0 };
    int64_t paid_at = o->paid_at != 0 ? o->paid_at : o->delivered_at;
    if (t->returns_mind) {
        right.sure_at = end_of_day(c, o->delivered_at, t->returns_days);
    }
    if (t->guarantee_mind) {
        int64_t from_at = t->from_payment ? paid_at : o->delivered_at;
        right.sure_at = later(right.sure_at, end_of_day(c, from_at, t->guarantee_days));
    }
    right.over_at =
        right.sure_at == 0 ? 0 : later(right.sure_at, o->delivered_at + law_span) + DAYS(1);
    return right;
}

static struct right of_warranty(const struct terms_row *t, const struct order *o)
{
    int64_t own = o->line[0].warranty_months; /* of the product; below 0: the shop's */
    int64_t months = own >= 0 ? own : t->warranty_months;
    return (struct right){ .sure_at = months == 0 ? 0 : o->delivered_at + DAYS(28) * months,
                            .over_at =
                                months == 0 ? 0 : o->delivered_at + DAYS(31) * months + DAYS(2) };
}

/* Reasons that have nothing to do with time and ground. */
static bool is_other_reason(enum claim_refusal why)
{
    return why == CLAIM_TWICE || why == CLAIM_DECIDED || why == CLAIM_PAID_BACK ||
           why == CLAIM_PAID_BY_BANK || why == CLAIM_CANCELED || why == CLAIM_UNPAID ||
           why == CLAIM_NO_OTHER || why == CLAIM_SOLD_OUT || why == CLAIM_DEARER ||
           why == CLAIM_ONE_EACH;
}

/* What was replaced is covered anew: then only the shop knows until when. */
static enum err was_replaced(struct ctx *c, const struct order *o, bool *out)
{
    struct claim_list list = { 0 };
    TRY(claim_list_of(c, o->id, &list));
    *out = false;
    for (size_t i = 0; i < list.count; i++) {
        *out = *out || list.item[i].arrived_at != 0;
    }
    return OK;
}

static enum err judge(struct ctx *c, const struct order *o, const struct claim_new *in,
                      const struct right *right, enum claim_refusal why)
{
    bool is_replaced = false;
    bool is_refused = why == CLAIM_NOT_COVERED || why == CLAIM_WINDOW_OVER;
    bool is_sure = c->now_at <= right->sure_at;
    bool is_over = c->now_at > right->over_at;
    str kind = claim_kind_name(in->kind);
    str said = claim_refusal_name(why);
    TRY(was_replaced(c, o, &is_replaced));
    if ((is_sure && is_refused) || (is_over && why == CLAIM_MAY && !is_replaced) ||
        (!is_refused && why != CLAIM_MAY && !is_other_reason(why))) {
        return fail(c, ERR_INTERNAL,
                    "order %" PRId64 ", %.*s: the shop says %.*s, promised until %" PRId64, o->id.v,
                    STR_ARG(kind), STR_ARG(said), right->sure_at);
    }
    return OK;
}

/* --- a claim --- */

static enum err ask(struct ctx *c, struct rights *r, const struct order *o, struct claim_new *in,
                    struct claim_verdict *verdict)
{
    struct claim out = { 0 };
    TRY(db_save(c->db));
    enum err e = claim_open(c, o, in, &out, verdict);
    if (e == OK) {
        r->granted++;
        go_on(c, r, o, out.id);
        return db_release(c->db);
    }
    db_rollback_to_save(c->db);
    r->refused++;
    if (e != ERR_UNPROCESSABLE) {
        return e;
    }
    c->detail[0] = '\0';
    return OK;
}

/* Staff may be kinder than the rule, with a reason. */
static enum err be_kind(struct ctx *c, struct rights *r, const struct order *o,
                        struct claim_new *in)
{
    struct claim_verdict verdict = { 0 };
    in->override_reason = S("Pelanggan lama, kami bantu sekali ini.");
    demo_act_as(c, r->demo, ROLE_CARE);
    TRY(ask(c, r, o, in, &verdict));
    r->overridden += verdict.why == CLAIM_MAY && verdict.overridden != CLAIM_MAY;
    return OK;
}

/* Another variant of the same goods; empty: there is none. */
static str other_variant(const struct demo *d, str sku)
{
    for (size_t i = 0; i < d->good_weights.count; i++) {
        const struct value *first = d->good[i].variants;
        for (const struct value *v = first; v != NULL; v = v->next) {
            if (str_eq(value_text(v, S("sku")), sku) && d->good[i].variant_count > 1) {
                return value_text(v->next != NULL ? v->next : first, S("sku"));
            }
        }
    }
    return (str){ 0 };
}

static enum claim_remedy wish_of(struct rights *r, bool is_warranty, struct claim_line *line,
                                 str sku)
{
    static const enum claim_remedy wishes[] = { REMEDY_REPLACEMENT, REMEDY_REPAIR,
                                                REMEDY_MISSING_PART };
    if (is_warranty) {
        return wishes[random_below(&r->random, COUNT(wishes))];
    }
    line->other.sku = lot(r, EXCHANGE_BP) ? other_variant(r->demo, sku) : (str){ 0 };
    r->exchanges += line->other.sku.size != 0;
    return line->other.sku.size != 0 ? REMEDY_EXCHANGE : REMEDY_REFUND;
}

static enum err claim_late(struct ctx *c, struct rights *r, const struct order *o)
{
    struct claim_line one = { .line_id = o->line[0].id, .quantity = 1 };
    struct claim_verdict verdict = { 0 };
    bool is_warranty = lot(r, WARRANTY_BP);
    const struct terms_row *t = terms_at(r->terms, o->placed_at);
    struct right right = is_warranty ? of_warranty(t, o) : of_changed_mind(c, t, o);
    struct claim_new in = { .kind = is_warranty ? CLAIM_WARRANTY : CLAIM_CHANGED_MIND, .line = &one, .line_count = 1,
                            .says_arrived = true, .text = S("Sudah saya pikirkan baik-baik.") };
    in.wish = wish_of(r, is_warranty, &one, o->line[0].sku);
    c->actor = (struct actor){ ROLE_BUYER, o->person.v };
    r->asked++;
    TRY(ask(c, r, o, &in, &verdict));
    TRY(judge(c, o, &in, &right, verdict.why));
    bool is_refused = verdict.why == CLAIM_NOT_COVERED || verdict.why == CLAIM_WINDOW_OVER;
    return is_refused && lot(r, OVERRIDE_BP) ? be_kind(c, r, o, &in) : OK;
}

/* Of the last weeks more than of all the time before. */
static const struct life *drawn(struct rights *r)
{
    const struct demo *d = r->demo;
    size_t near = d->life_count < 150 || lot(r, 3000) ? d->life_count : 150;
    return &d->life[d->life_count - 1 - random_below(&r->random, near)];
}

static enum err try_one(struct ctx *c, struct rights *r)
{
    struct order o = { 0 };
    TRY(order_by_id(c, drawn(r)->order, &o));
    return o.delivered_at == 0 ? OK : claim_late(c, r, &o);
}

/* --- those who claim nearly everything, and refuse parcels --- */

static enum err claim_as_always(struct ctx *c, struct rights *r, const struct order *o)
{
    struct claim_line one = { .line_id = o->line[0].id, .quantity = 1 };
    struct claim_verdict verdict = { 0 };
    struct claim_new in = { .kind = CLAIM_NOT_AS_DESCRIBED, .wish = REMEDY_REFUND, .line = &one, .line_count = 1,
                            .says_arrived = true, .text = S("Warnanya beda dengan foto.") };
    if (lot(r, 5000)) { /* nobody can look at what is missing */
        in.kind = CLAIM_MISSING_PART;
        in.wish = REMEDY_MISSING_PART;
    }
    c->actor = (struct actor){ ROLE_BUYER, o->person.v };
    r->abused++;
    return ask(c, r, o, &in, &verdict);
}

/* A parcel the courier could not hand over comes home: the order is over. */
static enum err come_home(struct ctx *c, struct rights *r, const struct life *l,
                          const struct order *o)
{
    bool is_out = l->is_refused && l->step == LIFE_OVER && o->status == ORDER_OPEN;
    if (!is_out || !lot(r, RETURN_BP)) {
        return OK;
    }
    demo_act_as(c, r->demo, ROLE_FULFILMENT);
    demo_did(c, r->demo, order_subject(c, o->id), PROMISE_KIND_COUNT, false);
    r->returned++;
    return shipment_come_back(c, l->shipment, S("refused"));
}

static enum err live_one(struct ctx *c, struct rights *r, const struct life *l)
{
    struct order o = { 0 };
    TRY(order_by_id(c, l->order, &o));
    TRY(come_home(c, r, l, &o));
    bool is_abuser = l->buyer % ABUSERS == ABUSER;
    bool is_new = o.delivered_at > c->now_at - DAYS(1);
    return is_abuser && is_new && lot(r, ABUSE_BP) ? claim_as_always(c, r, &o) : OK;
}

/* --- what was added for them --- */

static enum err judge_standing(struct ctx *c, struct rights *r, const struct standing *s)
{
    bool may = false;
    struct decision now = { 0 };
    struct decision_verdict v = { .is_upheld = lot(r, 4000), .reasons = S("Angka dan catatannya kami baca bersama.") };
    enum err e = decision_find(c, standing_subject(c, s->id), &now);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    if (e != OK || now.decided_at != 0 || !lot(r, 7000)) {
        return OK; /* nobody decides: in two days it is lifted */
    }
    TRY(demo_act_as_judge(c, r->demo, &now, &may));
    if (!may) {
        return OK;
    }
    demo_did(c, r->demo, str_format(c->arena, "decision:%" PRId64, now.id.v), PROMISE_DECIDE, true);
    return decision_decide(c, &decisions, now.id, &v);
}

static enum err lift(struct ctx *c, struct rights *r, const struct standing *s)
{
    struct decision now = { 0 };
    if (decision_find(c, standing_subject(c, s->id), &now) == OK && now.decided_at == 0) {
        demo_did(c, r->demo, str_format(c->arena, "decision:%" PRId64, now.id.v), PROMISE_DECIDE,
                 false);
    }
    demo_act_as(c, r->demo, ROLE_OWNER);
    r->lifted++;
    return standing_lift(c, s->id, S("Barangnya memang cacat dari bengkel."));
}

static enum err answer_standing(struct ctx *c, struct rights *r, const struct standing *s)
{
    if (s->id.v > r->last_standing) { /* the newest ends last */
        r->last_standing = s->id.v;
        r->steps++;
    }
    if (s->state == STANDING_CONTESTED) {
        return lot(r, 1000) ? lift(c, r, s) : judge_standing(c, r, s);
    }
    if (s->state == STANDING_ACTIVE && lot(r, 1500)) {
        c->actor = (struct actor){ ROLE_BUYER, s->person.v };
        r->contested++;
        return standing_contest(c, s->id, s->person, S("Barangnya memang selalu rusak."));
    }
    return s->state == STANDING_ACTIVE && lot(r, 100) ? lift(c, r, s) : OK;
}

static enum err answer_standings(struct ctx *c, struct rights *r)
{
    struct standing_list list = { 0 };
    TRY(standing_list_running(c, &list));
    for (size_t i = 0; i < list.count; i++) {
        TRY(answer_standing(c, r, &list.item[i]));
    }
    return OK;
}

enum err rights_try(struct ctx *c, void *rights)
{
    struct rights *r = rights;
    size_t count = r->demo->life_count;
    size_t recent = count > 200 ? count - 200 : 0;
    c->lang = LANG_ID;
    for (size_t i = recent; i < count; i++) {
        TRY(live_one(c, r, &r->demo->life[i]));
    }
    for (int i = 0; i < TRIES && count > 0; i++) {
        TRY(try_one(c, r));
    }
    return answer_standings(c, r);
}

SQL(set_aside_by_staff,
    "SELECT count(*) FROM event WHERE kind IN ('override.claim.window_over', 'override.claim.not_covered', 'override.standing.lift')");

enum err rights_counted(struct ctx *c, const struct rights *r, size_t *differ)
{
    int64_t count = 0;
    TRY(db_get_int(c->db, &set_aside_by_staff, NO_ARGS, 0, &count));
    if (count != (int64_t)(r->overridden + r->lifted)) {
        printf("FAIL staff set a rule aside %zu times, on record are %" PRId64 "\n",
               r->overridden + r->lifted, count);
        (*differ)++;
    }
    return OK;
}
