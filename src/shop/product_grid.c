/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/product_grid.h"

#include "shop/product_store.h"
#include "shop/stock.h"

struct values {
    str at[PRODUCT_VARIANTS_MAX];
    size_t count;
};
struct grid {
    struct ctx *c;
    const struct product *product;
    struct values option[PRODUCT_OPTIONS_MAX];
    struct variant_new new[PRODUCT_VARIANTS_MAX];
    struct variant_fields fields[PRODUCT_VARIANTS_MAX];
    size_t count;
};

static bool has_value(const struct values *values, str value)
{
    for (size_t i = 0; i < values->count; i++) {
        if (str_eq_nocase(values->at[i], value)) {
            return true;
        }
    }
    return false;
}

/* "S, M, L"; what stands there twice is one value. */
static enum err read_values(struct ctx *c, str typed, struct values *out)
{
    struct str_pair rest = { .tail = typed, .found = true };
    while (rest.found) {
        rest = str_cut(rest.tail, ',');
        str value = str_trim(rest.head);
        if (value.size == 0 || has_value(out, value)) {
            continue;
        }
        if (out->count == PRODUCT_VARIANTS_MAX) {
            return fail(c, ERR_LIMIT, "more values than a product has variants");
        }
        out->at[out->count++] = value;
    }
    return out->count > 0 ? OK : fail(c, ERR_BAD_INPUT, "an option without a value");
}

static bool is_there(const struct product *p, const str *option)
{
    for (size_t i = 0; i < p->variant_count; i++) {
        const struct variant *v = &p->variant[i];
        bool is_same = true;
        for (size_t o = 0; o < p->option_count; o++) {
            is_same = is_same && str_eq_nocase(str_trim(v->option[o]), option[o]);
        }
        if (is_same) {
            return true;
        }
    }
    return false;
}

static enum err want(struct grid *g, const struct variant_fields *fields)
{
    struct product_issue issue;
    if (is_there(g->product, fields->option)) {
        return OK;
    }
    if (variant_issues(fields, &issue, 1) > 0) {
        return fail(g->c, ERR_BAD_INPUT, "%s: %s", issue.field, issue.text);
    }
    if (g->product->variant_count + g->count >= PRODUCT_VARIANTS_MAX) {
        return fail(g->c, ERR_LIMIT, "product %" PRId64, g->product->id.v);
    }
    g->fields[g->count] = *fields;
    g->new[g->count] = (struct variant_new){ .product = g->product->id };
    g->count++;
    return OK;
}

/* The first option changes slowest, as people write a table. */
static enum err combine(struct grid *g, const struct variant_fields *like)
{
    size_t total = 1;
    for (size_t o = 0; o < g->product->option_count; o++) {
        total *= g->option[o].count;
    }
    for (size_t i = 0; i < total; i++) {
        struct variant_fields fields = *like;
        size_t left = i;
        for (size_t o = g->product->option_count; o-- > 0;) {
            fields.option[o] = g->option[o].at[left % g->option[o].count];
            left /= g->option[o].count;
        }
        TRY(want(g, &fields));
    }
    return OK;
}

/* One after the other: a SKU made for one is taken for the next. */
static enum err insert(struct grid *g, int64_t on_hand)
{
    for (size_t i = 0; i < g->count; i++) {
        struct variant_fields settled = g->fields[i];
        TRY(variant_settle_sku(g->c, g->product->id, &g->fields[i], (sku_id){ 0 }, &settled.sku));
        g->new[i].fields = &settled;
        TRY(variant_insert(g->c, &g->new[i], 1));
        TRY(settled.is_tracked ? stock_count(g->c, g->new[i].id, on_hand, S("first count")) : OK);
    }
    return OK;
}

enum err variant_add_all(struct ctx *c, const struct product *p, const struct variant_grid *in,
                         size_t *made)
{
    struct grid *g = NEW(c->arena, struct grid);
    struct variant_fields like = in->like;
    g->c = c;
    g->product = p;
    *made = 0;
    if (p->option_count == 0) {
        return fail(c, ERR_STATE, "product %" PRId64 " has no options", p->id.v);
    }
    for (size_t o = 0; o < p->option_count; o++) {
        TRY(read_values(c, in->values[o], &g->option[o]));
    }
    like.sku = (str){ 0 };
    like.barcode = (str){ 0 };
    TRY(combine(g, &like));
    TRY(insert(g, in->on_hand));
    TRY(g->count > 0 ? product_refresh(c, &p->id, 1) : OK);
    *made = g->count;
    return OK;
}
