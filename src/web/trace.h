/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trace.h - a request's name, and its line in the log.
 *
 * Purpose    What every reply that is not kept has, so both are written without printf.
 * Layer      web.
 * Ownership  the name lives in the arena given.
 * Errors     none.
 */
#ifndef WEB_TRACE_H
#define WEB_TRACE_H

#include "web/app.h"

/* "start of this process-number of the request", in hex: no two are alike. */
str trace_id(struct app *app, struct arena *arena);
/* `status`: what was sent, 0 when nothing was. */
void trace_end(const struct web *w, int status);

#endif
