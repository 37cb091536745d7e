/* SPDX-License-Identifier: Apache-2.0 */
/* standing.h - the steps in force against abuse, and lifting one. Layer: web. */
#ifndef WEB_ADMIN_STANDING_H
#define WEB_ADMIN_STANDING_H

#include "web/admin/office.h"

enum err admin_standing(struct web *w);
enum err admin_standing_lift(struct web *w);
extern const struct form admin_lift_form;
extern const struct model admin_standing_model;

#endif
