/* SPDX-License-Identifier: Apache-2.0 */
/* quote.c - "ongkir ke kecamatan saya berapa?": asked before anything else, answered without a name. */
#include "shop/cart.h"
#include "shop/order.h"
#include "shop/shipping.h"
#include "web/app.h"
#include "web/shop/card.h"
#include "web/shop/pages.h"

enum { MATCHES_MAX = 20 };

struct quote_ask {
    str q, district, sku, postal_code;
    int64_t quantity;
};
static const struct field quote_query_fields[] = {
    FIELD(TEXT, struct quote_ask, q, 0, 80, "At most 80 characters.", .label = "Kecamatan (district)",
          .hint = "Type the name of the kecamatan, for instance Kledung", .type = "search", .autocomplete = "off"),
    FIELD(TEXT, struct quote_ask, district, 0, 120, "Not a district we know.", .label = "District code"),
    FIELD(TEXT, struct quote_ask, sku, 0, 64, "At most 64 characters.", .label = "SKU", .type = "hidden"),
    FIELD(TEXT, struct quote_ask, postal_code, 0, 10, "At most 10 characters.", .label = "Postal code"),
    FIELD(INT, struct quote_ask, quantity, 1, 999, "Between 1 and 999.", .label = "Quantity", .is_optional = true),
};
const struct form shipping_quote_query =
    QUERY_FORM("shipping_quote_query", quote_query_fields, struct quote_ask);

static const struct model_field quote_item_fields[] = {
    SHOW(TEXT, "name"), SHOW_OR_NULL(TEXT, "variant_title"), PAGE_ONLY(TEXT, "href_url"),
};
static const struct model quote_item_model = MODEL("quote_item", quote_item_fields);
static const struct model_field match_fields[] = {
    SHOW(TEXT, "code"), SHOW(TEXT, "name"), SHOW(TEXT, "city"), SHOW(TEXT, "province"), PAGE_ONLY(TEXT, "choose_url"),
};
static const struct model match_model = MODEL("district_match", match_fields);
static const struct model_field destination_fields[] = {
    SHOW(TEXT, "code"), SHOW(TEXT, "district"), SHOW(TEXT, "city"), SHOW(TEXT, "province"),
    PAGE_ONLY(TEXT, "change_url"),
};
static const struct model destination_model = MODEL("destination", destination_fields);
static const struct model_field method_fields[] = {
    SHOW(TEXT, "value", .note = "Give it as shipping_method to POST /checkout."),
    SHOW(TEXT, "name"),
    SHOW_OR_NULL(TEXT, "carrier"),
    SHOW(MONEY, "price"),
    SHOW(BOOL, "is_free"),
    SHOW(BOOL, "is_pickup"),
    SHOW_OR_NULL(DATE, "deliver_from"),
    SHOW_OR_NULL(DATE, "deliver_by"),
};
static const struct model method_model = MODEL("shipping_method", method_fields);
static const struct model_field quote_fields[] = {
    PAGE_ONLY(TEXT, "meta_description"),
    PAGE_ONLY(OBJECT, "form"),
    SHOW_OR_NULL(OBJECT, "item", .of = &quote_item_model),
    PAGE_ONLY(BOOL, "has_searched"),
    SHOW(LIST, "matches", .of = &match_model),
    SHOW_OR_NULL(OBJECT, "destination", .of = &destination_model),
    SHOW(INT, "weight_g"), PAGE_ONLY(TEXT, "weight_text"),
    SHOW(LIST, "methods", .of = &method_model),
};
const struct model shipping_quote_model = MODEL("shipping_quote", quote_fields);

struct quote {
    struct quote_ask ask;
    struct sku sku;
    bool has_item;
    const struct parcel_item *parcel;
    size_t parcel_count;
    int64_t preorder_days;
    money subtotal;
};

/* Somebody with a cart asks for what is in it. */
static enum err read_cart(struct web *w, struct quote *q)
{
    struct cart cart = { 0 };
    cart_id id = { 0 };
    enum err e =
        w->cart_token.size == 0 ? ERR_CART_EXPIRED : cart_find(&w->ctx, w->cart_token, &id);
    if (e != OK) {
        return e == ERR_CART_EXPIRED ? OK : e;
    }
    TRY(cart_load(&w->ctx, id, &cart));
    if (cart.count != 0 && cart.order_number.size == 0) {
        q->parcel = cart_parcel(&w->ctx, &cart);
        q->parcel_count = cart.count;
        q->subtotal = cart.subtotal;
    }
    return OK;
}

/* Without a product, or one that is gone: the cart, else the smallest parcel. */
static enum err read_item(struct web *w, struct quote *q)
{
    struct parcel_item *item = NEW(w->ctx.arena, struct parcel_item);
    *item =
        (struct parcel_item){ .quantity = 1, .weight_grams = w->ctx.shop->weight_default_grams };
    q->parcel = item;
    q->parcel_count = 1;
    q->subtotal = price_of(w, 0);
    if (q->ask.sku.size == 0) {
        return read_cart(w, q);
    }
    enum err e = product_sku(&w->ctx, q->ask.sku, PRODUCT_PUBLIC, &q->sku);
    if (e != OK) {
        return e == ERR_NOT_FOUND ? OK : e;
    }
    const struct variant *v = &q->sku.variant;
    int64_t quantity = q->ask.quantity > 0 ? q->ask.quantity : 1;
    q->has_item = true;
    *item =
        (struct parcel_item){ quantity, v->weight_grams, v->length_mm, v->width_mm, v->height_mm };
    if (item->weight_grams == 0) {
        item->weight_grams = w->ctx.shop->weight_default_grams;
    }
    q->preorder_days = v->shown.status == STOCK_PREORDER ? v->shown.preorder_days : 0;
    q->subtotal = money_times(price_of(w, v->price_minor), quantity);
    return OK;
}

static void show_item(struct web *w, const struct quote *q, struct value *model)
{
    struct arena *a = w->ctx.arena;
    if (!q->has_item) {
        value_set_null(a, model, S("item"));
        return;
    }
    struct value *item = value_set_object(a, model, S("item"));
    value_set_text(a, item, S("name"), q->sku.product_name);
    show_text_or_null(w, item, S("variant_title"), q->sku.variant.title);
    value_set_text(a, item, S("href_url"),
                   web_path(w, "/products/%.*s", STR_ARG(q->sku.product_slug)));
}

static void show_matches(struct web *w, const struct quote *q, struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct district found[MATCHES_MAX];
    size_t count = q->ask.q.size == 0
                       ? 0
                       : region_search(app_regions(w->app), a, q->ask.q, found, MATCHES_MAX);
    str sku = str_escape_url(a, q->ask.sku);
    struct value *list = value_set_list(a, model, S("matches"));
    for (size_t i = 0; i < count; i++) {
        show_district(w, list, &found[i],
                      web_path(w, "/shipping/quote?district=%.*s%s%.*s", STR_ARG(found[i].code),
                               sku.size == 0 ? "" : "&sku=", STR_ARG(sku)));
    }
}

/* One match is no choice: it is the district meant. */
static bool find_destination(struct web *w, const struct quote *q, const struct value *matches,
                             struct district *out)
{
    if (q->ask.district.size != 0) {
        return region_resolve(app_regions(w->app), w->ctx.arena, q->ask.district, out);
    }
    return matches->count == 1 &&
           region_district(app_regions(w->app), value_text(matches->children.first, S("code")),
                           out);
}

static enum err show_method(struct web *w, const struct quote *q,
                            const struct shipping_quote *method, struct value *list)
{
    struct arena *a = w->ctx.arena;
    struct delivery_dates dates = { 0 };
    struct dates_ask ask = { .at = w->ctx.now_at, .preorder_days = q->preorder_days, .min_days = method->min_days,
                             .max_days = method->max_days, .method = method->code, .known_at = w->ctx.now_at };
    enum err e = order_dates_of(&w->ctx, &ask, &dates);
    if (e != OK && e != ERR_UNPROCESSABLE) {
        return e;
    }
    struct value *one = value_add_object(a, list);
    value_set_text(a, one, S("value"), method->code);
    value_set_text(a, one, S("name"), method->name);
    show_text_or_null(w, one, S("carrier"), method->carrier);
    value_set_money(a, one, S("price"), method->price);
    value_set_bool(a, one, S("is_free"), method->price.minor == 0);
    value_set_bool(a, one, S("is_pickup"), method->is_pickup);
    if (e != OK || method->is_pickup) {
        value_set_null(a, one, S("deliver_from"));
    } else {
        value_set_date(a, one, S("deliver_from"), dates.from_days);
    }
    if (e != OK) {
        value_set_null(a, one, S("deliver_by"));
    } else {
        value_set_date(a, one, S("deliver_by"), dates.to_days);
    }
    return OK;
}

static enum err show_methods(struct web *w, const struct quote *q, str district,
                             struct value *model)
{
    struct shipping_quotes *quotes = NEW(w->ctx.arena, struct shipping_quotes);
    struct shipping_ask ask = { .district = district, .subtotal = q->subtotal,
                                .item = q->parcel, .item_count = q->parcel_count };
    struct value *list = value_list(w->ctx.arena);
    int64_t weight_grams = 0;
    for (size_t i = 0; i < q->parcel_count; i++) {
        weight_grams += q->parcel[i].weight_grams * q->parcel[i].quantity;
    }
    if (district.size != 0) {
        TRY(shipping_quotes(&w->ctx, &ask, quotes));
    }
    for (size_t i = 0; i < quotes->count; i++) {
        TRY(show_method(w, q, &quotes->quote[i], list));
        if (quotes->quote[i].chargeable_grams > weight_grams) {
            weight_grams = quotes->quote[i].chargeable_grams;
        }
    }
    value_set_int(w->ctx.arena, model, S("weight_g"), weight_grams);
    value_set_text(w->ctx.arena, model, S("weight_text"), show_weight(w, weight_grams));
    value_set(model, S("methods"), list);
    return OK;
}

static void show_destination(struct web *w, const struct quote *q, const struct district *to,
                             struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct value *node = value_set_object(a, model, S("destination"));
    str sku = str_escape_url(a, q->ask.sku);
    value_set_text(a, node, S("code"), to->code);
    value_set_text(a, node, S("district"), to->name);
    value_set_text(a, node, S("city"), to->city);
    value_set_text(a, node, S("province"), to->province);
    value_set_text(
        a, node, S("change_url"),
        web_path(w, "/shipping/quote%s%.*s", sku.size == 0 ? "" : "?sku=", STR_ARG(sku)));
}

enum err shipping_quote_page(struct web *w)
{
    struct arena *a = w->ctx.arena;
    struct quote q = { .ask = *(const struct quote_ask *)w->query };
    struct district to = { 0 };
    struct value *model = w->model = value_object(a);
    TRY(read_item(w, &q));
    value_set_text(a, model, S("meta_description"),
                   say(w, T("Shipping cost to your district, before you order.")));
    value_set(
        model, S("form"),
        form_model(a, &w->query_state, web_path(w, "/shipping/quote"), (str){ 0 }, w->ctx.lang));
    value_set_bool(a, model, S("has_searched"), q.ask.q.size != 0 || q.ask.district.size != 0);
    show_item(w, &q, model);
    show_matches(w, &q, model);
    if (find_destination(w, &q, value_get(model, S("matches")), &to)) {
        show_destination(w, &q, &to, model);
    } else if (q.ask.district.size != 0 && w->face == WEB_JSON) {
        form_refuse(a, &w->query_state, S("district"), say(w, T("Not a district we know.")));
        return ERR_UNPROCESSABLE;
    } else {
        value_set_null(a, model, S("destination"));
    }
    return show_methods(w, &q, to.code, model);
}
