/* SPDX-License-Identifier: Apache-2.0 */
/*
 * order_talk.h - "ask about this order": a conversation that knows its order and whose it is.
 *
 * Purpose    Handlers, form and model of /orders/{number}/ask. Whoever has the order's link is its buyer: no address is asked for, and
 *            staff see the order as proven. An open conversation about it goes on.
 * Layer      web.
 * Ownership  everything lives in the request's arena.
 */
#ifndef WEB_CARE_ORDER_TALK_H
#define WEB_CARE_ORDER_TALK_H

#include "web/web.h"

enum err order_ask_page(struct web *w);
enum err order_ask_post(struct web *w);
extern const struct form order_ask_form;
extern const struct model order_ask_model;

#endif
