/* SPDX-License-Identifier: Apache-2.0 */
/* pages.c - what the shop writes about itself: its pages, frequent questions, permits. */
#include "shop/category.h"
#include "shop/page.h"
#include "shop/page_certificate.h"
#include "shop/page_faq.h"
#include "web/admin/admin.h"
#include "web/admin/office.h"
#include "web/shop/show.h"
#include "web/text.h"

static const struct model_field item_fields[] = {
    SHOW(INT, "id"), SHOW(TEXT, "title"), SHOW_OR_NULL(TEXT, "note"), SHOW(BOOL, "is_published"),
    SHOW_OR_NULL(INSTANT, "updated_at"), PAGE_ONLY(TEXT, "href_url"),
};
static const struct model item_model = MODEL("office_pages_item", item_fields);
static const struct model_field group_fields[] = {
    SHOW(TEXT, "kind", .note = "page, faq, certificate or category."), SHOW(TEXT, "name"), SHOW_OR_NULL(TEXT, "text"),
    SHOW(LIST, "items", .of = &item_model), PAGE_ONLY(TEXT, "new_url"), PAGE_ONLY(TEXT, "new_name"),
};
static const struct model group_model = MODEL("office_pages_group", group_fields);
static const struct model_field pages_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(TEXT, "new_url"),
    SHOW(LIST, "groups", .of = &group_model),
};
const struct model admin_pages_model = MODEL("office_pages", pages_fields);

static struct value *add_group(struct web *w, struct value *groups, const char *kind, str name,
                               str new_name)
{
    struct arena *a = w->ctx.arena;
    struct value *group = value_add_object(a, groups);
    bool can = office_may(w, ROLES_MANAGE);
    value_set_text(a, group, S("kind"), str_of(kind));
    value_set_text(a, group, S("name"), text_of(w->ctx.lang, name));
    value_set_null(a, group, S("text"));
    show_text_or_null(w, group, S("new_url"),
                      can ? web_path(w, "/admin/pages/%s/0", kind) : (str){ 0 });
    value_set_text(a, group, S("new_name"), text_of(w->ctx.lang, new_name));
    return value_set_list(a, group, S("items"));
}

static struct value *add_item(struct web *w, struct value *items, const char *kind, int64_t id,
                              str title, str note)
{
    struct arena *a = w->ctx.arena;
    struct value *item = value_add_object(a, items);
    value_set_int(a, item, S("id"), id);
    value_set_text(a, item, S("title"), title);
    show_text_or_null(w, item, S("note"), note);
    value_set_text(a, item, S("href_url"), web_path(w, "/admin/pages/%s/%" PRId64, kind, id));
    return item;
}

static enum err show_pages(struct web *w, struct value *groups)
{
    struct arena *a = w->ctx.arena;
    struct page_list list = { 0 };
    TRY(page_list(&w->ctx, &list));
    struct value *items = add_group(w, groups, "page", T("Pages"), T("New page"));
    for (size_t i = 0; i < list.count; i++) {
        const struct page *p = &list.item[i];
        struct value *item = add_item(w, items, "page", p->id.v, p->title, p->slug);
        value_set_bool(a, item, S("is_published"), p->is_published);
        value_set_instant(a, item, S("updated_at"), p->updated_at);
    }
    return OK;
}

static enum err show_questions(struct web *w, struct value *groups)
{
    struct arena *a = w->ctx.arena;
    struct faq_list list = { 0 };
    TRY(faq_list(&w->ctx, true, &list));
    struct value *items = add_group(w, groups, "faq", T("Frequent questions"), T("Add a question"));
    for (size_t i = 0; i < list.count; i++) {
        const struct faq *f = &list.item[i];
        struct value *item =
            add_item(w, items, "faq", f->id.v, f->question, faq_topic_label(f->topic, w->ctx.lang));
        value_set_bool(a, item, S("is_published"), f->is_published);
        value_set_null(a, item, S("updated_at"));
    }
    return OK;
}

static enum err show_certificates(struct web *w, struct value *groups)
{
    struct arena *a = w->ctx.arena;
    struct certificate_list list = { 0 };
    TRY(certificate_list_all(&w->ctx, &list));
    struct value *items =
        add_group(w, groups, "certificate", T("Permits and certificates"), T("Add a permit"));
    for (size_t i = 0; i < list.count; i++) {
        const struct certificate *k = &list.item[i];
        str note = k->holds ? k->number
                            : str_format(a, "%.*s · %.*s", STR_ARG(k->number),
                                         STR_ARG(web_text(w, "does not hold today")));
        struct value *item = add_item(w, items, "certificate", k->id.v, k->name, note);
        value_set_bool(a, item, S("is_published"), k->is_published && k->holds);
        value_set_null(a, item, S("updated_at"));
    }
    return OK;
}

static enum err show_categories(struct web *w, struct value *groups)
{
    struct arena *a = w->ctx.arena;
    struct category_list list = { 0 };
    TRY(category_list(&w->ctx, &list));
    struct value *items = add_group(w, groups, "category", T("Categories"), T("New category"));
    for (size_t i = 0; i < list.count; i++) {
        const struct category *k = &list.item[i];
        str name = k->depth == 0 ? k->name : str_join(a, S("– "), k->name);
        struct value *item = add_item(w, items, "category", k->id.v, name, k->slug);
        value_set_bool(a, item, S("is_published"), k->product_count > 0);
        value_set_null(a, item, S("updated_at"));
    }
    return OK;
}

enum err admin_pages(struct web *w)
{
    struct value *m = office_page(w);
    show_text_or_null(w, m, S("new_url"),
                      office_may(w, ROLES_MANAGE) ? web_path(w, "/admin/pages/page/0")
                                                  : (str){ 0 });
    struct value *groups = value_set_list(w->ctx.arena, m, S("groups"));
    TRY(show_pages(w, groups));
    TRY(show_questions(w, groups));
    TRY(show_certificates(w, groups));
    return show_categories(w, groups);
}
