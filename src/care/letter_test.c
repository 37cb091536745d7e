/* SPDX-License-Identifier: Apache-2.0 */
#include "c/shared.h"
#include "c/talks.h"
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
    for (int i = 0; i < 30; i++) {
        struct letter more = letter_of("", "lagi");
        more.message_id = str_format(c->arena, "loop-%d@x", i);
        more.references = S("<a@x>");
        answered(t, first.conversation);
        took(t, more);
    }
    cr_expect_eq(talk_now(t, first.conversation).due_at, 0, "past the limit it is a machine's");
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
