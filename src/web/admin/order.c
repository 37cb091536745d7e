/* SPDX-License-Identifier: Apache-2.0 */
/* order.c - one order for staff: the buyer's view, and everything that can be done to it. */
#include "web/admin/order.h"
#include "shop/refund.h"

#include "base/embed.h"
#include "base/qris.h"
#include "core/ledger.h"
#include "shop/standing.h"
#include "web/shop/show.h"
#include "web/text.h"

static const struct model_field message_fields[] = {
    SHOW(INT, "id"), SHOW(TEXT, "kind"), PAGE_ONLY(TEXT, "name"), SHOW(TEXT, "channel"), SHOW(TEXT, "state"),
    PAGE_ONLY(BOOL, "is_mail"), SHOW_OR_NULL(INSTANT, "sent_at"), PERSONAL(TEXT, "text"), PERSONAL(TEXT, "whatsapp_url"),
    PAGE_ONLY(TEXT, "sent_url"), PAGE_ONLY(TEXT, "again_url"), PAGE_ONLY(BOOL, "is_failed"),
    SHOW_OR_NULL(TEXT, "overtaken_by"), PAGE_ONLY(TEXT, "overtaken_text"),
};
static const struct model message_model = MODEL("order_message", message_fields);
static const struct model_field money_fields[] = { SHOW(TEXT, "text"), SHOW(MONEY, "amount"), SHOW(INSTANT, "at") };
static const struct model money_model = MODEL("order_posting", money_fields);
static const struct model_field buyer_fields[] = {
    PERSONAL(TEXT, "whatsapp_url"), PERSONAL(TEXT, "phone_url"), PERSONAL(TEXT, "email"),
};
static const struct model buyer_model = MODEL("order_buyer", buyer_fields);

static const struct model_field order_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(TEXT, "problem"), PAGE_ONLY(TEXT, "list_url"), PAGE_ONLY(TEXT, "order_url"),
    SHOW(TEXT, "number"), SHOW(TEXT, "source"), SHOW_OR_NULL(TEXT, "external_ref"), SHOW(BOOL, "is_imported"),
    SHOW(INSTANT, "placed_at"), SHOW(TEXT, "status"), SHOW(TEXT, "status_text"), SHOW(TEXT, "payment_status"),
    SHOW(TEXT, "payment_status_text"), SHOW(BOOL, "is_disputed"), SHOW(TEXT, "fulfillment_status"), SHOW(TEXT, "fulfillment_status_text"),
    SHOW_OR_NULL(TEXT, "canceled_reason"), SHOW_OR_NULL(OBJECT, "payment", .of = &payment_model),
    SHOW(LIST, "lines", .of = &order_line_model), SHOW(OBJECT, "totals", .of = &order_totals_model),
    SHOW(OBJECT, "shipping", .of = &order_shipping_model), PERSONAL(OBJECT, "address", .of = &order_address_model),
    PERSONAL(OBJECT, "buyer", .of = &buyer_model), SHOW(LIST, "shipments", .of = &order_parcel_model),
    SHOW(LIST, "promises", .of = &order_promise_model), SHOW(LIST, "refunds", .of = &order_refund_model),
    SHOW_OR_NULL(OBJECT, "overdue", .of = &order_overdue_model), SHOW_OR_NULL(OBJECT, "sent_back", .of = &order_sent_back_model),
    PAGE_ONLY(BOOL, "is_sent_back"),
    SHOW(LIST, "claims", .of = &order_claim_model), PAGE_ONLY(TEXT, "claim_new_url"), SHOW(LIST, "timeline", .of = &order_timeline_model), PERSONAL(TEXT, "link_url"), SHOW(LIST, "messages", .of = &message_model),
    SHOW(LIST, "money", .of = &money_model), SHOW(INT, "weight_grams"), PAGE_ONLY(TEXT, "weight_text"), PAGE_ONLY(TEXT, "source_text"), PAGE_ONLY(BOOL, "is_paid"), PAGE_ONLY(BOOL, "is_canceled"), PAGE_ONLY(TEXT, "buyer_note"),
    PAGE_ONLY(TEXT, "buyer_url"), PAGE_ONLY(TEXT, "invoice_url"), PAGE_ONLY(TEXT, "packing_slip_url"), PAGE_ONLY(TEXT, "card_url"),
    PAGE_ONLY(TEXT, "proof_url"), PAGE_ONLY(OBJECT, "confirm_form"), PAGE_ONLY(OBJECT, "cod_form"), PAGE_ONLY(OBJECT, "ship_form"),
    PAGE_ONLY(OBJECT, "pack_form"), PAGE_ONLY(OBJECT, "refund_form"), PAGE_ONLY(OBJECT, "won_form"), PAGE_ONLY(OBJECT, "more_form"), PAGE_ONLY(OBJECT, "forgive_form"), PAGE_ONLY(OBJECT, "cancel_form"),
};
const struct model admin_order_model = MODEL("admin_order", order_fields);

str admin_order_url(const struct web *w, const struct order *o, const char *rest)
{
    return web_path(w, "/admin/orders/%.*s%s", STR_ARG(o->number), rest);
}

/* --- what can be done, each in a form of its own --- */

static bool is_ready_to_ship(const struct order *o)
{
    bool is_sure = o->paid_at != 0 || o->confirmed_at != 0 || o->payment == PAYMENT_NONE;
    bool is_left =
        o->fulfillment == FULFILLMENT_UNFULFILLED || o->fulfillment == FULFILLMENT_PARTIAL;
    return o->status == ORDER_OPEN && is_sure && is_left;
}

/* Many transfer after the time to pay has run out: it is honoured, or owed back. */
static bool may_come_late(const struct order *o, const struct payment *p)
{
    bool is_over = p->state == ATTEMPT_EXPIRED || p->state == ATTEMPT_CANCELED;
    return o->status == ORDER_CANCELED && o->paid_at == 0 && is_over;
}

static void show_confirm(struct web *w, const struct order *o, const struct payment *p,
                         struct value *m)
{
    const struct pay_method *method = pay_method_of(p->provider);
    bool is_manual = method != NULL && method->is_manual;
    bool waits = o->status == ORDER_OPEN && p->state == ATTEMPT_PENDING && is_manual;
    bool is_cash = waits && method->is_on_delivery;
    bool is_late = is_manual && !method->is_on_delivery && may_come_late(o, p);
    bool can_cash = is_cash && (o->confirmed_at != 0 || o->delivered_at != 0);
    value_set_null(w->ctx.arena, m, S("confirm_form"));
    value_set_null(w->ctx.arena, m, S("cod_form"));
    bool is_shown = is_late || (waits && (!is_cash || can_cash));
    if (is_shown && office_may(w, ROLES_ORDERS)) {
        struct confirm_input now = { .attempt = p->reference };
        (void)office_take(m, S("confirm_form"));
        struct value *form = office_form(w, m, "confirm_form", &admin_confirm_form, &now,
                                         admin_order_url(w, o, "/confirm"));
        value_set_bool(w->ctx.arena, form, S("is_cash"), is_cash);
        value_set_bool(w->ctx.arena, form, S("is_late"), is_late);
    }
    if (is_cash && o->confirmed_at == 0 && office_may(w, ROLES_ORDERS)) {
        (void)office_take(m, S("cod_form"));
        office_button(w, m, "cod_form", admin_order_url(w, o, "/confirm-cod"));
    }
}

/* Money that came beside what was asked for, and a rest that is not worth asking for. */
static void show_more(struct web *w, const struct order *o, const struct payment *p,
                      struct value *m)
{
    bool is_over = o->paid_at != 0 || o->status == ORDER_CANCELED;
    bool is_asked = value_is_true(value_get(m, S("confirm_form")));
    bool can_more =
        is_over && !is_asked && o->payment != PAYMENT_NONE && !value_bool(m, S("is_disputed"));
    bool waits_for_rest = o->status == ORDER_OPEN && o->payment == PAYMENT_PARTIALLY_PAID;
    struct more_input now = { .attempt = p->reference };
    value_set_null(w->ctx.arena, m, S("more_form"));
    value_set_null(w->ctx.arena, m, S("forgive_form"));
    if (can_more && office_may(w, ROLES_ORDERS)) {
        (void)office_take(m, S("more_form"));
        office_form(w, m, "more_form", &admin_more_form, &now,
                    admin_order_url(w, o, "/more-money"));
    }
    if (waits_for_rest && office_may(w, ROLES_MANAGE)) {
        (void)office_take(m, S("forgive_form"));
        office_form(w, m, "forgive_form", &admin_forgive_form, NULL,
                    admin_order_url(w, o, "/forgive-rest"));
    }
}

static struct value *courier_options(struct web *w)
{
    struct arena *a = w->ctx.arena;
    struct value *options = value_list(a);
    str tsv = { 0 };
    struct str_pair line = { .tail = embed_find(S("data/couriers.tsv"), &tsv) ? tsv : S("") };
    do {
        line = str_cut(line.tail, '\n');
        struct str_pair code = str_cut(line.head, '\t');
        if (code.head.size == 0 || str_starts(code.head, S("#"))) {
            continue;
        }
        struct value *option = value_add_object(a, options);
        value_set_text(a, option, S("value"), code.head);
        value_set_text(a, option, S("label"), str_cut(code.tail, '\t').head);
    } while (line.found);
    return options;
}

/* One row a line that is not sent whole yet; the number typed stays when the form was refused. */
static void show_ship_lines(struct web *w, const struct order *o, struct value *form)
{
    struct arena *a = w->ctx.arena;
    (void)office_take(form, S("lines"));
    struct value *lines = value_set_list(a, form, S("lines"));
    for (size_t i = 0, row = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->line[i];
        int64_t left = l->quantity - l->shipped;
        str name = str_format(a, "lines.%zu.quantity", row);
        if (left <= 0) {
            continue;
        }
        str typed = office_is_refused(w, &admin_ship_form) ? value_text(w->form_state.typed, name)
                                                           : (str){ 0 };
        struct value *node = value_add_object(a, lines);
        value_set_text(a, node, S("name"), name);
        value_set_text(a, node, S("id_name"), str_format(a, "lines.%zu.line", row));
        value_set_int(a, node, S("id"), l->id);
        value_set_text(a, node, S("label"), l->name);
        show_text_or_null(w, node, S("variant_title"), l->options);
        value_set_text(a, node, S("value"),
                       typed.size != 0 ? typed : str_format(a, "%" PRId64, left));
        value_set_int(a, node, S("max"), left);
        row++;
    }
}

static enum err show_ship(struct web *w, const struct order *o, struct value *m)
{
    struct arena *a = w->ctx.arena;
    if (!is_ready_to_ship(o) || !office_may(w, ROLES_PACK)) {
        value_set_null(a, m, S("ship_form"));
        value_set_null(a, m, S("pack_form"));
        return OK;
    }
    struct value *form =
        office_form(w, m, "ship_form", &admin_ship_form, NULL, admin_order_url(w, o, "/shipments"));
    struct form_state state =
        office_is_refused(w, &admin_ship_form) ? w->form_state : form_blank(a, &admin_ship_form);
    form_model_options(a, form, S("carrier"), courier_options(w), &state);
    show_ship_lines(w, o, form);
    TRY(admin_show_joining(w, o, &state, form));
    if (o->packed_at == 0 && !value_bool(m, S("is_disputed"))) {
        office_button(w, m, "pack_form", admin_order_url(w, o, "/pack"));
    } else {
        value_set_null(a, m, S("pack_form"));
    }
    return OK;
}

/* The courier has not been seen with it: "sent" may have been pressed too early. */
static bool can_take_back(const struct web *w, const struct value *parcel)
{
    bool is_with_courier = value_bool(parcel, S("is_delivered"));
    for (const struct value *event = value_get(parcel, S("events"))->children.first; event != NULL;
         event = event->next) {
        is_with_courier = is_with_courier || !str_eq(value_text(event, S("status")), S("Pending"));
    }
    return !is_with_courier && office_may(w, ROLES_PACK);
}

/* The code of a courier whose name is shown. */
static str courier_code(const struct value *options, str name)
{
    for (const struct value *one = options->children.first; one != NULL; one = one->next) {
        if (str_eq(value_text(one, S("label")), name)) {
            return value_text(one, S("value"));
        }
    }
    return name;
}

static enum err show_correct(struct web *w, const struct order *o, struct value *parcel, str action,
                             int64_t id)
{
    int64_t asked = 0;
    struct value *couriers = courier_options(w);
    struct correct_input now = { .carrier = courier_code(couriers, value_text(parcel, S("carrier"))),
                                 .tracking_number = value_text(parcel, S("tracking_number")) };
    if (!office_may(w, ROLES_PACK)) {
        value_set_null(w->ctx.arena, parcel, S("correct_form"));
        return OK;
    }
    struct form_state state = form_blank(w->ctx.arena, &admin_correct_form);
    value_set_text(w->ctx.arena, state.typed, S("carrier"), now.carrier);
    struct value *form =
        office_form_of(w, parcel, "correct_form", &admin_correct_form, &now, action, "id", id);
    form_model_options(w->ctx.arena, form, S("carrier"), couriers, &state);
    bool is_this = str_to_int(web_param(w, S("id")), &asked) && asked == id;
    return admin_show_joining(w, o, is_this ? &w->form_state : &state, form);
}

static enum err show_parcel_forms(struct web *w, const struct order *o, struct value *parcel)
{
    struct arena *a = w->ctx.arena;
    int64_t id = value_int(parcel, S("id"), 0);
    bool is_out = !value_bool(parcel, S("is_delivered")) && !value_bool(parcel, S("is_back"));
    bool can = is_out && office_may(w, ROLES_ORDERS);
    str at = admin_order_url(w, o, str_c(a, str_format(a, "/shipments/%" PRId64, id)));
    TRY(show_correct(w, o, parcel, str_join(a, at, S("/tracking")), id));
    if (can_take_back(w, parcel)) {
        office_form_of(w, parcel, "unship_form", &admin_unship_form, NULL,
                       str_join(a, at, S("/cancel")), "id", id);
    } else {
        value_set_null(a, parcel, S("unship_form"));
    }
    if (!can) {
        value_set_null(a, parcel, S("event_form"));
        value_set_null(a, parcel, S("delivered_form"));
        value_set_null(a, parcel, S("returned_form"));
        return OK;
    }
    office_form_of(w, parcel, "event_form", &admin_tracking_form, NULL,
                   str_join(a, at, S("/events")), "id", id);
    office_button(w, parcel, "delivered_form", str_join(a, at, S("/delivered")));
    office_form_of(w, parcel, "returned_form", &admin_returned_form, NULL,
                   str_join(a, at, S("/returned")), "id", id);
    return OK;
}

static enum err show_refund(struct web *w, const struct order *o, struct value *m)
{
    money left = { 0 };
    bool waits_for_rest = o->status == ORDER_OPEN && o->payment == PAYMENT_PARTIALLY_PAID;
    TRY(refund_left(&w->ctx, o, &left));
    if (left.minor <= 0 || waits_for_rest || !office_may(w, ROLES_MANAGE)) {
        value_set_null(w->ctx.arena, m, S("refund_form"));
        return OK;
    }
    struct refund_input values = { .amount = left };
    office_form(w, m, "refund_form", &admin_refund_form, &values,
                admin_order_url(w, o, "/refunds"));
    return OK;
}

/* While the bank decides, and until somebody says that it decided for the shop. */
static enum err show_dispute(struct web *w, const struct order *o, struct value *m)
{
    bool is_disputed = false;
    TRY(payment_is_disputed(&w->ctx, o->id, &is_disputed));
    if (!is_disputed || !office_may(w, ROLES_MANAGE)) {
        value_set_null(w->ctx.arena, m, S("won_form"));
        return OK;
    }
    office_form(w, m, "won_form", &admin_won_form, NULL, admin_order_url(w, o, "/dispute-won"));
    return OK;
}

static void show_cancel(struct web *w, const struct order *o, struct value *m)
{
    (void)office_take(m, S("cancel_form"));
    if (!order_can_cancel(o, w->ctx.actor.role) || !office_may(w, ROLES_ORDERS)) {
        value_set_null(w->ctx.arena, m, S("cancel_form"));
        return;
    }
    office_form(w, m, "cancel_form", &admin_cancel_form, NULL, admin_order_url(w, o, "/cancel"));
}

/* A refusal that belongs to no form on the page any more is said at its top. */
static void show_problem(struct web *w, struct value *m)
{
    static const struct form *const shown[] = { &admin_confirm_form, &admin_ship_form, &admin_tracking_form,
                                                &admin_refund_form, &admin_settle_form, &admin_cancel_form, &admin_won_form,
                                                &admin_returned_form, &admin_more_form, &admin_forgive_form };
    static const char *const names[] = { "confirm_form", "ship_form", "", "refund_form", "", "cancel_form", "won_form", "", "more_form", "forgive_form" };
    bool is_shown = !w->is_back;
    for (size_t i = 0; i < COUNT(shown); i++) {
        bool is_there = names[i][0] == '\0' || value_is_true(value_get(m, str_of(names[i])));
        is_shown = is_shown || (w->form_state.form == shown[i] && is_there);
    }
    str text = w->form_state.error.size != 0 ? w->form_state.error
                                             : str_of(err_text(w->back_err, web_is_indonesian(w)));
    show_text_or_null(w, m, S("problem"), is_shown ? (str){ 0 } : text);
}

/* --- the page --- */

static void show_buyer(struct web *w, const struct delivery *to, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct value *node = value_set_object(a, m, S("buyer"));
    str phone = to == NULL ? (str){ 0 } : to->phone;
    show_text_or_null(w, node, S("whatsapp_url"), admin_whatsapp_url(w, phone, (str){ 0 }));
    show_text_or_null(w, node, S("phone_url"),
                      phone.size == 0 ? phone : str_join(a, S("tel:"), phone));
    show_text_or_null(w, node, S("email"), to == NULL ? (str){ 0 } : to->email);
}

static str posting_text(struct web *w, str code)
{
    static const struct {
        const char *code;
        str text;
    } texts[] = {
        { "capture", T_INIT("Received and held for this order") },
        { "release", T_INIT("Earned: the guarantee window has closed") },
        { "refund_due", T_INIT("Owed back to the buyer") },
        { "refund_due_tax", T_INIT("Tax of what goes back: not owed any more") },
        { "refund_reversed", T_INIT("Not owed back after all") },
        { "refund_reversed_tax", T_INIT("Its tax is owed again") },
        { "refund_paid", T_INIT("Paid back") },
        { "shipping", T_INIT("Shipping") },
        { "chargeback", T_INIT("Taken back by the bank") },
        { "chargeback_loss", T_INIT("Taken back by the bank: the shop's loss") },
        { "dispute_won", T_INIT("The bank gave it back") },
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        if (str_eq(code, str_of(texts[i].code))) {
            return text_of(w->ctx.lang, texts[i].text);
        }
    }
    return code;
}

static enum err show_money(struct web *w, const struct order *o, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct transfer_list list = { 0 };
    TRY(ledger_list_of_subject(&w->ctx, order_subject(&w->ctx, o->id), &list));
    struct value *postings = value_set_list(a, m, S("money"));
    for (size_t i = 0; i < list.count; i++) {
        struct value *node = value_add_object(a, postings);
        value_set_text(a, node, S("text"), posting_text(w, list.item[i].code));
        value_set_money(a, node, S("amount"), list.item[i].amount);
        value_set_instant(a, node, S("at"), list.item[i].at);
    }
    return OK;
}

static int64_t weight_of(struct web *w, const struct order *o)
{
    int64_t grams = 0;
    for (size_t i = 0; i < o->line_count; i++) {
        int64_t one = o->line[i].weight_grams;
        grams += (one == 0 ? w->ctx.shop->weight_default_grams : one) * o->line[i].quantity;
    }
    return grams;
}

static void show_links(struct web *w, const struct order *o, struct value *m)
{
    struct arena *a = w->ctx.arena;
    int64_t grams = weight_of(w, o);
    value_set_text(a, m, S("list_url"), web_path(w, "/admin/orders"));
    show_text_or_null(w, m, S("link_url"),
                      office_may(w, ROLES_ORDERS) ? admin_buyer_link(w, o) : (str){ 0 });
    show_text_or_null(w, m, S("external_ref"), o->external_ref);
    value_set_text(a, m, S("buyer_url"), web_path(w, "/orders/%.*s", STR_ARG(o->number)));
    (void)office_take(m, S("invoice_url"));
    value_set_text(a, m, S("invoice_url"), admin_order_url(w, o, "/invoice"));
    value_set_text(a, m, S("packing_slip_url"), admin_order_url(w, o, "/packing-slip"));
    value_set_text(a, m, S("card_url"), admin_order_url(w, o, "/card"));
    value_set_int(a, m, S("weight_grams"), grams);
    value_set_text(a, m, S("weight_text"), show_weight(w, grams));
}

static void show_proof(struct web *w, const struct order *o, const struct payment *p,
                       struct value *m)
{
    show_text_or_null(w, m, S("proof_url"),
                      p->proof.v == 0 ? (str){ 0 } : admin_order_url(w, o, "/proof"));
}

/* Of the buyer's page what the office declares; names that both have are the office's own. */
static void take_buyers(struct value *all, struct value *m)
{
    for (struct value *node = all->children.first, *next = NULL; node != NULL; node = next) {
        next = node->next;
        node->next = NULL;
        if (model_declares(&admin_order_model, node->name) && value_get(m, node->name) == NULL) {
            value_set(m, node->name, node);
        }
    }
}

enum err admin_order_show(struct web *w, const struct order *o)
{
    struct value *all = value_object(w->ctx.arena);
    struct delivery *to = NULL;
    struct payment p = { 0 };
    struct value *m = office_page(w);
    TRY(order_show_with(w, o, PURPOSE_ORDER, all, &to));
    take_buyers(all, m);
    enum err e = payment_latest(&w->ctx, o->id, &p);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    show_links(w, o, m);
    show_buyer(w, to, m);
    show_proof(w, o, &p, m);
    show_confirm(w, o, &p, m);
    show_more(w, o, &p, m);
    TRY(show_ship(w, o, m));
    const struct value *parcels = value_get(m, S("shipments"));
    for (struct value *parcel = parcels->children.first; parcel != NULL; parcel = parcel->next) {
        TRY(show_parcel_forms(w, o, parcel));
    }
    TRY(admin_refunds_show(w, o, m));
    admin_overdue_show(w, o, m);
    TRY(show_refund(w, o, m));
    TRY(show_dispute(w, o, m));
    show_cancel(w, o, m);
    show_problem(w, m);
    TRY(admin_messages_show(w, o, to, value_set_list(w->ctx.arena, m, S("messages"))));
    return show_money(w, o, m);
}

enum err admin_order_page(struct web *w)
{
    struct order o = { 0 };
    TRY(order_of_path(w, &o));
    return admin_order_show(w, &o);
}

/* The buyer's screenshot; a picture only when its bytes are one. */
enum err admin_order_proof(struct web *w)
{
    static const struct {
        str magic, type;
    } types[] = {
        { S_INIT("\xff\xd8\xff"), S_INIT("image/jpeg") },
        { S_INIT("\x89PNG"), S_INIT("image/png") },
        { S_INIT("RIFF"), S_INIT("image/webp") },
    };
    struct order o = { 0 };
    struct payment p = { 0 };
    str bytes = { 0 };
    TRY(order_of_path(w, &o));
    TRY(payment_latest(&w->ctx, o.id, &p));
    if (p.proof.v == 0) {
        return ERR_NOT_FOUND;
    }
    TRY(vault_text_read(&w->ctx, p.proof, PURPOSE_ORDER, &bytes));
    for (size_t i = 0; i < COUNT(types); i++) {
        if (str_starts(bytes, types[i].magic)) {
            web_raw(w, types[i].type, bytes);
            return OK;
        }
    }
    web_raw(w, S("application/octet-stream"), bytes);
    return OK;
}

/* --- to print --- */

static const struct model_field slip_fields[] = {
    SHOW(TEXT, "number"), SHOW(INSTANT, "placed_at"), PAGE_ONLY(TEXT, "order_url"), SHOW_OR_NULL(DATE, "ship_by"),
    SHOW(BOOL, "is_cod"), SHOW_OR_NULL(MONEY, "cod_amount"), SHOW(BOOL, "needs_signature"), SHOW_OR_NULL(MONEY, "insured_for"), PAGE_ONLY(OBJECT, "seller"),
    PERSONAL(OBJECT, "address", .of = &order_address_model), SHOW(OBJECT, "shipping", .of = &order_shipping_model),
    PAGE_ONLY(TEXT, "weight_text"), SHOW(LIST, "lines", .of = &order_line_model), PAGE_ONLY(TEXT, "buyer_note"),
    PAGE_ONLY(TEXT, "order_qr_url"), PAGE_ONLY(TEXT, "thanks_text"),
};
const struct model admin_slip_model = MODEL("packing_slip", slip_fields);

static void slip_seller(struct web *w, struct value *m)
{
    const struct shop *shop = w->ctx.shop;
    struct value *seller = value_set_object(w->ctx.arena, m, S("seller"));
    value_set_text(w->ctx.arena, seller, S("name"), shop->name);
    show_text_or_null(w, seller, S("address"), shop->address);
    show_text_or_null(w, seller, S("phone"), phone_printed(w->ctx.arena, shop->phone));
}

enum err admin_order_slip(struct web *w)
{
    static const char *const taken[] = { "number", "placed_at", "address", "shipping", "lines", "insured_for" };
    struct arena *a = w->ctx.arena;
    struct order o = { 0 };
    bool needs_signature = false;
    struct value *all = value_object(a);
    struct value *m = w->model = value_object(a);
    TRY(order_of_path(w, &o));
    TRY(order_show(w, &o, PURPOSE_SHIPPING, all));
    for (size_t i = 0; i < COUNT(taken); i++) {
        value_set(m, str_of(taken[i]), office_take(all, str_of(taken[i])));
    }
    const struct value *shipping = value_get(m, S("shipping"));
    const struct value *ship_by = value_get(shipping, S("ship_by"));
    if (ship_by->kind == VALUE_DATE) {
        value_set_date(a, m, S("ship_by"), ship_by->number);
    } else {
        value_set_null(a, m, S("ship_by"));
    }
    bool is_cod = str_eq(o.payment_method, S("cod")) && o.paid_at == 0;
    value_set_bool(a, m, S("is_cod"), is_cod);
    show_money_or_null(w, m, S("cod_amount"), is_cod ? o.total : money_zero(o.total.currency));
    TRY(standing_holds(&w->ctx, o.person, STANDING_SIGNATURE, &needs_signature));
    value_set_bool(a, m, S("needs_signature"), needs_signature);
    value_set_text(a, m, S("order_url"), admin_order_url(w, &o, ""));
    value_set_text(a, m, S("weight_text"), show_weight(w, weight_of(w, &o)));
    slip_seller(w, m);
    value_set_null(a, m, S("buyer_note"));
    value_set_text(a, m, S("order_qr_url"), admin_order_url(w, &o, "/qr.png"));
    value_set_text(a, m, S("thanks_text"),
                   text_of(o.lang, T("Thank you. Scan to see the promises, tracking number and "
                                     "guarantee of this order.")));
    return OK;
}

enum err admin_order_qr(struct web *w)
{
    enum { MODULE_PIXELS = 4 };
    struct order o = { 0 };
    str png = { 0 };
    TRY(order_of_path(w, &o));
    if (!qr_png(w->ctx.arena, admin_buyer_link(w, &o), MODULE_PIXELS, &png)) {
        return fail(&w->ctx, ERR_INTERNAL, "%s", "link cannot be drawn");
    }
    web_raw(w, S("image/png"), png);
    return OK;
}

enum err admin_order_invoice(struct web *w)
{
    struct order o = { 0 };
    TRY(order_of_path(w, &o));
    w->model = value_object(w->ctx.arena);
    TRY(invoice_show(w, &o, PURPOSE_INVOICE, w->model));
    (void)office_take(w->model, S("order_url"));
    value_set_text(w->ctx.arena, w->model, S("order_url"), admin_order_url(w, &o, ""));
    return OK;
}
