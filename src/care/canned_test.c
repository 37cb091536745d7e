/* SPDX-License-Identifier: Apache-2.0 */
#include "c/fixture.h"
#include "care/canned.h"
#include "core/event.h"

static canned_id saved(struct fixture *t, const char *name, const char *text)
{
    canned_id id = { 0 };
    struct canned answer = { .name = str_of(name), .text = { str_of(text), S_INIT("We look into {order}.") } };
    must(canned_save(&t->c, &answer, &id));
    return id;
}

static said_id said(struct fixture *t)
{
    person_id person = { 0 };
    conversation_id id = { 0 };
    struct said_receipt r = { 0 };
    must(vault_person_create(&t->c, &person));
    struct conversation_new n = { .person = person, .channel = CHANNEL_WEB };
    must(conversation_open(&t->c, &n, &id));
    struct said_new s = { .direction = SAID_OUT, .channel = CHANNEL_WEB, .author = AUTHOR_STAFF, .text = S_INIT("Halo") };
    must(conversation_say(&t->c, id, &s, &r));
    return r.said;
}

static struct canned got(struct fixture *t, canned_id id)
{
    struct canned answer = { 0 };
    must(canned_get(&t->c, id, &answer));
    return answer;
}

Test(canned, a_missing_value_leaves_a_gap_that_can_be_seen)
{
    struct arena *arena = arena_new();
    const str known[CANNED_SLOT_COUNT] = { [CANNED_NAME] = S("Sari"), [CANNED_SHOP] = S("Kopi {order}") };
    str gap = { 0 };
    str text = canned_fill(arena, S("Halo {name}, resi {tracking}: {shop} { {name} }"), known);
    cr_expect(str_eq(text, S("Halo Sari, resi {tracking}: Kopi {order} { Sari }")), "%.*s",
              STR_ARG(text));
    cr_assert(canned_gap(text, &gap));
    cr_expect(str_eq(gap, S("tracking")));
    cr_expect_not(canned_gap(S("Harga {diskon} dan { } tidak"), &gap));
    cr_assert(canned_unknown(S("Halo {name} {Nama Anda}"), &gap));
    cr_expect(str_eq(gap, S("Nama Anda")));
    cr_expect_not(canned_unknown(S("{name}{order}{"), &gap));
    arena_free(arena);
}

DomainTest(canned, unknown_variable_is_refused_at_saving)
{
    canned_id id = { 0 };
    struct canned answer = { .name = S_INIT("Resi"), .text = { S_INIT("Halo {nama}"), S_INIT("Hello {name}") } };
    cr_expect_eq(canned_save(c, &answer, &id), ERR_BAD_INPUT);
    cr_expect(str_contains(str_of(c->detail), S("{nama}")));
    answer.text[LANG_ID] = S("Halo {name}");
    must(canned_save(c, &answer, &id));
    answer.text[LANG_EN] = S(" ");
    cr_expect_eq(canned_save(c, &answer, &id), ERR_BAD_INPUT, "both languages");
}

DomainTest(canned, name_is_taken_once)
{
    canned_id one = saved(t, "Resi", "Halo {name}");
    canned_id two = saved(t, "Stok", "Halo {name}");
    canned_id id = { 0 };
    struct canned answer = got(t, two);
    answer.name = S("Resi");
    cr_expect_eq(canned_save(c, &answer, &id), ERR_EXISTS);
    answer.id.v = 0;
    cr_expect_eq(canned_save(c, &answer, &id), ERR_EXISTS);
    answer = got(t, one);
    answer.text[LANG_ID] = S("Halo, resi {tracking}");
    must(canned_save(c, &answer, &id));
    cr_expect_eq(id.v, one.v);
    cr_expect(str_eq(got(t, one).text[LANG_ID], S("Halo, resi {tracking}")));
    answer.id.v = 999;
    cr_expect_eq(canned_save(c, &answer, &id), ERR_NOT_FOUND);
}

DomainTest(canned, uses_are_counted_once_a_message)
{
    canned_id id = saved(t, "Resi", "Halo {name}");
    said_id first = said(t);
    must(canned_used(c, id, first));
    must(canned_used(c, id, first));
    must(canned_used(c, id, said(t)));
    cr_expect_eq(got(t, id).used, 2);
    cr_expect_eq(got(t, id).used_at, c->now_at);
    fixture_pass(t, DAYS(CANNED_USED_DAYS) + 1);
    cr_expect_eq(got(t, id).used, 0, "the last ninety days");
    cr_expect_neq(got(t, id).used_at, 0);
}

DomainTest(canned, retired_one_is_offered_to_nobody)
{
    struct canned_list list;
    struct event_list events;
    canned_id id = saved(t, "Resi", "Halo {name}");
    saved(t, "Stok", "Halo {name}");
    must(canned_retire(c, id, true));
    must(canned_retire(c, id, true));
    must(canned_read(c, false, &list));
    cr_assert_eq(list.count, 1);
    cr_expect(str_eq(list.item[0].name, S("Stok")));
    must(canned_read(c, true, &list));
    cr_expect_eq(list.count, 2);
    cr_expect(list.item[1].is_retired);
    must(canned_used(c, id, said(t)));
    cr_expect_eq(got(t, id).used, 0);
    must(event_list(c, str_format(c->arena, "canned:%" PRId64, id.v), (event_id){ 0 }, &events));
    cr_expect_eq(events.count, 2, "added, retired once");
    must(canned_retire(c, id, false));
    cr_expect_not(got(t, id).is_retired);
}
