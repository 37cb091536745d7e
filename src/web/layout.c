/* SPDX-License-Identifier: Apache-2.0 */
/* layout.c - what every page has besides its own model. */
#include "base/phone.h"
#include "web/admin/nav.h"
#include "web/admin/office.h"
#include "web/app.h"
#include "web/assets.h"

static void set_languages(struct web *w, struct value *layout)
{
    struct arena *a = w->ctx.arena;
    bool id = web_is_indonesian(w);
    value_set_text(a, layout, S("lang"), id ? S("id") : S("en"));
    value_set_bool(a, layout, S("is_id"), id);
    value_set_bool(a, layout, S("is_en"), !id);
    value_set_text(a, layout, S("path_prefix"), id ? S("") : S("/en"));
    value_set_text(a, layout, S("home_url"), web_path(w, "/"));
    bool is_front = str_eq(
        w->page_path, S("/")); /* the one address that looks at the language: the choice is kept */
    str chosen = id ? S("/?lang=en") : S("/?lang=id");
    value_set_text(a, layout, S("other_lang_url"),
                   is_front ? chosen : web_path_in(w, id ? LANG_EN : LANG_ID));
    value_set_text(a, layout, S("canonical_url"),
                   web_absolute(w, web_path_to(w, w->page_path, (str){ 0 })));
    struct value *alternates = value_set_list(a, layout, S("alternates"));
    for (enum lang lang = LANG_ID; lang < LANG_COUNT; lang++) {
        str path = lang == LANG_ID ? w->page_path : str_join(a, S("/en"), w->page_path);
        struct value *one = value_add_object(a, alternates);
        value_set_text(a, one, S("lang"), lang == LANG_ID ? S("id") : S("en"));
        value_set_text(a, one, S("href_url"), web_absolute(w, path));
    }
}

void layout_shop(struct web *w, struct value *layout)
{
    const struct shop *shop = w->ctx.shop;
    struct arena *a = w->ctx.arena;
    struct value *model = value_set_object(a, layout, S("shop"));
    str whatsapp = shop->whatsapp.size != 0 ? shop->whatsapp : shop->phone;
    value_set_text(a, model, S("name"), shop->name);
    value_set_text(a, model, S("tagline"), shop->tagline);
    value_set_text(a, model, S("phone"),
                   shop->phone.size == 0 ? shop->phone : phone_print(a, shop->phone));
    value_set_text(a, model, S("phone_url"),
                   shop->phone.size == 0 ? S("") : str_join(a, S("tel:"), shop->phone));
    value_set_text(a, model, S("whatsapp_url"),
                   whatsapp.size == 0 ? S("")
                                      : str_join(a, S("https://wa.me/"), str_skip(whatsapp, 1)));
    value_set_text(a, model, S("email"), shop->email);
    value_set_text(a, model, S("email_url"),
                   shop->email.size == 0 ? S("") : str_join(a, S("mailto:"), shop->email));
    value_set_text(a, model, S("address"), shop->address);
    value_set_text(a, model, S("hours"), w->app->site->hours[w->ctx.lang]);
    str closed = shop->is_open ? (str){ 0 } : web_text(w, "The shop takes no orders right now.");
    str notice = shop->notice.size == 0 ? closed : shop->notice;
    if (notice.size == 0) {
        value_set_null(a, model, S("notice"));
    } else {
        value_set_text(a, model, S("notice"), notice);
    }
    value_set_bool(a, model, S("is_demo"), shop->is_demo);
}

static void set_nav(struct web *w, struct value *layout)
{
    const struct site *site = w->app->site;
    struct arena *a = w->ctx.arena;
    struct value *nav = value_set_list(a, layout, S("nav"));
    for (size_t i = 0; i < site->nav_count; i++) {
        str path = str_join(a, S("/categories/"), site->nav[i].slug);
        struct value *one = value_add_object(a, nav);
        value_set_text(a, one, S("name"), site->nav[i].name[w->ctx.lang]);
        value_set_text(a, one, S("href_url"), web_path_to(w, path, (str){ 0 }));
        value_set_bool(a, one, S("is_current"), str_eq(path, w->page_path));
    }
}

static void set_links(struct web *w, struct value *layout)
{
    static const struct {
        const char *name, *path;
    } links[] = {
        { "products_url", "/products" },
        { "order_find_url", "/orders/find" },
        { "shipping_quote_url", "/shipping/quote" },
        { "contact_url", "/contact" },
        { "faq_url", "/faq" },
        { "about_url", "/about" },
        { "returns_url", "/policies/returns" },
        { "shipping_url", "/policies/shipping" },
        { "terms_url", "/policies/terms" },
        { "privacy_url", "/policies/privacy" },
        { "permits_url", "/permits" },
        { "trust_url", "/trust" },
        { "promises_url", "/promises" },
        { "improvements_url", "/improvements" },
        { "surveys_url", "/surveys" },
        { "complaints_url", "/complaints" },
    };
    struct value *model = value_set_object(w->ctx.arena, layout, S("links"));
    for (size_t i = 0; i < COUNT(links); i++) {
        value_set_text(w->ctx.arena, model, str_of(links[i].name),
                       web_path_to(w, str_of(links[i].path), (str){ 0 }));
    }
}

static void set_admin(struct web *w, struct value *layout)
{
    struct arena *a = w->ctx.arena;
    struct value *admin = value_set_object(a, layout, S("admin"));
    value_set_text(a, admin, S("home_url"), web_path(w, "/admin"));
    value_set_text(a, admin, S("logout_url"), web_path(w, "/admin/logout"));
    value_set_text(a, admin, S("staff_name"), w->staff_name);
    value_set_text(a, admin, S("role"), office_role_text(w, w->ctx.actor.role));
    value_set_text(a, admin, S("csrf_token"), w->csrf_token);
    nav_show(w, admin);
}

void layout_model(struct web *w, struct value *layout)
{
    struct arena *a = w->ctx.arena;
    set_languages(w, layout);
    value_set_text(a, layout, S("css_url"), asset_url(S("shop.css")));
    value_set_text(a, layout, S("admin_css_url"), asset_url(S("admin.css")));
    value_set_text(a, layout, S("js_url"), asset_url(S("shop.js")));
    value_set_text(a, layout, S("talk_js_url"), asset_url(S("talk.js")));
    value_set_text(a, layout, S("office_js_url"), asset_url(S("office.js")));
    value_set_text(a, layout, S("icon_url"), asset_url(S("icon.svg")));
    value_set_text(a, layout, S("cart_url"), web_path(w, "/cart"));
    value_set_text(a, layout, S("search_url"), web_path(w, "/products"));
    value_set_int(a, layout, S("year"), zone_civil(w->ctx.shop->zone, w->ctx.now_at).year);
    layout_shop(w, layout);
    set_nav(w, layout);
    set_links(w, layout);
    if (w->route != NULL && w->route->guard == GUARD_STAFF) {
        set_admin(w, layout);
    }
}
