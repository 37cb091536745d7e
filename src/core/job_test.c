/* SPDX-License-Identifier: Apache-2.0 */
#include "c/fixture.h"
#include "core/holder.h"
#include "core/job.h"
#include "core/override.h"
#include "core/vault.h"

static struct {
    int worked, finished, given_up;
    int failures_left; /* of work */
    enum err failure;
    int64_t seen;
    person_id person;
} memory;

static enum err work(struct ctx *c, struct job *job)
{
    memory.worked++;
    memory.seen = value_int(job->payload, S("order"), 0);
    if (memory.failures_left > 0) {
        memory.failures_left--;
        return fail(c, memory.failure, "the provider is away");
    }
    return OK;
}

static enum err finish(struct ctx *c, struct job *job)
{
    memory.finished++;
    struct value *payload = value_object(c->arena);
    value_set_int(c->arena, payload, S("parent"), job->id.v);
    return job_add(
        c,
        &(struct job_new){ .kind = S("other"), .payload = payload, .run_at = c->now_at + DAYS(1) },
        NULL);
}

static enum err finish_badly(struct ctx *c, struct job *job)
{
    TRY(finish(c, job));
    return fail(c, ERR_PROVIDER, "not after all");
}

static enum err give_up(struct ctx *c, struct job *job)
{
    (void)c;
    memory.given_up += job->attempt > 0 ? 1 : 0;
    return OK;
}

static struct fixture *others; /* another process, of which the job at work knows nothing */

static enum err taken_for_dead(struct ctx *c, struct job *job)
{
    (void)c;
    (void)job;
    memory.worked++;
    return holder_bury(&others->c, S("a"));
}

static enum err read_person(struct ctx *c, struct job *job)
{
    struct person_data data;
    (void)job;
    return vault_read(c, memory.person, VAULT_BIT(VAULT_NAME), PURPOSE_NOTIFY, &data);
}

static const struct job_kind kinds[] = {
    { .name = "mail", .work = work, .finish = finish, .give_up = give_up, .max_attempts = 3 },
    { .name = "bad_end", .finish = finish_badly, .max_attempts = 2 },
    { .name = "personal", .work = read_person },
    { .name = "buried", .work = taken_for_dead, .finish = finish },
};

struct bench {
    struct fixture *t;
    struct job_runner runner;
    struct db *read_db, *vault_db;
};

/* On the fixture's own connection, outside its own transaction. */
static enum err run_write(void *data, struct ctx *c, enum err (*run)(struct ctx *, void *),
                          void *run_data)
{
    struct fixture *t = data;
    must(db_commit(t->db));
    enum err e = write_once(t->db, c, run, run_data);
    must(db_begin(t->db));
    return e;
}

static struct bench bench(struct fixture *t, const char *owner)
{
    struct bench b = { .t = t, .read_db = fixture_reader(t, DB_READ), .vault_db = fixture_reader(t, DB_READ_VAULT) };
    b.runner = (struct job_runner){ .kind = kinds,
                                     .kind_count = COUNT(kinds),
                                     .owner = str_of(owner),
                                     .write = run_write,
                                     .data = t,
                                     .read_db = b.read_db,
                                     .vault_db = b.vault_db };
    return b;
}

static void bench_end(struct bench *b)
{
    db_close(b->read_db);
    db_close(b->vault_db);
}

static int run(struct bench *b)
{
    int ran = 0;
    struct fixture *t = b->t;
    fixture_commit(t);
    must(job_run_due(&t->c, &b->runner, 10, &ran));
    return ran;
}

static job_id mail(struct fixture *t, const char *key)
{
    struct value *payload = value_object(t->c.arena);
    value_set_int(t->c.arena, payload, S("order"), 12);
    job_id id = { 0 };
    must(job_add(&t->c,
                 &(struct job_new){ .kind = S("mail"), .key = str_of(key), .payload = payload },
                 &id));
    return id;
}

static struct job look(struct fixture *t, job_id id)
{
    struct job j = { 0 };
    must(job_get(&t->c, id, &j));
    return j;
}

DomainTest(job, works_outside_and_finishes_inside_one_transaction)
{
    memory.worked = memory.finished = memory.failures_left = 0;
    struct bench b = bench(t, "a");
    job_id id = mail(t, "");
    cr_expect_eq(run(&b), 1);
    cr_expect_eq(memory.worked, 1);
    cr_expect_eq(memory.finished, 1);
    cr_expect_eq(memory.seen, 12);
    cr_expect_eq(look(t, id).state, JOB_DONE);
    int64_t waiting = 0;
    must(job_count(c, JOB_WAITING, &waiting)); /* what finish added */
    cr_expect_eq(waiting, 1);
    cr_expect_eq(run(&b), 0);
    bench_end(&b);
}

DomainTest(job, with_a_key_is_added_once_for_ever)
{
    memory.failures_left = 0;
    struct bench b = bench(t, "a");
    job_id first = mail(t, "mail:order:12");
    cr_expect_eq(mail(t, "mail:order:12").v, first.v);
    cr_expect_eq(run(&b), 1);
    cr_expect_eq(mail(t, "mail:order:12").v, first.v);
    cr_expect_eq(run(&b), 0);
    bench_end(&b);
}

DomainTest(job, is_tried_again_later_each_time_and_buried_at_last)
{
    memory.worked = memory.finished = memory.given_up = 0;
    memory.failures_left = 99;
    memory.failure = ERR_PROVIDER;
    struct bench b = bench(t, "a");
    job_id id = mail(t, "");
    int64_t before = 0;
    for (int attempt = 1; attempt <= 3; attempt++) {
        cr_expect_eq(run(&b), 1);
        cr_expect_eq(run(&b), 0); /* not at once */
        struct job j = look(t, id);
        cr_expect_eq(j.attempt, attempt);
        cr_expect(str_contains(j.error, S("the provider is away")), "%.*s", STR_ARG(j.error));
        cr_expect(attempt == 3 || (j.state == JOB_WAITING && j.run_at > c->now_at));
        cr_expect(attempt == 3 || j.run_at - c->now_at <= SECONDS(45) << (attempt - 1));
        before = j.run_at;
        fixture_pass(t, HOURS(1));
    }
    cr_expect(before > 0);
    cr_expect_eq(look(t, id).state, JOB_DEAD);
    cr_expect_eq(memory.given_up, 1);
    cr_expect_eq(memory.finished, 0);
    cr_expect_eq(run(&b), 0);
    memory.failures_left = 0;
    must(job_retry(c, id));
    cr_expect_eq(run(&b), 1);
    cr_expect_eq(look(t, id).state, JOB_DONE);
    cr_expect_eq(job_retry(c, id), ERR_STATE);
    bench_end(&b);
}

DomainTest(job, is_buried_at_once_when_trying_again_cannot_help)
{
    memory.failures_left = 1;
    memory.failure = ERR_NOT_FOUND;
    struct bench b = bench(t, "a");
    job_id id = mail(t, "");
    cr_expect_eq(run(&b), 1);
    cr_expect_eq(look(t, id).state, JOB_DEAD);
    job_id unknown = { 0 };
    must(job_add(c, &(struct job_new){ .kind = S("no_such_kind") }, &unknown));
    cr_expect_eq(run(&b), 1);
    cr_expect_eq(look(t, unknown).state, JOB_DEAD);
    bench_end(&b);
}

DomainTest(job, leaves_nothing_of_a_finish_that_failed)
{
    memory.finished = 0;
    struct bench b = bench(t, "a");
    job_id id = { 0 };
    must(job_add(c, &(struct job_new){ .kind = S("bad_end") }, &id));
    cr_expect_eq(run(&b), 1);
    cr_expect_eq(memory.finished, 1);
    struct job_list list;
    must(job_list(c, JOB_WAITING, 0, 10, &list));
    cr_assert_eq(list.count, 1); /* itself, to be tried again; not the job that finish added */
    cr_expect_eq(list.item[0].id.v, id.v);
    bench_end(&b);
}

SQL(test_job_claimed_by_other,
    "UPDATE job SET lease_owner = 'b', lease_until = $2, attempt = attempt + 1 WHERE id = $1");

DomainTest(job, is_one_runners_while_its_lease_lasts)
{
    memory.worked = memory.failures_left = 0;
    struct bench b = bench(t, "a");
    job_id id = mail(t, "");
    must(db_exec(c->db, &test_job_claimed_by_other, ARGS(id.v, c->now_at + MINUTES(2)), NULL));
    cr_expect_eq(run(&b), 0);
    cr_expect_eq(memory.worked, 0);
    fixture_pass(t, MINUTES(2)); /* b died */
    cr_expect_eq(run(&b), 1);
    cr_expect_eq(look(t, id).attempt, 2);
    cr_expect_eq(look(t, id).state, JOB_DONE);
    bench_end(&b);
}

/* The mail has left: sending it again because its process was not seen for some seconds would be a second mail. */
DomainTest(job, of_who_was_taken_for_dead_and_lives_is_done_when_nobody_took_it_up)
{
    memory.worked = memory.finished = 0;
    others = t;
    struct bench a = bench(t, "a");
    struct bench b = bench(t, "b");
    job_id id = { 0 };
    must(job_add(c, &(struct job_new){ .kind = S("buried") }, &id));
    cr_expect_eq(run(&a), 1);
    cr_expect_eq(look(t, id).state, JOB_DONE);
    cr_expect_eq(run(&b), 0);
    cr_expect_eq(memory.worked, 1);
    cr_expect_eq(memory.finished, 1);
    bench_end(&a);
    bench_end(&b);
}

DomainTest(job, two_runners_do_each_job_once)
{
    memory.worked = memory.failures_left = 0;
    struct bench a = bench(t, "a");
    struct bench b = bench(t, "b");
    for (int i = 0; i < 6; i++) {
        mail(t, "");
    }
    int done = 0;
    for (int i = 0; i < 6; i++) {
        int ran = 0;
        fixture_commit(t);
        must(job_run_due(c, i % 2 == 0 ? &a.runner : &b.runner, 1, &ran));
        done += ran;
    }
    cr_expect_eq(done, 6);
    cr_expect_eq(memory.worked, 6);
    cr_expect_eq(run(&a) + run(&b), 0);
    bench_end(&a);
    bench_end(&b);
}

DomainTest(job, writes_down_whose_data_it_read)
{
    must(vault_person_create(c, &memory.person));
    must(vault_write(c, memory.person, VAULT_NAME, S("Budi")));
    must(vault_basis_begin(c, memory.person, S("order:1")));
    struct bench b = bench(t, "a");
    job_id id = { 0 };
    must(job_add(c, &(struct job_new){ .kind = S("personal") }, &id));
    cr_expect_eq(run(&b), 1);
    struct job j = look(t, id);
    cr_expect_eq(j.state, JOB_DONE, "%.*s", STR_ARG(j.error));
    struct vault_access_list list;
    must(vault_access_list(c, memory.person, 0, &list));
    cr_assert_eq(list.count, 1);
    cr_expect_eq(list.item[0].purpose, PURPOSE_NOTIFY);
    bench_end(&b);
}

DomainTest(job, can_be_dropped_and_pruned)
{
    memory.failures_left = 0;
    struct bench b = bench(t, "a");
    job_id dropped = mail(t, "");
    mail(t, "kept:1");
    fixture_commit(t);
    cr_expect_eq(job_drop(c, dropped, S("no")), ERR_BAD_INPUT);
    fixture_undo(t);
    must(job_drop(c, dropped, S("sent by hand")));
    cr_expect_eq(job_drop(c, dropped, S("again")), ERR_STATE);
    int64_t overrides = 0;
    must(override_count(c, c->now_at, c->now_at + 1, &overrides));
    cr_expect_eq(overrides, 1, "what was owed and is not done is counted in public");
    cr_expect_eq(run(&b), 1);
    int64_t deleted = 0;
    must(job_prune(c, c->now_at + 1, 100, &deleted));
    cr_expect_eq(deleted, 1); /* the one with a key stays: its key is used for ever */
    int64_t next_at = 0;
    must(job_next_run_at(c, &next_at));
    cr_expect_eq(next_at, c->now_at + DAYS(1));
    bench_end(&b);
}
