/* SPDX-License-Identifier: Apache-2.0 */
/*
 * canned.h - ready answers, with variables that the conversation fills.
 *
 * Purpose    Answers in both languages that staff pick, change and send. A variable is a name in braces: "Halo {name}". One whose
 *            value is not known stays as it is: a gap that can be seen, and that no answer may leave with.
 * Layer      care; uses conversation, event.
 * Ownership  everything returned lives in c->arena or the given arena.
 * Errors     ERR_BAD_INPUT: a name or text is missing or too long, or there is a variable nobody knows. ERR_EXISTS: another one has
 *            this name. ERR_NOT_FOUND. None ends the transaction.
 * Invariants a retired answer is offered to nobody, and its uses stay counted; each message counts for one answer at most.
 */
#ifndef CARE_CANNED_H
#define CARE_CANNED_H

#include "care/conversation.h"

typedef struct {
    int64_t v;
} canned_id;

enum {
    CANNED_MAX = 100,
    CANNED_NAME_CHARS = 60,
    CANNED_TEXT_CHARS = 4000,
    CANNED_USED_DAYS = 90,
};

/* What may stand in braces. */
enum canned_slot {
    CANNED_NAME,     /* the person's */
    CANNED_ORDER,    /* its number */
    CANNED_TRACKING, /* the latest parcel's number */
    CANNED_DUE_AT,   /* by when we answer */
    CANNED_SHOP,
    CANNED_STAFF,    /* who writes */
    CANNED_NUMBER,   /* the conversation's */
    CANNED_LINK,     /* to the conversation's page */
    CANNED_SLOT_COUNT
};

struct canned {
    canned_id id; /* 0: a new one */
    str name;
    str text[LANG_COUNT];
    bool is_retired;
    int64_t used, used_at; /* within CANNED_USED_DAYS; the latest ever, 0: never */
};
struct canned_list {
    struct canned *item;
    size_t count;
};

str canned_slot_name(enum canned_slot slot);
/* The first variable that is none of ours, without braces. */
MUST_USE bool canned_unknown(str text, str *out);
/* The first of our variables that nothing has filled yet, without braces. */
MUST_USE bool canned_gap(str text, str *out);
/* Empty values leave the gap. */
str canned_fill(struct arena *arena, str text, const str value[CANNED_SLOT_COUNT]);

/* By name; retired ones last, or not at all. */
MUST_USE enum err canned_read(struct ctx *c, bool with_retired, struct canned_list *out);
MUST_USE enum err canned_get(struct ctx *c, canned_id id, struct canned *out);
/* A new one, or the words of an old one: id, name and texts count. */
MUST_USE enum err canned_save(struct ctx *c, const struct canned *answer, canned_id *out);
MUST_USE enum err canned_retire(struct ctx *c, canned_id id, bool is_retired);
/* This message began as that answer. A retired or unknown one is not counted. */
MUST_USE enum err canned_used(struct ctx *c, canned_id id, said_id said);

#endif
