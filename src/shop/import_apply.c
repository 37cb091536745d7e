/* SPDX-License-Identifier: Apache-2.0 */
/* import_apply.c - from item to rows. Everything is asked before it is written: on PostgreSQL a refused statement would end it all. */
#include "db/db.h"
#include "shop/import_item.h"
#include "shop/product_store.h"
#include "shop/stock_store.h"

#include <string.h>

/* --- finding what is there --- */

static enum err find_product(struct import *run, product_id *out)
{
    product_id id = { 0 };
    TRY(product_of_ref(run->c, run->item->external_ref, &id));
    if (id.v == 0 && run->item->slug.size > 0) {
        TRY(product_slug_owner(run->c, run->item->slug, &id));
    }
    *out = id;
    return OK;
}

static void refuse_all(struct import *run, const char *why)
{
    const struct import_item *item = run->item;
    import_refuse(run, item->line, "%s", why);
    for (size_t i = 0; i < item->variant_count; i++) {
        if (item->variant[i].line != item->line) {
            import_refuse(run, item->variant[i].line, "%s", why);
        }
    }
}

static void note_outcome(struct import *run, product_id product, enum import_outcome outcome)
{
    struct import_touched *touched = import_touched_of(run, product.v);
    if (outcome > touched->outcome) {
        touched->outcome = outcome;
    }
    if (run->item->has_texts) {
        touched->has_status = true;
        touched->status = run->item->fields.status;
    }
}

/* --- the product --- */

/* The file's texts over those in the shop; what the file does not know stays. */
static void lay_over(const struct import *run, struct product_fields *now)
{
    const struct import_item *item = run->item;
    const struct product_fields *given = &item->fields;
    enum lang lang = run->options->lang;
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

static bool product_is_fine(struct import *run, const struct product_fields *fields)
{
    struct product_issue issue;
    if (product_issues(fields, &issue, 1) == 0) {
        return true;
    }
    import_refuse(run, run->item->line, "%s: %s", issue.field, issue.text);
    return false;
}

static enum err create_product(struct import *run, product_id *out)
{
    struct import_item *item = run->item;
    struct product_fields *fields = &item->fields;
    product_id id = { 0 };
    fields->slug = item->slug;
    fields->external_ref = item->external_ref;
    if (product_is_fine(run, fields)) {
        TRY(product_settle_slug(run->c, fields, (product_id){ 0 }, &fields->slug));
        TRY(product_insert(run->c, fields, &id));
        note_outcome(run, id, OUTCOME_CREATED);
    }
    *out = id;
    return OK;
}

static enum err change_product(struct import *run, product_id id)
{
    struct product_fields before;
    int64_t revision = 0;
    note_outcome(run, id, OUTCOME_UNCHANGED);
    if (!run->item->has_texts) {
        return OK;
    }
    TRY(product_fields_load(run->c, id, &before, &revision));
    struct product_fields after = before;
    lay_over(run, &after);
    if (fields_eq(&before, &after) || !product_is_fine(run, &after)) {
        return OK;
    }
    note_outcome(run, id, OUTCOME_CHANGED);
    return product_write(run->c, id, &after);
}

/* --- variants --- */

SQL(import_variant_now,
    "SELECT sku, option1, option2, option3, price_minor, compare_at_minor, weight_grams, length_mm, width_mm, height_mm,"
    " barcode, is_tracked, sells_past_zero, preorder_days, is_active, COALESCE(imported_quantity, -1)"
    " FROM variant WHERE id = $1");

static enum err load_variant(struct ctx *c, sku_id id, struct variant_fields *out,
                             int64_t *imported)
{
    struct rows r = db_query(c->db, &import_variant_now, ARGS(id.v));
    if (db_next(&r)) {
        out->sku = row_text(&r, c->arena);
        for (size_t i = 0; i < PRODUCT_OPTIONS_MAX; i++) {
            out->option[i] = row_text(&r, c->arena);
        }
        out->price_minor = row_int(&r);
        out->compare_at_minor = row_int(&r);
        out->weight_grams = row_int(&r);
        out->length_mm = row_int(&r);
        out->width_mm = row_int(&r);
        out->height_mm = row_int(&r);
        out->barcode = row_text(&r, c->arena);
        out->is_tracked = row_bool(&r);
        out->sells_past_zero = row_bool(&r);
        out->preorder_days = row_int(&r);
        out->is_active = row_bool(&r);
        *imported = row_int(&r);
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
static enum err set_quantity(struct import *run, sku_id id, const struct import_variant *variant,
                             bool is_new)
{
    enum err e = !is_new ? stock_count(run->c, id, variant->quantity, S("import"))
                 : variant->quantity == 0
                     ? OK
                     : stock_adjust(run->c, id, variant->quantity, STOCK_ADJUSTMENT, S("import"));
    if (e == ERR_OUT_OF_STOCK) {
        import_remark(run, variant->line,
                      "the quantity %" PRId64 " is below what orders hold and was not set",
                      variant->quantity);
        return OK;
    }
    TRY(e);
    return db_exec(run->c->db, &import_quantity_note, ARGS(id.v, variant->quantity), NULL);
}

static enum err add_variant(struct import *run, product_id product, struct import_variant *variant)
{
    sku_id id = { 0 };
    if (variant->fields.sku.size == 0) { /* else find_variant saw that nobody has it */
        TRY(variant_settle_sku(run->c, product, &variant->fields, (sku_id){ 0 },
                               &variant->fields.sku));
    }
    TRY(variant_insert(run->c, product, &variant->fields, &id));
    note_outcome(run, product, OUTCOME_CHANGED);
    return variant->fields.is_tracked ? set_quantity(run, id, variant, true) : OK;
}

static enum err change_variant(struct import *run, product_id product, sku_id id,
                               struct import_variant *variant)
{
    struct variant_fields now = { 0 };
    int64_t imported = -1;
    TRY(load_variant(run->c, id, &now, &imported));
    if (variant->fields.sku.size == 0) {
        variant->fields.sku = now.sku;
    }
    variant->fields.preorder_days = now.preorder_days; /* no file knows it */
    if (!variant_eq(&now, &variant->fields)) {
        TRY(variant_write(run->c, id, &variant->fields));
        note_outcome(run, product, OUTCOME_CHANGED);
    }
    if (variant->fields.is_tracked && variant->quantity != imported) {
        note_outcome(run, product, OUTCOME_CHANGED);
        return set_quantity(run, id, variant, false);
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

static bool variant_is_fine(struct import *run, size_t index)
{
    const struct import_variant *variant = &run->item->variant[index];
    struct product_issue issue;
    if (variant_issues(&variant->fields, &issue, 1) > 0) {
        import_refuse(run, variant->line, "%s: %s", issue.field, issue.text);
        return false;
    }
    if (is_twin_of_earlier(run->item, index)) {
        import_refuse(run, variant->line,
                      "another line of this product has the same SKU or the same options");
        return false;
    }
    return true;
}

struct likeness {
    sku_id by_sku, by_options;
    product_id owner; /* of by_sku */
    int64_t count;    /* variants the product has */
};

/* One statement: a file has tens of thousands of variants, and over a network each question costs its way there and back. */
SQL(import_variant_like,
    "SELECT COALESCE((SELECT v.id FROM variant v WHERE v.sku = $2), 0),"
    " COALESCE((SELECT v.product_id FROM variant v WHERE v.sku = $2), 0),"
    " COALESCE((SELECT v.id FROM variant v WHERE v.product_id = $1 AND v.option1 = $3 AND v.option2 = $4"
    " AND v.option3 = $5), 0), (SELECT COUNT(*) FROM variant v WHERE v.product_id = $1)");

static enum err find_alike(struct ctx *c, product_id product, const struct variant_fields *f,
                           struct likeness *out)
{
    struct rows r = db_query(c->db, &import_variant_like,
                             ARGS(product.v, f->sku, f->option[0], f->option[1], f->option[2]));
    if (db_next(&r)) {
        out->by_sku.v = row_int(&r);
        out->owner.v = row_int(&r);
        out->by_options.v = row_int(&r);
        out->count = row_int(&r);
    }
    return db_done(&r);
}

/* By SKU, else by options; both may name a row, but not two. */
static enum err find_variant(struct import *run, product_id product,
                             const struct import_variant *variant, sku_id *out, bool *is_refused)
{
    const struct variant_fields *fields = &variant->fields;
    struct likeness like = { 0 };
    TRY(find_alike(run->c, product, fields, &like));
    *is_refused = true;
    if (like.by_sku.v != 0 && like.owner.v != product.v) {
        import_refuse(run, variant->line, "the SKU %.*s belongs to another product",
                      STR_ARG(fields->sku));
    } else if (like.by_sku.v != 0 && like.by_options.v != 0 && like.by_sku.v != like.by_options.v) {
        import_refuse(run, variant->line,
                      "the SKU %.*s and these options are two variants in this shop",
                      STR_ARG(fields->sku));
    } else if (like.by_sku.v == 0 && like.by_options.v == 0 && like.count >= PRODUCT_VARIANTS_MAX) {
        import_refuse(run, variant->line, "a product has at most %d variants",
                      PRODUCT_VARIANTS_MAX);
    } else {
        *is_refused = false;
        *out = like.by_sku.v != 0 ? like.by_sku : like.by_options;
    }
    return OK;
}

static enum err apply_variant(struct import *run, product_id product, size_t index)
{
    struct import_variant *variant = &run->item->variant[index];
    if (!variant_is_fine(run, index)) {
        return OK;
    }
    sku_id id = { 0 };
    bool is_refused = false;
    TRY(find_variant(run, product, variant, &id, &is_refused));
    if (is_refused) {
        return OK;
    }
    run->report.variants++;
    return id.v == 0 ? add_variant(run, product, variant)
                     : change_variant(run, product, id, variant);
}

/* --- pictures --- */

SQL(import_picture_known, "SELECT id FROM picture WHERE product_id = $1 AND source_url = $2 LIMIT 1");
SQL(import_pictures_counted, "SELECT COUNT(*) FROM picture WHERE product_id = $1");

static enum err apply_picture(struct import *run, product_id product,
                              const struct import_picture *picture)
{
    int64_t known = 0;
    int64_t count = 0;
    run->report.pictures++;
    TRY(db_get_int(run->c->db, &import_picture_known, ARGS(product.v, picture->url), 0, &known));
    TRY(db_get_int(run->c->db, &import_pictures_counted, ARGS(product.v), 0, &count));
    if (known != 0 || count >= PRODUCT_PICTURES_MAX) {
        return OK;
    }
    struct picture_fields fields = { .source_url = picture->url };
    if (str_count_chars(picture->alt) <= 300) {
        fields.alt[run->options->lang] = picture->alt;
    }
    picture_id id = { 0 };
    note_outcome(run, product, OUTCOME_CHANGED);
    return picture_add(run->c, product, &fields, &id);
}

/* --- the item --- */

static enum err product_of_item(struct import *run, product_id *out)
{
    struct import_item *item = run->item;
    product_id id = { 0 };
    TRY(find_product(run, &id));
    if (id.v == 0 && !item->has_texts) {
        refuse_all(run, "no product with this handle is in the shop or above in this file");
    } else if (id.v != 0) {
        TRY(change_product(run, id));
    } else if (item->variant_count > 0 || item->may_be_empty) {
        TRY(create_product(run, &id));
    }
    *out = id;
    return OK;
}

/* At 50, 400, 3200 … products of a step. */
static enum err plan_as_it_grows(struct import *run)
{
    enum { FIRST = 50, TIMES = 8 };
    int64_t at = FIRST;
    run->written++;
    while (at < run->written) {
        at *= TIMES;
    }
    return at == run->written ? db_plan_again(run->c->db) : OK;
}

enum err import_apply(struct import *run)
{
    struct import_item *item = run->item;
    product_id product = { 0 };
    if (item->has_texts) {
        TRY(category_of_path(run->c, item->category_path, &item->fields.category));
    }
    TRY(product_of_item(run, &product));
    if (product.v == 0) {
        return OK;
    }
    for (size_t i = 0; i < item->variant_count; i++) {
        TRY(apply_variant(run, product, i));
    }
    for (size_t i = 0; i < item->picture_count; i++) {
        TRY(apply_picture(run, product, &item->picture[i]));
    }
    return plan_as_it_grows(run);
}

/* --- the end --- */

SQL(import_status_now, "SELECT CASE status WHEN 'draft' THEN 0 WHEN 'active' THEN 1 ELSE 2 END FROM product WHERE id = $1");

/* On sale only with something to sell. */
static enum err settle_status(struct import *run, struct import_touched *touched)
{
    product_id id = { touched->product };
    int64_t now = 0;
    int64_t variants = 0;
    TRY(db_get_int(run->c->db, &import_status_now, ARGS(id.v), 0, &now));
    TRY(variant_count_active(run->c, id, &variants));
    enum product_status wanted = touched->status;
    if (wanted == PRODUCT_ACTIVE && variants == 0) {
        wanted = PRODUCT_DRAFT;
    }
    if ((enum product_status)now == wanted) {
        return OK;
    }
    if (touched->outcome == OUTCOME_UNCHANGED) {
        touched->outcome = OUTCOME_CHANGED;
    }
    return product_write_status(run->c, id, wanted);
}

enum err import_finish(struct import *run)
{
    run->written = 0;
    for (size_t i = 0; i < run->touched_size; i++) {
        struct import_touched *touched = &run->touched[i];
        if (touched->product == 0) {
            continue;
        }
        import_item_begin(run, 0); /* empties the scratch arena */
        if (touched->has_status) {
            TRY(settle_status(run, touched));
        }
        if (touched->outcome != OUTCOME_UNCHANGED) {
            TRY(product_refresh(run->c, (product_id){ touched->product }));
            TRY(plan_as_it_grows(run));
        }
        run->report.created += touched->outcome == OUTCOME_CREATED;
        run->report.changed += touched->outcome == OUTCOME_CHANGED;
        run->report.unchanged += touched->outcome == OUTCOME_UNCHANGED;
    }
    return OK;
}
