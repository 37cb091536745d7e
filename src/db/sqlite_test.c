/* SPDX-License-Identifier: Apache-2.0 */
/* sqlite_test.c - what only SQLite has to promise: its files. */
#include "c/fixture.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

SQL(file_put, "INSERT INTO try_item (sku, on_hand, note, bytes) VALUES ($1, 1, $2, $3)");
SQL(file_remove, "DELETE FROM try_item");
SQL(file_count, "SELECT count(*) FROM try_item");

static int64_t size_of(struct fixture *t, const char *ending)
{
    struct stat info = { 0 };
    str path = str_format(t->c.arena, "%.*s%s", STR_ARG(t->database), ending);
    return stat(str_c(t->c.arena, path), &info) == 0 ? (int64_t)info.st_size : -1;
}

static str bytes_of(struct fixture *t, const char *ending)
{
    str path = str_format(t->c.arena, "%.*s%s", STR_ARG(t->database), ending);
    int file = open(str_c(t->c.arena, path), O_RDONLY | O_CLOEXEC);
    size_t size = (size_t)size_of(t, ending);
    char *bytes = arena_alloc(t->c.arena, size);
    cr_assert_eq(read(file, bytes, size), (ssize_t)size);
    close(file);
    return (str){ bytes, size };
}

static void copy_as(struct fixture *t, const char *ending, str to)
{
    str bytes = bytes_of(t, ending);
    str path = str_format(t->c.arena, "%.*s%s", STR_ARG(to), ending);
    int file = open(str_c(t->c.arena, path), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    cr_assert_eq(write(file, bytes.at, bytes.size), (ssize_t)bytes.size);
    close(file);
}

static void put(struct fixture *t, int number, size_t size)
{
    str sku = str_format(t->c.arena, "sku-%d", number);
    str bytes = { arena_alloc(t->c.arena, size), size };
    must(db_exec(t->db, &file_put, ARGS(sku, S("marker-of-a-note"), ARG_BYTES(bytes)), NULL));
}

static int64_t count_in(struct db *db)
{
    int64_t count = -1;
    cr_assert_eq(db_get_int(db, &file_count, NO_ARGS, -1, &count), OK, "%.*s",
                 STR_ARG(db_error(db)));
    return count;
}

Test(sqlite, is_read_also_where_nobody_writes)
{
    struct fixture *t = fixture_open(false);
    fixture_make_items(t);
    put(t, 1, 10);
    fixture_release(t);
    cr_expect_eq(size_of(t, "-wal"), -1, "the writer leaves a whole file behind");
    CLEANUP(db_drop) struct db *reader = fixture_reader(t, DB_READ);
    cr_expect_eq(count_in(reader), 1);
    db_drop(&reader);
    fixture_close(t);
}

Test(sqlite, is_read_after_a_crash_before_anybody_writes_again)
{
    struct fixture *t = fixture_open(false);
    fixture_make_items(t);
    put(t, 1, 10);
    fixture_commit(t);
    put(t, 2, 10); /* not committed when the machine stops */
    str crashed = str_format(t->c.arena, "%.*s/crashed.db", STR_ARG(t->dir));
    copy_as(t, "", crashed);
    copy_as(t, "-wal", crashed);
    CLEANUP(db_drop) struct db *reader = NULL;
    cr_assert_eq(db_open(crashed, DB_READ, &reader, t->c.detail), OK, "%s", t->c.detail);
    cr_expect_eq(count_in(reader), 1);
    db_drop(&reader);
    fixture_close(t);
}

Test(sqlite, keeps_the_wal_bounded_and_readers_out_of_it)
{
    struct fixture *t = fixture_open(false);
    fixture_make_items(t);
    for (int i = 0; i < 60; i++) {
        put(t, i, MB(1));
        must(db_commit(t->db));
        db_tidy(t->db);
        must(db_begin(t->db));
    }
    cr_expect_gt(size_of(t, ""), (int64_t)MB(40), "checkpoints have moved it into the file");
    cr_expect_lt(size_of(t, "-wal"), (int64_t)MB(40));
    fixture_close(t);
}

Test(sqlite, lets_no_reader_move_the_wal)
{
    struct fixture *t = fixture_open(false);
    fixture_make_items(t);
    put(t, 1, MB(1));
    fixture_commit(t);
    CLEANUP(db_drop) struct db *reader = fixture_reader(t, DB_READ);
    int64_t before = size_of(t, "");
    cr_expect_eq(count_in(reader), 1);
    (void)!db_run_script(reader, S("PRAGMA wal_checkpoint(TRUNCATE)"));
    db_drop(&reader);
    cr_expect_eq(size_of(t, ""), before);
    cr_expect_gt(size_of(t, "-wal"), (int64_t)MB(1));
    fixture_close(t);
}

Test(sqlite, leaves_no_trace_of_what_was_deleted_once_it_is_closed)
{
    struct fixture *t = fixture_open(false);
    fixture_make_items(t);
    put(t, 1, 10);
    fixture_release(t);
    cr_expect(str_contains(bytes_of(t, ""), S("marker-of-a-note")));
    cr_assert_eq(db_open(t->database, DB_WRITE, &t->db, t->c.detail), OK);
    must(db_begin(t->db));
    must(db_exec(t->db, &file_remove, NO_ARGS, NULL));
    fixture_release(t);
    cr_expect(!str_contains(bytes_of(t, ""), S("marker-of-a-note")));
    fixture_close(t);
}

Test(sqlite, is_readable_by_its_owner_alone)
{
    struct fixture *t = fixture_open(false);
    struct stat info = { 0 };
    cr_assert_eq(stat(str_c(t->c.arena, t->database), &info), 0);
    cr_expect_eq(info.st_mode & 0777, 0600);
    fixture_close(t);
}

Test(sqlite, commits_nothing_into_a_file_that_was_put_aside)
{
    struct fixture *t = fixture_open(false);
    fixture_make_items(t);
    put(t, 1, 10);
    fixture_commit(t);
    str other = str_format(t->c.arena, "%.*s/other.db", STR_ARG(t->dir));
    copy_as(t, "", other);
    cr_assert_eq(rename(str_c(t->c.arena, other), str_c(t->c.arena, t->database)), 0);
    put(t, 2, 10);
    cr_expect_eq(db_commit(t->db), ERR_DB);
    cr_expect(db_is_in_doubt(t->db), "the server stops");
    cr_expect(str_contains(db_error(t->db), S("moved or replaced")));
    db_rollback(t->db);
    must(db_begin(t->db));
    fixture_close(t);
}
