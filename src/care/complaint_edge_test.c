/* SPDX-License-Identifier: Apache-2.0 */
/* Complaints at the edges: who complains, what was heard, what is gone, and a walk that tries every step everywhere. */
#include "c/complaints.h"
#include "c/talks.h"
#include "care/complaint_heard.h"
#include "care/conversation_office.h"
#include "care/conversation_said.h"
#include "core/attachment.h"
#include "core/promise_clock.h"
#include "core/pulse.h"
#include "core/setting.h"
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

static person_id someone(struct fixture *t, const char *phone, const char *email)
{
    person_id id = { 0 };
    must(vault_person_create(&t->c, &id));
    if (phone != NULL) {
        must(vault_write(&t->c, id, VAULT_PHONE, str_of(phone)));
    }
    if (email != NULL) {
        must(vault_write(&t->c, id, VAULT_EMAIL, str_of(email)));
    }
    return id;
}

static struct complaint opened_by(struct fixture *t, person_id person, const char *text)
{
    struct complaint k = { 0 };
    struct complaint_new n = { .person = person, .channel = CHANNEL_WEB, .source = S("form"), .subject = S("Gelas"), .text = str_of(text) };
    be(t, ROLE_VISITOR, 0);
    must(complaint_open(&t->c, &n, &k));
    return k;
}

static enum err does(struct fixture *t, struct complaint *k, enum complaint_act act)
{
    struct complaint_do d = { .act = act, .text = S("Sudah kami periksa bersama."), .due_at = t->c.now_at + DAYS(3) };
    return complaint_take(&t->c, k->id, &d, k);
}

static struct complaint now(struct fixture *t, complaint_id id)
{
    struct complaint k = { 0 };
    must(complaint_get(&t->c, id, &k));
    return k;
}

/* ---- who complains ---- */

DomainTest(complaint_edge, anonymous_complainant_gives_a_phone_alone_and_is_found_by_it)
{
    bool matches = false;
    struct complaint k = opened_by(t, someone(t, "+6281299990000", NULL), "Pelayanannya lambat.");
    must(complaint_matches(c, &k, S("+6281299990000"), S(""), &matches));
    cr_expect(matches);
    be(t, ROLE_CARE, 7);
    cr_expect_eq(does(t, &k, COMPLAINT_ACT_REJECT), OK);
    cr_expect_eq(findings(t), 0);
}

DomainTest(complaint_edge, poster_nobody_knows_has_a_case_all_the_same)
{
    struct complaint k = opened_by(t, someone(t, NULL, NULL), "Paketnya tidak pernah sampai.");
    be(t, ROLE_CARE, 7);
    cr_expect_eq(does(t, &k, COMPLAINT_ACT_ACKNOWLEDGE), OK);
    cr_expect_eq(findings(t), 0);
}

/* The one who was given the goods never bought them; that is no ground to refuse. */
DomainTest(complaint_edge, about_goods_bought_by_somebody_else_a_gift)
{
    struct complaint k = { 0 };
    struct complaint_new n = { .person = someone(t, "+6281211112222", NULL), .channel = CHANNEL_WEB, .source = S("form"), .order_number = S("LRG-7K2M-94QX"),
                               .subject = S("Kado rusak"), .text = S("Kado dari kakak saya rusak.") };
    be(t, ROLE_VISITOR, 0);
    must(complaint_open(c, &n, &k));
    be(t, ROLE_CARE, 7);
    cr_expect_eq(does(t, &k, COMPLAINT_ACT_PROPOSE), OK);
    be(t, ROLE_BUYER, k.person.v);
    cr_expect_eq(does(t, &k, COMPLAINT_ACT_AGREE), OK);
    cr_expect_eq(k.state, COMPLAINT_REMEDY_DUE);
}

/* The parent who writes is the person of the case: nothing about the child is asked for or kept apart. */
DomainTest(complaint_edge, third_party_complains_for_a_minor)
{
    struct complaint k =
        opened_by(t, someone(t, NULL, "ibu@example.com"), "Anak saya alergi setelah memakainya.");
    cr_expect(k.is_safety, "heard from the words, without the box");
    be(t, ROLE_BUYER, k.person.v);
    cr_expect_eq(does(t, &k, COMPLAINT_ACT_WITHDRAW), OK);
}

DomainTest(complaint_edge, staff_member_is_the_complainant_and_another_looks_after_it)
{
    staff_id id = { 0 };
    must(staff_add(c, S("Rani"), S("rani@example.com"), ROLE_CARE, S("x"), &id));
    struct complaint k = opened_by(t, someone(t, NULL, "rani@example.com"),
                                   "Saya membeli di sini, barangnya rusak.");
    be(t, ROLE_CARE, id.v);
    cr_expect_eq(does(t, &k, COMPLAINT_ACT_REJECT), ERR_FORBIDDEN);
    be(t, ROLE_OWNER, id.v + 1);
    cr_expect_eq(does(t, &k, COMPLAINT_ACT_REJECT), OK);
}

DomainTest(complaint_edge, about_the_complaint_handler_is_decided_by_another)
{
    struct complaint k =
        opened_by(t, someone(t, NULL, "sari@example.com"), "Petugasnya marah kepada saya.");
    struct decision d = { 0 };
    be(t, ROLE_CARE, 7);
    cr_expect_eq(does(t, &k, COMPLAINT_ACT_REJECT), OK);
    be(t, ROLE_BUYER, k.person.v);
    cr_expect_eq(does(t, &k, COMPLAINT_ACT_CONTEST), OK);
    must(decision_find(c, complaint_subject(c, k.id), &d));
    be(t, ROLE_CARE, 7);
    cr_expect_eq(decision_decide(c, &hooks, d.id,
                                 &(struct decision_verdict){
                                     .reasons = S("Saya tetap pada keputusan saya.") }),
                 ERR_EARLY);
}

static enum err judges(struct fixture *t, const struct complaint *k, int64_t staff)
{
    struct decision d = { 0 };
    struct decision_verdict v = { .reasons = S("Saya tetap pada keputusan itu.") };
    must(decision_find(&t->c, complaint_subject(&t->c, k->id), &d));
    be(t, ROLE_CARE, staff);
    return decision_decide(&t->c, &hooks, d.id, &v);
}

static int64_t colleague(struct fixture *t, const char *email)
{
    staff_id id = { 0 };
    must(staff_add(&t->c, S("Rekan"), str_of(email), ROLE_CARE, S("x"), &id));
    return id.v;
}

/* Handing a case over makes nobody a second person: neither the one who had it nor the one who has it. */
DomainTest(complaint_edge, case_that_was_handed_over_is_decided_by_neither_of_the_two)
{
    int64_t first = colleague(t, "a@example.com");
    int64_t second = colleague(t, "b@example.com");
    int64_t third = colleague(t, "c@example.com");
    struct promise p = { 0 };
    struct complaint k = opened_by(t, someone(t, NULL, "sari@example.com"), "Sudah lama menunggu.");
    be(t, ROLE_CARE, first);
    cr_expect_eq(does(t, &k, COMPLAINT_ACT_ACKNOWLEDGE), OK);
    must(complaint_assign(c, k.id, second));
    must(promise_find(c, complaint_subject(c, k.id), PROMISE_DECIDE_COMPLAINT, &p));
    c->now_at = p.due_at + SECONDS(1);
    be(t, ROLE_SYSTEM, 0);
    must(complaint_promise_broken(c, &p));
    cr_expect_eq(judges(t, &k, first), ERR_FORBIDDEN);
    cr_expect_eq(judges(t, &k, second), ERR_FORBIDDEN);
    must(judges(t, &k, third));
}

DomainTest(complaint_edge,
           case_that_was_handed_over_after_the_decision_is_judged_by_neither_of_the_two)
{
    int64_t first = colleague(t, "a@example.com");
    int64_t second = colleague(t, "b@example.com");
    struct complaint k = opened_by(t, someone(t, NULL, "sari@example.com"), "Sudah lama menunggu.");
    be(t, ROLE_CARE, first);
    cr_expect_eq(does(t, &k, COMPLAINT_ACT_REJECT), OK);
    must(complaint_assign(c, k.id, second));
    be(t, ROLE_BUYER, k.person.v);
    cr_expect_eq(does(t, &k, COMPLAINT_ACT_CONTEST), OK);
    cr_expect_eq(judges(t, &k, second), ERR_EARLY);
    c->now_at += HOURS(24); /* nobody else is there: it is said whose decision it was */
    must(judges(t, &k, second));
    struct decision d = { 0 };
    must(decision_find(c, complaint_subject(c, k.id), &d));
    cr_expect_eq(d.by, DECIDER_SAME);
}

DomainTest(complaint_edge, whoever_judged_it_once_does_not_judge_it_again)
{
    int64_t first = colleague(t, "a@example.com");
    int64_t second = colleague(t, "b@example.com");
    int64_t third = colleague(t, "c@example.com");
    struct complaint k = opened_by(t, someone(t, NULL, "sari@example.com"), "Sudah lama menunggu.");
    be(t, ROLE_CARE, first);
    cr_expect_eq(does(t, &k, COMPLAINT_ACT_REJECT), OK);
    be(t, ROLE_BUYER, k.person.v);
    cr_expect_eq(does(t, &k, COMPLAINT_ACT_CONTEST), OK);
    must(judges(t, &k, second));
    be(t, ROLE_BUYER, k.person.v);
    cr_expect_eq(does(t, &k, COMPLAINT_ACT_REOPEN), OK);
    be(t, ROLE_CARE, third);
    cr_expect_eq(does(t, &k, COMPLAINT_ACT_REJECT), OK);
    be(t, ROLE_BUYER, k.person.v);
    cr_expect_eq(does(t, &k, COMPLAINT_ACT_CONTEST), OK);
    cr_expect_eq(judges(t, &k, first), ERR_EARLY);
    cr_expect_eq(judges(t, &k, second), ERR_EARLY);
}

DomainTest(complaint_edge, staff_member_does_not_judge_a_complaint_of_their_own)
{
    int64_t handler = colleague(t, "a@example.com");
    int64_t complainant = colleague(t, "rani@example.com");
    struct complaint k =
        opened_by(t, someone(t, NULL, "rani@example.com"), "Barang saya salah warna.");
    be(t, ROLE_CARE, handler);
    cr_expect_eq(does(t, &k, COMPLAINT_ACT_REJECT), OK);
    be(t, ROLE_BUYER, k.person.v);
    cr_expect_eq(does(t, &k, COMPLAINT_ACT_CONTEST), OK);
    cr_expect_eq(judges(t, &k, complainant), ERR_EARLY);
}

DomainTest(complaint_edge, by_an_abusive_buyer_still_needs_a_reasoned_decision)
{
    struct complaint k =
        opened_by(t, someone(t, NULL, "sari@example.com"), "Kalian penipu semua!!!");
    struct complaint_do bare = { .act = COMPLAINT_ACT_REJECT, .text = S("no") };
    be(t, ROLE_CARE, 7);
    cr_expect_eq(complaint_take(c, k.id, &bare, &k), ERR_BAD_INPUT);
    bare.act = COMPLAINT_ACT_NOT_ONE;
    cr_expect_eq(complaint_take(c, k.id, &bare, &k), ERR_BAD_INPUT);
}

DomainTest(complaint_edge, language_switch_leaves_the_case_and_its_words)
{
    struct complaint k = opened_by(t, someone(t, NULL, "sari@example.com"), "Gelasnya pecah.");
    be(t, ROLE_BUYER, k.person.v);
    must(complaint_said(c, k.id, S("I write in English now: two glasses are broken.")));
    struct said_list said = { 0 };
    must(conversation_messages(c, k.conversation, &said));
    cr_expect_eq(said.count, 2);
    cr_expect_eq(now(t, k.id).lang, LANG_ID);
}

/* ---- what is gone ---- */

DomainTest(complaint_edge, after_erasure_request_the_steps_stay_and_no_word_does)
{
    struct complaint k = opened_by(t, someone(t, NULL, "sari@example.com"), "Gelasnya pecah.");
    struct attachment_list files = { 0 };
    str text = { 0 };
    be(t, ROLE_BUYER, k.person.v);
    must(complaint_attach(c, &k, S("%PDF-1.7 bukti")));
    be(t, ROLE_PRIVACY, 9);
    must(vault_erase(c, k.person));
    be(t, ROLE_CARE, 7);
    cr_expect_eq(vault_text_read(c, k.subject, PURPOSE_CARE, &text), ERR_NOT_FOUND);
    must(attachment_list(c, complaint_subject(c, k.id), &files));
    cr_expect_eq(files.count, 1);
    cr_expect(files.item[0].is_gone);
    cr_expect_eq(does(t, &k, COMPLAINT_ACT_REJECT), OK, "decided for the record: %s", c->detail);
    struct complaint_step_list steps = { 0 };
    must(complaint_steps_of(c, k.id, &steps));
    cr_expect_eq(steps.count, 2);
    cr_expect_eq(steps.item[1].text.v, 0, "nothing of it is written again");
    cr_expect_eq(findings(t), 0);
}

DomainTest(complaint_edge, ten_files_are_enough_and_the_same_one_again_is_the_same)
{
    struct complaint k = opened_by(t, someone(t, NULL, "sari@example.com"), "Gelasnya pecah.");
    be(t, ROLE_BUYER, k.person.v);
    must(complaint_attach(c, &k, S("")));
    for (int i = 0; i < COMPLAINT_FILES_MAX; i++) {
        must(complaint_attach(c, &k, str_format(c->arena, "%%PDF-1.7 %d", i)));
    }
    must(complaint_attach(c, &k, S("%PDF-1.7 3")));
    cr_expect_eq(complaint_attach(c, &k, S("%PDF-1.7 one more")), ERR_LIMIT);
    cr_expect_eq(complaint_attach(c, &k, S("\x01\x02\x03")), ERR_MEDIA_TYPE);
}

/* ---- when ---- */

/* Written on a Saturday night: the promise to read it falls into a working hour, and is shown as that. */
DomainTest(complaint_edge, promised_on_a_non_working_day_is_due_on_a_working_one)
{
    const struct zone *zone = c->shop->zone;
    int64_t day = zone_days(zone, c->now_at);
    for (int ahead = 0; ahead < 7; ahead++) {
        struct complaint k = { 0 };
        struct promise p = { 0 };
        struct complaint_new n = { .person = someone(t, NULL, "sari@example.com"), .channel = CHANNEL_WEB, .source = S("form"),
                                   .subject = S("Gelas"), .text = S("Gelasnya pecah.") };
        c->now_at = zone_instant(zone, day + 1 + ahead, 23 * 60 + 30);
        be(t, ROLE_VISITOR, 0);
        must(complaint_open(c, &n, &k));
        must(promise_find(c, complaint_subject(c, k.id), PROMISE_ACKNOWLEDGE, &p));
        int64_t due_at = 0;
        must(promise_due_at(c, CLOCK_BUSINESS, p.due_at - MINUTES(1), MINUTES(1), &due_at));
        cr_expect_eq(due_at, p.due_at, "the minute before it is due is a working one");
    }
}

DomainTest(complaint_edge, clock_change_of_more_than_a_day_closes_nothing_by_itself)
{
    struct complaint k = opened_by(t, someone(t, NULL, "sari@example.com"), "Gelasnya pecah.");
    int64_t done = 0;
    must(pulse_beat(c, NULL));
    fixture_pass(t, DAYS(40));
    be(t, ROLE_SYSTEM, 0);
    must(pulse_beat(c, NULL));
    must(promise_break_due(c, 50, &done));
    must(complaint_tick(c, 50, &done));
    cr_expect_eq(now(t, k.id).state, COMPLAINT_RECEIVED);
}

DomainTest(complaint_edge, clock_change_of_more_than_a_day_ends_no_time_to_answer)
{
    struct complaint k = opened_by(t, someone(t, NULL, "sari@example.com"), "Gelasnya pecah.");
    int64_t done = 0;
    must(pulse_beat(c, NULL));
    be(t, ROLE_CARE, 7);
    must(does(t, &k, COMPLAINT_ACT_ASK));
    fixture_pass(t, DAYS(40));
    be(t, ROLE_SYSTEM, 0);
    must(pulse_beat(c, NULL));
    must(complaint_tick(c, 50, &done));
    cr_expect_eq(now(t, k.id).state, COMPLAINT_WAITING_CUSTOMER, "the clock may be wrong");
    must(pulse_confirm(c));
    must(complaint_tick(c, 50, &done));
    cr_expect_eq(now(t, k.id).state, COMPLAINT_CLOSED, "the owner said that it is right");
}

DomainTest(complaint_edge, agreed_after_the_remedys_day_is_not_broken_at_once)
{
    struct complaint k = opened_by(t, someone(t, NULL, "sari@example.com"), "Gelasnya pecah.");
    struct promise p = { 0 };
    be(t, ROLE_CARE, 7);
    must(does(t, &k, COMPLAINT_ACT_PROPOSE)); /* within three days */
    fixture_pass(t, DAYS(5));
    be(t, ROLE_BUYER, k.person.v);
    must(does(t, &k, COMPLAINT_ACT_AGREE));
    must(promise_find(c, complaint_subject(c, k.id), PROMISE_REMEDY, &p));
    cr_expect_eq(p.due_at, c->now_at + DAYS(3));
    cr_expect_eq(now(t, k.id).remedy_due_at, p.due_at);
}

/* ---- heard ---- */

Test(complaint_heard, words_of_dissatisfaction_in_both_languages)
{
    CLEANUP(arena_drop) struct arena *a = arena_new();
    static const char *const yes[] = {
        "Kak, paket saya BELUM SAMPAI juga.", "saya kecewa sekali", "Kalian penipu!", "halo\nbarangnya rusak kak", "Bagus, tapi salah ukuran ya.",
        "My order never arrived", "This is a scam.", "One glass was broken", "produk sangat mengecewakan",
    };
    static const char *const no[] = {
        "Kalau rusak, bisa ditukar?", "Apakah ada ukuran L?", "Terima kasih, barang sudah sampai.", "If it arrives broken, what then?",
        "jika pecah di jalan bagaimana", "", "Bisa dibuat stipulasi harga?", "Kapan sampai kalau pesan hari ini?",
    };
    for (size_t i = 0; i < COUNT(yes); i++) {
        cr_expect(complaint_is_heard(a, str_of(yes[i])), "%s", yes[i]);
    }
    for (size_t i = 0; i < COUNT(no); i++) {
        cr_expect(!complaint_is_heard(a, str_of(no[i])), "%s", no[i]);
    }
    cr_expect(complaint_is_safety_heard(a, S("Kabelnya TERBAKAR semalam")));
    cr_expect(!complaint_is_safety_heard(a, S("Gelasnya pecah")));
}

static conversation_id talk(struct fixture *t, const char *text)
{
    conversation_id id = { 0 };
    struct said_receipt receipt = { 0 };
    struct conversation_new v = { .person = someone(t, NULL, "sari@example.com"), .channel = CHANNEL_CHAT };
    be(t, ROLE_VISITOR, 0);
    must(conversation_open(&t->c, &v, &id));
    struct said_new s = { .direction = SAID_IN, .channel = CHANNEL_CHAT, .author = AUTHOR_BUYER, .text = str_of(text) };
    must(conversation_say(&t->c, id, &s, &receipt));
    return id;
}

DomainTest(complaint_heard, in_a_conversation_counts_from_its_first_word_and_once)
{
    struct complaint_list list = { 0 };
    conversation_id id = talk(t, "Paket saya belum sampai.");
    struct complaint_heard h = { .conversation = id, .source = S("inbox"), .text = S("Paket saya belum sampai."), .at = c->now_at - HOURS(5) };
    must(complaint_hear(c, &h));
    must(complaint_hear(c, &h));
    must(complaint_list_in(c, id, &list));
    cr_assert_eq(list.count, 1);
    cr_expect_eq(list.item[0].received_at, c->now_at - HOURS(5));
    cr_expect_eq(findings(t), 0);
    h.conversation = talk(t, "Ada ukuran L?");
    h.text = S("Ada ukuran L?");
    must(complaint_hear(c, &h));
    must(complaint_list_in(c, h.conversation, &list));
    cr_expect_eq(list.count, 0);
}

DomainTest(complaint_heard, judged_not_to_be_one_is_on_record_with_a_reason_and_is_not_heard_again)
{
    struct complaint k = { 0 };
    struct complaint_list list = { 0 };
    conversation_id id = talk(t, "Wah, murahnya parah!");
    struct complaint_heard h = { .conversation = id, .source = S("inbox"), .text = S("Wah, murahnya parah!") };
    be(t, ROLE_CARE, 7);
    cr_expect_eq(complaint_judge_not(c, &h, S("x"), &k), ERR_BAD_INPUT);
    fixture_undo(t);
    id = talk(t, "Wah, murahnya parah!");
    h.conversation = id;
    be(t, ROLE_CARE, 7);
    must(complaint_judge_not(c, &h, S("Ini pujian untuk harga kami."), &k));
    cr_expect(str_eq(k.outcome, S("not_a_complaint")));
    be(t, ROLE_VISITOR, 0);
    must(complaint_hear(c, &h));
    must(complaint_list_in(c, id, &list));
    cr_expect_eq(list.count, 1);
    be(t, ROLE_BUYER, k.person.v);
    cr_expect_eq(does(t, &k, COMPLAINT_ACT_REOPEN), OK);
}

static conversation_id says(struct fixture *t, conversation_id id, const char *text)
{
    struct said_receipt r = { 0 };
    struct said_new s = { .direction = SAID_IN, .channel = CHANNEL_CHAT, .author = AUTHOR_BUYER, .text = str_of(text) };
    be(t, ROLE_VISITOR, 0);
    must(conversation_say(&t->c, id, &s, &r));
    struct complaint_heard h = { .conversation = r.conversation, .source = S("inbox"), .text = s.text };
    must(complaint_hear(&t->c, &h));
    return r.conversation;
}

static struct complaint heard_in(struct fixture *t, conversation_id id)
{
    struct complaint k = { 0 };
    must(complaint_of_conversation(&t->c, id, &k));
    return k;
}

static size_t cases_in(struct fixture *t, conversation_id id)
{
    struct complaint_list list = { 0 };
    must(complaint_list_in(&t->c, id, &list));
    return list.count;
}

/* The person talks to us where they always did, not on the page of the case. */
DomainTest(complaint_heard, answer_through_any_door_ends_the_wait_for_it)
{
    conversation_id id = talk(t, "Halo");
    says(t, id, "Paket saya rusak.");
    struct complaint k = heard_in(t, id);
    must(pulse_beat(c, NULL));
    be(t, ROLE_CARE, 7);
    must(does(t, &k, COMPLAINT_ACT_ASK));
    fixture_pass(t, DAYS(13));
    says(t, id, "Resinya 0012, maaf baru dibalas.");
    k = now(t, k.id);
    cr_expect_eq(k.state, COMPLAINT_INVESTIGATING);
    cr_expect_eq(k.waits_until, 0);
    cr_expect_eq(c->actor.role, ROLE_VISITOR, "who speaks is as before");
    cr_expect_eq(findings(t), 0);
}

DomainTest(complaint_heard, words_said_before_we_asked_answer_nothing)
{
    conversation_id id = talk(t, "Halo");
    says(t, id, "Paket saya rusak.");
    struct complaint k = heard_in(t, id);
    fixture_pass(t, DAYS(2));
    be(t, ROLE_CARE, 7);
    must(does(t, &k, COMPLAINT_ACT_ASK));
    struct complaint_heard old = { .conversation = id, .source = S("inbox"), .text = S("Halo?"), .at = c->now_at - DAYS(1) };
    must(complaint_hear(c, &old));
    cr_expect_eq(now(t, k.id).state, COMPLAINT_WAITING_CUSTOMER);
}

/* "Put right?" "No, the money is not there": that is no silence. */
DomainTest(complaint_heard, silence_is_counted_from_the_last_word_of_the_person)
{
    conversation_id id = talk(t, "Halo");
    says(t, id, "Paket saya rusak.");
    struct complaint k = heard_in(t, id);
    be(t, ROLE_CARE, 7);
    must(does(t, &k, COMPLAINT_ACT_PROPOSE));
    int64_t due_at = now(t, k.id).remedy_due_at;
    fixture_pass(t, DAYS(10));
    says(t, id, "Saya pikir dulu ya.");
    k = now(t, k.id);
    cr_expect_eq(k.state, COMPLAINT_PROPOSED);
    cr_expect_eq(k.waits_until, c->now_at + DAYS(14));
    cr_expect_eq(k.remedy_due_at, due_at);
    fixture_pass(t, DAYS(1));
    be(t, ROLE_BUYER, k.person.v);
    must(complaint_said(c, k.id, S("Sebentar lagi saya jawab.")));
    cr_expect_eq(now(t, k.id).waits_until, c->now_at + DAYS(14));
}

DomainTest(complaint_heard, merged_conversations_have_one_case_and_what_is_split_off_has_none)
{
    conversation_id chat = talk(t, "Halo");
    conversation_id mail = talk(t, "Ada orang?");
    said_id other = { 0 };
    says(t, chat, "Paket saya rusak.");
    struct complaint k = heard_in(t, chat);
    be(t, ROLE_CARE, 7);
    must(conversation_merge(c, chat, mail));
    cr_expect_eq(heard_in(t, mail).id.v, k.id.v);
    says(t, mail, "Masih rusak, saya kecewa.");
    cr_expect_eq(cases_in(t, mail), 1, "one matter, one case");
    cr_expect_eq(now(t, k.id).conversation.v, mail.v);
    says(t, mail, "Oh ya, ada teh?");
    other = talk_now(t, mail).last_said;
    be(t, ROLE_CARE, 7);
    must(conversation_split(c, other, &chat));
    cr_expect_eq(cases_in(t, chat), 0);
    cr_expect_eq(cases_in(t, mail), 1);
}

DomainTest(complaint_heard, said_again_after_it_was_settled_is_a_case_anew)
{
    conversation_id id = talk(t, "Halo");
    says(t, id, "Paket saya rusak.");
    struct complaint k = heard_in(t, id);
    be(t, ROLE_CARE, 7);
    must(does(t, &k, COMPLAINT_ACT_PROPOSE));
    be(t, ROLE_BUYER, k.person.v);
    must(does(t, &k, COMPLAINT_ACT_AGREE));
    must(does(t, &k, COMPLAINT_ACT_CONFIRM));
    fixture_pass(t, DAYS(3));
    says(t, id, "Terima kasih.");
    cr_expect_eq(cases_in(t, id), 1);
    says(t, id, "Penggantinya rusak juga!");
    cr_expect_eq(cases_in(t, id), 2);
    cr_expect_neq(heard_in(t, id).id.v, k.id.v);
}

/* What was heard there, asked about, and closed when nobody answered. */
static struct complaint closed_unanswered(struct fixture *t, conversation_id id)
{
    struct ctx *c = &t->c;
    struct complaint k = heard_in(t, id);
    int64_t done = 0;
    must(pulse_beat(c, NULL));
    be(t, ROLE_CARE, 7);
    must(does(t, &k, COMPLAINT_ACT_ASK));
    for (int day = 0; day < 15; day++) {
        fixture_pass(t, DAYS(1));
        must(pulse_beat(c, NULL));
    }
    be(t, ROLE_SYSTEM, 0);
    must(complaint_tick(c, 10, &done));
    cr_assert(str_eq(now(t, k.id).outcome, S("no_reply")));
    return k;
}

DomainTest(complaint_heard, said_again_after_it_was_closed_for_want_of_an_answer_reopens_it)
{
    conversation_id id = talk(t, "Halo");
    says(t, id, "Paket saya rusak.");
    struct complaint k = closed_unanswered(t, id);
    says(t, id, "Barangnya tetap rusak, saya baru baca.");
    cr_expect_eq(cases_in(t, id), 1);
    cr_expect_eq(now(t, k.id).state, COMPLAINT_INVESTIGATING);
    cr_expect_eq(now(t, k.id).reopened_count, 1);
    cr_expect_eq(findings(t), 0);
}

/* A word is enough to be heard; a step taken on a page wants five characters, but this was not said there. */
DomainTest(complaint_heard, one_short_word_reopens_what_was_closed_for_want_of_an_answer)
{
    conversation_id id = talk(t, "Halo");
    says(t, id, "Tehnya basi semua.");
    struct complaint k = closed_unanswered(t, id);
    says(t, id, "Basi");
    cr_expect_eq(now(t, k.id).state, COMPLAINT_INVESTIGATING);
    cr_expect_eq(findings(t), 0);
}

static bool has_words(struct fixture *t, complaint_id id, enum complaint_act act)
{
    struct complaint_step_list list = { 0 };
    must(complaint_steps_of(&t->c, id, &list));
    for (size_t i = 0; i < list.count; i++) {
        if (str_eq(list.item[i].act, complaint_act_name(act)) && list.item[i].text.v != 0) {
            return true;
        }
    }
    return false;
}

/* Two people's conversations became one: what the one says ends the wait of the other's case, but their words are not that person's. */
DomainTest(complaint_heard, words_of_another_person_are_not_written_into_the_case)
{
    conversation_id chat = talk(t, "Halo");
    conversation_id mail = talk(t, "Ada orang?");
    int64_t done = 0;
    says(t, chat, "Paket saya rusak.");
    struct complaint k = heard_in(t, chat);
    cr_assert_neq(k.person.v, talk_now(t, mail).person.v);
    must(pulse_beat(c, NULL));
    be(t, ROLE_CARE, 7);
    must(does(t, &k, COMPLAINT_ACT_ASK));
    must(conversation_merge(c, chat, mail));
    says(t, mail, "Alamat saya Jalan Melati 3.");
    cr_expect_eq(now(t, k.id).state, COMPLAINT_INVESTIGATING);
    cr_expect(!has_words(t, k.id, COMPLAINT_ACT_GO_ON));
    be(t, ROLE_CARE, 7);
    must(does(t, &k, COMPLAINT_ACT_ASK));
    for (int day = 0; day < 15; day++) {
        fixture_pass(t, DAYS(1));
        must(pulse_beat(c, NULL));
    }
    be(t, ROLE_SYSTEM, 0);
    must(complaint_tick(c, 10, &done));
    cr_assert(str_eq(now(t, k.id).outcome, S("no_reply")));
    says(t, mail, "Punya saya juga rusak, Jalan Melati 3.");
    cr_expect_eq(now(t, k.id).state, COMPLAINT_INVESTIGATING);
    cr_expect(!has_words(t, k.id, COMPLAINT_ACT_REOPEN));
    cr_expect_eq(findings(t), 0);
}

/* What was judged stays judged for a week; who says it later is heard. */
DomainTest(complaint_heard, judged_not_to_be_one_is_heard_again_when_it_is_said_again_later)
{
    struct complaint k = { 0 };
    conversation_id id = talk(t, "Wah, murahnya parah!");
    struct complaint_heard h = { .conversation = id, .source = S("inbox"), .text = S("Wah, murahnya parah!") };
    be(t, ROLE_CARE, 7);
    must(complaint_judge_not(c, &h, S("Ini pujian untuk harga kami."), &k));
    fixture_pass(t, DAYS(1));
    says(t, id, "Beneran parah murahnya.");
    cr_expect_eq(cases_in(t, id), 1);
    fixture_pass(t, DAYS(8));
    says(t, id, "Barangnya pecah semua.");
    cr_expect_eq(cases_in(t, id), 2);
}

/* A is the same as B, B the same as A: nobody would decide. */
DomainTest(complaint_edge, two_that_are_each_others_duplicate_would_be_decided_by_nobody)
{
    struct complaint one = heard_in(t, says(t, talk(t, "Halo"), "Paket saya rusak."));
    struct complaint two = heard_in(t, says(t, talk(t, "Halo"), "Gelasnya pecah."));
    be(t, ROLE_CARE, 7);
    struct complaint_do same = { .act = COMPLAINT_ACT_DUPLICATE, .duplicate_of = two.number };
    must(complaint_take(c, one.id, &same, &one));
    same.duplicate_of = one.number;
    cr_expect_eq(complaint_take(c, two.id, &same, &two), ERR_BAD_INPUT);
}

/* ---- a walk ---- */

/* Every step by everybody, from where it is now: taken where the table says so, else refused and nothing changed. */
static void try_all(struct fixture *t, complaint_id id)
{
    static const enum role roles[] = { ROLE_BUYER, ROLE_CARE, ROLE_SYSTEM, ROLE_FULFILMENT, ROLE_AUDITOR };
    for (size_t r = 0; r < COUNT(roles); r++) {
        for (enum complaint_act act = 0; act < COMPLAINT_ACT_COUNT; act++) {
            struct complaint k = now(t, id);
            bool can = complaint_can(&k, act, roles[r]) && act != COMPLAINT_ACT_DUPLICATE;
            be(t, roles[r], roles[r] == ROLE_BUYER ? k.person.v : 7);
            must(db_save(t->c.db));
            enum err e = does(t, &k, act);
            db_rollback_to_save(t->c.db);
            ctx_forget(&t->c);
            cr_assert(act == COMPLAINT_ACT_DUPLICATE || (e == OK) == can,
                      "%.*s by %.*s from %.*s: %d", STR_ARG(complaint_act_name(act)),
                      STR_ARG(role_name(roles[r])), STR_ARG(complaint_state_name(k.state)), (int)e);
            cr_assert_eq(findings(t), 0);
        }
    }
}

static void decide_what_waits(struct fixture *t, const struct complaint *k, bool is_upheld)
{
    struct decision d = { 0 };
    must(decision_find(&t->c, complaint_subject(&t->c, k->id), &d));
    be(t, ROLE_MANAGER, 8);
    must(
        decision_decide(&t->c, &hooks, d.id,
                        &(struct decision_verdict){
                            .is_upheld = is_upheld, .reasons = S("Kedua pihak sudah didengar.") }));
}

static void step(struct fixture *t, struct random *r, complaint_id id)
{
    struct complaint k = now(t, id);
    enum complaint_act act = (enum complaint_act)random_below(r, COMPLAINT_ACT_COUNT);
    bool is_buyer = complaint_can(&k, act, ROLE_BUYER);
    if (k.state == COMPLAINT_ESCALATED && random_below(r, 3) == 0) {
        decide_what_waits(t, &k, random_below(r, 2) == 0);
    } else if (act != COMPLAINT_ACT_DUPLICATE && (is_buyer || complaint_can(&k, act, ROLE_CARE))) {
        be(t, is_buyer ? ROLE_BUYER : ROLE_CARE, is_buyer ? k.person.v : 7);
        must(does(t, &k, act));
    }
}

static void wait_some(struct fixture *t, struct random *r)
{
    int64_t hours = 1 + (int64_t)random_below(r, 30);
    for (int64_t i = 0; i < hours; i++) {
        int64_t done = 0;
        struct promise_list due = { 0 };
        fixture_pass(t, HOURS(1));
        be(t, ROLE_SYSTEM, 0);
        must(pulse_beat(&t->c, NULL));
        must(promise_list_open(&t->c, 50, &due));
        must(promise_break_due(&t->c, 50, &done));
        for (size_t p = 0; p < due.count; p++) {
            bool is_over = due.item[p].due_at < t->c.now_at;
            if (is_over && due.item[p].kind == PROMISE_DECIDE) {
                must(decision_overdue(&t->c, &hooks, &due.item[p]));
            } else if (is_over && str_starts(due.item[p].subject, S("complaint:"))) {
                must(complaint_promise_broken(&t->c, &due.item[p]));
            }
        }
        must(complaint_tick(&t->c, 50, &done));
    }
}

DomainTest(complaint_edge, a_long_walk_takes_what_the_table_says_and_loses_nobody)
{
    enum { CASES = 4, MOVES = 260 };
    complaint_id id[CASES];
    unsigned seen = 0;
    struct random r = random_seeded(20261122);
    must(pulse_beat(c, NULL));
    for (int i = 0; i < CASES; i++) {
        id[i] = opened_by(t, someone(t, NULL, "sari@example.com"), "Gelasnya pecah.").id;
    }
    for (int i = 0; i < MOVES; i++) {
        complaint_id one = id[random_below(&r, CASES)];
        step(t, &r, one);
        unsigned state = 1u << now(t, one).state;
        if ((seen & state) == 0) {
            try_all(t, one);
        }
        seen |= state;
        if (random_below(&r, 4) == 0) {
            wait_some(t, &r);
        }
        cr_assert_eq(findings(t), 0, "move %d", i);
    }
    cr_expect_eq(seen, (1u << COMPLAINT_STATE_COUNT) - 1, "every state was seen: %x", seen);
}

/* ---- floods ---- */

DomainTest(complaint_edge, those_of_one_address_in_a_day_are_counted_however_many_persons_they_make)
{
    int64_t count = 0;
    opened_by(t, someone(t, "+6281299990000", "sari@example.com"), "Yang pertama.");
    opened_by(t, someone(t, NULL, "sari@example.com"), "Yang kedua.");
    must(complaint_count_from(c, S(""), S("sari@example.com"), &count));
    cr_expect_eq(count, 2);
    must(complaint_count_from(c, S("+6281299990000"), S("budi@example.com"), &count));
    cr_expect_eq(count, 1);
    c->now_at += DAYS(1) + SECONDS(1);
    must(complaint_count_from(c, S("+6281299990000"), S("sari@example.com"), &count));
    cr_expect_eq(count, 0);
}
