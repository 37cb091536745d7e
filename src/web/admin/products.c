/* SPDX-License-Identifier: Apache-2.0 */
/* products.c - the list of products: by state, by name or SKU. */
#include "shop/product_list.h"
#include "web/admin/product.h"
#include "web/shop/show.h"
#include "web/text.h"

static const struct model_field item_fields[] = {
    SHOW(INT, "id"), SHOW(TEXT, "slug"), SHOW(TEXT, "name"), PAGE_ONLY(TEXT, "href_url"), SHOW_OR_NULL(TEXT, "category"),
    PAGE_ONLY(OBJECT, "image"), SHOW_OR_NULL(MONEY, "price_from"), SHOW_OR_NULL(MONEY, "price_to"),
    PAGE_ONLY(BOOL, "is_range"), SHOW(BOOL, "is_counted"), SHOW_OR_NULL(INT, "quantity"), SHOW(INT, "variant_count"),
    SHOW(TEXT, "status"), PAGE_ONLY(TEXT, "status_text"), PAGE_ONLY(BOOL, "is_active"), SHOW(BOOL, "is_low"),
};
static const struct model item_model = MODEL("admin_product_item", item_fields);
static const struct model_field products_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(TEXT, "new_url"), PAGE_ONLY(TEXT, "import_url"),
    PAGE_ONLY(LIST, "tabs"), PAGE_ONLY(OBJECT, "filter"), SHOW(LIST, "items", .of = &item_model),
    PAGE_ONLY(TEXT, "first_url"), PAGE_ONLY(TEXT, "next_url"), SHOW_OR_NULL(TEXT, "next"),
};
const struct model admin_products_model = MODEL("admin_products", products_fields);

str admin_product_status_text(const struct web *w, enum product_status status)
{
    static const str texts[PRODUCT_STATUS_COUNT] = {
        [PRODUCT_DRAFT] = T_INIT("Draft"), [PRODUCT_ACTIVE] = T_INIT("On sale"), [PRODUCT_ARCHIVED] = T_INIT("Archived"),
    };
    return text_of(w->ctx.lang, texts[status]);
}

static enum err show_tabs(struct web *w, struct value *m, str current)
{
    struct office_tab tabs[] = {
        { "", T("All"), 0 },
        { "active", T("On sale"), 0 },
        { "draft", T("Drafts"), 0 },
        { "archived", T("Archive"), 0 },
    };
    for (size_t i = 0; i < COUNT(tabs); i++) {
        struct product_filter filter = { .any_status = true, .status = PRODUCT_STATUS_COUNT };
        (void)!product_status_of(str_of(tabs[i].state), &filter.status);
        TRY(product_count(&w->ctx, &filter, &tabs[i].count));
    }
    office_tabs(w, m, "/admin/products", tabs, COUNT(tabs), current);
    return OK;
}

static void show_prices(struct web *w, const struct product_card *p, struct value *node)
{
    currency in = w->ctx.shop->currency;
    bool is_range = p->price_max_minor > p->price_min_minor;
    show_money_or_null(w, node, S("price_from"), (money){ p->price_min_minor, in });
    show_money_or_null(w, node, S("price_to"),
                       is_range ? (money){ p->price_max_minor, in } : money_zero(in));
    value_set_bool(w->ctx.arena, node, S("is_range"), is_range);
}

static void show_item(struct web *w, const struct product_card *p, struct value *node)
{
    struct arena *a = w->ctx.arena;
    struct show_picture picture = { p->picture.media, p->picture.asset, p->picture.alt, p->picture.width,
                                    p->picture.height, p->picture.is_illustration };
    value_set_int(a, node, S("id"), p->id.v);
    value_set_text(a, node, S("slug"), p->slug);
    value_set_text(a, node, S("name"), p->name);
    value_set_text(a, node, S("href_url"), admin_product_url(w, p->id, ""));
    show_text_or_null(w, node, S("category"), p->category);
    show_picture(w, node, S("image"), &picture);
    show_prices(w, p, node);
    value_set_bool(a, node, S("is_counted"), p->is_counted);
    if (p->is_counted) {
        value_set_int(a, node, S("quantity"), p->quantity);
    } else {
        value_set_null(a, node, S("quantity"));
    }
    value_set_int(a, node, S("variant_count"), p->variant_count);
    value_set_text(a, node, S("status"), product_status_name(p->status));
    value_set_text(a, node, S("status_text"), admin_product_status_text(w, p->status));
    value_set_bool(a, node, S("is_active"), p->status == PRODUCT_ACTIVE);
    value_set_bool(a, node, S("is_low"), p->is_counted && p->quantity <= w->ctx.shop->low_stock);
}

enum err admin_products(struct web *w)
{
    enum { PAGE = 50 };
    const struct office_ask *ask = office_ask_of(w);
    struct arena *a = w->ctx.arena;
    struct product_filter filter = { .query = str_trim(ask->q), .any_status = true, .status = PRODUCT_STATUS_COUNT,
                                     .cursor = ask->cursor, .limit = PAGE };
    struct product_page page = { 0 };
    struct value *m = office_page(w);
    (void)!product_status_of(ask->state, &filter.status);
    TRY(product_list(&w->ctx, &filter, &page));
    value_set_text(a, m, S("new_url"), web_path(w, "/admin/products/new"));
    value_set_text(a, m, S("import_url"), web_path(w, "/admin/imports"));
    TRY(show_tabs(w, m, ask->state));
    struct form_state state =
        w->query_state.form != NULL ? w->query_state : form_blank(a, &office_query);
    value_set(m, S("filter"),
              form_model(a, &state, web_path(w, "/admin/products"), (str){ 0 }, w->ctx.lang));
    struct value *items = value_set_list(a, m, S("items"));
    for (size_t i = 0; i < page.count; i++) {
        show_item(w, &page.item[i], value_add_object(a, items));
    }
    office_next(w, m, "/admin/products", S("cursor"), page.next);
    return OK;
}
