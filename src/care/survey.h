/* SPDX-License-Identifier: Apache-2.0 */
/*
 * survey.h - how it was: one or two short questions after a delivery and after a closed case.
 *
 * Purpose    Asks everybody by rule, never by anybody's choice; takes answers by a signed link; the last answer counts, earlier ones stay as
 *            history. A low answer opens a complaint with its dated promises, and its outcome stays linked to the score.
 *
 *   waiting ─(due, nothing open, not asked lately)→ sent ─(answer)→ answered ─(answer)→ answered
 *   waiting ─(asked lately, a case open too long, does not want to be asked)→ skipped
 *   Who left no address (a marketplace's buyer) is not written to: the question stands on the order's page.
 *
 * Layer      care; uses complaint, conversation, vault, notice, event, setting.
 * Units      instants in µs; scores 1 to 5 for goods and service, 0 to 10 for recommending; SURVEY_NO_SCORE: not answered.
 * Ownership  everything returned lives in c->arena.
 * Errors     ERR_NOT_FOUND; ERR_BAD_INPUT: no score, one out of range, or an answer to what was not asked; ERR_STATE: not asked yet,
 *            or the time to answer is over.
 * Invariants one survey per person, touchpoint and subject; the free text is sealed as VAULT_OPINION and read for PURPOSE_SURVEY only,
 *            which no marketing covers; staff neither send a survey nor answer one.
 */
#ifndef CARE_SURVEY_H
#define CARE_SURVEY_H

#include "core/vault.h"

typedef struct {
    int64_t v;
} survey_id;

enum {
    SURVEY_NO_SCORE = -1,
    SURVEY_TEXT_MAX_CHARS = 2000,
    SURVEY_LIST_MAX = 50,
    SURVEY_SHOWN_FROM = 30
};

enum survey_touchpoint { SURVEY_DELIVERY, SURVEY_CASE, SURVEY_TOUCHPOINT_COUNT };
enum survey_state {
    SURVEY_WAITING,
    SURVEY_SENT,
    SURVEY_ANSWERED,
    SURVEY_SKIPPED,
    SURVEY_STATE_COUNT
};
enum survey_question { SURVEY_GOODS, SURVEY_SERVICE, SURVEY_RECOMMEND, SURVEY_QUESTION_COUNT };
enum survey_doubt {
    DOUBT_UNSAID,
    DOUBT_FRAUD,
    DOUBT_QUALITY,
    DOUBT_UNRESPONSIVE,
    DOUBT_DATA_LEAK,
    DOUBT_NOTHING,
    DOUBT_COUNT
};

struct survey {
    survey_id id;
    str number; /* "SRV-7K2M-94QX" */
    person_id person;
    enum survey_touchpoint touchpoint;
    str subject; /* "order:12", "claim:3", "conversation:5" */
    enum lang lang;
    enum survey_state state;
    unsigned asks; /* 1u << enum survey_question: one or two */
    int64_t offered_at, due_at, sent_at, expires_at, answered_at, changes;
    int64_t score[SURVEY_QUESTION_COUNT];
    enum survey_doubt doubt;
    vault_text_id text; /* 0: none */
    str case_subject;                /* what a low answer opened; empty: nothing */
};
struct survey_list {
    struct survey *item;
    size_t count;
};

struct survey_new {
    person_id person;
    enum survey_touchpoint touchpoint;
    str subject;
    enum lang lang;
};
/* Who was offered this before is not offered it again, and who works here is not asked: nothing happens. */
MUST_USE enum err survey_offer(struct ctx *c, const struct survey_new *n);
/* Closed conversations that were not asked about yet are offered; those about a survey never, nor those that became a complaint. */
MUST_USE enum err survey_offer_conversations(struct ctx *c, int64_t limit, int64_t *done);
/* The same of closed complaints; one that was another's duplicate is not asked about. */
MUST_USE enum err survey_offer_complaints(struct ctx *c, int64_t limit, int64_t *done);
/* Sends what is due. `is_busy` (may be NULL) tells of open cases in other rooms; open conversations are known here. */
typedef enum err survey_busy(struct ctx *c, person_id person, bool *out);
MUST_USE enum err survey_send_due(struct ctx *c, survey_busy *is_busy, int64_t limit,
                                  int64_t *done);
MUST_USE enum err survey_next_at(struct ctx *c, int64_t *out);

struct survey_reply {
    int64_t score[SURVEY_QUESTION_COUNT];
    enum survey_doubt doubt; /* DOUBT_UNSAID and an empty text: what was said before stays */
    str text;
};
/* The same again changes nothing. */
MUST_USE enum err survey_answer(struct ctx *c, survey_id id, const struct survey_reply *r);
bool survey_can_answer(const struct survey *s, int64_t now_at);
/* CSAT 1 or 2, or 0 to 6 of 10. */
bool survey_is_low(const int64_t score[SURVEY_QUESTION_COUNT]);
/* The person does not want to be asked again. */
MUST_USE enum err survey_stop(struct ctx *c, survey_id id);
MUST_USE enum err survey_is_stopped(struct ctx *c, person_id person, bool *out);

MUST_USE enum err survey_get(struct ctx *c, survey_id id, struct survey *out);
/* The one about a subject that can be answered now. ERR_NOT_FOUND. */
MUST_USE enum err survey_about(struct ctx *c, str subject, struct survey *out);
MUST_USE enum err survey_by_number(struct ctx *c, str number, struct survey *out);
/* Answered ones, latest first; before_at, before_id 0: from the newest; is_low: only those. */
struct survey_filter {
    bool is_low;
    int64_t before_at, before_id, limit;
};
MUST_USE enum err survey_list(struct ctx *c, const struct survey_filter *f,
                              struct survey_list *out);
/* The sealed words, for PURPOSE_SURVEY; empty when there are none, or their person is gone. */
MUST_USE enum err survey_text(struct ctx *c, vault_text_id id, str *out);

str survey_subject(struct ctx *c, survey_id id); /* "survey:12" */
str survey_state_name(enum survey_state state);
str survey_touchpoint_name(enum survey_touchpoint touchpoint);
str survey_question_name(enum survey_question question);
str survey_doubt_name(enum survey_doubt doubt); /* empty for DOUBT_UNSAID */
MUST_USE bool survey_doubt_of(str name, enum survey_doubt *out);

/* Kind of core/notice.h; the subject is "survey:ID". */
#define NOTICE_SURVEY_SENT "survey_sent"

#endif
