/* SPDX-License-Identifier: Apache-2.0 */
#include "core/vault_move.h"

#include "core/keys.h"
#include "db/db.h"

enum { AT_ONCE = 200 };

struct wrapped_key {
    int64_t person;
    str wrapped;
};

SQL_SEALED(vault_keys_in_rows,
           "SELECT id, sealed_key FROM person WHERE id > $1 AND sealed_key IS NOT NULL"
           " ORDER BY id LIMIT $2");

static enum err read_keys(struct ctx *c, int64_t after, struct wrapped_key *out, size_t *count)
{
    size_t n = 0;
    struct rows r = db_query(c->vault_db, &vault_keys_in_rows, ARGS(after, AT_ONCE));
    while (db_next(&r)) {
        out[n].person = row_int(&r);
        out[n++].wrapped = row_blob(&r, c->arena);
    }
    *count = n;
    return db_done(&r);
}

enum err vault_keys_to_files(struct ctx *c)
{
    struct wrapped_key key[AT_ONCE];
    size_t count = 0;
    int64_t last = 0;
    do {
        struct arena_mark mark = arena_mark(c->arena);
        TRY(read_keys(c, last, key, &count));
        for (size_t i = 0; i < count; i++) {
            TRY(keys_person_put(c, key[i].person, key[i].wrapped));
            last = key[i].person;
        }
        arena_rewind(c->arena, mark);
    } while (count == AT_ONCE);
    return OK;
}

SQL(vault_persons_living, "SELECT id FROM person WHERE id > $1 AND erased_at IS NULL ORDER BY id LIMIT $2");
SQL(vault_key_into_row, "UPDATE person SET sealed_key = $2 WHERE id = $1");

static enum err key_into_row(struct ctx *c, int64_t person)
{
    str wrapped = { 0 };
    TRY(keys_person_get(c, person, &wrapped));
    return db_exec(c->db, &vault_key_into_row, ARGS(person, ARG_BYTES(wrapped)), NULL);
}

enum err vault_keys_to_rows(struct ctx *c)
{
    int64_t person[AT_ONCE];
    size_t count = 0;
    int64_t last = 0;
    do {
        struct arena_mark mark = arena_mark(c->arena);
        struct rows r = db_query(c->db, &vault_persons_living, ARGS(last, AT_ONCE));
        for (count = 0; db_next(&r); count++) {
            person[count] = row_int(&r);
        }
        TRY(db_done(&r));
        for (size_t i = 0; i < count; i++) {
            TRY(key_into_row(c, person[i]));
            last = person[i];
        }
        arena_rewind(c->arena, mark);
    } while (count == AT_ONCE);
    return OK;
}
