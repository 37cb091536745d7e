/* SPDX-License-Identifier: Apache-2.0 */
/*
 * survey_store.h - rows of surveys; shared by the files of the module.
 *
 * Layer      care; only survey*.c include it.
 * Errors     ERR_DB; ERR_STATE: the row was not in that state.
 */
#ifndef CARE_SURVEY_STORE_H
#define CARE_SURVEY_STORE_H

#include "care/survey.h"

enum survey_skip { SKIP_ASKED_LATELY, SKIP_CASE_OPEN, SKIP_STOPPED, SKIP_UNREACHABLE, SKIP_COUNT };

/* `added` false: it was there. */
MUST_USE enum err survey_insert(struct ctx *c, const struct survey_new *n, str number,
                                unsigned asks, bool *added);
/* Of the latest survey; 0: there is none. Decides what the next one asks. */
MUST_USE enum err survey_last_id(struct ctx *c, int64_t *out);
MUST_USE enum err survey_list_due(struct ctx *c, int64_t limit, struct survey_list *out);
/* Everybody known by the same telephone number or e-mail address as $1: one person with two accounts. */
#define SURVEY_SAME_PERSON                                                                         \
    "(SELECT CAST($1 AS BIGINT) UNION SELECT o.person_id FROM person_find f"                       \
    " JOIN person_find o ON o.hash = f.hash WHERE f.person_id = CAST($1 AS BIGINT))"

/* Whether this is somebody of the shop: a member of staff by e-mail, or the shop's own number. */
MUST_USE enum err survey_is_of_the_shop(struct ctx *c, person_id person, bool *out);

struct survey_person {
    bool is_there;   /* neither erased nor restricted */
    bool is_stopped; /* does not want to be asked */
    bool was_asked;  /* after `since_at` */
};
MUST_USE enum err survey_person_of(struct ctx *c, person_id person, int64_t since_at,
                                   struct survey_person *out);
MUST_USE enum err survey_has_open_case(struct ctx *c, person_id person, bool *out);
MUST_USE enum err survey_put_sent(struct ctx *c, survey_id id, int64_t expires_at);
MUST_USE enum err survey_put_later(struct ctx *c, survey_id id, int64_t due_at);
MUST_USE enum err survey_put_skipped(struct ctx *c, survey_id id, enum survey_skip why);
/* Writes score, doubt and text of `s` as its answer, and one more row of history. */
MUST_USE enum err survey_put_answer(struct ctx *c, const struct survey *s);
MUST_USE enum err survey_put_case(struct ctx *c, survey_id id, str subject);
str survey_skip_name(enum survey_skip why);

/* survey_case.c: opens the case of a low answer, or says the new words there. */
MUST_USE enum err survey_open_case(struct ctx *c, struct survey *s, str words);

#endif
