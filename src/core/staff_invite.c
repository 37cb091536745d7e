/* SPDX-License-Identifier: Apache-2.0 */
/* staff_invite.c - links for setting one's own password; what is out stands in staff.invited_until. */
#include "core/staff_invite.h"

#include "core/event.h"
#include "core/link.h"

enum { NO_LINK = -1, WITHDRAWN = 0 }; /* of invited_until, NULL read as the first */

static str subject_of(struct ctx *c, staff_id id, int64_t until_at)
{
    return str_format(c->arena, "staff_invite:%" PRId64 ":%" PRId64, id.v, until_at);
}

str staff_invite_key(struct ctx *c, staff_id id, int64_t until_at)
{
    return link_key(c, subject_of(c, id, until_at));
}

static enum err note(struct ctx *c, str kind, staff_id id)
{
    struct value *facts = value_object(c->arena);
    return event_note(c, kind, str_format(c->arena, "staff:%" PRId64, id.v), facts);
}

SQL(invite_set, "UPDATE staff SET invited_until = $2 WHERE id = $1 AND is_disabled = 0");

enum err staff_invite(struct ctx *c, staff_id id)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &invite_set, ARGS(id.v, c->now_at + HOURS(STAFF_INVITE_HOURS)), &changed));
    if (changed == 0) {
        return fail(c, ERR_STATE, "staff %" PRId64 " is disabled or unknown", id.v);
    }
    return note(c, S("staff.invited"), id);
}

SQL(invite_end, "UPDATE staff SET invited_until = 0 WHERE id = $1 AND invited_until > 0");

enum err staff_invite_withdraw(struct ctx *c, staff_id id)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &invite_end, ARGS(id.v), &changed));
    if (changed == 0) {
        return fail(c, ERR_STATE, "staff %" PRId64 " has no link to withdraw", id.v);
    }
    return note(c, S("staff.invitation_withdrawn"), id);
}

static enum staff_invite_state state_of(const struct ctx *c, int64_t asked_at, int64_t out_at,
                                        bool is_disabled)
{
    if (is_disabled || out_at == WITHDRAWN) {
        return STAFF_INVITE_WITHDRAWN;
    }
    if (out_at == NO_LINK) {
        return STAFF_INVITE_USED;
    }
    if (out_at != asked_at) {
        return STAFF_INVITE_REPLACED;
    }
    return out_at <= c->now_at ? STAFF_INVITE_EXPIRED : STAFF_INVITE_OPEN;
}

SQL(invite_out, "SELECT coalesce(invited_until, -1) FROM staff WHERE id = $1");

enum err staff_invite_look(struct ctx *c, const struct staff_invite *link,
                           enum staff_invite_state *state, struct staff *who)
{
    struct staff s = { 0 };
    int64_t out_at = NO_LINK;
    if (!link_is(c, subject_of(c, link->id, link->until_at), link->key)) {
        return fail(c, ERR_NOT_FOUND, "this is no link of staff %" PRId64, link->id.v);
    }
    TRY(staff_get(c, link->id, &s));
    TRY(db_get_int(c->db, &invite_out, ARGS(link->id.v), NO_LINK, &out_at));
    *state = state_of(c, link->until_at, out_at, s.is_disabled);
    *who = s;
    return OK;
}

SQL(invite_use, "UPDATE staff SET password_hash = $3, invited_until = NULL"
                " WHERE id = $1 AND invited_until = $2 AND is_disabled = 0");

enum err staff_invite_accept(struct ctx *c, const struct staff_invite *link, str password_hash)
{
    enum staff_invite_state state = STAFF_INVITE_USED;
    struct staff who = { 0 };
    int64_t changed = 0;
    TRY(staff_invite_look(c, link, &state, &who));
    if (state == STAFF_INVITE_OPEN) {
        TRY(db_exec(c->db, &invite_use, ARGS(link->id.v, link->until_at, password_hash), &changed));
    }
    if (changed == 0) {
        return fail(c, ERR_STATE, "this link of staff %" PRId64 " is not good any more",
                    link->id.v);
    }
    TRY(staff_session_end_all(c, link->id));
    return note(c, S("staff.joined"), link->id);
}
