/* SPDX-License-Identifier: Apache-2.0 */
/* order.h - the inputs of what staff do to an order, shared by its page and its acts. Layer: web. */
#ifndef WEB_ADMIN_ORDER_H
#define WEB_ADMIN_ORDER_H

#include "shop/message.h"
#include "shop/shipment.h"
#include "web/admin/admin.h"
#include "web/admin/office.h"
#include "web/shop/order_model.h"

struct confirm_input {
    str verdict; /* confirm, reject */
    str attempt; /* the payment the form was about; empty: the latest */
    int64_t amount;
    money received; /* when it is another amount than was asked for */
};
struct more_input {
    str attempt; /* the latest payment the page knew of */
    money received;
};
struct parcel_input {
    str carrier, tracking_number;
    str same_parcel_as; /* the number of an order that is in it too */
};
struct correct_input {
    str carrier, tracking_number, same_parcel_as;
    bool alone; /* this order was in another parcel than the rest */
};
struct cancel_input {
    str reason;
};
struct ship_line {
    int64_t line;
    str sku;
    int64_t quantity;
};
struct ship_input {
    struct form_rows lines;
    str carrier, tracking_number, same_parcel_as, despite;
};
struct tracking_input {
    str status, place;
    int64_t at;
};
struct refund_input {
    money amount;
    str reason;
};
struct settle_input {
    str reference;
};

str admin_order_url(const struct web *w, const struct order *o, const char *rest);
/* Everything staff see of an order, into w->model. */
MUST_USE enum err admin_order_show(struct web *w, const struct order *o);
/* The messages to the buyer with their texts, in the buyer's language. */
MUST_USE enum err admin_messages_show(struct web *w, const struct order *o,
                                      const struct delivery *to, struct value *list);
/* text and whatsapp_url of one that waits for staff; nulls of any other. `to` may be NULL. */
MUST_USE enum err admin_message_hand_show(struct web *w, const struct order *o,
                                          const struct message *msg, const struct delivery *to,
                                          struct value *node);
/* overtaken_by and overtaken_text: why it waits for nobody any more; nulls of any other. */
void admin_overtaken_show(struct web *w, const struct message *msg, struct value *node);
/* order_money.c: forms and accounts of refunds[]; overdue{}. */
MUST_USE enum err admin_refunds_show(struct web *w, const struct order *o, struct value *m);
void admin_overdue_show(struct web *w, const struct order *o, struct value *m);
/* order_parcel.c: why a tracking number was refused, said at its field. */
MUST_USE enum err admin_explain_number(struct web *w, const struct order *o,
                                       const struct parcel_input *in, enum err e);
MUST_USE enum err admin_parcel_named(struct web *w, const struct parcel_input *in, order_id *out);
/* form.joining: the tick for one parcel with the order that has the number typed; null: there is none, or it is another buyer's. */
MUST_USE enum err admin_show_joining(struct web *w, const struct order *o,
                                     const struct form_state *state, struct value *form);
/* order_act.c: a message was sent, from the list of what waits. */
enum err admin_mail_sent(struct web *w);
/* order_act.c: after an act, the order or one of its parts as it is now. */
MUST_USE enum err admin_answer(struct web *w, order_id id, const char *done);
MUST_USE enum err admin_answer_part(struct web *w, order_id order, str list, int64_t id,
                                    const char *done);
/* order_act.c: why the instant of a tracking event was refused, said at its field. */
enum err admin_explain_event(struct web *w, const struct shipment_event_new *e, enum err because);
str admin_message_name(const struct web *w, enum message_kind kind);
/* The signed link, in the buyer's language. */
str admin_buyer_link(struct web *w, const struct order *o);
/* A wa.me link; empty without a phone. */
str admin_whatsapp_url(struct web *w, str phone, str text);

/* order_act.c; the rest of it is in admin.h */
enum err admin_shipment_correct(struct web *w);

#endif
