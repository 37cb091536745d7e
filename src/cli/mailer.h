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

#include "core/job.h"

enum err mailer_work(struct ctx *c, struct job *job);
enum err mailer_finish(struct ctx *c, struct job *job);
enum err mailer_give_up(struct ctx *c, struct job *job);

#endif
