/* SPDX-License-Identifier: Apache-2.0 */
#include "c/fixture.h"
#include "core/consent.h"
#include "core/event.h"
#include "core/vault.h"

#include <stdio.h>
#include <unistd.h>

static person_id budi(struct fixture *t)
{
    person_id id = { 0 };
    must(vault_person_create(&t->c, &id));
    must(vault_write(&t->c, id, VAULT_NAME, S("Budi Santoso")));
    must(vault_write(&t->c, id, VAULT_PHONE, S("+6281234567890")));
    must(vault_write(&t->c, id, VAULT_EMAIL, S("Budi@Example.com")));
    return id;
}

static person_id buyer(struct fixture *t)
{
    person_id id = budi(t);
    must(vault_basis_begin(&t->c, id, S("order:1")));
    return id;
}

static enum err read_phone(struct fixture *t, person_id id, enum vault_purpose purpose, str *out)
{
    struct person_data data = { 0 };
    enum err e = vault_read(&t->c, id, VAULT_BIT(VAULT_PHONE), purpose, &data);
    *out = data.field[VAULT_PHONE];
    return e;
}

static size_t accesses(struct fixture *t, person_id id)
{
    struct vault_access_list list;
    must(vault_access_list(&t->c, id, 0, &list));
    return list.count;
}

DomainTest(vault, gives_back_what_was_written_for_a_purpose_and_writes_it_down)
{
    person_id id = buyer(t);
    struct person_data data;
    c->actor = (struct actor){ ROLE_FULFILMENT, 7 };
    must(
        vault_read(c, id, VAULT_BIT(VAULT_NAME) | VAULT_BIT(VAULT_PHONE), PURPOSE_SHIPPING, &data));
    cr_expect(str_eq(data.field[VAULT_NAME], S("Budi Santoso")));
    cr_expect(str_eq(data.field[VAULT_PHONE], S("+6281234567890")));
    cr_expect(str_is_empty(data.field[VAULT_EMAIL])); /* not asked for */
    struct vault_access_list list;
    must(vault_access_list(c, id, 0, &list));
    cr_assert_eq(list.count, 1);
    cr_expect_eq(list.item[0].purpose, PURPOSE_SHIPPING);
    cr_expect_eq(list.item[0].actor.role, ROLE_FULFILMENT);
    cr_expect_eq(list.item[0].actor.id, 7);
    cr_expect_eq(list.item[0].fields, VAULT_BIT(VAULT_NAME) | VAULT_BIT(VAULT_PHONE));
}

DomainTest(vault, refuses_fields_and_roles_the_purpose_does_not_cover)
{
    person_id id = buyer(t);
    struct person_data data;
    cr_expect_eq(vault_read(c, id, VAULT_BIT(VAULT_EMAIL), PURPOSE_SHIPPING, &data), ERR_FORBIDDEN);
    cr_expect_eq(vault_read(c, id, VAULT_BIT(VAULT_BANK_ACCOUNT), PURPOSE_CARE, &data),
                 ERR_FORBIDDEN);
    c->actor = (struct actor){ ROLE_AUDITOR, 3 };
    cr_expect_eq(vault_read(c, id, VAULT_BIT(VAULT_NAME), PURPOSE_SHIPPING, &data), ERR_FORBIDDEN);
    c->actor = (struct actor){ ROLE_CARE, 3 };
    cr_expect_eq(vault_read(c, id, VAULT_BIT(VAULT_NAME), PURPOSE_SHIPPING, &data), ERR_FORBIDDEN);
    cr_expect_eq(accesses(t, id), 0); /* nothing was read */
    cr_expect(!str_contains(str_of(c->detail), S("Budi")));
}

DomainTest(vault, asks_for_a_contract_that_holds_now)
{
    person_id id = budi(t);
    str phone = { 0 };
    cr_expect_eq(read_phone(t, id, PURPOSE_SHIPPING, &phone), ERR_FORBIDDEN);
    must(vault_basis_begin(c, id, S("order:1")));
    must(read_phone(t, id, PURPOSE_SHIPPING, &phone));
    must(vault_basis_end(c, id, S("order:1"), c->now_at + DAYS(30)));
    must(read_phone(t, id, PURPOSE_SHIPPING, &phone));
    fixture_pass(t, DAYS(30));
    cr_expect_eq(read_phone(t, id, PURPOSE_SHIPPING, &phone), ERR_FORBIDDEN);
    must(read_phone(t, id, PURPOSE_PRIVACY,
                    &phone)); /* a legal duty does not end with the contract */
}

DomainTest(vault, asks_for_consent_that_was_not_withdrawn)
{
    person_id id = buyer(t);
    str phone = { 0 };
    cr_expect_eq(read_phone(t, id, PURPOSE_MARKETING, &phone), ERR_FORBIDDEN);
    must(consent_give(c, id, PURPOSE_MARKETING, 1));
    must(read_phone(t, id, PURPOSE_MARKETING, &phone));
    cr_expect_eq(read_phone(t, id, PURPOSE_SURVEY, &phone), ERR_FORBIDDEN); /* another purpose */
    must(consent_withdraw(c, id, PURPOSE_MARKETING));
    cr_expect_eq(read_phone(t, id, PURPOSE_MARKETING, &phone), ERR_FORBIDDEN);
    must(consent_give(c, id, PURPOSE_MARKETING, 2));
    must(consent_give(c, id, PURPOSE_MARKETING, 2)); /* given before: writes nothing */
    struct consent_list facts;
    must(consent_list(c, id, &facts));
    cr_assert_eq(facts.count, 3);
    cr_expect(facts.item[0].is_given && !facts.item[1].is_given && facts.item[2].is_given);
    cr_expect_eq(facts.item[2].text_version, 2);
}

DomainTest(vault, stops_for_a_restricted_person_but_for_the_law_and_themselves)
{
    person_id id = buyer(t);
    str phone = { 0 };
    must(consent_give(c, id, PURPOSE_MARKETING, 1));
    must(vault_restrict(c, id, true));
    cr_expect_eq(read_phone(t, id, PURPOSE_SHIPPING, &phone), ERR_FORBIDDEN);
    cr_expect_eq(read_phone(t, id, PURPOSE_MARKETING, &phone), ERR_FORBIDDEN);
    cr_expect_eq(read_phone(t, id, PURPOSE_PROTECTION, &phone), ERR_FORBIDDEN);
    must(read_phone(t, id, PURPOSE_PRIVACY, &phone));
    c->actor = (struct actor){ ROLE_BUYER, id.v };
    must(read_phone(t, id, PURPOSE_SELF, &phone));
    must(vault_restrict(c, id, false));
    c->actor = (struct actor){ .role = ROLE_SYSTEM };
    must(read_phone(t, id, PURPOSE_SHIPPING, &phone));
}

DomainTest(vault, shows_buyers_their_own_data_and_nobody_elses)
{
    person_id one = budi(t);
    person_id other = budi(t);
    str phone = { 0 };
    c->actor = (struct actor){ ROLE_BUYER, one.v };
    must(read_phone(t, one, PURPOSE_SELF, &phone));
    cr_expect_eq(read_phone(t, other, PURPOSE_SELF, &phone), ERR_FORBIDDEN);
}

DomainTest(vault, finds_by_phone_and_by_email_however_it_is_written)
{
    person_id id = budi(t);
    person_id found = { 0 };
    must(vault_find(c, VAULT_PHONE, S("+6281234567890"), &found));
    cr_expect_eq(found.v, id.v);
    must(vault_find(c, VAULT_EMAIL, S(" budi@example.COM "), &found));
    cr_expect_eq(found.v, id.v);
    cr_expect_eq(vault_find(c, VAULT_PHONE, S("+6281234567891"), &found), ERR_NOT_FOUND);
    must(vault_write(c, id, VAULT_PHONE, S("+6281234567891")));
    must(vault_find(c, VAULT_PHONE, S("+6281234567891"), &found));
    cr_expect_eq(vault_find(c, VAULT_PHONE, S("+6281234567890"), &found), ERR_NOT_FOUND);
    must(vault_write(c, id, VAULT_EMAIL, S("")));
    cr_expect_eq(vault_find(c, VAULT_EMAIL, S("budi@example.com"), &found), ERR_NOT_FOUND);
    person_id second = budi(t);
    must(vault_find(c, VAULT_EMAIL, S("budi@example.com"), &found));
    cr_expect_eq(found.v, second.v);
}

DomainTest(vault, seals_texts_under_the_field_they_belong_to)
{
    person_id id = buyer(t);
    vault_text_id address = { 0 };
    vault_text_id message = { 0 };
    str text = { 0 };
    must(vault_text_write(c, id, VAULT_ADDRESS, S("{\"street\":\"Jalan Kledung 14\"}"), &address));
    must(vault_text_write(c, id, VAULT_MESSAGE, S("Barangnya pecah"), &message));
    must(vault_text_read(c, address, PURPOSE_SHIPPING, &text));
    cr_expect(str_contains(text, S("Kledung")));
    cr_expect_eq(vault_text_read(c, message, PURPOSE_SHIPPING, &text), ERR_FORBIDDEN);
    must(vault_text_read(c, message, PURPOSE_CARE, &text));
    cr_expect(str_eq(text, S("Barangnya pecah")));
    cr_expect_eq(accesses(t, id), 2);
    must(vault_text_delete(c, message));
    cr_expect_eq(vault_text_read(c, message, PURPOSE_CARE, &text), ERR_NOT_FOUND);
}

DomainTest(vault, erasure_leaves_nothing_to_read_find_or_open)
{
    person_id id = buyer(t);
    person_id found = { 0 };
    vault_text_id text_id = { 0 };
    event_id event = { 0 };
    str text = { 0 };
    bool opens = false;
    struct event_private field = { S("name"), S("Budi Santoso") };
    must(vault_text_write(c, id, VAULT_MESSAGE, S("Barangnya pecah"), &text_id));
    must(event_add(c,
                   &(struct event_new){ .kind = S("order.placed"),
                                         .subject = S("order:1"),
                                         .private_field = &field,
                                         .private_count = 1,
                                         .person = id.v },
                   &event));
    must(vault_erase(c, id));
    cr_expect_eq(read_phone(t, id, PURPOSE_PRIVACY, &text), ERR_NOT_FOUND);
    cr_expect_eq(vault_find(c, VAULT_PHONE, S("+6281234567890"), &found), ERR_NOT_FOUND);
    cr_expect_eq(vault_text_read(c, text_id, PURPOSE_PRIVACY, &text), ERR_NOT_FOUND);
    cr_expect_eq(event_opens(c, event, S("name"), S("Budi Santoso"), &opens), ERR_NOT_FOUND);
    cr_expect_eq(vault_write(c, id, VAULT_NAME, S("Budi")), ERR_NOT_FOUND);
    cr_expect_eq(vault_erase(c, id), ERR_NOT_FOUND);
}

static str key_file(struct fixture *t, person_id id)
{
    return str_format(t->c.arena, "%.*s/keys/persons/%03" PRId64 "/%" PRId64, STR_ARG(t->dir),
                      id.v % 1000, id.v);
}

DomainTest(vault, key_lies_in_the_row_on_sqlite_and_in_a_file_on_postgres)
{
    person_id id = buyer(t);
    const char *path = str_c(c->arena, key_file(t, id));
    cr_expect_eq(access(path, F_OK) == 0, t->is_postgres);
    must(vault_erase(c, id));
    cr_expect_eq(access(path, F_OK) == 0, t->is_postgres); /* not before the commit */
    fixture_commit(t);
    must(vault_sweep(c));
    cr_expect_neq(access(path, F_OK), 0);
}

DomainTest(vault, reading_without_writing_leaves_notes_that_must_be_written_down)
{
    person_id id = buyer(t);
    fixture_commit(t);
    struct ctx reading = *c;
    CLEANUP(db_drop) struct db *plain = fixture_reader(t, DB_READ);
    CLEANUP(db_drop) struct db *sealed = fixture_reader(t, DB_READ_VAULT);
    struct person_data data;
    reading.db = plain;
    reading.vault_db = NULL;
    cr_expect_eq(vault_read(&reading, id, VAULT_BIT(VAULT_NAME), PURPOSE_ORDER, &data),
                 ERR_INTERNAL);
    reading.vault_db = sealed;
    must(vault_read(&reading, id, VAULT_BIT(VAULT_NAME), PURPOSE_ORDER, &data));
    cr_expect(str_eq(data.field[VAULT_NAME], S("Budi Santoso")));
    must(vault_read(&reading, id, VAULT_BIT(VAULT_PHONE), PURPOSE_ORDER, &data));
    cr_assert_not_null(reading.note);
    cr_expect_eq(accesses(t, id), 0);
    must(vault_write_notes(c, &reading));
    struct vault_access_list list;
    must(vault_access_list(c, id, 0, &list));
    cr_assert_eq(list.count, 1, "one request for one purpose is one look, with all its fields");
    cr_expect_eq(list.item[0].fields, VAULT_BIT(VAULT_NAME) | VAULT_BIT(VAULT_PHONE));
}

SQL(test_sealed_swap, "UPDATE person_field SET sealed = $2 WHERE person_id = $1 AND field = 'name'");

DomainTest(vault, notices_a_value_that_was_tampered_with)
{
    person_id id = buyer(t);
    struct person_data data;
    char bytes[80] = { 1, 2, 3 };
    str other = { bytes, sizeof bytes };
    must(db_exec(c->db, &test_sealed_swap, ARGS(id.v, ARG_BYTES(other)), NULL));
    cr_expect_eq(vault_read(c, id, VAULT_BIT(VAULT_NAME), PURPOSE_ORDER, &data), ERR_INTERNAL);
}

/* Marker texts must not be found anywhere in the database's files. */
static bool file_contains(struct fixture *t, const char *name, str marker)
{
    FILE *file =
        fopen(str_c(t->c.arena, str_format(t->c.arena, "%.*s/%s", STR_ARG(t->dir), name)), "rb");
    if (file == NULL) {
        return false;
    }
    char *bytes = arena_alloc(t->c.arena, MB(8));
    size_t size = fread(bytes, 1, MB(8), file);
    (void)fclose(file);
    return str_contains((str){ bytes, size }, marker);
}

Test(vault, keeps_plain_text_out_of_the_database_file)
{
    struct fixture *t = fixture_open(false);
    person_id id = buyer(t);
    vault_text_id text = { 0 };
    must(vault_text_write(&t->c, id, VAULT_MESSAGE, S("penanda-rahasia"), &text));
    must(event_note(&t->c, S("order.placed"), S("penanda-terbuka"), NULL));
    fixture_commit(t);
    bool in_file = file_contains(t, "shop.db", S("penanda-terbuka")) ||
                   file_contains(t, "shop.db-wal", S("penanda-terbuka"));
    cr_expect(in_file); /* the test can see what is there */
    static const char *const names[] = { "shop.db", "shop.db-wal" };
    for (size_t i = 0; i < COUNT(names); i++) {
        cr_expect(!file_contains(t, names[i], S("penanda-rahasia")));
        cr_expect(!file_contains(t, names[i], S("Budi Santoso")));
        cr_expect(!file_contains(t, names[i], S("81234567890")));
    }
    fixture_close(t);
}

Test(vault, matrix_names_every_purpose_and_every_field)
{
    for (enum vault_purpose purpose = 0; purpose < PURPOSE_COUNT; purpose++) {
        const struct vault_purpose_row *row = vault_purpose_row(purpose);
        enum vault_purpose back = PURPOSE_COUNT;
        cr_assert(row->name != NULL && row->english != NULL && row->indonesian != NULL);
        cr_expect(row->fields != 0 && row->roles != 0, "%s", row->name);
        cr_expect((row->roles & 1u << ROLE_VISITOR) == 0, "%s", row->name);
        cr_expect((row->roles & 1u << ROLE_AUDITOR) == 0, "%s", row->name);
        cr_expect(vault_purpose_of(str_of(row->name), &back) && back == purpose);
    }
    for (enum vault_field field = 0; field < VAULT_FIELD_COUNT; field++) {
        cr_expect(vault_field_label(field, LANG_ID).size > 0);
    }
}
