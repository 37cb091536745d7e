/* SPDX-License-Identifier: Apache-2.0 */
/* import_woo.c - WooCommerce's product CSV. Variations name their parent and may stand anywhere, so the file is read three
 * times: what parents vary by, then products, then variations. Source: class-wc-product-csv-exporter.php. */
#include "base/clock.h"
#include "base/html.h"
#include "shop/import_item.h"

enum { ATTRIBUTES_MAX = 20, PARENTS_FIRST = 256 };

enum column {
    ID,
    TYPE,
    SKU,
    GTIN,
    NAME,
    PUBLISHED,
    VISIBILITY,
    SHORT_DESCRIPTION,
    DESCRIPTION,
    SALE_STARTS,
    SALE_ENDS,
    IN_STOCK,
    STOCK,
    BACKORDERS,
    WEIGHT,
    LENGTH,
    WIDTH,
    HEIGHT,
    SALE_PRICE,
    REGULAR_PRICE,
    CATEGORIES,
    TAGS,
    IMAGES,
    PARENT,
    BRANDS,
    COLUMN_COUNT
};

/* Names that end in "(" go on with a unit. */
static const char *const names[COLUMN_COUNT] = {
    [ID] = "ID",
    [TYPE] = "Type",
    [SKU] = "SKU",
    [GTIN] = "GTIN, UPC, EAN, or ISBN",
    [NAME] = "Name",
    [PUBLISHED] = "Published",
    [VISIBILITY] = "Visibility in catalog",
    [SHORT_DESCRIPTION] = "Short description",
    [DESCRIPTION] = "Description",
    [SALE_STARTS] = "Date sale price starts",
    [SALE_ENDS] = "Date sale price ends",
    [IN_STOCK] = "In stock?",
    [STOCK] = "Stock",
    [BACKORDERS] = "Backorders allowed?",
    [WEIGHT] = "Weight (",
    [LENGTH] = "Length (",
    [WIDTH] = "Width (",
    [HEIGHT] = "Height (",
    [SALE_PRICE] = "Sale price",
    [REGULAR_PRICE] = "Regular price",
    [CATEGORIES] = "Categories",
    [TAGS] = "Tags",
    [IMAGES] = "Images",
    [PARENT] = "Parent",
    [BRANDS] = "Brands",
};

/* What one unit of the header is in grams or millimetres, in millionths. */
static const struct {
    const char *unit;
    int64_t millionths;
} units[] = { { "kg)", 1000000000 }, { "g)", 1000000 },    { "lbs)", 453592370 },
              { "oz)", 28349523 },   { "m)", 1000000000 }, { "cm)", 10000000 },
              { "mm)", 1000000 },    { "in)", 25400000 },  { "yd)", 914400000 } };

/* What variations say of a product: the attributes they differ in. Found by SKU or "id:N". */
struct parent {
    str key;
    str ref;                           /* of the product */
    str axis[PRODUCT_OPTIONS_MAX + 1]; /* one more tells that there are too many */
    size_t axis_count;
};

struct woo {
    struct import *run;
    struct csv *csv;
    int place[COLUMN_COUNT];
    int64_t unit[COLUMN_COUNT];
    struct {
        int name, values;
    } attribute[ATTRIBUTES_MAX]; /* places; −1: none */
    struct parent *parent;       /* open addressing, power of two */
    size_t parent_size, parent_count;
};

/* --- the header --- */

static int64_t unit_of(str name)
{
    str unit = str_cut(name, '(').tail;
    for (size_t i = 0; i < COUNT(units); i++) {
        if (str_eq_nocase(unit, str_of(units[i].unit))) {
            return units[i].millionths;
        }
    }
    return 0;
}

static bool is_named(str name, int column)
{
    str wanted = str_of(names[column]);
    if (str_ends(wanted, S("("))) {
        return str_starts(name, wanted);
    }
    return str_eq_nocase(name, wanted);
}

static void read_attribute_place(struct woo *w, str name, int field)
{
    if (!str_starts(name, S("Attribute "))) {
        return;
    }
    struct str_pair number = str_cut(str_skip(name, 10), ' ');
    int64_t n = 0;
    if (!str_to_int(number.head, &n) || n < 1 || n > ATTRIBUTES_MAX) {
        return;
    }
    if (str_eq(number.tail, S("name"))) {
        w->attribute[n - 1].name = field;
    } else if (str_eq(number.tail, S("value(s)"))) {
        w->attribute[n - 1].values = field;
    }
}

static void read_places(struct woo *w, const struct csv *header)
{
    for (int column = 0; column < COLUMN_COUNT; column++) {
        w->place[column] = -1;
    }
    for (size_t i = 0; i < ATTRIBUTES_MAX; i++) {
        w->attribute[i].name = -1;
        w->attribute[i].values = -1;
    }
    for (size_t field = 0; field < csv_count(header); field++) {
        str name = str_trim(csv_field(header, field));
        for (int column = 0; column < COLUMN_COUNT; column++) {
            if (w->place[column] < 0 && is_named(name, column)) {
                w->place[column] = (int)field;
                w->unit[column] = unit_of(name);
            }
        }
        read_attribute_place(w, name, (int)field);
    }
}

size_t import_woo_lacks(struct arena *a, const struct csv *header, str *out)
{
    static const enum column needed[] = { TYPE, SKU, NAME, REGULAR_PRICE };
    struct woo w;
    struct import_lacks lacks = { .arena = a };
    read_places(&w, header);
    for (size_t i = 0; i < COUNT(needed); i++) {
        import_lack(&lacks, w.place[needed[i]] < 0, names[needed[i]]);
    }
    *out = lacks.names;
    return lacks.count;
}

static str value(const struct woo *w, enum column column)
{
    return w->place[column] < 0 ? (str){ 0 }
                                : str_trim(csv_field(w->csv, (size_t)w->place[column]));
}

static str kept(const struct woo *w, enum column column)
{
    return str_copy(w->run->scratch, value(w, column));
}

static str attribute_name(const struct woo *w, size_t i)
{
    return w->attribute[i].name < 0 ? (str){ 0 }
                                    : str_trim(csv_field(w->csv, (size_t)w->attribute[i].name));
}

static str attribute_values(const struct woo *w, size_t i)
{
    return w->attribute[i].values < 0 ? (str){ 0 }
                                      : str_trim(csv_field(w->csv, (size_t)w->attribute[i].values));
}

/* Type is a list: "simple, downloadable, virtual". */
static bool is_type(const struct woo *w, str type)
{
    for (struct str_pair rest = { .tail = value(w, TYPE), .found = true }; rest.found;) {
        rest = str_cut(rest.tail, ',');
        if (str_eq_nocase(str_trim(rest.head), type)) {
            return true;
        }
    }
    return false;
}

/* --- parents --- */

static size_t parent_place(const struct parent *table, size_t size, str key)
{
    size_t at = str_hash(key) & (size - 1);
    while (table[at].key.size != 0 && !str_eq(table[at].key, key)) {
        at = (at + 1) & (size - 1);
    }
    return at;
}

static struct parent *parent_of(struct woo *w, str key)
{
    if (w->parent_count * 2 >= w->parent_size) {
        size_t size = w->parent_size == 0 ? PARENTS_FIRST : w->parent_size * 2;
        struct parent *wider = NEW_N(w->run->keep, struct parent, size);
        for (size_t i = 0; i < w->parent_size; i++) {
            if (w->parent[i].key.size > 0) {
                wider[parent_place(wider, size, w->parent[i].key)] = w->parent[i];
            }
        }
        w->parent = wider;
        w->parent_size = size;
    }
    struct parent *parent = &w->parent[parent_place(w->parent, w->parent_size, key)];
    if (parent->key.size == 0) {
        parent->key = str_copy(w->run->keep, key);
        w->parent_count++;
    }
    return parent;
}

static void add_axis(struct woo *w, struct parent *parent, str name)
{
    for (size_t i = 0; i < parent->axis_count; i++) {
        if (str_eq_nocase(parent->axis[i], name)) {
            return;
        }
    }
    if (parent->axis_count <= PRODUCT_OPTIONS_MAX) {
        parent->axis[parent->axis_count++] = str_copy(w->run->keep, name);
    }
}

/* "woocommerce:SKU", or "woocommerce:id:741" where there is no SKU. */
static str own_ref(const struct woo *w)
{
    str sku = value(w, SKU);
    if (sku.size > 0) {
        return str_format(w->run->scratch, "woocommerce:%.*s", STR_ARG(sku));
    }
    return str_format(w->run->scratch, "woocommerce:id:%.*s", STR_ARG(value(w, ID)));
}

static void learn_line(struct woo *w)
{
    if (is_type(w, S("variation"))) {
        if (value(w, PARENT).size == 0) {
            return; /* refused when its turn comes */
        }
        struct parent *parent = parent_of(w, value(w, PARENT));
        for (size_t i = 0; i < ATTRIBUTES_MAX; i++) {
            if (attribute_name(w, i).size > 0 && attribute_values(w, i).size > 0) {
                add_axis(w, parent, attribute_name(w, i));
            }
        }
        return;
    }
    if (value(w, ID).size > 0) {
        str key = str_format(w->run->scratch, "id:%.*s", STR_ARG(value(w, ID)));
        parent_of(w, key)->ref = str_copy(w->run->keep, own_ref(w));
    }
    if (value(w, SKU).size > 0) {
        parent_of(w, value(w, SKU))->ref = str_copy(w->run->keep, own_ref(w));
    }
}

/* What the product's variations differ in, whether they name it by SKU or by id. */
static const struct parent *axes_of(struct woo *w)
{
    const struct parent *by_sku = value(w, SKU).size > 0 ? parent_of(w, value(w, SKU)) : NULL;
    if (by_sku != NULL && by_sku->axis_count > 0) {
        return by_sku;
    }
    return parent_of(w, str_format(w->run->scratch, "id:%.*s", STR_ARG(value(w, ID))));
}

/* --- variants and simple products --- */

static bool sale_is_on(const struct woo *w)
{
    int64_t today = w->run->c->now_at / DAYS(1);
    int64_t from = today;
    int64_t until = today;
    bool is_dated = clock_parse_date(str_slice(value(w, SALE_STARTS), 0, 10), &from);
    is_dated = clock_parse_date(str_slice(value(w, SALE_ENDS), 0, 10), &until) || is_dated;
    return !is_dated || (from <= today && today <= until);
}

static bool read_prices(const struct woo *w, struct variant_fields *fields)
{
    int64_t line = csv_line(w->csv);
    int64_t sale = 0;
    if (!import_price(w->run, line, "the regular price", value(w, REGULAR_PRICE),
                      &fields->price_minor) ||
        !import_price(w->run, line, "the sale price", value(w, SALE_PRICE), &sale)) {
        return false;
    }
    if (sale > 0 && sale < fields->price_minor && sale_is_on(w)) {
        fields->compare_at_minor = fields->price_minor;
        fields->price_minor = sale;
    }
    if (fields->price_minor == 0) {
        import_remark(w->run, line, "the price is 0: imported, but not put on sale");
    }
    fields->is_active = fields->price_minor > 0 && str_eq(value(w, PUBLISHED), S("1"));
    return true;
}

/* A blank stock is not counted; "not in stock" without a number is none. */
static void read_stock(const struct woo *w, struct import_variant *variant)
{
    str backorders = value(w, BACKORDERS);
    bool is_in = !str_eq(value(w, IN_STOCK), S("0"));
    variant->fields.is_tracked = value(w, STOCK).size > 0 || !is_in;
    variant->fields.sells_past_zero = str_eq(backorders, S("1")) ||
                                      str_eq_nocase(backorders, S("notify")) ||
                                      str_eq_nocase(value(w, IN_STOCK), S("backorder"));
    if (!import_decimal(value(w, STOCK), 1, &variant->quantity)) {
        import_remark(w->run, variant->line, "the stock is not a number and was taken as 0");
    }
    if (variant->quantity < 0 || variant->quantity > STOCK_QUANTITY_MAX) {
        import_remark(w->run, variant->line, "the stock %" PRId64 " was taken as 0",
                      variant->quantity);
        variant->quantity = 0;
    }
}

static void read_measure(const struct woo *w, enum column column, int64_t *out)
{
    int64_t thousandths = 0;
    if (!import_decimal(value(w, column), 1000, &thousandths) || thousandths < 0 ||
        thousandths > INT64_C(1000000000)) {
        import_remark(w->run, csv_line(w->csv), "%s…) is not a number and was left out",
                      names[column]);
        return;
    }
    *out = (thousandths * (w->unit[column] / 1000) + 500000) / 1000000;
}

/* NULL after refusing the line. */
static struct import_variant *read_variant(const struct woo *w)
{
    struct import_variant *variant = import_item_variant(w->run, csv_line(w->csv));
    if (variant == NULL) {
        return NULL;
    }
    struct variant_fields *fields = &variant->fields;
    if (!read_prices(w, fields)) {
        w->run->item->variant_count--;
        return NULL;
    }
    fields->sku = kept(w, SKU);
    fields->barcode = kept(w, GTIN);
    read_measure(w, WEIGHT, &fields->weight_grams);
    read_measure(w, LENGTH, &fields->length_mm);
    read_measure(w, WIDTH, &fields->width_mm);
    read_measure(w, HEIGHT, &fields->height_mm);
    read_stock(w, variant);
    return variant;
}

static void read_pictures(const struct woo *w)
{
    for (struct str_pair rest = { .tail = value(w, IMAGES), .found = true }; rest.found;) {
        rest = str_cut(rest.tail, ',');
        import_item_picture(w->run, csv_line(w->csv), rest.head, S(""));
    }
}

/* --- products --- */

/* The exporter writes line breaks as \n; empty lines part paragraphs. */
static str description(const struct woo *w, enum column column)
{
    struct arena *arena = w->run->scratch;
    str text = str_replace(arena, value(w, column), S("\\n"), S("\n"));
    if (!str_contains(text, S("\n\n")) || str_contains(str_lower(arena, text), S("<p"))) {
        return str_copy(arena, text);
    }
    return str_join(arena, S("<p>"), str_replace(arena, text, S("\n\n"), S("</p><p>")));
}

static bool is_axis(const struct parent *axes, str name)
{
    for (size_t i = 0; i < axes->axis_count; i++) {
        if (str_eq_nocase(axes->axis[i], name)) {
            return true;
        }
    }
    return false;
}

static void read_attributes(const struct woo *w, const struct parent *axes)
{
    struct product_fields *fields = &w->run->item->fields;
    enum lang lang = w->run->options->lang;
    w->run->item->has_attributes = true;
    for (size_t i = 0; i < ATTRIBUTES_MAX; i++) {
        str name = attribute_name(w, i);
        if (name.size == 0 || attribute_values(w, i).size == 0 || is_axis(axes, name)) {
            continue;
        }
        size_t at = fields->attribute_count++;
        fields->attribute[at].name[lang] = str_copy(w->run->scratch, name);
        fields->attribute[at].value[lang] = str_copy(w->run->scratch, attribute_values(w, i));
    }
}

/* The first category is its place; the others are tags. */
static void read_categories(const struct woo *w)
{
    struct str_pair first = str_cut(value(w, CATEGORIES), ',');
    str others = str_trim(first.tail);
    str tags = value(w, TAGS);
    w->run->item->category_path = str_copy(w->run->scratch, str_trim(first.head));
    w->run->item->fields.tags =
        str_format(w->run->scratch, "%.*s%s%.*s", STR_ARG(tags),
                   tags.size > 0 && others.size > 0 ? ", " : "", STR_ARG(others));
}

static enum product_status status_of(const struct woo *w)
{
    int64_t line = csv_line(w->csv);
    if (is_type(w, S("external"))) {
        import_remark(w->run, line, "it is sold on another site: imported as a draft");
        return PRODUCT_DRAFT;
    }
    bool is_hidden = str_eq_nocase(value(w, VISIBILITY), S("hidden"));
    return str_eq(value(w, PUBLISHED), S("1")) && !is_hidden ? PRODUCT_ACTIVE : PRODUCT_DRAFT;
}

static void read_texts(struct woo *w, const struct parent *axes)
{
    struct import_item *item = w->run->item;
    struct product_fields *fields = &item->fields;
    enum lang lang = w->run->options->lang;
    item->has_texts = true;
    fields->status = status_of(w);
    fields->name[lang] = kept(w, NAME);
    fields->description[lang] = html_sanitise(w->run->scratch, description(w, DESCRIPTION));
    fields->summary[lang] = html_text(w->run->scratch, description(w, SHORT_DESCRIPTION), 300);
    fields->is_html = true;
    fields->brand = kept(w, BRANDS);
    for (size_t i = 0; i < axes->axis_count && i < PRODUCT_OPTIONS_MAX; i++) {
        fields->option_name[i] = axes->axis[i];
    }
    read_categories(w);
    read_attributes(w, axes);
    read_pictures(w);
}

static enum err read_product(struct woo *w)
{
    import_item_begin(w->run, csv_line(w->csv));
    const struct parent *axes = axes_of(w);
    bool is_variable = is_type(w, S("variable"));
    if (value(w, NAME).size == 0) {
        import_refuse(w->run, csv_line(w->csv), "the name is missing");
        return OK;
    }
    if (axes->axis_count > PRODUCT_OPTIONS_MAX) {
        import_remark(w->run, csv_line(w->csv), "its variations differ in more than %d attributes",
                      PRODUCT_OPTIONS_MAX);
    }
    w->run->item->external_ref = own_ref(w);
    w->run->item->may_be_empty = is_variable || is_type(w, S("grouped"));
    read_texts(w, axes);
    if (is_type(w, S("grouped"))) {
        import_remark(w->run, csv_line(w->csv),
                      "a group of other products: imported as a draft without a price of its own");
    }
    bool is_refused = !w->run->item->may_be_empty && read_variant(w) == NULL;
    return is_refused ? OK : import_take(w->run);
}

static enum err read_variation(struct woo *w)
{
    import_item_begin(w->run, csv_line(w->csv));
    struct parent *parent = value(w, PARENT).size > 0 ? parent_of(w, value(w, PARENT)) : NULL;
    if (parent == NULL) {
        import_refuse(w->run, csv_line(w->csv), "a variation must name its parent");
        return OK;
    }
    str key = value(w, PARENT);
    w->run->item->external_ref =
        parent->ref.size > 0 ? parent->ref
                             : str_format(w->run->scratch, "woocommerce:%.*s", STR_ARG(key));
    struct import_variant *variant = read_variant(w);
    if (variant == NULL) {
        return OK;
    }
    const struct parent *axes = parent;
    for (size_t i = 0; i < ATTRIBUTES_MAX; i++) {
        for (size_t axis = 0; axis < axes->axis_count && axis < PRODUCT_OPTIONS_MAX; axis++) {
            if (str_eq_nocase(axes->axis[axis], attribute_name(w, i))) {
                variant->fields.option[axis] = str_copy(w->run->scratch, attribute_values(w, i));
            }
        }
    }
    read_pictures(w);
    return import_take(w->run);
}

/* --- the three readings --- */

static enum err learn(struct woo *w)
{
    while (csv_next(w->csv)) {
        if (csv_fault(w->csv) == CSV_FINE) { /* faults are told once, by the next reading */
            arena_reset(w->run->scratch);
            learn_line(w);
        }
    }
    return OK;
}

static enum err read_products(struct woo *w)
{
    while (csv_next(w->csv)) {
        if (import_record_is_fine(w->run, w->csv) && !is_type(w, S("variation"))) {
            TRY(read_product(w));
        }
    }
    return OK;
}

static enum err read_variations(struct woo *w)
{
    while (csv_next(w->csv)) {
        if (csv_fault(w->csv) == CSV_FINE && is_type(w, S("variation"))) {
            TRY(read_variation(w));
        }
    }
    return OK;
}

enum err import_woo(struct import *run, const struct import_source *source)
{
    static enum err (*const readings[])(struct woo * w) = { learn, read_products, read_variations };
    struct woo w = { .run = run };
    for (size_t i = 0; i < COUNT(readings); i++) {
        w.csv = source->again(source->data);
        read_places(&w, w.csv);
        TRY(readings[i](&w));
    }
    return OK;
}
