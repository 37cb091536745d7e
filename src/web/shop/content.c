/* SPDX-License-Identifier: Apache-2.0 */
/* content.c - what the shop writes about itself: questions and answers, about, permits, free pages. */
#include "base/html.h"
#include "shop/page_certificate.h"
#include "shop/page_faq.h"
#include "web/shop/card.h"
#include "web/shop/jsonld.h"
#include "web/shop/pages.h"
#include "web/shop/terms.h"

/* ---- questions and answers ---- */

static const struct model_field faq_item_fields[] = {
    SHOW(TEXT, "slug"), SHOW(TEXT, "question"), SHOW(TEXT, "answer_html"),
};
static const struct model faq_item_model = MODEL("faq_item", faq_item_fields);
static const struct model_field faq_group_fields[] = {
    SHOW(TEXT, "name"), SHOW(LIST, "items", .of = &faq_item_model),
};
static const struct model faq_group_model = MODEL("faq_group", faq_group_fields);
static const struct model_field faq_fields[] = {
    PAGE_ONLY(TEXT, "meta_description"),
    PAGE_ONLY(TEXT, "jsonld_html"),
    SHOW(TEXT, "reply_promise_text"),
    SHOW(LIST, "groups", .of = &faq_group_model),
};
const struct model faq_model = MODEL("faq", faq_fields);

static void show_groups(struct web *w, const struct faq_list *list, struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct value *groups = value_set_list(a, model, S("groups"));
    struct value *items = NULL;
    for (size_t i = 0; i < list->count; i++) {
        const struct faq *f = &list->item[i];
        if (i == 0 || f->topic != list->item[i - 1].topic) {
            struct value *group = value_add_object(a, groups);
            value_set_text(a, group, S("name"), faq_topic_label(f->topic, w->ctx.lang));
            items = value_set_list(a, group, S("items"));
        }
        struct value *one = value_add_object(a, items);
        value_set_text(a, one, S("slug"), f->slug);
        value_set_text(a, one, S("question"), f->question);
        value_set_text(a, one, S("answer_html"), f->answer_html);
    }
}

enum err faq_page(struct web *w)
{
    struct arena *a = w->ctx.arena;
    struct faq_list list = { 0 };
    TRY(faq_list(&w->ctx, false, &list));
    struct value *model = w->model = value_object(a);
    web_tag(w, S("page:faq"));
    web_tag(w, S("policy"));
    web_tag(w, S("shop"));
    value_set_text(a, model, S("meta_description"),
                   say_with(w,
                            T("Answers about orders, payment, shipping and guarantees at {shop}."),
                            { S("shop"), w->ctx.shop->name }));
    value_set_text(a, model, S("jsonld_html"), w->face == WEB_PAGE ? jsonld_faq(w, &list) : S(""));
    str reply = { 0 };
    TRY(terms_reply_text(w, terms_of(w), &reply));
    value_set_text(a, model, S("reply_promise_text"), reply);
    show_groups(w, &list, model);
    return OK;
}

/* ---- certificates ---- */

static const struct model_field certificate_fields[] = {
    SHOW(TEXT, "kind"),
    SHOW(TEXT, "name"),
    SHOW_OR_NULL(TEXT, "number"),
    SHOW_OR_NULL(TEXT, "issuer"),
    SHOW_OR_NULL(DATE, "issued_at"),
    SHOW_OR_NULL(DATE, "expires_at"),
    SHOW_OR_NULL(TEXT, "scope"),
    SHOW_OR_NULL(TEXT, "proof_url"),
    SHOW_OR_NULL(OBJECT, "image", .of = &picture_model),
};
static const struct model certificate_model = MODEL("certificate", certificate_fields);

static void set_date_or_null(struct web *w, struct value *object, str name, int64_t days)
{
    if (days == 0) {
        value_set_null(w->ctx.arena, object, name);
    } else {
        value_set_date(w->ctx.arena, object, name, days);
    }
}

static void show_certificate(struct web *w, const struct certificate *k, struct value *list)
{
    struct arena *a = w->ctx.arena;
    struct page_picture picture = { .media = k->media, .alt = k->name };
    struct value *one = value_add_object(a, list);
    value_set_text(a, one, S("kind"), certificate_kind_name(k->kind));
    value_set_text(a, one, S("name"), k->name);
    show_text_or_null(w, one, S("number"), k->number);
    show_text_or_null(w, one, S("issuer"), k->issuer);
    set_date_or_null(w, one, S("issued_at"), k->valid_from_days);
    set_date_or_null(w, one, S("expires_at"), k->expires_days);
    show_text_or_null(w, one, S("scope"), k->scope);
    show_text_or_null(w, one, S("proof_url"), k->proof_url);
    page_picture_show(w, one, S("image"), &picture);
}

/* `earned`: without the offices' permits, which have a page of their own. */
static enum err show_certificates(struct web *w, bool earned, struct value *model)
{
    struct certificate_list all = { 0 };
    TRY(certificate_list(&w->ctx, &all));
    struct value *list = value_set_list(w->ctx.arena, model, S("certificates"));
    for (size_t i = 0; i < all.count; i++) {
        if (!earned || !certificate_is_permit(all.item[i].kind)) {
            show_certificate(w, &all.item[i], list);
        }
    }
    web_tag(w, S("page:permits"));
    /* What begins to hold does so at midnight, as what ends. */
    int64_t today = zone_days(w->ctx.shop->zone, w->ctx.now_at);
    web_valid_until(w, zone_instant(w->ctx.shop->zone, today + 1, 0));
    return OK;
}

static const struct model_field permits_fields[] = {
    PAGE_ONLY(TEXT, "meta_description"),
    SHOW(LIST, "certificates", .of = &certificate_model),
};
const struct model permits_model = MODEL("permits", permits_fields);

enum err permits_page(struct web *w)
{
    struct value *model = w->model = value_object(w->ctx.arena);
    web_tag(w, S("shop"));
    value_set_text(w->ctx.arena, model, S("meta_description"),
                   say_with(w, T("Permits and certificates of {shop} with number and expiry."),
                            { S("shop"), w->ctx.shop->name }));
    return show_certificates(w, false, model);
}

/* ---- about ---- */

static const struct model_field person_fields[] = {
    SHOW(TEXT, "name"), SHOW(TEXT, "role"), SHOW_OR_NULL(TEXT, "text"),
    SHOW_OR_NULL(OBJECT, "image", .of = &picture_model),
};
static const struct model person_model = MODEL("shop_person", person_fields);
static const struct model_field about_fields[] = {
    PAGE_ONLY(TEXT, "meta_description"),
    PAGE_ONLY(TEXT, "jsonld_html"),
    SHOW(TEXT, "title"),
    SHOW_OR_NULL(TEXT, "lead"),
    SHOW_OR_NULL(OBJECT, "image", .of = &picture_model),
    SHOW(TEXT, "body_html"),
    SHOW(LIST, "people", .of = &person_model),
    SHOW_OR_NULL(TEXT, "commitment_html"),
    SHOW(LIST, "certificates", .of = &certificate_model),
};
const struct model about_model = MODEL("about", about_fields);

static enum err show_people(struct web *w, struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct page_people people = { 0 };
    TRY(page_people(&w->ctx, &people));
    struct value *list = value_set_list(a, model, S("people"));
    for (size_t i = 0; i < people.count; i++) {
        const struct page_person *p = &people.item[i];
        struct value *one = value_add_object(a, list);
        value_set_text(a, one, S("name"), p->name);
        value_set_text(a, one, S("role"), p->role);
        show_text_or_null(w, one, S("text"), p->text);
        page_picture_show(w, one, S("image"), &p->picture);
    }
    return OK;
}

enum err about_page(struct web *w)
{
    struct arena *a = w->ctx.arena;
    struct page about = { 0 };
    struct page commitment = { 0 };
    bool found = false;
    bool is_committed = false;
    TRY(page_find(&w->ctx, S("about"), &about, &found));
    TRY(page_find(&w->ctx, S("commitment"), &commitment, &is_committed));
    struct value *model = w->model = value_object(a);
    web_tag(w, S("page:about"));
    web_tag(w, S("shop"));
    str title =
        found ? about.title : say_with(w, T("About {shop}"), { S("shop"), w->ctx.shop->name });
    str meta = about.lead.size != 0 ? about.lead : html_text(a, about.body_html, 160);
    value_set_text(a, model, S("meta_description"), meta.size != 0 ? meta : title);
    value_set_text(a, model, S("jsonld_html"), w->face == WEB_PAGE ? jsonld_store(w) : S(""));
    value_set_text(a, model, S("title"), title);
    show_text_or_null(w, model, S("lead"), found ? about.lead : w->ctx.shop->tagline);
    page_picture_show(w, model, S("image"), &about.picture);
    value_set_text(a, model, S("body_html"), about.body_html);
    show_text_or_null(w, model, S("commitment_html"), commitment.body_html);
    TRY(show_people(w, model));
    return show_certificates(w, true, model);
}

/* ---- free pages ---- */

static const struct model_field free_page_fields[] = {
    PAGE_ONLY(TEXT, "meta_description"), SHOW(TEXT, "title"), SHOW(TEXT, "body_html"), SHOW(INSTANT, "updated_at"),
};
const struct model free_page_model = MODEL("page", free_page_fields);

enum err free_page(struct web *w)
{
    struct arena *a = w->ctx.arena;
    struct page p = { 0 };
    str slug = web_param(w, S("slug"));
    if (page_is_builtin(slug)) {
        return fail(&w->ctx, ERR_NOT_FOUND, "this page has a place of its own");
    }
    TRY(page_load(&w->ctx, slug, &p));
    struct value *model = w->model = value_object(a);
    web_tagf(w, "page:%.*s", STR_ARG(slug));
    web_tag(w, S("shop"));
    str meta = p.lead.size != 0 ? p.lead : html_text(a, p.body_html, 160);
    value_set_text(a, model, S("meta_description"), meta.size != 0 ? meta : p.title);
    value_set_text(a, model, S("title"), p.title);
    value_set_text(a, model, S("body_html"), p.body_html);
    value_set_instant(a, model, S("updated_at"), p.updated_at);
    return OK;
}
