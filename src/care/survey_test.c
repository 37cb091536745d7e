/* SPDX-License-Identifier: Apache-2.0 */
#include "c/buying.h"
#include "care/complaint.h"
#include "care/conversation_office.h"
#include "care/messaging.h"
#include "care/survey_figures.h"
#include "core/event.h"
#include "core/notice.h"
#include "core/staff.h"
#include "shop/aftercare.h"

#include <math.h>
#include <stdio.h>

/* Two days over: the buyer of a delivered order is offered a survey, as cli/asking does it. */
static void ask_deliveries(struct fixture *t)
{
    struct aftercare_list list = { 0 };
    must(aftercare_take_deliveries(&t->c, t->c.now_at - DAYS(t->c.shop->survey_after_days), 50,
                                   &list));
    for (size_t i = 0; i < list.count; i++) {
        struct survey_new n = { list.item[i].person, SURVEY_DELIVERY, list.item[i].subject, list.item[i].lang };
        must(survey_offer(&t->c, &n));
    }
}

static void deliver(struct fixture *t, order_id id)
{
    struct shipment_event_new there = { .status = S("Delivered"), .source = S("courier") };
    must(shipment_note(&t->c, buying_ship(t, id), &there));
}

static void send_due(struct fixture *t)
{
    int64_t done = 0;
    must(survey_send_due(&t->c, aftercare_has_open_claim, 50, &done));
}

static void as(struct fixture *t, enum role role, int64_t id)
{
    t->c.actor = (struct actor){ role, id };
}

static person_id person(struct fixture *t, const char *phone)
{
    person_id id = { 0 };
    must(vault_person_create(&t->c, &id));
    must(vault_write(&t->c, id, VAULT_PHONE, str_of(phone)));
    must(vault_basis_begin(&t->c, id, S("order:1")));
    return id;
}

static struct survey latest(struct fixture *t)
{
    struct survey s = { 0 };
    int64_t id = 0;
    SQL(test_last_survey, "SELECT max(id) FROM survey");
    must(db_get_int(t->db, &test_last_survey, NO_ARGS, 0, &id));
    must(survey_get(&t->c, (survey_id){ id }, &s));
    return s;
}

static struct survey offered(struct fixture *t, person_id who, const char *subject)
{
    struct survey_new n = { who, SURVEY_DELIVERY, str_of(subject), LANG_ID };
    must(survey_offer(&t->c, &n));
    return latest(t);
}

static struct survey now(struct fixture *t, survey_id id)
{
    struct survey s = { 0 };
    must(survey_get(&t->c, id, &s));
    return s;
}

static struct survey sent(struct fixture *t)
{
    struct survey s = offered(t, person(t, "+6281200000001"), "order:1");
    send_due(t);
    s = now(t, s.id);
    cr_assert_eq(s.state, SURVEY_SENT);
    return s;
}

/* The first survey asks about goods and service, the second about goods and recommending. */
static struct survey_reply says(int64_t goods, int64_t service, int64_t recommend, const char *text)
{
    return (struct survey_reply){ .score = { goods, service, recommend }, .text = str_of(text) };
}

static void open_for_replies(struct fixture *t)
{
    buying_open(t);
    as(t, ROLE_BUYER, 0);
}

DomainTest(survey, is_offered_by_rule_some_days_after_delivery_and_once)
{
    buying_open(t);
    sku_id kopi = goods(t, "Kopi", 50000, 9);
    struct order o = buying_paid(t, kopi, 1);
    deliver(t, o.id);
    ask_deliveries(t);
    int64_t next_at = 0;
    must(aftercare_next_delivered_at(c, &next_at));
    cr_expect_eq(next_at, buying_now(t, o.id).delivered_at);
    fixture_pass(t, DAYS(3));
    ask_deliveries(t);
    ask_deliveries(t);
    struct survey s = latest(t);
    cr_expect(str_eq(s.subject, order_subject(c, o.id)));
    cr_expect_eq(s.state, SURVEY_WAITING);
    send_due(t);
    cr_expect_eq(now(t, s.id).state, SURVEY_SENT);
    struct notice_list notices = { 0 };
    must(notice_list_of(c, survey_subject(c, s.id), &notices));
    cr_assert_eq(notices.count, 1);
    struct survey_new again = { o.person, SURVEY_DELIVERY, order_subject(c, o.id), LANG_ID };
    must(survey_offer(c, &again));
    cr_expect_eq(latest(t).id.v, s.id.v);
}

DomainTest(survey, asks_one_or_two_questions_by_rotation)
{
    buying_open(t);
    unsigned seen = 0;
    for (int i = 0; i < 6; i++) {
        char phone[32];
        snprintf(phone, sizeof phone, "+62812000%05d", i);
        struct survey s = offered(t, person(t, phone), "order:1");
        int count = __builtin_popcount(s.asks);
        cr_expect(count >= 1 && count <= 2);
        seen |= s.asks;
    }
    cr_expect_eq(seen, 7u);
}

DomainTest(survey, changed_answer_keeps_history_and_the_last_counts_once)
{
    open_for_replies(t);
    struct survey s = sent(t);
    struct survey_figures f = { 0 };
    struct survey_reply first = says(5, 4, SURVEY_NO_SCORE, "Bagus"),
                        second = says(4, 3, SURVEY_NO_SCORE, "");
    must(survey_answer(c, s.id, &first));
    must(survey_answer(c, s.id, &first));
    fixture_pass(t, HOURS(1));
    must(survey_answer(c, s.id, &second));
    must(survey_answer(c, s.id, &second)); /* a second click */
    must(survey_figures(c, s.sent_at, c->now_at, &f));
    cr_expect_eq(f.answered, 1);
    cr_expect_eq(f.csat[SURVEY_SERVICE].count, 1);
    cr_expect_eq(f.csat[SURVEY_SERVICE].satisfied, 0);
    SQL(test_history, "SELECT count(*) FROM survey_answer WHERE survey_id = $1");
    int64_t rows = 0;
    must(db_get_int(t->db, &test_history, ARGS(s.id.v), 0, &rows));
    cr_expect_eq(rows, 3); /* "Bagus" was sent twice: words are never dropped silently */
    as(t, ROLE_CARE, 7);
    str text = { 0 };
    s = now(t, s.id);
    must(survey_text(c, s.text, &text));
    cr_expect(str_eq(text, S("Bagus")));
}

DomainTest(survey, low_answer_opens_a_case_with_a_dated_promise)
{
    open_for_replies(t);
    struct survey s = sent(t);
    struct survey_reply low = says(2, 5, SURVEY_NO_SCORE, "Tekonya retak");
    must(survey_answer(c, s.id, &low));
    s = now(t, s.id);
    struct conversation v = { 0 };
    must(conversation_about(c, survey_subject(c, s.id), &v));
    struct complaint k = { 0 };
    must(complaint_of_conversation(c, v.id, &k));
    cr_expect(str_eq(s.case_subject, complaint_subject(c, k.id)));
    cr_expect(str_eq(k.source, S("survey")));
    struct promise p = { 0 };
    must(promise_find(c, s.case_subject, PROMISE_ACKNOWLEDGE, &p));
    cr_expect_eq(p.outcome, PROMISE_OPEN);
    cr_expect_gt(p.due_at, c->now_at);
    struct survey_reply worse = says(1, 1, SURVEY_NO_SCORE, "Dan tidak dijawab");
    must(survey_answer(c, s.id, &worse));
    cr_expect(str_eq(now(t, s.id).case_subject, s.case_subject), "one case, not two");
}

DomainTest(survey, good_answer_opens_nothing)
{
    open_for_replies(t);
    struct survey s = sent(t);
    struct survey_reply good = says(3, 5, SURVEY_NO_SCORE, "");
    must(survey_answer(c, s.id, &good));
    cr_expect_eq(now(t, s.id).case_subject.size, 0);
}

DomainTest(survey, score_0_is_valid_and_a_detractor)
{
    open_for_replies(t);
    offered(t, person(t, "+6281200000009"), "order:9");
    struct survey s = sent(t); /* the second asks goods and recommend */
    cr_assert((s.asks & 1u << SURVEY_RECOMMEND) != 0);
    struct survey_reply zero = says(SURVEY_NO_SCORE, SURVEY_NO_SCORE, 0, "");
    must(survey_answer(c, s.id, &zero));
    struct survey_figures f = { 0 };
    must(survey_figures(c, s.sent_at, c->now_at + 1, &f));
    cr_expect_eq(f.detractors, 1);
    cr_expect_eq(f.low, 1);
    cr_expect_eq(f.cases, 1);
}

DomainTest(survey, refuses_scores_out_of_range_and_answers_to_what_was_not_asked)
{
    open_for_replies(t);
    struct survey s = sent(t);
    const struct survey_reply bad[] = {
        says(0, 3, SURVEY_NO_SCORE, ""), says(6, 3, SURVEY_NO_SCORE, ""), says(3, 3, 9, ""),
        says(SURVEY_NO_SCORE, SURVEY_NO_SCORE, SURVEY_NO_SCORE, "hanya kata"),
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        cr_expect_eq(survey_answer(c, s.id, &bad[i]), ERR_BAD_INPUT, "%zu", i);
    }
    cr_expect_eq(now(t, s.id).state, SURVEY_SENT);
}

DomainTest(survey, is_not_answered_after_it_expired)
{
    open_for_replies(t);
    struct survey s = sent(t);
    struct survey_reply good = says(5, 5, SURVEY_NO_SCORE, "");
    fixture_pass(t, DAYS(30));
    cr_expect_eq(survey_answer(c, s.id, &good), ERR_STATE);
}

DomainTest(survey, after_complaint_still_open_is_postponed)
{
    open_for_replies(t);
    person_id who = person(t, "+6281200000001");
    conversation_id talk = { 0 };
    struct conversation_new n = { .person = who, .channel = CHANNEL_WEB };
    struct said_new said = { .direction = SAID_IN, .channel = CHANNEL_WEB, .author = AUTHOR_BUYER, .text = S_INIT("Retak!") };
    struct said_receipt receipt = { 0 };
    must(conversation_open(c, &n, &talk));
    must(conversation_say(c, talk, &said, &receipt));
    struct survey s = offered(t, who, "order:1");
    send_due(t);
    s = now(t, s.id);
    cr_expect_eq(s.state, SURVEY_WAITING);
    cr_expect_eq(s.due_at, c->now_at + DAYS(1));
    for (int day = 0; day < 30; day++) { /* it never ends: not asked at all */
        fixture_pass(t, DAYS(1));
        send_due(t);
    }
    cr_expect_eq(now(t, s.id).state, SURVEY_SKIPPED);
}

DomainTest(survey, fatigue_cap_asks_nobody_twice_in_its_days)
{
    open_for_replies(t);
    person_id who = person(t, "+6281200000001");
    struct survey first = offered(t, who, "order:1");
    send_due(t);
    fixture_pass(t, DAYS(59));
    struct survey second = offered(t, who, "order:2");
    send_due(t);
    fixture_pass(t, DAYS(2));
    struct survey third = offered(t, who, "order:3");
    send_due(t);
    cr_expect_eq(now(t, first.id).state, SURVEY_SENT);
    cr_expect_eq(now(t, second.id).state, SURVEY_SKIPPED);
    cr_expect_eq(now(t, third.id).state, SURVEY_SENT);
}

DomainTest(survey, refunded_order_is_not_asked_about_as_a_delivery)
{
    buying_open(t);
    sku_id kopi = goods(t, "Kopi", 50000, 9);
    struct order o = buying_paid(t, kopi, 1);
    deliver(t, o.id);
    SQL(test_refund_order, "UPDATE shop_order SET payment_status = 'refunded' WHERE id = $1");
    must(db_exec(t->db, &test_refund_order, ARGS(o.id.v), NULL));
    fixture_pass(t, DAYS(4));
    struct aftercare_list list = { 0 };
    must(aftercare_take_deliveries(c, c->now_at, 50, &list));
    cr_expect_eq(list.count, 0);
    cr_expect_eq(list.taken, 1);
    must(aftercare_take_deliveries(c, c->now_at, 50, &list));
    cr_expect_eq(list.taken, 0);
}

DomainTest(survey, deleted_customer_is_not_written_to_and_the_score_stays)
{
    open_for_replies(t);
    struct survey s = sent(t);
    struct survey_reply good = says(5, 5, SURVEY_NO_SCORE, "Salam dari Sari");
    must(survey_answer(c, s.id, &good));
    struct survey later = offered(t, s.person, "order:2");
    must(vault_erase(c, s.person));
    send_due(t);
    cr_expect_eq(now(t, later.id).state, SURVEY_SKIPPED);
    s = now(t, s.id);
    as(t, ROLE_CARE, 7);
    str text = S("x");
    must(survey_text(c, s.text, &text));
    cr_expect_eq(text.size, 0);
    cr_expect_eq(s.score[SURVEY_GOODS], 5);
}

DomainTest(survey, words_are_sealed_for_their_own_purpose)
{
    open_for_replies(t);
    struct survey s = sent(t);
    struct survey_reply good = says(5, 5, SURVEY_NO_SCORE, "Salam dari Sari di Wates");
    must(survey_answer(c, s.id, &good));
    s = now(t, s.id);
    str text = { 0 };
    as(t, ROLE_CARE, 7);
    cr_expect_eq(vault_text_read(c, s.text, PURPOSE_MARKETING, &text), ERR_FORBIDDEN);
    cr_expect_eq(vault_text_read(c, s.text, PURPOSE_CARE, &text), ERR_FORBIDDEN);
    must(vault_text_read(c, s.text, PURPOSE_SURVEY, &text));
    struct event_list events = { 0 };
    must(event_list(c, survey_subject(c, s.id), (event_id){ 0 }, &events));
    for (size_t i = 0; i < events.count; i++) {
        cr_expect(!str_contains(events.item[i].facts, S("Wates")));
    }
}

DomainTest(survey, words_are_shown_to_nobody_without_that_purpose)
{
    open_for_replies(t);
    struct survey s = sent(t);
    struct survey_reply good = says(5, 5, SURVEY_NO_SCORE, "Salam dari Sari di Wates");
    must(survey_answer(c, s.id, &good));
    s = now(t, s.id);
    const enum role others[] = { ROLE_VISITOR, ROLE_FULFILMENT, ROLE_PRIVACY, ROLE_REVIEWER };
    for (size_t i = 0; i < COUNT(others); i++) {
        str text = S("x");
        as(t, others[i], 7);
        must(survey_text(c, s.text, &text)); /* a page with scores is shown all the same */
        cr_expect_eq(text.size, 0, "%zu", i);
    }
}

/* The newest event of a survey. */
static struct event told(struct fixture *t, survey_id id)
{
    struct event_list list = { 0 };
    must(event_list(&t->c, survey_subject(&t->c, id), (event_id){ 0 }, &list));
    cr_assert_gt(list.count, 0);
    return list.item[list.count - 1];
}

DomainTest(survey, answer_and_each_change_of_it_can_be_counted_again_from_the_events)
{
    open_for_replies(t);
    struct survey s = sent(t);
    struct survey_reply first = says(5, 4, SURVEY_NO_SCORE, "Bagus"),
                        second = says(3, 4, SURVEY_NO_SCORE, "");
    must(survey_answer(c, s.id, &first));
    struct event e = told(t, s.id);
    cr_expect(str_eq(e.kind, S("survey.answered")));
    cr_expect(str_eq(e.facts, S("{\"goods\":5,\"service\":4}")), "%.*s", STR_ARG(e.facts));
    cr_expect(str_contains(e.commitments, S("text")), "the words are sealed, and bound to it");
    must(survey_answer(c, s.id, &second));
    struct event changed = told(t, s.id);
    cr_expect_neq(changed.id.v, e.id.v);
    cr_expect(str_eq(changed.kind, S("survey.answer_changed")));
    cr_expect(str_contains(changed.facts, S("\"goods\":3")));
    cr_expect_not(str_contains(changed.commitments, S("text")), "no words this time");
}

DomainTest(survey, who_said_stop_is_not_asked_again)
{
    open_for_replies(t);
    struct survey s = sent(t);
    must(survey_stop(c, s.id));
    must(survey_stop(c, s.id));
    fixture_pass(t, DAYS(61));
    struct survey later = offered(t, s.person, "order:2");
    send_due(t);
    cr_expect_eq(now(t, later.id).state, SURVEY_SKIPPED);
}

DomainTest(survey, figures_say_nothing_below_thirty_answers)
{
    struct survey_figures f = { .delivered = 29, .answered = 29, .csat = { { 20, 29 }, { 0, 0 } }, .promoters = 29 };
    struct stats_interval between;
    struct stats_nps nps;
    int64_t share_bp = 0;
    (void)c;
    (void)t;
    cr_expect(!survey_csat(&f, SURVEY_GOODS, &share_bp, &between));
    cr_expect(!survey_nps(&f, &nps));
    cr_expect(!survey_response(&f, &share_bp));
    f = (struct survey_figures){ .delivered = 100,
                                  .answered = 100,
                                  .replied = 100,
                                  .csat = { { 24, 30 }, { 0, 0 } },
                                  .promoters = 50,
                                  .passives = 25,
                                  .detractors = 25 };
    cr_assert(survey_csat(&f, SURVEY_GOODS, &share_bp, &between));
    cr_expect_eq(share_bp, 8000);
    cr_assert(survey_nps(&f, &nps));
    cr_expect_eq(nps.score_bp, 2500);
    cr_expect_eq(nps.margin_bp, 1625); /* 25 ± 16.3 */
}

DomainTest(survey, case_that_closed_is_asked_about_but_never_the_case_of_a_survey)
{
    open_for_replies(t);
    struct survey s = sent(t);
    struct survey_reply low = says(1, 1, SURVEY_NO_SCORE, "");
    must(survey_answer(c, s.id, &low));
    conversation_id other = { 0 };
    struct conversation_new n = { .person = person(t, "+6281200000002"), .channel = CHANNEL_WEB };
    must(conversation_open(c, &n, &other));
    SQL(test_close_all, "UPDATE conversation SET state = 'closed', is_todo = 0");
    must(db_exec(t->db, &test_close_all, NO_ARGS, NULL));
    int64_t done = 0;
    must(survey_offer_conversations(c, 50, &done));
    cr_expect_eq(done, 2);
    struct survey asked = latest(t);
    cr_expect_eq(asked.touchpoint, SURVEY_CASE);
    cr_expect(str_eq(asked.subject, conversation_subject(c, other)));
    cr_expect_eq(asked.id.v, s.id.v + 1);
    must(survey_offer_conversations(c, 50, &done));
    cr_expect_eq(done, 0);
}

DomainTest(survey, same_person_with_two_accounts_is_asked_once_and_stopped_once)
{
    open_for_replies(t);
    struct survey first = offered(t, person(t, "+6281200000001"), "order:1");
    struct survey second = offered(t, person(t, "+6281200000001"), "order:2");
    send_due(t);
    cr_expect_eq(now(t, first.id).state, SURVEY_SENT);
    cr_expect_eq(now(t, second.id).state, SURVEY_SKIPPED);
    must(survey_stop(c, first.id));
    fixture_pass(t, DAYS(61));
    struct survey third = offered(t, person(t, "+6281200000001"), "order:3");
    send_due(t);
    cr_expect_eq(now(t, third.id).state, SURVEY_SKIPPED);
}

DomainTest(survey, agents_own_orders_are_not_asked_about)
{
    open_for_replies(t);
    staff_id agent = { 0 };
    must(staff_add(c, S("Ratna"), S("ratna@example.com"), ROLE_CARE, S("x"), &agent));
    person_id own = person(t, "+6281200000005");
    must(vault_write(c, own, VAULT_EMAIL, S("ratna@example.com")));
    struct survey_new n = { own, SURVEY_DELIVERY, S("order:1"), LANG_ID };
    must(survey_offer(c, &n));
    SQL(test_survey_count, "SELECT CAST(count(1) AS BIGINT) FROM survey");
    int64_t count = 0;
    must(db_get_int(t->db, &test_survey_count, NO_ARGS, 0, &count));
    cr_expect_eq(count, 0);
}

DomainTest(survey, who_left_no_address_finds_the_question_on_the_orders_page)
{
    open_for_replies(t);
    person_id who = { 0 };
    must(vault_person_create(c, &who));
    must(vault_basis_begin(c, who, S("order:1")));
    struct survey s = offered(t, who, "order:1");
    struct survey found = { 0 };
    cr_expect_eq(survey_about(c, S("order:1"), &found), ERR_NOT_FOUND);
    send_due(t);
    must(survey_about(c, S("order:1"), &found));
    cr_expect_eq(found.id.v, s.id.v);
    struct notice_list notices = { 0 };
    must(notice_list_of(c, survey_subject(c, s.id), &notices));
    cr_expect_eq(notices.count, 0);
    struct survey_reply good = says(5, 4, SURVEY_NO_SCORE, "");
    must(survey_answer(c, s.id, &good));
    struct survey_figures f = { 0 };
    must(survey_figures(c, found.sent_at, c->now_at + 1, &f));
    cr_expect_eq(f.answered, 1);
    cr_expect_eq(f.delivered, 0, "nobody wrote to them: not in the response rate");
    cr_expect_eq(f.replied, 0);
    fixture_pass(t, DAYS(31));
    cr_expect_eq(survey_about(c, S("order:1"), &found), ERR_NOT_FOUND);
}

/* Reached by a messaging app alone: what cannot leave any more is not tried, neither once nor over and over. */
DomainTest(survey, sent_while_we_have_no_reply_window_is_left_out_once_and_for_all)
{
    open_for_replies(t);
    struct messaging_taken in = { 0 };
    struct channel_news news = { .kind = NEWS_SAID, .external = S("a1"), .address = S("sari_01"), .name = S("Sari"), .text = S("Terima kasih.") };
    as(t, ROLE_VISITOR, 0);
    must(messaging_take(c, CHANNEL_LOOPBACK, &news, &in));
    struct conversation v = { 0 };
    must(conversation_get(c, in.conversation, &v));
    struct said_new answer = { .direction = SAID_OUT, .channel = CHANNEL_LOOPBACK, .author = AUTHOR_STAFF, .text = S("Sama-sama.") };
    struct said_receipt r = { 0 };
    as(t, ROLE_CARE, 7);
    must(conversation_say(c, v.id, &answer, &r));
    c->now_at = v.window_closes_at + HOURS(1);
    must(conversation_move(c, v.id, CONVERSATION_SOLVED));
    must(conversation_move(c, v.id, CONVERSATION_CLOSED));
    int64_t done = 0;
    must(survey_offer_conversations(c, 50, &done));
    cr_expect_eq(done, 1);
    send_due(t);
    struct survey s = latest(t);
    cr_expect_eq(s.state, SURVEY_SKIPPED);
    struct notice_list notices = { 0 };
    must(notice_list_of(c, survey_subject(c, s.id), &notices));
    cr_expect_eq(notices.count, 0);
    news.external = S("a2"); /* the window opens again: the same question does not come back */
    as(t, ROLE_VISITOR, 0);
    must(messaging_take(c, CHANNEL_LOOPBACK, &news, &in));
    must(survey_offer_conversations(c, 50, &done));
    fixture_pass(t, DAYS(1));
    send_due(t);
    must(survey_get(c, s.id, &s));
    cr_expect_eq(s.state, SURVEY_SKIPPED);
}

DomainTest(survey, restricted_person_is_not_asked)
{
    open_for_replies(t);
    person_id who = person(t, "+6281200000001");
    struct survey s = offered(t, who, "order:1");
    must(vault_restrict(c, who, true));
    send_due(t);
    cr_expect_eq(now(t, s.id).state, SURVEY_SKIPPED);
}

static complaint_id complained(struct fixture *t, person_id who, const char *text)
{
    struct complaint k = { 0 };
    struct complaint_new n = { .person = who, .channel = CHANNEL_WEB, .source = S("form"), .lang = LANG_EN, .subject = S("Teko"),
                               .text = str_of(text) };
    must(complaint_open(&t->c, &n, &k));
    return k.id;
}

DomainTest(survey, closed_complaint_is_asked_about_once_and_its_conversation_not_besides)
{
    open_for_replies(t);
    complaint_id id = complained(t, person(t, "+6281200000001"), "Teko retak");
    complaint_id twin = complained(t, person(t, "+6281200000002"), "Sama");
    SQL(test_close_complaint, "UPDATE complaint SET state = 'closed', outcome = 'resolved', "
                              "closed_at = $2, waits_until = NULL WHERE id = $1");
    SQL(test_close_twin, "UPDATE complaint SET state = 'closed', outcome = 'duplicate', "
                         "duplicate_of = $3, closed_at = $2,"
                         " waits_until = NULL WHERE id = $1");
    SQL(test_close_talks, "UPDATE conversation SET state = 'closed', is_todo = 0");
    must(db_exec(t->db, &test_close_complaint, ARGS(id.v, c->now_at), NULL));
    must(db_exec(t->db, &test_close_twin, ARGS(twin.v, c->now_at, id.v), NULL));
    must(db_exec(t->db, &test_close_talks, NO_ARGS, NULL));
    int64_t done = 0;
    must(survey_offer_complaints(c, 50, &done));
    cr_expect_eq(done, 2);
    must(survey_offer_conversations(c, 50, &done));
    cr_expect_eq(done, 2);
    struct survey s = latest(t);
    cr_expect_eq(s.id.v, 1);
    cr_expect(str_eq(s.subject, complaint_subject(c, id)));
    cr_expect_eq(s.lang, LANG_EN);
    send_due(t);
    cr_expect_eq(now(t, s.id).state, SURVEY_SENT);
    must(survey_offer_complaints(c, 50, &done));
    cr_expect_eq(done, 0);
}

/* ---- the figures once more, by another way ---- */

struct counted {
    double csat[2], nps, margin, response;
    int64_t low, answers, doubt[DOUBT_COUNT];
};

/* From the history of answers, one by one, in floating point; of each survey the last row. */
static void count_again(struct fixture *t, int64_t delivered, struct counted *out)
{
    SQL(test_count_again, "SELECT a.survey_id, coalesce(a.goods, -1), coalesce(a.service, -1), "
                          "coalesce(a.recommend, -1), a.doubt"
                          " FROM survey_answer a ORDER BY a.survey_id, a.position");
    int64_t row[200][5] = { { 0 } };
    size_t count = 0;
    struct rows r = db_query(t->db, &test_count_again, NO_ARGS);
    while (db_next(&r)) {
        int64_t id = row_int(&r);
        count += count == 0 || row[count - 1][0] != id;
        int64_t *now_row = row[count - 1];
        now_row[0] = id;
        for (size_t i = 1; i < 4; i++) {
            now_row[i] = row_int(&r);
        }
        enum survey_doubt doubt = DOUBT_UNSAID;
        cr_assert(survey_doubt_of(row_text(&r, t->c.arena), &doubt));
        now_row[4] = doubt;
    }
    must(db_done(&r));
    double sum[3] = { 0 }, n[3] = { 0 }, square = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_low = false;
        for (size_t q = 0; q < 3; q++) {
            int64_t score = row[i][q + 1];
            double point = q < 2 ? score >= 4 : score >= 9 ? 1 : score <= 6 ? -1 : 0;
            if (score >= 0) {
                n[q] += 1;
                sum[q] += point;
                square += q == 2 ? point * point : 0;
                is_low = is_low || score <= (q < 2 ? 2 : 6);
            }
        }
        out->low += is_low;
        out->doubt[row[i][4]]++;
    }
    double mean = sum[2] / n[2];
    out->csat[0] = sum[0] / n[0];
    out->csat[1] = sum[1] / n[1];
    out->nps = mean;
    out->margin = 1.96 * sqrt((square / n[2] - mean * mean) / n[2]);
    out->answers = (int64_t)count;
    out->response = (double)count / (double)delivered;
}

static int64_t drawn(struct fixture *t, uint64_t below)
{
    return (int64_t)random_below(&t->random, below);
}

static struct survey_reply drawn_reply(struct fixture *t, unsigned asks)
{
    struct survey_reply r = says(SURVEY_NO_SCORE, SURVEY_NO_SCORE, SURVEY_NO_SCORE, "");
    for (size_t q = 0; q < SURVEY_QUESTION_COUNT; q++) {
        int64_t score = q == SURVEY_RECOMMEND ? drawn(t, 11) : 1 + drawn(t, 5);
        r.score[q] = (asks & 1u << q) != 0 ? score : SURVEY_NO_SCORE;
    }
    r.doubt = (enum survey_doubt)drawn(t, DOUBT_COUNT);
    return r;
}

/* A third is silent, some change the answer; who was not reached is in no denominator. */
static void live_surveys(struct fixture *t, int count)
{
    for (int i = 0; i < count; i++) {
        char phone[32];
        snprintf(phone, sizeof phone, "+62813000%05d", i);
        struct survey s = offered(t, person(t, phone), "order:1");
        send_due(t);
        s = now(t, s.id);
        for (int64_t turn = drawn(t, 3) == 0 ? 2 : drawn(t, 5) == 0 ? 0 : 1; turn < 2; turn++) {
            struct survey_reply r = drawn_reply(t, s.asks);
            fixture_pass(t, MINUTES(1));
            must(survey_answer(&t->c, s.id, &r));
        }
    }
}

static void expect_near(const char *what, int64_t bp, double share)
{
    cr_expect(fabs((double)bp - share * 10000) <= 0.51, "%s: %" PRId64 " is not %f", what, bp,
              share * 10000);
}

DomainTest(survey, figures_are_what_the_answers_give_when_counted_by_hand)
{
    open_for_replies(t);
    int64_t from_at = c->now_at;
    live_surveys(t, 150);
    struct survey_figures f = { 0 };
    struct counted again = { 0 };
    must(survey_figures(c, from_at, c->now_at + 1, &f));
    count_again(t, f.delivered, &again);
    int64_t share_bp = 0;
    struct stats_interval between = { 0 };
    struct stats_nps nps = { 0 };
    cr_expect_eq(f.sent, 150);
    cr_expect_eq(f.delivered, f.answered); /* by WhatsApp: staff have not said that any left */
    cr_expect_eq(f.answered, again.answers);
    cr_expect_eq(f.low, again.low);
    cr_assert(survey_csat(&f, SURVEY_GOODS, &share_bp, &between));
    expect_near("goods", share_bp, again.csat[0]);
    cr_assert(survey_csat(&f, SURVEY_SERVICE, &share_bp, &between));
    expect_near("service", share_bp, again.csat[1]);
    cr_assert(survey_nps(&f, &nps));
    expect_near("nps", nps.score_bp, again.nps);
    expect_near("margin", nps.margin_bp, again.margin);
    cr_assert(survey_response(&f, &share_bp));
    expect_near("response", share_bp, again.response);
    for (size_t i = 0; i < DOUBT_COUNT; i++) {
        cr_expect_eq(f.doubt[i], again.doubt[i], "doubt %zu", i);
    }
    cr_expect_eq(survey_doubt_count(&f), again.answers - again.doubt[DOUBT_UNSAID]);
}
