/* SPDX-License-Identifier: Apache-2.0 */
/* category.c - the tree of the catalogue. */
#include "shop/category.h"

#include "base/fold.h"
#include "base/html.h"
#include "db/db.h"
#include "shop/catalogue_sql.h"

enum { NAME_MAX_CHARS = 100, DESCRIPTION_MAX_BYTES = 20000, SLUG_MAX_BYTES = 80 };

/* --- reading --- */

#define CATEGORY_ALL(count)                                                                                            \
    "SELECT c.id, c.parent_id, c.slug, " IN_LANG("c.name", "$1") ", " IN_LANG("c.description", "$1") ","               \
    " c.depth, c.position, " count " FROM category c ORDER BY c.position, c.id LIMIT $2"

SQL(category_all,
    CATEGORY_ALL("(SELECT COUNT(*) FROM product p WHERE p.category_id = c.id AND p.status = 'active')"));
SQL(category_all_uncounted, CATEGORY_ALL("0"));

static void read_category(struct ctx *c, struct rows *r, struct category *out)
{
    out->id.v = row_int(r);
    out->parent.v = row_int(r);
    out->slug = row_text(r, c->arena);
    out->name = row_text(r, c->arena);
    out->description_html = html_of_markdown(c->arena, row_text(r, c->arena));
    out->depth = (int32_t)row_int(r);
    out->position = row_int(r);
    out->product_count = row_int(r);
}

/* Appends the children of `parent` in order, each followed by its own; returns their products. */
static int64_t add_children(const struct category_list *from, int64_t parent,
                            struct category_list *to)
{
    int64_t products = 0;
    for (size_t i = 0; i < from->count; i++) {
        if (from->item[i].parent.v == parent) {
            struct category *added = &to->item[to->count++];
            *added = from->item[i];
            added->product_count += add_children(from, added->id.v, to);
            products += added->product_count;
        }
    }
    return products;
}

static enum err list(struct ctx *c, const struct sql *sql, struct category_list *out)
{
    struct category_list flat = { NEW_N(c->arena, struct category, CATEGORY_LIST_MAX), 0 };
    struct rows r = db_query(c->db, sql, ARGS(c->lang, CATEGORY_LIST_MAX));
    while (db_next(&r)) {
        read_category(c, &r, &flat.item[flat.count++]);
    }
    TRY(db_done(&r));
    struct category_list tree = { NEW_N(c->arena, struct category, flat.count + 1), 0 };
    add_children(&flat, 0, &tree);
    *out = tree;
    return OK;
}

enum err category_list(struct ctx *c, struct category_list *out)
{
    return list(c, &category_all, out);
}

enum err category_list_uncounted(struct ctx *c, struct category_list *out)
{
    return list(c, &category_all_uncounted, out);
}

SQL(category_by_slug,
    "SELECT c.id, c.parent_id, c.slug, " IN_LANG("c.name", "$2") ", " IN_LANG("c.description", "$2") ","
    " c.depth, c.position, (SELECT COUNT(*) FROM product p WHERE p.status = 'active' AND p.category_id IN"
    " (SELECT k.id FROM category k WHERE k.id = c.id OR k.parent_id = c.id OR k.parent_id IN"
    " (SELECT g.id FROM category g WHERE g.parent_id = c.id)))"
    " FROM category c WHERE c.slug = $1");

enum err category_load(struct ctx *c, str slug, struct category *out)
{
    struct category category = { 0 };
    struct rows r = db_query(c->db, &category_by_slug, ARGS(slug, c->lang));
    bool found = db_next(&r);
    if (found) {
        read_category(c, &r, &category);
    }
    TRY(db_done(&r));
    if (!found) {
        return fail(c, ERR_NOT_FOUND, "no such category");
    }
    *out = category;
    return OK;
}

SQL(category_for_edit,
    "SELECT slug, name_id, name_en, description_id, description_en, parent_id, position FROM category WHERE id = $1");

enum err category_fields_load(struct ctx *c, category_id id, struct category_fields *out)
{
    struct category_fields fields = { 0 };
    struct rows r = db_query(c->db, &category_for_edit, ARGS(id.v));
    bool found = db_next(&r);
    if (found) {
        fields.slug = row_text(&r, c->arena);
        fields.name[LANG_ID] = row_text(&r, c->arena);
        fields.name[LANG_EN] = row_text(&r, c->arena);
        fields.description[LANG_ID] = row_text(&r, c->arena);
        fields.description[LANG_EN] = row_text(&r, c->arena);
        fields.parent.v = row_int(&r);
        fields.position = row_int(&r);
    }
    TRY(db_done(&r));
    if (!found) {
        return fail(c, ERR_NOT_FOUND, "category %" PRId64, id.v);
    }
    *out = fields;
    return OK;
}

/* --- changing --- */

static str any_name(const struct category_fields *fields)
{
    return fields->name[LANG_ID].size > 0 ? fields->name[LANG_ID] : fields->name[LANG_EN];
}

static enum err check_texts(struct ctx *c, const struct category_fields *fields)
{
    if (any_name(fields).size == 0) {
        return fail(c, ERR_BAD_INPUT, "name: a category needs one");
    }
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        if (str_count_chars(fields->name[lang]) > NAME_MAX_CHARS) {
            return fail(c, ERR_BAD_INPUT, "name: at most %d characters", NAME_MAX_CHARS);
        }
        if (fields->description[lang].size > DESCRIPTION_MAX_BYTES) {
            return fail(c, ERR_BAD_INPUT, "description: at most %d bytes", DESCRIPTION_MAX_BYTES);
        }
    }
    return OK;
}

SQL(category_depth_sql, "SELECT depth FROM category WHERE id = $1");

static enum err depth_below(struct ctx *c, category_id parent, int64_t *out)
{
    if (parent.v == 0) {
        *out = 0;
        return OK;
    }
    int64_t depth = 0;
    TRY(db_get_int(c->db, &category_depth_sql, ARGS(parent.v), -1, &depth));
    if (depth < 0 || depth + 1 >= CATEGORY_DEPTH_MAX) {
        return fail(c, ERR_BAD_INPUT, "parent: at most %d levels", CATEGORY_DEPTH_MAX);
    }
    *out = depth + 1;
    return OK;
}

SQL(category_slug_owner, "SELECT id FROM category WHERE slug = $1");

/* The wish, or a free one beside it. */
static enum err free_slug(struct ctx *c, const struct category_fields *fields, category_id own,
                          str *out)
{
    str wish = text_slug(c->arena, fields->slug.size > 0 ? fields->slug : any_name(fields),
                         SLUG_MAX_BYTES);
    str base = wish.size > 0 ? wish : S("category");
    for (int n = 1; n < 1000; n++) {
        str slug = n == 1 ? base : str_format(c->arena, "%.*s-%d", STR_ARG(base), n);
        int64_t owner = 0;
        TRY(db_get_int(c->db, &category_slug_owner, ARGS(slug), 0, &owner));
        if (owner == 0 || owner == own.v) {
            *out = slug;
            return OK;
        }
    }
    return fail(c, ERR_EXISTS, "slug: taken");
}

static void raise(struct ctx *c, category_id id)
{
    ctx_raisef(c, "category:%" PRId64, id.v);
    ctx_raise(c, S("products"));
}

SQL(category_insert,
    "INSERT INTO category (parent_id, depth, slug, name_id, name_en, description_id, description_en, position)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id");

enum err category_create(struct ctx *c, const struct category_fields *fields, category_id *out)
{
    TRY(check_texts(c, fields));
    int64_t depth = 0;
    TRY(depth_below(c, fields->parent, &depth));
    str slug = { 0 };
    TRY(free_slug(c, fields, (category_id){ 0 }, &slug));
    category_id id = { 0 };
    TRY(db_get_int(c->db, &category_insert,
                   ARGS(arg_int_or_null(fields->parent.v), depth, slug, fields->name[LANG_ID],
                        fields->name[LANG_EN], fields->description[LANG_ID],
                        fields->description[LANG_EN], fields->position),
                   0, &id.v));
    raise(c, id);
    *out = id;
    return OK;
}

SQL(category_update_sql,
    "UPDATE category SET slug = $2, name_id = $3, name_en = $4, description_id = $5, description_en = $6,"
    " position = $7 WHERE id = $1");

enum err category_update(struct ctx *c, category_id id, const struct category_fields *fields)
{
    struct category_fields now = { 0 };
    TRY(check_texts(c, fields));
    TRY(category_fields_load(c, id, &now));
    if (now.parent.v != fields->parent.v) {
        return fail(c, ERR_BAD_INPUT, "parent: a category stays where it was made");
    }
    str slug = { 0 };
    TRY(free_slug(c, fields, id, &slug));
    TRY(db_exec(c->db, &category_update_sql,
                ARGS(id.v, slug, fields->name[LANG_ID], fields->name[LANG_EN],
                     fields->description[LANG_ID], fields->description[LANG_EN], fields->position),
                NULL));
    raise(c, id);
    return OK;
}

SQL(category_used,
    "SELECT (SELECT count(*) FROM product WHERE category_id = $1) + (SELECT count(*) FROM category WHERE parent_id = $1)");
SQL(category_delete_sql, "DELETE FROM category WHERE id = $1");

enum err category_delete(struct ctx *c, category_id id)
{
    int64_t used = 0;
    int64_t gone = 0;
    TRY(db_get_int(c->db, &category_used, ARGS(id.v), 0, &used));
    if (used != 0) {
        return fail(c, ERR_STATE, "category %" PRId64 ": %" PRId64 " hang on it", id.v, used);
    }
    TRY(db_exec(c->db, &category_delete_sql, ARGS(id.v), &gone));
    if (gone == 0) {
        return fail(c, ERR_NOT_FOUND, "category %" PRId64, id.v);
    }
    raise(c, id);
    return OK;
}

SQL(category_named,
    "SELECT id FROM category WHERE COALESCE(parent_id, 0) = $1 AND (name_id = $2 OR name_en = $2) ORDER BY id LIMIT 1");

static enum err child_named(struct ctx *c, category_id parent, str name, category_id *out)
{
    category_id id = { 0 };
    TRY(db_get_int(c->db, &category_named, ARGS(parent.v, name), 0, &id.v));
    if (id.v == 0) {
        struct category_fields fields = { .parent = parent };
        fields.name[c->lang] = name;
        TRY(category_create(c, &fields, &id));
    }
    *out = id;
    return OK;
}

enum err category_of_path(struct ctx *c, str path, category_id *out)
{
    category_id at = { 0 };
    struct str_pair rest = { .tail = path, .found = true };
    for (int depth = 0; depth < CATEGORY_DEPTH_MAX && rest.found; depth++) {
        rest = str_cut(rest.tail, '>');
        str name = str_trim(rest.head);
        if (name.size > 0) {
            TRY(child_named(c, at, str_slice(name, 0, NAME_MAX_CHARS), &at));
        }
    }
    *out = at;
    return OK;
}
