/* SPDX-License-Identifier: Apache-2.0 */
#include "web/admin/standing.h"

#include "core/override.h"
#include "web/shop/show.h"
#include "web/shop/standing.h"
#include "web/text.h"

static const struct model_field item_fields[] = {
    SHOW(INT, "id"), SHOW(TEXT, "kind"), SHOW(TEXT, "title"), SHOW(TEXT, "state"), PAGE_ONLY(TEXT, "state_text"), SHOW(TEXT, "why"),
    SHOW(INT, "orders"), SHOW(INT, "claims"), SHOW(INT, "refusals"), SHOW(INT, "mean_bp"), SHOW(INT, "low_bp"), SHOW(INSTANT, "since"),
    SHOW(INSTANT, "until"), SHOW(BOOL, "is_running"), SHOW_OR_NULL(TEXT, "order_number"), PAGE_ONLY(TEXT, "order_url"),
    PAGE_ONLY(TEXT, "decision_url"), PAGE_ONLY(OBJECT, "lift_form"),
};
static const struct model item_model = MODEL("office_standing_step", item_fields);
static const struct model_field page_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), SHOW(LIST, "items", .of = &item_model),
};
const struct model admin_standing_model = MODEL("office_standing", page_fields);

struct lift_input {
    str reason;
};
static const struct field lift_fields[] = {
    FIELD(TEXT, struct lift_input, reason, OVERRIDE_REASON_MIN, OVERRIDE_REASON_MAX, "Please give a reason, 5 to 500 characters.",
          .label = "Reason", .hint = "Overrides are counted in the public figures.", .autocomplete = "off"),
};
const struct form admin_lift_form = FORM("lift_step", lift_fields, struct lift_input);

static enum err show_links(struct web *w, const struct standing *s, struct value *node)
{
    struct order o = { 0 };
    struct decision d = { 0 };
    enum err e = standing_order(&w->ctx, s, &o);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    if (s->state == STANDING_CONTESTED) {
        TRY(decision_find(&w->ctx, standing_subject(&w->ctx, s->id), &d));
    }
    str order_url = e == OK ? web_path(w, "/admin/orders/%.*s", STR_ARG(o.number)) : (str){ 0 };
    str decision_url =
        d.number.size != 0 ? web_path(w, "/decisions/%.*s", STR_ARG(d.number)) : (str){ 0 };
    show_text_or_null(w, node, S("order_number"), o.number);
    show_text_or_null(w, node, S("order_url"), order_url);
    show_text_or_null(w, node, S("decision_url"), decision_url);
    return OK;
}

enum err admin_standing(struct web *w)
{
    struct value *m = office_page(w);
    struct standing_list list = { 0 };
    TRY(standing_list_running(&w->ctx, &list));
    struct value *items = value_set_list(w->ctx.arena, m, S("items"));
    for (size_t i = 0; i < list.count; i++) {
        const struct standing *s = &list.item[i];
        struct value *node = value_add_object(w->ctx.arena, items);
        standing_facts(w, s, node);
        TRY(show_links(w, s, node));
        office_form_of(w, node, "lift_form", &admin_lift_form, NULL,
                       web_path(w, "/admin/standing/%" PRId64 "/lift", s->id.v), "id", s->id.v);
    }
    return OK;
}

enum err admin_standing_lift(struct web *w)
{
    const struct lift_input *in = w->form;
    standing_id id = { 0 };
    TRY(office_id(w, "id", &id.v));
    TRY(standing_lift(&w->ctx, id, in->reason));
    w->resource = str_of_int(w->ctx.arena, id.v);
    office_done(w, web_path(w, "/admin/standing"), "lifted");
    return admin_standing(w);
}
