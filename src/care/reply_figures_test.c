/* SPDX-License-Identifier: Apache-2.0 */
#include "c/fixture.h"
#include "care/contact.h"
#include "care/conversation_check.h"
#include "care/conversation_said.h"
#include "care/reply_figures.h"

static conversation_id asked(struct fixture *t)
{
    struct contact contact = { .channel = CHANNEL_WEB, .email = S_INIT("sari@example.com") };
    struct said_receipt r = { 0 };
    contact.first = (struct said_new){ .direction = SAID_IN,
                                        .channel = CHANNEL_WEB,
                                        .author = AUTHOR_BUYER,
                                        .text = S_INIT("Halo?") };
    must(contact_begin(&t->c, &contact, &r));
    return r.conversation;
}

static void says(struct fixture *t, conversation_id id, enum said_direction direction,
                 enum said_author author)
{
    struct said_receipt r = { 0 };
    struct said_new s = { .direction = direction, .channel = CHANNEL_WEB, .author = author, .text = S_INIT("Ya") };
    must(conversation_say(&t->c, id, &s, &r));
}

DomainTest(reply_figures, count_the_unanswered_and_no_bot)
{
    struct reply_figures first;
    struct reply_figures next;
    int64_t from_at = c->now_at;
    conversation_id quick = asked(t);
    conversation_id slow = asked(t);
    conversation_id never = asked(t);
    says(t, never, SAID_OUT, AUTHOR_BOT);
    fixture_pass(t, MINUTES(30));
    says(t, quick, SAID_OUT, AUTHOR_STAFF);
    says(t, quick, SAID_IN, AUTHOR_BUYER);
    fixture_pass(t, HOURS(3));
    says(t, slow, SAID_OUT, AUTHOR_STAFF);
    says(t, quick, SAID_OUT, AUTHOR_STAFF);
    must(reply_figures(c, from_at, c->now_at, &first, &next));
    cr_expect_eq(first.bursts, 3);
    cr_expect_eq(first.hour.total, 3);
    cr_expect_eq(first.hour.within, 1);
    cr_expect_eq(first.day.total, 2, "who waits less than a day is not judged by it yet");
    cr_expect_eq(first.day.within, 2);
    cr_expect_eq(next.bursts, 1);
    cr_expect_eq(next.hour.within, 0);
    fixture_pass(t, DAYS(1));
    must(reply_figures(c, from_at, c->now_at, &first, &next));
    cr_expect_eq(first.day.total, 3);
    cr_expect_eq(first.day.within, 2);
}

DomainTest(conversation_check, holds_and_sees_what_is_broken_by_hand)
{
    size_t findings = 0;
    conversation_id id = asked(t);
    must(check_run_all(c, conversation_checks, conversation_check_count, NULL, &findings));
    cr_expect_eq(findings, 0);
    must(promise_void_all(c, conversation_subject(c, id), S("by_hand")));
    must(check_run_all(c, conversation_checks, conversation_check_count, NULL, &findings));
    cr_expect_eq(findings, 1);
}
