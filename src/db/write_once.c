/* SPDX-License-Identifier: Apache-2.0 */
/* write_once.c - one transaction on a connection of one's own; no queue, no thread. */
#include "db/writer.h"

enum { TRIES = 5 };

static enum err try_once(struct db *db, struct ctx *c, enum err (*run)(struct ctx *c, void *data),
                         void *data)
{
    TRY(db_begin(db));
    enum err e = run(c, data);
    if (e != OK) {
        bool should_retry = db_should_retry(db);
        db_rollback(db);
        return should_retry ? ERR_BUSY : e;
    }
    return db_commit(db);
}

enum err write_once(struct db *db, struct ctx *c, enum err (*run)(struct ctx *c, void *data),
                    void *data)
{
    struct db *before = c->db;
    enum err e = OK;
    struct arena_mark mark = arena_mark(c->arena);
    c->db = db;
    for (int i = 0; i < TRIES; i++) {
        e = try_once(db, c, run, data);
        if (e != ERR_BUSY || !db_should_retry(db)) {
            break;
        }
        ctx_forget(c);
        arena_rewind(c->arena, mark);
    }
    if (e == ERR_DB && c->detail[0] == '\0') {
        (void)fail(c, e, "%.*s", STR_ARG(db_error(db)));
    }
    db_tidy(db);
    c->db = before;
    return e;
}
