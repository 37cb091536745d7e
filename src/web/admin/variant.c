/* SPDX-License-Identifier: Apache-2.0 */
/* variant.c - variants of a product: price, weight, stock. */
#include "shop/product_grid.h"
#include "web/admin/product.h"
#include "web/text.h"

/* What both forms ask. */
#define VARIANT_FIELDS \
    FIELD(TEXT, struct variant_input, sku, 0, 100, "At most 100 characters.", .label = "SKU", .is_optional = true), \
    FIELD(TEXT, struct variant_input, option_1, 0, 100, "At most 100 characters.", .label = "First option", .is_optional = true), \
    FIELD(TEXT, struct variant_input, option_2, 0, 100, "At most 100 characters.", .label = "Second option", \
          .is_optional = true), \
    FIELD(TEXT, struct variant_input, option_3, 0, 100, "At most 100 characters.", .label = "Third option", .is_optional = true), \
    FIELD(MONEY, struct variant_input, price, 0, 0, "Please write the price.", .label = "Price"), \
    FIELD(MONEY, struct variant_input, compare_at_price, 0, 0, "This is not an amount in the shop's currency.", \
          .label = "Price before", .is_optional = true), \
    FIELD(INT, struct variant_input, weight_grams, 0, 1000000, "This is not a weight in grams.", .label = "Weight (g)", \
          .is_optional = true), \
    FIELD(INT, struct variant_input, length_mm, 0, 5000, "Between 0 and 5000 mm.", .label = "Length packed (mm)", \
          .is_optional = true), \
    FIELD(INT, struct variant_input, width_mm, 0, 5000, "Between 0 and 5000 mm.", .label = "Width packed (mm)", \
          .is_optional = true), \
    FIELD(INT, struct variant_input, height_mm, 0, 5000, "Between 0 and 5000 mm.", .label = "Height packed (mm)", \
          .is_optional = true)

static const struct field variant_fields_table[] = {
    VARIANT_FIELDS,
    FIELD(INT, struct variant_input, preorder_days, 0, 365, "At most 365 days.", .label = "Made to order (days)",
          .is_optional = true),
    FIELD(BOOL, struct variant_input, is_tracked, 0, 0, "", .label = "Stock is counted", .is_optional = true),
    FIELD(BOOL, struct variant_input, is_active, 0, 0, "", .label = "For sale", .is_optional = true),
};
const struct form admin_variant_form =
    FORM("variant_edit", variant_fields_table, struct variant_input);

static const struct field new_fields[] = {
    VARIANT_FIELDS,
    FIELD(INT, struct variant_input, on_hand, 0, STOCK_QUANTITY_MAX, "This is not a number of pieces.", .label = "Stock",
          .is_optional = true),
};
const struct form admin_variant_new_form = FORM("variant_new", new_fields, struct variant_input);

static const struct field grid_fields[] = {
    FIELD(TEXT, struct variant_input, option_1, 0, 2000, "At most 2000 characters.", .label = "First option", .is_optional = true),
    FIELD(TEXT, struct variant_input, option_2, 0, 2000, "At most 2000 characters.", .label = "Second option", .is_optional = true),
    FIELD(TEXT, struct variant_input, option_3, 0, 2000, "At most 2000 characters.", .label = "Third option", .is_optional = true),
    FIELD(MONEY, struct variant_input, price, 0, 0, "Please write the price.", .label = "Price"),
    FIELD(INT, struct variant_input, weight_grams, 0, 1000000, "This is not a weight in grams.", .label = "Weight (g)",
          .is_optional = true),
    FIELD(INT, struct variant_input, on_hand, 0, STOCK_QUANTITY_MAX, "This is not a number of pieces.", .label = "Stock of each",
          .is_optional = true),
};
const struct form admin_variant_grid_form = FORM("variant_grid", grid_fields, struct variant_input);

static const struct field stock_fields[] = {
    FIELD(INT, struct stock_input, on_hand, 0, STOCK_QUANTITY_MAX, "This is not a number of pieces.", .label = "There are now"),
    FIELD(TEXT, struct stock_input, reason, 0, 100, "At most 100 characters.", .label = "Why", .is_optional = true),
};
const struct form admin_stock_form = FORM("stock_count", stock_fields, struct stock_input);

static void apply_size(struct web *w, const struct variant_input *in, struct variant_fields *f)
{
    const struct form_state *state = &w->form_state;
    f->length_mm = form_was_given(state, S("length_mm")) ? in->length_mm : f->length_mm;
    f->width_mm = form_was_given(state, S("width_mm")) ? in->width_mm : f->width_mm;
    f->height_mm = form_was_given(state, S("height_mm")) ? in->height_mm : f->height_mm;
}

static void apply(struct web *w, const struct variant_input *in, struct variant_fields *f)
{
    f->sku = in->sku;
    f->option[0] = in->option_1;
    f->option[1] = in->option_2;
    f->option[2] = in->option_3;
    f->price_minor = in->price.minor;
    f->compare_at_minor = in->compare_at_price.minor;
    f->weight_grams = in->weight_grams;
    apply_size(w, in, f);
}

static enum err explain(struct web *w, enum err e, const struct variant_fields *f)
{
    enum { ISSUES_MAX = 12 };
    struct product_issue issue[ISSUES_MAX];
    if (e == ERR_BAD_INPUT) {
        return admin_issues(w, e, issue, variant_issues(f, issue, ISSUES_MAX));
    }
    if (e == ERR_EXISTS) {
        return web_refuse(w, e, S("sku"), "Another variant has this SKU or these options.");
    }
    return e;
}

static const struct variant *find_variant(struct web *w, const struct product *p)
{
    int64_t id = 0;
    if (office_id(w, "id", &id) != OK) {
        return NULL;
    }
    for (size_t i = 0; i < p->variant_count; i++) {
        if (p->variant[i].id.v == id) {
            return &p->variant[i];
        }
    }
    return NULL;
}

enum err admin_variant_create(struct web *w)
{
    const struct variant_input *in = w->form;
    struct product p = { 0 };
    sku_id id = { 0 };
    bool is_counted = form_was_given(&w->form_state, S("on_hand"));
    struct variant_fields f = { .is_active = true, .is_tracked = is_counted };
    TRY(admin_product_of_path(w, &p));
    apply(w, in, &f);
    TRY(explain(w, variant_add(&w->ctx, p.id, &f, &id), &f));
    if (is_counted) {
        TRY(stock_count(&w->ctx, id, in->on_hand, S("first count")));
    }
    return admin_product_answer(w, p.id, "saved");
}

/* --- all combinations --- */

/* What the option can be already: "S, M". */
static str known_values(struct arena *a, const struct product *p, size_t option)
{
    str list = { 0 };
    for (size_t i = 0; i < p->variant_count; i++) {
        str value = p->variant[i].option[option];
        bool is_new = value.size > 0;
        for (size_t j = 0; j < i && is_new; j++) {
            is_new = !str_eq(p->variant[j].option[option], value);
        }
        if (is_new) {
            list =
                list.size == 0 ? value : str_format(a, "%.*s, %.*s", STR_ARG(list), STR_ARG(value));
        }
    }
    return list;
}

static void preset(struct web *w, struct value *form, const char *name, str value)
{
    struct value *field = office_take(form, str_of(name));
    (void)office_take(field, S("value"));
    value_set_text(w->ctx.arena, field, S("value"), value);
    value_set(form, str_of(name), field);
}

void admin_variant_grid_show(struct web *w, const struct product *p, struct value *m)
{
    struct arena *a = w->ctx.arena;
    static const char *const names[] = { "option_1", "option_2", "option_3" };
    if (p->option_count == 0 || p->variant_count >= PRODUCT_VARIANTS_MAX) {
        value_set_null(a, m, S("grid_form"));
        return;
    }
    struct value *form = office_form(w, m, "grid_form", &admin_variant_grid_form, NULL,
                                     admin_product_url(w, p->id, "/variants/all"));
    if (!office_is_refused(w, &admin_variant_grid_form)) {
        for (size_t i = 0; i < p->option_count; i++) {
            preset(w, form, names[i], known_values(a, p, i));
        }
        if (p->variant_count > 0) {
            const struct variant *v = &p->variant[0];
            money price = { v->price_minor, w->ctx.shop->currency };
            preset(w, form, "price", money_decimal(a, price));
            preset(w, form, "weight_grams", str_of_int(a, v->weight_grams));
        }
    }
    admin_name_options(w, p, form);
}

static enum err explain_grid(struct web *w, enum err e, const struct product *p,
                             const struct variant_grid *grid)
{
    static const str fields[] = { S_INIT("option_1"), S_INIT("option_2"), S_INIT("option_3") };
    if (e == ERR_STATE) {
        return web_refuse(w, e, (str){ 0 }, "Give the options of the product their names first.");
    }
    if (e == ERR_LIMIT) {
        return web_refuse(w, e, fields[0], "A product has at most 250 variants. Nothing was made.");
    }
    if (e != ERR_BAD_INPUT) {
        return e;
    }
    bool is_said = false;
    for (size_t i = 0; i < p->option_count; i++) {
        if (str_trim(grid->values[i]).size == 0) {
            is_said = true;
            web_refuse(w, e, fields[i], "Please write what there is, with commas: S, M, L.");
        }
    }
    struct variant_fields one = grid->like;
    return is_said ? e : explain(w, e, &one);
}

enum err admin_variant_grid_post(struct web *w)
{
    const struct variant_input *in = w->form;
    struct product p = { 0 };
    size_t made = 0;
    bool is_counted = form_was_given(&w->form_state, S("on_hand"));
    struct variant_grid grid = {
        .values = { in->option_1, in->option_2, in->option_3 },
        .like = { .price_minor = in->price.minor, .weight_grams = in->weight_grams, .is_tracked = is_counted, .is_active = true },
        .on_hand = in->on_hand,
    };
    TRY(admin_product_of_path(w, &p));
    TRY(explain_grid(w, variant_add_all(&w->ctx, &p, &grid, &made), &p, &grid));
    return admin_product_answer(w, p.id, "saved");
}

enum err admin_variant_post(struct web *w)
{
    const struct variant_input *in = w->form;
    struct product p = { 0 };
    TRY(admin_product_of_path(w, &p));
    const struct variant *v = find_variant(w, &p);
    if (v == NULL) {
        return ERR_NOT_FOUND;
    }
    struct variant_fields f = admin_variant_fields(v);
    apply(w, in, &f);
    f.preorder_days = in->preorder_days;
    f.is_tracked = in->is_tracked;
    f.is_active = in->is_active;
    TRY(explain(w, variant_update(&w->ctx, v->id, &f), &f));
    return admin_product_answer(w, p.id, "saved");
}

enum err admin_stock_post(struct web *w)
{
    const struct stock_input *in = w->form;
    struct product p = { 0 };
    TRY(admin_product_of_path(w, &p));
    const struct variant *v = find_variant(w, &p);
    if (v == NULL) {
        return ERR_NOT_FOUND;
    }
    enum err e = stock_count(&w->ctx, v->id, in->on_hand, in->reason);
    if (e == ERR_OUT_OF_STOCK) {
        return web_refuse(w, e, S("on_hand"), "More than this is reserved for orders.");
    }
    TRY(e);
    return admin_product_answer(w, p.id, "saved");
}
