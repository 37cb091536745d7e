/* SPDX-License-Identifier: Apache-2.0 */
/* product.c - the hot page: what it shows is read in few statements, and every sentence comes from the row that is enforced. */
#include "shop/media.h"
#include "shop/page_certificate.h"
#include "shop/question.h"
#include "web/app.h"
#include "web/assets.h"
#include "web/shop/card.h"
#include "web/shop/jsonld.h"
#include "web/shop/pages.h"
#include "web/shop/shelf.h"
#include "web/shop/terms.h"
#include "web/shop/video.h"

enum { QUESTIONS_SHOWN = 3, MANY_VARIANTS = 6, META_BYTES = 170, ABOUT_BYTES = 500 };

struct product_ask {
    str sku; /* the variant a link means */
};
static const struct field product_query_fields[] = {
    FIELD(TEXT, struct product_ask, sku, 0, 64, "At most 64 characters.", .label = "SKU"),
};
const struct form product_query =
    QUERY_FORM("product_query", product_query_fields, struct product_ask);

static const struct model_field category_fields[] = {
    SHOW(TEXT, "slug"), SHOW(TEXT, "name"), PAGE_ONLY(TEXT, "href_url"),
};
static const struct model category_model = MODEL("category_name", category_fields);

static const struct model_field image_fields[] = {
    SHOW(TEXT, "src_url"), SHOW(TEXT, "srcset_url"), SHOW(TEXT, "full_url"), SHOW(INT, "width"),
    SHOW(INT, "height"),   SHOW(TEXT, "alt"),        SHOW(BOOL, "is_illustration"), PAGE_ONLY(BOOL, "is_further"),
};
static const struct model image_model = MODEL("product_image", image_fields);

static const struct model_field stock_fields[] = {
    SHOW(TEXT, "status", .note = "in_stock, low, out or preorder."),
    SHOW_OR_NULL(INT, "quantity", .note = "Free pieces; null where the shop does not count."),
    PAGE_ONLY(BOOL, "is_low"),
    PAGE_ONLY(BOOL, "is_out"),
    PAGE_ONLY(BOOL, "is_preorder"),
    SHOW_OR_NULL(INT, "preorder_days"),
};
static const struct model stock_model = MODEL("stock", stock_fields);

static const struct model_field variant_fields[] = {
    SHOW(TEXT, "sku"),
    SHOW(TEXT, "title"),
    SHOW(OBJECT, "options", .is_map = true),
    SHOW(MONEY, "price"),
    SHOW_OR_NULL(MONEY, "compare_at_price"),
    SHOW(OBJECT, "stock", .of = &stock_model),
    PAGE_ONLY(BOOL, "is_selected"),
};
static const struct model variant_model = MODEL("variant", variant_fields);

static const struct model_field attribute_fields[] = { SHOW(TEXT, "name"), SHOW(TEXT, "value") };
static const struct model attribute_model = MODEL("attribute", attribute_fields);

static const struct model_field permit_fields[] = { SHOW(TEXT, "name"), PAGE_ONLY(TEXT, "href_url") };
static const struct model permit_model = MODEL("product_permit", permit_fields);

static const struct model_field question_fields[] = {
    SHOW(TEXT, "question"), SHOW(TEXT, "answer_html"), SHOW(INSTANT, "answered_at"),
};
static const struct model question_model = MODEL("question", question_fields);
static const struct model_field questions_fields[] = {
    SHOW(INT, "count"), PAGE_ONLY(TEXT, "href_url"), SHOW(LIST, "items", .of = &question_model),
};
static const struct model questions_model = MODEL("questions", questions_fields);

static const struct model_field product_fields[] = {
    PAGE_ONLY(TEXT, "meta_description"),
    PAGE_ONLY(TEXT, "og_image_url"),
    PAGE_ONLY(TEXT, "jsonld_html"),
    PAGE_ONLY(LIST, "breadcrumbs"),
    SHOW(TEXT, "slug"),
    SHOW(TEXT, "name"),
    SHOW_OR_NULL(TEXT, "summary"),
    SHOW(TEXT, "description_html"),
    SHOW_OR_NULL(OBJECT, "category", .of = &category_model),
    SHOW_OR_NULL(TEXT, "brand"),
    SHOW(LIST, "images", .of = &image_model),
    SHOW_OR_NULL(OBJECT, "video", .of = &video_model),
    SHOW_OR_NULL(OBJECT, "rating", .of = &rating_model),
    SHOW(MONEY, "price_from"),
    SHOW_OR_NULL(MONEY, "price_to"),
    PAGE_ONLY(BOOL, "is_range"),
    SHOW_OR_NULL(MONEY, "compare_at_price"),
    SHOW(BOOL, "is_available"),
    PAGE_ONLY(BOOL, "is_illustrated"),
    PAGE_ONLY(BOOL, "has_many_variants"),
    SHOW(LIST, "variants", .of = &variant_model),
    PAGE_ONLY(OBJECT, "form"),
    SHOW(LIST, "attributes", .of = &attribute_model),
    SHOW_OR_NULL(TEXT, "size_chart_html"),
    SHOW(INT, "warranty_months"),
    PAGE_ONLY(TEXT, "warranty_url"),
    SHOW_OR_NULL(TEXT, "usage_html", .note = "How to use it."),
    PAGE_ONLY(TEXT, "reply_text"),
    SHOW(LIST, "promises", .of = &promise_text_model),
    SHOW(TEXT, "returns_text"),
    PAGE_ONLY(TEXT, "returns_url"),
    PAGE_ONLY(OBJECT, "shipping_quote"),
    SHOW(LIST, "permits", .of = &permit_model),
    SHOW(OBJECT, "questions", .of = &questions_model),
    PAGE_ONLY(TEXT, "ask_whatsapp_url"), PAGE_ONLY(TEXT, "write_url"),
    PAGE_ONLY(TEXT, "ask_url"),
    SHOW(LIST, "related", .of = &card_model),
};
const struct model product_model = MODEL("product", product_fields);

/* ---- what it is ---- */

static void show_category(struct web *w, const struct product *p, struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct value *crumbs = value_set_list(a, model, S("breadcrumbs"));
    crumb_add(w, crumbs, say(w, T("All products")), web_path_to(w, S("/products"), (str){ 0 }));
    for (size_t i = 0; i < p->category_count; i++) {
        crumb_add(w, crumbs, p->category[i].name,
                  web_path_to(w, S("/categories/"), p->category[i].slug));
    }
    if (p->category_count == 0) {
        value_set_null(a, model, S("category"));
        return;
    }
    const struct category_ref *last = &p->category[p->category_count - 1];
    struct value *node = value_set_object(a, model, S("category"));
    value_set_text(a, node, S("slug"), last->slug);
    value_set_text(a, node, S("name"), last->name);
    value_set_text(a, node, S("href_url"), web_path_to(w, S("/categories/"), last->slug));
}

static str full_url_of(struct web *w, const struct picture *picture)
{
    struct arena *a = w->ctx.arena;
    if (picture->asset.size != 0) {
        return art_url(picture->asset);
    }
    return str_join(a, S("/media/"), media_file(a, picture->media, 1080, true));
}

static void show_images(struct web *w, const struct product *p, struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct value *list = value_set_list(a, model, S("images"));
    bool all_drawn = p->picture_count > 0;
    for (size_t i = 0; i < p->picture_count; i++) {
        struct value *holder = value_object(a);
        picture_show(w, holder, S("image"), &p->picture[i]);
        struct value *image = holder->children.first;
        if (image->kind != VALUE_OBJECT) {
            continue;
        }
        value_set_text(a, image, S("full_url"), full_url_of(w, &p->picture[i]));
        value_set_bool(a, image, S("is_further"), list->count > 0);
        value_add(list, image);
        all_drawn = all_drawn && p->picture[i].is_illustration;
    }
    value_set_bool(a, model, S("is_illustrated"), all_drawn);
}

static void show_facts(struct web *w, const struct product *p, struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct value *list = value_set_list(a, model, S("attributes"));
    for (size_t i = 0; i < p->attribute_count; i++) {
        struct value *one = value_add_object(a, list);
        value_set_text(a, one, S("name"), p->attribute[i].name);
        value_set_text(a, one, S("value"), p->attribute[i].value);
    }
    show_text_or_null(w, model, S("size_chart_html"), p->size_chart_html);
}

/* What comes after the sale: its warranty, how to use it, how fast questions about that are answered. */
static enum err show_care(struct web *w, const struct product *p, const struct terms *terms,
                          struct value *model)
{
    struct arena *a = w->ctx.arena;
    str reply = { 0 };
    if (p->usage_html.size != 0) {
        TRY(terms_reply_text(w, terms, &reply));
    }
    value_set_int(a, model, S("warranty_months"),
                  p->has_warranty ? p->warranty_months : terms->warranty_months);
    value_set_text(a, model, S("warranty_url"),
                   web_path_to(w, S("/policies/warranty"), (str){ 0 }));
    show_text_or_null(w, model, S("usage_html"), p->usage_html);
    show_text_or_null(w, model, S("reply_text"), reply);
    return OK;
}

/* `about`: what robots read of it. */
static void show_words(struct web *w, const struct product *p, str about, struct value *model)
{
    struct arena *a = w->ctx.arena;
    str meta = p->summary.size != 0 ? about : words_cut(about, META_BYTES);
    value_set_text(a, model, S("meta_description"), meta.size != 0 ? meta : p->name);
    value_set_text(a, model, S("slug"), p->slug);
    value_set_text(a, model, S("name"), p->name);
    show_text_or_null(w, model, S("summary"), p->summary);
    value_set_text(a, model, S("description_html"), p->description_html);
    show_text_or_null(w, model, S("brand"), p->brand);
    value_set_null(a, model, S("rating"));
}

/* ---- what it costs, and whether it is there ---- */

static void show_prices(struct web *w, const struct product *p, struct value *model)
{
    struct arena *a = w->ctx.arena;
    bool is_range = p->price_max_minor > p->price_min_minor;
    value_set_money(a, model, S("price_from"), price_of(w, p->price_min_minor));
    show_money_or_null(w, model, S("price_to"), price_of(w, is_range ? p->price_max_minor : 0));
    value_set_bool(a, model, S("is_range"), is_range);
    show_money_or_null(w, model, S("compare_at_price"),
                       price_of(w, is_range ? 0 : p->compare_at_minor));
    value_set_bool(a, model, S("is_available"), p->is_available);
}

static void show_stock(struct web *w, const struct stock_shown *shown, struct value *variant)
{
    struct arena *a = w->ctx.arena;
    struct value *stock = value_set_object(a, variant, S("stock"));
    value_set_text(a, stock, S("status"), stock_status_name(shown->status));
    if (shown->is_counted) {
        value_set_int(a, stock, S("quantity"), shown->quantity);
    } else {
        value_set_null(a, stock, S("quantity"));
    }
    value_set_bool(a, stock, S("is_low"), shown->status == STOCK_LOW);
    value_set_bool(a, stock, S("is_out"), shown->status == STOCK_OUT);
    value_set_bool(a, stock, S("is_preorder"), shown->status == STOCK_PREORDER);
    if (shown->status == STOCK_PREORDER) {
        value_set_int(a, stock, S("preorder_days"), shown->preorder_days);
    } else {
        value_set_null(a, stock, S("preorder_days"));
    }
}

static void show_variant(struct web *w, const struct product *p, const struct variant *v,
                         bool is_selected, struct value *list)
{
    struct arena *a = w->ctx.arena;
    struct value *node = value_add_object(a, list);
    value_set_text(a, node, S("sku"), v->sku);
    value_set_text(a, node, S("title"), v->title.size != 0 ? v->title : p->name);
    struct value *options = value_set_object(a, node, S("options"));
    for (size_t i = 0; i < p->option_count; i++) {
        if (value_get(options, p->option_name[i]) == NULL) {
            value_set_text(a, options, p->option_name[i], v->option[i]);
        }
    }
    value_set_money(a, node, S("price"), price_of(w, v->price_minor));
    show_money_or_null(w, node, S("compare_at_price"), price_of(w, v->compare_at_minor));
    show_stock(w, &v->shown, node);
    value_set_bool(a, node, S("is_selected"), is_selected);
}

/* The one asked for, else the first that can be had. */
static const struct variant *selected_variant(const struct web *w, const struct product *p)
{
    const struct product_ask *ask = w->query;
    const struct variant *first = NULL;
    for (size_t i = 0; i < p->variant_count; i++) {
        const struct variant *v = &p->variant[i];
        bool is_there = v->shown.status != STOCK_OUT;
        if (is_there && ask != NULL && ask->sku.size != 0 && str_eq(ask->sku, v->sku)) {
            return v;
        }
        if (is_there && first == NULL) {
            first = v;
        }
    }
    return first;
}

static void show_variants(struct web *w, const struct product *p, const struct variant *selected,
                          struct value *model)
{
    struct value *list = value_set_list(w->ctx.arena, model, S("variants"));
    for (size_t i = 0; i < p->variant_count; i++) {
        show_variant(w, p, &p->variant[i], &p->variant[i] == selected, list);
    }
    value_set_bool(w->ctx.arena, model, S("has_many_variants"), p->variant_count > MANY_VARIANTS);
}

/* ---- what one can do ---- */

static void show_buying(struct web *w, const struct variant *selected, struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct value *form = value_set_object(a, model, S("form"));
    value_set_text(a, form, S("action_url"), web_path_to(w, S("/cart/items"), (str){ 0 }));
    value_set_null(a, form, S("error"));
    value_set_null(a, form, S("sku_error"));
    struct value *quantity = value_set_object(a, form, S("quantity"));
    value_set_text(a, quantity, S("label"), say(w, T("Quantity")));
    value_set_text(a, quantity, S("value"), S("1"));
    value_set_null(a, quantity, S("error"));
    struct value *quote = value_set_object(a, model, S("shipping_quote"));
    value_set_text(a, quote, S("action_url"), web_path_to(w, S("/shipping/quote"), (str){ 0 }));
    value_set_text(a, quote, S("sku"), selected == NULL ? S("") : selected->sku);
}

static str questions_url(struct web *w, const struct product *p)
{
    return str_join(w->ctx.arena, web_path_to(w, S("/products/"), p->slug), S("/questions"));
}

static void show_asking(struct web *w, const struct product *p, struct value *model)
{
    struct arena *a = w->ctx.arena;
    str text =
        say_with(w, T("Hello, I have a question about {name}: {url}"), { S("name"), p->name },
                 { S("url"), web_absolute(w, web_path_to(w, S("/products/"), p->slug)) });
    value_set_text(a, model, S("ask_whatsapp_url"), whatsapp_url(w, text));
    str page = str_join(a, web_path_to(w, S("/contact?product="), p->slug), S("#write"));
    value_set_text(a, model, S("write_url"), page);
    value_set_text(a, model, S("ask_url"), questions_url(w, p));
}

static enum err show_questions(struct web *w, const struct product *p, struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct question_list list = { 0 };
    TRY(question_shown(&w->ctx, p->id, QUESTIONS_SHOWN, &list));
    struct value *node = value_set_object(a, model, S("questions"));
    value_set_int(a, node, S("count"), list.total);
    value_set_text(a, node, S("href_url"), questions_url(w, p));
    struct value *items = value_set_list(a, node, S("items"));
    for (size_t i = 0; i < list.count; i++) {
        struct value *one = value_add_object(a, items);
        value_set_text(a, one, S("question"), list.item[i].question);
        value_set_text(a, one, S("answer_html"), list.item[i].answer_html);
        value_set_instant(a, one, S("answered_at"), list.item[i].answered_at);
    }
    return OK;
}

static enum err show_permits(struct web *w, const struct product *p, struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct certificate_list list = { 0 };
    TRY(certificates_of_product(&w->ctx, p->id, &list));
    struct value *items = value_set_list(a, model, S("permits"));
    for (size_t i = 0; i < list.count; i++) {
        const struct certificate *k = &list.item[i];
        struct value *one = value_add_object(a, items);
        value_set_text(a, one, S("name"),
                       k->number.size == 0
                           ? k->name
                           : str_format(a, "%.*s: %.*s", STR_ARG(k->name), STR_ARG(k->number)));
        value_set_text(a, one, S("href_url"), web_path_to(w, S("/permits"), (str){ 0 }));
    }
    int64_t end_at = certificates_end_at(&w->ctx, &list);
    if (end_at != 0) {
        web_valid_until(w, end_at);
    }
    return OK;
}

/* Four others of its shelf: with them in view it may be the fifth. */
static enum err show_related(struct web *w, const struct product *p, struct value *model)
{
    struct product_page shelf = { 0 };
    struct value *list = value_set_list(w->ctx.arena, model, S("related"));
    if (p->category_count > 0) {
        TRY(shelf_read(w, &p->category[p->category_count - 1], &shelf));
    }
    for (size_t i = 0; i < shelf.count && list->count < PRODUCT_SHELF_MAX - 1; i++) {
        if (shelf.item[i].id.v != p->id.v) {
            card_add(w, list, &shelf.item[i]);
        }
    }
    return OK;
}

/* A shop that is never open promises no dates; everything else it sells stands. */
static enum err show_promises(struct web *w, const struct variant *selected,
                              const struct terms *terms, struct value *model)
{
    struct delivery_dates dates = { 0 };
    int64_t preorder_days = selected != NULL && selected->shown.status == STOCK_PREORDER
                                ? selected->shown.preorder_days
                                : 0;
    enum err e = order_dates(&w->ctx, w->ctx.now_at, preorder_days, 0, 0, &dates);
    if (e != OK && e != ERR_UNPROCESSABLE) {
        return e;
    }
    TRY(terms_promises(w, model, terms, e == OK ? &dates : NULL));
    if (e == OK && w->app->cache != NULL) {
        web_valid_until(w, terms_dates_end_at(w, &dates));
    }
    value_set_text(w->ctx.arena, model, S("returns_text"), terms_guarantee_text(w, terms));
    value_set_text(w->ctx.arena, model, S("returns_url"),
                   web_path_to(w, S("/policies/returns"), (str){ 0 }));
    return OK;
}

static void tag(struct web *w, const struct product *p)
{
    web_tag_of(w, S("product:"), p->id.v);
    for (size_t i = 0; i < p->category_count; i++) {
        web_tag_of(w, S("category:"), p->category[i].id.v);
    }
    web_tag(w, S("products")); /* its neighbours on the shelf */
    web_tag(w, S("policy"));
    web_tag(w, S("shipping"));
    web_tag(w, S("shop"));
    web_tag(w, S("page:permits"));
}

/* Search engines and link previews read pages only. */
static enum err show_for_robots(struct web *w, const struct product *p, const struct terms *terms,
                                str about, struct value *model)
{
    str image = p->picture_count == 0 ? (str){ 0 } : picture_absolute(w, &p->picture[0]);
    show_text_or_null(w, model, S("og_image_url"), image);
    value_set_text(w->ctx.arena, model, S("jsonld_html"), jsonld_product(w, p, about, terms));
    return OK;
}

enum err product_page(struct web *w)
{
    struct product p = { 0 };
    TRY(product_load(&w->ctx, web_param(w, S("slug")), PRODUCT_PUBLIC, &p));
    struct value *model = w->model = value_object(w->ctx.arena);
    const struct variant *selected = selected_variant(w, &p);
    tag(w, &p);
    str about = p.summary.size != 0 ? p.summary : words_of(w, p.description_html, ABOUT_BYTES);
    show_words(w, &p, about, model);
    show_category(w, &p, model);
    show_images(w, &p, model);
    video_show(w, &p, model);
    show_prices(w, &p, model);
    show_variants(w, &p, selected, model);
    show_facts(w, &p, model);
    TRY(show_care(w, &p, terms_of(w), model));
    show_buying(w, selected, model);
    show_asking(w, &p, model);
    TRY(show_promises(w, selected, terms_of(w), model));
    TRY(show_permits(w, &p, model));
    TRY(show_questions(w, &p, model));
    TRY(show_related(w, &p, model));
    return w->face == WEB_PAGE ? show_for_robots(w, &p, terms_of(w), about, model) : OK;
}
