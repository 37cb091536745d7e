/* SPDX-License-Identifier: Apache-2.0 */
#include "c/fixture.h"

#include "base/buf.h"
#include "base/digest.h"
#include "base/embed.h"
#include "core/keys.h"
#include "core/setting.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- places ---- */

static str temporary_root(struct arena *arena)
{
    const char *given = getenv("TMPDIR");
    const char *root = given != NULL ? given : access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    return str_format(arena, "%s", root);
}

static str new_directory(struct arena *arena)
{
    str pattern = str_format(arena, "%.*s/amanah-test-XXXXXX", STR_ARG(temporary_root(arena)));
    char *path = mkdtemp(str_c(arena, pattern));
    cr_assert_not_null(path, "no temporary directory: %m");
    return str_of(path);
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
    (void)info;
    (void)kind;
    (void)walk;
    return remove(path);
}

static void remove_directory(struct arena *arena, str dir)
{
    (void)nftw(str_c(arena, dir), remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Names the schema, so that templates of two checkouts do not meet. */
static str schema_name(struct arena *arena)
{
    size_t count = 0;
    const struct embedded *file = embed_list(&count);
    struct buf all = buf_new(arena, MB(4));
    for (size_t i = 0; i < count; i++) {
        if (str_starts(file[i].path, S("migrations/"))) {
            buf_add(&all, file[i].path);
            buf_add(&all, file[i].bytes);
        }
    }
    return str_slice(str_hex(arena, digest_sha256(arena, buf_str(&all))), 0, 16);
}

static void migrate(str where)
{
    char detail[CTX_DETAIL_BYTES] = "";
    CLEANUP(db_drop) struct db *db = NULL;
    cr_assert_eq(db_open(where, DB_WRITE, &db, detail), OK, "%s", detail);
    cr_assert_eq(migrate_up(db, FIXTURE_NOW_AT, NULL, detail), OK, "%s", detail);
}

/* ---- SQLite: a copy of a migrated file ---- */

static void copy_file(struct arena *arena, str from, str to)
{
    int in = open(str_c(arena, from), O_RDONLY | O_CLOEXEC);
    int out = open(str_c(arena, to), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    cr_assert(in >= 0 && out >= 0, "%.*s: %m", STR_ARG(to));
    char page[4096];
    ssize_t size = 0;
    while ((size = read(in, page, sizeof page)) > 0) {
        cr_assert_eq(write(out, page, (size_t)size), size);
    }
    cr_assert_eq(size, 0);
    close(in);
    close(out);
}

/* Made once a schema, under a name of its own first: tests run side by side. */
static str sqlite_template(struct arena *arena)
{
    str path = str_format(arena, "%.*s/amanah-template-%u-%.*s.db", STR_ARG(temporary_root(arena)),
                          (unsigned)getuid(), STR_ARG(schema_name(arena)));
    if (access(str_c(arena, path), R_OK) != 0) {
        str dir = new_directory(arena);
        str made = str_join(arena, dir, S("/shop.db"));
        migrate(made);
        cr_assert_eq(rename(str_c(arena, made), str_c(arena, path)), 0, "%m");
        remove_directory(arena, dir);
    }
    return path;
}

static str sqlite_database(struct arena *arena, str dir)
{
    str path = str_join(arena, dir, S("/shop.db"));
    copy_file(arena, sqlite_template(arena), path);
    return path;
}

/* ---- PostgreSQL: CREATE DATABASE … TEMPLATE ---- */

const char *fixture_postgres_url(void)
{
    const char *url = getenv("AMANAH_TEST_POSTGRES");
    return url == NULL || url[0] == '\0' ? NULL : url;
}

/* The same server, another database: postgres://user@host:port/NAME?options */
static str url_with_name(struct arena *arena, str name)
{
    struct str_pair query = str_cut(str_of(fixture_postgres_url()), '?');
    struct str_pair path = str_cut_last(query.head, '/');
    return str_format(arena, "%.*s/%.*s%s%.*s", STR_ARG(path.head), STR_ARG(name),
                      query.found ? "?" : "", STR_ARG(query.tail));
}

static bool on_server(str command)
{
    char detail[CTX_DETAIL_BYTES] = "";
    CLEANUP(db_drop) struct db *server = NULL;
    cr_assert_eq(db_open(str_of(fixture_postgres_url()), DB_WRITE, &server, detail), OK, "%s",
                 detail);
    return db_run_script(server, command) == OK;
}

static void make_postgres_template(struct arena *arena, str name)
{
    str made = str_format(arena, "amanah_build_%d", (int)getpid());
    cr_assert(on_server(str_format(arena, "CREATE DATABASE %.*s TEMPLATE template0 ENCODING 'UTF8'",
                                   STR_ARG(made))));
    migrate(url_with_name(arena, made));
    if (!on_server(str_format(arena, "ALTER DATABASE %.*s RENAME TO %.*s", STR_ARG(made),
                              STR_ARG(name)))) {
        (void)on_server(
            str_format(arena, "DROP DATABASE %.*s", STR_ARG(made))); /* another was faster */
    }
}

static str postgres_database(struct arena *arena, str name)
{
    str from = str_format(arena, "amanah_template_%.*s", STR_ARG(schema_name(arena)));
    str clone =
        str_format(arena, "CREATE DATABASE %.*s TEMPLATE %.*s", STR_ARG(name), STR_ARG(from));
    if (!on_server(clone)) {
        make_postgres_template(arena, from);
        cr_assert(on_server(clone), "%.*s", STR_ARG(clone));
    }
    return url_with_name(arena, name);
}

static str postgres_name(struct arena *arena)
{
    return str_format(arena, "amanah_test_%d", (int)getpid());
}

/* ---- the fixture ---- */

static void open_writing(struct fixture *t)
{
    cr_assert_eq(db_open(t->database, DB_WRITE, &t->db, t->c.detail), OK, "%s", t->c.detail);
    t->c.db = t->db;
    must(db_begin(t->db));
}

static void must_have_keys(struct fixture *t)
{
    cr_assert_eq(keys_make(t->dir, &t->random, t->c.detail), OK, "%s", t->c.detail);
    cr_assert_eq(keys_open(t->c.arena, t->dir, &t->c.keys, t->c.detail), OK, "%s", t->c.detail);
}

void fixture_load_shop(struct fixture *t)
{
    struct shop *shop = NEW(t->c.arena, struct shop);
    must(shop_load(&t->c, shop));
    t->c.shop = shop;
}

struct fixture *fixture_open(bool postgres)
{
    struct arena *arena = arena_new();
    struct fixture *t = NEW(arena, struct fixture);
    db_start();
    t->is_postgres = postgres;
    t->random = random_seeded(42);
    t->c = (struct ctx){ .arena = arena,
                          .random = &t->random,
                          .now_at = FIXTURE_NOW_AT,
                          .actor = { .role = ROLE_SYSTEM },
                          .lang = LANG_ID };
    t->dir = new_directory(arena);
    must_have_keys(t);
    t->database =
        postgres ? postgres_database(arena, postgres_name(arena)) : sqlite_database(arena, t->dir);
    open_writing(t);
    fixture_load_shop(t);
    return t;
}

void fixture_release(struct fixture *t)
{
    if (t->db != NULL) {
        must(db_commit(t->db));
        db_drop(&t->db);
        t->c.db = NULL;
    }
}

void fixture_close(struct fixture *t)
{
    struct arena *arena = t->c.arena;
    db_drop(&t->db);
    remove_directory(arena, t->dir);
    if (t->is_postgres) {
        (void)on_server(
            str_format(arena, "DROP DATABASE %.*s WITH (FORCE)", STR_ARG(postgres_name(arena))));
    }
    arena_free(arena);
}

void fixture_run(fixture_body *body, bool postgres)
{
    if (postgres && fixture_postgres_url() == NULL) {
        cr_skip_test("AMANAH_TEST_POSTGRES is not set");
    }
    struct fixture *t = fixture_open(postgres);
    body(t, &t->c);
    fixture_close(t);
}

void fixture_pass(struct fixture *t, int64_t span)
{
    CHECK(span >= 0);
    t->c.now_at += span;
}

void fixture_commit(struct fixture *t)
{
    must(db_commit(t->db));
    must(db_begin(t->db));
}

void fixture_undo(struct fixture *t)
{
    db_rollback(t->db);
    ctx_forget(&t->c);
    must(db_begin(t->db));
}

struct db *fixture_reader(struct fixture *t, enum db_mode mode)
{
    struct db *db = NULL;
    cr_assert_eq(db_open(t->database, mode, &db, t->c.detail), OK, "%s", t->c.detail);
    return db;
}

static const str item_tables =
    S_INIT("CREATE TABLE try_item (id INTEGER PRIMARY KEY, sku TEXT NOT NULL UNIQUE,"
           " on_hand INTEGER NOT NULL DEFAULT 0 CHECK (on_hand >= 0), note TEXT, bytes BLOB, "
           "sealed_name BLOB) STRICT;"
           "CREATE TABLE try_part (id INTEGER PRIMARY KEY, item_id INTEGER NOT NULL REFERENCES "
           "try_item (id)) STRICT;");

void fixture_make_items(struct fixture *t)
{
    must(db_run_script(t->db, migrate_script(t->c.arena, item_tables, t->is_postgres)));
    fixture_commit(t);
}
