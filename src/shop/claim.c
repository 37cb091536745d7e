/* SPDX-License-Identifier: Apache-2.0 */
/* claim.c - the one function that moves a claim, and the acts of buyer, shop and second person. */
#include "base/ink.h"
#include "core/aside.h"
#include "core/event.h"
#include "core/notice.h"
#include "core/override.h"
#include "core/policy.h"
#include "core/pulse.h"
#include "core/setting.h"
#include "shop/claim_act.h"
#include "shop/claim_exchange.h"
#include "shop/claim_missing.h"
#include "shop/claim_parcel.h"
#include "shop/claim_store.h"
#include "shop/refund.h"
#include "shop/standing.h"
#include "shop/undelivered.h"

/* How long the buyer or a courier has before a claim goes on without them. */
enum {
    ANSWER_DAYS = 7,
    RETURN_DAYS = 14,
    TRANSIT_DAYS = 14,
    MARKETPLACE_DAYS = 30,
    INSPECT_HOURS = 48
};

static int64_t waits_until(const struct claim *k, int64_t now_at)
{
    switch (k->state) {
    case CLAIM_PROPOSED:
    case CLAIM_DENIED:
    case CLAIM_INSPECTED_NOT_OK:
        return now_at + DAYS(ANSWER_DAYS);
    case CLAIM_RETURN_DUE:
        return now_at + DAYS(RETURN_DAYS);
    case CLAIM_RETURN_SENT:
        return now_at + DAYS(TRANSIT_DAYS);
    case CLAIM_REMEDY_SENT:
        return k->waits_until; /* claim_parcel_leave reckoned it */
    case CLAIM_REMEDY_DUE:
        return k->by_marketplace ? now_at + DAYS(MARKETPLACE_DAYS) : 0;
    case CLAIM_OPEN:
    case CLAIM_CONTESTED:
    case CLAIM_APPEALED:
    case CLAIM_RETURN_RECEIVED:
    case CLAIM_SETTLED:
    case CLAIM_REFUSED:
    case CLAIM_WITHDRAWN:
    case CLAIM_LAPSED:
    case CLAIM_CHARGED_BACK:
    case CLAIM_STATE_COUNT:
        break;
    }
    return 0;
}

/* --- promises --- */

static enum err promise(struct ctx *c, const struct claim *k, enum promise_kind kind,
                        int64_t budget)
{
    struct order o = { 0 };
    promise_id id = { 0 };
    TRY(order_by_id(c, k->order, &o));
    struct promise_new p = { .kind = kind, .subject = claim_subject(c, k->id), .budget = budget,
                             .policy_version = o.guarantee_version,
                             .owed_to = str_format(c->arena, "person:%" PRId64, k->person.v) };
    enum err e = promise_make(c, &p, &id);
    return e == ERR_EXISTS ? OK : e;
}

static enum err keep(struct ctx *c, const struct claim *k, enum promise_kind kind)
{
    enum err e = promise_keep(c, claim_subject(c, k->id), kind, c->now_at);
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err promise_answer(struct ctx *c, const struct claim *k)
{
    struct policy p = { 0 };
    TRY(claim_policy(c, k, POLICY_GUARANTEE, &p));
    return promise(c, k, PROMISE_ANSWER_CLAIM, HOURS(policy_int(&p, S("answer_hours"))));
}

/* Two days, and never so long that none are left of those the returns policy gives for the money. */
static enum err promise_inspection(struct ctx *c, const struct claim *k)
{
    struct policy p = { 0 };
    TRY(claim_policy(c, k, POLICY_RETURNS, &p));
    int64_t days = policy_int(&p, S("refund_days"));
    int64_t hours = days > 1 ? (days - 1) * 24 : 12;
    return promise(c, k, PROMISE_INSPECT, HOURS(hours < INSPECT_HOURS ? hours : INSPECT_HOURS));
}

static enum err promise_goods(struct ctx *c, const struct claim *k)
{
    struct policy p = { 0 };
    TRY(claim_policy(c, k, POLICY_WARRANTY, &p));
    return promise(c, k, k->remedy == REMEDY_REPAIR ? PROMISE_REPAIR : PROMISE_REPLACE,
                   DAYS(policy_int(&p, S("replace_days"))));
}

/* Money that no gateway can move: the promise is kept with the proof of the transfer. */
static enum err promise_money(struct ctx *c, const struct claim *k)
{
    int64_t budget = 0;
    TRY(claim_money_budget(c, k, &budget));
    return promise(c, k, PROMISE_REFUND, budget);
}

/* Whoever answered, inspected, sent or decided before has a hand in it: an appeal goes to somebody else again. */
static enum err ask_second_person(struct ctx *c, const struct claim *k, bool is_final)
{
    struct decision last = { 0 };
    decision_id id = { 0 };
    struct claim_step_list steps = { 0 };
    enum err e = decision_find(c, claim_subject(c, k->id), &last);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    TRY(claim_steps_of(c, k->id, &steps));
    struct actor *involved = NEW_N(c->arena, struct actor, steps.count);
    for (size_t i = 0; i < steps.count; i++) {
        involved[i] = steps.item[i].by;
    }
    struct decision_new d = { .kind = DECISION_CLAIM, .subject = claim_subject(c, k->id), .person = k->person,
                              .first_by = e == OK && last.staff != 0 ? last.staff : k->first_by, .is_final = is_final,
                              .involved = involved, .involved_count = steps.count };
    return decision_ask(c, &d, &id);
}

/* The claim is over, or the money comes instead of the goods: whatever else it promised, nobody waits for it any more. NULL: it goes on. */
static const char *why_over(const struct claim *k, enum claim_act act)
{
    bool is_refused = k->state == CLAIM_REFUSED;
    bool is_instead = act == ACT_UPHOLD || act == ACT_LOSE || act == ACT_TAKE_MONEY;
    return act == ACT_CHARGEBACK                            ? "paid_by_chargeback"
           : act == ACT_PAY_ELSEWHERE                       ? "paid_by_marketplace"
           : act == ACT_WITHDRAW                            ? "claim_withdrawn"
           : is_refused                                     ? "claim_refused"
           : is_instead && claim_remedy_is_money(k->remedy) ? "replaced_by_refund"
                                                            : NULL;
}

/* What the step that was taken settles. */
static enum err settle_promises(struct ctx *c, const struct claim *k, enum claim_act act,
                                enum claim_state from)
{
    const char *reason = why_over(k, act);
    if (reason != NULL) {
        TRY(promise_void_all(c, claim_subject(c, k->id), str_of(reason)));
    }
    if (claim_is_closed(k->state) && reason != NULL) {
        TRY(decision_drop(c, claim_subject(c, k->id), str_of(reason)));
        return claim_shelve(c, k);
    }
    if (k->state == CLAIM_LAPSED) {
        return claim_shelve(c, k); /* taken up again, it is kept again, or becomes money */
    }
    if (from == CLAIM_OPEN && act != ACT_OPEN && act != ACT_SILENCE && act != ACT_CHOOSE) {
        return keep(c, k, PROMISE_ANSWER_CLAIM);
    }
    if (from == CLAIM_RETURN_RECEIVED && c->actor.role != ROLE_SYSTEM) {
        return keep(c, k, PROMISE_INSPECT);
    }
    if (act == ACT_ARRIVE) {
        return claim_parcel_keep(c, k, k->arrived_at);
    }
    if (act == ACT_SEND) {
        return keep(c, k, k->remedy == REMEDY_REPAIR ? PROMISE_REPAIR : PROMISE_REPLACE);
    }
    return act == ACT_PAY && k->refund == 0 ? keep(c, k, PROMISE_REFUND) : OK;
}

/* What the state it is in now owes. */
static enum err begin_promises(struct ctx *c, const struct claim *k)
{
    switch (k->state) {
    case CLAIM_OPEN:
        return promise_answer(c, k);
    case CLAIM_CONTESTED:
    case CLAIM_APPEALED:
        return ask_second_person(c, k, k->state == CLAIM_APPEALED);
    case CLAIM_RETURN_RECEIVED:
        return promise_inspection(c, k);
    case CLAIM_REMEDY_DUE:
        if (claim_remedy_is_money(k->remedy)) {
            bool has_own = k->refund != 0; /* a refund of the order has its own */
            return has_own || k->by_marketplace ? OK : promise_money(c, k);
        }
        return promise_goods(c, k);
    case CLAIM_REMEDY_SENT:
        return claim_parcel_promise(c, k);
    case CLAIM_PROPOSED:
    case CLAIM_DENIED:
    case CLAIM_INSPECTED_NOT_OK:
    case CLAIM_RETURN_DUE:
    case CLAIM_RETURN_SENT:
    case CLAIM_SETTLED:
    case CLAIM_REFUSED:
    case CLAIM_WITHDRAWN:
    case CLAIM_LAPSED:
    case CLAIM_CHARGED_BACK:
    case CLAIM_STATE_COUNT:
        break;
    }
    return OK;
}

/* --- the step itself --- */

/* Sealed for the buyer; of an erased one nothing is written any more, the claim goes on under its number. */
static enum err seal(struct ctx *c, const struct claim *k, str text, vault_text_id *out)
{
    if (text.size == 0) {
        return OK;
    }
    enum err e = vault_text_write(c, k->person, VAULT_MESSAGE, text, out);
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err note(struct ctx *c, const struct claim *k, enum claim_act act,
                     enum claim_state from)
{
    struct arena *a = c->arena;
    struct value *facts = value_object(a);
    value_set_text(a, facts, S("order"), order_subject(c, k->order));
    value_set_text(a, facts, S("kind"), claim_kind_name(k->kind));
    value_set_text(a, facts, S("wish"), claim_remedy_name(k->wish));
    value_set_text(a, facts, S("from"), claim_state_name(from));
    value_set_text(a, facts, S("to"), claim_state_name(k->state));
    value_set_text(a, facts, S("by"), role_name(c->actor.role));
    if (k->remedy < REMEDY_COUNT) {
        value_set_text(a, facts, S("remedy"), claim_remedy_name(k->remedy));
        value_set_money(a, facts, S("amount"), k->amount);
        value_set_bool(a, facts, S("needs_return"), k->needs_return);
    }
    const struct claim_rule *rule = claim_rule_of(act, from, k->state);
    value_set_text(a, facts, S("because"), rule == NULL ? S("opened") : str_of(rule->because));
    ctx_raisef(c, "claim:%" PRId64, k->id.v);
    ctx_raisef(c, "order:%" PRId64, k->order.v);
    ctx_raise(c, S("claims"));
    str kind = str_format(a, "claim.%.*s", STR_ARG(claim_act_name(act)));
    return event_note(c, kind, claim_subject(c, k->id), facts);
}

/* The other side hears of it. */
static enum err tell(struct ctx *c, const struct claim *k, enum claim_act act)
{
    struct order o = { 0 };
    TRY(order_by_id(c, k->order, &o));
    struct notice_new n = { .kind = S("claim_news"), .subject = claim_subject(c, k->id), .person = k->person,
                            .to = NOTICE_PERSON, .lang = o.lang,
                            .occasion = str_format(c->arena, "%.*s:%" PRId64, STR_ARG(claim_act_name(act)), c->now_at) };
    bool is_buyers = c->actor.role == ROLE_BUYER;
    if (!is_buyers || act == ACT_OPEN) {
        TRY(notice_queue(c, &n));
    }
    if (is_buyers || act == ACT_SILENCE || act == ACT_LOSE) {
        n.kind = S("claim_shop");
        n.to = NOTICE_OWNER;
        n.lang = c->shop->lang;
        TRY(notice_queue(c, &n));
    }
    return OK;
}

static enum err written(struct ctx *c, struct claim *k, enum claim_act act, enum claim_state from,
                        str text)
{
    vault_text_id words = { 0 };
    TRY(seal(c, k, text, &words));
    TRY(claim_add_step(c, k, act, from, words));
    TRY(note(c, k, act, from));
    TRY(settle_promises(c, k, act, from));
    TRY(begin_promises(c, k));
    ctx_wake(c, WAKE_TIMER);
    TRY(tell(c, k, act));
    if (!claim_is_closed(k->state)) {
        return OK;
    }
    TRY(claim_note_decided(c, k));
    TRY(k->kind == CLAIM_NOT_RECEIVED ? undelivered_settle(c, k->order) : OK);
    return standing_look(c, k->person);
}

/* What was sent instead, and is decided to be there: where the courier says so, since then. */
static int64_t found_there_at(const struct ctx *c, const struct claim *k)
{
    bool was_sent = k->sent_due_at != 0 && k->arrived_at == 0;
    return !was_sent ? k->arrived_at : k->sent_delivered_at != 0 ? k->sent_delivered_at : c->now_at;
}

enum err claim_move(struct ctx *c, struct claim *k, enum claim_act act, enum claim_state to,
                    str text)
{
    enum claim_state from = k->state;
    const struct claim_rule *rule = claim_rule_of(act, from, to);
    if (rule == NULL) {
        return fail(c, ERR_STATE, "claim %" PRId64 ": no %s from %s", k->id.v,
                    str_c(c->arena, claim_act_name(act)), str_c(c->arena, claim_state_name(from)));
    }
    if ((rule->who & 1u << c->actor.role) == 0) {
        return fail(c, ERR_FORBIDDEN, "claim %" PRId64 ": not for %s", k->id.v,
                    str_c(c->arena, role_name(c->actor.role)));
    }
    k->state = to;
    k->changed_at = c->now_at;
    k->reminded_at = 0;
    k->waits_until = waits_until(k, c->now_at);
    k->closed_at = claim_is_closed(to) ? c->now_at : 0;
    k->arrived_at = to == CLAIM_REFUSED ? found_there_at(c, k) : k->arrived_at;
    TRY(claim_save(c, k, from));
    return written(c, k, act, from, text);
}

/* --- opening --- */

/* Rows of one line are added up; the judgement saw to it that they are the same variant. */
static enum err take_lines(struct ctx *c, const struct order *o, const struct claim_new *in,
                           struct claim *k)
{
    struct claim_line *known = NEW_N(c->arena, struct claim_line, in->line_count + 1);
    TRY(claim_resolve_lines(c, o, in, known));
    k->line = NEW_N(c->arena, struct claim_line, ORDER_LINES_MAX);
    for (size_t i = 0; i < in->line_count; i++) {
        size_t at = 0;
        while (at < k->line_count && k->line[at].line_id != known[i].line_id) {
            at++;
        }
        if (known[i].quantity > 0 && at < k->line_count) {
            k->line[at].quantity += known[i].quantity;
        } else if (known[i].quantity > 0) {
            k->line[k->line_count++] = known[i];
        }
    }
    return OK;
}

/* Two claims of one order are judged one after the other, the second knowing of the first. */
SQL(lock_order_for_claim, "UPDATE shop_order SET status = status WHERE id = $1");

enum err claim_open(struct ctx *c, const struct order *o, const struct claim_new *in,
                    struct claim *out, struct claim_verdict *verdict)
{
    struct claim k = { .order = o->id, .person = o->person, .kind = in->kind, .wish = in->wish, .remedy = REMEDY_COUNT,
                       .amount = money_zero(o->total.currency), .wish_amount = money_zero(o->total.currency) };
    TRY(db_exec(c->db, &lock_order_for_claim, ARGS(o->id.v), NULL));
    TRY(claim_judge(c, o, in, verdict));
    if (verdict->why != CLAIM_MAY) {
        return fail(c, ERR_UNPROCESSABLE, "order %" PRId64 ": claim refused: %s", o->id.v,
                    str_c(c->arena, claim_refusal_name(verdict->why)));
    }
    if (in->wish == REMEDY_PARTIAL_REFUND) {
        k.wish_amount = in->wish_amount;
    }
    k.round = verdict->round;
    k.state = CLAIM_OPEN;
    TRY(take_lines(c, o, in, &k));
    TRY(claim_insert(c, &k));
    TRY(claim_name_parcels(c, o, &k, in->parcel));
    TRY(vault_basis_begin(c, k.person, claim_subject(c, k.id)));
    TRY(written(c, &k, ACT_OPEN, CLAIM_OPEN, in->text));
    if (verdict->overridden != CLAIM_MAY) {
        str what = str_join(c->arena, S("claim."), claim_refusal_name(verdict->overridden));
        TRY(override_note(c, what, claim_subject(c, k.id), in->override_reason, k.person.v));
    }
    *out = k;
    return OK;
}

/* --- the shop answers --- */

/* What the shop says of how: goods first or remedy first. Repairs need the goods; a changed mind always gives them back; so does
 * a buyer for whom that step was added (standing.h). */
static enum err set_return(struct ctx *c, struct claim *k, const struct claim_answer *a)
{
    bool is_added = false;
    TRY(standing_holds(c, k->person, STANDING_RETURN_FIRST, &is_added));
    bool is_here = k->kind == CLAIM_NOT_RECEIVED || k->remedy == REMEDY_PARTIAL_REFUND ||
                   k->remedy == REMEDY_MISSING_PART;
    bool must = is_added || k->remedy == REMEDY_REPAIR || k->kind == CLAIM_CHANGED_MIND;
    k->needs_return = !is_here && (must || a->needs_return);
    k->is_advance = k->needs_return && !must && a->is_advance;
    return OK;
}

enum err claim_accept(struct ctx *c, claim_id id, const struct claim_answer *a)
{
    struct claim k = { 0 };
    TRY(claim_get(c, id, &k));
    TRY(k.state == CLAIM_PROPOSED ? claim_wish_again(c, &k)
                                  : OK); /* another variant was proposed */
    k.remedy = k.wish;
    k.amount = k.wish_amount;
    k.first_by = k.first_by == 0 ? c->actor.id : k.first_by;
    TRY(set_return(c, &k, a));
    TRY(claim_weigh(c, &k, a->with_shipping));
    return claim_grant(c, &k, ACT_ACCEPT, a->text);
}

/* Goods that came and are not as they should be: the guarantee says who chooses between a replacement and the money. */
static bool is_about_quality(enum claim_kind kind)
{
    return kind == CLAIM_DAMAGED || kind == CLAIM_DEFECTIVE || kind == CLAIM_WRONG_ITEM ||
           kind == CLAIM_MISSING_PART || kind == CLAIM_NOT_AS_DESCRIBED;
}

/* What a proposal is, by the guarantee the goods were bought under. */
enum proposal {
    PROPOSAL_PLAIN,
    PROPOSAL_OVERRIDE, /* the choice was the buyer's */
    PROPOSAL_DECIDES,  /* the choice is the shop's */
};

static enum err weigh_proposal(struct ctx *c, const struct claim *k, enum claim_remedy remedy,
                               enum proposal *out)
{
    struct policy p = { 0 };
    bool can_be_had = true;
    *out = PROPOSAL_PLAIN;
    if (!is_about_quality(k->kind) || remedy == k->wish) {
        return OK;
    }
    TRY(claim_policy(c, k, POLICY_GUARANTEE, &p));
    if (!policy_bool(&p, S("buyer_chooses"))) {
        bool is_either = remedy == REMEDY_REPLACEMENT || remedy == REMEDY_REFUND;
        *out = is_either ? PROPOSAL_DECIDES : PROPOSAL_PLAIN;
        return OK;
    }
    if (k->wish == REMEDY_EXCHANGE) { /* the guarantee's choice is a replacement or the money */
        return OK;
    }
    if (k->wish == REMEDY_REPLACEMENT) {
        TRY(claim_can_give(c, k, REMEDY_REPLACEMENT, &can_be_had));
    }
    bool is_all_left = !can_be_had && remedy == REMEDY_REFUND;
    *out = is_all_left ? PROPOSAL_PLAIN : PROPOSAL_OVERRIDE;
    return OK;
}

/* Another variant than the buyer named, if the shop names one. Something dearer for nothing has a reason, like every kindness past the rule. */
static enum err propose_other(struct ctx *c, struct claim *k, const struct claim_answer *a,
                              enum proposal *is)
{
    bool is_dearer = false;
    if (k->remedy != REMEDY_EXCHANGE) {
        return OK;
    }
    if (a->exchange_for.size != 0 || k->wish != REMEDY_EXCHANGE) {
        TRY(claim_set_other(c, k, a->exchange_for, &is_dearer));
    }
    *is = is_dearer ? PROPOSAL_OVERRIDE : *is;
    return claim_save_lines(c, k);
}

enum err claim_propose(struct ctx *c, claim_id id, const struct claim_answer *a)
{
    struct claim k = { 0 };
    enum proposal is = PROPOSAL_PLAIN;
    TRY(claim_get(c, id, &k));
    bool is_third = k.round >= 3 && k.wish == REMEDY_REFUND;
    if (is_third || !claim_remedy_fits(k.kind, a->remedy, 3)) {
        return fail(c, ERR_UNPROCESSABLE, "claim %" PRId64 ": this cannot be proposed", id.v);
    }
    TRY(weigh_proposal(c, &k, a->remedy, &is));
    k.remedy = a->remedy;
    k.amount = a->amount;
    k.first_by = c->actor.id;
    TRY(propose_other(c, &k, a, &is));
    TRY(set_return(c, &k, a));
    TRY(claim_weigh(c, &k, a->with_shipping));
    if (is == PROPOSAL_DECIDES) {
        return claim_grant(c, &k, ACT_ACCEPT, a->text);
    }
    TRY(claim_move(c, &k, ACT_PROPOSE, CLAIM_PROPOSED, a->text));
    return is == PROPOSAL_OVERRIDE ? override_note(c, S("claim.other_remedy"), claim_subject(c, id),
                                                   a->reason, k.person.v)
                                   : OK;
}

enum err claim_contest(struct ctx *c, claim_id id, str text)
{
    enum { WORDS_MIN = 10 };
    struct claim k = { 0 };
    TRY(claim_get(c, id, &k));
    if (ink_count(text) < WORDS_MIN) {
        return fail(c, ERR_BAD_INPUT, "claim %" PRId64 ": contested without reasons", id.v);
    }
    k.first_by = c->actor.id;
    return claim_move(c, &k, ACT_CONTEST, CLAIM_CONTESTED, text);
}

/* --- the buyer --- */

enum err claim_agree(struct ctx *c, claim_id id)
{
    struct claim k = { 0 };
    TRY(claim_get(c, id, &k));
    return claim_grant(c, &k, ACT_AGREE, (str){ 0 });
}

/* What was proposed is off the table: the second person weighs the buyer's own wish. */
enum err claim_decline(struct ctx *c, claim_id id, str text)
{
    struct claim k = { 0 };
    TRY(claim_get(c, id, &k));
    k.remedy = REMEDY_COUNT;
    k.amount.minor = 0;
    k.needs_return = k.is_advance = false;
    TRY(claim_wish_again(c, &k));
    return claim_move(c, &k, ACT_DECLINE, CLAIM_CONTESTED, text);
}

enum err claim_appeal(struct ctx *c, claim_id id, str text)
{
    struct claim k = { 0 };
    TRY(claim_get(c, id, &k));
    bool is_inspection = k.state == CLAIM_INSPECTED_NOT_OK;
    return claim_move(c, &k, ACT_APPEAL, is_inspection ? CLAIM_CONTESTED : CLAIM_APPEALED, text);
}

enum err claim_withdraw(struct ctx *c, claim_id id)
{
    struct claim k = { 0 };
    TRY(claim_get(c, id, &k));
    return claim_move(c, &k, ACT_WITHDRAW, CLAIM_WITHDRAWN, (str){ 0 });
}

enum err claim_choose(struct ctx *c, claim_id id, enum claim_remedy wish, str exchange_for,
                      struct claim_verdict *verdict)
{
    struct claim k = { 0 };
    bool is_dearer = false;
    TRY(claim_get(c, id, &k));
    *verdict = (struct claim_verdict){ .why = CLAIM_MAY };
    if (wish == REMEDY_PARTIAL_REFUND || !claim_remedy_fits(k.kind, wish, k.round)) {
        verdict->why = CLAIM_WISH;
    } else if (wish == REMEDY_EXCHANGE) {
        enum err e = claim_set_other(c, &k, exchange_for, &is_dearer);
        TRY(e == ERR_UNPROCESSABLE ? OK : e);
        TRY(claim_judge_other(c, k.line, k.line_count, verdict));
    }
    if (verdict->why != CLAIM_MAY) {
        return fail(c, ERR_UNPROCESSABLE, "claim %" PRId64 ": choice refused: %s", id.v,
                    str_c(c->arena, claim_refusal_name(verdict->why)));
    }
    k.wish = wish;
    k.wish_amount.minor = 0;
    TRY(claim_move(c, &k, ACT_CHOOSE, CLAIM_OPEN, (str){ 0 }));
    return claim_save_wish(c, &k);
}

enum err claim_resume(struct ctx *c, claim_id id)
{
    struct claim k = { 0 };
    TRY(claim_get(c, id, &k));
    return claim_move(c, &k, ACT_RESUME, k.lapsed_from, (str){ 0 });
}

/* --- a second person decided --- */

/* When a person found for the buyer, goods that are at the buyer come back first; when nobody looked in time, they need not. */
static enum err set_return_of_decision(struct ctx *c, struct claim *k, enum decider by)
{
    struct claim_answer asked = { .needs_return = by != DECIDER_RULE };
    return k->returned_at != 0 ? OK : set_return(c, k, &asked);
}

/* The order's own clock stands for a remedy that was agreed before (an inspection, a parcel that did not come). */
enum err claim_decided(struct ctx *c, const struct decision *d)
{
    struct claim k = { 0 };
    claim_id id = { 0 };
    bool was_appealed = false;
    if (!str_to_int(str_cut(d->subject, ':').tail, &id.v)) {
        return fail(c, ERR_INTERNAL, "decision %" PRId64 " of no claim", d->id.v);
    }
    TRY(claim_get(c, id, &k));
    if (!d->is_upheld) {
        TRY(claim_has_step(c, id, ACT_APPEAL, &was_appealed));
        bool is_last = k.state == CLAIM_APPEALED || (was_appealed && k.returned_at == 0);
        return claim_move(c, &k, ACT_DENY, is_last ? CLAIM_REFUSED : CLAIM_DENIED, (str){ 0 });
    }
    if (k.remedy == REMEDY_COUNT) {
        k.remedy = k.wish;
        k.amount = k.wish_amount;
        TRY(set_return_of_decision(c, &k, d->by));
    }
    k.is_by_rule = k.is_by_rule || d->by == DECIDER_RULE;
    TRY(claim_weigh(c, &k, false));
    return claim_grant(c, &k, ACT_UPHOLD, (str){ 0 });
}

/* --- time passes --- */

static enum err accept_by_silence(struct ctx *c, struct claim *k)
{
    struct claim_answer nothing = { 0 };
    k->remedy = k->wish;
    k->amount = k->wish_amount;
    k->is_by_rule = true;
    TRY(set_return(c, k, &nothing));
    TRY(claim_weigh(c, k, false));
    return claim_grant(c, k, ACT_SILENCE, (str){ 0 });
}

enum err claim_promise_broken(struct ctx *c, const struct promise *p)
{
    struct str_pair subject = str_cut(p->subject, ':');
    struct claim_inspection passed = { .is_ok = true };
    struct claim k = { 0 };
    if (!str_eq(subject.head, S("claim")) || !str_to_int(subject.tail, &k.id.v)) {
        return OK;
    }
    TRY(claim_get(c, k.id, &k));
    if (p->kind == PROMISE_ANSWER_CLAIM && k.state == CLAIM_OPEN) {
        return accept_by_silence(c, &k);
    }
    if (p->kind == PROMISE_INSPECT && k.state == CLAIM_RETURN_RECEIVED) {
        return claim_inspect(c, k.id, &passed);
    }
    if (p->kind == PROMISE_DELIVER && k.state == CLAIM_REMEDY_SENT) {
        return claim_parcel_overdue(c, &k);
    }
    ctx_raisef(c, "order:%" PRId64, k.order.v);
    ctx_raise(c, S("claims"));
    return OK;
}

/* With the number of a courier the parcel travels at the shop's risk; without one a second person looks at it. */
static enum err lose(struct ctx *c, struct claim *k)
{
    if (k->return_number.size == 0 || !claim_is_shops_fault(k->kind)) {
        return claim_move(c, k, ACT_LOSE, CLAIM_CONTESTED, (str){ 0 });
    }
    k->needs_return = false;
    TRY(claim_owe_postage(c, k));
    return k->is_advance ? claim_move(c, k, ACT_LOSE, CLAIM_SETTLED, (str){ 0 })
                         : claim_owe(c, k, ACT_LOSE, (str){ 0 });
}

static enum err lapse(struct ctx *c, void *data)
{
    const claim_id id = *(const claim_id *)data;
    struct claim k = { 0 };
    TRY(claim_get(c, id, &k));
    if (k.state == CLAIM_RETURN_SENT) {
        return lose(c, &k);
    }
    if (k.state == CLAIM_REMEDY_SENT) {
        return claim_parcel_end(c, &k);
    }
    bool is_open_end =
        k.state == CLAIM_PROPOSED || k.state == CLAIM_RETURN_DUE || k.state == CLAIM_REMEDY_DUE;
    k.lapsed_from = k.state;
    return claim_move(c, &k, ACT_LAPSE, is_open_end ? CLAIM_LAPSED : CLAIM_REFUSED, (str){ 0 });
}

enum err claim_tick(struct ctx *c, int64_t limit, int64_t *done)
{
    enum { BATCH_MAX = 50 };
    claim_id due[BATCH_MAX];
    size_t count = 0;
    bool is_held = false;
    *done = 0;
    TRY(pulse_is_held(c, &is_held));
    if (is_held) {
        return OK;
    }
    TRY(claim_waiting(c, limit < BATCH_MAX ? limit : BATCH_MAX, due, &count));
    for (size_t i = 0; i < count; i++) {
        bool is_done = false;
        struct aside item = { "claim.lapse", due[i].v, claim_subject(c, due[i]) };
        TRY(aside_try(c, &item, lapse, &due[i], &is_done));
        *done += is_done;
    }
    return claim_remind_due(c, limit, done);
}

SQL(next_waiting,
    "SELECT waits_until FROM claim WHERE waits_until IS NOT NULL AND" ASIDE_NOT("claim.lapse", "claim.id", "$1")
    " ORDER BY waits_until, id LIMIT 1");

enum err claim_next_at(struct ctx *c, int64_t *out)
{
    bool is_held = false;
    int64_t remind_at = 0;
    *out = 0;
    TRY(pulse_is_held(c, &is_held));
    if (is_held) {
        return OK;
    }
    TRY(claim_remind_next_at(c, &remind_at));
    TRY(db_get_int(c->db, &next_waiting, ARGS(c->now_at), 0, out));
    *out = remind_at != 0 && (*out == 0 || remind_at < *out) ? remind_at : *out;
    return OK;
}

/* --- what comes next --- */

/* The promise of the claim's own that its state stands on. */
static enum promise_kind kind_owed(const struct claim *k)
{
    if (k->state == CLAIM_OPEN) {
        return PROMISE_ANSWER_CLAIM;
    }
    if (k->state == CLAIM_RETURN_RECEIVED) {
        return PROMISE_INSPECT;
    }
    return claim_remedy_is_money(k->remedy) ? PROMISE_REFUND
           : k->remedy == REMEDY_REPAIR     ? PROMISE_REPAIR
                                            : PROMISE_REPLACE;
}

enum err claim_next_promise(struct ctx *c, const struct claim *k, struct promise *out)
{
    struct decision d = { 0 };
    if (claim_is_closed(k->state) || k->waits_until != 0) {
        return ERR_NOT_FOUND;
    }
    if (k->state == CLAIM_CONTESTED || k->state == CLAIM_APPEALED) {
        TRY(decision_find(c, claim_subject(c, k->id), &d));
        return promise_find(c, str_format(c->arena, "decision:%" PRId64, d.id.v), PROMISE_DECIDE,
                            out);
    }
    bool is_orders = k->state == CLAIM_REMEDY_DUE && k->refund != 0;
    return promise_find(c, is_orders ? order_subject(c, k->order) : claim_subject(c, k->id),
                        kind_owed(k), out);
}

bool claim_can_be_overdue(const struct claim *k)
{
    bool is_goods = k->remedy == REMEDY_REPLACEMENT || k->remedy == REMEDY_REPAIR ||
                    k->remedy == REMEDY_MISSING_PART || k->remedy == REMEDY_EXCHANGE;
    return k->state == CLAIM_REMEDY_DUE && is_goods;
}

bool claim_is_overdue(const struct claim *k, const struct promise *p, int64_t now_at)
{
    return claim_can_be_overdue(k) && p->due_at < now_at;
}
