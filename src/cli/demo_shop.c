/* SPDX-License-Identifier: Apache-2.0 */
/* demo_shop.c - the example shop as it opened: settings, shelves, shipping, staff, pages. */
#include "cli/demo.h"

#include "base/phone.h"
#include "core/setting.h"
#include "shop/page_demo.h"
#include "shop/product_edit.h"
#include "shop/shipping.h"

static void both(const struct value *object, const char *name, str text[LANG_COUNT])
{
    const struct value *pair = value_get(object, str_of(name));
    if (pair != NULL && pair->kind == VALUE_OBJECT) {
        text[LANG_ID] = value_text(pair, S("id"));
        text[LANG_EN] = value_text(pair, S("en"));
    }
}

static str id_of(const struct value *object, const char *name)
{
    str text[LANG_COUNT] = { 0 };
    both(object, name, text);
    return text[LANG_ID];
}

/* --- settings --- */

static str one_line(struct ctx *c, const struct value *a)
{
    return str_format(c->arena, "%.*s, %.*s, %.*s, %.*s, %.*s %.*s",
                      STR_ARG(value_text(a, S("street"))), STR_ARG(value_text(a, S("village"))),
                      STR_ARG(value_text(a, S("district"))), STR_ARG(value_text(a, S("city"))),
                      STR_ARG(value_text(a, S("province"))),
                      STR_ARG(value_text(a, S("postal_code"))));
}

/* "mon 09:00-17:00" a line and day. */
static str calendar_text(struct ctx *c, const struct value *shop)
{
    static const char *const names[] = { "", "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
    struct buf out = buf_new(c->arena, KB(4));
    for (const struct value *hours = demo_first(shop, "hours"); hours != NULL;
         hours = hours->next) {
        for (const struct value *day = demo_first(hours, "weekdays"); day != NULL;
             day = day->next) {
            CHECK(day->number >= 1 && day->number <= 7);
            buf_addf(&out, "%s %.*s-%.*s\n", names[day->number],
                     STR_ARG(value_text(hours, S("open"))), STR_ARG(value_text(hours, S("close"))));
        }
    }
    buf_add(&out, S("cutoff 14:00\nholidays id"));
    return buf_str(&out);
}

static str banks_text(struct ctx *c, const struct value *payment)
{
    struct buf out = buf_new(c->arena, KB(2));
    for (const struct value *b = demo_first(payment, "bank_accounts"); b != NULL; b = b->next) {
        buf_addf(&out, "%.*s | %.*s | %.*s\n", STR_ARG(value_text(b, S("bank"))),
                 STR_ARG(value_text(b, S("number"))), STR_ARG(value_text(b, S("holder"))));
    }
    return str_trim(buf_str(&out));
}

static str areas_text(struct ctx *c, const struct value *cod)
{
    struct buf out = buf_new(c->arena, KB(1));
    for (const struct value *p = demo_first(cod, "provinces"); p != NULL; p = p->next) {
        buf_addf(&out, "%s%.*s", out.size == 0 ? "" : ",", STR_ARG(p->text));
    }
    return buf_str(&out);
}

static enum err put_settings(struct ctx *c, const struct demo *d)
{
    const struct value *shop = value_get(d->catalogue, S("shop"));
    const struct value *payment = value_get(d->catalogue, S("payment"));
    const struct value *cod = value_get(payment, S("cod"));
    str address = one_line(c, value_get(shop, S("address")));
    const struct {
        const char *key;
        str value;
    } settings[] = {
        { "shop.tagline", id_of(shop, "tagline") },
        { "shop.demo_password", d->password },
        { "shop.legal_name", value_text(shop, S("legal_name")) },
        { "shop.owner_name",
          value_text(demo_first(value_get(d->catalogue, S("about")), "people"), S("name")) },
        { "shop.phone", value_text(shop, S("phone")) },
        { "shop.whatsapp", value_text(shop, S("whatsapp")) },
        { "shop.email", value_text(shop, S("email")) },
        { "shop.address", address },
        { "shop.district", value_text(value_get(shop, S("address")), S("district_code")) },
        { "shop.nib", value_text(demo_first(d->catalogue, "permits"), S("number")) },
        { "shop.is_demo", S("1") },
        { "shop.calendar", calendar_text(c, shop) },
        { "order.prefix", S("BNW") },
        { "survey.cap_days", S("21") }, /* few buyers who buy often */
        { "payment.banks", banks_text(c, payment) },
        { "payment.qris_static", S("1") },
        { "payment.qris", value_text(payment, S("qris_static")) },
        { "payment.cod", S("1") },
        { "payment.cod_max_minor",
          str_format(c->arena, "%" PRId64, value_int(cod, S("max_amount"), 0)) },
        { "payment.cod_areas", areas_text(c, cod) },
        { "payment.pay_at_pickup", S("1") },
        { "shipping.pickup", S("1") },
        { "shipping.pickup_address", address },
    };
    for (size_t i = 0; i < COUNT(settings); i++) {
        TRY(setting_set(c, str_of(settings[i].key), settings[i].value));
    }
    struct shop *snapshot = NEW(d->arena, struct shop);
    TRY(shop_load(c, snapshot));
    c->shop = snapshot;
    return OK;
}

/* --- shipping --- */

static const struct value *zone_of_code(const struct value *shipping, str code)
{
    const struct value *zone = demo_first(shipping, "zones");
    while (zone != NULL && !str_eq(value_text(zone, S("code")), code)) {
        zone = zone->next;
    }
    return zone;
}

/* The price list grows evenly, so two of its lines say all: the first kilogram and each further one. */
static int64_t price_at(const struct value *shipping, str zone, int64_t grams)
{
    for (const struct value *rate = demo_first(shipping, "rates"); rate != NULL;
         rate = rate->next) {
        if (str_eq(value_text(rate, S("zone")), zone) &&
            value_int(rate, S("up_to_grams"), 0) == grams) {
            return value_int(rate, S("price"), 0);
        }
    }
    return 0;
}

static enum err put_zone(struct ctx *c, const struct value *shipping, const struct value *zone,
                         int64_t method)
{
    str code = value_text(zone, S("code"));
    struct shipping_rate_new rate = {
        .first_kg_minor = price_at(shipping, code, 1000), .min_days = value_int(zone, S("min_days"), 1),
        .max_days = value_int(zone, S("max_days"), 7),
    };
    rate.next_kg_minor = price_at(shipping, code, 2000) - rate.first_kg_minor;
    if (rate.first_kg_minor <= 0 || rate.next_kg_minor <= 0 ||
        zone_of_code(shipping, code) != zone) {
        return fail(c, ERR_BAD_INPUT, "zone %.*s has no prices", STR_ARG(code));
    }
    for (const struct value *p = demo_first(zone, "provinces"); p != NULL; p = p->next) {
        rate.area = p->text;
        TRY(shipping_rate_put(c, method, &rate));
    }
    return OK;
}

static enum err put_shipping(struct ctx *c, const struct demo *d)
{
    const struct value *shipping = value_get(d->catalogue, S("shipping"));
    int64_t table_id = 0;
    int64_t other = 0;
    struct shipping_method_new table = {
        .code = S("kurir"), .kind = S("table"), .name_id = S("Kurir reguler"), .name_en = S("Regular courier"),
        .min_grams = 1000, .tolerance_grams = 300, .volumetric_divisor = 6000, .min_days = 1, .max_days = 14,
        .position = 1, .is_active = true,
    };
    struct shipping_method_new flat = table;
    flat.code = S("flat");
    flat.kind = S("flat");
    flat.name_id = S("Satu harga se-Indonesia");
    flat.name_en = S("One price for all of Indonesia");
    flat.flat_minor = 45000;
    flat.min_days = 4;
    flat.position = 2;
    struct shipping_method_new pickup = table;
    pickup.code = S("pickup");
    pickup.kind = S("pickup");
    pickup.name_id = S("Ambil di bengkel");
    pickup.name_en = S("Pick up at the workshop");
    pickup.min_days = 0;
    pickup.max_days = 3;
    pickup.position = 3;
    TRY(shipping_method_put(c, &table, &table_id));
    TRY(shipping_method_put(c, &flat, &other));
    TRY(shipping_method_put(c, &pickup, &other));
    for (const struct value *zone = demo_first(shipping, "zones"); zone != NULL;
         zone = zone->next) {
        TRY(put_zone(c, shipping, zone, table_id));
    }
    return OK;
}

/* --- shelves --- */

static enum err put_categories(struct ctx *c, const struct demo *d)
{
    for (const struct value *one = demo_first(d->catalogue, "categories"); one != NULL;
         one = one->next) {
        category_id id = { 0 };
        struct category_fields f = { .slug = value_text(one, S("slug")), .position = value_int(one, S("position"), 0) };
        both(one, "name", f.name);
        both(one, "description", f.description);
        TRY(category_create(c, &f, &id));
    }
    return OK;
}

static void attribute_add(struct product_fields *f, str name_id, str name_en,
                          const str value[LANG_COUNT])
{
    if (f->attribute_count == PRODUCT_ATTRIBUTES_MAX || value[LANG_ID].size == 0) {
        return;
    }
    size_t at = f->attribute_count++;
    f->attribute[at].name[LANG_ID] = name_id;
    f->attribute[at].name[LANG_EN] = name_en;
    f->attribute[at].value[LANG_ID] = value[LANG_ID];
    f->attribute[at].value[LANG_EN] = value[LANG_EN];
}

static str joined(struct ctx *c, const struct value *list)
{
    struct buf out = buf_new(c->arena, KB(4));
    for (const struct value *one = list == NULL ? NULL : list->children.first; one != NULL;
         one = one->next) {
        buf_addf(&out, "%s%.*s", out.size == 0 ? "" : ", ", STR_ARG(one->text));
    }
    return buf_str(&out);
}

static void read_attributes(struct ctx *c, const struct value *p, struct product_fields *f)
{
    for (const struct value *one = demo_first(p, "attributes"); one != NULL; one = one->next) {
        str name[LANG_COUNT] = { 0 };
        str value[LANG_COUNT] = { 0 };
        both(one, "name", name);
        both(one, "value", value);
        attribute_add(f, name[LANG_ID], name[LANG_EN], value);
    }
    const struct value *box = value_get(p, S("in_the_box"));
    str care[LANG_COUNT] = { 0 };
    str reason[LANG_COUNT] = { 0 };
    str content[LANG_COUNT] = { joined(c, value_get(box, S("id"))),
                                joined(c, value_get(box, S("en"))) };
    both(p, "care", care);
    both(p, "compare_at_reason", reason);
    attribute_add(f, S("Perawatan"), S("Care"), care);
    attribute_add(f, S("Isi paket"), S("In the box"), content);
    attribute_add(f, S("Mengapa lebih murah"), S("Why it costs less"), reason);
}

static void row_add(struct buf *out, const struct value *cells, const char *lang)
{
    size_t count = 0;
    bool is_head = lang != NULL;
    for (const struct value *cell = cells; cell != NULL; cell = cell->next) {
        str text = is_head ? value_text(cell, str_of(lang)) : cell->text;
        buf_addf(out, "| %.*s ", STR_ARG(text));
        count++;
    }
    buf_add(out, S("|\n"));
    for (size_t i = 0; is_head && i < count; i++) {
        buf_add(out, i + 1 == count ? S("|---|\n") : S("|---"));
    }
}

static str size_chart_text(struct ctx *c, const struct value *p, const char *lang, const char *unit)
{
    const struct value *chart = value_get(p, S("size_chart"));
    struct buf out = buf_new(c->arena, KB(8));
    if (chart == NULL || chart->kind != VALUE_OBJECT) {
        return (str){ 0 };
    }
    row_add(&out, demo_first(chart, "columns"), lang);
    for (const struct value *row = demo_first(chart, "rows"); row != NULL; row = row->next) {
        row_add(&out, row->children.first, NULL);
    }
    buf_addf(&out, "\n%s: %.*s", unit, STR_ARG(value_text(chart, S("unit"))));
    return buf_str(&out);
}

static enum err read_fields(struct ctx *c, const struct value *p, struct product_fields *f)
{
    struct category category = { 0 };
    size_t options = 0;
    f->slug = value_text(p, S("slug"));
    f->status = PRODUCT_ACTIVE;
    both(p, "name", f->name);
    both(p, "summary", f->summary);
    both(p, "description", f->description);
    f->size_chart[LANG_ID] = size_chart_text(c, p, "id", "Satuan");
    f->size_chart[LANG_EN] = size_chart_text(c, p, "en", "Unit");
    f->brand = value_text(p, S("brand"));
    both(p, "usage", f->usage);
    f->has_warranty = value_get(p, S("warranty_months")) != NULL;
    f->warranty_months = value_int(p, S("warranty_months"), 0);
    read_attributes(c, p, f);
    for (const struct value *o = demo_first(p, "options");
         o != NULL && options < PRODUCT_OPTIONS_MAX; o = o->next) {
        f->option_name[options++] = id_of(o, "name");
    }
    TRY(category_load(c, value_text(p, S("category")), &category));
    f->category = category.id;
    return OK;
}

/* The shown name of an option's value: {"berat": "100"} is "100 g". */
static str option_value(const struct value *option, str code)
{
    const struct value *one = demo_first(option, "values");
    while (one != NULL && !str_eq(value_text(one, S("code")), code)) {
        one = one->next;
    }
    return one == NULL ? code : id_of(one, "name");
}

static enum err put_variant(struct ctx *c, const struct value *p, const struct value *v,
                            product_id product)
{
    sku_id id = { 0 };
    size_t options = 0;
    const struct value *size = value_get(p, S("dimensions_mm"));
    struct variant_fields f = {
        .sku = value_text(v, S("sku")), .price_minor = value_int(v, S("price"), 0),
        .compare_at_minor = value_int(v, S("compare_at"), 0),
        .weight_grams = value_int(v, S("weight_grams"), value_int(p, S("weight_grams"), 0)),
        .length_mm = value_int(size, S("length"), 0), .width_mm = value_int(size, S("width"), 0),
        .height_mm = value_int(size, S("height"), 0), .is_tracked = true, .is_active = true,
        .preorder_days = value_int(p, S("preorder_days"), 0),
    };
    for (const struct value *o = demo_first(p, "options");
         o != NULL && options < PRODUCT_OPTIONS_MAX; o = o->next) {
        str code = value_text(value_get(v, S("options")), value_text(o, S("code")));
        f.option[options++] = option_value(o, code);
    }
    TRY(variant_add(c, product, &f, &id));
    return stock_count(c, id, value_int(v, S("stock"), 0), S("persediaan awal"));
}

static enum err put_pictures(struct ctx *c, const struct value *p, product_id product)
{
    for (const struct value *one = demo_first(p, "images"); one != NULL; one = one->next) {
        picture_id id = { 0 };
        struct picture_fields f = { .asset = str_join(c->arena, S("demo/media/"), value_text(one, S("file"))),
                                    .width = 800, .height = 600, .is_illustration = true };
        both(one, "alt", f.alt);
        TRY(picture_add(c, product, &f, &id));
    }
    return OK;
}

static enum err put_products(struct ctx *c, const struct demo *d)
{
    for (const struct value *p = demo_first(d->catalogue, "products"); p != NULL; p = p->next) {
        product_id id = { 0 };
        struct product_fields *f = NEW(c->arena, struct product_fields);
        TRY(read_fields(c, p, f));
        TRY(product_create(c, f, &id));
        for (const struct value *v = demo_first(p, "variants"); v != NULL; v = v->next) {
            TRY(put_variant(c, p, v, id));
        }
        TRY(put_pictures(c, p, id));
        TRY(product_set_status(c, id, PRODUCT_ACTIVE));
    }
    return OK;
}

enum err demo_restock(struct ctx *c, const struct demo *d)
{
    for (size_t i = 0; i < d->good_weights.count; i++) {
        for (const struct value *v = d->good[i].variants; v != NULL; v = v->next) {
            struct sku sku = { 0 };
            TRY(product_sku(c, value_text(v, S("sku")), PRODUCT_ANY, &sku));
            int64_t missing =
                value_int(v, S("stock"), 0) - (sku.variant.stock.on_hand - sku.variant.stock.held);
            if (missing > 0) {
                TRY(stock_adjust(c, sku.variant.id, missing, STOCK_ADJUSTMENT, S("dari bengkel")));
            }
        }
    }
    return OK;
}

static enum err reprice(struct ctx *c, str sku_name, int64_t price)
{
    struct sku sku = { 0 };
    TRY(product_sku(c, sku_name, PRODUCT_ANY, &sku));
    const struct variant *v = &sku.variant;
    struct variant_fields f = {
        .sku = v->sku, .price_minor = price, .compare_at_minor = v->compare_at_minor > price ? v->compare_at_minor : 0,
        .weight_grams = v->weight_grams, .length_mm = v->length_mm, .width_mm = v->width_mm, .height_mm = v->height_mm,
        .barcode = v->barcode, .is_tracked = true, .is_active = true, .preorder_days = v->stock.preorder_days,
    };
    for (size_t i = 0; i < PRODUCT_OPTIONS_MAX; i++) {
        f.option[i] = v->option[i];
    }
    return variant_update(c, v->id, &f);
}

enum err demo_reprice(struct ctx *c, const struct demo *d, int64_t days)
{
    int64_t today = zone_days(c->shop->zone, d->end_at);
    for (const struct value *one = demo_first(d->history, "incidents"); one != NULL;
         one = one->next) {
        bool is_now = str_eq(value_text(one, S("kind")), S("price_change")) &&
                      today - value_int(one, S("days_ago"), 0) == days;
        for (size_t i = 0; is_now && i < d->good_weights.count; i++) {
            bool is_it = str_eq(d->good[i].slug, value_text(one, S("slug")));
            for (const struct value *v = d->good[i].variants; is_it && v != NULL; v = v->next) {
                TRY(reprice(c, value_text(v, S("sku")), value_int(one, S("price"), 0)));
            }
        }
    }
    return OK;
}

/* --- people --- */

static enum err put_staff(struct ctx *c, struct demo *d)
{
    for (const struct value *one = demo_first(d->history, "staff"); one != NULL; one = one->next) {
        enum role role = ROLE_VISITOR;
        staff_id id = { 0 };
        if (!role_of(value_text(one, S("role")), &role)) {
            return fail(c, ERR_BAD_INPUT, "role %.*s", STR_ARG(value_text(one, S("role"))));
        }
        str email = value_text(one, S("email"));
        enum err e = staff_find(c, email, &id); /* the owner is there already */
        if (e == ERR_NOT_FOUND) {
            e = staff_add(c, value_text(one, S("name")), email, role, *d->password_hash, &id);
        }
        TRY(e);
        d->staff[role] = id;
    }
    return OK;
}

enum err demo_shop(struct ctx *c, struct demo *d)
{
    TRY(put_settings(c, d));
    TRY(put_shipping(c, d));
    TRY(put_categories(c, d));
    TRY(put_products(c, d));
    TRY(put_staff(c, d));
    TRY(demo_content(c, d->catalogue));
    return demo_questions(c, d->history, (struct actor){ ROLE_CARE, d->staff[ROLE_CARE].v });
}
