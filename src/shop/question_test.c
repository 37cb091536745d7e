/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "c/catalogue.h"
#include "core/event.h"
#include "shop/question.h"

static question_id asked(struct fixture *t, product_id product)
{
    struct question_new q = { .product = product, .text = S("Apa bisa dikirim ke Budi di Wates?"),
                              .phone = S("+6281234567890") };
    question_id id = { 0 };
    must(question_ask(&t->c, &q, &id));
    return id;
}

static const struct question_answer answer = {
    .question = { S_INIT("Bisa dikirim ke Wates?"), S_INIT("") },
    .answer = { S_INIT("Bisa, **dua hari**."), S_INIT("") },
};

DomainTest(question, is_public_only_when_staff_publish_it)
{
    product_id kopi = goods_product(t, "Kopi");
    question_id id = asked(t, kopi);
    struct question_list list;
    must(question_shown(c, kopi, 3, &list));
    cr_expect_eq(list.count, 0);
    must(question_open_list(c, &list));
    cr_expect_eq(list.count, 1);
    ctx_forget(c);
    must(question_publish(c, id, &answer));
    cr_assert_eq(c->tag_count, 1);
    cr_expect(str_eq(c->tag[0], str_format(c->arena, "product:%" PRId64, kopi.v)));
    must(question_shown(c, kopi, 3, &list));
    cr_assert_eq(list.count, 1);
    cr_expect_eq(list.total, 1);
    cr_expect(str_eq(list.item[0].question, S("Bisa dikirim ke Wates?")));
    cr_expect(str_contains(list.item[0].answer_html, S("<strong>dua hari</strong>")));
    cr_expect_eq(question_publish(c, id, &answer), ERR_STATE);
    cr_expect_eq(question_close(c, id), ERR_STATE);
}

DomainTest(question, counts_all_beyond_those_shown)
{
    product_id kopi = goods_product(t, "Kopi");
    for (int i = 0; i < 4; i++) {
        must(question_publish(c, asked(t, kopi), &answer));
    }
    struct question_list list;
    must(question_shown(c, kopi, 3, &list));
    cr_expect_eq(list.count, 3);
    cr_expect_eq(list.total, 4);
}

DomainTest(question, is_read_by_care_and_by_nobody_else)
{
    question_id id = asked(t, goods_product(t, "Kopi"));
    struct question q;
    str text;
    struct person_data who;
    must(question_get(c, id, &q));
    c->actor = (struct actor){ ROLE_CARE, 1 };
    must(question_read(c, &q, &text, &who));
    cr_expect(str_eq(text, S("Apa bisa dikirim ke Budi di Wates?")));
    cr_expect(str_eq(who.field[VAULT_PHONE], S("+6281234567890")));
    c->actor = (struct actor){ ROLE_VISITOR, 0 };
    cr_expect_eq(question_read(c, &q, &text, &who), ERR_FORBIDDEN);
}

DomainTest(question, stays_out_of_events)
{
    question_id id = asked(t, goods_product(t, "Kopi"));
    struct event_list events;
    must(event_list(c, str_format(c->arena, "question:%" PRId64, id.v), (event_id){ 0 }, &events));
    cr_assert_eq(events.count, 1);
    cr_expect(!str_contains(events.item[0].facts, S("Budi")));
    cr_expect(str_contains(events.item[0].commitments, S("text")));
}

DomainTest(question, is_refused_when_it_is_empty_or_there_are_too_many)
{
    product_id kopi = goods_product(t, "Kopi");
    struct question_new q = { .product = kopi, .text = S("") };
    question_id id;
    cr_expect_eq(question_ask(c, &q, &id), ERR_BAD_INPUT);
    for (int i = 0; i < QUESTIONS_PER_HOUR_MAX; i++) {
        asked(t, kopi);
    }
    q.text = S("satu lagi?");
    cr_expect_eq(question_ask(c, &q, &id), ERR_RATE);
    fixture_pass(t, HOURS(1) + 1);
    must(question_ask(c, &q, &id));
}
