/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keeper.h - the threads that keep promises: one for timers, one for jobs.
 *
 * Purpose    Sleeps until something is due, does it, sleeps again; the same steps under the test clock.
 * Layer      cli: it joins rooms that may not know each other.
 * Ownership  a keeper is made by keeper_new, ended by keeper_stop and freed by keeper_free, when the app that has its hooks is gone.
 * Errors     what fails is logged and tried again; nothing is lost, since everything due is a row.
 */
#ifndef CLI_KEEPER_H
#define CLI_KEEPER_H

#include "core/job.h"
#include "core/promise.h"
#include "web/app.h"

#include <stdatomic.h>

struct keeper;

struct keeper_rooms {
    const struct job_kind *job;
    size_t job_count;
    const struct promise_hooks *promises;
};

/* One kind of overdue work: does at most `limit` and says how many it did. */
struct chore {
    const char *name;
    enum err (*run)(struct ctx *c, int64_t limit, int64_t *done);
    bool is_housekeeping; /* no buyer notices: it is done also while the owner is asked whether the clock is right */
};
extern const struct chore keeper_chores[];
extern const size_t keeper_chore_count;
/* What a buyer would notice waits while the pulse is held (core/pulse.h): nothing is due by a clock nobody believes. */
MUST_USE enum err keeper_chore_run(struct ctx *c, const struct chore *chore, int64_t limit,
                                   int64_t *done);
/* When the next of them, or a job, falls due; 0: nothing waits. */
MUST_USE enum err keeper_next_due(struct ctx *c, int64_t *out);

struct keeper *keeper_new(const struct keeper_rooms *rooms);
/* The app's hooks: give these to app_start, then start the keeper with the app. */
void keeper_wake(void *keeper, unsigned what);
void keeper_settle(void *keeper, int64_t until_at);
void keeper_start(struct keeper *keeper, struct app *app);
/* For jobs: job->runner_data is the keeper. */
struct app *keeper_app(struct keeper *keeper);
const atomic_bool *keeper_is_stopping(const struct keeper *keeper);
/* Its threads end. The hooks stay good: who asked before the stop may still be answered. */
void keeper_stop(struct keeper *keeper);
void keeper_free(struct keeper *keeper);

#endif
