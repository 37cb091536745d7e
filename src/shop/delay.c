/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/delay.h"

#include "core/event.h"
#include "core/setting.h"

enum { EXTRA_MAX = 60, PERIOD_MAX = 120 };

SQL(delay_insert, "INSERT INTO courier_delay (carrier, from_days, to_days, extra_days, note_id, note_en, announced_at)"
                  " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id");

static str subject_of(struct ctx *c, int64_t id)
{
    return str_format(c->arena, "delay:%" PRId64, id);
}

static enum err tell(struct ctx *c, const char *kind, const struct delay *d)
{
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("carrier"), d->carrier);
    value_set_int(c->arena, facts, S("from_days"), d->from_days);
    value_set_int(c->arena, facts, S("to_days"), d->to_days);
    value_set_int(c->arena, facts, S("extra_days"), d->extra_days);
    if (d->withdrawn_reason.size != 0) {
        value_set_text(c->arena, facts, S("reason"), d->withdrawn_reason);
    }
    ctx_raise(c, S("shop"));
    return event_note(c, str_of(kind), subject_of(c, d->id), facts);
}

enum err delay_announce(struct ctx *c, const struct delay *d, int64_t *out_id)
{
    struct delay made = *d;
    int64_t today = zone_days(c->shop->zone, c->now_at);
    if (d->to_days < d->from_days || d->to_days - d->from_days > PERIOD_MAX || d->to_days < today ||
        d->extra_days < 1 || d->extra_days > EXTRA_MAX) {
        return fail(c, ERR_BAD_INPUT, "%s", "not a coming period of 1 to 60 days more");
    }
    TRY(db_get_int(c->db, &delay_insert,
                   ARGS(d->carrier, d->from_days, d->to_days, d->extra_days, d->note_id, d->note_en,
                        c->now_at),
                   0, &made.id));
    TRY(tell(c, "delay.announced", &made));
    *out_id = made.id;
    return OK;
}

SQL(delay_end, "UPDATE courier_delay SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL");

enum err delay_withdraw(struct ctx *c, int64_t id, str reason)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &delay_end, ARGS(id, c->now_at), &changed));
    if (changed == 0) {
        return fail(c, ERR_NOT_FOUND, "no delay %" PRId64 " is in force", id);
    }
    return tell(c, "delay.withdrawn", &(struct delay){ .id = id, .withdrawn_reason = reason });
}

SQL(delays, "SELECT id, carrier, from_days, to_days, extra_days, note_id, note_en, announced_at, withdrawn_at"
            " FROM courier_delay ORDER BY id DESC LIMIT 100");

/* It is said once, in the event. */
static enum err read_reason(struct ctx *c, struct delay *d)
{
    struct event_list events = { 0 };
    struct value *facts = NULL;
    str why = { 0 };
    if (d->withdrawn_at == 0) {
        return OK;
    }
    TRY(event_list(c, subject_of(c, d->id), (event_id){ 0 }, &events));
    for (size_t i = 0; i < events.count; i++) {
        if (str_eq(events.item[i].kind, S("delay.withdrawn")) &&
            json_read(c->arena, events.item[i].facts, &facts, &why)) {
            d->withdrawn_reason = value_text(facts, S("reason"));
        }
    }
    return OK;
}

enum err delay_list(struct ctx *c, struct delay_list *out)
{
    struct delay_list list = { .item = NEW_N(c->arena, struct delay, DELAYS_MAX) };
    struct rows r = db_query(c->db, &delays, NO_ARGS);
    while (db_next(&r)) {
        struct delay *d = &list.item[list.count++];
        d->id = row_int(&r);
        d->carrier = row_text(&r, c->arena);
        d->from_days = row_int(&r);
        d->to_days = row_int(&r);
        d->extra_days = row_int(&r);
        d->note_id = row_text(&r, c->arena);
        d->note_en = row_text(&r, c->arena);
        d->announced_at = row_int(&r);
        d->withdrawn_at = row_int(&r);
    }
    TRY(db_done(&r));
    for (size_t i = 0; i < list.count; i++) {
        TRY(read_reason(c, &list.item[i]));
    }
    *out = list;
    return OK;
}

SQL(delay_longest,
    "SELECT COALESCE(max(extra_days), 0) FROM courier_delay d WHERE to_days >= $2 AND from_days <= $3"
    " AND announced_at <= $4 AND (withdrawn_at IS NULL OR withdrawn_at > $4)"
    " AND (carrier = '' OR carrier = (SELECT m.carrier FROM shipping_method m WHERE m.code = $1))");

enum err delay_days(struct ctx *c, str method, int64_t from_days, int64_t to_days, int64_t known_at,
                    int64_t *out)
{
    return db_get_int(c->db, &delay_longest, ARGS(method, from_days, to_days, known_at), 0, out);
}
