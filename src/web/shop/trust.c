/* SPDX-License-Identifier: Apache-2.0 */
/* trust.c - figures about the shop, each counted from its records, each with numerator, denominator and definition. */
#include "core/promise.h"
#include "web/shop/card.h"
#include "web/shop/pages.h"

#include <math.h>

enum { PERIOD_DAYS = 90 };

static const struct model_field promise_rate_fields[] = {
    SHOW(TEXT, "kind"),
    SHOW(TEXT, "name"),
    SHOW(INT, "due"),
    SHOW(INT, "kept"),
    SHOW(INT, "broken"),
    SHOW(INT, "broken_open", .note = "Past due and still not done; part of broken."),
    SHOW(INT, "voided"),
    PAGE_ONLY(TEXT, "percent_text"),
    PAGE_ONLY(TEXT, "interval_text"),
    SHOW_OR_NULL(DECIMAL, "rate", .note = "kept / (kept + broken); null while nothing came due."),
    SHOW_OR_NULL(DECIMAL, "rate_low", .note = "Lower end of the 95 % Wilson interval of rate."),
    SHOW_OR_NULL(DECIMAL, "rate_high", .note = "Upper end of the same."),
};
static const struct model promise_rate_model = MODEL("promise_rate", promise_rate_fields);
static const struct model_field promises_fields[] = {
    PAGE_ONLY(TEXT, "meta_description"),
    SHOW(DATE, "from"),
    SHOW(DATE, "until"),
    SHOW(INT, "imported_count"),
    SHOW(LIST, "items", .of = &promise_rate_model),
};
const struct model promises_model = MODEL("promises", promises_fields);

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

/* ---- the interval ---- */

/* What a few cases really tell: the 95 % Wilson score interval, in ten-thousandths.
 * Source: E. B. Wilson, 1927; z = 1.96. */
static void wilson(int64_t kept, int64_t due, int64_t *low, int64_t *high)
{
    double n = (double)due;
    double p = (double)kept / n;
    double z = 1.96;
    double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    double half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    *low = (int64_t)floor((middle - half) * 10000 + 0.5);
    *high = (int64_t)floor((middle + half) * 10000 + 0.5);
    *low = *low < 0 ? 0 : *low;
    *high = *high > 10000 ? 10000 : *high;
}

static void show_rate(struct web *w, const struct promise_rate *rate, struct value *item)
{
    struct arena *a = w->ctx.arena;
    int64_t due = rate->kept + rate->broken;
    int64_t low = 0;
    int64_t high = 0;
    if (due == 0) {
        value_set_null(a, item, S("percent_text"));
        value_set_null(a, item, S("interval_text"));
        value_set_null(a, item, S("rate"));
        value_set_null(a, item, S("rate_low"));
        value_set_null(a, item, S("rate_high"));
        return;
    }
    wilson(rate->kept, due, &low, &high);
    value_set_text(a, item, S("percent_text"), percent_text(w, rate->kept, due));
    value_set_text(a, item, S("interval_text"),
                   say_with(w, T("95% sure: {low} to {high}"),
                            { S("low"), percent_text(w, low, 10000) },
                            { S("high"), percent_text(w, high, 10000) }));
    value_set_decimal(a, item, S("rate"), (rate->kept * 20000 + due) / (due * 2), 4);
    value_set_decimal(a, item, S("rate_low"), low, 4);
    value_set_decimal(a, item, S("rate_high"), high, 4);
}

static void show_item(struct web *w, enum promise_kind kind, const struct promise_rate *rate,
                      struct value *list)
{
    struct arena *a = w->ctx.arena;
    struct value *item = value_add_object(a, list);
    value_set_text(a, item, S("kind"), promise_kind_name(kind));
    value_set_text(a, item, S("name"), promise_kind_label(kind, w->ctx.lang));
    value_set_int(a, item, S("due"), rate->due);
    value_set_int(a, item, S("kept"), rate->kept);
    value_set_int(a, item, S("broken"), rate->broken);
    value_set_int(a, item, S("broken_open"), rate->broken_open);
    value_set_int(a, item, S("voided"), rate->voided);
    show_rate(w, rate, item);
}

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

enum err promises_page(struct web *w)
{
    struct arena *a = w->ctx.arena;
    struct promise_rate rate[PROMISE_KIND_COUNT] = { { 0 } };
    TRY(read_rates(w, rate));
    struct value *model = w->model = value_object(a);
    value_set_text(a, model, S("meta_description"),
                   say(w, T("How many promises came due, were kept, and were broken.")));
    show_period(w, model);
    value_set_int(a, model, S("imported_count"), 0);
    struct value *list = value_set_list(a, model, S("items"));
    for (enum promise_kind kind = 0; kind < PROMISE_KIND_COUNT; kind++) {
        if (rate[kind].due + rate[kind].voided > 0) {
            show_item(w, kind, &rate[kind], list);
        }
    }
    return OK;
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
