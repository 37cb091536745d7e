/* SPDX-License-Identifier: Apache-2.0 */
/* order.c - the order as its buyer sees it. */
#include "shop/message.h"
#include "shop/order_cover.h"
#include "shop/order_link.h"
#include "shop/order_source.h"
#include "shop/shipment.h"
#include "web/app.h"
#include "web/care/survey.h"
#include "web/hours.h"
#include "web/reader.h"
#include "web/shop/buy.h"
#include "web/shop/claim.h"
#include "web/shop/order_model.h"
#include "web/shop/outlook.h"
#include "web/shop/show.h"
#include "web/shop/standing.h"
#include "web/text.h"

struct order_ask {
    str key, placed;
};
static const struct field order_query_fields[] = {
    FIELD(TEXT, struct order_ask, key, 0, 64, "", .is_optional = true),
    FIELD(TEXT, struct order_ask, placed, 0, 1, "", .is_optional = true),
};
const struct form order_query = QUERY_FORM("order_link", order_query_fields, struct order_ask);

str order_page_url(struct web *w, const struct order *o)
{
    str key = order_link_key(&w->ctx, o->number);
    return web_path(w, "/orders/%.*s?key=%.*s", STR_ARG(o->number), STR_ARG(key));
}

str order_act_url(struct web *w, const struct order *o, const char *verb)
{
    str key = order_link_key(&w->ctx, o->number);
    return web_path(w, "/orders/%.*s/%s?key=%.*s", STR_ARG(o->number), verb, STR_ARG(key));
}

enum err order_of_path(struct web *w, struct order *out)
{
    TRY(order_by_number(&w->ctx, web_param(w, S("number")), out));
    reader_see_order(w, out);
    if (w->ctx.actor.role == ROLE_BUYER) {
        w->ctx.actor.id = out->person.v; /* whoever holds the link is the one who ordered */
    }
    return OK;
}

/* --- what the page says about where it stands --- */

static const char *const payment_texts[PAYMENT_STATUS_COUNT][2] = {
    [PAYMENT_NONE] = { "Dibayar di tempat lain", "Paid elsewhere" },
    [PAYMENT_PENDING] = { "Menunggu pembayaran", "Waiting for payment" },
    [PAYMENT_AUTHORIZED] = { "Disetujui", "Authorised" },
    [PAYMENT_PARTIALLY_PAID] = { "Dibayar sebagian", "Partly paid" },
    [PAYMENT_PAID] = { "Lunas", "Paid" },
    [PAYMENT_OVERPAID] = { "Lebih bayar", "Overpaid" },
    [PAYMENT_PARTIALLY_REFUNDED] = { "Dikembalikan sebagian", "Partly refunded" },
    [PAYMENT_REFUNDED] = { "Uang dikembalikan", "Refunded" },
    [PAYMENT_VOIDED] = { "Batal", "Void" },
    [PAYMENT_EXPIRED] = { "Kedaluwarsa", "Expired" },
};
static const char *const fulfillment_texts[FULFILLMENT_STATUS_COUNT][2] = {
    [FULFILLMENT_UNFULFILLED] = { "Belum dikirim", "Not sent yet" },
    [FULFILLMENT_PARTIAL] = { "Dikirim sebagian", "Partly sent" },
    [FULFILLMENT_SHIPPED] = { "Dalam perjalanan", "On its way" },
    [FULFILLMENT_DELIVERED] = { "Sudah sampai", "Delivered" },
    [FULFILLMENT_CANCELED] = { "Batal dikirim", "Not sent" },
};
static const char *const status_texts[ORDER_STATUS_COUNT][2] = {
    [ORDER_OPEN] = { "Berjalan", "In progress" },
    [ORDER_COMPLETED] = { "Selesai", "Completed" },
    [ORDER_CANCELED] = { "Dibatalkan", "Cancelled" },
};

static str in_words(const struct web *w, const char *const pair[2])
{
    return str_of(pair[web_is_indonesian(w) ? 0 : 1]);
}

static bool is_on_delivery(const struct order *o)
{
    return str_eq(o->payment_method, S("cod")) || str_eq(o->payment_method, S("pay_at_pickup"));
}

/* Nobody waits for money that comes with the goods. */
str order_payment_text(const struct web *w, const struct order *o, bool is_disputed)
{
    if (is_disputed) {
        return web_text(w, "Disputed");
    }
    bool comes_later = o->payment == PAYMENT_PENDING && is_on_delivery(o);
    return comes_later ? web_text(w, "Paid on receipt") : in_words(w, payment_texts[o->payment]);
}

str order_fulfillment_text(const struct web *w, enum fulfillment_status s)
{
    return in_words(w, fulfillment_texts[s]);
}

str order_status_text(const struct web *w, enum order_status s)
{
    return in_words(w, status_texts[s]);
}

static str cancel_text(const struct web *w, const struct order *o)
{
    return order_reason_text(w, o->cancel_reason);
}

static void show_flags(struct web *w, const struct order *o, const struct payment *p,
                       bool is_sent_back, struct value *m)
{
    struct arena *a = w->ctx.arena;
    bool open = o->status == ORDER_OPEN;
    bool is_partly = open && o->payment == PAYMENT_PARTIALLY_PAID;
    bool waits = (open && o->payment == PAYMENT_PENDING) || is_partly;
    bool is_sent =
        open && (o->fulfillment == FULFILLMENT_SHIPPED || o->fulfillment == FULFILLMENT_PARTIAL);
    bool ready = o->paid_at != 0 || o->confirmed_at != 0 || o->payment == PAYMENT_NONE;
    bool is_next = open && ready && o->fulfillment == FULFILLMENT_UNFULFILLED;
    bool is_disputed = value_bool(m, S("is_disputed")); /* show_head */
    const struct {
        const char *name;
        bool truth;
    } flags[] = {
        { "is_awaiting_payment",
          waits && !is_on_delivery(o) }, /* also while the shop looks for it: is_payment_reported */
        { "is_payment_reported", waits && p->transferred_at != 0 },
        { "is_partly_paid", is_partly },
        { "is_paid", o->paid_at != 0 },
        { "is_preparing", is_next && !is_disputed },
        { "is_held_back", is_next && is_disputed },
        { "is_on_the_way", is_sent && !is_sent_back && !order_is_pickup(o) },
        { "is_sent_back", is_sent && is_sent_back },
        { "is_ready_for_pickup",
          open && o->fulfillment == FULFILLMENT_SHIPPED && order_is_pickup(o) },
        { "is_delivered", open && o->fulfillment == FULFILLMENT_DELIVERED },
        { "is_completed", o->status == ORDER_COMPLETED },
        { "is_canceled",
          o->status == ORDER_CANCELED && o->payment != PAYMENT_EXPIRED }, /* one of the two */
        { "is_expired", o->payment == PAYMENT_EXPIRED },
        { "is_cod", str_eq(o->payment_method, S("cod")) },
        { "is_to_confirm", waits && is_on_delivery(o) && !ready },
    };
    for (size_t i = 0; i < COUNT(flags); i++) {
        value_set_bool(a, m, str_of(flags[i].name), flags[i].truth);
    }
    show_text_or_null(w, m, S("canceled_reason"), cancel_text(w, o));
}

static void show_steps(struct web *w, const struct order *o, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct step {
        const char *kind, *name;
        int64_t at;
    };
    const struct step paid = { "paid", "Paid", o->paid_at };
    const struct step confirmed = { "confirmed", "Confirmed", o->confirmed_at };
    const struct step steps[] = {
        { "placed", "Ordered", o->placed_at },
        is_on_delivery(o) ? confirmed : paid, /* its money comes last */
        { "shipped", "Sent", o->shipped_at },
        { "delivered", "Received", o->delivered_at },
    };
    struct value *list = value_set_list(a, m, S("steps"));
    bool found = false;
    for (size_t i = 0; i < COUNT(steps); i++) {
        bool is_unknown = o->payment == PAYMENT_NONE && str_eq(str_of(steps[i].kind), S("paid"));
        if (is_unknown && steps[i].at == 0) {
            continue; /* paid elsewhere: when, nobody told us */
        }
        struct value *step = value_add_object(a, list);
        bool is_done = steps[i].at != 0;
        value_set_text(a, step, S("kind"), str_of(steps[i].kind));
        value_set_text(a, step, S("name"), web_text(w, steps[i].name));
        value_set_instant(a, step, S("at"), steps[i].at);
        value_set_bool(a, step, S("is_done"), is_done);
        value_set_bool(a, step, S("is_current"), !is_done && !found && o->status == ORDER_OPEN);
        found = found || !is_done;
    }
}

static void show_head(struct web *w, const struct order *o, bool is_disputed, struct value *m)
{
    struct arena *a = w->ctx.arena;
    const struct order_ask *ask = w->query;
    value_set_text(a, m, S("number"), o->number);
    value_set_text(a, m, S("order_url"), order_page_url(w, o));
    value_set_text(a, m, S("csrf_token"), w->csrf_token);
    value_set_text(a, m, S("source"), o->source);
    value_set_text(a, m, S("source_text"), order_source_text(w, o->source));
    value_set_bool(a, m, S("is_imported"), order_is_from_elsewhere(o));
    show_text_or_null(w, m, S("marketplace"),
                      order_is_of_marketplace(o) ? order_source_name(o->source) : (str){ 0 });
    value_set_instant(a, m, S("placed_at"), o->placed_at);
    bool fresh = ask != NULL && w->route->query == &order_query && ask->placed.size != 0;
    value_set_bool(a, m, S("is_just_placed"), fresh || w->ctx.now_at - o->placed_at < MINUTES(3));
    value_set_text(a, m, S("status"), order_status_name(o->status));
    value_set_text(a, m, S("status_text"), in_words(w, status_texts[o->status]));
    value_set_text(a, m, S("payment_status"), payment_status_name(o->payment));
    value_set_text(a, m, S("payment_status_text"), order_payment_text(w, o, is_disputed));
    value_set_bool(a, m, S("is_disputed"), is_disputed);
    value_set_text(a, m, S("fulfillment_status"), fulfillment_status_name(o->fulfillment));
    value_set_text(a, m, S("fulfillment_status_text"),
                   in_words(w, fulfillment_texts[o->fulfillment]));
}

/* --- its parts --- */

static void show_line_picture(struct web *w, const struct order_line *l, struct value *line)
{
    struct show_picture picture = { 0 };
    if (l->show != NULL) {
        picture =
            (struct show_picture){ l->show->media, l->show->asset,  (str){ 0 },
                                    l->show->width, l->show->height, l->show->is_illustration };
    }
    show_picture(w, line, S("image"), &picture);
}

static void show_lines(struct web *w, const struct order *o, const struct order_cover *cover,
                       struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct value *lines = value_set_list(a, m, S("lines"));
    for (size_t i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->line[i];
        struct value *line = value_add_object(a, lines);
        value_set_text(a, line, S("sku"), l->sku);
        value_set_text(a, line, S("name"), l->name);
        show_text_or_null(w, line, S("variant_title"), l->options);
        show_text_or_null(w, line, S("href_url"),
                          l->slug.size == 0 ? l->slug
                                            : web_path(w, "/products/%.*s", STR_ARG(l->slug)));
        show_line_picture(w, l, line);
        value_set_int(a, line, S("quantity"), l->quantity);
        value_set_money(a, line, S("price"), l->unit);
        value_set_money(a, line, S("line_total"), l->total);
        order_line_covers(w, cover, l, line);
    }
}

static void show_totals(struct web *w, const struct order *o, const struct payment *p,
                        struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct value *totals = value_set_object(a, m, S("totals"));
    money code = { p->unique_code, o->total.currency };
    value_set_money(a, totals, S("subtotal"), o->subtotal);
    value_set_money(a, totals, S("shipping"), money_sub(o->shipping, o->fee));
    show_money_or_null(w, totals, S("cod_fee"), o->fee);
    show_money_or_null(w, totals, S("discount"), o->discount);
    show_money_or_null(w, totals, S("unique_code"), code);
    show_money_or_null(w, totals, S("tax"), o->tax);
    value_set_money(a, totals, S("total"), money_sub(o->total, code));
}

/* Erased, or the purpose has ended: the order itself stays readable. */
static enum err read_delivery(struct web *w, const struct order *o, enum vault_purpose purpose,
                              struct delivery **out)
{
    struct delivery *to = NEW(w->ctx.arena, struct delivery);
    *out = NULL;
    if (purpose == PURPOSE_COUNT || o->delivery.v == 0) {
        return OK;
    }
    enum err e = order_delivery(&w->ctx, o, purpose, to);
    if (e == ERR_NOT_FOUND || e == ERR_FORBIDDEN) {
        return OK;
    }
    TRY(e);
    *out = to;
    return OK;
}

static void show_address(struct web *w, const struct delivery *to, struct value *m)
{
    struct arena *a = w->ctx.arena;
    if (to == NULL) {
        value_set_null(a, m, S("address"));
        return;
    }
    struct value *node = value_set_object(a, m, S("address"));
    const struct {
        const char *name;
        str text;
    } fields[] = {
        { "name", to->name },         { "phone", phone_printed(a, to->phone) },
        { "street", to->street },     { "village", to->village },
        { "district", to->district }, { "city", to->city },
        { "province", to->province }, { "postal_code", to->postal_code },
        { "note", to->note },
    };
    for (size_t i = 0; i < COUNT(fields); i++) {
        show_text_or_null(w, node, str_of(fields[i].name), fields[i].text);
    }
}

/* Nobody saw it arrive: a second person judged that it had. */
static str event_text(const struct web *w, const struct shipment_event *e)
{
    return str_eq(e->source, S(SHIPMENT_BY_DECISION))
               ? web_text(w, "Delivered, as the decision on the claim says")
               : shipment_status_label(e->status, w->ctx.lang);
}

/* Staff see whose parcel it is too; a buyer their own orders, and nobody else's. */
static void show_mates(struct web *w, const struct shipment *s, struct value *node)
{
    struct arena *a = w->ctx.arena;
    enum role role = w->ctx.actor.role;
    bool is_office =
        role != ROLE_BUYER && role != ROLE_VISITOR && role != ROLE_SYSTEM && role != ROLE_REVIEWER;
    struct value *mates = value_set_list(a, node, S("together_with"));
    for (size_t i = 0; i < s->mate_count; i++) {
        const struct shipment_mate *mate = &s->mate[i];
        bool is_known = mate->person.v != 0; /* two of whom nobody is known are not one */
        bool is_theirs = role == ROLE_BUYER && is_known && mate->person.v == w->ctx.actor.id;
        if (!is_office && !is_theirs) {
            continue;
        }
        struct value *one = value_add_object(a, mates);
        value_set_text(a, one, S("number"), mate->number);
        show_text_or_null(w, one, S("href_url"),
                          is_office ? web_path(w, "/admin/orders/%.*s", STR_ARG(mate->number))
                                    : (str){ 0 });
    }
}

void order_parcel_show(struct web *w, const struct shipment *s, size_t number, struct value *node)
{
    struct arena *a = w->ctx.arena;
    str status = s->delivered_at != 0 ? S("Delivered")
                 : s->event_count > 0 ? s->event[0].status
                                      : S("InfoReceived");
    value_set_int(a, node, S("id"), s->id);
    value_set_int(a, node, S("number"), (int64_t)number);
    value_set_text(a, node, S("carrier"), courier_name(s->carrier));
    show_text_or_null(w, node, S("tracking_number"), s->tracking_number);
    show_text_or_null(w, node, S("carrier_url"),
                      courier_tracking_url(a, s->carrier, s->tracking_number));
    value_set_text(a, node, S("status"), status);
    bool is_back = str_eq(s->state, S("returned_to_sender"));
    value_set_text(a, node, S("status_text"),
                   is_back ? web_text(w, "Back at the shop")
                           : shipment_status_label(status, w->ctx.lang));
    value_set_bool(a, node, S("is_back"), is_back);
    show_mates(w, s, node);
    value_set_bool(a, node, S("is_delivered"), s->delivered_at != 0);
    value_set_instant(a, node, S("shipped_at"), s->shipped_at);
    value_set_instant(a, node, S("delivered_at"), s->delivered_at);
    struct value *lines = value_set_list(a, node, S("lines"));
    for (size_t i = 0; i < s->line_count; i++) {
        struct value *line = value_add_object(a, lines);
        value_set_text(a, line, S("name"), s->line[i].name);
        show_text_or_null(w, line, S("variant_title"), s->line[i].options);
        value_set_int(a, line, S("quantity"), s->line[i].quantity);
    }
    struct value *events = value_set_list(a, node, S("events"));
    for (size_t i = 0; i < s->event_count; i++) {
        struct value *event = value_add_object(a, events);
        value_set_instant(a, event, S("at"), s->event[i].at);
        value_set_text(a, event, S("status"), s->event[i].status);
        value_set_text(a, event, S("text"), event_text(w, &s->event[i]));
        value_set_text(a, event, S("source"), s->event[i].source);
        show_text_or_null(w, event, S("place"), s->event[i].place);
    }
}

static void show_parcels(struct web *w, const struct shipment_list *list, struct value *m)
{
    struct value *parcels = value_set_list(w->ctx.arena, m, S("shipments"));
    for (size_t i = 0; i < list->count; i++) {
        order_parcel_show(w, &list->item[i], i + 1, value_add_object(w->ctx.arena, parcels));
    }
}

void order_promise_show(struct web *w, const struct promise *p, struct value *node)
{
    promise_facts_show(w, p, node);
    value_set_null(w->ctx.arena, node, S("consequence"));
    show_text_or_null(w, node, S("voided_reason"),
                      p->outcome == PROMISE_VOIDED ? order_reason_text(w, p->voided_reason)
                                                   : (str){ 0 });
}

static enum err show_promises(struct web *w, const struct order *o, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct promise_list list = { 0 };
    TRY(promise_list(&w->ctx, order_subject(&w->ctx, o->id), &list));
    struct value *promises = value_set_list(a, m, S("promises"));
    for (size_t i = 0; i < list.count; i++) {
        order_promise_show(w, &list.item[i], value_add_object(a, promises));
    }
    return OK;
}

static void show_shipping(struct web *w, const struct order *o, struct value *m)
{
    struct arena *a = w->ctx.arena;
    const struct shop *shop = w->ctx.shop;
    bool is_pickup = order_is_pickup(o);
    struct promise ship = { 0 };
    struct promise deliver = { 0 };
    struct value *node = value_set_object(a, m, S("shipping"));
    bool has_ship = promise_find(&w->ctx, order_subject(&w->ctx, o->id), PROMISE_SHIP, &ship) == OK;
    bool has_deliver =
        promise_find(&w->ctx, order_subject(&w->ctx, o->id), PROMISE_DELIVER, &deliver) == OK;
    value_set_text(a, node, S("method_text"), o->shipping_name);
    value_set_bool(a, node, S("is_pickup"), is_pickup);
    if (has_ship) {
        value_set_date(a, node, S("ship_by"), zone_days(reader_zone(w), ship.due_at));
    } else {
        value_set_null(a, node, S("ship_by"));
    }
    if (has_deliver) {
        value_set_date(a, node, S("deliver_by"), zone_days(reader_zone(w), deliver.due_at));
    } else {
        value_set_null(a, node, S("deliver_by"));
    }
    show_text_or_null(w, node, S("pickup_address"),
                      is_pickup ? shop_pickup_address(shop) : (str){ 0 });
    show_text_or_null(w, node, S("pickup_hours"),
                      is_pickup ? hours_of_pickup(a, shop, w->ctx.lang) : (str){ 0 });
}

void order_small_form(struct web *w, struct value *m, const char *name, const struct form *form,
                      str action)
{
    struct arena *a = w->ctx.arena;
    if (form == NULL) {
        struct value *node = value_set_object(a, m, str_of(name));
        value_set_text(a, node, S("action_url"), action);
        value_set_text(a, node, S("csrf_token"), w->csrf_token);
        value_set_null(a, node, S("error"));
        return;
    }
    struct form_state state = web_form_state(w, form);
    value_set(m, str_of(name), form_model(a, &state, action, w->csrf_token, w->ctx.lang));
}

/* A packed order is the shop's to send; once it is late by more than the policy says, it is the buyer's again. */
static enum err show_cancel(struct web *w, const struct order *o, struct value *m)
{
    int64_t from_at = 0;
    bool can = false;
    if (o->packed_at != 0 && order_can_cancel(o, ROLE_OWNER)) {
        TRY(order_cancel_from(&w->ctx, o, &from_at));
    }
    TRY(order_buyer_can_cancel(&w->ctx, o, &can));
    value_set_bool(w->ctx.arena, m, S("can_cancel"), can);
    value_set_instant(w->ctx.arena, m, S("cancel_from"), from_at);
    order_small_form(w, m, "cancel_form", &order_cancel_form, order_act_url(w, o, "cancel"));
    return OK;
}

static void show_forms(struct web *w, const struct order *o, const struct payment *p,
                       struct value *m)
{
    struct arena *a = w->ctx.arena;
    payment_show_change(w, o, p, order_act_url(w, o, "pay"), m);
    order_small_form(w, m, "transferred_form", &order_transferred_form,
                     order_act_url(w, o, "transferred"));
    value_set_bool(a, m, S("can_receive"), order_can_receive(o));
    order_small_form(w, m, "receive_form", NULL, order_act_url(w, o, "received"));
    value_set_bool(a, m, S("can_reorder"), str_eq(o->source, S("own")));
    order_small_form(w, m, "reorder_form", NULL, order_act_url(w, o, "reorder"));
}

static void show_links(struct web *w, const struct order *o, struct value *m)
{
    struct arena *a = w->ctx.arena;
    const struct shop *shop = w->ctx.shop;
    str url = web_absolute(w, order_page_url(w, o));
    str save = str_format(a, "%.*s %.*s %.*s", STR_ARG(web_text(w, "Order")), STR_ARG(o->number),
                          STR_ARG(url));
    str ask = str_format(a, "%.*s %.*s", STR_ARG(web_text(w, "Order")), STR_ARG(o->number));
    str phone = shop->whatsapp.size != 0 ? shop->whatsapp : shop->phone;
    value_set_text(a, m, S("save_whatsapp_url"),
                   str_join(a, S("https://wa.me/?text="), str_escape_url(a, save)));
    show_text_or_null(w, m, S("ask_whatsapp_url"),
                      phone.size == 0 ? phone
                                      : str_format(a, "https://wa.me/%.*s?text=%.*s",
                                                   STR_ARG(str_skip(phone, 1)),
                                                   STR_ARG(str_escape_url(a, ask))));
    value_set_text(a, m, S("ask_url"), order_act_url(w, o, "ask"));
    value_set_text(a, m, S("complaint_url"),
                   str_format(a, "%.*s?order=%.*s", STR_ARG(web_path(w, "/complaints")),
                              STR_ARG(str_escape_url(a, o->number))));
    value_set_text(a, m, S("invoice_url"), order_act_url(w, o, "invoice"));
}

enum err order_show(struct web *w, const struct order *o, enum vault_purpose purpose,
                    struct value *m)
{
    struct delivery *to = NULL;
    return order_show_with(w, o, purpose, m, &to);
}

enum err order_show_with(struct web *w, const struct order *o, enum vault_purpose purpose,
                         struct value *m, struct delivery **to)
{
    struct arena *a = w->ctx.arena;
    struct payment p = { 0 };
    struct order pictured = *o;
    struct order_cover cover = { 0 };
    money insured = { 0 };
    struct shipment_list parcels = { 0 };
    bool is_disputed = false;
    enum err e = payment_shown(&w->ctx, o, &p);
    if (e != ERR_NOT_FOUND) {
        TRY(e);
    }
    if (w->face == WEB_PAGE) {
        TRY(order_pictures(&w->ctx, &pictured));
    }
    TRY(payment_is_disputed(&w->ctx, o->id, &is_disputed));
    TRY(shipment_list_of(&w->ctx, o->id, &parcels));
    show_head(w, o, is_disputed, m);
    show_parcels(w, &parcels, m);
    show_flags(w, o, &p, shipment_is_sent_back(&parcels), m);
    show_steps(w, o, m);
    if (p.id.v == 0) {
        value_set_null(a, m, S("payment"));
    } else {
        TRY(payment_show(w, o, &p, value_set_object(a, m, S("payment"))));
    }
    TRY(order_cover_load(&w->ctx, o, &cover));
    show_lines(w, o, &cover, m);
    show_totals(w, o, &p, m);
    show_shipping(w, o, m);
    TRY(read_delivery(w, o, purpose, to));
    show_address(w, *to, m);
    value_set_null(a, m, S("buyer_note"));
    TRY(show_promises(w, o, m));
    TRY(order_show_refunds(w, o, m));
    TRY(order_show_overdue(w, o, m));
    value_set_text(a, m, S("claim_new_url"),
                   o->status == ORDER_CANCELED ? (str){ 0 } : order_act_url(w, o, "claims/new"));
    TRY(claim_show_list(w, o, m));
    TRY(order_show_sent_back(w, o, &parcels, m));
    TRY(order_timeline(w, o, value_set_list(a, m, S("timeline"))));
    TRY(standing_show(w, o, m));
    TRY(survey_show_link(w, order_subject(&w->ctx, o->id), m));
    TRY(order_insured_for(&w->ctx, o, &insured));
    show_money_or_null(w, m, S("insured_for"), insured);
    show_forms(w, o, &p, m);
    TRY(show_cancel(w, o, m));
    show_links(w, o, m);
    return order_show_guarantee(w, o, &cover, m);
}

enum err order_page(struct web *w)
{
    struct order o = { 0 };
    TRY(order_of_path(w, &o));
    w->model = value_object(w->ctx.arena);
    enum vault_purpose purpose = w->ctx.actor.role == ROLE_BUYER ? PURPOSE_SELF : PURPOSE_ORDER;
    return order_show(w, &o, purpose, w->model);
}

enum err order_invoice(struct web *w)
{
    struct order o = { 0 };
    TRY(order_of_path(w, &o));
    w->model = value_object(w->ctx.arena);
    enum vault_purpose purpose = w->ctx.actor.role == ROLE_BUYER ? PURPOSE_SELF : PURPOSE_INVOICE;
    return invoice_show(w, &o, purpose, w->model);
}
