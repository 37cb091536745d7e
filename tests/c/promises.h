/* SPDX-License-Identifier: Apache-2.0 */
/* promises.h - what tests of promises look at. Layer: tests; uses core. */
#ifndef TESTS_PROMISES_H
#define TESTS_PROMISES_H

#include "c/fixture.h"

#include "core/event.h"
#include "core/promise.h"

static inline struct promise look(struct fixture *t, promise_id id)
{
    struct promise p = { 0 };
    must(promise_get(&t->c, id, &p));
    return p;
}

static inline size_t count_events(struct fixture *t, const char *subject, const char *kind)
{
    struct event_list list;
    size_t count = 0;
    must(event_list(&t->c, str_of(subject), (event_id){ 0 }, &list));
    for (size_t i = 0; i < list.count; i++) {
        count += str_eq(list.item[i].kind, str_of(kind)) ? 1 : 0;
    }
    return count;
}

#endif
