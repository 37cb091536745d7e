/* SPDX-License-Identifier: Apache-2.0 */
#include "core/pulse.h"

#include "core/event.h"

/* Longer than a timer ever sleeps, shorter than any promise worth breaking. */
static const int64_t jump_max = HOURS(24);

SQL(pulse_row, "SELECT at, held_at FROM pulse WHERE id = 1");
SQL(pulse_begin, "INSERT INTO pulse (id, at) VALUES (1, $1) ON CONFLICT (id) DO NOTHING");
/* A clock that went back changes nothing; a pulse that is held stays held, and where it was. */
SQL(pulse_go_on, "UPDATE pulse SET at = $1 WHERE id = 1 AND at < $1 AND at >= $2 AND held_at IS NULL");
SQL(pulse_hold, "UPDATE pulse SET held_at = $1 WHERE id = 1 AND at < $2 AND held_at IS NULL");
SQL(pulse_let_go, "UPDATE pulse SET at = $1, held_at = NULL WHERE id = 1 AND held_at IS NOT NULL");

struct pulse {
    int64_t at;
    bool is_held;
};

static enum err read_pulse(struct ctx *c, struct pulse *out)
{
    struct pulse p = { 0 };
    struct rows r = db_query(c->db, &pulse_row, NO_ARGS);
    if (db_next(&r)) {
        p.at = row_int(&r);
        p.is_held = !row_is_null(&r);
    }
    TRY(db_done(&r));
    *out = p;
    return OK;
}

static enum err hold(struct ctx *c)
{
    int64_t held = 0;
    TRY(db_exec(c->db, &pulse_hold, ARGS(c->now_at, c->now_at - jump_max), &held));
    return held == 1 ? event_note(c, S("pulse.held"), S("shop"), NULL) : OK;
}

enum err pulse_beat(struct ctx *c, bool *is_held)
{
    TRY(db_exec(c->db, &pulse_begin, ARGS(c->now_at), NULL));
    TRY(db_exec(c->db, &pulse_go_on, ARGS(c->now_at, c->now_at - jump_max), NULL));
    TRY(hold(c));
    struct pulse p = { 0 };
    TRY(read_pulse(c, &p));
    if (is_held != NULL) {
        *is_held = p.is_held;
    }
    return OK;
}

enum err pulse_is_held(struct ctx *c, bool *out)
{
    struct pulse p = { 0 };
    TRY(read_pulse(c, &p));
    /* The jump counts from the first look, also before the next beat has written it down. */
    *out = p.is_held || (p.at != 0 && c->now_at - p.at > jump_max);
    return OK;
}

enum err pulse_confirm(struct ctx *c)
{
    int64_t freed = 0;
    TRY(hold(c));
    TRY(db_exec(c->db, &pulse_let_go, ARGS(c->now_at), &freed));
    if (freed == 0) {
        return OK;
    }
    ctx_wake(c, WAKE_TIMER);
    return event_note(c, S("pulse.confirmed"), S("shop"), NULL);
}

enum err pulse_last_at(struct ctx *c, int64_t *out)
{
    struct pulse p = { 0 };
    TRY(read_pulse(c, &p));
    *out = p.at;
    return OK;
}

/* ---- leases ---- */

/* An end further ahead than anybody could ask for now was written by a clock that has been set back since. */
static const int64_t skew_max = MINUTES(5);

SQL(lease_upsert, "INSERT INTO lease (name, owner, until_at) VALUES ($1, $2, $3)"
                  " ON CONFLICT (name) DO UPDATE SET owner = $2, until_at = $3"
                  " WHERE lease.owner = $2 OR lease.until_at <= $4 OR lease.until_at > $5 RETURNING until_at");

enum err lease_take(struct ctx *c, str name, str owner, int64_t span, bool *taken)
{
    CHECK(span > 0);
    int64_t until_at = c->now_at + span;
    struct rows r =
        db_query(c->db, &lease_upsert, ARGS(name, owner, until_at, c->now_at, until_at + skew_max));
    bool is_ours = db_next(&r);
    TRY(db_done(&r));
    *taken = is_ours;
    return OK;
}

SQL(lease_delete, "DELETE FROM lease WHERE name = $1 AND owner = $2");

enum err lease_drop(struct ctx *c, str name, str owner)
{
    return db_exec(c->db, &lease_delete, ARGS(name, owner), NULL);
}
