/* SPDX-License-Identifier: Apache-2.0 */
/*
 * buying.h - a shop in which one can buy, for tests of the buying path.
 *
 * Purpose    Policies, shipping, bank account; a buyer's cart and checkout; the same checks as `amanah check`.
 * Layer      tests; uses base, db, core, shop.
 */
#ifndef TESTS_BUYING_H
#define TESTS_BUYING_H

#include "catalogue.h"
#include "core/ledger.h"
#include "core/policy.h"
#include "core/setting.h"
#include "shop/order.h"
#include "shop/order_check.h"
#include "shop/payment.h"
#include "shop/shipment.h"

void buying_set(struct fixture *t, const char *key, const char *value);
/* Open all day, two banks, sandbox, COD, pickup; flat Rp15.000 and a table with two zones. */
void buying_open(struct fixture *t);
str buying_sku(struct fixture *t, sku_id variant);
cart_id buying_cart(struct fixture *t, sku_id variant, int64_t quantity);
/* What the buyer Sari types; `phone` normalised as the form does it. */
struct checkout buying_form(cart_id cart, const char *phone, const char *method);
struct order buying_place(struct fixture *t, sku_id variant, int64_t quantity, const char *method);
struct order buying_now(struct fixture *t, order_id id);
struct payment buying_payment(struct fixture *t, order_id id);
/* The provider says something of an attempt. */
enum pay_outcome buying_say(struct fixture *t, const struct payment *p, enum pay_event_kind kind,
                            const char *event_id);
struct order buying_paid(struct fixture *t, sku_id variant, int64_t quantity);
int64_t buying_ship(struct fixture *t, order_id id);
enum promise_outcome buying_promise(struct fixture *t, order_id id, enum promise_kind kind);
int64_t buying_balance(struct fixture *t, const char *account);
int64_t buying_held(struct fixture *t, order_id id);
int64_t buying_free(struct fixture *t, sku_id variant);
void buying_expect_none(struct fixture *t, const struct check *checks, size_t count);
/* `amanah check` would find nothing. */
void buying_expect_sound(struct fixture *t);
/* The timer's round at now, as cli/keeper does it. */
void buying_tick(struct fixture *t);

#endif
