/* SPDX-License-Identifier: Apache-2.0 */
/* talks.h - a conversation and its promise as they are now, for tests. Layer: tests; uses care. */
#ifndef TESTS_TALKS_H
#define TESTS_TALKS_H

#include "c/fixture.h"

#include "care/conversation.h"

static inline struct conversation talk_now(struct fixture *t, conversation_id id)
{
    struct conversation v = { 0 };
    must(conversation_get(&t->c, id, &v));
    return v;
}

/* The newest of that kind. */
static inline struct promise talk_promise(struct fixture *t, conversation_id id,
                                          enum promise_kind kind)
{
    struct promise p = { 0 };
    must(promise_find(&t->c, conversation_subject(&t->c, id), kind, &p));
    return p;
}

#endif
