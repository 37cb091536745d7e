/* SPDX-License-Identifier: Apache-2.0 */
#include "care/survey.h"

#include "care/survey_store.h"
#include "core/event.h"
#include "core/link.h"
#include "core/notice.h"
#include "core/setting.h"

#define POSTPONED_MAX DAYS(30)

str survey_subject(struct ctx *c, survey_id id)
{
    return str_format(c->arena, "survey:%" PRId64, id.v);
}

/* ---- offering ---- */

/* What is asked follows from the order in which surveys were made: nobody chooses it. */
static unsigned asks_of(enum survey_touchpoint touchpoint, int64_t turn)
{
    static const unsigned after_delivery[] = {
        1u << SURVEY_GOODS | 1u << SURVEY_SERVICE,
        1u << SURVEY_GOODS | 1u << SURVEY_RECOMMEND,
        1u << SURVEY_SERVICE | 1u << SURVEY_RECOMMEND,
    };
    static const unsigned after_case[] = {
        1u << SURVEY_SERVICE,
        1u << SURVEY_SERVICE | 1u << SURVEY_RECOMMEND,
    };
    return touchpoint == SURVEY_DELIVERY ? after_delivery[turn % (int64_t)COUNT(after_delivery)]
                                         : after_case[turn % (int64_t)COUNT(after_case)];
}

enum err survey_offer(struct ctx *c, const struct survey_new *n)
{
    bool added = false;
    bool is_ours = false;
    int64_t turn = 0;
    TRY(survey_is_of_the_shop(c, n->person, &is_ours));
    if (is_ours) {
        return OK;
    }
    TRY(survey_last_id(c, &turn));
    TRY(survey_insert(c, n, link_number_new(c, S("SRV")), asks_of(n->touchpoint, turn), &added));
    if (added) {
        ctx_wake(c, WAKE_TIMER);
    }
    return OK;
}

/* What `find` names (id, person, language, whether to ask) is marked and offered once. */
static enum err offer_cases(struct ctx *c, const struct sql *find, const struct sql *mark,
                            const char *kind, int64_t limit, int64_t *done)
{
    struct survey_new found[SURVEY_LIST_MAX];
    int64_t ids[SURVEY_LIST_MAX];
    bool is_wanted[SURVEY_LIST_MAX];
    size_t count = 0;
    int64_t most = limit < SURVEY_LIST_MAX ? limit : SURVEY_LIST_MAX;
    struct rows r = db_query(c->db, find, ARGS(most));
    while (db_next(&r) && count < SURVEY_LIST_MAX) {
        ids[count] = row_int(&r);
        found[count] = (struct survey_new){ .person.v = row_int(&r), .touchpoint = SURVEY_CASE };
        found[count].lang = str_eq(row_text(&r, c->arena), S("en")) ? LANG_EN : LANG_ID;
        is_wanted[count] = row_int(&r) != 0;
        found[count].subject = str_format(c->arena, "%s:%" PRId64, kind, ids[count]);
        count++;
    }
    TRY(db_done(&r));
    for (size_t i = 0; i < count; i++) {
        TRY(db_exec(c->db, mark, ARGS(ids[i], c->now_at), NULL));
        TRY(c->shop->has_surveys && is_wanted[i] ? survey_offer(c, &found[i]) : OK);
    }
    *done = (int64_t)count;
    return OK;
}

/* A case that a low answer opened is not asked about again: no survey about a survey. */
#define ABOUT_A_SURVEY(conversation)                                                               \
    "EXISTS (SELECT 1 FROM conversation_about b WHERE b.conversation_id = " conversation           \
    " AND b.subject >= 'survey:' AND b.subject < 'survey;')"

SQL(conversations_to_offer,
    "SELECT v.id, v.person_id, v.lang, CASE WHEN " ABOUT_A_SURVEY("v.id")
    " OR EXISTS (SELECT 1 FROM complaint k WHERE k.conversation_id = v.id) THEN 0 ELSE 1 END FROM conversation v"
    " WHERE v.state = 'closed' AND v.survey_offered_at IS NULL ORDER BY v.last_at, v.id LIMIT $1");
SQL(conversation_set_offered, "UPDATE conversation SET survey_offered_at = $2 WHERE id = $1");

enum err survey_offer_conversations(struct ctx *c, int64_t limit, int64_t *done)
{
    return offer_cases(c, &conversations_to_offer, &conversation_set_offered, "conversation", limit,
                       done);
}

SQL(complaints_to_offer,
    "SELECT k.id, k.person_id, k.lang, CASE WHEN k.outcome = 'duplicate' OR " ABOUT_A_SURVEY("k.conversation_id")
    " THEN 0 ELSE 1 END FROM complaint k"
    " WHERE k.state = 'closed' AND k.survey_offered_at IS NULL ORDER BY k.closed_at, k.id LIMIT $1");
SQL(complaint_set_offered, "UPDATE complaint SET survey_offered_at = $2 WHERE id = $1");

enum err survey_offer_complaints(struct ctx *c, int64_t limit, int64_t *done)
{
    return offer_cases(c, &complaints_to_offer, &complaint_set_offered, "complaint", limit, done);
}

/* ---- sending ---- */

static enum err is_reachable(struct ctx *c, person_id person, bool *out)
{
    bool has_phone = false;
    bool has_email = false;
    TRY(vault_has(c, person, VAULT_PHONE, &has_phone));
    TRY(vault_has(c, person, VAULT_EMAIL, &has_email));
    *out = has_phone || has_email;
    return OK;
}

static enum err is_in_a_case(struct ctx *c, const struct survey *s, survey_busy *is_busy, bool *out)
{
    TRY(survey_has_open_case(c, s->person, out));
    return *out || is_busy == NULL ? OK : is_busy(c, s->person, out);
}

static enum err note(struct ctx *c, const struct survey *s, const char *kind, struct value *facts)
{
    struct value *all = facts == NULL ? value_object(c->arena) : facts;
    value_set_text(c->arena, all, S("touchpoint"), survey_touchpoint_name(s->touchpoint));
    ctx_raise(c, S("surveys"));
    return event_note(c, str_of(kind), survey_subject(c, s->id), all);
}

static enum err skip(struct ctx *c, const struct survey *s, enum survey_skip why)
{
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("because"), survey_skip_name(why));
    TRY(survey_put_skipped(c, s->id, why));
    return note(c, s, "survey.skipped", facts);
}

/* Who has the order's link but left no address finds the question on the order's page; nothing is sent. */
static enum err ask(struct ctx *c, const struct survey *s, bool can_reach)
{
    struct notice_new n = { .kind = S(NOTICE_SURVEY_SENT), .subject = survey_subject(c, s->id), .person = s->person, .lang = s->lang };
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("by"), can_reach ? S("notice") : S("page"));
    TRY(survey_put_sent(c, s->id, c->now_at + DAYS(c->shop->survey_expiry_days)));
    TRY(can_reach ? notice_queue(c, &n) : OK);
    return note(c, s, "survey.sent", facts);
}

static enum err send_one(struct ctx *c, const struct survey *s, survey_busy *is_busy)
{
    struct survey_person p = { 0 };
    bool can_reach = false;
    bool in_case = false;
    TRY(survey_person_of(c, s->person, c->now_at - DAYS(c->shop->survey_cap_days), &p));
    TRY(is_reachable(c, s->person, &can_reach));
    TRY(is_in_a_case(c, s, is_busy, &in_case));
    if (p.is_stopped) {
        return skip(c, s, SKIP_STOPPED);
    }
    if (!p.is_there || (!can_reach && s->touchpoint != SURVEY_DELIVERY)) {
        return skip(c, s, SKIP_UNREACHABLE);
    }
    if (in_case && c->now_at - s->offered_at < POSTPONED_MAX) {
        return survey_put_later(c, s->id, c->now_at + DAYS(1));
    }
    if (in_case || p.was_asked) {
        return skip(c, s, in_case ? SKIP_CASE_OPEN : SKIP_ASKED_LATELY);
    }
    return ask(c, s, can_reach);
}

enum err survey_send_due(struct ctx *c, survey_busy *is_busy, int64_t limit, int64_t *done)
{
    struct survey_list due = { 0 };
    TRY(survey_list_due(c, limit, &due));
    for (size_t i = 0; i < due.count; i++) {
        TRY(send_one(c, &due.item[i], is_busy));
    }
    *done = (int64_t)due.count;
    return OK;
}

/* ---- answering ---- */

bool survey_can_answer(const struct survey *s, int64_t now_at)
{
    return (s->state == SURVEY_SENT || s->state == SURVEY_ANSWERED) && now_at < s->expires_at;
}

static bool is_at_most(int64_t score, int64_t most)
{
    return score != SURVEY_NO_SCORE && score <= most;
}

bool survey_is_low(const int64_t score[SURVEY_QUESTION_COUNT])
{
    return is_at_most(score[SURVEY_GOODS], 2) || is_at_most(score[SURVEY_SERVICE], 2) ||
           is_at_most(score[SURVEY_RECOMMEND], 6);
}

static enum err check_reply(struct ctx *c, const struct survey *s, const struct survey_reply *r)
{
    static const struct {
        int64_t min, max;
    } bounds[SURVEY_QUESTION_COUNT] = { { 1, 5 }, { 1, 5 }, { 0, 10 } };
    bool any = false;
    for (size_t i = 0; i < SURVEY_QUESTION_COUNT; i++) {
        bool is_given = r->score[i] != SURVEY_NO_SCORE;
        bool is_inside = r->score[i] >= bounds[i].min && r->score[i] <= bounds[i].max;
        if (is_given && (!is_inside || (s->asks & 1u << i) == 0)) {
            return fail(c, ERR_BAD_INPUT, "%s: %" PRId64 " is not an answer",
                        str_c(c->arena, survey_question_name((enum survey_question)i)),
                        r->score[i]);
        }
        any = any || is_given;
    }
    if (!any || r->doubt >= DOUBT_COUNT || str_count_chars(r->text) > SURVEY_TEXT_MAX_CHARS) {
        return fail(c, ERR_BAD_INPUT, "survey %" PRId64 ": no score, or too long", s->id.v);
    }
    return survey_can_answer(s, c->now_at)
               ? OK
               : fail(c, ERR_STATE, "survey %" PRId64 " is not open", s->id.v);
}

static bool is_the_same(const struct survey *s, const struct survey_reply *r)
{
    bool is_same = s->state == SURVEY_ANSWERED && r->text.size == 0 &&
                   (r->doubt == DOUBT_UNSAID || r->doubt == s->doubt);
    for (size_t i = 0; i < SURVEY_QUESTION_COUNT; i++) {
        is_same = is_same && r->score[i] == s->score[i];
    }
    return is_same;
}

/* Scores are public facts: what is counted can be counted again. */
static enum err note_answer(struct ctx *c, const struct survey *s, str text)
{
    struct value *facts = value_object(c->arena);
    struct event_private words = { S("text"), text };
    for (size_t i = 0; i < SURVEY_QUESTION_COUNT; i++) {
        if (s->score[i] != SURVEY_NO_SCORE) {
            value_set_int(c->arena, facts, survey_question_name((enum survey_question)i),
                          s->score[i]);
        }
    }
    struct event_new e = {
        .kind = s->changes == 0 ? S("survey.answered") : S("survey.answer_changed"), .subject = survey_subject(c, s->id),
        .facts = facts, .private_field = &words, .private_count = text.size != 0, .person = s->person.v,
    };
    ctx_raise(c, S("surveys"));
    return event_add(c, &e, NULL);
}

/* Sent twice at once it is one answer, and one case. */
SQL(survey_hold, "UPDATE survey SET state = state WHERE id = $1");

enum err survey_answer(struct ctx *c, survey_id id, const struct survey_reply *r)
{
    struct survey s = { 0 };
    TRY(db_exec(c->db, &survey_hold, ARGS(id.v), NULL));
    TRY(survey_get(c, id, &s));
    TRY(check_reply(c, &s, r));
    if (is_the_same(&s, r)) {
        return OK;
    }
    for (size_t i = 0; i < SURVEY_QUESTION_COUNT; i++) {
        s.score[i] = r->score[i];
    }
    s.doubt = r->doubt == DOUBT_UNSAID ? s.doubt : r->doubt;
    if (r->text.size != 0) {
        TRY(vault_text_write(c, s.person, VAULT_OPINION, r->text, &s.text));
    }
    TRY(survey_put_answer(c, &s));
    TRY(note_answer(c, &s, r->text));
    return survey_is_low(s.score) ? survey_open_case(c, &s, r->text) : OK;
}

enum err survey_text(struct ctx *c, vault_text_id id, str *out)
{
    str text = { 0 };
    enum err e = id.v == 0 ? OK : vault_text_read(c, id, PURPOSE_SURVEY, &text);
    TRY(e == ERR_NOT_FOUND || e == ERR_FORBIDDEN ? OK : e);
    *out = text;
    return OK;
}

SQL(survey_stop_add, "INSERT INTO survey_stop (person_id, at) VALUES ($1, $2) ON CONFLICT (person_id) DO NOTHING");
SQL(survey_stop_find, "SELECT 1 FROM survey_stop WHERE person_id IN " SURVEY_SAME_PERSON " LIMIT 1");

enum err survey_stop(struct ctx *c, survey_id id)
{
    struct survey s = { 0 };
    int64_t added = 0;
    TRY(survey_get(c, id, &s));
    TRY(db_exec(c->db, &survey_stop_add, ARGS(s.person.v, c->now_at), &added));
    return added == 0 ? OK : note(c, &s, "survey.stopped", NULL);
}

enum err survey_is_stopped(struct ctx *c, person_id person, bool *out)
{
    int64_t found = 0;
    TRY(db_get_int(c->db, &survey_stop_find, ARGS(person.v), 0, &found));
    *out = found != 0;
    return OK;
}
