/* SPDX-License-Identifier: Apache-2.0 */
/*
 * job_row.h - how a job lies in its table. Private to job*.c.
 *
 * Purpose    One list of columns and its reader, shared by the outbox and the runner.
 * Layer      core.
 * Ownership  texts live in ctx->arena.
 * Errors     ERR_INTERNAL: a row that this program did not write.
 */
#ifndef CORE_JOB_ROW_H
#define CORE_JOB_ROW_H

#include "core/job.h"

#define JOB_COLUMNS "id, kind, job_key, payload, state, attempt, made_at, run_at, done_at, error"

MUST_USE enum err job_read_row(struct ctx *c, struct rows *r, struct job *out);

#endif
