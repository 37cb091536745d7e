/* SPDX-License-Identifier: Apache-2.0 */
/* today_place.c - from the subject of a promise to the page on which it is worked. */
#include "web/admin/today_place.h"

#include "care/complaint.h"
#include "care/survey.h"
#include "core/decision.h"
#include "core/setting.h"
#include "core/staff.h"
#include "shop/claim.h"
#include "shop/order_office.h"
#include "shop/payment.h"
#include "shop/refund.h"
#include "web/admin/office.h"
#include "web/shop/card.h"
#include "web/shop/claim.h"
#include "web/text.h"

/* Who took it on, else whose work it is. */
static enum err name_of(struct web *w, int64_t staff, enum role role, str *out)
{
    struct staff s = { 0 };
    if (staff > 0) {
        TRY(staff_get(&w->ctx, (staff_id){ staff }, &s));
    }
    *out = s.name.size != 0 ? s.name : office_role_text(w, role);
    return OK;
}

/* ---- orders ---- */

static void fill_order(struct web *w, const struct order *o, const char *anchor, enum role who,
                       struct place *out)
{
    out->number = o->number;
    out->path = str_format(w->ctx.arena, "/admin/orders/%.*s%s", STR_ARG(o->number), anchor);
    out->note = money_print(w->ctx.arena, o->total, web_is_indonesian(w));
    out->who = office_role_text(w, who);
}

enum err place_of_order(struct web *w, int64_t id, const char *anchor, enum role who,
                        struct place *out)
{
    struct order o = { 0 };
    TRY(order_by_id(&w->ctx, (order_id){ id }, &o));
    fill_order(w, &o, anchor, who, out);
    return OK;
}

/* The first refund that is not done says what is missing. */
static enum err fill_refund(struct web *w, const struct order *o, struct place *out)
{
    struct refund_list list = { 0 };
    fill_order(w, o, "#money", ROLE_OWNER, out);
    TRY(refund_list_of(&w->ctx, o->id, &list));
    for (size_t i = 0; i < list.count; i++) {
        const struct refund *r = &list.item[i];
        if (r->state == REFUND_SUCCEEDED || r->state == REFUND_REVERSED) {
            continue;
        }
        str amount = money_print(w->ctx.arena, r->amount, web_is_indonesian(w));
        bool waits = r->state == REFUND_NEEDS_BANK_ACCOUNT && r->account.v == 0;
        out->path = str_format(w->ctx.arena, "/admin/orders/%.*s#refund-%" PRId64,
                               STR_ARG(o->number), r->id);
        out->note = waits ? say_with(w, T("{amount}, the buyer's account is missing"),
                                     { S("amount"), amount })
                    : r->denied_at != 0
                        ? say_with(w, T("{amount}, the buyer says it did not arrive"),
                                   { S("amount"), amount })
                        : amount;
        return OK;
    }
    return OK;
}

/* What is to be looked for in the account: the total less the unique code. */
static enum err note_asked(struct web *w, const struct order *o, struct place *out)
{
    struct payment p = { 0 };
    enum err e = payment_latest(&w->ctx, o->id, &p);
    if (e == OK) {
        out->note = money_print(w->ctx.arena, p.amount, web_is_indonesian(w));
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err find_order(struct web *w, enum promise_kind kind, int64_t id, struct place *out)
{
    struct order o = { 0 };
    TRY(order_by_id(&w->ctx, (order_id){ id }, &o));
    if (kind == PROMISE_REFUND) {
        return fill_refund(w, &o, out);
    }
    bool is_ship = kind == PROMISE_SHIP;
    bool is_money = kind == PROMISE_CONFIRM_PAYMENT;
    fill_order(w, &o,
               is_ship    ? "#ship"
               : is_money ? "#pay"
                          : "",
               is_ship    ? ROLE_FULFILMENT
               : is_money ? ROLE_OWNER
                          : ROLE_CARE,
               out);
    out->is_moot = o.status == ORDER_CANCELED;
    return is_money ? note_asked(w, &o, out) : OK;
}

static enum err find_refund(struct web *w, enum promise_kind kind, int64_t id, struct place *out)
{
    struct refund r = { 0 };
    (void)kind;
    TRY(refund_get(&w->ctx, id, &r));
    return find_order(w, PROMISE_REFUND, r.order.v, out);
}

static enum err find_shipment(struct web *w, enum promise_kind kind, int64_t id, struct place *out)
{
    order_id order = { 0 };
    (void)kind;
    TRY(order_of_shipment(&w->ctx, id, &order));
    return place_of_order(w, order.v,
                          str_c(w->ctx.arena, str_format(w->ctx.arena, "#shipment-%" PRId64, id)),
                          ROLE_FULFILMENT, out);
}

/* ---- cases ---- */

static enum err find_claim(struct web *w, enum promise_kind kind, int64_t id, struct place *out)
{
    struct claim k = { 0 };
    TRY(claim_get(&w->ctx, (claim_id){ id }, &k));
    out->number = k.number;
    out->path = str_format(w->ctx.arena, "/admin/claims/%.*s", STR_ARG(k.number));
    out->note = claim_kind_text(w, k.kind);
    out->who = office_role_text(
        w, kind == PROMISE_REPLACE || kind == PROMISE_REPAIR ? ROLE_FULFILMENT : ROLE_CARE);
    out->is_moot =
        claim_is_closed(k.state) || (kind == PROMISE_ANSWER_CLAIM && k.state != CLAIM_OPEN);
    return OK;
}

static enum err find_complaint(struct web *w, enum promise_kind kind, int64_t id, struct place *out)
{
    struct complaint k = { 0 };
    TRY(complaint_get(&w->ctx, (complaint_id){ id }, &k));
    out->number = k.number;
    out->path = str_format(w->ctx.arena, "/admin/complaints/%.*s", STR_ARG(k.number));
    out->note = k.is_safety ? say(w, T("About safety")) : k.order_number;
    out->about = complaint_subject(&w->ctx, k.id);
    out->is_safety = k.is_safety;
    out->is_moot = !complaint_is_open(&k) ||
                   (kind == PROMISE_DECIDE_COMPLAINT && k.state == COMPLAINT_ESCALATED);
    return name_of(w, k.owner, ROLE_CARE, &out->who);
}

static enum err find_conversation(struct web *w, enum promise_kind kind, int64_t id,
                                  struct place *out)
{
    struct conversation k = { 0 };
    struct complaint said = { 0 };
    (void)kind;
    TRY(conversation_get(&w->ctx, (conversation_id){ id }, &k));
    enum err e = complaint_of_conversation(&w->ctx, k.id, &said);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    out->about = e == OK ? complaint_subject(&w->ctx, said.id) : (str){ 0 };
    out->number = k.number;
    out->path = str_format(w->ctx.arena, "/admin/inbox/%.*s", STR_ARG(k.number));
    out->note = e == OK ? say_with(w, T("Complaint {number}"), { S("number"), said.number })
                        : channel_label(k.channel, w->ctx.lang);
    out->is_moot = k.state == CONVERSATION_CLOSED || k.state == CONVERSATION_MERGED ||
                   k.state == CONVERSATION_SPAM;
    return name_of(w, k.assignee, ROLE_CARE, &out->who);
}

static enum err find_survey(struct web *w, enum promise_kind kind, int64_t id, struct place *out)
{
    struct survey s = { 0 };
    (void)kind;
    TRY(survey_get(&w->ctx, (survey_id){ id }, &s));
    out->number = s.number;
    out->path = S("/admin/surveys");
    return OK;
}

static enum err find_decision(struct web *w, enum promise_kind kind, int64_t id, struct place *out)
{
    struct decision d = { 0 };
    enum decider waits = DECIDER_NONE;
    int64_t from_at = 0;
    (void)kind;
    TRY(decision_get(&w->ctx, (decision_id){ id }, &d));
    TRY(decision_waits_for(&w->ctx, &d, &waits, &from_at));
    bool is_outside = waits != DECIDER_STAFF && decision_has_reviewer(&w->ctx);
    str reviewer = w->ctx.shop->reviewer_name;
    out->number = d.number;
    out->path = str_format(w->ctx.arena, "/decisions/%.*s", STR_ARG(d.number));
    out->note = decision_kind_label(d.kind, w->ctx.lang);
    out->who = is_outside && reviewer.size != 0 ? reviewer
               : is_outside                     ? say(w, T("The outside reviewer"))
               : waits == DECIDER_STAFF         ? say(w, T("Somebody else than who decided first"))
                                                : office_role_text(w, ROLE_OWNER);
    out->is_moot = d.decided_at != 0 || (waits == DECIDER_SAME && w->ctx.now_at < from_at);
    return OK;
}

static const struct {
    str room;
    enum err (*find)(struct web *w, enum promise_kind kind, int64_t id, struct place *out);
} rooms[] = {
    { S_INIT("order"), find_order },         { S_INIT("claim"), find_claim },
    { S_INIT("complaint"), find_complaint }, { S_INIT("conversation"), find_conversation },
    { S_INIT("decision"), find_decision },   { S_INIT("refund"), find_refund },
    { S_INIT("shipment"), find_shipment },   { S_INIT("survey"), find_survey },
};

enum err place_of(struct web *w, enum promise_kind kind, str subject, struct place *out)
{
    struct str_pair cut = str_cut(subject, ':');
    struct place place = { .number = subject };
    int64_t id = 0;
    for (size_t i = 0; i < COUNT(rooms); i++) {
        if (!str_eq(cut.head, rooms[i].room) || !str_to_int(cut.tail, &id)) {
            continue;
        }
        enum err e = rooms[i].find(w, kind, id, &place);
        place.is_moot = place.is_moot || e == ERR_NOT_FOUND;
        *out = place;
        return e == ERR_NOT_FOUND ? OK : e;
    }
    place.path = str_format(w->ctx.arena, "/admin/promises?state=all&q=%.*s",
                            STR_ARG(str_escape_url(w->ctx.arena, subject)));
    *out = place;
    return OK;
}

/* ---- from a number ---- */

static enum err subject_of_order(struct web *w, str number, str *out)
{
    struct order o = { 0 };
    TRY(order_by_number(&w->ctx, number, &o));
    *out = order_subject(&w->ctx, o.id);
    return OK;
}

static enum err subject_of_claim(struct web *w, str number, str *out)
{
    struct claim k = { 0 };
    TRY(claim_by_number(&w->ctx, number, &k));
    *out = claim_subject(&w->ctx, k.id);
    return OK;
}

static enum err subject_of_complaint(struct web *w, str number, str *out)
{
    struct complaint k = { 0 };
    TRY(complaint_by_number(&w->ctx, number, &k));
    *out = complaint_subject(&w->ctx, k.id);
    return OK;
}

static enum err subject_of_talk(struct web *w, str number, str *out)
{
    struct conversation k = { 0 };
    TRY(conversation_find(&w->ctx, number, &k));
    *out = conversation_subject(&w->ctx, k.id);
    return OK;
}

static enum err subject_of_decision(struct web *w, str number, str *out)
{
    struct decision d = { 0 };
    TRY(decision_by_number(&w->ctx, number, &d));
    *out = str_format(w->ctx.arena, "decision:%" PRId64, d.id.v);
    return OK;
}

static const struct {
    str prefix;
    enum err (*find)(struct web *w, str number, str *out);
} numbers[] = {
    { S_INIT("KLM-"), subject_of_claim }, { S_INIT("PGD-"), subject_of_complaint },
    { S_INIT("TNY-"), subject_of_talk },  { S_INIT("PTS-"), subject_of_decision },
    { S_INIT(""), subject_of_order },
};

enum err place_subject(struct web *w, str number, str *out)
{
    size_t at = 0;
    *out = str_trim(number);
    if (out->size == 0 || str_cut(*out, ':').found) {
        return OK;
    }
    while (!str_starts(*out, numbers[at].prefix)) {
        at++; /* the last fits everything */
    }
    enum err e = numbers[at].find(w, *out, out);
    return e == ERR_NOT_FOUND ? OK : e;
}
