/* SPDX-License-Identifier: Apache-2.0 */
#include "db/notice.h"

#include "db/engine.h"

#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>

struct notices {
    struct arena *arena;
    PGconn *connection;
};

static enum err listen_to(struct notices *n, const char *channel, char *detail)
{
    char text[80];
    int size = snprintf(text, sizeof text, "LISTEN %s", channel);
    CHECK(size > 0 && (size_t)size < sizeof text);
    PGresult *result =
        PQstatus(n->connection) == CONNECTION_OK ? PQexec(n->connection, text) : NULL;
    bool is_good = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    if (!is_good) {
        snprintf(detail, CTX_DETAIL_BYTES, "LISTEN: %s", PQerrorMessage(n->connection));
    }
    return is_good ? OK : ERR_DB;
}

enum err notices_open(str where, const char *channel, struct notices **out, char *detail)
{
    struct arena *arena = arena_new();
    struct notices *n = NEW(arena, struct notices);
    n->arena = arena;
    n->connection = postgres_connect(str_c(arena, where));
    enum err e = listen_to(n, channel, detail);
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

/* What has arrived; all of it is one wake-up. */
static enum err take(struct notices *n, bool *told)
{
    if (!PQconsumeInput(n->connection) || PQstatus(n->connection) != CONNECTION_OK) {
        return ERR_DB;
    }
    for (PGnotify *one = PQnotifies(n->connection); one != NULL; one = PQnotifies(n->connection)) {
        PQfreemem(one);
        *told = true;
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
