/* SPDX-License-Identifier: Apache-2.0 */
/* today.h - every promise that is still to be done, the latest first, with the way to where it is done. Layer: web. */
#ifndef WEB_ADMIN_TODAY_H
#define WEB_ADMIN_TODAY_H

#include "web/web.h"

/* late[], today[], later[] of the model. */
MUST_USE enum err today_show(struct web *w, struct value *m);
extern const struct model today_row_model;

#endif
