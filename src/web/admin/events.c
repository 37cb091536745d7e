/* SPDX-License-Identifier: Apache-2.0 */
/* events.c - everything that became true, newest first. */
#include "core/event.h"

#include "web/admin/admin.h"
#include "web/admin/office.h"
#include "web/shop/show.h"
#include "web/text.h"

static const struct model_field actor_fields[] = { SHOW(TEXT, "role"), SHOW(INT, "id") };
static const struct model actor_model = MODEL("actor", actor_fields);
static const struct model_field event_fields[] = {
    SHOW(INT, "id"), SHOW(INSTANT, "at"), SHOW_OR_NULL(INSTANT, "occurred_at"), SHOW(TEXT, "kind"), SHOW(TEXT, "subject"),
    PAGE_ONLY(TEXT, "subject_url"), SHOW(OBJECT, "by", .of = &actor_model), PAGE_ONLY(TEXT, "actor"),
    PAGE_ONLY(TEXT, "public_json"), SHOW(OBJECT, "public", .is_free = true, .note = "The public facts."),
    SHOW(OBJECT, "commitments", .is_map = true, .note = "Name of a private field → its commitment, in hex."),
};
static const struct model event_model = MODEL("event", event_fields);
static const struct model_field events_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(OBJECT, "filter"),
    SHOW(LIST, "items", .of = &event_model), PAGE_ONLY(TEXT, "first_url"), PAGE_ONLY(TEXT, "next_url"),
    SHOW_OR_NULL(TEXT, "next"),
};
const struct model admin_events_model = MODEL("admin_events", events_fields);

/* Beginnings of kinds that can be chosen. */
static const char *const kinds[] = { "",         "order.",   "payment.", "shipment.", "refund.", "promise.", "product.",
                                     "stock.",   "setting.", "policy.",  "staff.",    "token.",  "consent.", "page." };

static void set_object(struct web *w, struct value *node, str name, str json)
{
    struct value *object = NULL;
    str why = { 0 };
    bool is_good = json_read(w->ctx.arena, json, &object, &why) && object->kind == VALUE_OBJECT;
    value_set(node, name, is_good ? object : value_object(w->ctx.arena));
}

static void show_event(struct web *w, const struct event *e, struct value *node)
{
    struct arena *a = w->ctx.arena;
    str role = role_name(e->actor.role);
    value_set_int(a, node, S("id"), e->id.v);
    value_set_instant(a, node, S("at"), e->at);
    value_set_instant(a, node, S("occurred_at"), e->occurred_at);
    value_set_text(a, node, S("kind"), e->kind);
    value_set_text(a, node, S("subject"), e->subject);
    value_set_null(a, node, S("subject_url"));
    struct value *by = value_set_object(a, node, S("by"));
    value_set_text(a, by, S("role"), role);
    value_set_int(a, by, S("id"), e->actor.id);
    value_set_text(a, node, S("actor"),
                   e->actor.id == 0 ? role
                                    : str_format(a, "%.*s %" PRId64, STR_ARG(role), e->actor.id));
    value_set_text(a, node, S("public_json"), e->facts);
    set_object(w, node, S("public"), e->facts);
    set_object(w, node, S("commitments"), e->commitments);
}

static void show_filter(struct web *w, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct form_state state =
        w->query_state.form != NULL ? w->query_state : form_blank(a, &office_query);
    struct value *form =
        form_model(a, &state, web_path(w, "/admin/events"), (str){ 0 }, w->ctx.lang);
    struct value *options = value_list(a);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct value *option = value_add_object(a, options);
        value_set_text(a, option, S("value"), str_of(kinds[i]));
        value_set_text(a, option, S("label"), i == 0 ? web_text(w, "All") : str_of(kinds[i]));
    }
    form_model_options(a, form, S("kind"), options, &state);
    value_set(m, S("filter"), form);
}

enum err admin_events(struct web *w)
{
    enum { PAGE = 100 };
    const struct office_ask *ask = office_ask_of(w);
    struct arena *a = w->ctx.arena;
    struct value *m = office_page(w);
    struct event_list list = { 0 };
    TRY(event_page(&w->ctx, ask->kind, (event_id){ ask->before }, PAGE, &list));
    show_filter(w, m);
    struct value *items = value_set_list(a, m, S("items"));
    for (size_t i = 0; i < list.count; i++) {
        show_event(w, &list.item[i], value_add_object(a, items));
    }
    bool has_more = list.count == PAGE;
    office_next(w, m, "/admin/events", S("before"),
                has_more ? str_format(a, "%" PRId64, list.item[list.count - 1].id.v) : (str){ 0 });
    return OK;
}
