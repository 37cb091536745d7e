/* SPDX-License-Identifier: Apache-2.0 */
#include "c/fixture.h"

#include "core/attachment.h"
#include "core/decision.h"
#include "core/job.h"
#include "core/link.h"
#include "core/notice.h"
#include "core/override.h"
#include "core/setting.h"
#include "core/staff.h"

/* ---- second persons ---- */

static int followed;

static enum err follow(struct ctx *c, const struct decision *d)
{
    (void)c;
    followed += d->is_upheld ? 1 : 100;
    return OK;
}
static const struct decision_hooks hooks = { .decided = { [DECISION_CLAIM] = follow } };

static int64_t add_staff(struct fixture *t, str name, str email)
{
    staff_id id = { 0 };
    must(staff_add(&t->c, name, email, ROLE_CARE, S("hash"), &id));
    return id.v;
}

static decision_id ask(struct fixture *t, int64_t first_by)
{
    struct ctx *c = &t->c;
    person_id person = { 0 };
    decision_id id = { 0 };
    must(vault_person_create(c, &person));
    struct decision_new n = { .kind = DECISION_CLAIM, .subject = S("claim:1"), .person = person, .first_by = first_by };
    must(decision_ask(c, &n, &id));
    cr_expect_eq(decision_ask(c, &n, &id), ERR_EXISTS);
    struct decision d = { 0 };
    must(decision_find(c, S("claim:1"), &d));
    return d.id;
}

static enum err decide(struct ctx *c, decision_id id, int64_t staff, bool is_reviewer)
{
    struct decision_verdict v = { .is_upheld = false, .reasons = S("Foto menunjukkan barang utuh."), .is_reviewer = is_reviewer };
    c->actor = (struct actor){ ROLE_CARE, staff };
    return decision_decide(c, &hooks, id, &v);
}

DomainTest(decision, is_taken_by_another_person)
{
    followed = 0;
    int64_t sari = add_staff(t, S("Sari"), S("sari@toko.example"));
    int64_t budi = add_staff(t, S("Budi"), S("budi@toko.example"));
    decision_id id = ask(t, sari);
    cr_expect_eq(decide(c, id, sari, false), ERR_FORBIDDEN);
    cr_expect_eq(decide(c, id, -3, false), ERR_FORBIDDEN); /* a token is nobody in particular */
    must(decide(c, id, budi, false));
    cr_expect_eq(decide(c, id, budi, false), ERR_STATE);
    cr_expect_eq(followed, 100);
    struct promise p = { 0 };
    must(promise_find(c, str_format(c->arena, "decision:%" PRId64, id.v), PROMISE_DECIDE, &p));
    cr_expect_eq(p.outcome, PROMISE_KEPT);
}

DomainTest(decision, of_an_owner_alone_waits_a_day_and_says_so)
{
    int64_t sari = add_staff(t, S("Sari"), S("sari@toko.example"));
    staff_id packer = { 0 };
    must(staff_add(c, S("Pak"), S("pak@toko.example"), ROLE_FULFILMENT, S("hash"),
                   &packer)); /* packs, and judges nothing */
    decision_id id = ask(t, sari);
    cr_expect_eq(decide(c, id, sari, false), ERR_EARLY);
    cr_expect_eq(c->possible_at, c->now_at + HOURS(24));
    c->now_at += HOURS(24);
    must(decide(c, id, sari, false));
    struct decision d = { 0 };
    must(decision_get(c, id, &d));
    cr_expect_eq(d.by, DECIDER_SAME);
    cr_expect(!d.is_final);
    cr_expect(str_eq(decider_label(d.by, LANG_ID), S("Diputus orang yang sama")));
    int64_t counts[DECIDER_COUNT];
    must(decision_counts(c, c->now_at - DAYS(1), c->now_at + 1, counts));
    cr_expect_eq(counts[DECIDER_SAME], 1);
}

/* A shop of Sari alone that named somebody outside; `shop` is its settings from now on. */
static int64_t sari_with_reviewer(struct fixture *t, struct shop *shop)
{
    *shop = *t->c.shop;
    shop->reviewer_phone = S("+6281234567890");
    t->c.shop = shop;
    return add_staff(t, S("Sari"), S("sari@toko.example"));
}

static enum decider waits_for(struct fixture *t, decision_id id)
{
    struct decision d = { 0 };
    enum decider waits = DECIDER_NONE;
    int64_t from_at = 0;
    must(decision_get(&t->c, id, &d));
    must(decision_waits_for(&t->c, &d, &waits, &from_at));
    return waits;
}

DomainTest(decision, goes_to_the_outside_reviewer_when_one_is_named)
{
    struct shop shop;
    int64_t sari = sari_with_reviewer(t, &shop);
    decision_id id = ask(t, sari);
    struct decision d = { 0 };
    cr_expect_eq(waits_for(t, id), DECIDER_REVIEWER);
    c->now_at += HOURS(30);
    cr_expect_eq(decide(c, id, sari, false), ERR_FORBIDDEN); /* also after a day */
    must(decide(c, id, 0, true));
    must(decision_get(c, id, &d));
    cr_expect_eq(d.by, DECIDER_REVIEWER);
}

/* The first of a case was the reviewer's; a second is asked, as an appeal does. */
static decision_id ask_again(struct fixture *t, int64_t first_by)
{
    struct ctx *c = &t->c;
    struct decision d = { 0 };
    decision_id id = { 0 };
    must(decide(c, ask(t, first_by), 0, true));
    must(decision_find(c, S("claim:1"), &d));
    cr_expect_eq(d.by, DECIDER_REVIEWER);
    struct decision_new n = { .kind = DECISION_CLAIM, .subject = S("claim:1"), .person = d.person, .first_by = first_by, .is_final = true };
    must(decision_ask(c, &n, &id));
    return id;
}

DomainTest(decision, of_the_same_reviewer_again_waits_a_day_and_says_so)
{
    struct shop shop;
    struct decision d = { 0 };
    int64_t sari = sari_with_reviewer(t, &shop);
    decision_id id = ask_again(t, sari);
    cr_expect_eq(waits_for(t, id), DECIDER_SAME);
    shop.reviewer_email = S("pak.rt@example.com"); /* a second address of the same person */
    cr_expect_eq(decide(c, id, 0, true), ERR_EARLY);
    c->now_at += HOURS(24);
    cr_expect_eq(decide(c, id, sari, false), ERR_FORBIDDEN, "the shop itself is no better judge");
    must(decide(c, id, 0, true));
    must(decision_get(c, id, &d));
    cr_expect_eq(d.by, DECIDER_SAME);
    int64_t counts[DECIDER_COUNT];
    must(decision_counts(c, c->now_at - DAYS(2), c->now_at + 1, counts));
    cr_expect(counts[DECIDER_SAME] == 1 && counts[DECIDER_REVIEWER] == 1, "counted apart");
}

static size_t told_reviewer(struct fixture *t, decision_id id, str kind)
{
    struct notice_list list = { 0 };
    size_t count = 0;
    must(notice_list_of(&t->c, str_format(t->c.arena, "decision:%" PRId64, id.v), &list));
    for (size_t i = 0; i < list.count; i++) {
        count += list.item[i].to == NOTICE_REVIEWER && str_eq(list.item[i].kind, kind);
    }
    return count;
}

/* The job as it was written down, run when it is due. */
static void remind(struct fixture *t, decision_id id)
{
    struct job job = { 0 };
    must(job_of_key(&t->c, str_format(t->c.arena, DECISION_REMIND_JOB ":%" PRId64, id.v), &job));
    cr_expect(str_eq(job.kind, S(DECISION_REMIND_JOB)));
    t->c.now_at = job.run_at;
    must(decision_remind_finish(&t->c, &job));
    must(decision_remind_finish(&t->c, &job)); /* jobs are done at least once */
}

DomainTest(decision, is_recalled_to_the_reviewer_half_way_and_once)
{
    struct shop shop;
    int64_t sari = sari_with_reviewer(t, &shop);
    decision_id id = ask(t, sari);
    int64_t asked_at = c->now_at;
    cr_expect_eq(told_reviewer(t, id, S("decision_asked")), 1);
    cr_expect_eq(told_reviewer(t, id, S("decision_reminder")), 0);
    remind(t, id);
    cr_expect_eq(c->now_at, asked_at + HOURS(24));
    cr_expect_eq(told_reviewer(t, id, S("decision_reminder")), 1);
    cr_expect_eq(told_reviewer(t, id, S("decision_asked")), 1);
}

DomainTest(decision, is_recalled_to_nobody_once_it_is_taken_or_another_person_can)
{
    struct shop shop;
    int64_t sari = sari_with_reviewer(t, &shop);
    decision_id id = ask(t, sari);
    must(decide(c, id, 0, true));
    remind(t, id);
    cr_expect_eq(told_reviewer(t, id, S("decision_reminder")), 0);
    struct decision d = { 0 };
    must(decision_get(c, id, &d));
    struct decision_new n = { .kind = DECISION_CLAIM, .subject = S("claim:2"), .person = d.person, .first_by = sari };
    must(decision_ask(c, &n, &id));
    add_staff(t, S("Budi"), S("budi@toko.example"));
    remind(t, id);
    cr_expect_eq(told_reviewer(t, id, S("decision_reminder")), 0);
}

DomainTest(decision, goes_on_to_another_reviewer_or_another_person_when_there_is_one)
{
    struct shop shop;
    struct decision d = { 0 };
    int64_t sari = sari_with_reviewer(t, &shop);
    decision_id id = ask_again(t, sari);
    int64_t budi = add_staff(t, S("Budi"), S("budi@toko.example"));
    c->now_at += HOURS(30);
    cr_expect_eq(decide(c, id, 0, true), ERR_FORBIDDEN, "another person is there now");
    must(staff_disable(c, (staff_id){ budi }, true));
    shop.reviewer_phone = S("+6281299998888");
    cr_expect_eq(waits_for(t, id), DECIDER_REVIEWER, "another reviewer is named now");
    must(decide(c, id, 0, true));
    must(decision_get(c, id, &d));
    cr_expect_eq(d.by, DECIDER_REVIEWER);
}

DomainTest(decision, that_nobody_takes_is_the_buyers_wish)
{
    followed = 0;
    decision_id id = ask(t, add_staff(t, S("Sari"), S("sari@toko.example")));
    struct promise p = { 0 };
    must(promise_find(c, str_format(c->arena, "decision:%" PRId64, id.v), PROMISE_DECIDE, &p));
    c->now_at = p.due_at + SECONDS(1);
    must(decision_overdue(c, &hooks, &p));
    must(decision_overdue(c, &hooks, &p)); /* fires once */
    cr_expect_eq(followed, 1);
    struct decision d = { 0 };
    must(decision_get(c, id, &d));
    cr_expect(d.is_upheld && d.by == DECIDER_RULE);
}

DomainTest(decision, is_dropped_when_the_case_ends_another_way)
{
    decision_id id = ask(t, add_staff(t, S("Sari"), S("sari@toko.example")));
    must(decision_drop(c, S("claim:1"), S("withdrawn")));
    must(decision_drop(c, S("claim:1"), S("withdrawn")));
    struct promise p = { 0 };
    must(promise_find(c, str_format(c->arena, "decision:%" PRId64, id.v), PROMISE_DECIDE, &p));
    cr_expect_eq(p.outcome, PROMISE_VOIDED);
}

/* ---- files ---- */

DomainTest(attachment, is_known_by_its_content_and_kept_once)
{
    person_id person = { 0 };
    struct attachment a = { 0 }, again = { 0 };
    str png = S("\x89PNG\r\n\x1a\n\0\0\0\rIHDR....");
    must(vault_person_create(c, &person));
    c->actor = (struct actor){ ROLE_BUYER, person.v };
    must(attachment_add(c, S("claim:1"), person, png, &a));
    must(attachment_add(c, S("claim:1"), person, png, &again));
    cr_expect_eq(a.id.v, again.id.v);
    cr_expect(str_eq(a.type, S("image/png")) && a.hash.size == 64);
    cr_expect_eq(attachment_add(c, S("claim:1"), person, S("MZ\x90\x00\x03"), &a), ERR_MEDIA_TYPE);
    cr_expect_eq(attachment_add(c, S("claim:1"), person, (str){ 0 }, &a), ERR_BAD_INPUT);
    str bytes = { 0 };
    must(attachment_read(c, S("claim:1"), again.id, PURPOSE_SELF, &bytes));
    cr_expect(str_eq(bytes, png));
    cr_expect_eq(attachment_read(c, S("claim:2"), again.id, PURPOSE_SELF, &bytes), ERR_NOT_FOUND);
}

DomainTest(attachment, goes_with_its_person_and_leaves_its_hash)
{
    person_id person = { 0 };
    struct attachment a = { 0 };
    must(vault_person_create(c, &person));
    must(attachment_add(c, S("claim:1"), person, S("bukti tertulis"), &a));
    must(vault_erase(c, person));
    must(attachment_get(c, a.id, &a));
    cr_expect(a.is_gone && a.hash.size == 64);
}

/* ---- notices ---- */

DomainTest(notice, goes_by_mail_where_there_is_an_address)
{
    person_id with = { 0 }, without = { 0 };
    must(vault_person_create(c, &with));
    must(vault_person_create(c, &without));
    must(vault_write(c, with, VAULT_EMAIL, S("ani@surel.example")));
    must(vault_write(c, without, VAULT_PHONE, S("6281234567890")));
    must(notice_queue(c, &(struct notice_new){
                             .kind = S("claim_opened"), .subject = S("claim:1"), .person = with }));
    must(notice_queue(c, &(struct notice_new){
                             .kind = S("claim_opened"), .subject = S("claim:1"), .person = with }));
    must(notice_queue(c, &(struct notice_new){ .kind = S("claim_opened"),
                                                .subject = S("claim:2"),
                                                .person = without }));
    int64_t mails = 0, texts = 0;
    must(notice_count(c, S("mail"), S("queued"), &mails));
    must(notice_count(c, S("whatsapp"), (str){ 0 }, &texts));
    cr_expect(mails == 1 && texts == 1);
    struct notice_list list = { 0 };
    must(notice_list_of(c, S("claim:2"), &list));
    must(notice_sent(c, list.item[0].id));
    must(notice_page(c, (str){ 0 }, S("sent"), 0, 10, &list));
    cr_expect_eq(list.count, 1);
}

DomainTest(override, has_a_reason_and_is_counted)
{
    int64_t count = 0;
    cr_expect_eq(override_note(c, S("claim.window"), S("claim:1"), S("  ya "), 0), ERR_BAD_INPUT);
    must(override_note(c, S("claim.window"), S("claim:1"), S("Pembeli sakit"), 0));
    must(override_count(c, c->now_at, c->now_at + 1, &count));
    cr_expect_eq(count, 1);
}

DomainTest(link, opens_its_own_case_only)
{
    str key = link_key(c, S("complaint:PGD-7K2M-94QX"));
    cr_expect(link_is(c, S("complaint:PGD-7K2M-94QX"), key));
    cr_expect_not(link_is(c, S("conversation:PGD-7K2M-94QX"), key));
    cr_expect(str_starts(link_number_new(c, S("PGD")), S("PGD-")));
}
