/* SPDX-License-Identifier: Apache-2.0 */
#include "c/shared.h"
#include "c/talks.h"
#include "care/complaint_act.h"
#include "care/contact.h"
#include "care/conversation_said.h"
#include "care/letter.h"
#include "care/mail_id.h"
#include "gate/mail_read.h"

static struct letter letter_of(const char *id, const char *text)
{
    return (struct letter){ .from = S_INIT("sari@example.com"),
                             .from_name = S_INIT("Sari"),
                             .subject = S_INIT("Paket"),
                             .message_id = str_of(id),
                             .text = str_of(text) };
}

static struct letter_result took(struct fixture *t, struct letter l)
{
    struct letter_result r = { 0 };
    t->c.actor = (struct actor){ ROLE_SYSTEM, 0 };
    must(letter_take(&t->c, &l, &r));
    return r;
}

static said_id answered(struct fixture *t, conversation_id id)
{
    struct said_receipt r = { 0 };
    struct said_new s = { .direction = SAID_OUT, .channel = CHANNEL_EMAIL, .author = AUTHOR_STAFF, .text = S_INIT("Kami ganti.") };
    t->c.actor = (struct actor){ ROLE_CARE, 7 };
    must(conversation_say(&t->c, id, &s, &r));
    return r.said;
}

static int64_t notes_of(struct fixture *t, conversation_id id)
{
    struct said_list list = { 0 };
    int64_t notes = 0;
    must(conversation_messages(&t->c, id, &list));
    for (size_t i = 0; i < list.count; i++) {
        notes += list.item[i].direction == SAID_NOTE;
    }
    return notes;
}

DomainTest(letter, begins_a_conversation_with_a_dated_promise)
{
    struct letter_result r = took(t, letter_of("a@x", "Paket saya sobek"));
    cr_expect_eq(r.end, LETTER_BEGAN);
    cr_expect_neq(talk_now(t, r.conversation).due_at, 0);
    cr_expect_eq(talk_now(t, r.conversation).channel, CHANNEL_EMAIL);
}

DomainTest(letter, replayed_mail_is_one)
{
    struct letter_result first = took(t, letter_of("a@x", "Paket saya sobek"));
    struct letter_result again = took(t, letter_of("a@x", "Paket saya sobek"));
    cr_expect_eq(again.end, LETTER_DUPLICATE);
    cr_expect_eq(again.conversation.v, first.conversation.v);
}

DomainTest(letter, message_id_collisions_lose_nothing)
{
    struct letter_result first = took(t, letter_of("a@x", "Paket saya sobek"));
    struct letter other = letter_of("a@x", "Kopi saya belum datang");
    other.from = S("budi@example.com");
    struct letter_result second = took(t, other);
    cr_expect_eq(second.end, LETTER_BEGAN);
    cr_expect_neq(second.conversation.v, first.conversation.v);
    cr_expect_eq(took(t, other).end, LETTER_DUPLICATE);
}

DomainTest(letter, answers_find_their_conversation_by_references)
{
    struct letter_result first = took(t, letter_of("a@x", "Paket saya sobek"));
    said_id out = answered(t, first.conversation);
    struct letter reply = letter_of("b@x", "Terima kasih");
    reply.references = str_format(c->arena, "<%.*s@toko.example>", STR_ARG(mail_id_of(c, out)));
    struct letter_result r = took(t, reply);
    cr_expect_eq(r.end, LETTER_ADDED);
    cr_expect_eq(r.conversation.v, first.conversation.v);
    struct letter third = letter_of("c@x", "Satu lagi");
    third.references = S("<b@x>");
    cr_expect_eq(took(t, third).conversation.v, first.conversation.v);
}

DomainTest(letter, our_own_message_id_in_another_hand_names_nothing)
{
    struct letter_result first = took(t, letter_of("a@x", "Paket saya sobek"));
    said_id out = answered(t, first.conversation);
    struct letter copy = letter_of("b@x", "Batalkan saja semuanya.");
    copy.from = S("orang@lain.example");
    copy.references = str_format(c->arena, "<%.*s@toko.example>", STR_ARG(mail_id_of(c, out)));
    struct letter_result r = took(t, copy);
    cr_expect_eq(r.end, LETTER_BEGAN);
    cr_expect_neq(r.conversation.v, first.conversation.v);
}

DomainTest(letter, number_in_the_subject_is_believed_from_the_known_address_only)
{
    struct letter_result first = took(t, letter_of("a@x", "Paket saya sobek"));
    struct letter mine = letter_of("b@x", "Ini fotonya");
    mine.subject =
        str_format(c->arena, "Re: [%.*s] Paket", STR_ARG(talk_now(t, first.conversation).number));
    cr_expect_eq(took(t, mine).conversation.v, first.conversation.v);
    struct letter stranger = letter_of("c@x", "Apa kabar paketnya?");
    stranger.subject = mine.subject;
    stranger.from = S("orang@lain.example");
    struct letter_result r = took(t, stranger);
    cr_expect_eq(r.end, LETTER_BEGAN);
    cr_expect_neq(r.conversation.v, first.conversation.v);
}

DomainTest(letter, without_words_says_its_subject)
{
    str text = { 0 };
    struct said_list list = { 0 };
    struct letter l = letter_of("a@x", "");
    must(conversation_messages(c, took(t, l).conversation, &list));
    must(vault_text_read(c, list.item[0].text, PURPOSE_CARE, &text));
    cr_expect(str_eq(text, l.subject));
}

DomainTest(letter, reply_to_the_letter_of_somebody_else_does_not_speak_in_their_name)
{
    struct letter_result first = took(t, letter_of("a@x", "Paket saya sobek"));
    struct letter stranger = letter_of("c@x", "Saya tidak jadi mengadu, sudah beres.");
    stranger.references = S("<a@x>");
    stranger.from = S("orang@lain.example");
    struct letter_result r = took(t, stranger);
    cr_expect_eq(r.end, LETTER_BEGAN);
    cr_expect_neq(r.conversation.v, first.conversation.v);
    stranger.message_id = S("d@x");
    stranger.text = S("Satu lagi");
    stranger.references = S("<c@x>");
    cr_expect_eq(took(t, stranger).conversation.v, r.conversation.v,
                 "their own they may go on with");
}

DomainTest(letter, forged_message_id_names_nothing)
{
    struct letter_result first = took(t, letter_of("a@x", "Paket saya sobek"));
    said_id out = answered(t, first.conversation);
    said_id found = { 0 };
    cr_expect(
        mail_id_find(c, str_format(c->arena, "<x> <%.*s@y>", STR_ARG(mail_id_of(c, out))), &found));
    cr_expect_eq(found.v, out.v);
    cr_expect(!mail_id_find(
        c, str_format(c->arena, "<said-%" PRId64 "-00000000000000000000@y>", out.v), &found));
    cr_expect(!mail_id_find(c, S("said- said-1 said-x-y"), &found));
}

DomainTest(letter, bounce_is_no_answer_and_needs_one_again)
{
    struct letter_result first = took(t, letter_of("a@x", "Paket saya sobek"));
    said_id out = answered(t, first.conversation);
    cr_expect_eq(talk_now(t, first.conversation).due_at, 0);
    struct letter back = { .from = S_INIT("mailer-daemon@x"), .is_bounce = true, .is_final = true };
    back.bounced =
        str_format(c->arena, "Message-ID: <%.*s@toko.example>", STR_ARG(mail_id_of(c, out)));
    struct letter delayed = back;
    delayed.is_final = false;
    cr_expect_eq(took(t, delayed).end, LETTER_MACHINE, "not yet is not never");
    cr_expect_eq(took(t, back).end, LETTER_BOUNCE);
    cr_expect_neq(talk_now(t, first.conversation).due_at, 0);
}

DomainTest(letter, auto_responder_neither_satisfies_nor_reopens)
{
    struct letter_result first = took(t, letter_of("a@x", "Paket saya sobek"));
    answered(t, first.conversation);
    struct letter away = letter_of("b@x", "Saya sedang cuti");
    away.is_auto = true;
    away.references = S("<a@x>");
    cr_expect_eq(took(t, away).end, LETTER_MACHINE);
    cr_expect_eq(talk_now(t, first.conversation).due_at, 0);
    away.references = S("");
    away.message_id = S("z@x");
    cr_expect_eq(took(t, away).conversation.v, 0, "a machine opens nothing");
}

DomainTest(letter, mail_loops_stop)
{
    struct letter_result first = took(t, letter_of("a@x", "Paket saya sobek"));
    struct letter_result last = { 0 };
    for (int i = 0; i < 30; i++) {
        struct letter more = letter_of("", "lagi");
        more.message_id = str_format(c->arena, "loop-%d@x", i);
        more.references = S("<a@x>");
        answered(t, first.conversation);
        last = took(t, more);
    }
    cr_expect_eq(last.end, LETTER_HELD, "past the limit nothing follows by itself");
    cr_expect_neq(talk_now(t, first.conversation).due_at, 0, "and somebody looks");
}

static int64_t complaints(struct fixture *t)
{
    struct complaint_filter all = { .view = S("all"), .limit = COMPLAINT_PAGE_MAX };
    struct complaint_list list = { 0 };
    must(complaint_page(&t->c, &all, &list));
    return (int64_t)list.count;
}

/* A program without any mark, which names nothing it answers: each letter seems a matter of its own, and a complaint. */
DomainTest(letter, mail_loops_stop_when_nothing_is_named)
{
    struct letter_result r = { 0 };
    for (int i = 0; i < 30; i++) {
        struct letter more = letter_of("", "Pengaduan Anda rusak sudah kami terima.");
        more.message_id = str_format(c->arena, "robot-%d@x", i);
        r = took(t, more);
        cr_expect_eq(r.end, i < 20 ? LETTER_BEGAN : LETTER_HELD, "%d", i);
    }
    cr_expect_neq(r.conversation.v, 0, "written down all the same");
    cr_expect_eq(complaints(t), 20);
    struct letter other = letter_of("other@x", "Apakah ada kopi?");
    other.from = S("budi@example.com");
    cr_expect_eq(took(t, other).end, LETTER_BEGAN, "others are heard");
}

/* Twenty letters that name somebody as whom to answer do not open what that person says elsewhere. */
DomainTest(letter, a_flood_in_somebodys_name_stays_among_its_own_letters)
{
    struct letter_result r = { 0 };
    struct said_receipt hers = { 0 };
    for (int i = 0; i < 20; i++) {
        struct letter more = letter_of("", "Jual ikan.");
        more.from = S("orang@lain.example");
        more.reply_to = S("sari@example.com");
        more.message_id = str_format(c->arena, "ikan-%d@x", i);
        r = took(t, more);
    }
    struct contact sari = { .channel = CHANNEL_WEB, .lang = LANG_ID, .email = S("sari@example.com"),
                            .first = { .direction = SAID_IN, .channel = CHANNEL_WEB, .author = AUTHOR_BUYER, .text = S("Paket saya di mana?") } };
    c->actor = (struct actor){ ROLE_VISITOR, 0 };
    must(contact_begin(c, &sari, &hers));
    struct letter more = letter_of("ikan-20@x", "Jual ikan.");
    more.from = S("orang@lain.example");
    more.reply_to = S("sari@example.com");
    struct letter_result next = took(t, more);
    cr_expect_eq(next.end, LETTER_HELD);
    cr_expect_eq(next.conversation.v, r.conversation.v);
    cr_expect_neq(next.conversation.v, hers.conversation.v);
}

/* Forged letters use up the hour of the person they name: the real one's own is kept, and waits for an answer where somebody looks. */
DomainTest(letter, of_a_real_person_after_forged_ones_is_held_where_the_team_sees_it)
{
    struct letter_result r = { 0 };
    for (int i = 0; i < 20; i++) {
        struct letter forged = letter_of("", "Jual ikan.");
        forged.message_id = str_format(c->arena, "palsu-%d@x", i);
        r = took(t, forged);
        (void)answered(t, r.conversation);
    }
    cr_expect_eq(talk_now(t, r.conversation).waiting_since, 0, "the team looked at those");
    fixture_pass(t, MINUTES(5));
    struct letter real = letter_of("asli@x", "Paket saya tidak sampai.");
    struct letter_result mine = took(t, real);
    cr_expect_eq(mine.end, LETTER_HELD);
    struct conversation v = talk_now(t, mine.conversation);
    cr_expect_eq(v.id.v, r.conversation.v, "one row, whatever came");
    cr_expect_neq(v.waiting_since, 0, "somebody waits for an answer");
    struct letter again = letter_of("asli-2@x", "Halo?");
    cr_expect_eq(took(t, again).conversation.v, v.id.v);
    cr_expect_eq(notes_of(t, v.id), 1, "told once");
}

/* A form of another site sends in its own name, and says whom to answer. */
DomainTest(letter, is_answered_where_its_reply_to_says)
{
    struct person_data who = { 0 };
    struct letter l = letter_of("a@x", "Paket saya sobek");
    l.from = S("noreply@form.example");
    l.reply_to = S("sari@example.com");
    struct letter_result first = took(t, l);
    must(vault_read(c, talk_now(t, first.conversation).person, VAULT_BIT(VAULT_EMAIL), PURPOSE_CARE,
                    &who));
    cr_expect(str_eq(who.field[VAULT_EMAIL], S("sari@example.com")));
    struct letter forged = letter_of("b@x", "Sudah beres, saya cabut.");
    forged.from = S("orang@lain.example");
    forged.reply_to = S("sari@example.com");
    forged.subject = talk_now(t, first.conversation).number;
    cr_expect_neq(took(t, forged).conversation.v, first.conversation.v,
                  "whom to answer is not who speaks");
}

/* What we write about a complaint names it; the answer to that belongs to it. */
DomainTest(letter, answer_to_what_we_wrote_about_a_complaint_belongs_to_it)
{
    struct complaint_list list = { 0 };
    struct letter_result first = took(t, letter_of("a@x", "Paket saya rusak"));
    must(complaint_list_in(c, first.conversation, &list));
    cr_assert_eq(list.count, 1);
    struct letter reply = letter_of("b@x", "Ini fotonya");
    reply.subject = str_format(c->arena, "Re: Pengaduan Anda %.*s sudah kami terima",
                               STR_ARG(list.item[0].number));
    struct letter_result r = took(t, reply);
    cr_expect_eq(r.end, LETTER_ADDED);
    cr_expect_eq(r.conversation.v, first.conversation.v);
    reply.message_id = S("c@x");
    reply.from = S("orang@lain.example");
    cr_expect_eq(took(t, reply).end, LETTER_BEGAN, "from their address only");
}

/* We asked, and waited; the answer came by mail. */
DomainTest(letter, answers_what_a_complaint_waits_for)
{
    struct complaint k = { 0 };
    struct letter_result first = took(t, letter_of("a@x", "Paket saya rusak"));
    must(complaint_of_conversation(c, first.conversation, &k));
    t->c.actor = (struct actor){ ROLE_CARE, 7 };
    must(complaint_take(
        c, k.id,
        &(struct complaint_do){ .act = COMPLAINT_ACT_ASK, .text = S("Boleh kirim fotonya?") },
        &k));
    cr_assert_eq(k.state, COMPLAINT_WAITING_CUSTOMER);
    fixture_pass(t, HOURS(2));
    struct letter away = letter_of("v@x", "Saya cuti");
    away.is_auto = true;
    away.references = S("<a@x>");
    took(t, away);
    must(complaint_get(c, k.id, &k));
    cr_expect_eq(k.state, COMPLAINT_WAITING_CUSTOMER, "a machine answers nothing");
    struct letter reply = letter_of("b@x", "Ini fotonya");
    reply.references = S("<a@x>");
    took(t, reply);
    must(complaint_get(c, k.id, &k));
    cr_expect_eq(k.state, COMPLAINT_INVESTIGATING);
    cr_expect_eq(k.waits_until, 0, "nobody closes it for want of an answer");
}

DomainTest(letter, reply_on_an_erased_case_begins_anew)
{
    struct letter_result first = took(t, letter_of("a@x", "Paket saya sobek"));
    must(vault_erase(c, talk_now(t, first.conversation).person));
    struct letter reply = letter_of("b@x", "Halo?");
    reply.references = S("<a@x>");
    struct letter_result r = took(t, reply);
    cr_expect_eq(r.end, LETTER_BEGAN);
    cr_expect_neq(r.conversation.v, first.conversation.v);
}

DomainTest(letter, attachment_that_is_no_picture_is_left_out_and_named)
{
    struct letter l = letter_of("a@x", "Lihat lampiran");
    l.file[0] = (struct letter_file){ S_INIT("faktur.exe"), S_INIT("MZ\x90\x00\x03") };
    l.file_count = 1;
    struct said_list list;
    struct letter_result r = took(t, l);
    must(conversation_messages(c, r.conversation, &list));
    cr_assert_eq(list.count, 2);
    cr_expect_eq(list.item[1].direction, SAID_NOTE);
}

Test(letter_words, leave_out_quotes_and_signatures)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    static const struct {
        const char *text, *words;
    } cases[] = {
        { "Halo\n\nOn Sat, 21 Nov 2026 at 14:05, Toko <halo@x> wrote:\n> lama", "Halo" },
        { "Halo\nPada Sab, 21 Nov 2026 pukul 14.05 Toko\n<halo@x> menulis:\n> lama", "Halo" },
        { "Halo\n-- \nSari\n0812", "Halo" },
        { "> kapan?\nBesok\n> jam?\nSiang", "Besok\nSiang" },
        { "> hanya kutipan", "> hanya kutipan" },
        { "-----Original Message-----\nlama", "-----Original Message-----\nlama" },
        { "Baik.\n\nFrom: Toko <halo@x>\nSent: Saturday, 21 November 2026 14:05\nTo: Sari\n\nlama",
          "Baik." },
        { "Baik.\n\nDari: Toko <halo@x>\nDikirim: Sabtu, 21 November 2026 14:05\nKepada: "
          "Sari\n\nlama",
          "Baik." },
        { "Baik.\n*From:* Toko\n*Date:* Saturday\nlama", "Baik." },
        { "From: Bandung\nke Jakarta berapa ongkirnya?",
          "From: Bandung\nke Jakarta berapa ongkirnya?" },
        { "Halo\nOn Mon, Toko wrote:\n> lama", "Halo" },
        { "On Monday I wrote:\nthe parcel is not here.",
          "On Monday I wrote:\nthe parcel is not here." },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        str words = letter_words(arena, str_of(cases[i].text));
        cr_expect(str_eq(words, str_of(cases[i].words)), "%zu: %.*s", i, STR_ARG(words));
    }
}

Test(mail_read, takes_charsets_attachments_and_right_to_left_text)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct letter l;
    mail_read(arena,
              S("From: =?ISO-8859-1?Q?Andr=E9?= <Andre@Example.com>\r\nSubject: "
                "=?UTF-8?B?2YXYsdit2KjYpw==?=\r\n"
                "Message-ID: <m1@x>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; "
                "charset=iso-8859-1\r\n"
                "Content-Transfer-Encoding: quoted-printable\r\n\r\ncaf=E9\r\n--b\r\nContent-Type: "
                "image/png; name=a.png\r\n"
                "Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n"),
              &l);
    cr_expect(str_eq(l.from, S("andre@example.com")));
    cr_expect(str_eq(l.from_name, S("Andr\xc3\xa9")));
    cr_expect(str_eq(l.subject, S("\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7")));
    cr_expect(str_eq(l.text, S("caf\xc3\xa9")), "%.*s", STR_ARG(l.text));
    cr_expect(str_eq(l.message_id, S("m1@x")));
    cr_expect(l.is_auto);
    cr_assert_eq(l.file_count, 1);
    cr_expect(str_starts(l.file[0].bytes, S("\x89PNG")));
}

/* A vacation has no return path, as reports have none; but the letter it answers did arrive. */
Test(mail_read, vacation_without_a_return_path_is_no_bounce)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    static const struct {
        const char *head;
        bool is_auto, is_bounce, is_final;
    } cases[] = {
        { "From: sari@x\r\nReturn-Path: <>\r\n", true, false, false },
        { "From: sari@x\r\nReturn-Path: <>\r\nAuto-Submitted: auto-replied\r\n", true, false,
          false },
        { "From: sari@x\r\nReturn-Path: <sari@x>\r\nAuto-Submitted: no\r\n", false, false, false },
        { "From: sari@x\r\nAuto-Submitted: no (a person)\r\n", false, false, false },
        { "From: sari@x\r\nAuto-Submitted: auto-notified; owner-email=x@y\r\n", true, false,
          false },
        { "From: sari@x\r\nPrecedence: auto-reply\r\n", true, false, false },
        { "From: sari@x\r\nFeedback-ID: 1.ap-southeast-1:AmazonSES\r\n", false, false, false },
        { "From: MAILER-DAEMON@x\r\nReturn-Path: <>\r\nSubject: failure notice\r\n", true, true,
          true },
        { "From: Mailer-Daemon@x\r\nSubject: Warning: message 1abc delayed 24 hours\r\n", false,
          true, false },
        { "From: noreply@x\r\nX-Failed-Recipients: sari@x\r\n", false, true, true },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct letter l;
        mail_read(arena, str_format(arena, "%s\r\nHalo", cases[i].head), &l);
        cr_expect_eq(l.is_auto, cases[i].is_auto, "%s", cases[i].head);
        cr_expect_eq(l.is_bounce, cases[i].is_bounce, "%s", cases[i].head);
        cr_expect_eq(l.is_final, cases[i].is_final, "%s", cases[i].head);
    }
}

Test(mail_read, loses_no_word_of_what_is_badly_made)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    static const struct {
        str mail;
        const char *text;
    } cases[] = {
        { S_INIT("From: a@x\r\nSubject: s\r\n\r\nK\xf6ln"), "K\xc3\xb6ln" },
        { S_INIT("From: a@x\r\nSubject: s\r\n\r\nhal\0o dunia"), "hal o dunia" },
        { S_INIT("From: a@x\r\nSubject: s\r\nContent-Type: multipart/mixed\r\n\r\nisi tanpa batas"),
          "isi tanpa batas" },
        { S_INIT("From: a@x\r\nContent-Type: text/html\r\n\r\n<div>Siap kak</div><br><div>Pada "
                 "Sab, 21 Nov 2026 pukul 14.05 Toko "
                 "menulis:<br></div><blockquote>Kami kirim besok</blockquote>"),
          "Siap kak" },
        { S_INIT("From: a@x\r\nContent-Type: text/html\r\n\r\n<p>satu</p><p>dua</p>"),
          "satu\ndua" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct letter l;
        mail_read(arena, cases[i].mail, &l);
        cr_expect(str_eq(l.text, str_of(cases[i].text)), "%zu: %.*s", i, STR_ARG(l.text));
    }
    struct letter l;
    mail_read(arena, S("From: form@x\r\nReply-To: Sari <Sari@y>\r\n\r\nHalo"), &l);
    cr_expect(str_eq(l.reply_to, S("sari@y")));
    cr_expect(str_eq(l.from, S("form@x")));
}

/* All was read, and nothing was said in it: the subject is the message, not boundaries and tags. */
Test(mail_read, letter_without_words_shows_nothing_of_its_making)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    static const char *const cases[] = {
        "From: a@x\r\nSubject: Apakah buka hari Minggu?\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/alternative; boundary=\"b1\"\r\n\r\n"
        "--b1\r\nContent-Type: text/plain; charset=\"UTF-8\"\r\n\r\n\r\n"
        "--b1\r\nContent-Type: text/html; charset=\"UTF-8\"\r\n\r\n<div dir=\"ltr\"><br></div>\r\n--b1--\r\n",
        "From: a@x\r\nSubject: Kosong\r\nContent-Type: text/html\r\n\r\n<html><body><div></div></body></html>\r\n",
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct letter l;
        mail_read(arena, str_of(cases[i]), &l);
        cr_expect_eq(l.text.size, 0, "%zu: %.*s", i, STR_ARG(l.text));
    }
}

Test(mail_read, makes_something_of_rubbish)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    static const str cases[] = { S_INIT(""), S_INIT("\0\0\0"), S_INIT("tanpa kepala"), S_INIT("From: \xff\xfe\r\n\r\n\xff"),
                                 S_INIT("Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n--") };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct letter l;
        mail_read(arena, cases[i], &l);
        cr_expect(str_is_utf8(l.text) && str_is_utf8(l.subject) && str_is_utf8(l.from));
    }
}
