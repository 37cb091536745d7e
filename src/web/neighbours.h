/* SPDX-License-Identifier: Apache-2.0 */
/*
 * neighbours.h - the other processes of this shop, on PostgreSQL.
 *
 * Purpose    Hears what they change (core/invalidation.h) and raises their tags here. When the listening connection is lost, everything
 *            is forgotten, pages live APP_SHARED_STALE only, and again everything is forgotten once it listens anew. Wakes the others
 *            when something was changed here.
 * Layer      web; uses db, core. One thread, one connection.
 * Threads    neighbours_are_heard and neighbours_say from any thread.
 */
#ifndef WEB_NEIGHBOURS_H
#define WEB_NEIGHBOURS_H

#include "base/base.h"
#include "base/str.h"

struct app;
struct neighbours;

struct neighbours *neighbours_start(struct app *app);
/* NULL is nobody. */
void neighbours_stop(struct neighbours *neighbours);
/* What this process signs its own changes with, and, while it is heard, its life (notices_sign). */
str neighbours_own_name(const struct neighbours *neighbours); /* lives as long as they do */
/* After a commit whose rows they should read: they are woken soon, once for all that came meanwhile. NULL is nobody. */
void neighbours_say(struct neighbours *neighbours);
/* True while nothing they commit can be missed. */
bool neighbours_are_heard(const struct neighbours *neighbours);

#endif
