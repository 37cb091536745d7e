/* SPDX-License-Identifier: Apache-2.0 */
/* export.c - all products as Shopify CSV (legacy header), so that one can leave. */
#include "base/csv.h"
#include "core/setting.h"
#include "shop/import.h"
#include "shop/media.h"

enum { PRODUCT_MAX_BYTES = 4 * 1024 * 1024, IDS_AT_ONCE = 500 };

static const char *const header[] = {
    "Handle",
    "Title",
    "Body (HTML)",
    "Vendor",
    "Type",
    "Tags",
    "Published",
    "Option1 Name",
    "Option1 Value",
    "Option2 Name",
    "Option2 Value",
    "Option3 Name",
    "Option3 Value",
    "Variant SKU",
    "Variant Grams",
    "Variant Inventory Tracker",
    "Variant Inventory Qty",
    "Variant Inventory Policy",
    "Variant Fulfillment Service",
    "Variant Price",
    "Variant Compare At Price",
    "Variant Requires Shipping",
    "Variant Taxable",
    "Variant Barcode",
    "Image Src",
    "Image Position",
    "Image Alt Text",
    "Gift Card",
    "SEO Title",
    "SEO Description",
    "Variant Weight Unit",
    "Status",
};

struct export {
    struct ctx *c;
    currency currency;
    struct buf out;
    bool is_first;
};

static void put(struct export *x, str field)
{
    csv_put(&x->out, field, x->is_first);
    x->is_first = false;
}

static void put_int(struct export *x, int64_t n)
{
    put(x, str_format(x->c->arena, "%" PRId64, n));
}

static void put_blanks(struct export *x, int count)
{
    for (int i = 0; i < count; i++) {
        put(x, S(""));
    }
}

static str category_path(struct export *x, const struct product *p)
{
    str path = S("");
    for (size_t i = 0; i < p->category_count; i++) {
        str name = p->category[i].name;
        path = i == 0 ? name : str_format(x->c->arena, "%.*s > %.*s", STR_ARG(path), STR_ARG(name));
    }
    return path;
}

/* Only the first line of a product names it. */
static void put_product(struct export *x, const struct product *p, bool is_first_line)
{
    put(x, p->slug);
    if (!is_first_line) {
        put_blanks(x, 6);
        return;
    }
    put(x, p->name);
    put(x, p->description_html);
    put(x, p->brand);
    put(x, category_path(x, p));
    put(x, p->tags);
    put(x, p->status == PRODUCT_ACTIVE ? S("true") : S("false"));
}

static void put_options(struct export *x, const struct product *p, const struct variant *v,
                        bool is_first_line)
{
    bool has_none = p->option_count == 0;
    for (size_t i = 0; i < PRODUCT_OPTIONS_MAX; i++) {
        bool is_default = has_none && i == 0 && v != NULL;
        str name = is_default ? S("Title") : p->option_name[i];
        str option = v == NULL ? S("") : is_default ? S("Default Title") : v->option[i];
        put(x, is_first_line ? name : S(""));
        put(x, option);
    }
}

static void put_price(struct export *x, int64_t minor)
{
    put(x, money_decimal(x->c->arena, (money){ minor, x->currency }));
}

static void put_variant(struct export *x, const struct variant *v)
{
    if (v == NULL) {
        put_blanks(x, 11);
        return;
    }
    put(x, v->sku);
    put_int(x, v->weight_grams);
    put(x, v->stock.is_tracked ? S("shopify") : S(""));
    if (v->stock.is_tracked) {
        put_int(x, v->stock.on_hand - v->stock.held);
    } else {
        put(x, S(""));
    }
    put(x, v->stock.sells_past_zero ? S("continue") : S("deny"));
    put(x, S("manual"));
    put_price(x, v->is_active ? v->price_minor : 0);
    if (v->compare_at_minor > 0) {
        put_price(x, v->compare_at_minor);
    } else {
        put(x, S(""));
    }
    put(x, S("true"));
    put(x, S("true"));
    put(x, v->barcode);
}

static str picture_address(struct export *x, const struct picture *picture)
{
    if (picture->source_url.size > 0 || picture->media.size == 0 || x->c->shop == NULL) {
        return picture->source_url;
    }
    str file = media_file(x->c->arena, picture->media, INT32_MAX, false);
    return str_format(x->c->arena, "%.*s/media/%.*s", STR_ARG(x->c->shop->base_url), STR_ARG(file));
}

static void put_picture(struct export *x, const struct product *p, size_t index)
{
    if (index >= p->picture_count) {
        put_blanks(x, 3);
        return;
    }
    const struct picture *picture = &p->picture[index];
    put(x, picture_address(x, picture));
    put_int(x, (int64_t)index + 1);
    put(x, str_eq(picture->alt, p->name) ? S("") : picture->alt);
}

static void put_line(struct export *x, const struct product *p, size_t line)
{
    const struct variant *v = line < p->variant_count ? &p->variant[line] : NULL;
    x->is_first = true;
    put_product(x, p, line == 0);
    put_options(x, p, v, line == 0);
    put_variant(x, v);
    put_picture(x, p, line);
    put(x, line == 0 ? S("false") : S(""));
    put(x, S(""));
    put(x, line == 0 ? p->summary : S(""));
    put(x, v == NULL ? S("") : S("g"));
    put(x, line == 0 ? product_status_name(p->status) : S(""));
    csv_put_end(&x->out);
}

SQL(export_product_ids, "SELECT id FROM product WHERE id > $1 ORDER BY id LIMIT $2");

static enum err next_ids(struct ctx *c, int64_t after, int64_t *ids, size_t *count)
{
    size_t n = 0;
    struct rows r = db_query(c->db, &export_product_ids, ARGS(after, IDS_AT_ONCE));
    while (db_next(&r)) {
        ids[n++] = row_int(&r);
    }
    TRY(db_done(&r));
    *count = n;
    return OK;
}

static enum err put_all_lines(struct export *x, product_id id)
{
    struct product p;
    TRY(product_load_by_id(x->c, id, PRODUCT_ANY, &p));
    size_t lines = p.variant_count > p.picture_count ? p.variant_count : p.picture_count;
    for (size_t line = 0; line < lines || line == 0; line++) {
        put_line(x, &p, line);
    }
    return buf_is_over(&x->out) ? fail(x->c, ERR_TOO_LARGE, "product %" PRId64, id.v) : OK;
}

static void put_header(struct export *x)
{
    x->is_first = true;
    for (size_t i = 0; i < COUNT(header); i++) {
        put(x, str_of(header[i]));
    }
    csv_put_end(&x->out);
}

/* One product's memory at a time. */
static enum err export_all(struct export *x, struct arena *scratch,
                           enum err (*write)(void *data, str bytes), void *data)
{
    int64_t ids[IDS_AT_ONCE];
    size_t count = 0;
    int64_t after = 0;
    x->out = buf_new(scratch, PRODUCT_MAX_BYTES);
    put_header(x);
    TRY(write(data, buf_str(&x->out)));
    do {
        TRY(next_ids(x->c, after, ids, &count));
        for (size_t i = 0; i < count; i++) {
            arena_reset(scratch);
            x->out = buf_new(scratch, PRODUCT_MAX_BYTES);
            TRY(put_all_lines(x, (product_id){ ids[i] }));
            TRY(write(data, buf_str(&x->out)));
            after = ids[i];
        }
    } while (count == IDS_AT_ONCE);
    return OK;
}

enum err export_products(struct ctx *c, currency shown_in, enum err (*write)(void *data, str bytes),
                         void *data)
{
    CLEANUP(arena_drop) struct arena *scratch = arena_new();
    struct arena *keep = c->arena;
    struct export x = { .c = c, .currency = shown_in };
    c->arena = scratch;
    enum err e = export_all(&x, scratch, write, data);
    c->arena = keep;
    return e;
}
