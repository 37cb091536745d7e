/* SPDX-License-Identifier: Apache-2.0 */
/* styleguide.c - every part pages are built from, on one page, with made-up contents. */
#include "core/promise.h"
#include "web/shop/card.h"
#include "web/shop/pages.h"

struct sample {
    str name, phone, city, note, pay;
    bool ok;
};
static const struct form_option cities[] = { { "1", "Kab. Temanggung" }, { "2", "Kab. Wonosobo" } };
static const struct field sample_fields[] = {
    FIELD(TEXT, struct sample, name, 1, 200, "Please write a name.", .label = "Name of the receiver"),
    FIELD(PHONE, struct sample, phone, 0, 20, "This number does not look right.", .label = "Mobile number / WhatsApp",
          .hint = "08… or +62…", .is_optional = true),
    FIELD(CHOICE, struct sample, city, 0, 20, "Please choose.", .label = "City or regency", OPTIONS(cities)),
    FIELD(LINES, struct sample, note, 0, 200, "At most 200 characters.", .label = "Note"),
    FIELD(BOOL, struct sample, ok, 0, 0, "Yes or no.", .label = "I agree", .hint = "You can take it back at any time"),
    FIELD(CHOICE, struct sample, pay, 0, 20, "Please choose.", .label = "How to pay"),
};
static const struct form sample_form = FORM("styleguide", sample_fields, struct sample);

static const struct model_field styleguide_fields[] = {
    PAGE_ONLY(OBJECT, "form"),   PAGE_ONLY(LIST, "steps"),   PAGE_ONLY(LIST, "promises"),
    PAGE_ONLY(LIST, "cards"),    PAGE_ONLY(OBJECT, "totals"),
};
const struct model styleguide_model = MODEL("styleguide", styleguide_fields);

/* ---- fields ---- */

static struct value *pay_options(struct web *w)
{
    struct arena *a = w->ctx.arena;
    struct value *list = value_list(a);
    const str ways[][2] = { { S("bank_transfer"), T("Bank transfer") }, { S("qris_static"), T("QRIS") } };
    for (size_t i = 0; i < COUNT(ways); i++) {
        struct value *one = value_add_object(a, list);
        value_set_text(a, one, S("value"), ways[i][0]);
        value_set_text(a, one, S("label"), say(w, ways[i][1]));
    }
    return list;
}

/* The template names fields by their look. */
static void rename_field(struct value *form, str from, str to)
{
    for (struct value *field = form->children.first; field != NULL; field = field->next) {
        if (str_eq(field->name, from)) {
            field->name = to;
        }
    }
}

static void show_fields(struct web *w, struct value *model)
{
    static const str looks[][2] = { { S_INIT("name"), S_INIT("text") },   { S_INIT("phone"), S_INIT("bad") },
                                    { S_INIT("city"), S_INIT("select") }, { S_INIT("note"), S_INIT("textarea") },
                                    { S_INIT("ok"), S_INIT("check") },    { S_INIT("pay"), S_INIT("radio") } };
    struct arena *a = w->ctx.arena;
    struct sample values = { .name = S("Siti Rahayu"), .city = S("1"), .pay = S("bank_transfer") };
    struct form_env env = { w->ctx.lang, w->ctx.shop->zone, w->ctx.shop->currency };
    struct form_state state = form_of(a, &sample_form, &env, &values);
    form_refuse(a, &state, S("phone"), say(w, T("This number does not look right.")));
    struct value *form = form_model(a, &state, S(""), (str){ 0 }, w->ctx.lang);
    form_model_options(a, form, S("pay"), pay_options(w), &state);
    for (size_t i = 0; i < COUNT(looks); i++) {
        rename_field(form, looks[i][0], looks[i][1]);
    }
    value_set(model, S("form"), form);
}

/* ---- steps, promises, sums ---- */

static void show_steps(struct web *w, struct value *model)
{
    struct arena *a = w->ctx.arena;
    const str names[] = { T("Ordered"), T("Paid"), T("Sent"), T("Received") };
    struct value *list = value_set_list(a, model, S("steps"));
    for (size_t i = 0; i < COUNT(names); i++) {
        struct value *one = value_add_object(a, list);
        value_set_text(a, one, S("name"), say(w, names[i]));
        value_set_instant(a, one, S("at"), i == 0 ? w->ctx.now_at : 0);
        value_set_bool(a, one, S("is_done"), i == 0);
        value_set_bool(a, one, S("is_current"), i == 1);
    }
}

static void show_promise(struct web *w, struct value *list, enum promise_kind kind,
                         enum promise_outcome outcome)
{
    struct arena *a = w->ctx.arena;
    struct value *one = value_add_object(a, list);
    value_set_text(a, one, S("text"), promise_kind_label(kind, w->ctx.lang));
    value_set_instant(a, one, S("due_at"), w->ctx.now_at + DAYS(2));
    value_set_instant(a, one, S("settled_at"), outcome == PROMISE_KEPT ? w->ctx.now_at : 0);
    value_set_bool(a, one, S("is_open"), outcome == PROMISE_OPEN);
    value_set_bool(a, one, S("is_kept"), outcome == PROMISE_KEPT);
    value_set_bool(a, one, S("is_broken"), outcome == PROMISE_BROKEN);
    value_set_bool(a, one, S("is_voided"), outcome == PROMISE_VOIDED);
    value_set_null(a, one, S("paused_text"));
    value_set_null(a, one, S("consequence"));
    value_set_null(a, one, S("voided_reason"));
}

static void show_totals(struct web *w, struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct value *totals = value_set_object(a, model, S("totals"));
    value_set_money(a, totals, S("subtotal"), price_of(w, 345000));
    value_set_money(a, totals, S("shipping"), price_of(w, 18000));
    value_set_null(a, totals, S("discount"));
    value_set_money(a, totals, S("unique_code"), price_of(w, 123));
    value_set_null(a, totals, S("cod_fee"));
    value_set_null(a, totals, S("tax"));
    value_set_money(a, totals, S("total"), price_of(w, 362877));
}

enum err styleguide_page(struct web *w)
{
    struct product_filter filter = { .limit = 4 };
    struct product_page page = { 0 };
    TRY(product_list(&w->ctx, &filter, &page));
    struct value *model = w->model = value_object(w->ctx.arena);
    web_tag(w, S("products"));
    web_tag(w, S("shop"));
    show_fields(w, model);
    show_steps(w, model);
    struct value *promises = value_set_list(w->ctx.arena, model, S("promises"));
    show_promise(w, promises, PROMISE_SHIP, PROMISE_KEPT);
    show_promise(w, promises, PROMISE_DELIVER, PROMISE_OPEN);
    card_list(w, model, S("cards"), &page);
    show_totals(w, model);
    return OK;
}
