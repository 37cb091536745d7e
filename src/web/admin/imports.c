/* SPDX-License-Identifier: Apache-2.0 */
/* imports.c - a CSV file of products from elsewhere, or a newer list of districts: tried first, then taken in. */
#include "db/db.h"
#include "shop/import.h"
#include "shop/region_own.h"
#include "web/admin/admin.h"
#include "web/admin/office.h"
#include "web/admin/settings.h"
#include "web/app.h"
#include "web/reader.h"
#include "web/shop/card.h"
#include "web/shop/show.h"
#include "web/text.h"

struct import_input {
    struct form_file file;
    str format;
    bool dry_run;
};
static const struct form_option formats[] = {
    { "auto", "Find out by itself" }, { "shopify", "Shopify" }, { "woocommerce", "WooCommerce" },
    { "regions", "List of provinces, cities and districts" },
};
static const struct field import_fields[] = {
    FIELD(FILE, struct import_input, file, 1, 20 * 1024 * 1024, "Please choose a CSV file of at most 20 MB.",
          .label = "CSV file"),
    FIELD(CHOICE, struct import_input, format, 0, 20, "Please choose where it comes from.", .label = "Comes from",
          .is_optional = true, OPTIONS(formats)),
    FIELD(BOOL, struct import_input, dry_run, 0, 0, "", .label = "Try it first, change nothing", .is_optional = true),
};
const struct form admin_import_form = FORM("import_products", import_fields, struct import_input);

static const struct model_field error_fields[] = { SHOW(INT, "line"), SHOW(TEXT, "message"), SHOW(BOOL, "is_refusal") };
static const struct model error_model = MODEL("import_finding", error_fields);
static const struct model_field result_fields[] = {
    SHOW(BOOL, "is_dry_run"), SHOW(INT, "created"), SHOW(INT, "updated"), SHOW(INT, "unchanged"), SHOW(INT, "refused"),
    SHOW(INT, "variants"), SHOW_OR_NULL(INT, "gone", .note = "Of a list of districts: places that are not in it any more."), SHOW(LIST, "errors", .of = &error_model),
};
static const struct model result_model = MODEL("import_result", result_fields);
static const struct model_field imports_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(OBJECT, "form"),
    SHOW_OR_NULL(OBJECT, "result", .of = &result_model),
};
const struct model admin_imports_model = MODEL("admin_imports", imports_fields);

static struct value *import_page(struct web *w)
{
    struct value *m = office_page(w);
    struct form_state state = w->form_state.form == &admin_import_form
                                  ? w->form_state
                                  : form_blank(w->ctx.arena, &admin_import_form);
    if (w->form_state.form != &admin_import_form) {
        value_set_text(w->ctx.arena, state.typed, S("dry_run"), S("true"));
    }
    value_set(m, S("form"),
              form_model(w->ctx.arena, &state, web_path(w, "/admin/imports"), w->csrf_token,
                         w->ctx.lang));
    return m;
}

/* `gone`: of a list of districts; else NULL. */
static void show_result(struct web *w, const struct import_report *r, bool is_dry_run,
                        const int64_t *gone)
{
    struct arena *a = w->ctx.arena;
    struct value *node = value_set_object(a, import_page(w), S("result"));
    value_set_bool(a, node, S("is_dry_run"), is_dry_run);
    value_set_int(a, node, S("created"), r->created);
    value_set_int(a, node, S("updated"), r->changed);
    value_set_int(a, node, S("unchanged"), r->unchanged);
    value_set_int(a, node, S("refused"), r->refused);
    value_set_int(a, node, S("variants"), r->variants);
    if (gone == NULL) {
        value_set_null(a, node, S("gone"));
    } else {
        value_set_int(a, node, S("gone"), *gone);
    }
    struct value *errors = value_set_list(a, node, S("errors"));
    for (size_t i = 0; i < r->finding_count; i++) {
        struct value *one = value_add_object(a, errors);
        value_set_int(a, one, S("line"), r->finding[i].line);
        value_set_text(a, one, S("message"),
                       w->face == WEB_JSON ? r->finding[i].text
                                           : import_text(w, r->finding[i].text));
        value_set_bool(a, one, S("is_refusal"), r->finding[i].is_refusal);
    }
}

enum err admin_imports(struct web *w)
{
    value_set_null(w->ctx.arena, import_page(w), S("result"));
    return OK;
}

/* The header is no header of products; what it lacks to be one is said. */
static enum err refuse_header(struct web *w, const struct import_report *r)
{
    if (r->lacks.size == 0) {
        return web_refuse(w, ERR_MALFORMED, S("file"),
                          "This is not a product file of Shopify or WooCommerce.");
    }
    str site = r->nearest == IMPORT_WOOCOMMERCE ? S("WooCommerce") : S("Shopify");
    str why = say_with(w,
                       T("The first line of a product file of {site} also has these columns, which "
                         "are missing here: {columns}"),
                       { S("site"), site }, { S("columns"), r->lacks });
    form_refuse(w->ctx.arena, &w->form_state, S("file"), why);
    return ERR_MALFORMED;
}

static enum err read_products(struct web *w, const struct import_input *in)
{
    str format = str_eq(in->format, S("auto")) ? (str){ 0 } : in->format;
    struct import_options how = { .currency = w->ctx.shop->currency, .lang = w->ctx.shop->lang, .is_dry_run = in->dry_run };
    struct import_report report = { 0 };
    if (!import_format_of(format, &how.format)) {
        return web_refuse(w, ERR_BAD_INPUT, S("format"), "Please choose where it comes from.");
    }
    enum err e = import_products_text(&w->ctx, in->file.name, in->file.bytes, &how, &report);
    if (e == ERR_MALFORMED) {
        return refuse_header(w, &report);
    }
    TRY(e);
    show_result(w, &report, in->dry_run, NULL);
    return OK;
}

/* The list of provinces, cities and districts; what is no such list is refused with its line. */
static enum err read_regions(struct web *w, const struct import_input *in)
{
    struct region_change change = { 0 };
    enum err e =
        region_own_put(&w->ctx, w->app->options.data_dir, in->file.bytes, in->dry_run, &change);
    if (e == ERR_MALFORMED) {
        str why =
            say_with(w, T("This is not a list of provinces, cities and districts: {why}"),
                     { S("why"), import_text(w, str_copy(w->ctx.arena, str_of(w->ctx.detail))) });
        form_refuse(w->ctx.arena, &w->form_state, S("file"), why);
        return ERR_BAD_INPUT;
    }
    TRY(e);
    struct import_report report = { .created = change.added, .changed = change.renamed, .unchanged = change.unchanged };
    show_result(w, &report, in->dry_run, &change.gone);
    return OK;
}

static enum err read_file(struct web *w)
{
    const struct import_input *in = w->form;
    return str_eq(in->format, S("regions")) ? read_regions(w, in) : read_products(w, in);
}

/* A trial sees everything, and then nothing of it stays. */
static enum err read_on_trial(struct web *w)
{
    size_t tags_before = w->ctx.tag_count;
    TRY(db_save(w->ctx.db));
    enum err e = read_file(w);
    db_rollback_to_save(w->ctx.db);
    w->ctx.tag_count = tags_before;
    return e;
}

enum err admin_import_post(struct web *w)
{
    const struct import_input *in = w->form;
    return in->dry_run ? read_on_trial(w) : read_file(w);
}
