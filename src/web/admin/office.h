/* SPDX-License-Identifier: Apache-2.0 */
/*
 * office.h - what the pages of the back office share.
 *
 * Purpose    One query form for lists, tabs, forms beside each other on one page, messages after an act.
 * Layer      web.
 */
#ifndef WEB_ADMIN_OFFICE_H
#define WEB_ADMIN_OFFICE_H

#include "web/web.h"

/* Readers of orders; the auditor reads and changes nothing. */
#define ROLES_READ_ORDERS (ROLES_ORDERS | 1u << ROLE_AUDITOR)
#define ROLES_READ_MANAGE (ROLES_MANAGE | 1u << ROLE_AUDITOR)
#define ROLES_PACK (ROLES_MANAGE | 1u << ROLE_FULFILMENT)

struct office_ask {
    str q, state, kind, cursor, done;
    int64_t before, pick; /* pick: one of what the page offers */
};
extern const struct form office_query;

/* A fresh model with what every page of the office begins with: message, csrf_token. */
struct value *office_page(struct web *w);
/* What the address asks for; a zeroed one where the route has no query. */
const struct office_ask *office_ask_of(struct web *w);
/* Back to a page that says what was done: "saved" … of the table in office.c. */
void office_done(struct web *w, str path, const char *done);

struct office_tab {
    const char *state; /* "" is the first */
    str name;          /* T_INIT */
    int64_t count;     /* < 0: not shown */
};
void office_tabs(struct web *w, struct value *m, const char *path, const struct office_tab *tab,
                 size_t count, str current);

/* {action_url, csrf_token, error} and its fields: as typed when this form was refused, else `values` (NULL: blank). */
struct value *office_form(struct web *w, struct value *m, const char *name, const struct form *form,
                          const void *values, str action);
/* The same for one of several equal forms: it shows what was typed only when the path parameter `param` is `id`. */
struct value *office_form_of(struct web *w, struct value *m, const char *name,
                             const struct form *form, const void *values, str action,
                             const char *param, int64_t id);
/* A form of buttons alone. */
struct value *office_button(struct web *w, struct value *m, const char *name, str action);
/* Whether the refused form is this one. */
bool office_is_refused(const struct web *w, const struct form *form);

/* Takes a child out of an object; NULL when there is none. */
struct value *office_take(struct value *object, str name);
void office_next(struct web *w, struct value *m, const char *path, str name, str cursor);
/* Of the path: a number above 0, else ERR_NOT_FOUND. */
MUST_USE enum err office_id(struct web *w, const char *param, int64_t *out);
/* "Pemilik" · "Owner" */
str office_role_text(const struct web *w, enum role role);
bool office_may(const struct web *w, uint32_t roles);
/* Whether the reader's role opens the page at `path` (without language and query). */
bool office_may_open(struct web *w, str path);

#endif
