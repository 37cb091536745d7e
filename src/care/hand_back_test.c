/* SPDX-License-Identifier: Apache-2.0 */
#include "c/complaints.h"
#include "c/talks.h"
#include "care/complaint_act.h"
#include "care/conversation_office.h"
#include "care/hand_back.h"
#include "core/notice.h"
#include "core/staff.h"

static int64_t somebody(struct fixture *t, str name, str email)
{
    staff_id id = { 0 };
    must(staff_add(&t->c, name, email, ROLE_CARE, S("hash"), &id));
    return id.v;
}

static struct complaint complained(struct fixture *t, int64_t owner)
{
    struct complaint k = { 0 };
    struct complaint_new n = { .channel = CHANNEL_WEB, .source = S("form"), .subject = S("Gelas pecah"),
                               .text = S("Gelasnya pecah, saya kecewa sekali.") };
    must(vault_person_create(&t->c, &n.person));
    must(vault_write(&t->c, n.person, VAULT_PHONE, S("+6281234567890")));
    t->c.actor = (struct actor){ ROLE_VISITOR, 0 };
    must(complaint_open(&t->c, &n, &k));
    t->c.actor = (struct actor){ ROLE_OWNER, 1 };
    must(complaint_assign(&t->c, k.id, owner));
    must(conversation_assign(&t->c, k.conversation, owner, (str){ 0 }));
    return k;
}

DomainTest(hand_back, frees_what_is_open_and_moves_no_promise)
{
    int64_t sari = somebody(t, S("Sari"), S("sari@toko.example"));
    int64_t budi = somebody(t, S("Budi"), S("budi@toko.example"));
    struct complaint hers = complained(t, sari), his = complained(t, budi);
    struct promise before = { 0 }, after = { 0 };
    struct handed_back handed = { 0 };
    must(promise_find(c, complaint_subject(c, hers.id), PROMISE_DECIDE_COMPLAINT, &before));
    must(staff_disable(c, (staff_id){ sari }, true));
    must(hand_back(c, (staff_id){ sari }, &handed));
    cr_expect_eq(handed.conversations, 1);
    cr_expect_eq(handed.complaints, 1);
    must(complaint_get(c, hers.id, &hers));
    must(complaint_get(c, his.id, &his));
    cr_expect_eq(hers.owner, 0);
    cr_expect_eq(his.owner, budi);
    cr_expect_eq(talk_now(t, hers.conversation).assignee, 0);
    cr_expect_eq(talk_now(t, his.conversation).assignee, budi);
    must(promise_find(c, complaint_subject(c, hers.id), PROMISE_DECIDE_COMPLAINT, &after));
    cr_expect(after.outcome == PROMISE_OPEN && after.due_at == before.due_at);
}

static size_t told(struct fixture *t, int64_t staff)
{
    struct notice_list list = { 0 };
    must(notice_list_of(&t->c, str_format(t->c.arena, "staff:%" PRId64, staff), &list));
    return list.count;
}

DomainTest(hand_back, tells_the_shop_where_there_was_something)
{
    int64_t sari = somebody(t, S("Sari"), S("sari@toko.example"));
    struct handed_back handed = { 0 };
    must(hand_back(c, (staff_id){ sari }, &handed));
    cr_expect_eq(told(t, sari), 0);
    complained(t, sari);
    must(hand_back(c, (staff_id){ sari }, &handed));
    cr_expect_eq(told(t, sari), 1);
}
