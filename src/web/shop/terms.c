/* SPDX-License-Identifier: Apache-2.0 */
#include "web/shop/terms.h"

#include "web/shop/outlook.h"

#include "core/policy.h"
#include "shop/shipping.h"
#include "web/app.h"
#include "web/shop/card.h"

#include <stdatomic.h>

static const struct model_field promise_text_fields[] = {
    SHOW(TEXT, "kind", .note = "Name of the kind of promise, as in /promises."),
    SHOW(TEXT, "text"),
    SHOW(BOOL, "is_slow", .note = "The text says that we are slower than we promise, instead of the promise."),
};
const struct model promise_text_model = MODEL("promise_text", promise_text_fields);

/* A shop that has not published a kind promises nothing of it. */
static enum err read_policy(struct ctx *c, enum policy_kind kind, struct policy *out, bool *found)
{
    enum err e = policy_current(c, kind, out);
    *found = e == OK;
    return e == ERR_NOT_FOUND ? OK : e;
}

static void read_guarantee(const struct policy *p, struct terms *t)
{
    t->window_days = policy_int(p, S("window_days"));
    t->late_days = policy_int(p, S("late_days"));
    t->refund_days = policy_int(p, S("refund_days"));
    t->from_delivery = policy_int(p, S("starts")) == 0;
    t->covers_not_received = policy_bool(p, S("covers_not_received"));
    t->covers_damaged = policy_bool(p, S("covers_damaged"));
    t->covers_wrong = policy_bool(p, S("covers_wrong"));
    t->covers_not_as_described = policy_bool(p, S("covers_not_as_described"));
    t->covers_change_of_mind = policy_bool(p, S("covers_change_of_mind"));
}

static void read_returns(const struct policy *p, struct terms *t)
{
    t->return_days = policy_int(p, S("window_days"));
    t->repays_all_postage = policy_int(p, S("postage_max")) == 0;
    t->allows_change_of_mind = policy_bool(p, S("allows_change_of_mind"));
}

static void read_warranty(const struct policy *p, struct terms *t)
{
    t->warranty_months = policy_int(p, S("months"));
    t->replace_days = policy_int(p, S("replace_days"));
}

static void read_reply(const struct policy *p, struct terms *t)
{
    t->reply_hours = policy_int(p, S("reply_hours"));
    t->complaint_days = policy_int(p, S("complaint_days"));
}

static enum err read_flat(struct ctx *c, struct terms *t)
{
    struct shipping_quote flat = { 0 };
    TRY(shipping_flat(c, c->shop->currency, &flat, &t->has_flat));
    t->flat_minor = flat.price.minor;
    t->flat_min_days = flat.min_days;
    t->flat_max_days = flat.max_days;
    return OK;
}

enum err terms_read(struct ctx *c, struct terms *out)
{
    static const struct {
        enum policy_kind kind;
        void (*read)(const struct policy *p, struct terms *t);
    } parts[] = {
        { POLICY_GUARANTEE, read_guarantee },
        { POLICY_RETURNS, read_returns },
        { POLICY_WARRANTY, read_warranty },
        { POLICY_REPLY, read_reply },
    };
    struct terms t = { 0 };
    for (size_t i = 0; i < COUNT(parts); i++) {
        struct policy p = { 0 };
        bool found = false;
        TRY(read_policy(c, parts[i].kind, &p, &found));
        if (found) {
            parts[i].read(&p, &t);
        }
    }
    TRY(read_flat(c, &t));
    *out = t;
    return OK;
}

const struct terms *terms_of(const struct web *w)
{
    const struct site *site = atomic_load(&w->app->site);
    return &site->terms;
}

/* ---- sentences ---- */

/* "damaged, wrong or not as described", of the grounds that are on. */
static str grounds_text(struct web *w, const struct terms *t)
{
    const struct {
        bool on;
        str word;
    } grounds[] = {
        { t->covers_not_received, T("not received") },
        { t->covers_damaged, T("damaged") },
        { t->covers_wrong, T("wrong or missing") },
        { t->covers_not_as_described, T("not as described") },
        { t->covers_change_of_mind, T("a change of mind") },
    };
    struct buf out = buf_new(w->ctx.arena, 400);
    for (size_t i = 0; i < COUNT(grounds); i++) {
        if (grounds[i].on) {
            buf_add(&out, out.size == 0 ? S("") : S(", "));
            buf_add(&out, say(w, grounds[i].word));
        }
    }
    return buf_str(&out);
}

str terms_guarantee_text(struct web *w, const struct terms *t)
{
    str grounds = grounds_text(w, t);
    if (t->window_days == 0 || grounds.size == 0) {
        return say(w, T("No money-back guarantee beyond what the law gives you."));
    }
    str msgid = t->from_delivery
                    ? T("Money-back guarantee, {days} days from the day you receive it: {grounds}.")
                    : T("Money-back guarantee, {days} days from payment: {grounds}.");
    return say_with(w, msgid, { S("days"), number_text(w, t->window_days) },
                    { S("grounds"), grounds });
}

enum err terms_reply_text(struct web *w, const struct terms *t, str *out)
{
    if (t->reply_hours == 0) {
        *out = say(w, T("We answer as soon as we can."));
        return OK;
    }
    return reply_outlook_text(w, HOURS(t->reply_hours), out);
}

static void promise_add(struct web *w, struct value *list, const char *kind, str text, str slow)
{
    struct value *one = value_add_object(w->ctx.arena, list);
    value_set_text(w->ctx.arena, one, S("kind"), str_of(kind));
    value_set_text(w->ctx.arena, one, S("text"), slow.size != 0 ? slow : text);
    value_set_bool(w->ctx.arena, one, S("is_slow"), slow.size != 0);
}

static str ship_text(struct web *w, const struct delivery_dates *dates)
{
    struct arena *a = w->ctx.arena;
    bool id = web_is_indonesian(w);
    if (dates == NULL) {
        return say_with(w, T("Sent within {hours} working hours after payment."),
                        { S("hours"), number_text(w, w->ctx.shop->handling_hours) });
    }
    int64_t days = zone_days(w->ctx.shop->zone, dates->ship_by_at);
    str weekday = str_join(a, clock_print_weekday(days, id), S(", "));
    str date = str_join(a, weekday, clock_print_date(a, days, id));
    return say_with(w, T("Sent by {date} at the latest if you pay now."), { S("date"), date });
}

/* While we are slower than the policy, that is said instead; so it is of sending. */
static enum err add_reply(struct web *w, const struct terms *t, struct value *list)
{
    str slow = { 0 };
    if (t->reply_hours == 0) {
        return OK;
    }
    TRY(reply_slow_text_lately(w, HOURS(t->reply_hours), &slow));
    web_valid_until(w, w->ctx.now_at + MINUTES(15));
    str within = say_with(w, T("Questions are answered within {hours} working hours."),
                          { S("hours"), number_text(w, t->reply_hours) });
    promise_add(w, list, "reply", within, slow);
    return OK;
}

enum err terms_promises(struct web *w, struct value *object, const struct terms *t,
                        const struct delivery_dates *dates)
{
    struct value *list = value_set_list(w->ctx.arena, object, S("promises"));
    str slow = { 0 };
    TRY(ship_slow_text_lately(w, &slow));
    promise_add(w, list, "ship", ship_text(w, dates), slow);
    if (t->covers_not_received) {
        promise_add(w, list, "refund", say(w, T("It never arrives: all your money back.")),
                    (str){ 0 });
    }
    if (t->replace_days != 0 && (t->covers_damaged || t->covers_wrong || t->warranty_months > 0)) {
        promise_add(w, list, "replace",
                    say_with(w, T("Arrives damaged or wrong: replaced within {days} days."),
                             { S("days"), number_text(w, t->replace_days) }),
                    (str){ 0 });
    }
    return add_reply(w, t, list);
}

/* The same work begun at any instant before this one ends on the same day: what is left of that day's opening hours is the slack. */
int64_t terms_dates_end_at(struct web *w, const struct delivery_dates *dates)
{
    struct calendar hours = order_calendar(&w->ctx);
    const struct calendar *cal = &hours;
    int64_t now_at = w->ctx.now_at;
    int64_t today = zone_days(cal->zone, now_at);
    int64_t end_at = zone_instant(cal->zone, today + 1, 0);
    int64_t cutoff_at = zone_instant(cal->zone, today, cal->cutoff_minute);
    int64_t slack =
        calendar_business_time(cal, now_at, dates->ship_by_at) - HOURS(w->ctx.shop->handling_hours);
    int64_t full_at = 0;
    if (cal->cutoff_minute < 1440 && cutoff_at > now_at && cutoff_at < end_at) {
        end_at = cutoff_at;
    }
    if (slack > 0 && calendar_due_at(cal, now_at, slack, &full_at) && full_at < end_at) {
        end_at = full_at;
    }
    return end_at;
}
