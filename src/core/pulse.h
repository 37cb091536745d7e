/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pulse.h - the shop's heartbeat, and the rule against wrong clocks.
 *
 * Purpose    A clock that jumps more than 24 hours past the last heartbeat must not break every promise and refund everybody:
 *            automatic consequences are held until the owner confirms. Also leases, so that one of many processes runs a timer.
 * Layer      core; uses base, db, event. The timer beats; promise and job ask.
 * Units      instants in µs since 1970 UTC.
 * Errors     ERR_DB: as everywhere.
 */
#ifndef CORE_PULSE_H
#define CORE_PULSE_H

#include "db/db.h"

/* One beat (call it at least once a minute). Holds the pulse when now is more than 24 hours past the last beat; a clock that
 * went back changes nothing. `is_held` may be NULL. */
MUST_USE enum err pulse_beat(struct ctx *c, bool *is_held);
MUST_USE enum err pulse_is_held(struct ctx *c, bool *out);
/* The owner looked at the clock and found it right. */
MUST_USE enum err pulse_confirm(struct ctx *c);
/* The last beat; 0: never. */
MUST_USE enum err pulse_last_at(struct ctx *c, int64_t *out);

/* Takes or renews a named lease ("timer", "log") for `owner` until now + `span`. `taken` says whether it is ours. One that
 * ends more than five minutes later than it could by this clock is nobody's: the clock was set back. */
MUST_USE enum err lease_take(struct ctx *c, str name, str owner, int64_t span, bool *taken);
MUST_USE enum err lease_drop(struct ctx *c, str name, str owner);

#endif
