/* SPDX-License-Identifier: Apache-2.0 */
/* demo_complaint.c - complaints of the example shop: the person's turn, the shop's, a second person's, or nobody's. */
#include "cli/demo_watch.h"

#include "care/complaint_act.h"
#include "cli/consequence.h"
#include "core/promise_clock.h"

enum { LOOKS_MAX = 60, REOPENED_MAX = 2, NO_MORE = 99 };

static int64_t working(struct ctx *c, struct demo *d, int64_t low, int64_t high)
{
    return demo_work_later(c, c->now_at, SECONDS(demo_between(d, low * 60, high * 60)));
}

static void act_as_person(struct ctx *c, const struct demo_case *k)
{
    c->actor = (struct actor){ ROLE_BUYER, k->person.v };
}

/* The first four of an example show one way each; what comes after them, and a watched year, is left to luck. */
enum way { WAY_SETTLED, WAY_ESCALATED, WAY_REOPENED, WAY_LATE, WAY_COUNT };

static bool goes(struct demo *d, const struct demo_case *k, enum way way, int64_t bp)
{
    bool is_shown = d->watch == NULL && k->ordinal < WAY_COUNT;
    bool is_lot = demo_lot(d, bp);
    return is_shown ? k->ordinal == (int)way : is_lot;
}

/* One after the other, so that each is told. */
static const struct value *script_of(const struct demo *d, int64_t ordinal)
{
    const struct value *one = demo_first(d->history, "complaints");
    for (int64_t skip = ordinal; skip > 0 && one != NULL; skip--) {
        one = one->next != NULL ? one->next : demo_first(d->history, "complaints");
    }
    return one;
}

void demo_may_complain(struct ctx *c, struct demo *d, const struct order *o)
{
    bool is_last_week =
        d->watch == NULL && c->now_at > d->end_at - DAYS(8); /* the board has something open */
    int64_t rate = value_int(d->rates, S("complaint_bp"), 0) * d->trouble;
    if (!demo_lot(d, is_last_week ? rate * 3 : rate)) {
        return;
    }
    int ordinal = 0;
    for (size_t i = 0; i < d->case_count; i++) {
        ordinal += d->cases[i].kind == CASE_COMPLAINT;
    }
    struct demo_case *k =
        demo_case_begin(d, o, CASE_COMPLAINT, c->now_at + MINUTES(demo_between(d, 30, 5000)));
    k->ordinal = ordinal;
    k->script = script_of(d, ordinal);
}

/* --- what the witness must know --- */

static void told(struct ctx *c, struct demo *d, const struct complaint *k, enum promise_kind kind,
                 bool is_done)
{
    demo_did(c, d, complaint_subject(c, k->id), kind, is_done);
}

static void told_words(struct ctx *c, struct demo *d, const struct complaint *k)
{
    str subject = conversation_subject(c, k->conversation);
    demo_did(c, d, subject, PROMISE_REPLY, true);
    demo_did(c, d, subject, PROMISE_NEXT_REPLY, true);
}

static void told_decision(struct ctx *c, struct demo *d, const struct complaint *k, bool is_done)
{
    struct decision now = { 0 };
    if (decision_find(c, complaint_subject(c, k->id), &now) == OK && now.decided_at == 0) {
        demo_did(c, d, str_format(c->arena, "decision:%" PRId64, now.id.v), PROMISE_DECIDE,
                 is_done);
    }
}

static void told_end(struct ctx *c, struct demo *d, const struct complaint *k)
{
    told_decision(c, d, k, false);
    told(c, d, k, PROMISE_ACKNOWLEDGE, false);
    told(c, d, k, PROMISE_DECIDE_COMPLAINT, false);
    told(c, d, k, PROMISE_REMEDY, false);
}

static void told_step(struct ctx *c, struct demo *d, const struct complaint *k,
                      enum complaint_act act)
{
    switch ((int)act) {
    case COMPLAINT_ACT_ASK:
        demo_waits(c, d, complaint_subject(c, k->id), PROMISE_DECIDE_COMPLAINT, true);
        return;
    case COMPLAINT_ACT_PROPOSE:
    case COMPLAINT_ACT_REJECT:
        told(c, d, k, PROMISE_DECIDE_COMPLAINT, true);
        return;
    case COMPLAINT_ACT_REMEDY:
    case COMPLAINT_ACT_CONFIRM:
        told(c, d, k, PROMISE_REMEDY, true);
        return;
    case COMPLAINT_ACT_CONTEST:
        told(c, d, k, PROMISE_REMEDY, false);
        return;
    case COMPLAINT_ACT_WITHDRAW:
    case COMPLAINT_ACT_NOT_ONE:
        told_end(c, d, k);
        return;
    default:
        return;
    }
}

/* --- steps --- */

static enum err take(struct ctx *c, struct demo *d, const struct complaint *k,
                     const struct complaint_do *step)
{
    struct complaint after = { 0 };
    bool is_shop = c->actor.role != ROLE_BUYER;
    if (step->act != COMPLAINT_ACT_ASK) {
        demo_waits(c, d, complaint_subject(c, k->id), PROMISE_DECIDE_COMPLAINT, false);
    }
    if (is_shop && step->act != COMPLAINT_ACT_REOPEN) {
        told(c, d, k, PROMISE_ACKNOWLEDGE, true);
    }
    told_step(c, d, k, step->act);
    TRY(complaint_take(c, k->id, step, &after));
    if (is_shop && step->text.size > 0) {
        told_words(c, d, &after);
    }
    return OK;
}

static enum err says(struct ctx *c, struct demo *d, const struct complaint *k,
                     enum complaint_act act, str text)
{
    return take(c, d, k, &(struct complaint_do){ .act = act, .text = text });
}

/* What the shop wrote in this case, the n-th time; what it would write anyway when there is no more. */
static str shop_words(const struct demo_case *k, int n, const char *otherwise)
{
    for (const struct value *one = demo_first(k->script, "steps"); one != NULL; one = one->next) {
        if (str_eq(value_text(one, S("from")), S("staff")) && n-- == 0) {
            return value_text(one, S("text"));
        }
    }
    return str_of(otherwise);
}

static enum err begin_case(struct ctx *c, struct demo *d, struct demo_case *k)
{
    struct order o = { 0 };
    struct complaint opened = { 0 };
    TRY(order_by_id(c, k->order, &o));
    struct complaint_new n = { .person = k->person, .channel = CHANNEL_WEB, .source = S("form"), .lang = o.lang,
                               .order_number = o.number, .subject = value_text(k->script, S("subject")),
                               .text = value_text(k->script, S("text")), .wish = value_text(k->script, S("wish")) };
    act_as_person(c, k);
    TRY(complaint_open(c, &n, &opened));
    k->id = opened.id.v;
    k->next_at =
        opened.is_safety ? c->now_at + MINUTES(demo_between(d, 5, 40)) : working(c, d, 20, 200);
    return OK;
}

static struct complaint_do assessed(const struct demo_case *k)
{
    static const struct {
        const char *told, *category, *cause;
    } row[] = {
        { "late", "delivery", "stock" },
        { "courier", "delivery", "courier" },
        { "quality", "product", "product_defect" },
        { "safety", "product", "product_defect" },
        { "care", "service", "communication" },
        { "privacy", "privacy", "communication" },
        { "price", "payment", "system" },
        { "website", "other", "system" },
    };
    str name = value_text(k->script, S("category"));
    bool is_refused = str_eq(value_text(k->script, S("outcome")), S("refused"));
    struct complaint_do step = { .act = COMPLAINT_ACT_ACKNOWLEDGE, .text = shop_words(k, is_refused ? NO_MORE : 0, "Kami baca, kami periksa sekarang."),
                                 .severity = S("normal"), .category = S("other"), .cause = S("none") };
    for (size_t i = 0; i < COUNT(row); i++) {
        if (str_eq(name, str_of(row[i].told))) {
            step.category = str_of(row[i].category);
            step.cause = str_of(row[i].cause);
        }
    }
    step.severity = str_eq(name, S("safety")) ? S("high") : step.severity;
    return step;
}

static enum err decide(struct ctx *c, struct demo *d, const struct demo_case *is,
                       const struct complaint *k)
{
    bool is_refused = str_eq(value_text(is->script, S("outcome")), S("refused"));
    struct complaint_do offer = { .act = COMPLAINT_ACT_PROPOSE, .text = shop_words(is, 1, "Kami perbaiki, ongkirnya kami tanggung."),
                                  .due_at = c->now_at + DAYS(demo_between(d, 2, 5)), .is_partly = demo_lot(d, 2000) };
    if (demo_lot(d, 1200)) {
        return says(c, d, k, COMPLAINT_ACT_ASK, S("Boleh kami minta foto atau nomor resinya?"));
    }
    if (demo_lot(d, 800)) {
        return says(c, d, k, COMPLAINT_ACT_WAIT, S("Kami menunggu jawaban kurir."));
    }
    if (demo_lot(d, 250)) {
        return says(c, d, k, COMPLAINT_ACT_NOT_ONE, S("Ini pertanyaan, sudah kami jawab."));
    }
    bool is_rejected = is_refused || goes(d, is, WAY_ESCALATED, 2500);
    return is_rejected ? says(c, d, k, COMPLAINT_ACT_REJECT,
                              shop_words(is, is_refused ? 0 : NO_MORE,
                                         "Foto sebelum dikirim menunjukkan barang utuh."))
                       : take(c, d, k, &offer);
}

static enum err judge(struct ctx *c, struct demo *d, const struct complaint *k)
{
    bool may = false;
    struct decision now = { 0 };
    struct decision_verdict v = { .is_upheld = demo_lot(d, 6000), .reasons = S("Catatan kedua pihak kami baca dari awal.") };
    TRY(decision_find(c, complaint_subject(c, k->id), &now));
    TRY(demo_act_as_judge(c, d, &now, &may));
    if (!may) {
        return OK;
    }
    told_decision(c, d, k, true);
    told(c, d, k, PROMISE_ACKNOWLEDGE, true);
    told(c, d, k, PROMISE_DECIDE_COMPLAINT, true);
    return decision_decide(c, &decisions, now.id, &v);
}

static enum err answer(struct ctx *c, struct demo *d, const struct complaint *k)
{
    demo_waits(c, d, complaint_subject(c, k->id), PROMISE_DECIDE_COMPLAINT, false);
    return complaint_said(c, k->id, S("Ini fotonya, sudah saya kirim lewat WhatsApp juga."));
}

static enum err reply_to_offer(struct ctx *c, struct demo *d, const struct complaint *k)
{
    return demo_lot(d, 600) ? says(c, d, k, COMPLAINT_ACT_WITHDRAW, (str){ 0 })
           : demo_lot(d, 2200)
               ? says(c, d, k, COMPLAINT_ACT_DECLINE, S("Saya tidak setuju dengan usul ini."))
               : says(c, d, k, COMPLAINT_ACT_AGREE, (str){ 0 });
}

static enum err reply_to_remedy(struct ctx *c, struct demo *d, const struct complaint *k)
{
    return demo_lot(d, 800) ? says(c, d, k, COMPLAINT_ACT_CONTEST, S("Gantinya juga tidak sesuai."))
                            : says(c, d, k, COMPLAINT_ACT_CONFIRM, (str){ 0 });
}

/* Late, the person stops waiting. */
static enum err remedy(struct ctx *c, struct demo *d, const struct demo_case *is,
                       const struct complaint *k)
{
    if (k->remedy_due_at < c->now_at && demo_lot(d, 4000)) {
        act_as_person(c, is);
        return says(c, d, k, COMPLAINT_ACT_CONTEST,
                    S("Sudah lewat tanggalnya, belum juga diganti."));
    }
    demo_act_as(c, d, ROLE_CARE);
    return says(c, d, k, COMPLAINT_ACT_REMEDY,
                shop_words(is, 2, "Sudah kami kirim, buktinya di halaman ini."));
}

static enum err outside(struct ctx *c, struct demo *d, const struct complaint *k)
{
    demo_act_as(c, d, ROLE_OWNER);
    return demo_lot(d, 5000)
               ? says(c, d, k, COMPLAINT_ACT_RULED_FOR,
                      S("BPSK meminta kami mengganti; kami ganti."))
               : says(c, d, k, COMPLAINT_ACT_RULED_AGAINST, S("BPSK menguatkan keputusan kami."));
}

static enum err closed(struct ctx *c, struct demo *d, struct demo_case *is,
                       const struct complaint *k)
{
    bool is_told = str_eq(k->outcome, S("told_recourse"));
    bool comes_back =
        k->reopened_count < REOPENED_MAX && goes(d, is, WAY_REOPENED, is_told ? 3000 : 700);
    act_as_person(c, is);
    if (is_told && demo_lot(d, 1500)) {
        return says(c, d, k, COMPLAINT_ACT_DISPUTE, S("Saya bawa ke BPSK kota."));
    }
    if (comes_back && (d->watch != NULL || k->reopened_count == 0)) {
        return says(c, d, k, COMPLAINT_ACT_REOPEN, S("Terjadi lagi minggu ini, mohon diperiksa."));
    }
    is->next_at = 0;
    return OK;
}

/* --- whose turn it is --- */

static enum err persons_turn(struct ctx *c, struct demo *d, const struct demo_case *is,
                             const struct complaint *k)
{
    act_as_person(c, is);
    switch ((int)k->state) {
    case COMPLAINT_WAITING_CUSTOMER:
        return answer(c, d, k);
    case COMPLAINT_PROPOSED:
        return reply_to_offer(c, d, k);
    case COMPLAINT_REJECTED:
        return goes(d, is, WAY_ESCALATED, 4500)
                   ? says(c, d, k, COMPLAINT_ACT_CONTEST, S("Fotonya jelas, tolong lihat lagi."))
                   : OK;
    default:
        return reply_to_remedy(c, d, k);
    }
}

static enum err shops_turn(struct ctx *c, struct demo *d, const struct demo_case *is,
                           const struct complaint *k)
{
    struct complaint_do first = assessed(is);
    demo_act_as(c, d, ROLE_CARE);
    switch ((int)k->state) {
    case COMPLAINT_RECEIVED:
        return take(c, d, k, &first);
    case COMPLAINT_INVESTIGATING:
        return decide(c, d, is, k);
    case COMPLAINT_WAITING_THIRD_PARTY:
        return says(c, d, k, COMPLAINT_ACT_GO_ON, S("Kurir sudah menjawab."));
    case COMPLAINT_ESCALATED:
        return judge(c, d, k);
    case COMPLAINT_REMEDY_DUE:
        return remedy(c, d, is, k);
    default:
        return outside(c, d, k);
    }
}

static bool is_persons(const struct complaint *k)
{
    return k->state == COMPLAINT_WAITING_CUSTOMER || k->state == COMPLAINT_PROPOSED ||
           k->state == COMPLAINT_REJECTED || k->state == COMPLAINT_REMEDIED;
}

enum err demo_complain(struct ctx *c, struct demo *d, struct demo_case *is)
{
    struct complaint k = { 0 };
    if (is->id == 0) {
        return begin_case(c, d, is);
    }
    TRY(complaint_get(c, (complaint_id){ is->id }, &k));
    if (++is->looks > LOOKS_MAX) {
        is->next_at = 0;
        return OK;
    }
    is->next_at = working(c, d, 60, 900);
    if (k.state == COMPLAINT_CLOSED) {
        is->next_at += DAYS(demo_between(d, 1, 20));
        return closed(c, d, is, &k);
    }
    bool is_late =
        d->watch == NULL && is->ordinal == WAY_LATE && k.state == COMPLAINT_INVESTIGATING;
    bool is_silent = demo_lot(d, is_persons(&k) ? d->silence_bp : d->silence_bp * 2 / 3);
    bool is_too_late =
        is_persons(&k) &&
        k.waits_until < c->now_at + DAYS(1); /* they do not come back on the last day */
    if (is_silent || is_late || is_too_late) {
        is->next_at += DAYS(demo_between(d, 1, is_late ? 4 : 9));
        return OK;
    }
    return is_persons(&k) ? persons_turn(c, d, is, &k) : shops_turn(c, d, is, &k);
}
