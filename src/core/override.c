/* SPDX-License-Identifier: Apache-2.0 */
#include "core/override.h"

#include "base/ink.h"
#include "core/event.h"

enum err override_note(struct ctx *c, str what, str subject, str reason, int64_t person)
{
    size_t size = str_count_chars(str_trim(reason));
    if (ink_count(reason) < OVERRIDE_REASON_MIN || size > OVERRIDE_REASON_MAX) {
        return fail(c, ERR_BAD_INPUT, "reason: %d to %d characters", OVERRIDE_REASON_MIN,
                    OVERRIDE_REASON_MAX);
    }
    struct event_private text = { S("reason"), str_trim(reason) };
    struct event_new e = {
        .kind = str_join(c->arena, S("override."), what), .subject = subject, .private_field = &text, .private_count = 1,
        .person = person,
    };
    return event_add(c, &e, NULL);
}

SQL(overrides_between,
    "SELECT CAST(count(1) AS BIGINT) FROM event WHERE kind >= 'override.' AND kind < 'override/' AND at >= $1 AND at < $2");

enum err override_count(struct ctx *c, int64_t from_at, int64_t to_at, int64_t *out)
{
    return db_get_int(c->db, &overrides_between, ARGS(from_at, to_at), 0, out);
}
