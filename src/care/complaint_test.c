/* SPDX-License-Identifier: Apache-2.0 */
/* Named after the edge cases of complaints. */
#include "c/complaints.h"
#include "care/complaint_act.h"
#include "care/complaint_find.h"
#include "care/conversation_said.h"
#include "core/event.h"
#include "core/job.h"
#include "core/notice.h"
#include "core/policy.h"
#include "core/promise_clock.h"
#include "core/pulse.h"
#include "core/staff.h"

static enum err decided(struct ctx *c, const struct decision *d)
{
    return complaint_decided(c, d);
}
static const struct decision_hooks hooks = { .decided = { [DECISION_COMPLAINT] = decided } };

static void be(struct fixture *t, enum role role, int64_t id)
{
    t->c.actor = (struct actor){ role, id };
}

static person_id person(struct fixture *t)
{
    person_id id = { 0 };
    must(vault_person_create(&t->c, &id));
    must(vault_write(&t->c, id, VAULT_EMAIL, S("sari@example.com")));
    must(vault_write(&t->c, id, VAULT_PHONE, S("+6281234567890")));
    return id;
}

static struct complaint opened(struct fixture *t, struct complaint_new n)
{
    struct complaint k = { 0 };
    be(t, ROLE_VISITOR, 0);
    n.person = n.person.v == 0 ? person(t) : n.person;
    n.source = n.source.size == 0 ? S("form") : n.source;
    n.subject = n.subject.size == 0 ? S("Gelas pecah") : n.subject;
    n.text = S("Gelasnya pecah, saya kecewa sekali.");
    n.wish = S("Uang kembali");
    must(complaint_open(&t->c, &n, &k));
    return k;
}

static enum err does(struct fixture *t, struct complaint *k, struct complaint_do d)
{
    d.text = d.text.size == 0 ? S("Kami sudah memeriksa fotonya.") : d.text;
    d.due_at = d.due_at == 0 ? t->c.now_at + DAYS(3) : d.due_at;
    return complaint_take(&t->c, k->id, &d, k);
}

static void staff(struct fixture *t, struct complaint *k, enum complaint_act act, int64_t who)
{
    be(t, ROLE_CARE, who);
    must(does(t, k, (struct complaint_do){ .act = act }));
}

static void buyer(struct fixture *t, struct complaint *k, enum complaint_act act)
{
    be(t, ROLE_BUYER, k->person.v);
    must(does(t, k, (struct complaint_do){ .act = act }));
}

static struct complaint now(struct fixture *t, const struct complaint *k)
{
    struct complaint out = { 0 };
    must(complaint_get(&t->c, k->id, &out));
    return out;
}

static struct promise promised(struct fixture *t, const struct complaint *k, enum promise_kind kind)
{
    struct promise p = { 0 };
    must(promise_find(&t->c, complaint_subject(&t->c, k->id), kind, &p));
    return p;
}

/* The timer, hour by hour, with what follows a break and what waited long enough. */
static void pass(struct fixture *t, int64_t hours)
{
    for (int64_t i = 0; i < hours; i++) {
        int64_t done = 0;
        struct promise_list list = { 0 };
        bool more = false;
        fixture_pass(t, HOURS(1));
        be(t, ROLE_SYSTEM, 0);
        must(pulse_beat(&t->c, NULL));
        must(promise_list_open(&t->c, 50, &list));
        must(promise_break_due(&t->c, 50, &done));
        for (size_t p = 0; p < list.count; p++) {
            more = list.item[p].due_at < t->c.now_at && list.item[p].outcome == PROMISE_OPEN;
            if (more && list.item[p].kind == PROMISE_DECIDE) {
                must(decision_overdue(&t->c, &hooks, &list.item[p]));
            } else if (more && str_starts(list.item[p].subject, S("complaint:"))) {
                must(complaint_promise_broken(&t->c, &list.item[p]));
            }
        }
        must(complaint_tick(&t->c, 50, &done));
    }
}

DomainTest(complaint, decision_is_promised_by_the_published_days)
{
    struct value *params = value_object(c->arena);
    value_set_int(c->arena, params, S("complaint_days"), 12);
    must(policy_publish(c, &(struct policy_new){ .kind = POLICY_REPLY, .params = params }, NULL));
    struct complaint k = opened(t, (struct complaint_new){ 0 });
    cr_expect_eq(promised(t, &k, PROMISE_DECIDE_COMPLAINT).budget, DAYS(12));
}

DomainTest(complaint, has_a_number_a_dated_promise_and_its_words_in_a_conversation)
{
    struct complaint k = opened(t, (struct complaint_new){ .channel = CHANNEL_WEB });
    struct said_list said = { 0 };
    cr_expect(str_starts(k.number, S("PGD-")));
    cr_expect_eq(k.state, COMPLAINT_RECEIVED);
    cr_expect_eq(promised(t, &k, PROMISE_DECIDE_COMPLAINT).due_at, c->now_at + DAYS(7));
    cr_expect_eq(promised(t, &k, PROMISE_ACKNOWLEDGE).clock, CLOCK_BUSINESS);
    must(conversation_messages(c, k.conversation, &said));
    cr_expect_eq(said.count, 1);
    struct complaint found = { 0 };
    must(complaint_by_number(c, k.number, &found));
    cr_expect_eq(found.id.v, k.id.v);
}

DomainTest(complaint, from_the_first_word_to_a_confirmed_remedy)
{
    struct complaint k = opened(t, (struct complaint_new){ .channel = CHANNEL_WEB });
    be(t, ROLE_CARE, 7);
    must(does(t, &k,
              (struct complaint_do){ .act = COMPLAINT_ACT_ACKNOWLEDGE,
                                      .severity = S("high"),
                                      .category = S("product") }));
    cr_expect_eq(k.owner, 7);
    cr_expect_eq(promised(t, &k, PROMISE_ACKNOWLEDGE).outcome, PROMISE_KEPT);
    struct complaint_do never = { .act = COMPLAINT_ACT_PROPOSE, .text = S("Kami ganti, suatu hari."), .due_at = c->now_at + DAYS(400) };
    cr_expect_eq(does(t, &k, never), ERR_BAD_INPUT, "a date nobody lives to see is none");
    staff(t, &k, COMPLAINT_ACT_PROPOSE, 7);
    cr_expect_eq(promised(t, &k, PROMISE_DECIDE_COMPLAINT).outcome, PROMISE_KEPT);
    buyer(t, &k, COMPLAINT_ACT_AGREE);
    cr_expect_eq(promised(t, &k, PROMISE_REMEDY).due_at, k.remedy_due_at);
    staff(t, &k, COMPLAINT_ACT_REMEDY, 7);
    cr_expect_eq(promised(t, &k, PROMISE_REMEDY).outcome, PROMISE_KEPT);
    buyer(t, &k, COMPLAINT_ACT_CONFIRM);
    cr_expect(str_eq(k.outcome, S("resolved")));
    struct complaint_step_list steps = { 0 };
    must(complaint_steps_of(c, k.id, &steps));
    cr_expect_eq(steps.count, 6);
    cr_expect_eq(findings(t), 0);
}

static str words_of(struct fixture *t, vault_text_id id)
{
    str text = { 0 };
    be(t, ROLE_CARE, 7);
    must(vault_text_read(&t->c, id, PURPOSE_CARE, &text));
    return text;
}

DomainTest(complaint, keeps_what_was_found_and_in_which_words)
{
    struct complaint k = opened(t, (struct complaint_new){ .channel = CHANNEL_WEB });
    cr_expect(str_eq(words_of(t, now(t, &k).subject), S("Gelas pecah")));
    must(does(t, &k,
              (struct complaint_do){ .act = COMPLAINT_ACT_ACKNOWLEDGE,
                                      .severity = S("high"),
                                      .category = S("product") }));
    must(does(t, &k,
              (struct complaint_do){ .act = COMPLAINT_ACT_PROPOSE,
                                      .text = S("Separuh uangnya kami kembalikan."),
                                      .is_partly = true }));
    k = now(t, &k);
    cr_expect(str_eq(k.severity, S("high")) && str_eq(k.category, S("product")),
              "a later step that names none changes none");
    cr_expect(str_eq(k.verdict, S("partly_upheld")));
    cr_expect(str_eq(words_of(t, k.decision), S("Separuh uangnya kami kembalikan.")));
    buyer(t, &k, COMPLAINT_ACT_AGREE);
    k = now(t, &k);
    cr_expect(str_eq(words_of(t, k.decision), S("Separuh uangnya kami kembalikan.")),
              "what the buyer says of it is no decision");
}

DomainTest(complaint, verdict_is_what_the_shop_decided)
{
    struct complaint upheld = opened(t, (struct complaint_new){ .channel = CHANNEL_WEB });
    staff(t, &upheld, COMPLAINT_ACT_PROPOSE, 7);
    cr_expect(str_eq(now(t, &upheld).verdict, S("upheld")));
    struct complaint rejected = opened(t, (struct complaint_new){ .channel = CHANNEL_WEB });
    staff(t, &rejected, COMPLAINT_ACT_REJECT, 7);
    cr_expect(str_eq(now(t, &rejected).verdict, S("rejected")));
    cr_expect_eq(now(t, &rejected).remedy_due_at, 0);
}

DomainTest(complaint, each_step_is_for_its_actor_and_its_state)
{
    struct complaint k = opened(t, (struct complaint_new){ .channel = CHANNEL_WEB });
    be(t, ROLE_BUYER, k.person.v);
    cr_expect_eq(does(t, &k, (struct complaint_do){ .act = COMPLAINT_ACT_PROPOSE }),
                 ERR_FORBIDDEN);
    cr_expect_eq(does(t, &k, (struct complaint_do){ .act = COMPLAINT_ACT_AGREE }), ERR_STATE);
    be(t, ROLE_CARE, 7);
    cr_expect_eq(does(t, &k, (struct complaint_do){ .act = COMPLAINT_ACT_WITHDRAW }),
                 ERR_FORBIDDEN);
    cr_expect_eq(does(t, &k, (struct complaint_do){ .act = COMPLAINT_ACT_UPHOLD }), ERR_STATE);
    cr_expect_eq(does(t, &k, (struct complaint_do){ .act = COMPLAINT_ACT_REJECT, .text = S("x") }),
                 ERR_BAD_INPUT);
    cr_expect_eq(does(t, &k, (struct complaint_do){ .act = COMPLAINT_ACT_PROPOSE, .due_at = 1 }),
                 ERR_BAD_INPUT);
}

DomainTest(complaint, rejected_and_contested_goes_to_a_second_person_who_is_not_the_first)
{
    struct complaint k = opened(t, (struct complaint_new){ .channel = CHANNEL_WEB });
    staff(t, &k, COMPLAINT_ACT_REJECT, 7);
    buyer(t, &k, COMPLAINT_ACT_CONTEST);
    cr_expect_eq(k.state, COMPLAINT_ESCALATED);
    struct decision d = { 0 };
    must(decision_find(c, complaint_subject(c, k.id), &d));
    cr_expect_eq(d.first_by, 7);
    struct decision_verdict verdict = { .is_upheld = true, .reasons = S("Fotonya jelas: pecah sejak di jalan.") };
    be(t, ROLE_CARE, 7);
    cr_expect_eq(decision_decide(c, &hooks, d.id, &verdict), ERR_EARLY);
    be(t, ROLE_MANAGER, 8);
    must(decision_decide(c, &hooks, d.id, &verdict));
    k = now(t, &k);
    cr_expect_eq(k.state, COMPLAINT_REMEDY_DUE);
    cr_expect(str_eq(k.verdict, S("upheld")));
    cr_expect_eq(promised(t, &k, PROMISE_REMEDY).outcome, PROMISE_OPEN);
    cr_expect_eq(findings(t), 0);
}

DomainTest(complaint, not_upheld_tells_recourse_and_can_be_taken_outside)
{
    struct complaint k = opened(t, (struct complaint_new){ .channel = CHANNEL_WEB });
    struct decision d = { 0 };
    staff(t, &k, COMPLAINT_ACT_REJECT, 7);
    buyer(t, &k, COMPLAINT_ACT_CONTEST);
    must(decision_find(c, complaint_subject(c, k.id), &d));
    be(t, ROLE_MANAGER, 8);
    must(decision_decide(
        c, &hooks, d.id,
        &(struct decision_verdict){ .reasons = S("Sudah kami periksa ulang semuanya.") }));
    k = now(t, &k);
    cr_expect(str_eq(k.outcome, S("told_recourse")));
    buyer(t, &k, COMPLAINT_ACT_DISPUTE);
    cr_expect_eq(k.state, COMPLAINT_EXTERNAL);
    staff(t, &k, COMPLAINT_ACT_RULED_FOR, 7);
    cr_expect_eq(k.state, COMPLAINT_REMEDY_DUE);
}

DomainTest(complaint, nobody_decides_and_the_persons_wish_counts)
{
    struct complaint k = opened(t, (struct complaint_new){ .channel = CHANNEL_WEB });
    must(pulse_beat(c, NULL));
    pass(t, 7 * 24 + 2);
    k = now(t, &k);
    cr_expect_eq(k.state, COMPLAINT_ESCALATED);
    cr_expect_eq(promised(t, &k, PROMISE_DECIDE_COMPLAINT).outcome, PROMISE_BROKEN);
    pass(t, 49);
    k = now(t, &k);
    cr_expect_eq(k.state, COMPLAINT_REMEDY_DUE);
    cr_expect(str_eq(k.verdict, S("upheld")));
}

DomainTest(complaint, closed_by_auto_close_never_while_the_customer_waits_for_us)
{
    struct complaint k = opened(t, (struct complaint_new){ .channel = CHANNEL_WEB });
    must(pulse_beat(c, NULL));
    staff(t, &k, COMPLAINT_ACT_ASK, 7);
    be(t, ROLE_BUYER, k.person.v);
    must(complaint_said(c, k.id, S("Ini nomor resinya, mohon dicek.")));
    k = now(t, &k);
    cr_expect_eq(k.state, COMPLAINT_INVESTIGATING);
    cr_expect_eq(k.waits_until, 0);
    staff(t, &k, COMPLAINT_ACT_WAIT, 7);
    pass(t, 6 * 24);
    cr_expect_neq(now(t, &k).state, COMPLAINT_CLOSED);
}

DomainTest(complaint, no_answer_closes_as_no_reply_and_is_not_settled_and_reopens)
{
    struct complaint k = opened(t, (struct complaint_new){ .channel = CHANNEL_WEB });
    must(pulse_beat(c, NULL));
    staff(t, &k, COMPLAINT_ACT_PROPOSE, 7);
    pass(t, 14 * 24 + 1);
    k = now(t, &k);
    cr_assert_eq(k.state, COMPLAINT_CLOSED);
    cr_expect(str_eq(k.outcome, S("no_reply")));
    struct complaint_figures f = { 0 };
    must(complaint_count(c, k.received_at, c->now_at, &f));
    cr_expect_eq(f.no_reply, 1);
    buyer(t, &k, COMPLAINT_ACT_REOPEN);
    cr_expect_eq(k.state, COMPLAINT_INVESTIGATING);
    cr_expect_eq(promised(t, &k, PROMISE_DECIDE_COMPLAINT).outcome, PROMISE_OPEN);
    cr_expect_eq(k.reopened_count, 1);
}

DomainTest(complaint, waiting_for_the_customer_pauses_the_decision_by_the_rule)
{
    struct complaint k = opened(t, (struct complaint_new){ .channel = CHANNEL_WEB });
    int64_t due_at = promised(t, &k, PROMISE_DECIDE_COMPLAINT).due_at;
    staff(t, &k, COMPLAINT_ACT_ASK, 7);
    fixture_pass(t, DAYS(2));
    be(t, ROLE_BUYER, k.person.v);
    must(complaint_said(c, k.id, S("Ini fotonya, sudah saya kirim.")));
    cr_expect_eq(promised(t, &k, PROMISE_DECIDE_COMPLAINT).due_at, due_at + DAYS(2));
}

DomainTest(complaint, safety_skips_the_queue_and_has_a_shorter_promise)
{
    opened(t, (struct complaint_new){ .channel = CHANNEL_WEB, .subject = S("Kemasan penyok") });
    struct complaint k = opened(
        t, (struct complaint_new){ .channel = CHANNEL_WEB, .subject = S("Kabel terbakar") });
    must(complaint_raise_safety(c, k.id));
    cr_expect_eq(promised(t, &k, PROMISE_DECIDE_COMPLAINT).due_at, c->now_at + DAYS(2));
    struct complaint_list list = { 0 };
    must(complaint_page(c, &(struct complaint_filter){ .view = S("open"), .limit = 10 }, &list));
    cr_assert_eq(list.count, 2);
    cr_expect_eq(list.item[0].id.v, k.id.v);
    struct complaint_filter rest = { .view = S("open"), .limit = 1, .after_rank = 0, .after_at = k.received_at, .after_id = k.id.v };
    must(complaint_page(c, &rest, &list));
    cr_assert_eq(list.count, 1);
    cr_expect(!list.item[0].is_safety);
    cr_expect(!list.has_more);
}

DomainTest(complaint, danger_told_later_skips_the_queue_from_then_on)
{
    struct complaint k = opened(
        t, (struct complaint_new){ .channel = CHANNEL_WEB, .subject = S("Kemasan penyok") });
    cr_expect(!now(t, &k).is_safety);
    be(t, ROLE_BUYER, k.person.v);
    must(complaint_said(c, k.id, S("Kompornya meledak, tangan anak saya terbakar.")));
    cr_expect(now(t, &k).is_safety);
    cr_expect_eq(promised(t, &k, PROMISE_DECIDE_COMPLAINT).due_at, c->now_at + DAYS(2));
}

DomainTest(complaint, same_matter_over_several_threads_is_one_case_starting_at_the_earliest)
{
    struct complaint k = opened(t, (struct complaint_new){ .channel = CHANNEL_WEB });
    int64_t posted_at = c->now_at - DAYS(2);
    struct complaint again = { 0 };
    struct complaint_new post = { .person = k.person, .channel = CHANNEL_SOCIAL, .source = S("social"), .conversation = k.conversation,
                                  .subject = S("Unggahan di Instagram"), .posted_at = posted_at };
    must(complaint_open(c, &post, &again));
    cr_expect_eq(again.id.v, k.id.v);
    cr_expect_eq(again.received_at, posted_at);
    cr_expect_eq(promised(t, &k, PROMISE_DECIDE_COMPLAINT).due_at, posted_at + DAYS(7));
}

DomainTest(complaint, captured_post_runs_on_a_clock_that_began_with_the_post)
{
    struct complaint k = opened(t, (struct complaint_new){ .channel = CHANNEL_SOCIAL,
                                                            .source = S("social"),
                                                            .posted_at = c->now_at - DAYS(3) });
    cr_expect_eq(promised(t, &k, PROMISE_DECIDE_COMPLAINT).due_at, c->now_at + DAYS(4));
    cr_expect_eq(k.received_at, c->now_at - DAYS(3));
    cr_expect_eq(k.opened_at, c->now_at);
}

DomainTest(complaint, judged_not_to_be_one_has_a_reason_the_person_reads_and_may_reopen)
{
    struct complaint k = opened(t, (struct complaint_new){ .channel = CHANNEL_WEB });
    be(t, ROLE_CARE, 7);
    cr_expect_eq(
        does(t, &k, (struct complaint_do){ .act = COMPLAINT_ACT_NOT_ONE, .text = S(" ") }),
        ERR_BAD_INPUT);
    must(does(t, &k,
              (struct complaint_do){ .act = COMPLAINT_ACT_NOT_ONE,
                                      .text = S("Ini pertanyaan ukuran, sudah kami jawab.") }));
    struct said_list said = { 0 };
    struct complaint_step_list steps = { 0 };
    must(complaint_steps_of(c, k.id, &steps));
    cr_expect_neq(steps.item[steps.count - 1].text.v, 0);
    must(conversation_messages(c, k.conversation, &said));
    cr_expect_eq(said.count, 2);
    cr_expect_eq(promised(t, &k, PROMISE_DECIDE_COMPLAINT).outcome, PROMISE_VOIDED);
    buyer(t, &k, COMPLAINT_ACT_REOPEN);
    cr_expect_eq(k.state, COMPLAINT_INVESTIGATING);
}

DomainTest(complaint, bulk_incident_has_children_with_decisions_of_their_own)
{
    struct complaint one = opened(t, (struct complaint_new){ .channel = CHANNEL_WEB });
    struct complaint two = opened(t, (struct complaint_new){ .channel = CHANNEL_WEB });
    int64_t incident = 0;
    must(complaint_incident_open(c, S("Satu lot kopi berjamur"), &incident));
    must(complaint_incident_join(c, one.id, incident));
    must(complaint_incident_join(c, two.id, incident));
    cr_expect_eq(complaint_incident_join(c, two.id, incident + 1), ERR_NOT_FOUND);
    staff(t, &one, COMPLAINT_ACT_PROPOSE, 7);
    cr_expect_eq(now(t, &one).incident, incident);
    cr_expect_eq(now(t, &two).state, COMPLAINT_RECEIVED);
}

DomainTest(complaint, is_handed_over_to_another_owner)
{
    struct complaint k = opened(t, (struct complaint_new){ .channel = CHANNEL_WEB });
    staff(t, &k, COMPLAINT_ACT_ACKNOWLEDGE, 7);
    must(complaint_assign(c, k.id, 8));
    cr_expect_eq(now(t, &k).owner, 8);
}

DomainTest(complaint, remedy_nobody_confirms_closes_as_unanswered_and_never_as_settled)
{
    struct complaint k = opened(t, (struct complaint_new){ .channel = CHANNEL_WEB });
    must(pulse_beat(c, NULL));
    staff(t, &k, COMPLAINT_ACT_PROPOSE, 7);
    buyer(t, &k, COMPLAINT_ACT_AGREE);
    staff(t, &k, COMPLAINT_ACT_REMEDY, 7);
    pass(t, 7 * 24 + 1);
    k = now(t, &k);
    cr_assert_eq(k.state, COMPLAINT_CLOSED);
    cr_expect(str_eq(k.outcome, S("no_reply")));
    buyer(t, &k, COMPLAINT_ACT_REOPEN);
    cr_expect_eq(findings(t), 0);
}

DomainTest(complaint, is_found_again_without_revealing_whether_it_exists)
{
    struct complaint k = opened(t, (struct complaint_new){ .channel = CHANNEL_WEB });
    bool matches = false;
    must(complaint_matches(c, &k, S(""), S("sari@example.com"), &matches));
    cr_expect(matches);
    must(complaint_matches(c, &k, S("+6281234567890"), S(""), &matches));
    cr_expect(matches);
    must(complaint_matches(c, &k, S("+6281234567891"), S("other@example.com"), &matches));
    cr_expect(!matches);
    must(complaint_matches(c, &k, S(""), S(""), &matches));
    cr_expect(!matches);
}

static void looked_for(struct fixture *t, str number, str phone, str email)
{
    struct job job = { .made_at = t->c.now_at };
    struct job_list list = { 0 };
    must(complaint_find(&t->c, number, phone, email));
    must(job_list(&t->c, JOB_WAITING, 0, 1, &list));
    job.payload = list.item[0].payload;
    must(complaint_find_finish(&t->c, &job));
}

DomainTest(complaint, link_goes_to_its_person_and_to_nobody_for_a_wrong_contact)
{
    struct complaint k = opened(t, (struct complaint_new){ .channel = CHANNEL_WEB });
    struct notice_list before = { 0 };
    struct notice_list after = { 0 };
    must(notice_list_of(c, complaint_subject(c, k.id), &before));
    looked_for(t, k.number, S(""), S("other@example.com"));
    looked_for(t, S("PGD-AAAA-BBBB"), S(""), S("sari@example.com"));
    looked_for(t, k.number, S(""), S(""));
    must(notice_list_of(c, complaint_subject(c, k.id), &after));
    cr_expect_eq(after.count, before.count);
    looked_for(t, k.number, S(""), S("Sari@Example.com"));
    looked_for(t, k.number, S("+6281234567890"), S("")); /* within the hour: one is enough */
    must(notice_list_of(c, complaint_subject(c, k.id), &after));
    cr_expect_eq(after.count, before.count + 1);
    cr_expect(str_eq(after.item[after.count - 1].kind, S("complaint_link")));
}

DomainTest(complaint, duplicate_names_the_other_one)
{
    struct complaint one = opened(t, (struct complaint_new){ .channel = CHANNEL_WEB });
    struct complaint two = opened(t, (struct complaint_new){ .channel = CHANNEL_WEB });
    be(t, ROLE_CARE, 7);
    cr_expect_eq(
        does(t, &two,
             (struct complaint_do){ .act = COMPLAINT_ACT_DUPLICATE, .duplicate_of = two.number }),
        ERR_BAD_INPUT);
    must(
        does(t, &two,
             (struct complaint_do){ .act = COMPLAINT_ACT_DUPLICATE, .duplicate_of = one.number }));
    cr_expect(str_eq(two.outcome, S("duplicate")));
    cr_expect_eq(now(t, &two).duplicate_of.v, one.id.v);
}

SQL(test_settle_in_silence, "UPDATE complaint SET state = 'closed', outcome = 'resolved', closed_at = 1, waits_until = NULL");
SQL(test_lose, "UPDATE promise SET outcome = 'voided', voided_reason = 'x' WHERE outcome = 'open' AND subject LIKE 'complaint:%'");

DomainTest(complaint, check_finds_one_that_nobody_owes_anything_and_one_settled_by_silence)
{
    size_t count = 0;
    opened(t, (struct complaint_new){ .channel = CHANNEL_WEB });
    cr_expect_eq(findings(t), 0);
    must(db_exec(c->db, &test_lose, NO_ARGS, NULL));
    must(check_run_all(c, complaint_checks, complaint_check_count, NULL, &count));
    cr_expect_eq(count, 1);
    must(db_exec(c->db, &test_settle_in_silence, NO_ARGS, NULL));
    count = 0;
    must(check_run_all(c, complaint_checks, complaint_check_count, NULL, &count));
    cr_expect_eq(count, 2); /* settled by silence, and not where its steps led */
}

Test(complaint, has_words_in_both_languages_for_every_state_and_step)
{
    for (enum complaint_state s = 0; s < COMPLAINT_STATE_COUNT; s++) {
        cr_expect(complaint_state_label(s, LANG_ID).size > 0 &&
                  complaint_state_label(s, LANG_EN).size > 0);
    }
    for (enum complaint_act a = 0; a < COMPLAINT_ACT_COUNT; a++) {
        enum complaint_act back = COMPLAINT_ACT_COUNT;
        cr_assert(complaint_act_of(complaint_act_name(a), &back));
        cr_expect_eq(a, back);
        cr_expect(complaint_act_label(a, LANG_ID).size > 0 &&
                  complaint_act_label(a, LANG_EN).size > 0);
    }
}
