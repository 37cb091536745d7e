/* SPDX-License-Identifier: Apache-2.0 */
/* demo_case.c - talks and claims of the example shop: what buyer and staff do next follows from the state the case is in. */
#include "cli/demo_watch.h"

#include "care/conversation_office.h"
#include "cli/consequence.h"
#include "shop/claim_act.h"
#include "shop/claim_parcel.h"
#include "shop/refund.h"

enum { LOOKS_MAX = 40, APPEAL_DAYS = 7 };

static int64_t working(struct ctx *c, struct demo *d, int64_t low, int64_t high)
{
    return demo_work_later(c, c->now_at, SECONDS(demo_between(d, low * 60, high * 60)));
}

static bool is_silent(struct demo *d)
{
    return demo_lot(d, d->silence_bp);
}

static void over(struct demo_case *k)
{
    k->next_at = 0;
}

static void act_as_buyer(struct ctx *c, const struct demo_case *k)
{
    c->actor = (struct actor){ ROLE_BUYER, k->person.v };
}

static const struct value *draw(struct demo *d, const char *list)
{
    const struct value *one = demo_first(d->history, list);
    int64_t count = 0;
    for (const struct value *each = one; each != NULL; each = each->next) {
        count++;
    }
    for (int64_t skip = demo_between(d, 0, count - 1); skip > 0 && one != NULL; skip--) {
        one = one->next;
    }
    return one;
}

struct demo_case *demo_case_begin(struct demo *d, const struct order *o, enum case_kind kind,
                                  int64_t at)
{
    CHECK(d->case_count < d->life_max * 4);
    struct demo_case *k = &d->cases[d->case_count++];
    *k = (struct demo_case){ .kind = kind, .order = o->id, .person = o->person, .next_at = at };
    static const char *const lists[] = { "conversations", "claims", NULL, "surveys" };
    k->script = lists[kind] == NULL ? NULL : draw(d, lists[kind]);
    k->line = kind == CASE_TALK ? demo_first(k->script, "lines") : NULL;
    return k;
}

/* --- talks --- */

void demo_may_talk(struct ctx *c, struct demo *d, const struct order *o)
{
    if (demo_lot(d, value_int(d->rates, S("conversation_bp"), 0) * d->trouble)) {
        (void)demo_case_begin(d, o, CASE_TALK, c->now_at + MINUTES(demo_between(d, 3, 4000)));
    }
}

static bool is_buyers(const struct value *line)
{
    return line != NULL && str_eq(value_text(line, S("from")), S("buyer"));
}

static void plan_line(struct ctx *c, struct demo *d, struct demo_case *k)
{
    int64_t after = value_int(k->line, S("after_minutes"), 10);
    k->line = k->line->next;
    if (k->line == NULL) {
        k->next_at = working(c, d, 30, 300);
        return;
    }
    after = value_int(k->line, S("after_minutes"), after);
    if (is_buyers(k->line)) {
        k->next_at = c->now_at + MINUTES(after);
        return;
    }
    bool is_late = is_silent(d) || demo_chance(d, "reply_late_bp");
    k->next_at =
        demo_work_later(c, c->now_at, is_late ? HOURS(demo_between(d, 5, 60)) : MINUTES(after));
}

static enum err open_talk(struct ctx *c, struct demo_case *k, enum channel channel)
{
    struct order o = { 0 };
    conversation_id id = { 0 };
    TRY(order_by_id(c, k->order, &o));
    str about = str_format(c->arena, "order:%.*s", STR_ARG(o.number));
    struct conversation_new n = { .person = k->person, .channel = channel, .lang = o.lang, .about = &about,
                                  .about_count = 1 };
    TRY(conversation_open(c, &n, &id));
    k->id = id.v;
    return OK;
}

static enum err say(struct ctx *c, struct demo *d, struct demo_case *k, const struct said_new *s)
{
    struct said_receipt receipt = { 0 };
    TRY(conversation_say(c, (conversation_id){ k->id }, s, &receipt));
    k->id = receipt.conversation.v; /* a new one, when the old was closed */
    if (s->direction == SAID_OUT) {
        str subject = conversation_subject(c, receipt.conversation);
        demo_did(c, d, subject, PROMISE_REPLY, true);
        demo_did(c, d, subject, PROMISE_NEXT_REPLY, true);
    }
    return OK;
}

static struct said_new answer_with(str text, enum channel channel)
{
    return (struct said_new){ .direction = SAID_OUT,
                               .author = AUTHOR_STAFF,
                               .channel = channel,
                               .text = text,
                               .is_sent = true };
}

/* The last word is staff's; then it is solved. */
static enum err end_talk(struct ctx *c, struct demo *d, struct demo_case *k, enum channel channel)
{
    struct conversation v = { 0 };
    demo_act_as(c, d, ROLE_CARE);
    TRY(conversation_get(c, (conversation_id){ k->id }, &v));
    over(k);
    bool is_open = v.state == CONVERSATION_OPEN || v.state == CONVERSATION_WAITING_CUSTOMER;
    if (!is_open || is_silent(d)) {
        return OK;
    }
    if (v.waiting_since != 0) {
        struct said_new s = answer_with(S("Sama-sama, Kak."), channel);
        TRY(say(c, d, k, &s));
    }
    return demo_lot(d, 8000) ? conversation_move(c, v.id, CONVERSATION_SOLVED) : OK;
}

static enum err say_line(struct ctx *c, struct demo *d, struct demo_case *k, enum channel channel)
{
    struct order o = { 0 };
    TRY(order_by_id(c, k->order, &o));
    str text = str_replace(c->arena, value_text(k->line, S("text")), S("{order}"), o.number);
    struct said_new s = answer_with(text, channel);
    if (is_buyers(k->line)) {
        s.direction = SAID_IN;
        s.author = AUTHOR_BUYER;
        s.is_sent = false;
    }
    TRY(say(c, d, k, &s));
    plan_line(c, d, k);
    return OK;
}

static enum err talk(struct ctx *c, struct demo *d, struct demo_case *k)
{
    enum channel channel = CHANNEL_WEB;
    if (!channel_of(value_text(k->script, S("channel")), &channel)) {
        channel = CHANNEL_WEB;
    }
    if (k->line == NULL) {
        return end_talk(c, d, k, channel);
    }
    if (is_buyers(k->line)) {
        act_as_buyer(c, k);
    } else {
        demo_act_as(c, d, ROLE_CARE);
    }
    TRY(k->id == 0 ? open_talk(c, k, channel) : OK);
    return say_line(c, d, k, channel);
}

/* --- claims --- */

/* The money comes instead of the goods. */
static void told_money(struct ctx *c, struct demo *d, str subject)
{
    demo_did(c, d, subject, PROMISE_REPLACE, false);
    demo_did(c, d, subject, PROMISE_REPAIR, false);
    demo_did(c, d, subject, PROMISE_DELIVER, false);
}

void demo_may_claim(struct ctx *c, struct demo *d, const struct order *o)
{
    if (demo_lot(d, value_int(d->rates, S("claim_bp"), 0) * d->trouble)) {
        (void)demo_case_begin(d, o, CASE_CLAIM, c->now_at + MINUTES(demo_between(d, 30, 3500)));
    }
}

static enum claim_kind kind_of(str name)
{
    enum claim_kind kind = CLAIM_DAMAGED;
    bool is_known =
        claim_kind_of(str_eq(name, S("missing_item")) ? S("missing_part") : name, &kind);
    return is_known ? kind
                    : CLAIM_DAMAGED; /* never_arrived: the timer asks about those by itself */
}

/* A buyer the shop refuses (too late, of other kinds) lets it be. */
static enum err open_claim(struct ctx *c, struct demo *d, struct demo_case *k)
{
    struct order o = { 0 };
    struct claim claim = { 0 };
    struct claim_verdict verdict = { 0 };
    TRY(order_by_id(c, k->order, &o));
    struct claim_line line = { .line_id = o.line[0].id, .quantity = 1 };
    struct claim_new in = { .kind = kind_of(value_text(k->script, S("kind"))), .wish = REMEDY_REFUND, .line = &line,
                            .line_count = 1, .says_arrived = true, .text = value_text(k->script, S("text")) };
    in.wish = claim_remedy_of(value_text(k->script, S("wish")), &in.wish) ? in.wish : REMEDY_REFUND;
    act_as_buyer(c, k);
    TRY(db_save(c->db));
    enum err e = claim_open(c, &o, &in, &claim, &verdict);
    if (e != OK) {
        db_rollback_to_save(c->db);
        over(k);
        return e == ERR_UNPROCESSABLE ? OK : e;
    }
    k->id = claim.id.v;
    k->next_at = working(c, d, 30, 700);
    return db_release(c->db);
}

static enum err answer(struct ctx *c, struct demo *d, struct demo_case *k, const struct claim *is)
{
    bool is_money_back = is->wish == REMEDY_REFUND;
    struct claim_answer a = { .text = value_text(k->script, S("answer")), .needs_return = demo_lot(d, 3500),
                              .is_advance = demo_lot(d, 5000), .with_shipping = demo_lot(d, 5000) };
    demo_act_as(c, d, ROLE_CARE);
    demo_did(c, d, claim_subject(c, is->id), PROMISE_ANSWER_CLAIM, true);
    if (demo_lot(d, value_int(d->rates, S("claim_contested_bp"), 0))) {
        return claim_contest(c, is->id, S("Foto sebelum dikirim menunjukkan barang utuh."));
    }
    if (is_money_back && is->round < 3 && demo_lot(d, 2500)) {
        a.remedy = is->kind == CLAIM_CHANGED_MIND ? REMEDY_REFUND : REMEDY_REPLACEMENT;
        a.reason = S("Barang pengganti sudah siap, pembeli kami tawari dulu.");
        return claim_propose(c, is->id, &a);
    }
    return claim_accept(c, is->id, &a);
}

/* The buyer has a week to appeal; whoever appealed before has not. Goods that became money nobody waits for. */
static enum err told_judged(struct ctx *c, struct demo *d, const struct demo_case *k,
                            const struct claim *was, bool is_upheld)
{
    struct claim now = { 0 };
    str subject = claim_subject(c, was->id);
    bool is_last = was->state == CLAIM_APPEALED || (k->has_appealed && was->returned_at == 0);
    if (!is_upheld) {
        demo_lapses(c, d, subject, PROMISE_KIND_COUNT,
                    is_last ? c->now_at : c->now_at + DAYS(APPEAL_DAYS));
        return OK;
    }
    TRY(claim_get(c, was->id, &now));
    if (claim_remedy_is_money(now.remedy)) {
        told_money(c, d, subject);
    }
    return OK;
}

static enum err judge(struct ctx *c, struct demo *d, const struct demo_case *k,
                      const struct claim *is)
{
    bool may = false;
    struct decision now = { 0 };
    struct decision_verdict v = { .is_upheld = demo_lot(d, 6000), .reasons = S("Foto dan catatan kedua pihak dibandingkan.") };
    TRY(decision_find(c, claim_subject(c, is->id), &now));
    TRY(demo_act_as_judge(c, d, &now, &may));
    if (!may) {
        return OK;
    }
    demo_did(c, d, str_format(c->arena, "decision:%" PRId64, now.id.v), PROMISE_DECIDE, true);
    TRY(decision_decide(c, &decisions, now.id, &v));
    return told_judged(c, d, k, is, v.is_upheld);
}

static enum err inspect(struct ctx *c, struct demo *d, const struct claim *is)
{
    struct claim_inspection in = { .is_ok = demo_lot(d, 8500), .text = S("Diperiksa berdua, difoto.") };
    in.disposition = is->remedy == REMEDY_REPAIR ? (str){ 0 }
                     : demo_lot(d, 4000)         ? S("restock")
                                                 : S("scrap");
    demo_act_as(c, d, ROLE_FULFILMENT);
    demo_did(c, d, claim_subject(c, is->id), PROMISE_INSPECT, true);
    if (!in.is_ok) {
        demo_lapses(c, d, claim_subject(c, is->id), PROMISE_KIND_COUNT,
                    c->now_at + DAYS(APPEAL_DAYS));
    }
    return claim_inspect(c, is->id, &in);
}

static enum err pay(struct ctx *c, struct demo *d, const struct demo_case *k, int64_t refund)
{
    struct refund r = { 0 };
    struct order o = { 0 };
    struct refund_account account = { S("BRI"), S("0011223344"), S("Pembeli Contoh") };
    TRY(order_by_id(c, k->order, &o));
    TRY(refund_get(c, refund, &r));
    if (r.state == REFUND_NEEDS_BANK_ACCOUNT && r.account.v == 0) {
        act_as_buyer(c, k);
        demo_waits(c, d, order_subject(c, k->order), PROMISE_REFUND, false);
        return refund_give_account(c, &o, &account);
    }
    if (r.state == REFUND_SUCCEEDED || r.state == REFUND_REVERSED) {
        return OK;
    }
    demo_act_as(c, d, ROLE_OWNER);
    str reference = str_format(c->arena, "TRF-%08" PRId64, demo_between(d, 0, 99999999));
    TRY(demo_did_pay(c, d, k->order, r.id));
    return refund_settle(c, r.id, reference);
}

static bool is_overdue(struct ctx *c, const struct claim *is)
{
    struct promise p = { 0 };
    return claim_next_promise(c, is, &p) == OK && claim_is_overdue(is, &p, c->now_at);
}

/* What was exchanged for something cheaper, and is not paid back yet. */
static enum err owes_difference(struct ctx *c, const struct claim *is, bool *out)
{
    struct refund r = { 0 };
    *out = false;
    if (is->difference_refund != 0) {
        TRY(refund_get(c, is->difference_refund, &r));
        *out = r.state != REFUND_SUCCEEDED && r.state != REFUND_REVERSED;
    }
    return OK;
}

static enum err give(struct ctx *c, struct demo *d, const struct demo_case *k,
                     const struct claim *is)
{
    bool is_money = claim_remedy_is_money(is->remedy);
    bool owes = false;
    int64_t lost_at = 0;
    str subject = claim_subject(c, is->id);
    str resi = str_format(c->arena, "CONTOH%09" PRId64, demo_between(d, 0, 999999999));
    if (is_money && is->refund != 0) {
        return pay(c, d, k, is->refund);
    }
    if (is->by_marketplace) {
        act_as_buyer(c, k);
        demo_did(c, d, subject, PROMISE_KIND_COUNT, false);
        return claim_paid_by_marketplace(c, is->id, (str){ 0 });
    }
    demo_act_as(c, d, ROLE_FULFILMENT);
    if (is_money) {
        demo_did(c, d, subject, PROMISE_REFUND, true);
        return claim_pay(c, is->id, resi);
    }
    TRY(owes_difference(c, is, &owes));
    if (owes) {                                   /* the goods another time */
        TRY(pay(c, d, k, is->difference_refund)); /* perhaps the buyer only names an account */
        return pay(c, d, k, is->difference_refund);
    }
    bool is_repair = is->remedy == REMEDY_REPAIR;
    if (is_overdue(c, is) && d->watch != NULL && demo_lot(d, 4000)) {
        act_as_buyer(c, k);
        told_money(c, d, subject);
        return claim_take_money(c, is->id);
    }
    demo_did(c, d, subject, is_repair ? PROMISE_REPAIR : PROMISE_REPLACE, true);
    TRY(claim_send(c, is->id, S("jne"), resi));
    TRY(demo_lost_at(c, subject, &lost_at));
    demo_lapses(c, d, subject, PROMISE_DELIVER, lost_at);
    return OK;
}

static enum err arrived_or_not(struct ctx *c, struct demo *d, const struct claim *is)
{
    if (claim_is_missed(is, c->now_at) && !demo_lot(d, 9000)) {
        demo_lapses(c, d, claim_subject(c, is->id), PROMISE_DELIVER, 0); /* a second person looks */
        return claim_miss(c, is->id, S("Gantinya belum sampai."));
    }
    demo_did(c, d, claim_subject(c, is->id), PROMISE_DELIVER, true);
    return claim_arrive(c, is->id);
}

/* The buyer's turn. */
static enum err reply(struct ctx *c, struct demo *d, struct demo_case *k, const struct claim *is)
{
    act_as_buyer(c, k);
    if (d->watch != NULL && claim_may(is, ROLE_BUYER, S("withdraw")) && demo_lot(d, 300)) {
        demo_did(c, d, claim_subject(c, is->id), PROMISE_KIND_COUNT, false);
        return claim_withdraw(c, is->id);
    }
    switch ((int)is->state) {
    case CLAIM_PROPOSED:
        return demo_lot(d, 7000) ? claim_agree(c, is->id)
                                 : claim_decline(c, is->id, S("Saya minta uang kembali saja."));
    case CLAIM_DENIED:
    case CLAIM_INSPECTED_NOT_OK:
        demo_lapses(c, d, claim_subject(c, is->id), PROMISE_KIND_COUNT, 0);
        k->has_appealed = true;
        return claim_appeal(c, is->id, S("Video buka paket saya lampirkan."));
    case CLAIM_RETURN_DUE:
        return claim_send_back(c, is->id, S("jnt"),
                               str_format(c->arena, "BALIK%" PRId64, is->id.v));
    case CLAIM_LAPSED:
        return demo_lot(d, 3000) ? claim_resume(c, is->id) : OK;
    default:
        return arrived_or_not(c, d, is);
    }
}

/* Before the shop answered: the money after all. */
static enum err choose(struct ctx *c, const struct demo_case *k, const struct claim *is)
{
    struct claim_verdict verdict = { 0 };
    act_as_buyer(c, k);
    return claim_choose(c, is->id, REMEDY_REFUND, (str){ 0 }, &verdict);
}

static enum err claim_step(struct ctx *c, struct demo *d, struct demo_case *k,
                           const struct claim *is)
{
    switch ((int)is->state) {
    case CLAIM_OPEN:
        return d->watch != NULL && demo_lot(d, 300) ? choose(c, k, is) : answer(c, d, k, is);
    case CLAIM_CONTESTED:
    case CLAIM_APPEALED:
        return judge(c, d, k, is);
    case CLAIM_RETURN_SENT:
        demo_act_as(c, d, ROLE_FULFILMENT);
        return claim_receive(c, is->id);
    case CLAIM_RETURN_RECEIVED:
        return inspect(c, d, is);
    case CLAIM_REMEDY_DUE:
        return give(c, d, k, is);
    default:
        return reply(c, d, k, is);
    }
}

static enum err claim(struct ctx *c, struct demo *d, struct demo_case *k)
{
    struct claim is = { 0 };
    if (k->id == 0) {
        return open_claim(c, d, k);
    }
    TRY(claim_get(c, (claim_id){ k->id }, &is));
    bool is_done = claim_is_closed(is.state) && is.state != CLAIM_LAPSED;
    if (is_done || ++k->looks > LOOKS_MAX) {
        over(k);
        return OK;
    }
    k->next_at = working(c, d, 60, 900);
    if (is_silent(d)) {
        k->next_at += DAYS(demo_between(d, 1, 9));
        return OK;
    }
    return claim_step(c, d, k, &is);
}

enum err demo_go_on(struct ctx *c, struct demo *d, struct demo_case *k)
{
    return k->kind == CASE_COMPLAINT ? demo_complain(c, d, k)
           : k->kind == CASE_SURVEY  ? demo_answer(c, d, k)
           : k->kind == CASE_TALK    ? talk(c, d, k)
                                     : claim(c, d, k);
}
