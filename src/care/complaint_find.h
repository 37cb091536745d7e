/* SPDX-License-Identifier: Apache-2.0 */
/*
 * complaint_find.h - the way back to a complaint whose link was lost.
 *
 * Purpose    Number and contact belong together: the link goes to where the person already is. Whether they do is looked at by a job, so that
 *            who asks learns nothing, neither by words nor by how long the reply took.
 * Layer      care; uses complaint, job, notice, vault.
 * Errors     ERR_DB.
 */
#ifndef CARE_COMPLAINT_FIND_H
#define CARE_COMPLAINT_FIND_H

#include "care/complaint.h"
#include "core/job.h"

#define COMPLAINT_FIND_JOB "complaint.find"

/* One of phone and e-mail, normalised; the other, or both where what was typed is neither, empty. Does the same whatever is true. */
MUST_USE enum err complaint_find(struct ctx *c, str number, str phone, str email);
/* The finish function of COMPLAINT_FIND_JOB. */
MUST_USE enum err complaint_find_finish(struct ctx *c, struct job *job);

#endif
