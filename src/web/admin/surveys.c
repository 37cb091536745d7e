/* SPDX-License-Identifier: Apache-2.0 */
#include "web/admin/surveys.h"

#include "care/complaint.h"
#include "web/admin/improvements.h"
#include "web/admin/office.h"
#include "web/care/survey.h"
#include "web/care/survey_show.h"
#include "web/shop/show.h"
#include "web/text.h"

static const struct model_field score_fields[] = { SHOW(TEXT, "question"), SHOW(TEXT, "name"), SHOW(INT, "score") };
static const struct model score_model = MODEL("survey_score", score_fields);
static const struct model_field item_fields[] = {
    SHOW(TEXT, "number"), SHOW(TEXT, "touchpoint"), SHOW(TEXT, "subject"), SHOW(INSTANT, "answered_at"), SHOW(INT, "changes"),
    SHOW(BOOL, "is_low"), SHOW(LIST, "scores", .of = &score_model), SHOW_OR_NULL(TEXT, "doubt"), PAGE_ONLY(TEXT, "doubt_text"),
    PERSONAL(TEXT, "text"), SHOW_OR_NULL(TEXT, "case_number"), SHOW_OR_NULL(TEXT, "case_state"), PAGE_ONLY(TEXT, "case_state_text"),
    PAGE_ONLY(TEXT, "case_url"), SHOW_OR_NULL(TEXT, "improvement_title"), PAGE_ONLY(TEXT, "improvement_url"),
};
static const struct model item_model = MODEL("survey_item", item_fields);
static const struct model_field fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(LIST, "tabs"), PAGE_ONLY(TEXT, "public_url"), PAGE_ONLY(INT, "shown_from"),
    SURVEY_FIGURE_FIELDS, SHOW(LIST, "items", .of = &item_model), PAGE_ONLY(TEXT, "first_url"),
    PAGE_ONLY(TEXT, "next_url"), SHOW_OR_NULL(TEXT, "next"),
};
const struct model admin_surveys_model = MODEL("surveys", fields);

/* ---- answers ---- */

/* What came of the low answer stays beside it. */
static enum err show_case(struct web *w, const struct survey *s, struct value *node)
{
    struct complaint k = { 0 };
    str state = { 0 }, state_text = { 0 }, url = { 0 };
    if (str_to_int(str_cut(s->case_subject, ':').tail, &k.id.v)) {
        TRY(complaint_get(&w->ctx, k.id, &k));
        state = k.outcome.size != 0 ? k.outcome : complaint_state_name(k.state);
        state_text = complaint_state_label(k.state, w->ctx.lang);
        url = web_path(w, "/admin/complaints/%.*s", STR_ARG(k.number));
    }
    show_text_or_null(w, node, S("case_number"), k.number);
    show_text_or_null(w, node, S("case_state"), state);
    show_text_or_null(w, node, S("case_state_text"), state_text);
    show_text_or_null(w, node, S("case_url"), url);
    return OK;
}

static void show_scores(struct web *w, const struct survey *s, struct value *node)
{
    struct value *scores = value_set_list(w->ctx.arena, node, S("scores"));
    for (size_t i = 0; i < SURVEY_QUESTION_COUNT; i++) {
        if (s->score[i] != SURVEY_NO_SCORE) {
            enum survey_question q = (enum survey_question)i;
            struct value *score = value_add_object(w->ctx.arena, scores);
            value_set_text(w->ctx.arena, score, S("question"), survey_question_name(q));
            value_set_text(w->ctx.arena, score, S("name"), survey_question_label(w, q));
            value_set_int(w->ctx.arena, score, S("score"), s->score[i]);
        }
    }
}

static enum err show_item(struct web *w, const struct survey *s, struct value *node)
{
    struct arena *a = w->ctx.arena;
    str text = { 0 };
    value_set_text(a, node, S("number"), s->number);
    value_set_text(a, node, S("touchpoint"), survey_touchpoint_name(s->touchpoint));
    value_set_text(a, node, S("subject"), s->subject);
    value_set_instant(a, node, S("answered_at"), s->answered_at);
    value_set_int(a, node, S("changes"), s->changes);
    value_set_bool(a, node, S("is_low"), survey_is_low(s->score));
    show_scores(w, s, node);
    show_text_or_null(w, node, S("doubt"), survey_doubt_name(s->doubt));
    show_text_or_null(w, node, S("doubt_text"), survey_doubt_label(w, s->doubt));
    TRY(survey_text(&w->ctx, s->text, &text));
    show_text_or_null(w, node, S("text"), text);
    TRY(improvement_link(w, survey_subject(&w->ctx, s->id), s->number, node));
    return show_case(w, s, node);
}

enum err admin_surveys(struct web *w)
{
    enum { PAGE = 30 };
    static const struct office_tab tabs[] = { { "", T_INIT("All answers"), -1 }, { "low", T_INIT("Low ones"), -1 } };
    const struct office_ask *ask = office_ask_of(w);
    struct arena *a = w->ctx.arena;
    struct value *m = office_page(w);
    struct survey_list list = { 0 };
    struct survey_figures figures = { 0 };
    struct str_pair cursor = str_cut(ask->cursor, '.');
    struct survey_filter f = { .is_low = str_eq(ask->state, S("low")), .limit = PAGE };
    if (!str_to_int(cursor.head, &f.before_at) || !str_to_int(cursor.tail, &f.before_id)) {
        f.before_at = f.before_id = 0;
    }
    office_tabs(w, m, "/admin/surveys", tabs, COUNT(tabs), ask->state);
    TRY(survey_figures(&w->ctx, w->ctx.now_at - DAYS(90), w->ctx.now_at + 1, &figures));
    survey_show_figures(w, &figures, m);
    value_set_text(a, m, S("public_url"), web_path(w, "/surveys"));
    value_set_int(a, m, S("shown_from"), SURVEY_SHOWN_FROM);
    TRY(survey_list(&w->ctx, &f, &list));
    struct value *items = value_set_list(a, m, S("items"));
    for (size_t i = 0; i < list.count; i++) {
        TRY(show_item(w, &list.item[i], value_add_object(a, items)));
    }
    const struct survey *last = list.count == PAGE ? &list.item[PAGE - 1] : NULL;
    office_next(w, m, "/admin/surveys", S("cursor"),
                last == NULL
                    ? (str){ 0 }
                    : str_format(a, "%" PRId64 ".%" PRId64, last->answered_at, last->id.v));
    return OK;
}
