/* SPDX-License-Identifier: Apache-2.0 */
#include "core/invalidation.h"

#include "base/buf.h"

/* --- writing --- */

SQL(invalidation_insert, "INSERT INTO invalidation (at, origin, tags) VALUES ($1, $2, $3)");

enum err invalidation_write(struct ctx *c, str origin)
{
    struct buf tags = buf_new(c->arena, KB(64));
    if (c->tag_count == 0) {
        return OK;
    }
    for (size_t i = 0; i < c->tag_count; i++) {
        buf_addf(&tags, i == 0 ? "%.*s" : "\n%.*s", STR_ARG(c->tag[i]));
    }
    return db_post(c->db, &invalidation_insert, ARGS(c->now_at, origin, buf_str(&tags)));
}

/* --- reading --- */

SQL(invalidation_horizon_now, "SELECT xact FROM invalidation_horizon");

enum err invalidation_begin(struct ctx *c, struct invalidation_reader *reader)
{
    int64_t horizon = 0;
    TRY(db_get_int(c->db, &invalidation_horizon_now, NO_ARGS, 0, &horizon));
    *reader = (struct invalidation_reader){ .horizon = horizon };
    return OK;
}

static bool was_seen(const struct invalidation_reader *reader, int64_t id)
{
    for (size_t i = 0; i < reader->seen_count; i++) {
        if (reader->seen[i] == id) {
            return true;
        }
    }
    return false;
}

static void add_lines(struct ctx *c, str lines, struct invalidation_tags *tags)
{
    struct str_pair rest = { .tail = lines, .found = true };
    while (rest.found) {
        rest = str_cut(rest.tail, '\n');
        if (tags->count == CTX_TAGS_MAX) {
            tags->is_everything = true;
            return;
        }
        tags->item[tags->count++] = str_copy(c->arena, rest.head);
    }
}

SQL(invalidation_since,
    "SELECT id, xact, tags FROM invalidation WHERE xact >= $1 AND origin <> $2 ORDER BY id LIMIT $3");

/* One snapshot gives the rows and the next horizon. */
enum err invalidation_read(struct ctx *c, str origin, struct invalidation_reader *reader,
                           struct invalidation_tags *out)
{
    struct invalidation_reader next = { 0 };
    struct invalidation_tags tags = { .item = NEW_N(c->arena, str, CTX_TAGS_MAX) };
    int64_t count = 0;
    TRY(invalidation_begin(c, &next));
    struct rows r =
        db_query(c->db, &invalidation_since, ARGS(reader->horizon, origin, INVALIDATION_ROWS_MAX));
    while (db_next(&r)) {
        int64_t id = row_int(&r);
        bool is_late = row_int(&r) >= next.horizon; /* will be read again */
        str lines = row_text(&r, c->arena);
        count++;
        if (!was_seen(reader, id)) {
            add_lines(c, lines, &tags);
        }
        if (is_late) {
            next.seen[next.seen_count++] = id;
        }
    }
    TRY(db_done(&r));
    tags.is_everything = tags.is_everything || count == INVALIDATION_ROWS_MAX;
    *reader = next;
    *out = tags;
    return OK;
}

/* --- pruning --- */

SQL(invalidation_delete, "DELETE FROM invalidation WHERE id IN"
                         " (SELECT id FROM invalidation WHERE at < $1 ORDER BY at LIMIT $2)");

enum err invalidation_prune(struct ctx *c, int64_t limit, int64_t *done)
{
    return db_exec(c->db, &invalidation_delete, ARGS(c->now_at - INVALIDATION_KEPT, limit), done);
}
