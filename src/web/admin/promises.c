/* SPDX-License-Identifier: Apache-2.0 */
/* promises.c - every promise of the shop: what is due next, what is late, and what came of each. */
#include "web/admin/promises.h"
#include "core/promise_clock.h"
#include "core/promise_figures.h"
#include "web/admin/office.h"
#include "web/admin/today_place.h"
#include "web/shop/show.h"
#include "web/text.h"

struct promises_ask {
    str state, kind, outcome, q, cursor;
};
static const struct field ask_fields[] = {
    FIELD(TEXT, struct promises_ask, q, 0, 60, "", .label = "Order or case number", .is_optional = true, .type = "search"),
    FIELD(TEXT, struct promises_ask, state, 0, 20, "", .is_optional = true, .type = "hidden"),
    FIELD(TEXT, struct promises_ask, kind, 0, 40, "", .label = "Kind", .is_optional = true),
    FIELD(TEXT, struct promises_ask, outcome, 0, 10, "", .label = "Outcome", .is_optional = true),
    FIELD(TEXT, struct promises_ask, cursor, 0, 60, "", .is_optional = true),
};
const struct form admin_promises_query =
    QUERY_FORM("promise_filter", ask_fields, struct promises_ask);

static const struct model_field item_fields[] = {
    SHOW(INT, "id"), SHOW(TEXT, "kind"), PAGE_ONLY(TEXT, "kind_text"), SHOW(TEXT, "subject"), PAGE_ONLY(TEXT, "number"), PAGE_ONLY(TEXT, "href_url"), SHOW(INSTANT, "made_at"),
    SHOW(INSTANT, "from_at", .note = "When the clock started."), SHOW(INSTANT, "due_at"), SHOW_OR_NULL(INSTANT, "settled_at"),
    SHOW(TEXT, "outcome"), PAGE_ONLY(TEXT, "outcome_text"), SHOW(BOOL, "is_late"), PAGE_ONLY(BOOL, "is_kept"), PAGE_ONLY(BOOL, "is_broken"),
    SHOW(TEXT, "clock"), SHOW(INT, "calendar_version"), SHOW(INT, "policy_version"), SHOW_OR_NULL(TEXT, "paused_by"),
    PAGE_ONLY(TEXT, "paused_text"), SHOW_OR_NULL(TEXT, "voided_reason"), PAGE_ONLY(TEXT, "voided_text"),
};
static const struct model item_model = MODEL("promise_item", item_fields);
static const struct model_field promises_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(LIST, "tabs"), PAGE_ONLY(OBJECT, "filter"),
    SHOW(LIST, "items", .of = &item_model), PAGE_ONLY(TEXT, "first_url"), PAGE_ONLY(TEXT, "next_url"), SHOW_OR_NULL(TEXT, "next"),
};
const struct model admin_promises_model = MODEL("promise_list", promises_fields);

static const struct office_tab tabs[] = {
    { "", T_INIT("Due next"), -1 }, { "late", T_INIT("Late"), -1 }, { "all", T_INIT("All"), -1 },
};

/* The case it is about, where this reader may open it. */
static enum err show_case(struct web *w, const struct promise *p, struct value *node)
{
    struct place place = { 0 };
    TRY(place_of(w, p->kind, p->subject, &place));
    bool is_linked = office_may_open(w, str_cut(str_cut(place.path, '#').head, '?').head);
    show_text_or_null(w, node, S("number"), place.number);
    show_text_or_null(w, node, S("href_url"),
                      is_linked ? web_path(w, "%.*s", STR_ARG(place.path)) : (str){ 0 });
    return OK;
}

static enum err show_item(struct web *w, const struct promise *p, struct value *node)
{
    struct arena *a = w->ctx.arena;
    enum lang lang = w->ctx.lang;
    enum promise_pause_rule rule = PAUSE_RULE_COUNT;
    value_set_int(a, node, S("id"), p->id.v);
    value_set_text(a, node, S("kind"), promise_kind_name(p->kind));
    value_set_text(a, node, S("kind_text"), promise_kind_label(p->kind, lang));
    value_set_text(a, node, S("subject"), p->subject);
    value_set_instant(a, node, S("made_at"), p->made_at);
    value_set_instant(a, node, S("from_at"), p->from_at);
    value_set_instant(a, node, S("due_at"), p->due_at);
    value_set_instant(a, node, S("settled_at"), p->settled_at);
    value_set_text(a, node, S("outcome"), promise_outcome_name(p->outcome));
    value_set_text(a, node, S("outcome_text"), promise_outcome_label(p->outcome, lang));
    value_set_bool(a, node, S("is_late"), promise_is_late(p, w->ctx.now_at));
    value_set_bool(a, node, S("is_kept"), p->outcome == PROMISE_KEPT);
    value_set_bool(a, node, S("is_broken"), p->outcome == PROMISE_BROKEN);
    value_set_text(a, node, S("clock"), promise_clock_name(p->clock));
    value_set_int(a, node, S("calendar_version"), p->calendar_version);
    value_set_int(a, node, S("policy_version"), p->policy_version);
    bool is_paused = promise_pause_of(p->paused_by, &rule);
    show_text_or_null(w, node, S("paused_by"), p->paused_by);
    show_text_or_null(w, node, S("paused_text"),
                      is_paused ? promise_pause_label(rule, lang) : (str){ 0 });
    show_text_or_null(w, node, S("voided_reason"), p->voided_reason);
    show_text_or_null(w, node, S("voided_text"), promise_reason_text(p->voided_reason, lang));
    return show_case(w, p, node);
}

static void option_add(struct web *w, struct value *list, str value, str label)
{
    struct value *one = value_add_object(w->ctx.arena, list);
    value_set_text(w->ctx.arena, one, S("value"), value);
    value_set_text(w->ctx.arena, one, S("label"), label);
}

static void show_filter(struct web *w, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct form_state state =
        w->query_state.form != NULL ? w->query_state : form_blank(a, &admin_promises_query);
    struct value *form =
        form_model(a, &state, web_path(w, "/admin/promises"), (str){ 0 }, w->ctx.lang);
    struct value *list = value_list(a);
    option_add(w, list, S(""), web_text(w, "All"));
    for (enum promise_kind kind = 0; kind < PROMISE_KIND_COUNT; kind++) {
        option_add(w, list, promise_kind_name(kind), promise_kind_label(kind, w->ctx.lang));
    }
    form_model_options(a, form, S("kind"), list, &state);
    list = value_list(a);
    option_add(w, list, S(""), web_text(w, "All"));
    for (enum promise_outcome o = 0; o < PROMISE_OUTCOME_COUNT; o++) {
        option_add(w, list, promise_outcome_name(o), promise_outcome_label(o, w->ctx.lang));
    }
    form_model_options(a, form, S("outcome"), list, &state);
    value_set(m, S("filter"), form);
}

enum err admin_promises(struct web *w)
{
    enum { PAGE = 50 };
    static const struct promises_ask nothing = { 0 };
    const struct promises_ask *ask = w->query != NULL ? w->query : &nothing;
    struct promise_filter f = { .kind = ask->kind, .outcome = ask->outcome, .limit = PAGE };
    struct promise_list list = { 0 };
    struct value *m = office_page(w);
    struct str_pair cursor = str_cut(ask->cursor, '-');
    bool has_more = false;
    TRY(place_subject(w, ask->q, &f.subject));
    bool is_all = str_eq(ask->state, S("all")) || ask->outcome.size > 0;
    f.view = is_all ? PROMISES_ALL : str_eq(ask->state, S("late")) ? PROMISES_LATE : PROMISES_OPEN;
    if (!str_to_int(cursor.head, &f.after_due_at) || !str_to_int(cursor.tail, &f.after_id)) {
        f.after_due_at = 0;
        f.after_id = 0;
    }
    TRY(promise_page(&w->ctx, &f, &list, &has_more));
    office_tabs(w, m, "/admin/promises", tabs, COUNT(tabs), ask->state);
    show_filter(w, m);
    struct value *items = value_set_list(w->ctx.arena, m, S("items"));
    for (size_t i = 0; i < list.count; i++) {
        TRY(show_item(w, &list.item[i], value_add_object(w->ctx.arena, items)));
    }
    const struct promise *last = has_more ? &list.item[list.count - 1] : NULL;
    office_next(w, m, "/admin/promises", S("cursor"),
                last == NULL
                    ? (str){ 0 }
                    : str_format(w->ctx.arena, "%" PRId64 "-%" PRId64, last->due_at, last->id.v));
    return OK;
}
