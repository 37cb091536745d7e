/* SPDX-License-Identifier: Apache-2.0 */
/* Every page anybody may read, without a socket: its model is as declared, its template knows every field, in both languages. */
#include "base/embed.h"
#include "c/catalogue.h"
#include "core/policy.h"
#include "shop/category.h"
#include "shop/page.h"
#include "shop/page_demo.h"
#include "shop/question.h"
#include "shop/shipping.h"
#include "web/app.h"
#include "web/assets.h"
#include "web/shop/card.h"

struct visit {
    struct fixture *t;
    struct app app;
    struct site site;
    struct http_request request;
    struct http_exchange exchange;
    struct web w;
};

/* ---- a shop with something of everything ---- */

static void put_demo(struct fixture *t)
{
    str text = { 0 };
    str why = { 0 };
    struct value *catalogue = NULL;
    cr_assert(embed_find(S("demo/catalogue.json"), &text));
    cr_assert(json_read(t->c.arena, text, &catalogue, &why), "%.*s", STR_ARG(why));
    must(demo_content(&t->c, catalogue));
}

static product_id put_product(struct fixture *t)
{
    struct category_fields category = { .name = { S("Kopi"), S("Coffee") }, .description = { S("Dari lereng."), S("") } };
    struct product_fields fields = {
        .name = { S("Kopi </script><b>Gayo"), S("Gayo Coffee") }, .slug = S("kopi-gayo"), .summary = { S("Manis"), S("") },
        .description = { S("**Enak**"), S("") }, .brand = S("Lereng"), .option_name = { S("Berat") },
        .size_chart = { S("| a | b |\n|---|---|\n| 1 | 2 |"), S("") }, .attribute_count = 1,
    };
    struct picture_fields picture = { .asset = S("demo/media/hero.svg"), .alt = { S("Kantong"), S("") }, .is_illustration = true };
    product_id product = { 0 };
    picture_id made = { 0 };
    must(category_create(&t->c, &category, &fields.category));
    fields.attribute[0].name[LANG_ID] = S("Asal");
    fields.attribute[0].value[LANG_ID] = S("Gayo");
    must(product_create(&t->c, &fields, &product));
    goods_variant(t, product, "200 g", 65000, 3);
    goods_variant(t, product, "500 g", 125000, 0);
    must(picture_add(&t->c, product, &picture, &made));
    must(product_set_status(&t->c, product, PRODUCT_ACTIVE));
    return product;
}

static void put_question(struct fixture *t, product_id product)
{
    struct question_new q = { .product = product, .text = S("Cocok untuk V60?") };
    struct question_answer a = { .question = { S("Cocok untuk V60?"), S("") }, .answer = { S("Cocok."), S("") } };
    question_id id = { 0 };
    must(question_ask(&t->c, &q, &id));
    must(question_publish(&t->c, id, &a));
}

static void fill_shop(struct fixture *t)
{
    struct shipping_method_new flat = { .code = S("flat"), .kind = S("flat"), .name_id = S("Kirim"), .name_en = S("Ship"),
                                        .carrier = S("JNE"), .flat_minor = 15000, .min_grams = 1000,
                                        .volumetric_divisor = 6000, .min_days = 2, .max_days = 5, .is_active = true };
    struct page_fields how = { .slug = S("cara-menyeduh"), .title = { S("Cara menyeduh"), S("") }, .is_published = true };
    int64_t method = 0;
    page_id page = { 0 };
    must(setting_set(&t->c, S("shop.name"), S("Kriya Uji")));
    must(setting_set(&t->c, S("shop.phone"), S("081234567890")));
    fixture_load_shop(t);
    must(policy_publish_defaults(&t->c));
    must(shipping_method_put(&t->c, &flat, &method));
    put_question(t, put_product(t));
    goods(t, "Cangkir", 48000, 2);
    put_demo(t);
    must(page_put(&t->c, &how, &page));
}

/* ---- a visit ---- */

static struct visit *visit_new(struct fixture *t)
{
    struct visit *v = NEW(t->c.arena, struct visit);
    struct region_index *regions = NEW(t->c.arena, struct region_index);
    str tsv = { 0 };
    v->t = t;
    v->app.options.data_dir = t->dir;
    v->site.shop = *t->c.shop;
    cr_assert(embed_find(S("data/regions.tsv"), &tsv));
    cr_assert(region_load(t->c.arena, tsv, regions, NULL));
    v->app.regions = regions;
    must(terms_read(&t->c, &v->site.terms));
    v->app.site = &v->site;
    assets_start(t->c.arena);
    return v;
}

static enum err visit_page(struct visit *v, enum web_face face, enum lang lang, str path, str query)
{
    struct route_hit hit = { 0 };
    struct arena *a = v->t->c.arena;
    v->request = (struct http_request){ .method_name = S("GET"), .path = path, .query = query };
    v->exchange = (struct http_exchange){ .request = v->request, .arena = a };
    v->w = (struct web){ .app = &v->app,
                          .exchange = &v->exchange,
                          .request = &v->request,
                          .ctx = v->t->c,
                          .face = face };
    struct web *w = &v->w;
    w->ctx.lang = lang;
    w->page_path = path;
    cr_assert_eq(route_find(a, S("GET"), path, face == WEB_JSON, &hit), ROUTE_FOUND, "%.*s",
                 STR_ARG(path));
    w->route = hit.route;
    for (size_t i = 0; i < hit.count; i++) {
        w->param[w->param_count++] = (struct web_param){ hit.name[i], hit.value[i] };
    }
    if (w->route->query != NULL) {
        struct form_env env = { lang, v->t->c.shop->zone, v->t->c.shop->currency };
        struct form_input input = { .query = query };
        w->query = arena_alloc(a, w->route->query->size);
        enum err e = form_parse(&w->ctx, w->route->query, &env, &input, w->query, &w->query_state);
        if (e != OK) {
            return e;
        }
    }
    return w->route->handle(w);
}

static str render(struct visit *v, const struct view *view)
{
    struct web *w = &v->w;
    struct buf out = buf_new(w->ctx.arena, MB(2));
    struct view_env env = { w->ctx.lang, w->ctx.shop->zone, true };
    struct value *layout = value_object(w->ctx.arena);
    str why = { 0 };
    const struct view_template *template = view_find(view, str_of(w->route->template), w->ctx.lang);
    cr_assert_not_null(template, "%s", w->route->template);
    layout_model(w, layout);
    cr_expect(view_render(template, w->model, layout, &env, &out, &why), "%s: %.*s", w->route->path,
              STR_ARG(why));
    return buf_str(&out);
}

static const struct {
    const char *path, *query;
} pages[] = {
    { "/", "" },
    { "/products", "" },
    { "/products", "q=kopi&sort=price_asc&in_stock=true&option=Berat:200%20g&price_min=1000" },
    { "/products", "q=kpoi" },
    { "/products", "q=zzzzqqq" },
    { "/search", "q=cangkir" },
    { "/categories/kopi", "" },
    { "/products/kopi-gayo", "" },
    { "/products/cangkir", "sku=cangkir" },
    { "/products/kopi-gayo/questions", "sent=true" },
    { "/shipping/quote", "" },
    { "/shipping/quote", "q=bantul&sku=kopi-gayo-200-g" },
    { "/shipping/quote", "district=34.02.16&sku=kopi-gayo-500-g" },
    { "/shipping/quote", "district=99.99.99" },
    { "/policies/returns", "" },
    { "/policies/guarantee", "version=1" },
    { "/policies/privacy", "" },
    { "/trust", "" },
    { "/promises", "" },
    { "/faq", "" },
    { "/about", "" },
    { "/permits", "" },
    { "/contact", "" },
    { "/pages/cara-menyeduh", "" },
    { "/styleguide", "" },
};

static void expect_page(struct visit *v, const struct view *view, size_t i, enum lang lang)
{
    str why = { 0 };
    struct fixture *t = v->t;
    must(visit_page(v, WEB_PAGE, lang, str_of(pages[i].path), str_of(pages[i].query)));
    cr_expect(model_check(t->c.arena, v->w.route->model, v->w.model, &why), "%s?%s: %.*s",
              pages[i].path, pages[i].query, STR_ARG(why));
    str html = render(v, view);
    cr_expect(str_contains(html, S("</html>")), "%s", pages[i].path);
    cr_expect(!str_contains(html, S("Kopi </script>")), "%s", pages[i].path);
    bool is_shared =
        !str_eq(str_of(pages[i].path), S("/shipping/quote")); /* it may look at a cart */
    cr_expect_eq(v->w.route->cache, is_shared ? CACHE_SHARED : CACHE_NEVER, "%s", pages[i].path);
    cr_expect(!is_shared || v->w.tag_count > 0, "%s names no tag", pages[i].path);
}

DomainTest(pages, fill_their_declared_models_and_templates)
{
    struct view *view = NULL;
    str why = { 0 };
    fill_shop(t);
    cr_assert(view_load_all(c->arena, (str){ 0 }, &view, &why), "%.*s", STR_ARG(why));
    struct visit *v = visit_new(t);
    for (size_t i = 0; i < COUNT(pages); i++) {
        for (enum lang lang = LANG_ID; lang < LANG_COUNT; lang++) {
            expect_page(v, view, i, lang);
        }
    }
}

DomainTest(pages, give_programs_the_names_they_rely_on)
{
    static const char *const names[] = { "slug", "name", "description_html", "category", "brand", "attributes", "images",
                                         "rating", "variants", "promises" };
    str why = { 0 };
    fill_shop(t);
    struct visit *v = visit_new(t);
    must(visit_page(v, WEB_JSON, LANG_ID, S("/products/kopi-gayo"), S("")));
    cr_expect(model_check(c->arena, v->w.route->model, v->w.model, &why), "%.*s", STR_ARG(why));
    for (size_t i = 0; i < COUNT(names); i++) {
        cr_expect_not_null(value_get(v->w.model, str_of(names[i])), "%s", names[i]);
    }
    struct buf out = buf_new(c->arena, MB(1));
    model_write_json(&out, v->w.route->model, v->w.model);
    cr_expect(!str_contains(buf_str(&out), S("_url\":\"/en")));
    cr_expect(!str_contains(buf_str(&out), S("jsonld")));
}

DomainTest(pages, say_plainly_what_is_not_there)
{
    fill_shop(t);
    struct visit *v = visit_new(t);
    cr_expect_eq(visit_page(v, WEB_PAGE, LANG_ID, S("/products/tidak-ada"), S("")), ERR_NOT_FOUND);
    cr_expect_eq(visit_page(v, WEB_PAGE, LANG_ID, S("/categories/tidak-ada"), S("")),
                 ERR_NOT_FOUND);
    cr_expect_eq(visit_page(v, WEB_PAGE, LANG_ID, S("/policies/tidak-ada"), S("")), ERR_NOT_FOUND);
    cr_expect_eq(visit_page(v, WEB_PAGE, LANG_ID, S("/policies/terms"), S("version=99")),
                 ERR_NOT_FOUND);
    cr_expect_eq(visit_page(v, WEB_PAGE, LANG_ID, S("/pages/about"), S("")), ERR_NOT_FOUND);
    cr_expect_eq(visit_page(v, WEB_PAGE, LANG_ID, S("/art/..%2fcatalogue.json"), S("")),
                 ERR_NOT_FOUND);
    cr_expect_eq(visit_page(v, WEB_PAGE, LANG_ID, S("/media/passwd"), S("")), ERR_NOT_FOUND);
    cr_expect_eq(visit_page(v, WEB_PAGE, LANG_ID, S("/products"), S("cursor=xyz")), ERR_BAD_INPUT);
}

static str raw(struct visit *v, const char *path)
{
    struct fixture *t = v->t;
    must(visit_page(v, WEB_PAGE, LANG_ID, str_of(path), S("")));
    cr_expect(v->w.is_raw);
    return v->w.raw_body;
}

DomainTest(pages, tell_robots_where_to_look)
{
    fill_shop(t);
    struct visit *v = visit_new(t);
    str sitemap = raw(v, "/sitemap.xml");
    cr_expect(str_contains(sitemap, S("/products/kopi-gayo</loc>")));
    cr_expect(str_contains(sitemap, S("/en/products/cangkir</loc>")));
    cr_expect(str_contains(sitemap, S("/pages/cara-menyeduh</loc>")));
    cr_expect(!str_contains(sitemap, S("/pages/about")));
    cr_expect(str_contains(raw(v, "/robots.txt"), S("Sitemap: ")));
    str security = raw(v, "/.well-known/security.txt");
    int64_t expires_at = 0;
    size_t at = str_find(security, S("Expires: "), 0) + 9;
    cr_assert(clock_parse_rfc3339(str_cut(str_skip(security, at), '\n').head, &expires_at));
    cr_expect_gt(expires_at, c->now_at);
    cr_expect_leq(expires_at, c->now_at + DAYS(365));
}

/* The machine-readable terms are those of the policy in force. */
DomainTest(pages, give_search_engines_the_terms_that_are_enforced)
{
    fill_shop(t);
    struct value *params = value_object(c->arena);
    struct policy_new longer = { .kind = POLICY_RETURNS, .params = params };
    int64_t version = 0;
    value_set_int(c->arena, params, S("window_days"), 17);
    must(policy_publish(c, &longer, &version));
    struct visit *v = visit_new(t);
    must(visit_page(v, WEB_PAGE, LANG_ID, S("/products/kopi-gayo"), S("")));
    str jsonld = value_text(v->w.model, S("jsonld_html"));
    cr_expect(str_contains(jsonld, S("\"merchantReturnDays\":17")), "%.*s", STR_ARG(jsonld));
    cr_expect(str_contains(jsonld, S("\"value\":\"15000\"")));
    str inner = str_slice(jsonld, str_find(jsonld, S(">"), 0) + 1, jsonld.size - 9);
    cr_expect(!str_contains(inner, S("<")), "%.*s", STR_ARG(inner));
    struct value *parsed = NULL;
    str why = { 0 };
    cr_expect(json_read(c->arena, inner, &parsed, &why), "%.*s", STR_ARG(why));
}

/* Any instant before the page's end gives the same date; the end gives another, or is the day's. */
DomainTest(pages, end_when_the_ship_by_date_would_be_another)
{
    fill_shop(t);
    must(setting_set(c, S("shop.calendar"), S("mon-fri 09:00-17:00\ncutoff 15:00")));
    fixture_load_shop(t);
    for (int step = 0; step < 60; step++) {
        struct visit *v = visit_new(t);
        struct delivery_dates dates = { 0 };
        struct delivery_dates later = { 0 };
        v->w.ctx = *c;
        v->w.app = &v->app;
        must(order_dates(c, c->now_at, 0, 0, 0, &dates));
        int64_t end_at = terms_dates_end_at(&v->w, &dates);
        cr_assert_gt(end_at, c->now_at);
        cr_assert_leq(end_at, c->now_at + DAYS(1));
        must(order_dates(c, end_at - 1, 0, 0, 0, &later));
        cr_expect_eq(later.ship_by_at, dates.ship_by_at, "step %d", step);
        fixture_pass(t, HOURS(3) + MINUTES(7));
    }
}

Test(words, are_never_cut_within_a_letter)
{
    struct web w = { .ctx.arena = arena_new() };
    str three = S("\xe5\xa3\xba\xe5\xa3\xba\xe5\xa3\xba\xe5\xa3\xba"); /* without a space */
    for (size_t size = 0; size < three.size; size++) {
        cr_expect_eq(words_cut(three, size).size, size - size % 3);
        cr_expect_eq(words_of(&w, three, size).size, size - size % 3);
    }
    cr_expect(str_eq(words_cut(S("satu dua tiga"), 10), S("satu dua")));
    arena_free(w.ctx.arena);
}
