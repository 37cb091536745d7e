/* SPDX-License-Identifier: Apache-2.0 */
#include "c/fixture.h"
#include "core/staff.h"

/* Hashing is slow by intent: one hash serves a test. */
static staff_id owner(struct fixture *t, str *hash)
{
    staff_id id = { 0 };
    must(staff_password_hash(&t->c, S("kopi-lereng-sindoro"), hash));
    must(staff_add(&t->c, S("Sari"), S("Sari@Toko.example"), ROLE_OWNER, *hash, &id));
    return id;
}

static enum err sign_in(struct fixture *t, const char *password, str *token)
{
    struct ctx *c = &t->c;
    struct staff_login login;
    TRY(staff_login_begin(c, S("sari@toko.example"), S(""), &login));
    TRY(staff_login_end(c, &login, staff_password_is(c, login.password_hash, str_of(password)),
                        token));
    return token->size > 0 ? OK : ERR_UNAUTHENTICATED;
}

DomainTest(staff, sign_in_with_the_right_password_only)
{
    str hash = { 0 };
    str token = { 0 };
    staff_id id = owner(t, &hash);
    cr_expect_eq(sign_in(t, "salah-sekali", &token), ERR_UNAUTHENTICATED);
    must(sign_in(t, "kopi-lereng-sindoro", &token));
    cr_expect_eq(token.size, TOKEN_CHARS);
    struct actor actor;
    must(staff_session_find(c, token, &actor));
    cr_expect_eq(actor.id, id.v);
    cr_expect_eq(actor.role, ROLE_OWNER);
    must(staff_session_end(c, token));
    cr_expect_eq(staff_session_find(c, token, &actor), ERR_UNAUTHENTICATED);
}

DomainTest(staff, unknown_accounts_look_like_wrong_passwords)
{
    struct staff_login login;
    str token = { 0 };
    must(staff_login_begin(c, S("tidak@ada.example"), S(""), &login));
    bool is_right = staff_password_is(c, login.password_hash, S("nobody knows this word"));
    cr_expect(!is_right); /* even with the word of the hash that stands in */
    must(staff_login_end(c, &login, is_right, &token));
    cr_expect_eq(token.size, 0);
}

DomainTest(staff, are_locked_after_five_wrong_passwords_for_a_while)
{
    str hash = { 0 };
    str token = { 0 };
    owner(t, &hash);
    for (int i = 0; i < 5; i++) {
        struct staff_login login;
        must(staff_login_begin(c, S("sari@toko.example"), S(""), &login));
        must(staff_login_end(c, &login, false, &token));
    }
    cr_expect_eq(sign_in(t, "kopi-lereng-sindoro", &token), ERR_RATE);
    fixture_pass(t, MINUTES(1));
    must(sign_in(t, "kopi-lereng-sindoro", &token));
    struct staff_login login;
    must(staff_login_begin(c, S("sari@toko.example"), S(""),
                           &login)); /* counted from nothing again */
}

static enum err try_from(struct fixture *t, str browser, bool is_right, str *kept)
{
    struct ctx *c = &t->c;
    struct staff_login login;
    str token = { 0 };
    TRY(staff_login_begin(c, S("sari@toko.example"), browser, &login));
    TRY(staff_login_end(c, &login, is_right, &token));
    *kept = staff_browser_new(c, &login);
    return OK;
}

DomainTest(staff, are_not_locked_out_of_a_browser_of_theirs_by_strangers)
{
    str hash = { 0 };
    str mine = { 0 };
    str other = { 0 };
    str none = { 0 };
    owner(t, &hash);
    must(try_from(t, none, true, &mine));
    for (int i = 0; i < 5; i++) {
        must(try_from(t, none, false, &other));
    }
    cr_expect_eq(try_from(t, none, true, &other), ERR_RATE);
    str altered = str_replace(c->arena, mine, S("."), S(".0"));
    cr_expect_eq(try_from(t, altered, true, &other), ERR_RATE, "one cannot make it up");
    must(try_from(t, mine, true, &other));
    for (int i = 0; i < 5; i++) {
        must(try_from(t, mine, false, &other));
    }
    cr_expect_eq(try_from(t, mine, true, &other), ERR_RATE, "it is no way around the lock either");
    fixture_pass(t, HOURS(1));
    must(try_from(t, mine, true, &other));
}

DomainTest(staff, sessions_end_with_time_and_with_the_account)
{
    str hash = { 0 };
    str token = { 0 };
    struct actor actor;
    staff_id first = owner(t, &hash);
    staff_id second = { 0 };
    must(staff_add(c, S("Tono"), S("tono@toko.example"), ROLE_OWNER, hash, &second));
    must(staff_session_begin(c, first, &token));
    fixture_pass(t, HOURS(11));
    must(staff_session_seen(c, token));
    fixture_pass(t, HOURS(11));
    must(staff_session_find(c, token, &actor));
    fixture_pass(t, HOURS(1));
    cr_expect_eq(staff_session_find(c, token, &actor), ERR_UNAUTHENTICATED);
    must(staff_session_begin(c, first, &token));
    must(staff_disable(c, first, true));
    cr_expect_eq(staff_session_find(c, token, &actor), ERR_UNAUTHENTICATED);
    must(staff_session_begin(c, second, &token));
    must(staff_set_password(c, second, hash));
    cr_expect_eq(staff_session_find(c, token, &actor), ERR_UNAUTHENTICATED);
}

DomainTest(staff, keep_an_owner)
{
    str hash = { 0 };
    staff_id first = owner(t, &hash);
    cr_expect_eq(staff_disable(c, first, true), ERR_STATE);
    cr_expect_eq(staff_set_role(c, first, ROLE_CARE), ERR_STATE);
    staff_id second = { 0 };
    must(staff_add(c, S("Tono"), S("tono@toko.example"), ROLE_OWNER, hash, &second));
    must(staff_set_role(c, first, ROLE_CARE));
    cr_expect_eq(staff_disable(c, second, true), ERR_STATE);
    struct staff_list list;
    must(staff_list(c, &list));
    cr_expect_eq(list.count, 2);
}

SQL(test_staff_rows, "SELECT name || email_hash || password_hash FROM staff ORDER BY id LIMIT 10");

DomainTest(staff, addresses_are_unique_sealed_and_given_back)
{
    str hash = { 0 };
    str email = { 0 };
    staff_id id = owner(t, &hash);
    cr_expect_eq(staff_add(c, S("Sari 2"), S(" sari@toko.example "), ROLE_CARE, hash, NULL),
                 ERR_EXISTS);
    cr_expect_eq(staff_add(c, S("Tamu"), S("tamu@toko.example"), ROLE_BUYER, hash, NULL),
                 ERR_BAD_INPUT);
    cr_expect_eq(staff_add(c, S("Tamu"), S("tamu"), ROLE_CARE, hash, NULL), ERR_BAD_INPUT);
    must(staff_email(c, id, &email));
    cr_expect(str_eq(email, S("sari@toko.example")));
    struct rows r = db_query(c->db, &test_staff_rows, NO_ARGS);
    cr_assert(db_next(&r));
    cr_expect(!str_contains(row_text(&r, c->arena), S("toko.example")));
    must(db_done(&r));
}

DomainTest(staff, passwords_have_a_length)
{
    str hash = { 0 };
    cr_expect_eq(staff_password_hash(c, S("pendek"), &hash), ERR_BAD_INPUT);
    must(staff_password_hash(c, S("panjang sekali"), &hash));
    cr_expect(str_starts(hash, S("$argon2id$v=19$m=19456,t=2,p=1$")));
    cr_expect(staff_password_is(c, hash, S("panjang sekali")));
    cr_expect(!staff_password_is(c, hash, S("panjang sekal")));
    cr_expect(!staff_password_is(c, S(""), S("panjang sekali")));
    cr_expect(!staff_password_is(c, S("$argon2id$broken"), S("panjang sekali")));
}

DomainTest(token, lets_a_program_in_until_revoked_or_expired)
{
    str token = { 0 };
    str scope = { 0 };
    struct actor actor;
    struct token_list list;
    cr_expect_eq(token_create(c, S("kasir"), S("everything"), 0, &token), ERR_BAD_INPUT);
    must(token_create(c, S("kasir"), S("admin"), 0, &token));
    must(token_find(c, token, &actor, &scope));
    cr_expect_eq(actor.role, ROLE_OWNER);
    cr_expect(actor.id < 0);
    must(token_list(c, &list));
    cr_assert_eq(list.count, 1);
    must(token_revoke(c, list.item[0].id));
    cr_expect_eq(token_find(c, token, &actor, &scope), ERR_UNAUTHENTICATED);
    must(token_create(c, S("laporan"), S("auditor"), c->now_at + DAYS(1), &token));
    must(token_find(c, token, &actor, &scope));
    cr_expect_eq(actor.role, ROLE_AUDITOR);
    fixture_pass(t, DAYS(1));
    cr_expect_eq(token_find(c, token, &actor, &scope), ERR_UNAUTHENTICATED);
}
