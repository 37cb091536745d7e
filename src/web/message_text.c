/* SPDX-License-Identifier: Apache-2.0 */
#include "web/message_text.h"
#include "shop/order_source.h"
#include "shop/refund.h"

#include "base/embed.h"
#include "base/phone.h"
#include "shop/order_link.h"
#include "shop/shipment.h"
#include "web/app.h"
#include "web/hours.h"
#include "web/shop/order_model.h"
#include "web/shop/show.h"
#include "web/text.h"

enum { MESSAGE_BYTES_MAX = 200000 };

struct reader message_reader(const struct web *w, const struct order *o, enum message_kind kind)
{
    return kind == MESSAGE_OWNER_NEW_ORDER
               ? (struct reader){ .lang = w->ctx.shop->lang }
               : (struct reader){ .lang = o->lang, .zone = reader_zone_of_order(o) };
}

/* --- the subject, one line --- */

static const struct text_slot *slots_of(struct web *w, const struct order *o, money amount)
{
    struct arena *a = w->ctx.arena;
    struct text_slot *slot = NEW_N(a, struct text_slot, 2);
    slot[0] = (struct text_slot){ S("number"), o->number };
    slot[1] = (struct text_slot){ S("amount"), money_print(a, amount, web_is_indonesian(w)) };
    return slot;
}

static str subject_of(struct web *w, const struct order *o, enum message_kind kind, bool can_pay,
                      bool is_pickup, money amount)
{
    static const str subjects[MESSAGE_KIND_COUNT] = {
        [MESSAGE_PLACED] = T_INIT("We have your order {number}"),
        [MESSAGE_INSTRUCTIONS] = T_INIT("Order {number}: please pay {amount}"),
        [MESSAGE_PAID] = T_INIT("Your payment for {number} has arrived"),
        [MESSAGE_EXPIRING] = T_INIT("The time to pay for {number} is running out"),
        [MESSAGE_SHIPPED] = T_INIT("Your parcel of {number} is on its way"),
        [MESSAGE_DELIVERED] = T_INIT("Order {number} has arrived"),
        [MESSAGE_CANCELED] = T_INIT("Order {number} was cancelled"),
        [MESSAGE_REFUND_DUE] = T_INIT("Your money for {number} is coming back"),
        [MESSAGE_REFUNDED] = T_INIT("We paid you back for {number}"),
        [MESSAGE_NOT_FOUND] = T_INIT("We have not found your payment for {number} yet"),
        [MESSAGE_PARTLY_PAID] = T_INIT("Order {number}: {amount} is still missing"),
        [MESSAGE_OWNER_NEW_ORDER] = T_INIT("New order {number}: {amount}"),
    };
    str subject = subjects[kind];
    if (kind == MESSAGE_PLACED && can_pay) {
        subject = T("Order {number}: please pay {amount}");
    } else if (kind == MESSAGE_SHIPPED && is_pickup) {
        subject = T("Order {number} is ready for pickup");
    }
    return text_fill(w->ctx.arena, w->ctx.lang, subject, slots_of(w, o, amount), 2);
}

/* --- parts --- */

static const struct value *last_of(const struct value *list)
{
    return list == NULL || list->kind != VALUE_LIST ? NULL : list->children.last;
}

/* Takes a part of the order's own model; what it holds is the same as on the order's page. */
static void take(struct value *from, struct value *to, const char *name)
{
    struct value *before = NULL;
    for (struct value *node = from->children.first; node != NULL;
         before = node, node = node->next) {
        if (str_eq(node->name, str_of(name))) {
            if (before == NULL) {
                from->children.first = node->next;
            } else {
                before->next = node->next;
            }
            node->next = NULL;
            value_set(to, node->name, node);
            return;
        }
    }
    CHECK(false); /* order_show always has it */
}

static void set_parcel(struct web *w, struct value *order, struct value *m)
{
    const struct value *parcels = value_get(order, S("shipments"));
    const struct value *last = last_of(parcels);
    if (last == NULL) {
        value_set_null(w->ctx.arena, m, S("shipment"));
        return;
    }
    struct value *parcel = NEW(w->ctx.arena, struct value);
    *parcel = *last;
    parcel->next = NULL;
    value_set(m, S("shipment"), parcel);
}

/* The one the message is about; of messages from before there were several, the latest. */
static const struct refund *refund_of(const struct refund_list *list, const struct message *about)
{
    const struct refund *r = &list->item[list->count - 1];
    for (size_t i = 0; i < list->count; i++) {
        r = list->item[i].id == about->refund ? &list->item[i] : r;
    }
    return r;
}

static enum err set_refund(struct web *w, const struct order *o, const struct message *about,
                           struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct refund_list list = { 0 };
    struct promise due = { 0 };
    TRY(refund_list_of(&w->ctx, o->id, &list));
    if (list.count == 0) {
        value_set_null(a, m, S("refund"));
        return OK;
    }
    enum err e = promise_find(&w->ctx, order_subject(&w->ctx, o->id), PROMISE_REFUND, &due);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    const struct refund *r = refund_of(&list, about);
    if (about->kind == MESSAGE_REFUND_DUE && r->state == REFUND_REVERSED) {
        return fail(&w->ctx, ERR_STATE, "refund %" PRId64 " was ended by a rule", r->id);
    }
    struct value *node = value_set_object(a, m, S("refund"));
    value_set_money(a, node, S("amount"), r->amount);
    int64_t until_at = 0;
    int64_t account_due_at = 0;
    bool needs_account = r->state == REFUND_NEEDS_BANK_ACCOUNT;
    TRY(needs_account ? refund_account_waits(&w->ctx, o->id, &until_at, &account_due_at) : OK);
    value_set_instant(a, node, S("due_at"), account_due_at == 0 ? due.due_at : 0);
    value_set_instant(a, node, S("account_due_at"), account_due_at);
    value_set_bool(a, node, S("needs_account"), needs_account);
    show_text_or_null(w, node, S("reference"), r->reference);
    return OK;
}

/* What is still open, with its date. */
static enum err set_promises(struct web *w, const struct order *o, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct promise_list list = { 0 };
    int64_t ship_by_at = 0;
    TRY(promise_list(&w->ctx, order_subject(&w->ctx, o->id), &list));
    struct value *promises = value_set_list(a, m, S("promises"));
    for (size_t i = 0; i < list.count; i++) {
        const struct promise *p = &list.item[i];
        if (p->outcome != PROMISE_OPEN) {
            continue;
        }
        struct value *node = value_add_object(a, promises);
        value_set_text(a, node, S("text"), promise_kind_label(p->kind, w->ctx.lang));
        value_set_instant(a, node, S("due_at"), p->due_at);
        ship_by_at = p->kind == PROMISE_SHIP ? p->due_at : ship_by_at;
    }
    if (ship_by_at == 0) {
        value_set_null(a, m, S("ship_by"));
    } else {
        value_set_date(a, m, S("ship_by"), zone_days(reader_zone(w), ship_by_at));
    }
    return OK;
}

static void set_terms(struct web *w, const struct value *order, struct value *m)
{
    struct arena *a = w->ctx.arena;
    const struct value *terms = value_get(order, S("terms"));
    const struct value *until = value_get(terms, S("guarantee_until"));
    value_set_text(a, m, S("guarantee_text"), value_text(terms, S("guarantee_text")));
    value_set_instant(a, m, S("guarantee_until"), until->kind == VALUE_INSTANT ? until->number : 0);
    value_set_text(a, m, S("returns_url"), web_absolute(w, value_text(terms, S("returns_url"))));
}

static void set_shipping(struct web *w, const struct order *o, struct value *m)
{
    struct arena *a = w->ctx.arena;
    const struct shop *shop = w->ctx.shop;
    bool is_pickup = order_is_pickup(o);
    value_set_bool(a, m, S("is_pickup"), is_pickup);
    show_text_or_null(w, m, S("pickup_address"),
                      is_pickup ? shop_pickup_address(shop) : (str){ 0 });
    show_text_or_null(w, m, S("pickup_hours"),
                      is_pickup ? hours_of_pickup(a, shop, w->ctx.lang) : (str){ 0 });
}

/* Mails carry their own style; rules for the eyes only, so a mail without it reads the same. */
void message_style(struct web *w, struct value *m)
{
    str css = { 0 };
    CHECK(embed_find(S("assets/mail.css"), &css));
    str rules = str_skip(css, str_find(css, S("*/"), 0) + 2);
    value_set_text(w->ctx.arena, m, S("style_html"),
                   str_format(w->ctx.arena, "<style>%.*s</style>", STR_ARG(str_trim(rules))));
}

static void set_head(struct web *w, const struct order *o, str name, struct value *m)
{
    struct arena *a = w->ctx.arena;
    const struct pay_method *method = pay_method_of(o->payment_method);
    str admin = str_format(a, "/admin/orders/%.*s", STR_ARG(o->number));
    message_style(w, m);
    show_text_or_null(w, m, S("name"), name);
    value_set_text(a, m, S("number"), o->number);
    value_set_text(a, m, S("order_url"), web_absolute(w, order_page_url(w, o)));
    value_set_text(a, m, S("admin_url"), web_absolute(w, admin));
    value_set_text(a, m, S("method_text"),
                   method == NULL
                       ? S("")
                       : str_of(web_is_indonesian(w) ? method->indonesian : method->english));
}

static enum err set_payment(struct web *w, const struct order *o, bool *can_pay, money *amount,
                            struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct payment p = { 0 };
    enum err e = payment_shown(&w->ctx, o, &p);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    const struct pay_method *method = pay_method_of(p.provider);
    bool is_open = o->status == ORDER_OPEN && p.id.v != 0 && p.state == ATTEMPT_PENDING &&
                   p.transferred_at == 0;
    *can_pay = is_open && method != NULL && !method->is_on_delivery;
    *amount = p.id.v == 0 ? o->total : p.amount;
    value_set_bool(a, m, S("can_pay"), *can_pay);
    return OK;
}

static enum err fill(struct web *w, const struct order *o, const struct message *about, str name,
                     struct value *m)
{
    const enum message_kind kind = about->kind;
    struct arena *a = w->ctx.arena;
    struct value *order = value_object(a);
    bool can_pay = false;
    money amount = { 0 };
    TRY(order_show(w, o, PURPOSE_COUNT, order));
    set_head(w, o, name, m);
    TRY(set_payment(w, o, &can_pay, &amount, m));
    bool is_about_paying = kind == MESSAGE_INSTRUCTIONS || kind == MESSAGE_EXPIRING ||
                           kind == MESSAGE_NOT_FOUND || kind == MESSAGE_PARTLY_PAID;
    if (is_about_paying && !can_pay) {
        return fail(&w->ctx, ERR_STATE, "order %" PRId64 " waits for no payment any more", o->id.v);
    }
    value_set_bool(a, m, S("is_for_shop"), kind == MESSAGE_OWNER_NEW_ORDER);
    value_set_text(a, m, S("subject"), subject_of(w, o, kind, can_pay, order_is_pickup(o), amount));
    set_parcel(w, order, m);
    set_terms(w, order, m);
    set_shipping(w, o, m);
    TRY(set_promises(w, o, m));
    TRY(set_refund(w, o, about, m));
    take(order, m, "lines");
    take(order, m, "totals");
    take(order, m, "payment");
    take(order, m, "is_to_confirm");
    show_text_or_null(w, m, S("reason"), order_reason_text(w, o->cancel_reason));
    return OK;
}

enum err message_model(struct web *w, const struct order *o, const struct message *about, str name,
                       struct value **out)
{
    struct value *m = value_object(w->ctx.arena);
    struct reader before = reader_change(w, message_reader(w, o, about->kind));
    enum err e = fill(w, o, about, name, m);
    reader_change(w, before);
    TRY(e);
    *out = m;
    return OK;
}

enum err message_render(struct web *w, str template_name, const struct value *model, str *out)
{
    const struct view_template *t = view_find(w->app->view, template_name, w->ctx.lang);
    struct view_env env = { .lang = w->ctx.lang, .zone = reader_zone(w) };
    struct value *layout = value_object(w->ctx.arena);
    struct buf text = buf_new(w->ctx.arena, MESSAGE_BYTES_MAX);
    str why = { 0 };
    if (t == NULL) {
        return fail(&w->ctx, ERR_INTERNAL, "no template %.*s", STR_ARG(template_name));
    }
    value_set_text(w->ctx.arena, layout, S("lang"), web_is_indonesian(w) ? S("id") : S("en"));
    layout_shop(w, layout);
    if (!view_render(t, model, layout, &env, &text, &why) || buf_is_over(&text)) {
        return fail(&w->ctx, ERR_INTERNAL, "template %.*s: %.*s", STR_ARG(template_name),
                    STR_ARG(why));
    }
    *out = buf_str(&text);
    return OK;
}

enum err message_text(struct web *w, const struct order *o, const struct message *about, str name,
                      str *out)
{
    const enum message_kind kind = about->kind;
    struct value *model = NULL;
    str text = { 0 };
    if (kind == MESSAGE_OWNER_NEW_ORDER) {
        return fail(&w->ctx, ERR_UNPROCESSABLE, "%s", "the owner is told by mail");
    }
    TRY(message_model(w, o, about, name, &model));
    struct reader before = reader_change(w, message_reader(w, o, kind));
    enum err e = message_render(
        w, str_format(w->ctx.arena, "message/%.*s.txt", STR_ARG(message_kind_name(kind))), model,
        &text);
    reader_change(w, before);
    TRY(e);
    *out = str_trim(text);
    return OK;
}

str message_whatsapp_url(struct arena *arena, str phone, str text)
{
    if (phone.size == 0 || phone_is_landline(phone)) {
        return (str){ 0 };
    }
    return str_format(arena, "https://wa.me/%.*s?text=%.*s", STR_ARG(phone_digits(phone)),
                      STR_ARG(str_escape_url(arena, text)));
}
