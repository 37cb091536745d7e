/* SPDX-License-Identifier: Apache-2.0 */
/* settings.c - the shop's settings: forms made from the table of core/setting; a secret is never shown. */
#include "core/setting.h"

#include "web/admin/settings.h"
#include "web/shop/show.h"
#include "web/text.h"

enum { ROWS_MAX = 60 };

struct row_input {
    str key, value;
};
struct settings_input {
    struct form_rows settings;
};
static const struct field row_fields[] = {
    FIELD(TEXT, struct row_input, key, 1, 60, "Unknown setting."),
    FIELD(LINES, struct row_input, value, 0, 4000, "This text is too long.", .is_optional = true),
};
static const struct form row_form = FORM("setting", row_fields, struct row_input);
static const struct field settings_fields[] = {
    FIELD(ROWS, struct settings_input, settings, 1, ROWS_MAX, "Nothing was sent.", .label = "Settings", .rows = &row_form),
};
const struct form admin_settings_form = FORM("settings", settings_fields, struct settings_input);

static const struct model_field setting_fields[] = { SHOW(TEXT, "key"), SHOW(TEXT, "value"), SHOW(TEXT, "label") };
static const struct model setting_model = MODEL("setting", setting_fields);
static const struct model_field settings_model_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(LIST, "tabs"), PAGE_ONLY(TEXT, "note"),
    PAGE_ONLY(OBJECT, "form"), SHOW(LIST, "settings", .of = &setting_model), PAGE_ONLY(LIST, "methods"),
    PAGE_ONLY(OBJECT, "method_form"), PAGE_ONLY(OBJECT, "hours"), PAGE_ONLY(OBJECT, "qris"), PAGE_ONLY(OBJECT, "test_mail"),
};
const struct model admin_settings_model = MODEL("admin_settings", settings_model_fields);

/* Which settings stand on which page: by the beginning of their keys; the first that fits. */
static const struct {
    const char *tab;
    str name;
    const char *prefix[5];
} pages[] = {
    { "hours", T_INIT("Hours and promises"), { "shop.calendar", "promise." } },
    { "shop", T_INIT("Shop"), { "shop." } },
    { "payment", T_INIT("Payment"), { "payment." } },
    { "shipping", T_INIT("Shipping"), { "shipping.pickup", "shipping.weight_default" } },
    { "orders", T_INIT("Orders, tax, limits"), { "order.", "tax.", "stock." } },
    { "mail", T_INIT("Mail"), { "mail." } },
    { "care", T_INIT("Reviewer and surveys"), { "care.", "survey." } },
};
/* Fixed once the shop has sold something, said by the command line, or by the way of sending itself. */
static const char *const hidden[] = { "shop.currency", "shop.is_sandbox", "shop.is_demo", "shop.demo_password", "shipping.pickup",
                                     "shop.district" };

static size_t page_of_key(str key)
{
    for (size_t i = 0; i < COUNT(hidden); i++) {
        if (str_eq(key, str_of(hidden[i]))) {
            return COUNT(pages);
        }
    }
    for (size_t i = 0; i < COUNT(pages); i++) {
        for (size_t j = 0; j < COUNT(pages[i].prefix) && pages[i].prefix[j] != NULL; j++) {
            if (str_starts(key, str_of(pages[i].prefix[j]))) {
                return i;
            }
        }
    }
    return COUNT(pages);
}

static enum err page_asked(struct web *w, size_t *out)
{
    str tab = web_param(w, S("tab"));
    for (size_t i = 0; i < COUNT(pages); i++) {
        if (str_eq(tab.size == 0 ? S("shop") : tab, str_of(pages[i].tab))) {
            *out = i;
            return OK;
        }
    }
    return ERR_NOT_FOUND;
}

static void show_tabs(struct web *w, struct value *m, size_t current)
{
    struct arena *a = w->ctx.arena;
    static const size_t order[] = { 1, 0, 2, 3, 4, 5, 6 };
    struct value *tabs = value_set_list(a, m, S("tabs"));
    for (size_t i = 0; i < COUNT(order); i++) {
        struct value *one = value_add_object(a, tabs);
        value_set_text(a, one, S("name"), text_of(w->ctx.lang, pages[order[i]].name));
        value_set_text(a, one, S("href_url"),
                       web_path(w, "/admin/settings/%s", pages[order[i]].tab));
        value_set_bool(a, one, S("is_current"), order[i] == current);
    }
}

static const struct {
    str key, text;
} hints[] = {
    { S_INIT("payment.qris_dynamic"),
      T_INIT("Warning: this changes the code your bank gave you. Some banks and wallets refuse a "
             "changed code, and it may break your "
             "acquirer's terms. Ask them first. Nothing tells the shop that money came: you "
             "confirm each payment all the same.") },
    { S_INIT("payment.cod_areas"),
      T_INIT("Provinces, cities or kecamatan, with commas between: Jawa Barat, Kota Depok. Empty: "
             "everywhere.") },
    { S_INIT("care.reviewer_name"),
      T_INIT("Decides by a link where a second person must. Without one the same person decides "
             "after a day, which is shown and counted.") },
};

static str hint_of(const struct web *w, const struct setting *s, bool is_set)
{
    if (s->kind == SETTING_SECRET) {
        return is_set ? web_text(w, "It is set and never shown. Empty: it stays.")
                      : web_text(w, "It is never shown.");
    }
    if (s->kind == SETTING_BANKS) {
        return web_text(w, "One line an account: BANK | NUMBER | HOLDER");
    }
    for (size_t i = 0; i < COUNT(hints); i++) {
        if (str_eq(str_of(s->key), hints[i].key)) {
            return text_of(w->ctx.lang, hints[i].text);
        }
    }
    return (str){ 0 };
}

static void add_choice(struct web *w, struct value *options, str value, str label, str chosen)
{
    struct value *option = value_add_object(w->ctx.arena, options);
    value_set_text(w->ctx.arena, option, S("value"), value);
    value_set_text(w->ctx.arena, option, S("label"), label);
    value_set_bool(w->ctx.arena, option, S("is_selected"), str_eq(value, chosen));
}

/* Indonesia's three clocks by their short names; another zone the shop has stays a choice. */
static void show_zones(struct web *w, struct value *options, str chosen)
{
    static const struct {
        str zone, name;
    } clocks[] = { { S_INIT("Asia/Jakarta"), S_INIT("WIB (Asia/Jakarta)") },
                   { S_INIT("Asia/Makassar"), S_INIT("WITA (Asia/Makassar)") },
                   { S_INIT("Asia/Jayapura"), S_INIT("WIT (Asia/Jayapura)") } };
    bool is_known = chosen.size == 0;
    for (size_t i = 0; i < COUNT(clocks); i++) {
        add_choice(w, options, clocks[i].zone, clocks[i].name, chosen);
        is_known = is_known || str_eq(clocks[i].zone, chosen);
    }
    if (!is_known) {
        add_choice(w, options, chosen, chosen, chosen);
    }
}

static void show_choices(struct web *w, const struct setting *s, str value, struct value *field)
{
    struct value *options = value_set_list(w->ctx.arena, field, S("options"));
    switch ((int)s->kind) {
    case SETTING_ZONE:
        show_zones(w, options, value);
        break;
    case SETTING_LANG:
        add_choice(w, options, S("id"), S("Bahasa Indonesia"), value);
        add_choice(w, options, S("en"), S("English"), value);
        break;
    default:
        add_choice(w, options, S("1"), web_text(w, "Yes"), value);
        add_choice(w, options, S("0"), web_text(w, "No"), value);
    }
}

static str input_type(enum setting_kind kind)
{
    return kind == SETTING_SECRET  ? S("password")
           : kind == SETTING_EMAIL ? S("email")
           : kind == SETTING_PHONE ? S("tel")
                                   : S("text");
}

/* As part/any shows it, with the key in a hidden field of the same row. */
static void show_field(struct web *w, const struct setting *s, size_t row, str value,
                       struct value *field)
{
    struct arena *a = w->ctx.arena;
    str name = str_format(a, "settings.%zu.value", row);
    bool is_refused = office_is_refused(w, &admin_settings_form);
    const struct value *typed = is_refused ? value_get(w->form_state.typed, name) : NULL;
    bool is_lines = s->kind == SETTING_TAX_RATES || s->kind == SETTING_BANKS;
    bool is_choice = s->kind == SETTING_BOOL || s->kind == SETTING_LANG || s->kind == SETTING_ZONE;
    str shown = typed != NULL               ? typed->text
                : s->kind == SETTING_SECRET ? S("")
                                            : setting_shown(w, s, value);
    str error = { 0 };
    for (const struct value *e = is_refused ? w->form_state.errors->children.first : NULL;
         e != NULL; e = e->next) {
        error = str_eq(value_text(e, S("field")), name) ? value_text(e, S("message")) : error;
    }
    value_set_bool(a, field, S("is_line"), !is_lines && !is_choice);
    value_set_bool(a, field, S("is_lines"), is_lines);
    value_set_bool(a, field, S("is_choice"), is_choice);
    value_set_bool(a, field, S("is_check"), false);
    value_set_bool(a, field, S("is_file"), false);
    value_set_text(a, field, S("key_name"), str_format(a, "settings.%zu.key", row));
    value_set_text(a, field, S("key"), str_of(s->key));
    value_set_text(a, field, S("name"), name);
    value_set_text(a, field, S("label"), str_of(web_is_indonesian(w) ? s->indonesian : s->english));
    value_set_text(a, field, S("value"), shown);
    show_text_or_null(w, field, S("error"), error);
    value_set_text(a, field, S("type"), input_type(s->kind));
    value_set_bool(a, field, S("is_required"),
                   is_choice || s->kind == SETTING_INT || (s->min > 0 && s->kind == SETTING_TEXT));
    value_set_null(a, field, S("max_length"));
    show_text_or_null(w, field, S("hint"), hint_of(w, s, value.size != 0));
    value_set_text(a, field, S("autocomplete"), S("off"));
    show_text_or_null(w, field, S("inputmode"),
                      s->kind == SETTING_INT ? S("numeric") : (str){ 0 });
    show_choices(w, s, shown, field);
}

static enum err show_fields(struct web *w, struct value *m, size_t page)
{
    struct arena *a = w->ctx.arena;
    size_t count = 0;
    size_t row = 0;
    const struct setting *table = setting_table(&count);
    struct value *form =
        office_button(w, m, "form", web_path(w, "/admin/settings/%s", pages[page].tab));
    (void)office_take(form, S("error"));
    show_text_or_null(w, form, S("error"),
                      office_is_refused(w, &admin_settings_form) ? w->form_state.error
                                                                 : (str){ 0 });
    struct value *group = value_add_object(a, value_set_list(a, form, S("groups")));
    value_set_text(a, group, S("name"), text_of(w->ctx.lang, pages[page].name));
    value_set_null(a, group, S("text"));
    struct value *fields = value_set_list(a, group, S("fields"));
    struct value *settings = value_set_list(a, m, S("settings"));
    for (size_t i = 0; i < count; i++) {
        str value = { 0 };
        if (page_of_key(str_of(table[i].key)) != page) {
            continue;
        }
        TRY(setting_get(&w->ctx, str_of(table[i].key), &value));
        if (table[i].kind != SETTING_CALENDAR) { /* hours.c has a form for it */
            show_field(w, &table[i], row++, value, value_add_object(a, fields));
        }
        struct value *one = value_add_object(a, settings);
        value_set_text(a, one, S("key"), str_of(table[i].key));
        value_set_text(a, one, S("value"), value);
        value_set_text(a, one, S("label"),
                       str_of(web_is_indonesian(w) ? table[i].indonesian : table[i].english));
    }
    return OK;
}

enum err admin_settings(struct web *w)
{
    size_t page = 0;
    struct value *m = office_page(w);
    TRY(page_asked(w, &page));
    show_tabs(w, m, page);
    value_set_null(w->ctx.arena, m, S("note"));
    TRY(show_fields(w, m, page));
    TRY(admin_hours_show(w, m, str_eq(str_of(pages[page].tab), S("hours"))));
    admin_qris_show(w, m, str_eq(str_of(pages[page].tab), S("payment")));
    TRY(admin_test_mail_show(w, m, str_eq(str_of(pages[page].tab), S("mail"))));
    return admin_methods_show(w, m, str_eq(str_of(pages[page].tab), S("shipping")));
}

/* One after the other, all messages at once. */
static enum err set_one(struct web *w, size_t page, size_t row, const struct row_input *in)
{
    const struct setting *s = setting_of(in->key);
    str name = str_format(w->ctx.arena, "settings.%zu.value", row);
    if (s == NULL || page_of_key(in->key) != page) {
        return web_refuse(w, ERR_BAD_INPUT, name, "Unknown setting.");
    }
    if (s->kind == SETTING_SECRET && in->value.size == 0) {
        return OK;
    }
    str value = { 0 };
    str why = { 0 };
    if (!setting_typed(w, s, in->value, &value, &why)) {
        form_refuse(w->ctx.arena, &w->form_state, name, why);
        return ERR_BAD_INPUT;
    }
    enum err e = setting_set(&w->ctx, in->key, value);
    if (e != ERR_BAD_INPUT && e != ERR_LAW) { /* of the law: the setting is a number of a policy */
        return e;
    }
    str first = e == ERR_LAW ? web_text(w, "The law gives buyers more than this:")
                             : web_text(w, "This does not fit here.");
    why = setting_why(w, str_copy(w->ctx.arena, str_of(w->ctx.detail)));
    str text = str_format(w->ctx.arena, "%.*s (%.*s)", STR_ARG(first), STR_ARG(why));
    form_refuse(w->ctx.arena, &w->form_state, name, text);
    return ERR_BAD_INPUT;
}

enum err admin_settings_post(struct web *w)
{
    const struct settings_input *in = w->form;
    const struct row_input *row = in->settings.at;
    size_t page = 0;
    bool is_good = true;
    TRY(page_asked(w, &page));
    for (size_t i = 0; i < in->settings.count; i++) {
        enum err e = set_one(w, page, i, &row[i]);
        is_good = is_good && e == OK;
        if (e != OK && e != ERR_BAD_INPUT) {
            return e;
        }
    }
    if (!is_good) {
        return ERR_BAD_INPUT;
    }
    return admin_settings_again(w);
}

/* The page as it is now; a browser is sent back to it. */
enum err admin_settings_again(struct web *w)
{
    size_t page = 0;
    TRY(page_asked(w, &page));
    TRY(admin_settings(w));
    office_done(w, web_path(w, "/admin/settings/%s", pages[page].tab), "saved");
    return OK;
}
