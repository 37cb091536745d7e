/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/page.h"

#include "base/fold.h"
#include "base/html.h"
#include "core/event.h"
#include "shop/catalogue_sql.h"

static const char *const builtin[] = { "about", "commitment", "contact", "home" };

bool page_is_builtin(str slug)
{
    for (size_t i = 0; i < COUNT(builtin); i++) {
        if (str_eq(slug, str_of(builtin[i]))) {
            return true;
        }
    }
    return false;
}

/* ---- writing ---- */

static bool is_slug(str slug)
{
    for (size_t i = 0; i < slug.size; i++) {
        char letter = slug.at[i];
        bool fits = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
                    (letter == '-' && i > 0 && i + 1 < slug.size);
        if (!fits) {
            return false;
        }
    }
    return slug.size > 0 && slug.size <= 100;
}

SQL(page_slug_owner, "SELECT id FROM page WHERE slug = $1");
SQL(page_faq_slug_owner, "SELECT id FROM faq WHERE slug = $1");
SQL(page_certificate_code_owner, "SELECT id FROM certificate WHERE code = $1");

enum err page_slug_free(struct ctx *c, enum page_slug_of kind, str name, str *out)
{
    static const struct sql *const owner_of[] = { &page_slug_owner, &page_faq_slug_owner, &page_certificate_code_owner };
    enum { WISH_MAX_BYTES = 60, TRIES_MAX = 1000 };
    str wish = text_slug(c->arena, name, WISH_MAX_BYTES);
    str base = is_slug(wish) ? wish : S("page"); /* of another script, or nothing */
    for (int n = 1; n < TRIES_MAX; n++) {
        str slug = n == 1 ? base : str_format(c->arena, "%.*s-%d", STR_ARG(base), n);
        int64_t owner = 0;
        TRY(db_get_int(c->db, owner_of[kind], ARGS(slug), 0, &owner));
        if (owner == 0) {
            *out = slug;
            return OK;
        }
    }
    return fail(c, ERR_EXISTS, "slug: taken");
}

static enum err check_fields(struct ctx *c, const struct page_fields *f)
{
    if (!is_slug(f->slug)) {
        return fail(c, ERR_BAD_INPUT, "slug: letters a to z, digits and dashes");
    }
    if (f->title[LANG_ID].size + f->title[LANG_EN].size == 0) {
        return fail(c, ERR_BAD_INPUT, "title: at least one language");
    }
    for (enum lang lang = LANG_ID; lang < LANG_COUNT; lang++) {
        bool fits = f->title[lang].size <= 400 && f->lead[lang].size <= 4000 &&
                    f->body[lang].size <= PAGE_BODY_MAX_BYTES;
        if (!fits) {
            return fail(c, ERR_BAD_INPUT, "body: too long");
        }
    }
    return OK;
}

static enum err note_change(struct ctx *c, const char *kind, str slug, int64_t id)
{
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("slug"), slug);
    return event_note(c, str_of(kind), str_format(c->arena, "page:%" PRId64, id), facts);
}

/* The commitment is read on the about page. */
static void raise_page(struct ctx *c, str slug)
{
    ctx_raisef(c, "page:%.*s", STR_ARG(str_eq(slug, S("commitment")) ? S("about") : slug));
}

SQL(page_upsert,
    "INSERT INTO page (slug, title_id, title_en, lead_id, lead_en, body_id, body_en, html_id, html_en, media, asset,"
    " alt_id, alt_en, is_published, updated_at, revision)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1)"
    " ON CONFLICT (slug) DO UPDATE SET title_id = excluded.title_id, title_en = excluded.title_en,"
    " lead_id = excluded.lead_id, lead_en = excluded.lead_en, body_id = excluded.body_id, body_en = excluded.body_en,"
    " html_id = excluded.html_id, html_en = excluded.html_en, media = excluded.media, asset = excluded.asset,"
    " alt_id = excluded.alt_id, alt_en = excluded.alt_en, is_published = excluded.is_published,"
    " updated_at = excluded.updated_at, revision = page.revision + 1"
    " RETURNING id");

enum err page_put(struct ctx *c, const struct page_fields *f, page_id *out)
{
    TRY(check_fields(c, f));
    page_id id = { 0 };
    str html[LANG_COUNT];
    for (enum lang lang = LANG_ID; lang < LANG_COUNT; lang++) {
        html[lang] = html_of_markdown(c->arena, f->body[lang]);
    }
    TRY(db_get_int(c->db, &page_upsert,
                   ARGS(f->slug, f->title[LANG_ID], f->title[LANG_EN], f->lead[LANG_ID],
                        f->lead[LANG_EN], f->body[LANG_ID], f->body[LANG_EN], html[LANG_ID],
                        html[LANG_EN], f->media, f->asset, f->alt[LANG_ID], f->alt[LANG_EN],
                        f->is_published, c->now_at),
                   0, &id.v));
    TRY(note_change(c, "page.changed", f->slug, id.v));
    raise_page(c, f->slug);
    *out = id;
    return OK;
}

SQL(page_erase, "DELETE FROM page WHERE id = $1");

enum err page_delete(struct ctx *c, page_id id)
{
    struct page_fields f = { 0 };
    TRY(page_fields_load(c, id, &f));
    if (page_is_builtin(f.slug)) {
        return fail(c, ERR_STATE, "page %.*s is part of the shop", STR_ARG(f.slug));
    }
    TRY(db_exec(c->db, &page_erase, ARGS(id.v), NULL));
    TRY(note_change(c, "page.deleted", f.slug, id.v));
    raise_page(c, f.slug);
    return OK;
}

/* ---- reading ---- */

static void read_page(struct ctx *c, struct rows *r, struct page *p)
{
    p->id.v = row_int(r);
    p->slug = row_text(r, c->arena);
    p->title = row_text(r, c->arena);
    p->lead = row_text(r, c->arena);
    p->body_html = row_text(r, c->arena);
    p->picture.media = row_text(r, c->arena);
    p->picture.asset = row_text(r, c->arena);
    p->picture.alt = row_text(r, c->arena);
    p->is_published = row_bool(r);
    p->updated_at = row_int(r);
}

SQL(page_by_slug,
    "SELECT id, slug, " IN_LANG("title", "$2") ", " IN_LANG("lead", "$2") ", " IN_LANG("html", "$2")
    ", media, asset, " IN_LANG("alt", "$2") ", is_published, updated_at"
    " FROM page WHERE slug = $1 AND is_published = 1");

enum err page_find(struct ctx *c, str slug, struct page *out, bool *found)
{
    struct page p = { 0 };
    struct rows r = db_query(c->db, &page_by_slug, ARGS(slug, c->lang));
    bool is_there = db_next(&r);
    if (is_there) {
        read_page(c, &r, &p);
    }
    TRY(db_done(&r));
    *out = p;
    *found = is_there;
    return OK;
}

enum err page_load(struct ctx *c, str slug, struct page *out)
{
    bool found = false;
    struct page p = { 0 };
    TRY(page_find(c, slug, &p, &found));
    if (!found) {
        return fail(c, ERR_NOT_FOUND, "no such page");
    }
    *out = p;
    return OK;
}

SQL(page_all,
    "SELECT id, slug, " IN_LANG("title", "$1") ", " IN_LANG("lead", "$1") ", '', media, asset, " IN_LANG("alt", "$1")
    ", is_published, updated_at FROM page ORDER BY slug LIMIT $2");

enum err page_list(struct ctx *c, struct page_list *out)
{
    struct page_list list = { .item = NEW_N(c->arena, struct page, PAGE_LIST_MAX) };
    struct rows r = db_query(c->db, &page_all, ARGS(c->lang, PAGE_LIST_MAX));
    while (db_next(&r)) {
        read_page(c, &r, &list.item[list.count++]);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

SQL(page_fields_by_id,
    "SELECT slug, title_id, title_en, lead_id, lead_en, body_id, body_en, media, asset, alt_id, alt_en, is_published"
    " FROM page WHERE id = $1");

static void read_both(struct ctx *c, struct rows *r, str text[LANG_COUNT])
{
    text[LANG_ID] = row_text(r, c->arena);
    text[LANG_EN] = row_text(r, c->arena);
}

enum err page_fields_load(struct ctx *c, page_id id, struct page_fields *out)
{
    struct page_fields f = { 0 };
    struct rows r = db_query(c->db, &page_fields_by_id, ARGS(id.v));
    bool found = db_next(&r);
    if (found) {
        f.slug = row_text(&r, c->arena);
        read_both(c, &r, f.title);
        read_both(c, &r, f.lead);
        read_both(c, &r, f.body);
        f.media = row_text(&r, c->arena);
        f.asset = row_text(&r, c->arena);
        read_both(c, &r, f.alt);
        f.is_published = row_bool(&r);
    }
    TRY(db_done(&r));
    if (!found) {
        return fail(c, ERR_NOT_FOUND, "page %" PRId64, id.v);
    }
    *out = f;
    return OK;
}

/* ---- people ---- */

SQL(page_person_upsert,
    "INSERT INTO page_person (position, name, role_id, role_en, text_id, text_en, media, asset)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    " ON CONFLICT (position) DO UPDATE SET name = excluded.name, role_id = excluded.role_id,"
    " role_en = excluded.role_en, text_id = excluded.text_id, text_en = excluded.text_en, media = excluded.media,"
    " asset = excluded.asset");

/* The event says that the list changed, not who: names are people's own. */
enum err page_person_put(struct ctx *c, const struct page_person_fields *f)
{
    if (f->name.size == 0 || f->name.size > 200 || f->position < 1 ||
        f->position > PAGE_PEOPLE_MAX) {
        return fail(c, ERR_BAD_INPUT, "name: missing, or the position is not 1 to %d",
                    PAGE_PEOPLE_MAX);
    }
    TRY(db_exec(c->db, &page_person_upsert,
                ARGS(f->position, f->name, f->role[LANG_ID], f->role[LANG_EN], f->text[LANG_ID],
                     f->text[LANG_EN], f->media, f->asset),
                NULL));
    ctx_raise(c, S("page:about"));
    return event_note(c, S("page.people_changed"), S("page:about"), NULL);
}

SQL(page_person_erase, "DELETE FROM page_person WHERE position = $1");

enum err page_person_delete(struct ctx *c, int64_t position)
{
    int64_t gone = 0;
    TRY(db_exec(c->db, &page_person_erase, ARGS(position), &gone));
    if (gone == 0) {
        return fail(c, ERR_NOT_FOUND, "nobody at position %" PRId64, position);
    }
    ctx_raise(c, S("page:about"));
    return event_note(c, S("page.people_changed"), S("page:about"), NULL);
}

SQL(page_people_all,
    "SELECT position, name, " IN_LANG("role", "$1") ", " IN_LANG("text", "$1") ", media, asset FROM page_person"
    " ORDER BY position LIMIT $2");

enum err page_people(struct ctx *c, struct page_people *out)
{
    struct page_people list = { .item = NEW_N(c->arena, struct page_person, PAGE_PEOPLE_MAX) };
    struct rows r = db_query(c->db, &page_people_all, ARGS(c->lang, PAGE_PEOPLE_MAX));
    while (db_next(&r)) {
        struct page_person *p = &list.item[list.count++];
        p->position = row_int(&r);
        p->name = row_text(&r, c->arena);
        p->role = row_text(&r, c->arena);
        p->text = row_text(&r, c->arena);
        p->picture.media = row_text(&r, c->arena);
        p->picture.asset = row_text(&r, c->arena);
        p->picture.alt = p->name;
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}
