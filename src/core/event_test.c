/* SPDX-License-Identifier: Apache-2.0 */
#include "c/fixture.h"
#include "core/event.h"

static const struct event_private secrets[] = {
    { S_INIT("order"), S_INIT("A-2026-0007") },
    { S_INIT("text"), S_INIT("Kainnya luntur") },
};

static event_id review(struct fixture *t, int64_t person)
{
    struct value *facts = value_object(t->c.arena);
    value_set_int(t->c.arena, facts, S("stars"), 2);
    event_id id = { 0 };
    must(event_add(&t->c,
                   &(struct event_new){ .kind = S("review.published"),
                                         .subject = S("review:1"),
                                         .facts = facts,
                                         .private_field = secrets,
                                         .private_count = COUNT(secrets),
                                         .person = person,
                                         .occurred_at = t->c.now_at - HOURS(1) },
                   &id));
    return id;
}

DomainTest(event, keeps_public_facts_in_clear_and_private_ones_as_commitments)
{
    event_id id = review(t, 1);
    struct event e;
    must(event_get(c, id, &e));
    cr_expect(str_eq(e.facts, S("{\"stars\":2}")), "%.*s", STR_ARG(e.facts));
    cr_expect_eq(e.occurred_at, c->now_at - HOURS(1));
    cr_expect_eq(e.at, c->now_at);
    cr_expect(!str_contains(e.commitments, S("luntur")));
    bool opens = false;
    must(event_opens(c, id, S("text"), S("Kainnya luntur"), &opens));
    cr_expect(opens);
    must(event_opens(c, id, S("text"), S("Kainnya bagus"), &opens));
    cr_expect(!opens);
}

/* Computed apart with Python's hmac module: key 32 × 0x07, message as in the header's Source line. */
Test(event, commits_as_the_formula_says)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    char salt[SALT_BYTES];
    for (size_t i = 0; i < sizeof salt; i++) {
        salt[i] = 7;
    }
    str hex = event_commitment(arena, (str){ salt, sizeof salt }, S("review.published"), S("text"),
                               S("Kainnya luntur"));
    cr_expect(str_eq(hex, S("815f0f1ab103a3c91688eee3995be23773c960519aa41eb0d77a5143bb804d0e")),
              "%.*s", STR_ARG(hex));
}

DomainTest(event, can_never_be_opened_after_the_person_is_forgotten)
{
    event_id id = review(t, 5);
    event_id other = review(t, 6);
    bool opens = false;
    must(event_forget(c, 5));
    cr_expect_eq(event_opens(c, id, S("text"), S("Kainnya luntur"), &opens), ERR_NOT_FOUND);
    must(event_opens(c, other, S("text"), S("Kainnya luntur"), &opens));
    cr_expect(opens);
    struct event e;
    must(event_get(c, id, &e)); /* the event itself stays, with its stars */
    cr_expect(str_contains(e.facts, S("\"stars\":2")));
}

SQL(test_event_update, "UPDATE event SET facts = '{}' WHERE id = $1");
SQL(test_event_delete, "DELETE FROM event WHERE id = $1");

DomainTest(event, is_never_changed_or_deleted)
{
    event_id id = review(t, 1);
    fixture_commit(t);
    cr_expect_neq(db_exec(c->db, &test_event_update, ARGS(id.v), NULL), OK);
    fixture_undo(t);
    cr_expect_neq(db_exec(c->db, &test_event_delete, ARGS(id.v), NULL), OK);
    fixture_undo(t);
    struct event e;
    must(event_get(c, id, &e));
    cr_expect(str_contains(e.facts, S("stars")));
}

DomainTest(event, waits_in_the_pending_list_until_taken_once)
{
    event_id first = review(t, 1);
    event_id second = review(t, 1);
    struct event_list list;
    must(event_pending(c, 10, &list));
    cr_assert_eq(list.count, 2);
    cr_expect_eq(list.item[0].id.v, first.v);
    must(event_taken(c, first));
    cr_expect_eq(event_taken(c, first), ERR_STATE);
    must(event_pending(c, 10, &list));
    cr_assert_eq(list.count, 1);
    cr_expect_eq(list.item[0].id.v, second.v);
    cr_expect((c->wake & WAKE_LOG) != 0);
}

DomainTest(event, refuses_an_address_in_its_public_facts)
{
    struct value *facts = value_object(c->arena);
    struct value *inner = value_set_list(c->arena, facts, S("list"));
    value_add_text(c->arena, inner, S("budi@example.com"));
    cr_expect_eq(event_note(c, S("order.placed"), S("order:1"), facts), ERR_INTERNAL);
    cr_expect(!str_contains(str_of(c->detail), S("budi")));
}

DomainTest(event, lists_by_subject_and_pages_by_kind)
{
    for (int i = 0; i < 5; i++) {
        must(event_note(c, S("order.placed"), S("order:1"), NULL));
        must(event_note(c, S("review.published"), S("review:1"), NULL));
    }
    struct event_list list;
    must(event_list(c, S("order:1"), (event_id){ 0 }, &list));
    cr_expect_eq(list.count, 5);
    must(event_list(c, S("order:1"), list.item[2].id, &list));
    cr_expect_eq(list.count, 2);
    must(event_page(c, S("order."), (event_id){ 0 }, 3, &list));
    cr_assert_eq(list.count, 3);
    cr_expect(list.item[0].id.v > list.item[2].id.v);
    must(event_page(c, S("order."), list.item[2].id, 10, &list));
    cr_expect_eq(list.count, 2);
    must(event_page(c, S(""), (event_id){ 0 }, 100, &list));
    cr_expect_eq(list.count, 10);
}
