/* SPDX-License-Identifier: Apache-2.0 */
#include "c/talks.h"
#include "care/conversation_office.h"
#include "care/messaging.h"

static struct messaging_taken took(struct fixture *t, struct channel_news n)
{
    struct messaging_taken taken = { 0 };
    t->c.actor = (struct actor){ ROLE_VISITOR, 0 };
    must(messaging_take(&t->c, CHANNEL_LOOPBACK, &n, &taken));
    return taken;
}

static struct messaging_taken wrote(struct fixture *t, const char *id, const char *text)
{
    return took(t, (struct channel_news){ .kind = NEWS_SAID,
                                           .external = str_of(id),
                                           .address = S("sari_01"),
                                           .name = S("Sari"),
                                           .text = str_of(text) });
}

static enum err answered(struct fixture *t, conversation_id id, struct said_receipt *out)
{
    struct said_new s = { .direction = SAID_OUT, .channel = CHANNEL_LOOPBACK, .author = AUTHOR_STAFF, .text = S_INIT("Kami cek.") };
    t->c.actor = (struct actor){ ROLE_CARE, 7 };
    return conversation_say(&t->c, id, &s, out);
}

static enum promise_outcome reply_of(struct fixture *t, conversation_id id)
{
    struct promise p = { 0 };
    must(promise_find(&t->c, conversation_subject(&t->c, id), PROMISE_REPLY, &p));
    return p.outcome;
}

DomainTest(messaging, same_person_goes_on_where_they_were_and_redelivery_changes_nothing)
{
    struct messaging_taken one = wrote(t, "a1", "Halo");
    struct messaging_taken two = wrote(t, "a2", "Paket saya di mana?");
    struct messaging_taken again = wrote(t, "a2", "Paket saya di mana?");
    cr_expect_eq(one.conversation.v, two.conversation.v);
    cr_expect_eq(again.said.v, two.said.v);
    cr_expect_not(again.is_new);
    cr_expect(two.is_new);
}

DomainTest(messaging, who_was_erased_and_writes_again_is_a_person_of_their_own_again)
{
    struct messaging_taken one = wrote(t, "a1", "Halo");
    must(vault_erase(c, talk_now(t, one.conversation).person));
    struct messaging_taken two = wrote(t, "a2", "Halo lagi");
    cr_expect(two.is_new);
    cr_expect_neq(two.conversation.v, one.conversation.v);
    struct messaging_taken three = wrote(t, "a3", "Ada orang?");
    cr_expect_eq(three.conversation.v, two.conversation.v);
}

DomainTest(messaging, reply_window_is_a_second_deadline_and_shuts_the_channel)
{
    struct messaging_taken in = wrote(t, "a1", "Halo");
    struct said_receipt r = { 0 };
    cr_expect_eq(talk_now(t, in.conversation).window_closes_at, c->now_at + HOURS(24));
    fixture_pass(t, HOURS(23));
    must(answered(t, in.conversation, &r));
    fixture_pass(t, HOURS(2));
    cr_expect_eq(answered(t, in.conversation, &r), ERR_STATE);
    wrote(t, "a2", "Masih di sini");
    must(answered(t, in.conversation, &r));
}

DomainTest(messaging, bounce_of_our_reply_is_not_an_answer)
{
    struct messaging_taken in = wrote(t, "a1", "Halo");
    struct said_receipt r = { 0 };
    struct said s = { 0 };
    must(answered(t, in.conversation, &r));
    cr_expect_eq(reply_of(t, in.conversation), PROMISE_KEPT);
    must(messaging_sent(c, r.said, S("lb-1")));
    must(conversation_message(c, r.said, &s));
    cr_expect_eq(s.delivery, DELIVERY_SENT);
    took(t, (struct channel_news){ .kind = NEWS_FAILED, .external = S("lb-1") });
    took(t, (struct channel_news){ .kind = NEWS_FAILED, .external = S("lb-1") });
    took(t, (struct channel_news){ .kind = NEWS_DELIVERED, .external = S("lb-1") });
    must(conversation_message(c, r.said, &s));
    cr_expect_eq(s.delivery, DELIVERY_FAILED, "delivered after it failed is too late");
    cr_expect_eq(reply_of(t, in.conversation), PROMISE_OPEN);
    cr_expect_neq(talk_now(t, in.conversation).waiting_since, 0);
}

DomainTest(messaging, customer_blocks_us_and_nothing_leaves_until_they_write)
{
    struct messaging_taken in = wrote(t, "a1", "Halo");
    struct said_receipt r = { 0 };
    struct said s = { 0 };
    str address = { 0 };
    took(t, (struct channel_news){ .kind = NEWS_BLOCKED, .address = S("sari_01") });
    must(answered(t, in.conversation, &r));
    must(conversation_message(c, r.said, &s));
    cr_expect_eq(messaging_address(c, &s, &address), ERR_STATE);
    wrote(t, "a2", "Maaf, salah pencet");
    c->actor = (struct actor){ ROLE_CARE, 7 };
    must(messaging_address(c, &s, &address));
    cr_expect(str_eq(address, S("sari_01")));
}

DomainTest(messaging, recycled_number_is_somebody_new)
{
    struct messaging_taken old = wrote(t, "a1", "Halo");
    fixture_pass(t, DAYS(MESSAGING_IDENTITY_DAYS) - MINUTES(1));
    cr_expect_eq(wrote(t, "a2", "Masih saya").conversation.v, old.conversation.v);
    fixture_pass(t, DAYS(MESSAGING_IDENTITY_DAYS + 1));
    struct messaging_taken fresh = wrote(t, "b1", "Halo, saya orang lain");
    cr_expect_neq(old.conversation.v, fresh.conversation.v);
    cr_expect_neq(talk_now(t, old.conversation).person.v, talk_now(t, fresh.conversation).person.v);
}

DomainTest(messaging, edited_before_it_arrived_comes_again)
{
    struct messaging_taken taken;
    struct channel_news n = { .kind = NEWS_CHANGED, .external = S("a1"), .text = S("Halo?") };
    struct said s = { 0 };
    cr_expect_eq(messaging_take(c, CHANNEL_LOOPBACK, &n, &taken), ERR_NOT_FOUND);
    wrote(t, "a1", "Hlo");
    taken = took(t, n);
    must(conversation_message(c, taken.said, &s));
    cr_expect_eq(s.changed_at, c->now_at);
    taken = took(t, (struct channel_news){ .kind = NEWS_TAKEN_BACK, .external = S("a1") });
    must(conversation_message(c, taken.said, &s));
    cr_expect_eq(s.deleted_at, c->now_at);
}

DomainTest(messaging, out_of_order_message_moves_the_clock_to_the_earlier)
{
    struct channel_news later = { .kind = NEWS_SAID, .external = S("b"), .address = S("sari_01"), .text = S("kedua"), .at = c->now_at - MINUTES(1) };
    struct channel_news earlier = later;
    int64_t due_at = 0;
    int64_t version = 0;
    earlier.external = S("a");
    earlier.at = c->now_at - MINUTES(31);
    struct messaging_taken in = took(t, later);
    took(t, earlier);
    must(conversation_due_at(c, earlier.at, &due_at, &version));
    struct conversation v = talk_now(t, in.conversation);
    cr_expect_eq(v.waiting_since, earlier.at);
    cr_expect_eq(v.due_at, due_at);
    took(t, later);
    cr_expect_eq(talk_now(t, in.conversation).due_at, due_at);
}

DomainTest(messaging, after_a_merge_the_answer_still_finds_its_address)
{
    struct messaging_taken app = wrote(t, "a1", "Halo");
    struct said_receipt r = { 0 };
    struct said s = { 0 };
    str address = { 0 };
    struct messaging_taken other = took(t, (struct channel_news){ .kind = NEWS_SAID,
                                                                   .external = S("c1"),
                                                                   .address = S("sari_kantor"),
                                                                   .text = S("Ini saya juga") });
    must(conversation_merge(c, app.conversation, other.conversation));
    must(answered(t, other.conversation, &r));
    must(conversation_message(c, r.said, &s));
    must(messaging_address(c, &s, &address));
    cr_expect_eq(wrote(t, "a2", "Terima kasih").conversation.v, other.conversation.v);
}
