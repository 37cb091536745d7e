/* SPDX-License-Identifier: Apache-2.0 */
#include "web/shop/outlook.h"

#include "core/promise_clock.h"
#include "web/shop/card.h"

str moment_text(const struct web *w, int64_t at)
{
    struct arena *a = w->ctx.arena;
    bool id = web_is_indonesian(w);
    const struct zone *zone = w->ctx.shop->zone;
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

enum err reply_outlook_text(struct web *w, int64_t budget, str *out)
{
    struct promise_outlook o = { 0 };
    int64_t due_at = 0;
    web_valid_until(w, w->ctx.now_at + MINUTES(1));
    TRY(promise_outlook(&w->ctx, PROMISE_REPLY, budget, &o));
    if (o.is_worse) {
        struct text_slot usual = { S("time"), span_text(w, o.p90.value, true) };
        *out = o.p90.is_at_least ? say_with(w,
                                            T("We are slower than we want to be: at the moment an "
                                              "answer usually takes more than {time}."),
                                            usual)
                                 : say_with(w,
                                            T("We are slower than we want to be: at the moment we "
                                              "usually answer within {time}."),
                                            usual);
        return OK;
    }
    TRY(promise_due_of(&w->ctx, PROMISE_REPLY, budget, &due_at));
    *out =
        say_with(w, T("We answer by {time} at the latest."), { S("time"), moment_text(w, due_at) });
    return OK;
}
