/* SPDX-License-Identifier: Apache-2.0 */
/*
 * asking.h - surveys leave by rule: joins deliveries and claims of the shop with the asking of care.
 *
 * Layer      cli; chores of the keeper.
 * Units      instants in µs.
 */
#ifndef CLI_ASKING_H
#define CLI_ASKING_H

#include "care/survey.h"

/* Deliveries N days ago (setting survey.after_days). */
MUST_USE enum err asking_deliveries(struct ctx *c, int64_t limit, int64_t *done);
/* Claims that ended. */
MUST_USE enum err asking_claims(struct ctx *c, int64_t limit, int64_t *done);
/* Sends what is due, unless the person waits for us in a case. */
MUST_USE enum err asking_send(struct ctx *c, int64_t limit, int64_t *done);
MUST_USE enum err asking_next_at(struct ctx *c, int64_t *out);

#endif
