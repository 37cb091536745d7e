/* SPDX-License-Identifier: Apache-2.0 */
/*
 * buy.h - the doors from cart to order: handlers, forms and models of the buying path.
 *
 * Layer      web.
 */
#ifndef WEB_SHOP_BUY_H
#define WEB_SHOP_BUY_H

#include "core/policy.h"
#include "shop/cart.h"
#include "shop/payment.h"
#include "shop/shipping.h"
#include "web/web.h"

/* cart.c */
enum err cart_page(struct web *w);
enum err cart_add_item(struct web *w);
enum err cart_set_item(struct web *w);
enum err cart_remove_item(struct web *w);
enum err cart_again(struct web *w);
/* What cart and checkout show of a line: name, variant, picture, price, quantity, total. */
void buy_show_item(struct web *w, const struct cart_item *item, struct value *node);
/* Why no order can be made of it although its lines are in order: the shop is closed, or it is too small. Empty: it can. */
str buy_why_not(struct web *w, const struct cart *cart);
extern const struct form cart_add_form, cart_set_form;
extern const struct model cart_model;

/* checkout.c */
enum err checkout_page(struct web *w);
enum err checkout_place(struct web *w);
enum err checkout_again(struct web *w);
extern const struct form checkout_form, checkout_query, cart_query;
extern const struct model checkout_page_model, checkout_reply_model;

/* checkout_shown.c */
/* What the page shows now, for its form to carry; `version` of each kind of policy. */
str checkout_shown_text(struct web *w, const struct cart *cart, const struct shipping_quotes *to,
                        const int64_t *version);
/* What a form says was shown, for the ways that were chosen. */
struct checkout_shown checkout_shown_of(struct web *w, str shown, str shipping_method,
                                        str payment_method);
bool checkout_shown_terms_changed(str shown, const int64_t *version);

/* order.c */
enum err order_page(struct web *w);
enum err order_invoice(struct web *w);
extern const struct form order_query;
extern const struct model order_model;
/* Everything the buyer sees of an order; `purpose` of the address, PURPOSE_COUNT leaves it out. */
enum err order_show(struct web *w, const struct order *o, enum vault_purpose purpose,
                    struct value *model);
/* The same, and hands out the address it read: NULL when there was none to read. */
enum err order_show_with(struct web *w, const struct order *o, enum vault_purpose purpose,
                         struct value *model, struct delivery **to);
str order_page_url(struct web *w, const struct order *o);
/* order_money.c */
enum err order_account_post(struct web *w);
enum err order_arrived_post(struct web *w);
enum err order_not_arrived_post(struct web *w);
extern const struct form order_account_form, order_arrived_form;

enum err order_of_path(struct web *w, struct order *out);

/* order_act.c */
enum err order_cancel_post(struct web *w);
enum err order_received_post(struct web *w);
enum err order_transferred_post(struct web *w);
enum err order_reorder_post(struct web *w);
enum err order_find_page(struct web *w);
enum err order_find_post(struct web *w);
enum err order_again(struct web *w);
extern const struct form order_cancel_form, order_transferred_form, order_find_form;
extern const struct model order_find_model;

/* sandbox.c */
enum err sandbox_page(struct web *w);
enum err sandbox_act(struct web *w);
extern const struct form sandbox_form;
extern const struct model sandbox_model;

/* One sentence from the guarantee in force, in the language of the request; of an order, its own version. */
str guarantee_text(struct web *w);
str guarantee_text_of(struct web *w, const struct policy *p);

/* {id, method, amount, instructions, redirect_url, …} */
enum err payment_show(struct web *w, const struct order *o, const struct payment *p,
                      struct value *node);
extern const struct model payment_model;
/* Ways to pay as the options of a field. `district` empty: picked up. */
struct value *payment_options(struct web *w, money total, str district, bool on_delivery_too,
                              str without);
/* can_change_payment and pay_form of an order's model. */
void payment_show_change(struct web *w, const struct order *o, const struct payment *p, str action,
                         struct value *model);
enum err order_pay_post(struct web *w);
extern const struct form order_pay_form;

#endif
