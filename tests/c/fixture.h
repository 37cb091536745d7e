/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fixture.h - a shop's database of its own for one test, on both engines.
 *
 * Purpose    DomainTest(suite, name){ … } makes two tests of one body: suite::name_sqlite and suite::name_postgres. The body is
 *            given `t` (struct fixture *) and `c` (struct ctx *): a migrated database, an open transaction, a clock that only
 *            moves when told, randomness from a seed.
 * Layer      tests; uses base, db, core.
 * Errors     a fixture that cannot be made fails the test. Without AMANAH_TEST_POSTGRES (a postgres:// URL of a server on which
 *            databases may be made, see script/postgres-cluster) the second test is counted as skipped.
 */
#ifndef TESTS_FIXTURE_H
#define TESTS_FIXTURE_H

#include "db/migrate.h"
#include "db/writer.h"

#include <criterion/criterion.h>

/* Saturday 21 November 2026 14.05 WIB. */
#define FIXTURE_NOW_AT INT64_C(1795244700000000)

struct fixture {
    struct ctx c;
    struct db *db; /* the writing connection, c.db */
    struct random random;
    str dir;      /* a directory of its own: DIR of the shop */
    str database; /* for db_open and writer_options */
    bool is_postgres;
};

struct fixture *fixture_open(bool postgres);
void fixture_close(struct fixture *t);
/* c->shop as the settings are now; c->keys lie in DIR/keys. */
void fixture_load_shop(struct fixture *t);
/* Time goes on. */
void fixture_pass(struct fixture *t, int64_t span);
/* Commits what was done so far and begins anew: other connections see it then. */
void fixture_commit(struct fixture *t);
/* Rolls back to the last fixture_commit: needed after a refusal by the engine (ERR_EXISTS, ERR_UNPROCESSABLE, ERR_DB). */
void fixture_undo(struct fixture *t);
/* Ends the transaction and the writing connection, so that a writer can be started on the same database. */
void fixture_release(struct fixture *t);
/* Another connection on the same database; close it with db_close. It sees what was committed. */
struct db *fixture_reader(struct fixture *t, enum db_mode mode);
/* Makes try_item and try_part, the tables of tests of the adapters themselves, and commits. */
void fixture_make_items(struct fixture *t);
/* NULL where no PostgreSQL is offered. */
const char *fixture_postgres_url(void);

/* `call` must succeed; else the test ends, saying why. */
#define must(call)                                                                                 \
    do {                                                                                           \
        enum err must_err = (call);                                                                \
        cr_assert_eq(must_err, OK, "%s: %s (%s; %.*s)", #call, err_name(must_err), t->c.detail,    \
                     STR_ARG(db_error(t->db)));                                                    \
    } while (0)

typedef void fixture_body(struct fixture *t, struct ctx *c);
void fixture_run(fixture_body *body, bool postgres);

#define DomainTest(suite, name)                                                                    \
    static fixture_body suite##_##name##_body;                                                     \
    Test(suite, name##_sqlite)                                                                     \
    {                                                                                              \
        fixture_run(suite##_##name##_body, false);                                                 \
    }                                                                                              \
    Test(suite, name##_postgres)                                                                   \
    {                                                                                              \
        fixture_run(suite##_##name##_body, true);                                                  \
    }                                                                                              \
    static void suite##_##name##_body(struct fixture *t __attribute__((unused)),                   \
                                      struct ctx *c __attribute__((unused)))

#endif
