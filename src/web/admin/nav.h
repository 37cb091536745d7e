/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nav.h - the ways through the back office.
 *
 * Purpose    One table of places in groups; only those the reader's role may open are linked, each with how much waits there.
 * Layer      web.
 */
#ifndef WEB_ADMIN_NAV_H
#define WEB_ADMIN_NAV_H

#include "web/web.h"

/* What waits, by place; read while the request's snapshot is open. */
struct nav_counts {
    int64_t late, orders, inbox, claims, complaints, decisions, notices, messages;
};
MUST_USE enum err nav_count(struct web *w);

/* The same for programs, and for pages that stay open. */
enum err admin_waiting(struct web *w);
extern const struct model admin_waiting_model;

/* dock[] and groups[] of the layout's `admin`. */
void nav_show(struct web *w, struct value *admin);

#endif
