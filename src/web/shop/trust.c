/* SPDX-License-Identifier: Apache-2.0 */
/* trust.c - figures about the shop, each counted from its records, each with numerator, denominator and definition. */
#include "core/promise.h"
#include "web/shop/card.h"
#include "web/shop/pages.h"

enum { PERIOD_DAYS = 90 };

static const struct model_field figure_fields[] = {
    SHOW(TEXT, "name"), PAGE_ONLY(TEXT, "value_text"), SHOW(INT, "numerator"), SHOW(INT, "denominator"),
    SHOW(TEXT, "definition"),
};
static const struct model figure_model = MODEL("figure", figure_fields);
static const struct model_field trust_fields[] = {
    PAGE_ONLY(TEXT, "meta_description"),
    SHOW(DATE, "from"),
    SHOW(DATE, "until"),
    SHOW(LIST, "figures", .of = &figure_model),
};
const struct model trust_model = MODEL("trust", trust_fields);

/* ---- the pages ---- */

static void show_period(struct web *w, struct value *model)
{
    const struct zone *zone = w->ctx.shop->zone;
    value_set_date(w->ctx.arena, model, S("from"),
                   zone_days(zone, w->ctx.now_at - DAYS(PERIOD_DAYS)));
    value_set_date(w->ctx.arena, model, S("until"), zone_days(zone, w->ctx.now_at));
}

static enum err read_rates(struct web *w, struct promise_rate rate[PROMISE_KIND_COUNT])
{
    web_tag(w, S("shop"));
    web_valid_until(w, w->ctx.now_at + MINUTES(1)); /* counted anew each minute */
    return promise_rates(&w->ctx, w->ctx.now_at - DAYS(PERIOD_DAYS), w->ctx.now_at, rate);
}

static void show_figure(struct web *w, str name, str definition, const struct promise_rate *rate,
                        struct value *list)
{
    struct arena *a = w->ctx.arena;
    int64_t due = rate->kept + rate->broken;
    if (due == 0) {
        return;
    }
    struct value *figure = value_add_object(a, list);
    value_set_text(a, figure, S("name"), name);
    value_set_text(a, figure, S("value_text"), percent_text(w, rate->kept, due));
    value_set_int(a, figure, S("numerator"), rate->kept);
    value_set_int(a, figure, S("denominator"), due);
    value_set_text(a, figure, S("definition"), definition);
}

static void show_figures(struct web *w, const struct promise_rate rate[PROMISE_KIND_COUNT],
                         struct value *model)
{
    struct value *list = value_set_list(w->ctx.arena, model, S("figures"));
    struct promise_rate all = { 0 };
    for (enum promise_kind kind = 0; kind < PROMISE_KIND_COUNT; kind++) {
        all.kept += rate[kind].kept;
        all.broken += rate[kind].broken;
    }
    show_figure(w, say(w, T("Promises kept")),
                say(w, T("Done before their deadline, out of all that came due in this time and "
                         "were not voided.")),
                &all, list);
    show_figure(w, say(w, T("Sent on time")),
                say(w, T("Orders whose last parcel left on or before the promised day, out of "
                         "those promised for this time.")),
                &rate[PROMISE_SHIP], list);
    show_figure(w, say(w, T("Arrived on time")),
                say(w, T("Orders that arrived on or before the promised day, out of those promised "
                         "for this time.")),
                &rate[PROMISE_DELIVER], list);
    show_figure(
        w, say(w, T("Money back on time")),
        say(w, T("Refunds paid on or before the promised day, out of those due in this time.")),
        &rate[PROMISE_REFUND], list);
}

enum err trust_page(struct web *w)
{
    struct arena *a = w->ctx.arena;
    struct promise_rate rate[PROMISE_KIND_COUNT] = { { 0 } };
    TRY(read_rates(w, rate));
    struct value *model = w->model = value_object(a);
    value_set_text(a, model, S("meta_description"),
                   say_with(w,
                            T("Figures about {shop} with numerator, denominator and definition."),
                            { S("shop"), w->ctx.shop->name }));
    show_period(w, model);
    show_figures(w, rate, model);
    return OK;
}
