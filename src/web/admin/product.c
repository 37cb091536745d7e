/* SPDX-License-Identifier: Apache-2.0 */
/* product.c - one product: its texts and facts; its page with variants and pictures. */
#include "web/admin/product.h"

#include "web/shop/show.h"
#include "web/shop/video.h"
#include "web/text.h"

enum { BLANK_ROWS = 2, ATTRIBUTE_ROWS_MAX = 40 };

struct attribute_input {
    str name_id, value_id, name_en, value_en;
};
struct product_input {
    int64_t revision;
    str name_id, summary_id, description_id, name_en, summary_en, description_en;
    str usage_id, usage_en, warranty_months;
    str category, new_category, brand, size_chart_id, size_chart_en, tags, video_url, slug, option_1, option_2, option_3, status;
    struct form_rows attributes;
};

static const struct field attribute_fields[] = {
    FIELD(TEXT, struct attribute_input, name_id, 0, 100, "At most 100 characters.", .label = "Fact", .is_optional = true),
    FIELD(TEXT, struct attribute_input, value_id, 0, 2000, "At most 2000 characters.", .label = "Value", .is_optional = true),
    FIELD(TEXT, struct attribute_input, name_en, 0, 100, "At most 100 characters.", .label = "Fact in English",
          .is_optional = true),
    FIELD(TEXT, struct attribute_input, value_en, 0, 2000, "At most 2000 characters.", .label = "Value in English",
          .is_optional = true),
};
static const struct form attribute_form =
    FORM("product_attribute", attribute_fields, struct attribute_input);
static const struct form_option statuses[] = {
    { "draft", "Draft" }, { "active", "On sale" }, { "archived", "Archived" },
};
static const struct field product_fields_table[] = {
    FIELD(INT, struct product_input, revision, 0, 0, "This is not a number.", .is_optional = true, .type = "hidden"),
    FIELD(TEXT, struct product_input, name_id, 0, 200, "Please write the name.", .label = "Name", .is_optional = true,
          .hint = "One of the two languages is enough."),
    FIELD(TEXT, struct product_input, summary_id, 0, 300, "At most 300 characters.", .label = "In one sentence",
          .is_optional = true),
    FIELD(LINES, struct product_input, description_id, 0, 100000, "This text is too long.", .label = "Description",
          .hint = "Markdown: # heading, **bold**, - list.", .is_optional = true),
    FIELD(TEXT, struct product_input, name_en, 0, 200, "Please write the name.", .label = "Name in English",
          .is_optional = true),
    FIELD(TEXT, struct product_input, summary_en, 0, 300, "At most 300 characters.", .label = "In one sentence, in English",
          .is_optional = true),
    FIELD(LINES, struct product_input, description_en, 0, 100000, "This text is too long.", .label = "Description in English",
          .is_optional = true),
    FIELD(CHOICE, struct product_input, category, 0, 100, "Please choose a category.", .label = "Category",
          .is_optional = true),
    FIELD(TEXT, struct product_input, new_category, 0, 200, "At most 200 characters.", .label = "Or a new category",
          .hint = "Such as Coffee, or Drinks > Coffee.", .is_optional = true),
    FIELD(TEXT, struct product_input, brand, 0, 100, "At most 100 characters.", .label = "Brand or maker", .is_optional = true),
    FIELD(ROWS, struct product_input, attributes, 0, ATTRIBUTE_ROWS_MAX, "At most 40 facts.", .label = "Facts",
          .rows = &attribute_form, .is_optional = true),
    FIELD(LINES, struct product_input, size_chart_id, 0, 20000, "This text is too long.", .label = "Size chart",
          .is_optional = true),
    FIELD(LINES, struct product_input, size_chart_en, 0, 20000, "This text is too long.", .label = "Size chart in English",
          .is_optional = true),
    FIELD(TEXT, struct product_input, warranty_months, 0, 3, "Between 0 and 120 months.", .label = "Months of warranty",
          .hint = "Empty: as the shop's warranty policy says. 0: none.", .is_optional = true, .inputmode = "numeric"),
    FIELD(LINES, struct product_input, usage_id, 0, 20000, "This text is too long.", .label = "How to use it",
          .hint = "Shown on the product's page and with each order.", .is_optional = true),
    FIELD(LINES, struct product_input, usage_en, 0, 20000, "This text is too long.", .label = "How to use it, in English",
          .is_optional = true),
    FIELD(TEXT, struct product_input, tags, 0, 1000, "At most 1000 characters.", .label = "Tags",
          .hint = "Words people search for, with commas.", .is_optional = true),
    FIELD(TEXT, struct product_input, video_url, 0, 500, "At most 500 characters.", .label = "Address of a video",
          .type = "url", .is_optional = true),
    FIELD(TEXT, struct product_input, slug, 0, 100, "Small letters, digits and hyphens.", .label = "Address of the page",
          .hint = "Empty: made from the name.", .is_optional = true),
    FIELD(TEXT, struct product_input, option_1, 0, 100, "At most 100 characters.", .label = "First option", .is_optional = true),
    FIELD(TEXT, struct product_input, option_2, 0, 100, "At most 100 characters.", .label = "Second option",
          .is_optional = true),
    FIELD(TEXT, struct product_input, option_3, 0, 100, "At most 100 characters.", .label = "Third option", .is_optional = true),
    FIELD(CHOICE, struct product_input, status, 0, 20, "Please choose a state.", .label = "State", .is_optional = true,
          OPTIONS(statuses)),
};
const struct form admin_product_form =
    FORM("product_edit", product_fields_table, struct product_input);

static const struct model_field variant_fields_shown[] = {
    SHOW(INT, "id"), SHOW(TEXT, "sku"), PAGE_ONLY(TEXT, "sku_code"), SHOW(TEXT, "title"), SHOW(MONEY, "price"), PAGE_ONLY(MONEY, "current_price"), SHOW_OR_NULL(MONEY, "compare_at_price"),
    SHOW(INT, "weight_grams"), SHOW(INT, "length_mm"), SHOW(INT, "width_mm"), SHOW(INT, "height_mm"), SHOW(INT, "preorder_days"), SHOW(BOOL, "is_counted"), SHOW_OR_NULL(INT, "on_hand"),
    SHOW_OR_NULL(INT, "reserved"), SHOW(BOOL, "is_active"), PAGE_ONLY(BOOL, "is_active_now"), PAGE_ONLY(OBJECT, "form"), PAGE_ONLY(OBJECT, "stock_form"),
};
static const struct model variant_model = MODEL("admin_variant", variant_fields_shown);
static const struct model_field image_fields[] = {
    SHOW(INT, "id"), SHOW(TEXT, "src_url"), SHOW(TEXT, "alt"), SHOW(INT, "width"), SHOW(INT, "height"),
    SHOW(BOOL, "is_illustration"), SHOW(BOOL, "is_first"), PAGE_ONLY(TEXT, "srcset_url"), PAGE_ONLY(TEXT, "promote_url"),
    PAGE_ONLY(TEXT, "remove_url"), PAGE_ONLY(OBJECT, "form"),
};
static const struct model image_model = MODEL("admin_picture", image_fields);
static const struct model_field product_model_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(BOOL, "is_new"), SHOW(INT, "id"),
    SHOW(TEXT, "slug"), SHOW(TEXT, "name"), SHOW(TEXT, "status"), SHOW(INT, "revision"), PAGE_ONLY(TEXT, "list_url"),
    PAGE_ONLY(TEXT, "public_url"), PAGE_ONLY(BOOL, "is_draft"), PAGE_ONLY(OBJECT, "form"), SHOW(LIST, "variants", .of = &variant_model),
    PAGE_ONLY(OBJECT, "variant_form"), PAGE_ONLY(OBJECT, "grid_form"), SHOW(LIST, "images", .of = &image_model), PAGE_ONLY(OBJECT, "upload_form"),
    SHOW_OR_NULL(OBJECT, "video", .of = &video_model), PAGE_ONLY(OBJECT, "video_form"),
};
const struct model admin_product_model = MODEL("admin_product", product_model_fields);

static const struct model_field new_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(BOOL, "is_new"), PAGE_ONLY(TEXT, "name"),
    PAGE_ONLY(TEXT, "list_url"), PAGE_ONLY(TEXT, "public_url"), PAGE_ONLY(BOOL, "is_draft"), PAGE_ONLY(OBJECT, "form"),
};
const struct model admin_product_new_model = MODEL("admin_product_new", new_fields);

str admin_product_url(const struct web *w, product_id id, const char *rest)
{
    return web_path(w, "/admin/products/%" PRId64 "%s", id.v, rest);
}

enum err admin_product_of_path(struct web *w, struct product *out)
{
    product_id id = { 0 };
    TRY(office_id(w, "product", &id.v));
    return product_load_by_id(&w->ctx, id, PRODUCT_ANY, out);
}

/* --- between the form and the domain --- */

static void fill_rows(struct web *w, const struct product_fields *f, struct form_rows *out)
{
    struct attribute_input *row =
        NEW_N(w->ctx.arena, struct attribute_input, PRODUCT_ATTRIBUTES_MAX + BLANK_ROWS);
    for (size_t i = 0; i < f->attribute_count; i++) {
        row[i] = (struct attribute_input){ f->attribute[i].name[LANG_ID],
                                            f->attribute[i].value[LANG_ID],
                                            f->attribute[i].name[LANG_EN],
                                            f->attribute[i].value[LANG_EN] };
    }
    *out = (struct form_rows){ row, f->attribute_count + BLANK_ROWS };
}

static enum err category_slug(struct web *w, category_id id, str *out)
{
    struct category_list list = { 0 };
    TRY(category_list(&w->ctx, &list));
    for (size_t i = 0; i < list.count; i++) {
        *out = list.item[i].id.v == id.v ? list.item[i].slug : *out;
    }
    return OK;
}

static enum err input_of(struct web *w, const struct product_fields *f, int64_t revision,
                         struct product_input *out)
{
    *out = (struct product_input){
        .revision = revision,
        .name_id = f->name[LANG_ID],
        .summary_id = f->summary[LANG_ID],
        .description_id = f->description[LANG_ID],
        .name_en = f->name[LANG_EN],
        .summary_en = f->summary[LANG_EN],
        .description_en = f->description[LANG_EN],
        .brand = f->brand,
        .size_chart_id = f->size_chart[LANG_ID],
        .size_chart_en = f->size_chart[LANG_EN],
        .usage_id = f->usage[LANG_ID],
        .usage_en = f->usage[LANG_EN],
        .warranty_months =
            f->has_warranty ? str_of_int(w->ctx.arena, f->warranty_months) : (str){ 0 },
        .tags = f->tags,
        .video_url = f->video.is_file ? (str){ 0 } : f->video.src,
        .slug = f->slug,
        .option_1 = f->option_name[0],
        .option_2 = f->option_name[1],
        .option_3 = f->option_name[2],
        .status = product_status_name(f->status),
    };
    fill_rows(w, f, &out->attributes);
    return category_slug(w, f->category, &out->category);
}

static void read_attributes(const struct product_input *in, struct product_fields *f)
{
    const struct attribute_input *row = in->attributes.at;
    f->attribute_count = 0;
    for (size_t i = 0; i < in->attributes.count && f->attribute_count < PRODUCT_ATTRIBUTES_MAX;
         i++) {
        if (row[i].name_id.size == 0 && row[i].name_en.size == 0) {
            continue;
        }
        size_t at = f->attribute_count++;
        f->attribute[at].name[LANG_ID] = row[i].name_id;
        f->attribute[at].value[LANG_ID] = row[i].value_id;
        f->attribute[at].name[LANG_EN] = row[i].name_en;
        f->attribute[at].value[LANG_EN] = row[i].value_en;
    }
}

/* A link takes the place of what there was; no link leaves a film of our own. */
static void apply_link(str link, struct video *video)
{
    if (str_eq(link, video->src) || (link.size == 0 && video->is_file)) {
        return;
    }
    *video = (struct video){ .src = link };
}

/* What was typed goes over what is there; the rest (posters, where it was imported from) stays. */
static enum err apply(struct web *w, const struct product_input *in, struct product_fields *f)
{
    struct category category = { 0 };
    enum err e = in->category.size == 0 ? OK : category_load(&w->ctx, in->category, &category);
    if (e == ERR_NOT_FOUND) {
        return web_refuse(w, ERR_BAD_INPUT, S("category"), "Please choose a category.");
    }
    TRY(e);
    if (in->new_category.size != 0) {
        TRY(category_of_path(&w->ctx, in->new_category, &category.id));
    }
    f->name[LANG_ID] = in->name_id;
    f->name[LANG_EN] = in->name_en;
    f->summary[LANG_ID] = in->summary_id;
    f->summary[LANG_EN] = in->summary_en;
    f->description[LANG_ID] = in->description_id;
    f->description[LANG_EN] = in->description_en;
    f->size_chart[LANG_ID] = in->size_chart_id;
    f->size_chart[LANG_EN] = in->size_chart_en;
    f->usage[LANG_ID] = in->usage_id;
    f->usage[LANG_EN] = in->usage_en;
    f->has_warranty = in->warranty_months.size != 0;
    f->warranty_months = 0;
    if (f->has_warranty && !str_to_int(in->warranty_months, &f->warranty_months)) {
        return web_refuse(w, ERR_BAD_INPUT, S("warranty_months"), "Between 0 and 120 months.");
    }
    f->brand = in->brand;
    f->tags = in->tags;
    f->slug = in->slug;
    f->category = category.id;
    apply_link(in->video_url, &f->video);
    f->option_name[0] = in->option_1;
    f->option_name[1] = in->option_2;
    f->option_name[2] = in->option_3;
    read_attributes(in, f);
    return in->status.size == 0 || product_status_of(in->status, &f->status) ? OK : ERR_BAD_INPUT;
}

static bool has_field(const struct form *form, str name)
{
    for (size_t i = 0; i < form->count; i++) {
        if (str_eq(str_of(form->field[i].name), name)) {
            return true;
        }
    }
    return false;
}

/* The domain's names, and where the page shows them. */
static str field_of_issue(struct web *w, str name)
{
    static const str others[][2] = {
        { S_INIT("options"), S_INIT("option_1") },
        { S_INIT("video"), S_INIT("video_url") },
        { S_INIT("compare_at"), S_INIT("compare_at_price") },
    };
    str in_first = str_join(w->ctx.arena, name, S("_id"));
    for (size_t i = 0; i < COUNT(others); i++) {
        name = str_eq(name, others[i][0]) ? others[i][1] : name;
    }
    name = has_field(w->form_state.form, name) ? name : in_first;
    return has_field(w->form_state.form, name) ? name : (str){ 0 };
}

enum err admin_issues(struct web *w, enum err e, const struct product_issue *issue, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        web_refuse(w, e, field_of_issue(w, str_of(issue[i].field)), issue[i].text);
    }
    return e;
}

static enum err explain(struct web *w, enum err e, const struct product_fields *f)
{
    enum { ISSUES_MAX = 12 };
    struct product_issue issue[ISSUES_MAX];
    if (e == ERR_BAD_INPUT) {
        return admin_issues(w, e, issue, product_issues(f, issue, ISSUES_MAX));
    }
    if (e == ERR_EXISTS) {
        return web_refuse(w, e, S("slug"), "Another product has this address.");
    }
    if (e == ERR_STATE) {
        return web_refuse(
            w, e, S("status"),
            "It needs a variant with a price before it can be sold. Nothing was saved.");
    }
    return e;
}

/* --- the page --- */

static enum err show_form(struct web *w, struct value *m, const struct product_input *values,
                          str action)
{
    struct arena *a = w->ctx.arena;
    struct category_list list = { 0 };
    struct value *form = office_form(w, m, "form", &admin_product_form, values, action);
    struct form_env env = { w->ctx.lang, w->ctx.shop->zone, w->ctx.shop->currency };
    struct form_state state = office_is_refused(w, &admin_product_form)
                                  ? w->form_state
                                  : form_of(a, &admin_product_form, &env, values);
    struct value *options = value_list(a);
    struct value *none = value_add_object(a, options);
    value_set_text(a, none, S("value"), S(""));
    value_set_text(a, none, S("label"), S("–"));
    TRY(category_list(&w->ctx, &list));
    for (size_t i = 0; i < list.count; i++) {
        struct value *option = value_add_object(a, options);
        value_set_text(a, option, S("value"), list.item[i].slug);
        value_set_text(a, option, S("label"),
                       str_format(a, "%s%.*s", list.item[i].depth > 0 ? "– " : "",
                                  STR_ARG(list.item[i].name)));
    }
    form_model_options(a, form, S("category"), options, &state);
    return OK;
}

struct variant_fields admin_variant_fields(const struct variant *v)
{
    return (struct variant_fields){
        .sku = v->sku,
        .option = { v->option[0], v->option[1], v->option[2] },
        .price_minor = v->price_minor,
        .compare_at_minor = v->compare_at_minor,
        .weight_grams = v->weight_grams,
        .length_mm = v->length_mm,
        .width_mm = v->width_mm,
        .height_mm = v->height_mm,
        .barcode = v->barcode,
        .is_tracked = v->stock.is_tracked,
        .sells_past_zero = v->stock.sells_past_zero,
        .preorder_days = v->stock.preorder_days,
        .is_active = v->is_active,
    };
}

/* Options the product does not have are not asked for; those it has are called by their names. */
void admin_name_options(struct web *w, const struct product *p, struct value *form)
{
    static const char *const names[] = { "option_1", "option_2", "option_3" };
    for (size_t i = 0; i < PRODUCT_OPTIONS_MAX; i++) {
        struct value *field = office_take(form, str_of(names[i]));
        if (i >= p->option_count) {
            value_set_null(w->ctx.arena, form, str_of(names[i]));
            continue;
        }
        (void)office_take(field, S("label"));
        value_set_text(w->ctx.arena, field, S("label"), p->option_name[i]);
        value_set(form, str_of(names[i]), field);
    }
}

static void show_variant(struct web *w, const struct product *p, const struct variant *v,
                         struct value *node)
{
    struct arena *a = w->ctx.arena;
    currency in = w->ctx.shop->currency;
    str path = str_format(a, "/variants/%" PRId64, v->id.v);
    struct variant_input values = {
        .sku = v->sku, .option_1 = v->option[0], .option_2 = v->option[1], .option_3 = v->option[2],
        .price = { v->price_minor, in }, .compare_at_price = { v->compare_at_minor, in },
        .weight_grams = v->weight_grams, .length_mm = v->length_mm, .width_mm = v->width_mm,
        .height_mm = v->height_mm, .preorder_days = v->stock.preorder_days, .is_tracked = v->stock.is_tracked,
        .is_active = v->is_active,
    };
    struct stock_input stock = { .on_hand = v->stock.on_hand };
    value_set_int(a, node, S("id"), v->id.v);
    value_set_text(a, node, S("sku"), v->sku);
    value_set_text(a, node, S("sku_code"), v->sku);
    value_set_text(a, node, S("title"), v->title.size == 0 ? p->name : v->title);
    value_set_money(a, node, S("price"), (money){ v->price_minor, in });
    value_set_money(a, node, S("current_price"), (money){ v->price_minor, in });
    show_money_or_null(w, node, S("compare_at_price"), (money){ v->compare_at_minor, in });
    value_set_int(a, node, S("weight_grams"), v->weight_grams);
    value_set_int(a, node, S("length_mm"), v->length_mm);
    value_set_int(a, node, S("width_mm"), v->width_mm);
    value_set_int(a, node, S("height_mm"), v->height_mm);
    value_set_int(a, node, S("preorder_days"), v->stock.preorder_days);
    value_set_bool(a, node, S("is_counted"), v->stock.is_tracked);
    value_set_int(a, node, S("on_hand"), v->stock.on_hand);
    value_set_int(a, node, S("reserved"), v->stock.held);
    value_set_bool(a, node, S("is_active"), v->is_active);
    value_set_bool(a, node, S("is_active_now"), v->is_active);
    str action = admin_product_url(w, p->id, str_c(a, path));
    admin_name_options(
        w, p, office_form_of(w, node, "form", &admin_variant_form, &values, action, "id", v->id.v));
    if (v->stock.is_tracked) {
        office_form_of(w, node, "stock_form", &admin_stock_form, &stock,
                       str_join(a, action, S("/stock")), "id", v->id.v);
    } else {
        value_set_null(a, node, S("stock_form"));
    }
}

static void show_image(struct web *w, const struct product *p, size_t at, struct value *list)
{
    struct arena *a = w->ctx.arena;
    const struct picture *picture = &p->picture[at];
    struct show_picture shown = { picture->media, picture->asset, picture->alt, picture->width, picture->height,
                                  picture->is_illustration };
    struct value *holder = value_object(a);
    show_picture(w, holder, S("image"), &shown);
    struct value *node = office_take(holder, S("image"));
    if (node->kind == VALUE_NULL) {
        return; /* still to be fetched */
    }
    str action =
        admin_product_url(w, p->id, str_c(a, str_format(a, "/pictures/%" PRId64, picture->id.v)));
    struct picture_input values = { .alt_id = picture->alt, .is_illustration = picture->is_illustration };
    value_add(list, node);
    value_set_int(a, node, S("id"), picture->id.v);
    value_set_bool(a, node, S("is_first"), at == 0);
    value_set_text(a, node, S("promote_url"), str_join(a, action, S("/first")));
    value_set_text(a, node, S("remove_url"), str_join(a, action, S("/remove")));
    office_form_of(w, node, "form", &admin_picture_form, &values, action, "id", picture->id.v);
}

static enum err show_product(struct web *w, const struct product *p)
{
    struct arena *a = w->ctx.arena;
    struct value *m = office_page(w);
    struct product_fields fields = { 0 };
    struct product_input values = { 0 };
    int64_t revision = 0;
    TRY(product_fields_load(&w->ctx, p->id, &fields, &revision));
    TRY(input_of(w, &fields, revision, &values));
    value_set_bool(a, m, S("is_new"), false);
    value_set_int(a, m, S("id"), p->id.v);
    value_set_text(a, m, S("slug"), p->slug);
    value_set_text(a, m, S("name"), p->name);
    value_set_text(a, m, S("status"), product_status_name(p->status));
    value_set_int(a, m, S("revision"), revision);
    value_set_text(a, m, S("list_url"), web_path(w, "/admin/products"));
    bool is_public = p->status == PRODUCT_ACTIVE;
    value_set_bool(a, m, S("is_draft"), p->status == PRODUCT_DRAFT);
    show_text_or_null(w, m, S("public_url"),
                      is_public ? web_path(w, "/products/%.*s", STR_ARG(p->slug)) : (str){ 0 });
    TRY(show_form(w, m, &values, admin_product_url(w, p->id, "")));
    struct value *variants = value_set_list(a, m, S("variants"));
    for (size_t i = 0; i < p->variant_count; i++) {
        show_variant(w, p, &p->variant[i], value_add_object(a, variants));
    }
    admin_name_options(w, p,
                       office_form(w, m, "variant_form", &admin_variant_new_form, NULL,
                                   admin_product_url(w, p->id, "/variants")));
    admin_variant_grid_show(w, p, m);
    struct value *images = value_set_list(a, m, S("images"));
    for (size_t i = 0; i < p->picture_count; i++) {
        show_image(w, p, i, images);
    }
    office_form(w, m, "upload_form", &admin_upload_form, NULL,
                admin_product_url(w, p->id, "/pictures"));
    admin_video_show(w, p, m);
    return OK;
}

enum err admin_product_page(struct web *w)
{
    struct product p = { 0 };
    TRY(admin_product_of_path(w, &p));
    return show_product(w, &p);
}

enum err admin_product_new(struct web *w)
{
    struct arena *a = w->ctx.arena;
    struct value *m = office_page(w);
    struct product_fields none = { 0 };
    struct product_input values = { 0 };
    TRY(input_of(w, &none, 0, &values));
    value_set_bool(a, m, S("is_new"), true);
    value_set_text(a, m, S("name"), (str){ 0 });
    value_set_text(a, m, S("list_url"), web_path(w, "/admin/products"));
    value_set_null(a, m, S("public_url"));
    value_set_bool(a, m, S("is_draft"), false);
    return show_form(w, m, &values, web_path(w, "/admin/products"));
}

enum err admin_product_answer(struct web *w, product_id id, const char *done)
{
    struct product p = { 0 };
    TRY(product_load_by_id(&w->ctx, id, PRODUCT_ANY, &p));
    TRY(show_product(w, &p));
    w->resource = str_format(w->ctx.arena, "%" PRId64, id.v);
    office_done(w, admin_product_url(w, id, ""), done);
    return OK;
}

enum err admin_product_again(struct web *w)
{
    product_id id = { 0 };
    return str_to_int(w->resource, &id.v) ? admin_product_answer(w, id, "saved") : ERR_NOT_FOUND;
}

/* --- acts --- */

enum err admin_product_create(struct web *w)
{
    struct product_fields f = { 0 };
    product_id id = { 0 };
    TRY(apply(w, w->form, &f));
    TRY(explain(w, product_create(&w->ctx, &f, &id), &f));
    TRY(admin_product_answer(w, id, "made"));
    w->status = w->face == WEB_JSON ? 201 : 0;
    return OK;
}

enum err admin_product_post(struct web *w)
{
    const struct product_input *in = w->form;
    struct product_fields f = { 0 };
    product_id id = { 0 };
    int64_t revision = 0;
    TRY(office_id(w, "product", &id.v));
    TRY(product_fields_load(&w->ctx, id, &f, &revision));
    TRY(apply(w, in, &f));
    TRY(explain(w, product_update(&w->ctx, id, in->revision, &f), &f));
    return admin_product_answer(w, id, "saved");
}
