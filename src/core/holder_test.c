/* SPDX-License-Identifier: Apache-2.0 */
#include "core/holder.h"

#include "c/fixture.h"
#include "core/job.h"
#include "core/pulse.h"

SQL(try_job_taken, "UPDATE job SET lease_owner = $1, lease_until = $2");
SQL(try_jobs_free, "SELECT count(*) FROM job WHERE lease_until <= $1");

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
