/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notice.h - being woken by PostgreSQL (LISTEN), and waking others (NOTIFY).
 *
 * Purpose    One connection for nothing else. What it is told says no more than "look"; that it stands says that its process lives.
 * Layer      db; uses base.
 * Units      timeouts in µs.
 * Ownership  made by notices_open, ended by notices_close; of one thread.
 * Errors     ERR_DB: the connection is lost; whatever was said meanwhile is lost with it. Close it and open another.
 */
#ifndef DB_NOTICE_H
#define DB_NOTICE_H

#include "db/db.h"

struct notices;

/* `channel`: lower-case letters and underscores. After this returns, no commit goes unnoticed. */
MUST_USE enum err notices_open(str where, const char *channel, struct notices **out, char *detail);
void notices_close(struct notices *notices);
/* Others know that `name` is there while this connection lives: the server ends it with its process, however that ends. */
MUST_USE enum err notices_sign(struct notices *notices, str name);
/* Whether somebody signed with it; PostgreSQL only. */
MUST_USE enum err notices_is_signed(struct db *db, str name, bool *out);
/* Wakes everybody else who listens, without waiting for the disk. */
MUST_USE enum err notices_say(struct notices *notices);
/* Until somebody else said something (`told`), `other_fd` can be read, or `timeout` has passed. */
MUST_USE enum err notices_wait(struct notices *notices, int64_t timeout, int other_fd, bool *told);

#endif
