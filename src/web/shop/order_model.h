/* SPDX-License-Identifier: Apache-2.0 */
/* order_model.h - parts of the order's model shared by page, invoice and back office. Layer: web. */
#ifndef WEB_SHOP_ORDER_MODEL_H
#define WEB_SHOP_ORDER_MODEL_H

#include "shop/order_cover.h"
#include "shop/refund.h"
#include "web/shop/buy.h"

/* "WhatsApp"; "This shop" for its own. */
str order_source_text(const struct web *w, str source);
/* What the money is: `is_disputed` says more than any status that is derived. */
str order_payment_text(const struct web *w, const struct order *o, bool is_disputed);
str order_fulfillment_text(const struct web *w, enum fulfillment_status s);
str order_status_text(const struct web *w, enum order_status s);
/* Machine's reasons ("order_canceled", "paid_too_late") in the buyer's words. */
str order_reason_text(const struct web *w, str reason);
str order_refund_text(const struct web *w, enum refund_state s);
/* What happened, newest first: {at, text, by}. */
MUST_USE enum err order_timeline(struct web *w, const struct order *o, struct value *list);
MUST_USE enum err invoice_show(struct web *w, const struct order *o, enum vault_purpose purpose,
                               struct value *m);
struct shipment;
struct shipment_list;
void order_promise_show(struct web *w, const struct promise *p, struct value *node);
void order_parcel_show(struct web *w, const struct shipment *s, size_t number, struct value *node);
/* What is covered of a line: versions and covers[]. */
void order_line_covers(struct web *w, const struct order_cover *cover, const struct order_line *l,
                       struct value *line);
/* terms{}: the frozen guarantee in one sentence. */
MUST_USE enum err order_show_guarantee(struct web *w, const struct order *o,
                                       const struct order_cover *cover, struct value *m);
/* order_money.c: refunds[], account_form; overdue{}. */
MUST_USE enum err order_show_refunds(struct web *w, const struct order *o, struct value *m);
MUST_USE enum err order_show_overdue(struct web *w, const struct order *o, struct value *m);
/* order_back.c: sent_back{}, after claims[]. */
extern const struct model order_sent_back_model;
MUST_USE enum err order_show_sent_back(struct web *w, const struct order *o,
                                       const struct shipment_list *parcels, struct value *m);
/* A form of the buyer's page; `form` NULL: a button alone. */
void order_small_form(struct web *w, struct value *m, const char *name, const struct form *form,
                      str action);
/* "/orders/NUMBER/VERB?key=…" */
str order_act_url(struct web *w, const struct order *o, const char *verb);
/* After an act of the buyer: the order as it is now. */
MUST_USE enum err order_answer(struct web *w, order_id id);
str phone_printed(struct arena *arena, str phone);

extern const struct model invoice_model;
extern const struct model order_cover_model, order_line_model, order_totals_model,
    order_address_model, order_parcel_model, order_promise_model, order_refund_model,
    order_overdue_model, order_timeline_model, order_shipping_model, order_tracking_model,
    order_claim_model, order_parcel_line_model, order_parcel_mate_model;

#endif
