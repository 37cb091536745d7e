/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mailer.h - mails about orders: joins web (their words) and gate (their way).
 *
 * Purpose    The functions of the job MESSAGE_JOB. The address is read through the vault when it is needed, never before.
 * Layer      cli.
 * Errors     a server that does not answer is tried again, later and later; an address that is refused for good makes the message
 *            failed. Without a mail server (setting mail.smtp_url) mails are kept: the job ends, the message stays queued, and the
 *            back office shows it (message_send_again sends it after all).
 */
#ifndef CLI_MAILER_H
#define CLI_MAILER_H

#include "cli/keeper.h"
#include "core/job.h"
#include "gate/mail.h"

enum err mailer_work(struct ctx *c, struct job *job);
enum err mailer_finish(struct ctx *c, struct job *job);
enum err mailer_give_up(struct ctx *c, struct job *job);

/* Sender, id and date of any mail of the shop; then off through the shop's mail server. */
void mailer_from(struct ctx *c, str id, struct mail *mail);
MUST_USE enum err mailer_send(struct ctx *c, struct keeper *keeper, const struct mail *mail);

/* The same for notices (core/notice.h): the functions of NOTICE_JOB. */
enum err noticer_work(struct ctx *c, struct job *job);
enum err noticer_finish(struct ctx *c, struct job *job);
enum err noticer_give_up(struct ctx *c, struct job *job);

#endif
