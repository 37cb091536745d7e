/* SPDX-License-Identifier: Apache-2.0 */
#include "care/reply_figures.h"

#include "core/setting.h"

static void count(struct reply_share *share, int64_t took, bool is_answered, int64_t bound)
{
    if (!is_answered && took <= bound) {
        return; /* nobody knows yet */
    }
    share->total++;
    share->within += is_answered && took <= bound;
}

static void add(struct ctx *c, struct reply_figures *f, int64_t since, int64_t answered_at)
{
    const struct calendar *calendar = c->shop->calendar;
    int64_t end_at = answered_at == 0 ? c->now_at : answered_at;
    int64_t took = end_at - since;
    int64_t open = calendar == NULL ? took : calendar_business_time(calendar, since, end_at);
    f->bursts++;
    count(&f->hour, took, answered_at != 0, HOURS(1));
    count(&f->day, took, answered_at != 0, HOURS(24));
    count(&f->open_hour, open, answered_at != 0, HOURS(1));
    count(&f->open_day, open, answered_at != 0, HOURS(24));
}

#define ANSWERED_BEFORE(of, before)                                                                \
    "EXISTS (SELECT 1 FROM conversation_message e WHERE e.conversation_id = " of " AND e.id < " before                 \
    " AND e.direction = 'out' AND e.author = 'staff' AND e.delivery <> 'failed' AND e.answers_since IS NOT NULL)"

SQL(bursts_answered,
    "SELECT m.answers_since, m.recorded_at, CASE WHEN " ANSWERED_BEFORE("m.conversation_id", "m.id") " THEN 1 ELSE 0 END"
    " FROM conversation_message m WHERE m.answers_since >= $1 AND m.answers_since < $2 AND m.direction = 'out'"
    " AND m.author = 'staff' AND m.delivery <> 'failed' ORDER BY m.answers_since LIMIT 200000");
SQL(bursts_waiting,
    "SELECT v.waiting_since, 0, CASE WHEN " ANSWERED_BEFORE("v.id", "9000000000000000000") " THEN 1 ELSE 0 END"
    " FROM conversation v WHERE v.waiting_since >= $1 AND v.waiting_since < $2 AND v.state NOT IN ('spam', 'merged')"
    " ORDER BY v.waiting_since LIMIT 200000");

static enum err add_all(struct ctx *c, struct rows r, struct reply_figures *first,
                        struct reply_figures *next)
{
    while (db_next(&r)) {
        int64_t since = row_int(&r);
        int64_t answered_at = row_int(&r);
        add(c, row_bool(&r) ? next : first, since, answered_at);
    }
    return db_done(&r);
}

enum err reply_figures(struct ctx *c, int64_t from_at, int64_t to_at, struct reply_figures *first,
                       struct reply_figures *next)
{
    struct reply_figures a = { 0 };
    struct reply_figures b = { 0 };
    TRY(add_all(c, db_query(c->db, &bursts_answered, ARGS(from_at, to_at)), &a, &b));
    TRY(add_all(c, db_query(c->db, &bursts_waiting, ARGS(from_at, to_at)), &a, &b));
    *first = a;
    *next = b;
    return OK;
}
