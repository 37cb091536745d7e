/* SPDX-License-Identifier: Apache-2.0 */
/*
 * work.h - a few threads for what would hold up an HTTP thread.
 *
 * Purpose    Password hashing, picture scaling, pages rendered after a refused write. One task at a time per thread.
 * Layer      web; uses base.
 * Ownership  a task belongs to the caller until run() has ended.
 */
#ifndef WEB_WORK_H
#define WEB_WORK_H

#include "base/base.h"

struct work_pool;

struct work_task {
    void (*run)(void *data);
    void *data;
    struct work_task *next;
};

struct work_pool *work_start(unsigned threads);
/* Runs what is queued, then joins. */
void work_stop(struct work_pool *pool);
void work_submit(struct work_pool *pool, struct work_task *task);

#endif
