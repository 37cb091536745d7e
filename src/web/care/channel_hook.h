/* SPDX-License-Identifier: Apache-2.0 */
/*
 * channel_hook.h - news of messaging apps: POST /hooks/channels/{channel}.
 *
 * Purpose    Asks the app's adapter whether the request is its own and what it says; care/messaging.h does the rest.
 * Layer      web.
 * Errors     ERR_NOT_FOUND: no such app, or news about a message we do not have yet (it may come again). ERR_FORBIDDEN: not signed.
 */
#ifndef WEB_CARE_CHANNEL_HOOK_H
#define WEB_CARE_CHANNEL_HOOK_H

#include "web/web.h"

enum err channel_hook(struct web *w);
enum err channel_hook_again(struct web *w);
extern const struct model channel_hook_model;

#endif
