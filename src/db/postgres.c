/* SPDX-License-Identifier: Apache-2.0 */
/*
 * postgres.c - PostgreSQL behind db.h (libpq). Statements are prepared once a connection; results come in binary.
 *
 * Statements go through libpq's pipeline mode: what nobody waits for (BEGIN, db_post) stays in libpq's buffer and travels with the next
 * statement that is waited for. After a failure the server skips the rest of what came with it, so the first failure is the one that counts.
 */
#include "db/engine.h"

#include <endian.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

enum { INT_TEXT_BYTES = 24, NAME_BYTES = 12, QUEUE_MAX = 64, ASKED_MAX = 16 };

/* Of pg_type; they never change. */
enum pg_type {
    TYPE_BOOL = 16,
    TYPE_BYTEA = 17,
    TYPE_CHAR = 18,
    TYPE_NAME = 19,
    TYPE_INT8 = 20,
    TYPE_INT2 = 21,
    TYPE_INT4 = 23,
    TYPE_TEXT = 25,
    TYPE_OID = 26,
    TYPE_JSON = 114,
    TYPE_UNKNOWN = 705,
    TYPE_BPCHAR = 1042,
    TYPE_VARCHAR = 1043,
};

struct postgres_statement {
    PGresult *result; /* NULL when no rows are open */
    char name[NAME_BYTES];
    bool is_prepared;
    int argument_count;
    Oid *argument_type; /* as the server settled them */
};

/* A question ahead of its query. */
struct asked {
    const struct sql *sql; /* NULL: none, or answered and taken */
    struct args args;
    int place; /* in the queue while it is on its way, else -1 */
    PGresult *result;
};

struct postgres_db {
    struct db db;
    PGconn *connection;
    int open_count;
    struct postgres_statement *statement; /* by sql->slot */
    const char *queued[QUEUE_MAX];        /* those whose answers are still to come */
    int queued_count;
    struct asked asked[ASKED_MAX]; /* of this transaction */
    int asked_count;
    struct arena *asked_arena; /* of their arguments */
};

static struct postgres_db *postgres_of(const struct db *db)
{
    return (struct postgres_db *)(uintptr_t)db; /* struct db is its first member */
}

/* ---- failures ---- */

static enum err err_of_state(const char *state)
{
    if (strcmp(state, "23505") == 0) {
        return ERR_EXISTS;
    }
    if (strncmp(state, "23", 2) == 0 || strncmp(state, "22", 2) == 0) {
        return ERR_UNPROCESSABLE;
    }
    bool is_busy =
        strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0 || strcmp(state, "55P03") == 0;
    return is_busy ? ERR_BUSY : ERR_DB;
}

static const char *field_of(const PGresult *result, int field)
{
    const char *text = PQresultErrorField(result, field);
    return text == NULL ? "" : text;
}

/* The primary message names tables and constraints; but in class 22 (bad values) it shows the value, which may be personal. */
static enum err postgres_fault(struct postgres_db *p, const PGresult *result, const char *what)
{
    const char *state = field_of(result, PG_DIAG_SQLSTATE);
    if (state[0] == '\0') {
        return db_fault(&p->db, ERR_DB, "%s: %s", what, PQerrorMessage(p->connection));
    }
    enum err e = err_of_state(state);
    if (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0) {
        p->db.should_retry = true;
    }
    bool shows_value = strncmp(state, "22", 2) == 0;
    return db_fault(&p->db, e, "%s: %s (SQLSTATE %s)", what,
                    shows_value ? "a value was refused" : field_of(result, PG_DIAG_MESSAGE_PRIMARY),
                    state);
}

static bool is_good(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY;
}

/* ---- on their way ---- */

static const char *const begin_text = "BEGIN";

/* `sent`: what libpq said to it. */
static enum err queue_add(struct postgres_db *p, int sent, const char *name)
{
    CHECK(p->queued_count < QUEUE_MAX);
    if (sent != 1) {
        return db_fault(&p->db, ERR_DB, "%s: %s", name, PQerrorMessage(p->connection));
    }
    p->queued[p->queued_count++] = name;
    return OK;
}

static enum err queue_open(struct postgres_db *p)
{
    return PQenterPipelineMode(p->connection) == 1
               ? OK
               : db_fault(&p->db, ERR_DB, "pipeline: %s", PQerrorMessage(p->connection));
}

static enum err queue_text(struct postgres_db *p, const char *text)
{
    TRY(queue_open(p));
    return queue_add(p, PQsendQueryParams(p->connection, text, 0, NULL, NULL, NULL, NULL, 0), text);
}

/* NULL: the connection is lost, and that was told before. */
static PGresult *next_answer(struct postgres_db *p)
{
    PGresult *result = PQgetResult(p->connection);
    if (result != NULL) {
        PQclear(PQgetResult(p->connection)); /* always NULL: the end of this answer */
    }
    return result;
}

static struct asked *asked_in_place(struct postgres_db *p, int place)
{
    for (int i = 0; i < p->asked_count; i++) {
        if (p->asked[i].place == place) {
            return &p->asked[i];
        }
    }
    return NULL;
}

/* Sends what is queued and waits for all answers. The first failure is told. The last answer goes to `last`, which may be NULL. */
static enum err settle(struct postgres_db *p, PGresult **last)
{
    enum err e = OK;
    int count = p->queued_count;
    if (count == 0) {
        return OK;
    }
    p->queued_count = 0;
    p->db.round_trips++;
    (void)PQpipelineSync(p->connection); /* if it fails so do the answers */
    for (int i = 0; i < count; i++) {
        PGresult *result = next_answer(p);
        struct asked *asked = asked_in_place(p, i);
        if (e == OK && !is_good(result)) {
            e = postgres_fault(p, result, p->queued[i]);
        }
        if (last != NULL && i + 1 == count) {
            *last = result;
        } else if (asked != NULL) {
            asked->result = result;
            asked->place = -1;
        } else {
            PQclear(result);
        }
    }
    PQclear(PQgetResult(p->connection)); /* that of the sync */
    (void)PQexitPipelineMode(p->connection);
    return e;
}

/* What failed on its way makes whatever is asked of the handle fail. */
PGconn *postgres_handle(const struct db *db)
{
    struct postgres_db *p = postgres_of(db);
    (void)settle(p, NULL);
    return p->connection;
}

/* ---- connecting ---- */

static const char *const session_of_all =
    "SET timezone = 'UTC'; SET standard_conforming_strings = on; SET client_min_messages = warning;"
    "SET lock_timeout = '5s'; SET statement_timeout = '30s';"
    "SET idle_in_transaction_session_timeout = '60s';";
/* A server set to lose the last commits is not let to; one set to wait for a standby stays as it is.
 * Writes go by keys, so each is planned once, and by an index while its table is nearly empty: left to itself PostgreSQL compares the plan for
 * all values, as it seemed to cost before the table was counted, with each call's own, and plans anew each time. jit goes by a cost that a forbidden walk makes huge. */
static const char *const session_of_writer = "SET default_transaction_isolation = 'read committed';"
                                             "SET plan_cache_mode = force_generic_plan;"
                                             "SET enable_seqscan = off; SET jit = off;"
                                             "SELECT set_config('synchronous_commit', 'on', false) "
                                             "WHERE current_setting('synchronous_commit') = 'off'";
static const char *const session_of_reader =
    "SET default_transaction_read_only = on;"
    "SET default_transaction_isolation = 'repeatable read'";

static enum err run_text(struct postgres_db *p, const char *text, const char *what)
{
    PGresult *result = PQexec(p->connection, text);
    enum err e = is_good(result) ? OK : postgres_fault(p, result, what);
    p->db.round_trips++;
    PQclear(result);
    return e;
}

static enum err set_session(struct postgres_db *p)
{
    TRY(run_text(p, session_of_all, "session"));
    return run_text(p, p->db.mode == DB_WRITE ? session_of_writer : session_of_reader, "session");
}

static void ignore_notice(void *data, const PGresult *result)
{
    (void)data;
    (void)result;
}

/* What stands before dbname may be said otherwise by the URL. */
PGconn *postgres_connect(const char *url)
{
    static const char *const keys[] = {
        "application_name", "connect_timeout",     "keepalives_idle",
        "keepalives_count", "keepalives_interval", "tcp_user_timeout",
        "dbname",           "client_encoding",     NULL
    };
    const char *const values[] = { "amanah", "5", "10", "3", "5", "15000", url, "UTF8", NULL };
    return PQconnectdbParams(keys, values, 1);
}

static void statement_close(struct postgres_db *p, struct postgres_statement *st)
{
    if (st->result != NULL) {
        PQclear(st->result);
        st->result = NULL;
        p->open_count--;
    }
}

static void close_all(struct postgres_db *p)
{
    size_t count = db_statement_count();
    for (size_t i = 0; p->open_count > 0 && i < count; i++) {
        statement_close(p, &p->statement[i]);
    }
}

/* Nobody wants the answers any more; those on their way are thrown away when they come. */
static void forget_asked(struct postgres_db *p)
{
    for (int i = 0; i < p->asked_count; i++) {
        PQclear(p->asked[i].result);
        p->asked[i] = (struct asked){ 0 };
    }
    if (p->asked_count > 0) {
        arena_reset(p->asked_arena);
    }
    p->asked_count = 0;
}

/* A new session knows none of our statements. */
static enum err reconnect(struct postgres_db *p)
{
    close_all(p);
    forget_asked(p);
    for (size_t i = 0; i < db_statement_count(); i++) {
        p->statement[i].is_prepared = false;
    }
    p->queued_count = 0;
    PQreset(p->connection);
    if (PQstatus(p->connection) != CONNECTION_OK) {
        return db_fault(&p->db, ERR_DB, "PostgreSQL cannot be reached: %s",
                        PQerrorMessage(p->connection));
    }
    return set_session(p);
}

/* Inside a transaction a lost connection stays lost: what was done is gone. */
static enum err be_connected(struct postgres_db *p)
{
    bool is_lost = PQstatus(p->connection) != CONNECTION_OK;
    return is_lost && !p->db.has_begun ? reconnect(p) : OK;
}

static enum err begin(struct postgres_db *p)
{
    TRY(be_connected(p));
    return queue_text(p, begin_text);
}

static const struct engine postgres_engine;

enum err postgres_open(str where, enum db_mode mode, struct db **out, char *detail)
{
    struct arena *arena = arena_new();
    struct postgres_db *p = NEW(arena, struct postgres_db);
    p->db = (struct db){
        .engine = &postgres_engine, .arena = arena, .mode = mode, .is_postgres = true
    };
    p->statement = NEW_N(arena, struct postgres_statement, db_statement_count());
    p->asked_arena = arena_new();
    p->connection = postgres_connect(str_c(arena, where));
    enum err e = OK;
    if (PQstatus(p->connection) != CONNECTION_OK) {
        e = db_fault(&p->db, ERR_DB, "%s", PQerrorMessage(p->connection));
    } else {
        (void)PQsetNoticeReceiver(p->connection, ignore_notice, NULL);
        e = set_session(p);
    }
    if (e != OK) {
        snprintf(detail, CTX_DETAIL_BYTES, "%s", p->db.error);
        db_close(&p->db);
        return e;
    }
    *out = &p->db;
    return OK;
}

static void postgres_close(struct db *db)
{
    struct postgres_db *p = postgres_of(db);
    close_all(p);
    forget_asked(p);
    arena_free(p->asked_arena);
    PQfinish(p->connection);
}

/* ---- statements ---- */

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* SQLite asks an authorizer column by column; here the statement's words are looked at, outside of strings. */
static bool names_sealed_column(str text)
{
    bool in_string = false;
    for (size_t at = 0; at < text.size; at++) {
        in_string ^= text.at[at] == '\'';
        bool begins_word = at == 0 || !is_name_char(text.at[at - 1]);
        if (!in_string && begins_word && str_starts(str_skip(text, at), S("sealed"))) {
            return true;
        }
    }
    return false;
}

static void keep_argument_types(struct postgres_db *p, struct postgres_statement *st,
                                const PGresult *about)
{
    st->argument_count = PQnparams(about);
    CHECK(st->argument_count <= ARGS_MAX);
    if (st->argument_type == NULL) {
        st->argument_type = NEW_N(p->db.arena, Oid, (size_t)st->argument_count);
    }
    for (int i = 0; i < st->argument_count; i++) {
        st->argument_type[i] = PQparamtype(about, i);
    }
}

static enum err prepare_text(struct postgres_db *p, struct postgres_statement *st,
                             const struct sql *sql)
{
    const char *text = sql->postgres_text != NULL ? sql->postgres_text : sql->text;
    if (p->db.mode == DB_READ && names_sealed_column(str_of(text))) {
        return db_fault(&p->db, ERR_DB, "%s: only the vault reads sealed columns", sql->name);
    }
    snprintf(st->name, sizeof st->name, "s%d", sql->slot);
    TRY(queue_open(p));
    TRY(queue_add(p, PQsendPrepare(p->connection, st->name, text, 0, NULL), sql->name));
    TRY(queue_add(p, PQsendDescribePrepared(p->connection, st->name), sql->name));
    PGresult *about = NULL;
    enum err e = settle(p, &about);
    if (e == OK) {
        keep_argument_types(p, st, about);
        st->is_prepared = true;
    }
    PQclear(about);
    return e;
}

/* What libpq wants: arrays side by side. */
struct parameters {
    const char *value[ARGS_MAX];
    int size[ARGS_MAX];
    int is_binary[ARGS_MAX];
    union {
        uint64_t big_endian;
        char text[INT_TEXT_BYTES];
    } number[ARGS_MAX];
};

static bool is_bytes(Oid type)
{
    return type == TYPE_TEXT || type == TYPE_BYTEA || type == TYPE_VARCHAR || type == TYPE_BPCHAR ||
           type == TYPE_CHAR || type == TYPE_NAME || type == TYPE_UNKNOWN ||
           type == TYPE_JSON; /* sent as its text */
}

/* Where the server settled on another type than ours, digits let it convert. */
static void fill_int(struct parameters *to, size_t i, int64_t n, Oid type)
{
    if (type == TYPE_INT8) {
        to->number[i].big_endian = htobe64((uint64_t)n);
        to->size[i] = sizeof n;
        to->is_binary[i] = 1;
    } else {
        snprintf(to->number[i].text, INT_TEXT_BYTES, "%" PRId64, n);
        to->is_binary[i] = 0;
    }
    to->value[i] = to->number[i].text;
}

/* Eight letters are no number, although their bytes would pass for one. */
static enum err fill_one(struct parameters *to, size_t i, const struct arg *arg, Oid type)
{
    switch (arg->kind) {
    case ARG_INT:
        fill_int(to, i, arg->number, type);
        return OK;
    case ARG_TEXT:
    case ARG_BLOB:
        to->value[i] = arg->text.at == NULL ? "" : arg->text.at;
        to->size[i] = (int)arg->text.size;
        to->is_binary[i] = 1;
        return is_bytes(type) ? OK : ERR_UNPROCESSABLE;
    case ARG_NULL_KIND:
        to->value[i] = NULL;
        to->is_binary[i] = 0;
        return OK;
    }
    return ERR_UNPROCESSABLE;
}

static enum err fill_all(struct postgres_db *p, const struct postgres_statement *st,
                         const struct sql *sql, struct args args, struct parameters *out)
{
    CHECK((int)args.count == st->argument_count);
    for (size_t i = 0; i < args.count; i++) {
        if (fill_one(out, i, &args.arg[i], st->argument_type[i]) != OK) {
            return db_fault(&p->db, ERR_UNPROCESSABLE, "%s: $%zu is of the wrong kind", sql->name,
                            i + 1);
        }
    }
    return OK;
}

static enum err ready(struct postgres_db *p, const struct sql *sql, struct postgres_statement **out)
{
    struct postgres_statement *st = &p->statement[sql->slot];
    TRY(be_connected(p));
    if (__builtin_expect(!st->is_prepared, 0)) {
        TRY(prepare_text(p, st, sql));
    }
    *out = st;
    return OK;
}

static enum err queue_statement(struct postgres_db *p, const struct sql *sql, struct args args,
                                struct postgres_statement **out)
{
    enum { ROOM = 4 }; /* preparing takes two, COMMIT one */
    struct postgres_statement *st = NULL;
    struct parameters with;
    if (p->queued_count > QUEUE_MAX - ROOM) {
        TRY(settle(p, NULL));
    }
    TRY(ready(p, sql, &st));
    TRY(fill_all(p, st, sql, args, &with));
    TRY(queue_open(p));
    *out = st;
    return queue_add(p,
                     PQsendQueryPrepared(p->connection, st->name, (int)args.count, with.value,
                                         with.size, with.is_binary, 1),
                     sql->name);
}

static enum err run(struct postgres_db *p, struct rows *rows, const struct sql *sql,
                    struct args args)
{
    struct postgres_statement *st = NULL;
    TRY(queue_statement(p, sql, args, &st));
    statement_close(p, st);
    enum err e = settle(p, &st->result);
    p->open_count += st->result != NULL;
    rows->statement = st;
    return e;
}

/* Only BEGIN is on its way. */
static bool is_first(const struct postgres_db *p)
{
    return p->queued_count == 1 && p->queued[0] == begin_text;
}

static enum err run_on_new_connection(struct postgres_db *p, struct rows *rows,
                                      const struct sql *sql, struct args args)
{
    TRY(reconnect(p));
    TRY(queue_text(p, begin_text));
    return run(p, rows, sql, args);
}

/* ---- asked ahead ---- */

static struct args args_copy(struct arena *arena, struct args args)
{
    struct arg *copy = NEW_N(arena, struct arg, args.count);
    for (size_t i = 0; i < args.count; i++) {
        copy[i] = args.arg[i];
        copy[i].text = str_copy(arena, args.arg[i].text);
    }
    return (struct args){ args.count, copy };
}

static bool args_eq(struct args a, struct args b)
{
    bool is_same = a.count == b.count;
    for (size_t i = 0; is_same && i < a.count; i++) {
        is_same = a.arg[i].kind == b.arg[i].kind && a.arg[i].number == b.arg[i].number &&
                  str_eq(a.arg[i].text, b.arg[i].text);
    }
    return is_same;
}

/* The first of a transaction is waited for, see postgres_post: there is nothing yet to be ahead of. */
static enum err postgres_ask(struct db *db, const struct sql *sql, struct args args)
{
    struct postgres_db *p = postgres_of(db);
    struct postgres_statement *st = NULL;
    if (is_first(p) || p->asked_count == ASKED_MAX) {
        return OK;
    }
    TRY(queue_statement(p, sql, args, &st));
    p->asked[p->asked_count++] = (struct asked){ .sql = sql,
                                                  .args = args_copy(p->asked_arena, args),
                                                  .place = p->queued_count - 1 };
    return OK;
}

static struct asked *find_asked(struct postgres_db *p, const struct sql *sql, struct args args)
{
    for (int i = 0; i < p->asked_count; i++) {
        if (p->asked[i].sql == sql && args_eq(p->asked[i].args, args)) {
            return &p->asked[i];
        }
    }
    return NULL;
}

/* Once: who queries again reads again. */
static enum err take_answer(struct postgres_db *p, struct asked *asked, struct rows *rows)
{
    struct postgres_statement *st = &p->statement[asked->sql->slot];
    if (asked->place >= 0) {
        TRY(settle(p, NULL));
    }
    statement_close(p, st);
    st->result = asked->result;
    p->open_count += st->result != NULL;
    rows->statement = st;
    *asked = (struct asked){ .place = -1 };
    return OK;
}

/* A connection lost while it was idle is noticed only by the first answer; nothing was done on it, so nothing is lost. */
static void postgres_query(struct rows *rows, const struct sql *sql, struct args args)
{
    struct postgres_db *p = postgres_of(rows->db);
    struct asked *asked = find_asked(p, sql, args);
    bool may_try_again = is_first(p);
    rows->err = asked != NULL ? take_answer(p, asked, rows) : run(p, rows, sql, args);
    if (rows->err != OK && may_try_again && PQstatus(p->connection) != CONNECTION_OK) {
        p->db.failed = OK;
        rows->err = run_on_new_connection(p, rows, sql, args);
    }
}

static void postgres_finish(struct rows *rows)
{
    if (rows->statement != NULL) {
        statement_close(postgres_of(rows->db), rows->statement);
    }
}

/* The first of a transaction is waited for: with it the transaction can still begin anew. */
static enum err postgres_post(struct db *db, const struct sql *sql, struct args args)
{
    struct postgres_statement *st = NULL;
    struct rows rows = { .db = db };
    if (!is_first(postgres_of(db))) {
        return queue_statement(postgres_of(db), sql, args, &st);
    }
    postgres_query(&rows, sql, args);
    postgres_finish(&rows);
    return rows.err;
}

static bool postgres_next(struct rows *rows)
{
    const struct postgres_statement *st = rows->statement;
    return st->result != NULL && rows->row < PQntuples(st->result);
}

static int64_t postgres_changed(const struct rows *rows)
{
    const struct postgres_statement *st = rows->statement;
    int64_t count = 0;
    bool is_known = PQresultStatus(st->result) == PGRES_COMMAND_OK &&
                    str_to_int(str_of(PQcmdTuples(st->result)), &count);
    return is_known ? count : 0;
}

/* ---- rows ---- */

/* The open result; `row` is where the value stands. */
static const PGresult *row_of(const struct rows *rows, int column, int *row)
{
    const struct postgres_statement *st = rows->statement;
    CHECK(st != NULL && st->result != NULL && rows->row > 0);
    CHECK(column < PQnfields(st->result));
    *row = (int)rows->row - 1;
    return st->result;
}

static void wrong_type(struct rows *rows, int column, Oid type)
{
    rows->err =
        db_fault(rows->db, ERR_DB, "column %d has type %u: cast it to BIGINT, TEXT or BYTEA",
                 column + 1, type);
}

static int64_t postgres_read_int(struct rows *rows, int column)
{
    int row = 0;
    const PGresult *result = row_of(rows, column, &row);
    Oid type = PQftype(result, column);
    const char *value = PQgetvalue(result, row, column);
    uint64_t eight = 0;
    uint32_t four = 0;
    uint16_t two = 0;
    if (PQgetisnull(result, row, column)) {
        return 0;
    }
    switch (type) {
    case TYPE_INT8:
        memcpy(&eight, value, sizeof eight);
        return (int64_t)be64toh(eight);
    case TYPE_INT4:
        memcpy(&four, value, sizeof four);
        return (int32_t)be32toh(four);
    case TYPE_INT2:
        memcpy(&two, value, sizeof two);
        return (int16_t)be16toh(two);
    case TYPE_BOOL:
        return value[0] != 0;
    default:
        wrong_type(rows, column, type);
        return 0;
    }
}

static str postgres_read_bytes(struct rows *rows, int column)
{
    int row = 0;
    const PGresult *result = row_of(rows, column, &row);
    Oid type = PQftype(result, column);
    if (!is_bytes(type)) {
        wrong_type(rows, column, type);
        return (str){ 0 };
    }
    return (str){ PQgetvalue(result, row, column), (size_t)PQgetlength(result, row, column) };
}

static bool postgres_is_null(const struct rows *rows, int column)
{
    int row = 0;
    const PGresult *result = row_of(rows, column, &row);
    return PQgetisnull(result, row, column) != 0;
}

/* ---- transactions ---- */

static const char *const step_texts[DB_STEP_COUNT] = {
    [DB_STEP_COMMIT] = "COMMIT",       [DB_STEP_ROLLBACK] = "ROLLBACK",
    [DB_STEP_SAVE] = "SAVEPOINT one",  [DB_STEP_RELEASE] = "RELEASE one",
    [DB_STEP_ROLLBACK_TO] = "ROLLBACK TO one; RELEASE one",
};

/* A transaction that the server thinks aborted answers COMMIT with ROLLBACK. */
static enum err commit(struct postgres_db *p)
{
    PGresult *result = NULL;
    TRY(queue_text(p, step_texts[DB_STEP_COMMIT]));
    enum err e = settle(p, &result);
    if (e != OK) {
        p->db.is_in_doubt =
            PQstatus(p->connection) != CONNECTION_OK; /* perhaps only the answer was lost */
    } else if (strcmp(PQcmdStatus(result), "COMMIT") != 0) {
        e = db_fault(&p->db, ERR_DB, "COMMIT: answered %s", PQcmdStatus(result));
    }
    PQclear(result);
    return e;
}

/* What is still on its way is taken back with the rest, also when it fails. */
static enum err take_back(struct postgres_db *p, enum db_step step)
{
    (void)settle(p, NULL);
    p->db.failed = OK;
    return run_text(p, step_texts[step], step_texts[step]);
}

static enum err postgres_step(struct db *db, enum db_step step)
{
    struct postgres_db *p = postgres_of(db);
    close_all(p);
    forget_asked(p);
    switch (step) {
    case DB_STEP_BEGIN:
        return begin(p);
    case DB_STEP_COMMIT:
        return commit(p);
    case DB_STEP_ROLLBACK:
    case DB_STEP_ROLLBACK_TO:
        return take_back(p, step);
    case DB_STEP_SAVE:
    case DB_STEP_RELEASE:
    case DB_STEP_COUNT:
        break;
    }
    TRY(settle(p, NULL));
    return run_text(p, step_texts[step], step_texts[step]);
}

static bool postgres_is_in_transaction(const struct db *db)
{
    PGTransactionStatusType status = PQtransactionStatus(postgres_of(db)->connection);
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

static enum err postgres_run_script(struct db *db, str script)
{
    struct postgres_db *p = postgres_of(db);
    close_all(p);
    TRY(be_connected(p));
    TRY(settle(p, NULL));
    struct arena_mark mark = arena_mark(db->arena);
    enum err e = run_text(p, str_c(db->arena, script), "script");
    arena_rewind(db->arena, mark);
    return e;
}

static enum err postgres_prepare(struct db *db, const struct sql *sql)
{
    struct postgres_statement *st = NULL;
    return ready(postgres_of(db), sql, &st);
}

static void postgres_tidy(struct db *db)
{
    (void)db; /* the server looks after its log by itself */
}

static const struct engine postgres_engine = {
    .close = postgres_close,
    .query = postgres_query,
    .post = postgres_post,
    .ask = postgres_ask,
    .next = postgres_next,
    .finish = postgres_finish,
    .changed = postgres_changed,
    .read_int = postgres_read_int,
    .read_bytes = postgres_read_bytes,
    .is_null = postgres_is_null,
    .step = postgres_step,
    .is_in_transaction = postgres_is_in_transaction,
    .run_script = postgres_run_script,
    .prepare = postgres_prepare,
    .tidy = postgres_tidy,
};
