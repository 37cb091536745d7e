/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/move.h"

#include "base/clock.h"
#include "core/keys.h"
#include "core/vault_move.h"
#include "db/dump.h"

#include <errno.h>
#include <ftw.h>
#include <string.h>
#include <unistd.h>

enum { DEPTH_MAX = 10 };

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *walk)
{
    (void)about, (void)kind, (void)walk;
    return remove(path);
}

void remove_tree(const char *path)
{
    (void)nftw(path, remove_one, DEPTH_MAX, FTW_DEPTH | FTW_PHYS);
}

static enum err write_to_file(void *data, str bytes)
{
    return fwrite(bytes.at, 1, bytes.size, data) == bytes.size ? OK : ERR_IO;
}

static str file_of(const struct move *move)
{
    return str_format(move->arena, "%.*s/shop.db", STR_ARG(move->dir));
}

static const char *persons_of(const struct move *move)
{
    return str_c(move->arena, str_format(move->arena, "%.*s/keys/persons", STR_ARG(move->dir)));
}

/* As much of a context as the vault needs. */
static enum err keys_ctx(const struct move *move, struct ctx *out)
{
    *out =
        (struct ctx){ .arena = move->arena, .now_at = clock_now(), .actor = { ROLE_SYSTEM, 0 } };
    return keys_open(move->arena, move->dir, &out->keys, move->detail);
}

static enum err say(const struct move *move, const struct ctx *c, enum err e)
{
    if (e != OK && move->detail[0] == '\0') {
        snprintf(move->detail, CTX_DETAIL_BYTES, "%s", c->detail);
    }
    return e;
}

enum err move_out(const struct move *move, FILE *rows)
{
    CLEANUP(db_drop) struct db *db = NULL;
    struct dump_sink sink = { write_to_file, rows, S("person.sealed_key") };
    TRY(db_open(file_of(move), DB_READ_VAULT, &db, move->detail));
    TRY(dump_write(db, &sink, move->detail));
    if (fflush(rows) != 0 || fseek(rows, 0, SEEK_SET) != 0) {
        snprintf(move->detail, CTX_DETAIL_BYTES, "the rows: %s", strerror(errno));
        return ERR_IO;
    }
    return OK;
}

enum err move_keys(const struct move *move)
{
    CLEANUP(db_drop) struct db *db = NULL;
    struct ctx c;
    TRY(keys_ctx(move, &c));
    TRY(db_open(file_of(move), DB_READ_VAULT, &db, move->detail));
    c.vault_db = db;
    return say(move, &c, vault_keys_to_files(&c));
}

static enum err fill_sqlite(const struct move *move, struct ctx *c, FILE *rows)
{
    TRY(db_begin(c->db));
    enum err e = dump_read(c->db, rows, c->now_at, move->detail);
    e = e == OK ? say(move, c, vault_keys_to_rows(c)) : e;
    if (e != OK) {
        db_rollback(c->db);
        return e;
    }
    return db_commit(c->db);
}

static enum err into_sqlite(const struct move *move, FILE *rows)
{
    struct ctx c;
    TRY(keys_ctx(move, &c));
    TRY(db_open(file_of(move), DB_WRITE, &c.db, move->detail));
    enum err e = fill_sqlite(move, &c, rows);
    db_drop(&c.db);
    if (e == OK) {
        remove_tree(persons_of(move)); /* they stand in the rows now, and nowhere else */
    }
    return e;
}

enum err move_in(const struct move *move, FILE *rows, str url, struct db **out)
{
    db_start();
    if (url.size == 0) {
        return into_sqlite(move, rows);
    }
    CLEANUP(db_drop) struct db *db = NULL;
    TRY(db_open(url, DB_WRITE, &db, move->detail));
    TRY(db_begin(db));
    TRY(dump_read(db, rows, clock_now(), move->detail)); /* closing it rolls it back */
    *out = db;
    db = NULL;
    return OK;
}
