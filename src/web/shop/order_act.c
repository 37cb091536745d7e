/* SPDX-License-Identifier: Apache-2.0 */
/* order_act.c - what a buyer can do to an order, and finding one again. */
#include "core/link.h"
#include "shop/cart.h"
#include "shop/shipment.h"
#include "web/app.h"
#include "web/reader.h"
#include "web/shop/buy.h"
#include "web/shop/order_model.h"
#include "web/shop/show.h"
#include "web/text.h"

struct cancel_input {
    str reason;
};
static const struct field cancel_fields[] = {
    FIELD(TEXT, struct cancel_input, reason, 0, 200, "At most 200 characters.", .label = "Reason", .is_optional = true,
          .autocomplete = "off"),
};
const struct form order_cancel_form = FORM("cancel_order", cancel_fields, struct cancel_input);

struct transferred_input {
    str from_name;
    struct form_file proof;
};
static const struct field transferred_fields[] = {
    FIELD(TEXT, struct transferred_input, from_name, 0, 100, "At most 100 characters.",
          .label = "Name on the sending account", .is_optional = true, .autocomplete = "off"),
    FIELD(FILE, struct transferred_input, proof, 0, 5000000, "A picture of at most 5 MB.", .label = "Proof of transfer",
          .hint = "A photo or screenshot, at most 5 MB.", .is_optional = true),
};
const struct form order_transferred_form =
    FORM("transferred", transferred_fields, struct transferred_input);

struct find_input {
    str number, phone;
};
static const struct field find_fields[] = {
    FIELD(TEXT, struct find_input, number, 4, 40, "The number on the receipt or in our message.", .label = "Order number",
          .hint = "It is on the receipt and in our messages", .autocomplete = "off"),
    FIELD(PHONE, struct find_input, phone, 8, 20, "The phone number used for the order.",
          .label = "Phone number of the order", .autocomplete = "tel", .inputmode = "tel"),
};
const struct form order_find_form = FORM("find_order", find_fields, struct find_input);

/* After any act: the order as it is now; the page goes back to it. */
enum err order_answer(struct web *w, order_id id)
{
    struct order o = { 0 };
    TRY(order_by_id(&w->ctx, id, &o));
    reader_see_order(w, &o);
    w->model = value_object(w->ctx.arena);
    w->resource = o.number;
    web_redirect(w, order_page_url(w, &o));
    return order_show(w, &o, PURPOSE_COUNT, w->model);
}

enum err order_cancel_post(struct web *w)
{
    const struct cancel_input *in = w->form;
    struct order o = { 0 };
    TRY(order_of_path(w, &o));
    bool is_before_packing = order_can_cancel(&o, ROLE_BUYER);
    TRY(order_cancel(&w->ctx, o.id,
                     is_before_packing ? S("buyer_changed_mind") : S("not_sent_in_time")));
    (void)
        in; /* free text of a person does not go into rows and events; it is a message of the conversation */
    return order_answer(w, o.id);
}

enum err order_received_post(struct web *w)
{
    struct order o = { 0 };
    TRY(order_of_path(w, &o));
    if (o.received_at == 0) { /* pressing twice is fine */
        TRY(order_receive(&w->ctx, o.id));
    }
    return order_answer(w, o.id);
}

/* A screenshot of somebody's bank is personal data: it lies sealed in the vault. */
static enum err transfer_proof_keep(struct web *w, const struct order *o)
{
    const struct transferred_input *in = w->form;
    struct payment p = { 0 };
    vault_text_id text = { 0 };
    if (in == NULL || in->proof.bytes.size == 0) {
        return OK;
    }
    TRY(payment_latest(&w->ctx, o->id, &p));
    TRY(vault_text_write(&w->ctx, o->person, VAULT_NOTE, in->proof.bytes, &text));
    return payment_keep_proof(&w->ctx, p.id, text);
}

enum err order_transferred_post(struct web *w)
{
    struct order o = { 0 };
    TRY(order_of_path(w, &o));
    TRY(payment_say_transferred(&w->ctx, &o));
    TRY(transfer_proof_keep(w, &o));
    return order_answer(w, o.id);
}

/* The buyer's cart, when it is one that can still be filled; else a new one. */
static enum err cart_to_fill(struct web *w, cart_id *out)
{
    struct cart cart = { 0 };
    w->cart_token = session_cookie(w->request, S("cart")); /* this page's key is the order's */
    enum err e = cart_find(&w->ctx, w->cart_token, out);
    if (e == OK) {
        TRY(cart_load(&w->ctx, *out, &cart));
    }
    if (e == OK && cart.order_number.size == 0) {
        return OK;
    }
    if (e != OK && e != ERR_CART_EXPIRED) {
        return e;
    }
    TRY(cart_create(&w->ctx, &w->cart_token, out));
    web_set_cookie(w, S("cart"), w->cart_token, w->ctx.shop->cart_days * 86400);
    return OK;
}

/* As many of a line as can be had; *added: 0 none, fewer than asked for, or all. What is refused is tried by halves. */
static enum err add_line(struct web *w, cart_id cart, const struct order_line *line, int64_t *added)
{
    enum err e = OK;
    int64_t have = 0;
    int64_t part = line->quantity;
    while (part > 0 && have < line->quantity) {
        bool is_over = part > line->quantity - have;
        e = is_over ? ERR_OUT_OF_STOCK : cart_add(&w->ctx, cart, line->sku, part);
        bool is_refused = e == ERR_NOT_FOUND || e == ERR_OUT_OF_STOCK || e == ERR_LIMIT;
        TRY(is_refused ? OK : e);
        have += e == OK ? part : 0;
        part = e == ERR_OUT_OF_STOCK ? part / 2 : e == OK ? part : 0;
    }
    *added = have;
    return OK;
}

static enum err costs_the_same(struct web *w, cart_id id, const struct order *o, bool *same)
{
    struct cart cart = { 0 };
    TRY(cart_load(&w->ctx, id, &cart));
    *same = true;
    for (size_t i = 0; i < o->line_count; i++) {
        for (size_t k = 0; k < cart.count; k++) {
            bool is_it = str_eq(o->line[i].sku, cart.item[k].sku);
            *same = *same && (!is_it || o->line[i].unit.minor == cart.item[k].price.minor);
        }
    }
    return OK;
}

/* The same goods into the cart again, as far as they are still for sale; what lies in it stays. The cart says what became of it. */
enum err order_reorder_post(struct web *w)
{
    struct order o = { 0 };
    cart_id cart = { 0 };
    bool has_any = false;
    bool has_all = true;
    bool same = false;
    TRY(order_of_path(w, &o));
    TRY(cart_to_fill(w, &cart));
    for (size_t i = 0; i < o.line_count; i++) {
        int64_t added = 0;
        TRY(add_line(w, cart, &o.line[i], &added));
        has_any = has_any || added > 0;
        has_all = has_all && added == o.line[i].quantity;
    }
    TRY(costs_the_same(w, cart, &o, &same));
    TRY(order_answer(w, o.id));
    web_redirect(w, web_path(w, "/cart?reordered=%s",
                             !has_any   ? "none"
                             : !has_all ? "some"
                             : same     ? "same"
                                        : "prices"));
    return OK;
}

enum err order_again(struct web *w)
{
    struct order o = { 0 };
    TRY(order_by_number(&w->ctx, w->resource, &o));
    return order_answer(w, o.id);
}

/* --- found again by number and phone: status only --- */

static const struct model_field found_step_fields[] = {
    SHOW(TEXT, "kind"), SHOW(TEXT, "name"), SHOW_OR_NULL(INSTANT, "at"), SHOW(BOOL, "is_done"), SHOW(BOOL, "is_current"),
};
static const struct model found_step_model = MODEL("found_step", found_step_fields);
static const struct model_field found_parcel_fields[] = {
    SHOW(TEXT, "carrier"), SHOW_OR_NULL(TEXT, "tracking_number"), SHOW_OR_NULL(TEXT, "carrier_url"),
    SHOW(TEXT, "status_text"),
};
static const struct model found_parcel_model = MODEL("found_parcel", found_parcel_fields);
static const struct model_field found_promise_fields[] = {
    SHOW(TEXT, "kind"), SHOW(TEXT, "text"), SHOW(INSTANT, "due_at"), SHOW_OR_NULL(INSTANT, "settled_at"),
    SHOW(TEXT, "outcome"), PAGE_ONLY(BOOL, "is_open"), PAGE_ONLY(BOOL, "is_kept"), PAGE_ONLY(BOOL, "is_broken"),
    PAGE_ONLY(BOOL, "is_voided"), SHOW_OR_NULL(TEXT, "paused_text", .note = "The published rule that holds its clock; due_at is then the latest."), SHOW_OR_NULL(TEXT, "consequence"), SHOW_OR_NULL(TEXT, "voided_reason"),
};
static const struct model found_promise_model = MODEL("found_promise", found_promise_fields);
static const struct model_field result_fields[] = {
    SHOW(TEXT, "number"), SHOW(INSTANT, "placed_at"), SHOW(TEXT, "status"), SHOW(TEXT, "payment_status"),
    SHOW(TEXT, "fulfillment_status"), SHOW(TEXT, "status_text"), SHOW(TEXT, "payment_status_text"),
    SHOW(TEXT, "fulfillment_status_text"), SHOW(LIST, "steps", .of = &found_step_model),
    SHOW(LIST, "shipments", .of = &found_parcel_model), SHOW(LIST, "promises", .of = &found_promise_model),
    PAGE_ONLY(TEXT, "resend_text"), PAGE_ONLY(TEXT, "resend_whatsapp_url"),
};
static const struct model result_model = MODEL("found_order", result_fields);
static const struct model_field find_page_fields[] = {
    PAGE_ONLY(TEXT, "meta_description"), PAGE_ONLY(OBJECT, "form"), SHOW(BOOL, "is_not_found"),
    SHOW_OR_NULL(OBJECT, "result", .of = &result_model),
};
const struct model order_find_model = MODEL("order_find", find_page_fields);

static struct value *find_model(struct web *w)
{
    struct arena *a = w->ctx.arena;
    struct value *m = value_object(a);
    struct form_state state = web_form_state(w, &order_find_form);
    value_set_text(a, m, S("meta_description"),
                   web_text(w, "Find an order by its number and phone number."));
    value_set(m, S("form"),
              form_model(a, &state, web_path(w, "/orders/find"), (str){ 0 }, w->ctx.lang));
    return m;
}

enum err order_find_page(struct web *w)
{
    w->model = find_model(w);
    value_set_bool(w->ctx.arena, w->model, S("is_not_found"), false);
    value_set_null(w->ctx.arena, w->model, S("result"));
    return OK;
}

/* Takes the parts of the whole order that name nobody. */
static void take(struct value *from, struct value *to, const char *name)
{
    struct value *previous = NULL;
    for (struct value *node = from->children.first; node != NULL;
         previous = node, node = node->next) {
        if (!str_eq(node->name, str_of(name))) {
            continue;
        }
        if (previous == NULL) {
            from->children.first = node->next;
        } else {
            previous->next = node->next;
        }
        node->next = NULL;
        value_set(to, node->name, node);
        return;
    }
}

static enum err show_result(struct web *w, const struct order *o, struct value *m)
{
    struct arena *a = w->ctx.arena;
    static const char *const parts[] = { "number", "placed_at", "status", "payment_status", "fulfillment_status",
                                         "status_text", "payment_status_text", "fulfillment_status_text", "steps",
                                         "shipments", "promises" };
    struct value *all = value_object(a);
    struct value *result = value_set_object(a, m, S("result"));
    str phone = w->ctx.shop->whatsapp.size != 0 ? w->ctx.shop->whatsapp : w->ctx.shop->phone;
    str text = str_format(a, "%.*s %.*s", STR_ARG(web_text(w, "Please send me the link of order")),
                          STR_ARG(o->number));
    TRY(order_show(w, o, PURPOSE_COUNT, all));
    for (size_t i = 0; i < COUNT(parts); i++) {
        take(all, result, parts[i]);
    }
    value_set_text(
        a, result, S("resend_text"),
        web_text(
            w,
            "Ask the shop on WhatsApp for the full link; it is sent to the number of the order."));
    show_text_or_null(w, result, S("resend_whatsapp_url"),
                      phone.size == 0 ? phone
                                      : str_format(a, "https://wa.me/%.*s?text=%.*s",
                                                   STR_ARG(str_skip(phone, 1)),
                                                   STR_ARG(str_escape_url(a, text))));
    return OK;
}

/* Number and phone must belong together; whichever is wrong, the answer is the same. */
enum err order_find_post(struct web *w)
{
    const struct find_input *in = w->form;
    struct arena *a = w->ctx.arena;
    struct order o = { 0 };
    bool is_theirs = false;
    w->model = find_model(w);
    str number = str_trim(in->number);
    str meant = link_number_read(a, in->number, w->ctx.shop->order_prefix);
    TRY(order_is_theirs(&w->ctx, number, in->phone, &is_theirs));
    if (!is_theirs && !str_eq(meant, number)) {
        number = meant;
        TRY(order_is_theirs(&w->ctx, number, in->phone, &is_theirs));
    }
    value_set_bool(a, w->model, S("is_not_found"), !is_theirs);
    if (is_theirs) {
        TRY(order_by_number(&w->ctx, number, &o));
        return show_result(w, &o, w->model);
    }
    value_set_null(a, w->model, S("result"));
    w->status = 404;
    return OK;
}
