/* SPDX-License-Identifier: Apache-2.0 */
/* staff.h - the page of those who work here: handlers, forms and model. Layer: web. */
#ifndef WEB_ADMIN_STAFF_H
#define WEB_ADMIN_STAFF_H

#include "web/web.h"

enum err admin_staff(struct web *w);
enum err admin_staff_again(struct web *w);
enum err admin_staff_hash_new(struct web *w);
enum err admin_staff_hash(struct web *w);
enum err admin_staff_create(struct web *w);
enum err admin_staff_set_role(struct web *w);
enum err admin_staff_set_password(struct web *w);
enum err admin_staff_disable(struct web *w);
enum err admin_staff_enable(struct web *w);
enum err admin_staff_invite(struct web *w);
enum err admin_staff_withdraw(struct web *w);
/* The page behind the link: who has it chooses a password. */
enum err join_page(struct web *w);
enum err join_hash(struct web *w);
enum err join_post(struct web *w);
extern const struct form join_form, join_query;
extern const struct model join_model;
extern const struct form admin_staff_new_form, admin_staff_role_form, admin_staff_password_form;
extern const struct model admin_staff_model;

#endif
