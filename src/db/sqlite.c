/* SPDX-License-Identifier: Apache-2.0 */
/* sqlite.c - SQLite behind db.h. One connection a thread, never shared at the same time. */
#include "db/engine.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BUSY_TIMEOUT_MS = 5000,
    CHECKPOINT_PAGES = 2000,       /* 8 MB of WAL: a checkpoint follows, after the answers */
    CHECKPOINT_PAGES_LATE = 4000,  /* nobody tidied: within the commit */
    CHECKPOINT_PAGES_HARD = 64000, /* readers kept the WAL from starting over: wait for them */
};

struct sqlite_statement {
    sqlite3_stmt *handle; /* NULL until first used */
    int argument_count;
    int column_count;
    bool is_open; /* begun and not yet reset */
    bool has_row; /* the row stepped to was not handed out yet */
};

struct sqlite_db {
    struct db db;
    sqlite3 *handle;
    int lock; /* descriptor of DIR/lock; -1 on readers */
    bool may_read_sealed;
    int open_count;
    int wal_pages; /* after the last commit */
    struct sqlite_statement step[DB_STEP_COUNT];
    struct sqlite_statement *statement; /* by sql->slot */
};

static struct sqlite_db *sqlite_of(const struct db *db)
{
    return (struct sqlite_db *)(uintptr_t)db; /* struct db is its first member */
}

sqlite3 *sqlite_handle(const struct db *db)
{
    return sqlite_of(db)->handle;
}

/* ---- failures ---- */

static enum err err_of(int code)
{
    switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
        return code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
                       code == SQLITE_CONSTRAINT_ROWID
                   ? ERR_EXISTS
                   : ERR_UNPROCESSABLE;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ERR_BUSY;
    default:
        return ERR_DB;
    }
}

/* SQLite's messages name tables and columns, never values. */
static enum err sqlite_fault(struct sqlite_db *s, const char *what)
{
    int code = sqlite3_extended_errcode(s->handle);
    enum err e = err_of(code);
    if (e == ERR_BUSY) {
        s->db.should_retry = true;
    }
    return db_fault(&s->db, e, "%s: %s (SQLite %d)", what, sqlite3_errmsg(s->handle), code);
}

/* ---- opening ---- */

/* Only names count: a sealed column is one whose name begins with "sealed". Asked when a statement is prepared. */
static int authorize(void *data, int action, const char *table, const char *column,
                     const char *database, const char *trigger)
{
    const struct sqlite_db *s = data;
    (void)table;
    (void)database;
    (void)trigger;
    if (action == SQLITE_ATTACH || action == SQLITE_DETACH) {
        return SQLITE_DENY;
    }
    bool is_sealed =
        action == SQLITE_READ && column != NULL && sqlite3_strnicmp(column, "sealed", 6) == 0;
    return is_sealed && !s->may_read_sealed ? SQLITE_DENY : SQLITE_OK;
}

struct pragma {
    const char *text;
    const char *want; /* what it must answer; NULL: nothing is checked */
};

static const struct pragma pragmas_of_all[] = {
    { "PRAGMA trusted_schema=OFF", NULL },
    { "PRAGMA trusted_schema", "0" },
    { "PRAGMA temp_store=MEMORY", NULL },
    { "PRAGMA mmap_size=0", NULL },
};

static const struct pragma pragmas_of_reader[] = {
    { "PRAGMA query_only=ON", NULL },
    { "PRAGMA wal_autocheckpoint=0", "0" },
    { "PRAGMA cache_size=-4096", NULL },
};

static const struct pragma pragmas_of_writer[] = {
    { "PRAGMA journal_mode=WAL", "wal" },
    { "PRAGMA synchronous=FULL", NULL },
    { "PRAGMA synchronous", "2" },
    { "PRAGMA foreign_keys=ON", NULL },
    { "PRAGMA foreign_keys", "1" },
    { "PRAGMA secure_delete=ON", "1" },
    { "PRAGMA cell_size_check=ON", NULL },
    { "PRAGMA cache_size=-8192", NULL },
    { "PRAGMA journal_size_limit=8388608", "8388608" },
};

static enum err run_pragma(struct sqlite_db *s, const struct pragma *pragma)
{
    sqlite3_stmt *handle = NULL;
    if (sqlite3_prepare_v2(s->handle, pragma->text, -1, &handle, NULL) != SQLITE_OK) {
        return sqlite_fault(s, pragma->text);
    }
    int code = sqlite3_step(handle);
    const char *got = code == SQLITE_ROW ? (const char *)sqlite3_column_text(handle, 0) : NULL;
    bool is_right = pragma->want == NULL || (got != NULL && strcmp(got, pragma->want) == 0);
    enum err e = OK;
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        e = sqlite_fault(s, pragma->text);
    } else if (!is_right) {
        e = db_fault(&s->db, ERR_DB, "%s: wanted %s", pragma->text, pragma->want);
    }
    (void)sqlite3_finalize(handle);
    return e;
}

static enum err run_pragmas(struct sqlite_db *s, const struct pragma *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        TRY(run_pragma(s, &list[i]));
    }
    return OK;
}

static void checkpoint(struct sqlite_db *s, int how)
{
    int left = 0;
    int done = 0;
    /* A failure here loses nothing: the WAL stays, and the next one tries again. */
    if (sqlite3_wal_checkpoint_v2(s->handle, NULL, how, &left, &done) == SQLITE_OK) {
        s->wal_pages = left - done;
    }
}

/* Called by SQLite after each commit. */
static int wal_has_grown(void *data, sqlite3 *handle, const char *database, int pages)
{
    struct sqlite_db *s = data;
    (void)handle;
    (void)database;
    s->wal_pages = pages;
    if (pages >= CHECKPOINT_PAGES_LATE) {
        checkpoint(s, pages >= CHECKPOINT_PAGES_HARD ? SQLITE_CHECKPOINT_RESTART
                                                     : SQLITE_CHECKPOINT_PASSIVE);
    }
    return SQLITE_OK;
}

static enum err configure(struct sqlite_db *s)
{
    (void)sqlite3_extended_result_codes(s->handle, 1);
    (void)sqlite3_busy_timeout(s->handle, BUSY_TIMEOUT_MS);
    (void)sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    (void)sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    (void)sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    TRY(run_pragmas(s, pragmas_of_all, COUNT(pragmas_of_all)));
    if (s->db.mode == DB_WRITE) {
        TRY(run_pragmas(s, pragmas_of_writer, COUNT(pragmas_of_writer)));
        (void)sqlite3_wal_hook(s->handle, wal_has_grown, s);
    } else {
        (void)sqlite3_db_config(s->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        TRY(run_pragmas(s, pragmas_of_reader, COUNT(pragmas_of_reader)));
    }
    (void)sqlite3_set_authorizer(s->handle, authorize, s);
    return OK;
}

/* One connection in one process writes and checkpoints; whoever comes second is told so at once. */
static enum err take_lock(struct sqlite_db *s, str where)
{
    struct str_pair path = str_cut_last(where, '/');
    str dir = path.found ? path.head : S(".");
    const char *name = str_c(s->db.arena, str_join(s->db.arena, dir, S("/lock")));
    s->lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (s->lock < 0) {
        return db_fault(&s->db, ERR_DB, "%s: cannot be opened: %m", name);
    }
    if (flock(s->lock, LOCK_EX | LOCK_NB) != 0) {
        return db_fault(&s->db, ERR_BUSY, "%s: another process is writing to this shop", name);
    }
    return OK;
}

static enum err open_file(struct sqlite_db *s, str where)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    if (s->db.mode == DB_WRITE) {
        TRY(take_lock(s, where));
        flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    } else {
        flags |= SQLITE_OPEN_READONLY;
    }
    const char *path = str_c(s->db.arena, where);
    if (sqlite3_open_v2(path, &s->handle, flags, NULL) != SQLITE_OK) {
        return sqlite_fault(s, path);
    }
    if (s->db.mode == DB_WRITE && chmod(path, 0600) != 0) {
        return db_fault(&s->db, ERR_DB, "%s: %m", path);
    }
    return configure(s);
}

void sqlite_start(void)
{
    /* Its counters of memory take one lock for all threads. Refused (harmless) once SQLite is in use. */
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static const struct engine sqlite_engine;

enum err sqlite_open(str where, enum db_mode mode, struct db **out, char *detail)
{
    struct arena *arena = arena_new();
    struct sqlite_db *s = NEW(arena, struct sqlite_db);
    s->db = (struct db){ .engine = &sqlite_engine, .arena = arena, .mode = mode };
    s->lock = -1;
    s->may_read_sealed = mode == DB_READ_VAULT;
    s->statement = NEW_N(arena, struct sqlite_statement, db_statement_count());
    enum err e = open_file(s, where);
    if (e != OK) {
        snprintf(detail, CTX_DETAIL_BYTES, "%s", s->db.error);
        db_close(&s->db);
        return e;
    }
    *out = &s->db;
    return OK;
}

static void sqlite_close(struct db *db)
{
    struct sqlite_db *s = sqlite_of(db);
    for (size_t i = 0; i < db_statement_count(); i++) {
        (void)sqlite3_finalize(s->statement[i].handle);
    }
    for (size_t i = 0; i < DB_STEP_COUNT; i++) {
        (void)sqlite3_finalize(s->step[i].handle);
    }
    CHECK(sqlite3_close(s->handle) == SQLITE_OK);
    if (s->lock >= 0) {
        close(s->lock); /* lets go of the lock, after the last page was written */
    }
}

/* ---- statements ---- */

/* $n → ?n outside of strings, names and comments: SQLite takes "$2" for a name and binds by first appearance. */
static char *rewrite_parameters(struct arena *arena, const char *text)
{
    char *copy = str_c(arena, str_of(text));
    char quote = '\0';
    for (char *at = copy; *at != '\0'; at++) {
        if (quote != '\0') {
            quote = *at == quote ? '\0' : quote;
        } else if (*at == '\'' || *at == '"') {
            quote = *at;
        } else if (*at == '-' && at[1] == '-') {
            quote = '\n';
        } else if (*at == '$' && at[1] >= '1' && at[1] <= '9') {
            *at = '?';
        }
    }
    return copy;
}

static enum err prepare_text(struct sqlite_db *s, struct sqlite_statement *st, const char *name,
                             const char *text)
{
    struct arena_mark mark = arena_mark(s->db.arena);
    const char *rewritten = rewrite_parameters(s->db.arena, text);
    const char *rest = NULL;
    int code =
        sqlite3_prepare_v3(s->handle, rewritten, -1, SQLITE_PREPARE_PERSISTENT, &st->handle, &rest);
    bool is_one = rest != NULL && *rest == '\0';
    arena_rewind(s->db.arena, mark);
    if (code != SQLITE_OK) {
        return sqlite_fault(s, name);
    }
    CHECK(st->handle != NULL && is_one); /* exactly one statement */
    st->argument_count = sqlite3_bind_parameter_count(st->handle);
    st->column_count = sqlite3_column_count(st->handle);
    return OK;
}

/* SQLite prepares again by itself when the schema changed, so the permission is set before every run. */
static enum err statement_of(struct sqlite_db *s, const struct sql *sql,
                             struct sqlite_statement **out)
{
    struct sqlite_statement *st = &s->statement[sql->slot];
    s->may_read_sealed =
        s->db.mode == DB_READ_VAULT || (s->db.mode == DB_WRITE && sql->reads_sealed);
    if (__builtin_expect(st->handle == NULL, 0)) {
        TRY(prepare_text(s, st, sql->name, sql->text));
    }
    *out = st;
    return OK;
}

static int bind_one(sqlite3_stmt *handle, int index, const struct arg *arg)
{
    const char *bytes = arg->text.at == NULL ? "" : arg->text.at;
    switch (arg->kind) {
    case ARG_INT:
        return sqlite3_bind_int64(handle, index, arg->number);
    case ARG_TEXT:
        return sqlite3_bind_text64(handle, index, bytes, arg->text.size, SQLITE_STATIC,
                                   SQLITE_UTF8);
    case ARG_BLOB:
        return sqlite3_bind_blob64(handle, index, bytes, arg->text.size, SQLITE_STATIC);
    case ARG_NULL_KIND:
        return sqlite3_bind_null(handle, index);
    }
    return SQLITE_MISUSE;
}

/* The bytes are borrowed: they are the caller's arena, which lives longer than the rows. */
static enum err bind_all(struct sqlite_db *s, struct sqlite_statement *st, const struct sql *sql,
                         struct args args)
{
    CHECK((int)args.count == st->argument_count);
    for (size_t i = 0; i < args.count; i++) {
        const struct arg *arg = &args.arg[i];
        if (arg->kind == ARG_TEXT && arg->text.size > 0 &&
            memchr(arg->text.at, '\0', arg->text.size)) {
            return db_fault(&s->db, ERR_UNPROCESSABLE, "%s: NUL in text $%zu", sql->name, i + 1);
        }
        if (bind_one(st->handle, (int)i + 1, arg) != SQLITE_OK) {
            return sqlite_fault(s, sql->name);
        }
    }
    return OK;
}

static void statement_reset(struct sqlite_db *s, struct sqlite_statement *st)
{
    if (st->is_open) {
        st->is_open = false;
        st->has_row = false;
        s->open_count--;
        (void)sqlite3_reset(st->handle);
    }
}

/* Rows left open by an early return must not hold up a commit. */
static void reset_all(struct sqlite_db *s)
{
    size_t count = db_statement_count();
    for (size_t i = 0; s->open_count > 0 && i < count; i++) {
        statement_reset(s, &s->statement[i]);
    }
}

/* Steps once; at the end, or after a failure, the statement is reset so that it holds no lock. */
static enum err statement_step(struct sqlite_db *s, struct sqlite_statement *st, const char *name)
{
    int code = sqlite3_step(st->handle);
    st->has_row = code == SQLITE_ROW;
    if (st->has_row) {
        return OK;
    }
    enum err e = code == SQLITE_DONE ? OK : sqlite_fault(s, name);
    statement_reset(s, st);
    return e;
}

static void sqlite_query(struct rows *rows, const struct sql *sql, struct args args)
{
    struct sqlite_db *s = sqlite_of(rows->db);
    struct sqlite_statement *st = NULL;
    rows->err = statement_of(s, sql, &st);
    if (rows->err != OK) {
        return;
    }
    statement_reset(s, st);
    rows->err = bind_all(s, st, sql, args);
    if (rows->err != OK) {
        return;
    }
    rows->statement = st;
    st->is_open = true;
    s->open_count++;
    rows->err = statement_step(s, st, sql->name);
}

static bool sqlite_next(struct rows *rows)
{
    struct sqlite_statement *st = rows->statement;
    if (!st->is_open) {
        return false;
    }
    if (rows->row > 0) { /* the first row was stepped to by the query */
        rows->err = statement_step(sqlite_of(rows->db), st, "next row");
    }
    return st->has_row;
}

static void sqlite_finish(struct rows *rows)
{
    statement_reset(sqlite_of(rows->db), rows->statement);
}

static int64_t sqlite_changed(const struct rows *rows)
{
    const struct sqlite_statement *st = rows->statement;
    return sqlite3_stmt_readonly(st->handle) ? 0 : sqlite3_changes64(sqlite_of(rows->db)->handle);
}

static sqlite3_stmt *row_of(const struct rows *rows, int column)
{
    const struct sqlite_statement *st = rows->statement;
    CHECK(st != NULL && st->has_row);
    CHECK(column < st->column_count);
    return st->handle;
}

static int64_t sqlite_read_int(struct rows *rows, int column)
{
    return sqlite3_column_int64(row_of(rows, column), column);
}

static str sqlite_read_bytes(struct rows *rows, int column)
{
    sqlite3_stmt *handle = row_of(rows, column);
    int size = sqlite3_column_bytes(handle, column); /* first: every second text is empty */
    if (size == 0) {
        return (str){ 0 };
    }
    const char *bytes = sqlite3_column_blob(handle, column); /* of a text: its UTF-8 */
    return bytes == NULL ? (str){ 0 } : (str){ bytes, (size_t)size };
}

static bool sqlite_is_null(const struct rows *rows, int column)
{
    return sqlite3_column_type(row_of(rows, column), column) == SQLITE_NULL;
}

/* ---- transactions ---- */

static const char *text_of_step(const struct sqlite_db *s, enum db_step step)
{
    static const char *const texts[DB_STEP_COUNT] = {
        [DB_STEP_BEGIN] = "BEGIN IMMEDIATE", [DB_STEP_COMMIT] = "COMMIT",
        [DB_STEP_ROLLBACK] = "ROLLBACK",     [DB_STEP_SAVE] = "SAVEPOINT one",
        [DB_STEP_RELEASE] = "RELEASE one",   [DB_STEP_ROLLBACK_TO] = "ROLLBACK TO one",
    };
    return step == DB_STEP_BEGIN && s->db.mode != DB_WRITE ? "BEGIN" : texts[step];
}

static enum err run_step(struct sqlite_db *s, enum db_step step)
{
    struct sqlite_statement *st = &s->step[step];
    const char *text = text_of_step(s, step);
    if (st->handle == NULL) {
        TRY(prepare_text(s, st, text, text));
    }
    st->is_open = true;
    s->open_count++;
    return statement_step(s, st, text);
}

/* Somebody put another file in its place, or took it away: what we would acknowledge now, nobody would find again. */
static enum err refuse_moved(struct sqlite_db *s)
{
    int has_moved = 0;
    (void)sqlite3_file_control(s->handle, NULL, SQLITE_FCNTL_HAS_MOVED, &has_moved);
    if (!has_moved) {
        return OK;
    }
    s->db.is_in_doubt = true;
    return db_fault(&s->db, ERR_DB, "%s", "the database's file was moved or replaced under us");
}

static enum err sqlite_step(struct db *db, enum db_step step)
{
    struct sqlite_db *s = sqlite_of(db);
    reset_all(s);
    if (step == DB_STEP_COMMIT && db->mode == DB_WRITE) {
        TRY(refuse_moved(s));
    }
    enum err e = run_step(s, step);
    if (e == OK && step == DB_STEP_ROLLBACK_TO) {
        e = run_step(s, DB_STEP_RELEASE); /* else the savepoint stays open under the next one */
    }
    if (e != OK && step == DB_STEP_COMMIT) {
        /* The WAL may hold the commit although it was not synced: recovery would find it. */
        db->is_in_doubt = (sqlite3_errcode(s->handle) & 0xff) == SQLITE_IOERR;
    }
    return e;
}

static bool sqlite_is_in_transaction(const struct db *db)
{
    const struct sqlite_db *s = sqlite_of(db);
    return s->handle != NULL && sqlite3_get_autocommit(s->handle) == 0;
}

/* Nothing of a script is kept prepared, so its freedom ends with it. */
static enum err sqlite_run_script(struct db *db, str script)
{
    struct sqlite_db *s = sqlite_of(db);
    struct arena_mark mark = arena_mark(db->arena);
    const char *text = str_c(db->arena, script);
    reset_all(s);
    s->may_read_sealed = true;
    int code = sqlite3_exec(s->handle, text, NULL, NULL, NULL);
    s->may_read_sealed = db->mode == DB_READ_VAULT;
    arena_rewind(db->arena, mark);
    return code == SQLITE_OK ? OK : sqlite_fault(s, "script");
}

static enum err sqlite_prepare(struct db *db, const struct sql *sql)
{
    struct sqlite_statement *st = NULL;
    return statement_of(sqlite_of(db), sql, &st);
}

static void sqlite_tidy(struct db *db)
{
    struct sqlite_db *s = sqlite_of(db);
    if (s->wal_pages >= CHECKPOINT_PAGES) {
        reset_all(s);
        checkpoint(s, SQLITE_CHECKPOINT_PASSIVE);
    }
}

static const struct engine sqlite_engine = {
    .close = sqlite_close,
    .query = sqlite_query,
    .next = sqlite_next,
    .finish = sqlite_finish,
    .changed = sqlite_changed,
    .read_int = sqlite_read_int,
    .read_bytes = sqlite_read_bytes,
    .is_null = sqlite_is_null,
    .step = sqlite_step,
    .is_in_transaction = sqlite_is_in_transaction,
    .run_script = sqlite_run_script,
    .prepare = sqlite_prepare,
    .tidy = sqlite_tidy,
};
