/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outside.h - what comes from where the shop has no door: posts about it, mails of people and machines, a bank that takes money back.
 *
 * Purpose    Once an evening, by luck: a post is captured, a mail comes in (or the same one again, or a machine's), what waits is answered or
 *            not, a payment is charged back. What people did is told to the watcher.
 * Ownership  `answers` wait in here; nothing else is kept.
 * Errors     ERR_INTERNAL: a machine was taken for a person, or one mail for two; ERR_DB.
 */
#ifndef TESTS_SIM_OUTSIDE_H
#define TESTS_SIM_OUTSIDE_H

#include "care/channel.h"
#include "cli/demo_watch.h"

enum { OUTSIDE_WAIT_MAX = 100, OUTSIDE_DISPUTED_MAX = 400 };

struct outside {
    struct demo *demo;
    struct random random;
    struct {
        int64_t conversation;
        enum channel channel;
    } waits[OUTSIDE_WAIT_MAX];
    order_id disputed[OUTSIDE_DISPUTED_MAX];
    size_t waiting, posts, letters, machines, chargebacks;
};
/* An evening's worth, inside one write. */
MUST_USE enum err outside_happen(struct ctx *c, void *outside);
bool outside_is_disputed(const struct outside *outside, order_id order);

#endif
