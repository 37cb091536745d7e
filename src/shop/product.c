/* SPDX-License-Identifier: Apache-2.0 */
/* product.c - reading one product: the hot page, four statements whatever it has. */
#include "shop/product.h"

#include "db/db.h"
#include "shop/catalogue_sql.h"

static const char *const status_names[PRODUCT_STATUS_COUNT] = {
    [PRODUCT_DRAFT] = "draft", [PRODUCT_ACTIVE] = "active", [PRODUCT_ARCHIVED] = "archived"
};

str product_status_name(enum product_status status)
{
    CHECK(status < PRODUCT_STATUS_COUNT);
    return str_of(status_names[status]);
}

bool product_status_of(str name, enum product_status *out)
{
    for (enum product_status status = 0; status < PRODUCT_STATUS_COUNT; status++) {
        if (str_eq(name, str_of(status_names[status]))) {
            *out = status;
            return true;
        }
    }
    return false;
}

/* A draft when the column says something new: never shown by mistake. */
static enum product_status read_status(struct ctx *c, struct rows *r)
{
    enum product_status status = PRODUCT_DRAFT;
    return product_status_of(row_text(r, c->arena), &status) ? status : PRODUCT_DRAFT;
}

#define PRODUCT_COLUMNS                                                                                                \
    "SELECT p.id, p.slug, p.status, " IN_LANG("p.name", "$2") ", " IN_LANG("p.summary", "$2") ", " IN_LANG(            \
        "p.description_html", "$2") ", " IN_LANG("p.size_chart_html", "$2") ", " IN_LANG("p.usage_html", "$2") ", p.warranty_months, p.brand, p.tags, p.option1_name,"       \
    " p.option2_name, p.option3_name, p.video_src, p.video_poster, p.video_captions, p.video_captions_en, p.video_title," \
    " p.video_is_file, p.price_min_minor, p.price_max_minor, p.compare_at_minor, p.created_at, p.updated_at,"          \
    " p.published_at, p.revision,"                                                                                     \
    " g.id, g.slug, " IN_LANG("g.name", "$2") ", k.id, k.slug, " IN_LANG("k.name", "$2") ", m.id, m.slug, " IN_LANG(   \
        "m.name", "$2")                                                                                                \
    " FROM product p LEFT JOIN category m ON m.id = p.category_id LEFT JOIN category k ON k.id = m.parent_id"          \
    " LEFT JOIN category g ON g.id = k.parent_id"

SQL(product_by_slug, PRODUCT_COLUMNS " WHERE p.slug = $1 AND ($3 = 1 OR p.status = 'active')");
SQL(product_by_id, PRODUCT_COLUMNS " WHERE p.id = $1 AND ($3 = 1 OR p.status = 'active')");

static void read_categories(struct ctx *c, struct rows *r, struct product *p)
{
    for (int level = 0; level < CATEGORY_DEPTH_MAX; level++) {
        struct category_ref ref = { 0 };
        ref.id.v = row_int(r);
        ref.slug = row_text(r, c->arena);
        ref.name = row_text(r, c->arena);
        if (ref.id.v != 0) {
            p->category[p->category_count++] = ref;
        }
    }
}

static void read_options(struct ctx *c, struct rows *r, struct product *p)
{
    for (size_t i = 0; i < PRODUCT_OPTIONS_MAX; i++) {
        p->option_name[i] = row_text(r, c->arena);
        p->option_count += p->option_name[i].size > 0;
    }
}

static void read_product(struct ctx *c, struct rows *r, struct product *p)
{
    p->id.v = row_int(r);
    p->slug = row_text(r, c->arena);
    p->status = read_status(c, r);
    p->name = row_text(r, c->arena);
    p->summary = row_text(r, c->arena);
    p->description_html = row_text(r, c->arena);
    p->size_chart_html = row_text(r, c->arena);
    p->usage_html = row_text(r, c->arena);
    p->has_warranty = !row_is_null(r);
    p->warranty_months = row_int(r);
    p->brand = row_text(r, c->arena);
    p->tags = row_text(r, c->arena);
    read_options(c, r, p);
    p->video.src = row_text(r, c->arena);
    p->video.poster = row_text(r, c->arena);
    p->video.captions[LANG_ID] = row_text(r, c->arena);
    p->video.captions[LANG_EN] = row_text(r, c->arena);
    p->video.title = row_text(r, c->arena);
    p->video.is_file = row_bool(r);
    p->price_min_minor = row_int(r);
    p->price_max_minor = row_int(r);
    p->compare_at_minor = row_int(r);
    p->created_at = row_int(r);
    p->updated_at = row_int(r);
    p->published_at = row_int(r);
    p->revision = row_int(r);
    read_categories(c, r, p);
}

static enum err load_row(struct ctx *c, const struct sql *sql, struct args args, struct product *p)
{
    struct rows r = db_query(c->db, sql, args);
    bool found = db_next(&r);
    if (found) {
        read_product(c, &r, p);
    }
    TRY(db_done(&r));
    return found ? OK : fail(c, ERR_NOT_FOUND, "no such product on sale");
}

SQL(product_attributes,
    "SELECT " IN_LANG("name", "$2") ", " IN_LANG("value", "$2") " FROM product_attribute WHERE product_id = $1"
    " ORDER BY position LIMIT $3");

static enum err load_attributes(struct ctx *c, struct product *p)
{
    struct attribute list[PRODUCT_ATTRIBUTES_MAX];
    struct rows r =
        db_query(c->db, &product_attributes, ARGS(p->id.v, c->lang, PRODUCT_ATTRIBUTES_MAX));
    while (db_next(&r)) {
        struct attribute *a = &list[p->attribute_count++];
        a->name = row_text(&r, c->arena);
        a->value = row_text(&r, c->arena);
    }
    TRY(db_done(&r));
    p->attribute = NEW_N(c->arena, struct attribute, p->attribute_count + 1);
    for (size_t i = 0; i < p->attribute_count; i++) {
        p->attribute[i] = list[i];
    }
    return OK;
}

static enum picture_state picture_state_of(str name)
{
    return str_eq(name, S("ready"))    ? PICTURE_READY
           : str_eq(name, S("wanted")) ? PICTURE_WANTED
                                       : PICTURE_FAILED;
}

SQL(product_pictures,
    "SELECT id, media, asset, source_url, " IN_LANG("alt", "$2") ", width, height, is_illustration, state"
    " FROM picture WHERE product_id = $1 ORDER BY position, id LIMIT $3");

static void read_picture(struct ctx *c, struct rows *r, const struct product *p,
                         struct picture *out)
{
    out->id.v = row_int(r);
    out->media = row_text(r, c->arena);
    out->asset = row_text(r, c->arena);
    out->source_url = row_text(r, c->arena);
    out->alt = row_text(r, c->arena);
    out->width = row_int(r);
    out->height = row_int(r);
    out->is_illustration = row_bool(r);
    out->state = picture_state_of(row_text(r, c->arena));
    if (out->alt.size == 0) {
        out->alt = p->name;
    }
}

/* Visitors see what is there; the back office sees also what is still to be fetched. */
static enum err load_pictures(struct ctx *c, enum product_sight sight, struct product *p)
{
    struct picture *list = NULL; /* some goods have none */
    struct rows r =
        db_query(c->db, &product_pictures, ARGS(p->id.v, c->lang, PRODUCT_PICTURES_MAX));
    while (db_next(&r)) {
        list = list == NULL ? NEW_N(c->arena, struct picture, PRODUCT_PICTURES_MAX) : list;
        struct picture *picture = &list[p->picture_count];
        read_picture(c, &r, p, picture);
        p->picture_count += sight == PRODUCT_ANY || picture->state == PICTURE_READY;
    }
    TRY(db_done(&r));
    p->picture = list;
    return OK;
}

#define VARIANT_COLUMNS                                                                                                \
    "v.id, v.sku, v.option1, v.option2, v.option3, v.price_minor, v.compare_at_minor, v.weight_grams, v.length_mm,"    \
    " v.width_mm, v.height_mm, v.barcode, v.is_active, v.is_tracked, v.sells_past_zero, v.preorder_days, s.on_hand,"   \
    " s.held"

str variant_title(struct ctx *c, const str option[static PRODUCT_OPTIONS_MAX])
{
    str title = option[0];
    for (size_t i = 1; i < PRODUCT_OPTIONS_MAX; i++) {
        if (option[i].size > 0) {
            title = str_join(c->arena, str_join(c->arena, title, S(", ")), option[i]);
        }
    }
    return title;
}

static void read_variant(struct ctx *c, struct rows *r, struct variant *v)
{
    v->id.v = row_int(r);
    v->sku = row_text(r, c->arena);
    for (size_t i = 0; i < PRODUCT_OPTIONS_MAX; i++) {
        v->option[i] = row_text(r, c->arena);
    }
    v->price_minor = row_int(r);
    v->compare_at_minor = row_int(r);
    v->weight_grams = row_int(r);
    v->length_mm = row_int(r);
    v->width_mm = row_int(r);
    v->height_mm = row_int(r);
    v->barcode = row_text(r, c->arena);
    v->is_active = row_bool(r);
    v->stock.is_tracked = row_bool(r);
    v->stock.sells_past_zero = row_bool(r);
    v->stock.preorder_days = row_int(r);
    v->stock.on_hand = row_int(r);
    v->stock.held = row_int(r);
    v->title = variant_title(c, v->option);
    v->shown = stock_shown_of(&v->stock);
}

SQL(product_variants,
    "SELECT " VARIANT_COLUMNS " FROM variant v JOIN stock s ON s.sku_id = v.id"
    " WHERE v.product_id = $1 AND ($2 = 1 OR v.is_active = 1) ORDER BY v.position, v.id LIMIT $3");

/* Grown by doubling: most products have one variant, some have two hundred. */
static struct variant *room_for_one_more(struct ctx *c, struct product *p, size_t *capacity)
{
    if (p->variant_count == *capacity) {
        *capacity = *capacity == 0 ? 4 : *capacity * 2;
        struct variant *wider = NEW_N(c->arena, struct variant, *capacity);
        for (size_t i = 0; i < p->variant_count; i++) {
            wider[i] = p->variant[i];
        }
        p->variant = wider;
    }
    return &p->variant[p->variant_count++];
}

static enum err load_variants(struct ctx *c, enum product_sight sight, struct product *p)
{
    size_t capacity = 0;
    struct rows r = db_query(c->db, &product_variants,
                             ARGS(p->id.v, sight == PRODUCT_ANY, PRODUCT_VARIANTS_MAX));
    while (db_next(&r)) {
        struct variant *v = room_for_one_more(c, p, &capacity);
        read_variant(c, &r, v);
        p->is_available = p->is_available || (v->is_active && v->shown.status != STOCK_OUT);
    }
    return db_done(&r);
}

static enum err load_rest(struct ctx *c, enum product_sight sight, struct product *p)
{
    TRY(load_attributes(c, p));
    TRY(load_pictures(c, sight, p));
    return load_variants(c, sight, p);
}

enum err product_load(struct ctx *c, str slug, enum product_sight sight, struct product *out)
{
    struct product p = { 0 };
    TRY(load_row(c, &product_by_slug, ARGS(slug, c->lang, sight == PRODUCT_ANY), &p));
    TRY(load_rest(c, sight, &p));
    *out = p;
    return OK;
}

enum err product_load_by_id(struct ctx *c, product_id id, enum product_sight sight,
                            struct product *out)
{
    struct product p = { 0 };
    TRY(load_row(c, &product_by_id, ARGS(id.v, c->lang, sight == PRODUCT_ANY), &p));
    TRY(load_rest(c, sight, &p));
    *out = p;
    return OK;
}

#define SKU_COLUMNS                                                                                                    \
    "SELECT " VARIANT_COLUMNS ", p.id, p.slug, " IN_LANG("p.name", "$2") ","                                           \
    " COALESCE((SELECT i.media FROM picture i WHERE i.product_id = p.id AND i.state = 'ready'"                         \
    " ORDER BY i.position, i.id LIMIT 1), ''),"                                                                        \
    " COALESCE((SELECT i.asset FROM picture i WHERE i.product_id = p.id AND i.state = 'ready'"                         \
    " ORDER BY i.position, i.id LIMIT 1), '')"                                                                         \
    " FROM variant v JOIN stock s ON s.sku_id = v.id JOIN product p ON p.id = v.product_id"

SQL(sku_by_name, SKU_COLUMNS " WHERE v.sku = $1 AND ($3 = 1 OR (v.is_active = 1 AND p.status = 'active'))");
SQL(sku_by_id, SKU_COLUMNS " WHERE v.id = $1");

static enum err load_sku(struct ctx *c, const struct sql *sql, struct args args, struct sku *out)
{
    struct sku sku = { 0 };
    struct rows r = db_query(c->db, sql, args);
    bool found = db_next(&r);
    if (found) {
        read_variant(c, &r, &sku.variant);
        sku.product.v = row_int(&r);
        sku.product_slug = row_text(&r, c->arena);
        sku.product_name = row_text(&r, c->arena);
        sku.picture_media = row_text(&r, c->arena);
        sku.picture_asset = row_text(&r, c->arena);
    }
    TRY(db_done(&r));
    if (!found) {
        return fail(c, ERR_NOT_FOUND, "no such SKU on sale");
    }
    *out = sku;
    return OK;
}

enum err product_sku(struct ctx *c, str sku, enum product_sight sight, struct sku *out)
{
    return load_sku(c, &sku_by_name, ARGS(sku, c->lang, sight == PRODUCT_ANY), out);
}

enum err product_sku_by_id(struct ctx *c, sku_id id, struct sku *out)
{
    return load_sku(c, &sku_by_id, ARGS(id.v, c->lang), out);
}
