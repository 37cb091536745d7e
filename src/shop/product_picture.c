/* SPDX-License-Identifier: Apache-2.0 */
/* product_picture.c - the rows of pictures; their files are media.c's. */
#include "db/batch.h"
#include "shop/media.h"
#include "shop/product_store.h"

enum { ALT_CHARS = 300, SOURCE_BYTES = 2000, ATTEMPTS_MAX = 5 };

static enum err check_alt(struct ctx *c, const str *alt)
{
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        if (!str_is_utf8(alt[lang]) || str_count_chars(alt[lang]) > ALT_CHARS) {
            return fail(c, ERR_BAD_INPUT, "alt: at most %d characters", ALT_CHARS);
        }
    }
    return OK;
}

static enum err raise_owner(struct ctx *c, int64_t product)
{
    if (product == 0) {
        return fail(c, ERR_NOT_FOUND, "no such picture");
    }
    ctx_raisef(c, "product:%" PRId64, product);
    ctx_raise(c, S("products"));
    return OK;
}

SQL(picture_count_sql, "SELECT COUNT(*) FROM picture WHERE product_id = $1");
/* Behind those the product has, in the order given. */
SQL(picture_insert_sql,
    "INSERT INTO picture (product_id, position, media, asset, source_url, alt_id, alt_en, width, height, is_illustration,"
    " state, attempts) SELECT CAST(j.value ->> 0 AS BIGINT), CAST(j.value ->> 1 AS BIGINT) +"
    " (SELECT COALESCE(MAX(o.position) + 1, 0) FROM picture o WHERE o.product_id = CAST(j.value ->> 0 AS BIGINT)),"
    " j.value ->> 2, j.value ->> 3, j.value ->> 4, j.value ->> 5, j.value ->> 6, CAST(j.value ->> 7 AS BIGINT),"
    " CAST(j.value ->> 8 AS BIGINT), CAST(j.value ->> 9 AS BIGINT), j.value ->> 10, 0 FROM json_each($1) j"
    " WHERE 1 = 1 RETURNING id");

enum err picture_insert(struct ctx *c, const struct picture_new *new, size_t count,
                        picture_id *last)
{
    struct batch batch = batch_new(c->arena);
    for (size_t i = 0; i < count; i++) {
        const struct picture_fields *f = &new[i].fields;
        str state = f->media.size + f->asset.size > 0 ? S("ready") : S("wanted");
        batch_add(&batch, ARGS(new[i].product.v, (int64_t)i, f->media, f->asset, f->source_url,
                               f->alt[LANG_ID], f->alt[LANG_EN], f->width, f->height,
                               f->is_illustration, state));
    }
    struct rows r = db_query(c->db, &picture_insert_sql, ARGS(batch_arg(&batch)));
    while (db_next(&r)) {
        last->v = row_int(&r);
    }
    return db_done(&r);
}

enum err picture_add(struct ctx *c, product_id product, const struct picture_fields *f,
                     picture_id *out)
{
    TRY(check_alt(c, f->alt));
    if (f->media.size + f->asset.size + f->source_url.size == 0 ||
        f->source_url.size > SOURCE_BYTES) {
        return fail(c, ERR_BAD_INPUT, "picture: a file or an address is needed");
    }
    int64_t count = 0;
    TRY(db_get_int(c->db, &picture_count_sql, ARGS(product.v), 0, &count));
    if (count >= PRODUCT_PICTURES_MAX) {
        return fail(c, ERR_LIMIT, "product %" PRId64 " has %" PRId64 " pictures", product.v, count);
    }
    picture_id id = { 0 };
    TRY(picture_insert(c, &(struct picture_new){ product, *f }, 1, &id));
    *out = id;
    return raise_owner(c, product.v);
}

SQL(picture_update_sql,
    "UPDATE picture SET alt_id = $2, alt_en = $3, is_illustration = $4 WHERE id = $1 RETURNING product_id");

enum err picture_update(struct ctx *c, picture_id id, const str *alt, bool is_illustration)
{
    TRY(check_alt(c, alt));
    int64_t product = 0;
    TRY(db_get_int(c->db, &picture_update_sql,
                   ARGS(id.v, alt[LANG_ID], alt[LANG_EN], is_illustration), 0, &product));
    return raise_owner(c, product);
}

SQL(picture_delete, "DELETE FROM picture WHERE id = $1 RETURNING product_id");

enum err picture_remove(struct ctx *c, picture_id id)
{
    int64_t product = 0;
    TRY(db_get_int(c->db, &picture_delete, ARGS(id.v), 0, &product));
    return raise_owner(c, product);
}

SQL(picture_promote_sql,
    "UPDATE picture SET position = (SELECT MIN(o.position) - 1 FROM picture o WHERE o.product_id = picture.product_id)"
    " WHERE id = $1 RETURNING product_id");

enum err picture_promote(struct ctx *c, picture_id id)
{
    int64_t product = 0;
    TRY(db_get_int(c->db, &picture_promote_sql, ARGS(id.v), 0, &product));
    return raise_owner(c, product);
}

/* --- pictures to be fetched --- */

SQL(picture_wanted_sql,
    "SELECT id, source_url FROM picture WHERE state = 'wanted' ORDER BY attempts, id LIMIT $1");

enum err media_wanted(struct ctx *c, size_t limit, struct media_wanted **out, size_t *count)
{
    struct media_wanted *list = NEW_N(c->arena, struct media_wanted, limit);
    size_t n = 0;
    struct rows r = db_query(c->db, &picture_wanted_sql, ARGS((int64_t)limit));
    while (db_next(&r)) {
        list[n].picture.v = row_int(&r);
        list[n++].source_url = row_text(&r, c->arena);
    }
    TRY(db_done(&r));
    *out = list;
    *count = n;
    return OK;
}

SQL(picture_arrived_sql,
    "UPDATE picture SET media = $2, width = $3, height = $4, state = 'ready' WHERE id = $1 RETURNING product_id");

enum err media_arrived(struct ctx *c, picture_id picture, const struct media *media)
{
    int64_t product = 0;
    TRY(db_get_int(c->db, &picture_arrived_sql,
                   ARGS(picture.v, media->name, media->width, media->height), 0, &product));
    return raise_owner(c, product);
}

SQL(picture_missed_sql,
    "UPDATE picture SET attempts = attempts + 1,"
    " state = CASE WHEN $2 = 1 OR attempts + 1 >= $3 THEN 'failed' ELSE state END WHERE id = $1");

enum err media_missed(struct ctx *c, picture_id picture, bool is_final)
{
    return db_exec(c->db, &picture_missed_sql, ARGS(picture.v, is_final, ATTEMPTS_MAX), NULL);
}
