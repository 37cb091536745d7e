/* SPDX-License-Identifier: Apache-2.0 */
/* orders.c - the list of orders: views, search by number, phone or address, paging. Without names: a list is no reason to open the vault. */
#include "shop/order_list.h"
#include "shop/order_office.h"
#include "web/admin/order.h"
#include "web/app.h"
#include "web/shop/show.h"
#include "web/text.h"

static const struct model_field due_fields[] = { SHOW(TEXT, "text"), SHOW(INSTANT, "due_at") };
static const struct model due_model = MODEL("next_promise", due_fields);
static const struct model_field item_fields[] = {
    SHOW(TEXT, "number"), PAGE_ONLY(TEXT, "href_url"), SHOW(INSTANT, "placed_at"), SHOW(TEXT, "source"),
    PAGE_ONLY(TEXT, "source_text"), SHOW_OR_NULL(TEXT, "external_ref"), PAGE_ONLY(TEXT, "place"), SHOW(MONEY, "total", .note = "What was paid, or what is asked for."),
    SHOW(TEXT, "payment_method"), PAGE_ONLY(TEXT, "payment_method_text"), SHOW(TEXT, "status"),
    SHOW(TEXT, "payment_status"), SHOW(TEXT, "fulfillment_status"), PAGE_ONLY(TEXT, "payment_status_text"), SHOW(BOOL, "is_disputed"),
    PAGE_ONLY(TEXT, "fulfillment_status_text"), PAGE_ONLY(BOOL, "is_paid"), PAGE_ONLY(BOOL, "is_unpaid"),
    PAGE_ONLY(BOOL, "is_canceled"), SHOW(BOOL, "is_late"), SHOW_OR_NULL(OBJECT, "next_due", .of = &due_model),
};
static const struct model item_model = MODEL("admin_order_item", item_fields);
static const struct model_field orders_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(TEXT, "new_url"), PAGE_ONLY(LIST, "tabs"),
    PAGE_ONLY(OBJECT, "filter"), PAGE_ONLY(BOOL, "can_find_buyer"), PAGE_ONLY(BOOL, "is_search"), SHOW(LIST, "items", .of = &item_model), PAGE_ONLY(TEXT, "first_url"),
    PAGE_ONLY(TEXT, "next_url"), SHOW_OR_NULL(TEXT, "next"),
};
const struct model admin_orders_model = MODEL("admin_orders", orders_fields);

static struct office_tab tabs[] = {
    { "", T_INIT("All"), -1 },
    { "reported", T_INIT("To check"), 0 },
    { "to_ship", T_INIT("To ship"), 0 },
    { "unpaid", T_INIT("Not paid"), 0 },
    { "shipped", T_INIT("On the way"), 0 },
    { "delivered", T_INIT("Delivered"), 0 },
    { "completed", T_INIT("Completed"), -1 },
    { "canceled", T_INIT("Cancelled"), -1 },
};

static enum err show_tabs(struct web *w, struct value *m, str current)
{
    struct office_tab counted[COUNT(tabs)];
    for (size_t i = 0; i < COUNT(tabs); i++) {
        counted[i] = tabs[i];
        if (tabs[i].count >= 0) {
            TRY(order_count(&w->ctx, str_of(tabs[i].state), &counted[i].count));
        }
    }
    office_tabs(w, m, "/admin/orders", counted, COUNT(counted), current);
    return OK;
}

/* The open promise that falls due first, or nothing. */
static enum err show_due(struct web *w, const struct order *o, struct value *node)
{
    struct arena *a = w->ctx.arena;
    struct promise_list list = { 0 };
    const struct promise *first = NULL;
    bool is_late = false;
    if (o->status == ORDER_OPEN) {
        TRY(promise_list(&w->ctx, order_subject(&w->ctx, o->id), &list));
    }
    for (size_t i = 0; i < list.count; i++) {
        const struct promise *p = &list.item[i];
        bool is_owed =
            p->outcome == PROMISE_OPEN || (p->outcome == PROMISE_BROKEN && p->settled_at == 0);
        first = is_owed && first == NULL ? p : first;
        is_late = is_late || (is_owed && p->due_at < w->ctx.now_at);
    }
    value_set_bool(a, node, S("is_late"), is_late);
    if (first == NULL) {
        value_set_null(a, node, S("next_due"));
        return OK;
    }
    struct value *due = value_set_object(a, node, S("next_due"));
    value_set_text(a, due, S("text"), promise_kind_label(first->kind, w->ctx.lang));
    value_set_instant(a, due, S("due_at"), first->due_at);
    return OK;
}

static void show_place(struct web *w, const struct order *o, struct value *node)
{
    struct district d = { 0 };
    bool is_known = o->district.size != 0 && region_district(app_regions(w->app), o->district, &d);
    show_text_or_null(w, node, S("place"),
                      is_known
                          ? str_format(w->ctx.arena, "%.*s, %.*s", STR_ARG(d.name), STR_ARG(d.city))
                          : (str){ 0 });
}

/* What came in, else what the buyer is asked for: the total without the unique code. */
static enum err asked_or_paid(struct web *w, const struct order *o, money *out)
{
    struct pay_sums sums = { 0 };
    struct payment p = { 0 };
    TRY(payment_sums(&w->ctx, o, &sums));
    enum err e = payment_latest(&w->ctx, o->id, &p);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    bool waits_for_rest = o->payment == PAYMENT_PARTIALLY_PAID && o->status == ORDER_OPEN;
    *out = waits_for_rest            ? money_add(sums.captured, p.amount)
           : sums.captured.minor > 0 ? sums.captured
           : e == OK                 ? p.amount
                                     : o->total;
    return OK;
}

static enum err show_item(struct web *w, const struct order *o, struct value *node)
{
    struct arena *a = w->ctx.arena;
    money amount = { 0 };
    bool is_disputed = false;
    const struct pay_method *method = pay_method_of(o->payment_method);
    bool is_own = str_eq(o->source, S("own"));
    value_set_text(a, node, S("number"), o->number);
    value_set_text(a, node, S("href_url"), admin_order_url(w, o, ""));
    value_set_instant(a, node, S("placed_at"), o->placed_at);
    value_set_text(a, node, S("source"), o->source);
    show_text_or_null(w, node, S("source_text"),
                      is_own ? (str){ 0 } : order_source_text(w, o->source));
    show_text_or_null(w, node, S("external_ref"), o->external_ref);
    show_place(w, o, node);
    TRY(payment_is_disputed(&w->ctx, o->id, &is_disputed));
    TRY(asked_or_paid(w, o, &amount));
    value_set_money(a, node, S("total"), amount);
    value_set_text(a, node, S("payment_method"), o->payment_method);
    value_set_text(a, node, S("payment_method_text"),
                   method == NULL
                       ? web_text(w, "Paid elsewhere")
                       : str_of(web_is_indonesian(w) ? method->indonesian : method->english));
    value_set_text(a, node, S("status"), order_status_name(o->status));
    value_set_text(a, node, S("payment_status"), payment_status_name(o->payment));
    value_set_text(a, node, S("fulfillment_status"), fulfillment_status_name(o->fulfillment));
    value_set_text(a, node, S("payment_status_text"), order_payment_text(w, o, is_disputed));
    value_set_bool(a, node, S("is_disputed"), is_disputed);
    value_set_text(a, node, S("fulfillment_status_text"),
                   order_fulfillment_text(w, o->fulfillment));
    value_set_bool(a, node, S("is_paid"),
                   o->paid_at != 0 && o->status != ORDER_CANCELED && !is_disputed);
    value_set_bool(a, node, S("is_unpaid"),
                   o->paid_at == 0 && o->payment != PAYMENT_NONE && o->status == ORDER_OPEN);
    value_set_bool(a, node, S("is_canceled"), o->status == ORDER_CANCELED);
    return show_due(w, o, node);
}

/* "1763712345000000-42": instant and id of the last row. */
static void read_cursor(str cursor, struct order_filter *filter)
{
    struct str_pair parts = str_cut(cursor, '-');
    int64_t at = 0;
    int64_t id = 0;
    if (str_to_int(parts.head, &at) && str_to_int(parts.tail, &id)) {
        filter->before_at = at;
        filter->before_id = id;
    }
}

static void show_filter(struct web *w, struct value *m)
{
    struct form_state state =
        w->query_state.form != NULL ? w->query_state : form_blank(w->ctx.arena, &office_query);
    value_set(
        m, S("filter"),
        form_model(w->ctx.arena, &state, web_path(w, "/admin/orders"), (str){ 0 }, w->ctx.lang));
}

enum err admin_orders(struct web *w)
{
    enum { PAGE = 30 };
    const struct office_ask *ask = office_ask_of(w);
    struct order_filter filter = { .view = ask->state, .query = str_trim(ask->q), .limit = PAGE };
    struct order_list list = { 0 };
    struct value *m = office_page(w);
    str next = { 0 };
    read_cursor(ask->cursor, &filter);
    TRY(order_list(&w->ctx, &filter, &list));
    value_set_text(w->ctx.arena, m, S("new_url"), web_path(w, "/admin/orders/new"));
    TRY(show_tabs(w, m, ask->state));
    show_filter(w, m);
    unsigned readers = vault_purpose_row(PURPOSE_ORDER)->roles;
    bool can_find_buyer = (readers & 1u << w->ctx.actor.role) != 0;
    value_set_bool(w->ctx.arena, m, S("can_find_buyer"), can_find_buyer);
    value_set_bool(w->ctx.arena, m, S("is_search"), filter.query.size != 0);
    struct value *items = value_set_list(w->ctx.arena, m, S("items"));
    for (size_t i = 0; i < list.count; i++) {
        TRY(show_item(w, &list.item[i], value_add_object(w->ctx.arena, items)));
    }
    if (list.has_more) {
        const struct order *last = &list.item[list.count - 1];
        next = str_format(w->ctx.arena, "%" PRId64 "-%" PRId64, last->placed_at, last->id.v);
    }
    office_next(w, m, "/admin/orders", S("cursor"), next);
    return OK;
}
