/* SPDX-License-Identifier: Apache-2.0 */
/* sql_test.c - the constructs that one text may use on both engines, each with what it must give. What is banned is held by
 * script/lint; what an engine would silently accept is refused in db_test.c. */
#include "c/fixture.h"
#include "db/batch.h"

SQL(rule_add, "INSERT INTO try_item (sku, on_hand, note) VALUES ($1, $2, $3) RETURNING id");
SQL(rule_put, "INSERT INTO try_item (sku, on_hand) VALUES ($1, $2)"
              " ON CONFLICT (sku) DO UPDATE SET on_hand = try_item.on_hand + excluded.on_hand "
              "RETURNING on_hand");
SQL(rule_put_once, "INSERT INTO try_item (sku, on_hand) VALUES ($1, $2) ON CONFLICT (sku) DO "
                   "NOTHING RETURNING id");
SQL(rule_move, "UPDATE try_item SET on_hand = try_item.on_hand + p.item_id FROM try_part p"
               " WHERE try_item.id = p.item_id AND p.id = $1 RETURNING on_hand");
SQL(rule_part, "INSERT INTO try_part (item_id) VALUES ($1) RETURNING id");
SQL(rule_window,
    "SELECT sku, sum(on_hand) OVER (ORDER BY id) - on_hand < 1 FROM try_item ORDER BY id LIMIT 10");
SQL(rule_page,
    "SELECT sku FROM try_item WHERE (on_hand, id) > ($1, $2) ORDER BY on_hand, id LIMIT 10");
SQL(rule_nulls, "SELECT sku FROM try_item ORDER BY note NULLS LAST, id LIMIT 10");
SQL(rule_bytes, "SELECT sku FROM try_item ORDER BY sku LIMIT 10");
SQL(rule_sum, "SELECT CAST(sum(on_hand) AS BIGINT) FROM try_item");
SQL(rule_type, "INSERT INTO try_item (sku, on_hand) VALUES ($1, $2)");
SQL(rule_some,
    "SELECT sku FROM try_item WHERE CAST($1 AS TEXT) IS NULL OR note = $1 ORDER BY id LIMIT 10");
SQL(rule_huge, "UPDATE try_item SET on_hand = on_hand + $2 WHERE id = $1");
SQL(rule_bool,
    "SELECT on_hand > 1, CASE WHEN on_hand > 1 THEN 1 ELSE 0 END FROM try_item WHERE id = $1");

SQL(rule_batch,
    "SELECT COALESCE(j.value ->> 0, '-') || '/' || COALESCE(CAST(CAST(j.value ->> 1 AS BIGINT) AS TEXT), '-')"
    " FROM json_each($1) j ORDER BY CAST(j.key AS BIGINT) LIMIT 100");
SQL(rule_batch_add,
    "INSERT INTO try_item (sku, on_hand) SELECT j.value ->> 0, CAST(j.value ->> 1 AS BIGINT) FROM json_each($1) j"
    " WHERE 1 = 1 ON CONFLICT (sku) DO NOTHING RETURNING sku");

static int64_t added(struct fixture *t, str sku, int64_t on_hand, str note)
{
    int64_t id = 0;
    must(db_get_int(t->db, &rule_add, ARGS(sku, on_hand, arg_text_or_null(note)), 0, &id));
    return id;
}

/* The first column of all rows, with commas. */
static str words_of(struct fixture *t, const struct sql *sql, struct args args)
{
    str words = { 0 };
    struct rows r = db_query(t->db, sql, args);
    while (db_next(&r)) {
        str word = row_text(&r, t->c.arena);
        words = words.size == 0
                    ? word
                    : str_format(t->c.arena, "%.*s,%.*s", STR_ARG(words), STR_ARG(word));
    }
    must(db_done(&r));
    return words;
}

#define expect_words(want, ...)                                                                    \
    do {                                                                                           \
        str expect_got = words_of(t, __VA_ARGS__);                                                 \
        cr_expect(str_eq(expect_got, S(want)), "%.*s", STR_ARG(expect_got));                       \
    } while (0)

DomainTest(sql, puts_or_adds_with_on_conflict_do_update)
{
    int64_t on_hand = 0;
    fixture_make_items(t);
    must(db_get_int(t->db, &rule_put, ARGS(S("a"), 2), -1, &on_hand));
    must(db_get_int(t->db, &rule_put, ARGS(S("a"), 3), -1, &on_hand));
    cr_expect_eq(on_hand, 5);
}

DomainTest(sql, returns_no_row_when_on_conflict_does_nothing)
{
    int64_t id = 0;
    fixture_make_items(t);
    must(db_get_int(t->db, &rule_put_once, ARGS(S("a"), 2), -1, &id));
    cr_expect_gt(id, 0);
    must(db_get_int(t->db, &rule_put_once, ARGS(S("a"), 2), -1, &id));
    cr_expect_eq(id, -1);
    (void)added(t, S("b"), 1, S("")); /* and the transaction lives */
}

DomainTest(sql, updates_from_another_table_and_returns)
{
    int64_t part = 0;
    int64_t on_hand = 0;
    fixture_make_items(t);
    int64_t id = added(t, S("a"), 10, S(""));
    must(db_get_int(t->db, &rule_part, ARGS(id), 0, &part));
    must(db_get_int(t->db, &rule_move, ARGS(part), -1, &on_hand));
    cr_expect_eq(on_hand, 10 + id);
}

DomainTest(sql, holds_a_partial_unique_index)
{
    fixture_make_items(t);
    must(db_run_script(t->db,
                       S("CREATE UNIQUE INDEX one_note ON try_item (note) WHERE on_hand > 0")));
    (void)added(t, S("a"), 0, S("same"));
    (void)added(t, S("b"), 1, S("same"));
    fixture_commit(t);
    cr_expect_eq(db_exec(t->db, &rule_add, ARGS(S("c"), 1, S("same")), NULL), ERR_EXISTS);
}

DomainTest(sql, pages_by_key_with_a_row_value)
{
    fixture_make_items(t);
    (void)added(t, S("a"), 1, S(""));
    int64_t b = added(t, S("b"), 1, S(""));
    (void)added(t, S("c"), 1, S(""));
    (void)added(t, S("d"), 0, S(""));
    expect_words("c", &rule_page, ARGS(1, b));
}

DomainTest(sql, sorts_nulls_last_when_told)
{
    fixture_make_items(t);
    (void)added(t, S("a"), 1, S(""));
    (void)added(t, S("b"), 1, S("z"));
    (void)added(t, S("c"), 1, S("a"));
    expect_words("c,b,a", &rule_nulls, NO_ARGS);
}

DomainTest(sql, sorts_text_by_bytes)
{
    fixture_make_items(t);
    (void)added(t, S("b"), 1, S(""));
    (void)added(t, S("B"), 1, S(""));
    (void)added(t, S("\xc3\xa9"), 1, S(""));
    (void)added(t, S("a-1"), 1, S(""));
    (void)added(t, S("a"), 1, S(""));
    expect_words("B,a,a-1,b,\xc3\xa9", &rule_bytes, NO_ARGS);
}

DomainTest(sql, adds_up_over_a_window)
{
    fixture_make_items(t);
    (void)added(t, S("a"), 1, S(""));
    (void)added(t, S("b"), 2, S(""));
    struct rows r = db_query(t->db, &rule_window, NO_ARGS);
    cr_assert(db_next(&r));
    (void)row_text(&r, c->arena);
    cr_expect(row_bool(&r));
    cr_assert(db_next(&r));
    (void)row_text(&r, c->arena);
    cr_expect(!row_bool(&r));
    must(db_done(&r));
}

DomainTest(sql, sums_as_bigint_and_null_of_nothing_as_zero)
{
    int64_t sum = -1;
    fixture_make_items(t);
    must(db_get_int(t->db, &rule_sum, NO_ARGS, -1, &sum));
    cr_expect_eq(sum, 0);
    (void)added(t, S("a"), INT64_C(4000000000), S(""));
    (void)added(t, S("b"), INT64_C(4000000000), S(""));
    must(db_get_int(t->db, &rule_sum, NO_ARGS, -1, &sum));
    cr_expect_eq(sum, INT64_C(8000000000));
}

DomainTest(sql, refuses_a_text_where_a_number_belongs)
{
    fixture_make_items(t);
    cr_expect_eq(db_exec(t->db, &rule_type, ARGS(S("a"), S("many")), NULL), ERR_UNPROCESSABLE);
}

DomainTest(sql, refuses_a_number_that_no_longer_fits)
{
    fixture_make_items(t);
    int64_t id = added(t, S("a"), INT64_MAX - 1, S(""));
    cr_expect_eq(db_exec(t->db, &rule_huge, ARGS(id, 5), NULL), ERR_UNPROCESSABLE);
}

DomainTest(sql, takes_an_optional_parameter_when_it_is_cast)
{
    fixture_make_items(t);
    (void)added(t, S("a"), 1, S("x"));
    (void)added(t, S("b"), 1, S("y"));
    expect_words("a,b", &rule_some, ARGS(ARG_NULL));
    expect_words("b", &rule_some, ARGS(S("y")));
}

DomainTest(sql, reads_a_comparison_as_a_truth)
{
    fixture_make_items(t);
    int64_t id = added(t, S("a"), 2, S(""));
    struct rows r = db_query(t->db, &rule_bool, ARGS(id));
    cr_assert(db_next(&r));
    cr_expect(row_bool(&r));
    cr_expect_eq(row_int(&r), 1);
    must(db_done(&r));
}

DomainTest(sql, takes_many_rows_in_one_argument)
{
    struct batch batch = batch_new(c->arena);
    expect_words("", &rule_batch, ARGS(batch_arg(&batch)));
    batch_add(&batch, ARGS(S("a\"b\\'c\t<ü€😀"), INT64_MIN));
    batch_add(&batch, ARGS(S(""), INT64_MAX));
    batch_add(&batch, ARGS(S("17"), ARG_NULL));
    expect_words("a\"b\\'c\t<ü€😀/-9223372036854775808,/9223372036854775807,17/-", &rule_batch,
                 ARGS(batch_arg(&batch)));
    for (int64_t i = 3; i < 12; i++) {
        batch_add(&batch, ARGS(ARG_NULL, i));
    }
    expect_words("a\"b\\'c\t<ü€😀/-9223372036854775808,/9223372036854775807,17/-,-/3,-/4,-/5,-/6,-/"
                 "7,-/8,-/9,-/10,-/11",
                 &rule_batch, ARGS(batch_arg(&batch)));
}

DomainTest(sql, puts_many_rows_with_one_statement)
{
    fixture_make_items(t);
    (void)added(t, S("there"), 1, (str){ 0 });
    struct batch batch = batch_new(c->arena);
    batch_add(&batch, ARGS(S("one"), 1));
    batch_add(&batch, ARGS(S("there"), 2));
    batch_add(&batch, ARGS(S("two"), 3));
    int64_t count = 0;
    must(db_exec(t->db, &rule_batch_add, ARGS(batch_arg(&batch)), &count));
    cr_expect_eq(count, 2);
    expect_words("one,there,two", &rule_bytes, NO_ARGS);
}
