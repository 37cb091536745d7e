/* SPDX-License-Identifier: Apache-2.0 */
/* product_edit.c - changing products: the rules, then the rows, then what follows from them. */
#include "shop/product_edit.h"

#include "base/fold.h"
#include "db/db.h"
#include "shop/product_store.h"

enum { SLUG_MAX_BYTES = 80, SKU_MAX_BYTES = 90, TRIES = 1000 };

static enum err refuse(struct ctx *c, const struct product_issue *issue)
{
    return fail(c, ERR_BAD_INPUT, "%s: %s", issue->field, issue->text);
}

static enum err check_product(struct ctx *c, const struct product_fields *fields)
{
    struct product_issue issue;
    return product_issues(fields, &issue, 1) == 0 ? OK : refuse(c, &issue);
}

static enum err check_variant(struct ctx *c, const struct variant_fields *fields)
{
    struct product_issue issue;
    return variant_issues(fields, &issue, 1) == 0 ? OK : refuse(c, &issue);
}

/* --- slugs and SKUs --- */

static str any_name(const struct product_fields *fields)
{
    return fields->name[LANG_ID].size > 0 ? fields->name[LANG_ID] : fields->name[LANG_EN];
}

str product_slug_wish(struct ctx *c, const struct product_fields *fields)
{
    str made = fields->slug.size > 0 ? fields->slug
                                     : text_slug(c->arena, any_name(fields), SLUG_MAX_BYTES);
    return made.size > 0 ? made : S("product");
}

/* One that was typed must be free; one made from the name finds a free neighbour. */
enum err product_settle_slug(struct ctx *c, const struct product_fields *fields, product_id own,
                             str *out)
{
    bool is_typed = fields->slug.size > 0;
    str wish = product_slug_wish(c, fields);
    for (int n = 1; n < TRIES; n++) {
        str slug = n == 1 ? wish : str_format(c->arena, "%.*s-%d", STR_ARG(wish), n);
        product_id owner = { 0 };
        TRY(product_slug_owner(c, slug, &owner));
        if (owner.v == 0 || owner.v == own.v) {
            *out = slug;
            return OK;
        }
        if (is_typed) {
            break;
        }
    }
    return fail(c, ERR_EXISTS, "slug: %.*s is taken", STR_ARG(wish));
}

SQL(product_slug_sql, "SELECT slug FROM product WHERE id = $1");

static enum err slug_of(struct ctx *c, product_id id, str *out)
{
    struct rows r = db_query(c->db, &product_slug_sql, ARGS(id.v));
    str slug = { 0 };
    bool found = db_next(&r);
    if (found) {
        slug = row_text(&r, c->arena);
    }
    TRY(db_done(&r));
    if (!found) {
        return fail(c, ERR_NOT_FOUND, "product %" PRId64, id.v);
    }
    *out = slug;
    return OK;
}

str variant_sku_wish(struct ctx *c, str slug, const struct variant_fields *fields)
{
    str options = str_format(c->arena, "%.*s %.*s %.*s", STR_ARG(fields->option[0]),
                             STR_ARG(fields->option[1]), STR_ARG(fields->option[2]));
    str tail = text_slug(c->arena, options, SKU_MAX_BYTES / 2);
    str head = str_slice(slug, 0, SKU_MAX_BYTES - tail.size);
    return tail.size == 0 ? head : str_format(c->arena, "%.*s-%.*s", STR_ARG(head), STR_ARG(tail));
}

enum err variant_settle_sku(struct ctx *c, product_id product, const struct variant_fields *fields,
                            sku_id own, str *out)
{
    bool is_typed = fields->sku.size > 0;
    str wish = fields->sku;
    if (!is_typed) {
        str slug = { 0 };
        TRY(slug_of(c, product, &slug));
        wish = variant_sku_wish(c, slug, fields);
    }
    for (int n = 1; n < TRIES; n++) {
        str sku = n == 1 ? wish : str_format(c->arena, "%.*s-%d", STR_ARG(wish), n);
        sku_id owner = { 0 };
        product_id other = { 0 };
        TRY(variant_of_sku(c, sku, &owner, &other));
        if (owner.v == 0 || owner.v == own.v) {
            *out = sku;
            return OK;
        }
        if (is_typed) {
            break;
        }
    }
    return fail(c, ERR_EXISTS, "sku: %.*s is taken", STR_ARG(wish));
}

/* --- products --- */

enum err product_create(struct ctx *c, const struct product_fields *fields, product_id *out)
{
    TRY(check_product(c, fields));
    struct product_fields settled = *fields;
    TRY(product_settle_slug(c, fields, (product_id){ 0 }, &settled.slug));
    product_id id = { 0 };
    const struct product_fields *one = &settled;
    TRY(product_insert(c, &one, 1, &id));
    TRY(product_refresh(c, &id, 1));
    *out = id;
    return OK;
}

SQL(product_for_edit,
    "SELECT slug, status, name_id, name_en, summary_id, summary_en, description_id, description_en, is_html,"
    " size_chart_id, size_chart_en, usage_id, usage_en, warranty_months, brand, tags, category_id, option1_name, option2_name, option3_name, video_src,"
    " video_poster, video_captions, video_captions_en, video_title, video_is_file, external_ref, revision FROM product WHERE id = $1");

static void read_both(struct ctx *c, struct rows *r, str *text)
{
    text[LANG_ID] = row_text(r, c->arena);
    text[LANG_EN] = row_text(r, c->arena);
}

static void read_fields(struct ctx *c, struct rows *r, struct product_fields *f, int64_t *revision)
{
    f->slug = row_text(r, c->arena);
    if (!product_status_of(row_text(r, c->arena), &f->status)) {
        f->status = PRODUCT_DRAFT;
    }
    read_both(c, r, f->name);
    read_both(c, r, f->summary);
    read_both(c, r, f->description);
    f->is_html = row_bool(r);
    read_both(c, r, f->size_chart);
    read_both(c, r, f->usage);
    f->has_warranty = !row_is_null(r);
    f->warranty_months = row_int(r);
    f->brand = row_text(r, c->arena);
    f->tags = row_text(r, c->arena);
    f->category.v = row_int(r);
    for (size_t i = 0; i < PRODUCT_OPTIONS_MAX; i++) {
        f->option_name[i] = row_text(r, c->arena);
    }
    f->video.src = row_text(r, c->arena);
    f->video.poster = row_text(r, c->arena);
    f->video.captions[LANG_ID] = row_text(r, c->arena);
    f->video.captions[LANG_EN] = row_text(r, c->arena);
    f->video.title = row_text(r, c->arena);
    f->video.is_file = row_bool(r);
    f->external_ref = row_text(r, c->arena);
    *revision = row_int(r);
}

SQL(product_attributes_for_edit,
    "SELECT name_id, name_en, value_id, value_en FROM product_attribute WHERE product_id = $1 ORDER BY position LIMIT $2");

static enum err read_attributes(struct ctx *c, product_id id, struct product_fields *f)
{
    struct rows r =
        db_query(c->db, &product_attributes_for_edit, ARGS(id.v, PRODUCT_ATTRIBUTES_MAX));
    while (db_next(&r)) {
        read_both(c, &r, f->attribute[f->attribute_count].name);
        read_both(c, &r, f->attribute[f->attribute_count].value);
        f->attribute_count++;
    }
    return db_done(&r);
}

enum err product_fields_load(struct ctx *c, product_id id, struct product_fields *out,
                             int64_t *revision)
{
    struct product_fields fields = { 0 };
    int64_t now = 0;
    struct rows r = db_query(c->db, &product_for_edit, ARGS(id.v));
    bool found = db_next(&r);
    if (found) {
        read_fields(c, &r, &fields, &now);
    }
    TRY(db_done(&r));
    if (!found) {
        return fail(c, ERR_NOT_FOUND, "product %" PRId64, id.v);
    }
    TRY(read_attributes(c, id, &fields));
    *out = fields;
    *revision = now;
    return OK;
}

/* The guard is the row itself: of two editors who saw the same revision, one writes. */
SQL(product_claim_revision, "UPDATE product SET revision = revision + 1 WHERE id = $1 AND ($2 = 0 OR revision = $2)");

enum err product_update(struct ctx *c, product_id id, int64_t revision,
                        const struct product_fields *fields)
{
    TRY(check_product(c, fields));
    struct product_fields before = { 0 };
    int64_t revision_before = 0;
    TRY(product_fields_load(c, id, &before, &revision_before));
    struct product_fields settled = *fields;
    TRY(product_settle_slug(c, fields, id, &settled.slug));
    int64_t changed = 0;
    TRY(db_exec(c->db, &product_claim_revision, ARGS(id.v, revision), &changed));
    if (changed == 0) {
        return fail(c, ERR_CONFLICT, "product %" PRId64 " is at revision %" PRId64, id.v,
                    revision_before);
    }
    if (before.category.v != 0 && before.category.v != fields->category.v) {
        ctx_raisef(c, "category:%" PRId64, before.category.v);
    }
    TRY(product_write(c, id, &settled));
    return product_set_status(c, id, fields->status);
}

SQL(product_set_video_sql,
    "UPDATE product SET video_src = $2, video_poster = $3, video_captions = $4, video_captions_en = $5, video_title = $6,"
    " video_is_file = $7, updated_at = $8 WHERE id = $1");

enum err product_set_video(struct ctx *c, product_id id, const struct video *video)
{
    int64_t changed = 0;
    if (!product_video_holds(video)) {
        return fail(c, ERR_BAD_INPUT, "product %" PRId64 ": not a film's addresses", id.v);
    }
    TRY(db_exec(c->db, &product_set_video_sql,
                ARGS(id.v, video->src, video->poster, video->captions[LANG_ID],
                     video->captions[LANG_EN], video->title, video->is_file, c->now_at),
                &changed));
    if (changed == 0) {
        return fail(c, ERR_NOT_FOUND, "no product %" PRId64, id.v);
    }
    ctx_raisef(c, "product:%" PRId64, id.v);
    return OK;
}

enum err product_set_status(struct ctx *c, product_id id, enum product_status status)
{
    if (status == PRODUCT_ACTIVE) {
        int64_t variants = 0;
        TRY(variant_count_active(c, id, &variants));
        if (variants == 0) {
            return fail(c, ERR_STATE, "product %" PRId64 " has no variant with a price", id.v);
        }
    }
    TRY(product_write_status(c, id, status));
    return product_refresh(c, &id, 1);
}

/* --- variants --- */

SQL(variant_count_all, "SELECT COUNT(*) FROM variant WHERE product_id = $1");

static enum err check_room(struct ctx *c, product_id product)
{
    int64_t count = 0;
    TRY(db_get_int(c->db, &variant_count_all, ARGS(product.v), 0, &count));
    return count < PRODUCT_VARIANTS_MAX
               ? OK
               : fail(c, ERR_LIMIT, "product %" PRId64 " has %" PRId64, product.v, count);
}

static enum err check_options_free(struct ctx *c, product_id product,
                                   const struct variant_fields *fields, sku_id own)
{
    sku_id twin = { 0 };
    TRY(variant_of_options(c, product, fields->option, &twin));
    return twin.v == 0 || twin.v == own.v
               ? OK
               : fail(c, ERR_EXISTS, "options: sku %" PRId64 " has them", twin.v);
}

enum err variant_add(struct ctx *c, product_id product, const struct variant_fields *fields,
                     sku_id *out)
{
    TRY(check_variant(c, fields));
    TRY(check_room(c, product));
    TRY(check_options_free(c, product, fields, (sku_id){ 0 }));
    struct variant_fields settled = *fields;
    TRY(variant_settle_sku(c, product, fields, (sku_id){ 0 }, &settled.sku));
    struct variant_new new = { .product = product, .fields = &settled };
    TRY(variant_insert(c, &new, 1));
    TRY(product_refresh(c, &product, 1));
    *out = new.id;
    return OK;
}

enum err variant_update(struct ctx *c, sku_id id, const struct variant_fields *fields)
{
    TRY(check_variant(c, fields));
    product_id product = { 0 };
    TRY(variant_owner(c, id, &product));
    TRY(check_options_free(c, product, fields, id));
    struct variant_fields settled = *fields;
    TRY(variant_settle_sku(c, product, fields, id, &settled.sku));
    TRY(variant_write(c, id, &settled));
    return product_refresh(c, &product, 1);
}

SQL(products_below,
    "SELECT p.id FROM product p WHERE p.id > $2 AND p.category_id IN (SELECT k.id FROM category k WHERE k.id = $1"
    " OR k.parent_id = $1 OR k.parent_id IN (SELECT g.id FROM category g WHERE g.parent_id = $1)) ORDER BY p.id LIMIT $3");

enum err product_category_renamed(struct ctx *c, category_id id)
{
    enum { AT_ONCE = 200 };
    product_id *goods = NEW_N(c->arena, product_id, AT_ONCE);
    int64_t last = 0;
    size_t count = AT_ONCE;
    while (count == AT_ONCE) {
        count = 0;
        struct rows r = db_query(c->db, &products_below, ARGS(id.v, last, AT_ONCE));
        while (db_next(&r)) {
            goods[count++].v = row_int(&r);
        }
        TRY(db_done(&r));
        TRY(product_refresh(c, goods, count));
        last = count == 0 ? last : goods[count - 1].v;
    }
    return OK;
}
