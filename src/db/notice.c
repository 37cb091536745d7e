/* SPDX-License-Identifier: Apache-2.0 */
#include "db/notice.h"

#include "base/digest.h"
#include "db/engine.h"

#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

struct notices {
    struct arena *arena;
    PGconn *connection;
    const char *channel;
};

static enum err run(struct notices *n, const char *command, const char *channel)
{
    char text[80];
    int size = snprintf(text, sizeof text, "%s%s", command, channel);
    CHECK(size > 0 && (size_t)size < sizeof text);
    PGresult *result =
        PQstatus(n->connection) == CONNECTION_OK ? PQexec(n->connection, text) : NULL;
    bool is_good = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    return is_good ? OK : ERR_DB;
}

/* Nothing that is said here must outlive a crash: what it is about was committed before. */
static enum err listen_to(struct notices *n, char *detail)
{
    enum err e = run(n, "SET synchronous_commit = off", "");
    e = e == OK ? run(n, "LISTEN ", n->channel) : e;
    if (e != OK) {
        snprintf(detail, CTX_DETAIL_BYTES, "LISTEN: %s", PQerrorMessage(n->connection));
    }
    return e;
}

enum err notices_open(str where, const char *channel, struct notices **out, char *detail)
{
    struct arena *arena = arena_new();
    struct notices *n = NEW(arena, struct notices);
    n->arena = arena;
    n->connection = postgres_connect(str_c(arena, where));
    n->channel = str_c(arena, str_of(channel));
    enum err e = listen_to(n, detail);
    if (e != OK) {
        notices_close(n);
        return e;
    }
    *out = n;
    return OK;
}

void notices_close(struct notices *n)
{
    if (n != NULL) {
        PQfinish(n->connection);
        arena_free(n->arena);
    }
}

/* The server knows locks by number. */
static int64_t number_of(struct arena *arena, str name)
{
    int64_t number = 0;
    str digest = digest_sha256(arena, name);
    memcpy(&number, digest.at, sizeof number);
    return number;
}

/* Shared, so that a connection which the server has not yet found dead does not keep its own process waiting. */
enum err notices_sign(struct notices *n, str name)
{
    char text[80];
    snprintf(text, sizeof text, "SELECT pg_advisory_lock_shared(%" PRId64 ")",
             number_of(n->arena, name));
    PGresult *result = PQexec(n->connection, text);
    bool is_good = PQresultStatus(result) == PGRES_TUPLES_OK;
    PQclear(result);
    return is_good ? OK : ERR_DB;
}

/* A lock's number is kept in two halves. */
SQL_2(notices_signed, "SELECT 0 WHERE $1 = 0",
      "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted"
      " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
      " AND ((CAST(classid AS BIGINT) << 32) | CAST(objid AS BIGINT)) = CAST($1 AS BIGINT)");

enum err notices_is_signed(struct db *db, str name, bool *out)
{
    CHECK(db->is_postgres);
    int64_t count = 0;
    struct arena_mark mark = arena_mark(db->arena);
    int64_t number = number_of(db->arena, name);
    arena_rewind(db->arena, mark);
    TRY(db_get_int(db, &notices_signed, ARGS(number), 0, &count));
    *out = count > 0;
    return OK;
}

enum err notices_say(struct notices *n)
{
    return run(n, "NOTIFY ", n->channel);
}

/* What has arrived; all of it is one wake-up. The server tells us our own words too. */
static enum err take(struct notices *n, bool *told)
{
    if (!PQconsumeInput(n->connection) || PQstatus(n->connection) != CONNECTION_OK) {
        return ERR_DB;
    }
    for (PGnotify *one = PQnotifies(n->connection); one != NULL; one = PQnotifies(n->connection)) {
        *told = *told || one->be_pid != PQbackendPID(n->connection);
        PQfreemem(one);
    }
    return OK;
}

enum err notices_wait(struct notices *n, int64_t timeout, int other_fd, bool *told)
{
    struct pollfd wait[] = { { .fd = PQsocket(n->connection), .events = POLLIN },
                             { .fd = other_fd, .events = POLLIN } };
    bool heard = false;
    TRY(take(n, &heard)); /* what came while we did something else */
    if (!heard) {
        int ready = poll(wait, COUNT(wait), (int)(timeout / MILLISECONDS(1)));
        if (ready < 0 && errno != EINTR) {
            return ERR_DB;
        }
        TRY(ready > 0 && wait[0].revents != 0 ? take(n, &heard) : OK);
    }
    *told = heard;
    return OK;
}
