/* SPDX-License-Identifier: Apache-2.0 */
#include "core/aside.h"

#include "core/event.h"

static const int64_t pause = HOURS(1);

SQL(aside_put,
    "INSERT INTO aside (chore, item, err, at, until_at) VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (chore, item) DO UPDATE SET err = excluded.err, at = excluded.at, until_at = excluded.until_at");
SQL(aside_drop, "DELETE FROM aside WHERE chore = $1 AND item = $2");

static enum err report(struct ctx *c, const struct aside *item, enum err why)
{
    struct value *facts = value_object(c->arena);
    str chore = str_of(item->chore);
    value_set_text(c->arena, facts, S("chore"), chore);
    value_set_text(c->arena, facts, S("err"), str_of(err_name(why)));
    TRY(event_note(c, S("chore.failed"), item->subject, facts));
    return db_exec(c->db, &aside_put,
                   ARGS(chore, item->item, str_of(err_name(why)), c->now_at, c->now_at + pause),
                   NULL);
}

enum err aside_try(struct ctx *c, const struct aside *item,
                   enum err (*run)(struct ctx *c, void *data), void *data, bool *is_done)
{
    TRY(db_save(c->db));
    enum err e = run(c, data);
    if (e == OK) {
        TRY(db_exec(c->db, &aside_drop, ARGS(str_of(item->chore), item->item), NULL));
        TRY(db_release(c->db));
        *is_done = true;
        return OK;
    }
    if (db_should_retry(c->db)) {
        return e;
    }
    db_rollback_to_save(c->db);
    if (!db_is_in_transaction(c->db)) {
        return ERR_DB;
    }
    *is_done = false;
    return report(c, item, e);
}
