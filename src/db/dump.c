/* SPDX-License-Identifier: Apache-2.0 */
#include "db/dump.h"

#include "base/buf.h"
#include "db/dump_engine.h"
#include "db/engine.h"
#include "db/migrate.h"

#include <endian.h>

enum { RECORD_BYTES_MAX = 1024 * 1024 * 1024 };

static const struct dump_engine *engine_of(const struct db *db)
{
    return db_is_postgres(db) ? &dump_postgres : &dump_sqlite;
}

/* Its rows tell running processes what changed; nobody runs beside a restored shop, and their numbers are the server's own. */
static bool stays_behind(str table)
{
    return str_eq(table, S("invalidation"));
}

static enum err say(struct db *db, enum err e, char *detail)
{
    if (e != OK && detail[0] == '\0') {
        snprintf(detail, CTX_DETAIL_BYTES, "%.*s", STR_ARG(db_error(db)));
    }
    return e;
}

/* ---- writing ---- */

static enum err put(const struct dump_sink *sink, char kind, str bytes)
{
    uint32_t size = htobe32((uint32_t)bytes.size);
    char head[5] = { kind };
    memcpy(head + 1, &size, sizeof size);
    CHECK(bytes.size <= RECORD_BYTES_MAX);
    TRY(sink->write(sink->data, (str){ head, sizeof head }));
    return bytes.size == 0 ? OK : sink->write(sink->data, bytes);
}

static enum err put_rows(void *data, str rows)
{
    return put(data, 'D', rows);
}

static enum err write_table(struct db *db, str name, const struct dump_sink *sink)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct dump_table *table = NEW(arena, struct dump_table);
    struct buf head = buf_new(arena, KB(16));
    struct str_pair without = str_cut(sink->without, '.');
    table->name = name;
    table->without = str_eq(without.head, name) ? without.tail : (str){ 0 };
    TRY(engine_of(db)->columns(db, arena, table));
    buf_addf(&head, "%.*s\n", STR_ARG(name));
    for (size_t i = 0; i < table->count; i++) {
        buf_addf(&head, "%.*s\n", STR_ARG(table->column[i]));
    }
    TRY(put(sink, 'T', buf_str(&head)));
    struct dump_sink rows = *sink;
    return engine_of(db)->out(db, arena, table, put_rows, &rows);
}

static enum err write_all(struct db *db, const struct dump_sink *sink, char *detail)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    str list = { 0 };
    size_t migrations = 0;
    str *table = NEW_N(arena, str, DUMP_TABLES_MAX);
    TRY(engine_of(db)->begin(db));
    TRY(migrate_list(db, arena, &list));
    TRY(migrate_match(arena, list, &migrations, detail));
    TRY(put(sink, 'M', list));
    size_t count = migrate_tables(arena, migrations, table, DUMP_TABLES_MAX);
    for (size_t i = 0; i < count; i++) {
        if (!stays_behind(table[i])) {
            TRY(write_table(db, table[i], sink));
        }
    }
    return put(sink, 'E', (str){ 0 });
}

enum err dump_write(struct db *db, const struct dump_sink *sink, char *detail)
{
    CHECK(db_mode_of(db) == DB_READ_VAULT);
    enum err e = db_begin(db);
    if (e == OK) {
        e = write_all(db, sink, detail);
    }
    e = say(db, e, detail);
    db_rollback(db); /* it only read */
    return e;
}

/* ---- reading ---- */

struct record {
    char kind;
    str bytes;
};

struct reading {
    struct db *db;
    FILE *in;
    struct arena *arena; /* of one record */
    struct arena *tables;
    struct dump_table *table; /* being filled; NULL: none */
    int64_t now_at;
    char *detail;
};

static enum err malformed(const struct reading *r, const char *why)
{
    snprintf(r->detail, CTX_DETAIL_BYTES, "the rows are damaged: %s", why);
    return ERR_MALFORMED;
}

static enum err next(struct reading *r, struct record *out)
{
    unsigned char head[5];
    if (fread(head, 1, sizeof head, r->in) != sizeof head) {
        return malformed(r, "they end too early");
    }
    size_t size = (size_t)head[1] << 24 | (size_t)head[2] << 16 | (size_t)head[3] << 8 | head[4];
    if (size > RECORD_BYTES_MAX) {
        return malformed(r, "a part is too long");
    }
    arena_reset(r->arena);
    char *bytes = arena_alloc(r->arena, size + 1);
    if (fread(bytes, 1, size, r->in) != size) {
        return malformed(r, "they end too early");
    }
    *out = (struct record){ (char)head[0], { bytes, size } };
    return OK;
}

static enum err end_table(struct reading *r)
{
    enum err e = r->table == NULL ? OK : engine_of(r->db)->in_end(r->db, r->table);
    r->table = NULL;
    return e;
}

/* It becomes part of a statement. */
static bool is_plain_name(str name)
{
    for (size_t i = 0; i < name.size; i++) {
        char c = name.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) {
            return false;
        }
    }
    return name.size > 0;
}

static enum err begin_table(struct reading *r, str head)
{
    TRY(end_table(r));
    arena_reset(r->tables);
    struct dump_table *table = NEW(r->tables, struct dump_table);
    struct str_pair rest = str_cut(str_copy(r->tables, head), '\n');
    table->name = rest.head;
    while (rest.tail.size > 0) {
        rest = str_cut(rest.tail, '\n');
        if (table->count == DUMP_COLUMNS_MAX || !is_plain_name(rest.head)) {
            return malformed(r, "a column's name");
        }
        table->column[table->count++] = rest.head;
    }
    TRY(engine_of(r->db)->in_begin(r->db, r->tables, table));
    r->table = table;
    return OK;
}

static bool is_known(const str *table, size_t count, str head)
{
    str name = str_cut(head, '\n').head;
    for (size_t i = 0; i < count; i++) {
        if (str_eq(table[i], name)) {
            return true;
        }
    }
    return false;
}

/* The schema as it was when the rows were written, and none of the rows it came with. */
static enum err make_schema(struct reading *r, struct arena *arena, str *table, size_t *count)
{
    struct record first = { 0 };
    size_t migrations = 0;
    TRY(next(r, &first));
    if (first.kind != 'M') {
        return malformed(r, "they do not begin with a schema");
    }
    TRY(migrate_match(arena, first.bytes, &migrations, r->detail));
    TRY(migrate_first(r->db, r->now_at, migrations, r->detail));
    *count = migrate_tables(arena, migrations, table, DUMP_TABLES_MAX);
    for (size_t i = *count; i > 0; i--) {
        TRY(engine_of(r->db)->empty(r->db, &(struct dump_table){ .name = table[i - 1] }));
    }
    return OK;
}

static enum err read_tables(struct reading *r, const str *table, size_t count)
{
    for (;;) {
        struct record record = { 0 };
        TRY(next(r, &record));
        switch (record.kind) {
        case 'T':
            if (!is_known(table, count, record.bytes)) {
                return malformed(r, "an unknown table");
            }
            TRY(begin_table(r, record.bytes));
            break;
        case 'D':
            if (r->table == NULL) {
                return malformed(r, "rows of no table");
            }
            TRY(engine_of(r->db)->in_rows(r->db, r->table, record.bytes));
            break;
        case 'E':
            return end_table(r);
        default:
            return malformed(r, "an unknown part");
        }
    }
}

static enum err read_all(struct reading *r)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    str *table = NEW_N(arena, str, DUMP_TABLES_MAX);
    size_t count = 0;
    bool is_empty = false;
    TRY(engine_of(r->db)->begin(r->db));
    TRY(engine_of(r->db)->is_empty(r->db, &is_empty));
    if (!is_empty) {
        snprintf(r->detail, CTX_DETAIL_BYTES,
                 "the database has tables already: rows go into an empty one");
        return ERR_EXISTS;
    }
    TRY(make_schema(r, arena, table, &count));
    enum err e = read_tables(r, table, count);
    enum err ended = end_table(r); /* a COPY that stands open would hear of nothing else */
    TRY(e);
    TRY(ended);
    TRY(engine_of(r->db)->end(r->db));
    return migrate_rest(r->db, r->now_at, r->detail);
}

enum err dump_read(struct db *db, FILE *in, int64_t now_at, char *detail)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    CLEANUP(arena_drop) struct arena *tables = arena_new();
    struct reading r = { db, in, arena, tables, NULL, now_at, detail };
    return say(db, read_all(&r), detail);
}
