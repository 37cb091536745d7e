/* SPDX-License-Identifier: Apache-2.0 */
#include "c/fixture.h"
#include "core/check.h"
#include "core/event.h"
#include "core/job.h"
#include "core/policy.h"
#include "core/promise.h"
#include "core/vault.h"

static size_t findings(struct fixture *t)
{
    size_t count = 0;
    must(check_run_all(&t->c, core_checks, core_check_count, NULL, &count));
    return count;
}

/* A little of everything, all of it right. */
static void live(struct fixture *t)
{
    struct ctx *c = &t->c;
    person_id person = { 0 };
    must(policy_publish_defaults(c));
    must(vault_person_create(c, &person));
    must(vault_write(c, person, VAULT_NAME, S("Budi")));
    must(promise_make(c,
                      &(struct promise_new){
                          .kind = PROMISE_SHIP, .subject = S("order:1"), .due_at = c->now_at + 5 },
                      NULL));
    must(promise_make(c,
                      &(struct promise_new){ .kind = PROMISE_DELIVER,
                                              .subject = S("order:1"),
                                              .due_at = c->now_at + 9 },
                      NULL));
    must(promise_keep(c, S("order:1"), PROMISE_SHIP, c->now_at + 6));
    must(promise_keep(c, S("order:1"), PROMISE_DELIVER, c->now_at + 6));
    must(vault_erase(c, person));
}

static enum err finds_one(struct ctx *c, struct check_report *out)
{
    (void)c;
    out->count = 1;
    out->finding[0] = S("something");
    return OK;
}

/* `amanah check` runs a table a room: what the first finds must not be forgotten when the last finds nothing. */
DomainTest(check, adds_up_what_several_tables_find)
{
    size_t count = 0;
    const struct check bad[] = { { .name = "bad", .run = finds_one } };
    live(t);
    must(check_run_all(c, bad, COUNT(bad), NULL, &count));
    must(check_run_all(c, core_checks, core_check_count, NULL, &count));
    cr_expect_eq(count, 1);
}

/* Who is told only that "a check" failed cannot know whether his money or his pictures are meant. */
DomainTest(check, that_cannot_be_made_is_named_with_its_reason)
{
    size_t count = 0;
    for (size_t i = 0; i < core_check_count; i++) {
        c->detail[0] = '\0';
        db_fail_after(t->db, 1);
        enum err e = check_run_all(c, &core_checks[i], 1, NULL, &count);
        db_fail_after(t->db, 0);
        cr_expect_eq(e, ERR_DB, "%s", core_checks[i].name);
        cr_expect(str_starts(str_of(c->detail), str_of(core_checks[i].name)), "%s: %s",
                  core_checks[i].name, c->detail);
        cr_expect(str_contains(str_of(c->detail), S("made to fail")), "%s", c->detail);
        fixture_undo(t);
    }
}

DomainTest(check, finds_nothing_in_a_sound_shop)
{
    cr_expect_eq(findings(t), 0);
    live(t);
    cr_expect_eq(findings(t), 0);
}

SQL(test_promise_forged, "UPDATE promise SET outcome = 'kept', settled_at = due_at WHERE outcome = 'broken'");
SQL(test_job_lost, "DELETE FROM job");
SQL(test_person_left, "INSERT INTO person_field (person_id, field, sealed) SELECT id, 'name', $1 FROM person");

DomainTest(check, finds_a_verdict_without_its_event)
{
    live(t);
    must(db_exec(c->db, &test_promise_forged, NO_ARGS, NULL));
    must(promise_make(c,
                      &(struct promise_new){
                          .kind = PROMISE_SHIP, .subject = S("order:2"), .due_at = c->now_at },
                      NULL));
    must(promise_keep(c, S("order:2"), PROMISE_SHIP, c->now_at + 1));
    must(db_exec(c->db, &test_promise_forged, NO_ARGS, NULL));
    cr_expect_eq(findings(t), 2); /* order:1 has a kept event, but of another promise */
}

DomainTest(check, finds_a_lost_consequence_and_data_left_after_erasure)
{
    live(t);
    must(db_exec(c->db, &test_job_lost, NO_ARGS, NULL));
    cr_expect_eq(findings(t), 1);
    str bytes = S("x");
    must(db_exec(c->db, &test_person_left, ARGS(ARG_BYTES(bytes)), NULL));
    cr_expect_eq(findings(t), 2);
}

DomainTest(check, finds_a_promise_the_timer_forgot)
{
    must(promise_make(c,
                      &(struct promise_new){
                          .kind = PROMISE_SHIP, .subject = S("order:1"), .due_at = c->now_at },
                      NULL));
    fixture_pass(t, MINUTES(4));
    cr_expect_eq(findings(t), 0);
    fixture_pass(t, MINUTES(2));
    cr_expect_eq(findings(t), 1);
}
