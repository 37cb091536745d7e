/* SPDX-License-Identifier: Apache-2.0 */
/* crawl.c - what robots and phones ask for: sitemap, robots.txt, security.txt, manifest, icon.
 * Source: sitemaps.org 0.9 (50,000 addresses a file, an index above), RFC 9309, RFC 9116, W3C Web Application Manifest. */
#include "base/embed.h"
#include "shop/page.h"
#include "shop/product_list.h"
#include "web/app.h"
#include "web/assets.h"
#include "web/shop/card.h"
#include "web/shop/pages.h"

/* Two languages an address: products are split at a number that keeps a file below the page limit of the program. */
enum { PART_PRODUCTS = 2000, SITEMAP_BYTES_MAX = 1900 * 1024, PARTS_MAX = 500 };

#define SITEMAP_NS "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""
#define XHTML_NS "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\""

struct sitemap_ask {
    str after;
};
static const struct field sitemap_query_fields[] = {
    FIELD(TEXT, struct sitemap_ask, after, 0, 200, "Not an address of ours.", .label = "After"),
};
const struct form sitemap_query =
    QUERY_FORM("sitemap_query", sitemap_query_fields, struct sitemap_ask);

static const char *const fixed_paths[] = {
    "/", "/products", "/about", "/faq", "/contact", "/permits", "/promises", "/trust", "/shipping/quote",
    "/policies/guarantee", "/policies/returns", "/policies/warranty", "/policies/shipping", "/policies/privacy",
    "/policies/terms", "/policies/reply",
};

static void add_alternate(struct web *w, struct buf *out, const char *lang, str path)
{
    buf_addf(out, "<xhtml:link rel=\"alternate\" hreflang=\"%s\" href=\"", lang);
    buf_add_html(out, web_absolute(w, path));
    buf_add(out, S("\"/>"));
}

static str english(struct web *w, str path)
{
    return str_eq(path, S("/")) ? S("/en/") : str_join(w->ctx.arena, S("/en"), path);
}

/* One address in both languages. */
static void add_address(struct web *w, struct buf *out, str path, int64_t changed_at)
{
    const str paths[] = { path, english(w, path) };
    for (size_t i = 0; i < COUNT(paths); i++) {
        buf_add(out, S("<url><loc>"));
        buf_add_html(out, web_absolute(w, paths[i]));
        buf_add(out, S("</loc>"));
        if (changed_at != 0) {
            buf_addf(out, "<lastmod>%.*s</lastmod>",
                     STR_ARG(clock_rfc3339(w->ctx.arena, changed_at - changed_at % SECONDS(1))));
        }
        add_alternate(w, out, "id", paths[0]);
        add_alternate(w, out, "en", paths[1]);
        buf_add(out, S("</url>\n"));
    }
}

static enum err add_shelves_and_pages(struct web *w, struct buf *out)
{
    struct category_list categories = { 0 };
    struct page_list pages = { 0 };
    TRY(category_list(&w->ctx, &categories));
    TRY(page_list(&w->ctx, &pages));
    for (size_t i = 0; i < COUNT(fixed_paths); i++) {
        add_address(w, out, str_of(fixed_paths[i]), 0);
    }
    for (size_t i = 0; i < categories.count; i++) {
        add_address(w, out,
                    str_format(w->ctx.arena, "/categories/%.*s", STR_ARG(categories.item[i].slug)),
                    0);
    }
    for (size_t i = 0; i < pages.count; i++) {
        const struct page *p = &pages.item[i];
        if (p->is_published && !page_is_builtin(p->slug)) {
            add_address(w, out, str_format(w->ctx.arena, "/pages/%.*s", STR_ARG(p->slug)),
                        p->updated_at);
        }
    }
    return OK;
}

/* Products after `*slug`, at most PART_PRODUCTS; `out` NULL only counts. *slug: the last one; *more: there are others. */
static enum err walk_products(struct web *w, struct buf *out, str *slug, bool *more)
{
    size_t done = 0;
    *more = true;
    while (*more && done < PART_PRODUCTS) {
        struct product_address *address = NULL;
        size_t count = 0;
        TRY(product_addresses(&w->ctx, *slug, &address, &count));
        for (size_t i = 0; i < count && out != NULL; i++) {
            add_address(w, out,
                        str_format(w->ctx.arena, "/products/%.*s", STR_ARG(address[i].slug)),
                        address[i].updated_at);
        }
        *more = count == 1000;
        *slug = count == 0 ? *slug : address[count - 1].slug;
        done += count;
    }
    return OK;
}

static enum err answer_xml(struct web *w, const struct buf *out)
{
    web_tag(w, S("products"));
    web_tag(w, S("shop"));
    if (buf_is_over(out)) {
        return fail(&w->ctx, ERR_INTERNAL, "sitemap over %d bytes", SITEMAP_BYTES_MAX);
    }
    web_raw(w, S("application/xml; charset=utf-8"), buf_str(out));
    return OK;
}

static void add_part(struct web *w, struct buf *out, str after, bool is_first)
{
    str path = is_first ? S("/sitemap-part.xml")
                        : str_join(w->ctx.arena, S("/sitemap-part.xml?after="),
                                   str_escape_url(w->ctx.arena, after));
    buf_add(out, S("<sitemap><loc>"));
    buf_add_html(out, web_absolute(w, path));
    buf_add(out, S("</loc></sitemap>\n"));
}

static enum err sitemap_index(struct web *w, str after)
{
    struct buf out = buf_new(w->ctx.arena, SITEMAP_BYTES_MAX);
    bool more = true;
    buf_add(&out, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex " SITEMAP_NS ">\n"));
    add_part(w, &out, (str){ 0 }, true);
    for (int part = 1; more && part < PARTS_MAX; part++) {
        add_part(w, &out, after, false);
        TRY(walk_products(w, NULL, &after, &more));
    }
    buf_add(&out, S("</sitemapindex>\n"));
    return answer_xml(w, &out);
}

/* The first part holds everything but products beyond the first two thousand; larger shops get an index. */
static enum err sitemap_part(struct web *w, str after, bool with_pages, bool may_index)
{
    struct buf out = buf_new(w->ctx.arena, SITEMAP_BYTES_MAX);
    bool more = false;
    buf_add(&out, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset " SITEMAP_NS " " XHTML_NS
                    ">\n"));
    if (with_pages) {
        TRY(add_shelves_and_pages(w, &out));
    }
    TRY(walk_products(w, &out, &after, &more));
    if (more && may_index) {
        return sitemap_index(w, after);
    }
    buf_add(&out, S("</urlset>\n"));
    return answer_xml(w, &out);
}

enum err sitemap_file(struct web *w)
{
    return sitemap_part(w, (str){ 0 }, true, true);
}

enum err sitemap_part_file(struct web *w)
{
    const struct sitemap_ask *ask = w->query;
    return sitemap_part(w, ask->after, ask->after.size == 0, false);
}

/* ---- robots, security ---- */

enum err robots_file(struct web *w)
{
    web_tag(w, S("shop"));
    web_raw(w, S("text/plain; charset=utf-8"),
            str_format(w->ctx.arena,
                       "User-agent: *\nDisallow: /cart\nDisallow: /en/cart\nDisallow: "
                       "/checkout\nDisallow: /en/checkout\n"
                       "Disallow: /orders/\nDisallow: /en/orders/\nDisallow: /admin\nDisallow: "
                       "/api/\n\nSitemap: %.*s\n",
                       STR_ARG(web_absolute(w, S("/sitemap.xml")))));
    return OK;
}

/* Expires moves on by itself: 180 days from the day it is read. */
enum err security_file(struct web *w)
{
    const struct shop *shop = w->ctx.shop;
    struct arena *a = w->ctx.arena;
    int64_t today_at = w->ctx.now_at - w->ctx.now_at % DAYS(1);
    str contact = shop->email.size != 0   ? str_join(a, S("mailto:"), shop->email)
                  : shop->phone.size != 0 ? str_join(a, S("tel:"), shop->phone)
                                          : web_absolute(w, S("/contact"));
    web_tag(w, S("shop"));
    web_valid_until(w, today_at + DAYS(1));
    web_raw(w, S("text/plain; charset=utf-8"),
            str_format(a,
                       "Contact: %.*s\nExpires: %.*s\nPreferred-Languages: id, en\nCanonical: "
                       "%.*s\nPolicy: %.*s\n",
                       STR_ARG(contact), STR_ARG(clock_rfc3339(a, today_at + DAYS(180))),
                       STR_ARG(web_absolute(w, S("/.well-known/security.txt"))),
                       STR_ARG(web_absolute(w, S("/policies/privacy")))));
    return OK;
}

/* ---- phones ---- */

enum err manifest_file(struct web *w)
{
    struct buf out = buf_new(w->ctx.arena, KB(16));
    web_tag(w, S("shop"));
    buf_add(&out, S("{\"name\":"));
    buf_add_json(&out, w->ctx.shop->name);
    buf_add(&out, S(",\"lang\":\"id\",\"start_url\":\"/\",\"scope\":\"/"
                    "\",\"display\":\"browser\",\"icons\":[{\"src\":"));
    buf_add_json(&out, asset_url(S("icon.svg")));
    buf_add(&out, S(",\"sizes\":\"any\",\"type\":\"image/svg+xml\"}]}"));
    web_raw(w, S("application/manifest+json"), buf_str(&out));
    return OK;
}

/* Browsers ask for it whatever the page says; the drawing will do. */
enum err favicon_file(struct web *w)
{
    str bytes = { 0 };
    CHECK(embed_find(S("assets/icon.svg"), &bytes));
    web_raw(w, S("image/svg+xml"), bytes);
    return OK;
}
