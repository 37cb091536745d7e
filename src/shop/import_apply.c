/* SPDX-License-Identifier: Apache-2.0 */
/* import_apply.c - from items to rows, many at once. Everything is asked before it is written: on PostgreSQL a refused statement
 * would end it all. What is new is written together; what is there and differs is changed one by one. */
#include "db/batch.h"
#include "shop/import_item.h"
#include "shop/product_store.h"
#include "shop/stock_store.h"

#include <string.h>

/* The items that wait, and where they stand in the shop. */
struct apply {
    struct import *run;
    struct ctx *c;
    product_id product[IMPORT_AT_ONCE]; /* 0: none */
    bool is_slug_taken[IMPORT_AT_ONCE];
    bool is_new[IMPORT_AT_ONCE];
    const struct product_fields *fields[IMPORT_AT_ONCE]; /* products to be made, and whose they are */
    size_t item_of[IMPORT_AT_ONCE];
    size_t fields_count;
    struct variant_place *place; /* of every variant, item by item */
    size_t place_count;
    struct variant_new *variant; /* to be made */
    size_t variant_count;
    bool is_stale; /* a variant took another SKU or other options: what was asked before may be wrong now */
};

/* What the shop has that is like a variant of the file. */
struct variant_place {
    size_t item, index;
    sku_id by_sku, by_options;
    product_id owner; /* of by_sku */
    int64_t count;    /* variants the product has */
    str wish;         /* the SKU it gets when the file names none */
    bool is_wish_taken;
    struct variant_fields now; /* of the one it is */
    int64_t imported;
};

static struct import_item *item_at(const struct apply *a, size_t i)
{
    return &a->run->waiting[i];
}

/* --- finding what is there --- */

/* Goods of a file lie in few categories; each is asked once. */
static enum err category_of(struct import *run, str path, category_id *out)
{
    for (size_t i = 0; i < run->category_count; i++) {
        if (str_eq(run->category[i].path, path)) {
            *out = run->category[i].id;
            return OK;
        }
    }
    TRY(category_of_path(run->c, path, out));
    if (run->category_count < IMPORT_CATEGORIES) {
        run->category[run->category_count++] =
            (struct import_category){ str_copy(run->keep, path), *out };
    }
    return OK;
}

/* By its reference, else by the slug the file asks for; and whether the slug a new one would get is free. */
SQL(import_products_find,
    "SELECT COALESCE((SELECT p.id FROM product p WHERE p.external_ref = j.value ->> 0),"
    " (SELECT p.id FROM product p WHERE p.slug = j.value ->> 1), 0),"
    " CASE WHEN EXISTS (SELECT 1 FROM product p WHERE p.slug = j.value ->> 2) THEN 1 ELSE 0 END"
    " FROM json_each($1) j ORDER BY CAST(j.key AS BIGINT) LIMIT $2");

static enum err find_products(struct apply *a)
{
    size_t at = 0;
    struct batch batch = batch_new(a->c->arena);
    for (size_t i = 0; i < a->run->waiting_count; i++) {
        struct import_item *item = item_at(a, i);
        item->fields.slug = item->slug;
        item->fields.external_ref = item->external_ref;
        batch_add(&batch, ARGS(item->external_ref, arg_text_or_null(item->slug),
                               product_slug_wish(a->c, &item->fields)));
    }
    struct rows r = db_query(a->c->db, &import_products_find, ARGS(batch_arg(&batch), batch.count));
    while (db_next(&r)) {
        a->product[at].v = row_int(&r);
        a->is_slug_taken[at++] = row_bool(&r);
    }
    return db_done(&r);
}

static void refuse_all(struct import *run, const struct import_item *item, const char *why)
{
    import_refuse(run, item->line, "%s", why);
    for (size_t i = 0; i < item->variant_count; i++) {
        if (item->variant[i].line != item->line) {
            import_refuse(run, item->variant[i].line, "%s", why);
        }
    }
}

static void note_outcome(const struct apply *a, size_t at, enum import_outcome outcome)
{
    const struct import_item *item = item_at(a, at);
    struct import_touched *touched = import_touched_of(a->run, a->product[at].v);
    if (outcome > touched->outcome) {
        touched->outcome = outcome;
    }
    if (item->has_texts) {
        touched->has_status = true;
        touched->status = item->fields.status;
    }
}

/* --- the product --- */

/* The file's texts over those in the shop; what the file does not know stays. */
static void lay_over(const struct import_item *item, enum lang lang, struct product_fields *now)
{
    const struct product_fields *given = &item->fields;
    now->name[lang] = given->name[lang];
    now->description[lang] = given->description[lang];
    now->is_html = given->is_html;
    if (given->summary[lang].size > 0) {
        now->summary[lang] = given->summary[lang];
    }
    now->brand = given->brand;
    now->tags = given->tags;
    if (given->category.v != 0) {
        now->category = given->category;
    }
    for (size_t i = 0; i < PRODUCT_OPTIONS_MAX; i++) {
        now->option_name[i] = given->option_name[i];
    }
    if (item->has_attributes) {
        now->attribute_count = given->attribute_count;
        memcpy(now->attribute, given->attribute, sizeof now->attribute);
    }
}

static bool both_eq(const str *a, const str *b)
{
    return str_eq(a[LANG_ID], b[LANG_ID]) && str_eq(a[LANG_EN], b[LANG_EN]);
}

static bool attributes_eq(const struct product_fields *a, const struct product_fields *b)
{
    if (a->attribute_count != b->attribute_count) {
        return false;
    }
    for (size_t i = 0; i < a->attribute_count; i++) {
        if (!both_eq(a->attribute[i].name, b->attribute[i].name) ||
            !both_eq(a->attribute[i].value, b->attribute[i].value)) {
            return false;
        }
    }
    return true;
}

static bool options_eq(const str *a, const str *b)
{
    return str_eq(a[0], b[0]) && str_eq(a[1], b[1]) && str_eq(a[2], b[2]);
}

static bool fields_eq(const struct product_fields *a, const struct product_fields *b)
{
    return both_eq(a->name, b->name) && both_eq(a->description, b->description) &&
           a->is_html == b->is_html && both_eq(a->summary, b->summary) &&
           str_eq(a->brand, b->brand) && str_eq(a->tags, b->tags) &&
           a->category.v == b->category.v && options_eq(a->option_name, b->option_name) &&
           attributes_eq(a, b);
}

static bool product_is_fine(struct import *run, int64_t line, const struct product_fields *fields)
{
    struct product_issue issue;
    if (product_issues(fields, &issue, 1) == 0) {
        return true;
    }
    import_refuse(run, line, "%s: %s", issue.field, issue.text);
    return false;
}

static enum err write_products(struct apply *a)
{
    product_id made[IMPORT_AT_ONCE] = { { 0 } };
    if (a->fields_count == 0) {
        return OK;
    }
    TRY(product_insert(a->c, a->fields, a->fields_count, made));
    for (size_t i = 0; i < a->fields_count; i++) {
        size_t at = a->item_of[i];
        a->product[at] = made[i];
        a->is_new[at] = true;
        note_outcome(a, at, OUTCOME_CREATED);
    }
    a->fields_count = 0;
    return OK;
}

static bool is_wished_before(const struct apply *a, size_t at, str slug)
{
    for (size_t i = 0; i < at; i++) {
        if (str_eq(item_at(a, i)->fields.slug, slug)) {
            return true;
        }
    }
    return false;
}

/* A slug that is taken finds a free neighbour; the others must be in the shop by then. */
static enum err settle_slug(struct apply *a, size_t at)
{
    struct product_fields *fields = &item_at(a, at)->fields;
    str wish = product_slug_wish(a->c, fields);
    if (!a->is_slug_taken[at] && !is_wished_before(a, at, wish)) {
        fields->slug = wish;
        return OK;
    }
    fields->slug = (str){ 0 };
    TRY(write_products(a));
    return product_settle_slug(a->c, fields, (product_id){ 0 }, &fields->slug);
}

static enum err create_product(struct apply *a, size_t at)
{
    const struct import_item *item = item_at(a, at);
    if (!product_is_fine(a->run, item->line, &item->fields)) {
        return OK;
    }
    TRY(settle_slug(a, at));
    a->item_of[a->fields_count] = at;
    a->fields[a->fields_count++] = &item->fields;
    return OK;
}

/* The product in two places of a file: the first words count, and who wrote others there is told. */
static enum err keep_first_words(struct apply *a, size_t at)
{
    struct import_item *item = item_at(a, at);
    struct product_fields before;
    int64_t revision = 0;
    TRY(product_fields_load(a->c, a->product[at], &before, &revision));
    struct product_fields after = before;
    lay_over(item, a->run->options->lang, &after);
    if (!fields_eq(&before, &after)) {
        import_remark(a->run, item->line,
                      "this product stands above in the file with another title or other texts: "
                      "those above count");
    }
    item->has_texts = false;
    return OK;
}

static enum err change_product(struct apply *a, size_t at)
{
    const struct import_item *item = item_at(a, at);
    struct product_fields before;
    int64_t revision = 0;
    bool is_said = item->has_texts && import_touched_of(a->run, a->product[at].v)->has_status;
    TRY(is_said ? keep_first_words(a, at) : OK);
    note_outcome(a, at, OUTCOME_UNCHANGED);
    if (!item->has_texts) {
        return OK;
    }
    TRY(product_fields_load(a->c, a->product[at], &before, &revision));
    struct product_fields after = before;
    lay_over(item, a->run->options->lang, &after);
    if (fields_eq(&before, &after) || !product_is_fine(a->run, item->line, &after)) {
        return OK;
    }
    note_outcome(a, at, OUTCOME_CHANGED);
    return product_write(a->c, a->product[at], &after);
}

static enum err apply_product(struct apply *a, size_t at)
{
    struct import_item *item = item_at(a, at);
    if (item->has_texts) {
        TRY(category_of(a->run, item->category_path, &item->fields.category));
    }
    if (a->product[at].v != 0) {
        return change_product(a, at);
    }
    if (!item->has_texts) {
        refuse_all(a->run, item,
                   "no product with this handle is in the shop or above in this file");
        return OK;
    }
    return item->variant_count > 0 || item->may_be_empty ? create_product(a, at) : OK;
}

static enum err apply_products(struct apply *a)
{
    TRY(find_products(a));
    for (size_t i = 0; i < a->run->waiting_count; i++) {
        TRY(apply_product(a, i));
    }
    return write_products(a);
}

/* --- variants --- */

/* Each looked up by itself, so that no plan made while the tables were small walks them later. */
SQL(import_variants_like,
    "SELECT COALESCE((SELECT v.id FROM variant v WHERE v.sku = j.value ->> 1), 0),"
    " COALESCE((SELECT v.product_id FROM variant v WHERE v.sku = j.value ->> 1), 0),"
    " COALESCE((SELECT v.id FROM variant v WHERE v.product_id = CAST(j.value ->> 0 AS BIGINT) AND v.option1 = j.value ->> 2"
    " AND v.option2 = j.value ->> 3 AND v.option3 = j.value ->> 4), 0),"
    " (SELECT COUNT(*) FROM variant v WHERE v.product_id = CAST(j.value ->> 0 AS BIGINT)),"
    " CASE WHEN EXISTS (SELECT 1 FROM variant v WHERE v.sku = j.value ->> 5) THEN 1 ELSE 0 END"
    " FROM json_each($1) j ORDER BY CAST(j.key AS BIGINT) LIMIT $2");

static enum err find_alike(const struct apply *a, struct variant_place *place, size_t count)
{
    struct batch batch = batch_new(a->c->arena);
    for (size_t i = 0; i < count; i++) {
        const struct variant_fields *f = &item_at(a, place[i].item)->variant[place[i].index].fields;
        batch_add(&batch, ARGS(a->product[place[i].item].v, f->sku, f->option[0], f->option[1],
                               f->option[2], place[i].wish));
    }
    struct rows r = db_query(a->c->db, &import_variants_like, ARGS(batch_arg(&batch), batch.count));
    for (size_t i = 0; db_next(&r); i++) {
        place[i].by_sku.v = row_int(&r);
        place[i].owner.v = row_int(&r);
        place[i].by_options.v = row_int(&r);
        place[i].count = row_int(&r);
        place[i].is_wish_taken = row_bool(&r);
    }
    return db_done(&r);
}

static sku_id sku_of(const struct variant_place *place)
{
    return place->by_sku.v != 0 ? place->by_sku : place->by_options;
}

SQL(import_variants_now,
    "SELECT CAST(j.key AS BIGINT), v.sku, v.option1, v.option2, v.option3, v.price_minor, v.compare_at_minor,"
    " v.weight_grams, v.length_mm, v.width_mm, v.height_mm, v.barcode, v.is_tracked, v.sells_past_zero, v.preorder_days,"
    " v.is_active, COALESCE(v.imported_quantity, -1)"
    " FROM json_each($1) j JOIN variant v ON v.id = CAST(j.value ->> 0 AS BIGINT) LIMIT $2");

static void read_variant(struct ctx *c, struct rows *r, struct variant_place *out)
{
    struct variant_fields *now = &out->now;
    now->sku = row_text(r, c->arena);
    for (size_t i = 0; i < PRODUCT_OPTIONS_MAX; i++) {
        now->option[i] = row_text(r, c->arena);
    }
    now->price_minor = row_int(r);
    now->compare_at_minor = row_int(r);
    now->weight_grams = row_int(r);
    now->length_mm = row_int(r);
    now->width_mm = row_int(r);
    now->height_mm = row_int(r);
    now->barcode = row_text(r, c->arena);
    now->is_tracked = row_bool(r);
    now->sells_past_zero = row_bool(r);
    now->preorder_days = row_int(r);
    now->is_active = row_bool(r);
    out->imported = row_int(r);
}

static enum err load_variants(const struct apply *a, struct variant_place *place, size_t count)
{
    bool has_any = false;
    struct batch batch = batch_new(a->c->arena);
    for (size_t i = 0; i < count; i++) {
        batch_add(&batch, ARGS(sku_of(&place[i]).v));
        has_any = has_any || sku_of(&place[i]).v != 0;
    }
    if (!has_any) {
        return OK;
    }
    struct rows r = db_query(a->c->db, &import_variants_now, ARGS(batch_arg(&batch), batch.count));
    while (db_next(&r)) {
        int64_t at = row_int(&r);
        read_variant(a->c, &r, &place[at]);
    }
    return db_done(&r);
}

static bool variant_eq(const struct variant_fields *a, const struct variant_fields *b)
{
    return str_eq(a->sku, b->sku) && options_eq(a->option, b->option) &&
           a->price_minor == b->price_minor && a->compare_at_minor == b->compare_at_minor &&
           a->weight_grams == b->weight_grams && a->length_mm == b->length_mm &&
           a->width_mm == b->width_mm && a->height_mm == b->height_mm &&
           str_eq(a->barcode, b->barcode) && a->is_tracked == b->is_tracked &&
           a->sells_past_zero == b->sells_past_zero && a->is_active == b->is_active;
}

SQL(import_quantity_note, "UPDATE variant SET imported_quantity = $2 WHERE id = $1");

/* The file's count is set once; what was sold since stays sold until the file says another number. */
static enum err set_quantity(struct import *run, sku_id id, const struct import_variant *variant)
{
    enum err e = stock_count(run->c, id, variant->quantity, S("import"));
    if (e == ERR_OUT_OF_STOCK) {
        import_remark(run, variant->line,
                      "the quantity %" PRId64 " is below what orders hold and was not set",
                      variant->quantity);
        return OK;
    }
    TRY(e);
    return db_exec(run->c->db, &import_quantity_note, ARGS(id.v, variant->quantity), NULL);
}

static enum err write_variants(struct apply *a)
{
    if (a->variant_count == 0) {
        return OK;
    }
    TRY(variant_insert(a->c, a->variant, a->variant_count));
    a->variant_count = 0;
    return OK;
}

static bool is_sku_waiting(const struct apply *a, str sku)
{
    for (size_t i = 0; i < a->variant_count; i++) {
        if (str_eq(a->variant[i].fields->sku, sku)) {
            return true;
        }
    }
    return false;
}

/* The file names no SKU: one is made; where it is taken, a neighbour, once the others are in the shop. */
static enum err settle_sku(struct apply *a, const struct variant_place *place,
                           struct variant_fields *fields)
{
    if (place->wish.size > 0 && !place->is_wish_taken && !is_sku_waiting(a, place->wish)) {
        fields->sku = place->wish;
        return OK;
    }
    TRY(write_variants(a));
    return variant_settle_sku(a->c, a->product[place->item], fields, (sku_id){ 0 }, &fields->sku);
}

static enum err add_variant(struct apply *a, const struct variant_place *place)
{
    struct import_variant *variant = &item_at(a, place->item)->variant[place->index];
    if (variant->fields.sku.size == 0) { /* else find_alike saw that nobody has it */
        TRY(settle_sku(a, place, &variant->fields));
    }
    a->variant[a->variant_count++] = (struct variant_new){
        .product = a->product[place->item],
        .fields = &variant->fields,
        .is_counted = variant->fields.is_tracked,
        .on_hand = variant->fields.is_tracked ? variant->quantity : 0,
    };
    note_outcome(a, place->item, OUTCOME_CHANGED);
    return OK;
}

static struct import_variant *variant_at(const struct apply *a, const struct variant_place *place)
{
    return &item_at(a, place->item)->variant[place->index];
}

/* What the file leaves open is as it is in the shop. */
static void fill_in(struct variant_fields *fields, const struct variant_fields *now)
{
    if (fields->sku.size == 0) {
        fields->sku = now->sku;
    }
    fields->preorder_days = now->preorder_days; /* no file knows it */
}

static void keep_first_values(struct apply *a, const struct variant_place *place)
{
    struct import_variant *variant = variant_at(a, place);
    fill_in(&variant->fields, &place->now);
    bool is_counted = variant->fields.is_tracked && variant->quantity != place->imported;
    if (is_counted || !variant_eq(&place->now, &variant->fields)) {
        import_remark(a->run, variant->line,
                      "this variant stands above in the file with other values: those above count");
    }
}

static enum err change_variant(struct apply *a, const struct variant_place *place)
{
    struct import_variant *variant = variant_at(a, place);
    const struct variant_fields *now = &place->now;
    sku_id id = sku_of(place);
    fill_in(&variant->fields, now);
    if (!variant_eq(now, &variant->fields)) {
        TRY(variant_write(a->c, id, &variant->fields));
        note_outcome(a, place->item, OUTCOME_CHANGED);
        a->is_stale = a->is_stale || !str_eq(now->sku, variant->fields.sku) ||
                      !options_eq(now->option, variant->fields.option);
    }
    if (variant->fields.is_tracked && variant->quantity != place->imported) {
        note_outcome(a, place->item, OUTCOME_CHANGED);
        return set_quantity(a->run, id, variant);
    }
    return OK;
}

static bool is_twin_of_earlier(const struct import_item *item, size_t index)
{
    const struct variant_fields *fields = &item->variant[index].fields;
    for (size_t i = 0; i < index; i++) {
        const struct variant_fields *other = &item->variant[i].fields;
        if (options_eq(fields->option, other->option) ||
            (fields->sku.size > 0 && str_eq(fields->sku, other->sku))) {
            return true;
        }
    }
    return false;
}

static bool variant_is_fine(struct import *run, const struct import_item *item, size_t index)
{
    const struct import_variant *variant = &item->variant[index];
    struct product_issue issue;
    if (variant_issues(&variant->fields, &issue, 1) > 0) {
        import_refuse(run, variant->line, "%s: %s", issue.field, issue.text);
        return false;
    }
    if (is_twin_of_earlier(item, index)) {
        import_refuse(run, variant->line,
                      "another line of this product has the same SKU or the same options");
        return false;
    }
    return true;
}

static int64_t siblings_waiting(const struct apply *a, product_id product)
{
    int64_t count = 0;
    for (size_t i = 0; i < a->variant_count; i++) {
        count += a->variant[i].product.v == product.v;
    }
    return count;
}

/* By SKU, else by options; both may name a row, but not two. */
static bool place_is_fine(const struct apply *a, const struct variant_place *place)
{
    const struct import_variant *variant = &item_at(a, place->item)->variant[place->index];
    product_id product = a->product[place->item];
    str sku = variant->fields.sku;
    if (place->by_sku.v != 0 && place->owner.v != product.v) {
        import_refuse(a->run, variant->line, "the SKU %.*s belongs to another product",
                      STR_ARG(sku));
    } else if (place->by_sku.v != 0 && place->by_options.v != 0 &&
               place->by_sku.v != place->by_options.v) {
        import_refuse(a->run, variant->line,
                      "the SKU %.*s and these options are two variants in this shop", STR_ARG(sku));
    } else if (sku_of(place).v == 0 &&
               place->count + siblings_waiting(a, product) >= PRODUCT_VARIANTS_MAX) {
        import_refuse(a->run, variant->line, "a product has at most %d variants",
                      PRODUCT_VARIANTS_MAX);
    } else {
        return true;
    }
    return false;
}

/* What was asked for all at once is asked again where a change may have made it wrong. */
static enum err look_again(struct apply *a, struct variant_place *place)
{
    TRY(write_variants(a));
    TRY(find_alike(a, place, 1));
    return load_variants(a, place, 1);
}

static enum err apply_variant(struct apply *a, struct variant_place *place)
{
    if (a->is_stale) {
        TRY(look_again(a, place));
    }
    if (!place_is_fine(a, place)) {
        return OK;
    }
    product_id product = a->product[place->item];
    const struct variant_fields *f = &variant_at(a, place)->fields;
    if (sku_of(place).v != 0 && import_was_said(a->run, product, f)) {
        keep_first_values(a, place);
        return OK;
    }
    a->run->report.variants++;
    TRY(sku_of(place).v == 0 ? add_variant(a, place) : change_variant(a, place));
    import_say(a->run, product, f);
    return OK;
}

/* Those that are to go in; what a new product's variant is called is known by then. */
static void list_variants(struct apply *a)
{
    for (size_t i = 0; i < a->run->waiting_count; i++) {
        const struct import_item *item = item_at(a, i);
        for (size_t n = 0; a->product[i].v != 0 && n < item->variant_count; n++) {
            if (!variant_is_fine(a->run, item, n)) {
                continue;
            }
            const struct variant_fields *f = &item->variant[n].fields;
            struct variant_place *place = &a->place[a->place_count++];
            *place = (struct variant_place){ .item = i, .index = n, .imported = -1 };
            if (f->sku.size == 0 && a->is_new[i]) {
                place->wish = variant_sku_wish(a->c, item->fields.slug, f);
            }
        }
    }
}

static enum err apply_variants(struct apply *a)
{
    size_t count = a->run->waiting_variants;
    a->place = NEW_N(a->c->arena, struct variant_place, count + 1);
    a->variant = NEW_N(a->c->arena, struct variant_new, count + 1);
    list_variants(a);
    if (a->place_count == 0) {
        return OK;
    }
    TRY(find_alike(a, a->place, a->place_count));
    TRY(load_variants(a, a->place, a->place_count));
    for (size_t i = 0; i < a->place_count; i++) {
        TRY(apply_variant(a, &a->place[i]));
    }
    return write_variants(a);
}

/* --- pictures --- */

SQL(import_pictures_like,
    "SELECT CASE WHEN EXISTS (SELECT 1 FROM picture k WHERE k.product_id = CAST(j.value ->> 0 AS BIGINT)"
    " AND k.source_url = j.value ->> 1) THEN 1 ELSE 0 END,"
    " (SELECT COUNT(*) FROM picture k WHERE k.product_id = CAST(j.value ->> 0 AS BIGINT))"
    " FROM json_each($1) j ORDER BY CAST(j.key AS BIGINT) LIMIT $2");

struct picture_place {
    size_t item;
    const struct import_picture *picture;
};

static size_t list_pictures(struct apply *a, struct picture_place *out, struct batch *batch)
{
    size_t count = 0;
    for (size_t i = 0; i < a->run->waiting_count; i++) {
        const struct import_item *item = item_at(a, i);
        for (size_t n = 0; a->product[i].v != 0 && n < item->picture_count; n++) {
            out[count++] = (struct picture_place){ i, &item->picture[n] };
            batch_add(batch, ARGS(a->product[i].v, item->picture[n].url));
        }
    }
    return count;
}

static struct picture_new picture_made(const struct apply *a, const struct picture_place *place)
{
    struct picture_new new = { .product = a->product[place->item],
                               .fields = { .source_url = place->picture->url } };
    if (str_count_chars(place->picture->alt) <= 300) {
        new.fields.alt[a->run->options->lang] = place->picture->alt;
    }
    return new;
}

static int64_t pictures_waiting(const struct picture_new *new, size_t count, product_id product)
{
    int64_t waiting = 0;
    for (size_t i = 0; i < count; i++) {
        waiting += new[i].product.v == product.v;
    }
    return waiting;
}

static enum err apply_pictures(struct apply *a)
{
    struct batch batch = batch_new(a->c->arena);
    struct picture_place *place =
        NEW_N(a->c->arena, struct picture_place, a->run->waiting_count * PRODUCT_PICTURES_MAX);
    size_t count = list_pictures(a, place, &batch);
    if (count == 0) {
        return OK;
    }
    struct picture_new *new = NEW_N(a->c->arena, struct picture_new, count);
    size_t new_count = 0;
    struct rows r = db_query(a->c->db, &import_pictures_like, ARGS(batch_arg(&batch), batch.count));
    for (size_t i = 0; db_next(&r); i++) {
        bool is_known = row_bool(&r);
        product_id product = a->product[place[i].item];
        int64_t has = row_int(&r) + pictures_waiting(new, new_count, product);
        if (!is_known && has < PRODUCT_PICTURES_MAX) {
            new[new_count++] = picture_made(a, &place[i]);
            note_outcome(a, place[i].item, OUTCOME_CHANGED);
        }
    }
    TRY(db_done(&r));
    a->run->report.pictures += (int64_t)count;
    picture_id last = { 0 };
    return new_count == 0 ? OK : picture_insert(a->c, new, new_count, &last);
}

/* --- all together --- */

enum err import_apply(struct import *run)
{
    struct apply *a = NEW(run->c->arena, struct apply);
    a->run = run;
    a->c = run->c;
    TRY(apply_products(a));
    TRY(apply_variants(a));
    TRY(apply_pictures(a));
    return import_plan(run, (int64_t)run->waiting_count);
}
