/* SPDX-License-Identifier: Apache-2.0 */
/* What channels and people do to an inbox. Each test is named after its edge case; tests/edge-cases.md has the list. */
#include "c/talks.h"
#include "care/contact.h"
#include "care/conversation_office.h"
#include "care/whatsapp_chat.h"
#include "core/attachment.h"

static const str rini = S_INIT("+6281234567890");

static struct said_receipt wrote(struct fixture *t, str name, str phone, str text)
{
    struct said_receipt r = { 0 };
    struct contact contact = { .channel = CHANNEL_WEB, .name = name, .phone = phone };
    contact.first = (struct said_new){
        .direction = SAID_IN, .channel = CHANNEL_WEB, .author = AUTHOR_BUYER, .text = text
    };
    t->c.actor = (struct actor){ ROLE_VISITOR, 0 };
    must(contact_begin(&t->c, &contact, &r));
    t->c.actor = (struct actor){ ROLE_CARE, 7 };
    return r;
}

static size_t alike(struct fixture *t, conversation_id id)
{
    struct conversation v = talk_now(t, id);
    struct conversation other[8];
    size_t count = 0;
    must(conversation_alike(&t->c, &v, other, COUNT(other), &count));
    return count;
}

static size_t messages(struct fixture *t, conversation_id id)
{
    struct said_list list = { 0 };
    must(conversation_messages(&t->c, id, &list));
    return list.count;
}

static str words_of(struct fixture *t, conversation_id id, size_t i)
{
    struct said_list list = { 0 };
    str text = { 0 };
    must(conversation_messages(&t->c, id, &list));
    cr_assert(i < list.count);
    must(vault_text_read(&t->c, list.item[i].text, PURPOSE_CARE, &text));
    return text;
}

/* The operator gave the number to somebody else two years later. */
DomainTest(inbox_edge, phone_number_recycled_to_another_person)
{
    conversation_id old = wrote(t, S("Rini"), rini, S("Kopi saya belum sampai.")).conversation;
    fixture_pass(t, DAYS(730));
    conversation_id fresh = wrote(t, S("Joko"), rini, S("Apakah ada teh?")).conversation;
    cr_expect_neq(talk_now(t, old).person.v, talk_now(t, fresh).person.v, "a number proves nobody");
    cr_expect_eq(messages(t, fresh), 1, "what Rini said is not Joko's");
    cr_expect_eq(alike(t, fresh), 1, "staff are told, and judge");
    cr_expect_neq(talk_now(t, fresh).waiting_since, 0);
}

DomainTest(inbox_edge, shared_family_phone_or_shop_computer)
{
    conversation_id mother = wrote(t, S("Bu Rini"), rini, S("Cangkirnya retak.")).conversation;
    conversation_id son = wrote(t, S("Dika"), rini, S("Kausnya kekecilan.")).conversation;
    cr_expect_neq(talk_now(t, mother).person.v, talk_now(t, son).person.v);
    struct said_receipt r = { 0 };
    struct said_new s = { .direction = SAID_OUT, .channel = CHANNEL_WEB, .author = AUTHOR_STAFF, .text = S("Kami ganti, Bu.") };
    must(conversation_say(c, mother, &s, &r));
    cr_expect_eq(talk_now(t, mother).waiting_since, 0);
    cr_expect_neq(talk_now(t, son).waiting_since, 0, "the answer to one is none to the other");
}

static const struct whatsapp_chat *chat_of(struct fixture *t, const char *text)
{
    struct whatsapp_chat *chat = NEW(t->c.arena, struct whatsapp_chat);
    whatsapp_read(t->c.arena, str_of(text), zone_of(S("Asia/Jakarta")), FIXTURE_NOW_AT, chat);
    return chat;
}

DomainTest(inbox_edge, message_in_a_group_chat)
{
    int64_t added = 0;
    conversation_id id = wrote(t, S("Sari"), rini, S("Saya dari grup arisan.")).conversation;
    must(whatsapp_add(
        c, id,
        chat_of(t, "21/11/26 09.00 - Sari: Ada yang pernah beli di sini?\n"
                   "21/11/26 09.01 - Ani: Punya saya pecah!\n21/11/26 09.02 - Toko: Maaf, Bu Ani."),
        S("Toko"), &added));
    cr_expect_eq(added, 3);
    cr_expect(str_eq(words_of(t, id, 1), S("Ani: Punya saya pecah!")),
              "Ani's words are not Sari's");
    cr_expect(str_eq(words_of(t, id, 2), S("Maaf, Bu Ani.")));
    conversation_id alone = wrote(t, S("Sari"), rini, S("Lagi")).conversation;
    must(whatsapp_add(c, alone,
                      chat_of(t, "21/11/26 09.00 - Sari: Halo\n21/11/26 09.02 - Toko: Ya"),
                      S("Toko"), &added));
    cr_expect(str_eq(words_of(t, alone, 0), S("Halo")), "two who talk need no names");
}

DomainTest(inbox_edge, media_arrives_after_text)
{
    static const unsigned char png[] =
        "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\2\0\0\0\x90wS\xde";
    struct said_receipt first = wrote(t, S("Sari"), rini, S("Barangnya sobek, ini fotonya."));
    int64_t due_at = talk_now(t, first.conversation).due_at;
    int64_t since = talk_now(t, first.conversation).waiting_since;
    fixture_pass(t, MINUTES(3));
    struct said_receipt r = { 0 };
    struct said_new s = { .direction = SAID_IN, .channel = CHANNEL_WEB, .author = AUTHOR_BUYER, .text = S("(foto)") };
    must(conversation_say(c, first.conversation, &s, &r));
    must(attachment_add(c, str_format(c->arena, "message:%" PRId64, r.said.v),
                        talk_now(t, first.conversation).person,
                        (str){ (const char *)png, sizeof png - 1 }, NULL));
    cr_expect_eq(talk_now(t, first.conversation).due_at, due_at, "the clock began with the text");
    cr_expect_eq(talk_now(t, first.conversation).waiting_since, since);
    struct promise_list list = { 0 };
    must(promise_list(c, conversation_subject(c, first.conversation), &list));
    cr_expect_eq(list.count, 1, "one burst, one promise");
}

DomainTest(inbox_edge, rate_limits)
{
    struct contact contact = { .channel = CHANNEL_WEB };
    struct said_receipt r = { 0 };
    contact.first = (struct said_new){
        .direction = SAID_IN, .channel = CHANNEL_WEB, .author = AUTHOR_BUYER, .text = S_INIT("x")
    };
    c->actor = (struct actor){ ROLE_VISITOR, 0 };
    for (int i = 0; i < CONTACTS_PER_HOUR_MAX; i++) {
        must(contact_begin(c, &contact, &r));
    }
    cr_expect_eq(contact_begin(c, &contact, &r), ERR_RATE);
    c->actor = (struct actor){ ROLE_CARE, 7 };
    must(contact_begin(c, &contact, &r)); /* staff enter what they are told */
    c->actor = (struct actor){ ROLE_VISITOR, 0 };
    fixture_pass(t, HOURS(1) + 1);
    must(contact_begin(c, &contact, &r));
}

DomainTest(inbox_edge, import_of_old_cases_makes_no_promises)
{
    int64_t added = 0;
    struct said_receipt r = { 0 };
    struct contact contact = { .channel = CHANNEL_PHONE, .phone = rini };
    contact.first = (struct said_new){ .direction = SAID_NOTE,
                                        .channel = CHANNEL_PHONE,
                                        .author = AUTHOR_STAFF,
                                        .text = S_INIT("dari WA") };
    c->actor = (struct actor){ ROLE_CARE, 7 };
    must(contact_begin(c, &contact, &r));
    must(whatsapp_add(c, r.conversation,
                      chat_of(t, "03/02/25 09.00 - Sari: Halo\n03/02/25 11.05 - Toko: Ya, Bu"),
                      S("Toko"), &added));
    struct promise_list list = { 0 };
    must(promise_list(c, conversation_subject(c, r.conversation), &list));
    cr_expect_eq(list.count, 0);
    cr_expect_eq(talk_now(t, r.conversation).waiting_since, 0);
}
