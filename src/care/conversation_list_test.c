/* SPDX-License-Identifier: Apache-2.0 */
/* What the team sees of its inbox: the order, who it is, who else is at it. */
#include "c/fixture.h"
#include "care/contact.h"
#include "care/conversation_check.h"
#include "care/conversation_list.h"
#include "care/conversation_office.h"
#include "care/conversation_writer.h"
#include "care/messaging.h"
#include "core/staff.h"

static const struct actor rina = { ROLE_CARE, 7 };
static const struct actor dewi = { ROLE_CARE, 8 };

static conversation_id wrote(struct fixture *t, const char *name, const char *phone,
                             const char *email, const char *text)
{
    struct said_receipt r = { 0 };
    struct contact contact = { .channel = CHANNEL_WEB, .name = str_of(name), .phone = str_of(phone), .email = str_of(email) };
    contact.first = (struct said_new){
        .direction = SAID_IN, .channel = CHANNEL_WEB, .author = AUTHOR_BUYER, .text = str_of(text)
    };
    t->c.actor = (struct actor){ ROLE_VISITOR, 0 };
    must(contact_begin(&t->c, &contact, &r));
    t->c.actor = rina;
    return r.conversation;
}

static conversation_id wrote_by_app(struct fixture *t, const char *id)
{
    struct messaging_taken taken = { 0 };
    struct channel_news n = { .kind = NEWS_SAID, .external = str_of(id), .address = S_INIT("sari_01"), .text = S_INIT("Halo") };
    t->c.actor = (struct actor){ ROLE_VISITOR, 0 };
    must(messaging_take(&t->c, CHANNEL_LOOPBACK, &n, &taken));
    t->c.actor = rina;
    return taken.conversation;
}

static void answered(struct fixture *t, conversation_id id)
{
    struct said_receipt r = { 0 };
    struct said_new s = { .direction = SAID_OUT, .channel = CHANNEL_WEB, .author = AUTHOR_STAFF, .text = S_INIT("Kami\ncek dulu.") };
    must(conversation_say(&t->c, id, &s, &r));
}

static struct conversation now(struct fixture *t, conversation_id id)
{
    struct conversation v = { 0 };
    must(conversation_get(&t->c, id, &v));
    return v;
}

static struct conversation_list list_of(struct fixture *t, struct conversation_filter f)
{
    struct conversation_list list = { 0 };
    f.limit = 10;
    must(conversation_list(&t->c, &f, &list));
    return list;
}

static size_t findings(struct fixture *t)
{
    size_t count = 0;
    must(check_run_all(&t->c, conversation_checks, conversation_check_count, NULL, &count));
    return count;
}

static struct conversation_list found(struct fixture *t, const char *query)
{
    return list_of(t, (struct conversation_filter){ .view = VIEW_TODO, .query = str_of(query) });
}

DomainTest(conversation_list, is_searched_by_name_phone_and_address)
{
    conversation_id sari = wrote(t, "Sari Dewanti", "+6281234567890", "", "Paket saya sobek");
    conversation_id budi = wrote(t, "Budi", "", "Budi@surat.example", "Kapan dikirim?");
    static const char *const of_sari[] = { "sari", "Dewanti", "081234567890", "0812-3456-7890", "+62 812 3456 7890", "sari sobek" };
    static const char *const of_budi[] = { "budi", "budi@surat.example", "BUDI@Surat.example " };
    for (size_t i = 0; i < COUNT(of_sari); i++) {
        struct conversation_list list = found(t, of_sari[i]);
        cr_assert_eq(list.count, 1, "%s", of_sari[i]);
        cr_expect_eq(list.item[0].id.v, sari.v);
    }
    for (size_t i = 0; i < COUNT(of_budi); i++) {
        struct conversation_list list = found(t, of_budi[i]);
        cr_assert_eq(list.count, 1, "%s", of_budi[i]);
        cr_expect_eq(list.item[0].id.v, budi.v);
    }
    cr_expect_eq(found(t, "081234567891").count, 0);
    cr_expect_eq(found(t, "orang@surat.example").count, 0);
    cr_expect_eq(found(t, "sari budi").count, 0);
    must(vault_erase(c, now(t, sari).person));
    cr_expect_eq(found(t, "sari").count, 0, "an erased person is found by nothing");
    cr_expect_eq(found(t, "081234567890").count, 0);
}

DomainTest(conversation_list, glimpse_says_who_and_what_and_is_written_down)
{
    struct conversation_glimpse g = { 0 };
    struct vault_access_list looks = { 0 };
    conversation_id id = wrote(t, "Sari", "+6281234567890", "", "Paket saya sobek");
    struct conversation v = now(t, id);
    must(conversation_glimpse(c, &v, &g));
    cr_expect(str_eq(g.name, S("Sari")));
    cr_expect(str_eq(g.words, S("Paket saya sobek")));
    cr_expect_not(g.is_ours);
    must(vault_access_list(c, v.person, 0, &looks));
    cr_expect_neq(looks.count, 0, "no look without a row");
    cr_expect_eq(looks.item[0].purpose, PURPOSE_CARE);
    answered(t, id);
    v = now(t, id);
    must(conversation_glimpse(c, &v, &g));
    cr_expect(g.is_ours);
    cr_expect(str_eq(g.words, S("Kami cek dulu.")), "%.*s", STR_ARG(g.words));
    must(vault_restrict(c, v.person, true));
    must(conversation_glimpse(c, &v, &g));
    cr_expect(g.name.size == 0 && g.words.size == 0, "who said stop is not read");
    must(vault_erase(c, v.person));
    must(conversation_glimpse(c, &v, &g));
    cr_expect(g.name.size == 0 && g.words.size == 0);
}

DomainTest(conversation_list, glimpse_of_the_nameless_is_what_they_can_be_reached_by)
{
    struct conversation_glimpse g = { 0 };
    char words[400] = { 0 };
    for (size_t i = 0; i + 3 < sizeof words; i += 3) {
        memcpy(words + i, "\xe2\x82\xac", 3);
    }
    struct conversation v = now(t, wrote(t, "", "+6281234567890", "", words));
    must(conversation_glimpse(c, &v, &g));
    cr_expect(str_eq(g.name, S("0812-3456-7890")), "%.*s", STR_ARG(g.name));
    cr_expect_eq(str_count_chars(g.words), 91, "cut between characters");
    cr_expect(str_is_utf8(g.words));
    v = now(t, wrote(t, "", "", "a@surat.example", "Halo"));
    must(conversation_glimpse(c, &v, &g));
    cr_expect(str_eq(g.name, S("a@surat.example")));
}

DomainTest(conversation_list, a_window_that_shuts_first_stands_first)
{
    conversation_id plain = wrote(t, "Budi", "", "budi@surat.example", "Halo");
    fixture_pass(t, MINUTES(5));
    conversation_id app = wrote_by_app(t, "a1");
    struct conversation v = now(t, app);
    cr_assert_gt(v.due_at, now(t, plain).due_at);
    cr_assert_lt(v.window_closes_at, now(t, plain).due_at);
    cr_expect_eq(conversation_act_by(&v), v.window_closes_at);
    struct conversation_list list = list_of(t, (struct conversation_filter){ .view = VIEW_TODO });
    cr_assert_eq(list.count, 2);
    cr_expect_eq(list.item[0].id.v, app.v);
    must(conversation_snooze(c, app, c->now_at + DAYS(30)));
    cr_expect_eq(now(t, app).snoozed_until, v.window_closes_at - MINUTES(30),
                 "it comes back before the window shuts");
    answered(t, app);
    wrote_by_app(t, "a2");
    fixture_pass(t, MINUTES(1));
    wrote_by_app(t, "a3");
    v = now(t, app);
    list = list_of(t, (struct conversation_filter){ .view = VIEW_TODO });
    cr_expect_eq(list.item[0].id.v, app.v);
    cr_expect_eq(conversation_act_by(&v), v.window_closes_at);
    cr_expect_eq(findings(t), 0);
    SQL(test_misplace, "UPDATE conversation SET act_by = 1 WHERE id = $1");
    must(db_exec(c->db, &test_misplace, ARGS(plain.v), NULL));
    cr_expect_eq(findings(t), 1);
}

/* Its window shut long ago, and now they write by another way: nothing of it is left in the order. */
DomainTest(conversation_list, an_old_window_orders_nothing)
{
    conversation_id app = wrote_by_app(t, "a1");
    answered(t, app);
    fixture_pass(t, DAYS(2));
    conversation_id plain = wrote(t, "Budi", "", "budi@surat.example", "Halo");
    fixture_pass(t, MINUTES(5));
    struct said_receipt r = { 0 };
    struct said_new s = { .direction = SAID_IN, .channel = CHANNEL_WEB, .author = AUTHOR_BUYER, .text = S_INIT("Lewat halaman") };
    must(conversation_say(c, app, &s, &r));
    struct conversation_list list = list_of(t, (struct conversation_filter){ .view = VIEW_TODO });
    cr_assert_eq(list.count, 2);
    cr_expect_eq(list.item[0].id.v, plain.v);
}

DomainTest(conversation_list, nobodys_are_nobodys_in_every_state)
{
    conversation_id mine = wrote(t, "Sari", "", "sari@surat.example", "Halo");
    conversation_id nobodys = wrote(t, "Budi", "", "budi@surat.example", "Halo");
    staff_id desk = { 0 };
    must(staff_add(c, S("Rina"), S("rina@toko.example"), ROLE_CARE, S("x"), &desk));
    must(conversation_assign(c, mine, desk.v, S("")));
    for (int state = 0; state < 2; state++) {
        enum conversation_view view = state == 0 ? VIEW_TODO : VIEW_ALL;
        struct conversation_list list =
            list_of(t, (struct conversation_filter){ .view = view, .assignee = -1 });
        cr_assert_eq(list.count, 1);
        cr_expect_eq(list.item[0].id.v, nobodys.v);
        list = list_of(t, (struct conversation_filter){ .view = view, .assignee = desk.v });
        cr_assert_eq(list.count, 1);
        cr_expect_eq(list.item[0].id.v, mine.v);
        cr_expect_eq(list_of(t, (struct conversation_filter){ .view = view }).count, 2);
    }
}

DomainTest(conversation_list, merged_and_split_show_what_was_said_last_in_them)
{
    struct conversation_glimpse g = { 0 };
    conversation_id first = wrote(t, "Sari", "+6281234567890", "", "Yang pertama");
    conversation_id second = wrote(t, "Sari", "+6281234567890", "", "Yang kedua");
    must(conversation_merge(c, second, first));
    struct conversation v = now(t, first);
    must(conversation_glimpse(c, &v, &g));
    cr_expect(str_eq(g.words, S("Yang kedua")));
    said_id later = v.last_said;
    conversation_id other = { 0 };
    must(conversation_split(c, later, &other));
    cr_expect_eq(now(t, other).last_said.v, later.v);
    v = now(t, first);
    must(conversation_glimpse(c, &v, &g));
    cr_expect(str_eq(g.words, S("Yang pertama")));
}

DomainTest(conversation_writer, others_see_who_writes_until_they_are_done_or_silent)
{
    struct conversation_writer who[WRITERS_MAX];
    size_t count = 0;
    conversation_id id = wrote(t, "Sari", "+6281234567890", "", "Halo");
    int64_t since_at = c->now_at;
    must(conversation_writes(c, id));
    must(conversation_writers(c, id, who, &count));
    cr_expect_eq(count, 0, "nobody is warned of themselves");
    fixture_pass(t, SECONDS(90));
    must(conversation_writes(c, id));
    fixture_pass(t, SECONDS(90));
    c->actor = dewi;
    must(conversation_writers(c, id, who, &count));
    cr_assert_eq(count, 1);
    cr_expect_eq(who[0].staff, rina.id);
    cr_expect_eq(who[0].since_at, since_at, "still the same writing");
    fixture_pass(t, MINUTES(1));
    must(conversation_writers(c, id, who, &count));
    cr_expect_eq(count, 0, "two minutes without a word");
    c->actor = rina;
    must(conversation_writes(c, id));
    must(conversation_wrote(c, id));
    c->actor = dewi;
    must(conversation_writers(c, id, who, &count));
    cr_expect_eq(count, 0);
    c->actor = (struct actor){ ROLE_OWNER, 0 };
    must(conversation_writes(c, id));
    cr_expect_eq(conversation_writes(c, (conversation_id){ 999 }), ERR_NOT_FOUND);
}
