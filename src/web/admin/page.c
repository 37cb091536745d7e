/* SPDX-License-Identifier: Apache-2.0 */
/* page.c - editing one page, question, permit or category: four kinds, one way. */
#include "shop/page.h"
#include "shop/category.h"
#include "shop/page_certificate.h"
#include "shop/page_faq.h"
#include "shop/product_edit.h"
#include "web/admin/admin.h"
#include "web/admin/office.h"
#include "web/shop/show.h"
#include "web/text.h"

struct page_input {
    str slug, title_id, title_en, lead_id, lead_en, body_id, body_en;
    bool is_published;
};
static const struct field page_fields_table[] = {
    FIELD(SLUG, struct page_input, slug, 0, 80, "Small letters, digits and hyphens.", .label = "Address of the page",
          .hint = "Empty: made from the title. about: the page About us.", .is_optional = true),
    FIELD(TEXT, struct page_input, title_id, 0, 200, "At most 200 characters.", .label = "Title", .is_optional = true),
    FIELD(TEXT, struct page_input, lead_id, 0, 400, "At most 400 characters.", .label = "In one sentence", .is_optional = true),
    FIELD(LINES, struct page_input, body_id, 0, 60000, "This text is too long.", .label = "Text", .is_optional = true),
    FIELD(TEXT, struct page_input, title_en, 0, 200, "At most 200 characters.", .label = "Title in English",
          .is_optional = true),
    FIELD(TEXT, struct page_input, lead_en, 0, 400, "At most 400 characters.", .label = "In one sentence, in English",
          .is_optional = true),
    FIELD(LINES, struct page_input, body_en, 0, 60000, "This text is too long.", .label = "Text in English",
          .is_optional = true),
    FIELD(BOOL, struct page_input, is_published, 0, 0, "", .label = "Everybody may read it", .is_optional = true),
};
const struct form admin_page_form = FORM("page_edit", page_fields_table, struct page_input);

struct faq_input {
    str slug, topic, question_id, answer_id, question_en, answer_en;
    int64_t position;
    bool is_published;
};
static const struct field faq_fields_table[] = {
    FIELD(SLUG, struct faq_input, slug, 0, 80, "Small letters, digits and hyphens.", .label = "Short name",
          .hint = "Empty: made from the question.", .is_optional = true),
    FIELD(CHOICE, struct faq_input, topic, 1, 20, "Please choose a topic.", .label = "Topic"),
    FIELD(INT, struct faq_input, position, 0, 1000, "Between 0 and 1000.", .label = "Order in the list", .is_optional = true),
    FIELD(TEXT, struct faq_input, question_id, 0, 300, "At most 300 characters.", .label = "Question", .is_optional = true),
    FIELD(LINES, struct faq_input, answer_id, 0, 10000, "This text is too long.", .label = "Answer", .is_optional = true),
    FIELD(TEXT, struct faq_input, question_en, 0, 300, "At most 300 characters.", .label = "Question in English",
          .is_optional = true),
    FIELD(LINES, struct faq_input, answer_en, 0, 10000, "This text is too long.", .label = "Answer in English",
          .is_optional = true),
    FIELD(BOOL, struct faq_input, is_published, 0, 0, "", .label = "Everybody may read it", .is_optional = true),
};
const struct form admin_faq_form = FORM("faq_edit", faq_fields_table, struct faq_input);

struct certificate_input {
    str code, kind, name_id, name_en, number, issuer, scope_id, scope_en, proof_url, products;
    int64_t position, valid_from, expires_at;
    bool is_published;
};
static const struct field certificate_fields_table[] = {
    FIELD(SLUG, struct certificate_input, code, 0, 80, "Small letters, digits and hyphens.", .label = "Short name",
          .hint = "Empty: made from the name.", .is_optional = true),
    FIELD(CHOICE, struct certificate_input, kind, 1, 20, "Please choose what it is.", .label = "What it is"),
    FIELD(TEXT, struct certificate_input, name_id, 0, 200, "At most 200 characters.", .label = "Name", .is_optional = true),
    FIELD(TEXT, struct certificate_input, name_en, 0, 200, "At most 200 characters.", .label = "Name in English",
          .is_optional = true),
    FIELD(TEXT, struct certificate_input, number, 0, 80, "At most 80 characters.", .label = "Number", .is_optional = true),
    FIELD(TEXT, struct certificate_input, issuer, 0, 120, "At most 120 characters.", .label = "Given by", .is_optional = true),
    FIELD(TEXT, struct certificate_input, scope_id, 0, 300, "At most 300 characters.", .label = "For what",
          .is_optional = true),
    FIELD(TEXT, struct certificate_input, scope_en, 0, 300, "At most 300 characters.", .label = "For what, in English",
          .is_optional = true),
    FIELD(TEXT, struct certificate_input, proof_url, 0, 400, "At most 400 characters.", .label = "Address of the proof",
          .type = "url", .is_optional = true),
    FIELD(DATE, struct certificate_input, valid_from, 0, 0, "This is not a date.", .label = "Holds from", .is_optional = true),
    FIELD(DATE, struct certificate_input, expires_at, 0, 0, "This is not a date.", .label = "Last day", .is_optional = true,
          .hint = "After this day visitors do not see it any more."),
    FIELD(TEXT, struct certificate_input, products, 0, 1000, "At most 1000 characters.", .label = "Only for these goods",
          .hint = "Their page addresses, with commas. Empty: the whole shop.", .is_optional = true),
    FIELD(INT, struct certificate_input, position, 0, 1000, "Between 0 and 1000.", .label = "Order in the list",
          .is_optional = true),
    FIELD(BOOL, struct certificate_input, is_published, 0, 0, "", .label = "Everybody may read it", .is_optional = true),
};
const struct form admin_certificate_form =
    FORM("certificate_edit", certificate_fields_table, struct certificate_input);

struct category_input {
    str slug, parent, name_id, name_en, description_id, description_en;
    int64_t position;
};
static const struct field category_fields_table[] = {
    FIELD(SLUG, struct category_input, slug, 0, 100, "Small letters, digits and hyphens.", .label = "Address of the page",
          .hint = "Empty: made from the name.", .is_optional = true),
    FIELD(CHOICE, struct category_input, parent, 0, 100, "Please choose a category.", .label = "Part of",
          .hint = "A category stays where it was made.", .is_optional = true),
    FIELD(TEXT, struct category_input, name_id, 0, 100, "At most 100 characters.", .label = "Name", .is_optional = true),
    FIELD(LINES, struct category_input, description_id, 0, 10000, "This text is too long.", .label = "Text", .is_optional = true),
    FIELD(TEXT, struct category_input, name_en, 0, 100, "At most 100 characters.", .label = "Name in English", .is_optional = true),
    FIELD(LINES, struct category_input, description_en, 0, 10000, "This text is too long.", .label = "Text in English",
          .is_optional = true),
    FIELD(INT, struct category_input, position, 0, 1000, "Between 0 and 1000.", .label = "Order in the list", .is_optional = true),
};
const struct form admin_category_form =
    FORM("category_edit", category_fields_table, struct category_input);

static const struct model_field page_model_fields[] = {
    SHOW(TEXT, "kind"), SHOW(INT, "id", .note = "0: still to be made."),
    SHOW(OBJECT, "values", .is_map = true, .note = "As the form takes them."), PAGE_ONLY(TEXT, "message"),
    PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(TEXT, "title"), PAGE_ONLY(TEXT, "list_url"), PAGE_ONLY(TEXT, "public_url"), PAGE_ONLY(TEXT, "note"), PAGE_ONLY(OBJECT, "form"), PAGE_ONLY(TEXT, "preview_html"),
    PAGE_ONLY(OBJECT, "delete_form"),
};
const struct model admin_page_model = MODEL("office_page", page_model_fields);

/* 0 stands for one that is still to be made. */
static enum err id_of_path(struct web *w, int64_t *out)
{
    return str_to_int(web_param(w, S("id")), out) && *out >= 0 ? OK : ERR_NOT_FOUND;
}

/* The form as a list of fields, each with what part/any asks. */
static void list_fields(struct web *w, struct value *form, const struct form *declared)
{
    struct arena *a = w->ctx.arena;
    struct value *fields = value_list(a);
    for (size_t i = 0; i < declared->count; i++) {
        const struct field *f = &declared->field[i];
        struct value *node = office_take(form, str_of(f->name));
        value_set_bool(a, node, S("is_lines"), f->kind == FIELD_LINES);
        value_set_bool(a, node, S("is_choice"), f->kind == FIELD_CHOICE);
        value_set_bool(a, node, S("is_check"), f->kind == FIELD_BOOL);
        value_set_bool(a, node, S("is_file"), false);
        value_set_bool(a, node, S("is_line"),
                       f->kind != FIELD_LINES && f->kind != FIELD_CHOICE && f->kind != FIELD_BOOL);
        value_add(fields, node);
    }
    value_set(form, S("fields"), fields);
}

struct editing {
    const char *kind;
    const struct form *form;
    const void *values;
    int64_t id;
    str title, public_url;
    const char *choice;   /* the field with options */
    struct value *options;
};

static str title_of(const struct web *w, const struct editing *e)
{
    str kind = str_of(e->kind);
    return e->title.size != 0               ? e->title
           : str_eq(kind, S("faq"))         ? web_text(w, "New question")
           : str_eq(kind, S("certificate")) ? web_text(w, "New permit or certificate")
                                            : web_text(w, "New page");
}

static enum err show_editing(struct web *w, const struct editing *e)
{
    struct arena *a = w->ctx.arena;
    struct value *m = office_page(w);
    str action = web_path(w, "/admin/pages/%s/%" PRId64, e->kind, e->id);
    struct form_env env = { w->ctx.lang, w->ctx.shop->zone, w->ctx.shop->currency };
    value_set_text(a, m, S("kind"), str_of(e->kind));
    value_set_int(a, m, S("id"), e->id);
    value_set(m, S("values"), form_of(a, e->form, &env, e->values).typed);
    value_set_text(a, m, S("title"), title_of(w, e));
    value_set_text(a, m, S("list_url"), web_path(w, "/admin/pages"));
    show_text_or_null(w, m, S("public_url"), e->public_url);
    bool is_elsewhere = w->is_back && w->form_state.form != e->form;
    show_text_or_null(w, m, S("note"), is_elsewhere ? w->form_state.error : (str){ 0 });
    struct value *form = office_form(w, m, "form", e->form, e->values, action);
    if (e->options != NULL) {
        struct form_state state =
            office_is_refused(w, e->form) ? w->form_state : form_of(a, e->form, &env, e->values);
        form_model_options(a, form, str_of(e->choice), e->options, &state);
    }
    list_fields(w, form, e->form);
    value_set_null(a, m, S("preview_html"));
    if (e->id == 0) {
        value_set_null(a, m, S("delete_form"));
    } else {
        office_button(w, m, "delete_form", str_join(a, action, S("/delete")));
    }
    return OK;
}

/* The domain's refusal names the field first: "title: at least one language". */
static enum err explain(struct web *w, enum err e)
{
    if (e != ERR_BAD_INPUT) {
        return e;
    }
    str detail = str_copy(w->ctx.arena, str_of(w->ctx.detail));
    str name = str_cut(detail, ':').head;
    str in_first = str_join(w->ctx.arena, name, S("_id"));
    for (size_t i = 0; i < w->form_state.form->count; i++) {
        str field = str_of(w->form_state.form->field[i].name);
        if (str_eq(field, name) || str_eq(field, in_first)) {
            return web_refuse(w, e, field, "This does not fit here.");
        }
    }
    return web_refuse(w, e, (str){ 0 }, "This does not fit here.");
}

static void add_option(struct web *w, struct value *options, str value, str label)
{
    struct value *option = value_add_object(w->ctx.arena, options);
    value_set_text(w->ctx.arena, option, S("value"), value);
    value_set_text(w->ctx.arena, option, S("label"), label);
}

static enum err show_page(struct web *w, int64_t id);
static enum err show_question(struct web *w, int64_t id);
static enum err show_certificate(struct web *w, int64_t id);
static enum err show_category(struct web *w, int64_t id);

static const struct {
    str kind;
    enum err (*show)(struct web *w, int64_t id);
} kinds[] = {
    { S_INIT("page"), show_page },
    { S_INIT("faq"), show_question },
    { S_INIT("certificate"), show_certificate },
    { S_INIT("category"), show_category },
};

static enum err saved(struct web *w, str kind, int64_t id)
{
    for (size_t i = 0; i < COUNT(kinds); i++) {
        TRY(str_eq(kinds[i].kind, kind) ? kinds[i].show(w, id) : OK);
    }
    office_done(w, web_path(w, "/admin/pages/%.*s/%" PRId64, STR_ARG(kind), id), "saved");
    w->resource = str_format(w->ctx.arena, "%.*s %" PRId64, STR_ARG(kind), id);
    return OK;
}

static enum err removed(struct web *w)
{
    TRY(admin_pages(w));
    office_done(w, web_path(w, "/admin/pages"), "removed");
    return OK;
}

/* A repeated request: where the first one led, "faq 12". */
enum err admin_pages_again(struct web *w)
{
    struct str_pair about = str_cut(w->resource, ' ');
    int64_t id = 0;
    return str_to_int(about.tail, &id) ? saved(w, about.head, id) : removed(w);
}

static enum err deleted(struct web *w, enum err e)
{
    if (e == ERR_STATE) {
        return web_refuse(w, e, (str){ 0 },
                          "The shop needs this page; it can be emptied, not deleted.");
    }
    TRY(e);
    return removed(w);
}

/* What is typed, or made from the name; without either the name is what is missing, and said so. */
static enum err slug_of_new(struct web *w, enum page_slug_of kind, str typed, str name_id,
                            str name_en, str *out)
{
    *out = typed;
    return typed.size != 0
               ? OK
               : page_slug_free(&w->ctx, kind, name_id.size != 0 ? name_id : name_en, out);
}

/* --- pages --- */

static enum err show_page(struct web *w, int64_t id)
{
    struct page_fields f = { 0 };
    struct editing e = { .id = id, .kind = "page", .form = &admin_page_form };
    if (e.id != 0) {
        TRY(page_fields_load(&w->ctx, (page_id){ e.id }, &f));
    }
    struct page_input values = {
        f.slug, f.title[LANG_ID], f.title[LANG_EN], f.lead[LANG_ID], f.lead[LANG_EN], f.body[LANG_ID], f.body[LANG_EN],
        e.id == 0 || f.is_published,
    };
    bool is_own = page_is_builtin(f.slug);
    e.values = &values;
    e.title = f.title[w->ctx.lang].size != 0 ? f.title[w->ctx.lang] : f.title[LANG_ID];
    e.public_url = e.id == 0 || !f.is_published || is_own
                       ? (str){ 0 }
                       : web_path(w, "/pages/%.*s", STR_ARG(f.slug));
    return show_editing(w, &e);
}

enum err admin_page_edit(struct web *w)
{
    int64_t id = 0;
    TRY(id_of_path(w, &id));
    return show_page(w, id);
}

enum err admin_page_save(struct web *w)
{
    const struct page_input *in = w->form;
    struct page_fields f = { 0 };
    int64_t id = 0;
    page_id out = { 0 };
    TRY(id_of_path(w, &id));
    if (id != 0) {
        TRY(page_fields_load(&w->ctx, (page_id){ id }, &f));
    }
    if (id == 0) { /* links to one that is there stay good */
        TRY(slug_of_new(w, PAGE_SLUG, in->slug, in->title_id, in->title_en, &f.slug));
    }
    f.title[LANG_ID] = in->title_id;
    f.title[LANG_EN] = in->title_en;
    f.lead[LANG_ID] = in->lead_id;
    f.lead[LANG_EN] = in->lead_en;
    f.body[LANG_ID] = in->body_id;
    f.body[LANG_EN] = in->body_en;
    f.is_published = in->is_published;
    TRY(explain(w, page_put(&w->ctx, &f, &out)));
    return saved(w, S("page"), out.v);
}

enum err admin_page_delete(struct web *w)
{
    int64_t id = 0;
    TRY(office_id(w, "id", &id));
    return deleted(w, page_delete(&w->ctx, (page_id){ id }));
}

/* --- questions --- */

static enum err show_question(struct web *w, int64_t id)
{
    struct faq_fields f = { .is_published = true };
    struct editing e = { .id = id, .kind = "faq", .form = &admin_faq_form, .choice = "topic", .options = value_list(w->ctx.arena) };
    if (e.id != 0) {
        TRY(faq_fields_load(&w->ctx, (faq_id){ e.id }, &f));
    }
    for (enum faq_topic topic = 0; topic < FAQ_TOPIC_COUNT; topic++) {
        add_option(w, e.options, faq_topic_name(topic), faq_topic_label(topic, w->ctx.lang));
    }
    struct faq_input values = {
        .slug = f.slug, .topic = faq_topic_name(f.topic), .question_id = f.question[LANG_ID],
        .answer_id = f.answer[LANG_ID], .question_en = f.question[LANG_EN], .answer_en = f.answer[LANG_EN],
        .position = f.position, .is_published = f.is_published,
    };
    e.values = &values;
    e.title = f.question[w->ctx.lang].size != 0 ? f.question[w->ctx.lang] : f.question[LANG_ID];
    e.public_url = e.id == 0 ? (str){ 0 } : web_path(w, "/faq");
    return show_editing(w, &e);
}

enum err admin_faq_edit(struct web *w)
{
    int64_t id = 0;
    TRY(id_of_path(w, &id));
    return show_question(w, id);
}

enum err admin_faq_save(struct web *w)
{
    const struct faq_input *in = w->form;
    struct faq_fields f = { 0 };
    int64_t id = 0;
    faq_id out = { 0 };
    TRY(id_of_path(w, &id));
    if (id != 0) {
        TRY(faq_fields_load(&w->ctx, (faq_id){ id }, &f));
    }
    if (id == 0) {
        TRY(slug_of_new(w, PAGE_SLUG_FAQ, in->slug, in->question_id, in->question_en, &f.slug));
    }
    if (!faq_topic_of(in->topic, &f.topic)) {
        return web_refuse(w, ERR_BAD_INPUT, S("topic"), "Please choose a topic.");
    }
    f.position = in->position;
    f.question[LANG_ID] = in->question_id;
    f.question[LANG_EN] = in->question_en;
    f.answer[LANG_ID] = in->answer_id;
    f.answer[LANG_EN] = in->answer_en;
    f.is_published = in->is_published;
    TRY(explain(w, faq_put(&w->ctx, &f, &out)));
    return saved(w, S("faq"), out.v);
}

enum err admin_faq_delete(struct web *w)
{
    int64_t id = 0;
    TRY(office_id(w, "id", &id));
    return deleted(w, faq_delete(&w->ctx, (faq_id){ id }));
}

/* --- permits --- */

static enum err slugs_of(struct web *w, const struct certificate_fields *f, str *out)
{
    str text = { 0 };
    for (size_t i = 0; i < f->product_count; i++) {
        struct product p = { 0 };
        TRY(product_load_by_id(&w->ctx, f->product[i], PRODUCT_ANY, &p));
        text = i == 0 ? p.slug
                      : str_format(w->ctx.arena, "%.*s, %.*s", STR_ARG(text), STR_ARG(p.slug));
    }
    *out = text;
    return OK;
}

static enum err read_slugs(struct web *w, str text, struct certificate_fields *f)
{
    product_id *list = NEW_N(w->ctx.arena, product_id, CERTIFICATES_MAX);
    struct str_pair rest = { .tail = text };
    f->product = list;
    f->product_count = 0;
    do {
        struct product p = { 0 };
        rest = str_cut(rest.tail, ',');
        str slug = str_trim(rest.head);
        if (slug.size == 0 || f->product_count == CERTIFICATES_MAX) {
            continue;
        }
        enum err e = product_load(&w->ctx, slug, PRODUCT_ANY, &p);
        if (e == ERR_NOT_FOUND) {
            return web_refuse(w, ERR_BAD_INPUT, S("products"), "No product has this address.");
        }
        TRY(e);
        list[f->product_count++] = p.id;
    } while (rest.found);
    return OK;
}

static enum err show_certificate(struct web *w, int64_t id)
{
    struct certificate_fields f = { .is_published = true, .kind = CERTIFICATE_HALAL };
    struct editing e = { .id = id, .kind = "certificate", .form = &admin_certificate_form, .choice = "kind",
                         .options = value_list(w->ctx.arena) };
    if (e.id != 0) {
        TRY(certificate_fields_load(&w->ctx, (certificate_id){ e.id }, &f));
    }
    for (enum certificate_kind kind = 0; kind < CERTIFICATE_KIND_COUNT; kind++) {
        add_option(w, e.options, certificate_kind_name(kind),
                   certificate_kind_label(kind, w->ctx.lang));
    }
    struct certificate_input values = {
        .code = f.code, .kind = certificate_kind_name(f.kind), .name_id = f.name[LANG_ID], .name_en = f.name[LANG_EN],
        .number = f.number, .issuer = f.issuer, .scope_id = f.scope[LANG_ID], .scope_en = f.scope[LANG_EN],
        .proof_url = f.proof_url, .position = f.position, .valid_from = f.valid_from_days,
        .expires_at = f.expires_days, .is_published = f.is_published,
    };
    TRY(slugs_of(w, &f, &values.products));
    e.values = &values;
    e.title = f.name[w->ctx.lang].size != 0 ? f.name[w->ctx.lang] : f.name[LANG_ID];
    e.public_url = e.id == 0 ? (str){ 0 } : web_path(w, "/permits");
    return show_editing(w, &e);
}

enum err admin_certificate_edit(struct web *w)
{
    int64_t id = 0;
    TRY(id_of_path(w, &id));
    return show_certificate(w, id);
}

enum err admin_certificate_save(struct web *w)
{
    const struct certificate_input *in = w->form;
    struct certificate_fields f = { 0 };
    int64_t id = 0;
    certificate_id out = { 0 };
    TRY(id_of_path(w, &id));
    if (id != 0) {
        TRY(certificate_fields_load(&w->ctx, (certificate_id){ id }, &f));
    }
    if (id == 0) {
        TRY(slug_of_new(w, PAGE_SLUG_CERTIFICATE, in->code, in->name_id, in->name_en, &f.code));
    }
    if (!certificate_kind_of(in->kind, &f.kind)) {
        return web_refuse(w, ERR_BAD_INPUT, S("kind"), "Please choose what it is.");
    }
    f.name[LANG_ID] = in->name_id;
    f.name[LANG_EN] = in->name_en;
    f.scope[LANG_ID] = in->scope_id;
    f.scope[LANG_EN] = in->scope_en;
    f.number = in->number;
    f.issuer = in->issuer;
    f.proof_url = in->proof_url;
    f.position = in->position;
    f.valid_from_days = in->valid_from;
    f.expires_days = in->expires_at;
    f.is_published = in->is_published;
    TRY(read_slugs(w, in->products, &f));
    TRY(explain(w, certificate_put(&w->ctx, &f, &out)));
    return saved(w, S("certificate"), out.v);
}

enum err admin_certificate_delete(struct web *w)
{
    int64_t id = 0;
    TRY(office_id(w, "id", &id));
    return deleted(w, certificate_delete(&w->ctx, (certificate_id){ id }));
}

/* --- categories --- */

/* What one may be made below; of one that is there, its own. */
static enum err parent_options(struct web *w, const struct category_fields *f, bool is_new,
                               struct value *options, str *chosen)
{
    struct category_list list = { 0 };
    TRY(category_list_uncounted(&w->ctx, &list));
    *chosen = S("");
    if (is_new || f->parent.v == 0) {
        add_option(w, options, S(""), S("–"));
    }
    for (size_t i = 0; i < list.count; i++) {
        const struct category *k = &list.item[i];
        bool is_its_own = k->id.v == f->parent.v;
        *chosen = is_its_own ? k->slug : *chosen;
        if (is_its_own || (is_new && k->depth + 1 < CATEGORY_DEPTH_MAX)) {
            add_option(w, options, k->slug, k->name);
        }
    }
    return OK;
}

static enum err show_category(struct web *w, int64_t id)
{
    struct category_fields f = { 0 };
    struct editing e = { .id = id, .kind = "category", .form = &admin_category_form, .choice = "parent",
                         .options = value_list(w->ctx.arena) };
    if (id != 0) {
        TRY(category_fields_load(&w->ctx, (category_id){ id }, &f));
    }
    struct category_input values = {
        .slug = f.slug, .name_id = f.name[LANG_ID], .name_en = f.name[LANG_EN], .description_id = f.description[LANG_ID],
        .description_en = f.description[LANG_EN], .position = f.position,
    };
    TRY(parent_options(w, &f, id == 0, e.options, &values.parent));
    e.values = &values;
    e.title = f.name[w->ctx.lang].size != 0 ? f.name[w->ctx.lang] : f.name[LANG_ID];
    e.public_url = id == 0 ? (str){ 0 } : web_path_to(w, S("/categories/"), f.slug);
    return show_editing(w, &e);
}

enum err admin_category_edit(struct web *w)
{
    int64_t id = 0;
    TRY(id_of_path(w, &id));
    return show_category(w, id);
}

static enum err parent_of(struct web *w, str slug, category_id *out)
{
    struct category parent = { 0 };
    if (slug.size == 0) {
        *out = (category_id){ 0 };
        return OK;
    }
    enum err e = category_load(&w->ctx, slug, &parent);
    *out = parent.id;
    return e == ERR_NOT_FOUND
               ? web_refuse(w, ERR_BAD_INPUT, S("parent"), "Please choose a category.")
               : e;
}

enum err admin_category_save(struct web *w)
{
    const struct category_input *in = w->form;
    struct category_fields f = { 0 };
    category_id id = { 0 };
    TRY(id_of_path(w, &id.v));
    bool is_new = id.v == 0;
    if (is_new) {
        f.slug = in->slug;
        TRY(parent_of(w, in->parent, &f.parent));
    } else {
        TRY(category_fields_load(&w->ctx, id, &f)); /* links to it stay good */
    }
    f.name[LANG_ID] = in->name_id;
    f.name[LANG_EN] = in->name_en;
    f.description[LANG_ID] = in->description_id;
    f.description[LANG_EN] = in->description_en;
    f.position = in->position;
    TRY(explain(w, is_new ? category_create(&w->ctx, &f, &id) : category_update(&w->ctx, id, &f)));
    TRY(is_new ? OK : product_category_renamed(&w->ctx, id));
    return saved(w, S("category"), id.v);
}

enum err admin_category_delete(struct web *w)
{
    int64_t id = 0;
    TRY(office_id(w, "id", &id));
    enum err e = category_delete(&w->ctx, (category_id){ id });
    if (e == ERR_STATE) {
        return web_refuse(w, e, (str){ 0 },
                          "Products or other categories are in this one. Move them first.");
    }
    TRY(e);
    return removed(w);
}
