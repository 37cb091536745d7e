/* SPDX-License-Identifier: Apache-2.0 */
#include "c/fixture.h"

#include "base/clock.h"
#include "c/faulty_disk.h"

#include <semaphore.h>
#include <stdatomic.h>
#include <unistd.h>

enum { TOGETHER = 64 };

SQL(put_item, "INSERT INTO try_item (sku, on_hand) VALUES ($1, $2)");
SQL(put_bytes, "INSERT INTO try_item (sku, on_hand, bytes) VALUES ($1, 1, $2)");
SQL(take_first, "UPDATE try_item SET on_hand = on_hand - $2 WHERE sku = $1 AND on_hand >= $2");
SQL(count_items, "SELECT count(*) FROM try_item");
SQL(sum_on_hand, "SELECT CAST(coalesce(sum(on_hand), 0) AS BIGINT) FROM try_item");

/* One caller: what it wants, and what it was told. */
struct caller {
    struct write write;
    struct ctx c;
    struct random random;
    int number;
    size_t bytes;       /* how much it puts */
    enum err refusal;   /* what its rule says after it wrote */
    int64_t fail_after; /* fault tests */
    const char *script; /* run first, once */
    sem_t *wait_for;    /* blocks its first run */
    int runs;
    atomic_int answers;
    sem_t *answered;
};

static str sku_of(const struct caller *caller)
{
    return str_format(caller->c.arena, "sku-%d", caller->number);
}

static enum err put(struct write *w)
{
    struct caller *caller = w->data;
    caller->runs++;
    if (caller->wait_for != NULL && caller->runs == 1) {
        sem_wait(caller->wait_for);
    }
    if (caller->script != NULL && caller->runs == 1) {
        TRY(db_run_script(caller->c.db, str_of(caller->script)));
    }
    db_fail_after(caller->c.db, caller->fail_after);
    char *bytes = arena_alloc(caller->c.arena, caller->bytes);
    ctx_raisef(&caller->c, "item:%d", caller->number);
    TRY(db_exec(caller->c.db, &put_bytes,
                ARGS(sku_of(caller), ARG_BYTES(((str){ bytes, caller->bytes }))), NULL));
    return caller->refusal;
}

static void answered(struct write *w)
{
    struct caller *caller = w->data;
    atomic_fetch_add(&caller->answers, 1);
    if (caller->answered != NULL) {
        sem_post(caller->answered);
    }
}

static struct caller *callers_new(struct arena *arena, int count, sem_t *told)
{
    struct caller *list = NEW_N(arena, struct caller, (size_t)count);
    for (int i = 0; i < count; i++) {
        struct caller *caller = &list[i];
        caller->random = random_seeded((uint64_t)i);
        caller->number = i;
        caller->bytes = 10;
        caller->answered = told;
        caller->c = (struct ctx){ .arena = arena_new(),
                                   .random = &caller->random,
                                   .now_at = FIXTURE_NOW_AT };
        caller->write =
            (struct write){ .run = put, .done = answered, .ctx = &caller->c, .data = caller };
    }
    return list;
}

static void callers_free(struct caller *list, int count)
{
    for (int i = 0; i < count; i++) {
        cr_expect_eq(list[i].answers, 1, "caller %d was answered %d times", i, list[i].answers);
        arena_free(list[i].c.arena);
    }
}

static struct writer *writer_of(struct fixture *t, int threads)
{
    struct writer *writer = NULL;
    struct writer_options options = {
        .database = t->database, .threads = threads, .queue_max = 1000, .wait_max = SECONDS(30)
    };
    fixture_make_items(t);
    fixture_release(t);
    cr_assert_eq(writer_start(&options, &writer, t->c.detail), OK, "%s", t->c.detail);
    return writer;
}

/* Lets the first caller hold the writer until all others wait behind it, longer than latecomers are taken in. */
static void submit_together(struct writer *writer, struct caller *list, int count, sem_t *told)
{
    sem_t gate;
    sem_init(&gate, 0, 0);
    list[0].wait_for = &gate;
    for (int i = 0; i < count; i++) {
        writer_submit(writer, &list[i].write);
    }
    usleep(20000);
    sem_post(&gate);
    for (int i = 0; i < count; i++) {
        sem_wait(told);
    }
    sem_destroy(&gate);
}

static int64_t number_of(struct fixture *t, const struct sql *sql)
{
    int64_t number = -1;
    CLEANUP(db_drop) struct db *reader = fixture_reader(t, DB_READ);
    cr_assert_eq(db_get_int(reader, sql, NO_ARGS, -1, &number), OK);
    return number;
}

Test(writer, commits_64_waiting_writes_at_once)
{
    struct fixture *t = fixture_open(false);
    struct writer *writer = writer_of(t, 1);
    sem_t told;
    sem_init(&told, 0, 0);
    struct caller *list = callers_new(t->c.arena, TOGETHER + 1, &told);
    submit_together(writer, list, TOGETHER + 1, &told);
    cr_expect_eq(writer_figures(writer).commits, 2, "the one that held the writer, and the 64");
    cr_expect_eq(writer_figures(writer).writes, TOGETHER + 1);
    writer_stop(writer);
    cr_expect_eq(number_of(t, &count_items), TOGETHER + 1);
    callers_free(list, TOGETHER + 1);
    fixture_close(t);
}

DomainTest(writer, takes_back_a_refused_write_alone)
{
    struct writer *writer = writer_of(t, 4);
    sem_t told;
    sem_init(&told, 0, 0);
    struct caller *list = callers_new(c->arena, 10, &told);
    list[3].refusal = ERR_OUT_OF_STOCK;
    list[5].number = 4; /* the same SKU: a unique constraint refuses one of them */
    list[8].fail_after = 1;
    submit_together(writer, list, 10, &told);
    writer_stop(writer);
    cr_expect_eq(list[3].write.result, ERR_OUT_OF_STOCK);
    cr_expect((list[4].write.result == ERR_EXISTS) != (list[5].write.result == ERR_EXISTS));
    cr_expect_eq(list[8].write.result, ERR_DB);
    cr_expect_neq(list[8].c.detail[0], '\0', "the operator is told why");
    cr_expect_eq(list[9].write.result, OK);
    cr_expect_eq(number_of(t, &count_items), 7);
    callers_free(list, 10);
}

DomainTest(writer, refuses_when_the_queue_is_full_or_slow)
{
    fixture_make_items(t);
    fixture_release(t);
    struct writer *writer = NULL;
    struct writer_options options = {
        .database = t->database, .threads = 1, .queue_max = 2, .wait_max = SECONDS(3)
    };
    cr_assert_eq(writer_start(&options, &writer, c->detail), OK, "%s", c->detail);
    sem_t told;
    sem_t gate;
    sem_init(&told, 0, 0);
    sem_init(&gate, 0, 0);
    struct caller *list = callers_new(c->arena, 4, &told);
    list[0].wait_for = &gate;
    writer_submit(writer, &list[0].write);
    while (writer_figures(writer).queue_size > 0) {
        usleep(1000);
    }
    for (int i = 1; i < 4; i++) {
        writer_submit(writer, &list[i].write);
    }
    cr_expect_eq(list[3].write.result, ERR_BUSY, "the queue takes two");
    usleep(3200000);
    sem_post(&gate);
    writer_stop(writer);
    cr_expect_eq(list[0].write.result, OK);
    cr_expect_eq(list[1].write.result, ERR_BUSY, "it waited too long");
    cr_expect_eq(list[2].write.result, ERR_BUSY);
    callers_free(list, 4);
    cr_expect_eq(number_of(t, &count_items), 1);
}

/* Nothing is half done, whichever statement fails, and the same caller succeeds afterwards. */
static enum err put_two(struct write *w)
{
    struct caller *caller = w->data;
    db_fail_after(caller->c.db, caller->fail_after);
    caller->fail_after = 0;
    TRY(db_exec(caller->c.db, &put_item, ARGS(S("first"), 1), NULL));
    TRY(db_exec(caller->c.db, &put_item, ARGS(S("second"), 2), NULL));
    return db_exec(caller->c.db, &take_first, ARGS(S("second"), 1), NULL);
}

DomainTest(writer, leaves_nothing_half_done_whichever_statement_fails)
{
    struct writer *writer = writer_of(t, 1);
    struct caller *caller = callers_new(c->arena, 1, NULL);
    caller->write.run = put_two;
    enum err e = ERR_DB;
    int n = 0;
    while (e != OK) {
        cr_assert_eq(e, ERR_DB);
        cr_expect_eq(number_of(t, &count_items), 0);
        cr_assert_lt(n, 4);
        caller->fail_after = ++n;
        e = writer_run(writer, &caller->write);
    }
    cr_expect_eq(n, 4, "three statements, so the fourth fault never comes");
    writer_stop(writer);
    cr_expect_eq(number_of(t, &sum_on_hand), 2);
    caller->answers = 1;
    callers_free(caller, 1);
}

Test(writer, answers_each_rightly_when_the_disk_is_full_in_the_middle_of_a_batch)
{
    struct fixture *t = fixture_open(false);
    struct writer *writer = writer_of(t, 1);
    sem_t told;
    sem_init(&told, 0, 0);
    struct caller *list = callers_new(t->c.arena, 20, &told);
    list[0].script = "PRAGMA max_page_count=60";
    list[10].bytes = MB(1);
    submit_together(writer, list, 20, &told);
    cr_expect_eq(list[10].write.result, ERR_DB, "one has no room");
    for (int i = 0; i < 20; i++) {
        cr_expect(i == 10 || list[i].write.result == OK, "caller %d: %s", i,
                  err_name(list[i].write.result));
    }
    cr_expect(!writer_has_failed(writer));
    writer_stop(writer);
    cr_expect_eq(number_of(t, &count_items), 19);
    callers_free(list, 20);
    fixture_close(t);
}

Test(writer, runs_each_again_alone_when_the_disk_is_full_at_the_commit)
{
    struct fixture *t = fixture_open(false);
    faulty_disk_install();
    struct writer *writer = writer_of(t, 1);
    sem_t told;
    sem_init(&told, 0, 0);
    struct caller *list = callers_new(t->c.arena, 11, &told);
    list[5].bytes = KB(64);
    faulty_disk_room(KB(48));
    submit_together(writer, list, 11, &told);
    cr_expect_eq(list[5].write.result, ERR_DB, "the large one does not fit");
    cr_expect_gt(list[6].runs, 1, "those beside it ran again");
    cr_expect(!writer_has_failed(writer));
    int64_t kept = 0;
    for (int i = 0; i < 11; i++) {
        kept += list[i].write.result == OK;
    }
    faulty_disk_room(-1);
    writer_stop(writer);
    cr_expect_gt(kept, 2, "small ones fit");
    cr_expect_eq(number_of(t, &count_items), kept,
                 "who was told yes is kept, who was told no is not");
    callers_free(list, 11);
    fixture_close(t);
}

Test(writer, fails_for_good_when_a_commit_cannot_be_synced)
{
    struct fixture *t = fixture_open(false);
    faulty_disk_install();
    struct writer *writer = writer_of(t, 1);
    sem_t told;
    sem_init(&told, 0, 0);
    struct caller *list = callers_new(t->c.arena, 6, &told);
    faulty_disk_sync_fails(true);
    submit_together(writer, list, 5, &told);
    faulty_disk_sync_fails(false);
    for (int i = 0; i < 5; i++) {
        cr_expect_eq(list[i].write.result, ERR_DB, "caller %d", i);
    }
    cr_expect(writer_has_failed(writer));
    writer_submit(writer, &list[5].write);
    cr_expect_eq(list[5].write.result, ERR_DB, "nothing is taken any more");
    cr_expect_eq(list[5].runs, 0);
    writer_stop(writer);
    callers_free(list, 6);
    fixture_close(t);
}

/* ---- a run again starts from nothing ---- */

static enum err busy_once(struct write *w)
{
    struct caller *caller = w->data;
    if (caller->runs++ == 0) {
        ctx_raise(&caller->c, S("stale"));
        ctx_wake(&caller->c, WAKE_JOBS);
        (void)arena_alloc(caller->c.arena, 1000);
        return db_run_script(
            caller->c.db, S("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$"));
    }
    ctx_raise(&caller->c, S("fresh"));
    return db_exec(caller->c.db, &put_item, ARGS(S("one"), 1), NULL);
}

Test(writer, forgets_the_first_run_when_a_serialization_failure_makes_it_run_again)
{
    if (fixture_postgres_url() == NULL) {
        cr_skip_test("AMANAH_TEST_POSTGRES is not set");
    }
    struct fixture *t = fixture_open(true);
    struct writer *writer = writer_of(t, 1);
    struct caller *caller = callers_new(t->c.arena, 1, NULL);
    caller->write.run = busy_once;
    size_t used = arena_used(caller->c.arena);
    cr_expect_eq(writer_run(writer, &caller->write), OK, "%s", caller->c.detail);
    writer_stop(writer);
    cr_expect_eq(caller->runs, 2);
    cr_expect_eq(caller->c.tag_count, 1);
    cr_expect(str_eq(caller->c.tag[0], S("fresh")));
    cr_expect_eq(caller->c.wake, 0);
    cr_expect_lt(arena_used(caller->c.arena) - used, 1000);
    cr_expect_eq(number_of(t, &count_items), 1);
    callers_free(caller, 1);
    fixture_close(t);
}

/* ---- PostgreSQL goes away ---- */

static enum err put_and_lose_connection(struct write *w)
{
    TRY(put(w));
    return db_run_script(w->ctx->db, S("SELECT pg_terminate_backend(pg_backend_pid())"));
}

Test(writer, answers_503_when_the_connection_is_lost_and_recovers)
{
    if (fixture_postgres_url() == NULL) {
        cr_skip_test("AMANAH_TEST_POSTGRES is not set");
    }
    struct fixture *t = fixture_open(true);
    struct writer *writer = writer_of(t, 1);
    struct caller *list = callers_new(t->c.arena, 2, NULL);
    list[0].write.run = put_and_lose_connection;
    cr_expect_eq(writer_run(writer, &list[0].write), ERR_DB);
    cr_expect_eq(writer_run(writer, &list[1].write), OK, "%s", list[1].c.detail);
    cr_expect(!writer_has_failed(writer));
    writer_stop(writer);
    cr_expect_eq(number_of(t, &count_items), 1);
    callers_free(list, 2);
    fixture_close(t);
}

Test(writer, does_not_notice_that_an_idle_connection_was_lost)
{
    if (fixture_postgres_url() == NULL) {
        cr_skip_test("AMANAH_TEST_POSTGRES is not set");
    }
    struct fixture *t = fixture_open(true);
    struct writer *writer = writer_of(t, 1);
    struct caller *list = callers_new(t->c.arena, 2, NULL);
    cr_expect_eq(writer_run(writer, &list[0].write), OK);
    struct db *other = fixture_reader(t, DB_READ);
    cr_assert_eq(
        db_run_script(other, S("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                               " WHERE datname = current_database() AND pid <> pg_backend_pid()")),
        OK);
    db_close(other);
    cr_expect_eq(writer_run(writer, &list[1].write), OK, "%s", list[1].c.detail);
    writer_stop(writer);
    cr_expect_eq(number_of(t, &count_items), 2);
    callers_free(list, 2);
    fixture_close(t);
}

Test(writer, takes_more_threads_while_writes_wait)
{
    if (fixture_postgres_url() == NULL) {
        cr_skip_test("AMANAH_TEST_POSTGRES is not set");
    }
    enum { HELD = 3 };
    struct fixture *t = fixture_open(true);
    struct writer *writer = writer_of(t, HELD + 1);
    sem_t gate;
    sem_init(&gate, 0, 0);
    struct caller *list = callers_new(t->c.arena, HELD + 2, NULL);
    cr_expect_eq(writer_run(writer, &list[0].write), OK);
    for (int i = 1; i <= HELD; i++) {
        list[i].wait_for = &gate;
        writer_submit(writer, &list[i].write);
    }
    /* While the others are held this ends only on a thread of its own. */
    cr_expect_eq(writer_run(writer, &list[HELD + 1].write), OK);
    cr_expect_eq(number_of(t, &count_items), 2);
    for (int i = 1; i <= HELD; i++) {
        sem_post(&gate);
    }
    writer_stop(writer);
    sem_destroy(&gate);
    cr_expect_eq(number_of(t, &count_items), HELD + 2);
    callers_free(list, HELD + 2);
    fixture_close(t);
}

/* A trigger that runs within COMMIT cuts the connection there. */
static const str lost_in_commit =
    S_INIT("CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS"
           " $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); RETURN "
           "NULL; END $$;"
           "CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON try_item DEFERRABLE INITIALLY DEFERRED"
           " FOR EACH ROW WHEN (NEW.on_hand = 99) EXECUTE FUNCTION cut();");

Test(db, is_in_doubt_when_the_connection_is_lost_within_the_commit)
{
    if (fixture_postgres_url() == NULL) {
        cr_skip_test("AMANAH_TEST_POSTGRES is not set");
    }
    struct fixture *t = fixture_open(true);
    fixture_make_items(t);
    must(db_run_script(t->db, lost_in_commit));
    fixture_commit(t);
    must(db_exec(t->db, &put_item, ARGS(S("a"), 99), NULL));
    cr_expect_eq(db_commit(t->db), ERR_DB);
    cr_expect(db_is_in_doubt(t->db));
    must(db_begin(t->db));
    cr_expect(!db_is_in_doubt(t->db));
    must(db_exec(t->db, &put_item, ARGS(S("a"), 1), NULL));
    fixture_close(t);
}

/* ---- PostgreSQL: what nobody waited for fails ---- */

SQL(set_on_hand, "UPDATE try_item SET on_hand = $2 WHERE sku = $1");

/* In its first run somebody else changes the same row within its snapshot. */
static enum err set_in_one_snapshot(struct write *w)
{
    struct caller *caller = w->data;
    struct db *db = caller->c.db;
    int64_t sum = 0;
    caller->runs++;
    TRY(db_run_script(db, S("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")));
    TRY(db_get_int(db, &sum_on_hand, NO_ARGS, 0, &sum));
    if (caller->runs == 1) {
        CLEANUP(db_drop) struct db *other = NULL;
        TRY(db_open(str_of(caller->script), DB_WRITE, &other, caller->c.detail));
        TRY(db_exec(other, &set_on_hand, ARGS(S("a"), 5), NULL));
    }
    return db_post(db, &set_on_hand, ARGS(S("a"), sum + 1));
}

Test(writer, runs_again_when_a_posted_statement_could_not_be_serialized)
{
    if (fixture_postgres_url() == NULL) {
        cr_skip_test("AMANAH_TEST_POSTGRES is not set");
    }
    struct fixture *t = fixture_open(true);
    struct writer *writer = writer_of(t, 1);
    struct caller *caller = callers_new(t->c.arena, 1, NULL);
    caller->script = str_c(t->c.arena, t->database);
    caller->write.run = set_in_one_snapshot;
    char detail[CTX_DETAIL_BYTES];
    struct db *first = NULL;
    cr_assert_eq(db_open(t->database, DB_WRITE, &first, detail), OK);
    cr_assert_eq(db_exec(first, &put_item, ARGS(S("a"), 1), NULL), OK);
    db_close(first);
    cr_expect_eq(writer_run(writer, &caller->write), OK, "%s", caller->c.detail);
    cr_expect_eq(caller->runs, 2);
    writer_stop(writer);
    cr_expect_eq(number_of(t, &sum_on_hand), 6);
    callers_free(caller, 1);
    fixture_close(t);
}

Test(db_post, is_lost_with_its_connection)
{
    if (fixture_postgres_url() == NULL) {
        cr_skip_test("AMANAH_TEST_POSTGRES is not set");
    }
    struct fixture *t = fixture_open(true);
    fixture_make_items(t);
    int64_t count = 0;
    must(db_post(t->db, &put_item, ARGS(S("a"), 1)));
    must(db_post(t->db, &put_item, ARGS(S("b"), 1)));
    CLEANUP(db_drop) struct db *other = fixture_reader(t, DB_READ);
    cr_assert_eq(
        db_run_script(other, S("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                               " WHERE datname = current_database() AND pid <> pg_backend_pid()")),
        OK);
    cr_expect_eq(db_get_int(t->db, &count_items, NO_ARGS, 0, &count), ERR_DB);
    cr_expect(!db_should_retry(t->db));
    cr_expect_eq(db_commit(t->db), ERR_DB);
    cr_expect(!db_is_in_doubt(t->db), "nothing was to be committed yet");
    must(db_begin(t->db));
    must(db_post(t->db, &put_item, ARGS(S("c"), 1)));
    must(db_get_int(t->db, &count_items, NO_ARGS, 0, &count));
    cr_expect_eq(count, 1);
    fixture_close(t);
}

/* ---- who is told when ---- */

struct seen {
    atomic_int committed;
    atomic_int tags;
};

static void saw_commit(void *data, const struct ctx *c)
{
    struct seen *seen = data;
    atomic_fetch_add(&seen->committed, 1);
    atomic_fetch_add(&seen->tags, (int)c->tag_count);
}

DomainTest(writer, tells_of_commits_only_what_was_committed)
{
    struct seen seen = { 0 };
    struct writer *writer = NULL;
    struct writer_options options = { .database = t->database,
                                      .threads = 2,
                                      .queue_max = 10,
                                      .wait_max = SECONDS(30),
                                      .committed = saw_commit,
                                      .data = &seen };
    fixture_make_items(t);
    fixture_release(t);
    cr_assert_eq(writer_start(&options, &writer, c->detail), OK, "%s", c->detail);
    struct caller *list = callers_new(c->arena, 3, NULL);
    list[1].refusal = ERR_CONFLICT;
    for (int i = 0; i < 3; i++) {
        cr_expect_eq(writer_run(writer, &list[i].write), i == 1 ? ERR_CONFLICT : OK);
        cr_expect_null(list[i].c.db, "the writer's connection is not left behind");
    }
    writer_stop(writer);
    cr_expect_eq(seen.committed, 2);
    cr_expect_eq(seen.tags, 2);
    callers_free(list, 3);
}
