/* SPDX-License-Identifier: Apache-2.0 */
/*
 * improvement.h - what became of a suggestion.
 *
 * Purpose    Suggestions from surveys, conversations and complaints become records that staff decide about; those done are public, and
 *            who suggested them is told.
 *
 *   considered → planned → done            declined needs a reason, and so does every way back:
 *   considered | planned → declined        planned → considered · declined → considered | planned · done → planned
 *   considered → done
 *
 * Layer      care; uses survey, complaint, conversation, notice, event, check.
 * Units      instants in µs since 1970 UTC.
 * Ownership  everything returned lives in c->arena.
 * Errors     ERR_NOT_FOUND: no such record, or no such case behind a number. ERR_STATE: not a step from here. ERR_BAD_INPUT: a title
 *            in one language only, a text too long, or a reason missing.
 * Invariants a record holds subjects and no person; its status is where its last step led; each person is told once per doing.
 * Tags       `improvements` rises with every change.
 */
#ifndef CARE_IMPROVEMENT_H
#define CARE_IMPROVEMENT_H

#include "core/check.h"
#include "core/vault.h"

typedef struct {
    int64_t v;
} improvement_id;

enum {
    IMPROVEMENT_TITLE_MAX = 160,
    IMPROVEMENT_NOTE_MAX = 1000,
    IMPROVEMENT_REASON_MIN = 5,
    IMPROVEMENT_REASON_MAX = 500,
    IMPROVEMENT_PAGE_MAX = 50,
    IMPROVEMENT_ORIGINS_MAX = 50
};

enum improvement_status {
    IMPROVEMENT_CONSIDERED,
    IMPROVEMENT_PLANNED,
    IMPROVEMENT_DONE,
    IMPROVEMENT_DECLINED,
    IMPROVEMENT_STATUS_COUNT
};

struct improvement_words {
    str title[LANG_COUNT], note[LANG_COUNT]; /* a note may be empty */
};
struct improvement {
    improvement_id id;
    struct improvement_words words;
    enum improvement_status status;
    int64_t made_at, changed_at, done_at; /* done_at 0: not done */
    int64_t origin_count;
};
struct improvement_list {
    struct improvement *item;
    size_t count;
    bool has_more;
    int64_t next_at, next_id; /* of the next page's filter, when there is one */
};

struct improvement_origin {
    str subject; /* "survey:12" */
    str number;  /* "SRV-7K2M-94QX"; empty: its person was erased */
    person_id person;
    enum lang lang;
    int64_t at;
};
struct improvement_origins {
    struct improvement_origin *item;
    size_t count;
};
struct improvement_step {
    int64_t at, staff;
    enum improvement_status status;
    str reason; /* may be empty */
};
struct improvement_steps {
    struct improvement_step *item;
    size_t count;
};

/* `origin` is a case's number (SRV-, PGD-, TNY-); empty: the shop's own idea. */
MUST_USE enum err improvement_make(struct ctx *c, const struct improvement_words *words, str origin,
                                   improvement_id *out);
MUST_USE enum err improvement_edit(struct ctx *c, improvement_id id,
                                   const struct improvement_words *words);
/* Said here too. Known ones change nothing; of one that is done the person is told now. */
MUST_USE enum err improvement_add_origin(struct ctx *c, improvement_id id, str origin);
MUST_USE enum err improvement_move(struct ctx *c, improvement_id id, enum improvement_status to,
                                   str reason);
bool improvement_can_move(enum improvement_status from, enum improvement_status to);

MUST_USE enum err improvement_get(struct ctx *c, improvement_id id, struct improvement *out);
/* The latest that names this subject. ERR_NOT_FOUND. */
MUST_USE enum err improvement_of(struct ctx *c, str subject, struct improvement *out);
/* Latest change first (done ones: latest done first); before_at, before_id 0: from the newest. */
struct improvement_filter {
    bool has_status;
    enum improvement_status status;
    int64_t before_at, before_id, limit;
};
MUST_USE enum err improvement_page(struct ctx *c, const struct improvement_filter *f,
                                   struct improvement_list *out);
MUST_USE enum err improvement_origins_of(struct ctx *c, improvement_id id,
                                         struct improvement_origins *out);
MUST_USE enum err improvement_steps_of(struct ctx *c, improvement_id id,
                                       struct improvement_steps *out);
/* The case behind a number. */
MUST_USE enum err improvement_origin_of(struct ctx *c, str number, struct improvement_origin *out);

str improvement_subject(struct ctx *c, improvement_id id); /* "improvement:12" */
str improvement_status_name(enum improvement_status status);
MUST_USE bool improvement_status_of(str name, enum improvement_status *out);

/* Kind of core/notice.h; the subject is "improvement:ID". */
#define NOTICE_IMPROVEMENT_DONE "improvement_done"

extern const struct check improvement_checks[];
extern const size_t improvement_check_count;

#endif
