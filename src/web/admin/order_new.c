/* SPDX-License-Identifier: Apache-2.0 */
/* order_new.c - an order taken elsewhere, entered in one short form. */
#include "shop/order_enter.h"
#include "shop/product.h"
#include "web/admin/order.h"
#include "web/app.h"
#include "web/shop/card.h"
#include "web/text.h"

enum { ROWS_SHOWN = 3, LINES_MAX = COUNT(((struct order_elsewhere *)0)->line) };

struct line_input {
    str sku, name;
    int64_t quantity;
    money price;
};
struct new_input {
    int64_t placed_at;
    str source, external_ref, name, phone, email, district, street, village, postal_code, note;
    struct form_rows lines;
    money shipping_cost;
    int64_t paid_at, ship_by, deliver_by;
};

static const struct form_option sources[] = {
    { "whatsapp", "WhatsApp" }, { "manual", "Phone, Instagram, at the shop" }, { "shopee", "Shopee" },
    { "tokopedia", "Tokopedia" }, { "tiktok", "TikTok Shop" }, { "woocommerce", "WooCommerce" },
};
static const struct field line_fields[] = {
    FIELD(TEXT, struct line_input, sku, 0, 64, "At most 64 characters.", .label = "SKU", .is_optional = true),
    FIELD(TEXT, struct line_input, name, 0, 120, "At most 120 characters.", .label = "Name", .is_optional = true),
    FIELD(INT, struct line_input, quantity, 1, 999, "Between 1 and 999.", .label = "Quantity", .is_optional = true),
    FIELD(MONEY, struct line_input, price, 0, 0, "This is not an amount in the shop's currency.", .label = "Price each",
          .is_optional = true),
};
static const struct form line_form = FORM("order_line_new", line_fields, struct line_input);
static const struct field new_fields[] = {
    FIELD(CHOICE, struct new_input, source, 1, 20, "Please choose where it comes from.", .label = "Source", OPTIONS(sources)),
    FIELD(TEXT, struct new_input, external_ref, 0, 60, "At most 60 characters.", .label = "Number there", .is_optional = true,
          .hint = "Each number can be entered once.", .autocomplete = "off"),
    FIELD(ROWS, struct new_input, lines, 1, LINES_MAX, "Please write at least one thing that was ordered.", .label = "Goods",
          .rows = &line_form),
    FIELD(MONEY, struct new_input, shipping_cost, 0, 0, "This is not an amount in the shop's currency.",
          .label = "Shipping cost", .is_optional = true),
    FIELD(INSTANT, struct new_input, placed_at, 0, 0, "This is not a date and time.", .label = "Ordered on", .is_optional = true,
          .hint = "Empty: now."),
    FIELD(INSTANT, struct new_input, paid_at, 0, 0, "This is not a date and time.", .label = "Paid on", .is_optional = true),
    FIELD(TEXT, struct new_input, name, 2, 80, "Please write the buyer's name.", .label = "Name", .autocomplete = "off"),
    FIELD(PHONE, struct new_input, phone, 8, 20, "Please write the buyer's phone number.", .label = "WhatsApp number",
          .is_optional = true, .hint = "A marketplace may hide it: the card in the parcel carries the link.", .autocomplete = "off"),
    FIELD(EMAIL, struct new_input, email, 0, 120, "Please write an e-mail address.", .label = "E-mail", .is_optional = true,
          .autocomplete = "off"),
    FIELD(TEXT, struct new_input, district, 0, 120, "Unknown district.", .label = "District (kecamatan)", .is_optional = true,
          .hint = "Kecamatan and city, such as Coblong Bandung. Empty when it is picked up.", .autocomplete = "off"),
    FIELD(TEXT, struct new_input, street, 0, 300, "At most 300 characters.", .label = "Street, number, RT/RW",
          .is_optional = true, .autocomplete = "off"),
    FIELD(TEXT, struct new_input, village, 0, 80, "At most 80 characters.", .label = "Village (kelurahan)", .is_optional = true,
          .autocomplete = "off"),
    FIELD(TEXT, struct new_input, postal_code, 0, 10, "At most 10 characters.", .label = "Postal code", .is_optional = true,
          .inputmode = "numeric", .autocomplete = "off"),
    FIELD(TEXT, struct new_input, note, 0, 200, "At most 200 characters.", .label = "Landmark", .is_optional = true,
          .autocomplete = "off"),
    FIELD(DATE, struct new_input, ship_by, 0, 0, "This is not a date.", .label = "Sent by", .is_optional = true,
          .hint = "Empty: the shop's own promise."),
    FIELD(DATE, struct new_input, deliver_by, 0, 0, "This is not a date.", .label = "Delivered by", .is_optional = true),
};
const struct form admin_order_new_form = FORM("order_entered", new_fields, struct new_input);

static const struct model_field new_model_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(OBJECT, "form"),
    PAGE_ONLY(OBJECT, "same", .note = "The order that has this number already."),
};
const struct model admin_order_new_model = MODEL("order_entry", new_model_fields);

/* At least three rows, and one more than was typed. */
static void add_rows(struct web *w, struct form_state *state)
{
    struct arena *a = w->ctx.arena;
    for (size_t i = 0, empty = 0; i < LINES_MAX && (i < ROWS_SHOWN || empty == 0); i++) {
        str name = str_format(a, "lines.%zu.sku", i);
        bool is_there = value_get(state->typed, name) != NULL ||
                        value_get(state->typed, str_format(a, "lines.%zu.name", i)) != NULL;
        if (!is_there) {
            value_set_text(a, state->typed, name, S(""));
            empty++;
        }
    }
}

/* A number that was entered before leads to where it was. */
static enum err show_same(struct web *w, const struct form_state *state, struct value *m)
{
    struct order o = { 0 };
    struct arena *a = w->ctx.arena;
    bool was_there = w->is_back && w->back_err == ERR_EXISTS;
    enum err e = !was_there ? ERR_NOT_FOUND
                            : order_by_ref(&w->ctx, value_text(state->typed, S("source")),
                                           value_text(state->typed, S("external_ref")), &o);
    if (e == ERR_NOT_FOUND) {
        value_set_null(a, m, S("same"));
        return OK;
    }
    TRY(e);
    struct value *same = value_set_object(a, m, S("same"));
    value_set_text(a, same, S("number"), o.number);
    value_set_text(a, same, S("href_url"), admin_order_url(w, &o, ""));
    return OK;
}

enum err admin_order_new(struct web *w)
{
    struct value *m = office_page(w);
    struct form_state state = web_form_state(w, &admin_order_new_form);
    TRY(show_same(w, &state, m));
    add_rows(w, &state);
    value_set(
        m, S("form"),
        form_model(w->ctx.arena, &state, web_path(w, "/admin/orders"), w->csrf_token, w->ctx.lang));
    return OK;
}

static enum err refuse_district(struct web *w, const struct district *match, size_t count)
{
    struct arena *a = w->ctx.arena;
    str text = web_text(w, "No kecamatan by that name. Try the first letters only, or the name of "
                           "your city or regency.");
    for (size_t i = 0; i < count; i++) {
        str one = str_format(a, "%.*s, %.*s", STR_ARG(match[i].name), STR_ARG(match[i].city));
        text = i == 0 ? str_format(a, "%.*s %.*s", STR_ARG(web_text(w, "Which one?")), STR_ARG(one))
                      : str_format(a, "%.*s · %.*s", STR_ARG(text), STR_ARG(one));
    }
    form_refuse(a, &w->form_state, S("district"), text);
    return ERR_BAD_INPUT;
}

/* A code, or words that lead to one district. */
static enum err find_district(struct web *w, str typed, struct district *out)
{
    enum { MATCHES = 4 };
    struct district match[MATCHES];
    if (typed.size == 0 || region_district(app_regions(w->app), typed, out)) {
        return OK;
    }
    size_t count = region_search(app_regions(w->app), w->ctx.arena, typed, match, MATCHES);
    if (count != 1) {
        return refuse_district(w, match, count);
    }
    *out = match[0];
    return OK;
}

/* A SKU of the shop's own brings its name and price. */
static enum err read_line(struct web *w, size_t row, const struct line_input *in,
                          struct order_elsewhere *out)
{
    struct sku own = { 0 };
    str name = in->name;
    money unit = in->price.currency.code[0] == 0 ? money_zero(w->ctx.shop->currency) : in->price;
    enum err e =
        in->sku.size == 0 ? ERR_NOT_FOUND : product_sku(&w->ctx, in->sku, PRODUCT_ANY, &own);
    if (e == OK) {
        bool is_given = unit.minor != 0;
        str full = own.variant.title.size == 0
                       ? own.product_name
                       : str_format(w->ctx.arena, "%.*s, %.*s", STR_ARG(own.product_name),
                                    STR_ARG(own.variant.title));
        name = name.size == 0 ? full : name;
        unit.minor = is_given ? unit.minor : own.variant.price_minor;
    } else if (e != ERR_NOT_FOUND) {
        return e;
    }
    if (name.size == 0) {
        return web_refuse(w, ERR_BAD_INPUT, str_format(w->ctx.arena, "lines.%zu.name", row),
                          "No SKU of yours: please write the name.");
    }
    size_t i = out->line_count++;
    out->line[i].name = name;
    out->line[i].sku = in->sku;
    out->line[i].quantity = in->quantity == 0 ? 1 : in->quantity;
    out->line[i].unit = unit;
    return OK;
}

static enum err read_lines(struct web *w, const struct form_rows *rows, struct order_elsewhere *out)
{
    const struct line_input *line = rows->at;
    for (size_t i = 0; i < rows->count && out->line_count < LINES_MAX; i++) {
        if (line[i].sku.size != 0 || line[i].name.size != 0) {
            TRY(read_line(w, i, &line[i], out));
        }
    }
    return out->line_count > 0 ? OK
                               : web_refuse(w, ERR_BAD_INPUT, (str){ 0 },
                                            "Please write at least one thing that was ordered.");
}

/* A date is kept until its last moment. */
static int64_t end_of(const struct web *w, int64_t days)
{
    return days == 0 ? 0 : zone_instant(w->ctx.shop->zone, days + 1, 0) - 1;
}

/* What lies behind us cannot be promised, and what is to come has not happened. */
static enum err check_dates(struct web *w, const struct new_input *in)
{
    const struct {
        const char *field;
        int64_t days;
    } promised[] = { { "ship_by", in->ship_by }, { "deliver_by", in->deliver_by } };
    for (size_t i = 0; i < COUNT(promised); i++) {
        if (promised[i].days != 0 && end_of(w, promised[i].days) < w->ctx.now_at) {
            return web_refuse(w, ERR_BAD_INPUT, str_of(promised[i].field),
                              "This day is over. Promise one that can still be kept.");
        }
    }
    if (in->ship_by != 0 && in->deliver_by != 0 && in->deliver_by < in->ship_by) {
        return web_refuse(w, ERR_BAD_INPUT, S("deliver_by"), "It cannot arrive before it leaves.");
    }
    if (in->placed_at > w->ctx.now_at) {
        return web_refuse(w, ERR_BAD_INPUT, S("placed_at"), "This has not come yet.");
    }
    return in->paid_at > w->ctx.now_at
               ? web_refuse(w, ERR_BAD_INPUT, S("paid_at"), "This has not come yet.")
               : OK;
}

/* Before it is tried: a statement that failed ends PostgreSQL's transaction. */
static enum err check_ref(struct web *w, const struct new_input *in)
{
    struct order o = { 0 };
    enum err e = in->external_ref.size == 0
                     ? ERR_NOT_FOUND
                     : order_by_ref(&w->ctx, in->source, in->external_ref, &o);
    if (e != OK) {
        return e == ERR_NOT_FOUND ? OK : e;
    }
    form_refuse(w->ctx.arena, &w->form_state, S("external_ref"),
                say_with(w, T("This number was entered before, as order {number}."),
                         { S("number"), o.number }));
    return ERR_EXISTS;
}

enum err admin_order_enter(struct web *w)
{
    const struct new_input *in = w->form;
    struct district d = { 0 };
    struct order o = { 0 };
    TRY(find_district(w, in->district, &d));
    TRY(check_dates(w, in));
    TRY(check_ref(w, in));
    struct order_elsewhere entry = {
        .source = in->source, .external_ref = in->external_ref, .placed_at = in->placed_at, .paid_at = in->paid_at,
        .ship_by = end_of(w, in->ship_by), .deliver_by = end_of(w, in->deliver_by), .shipping = in->shipping_cost,
        .to = { .name = in->name, .phone = in->phone, .email = in->email, .street = in->street, .village = in->village,
                .district_code = d.code, .district = d.name, .city = d.city, .province = d.province,
                .postal_code = in->postal_code, .country = S("ID"), .note = in->note },
    };
    TRY(read_lines(w, &in->lines, &entry));
    TRY(order_enter(&w->ctx, &entry, &o));
    TRY(order_by_id(&w->ctx, o.id, &o));
    TRY(admin_order_show(w, &o));
    w->status = w->face == WEB_JSON ? 201 : 0;
    w->resource = o.number;
    office_done(w, admin_order_url(w, &o, ""), "entered");
    return OK;
}
