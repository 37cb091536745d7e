/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sweep.h - films and captions nobody shows any more leave the disk.
 *
 * Layer      cli; one of the keeper's chores.
 * Units      a file is swept a day after it was last written or found again by an upload: what an upload stored before its
 *            transaction stays.
 */
#ifndef CLI_SWEEP_H
#define CLI_SWEEP_H

#include "base/ctx.h"

void sweep_start(str media_directory);
/* At most every six hours; the first time when the shop starts. */
MUST_USE enum err sweep_films(struct ctx *c, int64_t limit, int64_t *done);

#endif
