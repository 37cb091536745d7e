/* SPDX-License-Identifier: Apache-2.0 */
/* db_test.c - the rules of "one text for both engines", each held on both. */
#include "c/fixture.h"

SQL(try_add, "INSERT INTO try_item (sku, on_hand) VALUES ($1, $2) RETURNING id");
SQL(try_add_part, "INSERT INTO try_part (item_id) VALUES ($1)");
SQL(try_hold,
    "UPDATE try_item SET on_hand = on_hand - $2 WHERE id = $1 AND on_hand >= $2 RETURNING on_hand");
SQL(try_take, "UPDATE try_item SET on_hand = on_hand - $2 WHERE id = $1");
SQL(try_on_hand, "SELECT on_hand FROM try_item WHERE id = $1");
SQL(try_count, "SELECT count(*) FROM try_item");
SQL(try_list, "SELECT id, sku, on_hand, note FROM try_item ORDER BY id LIMIT 10");
SQL(try_all_kinds, "INSERT INTO try_item (sku, on_hand, note, bytes) VALUES ($4, $3, $2, $1)");
SQL(try_read_kinds, "SELECT sku, on_hand, note, bytes FROM try_item LIMIT 1");
SQL(try_out_of_order, "SELECT CAST($2 AS BIGINT), CAST($1 AS BIGINT), '$1', CAST($2 AS BIGINT)");
SQL(try_seal, "UPDATE try_item SET sealed_name = $2 WHERE id = $1");
SQL(try_unseal, "SELECT sealed_name FROM try_item WHERE id = $1");
SQL_SEALED(try_unseal_in_vault, "SELECT sealed_name, sku FROM try_item WHERE id = $1");

SQL_2(try_limits, "SELECT 0",
      "SELECT CAST(sum(CAST(setting AS BIGINT)) AS BIGINT) FROM pg_settings"
      " WHERE name IN ('statement_timeout', 'idle_in_transaction_session_timeout')");

SQL_2(try_plans_of_calls, "SELECT 0",
      "SELECT CAST(sum(custom_plans) AS BIGINT) FROM pg_prepared_statements WHERE statement LIKE '%FROM try_item WHERE id%'");
SQL_2(try_plan, "SELECT 'Index Scan'", "EXPLAIN SELECT on_hand FROM try_item WHERE id = 1");

static int64_t item_added(struct fixture *t, str sku, int64_t on_hand)
{
    int64_t id = 0;
    must(db_get_int(t->db, &try_add, ARGS(sku, on_hand), 0, &id));
    return id;
}

static int64_t on_hand_of(struct fixture *t, int64_t id)
{
    int64_t on_hand = 0;
    must(db_get_int(t->db, &try_on_hand, ARGS(id), -1, &on_hand));
    return on_hand;
}

static int64_t item_count(struct fixture *t)
{
    int64_t count = 0;
    must(db_get_int(t->db, &try_count, NO_ARGS, -1, &count));
    return count;
}

static bool may_read_sealed(const struct sql *sql)
{
    return str_contains(str_of(sql->file), S("core/vault")) ||
           str_ends(str_of(sql->file), S("db_test.c"));
}

DomainTest(sql, prepares_every_statement_of_the_program)
{
    fixture_make_items(t);
    CLEANUP(db_drop) struct db *vault = fixture_reader(t, DB_READ_VAULT);
    size_t count = 0;
    struct sql *const *list = db_statements(&count);
    cr_assert_gt(count, 10);
    for (size_t i = 0; i < count; i++) {
        enum err e = db_prepare(t->db, list[i]);
        if (e != OK) {
            fixture_undo(t);
        }
        if (e != OK && may_read_sealed(list[i])) {
            e = db_prepare(vault, list[i]);
        }
        cr_expect_eq(e, OK, "%s (%s): %.*s", list[i]->name, list[i]->file,
                     STR_ARG(db_error(t->db)));
    }
}

Test(sql, lets_only_the_vault_have_statements_that_read_sealed_columns)
{
    size_t count = 0;
    struct sql *const *list = db_statements(&count);
    for (size_t i = 0; i < count; i++) {
        cr_expect(!list[i]->reads_sealed || may_read_sealed(list[i]), "%s (%s)", list[i]->name,
                  list[i]->file);
    }
}

DomainTest(sql, binds_parameters_by_number_not_by_first_appearance)
{
    struct rows r = db_query(t->db, &try_out_of_order, ARGS(1, 2));
    cr_assert(db_next(&r));
    cr_expect_eq(row_int(&r), 2);
    cr_expect_eq(row_int(&r), 1);
    cr_expect(str_eq(row_text(&r, c->arena), S("$1")), "a string is no parameter");
    cr_expect_eq(row_int(&r), 2);
    cr_expect(!db_next(&r));
    must(db_done(&r));
}

DomainTest(db, gives_back_every_kind_of_value_as_it_was)
{
    fixture_make_items(t);
    str bytes = (str){ "\0\xff\x01 'x'", 7 };
    must(db_exec(t->db, &try_all_kinds,
                 ARGS(ARG_BYTES(bytes), ARG_NULL, INT64_C(9007199254740993), S("kopi \xc3\xa9")),
                 NULL));
    struct rows r = db_query(t->db, &try_read_kinds, NO_ARGS);
    cr_assert(db_next(&r));
    cr_expect(str_eq(row_text(&r, c->arena), S("kopi \xc3\xa9")));
    cr_expect_eq(row_int(&r), INT64_C(9007199254740993));
    cr_expect(row_is_null(&r));
    cr_expect(str_is_empty(row_text(&r, c->arena)));
    cr_expect(str_eq(row_blob(&r, c->arena), bytes));
    must(db_done(&r));
}

DomainTest(db, tells_an_empty_text_from_null)
{
    fixture_make_items(t);
    must(
        db_exec(t->db, &try_all_kinds, ARGS(ARG_BYTES((str){ 0 }), (str){ 0 }, 1, S("a")), NULL));
    struct rows r = db_query(t->db, &try_read_kinds, NO_ARGS);
    cr_assert(db_next(&r));
    (void)row_text(&r, c->arena);
    (void)row_int(&r);
    cr_expect(!row_is_null(&r));
    (void)row_text(&r, c->arena);
    cr_expect(!row_is_null(&r));
    must(db_done(&r));
}

DomainTest(db, counts_rows_changed_or_returned)
{
    fixture_make_items(t);
    int64_t id = item_added(t, S("a"), 5);
    int64_t changed = -1;
    must(db_exec(t->db, &try_take, ARGS(id, 2), &changed));
    cr_expect_eq(changed, 1);
    must(db_exec(t->db, &try_take, ARGS(id + 1, 2), &changed));
    cr_expect_eq(changed, 0);
    must(db_exec(t->db, &try_hold, ARGS(id, 9), &changed));
    cr_expect_eq(changed, 0, "a guarded statement that refuses changes nothing");
    must(db_exec(t->db, &try_hold, ARGS(id, 3), &changed));
    cr_expect_eq(changed, 1);
    must(db_exec(t->db, &try_on_hand, ARGS(id + 1), &changed));
    cr_expect_eq(changed, 0, "a query that finds nothing changed nothing");
}

DomainTest(db, refuses_what_a_unique_constraint_refuses_as_existing)
{
    fixture_make_items(t);
    (void)item_added(t, S("a"), 1);
    cr_expect_eq(db_exec(t->db, &try_add, ARGS(S("a"), 2), NULL), ERR_EXISTS);
}

DomainTest(db, refuses_what_a_check_or_foreign_key_refuses_as_unprocessable)
{
    fixture_make_items(t);
    int64_t id = item_added(t, S("a"), 1);
    fixture_commit(t);
    cr_expect_eq(db_exec(t->db, &try_take, ARGS(id, 2), NULL), ERR_UNPROCESSABLE);
    fixture_undo(t);
    cr_expect_eq(db_exec(t->db, &try_add_part, ARGS(id + 1), NULL), ERR_UNPROCESSABLE);
    fixture_undo(t);
    cr_expect_eq(on_hand_of(t, id), 1);
}

DomainTest(db, refuses_a_text_with_nul)
{
    fixture_make_items(t);
    str text = (str){ "a\0b", 3 };
    cr_expect_eq(db_exec(t->db, &try_add, ARGS(text, 2), NULL), ERR_UNPROCESSABLE);
}

DomainTest(db, refuses_further_statements_after_a_failure_until_rolled_back)
{
    fixture_make_items(t);
    (void)item_added(t, S("a"), 1);
    cr_expect_eq(db_exec(t->db, &try_add, ARGS(S("a"), 2), NULL), ERR_EXISTS);
    cr_expect_eq(db_exec(t->db, &try_add, ARGS(S("b"), 2), NULL), ERR_EXISTS,
                 "the first failure sticks");
    cr_expect_eq(db_commit(t->db), ERR_EXISTS, "and cannot be committed over");
    must(db_begin(t->db));
    cr_expect_eq(item_count(t), 0);
}

DomainTest(db, rolls_back_to_a_savepoint_alone)
{
    fixture_make_items(t);
    (void)item_added(t, S("a"), 1);
    must(db_save(t->db));
    (void)item_added(t, S("b"), 1);
    cr_expect_eq(db_exec(t->db, &try_add, ARGS(S("a"), 2), NULL), ERR_EXISTS);
    db_rollback_to_save(t->db);
    must(db_save(t->db));
    (void)item_added(t, S("c"), 1);
    must(db_release(t->db));
    fixture_commit(t);
    cr_expect_eq(item_count(t), 2);
}

DomainTest(db, commits_although_an_early_return_left_rows_open)
{
    fixture_make_items(t);
    (void)item_added(t, S("a"), 1);
    (void)item_added(t, S("b"), 1);
    struct rows r = db_query(t->db, &try_list, NO_ARGS);
    cr_assert(db_next(&r));
    fixture_commit(t);
    cr_expect_eq(item_count(t), 2);
    r = db_query(t->db, &try_list, NO_ARGS); /* the same statement begins anew */
    int64_t count = 0;
    while (db_next(&r)) {
        count++;
    }
    must(db_done(&r));
    cr_expect_eq(count, 2);
}

DomainTest(db, fails_the_nth_statement_when_told)
{
    fixture_make_items(t);
    db_fail_after(t->db, 2);
    (void)item_added(t, S("a"), 1);
    cr_expect_eq(db_exec(t->db, &try_add, ARGS(S("b"), 2), NULL), ERR_DB);
    fixture_undo(t);
    cr_expect_eq(item_count(t), 0);
}

DomainTest(db, reads_a_snapshot_that_later_commits_do_not_change)
{
    fixture_make_items(t);
    CLEANUP(db_drop) struct db *reader = fixture_reader(t, DB_READ);
    int64_t count = -1;
    must(db_begin(reader));
    must(db_get_int(reader, &try_count, NO_ARGS, -1, &count));
    (void)item_added(t, S("a"), 1);
    fixture_commit(t);
    must(db_get_int(reader, &try_count, NO_ARGS, -1, &count));
    cr_expect_eq(count, 0);
    must(db_commit(reader));
    must(db_get_int(reader, &try_count, NO_ARGS, -1, &count));
    cr_expect_eq(count, 1);
}

DomainTest(db, refuses_writing_on_a_reading_connection)
{
    fixture_make_items(t);
    CLEANUP(db_drop) struct db *reader = fixture_reader(t, DB_READ);
    cr_expect_eq(db_exec(reader, &try_add, ARGS(S("a"), 1), NULL), ERR_DB);
    cr_expect_eq(item_count(t), 0);
}

DomainTest(db, lets_only_the_vault_read_sealed_columns)
{
    fixture_make_items(t);
    int64_t id = item_added(t, S("a"), 1);
    must(db_exec(t->db, &try_seal, ARGS(id, ARG_BYTES(S("secret"))), NULL));
    must(db_exec(t->db, &try_unseal_in_vault, ARGS(id), NULL));
    fixture_commit(t);
    CLEANUP(db_drop) struct db *vault = fixture_reader(t, DB_READ_VAULT);
    CLEANUP(db_drop) struct db *reader = fixture_reader(t, DB_READ);
    struct rows r = db_query(vault, &try_unseal, ARGS(id));
    cr_assert(db_next(&r));
    cr_expect(str_eq(row_blob(&r, c->arena), S("secret")));
    must(db_done(&r));
    cr_expect_eq(db_exec(reader, &try_unseal, ARGS(id), NULL), ERR_DB);
    cr_expect_eq(db_exec(reader, &try_unseal_in_vault, ARGS(id), NULL), ERR_DB);
    if (!t->is_postgres) { /* PostgreSQL's writer is one role; every statement is tried on SQLite too */
        cr_expect_eq(db_exec(t->db, &try_unseal, ARGS(id), NULL), ERR_DB);
    }
}

/* ---- statements nobody waits for ---- */

static struct args item(str sku, int64_t on_hand, struct arg arg[2])
{
    arg[0] = arg_of_text(sku);
    arg[1] = arg_of_int(on_hand);
    return (struct args){ 2, arg };
}

/* SQLite tells at once, PostgreSQL at the commit. */
static enum err posted_and_committed(struct fixture *t, const struct sql *sql, struct args args)
{
    TRY(db_post(t->db, sql, args));
    return db_commit(t->db);
}

static void begin_again(struct fixture *t)
{
    db_rollback(t->db);
    must(db_begin(t->db));
}

DomainTest(db_post, is_done_before_the_next_statement_looks)
{
    fixture_make_items(t);
    int64_t id = item_added(t, S("a"), 5);
    must(db_post(t->db, &try_take, ARGS(id, 2)));
    must(db_post(t->db, &try_take, ARGS(id, 1)));
    cr_expect_eq(on_hand_of(t, id), 2);
    must(db_post(t->db, &try_add, ARGS(S("b"), 1)));
    fixture_commit(t);
    cr_expect_eq(item_count(t), 2);
}

DomainTest(db_post, takes_back_with_the_transaction_what_is_still_on_its_way)
{
    fixture_make_items(t);
    int64_t id = item_added(t, S("a"), 5);
    fixture_commit(t);
    must(db_post(t->db, &try_add, ARGS(S("b"), 1)));
    must(db_post(t->db, &try_add, ARGS(S("c"), 1)));
    fixture_undo(t);
    cr_expect_eq(item_count(t), 1);
    cr_expect_eq(db_post(t->db, &try_take, ARGS(id, 1)), OK);
    cr_expect_eq(on_hand_of(t, id), 4);
}

DomainTest(db_post, fails_the_commit_with_what_a_constraint_said)
{
    struct arg arg[2];
    fixture_make_items(t);
    int64_t id = item_added(t, S("a"), 1);
    fixture_commit(t);
    must(db_post(t->db, &try_add, ARGS(S("b"), 1)));
    cr_expect_eq(posted_and_committed(t, &try_add, item(S("a"), 1, arg)), ERR_EXISTS);
    cr_expect(str_contains(db_error(t->db), S("try_add")), "the statement is named");
    begin_again(t);
    cr_expect_eq(item_count(t), 1, "nothing of it stays");
    must(db_post(t->db, &try_add, ARGS(S("b"), 1)));
    cr_expect_eq(posted_and_committed(t, &try_take, ARGS(id, 2)), ERR_UNPROCESSABLE);
    begin_again(t);
    cr_expect_eq(posted_and_committed(t, &try_add_part, ARGS(id + 100)), ERR_UNPROCESSABLE);
    begin_again(t);
    cr_expect_eq(item_count(t), 1);
}

DomainTest(db_post, fails_the_next_statement_and_all_after_it)
{
    fixture_make_items(t);
    int64_t id = item_added(t, S("a"), 1);
    int64_t on_hand = -7;
    enum err e = db_post(t->db, &try_add, ARGS(S("a"), 1));
    cr_expect_eq(e, t->is_postgres ? OK : ERR_EXISTS);
    cr_expect_eq(db_get_int(t->db, &try_on_hand, ARGS(id), -1, &on_hand), ERR_EXISTS);
    cr_expect_eq(on_hand, -7, "no answer is given");
    cr_expect_eq(db_post(t->db, &try_add, ARGS(S("b"), 1)), ERR_EXISTS);
    cr_expect_eq(db_commit(t->db), ERR_EXISTS);
    must(db_begin(t->db));
    cr_expect_eq(item_count(t), 0);
}

DomainTest(db_post, fails_within_its_savepoint_alone)
{
    fixture_make_items(t);
    (void)item_added(t, S("a"), 1);
    must(db_save(t->db));
    must(db_post(t->db, &try_add, ARGS(S("b"), 1)));
    enum err e = db_post(t->db, &try_add, ARGS(S("a"), 1));
    cr_expect_eq(e, t->is_postgres ? OK : ERR_EXISTS);
    db_rollback_to_save(t->db);
    must(db_post(t->db, &try_add, ARGS(S("c"), 1)));
    fixture_commit(t);
    cr_expect_eq(item_count(t), 2);
}

DomainTest(db_post, is_counted_when_the_nth_statement_is_made_to_fail)
{
    fixture_make_items(t);
    db_fail_after(t->db, 2);
    must(db_post(t->db, &try_add, ARGS(S("a"), 1)));
    cr_expect_eq(db_post(t->db, &try_add, ARGS(S("b"), 1)), ERR_DB);
    cr_expect_eq(db_commit(t->db), ERR_DB);
    must(db_begin(t->db));
    cr_expect_eq(item_count(t), 0);
}

DomainTest(db_ask, has_the_answer_when_it_is_queried_and_only_once)
{
    fixture_make_items(t);
    int64_t id = item_added(t, S("a"), 5);
    int64_t other = item_added(t, S("b"), 7);
    must(db_exec(t->db, &try_take, ARGS(other, 0), NULL)); /* preparing is a way too */
    cr_expect_eq(on_hand_of(t, other), 7);
    cr_expect_eq(item_count(t), 2);
    int64_t ways = db_round_trips(t->db);
    must(db_ask(t->db, &try_on_hand, ARGS(id)));
    must(db_ask(t->db, &try_on_hand, ARGS(other)));
    must(db_post(t->db, &try_take, ARGS(id, 1)));
    cr_expect_eq(item_count(t), 2);
    int64_t asked = on_hand_of(t, id);
    cr_expect_eq(asked, t->is_postgres ? 5 : 4, "what is written behind the question is not seen");
    cr_expect_eq(on_hand_of(t, other), 7);
    cr_expect_eq(db_round_trips(t->db) - ways, t->is_postgres ? 1 : 0);
    cr_expect_eq(on_hand_of(t, id), 4, "who queries again reads again");
    cr_expect_eq(db_round_trips(t->db) - ways, t->is_postgres ? 2 : 0);
}

DomainTest(db_ask, is_waited_for_when_nothing_went_before)
{
    fixture_make_items(t);
    int64_t id = item_added(t, S("a"), 5);
    must(db_ask(t->db, &try_on_hand, ARGS(id)));
    must(db_ask(t->db, &try_list, NO_ARGS));
    cr_expect_eq(on_hand_of(t, id), 5);
    struct rows r = db_query(t->db, &try_list, NO_ARGS);
    cr_expect(db_next(&r));
    cr_expect_eq(row_int(&r), id);
    cr_expect_not(db_next(&r));
    must(db_done(&r));
}

DomainTest(db_ask, is_forgotten_with_the_transaction)
{
    fixture_make_items(t);
    int64_t id = item_added(t, S("a"), 5);
    fixture_commit(t);
    cr_expect_eq(item_count(t), 1);
    must(db_ask(t->db, &try_on_hand, ARGS(id)));
    must(db_exec(t->db, &try_take, ARGS(id, 1), NULL));
    fixture_commit(t);
    cr_expect_eq(on_hand_of(t, id), 4, "answered, but not taken");
    must(db_ask(t->db, &try_count, NO_ARGS));
    must(db_post(t->db, &try_take, ARGS(id, 1)));
    fixture_undo(t);
    cr_expect_eq(on_hand_of(t, id), 4);
    must(db_ask(t->db, &try_on_hand, ARGS(id)));
    must(db_save(t->db));
    must(db_exec(t->db, &try_take, ARGS(id, 1), NULL));
    cr_expect_eq(on_hand_of(t, id), 3, "a savepoint begins anew");
    db_rollback_to_save(t->db);
    cr_expect_eq(on_hand_of(t, id), 4);
}

DomainTest(db_ask, fails_with_what_went_before_it)
{
    fixture_make_items(t);
    int64_t id = item_added(t, S("a"), 1);
    int64_t on_hand = -7;
    fixture_commit(t);
    cr_expect_eq(on_hand_of(t, id), 1);
    enum err e = db_post(t->db, &try_add, ARGS(S("a"), 1));
    cr_expect_eq(db_ask(t->db, &try_on_hand, ARGS(id)), e);
    cr_expect_eq(db_get_int(t->db, &try_on_hand, ARGS(id), -1, &on_hand), ERR_EXISTS);
    cr_expect_eq(on_hand, -7, "no answer is given");
    cr_expect_eq(db_commit(t->db), ERR_EXISTS);
    must(db_begin(t->db));
    cr_expect_eq(on_hand_of(t, id), 1);
}

DomainTest(db_ask, takes_no_more_questions_than_it_has_room_for)
{
    fixture_make_items(t);
    int64_t id = item_added(t, S("a"), 5);
    for (int64_t i = 0; i < 200; i++) {
        must(db_ask(t->db, &try_on_hand, ARGS(id + i)));
    }
    for (int64_t i = 200; i-- > 0;) {
        int64_t on_hand = 0;
        must(db_get_int(t->db, &try_on_hand, ARGS(id + i), -1, &on_hand));
        cr_expect_eq(on_hand, i == 0 ? 5 : -1);
    }
}

DomainTest(db_post, takes_as_many_as_come)
{
    fixture_make_items(t);
    int64_t id = item_added(t, S("a"), 300);
    for (int i = 0; i < 250; i++) {
        must(db_post(t->db, &try_take, ARGS(id, 1)));
    }
    cr_expect_eq(on_hand_of(t, id), 50);
}

DomainTest(db_post, refuses_an_argument_of_the_wrong_kind_at_once)
{
    fixture_make_items(t);
    int64_t id = item_added(t, S("a"), 1);
    enum err e = db_post(t->db, &try_take, ARGS(id, S("12345678")));
    cr_expect_neq(e, OK, "eight letters are no number");
    cr_expect_neq(db_commit(t->db), OK);
    must(db_begin(t->db));
}

DomainTest(db_post, travels_with_the_next_that_is_waited_for)
{
    fixture_make_items(t);
    int64_t id = item_added(t, S("a"), 9); /* all statements are prepared by the first round */
    for (int round = 0; round < 2; round++) {
        int64_t before = db_round_trips(t->db);
        (void)on_hand_of(t, id); /* BEGIN goes with it */
        must(db_post(t->db, &try_take, ARGS(id, 1)));
        must(db_post(t->db, &try_take, ARGS(id, 1)));
        (void)on_hand_of(t, id);
        must(db_post(t->db, &try_take, ARGS(id, 1)));
        fixture_commit(t);
        int64_t ways = db_round_trips(t->db) - before;
        cr_expect(round == 0 || ways == (t->is_postgres ? 3 : 0), "%" PRId64 " ways", ways);
    }
    cr_expect_eq(on_hand_of(t, id), 3);
}

Test(sqlite, lets_one_connection_write_and_tells_the_second)
{
    struct fixture *t = fixture_open(false);
    struct db *second = NULL;
    cr_expect_eq(db_open(t->database, DB_WRITE, &second, t->c.detail), ERR_BUSY);
    cr_expect(str_contains(str_of(t->c.detail), S("another process is writing")), "%s",
              t->c.detail);
    fixture_release(t);
    cr_assert_eq(db_open(t->database, DB_WRITE, &second, t->c.detail), OK);
    db_close(second);
    fixture_close(t);
}

Test(sqlite, takes_no_double_quoted_word_for_a_string)
{
    struct fixture *t = fixture_open(false);
    cr_expect_eq(db_run_script(t->db, S("SELECT \"no such column\"")), ERR_DB);
    fixture_close(t);
}

Test(sqlite, refuses_to_attach_another_file)
{
    struct fixture *t = fixture_open(false);
    db_rollback(t->db);
    cr_expect_eq(db_run_script(t->db, S("ATTACH ':memory:' AS other")), ERR_DB);
    fixture_close(t);
}

static int64_t limits_of(struct fixture *t)
{
    int64_t sum_ms = 0;
    must(db_get_int(t->db, &try_limits, NO_ARGS, -1, &sum_ms));
    return sum_ms;
}

/* A check of a large shop takes longer than a visitor would wait; the next transaction of this connection is a visitor's again. */
DomainTest(db, takes_its_time_for_one_transaction_only)
{
    int64_t usual_ms = t->is_postgres ? 90000 : 0;
    cr_expect_eq(limits_of(t), usual_ms);
    must(db_take_time(t->db));
    cr_expect_eq(limits_of(t), 0);
    fixture_commit(t);
    cr_expect_eq(limits_of(t), usual_ms);
}

/* Of the only item PostgreSQL would rather walk the table, and it would keep that plan when there are a million; what it plans for
 * each call's values it plans for each call. */
DomainTest(db, plans_a_write_once_and_by_an_index)
{
    enum { CALLS = 8 };
    int64_t plans = 0;
    fixture_make_items(t);
    int64_t id = item_added(t, S("a"), 5);
    must(db_plan_again(t->db));
    for (int i = 0; i < CALLS; i++) {
        cr_expect_eq(on_hand_of(t, id), 5);
    }
    must(db_get_int(t->db, &try_plans_of_calls, NO_ARGS, -1, &plans));
    cr_expect_eq(plans, 0);
    struct rows r = db_query(t->db, &try_plan, NO_ARGS);
    cr_assert(db_next(&r));
    str plan = row_text(&r, t->c.arena);
    cr_expect(str_starts(plan, S("Index Scan")), "%.*s", STR_ARG(plan));
    must(db_done(&r));
}
