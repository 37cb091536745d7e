/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conversation_list.h - the shelves of the inbox.
 *
 * Purpose    What must be done first stands first: by the answer's due time, or by the end of the app's reply window where that
 *            comes first. Filters; search by number, order, telephone, address, name or words; paging by key. The list opens no
 *            vault; conversation_glimpse does, for the care of what was asked, and each look is written down.
 * Layer      care; part of conversation.
 * Ownership  everything returned lives in c->arena.
 * Errors     ERR_DB. A person who was erased or said stop shows nothing, and is no error.
 */
#ifndef CARE_CONVERSATION_LIST_H
#define CARE_CONVERSATION_LIST_H

#include "care/conversation.h"

enum conversation_view {
    VIEW_TODO, /* new, open, waiting for others, snoozed ones that are due within half an hour: by act_by */
    VIEW_WAITING,
    VIEW_SNOOZED,
    VIEW_SOLVED,
    VIEW_CLOSED,
    VIEW_SPAM,
    VIEW_ALL,
    VIEW_COUNT
};

enum { CONVERSATION_LIST_MAX = 50 };

struct conversation_filter {
    enum conversation_view view;
    bool has_channel;
    enum channel channel;
    int64_t assignee; /* > 0: of this person; -1: of nobody; 0: all */
    str tag, query;           /* query: a number, a phone, an address, a name, or words that were said */
    str about;                /* with a query: a subject it may name too ("order:12") */
    int64_t after_sort, after_id; /* the page's key: act_by and id, or last_at and id; 0: from the start */
    int64_t limit;
};
struct conversation_list {
    struct conversation *item;
    size_t count;
    bool has_more;
    int64_t next_sort, next_id;
};

MUST_USE enum err conversation_list(struct ctx *c, const struct conversation_filter *f,
                                    struct conversation_list *out);
/* What tells one conversation from the other: a name, and the first words of what was said last. */
struct conversation_glimpse {
    str name, words; /* empty: not known, or not ours to read */
    bool is_ours;    /* the words are the shop's */
};
MUST_USE enum err conversation_glimpse(struct ctx *c, const struct conversation *v,
                                       struct conversation_glimpse *out);

/* How many wait for us, and how many of them are overdue; 1000 means as many or more. */
MUST_USE enum err conversation_counts(struct ctx *c, int64_t *todo, int64_t *overdue);
str conversation_view_name(enum conversation_view view);
MUST_USE bool conversation_view_of(str name, enum conversation_view *out);

#endif
