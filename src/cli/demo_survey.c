/* SPDX-License-Identifier: Apache-2.0 */
/* demo_survey.c - answers of the example shop's buyers, the complaints that low ones open, and what was improved by them. */
#include "cli/demo_watch.h"

#include "care/complaint.h"
#include "care/improvement.h"
#include "care/survey.h"
#include "core/notice.h"
#include "core/setting.h"

enum { LOOKS_MAX = 6, NO_WAY = 1000 };

void demo_may_answer(struct ctx *c, struct demo *d, const struct order *o)
{
    int64_t after = DAYS(c->shop->survey_after_days) + MINUTES(demo_between(d, 200, 4000));
    if (demo_chance(d, "survey_bp")) {
        demo_case_begin(d, o, CASE_SURVEY, c->now_at + after)->ordinal = NO_WAY;
    }
}

/* "price" and "shipping" of the notes are doubts that the shop does not ask for. */
static enum survey_doubt drawn_doubt(struct demo *d)
{
    const struct value *first = demo_first(d->history, "doubts");
    size_t pick = demo_pick(d, demo_weights(d, first, "weight"));
    enum survey_doubt doubt = DOUBT_NOTHING;
    for (; pick > 0 && first != NULL; pick--) {
        first = first->next;
    }
    str reason = first == NULL ? (str){ 0 } : value_text(first, S("reason"));
    reason = str_eq(reason, S("data")) ? S("data_leak") : reason;
    return survey_doubt_of(reason, &doubt) ? doubt : DOUBT_NOTHING;
}

static struct survey_reply written(struct demo *d, const struct survey *s,
                                   const struct value *script)
{
    int64_t csat = value_int(script, S("csat"), 5);
    const int64_t said[SURVEY_QUESTION_COUNT] = { csat, csat, value_int(script, S("nps"), 9) };
    struct survey_reply r = { .text = value_text(script, S("comment")) };
    for (size_t i = 0; i < SURVEY_QUESTION_COUNT; i++) {
        r.score[i] = (s->asks & 1u << i) != 0 ? said[i] : SURVEY_NO_SCORE;
    }
    r.doubt = demo_lot(d, 6000) ? drawn_doubt(d) : DOUBT_UNSAID;
    return r;
}

/* A low answer is a complaint: from here on it is lived like the others. */
static enum err complained(struct ctx *c, struct demo *d, struct demo_case *is,
                           const struct survey *s)
{
    struct survey now = { 0 };
    TRY(survey_get(c, s->id, &now));
    is->next_at = 0;
    if (str_to_int(str_cut(now.case_subject, ':').tail, &is->id)) {
        is->looks = 0;
        is->script = value_object(d->arena);
        is->next_at = demo_work_later(c, c->now_at, MINUTES(demo_between(d, 20, 200)));
    }
    return OK;
}

enum err demo_answer(struct ctx *c, struct demo *d, struct demo_case *is)
{
    struct survey s = { 0 };
    if (is->id != 0) {
        return demo_complain(c, d, is);
    }
    enum err e = survey_about(c, str_format(c->arena, "order:%" PRId64, is->order.v), &s);
    if (e == ERR_NOT_FOUND) { /* not asked: lately, or not yet */
        is->next_at = ++is->looks < LOOKS_MAX ? c->now_at + DAYS(2) : 0;
        return OK;
    }
    TRY(e);
    struct survey_reply r = written(d, &s, is->script);
    c->actor = (struct actor){ ROLE_BUYER, is->person.v };
    TRY(survey_answer(c, s.id, &r));
    return complained(c, d, is, &s);
}

/* --- what was improved --- */

static enum err done_today(struct ctx *c, const struct demo *d, const struct value *one)
{
    struct improvement_words words = {
        .title = { value_text(one, S("title")), value_text(one, S("title_en")) },
        .note = { value_text(one, S("what_came")), value_text(one, S("what_came_en")) },
    };
    struct survey_list latest = { 0 };
    improvement_id id = { 0 };
    TRY(survey_list(c, &(struct survey_filter){ .limit = 1 }, &latest));
    demo_act_as(c, d, ROLE_CARE);
    TRY(improvement_make(c, &words, latest.count == 0 ? (str){ 0 } : latest.item[0].number, &id));
    TRY(improvement_move(c, id, IMPROVEMENT_PLANNED, (str){ 0 }));
    return improvement_move(c, id, IMPROVEMENT_DONE, (str){ 0 });
}

enum err demo_improve(struct ctx *c, const struct demo *d, int64_t days)
{
    int64_t last = zone_days(c->shop->zone, d->end_at);
    const struct value *one = demo_first(d->history, "improvements");
    for (; one != NULL; one = one->next) {
        bool is_today = last - value_int(one, S("days_ago"), -1) == days;
        TRY(is_today && value_text(one, S("title_en")).size != 0 ? done_today(c, d, one) : OK);
    }
    return OK;
}

/* --- what staff send by WhatsApp --- */

SQL(notices_for_staff,
    "SELECT id FROM notice WHERE state = 'queued' AND channel = 'whatsapp' AND recipient = 'person' AND created_at <= $1"
    " ORDER BY created_at, id LIMIT 200");

enum err demo_send_notices(struct ctx *c, struct demo *d)
{
    int64_t id[200];
    size_t count = 0;
    struct rows r = db_query(c->db, &notices_for_staff, ARGS(c->now_at - HOURS(6)));
    while (db_next(&r) && count < COUNT(id)) {
        id[count++] = row_int(&r);
    }
    TRY(db_done(&r));
    demo_act_as(c, d, ROLE_CARE);
    for (size_t i = 0; i < count; i++) {
        TRY(notice_sent(c, id[i]));
    }
    return OK;
}
