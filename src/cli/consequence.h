/* SPDX-License-Identifier: Apache-2.0 */
/*
 * consequence.h - what follows by itself: of a broken promise, of a second person's decision.
 *
 * Purpose    The two tables that join rooms which may not know each other. A row each; serve, demo and simulation use the same.
 * Layer      cli.
 */
#ifndef CLI_CONSEQUENCE_H
#define CLI_CONSEQUENCE_H

#include "core/decision.h"
#include "core/job.h"
#include "core/promise.h"

extern const struct promise_hooks consequences;
extern const struct decision_hooks decisions;

/* The finish function of PROMISE_JOB. */
enum err consequence_finish(struct ctx *c, struct job *job);
/* Of PROMISE_MOVED_JOB: a conversation shows the due time of its promise. */
enum err consequence_moved(struct ctx *c, struct job *job);

#endif
