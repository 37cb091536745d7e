/* SPDX-License-Identifier: Apache-2.0 */
/* vault_person.c - persons, their keys, permission and the access log. */
#include "core/vault_person.h"

#include "core/consent.h"
#include "core/event.h"
#include "core/word.h"

enum { ACCESS_LIST_MAX = 200, SWEEP_MAX = 100 };

enum err vault_reader(struct ctx *c, struct db **out)
{
    bool is_plain = db_mode_of(c->db) == DB_READ;
    if (is_plain && c->vault_db == NULL && c->open_vault != NULL) {
        TRY(c->open_vault(c));
    }
    if (is_plain && c->vault_db == NULL) {
        return fail(c, ERR_INTERNAL, "personal data asked for where no vault connection is");
    }
    *out = is_plain ? c->vault_db : c->db;
    return OK;
}

/* ---- persons ---- */

static str person_context(struct ctx *c, person_id id)
{
    return str_format(c->arena, "person:%" PRId64 ":key", id.v);
}

SQL(person_insert, "INSERT INTO person (made_at) VALUES ($1) RETURNING id");
SQL(person_set_key, "UPDATE person SET sealed_key = $2 WHERE id = $1");

enum err vault_person_make(struct ctx *c, struct person *out)
{
    struct person p = { .is_new = true };
    char *key = arena_alloc(c->arena, KEY_BYTES);
    TRY(db_get_int(c->db, &person_insert, ARGS(c->now_at), 0, &p.id.v));
    random_bytes(c->random, key, KEY_BYTES);
    p.key = (str){ key, KEY_BYTES };
    str wrapped = keys_seal(c, KEY_WRAP, person_context(c, p.id), p.key);
    if (db_is_postgres(c->db)) {
        TRY(keys_person_put(c, p.id.v, wrapped));
    } else {
        TRY(db_exec(c->db, &person_set_key, ARGS(p.id.v, ARG_BYTES(wrapped)), NULL));
    }
    *out = p;
    return OK;
}

enum err vault_person_create(struct ctx *c, person_id *out)
{
    struct person p = { 0 };
    TRY(vault_person_make(c, &p));
    *out = p.id;
    return OK;
}

SQL_SEALED(person_by_id, "SELECT sealed_key, restricted_at, erased_at FROM person WHERE id = $1");

struct person_row {
    bool is_there, is_restricted;
    str wrapped;
};

static enum err read_person(struct ctx *c, person_id id, struct person_row *out)
{
    struct person_row p = { 0 };
    struct db *db = NULL;
    TRY(vault_reader(c, &db));
    struct rows r = db_query(db, &person_by_id, ARGS(id.v));
    if (db_next(&r)) {
        p.wrapped = row_blob(&r, c->arena);
        p.is_restricted = row_int(&r) != 0;
        p.is_there = row_is_null(&r);
    }
    TRY(db_done(&r));
    *out = p;
    return OK;
}

enum err vault_person_load(struct ctx *c, person_id id, struct person *out)
{
    struct person_row row = { 0 };
    struct person p = { .id = id };
    TRY(read_person(c, id, &row));
    if (!row.is_there) {
        return fail(c, ERR_NOT_FOUND, "person %" PRId64 " is not there, or erased", id.v);
    }
    p.is_restricted = row.is_restricted;
    if (row.wrapped.size == 0 && db_is_postgres(c->db)) {
        TRY(keys_person_get(c, id.v, &row.wrapped));
    }
    if (!keys_unseal(c, KEY_WRAP, person_context(c, id), row.wrapped, &p.key) ||
        p.key.size != KEY_BYTES) {
        return fail(c, ERR_INTERNAL, "the key of person %" PRId64 " does not open", id.v);
    }
    *out = p;
    return OK;
}

/* ---- permission ---- */

SQL(basis_holds, "SELECT 1 FROM person_basis WHERE person_id = $1 AND begins_at <= $2"
                 " AND (ends_at IS NULL OR ends_at > $2) LIMIT 1");

static enum err has_contract(struct ctx *c, person_id id, bool *out)
{
    int64_t found = 0;
    TRY(db_get_int(c->db, &basis_holds, ARGS(id.v, c->now_at), 0, &found));
    *out = found != 0;
    return OK;
}

static enum err basis_of(struct ctx *c, const struct person *p, enum vault_purpose purpose,
                         bool *holds)
{
    switch (vault_purpose_row(purpose)->basis) {
    case BASIS_CONTRACT:
        *holds = false;
        return p->is_restricted ? OK : has_contract(c, p->id, holds);
    case BASIS_CONSENT:
        *holds = false;
        return p->is_restricted ? OK : consent_is_given(c, p->id, purpose, holds);
    case BASIS_INTEREST:
        *holds = !p->is_restricted;
        return OK;
    case BASIS_LEGAL_DUTY:
        *holds = true;
        return OK;
    case BASIS_OWN_REQUEST:
        *holds = c->actor.id == p->id.v;
        return OK;
    }
    return fail(c, ERR_INTERNAL, "purpose %d", (int)purpose);
}

enum err vault_may(struct ctx *c, const struct person *p, unsigned fields,
                   enum vault_purpose purpose)
{
    const struct vault_purpose_row *row = vault_purpose_row(purpose);
    if ((fields & ~row->fields) != 0) {
        return fail(c, ERR_FORBIDDEN, "purpose %s does not cover fields %#x", row->name,
                    fields & ~row->fields);
    }
    if ((row->roles & 1u << c->actor.role) == 0) {
        return fail(c, ERR_FORBIDDEN, "purpose %s is not for role %.*s", row->name,
                    STR_ARG(role_name(c->actor.role)));
    }
    bool holds = false;
    TRY(basis_of(c, p, purpose, &holds));
    return holds
               ? OK
               : fail(c, ERR_FORBIDDEN, "purpose %s has no legal basis for person %" PRId64 " now",
                      row->name, p->id.v);
}

SQL(basis_begin, "INSERT INTO person_basis (person_id, subject, begins_at) VALUES ($1, $2, $3)"
                 " ON CONFLICT (person_id, subject) DO UPDATE SET ends_at = NULL");

enum err vault_basis_begin(struct ctx *c, person_id person, str subject)
{
    return db_post(c->db, &basis_begin, ARGS(person.v, subject, c->now_at));
}

SQL(basis_end, "UPDATE person_basis SET ends_at = $3 WHERE person_id = $1 AND subject = $2");

enum err vault_basis_end(struct ctx *c, person_id person, str subject, int64_t at)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &basis_end, ARGS(person.v, subject, at), &changed));
    return changed == 1 ? OK
                        : fail(c, ERR_NOT_FOUND, "person %" PRId64 " has no basis %.*s", person.v,
                               STR_ARG(subject));
}

SQL(person_restrict, "UPDATE person SET restricted_at = $2 WHERE id = $1 AND erased_at IS NULL");

enum err vault_restrict(struct ctx *c, person_id person, bool is_restricted)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &person_restrict,
                ARGS(person.v, arg_int_or_null(is_restricted ? c->now_at : 0)), &changed));
    if (changed == 0) {
        return fail(c, ERR_NOT_FOUND, "person %" PRId64, person.v);
    }
    str kind = is_restricted ? S("person.restricted") : S("person.unrestricted");
    return event_note(c, kind, str_format(c->arena, "person:%" PRId64, person.v), NULL);
}

/* ---- the access log ---- */

SQL(access_insert, "INSERT INTO vault_access (person_id, at, purpose, fields, actor_role, actor_id)"
                   " VALUES ($1, $2, $3, $4, $5, $6)");

static enum err insert_access(struct ctx *c, struct actor who, int64_t at,
                              const struct vault_note *n)
{
    return db_exec(c->db, &access_insert,
                   ARGS(n->person.v, at, str_of(vault_purpose_row(n->purpose)->name),
                        (int64_t)n->fields, role_name(who.role), who.id),
                   NULL);
}

/* One request, one reader, one instant: a page of fifty messages is one look at the person, with all its fields. */
static bool joins_note(struct ctx *c, const struct vault_note *note)
{
    for (struct vault_note *n = c->note; n != NULL; n = n->next) {
        if (n->person.v == note->person.v && n->purpose == note->purpose) {
            n->fields |= note->fields;
            return true;
        }
    }
    return false;
}

enum err vault_write_down(struct ctx *c, person_id person, unsigned fields,
                          enum vault_purpose purpose)
{
    struct vault_note note = { .person = person, .purpose = purpose, .fields = fields };
    if (db_mode_of(c->db) == DB_WRITE) {
        return insert_access(c, c->actor, c->now_at, &note);
    }
    if (joins_note(c, &note)) {
        return OK;
    }
    struct vault_note *kept = NEW(c->arena, struct vault_note);
    *kept = note;
    kept->next = c->note;
    c->note = kept;
    return OK;
}

enum err vault_write_notes(struct ctx *c, const struct ctx *from)
{
    for (const struct vault_note *n = from->note; n != NULL; n = n->next) {
        TRY(insert_access(c, from->actor, from->now_at, n));
    }
    return OK;
}

SQL(accesses_of_person, "SELECT id, at, purpose, fields, actor_role, actor_id FROM vault_access"
                        " WHERE person_id = $1 AND id < $2 ORDER BY id DESC LIMIT 200");

static void read_access(struct ctx *c, struct rows *r, struct vault_access *out)
{
    out->id = row_int(r);
    out->at = row_int(r);
    (void)!vault_purpose_of(row_text(r, c->arena), &out->purpose);
    out->fields = (unsigned)row_int(r);
    (void)!role_of(row_text(r, c->arena), &out->actor.role);
    out->actor.id = row_int(r);
}

enum err vault_access_list(struct ctx *c, person_id person, int64_t before,
                           struct vault_access_list *out)
{
    struct vault_access_list list = { .item = NEW_N(c->arena, struct vault_access, ACCESS_LIST_MAX) };
    struct rows r =
        db_query(c->db, &accesses_of_person, ARGS(person.v, before == 0 ? INT64_MAX : before));
    while (db_next(&r)) {
        read_access(c, &r, &list.item[list.count++]);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

/* ---- erasure ---- */

SQL(person_erase, "UPDATE person SET sealed_key = NULL, erased_at = $2, restricted_at = NULL"
                  " WHERE id = $1 AND erased_at IS NULL");
SQL(person_erase_fields, "DELETE FROM person_field WHERE person_id = $1");
SQL(person_erase_texts, "DELETE FROM person_text WHERE person_id = $1");
SQL(person_erase_finds, "DELETE FROM person_find WHERE person_id = $1");
SQL(person_erase_basis, "DELETE FROM person_basis WHERE person_id = $1");

enum err vault_erase(struct ctx *c, person_id person)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &person_erase, ARGS(person.v, c->now_at), &changed));
    if (changed == 0) {
        return fail(c, ERR_NOT_FOUND, "person %" PRId64 " is not there, or erased before",
                    person.v);
    }
    TRY(db_exec(c->db, &person_erase_fields, ARGS(person.v), NULL));
    TRY(db_exec(c->db, &person_erase_texts, ARGS(person.v), NULL));
    TRY(db_exec(c->db, &person_erase_finds, ARGS(person.v), NULL));
    TRY(db_exec(c->db, &person_erase_basis, ARGS(person.v), NULL));
    TRY(word_forget(c, person));
    TRY(event_forget(c, person.v));
    return event_note(c, S("person.erased"), str_format(c->arena, "person:%" PRId64, person.v),
                      NULL);
}

SQL(persons_unswept, "SELECT id FROM person WHERE erased_at IS NOT NULL AND swept_at IS NULL ORDER BY id LIMIT 100");
SQL(person_swept, "UPDATE person SET swept_at = $2 WHERE id = $1");

/* The erasure is committed by now: a file destroyed inside its transaction could belong to a person who stays. */
enum err vault_sweep(struct ctx *c)
{
    int64_t id[SWEEP_MAX];
    size_t count = 0;
    struct rows r = db_query(c->db, &persons_unswept, NO_ARGS);
    while (db_next(&r)) {
        id[count++] = row_int(&r);
    }
    TRY(db_done(&r));
    for (size_t i = 0; i < count; i++) {
        if (db_is_postgres(c->db)) {
            TRY(keys_person_drop(c, id[i]));
        }
        TRY(db_exec(c->db, &person_swept, ARGS(id[i], c->now_at), NULL));
    }
    return OK;
}
