/* SPDX-License-Identifier: Apache-2.0 */
/*
 * promises.h - the list of promises in the back office.
 *
 * Layer      web.
 */
#ifndef WEB_ADMIN_PROMISES_H
#define WEB_ADMIN_PROMISES_H

#include "web/web.h"

enum err admin_promises(struct web *w);
extern const struct form admin_promises_query;
extern const struct model admin_promises_model;

#endif
