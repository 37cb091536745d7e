/* SPDX-License-Identifier: Apache-2.0 */
#include "core/holder.h"

SQL(holders_now, "SELECT owner FROM lease WHERE owner <> $1 AND until_at > $2"
                 " UNION SELECT lease_owner" HOLDER_JOBS " AND lease_until > $2 AND lease_owner <> $1"
                 " ORDER BY 1 LIMIT 16");

enum err holder_list(struct ctx *c, str self, struct holders *out)
{
    struct holders list = { 0 };
    struct rows r = db_query(c->db, &holders_now, ARGS(self, c->now_at));
    while (db_next(&r)) {
        list.name[list.count++] = row_text(&r, c->arena);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

SQL(holder_leases, "DELETE FROM lease WHERE owner = $1");
/* Its name stays: what it did meanwhile counts as long as nobody took the job up, for it would be done a second time. */
SQL(holder_jobs, "UPDATE job SET lease_until = 0"
                 " WHERE state = 'waiting' AND lease_until > 0 AND lease_owner = $1");

enum err holder_bury(struct ctx *c, str name)
{
    TRY(db_exec(c->db, &holder_leases, ARGS(name), NULL));
    return db_exec(c->db, &holder_jobs, ARGS(name), NULL);
}
