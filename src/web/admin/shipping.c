/* SPDX-License-Identifier: Apache-2.0 */
/* shipping.c - ways of sending and their rates. */
#include "shop/shipping.h"

#include "core/setting.h"
#include "web/admin/settings.h"
#include "web/app.h"
#include "web/text.h"

enum { MIN_GRAMS = 1000 };

struct method_input {
    str code, kind, carrier, name_id, name_en, rates;
    money flat, free_over;
    int64_t min_days, max_days, position;
    int64_t min_grams, tolerance_grams, volumetric_divisor;
    bool is_active;
};
static const struct form_option kinds[] = {
    { "flat", "One price everywhere" }, { "table", "By area and weight" }, { "pickup", "Picked up at the shop" },
};
static const struct field method_fields[] = {
    FIELD(SLUG, struct method_input, code, 1, 30, "Small letters, digits and hyphens.", .label = "Code"),
    FIELD(CHOICE, struct method_input, kind, 1, 10, "Please choose how it is priced.", .label = "Price", OPTIONS(kinds)),
    FIELD(TEXT, struct method_input, carrier, 0, 40, "At most 40 characters.", .label = "Courier", .is_optional = true),
    FIELD(TEXT, struct method_input, name_id, 1, 60, "Please write the name.", .label = "Name"),
    FIELD(TEXT, struct method_input, name_en, 0, 60, "At most 60 characters.", .label = "Name in English", .is_optional = true),
    FIELD(MONEY, struct method_input, flat, 0, 0, "This is not an amount in the shop's currency.", .label = "Price everywhere",
          .is_optional = true),
    FIELD(MONEY, struct method_input, free_over, 0, 0, "This is not an amount in the shop's currency.",
          .label = "Free from (0: never)", .is_optional = true),
    FIELD(INT, struct method_input, min_days, 0, 60, "Between 0 and 60 days.", .label = "Days on the way, at least"),
    FIELD(INT, struct method_input, max_days, 0, 60, "Between 0 and 60 days.", .label = "Days on the way, at most"),
    FIELD(INT, struct method_input, min_grams, 1, 100000, "Between 1 and 100000 g.", .label = "Counts as at least (g)",
          .is_optional = true),
    FIELD(INT, struct method_input, tolerance_grams, 0, 999, "Between 0 and 999 g.", .label = "Not counted above a kilogram (g)",
          .is_optional = true),
    FIELD(INT, struct method_input, volumetric_divisor, 1000, 10000, "Between 1000 and 10000.", .label = "Volume divided by",
          .hint = "The courier's own number: length × width × height in cm, divided by it, is the weight of a large, light parcel.",
          .is_optional = true),
    FIELD(INT, struct method_input, position, 0, 100, "Between 0 and 100.", .label = "Order in the list", .is_optional = true),
    FIELD(BOOL, struct method_input, is_active, 0, 0, "", .label = "Offered", .is_optional = true),
    FIELD(LINES, struct method_input, rates, 0, 40000, "This text is too long.", .label = "Rates",
          .hint = "One line an area: area | first kg | each further kg | days at least | days at most. For example Jawa Barat | 12000 | "
                  "9000 | 2 | 4. The area is a province, a city or a kecamatan, by name or code; * is everywhere else.",
          .is_optional = true),
};
const struct form admin_method_form = FORM("shipping_method", method_fields, struct method_input);

static str rates_text(struct web *w, const struct shipping_rate_list *list)
{
    struct arena *a = w->ctx.arena;
    currency in = w->ctx.shop->currency;
    struct buf out = buf_new(a, KB(64));
    for (size_t i = 0; i < list->count; i++) {
        const struct shipping_rate_new *r = &list->item[i];
        buf_addf(
            &out, "%.*s | %.*s | %.*s | %" PRId64 " | %" PRId64 "\n",
            STR_ARG(r->area.size == 0 ? S("*") : region_area_name(app_regions(w->app), r->area)),
            STR_ARG(money_decimal(a, (money){ r->first_kg_minor, in })),
            STR_ARG(money_decimal(a, (money){ r->next_kg_minor, in })), r->min_days, r->max_days);
    }
    return buf_str(&out);
}

static enum err show_method(struct web *w, int64_t id, const struct shipping_method_new *as,
                            struct value *node)
{
    struct arena *a = w->ctx.arena;
    currency in = w->ctx.shop->currency;
    struct shipping_rate_list rates = { 0 };
    TRY(shipping_rate_list(&w->ctx, id, &rates));
    struct method_input values = {
        .code = as->code, .kind = as->kind, .carrier = as->carrier, .name_id = as->name_id, .name_en = as->name_en,
        .rates = rates_text(w, &rates), .flat = { as->flat_minor, in }, .free_over = { as->free_over_minor, in },
        .min_days = as->min_days, .max_days = as->max_days, .position = as->position, .is_active = as->is_active,
        .min_grams = as->min_grams, .tolerance_grams = as->tolerance_grams, .volumetric_divisor = as->volumetric_divisor,
    };
    value_set_text(a, node, S("title"),
                   web_is_indonesian(w) || as->name_en.size == 0 ? as->name_id : as->name_en);
    value_set_bool(a, node, S("is_offered"), as->is_active);
    bool is_typed = office_is_refused(w, &admin_method_form) &&
                    str_eq(value_text(w->form_state.typed, S("code")), as->code);
    if (is_typed || !office_is_refused(w, &admin_method_form)) {
        office_form(w, node, "form", &admin_method_form, &values,
                    web_path(w, "/admin/settings/shipping/methods"));
        return OK;
    }
    struct form_env env = { w->ctx.lang, w->ctx.shop->zone, in };
    struct form_state state = form_of(a, &admin_method_form, &env, &values);
    value_set(node, S("form"),
              form_model(a, &state, web_path(w, "/admin/settings/shipping/methods"), w->csrf_token,
                         w->ctx.lang));
    return OK;
}

enum err admin_methods_show(struct web *w, struct value *m, bool is_shown)
{
    struct arena *a = w->ctx.arena;
    struct shipping_method_list list = { 0 };
    struct value *methods = value_set_list(a, m, S("methods"));
    if (!is_shown) {
        value_set_null(a, m, S("method_form"));
        return OK;
    }
    TRY(shipping_method_list(&w->ctx, &list));
    for (size_t i = 0; i < list.count; i++) {
        TRY(show_method(w, list.item[i].id, &list.item[i].as, value_add_object(a, methods)));
    }
    const struct shop *shop = w->ctx.shop;
    struct method_input blank = { .min_grams = MIN_GRAMS, .tolerance_grams = shop->weight_tolerance_grams,
                                  .volumetric_divisor = shop->volumetric_divisor, .flat = money_zero(w->ctx.shop->currency), .free_over = money_zero(w->ctx.shop->currency),
                                  .kind = S("flat"), .min_days = 2, .max_days = 5, .is_active = true,
                                  .position = (int64_t)list.count + 1 };
    office_form(w, m, "method_form", &admin_method_form, &blank,
                web_path(w, "/admin/settings/shipping/methods"));
    return OK;
}

/* --- saving --- */

/* One line; false: `why` says what is wrong with it. */
static bool read_rate(struct web *w, str line, struct shipping_rate_new *out, str *why)
{
    money price[2] = { 0 };
    int64_t days[2] = { 0 };
    struct str_pair cell = str_cut(line, '|');
    str area = str_trim(cell.head);
    bool is_good = true;
    for (size_t i = 0; i < COUNT(price); i++) {
        cell = str_cut(cell.tail, '|');
        is_good = is_good && form_money(w->ctx.arena, w->ctx.shop->currency, cell.head, &price[i]);
    }
    for (size_t i = 0; i < COUNT(days); i++) {
        cell = str_cut(cell.tail, '|');
        is_good = is_good && str_to_int(str_trim(cell.head), &days[i]) && days[i] >= 0;
    }
    if (!is_good || cell.found || days[1] < days[0]) {
        *why = web_text(
            w, "It should read: area | first kg | each further kg | days at least | days at most.");
        return false;
    }
    *out = (struct shipping_rate_new){ { 0 }, price[0].minor, price[1].minor, days[0], days[1] };
    return str_eq(area, S("*")) || area_typed(w, area, &out->area, why);
}

static enum err refuse_rate(struct web *w, int64_t line, str why)
{
    str message = str_format(w->ctx.arena, "%.*s %" PRId64 ": %.*s",
                             STR_ARG(web_text(w, "Not a rate: line")), line, STR_ARG(why));
    form_refuse(w->ctx.arena, &w->form_state, S("rates"), message);
    return ERR_BAD_INPUT;
}

static enum err read_rates(struct web *w, str text, struct shipping_rate_list *out)
{
    struct str_pair line = { .tail = text };
    int64_t number = 0;
    out->item = NEW_N(w->ctx.arena, struct shipping_rate_new, SHIPPING_RATES_MAX);
    do {
        str why = { 0 };
        line = str_cut(line.tail, '\n');
        number++;
        if (str_trim(line.head).size == 0) {
            continue;
        }
        if (out->count == SHIPPING_RATES_MAX) {
            return refuse_rate(w, number, web_text(w, "These are too many."));
        }
        if (!read_rate(w, str_trim(line.head), &out->item[out->count], &why)) {
            return refuse_rate(w, number, why);
        }
        out->count++;
    } while (line.found);
    return OK;
}

/* How this courier weighs: as given, else as it was, else as couriers here usually do. */
static enum err weighing(struct web *w, const struct method_input *in,
                         struct shipping_method_new *m)
{
    struct shipping_method_list list = { 0 };
    m->min_grams = MIN_GRAMS;
    m->tolerance_grams = w->ctx.shop->weight_tolerance_grams;
    m->volumetric_divisor = w->ctx.shop->volumetric_divisor;
    TRY(shipping_method_list(&w->ctx, &list));
    for (size_t i = 0; i < list.count; i++) {
        const struct shipping_method_new *old = &list.item[i].as;
        if (str_eq(old->code, m->code)) {
            m->min_grams = old->min_grams;
            m->tolerance_grams = old->tolerance_grams;
            m->volumetric_divisor = old->volumetric_divisor;
        }
    }
    m->min_grams = in->min_grams != 0 ? in->min_grams : m->min_grams;
    m->volumetric_divisor =
        in->volumetric_divisor != 0 ? in->volumetric_divisor : m->volumetric_divisor;
    if (form_was_given(&w->form_state, S("tolerance_grams"))) {
        m->tolerance_grams = in->tolerance_grams;
    }
    return OK;
}

enum err admin_method_post(struct web *w)
{
    const struct method_input *in = w->form;
    struct shipping_rate_list rates = { 0 };
    int64_t id = 0;
    bool is_pickup = str_eq(in->kind, S("pickup"));
    struct shipping_method_new m = {
        .code = in->code, .kind = in->kind, .carrier = in->carrier, .name_id = in->name_id,
        .name_en = in->name_en.size == 0 ? in->name_id : in->name_en, .flat_minor = in->flat.minor,
        .free_over_minor = in->free_over.minor, .min_days = in->min_days, .max_days = in->max_days,
        .position = in->position, .is_active = in->is_active,
    };
    if (in->max_days < in->min_days) {
        return web_refuse(w, ERR_BAD_INPUT, S("max_days"), "Not fewer than the days at least.");
    }
    TRY(read_rates(w, in->rates, &rates));
    TRY(weighing(w, in, &m));
    TRY(shipping_method_put(&w->ctx, &m, &id));
    TRY(shipping_rates_replace(&w->ctx, id, rates.item, rates.count));
    if (is_pickup) {
        TRY(setting_set(&w->ctx, S("shipping.pickup"), in->is_active ? S("1") : S("0")));
    }
    return admin_settings_again(w);
}
