/* SPDX-License-Identifier: Apache-2.0 */
#include "c/talks.h"
#include "care/capture.h"
#include "care/conversation_said.h"
#include "care/whatsapp_chat.h"
#include "core/setting.h"

DomainTest(capture, clock_starts_when_it_was_posted)
{
    struct said_receipt r;
    struct capture found;
    struct capture_new n = { .place = S_INIT("instagram"), .url = S_INIT("https://instagram.example/p/1"),
                             .text = S_INIT("Kecewa, kopi saya tidak sampai!"), .posted_at = c->now_at - HOURS(5) };
    must(capture_post(c, &n, &r));
    cr_expect_eq(talk_now(t, r.conversation).waiting_since, n.posted_at);
    must(capture_of(c, r.conversation, &found));
    cr_expect_eq(found.hash.size, 64);
    cr_expect_eq(found.posted_at, n.posted_at);
    n.posted_at = c->now_at + 1;
    cr_expect_eq(capture_post(c, &n, &r), ERR_BAD_INPUT);
}

DomainTest(capture, deleted_post_keeps_our_evidence)
{
    struct said_receipt r;
    struct capture before;
    struct capture after;
    struct capture_new n = { .place = S_INIT("tiktok"), .text = S_INIT("Penipu!"), .posted_at = c->now_at - HOURS(1) };
    must(capture_post(c, &n, &r));
    must(capture_of(c, r.conversation, &before));
    must(capture_gone(c, r.conversation));
    must(capture_of(c, r.conversation, &after));
    cr_expect(str_eq(before.hash, after.hash));
    cr_expect_eq(after.deleted_at, c->now_at);
}

DomainTest(capture, watch_list_says_where_and_when_somebody_looked)
{
    struct watch_list list;
    must(watch_add_place(c, S("Google Maps"), S("https://maps.example"), 24));
    must(watch_add_place(c, S("Instagram"), S(""), 24));
    cr_expect_eq(watch_add_place(c, S("Instagram"), S(""), 24), ERR_EXISTS);
    must(watch_read(c, &list));
    cr_assert_eq(list.count, 2);
    cr_expect_eq(list.due, 2);
    c->actor = (struct actor){ ROLE_CARE, 7 };
    must(watch_looked(c, list.item[0].id, 1));
    must(watch_read(c, &list));
    cr_expect_eq(list.due, 1);
    cr_expect_eq(list.item[1].looked_by, 7);
    cr_expect_eq(list.item[1].looked_at, c->now_at);
    fixture_pass(t, HOURS(25));
    must(watch_read(c, &list));
    cr_expect_eq(list.due, 2);
    must(watch_hide_place(c, list.item[0].id));
    must(watch_read(c, &list));
    cr_expect_eq(list.count, 1);
}

static struct whatsapp_chat chat_of(struct arena *arena, const char *text)
{
    struct whatsapp_chat chat;
    whatsapp_read(arena, str_of(text), zone_of(S("Asia/Jakarta")), FIXTURE_NOW_AT, &chat);
    return chat;
}

Test(whatsapp_chat, reads_both_phones_several_lines_and_leaves_the_system_out)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    static const char *const texts[] = {
        "21/11/26 14.05 - Pesan dan panggilan terenkripsi secara end-to-end.\n21/11/26 14.05 - Sari: Halo\nbaris dua\n21/11/26 14.07 - Toko: Ya, Bu",
        "21/11/2026, 14:05 - Sari: Halo\nbaris dua\n21/11/2026, 14:07 - Toko: Ya, Bu\n",
        "\xe2\x80\x8e[21/11/26 14.05.00] Sari: Halo\r\nbaris dua\r\n[21/11/26 14.07.00] Toko: Ya, Bu",
        "[11/21/26, 2:05:00\xe2\x80\xafPM] Sari: Halo\nbaris dua\n[11/21/26, 2:07:00\xe2\x80\xafPM] Toko: Ya, Bu",
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct whatsapp_chat chat = chat_of(arena, texts[i]);
        cr_assert_eq(chat.count, 2, "%zu: %zu", i, chat.count);
        cr_expect_eq(chat.item[0].at, FIXTURE_NOW_AT, "%zu", i);
        cr_expect(str_eq(chat.item[0].author, S("Sari")));
        cr_expect(str_eq(chat.item[0].text, S("Halo\nbaris dua")), "%zu: %.*s", i,
                  STR_ARG(chat.item[0].text));
        cr_expect_eq(chat.item[1].at, FIXTURE_NOW_AT + MINUTES(2));
    }
    cr_expect_eq(chat_of(arena, "bukan obrolan").count, 0);
    cr_expect_eq(chat_of(arena, "99/99/99 99.99 - x: y").count, 0);
}

/* 10/11 is the tenth of November in an Indonesian export and the eleventh of October in an American one. */
Test(whatsapp_chat, finds_out_which_is_the_month)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct whatsapp_chat ahead =
        chat_of(arena, "11/10/26, 2:05 PM - Sari: Halo\n11/12/26, 2:05 PM - Toko: Ya");
    cr_assert_eq(ahead.count, 2);
    cr_expect_eq(ahead.item[0].at, FIXTURE_NOW_AT - DAYS(11), "12 November, not 11 December");
    struct whatsapp_chat backwards =
        chat_of(arena, "9/12/26, 2:05 PM - Sari: Halo\n10/5/26, 2:05 PM - Toko: Ya");
    cr_expect_lt(backwards.item[0].at, backwards.item[1].at, "12 September, then 5 October");
    struct whatsapp_chat both = chat_of(arena, "10/11/26 14.05 - Sari: Halo");
    cr_expect_eq(both.item[0].at, FIXTURE_NOW_AT - DAYS(11),
                 "where nothing tells, the day is first");
}

DomainTest(whatsapp_chat, what_we_took_back_is_no_answer)
{
    struct contact contact = { .channel = CHANNEL_WHATSAPP, .phone = S_INIT("+6281234567890") };
    struct said_receipt r = { 0 };
    int64_t added = 0;
    contact.first = (struct said_new){ .direction = SAID_NOTE,
                                        .channel = CHANNEL_WHATSAPP,
                                        .author = AUTHOR_STAFF,
                                        .text = S_INIT("dari WA") };
    c->actor = (struct actor){ ROLE_CARE, 7 };
    must(contact_begin(c, &contact, &r));
    struct whatsapp_chat chat =
        chat_of(c->arena,
                "21/11/26 13.00 - Sari: Kapan dikirim?\n21/11/26 13.05 - Toko: Pesan ini dihapus");
    must(whatsapp_add(c, r.conversation, &chat, S("Toko"), &added));
    cr_expect_eq(talk_now(t, r.conversation).waiting_since, chat.item[0].at);
    cr_expect_eq(talk_promise(t, r.conversation, PROMISE_REPLY).outcome, PROMISE_OPEN);
}

DomainTest(whatsapp_chat, pasted_twice_is_there_once_and_only_the_unanswered_starts_a_clock)
{
    struct contact contact = { .channel = CHANNEL_PHONE, .phone = S_INIT("+6281234567890") };
    struct said_receipt r;
    int64_t added = 0;
    contact.first = (struct said_new){ .direction = SAID_NOTE,
                                        .channel = CHANNEL_PHONE,
                                        .author = AUTHOR_STAFF,
                                        .text = S_INIT("dari WA") };
    c->actor = (struct actor){ ROLE_CARE, 7 };
    must(contact_begin(c, &contact, &r));
    struct whatsapp_chat chat =
        chat_of(c->arena, "21/11/26 09.00 - Sari: Halo\n21/11/26 09.05 - Toko: Ya, Bu\n21/11/26 "
                          "13.00 - Sari: Kapan dikirim?");
    must(whatsapp_add(c, r.conversation, &chat, S("Toko"), &added));
    cr_expect_eq(added, 3);
    must(whatsapp_add(c, r.conversation, &chat, S("Toko"), &added));
    cr_expect_eq(added, 0);
    cr_expect_eq(talk_now(t, r.conversation).waiting_since, chat.item[2].at);
    struct said_list list;
    must(conversation_messages(c, r.conversation, &list));
    cr_expect_eq(list.count, 4);
}

DomainTest(conversation, minta_ditelepon_is_a_dated_promise_kept_by_a_call)
{
    struct contact contact = { .channel = CHANNEL_WEB, .phone = S_INIT("+6281234567890") };
    struct said_receipt r;
    struct promise p;
    int64_t due_at = 0;
    contact.first = (struct said_new){ .direction = SAID_IN,
                                        .channel = CHANNEL_WEB,
                                        .author = AUTHOR_BUYER,
                                        .text = S_INIT("Tolong telepon saya") };
    must(contact_begin(c, &contact, &r));
    must(conversation_call_back(c, r.conversation, &due_at));
    cr_expect(due_at > c->now_at);
    struct said_new call = { .direction = SAID_OUT, .channel = CHANNEL_PHONE, .author = AUTHOR_STAFF, .is_sent = true, .text = S_INIT("Sudah ditelepon") };
    c->actor = (struct actor){ ROLE_CARE, 7 };
    must(conversation_say(c, r.conversation, &call, &r));
    must(promise_find(c, conversation_subject(c, r.conversation), PROMISE_CALL_BACK, &p));
    cr_expect_eq(p.outcome, PROMISE_KEPT);
}
