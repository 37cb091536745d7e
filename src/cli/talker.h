/* SPDX-License-Identifier: Apache-2.0 */
/*
 * talker.h - the jobs of conversations.
 *
 * Purpose    CONVERSATION_SEND_JOB: an answer leaves. CONVERSATION_JOB: snoozed ones wake, solved ones close.
 * Layer      cli.
 */
#ifndef CLI_TALKER_H
#define CLI_TALKER_H

#include "core/job.h"

enum err talker_work(struct ctx *c, struct job *job);
enum err talker_finish(struct ctx *c, struct job *job);
enum err talker_give_up(struct ctx *c, struct job *job);
enum err talk_timer_finish(struct ctx *c, struct job *job);

#endif
