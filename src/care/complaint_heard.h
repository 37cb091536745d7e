/* SPDX-License-Identifier: Apache-2.0 */
/*
 * complaint_heard.h - dissatisfaction said anywhere else than in the form, counted from its first word.
 *
 * Purpose    A rule hears words; staff judge the rest. Both open the same case, on the clock of the message. What is no complaint after
 *            all is closed as that, with a reason the person reads; nothing is passed over in silence.
 * Layer      care; part of complaint.
 * Units      instants in µs.
 * Errors     as complaint.h; complaint_judge_not: ERR_BAD_INPUT: no reason.
 * Invariants what the person says answers what their open complaint waits for, through whichever door. Said again after one was closed
 *            it is a case anew, or reopens one that was closed for want of an answer; only what was judged or decided within the last
 *            seven days is not heard again: the person has the reasons, and reopens, or staff judge.
 */
#ifndef CARE_COMPLAINT_HEARD_H
#define CARE_COMPLAINT_HEARD_H

#include "care/complaint_act.h"

/* "Paketnya belum sampai"; not "kalau rusak bagaimana?". Indonesian and English. */
bool complaint_is_heard(struct arena *arena, str text);
/* Somebody was hurt or could be. */
bool complaint_is_safety_heard(struct arena *arena, str text);

struct complaint_heard {
    conversation_id conversation;
    str source; /* "inbox", "social" */
    str text;   /* what was said */
    int64_t at; /* when; 0: now */
    bool is_news; /* it came in now, whatever the writer's clock says */
};
/* The rule: counts it when its words say so and no case of this conversation has it. Of everything the person says. */
MUST_USE enum err complaint_hear(struct ctx *c, const struct complaint_heard *h);
/* Judged to be one, whatever the words. */
MUST_USE enum err complaint_count_in(struct ctx *c, const struct complaint_heard *h,
                                     struct complaint *out);
/* Judged by staff not to be one: on record, closed, with the reason. */
MUST_USE enum err complaint_judge_not(struct ctx *c, const struct complaint_heard *h, str reason,
                                      struct complaint *out);

#endif
