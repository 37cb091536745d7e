/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/page_faq.h"

#include "base/html.h"
#include "core/event.h"
#include "shop/catalogue_sql.h"

static const struct {
    const char *name, *label[LANG_COUNT];
} topics[FAQ_TOPIC_COUNT] = {
    [FAQ_ORDER] = { "order", { "Memesan", "Ordering" } },
    [FAQ_PAYMENT] = { "payment", { "Membayar", "Paying" } },
    [FAQ_SHIPPING] = { "shipping", { "Pengiriman", "Shipping" } },
    [FAQ_GUARANTEE] = { "guarantee", { "Jaminan dan garansi", "Guarantee and warranty" } },
    [FAQ_PRODUCT] = { "product", { "Barang", "Products" } },
    [FAQ_TRUST] = { "trust", { "Kepercayaan dan data Anda", "Trust and your data" } },
    [FAQ_OTHER] = { "other", { "Lainnya", "Other" } },
};

str faq_topic_name(enum faq_topic topic)
{
    CHECK(topic < FAQ_TOPIC_COUNT);
    return str_of(topics[topic].name);
}

bool faq_topic_of(str name, enum faq_topic *out)
{
    for (enum faq_topic topic = 0; topic < FAQ_TOPIC_COUNT; topic++) {
        if (str_eq(name, str_of(topics[topic].name))) {
            *out = topic;
            return true;
        }
    }
    return false;
}

str faq_topic_label(enum faq_topic topic, enum lang lang)
{
    CHECK(topic < FAQ_TOPIC_COUNT && lang < LANG_COUNT);
    return str_of(topics[topic].label[lang]);
}

static enum faq_topic read_topic(struct ctx *c, struct rows *r)
{
    enum faq_topic topic = FAQ_OTHER;
    return faq_topic_of(row_text(r, c->arena), &topic) ? topic : FAQ_OTHER;
}

SQL(faq_upsert,
    "INSERT INTO faq (slug, topic, position, question_id, question_en, answer_id, answer_en, html_id, html_en,"
    " is_published, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    " ON CONFLICT (slug) DO UPDATE SET topic = excluded.topic, position = excluded.position,"
    " question_id = excluded.question_id, question_en = excluded.question_en, answer_id = excluded.answer_id,"
    " answer_en = excluded.answer_en, html_id = excluded.html_id, html_en = excluded.html_en,"
    " is_published = excluded.is_published, updated_at = excluded.updated_at"
    " RETURNING id");

static enum err check_fields(struct ctx *c, const struct faq_fields *f)
{
    if (f->slug.size == 0 || f->slug.size > 100) {
        return fail(c, ERR_BAD_INPUT, "slug: missing or too long");
    }
    for (enum lang lang = LANG_ID; lang < LANG_COUNT; lang++) {
        if ((f->question[lang].size == 0) != (f->answer[lang].size == 0)) {
            return fail(c, ERR_BAD_INPUT, "answer: a question and its answer belong together");
        }
        if (f->question[lang].size > 1000 || f->answer[lang].size > 40000) {
            return fail(c, ERR_BAD_INPUT, "answer: too long");
        }
    }
    if (f->question[LANG_ID].size + f->question[LANG_EN].size == 0) {
        return fail(c, ERR_BAD_INPUT, "question: at least one language");
    }
    return OK;
}

static enum err note_change(struct ctx *c, const char *kind, str slug, int64_t id)
{
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("slug"), slug);
    ctx_raise(c, S("page:faq"));
    return event_note(c, str_of(kind), str_format(c->arena, "faq:%" PRId64, id), facts);
}

enum err faq_put(struct ctx *c, const struct faq_fields *f, faq_id *out)
{
    faq_id id = { 0 };
    TRY(check_fields(c, f));
    TRY(db_get_int(c->db, &faq_upsert,
                   ARGS(f->slug, faq_topic_name(f->topic), f->position, f->question[LANG_ID],
                        f->question[LANG_EN], f->answer[LANG_ID], f->answer[LANG_EN],
                        html_of_markdown(c->arena, f->answer[LANG_ID]),
                        html_of_markdown(c->arena, f->answer[LANG_EN]), f->is_published, c->now_at),
                   0, &id.v));
    TRY(note_change(c, "faq.changed", f->slug, id.v));
    *out = id;
    return OK;
}

SQL(faq_erase, "DELETE FROM faq WHERE id = $1");

enum err faq_delete(struct ctx *c, faq_id id)
{
    struct faq_fields f = { 0 };
    TRY(faq_fields_load(c, id, &f));
    TRY(db_exec(c->db, &faq_erase, ARGS(id.v), NULL));
    return note_change(c, "faq.deleted", f.slug, id.v);
}

SQL(faq_fields_by_id,
    "SELECT slug, topic, position, question_id, question_en, answer_id, answer_en, is_published FROM faq WHERE id = $1");

enum err faq_fields_load(struct ctx *c, faq_id id, struct faq_fields *out)
{
    struct faq_fields f = { 0 };
    struct rows r = db_query(c->db, &faq_fields_by_id, ARGS(id.v));
    bool found = db_next(&r);
    if (found) {
        f.slug = row_text(&r, c->arena);
        f.topic = read_topic(c, &r);
        f.position = row_int(&r);
        f.question[LANG_ID] = row_text(&r, c->arena);
        f.question[LANG_EN] = row_text(&r, c->arena);
        f.answer[LANG_ID] = row_text(&r, c->arena);
        f.answer[LANG_EN] = row_text(&r, c->arena);
        f.is_published = row_bool(&r);
    }
    TRY(db_done(&r));
    if (!found) {
        return fail(c, ERR_NOT_FOUND, "faq %" PRId64, id.v);
    }
    *out = f;
    return OK;
}

SQL(faq_all,
    "SELECT id, slug, topic, " IN_LANG("question", "$1") ", " IN_LANG("html", "$1") ", is_published FROM faq"
    " WHERE ($2 = 1 OR is_published = 1) ORDER BY position, id LIMIT $3");

/* Topics stand in the order of the enum, which the engine does not know. */
static void sort_by_topic(struct faq_list *from, struct faq_list *to)
{
    for (enum faq_topic topic = 0; topic < FAQ_TOPIC_COUNT; topic++) {
        for (size_t i = 0; i < from->count; i++) {
            if (from->item[i].topic == topic) {
                to->item[to->count++] = from->item[i];
            }
        }
    }
}

enum err faq_list(struct ctx *c, bool all, struct faq_list *out)
{
    struct faq_list list = { .item = NEW_N(c->arena, struct faq, FAQ_MAX) };
    struct rows r = db_query(c->db, &faq_all, ARGS(c->lang, all, FAQ_MAX));
    while (db_next(&r)) {
        struct faq *f = &list.item[list.count++];
        f->id.v = row_int(&r);
        f->slug = row_text(&r, c->arena);
        f->topic = read_topic(c, &r);
        f->question = row_text(&r, c->arena);
        f->answer_html = row_text(&r, c->arena);
        f->is_published = row_bool(&r);
    }
    TRY(db_done(&r));
    struct faq_list sorted = { .item = NEW_N(c->arena, struct faq, list.count + 1) };
    sort_by_topic(&list, &sorted);
    *out = sorted;
    return OK;
}
