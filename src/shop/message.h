/* SPDX-License-Identifier: Apache-2.0 */
/*
 * message.h - what a buyer is told about an order, once each.
 *
 * Purpose    One row per message and channel: a mail leaves by a job; without an e-mail address it is a wa.me text that staff
 *            send and record. Texts are made when they are sent or shown, never stored. A text by hand that a later message makes untrue
 *            is taken from the list, with what came after it.
 * Layer      shop; uses job, db.
 * Errors     ERR_DB. Queueing what was queued changes nothing.
 */
#ifndef SHOP_MESSAGE_H
#define SHOP_MESSAGE_H

#include "shop/order.h"

enum message_kind {
    MESSAGE_PLACED, /* with the payment's instructions where it has any */
    MESSAGE_INSTRUCTIONS, /* the buyer chose another way to pay: the earlier amount and account hold no more */
    MESSAGE_PAID,
    MESSAGE_EXPIRING,
    MESSAGE_SHIPPED,
    MESSAGE_DELIVERED,
    MESSAGE_CANCELED,
    MESSAGE_REFUND_DUE,
    MESSAGE_REFUNDED,
    MESSAGE_NOT_FOUND, /* staff looked for the transfer: it is not there */
    MESSAGE_PARTLY_PAID, /* less came than was asked for: how much is missing, and until when */
    MESSAGE_OWNER_NEW_ORDER, /* to the shop itself */
    MESSAGE_KIND_COUNT
};
str message_kind_name(enum message_kind kind); /* also the template: mail/NAME */
MUST_USE bool message_kind_of(str name, enum message_kind *out);

struct message {
    int64_t id;
    order_id order;
    enum message_kind kind;
    int64_t refund; /* which one it is about: every refund has its two; 0: the latest, or none */
    str channel, state;
    str overtaken_by; /* why staff need not send it any more: the kind that came after it, or MESSAGE_BY_REPORT; else empty */
    int64_t created_at, sent_at;
};
struct message_list {
    struct message *item;
    size_t count;
};

/* To the buyer (mail with an address, else WhatsApp by staff), or to the owner. */
MUST_USE enum err message_queue(struct ctx *c, order_id order, enum message_kind kind,
                                bool has_email);
/* The same where it may be told more than once: the earlier telling is queued again. */
MUST_USE enum err message_queue_anew(struct ctx *c, order_id order, enum message_kind kind,
                                     bool has_email);
/* About one refund: the second of an order is told as the first was. */
MUST_USE enum err message_queue_refund(struct ctx *c, order_id order, enum message_kind kind,
                                       int64_t refund, bool has_email);
/* The buyer says that the money is on its way: what asks for it need not be sent by hand any more. */
#define MESSAGE_BY_REPORT "transfer_reported"
MUST_USE enum err message_forgo_asking(struct ctx *c, order_id order);
MUST_USE enum err message_list_of(struct ctx *c, order_id order, struct message_list *out);
/* WhatsApp: staff say they sent it. Mail: the job did. */
MUST_USE enum err message_sent(struct ctx *c, int64_t id);
MUST_USE enum err message_failed(struct ctx *c, int64_t id);
/* A mail that was kept or failed goes out after all. ERR_STATE: it is sent, or staff send it. */
MUST_USE enum err message_send_again(struct ctx *c, int64_t id);
/* Newest first for the back office. */
MUST_USE enum err message_page(struct ctx *c, int64_t before_id, int64_t limit,
                               struct message_list *out);

/* Orders whose buyers wait for a text that staff send by hand, longest first. */
struct message_hand {
    order_id order;
    int64_t count, since_at;
};
struct message_hand_list {
    struct message_hand *item;
    size_t count;
};
MUST_USE enum err message_by_hand(struct ctx *c, int64_t limit, struct message_hand_list *out);
/* 100 means as many or more. */
MUST_USE enum err message_by_hand_count(struct ctx *c, int64_t *out);
/* By channel ("mail", "whatsapp"; empty: both) and state ("queued", "sent", "failed"; empty: any). */
MUST_USE enum err message_count(struct ctx *c, str channel, str state, int64_t *out);
/* A page of one state (empty: any), newest first. */
MUST_USE enum err message_page_of(struct ctx *c, str state, int64_t before_id, int64_t limit,
                                  struct message_list *out);

#define MESSAGE_JOB "mail.order"

#endif
