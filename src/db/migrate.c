/* SPDX-License-Identifier: Apache-2.0 */
#include "db/migrate.h"

#include "base/buf.h"
#include "base/digest.h"
#include "base/embed.h"

#include <stdio.h>

enum { MIGRATIONS_MAX = 1000 };

struct migration {
    int64_t number;
    str name; /* "0001_spine" */
    str sha256;
    str bytes;
};

struct migrations {
    struct migration *item;
    size_t count;
};

/* ---- the files of this binary ---- */

/* "migrations/0001_spine.sql" → 1, "0001_spine". */
static bool name_of_path(str path, int64_t *number, str *name)
{
    str folder = S("migrations/");
    str ending = S(".sql");
    if (!str_starts(path, folder) || !str_ends(path, ending)) {
        return false;
    }
    *name = str_slice(path, folder.size, path.size - ending.size);
    return str_to_int(str_cut(*name, '_').head, number);
}

/* The list is sorted by path, so by number: each has four digits. */
static struct migrations migrations_of_binary(struct arena *arena)
{
    size_t count = 0;
    const struct embedded *file = embed_list(&count);
    struct migrations list = { .item = NEW_N(arena, struct migration, count) };
    for (size_t i = 0; i < count; i++) {
        struct migration m = { .bytes = file[i].bytes };
        if (name_of_path(file[i].path, &m.number, &m.name)) {
            m.sha256 = str_hex(arena, digest_sha256(arena, m.bytes));
            list.item[list.count++] = m;
            CHECK(list.count == 1 || list.item[list.count - 2].number < m.number);
        }
    }
    CHECK(list.count <= MIGRATIONS_MAX);
    return list;
}

/* ---- what the database has ---- */

SQL(migrations_recorded,
    "SELECT number, name, sha256 FROM schema_migration ORDER BY number LIMIT 1001");

static enum err migrations_of_database(struct db *db, struct arena *arena, struct migrations *out)
{
    struct migrations list = { .item = NEW_N(arena, struct migration, MIGRATIONS_MAX + 1) };
    struct rows r = db_query(db, &migrations_recorded, NO_ARGS);
    while (db_next(&r)) {
        struct migration *m = &list.item[list.count++];
        m->number = row_int(&r);
        m->name = row_text(&r, arena);
        m->sha256 = row_text(&r, arena);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

/* Everything recorded must be what this binary has, in the same order. */
static bool is_beginning_of(const struct migrations *recorded, const struct migrations *known,
                            char *detail)
{
    for (size_t i = 0; i < recorded->count; i++) {
        const struct migration *m = &recorded->item[i];
        if (i >= known->count) {
            snprintf(detail, CTX_DETAIL_BYTES,
                     "the database is newer than this program: it has migration %.*s",
                     STR_ARG(m->name));
            return false;
        }
        if (m->number != known->item[i].number || !str_eq(m->sha256, known->item[i].sha256)) {
            snprintf(detail, CTX_DETAIL_BYTES,
                     "migration %.*s was applied with other contents than this program's %.*s",
                     STR_ARG(m->name), STR_ARG(known->item[i].name));
            return false;
        }
    }
    return true;
}

/* ---- applying ---- */

static const str table_script = S_INIT("CREATE TABLE IF NOT EXISTS schema_migration ("
                                       " number INTEGER PRIMARY KEY,"
                                       " name TEXT NOT NULL,"
                                       " sha256 TEXT NOT NULL,"
                                       " applied_at INTEGER NOT NULL"
                                       ") STRICT");

SQL(migration_record,
    "INSERT INTO schema_migration (number, name, sha256, applied_at) VALUES ($1, $2, $3, $4)");

static enum err apply_here(struct db *db, struct arena *arena, const struct migration *m,
                           int64_t now_at)
{
    TRY(db_take_time(db));
    TRY(db_run_script(db, migrate_script(arena, m->bytes, db_is_postgres(db))));
    return db_exec(db, &migration_record, ARGS(m->number, m->name, m->sha256, now_at), NULL);
}

static enum err apply(struct db *db, struct arena *arena, const struct migration *m, int64_t now_at)
{
    TRY(db_begin(db));
    enum err e = apply_here(db, arena, m, now_at);
    if (e != OK) {
        db_rollback(db);
        return e;
    }
    return db_commit(db);
}

/* The first unapplied file that fails ends it; those before it stay. */
static enum err apply_rest(struct db *db, struct arena *arena, const struct migrations *known,
                           size_t from, int64_t now_at, char *detail)
{
    for (size_t i = from; i < known->count; i++) {
        enum err e = apply(db, arena, &known->item[i], now_at);
        if (e != OK) {
            snprintf(detail, CTX_DETAIL_BYTES, "migration %.*s: %.*s", STR_ARG(known->item[i].name),
                     STR_ARG(db_error(db)));
            return ERR_DB;
        }
    }
    return OK;
}

static enum err bring_up(struct db *db, struct arena *arena, int64_t now_at, int *applied,
                         char *detail)
{
    struct migrations known = migrations_of_binary(arena);
    struct migrations recorded = { 0 };
    enum err e = db_run_script(db, migrate_script(arena, table_script, db_is_postgres(db)));
    if (e == OK) {
        e = migrations_of_database(db, arena, &recorded);
    }
    if (e != OK) {
        snprintf(detail, CTX_DETAIL_BYTES, "%.*s", STR_ARG(db_error(db)));
        return e;
    }
    if (!is_beginning_of(&recorded, &known, detail)) {
        return ERR_DB;
    }
    TRY(apply_rest(db, arena, &known, recorded.count, now_at, detail));
    if (applied != NULL) {
        *applied = (int)(known.count - recorded.count);
    }
    return OK;
}

/* Several processes of one shop may start together; on SQLite the file lock of the writer does this. */
static enum err lock_schema(struct db *db, bool take)
{
    if (!db_is_postgres(db)) {
        return OK;
    }
    return db_run_script(db, take ? S("SELECT pg_advisory_lock(1634562657)")
                                  : S("SELECT pg_advisory_unlock(1634562657)"));
}

enum err migrate_up(struct db *db, int64_t now_at, int *applied, char *detail)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    TRY(lock_schema(db, true));
    enum err e = bring_up(db, arena, now_at, applied, detail);
    enum err unlocked = lock_schema(db, false);
    return e == OK ? unlocked : e;
}

enum err migrate_check(struct db *db, char *detail)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct migrations known = migrations_of_binary(arena);
    struct migrations recorded = { 0 };
    if (migrations_of_database(db, arena, &recorded) != OK) {
        snprintf(detail, CTX_DETAIL_BYTES, "no schema yet: %.*s", STR_ARG(db_error(db)));
        return ERR_STATE;
    }
    if (!is_beginning_of(&recorded, &known, detail)) {
        return ERR_STATE;
    }
    if (recorded.count < known.count) {
        snprintf(detail, CTX_DETAIL_BYTES, "%zu migrations are not applied yet: run amanah migrate",
                 known.count - recorded.count);
        return ERR_STATE;
    }
    return OK;
}

/* ---- rows that come from elsewhere ---- */

static enum err apply_some(struct db *db, const struct migrations *known, size_t from, size_t to,
                           int64_t now_at, char *detail)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    for (size_t i = from; i < to; i++) {
        if (apply_here(db, arena, &known->item[i], now_at) != OK) {
            snprintf(detail, CTX_DETAIL_BYTES, "migration %.*s: %.*s", STR_ARG(known->item[i].name),
                     STR_ARG(db_error(db)));
            return ERR_DB;
        }
    }
    return OK;
}

enum err migrate_first(struct db *db, int64_t now_at, size_t count, char *detail)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct migrations known = migrations_of_binary(arena);
    CHECK(count <= known.count);
    enum err e = db_run_script(db, migrate_script(arena, table_script, db_is_postgres(db)));
    if (e != OK) {
        snprintf(detail, CTX_DETAIL_BYTES, "%.*s", STR_ARG(db_error(db)));
        return e;
    }
    return apply_some(db, &known, 0, count, now_at, detail);
}

enum err migrate_rest(struct db *db, int64_t now_at, char *detail)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct migrations known = migrations_of_binary(arena);
    struct migrations recorded = { 0 };
    TRY(migrations_of_database(db, arena, &recorded));
    return apply_some(db, &known, recorded.count, known.count, now_at, detail);
}

enum err migrate_list(struct db *db, struct arena *arena, str *out)
{
    struct migrations recorded = { 0 };
    struct buf text = buf_new(arena, MB(1));
    TRY(migrations_of_database(db, arena, &recorded));
    for (size_t i = 0; i < recorded.count; i++) {
        buf_addf(&text, "%.*s %.*s\n", STR_ARG(recorded.item[i].name),
                 STR_ARG(recorded.item[i].sha256));
    }
    *out = buf_str(&text);
    return OK;
}

enum err migrate_match(struct arena *arena, str list, size_t *count, char *detail)
{
    struct migrations known = migrations_of_binary(arena);
    struct migrations recorded = { .item = NEW_N(arena, struct migration, MIGRATIONS_MAX) };
    for (struct str_pair rest = { .tail = list }; rest.tail.size > 0;) {
        rest = str_cut(rest.tail, '\n');
        if (recorded.count == MIGRATIONS_MAX) {
            return ERR_DB;
        }
        struct migration *m = &recorded.item[recorded.count++];
        struct str_pair line = str_cut(rest.head, ' ');
        m->name = line.head;
        m->sha256 = line.tail;
        if (!str_to_int(str_cut(line.head, '_').head, &m->number)) {
            m->number = 0; /* matches nothing */
        }
    }
    *count = recorded.count;
    return is_beginning_of(&recorded, &known, detail) ? OK : ERR_DB;
}

size_t migrate_tables(struct arena *arena, size_t count, str *out, size_t max)
{
    struct migrations known = migrations_of_binary(arena);
    str words = S("\nCREATE TABLE ");
    size_t tables = 0;
    for (size_t i = 0; i < count && i < known.count; i++) {
        str rest = known.item[i].bytes;
        for (size_t at = str_find(rest, words, 0); at < rest.size; at = str_find(rest, words, at)) {
            at += words.size;
            CHECK(tables < max);
            out[tables++] = str_cut(str_skip(rest, at), ' ').head;
        }
    }
    return tables;
}

/* ---- one file, two engines ---- */

enum part { PART_BOTH, PART_SQLITE, PART_POSTGRES };

static enum part part_after(str line, enum part part)
{
    str words = str_trim(line);
    if (str_eq(words, S("-- only sqlite"))) {
        return PART_SQLITE;
    }
    if (str_eq(words, S("-- only postgres"))) {
        return PART_POSTGRES;
    }
    return str_eq(words, S("-- both")) ? PART_BOTH : part;
}

static void add_part(struct buf *out, str text, enum part part, bool is_postgres)
{
    if (part == PART_BOTH && is_postgres) {
        buf_add(out, migrate_translate(out->arena, text));
    } else if (part == PART_BOTH || (part == PART_POSTGRES) == is_postgres) {
        buf_add(out, text);
    }
}

str migrate_script(struct arena *arena, str file, bool is_postgres)
{
    struct buf out = buf_new(arena, MB(4));
    enum part part = PART_BOTH;
    size_t begin = 0;
    size_t at = 0;
    while (at < file.size) {
        size_t end = str_find(file, S("\n"), at);
        enum part next = part_after(str_slice(file, at, end), part);
        if (next != part) {
            add_part(&out, str_slice(file, begin, at), part, is_postgres);
            part = next;
            begin = at;
        }
        at = end + 1;
    }
    add_part(&out, str_skip(file, begin), part, is_postgres);
    CHECK(!buf_is_over(&out));
    return buf_str(&out);
}

/* ---- SQLite's DDL in PostgreSQL's words ---- */

struct phrase {
    str sqlite; /* a space stands for any white space */
    str postgres;
};

/* The longer before the shorter. */
static const struct phrase phrases[] = {
    { S_INIT("INTEGER PRIMARY KEY"),
      S_INIT("BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY") },
    { S_INIT("AS INTEGER"), S_INIT("AS BIGINT") },
    { S_INIT("AS TEXT"), S_INIT("AS TEXT") }, /* inside CAST no collation may stand */
    { S_INIT("AS BLOB"), S_INIT("AS BYTEA") },
    { S_INIT("INTEGER"), S_INIT("BIGINT") },
    { S_INIT("TEXT"), S_INIT("TEXT COLLATE \"C\"") },
    { S_INIT("BLOB"), S_INIT("BYTEA") },
    { S_INIT("STRICT, WITHOUT ROWID"), S_INIT("") },
    { S_INIT("WITHOUT ROWID, STRICT"), S_INIT("") },
    { S_INIT("STRICT"), S_INIT("") },
};

static bool is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* How many characters of the script the phrase covers; 0: it does not stand here. */
static size_t phrase_size(str script, size_t from, str phrase)
{
    size_t at = from;
    for (size_t i = 0; i < phrase.size; i++) {
        size_t before = at;
        while (phrase.at[i] == ' ' && at < script.size && is_space(script.at[at])) {
            at++;
        }
        if (phrase.at[i] != ' ' && at < script.size && script.at[at] == phrase.at[i]) {
            at++;
        }
        if (at == before) {
            return 0;
        }
    }
    return at < script.size && is_word_char(script.at[at]) ? 0 : at - from;
}

static size_t translate_word(struct buf *out, str script, size_t at)
{
    for (size_t i = 0; i < COUNT(phrases); i++) {
        size_t size = phrase_size(script, at, phrases[i].sqlite);
        if (size > 0) {
            buf_add(out, phrases[i].postgres);
            return at + size;
        }
    }
    while (at < script.size && is_word_char(script.at[at])) {
        buf_add_char(out, script.at[at++]);
    }
    return at;
}

/* Past the string, name or comment that begins here; `at` itself where none does. */
static size_t end_of_quoted(str script, size_t at)
{
    str rest = str_skip(script, at);
    size_t end = at;
    if (str_starts(rest, S("--"))) {
        end = str_find(script, S("\n"), at);
    } else if (str_starts(rest, S("'"))) {
        end = str_find(script, S("'"), at + 1) + 1;
    } else if (str_starts(rest, S("\""))) {
        end = str_find(script, S("\""), at + 1) + 1;
    }
    return end < script.size ? end : script.size;
}

/* X'0aff' → '\x0aff'::bytea */
static size_t translate_bytes(struct buf *out, str script, size_t at)
{
    size_t end = end_of_quoted(script, at + 1);
    buf_add(out, S("'\\x"));
    buf_add(out, str_slice(script, at + 2, end));
    buf_add(out, S("::bytea"));
    return end;
}

str migrate_translate(struct arena *arena, str script)
{
    struct buf out = buf_new(arena, MB(4));
    size_t at = 0;
    while (at < script.size) {
        size_t end = end_of_quoted(script, at);
        if (end > at) {
            buf_add(&out, str_slice(script, at, end));
            at = end;
        } else if (str_starts(str_skip(script, at), S("X'"))) {
            at = translate_bytes(&out, script, at);
        } else if (is_word_char(script.at[at])) {
            at = translate_word(&out, script, at);
        } else {
            buf_add_char(&out, script.at[at++]);
        }
    }
    CHECK(!buf_is_over(&out));
    return buf_str(&out);
}
