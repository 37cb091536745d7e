/* SPDX-License-Identifier: Apache-2.0 */
/* home.c - the first page: what the shop is, what it promises, what it has. */
#include "base/html.h"
#include "core/promise.h"
#include "web/app.h"
#include "web/shop/card.h"
#include "web/shop/jsonld.h"
#include "web/shop/pages.h"
#include "web/shop/terms.h"

enum { FEATURED_SHOWN = 4, NEWEST_SHOWN = 8, PERIOD_DAYS = 90, CATEGORIES_SHOWN = 12 };

static const struct model_field hero_fields[] = {
    SHOW(TEXT, "title"), SHOW_OR_NULL(TEXT, "text"), SHOW_OR_NULL(OBJECT, "image", .of = &picture_model),
    PAGE_ONLY(TEXT, "action_name"), PAGE_ONLY(TEXT, "action_url"),
};
static const struct model hero_model = MODEL("hero", hero_fields);
static const struct model_field kept_fields[] = {
    SHOW(INT, "period_days"), SHOW(INT, "due"), SHOW(INT, "kept"), PAGE_ONLY(TEXT, "percent_text"),
    PAGE_ONLY(TEXT, "href_url"),
};
static const struct model kept_model = MODEL("kept", kept_fields);
static const struct model_field home_category_fields[] = {
    SHOW(TEXT, "slug"), SHOW(TEXT, "name"), PAGE_ONLY(TEXT, "href_url"), SHOW(INT, "count"),
    SHOW_OR_NULL(OBJECT, "image", .of = &picture_model),
};
static const struct model home_category_model = MODEL("home_category", home_category_fields);
static const struct model_field home_fields[] = {
    PAGE_ONLY(TEXT, "meta_description"),
    PAGE_ONLY(TEXT, "og_image_url"),
    PAGE_ONLY(TEXT, "jsonld_html"),
    SHOW(OBJECT, "hero", .of = &hero_model),
    SHOW(LIST, "promises", .of = &promise_text_model),
    SHOW_OR_NULL(OBJECT, "kept", .of = &kept_model),
    SHOW(LIST, "categories", .of = &home_category_model),
    SHOW(LIST, "featured", .of = &card_model),
    SHOW(LIST, "newest", .of = &card_model),
    PAGE_ONLY(OBJECT, "story"),
};
const struct model home_model = MODEL("home", home_fields);

/* The shop's own words for the top of the page: the page "home"; else its name and tagline. */
static enum err show_hero(struct web *w, struct value *model)
{
    struct arena *a = w->ctx.arena;
    const struct shop *shop = w->ctx.shop;
    struct page own = { 0 };
    bool found = false;
    TRY(page_find(&w->ctx, S("home"), &own, &found));
    struct value *hero = value_set_object(a, model, S("hero"));
    value_set_text(a, hero, S("title"), found ? own.title : shop->name);
    show_text_or_null(w, hero, S("text"), found ? own.lead : shop->tagline);
    page_picture_show(w, hero, S("image"), &own.picture);
    value_set_text(a, hero, S("action_name"), say(w, T("See all products")));
    value_set_text(a, hero, S("action_url"), web_path_to(w, S("/products"), (str){ 0 }));
    struct picture picture = { .media = own.picture.media, .asset = own.picture.asset };
    show_text_or_null(w, model, S("og_image_url"), picture_absolute(w, &picture));
    str meta = shop->tagline.size != 0 ? shop->tagline : shop->name;
    value_set_text(a, model, S("meta_description"), meta);
    return OK;
}

/* All kinds together; nothing is said before something came due. */
static enum err show_kept(struct web *w, struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct promise_rate rate[PROMISE_KIND_COUNT] = { { 0 } };
    int64_t kept = 0;
    int64_t due = 0;
    TRY(promise_rates(&w->ctx, w->ctx.now_at - DAYS(PERIOD_DAYS), w->ctx.now_at, rate));
    for (size_t i = 0; i < PROMISE_KIND_COUNT; i++) {
        kept += rate[i].kept;
        due += rate[i].kept + rate[i].broken;
    }
    if (due == 0) {
        value_set_null(a, model, S("kept"));
        return OK;
    }
    struct value *node = value_set_object(a, model, S("kept"));
    value_set_int(a, node, S("period_days"), PERIOD_DAYS);
    value_set_int(a, node, S("due"), due);
    value_set_int(a, node, S("kept"), kept);
    value_set_text(a, node, S("percent_text"), percent_text(w, kept, due));
    value_set_text(a, node, S("href_url"), web_path_to(w, S("/promises"), (str){ 0 }));
    return OK;
}

/* Each root category with the picture of its newest product. */
static enum err show_category(struct web *w, const struct category *k, struct value *list)
{
    struct arena *a = w->ctx.arena;
    struct product_filter first = { .category = k->id, .limit = 1 };
    struct product_page page = { 0 };
    struct picture none = { 0 };
    TRY(product_list(&w->ctx, &first, &page));
    struct value *one = value_add_object(a, list);
    value_set_text(a, one, S("slug"), k->slug);
    value_set_text(a, one, S("name"), k->name);
    value_set_text(a, one, S("href_url"), web_path_to(w, S("/categories/"), k->slug));
    value_set_int(a, one, S("count"), k->product_count);
    picture_show(w, one, S("image"), page.count == 0 ? &none : &page.item[0].picture);
    return OK;
}

static enum err show_categories(struct web *w, struct value *model)
{
    struct category_list all = { 0 };
    size_t shown = 0;
    TRY(category_list(&w->ctx, &all));
    struct value *list = value_set_list(w->ctx.arena, model, S("categories"));
    for (size_t i = 0; i < all.count && shown < CATEGORIES_SHOWN; i++) {
        if (all.item[i].depth == 0 && all.item[i].product_count > 0) {
            TRY(show_category(w, &all.item[i], list));
            shown++;
        }
    }
    return OK;
}

/* The newest; the next ones in line are "chosen": never the same piece twice on a page. */
static enum err show_products(struct web *w, struct value *model)
{
    struct product_filter filter = { .limit = NEWEST_SHOWN + FEATURED_SHOWN, .only_available = true };
    struct product_page page = { 0 };
    TRY(product_list(&w->ctx, &filter, &page));
    size_t newest = page.count < NEWEST_SHOWN ? page.count : NEWEST_SHOWN;
    struct product_page first = { .item = page.item, .count = newest };
    struct product_page rest = { .item = page.item + newest, .count = page.count - newest };
    card_list(w, model, S("featured"), &rest);
    card_list(w, model, S("newest"), &first);
    return OK;
}

static enum err show_story(struct web *w, struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct page about = { 0 };
    bool found = false;
    TRY(page_find(&w->ctx, S("about"), &about, &found));
    if (!found) {
        value_set_null(a, model, S("story"));
        return OK;
    }
    struct value *story = value_set_object(a, model, S("story"));
    value_set_text(a, story, S("title"), about.title);
    value_set_text(a, story, S("text"),
                   about.lead.size != 0 ? about.lead : html_text(a, about.body_html, 240));
    value_set_text(a, story, S("href_url"), web_path_to(w, S("/about"), (str){ 0 }));
    page_picture_show(w, story, S("image"), &about.picture);
    return OK;
}

enum err home_page(struct web *w)
{
    struct value *model = w->model = value_object(w->ctx.arena);
    web_tag(w, S("products"));
    web_tag(w, S("policy"));
    web_tag(w, S("shop"));
    web_tag(w, S("page:home"));
    web_tag(w, S("page:about"));
    web_valid_until(w, w->ctx.now_at + HOURS(1)); /* the kept-rate moves on with time */
    TRY(show_hero(w, model));
    TRY(terms_promises(w, model, terms_of(w), NULL));
    TRY(show_kept(w, model));
    TRY(show_categories(w, model));
    TRY(show_products(w, model));
    TRY(show_story(w, model));
    value_set_text(w->ctx.arena, model, S("jsonld_html"),
                   w->face == WEB_PAGE ? jsonld_store(w) : S(""));
    return OK;
}
