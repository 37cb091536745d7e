/* SPDX-License-Identifier: Apache-2.0 */
/* message.c - what staff send by WhatsApp: texts in the buyer's language, made when shown, never stored. */
#include "web/admin/order.h"
#include "web/shop/show.h"
#include "web/text.h"

static const struct {
    str name, text; /* T_INIT */
} kinds[MESSAGE_KIND_COUNT] = {
    [MESSAGE_PLACED] = { T_INIT("Order written down"),
                         T_INIT("Hello {name}, your order {number} at {shop} is written down, {total}. How to pay, the promised "
                                "dates and everything else: {url}") },
    [MESSAGE_PAID] = { T_INIT("Payment received"),
                       T_INIT("Hello {name}, your payment for order {number} has arrived. The promised dates: {url}") },
    [MESSAGE_EXPIRING] = { T_INIT("Payment reminder"),
                           T_INIT("Hello {name}, order {number} ({total}) still waits for your payment. How to pay: {url}") },
    [MESSAGE_SHIPPED] = { T_INIT("Sent"),
                          T_INIT("Hello {name}, order {number} is on its way. Courier and tracking number: {url}") },
    [MESSAGE_DELIVERED] = { T_INIT("Delivered"),
                            T_INIT("Hello {name}, order {number} has arrived. Is everything whole? Please tell us here: {url}") },
    [MESSAGE_CANCELED] = { T_INIT("Cancelled"), T_INIT("Hello {name}, order {number} was cancelled. Details: {url}") },
    [MESSAGE_REFUND_DUE] = { T_INIT("Refund due"),
                             T_INIT("Hello {name}, we owe you money back for order {number}. Where may we send it? {url}") },
    [MESSAGE_REFUNDED] = { T_INIT("Refund paid"),
                           T_INIT("Hello {name}, the money for order {number} was sent back to you. Details: {url}") },
    [MESSAGE_OWNER_NEW_ORDER] = { T_INIT("New order (to the shop)"), { 0 } },
};

str admin_message_name(const struct web *w, enum message_kind kind)
{
    return text_of(w->ctx.lang, kinds[kind].name);
}

str admin_whatsapp_url(struct web *w, str phone, str text)
{
    struct arena *a = w->ctx.arena;
    if (!str_starts(phone, S("+"))) {
        return (str){ 0 };
    }
    str url = str_join(a, S("https://wa.me/"), str_skip(phone, 1));
    return text.size == 0 ? url : str_format(a, "%.*s?text=%.*s", STR_ARG(url), STR_ARG(str_escape_url(a, text)));
}

/* The signed link in the buyer's language. */
str admin_buyer_link(struct web *w, const struct order *o)
{
    str path = str_format(w->ctx.arena, "%s/orders/%.*s?key=%.*s", o->lang == LANG_EN ? "/en" : "", STR_ARG(o->number),
                          STR_ARG(order_link_key(&w->ctx, o->number)));
    return web_absolute(w, path);
}

str admin_message_text(struct web *w, const struct order *o, enum message_kind kind, str name)
{
    struct text_slot slot[] = {
        { S("name"), name },
        { S("number"), o->number },
        { S("shop"), w->ctx.shop->name },
        { S("total"), money_print(w->ctx.arena, o->total, o->lang == LANG_ID) },
        { S("url"), admin_buyer_link(w, o) },
    };
    return text_fill(w->ctx.arena, o->lang, kinds[kind].text, slot, COUNT(slot));
}

static void show_message(struct web *w, const struct order *o, const struct message *msg, const struct delivery *to,
                         struct value *node)
{
    struct arena *a = w->ctx.arena;
    bool is_whatsapp = str_eq(msg->channel, S("whatsapp"));
    str text = to == NULL || !is_whatsapp ? (str){ 0 } : admin_message_text(w, o, msg->kind, to->name);
    value_set_int(a, node, S("id"), msg->id);
    value_set_text(a, node, S("kind"), message_kind_name(msg->kind));
    value_set_text(a, node, S("name"), admin_message_name(w, msg->kind));
    value_set_text(a, node, S("channel"), msg->channel);
    value_set_text(a, node, S("state"), msg->state);
    value_set_bool(a, node, S("is_mail"), !is_whatsapp);
    value_set_instant(a, node, S("sent_at"), msg->sent_at);
    show_text_or_null(w, node, S("text"), text);
    show_text_or_null(w, node, S("whatsapp_url"), text.size == 0 ? text : admin_whatsapp_url(w, to->phone, text));
    str act = str_format(a, "/messages/%" PRId64 "/sent", msg->id);
    show_text_or_null(w, node, S("sent_url"), msg->sent_at != 0 || !is_whatsapp || !office_may(w, ROLES_ORDERS)
                                                  ? (str){ 0 }
                                                  : admin_order_url(w, o, str_c(a, act)));
}

enum err admin_messages_show(struct web *w, const struct order *o, const struct delivery *to, struct value *list)
{
    struct message_list messages = { 0 };
    TRY(message_list_of(&w->ctx, o->id, &messages));
    for (size_t i = 0; i < messages.count; i++) {
        if (messages.item[i].kind != MESSAGE_OWNER_NEW_ORDER) {
            show_message(w, o, &messages.item[i], to, value_add_object(w->ctx.arena, list));
        }
    }
    return OK;
}
