/* SPDX-License-Identifier: Apache-2.0 */
/* ask.c - "Tanya produk ini": a product's public questions, and asking one. */
#include "shop/question.h"
#include "web/shop/card.h"
#include "web/shop/pages.h"

struct questions_ask {
    bool sent;
};
static const struct field questions_query_fields[] = {
    FIELD(BOOL, struct questions_ask, sent, 0, 0, "Yes or no.", .label = "Sent", .is_optional = true),
};
const struct form product_questions_query =
    QUERY_FORM("product_questions_query", questions_query_fields, struct questions_ask);

struct question_form {
    str text, phone, email;
};
static const struct field question_fields[] = {
    FIELD(LINES, struct question_form, text, 3, QUESTION_MAX_CHARS, "Please write your question.", .label = "Your question"),
    FIELD(PHONE, struct question_form, phone, 0, 20, "This number does not look right.",
          .label = "WhatsApp number for the answer", .autocomplete = "tel", .is_optional = true),
    FIELD(EMAIL, struct question_form, email, 0, 200, "This e-mail address does not look right.", .label = "or your e-mail",
          .autocomplete = "email", .is_optional = true),
};
const struct form product_question_form =
    FORM("product_question", question_fields, struct question_form);

static const struct model_field asked_product_fields[] = {
    SHOW(TEXT, "name"), SHOW(TEXT, "slug"), PAGE_ONLY(TEXT, "href_url"),
};
static const struct model asked_product_model = MODEL("asked_product", asked_product_fields);
static const struct model_field answered_fields[] = {
    SHOW(TEXT, "question"), SHOW(TEXT, "answer_html"), SHOW(INSTANT, "answered_at"),
};
static const struct model answered_model = MODEL("answered_question", answered_fields);
static const struct model_field product_questions_fields[] = {
    PAGE_ONLY(TEXT, "meta_description"),
    PAGE_ONLY(LIST, "breadcrumbs"),
    SHOW(OBJECT, "product", .of = &asked_product_model),
    SHOW_OR_NULL(TEXT, "message"),
    SHOW(LIST, "items", .of = &answered_model),
    PAGE_ONLY(OBJECT, "form"),
    PAGE_ONLY(TEXT, "ask_whatsapp_url"),
};
const struct model product_questions_model = MODEL("product_questions", product_questions_fields);

static str product_url(struct web *w, const struct product *p)
{
    return web_path(w, "/products/%.*s", STR_ARG(p->slug));
}

static enum err show_items(struct web *w, const struct product *p, struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct question_list list = { 0 };
    TRY(question_shown(&w->ctx, p->id, QUESTION_LIST_MAX, &list));
    struct value *items = value_set_list(a, model, S("items"));
    for (size_t i = 0; i < list.count; i++) {
        struct value *one = value_add_object(a, items);
        value_set_text(a, one, S("question"), list.item[i].question);
        value_set_text(a, one, S("answer_html"), list.item[i].answer_html);
        value_set_instant(a, one, S("answered_at"), list.item[i].answered_at);
    }
    return OK;
}

static void show_product(struct web *w, const struct product *p, struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct value *crumbs = value_set_list(a, model, S("breadcrumbs"));
    for (size_t i = 0; i < p->category_count; i++) {
        crumb_add(w, crumbs, p->category[i].name,
                  web_path(w, "/categories/%.*s", STR_ARG(p->category[i].slug)));
    }
    crumb_add(w, crumbs, p->name, product_url(w, p));
    struct value *product = value_set_object(a, model, S("product"));
    value_set_text(a, product, S("name"), p->name);
    value_set_text(a, product, S("slug"), p->slug);
    value_set_text(a, product, S("href_url"), product_url(w, p));
}

static void show_form(struct web *w, const struct product *p, struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct form_state state = web_form_state(w, &product_question_form);
    str action = web_path(w, "/products/%.*s/questions", STR_ARG(p->slug));
    value_set(model, S("form"), form_model(a, &state, action, w->csrf_token, w->ctx.lang));
    str text = say_with(w, T("Hello, I have a question about {name}: {url}"),
                        { S("name"), p->name }, { S("url"), web_absolute(w, product_url(w, p)) });
    value_set_text(a, model, S("ask_whatsapp_url"), whatsapp_url(w, text));
}

static enum err show(struct web *w, const struct product *p, str message)
{
    struct arena *a = w->ctx.arena;
    struct value *model = w->model = value_object(a);
    value_set_text(a, model, S("meta_description"),
                   say_with(w, T("Questions and answers about {name}."), { S("name"), p->name }));
    show_text_or_null(w, model, S("message"), message);
    show_product(w, p, model);
    TRY(show_items(w, p, model));
    show_form(w, p, model);
    return OK;
}

static str thanks(struct web *w)
{
    return say(w, T("Thank you. We read every question; a good one appears here with its answer."));
}

enum err product_questions_page(struct web *w)
{
    const struct questions_ask *ask = w->query;
    struct product p = { 0 };
    str none = { 0 };
    TRY(product_load(&w->ctx, web_param(w, S("slug")), PRODUCT_PUBLIC, &p));
    web_tagf(w, "product:%" PRId64, p.id.v);
    web_tag(w, S("shop"));
    return show(w, &p, ask != NULL && ask->sent ? thanks(w) : none);
}

enum err product_question_post(struct web *w)
{
    const struct question_form *form = w->form;
    struct product p = { 0 };
    question_id id = { 0 };
    TRY(product_load(&w->ctx, web_param(w, S("slug")), PRODUCT_PUBLIC, &p));
    struct question_new q = { .product = p.id, .text = form->text, .phone = form->phone, .email = form->email };
    TRY(question_ask(&w->ctx, &q, &id));
    w->resource = p.slug;
    w->status = w->face == WEB_JSON ? 201 : 0;
    web_redirect(w, web_path(w, "/products/%.*s/questions?sent=true", STR_ARG(p.slug)));
    return show(w, &p, thanks(w));
}

enum err product_question_again(struct web *w)
{
    struct product p = { 0 };
    TRY(product_load(&w->ctx, w->resource, PRODUCT_PUBLIC, &p));
    w->status = w->face == WEB_JSON ? 201 : 0;
    web_redirect(w, web_path(w, "/products/%.*s/questions?sent=true", STR_ARG(p.slug)));
    return show(w, &p, thanks(w));
}
