/* SPDX-License-Identifier: Apache-2.0 */
/* product_store.c - the statements that change products. */
#include "shop/product_store.h"

#include "base/buf.h"
#include "base/fold.h"
#include "base/html.h"
#include "db/batch.h"
#include "shop/search.h"
#include "shop/stock_store.h"

#include <stdlib.h>

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

#define COLUMN(n) "j.value ->> " #n
#define NUMBER(n) "CAST(j.value ->> " #n " AS BIGINT)"

SQL(product_attributes_insert,
    "INSERT INTO product_attribute (product_id, position, name_id, name_en, value_id, value_en)"
    " SELECT " NUMBER(0) ", " NUMBER(1) ", " COLUMN(2) ", " COLUMN(3) ", " COLUMN(4) ", " COLUMN(5)
    " FROM json_each($1) j");

static enum err attributes_insert(struct ctx *c, const struct product_fields *const *fields,
                                  const product_id *id, size_t count)
{
    struct batch batch = batch_new(c->arena);
    for (size_t i = 0; i < count; i++) {
        const struct product_fields *f = fields[i];
        for (size_t n = 0; n < f->attribute_count; n++) {
            batch_add(&batch, ARGS(id[i].v, (int64_t)n, f->attribute[n].name[LANG_ID],
                                   f->attribute[n].name[LANG_EN], f->attribute[n].value[LANG_ID],
                                   f->attribute[n].value[LANG_EN]));
        }
    }
    return batch.count == 0
               ? OK
               : db_exec(c->db, &product_attributes_insert, ARGS(batch_arg(&batch)), NULL);
}

/* Drafts; product_refresh brings prices and search up to date. */
SQL(product_insert_sql,
    "INSERT INTO product (created_at, updated_at, published_at, revision, status, price_min_minor, price_max_minor,"
    " compare_at_minor, slug, external_ref, name_id, name_en, name_folded, summary_id, summary_en, description_id,"
    " description_en, is_html, description_html_id, description_html_en, size_chart_id, size_chart_en, size_chart_html_id,"
    " size_chart_html_en, brand, tags, category_id, option1_name, option2_name, option3_name, video_src, video_poster,"
    " video_captions, video_captions_en, video_title, video_is_file, warranty_months, usage_id, usage_en, usage_html_id,"
    " usage_html_en) SELECT CAST($2 AS BIGINT), CAST($2 AS BIGINT), 0, 0, 'draft', 0, 0, 0,"
    " " COLUMN(0) ", " COLUMN(1) ", " COLUMN(2) ", " COLUMN(3) ", " COLUMN(4) ", " COLUMN(5) ", " COLUMN(6) ","
    " " COLUMN(7) ", " COLUMN(8) ", " NUMBER(9) ", " COLUMN(10) ", " COLUMN(11) ", " COLUMN(12) ", " COLUMN(13) ","
    " " COLUMN(14) ", " COLUMN(15) ", " COLUMN(16) ", " COLUMN(17) ", " NUMBER(18) ", " COLUMN(19) ", " COLUMN(20) ","
    " " COLUMN(21) ", " COLUMN(22) ", " COLUMN(23) ", " COLUMN(24) ", " COLUMN(25) ", " COLUMN(26) ", " NUMBER(27) ","
    " " NUMBER(28) ", " COLUMN(29) ", " COLUMN(30) ", " COLUMN(31) ", " COLUMN(32)
    " FROM json_each($1) j WHERE 1 = 1 RETURNING id, slug");

static void add_product(struct ctx *c, struct batch *batch, const struct product_fields *f)
{
    batch_add(batch,
              ARGS(f->slug, arg_text_or_null(f->external_ref), f->name[LANG_ID], f->name[LANG_EN],
                   name_folded(c, f), f->summary[LANG_ID], f->summary[LANG_EN],
                   f->description[LANG_ID], f->description[LANG_EN], f->is_html,
                   description_html(c, f, LANG_ID), description_html(c, f, LANG_EN),
                   f->size_chart[LANG_ID], f->size_chart[LANG_EN],
                   html_of_markdown(c->arena, f->size_chart[LANG_ID]),
                   html_of_markdown(c->arena, f->size_chart[LANG_EN]), f->brand, f->tags,
                   arg_int_or_null(f->category.v), f->option_name[0], f->option_name[1],
                   f->option_name[2], f->video.src, f->video.poster, f->video.captions[LANG_ID],
                   f->video.captions[LANG_EN], f->video.title, f->video.is_file,
                   f->has_warranty ? arg_of_int(f->warranty_months) : ARG_NULL, f->usage[LANG_ID],
                   f->usage[LANG_EN], html_of_markdown(c->arena, f->usage[LANG_ID]),
                   html_of_markdown(c->arena, f->usage[LANG_EN])));
}

static void take_id(const struct product_fields *const *fields, size_t count, str slug, int64_t id,
                    product_id *out)
{
    for (size_t i = 0; i < count; i++) {
        if (str_eq(fields[i]->slug, slug)) {
            out[i].v = id;
        }
    }
}

enum err product_insert(struct ctx *c, const struct product_fields *const *fields, size_t count,
                        product_id *out)
{
    struct batch batch = batch_new(c->arena);
    for (size_t i = 0; i < count; i++) {
        add_product(c, &batch, fields[i]);
    }
    struct rows r = db_query(c->db, &product_insert_sql, ARGS(batch_arg(&batch), c->now_at));
    while (db_next(&r)) {
        int64_t id = row_int(&r);
        take_id(fields, count, row_text(&r, c->arena), id, out);
    }
    TRY(db_done(&r));
    return attributes_insert(c, fields, out, count);
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

enum err product_attributes_write(struct ctx *c, product_id id, const struct product_fields *f)
{
    TRY(db_exec(c->db, &product_attributes_delete, ARGS(id.v), NULL));
    return attributes_insert(c, &f, &id, 1);
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

/* Behind those the product has, in the order given. */
SQL(variant_insert_sql,
    "INSERT INTO variant (product_id, position, sku, option1, option2, option3, price_minor, compare_at_minor,"
    " weight_grams, length_mm, width_mm, height_mm, barcode, is_tracked, sells_past_zero, preorder_days, is_active,"
    " imported_quantity) SELECT " NUMBER(0) ", " NUMBER(1) " + (SELECT COALESCE(MAX(o.position) + 1, 0) FROM variant o"
    " WHERE o.product_id = " NUMBER(0) "), " COLUMN(2) ", " COLUMN(3) ", " COLUMN(4) ", " COLUMN(5) ", " NUMBER(6) ","
    " " NUMBER(7) ", " NUMBER(8) ", " NUMBER(9) ", " NUMBER(10) ", " NUMBER(11) ", " COLUMN(12) ", " NUMBER(13) ","
    " " NUMBER(14) ", " NUMBER(15) ", " NUMBER(16) ", " NUMBER(17) " FROM json_each($1) j WHERE 1 = 1 RETURNING id, sku");

static void add_variant(struct batch *batch, const struct variant_new *new, int64_t before)
{
    const struct variant_fields *f = new->fields;
    batch_add(batch,
              ARGS(new->product.v, before, f->sku, f->option[0], f->option[1], f->option[2],
                   f->price_minor, f->compare_at_minor, f->weight_grams, f->length_mm, f->width_mm,
                   f->height_mm, f->barcode, f->is_tracked, f->sells_past_zero, f->preorder_days,
                   f->is_active, new->is_counted ? arg_of_int(new->on_hand) : ARG_NULL));
}

static void take_sku(struct variant_new *new, size_t count, str sku, int64_t id)
{
    for (size_t i = 0; i < count; i++) {
        if (str_eq(new[i].fields->sku, sku)) {
            new[i].id.v = id;
        }
    }
}

static int64_t siblings_before(const struct variant_new *new, size_t at)
{
    int64_t count = 0;
    for (size_t i = 0; i < at; i++) {
        count += new[i].product.v == new[at].product.v;
    }
    return count;
}

enum err variant_insert(struct ctx *c, struct variant_new *new, size_t count)
{
    struct batch batch = batch_new(c->arena);
    for (size_t i = 0; i < count; i++) {
        add_variant(&batch, &new[i], siblings_before(new, i));
    }
    struct rows r = db_query(c->db, &variant_insert_sql, ARGS(batch_arg(&batch)));
    while (db_next(&r)) {
        int64_t id = row_int(&r);
        take_sku(new, count, row_text(&r, c->arena), id);
    }
    TRY(db_done(&r));
    struct stock_opening *opening = NEW_N(c->arena, struct stock_opening, count);
    for (size_t i = 0; i < count; i++) {
        opening[i] = (struct stock_opening){ new[i].id, new[i].on_hand };
    }
    return stock_open(c, opening, count, S("import"));
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

/* Nothing to sell: not on sale. $2: when something was changed; 0: nothing was, they are only reckoned again. */
SQL(product_refresh_sql,
    "UPDATE product SET"
    " price_min_minor = COALESCE((SELECT MIN(v.price_minor) FROM variant v WHERE v.product_id = product.id AND v.is_active = 1), 0),"
    " price_max_minor = COALESCE((SELECT MAX(v.price_minor) FROM variant v WHERE v.product_id = product.id AND v.is_active = 1), 0),"
    " compare_at_minor = COALESCE((SELECT v.compare_at_minor FROM variant v WHERE v.product_id = product.id AND v.is_active = 1"
    " ORDER BY v.price_minor, v.id LIMIT 1), 0),"
    " status = CASE WHEN status = 'active' AND NOT EXISTS"
    " (SELECT 1 FROM variant v WHERE v.product_id = product.id AND v.is_active = 1) THEN 'draft' ELSE status END,"
    " updated_at = CASE WHEN CAST($2 AS BIGINT) > 0 THEN CAST($2 AS BIGINT) ELSE updated_at END,"
    " revision = revision + CASE WHEN CAST($2 AS BIGINT) > 0 THEN 1 ELSE 0 END"
    " WHERE id IN (SELECT " NUMBER(0) " FROM json_each($1) j)"
    " RETURNING id, status, name_id, name_en, brand, tags, category_id");

/* A SKU is one word: its parts would find the names goods had when it was made. */
SQL(product_search_words,
    "SELECT product_id, value_id || ' ' || value_en FROM product_attribute"
    " WHERE product_id IN (SELECT " NUMBER(0) " FROM json_each($1) j)"
    " UNION ALL SELECT product_id, option1 || ' ' || option2 || ' ' || option3 || ' ' || REPLACE(sku, '-', '')"
    " FROM variant WHERE product_id IN (SELECT " NUMBER(0) " FROM json_each($1) j) AND is_active = 1 LIMIT $2");

SQL(product_category_words,
    "SELECT m.name_id || ' ' || m.name_en || ' ' || COALESCE(k.name_id || ' ' || k.name_en, '') || ' ' ||"
    " COALESCE(g.name_id || ' ' || g.name_en, '') FROM category m LEFT JOIN category k ON k.id = m.parent_id"
    " LEFT JOIN category g ON g.id = k.parent_id WHERE m.id = $1");

struct refreshed {
    product_id id;
    bool is_active;
    int64_t category;
    str name, brand;
    struct buf words; /* tags, attributes, options, SKUs */
};

static void read_refreshed(struct ctx *c, struct rows *r, struct refreshed *out)
{
    out->id.v = row_int(r);
    out->is_active = str_eq(row_text(r, c->arena), S("active"));
    str name_id = row_text(r, c->arena);
    str name_en = row_text(r, c->arena);
    out->name = str_format(c->arena, "%.*s %.*s", STR_ARG(name_id), STR_ARG(name_en));
    out->brand = row_text(r, c->arena);
    out->words = buf_new(c->arena, KB(256));
    buf_add(&out->words, row_text(r, c->arena));
    out->category = row_int(r);
}

/* Writes the rows and says what stands in them now. ERR_NOT_FOUND: one of them is none. */
static enum err refresh_rows(struct ctx *c, struct batch *ids, int64_t changed_at,
                             struct refreshed *out)
{
    int64_t found = 0;
    struct rows r = db_query(c->db, &product_refresh_sql, ARGS(batch_arg(ids), changed_at));
    while (db_next(&r) && found < ids->count) {
        read_refreshed(c, &r, &out[found++]);
    }
    TRY(db_done(&r));
    return found == ids->count
               ? OK
               : fail(c, ERR_NOT_FOUND, "%" PRId64 " of %" PRId64 " products", found, ids->count);
}

static enum err read_words(struct ctx *c, struct batch *ids, struct refreshed *now)
{
    enum { ROWS_EACH = 400 };
    struct rows r =
        db_query(c->db, &product_search_words, ARGS(batch_arg(ids), ids->count * ROWS_EACH));
    while (db_next(&r)) {
        int64_t product = row_int(&r);
        size_t at = 0;
        while (now[at].id.v != product) {
            at++;
        }
        buf_add(&now[at].words, S(" "));
        buf_add(&now[at].words, row_text(&r, c->arena));
    }
    return db_done(&r);
}

/* Goods of a file often lie in the same few categories; the one asked last is remembered. */
static enum err category_words(struct ctx *c, int64_t category, int64_t *last, str *words)
{
    if (category == *last) {
        return OK;
    }
    str text = { 0 };
    struct rows r = db_query(c->db, &product_category_words, ARGS(category));
    if (db_next(&r)) {
        text = row_text(&r, c->arena);
    }
    TRY(db_done(&r));
    *last = category;
    *words = text;
    return OK;
}

static void raise_refreshed(struct ctx *c, const struct refreshed *now)
{
    ctx_raisef(c, "product:%" PRId64, now->id.v);
    ctx_raise(c, S("products"));
    if (now->category != 0) {
        ctx_raisef(c, "category:%" PRId64, now->category);
    }
}

static int compare_by_category(const void *a, const void *b)
{
    const struct refreshed *left = a;
    const struct refreshed *right = b;
    return (left->category > right->category) - (left->category < right->category);
}

static enum err index_all(struct ctx *c, struct refreshed *now, size_t count)
{
    struct search_entry *entry = NEW_N(c->arena, struct search_entry, count);
    size_t entries = 0;
    int64_t last = 0;
    str category = { 0 };
    qsort(now, count, sizeof now[0], compare_by_category);
    for (size_t i = 0; i < count; i++) {
        raise_refreshed(c, &now[i]);
        if (!now[i].is_active) {
            TRY(search_forget(c, now[i].id));
            continue;
        }
        TRY(category_words(c, now[i].category, &last, &category));
        entry[entries++] = (struct search_entry){
            now[i].id, { now[i].name, now[i].brand, category, buf_str(&now[i].words) }
        };
    }
    return search_index(c, entry, entries);
}

static enum err bring_up(struct ctx *c, const product_id *id, size_t count, int64_t changed_at)
{
    struct refreshed *now = NEW_N(c->arena, struct refreshed, count);
    struct batch ids = batch_new(c->arena);
    for (size_t i = 0; i < count; i++) {
        batch_add(&ids, ARGS(id[i].v));
    }
    TRY(refresh_rows(c, &ids, changed_at, now));
    TRY(read_words(c, &ids, now));
    return index_all(c, now, count);
}

enum err product_refresh(struct ctx *c, const product_id *id, size_t count)
{
    return bring_up(c, id, count, c->now_at);
}

enum { REBUILD_AT_ONCE = 64 };

SQL(products_after, "SELECT id FROM product WHERE id > $1 ORDER BY id LIMIT $2");

static enum err rebuild_some(struct ctx *c, int64_t *last, size_t *count)
{
    product_id id[REBUILD_AT_ONCE];
    size_t n = 0;
    struct rows r = db_query(c->db, &products_after, ARGS(*last, REBUILD_AT_ONCE));
    while (db_next(&r)) {
        id[n++].v = row_int(&r);
    }
    TRY(db_done(&r));
    *count = n;
    if (n == 0) {
        return OK;
    }
    *last = id[n - 1].v;
    return bring_up(c, id, n, 0);
}

enum err product_rebuild(struct ctx *c, int64_t *products)
{
    int64_t last = 0;
    int64_t done = 0;
    size_t count = 0;
    size_t tags_before = c->tag_count;
    TRY(search_clear(c));
    do {
        struct arena_mark mark = arena_mark(c->arena);
        TRY(rebuild_some(c, &last, &count));
        done += (int64_t)count;
        c->tag_count = tags_before; /* the others lay in the memory that is given back */
        arena_rewind(c->arena, mark);
    } while (count > 0);
    ctx_raise(c, S("*"));
    *products = done;
    return OK;
}
