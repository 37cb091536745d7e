/* SPDX-License-Identifier: Apache-2.0 */
#include "c/talks.h"
#include "care/conversation_check.h"
#include "care/conversation_list.h"
#include "care/conversation_office.h"
#include "core/override.h"
#include "core/promise_figures.h"
#include "core/setting.h"
#include "core/staff.h"

static conversation_id begun(struct fixture *t, const char *phone)
{
    person_id person = { 0 };
    conversation_id id = { 0 };
    must(vault_person_create(&t->c, &person));
    must(vault_write(&t->c, person, VAULT_PHONE, str_of(phone)));
    struct conversation_new n = { .person = person, .channel = CHANNEL_WEB };
    must(conversation_open(&t->c, &n, &id));
    return id;
}

static struct said_receipt says(struct fixture *t, conversation_id id,
                                enum said_direction direction)
{
    struct said_receipt r = { 0 };
    bool is_in = direction == SAID_IN;
    struct said_new s = { .direction = direction, .channel = CHANNEL_WEB, .author = is_in ? AUTHOR_BUYER : AUTHOR_STAFF,
                          .text = is_in ? S("Barang saya sobek") : S("Kami ganti.") };
    t->c.actor = is_in ? (struct actor){ ROLE_VISITOR, 0 } : (struct actor){ ROLE_CARE, 7 };
    must(conversation_say(&t->c, id, &s, &r));
    t->c.actor = (struct actor){ ROLE_CARE, 7 };
    return r;
}

static struct value *timer(struct fixture *t, conversation_id id, const char *act, int64_t at)
{
    struct value *payload = value_object(t->c.arena);
    value_set_int(t->c.arena, payload, S("conversation"), id.v);
    value_set_text(t->c.arena, payload, S("act"), str_of(act));
    value_set_int(t->c.arena, payload, S("at"), at);
    return payload;
}

DomainTest(conversation_office, snooze_never_stops_the_customers_clock)
{
    conversation_id id = begun(t, "+6281234567890");
    int64_t due_at = says(t, id, SAID_IN).due_at;
    must(conversation_snooze(c, id, due_at + DAYS(3)));
    struct conversation v = talk_now(t, id);
    cr_expect_eq(v.state, CONVERSATION_SNOOZED);
    cr_expect_eq(v.due_at, due_at);
    cr_expect_eq(v.snoozed_until, due_at - MINUTES(30), "it wakes before the answer is due");
    cr_expect_eq(talk_promise(t, id, PROMISE_REPLY).outcome, PROMISE_OPEN);
    must(conversation_timer(c, timer(t, id, "wake", v.snoozed_until)));
    cr_expect_eq(talk_now(t, id).state, CONVERSATION_OPEN);
    fixture_pass(t, due_at - MINUTES(10) - c->now_at);
    cr_expect_eq(conversation_snooze(c, id, due_at + DAYS(3)), ERR_STATE);
}

DomainTest(conversation_office, customer_writes_while_snoozed_and_it_wakes)
{
    conversation_id id = begun(t, "+6281234567890");
    says(t, id, SAID_IN);
    says(t, id, SAID_OUT);
    must(conversation_snooze(c, id, c->now_at + DAYS(3)));
    says(t, id, SAID_IN);
    cr_expect_eq(talk_now(t, id).state, CONVERSATION_OPEN);
    cr_expect_neq(talk_now(t, id).due_at, 0);
}

DomainTest(conversation_office, waiting_for_the_customer_needs_an_answer_first)
{
    conversation_id id = begun(t, "+6281234567890");
    says(t, id, SAID_IN);
    cr_expect_eq(conversation_move(c, id, CONVERSATION_SOLVED), ERR_STATE);
    must(conversation_move(c, id, CONVERSATION_OPEN));
    cr_expect_eq(conversation_move(c, id, CONVERSATION_WAITING_CUSTOMER), ERR_STATE);
    says(t, id, SAID_OUT);
    must(conversation_move(c, id, CONVERSATION_WAITING_CUSTOMER));
    says(t, id, SAID_IN);
    cr_expect_eq(talk_now(t, id).state, CONVERSATION_OPEN);
}

DomainTest(conversation_office, waiting_for_others_keeps_our_promise_running)
{
    conversation_id id = begun(t, "+6281234567890");
    int64_t due_at = says(t, id, SAID_IN).due_at;
    must(conversation_move(c, id, CONVERSATION_WAITING_THIRD_PARTY));
    cr_expect_eq(talk_promise(t, id, PROMISE_REPLY).outcome, PROMISE_OPEN);
    cr_expect_eq(talk_now(t, id).due_at, due_at);
}

DomainTest(conversation_office, any_message_on_solved_reopens)
{
    conversation_id id = begun(t, "+6281234567890");
    says(t, id, SAID_IN);
    says(t, id, SAID_OUT);
    must(conversation_move(c, id, CONVERSATION_SOLVED));
    says(t, id, SAID_IN);
    cr_expect_eq(talk_now(t, id).state, CONVERSATION_OPEN);
}

DomainTest(conversation_office, message_on_closed_opens_a_new_linked_one)
{
    conversation_id id = begun(t, "+6281234567890");
    says(t, id, SAID_IN);
    says(t, id, SAID_OUT);
    must(conversation_move(c, id, CONVERSATION_SOLVED));
    int64_t close_at = c->now_at + DAYS(CONVERSATION_CLOSE_DAYS);
    must(conversation_timer(c, timer(t, id, "close", close_at - 1)));
    cr_expect_eq(talk_now(t, id).state, CONVERSATION_SOLVED);
    must(conversation_timer(c, timer(t, id, "close", close_at)));
    cr_expect_eq(talk_now(t, id).state, CONVERSATION_CLOSED);
    struct said_receipt r = says(t, id, SAID_IN);
    cr_expect_neq(r.conversation.v, id.v);
    cr_expect_eq(talk_now(t, r.conversation).continues.v, id.v);
    cr_expect_neq(r.due_at, 0);
}

DomainTest(conversation_office, reply_arrives_on_a_closed_and_erased_case)
{
    conversation_id id = begun(t, "+6281234567890");
    says(t, id, SAID_IN);
    says(t, id, SAID_OUT);
    must(conversation_move(c, id, CONVERSATION_SOLVED));
    must(conversation_move(c, id, CONVERSATION_CLOSED));
    must(vault_erase(c, talk_now(t, id).person));
    struct said_new s = { .direction = SAID_IN, .channel = CHANNEL_EMAIL, .author = AUTHOR_BUYER, .text = S_INIT("Halo lagi") };
    struct said_receipt r;
    cr_expect_eq(conversation_say(c, id, &s, &r), ERR_NOT_FOUND,
                 "the caller begins anew with a new person");
}

DomainTest(conversation_office, spam_is_reversible_and_makes_no_time)
{
    conversation_id id = begun(t, "+6281234567890");
    int64_t due_at = says(t, id, SAID_IN).due_at;
    must(conversation_spam(c, id, S("Iklan obat kuat.")));
    cr_expect_eq(talk_promise(t, id, PROMISE_REPLY).outcome, PROMISE_VOIDED);
    fixture_pass(t, HOURS(2));
    must(conversation_move(c, id, CONVERSATION_OPEN));
    cr_expect_eq(talk_now(t, id).state, CONVERSATION_NEW);
    cr_expect_eq(talk_promise(t, id, PROMISE_REPLY).outcome, PROMISE_OPEN);
    cr_expect_eq(talk_promise(t, id, PROMISE_REPLY).due_at, due_at);
}

/* The promise to a customer is not got rid of by one press. */
DomainTest(conversation_office, spam_that_is_owed_an_answer_needs_a_reason_and_is_counted)
{
    conversation_id id = begun(t, "+6281234567890");
    int64_t before = 0;
    int64_t after = 0;
    says(t, id, SAID_IN);
    must(override_count(c, 0, c->now_at + 1, &before));
    cr_expect_eq(conversation_move(c, id, CONVERSATION_SPAM), ERR_STATE, "not by another door");
    cr_expect_eq(conversation_spam(c, id, S(" ")), ERR_BAD_INPUT);
    fixture_undo(t);
    id = begun(t, "+6281234567890");
    says(t, id, SAID_IN);
    must(conversation_spam(c, id, S("Iklan obat kuat.")));
    cr_expect_eq(conversation_spam(c, id, S("Iklan obat kuat.")), ERR_STATE);
    must(override_count(c, 0, c->now_at + 1, &after));
    cr_expect_eq(after, before + 1);
    conversation_id answered = begun(t, "+6281234567890");
    says(t, answered, SAID_IN);
    says(t, answered, SAID_OUT);
    must(conversation_spam(c, answered, (str){ 0 }));
}

/* Solved is out of sight: whoever waits is not put there. */
DomainTest(conversation_office, who_waits_is_never_merged_or_restored_out_of_sight)
{
    conversation_id waits = begun(t, "+6281234567890");
    conversation_id solved = begun(t, "+6281234567890");
    says(t, solved, SAID_IN);
    says(t, solved, SAID_OUT);
    must(conversation_move(c, solved, CONVERSATION_SOLVED));
    int64_t due_at = says(t, waits, SAID_IN).due_at;
    must(conversation_merge(c, waits, solved));
    cr_expect_eq(talk_now(t, solved).state, CONVERSATION_OPEN);
    cr_expect_eq(talk_now(t, solved).due_at, due_at);
    says(t, solved, SAID_OUT);
    must(conversation_move(c, solved, CONVERSATION_SOLVED));
    must(conversation_spam(c, solved, (str){ 0 }));
    says(t, solved, SAID_IN);
    must(conversation_move(c, solved, CONVERSATION_OPEN));
    cr_expect_eq(talk_now(t, solved).state, CONVERSATION_OPEN);
    cr_expect_neq(talk_now(t, solved).waiting_since, 0);
}

DomainTest(conversation_office, what_was_written_into_the_spam_folder_waits_since_then)
{
    conversation_id id = begun(t, "+6281234567890");
    conversation_id other = begun(t, "+6281234567890");
    says(t, id, SAID_IN);
    says(t, id, SAID_OUT);
    must(conversation_spam(c, id, S("Iklan obat kuat.")));
    fixture_pass(t, HOURS(1));
    int64_t wrote_at = c->now_at;
    cr_expect_eq(says(t, id, SAID_IN).due_at, 0, "nothing is promised to a spam folder");
    cr_expect_eq(conversation_merge(c, id, other), ERR_STATE,
                 "nor does it come in by another door");
    fixture_pass(t, HOURS(2));
    must(conversation_move(c, id, CONVERSATION_OPEN));
    struct promise p = talk_promise(t, id, PROMISE_NEXT_REPLY);
    cr_expect_eq(p.outcome, PROMISE_OPEN);
    cr_expect_eq(p.from_at, wrote_at);
    cr_expect_eq(p.due_at, talk_now(t, id).due_at);
    says(t, id, SAID_OUT);
    must(conversation_spam(c, id, S("Iklan obat kuat.")));
    must(conversation_move(c, id, CONVERSATION_OPEN));
    cr_expect_eq(talk_now(t, id).due_at, 0, "what is answered is not owed again");
    says(t, id, SAID_IN);
    fixture_pass(t, DAYS(9));
    int64_t broken = 0;
    must(promise_break_due(c, 10, &broken));
    must(conversation_spam(c, id, S("Iklan obat kuat.")));
    must(conversation_move(c, id, CONVERSATION_OPEN));
    must(promise_break_due(c, 10, &broken));
    cr_expect_eq(broken, 0, "what was broken is broken once");
}

DomainTest(conversation_office, merged_case_inherits_the_earliest_start)
{
    conversation_id first = begun(t, "+6281234567890");
    int64_t due_at = says(t, first, SAID_IN).due_at;
    int64_t since = talk_now(t, first).waiting_since;
    fixture_pass(t, HOURS(2));
    conversation_id second = begun(t, "+6281234567890");
    says(t, second, SAID_IN);
    must(conversation_merge(c, first, second));
    cr_expect_eq(talk_now(t, second).due_at, due_at);
    cr_expect_eq(talk_now(t, second).waiting_since, since);
    cr_expect_eq(talk_promise(t, second, PROMISE_REPLY).due_at, due_at);
    cr_expect_eq(talk_promise(t, first, PROMISE_REPLY).outcome, PROMISE_VOIDED);
    struct said_list list;
    must(conversation_messages(c, second, &list));
    cr_expect_eq(list.count, 2);
    struct said_receipt r = says(t, first, SAID_IN);
    cr_expect_eq(r.conversation.v, second.v, "what is said under the old number arrives here");
    says(t, second, SAID_OUT);
    cr_expect_eq(talk_promise(t, second, PROMISE_REPLY).outcome, PROMISE_KEPT);
    cr_expect_eq(conversation_merge(c, first, second), ERR_STATE);
}

static struct promise_speed speed(struct fixture *t, enum promise_kind kind)
{
    struct promise_speed s = { 0 };
    must(promise_reply_speed(&t->c, kind, FIXTURE_NOW_AT, t->c.now_at + 1, &s));
    return s;
}

DomainTest(conversation_office, merging_bends_no_figure)
{
    must(setting_set(c, S("shop.calendar"), S("mon-sun 00:00-24:00")));
    fixture_load_shop(t);
    conversation_id first = begun(t, "+6281234567890");
    says(t, first, SAID_IN);
    fixture_pass(t, HOURS(2));
    conversation_id second = begun(t, "+6281234567890");
    says(t, second, SAID_IN);
    must(conversation_merge(c, first, second));
    fixture_pass(t, HOURS(1));
    says(t, second, SAID_OUT);
    struct promise_speed s = speed(t, PROMISE_REPLY);
    cr_expect_eq(s.asked, 1);
    cr_expect_eq(s.voided, 1);
    cr_expect_eq(s.wall_p90.value, HOURS(3),
                 "the clock began with the first word, not with the merge");
    cr_expect_eq(s.hour.in, 0);
}

DomainTest(conversation_office, what_was_broken_before_a_merge_is_counted_once_and_done_late)
{
    int64_t broken = 0;
    conversation_id first = begun(t, "+6281234567890");
    says(t, first, SAID_IN);
    fixture_pass(t, DAYS(9));
    must(promise_break_due(c, 10, &broken));
    conversation_id second = begun(t, "+6281234567890");
    must(conversation_merge(c, first, second));
    must(promise_break_due(c, 10, &broken));
    struct promise_rate rate[PROMISE_KIND_COUNT];
    must(promise_rates(c, FIXTURE_NOW_AT, c->now_at, rate));
    cr_expect_eq(rate[PROMISE_REPLY].broken, 1);
    cr_expect_eq(rate[PROMISE_REPLY].broken_open, 1);
    size_t findings = 0;
    must(check_run_all(c, conversation_checks, conversation_check_count, NULL, &findings));
    cr_expect_eq(findings, 0);
    struct said_receipt r = says(t, second, SAID_OUT);
    cr_expect_eq(talk_promise(t, first, PROMISE_REPLY).settled_at, c->now_at);
    cr_expect_eq(speed(t, PROMISE_REPLY).waiting, 0);
    must(conversation_bounced(c, r.said));
    cr_expect_eq(talk_promise(t, first, PROMISE_REPLY).settled_at, 0, "a bounced answer is none");
    cr_expect_neq(talk_now(t, second).waiting_since, 0);
}

DomainTest(conversation_office, a_merged_wish_to_be_called_is_kept_by_the_call)
{
    int64_t due_at = 0;
    conversation_id first = begun(t, "+6281234567890");
    conversation_id second = begun(t, "+6281234567890");
    must(conversation_call_back(c, first, &due_at));
    must(conversation_merge(c, first, second));
    struct said_receipt r = { 0 };
    struct said_new call = { .direction = SAID_OUT, .channel = CHANNEL_PHONE, .author = AUTHOR_STAFF, .text = S("Sudah saya telepon."),
                             .is_sent = true };
    must(conversation_say(c, second, &call, &r));
    cr_expect_eq(talk_promise(t, second, PROMISE_CALL_BACK).outcome, PROMISE_KEPT);
    cr_expect_eq(talk_promise(t, second, PROMISE_CALL_BACK).due_at, due_at);
}

DomainTest(conversation_office, split_takes_what_waits_along_as_it_was_due)
{
    conversation_id id = begun(t, "+6281234567890");
    says(t, id, SAID_IN);
    says(t, id, SAID_OUT);
    struct said_receipt r = says(t, id, SAID_IN);
    conversation_id other = { 0 };
    must(conversation_split(c, r.said, &other));
    cr_expect_eq(talk_now(t, other).due_at, r.due_at);
    cr_expect_eq(talk_now(t, other).continues.v, id.v);
    cr_expect_eq(talk_now(t, id).due_at, 0);
    cr_expect_eq(talk_promise(t, id, PROMISE_NEXT_REPLY).outcome, PROMISE_VOIDED);
    cr_expect_eq(talk_promise(t, other, PROMISE_REPLY).due_at, r.due_at);
}

DomainTest(conversation_office, merged_by_mistake_and_split_again_each_has_its_own_link)
{
    conversation_id mine = begun(t, "+6281234567890");
    conversation_id theirs = begun(t, "+6281234567891");
    says(t, mine, SAID_IN);
    int64_t due_at = says(t, theirs, SAID_IN).due_at;
    struct promise before = talk_promise(t, theirs, PROMISE_REPLY);
    must(conversation_merge(c, theirs, mine));
    struct said_receipt r = says(t, theirs, SAID_IN);
    struct said said = { 0 };
    must(conversation_message(c, r.said, &said));
    cr_expect_eq(r.conversation.v, mine.v);
    cr_expect_eq(said.person.v, talk_now(t, theirs).person.v, "whose link it is, says it");
    conversation_id split = { 0 };
    must(conversation_message(c, (said_id){ r.said.v - 1 }, &said));
    must(conversation_split(c, said.id, &split));
    cr_expect_eq(split.v, theirs.v, "itself again, with its number and its link");
    cr_expect_eq(talk_now(t, theirs).state, CONVERSATION_OPEN);
    cr_expect_eq(talk_now(t, theirs).merged_into.v, 0);
    cr_expect_eq(talk_now(t, theirs).due_at, due_at);
    cr_expect_eq(talk_promise(t, theirs, PROMISE_REPLY).outcome, PROMISE_OPEN);
    cr_expect(str_eq(talk_promise(t, theirs, PROMISE_REPLY).owed_to, before.owed_to));
    cr_expect_eq(talk_promise(t, mine, PROMISE_REPLY).outcome, PROMISE_OPEN);
    cr_expect_eq(says(t, theirs, SAID_IN).conversation.v, theirs.v);
    says(t, theirs, SAID_OUT);
    cr_expect_eq(talk_promise(t, theirs, PROMISE_REPLY).outcome, PROMISE_KEPT);
    cr_expect_eq(talk_promise(t, mine, PROMISE_REPLY).outcome, PROMISE_OPEN, "the other waits on");
}

DomainTest(conversation_office, merged_and_merged_again_leads_one_step)
{
    conversation_id one = begun(t, "+6281234567890");
    conversation_id two = begun(t, "+6281234567890");
    conversation_id last = begun(t, "+6281234567890");
    says(t, one, SAID_IN);
    must(conversation_merge(c, one, two));
    must(conversation_merge(c, two, last));
    cr_expect_eq(talk_now(t, one).merged_into.v, last.v);
    says(t, last, SAID_OUT);
    must(conversation_move(c, last, CONVERSATION_SOLVED));
    must(conversation_move(c, last, CONVERSATION_CLOSED));
    struct said_receipt r = says(t, one, SAID_IN);
    cr_expect_eq(talk_now(t, r.conversation).continues.v, one.v,
                 "found from the link it was written by");
    cr_expect_eq(talk_now(t, r.conversation).person.v, talk_now(t, one).person.v);
}

DomainTest(conversation_office, no_answer_needed_is_an_override_with_a_reason)
{
    conversation_id id = begun(t, "+6281234567890");
    says(t, id, SAID_IN);
    cr_expect_eq(conversation_owes_nothing(c, id, S("")), ERR_BAD_INPUT);
    must(conversation_owes_nothing(c, id, S("Hanya ucapan terima kasih.")));
    cr_expect_eq(talk_promise(t, id, PROMISE_REPLY).outcome, PROMISE_VOIDED);
    must(conversation_move(c, id, CONVERSATION_SOLVED));
}

DomainTest(conversation_office, same_person_on_several_channels_is_shown_to_staff)
{
    conversation_id first = begun(t, "+6281234567890");
    conversation_id second = begun(t, "+6281234567890");
    begun(t, "+6281234567899");
    struct conversation alike[5];
    struct conversation v = talk_now(t, first);
    size_t count = 0;
    must(conversation_alike(c, &v, alike, COUNT(alike), &count));
    cr_assert_eq(count, 1);
    cr_expect_eq(alike[0].id.v, second.v);
    cr_expect_neq(talk_now(t, second).person.v, v.person.v,
                  "a shared phone joins nobody by itself");
}

DomainTest(conversation_list, first_due_stands_first_and_pages_go_on)
{
    conversation_id id[3];
    for (int i = 0; i < 3; i++) {
        id[i] = begun(t, "+6281234567890");
        says(t, id[i], SAID_IN);
        fixture_pass(t, MINUTES(1));
    }
    staff_id desk = { 0 };
    must(staff_add(c, S("Rina"), S("rina@toko.example"), ROLE_CARE, S("x"), &desk));
    must(conversation_assign(c, id[2], desk.v, S("gudang")));
    cr_expect_eq(conversation_assign(c, id[1], desk.v + 1000, S("")), ERR_BAD_INPUT,
                 "given to nobody it would be seen by nobody");
    must(conversation_tag(c, id[2], S("sobek"), true));
    struct conversation_filter f = { .view = VIEW_TODO, .limit = 2 };
    struct conversation_list list;
    must(conversation_list(c, &f, &list));
    cr_assert_eq(list.count, 2);
    cr_expect_eq(list.item[0].id.v, id[0].v);
    cr_expect(list.has_more);
    f.after_sort = list.next_sort;
    f.after_id = list.next_id;
    must(conversation_list(c, &f, &list));
    cr_assert_eq(list.count, 1);
    cr_expect_eq(list.item[0].id.v, id[2].v);
    f = (struct conversation_filter){
        .view = VIEW_TODO, .assignee = desk.v, .tag = S_INIT("sobek"), .limit = 10
    };
    must(conversation_list(c, &f, &list));
    cr_expect_eq(list.count, 1);
    f.assignee = -1;
    must(conversation_list(c, &f, &list));
    cr_expect_eq(list.count, 0);
    f = (struct conversation_filter){
        .view = VIEW_TODO, .has_channel = true, .channel = CHANNEL_EMAIL, .limit = 10
    };
    must(conversation_list(c, &f, &list));
    cr_expect_eq(list.count, 0);
}

DomainTest(conversation_list, every_view_answers)
{
    conversation_id id = begun(t, "+6281234567890");
    says(t, id, SAID_IN);
    says(t, id, SAID_OUT);
    must(conversation_move(c, id, CONVERSATION_SOLVED));
    for (enum conversation_view view = 0; view < VIEW_COUNT; view++) {
        struct conversation_filter f = { .view = view, .limit = 10 };
        struct conversation_list list;
        must(conversation_list(c, &f, &list));
        cr_expect_eq(list.count, view == VIEW_SOLVED || view == VIEW_ALL ? 1 : 0);
    }
}

DomainTest(conversation_list, is_searched_by_number_order_and_words)
{
    conversation_id id = begun(t, "+6281234567890");
    says(t, id, SAID_IN);
    must(conversation_add_about(c, id, S("order:12")));
    const str query[] = { talk_now(t, id).number, S("AMN-7K2M-94QX"), S("sobek") };
    for (size_t i = 0; i < COUNT(query); i++) {
        struct conversation_filter f = { .view = VIEW_TODO, .query = query[i], .about = S_INIT("order:12"), .limit = 10 };
        struct conversation_list list;
        must(conversation_list(c, &f, &list));
        cr_expect_eq(list.count, 1, "%.*s", STR_ARG(query[i]));
    }
    int64_t todo = 0;
    int64_t overdue = 0;
    must(conversation_counts(c, &todo, &overdue));
    cr_expect_eq(todo, 1);
    cr_expect_eq(overdue, 0);
}

DomainTest(conversation_check, holds_and_sees_what_is_broken_by_hand)
{
    size_t findings = 0;
    conversation_id id = begun(t, "+6281234567890");
    says(t, id, SAID_IN);
    must(check_run_all(c, conversation_checks, conversation_check_count, NULL, &findings));
    cr_expect_eq(findings, 0);
    must(promise_void_all(c, conversation_subject(c, id), S("by_hand")));
    must(check_run_all(c, conversation_checks, conversation_check_count, NULL, &findings));
    cr_expect_eq(findings, 1);
}
