/* SPDX-License-Identifier: Apache-2.0 */
/* promises.c - every kind of promise: how many came due, were kept, were broken; what the words mean. Nobody types it in. */
#include "core/decision.h"
#include "core/override.h"
#include "core/promise_kind.h"
#include "web/shop/card.h"
#include "web/shop/outlook.h"
#include "web/shop/pages.h"
#include "web/shop/terms.h"

static const int64_t periods[] = { 30, 90, 365 };

struct promises_ask {
    int64_t days;
};
static const struct field promises_query_fields[] = {
    FIELD(INT, struct promises_ask, days, 30, 365, "30, 90 or 365.", .label = "Days", .is_optional = true),
};
const struct form promises_query =
    QUERY_FORM("promises_query", promises_query_fields, struct promises_ask);

static const struct model_field reason_fields[] = {
    SHOW(TEXT, "reason"), SHOW(TEXT, "text"), SHOW(INT, "count"),
};
static const struct model reason_model = MODEL("voided_reason", reason_fields);
static const struct model_field promise_rate_fields[] = {
    SHOW(TEXT, "kind"),
    SHOW(TEXT, "name"),
    SHOW(INT, "due"),
    SHOW(INT, "kept"),
    SHOW(INT, "broken"),
    SHOW(INT, "broken_open", .note = "Past due, not done and still waited for; part of broken."),
    SHOW(INT, "voided"),
    SHOW(LIST, "voided_reasons", .of = &reason_model),
    PAGE_ONLY(TEXT, "percent_text"),
    PAGE_ONLY(TEXT, "interval_text"),
    SHOW_OR_NULL(DECIMAL, "rate", .note = "kept / (kept + broken); null while nothing came due."),
    SHOW_OR_NULL(DECIMAL, "rate_low", .note = "Lower end of the 95 % Wilson interval of rate."),
    SHOW_OR_NULL(DECIMAL, "rate_high", .note = "Upper end of the same."),
};
static const struct model promise_rate_model = MODEL("promise_rate", promise_rate_fields);
static const struct model_field rule_fields[] = {
    SHOW(TEXT, "kind"), SHOW(TEXT, "name"), SHOW(TEXT, "made", .note = "What makes such a promise."),
    SHOW(TEXT, "kept", .note = "What keeps it."), SHOW(TEXT, "clock"), PAGE_ONLY(TEXT, "clock_text"),
    SHOW(LIST, "pauses", .item = VALUE_TEXT, .note = "Published rules that pause its clock."),
    SHOW_OR_NULL(TEXT, "consequence", .note = "What follows by itself when it is broken."),
};
static const struct model rule_model = MODEL("promise_rule", rule_fields);
static const struct model_field share_fields[] = {
    SHOW(INT, "hours"), SHOW(TEXT, "clock"), SHOW(TEXT, "name"), SHOW(INT, "numerator"), SHOW(INT, "denominator"), SHOW_OR_NULL(DECIMAL, "rate"),
    PAGE_ONLY(TEXT, "value_text"),
};
static const struct model share_model = MODEL("reply_share", share_fields);
static const struct model_field span_fields[] = {
    SHOW(INT, "percentile", .note = "Nearest rank."), SHOW(TEXT, "clock"), SHOW(TEXT, "name"), SHOW_OR_NULL(INT, "seconds"), SHOW(BOOL, "is_at_least", .note = "Too many still wait: this or more."),
    PAGE_ONLY(TEXT, "value_text"),
};
static const struct model span_model = MODEL("reply_span", span_fields);
static const struct model_field replies_fields[] = {
    SHOW(TEXT, "kind", .note = "reply: the first one; next_reply: one per burst of messages after it."), SHOW(TEXT, "name"),
    SHOW(INT, "asked"), SHOW(INT, "waiting"), SHOW(INT, "voided"), SHOW(INT, "sample_count", .note = "Of which the spans are."),
    SHOW(LIST, "shares", .of = &share_model), SHOW(LIST, "spans", .of = &span_model),
};
static const struct model replies_model = MODEL("reply_figures", replies_fields);
static const struct model_field period_fields[] = {
    PAGE_ONLY(TEXT, "name"), PAGE_ONLY(TEXT, "href_url"), PAGE_ONLY(BOOL, "is_current"),
};
static const struct model period_model = MODEL("promises_period", period_fields);
static const struct model_field decider_fields[] = {
    SHOW(TEXT, "by"), SHOW(TEXT, "name"), SHOW(INT, "count"),
};
static const struct model decider_model = MODEL("decider_count", decider_fields);
static const struct model_field promises_fields[] = {
    PAGE_ONLY(TEXT, "meta_description"),
    SHOW(INT, "days"),
    PAGE_ONLY(LIST, "periods", .of = &period_model),
    SHOW(DATE, "from"),
    SHOW(DATE, "until"),
    SHOW(INT, "imported_count"),
    SHOW(LIST, "items", .of = &promise_rate_model),
    SHOW_OR_NULL(TEXT, "outlook_text", .note = "While the last 14 days are slower than the reply policy: what is usual."),
    SHOW(LIST, "replies", .of = &replies_model),
    SHOW(INT, "override_count", .note = "Times staff did otherwise than a rule says, each with a reason."),
    SHOW(LIST, "decisions", .of = &decider_model, .note = "Contests and appeals decided, by whom."),
    SHOW(LIST, "rules", .of = &rule_model),
};
const struct model promises_model = MODEL("promises", promises_fields);

struct period {
    int64_t days, from_at, to_at;
};

/* ---- rates ---- */

static void show_rate(struct web *w, const struct promise_rate *rate, struct value *item)
{
    struct arena *a = w->ctx.arena;
    int64_t due = rate->kept + rate->broken;
    if (due == 0) {
        static const char *const names[] = { "percent_text", "interval_text", "rate", "rate_low", "rate_high" };
        for (size_t i = 0; i < COUNT(names); i++) {
            value_set_null(a, item, str_of(names[i]));
        }
        return;
    }
    struct stats_interval sure = stats_wilson(rate->kept, due);
    value_set_text(a, item, S("percent_text"), percent_text(w, rate->kept, due));
    value_set_text(a, item, S("interval_text"),
                   say_with(w, T("95% sure: {low} to {high}"),
                            { S("low"), percent_text(w, sure.low_bp, 10000) },
                            { S("high"), percent_text(w, sure.high_bp, 10000) }));
    value_set_decimal(a, item, S("rate"), stats_share_bp(rate->kept, due), 4);
    value_set_decimal(a, item, S("rate_low"), sure.low_bp, 4);
    value_set_decimal(a, item, S("rate_high"), sure.high_bp, 4);
}

static void show_reasons(struct web *w, enum promise_kind kind, const struct promise_reasons *all,
                         struct value *item)
{
    struct arena *a = w->ctx.arena;
    struct value *list = value_set_list(a, item, S("voided_reasons"));
    for (size_t i = 0; i < all->count; i++) {
        if (all->item[i].kind != kind) {
            continue;
        }
        struct value *one = value_add_object(a, list);
        value_set_text(a, one, S("reason"), all->item[i].reason);
        value_set_text(a, one, S("text"), promise_reason_text(all->item[i].reason, w->ctx.lang));
        value_set_int(a, one, S("count"), all->item[i].count);
    }
}

static enum err show_items(struct web *w, const struct period *p, struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct promise_rate rate[PROMISE_KIND_COUNT] = { { 0 } };
    struct promise_reasons reasons = { 0 };
    TRY(promise_rates(&w->ctx, p->from_at, p->to_at, rate));
    TRY(promise_voided_reasons(&w->ctx, p->from_at, p->to_at, &reasons));
    struct value *list = value_set_list(a, model, S("items"));
    for (enum promise_kind kind = 0; kind < PROMISE_KIND_COUNT; kind++) {
        if (rate[kind].due + rate[kind].voided == 0) {
            continue;
        }
        struct value *item = value_add_object(a, list);
        value_set_text(a, item, S("kind"), promise_kind_name(kind));
        value_set_text(a, item, S("name"), promise_kind_label(kind, w->ctx.lang));
        value_set_int(a, item, S("due"), rate[kind].due);
        value_set_int(a, item, S("kept"), rate[kind].kept);
        value_set_int(a, item, S("broken"), rate[kind].broken);
        value_set_int(a, item, S("broken_open"), rate[kind].broken_open);
        value_set_int(a, item, S("voided"), rate[kind].voided);
        show_reasons(w, kind, &reasons, item);
        show_rate(w, &rate[kind], item);
    }
    return OK;
}

/* ---- replies ---- */

struct share_row {
    int64_t hours;
    enum promise_clock clock;
    str name;
};

static void show_share(struct web *w, const struct share_row *row, struct promise_share share,
                       struct value *list)
{
    struct arena *a = w->ctx.arena;
    struct value *one = value_add_object(a, list);
    value_set_int(a, one, S("hours"), row->hours);
    value_set_text(a, one, S("clock"), promise_clock_name(row->clock));
    value_set_text(a, one, S("name"), say(w, row->name));
    value_set_int(a, one, S("numerator"), share.in);
    value_set_int(a, one, S("denominator"), share.of);
    if (share.of == 0) {
        value_set_null(a, one, S("rate"));
        value_set_null(a, one, S("value_text"));
        return;
    }
    value_set_decimal(a, one, S("rate"), stats_share_bp(share.in, share.of), 4);
    value_set_text(a, one, S("value_text"), percent_text(w, share.in, share.of));
}

/* What buyers feel stands first: the wall clock. Working hours are second. */
static void show_shares(struct web *w, const struct promise_speed *s, struct value *node)
{
    const struct share_row rows[] = {
        { 1, CLOCK_WALL, T("Answered within 1 hour, nights and holidays included") },
        { 24, CLOCK_WALL, T("Answered within 24 hours, nights and holidays included") },
        { 1, CLOCK_BUSINESS, T("Answered within 1 working hour") },
        { 24, CLOCK_BUSINESS, T("Answered within 24 working hours") },
    };
    const struct promise_share shares[] = { s->hour, s->day, s->open_hour, s->open_day };
    struct value *list = value_set_list(w->ctx.arena, node, S("shares"));
    for (size_t i = 0; i < COUNT(rows); i++) {
        show_share(w, &rows[i], shares[i], list);
    }
}

struct span_row {
    int64_t percentile;
    enum promise_clock clock;
    str name;
};

static void show_span(struct web *w, const struct span_row *row, struct stats_percentile p,
                      struct value *list)
{
    struct arena *a = w->ctx.arena;
    struct value *one = value_add_object(a, list);
    value_set_int(a, one, S("percentile"), row->percentile);
    value_set_text(a, one, S("clock"), promise_clock_name(row->clock));
    value_set_text(a, one, S("name"), say(w, row->name));
    value_set_bool(a, one, S("is_at_least"), p.is_at_least);
    if (!p.is_known) {
        value_set_null(a, one, S("seconds"));
        value_set_null(a, one, S("value_text"));
        return;
    }
    str span = span_text(w, p.value, row->clock == CLOCK_BUSINESS);
    value_set_int(a, one, S("seconds"), p.value / SECONDS(1));
    value_set_text(a, one, S("value_text"),
                   p.is_at_least ? say_with(w, T("{time} or more"), { S("time"), span }) : span);
}

static void show_spans(struct web *w, const struct promise_speed *s, struct value *node)
{
    const struct span_row rows[] = {
        { 50, CLOCK_WALL, T("Half were answered within") },
        { 90, CLOCK_WALL, T("Nine of ten were answered within") },
        { 50, CLOCK_BUSINESS, T("Half, in working hours") },
        { 90, CLOCK_BUSINESS, T("Nine of ten, in working hours") },
    };
    const struct stats_percentile spans[] = { s->wall_p50, s->wall_p90, s->business_p50,
                                              s->business_p90 };
    struct value *list = value_set_list(w->ctx.arena, node, S("spans"));
    for (size_t i = 0; i < COUNT(rows); i++) {
        show_span(w, &rows[i], spans[i], list);
    }
}

static enum err show_kind_of_reply(struct web *w, const struct period *p, enum promise_kind kind,
                                   struct value *list)
{
    struct arena *a = w->ctx.arena;
    struct promise_speed s = { 0 };
    TRY(promise_reply_speed(&w->ctx, kind, p->from_at, p->to_at, &s));
    struct value *node = value_add_object(a, list);
    value_set_text(a, node, S("kind"), promise_kind_name(kind));
    value_set_text(a, node, S("name"), promise_kind_label(kind, w->ctx.lang));
    value_set_int(a, node, S("asked"), s.asked);
    value_set_int(a, node, S("waiting"), s.waiting);
    value_set_int(a, node, S("voided"), s.voided);
    value_set_int(a, node, S("sample_count"), s.samples);
    show_shares(w, &s, node);
    show_spans(w, &s, node);
    return OK;
}

static enum err show_replies(struct web *w, const struct period *p, struct value *model)
{
    struct value *list = value_set_list(w->ctx.arena, model, S("replies"));
    str slow = { 0 };
    TRY(show_kind_of_reply(w, p, PROMISE_REPLY, list));
    TRY(show_kind_of_reply(w, p, PROMISE_NEXT_REPLY, list));
    TRY(reply_slow_text(w, HOURS(terms_of(w)->reply_hours), &slow));
    show_text_or_null(w, model, S("outlook_text"), slow);
    return OK;
}

/* ---- rules and people ---- */

static void show_rule(struct web *w, enum promise_kind kind, struct value *node)
{
    struct arena *a = w->ctx.arena;
    enum lang lang = w->ctx.lang;
    const struct promise_rule *rule = promise_rule_of(kind);
    value_set_text(a, node, S("kind"), str_of(rule->name));
    value_set_text(a, node, S("name"), str_of(rule->label[lang]));
    value_set_text(a, node, S("made"), str_of(rule->made[lang]));
    value_set_text(a, node, S("kept"), str_of(rule->kept[lang]));
    value_set_text(a, node, S("clock"), promise_clock_name(rule->clock));
    value_set_text(a, node, S("clock_text"), promise_clock_label(rule->clock, lang));
    struct value *pauses = value_set_list(a, node, S("pauses"));
    for (enum promise_pause_rule p = 0; p < PAUSE_RULE_COUNT; p++) {
        if ((rule->pauses & 1u << p) != 0) {
            value_add_text(a, pauses, promise_pause_label(p, lang));
        }
    }
    const char *consequence = rule->consequence[lang];
    show_text_or_null(w, node, S("consequence"),
                      consequence == NULL ? (str){ 0 } : str_of(consequence));
}

static void show_rules(struct web *w, struct value *model)
{
    struct value *list = value_set_list(w->ctx.arena, model, S("rules"));
    for (enum promise_kind kind = 0; kind < PROMISE_KIND_COUNT; kind++) {
        if (!promise_rule_of(kind)->is_unmade) {
            show_rule(w, kind, value_add_object(w->ctx.arena, list));
        }
    }
}

static enum err show_people(struct web *w, const struct period *p, struct value *model)
{
    struct arena *a = w->ctx.arena;
    int64_t overrides = 0;
    int64_t decided[DECIDER_COUNT] = { 0 };
    TRY(override_count(&w->ctx, p->from_at, p->to_at, &overrides));
    TRY(decision_counts(&w->ctx, p->from_at, p->to_at, decided));
    value_set_int(a, model, S("override_count"), overrides);
    struct value *list = value_set_list(a, model, S("decisions"));
    for (enum decider by = DECIDER_NONE + 1; by < DECIDER_COUNT; by++) {
        struct value *one = value_add_object(a, list);
        value_set_text(a, one, S("by"), decider_name(by));
        value_set_text(a, one, S("name"), decider_label(by, w->ctx.lang));
        value_set_int(a, one, S("count"), decided[by]);
    }
    return OK;
}

/* ---- the page ---- */

static void show_period(struct web *w, const struct period *p, struct value *model)
{
    struct arena *a = w->ctx.arena;
    const struct zone *zone = w->ctx.shop->zone;
    value_set_int(a, model, S("days"), p->days);
    value_set_date(a, model, S("from"), zone_days(zone, p->from_at));
    value_set_date(a, model, S("until"), zone_days(zone, p->to_at));
    struct value *list = value_set_list(a, model, S("periods"));
    for (size_t i = 0; i < COUNT(periods); i++) {
        struct value *one = value_add_object(a, list);
        value_set_text(a, one, S("name"),
                       say_with(w, T("{n} days"), { S("n"), number_text(w, periods[i]) }));
        value_set_text(a, one, S("href_url"), web_path(w, "/promises?days=%" PRId64, periods[i]));
        value_set_bool(a, one, S("is_current"), periods[i] == p->days);
    }
}

static struct period period_of(struct web *w)
{
    const struct promises_ask *ask = w->query;
    int64_t days = 90;
    for (size_t i = 0; ask != NULL && i < COUNT(periods); i++) {
        days = ask->days == periods[i] ? ask->days : days;
    }
    return (struct period){ days, w->ctx.now_at - DAYS(days), w->ctx.now_at };
}

enum err promises_page(struct web *w)
{
    struct arena *a = w->ctx.arena;
    struct period period = period_of(w);
    struct value *model = w->model = value_object(a);
    web_tag(w, S("shop"));
    web_valid_until(w, w->ctx.now_at + MINUTES(1)); /* counted anew each minute */
    value_set_text(a, model, S("meta_description"),
                   say(w, T("How many promises came due, were kept, and were broken.")));
    show_period(w, &period, model);
    value_set_int(a, model, S("imported_count"), 0); /* imported histories carry no promises */
    TRY(show_items(w, &period, model));
    TRY(show_replies(w, &period, model));
    TRY(show_people(w, &period, model));
    show_rules(w, model);
    return OK;
}
