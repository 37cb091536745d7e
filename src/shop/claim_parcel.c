/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/claim_parcel.h"

#include "core/event.h"
#include "core/guarantee.h"
#include "core/notice.h"
#include "core/setting.h"
#include "shop/claim_act.h"
#include "shop/claim_store.h"
#include "shop/delay.h"
#include "shop/order_cover.h"
#include "shop/refund.h"

enum { TRAVEL_DAYS = 14 /* no courier of the order is known */, OBJECT_HOURS = 48 };

/* --- it leaves --- */

/* The grace is that of the guarantee the goods were bought under; the longest of the claim's lines. */
static enum err lost_at_of(struct ctx *c, const struct order *o, const struct claim *k,
                           int64_t due_at, int64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < o->line_count; i++) {
        struct policy p = { 0 };
        bool is_claimed = false;
        for (size_t n = 0; n < k->line_count; n++) {
            is_claimed = is_claimed || k->line[n].line_id == o->line[i].id;
        }
        if (!is_claimed) {
            continue;
        }
        TRY(order_line_policy(c, &o->line[i], POLICY_GUARANTEE, &p));
        int64_t at = guarantee_lost_at(&p, c->shop->zone, due_at);
        *out = at > *out ? at : *out;
    }
    return OK;
}

enum err claim_parcel_leave(struct ctx *c, struct claim *k)
{
    struct order o = { 0 };
    int64_t extra = 0;
    TRY(order_by_id(c, k->order, &o));
    int64_t today = zone_days(c->shop->zone, c->now_at);
    int64_t days = o.shipping_max_days > 0 ? o.shipping_max_days : TRAVEL_DAYS;
    TRY(delay_days(c, o.shipping_code, today, today + days, c->now_at, &extra));
    k->sent_due_at = zone_instant(c->shop->zone, today + days + extra + 1, 0) - SECONDS(1);
    k->sent_asked_at = k->sent_delivered_at = 0;
    return lost_at_of(c, &o, k, k->sent_due_at, &k->waits_until);
}

enum err claim_parcel_promise(struct ctx *c, const struct claim *k)
{
    struct order o = { 0 };
    promise_id id = { 0 };
    TRY(order_by_id(c, k->order, &o));
    struct promise_new p = { .kind = PROMISE_DELIVER, .subject = claim_subject(c, k->id), .due_at = k->sent_due_at,
                             .policy_version = o.guarantee_version,
                             .owed_to = str_format(c->arena, "person:%" PRId64, k->person.v) };
    enum err e = promise_make(c, &p, &id);
    return e == ERR_EXISTS ? OK : e;
}

enum err claim_parcel_keep(struct ctx *c, const struct claim *k, int64_t at)
{
    enum err e = promise_keep(c, claim_subject(c, k->id), PROMISE_DELIVER, at);
    return e == ERR_NOT_FOUND ? OK : e; /* sent before replacements had a day */
}

bool claim_is_missed(const struct claim *k, int64_t now_at)
{
    return k->sent_delivered_at != 0 || now_at > k->sent_due_at;
}

/* --- news of it --- */

static enum err tell_buyer(struct ctx *c, const struct claim *k, const char *what)
{
    struct order o = { 0 };
    TRY(order_by_id(c, k->order, &o));
    struct notice_new n = { .kind = S("claim_news"), .subject = claim_subject(c, k->id), .person = k->person,
                            .to = NOTICE_PERSON, .lang = o.lang,
                            .occasion = str_format(c->arena, "%s:%" PRId64, what, c->now_at) };
    return notice_queue(c, &n);
}

static enum err raise(struct ctx *c, const struct claim *k, const char *event, struct value *facts)
{
    ctx_raisef(c, "claim:%" PRId64, k->id.v);
    ctx_raisef(c, "order:%" PRId64, k->order.v);
    ctx_raise(c, S("claims"));
    ctx_wake(c, WAKE_TIMER);
    return event_note(c, str_of(event), claim_subject(c, k->id), facts);
}

/* The courier's own instant counts; when staff say so, the moment they do. The buyer's word ends the claim at once. */
static enum err delivered(struct ctx *c, struct claim *k, const struct shipment_event_new *e,
                          int64_t at)
{
    if (str_eq(e->source, S("buyer"))) {
        return claim_arrive(c, k->id);
    }
    bool is_first = k->sent_delivered_at == 0;
    k->sent_delivered_at = is_first || at < k->sent_delivered_at ? at : k->sent_delivered_at;
    TRY(claim_parcel_keep(c, k, str_eq(e->source, S("courier")) ? at : c->now_at));
    if (!is_first) {
        return claim_save(c, k, k->state);
    }
    k->waits_until = c->now_at + HOURS(OBJECT_HOURS);
    TRY(claim_save(c, k, k->state));
    return tell_buyer(c, k, "delivered");
}

SQL(insert_claim_event,
    "INSERT INTO claim_parcel_event (claim_id, status, at, place, source, recorded_at)"
    " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (claim_id, status, at) DO NOTHING RETURNING id");

/* The promise of its day was made when it was sent; those sent before there was one have no day either. */
static enum err sent_at(struct ctx *c, const struct claim *k, int64_t *out)
{
    struct promise p = { 0 };
    enum err e = promise_find(c, claim_subject(c, k->id), PROMISE_DELIVER, &p);
    *out = p.made_at;
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err claim_parcel_note(struct ctx *c, claim_id id, const struct shipment_event_new *e)
{
    struct claim k = { 0 };
    int64_t added = 0;
    int64_t left_at = 0;
    int64_t at = 0;
    TRY(claim_get(c, id, &k));
    if (!shipment_status_is(e->status)) {
        return fail(c, ERR_BAD_INPUT, "tracking status %.*s", STR_ARG(e->status));
    }
    if (k.sent_due_at == 0) {
        return fail(c, ERR_STATE, "claim %" PRId64 ": nothing was sent", id.v);
    }
    TRY(sent_at(c, &k, &left_at));
    TRY(shipment_event_at(c, e, left_at, &at));
    TRY(db_get_int(c->db, &insert_claim_event,
                   ARGS(id.v, e->status, at, e->place, e->source, c->now_at), 0, &added));
    if (added == 0) {
        return OK;
    }
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("status"), e->status);
    value_set_text(c->arena, facts, S("source"), e->source);
    value_set_instant(c->arena, facts, S("at"), at);
    TRY(raise(c, &k, "claim.tracked", facts));
    bool is_here = str_eq(e->status, S("Delivered")) && k.state == CLAIM_REMEDY_SENT;
    return is_here ? delivered(c, &k, e, at) : OK;
}

SQL(events_of_claim,
    "SELECT status, at, recorded_at, place, source FROM claim_parcel_event WHERE claim_id = $1 ORDER BY at DESC, id DESC LIMIT 100");

enum err claim_parcel_events(struct ctx *c, claim_id id, struct claim_parcel_events *out)
{
    struct claim_parcel_events list = { .item = NEW_N(c->arena, struct shipment_event,
                                                      SHIPMENT_EVENTS_MAX) };
    struct rows r = db_query(c->db, &events_of_claim, ARGS(id.v));
    while (db_next(&r) && list.count < SHIPMENT_EVENTS_MAX) {
        struct shipment_event *e = &list.item[list.count++];
        e->status = row_text(&r, c->arena);
        e->at = row_int(&r);
        e->recorded_at = row_int(&r);
        e->place = row_text(&r, c->arena);
        e->source = row_text(&r, c->arena);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

/* --- it does not come --- */

enum err claim_parcel_overdue(struct ctx *c, struct claim *k)
{
    if (k->sent_asked_at != 0 || k->sent_delivered_at != 0) {
        return OK;
    }
    k->sent_asked_at = c->now_at;
    TRY(claim_save(c, k, k->state));
    struct value *facts = value_object(c->arena);
    value_set_instant(c->arena, facts, S("promised_at"), k->sent_due_at);
    value_set_instant(c->arena, facts, S("lost_at"), k->waits_until);
    TRY(raise(c, k, "claim.overdue", facts));
    return tell_buyer(c, k, "overdue");
}

/* The goods that were sent are gone: money instead. An exchange in advance still wants the old ones back first. */
static enum err lost(struct ctx *c, struct claim *k)
{
    k->remedy = REMEDY_REFUND;
    k->is_advance = false;
    TRY(claim_weigh(c, k, false));
    return claim_grant(c, k, ACT_LOSE, (str){ 0 });
}

enum err claim_parcel_end(struct ctx *c, struct claim *k)
{
    bool has_no_day =
        k->sent_due_at == 0; /* sent before replacements had one: the rule it left under */
    return k->sent_delivered_at != 0 || has_no_day ? claim_arrive(c, k->id) : lost(c, k);
}

/* --- the way back --- */

enum err claim_postage_max(struct ctx *c, const struct claim *k, money *out)
{
    struct order o = { 0 };
    struct policy p = { 0 };
    TRY(order_by_id(c, k->order, &o));
    TRY(claim_policy(c, k, POLICY_RETURNS, &p));
    *out = (money){ policy_int(&p, S("postage_max")), o.total.currency };
    return OK;
}

enum err claim_say_postage(struct ctx *c, claim_id id, money cost)
{
    struct claim k = { 0 };
    TRY(claim_get(c, id, &k));
    if (!claim_is_shops_fault(k.kind) || cost.minor <= 0) {
        return fail(c, ERR_UNPROCESSABLE, "claim %" PRId64 ": no postage of the shop's", id.v);
    }
    if (k.state != CLAIM_RETURN_SENT && k.state != CLAIM_RETURN_RECEIVED) {
        return fail(c, ERR_STATE, "claim %" PRId64 ": nothing is on its way back", id.v);
    }
    k.postage = cost;
    TRY(claim_save(c, &k, k.state));
    struct value *facts = value_object(c->arena);
    value_set_money(c->arena, facts, S("amount"), cost);
    return raise(c, &k, "claim.postage", facts);
}

enum err claim_owe_postage(struct ctx *c, struct claim *k)
{
    struct order o = { 0 };
    money most = { 0 };
    if (k->postage.minor == 0 || k->postage_refund != 0 || !claim_is_shops_fault(k->kind)) {
        return OK;
    }
    TRY(order_by_id(c, k->order, &o));
    TRY(claim_postage_max(c, k, &most));
    bool is_above = most.minor > 0 && k->postage.minor > most.minor;
    return refund_request_postage(c, &o, is_above ? most : k->postage, &k->postage_refund);
}
