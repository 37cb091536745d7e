/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hand_back.h - what somebody who works here no more was to do.
 *
 * Purpose    Open conversations and complaints of a disabled member of staff are nobody's again: they stand where everybody looks, with
 *            their promises unmoved, and the shop is told how many there are.
 * Layer      care; uses complaint, conversation, notice, staff.
 * Errors     ERR_DB.
 */
#ifndef CARE_HAND_BACK_H
#define CARE_HAND_BACK_H

#include "base/ctx.h"
#include "core/staff.h"

struct handed_back {
    int64_t conversations, complaints;
};

/* Once staff_disable is done, in the same transaction. */
MUST_USE enum err hand_back(struct ctx *c, staff_id from, struct handed_back *out);
/* What of theirs was handed back at the time, for the notice. */
#define NOTICE_HANDED_BACK "cases_handed_back"

#endif
