/* SPDX-License-Identifier: Apache-2.0 */
#include "care/improvement.h"

#include "c/fixture.h"
#include "care/conversation.h"
#include "care/survey.h"
#include "core/event.h"
#include "core/notice.h"

static const struct improvement_words bubble_wrap = {
    .title = { S_INIT("Gelas dibungkus dua lapis"), S_INIT("Glasses are wrapped twice") },
    .note = { S_INIT("Sejak November."), S_INIT("Since November.") },
};

static void open_care(struct fixture *t)
{
    fixture_load_shop(t);
    t->c.actor = (struct actor){ ROLE_CARE, 7 };
}

static person_id person(struct fixture *t, enum vault_field field, const char *value)
{
    person_id id = { 0 };
    must(vault_person_create(&t->c, &id));
    must(vault_write(&t->c, id, field, str_of(value)));
    must(vault_basis_begin(&t->c, id, S("order:1")));
    return id;
}

static struct survey asked(struct fixture *t, person_id who, const char *subject)
{
    struct survey_new n = { who, SURVEY_DELIVERY, str_of(subject), LANG_ID };
    struct survey s = { 0 };
    int64_t id = 0;
    SQL(improvement_test_survey, "SELECT max(id) FROM survey");
    must(survey_offer(&t->c, &n));
    must(db_get_int(t->db, &improvement_test_survey, NO_ARGS, 0, &id));
    must(survey_get(&t->c, (survey_id){ id }, &s));
    return s;
}

static improvement_id made(struct fixture *t, str origin)
{
    improvement_id id = { 0 };
    must(improvement_make(&t->c, &bubble_wrap, origin, &id));
    return id;
}

static struct improvement now(struct fixture *t, improvement_id id)
{
    struct improvement i = { 0 };
    must(improvement_get(&t->c, id, &i));
    return i;
}

static size_t told(struct fixture *t, improvement_id id)
{
    struct notice_list list = { 0 };
    must(notice_list_of(&t->c, improvement_subject(&t->c, id), &list));
    return list.count;
}

static size_t findings(struct fixture *t)
{
    size_t count = 0;
    must(check_run_all(&t->c, improvement_checks, improvement_check_count, NULL, &count));
    return count;
}

DomainTest(improvement, keeps_the_subject_and_nothing_of_who_said_it)
{
    open_care(t);
    person_id who = person(t, VAULT_EMAIL, "sari@example.com");
    struct survey s = asked(t, who, "order:1");
    improvement_id id = made(t, s.number);
    struct improvement_origins said = { 0 };
    must(improvement_origins_of(c, id, &said));
    cr_assert_eq(said.count, 1);
    cr_expect(str_eq(said.item[0].subject, survey_subject(c, s.id)));
    cr_expect(str_eq(said.item[0].number, s.number));
    cr_expect_eq(said.item[0].person.v, who.v);
    struct improvement found = { 0 };
    must(improvement_of(c, survey_subject(c, s.id), &found));
    cr_expect_eq(found.id.v, id.v);
    cr_expect_eq(found.origin_count, 1);
    struct event_list events = { 0 };
    must(event_list(c, improvement_subject(c, id), (event_id){ 0 }, &events));
    cr_assert_eq(events.count, 2);
    cr_expect(str_eq(events.item[1].kind, S("improvement.origin_added")));
}

DomainTest(improvement, who_suggested_it_is_told_when_it_is_done_and_only_then)
{
    open_care(t);
    struct survey s = asked(t, person(t, VAULT_EMAIL, "sari@example.com"), "order:1");
    improvement_id id = made(t, s.number);
    must(improvement_move(c, id, IMPROVEMENT_PLANNED, (str){ 0 }));
    cr_expect_eq(told(t, id), 0);
    fixture_pass(t, DAYS(3));
    must(improvement_move(c, id, IMPROVEMENT_DONE, (str){ 0 }));
    cr_expect_eq(told(t, id), 1);
    cr_expect_eq(now(t, id).done_at, c->now_at);
    cr_expect_eq(improvement_move(c, id, IMPROVEMENT_DONE, (str){ 0 }), ERR_STATE);
}

DomainTest(improvement, who_said_it_in_two_places_hears_it_once)
{
    open_care(t);
    person_id who = person(t, VAULT_EMAIL, "sari@example.com");
    improvement_id id = made(t, asked(t, who, "order:1").number);
    conversation_id talk = { 0 };
    struct conversation v = { 0 };
    struct conversation_new n = { .person = who, .channel = CHANNEL_WEB };
    must(conversation_open(c, &n, &talk));
    must(conversation_get(c, talk, &v));
    must(improvement_add_origin(c, id, v.number));
    must(improvement_add_origin(c, id, v.number));
    cr_expect_eq(now(t, id).origin_count, 2);
    must(improvement_move(c, id, IMPROVEMENT_DONE, (str){ 0 }));
    cr_expect_eq(told(t, id), 1);
}

DomainTest(improvement, said_after_it_is_done_is_told_at_once)
{
    open_care(t);
    improvement_id id = made(t, (str){ 0 });
    must(improvement_move(c, id, IMPROVEMENT_DONE, (str){ 0 }));
    cr_expect_eq(told(t, id), 0);
    must(improvement_add_origin(
        c, id, asked(t, person(t, VAULT_PHONE, "+6281200000001"), "order:1").number));
    cr_expect_eq(told(t, id), 1);
}

DomainTest(improvement, erased_person_is_not_told_and_the_record_stays)
{
    open_care(t);
    person_id who = person(t, VAULT_EMAIL, "sari@example.com");
    improvement_id id = made(t, asked(t, who, "order:1").number);
    must(vault_erase(c, who));
    must(improvement_move(c, id, IMPROVEMENT_DONE, (str){ 0 }));
    cr_expect_eq(told(t, id), 0);
    cr_expect_eq(now(t, id).origin_count, 1);
}

DomainTest(improvement, is_declined_only_with_a_reason)
{
    open_care(t);
    improvement_id id = made(t, (str){ 0 });
    cr_expect_eq(improvement_move(c, id, IMPROVEMENT_DECLINED, S("  tak ")), ERR_BAD_INPUT);
    must(improvement_move(c, id, IMPROVEMENT_DECLINED, S("Pemasok tidak punya.")));
    struct improvement_steps steps = { 0 };
    must(improvement_steps_of(c, id, &steps));
    cr_assert_eq(steps.count, 2);
    cr_expect(str_eq(steps.item[0].reason, S("Pemasok tidak punya.")));
    cr_expect_eq(steps.item[0].staff, 7);
    cr_expect_eq(improvement_move(c, id, IMPROVEMENT_DONE, S("langsung saja")), ERR_STATE);
    cr_expect_eq(findings(t), 0);
}

DomainTest(improvement, done_that_was_not_done_leaves_the_public_page_and_is_said_again_when_it_is)
{
    open_care(t);
    improvement_id id =
        made(t, asked(t, person(t, VAULT_EMAIL, "sari@example.com"), "order:1").number);
    must(improvement_move(c, id, IMPROVEMENT_DONE, (str){ 0 }));
    cr_expect_eq(improvement_move(c, id, IMPROVEMENT_PLANNED, (str){ 0 }), ERR_BAD_INPUT);
    must(improvement_move(c, id, IMPROVEMENT_PLANNED, S("Baru sebagian.")));
    struct improvement_filter done = { .has_status = true, .status = IMPROVEMENT_DONE, .limit = 10 };
    struct improvement_list list = { 0 };
    must(improvement_page(c, &done, &list));
    cr_expect_eq(list.count, 0);
    must(improvement_move(c, id, IMPROVEMENT_DONE, (str){ 0 }));
    must(improvement_page(c, &done, &list));
    cr_expect_eq(list.count, 1);
    cr_expect_eq(told(t, id), 2);
}

DomainTest(improvement, needs_its_title_in_both_languages)
{
    open_care(t);
    struct improvement_words half = bubble_wrap;
    improvement_id id = { 0 };
    half.title[LANG_EN] = (str){ 0 };
    cr_expect_eq(improvement_make(c, &half, (str){ 0 }, &id), ERR_BAD_INPUT);
    cr_expect_eq(improvement_make(c, &bubble_wrap, S("SRV-0000-0000"), &id), ERR_NOT_FOUND);
    cr_expect_eq(improvement_make(c, &bubble_wrap, S("KLM-7K2M-94QX"), &id), ERR_NOT_FOUND);
    id = made(t, (str){ 0 });
    cr_expect_eq(improvement_edit(c, id, &half), ERR_BAD_INPUT);
    cr_expect_eq(improvement_edit(c, (improvement_id){ 999 }, &bubble_wrap), ERR_NOT_FOUND);
}

DomainTest(improvement, walks_every_step_of_its_table_and_no_other)
{
    open_care(t);
    for (size_t from = 0; from < IMPROVEMENT_STATUS_COUNT; from++) {
        for (size_t to = 0; to < IMPROVEMENT_STATUS_COUNT; to++) {
            improvement_id id = made(t, (str){ 0 });
            bool can =
                improvement_can_move((enum improvement_status)from, (enum improvement_status)to);
            if (from != IMPROVEMENT_CONSIDERED) {
                must(improvement_move(c, id, (enum improvement_status)from, S("demikian adanya")));
            }
            enum err e = improvement_move(c, id, (enum improvement_status)to, S("demikian adanya"));
            cr_expect_eq(e, can ? OK : ERR_STATE, "%zu to %zu", from, to);
            cr_expect_eq(now(t, id).status, can ? to : from);
        }
    }
    cr_expect_eq(findings(t), 0);
}

DomainTest(improvement, lists_by_status_newest_change_first_page_by_page)
{
    open_care(t);
    improvement_id id[5];
    for (size_t i = 0; i < COUNT(id); i++) {
        id[i] = made(t, (str){ 0 });
        fixture_pass(t, HOURS(1));
    }
    must(improvement_move(c, id[0], IMPROVEMENT_PLANNED, (str){ 0 }));
    struct improvement_list list = { 0 };
    struct improvement_filter all = { .limit = 3 };
    must(improvement_page(c, &all, &list));
    cr_assert_eq(list.count, 3);
    cr_expect(list.has_more);
    cr_expect_eq(list.item[0].id.v, id[0].v);
    all.before_at = list.next_at;
    all.before_id = list.next_id;
    must(improvement_page(c, &all, &list));
    cr_assert_eq(list.count, 2);
    cr_expect(!list.has_more);
    struct improvement_filter planned = { .has_status = true, .status = IMPROVEMENT_PLANNED, .limit = 3 };
    must(improvement_page(c, &planned, &list));
    cr_assert_eq(list.count, 1);
}

DomainTest(improvement, check_finds_a_status_that_no_step_led_to)
{
    open_care(t);
    improvement_id id = made(t, (str){ 0 });
    SQL(test_bend_improvement, "UPDATE improvement SET status = 'planned' WHERE id = $1");
    SQL(test_bend_improvement_step,
        "UPDATE improvement_step SET status = 'declined' WHERE improvement_id = $1");
    must(db_exec(t->db, &test_bend_improvement, ARGS(id.v), NULL));
    cr_expect_eq(findings(t), 1);
    must(db_exec(t->db, &test_bend_improvement_step, ARGS(id.v), NULL));
    cr_expect_eq(findings(t), 2);
}
