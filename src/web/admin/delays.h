/* SPDX-License-Identifier: Apache-2.0 */
/*
 * delays.h - announced weeks of slower couriers, in the back office.
 *
 * Layer      web.
 */
#ifndef WEB_ADMIN_DELAYS_H
#define WEB_ADMIN_DELAYS_H

#include "web/web.h"

enum err admin_delays(struct web *w);
enum err admin_delay_post(struct web *w);
enum err admin_delay_withdraw(struct web *w);
extern const struct form admin_delay_form, admin_delay_withdraw_form;
extern const struct model admin_delays_model;

#endif
