/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make.h - making a new shop: shared by init, demo and restore.
 *
 * Layer      cli.
 */
#ifndef CLI_MAKE_H
#define CLI_MAKE_H

#include "cli/command.h"

struct making {
    struct options *options;
    str password, password_hash;
    str owner_name; /* empty: the shop's */
    int64_t now_at; /* 0: the wall clock */
    /* More to put in, in the same transaction; may be NULL. */
    enum err (*more)(struct ctx *c, void *data);
    void *data;
};

/* Makes DIR, keys, schema and content; leaves the session open for writing. Says what is wrong. */
MUST_USE bool shop_make(struct options *o, struct making *m, struct shop_session *s);

#endif
