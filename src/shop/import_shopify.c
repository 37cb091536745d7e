/* SPDX-License-Identifier: Apache-2.0 */
/* import_shopify.c - Shopify's product CSV, the legacy header and the current one. Source: help.shopify.com, shopifypartners/product-csvs. */
#include "base/fold.h"
#include "base/html.h"
#include "shop/import_item.h"

enum column {
    HANDLE,
    TITLE,
    BODY,
    VENDOR,
    CATEGORY,
    TYPE,
    TAGS,
    PUBLISHED,
    STATUS,
    OPTION1_NAME,
    OPTION1_VALUE,
    OPTION2_NAME,
    OPTION2_VALUE,
    OPTION3_NAME,
    OPTION3_VALUE,
    SKU,
    GRAMS,
    TRACKER,
    QUANTITY,
    POLICY,
    PRICE,
    COMPARE_AT,
    BARCODE,
    IMAGE,
    IMAGE_ALT,
    VARIANT_IMAGE,
    SEO_DESCRIPTION,
    COLUMN_COUNT
};

/* Both generations; letters' case does not matter. */
static const struct {
    enum column column;
    const char *name;
} names[] = {
    { HANDLE, "Handle" },
    { HANDLE, "URL handle" },
    { TITLE, "Title" },
    { BODY, "Body (HTML)" },
    { BODY, "Description" },
    { VENDOR, "Vendor" },
    { CATEGORY, "Product Category" },
    { TYPE, "Type" },
    { TYPE, "Custom Product Type" },
    { TAGS, "Tags" },
    { PUBLISHED, "Published" },
    { PUBLISHED, "Published on online store" },
    { STATUS, "Status" },
    { OPTION1_NAME, "Option1 Name" },
    { OPTION1_VALUE, "Option1 Value" },
    { OPTION2_NAME, "Option2 Name" },
    { OPTION2_VALUE, "Option2 Value" },
    { OPTION3_NAME, "Option3 Name" },
    { OPTION3_VALUE, "Option3 Value" },
    { SKU, "Variant SKU" },
    { SKU, "SKU" },
    { GRAMS, "Variant Grams" },
    { GRAMS, "Weight value (grams)" },
    { TRACKER, "Variant Inventory Tracker" },
    { TRACKER, "Inventory tracker" },
    { QUANTITY, "Variant Inventory Qty" },
    { QUANTITY, "Inventory quantity" },
    { POLICY, "Variant Inventory Policy" },
    { POLICY, "Continue selling when out of stock" },
    { PRICE, "Variant Price" },
    { PRICE, "Price" },
    { COMPARE_AT, "Variant Compare At Price" },
    { COMPARE_AT, "Compare-at price" },
    { BARCODE, "Variant Barcode" },
    { BARCODE, "Barcode" },
    { IMAGE, "Image Src" },
    { IMAGE, "Product image URL" },
    { IMAGE_ALT, "Image Alt Text" },
    { VARIANT_IMAGE, "Variant Image" },
    { VARIANT_IMAGE, "Variant image URL" },
    { SEO_DESCRIPTION, "SEO Description" },
};

struct shopify {
    struct import *run;
    struct csv *csv;
    int place[COLUMN_COUNT]; /* −1: not in this file */
    str handle;              /* of the item being gathered, as written; in the reader's words, copied */
    bool is_gathering;
    struct arena *names;
};

static void read_places(const struct csv *header, int *place)
{
    for (int column = 0; column < COLUMN_COUNT; column++) {
        place[column] = -1;
    }
    for (size_t field = 0; field < csv_count(header); field++) {
        str name = str_trim(csv_field(header, field));
        for (size_t i = 0; i < COUNT(names); i++) {
            if (str_eq_nocase(name, str_of(names[i].name)) && place[names[i].column] < 0) {
                place[names[i].column] = (int)field;
            }
        }
    }
}

size_t import_shopify_lacks(struct arena *a, const struct csv *header, str *out)
{
    static const enum column needed[] = { HANDLE, TITLE, OPTION1_VALUE, PRICE };
    int place[COLUMN_COUNT];
    struct import_lacks lacks = { .arena = a };
    read_places(header, place);
    for (size_t i = 0; i < COUNT(needed); i++) {
        const char *name = NULL;
        for (size_t n = 0; n < COUNT(names) && name == NULL; n++) {
            name = names[n].column == needed[i] ? names[n].name : NULL;
        }
        import_lack(&lacks, place[needed[i]] < 0, name);
    }
    *out = lacks.names;
    return lacks.count;
}

static str value(const struct shopify *s, enum column column)
{
    return s->place[column] < 0 ? (str){ 0 }
                                : str_trim(csv_field(s->csv, (size_t)s->place[column]));
}

static str kept(const struct shopify *s, enum column column)
{
    return str_copy(s->run->scratch, value(s, column));
}

/* --- the product's own columns, on its first line --- */

static enum product_status status_of(const struct shopify *s)
{
    enum product_status status = PRODUCT_ACTIVE;
    str given = str_lower(s->run->scratch, value(s, STATUS));
    if (given.size > 0 && !product_status_of(given, &status)) {
        status = PRODUCT_DRAFT; /* "unlisted" and what may come: not on sale by mistake */
    }
    bool is_published = s->place[PUBLISHED] < 0 || str_eq_nocase(value(s, PUBLISHED), S("true"));
    return status == PRODUCT_ACTIVE && !is_published ? PRODUCT_DRAFT : status;
}

/* A product without options has one called Title, with the value Default Title. */
static bool is_default_option(str name, str option)
{
    return str_eq_nocase(name, S("Title")) &&
           (option.size == 0 || str_eq_nocase(option, S("Default Title")));
}

static void read_option_names(const struct shopify *s, struct product_fields *fields)
{
    size_t kept_count = 0;
    for (int i = 0; i < PRODUCT_OPTIONS_MAX; i++) {
        enum column name_column = (enum column)(OPTION1_NAME + 2 * i);
        str name = kept(s, name_column);
        str option = value(s, (enum column)(OPTION1_VALUE + 2 * i));
        if (name.size == 0 && option.size > 0) {
            name = str_format(s->run->scratch, "Option %d", i + 1);
        }
        if (name.size > 0 && !is_default_option(name, option)) {
            fields->option_name[kept_count++] = name;
        }
    }
}

static void read_texts(const struct shopify *s)
{
    struct import_item *item = s->run->item;
    struct product_fields *fields = &item->fields;
    enum lang lang = s->run->options->lang;
    item->has_texts = true;
    fields->status = status_of(s);
    fields->name[lang] = kept(s, TITLE);
    fields->description[lang] = html_sanitise(s->run->scratch, value(s, BODY));
    fields->is_html = true;
    fields->summary[lang] = html_text(s->run->scratch, value(s, SEO_DESCRIPTION), 300);
    fields->brand = kept(s, VENDOR);
    fields->tags = kept(s, TAGS);
    item->category_path = value(s, TYPE).size > 0 ? kept(s, TYPE) : kept(s, CATEGORY);
    read_option_names(s, fields);
}

/* --- variants --- */

static void read_options(const struct shopify *s, struct variant_fields *fields)
{
    size_t count = 0;
    for (int i = 0; i < PRODUCT_OPTIONS_MAX; i++) {
        str option = kept(s, (enum column)(OPTION1_VALUE + 2 * i));
        bool is_default = str_eq_nocase(option, S("Default Title"));
        if (option.size > 0 && !is_default) {
            fields->option[count++] = option;
        }
    }
}

static bool read_prices(const struct shopify *s, struct variant_fields *fields)
{
    int64_t line = csv_line(s->csv);
    int64_t compare_at = 0;
    if (!import_price(s->run, line, "the price", value(s, PRICE), &fields->price_minor) ||
        !import_price(s->run, line, "the compare-at price", value(s, COMPARE_AT), &compare_at)) {
        return false;
    }
    fields->compare_at_minor = compare_at > fields->price_minor ? compare_at : 0;
    fields->is_active = fields->price_minor > 0;
    if (!fields->is_active) {
        import_remark(s->run, line, "the price is 0: imported, but not put on sale");
    }
    return true;
}

static void read_stock(const struct shopify *s, struct import_variant *variant)
{
    str policy = value(s, POLICY);
    variant->fields.is_tracked = value(s, TRACKER).size > 0;
    variant->fields.sells_past_zero =
        str_eq_nocase(policy, S("continue")) || str_eq_nocase(policy, S("true"));
    if (!variant->fields.is_tracked) {
        return;
    }
    if (!import_decimal(value(s, QUANTITY), 1, &variant->quantity)) {
        import_remark(s->run, variant->line, "the quantity is not a number and was taken as 0");
    }
    if (variant->quantity < 0 || variant->quantity > STOCK_QUANTITY_MAX) {
        import_remark(s->run, variant->line, "the quantity %" PRId64 " was taken as 0",
                      variant->quantity);
        variant->quantity = 0;
    }
}

static void read_variant(const struct shopify *s)
{
    struct import_variant *variant = import_item_variant(s->run, csv_line(s->csv));
    if (variant == NULL) {
        return;
    }
    struct variant_fields *fields = &variant->fields;
    if (!read_prices(s, fields)) {
        s->run->item->variant_count--; /* the line is refused */
        return;
    }
    fields->sku = kept(s, SKU);
    fields->barcode = kept(s, BARCODE);
    if (!import_decimal(value(s, GRAMS), 1, &fields->weight_grams)) {
        import_remark(s->run, variant->line, "the weight is not a number and was left out");
    }
    read_options(s, fields);
    read_stock(s, variant);
    import_item_picture(s->run, variant->line, value(s, VARIANT_IMAGE), S(""));
}

/* Lines that have only a picture (and its text) are no variants. */
static bool has_variant(const struct shopify *s)
{
    return value(s, PRICE).size > 0 || value(s, OPTION1_VALUE).size > 0 || value(s, SKU).size > 0 ||
           value(s, TITLE).size > 0;
}

/* --- lines --- */

static enum err end_item(struct shopify *s)
{
    bool was_gathering = s->is_gathering;
    s->is_gathering = false;
    return was_gathering ? import_take(s->run) : OK;
}

static enum err begin_item(struct shopify *s, str handle)
{
    TRY(end_item(s));
    str own = str_copy(s->names, handle); /* it may lie in the memory that is emptied now */
    import_item_begin(s->run, csv_line(s->csv));
    s->is_gathering = true;
    s->handle = str_copy(s->run->scratch, own);
    arena_reset(s->names);
    handle = s->handle;
    s->run->item->slug = text_slug(s->run->scratch, handle, 100);
    s->run->item->external_ref = str_format(s->run->scratch, "shopify:%.*s", STR_ARG(handle));
    if (value(s, TITLE).size > 0) {
        read_texts(s);
    }
    return OK;
}

static enum err read_line(struct shopify *s)
{
    str handle = value(s, HANDLE);
    if (handle.size == 0) {
        handle = text_slug(s->run->scratch, value(s, TITLE), 80);
    }
    if (handle.size == 0) {
        import_refuse(s->run, csv_line(s->csv),
                      "the handle is missing, and so is a title to make one from");
        return OK;
    }
    if (!s->is_gathering || !str_eq(handle, s->handle)) {
        TRY(begin_item(s, handle));
    }
    if (has_variant(s)) {
        read_variant(s);
    }
    import_item_picture(s->run, csv_line(s->csv), value(s, IMAGE), value(s, IMAGE_ALT));
    return OK;
}

enum err import_shopify(struct import *run, struct csv *csv)
{
    CLEANUP(arena_drop) struct arena *names_arena = arena_new();
    struct shopify s = { .run = run, .csv = csv, .names = names_arena };
    read_places(csv, s.place);
    while (csv_next(csv)) {
        if (import_record_is_fine(run, csv)) {
            TRY(read_line(&s));
        }
    }
    return end_item(&s);
}
