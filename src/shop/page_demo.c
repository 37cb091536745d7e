/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/page_demo.h"

#include "core/setting.h"
#include "shop/page.h"
#include "shop/page_certificate.h"
#include "shop/page_faq.h"
#include "shop/question.h"

static void both(const struct value *object, const char *name, str text[LANG_COUNT])
{
    const struct value *pair = value_get(object, str_of(name));
    if (pair != NULL && pair->kind == VALUE_OBJECT) {
        text[LANG_ID] = value_text(pair, S("id"));
        text[LANG_EN] = value_text(pair, S("en"));
    }
}

static const struct value *first_of(const struct value *object, const char *name)
{
    const struct value *list = value_get(object, str_of(name));
    return list != NULL && list->kind == VALUE_LIST ? list->children.first : NULL;
}

static str drawing_of(struct ctx *c, str file)
{
    return file.size == 0 ? file : str_join(c->arena, S("demo/media/"), file);
}

/* ---- pages ---- */

static enum err put_about(struct ctx *c, const struct value *about)
{
    page_id id = { 0 };
    struct page_fields f = { .slug = S("about"), .is_published = true };
    both(about, "title", f.title);
    both(about, "story", f.body);
    return page_put(c, &f, &id);
}

static enum err put_commitment(struct ctx *c, const struct value *about)
{
    page_id id = { 0 };
    struct page_fields f = { .slug = S("commitment"), .is_published = true };
    f.title[LANG_ID] = S("Yang kami pegang");
    f.title[LANG_EN] = S("What we hold to");
    struct buf text[LANG_COUNT] = { buf_new(c->arena, KB(16)), buf_new(c->arena, KB(16)) };
    for (const struct value *one = first_of(about, "commitments"); one != NULL; one = one->next) {
        buf_addf(&text[LANG_ID], "- %.*s\n", STR_ARG(value_text(one, S("id"))));
        buf_addf(&text[LANG_EN], "- %.*s\n", STR_ARG(value_text(one, S("en"))));
    }
    f.body[LANG_ID] = buf_str(&text[LANG_ID]);
    f.body[LANG_EN] = buf_str(&text[LANG_EN]);
    return page_put(c, &f, &id);
}

static enum err put_home(struct ctx *c, const struct value *shop)
{
    page_id id = { 0 };
    const struct value *hero = value_get(shop, S("hero"));
    struct page_fields f = { .slug = S("home"), .is_published = true };
    if (hero == NULL) {
        return OK;
    }
    both(hero, "title", f.title);
    both(hero, "text", f.lead);
    both(hero, "alt", f.alt);
    f.asset = drawing_of(c, value_text(hero, S("file")));
    return page_put(c, &f, &id);
}

static enum err put_people(struct ctx *c, const struct value *about)
{
    int64_t position = 1;
    for (const struct value *one = first_of(about, "people"); one != NULL; one = one->next) {
        struct page_person_fields f = { .position = position, .name = value_text(one, S("name")) };
        both(one, "role", f.role);
        both(one, "text", f.text);
        TRY(page_person_put(c, &f));
        position++;
    }
    return OK;
}

/* ---- questions and answers ---- */

static enum faq_topic topic_of(str name)
{
    static const struct {
        str name;
        enum faq_topic topic;
    } topics[] = {
        { S_INIT("pesanan"), FAQ_ORDER },       { S_INIT("pembayaran"), FAQ_PAYMENT },
        { S_INIT("pengiriman"), FAQ_SHIPPING }, { S_INIT("jaminan"), FAQ_GUARANTEE },
        { S_INIT("produk"), FAQ_PRODUCT },      { S_INIT("kepercayaan"), FAQ_TRUST },
    };
    for (size_t i = 0; i < COUNT(topics); i++) {
        if (str_eq(name, topics[i].name)) {
            return topics[i].topic;
        }
    }
    return FAQ_OTHER;
}

static enum err put_faq(struct ctx *c, const struct value *catalogue)
{
    int64_t position = 1;
    for (const struct value *one = first_of(catalogue, "faq"); one != NULL; one = one->next) {
        faq_id id = { 0 };
        struct faq_fields f = {
            .slug = value_text(one, S("slug")), .topic = topic_of(value_text(one, S("topic"))),
            .position = position, .is_published = true,
        };
        both(one, "question", f.question);
        both(one, "answer", f.answer);
        TRY(faq_put(c, &f, &id));
        position++;
    }
    return OK;
}

/* ---- certificates ---- */

SQL(demo_product_by_slug, "SELECT id FROM product WHERE slug = $1");

/* The goods that name this permit. */
static enum err products_with(struct ctx *c, const struct value *catalogue, str code,
                              struct certificate_fields *f)
{
    product_id *list = NEW_N(c->arena, product_id, 200);
    for (const struct value *p = first_of(catalogue, "products"); p != NULL; p = p->next) {
        for (const struct value *named = first_of(p, "permits"); named != NULL;
             named = named->next) {
            product_id id = { 0 };
            if (!str_eq(named->text, code) || f->product_count == 200) {
                continue;
            }
            TRY(db_get_int(c->db, &demo_product_by_slug, ARGS(value_text(p, S("slug"))), 0, &id.v));
            if (id.v != 0) {
                list[f->product_count++] = id;
            }
        }
    }
    f->product = list;
    return OK;
}

static bool has_number(const struct value *object, const char *name)
{
    const struct value *number = value_get(object, str_of(name));
    return number != NULL && number->kind == VALUE_INT;
}

static enum err put_certificate(struct ctx *c, const struct value *catalogue,
                                const struct value *one, int64_t position)
{
    certificate_id id = { 0 };
    int64_t today = zone_days(c->shop->zone, c->now_at);
    struct certificate_fields f = {
        .code = value_text(one, S("code")), .kind = CERTIFICATE_OTHER, .number = value_text(one, S("number")),
        .issuer = value_text(one, S("issuer")), .position = position, .is_published = true,
        .valid_from_days = today - value_int(one, S("issued_days_ago"), 0),
    };
    (void)!certificate_kind_of(value_text(one, S("kind")), &f.kind);
    both(one, "name", f.name);
    if (has_number(one, "expires_in_days")) {
        f.expires_days = today + value_int(one, S("expires_in_days"), 0);
    }
    TRY(products_with(c, catalogue, f.code, &f));
    return certificate_put(c, &f, &id);
}

static enum err put_certificates(struct ctx *c, const struct value *catalogue)
{
    static const char *const lists[] = { "permits", "certificates" };
    int64_t position = 1;
    for (size_t i = 0; i < COUNT(lists); i++) {
        for (const struct value *one = first_of(catalogue, lists[i]); one != NULL;
             one = one->next) {
            TRY(put_certificate(c, catalogue, one, position++));
        }
    }
    return OK;
}

enum err demo_content(struct ctx *c, const struct value *catalogue)
{
    const struct value *about = value_get(catalogue, S("about"));
    const struct value *shop = value_get(catalogue, S("shop"));
    if (about == NULL || shop == NULL || value_int(catalogue, S("format"), 0) != 1) {
        return fail(c, ERR_BAD_INPUT, "catalogue: not of format 1");
    }
    TRY(put_home(c, shop));
    TRY(put_about(c, about));
    TRY(put_commitment(c, about));
    TRY(put_people(c, about));
    TRY(put_faq(c, catalogue));
    return put_certificates(c, catalogue);
}

/* ---- questions ---- */

static enum err put_question(struct ctx *c, const struct value *one, struct actor staff)
{
    question_id id = { 0 };
    struct question_new q = { .text = value_text(one, S("question")) };
    struct question_answer answer = {
        .question = { q.text, S("") },
        .answer = { value_text(one, S("answer")), S("") },
    };
    TRY(db_get_int(c->db, &demo_product_by_slug, ARGS(value_text(one, S("slug"))), 0,
                   &q.product.v));
    if (q.product.v == 0) {
        return fail(c, ERR_BAD_INPUT, "questions: no product %.*s",
                    STR_ARG(value_text(one, S("slug"))));
    }
    c->actor = (struct actor){ ROLE_VISITOR, 0 };
    TRY(question_ask(c, &q, &id));
    c->actor = staff;
    return question_publish(c, id, &answer);
}

enum err demo_questions(struct ctx *c, const struct value *history, struct actor staff)
{
    struct actor before = c->actor;
    enum err e = OK;
    for (const struct value *one = first_of(history, "questions"); one != NULL && e == OK;
         one = one->next) {
        e = put_question(c, one, staff);
    }
    c->actor = before;
    return e;
}
