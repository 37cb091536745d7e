/* SPDX-License-Identifier: Apache-2.0 */
#include "core/holder.h"

#include "c/fixture.h"
#include "core/job.h"
#include "core/pulse.h"

SQL(try_job_taken, "UPDATE job SET lease_owner = $1, lease_until = $2");
SQL(try_jobs_free, "SELECT count(*) FROM job WHERE lease_until <= $1");

/* As the engine means to read them; literals stand where the parameters would. */
SQL_2(try_plan_of_holders, "EXPLAIN QUERY PLAN SELECT lease_owner" HOLDER_JOBS " AND lease_until > 5 AND lease_owner <> 'self'",
      "EXPLAIN SELECT lease_owner" HOLDER_JOBS " AND lease_until > 5 AND lease_owner <> 'self'");
SQL_2(try_know_jobs, "SELECT 0 WHERE 1 = 0", "ANALYZE job");

static bool takes(struct fixture *t, str owner)
{
    bool taken = false;
    must(lease_take(&t->c, S("timer"), owner, SECONDS(20), &taken));
    return taken;
}

static size_t holders(struct fixture *t)
{
    struct holders list = { 0 };
    must(holder_list(&t->c, S("self"), &list));
    for (size_t i = 0; i < list.count; i++) {
        cr_expect(str_eq(list.name[i], S("dead")));
    }
    return list.count;
}

/* Two minutes for a job, twenty seconds for the timers: so long a killed process would keep everybody waiting. */
DomainTest(holder, that_is_dead_and_buried_holds_nothing)
{
    int64_t free_jobs = 0;
    cr_expect_eq(holders(t), 0);
    cr_assert(takes(t, S("dead")));
    must(job_add(c, &(struct job_new){ .kind = S("mail"), .run_at = c->now_at }, NULL));
    must(db_exec(c->db, &try_job_taken, ARGS(S("dead"), c->now_at + MINUTES(2)), NULL));
    cr_expect_eq(holders(t), 1, "once, whatever it holds");
    cr_expect_not(takes(t, S("self")));

    must(holder_bury(c, S("another")));
    cr_expect_eq(holders(t), 1);
    must(holder_bury(c, S("dead")));
    cr_expect_eq(holders(t), 0);
    cr_expect(takes(t, S("self")));
    must(db_get_int(c->db, &try_jobs_free, ARGS(c->now_at), 0, &free_jobs));
    cr_expect_eq(free_jobs, 1);
    cr_expect_eq(holders(t), 0, "oneself is nobody else");
}

static bool plan_names(struct fixture *t, str index)
{
    bool is_named = false;
    size_t text_at = t->is_postgres ? 0 : 3; /* id, parent, unused, detail */
    struct rows r = db_query(t->c.db, &try_plan_of_holders, NO_ARGS);
    while (db_next(&r)) {
        for (size_t i = 0; i < text_at; i++) {
            (void)row_int(&r);
        }
        is_named = is_named || str_contains(row_text(&r, t->c.arena), index);
    }
    must(db_done(&r));
    return is_named;
}

/* Every process asks every two seconds: what it costs must not grow with the jobs that wait. */
DomainTest(holder, is_found_by_an_index_of_what_is_held_however_many_jobs_wait)
{
    for (int i = 0; i < 2000; i++) {
        must(job_add(c, &(struct job_new){ .kind = S("mail"), .run_at = c->now_at }, NULL));
    }
    must(db_exec(c->db, &try_know_jobs, NO_ARGS, NULL));
    cr_expect(plan_names(t, S("job_held")));
}
