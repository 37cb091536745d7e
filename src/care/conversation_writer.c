/* SPDX-License-Identifier: Apache-2.0 */
#include "care/conversation_writer.h"

#include "care/conversation_store.h"

/* What is older than a day is nobody's any more. */
SQL(writers_forget, "DELETE FROM conversation_writer WHERE seen_at < $1");
SQL(writer_put,
    "INSERT INTO conversation_writer (conversation_id, staff_id, since_at, seen_at) VALUES ($1, $2, $3, $3)"
    " ON CONFLICT (conversation_id, staff_id) DO UPDATE SET seen_at = $3,"
    " since_at = CASE WHEN conversation_writer.seen_at < $4 THEN $3 ELSE conversation_writer.since_at END"
    " RETURNING since_at");

enum err conversation_writes(struct ctx *c, conversation_id id)
{
    struct conversation v = { 0 };
    int64_t since_at = 0;
    TRY(conversation_get(c, id, &v));
    if (c->actor.id == 0) {
        return OK;
    }
    TRY(db_get_int(c->db, &writer_put, ARGS(id.v, c->actor.id, c->now_at, c->now_at - WRITING_FOR),
                   0, &since_at));
    if (since_at != c->now_at) {
        return OK;
    }
    conversation_raise(c, id);
    return db_exec(c->db, &writers_forget, ARGS(c->now_at - DAYS(1)), NULL);
}

SQL(writer_drop, "DELETE FROM conversation_writer WHERE conversation_id = $1 AND staff_id = $2");

enum err conversation_wrote(struct ctx *c, conversation_id id)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &writer_drop, ARGS(id.v, c->actor.id), &changed));
    if (changed != 0) {
        conversation_raise(c, id);
    }
    return OK;
}

SQL(writers_now, "SELECT staff_id, since_at FROM conversation_writer WHERE conversation_id = $1 AND staff_id <> $2 AND seen_at >= $3"
                 " ORDER BY since_at, staff_id LIMIT 10");

enum err conversation_writers(struct ctx *c, conversation_id id,
                              struct conversation_writer out[WRITERS_MAX], size_t *count)
{
    size_t n = 0;
    struct rows r = db_query(c->db, &writers_now, ARGS(id.v, c->actor.id, c->now_at - WRITING_FOR));
    while (db_next(&r)) {
        out[n].staff = row_int(&r);
        out[n++].since_at = row_int(&r);
    }
    TRY(db_done(&r));
    *count = n;
    return OK;
}
