/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_invite.h - a link with which somebody of the staff sets a password that nobody else ever knew.
 *
 * Purpose    The owner adds a person or lends a hand to one who forgot; the link is good once and for 48 hours.
 * Layer      core; uses staff, link, event.
 * Units      instants in µs since 1970 UTC.
 * Ownership  results live in ctx->arena.
 * Errors     ERR_NOT_FOUND: the key is not of this link, saying nothing else. ERR_STATE: disabled, or the link is not good any more.
 *
 *   (none) ─invite→ open ─accept→ used      open ─48 h→ expired      open ─withdraw, disable→ withdrawn      open ─invite→ replaced, open
 */
#ifndef CORE_STAFF_INVITE_H
#define CORE_STAFF_INVITE_H

#include "core/staff.h"

enum { STAFF_INVITE_HOURS = 48 };

enum staff_invite_state {
    STAFF_INVITE_OPEN,
    STAFF_INVITE_USED,
    STAFF_INVITE_EXPIRED,
    STAFF_INVITE_WITHDRAWN,
    STAFF_INVITE_REPLACED, /* by a newer link */
};

/* A link names whose it is and until when: an older one differs in the instant, and so in its key. */
struct staff_invite {
    staff_id id;
    int64_t until_at;
    str key;
};

str staff_invite_key(struct ctx *c, staff_id id, int64_t until_at);
/* Makes a new link; the one before ends. The old password, if there is one, stays until the link is used. */
MUST_USE enum err staff_invite(struct ctx *c, staff_id id);
MUST_USE enum err staff_invite_withdraw(struct ctx *c, staff_id id);
MUST_USE enum err staff_invite_look(struct ctx *c, const struct staff_invite *link,
                                    enum staff_invite_state *state, struct staff *who);
/* Sets the password, ends the link and all sessions. ERR_STATE: not open (any more). */
MUST_USE enum err staff_invite_accept(struct ctx *c, const struct staff_invite *link,
                                      str password_hash);

#endif
