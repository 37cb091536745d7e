/* SPDX-License-Identifier: Apache-2.0 */
/*
 * checkout.c - where to, how much, who, how to pay: one page that first asks only for the district.
 */
#include "base/phone.h"
#include "shop/cart.h"
#include "shop/region.h"
#include "shop/standing.h"

#include "web/app.h"
#include "web/reader.h"
#include "web/shop/buy.h"
#include "web/shop/show.h"
#include "web/text.h"

struct checkout_input {
    str name, phone, email;
    struct {
        str street, village, district, city, province, postal_code, country, note;
    } address;
    str shipping_method, payment_method;
    bool accept_terms;
    struct form_texts consents;
    str shown;
};
static const struct field checkout_fields[] = {
    FIELD(TEXT, struct checkout_input, name, 2, 100, "Who receives it?", .label = "Name of the receiver",
          .autocomplete = "name"),
    FIELD(PHONE, struct checkout_input, phone, 8, 20, "A phone number such as 0812 3456 7890.",
          .label = "Mobile / WhatsApp number", .hint = "For news of the order. 08… or +62…, both are fine.",
          .autocomplete = "tel", .inputmode = "tel"),
    FIELD(EMAIL, struct checkout_input, email, 0, 254, "This does not look like an e-mail address.", .label = "E-mail",
          .hint = "Only if you want the receipt and news by e-mail.", .is_optional = true, .autocomplete = "email",
          .inputmode = "email"),
    FIELD(LINES, struct checkout_input, address.street, 0, 300, "Street, number, RT/RW.", .label = "Address",
          .hint = "Street, number, RT/RW, hamlet", .autocomplete = "street-address", .is_optional = true),
    FIELD(TEXT, struct checkout_input, address.village, 0, 80, "At most 80 characters.", .label = "Village",
          .is_optional = true, .autocomplete = "address-level4"),
    FIELD(TEXT, struct checkout_input, address.district, 1, 120, "Choose your district.", .label = "District",
          .type = "hidden"),
    FIELD(TEXT, struct checkout_input, address.city, 0, 80, "At most 80 characters.", .label = "City or regency",
          .is_optional = true),
    FIELD(TEXT, struct checkout_input, address.province, 0, 80, "At most 80 characters.", .label = "Province",
          .is_optional = true),
    FIELD(TEXT, struct checkout_input, address.postal_code, 0, 10, "At most 10 characters.", .label = "Postal code",
          .is_optional = true, .autocomplete = "postal-code", .inputmode = "numeric"),
    FIELD(TEXT, struct checkout_input, address.country, 0, 2, "Two letters, such as ID.", .label = "Country",
          .is_optional = true),
    FIELD(TEXT, struct checkout_input, address.note, 0, 200, "At most 200 characters.", .label = "Landmark",
          .hint = "For example: in front of the mosque, green fence", .is_optional = true, .autocomplete = "off"),
    FIELD(CHOICE, struct checkout_input, shipping_method, 1, 60, "Choose how it is sent.", .label = "Shipping",
          .type = "radio"),
    FIELD(CHOICE, struct checkout_input, payment_method, 1, 60, "Choose how you pay.", .label = "How you pay",
          .type = "radio"),
    FIELD(BOOL, struct checkout_input, accept_terms, 1, 1, "Please agree to the terms first.",
          .label = "I agree to the terms and the guarantee above"),
    FIELD(TEXT_LIST, struct checkout_input, consents, 0, 10, "Unknown consent.", .label = "Only if you like",
          .item_max = 40, .is_optional = true),
    FIELD(TEXT, struct checkout_input, shown, 0, 2000, "At most 2000 characters.", .label = "What the page showed",
          .is_optional = true, .type = "hidden"),
};

static bool is_pickup(str district)
{
    return str_eq(district, S("pickup"));
}

/* What is sent needs an address; what is picked up needs none. */
static const char *check_street(const struct form_state *state, str *field)
{
    enum { SHORTEST = 5 };
    bool is_sent = !is_pickup(str_trim(value_text(state->typed, S("address.district"))));
    str street = str_trim(value_text(state->typed, S("address.street")));
    *field = S("address.street");
    return is_sent && str_count_chars(street) < SHORTEST ? "Street, number, RT/RW." : NULL;
}

const struct form checkout_form =
    CHECKED_FORM("checkout", checkout_fields, struct checkout_input, check_street);

struct checkout_ask {
    str q, district;
};
static const struct field checkout_query_fields[] = {
    FIELD(TEXT, struct checkout_ask, q, 0, 80, "At most 80 characters.", .label = "District", .type = "search",
          .hint = "Type the name of your kecamatan, such as Kledung", .is_optional = true),
    FIELD(TEXT, struct checkout_ask, district, 0, 20, "Unknown district.", .label = "District", .is_optional = true),
};
const struct form checkout_query =
    QUERY_FORM("checkout_district", checkout_query_fields, struct checkout_ask);

/* --- the page --- */

static const struct model_field page_fields[] = {
    PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(TEXT, "cart_url"), PAGE_ONLY(LIST, "lines"),
    PAGE_ONLY(OBJECT, "totals"), PAGE_ONLY(OBJECT, "district_form"), PAGE_ONLY(BOOL, "has_searched"),
    PAGE_ONLY(LIST, "matches"), PAGE_ONLY(TEXT, "pickup_url"), PAGE_ONLY(OBJECT, "destination"),
    PAGE_ONLY(OBJECT, "form"), PAGE_ONLY(INT, "payment_hours"), PAGE_ONLY(LIST, "promises"),
    PAGE_ONLY(OBJECT, "terms"), PAGE_ONLY(TEXT, "cod_text"), PAGE_ONLY(TEXT, "shown"),
};
const struct model checkout_page_model = MODEL("checkout_page", page_fields);

static enum err load_cart(struct web *w, struct cart *cart)
{
    cart_id id = { 0 };
    if (w->cart_token.size == 0) {
        return ERR_CART_EMPTY;
    }
    TRY(cart_find(&w->ctx, w->cart_token, &id));
    return cart_load(&w->ctx, id, cart);
}

static void show_lines(struct web *w, const struct cart *cart, struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct value *lines = value_set_list(a, model, S("lines"));
    for (size_t i = 0; i < cart->count; i++) {
        buy_show_item(w, &cart->item[i], value_add_object(a, lines));
    }
    struct value *totals = value_set_object(a, model, S("totals"));
    value_set_money(a, totals, S("subtotal"), cart->subtotal);
    value_set_null(a, totals, S("shipping"));
    value_set_null(a, totals, S("discount"));
    value_set_null(a, totals, S("tax"));
    value_set_money(a, totals, S("total"), cart->subtotal);
}

static void show_search(struct web *w, const struct checkout_ask *ask, struct value *model)
{
    enum { MATCHES_MAX = 12 };
    struct arena *a = w->ctx.arena;
    struct district match[MATCHES_MAX];
    struct form_state state = w->query_state;
    size_t count =
        ask->q.size == 0 ? 0 : region_search(app_regions(w->app), a, ask->q, match, MATCHES_MAX);
    value_set(model, S("district_form"),
              form_model(a, &state, web_path(w, "/checkout"), (str){ 0 }, w->ctx.lang));
    value_set_bool(a, model, S("has_searched"), ask->q.size != 0);
    struct value *matches = value_set_list(a, model, S("matches"));
    for (size_t i = 0; i < count; i++) {
        show_district(w, matches, &match[i],
                      web_path(w, "/checkout?district=%.*s", STR_ARG(match[i].code)));
    }
    if (w->ctx.shop->has_pickup) {
        value_set_text(a, model, S("pickup_url"), web_path(w, "/checkout?district=pickup"));
    } else {
        value_set_null(a, model, S("pickup_url"));
    }
}

static void show_destination(struct web *w, const struct district *to, str code,
                             struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct value *node = value_set_object(a, model, S("destination"));
    value_set_text(a, node, S("code"), code);
    value_set_text(a, node, S("district"), to->name);
    value_set_text(a, node, S("city"), to->city);
    value_set_text(a, node, S("province"), to->province);
    value_set_bool(a, node, S("is_pickup"), is_pickup(code));
    value_set_text(a, node, S("change_url"), web_path(w, "/checkout"));
}

static enum err show_quote(struct web *w, const struct cart *cart,
                           const struct shipping_quote *quote, int64_t preorder,
                           struct value *option)
{
    struct arena *a = w->ctx.arena;
    struct delivery_dates dates = { 0 };
    struct dates_ask ask = { .at = w->ctx.now_at, .preorder_days = preorder, .min_days = quote->min_days,
                             .max_days = quote->max_days, .method = quote->code, .known_at = w->ctx.now_at };
    TRY(order_dates_of(&w->ctx, &ask, &dates));
    value_set_text(a, option, S("value"), quote->code);
    value_set_text(a, option, S("label"), quote->name);
    show_text_or_null(w, option, S("hint"),
                      quote->is_pickup ? w->ctx.shop->pickup_address : (str){ 0 });
    show_text_or_null(w, option, S("carrier"), quote->carrier);
    value_set_money(a, option, S("subtotal"), cart->subtotal);
    value_set_money(a, option, S("price"), quote->price);
    value_set_bool(a, option, S("is_free"), quote->price.minor == 0);
    value_set_null(a, option, S("discount"));
    money total = money_add(cart->subtotal, quote->price);
    if (w->ctx.shop->is_pkp) {
        value_set_money(a, option, S("tax"), order_tax(&w->ctx, total, w->ctx.now_at));
    } else {
        value_set_null(a, option, S("tax"));
    }
    value_set_money(a, option, S("total"), total);
    value_set_bool(a, option, S("is_pickup"), quote->is_pickup);
    value_set_date(a, option, S("ship_by"), zone_days(reader_zone(w), dates.ship_by_at));
    if (quote->is_pickup) {
        value_set_null(a, option, S("deliver_from"));
        value_set_date(a, option, S("deliver_by"), zone_days(reader_zone(w), dates.ship_by_at));
    } else {
        value_set_date(a, option, S("deliver_from"), dates.from_days);
        value_set_date(a, option, S("deliver_by"), dates.to_days);
    }
    return OK;
}

static struct value *consent_options(struct web *w)
{
    struct arena *a = w->ctx.arena;
    static const struct {
        const char *value, *label;
    } consents[] = {
        { "marketing", "Tell me about new products by WhatsApp, at most once a month" },
    };
    struct value *options = value_list(a);
    for (size_t i = 0; i < COUNT(consents); i++) {
        struct value *option = value_add_object(a, options);
        value_set_text(a, option, S("value"), str_of(consents[i].value));
        value_set_text(a, option, S("label"), web_text(w, consents[i].label));
    }
    return options;
}

/* What is chosen when nothing was: the first of a list. */
static void choose_first(struct value *options)
{
    for (struct value *option = options->children.first; option != NULL; option = option->next) {
        for (struct value *field = option->children.first; field != NULL; field = field->next) {
            if (str_eq(field->name, S("is_selected")) && field->truth) {
                return;
            }
        }
    }
    if (options->children.first != NULL) {
        for (struct value *field = options->children.first->children.first; field != NULL;
             field = field->next) {
            if (str_eq(field->name, S("is_selected"))) {
                field->truth = true;
            }
        }
    }
}

static enum err shipping_options(struct web *w, const struct cart *cart, str district,
                                 struct shipping_quotes *quotes, struct value **out)
{
    struct shipping_ask ask = { .district = is_pickup(district) ? (str){ 0 } : district, .subtotal = cart->subtotal,
                                .item = cart_parcel(&w->ctx, cart), .item_count = cart->count };
    struct value *options = value_list(w->ctx.arena);
    w->zone = region_zone(ask.district);
    TRY(shipping_quotes(&w->ctx, &ask, quotes));
    for (size_t i = 0; i < quotes->count; i++) {
        if (quotes->quote[i].is_pickup == is_pickup(district)) {
            TRY(show_quote(w, cart, &quotes->quote[i], cart_preorder_days(cart),
                           value_add_object(w->ctx.arena, options)));
        }
    }
    *out = options;
    return OK;
}

/* Once the number is typed, what is off for it is not offered again. */
static enum err what_is_off(struct web *w, const struct value *typed, str *out)
{
    str phone = { 0 };
    bool is_off = false;
    if (!phone_normalise(w->ctx.arena, value_text(typed, S("phone")), &phone)) {
        return OK;
    }
    TRY(standing_holds_phone(&w->ctx, phone, STANDING_NO_COD, &is_off));
    *out = is_off ? S("cod") : (str){ 0 };
    return OK;
}

/* Who came for cash on delivery reads why it is not there. */
static str cod_text(const struct web *w, const struct cart *cart, str district)
{
    const struct shop *shop = w->ctx.shop;
    if (!shop->has_cod || is_pickup(district)) {
        return (str){ 0 };
    }
    enum pay_cod cod = pay_cod_of(shop, cart->subtotal, district, false);
    if (cod == PAY_COD_MAY) {
        return (str){ 0 };
    }
    if (cod == PAY_COD_NOT_HERE) {
        return web_text(w, "Cash on delivery is not possible to this area.");
    }
    money most = { shop->cod_max_minor, shop->currency };
    return text_fill(w->ctx.arena, w->ctx.lang,
                     T("Cash on delivery is possible up to {amount}, shipping included."),
                     SLOTS({ S("amount"), money_print(w->ctx.arena, most, web_is_indonesian(w)) }));
}

/* Other terms than those that were agreed to are agreed to anew. */
static void untick_terms(struct value *typed)
{
    for (struct value *one = typed->children.first; one != NULL; one = one->next) {
        if (str_eq(one->name, S("accept_terms"))) {
            one->text = (str){ 0 };
        }
    }
}

static enum err show_form(struct web *w, const struct cart *cart, str district, struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct form_state state = web_form_state(w, &checkout_form);
    struct shipping_quotes *quotes = NEW(a, struct shipping_quotes);
    int64_t version[POLICY_KIND_COUNT] = { 0 };
    struct value *shipping = NULL;
    str off = { 0 };
    if (state.typed == NULL) {
        state.typed = value_object(a);
    }
    if (value_get(state.typed, S("address.district")) == NULL) {
        value_set_text(a, state.typed, S("address.district"), district);
    }
    TRY(what_is_off(w, state.typed, &off));
    TRY(policy_current_versions(&w->ctx, version));
    if (checkout_shown_terms_changed(value_text(state.typed, S("shown")), version)) {
        untick_terms(state.typed);
    }
    TRY(shipping_options(w, cart, district, quotes, &shipping));
    value_set_text(a, model, S("shown"), checkout_shown_text(w, cart, quotes, version));
    struct value *form =
        form_model(a, &state, web_path(w, "/checkout"), w->csrf_token, w->ctx.lang);
    struct value *pay =
        payment_options(w, cart->subtotal, is_pickup(district) ? (str){ 0 } : district, true, off);
    form_model_options(a, form, S("shipping_method"), shipping, &state);
    form_model_options(a, form, S("payment_method"), pay, &state);
    form_model_options(a, form, S("consents"), consent_options(w), &state);
    choose_first(shipping);
    choose_first(pay);
    value_set(model, S("form"), form);
    show_text_or_null(w, model, S("cod_text"), cod_text(w, cart, district));
    return OK;
}

static enum err show_terms(struct web *w, struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct policy terms = { 0 };
    TRY(policy_current(&w->ctx, POLICY_TERMS, &terms));
    struct value *node = value_set_object(a, model, S("terms"));
    value_set_int(a, node, S("version"), terms.version);
    value_set_date(a, node, S("effective_at"), zone_days(w->ctx.shop->zone, terms.at));
    value_set_text(a, node, S("guarantee_text"), guarantee_text(w));
    value_set_text(a, node, S("returns_url"), web_path(w, "/policies/returns"));
    value_set_text(a, node, S("shipping_url"), web_path(w, "/policies/shipping"));
    value_set_text(a, node, S("privacy_url"), web_path(w, "/policies/privacy"));
    value_set_text(a, node, S("terms_url"), web_path(w, "/policies/terms"));
    return OK;
}

static void show_promises(struct web *w, struct value *model)
{
    static const struct {
        const char *kind, *text;
    } promises[] = {
        { "ship", "Sent on or before the day shown, or you see that we were late." },
        { "deliver", "It never arrives: your money back, without argument." },
        { "replace", "Damaged or wrong: replaced, or your money back." },
    };
    struct value *list = value_set_list(w->ctx.arena, model, S("promises"));
    for (size_t i = 0; i < COUNT(promises); i++) {
        struct value *one = value_add_object(w->ctx.arena, list);
        value_set_text(w->ctx.arena, one, S("kind"), str_of(promises[i].kind));
        value_set_text(w->ctx.arena, one, S("text"), web_text(w, promises[i].text));
        value_set_bool(w->ctx.arena, one, S("is_slow"),
                       false); /* what holds always: no day is named here */
    }
}

/* The district asked for: of the address, or of the form that was refused. */
static str wanted_district(const struct web *w, const struct checkout_ask *ask)
{
    const struct value *typed = w->form_state.form == &checkout_form ? w->form_state.typed : NULL;
    str again = typed == NULL ? (str){ 0 } : value_text(typed, S("address.district"));
    return again.size != 0 ? again : ask->district;
}

enum err checkout_page(struct web *w)
{
    const struct checkout_ask *ask = w->query;
    struct arena *a = w->ctx.arena;
    struct cart cart = { 0 };
    struct district to = { 0 };
    enum err e = load_cart(w, &cart);
    if (e == ERR_CART_EMPTY || e == ERR_CART_EXPIRED ||
        (e == OK && (cart.count == 0 || !cart.can_checkout || cart.order_number.size != 0 ||
                     (!w->is_back && buy_why_not(w, &cart).size != 0)))) {
        web_redirect(w, web_path(w, "/cart"));
        return OK;
    }
    TRY(e);
    str district = wanted_district(w, ask);
    struct value *model = w->model = value_object(a);
    value_set_null(a, model, S("csrf_token"));
    value_set_text(a, model, S("cart_url"), web_path(w, "/cart"));
    show_lines(w, &cart, model);
    show_search(w, ask, model);
    bool is_known = is_pickup(district) || region_district(app_regions(w->app), district, &to);
    if (is_known) {
        show_destination(w, &to, district, model);
        TRY(show_form(w, &cart, district, model));
    } else {
        value_set_null(a, model, S("destination"));
        value_set_null(a, model, S("form"));
        value_set_null(a, model, S("cod_text"));
        value_set_null(a, model, S("shown"));
    }
    value_set_int(a, model, S("payment_hours"), w->ctx.shop->transfer_expiry_hours);
    show_promises(w, model);
    return show_terms(w, model);
}

/* --- placing --- */

static const struct model_field promise_fields[] = {
    SHOW(TEXT, "kind"), SHOW(INSTANT, "due_at"), SHOW(TEXT, "outcome"), SHOW_OR_NULL(INSTANT, "settled_at"),
};
static const struct model promise_model = MODEL("order_promise", promise_fields);
static const struct model_field placed_fields[] = {
    SHOW(TEXT, "number"), SHOW(TEXT, "key"), SHOW(TEXT, "status"), SHOW(TEXT, "payment_status"),
    SHOW(TEXT, "fulfillment_status"), SHOW(MONEY, "total"), SHOW(LIST, "promises", .of = &promise_model),
};
static const struct model placed_model = MODEL("placed_order", placed_fields);
static const struct model_field reply_fields[] = {
    SHOW(OBJECT, "order", .of = &placed_model), SHOW(OBJECT, "payment", .of = &payment_model),
};
const struct model checkout_reply_model = MODEL("checkout_reply", reply_fields);

/* A code, or the names people write; the province may be called otherwise than here. */
static enum err find_district(struct web *w, const struct checkout_input *in, struct district *out)
{
    struct arena *a = w->ctx.arena;
    const struct region_index *regions = app_regions(w->app);
    str in_city =
        str_format(a, "%.*s %.*s", STR_ARG(in->address.district), STR_ARG(in->address.city));
    str in_province = str_format(a, "%.*s %.*s", STR_ARG(in_city), STR_ARG(in->address.province));
    if (region_district(regions, in->address.district, out) ||
        region_named(regions, a, in->address.district, in->address.city, out) ||
        region_resolve(regions, a, in_province, out) || region_resolve(regions, a, in_city, out)) {
        return OK;
    }
    return web_refuse(w, ERR_BAD_INPUT, S("address.district"),
                      "Choose your district (kecamatan) from the list.");
}

static enum err read_delivery(struct web *w, const struct checkout_input *in, struct delivery *to)
{
    struct district district = { 0 };
    *to = (struct delivery){
        .name = in->name,
        .phone = in->phone,
        .email = in->email,
        .street = in->address.street,
        .village = in->address.village,
        .postal_code = in->address.postal_code,
        .note = in->address.note,
        .country = in->address.country.size == 0 ? S("ID") : in->address.country,
    };
    if (is_pickup(in->address.district)) {
        return OK;
    }
    TRY(find_district(w, in, &district));
    to->district_code = district.code;
    to->district = district.name;
    to->city = district.city;
    to->province = district.province;
    return OK;
}

static enum err read_consents(struct web *w, const struct checkout_input *in,
                              enum vault_purpose *out, size_t *count)
{
    static const struct {
        str name;
        enum vault_purpose purpose;
    } purposes[] = { { S_INIT("marketing"), PURPOSE_MARKETING } };
    *count = 0;
    for (size_t i = 0; i < in->consents.count; i++) {
        size_t k = 0;
        while (k < COUNT(purposes) && !str_eq(in->consents.at[i], purposes[k].name)) {
            k++;
        }
        if (k == COUNT(purposes)) {
            return web_refuse(w, ERR_BAD_INPUT, S("consents"), "Unknown consent.");
        }
        out[(*count)++] = purposes[k].purpose;
    }
    return OK;
}

static bool is_cod(const struct web *w)
{
    const struct checkout_input *in = w->form;
    return str_eq(in->payment_method, S("cod"));
}

/* Whether there is anything to choose but cash on delivery, for whatever is bought. */
static bool has_other_way(const struct web *w)
{
    struct pay_methods offered = { 0 };
    pay_methods_offered(w->ctx.shop, money_zero(w->ctx.shop->currency), (str){ 0 }, true,
                        &offered);
    for (size_t i = 0; i < offered.count; i++) {
        if (!str_eq(str_of(offered.method[i]->code), S("cod"))) {
            return true;
        }
    }
    return false;
}

static enum err explain(struct web *w, enum err e)
{
    switch ((int)e) {
    case ERR_OUT_OF_STOCK:
        return web_refuse(w, e, (str){ 0 },
                          "Somebody was faster: not all of it is left. Your cart was kept.");
    case ERR_CONFLICT:
        return web_refuse(
            w, e, (str){ 0 },
            "Something changed since this page was shown: a price, the shipping cost, the wait or "
            "the terms. "
            "Nothing was ordered. Here is how it is now: please look at it and order again.");
    case ERR_LIMIT:
        return web_refuse(
            w, e, S("phone"),
            "This number has open orders that are not paid yet. Please pay or cancel one first.");
    case ERR_COD_OPEN:
        return web_refuse(
            w, e, S("payment_method"),
            has_other_way(w) ? "This number still has an order to be paid on receipt. Please "
                               "choose another way to pay, or wait until it has arrived."
                             : "This number still has an order to be paid on receipt, and there is "
                               "no other way to pay here. Your cart was kept: please order again "
                               "once the first has arrived and is paid, or write to us.");
    case ERR_NO_COD:
        return web_refuse(
            w, e, S("payment_method"),
            has_other_way(w)
                ? "Cash on delivery is off for this number for now, because parcels came back. "
                  "Please choose another way: "
                  "all others are open. Why and until when stands on the page of your last order."
                : "Cash on delivery is off for this number for now, because parcels came back, and "
                  "there is no other way to pay here. Why, until when, and how to contest it "
                  "stands "
                  "on the page of your last order.");
    case ERR_STATE:
        return web_refuse(w, e, (str){ 0 },
                          w->ctx.shop->is_open
                              ? "This is below the smallest order of this shop. Your cart was kept."
                              : "The shop takes no orders right now. Your cart was kept.");
    case ERR_UNPROCESSABLE:
        if (is_cod(
                w)) { /* with the shipping cost it is too much, or it goes elsewhere than the form was for */
            return web_refuse(
                w, e, S("payment_method"),
                "Cash on delivery is not possible for this total, shipping included, or not "
                "to this area. Please choose another way to pay.");
        }
        return web_refuse(w, e, S("shipping_method"),
                          "This way of sending or paying is not possible for this order.");
    default:
        return e;
    }
}

static enum err show_placed(struct web *w, const struct order *o)
{
    struct arena *a = w->ctx.arena;
    struct payment payment = { 0 };
    struct promise_list promises = { 0 };
    struct value *model = w->model = value_object(a);
    reader_see_order(w, o);
    struct value *node = value_set_object(a, model, S("order"));
    value_set_text(a, node, S("number"), o->number);
    value_set_text(a, node, S("key"), order_link_key(&w->ctx, o->number));
    value_set_text(a, node, S("status"), order_status_name(o->status));
    value_set_text(a, node, S("payment_status"), payment_status_name(o->payment));
    value_set_text(a, node, S("fulfillment_status"), fulfillment_status_name(o->fulfillment));
    value_set_money(a, node, S("total"), o->total);
    TRY(payment_latest_ask(&w->ctx, o->id));
    TRY(promise_ask(&w->ctx, order_subject(&w->ctx, o->id), PROMISE_CONFIRM_PAYMENT));
    TRY(promise_list(&w->ctx, order_subject(&w->ctx, o->id), &promises));
    struct value *list = value_set_list(a, node, S("promises"));
    for (size_t i = 0; i < promises.count; i++) {
        struct value *one = value_add_object(a, list);
        value_set_text(a, one, S("kind"), promise_kind_name(promises.item[i].kind));
        value_set_instant(a, one, S("due_at"), promises.item[i].due_at);
        value_set_text(a, one, S("outcome"), promise_outcome_name(promises.item[i].outcome));
        value_set_instant(a, one, S("settled_at"), promises.item[i].settled_at);
    }
    TRY(payment_latest(&w->ctx, o->id, &payment));
    return payment_show(w, o, &payment, value_set_object(a, model, S("payment")));
}

enum err checkout_place(struct web *w)
{
    const struct checkout_input *in = w->form;
    enum vault_purpose consents[10];
    struct checkout checkout = { .shipping_method = in->shipping_method, .payment_method = in->payment_method,
                                 .consent = consents };
    struct order order = { 0 };
    bool is_new = false;
    if (w->cart_token.size == 0) {
        return ERR_CART_EMPTY;
    }
    TRY(cart_find(&w->ctx, w->cart_token, &checkout.cart));
    TRY(read_consents(w, in, consents, &checkout.consent_count));
    TRY(read_delivery(w, in, &checkout.to));
    checkout.shown = checkout_shown_of(w, in->shown, in->shipping_method, in->payment_method);
    TRY(explain(w, order_place(&w->ctx, &checkout, &order, &is_new)));
    w->status = is_new ? 201 : 200;
    w->resource = order.number;
    TRY(show_placed(w, &order));
    web_redirect(w, order_page_url(w, &order));
    return OK;
}

enum err checkout_again(struct web *w)
{
    struct order order = { 0 };
    TRY(order_by_number(&w->ctx, w->resource, &order));
    TRY(show_placed(w, &order));
    web_redirect(w, order_page_url(w, &order));
    return OK;
}
