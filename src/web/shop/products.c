/* SPDX-License-Identifier: Apache-2.0 */
/* products.c - shelves: all products, a category, a search. */
#include "base/html.h"
#include "shop/search.h"
#include "web/shop/card.h"
#include "web/shop/pages.h"

struct shelf_ask {
    str q, category, sort, cursor;
    struct form_texts option;
    money price_min, price_max;
    bool in_stock;
};
static const struct form_option sorts[] = {
    { "relevance", "Best match" },
    { "newest", "Newest" },
    { "price_asc", "Lowest price" },
    { "price_desc", "Highest price" },
    { "name", "Name" },
};
static const struct field products_query_fields[] = {
    FIELD(TEXT, struct shelf_ask, q, 0, SEARCH_QUERY_MAX_CHARS, "At most 100 characters.", .label = "Search"),
    FIELD(SLUG, struct shelf_ask, category, 0, 100, "Not one of our categories.", .label = "Category", .is_optional = true),
    FIELD(CHOICE, struct shelf_ask, sort, 0, 20, "Not an order we know.", .label = "Sort by", .is_optional = true,
          OPTIONS(sorts)),
    FIELD(TEXT, struct shelf_ask, cursor, 0, 400, "Not a place in this list.", .label = "Cursor"),
    FIELD(TEXT_LIST, struct shelf_ask, option, 0, PRODUCT_FILTER_OPTIONS_MAX, "Too many options at once.", .label = "Option",
          .item_max = 200),
    FIELD(MONEY, struct shelf_ask, price_min, 0, 0, "Please write an amount, such as 50000.", .label = "Price from",
          .is_optional = true),
    FIELD(MONEY, struct shelf_ask, price_max, 0, 0, "Please write an amount, such as 50000.", .label = "Price to",
          .is_optional = true),
    FIELD(BOOL, struct shelf_ask, in_stock, 0, 0, "Yes or no.", .label = "Only what is available", .is_optional = true),
};
const struct form products_query =
    QUERY_FORM("products_query", products_query_fields, struct shelf_ask);

static const struct model_field shelf_category_fields[] = {
    SHOW(TEXT, "slug"), SHOW(TEXT, "name"), SHOW(TEXT, "description_html"), PAGE_ONLY(TEXT, "href_url"),
};
static const struct model shelf_category_model = MODEL("category", shelf_category_fields);
static const struct model_field meant_fields[] = { SHOW(TEXT, "text"), PAGE_ONLY(TEXT, "href_url") };
static const struct model meant_model = MODEL("did_you_mean", meant_fields);

static const struct model_field products_fields[] = {
    PAGE_ONLY(TEXT, "meta_description"),
    PAGE_ONLY(TEXT, "og_image_url"),
    PAGE_ONLY(TEXT, "jsonld_html"),
    SHOW_OR_NULL(TEXT, "query"),
    SHOW_OR_NULL(OBJECT, "category", .of = &shelf_category_model),
    PAGE_ONLY(BOOL, "is_all"),
    SHOW(INT, "result_count"),
    SHOW_OR_NULL(OBJECT, "did_you_mean", .of = &meant_model),
    PAGE_ONLY(LIST, "breadcrumbs"),
    PAGE_ONLY(OBJECT, "filter"),
    SHOW(LIST, "items", .of = &card_model),
    SHOW_OR_NULL(TEXT, "next", .note = "Give it back as cursor for the next items; null at the end."),
    PAGE_ONLY(TEXT, "next_url"),
    PAGE_ONLY(TEXT, "first_url"),
    PAGE_ONLY(LIST, "suggestions"),
};
const struct model products_model = MODEL("products", products_fields);

struct shelf {
    struct shelf_ask ask;
    struct category_list categories;
    const struct category *category; /* NULL: all */
    struct product_filter filter;
    bool is_active; /* anything narrows the shelf */
    str path;       /* of this shelf, without a query */
};

/* ---- what is asked for ---- */

static const struct category *category_named(const struct shelf *s, str slug)
{
    for (size_t i = 0; slug.size != 0 && i < s->categories.count; i++) {
        if (str_eq(s->categories.item[i].slug, slug)) {
            return &s->categories.item[i];
        }
    }
    return NULL;
}

/* "Name:Value"; what is not so is nobody's option. */
static void read_options(const struct shelf_ask *ask, struct product_filter *f)
{
    for (size_t i = 0; i < ask->option.count; i++) {
        struct str_pair option = str_cut(ask->option.at[i], ':');
        if (option.found) {
            f->option[f->option_count++] = (struct product_choice){ option.head, option.tail };
        }
    }
}

/* Sorting by relevance needs something to be relevant to. */
static enum err read_filter(struct web *w, struct shelf *s)
{
    struct product_filter *f = &s->filter;
    f->query = s->ask.q;
    f->category = s->category == NULL ? (category_id){ 0 } : s->category->id;
    f->price_min = s->ask.price_min.minor;
    f->price_max = s->ask.price_max.minor;
    read_options(&s->ask, f);
    f->only_available = s->ask.in_stock;
    f->cursor = s->ask.cursor;
    f->sort = s->ask.q.size != 0 ? PRODUCT_SORT_RELEVANCE : PRODUCT_SORT_NEWEST;
    if (s->ask.sort.size != 0 && !product_sort_of(s->ask.sort, &f->sort)) {
        return fail(&w->ctx, ERR_BAD_INPUT, "sort");
    }
    if (f->sort == PRODUCT_SORT_RELEVANCE && s->ask.q.size == 0) {
        f->sort = PRODUCT_SORT_NEWEST;
    }
    s->is_active = f->price_min != 0 || f->price_max != 0 || f->option_count != 0 ||
                   f->only_available || f->query.size != 0;
    return OK;
}

static enum err open_shelf(struct web *w, str category, struct shelf *s)
{
    s->ask = *(const struct shelf_ask *)w->query;
    bool is_shown = w->face == WEB_PAGE; /* the filter, with its counts */
    TRY(is_shown ? category_list(&w->ctx, &s->categories)
                 : category_list_uncounted(&w->ctx, &s->categories));
    if (category.size == 0) {
        s->category = category_named(s, s->ask.category); /* one that is gone shows everything */
        s->path = web_path_to(w, S("/products"), (str){ 0 });
        return read_filter(w, s);
    }
    s->category = category_named(s, category);
    s->path = web_path_to(w, S("/categories/"), category);
    if (s->category == NULL) {
        return fail(&w->ctx, ERR_NOT_FOUND, "no such category");
    }
    return read_filter(w, s);
}

/* ---- addresses of this shelf ---- */

static void add_pair(struct web *w, struct buf *out, const char *name, str value)
{
    if (value.size != 0) {
        buf_addf(out, "%c%s=", str_has(buf_str(out), '?') ? '&' : '?', name);
        buf_add(out, str_escape_url(w->ctx.arena, value));
    }
}

static str amount_text(struct web *w, money amount)
{
    return amount.minor == 0 ? (str){ 0 } : money_decimal(w->ctx.arena, amount);
}

/* The same shelf with another query or cursor. */
static str shelf_url(struct web *w, const struct shelf *s, str q, str cursor)
{
    struct buf out = buf_new(w->ctx.arena, 4096);
    buf_add(&out, s->path);
    add_pair(w, &out, "q", q);
    add_pair(w, &out, "category",
             str_ends(s->path, S("/products")) ? s->ask.category : (str){ 0 });
    add_pair(w, &out, "sort", s->ask.sort);
    for (size_t i = 0; i < s->ask.option.count; i++) {
        add_pair(w, &out, "option", s->ask.option.at[i]);
    }
    add_pair(w, &out, "price_min", amount_text(w, s->ask.price_min));
    add_pair(w, &out, "price_max", amount_text(w, s->ask.price_max));
    add_pair(w, &out, "in_stock", s->ask.in_stock ? S("true") : (str){ 0 });
    add_pair(w, &out, "cursor", cursor);
    return buf_str(&out);
}

/* ---- the filter ---- */

static struct value *category_options(struct web *w, const struct shelf *s)
{
    struct arena *a = w->ctx.arena;
    struct value *list = value_list(a);
    struct value *all = value_add_object(a, list);
    int64_t total = 0;
    value_set_text(a, all, S("value"), S(""));
    value_set_text(a, all, S("label"), say(w, T("All")));
    for (size_t i = 0; i < s->categories.count; i++) {
        const struct category *k = &s->categories.item[i];
        struct value *one = value_add_object(a, list);
        value_set_text(a, one, S("value"), k->slug);
        value_set_text(a, one, S("label"), k->depth == 0 ? k->name : str_join(a, S("– "), k->name));
        value_set_int(a, one, S("count"), k->product_count);
        total += k->depth == 0 ? k->product_count : 0;
    }
    value_set_int(a, all, S("count"), total);
    return list;
}

static bool is_chosen(const struct shelf *s, str value)
{
    for (size_t i = 0; i < s->ask.option.count; i++) {
        if (str_eq(s->ask.option.at[i], value)) {
            return true;
        }
    }
    return false;
}

/* Facets come sorted by name: each name opens a group. */
static enum err option_groups(struct web *w, const struct shelf *s, struct value *filter)
{
    struct arena *a = w->ctx.arena;
    struct product_facet *facet = NULL;
    size_t count = 0;
    struct value *groups = value_list(a);
    struct value *options = NULL;
    TRY(product_facets(&w->ctx, s->filter.category, &facet, &count));
    for (size_t i = 0; i < count; i++) {
        str value = str_format(a, "%.*s:%.*s", STR_ARG(facet[i].name), STR_ARG(facet[i].value));
        if (i == 0 || !str_eq(facet[i].name, facet[i - 1].name)) {
            struct value *group = value_add_object(a, groups);
            value_set_text(a, group, S("name"), S("option"));
            value_set_text(a, group, S("label"), facet[i].name);
            options = value_set_list(a, group, S("options"));
        }
        struct value *one = value_add_object(a, options);
        value_set_text(a, one, S("value"), value);
        value_set_text(a, one, S("label"), facet[i].value);
        value_set_bool(a, one, S("is_selected"), is_chosen(s, value));
        value_set_int(a, one, S("count"), facet[i].count);
    }
    value_set(filter, S("options"), groups);
    return OK;
}

static enum err show_filter(struct web *w, const struct shelf *s, struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct value *filter = form_model(
        a, &w->query_state, web_path_to(w, S("/products"), (str){ 0 }), (str){ 0 }, w->ctx.lang);
    form_model_options(a, filter, S("category"), category_options(w, s), &w->query_state);
    value_set_text(a, filter, S("clear_url"), s->path);
    value_set_bool(a, filter, S("is_active"), s->is_active);
    TRY(option_groups(w, s, filter));
    value_set(model, S("filter"), filter);
    return OK;
}

/* ---- the page ---- */

static void show_category(struct web *w, const struct shelf *s, struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct value *crumbs = value_set_list(a, model, S("breadcrumbs"));
    if (s->category == NULL) {
        value_set_null(a, model, S("category"));
        return;
    }
    str href = web_path_to(w, S("/categories/"), s->category->slug);
    struct value *node = value_set_object(a, model, S("category"));
    value_set_text(a, node, S("slug"), s->category->slug);
    value_set_text(a, node, S("name"), s->category->name);
    value_set_text(a, node, S("description_html"), s->category->description_html);
    value_set_text(a, node, S("href_url"), href);
    crumb_add(w, crumbs, say(w, T("All products")), web_path_to(w, S("/products"), (str){ 0 }));
    web_tagf(w, "category:%" PRId64, s->category->id.v);
}

static str meta_of(struct web *w, const struct shelf *s)
{
    str words = s->category == NULL ? (str){ 0 }
                                    : html_text(w->ctx.arena, s->category->description_html, 160);
    if (words.size != 0) {
        return words;
    }
    return say_with(w, T("All products of {shop}, with real stock and prices."),
                    { S("shop"), w->ctx.shop->name });
}

/* Words as typed that find nothing are searched for as the nearest ones that exist; the page says so. */
static void show_meant(struct web *w, const struct shelf *s, str suggestion, struct value *model)
{
    struct arena *a = w->ctx.arena;
    if (suggestion.size == 0) {
        value_set_null(a, model, S("did_you_mean"));
        return;
    }
    struct value *node = value_set_object(a, model, S("did_you_mean"));
    value_set_text(a, node, S("text"), suggestion);
    value_set_text(a, node, S("href_url"), shelf_url(w, s, suggestion, (str){ 0 }));
}

/* An empty shelf leads on to what is new. */
static enum err show_suggestions(struct web *w, bool is_empty, struct value *model)
{
    struct product_filter newest = { .limit = 4, .only_available = true };
    struct product_page page = { 0 };
    if (is_empty && w->face == WEB_PAGE) {
        TRY(product_list(&w->ctx, &newest, &page));
    }
    card_list(w, model, S("suggestions"), &page);
    return OK;
}

static enum err show_items(struct web *w, const struct shelf *s, struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct product_page page = { 0 };
    str none = { 0 };
    TRY(product_list(&w->ctx, &s->filter, &page));
    int64_t count = page.found;
    if (s->filter.query.size == 0) {
        TRY(product_count(&w->ctx, &s->filter, &count));
    }
    value_set_int(a, model, S("result_count"), count);
    show_meant(w, s, page.suggestion, model);
    card_list(w, model, S("items"), &page);
    show_text_or_null(w, model, S("next"), page.next);
    show_text_or_null(w, model, S("next_url"),
                      page.next.size == 0 ? none : shelf_url(w, s, s->ask.q, page.next));
    show_text_or_null(w, model, S("first_url"),
                      s->ask.cursor.size == 0 ? none : shelf_url(w, s, s->ask.q, none));
    return show_suggestions(w, page.count == 0, model);
}

static enum err show_shelf(struct web *w, str category)
{
    struct arena *a = w->ctx.arena;
    struct shelf s = { 0 };
    TRY(open_shelf(w, category, &s));
    struct value *model = w->model = value_object(a);
    web_tag(w, S("products"));
    web_tag(w, S("shop"));
    value_set_text(a, model, S("meta_description"), meta_of(w, &s));
    value_set_null(a, model, S("og_image_url"));
    value_set_text(a, model, S("jsonld_html"), S(""));
    show_text_or_null(w, model, S("query"), s.ask.q);
    value_set_bool(a, model, S("is_all"), s.category == NULL && !s.is_active);
    show_category(w, &s, model);
    TRY(show_items(w, &s, model));
    return w->face == WEB_PAGE ? show_filter(w, &s, model) : OK;
}

enum err products_page(struct web *w)
{
    return show_shelf(w, (str){ 0 });
}

enum err category_page(struct web *w)
{
    return show_shelf(w, web_param(w, S("slug")));
}
