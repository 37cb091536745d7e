/* SPDX-License-Identifier: Apache-2.0 */
#include "c/talks.h"
#include "care/conversation_said.h"
#include "core/policy.h"
#include "core/word.h"

static conversation_id begun(struct fixture *t, enum channel channel)
{
    person_id person = { 0 };
    conversation_id id = { 0 };
    static const str about[] = { S_INIT("order:AMN-7K2M-94QX") };
    must(vault_person_create(&t->c, &person));
    must(vault_write(&t->c, person, VAULT_EMAIL, S("sari@example.com")));
    struct conversation_new n = { .person = person, .channel = channel, .about = about, .about_count = 1 };
    must(conversation_open(&t->c, &n, &id));
    return id;
}

static struct said_receipt said(struct fixture *t, conversation_id id, struct said_new s)
{
    struct said_receipt r = { 0 };
    s.text = s.text.size == 0 ? S("Halo, barang saya sampai mana?") : s.text;
    t->c.actor = s.direction == SAID_IN ? (struct actor){ ROLE_VISITOR, 0 }
                                        : (struct actor){ ROLE_CARE, 7 };
    must(conversation_say(&t->c, id, &s, &r));
    return r;
}

static struct said_receipt asked(struct fixture *t, conversation_id id, enum channel channel)
{
    return said(
        t, id,
        (struct said_new){ .direction = SAID_IN, .channel = channel, .author = AUTHOR_BUYER });
}

static struct said_receipt answered(struct fixture *t, conversation_id id, enum channel channel)
{
    return said(t, id,
                (struct said_new){ .direction = SAID_OUT,
                                    .channel = channel,
                                    .author = AUTHOR_STAFF,
                                    .text = S_INIT("Sudah di kurir, Bu.") });
}

DomainTest(conversation, reply_is_promised_by_the_published_hours)
{
    struct value *params = value_object(c->arena);
    struct promise p = { 0 };
    value_set_int(c->arena, params, S("reply_hours"), 9);
    must(policy_publish(c, &(struct policy_new){ .kind = POLICY_REPLY, .params = params }, NULL));
    conversation_id id = begun(t, CHANNEL_WEB);
    (void)asked(t, id, CHANNEL_WEB);
    must(promise_find(c, conversation_subject(c, id), PROMISE_REPLY, &p));
    cr_expect_eq(p.budget, HOURS(9));
}

DomainTest(conversation, first_message_promises_a_dated_reply_and_the_answer_keeps_it)
{
    conversation_id id = begun(t, CHANNEL_WEB);
    struct said_receipt r = asked(t, id, CHANNEL_WEB);
    int64_t due_at = 0;
    int64_t version = 0;
    must(conversation_due_at(c, c->now_at, &due_at, &version));
    cr_expect_eq(r.due_at, due_at);
    cr_expect_eq(talk_now(t, id).due_at, due_at);
    fixture_pass(t, MINUTES(5));
    answered(t, id, CHANNEL_WEB);
    cr_expect_eq(talk_promise(t, id, PROMISE_REPLY).outcome, PROMISE_KEPT);
    cr_expect_eq(talk_now(t, id).due_at, 0);
    cr_expect_eq(talk_now(t, id).state, CONVERSATION_OPEN);
}

DomainTest(conversation, customer_writes_twice_and_the_clock_runs_from_the_first)
{
    conversation_id id = begun(t, CHANNEL_WEB);
    int64_t due_at = asked(t, id, CHANNEL_WEB).due_at;
    fixture_pass(t, HOURS(1));
    cr_expect_eq(asked(t, id, CHANNEL_WEB).due_at, due_at);
    answered(t, id, CHANNEL_WEB);
    fixture_pass(t, HOURS(1));
    asked(t, id, CHANNEL_WEB);
    struct promise next = talk_promise(t, id, PROMISE_NEXT_REPLY);
    cr_expect_eq(next.outcome, PROMISE_OPEN);
    cr_expect_eq(next.made_at, c->now_at);
}

DomainTest(conversation, bot_replies_never_count)
{
    conversation_id id = begun(t, CHANNEL_CHAT);
    asked(t, id, CHANNEL_CHAT);
    said(
        t, id,
        (struct said_new){ .direction = SAID_OUT, .channel = CHANNEL_CHAT, .author = AUTHOR_BOT });
    cr_expect_eq(talk_promise(t, id, PROMISE_REPLY).outcome, PROMISE_OPEN);
    cr_expect_neq(talk_now(t, id).due_at, 0);
}

DomainTest(conversation, internal_note_is_no_answer)
{
    conversation_id id = begun(t, CHANNEL_WEB);
    asked(t, id, CHANNEL_WEB);
    said(t, id,
         (struct said_new) {
             .direction = SAID_NOTE, .channel = CHANNEL_WEB, .author = AUTHOR_STAFF });
    cr_expect_eq(talk_promise(t, id, PROMISE_REPLY).outcome, PROMISE_OPEN);
    cr_expect_eq(talk_now(t, id).state, CONVERSATION_NEW);
}

DomainTest(conversation, provider_redelivers_a_message)
{
    conversation_id id = begun(t, CHANNEL_LOOPBACK);
    struct said_new s = { .direction = SAID_IN, .channel = CHANNEL_LOOPBACK, .author = AUTHOR_BUYER, .external = S_INIT("wamid.1") };
    struct said_receipt first = said(t, id, s);
    struct said_receipt again = said(t, id, s);
    struct said_list list;
    cr_expect(again.is_duplicate);
    cr_expect_eq(again.said.v, first.said.v);
    must(conversation_messages(c, id, &list));
    cr_expect_eq(list.count, 1);
}

DomainTest(conversation, out_of_order_messages_stand_in_the_order_they_were_sent)
{
    conversation_id id = begun(t, CHANNEL_LOOPBACK);
    struct said_new later = { .direction = SAID_IN, .channel = CHANNEL_LOOPBACK, .author = AUTHOR_BUYER, .text = S_INIT("kedua"),
                              .external = S_INIT("b"), .sent_at = c->now_at - MINUTES(1) };
    struct said_new earlier = later;
    earlier.text = S("pertama");
    earlier.external = S("a");
    earlier.sent_at = c->now_at - MINUTES(9);
    struct said_receipt second = said(t, id, later);
    struct said_receipt first = said(t, id, earlier);
    struct said_list list;
    must(conversation_messages(c, id, &list));
    cr_assert_eq(list.count, 2);
    cr_expect_eq(list.item[0].id.v, first.said.v);
    cr_expect_eq(list.item[1].id.v, second.said.v);
}

DomainTest(conversation, bounce_of_our_reply_is_not_an_answer)
{
    conversation_id id = begun(t, CHANNEL_EMAIL);
    int64_t due_at = asked(t, id, CHANNEL_EMAIL).due_at;
    int64_t since = talk_now(t, id).waiting_since;
    fixture_pass(t, MINUTES(5));
    said_id out = answered(t, id, CHANNEL_EMAIL).said;
    cr_expect_eq(talk_promise(t, id, PROMISE_REPLY).outcome, PROMISE_KEPT);
    must(conversation_bounced(c, out));
    must(conversation_bounced(c, out)); /* told twice */
    struct promise p = talk_promise(t, id, PROMISE_REPLY);
    cr_expect_eq(p.outcome, PROMISE_OPEN);
    cr_expect_eq(p.due_at, due_at);
    cr_expect_eq(talk_now(t, id).due_at, due_at);
    cr_expect_eq(talk_now(t, id).waiting_since, since);
    answered(t, id, CHANNEL_EMAIL);
    cr_expect_eq(talk_promise(t, id, PROMISE_REPLY).outcome, PROMISE_KEPT);
}

DomainTest(conversation, bounce_after_the_due_time_breaks_the_promise)
{
    conversation_id id = begun(t, CHANNEL_EMAIL);
    int64_t due_at = asked(t, id, CHANNEL_EMAIL).due_at;
    said_id out = answered(t, id, CHANNEL_EMAIL).said;
    int64_t broken = 0;
    fixture_pass(t, due_at - c->now_at + HOURS(1));
    must(conversation_bounced(c, out));
    must(promise_break_due(c, 10, &broken));
    cr_expect_eq(talk_promise(t, id, PROMISE_REPLY).outcome, PROMISE_BROKEN);
}

DomainTest(conversation, bounce_changes_nothing_when_a_later_answer_arrived)
{
    conversation_id id = begun(t, CHANNEL_EMAIL);
    asked(t, id, CHANNEL_EMAIL);
    said_id out = answered(t, id, CHANNEL_EMAIL).said;
    fixture_pass(t, MINUTES(2));
    answered(t, id, CHANNEL_WEB);
    must(conversation_bounced(c, out));
    struct promise p = talk_promise(t, id, PROMISE_REPLY);
    cr_expect_eq(p.outcome, PROMISE_KEPT);
    cr_expect_eq(p.settled_at, c->now_at);
    cr_expect_eq(talk_now(t, id).waiting_since, 0);
}

DomainTest(conversation, email_auto_responder_neither_satisfies_nor_starts)
{
    conversation_id id = begun(t, CHANNEL_EMAIL);
    said(t, id,
         (struct said_new){ .direction = SAID_IN,
                             .channel = CHANNEL_EMAIL,
                             .author = AUTHOR_BUYER,
                             .is_auto = true });
    cr_expect_eq(talk_now(t, id).due_at, 0);
    asked(t, id, CHANNEL_EMAIL);
    said(t, id,
         (struct said_new){ .direction = SAID_OUT,
                             .channel = CHANNEL_EMAIL,
                             .author = AUTHOR_STAFF,
                             .is_auto = true });
    cr_expect_eq(talk_promise(t, id, PROMISE_REPLY).outcome, PROMISE_OPEN);
}

DomainTest(conversation, two_staff_answer_at_once_and_the_second_is_warned)
{
    conversation_id id = begun(t, CHANNEL_WEB);
    struct said_new s = { .direction = SAID_OUT, .channel = CHANNEL_WEB, .author = AUTHOR_STAFF, .text = S_INIT("Sudah kami cek.") };
    s.seen = asked(t, id, CHANNEL_WEB).said;
    said(t, id, s);
    struct said_receipt r;
    cr_expect_eq(conversation_say(c, id, &s, &r), ERR_CONFLICT);
    s.seen = talk_now(t, id).last_said;
    must(conversation_say(c, id, &s, &r));
}

DomainTest(conversation, backdated_phone_note_starts_the_clock_when_the_person_called)
{
    conversation_id id = begun(t, CHANNEL_PHONE);
    int64_t called_at = c->now_at - HOURS(3);
    said(t, id,
         (struct said_new){ .direction = SAID_IN,
                             .channel = CHANNEL_PHONE,
                             .author = AUTHOR_BUYER,
                             .sent_at = called_at });
    int64_t due_at = 0;
    int64_t version = 0;
    must(conversation_due_at(c, called_at, &due_at, &version));
    cr_expect_eq(talk_now(t, id).waiting_since, called_at);
    cr_expect_eq(talk_promise(t, id, PROMISE_REPLY).due_at, due_at);
}

DomainTest(conversation, edited_and_deleted_inbound_messages_stay_known)
{
    conversation_id id = begun(t, CHANNEL_LOOPBACK);
    said_id in = asked(t, id, CHANNEL_LOOPBACK).said;
    struct said s;
    str text;
    must(conversation_changed(c, in, S("Halo, paket saya di mana?"), false));
    must(conversation_message(c, in, &s));
    c->actor = (struct actor){ ROLE_CARE, 7 };
    must(vault_text_read(c, s.text, PURPOSE_CARE, &text));
    cr_expect(str_eq(text, S("Halo, paket saya di mana?")));
    cr_expect_eq(s.changed_at, c->now_at);
    must(conversation_changed(c, in, (str){ 0 }, true));
    must(conversation_message(c, in, &s));
    cr_expect_eq(s.deleted_at, c->now_at);
    cr_expect_neq(talk_now(t, id).due_at, 0, "the clock it started goes on");
}

DomainTest(conversation, is_found_by_words_nobody_can_read)
{
    conversation_id id = begun(t, CHANNEL_WEB);
    str hit[WORD_HITS_MAX];
    size_t count = 0;
    said(t, id,
         (struct said_new){ .direction = SAID_IN,
                             .channel = CHANNEL_WEB,
                             .author = AUTHOR_BUYER,
                             .text = S_INIT("Bungkus kopi Gayo saya sobek") });
    must(word_find(c, S("conversation:"), S("GAYO sobek"), hit, &count));
    cr_assert_eq(count, 1);
    cr_expect(str_eq(hit[0], conversation_subject(c, id)));
    must(word_find(c, S("conversation:"), S("gayo utuh"), hit, &count));
    cr_expect_eq(count, 0);
    must(vault_erase(c, talk_now(t, id).person));
    must(word_find(c, S("conversation:"), S("gayo"), hit, &count));
    cr_expect_eq(count, 0);
}

DomainTest(conversation, is_found_by_what_it_is_about)
{
    conversation_id id = begun(t, CHANNEL_WEB);
    struct conversation v;
    str about[CONVERSATION_ABOUT_MAX];
    size_t count = 0;
    must(conversation_add_about(c, id, S("product:12")));
    must(conversation_add_about(c, id, S("product:12")));
    must(conversation_about(c, S("product:12"), &v));
    cr_expect_eq(v.id.v, id.v);
    must(conversation_subjects(c, id, about, &count));
    cr_expect_eq(count, 2);
    cr_expect_eq(conversation_about(c, S("product:13"), &v), ERR_NOT_FOUND);
}

DomainTest(conversation, agent_replies_from_own_phone_and_it_counts_when_they_say_so)
{
    conversation_id id = begun(t, CHANNEL_WHATSAPP);
    asked(t, id, CHANNEL_WHATSAPP);
    said_id out = answered(t, id, CHANNEL_WHATSAPP).said;
    cr_expect_eq(talk_promise(t, id, PROMISE_REPLY).outcome, PROMISE_OPEN, "written is not sent");
    fixture_pass(t, MINUTES(3));
    must(conversation_delivered(c, out));
    struct promise p = talk_promise(t, id, PROMISE_REPLY);
    cr_expect_eq(p.outcome, PROMISE_KEPT);
    cr_expect_eq(p.settled_at, c->now_at);
    cr_expect_eq(talk_now(t, id).state, CONVERSATION_OPEN);
}
