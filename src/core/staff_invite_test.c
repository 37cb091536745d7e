/* SPDX-License-Identifier: Apache-2.0 */
#include "c/fixture.h"
#include "core/staff_invite.h"

static struct staff_invite invited(struct fixture *t)
{
    staff_id id = { 0 };
    struct staff s = { 0 };
    must(staff_add(&t->c, S("Bagus"), S("bagus@toko.example"), ROLE_CARE, (str){ 0 }, &id));
    must(staff_invite(&t->c, id));
    must(staff_get(&t->c, id, &s));
    return (struct staff_invite){ id, s.invited_until,
                                   staff_invite_key(&t->c, id, s.invited_until) };
}

static enum staff_invite_state state_of(struct fixture *t, const struct staff_invite *link)
{
    enum staff_invite_state state = STAFF_INVITE_USED;
    struct staff who = { 0 };
    must(staff_invite_look(&t->c, link, &state, &who));
    return state;
}

DomainTest(staff_invite, nobody_signs_in_before_the_link_was_used)
{
    struct staff_invite link = invited(t);
    struct staff_login login;
    must(staff_login_begin(c, S("bagus@toko.example"), S(""), &login));
    cr_expect_eq(login.password_hash.size, 0u);
    cr_expect_not(staff_password_is(c, login.password_hash, S("")));
    cr_expect_eq(state_of(t, &link), STAFF_INVITE_OPEN);
    cr_expect_eq(link.until_at, c->now_at + HOURS(48));
}

DomainTest(staff_invite, a_link_works_once)
{
    struct staff_invite link = invited(t);
    struct staff_login login;
    must(staff_invite_accept(c, &link, S("$hash$of-his-own")));
    must(staff_login_begin(c, S("bagus@toko.example"), S(""), &login));
    cr_expect(str_eq(login.password_hash, S("$hash$of-his-own")));
    cr_expect_eq(staff_invite_accept(c, &link, S("$hash$of-a-thief")), ERR_STATE);
    cr_expect_eq(state_of(t, &link), STAFF_INVITE_USED);
    cr_expect_eq(staff_invite_withdraw(c, link.id), ERR_STATE);
}

DomainTest(staff_invite, a_link_ends_after_48_hours)
{
    struct staff_invite link = invited(t);
    c->now_at = link.until_at - 1;
    cr_expect_eq(state_of(t, &link), STAFF_INVITE_OPEN);
    c->now_at = link.until_at;
    cr_expect_eq(state_of(t, &link), STAFF_INVITE_EXPIRED);
    cr_expect_eq(staff_invite_accept(c, &link, S("$hash$too-late")), ERR_STATE);
}

DomainTest(staff_invite, a_withdrawn_link_and_one_of_a_disabled_person_are_refused)
{
    struct staff_invite link = invited(t);
    must(staff_invite_withdraw(c, link.id));
    cr_expect_eq(state_of(t, &link), STAFF_INVITE_WITHDRAWN);
    cr_expect_eq(staff_invite_accept(c, &link, S("$hash$")), ERR_STATE);
    must(staff_disable(c, link.id, true));
    cr_expect_eq(staff_invite(c, link.id), ERR_STATE);
    cr_expect_eq(state_of(t, &link), STAFF_INVITE_WITHDRAWN);
}

DomainTest(staff_invite, a_newer_link_replaces_the_older)
{
    struct staff_invite old = invited(t);
    struct staff s = { 0 };
    c->now_at += MINUTES(5);
    must(staff_invite(c, old.id));
    must(staff_get(c, old.id, &s));
    cr_expect_eq(state_of(t, &old), STAFF_INVITE_REPLACED);
    cr_expect_eq(staff_invite_accept(c, &old, S("$hash$")), ERR_STATE);
    struct staff_invite fresh = { old.id, s.invited_until,
                                  staff_invite_key(c, old.id, s.invited_until) };
    must(staff_invite_accept(c, &fresh, S("$hash$")));
}

DomainTest(staff_invite, a_key_of_another_person_or_instant_says_nothing)
{
    struct staff_invite link = invited(t);
    enum staff_invite_state state = STAFF_INVITE_USED;
    struct staff who = { 0 };
    struct staff_invite longer = { link.id, link.until_at + HOURS(1), link.key };
    struct staff_invite other = { { link.id.v + 1 }, link.until_at, link.key };
    struct staff_invite none = { link.id, link.until_at, S("") };
    cr_expect_eq(staff_invite_look(c, &longer, &state, &who), ERR_NOT_FOUND);
    cr_expect_eq(staff_invite_look(c, &other, &state, &who), ERR_NOT_FOUND);
    cr_expect_eq(staff_invite_look(c, &none, &state, &who), ERR_NOT_FOUND);
    cr_expect_eq(staff_invite_accept(c, &longer, S("$hash$")), ERR_NOT_FOUND);
}

DomainTest(staff_invite, a_new_password_by_link_ends_the_sessions_and_keeps_the_old_until_then)
{
    struct staff_invite link = invited(t);
    struct staff s = { 0 };
    struct actor actor;
    str token = { 0 };
    must(staff_invite_accept(c, &link, S("$hash$old")));
    must(staff_session_begin(c, link.id, &token));
    must(staff_invite(c, link.id));
    must(staff_session_find(c, token, &actor));
    must(staff_get(c, link.id, &s));
    struct staff_invite again = { link.id, s.invited_until,
                                  staff_invite_key(c, link.id, s.invited_until) };
    must(staff_invite_accept(c, &again, S("$hash$new")));
    cr_expect_eq(staff_session_find(c, token, &actor), ERR_UNAUTHENTICATED);
}
