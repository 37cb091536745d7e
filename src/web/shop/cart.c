/* SPDX-License-Identifier: Apache-2.0 */
/* cart.c - the cart: page, API and the three things one can do to it. */
#include "shop/cart.h"

#include "web/shop/buy.h"
#include "web/shop/show.h"
#include "web/text.h"

struct cart_add {
    str sku;
    int64_t quantity;
};
static const struct field cart_add_fields[] = {
    FIELD(TEXT, struct cart_add, sku, 1, 64, "Choose a variant.", .label = "Variant"),
    FIELD(INT, struct cart_add, quantity, 1, 99, "Between 1 and 99.", .label = "Quantity"),
};
const struct form cart_add_form = FORM("add_to_cart", cart_add_fields, struct cart_add);

struct cart_set {
    int64_t quantity;
};
static const struct field cart_set_fields[] = {
    FIELD(INT, struct cart_set, quantity, 0, 999, "Between 0 and 999.", .label = "Quantity"),
};
const struct form cart_set_form = FORM("change_cart", cart_set_fields, struct cart_set);

/* An earlier order was put into it: as far as that went. */
struct cart_ask {
    str reordered;
};
static const struct form_option reorder_results[] = {
    { "same", "The goods of your earlier order are in the cart." },
    { "prices", "The goods of your earlier order are in the cart. Not every price is what it was; what counts stands here." },
    { "some", "Not everything of your earlier order can be had today: what is sold out or no longer for sale was left out. The prices are those of today." },
    { "none", "What you ordered then is sold out or no longer for sale. Ask us when it comes again." },
};
static const struct field cart_ask_fields[] = {
    FIELD(CHOICE, struct cart_ask, reordered, 0, 10, "Please choose.", .is_optional = true, OPTIONS(reorder_results)),
};
const struct form cart_query = QUERY_FORM("cart_shown", cart_ask_fields, struct cart_ask);

static const struct model_field totals_fields[] = {
    SHOW(MONEY, "subtotal"), SHOW_OR_NULL(MONEY, "shipping"), SHOW_OR_NULL(MONEY, "discount"),
    SHOW_OR_NULL(MONEY, "tax"), SHOW(MONEY, "total"), PAGE_ONLY(MONEY, "cod_fee"), PAGE_ONLY(MONEY, "unique_code"),
};
static const struct model totals_model = MODEL("totals", totals_fields);
static const struct model_field item_fields[] = {
    SHOW(TEXT, "sku"), SHOW(TEXT, "name"), SHOW_OR_NULL(TEXT, "variant_title"), PAGE_ONLY(TEXT, "href_url"),
    PAGE_ONLY(OBJECT, "image"), SHOW(MONEY, "price"), SHOW(INT, "quantity"), SHOW_OR_NULL(INT, "max_quantity"),
    SHOW(MONEY, "line_total"), SHOW_OR_NULL(TEXT, "error"), SHOW(BOOL, "is_preorder"),
    SHOW_OR_NULL(INT, "preorder_days"), PAGE_ONLY(TEXT, "update_url"), PAGE_ONLY(TEXT, "remove_url"),
};
static const struct model item_model = MODEL("cart_item", item_fields);
static const struct model_field cart_fields[] = {
    SHOW_OR_NULL(TEXT, "token"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(TEXT, "message"),
    PAGE_ONLY(TEXT, "error"), SHOW(LIST, "items", .of = &item_model), SHOW(INT, "item_count"),
    SHOW(OBJECT, "totals", .of = &totals_model), SHOW(BOOL, "can_checkout"), SHOW_OR_NULL(TEXT, "why_not"), PAGE_ONLY(TEXT, "checkout_url"),
    PAGE_ONLY(TEXT, "returns_text"), PAGE_ONLY(TEXT, "returns_url"),
};
const struct model cart_model = MODEL("cart", cart_fields);

/* Why a line cannot be bought as it is, in the buyer's words. */
static str line_error(struct web *w, const struct cart_item *item)
{
    if (!item->is_for_sale) {
        return web_text(w, "Not for sale any more. Please take it out.");
    }
    if (!item->is_short) {
        return (str){ 0 };
    }
    if (item->shown.quantity <= 0) {
        return web_text(w, "Sold out. Please take it out.");
    }
    struct text_slot slot[] = { { S("quantity"), str_format(w->ctx.arena, "%" PRId64, item->shown.quantity) } };
    return text_fill(w->ctx.arena, w->ctx.lang,
                     T("Only {quantity} left. Change the number to go on."), slot, 1);
}

static void show_limits(struct web *w, const struct cart_item *item, struct value *node)
{
    struct arena *a = w->ctx.arena;
    bool is_preorder = item->preorder_days > 0;
    bool is_bound = item->shown.is_counted && !is_preorder && !item->is_endless;
    value_set_int(a, node, S("max_quantity"), is_bound ? item->shown.quantity : CART_QUANTITY_MAX);
    show_text_or_null(w, node, S("error"), line_error(w, item));
    value_set_bool(a, node, S("is_preorder"), is_preorder);
    if (is_preorder) {
        value_set_int(a, node, S("preorder_days"), item->preorder_days);
    } else {
        value_set_null(a, node, S("preorder_days"));
    }
}

void buy_show_item(struct web *w, const struct cart_item *item, struct value *node)
{
    struct arena *a = w->ctx.arena;
    struct show_picture picture = { item->media, item->asset, (str){ 0 }, item->picture_width,
                                    item->picture_height, item->is_illustration };
    value_set_text(a, node, S("sku"), item->sku);
    value_set_text(a, node, S("name"), item->name);
    show_text_or_null(w, node, S("variant_title"), item->title);
    value_set_text(a, node, S("href_url"), web_path(w, "/products/%.*s", STR_ARG(item->slug)));
    show_picture(w, node, S("image"), &picture);
    value_set_money(a, node, S("price"), item->price);
    value_set_int(a, node, S("quantity"), item->quantity);
    value_set_money(a, node, S("line_total"), item->total);
}

static void show_item(struct web *w, const struct cart_item *item, struct value *node)
{
    struct arena *a = w->ctx.arena;
    str sku = str_escape_url(a, item->sku);
    buy_show_item(w, item, node);
    show_limits(w, item, node);
    value_set_text(a, node, S("update_url"), web_path(w, "/cart/items/%.*s", STR_ARG(sku)));
    value_set_text(a, node, S("remove_url"), web_path(w, "/cart/items/%.*s/remove", STR_ARG(sku)));
}

/* The cart's page has one place for messages: the form's own, or that of the field. */
static str refusal(const struct web *w)
{
    const struct value *errors = w->form_state.errors;
    if (w->form_state.error.size != 0 || errors == NULL || errors->count == 0) {
        return w->form_state.error;
    }
    return value_text(errors->children.first, S("message"));
}

/* What became of an earlier order that was put into the cart; `is_good`: the sentences of success. */
static str reordered(const struct web *w, bool is_good)
{
    const struct cart_ask *ask = w->request->method == HTTP_GET ? w->query : NULL;
    for (size_t i = 0; ask != NULL && i < COUNT(reorder_results); i++) {
        if (str_eq(ask->reordered, str_of(reorder_results[i].value)) && (i < 2) == is_good) {
            return text_of(w->ctx.lang, str_of(reorder_results[i].label));
        }
    }
    return (str){ 0 };
}

static enum err show_cart(struct web *w, const struct cart *cart)
{
    struct arena *a = w->ctx.arena;
    struct value *model = w->model = value_object(a);
    show_text_or_null(w, model, S("token"), w->cart_token);
    value_set_null(a, model, S("csrf_token"));
    str refused = refusal(w);
    show_text_or_null(w, model, S("message"), reordered(w, true));
    show_text_or_null(w, model, S("error"), refused.size != 0 ? refused : reordered(w, false));
    struct value *items = value_set_list(a, model, S("items"));
    for (size_t i = 0; i < cart->count; i++) {
        show_item(w, &cart->item[i], value_add_object(a, items));
    }
    value_set_int(a, model, S("item_count"), cart->pieces);
    struct value *totals = value_set_object(a, model, S("totals"));
    value_set_money(a, totals, S("subtotal"), cart->subtotal);
    value_set_null(a, totals, S("shipping"));
    value_set_null(a, totals, S("discount"));
    value_set_null(a, totals, S("cod_fee")); /* known at the checkout */
    value_set_null(a, totals, S("unique_code"));
    value_set_null(a, totals, S("tax"));
    value_set_money(a, totals, S("total"), cart->subtotal);
    str why_not = buy_why_not(w, cart);
    value_set_bool(a, model, S("can_checkout"), cart->can_checkout && why_not.size == 0);
    show_text_or_null(w, model, S("why_not"), why_not);
    value_set_text(a, model, S("checkout_url"), web_path(w, "/checkout"));
    value_set_text(a, model, S("returns_text"), guarantee_text(w));
    value_set_text(a, model, S("returns_url"), web_path(w, "/policies/returns"));
    return OK;
}

str buy_why_not(struct web *w, const struct cart *cart)
{
    const struct shop *shop = w->ctx.shop;
    if (!shop->is_open) {
        return web_text(w, "The shop takes no orders right now. Your cart was kept.");
    }
    if (cart->count == 0 || cart->subtotal.minor >= shop->order_min_minor) {
        return (str){ 0 };
    }
    bool is_id = web_is_indonesian(w);
    money least = { shop->order_min_minor, shop->currency };
    money missing = money_sub(least, cart->subtotal);
    return text_fill(
        w->ctx.arena, w->ctx.lang,
        T("The smallest order is {least}, before shipping: {missing} more and you can go on."),
        SLOTS({ S("least"), money_print(w->ctx.arena, least, is_id) },
              { S("missing"), money_print(w->ctx.arena, missing, is_id) }));
}

static struct cart empty_cart(struct web *w)
{
    return (struct cart){ .subtotal = money_zero(w->ctx.shop->currency) };
}

enum err cart_page(struct web *w)
{
    struct cart cart = empty_cart(w);
    cart_id id = { 0 };
    enum err e =
        w->cart_token.size == 0 ? ERR_CART_EXPIRED : cart_find(&w->ctx, w->cart_token, &id);
    if (e == OK) {
        TRY(cart_load(&w->ctx, id, &cart));
    } else if (e != ERR_CART_EXPIRED) {
        return e;
    }
    if (cart.order_number.size != 0) {
        cart = empty_cart(w); /* it is an order now; the next cart begins with the next item */
    }
    return show_cart(w, &cart);
}

/* The caller's cart, or a new one when it has none, an old one, or one that became an order. */
static enum err cart_of_caller(struct web *w, cart_id *out)
{
    struct cart cart = { 0 };
    enum err e =
        w->cart_token.size == 0 ? ERR_CART_EXPIRED : cart_find(&w->ctx, w->cart_token, out);
    if (e == OK) {
        TRY(cart_load(&w->ctx, *out, &cart));
    }
    if (e == ERR_CART_EXPIRED || (e == OK && cart.order_number.size != 0)) {
        e = cart_create(&w->ctx, &w->cart_token, out);
        web_set_cookie(w, S("cart"), w->cart_token, w->ctx.shop->cart_days * 86400);
    }
    return e;
}

static enum err answer(struct web *w, cart_id id, int status)
{
    struct cart cart = { 0 };
    TRY(cart_load(&w->ctx, id, &cart));
    TRY(show_cart(w, &cart));
    w->status = status;
    web_redirect(w, web_path(w, "/cart"));
    return OK;
}

static enum err explain(struct web *w, enum err e)
{
    if (e == ERR_NOT_FOUND) {
        return web_refuse(w, ERR_NOT_FOUND, S("sku"),
                          "This item is not for sale any more. Your cart was kept.");
    }
    if (e == ERR_OUT_OF_STOCK) {
        return web_refuse(w, e, S("quantity"), "There are not that many left. Your cart was kept.");
    }
    if (e == ERR_LIMIT) {
        return web_refuse(w, e, S("quantity"),
                          "The cart is full. Please order what is in it first.");
    }
    return e;
}

enum err cart_add_item(struct web *w)
{
    const struct cart_add *in = w->form;
    cart_id id = { 0 };
    TRY(cart_of_caller(w, &id));
    TRY(explain(w, cart_add(&w->ctx, id, in->sku, in->quantity)));
    return answer(w, id, 201);
}

static enum err set_quantity(struct web *w, int64_t quantity)
{
    cart_id id = { 0 };
    TRY(cart_find(&w->ctx, w->cart_token, &id));
    TRY(explain(w, cart_set(&w->ctx, id, web_param(w, S("sku")), quantity)));
    return answer(w, id, 200);
}

enum err cart_set_item(struct web *w)
{
    const struct cart_set *in = w->form;
    return set_quantity(w, in->quantity);
}

enum err cart_remove_item(struct web *w)
{
    return set_quantity(w, 0);
}

/* A repeated request: the cart as it is now. */
enum err cart_again(struct web *w)
{
    TRY(cart_page(w));
    web_redirect(w, web_path(w, "/cart"));
    return OK;
}
