/* SPDX-License-Identifier: Apache-2.0 */
/* settings.h - the parts of the settings pages. Layer: web. */
#ifndef WEB_ADMIN_SETTINGS_H
#define WEB_ADMIN_SETTINGS_H

#include "web/admin/admin.h"
#include "web/admin/office.h"

/* `methods` and `method_form` of the shipping page; null elsewhere. */
MUST_USE enum err admin_methods_show(struct web *w, struct value *m, bool is_shown);
/* hours.c: `hours` of the page of opening hours; null elsewhere. */
MUST_USE enum err admin_hours_show(struct web *w, struct value *m, bool is_shown);

#endif
