/* SPDX-License-Identifier: Apache-2.0 */
/*
 * refunder.h - refunds that leave by themselves: joins shop/refund and gate/pay.
 *
 * Purpose    The functions of REFUND_JOB. A refund that ended another way meanwhile is left alone; one that cannot be paid at all asks the
 *            buyer for an account.
 * Layer      cli.
 */
#ifndef CLI_REFUNDER_H
#define CLI_REFUNDER_H

#include "core/job.h"

enum err refunder_work(struct ctx *c, struct job *job);
enum err refunder_finish(struct ctx *c, struct job *job);
enum err refunder_give_up(struct ctx *c, struct job *job);

#endif
