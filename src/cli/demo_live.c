/* SPDX-License-Identifier: Apache-2.0 */
/* demo_live.c - what became of the orders of the example shop: staff, couriers, buyers and timers, each in their hour. */
#include "cli/demo_watch.h"
#include "cli/talker.h"

#include "care/conversation_office.h"
#include "cli/consequence.h"
#include "cli/keeper.h"
#include "cli/refunder.h"
#include "core/job.h"
#include "core/notice.h"
#include "core/promise_clock.h"
#include "core/pulse.h"
#include "core/setting.h"
#include "shop/message.h"
#include "shop/payment.h"
#include "shop/refund.h"
#include "shop/shipment.h"
#include "shop/undelivered.h"

enum { CHORE_LIMIT = 50, ROUNDS_MAX = 200 };

static const int64_t lost_after = DAYS(12);

void demo_act_as(struct ctx *c, const struct demo *d, enum role role)
{
    c->actor = (struct actor){ role, d->staff[role].v };
}

enum err demo_act_as_judge(struct ctx *c, const struct demo *d, const struct decision *now,
                           bool *out)
{
    static const enum role judges[] = { ROLE_MANAGER, ROLE_OWNER, ROLE_CARE };
    bool may = false;
    for (size_t i = 0; i < COUNT(judges) && !may; i++) {
        demo_act_as(c, d, judges[i]);
        TRY(decision_may(c, now, false, &may));
    }
    *out = may;
    return OK;
}

enum err demo_write(struct ctx *c, struct demo *d, enum err (*run)(struct ctx *c, void *data),
                    void *data)
{
    return d->watch == NULL ? run(c, data) : d->watch->write(d->watch->data, c, run, data);
}

void demo_did(struct ctx *c, struct demo *d, str subject, enum promise_kind kind, bool is_done)
{
    if (d->watch != NULL) {
        d->watch->did(d->watch->data, c->now_at, subject, kind, is_done);
    }
}

void demo_waits(struct ctx *c, struct demo *d, str subject, enum promise_kind kind, bool waits)
{
    if (d->watch != NULL) {
        d->watch->waits(d->watch->data, c->now_at, subject, kind, waits);
    }
}

void demo_lapses(struct ctx *c, struct demo *d, str subject, enum promise_kind kind,
                 int64_t lapses_at)
{
    if (d->watch != NULL) {
        d->watch->lapses(d->watch->data, c->now_at, subject, kind, lapses_at);
    }
}

enum err demo_did_pay(struct ctx *c, struct demo *d, order_id order, int64_t refund)
{
    struct refund_list list = { 0 };
    bool is_last = true;
    TRY(refund_list_of(c, order, &list));
    for (size_t i = 0; i < list.count; i++) {
        const struct refund *r = &list.item[i];
        bool is_over = r->state == REFUND_SUCCEEDED || r->state == REFUND_REVERSED;
        is_last = is_last && (is_over || r->id == refund);
    }
    if (is_last) {
        demo_did(c, d, order_subject(c, order), PROMISE_REFUND, true);
    }
    return OK;
}

enum err demo_lost_at(struct ctx *c, str subject, int64_t *out)
{
    enum { LATE_DAYS = 7 };
    struct promise deliver = { 0 };
    enum err e = promise_find(c, subject, PROMISE_DELIVER, &deliver);
    int64_t day = zone_days(c->shop->zone, deliver.due_at) + LATE_DAYS;
    *out = e == OK ? zone_instant(c->shop->zone, day + 1, 0) - SECONDS(1) : 0;
    return e == ERR_NOT_FOUND ? OK : e;
}

static void did(struct ctx *c, struct demo *d, const struct life *l, enum promise_kind kind)
{
    demo_did(c, d, order_subject(c, l->order), kind, true);
}

static void act_as_buyer(struct ctx *c, const struct life *l)
{
    c->actor = (struct actor){ ROLE_BUYER, l->person.v };
}

static int64_t minutes(struct demo *d, int64_t low, int64_t high)
{
    return SECONDS(demo_between(d, low * 60, high * 60));
}

static void next(struct life *l, enum life_step step, int64_t at)
{
    l->step = step;
    l->next_at = at;
}

/* --- plans --- */

/* On some local day, in the hours couriers deliver. */
static int64_t by_day(struct ctx *c, struct demo *d, int64_t days)
{
    return zone_instant(c->shop->zone, days, (int)demo_between(d, 9 * 60, 17 * 60 + 30));
}

static bool is_delayed(struct demo *d, const struct life *l, const struct value *incident)
{
    str category = incident == NULL ? (str){ 0 } : value_text(incident, S("category"));
    bool concerns = category.size == 0 || str_eq(category, l->category);
    return incident != NULL && concerns && demo_lot(d, value_int(incident, S("affected_bp"), 0));
}

static int64_t ship_at(struct ctx *c, struct demo *d, const struct life *l, const struct order *o,
                       int64_t due_at)
{
    const struct value *incident = demo_incident(d, "late_shipping", c->now_at);
    if (is_delayed(d, l, incident)) {
        return demo_work_later(c, due_at + DAYS(value_int(incident, S("delay_days"), 1)),
                               minutes(d, 60, 300));
    }
    if (demo_chance(d, "shipped_late_bp")) {
        return demo_work_later(c, due_at, minutes(d, 60, 900));
    }
    int64_t at = o->preorder_days > 0 ? due_at - minutes(d, 60, 300)
                                      : demo_work_later(c, c->now_at, minutes(d, 100, 840));
    return at < due_at - MINUTES(10) ? at : due_at - MINUTES(10);
}

/* The buyer of goods that will be sent changes their mind, or the shop finds a flaw in the last piece. */
static bool plan_cancel(struct ctx *c, struct demo *d, struct life *l)
{
    bool by_buyer = demo_chance(d, "canceled_by_buyer_bp");
    l->is_canceled_by_shop = !by_buyer && demo_chance(d, "canceled_by_shop_bp");
    if (by_buyer || l->is_canceled_by_shop) {
        next(l, LIFE_CANCEL, c->now_at + minutes(d, 5, 40));
    }
    return by_buyer || l->is_canceled_by_shop;
}

/* What has not left when it counts as lost is cancelled by the rule. */
static enum err told_to_be_sent(struct ctx *c, struct demo *d, const struct life *l)
{
    int64_t lost_at = 0;
    str subject = order_subject(c, l->order);
    TRY(demo_lost_at(c, subject, &lost_at));
    demo_lapses(c, d, subject, PROMISE_SHIP, lost_at);
    demo_lapses(c, d, subject, PROMISE_DELIVER, lost_at);
    return OK;
}

static enum err plan_shipping(struct ctx *c, struct demo *d, struct life *l, const struct order *o)
{
    struct promise ship = { 0 };
    TRY(promise_find(c, order_subject(c, l->order), PROMISE_SHIP, &ship));
    TRY(told_to_be_sent(c, d, l));
    l->ship_at = ship_at(c, d, l, o, ship.due_at);
    l->ship_at = l->ship_at > c->now_at + MINUTES(45) ? l->ship_at : c->now_at + MINUTES(45);
    bool can_cancel = o->payment != PAYMENT_NONE;
    if (!can_cancel || !plan_cancel(c, d, l)) {
        next(l, LIFE_PACK, l->ship_at - minutes(d, 5, 40));
    }
    return OK;
}

static enum err plan_delivery(struct ctx *c, struct demo *d, struct life *l, const struct order *o)
{
    struct promise deliver = { 0 };
    const struct value *flood = demo_incident(d, "courier_delay", c->now_at);
    int64_t today = zone_days(c->shop->zone, c->now_at);
    TRY(promise_find(c, order_subject(c, l->order), PROMISE_DELIVER, &deliver));
    int64_t low = o->shipping_min_days > 0 ? o->shipping_min_days : 1;
    int64_t high = o->shipping_max_days > low ? o->shipping_max_days : low;
    l->deliver_at = by_day(c, d, today + demo_between(d, low, (low + high * 2 + 2) / 3));
    if (flood != NULL && str_eq(value_text(flood, S("province")), l->province)) {
        l->deliver_at += DAYS(value_int(flood, S("delay_days"), 1) + high);
    } else if (demo_chance(d, "delivered_late_bp")) {
        l->deliver_at =
            by_day(c, d, zone_days(c->shop->zone, deliver.due_at) + demo_between(d, 1, 3));
    }
    if (l->is_pickup) {
        l->deliver_at = demo_work_later(c, c->now_at, minutes(d, 60, 700));
    }
    l->is_lost = !l->is_pickup && demo_chance(d, "never_arrived_bp");
    l->is_refused =
        l->is_cod && (demo_chance(d, "cod_refused_bp") || demo_refuses_cod(d, l->buyer));
    next(l, LIFE_TRACK, c->now_at + minutes(d, 12, 50));
    return OK;
}

static void plan_transfer(struct ctx *c, struct demo *d, struct life *l)
{
    int64_t seen_at = demo_work_later(c, c->now_at, minutes(d, 20, 200));
    bool is_seen_in_time = seen_at < c->now_at + HOURS(20);
    if (demo_chance(d, "unpaid_bp")) {
        next(l, LIFE_OVER, 0); /* the timer ends it */
    } else if (is_seen_in_time && demo_lot(d, 3500)) {
        next(l, LIFE_CONFIRM, seen_at);
    } else {
        next(l, LIFE_REPORT,
             c->now_at + (demo_lot(d, 8000) ? minutes(d, 4, 120) : minutes(d, 120, 1300)));
    }
}

enum err demo_begin(struct ctx *c, struct demo *d, const struct order *o,
                    const struct demo_good *good, size_t buyer)
{
    struct order now = { 0 };
    TRY(order_by_id(c, o->id, &now));
    CHECK(d->life_count < d->life_max);
    struct life *l = &d->life[d->life_count++];
    *l = (struct life){ .order = o->id,
                         .person = o->person,
                         .buyer = buyer,
                         .category = good->category,
                         .is_pickup = str_eq(o->shipping_code, S("pickup")),
                         .is_cod = str_eq(o->payment_method, S("cod")),
                         .province = str_copy(d->arena, str_slice(o->district, 0, 2)) };
    bool is_ready = now.confirmed_at != 0 || now.payment == PAYMENT_NONE;
    l->is_transfer = !is_ready && !l->is_cod;
    demo_may_talk(c, d, o);
    if (is_ready) {
        return plan_shipping(c, d, l, &now);
    }
    if (l->is_cod) {
        next(l, LIFE_CONFIRM, demo_work_later(c, c->now_at, minutes(d, 15, 180)));
        return OK;
    }
    plan_transfer(c, d, l);
    return OK;
}

/* --- steps: each happens at ctx->now_at --- */

static enum err report(struct ctx *c, struct demo *d, struct life *l, const struct order *o)
{
    bool is_late = demo_lot(d, 250);
    act_as_buyer(c, l);
    TRY(payment_say_transferred(c, o));
    next(l, LIFE_CONFIRM,
         demo_work_later(c, c->now_at, is_late ? minutes(d, 560, 800) : minutes(d, 10, 400)));
    return OK;
}

static enum err confirm(struct ctx *c, struct demo *d, struct life *l, const struct order *o)
{
    struct order now = { 0 };
    demo_act_as(c, d, ROLE_CARE);
    TRY(l->is_transfer ? payment_confirm(c, o) : order_confirm(c, l->order));
    did(c, d, l, PROMISE_CONFIRM_PAYMENT);
    TRY(order_by_id(c, l->order, &now));
    return plan_shipping(c, d, l, &now);
}

static str cancel_reason(struct demo *d)
{
    const struct value *one = demo_first(d->history, "cancel_reasons");
    for (int64_t skip = demo_between(d, 0, 5); skip > 0 && one->next != NULL; skip--) {
        one = one->next;
    }
    return one->text;
}

static void plan_refund(struct ctx *c, struct demo *d, struct life *l)
{
    bool is_late = demo_chance(d, "refund_late_bp");
    int64_t late_at = c->now_at + DAYS(c->shop->refund_days) + HOURS(20);
    next(l, LIFE_REFUND, demo_work_later(c, is_late ? late_at : c->now_at, minutes(d, 60, 500)));
}

static enum err cancel(struct ctx *c, struct demo *d, struct life *l, const struct order *o)
{
    (void)o;
    if (l->is_canceled_by_shop) {
        demo_act_as(c, d, ROLE_MANAGER);
    } else {
        act_as_buyer(c, l);
    }
    TRY(order_cancel(c, l->order,
                     l->is_canceled_by_shop ? S("Barang terakhir ternyata cacat")
                                            : cancel_reason(d)));
    demo_did(c, d, order_subject(c, l->order), PROMISE_SHIP, false);
    demo_did(c, d, order_subject(c, l->order), PROMISE_DELIVER, false);
    plan_refund(c, d, l);
    return OK;
}

/* The buyer of what waits for an account names one; staff transfer, and write down the proof. */
static enum err pay_back(struct ctx *c, struct demo *d, struct life *l, const struct order *o,
                         const struct refund *r)
{
    struct refund_account account = { .bank = S("BCA"), .holder = S("Pembeli Contoh") };
    account.number = str_format(c->arena, "%010" PRId64, demo_between(d, 1, 9999999999));
    if (r->state == REFUND_NEEDS_BANK_ACCOUNT && r->account.v == 0) {
        act_as_buyer(c, l);
        demo_waits(c, d, order_subject(c, l->order), PROMISE_REFUND, false);
        TRY(refund_give_account(c, o, &account));
        demo_act_as(c, d, ROLE_OWNER);
    }
    str reference = str_format(c->arena, "TRF-%08" PRId64, demo_between(d, 0, 99999999));
    TRY(demo_did_pay(c, d, l->order, r->id));
    return refund_settle(c, r->id, reference);
}

/* A lost parcel's money is due by the rule, when it has waited long enough: until then staff look again each day. */
static enum err refund(struct ctx *c, struct demo *d, struct life *l, const struct order *o)
{
    enum { LOOKS_MAX = 60 };
    struct refund_list list = { 0 };
    demo_act_as(c, d, ROLE_OWNER);
    TRY(refund_list_of(c, l->order, &list));
    if (list.count == 0 && l->is_lost && l->station++ < LOOKS_MAX) {
        next(l, LIFE_REFUND, demo_work_later(c, c->now_at + DAYS(1), minutes(d, 10, 200)));
        return OK;
    }
    for (size_t i = 0; i < list.count; i++) {
        bool is_over =
            list.item[i].state == REFUND_SUCCEEDED || list.item[i].state == REFUND_REVERSED;
        TRY(is_over ? OK : pay_back(c, d, l, o, &list.item[i]));
    }
    if (l->is_lost && list.count > 0) { /* with the money back nobody waits for the parcel */
        demo_did(c, d, order_subject(c, l->order), PROMISE_DELIVER, false);
    }
    next(l, LIFE_OVER, 0);
    return OK;
}

static enum err pack(struct ctx *c, struct demo *d, struct life *l, const struct order *o)
{
    (void)o;
    demo_act_as(c, d, ROLE_FULFILMENT);
    TRY(order_pack(c, l->order));
    next(l, LIFE_SHIP, l->ship_at);
    return OK;
}

static enum err ship(struct ctx *c, struct demo *d, struct life *l, const struct order *o)
{
    struct shipment_new parcel = { .despite = S("Pembeli menunggu barangnya.") }; /* said only of a disputed one */
    str courier = demo_mix(d, "courier");
    bool is_near = str_eq(l->province, S("34"));
    if (!l->is_pickup) {
        parcel.carrier = str_eq(courier, S("gosend")) && !is_near ? S("jne") : courier;
        parcel.tracking_number =
            str_format(c->arena, "CONTOH%09" PRId64, demo_between(d, 0, 999999999));
    }
    demo_act_as(c, d, ROLE_FULFILMENT);
    TRY(shipment_create(c, l->order, &parcel, &l->shipment));
    did(c, d, l, PROMISE_SHIP);
    demo_lapses(c, d, order_subject(c, l->order), PROMISE_DELIVER, 0); /* it may come at any time */
    return plan_delivery(c, d, l, o);
}

/* --- on the way --- */

static enum err note(struct ctx *c, const struct life *l, const char *status, str place)
{
    struct shipment_event_new e = { .status = str_of(status), .place = place,
                                    .source = l->is_pickup ? S("staff") : S("courier") };
    return shipment_note(c, l->shipment, &e);
}

static enum err delivered(struct ctx *c, struct demo *d, struct life *l, const struct order *o,
                          str city)
{
    TRY(note(c, l, "Delivered", l->is_pickup ? (str){ 0 } : city));
    did(c, d, l, PROMISE_DELIVER);
    demo_may_claim(c, d, o);
    demo_may_complain(c, d, o);
    demo_may_answer(c, d, o);
    if (l->is_pickup && str_eq(o->payment_method, S("pay_at_pickup"))) {
        demo_act_as(c, d, ROLE_CARE);
        TRY(payment_confirm(c, o));
    }
    if (l->is_cod) {
        next(l, LIFE_COLLECT, demo_work_later(c, c->now_at, minutes(d, 240, 900)));
    } else if (demo_chance(d, "received_pressed_bp")) {
        next(l, LIFE_RECEIVE, c->now_at + minutes(d, 20, 2400));
    } else {
        next(l, LIFE_OVER, 0);
    }
    return OK;
}

/* Where an unlucky parcel ends. */
static enum err stranded(struct ctx *c, struct demo *d, struct life *l, str city)
{
    int64_t lost_at = 0;
    TRY(note(c, l, l->is_refused ? "AttemptFail" : "Exception", city));
    next(l, LIFE_OVER, 0);
    if (l->is_cod) { /* never paid for: when it counts as lost, the order is over */
        TRY(demo_lost_at(c, order_subject(c, l->order), &lost_at));
        demo_lapses(c, d, order_subject(c, l->order), PROMISE_DELIVER, lost_at);
    }
    if (l->is_lost && !l->is_cod) {
        next(l, LIFE_REFUND, demo_work_later(c, c->now_at + lost_after, minutes(d, 30, 400)));
    }
    return OK;
}

static str city_of(const struct demo *d, const struct order *o)
{
    for (size_t i = 0; i < d->buyer_weights.count; i++) {
        if (str_eq(d->buyer[i].to.district_code, o->district)) {
            return d->buyer[i].to.city;
        }
    }
    return (str){ 0 };
}

static enum err track(struct ctx *c, struct demo *d, struct life *l, const struct order *o)
{
    str city = city_of(d, o);
    int64_t left = l->deliver_at - c->now_at;
    c->actor = (struct actor){ ROLE_SYSTEM, 0 };
    if (l->is_pickup) {
        demo_act_as(c, d, ROLE_FULFILMENT);
        next(l, LIFE_TRACK, l->deliver_at);
        return l->station++ == 0 ? note(c, l, "AvailableForPickup", S("Bengkel"))
                                 : delivered(c, d, l, o, city);
    }
    switch (l->station++) {
    case 0:
        next(l, LIFE_TRACK, c->now_at + left / 4);
        return note(c, l, "InfoReceived", S("Bantul"));
    case 1:
        next(l, LIFE_TRACK, c->now_at + left / 2);
        return note(c, l, "InTransit", S("Yogyakarta"));
    case 2:
        next(l, LIFE_TRACK, l->deliver_at - (left > HOURS(4) ? HOURS(2) : left / 2));
        return note(c, l, "InTransit", city);
    case 3:
        next(l, LIFE_TRACK, l->deliver_at);
        return note(c, l, l->is_lost ? "InTransit" : "OutForDelivery", city);
    default:
        return l->is_lost || l->is_refused ? stranded(c, d, l, city) : delivered(c, d, l, o, city);
    }
}

static enum err collect(struct ctx *c, struct demo *d, struct life *l, const struct order *o)
{
    demo_act_as(c, d, ROLE_OWNER);
    TRY(payment_confirm(c, o));
    next(l, LIFE_OVER, 0);
    return OK;
}

/* Given up as lost, it is here after all: the money stays, if it has not left. */
static void tell_of_lost_one(struct ctx *c, struct demo *d, const struct life *l)
{
    struct undelivered u = { 0 };
    if (undelivered_find(c, l->order, &u) == OK && u.state == UNDELIVERED_LOST) {
        demo_did(c, d, order_subject(c, l->order), PROMISE_REFUND, false);
    }
}

static enum err receive(struct ctx *c, struct demo *d, struct life *l, const struct order *o)
{
    next(l, LIFE_OVER, 0);
    if (!order_can_receive(
            o)) { /* over: paid for at the counter after it had ended, the money is owed back */
        return OK;
    }
    tell_of_lost_one(c, d, l);
    act_as_buyer(c, l);
    return order_receive(c, l->order);
}

typedef enum err life_act(struct ctx *c, struct demo *d, struct life *l, const struct order *o);

static life_act *const acts[LIFE_STEP_COUNT] = {
    [LIFE_REPORT] = report, [LIFE_CONFIRM] = confirm, [LIFE_CANCEL] = cancel,   [LIFE_REFUND] = refund,  [LIFE_PACK] = pack,
    [LIFE_SHIP] = ship,     [LIFE_TRACK] = track,     [LIFE_COLLECT] = collect, [LIFE_RECEIVE] = receive,
};

/* --- the clock --- */

static enum err mail_sent(struct ctx *c, struct job *job)
{
    return message_sent(c, value_int(job->payload, S("message"), 0));
}

static enum err refund_left_shop(struct ctx *c, struct job *job)
{
    TRY(refunder_work(c, job));
    return refunder_finish(c, job);
}

static enum err notice_left(struct ctx *c, struct job *job)
{
    return notice_sent(c, value_int(job->payload, S("notice"), 0));
}

/* In the past of an example nobody gets mail; what left then counts as sent. */
static const struct job_kind jobs[] = {
    { .name = MESSAGE_JOB, .finish = mail_sent },
    { .name = NOTICE_JOB, .finish = notice_left },
    { .name = REFUND_JOB, .finish = refund_left_shop },
    { .name = PROMISE_JOB, .finish = consequence_finish },
    { .name = PROMISE_MOVED_JOB, .finish = consequence_moved },
    { .name = DECISION_REMIND_JOB, .finish = decision_remind_finish },
    { .name = CONVERSATION_SEND_JOB, .finish = NULL },
    { .name = CONVERSATION_JOB, .finish = talk_timer_finish },
};

static enum err write_job(void *data, struct ctx *c, enum err (*run)(struct ctx *c, void *data),
                          void *run_data)
{
    const struct demo *d = data;
    return d->watch == NULL ? run(c, run_data)
                            : d->watch->write_job(d->watch->data, c, run, run_data);
}

/* Where the program died in the midst of one, the next round takes up what is left. */
static enum err run_jobs(struct ctx *c, struct demo *d)
{
    struct job_runner runner = { .kind = jobs, .kind_count = COUNT(jobs), .owner = S("demo"), .write = write_job,
                                 .data = d, .read_db = c->db };
    int ran = 1;
    while (ran > 0) {
        enum err e = job_run_due(c, &runner, CHORE_LIMIT, &ran);
        if (d->watch != NULL && d->watch->was_lost) {
            d->watch->was_lost = false;
            return OK;
        }
        TRY(e);
    }
    return OK;
}

struct chore_run {
    const struct chore *chore;
    int64_t done;
};

static enum err run_chore(struct ctx *c, void *data)
{
    struct chore_run *r = data;
    return keeper_chore_run(c, r->chore, CHORE_LIMIT, &r->done);
}

static enum err run_chores(struct ctx *c, struct demo *d)
{
    c->actor = (struct actor){ ROLE_SYSTEM, 0 };
    for (size_t i = 0; i < keeper_chore_count; i++) {
        struct chore_run r = { &keeper_chores[i], CHORE_LIMIT };
        for (int round = 0; round < ROUNDS_MAX && r.done == CHORE_LIMIT; round++) {
            TRY(demo_write(c, d, run_chore, &r));
        }
    }
    return OK;
}

/* --- whose turn it is --- */

struct turn {
    struct demo *demo;
    struct life *life; /* or */
    struct demo_case *other;
    int64_t at;
};

static struct turn first_due(struct demo *d, int64_t until_at)
{
    struct turn first = { .demo = d };
    for (size_t i = 0; i < d->life_count; i++) {
        struct life *l = &d->life[i];
        bool is_due = l->step != LIFE_OVER && l->next_at <= until_at;
        if (is_due && (first.life == NULL || l->next_at < first.at)) {
            first.life = l;
            first.at = l->next_at;
        }
    }
    for (size_t i = 0; i < d->case_count; i++) {
        struct demo_case *k = &d->cases[i];
        bool is_first = (first.life == NULL && first.other == NULL) || k->next_at < first.at;
        if (k->next_at != 0 && k->next_at <= until_at && is_first) {
            first.other = k;
            first.at = k->next_at;
        }
    }
    first.life = first.other == NULL ? first.life : NULL;
    return first;
}

static enum err step(struct ctx *c, struct turn *turn)
{
    struct life *l = turn->life;
    struct order o = { 0 };
    TRY(order_by_id(c, l != NULL ? l->order : turn->other->order, &o));
    c->lang = o.lang;
    return l != NULL ? acts[l->step](c, turn->demo, l, &o) : demo_go_on(c, turn->demo, turn->other);
}

/* The watched shop was down for hours: what somebody meant to do may be too late. They are told so, and let it be. */
static enum err live(struct ctx *c, void *data)
{
    struct turn *turn = data;
    struct demo_watch *watch = turn->demo->watch;
    if (watch == NULL) {
        return step(c, turn);
    }
    TRY(db_save(c->db));
    enum err e = step(c, turn);
    if (e != ERR_STATE && e != ERR_UNPROCESSABLE && e != ERR_OUT_OF_STOCK) {
        return e == OK ? db_release(c->db) : e;
    }
    db_rollback_to_save(c->db);
    watch->refused(watch->data, c, turn->other, turn->life);
    if (turn->life != NULL) {
        next(turn->life, LIFE_OVER, 0);
    } else {
        turn->other->next_at = c->now_at + DAYS(1);
    }
    return OK;
}

static enum err next_due(struct ctx *c, void *data)
{
    return keeper_next_due(c, data);
}

/*
 * The timers up to `until_at`, each due thing at its own instant, a beat at least every twelve hours. What was due while the
 * shop was down is done at its next breath: a minute on, or sooner when somebody acts before that.
 */
static enum err run_timers(struct ctx *c, struct demo *d, int64_t until_at)
{
    while (c->now_at < until_at) {
        int64_t due_at = 0;
        int64_t beat_at = d->looked_at + HOURS(12); /* who acts in between beats no heart */
        int64_t at = beat_at > c->now_at ? beat_at : c->now_at;
        TRY(demo_write(c, d, next_due, &due_at));
        int64_t breath_at = c->now_at + MINUTES(1) < until_at ? c->now_at + MINUTES(1) : until_at;
        due_at = due_at != 0 && due_at <= c->now_at ? breath_at : due_at;
        at = due_at != 0 && due_at < at ? due_at : at;
        if (at > until_at) {
            break;
        }
        c->now_at = d->looked_at = at;
        TRY(run_chores(c, d));
        TRY(run_jobs(c, d));
    }
    return OK;
}

enum err demo_pass(struct ctx *c, struct demo *d, int64_t until_at)
{
    for (;;) {
        struct turn turn = first_due(d, until_at);
        if (turn.life == NULL && turn.other == NULL) {
            break;
        }
        TRY(run_timers(c, d, turn.at));
        c->now_at = turn.at > c->now_at ? turn.at : c->now_at;
        TRY(demo_write(c, d, live, &turn));
        TRY(run_jobs(c, d));
    }
    TRY(run_timers(c, d, until_at));
    c->now_at = until_at > c->now_at ? until_at : c->now_at;
    return OK;
}

SQL(queued_for_staff,
    "SELECT id FROM order_message WHERE state = 'queued' AND channel = 'whatsapp' AND created_at <= $1"
    " ORDER BY created_at, id LIMIT 200");

enum err demo_send_messages(struct ctx *c, struct demo *d)
{
    int64_t id[200];
    size_t count = 0;
    struct rows r = db_query(c->db, &queued_for_staff, ARGS(c->now_at));
    while (db_next(&r)) {
        id[count++] = row_int(&r);
    }
    TRY(db_done(&r));
    demo_act_as(c, d, ROLE_CARE);
    for (size_t i = 0; i < count; i++) {
        TRY(message_sent(c, id[i]));
    }
    return demo_send_notices(c, d);
}
