/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pictures.h - pictures that an import named and left elsewhere.
 *
 * Purpose    Joins shop/media (which pictures are wanted) with gate/fetch (getting them) through a job.
 * Layer      cli.
 */
#ifndef CLI_PICTURES_H
#define CLI_PICTURES_H

#include "core/job.h"

#define PICTURES_JOB "picture.fetch"

/* Where files go: DIR/media. Before the first job runs. */
void pictures_start(str directory);
/* A chore: a job for each wanted picture, once. */
MUST_USE enum err pictures_want(struct ctx *c, int64_t limit, int64_t *done);
MUST_USE enum err pictures_work(struct ctx *c, struct job *job);
MUST_USE enum err pictures_finish(struct ctx *c, struct job *job);
MUST_USE enum err pictures_give_up(struct ctx *c, struct job *job);

#endif
