/* SPDX-License-Identifier: Apache-2.0 */
/* product_store.c - the statements that change products. */
#include "shop/product_store.h"

#include "base/buf.h"
#include "base/fold.h"
#include "base/html.h"
#include "db/db.h"
#include "shop/search.h"
#include "shop/stock_store.h"

enum { NAME_FOLDED_MAX_BYTES = 200 };

static str any_text(const str *text)
{
    return text[LANG_ID].size > 0 ? text[LANG_ID] : text[LANG_EN];
}

static str name_folded(struct ctx *c, const struct product_fields *f)
{
    return str_slice(text_fold(c->arena, any_text(f->name)), 0, NAME_FOLDED_MAX_BYTES);
}

static str description_html(struct ctx *c, const struct product_fields *f, enum lang lang)
{
    return f->is_html ? html_sanitise(c->arena, f->description[lang])
                      : html_of_markdown(c->arena, f->description[lang]);
}

SQL(product_insert_sql,
    "INSERT INTO product (slug, status, name_id, name_en, name_folded, summary_id, summary_en, description_id,"
    " description_en, is_html, description_html_id, description_html_en, size_chart_id, size_chart_en,"
    " size_chart_html_id, size_chart_html_en, brand, tags, category_id, option1_name, option2_name, option3_name,"
    " video_src, video_poster, video_captions, video_title, video_is_file, external_ref, price_min_minor,"
    " price_max_minor, compare_at_minor, created_at, updated_at, published_at, revision)"
    " VALUES ($1, 'draft', '', '', '', '', '', '', '', 0, '', '', '', '', '', '', '', '', NULL, '', '', '',"
    " '', '', '', '', 0, $2, 0, 0, 0, $3, $3, 0, 0) RETURNING id");

enum err product_insert(struct ctx *c, const struct product_fields *f, product_id *out)
{
    product_id id = { 0 };
    TRY(db_get_int(c->db, &product_insert_sql,
                   ARGS(f->slug, arg_text_or_null(f->external_ref), c->now_at), 0, &id.v));
    TRY(product_write(c, id, f));
    *out = id;
    return OK;
}

SQL(product_write_texts,
    "UPDATE product SET slug = $2, name_id = $3, name_en = $4, name_folded = $5, summary_id = $6, summary_en = $7,"
    " description_id = $8, description_en = $9, is_html = $10, description_html_id = $11, description_html_en = $12,"
    " size_chart_id = $13, size_chart_en = $14, size_chart_html_id = $15, size_chart_html_en = $16 WHERE id = $1");

SQL(product_write_facts,
    "UPDATE product SET brand = $2, tags = $3, category_id = $4, option1_name = $5, option2_name = $6,"
    " option3_name = $7, video_src = $8, video_poster = $9, video_captions = $10, video_title = $11,"
    " video_is_file = $12, external_ref = $13, video_captions_en = $14 WHERE id = $1");

/* What comes after the sale. */
SQL(product_write_care,
    "UPDATE product SET warranty_months = $2, usage_id = $3, usage_en = $4, usage_html_id = $5, usage_html_en = $6"
    " WHERE id = $1");

enum err product_write(struct ctx *c, product_id id, const struct product_fields *f)
{
    TRY(db_exec(c->db, &product_write_texts,
                ARGS(id.v, f->slug, f->name[LANG_ID], f->name[LANG_EN], name_folded(c, f),
                     f->summary[LANG_ID], f->summary[LANG_EN], f->description[LANG_ID],
                     f->description[LANG_EN], f->is_html, description_html(c, f, LANG_ID),
                     description_html(c, f, LANG_EN), f->size_chart[LANG_ID],
                     f->size_chart[LANG_EN], html_of_markdown(c->arena, f->size_chart[LANG_ID]),
                     html_of_markdown(c->arena, f->size_chart[LANG_EN])),
                NULL));
    TRY(db_exec(c->db, &product_write_facts,
                ARGS(id.v, f->brand, f->tags, arg_int_or_null(f->category.v), f->option_name[0],
                     f->option_name[1], f->option_name[2], f->video.src, f->video.poster,
                     f->video.captions[LANG_ID], f->video.title, f->video.is_file,
                     arg_text_or_null(f->external_ref), f->video.captions[LANG_EN]),
                NULL));
    TRY(db_exec(c->db, &product_write_care,
                ARGS(id.v, f->has_warranty ? arg_of_int(f->warranty_months) : ARG_NULL,
                     f->usage[LANG_ID], f->usage[LANG_EN],
                     html_of_markdown(c->arena, f->usage[LANG_ID]),
                     html_of_markdown(c->arena, f->usage[LANG_EN])),
                NULL));
    return product_attributes_write(c, id, f);
}

SQL(product_status_sql,
    "UPDATE product SET status = $2,"
    " published_at = CASE WHEN $2 = 'active' AND published_at = 0 THEN $3 ELSE published_at END WHERE id = $1");

enum err product_write_status(struct ctx *c, product_id id, enum product_status status)
{
    return db_exec(c->db, &product_status_sql, ARGS(id.v, product_status_name(status), c->now_at),
                   NULL);
}

SQL(product_attributes_delete, "DELETE FROM product_attribute WHERE product_id = $1");
SQL(product_attribute_insert,
    "INSERT INTO product_attribute (product_id, position, name_id, name_en, value_id, value_en)"
    " VALUES ($1, $2, $3, $4, $5, $6)");

enum err product_attributes_write(struct ctx *c, product_id id, const struct product_fields *f)
{
    TRY(db_exec(c->db, &product_attributes_delete, ARGS(id.v), NULL));
    for (size_t i = 0; i < f->attribute_count; i++) {
        TRY(db_exec(c->db, &product_attribute_insert,
                    ARGS(id.v, (int64_t)i, f->attribute[i].name[LANG_ID],
                         f->attribute[i].name[LANG_EN], f->attribute[i].value[LANG_ID],
                         f->attribute[i].value[LANG_EN]),
                    NULL));
    }
    return OK;
}

SQL(product_slug_owner_sql, "SELECT id FROM product WHERE slug = $1");

enum err product_slug_owner(struct ctx *c, str slug, product_id *out)
{
    return db_get_int(c->db, &product_slug_owner_sql, ARGS(slug), 0, &out->v);
}

SQL(product_of_ref_sql, "SELECT id FROM product WHERE external_ref = $1");

enum err product_of_ref(struct ctx *c, str external_ref, product_id *out)
{
    return db_get_int(c->db, &product_of_ref_sql, ARGS(external_ref), 0, &out->v);
}

SQL(variant_insert_sql,
    "INSERT INTO variant (product_id, position, sku, option1, option2, option3, price_minor, compare_at_minor,"
    " weight_grams, length_mm, width_mm, height_mm, barcode, is_tracked, sells_past_zero, preorder_days, is_active)"
    " VALUES ($1, (SELECT COALESCE(MAX(o.position) + 1, 0) FROM variant o WHERE o.product_id = $1), $2, $3, $4, $5, $6,"
    " $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING id");

enum err variant_insert(struct ctx *c, product_id product, const struct variant_fields *f,
                        sku_id *out)
{
    sku_id id = { 0 };
    TRY(db_get_int(c->db, &variant_insert_sql,
                   ARGS(product.v, f->sku, f->option[0], f->option[1], f->option[2], f->price_minor,
                        f->compare_at_minor, f->weight_grams, f->length_mm, f->width_mm,
                        f->height_mm, f->barcode, f->is_tracked, f->sells_past_zero,
                        f->preorder_days, f->is_active),
                   0, &id.v));
    TRY(stock_open(c, id));
    *out = id;
    return OK;
}

SQL(variant_write_sql,
    "UPDATE variant SET sku = $2, option1 = $3, option2 = $4, option3 = $5, price_minor = $6, compare_at_minor = $7,"
    " weight_grams = $8, length_mm = $9, width_mm = $10, height_mm = $11, barcode = $12, is_tracked = $13,"
    " sells_past_zero = $14, preorder_days = $15, is_active = $16 WHERE id = $1");

enum err variant_write(struct ctx *c, sku_id id, const struct variant_fields *f)
{
    return db_exec(c->db, &variant_write_sql,
                   ARGS(id.v, f->sku, f->option[0], f->option[1], f->option[2], f->price_minor,
                        f->compare_at_minor, f->weight_grams, f->length_mm, f->width_mm,
                        f->height_mm, f->barcode, f->is_tracked, f->sells_past_zero,
                        f->preorder_days, f->is_active),
                   NULL);
}

SQL(variant_owner_sql, "SELECT product_id FROM variant WHERE id = $1");

enum err variant_owner(struct ctx *c, sku_id id, product_id *out)
{
    product_id product = { 0 };
    TRY(db_get_int(c->db, &variant_owner_sql, ARGS(id.v), 0, &product.v));
    if (product.v == 0) {
        return fail(c, ERR_NOT_FOUND, "sku %" PRId64, id.v);
    }
    *out = product;
    return OK;
}

SQL(variant_of_sku_sql, "SELECT id, product_id FROM variant WHERE sku = $1");

enum err variant_of_sku(struct ctx *c, str sku, sku_id *out, product_id *product)
{
    struct rows r = db_query(c->db, &variant_of_sku_sql, ARGS(sku));
    sku_id id = { 0 };
    product_id owner = { 0 };
    if (db_next(&r)) {
        id.v = row_int(&r);
        owner.v = row_int(&r);
    }
    TRY(db_done(&r));
    *out = id;
    *product = owner;
    return OK;
}

SQL(variant_of_options_sql,
    "SELECT id FROM variant WHERE product_id = $1 AND option1 = $2 AND option2 = $3 AND option3 = $4");

enum err variant_of_options(struct ctx *c, product_id product, const str *option, sku_id *out)
{
    return db_get_int(c->db, &variant_of_options_sql,
                      ARGS(product.v, option[0], option[1], option[2]), 0, &out->v);
}

SQL(variant_count_active_sql, "SELECT COUNT(*) FROM variant WHERE product_id = $1 AND is_active = 1");

enum err variant_count_active(struct ctx *c, product_id product, int64_t *out)
{
    return db_get_int(c->db, &variant_count_active_sql, ARGS(product.v), 0, out);
}

/* --- projections --- */

/* Nothing to sell: not on sale. */
SQL(product_refresh_sql,
    "UPDATE product SET"
    " price_min_minor = COALESCE((SELECT MIN(v.price_minor) FROM variant v WHERE v.product_id = $1 AND v.is_active = 1), 0),"
    " price_max_minor = COALESCE((SELECT MAX(v.price_minor) FROM variant v WHERE v.product_id = $1 AND v.is_active = 1), 0),"
    " compare_at_minor = COALESCE((SELECT v.compare_at_minor FROM variant v WHERE v.product_id = $1 AND v.is_active = 1"
    " ORDER BY v.price_minor, v.id LIMIT 1), 0),"
    " status = CASE WHEN status = 'active' AND NOT EXISTS"
    " (SELECT 1 FROM variant v WHERE v.product_id = $1 AND v.is_active = 1) THEN 'draft' ELSE status END,"
    " updated_at = $2, revision = revision + 1 WHERE id = $1"
    " RETURNING status, name_id, name_en, brand, tags, category_id");

/* A SKU is one word: its parts would find the names goods had when it was made. */
SQL(product_search_words,
    "SELECT value_id || ' ' || value_en FROM product_attribute WHERE product_id = $1"
    " UNION ALL SELECT option1 || ' ' || option2 || ' ' || option3 || ' ' || REPLACE(sku, '-', '')"
    " FROM variant"
    " WHERE product_id = $1 AND is_active = 1 LIMIT 400");

SQL(product_category_words,
    "SELECT m.name_id || ' ' || m.name_en || ' ' || COALESCE(k.name_id || ' ' || k.name_en, '') || ' ' ||"
    " COALESCE(g.name_id || ' ' || g.name_en, '') FROM category m LEFT JOIN category k ON k.id = m.parent_id"
    " LEFT JOIN category g ON g.id = k.parent_id WHERE m.id = $1");

static enum err joined_rows(struct ctx *c, const struct sql *sql, int64_t id, struct buf *out)
{
    struct rows r = db_query(c->db, sql, ARGS(id));
    while (db_next(&r)) {
        buf_add(out, S(" "));
        buf_add(out, row_text(&r, c->arena));
    }
    return db_done(&r);
}

struct refreshed {
    bool is_active;
    int64_t category;
    struct search_texts texts;
    str tags;
};

static enum err refresh_row(struct ctx *c, product_id id, struct refreshed *out)
{
    struct rows r = db_query(c->db, &product_refresh_sql, ARGS(id.v, c->now_at));
    bool found = db_next(&r);
    if (found) {
        out->is_active = str_eq(row_text(&r, c->arena), S("active"));
        str name_id = row_text(&r, c->arena);
        str name_en = row_text(&r, c->arena);
        out->texts.name = str_format(c->arena, "%.*s %.*s", STR_ARG(name_id), STR_ARG(name_en));
        out->texts.brand = row_text(&r, c->arena);
        out->tags = row_text(&r, c->arena);
        out->category = row_int(&r);
    }
    TRY(db_done(&r));
    return found ? OK : fail(c, ERR_NOT_FOUND, "product %" PRId64, id.v);
}

static enum err index_words(struct ctx *c, product_id id, struct refreshed *now)
{
    struct buf words = buf_new(c->arena, KB(256));
    buf_add(&words, now->tags);
    TRY(joined_rows(c, &product_search_words, id.v, &words));
    struct buf category = buf_new(c->arena, KB(4));
    TRY(joined_rows(c, &product_category_words, now->category, &category));
    now->texts.attributes = buf_str(&words);
    now->texts.category = buf_str(&category);
    return search_index(c, id, &now->texts);
}

enum err product_refresh(struct ctx *c, product_id id)
{
    struct refreshed now = { 0 };
    TRY(refresh_row(c, id, &now));
    ctx_raisef(c, "product:%" PRId64, id.v);
    ctx_raise(c, S("products"));
    if (now.category != 0) {
        ctx_raisef(c, "category:%" PRId64, now.category);
    }
    return now.is_active ? index_words(c, id, &now) : search_forget(c, id);
}
