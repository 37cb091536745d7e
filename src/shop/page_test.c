/* SPDX-License-Identifier: Apache-2.0 */
#include "base/embed.h"
#include "c/catalogue.h"
#include "core/setting.h"
#include "shop/page.h"
#include "shop/page_certificate.h"
#include "shop/page_demo.h"
#include "shop/page_faq.h"
#include "shop/question.h"

static page_id story(struct fixture *t, str body)
{
    struct page_fields f = {
        .slug = S("about"), .title = { S("Tentang kami"), S("About us") }, .body = { body, S("") }, .is_published = true,
    };
    page_id id = { 0 };
    must(page_put(&t->c, &f, &id));
    return id;
}

DomainTest(page, is_read_in_the_language_that_is_there)
{
    struct page p;
    story(t, S("Mulai **2017**."));
    must(page_load(c, S("about"), &p));
    cr_expect(str_eq(p.title, S("Tentang kami")));
    c->lang = LANG_EN;
    must(page_load(c, S("about"), &p));
    cr_expect(str_eq(p.title, S("About us")));
    cr_expect(str_contains(p.body_html, S("<strong>2017</strong>")));
}

DomainTest(page, lets_no_script_through)
{
    struct page p;
    story(t, S("a <script>alert(1)</script> [b](javascript:x)"));
    must(page_load(c, S("about"), &p));
    cr_expect(!str_contains(p.body_html, S("script")), "%.*s", STR_ARG(p.body_html));
}

DomainTest(page, is_changed_in_place_and_raises_its_tag)
{
    page_id first = story(t, S("satu"));
    ctx_forget(c);
    page_id second = story(t, S("dua"));
    cr_expect_eq(first.v, second.v);
    cr_assert_eq(c->tag_count, 1);
    cr_expect(str_eq(c->tag[0], S("page:about")));
    struct page_list all;
    must(page_list(c, &all));
    cr_expect_eq(all.count, 1);
}

DomainTest(page, that_the_program_needs_cannot_be_deleted)
{
    page_id id = story(t, S("satu"));
    cr_expect_eq(page_delete(c, id), ERR_STATE);
    struct page_fields f = { .slug = S("cara-menyeduh"), .title = { S("Cara menyeduh"), S("") }, .is_published = true };
    must(page_put(c, &f, &id));
    must(page_delete(c, id));
    struct page p;
    cr_expect_eq(page_load(c, S("cara-menyeduh"), &p), ERR_NOT_FOUND);
}

DomainTest(page, is_hidden_until_it_is_published)
{
    struct page_fields f = { .slug = S("rahasia"), .title = { S("Rahasia"), S("") } };
    page_id id;
    struct page p;
    must(page_put(c, &f, &id));
    cr_expect_eq(page_load(c, S("rahasia"), &p), ERR_NOT_FOUND);
    f.slug = S("Tidak Boleh");
    cr_expect_eq(page_put(c, &f, &id), ERR_BAD_INPUT);
}

DomainTest(faq, is_listed_by_topic_then_position)
{
    static const struct {
        const char *slug;
        enum faq_topic topic;
        int64_t position;
        bool is_published;
    } entries[] = { { "resi", FAQ_SHIPPING, 1, true },
                    { "kedua", FAQ_ORDER, 3, true },
                    { "pertama", FAQ_ORDER, 2, true },
                    { "nanti", FAQ_ORDER, 1, false } };
    for (size_t i = 0; i < COUNT(entries); i++) {
        struct faq_fields f = { .slug = str_of(entries[i].slug), .topic = entries[i].topic,
                                .position = entries[i].position, .question = { S("Tanya?"), S("") },
                                .answer = { S("Jawab."), S("") }, .is_published = entries[i].is_published };
        faq_id id;
        must(faq_put(c, &f, &id));
    }
    struct faq_list list;
    must(faq_list(c, false, &list));
    cr_assert_eq(list.count, 3);
    cr_expect(str_eq(list.item[0].slug, S("pertama")));
    cr_expect(str_eq(list.item[1].slug, S("kedua")));
    cr_expect(str_eq(list.item[2].slug, S("resi")));
    must(faq_list(c, true, &list));
    cr_expect_eq(list.count, 4);
}

DomainTest(faq, wants_an_answer_to_each_question)
{
    struct faq_fields f = { .slug = S("x"), .question = { S("Tanya?"), S("") } };
    faq_id id;
    cr_expect_eq(faq_put(c, &f, &id), ERR_BAD_INPUT);
}

static certificate_id permit(struct fixture *t, int64_t from_days, int64_t expires_days)
{
    int64_t today = zone_days(t->c.shop->zone, t->c.now_at);
    struct certificate_fields f = {
        .code = S("halal"), .kind = CERTIFICATE_HALAL, .name = { S("Halal"), S("") }, .number = S("ID1"),
        .valid_from_days = today + from_days, .expires_days = today + expires_days, .is_published = true,
    };
    certificate_id id = { 0 };
    must(certificate_put(&t->c, &f, &id));
    return id;
}

static size_t shown(struct fixture *t)
{
    struct certificate_list list;
    must(certificate_list(&t->c, &list));
    return list.count;
}

DomainTest(certificate, disappears_when_it_has_expired)
{
    permit(t, -10, 1);
    cr_expect_eq(shown(t), 1);
    fixture_pass(t, DAYS(1));
    cr_expect_eq(shown(t), 1, "its last day counts");
    fixture_pass(t, DAYS(1));
    cr_expect_eq(shown(t), 0);
    permit(t, 1, 5);
    cr_expect_eq(shown(t), 0, "it does not hold yet");
    struct certificate_list all;
    must(certificate_list_all(c, &all));
    cr_assert_eq(all.count, 1);
    cr_expect(!all.item[0].holds);
}

DomainTest(certificate, says_when_a_page_that_shows_it_is_over)
{
    struct certificate_list list;
    permit(t, -10, 1);
    must(certificate_list(c, &list));
    int64_t end_at = certificates_end_at(c, &list);
    cr_expect_gt(end_at, c->now_at + DAYS(1));
    fixture_pass(t, end_at - c->now_at - 1);
    cr_expect_eq(shown(t), 1);
    fixture_pass(t, 1);
    cr_expect_eq(shown(t), 0);
}

DomainTest(certificate, belongs_to_the_goods_it_is_about)
{
    int64_t today = zone_days(c->shop->zone, c->now_at);
    product_id kopi = goods_product(t, "Kopi");
    product_id kain = goods_product(t, "Kain");
    struct certificate_fields f = { .code = S("pirt"), .kind = CERTIFICATE_PIRT, .name = { S("P-IRT"), S("") },
                                    .number = S("1"), .valid_from_days = today, .is_published = true,
                                    .product = &kopi, .product_count = 1 };
    certificate_id id;
    struct certificate_list list;
    must(certificate_put(c, &f, &id));
    must(certificates_of_product(c, kopi, &list));
    cr_expect_eq(list.count, 1);
    must(certificates_of_product(c, kain, &list));
    cr_expect_eq(list.count, 0);
    must(certificate_delete(c, id));
    must(certificates_of_product(c, kopi, &list));
    cr_expect_eq(list.count, 0);
    f.proof_url = S("javascript:alert(1)");
    cr_expect_eq(certificate_put(c, &f, &id), ERR_BAD_INPUT);
}

DomainTest(page_demo, fills_every_page_and_twice_changes_nothing)
{
    str text = { 0 };
    str why = { 0 };
    struct value *catalogue = NULL;
    cr_assert(embed_find(S("demo/catalogue.json"), &text));
    cr_assert(json_read(c->arena, text, &catalogue, &why), "%.*s", STR_ARG(why));
    must(demo_content(c, catalogue));
    must(demo_content(c, catalogue));
    struct faq_list faq;
    struct page_people people;
    struct page about;
    must(faq_list(c, false, &faq));
    must(page_people(c, &people));
    must(page_load(c, S("about"), &about));
    cr_expect_geq(faq.count, 10);
    cr_expect_geq(people.count, 3);
    cr_expect(str_contains(about.body_html, S("<p>")));
    struct certificate_list all;
    must(certificate_list_all(c, &all));
    cr_expect_lt(shown(t), all.count, "one of them has expired");
    for (size_t i = 0; i < faq.count; i++) {
        cr_expect_neq(faq.item[i].topic, FAQ_OTHER, "%.*s", STR_ARG(faq.item[i].slug));
    }
}

static const struct value *read_history(struct fixture *t)
{
    str text = { 0 };
    str why = { 0 };
    struct value *history = NULL;
    cr_assert(embed_find(S("demo/history.json"), &text));
    cr_assert(json_read(t->c.arena, text, &history, &why), "%.*s", STR_ARG(why));
    return history;
}

DomainTest(page_demo, asks_and_answers_the_questions_of_the_history)
{
    const struct value *history = read_history(t);
    const struct value *questions = value_get(history, S("questions"));
    struct actor care = { ROLE_CARE, 1 };
    struct product p;
    struct question_list list;
    cr_expect_eq(demo_questions(c, history, care), ERR_BAD_INPUT, "the goods are not there yet");
    for (const struct value *one = questions->children.first; one != NULL; one = one->next) {
        str slug = value_text(one, S("slug"));
        if (product_load(c, slug, PRODUCT_ANY, &p) != OK) {
            goods_product(t, str_c(c->arena, slug));
        }
    }
    must(demo_questions(c, history, care));
    cr_expect_eq(c->actor.role, ROLE_SYSTEM);
    must(product_load(c, value_text(questions->children.first, S("slug")), PRODUCT_ANY, &p));
    must(question_shown(c, p.id, 3, &list));
    cr_expect_gt(list.total, 0);
}
