/* SPDX-License-Identifier: Apache-2.0 */
/* vault.c - sealed values: writing, reading for a purpose, finding by keyed hash. */
#include "core/vault_person.h"

static str field_context(struct ctx *c, person_id person, enum vault_field field)
{
    return str_format(c->arena, "person:%" PRId64 ":%.*s", person.v,
                      STR_ARG(vault_field_name(field)));
}

static bool field_of(str name, enum vault_field *out)
{
    for (enum vault_field field = 0; field < VAULT_FIELD_COUNT; field++) {
        if (str_eq(name, vault_field_name(field))) {
            *out = field;
            return true;
        }
    }
    return false;
}

/* ---- finding ---- */

static bool is_findable(enum vault_field field)
{
    return field == VAULT_PHONE || field == VAULT_EMAIL;
}

str vault_find_hash(struct ctx *c, enum vault_field field, str value)
{
    CHECK(is_findable(field));
    str same = field == VAULT_EMAIL ? str_lower(c->arena, str_trim(value)) : value;
    str message =
        str_format(c->arena, "%.*s:%.*s", STR_ARG(vault_field_name(field)), STR_ARG(same));
    return keys_mac_hex(c->arena, c->keys, KEY_FIND, message);
}

SQL(find_by_hash, "SELECT person_id FROM person_find WHERE hash = $1 ORDER BY person_id DESC LIMIT 1");

enum err vault_find_ask(struct ctx *c, enum vault_field field, str value)
{
    return value.size == 0 ? OK
                           : db_ask(c->db, &find_by_hash, ARGS(vault_find_hash(c, field, value)));
}

enum err vault_find(struct ctx *c, enum vault_field field, str value, person_id *out)
{
    person_id id = { 0 };
    TRY(db_get_int(c->db, &find_by_hash, ARGS(vault_find_hash(c, field, value)), 0, &id.v));
    if (id.v == 0) {
        return fail(c, ERR_NOT_FOUND, "nobody has this %.*s", STR_ARG(vault_field_name(field)));
    }
    *out = id;
    return OK;
}

SQL(find_has, "SELECT CAST(count(1) AS BIGINT) FROM person_find WHERE person_id = $1 AND field = $2");

enum err vault_has(struct ctx *c, person_id person, enum vault_field field, bool *out)
{
    int64_t count = 0;
    CHECK(field == VAULT_PHONE || field == VAULT_EMAIL);
    TRY(db_get_int(c->db, &find_has, ARGS(person.v, vault_field_name(field)), 0, &count));
    *out = count != 0;
    return OK;
}

SQL(find_forget, "DELETE FROM person_find WHERE person_id = $1 AND field = $2");
SQL(find_insert, "INSERT INTO person_find (hash, person_id, field) VALUES ($1, $2, $3)"
                 " ON CONFLICT (hash, person_id) DO NOTHING");

static enum err make_findable(struct ctx *c, const struct person *p, enum vault_field field,
                              str value)
{
    str name = vault_field_name(field);
    if (!p->is_new) {
        TRY(db_post(c->db, &find_forget, ARGS(p->id.v, name)));
    }
    if (value.size == 0) {
        return OK;
    }
    return db_post(c->db, &find_insert, ARGS(vault_find_hash(c, field, value), p->id.v, name));
}

/* ---- fields ---- */

SQL(field_upsert, "INSERT INTO person_field (person_id, field, sealed) VALUES ($1, $2, $3)"
                  " ON CONFLICT (person_id, field) DO UPDATE SET sealed = $3");
SQL(field_delete, "DELETE FROM person_field WHERE person_id = $1 AND field = $2");

static enum err write_field(struct ctx *c, const struct person *p, person_id person,
                            enum vault_field field, str value)
{
    str name = vault_field_name(field);
    if (is_findable(field)) {
        TRY(make_findable(c, p, field, value));
    }
    if (value.size == 0) {
        return db_post(c->db, &field_delete, ARGS(person.v, name));
    }
    str sealed = key_seal(c, p->key, field_context(c, person, field), value);
    return db_post(c->db, &field_upsert, ARGS(person.v, name, ARG_BYTES(sealed)));
}

enum err vault_write(struct ctx *c, person_id person, enum vault_field field, str value)
{
    struct person p = { 0 };
    TRY(vault_person_load(c, person, &p));
    return write_field(c, &p, person, field, value);
}

SQL_SEALED(fields_of_person,
           "SELECT field, sealed FROM person_field WHERE person_id = $1 ORDER BY field LIMIT 20");

/* Sealed values as they lie there, by field. */
static enum err read_sealed(struct ctx *c, person_id person, str sealed[VAULT_FIELD_COUNT])
{
    struct db *db = NULL;
    TRY(vault_reader(c, &db));
    struct rows r = db_query(db, &fields_of_person, ARGS(person.v));
    while (db_next(&r)) {
        enum vault_field field = 0;
        if (field_of(row_text(&r, c->arena), &field)) {
            sealed[field] = row_blob(&r, c->arena);
        }
    }
    return db_done(&r);
}

static enum err open_one(struct ctx *c, const struct person *p, enum vault_field field, str sealed,
                         str *out)
{
    if (sealed.size == 0) {
        return OK;
    }
    if (!key_unseal(c, p->key, field_context(c, p->id, field), sealed, out)) {
        return fail(c, ERR_INTERNAL, "%.*s of person %" PRId64 " does not open",
                    STR_ARG(vault_field_name(field)), p->id.v);
    }
    return OK;
}

enum err vault_read(struct ctx *c, person_id person, unsigned fields, enum vault_purpose purpose,
                    struct person_data *out)
{
    struct person p = { 0 };
    struct person_data data = { 0 };
    str sealed[VAULT_FIELD_COUNT] = { 0 };
    TRY(vault_person_load(c, person, &p));
    TRY(vault_may(c, &p, fields, purpose));
    TRY(read_sealed(c, person, sealed));
    for (enum vault_field field = 0; field < VAULT_FIELD_COUNT; field++) {
        if ((fields & VAULT_BIT(field)) != 0) {
            TRY(open_one(c, &p, field, sealed[field], &data.field[field]));
        }
    }
    TRY(vault_write_down(c, person, fields, purpose));
    *out = data;
    return OK;
}

/* ---- texts ---- */

SQL(text_insert, "INSERT INTO person_text (person_id, field, sealed, at) VALUES ($1, $2, $3, $4) RETURNING id");

static enum err write_text(struct ctx *c, const struct person *p, person_id person,
                           enum vault_field field, str text, vault_text_id *out)
{
    vault_text_id id = { 0 };
    str sealed = key_seal(c, p->key, field_context(c, person, field), text);
    TRY(db_get_int(c->db, &text_insert,
                   ARGS(person.v, vault_field_name(field), ARG_BYTES(sealed), c->now_at), 0,
                   &id.v));
    *out = id;
    return OK;
}

enum err vault_text_write(struct ctx *c, person_id person, enum vault_field field, str text,
                          vault_text_id *out)
{
    struct person p = { 0 };
    TRY(vault_person_load(c, person, &p));
    return write_text(c, &p, person, field, text, out);
}

enum err vault_enter(struct ctx *c, person_id *person, const struct person_data *fields,
                     enum vault_field text_field, str text, vault_text_id *out)
{
    struct person p = { 0 };
    TRY(person->v == 0 ? vault_person_make(c, &p) : vault_person_load(c, *person, &p));
    for (enum vault_field field = 0; field < VAULT_FIELD_COUNT; field++) {
        if (fields->field[field].size != 0) {
            TRY(write_field(c, &p, p.id, field, fields->field[field]));
        }
    }
    TRY(write_text(c, &p, p.id, text_field, text, out));
    *person = p.id;
    return OK;
}

SQL_SEALED(text_by_id, "SELECT person_id, field, sealed FROM person_text WHERE id = $1");

struct text_row {
    person_id person;
    enum vault_field field;
    str sealed;
};

static enum err read_text(struct ctx *c, vault_text_id id, struct text_row *out)
{
    struct text_row t = { 0 };
    struct db *db = NULL;
    TRY(vault_reader(c, &db));
    struct rows r = db_query(db, &text_by_id, ARGS(id.v));
    bool found = db_next(&r);
    if (found) {
        t.person.v = row_int(&r);
        found = field_of(row_text(&r, c->arena), &t.field);
        t.sealed = row_blob(&r, c->arena);
    }
    TRY(db_done(&r));
    if (!found) {
        return fail(c, ERR_NOT_FOUND, "text %" PRId64 " is not there, or erased", id.v);
    }
    *out = t;
    return OK;
}

enum err vault_text_read(struct ctx *c, vault_text_id id, enum vault_purpose purpose, str *out)
{
    struct text_row t = { 0 };
    struct person p = { 0 };
    str plain = { 0 };
    TRY(read_text(c, id, &t));
    TRY(vault_person_load(c, t.person, &p));
    TRY(vault_may(c, &p, VAULT_BIT(t.field), purpose));
    TRY(open_one(c, &p, t.field, t.sealed, &plain));
    TRY(vault_write_down(c, t.person, VAULT_BIT(t.field), purpose));
    *out = plain;
    return OK;
}

SQL(text_delete, "DELETE FROM person_text WHERE id = $1");

enum err vault_text_delete(struct ctx *c, vault_text_id id)
{
    return db_exec(c->db, &text_delete, ARGS(id.v), NULL);
}
