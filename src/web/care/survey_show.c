/* SPDX-License-Identifier: Apache-2.0 */
#include "web/care/survey_show.h"

#include "web/care/survey.h"
#include "web/shop/card.h"

static const int64_t periods[] = { 30, 90, 365 };

struct surveys_ask {
    int64_t days;
};
static const struct field ask_fields[] = {
    FIELD(INT, struct surveys_ask, days, 30, 365, "30, 90 or 365.", .label = "Days", .is_optional = true),
};
const struct form surveys_query = QUERY_FORM("surveys_query", ask_fields, struct surveys_ask);

static const struct model_field figure_fields[] = {
    SHOW(TEXT, "name"), SHOW(TEXT, "kind"), SHOW(INT, "count", .note = "How many answers; of the response rate: how many were reached."),
    SHOW_OR_NULL(INT, "value_bp", .note = "Null below 30."), SHOW_OR_NULL(INT, "low_bp", .note = "Lower end of the 95 % interval."),
    SHOW_OR_NULL(INT, "high_bp"), PAGE_ONLY(BOOL, "is_known"), PAGE_ONLY(TEXT, "value_text"), PAGE_ONLY(TEXT, "margin_text"),
    PAGE_ONLY(TEXT, "definition"),
};
const struct model survey_figure_model = MODEL("survey_figure", figure_fields);
static const struct model_field doubt_fields[] = {
    SHOW(TEXT, "doubt"), SHOW(TEXT, "name"), SHOW(INT, "count"), SHOW_OR_NULL(INT, "share_bp", .note = "Null below 30."),
    PAGE_ONLY(TEXT, "share_text"),
};
const struct model survey_doubt_model = MODEL("survey_doubt", doubt_fields);
static const struct model_field period_fields[] = {
    PAGE_ONLY(TEXT, "name"), PAGE_ONLY(TEXT, "href_url"), PAGE_ONLY(BOOL, "is_current"),
};
static const struct model period_model = MODEL("surveys_period", period_fields);
static const struct model_field page_fields[] = {
    PAGE_ONLY(TEXT, "meta_description"), SHOW(INT, "days"), PAGE_ONLY(LIST, "periods", .of = &period_model), SHOW(DATE, "from"),
    SHOW(DATE, "until"), PAGE_ONLY(INT, "shown_from"), PAGE_ONLY(INT, "cap_days"),
    SURVEY_FIGURE_FIELDS,
};
const struct model surveys_model = MODEL("survey_figures", page_fields);

/* ---- one figure ---- */

struct figure {
    const char *kind;
    str name, definition, text, margin;
    bool is_known;
    int64_t count, value_bp, low_bp, high_bp;
};

static void set_int_or_null(struct web *w, struct value *node, str name, bool is_known, int64_t n)
{
    if (is_known) {
        value_set_int(w->ctx.arena, node, name, n);
    } else {
        value_set_null(w->ctx.arena, node, name);
    }
}

static void add_figure(struct web *w, struct value *list, const struct figure *f)
{
    struct arena *a = w->ctx.arena;
    struct value *node = value_add_object(a, list);
    value_set_text(a, node, S("kind"), str_of(f->kind));
    value_set_text(a, node, S("name"), f->name);
    value_set_text(a, node, S("definition"), f->definition);
    value_set_int(a, node, S("count"), f->count);
    set_int_or_null(w, node, S("value_bp"), f->is_known, f->value_bp);
    set_int_or_null(w, node, S("low_bp"), f->is_known, f->low_bp);
    set_int_or_null(w, node, S("high_bp"), f->is_known, f->high_bp);
    value_set_bool(a, node, S("is_known"), f->is_known);
    show_text_or_null(w, node, S("value_text"), f->is_known ? f->text : (str){ 0 });
    show_text_or_null(w, node, S("margin_text"), f->is_known ? f->margin : (str){ 0 });
}

/* "−12,5" of a score that may be below zero: no per cent */
static str points(struct web *w, int64_t bp)
{
    int64_t tenths = ((bp < 0 ? -bp : bp) + 5) / 10;
    return str_format(w->ctx.arena, "%s%" PRId64 "%c%" PRId64, bp < 0 && tenths != 0 ? "−" : "",
                      tenths / 10, web_is_indonesian(w) ? ',' : '.', tenths % 10);
}

static void show_csat(struct web *w, const struct survey_figures *f, enum survey_question q,
                      struct value *list)
{
    struct stats_interval sure = { 0 };
    struct figure one = { .kind = q == SURVEY_GOODS ? "csat_goods" : "csat_service", .count = f->csat[q].count };
    one.name = q == SURVEY_GOODS ? say(w, T("Satisfied with the goods"))
                                 : say(w, T("Satisfied with the service"));
    one.definition = say(w, T("Answers of 4 or 5 out of all answers from 1 to 5."));
    one.is_known = survey_csat(f, q, &one.value_bp, &sure);
    one.low_bp = sure.low_bp;
    one.high_bp = sure.high_bp;
    one.text = percent_text(w, f->csat[q].satisfied, f->csat[q].count);
    one.margin = say_with(w, T("95% sure: {low} to {high}"),
                          { S("low"), percent_text(w, sure.low_bp, 10000) },
                          { S("high"), percent_text(w, sure.high_bp, 10000) });
    add_figure(w, list, &one);
}

static void show_nps(struct web *w, const struct survey_figures *f, struct value *list)
{
    struct stats_nps nps = { 0 };
    struct figure one = { .kind = "nps", .count = survey_nps_count(f) };
    one.name = say(w, T("Would recommend us (NPS, −100 to 100)"));
    one.definition =
        say(w, T("Share of 9 and 10 minus share of 0 to 6, out of all answers from 0 to 10."));
    one.is_known = survey_nps(f, &nps);
    one.value_bp = nps.score_bp;
    one.low_bp = nps.score_bp - nps.margin_bp;
    one.high_bp = nps.score_bp + nps.margin_bp;
    one.text = points(w, nps.score_bp);
    one.margin = say_with(w, T("95% sure: {low} to {high}"), { S("low"), points(w, one.low_bp) },
                          { S("high"), points(w, one.high_bp) });
    add_figure(w, list, &one);
}

static void show_response(struct web *w, const struct survey_figures *f, struct value *list)
{
    struct stats_interval sure = { 0 };
    struct figure one = { .kind = "response", .count = f->delivered };
    one.name = say(w, T("Answered of those reached"));
    one.definition = say(w, T("Answered out of all whom the question reached. The more are "
                              "silent, the less the figures say about all."));
    one.is_known = survey_response(f, &one.value_bp);
    if (one.is_known) {
        sure = stats_wilson(f->replied, f->delivered);
    }
    one.low_bp = sure.low_bp;
    one.high_bp = sure.high_bp;
    one.text = percent_text(w, f->replied, f->delivered);
    one.margin = say_with(w, T("{answered} of {reached} answered"),
                          { S("answered"), number_text(w, f->replied) },
                          { S("reached"), number_text(w, f->delivered) });
    add_figure(w, list, &one);
}

static void show_doubts(struct web *w, const struct survey_figures *f, struct value *m)
{
    struct arena *a = w->ctx.arena;
    int64_t all = survey_doubt_count(f);
    bool is_known = all >= SURVEY_SHOWN_FROM;
    struct value *doubts = value_set_list(a, m, S("doubts"));
    value_set_int(a, m, S("doubt_count"), all);
    for (size_t i = DOUBT_UNSAID + 1; i < DOUBT_COUNT; i++) {
        struct value *node = value_add_object(a, doubts);
        value_set_text(a, node, S("doubt"), survey_doubt_name((enum survey_doubt)i));
        value_set_text(a, node, S("name"), survey_doubt_label(w, (enum survey_doubt)i));
        value_set_int(a, node, S("count"), f->doubt[i]);
        set_int_or_null(w, node, S("share_bp"), is_known,
                        is_known ? stats_share_bp(f->doubt[i], all) : 0);
        show_text_or_null(w, node, S("share_text"),
                          is_known ? percent_text(w, f->doubt[i], all) : (str){ 0 });
    }
}

void survey_show_figures(struct web *w, const struct survey_figures *f, struct value *m)
{
    struct arena *a = w->ctx.arena;
    value_set_int(a, m, S("sent"), f->sent);
    value_set_int(a, m, S("delivered"), f->delivered);
    value_set_int(a, m, S("answered"), f->answered);
    value_set_int(a, m, S("low"), f->low);
    value_set_int(a, m, S("cases"), f->cases);
    struct value *figures = value_set_list(a, m, S("figures"));
    show_csat(w, f, SURVEY_GOODS, figures);
    show_csat(w, f, SURVEY_SERVICE, figures);
    show_nps(w, f, figures);
    show_response(w, f, figures);
    show_doubts(w, f, m);
}

/* ---- the page ---- */

static int64_t asked_days(struct web *w)
{
    const struct surveys_ask *ask = w->query;
    int64_t days = 90;
    for (size_t i = 0; ask != NULL && i < COUNT(periods); i++) {
        days = ask->days == periods[i] ? ask->days : days;
    }
    return days;
}

static void show_period(struct web *w, int64_t days, struct value *m)
{
    struct arena *a = w->ctx.arena;
    const struct zone *zone = w->ctx.shop->zone;
    value_set_int(a, m, S("days"), days);
    value_set_date(a, m, S("from"), zone_days(zone, w->ctx.now_at - DAYS(days)));
    value_set_date(a, m, S("until"), zone_days(zone, w->ctx.now_at));
    struct value *list = value_set_list(a, m, S("periods"));
    for (size_t i = 0; i < COUNT(periods); i++) {
        struct value *one = value_add_object(a, list);
        value_set_text(a, one, S("name"),
                       say_with(w, T("{n} days"), { S("n"), number_text(w, periods[i]) }));
        value_set_text(a, one, S("href_url"), web_path(w, "/surveys?days=%" PRId64, periods[i]));
        value_set_bool(a, one, S("is_current"), periods[i] == days);
    }
}

enum err surveys_page(struct web *w)
{
    struct survey_figures f = { 0 };
    struct value *m = w->model = value_object(w->ctx.arena);
    int64_t days = asked_days(w);
    web_tag(w, S("shop"));
    web_tag(w, S("surveys"));
    web_valid_until(w, w->ctx.now_at + MINUTES(10)); /* what was sent leaves the period by itself */
    TRY(survey_figures(&w->ctx, w->ctx.now_at - DAYS(days), w->ctx.now_at + 1, &f));
    value_set_text(
        w->ctx.arena, m, S("meta_description"),
        say(w, T("What buyers answer when we ask how it was, with the number of answers.")));
    value_set_int(w->ctx.arena, m, S("shown_from"), SURVEY_SHOWN_FROM);
    value_set_int(w->ctx.arena, m, S("cap_days"), w->ctx.shop->survey_cap_days);
    show_period(w, days, m);
    survey_show_figures(w, &f, m);
    return OK;
}
