/* SPDX-License-Identifier: Apache-2.0 */
#include "web/shop/outlook.h"

#include "core/promise_clock.h"
#include "core/promise_kind.h"
#include "web/app.h"
#include "web/reader.h"
#include "web/shop/card.h"

str moment_text(const struct web *w, int64_t at)
{
    struct arena *a = w->ctx.arena;
    bool id = web_is_indonesian(w);
    const struct zone *zone = reader_zone(w);
    str day = clock_print_weekday(zone_days(zone, at), id);
    return str_format(a, "%.*s, %.*s", STR_ARG(day), STR_ARG(clock_print(a, zone, at, id)));
}

str span_text(const struct web *w, int64_t span, bool is_business)
{
    struct text_slot n = { S("n"), (str){ 0 } };
    int64_t minutes = (span + MINUTES(1) - 1) / MINUTES(1);
    int64_t hours = (minutes + 59) / 60;
    if (minutes < 90) {
        n.value = number_text(w, minutes);
        return is_business ? say_with(w, T("{n} working minutes"), n)
                           : say_with(w, T("{n} minutes"), n);
    }
    if (hours < 48 || is_business) {
        n.value = number_text(w, hours);
        return is_business ? say_with(w, T("{n} working hours"), n)
                           : say_with(w, T("{n} hours"), n);
    }
    n.value = number_text(w, (hours + 23) / 24);
    return say_with(w, T("{n} days"), n);
}

static str slow_text(const struct web *w, const struct promise_outlook *o)
{
    if (!o->is_worse) {
        return (str){ 0 };
    }
    str msgid = o->p90.is_at_least ? T("We are slower than we want to be: at the moment an answer "
                                       "usually takes more than {time}.")
                                   : T("We are slower than we want to be: at the moment we usually "
                                       "answer within {time}.");
    return say_with(w, msgid, { S("time"), span_text(w, o->p90.value, true) });
}

enum err reply_slow_text(struct web *w, int64_t budget, str *out)
{
    struct promise_outlook o = { 0 };
    if (budget != 0) {
        TRY(promise_outlook(&w->ctx, PROMISE_REPLY, budget, &o));
    }
    *out = slow_text(w, &o);
    return OK;
}

enum outlook_of { OUTLOOK_REPLY, OUTLOOK_SHIP };

/* At most a minute old, and of the same budget (0 where none is given). */
static bool recall(struct web *w, enum outlook_of of, int64_t budget, struct promise_outlook *out)
{
    struct app *app = w->app;
    pthread_mutex_lock(&app->site_lock);
    const struct outlook_seen *seen = &app->outlook[of];
    int64_t age = w->ctx.now_at - seen->made_at;
    bool is_fresh = age >= 0 && age < MINUTES(1) && seen->budget == budget;
    *out = seen->outlook;
    pthread_mutex_unlock(&app->site_lock);
    return is_fresh;
}

static void remember(struct web *w, enum outlook_of of, int64_t budget,
                     const struct promise_outlook *o)
{
    struct app *app = w->app;
    pthread_mutex_lock(&app->site_lock);
    app->outlook[of] = (struct outlook_seen){ w->ctx.now_at, budget, *o };
    pthread_mutex_unlock(&app->site_lock);
}

enum err reply_slow_text_lately(struct web *w, int64_t budget, str *out)
{
    struct promise_outlook o = { 0 };
    if (budget != 0 && !recall(w, OUTLOOK_REPLY, budget, &o)) {
        TRY(promise_outlook(&w->ctx, PROMISE_REPLY, budget, &o));
        remember(w, OUTLOOK_REPLY, budget, &o);
    }
    *out = slow_text(w, &o);
    return OK;
}

enum err ship_slow_text_lately(struct web *w, str *out)
{
    struct promise_outlook o = { 0 };
    if (!recall(w, OUTLOOK_SHIP, 0, &o)) {
        TRY(promise_outlook_dated(&w->ctx, PROMISE_SHIP, &o));
        remember(w, OUTLOOK_SHIP, 0, &o);
    }
    *out = (str){ 0 };
    if (o.is_worse) {
        str msgid = o.p90.is_at_least
                        ? T("We are slower than we want to be: at the moment a parcel "
                            "usually takes more than {time} to leave.")
                        : T("We are slower than we want to be: at the moment a parcel "
                            "usually leaves within {time} of the payment.");
        *out = say_with(w, msgid, { S("time"), span_text(w, o.p90.value, true) });
    }
    return OK;
}

enum err reply_outlook_text(struct web *w, int64_t budget, str *out)
{
    int64_t due_at = 0;
    str slow = { 0 };
    web_valid_until(w, w->ctx.now_at + MINUTES(1));
    TRY(reply_slow_text(w, budget, &slow));
    if (slow.size != 0) {
        *out = slow;
        return OK;
    }
    TRY(promise_due_of(&w->ctx, PROMISE_REPLY, budget, &due_at));
    *out =
        say_with(w, T("We answer by {time} at the latest."), { S("time"), moment_text(w, due_at) });
    return OK;
}

void promise_facts_show(struct web *w, const struct promise *p, struct value *node)
{
    struct arena *a = w->ctx.arena;
    value_set_text(a, node, S("kind"), promise_kind_name(p->kind));
    value_set_text(a, node, S("text"), promise_kind_label(p->kind, w->ctx.lang));
    value_set_instant(a, node, S("due_at"), p->due_at);
    value_set_instant(a, node, S("settled_at"), p->settled_at);
    value_set_text(a, node, S("outcome"), promise_outcome_name(p->outcome));
    value_set_bool(a, node, S("is_open"), p->outcome == PROMISE_OPEN);
    value_set_bool(a, node, S("is_kept"), p->outcome == PROMISE_KEPT);
    value_set_bool(a, node, S("is_broken"), p->outcome == PROMISE_BROKEN);
    value_set_bool(a, node, S("is_voided"), p->outcome == PROMISE_VOIDED);
    enum promise_pause_rule rule = PAUSE_RULE_COUNT;
    bool is_paused = p->outcome == PROMISE_OPEN && promise_pause_of(p->paused_by, &rule);
    show_text_or_null(w, node, S("paused_text"),
                      is_paused ? promise_pause_label(rule, w->ctx.lang) : (str){ 0 });
}

static void show_promise(struct web *w, const struct promise *p, struct value *node)
{
    enum lang lang = w->ctx.lang;
    const char *follows = promise_rule_of(p->kind)->consequence[lang];
    promise_facts_show(w, p, node);
    str text = follows == NULL
                   ? (str){ 0 }
                   : say_with(w, T("If we are late: {what}."), { S("what"), str_of(follows) });
    show_text_or_null(w, node, S("consequence"), p->outcome == PROMISE_OPEN ? text : (str){ 0 });
    show_text_or_null(w, node, S("voided_reason"),
                      p->outcome == PROMISE_VOIDED ? promise_reason_text(p->voided_reason, lang)
                                                   : (str){ 0 });
}

enum err promises_show(struct web *w, str subject, struct value *model)
{
    struct promise_list list = { 0 };
    TRY(promise_list(&w->ctx, subject, &list));
    struct value *promises = value_set_list(w->ctx.arena, model, S("promises"));
    for (size_t i = 0; i < list.count; i++) {
        show_promise(w, &list.item[i], value_add_object(w->ctx.arena, promises));
    }
    return OK;
}
