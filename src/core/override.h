/* SPDX-License-Identifier: Apache-2.0 */
/*
 * override.h - staff did otherwise than the rule says.
 *
 * Purpose    Every override has a reason, is an event "override.WHAT", and is counted in public.
 * Layer      core; uses event.
 * Errors     ERR_BAD_INPUT: the reason is missing, shorter than OVERRIDE_REASON_MIN or longer than OVERRIDE_REASON_MAX characters.
 * Invariants the reason itself is only committed to: it may name a person. `what` is one of the caller's fixed words.
 */
#ifndef CORE_OVERRIDE_H
#define CORE_OVERRIDE_H

#include "db/db.h"

enum { OVERRIDE_REASON_MIN = 5, OVERRIDE_REASON_MAX = 500 };

/* `what`: "claim.window", "promise.void", …; `person` 0: nobody's. */
MUST_USE enum err override_note(struct ctx *c, str what, str subject, str reason, int64_t person);
/* How many in [from, to), for the public figures. */
MUST_USE enum err override_count(struct ctx *c, int64_t from_at, int64_t to_at, int64_t *out);

#endif
