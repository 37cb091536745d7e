/* SPDX-License-Identifier: Apache-2.0 */
/* claims.c - the board of claims: whose turn it is, and until when. */
#include "shop/claim_list.h"
#include "web/admin/claim.h"
#include "web/shop/show.h"
#include "web/text.h"

static const struct model_field item_fields[] = {
    SHOW(TEXT, "number"), PAGE_ONLY(TEXT, "href_url"), SHOW(TEXT, "order_number"), SHOW(TEXT, "kind"), SHOW(TEXT, "kind_text"),
    SHOW(TEXT, "wish"), SHOW(TEXT, "wish_text"), SHOW(TEXT, "state"), SHOW(TEXT, "state_text"), SHOW(INSTANT, "opened_at"),
    SHOW(BOOL, "is_closed"), SHOW_OR_NULL(OBJECT, "next", .of = &claim_next_model),
};
static const struct model item_model = MODEL("admin_claim_item", item_fields);
static const struct model_field fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(LIST, "tabs"), SHOW(LIST, "items", .of = &item_model),
    PAGE_ONLY(TEXT, "first_url"), PAGE_ONLY(TEXT, "next_url"), SHOW_OR_NULL(TEXT, "next"),
};
const struct model admin_claims_model = MODEL("admin_claims", fields);

static const struct office_tab tabs[] = {
    { "", T_INIT("Our turn"), 0 },
    { "decide", T_INIT("Second person"), 0 },
    { "waiting", T_INIT("Buyer's turn"), 0 },
    { "closed", T_INIT("Closed"), -1 },
    { "all", T_INIT("All"), -1 },
};

static enum err show_tabs(struct web *w, struct value *m, str current)
{
    struct office_tab counted[COUNT(tabs)];
    for (size_t i = 0; i < COUNT(tabs); i++) {
        counted[i] = tabs[i];
        if (tabs[i].count >= 0) {
            TRY(claim_count(&w->ctx, str_of(tabs[i].state), &counted[i].count));
        }
    }
    office_tabs(w, m, "/admin/claims", counted, COUNT(counted), current);
    return OK;
}

static enum err show_item(struct web *w, const struct claim *k, struct value *node)
{
    struct arena *a = w->ctx.arena;
    struct order o = { 0 };
    TRY(order_by_id(&w->ctx, k->order, &o));
    value_set_text(a, node, S("number"), k->number);
    value_set_text(a, node, S("href_url"), web_path(w, "/admin/claims/%.*s", STR_ARG(k->number)));
    value_set_text(a, node, S("order_number"), o.number);
    value_set_text(a, node, S("kind"), claim_kind_name(k->kind));
    value_set_text(a, node, S("kind_text"), claim_kind_text(w, k->kind));
    value_set_text(a, node, S("wish"), claim_remedy_name(k->wish));
    value_set_text(a, node, S("wish_text"), claim_remedy_text(w, k->wish));
    value_set_text(a, node, S("state"), claim_state_name(k->state));
    value_set_text(a, node, S("state_text"), claim_where_text(w, k));
    value_set_instant(a, node, S("opened_at"), k->opened_at);
    value_set_bool(a, node, S("is_closed"), claim_is_closed(k->state));
    return claim_show_next(w, k, node);
}

enum err admin_claims(struct web *w)
{
    enum { PAGE = 30 };
    const struct office_ask *ask = office_ask_of(w);
    struct value *m = office_page(w);
    struct claim_list list = { 0 };
    int64_t before = 0;
    if (ask->cursor.size != 0 && !str_to_int(ask->cursor, &before)) {
        before = 0;
    }
    TRY(show_tabs(w, m, ask->state));
    TRY(claim_page_of(&w->ctx, ask->state, before, PAGE + 1, &list));
    struct value *items = value_set_list(w->ctx.arena, m, S("items"));
    for (size_t i = 0; i < list.count && i < PAGE; i++) {
        TRY(show_item(w, &list.item[i], value_add_object(w->ctx.arena, items)));
    }
    str next = list.count > PAGE ? str_of_int(w->ctx.arena, list.item[PAGE - 1].id.v) : (str){ 0 };
    office_next(w, m, "/admin/claims", S("cursor"), next);
    return OK;
}
