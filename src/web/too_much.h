/* SPDX-License-Identifier: Apache-2.0 */
/*
 * too_much.h - the words for a body that is too large, or too slow.
 *
 * Purpose    How large it may be and what to leave out, by what the route's form takes; that nothing was changed.
 * Layer      web.
 * Ownership  texts live in ctx->arena.
 */
#ifndef WEB_TOO_MUCH_H
#define WEB_TOO_MUCH_H

#include "web/web.h"

/* ERR_TOO_LARGE, ERR_TIMEOUT: into form_state.error. Of other refusals nothing. */
void too_much_say(struct web *w, enum err e);
/* False: only what is typed. */
bool too_much_takes_files(const struct web *w);

#endif
